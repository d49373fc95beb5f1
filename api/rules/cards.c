#include "api/rules/cards.h"

#include <stdio.h>
#include <string.h>

#include "api/base/error.h"

enum {
    NUMBER_LEAST = 13,
    NUMBER_MOST = 19,
    FIRST_MOST = 6,
    LAST_MOST = 4,
    YEAR_LEAST = 2000,
    YEAR_MOST = 2099
};

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
is_separator(char c)
{
    return c == ' ' || c == '-';
}

/* Luhn's sum: every second digit from the right counts twice. */
static bool
is_checked(const char *digits, size_t count)
{
    int sum = 0;

    for (size_t i = 0; i < count; i++) {
        int value = digits[count - 1 - i] - '0';

        if (i % 2)
            value = value > 4 ? 2 * value - 9 : 2 * value;
        sum += value;
    }
    return sum % 10 == 0;
}

/* A number that begins here, at the beginning of a group of digits, and ends with some group. */
static bool
is_number_at(const char *text)
{
    char digits[NUMBER_MOST];
    size_t count = 0;

    for (; is_digit(*text) || is_separator(*text); text++) {
        if (is_separator(*text) && !is_digit(text[1]))
            return false;
        if (is_separator(*text))
            continue;
        if (count == NUMBER_MOST)
            return false;
        digits[count++] = *text;
        if (!is_digit(text[1]) && count >= NUMBER_LEAST && is_checked(digits, count))
            return true;
    }
    return false;
}

bool
text_has_card_number(const char *text)
{
    char before = '\0';

    for (; *text; before = *text++)
        if (is_digit(*text) && !is_digit(before) && is_number_at(text))
            return true;
    return false;
}

bool
text_is_without_card(const char *text, struct error *err)
{
    return !text_has_card_number(text)
           || error_set(err, ERROR_REFUSED,
                        "There is a whole card number in the text: nobody keeps one. Take it out.");
}

bool
card_number_is_obfuscated(const char *number)
{
    size_t first = strspn(number, "0123456789");
    size_t stars = strspn(number + first, "*");
    size_t last = strspn(number + first + stars, "0123456789");

    if (!first && !stars)
        return false;
    if (number[first + stars + last])
        return false;
    if (!stars)
        return first <= LAST_MOST;
    return first <= FIRST_MOST && last <= LAST_MOST;
}

bool
card_expiry_parse(const char *text, struct card_expiry *expiry)
{
    int end = 0;

    if ((sscanf(text, "%2d/%4d%n", &expiry->month, &expiry->year, &end) != 2 || text[end])
        && (sscanf(text, "%4d-%2d%n", &expiry->year, &expiry->month, &end) != 2 || text[end]))
        return false;
    return end == 7 && expiry->month >= 1 && expiry->month <= 12 && expiry->year >= YEAR_LEAST
           && expiry->year <= YEAR_MOST;
}

bool
card_is_expired(struct card_expiry expiry, struct instant now)
{
    struct wall_time wall = zone_wall_time(now);

    return expiry.year < wall.year || (expiry.year == wall.year && expiry.month < wall.month);
}

const char *
card_expiry_text(struct card_expiry expiry, char text[CARD_EXPIRY_SIZE])
{
    snprintf(text, CARD_EXPIRY_SIZE, "%02d/%04d", expiry.month, expiry.year);
    return text;
}
