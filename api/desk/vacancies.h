/*
 * What the house has for a wish: categories with what is left of them and what the stay costs, as
 * the property says, and their rooms that are free for all of it.
 */
#pragma once

#include "api/desk/wish.h"

struct vacancy {
    const struct resource_category *category;
    const struct resource *room; /* NULL: of vacancies by category */
    bool is_known;               /* what is left was read */
    int64_t left;                /* for all nights; below 1 there is none */
    bool is_restricted;          /* by the wish's rate it is not sold: vacancy_check() */
    struct money price;          /* of the whole stay by the wish's rate; no currency: not known */
};

/*
 * Reads what is left, prices and restrictions for the wish, its category and room aside: once, and
 * again when it is another, or prices changed. What was read for the last wish is gone then.
 */
void desk_load_vacancies(struct desk *desk, const struct wish *wish);

/*
 * Whether all of it was answered; and why some of it is missing, NULL: it isn't. What isn't known
 * then is left to the property, which refuses what it doesn't have.
 */
bool desk_has_vacancies(const struct desk *desk);
const struct error *desk_vacancies_missing(const struct desk *desk);

/*
 * By category, in the house's order: those with places enough for all. In the arena.
 */
size_t vacancies_by_category(const struct desk *desk, const struct wish *wish, struct arena *arena,
                             struct vacancy **vacancies);

/*
 * By room: of each category its best, Inspected ones first; then all others, Inspected before Clean
 * and Dirty. What can't be sold comes last. Rooms that somebody has in one of the nights, or is
 * still in, are none, nor those out of service. In the arena.
 */
size_t vacancies_by_room(const struct desk *desk, const struct wish *wish, struct arena *arena,
                         struct vacancy **vacancies);

/* Whether the category is of the wish's service, and has places enough. */
bool vacancy_may_house(const struct wish *wish, const struct resource_category *category);

/*
 * Whether the house sells it by the wish's rate, as far as is known.
 * Errors  ERROR_REFUSED: nothing is left, or a restriction.
 */
MUST_USE bool vacancy_check(const struct desk *desk, const struct wish *wish,
                            const struct vacancy *vacancy, struct error *err);

/* vacancies_read.c: the property's prices changed; all that was read goes. */
void vacancies_refresh(struct desk *desk);
void vacancies_clear(struct desk *desk);
