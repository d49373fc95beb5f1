#include "api/base/fold.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include <utf8proc.h>

#include "api/base/text.h"

/* Letters that Unicode doesn't decompose but people type without their stroke. */
static const struct {
    uint32_t letter;
    const char *plain;
} plain_letters[] = {
    {0x00e6, "ae"}, {0x00f0, "d"}, {0x00f8, "o"}, {0x00fe, "th"}, {0x0111, "d"},  {0x0127, "h"},
    {0x0131, "i"},  {0x0138, "k"}, {0x0142, "l"}, {0x014b, "n"},  {0x0153, "oe"}, {0x0167, "t"},
};

static const char *
plain(uint32_t letter)
{
    for (size_t i = 0; i < countof(plain_letters); i++)
        if (plain_letters[i].letter == letter)
            return plain_letters[i].plain;
    return NULL;
}

static bool
is_word(uint32_t code_point)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code_point);

    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

/* Puts one folded code point at the end of the key; false when it is full. */
static bool
add(uint32_t code_point, char *key, size_t size, size_t *length)
{
    char bytes[4];
    const char *letters = plain(code_point);
    size_t count = letters ? strlen(letters) : text_encode(code_point, bytes);

    if (*length + count + 1 > size)
        return false;
    memcpy(key + *length, letters ? letters : bytes, count);
    *length += count;
    return true;
}

static bool
add_space(char *key, size_t size, size_t *length)
{
    if (*length && key[*length - 1] != ' ' && *length + 2 <= size)
        key[(*length)++] = ' ';
    return true;
}

enum {
    PARTS_MOST = 32
};

/* Without case, accents and what is only another form. Returns how many. */
static size_t
decompose(uint32_t code_point, utf8proc_int32_t parts[PARTS_MOST])
{
    int boundary = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char(
        (utf8proc_int32_t)code_point, parts, PARTS_MOST,
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &boundary);

    return count < 0 || count > PARTS_MOST ? 0 : (size_t)count;
}

static bool
add_folded(uint32_t code_point, char *key, size_t size, size_t *length)
{
    utf8proc_int32_t parts[PARTS_MOST];
    size_t count;

    if (code_point == '\'' || code_point == 0x2019) // O'Neill is found as oneill
        return true;
    if (!is_word(code_point))
        return add_space(key, size, length);
    count = decompose(code_point, parts);
    for (size_t i = 0; i < count; i++) {
        uint32_t part = (uint32_t)parts[i];

        if (!(is_word(part) ? add(part, key, size, length) : add_space(key, size, length)))
            return false;
    }
    return true;
}

size_t
fold_text(const char *text, char *key, size_t size)
{
    size_t length = 0;

    while (*text) {
        uint32_t code_point = (unsigned char)*text;

        if (code_point < 0x80 && isalnum((int)code_point)) {
            text++;
            if (length + 2 > size)
                break;
            key[length++] = text_lower((char)code_point);
            continue;
        }
        text += text_decode(text, strnlen(text, 4), &code_point);
        if (!add_folded(code_point, key, size, &length))
            break;
    }
    while (length && key[length - 1] == ' ')
        length--;
    key[length] = '\0';
    return length;
}

size_t
fold_letters(const char *text, char *key, size_t size)
{
    utf8proc_int32_t parts[PARTS_MOST];
    size_t length = 0;
    bool has_room = true;

    while (*text && has_room) {
        uint32_t code_point;
        size_t count;

        text += text_decode(text, strnlen(text, 4), &code_point);
        count = decompose(code_point, parts);
        for (size_t i = 0; i < count && has_room; i++)
            has_room = add((uint32_t)parts[i], key, size, &length);
    }
    key[length] = '\0';
    return length;
}

/* The score of one word of the query: whole word 4, beginning of a word 3, inside 1. */
static int
match_word(const char *key, const char *word, size_t length)
{
    int best = 0;

    for (const char *at = key; *at; at++) {
        if (strncmp(at, word, length) != 0)
            continue;
        if (at > key && at[-1] != ' ')
            best = best ? best : 1;
        else if (at[length] == ' ' || !at[length])
            return 4;
        else
            best = 3;
    }
    return best;
}

int
fold_match(const char *key, const char *query)
{
    int total = 1;

    while (*query) {
        size_t length = strcspn(query, " ");
        int score = length ? match_word(key, query, length) : 0;

        if (length && !score)
            return 0;
        total += score;
        query += length;
        query += strspn(query, " ");
    }
    return total;
}

int
fold_compare_natural(const char *a, const char *b)
{
    while (*a && *b) {
        if (isdigit((unsigned char)*a) && isdigit((unsigned char)*b)) {
            size_t zeros_a = strspn(a, "0");
            size_t zeros_b = strspn(b, "0");
            size_t digits_a = strspn(a + zeros_a, "0123456789");
            size_t digits_b = strspn(b + zeros_b, "0123456789");
            int order = digits_a == digits_b ? strncmp(a + zeros_a, b + zeros_b, digits_a)
                                             : (digits_a < digits_b ? -1 : 1);

            if (order)
                return order;
            a += zeros_a + digits_a;
            b += zeros_b + digits_b;
            continue;
        }
        if (text_lower(*a) != text_lower(*b))
            return (unsigned char)text_lower(*a) - (unsigned char)text_lower(*b);
        a++, b++;
    }
    return (unsigned char)*a - (unsigned char)*b;
}
