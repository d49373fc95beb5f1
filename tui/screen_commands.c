#include <stdlib.h>
#include <string.h>

#include "api/base/buffer.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "tui/screen_state.h"
#include "tui/words.h"

static const struct argument_type text_type = {.name = N_("TEXT")};

enum {
    SELECTION_SIZE = 512 * 1024, /* the marked rows of the longest list that is marked as a whole */
    FOR_KEYS = COMMAND_SCREEN | COMMAND_HIDDEN
};

// clang-format off
static const struct command rows[] = {
    {.name = "up", .flags = FOR_KEYS,
     .help = N_("Goes to the row above.")},
    {.name = "down", .flags = FOR_KEYS,
     .help = N_("Goes to the row below.")},
    {.name = "left", .flags = FOR_KEYS,
     .help = N_("Goes left.")},
    {.name = "right", .flags = FOR_KEYS,
     .help = N_("Goes right.")},
    {.name = "page-up", .flags = FOR_KEYS,
     .help = N_("Goes a page up.")},
    {.name = "page-down", .flags = FOR_KEYS, .hint = N_("more"),
     .help = N_("Goes a page down.")},
    {.name = "home", .flags = FOR_KEYS,
     .help = N_("Goes to the first row.")},
    {.name = "end", .flags = FOR_KEYS,
     .help = N_("Goes to the last row.")},
    {.name = "week-left", .flags = FOR_KEYS, .hint = N_("week back"),
     .help = N_("Goes a week back.")},
    {.name = "week-right", .flags = FOR_KEYS, .hint = N_("week on"),
     .help = N_("Goes a week on.")},
    {.name = "mark", .flags = FOR_KEYS, .hint = N_("mark"),
     .help = N_("Marks the row, or takes its mark away; actions apply to marked rows.")},
    {.name = "mark-all", .flags = FOR_KEYS, .hint = N_("mark all"),
     .help = N_("Marks all rows.")},
    {.name = "mark-range", .flags = FOR_KEYS, .hint = N_("mark to here"),
     .help = N_("Marks all rows from the one marked last to this one.")},
    {.name = "mark-invert", .flags = FOR_KEYS, .hint = N_("mark others"),
     .help = N_("Marks what is not marked, and takes the other marks away.")},
    {.name = "unmark", .flags = FOR_KEYS, .hint = N_("unmark"),
     .help = N_("Takes all marks away.")},
    {.name = "next-pane", .flags = FOR_KEYS, .hint = N_("next view"),
     .help = N_("Goes to the next open view.")},
    {.name = "back", .flags = FOR_KEYS, .hint = N_("back"),
     .help = N_("Goes one step back: a filter, a mark, the view.")},
    {.name = "command-line", .flags = FOR_KEYS, .hint = N_("command"),
     .help = N_("Asks for a command; Tab completes.")},
    {.name = "search", .flags = FOR_KEYS, .hint = N_("search"),
     .help = N_("Shows the rows that match what is typed.")},
    {.name = "filter", .group = "program", .flags = COMMAND_SCREEN, .hint = N_("filter"),
     .arguments = {{"TEXT", &text_type, ARGUMENT_OPTIONAL | ARGUMENT_REST}},
     .help = N_("Shows the rows that match a text; without one, all.")},
    {.name = "repeat", .flags = FOR_KEYS, .hint = N_("repeat"),
     .help = N_("Does the last action again, on what is selected now.")},
    {.name = "help-keys", .group = "program", .flags = COMMAND_SCREEN, .hint = N_("keys"),
     .help = N_("Lists the keys that work here.")},
    {.name = "redraw", .group = "program", .flags = COMMAND_SCREEN,
     .help = N_("Draws the screen anew.")},
    {.name = "suspend", .group = "program", .flags = COMMAND_SCREEN,
     .help = N_("Stops the program until the shell's `fg`.")},
    {.name = "quit", .alias = "q", .group = "program", .flags = COMMAND_SCREEN, .hint = N_("quit"),
     .help = N_("Leaves the view; from the last one, the program.")},
};
// clang-format on

static const struct command_table own = {.rows = rows, .count = countof(rows)};

const struct command_table *
screen_commands(void)
{
    return &own;
}

static const struct command *
find_exact(const struct command_table *table, const char *name, size_t length)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct command *row = &table->rows[i];

        if ((strlen(row->name) == length && strncmp(row->name, name, length) == 0)
            || (row->alias && strlen(row->alias) == length
                && strncmp(row->alias, name, length) == 0))
            return row;
    }
    return NULL;
}

