#include "tests/support/desk.h"

#include <ftw.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/base/memory.h"

enum {
    WAIT_MS = 60000 /* sanitizers on a busy machine */
};

char *
folder_fresh(void)
{
    const char *base = getenv("TMPDIR");
    char *folder = memory_new(256);

    snprintf(folder, 256, "%s/frontdesk-test.XXXXXX", base ? base : "/tmp");
    if (!mkdtemp(folder))
        abort();
    return folder;
}

static int
remove_one(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info;
    (void)kind;
    (void)where;
    return remove(path);
}

void
folder_drop(char *folder)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(folder);
}

char *
folder_path(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = memory_new(size);

    snprintf(path, size, "%s/%s", folder, name);
    return path;
}

struct client_config
desk_config(const char *url, const char *state_path)
{
    return (struct client_config){
        .url = url,
        .ws_url = "off", // a scripted property would take it for a request
        .client_token = "CLIENT-TOKEN-1",
        .access_token = "ACCESS-TOKEN-2",
        .language = "en-US",
        .state_path = state_path,
    };
}

struct result *
desk_next(struct client *client)
{
    int64_t deadline_ms = monotonic_ms() + WAIT_MS;
    struct result *result;

    while (!(result = client_receive(client))) {
        struct pollfd waiting = {.fd = client_fd(client), .events = POLLIN};
        int64_t left_ms = deadline_ms - monotonic_ms();

        if (left_ms <= 0) {
            fprintf(stderr, "desk: the result that the test waits for does not come\n");
            abort();
        }
        poll(&waiting, 1, (int)left_ms);
    }
    return result;
}

struct result *
desk_next_of(struct client *client, enum result_kind kind)
{
    for (;;) {
        struct result *result = desk_next(client);

        if (result->kind == kind)
            return result;
        result_free(result);
    }
}

struct error
desk_end(struct client *client)
{
    for (;;) {
        struct result *result = desk_next_of(client, RESULT_ANSWER);
        struct error err = result->error;
        bool is_last = result->is_last;

        result_free(result);
        if (is_last)
            return err;
    }
}

void
desk_wait(const struct desk *desk, int64_t until_ms, const char *what)
{
    struct pollfd waiting = {.fd = desk_fd(desk), .events = POLLIN};
    int64_t left_ms = until_ms - monotonic_ms();

    if (left_ms <= 0) {
        fprintf(stderr, "desk: never %s\n", what);
        abort();
    }
    poll(&waiting, 1, (int)left_ms);
}
