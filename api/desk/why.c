#include "api/desk/why.h"

#include <stdarg.h>
#include <stdio.h>

#include "api/base/intl.h"
#include "api/base/zone.h"
#include "api/desk/rooms.h"
#include "api/desk/stays.h"

struct reasons {
    struct why *rows;
    size_t count;
};

static void add(struct reasons *reasons, const char *mend, const char *format, ...)
    PRINTF_LIKE(3, 4);

static void
add(struct reasons *reasons, const char *mend, const char *format, ...)
{
    struct why *why = &reasons->rows[reasons->count];
    va_list args;

    if (reasons->count == WHY_ROWS)
        return;
    va_start(args, format);
    vsnprintf(why->text, sizeof(why->text), format, args);
    va_end(args);
    why->mend = mend;
    reasons->count++;
}

static void
against_room(const struct desk *desk, const struct reservation *stay, struct reasons *reasons)
{
    const struct resource *room = stay_room(desk, stay);
    const struct reservation *other;
    char name[200];

    if (!room) {
        add(reasons, "assign .", _("No room is assigned."));
        return;
    }
    if (room->state == RESOURCE_OUT_OF_SERVICE || room->state == RESOURCE_OUT_OF_ORDER)
        add(reasons, "assign .", _("Room %s is %s: give another."), room->name,
            resource_state_name(room->state));
    else if (room->state != RESOURCE_INSPECTED)
        add(reasons, "inspect .", _("Room %s is %s, not Inspected."), room->name,
            resource_state_name(room->state));
    other = room_occupant(desk, room->id, stay);
    if (other)
        add(reasons, "assign .", _("%s is still in room %s."),
            account_title(desk, other->account_id, name, sizeof(name)), room->name);
}

static void
against_checkin(const struct desk *desk, const struct reservation *stay, struct reasons *reasons)
{
    if (stay->state == RESERVATION_OPTIONAL)
        add(reasons, NULL, _("The reservation is Optional: it must be confirmed."));
    if (instant_before(desk_now(desk), stay->start_utc)) {
        struct wall_time wall = zone_wall_time(stay->start_utc);

        add(reasons, NULL, _("The stay starts at %02d:%02d."), wall.hour, wall.minute);
    }
    against_room(desk, stay, reasons);
}

static void
against_checkout(const struct desk *desk, const struct reservation *stay, struct reasons *reasons)
{
    struct balance balance = account_balance(desk, stay->account_id);
    char text[MONEY_TEXT_SIZE];

    if (desk_today(desk).number < stay_departure(stay).number) {
        char day[DAY_TEXT_SIZE];

        add(reasons, NULL, _("The stay lasts until %s"), day_short_text(stay_departure(stay), day));
    }
    if (!balance.is_known)
        add(reasons, "folio .", _("The balance isn't loaded yet."));
    else if (decimal_sign(balance.amount.amount) != 0)
        add(reasons, "pay . all", _("The balance is %s."), money_text(balance.amount, text));
    if (balance.has_pending)
        add(reasons, "refresh", _("A payment is pending."));
    if (balance.has_unbilled)
        add(reasons, "folio .", _("Items stand on no bill: they do not close."));
}

size_t
why_not(const struct desk *desk, const struct reservation *stay, struct why rows[WHY_ROWS])
{
    struct reasons reasons = {rows, 0};

    if (desk_unknown_of(desk, stay->id) || desk_unknown_of(desk, stay->account_id))
        add(&reasons, "journal", _("A write of unknown outcome is open."));
    switch (stay->state) {
    case RESERVATION_CONFIRMED:
    case RESERVATION_OPTIONAL:
        against_checkin(desk, stay, &reasons);
        break;
    case RESERVATION_STARTED:
        against_checkout(desk, stay, &reasons);
        break;
    default:
        add(&reasons, NULL, _("The reservation is %s."), reservation_state_name(stay->state));
    }
    return reasons.count;
}
