#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/buffer.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "tui/offers.h"
#include "tui/screen_state.h"
#include "tui/words.h"

/*
 * The prompt runs inside libedit, which asks it for keys; while it waits for one it serves the
 * whole program. It draws the line itself, from what libedit says it is.
 */

enum {
    ROWS_MAX = 6,
    OFFERS_MAX = 10, /* rows of what Tab lists */
    OFFER_COLUMNS = 18,
    HINT_ROWS = 1 /* below a text of several lines, where Enter doesn't end it */
};

struct prompt {
    struct screen *screen;
    const struct prompt_config *config;
    char *text;
    size_t cursor; /* bytes */
    bool is_left;  /* by Esc: the text is kept for the next time */
    bool was_escape;
    bool shows_offers; /* above the line, until a key that isn't Tab */
    struct offers offers;
    size_t first_offer;
};

/* What one row of a text shows: bytes from start to end; the next begins at `next`. */
struct row {
    size_t start, end, next;
};

static struct row
find_row(const char *text, size_t start, int columns)
{
    const char *at = text + start;
    struct glyph glyph;
    int width = 0;

    for (const char *before = at; *at && *at != '\n'; before = at) {
        if (!text_glyph(&at, &glyph))
            break;
        width += glyph.width_cells;
        if (width > columns && before > text + start)
            return (struct row){start, (size_t)(before - text), (size_t)(before - text)};
    }
    return (struct row){start, (size_t)(at - text), (size_t)(at - text) + (*at == '\n')};
}

static int
prefix_width(const struct prompt *prompt, int columns)
{
    int width = text_width(prompt->config->prefix);

    return width < columns / 2 ? width : columns / 2;
}

/* Whether another row follows: more text, or an empty one behind a line feed at the end. */
static bool
has_next(const char *text, const struct row *row)
{
    return text[row->next] || (row->next > row->end && row->next > 0);
}

/* Of the offers, on at most half of the screen. */
static int
offer_rows(const struct prompt *prompt)
{
    int most = terminal_rows(prompt->screen->config.terminal) / 2 - 1;

    if (!prompt->shows_offers)
        return 0;
    most = most < OFFERS_MAX ? most : OFFERS_MAX;
    return prompt->offers.count < (size_t)most ? (int)prompt->offers.count : most;
}

int
prompt_rows(const struct prompt *prompt, int columns)
{
    int width = columns - prefix_width(prompt, columns) - 1;
    struct row row = find_row(prompt->text, 0, width);
    int rows = 1;

    if (!prompt->config->is_multiline)
        return 1 + offer_rows(prompt);
    for (; rows < ROWS_MAX && has_next(prompt->text, &row); rows++)
        row = find_row(prompt->text, row.next, width);
    return rows + HINT_ROWS;
}

/* The row in which the cursor stands, counted from 0. */
static int
cursor_row(const struct prompt *prompt, int width)
{
    struct row row = find_row(prompt->text, 0, width);
    int number = 0;

    while (has_next(prompt->text, &row) && prompt->cursor >= row.next) {
        row = find_row(prompt->text, row.next, width);
        number++;
    }
    return number;
}

static void
draw_row(const struct prompt *prompt, const struct canvas *canvas, int line, const struct row *row)
{
    char *text = memory_text(prompt->text + row->start);
    int column;

    text[row->end - row->start] = '\0';
    column = draw_text(canvas, line, 0, STYLE_NORMAL, text);
    draw_rest(canvas, line, column, STYLE_NORMAL);
    if (prompt->cursor >= row->start && prompt->cursor <= row->end) {
        text[prompt->cursor - row->start] = '\0';
        draw_cursor(canvas, line, text_width(text));
    }
    free(text);
}

