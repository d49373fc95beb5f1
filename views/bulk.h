/* One command for many at once: shown before it is done, with its progress, and a report. */
#pragma once

#include "api/base/zone.h"
#include "views/app.h"

/*
 * On the screen: a card that shows which can go and which can't and why, and begins on Enter. Esc
 * stops it, what is under way aside.
 */
void bulk_card(struct app *app, const struct action_order *order, struct uuid_list subjects);

/* The open bills of a payer, which are read first; of a day, those opened or changed on it. */
struct bulk_bills {
    struct uuid payer;
    bool has_day;
    struct day day;
};
void bulk_bills_card(struct app *app, const struct action_order *order,
                     const struct bulk_bills *bills);
struct uuid_list bulk_bills(const struct app *app, const struct bulk_bills *bills,
                            struct arena *arena);

/*
 * In `run`: does it, and puts the report into the output; a preview does nothing.
 * Errors  not all of them were done.
 */
enum bulk_mode {
    BULK_FOR_REAL,
    BULK_PREVIEW
};
MUST_USE bool bulk_run(struct app *app, const struct action_order *order, struct uuid_list subjects,
                       enum bulk_mode mode, struct error *err);
