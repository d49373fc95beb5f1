#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "views/held.h"
#include "views/panes.h"
#include "views/session.h"
#include "views/start.h"
#include "views/subcommands.h"
#include "views/unknown.h"

/* The screen: opened on the desk, told of every change, and the clock in its corner. */

enum {
    MINUTE_MS = 60000
};

static const struct pane_class *const panes[] = {
    &arrivals_pane, &departures_pane, &in_house_pane, &group_pane,  &rack_pane,      &cashier_pane,
    &folio_pane,    &billtext_pane,   &messages_pane, &detail_pane, &tasks_pane,     &journal_pane,
    &browse_pane,   &record_pane,     &form_pane,     &guests_pane, &companies_pane, &guest_pane,
    &company_pane,  &manual_pane,     &rates_pane,    NULL,
};

static const struct pane_class *const start_panes[] = {&start_pane, NULL};

static void
show_title(struct app *app)
{
    const struct configuration *house = store_configuration(desk_store(app->desk));

    screen_title(app->screen, house ? house->name : "frontdesk");
}

/* The state of the connection, in words as short as the corner. */
static const char *
connection_word(const struct app *app, enum style *style)
{
    static const struct {
        enum style style;
        const char *word;
    } words[] = {
        [CLIENT_IDLE] = {STYLE_DIM, N_("connecting")},
        [CLIENT_CONNECTED] = {STYLE_NORMAL, N_("")},
        [CLIENT_UNREACHABLE] = {STYLE_ERROR, N_("OUT OF REACH")},
        [CLIENT_REFUSED] = {STYLE_ERROR, N_("TOKENS REFUSED")},
        [CLIENT_THROTTLED] = {STYLE_WARNING, N_("throttled")},
    };
    enum client_status status = desk_status(app->desk, NULL);

    *style = words[status].style;
    return words[status].word;
}

static void
show_corner(struct app *app)
{
    struct wall_time wall = zone_wall_time(desk_now(app->desk));
    struct instant snapshot = desk_snapshot_time(app->desk);
    char text[120];
    char age[40] = "";
    enum style style;
    const char *word = connection_word(app, &style);

    if (instant_is_set(snapshot)) {
        struct wall_time at = zone_wall_time(snapshot);

        snprintf(age, sizeof(age), _("as of %02d:%02d "), at.hour % 100, at.minute % 100);
        style = style == STYLE_NORMAL ? STYLE_WARNING : style;
    }
    snprintf(text, sizeof(text), "%s%s%s%s%02d:%02d", app->is_read_only ? _("READ ONLY ") : "", age,
             word[0] ? _(word) : "", word[0] ? " " : "", wall.hour % 100, wall.minute % 100);
    screen_corner(app->screen, style, text);
}

/* Why there is no connection, when that begins. */
static void
tell_connection(struct app *app)
{
    const struct error *err;
    enum client_status status = desk_status(app->desk, &err);

    if (status != app->told && err && (status == CLIENT_UNREACHABLE || status == CLIENT_REFUSED))
        screen_say(app->screen, STYLE_WARNING, "%s", err->text); // never in place of a refusal
    app->told = status;
}

/* The title, and what of the settings can't be used. */
static void
show_house(struct app *app)
{
    struct error err;

    show_title(app);
    while (desk_remark(app->desk, &err))
        screen_say(app->screen, STYLE_WARNING, "%s", err.text);
}

static void
changed(void *context, uint64_t what)
{
    struct app *app = context;

    if (what & DESK_KIND(RECORD_configuration))
        show_house(app);
    if (what & (DESK_STATUS | DESK_KIND(RECORD_configuration)))
        show_corner(app);
    if (what & DESK_STATUS)
        tell_connection(app);
    screen_changed(app->screen, what);
    if (what & DESK_ACTIONS)
        held_tell(app);
    unknown_tell(app);
}

/* Takes what came; and again when something is to be tried again. */
static void
serve_desk(void *context)
{
    struct app *app = context;
    int64_t due_ms;

    desk_serve(app->desk);
    due_ms = desk_due_ms(app->desk);
    loop_cancel(app->loop, app->due_timer);
    app->due_timer = due_ms == INT64_MAX ? 0 : loop_timer(app->loop, due_ms, serve_desk, app);
}

static void
tick(void *context)
{
    struct app *app = context;

    show_corner(app);
    unknown_tell(app);
    (void)loop_timer(app->loop, monotonic_ms() + MINUTE_MS - instant_now().ms % MINUTE_MS, tick,
                     app);
}

static void
watch_desk(struct app *app)
{
    app->asked_count = 0; // another desk, another journal
    loop_watch(app->loop, desk_fd(app->desk), serve_desk, app);
    desk_listen(app->desk, changed, app);
    desk_set_hold(app->desk, (int)settings_number(app->settings, "hold"));
    desk_start(app->desk);
}

/* The demo's server ended: it can be started again, with the hotel as it was at first. */
struct ending {
    struct session *session;
    const struct options *options;
};

