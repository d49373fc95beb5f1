#include "views/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/file.h"
#include "api/base/log.h"
#include "api/base/memory.h"
#include "views/commands.h"
#include "views/theming.h"

/* The embedded default configuration: every key and setting (themes/frontdeskrc). */
extern const char _binary_themes_frontdeskrc_start[];
extern const char _binary_themes_frontdeskrc_end[];

enum {
    PATH_SIZE = 4096
};

static bool
run_defaults(struct app *app, struct error *err)
{
    size_t length = (size_t)(_binary_themes_frontdeskrc_end - _binary_themes_frontdeskrc_start);
    struct arena arena = {0};
    const char *text = arena_bytes(&arena, _binary_themes_frontdeskrc_start, length);
    bool ok = config_run(text, "frontdeskrc (built in)", &app->commands, err);

    arena_clear(&arena);
    return ok;
}

/* /etc, then FRONTDESK_CONFIG or the user's own. */
static bool
run_configuration(struct app *app, struct error *err)
{
    const char *named = getenv("FRONTDESK_CONFIG");
    char path[PATH_SIZE];
    size_t length;

    if (!run_defaults(app, err)
        || !config_source("/etc/frontdesk/frontdeskrc", false, &app->commands, err))
        return false;
    if (named && *named)
        return config_source(named, true, &app->commands, err);
    if (!folder_find("XDG_CONFIG_HOME", "/.config", path, sizeof(path) - 16, NULL))
        return true;
    length = strlen(path);
    snprintf(path + length, sizeof(path) - length, "/frontdeskrc");
    return config_source(path, false, &app->commands, err);
}

static bool
find_connection(struct session *session, const struct options *options, struct error *err)
{
    if (!options->values[OPTION_demo])
        return connection_find(options, &session->app, &session->connection, err);
    session->property = demo_property_start(options, &session->connection, err);
    return session->property != NULL;
}

/* What ends at once has no use for events. */
static bool
shows(const struct options *options)
{
    return options->subcommand->where == ON_SCREEN;
}

static const char *
text_or_null(const struct settings *settings, const char *name)
{
    const char *text = settings_text(settings, name);

    return text[0] ? text : NULL;
}

struct client_config
session_client(const struct app *app)
{
    return (struct client_config){
        .language = settings_text(app->settings, "language"),
        .ca_file = text_or_null(app->settings, "ca-file"),
        .proxy = text_or_null(app->settings, "proxy"),
        .timeout_ms = (int)settings_number(app->settings, "timeout") * 1000,
        .read_only = app->is_read_only,
    };
}

static struct desk *
open_desk(struct session *session, const struct options *options, struct error *err)
{
    const struct settings *settings = session->app.settings;
    struct desk_config config = {
        .client = session_client(&session->app),
        .refresh_seconds = (int)settings_number(settings, "refresh"), // off is 0
        .lookup_seconds = (int)settings_number(settings, "find-out"),
    };

    config.client.url = session->connection.url;
    config.client.ws_url = shows(options) ? session->connection.ws_url : "off";
    config.client.client_token = session->connection.client_token;
    config.client.access_token = session->connection.access_token;
    config.client.state_path = session->connection.state_path;
    if (!options_instant(options, OPTION_now, &config.now, err)
        || !rate_limit_parse(session->property ? "off" : settings_text(settings, "rate-limit"),
                             &config.client.rate_requests, &config.client.rate_seconds, err))
        return NULL;
    return desk_open(&config, err);
}

static bool
name_theme(struct app *app, const struct options *options, struct error *err)
{
    return !options->values[OPTION_theme] || theming_begin(app, options->values[OPTION_theme], err);
}

bool
session_open(struct session *session, const struct options *options, struct error *err)
{
    struct app *app = &session->app;
    const struct setting *settings;
    size_t count;

    memory_share();
    *session = (struct session){0};
    settings = commands_settings(&count);
    app->settings = settings_new(settings, count);
    app->keymap = keymap_new();
    app->profiles = profiles_new();
    app->commands = commands_table(app);
    app->is_read_only = options->values[OPTION_read_only] != NULL;
    if (log_open(options->values[OPTION_log], LOG_LEVEL_INFO, err) && run_configuration(app, err)
        && name_theme(app, options, err)
        && (!connection_is_named(options, app)
            || (find_connection(session, options, err)
                && (app->desk = open_desk(session, options, err)))))
        return true;
    session_close(session);
    return false;
}

bool
session_open_plain(struct session *session, const struct options *options, struct error *err)
{
    if (!session_open(session, options, err))
        return false;
    if ((session->app.desk || connection_find(options, &session->app, &session->connection, err))
        && (session->app.loop = loop_new(NULL, err)))
        return true;
    session_close(session);
    return false;
}

bool
session_restart_demo(struct session *session, const struct options *options, struct error *err)
{
    struct connection *connection = &session->connection;
    const char *old_state = connection->state_path;
    struct desk *desk;

    if (!demo_property_restart(session->property, err))
        return false;
    connection->state_path = arena_print(&connection->arena, "%s-again", old_state);
    desk = open_desk(session, options, err);
    if (!desk) {
        connection->state_path = old_state;
        return false;
    }
    desk_close(session->app.desk);
    session->app.desk = desk;
    return true;
}

void
session_close(struct session *session)
{
    app_finish_errands(&session->app);
    desk_close(session->app.desk);
    loop_free(session->app.loop);
    demo_property_stop(session->property);
    profiles_free(session->app.profiles);
    keymap_free(session->app.keymap);
    settings_free(session->app.settings);
    theme_free(session->app.theme);
    free(session->app.asked);
    free(session->app.next.profile);
    arena_clear(&session->connection.arena);
}
