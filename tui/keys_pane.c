#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "tui/list.h"
#include "tui/screen_state.h"

/*
 * Made from the key map, the command table and the pane's signs, and nothing else: it can't be out
 * of date.
 */

struct entry {
    char key[KEY_NAME_SIZE];
    char context[64];
    char *line;
    const char *help;
};

struct keys_state {
    struct entry *rows;
    size_t count;
    size_t capacity;
    struct list list;
};

enum column {
    COLUMN_KEY = 0,
    COLUMN_HELP,
    COLUMN_LINE,
    COLUMN_CONTEXT,
    COLUMN_COUNT
};

static const struct list_column columns[COLUMN_COUNT] = {
    [COLUMN_KEY] = {.id = "key", .heading = N_("Key"), .width = 9},
    [COLUMN_HELP] = {.id = "help", .heading = N_("What it does"), .width = 48, .grows = true},
    [COLUMN_LINE] = {.id = "command", .heading = N_("Command"), .width = 16, .rank = 1},
    [COLUMN_CONTEXT] = {.id = "where", .heading = N_("Where"), .width = 10, .rank = 2},
};

static const struct list_column *const shown[] = {
    &columns[COLUMN_KEY],
    &columns[COLUMN_HELP],
    &columns[COLUMN_LINE],
    &columns[COLUMN_CONTEXT],
};

static size_t
count_rows(void *source)
{
    return ((struct keys_state *)source)->count;
}

static struct uuid
row_id(void *source, size_t index)
{
    struct uuid id = {{1}};

    (void)source;
    memcpy(id.bytes + 8, &index, sizeof(index));
    return id;
}

static void
fill_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    const struct entry *entry = &((struct keys_state *)source)->rows[index];
    const char *const texts[COLUMN_COUNT] = {
        [COLUMN_KEY] = entry->key,
        [COLUMN_HELP] = entry->help,
        [COLUMN_LINE] = entry->line,
        [COLUMN_CONTEXT] = entry->context,
    };

    text_copy(cell->text, sizeof(cell->text), texts[column]);
}

static const struct list_class keys_list = {
    .columns = shown,
    .column_count = COLUMN_COUNT,
    .count = count_rows,
    .id = row_id,
    .cell = fill_cell,
};

static void
clear_rows(struct keys_state *state)
{
    for (size_t i = 0; i < state->count; i++)
        free(state->rows[i].line);
    state->count = 0;
}

static struct entry *
add_entry(struct keys_state *state, const char *line, const char *context, const char *help)
{
    struct entry *entry;

    state->rows = memory_grow(state->rows, state->count, &state->capacity, sizeof(*state->rows));
    entry = &state->rows[state->count++];
    text_copy(entry->context, sizeof(entry->context), context);
    entry->line = memory_text(line);
    entry->help = help;
    return entry;
}

static void
add_binding(struct screen *screen, struct keys_state *state, const struct binding *binding)
{
    const struct command *command = screen_find_command(screen, binding->line);
    const char *help = command && command->help ? _(command->help) : "";

    if (!command)
        return; // of the desk, where this is the start screen
    key_label(binding->key, add_entry(state, binding->line, binding->context, help)->key);
}

static void
add_signs(struct keys_state *state, const struct sign *signs)
{
    for (; signs && signs->letter; signs++)
        snprintf(add_entry(state, _("flag"), "", _(signs->text))->key, KEY_NAME_SIZE, "%c",
                 signs->letter);
}

/* The bindings that work in these contexts, from the nearest context to the general. */
static void
fill(struct screen *screen, struct keys_state *state, const char *const *contexts)
{
    const struct keymap *keymap = screen->config.keymap;

    clear_rows(state);
    for (const char *const *context = contexts; *context; context++) {
        const struct binding *binding;

        for (size_t i = 0; (binding = keymap_at(keymap, i)); i++)
            if (strcmp(binding->context, *context) == 0
                && keymap_find(keymap, contexts, binding->key) == binding)
                add_binding(screen, state, binding);
    }
}

static bool
open_keys(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    struct keys_state *state = pane->state;
    struct pane *top = screen_top(pane->screen);
    const char *contexts[SCREEN_CONTEXTS];

    (void)invocation;
    (void)err;
    if (top == pane)
        return true;
    screen_pane_contexts(top, contexts);
    fill(pane->screen, state, contexts);
    add_signs(state, top ? top->class->signs : NULL);
    list_clear(&state->list);
    list_init(&state->list, &keys_list, state);
    return true;
}

static void
close_keys(struct pane *pane)
{
    struct keys_state *state = pane->state;

    clear_rows(state);
    free(state->rows);
    list_clear(&state->list);
}

/* Below the list all that the selected key does. */
static void
draw(struct pane *pane, const struct canvas *canvas)
{
    struct keys_state *state = pane->state;
    size_t at = state->list.selected;

    list_draw_above(&state->list, canvas, at < state->count ? state->rows[at].help : "");
}

static bool
command(struct pane *pane, const struct invocation *invocation)
{
    return list_command(&((struct keys_state *)pane->state)->list, invocation->command->name);
}

const struct pane_class keys_pane = {
    .name = "help-keys",
    .title = N_("Keys"),
    .contexts = (const char *const[]){"list", NULL},
    .size = sizeof(struct keys_state),
    .open = open_keys,
    .close = close_keys,
    .draw = draw,
    .command = command,
    .hints = (const char *const[]){"back", "page-down", NULL},
};
