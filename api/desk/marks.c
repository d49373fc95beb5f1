#include "api/desk/marks.h"

#include <string.h>

/* Each half of a byte is a letter from `a` to `p`. */

static const char rebate[] = "rebate.";

const char *
mark_text(struct uuid id, char text[MARK_SIZE])
{
    for (size_t i = 0; i < sizeof(id.bytes); i++) {
        text[2 * i] = (char)('a' + (id.bytes[i] >> 4));
        text[2 * i + 1] = (char)('a' + (id.bytes[i] & 15));
    }
    text[MARK_SIZE - 1] = '\0';
    return text;
}

bool
mark_parse(const char *text, struct uuid *id)
{
    if (strspn(text, "abcdefghijklmnop") < MARK_SIZE - 1)
        return false;
    for (size_t i = 0; i < sizeof(id->bytes); i++)
        id->bytes[i] = (unsigned char)((text[2 * i] - 'a') << 4 | (text[2 * i + 1] - 'a'));
    return true;
}

/* What it is found by comes first, as in any mark; behind the point stands where it goes. */
const char *
mark_part(struct arena *arena, struct uuid bill)
{
    char once[MARK_SIZE];
    char where[MARK_SIZE];

    return arena_print(arena, "%s.%s", mark_text(uuid_random(), once), mark_text(bill, where));
}

bool
mark_part_bill(const char *mark, struct uuid *bill)
{
    struct uuid once;

    return mark_parse(mark, &once) && mark[MARK_SIZE - 1] == '.'
           && mark_parse(mark + MARK_SIZE, bill);
}

const char *
mark_shared(struct arena *arena, struct uuid item, struct uuid share)
{
    char once[MARK_SIZE];
    char which[MARK_SIZE];
    char whole[MARK_SIZE];

    return arena_print(arena, "%s-%s-%s", mark_text(uuid_random(), once), mark_text(item, which),
                       mark_text(share, whole));
}

bool
mark_shared_item(const char *mark, struct uuid *item, struct uuid *share)
{
    struct uuid once;

    return mark_parse(mark, &once) && mark[MARK_SIZE - 1] == '-'
           && mark_parse(mark + MARK_SIZE, item) && mark[2 * MARK_SIZE - 1] == '-'
           && mark_parse(mark + 2 * MARK_SIZE, share);
}

/* Letters behind the point tell one reversal from the next. */
const char *
mark_rebate(struct arena *arena, struct uuid item)
{
    char which[MARK_SIZE];
    char once[MARK_SIZE];

    return arena_print(arena, "%s%s.%.8s", rebate, mark_text(item, which),
                       mark_text(uuid_random(), once));
}

bool
mark_rebated(const struct order_item *item, struct uuid *rebated)
{
    size_t length = strlen(rebate);

    *rebated = item->rebated_item_id;
    return uuid_is_set(*rebated)
           || (strncmp(item->external_identifier, rebate, length) == 0
               && mark_parse(item->external_identifier + length, rebated));
}
