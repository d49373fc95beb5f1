#include "api/desk/vacancies.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/fold.h"
#include "api/base/memory.h"
#include "api/desk/rooms.h"
#include "api/desk/state.h"
#include "api/desk/stays.h"
#include "api/rules/bookings.h"

/* Pure: what was read for the wish (vacancies_read.c), and the rooms that are known. */

/* Judging */

bool
vacancy_may_house(const struct wish *wish, const struct resource_category *category)
{
    return category->is_active && uuid_equal(category->service_id, wish->service)
           && category_may_house(category, wish->persons.adults + wish->persons.children, NULL);
}

static const struct category_read *
find_row(const struct desk *desk, struct uuid category)
{
    for (size_t i = 0; i < desk->vacancies.category_count; i++)
        if (uuid_equal(desk->vacancies.categories[i].category, category))
            return &desk->vacancies.categories[i];
    return NULL;
}

bool
vacancy_check(const struct desk *desk, const struct wish *wish, const struct vacancy *vacancy,
              struct error *err)
{
    if (vacancy->is_known && vacancy->left < 1)
        return error_set(err, ERROR_REFUSED,
                         "Nothing is left of %s for all nights: take another category or another "
                         "day.",
                         vacancy->category->name);
    return restricted_pass(desk, &desk->vacancies.restrictions, wish, vacancy->category, err);
}

/* The tables */

static struct vacancy
vacancy_of(const struct desk *desk, const struct wish *wish,
           const struct resource_category *category)
{
    const struct category_read *row = find_row(desk, category->id);

    struct vacancy vacancy = {
        .category = category,
        .is_restricted =
            !restricted_pass(desk, &desk->vacancies.restrictions, wish, category, NULL),
    };

    if (!row)
        return vacancy;
    vacancy.is_known = row->has_left;
    vacancy.left = row->left;
    vacancy.price = row->price;
    return vacancy;
}

static int
compare_categories(const void *left, const void *right)
{
    return category_compare(((const struct vacancy *)left)->category,
                            ((const struct vacancy *)right)->category);
}

size_t
vacancies_by_category(const struct desk *desk, const struct wish *wish, struct arena *arena,
                      struct vacancy **vacancies)
{
    struct store_rows categories = store_all(desk->store, RECORD_resource_category);
    size_t count = 0;

    *vacancies = arena_new(arena, (categories.count + 1) * sizeof(**vacancies));
    for (size_t i = 0; i < categories.count; i++)
        if (vacancy_may_house(wish, categories.rows[i]))
            (*vacancies)[count++] = vacancy_of(desk, wish, categories.rows[i]);
    qsort(*vacancies, count, sizeof(**vacancies), compare_categories);
    return count;
}

static bool
is_sold(const struct vacancy *vacancy)
{
    return !vacancy->is_restricted && (!vacancy->is_known || vacancy->left > 0);
}

/* Within a category: the ready ones first. */
static int
compare_rooms(const void *left, const void *right)
{
    const struct vacancy *a = left;
    const struct vacancy *b = right;
    int order = compare_categories(a, b);

    if (!order)
        order = room_state_rank(a->room->state) - room_state_rank(b->room->state);
    return order ? order : fold_compare_natural(a->room->name, b->room->name);
}

/* One of a category that may be sold comes first where it is ready, then where it isn't. */
struct ranked {
    struct vacancy vacancy;
    int rank;
};

static int
compare_ranked(const void *left, const void *right)
{
    const struct ranked *a = left;
    const struct ranked *b = right;

    return a->rank != b->rank ? a->rank - b->rank : compare_rooms(&a->vacancy, &b->vacancy);
}

static int
rank_of(const struct vacancy *vacancy, bool is_first)
{
    int state = room_state_rank(vacancy->room->state);

    if (!is_sold(vacancy))
        return 100;
    return is_first ? (state ? 1 : 0) : 10 + state;
}

/* Best first, from by category to by what a receptionist would vacancy. */
static void
rank(struct vacancy *vacancies, size_t count)
{
    struct ranked *ranked = memory_resize(NULL, count + 1, sizeof(*ranked));

    qsort(vacancies, count, sizeof(*vacancies), compare_rooms);
    for (size_t i = 0; i < count; i++) {
        bool is_first = i == 0 || vacancies[i].category != vacancies[i - 1].category;

        ranked[i] = (struct ranked){vacancies[i], rank_of(&vacancies[i], is_first)};
    }
    qsort(ranked, count, sizeof(*ranked), compare_ranked);
    for (size_t i = 0; i < count; i++)
        vacancies[i] = ranked[i].vacancy;
    free(ranked);
}

/* NULL: it is none of them. */
static const struct vacancy *
find_category(const struct vacancy *rows, size_t count, const struct resource_category *category)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].category == category)
            return &rows[i];
    return NULL;
}

size_t
vacancies_by_room(const struct desk *desk, const struct wish *wish, struct arena *arena,
                  struct vacancy **vacancies)
{
    struct store_rows rooms = store_all(desk->store, RECORD_resource);
    struct interval when = wish_interval(desk, wish);
    struct vacancy *categories;
    size_t category_count = vacancies_by_category(desk, wish, arena, &categories);
    size_t count = 0;

    *vacancies = arena_new(arena, (rooms.count + 1) * sizeof(**vacancies));
    for (size_t i = 0; i < rooms.count; i++) {
        const struct resource *room = rooms.rows[i];
        const struct vacancy *of =
            find_category(categories, category_count, room_category(desk, room->id));

        if (!of || !room_is_usable(room)
            || !room_is_free(desk, room->id, when.start_utc, when.end_utc, NULL, NULL)
            || (wish->starts_now && room_occupant(desk, room->id, NULL)))
            continue;
        (*vacancies)[count] = *of;
        (*vacancies)[count++].room = room;
    }
    rank(*vacancies, count);
    return count;
}