static void
draw_rows(const struct prompt *prompt, const struct canvas *canvas)
{
    int width = canvas->at.columns - 1;
    int first = cursor_row(prompt, width) - canvas->at.rows + 1;
    struct row row = find_row(prompt->text, 0, width);

    for (int number = 0; number < first; number++)
        row = find_row(prompt->text, row.next, width);
    for (int line = 0; line < canvas->at.rows; line++) {
        draw_row(prompt, canvas, line, &row);
        if (!has_next(prompt->text, &row))
            break;
        row = find_row(prompt->text, row.next, width);
    }
}

/* One line of the offers: the text, and what it means in a column of its own. */
static void
draw_offer(const struct canvas *canvas, int row, const char *line)
{
    char text[OFFER_SIZE];
    size_t length = strcspn(line, "\n");
    char *help;
    int column;

    length = length < sizeof(text) ? length : sizeof(text) - 1;
    memcpy(text, line, length);
    text[length] = '\0';
    help = text + strcspn(text, "\t");
    if (*help)
        *help++ = '\0';
    column = draw_text(canvas, row, 0, STYLE_STRONG, text) + 2;
    draw_text(canvas, row, column > OFFER_COLUMNS ? column : OFFER_COLUMNS, STYLE_NORMAL, help);
}

/* Where there are more than rows, the last row says so. */
static void
draw_offers(const struct prompt *prompt, const struct canvas *canvas)
{
    const char *line = buffer_text(&prompt->offers.list);
    size_t left = prompt->offers.count - prompt->first_offer;
    int rows = canvas->at.rows;

    for (size_t i = 0; i < prompt->first_offer; i++)
        line = strchr(line, '\n') + 1;
    if (prompt->offers.count > (size_t)rows)
        draw_print(canvas, --rows, 0, STYLE_HINT, _("Tab shows others, of %zu in all"),
                   prompt->offers.count);
    for (int row = 0; row < rows && (size_t)row < left; row++, line = strchr(line, '\n') + 1)
        draw_offer(canvas, row, line);
}

void
prompt_draw(const struct prompt *prompt, const struct canvas *whole)
{
    int offers = offer_rows(prompt);
    struct canvas list = canvas_part(whole, (struct rect){0, 0, offers, whole->at.columns});
    struct canvas line =
        canvas_part(whole, (struct rect){offers, 0, whole->at.rows - offers, whole->at.columns});
    const struct canvas *canvas = &line;
    int indent = prefix_width(prompt, canvas->at.columns);
    int rows = canvas->at.rows - (prompt->config->is_multiline ? HINT_ROWS : 0);
    struct canvas text =
        canvas_part(canvas, (struct rect){0, indent, rows, canvas->at.columns - indent});

    draw_clear(whole);
    if (offers)
        draw_offers(prompt, &list);
    draw_field(canvas, (struct span){0, 0, indent}, STYLE_PROMPT, ALIGN_LEFT,
               prompt->config->prefix);
    if (prompt->config->is_multiline) {
        draw_text(canvas, rows, 0, STYLE_HINT, _("Ctrl-S sends  Enter new line  Esc later"));
        draw_rows(prompt, &text);
    } else {
        draw_cursor(&text, 0, field_draw_text(prompt->text, prompt->cursor, &text, STYLE_NORMAL));
    }
}

/* Takes the line over from libedit, and says when it is another. */
static void
read_line(struct prompt *prompt)
{
    const char *text = editor_text(prompt->screen->editor, &prompt->cursor);

    prompt->screen->is_stale = true;
    if (strcmp(text, prompt->text) == 0)
        return;
    free(prompt->text);
    prompt->text = memory_text(text);
    if (prompt->config->changed)
        prompt->config->changed(prompt->config->context, prompt->text);
}

/* Puts `word` in place of the word before the cursor; a whole one is quoted and a blank follows. */
static void
replace_word(struct prompt *prompt, size_t start, const char *word, bool is_whole)
{
    struct editor *editor = prompt->screen->editor;
    struct arena arena = {0};
    const char *value = strchr(word, '=') ? strchr(word, '=') + 1 : word;

    editor_erase(editor, prompt->cursor - start);
    editor_insert(editor, arena_bytes(&arena, word, (size_t)(value - word)));
    if (*value)
        editor_insert(editor, is_whole ? word_quote(value, &arena) : value);
    if (is_whole)
        editor_insert(editor, " ");
    arena_clear(&arena);
}

