/* What the terminal database says, and keeping curses' idea of which terminal it is on. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    TERMINFO_KEYS = 32,
    TERMINFO_BYTES = 16
};

struct terminfo_key {
    char bytes[TERMINFO_BYTES]; /* begins with ESC, which nothing that is typed does */
    size_t length;
    uint32_t code;
};

/* The keys of a terminal type, at most TERMINFO_KEYS; returns how many, 0 for an unknown one. */
size_t terminfo_keys(const char *term, struct terminfo_key *keys);

enum terminfo_kind {
    TERMINFO_UNKNOWN = 0, /* not in the database */
    TERMINFO_PLAIN,       /* its cursor can't be put anywhere */
    TERMINFO_USABLE
};

enum terminfo_kind terminfo_find(const char *term);

/* A string of the terminal that curses runs on, by its short name; "" where it has none. */
const char *terminfo_string(const char *capability);

/* Whether its line drawing characters are 7-bit: those of some are a PC's. */
bool terminfo_has_lines(void);

/* What makes the first `rows` rows the scrolling region; "" as above. *Valid until* the next. */
const char *terminfo_scroll_region(int rows);

/*
 * libedit and setupterm() put another terminal in curses' place: hold it before, put it back
 * after.
 */
void *terminfo_hold(void);
void terminfo_put_back(void *held);
