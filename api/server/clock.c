#include "api/server/clock.h"

#include <stdio.h>

enum {
    DAY_SECONDS = 86400
};

void
clock_init(struct clock *clock, struct instant frozen, struct instant last)
{
    clock->frozen = frozen;
    clock->began_ms = monotonic_ms();
    atomic_init(&clock->last_ms, instant_before(last, frozen) ? frozen.ms : last.ms);
}

static int64_t
source_ms(const struct clock *clock)
{
    return instant_is_set(clock->frozen) ? clock->frozen.ms : instant_now().ms;
}

struct instant
clock_now(const struct clock *clock)
{
    int64_t last = atomic_load(&clock->last_ms);
    int64_t source = source_ms(clock);

    return (struct instant){source > last ? source : last};
}

struct instant
clock_work(const struct clock *clock)
{
    struct instant now = clock_now(clock);

    return instant_is_set(clock->frozen) ? instant_add_ms(now, monotonic_ms() - clock->began_ms)
                                         : now;
}

struct instant
clock_tick(struct clock *clock)
{
    int64_t next = atomic_load(&clock->last_ms) + 1;
    int64_t source = source_ms(clock);

    if (source > next)
        next = source;
    atomic_store(&clock->last_ms, next);
    return (struct instant){next};
}

const char *
clock_date(struct instant at, char text[CLOCK_DATE_SIZE])
{
    static const char days[] = "SunMonTueWedThuFriSat";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int64_t seconds = at.ms / 1000;
    int32_t number = (int32_t)(seconds / DAY_SECONDS);
    int of_day = (int)(seconds % DAY_SECONDS);
    int year;
    int month;
    int day;

    civil_from_days(number, &year, &month, &day);
    snprintf(text, CLOCK_DATE_SIZE, "%.3s, %02d %.3s %04d %02d:%02d:%02d GMT",
             days + (number + 4) % 7 * 3, day, months + (month - 1) * 3, year, of_day / 3600,
             of_day / 60 % 60, of_day % 60);
    return text;
}
