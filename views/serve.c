#include "views/serve.h"

#include <stdio.h>
#include <stdlib.h>

#include "api/base/intl.h"
#include "api/base/log.h"

/* `frontdesk serve`: from options and environment to the property server's configuration. */

enum {
    ROOMS_LEAST = 20,
    ROOMS_MOST = 5000
};

static const char *
from_environment(const char *name)
{
    const char *value = getenv(name);

    return value && *value ? value : NULL;
}

bool
serve_configure(const struct options *options, struct serve_options *serve, struct error *err)
{
    const char *limit = options->values[OPTION_rate_limit];

    *serve = (struct serve_options){
        .listen = options->values[OPTION_listen],
        .data = options->values[OPTION_data],
        .tls_certificate = options->values[OPTION_tls_cert],
        .tls_key = options->values[OPTION_tls_key],
        .import_path = options->values[OPTION_import],
        .export_path = options->values[OPTION_export],
        .is_setup_only = options->values[OPTION_setup] != NULL,
        .is_demo = options->values[OPTION_demo] != NULL,
        .is_strict = options->values[OPTION_strict] != NULL,
        .rooms = 120,
        .seed = 1,
        .lifeline = -1,
        .client_token = from_environment("FRONTDESK_CLIENT_TOKEN"),
        .access_token = from_environment("FRONTDESK_ACCESS_TOKEN"),
    };
    if (!serve->listen)
        serve->listen = "127.0.0.1:0";
    if (serve->is_demo && serve->import_path)
        return error_set(err, ERROR_USAGE, "Data is filled by --demo or by --import, not by both.");
    if (serve->is_setup_only && !serve->export_path)
        return error_set(err, ERROR_USAGE, "--setup says what --export writes: it is missing.");
    return options_number(options, OPTION_rooms, ROOMS_LEAST, ROOMS_MOST, &serve->rooms, err)
           && options_number(options, OPTION_seed, 0, 1000000000, &serve->seed, err)
           && options_number(options, OPTION_lifeline, 0, 1 << 20, &serve->lifeline, err)
           && options_instant(options, OPTION_now, &serve->now, err)
           && rate_limit_parse(limit ? limit : "200/30", &serve->rate_requests,
                               &serve->rate_seconds, err)
           && log_open(options->values[OPTION_log], LOG_LEVEL_INFO, err);
}
