#include <stdio.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/desk/rooms.h"
#include "tui/pick.h"
#include "views/missing.h"
#include "views/panes.h"
#include "views/pen.h"
#include "views/resolve.h"

/* One stay with its guest, as lines; longer than the screen, it scrolls. */

struct detail {
    struct uuid reservation;
    int top;              /* lines above the first that shows */
    char pick[PICK_SIZE]; /* digits of a room: the next letter is for it */
};

static const struct reservation *
stay_of(const struct pane *pane)
{
    const struct app *app = screen_app(pane->screen);

    return store_reservation_of(desk_store(app->desk),
                                ((const struct detail *)pane->state)->reservation);
}

static bool
open_detail(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    struct detail *detail = pane->state;
    const char *word = invocation ? invocation_word(invocation, 0) : NULL;
    const struct reservation *stay;

    if (!word)
        return uuid_is_set(detail->reservation)
               || error_set(err, ERROR_USAGE, _("Which stay? Give a room, a name or #number."));
    stay = resolve_stay(screen_app(pane->screen), word, RESOLVE_GUEST, err);
    if (!stay)
        return false;
    detail->reservation = stay->id;
    detail->top = 0;
    return true;
}

static void
say_guest(struct pen *pen, const struct app *app, const struct reservation *stay)
{
    const struct customer *guest = stay_guest(app->desk, stay);
    char name[256];

    pen_line(pen, STYLE_STRONG, _("Guest"), "%s",
             account_title(app->desk, stay->account_id, name, sizeof(name)));
    if (!guest)
        return;
    pen_line(pen, STYLE_NORMAL, _("E-mail"), "%s%s", guest->email,
             guest->has_ota_email ? _(" (alias of an agency)") : "");
    pen_line(pen, STYLE_NORMAL, _("Phone"), "%s", guest->phone);
    pen_line(pen, STYLE_NORMAL, _("Nationality"), "%s", guest->nationality);
    pen_line(pen, STYLE_NORMAL, _("Born"), "%s", guest->birth_date);
    pen_line(pen, STYLE_NORMAL, _("About"), "%s", guest->notes);
}

static void
say_stay(struct pen *pen, const struct app *app, const struct reservation *stay)
{
    struct persons persons = stay_persons(app->desk, stay);
    struct wall_time start = zone_wall_time(stay->start_utc);
    struct wall_time end = zone_wall_time(stay->end_utc);
    const struct rate *rate = store_rate_of(desk_store(app->desk), stay->rate_id);

    pen_line(pen, STYLE_STRONG, _("Reservation"), "#%s  %s", stay->number,
             reservation_state_name(stay->state));
    pen_line(pen, STYLE_NORMAL, _("Stay"),
             ngettext("%02d.%02d.%d %02d:%02d to %02d.%02d.%d %02d:%02d, %d night",
                      "%02d.%02d.%d %02d:%02d to %02d.%02d.%d %02d:%02d, %d nights",
                      (unsigned long)stay_nights(stay)),
             start.day, start.month, start.year, start.hour, start.minute, end.day, end.month,
             end.year, end.hour, end.minute, stay_nights(stay));
    pen_line(pen, STYLE_NORMAL, _("Persons"), _("adults %d, children %d"), persons.adults,
             persons.children);
    pen_line(pen, STYLE_NORMAL, _("Rate"), "%s", rate ? rate->name : "");
    pen_line(pen, STYLE_NORMAL, _("Origin"), "%s %s", stay->origin, stay_channel_number(stay));
}

static void
say_room(struct pen *pen, const struct app *app, const struct reservation *stay)
{
    const struct resource *room = stay_room(app->desk, stay);
    const struct resource_category *asked =
        store_resource_category_of(desk_store(app->desk), stay->requested_category_id);

    if (room)
        pen_line(pen, STYLE_NORMAL, _("Room"), "%s  %s  %s%s", room->name,
                 resource_state_name(room->state), room_use_name(room_use(app->desk, room->id)),
                 stay->is_resource_locked ? _("  locked") : "");
    else
        pen_line(pen, STYLE_WARNING, _("Room"), "%s", _("none"));
    pen_line(pen, STYLE_NORMAL, _("Asked for"), "%s", asked ? asked->name : "");
}

static void
say_people(struct pen *pen, const struct app *app, const struct reservation *stay)
{
    const struct store *store = desk_store(app->desk);
    struct store_rows rows = store_by(store, STORE_COMPANIONS_OF_RESERVATION, stay->id);
    const struct company *company = store_company_of(store, stay->company_id);
    const struct reservation_group *group = store_reservation_group_of(store, stay->group_id);

    for (size_t i = 0; i < rows.count; i++) {
        const struct companionship *companion = rows.rows[i];
        char name[256];

        if (!uuid_equal(companion->customer_id, stay->account_id))
            pen_line(pen, STYLE_NORMAL, _("With"), "%s",
                     account_title(app->desk, companion->customer_id, name, sizeof(name)));
    }
    pen_line(pen, STYLE_NORMAL, _("Company"), "%s", company ? company->name : "");
    if (store_by(store, STORE_RESERVATIONS_OF_GROUP, stay->group_id).count > 1)
        pen_line(pen, STYLE_NORMAL, _("Group"), "%s", group ? group->name : "");
}

