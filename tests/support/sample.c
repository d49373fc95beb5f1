#include "tests/support/sample.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/base/fold.h"
#include "api/base/instant.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "tui/grid.h"
#include "tui/list.h"
#include "tui/screen.h"

enum {
    DEFAULT_ROWS = 20000,
    FIRST_NUMBER = 100,
    TICK_MS = 50
};

/* The program: its rows in their order, and what it was told to do. */
struct sample {
    struct screen *screen;
    struct loop *loop;
    struct terminal *terminal;
    unsigned *rows; /* numbers, in the order shown */
    size_t row_count;
    unsigned *all;
    size_t all_count;
    char filter[64];
    int log_fd;
    int ticks;
    bool is_wide;
    unsigned next_number;
    int due; /* what a card shows as due */
};

struct rows_state {
    struct sample *sample;
    struct list list;
    char said[64];
};

static const char *const wide_names[] = {
    "\xe2\x9d\xa4\xef\xb8\x8f heart", // U+2764 U+FE0F
    "\xf0\x9f\x87\xa8\xf0\x9f\x87\xbf\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa flags",
    "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7 family",
    "\xf0\x9f\xab\xa9 new",          // U+1FAE9
    "\xe0\xb8\xb3 thai",             // U+0E33
    "\xe1\x84\x92\xe1\x85\xa1 jamo", // U+1112 U+1161
    "soft\xc2\xadhyphen",            // U+00AD
    "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e kanji",
    "\xe2\x80\xae"
    "evil\x1b[5;91m\xc2\x9b"
    "2J", // U+202E, ESC, C1
    "Nov\xc3\xa1kov\xc3\xa1",
};

static void
say(struct sample *sample, const char *what, const char *which)
{
    if (sample->log_fd >= 0 && dprintf(sample->log_fd, "%s %s\n", what, which ? which : "") < 0)
        abort();
}

static struct uuid
number_id(unsigned number)
{
    struct uuid id = {{0x11}};

    memcpy(id.bytes + 12, &number, sizeof(number));
    return id;
}

static size_t
count_rows(void *source)
{
    return ((struct sample *)source)->row_count;
}

static struct uuid
row_id(void *source, size_t index)
{
    return number_id(((struct sample *)source)->rows[index]);
}

static const char *
row_name(void *source, size_t index)
{
    static char name[16];

    snprintf(name, sizeof(name), "%u", ((struct sample *)source)->rows[index]);
    return name;
}

static void
make_name(const struct sample *sample, unsigned number, char *name, size_t size)
{
    if (sample->is_wide)
        snprintf(name, size, "%s", wide_names[number % countof(wide_names)]);
    else
        snprintf(name, size, "Name %u of %u", number * 7919u % 10000, number);
}

static void
fill_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    static const char *const states[] = {"ready", "waiting", "open", "closed"};
    struct sample *sample = source;
    unsigned number = sample->rows[index];

    switch (column) {
    case 0:
        snprintf(cell->text, sizeof(cell->text), "%u", number);
        break;
    case 1:
        make_name(sample, number, cell->text, sizeof(cell->text));
        break;
    case 2:
        snprintf(cell->text, sizeof(cell->text), "%s", states[number % 4]);
        cell->style = number % 4 == 1 ? STYLE_STATE_1 : STYLE_NORMAL;
        break;
    case 3:
        snprintf(cell->text, sizeof(cell->text), "%u.%02u", number * 37u % 1000, number % 100);
        cell->style = number % 10 == 0 ? STYLE_MONEY_DUE : STYLE_NORMAL;
        break;
    default:
        snprintf(cell->text, sizeof(cell->text), "remark %u, said on day %u of the month", number,
                 number % 28 + 1);
        break;
    }
}

static const struct list_column columns[] = {
    {.id = "number", .heading = "No", .width = 5, .align = ALIGN_RIGHT},
    {.id = "name", .heading = "Name", .width = 20},
    {.id = "state", .heading = "State", .width = 8},
    {.id = "amount", .heading = "Amount", .width = 9, .align = ALIGN_RIGHT, .rank = 1},
    {.id = "remark", .heading = "Remark", .width = 10, .grows = true, .rank = 2},
};

static const struct list_column *const shown[] = {
    &columns[0], &columns[1], &columns[2], &columns[3], &columns[4],
};

static const struct list_class rows_list = {
    .columns = shown,
    .column_count = countof(shown),
    .count = count_rows,
    .id = row_id,
    .cell = fill_cell,
    .name = row_name,
};

/* The rows that match the filter. */
static void
apply_filter(struct sample *sample)
{
    char query[64];

    fold_text(sample->filter, query, sizeof(query));
    sample->row_count = 0;
    for (size_t i = 0; i < sample->all_count; i++) {
        char name[64];
        char key[64];

        make_name(sample, sample->all[i], name, sizeof(name));
        fold_text(name, key, sizeof(key));
        if (!*query || fold_match(key, query))
            sample->rows[sample->row_count++] = sample->all[i];
    }
}

