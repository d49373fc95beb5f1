#include "api/client/hints.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"
#include "api/client/dispatch.h"
#include "api/client/news.h"
#include "api/client/retry.h"
#include "api/schema/codec.h"

enum {
    GATHER_MS = 100, /* events that belong together come together */
    SPREAD_MS = 150, /* many desks hear the same, and don't ask in step */
    IDS_MOST = 1000, /* of a request */
    WAITING_MOST = 5000,
};

static void
with_resources(struct filter *filter)
{
    filter->with_resources = (struct optional_bool){PRESENCE_SET, true};
    filter->with_inactive = (struct optional_bool){PRESENCE_SET, true};
}

/* An event's Type, and the read that brings what it is about. */
static const struct hint_row {
    const char *type;
    enum operation_id operation;
    size_t ids; /* offset of their list in struct filter */
    void (*fill)(struct filter *filter);
} rows[] = {
    {"Reservation", OP_reservations_get_all_2023, offsetof(struct filter, reservation_ids), NULL},
    {"Resource", OP_resources_get_all, offsetof(struct filter, resource_ids), with_resources},
};

_Static_assert(countof(rows) == HINT_KINDS, "a hint for each kind");
_Static_assert((int)HINT_SLOT == (int)POLL_SLOTS, "behind the polls");

void
hints_clear(struct hints *hints)
{
    for (size_t i = 0; i < HINT_KINDS; i++)
        free(hints->kinds[i].ids);
    *hints = (struct hints){0};
}

bool
hints_cover(enum operation_id operation)
{
    for (size_t i = 0; i < countof(rows); i++)
        if (rows[i].operation == operation)
            return true;
    return false;
}

/* Gathering */

static bool
is_waiting(const struct hint *hint, struct uuid id)
{
    for (size_t i = hint->asked; i < hint->count; i++)
        if (uuid_equal(hint->ids[i], id))
            return true;
    return false;
}

/* Where more has changed than is worth naming, a poll brings it all. */
static void
add(struct hint *hint, struct uuid id, int64_t now_ms)
{
    if (is_waiting(hint, id))
        return;
    if (hint->count - hint->asked >= WAITING_MOST) {
        hint->count = hint->asked;
        hint->is_too_much = true;
    }
    if (hint->count == hint->asked) {
        hint->waiting_ms = now_ms;
        hint->due_ms = now_ms + GATHER_MS + uuid_random_bits() % SPREAD_MS;
    }
    hint->ids = memory_grow(hint->ids, hint->count, &hint->capacity, sizeof(*hint->ids));
    hint->ids[hint->count++] = id;
}

static void
tell(const struct hints *hints, const struct told_event *told)
{
    if (hints->sink.tell)
        hints->sink.tell(hints->sink.context, told);
}

static void
take_event(struct hints *hints, const json_t *event, int64_t now_ms)
{
    const char *type = json_string_value(json_object_get(event, "Type"));
    const char *text = json_string_value(json_object_get(event, "Id"));
    const char *state = json_string_value(json_object_get(event, "State"));
    struct uuid id;

    if (!type || !text || !uuid_parse(text, &id))
        return;
    if (strcmp(type, "DeviceCommand") == 0)
        tell(hints, &(struct told_event){TOLD_COMMAND, id, device_command_state_of(state)});
    for (size_t i = 0; i < countof(rows); i++)
        if (strcmp(rows[i].type, type) == 0)
            add(&hints->kinds[i], id, now_ms);
}

void
hints_take(struct hints *hints, const char *text, size_t length, int64_t now_ms)
{
    struct error ignored; // a message that is none is as good as one of an unknown type
    json_t *message = codec_parse(text, length, CODEC_ANSWER, &ignored);
    bool has_prices = false;
    size_t i;
    json_t *event;

    json_array_foreach(json_object_get(message, "Events"), i, event)
    {
        const char *type = json_string_value(json_object_get(event, "Type"));

        has_prices |= type && strcmp(type, "PriceUpdate") == 0;
        take_event(hints, event, now_ms);
    }
    if (has_prices)
        tell(hints, &(struct told_event){.kind = TOLD_PRICES});
    json_decref(message);
}

/* Asking */

static struct request *
make_request(const struct hint_row *row, const struct hint *hint)
{
    struct request *request = request_new(row->operation, REQUEST_FOR_VIEW, NULL);
    struct filter filter = {.count = {PRESENCE_SET, IDS_MOST}};

    *(struct uuid_list *)(void *)((char *)&filter + row->ids) =
        (struct uuid_list){hint->ids, hint->asked};
    if (row->fill)
        row->fill(&filter);
    request_set_record(request, RECORD_filter, &filter);
    request->pages = REQUEST_ALL_PAGES;
    return request;
}

static void
ask(struct worker *worker, int kind, int64_t now_ms)
{
    struct hint *hint = &worker->hints.kinds[kind];

    hint->asked = hint->count < IDS_MOST ? hint->count : IDS_MOST;
    hint->asked_since_ms = hint->waiting_ms;
    dispatch_add(worker, call_new(make_request(&rows[kind], hint), 0, HINT_SLOT + kind), now_ms);
}

int64_t
hints_ask(struct worker *worker, int64_t now_ms)
{
    int64_t next_ms = INT64_MAX;

    for (int i = 0; i < HINT_KINDS; i++) {
        struct hint *hint = &worker->hints.kinds[i];

        if (hint->is_too_much)
            polls_hurry(&worker->polls, now_ms);
        hint->is_too_much = false;
        if (hint->asked || !hint->count)
            continue;
        if (hint->due_ms <= now_ms)
            ask(worker, i, now_ms);
        else if (hint->due_ms < next_ms)
            next_ms = hint->due_ms;
    }
    return next_ms;
}

/* Answers */

static struct hint *
hint_of(struct worker *worker, const struct call *call)
{
    return &worker->hints.kinds[call->slot - HINT_SLOT];
}

bool
hints_answered(struct worker *worker, struct call *call, struct error *err)
{
    struct hint *hint = hint_of(worker, call);
    int64_t now_ms = monotonic_ms();

    if (!news_take(worker, call, err))
        return false;
    if (!call->is_last)
        return true;
    hint->failures = 0;
    hint->count -= hint->asked;
    memmove(hint->ids, hint->ids + hint->asked, hint->count * sizeof(*hint->ids));
    hint->asked = 0;
    polls_move_on(&worker->polls, call->request->operation,
                  instant_add_ms(call->first_date, hint->asked_since_ms - now_ms));
    return true;
}

/* What was asked for waits again, with what came meanwhile. */
void
hints_failed(struct worker *worker, const struct call *call)
{
    struct hint *hint = hint_of(worker, call);

    hint->failures++;
    hint->asked = 0;
    hint->waiting_ms = hint->asked_since_ms;
    hint->due_ms = monotonic_ms() + retry_backoff_ms(hint->failures, uuid_random_bits());
}