static void
say_notes(struct pen *pen, const struct app *app, const struct reservation *stay)
{
    struct store_rows notes = store_by(desk_store(app->desk), STORE_NOTES_OF_RESERVATION, stay->id);

    for (size_t i = 0; i < notes.count; i++)
        pen_line(pen, STYLE_NORMAL, i ? "" : _("Notes"), "%s",
                 ((const struct note *)notes.rows[i])->text);
}

static void
say_badges(struct pen *pen, const struct app *app, const struct reservation *stay)
{
    uint32_t badges = stay_badges(app->desk, stay);

    const char *label = _("Flags");

    for (unsigned badge = 0; badge < BADGE_COUNT; badge++) {
        if (!(badges & 1u << badge))
            continue;
        pen_line(pen, STYLE_NORMAL, label, "%c  %s", badge_row((enum badge)badge)->letter,
                 _(badge_row((enum badge)badge)->text));
        label = "";
    }
}

static void
say_balance(struct pen *pen, const struct app *app, const struct reservation *stay)
{
    struct balance balance = account_balance(app->desk, stay->account_id);
    const struct action *action = action_of(app->desk, stay->id);
    char text[MONEY_TEXT_SIZE];

    pen_line(pen, decimal_sign(balance.amount.amount) > 0 ? STYLE_MONEY_DUE : STYLE_NORMAL,
             _("Balance"), "%s", balance.is_known ? money_text(balance.amount, text) : "·");
    if (action && action_error(action))
        pen_line(pen, STYLE_ERROR, _("Refused"), "%s", action_error(action)->text);
    else if (action)
        pen_line(pen, STYLE_PENDING, "", "%s", _(action_word(action)));
}

enum {
    PARTS_SHOWN = 1u << DESK_ROOMS | 1u << DESK_STAYS | 1u << DESK_BALANCES | 1u << DESK_DETAILS
};

/* Returns how many lines there are in all. */
static int
draw_lines(const struct detail *detail, const struct app *app, const struct reservation *stay,
           const struct canvas *canvas)
{
    struct pen pen = {canvas, -detail->top};

    draw_clear(canvas);
    say_guest(&pen, app, stay);
    pen.row++;
    say_stay(&pen, app, stay);
    say_room(&pen, app, stay);
    say_people(&pen, app, stay);
    say_balance(&pen, app, stay);
    pen.row++;
    say_notes(&pen, app, stay);
    say_badges(&pen, app, stay);
    return pen.row + detail->top;
}

static void
draw(struct pane *pane, const struct canvas *whole)
{
    struct detail *detail = pane->state;
    const struct app *app = screen_app(pane->screen);
    const struct reservation *stay = stay_of(pane);
    struct canvas canvas = missing_draw(app, PARTS_SHOWN, (struct uuid){{0}}, whole);
    int most;

    if (!stay) {
        draw_clear(&canvas);
        draw_text(&canvas, 0, 0, STYLE_ERROR, _("The reservation is gone."));
        return;
    }
    most = draw_lines(detail, app, stay, &canvas) - canvas.at.rows;
    if (detail->top > 0 && detail->top > most) { // further than its last line
        detail->top = most > 0 ? most : 0;
        (void)draw_lines(detail, app, stay, &canvas);
    }
    draw_cursor(&canvas, 0, 0);
}

static void
status(struct pane *pane, char *text, size_t size)
{
    const struct reservation *stay = stay_of(pane);
    const struct detail *detail = pane->state;

    if (detail->pick[0])
        snprintf(text, size, _("room %s_"), detail->pick);
    else
        snprintf(text, size, "#%s", stay ? stay->number : "");
}

static bool
key(struct pane *pane, struct key key)
{
    return pick_key(((struct detail *)pane->state)->pick, key);
}

static char *
pick(struct pane *pane)
{
    return ((struct detail *)pane->state)->pick;
}

static bool
command(struct pane *pane, const struct invocation *invocation)
{
    struct detail *detail = pane->state;

    if (!pen_scroll(&detail->top, invocation->command->name))
        return false;
    pane_redraw(pane);
    return true;
}

static bool
selection(struct pane *pane, char *text, size_t size)
{
    struct detail *detail = pane->state;

    if (size < UUID_TEXT_SIZE)
        return false;
    if (detail->pick[0])
        snprintf(text, size, "%s", detail->pick);
    else
        uuid_text(detail->reservation, text);
    return text[0] != '\0';
}

const struct pane_class detail_pane = {
    .name = "detail",
    .title = N_("Stay"),
    .contexts = (const char *const[]){"stays", "desk", "list", NULL},
    .size = sizeof(struct detail),
    .open = open_detail,
    .draw = draw,
    .status = status,
    .key = key,
    .pick = pick,
    .command = command,
    .selection = selection,
    .hints = (const char *const[]){"checkin", "checkout", "folio", "note", "assign", "why",
                                   "help-keys", "pay", "charge", "key", "group", "undo", NULL},
};