static void watch_property(struct ending *ending);

static bool
restart(struct card *card, struct key key, struct error *err)
{
    struct ending *ending = card_context(card);
    struct app *app = &ending->session->app;
    int old_fd = desk_fd(app->desk);

    (void)key;
    loop_watch(app->loop, old_fd, NULL, NULL);
    if (!session_restart_demo(ending->session, ending->options, err)) {
        loop_watch(app->loop, old_fd, serve_desk, app);
        return false;
    }
    watch_desk(app);
    watch_property(ending);
    screen_changed(app->screen, ~(uint64_t)0);
    return true;
}

static const struct card_class restart_class = {.name = "restart", .act = restart};

static void
property_ended(void *context)
{
    struct ending *ending = context;
    struct app *app = &ending->session->app;
    struct card *card;

    loop_watch(app->loop, demo_property_fd(ending->session->property), NULL, NULL);
    card = card_open(app->screen, &restart_class, _("The demo's server has ended"), ending);
    card_guard(card);
    card_line(card, STYLE_ERROR, "", "%s", _("What was done on the demo hotel is gone."));
    card_action(card, (struct key){KEYCODE_ENTER}, _("starts it again"));
}

static void
watch_property(struct ending *ending)
{
    struct session *session = ending->session;

    if (session->property)
        loop_watch(session->app.loop, demo_property_fd(session->property), property_ended, ending);
}

/* Opens the first view and runs the commands of -c; false when nothing opened. */
static bool
open_first(struct app *app, const struct options *options)
{
    screen_command(app->screen, settings_text(app->settings, "start"));
    for (size_t i = 0; i < options->command_count; i++)
        screen_command(app->screen, options->commands[i]);
    return screen_top(app->screen) != NULL;
}

static int
fail(const struct error *err)
{
    fprintf(stderr, "frontdesk: %s\n", err->text);
    return error_exit_code(err->kind);
}

/* On an open session and terminal: until the user quits, or a signal. */
static int
show(struct session *session, struct terminal *terminal, const struct options *options)
{
    struct app *app = &session->app;
    struct command_table few = start_commands(app);
    struct screen_config config = {
        .loop = app->loop,
        .terminal = terminal,
        .commands = app->desk ? &app->commands : &few,
        .keymap = app->keymap,
        .settings = app->settings,
        .panes = app->desk ? panes : start_panes,
        .app = app,
        .is_read_only = app->is_read_only,
    };
    struct ending ending = {session, options};
    struct error err;
    int signal;

    app->screen = screen_new(&config);
    watch_property(&ending);
    if (app->desk) {
        show_title(app);
        watch_desk(app);
        tick(app);
    }
    signal =
        (app->desk ? open_first(app, options) : screen_open(app->screen, &start_pane, NULL, &err))
            ? screen_run(app->screen)
            : 0;
    if (app->desk && !signal)
        held_finish(app);
    app_finish_errands(app);
    screen_free(app->screen);
    return signal ? 128 + signal : 0;
}

/* One property's screen, from opening to the end. `next` is what it is to open on then. */
static int
show_property(const struct options *options, struct error *err, struct app *next)
{
    struct session session;
    struct terminal_config config = {.no_color = getenv("NO_COLOR") != NULL};
    struct terminal *terminal = NULL;
    int code;

    if (!session_open(&session, options, err))
        return error_exit_code(err->kind);
    config.keep_flow_control = settings_is_on(session.app.settings, "flow-control");
    config.ascii_borders = settings_is_on(session.app.settings, "ascii");
    draw_theme(session.app.theme);
    if ((terminal = terminal_open(&config, err)) && (session.app.loop = loop_new(terminal, err)))
        code = show(&session, terminal, options);
    else
        code = error_exit_code(err->kind);
    next->next = session.app.next;
    session.app.next.profile = NULL; // it goes on to the next
    session_close(&session);
    terminal_close(terminal);
    return code;
}

/* The user chose: the environment names no property any more. */
static void
choose(struct options *options, const char *profile)
{
    unsetenv("FRONTDESK_URL");
    unsetenv("FRONTDESK_CLIENT_TOKEN");
    unsetenv("FRONTDESK_ACCESS_TOKEN");
    options->values[OPTION_url] = NULL;
    options->values[OPTION_profile] = profile;
    options->values[OPTION_demo] = profile ? NULL : "";
    options->command_count = 0;
}

int
screen_main(const struct options *given)
{
    struct options options = *given;
    struct error err = {0};
    struct app next;
    char *profile = NULL;
    int code;

    if (options.word_count) {
        error_set(&err, ERROR_USAGE, "No subcommand %s: see frontdesk --help.", options.words[0]);
        return fail(&err);
    }
    for (;;) {
        next = (struct app){0};
        code = show_property(&options, &err, &next);
        free(profile);
        profile = next.next.profile;
        if (!next.next.is_set || code)
            break;
        choose(&options, profile);
    }
    free(profile);
    if (err.kind)
        (void)fail(&err);
    return code;
}
