/*
 * One key off the front of the terminal's bytes: characters in UTF-8, controls, and the escape
 * sequences of xterm, rxvt, PuTTY, linux, screen, vt220 and keypads. Pure, and without time.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum sequence_outcome {
    SEQUENCE_MORE = 0, /* not whole yet */
    SEQUENCE_KEY,
    SEQUENCE_SKIP,  /* understood, and no key: `length` bytes are nothing */
    SEQUENCE_PASTE, /* a bracketed paste begins */
    SEQUENCE_STRING /* a string for the terminal (OSC, DCS, APC, PM, SOS) begins */
};

struct sequence {
    size_t length;
    uint32_t code; /* of a key */
};

/* Reads from `length` > 0 bytes. */
enum sequence_outcome sequence_read(const char *bytes, size_t length, struct sequence *found);

/* Whether ESC and this character begin a string for the terminal. */
bool sequence_begins_string(char c);
