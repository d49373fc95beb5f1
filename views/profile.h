/*
 * Where the property is and who may ask: profiles of frontdeskrc, the environment, options, in
 * falling precedence options, environment, profile. Tokens live in files (0600), the environment
 * and memory alone.
 */
#pragma once

#include "views/app.h"
#include "views/options.h"

struct profiles;

MUST_USE struct profiles *profiles_new(void);
void profiles_free(struct profiles *profiles);

/* `profile NAME url=… tokens=FILE`. Errors: ERROR_USAGE, neither new nor defined before. */
MUST_USE bool profile_define(struct app *app, const char *name, const char *url, const char *tokens,
                             struct error *err);

/*
 * Saves a profile: its tokens in a file of its own (0600) beside the user's frontdeskrc, and a line
 * there. What the file says besides stays.
 * Errors  ERROR_DISK; ERROR_USAGE: no folder to keep it in.
 */
MUST_USE bool profile_save(const char *name, const char *url, const char *client_token,
                           const char *access_token, struct error *err);

/* The name of profile number `i` from 0 on, the last defined first; NULL behind the last. */
const char *profile_name(const struct app *app, size_t i);

/* Errors: ERROR_USAGE, no profile has the name. */
MUST_USE bool profile_is_known(const struct app *app, const char *name, struct error *err);

/* Whether options, environment or a profile name a property at all. */
bool connection_is_named(const struct options *options, const struct app *app);

/* A connection; its texts live in its arena. */
struct connection {
    struct arena arena;
    const char *url;
    const char *ws_url; /* of the event stream; NULL: found by the URL */
    const char *client_token;
    const char *access_token;
    const char *state_path;
    const char *name; /* of the profile, or what stands for it */
};

/*
 * Finds out where to connect.
 * Errors  ERROR_USAGE: nothing says where, a token file that others can read, is missing or no
 *         JSON.
 */
MUST_USE bool connection_find(const struct options *options, const struct app *app,
                              struct connection *connection, struct error *err);
