#include "views/theming.h"

#include <stdlib.h>

#include "api/base/file.h"
#include "api/base/memory.h"
#include "views/app.h"

enum {
    PATH_SIZE = 4096
};

struct theming {
    struct app *app;
    char *name;
    char folder[PATH_SIZE];
    bool has_folder;
    struct theme *theme;
    struct error error;
};

static struct theming *
new_theming(struct app *app, const char *name)
{
    struct theming *theming = memory_new(sizeof(*theming));

    theming->app = app;
    theming->name = memory_text(name);
    theming->has_folder =
        folder_find("XDG_CONFIG_HOME", "/.config", theming->folder, sizeof(theming->folder), NULL);
    return theming;
}

static void
load_theme(void *context)
{
    struct theming *theming = context;

    theming->theme =
        theme_load(theming->name, theming->has_folder ? theming->folder : NULL, &theming->error);
}

static void
draw_in(struct app *app, struct theme *theme)
{
    draw_theme(theme);
    theme_free(app->theme);
    app->theme = theme;
    if (app->screen)
        screen_changed(app->screen, ~(uint64_t)0);
}

/* *Takes* it. Where another theme was asked for since, that one is drawn in. */
static bool
use_theme(struct theming *theming, struct error *err)
{
    struct app *app = theming->app;
    bool ok = theming->theme != NULL;

    if (!ok)
        *err = theming->error;
    if (app->theming != theming)
        theme_free(theming->theme);
    else if (ok)
        draw_in(app, theming->theme);
    if (app->theming == theming)
        app->theming = NULL;
    free(theming->name);
    free(theming);
    return ok;
}

static void
take_theme(void *context)
{
    struct app *app = ((struct theming *)context)->app;
    struct error err;

    if (!use_theme(context, &err))
        app_error(app, &err);
}

bool
theming_begin(struct app *app, const char *name, struct error *err)
{
    struct theming *theming = new_theming(app, name);

    app->theming = theming;
    if (!app->screen)
        load_theme(theming);
    else if (app_errand(app, load_theme, take_theme, theming, &theming->error))
        return true;
    return use_theme(theming, err);
}
