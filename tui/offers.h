/* What completion offers for a word, gathered. Pure. */
#pragma once

#include <stdbool.h>

#include "api/base/buffer.h"

enum {
    OFFER_SIZE = 512
};

/* `{0}` has none. */
struct offers {
    struct buffer list;      /* a line each: the text, a tab, what it means */
    char common[OFFER_SIZE]; /* with which all begin */
    size_t count;
};

/* An offer_fn: `context` is the offers. A text that was offered before counts once. */
void offers_add(void *context, const char *text, const char *help);

/* Whether more of the word follows the only one, as behind `key=`. */
bool offers_is_open(const struct offers *offers);

void offers_clear(struct offers *offers);
