#include "views/facts.h"

#include <stdio.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/desk/rooms.h"

bool
facts_is_due(const struct app *app, const struct reservation *stay, struct balance balance)
{
    const char *due = settings_text(app->settings, "due");

    if (!balance.is_known || decimal_sign(balance.amount.amount) <= 0 || strcmp(due, "never") == 0)
        return false;
    return strcmp(due, "any") == 0 || !stay_is_secured(app->desk, stay);
}

uint32_t
facts_warnings(const struct app *app, const struct reservation *stay)
{
    return stay_badges(app->desk, stay)
           & (1u << BADGE_BLOCKLIST | 1u << BADGE_PROBLEM | 1u << BADGE_OVERBOOKED
              | 1u << BADGE_UNKNOWN);
}

const char *
facts_guest(const struct app *app, const struct reservation *stay, char *name, size_t size)
{
    account_title(app->desk, stay->account_id, name, size);
    if (!name[0])
        snprintf(name, size, "#%s", stay->number);
    return name;
}

static void
say_room(struct card *card, struct app *app, const struct reservation *stay)
{
    const struct resource *room = stay_room(app->desk, stay);
    const struct resource_category *category = stay_category(app->desk, stay);

    if (room)
        card_line(card, STYLE_NORMAL, _("Room"), "%s  %s  %s", room->name,
                  resource_state_name(room->state), category ? category->name : "");
    else
        card_line(card, STYLE_WARNING, _("Room"), _("none; asked: %s"),
                  category ? category->name : "");
}

static void
say_notes(struct card *card, struct app *app, const struct reservation *stay)
{
    struct store_rows notes = store_by(desk_store(app->desk), STORE_NOTES_OF_RESERVATION, stay->id);

    for (size_t i = 0; i < notes.count && i < 3; i++)
        card_line(card, STYLE_NORMAL, i ? "" : _("Notes"), "%s",
                  ((const struct note *)notes.rows[i])->text);
}

void
facts_stay(struct card *card, struct app *app, const struct reservation *stay)
{
    struct persons persons = stay_persons(app->desk, stay);
    struct wall_time start = zone_wall_time(stay->start_utc);
    struct wall_time end = zone_wall_time(stay->end_utc);
    char name[256];

    card_line(card, STYLE_STRONG, _("Guest"), "%s  #%s", facts_guest(app, stay, name, sizeof(name)),
              stay->number);
    card_line(card, STYLE_NORMAL, _("Stay"),
              ngettext("%02d.%02d. to %02d.%02d.  %d night  %d+%d persons",
                       "%02d.%02d. to %02d.%02d.  %d nights  %d+%d persons",
                       (unsigned long)stay_nights(stay)),
              start.day, start.month, end.day, end.month, stay_nights(stay), persons.adults,
              persons.children);
    say_room(card, app, stay);
    say_notes(card, app, stay);
}

void
facts_wait(struct card *card, const struct app *app, unsigned parts, const char *text)
{
    bool is_loaded = true;

    for (unsigned part = 0; part < DESK_PARTS; part++)
        is_loaded &= !(parts & 1u << part) || desk_has(app->desk, (enum desk_part)part)
                     || desk_missing(app->desk, (enum desk_part)part);
    if (instant_is_set(desk_snapshot_time(app->desk)))
        is_loaded = true;
    card_loading(card, is_loaded ? NULL : text);
}

struct balance
facts_balance(struct card *card, struct app *app, struct uuid account)
{
    struct balance balance = account_balance(app->desk, account);
    const struct error *missing = desk_missing(app->desk, DESK_BALANCES);
    char text[MONEY_TEXT_SIZE];

    if (!balance.is_known) {
        if (missing) {
            card_guard(card);
            card_line(card, STYLE_WARNING, _("Balance"), _("missing: %s"), missing->text);
        } else {
            card_line(card, STYLE_PENDING, _("Balance"), _("not loaded yet"));
        }
        return balance;
    }
    if (decimal_sign(balance.amount.amount) != 0)
        card_guard(card);
    card_line(card, decimal_sign(balance.amount.amount) > 0 ? STYLE_MONEY_DUE : STYLE_NORMAL,
              _("Balance"), "%s%s", money_text(balance.amount, text),
              balance.has_pending ? _("  a payment is pending") : "");
    if (balance.has_unbilled) {
        card_guard(card);
        card_line(card, STYLE_WARNING, "", _("Items stand on no bill: they do not close."));
    }
    return balance;
}
