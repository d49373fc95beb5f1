#include <stdlib.h>
#include <string.h>

#include "api/base/log.h"
#include "api/base/memory.h"
#include "api/desk/state.h"

/*
 * The writes of unknown outcome: an entry comes when the journal says that it is unknown, and goes
 * when it is settled, by reading or by the user; then it is told once.
 */

struct journal_entry
ledger_keep(struct arena *arena, const struct journal_entry *entry)
{
    struct journal_entry kept = *entry;

    kept.nonce = arena_text(arena, entry->nonce);
    kept.text = arena_text(arena, entry->text);
    kept.key = arena_text(arena, entry->key);
    kept.user = arena_text(arena, entry->user);
    kept.message = arena_text(arena, entry->message);
    kept.request_id = arena_text(arena, entry->request_id);
    return kept;
}

/* unknown_count: it is not among them. */
static size_t
find(const struct desk *desk, int64_t number)
{
    size_t at = 0;

    while (at < desk->unknown_count && desk->unknown[at].number != number)
        at++;
    return at;
}

static void
put(struct desk *desk, const struct journal_entry *entry)
{
    size_t at = find(desk, entry->number);

    if (at == desk->unknown_count) {
        desk->unknown =
            memory_grow(desk->unknown, at, &desk->unknown_capacity, sizeof(*desk->unknown));
        desk->unknown_count++;
    }
    desk->unknown[at] = ledger_keep(&desk->journal_arena, entry);
}

static void
remove_entry(struct desk *desk, size_t at)
{
    desk->unknown_count--;
    memmove(&desk->unknown[at], &desk->unknown[at + 1],
            (desk->unknown_count - at) * sizeof(*desk->unknown));
}

/* The ones that were found out and not told yet: they are told in their order. */
static void
note_found_out(struct desk *desk, const struct journal_entry *entry)
{
    desk->found_out = memory_grow(desk->found_out, desk->found_out_count, &desk->found_out_capacity,
                                  sizeof(*desk->found_out));
    desk->found_out[desk->found_out_count++] = ledger_keep(&desk->journal_arena, entry);
}

static void
tell(struct desk *desk, int64_t number, const struct error *err)
{
    struct settling **link = &desk->settlings;

    while (*link && (*link)->number != number)
        link = &(*link)->next;
    if (*link) {
        struct settling *settling = *link;

        *link = settling->next;
        if (settling->done)
            settling->done(settling->context, err);
        free(settling);
    }
}

static bool
is_settled(enum journal_outcome outcome)
{
    return outcome == JOURNAL_FOUND_DONE || outcome == JOURNAL_FOUND_UNDONE;
}

/* Money alone is known by a mark of its own, which no later attempt has. */
static void
keep_denied(struct desk *desk, const struct journal_entry *entry)
{
    if (!entry->nonce[0]
        || (entry->operation != OP_payments_add_external && entry->operation != OP_orders_add))
        return;
    desk->denied = memory_grow(desk->denied, desk->denied_count, &desk->denied_capacity,
                               sizeof(*desk->denied));
    desk->denied[desk->denied_count++] = ledger_keep(&desk->journal_arena, entry);
}

/* One that was denied came after all: reconcile.c has told the journal. */
static void
take_late(struct desk *desk, const struct journal_entry *entry)
{
    for (size_t i = 0; i < desk->denied_count; i++) {
        if (desk->denied[i].number != entry->number || entry->outcome != JOURNAL_FOUND_DONE)
            continue;
        note_found_out(desk, entry);
        desk->denied[i] = desk->denied[--desk->denied_count];
        return;
    }
}

void
ledger_take(struct desk *desk, const struct result *result)
{
    const struct journal_entry *entry = &result->journal;
    size_t at = find(desk, entry->number);
    bool was_unknown = at < desk->unknown_count;

    desk->what |= DESK_JOURNAL;
    history_take(desk, result);
    if (result->error.kind && result->error.kind != ERROR_NOT_FOUND) {
        log_line(LOG_LEVEL_ERROR, "journal entry=%lld fails", (long long)entry->number);
        tell(desk, entry->number, &result->error);
        return; // it stays what it was
    }
    if (entry->outcome == JOURNAL_UNKNOWN) {
        put(desk, entry);
        return;
    }
    if (was_unknown || entry->outcome == JOURNAL_DROPPED)
        parts_take(desk, entry);
    if (entry->outcome == JOURNAL_DROPPED && !parts_are_of(entry))
        note_found_out(desk, entry);
    take_late(desk, entry);
    if (was_unknown && entry->outcome == JOURNAL_FOUND_UNDONE)
        keep_denied(desk, entry);
    if (was_unknown && is_settled(entry->outcome)) {
        actions_settle(desk, entry->subject);
        note_found_out(desk, entry);
    }
    if (was_unknown)
        remove_entry(desk, at);
    if (result->error.kind || is_settled(entry->outcome))
        tell(desk, entry->number, result->error.kind ? &result->error : NULL);
}

void
ledger_clear(struct desk *desk)
{
    while (desk->settlings) {
        struct settling *settling = desk->settlings;

        desk->settlings = settling->next;
        free(settling);
    }
    free(desk->unknown);
    free(desk->found_out);
    free(desk->denied);
    parts_clear(desk);
    arena_clear(&desk->journal_arena);
}

struct journal_rows
desk_unknown(const struct desk *desk)
{
    return (struct journal_rows){desk->unknown, desk->unknown_count};
}

const struct journal_entry *
desk_unknown_of(const struct desk *desk, struct uuid id)
{
    for (size_t i = 0; i < desk->unknown_count && uuid_is_set(id); i++)
        if (uuid_equal(desk->unknown[i].subject, id) || uuid_equal(desk->unknown[i].account, id))
            return &desk->unknown[i];
    return NULL;
}

bool
desk_has_looked(const struct desk *desk)
{
    for (size_t i = 0; i < desk->unknown_count; i++) {
        struct lookup_state state = desk_lookup(desk, desk->unknown[i].number);

        if (!state.reads && !state.is_over && !state.error)
            return false;
    }
    return desk->is_journal_loaded;
}

void
desk_told_dropped(struct desk *desk, int64_t number)
{
    client_resolve(desk->client, number, JOURNAL_NOT_SENT, "It was held when the desk ended.");
}

const char desk_said_so[] = "Said so by the user.";

void
desk_settle(struct desk *desk, int64_t number, enum journal_outcome outcome, settled_fn done,
            void *context)
{
    struct settling *settling = memory_new(sizeof(*settling));

    *settling = (struct settling){desk->settlings, number, done, context};
    desk->settlings = settling;
    client_resolve(desk->client, number, outcome, desk_said_so);
}

const struct journal_entry *
desk_found_out(struct desk *desk)
{
    struct journal_entry *rows = desk->found_out;
    struct journal_entry first;

    if (!desk->found_out_count)
        return NULL;
    first = rows[0];
    desk->found_out_count--;
    memmove(rows, rows + 1, desk->found_out_count * sizeof(*rows));
    rows[desk->found_out_count] = first; // lent from behind the others
    return &rows[desk->found_out_count];
}
