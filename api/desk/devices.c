#include <stdlib.h>

#include "api/base/memory.h"
#include "api/client/retry.h"
#include "api/desk/state.h"

/*
 * Commands that this desk gave to devices, until they are over: events tell at once what becomes
 * of one, and reads, ever rarer, where none come.
 */

enum {
    FIRST_WAIT_MS = 1000,
    WAIT_MOST_MS = 30 * 1000,
    SILENT_MS = 30 * 1000,     /* one that takes nothing for so long is off */
    WATCH_MS = 10 * 60 * 1000, /* a device that is silent for so long is not waited for */
};

struct watch {
    struct watch *next;
    struct uuid command;
    enum device_command_state state; /* that was told last */
    desk_device_fn told;
    void *context;
    struct uuid device;
    int waits;                         /* before reads, so far */
    int64_t due_ms, silent_ms, end_ms; /* silent_ms: once that is told, INT64_MAX */
};

static bool
is_final(enum device_command_state state)
{
    return state >= DEVICE_COMMAND_PROCESSED;
}

static void
forget(struct desk *desk, struct watch *watch)
{
    struct watch **link = &desk->watches;

    while (*link != watch)
        link = &(*link)->next;
    *link = watch->next;
    free(watch);
}

void
devices_take(struct desk *desk, struct uuid command, enum device_command_state state)
{
    struct watch *watch = desk->watches;

    while (watch && !uuid_equal(watch->command, command))
        watch = watch->next;
    if (!watch || state <= watch->state) // reads and events overtake each other
        return;
    watch->state = state;
    watch->told(watch->context, watch->device, state);
    if (is_final(state))
        forget(desk, watch);
}

static void
answered(struct desk *desk, const struct result *result, void *context)
{
    (void)context;
    for (size_t i = 0; i < result->batch_count; i++) {
        const struct device_command *rows = result->batches[i].rows;

        for (size_t row = 0; row < result->batches[i].count; row++)
            devices_take(desk, rows[row].id, rows[row].state);
    }
}

void
desk_watch_command(struct desk *desk, struct uuid command, struct uuid device, desk_device_fn told,
                   void *context)
{
    struct watch *watch = memory_new(sizeof(*watch));
    int64_t now_ms = desk->clock_ms();

    *watch = (struct watch){
        .next = desk->watches,
        .command = command,
        .state = DEVICE_COMMAND_PENDING,
        .told = told,
        .context = context,
        .device = device,
        .waits = 1,
        .due_ms = now_ms + FIRST_WAIT_MS,
        .silent_ms = now_ms + SILENT_MS,
        .end_ms = now_ms + WATCH_MS,
    };
    desk->watches = watch;
}

static void
look(struct desk *desk, struct watch *watch, int64_t now_ms)
{
    struct filter filter = {.command_ids = {&watch->command, 1}};

    watch->due_ms = now_ms + retry_doubled_ms(FIRST_WAIT_MS, WAIT_MOST_MS, ++watch->waits);
    desk_send(desk, desk_read(OP_commands_get_all_by_ids, REQUEST_FOR_VIEW, &filter), answered,
              NULL);
}

/* Nothing came for too long: it is Pending still, which is told for once. */
static void
tell_silence(struct watch *watch, int64_t now_ms)
{
    if (watch->state != DEVICE_COMMAND_PENDING || now_ms < watch->silent_ms)
        return;
    watch->silent_ms = INT64_MAX;
    watch->told(watch->context, watch->device, watch->state);
}

void
devices_step(struct desk *desk)
{
    int64_t now_ms = desk->clock_ms();
    struct watch *next;

    for (struct watch *watch = desk->watches; watch; watch = next) {
        next = watch->next;
        tell_silence(watch, now_ms);
        if (now_ms >= watch->end_ms)
            forget(desk, watch);
        else if (now_ms >= watch->due_ms)
            look(desk, watch, now_ms);
    }
}

int64_t
devices_due_ms(const struct desk *desk)
{
    int64_t due_ms = INT64_MAX;

    for (const struct watch *watch = desk->watches; watch; watch = watch->next) {
        due_ms = watch->due_ms < due_ms ? watch->due_ms : due_ms;
        if (watch->state == DEVICE_COMMAND_PENDING && watch->silent_ms < due_ms)
            due_ms = watch->silent_ms;
    }
    return due_ms;
}

void
devices_clear(struct desk *desk)
{
    while (desk->watches)
        forget(desk, desk->watches);
}
