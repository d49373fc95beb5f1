#include "api/desk/desk.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/log.h"
#include "api/base/memory.h"
#include "api/base/thread.h"
#include "api/desk/state.h"

/*
 * Results come in through desk_serve(): records go into the store first, then whoever asked is
 * told, then loading goes a step on, and the listener hears once what changed.
 */

struct desk *
desk_open(const struct desk_config *config, struct error *err)
{
    struct client *client = client_open(&config->client, err);
    struct desk *desk;

    if (!client)
        return NULL;
    desk = memory_new(sizeof(*desk));
    desk->client = client;
    desk->store = store_new();
    desk->frozen_now = config->now;
    desk->refresh_seconds = config->refresh_seconds;
    return desk;
}

static void
free_facts(struct desk *desk)
{
    for (size_t i = 0; i < desk->fact_count; i++) {
        free(desk->facts[i].name);
        free(desk->facts[i].value);
    }
    free(desk->facts);
}

void
desk_close(struct desk *desk)
{
    if (!desk)
        return;
    client_close(desk->client);
    actions_free(desk);
    while (desk->calls) {
        struct call *call = desk->calls;

        desk->calls = call->next;
        free(call);
    }
    outside_free(desk);
    follow_clear(desk);
    uuid_map_clear(&desk->accounts);
    arena_clear(&desk->journal_arena);
    free(desk->unknown);
    free_facts(desk);
    store_free(desk->store);
    free(desk);
}

int
desk_fd(const struct desk *desk)
{
    return client_fd(desk->client);
}

void
desk_listen(struct desk *desk, void (*changed)(void *context, uint64_t what), void *context)
{
    desk->changed = changed;
    desk->context = context;
}

const struct store *
desk_store(const struct desk *desk)
{
    return desk->store;
}

struct client *
desk_client(const struct desk *desk)
{
    return desk->client;
}

struct instant
desk_now(const struct desk *desk)
{
    return instant_is_set(desk->frozen_now) ? desk->frozen_now : instant_now();
}

struct day
desk_today(const struct desk *desk)
{
    const struct configuration *house = store_configuration(desk->store);
    struct duration closing = {0};

    if (house && house->business_day_closing[0]
        && !duration_parse(house->business_day_closing, &closing))
        closing = (struct duration){0}; // unknown: the day ends at midnight
    return business_day_of(desk_now(desk), closing);
}

enum client_status
desk_status(const struct desk *desk, const struct error **err)
{
    if (err)
        *err = desk->status_error.kind ? &desk->status_error : NULL;
    return desk->status;
}

struct instant
desk_snapshot_time(const struct desk *desk)
{
    return desk->is_live ? (struct instant){0} : desk->snapshot_time;
}

bool
desk_has(const struct desk *desk, enum desk_part part)
{
    return loading_is_done(desk, part) && follow_is_done(desk, part);
}

const struct error *
desk_load_error(const struct desk *desk)
{
    return desk->load_error.kind ? &desk->load_error : NULL;
}

/* Requests */

struct request *
desk_read(enum operation_id operation, enum request_priority priority, const struct filter *filter)
{
    struct request *request = request_new(operation, priority, NULL);

    request_set_record(request, RECORD_filter, filter);
    request->pages =
        operation_of(operation)->pages == OPERATION_PAGES ? REQUEST_ALL_PAGES : REQUEST_ONE_PAGE;
    return request;
}

void
desk_send(struct desk *desk, struct request *request, answer_fn answer, void *context)
{
    struct call *call = memory_new(sizeof(*call));

    *call = (struct call){desk->calls, answer, context, false};
    desk->calls = call;
    request->owner = call;
    (void)client_send(desk->client, request); // results find back by their owner
}

static void
drop_call(struct desk *desk, struct call *call)
{
    struct call **link = &desk->calls;

    while (*link != call)
        link = &(*link)->next;
    *link = call->next;
    free(call);
}

/* Results */

/* The hotel's zone becomes the process's: while the worker stands, as glibc knows one only. */
static void
set_zone(struct desk *desk)
{
    const struct configuration *house = store_configuration(desk->store);
    struct error err;

    if (desk->is_zone_set || !house)
        return;
    client_park(desk->client);
    if (!zone_set(house->time_zone, &err)) {
        log_line(LOG_LEVEL_ERROR, "zone %s", err.text);
        desk->status_error = err;
    }
    client_unpark(desk->client);
    desk->is_zone_set = true;
}

static void
apply_batches(struct desk *desk, const struct result *result)
{
    store_set_clock(desk->store,
                    result->kind == RESULT_SNAPSHOT ? (struct instant){0} : result->server_date);
    for (size_t i = 0; i < result->batch_count; i++) {
        const struct batch *batch = &result->batches[i];

        if (store_apply(desk->store, batch->type, batch->rows, batch->count, batch->is_whole))
            desk->what |= DESK_KIND(batch->type->id);
    }
    set_zone(desk);
}

static void
take_answer(struct desk *desk, const struct result *result)
{
    struct call *call = (struct call *)(uintptr_t)result->owner;

    if (!instant_is_set(desk->load_began))
        desk->load_began = result->server_date;
    apply_batches(desk, result);
    if (!call)
        return;
    if (call->answer)
        call->answer(desk, result, call->context);
    if (result->is_last)
        drop_call(desk, call);
}

