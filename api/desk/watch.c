#include <stdlib.h>

#include "api/base/memory.h"
#include "api/desk/step.h"
#include "api/rules/commands.h"

/*
 * Commands to devices: whoever drives the device takes them and tells how far it is, and nothing
 * tells the desk, so it asks: after 1 s, 2 s, 4 s, ... 30 s, until the command has ended or nobody
 * can be waiting for it any more.
 */

enum {
    FIRST_MS = 1000,
    LONGEST_MS = 30000,
    SILENT_MS = 30000,
    GIVEN_UP_MS = 1800000
};

struct watch {
    struct watch *next;
    struct uuid command;
    char *what;
    int64_t began_ms;
    int64_t next_ms;
    int64_t pause_ms;
    bool is_asking;
    bool is_silent; /* and that is told or on its way to be */
    bool has_news;
    bool is_over;
};

void
watch_begin(struct desk *desk, struct uuid command, const char *what)
{
    struct watch *watch = memory_new(sizeof(*watch));
    int64_t now_ms = desk->clock_ms();

    *watch = (struct watch){
        .next = desk->watches,
        .command = command,
        .what = memory_text(what),
        .began_ms = now_ms,
        .next_ms = now_ms + FIRST_MS,
        .pause_ms = FIRST_MS,
    };
    desk->watches = watch;
}

bool
watch_command(struct action *action, struct request **request, struct error *err)
{
    (void)request;
    (void)err;
    if (uuid_is_set(action->created))
        watch_begin(action->desk, action->created, action->said ? action->said : action->row->noun);
    return true;
}

static struct watch *
find(const struct desk *desk, struct uuid command)
{
    struct watch *watch = desk->watches;

    while (watch && !uuid_equal(watch->command, command))
        watch = watch->next;
    return watch;
}

static enum device_command_state
state_of(const struct desk *desk, const struct watch *watch)
{
    const struct device_command *command = store_device_command_of(desk->store, watch->command);

    return command ? command->state : device_command_state_unknown;
}

/* Before it goes into the store, which has the state that was told; it begins as Pending. */
void
watch_take(struct desk *desk, const struct batch *batch)
{
    for (size_t i = 0; i < batch->count && batch->type->id == RECORD_device_command; i++) {
        const struct device_command *command = (const struct device_command *)batch->rows + i;
        struct watch *watch = find(desk, command->id);

        if (watch && command->state != DEVICE_COMMAND_PENDING
            && command->state != state_of(desk, watch))
            watch->has_news = true;
    }
}

static void
judge(struct desk *desk, struct watch *watch)
{
    enum device_command_state state = state_of(desk, watch);
    int64_t waited_ms = desk->clock_ms() - watch->began_ms;

    if (state == DEVICE_COMMAND_PENDING && waited_ms >= SILENT_MS && !watch->is_silent)
        watch->is_silent = watch->has_news = true;
    watch->is_over = command_is_final(state) || waited_ms >= GIVEN_UP_MS;
    if (watch->has_news)
        desk->what |= DESK_KIND(RECORD_device_command);
}

/* Where it fails it is asked again, as rarely as ever. */
static void
answered(struct desk *desk, const struct result *result, void *context)
{
    struct watch *watch = find(desk, *(const struct uuid *)context);

    if (!watch || !result->is_last)
        return;
    watch->is_asking = false;
    watch->pause_ms = watch->pause_ms < LONGEST_MS / 2 ? watch->pause_ms * 2 : LONGEST_MS;
    watch->next_ms = desk->clock_ms() + watch->pause_ms;
    judge(desk, watch);
}

static void
ask(struct desk *desk, struct watch *watch)
{
    struct filter filter = {.command_ids = {&watch->command, 1}};
    struct uuid *command = memory_new(sizeof(*command));

    *command = watch->command;
    watch->is_asking = true;
    desk_send_own(desk, desk_read(OP_commands_get_all_by_ids, REQUEST_FOR_VIEW, &filter), answered,
                  command);
}

static void
watch_free(struct watch *watch)
{
    free(watch->what);
    free(watch);
}

/* Those that are over, and told, go. */
static void
prune(struct desk *desk)
{
    struct watch **link = &desk->watches;

    while (*link) {
        struct watch *watch = *link;

        if (!watch->is_over || watch->has_news) {
            link = &watch->next;
            continue;
        }
        *link = watch->next;
        watch_free(watch);
    }
}

static int64_t
next_ms(const struct watch *watch)
{
    return watch->is_asking || watch->is_over ? INT64_MAX : watch->next_ms;
}

void
watch_step(struct desk *desk)
{
    prune(desk);
    for (struct watch *watch = desk->watches; watch; watch = watch->next)
        if (next_ms(watch) <= desk->clock_ms())
            ask(desk, watch);
}

int64_t
watch_due_ms(const struct desk *desk)
{
    int64_t due_ms = INT64_MAX;

    for (const struct watch *watch = desk->watches; watch; watch = watch->next)
        if (next_ms(watch) < due_ms)
            due_ms = next_ms(watch);
    return due_ms;
}

void
watch_clear(struct desk *desk)
{
    while (desk->watches) {
        struct watch *watch = desk->watches;

        desk->watches = watch->next;
        watch_free(watch);
    }
}

bool
desk_command_news(struct desk *desk, struct command_news *news)
{
    struct watch *watch = desk->watches;
    const struct device_command *command;

    while (watch && !watch->has_news)
        watch = watch->next;
    if (!watch)
        return false;
    watch->has_news = false;
    command = store_device_command_of(desk->store, watch->command);
    *news = (struct command_news){
        .what = watch->what,
        .device = command ? command->device.name : "",
        .state = state_of(desk, watch),
        .is_silent = watch->is_silent && state_of(desk, watch) == DEVICE_COMMAND_PENDING,
    };
    return true;
}
