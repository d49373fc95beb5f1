#include "tests/support/sample.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/base/instant.h"
#include "api/base/memory.h"
#include "tests/support/sample_panes.h"
#include "tui/screen.h"

enum {
    DEFAULT_ROWS = 20000,
    TICK_MS = 50
};

/* Cards: `context` is the sample. */

static bool
card_act(struct card *card, struct key key, struct error *err)
{
    struct sample *sample = card_context(card);
    char text[128];

    (void)key;
    if (strcmp(card_text(card, "amount"), "13") == 0)
        return error_set(err, ERROR_REFUSED, "13 is refused: type another amount.");
    snprintf(text, sizeof(text), "%s %s %s", card_picked(card) ? card_picked(card) : "-",
             card_text(card, "amount"), card_text(card, "reason"));
    sample_say(sample, "card", text);
    return true;
}

static void
build(struct card *card)
{
    struct sample *sample = card_context(card);

    card_reset(card);
    card_line(card, STYLE_NORMAL, "Due", "%d.00", sample->due);
    card_action(card, (struct key){KEYCODE_ENTER}, "do it");
    if (sample->due)
        card_guard(card);
}

static void
refresh_card(struct card *card, uint64_t what)
{
    (void)what;
    build(card);
}

static const struct card_class simple_card = {
    .name = "simple",
    .act = card_act,
    .refresh = refresh_card,
};

static const struct card_class form_card = {.name = "form", .act = card_act};

static bool
run_plain(void *app, const struct invocation *invocation, struct error *err)
{
    struct sample *sample = app;

    (void)invocation;
    (void)err;
    sample->due = 0;
    build(card_open(sample->screen, &simple_card, "Plain", sample));
    return true;
}

static bool
run_sure(void *app, const struct invocation *invocation, struct error *err)
{
    struct sample *sample = app;

    (void)invocation;
    (void)err;
    sample->due = 40;
    build(card_open(sample->screen, &simple_card, "Sure", sample));
    return true;
}

static void
loaded(void *context)
{
    struct sample *sample = context;
    struct card *card = screen_card(sample->screen);

    if (!card)
        return;
    build(card);
    card_loading(card, NULL);
}

/* `slow DUE`: the facts come after a tick. */
static bool
run_slow(void *app, const struct invocation *invocation, struct error *err)
{
    struct sample *sample = app;
    struct card *card = card_open(sample->screen, &simple_card, "Slow", sample);

    (void)err;
    sample->due = atoi(invocation->words[0]);
    card_loading(card, "Loading...");
    loop_timer(sample->loop, monotonic_ms() + 4 * TICK_MS, loaded, sample);
    return true;
}

static bool
run_form(void *app, const struct invocation *invocation, struct error *err)
{
    static const char *const kinds[] = {"cash", "card", "voucher"};
    struct sample *sample = app;
    struct card *card = card_open(sample->screen, &form_card, "Form", sample);

    (void)invocation;
    (void)err;
    card_field(card, "amount", "Amount", INPUT_AMOUNT, "12.50");
    card_field(card, "kind", "Kind", INPUT_CHOICE, "cash");
    card_choices(card, "kind", kinds, countof(kinds));
    card_field(card, "reason", "Reason", INPUT_LINE, "");
    card_action(card, (struct key){KEYCODE_ENTER}, "do it");
    return true;
}

static bool
run_choose(void *app, const struct invocation *invocation, struct error *err)
{
    struct sample *sample = app;
    struct card *card = card_open(sample->screen, &form_card, "Choose", sample);

    (void)invocation;
    (void)err;
    for (int i = 0; i < 30; i++) {
        char name[16];

        snprintf(name, sizeof(name), "%d", SAMPLE_FIRST_NUMBER + i);
        card_option(card, name, STYLE_NORMAL, "%s a choice", name);
    }
    card_action(card, (struct key){KEYCODE_ENTER}, "take it");
    return true;
}

static bool
run_act(void *app, const struct invocation *invocation, struct error *err)
{
    (void)err;
    sample_say(app, "act", invocation->words[0]);
    return true;
}

static bool
run_say(void *app, const struct invocation *invocation, struct error *err)
{
    struct sample *sample = app;

    (void)err;
    screen_say(sample->screen, STYLE_NORMAL, "%s", invocation->words[0]);
    sample_say(sample, "say", invocation->words[0]);
    return true;
}