static bool
open_rows(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    struct rows_state *state = pane->state;

    (void)invocation;
    (void)err;
    if (state->sample)
        return true;
    state->sample = screen_app(pane->screen);
    list_init(&state->list, &rows_list, state->sample);
    list_refresh(&state->list);
    return true;
}

static void
close_rows(struct pane *pane)
{
    list_clear(&((struct rows_state *)pane->state)->list);
}

static void
draw_rows(struct pane *pane, const struct canvas *canvas)
{
    list_draw(&((struct rows_state *)pane->state)->list, canvas);
}

static void
show_status(struct pane *pane, char *text, size_t size)
{
    const struct rows_state *state = pane->state;

    snprintf(text, size, "%zu rows", state->sample->row_count);
}

static bool
rows_key(struct pane *pane, struct key key)
{
    return list_key(&((struct rows_state *)pane->state)->list, key);
}

/* Does an action on each marked row, when there are some. */
static bool
act_on_marks(struct rows_state *state, const struct invocation *invocation)
{
    char id[UUID_TEXT_SIZE];

    if (strcmp(invocation->command->name, "act") != 0 || !state->list.mark_count)
        return false;
    for (size_t i = 0; i < state->list.mark_count; i++)
        say(state->sample, "marked", uuid_text(state->list.marks[i], id));
    list_unmark_all(&state->list);
    return true;
}

static bool
rows_command(struct pane *pane, const struct invocation *invocation)
{
    struct rows_state *state = pane->state;

    if (strcmp(invocation->command->name, "filter") == 0) {
        text_copy(state->sample->filter, sizeof(state->sample->filter),
                  invocation->word_count ? invocation->words[0] : "");
        apply_filter(state->sample);
        list_reset(&state->list);
        return true;
    }
    return act_on_marks(state, invocation) || list_command(&state->list, invocation->command->name);
}

static bool
rows_selection(struct pane *pane, char *text, size_t size)
{
    struct rows_state *state = pane->state;
    bool is_selected = list_selection(&state->list, text, size);

    list_pick_done(&state->list);
    return is_selected;
}

static void
rows_changed(struct pane *pane, uint64_t what)
{
    (void)what;
    list_refresh(&((struct rows_state *)pane->state)->list);
}

static bool
rows_back(struct pane *pane)
{
    struct rows_state *state = pane->state;

    if (state->list.pick[0]) {
        list_pick_done(&state->list);
        return true;
    }
    if (state->sample->filter[0]) {
        state->sample->filter[0] = '\0';
        apply_filter(state->sample);
        list_reset(&state->list);
        return true;
    }
    if (!state->list.mark_count)
        return false;
    list_unmark_all(&state->list);
    return true;
}

static const struct pane_class rows_pane = {
    .name = "rows",
    .title = "Rows",
    .contexts = (const char *const[]){"list", NULL},
    .size = sizeof(struct rows_state),
    .open = open_rows,
    .close = close_rows,
    .draw = draw_rows,
    .status = show_status,
    .key = rows_key,
    .command = rows_command,
    .selection = rows_selection,
    .changed = rows_changed,
    .back = rows_back,
    .hints = (const char *const[]){"act", "sure", "search", "help-keys", "quit", NULL},
};

struct grid_state {
    struct grid grid;
};

static size_t
grid_rows(void *source)
{
    (void)source;
    return 40;
}

static struct uuid
grid_id(void *source, size_t row)
{
    (void)source;
    return number_id((unsigned)row);
}

static enum grid_row_kind
grid_kind(void *source, size_t row)
{
    (void)source;
    return row % 10 == 0 ? GRID_HEADING : GRID_ROW;
}

static void
grid_label(void *source, size_t row, struct cell *cell)
{
    (void)source;
    snprintf(cell->text, sizeof(cell->text), row % 10 ? "%zu" : "Part %zu", row + FIRST_NUMBER);
}

static void
grid_heading(void *source, int column, int line, struct cell *cell)
{
    (void)source;
    snprintf(cell->text, sizeof(cell->text), line ? "%02d" : "d", column);
}

static size_t
grid_bars(void *source, size_t row, int first, int count, struct grid_bar *bars)
{
    int start = (int)(row % 5) * 2 + 1;

    (void)source;
    if (start + 4 <= 2 * first || start >= 2 * (first + count))
        return 0;
    bars[0] = (struct grid_bar){.id = number_id((unsigned)row),
                                .start = start,
                                .end = start + 4,
                                .style = STYLE_BAR,
                                .text = "Stay"};
    return 1;
}

