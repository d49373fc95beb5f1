#include "api/base/zone.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "api/base/error.h"

static const char *const weekdays[] = {
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
};

bool
zone_set(const char *name, struct error *err)
{
    char path[ZONE_NAME_SIZE + 32];

    if (!*name || strlen(name) >= ZONE_NAME_SIZE || strstr(name, "..") || *name == '/'
        || *name == ':')
        return error_set(err, ERROR_USAGE,
                         "\"%.60s\" is no time zone: an IANA name such as Europe/Prague is.", name);
    snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", name);
    if (access(path, R_OK) != 0
        && strcmp(name, "UTC") != 0) // glibc takes an unknown zone for UTC silently
        return error_set(err, ERROR_USAGE,
                         "The time zone %s is not on this machine: install the package tzdata.",
                         name);
    if (setenv("TZ", name, 1) != 0)
        return error_set(err, ERROR_USAGE, "Cannot set the time zone %s.", name);
    tzset();
    return true;
}

struct wall_time
zone_wall_time(struct instant at)
{
    time_t seconds = (time_t)(at.ms / 1000 - (at.ms % 1000 < 0));
    struct tm tm;

    localtime_r(&seconds, &tm);
    return (struct wall_time){
        .year = tm.tm_year + 1900,
        .month = tm.tm_mon + 1,
        .day = tm.tm_mday,
        .hour = tm.tm_hour,
        .minute = tm.tm_min,
        .second = tm.tm_sec,
        .weekday = tm.tm_wday,
        .offset_minutes = (int)(tm.tm_gmtoff / 60),
    };
}

struct day
day_of(struct instant at)
{
    struct wall_time wall = zone_wall_time(at);

    return (struct day){civil_to_days(wall.year, wall.month, wall.day)};
}

/* mktime() of a wall time; an hour that doesn't exist is the one after the gap. */
static struct instant
from_wall(int year, int month, int day, int minutes, int64_t rest_ms)
{
    struct tm tm = {
        .tm_year = year - 1900,
        .tm_mon = month - 1,
        .tm_mday = day,
        .tm_hour = minutes / 60,
        .tm_min = minutes % 60,
        .tm_isdst = -1,
    };

    return (struct instant){(int64_t)mktime(&tm) * 1000 + rest_ms};
}

struct instant
day_at(struct day day, int minutes)
{
    int year;
    int month;
    int of_month;

    civil_from_days(day.number, &year, &month, &of_month);
    return from_wall(year, month, of_month, minutes, 0);
}

struct day
business_day_of(struct instant at, struct duration closing)
{
    struct wall_time wall = zone_wall_time(at);
    int64_t since_midnight_ms = (int64_t)(wall.hour * 60 + wall.minute) * 60000;
    struct day day = day_of(at);

    return since_midnight_ms < closing.ms ? day_add(day, -1) : day;
}

struct instant
instant_add(struct instant at, struct duration period)
{
    struct wall_time wall;
    int month;

    if (!period.months && !period.days)
        return instant_add_ms(at, period.ms);
    wall = zone_wall_time(at);
    month = wall.year * 12 + wall.month - 1 + period.months;
    at = from_wall(month / 12, month % 12 + 1, wall.day + period.days, wall.hour * 60 + wall.minute,
                   at.ms % 60000);
    return instant_add_ms(at, period.ms);
}

int
nights_between(struct instant start, struct instant end)
{
    return day_of(end).number - day_of(start).number;
}

int
day_weekday(struct day day)
{
    return (int)(((int64_t)day.number % 7 + 11) % 7);
}

const char *
day_text(struct day day, char text[DAY_TEXT_SIZE])
{
    int year;
    int month;
    int of_month;

    text[0] = '\0';
    if (!day.number)
        return text;
    civil_from_days(day.number, &year, &month, &of_month);
    snprintf(text, DAY_TEXT_SIZE, "%04d-%02d-%02d", year % 10000, month, of_month);
    return text;
}

bool
day_parse_iso(const char *text, struct day *day)
{
    struct instant midnight;

    if (strlen(text) != 10 || !instant_parse(text, &midnight))
        return false;
    day->number = (int32_t)(midnight.ms / 86400000 - (midnight.ms % 86400000 < 0));
    return true;
}

/* `24.3.` and `24.3.2026`; without a year the one that lies within half a year of today. */
static bool
parse_dotted(const char *text, struct day today, struct day *day)
{
    int of_month = 0;
    int month = 0;
    int year = 0;
    int used = 0;
    int this_year;
    int unused_month;
    int unused_day;
    char iso[DAY_TEXT_SIZE];

    civil_from_days(today.number, &this_year, &unused_month, &unused_day);
    if (sscanf(text, "%2d.%2d.%n", &of_month, &month, &used) < 2 || !used)
        return false;
    if (text[used] && (sscanf(text + used, "%4d", &year) != 1 || strlen(text + used) != 4))
        return false;
    snprintf(iso, sizeof(iso), "%04d-%02d-%02d", (year ? year : this_year) % 10000, month % 100,
             of_month % 100);
    if (!day_parse_iso(iso, day))
        return false;
    if (!year && day->number < today.number - 182) {
        snprintf(iso, sizeof(iso), "%04d-%02d-%02d", (this_year + 1) % 10000, month % 100,
                 of_month % 100);
        return day_parse_iso(iso, day);
    }
    return true;
}

static bool
parse_weekday(const char *text, struct day today, struct day *day)
{
    size_t length = strlen(text);

    for (int i = 0; i < 7 && length >= 2; i++) {
        if (strncasecmp(weekdays[i], text, length) != 0)
            continue;
        *day = day_add(today, (i - day_weekday(today) + 6) % 7 + 1);
        return true;
    }
    return false;
}

bool
day_parse(const char *text, struct day today, struct day *day, struct error *err)
{
    static const struct {
        const char *word;
        int days;
    } words[] = {{"today", 0}, {"tomorrow", 1}, {"yesterday", -1}};
    char *end;

    for (size_t i = 0; i < countof(words); i++) {
        if (strcasecmp(words[i].word, text) != 0)
            continue;
        *day = day_add(today, words[i].days);
        return true;
    }
    if ((*text == '+' || *text == '-') && isdigit((unsigned char)text[1]) && strlen(text) < 6) {
        *day = day_add(today, (int)strtol(text, &end, 10));
        if (!*end)
            return true;
    }
    if (day_parse_iso(text, day) || parse_weekday(text, today, day)
        || parse_dotted(text, today, day))
        return true;
    return error_set(err, ERROR_USAGE,
                     "\"%.40s\" is no date: write 2026-03-24, today, tomorrow, +3 or a weekday.",
                     text);
}
