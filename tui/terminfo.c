#include "tui/terminfo.h"

#include <assert.h>
#include <string.h>
#include <unistd.h>

#include <curses.h>
#include <term.h>

#include "api/base/attributes.h"
#include "tui/key.h"

enum {
    ESCAPE = 0x1b
};

// clang-format off
static const struct {
    const char *capability;
    uint32_t code;
} key_rows[] = {
    {"kcuu1", KEYCODE_UP}, {"kcud1", KEYCODE_DOWN}, {"kcub1", KEYCODE_LEFT},
    {"kcuf1", KEYCODE_RIGHT}, {"khome", KEYCODE_HOME}, {"kend", KEYCODE_END},
    {"kpp", KEYCODE_PAGE_UP}, {"knp", KEYCODE_PAGE_DOWN}, {"kich1", KEYCODE_INSERT},
    {"kdch1", KEYCODE_DELETE}, {"kcbt", KEYCODE_BACKTAB}, {"kent", KEYCODE_ENTER},
    {"kf1", KEYCODE_F1}, {"kf2", KEYCODE_F1 + 1}, {"kf3", KEYCODE_F1 + 2}, {"kf4", KEYCODE_F1 + 3},
    {"kf5", KEYCODE_F1 + 4}, {"kf6", KEYCODE_F1 + 5}, {"kf7", KEYCODE_F1 + 6},
    {"kf8", KEYCODE_F1 + 7}, {"kf9", KEYCODE_F1 + 8}, {"kf10", KEYCODE_F1 + 9},
    {"kf11", KEYCODE_F1 + 10}, {"kf12", KEYCODE_F12},
};
// clang-format on

const char *
terminfo_string(const char *capability)
{
    const char *value = tigetstr(capability);

    return !value || value == (char *)-1 ? "" : value;
}

bool
terminfo_has_lines(void)
{
    const char *wanted = "qxlkmj"; /* VT100's names of the borders */
    const char *pairs = terminfo_string("acsc");
    int found = 0;

    for (; pairs[0] && pairs[1]; pairs += 2)
        if (strchr(wanted, pairs[0]))
            found += (unsigned char)pairs[1] < 0x80 ? 1 : -6;
    return found == 6 && *terminfo_string("smacs");
}

const char *
terminfo_scroll_region(int rows)
{
    const char *region = terminfo_string("csr");

    return *region ? tiparm(region, 0, rows - 1) : region;
}

enum terminfo_kind
terminfo_find(const char *term)
{
    TERMINAL *held = cur_term;
    enum terminfo_kind kind = TERMINFO_PLAIN;
    int status;

    if (setupterm(term, STDOUT_FILENO, &status) != OK)
        return TERMINFO_UNKNOWN;
    if (*terminfo_string("cup") && *terminfo_string("clear"))
        kind = TERMINFO_USABLE;
    del_curterm(set_curterm(held));
    return kind;
}

static size_t
read_keys(struct terminfo_key *keys)
{
    size_t count = 0;

    for (size_t i = 0; i < countof(key_rows); i++) {
        const char *bytes = terminfo_string(key_rows[i].capability);

        if (bytes[0] != ESCAPE || !bytes[1] || strlen(bytes) > TERMINFO_BYTES)
            continue;
        keys[count].length = strlen(bytes);
        memcpy(keys[count].bytes, bytes, keys[count].length);
        keys[count++].code = key_rows[i].code;
    }
    return count;
}

size_t
terminfo_keys(const char *term, struct terminfo_key *keys)
{
    TERMINAL *held = cur_term;
    size_t count;
    int status;

    static_assert(countof(key_rows) <= TERMINFO_KEYS, "all fit");
    if (setupterm(term, STDOUT_FILENO, &status) != OK)
        return 0;
    count = read_keys(keys);
    del_curterm(set_curterm(held));
    return count;
}

void *
terminfo_hold(void)
{
    return cur_term;
}

void
terminfo_put_back(void *held)
{
    set_curterm(held);
}
