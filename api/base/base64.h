/* Base64 (RFC 4648, section 4): files in JSON. */
#pragma once

#include "api/base/buffer.h"

/* Adds the letters of `length` bytes to the buffer. */
void base64_encode(const char *bytes, size_t length, struct buffer *text);

/*
 * Adds the bytes that the text stands for to the buffer. False for anything but whole groups of
 * four letters, the last one filled up with `=`; line breaks between them are passed over.
 */
MUST_USE bool base64_decode(const char *text, struct buffer *bytes);
