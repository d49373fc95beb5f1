#include <stdio.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/text.h"
#include "tui/screen_state.h"

/*
 * Row 0 is the title line, then the pane, then the status line and the hint line. A card lies over
 * the lower middle of the pane, the prompt over the last rows.
 */

enum {
    BOTTOM_ROWS = 2,
    ERROR_ROWS = 4, /* of a long error or warning, over the pane's last */
    SMALL_ROWS = 16 /* a screen with fewer spares but two */
};

bool
screen_is_too_small(const struct screen *screen)
{
    return terminal_rows(screen->config.terminal) < SCREEN_ROWS_MIN
           || terminal_columns(screen->config.terminal) < SCREEN_COLUMNS_MIN;
}

/* Drops the last of the counters, "48 left, 1 in, 15 not ready", that have no space. */
static void
fit_counters(char *text, int columns)
{
    char *comma;

    while (text_width(text) > columns && (comma = strrchr(text, ',')))
        *comma = '\0';
}

static void
draw_title(struct screen *screen, const struct canvas *canvas)
{
    const struct pane *pane = screen_top(screen);
    struct canvas row = canvas_part(canvas, (struct rect){0, 0, 1, canvas->at.columns});
    int corner = text_width(screen->corner);
    int end = canvas->at.columns - (corner ? corner + 2 : 0);
    struct canvas left = canvas_part(&row, (struct rect){0, 0, 1, end});
    char status[SCREEN_TEXT_SIZE] = "";
    int column = draw_print(&left, 0, 0, STYLE_TITLE, " %s", screen->title);

    if (pane)
        column = draw_print(&left, 0, column, STYLE_TITLE, "%s%s  ", *screen->title ? "  " : "",
                            _(pane->class->title));
    if (pane && pane->class->status) {
        pane->class->status((struct pane *)pane, status, sizeof(status));
        fit_counters(status, left.at.columns - column);
        column = draw_text(&left, 0, column, STYLE_TITLE, status);
    }
    draw_rest(&left, 0, column, STYLE_TITLE);
    if (!corner)
        return;
    draw_field(&row, (struct span){0, end, 1}, STYLE_TITLE, ALIGN_LEFT, "");
    column = draw_text(&row, 0, end + 1,
                       screen->corner_style == STYLE_NORMAL ? STYLE_TITLE : screen->corner_style,
                       screen->corner);
    draw_rest(&row, 0, column, STYLE_TITLE);
}

/* How many rows the message takes above the last ones. */
static int
status_rows(const struct screen *screen, const struct canvas *canvas)
{
    bool may_wrap = screen->is_error || screen->message_style == STYLE_WARNING;
    int rows = may_wrap ? paragraph_rows(screen->message, canvas->at.columns) : 1;
    int most = canvas->at.rows < SMALL_ROWS ? 2 : ERROR_ROWS;

    return rows < 1 ? 1 : rows < most ? rows : most;
}

static void
draw_error(const struct screen *screen, const struct canvas *canvas, int row, int rows)
{
    struct canvas part = canvas_part(canvas, (struct rect){row, 0, rows, canvas->at.columns});

    draw_clear(&part);
    draw_paragraph(&part, 0, screen->message_style, screen->message);
}

static void
draw_status(const struct screen *screen, const struct canvas *canvas, int row)
{
    int progress = screen->shows_progress ? text_width(screen->progress) + 2 : 0;
    int end = canvas->at.columns - progress;
    int column;

    if (end < 0)
        end = 0;
    column = draw_field(canvas, (struct span){row, 0, end}, screen->message_style, ALIGN_LEFT,
                        screen->message);
    if (!*screen->message)
        draw_rest(canvas, row, 0, STYLE_NORMAL);
    if (progress)
        draw_field(canvas, (struct span){row, column, canvas->at.columns - column}, STYLE_PENDING,
                   ALIGN_RIGHT, screen->progress);
}

/* One `key words` of the hint line; returns the column behind it. */
static int
draw_hint(const struct screen *screen, const struct canvas *canvas, int row, int column,
          const struct binding *wanted)
{
    const struct command *command = screen_find_command(screen, wanted->line);
    char name[KEY_NAME_SIZE];
    const char *words = command && command->hint ? _(command->hint) : wanted->line;

    key_label(wanted->key, name);
    if (column + text_width(name) + 1 + text_width(words) > canvas->at.columns)
        return column;
    column = draw_text(canvas, row, column, STYLE_HINT_KEY, name);
    column = draw_print(canvas, row, column, STYLE_HINT, " %s", words);
    return draw_field(canvas, (struct span){row, column, 2}, STYLE_HINT, ALIGN_LEFT, "");
}

