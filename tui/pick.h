/* Digits that pick something by the digits of its name: `412` is A-412. Pure. */
#pragma once

#include <stdbool.h>

#include "tui/key.h"

enum {
    PICK_SIZE = 16
};

enum pick_match {
    PICK_NONE = 0,
    PICK_BEGINNING, /* the name's digits begin as the pick */
    PICK_WHOLE      /* and are no more */
};

/* A name without digits, or NULL, is never picked. */
enum pick_match pick_match(const char *pick, const char *name);

/*
 * A digit is added to the pick, Backspace takes one back; false: the key is neither, or there is no
 * space for it.
 */
bool pick_key(char pick[PICK_SIZE], struct key key);
