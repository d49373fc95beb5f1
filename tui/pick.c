#include "tui/pick.h"

#include <ctype.h>
#include <string.h>

enum pick_match
pick_match(const char *pick, const char *name)
{
    for (; name && *name; name++) {
        if (!isdigit((unsigned char)*name))
            continue;
        if (!*pick)
            return PICK_BEGINNING;
        if (*name != *pick++)
            return PICK_NONE;
    }
    return *pick ? PICK_NONE : PICK_WHOLE;
}

bool
pick_key(char pick[PICK_SIZE], struct key key)
{
    size_t length = strlen(pick);

    if (key.code == KEYCODE_BACKSPACE && length) {
        pick[length - 1] = '\0';
        return true;
    }
    if (key.code < '0' || key.code > '9' || length + 1 >= PICK_SIZE)
        return false;
    pick[length] = (char)key.code;
    pick[length + 1] = '\0';
    return true;
}
