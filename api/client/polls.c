#include "api/client/polls.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"
#include "api/client/dispatch.h"
#include "api/client/hints.h"
#include "api/client/news.h"
#include "api/client/result.h"
#include "api/client/retry.h"

enum {
    OVERLAP_MS = 5000, /* what was updated while the last answer was on its way */
    FIRST_BACKOFF_MS = 1000,
    LONGEST_BACKOFF_MS = 30000,
    REFUSED_PERIODS = 4, /* a poll that the property refuses is asked so much more rarely */
    PAGE_RECORDS = 1000,
    COVERED_PERIOD_MS = 180000, /* at least, of what events tell of */
};

/* Setting */

/* A tenth more or less, so that many desks don't ask in step. */
static int64_t
jittered_ms(int64_t period_ms)
{
    struct uuid random = uuid_random();
    uint16_t number;

    memcpy(&number, random.bytes, sizeof(number));
    return period_ms - period_ms / 10 + period_ms / 5 * number / UINT16_MAX;
}

static bool
is_covered(const struct polls *polls, const struct poll_slot *slot)
{
    return polls->has_events && hints_cover(slot->poll.operation);
}

static int64_t
period_ms(const struct polls *polls, const struct poll_slot *slot)
{
    int64_t period = slot->poll.period_ms;

    if (is_covered(polls, slot) && period < COVERED_PERIOD_MS)
        period = COVERED_PERIOD_MS;
    return jittered_ms(period);
}

static void
clear_slot(struct poll_slot *slot)
{
    free((void *)(uintptr_t)slot->poll.filter);
    seen_clear(&slot->set);
    *slot = (struct poll_slot){0};
}

void
polls_clear(struct polls *polls)
{
    for (size_t i = 0; i < POLL_SLOTS; i++)
        clear_slot(&polls->slots[i]);
}

/* The property's clock, as far as it is known. */
static struct instant
property_now(const struct worker *worker)
{
    return instant_is_set(worker->server_date) ? worker->server_date : instant_now();
}

void
polls_set(struct worker *worker, int number, struct poll poll, int64_t now_ms)
{
    struct poll_slot *slot = &worker->polls.slots[number];
    bool is_same = slot->poll.period_ms && slot->poll.operation == poll.operation;
    int64_t due_ms = is_same ? slot->due_ms : INT64_MAX;

    assert(operation_of(poll.operation)->kind == OPERATION_READ);
    dispatch_cancel_poll(worker, number);
    clear_slot(slot);
    slot->poll = poll;
    slot->date = instant_is_set(poll.first) ? poll.first : property_now(worker);
    slot->asked_ms = now_ms;
    slot->since = instant_is_set(poll.first) ? poll.first : instant_add_ms(slot->date, -OVERLAP_MS);
    /* Events tell from now on: what was before is asked for at once. */
    slot->due_ms = now_ms + (is_covered(&worker->polls, slot) ? 0 : jittered_ms(poll.period_ms));
    if (due_ms < slot->due_ms)
        slot->due_ms = due_ms; // told anew again and again, it would never be asked
}

static void
hurry(struct poll_slot *slot, int64_t now_ms)
{
    slot->due_ms = now_ms;
    slot->failures = 0;
    slot->is_hurried = slot->is_asking;
}

void
polls_hurry(struct polls *polls, int64_t now_ms)
{
    for (size_t i = 0; i < POLL_SLOTS; i++)
        hurry(&polls->slots[i], now_ms);
}

/* Events */

void
polls_note_events(struct polls *polls, bool come, int64_t now_ms)
{
    bool is_back = come && polls->had_events;

    polls->has_events = come;
    polls->had_events |= come;
    for (size_t i = 0; i < POLL_SLOTS; i++) {
        struct poll_slot *slot = &polls->slots[i];
        int64_t due_ms = now_ms + period_ms(polls, slot);

        if (is_back || is_covered(polls, slot))
            hurry(slot, now_ms);
        else if (!come && due_ms < slot->due_ms)
            slot->due_ms = due_ms;
    }
}

