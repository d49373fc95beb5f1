#include "tui/frame.h"

#include <string.h>

#include "api/base/attributes.h"

/*
 * One pass over the bytes. Setting attributes is put off until something is printed or erased;
 * moving the cursor doesn't need them. What isn't known is passed on as it stands, and attributes
 * are set from nothing after it.
 */

enum {
    ESCAPE = 0x1b,
    SHIFT_OUT = 0x0e,
    SHIFT_IN = 0x0f,
    PARAMETERS = 16
};

/* Parameters of SGR: a colour's plane, and where in it the bright ones and the 256 begin. */
enum {
    FOREGROUND = 30,
    BACKGROUND = 40,
    COLOR_INDEXED = 8,
    COLOR_OWN = 9,
    COLOR_BRIGHT = 60
};

/* The attributes of SGR, by their parameters; a bit each, in this order. */
static const int attributes[] = {1, 2, 3, 4, 5, 7, 8};

struct squeezer {
    struct frame_state *state;
    const char *at;
    const char *end;
    int rows;
    struct buffer *out;
};

/* A control sequence: ESC [ parameters letter. */
struct control {
    size_t length; /* 0: it is none */
    int parameters[PARAMETERS];
    size_t count;
    char letter;
    bool is_odd; /* has more than numbers */
};

static struct control
read_control(const char *at, const char *end)
{
    struct control control = {.count = 1};
    const char *start = at;

    if (end - at < 3 || at[0] != ESCAPE || at[1] != '[')
        return control;
    for (at += 2; at < end && (*at < '@' || *at > '~'); at++) {
        int *parameter = &control.parameters[control.count - 1];

        if (*at >= '0' && *at <= '9' && *parameter < 10000)
            *parameter = *parameter * 10 + (*at - '0');
        else if (*at == ';' && control.count < PARAMETERS)
            control.count++;
        else
            control.is_odd = true;
    }
    if (at == end)
        return control;
    control.letter = *at;
    control.length = (size_t)(at + 1 - start);
    return control;
}

static void
pass(struct squeezer *squeezer, size_t length)
{
    buffer_add(squeezer->out, squeezer->at, length);
    squeezer->at += length;
}

/* Each with a `;` behind it. */
static void
add_color(struct buffer *out, int color, int plane)
{
    if (color > 16)
        buffer_print(out, "%d;5;%d;", plane + COLOR_INDEXED, color - 1);
    else if (color > 8)
        buffer_print(out, "%d;", plane + COLOR_BRIGHT + color - 9);
    else if (color > 0)
        buffer_print(out, "%d;", plane + color - 1);
}

static bool
is_equal(struct frame_ink a, struct frame_ink b)
{
    return a.attributes == b.attributes && a.foreground == b.foreground
           && a.background == b.background;
}

/* Whether nothing has to be taken away. */
static bool
only_adds(struct frame_ink from, struct frame_ink to)
{
    return !(from.attributes & ~to.attributes) && (to.foreground || !from.foreground)
           && (to.background || !from.background);
}

/* Sets what curses wants, where it isn't in force. */
static void
set_ink(struct squeezer *squeezer)
{
    struct frame_state *state = squeezer->state;
    struct frame_ink from = state->actual;
    struct frame_ink to = state->wanted;
    struct buffer *out = squeezer->out;

    if (!state->is_unknown && is_equal(from, to))
        return;
    state->actual = to;
    buffer_add_text(out, "\033[");
    if (state->is_unknown || !only_adds(from, to)) {
        from = (struct frame_ink){0};
        buffer_add_text(out, is_equal(to, from) ? ";" : "0;");
    }
    for (size_t i = 0; i < countof(attributes); i++)
        if (to.attributes & ~from.attributes & 1u << i)
            buffer_print(out, "%d;", attributes[i]);
    if (to.foreground != from.foreground)
        add_color(out, to.foreground, FOREGROUND);
    if (to.background != from.background)
        add_color(out, to.background, BACKGROUND);
    out->text[out->length - 1] = 'm'; // the last `;`
    state->is_unknown = false;
}

/* A colour of one plane, of which `offset` is the parameter's place; false: it is none. */
static bool
take_color(int *color, const struct control *control, size_t *at, int offset)
{
    if (offset >= 0 && offset < 8)
        *color = offset + 1;
    else if (offset >= COLOR_BRIGHT && offset < COLOR_BRIGHT + 8)
        *color = offset - COLOR_BRIGHT + 9;
    else if (offset == COLOR_OWN)
        *color = 0;
    else if (offset == COLOR_INDEXED && *at + 2 < control->count
             && control->parameters[*at + 1] == 5) {
        *color = control->parameters[*at + 2] + 1;
        *at += 2;
    } else {
        return false;
    }
    return true;
}

