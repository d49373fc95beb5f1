#include "api/desk/desk.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/log.h"
#include "api/base/memory.h"
#include "api/base/thread.h"
#include "api/desk/reconcile.h"
#include "api/desk/remarks.h"
#include "api/desk/stale.h"
#include "api/desk/vacancies.h"

/*
 * Results come in through desk_serve(): records go into the store first, then whoever asked is
 * told, then loading goes a step on, and the listener hears once what changed.
 */

enum {
    SERVE_MS = 3 /* at a time: what is left is served behind the keys that wait */
};

/* What is gone from the store is not to come back with the snapshot. */
static void
forget(void *context, enum record_id kind, struct uuid id)
{
    client_forget(context, kind, id);
}

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
    store_listen_gone(desk->store, forget, client);
    desk->frozen_now = config->now;
    desk->refresh_seconds = config->refresh_seconds;
    desk->clock_ms = config->clock_ms ? config->clock_ms : monotonic_ms;
    desk->lookup_ms = (int64_t)config->lookup_seconds * 1000;
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
    devices_clear(desk);
    undo_clear(desk);
    vacancies_clear(desk);
    calendar_clear(desk);
    bulks_free(desk);
    while (desk->calls) {
        struct call *call = desk->calls;

        desk->calls = call->next;
        free(call->owned);
        free(call);
    }
    outside_free(desk);
    follow_clear(desk);
    account_clear(desk);
    uuid_map_clear(&desk->wallets);
    reconcile_clear(desk);
    ledger_clear(desk);
    history_clear(desk);
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

struct duration
desk_day_closing(const struct desk *desk)
{
    const struct configuration *house = store_configuration(desk->store);
    struct duration closing = {0};

    return house && duration_parse(house->business_day_closing, &closing) ? closing
                                                                          : (struct duration){0};
}

struct day
desk_today(const struct desk *desk)
{
    return business_day_of(desk_now(desk), desk_day_closing(desk));
}

const char *
desk_currency(const struct desk *desk)
{
    const struct configuration *house = store_configuration(desk->store);

    for (size_t i = 0; house && i < house->currencies.count; i++)
        if (house->currencies.rows[i].is_default)
            return house->currencies.rows[i].currency;
    return "";
}

enum client_status
desk_status(const struct desk *desk, const struct error **err)
{
    if (err)
        *err = desk->status_error.kind ? &desk->status_error : NULL;
    return desk->status;
}

bool
desk_has_events(const struct desk *desk)
{
    return desk->has_events;
}

struct instant
desk_snapshot_time(const struct desk *desk)
{
    return desk->is_live ? (struct instant){0} : desk->snapshot_time;
}

bool
desk_has(const struct desk *desk, enum desk_part part)
{
    return loading_is_done(desk, part) && follow_is_done(desk, part)
           && (part != DESK_WINDOW
               || !(desk->window.under_way || attempt_has_failed(&desk->window.attempt)));
}

const struct error *
desk_missing(const struct desk *desk, enum desk_part part)
{
    const struct error *err = loading_missing(desk, part);

    if (!err && part == DESK_WINDOW && attempt_has_failed(&desk->window.attempt))
        err = &desk->window.attempt.error;
    return err ? err : follow_missing(desk, part);
}

const char *
desk_part_name(enum desk_part part)
{
    static const char *const names[] = {
        [DESK_CONFIGURATION] = N_("the hotel's settings"),
        [DESK_ROOMS] = N_("the rooms"),
        [DESK_STAYS] = N_("the day's stays"),
        [DESK_BALANCES] = N_("the balances"),
        [DESK_WINDOW] = N_("the days around"),
        [DESK_DETAILS] = N_("companies, companions and notes"),
        [DESK_CATALOG] = N_("products and rates"),
        [DESK_THREADS] = N_("the messages"),
    };

    return names[part];
}

