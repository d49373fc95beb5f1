#include "views/held.h"

#include "api/base/intl.h"
#include "views/facts.h"

enum {
    FINISH_MS = 10000 /* for the answers, when the screen ends: the journal has them besides */
};

static const char *
name_of(const struct app *app, const struct action *action, char *name, size_t size)
{
    const struct reservation *stay =
        store_reservation_of(desk_store(app->desk), action_order(action)->reservation);

    return stay ? facts_guest(app, stay, name, size)
                : account_title(app->desk, action_order(action)->account, name, size);
}

void
held_tell(struct app *app)
{
    struct held held = desk_held(app->desk);
    char name[256];

    if (held.action)
        app_say(app, STYLE_PENDING, _("%s (%s): sent in %d s. u takes it back, ! sends it now."),
                action_noun(held.action), name_of(app, held.action, name, sizeof(name)),
                held.seconds);
    else if (app->shows_held)
        screen_say(app->screen, STYLE_NORMAL, NULL);
    app->shows_held = held.action != NULL;
}

void
held_send(struct app *app)
{
    desk_send_held(app->desk);
    held_tell(app);
}

/* It only wakes the wait. */
static void
wake(void *context)
{
    (void)context;
}

void
held_finish(struct app *app)
{
    int64_t until_ms = monotonic_ms() + FINISH_MS;
    unsigned timer;

    desk_send_held(app->desk);
    timer = loop_timer(app->loop, until_ms, wake, NULL);
    while (desk_is_writing(app->desk) && monotonic_ms() < until_ms)
        if (loop_next(app->loop).event == LOOP_TERMINATE)
            break;
    loop_cancel(app->loop, timer);
}
