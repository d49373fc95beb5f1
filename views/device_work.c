#include "views/device_work.h"

#include "api/base/intl.h"

static const struct {
    const char *text; /* N_(); NULL: nothing to tell */
    enum style style;
} words[] = {
    [DEVICE_COMMAND_RECEIVED] = {N_("%s has it."), STYLE_GOOD},
    [DEVICE_COMMAND_PROCESSING] = {N_("%s is at work."), STYLE_GOOD},
    [DEVICE_COMMAND_PROCESSED] = {N_("%s is done."), STYLE_GOOD},
    [DEVICE_COMMAND_CANCELLED] = {N_("%s was stopped before it was done."), STYLE_WARNING},
    [DEVICE_COMMAND_ERROR] = {N_("%s failed: look at it, and try again."), STYLE_ERROR},
};

static void
told(void *context, struct uuid id, enum device_command_state state)
{
    struct app *app = context;
    const struct device *device = store_device_of(desk_store(app->desk), id);

    if (words[state].text)
        app_say(app, words[state].style, _(words[state].text),
                device ? device->name : _("The device"));
}

void
device_work_follow(struct app *app, struct uuid command, struct uuid device)
{
    desk_watch_command(app->desk, command, device, told, app);
}
