#include "api/rules/time_units.h"

#include "api/base/error.h"

enum {
    HOUR_MS = 3600000
};

/* How many units one request may name. */
static const struct {
    int most;
    const char *word;
} limits[] = {
    [TIME_UNIT_DAY] = {367, "days"},
    [TIME_UNIT_MONTH] = {60, "months"},
    [TIME_UNIT_HOUR] = {367, "hours"},
};

static int
month_of(struct instant at)
{
    struct wall_time wall = zone_wall_time(at);

    return wall.year * 12 + wall.month - 1;
}

static struct instant
month_start(int month)
{
    return day_at((struct day){civil_to_days(month / 12, month % 12 + 1, 1)}, 0);
}

/* By the wall's clock: not all zones are whole hours from UTC. */
static struct instant
hour_start(struct instant at)
{
    struct wall_time wall = zone_wall_time(at);
    int64_t part = at.ms % 1000;

    if (part < 0)
        part += 1000;
    return instant_add_ms(at, -(wall.minute * 60000 + wall.second * 1000 + part));
}

struct instant
time_unit_start(enum time_unit unit, struct instant at)
{
    switch (unit) {
    case TIME_UNIT_HOUR:
        return hour_start(at);
    case TIME_UNIT_MONTH:
        return month_start(month_of(at));
    case TIME_UNIT_DAY:
    case time_unit_unknown:
        break;
    }
    return day_at(day_of(at), 0);
}

struct instant
time_unit_add(enum time_unit unit, struct instant start, int count)
{
    switch (unit) {
    case TIME_UNIT_HOUR:
        return instant_add_ms(start, (int64_t)count * HOUR_MS);
    case TIME_UNIT_MONTH:
        return month_start(month_of(start) + count);
    case TIME_UNIT_DAY:
    case time_unit_unknown:
        break;
    }
    return day_at(day_add(day_of(start), count), 0);
}

int
time_units_between(enum time_unit unit, struct instant first, struct instant last)
{
    switch (unit) {
    case TIME_UNIT_HOUR:
        return (int)((last.ms - first.ms) / HOUR_MS);
    case TIME_UNIT_MONTH:
        return month_of(last) - month_of(first);
    case TIME_UNIT_DAY:
    case time_unit_unknown:
        break;
    }
    return day_of(last).number - day_of(first).number;
}

static bool
check_start(enum time_unit unit, struct instant at, const char *prefix, const char *member,
            struct error *err)
{
    char text[INSTANT_TEXT_SIZE];
    struct instant start = time_unit_start(unit, at);

    if (!instant_is_set(at))
        return error_set(err, ERROR_INPUT, "Invalid %s%s: is missing.", prefix, member);
    if (start.ms == at.ms)
        return true;
    return error_set(err, ERROR_INPUT,
                     "Invalid %s%s: must be the start of a time unit of the service, such as %s.",
                     prefix, member, instant_text(start, text));
}

bool
time_units_of(enum time_unit unit, struct instant first, struct instant last, const char *prefix,
              struct time_units *units, struct error *err)
{
    enum time_unit known = unit ? unit : TIME_UNIT_DAY;

    if (!check_start(known, first, prefix, "FirstTimeUnitStartUtc", err)
        || !check_start(known, last, prefix, "LastTimeUnitStartUtc", err))
        return false;
    if (instant_before(last, first))
        return error_set(err, ERROR_INPUT,
                         "Invalid %sLastTimeUnitStartUtc: is before FirstTimeUnitStartUtc.",
                         prefix);
    *units = (struct time_units){known, first, time_units_between(known, first, last) + 1};
    if (units->count <= limits[known].most)
        return true;
    return error_set(err, ERROR_INPUT,
                     "Invalid %sLastTimeUnitStartUtc: the interval is longer than %d %s.", prefix,
                     limits[known].most, limits[known].word);
}

bool
time_units_of_stay(enum time_unit unit, struct interval when, const char *prefix,
                   struct time_units *units, struct error *err)
{
    struct instant last;

    if (!instant_before(when.start_utc, when.end_utc))
        return error_set(err, ERROR_INPUT, "Invalid %sEndUtc: must be after StartUtc.", prefix);
    units->unit = unit ? unit : TIME_UNIT_DAY;
    units->first = time_unit_start(units->unit, when.start_utc);
    last = time_unit_start(units->unit, instant_add_ms(when.end_utc, -1));
    units->count = time_units_between(units->unit, units->first, last) + 1;
    if (units->unit == TIME_UNIT_DAY)
        units->count = nights_between(when.start_utc, when.end_utc);
    if (units->count < 1)
        units->count = 1; // in and out on one day
    if (units->count <= STAY_UNITS_MOST)
        return true;
    return error_set(err, ERROR_INPUT, "Invalid %sEndUtc: a stay has at most %d time units.",
                     prefix, STAY_UNITS_MOST);
}
