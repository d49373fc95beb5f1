/* A text of fixed columns as pages: of A4 as PDF. Pages of the text end with a form feed. */
#pragma once

#include "api/base/buffer.h"
#include "api/base/error.h"

/*
 * Draws the text; `pdf` gets the bytes behind what it has.
 * Errors  ERROR_DISK, the drawing library cannot.
 */
MUST_USE bool paper_pdf(const char *text, const char *title, struct buffer *pdf, struct error *err);