static bool
run_fail(void *app, const struct invocation *invocation, struct error *err)
{
    (void)app;
    (void)invocation;
    return error_set(err, ERROR_REFUSED, "It is refused, as it always is.");
}

static bool
run_note(void *app, const struct invocation *invocation, struct error *err)
{
    struct sample *sample = app;
    struct prompt_config config = {.prefix = "Note: ", .is_multiline = true};
    char *text = screen_prompt(sample->screen, &config);

    (void)invocation;
    (void)err;
    sample_say(sample, "note", text ? text : "(left)");
    free(text);
    return true;
}

/* `change above|remove|turn`: what the data may do under the cursor. */
static bool
run_change(void *app, const struct invocation *invocation, struct error *err)
{
    struct sample *sample = app;
    const char *what = invocation->words[0];

    (void)err;
    if (strcmp(what, "above") == 0) {
        memmove(sample->all + 1, sample->all, sample->all_count * sizeof(*sample->all));
        sample->all[0] = ++sample->next_number;
        sample->all_count++;
    } else if (strcmp(what, "remove") == 0) {
        memmove(sample->all, sample->all + 1, --sample->all_count * sizeof(*sample->all));
    } else {
        for (size_t i = 0; i < sample->all_count / 2; i++) {
            unsigned number = sample->all[i];

            sample->all[i] = sample->all[sample->all_count - 1 - i];
            sample->all[sample->all_count - 1 - i] = number;
        }
    }
    sample_apply_filter(sample);
    screen_changed(sample->screen, 1);
    return true;
}

static bool
run_due(void *app, const struct invocation *invocation, struct error *err)
{
    struct sample *sample = app;

    (void)err;
    sample->due = atoi(invocation->words[0]);
    screen_changed(sample->screen, 1);
    return true;
}

static bool
run_days(void *app, const struct invocation *invocation, struct error *err)
{
    return screen_open(((struct sample *)app)->screen, &sample_days, invocation, err);
}

static bool
run_lock(void *app, const struct invocation *invocation, struct error *err)
{
    (void)err;
    screen_lock(((struct sample *)app)->screen, "Locked by a test.",
                invocation_word(invocation, 0));
    return true;
}

/* Until the stack is full. */
static int
dig(volatile int depth)
{
    volatile char earth[4096];

    earth[0] = (char)depth;
    return depth < 0 ? earth[0] : dig(depth + 1) + earth[0];
}

static bool
run_crash(void *app, const struct invocation *invocation, struct error *err)
{
    (void)app;
    (void)err;
    if (strcmp(invocation->words[0], "exit") == 0)
        exit(7);
    if (strcmp(invocation->words[0], "stack") == 0)
        return dig(0) > 0;
    raise(atoi(invocation->words[0]));
    return true;
}

static bool
run_exhaust(void *app, const struct invocation *invocation, struct error *err)
{
    (void)app;
    (void)invocation;
    (void)err;
    free(memory_resize(NULL, SIZE_MAX, 2)); // more than there is
    return true;
}

static bool
run_size(void *app, const struct invocation *invocation, struct error *err)
{
    struct sample *sample = app;
    char text[32];

    (void)invocation;
    (void)err;
    snprintf(text, sizeof(text), "%dx%d", terminal_rows(sample->terminal),
             terminal_columns(sample->terminal));
    sample_say(sample, "size", text);
    return true;
}

/* `work TEXT DONE TOTAL` goes on, `work` is over. */
static bool
run_work(void *app, const struct invocation *invocation, struct error *err)
{
    struct sample *sample = app;

    (void)err;
    if (invocation->word_count < 3)
        screen_progress(sample->screen, NULL, 0, 0);
    else
        screen_progress(sample->screen, invocation->words[0], (size_t)atoi(invocation->words[1]),
                        (size_t)atoi(invocation->words[2]));
    return true;
}

static bool
run_print(void *app, const struct invocation *invocation, struct error *err)
{
    (void)invocation;
    (void)err;
    terminal_print(((struct sample *)app)->terminal, "one\ntwo\x1b[4ithree\x9b");
    return true;
}

