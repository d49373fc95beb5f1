#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"
#include "api/desk/nightly.h"
#include "api/desk/state.h"
#include "api/desk/vacancies.h"

/* Three reads a wish, of which only those to the last one count. */

void
vacancies_clear(struct desk *desk)
{
    struct vacancies_read *read = &desk->vacancies;

    restricted_clear(&read->restrictions);
    read->category_count = 0;
}

void
vacancies_refresh(struct desk *desk)
{
    desk->vacancies.is_stale = true;
    desk->what |= DESK_STATUS; // who shows them asks again
}

/* What was read of a category, a new row where it is the first. */
static struct category_read *
row_of(struct vacancies_read *read, struct uuid category)
{
    struct category_read *row = read->categories;

    while (row < read->categories + read->category_count && !uuid_equal(row->category, category))
        row++;
    if (row == read->categories + VACANT_CATEGORIES)
        return NULL;
    if (row == read->categories + read->category_count) {
        *row = (struct category_read){.category = category};
        read->category_count++;
    }
    return row;
}

/* Answers */

/* How far this clock is ahead of the property's; behind it is no harm. */
static void
take_clock(struct desk *desk, const struct result *result)
{
    int64_t ahead_ms = desk_now(desk).ms - result->server_date.ms;

    if (instant_is_set(result->server_date))
        desk->vacancies.ahead_ms = ahead_ms > 0 ? ahead_ms : 0;
}

static bool
counts(struct desk *desk, const struct result *result, const void *ticket)
{
    if (!turn_counts(desk, result, ticket))
        return false;
    if (result->is_last)
        take_clock(desk, result);
    return true;
}

/* The night with the least tells. */
static void
take_left(void *context, struct uuid category, const struct document *entry)
{
    const struct document *numbers = document_find(entry, "Availabilities");
    struct category_read *row = document_count(numbers) ? row_of(context, category) : NULL;

    if (!row)
        return;
    row->has_left = true;
    row->left = INT64_MAX;
    for (size_t night = 0; night < document_count(numbers); night++) {
        int64_t left = nightly_number(numbers, night);

        row->left = left < row->left ? left : row->left;
    }
}

static void
left_answered(struct desk *desk, const struct result *result, void *ticket)
{
    if (counts(desk, result, ticket))
        nightly_each(result, "CategoryAvailabilities", take_left, &desk->vacancies);
}

static void
prices_answered(struct desk *desk, const struct result *result, void *ticket)
{
    if (!counts(desk, result, ticket))
        return;
    for (size_t i = 0; i < result->batch_count; i++)
        for (size_t k = 0; k < result->batches[i].count; k++) {
            const struct reservation_price *price =
                (const struct reservation_price *)result->batches[i].rows + k;
            struct uuid category;
            struct category_read *row = uuid_parse(price->identifier, &category)
                                            ? row_of(&desk->vacancies, category)
                                            : NULL;

            if (row)
                row->price = amount_gross(&price->total);
        }
}

static void
restrictions_answered(struct desk *desk, const struct result *result, void *ticket)
{
    if (counts(desk, result, ticket))
        restricted_take(&desk->vacancies.restrictions, result);
}

/* Asking */

static void
ask_prices(struct desk *desk, const struct wish *wish)
{
    struct arena arena = {0};
    struct store_rows categories = store_all(desk->store, RECORD_resource_category);
    struct reservation_data *rows = arena_new(&arena, (categories.count + 1) * sizeof(*rows));
    struct person_count counts[PERSON_KINDS];
    size_t kinds = wish_persons(desk, wish, counts, NULL);
    struct interval when = wish_interval(desk, wish);
    struct reservations_price body = {.service_id = wish->service, .reservations = {rows, 0}};
    struct request *request;

    for (size_t i = 0; i < categories.count && uuid_is_set(wish->rate) && kinds; i++) {
        const struct resource_category *category = categories.rows[i];
        char id[UUID_TEXT_SIZE];

        if (vacancy_may_house(wish, category))
            rows[body.reservations.count++] = (struct reservation_data){
                .identifier = arena_text(&arena, uuid_text(category->id, id)),
                .start_utc = when.start_utc,
                .end_utc = when.end_utc,
                .person_counts = {counts, kinds},
                .category_id = category->id,
                .rate_id = wish->rate,
            };
    }
    if (body.reservations.count) {
        request = request_new(OP_reservations_price, REQUEST_FOR_KEY, NULL);
        request_set_record(request, RECORD_reservations_price, &body);
        request->pages = REQUEST_ONE_PAGE;
        turn_send(desk, &desk->vacancies.turn, request, prices_answered);
    }
    arena_clear(&arena);
}

static void
ask_restrictions(struct desk *desk, const struct wish *wish)
{
    struct filter filter = {
        .service_ids = {&wish->service, 1},
        .colliding_utc = wish_interval(desk, wish),
    };

    turn_send(desk, &desk->vacancies.turn,
              desk_read(OP_restrictions_get_all, REQUEST_FOR_KEY, &filter), restrictions_answered);
}

/* As far as reading goes: of the category and the room all are read. */
static bool
is_same(const struct wish *a, const struct wish *b)
{
    return uuid_equal(a->service, b->service) && uuid_equal(a->rate, b->rate)
           && a->arrival.number == b->arrival.number && a->nights == b->nights
           && a->persons.adults == b->persons.adults && a->persons.children == b->persons.children
           && a->starts_now == b->starts_now;
}

void
desk_load_vacancies(struct desk *desk, const struct wish *wish)
{
    struct vacancies_read *read = &desk->vacancies;

    if (is_same(&read->wish, wish) && read->turn.number && !read->is_stale)
        return;
    vacancies_clear(desk);
    read->wish = *wish;
    turn_begin(&read->turn);
    read->is_stale = false;
    desk_load_window(desk, wish->arrival, day_add(wish->arrival, wish->nights + 1));
    if (!uuid_is_set(wish->service) || wish->nights < 1 || wish->nights > NIGHTS_MOST)
        return;
    turn_send(desk, &read->turn, nightly_left(wish->service, wish->arrival, wish->nights),
              left_answered);
    ask_prices(desk, wish);
    ask_restrictions(desk, wish);
}

bool
desk_has_vacancies(const struct desk *desk)
{
    return desk->vacancies.turn.number && !desk->vacancies.turn.under_way;
}

const struct error *
desk_vacancies_missing(const struct desk *desk)
{
    return desk->vacancies.turn.failed.kind ? &desk->vacancies.turn.failed : NULL;
}
