/*
 * From the terminal's bytes to keys: UTF-8, escape sequences of xterm, PuTTY, linux, screen, vt220
 * and keypads, bracketed paste. Pure: bytes and times in, keys out. A sequence torn by a slow link
 * is swallowed whole, never read as letters.
 */
#pragma once

#include "api/base/buffer.h"
#include "tui/key.h"

enum {
    DECODER_ESCAPE_MS = 25
};

struct decoder;

/*
 * `term` names the terminal type whose own sequences (terminfo) are known besides the common ones;
 * may be NULL.
 */
MUST_USE struct decoder *decoder_new(const char *term);
void decoder_free(struct decoder *decoder);

/* Takes bytes that arrived at `now_ms`. */
void decoder_feed(struct decoder *decoder, const char *bytes, size_t length, int64_t now_ms);

/*
 * The next key; false when none is whole yet. An ESC that nothing followed for DECODER_ESCAPE_MS is
 * Escape.
 */
MUST_USE bool decoder_next(struct decoder *decoder, int64_t now_ms, struct key *key);

/* When decoder_next() has to be asked again though nothing arrives; -1: never. */
int64_t decoder_deadline_ms(const struct decoder *decoder);

/* The text of the last KEYCODE_PASTE, cleaned. *Valid until* the next feed. */
const char *decoder_paste(const struct decoder *decoder);
