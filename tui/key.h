/* One key as the program knows it: a character, or a named key, with Ctrl and Alt. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/base/attributes.h"

enum {
    KEY_NAME_SIZE = 24
};

/* Named keys lie behind Unicode; modifiers are bits above both. */
enum key_code {
    KEYCODE_NONE = 0,
    KEYCODE_NAMED = 0x200000,
    KEYCODE_ENTER,
    KEYCODE_TAB,
    KEYCODE_BACKTAB,
    KEYCODE_ESCAPE,
    KEYCODE_BACKSPACE,
    KEYCODE_DELETE,
    KEYCODE_INSERT,
    KEYCODE_UP,
    KEYCODE_DOWN,
    KEYCODE_LEFT,
    KEYCODE_RIGHT,
    KEYCODE_HOME,
    KEYCODE_END,
    KEYCODE_PAGE_UP,
    KEYCODE_PAGE_DOWN,
    KEYCODE_F1, /* to F12: KEYCODE_F1 + 11 */
    KEYCODE_F12 = KEYCODE_F1 + 11,
    KEYCODE_PASTE, /* bracketed paste: the text is loop_paste() */
    KEYCODE_CTRL = 1 << 24,
    KEYCODE_ALT = 1 << 25,
};

/*
 * A code point or a named key, or'ed with KEYCODE_CTRL and KEYCODE_ALT. Ctrl-letters are lower
 * case: 's' | KEYCODE_CTRL.
 */
struct key {
    uint32_t code;
};

/* Whether it is a character that a text takes (no modifier, no control). */
bool key_is_text(struct key key);

/*
 * `i`, `Space`, `Enter`, `F5`, `Ctrl-S`, `Alt-Enter`, `*`: as keys are written for people, and as
 * `bind` takes them, which also knows C-s and M-Enter.
 */
const char *key_label(struct key key, char name[KEY_NAME_SIZE]);

/* The key of such a name; false for anything else. */
MUST_USE bool key_parse(const char *name, struct key *key);
