/*
 * Moments in UTC and ISO 8601 durations, as the API writes them. The hotel's calendar is
 * api/base/zone.h.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/base/attributes.h"

enum {
    INSTANT_TEXT_SIZE = 32
};

/* Milliseconds since 1970-01-01T00:00:00Z; {0} is none. */
struct instant {
    int64_t ms;
};

/* A period: calendar months and days, and milliseconds; all of one sign. */
struct duration {
    int32_t months;
    int32_t days;
    int64_t ms;
};

/*
 * Reads `2026-03-24T09:00:00Z`, fractions and offsets included, or a plain date (midnight UTC).
 * False for anything else. *Source*: ISO 8601 as in the API's "Datetimes".
 */
MUST_USE bool instant_parse(const char *text, struct instant *value);

/*
 * `2026-03-24T09:00:00Z`, with `.123` where there are milliseconds; "" for none, and beyond the
 * years 0 to 9999. Returns `text`.
 */
const char *instant_text(struct instant value, char text[INSTANT_TEXT_SIZE]);

/* Reads P0Y0M1DT0H0M0S, P1W, -P0M1DT2H, PT0.5S; up to 10,000 years. False for anything else. */
MUST_USE bool duration_parse(const char *text, struct duration *value);

/* P0Y0M1DT0H0M0S. Returns `text`. */
const char *duration_text(struct duration value, char text[INSTANT_TEXT_SIZE * 2]);

/* The real clock, and the one that never steps, which deadlines use. */
struct instant instant_now(void);
int64_t monotonic_ms(void);

static inline bool
instant_is_set(struct instant value)
{
    return value.ms != 0;
}

static inline bool
instant_before(struct instant a, struct instant b)
{
    return a.ms < b.ms;
}

static inline struct instant
instant_add_ms(struct instant value, int64_t ms)
{
    return (struct instant){value.ms + ms};
}

enum {
    SPAN_TEXT_SIZE = 32
};

/* How long that is, roughly, without its sign: `45 s`, `34 min`, `246 days`. Returns `text`. */
const char *span_text(int64_t ms, char text[SPAN_TEXT_SIZE]);

/* Days from 1970-01-01 to a date of the Gregorian calendar, and back. */
int32_t civil_to_days(int year, int month, int day);
void civil_from_days(int32_t days, int *year, int *month, int *day);
