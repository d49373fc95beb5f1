#include "api/rules/reservations.h"

#include "api/base/error.h"

enum {
    PERSONS_MOST = 1000 /* of an age category */
};

bool
reservation_may_start(const struct reservation *res, const struct resource *room,
                      struct instant now, struct error *err)
{
    if (res->state != RESERVATION_CONFIRMED)
        return error_set(err, ERROR_REFUSED, "Reservation %s is %s: only Confirmed checks in.",
                         res->number, reservation_state_name(res->state));
    if (instant_before(now, res->start_utc))
        return error_set(err, ERROR_REFUSED, "Reservation %s starts later: move its start first.",
                         res->number);
    if (!room)
        return error_set(err, ERROR_REFUSED, "Reservation %s has no room: assign one first.",
                         res->number);
    if (room->state != RESOURCE_INSPECTED)
        return error_set(err, ERROR_REFUSED, "Room %s is %s: it must be inspected before check-in.",
                         room->name, resource_state_name(room->state));
    return true;
}

bool
reservation_may_process(const struct reservation *res, const char *owner_name, struct instant now,
                        struct error *err)
{
    char day[DAY_TEXT_SIZE];

    if (res->state != RESERVATION_STARTED)
        return error_set(err, ERROR_REFUSED, "Reservation %s is %s: only Started checks out.",
                         res->number, reservation_state_name(res->state));
    if (day_of(now).number < day_of(res->end_utc).number)
        return error_set(err, ERROR_REFUSED,
                         "Reservation %s stays until %s: shorten it before check-out.", res->number,
                         day_text(day_of(res->end_utc), day));
    if (!*owner_name)
        return error_set(err, ERROR_REFUSED,
                         "The owner of reservation %s has no last name: complete the profile "
                         "before check-out.",
                         res->number);
    return true;
}

bool
reservation_may_confirm(const struct reservation *res, struct error *err)
{
    if (res->state != RESERVATION_OPTIONAL)
        return error_set(err, ERROR_REFUSED, "Reservation %s is %s: only Optional is confirmed.",
                         res->number, reservation_state_name(res->state));
    return true;
}

struct instant
reservation_release(const struct reservation *res)
{
    switch (res->state) {
    case RESERVATION_OPTIONAL:
    case RESERVATION_INQUIRED:
    case RESERVATION_REQUESTED:
        return res->released_utc;
    case reservation_state_unknown:
    case RESERVATION_CONFIRMED:
    case RESERVATION_STARTED:
    case RESERVATION_PROCESSED:
    case RESERVATION_CANCELED:
        break;
    }
    return (struct instant){0};
}

bool
reservation_release_check(const struct reservation *res, const char *prefix, struct instant now,
                          struct error *err)
{
    struct instant release = reservation_release(res);

    return !instant_is_set(release) || instant_before(now, release)
           || error_set(err, ERROR_INPUT,
                        "Invalid %sReleasedUtc: is over already, give a time to come.", prefix);
}

bool
reservation_may_cancel(const struct reservation *res, struct error *err)
{
    if (res->state == RESERVATION_STARTED)
        return error_set(err, ERROR_REFUSED,
                         "Reservation %s is Started: shorten it and check it out instead.",
                         res->number);
    if (res->state == RESERVATION_PROCESSED || res->state == RESERVATION_CANCELED)
        return error_set(err, ERROR_REFUSED, "Reservation %s is %s: it can't be canceled.",
                         res->number, reservation_state_name(res->state));
    return true;
}

static bool
is_of_kind(const struct age_category_list *categories, struct uuid id, enum age_classification kind)
{
    for (size_t i = 0; i < categories->count; i++)
        if (uuid_equal(categories->rows[i].id, id))
            return categories->rows[i].classification == kind;
    return false;
}

int64_t
reservation_persons(const struct person_count_list *counts,
                    const struct age_category_list *categories, enum age_classification kind)
{
    int64_t sum = 0;

    for (size_t i = 0; i < counts->count; i++)
        if (!kind || is_of_kind(categories, counts->rows[i].age_category_id, kind))
            sum += counts->rows[i].count;
    return sum;
}

