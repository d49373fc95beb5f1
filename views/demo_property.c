#include "views/demo_property.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "api/base/memory.h"
#include "api/schema/document.h"

enum {
    START_MS = 60000, /* a large hotel on a busy machine */
    LINE_SIZE = 1024,
    FOLDER_SIZE = 512
};

/*
 * The child ends by the end-of-file of a pipe whose writing end only we hold; its standard output,
 * of which we read the first line, ends with it.
 */
struct demo_property {
    const struct options *options;
    char folder[FOLDER_SIZE];
    char client_token[80]; /* of the first start: a restart answers to them too */
    char access_token[80];
    pid_t pid;
    int lifeline; /* writing end */
    int out;      /* reading end of its standard output */
};

static bool
make_folder(struct demo_property *property, struct error *err)
{
    const char *base = getenv("XDG_RUNTIME_DIR");

    if (!base || base[0] != '/' || access(base, W_OK) != 0)
        base = "/tmp";
    snprintf(property->folder, sizeof(property->folder), "%s/frontdesk-XXXXXX", base);
    return mkdtemp(property->folder)
           || error_set(err, ERROR_DISK, "Cannot make a folder in %s: %s.", base, strerror(errno));
}

static void
remove_folder(const char *folder)
{
    DIR *list = opendir(folder);
    struct dirent *entry;

    while (list && (entry = readdir(list)))
        if (entry->d_name[0] != '.' || strlen(entry->d_name) > 2)
            unlinkat(dirfd(list), entry->d_name, 0);
    if (list)
        closedir(list);
    rmdir(folder);
}

/*
 * In the child: becomes `frontdesk serve`. Only async-signal-safe calls until exec, but for setenv.
 */
NORETURN static void
become_server(const struct demo_property *property, int lifeline, int out)
{
    const struct options *options = property->options;
    char address[FOLDER_SIZE + 32];
    char fd[16];
    const char *argv[24] = {"frontdesk", "serve", "--demo", "--rate-limit", "off"};
    size_t count = 5;
    static const enum option_id passed[] = {OPTION_now, OPTION_rooms, OPTION_seed, OPTION_log};
    static const char *const names[] = {"--now", "--rooms", "--seed", "--log"};

    setpgid(0, 0);
    dup2(out, STDOUT_FILENO);
    snprintf(address, sizeof(address), "unix:%s/api.sock", property->folder);
    snprintf(fd, sizeof(fd), "%d", lifeline);
    argv[count++] = "--listen";
    argv[count++] = address;
    argv[count++] = "--lifeline";
    argv[count++] = fd;
    for (size_t i = 0; i < countof(passed); i++) {
        if (!options->values[passed[i]])
            continue;
        argv[count++] = names[i];
        argv[count++] = options->values[passed[i]];
    }
    if (property->client_token[0]) {
        setenv("FRONTDESK_CLIENT_TOKEN", property->client_token, 1);
        setenv("FRONTDESK_ACCESS_TOKEN", property->access_token, 1);
    }
    execv("/proc/self/exe", (char *const *)(uintptr_t)argv);
    _exit(127);
}

static bool
spawn(struct demo_property *property, struct error *err)
{
    int lifeline[2];
    int out[2];

    if (pipe2(lifeline, O_CLOEXEC) != 0)
        return error_set(err, ERROR_DISK, "Cannot make a pipe: %s.", strerror(errno));
    if (pipe2(out, O_CLOEXEC) != 0) {
        close(lifeline[0]);
        close(lifeline[1]);
        return error_set(err, ERROR_DISK, "Cannot make a pipe: %s.", strerror(errno));
    }
    property->pid = fork();
    if (property->pid == 0) {
        fcntl(lifeline[0], F_SETFD, 0);
        become_server(property, lifeline[0], out[1]);
    }
    close(lifeline[0]);
    close(out[1]);
    property->lifeline = lifeline[1];
    property->out = out[0];
    return property->pid > 0
           || error_set(err, ERROR_UNREACHABLE, "Cannot start the property server: %s.",
                        strerror(errno));
}

/* The one line that says that it accepts. */
static bool
read_line(struct demo_property *property, char line[LINE_SIZE], struct error *err)
{
    size_t length = 0;

    while (!memchr(line, '\n', length)) {
        struct pollfd wait = {.fd = property->out, .events = POLLIN};
        ssize_t got = poll(&wait, 1, START_MS) == 1
                          ? read(property->out, line + length, LINE_SIZE - 1 - length)
                          : -1;

        if (got <= 0 || length + (size_t)got >= LINE_SIZE - 1)
            return error_set(err, ERROR_UNREACHABLE,
                             "The demo's property server did not start: see --log FILE.");
        length += (size_t)got;
    }
    line[length] = '\0';
    return true;
}

static bool
take_tokens(struct demo_property *property, const char *line, struct error *err)
{
    struct document *document = document_parse(line, err);
    char *client_token = document_text(document_find(document, "ClientToken"));
    char *access_token = document_text(document_find(document, "AccessToken"));

    snprintf(property->client_token, sizeof(property->client_token), "%s", client_token);
    snprintf(property->access_token, sizeof(property->access_token), "%s", access_token);
    free(client_token);
    free(access_token);
    document_free(document);
    return document != NULL;
}

static bool
start(struct demo_property *property, struct error *err)
{
    char line[LINE_SIZE];

    return spawn(property, err) && read_line(property, line, err)
           && take_tokens(property, line, err);
}

struct demo_property *
demo_property_start(const struct options *options, struct connection *connection, struct error *err)
{
    struct demo_property *property = memory_new(sizeof(*property));

    *property = (struct demo_property){.options = options, .lifeline = -1, .out = -1};
    if (!make_folder(property, err) || !start(property, err)) {
        demo_property_stop(property);
        return NULL;
    }
    connection->url = arena_print(&connection->arena, "unix:%s/api.sock", property->folder);
    connection->client_token = arena_text(&connection->arena, property->client_token);
    connection->access_token = arena_text(&connection->arena, property->access_token);
    connection->state_path = arena_print(&connection->arena, "%s/state.db", property->folder);
    connection->name = "demo";
    return property;
}

int
demo_property_fd(const struct demo_property *property)
{
    return property->out;
}

static void
end_child(struct demo_property *property)
{
    if (property->lifeline >= 0)
        close(property->lifeline);
    if (property->out >= 0)
        close(property->out);
    property->lifeline = property->out = -1;
    if (property->pid > 0) {
        kill(property->pid, SIGTERM);
        while (waitpid(property->pid, NULL, 0) < 0 && errno == EINTR)
            continue;
    }
    property->pid = 0;
}

bool
demo_property_restart(struct demo_property *property, struct error *err)
{
    char socket[FOLDER_SIZE + 32];

    end_child(property);
    snprintf(socket, sizeof(socket), "%s/api.sock", property->folder);
    unlink(socket);
    return start(property, err);
}

void
demo_property_stop(struct demo_property *property)
{
    if (!property)
        return;
    end_child(property);
    if (property->folder[0])
        remove_folder(property->folder);
    free(property);
}
