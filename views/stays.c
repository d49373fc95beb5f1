#include <stdio.h>
#include <string.h>

#include "api/base/fold.h"
#include "api/base/intl.h"
#include "api/base/text.h"
#include "views/missing.h"
#include "views/panes.h"
#include "views/resolve.h"
#include "views/stay_rows.h"

/* Arrivals, departures and in-house: one list, three filters. */

struct stays {
    struct stay_rows rows;
    struct list list;
    bool is_settled; /* the day is loaded, or a key chose: the cursor stays on its record */
};

static void
refresh(struct stays *stays)
{
    stay_rows_refresh(&stays->rows);
    list_refresh(&stays->list);
    if (!stays->is_settled)
        (void)list_command(&stays->list, "home");
    stays->is_settled |= desk_has(stays->rows.app->desk, DESK_STAYS);
}

/* Other rows were asked for: the cursor leaves a record that isn't among them. */
static void
reset(struct stays *stays)
{
    refresh(stays);
    list_reset(&stays->list);
}

static bool
open_list(struct pane *pane, const struct invocation *invocation, enum stay_list kind,
          struct error *err)
{
    struct stays *stays = pane->state;
    struct app *app = screen_app(pane->screen);
    const char *word = invocation ? invocation_word(invocation, 0) : NULL;
    struct day day = desk_today(app->desk);

    if (word && !resolve_date(app, word, &day, err))
        return false;
    if (!stays->list.class) {
        stay_rows_init(&stays->rows, app, kind);
        list_init(&stays->list, stay_list_class(kind), &stays->rows);
    }
    stays->rows.day = day;
    if (word)
        desk_load_window(app->desk, day_add(day, -1), day_add(day, 2));
    reset(stays);
    return true;
}

static bool
open_arrivals(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    return open_list(pane, invocation, STAYS_ARRIVALS, err);
}

static bool
open_departures(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    return open_list(pane, invocation, STAYS_DEPARTURES, err);
}

static bool
open_in_house(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    return open_list(pane, invocation, STAYS_IN_HOUSE, err);
}

/* The group of the stay that the word means; opened anew without one, as it was. */
static bool
open_group(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    struct stays *stays = pane->state;
    struct app *app = screen_app(pane->screen);
    const char *word = invocation ? invocation_word(invocation, 0) : NULL;
    const struct reservation *stay = word ? resolve_stay(app, word, RESOLVE_GUEST, err) : NULL;

    if (word && !stay)
        return false;
    if (!stays->list.class) {
        stay_rows_init(&stays->rows, app, STAYS_GROUP);
        list_init(&stays->list, stay_list_class(STAYS_GROUP), &stays->rows);
    }
    if (stay) {
        stays->rows.group = stay->group_id;
        desk_load_group(app->desk, stay->group_id);
    }
    reset(stays);
    return true;
}

static void
close_list(struct pane *pane)
{
    struct stays *stays = pane->state;

    list_clear(&stays->list);
    stay_rows_clear(&stays->rows);
}

enum {
    PARTS_SHOWN = 1u << DESK_CONFIGURATION | 1u << DESK_ROOMS | 1u << DESK_STAYS
                  | 1u << DESK_BALANCES | 1u << DESK_DETAILS
};

static void
draw_list(struct pane *pane, const struct canvas *canvas)
{
    struct stays *stays = pane->state;
    struct app *app = stays->rows.app;
    struct canvas list = missing_draw(app, PARTS_SHOWN, (struct uuid){{0}}, canvas);

    list_draw(&stays->list, &list);
    if (stays->rows.count || list.at.rows < 3 || desk_missing(app->desk, DESK_STAYS))
        return;
    if (!desk_has(app->desk, DESK_STAYS))
        draw_text(&list, 2, 2, STYLE_DIM, _("Reading the day ..."));
    else if (stays->rows.filter[0] || stays->rows.zero_only)
        draw_text(&list, 2, 2, STYLE_DIM, _("Nobody passes the filter (Esc shows all)."));
    else
        draw_text(&list, 2, 2, STYLE_DIM, _("Nobody."));
}

static void
status(struct pane *pane, char *text, size_t size)
{
    const struct stays *stays = pane->state;
    char counts[160];
    char marked[40] = "";
    char what[80];
    char day[DAY_TEXT_SIZE];

    if (stays->rows.list == STAYS_GROUP)
        snprintf(what, sizeof(what), "%.60s  ", stay_rows_group_name(&stays->rows));
    else
        snprintf(what, sizeof(what), "%s ", day_short_text(stays->rows.day, day));
    stay_rows_status(&stays->rows, counts, sizeof(counts));
    if (stays->list.mark_count)
        snprintf(marked, sizeof(marked), _("%zu marked  "), stays->list.mark_count);
    snprintf(text, size, "%s%s%s%s%s%s%s", what, stays->rows.filter[0] ? "/" : "",
             stays->rows.filter, stays->rows.filter[0] ? "  " : "", marked,
             stays->rows.zero_only ? _("zero balance only  ") : "", counts);
}