static bool
run_frame(void *app, const struct invocation *invocation, struct error *err)
{
    struct sample *sample = app;
    char text[32];

    (void)invocation;
    (void)err;
    snprintf(text, sizeof(text), "%u", loop_frame(sample->loop));
    sample_say(sample, "frame", text);
    return true;
}

static void
offer_colors(void *app, const char *prefix, offer_fn offer, void *context)
{
    static const char *const colors[] = {"red", "reddish", "green", "dark blue"};

    (void)app;
    for (size_t i = 0; i < countof(colors); i++)
        if (strncmp(colors[i], prefix, strlen(prefix)) == 0)
            offer(context, colors[i], NULL);
}

static const struct argument_type row_type = {.name = "ROW"};
static const struct argument_type text_type = {.name = "TEXT"};
static const struct argument_type color_type = {.name = "COLOR", .complete = offer_colors};

// clang-format off
static const struct command commands[] = {
    {.name = "act", .arguments = {{"ROW", &row_type, ARGUMENT_REPEATED}}, .run = run_act,
     .flags = COMMAND_WRITES, .help = "Acts on rows.", .hint = "act"},
    {.name = "plain", .run = run_plain, .help = "Opens a card that asks nothing."},
    {.name = "sure", .run = run_sure, .help = "Opens a card that shows money.", .hint = "sure"},
    {.name = "slow", .arguments = {{"DUE", &text_type, 0}}, .run = run_slow,
     .help = "Opens a card whose facts come later."},
    {.name = "form", .arguments = {{"ROW", &row_type, ARGUMENT_OPTIONAL}}, .run = run_form,
     .help = "Opens a card with fields."},
    {.name = "choose", .run = run_choose, .help = "Opens a card with options."},
    {.name = "say", .arguments = {{"TEXT", &text_type, ARGUMENT_REST}}, .run = run_say,
     .help = "Says a text."},
    {.name = "fail", .run = run_fail, .help = "Is refused."},
    {.name = "note", .arguments = {{"ROW", &row_type, ARGUMENT_OPTIONAL}}, .run = run_note,
     .help = "Asks for a text of several lines."},
    {.name = "change", .arguments = {{"WHAT", &text_type, 0}}, .run = run_change,
     .help = "Changes the data."},
    {.name = "due", .arguments = {{"AMOUNT", &text_type, 0}}, .run = run_due,
     .help = "Changes what is due."},
    {.name = "days", .run = run_days, .help = "Opens the grid."},
    {.name = "paint", .arguments = {{"COLOR", &color_type, 0}, {"with", &color_type, ARGUMENT_KEY}},
     .run = run_act, .help = "Paints."},
    {.name = "lock", .arguments = {{"WORD", &text_type, ARGUMENT_OPTIONAL}}, .run = run_lock,
     .help = "Locks the screen."},
    {.name = "crash", .arguments = {{"SIGNAL", &text_type, 0}}, .run = run_crash,
     .help = "Crashes."},
    {.name = "exhaust", .run = run_exhaust, .help = "Wants more memory than there is."},
    {.name = "work", .arguments = {{"TEXT", &text_type, ARGUMENT_REPEATED | ARGUMENT_OPTIONAL}},
     .run = run_work, .help = "Says how far some work is."},
    {.name = "print", .run = run_print, .help = "Prints on the terminal's printer."},
    {.name = "frame", .run = run_frame, .help = "Logs how many frames are out."},
    {.name = "size", .run = run_size, .help = "Logs the screen's size."},
};

static const struct {
    const char *context;
    const char *key;
    const char *line;
} bindings[] = {
    {"rows", "i", "act ."}, {"rows", "p", "plain"}, {"rows", "x", "sure"}, {"rows", "f", "form"},
    {"rows", "c", "choose"}, {"rows", "s", "slow 40"}, {"rows", "S", "slow 0"},
    {"rows", "n", "note"},
    {"rows", "g", "form ."}, {"rows", "N", "note ."},
    {"rows", "C", "say C"}, {"rows", "e", "fail"}, {"rows", "A", "change above"},
    {"rows", "R", "change remove"}, {"rows", "T", "change turn"}, {"rows", "v", "size"},
    {"rows", ".", "repeat"}, {"rows", "F", "frame"},
    {"global", "F3", "days"}, {"global", "F8", "lock word"},
    {"card", "F8", "lock word"}, {"prompt", "F8", "lock word"},
    {"list", "Up", "up"}, {"list", "Down", "down"}, {"list", "PgUp", "page-up"},
    {"list", "PgDn", "page-down"}, {"list", "Home", "home"}, {"list", "End", "end"},
    {"list", "Left", "left"}, {"list", "Right", "right"}, {"list", "Space", "mark"},
    {"list", "*", "mark-all"}, {"list", "/", "search"}, {"global", "Tab", "next-pane"},
    {"global", ":", "command-line"}, {"global", "C-p", "command-line"}, {"global", "Esc", "back"},
    {"global", "F1", "help-keys"}, {"global", "q", "quit"}, {"global", "C-l", "redraw"},
    {"global", "C-z", "suspend"}, {"global", "D", "due 50"},
};
// clang-format on