static const char *
grid_name(void *source, size_t row)
{
    static char name[16];

    (void)source;
    snprintf(name, sizeof(name), "%zu", row + FIRST_NUMBER);
    return name;
}

static const struct grid_class sample_grid = {
    .label_width = 8,
    .rows = grid_rows,
    .id = grid_id,
    .kind = grid_kind,
    .label = grid_label,
    .heading = grid_heading,
    .bars = grid_bars,
    .name = grid_name,
};

static bool
open_grid(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    (void)invocation;
    (void)err;
    grid_init(&((struct grid_state *)pane->state)->grid, &sample_grid, pane->state, 4);
    return true;
}

static void
draw_grid(struct pane *pane, const struct canvas *canvas)
{
    grid_draw(&((struct grid_state *)pane->state)->grid, canvas);
}

static bool
grid_pane_key(struct pane *pane, struct key key)
{
    return grid_key(&((struct grid_state *)pane->state)->grid, key);
}

static bool
grid_pane_command(struct pane *pane, const struct invocation *invocation)
{
    return grid_command(&((struct grid_state *)pane->state)->grid, invocation->command->name);
}

static const struct pane_class days_pane = {
    .name = "days",
    .title = "Days",
    .contexts = (const char *const[]){"list", NULL},
    .size = sizeof(struct grid_state),
    .open = open_grid,
    .draw = draw_grid,
    .key = grid_pane_key,
    .command = grid_pane_command,
    .hints = (const char *const[]){"help-keys", "quit", NULL},
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
    say(sample, "card", text);
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

        snprintf(name, sizeof(name), "%d", FIRST_NUMBER + i);
        card_option(card, name, STYLE_NORMAL, "%s a choice", name);
    }
    card_action(card, (struct key){KEYCODE_ENTER}, "take it");
    return true;
}

static bool
run_act(void *app, const struct invocation *invocation, struct error *err)
{
    (void)err;
    say(app, "act", invocation->words[0]);
    return true;
}

static bool
run_say(void *app, const struct invocation *invocation, struct error *err)
{
    struct sample *sample = app;

    (void)err;
    screen_say(sample->screen, STYLE_NORMAL, "%s", invocation->words[0]);
    say(sample, "say", invocation->words[0]);
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
    say(sample, "note", text ? text : "(left)");
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
    apply_filter(sample);
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
    return screen_open(((struct sample *)app)->screen, &days_pane, invocation, err);
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
    say(sample, "size", text);
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
    say(sample, "frame", text);
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
    {.name = "form", .arguments = {{"ROW", &row_type, ARGUMENT_OPTIONAL}}, .run = run_form, .help = "Opens a card with fields."},
    {.name = "choose", .run = run_choose, .help = "Opens a card with options."},
    {.name = "say", .arguments = {{"TEXT", &text_type, ARGUMENT_REST}}, .run = run_say,
     .help = "Says a text."},
    {.name = "fail", .run = run_fail, .help = "Is refused."},
    {.name = "note", .arguments = {{"ROW", &row_type, ARGUMENT_OPTIONAL}}, .run = run_note, .help = "Asks for a text of several lines."},
    {.name = "change", .arguments = {{"WHAT", &text_type, 0}}, .run = run_change,
     .help = "Changes the data."},
    {.name = "due", .arguments = {{"AMOUNT", &text_type, 0}}, .run = run_due,
     .help = "Changes what is due."},
    {.name = "days", .run = run_days, .help = "Opens the grid."},
    {.name = "paint", .arguments = {{"COLOR", &color_type, 0}, {"with", &color_type, ARGUMENT_KEY}},
     .run = run_act, .help = "Paints."},
    {.name = "lock", .arguments = {{"WORD", &text_type, ARGUMENT_OPTIONAL}}, .run = run_lock,
     .help = "Locks the screen."},
    {.name = "crash", .arguments = {{"SIGNAL", &text_type, 0}}, .run = run_crash, .help = "Crashes."},
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
    {"rows", "c", "choose"}, {"rows", "s", "slow 40"}, {"rows", "S", "slow 0"}, {"rows", "n", "note"},
    {"rows", "g", "form ."}, {"rows", "N", "note ."}, {"rows", "C", "say C"}, {"rows", "e", "fail"}, {"rows", "A", "change above"},
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
    say(sample, "tick", text);
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
        sample->all[i] = FIRST_NUMBER + (unsigned)i;
    sample->next_number = FIRST_NUMBER + (unsigned)sample->all_count;
    sample->is_wide = names && strcmp(names, "wide") == 0;
    apply_filter(sample);
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
    if (screen_open(sample->screen, &rows_pane, NULL, err))
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
    say(&sample, "end", NULL);
    return signal_number ? 128 + signal_number : 0;
}