void
polls_move_on(struct polls *polls, enum operation_id operation, struct instant at)
{
    struct instant since = instant_add_ms(at, -OVERLAP_MS);

    for (size_t i = 0; i < POLL_SLOTS; i++) {
        struct poll_slot *slot = &polls->slots[i];

        if (slot->poll.operation == operation && slot->poll.since && !slot->is_asking
            && instant_before(slot->since, since))
            slot->since = since;
    }
}

struct instant
polls_synced(const struct polls *polls)
{
    struct instant synced = {0};

    for (size_t i = 0; i < POLL_SLOTS; i++) {
        const struct poll_slot *slot = &polls->slots[i];

        if (slot->poll.since && (!instant_is_set(synced) || instant_before(slot->since, synced)))
            synced = slot->since;
    }
    return synced;
}

/* Asking */

/* A field of the filter, by its name. */
static void *
filter_field(const void *filter, const char *name, enum field_kind kind)
{
    const struct field *field = record_field(record_type(RECORD_filter), name);

    assert(field && field->kind == kind);
    return (char *)(uintptr_t)filter + field->offset;
}

static struct request *
make_request(const struct poll_slot *slot)
{
    struct request *request = request_new(slot->poll.operation, REQUEST_FOR_VIEW, NULL);
    struct filter filter = {0};

    if (slot->poll.filter)
        memcpy(&filter, slot->poll.filter, sizeof(filter));
    if (operation_of(slot->poll.operation)->pages == OPERATION_PAGES
        && filter.count.presence != PRESENCE_SET)
        filter.count = (struct optional_int){PRESENCE_SET, PAGE_RECORDS};
    if (slot->poll.since)
        ((struct interval *)filter_field(&filter, slot->poll.since, FIELD_RECORD))->start_utc =
            slot->since;
    request_set_record(request, RECORD_filter, &filter);
    request->pages = REQUEST_ALL_PAGES;
    return request;
}

int64_t
polls_ask(struct worker *worker, int64_t now_ms)
{
    int64_t next_ms = INT64_MAX;

    for (int i = 0; i < POLL_SLOTS; i++) {
        struct poll_slot *slot = &worker->polls.slots[i];

        if (!slot->poll.period_ms || slot->is_asking)
            continue;
        if (slot->due_ms <= now_ms) {
            slot->is_asking = true;
            dispatch_add(worker, call_new(make_request(slot), 0, i), now_ms);
        } else if (slot->due_ms < next_ms) {
            next_ms = slot->due_ms;
        }
    }
    return next_ms;
}

/* Taking */

/* Puts the rows of a page behind those that came before. */
static void
append(struct arena *arena, struct batch *all, const struct batch *page)
{
    size_t size = page->type->size;
    char *rows = arena_new(arena, (all->count + page->count) * size);

    if (all->count)
        memcpy(rows, all->rows, all->count * size);
    if (page->count)
        memcpy(rows + all->count * size, page->rows, page->count * size);
    all->type = page->type;
    all->rows = rows;
    all->count += page->count;
}

/* Of the operation's own list the set is whole; what an extent adds to it is just news. */
static void
mark_whole(const struct poll_slot *slot, struct result *whole)
{
    struct batch *own = &whole->batches[0];
    const struct uuid_list *keys;

    own->is_whole = true;
    if (!slot->poll.part)
        return;
    keys = filter_field(slot->poll.filter, slot->poll.part, FIELD_UUIDS);
    own->keys.count = keys->count;
    own->keys.rows = memcpy(arena_new(&whole->arena, keys->count * sizeof(*keys->rows)), keys->rows,
                            keys->count * sizeof(*keys->rows));
}

