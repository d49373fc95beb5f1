#include "api/desk/state.h"

/*
 * Days beyond those of the plan, as somebody looks at them: stays and blocks, two reads for each
 * side. One extension at a time; one that fails counts as not asked for, and is asked again.
 */

void
window_begin(struct desk *desk, struct day from, struct day to)
{
    desk->window.from = desk->window.asked_from = from;
    desk->window.to = desk->window.asked_to = to;
}

static void
answered(struct desk *desk, const struct result *result, void *context)
{
    struct window *window = context;

    if (!result->is_last)
        return;
    if (result->error.kind && !window->failed.kind)
        window->failed = result->error;
    if (--window->under_way)
        return;
    attempt_end(&window->attempt, &window->failed, desk->clock_ms());
    desk->what |= DESK_STATUS;
    if (attempt_has_failed(&window->attempt))
        return;
    window->from = window->asked_from;
    window->to = window->asked_to;
}

static void
ask(struct desk *desk, struct day from, struct day to)
{
    struct filter filter = {.colliding_utc = {day_at(from, 0), day_at(to, 0)}};

    desk->window.under_way += 2;
    desk_send(desk, desk_read(OP_reservations_get_all_2023, REQUEST_FOR_VIEW, &filter), answered,
              &desk->window);
    desk_send(desk, desk_read(OP_resource_blocks_get_all, REQUEST_FOR_VIEW, &filter), answered,
              &desk->window);
}

void
window_step(struct desk *desk)
{
    struct window *window = &desk->window;

    if (window->under_way || !attempt_may(&window->attempt, desk->clock_ms()))
        return;
    window->failed = (struct error){0};
    if (window->asked_from.number < window->from.number)
        ask(desk, window->asked_from, window->from);
    if (window->asked_to.number > window->to.number)
        ask(desk, window->to, window->asked_to);
}

void
desk_load_window(struct desk *desk, struct day from, struct day to)
{
    struct window *window = &desk->window;

    if (!loading_is_done(desk, DESK_WINDOW) || window->under_way)
        return; // asked again at the change that its end is
    if (from.number < window->asked_from.number)
        window->asked_from = from;
    if (to.number > window->asked_to.number)
        window->asked_to = to;
    window_step(desk);
}

int64_t
window_due_ms(const struct desk *desk)
{
    const struct window *window = &desk->window;

    return !window->under_way && attempt_has_failed(&window->attempt) ? window->attempt.again_ms
                                                                      : INT64_MAX;
}
