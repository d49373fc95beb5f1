#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "api/base/intl.h"
#include "api/base/text.h"
#include "tui/probe.h"
#include "tui/terminal.h"
#include "views/session.h"
#include "views/subcommands.h"

/*
 * `frontdesk doctor`: one check after the other, each a line that says what is so, and what mends
 * it where it is not. Later ones go on where earlier ones failed.
 */

enum {
    NARROW_ROWS = 12,
    NARROW_COLUMNS = 40,
    SKEW_MS = 60000,
    ANSWER_MS = 5000, /* of a property that is out of reach, asked again and again */
    EVENTS_MS = 3000,
    AN_HOUR_MS = 3600000,
};

enum verdict {
    VERDICT_GOOD,
    VERDICT_WARNING,
    VERDICT_BAD
};

struct examination {
    const struct options *options;
    struct session session;
    bool is_terminal;
    bool is_open; /* the session */
    int worst;    /* exit code */
};

static void say(struct examination *examination, enum verdict verdict, const char *what,
                const char *format, ...) PRINTF_LIKE(4, 5);

static void
say(struct examination *examination, enum verdict verdict, const char *what, const char *format,
    ...)
{
    static const char *const words[] = {"ok ", "?? ", "BAD"};
    va_list args;

    printf("%s  %-14s ", words[verdict], what);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
    if (verdict == VERDICT_BAD && !examination->worst)
        examination->worst = 2;
}

static void
check_terminal(struct examination *examination)
{
    const char *term = getenv("TERM");
    struct winsize size;
    struct error err;

    if (!terminal_check_type(term, &err))
        say(examination, VERDICT_BAD, _("terminal"), "%s", err.text);
    else if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        say(examination, VERDICT_WARNING, _("terminal"),
            _("%s, but this is no terminal: the screen needs one (ssh -t)."), term);
    else if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || !size.ws_row)
        say(examination, VERDICT_WARNING, _("terminal"),
            _("%s tells no size: stty rows 24 cols 80."), term);
    else if (size.ws_row < NARROW_ROWS || size.ws_col < NARROW_COLUMNS)
        say(examination, VERDICT_BAD, _("terminal"), _("%s of %dx%d: it takes 12 rows of 40."),
            term, size.ws_row, size.ws_col);
    else
        say(examination, VERDICT_GOOD, _("terminal"), _("%s, %d rows of %d"), term, size.ws_row,
            size.ws_col);
    examination->is_terminal = terminal_check_type(term, NULL);
}

/* What the environment asks for, as setlocale() reads it; NULL: nothing. */
static const char *
wanted_locale(const char **variable)
{
    static const char *const variables[] = {"LC_ALL", "LC_CTYPE", "LANG"};

    for (size_t i = 0; i < countof(variables); i++) {
        const char *value = getenv(variables[i]);

        *variable = variables[i];
        if (value && *value)
            return value;
    }
    return NULL;
}

static void
check_locale(struct examination *examination)
{
    const char *variable;
    const char *wanted = wanted_locale(&variable);
    const char *name = setlocale(LC_CTYPE, NULL);
    enum probe_charset shown = examination->is_terminal ? probe_charset() : PROBE_SILENT;

    if (wanted && strcmp(name, "C") == 0 && strcmp(wanted, "C") != 0
        && strcmp(wanted, "POSIX") != 0)
        say(examination, VERDICT_WARNING, _("locale"),
            _("%s is %s, which is not installed here, so that names lose their accents: `locale "
              "-a` lists those that are."),
            variable, wanted);
    else if (text_locale_is_utf8() && shown == PROBE_BYTES)
        say(examination, VERDICT_WARNING, _("locale"),
            _("%s is UTF-8, but the terminal shows single bytes: set its character set to UTF-8 "
              "(PuTTY: Window, Translation)."),
            name);
    else if (text_locale_is_utf8())
        say(examination, VERDICT_GOOD, _("locale"),
            shown == PROBE_UTF8 ? _("%s, UTF-8, as the terminal shows it") : _("%s, UTF-8"), name);
    else if (shown == PROBE_UTF8)
        say(examination, VERDICT_WARNING, _("locale"),
            _("%s is not UTF-8, but the terminal shows it: set LANG=C.UTF-8, so that names keep "
              "their accents."),
            name);
    else
        say(examination, VERDICT_WARNING, _("locale"),
            _("%s is not UTF-8: names lose their accents. Set LANG=C.UTF-8 if the terminal shows "
              "UTF-8."),
            name);
}

