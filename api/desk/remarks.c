#include "api/desk/remarks.h"

#include <stdio.h>

#include "api/base/intl.h"
#include "api/base/log.h"
#include "api/desk/state.h"

enum {
    SKEW_MS = 60000 /* by which clocks may differ */
};

static void
add_remark(struct desk *desk, const struct error *err)
{
    log_line(LOG_LEVEL_ERROR, "setting %s", err->text);
    desk->remarks[desk->remark_count++] = *err;
}

/* The hotel's zone becomes the process's: while the worker stands, as glibc knows one only. */
static void
set_zone(struct desk *desk, const char *zone)
{
    struct error err;

    client_park(desk->client);
    if (!zone_set(zone, &err))
        add_remark(desk, &err);
    client_unpark(desk->client);
}

static void
check_closing(struct desk *desk, const char *closing)
{
    struct duration unused;
    struct error err;

    if (!*closing || duration_parse(closing, &unused))
        return;
    error_set(
        &err, ERROR_INPUT,
        "The hotel's day closes at \"%.20s\", which is no duration such as PT4H: here it ends "
        "at midnight.",
        closing);
    add_remark(desk, &err);
}

void
remarks_take_clock(struct desk *desk, struct instant theirs)
{
    int64_t skew_ms = desk_now(desk).ms - theirs.ms;
    char span[SPAN_TEXT_SIZE];
    struct error err;

    if (desk->has_clock || !instant_is_set(theirs) || instant_is_set(desk->frozen_now))
        return;
    desk->has_clock = true;
    if (skew_ms >= -SKEW_MS && skew_ms <= SKEW_MS)
        return;
    error_set(&err, ERROR_INPUT,
              skew_ms > 0 ? _("This machine's clock is %s ahead of the property's: set it (NTP), "
                              "or say --now.")
                          : _("This machine's clock is %s behind the property's: set it (NTP), or "
                              "say --now."),
              span_text(skew_ms, span));
    add_remark(desk, &err);
}

void
remarks_take_settings(struct desk *desk)
{
    const struct configuration *house = store_configuration(desk->store);

    if (desk->has_settings || !house)
        return;
    desk->has_settings = true;
    set_zone(desk, house->time_zone);
    check_closing(desk, house->business_day_closing);
}

bool
desk_remark(struct desk *desk, struct error *err)
{
    if (!desk->remark_count)
        return false;
    *err = desk->remarks[--desk->remark_count];
    return true;
}
