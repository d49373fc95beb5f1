/*
 * What the screen, `run` and `call` share: configuration read, the connection opened, the desk
 * ready.
 */
#pragma once

#include "views/demo_property.h"

struct session {
    struct app app;
    struct connection connection;
    struct demo_property *property; /* of --demo; NULL */
};

/*
 * Reads the configuration, and finds and opens the connection; nothing is asked yet, and there is
 * no loop yet. On failure all is released.
 * Errors  ERROR_USAGE: an option, a line of frontdeskrc; those of connection_find() and
 *         desk_open().
 */
MUST_USE bool session_open(struct session *session, const struct options *options,
                           struct error *err);

/* The same with a loop that has no terminal: for `run` and `call`. */
MUST_USE bool session_open_plain(struct session *session, const struct options *options,
                                 struct error *err);

/*
 * What the settings say of a connection: the rest is the connection's own. Its texts are the
 * settings'.
 */
struct client_config session_client(const struct app *app);

/*
 * Starts the demo's server anew, which has the hotel as it was at first, and the desk with it:
 * nothing that the old desk knew holds any more. The caller watches the new one.
 * Errors  those of the start; the old desk stays.
 */
MUST_USE bool session_restart_demo(struct session *session, const struct options *options,
                                   struct error *err);

void session_close(struct session *session);