static void
check_configuration(struct examination *examination)
{
    struct error err = {0};

    examination->is_open = session_open(&examination->session, examination->options, &err);
    if (examination->is_open && !examination->session.app.desk) {
        session_close(&examination->session);
        examination->is_open = false;
        say(examination, VERDICT_BAD, _("configuration"), "%s",
            _("nothing names a property: frontdesk opens a start screen that connects to one."));
        return;
    }
    if (!examination->is_open) {
        say(examination, VERDICT_BAD, _("configuration"), "%s", err.text);
        return;
    }
    say(examination, VERDICT_GOOD, _("configuration"), _("property %s at %s"),
        examination->session.connection.name, examination->session.connection.url);
    say(examination, VERDICT_GOOD, _("state"), "%s", examination->session.connection.state_path);
}

/* The answer to configuration/get, waited for. */
struct reply {
    bool is_over;
    struct error error;
    struct instant server_date;
    char name[128];
    char zone[64];
};

static void
take(void *context, const struct result *result)
{
    struct reply *reply = context;

    for (size_t i = 0; i < result->batch_count; i++) {
        const struct configuration *house = result->batches[i].rows;

        if (result->batches[i].type->id != RECORD_configuration || !result->batches[i].count)
            continue;
        (void)text_copy(reply->name, sizeof(reply->name), house->name);
        (void)text_copy(reply->zone, sizeof(reply->zone), house->time_zone);
    }
    reply->error = result->error;
    reply->server_date = result->server_date;
    reply->is_over = result->is_last;
}

static void
serve(void *context)
{
    desk_serve(context);
}

static void
ask(struct examination *examination, struct reply *reply)
{
    struct app *app = &examination->session.app;
    struct request *request = request_new(OP_configuration_get, REQUEST_FOR_KEY, NULL);
    struct error err = {0};

    request->json = "{}";
    request->timeout_ms = ANSWER_MS;
    app->loop = loop_new(NULL, &err);
    if (!app->loop) {
        request_free(request);
        reply->error = err;
        return;
    }
    loop_watch(app->loop, desk_fd(app->desk), serve, app->desk);
    desk_call(app->desk, request, take, reply);
    while (!reply->is_over) {
        struct loop_news news = loop_next(app->loop);

        if (news.event == LOOP_TERMINATE) {
            examination->worst = 128 + news.signal;
            error_set(&reply->error, ERROR_CANCELED, "Ended by signal %d.", news.signal);
            break;
        }
    }
    desk_drop_calls(app->desk, reply);
}

static void
check_clock(struct examination *examination, const struct reply *reply, struct instant now)
{
    int64_t skew_ms = now.ms - reply->server_date.ms;
    char span[SPAN_TEXT_SIZE];

    if (!instant_is_set(reply->server_date) || examination->options->values[OPTION_now])
        return;
    if (skew_ms > SKEW_MS || skew_ms < -SKEW_MS)
        say(examination, VERDICT_WARNING, _("clock"),
            skew_ms > 0 ? _("is %s ahead of the property's: set this machine's clock (NTP).")
                        : _("is %s behind the property's: set this machine's clock (NTP)."),
            span_text(skew_ms, span));
    else
        say(examination, VERDICT_GOOD, _("clock"), "%s", _("agrees with the property's"));
}

static void
check_files(struct examination *examination)
{
    const char *ca_file = settings_text(examination->session.app.settings, "ca-file");

    if (ca_file[0] && access(ca_file, R_OK) != 0)
        say(examination, VERDICT_BAD, _("certificates"),
            _("%s cannot be read (%s): correct the setting ca-file."), ca_file, strerror(errno));
}