static struct keymap *
bind_keys(void)
{
    struct keymap *keymap = keymap_new();

    for (size_t i = 0; i < countof(bindings); i++) {
        struct key key;

        if (!key_parse(bindings[i].key, &key))
            abort();
        keymap_bind(keymap, bindings[i].context, key, bindings[i].line);
    }
    return keymap;
}

static void
tick(void *context)
{
    struct sample *sample = context;
    char text[16];

    snprintf(text, sizeof(text), "%d", ++sample->ticks);
    sample_say(sample, "tick", text);
    if (sample->ticks < 1000)
        loop_timer(sample->loop, monotonic_ms() + TICK_MS, tick, sample);
}

static void
make_rows(struct sample *sample)
{
    const char *count = getenv("SAMPLE_ROWS");
    const char *names = getenv("SAMPLE_NAMES");

    sample->all_count = count ? (size_t)atol(count) : DEFAULT_ROWS;
    sample->all = memory_resize(NULL, sample->all_count + 1000, sizeof(*sample->all));
    sample->rows = memory_resize(NULL, sample->all_count + 1000, sizeof(*sample->rows));
    for (size_t i = 0; i < sample->all_count; i++)
        sample->all[i] = SAMPLE_FIRST_NUMBER + (unsigned)i;
    sample->next_number = SAMPLE_FIRST_NUMBER + (unsigned)sample->all_count;
    sample->is_wide = names && strcmp(names, "wide") == 0;
    sample_apply_filter(sample);
}

static int
run_on(struct sample *sample, struct error *err)
{
    struct command_table table = {commands, countof(commands), sample};
    struct keymap *keymap = bind_keys();
    struct screen_config config = {
        .loop = sample->loop,
        .terminal = sample->terminal,
        .commands = &table,
        .keymap = keymap,
        .app = sample,
    };
    int signal_number = 0;

    sample->screen = screen_new(&config);
    if (getenv("SAMPLE_TICKS"))
        tick(sample);
    screen_title(sample->screen, "Sample");
    screen_corner(sample->screen, STYLE_NORMAL, "12:00");
    if (screen_open(sample->screen, &sample_rows, NULL, err))
        signal_number = screen_run(sample->screen);
    screen_free(sample->screen);
    keymap_free(keymap);
    return signal_number;
}

int
sample_run(void)
{
    struct sample sample = {.log_fd = -1};
    struct terminal_config config = {
        .no_color = getenv("NO_COLOR") != NULL,
        .keep_flow_control = getenv("SAMPLE_FLOW") != NULL,
    };
    struct error err = {0};
    const char *log = getenv("SAMPLE_LOG");
    struct theme *theme = NULL;
    int signal_number;

    setlocale(LC_ALL, "");
    sample.terminal = terminal_open(&config, &err);
    if (!sample.terminal) {
        fprintf(stderr, "sample: %s\n", err.text);
        return error_exit_code(err.kind);
    }
    if (getenv("SAMPLE_THEME"))
        theme = theme_load(getenv("SAMPLE_THEME"), NULL, &err);
    draw_theme(theme);
    sample.loop = loop_new(sample.terminal, &err);
    if (log)
        sample.log_fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    make_rows(&sample);
    signal_number = run_on(&sample, &err);
    loop_free(sample.loop);
    terminal_close(sample.terminal);
    theme_free(theme);
    free(sample.all);
    free(sample.rows);
    sample_say(&sample, "end", NULL);
    return signal_number ? 128 + signal_number : 0;
}
