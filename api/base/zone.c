#include "api/base/zone.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "api/base/error.h"
#include "api/base/text.h"

enum {
    MS_PER_MINUTE = 60000,
    MS_PER_DAY = 86400000,
};

static const char *const weekdays[] = {
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
};

/* glibc takes a zone that it can't read for UTC silently. */
static bool
is_zone_file(const char *path)
{
    char magic[4];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    bool ok = fd >= 0 && read(fd, magic, sizeof(magic)) == sizeof(magic)
              && memcmp(magic, "TZif", sizeof(magic)) == 0;

    if (fd >= 0)
        close(fd);
    return ok;
}

bool
zone_set(const char *name, struct error *err)
{
    char path[ZONE_NAME_SIZE + 32];

    if (!*name || strlen(name) >= ZONE_NAME_SIZE || strstr(name, "..") || *name == '/'
        || *name == ':')
        return error_set(err, ERROR_USAGE,
                         "\"%.60s\" is no time zone: an IANA name such as Europe/Prague is.", name);
    snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", name);
    if (!is_zone_file(path) && strcmp(name, "UTC") != 0)
        return error_set(err, ERROR_USAGE,
                         "The time zone %s is not on this machine: install the package tzdata.",
                         name);
    if (setenv("TZ", name, 1) != 0)
        return error_set(err, ERROR_USAGE, "Cannot set the time zone %s.", name);
    tzset();
    return true;
}

static void
local_time(int64_t ms, struct tm *tm)
{
    time_t seconds = (time_t)(ms / 1000 - (ms % 1000 < 0));

    *tm = (struct tm){0};
    localtime_r(&seconds, tm);
}

