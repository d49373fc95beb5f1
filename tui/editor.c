#include "tui/editor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include <histedit.h>

#include "api/base/buffer.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "tui/terminfo.h"

/*
 * libedit edits only on a terminal. It gets a pseudo-terminal of its own for its modes, and
 * /dev/null for what it would draw; keys come through EL_GETCFN. It moves by code points where a
 * person means glyphs: such a key is given to it as often as the glyph has code points.
 */

enum {
    HISTORIES = 8,
    HISTORY_LINES = 500,
    FEED_SIZE = 32,
    WINDOW_ROWS = 50, /* of the terminal that nobody sees: lines need not wrap in it */
    WINDOW_COLUMNS = 1000
};

struct named_history {
    char *name;
    HistoryW *lines;
};

struct editor {
    EditLine *edit;
    FILE *null_in;
    FILE *null_out;
    int master;
    int slave;
    struct named_history histories[HISTORIES];
    size_t history_count;
    editor_next_fn next;
    void *context;
    const char *initial;     /* still to be put in */
    wchar_t feed[FEED_SIZE]; /* of the key that goes to libedit */
    size_t feed_at, feed_end;
    struct buffer text; /* of editor_text() */
    enum editor_step end;
    char *accepted; /* the line as it was when that was said */
};

static const struct {
    uint32_t code;
    const wchar_t *feed;
} named_keys[] = {
    {KEYCODE_ENTER, L"\n"},
    {KEYCODE_TAB, L"\t"},
    {KEYCODE_BACKSPACE, L"\b"},
    {KEYCODE_ESCAPE, L"\033"},
    {KEYCODE_UP, L"\033[A"},
    {KEYCODE_DOWN, L"\033[B"},
    {KEYCODE_RIGHT, L"\033[C"},
    {KEYCODE_LEFT, L"\033[D"},
    {KEYCODE_HOME, L"\033[H"},
    {KEYCODE_END, L"\033[F"},
    {KEYCODE_DELETE, L"\033[3~"},
    {KEYCODE_LEFT | KEYCODE_CTRL, L"\033b"},
    {KEYCODE_RIGHT | KEYCODE_CTRL, L"\033f"},
    {KEYCODE_BACKSPACE | KEYCODE_ALT, L"\033\b"},
};

static const struct {
    const wchar_t *key;
    const wchar_t *command;
} bindings[] = {
    {L"\b", L"ed-delete-prev-char"},     {L"\033[A", L"ed-prev-history"},
    {L"\033[B", L"ed-next-history"},     {L"\033[C", L"ed-next-char"},
    {L"\033[D", L"ed-prev-char"},        {L"\033[H", L"ed-move-to-beg"},
    {L"\033[F", L"ed-move-to-end"},      {L"\033[3~", L"ed-delete-next-char"},
    {L"\033b", L"ed-prev-word"},         {L"\033f", L"em-next-word"},
    {L"\033\b", L"ed-delete-prev-word"}, {L"\022", L"em-inc-search-prev"},
    {L"\027", L"ed-delete-prev-word"},
};

static wchar_t *
to_wide(const char *text)
{
    size_t length = strlen(text);
    wchar_t *wide = memory_new((length + 1) * sizeof(*wide));
    size_t count = 0;

    for (size_t at = 0; at < length;) {
        uint32_t code;

        at += text_decode(text + at, length - at, &code);
        wide[count++] = (wchar_t)code;
    }
    return wide;
}

static void
add_wide(struct buffer *buffer, const wchar_t *start, const wchar_t *end)
{
    for (; start < end; start++) {
        char bytes[4];

        buffer_add(buffer, bytes, text_encode((uint32_t)*start, bytes));
    }
}

const char *
editor_text(struct editor *editor, size_t *cursor)
{
    const LineInfoW *line = el_wline(editor->edit);

    buffer_reset(&editor->text);
    add_wide(&editor->text, line->buffer, line->cursor);
    *cursor = editor->text.length;
    add_wide(&editor->text, line->cursor, line->lastchar);
    return buffer_text(&editor->text);
}

void
editor_insert(struct editor *editor, const char *text)
{
    wchar_t *wide = to_wide(text);

    if (*wide)
        (void)el_winsertstr(editor->edit, wide); // full: it stays as it was
    free(wide);
}

/* Code points of the first `bytes` bytes. */
static int
count_points(const char *text, size_t bytes)
{
    int count = 0;

    for (size_t at = 0; at < bytes; at++)
        count += ((unsigned char)text[at] & 0xc0) != 0x80;
    return count;
}

