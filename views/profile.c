#include "views/profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/base/buffer.h"
#include "api/base/file.h"
#include "api/base/memory.h"
#include "api/schema/document.h"

enum {
    TOKEN_FILE_LIMIT = 64 * 1024,
    FILE_LIMIT = 1024 * 1024,
    PATH_SIZE = 4096
};

struct profile {
    struct profile *next;
    char *name;
    char *url;
    char *tokens; /* path */
};

struct profiles {
    struct profile *first;
};

struct profiles *
profiles_new(void)
{
    return memory_new(sizeof(struct profiles));
}

void
profiles_free(struct profiles *profiles)
{
    while (profiles && profiles->first) {
        struct profile *profile = profiles->first;

        profiles->first = profile->next;
        free(profile->name);
        free(profile->url);
        free(profile->tokens);
        free(profile);
    }
    free(profiles);
}

static struct profile *
find(const struct profiles *profiles, const char *name)
{
    struct profile *profile = profiles->first;

    while (profile && strcmp(profile->name, name) != 0)
        profile = profile->next;
    return profile;
}

bool
profile_define(struct app *app, const char *name, const char *url, const char *tokens,
               struct error *err)
{
    struct profile *profile = find(app->profiles, name);

    if (!url && !tokens)
        return settings_set(app->settings, "profile", name, err);
    if (!url || !tokens)
        return error_set(err, ERROR_USAGE, "profile %s: give both url= and tokens=FILE.", name);
    if (!profile) {
        profile = memory_new(sizeof(*profile));
        profile->name = memory_text(name);
        profile->next = app->profiles->first;
        app->profiles->first = profile;
    }
    free(profile->url);
    free(profile->tokens);
    profile->url = memory_text(url);
    profile->tokens = memory_text(tokens);
    return true;
}

const char *
profile_name(const struct app *app, size_t i)
{
    const struct profile *profile = app->profiles->first;

    for (; profile && i; i--)
        profile = profile->next;
    return profile ? profile->name : NULL;
}

bool
profile_is_known(const struct app *app, const char *name, struct error *err)
{
    return find(app->profiles, name)
           || error_set(
               err, ERROR_USAGE,
               "No profile %s: add a line \"profile %s url=… tokens=FILE\" to frontdeskrc.", name,
               name);
}

/* Tokens */

/* Owner root or the user, and nothing for others. */
static bool
is_private(const char *path, struct error *err)
{
    struct stat info;

    if (stat(path, &info) != 0)
        return error_set(err, ERROR_USAGE, "The token file %s is missing.", path);
    if ((info.st_uid != geteuid() && info.st_uid != 0) || info.st_mode & 0007)
        return error_set(err, ERROR_USAGE,
                         "The token file %s is open to others: chown it to you or root and "
                         "chmod 0600.",
                         path);
    return true;
}

static const char *
member(struct connection *connection, const struct document *document, const char *name)
{
    char *text = document_text(document_find(document, name));
    const char *kept = arena_text(&connection->arena, text);

    free(text);
    return kept;
}

static bool
read_tokens(const char *path, struct connection *connection, struct error *err)
{
    struct document *document;
    char *text;

    if (!is_private(path, err))
        return false;
    text = file_read(path, TOKEN_FILE_LIMIT, NULL, err);
    if (!text)
        return false;
    document = document_parse(text, err);
    explicit_bzero(text, strlen(text));
    free(text);
    if (!document)
        return error_set(err, ERROR_USAGE, "%s: %s", path, err->text);
    connection->client_token = member(connection, document, "ClientToken");
    connection->access_token = member(connection, document, "AccessToken");
    document_free(document);
    return (connection->client_token[0] && connection->access_token[0])
           || error_set(err, ERROR_USAGE, "%s lacks ClientToken or AccessToken.", path);
}

/* One state.db a profile; of an address without a profile one each. */
static bool
name_state(struct connection *connection, struct error *err)
{
    char folder[PATH_SIZE];
    unsigned long hash = 5381;

    if (!folder_find("XDG_STATE_HOME", "/.local/state", folder, sizeof(folder), err)
        || !folder_make(folder, err))
        return false;
    if (!connection->name) {
        for (const char *c = connection->url; *c; c++)
            hash = hash * 33 ^ (unsigned char)*c;
        for (const char *c = connection->access_token; *c; c++)
            hash = hash * 33 ^ (unsigned char)*c;
        connection->name = arena_print(&connection->arena, "url-%016lx", hash);
    }
    connection->state_path = arena_print(&connection->arena, "%s/%s.db", folder, connection->name);
    return true;
}

/*
 * Options and environment; false when neither says where. The option --profile goes before the
 * environment, whose tokens must not go to another property's address.
 */
static bool
from_environment(const struct options *options, struct connection *connection)
{
    bool is_asked = !options->values[OPTION_profile];
    const char *url = is_asked ? getenv("FRONTDESK_URL") : NULL;
    const char *client_token = is_asked ? getenv("FRONTDESK_CLIENT_TOKEN") : NULL;
    const char *access_token = is_asked ? getenv("FRONTDESK_ACCESS_TOKEN") : NULL;

    if (options->values[OPTION_url])
        url = options->values[OPTION_url];

    if (url && *url)
        connection->url = arena_text(&connection->arena, url);
    if (client_token && *client_token)
        connection->client_token = arena_text(&connection->arena, client_token);
    if (access_token && *access_token)
        connection->access_token = arena_text(&connection->arena, access_token);
    return connection->url && connection->client_token && connection->access_token;
}