static void
show_offers(struct prompt *prompt, bool shows)
{
    prompt->first_offer = 0;
    if (prompt->shows_offers == shows)
        return;
    prompt->shows_offers = shows;
    screen_redraw(prompt->screen); // they lie over the pane
}

/* Tab on the list: its next part, and behind the last the first. */
static void
page_offers(struct prompt *prompt)
{
    prompt->first_offer += (size_t)(offer_rows(prompt) - 1);
    if (prompt->offers.count <= (size_t)offer_rows(prompt)
        || prompt->first_offer >= prompt->offers.count)
        prompt->first_offer = 0;
}

static void
complete(struct prompt *prompt)
{
    struct arena arena = {0};
    char *line = arena_bytes(&arena, prompt->text, prompt->cursor);
    char word[SCREEN_TEXT_SIZE];
    size_t start = (size_t)(word_last(line, word, sizeof(word)) - line);
    struct offers *offers = &prompt->offers;

    offers_clear(offers);
    if (prompt->config->complete)
        prompt->config->complete(prompt->config->context, line, offers_add, offers);
    if (!offers->count)
        screen_ring(prompt->screen);
    else if (offers->count == 1)
        replace_word(prompt, start, offers->common, !offers_is_open(offers));
    else if (strlen(offers->common) > strlen(word)
             && strncmp(offers->common, word, strlen(word)) == 0)
        replace_word(prompt, start, offers->common, false);
    else
        show_offers(prompt, true);
    arena_clear(&arena);
}

static void
paste(struct prompt *prompt)
{
    char *text = memory_text(loop_paste(prompt->screen->config.loop));

    for (char *at = text; *at; at++)
        if (*at == '\t' || (*at == '\n' && !prompt->config->is_multiline))
            *at = ' ';
    editor_insert(prompt->screen->editor, text);
    free(text);
}

/* The byte of the text's line above (-1) or below (1) that is as far in as the cursor. */
static size_t
vertical(const struct prompt *prompt, int direction)
{
    const char *text = prompt->text;
    size_t start = prompt->cursor;
    size_t offset;
    size_t target;

    while (start && text[start - 1] != '\n')
        start--;
    offset = prompt->cursor - start;
    if (direction > 0) {
        const char *feed = strchr(text + prompt->cursor, '\n');

        target = feed ? (size_t)(feed - text) + 1 : prompt->cursor;
    } else {
        for (target = start ? start - 1 : prompt->cursor;
             start && target && text[target - 1] != '\n';)
            target--;
    }
    if (target == prompt->cursor)
        return target;
    while (offset-- && text[target] && text[target] != '\n')
        target++;
    while (((unsigned char)text[target] & 0xc0) == 0x80)
        target--;
    return target;
}

static bool
multiline_key(struct prompt *prompt, struct key key)
{
    struct editor *editor = prompt->screen->editor;

    if (!prompt->config->is_multiline)
        return false;
    if (key.code == KEYCODE_ENTER)
        editor_insert(editor, "\n");
    else if (key.code == KEYCODE_UP)
        editor_move(editor, vertical(prompt, -1));
    else if (key.code == KEYCODE_DOWN)
        editor_move(editor, vertical(prompt, 1));
    else
        return false;
    return true;
}

