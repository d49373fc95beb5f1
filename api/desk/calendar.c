#include "api/desk/calendar.h"

#include <stdlib.h>

#include "api/base/memory.h"
#include "api/base/text.h"
#include "api/desk/nightly.h"
#include "api/desk/rooms.h"
#include "api/desk/state.h"

void
calendar_clear(struct desk *desk)
{
    struct calendar_read *read = &desk->calendar;

    restricted_clear(&read->restrictions);
    free(read->rows);
    read->rows = NULL;
    read->count = read->capacity = 0;
}

void
calendar_refresh(struct desk *desk)
{
    desk->calendar.is_stale = true;
    desk->what |= DESK_STATUS; // who shows it asks again
}

/* What was read of a category; a new row where it is the first. */
static struct calendar_row *
row_of(struct calendar_read *read, struct uuid category)
{
    for (size_t i = 0; i < read->count; i++)
        if (uuid_equal(read->rows[i].category, category))
            return &read->rows[i];
    read->rows = memory_grow(read->rows, read->count, &read->capacity, sizeof(*read->rows));
    read->rows[read->count] = (struct calendar_row){.category = category};
    return &read->rows[read->count++];
}

/* Answers */

static size_t
day_count(const struct calendar_read *read, const struct document *list)
{
    size_t count = document_count(list);

    return count < (size_t)read->span.days ? count : (size_t)read->span.days;
}

static void
take_left(void *context, struct uuid category, const struct document *entry)
{
    struct calendar_read *read = context;
    const struct document *numbers = document_find(entry, "Availabilities");
    struct calendar_row *row = row_of(read, category);

    for (size_t day = 0; day < day_count(read, numbers); day++) {
        row->left[day] = nightly_number(numbers, day);
        row->has_left = true;
    }
}

static void
take_price(const struct document *amount, struct money *price)
{
    char *gross = document_text(document_find(amount, "GrossValue"));
    char *currency = document_text(document_find(amount, "Currency"));

    if (decimal_parse(gross, '.', &price->amount))
        text_copy(price->currency, sizeof(price->currency), currency);
    free(gross);
    free(currency);
}

static void
take_prices(void *context, struct uuid category, const struct document *entry)
{
    struct calendar_read *read = context;
    const struct document *amounts = document_find(entry, "AmountPrices");
    struct calendar_row *row = row_of(read, category);

    for (size_t day = 0; day < day_count(read, amounts); day++)
        take_price(document_at(amounts, day), &row->prices[day]);
}

static void
left_answered(struct desk *desk, const struct result *result, void *ticket)
{
    if (turn_counts(desk, result, ticket))
        nightly_each(result, "CategoryAvailabilities", take_left, &desk->calendar);
}

static void
prices_answered(struct desk *desk, const struct result *result, void *ticket)
{
    if (turn_counts(desk, result, ticket))
        nightly_each(result, "CategoryPrices", take_prices, &desk->calendar);
}

static void
restrictions_answered(struct desk *desk, const struct result *result, void *ticket)
{
    if (turn_counts(desk, result, ticket))
        restricted_take(&desk->calendar.restrictions, result);
}

/* Asking */

static void
ask_restrictions(struct desk *desk, struct uuid service)
{
    const struct calendar_span *span = &desk->calendar.span;
    struct filter filter = {
        .service_ids = {&service, 1},
        .colliding_utc = {day_at(span->from, 0), day_at(day_add(span->from, span->days), 0)},
    };

    turn_send(desk, &desk->calendar.turn,
              desk_read(OP_restrictions_get_all, REQUEST_FOR_KEY, &filter), restrictions_answered);
}

static bool
is_same(const struct calendar_span *a, const struct calendar_span *b)
{
    return uuid_equal(a->rate, b->rate) && a->from.number == b->from.number && a->days == b->days;
}

void
desk_load_calendar(struct desk *desk, const struct calendar_span *wanted)
{
    struct calendar_read *read = &desk->calendar;
    const struct service *service = wish_service(desk);
    struct calendar_span span = *wanted;

    if (span.days > CALENDAR_DAYS)
        span.days = CALENDAR_DAYS;
    if (!service || (is_same(&read->span, &span) && read->turn.number && !read->is_stale))
        return;
    calendar_clear(desk);
    read->span = span;
    turn_begin(&read->turn);
    read->is_stale = false;
    turn_send(desk, &read->turn, nightly_left(service->id, span.from, span.days), left_answered);
    if (uuid_is_set(span.rate))
        turn_send(desk, &read->turn, nightly_prices(span.rate, span.from, span.days),
                  prices_answered);
    ask_restrictions(desk, service->id);
}

bool
desk_has_calendar(const struct desk *desk)
{
    return desk->calendar.turn.number && !desk->calendar.turn.under_way;
}

const struct error *
desk_calendar_missing(const struct desk *desk)
{
    const struct error *failed = &desk->calendar.turn.failed;

    return failed->kind ? failed : NULL;
}

/* Looking */

/* Where the day is in the span; -1: it isn't. */
static int
place_of(const struct desk *desk, struct day day)
{
    const struct calendar_span *span = &desk->calendar.span;
    int at = day.number - span->from.number;

    return at >= 0 && at < span->days ? at : -1;
}

struct calendar_night
calendar_night(const struct desk *desk, struct uuid category, struct day day)
{
    const struct calendar_read *read = &desk->calendar;
    int at = place_of(desk, day);
    struct calendar_night night = {.is_known = false};

    if (at < 0)
        return night;
    for (size_t i = 0; i < read->count; i++) {
        if (!uuid_equal(read->rows[i].category, category))
            continue;
        night.is_known = read->rows[i].has_left;
        night.left = read->rows[i].left[at];
        night.price = read->rows[i].prices[at];
    }
    return night;
}

bool
calendar_check(const struct desk *desk, const struct resource_category *category, struct day day,
               struct error *err)
{
    const struct service *service = wish_service(desk);
    struct wish wish = {
        .service = service ? service->id : (struct uuid){{0}},
        .rate = desk->calendar.span.rate,
        .category = category->id,
        .arrival = day,
        .nights = 1,
        .persons = {.adults = 1},
    };

    return !uuid_is_set(wish.rate) || !service || place_of(desk, day) < 0
           || restricted_pass(desk, &desk->calendar.restrictions, &wish, category, err);
}

static int
compare_categories(const void *left, const void *right)
{
    return category_compare(*(const struct resource_category *const *)left,
                            *(const struct resource_category *const *)right);
}

size_t
calendar_categories(const struct desk *desk, struct arena *arena,
                    const struct resource_category ***categories)
{
    struct store_rows rows = store_all(desk->store, RECORD_resource_category);
    const struct service *service = wish_service(desk);
    size_t count = 0;

    *categories = arena_new(arena, (rows.count + 1) * sizeof(**categories));
    for (size_t i = 0; service && i < rows.count; i++) {
        const struct resource_category *category = rows.rows[i];

        if (category->is_active && uuid_equal(category->service_id, service->id))
            (*categories)[count++] = category;
    }
    qsort(*categories, count, sizeof(**categories), compare_categories);
    return count;
}
