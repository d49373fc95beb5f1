#include "api/base/instant.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "api/base/attributes.h"
#include "api/base/intl.h"

enum {
    MS_PER_DAY = 86400000,
    FIRST_DAY = -719528, /* 0000-01-01 */
    LAST_DAY = 2932896,  /* 9999-12-31 */
    MONTHS_MAX = 120000, /* of a duration: as long as the calendar, so that no sum overflows */
    DAYS_MAX = 3660000,
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

/* `.123` and longer: the first three digits count. No point is 0; one alone is none. */
static bool
parse_fraction_ms(const char **text, int *ms)
{
    *ms = 0;
    if (**text != '.' && **text != ',')
        return true;
    (*text)++;
    if (!isdigit((unsigned char)**text))
        return false;
    for (int place = 100; isdigit((unsigned char)**text); (*text)++, place /= 10)
        *ms += place * (**text - '0');
    return true;
}

static bool
parse_clock(const char **text, int64_t *ms)
{
    int hour;
    int minute;
    int second = 0;
    int fraction = 0;

    if (!literal(text, 'T') || !digits(text, 2, &hour) || !literal(text, ':')
        || !digits(text, 2, &minute))
        return false;
    if (literal(text, ':') && (!digits(text, 2, &second) || !parse_fraction_ms(text, &fraction)))
        return false;
    *ms = ((int64_t)(hour * 60 + minute) * 60 + second) * 1000 + fraction;
    return minute < 60 && second <= 60 && (hour < 24 || *ms == MS_PER_DAY); // 60: a leap second
}

/* `Z`, `+01:00` and nothing, which is UTC; both +0100 and +01 are seen too. */
static bool
parse_offset(const char **text, int *minutes)
{
    int sign = **text == '-' ? 1 : -1;
    int hours;
    int rest = 0;

    *minutes = 0;
    if (!**text || literal(text, 'Z'))
        return true;
    if (!literal(text, '+') && !literal(text, '-'))
        return false;
    if (!digits(text, 2, &hours) || ((literal(text, ':') || **text) && !digits(text, 2, &rest)))
        return false;
    *minutes = sign * (hours * 60 + rest);
    return hours < 24 && rest < 60;
}

bool
instant_parse(const char *text, struct instant *value)
{
    int32_t days;
    int64_t clock = 0;
    int offset = 0;

    if (!parse_date(&text, &days))
        return false;
    if (*text && (!parse_clock(&text, &clock) || !parse_offset(&text, &offset) || *text))
        return false;
    value->ms = (int64_t)days * MS_PER_DAY + clock + (int64_t)offset * 60000;
    return true;
}

/* `count` digits and what follows them. */
static char *
put_number(char *to, int value, int count, char behind)
{
    for (int i = count - 1; i >= 0; i--, value /= 10)
        to[i] = (char)('0' + value % 10);
    to[count] = behind;
    return to + count + 1;
}

/* Digit by digit: by snprintf() it was a twentieth of filling a property with its data. */
const char *
instant_text(struct instant value, char text[INSTANT_TEXT_SIZE])
{
    int rest = (int)((value.ms % MS_PER_DAY + MS_PER_DAY) % MS_PER_DAY);
    int64_t days = value.ms / MS_PER_DAY - (value.ms % MS_PER_DAY < 0);
    char *to = text;
    int year;
    int month;
    int day;

    text[0] = '\0';
    if (!value.ms || days < FIRST_DAY || days > LAST_DAY)
        return text;
    civil_from_days((int32_t)days, &year, &month, &day);
    to = put_number(to, year, 4, '-');
    to = put_number(to, month, 2, '-');
    to = put_number(to, day, 2, 'T');
    to = put_number(to, rest / 3600000, 2, ':');
    to = put_number(to, rest / 60000 % 60, 2, ':');
    to = put_number(to, rest / 1000 % 60, 2, rest % 1000 ? '.' : 'Z');
    if (rest % 1000)
        to = put_number(to, rest % 1000, 3, 'Z');
    *to = '\0';
    return text;
}

/* The units of a duration, in the order in which they come. */
static const struct unit {
    char letter;
    bool in_time; /* behind the T */
    int months;
    int days;
    int ms_per_thousandth;
} units[] = {
    // clang-format off
    {'Y', false, 12, 0, 0},
    {'M', false, 1,  0, 0},
    {'W', false, 0,  7, 7 * 86400},
    {'D', false, 0,  1, 86400},
    {'H', true,  0,  0, 3600},
    {'M', true,  0,  0, 60},
    {'S', true,  0,  0, 1},
    // clang-format on
};

/* Reads a number and its unit, one of those from `*next` on, into the period. */
static bool
parse_unit(const char **text, bool in_time, size_t *next, struct duration *value)
{
    int64_t whole;
    int fraction;
    char *end;

    if (!isdigit((unsigned char)**text) || strspn(*text, "0123456789") > 9)
        return false;
    whole = strtoll(*text, &end, 10);
    *text = end;
    if (!parse_fraction_ms(text, &fraction))
        return false;
    while (*next < countof(units)
           && (units[*next].letter != **text || units[*next].in_time != in_time))
        (*next)++;
    if (*next == countof(units) || (units[*next].months && (whole > MONTHS_MAX || fraction)))
        return false;
    value->months += (int32_t)whole * units[*next].months;
    value->days += (int32_t)(whole > DAYS_MAX ? DAYS_MAX : whole) * units[*next].days;
    value->ms +=
        (units[*next].days ? fraction : whole * 1000 + fraction) * units[*next].ms_per_thousandth;
    (*text)++;
    (*next)++;
    return value->months <= MONTHS_MAX && value->days < DAYS_MAX
           && value->ms / MS_PER_DAY < DAYS_MAX;
}

bool
duration_parse(const char *text, struct duration *value)
{
    struct duration result = {0};
    bool negative = literal(&text, '-');
    bool in_time = false;
    size_t next = 0;

    if (!literal(&text, 'P'))
        return false;
    do {
        in_time = in_time || literal(&text, 'T');
        if (!parse_unit(&text, in_time, &next, &result))
            return false;
    } while (*text);
    if (negative)
        result = (struct duration){-result.months, -result.days, -result.ms};
    *value = result;
    return true;
}

const char *
duration_text(struct duration value, char text[INSTANT_TEXT_SIZE * 2])
{
    const size_t size = (size_t)INSTANT_TEXT_SIZE * 2;
    const char *sign = "";
    char fraction[8] = "";

    if (value.months < 0 || value.days < 0 || value.ms < 0) {
        sign = "-";
        value = (struct duration){-value.months, -value.days, -value.ms};
    }
    if (value.ms % 1000)
        snprintf(fraction, sizeof(fraction), ".%03d", (int)(value.ms % 1000));
    snprintf(text, size, "%sP%dY%dM%dDT%" PRId64 "H%dM%d%sS", sign, value.months / 12,
             value.months % 12, value.days, value.ms / 3600000, (int)(value.ms / 60000 % 60),
             (int)(value.ms / 1000 % 60), fraction);
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

const char *
span_text(int64_t ms, char text[SPAN_TEXT_SIZE])
{
    static const struct {
        int64_t ms;
        const char *name;
    } spans[] = {
        {86400000, N_("days")}, {3600000, N_("hours")}, {60000, N_("min")}, {1000, N_("s")}};
    size_t i = 0;

    ms = ms < 0 ? -ms : ms;
    while (i + 1 < countof(spans) && ms < 2 * spans[i].ms)
        i++;
    snprintf(text, SPAN_TEXT_SIZE, "%lld %s", (long long)(ms / spans[i].ms), _(spans[i].name));
    return text;
}
