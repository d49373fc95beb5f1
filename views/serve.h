/* The options of `serve`, checked; main hands them to the server. */
#pragma once

#include "views/options.h"

struct serve_options {
    const char *listen;
    const char *data;            /* NULL: memory */
    const char *tls_certificate; /* NULL: plain HTTP */
    const char *tls_key;
    const char *import_path; /* NULL: nothing is imported */
    const char *export_path;
    bool is_setup_only;
    bool is_demo;
    bool is_strict;
    long rooms;
    long seed;
    long lifeline; /* -1: none */
    struct instant now;
    int rate_requests;
    int rate_seconds;
    const char *client_token; /* NULL: made */
    const char *access_token;
};

/* Errors: ERROR_USAGE, the option. */
MUST_USE bool serve_configure(const struct options *options, struct serve_options *serve,
                              struct error *err);