/* Why an action failed stays on its row until a key. */
static bool
key(struct pane *pane, struct key key)
{
    struct stays *stays = pane->state;

    stays->is_settled = true;
    action_dismiss_all(stays->rows.app->desk);
    return list_key(&stays->list, key);
}

/*
 * A room's digits and `o` mean who is in the room, though its next guest has the row that the
 * digits found. On the cursor alone `o` means the row, and is refused: i and o are neighbours.
 */
static bool
check_out_of_room(struct pane *pane)
{
    struct stays *stays = pane->state;
    struct arena arena = {0};
    const struct reservation *stay = NULL;
    const struct resource *room;
    char text[UUID_TEXT_SIZE];
    char line[128];
    struct uuid id;

    if (stays->list.pick[0] && list_selection(&stays->list, text, sizeof(text))
        && uuid_parse(text, &id))
        stay = store_reservation_of(desk_store(stays->rows.app->desk), id);
    if (!stay || stay->state == RESERVATION_STARTED)
        return false;
    room = stay_room(stays->rows.app->desk, stay);
    snprintf(line, sizeof(line), "checkout %s", room ? command_quote(&arena, room->name) : text);
    arena_clear(&arena);
    stays->list.pick[0] = '\0'; // the command comes by here
    screen_command(pane->screen, line);
    return true;
}

static bool
command(struct pane *pane, const struct invocation *invocation)
{
    struct stays *stays = pane->state;
    const char *name = invocation->command->name;
    const char *word = invocation_word(invocation, 0);
    struct error err;

    if (strcmp(name, "filter") == 0)
        fold_text(word ? word : "", stays->rows.filter, sizeof(stays->rows.filter));
    else if (strcmp(name, "checkout") == 0)
        return check_out_of_room(pane);
    else if (strcmp(name, "zero") == 0)
        stays->rows.zero_only = !stays->rows.zero_only;
    else if (strcmp(name, "trouble") == 0)
        stays->rows.trouble_first = !stays->rows.trouble_first;
    else if (strcmp(name, "sort") == 0 && word && !stay_rows_sort(&stays->rows, word, &err))
        app_error(stays->rows.app, &err);
    else if (strcmp(name, "sort") != 0)
        return list_command(&stays->list, name);
    reset(stays);
    pane_redraw(pane);
    return true;
}

static char *
pick(struct pane *pane)
{
    return ((struct stays *)pane->state)->list.pick;
}

/* The marked stays in their order, separated by commas, or the selected one. */
static bool
selection(struct pane *pane, char *text, size_t size)
{
    struct stays *stays = pane->state;
    size_t length = 0;

    if (!stays->list.mark_count || stays->list.pick[0])
        return list_selection(&stays->list, text, size);
    for (size_t i = 0; i < stays->rows.count && length + UUID_TEXT_SIZE + 1 < size; i++) {
        struct uuid id = stays->rows.rows[i].stay->id;

        if (!list_is_marked(&stays->list, id))
            continue;
        if (length)
            text[length++] = ',';
        uuid_text(id, text + length);
        length += strlen(text + length);
    }
    return true;
}

static void
changed(struct pane *pane, uint64_t what)
{
    (void)what;
    refresh(pane->state);
}

static bool
back(struct pane *pane)
{
    struct stays *stays = pane->state;

    stays->rows.filter[0] = '\0';
    stays->rows.zero_only = false;
    list_unmark_all(&stays->list);
    reset(stays);
    return true; // q leaves a list, Esc alone doesn't
}

static struct list *
list_of(struct pane *pane)
{
    return &((struct stays *)pane->state)->list;
}

#define STAYS_PANE(id, heading, opener, ...)                                                       \
    {                                                                                              \
        .name = id, .title = heading,                                                              \
        .contexts = (const char *const[]){"stays", "desk", "list", NULL},                          \
        .size = sizeof(struct stays), .open = opener, .close = close_list, .draw = draw_list,      \
        .status = status, .key = key, .pick = pick, .command = command, .selection = selection,    \
        .changed = changed, .list = list_of, .back = back, .signs = stay_signs,                    \
        .hints = (const char *const[]){__VA_ARGS__, NULL},                                         \
    }

const struct pane_class arrivals_pane =
    STAYS_PANE("arrivals", N_("Arrivals"), open_arrivals, "checkin", "assign", "inspect", "folio",
               "note", "filter-as-you-type", "why", "help-keys", "pay", "walkin", "charge", "key",
               "group", "detail", "task", "undo");
const struct pane_class departures_pane = STAYS_PANE(
    "departures", N_("Departures"), open_departures, "checkout", "folio", "pay", "charge", "zero",
    "filter-as-you-type", "why", "help-keys", "extend", "group", "detail", "task", "undo");
const struct pane_class in_house_pane =
    STAYS_PANE("inhouse", N_("In house"), open_in_house, "charge", "folio", "note", "checkout",
               "filter-as-you-type", "help-keys", "move", "extend", "key", "pay", "group", "detail",
               "task", "undo");
const struct pane_class group_pane =
    STAYS_PANE("group", N_("Group"), open_group, "mark", "mark-all", "checkout", "checkin", "folio",
               "assign", "zero", "help-keys");
