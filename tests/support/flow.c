#include "tests/support/flow.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "api/base/error.h"
#include "api/base/file.h"
#include "api/schema/schema.h"
#include "tests/support/test.h"

enum {
    WORDS = 24,
    WAIT_MS = 60000,
    VARIABLES = HOTEL_ENVIRONMENT + 2
};

void
flow_start(struct flow *flow, const struct flow_config *config)
{
    const char *argv[WORDS] = {hotel_program(), "--now", flow->hotel.now, "--log", flow->log};
    const char *environment[VARIABLES] = {0};
    char state[128];
    size_t count = 5;
    size_t variables = 0;

    while (flow->hotel.environment[variables]) {
        environment[variables] = flow->hotel.environment[variables];
        variables++;
    }
    snprintf(state, sizeof(state), "XDG_STATE_HOME=%s/desk", flow->hotel.folder.path);
    environment[variables] = state;
    if (config->is_demo)
        argv[count++] = "--demo";
    for (const char *const *word = config->words; word && *word && count < WORDS - 1; word++)
        argv[count++] = *word;
    flow->vt = vt_open(&(struct vt_config){
        .argv = argv,
        .environment = environment,
        .rows = config->rows,
        .columns = config->columns,
    });
}

void
flow_open(struct flow *flow, const struct flow_config *config)
{
    *flow = (struct flow){0};
    hotel_open(&flow->hotel);
    if (config->is_demo || config->now)
        hotel_stop(&flow->hotel);
    if (config->now) {
        snprintf(flow->hotel.now, sizeof(flow->hotel.now), "%s", config->now);
        hotel_start(&flow->hotel);
    }
    snprintf(flow->log, sizeof(flow->log), "%s/desk.log", flow->hotel.folder.path);
    if (config->configuration)
        hotel_configure(&flow->hotel, config->configuration);
    flow_start(flow, config);
    flow_wait_day(flow);
}

/* One step back: a card, a filter, a prompt. */
static void
escape(struct flow *flow)
{
    vt_type(flow->vt, "\x1b");
    vt_wait_idle(flow->vt);
}

/* The next flow_wrote() is about what comes from here on. */
static void
mark_log(struct flow *flow)
{
    struct stat info;

    assert_int_equal(stat(flow->log, &info), 0);
    flow->log_at = info.st_size;
}

static struct flow shared;

int
flow_set_up(void **flow)
{
    *flow = &shared;
    if (!shared.vt) {
        flow_open(&shared, &(struct flow_config){0});
        return 0;
    }
    for (int i = 0; i < 3; i++)
        escape(&shared);
    vt_press(shared.vt, VTERM_KEY_FUNCTION(2), VTERM_MOD_NONE);
    vt_wait_text(shared.vt, "Arrivals  2");
    escape(&shared);
    mark_log(&shared);
    return 0;
}

int
flow_tear_down(void **flow)
{
    (void)flow;
    flow_close(&shared);
    return 0;
}

void
flow_close(struct flow *flow)
{
    vt_close(flow->vt);
    hotel_close(&flow->hotel);
}

void
flow_quit(struct flow *flow)
{
    vt_type(flow->vt, "qqqqqqqq");
    assert_int_equal(vt_wait_exit(flow->vt), 0);
    vt_close(flow->vt);
    flow->vt = NULL;
}

void
flow_wait_day(struct flow *flow)
{
    vt_wait_text(flow->vt, "Arrivals  2"); // its day
    vt_wait_gone(flow->vt, "Reading the day");
    vt_wait_gone(flow->vt, "·");
}

/* The last reads of the day's plan were answered. */
static bool
has_all(struct vt *vt, const void *log_path)
{
    static const char *const operations[] = {
        "op=serviceOrderNotes/getAll ", "op=companionships/getAll ", "op=companies/getAll ",
        "op=reservationGroups/getAll ", "op=messages/getAll ",       "op=products/getAll ",
        "op=resourceBlocks/getAll ",    "op=bills/getAll ",
    };
    struct error err;
    char *log = file_read(log_path, 1 << 24, NULL, &err);
    bool has = log != NULL;

    (void)vt;
    for (size_t i = 0; i < countof(operations); i++)
        has = has && strstr(log, operations[i]);
    free(log);
    return has;
}