const struct command *
screen_find_command(const struct screen *screen, const char *line)
{
    size_t length = strcspn(line, " ");
    const struct command *found = find_exact(screen->config.commands, line, length);
    struct arena arena = {0};

    if (!found)
        found = find_exact(&own, line, length);
    if (!found) // a beginning of one
        found = command_find(screen->config.commands, arena_bytes(&arena, line, length), NULL);
    arena_clear(&arena);
    return found;
}

/* The screen's own where the name is one of them and the program has none of that name. */
static const struct command_table *
table_of(const struct screen *screen, const char *line)
{
    const char *name = word_skip_blanks(line);
    size_t length = strcspn(name, " \t");

    return !find_exact(screen->config.commands, name, length) && find_exact(&own, name, length)
               ? &own
               : screen->config.commands;
}

static bool
warn_of_loss(struct screen *screen)
{
    struct pane *pane = screen_top(screen);

    if (!pane || !pane->class->is_dirty || screen->was_warned == pane
        || !pane->class->is_dirty(pane))
        return false;
    screen->warned = pane;
    screen_say(screen, STYLE_WARNING,
               _("What was typed here would be lost: the same key once more leaves it."));
    return true;
}

void
screen_leave(struct screen *screen)
{
    if (!warn_of_loss(screen) && !screen_close_top(screen))
        screen_quit(screen);
}

void
screen_back(struct screen *screen)
{
    struct pane *pane = screen_top(screen);

    if (pane && pane->class->pick && pane->class->pick(pane)[0]) {
        pane->class->pick(pane)[0] = '\0';
        return;
    }
    if (pane && pane->class->back && pane->class->back(pane))
        return;
    if (screen->pane_count < 2)
        screen_say(screen, STYLE_NORMAL, NULL);
    else if (!warn_of_loss(screen))
        screen_close_top(screen);
}

static void
next_pane(struct screen *screen)
{
    if (screen->pane_count)
        screen_bring_to_top(screen, screen->panes[0]);
}

static void
complete(void *context, const char *line, offer_fn offer, void *offer_context)
{
    const struct screen *screen = context;

    command_complete(screen->config.commands, line, offer, offer_context);
    if (!strchr(word_skip_blanks(line), ' ') || table_of(screen, line) == &own)
        command_complete(&own, line, offer, offer_context);
}

static void
ask_command(struct screen *screen)
{
    struct prompt_config config = {
        .prefix = ":",
        .history = "command",
        .complete = complete,
        .context = screen,
    };
    char *line = screen_prompt(screen, &config);

    if (line && *word_skip_blanks(line))
        screen_command(screen, line);
    free(line);
}

/* Gives the pane `filter TEXT`; false: it has none. */
static bool
filter(struct screen *screen, const char *text)
{
    struct pane *pane = screen_top(screen);
    struct invocation invocation = {
        .command = find_exact(&own, "filter", 6),
        .line = "filter",
        .words = {text},
        .word_count = *text ? 1 : 0,
    };

    if (!pane || !pane->class->command || !pane->class->command(pane, &invocation))
        return false;
    pane_redraw(pane);
    return true;
}

static void
filter_as_typed(void *context, const char *line)
{
    (void)filter(context, line);
}

static void
search(struct screen *screen)
{
    struct prompt_config config = {
        .prefix = "/",
        .history = "search",
        .changed = filter_as_typed,
        .context = screen,
    };
    char *text;

    if (!filter(screen, "")) {
        screen_say(screen, STYLE_HINT, _("There is nothing to search here."));
        return;
    }
    text = screen_prompt(screen, &config);
    (void)filter(screen, text ? text : "");
    free(text);
}

static void
repeat(struct screen *screen)
{
    char *line = memory_text(screen->last_line);

    if (line)
        screen_command(screen, line);
    else
        screen_say(screen, STYLE_HINT, _("Nothing was done yet that could be repeated."));
    free(line);
}

static void
help_keys(struct screen *screen)
{
    struct error err;

    if (!screen_open(screen, &keys_pane, NULL, &err))
        screen_error(screen, &err);
}

static void
redraw(struct screen *screen)
{
    terminal_redraw(screen->config.terminal);
    screen_redraw(screen);
}

static void
suspend(struct screen *screen)
{
    loop_stop(screen->config.loop);
}