void
editor_erase(struct editor *editor, size_t bytes)
{
    size_t cursor;
    const char *text = editor_text(editor, &cursor);
    int count = count_points(text + cursor - bytes, bytes);

    if (count)
        el_wdeletestr(editor->edit, count);
}

void
editor_move(struct editor *editor, size_t byte)
{
    size_t cursor;
    const char *text = editor_text(editor, &cursor);

    el_cursor(editor->edit, count_points(text, byte) - count_points(text, cursor));
}

bool
editor_is_vi(struct editor *editor)
{
    const wchar_t *name = NULL;

    return el_wget(editor->edit, EL_EDITOR, &name) == 0 && name && wcscmp(name, L"vi") == 0;
}

/* How many code points the glyph before (-1) or behind (1) the cursor has. */
static size_t
glyph_points(struct editor *editor, int direction)
{
    size_t cursor;
    const char *text = editor_text(editor, &cursor);
    const char *at = text;
    const char *before = text;
    struct glyph glyph;
    int count;

    if (direction > 0) {
        at = text + cursor;
        before = at;
        (void)text_glyph(&at, &glyph);
    } else {
        while (at < text + cursor) {
            before = at;
            if (!text_glyph(&at, &glyph))
                break;
        }
    }
    count = count_points(before, (size_t)(at - before));
    return count > 0 ? (size_t)count : 1;
}

static const struct {
    uint32_t code;
    int direction;
} glyph_keys[] = {
    {KEYCODE_BACKSPACE, -1}, {KEYCODE_LEFT, -1},      {'b' | KEYCODE_CTRL, -1}, {KEYCODE_DELETE, 1},
    {KEYCODE_RIGHT, 1},      {'f' | KEYCODE_CTRL, 1}, {'d' | KEYCODE_CTRL, 1},
};

static size_t
repeats(struct editor *editor, struct key key)
{
    for (size_t i = 0; i < countof(glyph_keys); i++)
        if (glyph_keys[i].code == key.code)
            return glyph_points(editor, glyph_keys[i].direction);
    return 1;
}

static void
add_feed(struct editor *editor, const wchar_t *feed)
{
    size_t length = wcslen(feed);

    if (editor->feed_end + length > FEED_SIZE)
        return;
    wmemcpy(editor->feed + editor->feed_end, feed, length);
    editor->feed_end += length;
}

static void
feed_key(struct editor *editor, struct key key)
{
    wchar_t plain[3] = {0};
    size_t at = 0;

    for (size_t i = 0; i < countof(named_keys); i++) {
        if (named_keys[i].code != key.code)
            continue;
        for (size_t n = repeats(editor, key); n > 0; n--)
            add_feed(editor, named_keys[i].feed);
        return;
    }
    if ((key.code & ~(uint32_t)(KEYCODE_CTRL | KEYCODE_ALT)) >= KEYCODE_NAMED)
        return;
    if (key.code & KEYCODE_ALT)
        plain[at++] = L'\033';
    plain[at] = (wchar_t)(key.code & 0x1fffff);
    if (key.code & KEYCODE_CTRL)
        plain[at] &= 0x1f;
    if (!plain[at])
        return;
    for (size_t n = repeats(editor, key); n > 0; n--)
        add_feed(editor, plain);
}

/* libedit wants a character: 1, or 0 to give up the line. */
static int
get_character(EditLine *edit, wchar_t *character)
{
    struct editor *editor;
    struct key key;
    size_t cursor;

    el_wget(edit, EL_CLIENTDATA, &editor);
    if (editor->initial) {
        editor_insert(editor, editor->initial);
        editor->initial = NULL;
    }
    while (editor->feed_at == editor->feed_end) {
        editor->feed_at = 0;
        editor->feed_end = 0;
        editor->end = editor->next(editor->context, &key);
        if (editor->end == EDITOR_ACCEPT)
            editor->accepted = memory_text(editor_text(editor, &cursor));
        if (editor->end == EDITOR_KEY)
            feed_key(editor, key);
        else if (editor->end != EDITOR_TAKEN)
            return 0;
    }
    *character = editor->feed[editor->feed_at++];
    return 1;
}

static struct named_history *
find_history(struct editor *editor, const char *name)
{
    struct named_history *history = &editor->histories[editor->history_count];
    HistEventW event;

    for (size_t i = 0; i < editor->history_count; i++)
        if (strcmp(editor->histories[i].name, name) == 0)
            return &editor->histories[i];
    if (editor->history_count == HISTORIES)
        return NULL;
    editor->history_count++;
    history->name = memory_text(name);
    history->lines = history_winit();
    history_w(history->lines, &event, H_SETSIZE, HISTORY_LINES);
    history_w(history->lines, &event, H_SETUNIQUE, 1);
    return history;
}

