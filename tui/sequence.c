#include "tui/sequence.h"

#include <string.h>

#include "api/base/text.h"
#include "tui/key.h"

enum {
    ESCAPE = 0x1b,
    PARAMETERS = 3,
    MODIFIER_MAX = 16,
    SS3_MAX = 8 /* bytes before its letter */
};

struct code_row {
    unsigned from;
    uint32_t code;
};

// clang-format off
static const struct code_row finals[] = { /* CSI and SS3 letters */
    {'A', KEYCODE_UP}, {'B', KEYCODE_DOWN}, {'C', KEYCODE_RIGHT}, {'D', KEYCODE_LEFT},
    {'F', KEYCODE_END}, {'H', KEYCODE_HOME}, {'Z', KEYCODE_BACKTAB},
    {'P', KEYCODE_F1}, {'Q', KEYCODE_F1 + 1}, {'R', KEYCODE_F1 + 2}, {'S', KEYCODE_F1 + 3},
    {'a', KEYCODE_UP}, {'b', KEYCODE_DOWN}, {'c', KEYCODE_RIGHT}, {'d', KEYCODE_LEFT}, /* rxvt */
};

static const struct code_row keypad_finals[] = { /* SS3 letters of the application keypad */
    {'M', KEYCODE_ENTER}, {'I', KEYCODE_TAB}, {'X', '='}, {' ', ' '},
    {'j', '*'}, {'k', '+'}, {'l', ','}, {'m', '-'}, {'n', '.'}, {'o', '/'},
    {'p', '0'}, {'q', '1'}, {'r', '2'}, {'s', '3'}, {'t', '4'}, {'u', '5'}, {'v', '6'},
    {'w', '7'}, {'x', '8'}, {'y', '9'},
};

static const struct code_row tildes[] = { /* CSI n ~; vt220, xterm, PuTTY, linux, rxvt */
    {1, KEYCODE_HOME}, {2, KEYCODE_INSERT}, {3, KEYCODE_DELETE}, {4, KEYCODE_END},
    {5, KEYCODE_PAGE_UP}, {6, KEYCODE_PAGE_DOWN}, {7, KEYCODE_HOME}, {8, KEYCODE_END},
    {11, KEYCODE_F1}, {12, KEYCODE_F1 + 1}, {13, KEYCODE_F1 + 2}, {14, KEYCODE_F1 + 3},
    {15, KEYCODE_F1 + 4}, {17, KEYCODE_F1 + 5}, {18, KEYCODE_F1 + 6}, {19, KEYCODE_F1 + 7},
    {20, KEYCODE_F1 + 8}, {21, KEYCODE_F1 + 9}, {23, KEYCODE_F1 + 10}, {24, KEYCODE_F12},
};

static const struct code_row controls[] = {
    {0x00, ' ' | KEYCODE_CTRL}, {'\b', KEYCODE_BACKSPACE}, {'\t', KEYCODE_TAB},
    {'\n', KEYCODE_ENTER}, {'\r', KEYCODE_ENTER}, {0x7f, KEYCODE_BACKSPACE},
};

static const struct code_row alt_digits[] = { /* keyboards without F-keys */
    {'1', KEYCODE_F1}, {'2', KEYCODE_F1 + 1}, {'3', KEYCODE_F1 + 2}, {'4', KEYCODE_F1 + 3},
    {'5', KEYCODE_F1 + 4}, {'6', KEYCODE_F1 + 5}, {'7', KEYCODE_F1 + 6}, {'8', KEYCODE_F1 + 7},
    {'9', KEYCODE_F1 + 8}, {'0', KEYCODE_F1 + 9}, {'-', KEYCODE_F1 + 10}, {'=', KEYCODE_F12},
};

// clang-format on

static uint32_t
find_code(const struct code_row *rows, size_t count, unsigned from)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].from == from)
            return rows[i].code;
    return KEYCODE_NONE;
}

static enum sequence_outcome
skip(struct sequence *found, size_t length)
{
    found->length = length;
    return SEQUENCE_SKIP;
}

