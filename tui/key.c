#include "tui/key.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "api/base/text.h"

/* The first name of a code is how it is shown; others are understood. */
static const struct {
    const char *name;
    uint32_t code;
} names[] = {
    {"Enter", KEYCODE_ENTER},
    {"Return", KEYCODE_ENTER},
    {"Tab", KEYCODE_TAB},
    {"Shift-Tab", KEYCODE_BACKTAB},
    {"S-Tab", KEYCODE_BACKTAB},
    {"BackTab", KEYCODE_BACKTAB},
    {"Esc", KEYCODE_ESCAPE},
    {"Escape", KEYCODE_ESCAPE},
    {"Backspace", KEYCODE_BACKSPACE},
    {"Delete", KEYCODE_DELETE},
    {"Insert", KEYCODE_INSERT},
    {"Up", KEYCODE_UP},
    {"Down", KEYCODE_DOWN},
    {"Left", KEYCODE_LEFT},
    {"Right", KEYCODE_RIGHT},
    {"Home", KEYCODE_HOME},
    {"End", KEYCODE_END},
    {"PgUp", KEYCODE_PAGE_UP},
    {"PageUp", KEYCODE_PAGE_UP},
    {"PgDn", KEYCODE_PAGE_DOWN},
    {"PageDown", KEYCODE_PAGE_DOWN},
    {"Space", ' '},
    {"Paste", KEYCODE_PASTE},
};

/* The same of what is held down with it. */
static const struct {
    const char *name;
    const char *letter; /* C-s */
    uint32_t bit;
} modifiers[] = {
    {"Ctrl", "C", KEYCODE_CTRL},
    {"Alt", "M", KEYCODE_ALT},
};

enum {
    KEY_MODIFIERS = KEYCODE_CTRL | KEYCODE_ALT,
    FUNCTION_KEYS = 12
};

bool
key_is_text(struct key key)
{
    return key.code >= 0x20 && key.code < KEYCODE_NAMED && !(key.code >= 0x7f && key.code < 0xa0);
}

/* The name without modifiers, behind `name`. */
static void
name_plain(uint32_t code, char *name, size_t size)
{
    char bytes[5] = "";

    if (code >= KEYCODE_F1 && code <= KEYCODE_F12) {
        snprintf(name, size, "F%u", (unsigned)(code - KEYCODE_F1 + 1));
        return;
    }
    for (size_t i = 0; i < countof(names); i++) {
        if (names[i].code != code)
            continue;
        snprintf(name, size, "%s", names[i].name);
        return;
    }
    if (code < KEYCODE_NAMED)
        bytes[text_encode(code, bytes)] = '\0';
    snprintf(name, size, "%s", bytes);
}

/*
 * With Ctrl a letter is the key's, as it stands on the keyboard; with Alt small and large differ.
 */
const char *
key_label(struct key key, char name[KEY_NAME_SIZE])
{
    uint32_t plain = key.code & ~(uint32_t)KEY_MODIFIERS;
    size_t length = 0;

    for (size_t i = 0; i < countof(modifiers); i++)
        if (key.code & modifiers[i].bit)
            length +=
                (size_t)snprintf(name + length, KEY_NAME_SIZE - length, "%s-", modifiers[i].name);
    if (key.code & KEYCODE_CTRL && plain < 0x80)
        plain = (uint32_t)toupper((int)plain);
    name_plain(plain, name + length, KEY_NAME_SIZE - length);
    return name;
}

static bool
parse_function_key(const char *name, uint32_t *code)
{
    unsigned number = 0;

    if (toupper((unsigned char)*name++) != 'F' || !*name || *name == '0')
        return false;
    for (; isdigit((unsigned char)*name) && number <= FUNCTION_KEYS; name++)
        number = number * 10 + (unsigned)(*name - '0');
    *code = KEYCODE_F1 + number - 1;
    return !*name && number <= FUNCTION_KEYS;
}

static bool
parse_plain(const char *name, uint32_t *code)
{
    size_t length = strlen(name);

    for (size_t i = 0; i < countof(names); i++) {
        if (strcasecmp(names[i].name, name) != 0)
            continue;
        *code = names[i].code;
        return true;
    }
    if (parse_function_key(name, code))
        return true;
    return length && text_decode(name, length, code) == length && *code != TEXT_REPLACEMENT
           && key_is_text((struct key){*code});
}

/* How long `word` is where the name begins with it and a dash, and goes on; 0: it does not. */
static size_t
held_length(const char *name, const char *word)
{
    size_t length = strlen(word);

    return strncasecmp(name, word, length) == 0 && name[length] == '-' && name[length + 1]
               ? length + 1
               : 0;
}

/* The modifier that the name begins with, behind which it goes on; 0: with none. */
static uint32_t
take_modifier(const char **name)
{
    for (size_t i = 0; i < countof(modifiers); i++) {
        size_t length = held_length(*name, modifiers[i].name);

        if (!length)
            length = held_length(*name, modifiers[i].letter);
        *name += length;
        if (length)
            return modifiers[i].bit;
    }
    return 0;
}

bool
key_parse(const char *name, struct key *key)
{
    uint32_t held = 0;
    uint32_t bit;
    uint32_t code;

    while ((bit = take_modifier(&name)))
        held |= bit;
    if (!parse_plain(name, &code))
        return false;
    if ((held & KEYCODE_CTRL) && code < 0x80)
        code = (uint32_t)tolower((int)code);
    key->code = code | held;
    return true;
}