struct wall_time
zone_wall_time(struct instant at)
{
    struct tm tm;

    local_time(at.ms, &tm);
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

static int64_t
offset_ms(int64_t ms)
{
    struct tm tm;

    local_time(ms, &tm);
    return (int64_t)tm.tm_gmtoff * 1000;
}

/*
 * By the offsets of the day before and the day after, not by mktime(), whose answer in the hours of
 * a change depends on what it was asked before.
 */
struct instant
day_at(struct day day, int minutes)
{
    int64_t wall = (int64_t)day.number * MS_PER_DAY + (int64_t)minutes * MS_PER_MINUTE;
    int64_t before = offset_ms(wall - MS_PER_DAY);
    int64_t after = offset_ms(wall + MS_PER_DAY);

    if (before != after && offset_ms(wall - before) != before && offset_ms(wall - after) == after)
        return (struct instant){wall - after};
    return (struct instant){wall - before};
}

struct day
business_day_of(struct instant at, struct duration closing)
{
    struct wall_time wall = zone_wall_time(at);
    int64_t since_midnight_ms = (int64_t)(wall.hour * 60 + wall.minute) * MS_PER_MINUTE;
    struct day day = day_of(at);

    if (since_midnight_ms < closing.ms)
        return day_add(day, -1);
    return since_midnight_ms >= MS_PER_DAY + closing.ms ? day_add(day, 1) : day;
}

/* The same day of another month, or its last one. */
static struct day
add_months(const struct wall_time *wall, int months)
{
    int month = wall->year * 12 + wall->month - 1 + months;
    int year = (month >= 0 ? month : month - 11) / 12;
    int32_t first = civil_to_days(year, month - year * 12 + 1, 1);
    int32_t length = civil_to_days(year, month - year * 12 + 2, 1) - first;

    return (struct day){first + (wall->day < length ? wall->day : length) - 1};
}

struct instant
instant_add(struct instant at, struct duration period)
{
    int64_t in_minute = (at.ms % MS_PER_MINUTE + MS_PER_MINUTE) % MS_PER_MINUTE;
    struct wall_time wall;
    struct day day;

    if (!period.months && !period.days)
        return instant_add_ms(at, period.ms);
    wall = zone_wall_time(at);
    day = day_add(add_months(&wall, period.months), period.days);
    return instant_add_ms(day_at(day, wall.hour * 60 + wall.minute), in_minute + period.ms);
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

const char *
day_short_text(struct day day, char text[DAY_TEXT_SIZE])
{
    int year;
    int month;
    int of_month;

    text[0] = '\0';
    if (!day.number)
        return text;
    civil_from_days(day.number, &year, &month, &of_month);
    snprintf(text, DAY_TEXT_SIZE, "%02d.%02d.", of_month, month);
    return text;
}

const char *
wall_short_text(struct instant at, char text[WALL_TEXT_SIZE])
{
    struct wall_time wall = zone_wall_time(at);

    snprintf(text, WALL_TEXT_SIZE, "%02d.%02d. %02d:%02d", wall.day % 100, wall.month % 100,
             wall.hour % 100, wall.minute % 100);
    return text;
}

bool
day_parse_iso(const char *text, struct day *day)
{
    struct instant midnight;

    if (strlen(text) != 10 || !instant_parse(text, &midnight))
        return false;
    day->number = (int32_t)(midnight.ms / MS_PER_DAY - (midnight.ms % MS_PER_DAY < 0));
    return true;
}

/* The day of a date; false for one that the calendar hasn't. */
static bool
from_civil(int year, int month, int of_month, struct day *day)
{
    int same_year;
    int same_month;
    int same_day;

    day->number = civil_to_days(year, month, of_month);
    civil_from_days(day->number, &same_year, &same_month, &same_day);
    return year == same_year && month == same_month && of_month == same_day;
}

/* `24.3.` and `24.3.2026`; without a year the one that lies nearest to today. */
static bool
parse_dotted(const char *text, struct day today, struct day *day)
{
    int of_month = 0;
    int month = 0;
    int year = 0;
    int used = 0;
    int unused_month;
    int unused_day;
    int nearest = INT_MAX;

    if (sscanf(text, "%2d.%2d.%n", &of_month, &month, &used) < 2 || !used)
        return false;
    if (text[used])
        return strspn(text + used, "0123456789") == 4 && !text[used + 4]
               && from_civil(atoi(text + used), month, of_month, day);
    civil_from_days(today.number, &year, &unused_month, &unused_day);
    for (int guess = year - 1; guess <= year + 1; guess++) {
        struct day found;

        if (!from_civil(guess, month, of_month, &found)
            || abs(found.number - today.number) >= nearest)
            continue;
        nearest = abs(found.number - today.number);
        *day = found;
    }
    return nearest < INT_MAX;
}

static bool
parse_weekday(const char *text, struct day today, struct day *day)
{
    size_t length = strlen(text);

    for (int i = 0; i < 7 && length >= 2; i++) {
        size_t same = 0;

        while (weekdays[i][same] && text_lower(text[same]) == weekdays[i][same])
            same++;
        if (same != length)
            continue;
        *day = day_add(today, (i - day_weekday(today) + 6) % 7 + 1);
        return true;
    }
    return false;
}

/* `today`, `+3`, `-1` */
static bool
parse_relative(const char *text, struct day today, struct day *day)
{
    static const struct {
        const char *word;
        int days;
    } words[] = {{"today", 0}, {"tomorrow", 1}, {"yesterday", -1}};
    size_t digits = strspn(text + (*text != '\0'), "0123456789");

    for (size_t i = 0; i < countof(words); i++) {
        if (!text_same(words[i].word, text))
            continue;
        *day = day_add(today, words[i].days);
        return true;
    }
    if ((*text != '+' && *text != '-') || digits < 1 || digits > 4 || text[1 + digits])
        return false;
    *day = day_add(today, (int)strtol(text, NULL, 10));
    return true;
}

bool
day_parse(const char *text, struct day today, struct day *day, struct error *err)
{
    struct day found;

    if (!parse_relative(text, today, &found) && !day_parse_iso(text, &found)
        && !parse_weekday(text, today, &found) && !parse_dotted(text, today, &found))
        return error_set(err, ERROR_USAGE,
                         "\"%.40s\" is no date: write 2026-03-24, today, tomorrow, +3 or a "
                         "weekday.",
                         text);
    *day = found;
    return true;
}

struct instant
zone_days_later(struct instant at, int days)
{
    struct wall_time wall = zone_wall_time(at);

    return day_at(day_add(day_of(at), days), wall.hour * 60 + wall.minute);
}
