#include <stdlib.h>

#include "api/base/fold.h"
#include "api/base/intl.h"
#include "views/browse_rows.h"
#include "views/call.h"
#include "views/command_functions.h"
#include "views/folio_lines.h"
#include "views/journal_rows.h"
#include "views/output.h"
#include "views/panes.h"
#include "views/payers.h"
#include "views/rack_rows.h"
#include "views/rates_rows.h"
#include "views/resolve.h"
#include "views/stay_rows.h"
#include "views/thread_rows.h"

/* Views: a pane on the screen, a list in `run`. */

enum {
    PARTS_FOR_STAYS = 1u << DESK_ROOMS | 1u << DESK_STAYS, /* those that a RES is found in */
    PARTS_OF_ROWS = 1u << DESK_BALANCES | 1u << DESK_WINDOW | 1u << DESK_DETAILS,
    PART_OF_STAYS = 1u << DESK_STAYS,
    PART_OF_ROOMS = 1u << DESK_ROOMS,
    PART_OF_WINDOW = 1u << DESK_WINDOW,
    PART_OF_CATALOG = 1u << DESK_CATALOG,
    PART_OF_THREADS = 1u << DESK_THREADS,
    RACK_DAYS = 14,
};

static bool
print_stays(struct app *app, const struct invocation *invocation, enum stay_list list,
            struct error *err)
{
    struct stay_rows rows;
    const char *word = invocation_word(invocation, 0);

    if (!app_wait_parts(app, PART_OF_STAYS, PARTS_OF_ROWS | PART_OF_ROOMS | PART_OF_CATALOG, err))
        return false;
    stay_rows_init(&rows, app, list);
    if (word && !resolve_date(app, word, &rows.day, err))
        return false;
    stay_rows_refresh(&rows);
    output_list(app->output, stay_listing(), &rows);
    stay_rows_clear(&rows);
    return true;
}

bool
command_arrivals(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;

    return app->screen ? screen_open(app->screen, &arrivals_pane, invocation, err)
                       : print_stays(app, invocation, STAYS_ARRIVALS, err);
}

bool
command_departures(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;

    return app->screen ? screen_open(app->screen, &departures_pane, invocation, err)
                       : print_stays(app, invocation, STAYS_DEPARTURES, err);
}

bool
command_inhouse(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;

    return app->screen ? screen_open(app->screen, &in_house_pane, invocation, err)
                       : print_stays(app, invocation, STAYS_IN_HOUSE, err);
}

static bool
has_group(struct app *app, const void *context, struct error *err)
{
    (void)err;
    return desk_has_group(app->desk, *(const struct uuid *)context);
}

static bool
print_group(struct app *app, const struct invocation *invocation, struct error *err)
{
    struct stay_rows rows;
    const struct reservation *stay;

    if (!app_wait_parts(app, PARTS_FOR_STAYS, PARTS_OF_ROWS | PART_OF_CATALOG, err)
        || !(stay = resolve_stay(app, invocation_word(invocation, 0), RESOLVE_GUEST, err)))
        return false;
    stay_rows_init(&rows, app, STAYS_GROUP);
    rows.group = stay->group_id;
    desk_load_group(app->desk, rows.group);
    if (!app_wait(app, has_group, &rows.group, err)
        || !app_wait_parts(app, PARTS_FOR_STAYS, PARTS_OF_ROWS, err))
        return false;
    stay_rows_refresh(&rows);
    output_list(app->output, stay_listing(), &rows);
    stay_rows_clear(&rows);
    return true;
}

bool
command_group(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;

    return app->screen ? screen_open(app->screen, &group_pane, invocation, err)
                       : print_group(app, invocation, err);
}

static bool
print_rack(struct app *app, const struct invocation *invocation, struct error *err)
{
    struct rack_rows rows = {.app = app};
    const char *word = invocation_word(invocation, 0);

    if (!app_wait_parts(app, PART_OF_ROOMS | PART_OF_WINDOW, PART_OF_STAYS, err))
        return false;
    rows.from = desk_today(app->desk);
    if (word && !resolve_date(app, word, &rows.from, err))
        return false;
    rows.to = day_add(rows.from, RACK_DAYS);
    desk_load_window(app->desk, rows.from, rows.to);
    if (!app_wait_parts(app, PART_OF_WINDOW, 0, err))
        return false;
    rack_rows_refresh(&rows);
    rack_rows_drop_headings(&rows);
    output_list(app->output, rack_listing(), &rows);
    rack_rows_clear(&rows);
    return true;
}

bool
command_rack(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;

    return app->screen ? screen_open(app->screen, &rack_pane, invocation, err)
                       : print_rack(app, invocation, err);
}

static bool
has_calendar(struct app *app, const void *context, struct error *err)
{
    (void)context;
    if (desk_calendar_missing(app->desk))
        *err = *desk_calendar_missing(app->desk);
    return desk_has_calendar(app->desk);
}

