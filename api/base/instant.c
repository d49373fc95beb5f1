#include "api/base/instant.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    MS_PER_DAY = 86400000
};

/* Howard Hinnant's civil calendar: years begin in March, 400 years are 146,097 days. */
int32_t
civil_to_days(int year, int month, int day)
{
    int era;
    int of_era;
    int of_year;

    year -= month <= 2;
    era = (year >= 0 ? year : year - 399) / 400;
    of_era = year - era * 400;
    of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

void
civil_from_days(int32_t days, int *year, int *month, int *day)
{
    int32_t shifted = days + 719468;
    int32_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int32_t of_era = shifted - era * 146097;
    int32_t years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int32_t of_year = of_era - (365 * years + years / 4 - years / 100);
    int32_t shifted_month = (5 * of_year + 2) / 153;

    *day = of_year - (153 * shifted_month + 2) / 5 + 1;
    *month = shifted_month + (shifted_month < 10 ? 3 : -9);
    *year = years + era * 400 + (*month <= 2);
}

/* `count` digits as a number; false unless all of them are digits. */
static bool
digits(const char **text, int count, int *value)
{
    *value = 0;
    for (int i = 0; i < count; i++, (*text)++) {
        if (!isdigit((unsigned char)**text))
            return false;
        *value = *value * 10 + (**text - '0');
    }
    return true;
}

static bool
literal(const char **text, char c)
{
    if (**text != c)
        return false;
    (*text)++;
    return true;
}

static bool
parse_date(const char **text, int32_t *days)
{
    static const int lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year;
    int month;
    int day;

    if (!digits(text, 4, &year) || !literal(text, '-') || !digits(text, 2, &month)
        || !literal(text, '-') || !digits(text, 2, &day))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > lengths[month - 1])
        return false;
    if (month == 2 && day == 29 && (year % 4 || (year % 100 == 0 && year % 400)))
        return false;
    *days = civil_to_days(year, month, day);
    return true;
}

/* `.123` and longer: the first three digits count. */
static int
parse_fraction_ms(const char **text)
{
    int ms = 0;

    if (**text != '.' && **text != ',')
        return 0;
    (*text)++;
    for (int place = 100; isdigit((unsigned char)**text); (*text)++, place /= 10)
        ms += place * (**text - '0');
    return ms;
}

static bool
parse_offset(const char **text, int *minutes)
{
    int sign = **text == '-' ? 1 : -1;
    int hours;
    int rest = 0;

    *minutes = 0;
    if (!**text || literal(text, 'Z'))
        return true;
    if (**text != '+' && **text != '-')
        return false;
    (*text)++;
    if (!digits(text, 2, &hours))
        return false;
    (void)literal(text, ':'); // both +0100 and +01:00 are seen
    if (**text && !digits(text, 2, &rest))
        return false;
    *minutes = sign * (hours * 60 + rest);
    return true;
}

bool
instant_parse(const char *text, struct instant *value)
{
    int32_t days;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int ms = 0;
    int offset = 0;

    if (!parse_date(&text, &days))
        return false;
    if (*text) {
        if (!literal(&text, 'T') || !digits(&text, 2, &hour) || !literal(&text, ':')
            || !digits(&text, 2, &minute))
            return false;
        if (literal(&text, ':') && !digits(&text, 2, &second))
            return false;
        ms = parse_fraction_ms(&text);
        if (!parse_offset(&text, &offset) || *text || hour > 24 || minute > 59 || second > 60)
            return false;
    }
    value->ms = (int64_t)days * MS_PER_DAY
                + ((int64_t)(hour * 60 + minute + offset) * 60 + second) * 1000 + ms;
    return true;
}

const char *
instant_text(struct instant value, char text[INSTANT_TEXT_SIZE])
{
    int32_t days = (int32_t)(value.ms / MS_PER_DAY);
    int64_t rest = value.ms % MS_PER_DAY;
    int year;
    int month;
    int day;
    size_t length;

    text[0] = '\0';
    if (!value.ms)
        return text;
    if (rest < 0) {
        rest += MS_PER_DAY;
        days--;
    }
    civil_from_days(days, &year, &month, &day);
    length = (size_t)snprintf(text, INSTANT_TEXT_SIZE, "%04d-%02d-%02dT%02d:%02d:%02d",
                              year % 10000, month, day, (int)(rest / 3600000),
                              (int)(rest / 60000 % 60), (int)(rest / 1000 % 60));
    if (rest % 1000)
        length += (size_t)snprintf(text + length, INSTANT_TEXT_SIZE - length, ".%03d",
                                   (int)(rest % 1000));
    snprintf(text + length, INSTANT_TEXT_SIZE - length, "Z");
    return text;
}

/* Adds `number` (thousandths) of `unit` to the period; false for a unit that isn't one there. */
static bool
add_unit(struct duration *value, bool in_time, char unit, int64_t thousandths)
{
    int64_t whole = thousandths / 1000;

    switch (unit) {
    case 'Y':
        value->months += (int32_t)whole * 12;
        return !in_time;
    case 'M':
        if (in_time)
            value->ms += whole * 60000;
        else
            value->months += (int32_t)whole;
        return true;
    case 'W':
        value->days += (int32_t)whole * 7;
        return !in_time;
    case 'D':
        value->days += (int32_t)whole;
        return !in_time;
    case 'H':
        value->ms += thousandths * 3600;
        return in_time;
    case 'S':
        value->ms += thousandths;
        return in_time;
    default:
        return false;
    }
}

bool
duration_parse(const char *text, struct duration *value)
{
    struct duration result = {0};
    bool negative = literal(&text, '-');
    bool in_time = false;
    bool any = false;

    if (!literal(&text, 'P'))
        return false;
    while (*text) {
        int64_t thousandths;
        char *end;

        if (literal(&text, 'T')) {
            in_time = true;
            continue;
        }
        if (!isdigit((unsigned char)*text) || strspn(text, "0123456789") > 9)
            return false;
        thousandths = strtoll(text, &end, 10) * 1000;
        text = end;
        thousandths += parse_fraction_ms(&text);
        if (!*text || !add_unit(&result, in_time, *text++, thousandths))
            return false;
        any = true;
    }
    if (negative)
        result = (struct duration){-result.months, -result.days, -result.ms};
    *value = result;
    return any;
}

const char *
duration_text(struct duration value, char text[INSTANT_TEXT_SIZE * 2])
{
    bool negative = value.months < 0 || value.days < 0 || value.ms < 0;
    int64_t ms = negative ? -value.ms : value.ms;

    if (negative)
        value = (struct duration){-value.months, -value.days, ms};
    snprintf(text, (size_t)INSTANT_TEXT_SIZE * 2, "%sP%dY%dM%dDT%" PRId64 "H%dM%dS",
             negative ? "-" : "", value.months / 12, value.months % 12, value.days, ms / 3600000,
             (int)(ms / 60000 % 60), (int)(ms / 1000 % 60));
    return text;
}

static int64_t
clock_ms(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct instant
instant_now(void)
{
    return (struct instant){clock_ms(CLOCK_REALTIME)};
}

int64_t
monotonic_ms(void)
{
    return clock_ms(CLOCK_MONOTONIC);
}
