#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "api/base/intl.h"
#include "api/base/text.h"
#include "api/base/thread.h"
#include "api/base/zone.h"
#include "api/server/server.h"
#include "views/output.h"
#include "views/serve.h"
#include "views/subcommands.h"

static int
fail(const struct error *err)
{
    fprintf(stderr, "frontdesk: %s\n", err->text);
    return error_exit_code(err->kind);
}

/* The only place that knows both the desk's program and the server. */
static int
serve_main(const struct options *options)
{
    struct serve_options serve;
    struct error err = {0};
    struct server_config config;

    if (!serve_configure(options, &serve, &err))
        return fail(&err);
    config = (struct server_config){
        .listen = serve.listen,
        .data = serve.data,
        .tls_certificate = serve.tls_certificate,
        .tls_key = serve.tls_key,
        .import_path = serve.import_path,
        .export_path = serve.export_path,
        .setup_only = serve.is_setup_only,
        .demo = serve.is_demo,
        .rooms = (int)serve.rooms,
        .seed = (uint64_t)serve.seed,
        .now = serve.now,
        .strict = serve.is_strict,
        .rate_requests = serve.rate_requests,
        .rate_seconds = serve.rate_seconds,
        .lifeline_fd = (int)serve.lifeline,
        .client_token = serve.client_token,
        .access_token = serve.access_token,
    };
    return server_run(&config, &err) ? 0 : fail(&err);
}

static const struct subcommand table[] = {
    {NULL, "", N_("the screen"), ON_SCREEN, screen_main},
    {"run", "COMMAND... | -", N_("the same commands without a screen"), ON_RUN, run_main},
    {"call", "OPERATION [JSON|@FILE|-]", N_("one API call"), ON_CALL, call_main},
    {"report", "NAME",
     N_("downtime, arrivals, departures or shift as text, from the last known if out of reach"),
     ON_REPORT, report_main},
    {"doctor", "",
     N_("checks terminal, locale, configuration, connection, clock; says how to mend"), ON_DOCTOR,
     doctor_main},
    {"serve", "", N_("the property server: the same API on data of its own"), ON_SERVE, serve_main},
};

const struct subcommand *
subcommands(size_t *count)
{
    *count = countof(table);
    return table;
}

/* A file that took the place of a closed standard output would get what is meant for that. */
static void
hold_standard_descriptors(void)
{
    for (int fd = 0; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            (void)open("/dev/null", O_RDWR); // gets the lowest that is free: this one
}

/* What was printed is of no use where it did not arrive. */
static int
finish(int code)
{
    struct error err;

    if (code || output_write(stdout, "", 0, &err))
        return code;
    return err.kind == ERROR_CANCELED ? 128 + SIGPIPE : fail(&err);
}

int
main(int argc, char **argv)
{
    struct options options;
    struct error err = {0};

    hold_standard_descriptors();
    text_locale_start();
    textdomain("frontdesk");
    if (!zone_set("UTC",
                  &err)) // TZ stands before threads read the environment; the hotel's comes later
        return fail(&err);
    signal(SIGPIPE, SIG_IGN); // a reader that went away is an error of write()
    if (!options_parse(argc, argv, table, countof(table), &options, &err))
        return fail(&err);
    if (options.values[OPTION_help]) {
        help_print(&options);
        return finish(0);
    }
    if (options.values[OPTION_version]) {
        printf("frontdesk %s\n", FRONTDESK_VERSION);
        return finish(0);
    }
    if (options.values[OPTION_man]) {
        man_print();
        return finish(0);
    }
    thread_name(options.subcommand->where == ON_SERVE ? THREAD_SERVER : THREAD_UI);
    return finish(options.subcommand->run(&options));
}
