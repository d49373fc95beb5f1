#include "api/desk/guests.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "api/base/fold.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "api/desk/state.h"

enum {
    DIGITS_SIZE = 32,
    DIGITS_LEAST = 6 /* of a phone number: fewer are many people's */
};

/* What is typed on both sides of the comma, without blanks at the ends. */
static void
copy_part(char part[GUEST_NAME_SIZE], const char *text, size_t length)
{
    while (length && *text == ' ')
        text++, length--;
    while (length && text[length - 1] == ' ')
        length--;
    snprintf(part, GUEST_NAME_SIZE, "%.*s", (int)length, text);
    text_trim_partial(part);
}

struct guest_name
guest_name_of(const char *text)
{
    struct guest_name name = {"", ""};
    const char *comma = strchr(text, ',');

    copy_part(name.last, text, comma ? (size_t)(comma - text) : strlen(text));
    if (comma)
        copy_part(name.first, comma + 1, strlen(comma + 1));
    return name;
}

/* Matching */

static size_t
digits_of(const char *text, char digits[DIGITS_SIZE])
{
    size_t count = 0;

    for (; *text && count < DIGITS_SIZE - 1; text++)
        if (isdigit((unsigned char)*text))
            digits[count++] = *text;
    digits[count] = '\0';
    return count;
}

/* The end of a number tells: what stands before it is the country's. */
static bool
has_phone(const struct customer *guest, const char *text)
{
    char wanted[DIGITS_SIZE];
    char has[DIGITS_SIZE];
    size_t length = digits_of(text, wanted);
    size_t all = digits_of(guest->phone, has);

    return strspn(text, "0123456789 +-/().") == strlen(text) && length >= DIGITS_LEAST
           && all >= length && strcmp(has + all - length, wanted) == 0;
}

/* Folded, `Last, First` or `First Last`; a guest without a first name is known by the last. */
static enum guest_fit
fit_of_name(const struct customer *guest, const char *query)
{
    const struct {
        const char *before, *behind;
        enum guest_fit fit;
    } forms[] = {
        {guest->last_name, guest->first_name, GUEST_FITS_WHOLE},
        {guest->first_name, guest->last_name, GUEST_FITS_WHOLE},
        {guest->last_name, "", GUEST_FITS_LAST_NAME},
    };

    for (size_t i = 0; i < countof(forms); i++) {
        char name[2 * GUEST_NAME_SIZE];
        char key[2 * GUEST_NAME_SIZE];

        snprintf(name, sizeof(name), "%s %s", forms[i].before, forms[i].behind);
        fold_text(name, key, sizeof(key));
        if (strcmp(key, query) == 0)
            return forms[i].fit;
    }
    return GUEST_FITS_PART;
}

static struct guest_match
match_of(const struct customer *guest, const char *text, const char *query)
{
    struct guest_match match = {guest, GUEST_FITS_NOT, 0};
    char name[4 * GUEST_NAME_SIZE];
    char key[4 * GUEST_NAME_SIZE];

    if (has_phone(guest, text) || (strchr(text, '@') && strcasecmp(guest->email, text) == 0)) {
        match.fit = GUEST_FITS_WHOLE;
        return match;
    }
    snprintf(name, sizeof(name), "%s %s %s", guest->last_name, guest->second_last_name,
             guest->first_name);
    fold_text(name, key, sizeof(key));
    match.score = query[0] ? fold_match(key, query) : 0;
    if (match.score)
        match.fit = fit_of_name(guest, query);
    return match;
}

static bool
is_better(const struct guest_match *a, const struct guest_match *b)
{
    if (a->fit != b->fit)
        return a->fit > b->fit;
    if (a->score != b->score)
        return a->score > b->score;
    return fold_compare_natural(a->guest->last_name, b->guest->last_name) < 0;
}

/* Behind equals. */
static void
insert(struct guest_match *matches, size_t *count, struct guest_match match)
{
    size_t at = *count;

    while (at > 0 && is_better(&match, &matches[at - 1]))
        at--;
    if (at == GUEST_MATCHES)
        return;
    *count += *count < GUEST_MATCHES;
    memmove(&matches[at + 1], &matches[at], (*count - 1 - at) * sizeof(*matches));
    matches[at] = match;
}

size_t
guests_find(const struct desk *desk, const char *text, struct guest_match matches[GUEST_MATCHES])
{
    struct store_rows rows = store_all(desk->store, RECORD_customer);
    char query[2 * GUEST_NAME_SIZE];
    size_t count = 0;

    fold_text(text, query, sizeof(query));
    for (size_t i = 0; i < rows.count && strlen(text) >= GUEST_LETTERS; i++) {
        const struct customer *guest = rows.rows[i];
        struct guest_match match = match_of(guest, text, query);

        if (match.fit && guest->is_active)
            insert(matches, &count, match);
    }
    return count;
}