static bool
is_of_service(const struct age_category_list *categories, struct uuid id, struct uuid service)
{
    for (size_t i = 0; i < categories->count; i++)
        if (uuid_equal(categories->rows[i].id, id))
            return categories->rows[i].is_active
                   && uuid_equal(categories->rows[i].service_id, service);
    return false;
}

static bool
comes_before(const struct person_count_list *counts, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (uuid_equal(counts->rows[i].age_category_id, counts->rows[at].age_category_id))
            return true;
    return false;
}

bool
reservation_persons_check(const struct person_count_list *counts,
                          const struct age_category_list *categories, struct uuid service,
                          const char *prefix, struct error *err)
{
    int64_t sum = 0;

    for (size_t i = 0; i < counts->count; i++) {
        const struct person_count *row = &counts->rows[i];

        if (row->count < 0 || row->count > PERSONS_MOST)
            return error_set(err, ERROR_INPUT, "Invalid %sPersonCounts.Count: must be 0 to %d.",
                             prefix, PERSONS_MOST);
        if (!is_of_service(categories, row->age_category_id, service) || comes_before(counts, i))
            return error_set(err, ERROR_INPUT,
                             "Invalid %sPersonCounts.AgeCategoryId: must be an age category of the "
                             "service, each at most once.",
                             prefix);
        sum += row->count;
    }
    return sum > 0
           || error_set(err, ERROR_INPUT,
                        "Invalid %sPersonCounts: must be for somebody, at least one person.",
                        prefix);
}

bool
reservation_may_grow(const struct reservation *res, size_t companions, struct error *err)
{
    int64_t persons = reservation_persons(&res->person_counts, NULL, age_classification_unknown);

    if ((int64_t)companions < persons)
        return true;
    return error_set(err, ERROR_REFUSED,
                     "Reservation %s is for %d and has %zu companions: raise its persons first.",
                     res->number, (int)persons, companions);
}

bool
reservation_may_shrink(const struct reservation *res, size_t companions, struct error *err)
{
    int64_t persons = reservation_persons(&res->person_counts, NULL, age_classification_unknown);

    if ((int64_t)companions <= persons)
        return true;
    return error_set(err, ERROR_REFUSED,
                     "Reservation %s has %zu companions: take some out before it is for %d.",
                     res->number, companions, (int)persons);
}

bool
reservation_may_last(const struct reservation *res, struct interval when, struct instant now,
                     struct error *err)
{
    if (!reservation_may_change(res, err))
        return false;
    if (res->state != RESERVATION_STARTED)
        return true;
    if (when.start_utc.ms != res->start_utc.ms)
        return error_set(err, ERROR_REFUSED,
                         "Reservation %s is checked in: its start can't be moved any more.",
                         res->number);
    if (day_of(when.end_utc).number < day_of(now).number)
        return error_set(err, ERROR_REFUSED,
                         "Reservation %s is checked in: it can't have ended before today.",
                         res->number);
    return true;
}

bool
reservation_may_change(const struct reservation *res, struct error *err)
{
    if (res->state == RESERVATION_PROCESSED || res->state == RESERVATION_CANCELED)
        return error_set(err, ERROR_REFUSED, "Reservation %s is %s: it can't be changed any more.",
                         res->number, reservation_state_name(res->state));
    return true;
}

bool
reservation_may_move(const struct reservation *res, const struct resource *room, bool is_locked,
                     struct error *err)
{
    if (!reservation_may_change(res, err))
        return false;
    if (res->is_resource_locked && is_locked)
        return error_set(err, ERROR_REFUSED,
                         "Reservation %s is locked to its room: unlock it before moving it.",
                         res->number);
    if (!room && res->state == RESERVATION_STARTED)
        return error_set(err, ERROR_REFUSED,
                         "Reservation %s is checked in: it needs a room, assign another one.",
                         res->number);
    if (room && !room->is_active)
        return error_set(err, ERROR_REFUSED, "Room %s is not in use any more: choose another one.",
                         room->name);
    return true;
}
