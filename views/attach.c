#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/base/base64.h"
#include "api/base/file.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/rules/profiles.h"
#include "views/command_functions.h"
#include "views/reading.h"
#include "views/resolve.h"

/* attach: a file is read beside the desk, and then given to the guest's profile. */

enum {
    FILE_MOST = 3000000, /* as base64 it stays below the 4 MB that a request may have */
    PARTS_OF_GUESTS = 1u << DESK_ROOMS | 1u << DESK_STAYS,
    PARTS_BEHIND = 1u << DESK_WINDOW | 1u << DESK_DETAILS,
};

struct attachment {
    struct reading reading; /* first */
    struct arena arena;
    struct uuid account;
    const char *type;
    const char *key;
    bool is_over; /* `run` waits for that */
    bool is_left; /* and no more */
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

static void
attachment_free(struct attachment *attachment)
{
    free(attachment->reading.text);
    arena_clear(&attachment->arena);
    free(attachment);
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

/* Whether it is what its name says. */
static bool
check_file(const struct attachment *attachment, struct error *err)
{
    const struct reading *reading = &attachment->reading;

    if (!reading->text)
        *err = reading->error;
    return reading->text
           && (file_may_be_attached(attachment->type, reading->text, reading->length, err)
               || error_set(err, ERROR_USAGE,
                            _("%.200s is no %s inside: give it the suffix of what it is."),
                            reading->path, attachment->type));
}

/* *Takes* the attachment. */
static bool
send_file(struct attachment *attachment, struct error *err)
{
    struct app *app = attachment->reading.app;
    struct buffer text = {0};
    struct action_order order = {
        .kind = ACTION_ATTACH,
        .account = attachment->account,
        .name = name_of(attachment->reading.path),
        .type = attachment->type,
        .key = attachment->key,
    };
    bool ok = check_file(attachment, err);

    if (ok) {
        base64_encode(attachment->reading.text, attachment->reading.length, &text);
        order.text = buffer_text(&text);
        ok = app->screen ? app_begin(app, &order, ended, err) : app_act(app, &order, err);
    }
    buffer_clear(&text);
    attachment_free(attachment);
    return ok;
}

/* On the screen it goes on by itself; `run` waits, and goes on then. */
static void
over(struct reading *reading)
{
    struct attachment *attachment = (struct attachment *)reading;
    struct app *app = reading->app;
    struct error err;

    attachment->is_over = true;
    if (attachment->is_left)
        attachment_free(attachment);
    else if (app->screen && !send_file(attachment, &err))
        app_error(app, &err);
}

static bool
is_over(struct app *app, const void *context, struct error *err)
{
    (void)app;
    (void)err;
    return ((const struct attachment *)context)->is_over;
}

/* *Takes* the attachment. */
static bool
begin(struct attachment *attachment, struct error *err)
{
    struct app *app = attachment->reading.app;

    if (!reading_begin(&attachment->reading, err)) {
        attachment_free(attachment);
        return false;
    }
    if (app->screen)
        return true;
    attachment->is_left = !app_wait(app, is_over, attachment, err);
    return !attachment->is_left && send_file(attachment, err);
}

static bool
attach(struct app *app, const struct invocation *invocation, struct uuid account, const char *given,
       struct error *err)
{
    struct attachment *attachment = memory_new(sizeof(*attachment));

    *attachment = (struct attachment){
        .reading = {.app = app, .most = FILE_MOST, .over = over},
        .account = account,
        .key = invocation->command->name, // which lasts
    };
    attachment->reading.path = arena_text(&attachment->arena, file_path(&attachment->arena, given));
    attachment->type = type_of(attachment->reading.path);
    if (attachment->type)
        return begin(attachment, err);
    error_set(err, ERROR_USAGE,
              _("%.200s: only .pdf, .png, .jpg, .gif, .bmp and .tiff are attached."), given);
    attachment_free(attachment);
    return false;
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
