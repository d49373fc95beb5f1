#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/base/buffer.h"
#include "api/base/intl.h"
#include "views/browse.h"
#include "views/call.h"
#include "views/cards.h"
#include "views/command_functions.h"
#include "views/connect.h"
#include "views/export.h"
#include "views/front.h"
#include "views/held.h"
#include "views/options.h"
#include "views/output.h"
#include "views/panes.h"
#include "views/profile.h"
#include "views/resolve.h"
#include "views/source.h"
#include "views/theming.h"
#include "views/unknown.h"

/* Commands on the program itself: settings, keys, colours, and what the view on top does. */

bool
command_set(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *name = invocation_word(invocation, 0);
    const char *value = invocation_word(invocation, 1) ? invocation_word(invocation, 1) : "";
    int requests;
    int seconds;

    if ((strcmp(name, "rate-limit") == 0 && !rate_limit_parse(value, &requests, &seconds, err))
        || !settings_set(app->settings, name, value, err))
        return false;
    if (strcmp(name, "refresh") == 0 && app->desk)
        desk_set_refresh(app->desk, (int)settings_number(app->settings, name));
    if (strcmp(name, "hold") == 0 && app->desk && app->screen)
        desk_set_hold(app->desk, (int)settings_number(app->settings, name));
    return true;
}

/* The words behind the key, as one line. */
static const char *
join_words(struct arena *arena, const struct invocation *invocation, size_t from)
{
    struct buffer line = {0};
    const char *text;

    for (size_t i = from; i < invocation->word_count; i++) {
        if (i > from)
            buffer_add_char(&line, ' ');
        buffer_add_text(&line, command_quote(arena, invocation->words[i]));
    }
    text = arena_text(arena, buffer_text(&line));
    buffer_clear(&line);
    return text;
}

/* `[CONTEXT] KEY ...`: a first word that is no key, or is followed by one, is the context. */
static bool
find_key(const struct invocation *invocation, size_t least_behind, const char **context,
         struct key *key, size_t *rest)
{
    *context = "global";
    *rest = 1;
    if (invocation->word_count >= 2 + least_behind && key_parse(invocation->words[1], key)
        && strlen(invocation->words[0]) > 1 && !key_parse(invocation->words[0], key)) {
        *context = invocation->words[0];
        *rest = 2;
        return key_parse(invocation->words[1], key);
    }
    return key_parse(invocation->words[0], key);
}

/* What is no command would be found out by the key only. */
static bool
check_command(const struct app *app, const char *line, struct error *err)
{
    struct arena arena = {0};
    size_t length = strcspn(line, " ");
    const char *name = arena_bytes(&arena, line, length);
    bool ok =
        command_find(screen_commands(), name, NULL) || command_find(&app->commands, name, err);

    arena_clear(&arena);
    return ok;
}

bool
command_bind(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    struct arena arena = {0};
    const char *where;
    struct key key;
    size_t rest;

    if (!find_key(invocation, 1, &where, &key, &rest))
        return error_set(err, ERROR_USAGE,
                         "\"%.30s\" is no key: write i, Space, F5, Ctrl-S or Alt-Enter.",
                         invocation_word(invocation, 0));
    if (invocation->word_count <= rest)
        return error_set(err, ERROR_USAGE, "Say what the key does: bind [CONTEXT] KEY COMMAND.");
    if (!check_command(app, invocation->words[rest], err)) {
        arena_clear(&arena);
        return false;
    }
    keymap_bind(app->keymap, where, key, join_words(&arena, invocation, rest));
    arena_clear(&arena);
    return true;
}

bool
command_unbind(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *where;
    struct key key;
    size_t rest;

    if (!find_key(invocation, 0, &where, &key, &rest))
        return error_set(err, ERROR_USAGE,
                         "\"%.30s\" is no key: write i, Space, F5, Ctrl-S or Alt-Enter.",
                         invocation_word(invocation, 0));
    keymap_bind(app->keymap, where, key, NULL);
    return true;
}

bool
command_theme(void *context, const struct invocation *invocation, struct error *err)
{
    return theming_begin(context, invocation_word(invocation, 0), err);
}

bool
command_source(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *path = invocation_word(invocation, 0);

    if (!app->screen)
        return config_source(path, true, &app->commands, err);
    source_begin(app, path);
    return true;
}

bool
command_connect(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *name = invocation_word(invocation, 0);

    if (!name)
        connect_card(app);
    else if (!profile_is_known(app, name, err))
        return false;
    else
        connect_to(app, name);
    return true;
}

bool
command_profile(void *context, const struct invocation *invocation, struct error *err)
{
    return profile_define(context, invocation_word(invocation, 0),
                          invocation_value(invocation, "url"),
                          invocation_value(invocation, "tokens"), err);
}

/* What the view on top takes by itself; it did not. */
bool
command_not_here(void *context, const struct invocation *invocation, struct error *err)
{
    (void)context;
    return error_set(err, ERROR_USAGE, "%s does nothing in this view.", invocation->command->name);
}

/* The list in front: of the pane on top, or the one that was last printed. */

static struct list *
pane_list(const struct app *app, struct error *err)
{
    struct pane *pane = screen_top(app->screen);
    struct list *list = pane && pane->class->list ? pane->class->list(pane) : NULL;

    if (!list)
        error_set(err, ERROR_USAGE, "This view has no list.");
    return list;
}