int64_t
desk_due_ms(const struct desk *desk)
{
    const int64_t dues[] = {loading_due_ms(desk), follow_due_ms(desk),    account_due_ms(desk),
                            window_due_ms(desk),  reconcile_due_ms(desk), hold_due_ms(desk),
                            devices_due_ms(desk)};
    int64_t due_ms = INT64_MAX;

    for (size_t i = 0; i < countof(dues); i++)
        due_ms = dues[i] < due_ms ? dues[i] : due_ms;
    return due_ms;
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

static struct call *
send(struct desk *desk, struct request *request, answer_fn answer, void *context)
{
    struct call *call = memory_new(sizeof(*call));

    *call = (struct call){desk->calls, answer, context, NULL};
    desk->calls = call;
    request->owner = call;
    (void)client_send(desk->client, request); // results find back by their owner
    return call;
}

void
desk_send(struct desk *desk, struct request *request, answer_fn answer, void *context)
{
    (void)send(desk, request, answer, context);
}

void
desk_send_own(struct desk *desk, struct request *request, answer_fn answer, void *context)
{
    send(desk, request, answer, context)->owned = context;
}

static void
drop_call(struct desk *desk, struct call *call)
{
    struct call **link = &desk->calls;

    while (*link != call)
        link = &(*link)->next;
    *link = call->next;
    free(call->owned);
    free(call);
}

struct uuid_list
desk_ids(const struct desk *desk, enum record_id kind, struct arena *arena)
{
    struct store_rows rows = store_all(desk->store, kind);
    struct uuid *ids = arena_new(arena, rows.count * sizeof(*ids));

    for (size_t i = 0; i < rows.count; i++)
        ids[i] = record_uuid(record_type(kind), rows.rows[i]);
    return (struct uuid_list){ids, rows.count};
}

/* Results */

/* The index by which a whole set is of a part of a kind. */
static enum store_index
part_index(enum record_id kind)
{
    static const enum store_index indexes[RECORD_COUNT] = {
        [RECORD_companionship] = STORE_COMPANIONS_OF_RESERVATION,
    };

    return indexes[kind];
}

static bool
apply(struct desk *desk, const struct batch *batch)
{
    struct store_part part = {part_index(batch->type->id), batch->keys};

    return batch->keys.count
               ? store_apply_part(desk->store, batch->type, batch->rows, batch->count, &part)
               : store_apply(desk->store, batch->type, batch->rows, batch->count, batch->is_whole);
}

static void
apply_batches(struct desk *desk, const struct result *result)
{
    store_set_clock(desk->store,
                    result->kind == RESULT_SNAPSHOT ? (struct instant){0} : result->server_date);
    for (size_t i = 0; i < result->batch_count; i++) {
        const struct batch *batch = &result->batches[i];

        if (apply(desk, batch))
            desk->what |= DESK_KIND(batch->type->id);
        follow_take(desk, batch);
    }
    if (result->kind != RESULT_SNAPSHOT) // which is of before
        reconcile_take(desk, result);
    if (result->kind != RESULT_SNAPSHOT)
        remarks_take_clock(desk, result->server_date);
    remarks_take_settings(desk);
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
    if (was_out && result->status == CLIENT_CONNECTED) {
        loading_retry(desk);
        reconcile_retry(desk);
    }
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

/* The snapshot forgets what it need not keep; the others move up. */
static void
drop_stale(struct desk *desk, struct result *result)
{
    for (size_t i = 0; i < result->batch_count; i++) {
        struct batch *batch = &result->batches[i];
        const struct record_type *type = batch->type;
        char *rows = batch->rows;
        size_t count = batch->count;

        batch->count = 0;
        for (size_t row = 0; row < count; row++) {
            const void *record = rows + row * type->size;

            if (stale_is(desk->store, type, record, desk_now(desk)))
                client_forget(desk->client, type->id, record_uuid(type, record));
            else
                memmove(rows + batch->count++ * type->size, record, type->size);
        }
    }
}

static void
refresh_prices(struct desk *desk)
{
    quote_refresh(desk);
    vacancies_refresh(desk);
    calendar_refresh(desk);
}

static void
take(struct desk *desk, struct result *result)
{
    switch (result->kind) {
    case RESULT_ANSWER:
        take_answer(desk, result);
        break;
    case RESULT_NEWS:
        apply_batches(desk, result);
        desk_remember_synced(desk, result->synced);
        break;
    case RESULT_SNAPSHOT:
        drop_stale(desk, result);
        apply_batches(desk, result);
        if (instant_before(desk->snapshot_time, result->server_date))
            desk->snapshot_time = result->server_date;
        desk->what |= result->is_last ? DESK_STATUS : 0;
        desk->is_journal_loaded |= result->is_last;
        break;
    case RESULT_STATUS:
        take_status(desk, result);
        break;
    case RESULT_JOURNAL:
        ledger_take(desk, result);
        break;
    case RESULT_FACT:
        take_fact(desk, result);
        break;
    case RESULT_TOLD:
        if (result->told.kind == TOLD_PRICES)
            refresh_prices(desk);
        else
            devices_take(desk, result->told.id, result->told.state);
        break;
    case RESULT_EVENTS:
        desk->has_events = result->has_events;
        desk->what |= DESK_STATUS;
        break;
    case RESULT_MARK: // the client's own
        break;
    }
}

static void
step(struct desk *desk)
{
    loading_step(desk);
    reconcile_step(desk);
    hold_step(desk);
    devices_step(desk);
}

void
desk_serve(struct desk *desk)
{
    int64_t end_ms = desk->clock_ms() + SERVE_MS;
    struct result *result;
    uint64_t what;

    assert(thread_is(THREAD_UI));
    while (desk->clock_ms() <= end_ms && (result = client_receive(desk->client))) {
        take(desk, result);
        result_free(result);
    }
    if (desk->is_started && (desk->what || desk_due_ms(desk) <= desk->clock_ms()))
        step(desk);
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
    reconcile_retry(desk);
    wallet_refresh(desk);
    client_refresh(desk->client);
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
