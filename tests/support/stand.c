#include "tests/support/stand.h"

#include <signal.h>
#include <stdlib.h>

#include "api/base/memory.h"
#include "tests/support/property.h"
#include "tests/support/test.h"

enum {
    TEXT_SIZE = 200,
    ENVIRONMENT = 24,
    WORDS = 32,
};

static const char *
program(void)
{
    const char *path = getenv("FRONTDESK"); // set by tests/run

    return path ? path : "build/frontdesk";
}

static char *
path_of(const struct stand *stand, const char *name)
{
    char path[TEXT_SIZE];

    snprintf(path, sizeof(path), "%s/%s", stand->folder.path, name);
    return memory_text(path);
}

static void
write_file(const struct stand *stand, const char *name, const char *text)
{
    char *path = path_of(stand, name);
    FILE *file = fopen(path, "w");

    check(file && fputs(text, file) >= 0 && fclose(file) == 0, "%s", path);
    free(path);
}

void
stand_configure(const struct stand *stand, const char *config)
{
    write_file(stand, "frontdeskrc", config);
}

void
stand_open(struct stand *stand, const char *config)
{
    struct server_config server = server_process_config();
    char *upstream;
    char *listen;
    char *socket;

    *stand = (struct stand){0};
    folder_open(&stand->folder);
    stand_configure(stand, config);
    listen = path_of(stand, "server");
    socket = path_of(stand, "proxy");
    upstream = memory_resize(NULL, strlen(listen) + 6, 1);
    sprintf(upstream, "unix:%s", listen);
    server.listen = upstream;
    server_process_start(&stand->server, &server);
    stand->proxy = fault_proxy_new(socket, listen);
    free(upstream);
    free(listen);
    free(socket);
}

void
stand_close(struct stand *stand)
{
    fault_proxy_free(stand->proxy);
    assert_int_equal(server_process_end(&stand->server, SIGTERM), 0);
    folder_close(&stand->folder);
}

/* Programs */

struct surroundings {
    char texts[9][TEXT_SIZE + 40];
    const char *rows[ENVIRONMENT];
};

/* NAME=VALUE of the program, the test's own last. */
static void
surround(const struct stand *stand, struct surroundings *around)
{
    const char *folder = stand->folder.path;
    size_t count = 0;

    snprintf(around->texts[0], sizeof(around->texts[0]), "HOME=%s", folder);
    snprintf(around->texts[1], sizeof(around->texts[1]), "XDG_STATE_HOME=%s/state", folder);
    snprintf(around->texts[2], sizeof(around->texts[2]), "XDG_CONFIG_HOME=%s/config", folder);
    snprintf(around->texts[3], sizeof(around->texts[3]), "FRONTDESK_CONFIG=%s/frontdeskrc", folder);
    snprintf(around->texts[4], sizeof(around->texts[4]), "FRONTDESK_CLIENT_TOKEN=%s",
             stand->server.client_token);
    snprintf(around->texts[5], sizeof(around->texts[5]), "FRONTDESK_ACCESS_TOKEN=%s",
             stand->server.access_token);
    if (stand->url)
        snprintf(around->texts[6], sizeof(around->texts[6]), "FRONTDESK_URL=%s", stand->url);
    else
        snprintf(around->texts[6], sizeof(around->texts[6]), "FRONTDESK_URL=unix:%s/proxy", folder);
    snprintf(around->texts[7], sizeof(around->texts[7]), "FRONTDESK=%s", program());
    /* The proxy passes on requests, no streams. */
    snprintf(around->texts[8], sizeof(around->texts[8]), "FRONTDESK_WS_URL=off");
    for (; count < 9; count++)
        around->rows[count] = around->texts[count];
    for (const char *const *own = stand->environment; own && *own; own++)
        around->rows[count++] = *own;
    around->rows[count] = NULL;
    check(count < ENVIRONMENT, "%zu", count);
}

static void
put_words(const char *argv[WORDS], size_t count, const char *const *words)
{
    for (; words && *words; words++) {
        check(count < WORDS - 1, "%s", *words);
        argv[count++] = *words;
    }
    argv[count] = NULL;
}

static struct vt *
open_terminal(const struct stand *stand, const char *const *argv)
{
    struct surroundings around;
    struct vt_config config = {
        .argv = argv,
        .environment = around.rows,
        .term = stand->term,
        .rows = stand->rows,
        .columns = stand->columns,
    };

    surround(stand, &around);
    return vt_open(&config);
}

struct vt *
stand_screen(const struct stand *stand, const char *const *words)
{
    const char *argv[WORDS] = {program(), "--now", PROPERTY_NOW};

    put_words(argv, 3, words);
    return open_terminal(stand, argv);
}

struct vt *
stand_day(const struct stand *stand)
{
    struct vt *vt = stand_screen(stand, NULL);

    vt_wait_text(vt, "Host3");
    vt_wait_text(vt, "100.00"); // balances too
    vt_wait_idle(vt);
    return vt;
}

struct vt *
stand_shell(const struct stand *stand, const char *script)
{
    const char *const argv[] = {"/bin/sh", "-c", script, NULL};

    return open_terminal(stand, argv);
}

struct program_end
stand_run_words(const struct stand *stand, const char *const *words)
{
    return stand_run_input(stand, words, NULL);
}

struct program_life
stand_begin(const struct stand *stand, const char *const *words)
{
    struct surroundings around;
    const char *argv[WORDS] = {program(), words[0], "--now", PROPERTY_NOW}; // the subcommand first

    surround(stand, &around);
    put_words(argv, 4, words + 1);
    return program_begin(argv, around.rows, NULL);
}

struct program_end
stand_run_input(const struct stand *stand, const char *const *words, const char *input)
{
    struct surroundings around;
    const char *argv[WORDS] = {program(), words[0], "--now", PROPERTY_NOW}; // the subcommand first

    surround(stand, &around);
    put_words(argv, 4, words + 1);
    return program_run(argv, around.rows, input);
}

/* The server */

size_t
stand_count(const struct stand *stand, const char *operation, const char *body, const char *list,
            const char *text)
{
    json_t *answer = server_ask(&stand->server, operation, body);
    const json_t *rows = json_object_get(answer, list);
    char *wanted = text ? property_text(text) : NULL;
    size_t found = 0;
    size_t i;
    json_t *row;

    check(json_is_array(rows), "%s has no %s", operation, list);
    json_array_foreach((json_t *)(uintptr_t)rows, i, row)
    {
        char *printed = json_dumps(row, JSON_COMPACT);

        found += !wanted || strstr(printed, wanted);
        free(printed);
    }
    free(wanted);
    json_decref(answer);
    return found;
}
