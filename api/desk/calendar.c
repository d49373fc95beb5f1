#include "api/desk/calendar.h"

#include <stdlib.h>

#include "api/base/memory.h"
#include "api/base/text.h"
#include "api/desk/rooms.h"
#include "api/desk/state.h"
#include "api/schema/document.h"

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

/* The row that an entry of an answer is about; NULL: it names none. */
static struct calendar_row *
row_of_entry(struct calendar_read *read, const struct document *entry)
{
    char *text = document_text(document_find(entry, "CategoryId"));
    struct uuid category;
    bool is_known = uuid_parse(text, &category);

    free(text);
    return is_known ? row_of(read, category) : NULL;
}

static size_t
day_count(const struct calendar_read *read, const struct document *list)
{
    size_t count = document_count(list);

    return count < (size_t)read->span.days ? count : (size_t)read->span.days;
}

static void
take_left(struct calendar_read *read, const struct document *entry)
{
    const struct document *numbers = document_find(entry, "Availabilities");
    struct calendar_row *row = row_of_entry(read, entry);

    for (size_t day = 0; row && day < day_count(read, numbers); day++) {
        char *text = document_text(document_at(numbers, day));

        row->left[day] = strtoll(text, NULL, 10);
        row->has_left = true;
        free(text);
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
take_prices(struct calendar_read *read, const struct document *entry)
{
    const struct document *amounts = document_find(entry, "AmountPrices");
    struct calendar_row *row = row_of_entry(read, entry);

    for (size_t day = 0; row && day < day_count(read, amounts); day++)
        take_price(document_at(amounts, day), &row->prices[day]);
}

/* Each entry of a list of the answer, where the answer counts. */
static void
take_answer(struct desk *desk, const struct result *result, const void *ticket, const char *list,
            void (*take)(struct calendar_read *read, const struct document *entry))
{
    struct document *answer;
    const struct document *entries;

    if (!turn_counts(desk, result, ticket) || !result->json)
        return;
    answer = document_parse(result->json, NULL);
    entries = document_find(answer, list);
    for (size_t i = 0; i < document_count(entries); i++)
        take(&desk->calendar, document_at(entries, i));
    document_free(answer);
}

static void
left_answered(struct desk *desk, const struct result *result, void *ticket)
{
    take_answer(desk, result, ticket, "CategoryAvailabilities", take_left);
}

static void
prices_answered(struct desk *desk, const struct result *result, void *ticket)
{
    take_answer(desk, result, ticket, "CategoryPrices", take_prices);
}

static void
restrictions_answered(struct desk *desk, const struct result *result, void *ticket)
{
    if (turn_counts(desk, result, ticket))
        restricted_take(&desk->calendar.restrictions, result);
}

/* Asking */

static struct instant
last_of(const struct calendar_span *span)
{
    return day_at(day_add(span->from, span->days - 1), 0);
}

static void
send(struct desk *desk, struct request *request, answer_fn answer)
{
    request->wants_json = true;
    turn_send(desk, &desk->calendar.turn, request, answer);
}

static void
ask_left(struct desk *desk, struct uuid service)
{
    const struct calendar_span *span = &desk->calendar.span;
    struct request *request = request_new(OP_services_get_availability, REQUEST_FOR_KEY, NULL);
    struct availability_filter body = {
        .service_id = service,
        .first_utc = day_at(span->from, 0),
        .last_utc = last_of(span),
    };

    request_set_record(request, RECORD_availability_filter, &body);
    send(desk, request, left_answered);
}

static void
ask_prices(struct desk *desk)
{
    const struct calendar_span *span = &desk->calendar.span;
    struct request *request = request_new(OP_rates_get_pricing, REQUEST_FOR_KEY, NULL);
    struct pricing_filter body = {
        .rate_id = span->rate,
        .first_utc = day_at(span->from, 0),
        .last_utc = last_of(span),
    };

    request_set_record(request, RECORD_pricing_filter, &body);
    send(desk, request, prices_answered);
}

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
desk_load_calendar(struct desk *desk, const struct calendar_span *span)
{
    struct calendar_read *read = &desk->calendar;
    const struct service *service = wish_service(desk);

    if (!service || (is_same(&read->span, span) && read->turn.number && !read->is_stale))
        return;
    calendar_clear(desk);
    read->span = *span;
    if (read->span.days > CALENDAR_DAYS)
        read->span.days = CALENDAR_DAYS;
    turn_begin(&read->turn);
    read->is_stale = false;
    ask_left(desk, service->id);
    if (uuid_is_set(span->rate))
        ask_prices(desk);
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

static void
judge(const struct desk *desk, struct uuid category, struct day day, struct calendar_night *night)
{
    const struct service *service = wish_service(desk);
    const struct resource_category *row = store_resource_category_of(desk->store, category);
    struct wish wish = {
        .rate = desk->calendar.span.rate,
        .category = category,
        .arrival = day,
        .nights = 1,
        .persons = {.adults = 1},
    };

    if (!service || !row || !uuid_is_set(wish.rate))
        return;
    wish.service = service->id;
    night->is_restricted =
        !restricted_pass(desk, &desk->calendar.restrictions, &wish, row, &night->why);
}

struct calendar_night
calendar_night(const struct desk *desk, struct uuid category, struct day day)
{
    const struct calendar_read *read = &desk->calendar;
    int at = day.number - read->span.from.number;
    struct calendar_night night = {.is_known = false};

    if (at < 0 || at >= read->span.days)
        return night;
    for (size_t i = 0; i < read->count; i++) {
        if (!uuid_equal(read->rows[i].category, category))
            continue;
        night.is_known = read->rows[i].has_left;
        night.left = read->rows[i].left[at];
        night.price = read->rows[i].prices[at];
    }
    judge(desk, category, day, &night);
    return night;
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