static enum sequence_outcome
give(struct sequence *found, size_t length, uint32_t code)
{
    found->length = length;
    found->code = code;
    return code == KEYCODE_NONE ? SEQUENCE_SKIP : SEQUENCE_KEY;
}

/* xterm's modifier parameter: 1 + Shift 1, Alt 2, Ctrl 4. Shift is the key's own business. */
static uint32_t
with_modifiers(uint32_t code, unsigned parameter)
{
    unsigned bits = parameter ? parameter - 1 : 0;

    if (code == KEYCODE_NONE)
        return code;
    if (code == KEYCODE_TAB && bits == 1)
        return KEYCODE_BACKTAB;
    return code | (bits & 2 ? (uint32_t)KEYCODE_ALT : 0) | (bits & 4 ? (uint32_t)KEYCODE_CTRL : 0);
}

/* A key given as its character, with modifiers (`CSI 13;3u`, `CSI 27;3;13~`). */
static uint32_t
from_character(unsigned character, unsigned modifiers)
{
    uint32_t code = find_code(controls, countof(controls), character);

    if (character == ESCAPE)
        code = KEYCODE_ESCAPE;
    else if (code == KEYCODE_NONE && key_is_text((struct key){character}))
        code = character;
    return with_modifiers(code, modifiers);
}

/* The numbers of a sequence, separated by anything; further ones are left out. */
static void
read_numbers(const char *bytes, size_t length, unsigned numbers[PARAMETERS])
{
    size_t at = 0;

    memset(numbers, 0, PARAMETERS * sizeof(*numbers));
    for (size_t i = 0; i < length && at < PARAMETERS; i++) {
        if (bytes[i] < '0' || bytes[i] > '9')
            at++;
        else if (numbers[at] < 100000)
            numbers[at] = numbers[at] * 10 + (unsigned)(bytes[i] - '0');
    }
}

static uint32_t
tilde_code(const unsigned numbers[PARAMETERS], char ending)
{
    uint32_t code = find_code(tildes, countof(tildes), numbers[0]);

    if (numbers[0] == 27)
        return from_character(numbers[2], numbers[1]);
    if (ending == '^' || ending == '@') // rxvt's Ctrl
        return with_modifiers(code, 5);
    return with_modifiers(code, numbers[1]);
}

static enum sequence_outcome
whole_csi(const char *bytes, size_t length, struct sequence *found)
{
    unsigned numbers[PARAMETERS];
    char ending = bytes[length - 1];

    read_numbers(bytes + 2, length - 3, numbers);
    if (bytes[2] >= '<' && bytes[2] <= '?')
        return skip(found, length); // an answer or a mouse, which nobody asked for
    if (ending == '~' && numbers[0] == 200) {
        found->length = length;
        return SEQUENCE_PASTE;
    }
    if (ending == '~' || ending == '^' || ending == '@' || ending == '$')
        return give(found, length, tilde_code(numbers, ending));
    if (ending == 'u')
        return give(found, length, from_character(numbers[0], numbers[1]));
    if (numbers[0] > 1 || numbers[1] > MODIFIER_MAX)
        return skip(found, length); // where the cursor is
    return give(found, length,
                with_modifiers(find_code(finals, countof(finals), (unsigned)ending), numbers[1]));
}

/* rxvt ends Shift's sequences with `$`, which elsewhere stands inside of one. */
static bool
is_rxvt_shift(const char *bytes, size_t at)
{
    return bytes[at] == '$' && bytes[at - 1] >= '0' && bytes[at - 1] <= '9' && at <= 4;
}

/* Behind ESC [ . */
static enum sequence_outcome
read_csi(const char *bytes, size_t length, struct sequence *found)
{
    if (length > 2 && bytes[2] == '[') { // the linux console's F1 to F5
        if (length == 3)
            return SEQUENCE_MORE;
        if (bytes[3] >= 'A' && bytes[3] <= 'E')
            return give(found, 4, KEYCODE_F1 + (uint32_t)(bytes[3] - 'A'));
        return skip(found, bytes[3] >= 0x20 && bytes[3] < 0x7f ? 4 : 3);
    }
    if (length > 2 && bytes[2] == 'M') // a mouse that somebody left on
        return length < 6 ? SEQUENCE_MORE : skip(found, 6);
    for (size_t i = 2; i < length; i++) {
        unsigned char c = (unsigned char)bytes[i];

        if (c < 0x20 || c >= 0x7f) // broken off: what comes is read afresh
            return skip(found, i);
        if (c >= 0x40 || is_rxvt_shift(bytes, i))
            return whole_csi(bytes, i + 1, found);
    }
    return SEQUENCE_MORE;
}

