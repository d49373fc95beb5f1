#include <string.h>

#include "api/base/error.h"
#include "api/rules/spans.h"
#include "api/server/restrictions.h"

/*
 * restrictions/set and restrictions/clear: restrictions of the same conditions as spans of days. An
 * old one that is cut goes, and what is left of it comes anew, as the API documents it.
 */

/* One row of the request at work. */
struct dating {
    struct transaction *tx;
    const struct service *service;
    json_t *body; /* of the restriction that it would be */
    struct restriction wanted;
    struct restriction_list old; /* ours of just these conditions */
    struct span_list spans;
};

/* Conditions and exceptions */

enum {
    ALL_DAYS =
        (1 << WEEKDAY_SUNDAY | 1 << WEEKDAY_MONDAY | 1 << WEEKDAY_TUESDAY | 1 << WEEKDAY_WEDNESDAY
         | 1 << WEEKDAY_THURSDAY | 1 << WEEKDAY_FRIDAY | 1 << WEEKDAY_SATURDAY),
    ALL_HOURS = (1 << (HOUR_TWENTY_THREE + 1)) - (1 << HOUR_ZERO)
};

static uint32_t
days_of(const struct restriction *restriction)
{
    return restriction->days ? restriction->days : ALL_DAYS;
}

static uint32_t
hours_of(const struct restriction *restriction)
{
    return restriction->hours ? restriction->hours : ALL_HOURS;
}

static bool
has_same_conditions(const struct restriction *a, const struct restriction *b)
{
    return a->type == b->type && uuid_equal(a->exact_rate_id, b->exact_rate_id)
           && uuid_equal(a->base_rate_id, b->base_rate_id)
           && uuid_equal(a->rate_group_id, b->rate_group_id)
           && uuid_equal(a->category_id, b->category_id)
           && strcmp(a->category_type, b->category_type) == 0 && days_of(a) == days_of(b)
           && hours_of(a) == hours_of(b);
}

static bool
is_same_duration(const char *a, const char *b)
{
    struct duration one = {0};
    struct duration two = {0};

    return *a && *b && duration_parse(a, &one) && duration_parse(b, &two)
               ? one.months == two.months && one.days == two.days && one.ms == two.ms
               : strcmp(a, b) == 0;
}

static bool
is_same_price(const struct optional_decimal *a, const struct optional_decimal *b)
{
    bool has_one = a->presence == PRESENCE_SET;
    bool has_other = b->presence == PRESENCE_SET;

    return has_one == has_other && (!has_one || decimal_compare(a->value, b->value) == 0);
}

static bool
has_same_exceptions(const struct restriction *a, const struct restriction *b)
{
    return is_same_duration(a->min_advance, b->min_advance)
           && is_same_duration(a->max_advance, b->max_advance)
           && is_same_duration(a->min_length, b->min_length)
           && is_same_duration(a->max_length, b->max_length)
           && is_same_price(&a->min_price, &b->min_price)
           && is_same_price(&a->max_price, &b->max_price);
}

/* Spans */

static int64_t
first_day(const struct restriction *restriction)
{
    return instant_is_set(restriction->start_utc) ? day_of(restriction->start_utc).number
                                                  : SPAN_EVER;
}

static int64_t
last_day(const struct restriction *restriction)
{
    return instant_is_set(restriction->end_utc) ? day_of(restriction->end_utc).number : SPAN_NEVER;
}

/* The first one with the same exceptions stands for them. */
static int
class_of(const struct dating *dating, size_t count, const struct restriction *restriction)
{
    for (size_t i = 0; i < count; i++)
        if (has_same_exceptions(&dating->old.rows[i], restriction))
            return (int)i;
    return (int)count;
}

static void
find_spans(struct dating *dating)
{
    struct span *spans = arena_new(dating->tx->arena, (dating->old.count + 1) * sizeof(*spans));

    for (size_t i = 0; i < dating->old.count; i++)
        spans[i] = (struct span){first_day(&dating->old.rows[i]), last_day(&dating->old.rows[i]),
                                 class_of(dating, i, &dating->old.rows[i]), (int)i};
    dating->spans = (struct span_list){spans, dating->old.count};
}

/* Those that touch the interval or are next to it; the column is the condition's, or nothing is. */
static void
add_reference(struct query *query, enum column_id column, const struct uuid *id)
{
    if (uuid_is_set(*id))
        query_add(query, column, CONDITION_UUIDS)->uuids = (struct uuid_list){id, 1};
    else
        query_add(query, column, CONDITION_ABSENT);
}