/* What is done where the pane doesn't do it. */
static const struct {
    const char *name;
    void (*run)(struct screen *screen);
} actions[] = {
    {"next-pane", next_pane}, {"back", screen_back}, {"command-line", ask_command},
    {"search", search},       {"repeat", repeat},    {"help-keys", help_keys},
    {"redraw", redraw},       {"suspend", suspend},  {"quit", screen_leave},
};

static bool
run_own(struct screen *screen, const struct command *command, struct error *err)
{
    for (size_t i = 0; i < countof(actions); i++) {
        if (strcmp(actions[i].name, command->name) != 0)
            continue;
        actions[i].run(screen);
        return true;
    }
    return error_set(err, ERROR_USAGE, _("%s does nothing in this view."), command->name);
}

/* The word's last letter is a `.` that stands for the selection: alone, or as `key=.`. */
static bool
ends_in_dot(const char *start, const char *end)
{
    return (end - start == 1 && *start == '.')
           || (end - start > 2 && end[-2] == '=' && end[-1] == '.');
}

/* Whether a word of the line has such a `.`; `resolved` gets the line with `text` in its place. */
static bool
put_selection(const char *line, const char *text, struct arena *arena, struct buffer *resolved)
{
    const char *quoted = word_quote(text, arena);
    bool has_dot = false;

    for (const char *start = word_skip_blanks(line); *start; start = word_skip_blanks(line)) {
        bool is_dot;

        buffer_add(resolved, line, (size_t)(start - line));
        line = start;
        if (!word_next(&line, arena, NULL))
            line = start + strlen(start); // a quote in a text: the rest as it stands
        is_dot = ends_in_dot(start, line);
        has_dot |= is_dot;
        buffer_add(resolved, start, (size_t)(line - start - is_dot));
        if (is_dot)
            buffer_add_text(resolved, quoted);
    }
    return has_dot;
}

static bool
refuse_no_selection(struct screen *screen, struct error *err)
{
    loop_drop_keys(screen->config.loop); // they meant what isn't there
    return error_set(err, ERROR_USAGE,
                     _("Nothing was done: no row is selected, or the one that was is gone."));
}

static bool
run_program(struct screen *screen, void *app, const struct invocation *invocation,
            struct error *err)
{
    const struct command *command = invocation->command;
    const char *outer = screen->running; // `repeat` runs another
    bool ok;

    screen->running = invocation->line;
    ok = command->run ? command->run(app, invocation, err) : run_own(screen, command, err);
    screen->running = outer;
    return ok;
}

/* The line with what is selected for each `.`. */
static bool
run_selected(struct screen *screen, const struct command_table *table, const char *line,
             struct arena *arena, struct error *err)
{
    struct pane *pane = screen_top(screen);
    char *text = memory_resize(NULL, SELECTION_SIZE, 1);
    struct buffer resolved = {0};
    struct invocation invocation;
    bool ok = pane && pane->class->selection && pane->class->selection(pane, text, SELECTION_SIZE);

    if (ok) {
        put_selection(line, text, arena, &resolved);
        ok = command_parse(table, buffer_text(&resolved), arena, &invocation, err)
             && run_program(screen, table->app, &invocation, err);
    } else {
        ok = refuse_no_selection(screen, err);
    }
    buffer_clear(&resolved);
    free(text);
    return ok;
}

static bool
run_line(struct screen *screen, const char *line, struct arena *arena, struct error *err)
{
    const struct command_table *table = table_of(screen, line);
    struct pane *pane = screen_top(screen);
    struct buffer resolved = {0};
    struct invocation invocation;
    bool has_dot;

    if (!command_parse(table, line, arena, &invocation, err))
        return false;
    if (screen->config.is_read_only && invocation.command->flags & COMMAND_WRITES)
        return error_set(err, ERROR_REFUSED, _("%s was not done: this desk is read-only."),
                         invocation.command->name);
    has_dot = put_selection(line, "", arena, &resolved);
    buffer_clear(&resolved);
    if (has_dot || (invocation.command->flags & COMMAND_WRITES)) {
        free(screen->last_line);
        screen->last_line = memory_text(line);
    }
    if (pane && pane->class->command && pane->class->command(pane, &invocation))
        return true;
    return has_dot ? run_selected(screen, table, line, arena, err)
                   : run_program(screen, table->app, &invocation, err);
}

void
screen_command(struct screen *screen, const char *line)
{
    struct arena arena = {0};
    struct error err = {0};

    if (!run_line(screen, line, &arena, &err))
        screen_error(screen, &err);
    arena_clear(&arena);
    screen_redraw(screen);
}
