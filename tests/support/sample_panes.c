#include "tests/support/sample_panes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/fold.h"
#include "api/base/text.h"
#include "tui/grid.h"
#include "tui/list.h"
#include "tui/screen.h"

struct rows_state {
    struct sample *sample;
    struct list list;
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

void
sample_say(struct sample *sample, const char *what, const char *which)
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

void
sample_apply_filter(struct sample *sample)
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
        sample_say(state->sample, "marked", uuid_text(state->list.marks[i], id));
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
        sample_apply_filter(state->sample);
        list_reset(&state->list);
        return true;
    }
    return act_on_marks(state, invocation) || list_command(&state->list, invocation->command->name);
}

static bool
rows_selection(struct pane *pane, char *text, size_t size)
{
    return list_selection(&((struct rows_state *)pane->state)->list, text, size);
}

static void
rows_changed(struct pane *pane, uint64_t what)
{
    (void)what;
    list_refresh(&((struct rows_state *)pane->state)->list);
}

static char *
rows_pick(struct pane *pane)
{
    return ((struct rows_state *)pane->state)->list.pick;
}

static bool
rows_back(struct pane *pane)
{
    struct rows_state *state = pane->state;

    if (state->sample->filter[0]) {
        state->sample->filter[0] = '\0';
        sample_apply_filter(state->sample);
        list_reset(&state->list);
        return true;
    }
    if (!state->list.mark_count)
        return false;
    list_unmark_all(&state->list);
    return true;
}

const struct pane_class sample_rows = {
    .name = "rows",
    .title = "Rows",
    .contexts = (const char *const[]){"list", NULL},
    .size = sizeof(struct rows_state),
    .open = open_rows,
    .close = close_rows,
    .draw = draw_rows,
    .status = show_status,
    .key = rows_key,
    .pick = rows_pick,
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
    snprintf(cell->text, sizeof(cell->text), row % 10 ? "%zu" : "Part %zu",
             row + SAMPLE_FIRST_NUMBER);
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
    snprintf(name, sizeof(name), "%zu", row + SAMPLE_FIRST_NUMBER);
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

const struct pane_class sample_days = {
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