static void
take_status(struct desk *desk, const struct result *result)
{
    bool was_out = desk->status == CLIENT_UNREACHABLE;

    desk->status = result->status;
    desk->status_error = result->error;
    desk->what |= DESK_STATUS;
    if (was_out && result->status == CLIENT_CONNECTED)
        loading_retry(desk);
}

static const char *
keep(struct desk *desk, const char *text)
{
    return arena_text(&desk->journal_arena, text ? text : "");
}

static void
take_journal(struct desk *desk, const struct journal_entry *entry)
{
    size_t at = 0;
    struct journal_entry kept = *entry;

    while (at < desk->unknown_count && desk->unknown[at].number != entry->number)
        at++;
    desk->what |= DESK_JOURNAL;
    if (entry->outcome != JOURNAL_UNKNOWN) {
        if (at < desk->unknown_count)
            desk->unknown[at] = desk->unknown[--desk->unknown_count];
        return;
    }
    if (at == desk->unknown_count) {
        desk->unknown =
            memory_grow(desk->unknown, at, &desk->unknown_capacity, sizeof(*desk->unknown));
        desk->unknown_count++;
    }
    kept.nonce = keep(desk, entry->nonce);
    kept.text = keep(desk, entry->text);
    kept.key = keep(desk, entry->key);
    kept.user = keep(desk, entry->user);
    kept.message = keep(desk, entry->message);
    kept.request_id = keep(desk, entry->request_id);
    desk->unknown[at] = kept;
}

/* A next start reads what changed from here on. */
void
desk_remember_synced(struct desk *desk, struct instant at)
{
    char text[INSTANT_TEXT_SIZE];

    if (!instant_is_set(at) || !desk->is_live)
        return;
    desk->synced = at;
    desk_remember(desk, "synced", instant_text(at, text));
}

static void
put_fact(struct desk *desk, const char *name, const char *value)
{
    size_t at = 0;

    while (at < desk->fact_count && strcmp(desk->facts[at].name, name) != 0)
        at++;
    if (at == desk->fact_count) {
        desk->facts = memory_grow(desk->facts, at, &desk->fact_capacity, sizeof(*desk->facts));
        desk->facts[desk->fact_count++] = (struct fact){memory_text(name), NULL};
    }
    free(desk->facts[at].value);
    desk->facts[at].value = memory_text(value);
}

static void
take_fact(struct desk *desk, const struct result *result)
{
    put_fact(desk, result->fact, result->value);
    if (strcmp(result->fact, "synced") == 0 && !instant_is_set(desk->synced)
        && !instant_parse(result->value, &desk->synced))
        desk->synced = (struct instant){0};
    desk->what |= DESK_STATUS;
}

static void
take(struct desk *desk, const struct result *result)
{
    switch (result->kind) {
    case RESULT_ANSWER:
        take_answer(desk, result);
        break;
    case RESULT_NEWS:
        apply_batches(desk, result);
        desk_remember_synced(desk, result->server_date);
        break;
    case RESULT_SNAPSHOT:
        apply_batches(desk, result);
        if (instant_before(desk->snapshot_time, result->server_date))
            desk->snapshot_time = result->server_date;
        desk->what |= result->is_last ? DESK_STATUS : 0;
        break;
    case RESULT_STATUS:
        take_status(desk, result);
        break;
    case RESULT_JOURNAL:
        take_journal(desk, &result->journal);
        break;
    case RESULT_FACT:
        take_fact(desk, result);
        break;
    case RESULT_MARK: // the client's own
        break;
    }
}

void
desk_serve(struct desk *desk)
{
    struct result *result;
    uint64_t what;

    assert(thread_is(THREAD_UI));
    while ((result = client_receive(desk->client))) {
        take(desk, result);
        result_free(result);
    }
    if (desk->is_started && desk->what)
        loading_step(desk);
    what = desk->what;
    desk->what = 0;
    if (what && desk->changed)
        desk->changed(desk->context, what);
}

void
desk_start(struct desk *desk)
{
    static const enum record_id kinds[] = {
#define STORE_INDEX(name, record, field)
#define STORE_KIND(record) RECORD_##record,
#include "api/store/store.def"
#undef STORE_INDEX
#undef STORE_KIND
    };

    client_load(desk->client, kinds, countof(kinds));
    desk->is_started = true;
    loading_step(desk);
}

void
desk_refresh(struct desk *desk)
{
    loading_retry(desk);
    client_refresh(desk->client);
}

struct journal_rows
desk_unknown(const struct desk *desk)
{
    return (struct journal_rows){desk->unknown, desk->unknown_count};
}

const struct journal_entry *
desk_unknown_of(const struct desk *desk, struct uuid id)
{
    for (size_t i = 0; i < desk->unknown_count; i++)
        if (uuid_equal(desk->unknown[i].subject, id) || uuid_equal(desk->unknown[i].account, id))
            return &desk->unknown[i];
    return NULL;
}

const char *
desk_fact(const struct desk *desk, const char *name)
{
    for (size_t i = 0; i < desk->fact_count; i++)
        if (strcmp(desk->facts[i].name, name) == 0)
            return desk->facts[i].value;
    return NULL;
}

void
desk_remember(struct desk *desk, const char *name, const char *value)
{
    const char *known = desk_fact(desk, name);

    if (known && value && strcmp(known, value) == 0)
        return;
    put_fact(desk, name, value);
    client_remember(desk->client, name, value);
}
