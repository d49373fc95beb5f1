#include "api/rules/history.h"

#include "api/base/error.h"

bool
history_may_change(const char *history, const char *what, struct instant at, struct instant now,
                   struct error *err)
{
    struct duration length;
    struct instant first;
    char text[INSTANT_TEXT_SIZE];

    if (!duration_parse(history, &length))
        return true;
    first = instant_add(now, (struct duration){-length.months, -length.days, -length.ms});
    if (!instant_before(at, first))
        return true;
    return error_set(err, ERROR_REFUSED,
                     "%s before %s can't be changed any more: choose a later time.", what,
                     instant_text(first, text));
}

bool
future_may_change(const char *what, struct instant at, struct instant now, struct error *err)
{
    struct instant last = instant_add(now, (struct duration){YEARS_AHEAD * 12, 0, 0});

    if (!instant_before(last, at))
        return true;
    return error_set(err, ERROR_REFUSED,
                     "%s can be set for %d years ahead: choose an earlier time.", what,
                     YEARS_AHEAD);
}
