#include "views/source.h"

#include <stdlib.h>

#include "api/base/memory.h"
#include "tui/script.h"
#include "views/reading.h"

struct source {
    struct reading reading;
    struct script *script;
};

/* To the next file that is to be read, or the end. */
static void
go_on(struct source *source)
{
    struct reading *reading = &source->reading;
    struct app *app = reading->app;
    struct error err;

    while ((reading->path = script_run(source->script))) {
        if (reading_begin(reading, &err))
            return;
        script_take(source->script, NULL, &err);
    }
    app_say(app, STYLE_NORMAL, "%s", "");
    if (!script_end(source->script, &err))
        app_error(app, &err);
    free(source);
}

static void
take(struct reading *reading)
{
    struct source *source = (struct source *)reading;

    script_take(source->script, reading->text, &reading->error);
    go_on(source);
}

void
source_begin(struct app *app, const char *path)
{
    struct source *source = memory_new(sizeof(*source));

    source->script = script_new(&app->commands, path);
    source->reading = (struct reading){.app = app, .most = SCRIPT_BYTES_MAX, .over = take};
    go_on(source);
}