/* Keys that the prompt takes itself; false: the key is the editor's. */
static bool
own_key(struct prompt *prompt, struct key key)
{
    struct screen *screen = prompt->screen;

    if (multiline_key(prompt, key)
        || screen_run_bound(screen, key, (const char *const[]){"prompt", NULL}))
        return true;
    switch (key.code) {
    case KEYCODE_TAB:
        (prompt->shows_offers ? page_offers : complete)(prompt);
        return true;
    case KEYCODE_PASTE:
        paste(prompt);
        return true;
    case 'l' | KEYCODE_CTRL:
        terminal_redraw(screen->config.terminal);
        screen_redraw(screen);
        return true;
    case 'z' | KEYCODE_CTRL:
        loop_stop(screen->config.loop);
        return true;
    default:
        return false;
    }
}

static bool
leaves(struct prompt *prompt, struct key key)
{
    bool was_escape = prompt->was_escape;

    prompt->was_escape = key.code == KEYCODE_ESCAPE;
    if (key.code == ('c' | KEYCODE_CTRL) || key.code == ('g' | KEYCODE_CTRL))
        return true;
    return prompt->was_escape && (was_escape || !editor_is_vi(prompt->screen->editor));
}

static enum editor_step
take_key(struct prompt *prompt, struct key key)
{
    if (leaves(prompt, key)) {
        prompt->is_left = true;
        return EDITOR_ABANDON;
    }
    if (key.code == ('s' | KEYCODE_CTRL) || key.code == (KEYCODE_ENTER | KEYCODE_ALT))
        return EDITOR_ACCEPT;
    if (key.code != KEYCODE_TAB)
        show_offers(prompt, false);
    return own_key(prompt, key) ? EDITOR_TAKEN : EDITOR_KEY;
}

static enum editor_step
next(void *context, struct key *key)
{
    struct prompt *prompt = context;
    struct screen *screen = prompt->screen;
    struct loop_news news;

    read_line(prompt);
    if (!screen_next_key(screen, &news)) {
        prompt->is_left = true;
        return EDITOR_ABANDON;
    }
    if (screen->is_locked || screen_is_too_small(screen)) {
        screen_dispatch(screen, &news);
        return EDITOR_TAKEN;
    }
    screen->is_error = false;
    *key = news.key;
    return take_key(prompt, news.key);
}

/* Drafts of one prompt are apart by what it was opened for: a reply never reaches another. */
static char *
draft_name(const struct screen *screen, const struct prompt_config *config)
{
    struct buffer name = {0};
    const char *subject = config->subject ? config->subject : screen->running;

    buffer_print(&name, "%s\n%s\n%s", config->prefix, config->history ? config->history : "",
                 subject ? subject : "");
    return buffer_take(&name);
}

void
screen_keep_draft(struct screen *screen, const struct prompt_config *config, const char *text)
{
    char *name = draft_name(screen, config);

    drafts_keep(&screen->drafts, name, text);
    free(name);
}

static char *
ask(struct prompt *prompt)
{
    struct screen *screen = prompt->screen;
    const struct prompt_config *config = prompt->config;
    char *name = draft_name(screen, config);
    bool has_initial = config->initial && *config->initial;
    char *initial = memory_text(has_initial ? config->initial : drafts_find(&screen->drafts, name));
    char *line;

    screen->prompt = prompt;
    screen_update_hold(screen);
    screen_redraw(screen);
    line = editor_read(screen->editor, initial, config->history, next, prompt);
    drafts_keep(&screen->drafts, name, prompt->is_left ? prompt->text : NULL);
    screen->prompt = NULL;
    screen_update_hold(screen);
    screen_redraw(screen);
    free(initial);
    free(name);
    return line;
}

char *
screen_prompt(struct screen *screen, const struct prompt_config *config)
{
    struct prompt prompt = {.screen = screen, .config = config, .text = memory_text("")};
    struct error err;
    char *line = NULL;

    if (!screen->editor)
        screen->editor = editor_new(&err);
    if (!screen->editor)
        screen_error(screen, &err);
    else if (screen->prompt)
        screen_ring(screen); // one at a time
    else
        line = ask(&prompt);
    offers_clear(&prompt.offers);
    free(prompt.text);
    return line;
}
