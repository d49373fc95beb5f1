/*
 * Which key runs which command line, by context. A pane names its contexts from its own to the
 * general ("arrivals", "list", "global"); the first that binds the key wins. Filled by `bind`
 * lines.
 */
#pragma once

#include "tui/key.h"

struct keymap;

struct binding {
    const char *context;
    struct key key;
    const char *line; /* the command line; `.` stands for what is selected */
};

MUST_USE struct keymap *keymap_new(void);
void keymap_free(struct keymap *keymap);

/* Binds, in place of what was bound; NULL line unbinds. Copies. */
void keymap_bind(struct keymap *keymap, const char *context, struct key key, const char *line);

/* The binding of a key in the first of `contexts` (NULL-terminated) that has one; NULL. */
const struct binding *keymap_find(const struct keymap *keymap, const char *const *contexts,
                                  struct key key);

/*
 * All bindings in the order in which they were made, for help and the hint line; NULL behind the
 * last.
 */
const struct binding *keymap_at(const struct keymap *keymap, size_t index);

/* The key that runs a line beginning with `command` in these contexts; false: none. */
bool keymap_key_of(const struct keymap *keymap, const char *const *contexts, const char *command,
                   struct key *key);