static bool
collect(struct worker *worker, const struct poll_slot *slot, struct call *call, struct error *err)
{
    struct answer_part all = {0, answer_longest(call->page)};
    struct batch batches[RESULT_BATCHES] = {{0}};
    struct result *whole;

    if (!call->whole)
        call->whole = news_new(worker, slot->poll.operation, call);
    whole = call->whole;
    if (!answer_decode(call->page, all, worker->identity.language, &whole->arena, batches, err))
        return false;
    for (size_t i = 0; i < RESULT_BATCHES && batches[i].type; i++) {
        append(&whole->arena, &whole->batches[i], &batches[i]);
        whole->batch_count = i + 1;
    }
    return true;
}

/* Notes a whole set in place of the last one; false if it is the same. */
static bool
replace_set(struct poll_slot *slot, const struct result *whole)
{
    struct seen set = {0};
    bool differs = !slot->has_set;

    for (size_t i = 0; i < whole->batch_count; i++) {
        const struct batch *batch = &whole->batches[i];

        for (size_t row = 0; row < batch->count; row++) {
            const void *record = (const char *)batch->rows + row * batch->type->size;

            differs = differs || seen_is_new(&slot->set, batch->type, record);
            seen_note(&set, batch->type, record);
        }
    }
    differs = differs || set.map.count != slot->set.map.count;
    seen_clear(&slot->set);
    slot->set = set;
    slot->has_set = true;
    return differs;
}

static void
finish_set(struct worker *worker, struct poll_slot *slot, struct call *call)
{
    mark_whole(slot, call->whole);
    if (replace_set(slot, call->whole))
        news_send(worker, call->whole);
    else
        result_free(call->whole);
    call->whole = NULL;
}

bool
polls_next(struct instant last, struct instant date, int64_t passed_ms, struct instant *since)
{
    int64_t moved_ms = date.ms - last.ms;
    bool is_set_back = instant_is_set(last) && moved_ms != 0 && moved_ms < passed_ms - OVERLAP_MS;

    *since = instant_add_ms(date, -OVERLAP_MS - (is_set_back ? passed_ms : 0));
    return is_set_back;
}

static void
move_on(const struct polls *polls, struct poll_slot *slot, const struct call *call, int64_t now_ms)
{
    struct instant date = instant_is_set(call->first_date) ? call->first_date : instant_now();
    bool is_set_back =
        polls_next(slot->date, date, call->first_begun_ms - slot->asked_ms, &slot->since);

    slot->date = date;
    slot->asked_ms = call->first_begun_ms;
    slot->due_ms = now_ms + (is_set_back || slot->is_hurried ? 0 : period_ms(polls, slot));
    slot->is_hurried = false;
    slot->failures = 0;
    slot->is_refused = false;
    slot->is_asking = false;
}

bool
polls_take(struct worker *worker, struct call *call, struct error *err)
{
    struct poll_slot *slot = &worker->polls.slots[call->slot];

    if (!(slot->poll.since ? news_take(worker, call, err) : collect(worker, slot, call, err)))
        return false;
    if (!call->is_last)
        return true;
    if (!slot->poll.since)
        finish_set(worker, slot, call);
    move_on(&worker->polls, slot, call, monotonic_ms());
    return true;
}

void
polls_fail(struct worker *worker, struct call *call, const struct error *err)
{
    struct poll_slot *slot = &worker->polls.slots[call->slot];
    bool refused = !error_may_heal(err);

    slot->is_asking = false;
    slot->failures++;
    slot->due_ms = monotonic_ms()
                   + jittered_ms(refused ? (int64_t)slot->poll.period_ms * REFUSED_PERIODS
                                         : retry_doubled_ms(FIRST_BACKOFF_MS, LONGEST_BACKOFF_MS,
                                                            slot->failures));
    if (refused && !slot->is_refused) {
        struct result *result = news_new(worker, slot->poll.operation, call);

        result->error = *err;
        worker_post(worker, result);
    }
    slot->is_refused = refused;
}