/* One parameter of SGR, with those behind it that belong to it; false: it isn't known. */
static bool
take_parameter(struct frame_ink *ink, const struct control *control, size_t *at)
{
    int parameter = control->parameters[*at];

    if (parameter == 0) {
        *ink = (struct frame_ink){0};
        return true;
    }
    for (size_t i = 0; i < countof(attributes); i++) {
        if (attributes[i] != parameter)
            continue;
        ink->attributes |= 1u << i;
        return true;
    }
    return take_color(&ink->foreground, control, at, parameter - FOREGROUND)
           || take_color(&ink->background, control, at, parameter - BACKGROUND);
}

static void
take_ink(struct squeezer *squeezer, const struct control *control)
{
    struct frame_ink ink = squeezer->state->wanted;

    for (size_t i = 0; i < control->count; i++) {
        if (!control->is_odd && take_parameter(&ink, control, &i))
            continue;
        set_ink(squeezer);
        pass(squeezer, control->length);
        squeezer->state->is_unknown = true;
        return;
    }
    squeezer->state->wanted = ink;
    squeezer->at += control->length;
}

/* Whether a control sequence only moves the cursor. */
static bool
only_moves(const struct control *control)
{
    return !control->is_odd && strchr("ABCDGHdf", control->letter);
}

static void
take_control(struct squeezer *squeezer, const struct control *control)
{
    if (control->letter == 'm') {
        take_ink(squeezer, control);
        return;
    }
    if (control->letter == 'r' && control->count == 2 && control->parameters[0] == 1
        && control->parameters[1] == squeezer->rows) { // the whole screen
        buffer_add_text(squeezer->out, "\033[r");
        squeezer->at += control->length;
        return;
    }
    if (!only_moves(control))
        set_ink(squeezer);
    pass(squeezer, control->length);
}

/*
 * Setting the scrolling region moves the cursor home, so curses saves it before and puts it back
 * after. That is for nothing where the row is set next, and after scrolling the region again: ESC 7
 * ESC [ a;b r ESC 8 ESC [ n d, line feeds, ESC [ .
 */
static bool
is_scroll(const char *at, const char *end)
{
    struct control region = read_control(at + 2, end);
    struct control row;

    if (region.letter != 'r')
        return false;
    at += 2 + region.length;
    if (end - at < 2 || at[0] != ESCAPE || at[1] != '8')
        return false;
    row = read_control(at + 2, end);
    if (row.letter != 'd' || row.is_odd)
        return false;
    at += 2 + row.length;
    while (at < end && *at == '\n')
        at++;
    return read_control(at, end).letter == 'r' && at[-1] == '\n';
}

static void
take_scroll(struct squeezer *squeezer)
{
    squeezer->at += 2;
    set_ink(squeezer);
    pass(squeezer, read_control(squeezer->at, squeezer->end).length);
    squeezer->at += 2;
}

/* An escape sequence that is no control sequence. */
static void
take_escape(struct squeezer *squeezer)
{
    const char *at = squeezer->at;
    size_t left = (size_t)(squeezer->end - at);
    struct frame_state *state = squeezer->state;

    if (left >= 3 && at[1] == '(') {
        bool is_shifted = at[2] != 'B';

        if (is_shifted || state->is_shifted)
            pass(squeezer, 3);
        else
            squeezer->at += 3;
        state->is_shifted = is_shifted;
    } else if (left >= 2 && at[1] == '7' && is_scroll(at, squeezer->end)) {
        take_scroll(squeezer);
    } else {
        set_ink(squeezer);
        pass(squeezer, left < 2 ? left : 2);
    }
}

static bool
is_special(char c)
{
    return c == ESCAPE || c == SHIFT_IN || c == SHIFT_OUT || c == '\r' || c == '\b';
}

/* Characters, and controls that work like them. */
static void
take_text(struct squeezer *squeezer)
{
    const char *at = squeezer->at;

    while (at < squeezer->end && !is_special(*at))
        at++;
    set_ink(squeezer);
    pass(squeezer, (size_t)(at - squeezer->at));
}

static void
take_next(struct squeezer *squeezer)
{
    struct control control;

    switch (*squeezer->at) {
    case '\r':
    case '\b':
        pass(squeezer, 1);
        break;
    case SHIFT_OUT:
        squeezer->state->is_shifted = true;
        pass(squeezer, 1);
        break;
    case SHIFT_IN:
        if (squeezer->state->is_shifted)
            pass(squeezer, 1);
        else
            squeezer->at++;
        squeezer->state->is_shifted = false;
        break;
    case ESCAPE:
        control = read_control(squeezer->at, squeezer->end);
        if (control.length)
            take_control(squeezer, &control);
        else
            take_escape(squeezer);
        break;
    default:
        take_text(squeezer);
        break;
    }
}

void
frame_squeeze(struct frame_state *state, const struct buffer *frame, int rows, struct buffer *out)
{
    struct squeezer squeezer = {
        .state = state,
        .at = buffer_text(frame),
        .end = buffer_text(frame) + frame->length,
        .rows = rows,
        .out = out,
    };

    while (squeezer.at < squeezer.end)
        take_next(&squeezer);
}