void
flow_wait_all(struct flow *flow)
{
    if (!vt_until(flow->vt, has_all, flow->log, WAIT_MS))
        vt_fail(flow->vt, "The day is never read whole:");
    vt_wait_idle(flow->vt);
}

static bool
is_only(struct vt *vt, const void *text)
{
    return vt_row(vt, 2)[0] == '>' && strstr(vt_row(vt, 2), text) && !vt_row(vt, 3)[0];
}

void
flow_wait_only(struct flow *flow, const char *text)
{
    if (!vt_until(flow->vt, is_only, text, WAIT_MS))
        vt_fail(flow->vt, "%s is not alone on the list:", text);
}

void
flow_type(struct flow *flow, const char *keys, const char *text)
{
    vt_type(flow->vt, keys);
    vt_wait_text(flow->vt, text);
    vt_wait_idle(flow->vt); // a card takes what is read after its frame is out
}

/* The name of the room that a row of the card offers; false: it offers none. */
static bool
read_option(const char *row, char name[8])
{
    const char *edge = strstr(row, "│");

    if (!edge || !strstr(edge, "Inspected "))
        return false;
    edge += strlen("│");
    snprintf(name, 8, "%.3s", edge + strspn(edge, " >"));
    return strspn(name, "0123456789") == 3;
}

void
flow_option(struct flow *flow, int n, char name[8])
{
    for (int row = 0; row < 24; row++)
        if (read_option(vt_row(flow->vt, row), name) && n-- == 0)
            return;
    vt_fail(flow->vt, "So many rooms are not offered:");
}

/* Appends the operation of a line about an answered write of the client. */
static void
add_write(struct flow *flow, const char *line)
{
    const char *at = strstr(line, " request op=");
    size_t length = strlen(flow->writes);
    const struct operation *operation;
    char path[96];

    if (!at || !strstr(line, " curl=")) // those without are a server's own
        return;
    snprintf(path, sizeof(path), "%.*s", (int)strcspn(at + 12, " "), at + 12);
    operation = operation_find(path);
    check(operation, "%s", line);
    if (operation->kind != OPERATION_READ)
        snprintf(flow->writes + length, sizeof(flow->writes) - length, "%s%s", length ? " " : "",
                 path);
}

/* The writes that were answered since `log_at`; where the log ends now. */
static size_t
read_writes(struct flow *flow)
{
    struct error err = {0};
    char *log = file_read(flow->log, 1 << 24, NULL, &err);
    char *rest = NULL;
    size_t length;

    check(log, "%s", err.text);
    length = strlen(log);
    flow->writes[0] = '\0';
    for (char *line = strtok_r(log + flow->log_at, "\n", &rest); line;
         line = strtok_r(NULL, "\n", &rest))
        add_write(flow, line);
    free(log);
    return length;
}

struct expected_writes {
    struct flow *flow;
    const char *operations;
};

/* All were answered, or others than these. */
static bool
are_written(struct vt *vt, const void *context)
{
    const struct expected_writes *expected = context;

    (void)vt;
    (void)read_writes(expected->flow);
    return strcmp(expected->flow->writes, expected->operations) == 0
           || strncmp(expected->flow->writes, expected->operations, strlen(expected->flow->writes));
}

void
flow_wrote(struct flow *flow, const char *operations)
{
    struct expected_writes expected = {flow, operations};
    bool is_over = vt_until(flow->vt, are_written, &expected, WAIT_MS);

    flow->log_at = (long)read_writes(flow);
    if (!is_over || strcmp(flow->writes, operations) != 0)
        vt_fail(flow->vt, "It sent \"%s\", not \"%s\":", flow->writes, operations);
}