/* Two weeks. */
static bool
print_rates(struct app *app, const struct invocation *invocation, struct error *err)
{
    struct rates_rows rows = {.app = app, .span = {.days = RACK_DAYS}};
    const char *date = invocation_word(invocation, 0);
    const char *name = invocation_word(invocation, 1);
    const struct rate *rate = NULL;

    if (!app_wait_parts(app, PART_OF_ROOMS | PART_OF_CATALOG, 0, err))
        return false;
    rows.span.from = desk_today(app->desk);
    if ((date && !resolve_date(app, date, &rows.span.from, err))
        || (name && !(rate = rates_find(app, name, err))))
        return false;
    if (rate)
        rows.span.rate = rate->id;
    rates_choose(&rows);
    desk_load_calendar(app->desk, &rows.span);
    if (!app_wait(app, has_calendar, NULL, err))
        return false;
    rates_rows_refresh(&rows);
    output_list(app->output, rates_listing(), &rows);
    rates_rows_clear(&rows);
    return true;
}

bool
command_rates(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;

    return app->screen ? screen_open(app->screen, &rates_pane, invocation, err)
                       : print_rates(app, invocation, err);
}

static bool
print_folio(struct app *app, const struct invocation *invocation, struct error *err)
{
    struct folio_lines lines = {.app = app, .shows_closed = true};
    const char *word = invocation_word(invocation, 0);

    if (!word)
        return error_set(err, ERROR_USAGE, "Whose folio? Give a room, a name or #number.");
    if (!app_wait_parts(app, PARTS_FOR_STAYS, PARTS_OF_ROWS | PART_OF_CATALOG, err)
        || !resolve_payer(app, word, &lines.account, err)
        || !app_wait_account(app, lines.account, err))
        return false;
    folio_lines_refresh(&lines);
    output_list(app->output, folio_listing(), &lines);
    folio_lines_clear(&lines);
    return true;
}

bool
command_folio(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;

    return app->screen ? screen_open(app->screen, &folio_pane, invocation, err)
                       : print_folio(app, invocation, err);
}

bool
command_billtext(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;

    return screen_open(app->screen, &billtext_pane, invocation, err);
}

static bool
print_messages(struct app *app, struct error *err)
{
    struct thread_rows rows = {.app = app};

    if (!app_wait_parts(app, PART_OF_THREADS, PARTS_FOR_STAYS, err))
        return false;
    thread_rows_refresh(&rows);
    output_list(app->output, thread_listing(), &rows);
    thread_rows_clear(&rows);
    return true;
}

bool
command_messages(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;

    return app->screen ? screen_open(app->screen, &messages_pane, invocation, err)
                       : print_messages(app, err);
}

bool
command_detail(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;

    return screen_open(app->screen, &detail_pane, invocation, err);
}

/* In `run`: the first page, as the call's own answer. */
static bool
print_entity(struct app *app, const char *name, const char *filters, struct error *err)
{
    struct browse_rows rows = {.app = app, .operation = name ? browse_find(name) : NULL};
    struct document *request;
    char *body;
    bool ok;

    if (!name)
        return error_set(err, ERROR_USAGE, "Which entity? frontdesk call --list shows them.");
    if (!rows.operation)
        return error_set(err, ERROR_USAGE, "No entity \"%.40s\".", name);
    if (!app_wait_parts(app, PART_OF_ROOMS | PART_OF_THREADS, 0, err))
        return false;
    rows.filters = filters ? document_parse(filters, err) : NULL;
    if (filters && !rows.filters)
        return false;
    request = browse_page(&rows, err);
    document_free(rows.filters);
    if (!request)
        return false;
    body = document_print(request);
    document_free(request);
    ok = call_command(app, rows.operation->path, body, err);
    free(body);
    return ok;
}

bool
command_browse(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;

    return app->screen ? screen_open(app->screen, &browse_pane, invocation, err)
                       : print_entity(app, invocation_word(invocation, 0),
                                      invocation_word(invocation, 1), err);
}

static bool
has_journal(struct app *app, const void *context, struct error *err)
{
    (void)context;
    (void)err;
    return desk_has_journal(app->desk);
}

/* In `run`: all of it, each unknown one looked for once. */
static bool
print_journal(struct app *app, const char *words, struct error *err)
{
    struct journal_view view = {.app = app};

    if (!app_wait_parts(app, 0, 1u << DESK_CONFIGURATION, err) || !app_wait_lookups(app, err))
        return false;
    desk_load_journal(app->desk, INT32_MAX);
    if (!app_wait(app, has_journal, NULL, err))
        return false;
    fold_text(words ? words : "", view.filter, sizeof(view.filter));
    journal_view_refresh(&view);
    output_list(app->output, journal_listing(), &view);
    journal_view_clear(&view);
    return true;
}

bool
command_journal(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;

    return app->screen ? screen_open(app->screen, &journal_pane, invocation, err)
                       : print_journal(app, invocation_word(invocation, 0), err);
}
