#include "api/rules/iban.h"

#include <string.h>

enum {
    IBAN_LEAST = 15,
    IBAN_MOST = 34,
    CHECK_LENGTH = 4, /* country and check digits, which go to the end */
    MODULUS = 97
};

/* The value of a letter or digit: A is 10. -1 for anything else. */
static int
value_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'Z')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'z' ? c - 'a' + 10 : -1;
}

static bool
is_letter(char c)
{
    return value_of(c) >= 10;
}

static bool
is_digit(char c)
{
    return value_of(c) >= 0 && value_of(c) < 10;
}

/* Without blanks; 0 when it is too long. */
static size_t
compact(const char *text, char letters[IBAN_MOST])
{
    size_t count = 0;

    for (; *text; text++) {
        if (*text == ' ')
            continue;
        if (count == IBAN_MOST)
            return 0;
        letters[count++] = *text;
    }
    return count;
}

bool
iban_is_valid(const char *text)
{
    char letters[IBAN_MOST];
    size_t count = compact(text, letters);
    int rest = 0;

    if (count < IBAN_LEAST || !is_letter(letters[0]) || !is_letter(letters[1])
        || !is_digit(letters[2]) || !is_digit(letters[3]))
        return false;
    for (size_t i = 0; i < count; i++) {
        int value = value_of(letters[(i + CHECK_LENGTH) % count]);

        if (value < 0)
            return false;
        rest = (rest * (value < 10 ? 10 : 100) + value) % MODULUS;
    }
    return rest == 1;
}