/* It has answered, so what there is of TLS is good. */
static void
check_tls(struct examination *examination)
{
    const char *ca_file = settings_text(examination->session.app.settings, "ca-file");

    if (strncmp(examination->session.connection.url, "https:", 6) != 0)
        say(examination, VERDICT_GOOD, "TLS", "%s", _("none, and none needed on this machine"));
    else if (ca_file[0])
        say(examination, VERDICT_GOOD, "TLS", _("the certificate is vouched for, with %s"),
            ca_file);
    else
        say(examination, VERDICT_GOOD, "TLS", "%s",
            _("the certificate is vouched for by the system's authorities"));
}

/* Waits until the property tells events, or the time is over. */
static bool
hear_events(struct client *client)
{
    int64_t end_ms = monotonic_ms() + EVENTS_MS;
    bool come = false;
    int64_t left_ms;

    while (!come && (left_ms = end_ms - monotonic_ms()) > 0) {
        struct pollfd wait = {client_fd(client), POLLIN, 0};
        struct result *result;

        if (poll(&wait, 1, (int)left_ms) < 0)
            return false; // a signal: enough of it
        while ((result = client_receive(client))) {
            come |= result->kind == RESULT_EVENTS && result->has_events;
            result_free(result);
        }
    }
    return come;
}

/* A client of its own: that of the desk has none, as it is soon gone. */
static void
check_events(struct examination *examination)
{
    const struct connection *connection = &examination->session.connection;
    struct client_config config = session_client(&examination->session.app);
    struct poll poll = {.operation = OP_services_get_all, .period_ms = AN_HOUR_MS};
    struct client *client;
    struct error err;

    if (connection->ws_url && strcmp(connection->ws_url, "off") == 0) {
        say(examination, VERDICT_GOOD, _("events"), "%s", _("off, as ws-url says: it is polled"));
        return;
    }
    config.url = connection->url;
    config.ws_url = connection->ws_url;
    config.client_token = connection->client_token;
    config.access_token = connection->access_token;
    client = client_open(&config, &err);
    if (!client) {
        say(examination, VERDICT_BAD, _("events"), "%s", err.text);
        return;
    }
    client_poll(client, 0, &poll);
    if (hear_events(client))
        say(examination, VERDICT_GOOD, _("events"), "%s",
            _("come: what other desks do shows at once"));
    else
        say(examination, VERDICT_WARNING, _("events"), "%s",
            _("do not come: what other desks do shows at the next poll. Set ws-url to the address "
              "that tells them (wss://…), or off."));
    client_close(client);
}

static void
check_connection(struct examination *examination)
{
    struct reply reply = {0};
    struct error err;
    int64_t start_ms = monotonic_ms();

    if (!examination->is_open)
        return;
    check_files(examination);
    ask(examination, &reply);
    if (reply.error.kind) {
        say(examination, VERDICT_BAD, _("connection"), "%s%s", reply.error.text,
            reply.error.kind == ERROR_PERMISSION ? _(" Check both tokens of the profile.") : "");
        examination->worst = error_exit_code(reply.error.kind);
        return;
    }
    say(examination, VERDICT_GOOD, _("connection"), _("%s answers in %lld ms"), reply.name,
        (long long)(monotonic_ms() - start_ms));
    check_tls(examination);
    check_clock(examination, &reply, instant_now());
    if (zone_set(reply.zone, &err))
        say(examination, VERDICT_GOOD, _("time zone"), "%s", reply.zone);
    else
        say(examination, VERDICT_BAD, _("time zone"), "%s", err.text);
    check_events(examination);
}

static void (*const checks[])(struct examination *examination) = {
    check_terminal,
    check_locale,
    check_configuration,
    check_connection,
};

int
doctor_main(const struct options *options)
{
    struct examination examination = {.options = options};

    for (size_t i = 0; i < countof(checks); i++)
        checks[i](&examination);
    if (examination.is_open)
        session_close(&examination.session);
    return examination.worst;
}
