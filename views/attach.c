#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "api/base/base64.h"
#include "api/base/file.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/rules/profiles.h"
#include "views/command_functions.h"
#include "views/resolve.h"

/*
 * attach: a file is read on a thread of its own, as its disk may hang, and then given to the
 * guest's profile.
 */

enum {
    FILE_MOST = 3000000, /* as base64 it stays below the 4 MB that a request may have */
    PARTS_OF_GUESTS = 1u << DESK_ROOMS | 1u << DESK_STAYS,
    PARTS_BEHIND = 1u << DESK_WINDOW | 1u << DESK_DETAILS,
};

struct attachment {
    struct app *app;
    struct uuid account;
    char *path;
    const char *type;
    char *key;
    struct buffer text; /* the file in base64 */
    struct error error;
    bool is_over;
    bool is_left; /* nobody waits any more */
};

static const char *
type_of(const char *path)
{
    static const char *const types[][2] = {
        {".pdf", "application/pdf"}, {".bmp", "image/bmp"},   {".gif", "image/gif"},
        {".jpg", "image/jpeg"},      {".jpeg", "image/jpeg"}, {".png", "image/png"},
        {".tif", "image/tiff"},      {".tiff", "image/tiff"},
    };
    const char *suffix = strrchr(path, '.');

    for (size_t i = 0; suffix && i < countof(types); i++)
        if (strcasecmp(types[i][0], suffix) == 0)
            return types[i][1];
    return NULL;
}

static const char *
name_of(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static bool
is_too_large(const char *path)
{
    struct stat file;

    return stat(path, &file) == 0 && file.st_size > FILE_MOST;
}

/* On a thread of its own. */
static void
read_file(void *context)
{
    struct attachment *attachment = context;
    size_t length;
    char *bytes;
    struct error inside;

    if (is_too_large(attachment->path)) {
        error_set(&attachment->error, ERROR_USAGE,
                  _("%.200s is larger than the 3 MB that can be attached."), attachment->path);
        return;
    }
    bytes = file_read(attachment->path, FILE_MOST, &length, &attachment->error);
    if (!bytes)
        return;
    if (file_may_be_attached(attachment->type, bytes, length, &inside))
        base64_encode(bytes, length, &attachment->text);
    else
        error_set(&attachment->error, ERROR_USAGE,
                  _("%.200s is no %s inside: give it the suffix of what it is."), attachment->path,
                  attachment->type);
    free(bytes);
}

static void
attachment_free(struct attachment *attachment)
{
    buffer_clear(&attachment->text);
    free(attachment->path);
    free(attachment->key);
    free(attachment);
}

static struct action_order
order_of(const struct attachment *attachment)
{
    return (struct action_order){
        .kind = ACTION_ATTACH,
        .account = attachment->account,
        .name = name_of(attachment->path),
        .type = attachment->type,
        .text = buffer_text(&attachment->text),
        .key = attachment->key,
    };
}

static void
ended(void *context, struct action *action)
{
    struct app *app = context;

    if (action_error(action))
        app_error(app, action_error(action));
    else
        app_say(app, STYLE_GOOD, _("%s is attached."), action_order(action)->name);
}

/* On the screen it goes on by itself; `run` waits, and goes on then. */
static void
over(void *context)
{
    struct attachment *attachment = context;
    struct app *app = attachment->app;
    struct action_order order = order_of(attachment);

    attachment->is_over = true;
    if (!app->screen && !attachment->is_left)
        return;
    if (app->screen
        && (attachment->error.kind || !app_begin(app, &order, ended, &attachment->error)))
        app_error(app, &attachment->error);
    attachment_free(attachment);
}

static bool
is_over(struct app *app, const void *context, struct error *err)
{
    (void)app;
    (void)err;
    return ((const struct attachment *)context)->is_over;
}

/* *Takes* the attachment; its thread may still have it, then it ends there. */
static bool
act(struct attachment *attachment, struct error *err)
{
    struct action_order order;
    bool ok;

    if (!app_wait(attachment->app, is_over, attachment, err)) {
        attachment->is_left = true;
        return false;
    }
    order = order_of(attachment);
    ok = !attachment->error.kind && app_act(attachment->app, &order, err);
    if (attachment->error.kind)
        *err = attachment->error;
    attachment_free(attachment);
    return ok;
}

static bool
attach(struct app *app, const struct invocation *invocation, struct uuid account, const char *given,
       struct error *err)
{
    struct arena arena = {0};
    struct attachment *attachment;
    const char *path = file_path(&arena, given);
    const char *type = type_of(path);
    bool ok =
        type
        || error_set(err, ERROR_USAGE,
                     _("%.200s: only .pdf, .png, .jpg, .gif, .bmp and .tiff are attached."), path);

    if (ok) {
        attachment = memory_new(sizeof(*attachment));
        *attachment = (struct attachment){
            .app = app,
            .account = account,
            .path = memory_text(path),
            .type = type,
            .key = memory_text(invocation->command->name),
        };
        ok = app_errand(app, read_file, over, attachment, err);
        if (!ok)
            attachment_free(attachment);
        else if (!app->screen)
            ok = act(attachment, err);
    }
    arena_clear(&arena);
    return ok;
}

bool
command_attach(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *path = invocation_word(invocation, 1);
    struct prompt_config prompt = {.prefix = _("File to attach: "), .history = "file"};
    struct uuid account;
    char *typed;
    bool ok = true;

    if ((!app->screen && !app_wait_parts(app, PARTS_OF_GUESTS, PARTS_BEHIND, err))
        || !resolve_person(app, invocation_word(invocation, 0), &account, err))
        return false;
    if (path)
        return attach(app, invocation, account, path, err);
    if (!app->screen)
        return error_set(err, ERROR_USAGE, "Say which file: attach GUEST FILE.");
    typed = screen_prompt(app->screen, &prompt);
    if (typed && typed[0])
        ok = attach(app, invocation, account, typed, err);
    free(typed);
    return ok;
}
