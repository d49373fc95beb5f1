#include "tui/keymap.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"

/* In the order in which they were made, which help keeps. */
struct keymap {
    struct binding *rows;
    size_t count;
    size_t capacity;
};

struct keymap *
keymap_new(void)
{
    return memory_new(sizeof(struct keymap));
}

static void
clear_binding(struct binding *binding)
{
    free((char *)binding->context);
    free((char *)binding->line);
}

void
keymap_free(struct keymap *keymap)
{
    if (!keymap)
        return;
    for (size_t i = 0; i < keymap->count; i++)
        clear_binding(&keymap->rows[i]);
    free(keymap->rows);
    free(keymap);
}

static struct binding *
find_in(const struct keymap *keymap, const char *context, struct key key)
{
    for (size_t i = 0; i < keymap->count; i++)
        if (keymap->rows[i].key.code == key.code && strcmp(keymap->rows[i].context, context) == 0)
            return &keymap->rows[i];
    return NULL;
}

static void
unbind(struct keymap *keymap, struct binding *binding)
{
    size_t behind = keymap->count - (size_t)(binding - keymap->rows) - 1;

    clear_binding(binding);
    memmove(binding, binding + 1, behind * sizeof(*binding));
    keymap->count--;
}

void
keymap_bind(struct keymap *keymap, const char *context, struct key key, const char *line)
{
    struct binding *binding = find_in(keymap, context, key);

    if (!line) {
        if (binding)
            unbind(keymap, binding);
        return;
    }
    if (binding) {
        free((char *)binding->line);
        binding->line = memory_text(line);
        return;
    }
    keymap->rows =
        memory_grow(keymap->rows, keymap->count, &keymap->capacity, sizeof(*keymap->rows));
    keymap->rows[keymap->count++] = (struct binding){
        .context = memory_text(context),
        .key = key,
        .line = memory_text(line),
    };
}

const struct binding *
keymap_find(const struct keymap *keymap, const char *const *contexts, struct key key)
{
    for (; *contexts; contexts++) {
        const struct binding *binding = find_in(keymap, *contexts, key);

        if (binding)
            return binding;
    }
    return NULL;
}

const struct binding *
keymap_at(const struct keymap *keymap, size_t index)
{
    return index < keymap->count ? &keymap->rows[index] : NULL;
}

static bool
runs(const struct binding *binding, const char *command)
{
    size_t length = strlen(command);

    return strncmp(binding->line, command, length) == 0
           && (!binding->line[length] || binding->line[length] == ' ');
}

bool
keymap_key_of(const struct keymap *keymap, const char *const *contexts, const char *command,
              struct key *key)
{
    for (const char *const *context = contexts; *context; context++) {
        for (size_t i = 0; i < keymap->count; i++) {
            const struct binding *binding = &keymap->rows[i];

            if (!runs(binding, command) || strcmp(binding->context, *context) != 0
                || keymap_find(keymap, contexts, binding->key) != binding)
                continue;
            *key = binding->key;
            return true;
        }
    }
    return false;
}
