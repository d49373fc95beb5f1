#include "api/base/buffer.h"
#include "api/base/intl.h"
#include "api/desk/undo.h"
#include "views/command_functions.h"
#include "views/held.h"
#include "views/output.h"

/* Taking back: what is held before it is sent, else the last action by its inverse. */

static void
told(void *context, const char *text, const struct error *err)
{
    if (err)
        app_error(context, err);
    else
        app_say(context, STYLE_GOOD, _("Taken back: %s."), text);
}

/* What `run` waits for. */
struct taking_back {
    struct app *app;
    bool is_over;
    struct error error;
};

static void
ended(void *context, const char *text, const struct error *err)
{
    struct taking_back *taking = context;
    struct buffer line = {0};

    taking->is_over = true;
    if (err) {
        taking->error = *err;
        return;
    }
    buffer_print(&line, _("Taken back: %s."), text);
    output_text(taking->app->output, buffer_text(&line));
    buffer_clear(&line);
}

static bool
is_over(struct app *app, const void *context, struct error *err)
{
    const struct taking_back *taking = context;

    (void)app;
    *err = taking->error;
    return taking->is_over;
}

bool
command_undo(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    struct taking_back taking = {.app = app};
    const char *text;

    (void)invocation;
    if (!app->screen)
        return desk_undo(app->desk, ended, &taking, err) && app_wait(app, is_over, &taking, err);
    text = desk_take_back(app->desk);
    if (!text)
        return desk_undo(app->desk, told, app, err);
    held_tell(app);
    app_say(app, STYLE_GOOD, _("Taken back, nothing was sent: %s."), text);
    return true;
}

bool
command_send_held(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;

    (void)invocation;
    if (!desk_held(app->desk).action)
        return error_set(err, ERROR_USAGE, "Nothing is held.");
    desk_send_held(app->desk);
    held_tell(app);
    return true;
}
