/*
 * The hotel's calendar: days, clock times and business days in the property's time zone (IANA). One
 * zone a process, because glibc knows one; it is set while no other thread runs, or while the
 * worker is parked.
 */
#pragma once

#include "api/base/instant.h"

struct error;

enum {
    DAY_TEXT_SIZE = 16,
    ZONE_NAME_SIZE = 64
};

/* A calendar day of the hotel: days since 1970-01-01; {0} is none. */
struct day {
    int32_t number;
};

/* What the hotel's wall shows. */
struct wall_time {
    int year, month, day; /* month and day from 1 */
    int hour, minute, second;
    int weekday; /* 0 is Sunday */
    int offset_minutes;
};

/*
 * Makes `name` (Europe/Prague) the process's zone.
 * Errors  ERROR_USAGE: the zone isn't installed (the old one stays).
 */
MUST_USE bool zone_set(const char *name, struct error *err);

struct wall_time zone_wall_time(struct instant at);

/*
 * The calendar day of an instant, and the instant at which the clock stands `minutes` after that
 * day's midnight. Of an hour that comes twice it is the first; one that is left out is the one
 * after it.
 */
struct day day_of(struct instant at);
struct instant day_at(struct day day, int minutes);

/* The same time of the wall, so many days later. */
struct instant zone_days_later(struct instant at, int days);

/*
 * The business day: it ends `closing` after midnight, so 01:30 belongs to the day before; or before
 * midnight, when `closing` is negative.
 */
struct day business_day_of(struct instant at, struct duration closing);

/*
 * Calendar arithmetic in the hotel's zone: months (31 January and a month is the last of February),
 * then days, then the clock part.
 */
struct instant instant_add(struct instant at, struct duration period);

/* Whole nights between two instants: calendar days, never hours / 24. */
int nights_between(struct instant start, struct instant end);

static inline struct day
day_add(struct day day, int days)
{
    return (struct day){day.number + days};
}

int day_weekday(struct day day); /* 0 is Sunday */

/* `2026-03-24`; "" for none. Returns `text`. */
const char *day_text(struct day day, char text[DAY_TEXT_SIZE]);

/* `24.03.`, as lists and cards have it; "" for none. Returns `text`. */
const char *day_short_text(struct day day, char text[DAY_TEXT_SIZE]);

enum {
    WALL_TEXT_SIZE = 24
};

/* `24.03. 08:10` on the hotel's clock, as lists and cards have it. Returns `text`. */
const char *wall_short_text(struct instant at, char text[WALL_TEXT_SIZE]);

/* Reads `2026-03-24`. */
MUST_USE bool day_parse_iso(const char *text, struct day *day);

/*
 * Reads a DATE of the command line: ISO, `today`, `tomorrow`, `yesterday`, `+N`, `-N`, a weekday
 * (the next one, today excluded), `24.3.` (the one nearest to today) and `24.3.2026`.
 * Errors  ERROR_USAGE, with the text and the forms.
 */
MUST_USE bool day_parse(const char *text, struct day today, struct day *day, struct error *err);