static void
draw_hints(struct screen *screen, const struct canvas *canvas, int row)
{
    const struct pane *pane = screen_top(screen);
    const char *contexts[SCREEN_CONTEXTS];
    int column = 0;

    if (pane && !screen->card) {
        screen_pane_contexts(pane, contexts);
        for (size_t i = 0; pane->class->hints && pane->class->hints[i]; i++) {
            struct binding binding = {.line = pane->class->hints[i]};

            if (keymap_key_of(screen->config.keymap, contexts, binding.line, &binding.key))
                column = draw_hint(screen, canvas, row, column, &binding);
        }
    }
    draw_rest(canvas, row, column, STYLE_HINT);
}

static void
draw_pane(struct screen *screen, const struct canvas *canvas)
{
    struct pane *pane = screen_top(screen);

    if (!pane) {
        draw_clear(canvas);
        return;
    }
    if (pane->is_stale && pane->class->draw)
        pane->class->draw(pane, canvas);
    pane->is_stale = false;
}

static void
draw_all(struct screen *screen, const struct canvas *canvas)
{
    int rows = canvas->at.rows;
    int columns = canvas->at.columns;
    int bottom = screen->prompt ? prompt_rows(screen->prompt, columns) : 1;
    int message = status_rows(screen, canvas);
    struct canvas pane = canvas_part(canvas, (struct rect){1, 0, rows - 1 - BOTTOM_ROWS, columns});
    struct canvas prompt = canvas_part(canvas, (struct rect){rows - bottom, 0, bottom, columns});
    struct canvas above =
        canvas_part(&pane, (struct rect){0, 0, pane.at.rows - (message - 1), columns});

    draw_title(screen, canvas);
    draw_pane(screen, &pane);
    if (screen->card)
        card_draw(screen->card, &above, loop_frame(screen->config.loop) + 1);
    if (message > 1)
        draw_error(screen, canvas, rows - bottom - message, message);
    else
        draw_status(screen, canvas, rows - bottom - 1);
    if (!screen->message_frame)
        screen->message_frame = loop_frame(screen->config.loop) + 1;
    if (screen->prompt)
        prompt_draw(screen->prompt, &prompt);
    else
        draw_hints(screen, canvas, rows - 1);
}

static void
draw_too_small(const struct canvas *canvas)
{
    draw_clear(canvas);
    draw_paragraph(canvas, 0, STYLE_NORMAL, _("Too small: 10 rows and 40 columns at least."));
    draw_cursor(canvas, 0, 0);
}

/* Only what the lock says, and stars for what is typed. */
static void
draw_lock(const struct screen *screen, const struct canvas *canvas)
{
    int row = canvas->at.rows / 2;
    struct field stars = {0};
    struct canvas line =
        canvas_part(canvas, (struct rect){row, 2, canvas->at.rows - row, canvas->at.columns - 4});
    struct canvas word;

    draw_clear(canvas);
    row = draw_paragraph(&line, 0, STYLE_STRONG,
                         screen->lock_text ? screen->lock_text : _("Locked."));
    row += draw_paragraph(&line, row, STYLE_NORMAL,
                          screen->lock_word ? _("Type the word and Enter.") : _("Press any key."));
    draw_cursor(&line, row, 0);
    if (!screen->lock_word)
        return;
    for (size_t i = 0; i < strlen(screen->lock_field.text); i++)
        field_insert(&stars, "*");
    word = canvas_part(&line, (struct rect){row, 0, 1, line.at.columns});
    draw_cursor(&word, 0, field_draw(&stars, &word, STYLE_FIELD));
}

static bool
has_news(struct screen *screen)
{
    const struct pane *pane = screen_top(screen);

    return screen->is_stale || (pane && pane->is_stale);
}

void
screen_draw(struct screen *screen)
{
    struct terminal *terminal = screen->config.terminal;
    struct canvas canvas = {{0, 0, terminal_rows(terminal), terminal_columns(terminal)}};

    if (!has_news(screen) || !terminal_begin_frame(terminal))
        return;
    screen->is_stale = false;
    if (screen_is_too_small(screen))
        draw_too_small(&canvas);
    else if (screen->is_locked)
        draw_lock(screen, &canvas);
    else
        draw_all(screen, &canvas);
    terminal_end_frame(terminal);
    loop_frame_written(screen->config.loop);
}
