/* Texts that were typed and left by Esc, until the same thing is asked for again. */
#pragma once

enum {
    DRAFTS = 32
};

/* `{0}` has none. The oldest goes when there are too many. */
struct drafts {
    struct {
        char *name;
        char *text;
    } rows[DRAFTS]; /* newest first */
};

/* NULL: there is none. *Valid until* the next drafts_keep(). */
const char *drafts_find(const struct drafts *drafts, const char *name);

/* In place of what was kept; NULL or "" keeps nothing. */
void drafts_keep(struct drafts *drafts, const char *name, const char *text);

void drafts_clear(struct drafts *drafts);
