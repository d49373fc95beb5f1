#include "views/booking.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/base/fold.h"
#include "views/resolve.h"

bool
booking_arrival(struct app *app, const char *text, struct day *day, struct error *err)
{
    if (!resolve_date(app, text, day, err))
        return false;
    return day->number >= desk_today(app->desk).number
           || error_set(err, ERROR_USAGE, "from=%.20s: that day is over.", text);
}

bool
booking_nights(const char *text, int *nights, struct error *err)
{
    char *end;
    long value = strtol(text, &end, 10);

    if (end == text || *end || value < 1 || value > NIGHTS_MOST)
        return error_set(err, ERROR_USAGE, "nights=%.20s: from 1 to %d.", text, NIGHTS_MOST);
    *nights = (int)value;
    return true;
}

bool
booking_persons(const char *text, struct persons *persons, struct error *err)
{
    char *end;
    long adults = strtol(text, &end, 10);
    long children = *end == '+' && isdigit((unsigned char)end[1]) ? strtol(end + 1, &end, 10) : 0;

    if (end == text || *end || adults < 0 || children < 0 || adults + children < 1
        || adults > PERSONS_MOST || children > PERSONS_MOST)
        return error_set(err, ERROR_USAGE,
                         "persons=%.20s: say how many, or adults+children as 2+1.", text);
    *persons = (struct persons){(int)adults, (int)children};
    return true;
}

/* How well a name or a short name fits; the short name all of it. */
static int
score_of(const char *name, const char *short_name, const char *text)
{
    enum {
        WHOLE = 1000
    };
    char query[128];
    char key[256];

    fold_text(text, query, sizeof(query));
    fold_text(name, key, sizeof(key));
    if (strcasecmp(short_name, text) == 0 || strcmp(key, query) == 0)
        return WHOLE;
    return query[0] ? fold_match(key, query) : 0;
}

/* The best of several that fit, and whether another one fits as well. */
struct search {
    const void *best;
    int score;
    bool is_ambiguous;
};

static void
take(struct search *search, const void *row, int score)
{
    if (score && score == search->score)
        search->is_ambiguous = true;
    if (score <= search->score)
        return;
    *search = (struct search){row, score, false};
}

static const void *
found(const struct search *search, const char *what, const char *text, struct error *err)
{
    if (search->best && !search->is_ambiguous)
        return search->best;
    if (search->best)
        error_set(err, ERROR_USAGE, "\"%.40s\" fits several %s: write more of it.", text, what);
    else
        error_set(err, ERROR_NOT_FOUND, "The house has no such %s: \"%.40s\".", what, text);
    return NULL;
}

const struct rate *
booking_rate(const struct app *app, struct uuid service, const char *text, struct error *err)
{
    struct store_rows rows = store_all(desk_store(app->desk), RECORD_rate);
    struct search search = {0};
    struct uuid id;

    if (uuid_parse(text, &id) && store_rate_of(desk_store(app->desk), id))
        return store_rate_of(desk_store(app->desk), id);
    for (size_t i = 0; i < rows.count; i++) {
        const struct rate *rate = rows.rows[i];

        if (rate->is_active && uuid_equal(rate->service_id, service))
            take(&search, rate, score_of(rate->name, rate->short_name, text));
    }
    return found(&search, "rate", text, err);
}

const struct resource_category *
booking_category(const struct app *app, struct uuid service, const char *text, struct error *err)
{
    struct store_rows rows = store_all(desk_store(app->desk), RECORD_resource_category);
    struct search search = {0};
    struct uuid id;

    if (uuid_parse(text, &id) && store_resource_category_of(desk_store(app->desk), id))
        return store_resource_category_of(desk_store(app->desk), id);
    for (size_t i = 0; i < rows.count; i++) {
        const struct resource_category *category = rows.rows[i];

        if (category->is_active && uuid_equal(category->service_id, service))
            take(&search, category, score_of(category->name, category->short_name, text));
    }
    return found(&search, "category", text, err);
}

const char *
booking_guest_facts(const struct customer *guest, char *text, size_t size)
{
    const char *const facts[] = {guest->email, guest->phone, guest->birth_date};
    size_t length = 0;

    text[0] = '\0';
    for (size_t i = 0; i < countof(facts) && length < size; i++)
        if (facts[i][0])
            length += (size_t)snprintf(text + length, size - length, "%s%s", length ? "  " : "",
                                       facts[i]);
    return text;
}