static bool
print_front(struct app *app, bool ok)
{
    struct front *front = output_front(app->output);

    if (ok)
        output_list(app->output, front_listing(front), front);
    return ok;
}

/* On the screen the pane takes `filter` and `sort`, or has none. */
bool
command_filter(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *text = invocation_word(invocation, 0);

    return app->screen
               ? command_not_here(app, invocation, err)
               : print_front(app, front_filter(output_front(app->output), text ? text : "", err));
}

bool
command_sort(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;

    return app->screen ? command_not_here(app, invocation, err)
                       : print_front(app, front_sort(output_front(app->output),
                                                     invocation_word(invocation, 0), err));
}

bool
command_columns(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    bool are_all = strcmp(invocation_word(invocation, 0), "*") == 0;
    size_t count = are_all ? 0 : invocation->word_count;
    struct list *list;

    if (!app->screen)
        return print_front(app,
                           front_columns(output_front(app->output), invocation->words, count, err));
    list = pane_list(app, err);
    if (!list || !list_set_columns(list, invocation->words, count, err))
        return false;
    pane_redraw(screen_top(app->screen));
    return true;
}

bool
command_export(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *path = invocation_word(invocation, 0);
    const struct list *list;
    struct export export = {.path = path};

    if (!app->screen)
        return front_export(output_front(app->output), path, err);
    list = pane_list(app, err);
    if (!list)
        return false;
    export.title = _(screen_top(app->screen)->class->title);
    export_list(list, export.title, &export.text, &export.csv);
    return export_begin(app, &export, err);
}

bool
command_edit(void *context, const struct invocation *invocation, struct error *err)
{
    (void)invocation;
    (void)err;
    edit_card(context);
    return true;
}

bool
command_form(void *context, const struct invocation *invocation, struct error *err)
{
    return screen_open(((struct app *)context)->screen, &form_pane, invocation, err);
}

bool
command_where(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const struct operation *operation = browse_operation(app->screen);
    char line[96];

    (void)invocation;
    if (!operation)
        return error_set(err, ERROR_USAGE, "Open an entity first.");
    snprintf(line, sizeof(line), "form %s", operation->path);
    screen_command(app->screen, line);
    return true;
}

static void
filter_typed(void *context, const char *line)
{
    struct app *app = context;
    struct arena arena = {0};
    const char *command = line[0] ? command_quote(&arena, line) : "";
    struct buffer text = {0};

    buffer_print(&text, "filter %s", command);
    screen_command(app->screen, buffer_text(&text));
    buffer_clear(&text);
    arena_clear(&arena);
}

bool
command_search(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    struct prompt_config prompt = {
        .prefix = "/",
        .history = "filter",
        .changed = filter_typed,
        .context = app,
    };
    char *typed = screen_prompt(app->screen, &prompt);

    (void)invocation;
    (void)err;
    if (!typed)
        filter_typed(app, "");
    free(typed);
    return true;
}

bool
command_refresh(void *context, const struct invocation *invocation, struct error *err)
{
    (void)invocation;
    (void)err;
    desk_refresh(((struct app *)context)->desk);
    return true;
}

bool
command_lock(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;

    (void)invocation;
    (void)err;
    held_send(app);
    screen_lock(app->screen, NULL, NULL);
    return true;
}

/* What the journal says to it. */
struct settlement {
    bool is_over;
    struct error error;
};

static void
settled(void *context, const struct error *err)
{
    struct settlement *settlement = context;

    settlement->is_over = true;
    if (err)
        settlement->error = *err;
}

static bool
is_settled(struct app *app, const void *context, struct error *err)
{
    const struct settlement *settlement = context;

    (void)app;
    *err = settlement->error;
    return settlement->is_over;
}

static void
say_settled(void *context, const struct error *err)
{
    if (err)
        app_error(context, err);
}

/* On the screen a number alone asks; in `run` the journal's answer is waited for. */
static bool
settle(struct app *app, int64_t number, const char *word, struct error *err)
{
    bool is_done = word && strcasecmp(word, "done") == 0;
    enum journal_outcome outcome = is_done ? JOURNAL_FOUND_DONE : JOURNAL_FOUND_UNDONE;
    struct settlement settlement = {0};

    if (!word && app->screen) {
        unknown_card(app, number);
        return true;
    }
    if (!is_done && (!word || strcasecmp(word, "undone") != 0))
        return error_set(err, ERROR_USAGE, "Say done or undone.");
    if (app->screen) {
        desk_settle(app->desk, number, outcome, say_settled, app);
        return true;
    }
    desk_settle(app->desk, number, outcome, settled, &settlement);
    return app_wait(app, is_settled, &settlement, err);
}

bool
command_found(void *context, const struct invocation *invocation, struct error *err)
{
    char *end;
    long long number = strtoll(invocation_word(invocation, 0), &end, 10);

    if (*end || number < 1)
        return error_set(err, ERROR_USAGE, "\"%.20s\" is no number of a journal entry.",
                         invocation_word(invocation, 0));
    return settle(context, number, invocation_word(invocation, 1), err);
}

bool
command_call(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;

    return app->screen ? call_on_screen(app, invocation, err)
                       : call_command(app, invocation_word(invocation, 0),
                                      invocation_word(invocation, 1), err);
}