/* Behind ESC O . */
static enum sequence_outcome
read_ss3(const char *bytes, size_t length, struct sequence *found)
{
    size_t i = 2;
    unsigned numbers[PARAMETERS];
    uint32_t code;

    while (i < length && i < SS3_MAX && bytes[i] >= '0' && bytes[i] <= ';')
        i++;
    if (i == length)
        return SEQUENCE_MORE;
    if (i == SS3_MAX || (unsigned char)bytes[i] < 0x20 || (unsigned char)bytes[i] >= 0x7f)
        return skip(found, i);
    read_numbers(bytes + 2, i - 2, numbers);
    code = find_code(finals, countof(finals), (unsigned)bytes[i]);
    if (code == KEYCODE_NONE)
        code = find_code(keypad_finals, countof(keypad_finals), (unsigned)bytes[i]);
    else if (bytes[i] >= 'a') // rxvt's Ctrl
        code |= KEYCODE_CTRL;
    return give(found, i + 1, with_modifiers(code, numbers[1] ? numbers[1] : numbers[0]));
}

/* UTF-8; what is none, and C1 controls, are dropped. */
static enum sequence_outcome
read_character(const char *bytes, size_t length, struct sequence *found)
{
    unsigned char lead = (unsigned char)bytes[0];
    size_t wanted = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    uint32_t code;

    if (!wanted || lead > 0xf4)
        return skip(found, 1);
    for (size_t i = 1; i < wanted; i++) {
        if (i == length)
            return SEQUENCE_MORE;
        if (((unsigned char)bytes[i] & 0xc0) != 0x80)
            return skip(found, i);
    }
    if (text_decode(bytes, wanted, &code) != wanted || !key_is_text((struct key){code}))
        return skip(found, wanted);
    return give(found, wanted, code);
}

static enum sequence_outcome
read_plain(const char *bytes, size_t length, struct sequence *found)
{
    unsigned char c = (unsigned char)bytes[0];
    uint32_t code = find_code(controls, countof(controls), c);

    if (code != KEYCODE_NONE)
        return give(found, 1, code);
    if (c < 0x20)
        return give(found, 1, (c <= 26 ? 'a' + c - 1u : c + 0x40u) | KEYCODE_CTRL);
    return read_character(bytes, length, found);
}

/* Strings for the terminal begin with ESC ] (OSC), P (DCS), _ (APC), ^ (PM), X (SOS). */
bool
sequence_begins_string(char c)
{
    return c == ']' || c == 'P' || c == '_' || c == '^' || c == 'X';
}

enum sequence_outcome
sequence_read(const char *bytes, size_t length, struct sequence *found)
{
    enum sequence_outcome outcome;

    if (bytes[0] != ESCAPE)
        return read_plain(bytes, length, found);
    if (length == 1)
        return SEQUENCE_MORE;
    if (bytes[1] == '[')
        return read_csi(bytes, length, found);
    if (bytes[1] == 'O')
        return read_ss3(bytes, length, found);
    if (bytes[1] == ESCAPE)
        return give(found, 1, KEYCODE_ESCAPE);
    if (sequence_begins_string(bytes[1])) {
        found->length = 2;
        return length == 2 ? SEQUENCE_MORE : SEQUENCE_STRING;
    }
    found->code = find_code(alt_digits, countof(alt_digits), (unsigned char)bytes[1]);
    if (found->code != KEYCODE_NONE)
        return give(found, 2, found->code);
    outcome = read_plain(bytes + 1, length - 1, found);
    found->length++;
    found->code |= KEYCODE_ALT;
    return outcome;
}