static bool
select_old(struct dating *dating, struct restriction_list *all, struct error *err)
{
    static const char *const ours[] = {"Integration"};
    const struct restriction *wanted = &dating->wanted;
    struct query query = {.entity = ENTITY_restriction};
    struct duration two_days = {0, 2, 0};
    struct duration two_days_back = {0, -2, 0};

    add_reference(&query, COLUMN_restriction_rate_id, &wanted->exact_rate_id);
    add_reference(&query, COLUMN_restriction_category_id, &wanted->category_id);
    add_reference(&query, COLUMN_restriction_base_id, &wanted->base_rate_id);
    if (instant_is_set(wanted->start_utc))
        query_add(&query, COLUMN_restriction_end_utc, CONDITION_FROM)->start =
            instant_add(wanted->start_utc, two_days_back);
    if (instant_is_set(wanted->end_utc))
        query_add(&query, COLUMN_restriction_start_utc, CONDITION_BEFORE)->end =
            instant_add(wanted->end_utc, two_days);
    query_add(&query, COLUMN_restriction_service_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&dating->service->id, 1};
    query_add(&query, COLUMN_restriction_origin, CONDITION_TEXTS)->texts =
        (struct text_list){ours, countof(ours)};
    return transaction_select(dating->tx, &query, all, err);
}

static bool
find_old(struct dating *dating, struct error *err)
{
    struct restriction_list all;
    struct restriction *rows;

    if (!select_old(dating, &all, err))
        return false;
    rows = arena_new(dating->tx->arena, (all.count + 1) * sizeof(*rows));
    dating->old = (struct restriction_list){rows, 0};
    for (size_t i = 0; i < all.count; i++)
        if (has_same_conditions(&all.rows[i], &dating->wanted))
            rows[dating->old.count++] = all.rows[i];
    find_spans(dating);
    return true;
}

/* What comes of it */

static json_t *
day_json(int64_t day)
{
    return codec_instant(day_at((struct day){(int32_t)day}, 0));
}

/* A span as a restriction: with the exceptions of the old one it is left of, or the wanted ones. */
static json_t *
span_body(const struct dating *dating, const struct span *span, struct error *err)
{
    json_t *old = span->row == SPAN_NEW ? json_incref(dating->body)
                                        : transaction_read(dating->tx, ENTITY_restriction,
                                                           dating->old.rows[span->row].id, err);
    json_t *body;
    json_t *conditions;

    if (!old)
        return NULL;
    body = json_deep_copy(old);
    json_decref(old);
    conditions = json_object_get(body, "Conditions");
    json_object_set_new(body, "Id", codec_uuid(uuid_random()));
    json_object_set_new(conditions, "StartUtc",
                        span->first == SPAN_EVER ? json_null() : day_json(span->first));
    json_object_set_new(conditions, "EndUtc",
                        span->last == SPAN_NEVER ? json_null() : day_json(span->last));
    return body;
}

/* What comes is read off what goes, so it is made first. */
static bool
apply_change(const struct dating *dating, const struct span_change *change, struct error *err)
{
    for (size_t i = 0; i < change->added.count; i++) {
        json_t *body = span_body(dating, &change->added.rows[i], err);

        if (!body || !transaction_add(dating->tx, ENTITY_restriction, body, err))
            return false;
    }
    for (size_t i = 0; i < dating->old.count; i++)
        if (change->dropped[i]
            && !transaction_delete(dating->tx, ENTITY_restriction, dating->old.rows[i].id, err))
            return false;
    return true;
}

typedef void (*spans_fn)(struct arena *arena, const struct span_list *old, struct span wanted,
                         struct span_change *change);

static bool
change_dates(struct dating *dating, spans_fn change_spans, struct error *err)
{
    struct span_change change;
    struct span span;

    if (!restrictions_check(dating->tx, dating->service, dating->body, &dating->wanted, err)
        || !find_old(dating, err))
        return false;
    span = (struct span){first_day(&dating->wanted), last_day(&dating->wanted),
                         class_of(dating, dating->old.count, &dating->wanted), SPAN_NEW};
    change_spans(dating->tx->arena, &dating->spans, span, &change);
    return apply_change(dating, &change, err);
}

/* The request */

/* A row of the request in the form of a restriction. */
static json_t *
row_body(const struct service *service, const json_t *row)
{
    json_t *body = restrictions_new(service->id, row, row);

    json_object_set_new(json_object_get(body, "Conditions"), "Days",
                        restrictions_days(json_object_get(row, "Days")));
    return body;
}

static bool
change_all(struct transaction *tx, const struct restrictions_set *request, spans_fn change_spans,
           struct error *err)
{
    struct service service;
    size_t i;
    json_t *row;

    if (!services_get(tx, request->service_id, "ServiceId", &service, err))
        return false;
    json_array_foreach(json_object_get(tx->body, "Data"), i, row)
    {
        struct dating dating = {.tx = tx, .service = &service};
        bool ok;

        dating.body = row_body(&service, row);
        ok = change_dates(&dating, change_spans, err);
        json_decref(dating.body);
        if (!ok)
            return false;
    }
    return true;
}

bool
restrictions_set(struct transaction *tx, const struct restrictions_set *request, struct error *err)
{
    return change_all(tx, request, spans_merge, err);
}

bool
restrictions_clear(struct transaction *tx, const struct restrictions_set *request,
                   struct error *err)
{
    return change_all(tx, request, spans_clear, err);
}