static bool
from_profile(const struct profile *profile, struct connection *connection, struct error *err)
{
    const char *url = connection->url;

    if (!url)
        connection->url = arena_text(&connection->arena, profile->url);
    if (!connection->client_token || !connection->access_token)
        if (!read_tokens(file_path(&connection->arena, profile->tokens), connection, err))
            return false;
    if (!url)
        connection->name = arena_text(&connection->arena, profile->name);
    return true;
}

/*
 * The setting is for the property that a profile names: the tokens of another one must not go
 * there.
 */
static void
find_events(const struct app *app, struct connection *connection, bool has_url)
{
    const char *ws_url = getenv("FRONTDESK_WS_URL");

    if (!ws_url || !*ws_url)
        ws_url = has_url ? "" : settings_text(app->settings, "ws-url");
    if (*ws_url)
        connection->ws_url = arena_text(&connection->arena, ws_url);
}

bool
connection_find(const struct options *options, const struct app *app, struct connection *connection,
                struct error *err)
{
    const char *wanted = options->values[OPTION_profile];
    bool is_complete = from_environment(options, connection);
    bool has_url = connection->url != NULL;
    const struct profile *profile;

    if (!wanted)
        wanted = settings_text(app->settings, "profile");
    profile = wanted[0] ? find(app->profiles, wanted) : app->profiles->first;
    if (wanted[0] && !profile)
        return profile_is_known(app, wanted, err);
    if (!is_complete && !profile)
        return error_set(err, ERROR_USAGE,
                         "Nothing says which property: try frontdesk --demo, or set FRONTDESK_URL, "
                         "FRONTDESK_CLIENT_TOKEN and FRONTDESK_ACCESS_TOKEN, or add a profile to "
                         "frontdeskrc.");
    if (!is_complete && !from_profile(profile, connection, err))
        return false;
    find_events(app, connection, has_url);
    return name_state(connection, err);
}

bool
connection_is_named(const struct options *options, const struct app *app)
{
    return options->values[OPTION_demo] || options->values[OPTION_profile]
           || options->values[OPTION_url] || getenv("FRONTDESK_URL") || app->profiles->first
           || *settings_text(app->settings, "profile");
}

/* Saving */

/* The user's configuration file, and the folder it is in. */
static bool
user_file(char *path, char *folder, struct error *err)
{
    const char *named = getenv("FRONTDESK_CONFIG");
    char *slash;

    if (named && *named) {
        snprintf(path, PATH_SIZE, "%s", named);
        snprintf(folder, PATH_SIZE, "%s", named);
        slash = strrchr(folder, '/');
        snprintf(slash ? slash : folder, 2, "%s", slash ? "" : ".");
        return true;
    }
    if (!folder_find("XDG_CONFIG_HOME", "/.config", folder, PATH_SIZE - 16, err)
        || !folder_make(folder, err))
        return false;
    snprintf(path, PATH_SIZE, "%.*s/frontdeskrc", PATH_SIZE - 16, folder);
    return true;
}

static bool
save_tokens(const char *path, const char *client_token, const char *access_token, struct error *err)
{
    struct document *document = document_object();
    char *text;
    bool ok;

    document_set_text(document, "ClientToken", client_token);
    document_set_text(document, "AccessToken", access_token);
    text = document_print(document);
    ok = file_replace(path, text, strlen(text), 0600, err);
    explicit_bzero(text, strlen(text));
    free(text);
    document_free(document);
    return ok;
}

/* The line goes to the end: the last `profile NAME` of a name counts. */
static bool
save_line(const char *path, const char *name, const char *url, const char *tokens,
          struct error *err)
{
    struct buffer text = {0};
    struct arena arena = {0};
    char *old = access(path, F_OK) == 0 ? file_read(path, FILE_LIMIT, NULL, err) : memory_text("");
    bool ok = old != NULL;

    if (ok) {
        buffer_add_text(&text, old);
        if (text.length && text.text[text.length - 1] != '\n')
            buffer_add_char(&text, '\n');
        buffer_print(&text, "profile %s url=%s tokens=%s\nset profile %s\n", name,
                     command_quote(&arena, url), command_quote(&arena, tokens), name);
        ok = file_replace(path, buffer_text(&text), text.length, 0600, err);
    }
    free(old);
    arena_clear(&arena);
    buffer_clear(&text);
    return ok;
}

bool
profile_save(const char *name, const char *url, const char *client_token, const char *access_token,
             struct error *err)
{
    char path[PATH_SIZE];
    char folder[PATH_SIZE];
    char tokens[PATH_SIZE + 64];

    if (!user_file(path, folder, err))
        return false;
    snprintf(tokens, sizeof(tokens), "%s/%s.json", folder, name);
    return save_tokens(tokens, client_token, access_token, err)
           && save_line(path, name, url, tokens, err);
}
