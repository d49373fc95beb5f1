#include <stdlib.h>

#include "api/base/memory.h"
#include "api/desk/state.h"

/*
 * The newest entries of the journal, for who looks at it: read once, and kept up to date by what
 * the worker tells of each entry that is written or changes.
 */

void
desk_load_journal(struct desk *desk, int most)
{
    if (desk->history.is_asked)
        return;
    desk->history.is_asked = true;
    client_load_journal(desk->client, most);
}

bool
desk_has_journal(const struct desk *desk)
{
    return desk->history.is_loaded;
}

struct journal_rows
desk_journal(const struct desk *desk)
{
    return (struct journal_rows){desk->history.rows, desk->history.count};
}

/* By number, from the end: what changes is mostly young. */
static void
put(struct history *history, const struct journal_entry *entry)
{
    size_t at = history->count;

    while (at && history->rows[at - 1].number > entry->number)
        at--;
    if (at && history->rows[at - 1].number == entry->number) {
        history->rows[at - 1] = *entry;
        return;
    }
    history->rows =
        memory_grow(history->rows, history->count, &history->capacity, sizeof(*history->rows));
    for (size_t i = history->count++; i > at; i--)
        history->rows[i] = history->rows[i - 1];
    history->rows[at] = *entry;
}

void
history_take(struct desk *desk, const struct result *result)
{
    struct history *history = &desk->history;
    struct journal_entry entry;

    if (!history->is_asked)
        return;
    history->is_loaded |= result->is_last;
    if (result->error.kind || !result->journal.number)
        return;
    entry = ledger_keep(&history->arena, &result->journal);
    put(history, &entry);
}

void
history_clear(struct desk *desk)
{
    free(desk->history.rows);
    arena_clear(&desk->history.arena);
    desk->history = (struct history){0};
}