void
editor_history_add(struct editor *editor, const char *name, const char *line)
{
    struct named_history *history = find_history(editor, name);
    HistEventW event;
    wchar_t *wide;

    if (!history || !*line)
        return;
    wide = to_wide(line);
    history_w(history->lines, &event, H_ENTER, wide);
    free(wide);
}

char *
editor_history(struct editor *editor, const char *name)
{
    struct named_history *history = find_history(editor, name);
    struct buffer text = {0};
    HistEventW event;

    if (!history || history_w(history->lines, &event, H_LAST) < 0)
        return buffer_take(&text);
    do {
        add_wide(&text, event.str, event.str + wcslen(event.str));
        buffer_add_char(&text, '\n');
    } while (history_w(history->lines, &event, H_PREV) >= 0);
    return buffer_take(&text);
}

static bool
open_terminal(struct editor *editor)
{
    struct winsize size = {.ws_row = WINDOW_ROWS, .ws_col = WINDOW_COLUMNS};
    const char *name;

    editor->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (editor->master < 0 || grantpt(editor->master) < 0 || unlockpt(editor->master) < 0)
        return false;
    name = ptsname(editor->master);
    editor->slave = name ? open(name, O_RDWR | O_NOCTTY | O_CLOEXEC) : -1;
    return editor->slave >= 0 && ioctl(editor->slave, TIOCSWINSZ, &size) == 0;
}

static void
set_up(struct editor *editor)
{
    el_wset(editor->edit, EL_CLIENTDATA, editor);
    el_wset(editor->edit, EL_EDITOR, L"emacs");
    el_wset(editor->edit, EL_GETCFN, get_character);
    for (size_t i = 0; i < countof(bindings); i++)
        el_wset(editor->edit, EL_BIND, bindings[i].key, bindings[i].command, NULL);
    (void)el_source(editor->edit, NULL); // the user's editrc, if there is one
}

struct editor *
editor_new(struct error *err)
{
    struct editor *editor = memory_new(sizeof(*editor));
    void *held = terminfo_hold();

    editor->slave = -1;
    editor->null_in = fopen("/dev/null", "re");
    editor->null_out = fopen("/dev/null", "we");
    if (open_terminal(editor) && editor->null_in && editor->null_out)
        editor->edit = el_init_fd("frontdesk", editor->null_in, editor->null_out, editor->null_out,
                                  editor->slave, editor->slave, editor->slave);
    terminfo_put_back(held);
    if (!editor->edit) {
        error_set(err, ERROR_USAGE, _("The line editor can't be started: %s."), strerror(errno));
        editor_free(editor);
        return NULL;
    }
    set_up(editor);
    return editor;
}

void
editor_free(struct editor *editor)
{
    if (!editor)
        return;
    if (editor->edit)
        el_end(editor->edit);
    for (size_t i = 0; i < editor->history_count; i++) {
        history_wend(editor->histories[i].lines);
        free(editor->histories[i].name);
    }
    if (editor->null_in)
        fclose(editor->null_in);
    if (editor->null_out)
        fclose(editor->null_out);
    if (editor->slave >= 0)
        close(editor->slave);
    if (editor->master >= 0)
        close(editor->master);
    buffer_clear(&editor->text);
    free(editor);
}

/* A line that libedit gave back, without its line feed. */
static char *
take_line(const wchar_t *line, int count)
{
    struct buffer text = {0};

    if (count > 0 && line[count - 1] == L'\n')
        count--;
    add_wide(&text, line, line + count);
    return buffer_take(&text);
}

char *
editor_read(struct editor *editor, const char *initial, const char *history, editor_next_fn next,
            void *context)
{
    struct named_history *lines = history ? find_history(editor, history) : NULL;
    const wchar_t *line;
    char *text = NULL;
    int count = 0;

    editor->next = next;
    editor->context = context;
    editor->initial = initial;
    editor->feed_at = 0;
    editor->feed_end = 0;
    editor->end = EDITOR_KEY;
    if (lines)
        el_wset(editor->edit, EL_HIST, history_w, lines->lines);
    line = el_wgets(editor->edit, &count);
    if (editor->end == EDITOR_ACCEPT) {
        text = editor->accepted;
        editor->accepted = NULL;
    } else if (line && count > 0 && editor->end == EDITOR_KEY) {
        text = take_line(line, count);
    }
    if (text && history)
        editor_history_add(editor, history, text);
    return text;
}
