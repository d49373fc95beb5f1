/* The property server: the Connector API over HTTP on a store of its own. `frontdesk serve`. */
#pragma once

#include "api/base/error.h"
#include "api/base/instant.h"

struct server_config {
    const char *listen;          /* unix:PATH, HOST:PORT or HOST:0 (a free port) */
    const char *tls_certificate; /* PEM files; NULL: both, for plain HTTP on this machine */
    const char *tls_key;
    const char *data;        /* SQLite file; NULL: memory only */
    bool demo;               /* fill empty data with the demo hotel */
    const char *import_path; /* fill empty data from this file; NULL */
    const char *export_path; /* write the data to this file instead of serving; NULL */
    bool setup_only;         /* what is exported: the house without what happens in it */
    int rooms;               /* of the demo hotel: 20 to 5000 */
    uint64_t seed;
    /* Of the business clock, which then moves 1 ms a commit; none: the real one. */
    struct instant now;
    bool strict;              /* validate every request and answer by today's rules */
    int rate_requests;        /* so many in ... */
    int rate_seconds;         /* ... so many seconds an access token; 0: no limit */
    int header_ms, body_ms;   /* that a request may take to arrive; 0: the usual ones */
    int lifeline_fd;          /* ends when this descriptor is at its end; -1: none */
    const char *client_token; /* NULL: made, and kept beside `data` (0600) */
    const char *access_token;
};

/*
 * Serves, or only exports. Serves until SIGTERM or SIGINT, or the end of the lifeline. Prints the
 * one JSON line with Url and tokens on standard output once it accepts connections. Blocks; makes
 * its own threads and takes the process's signals.
 * Errors  false: ERROR_USAGE: the address, the data file or its holder, the files of TLS or of an
 *         import.
 */
MUST_USE bool server_run(const struct server_config *config, struct error *err);
