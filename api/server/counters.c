#include "api/server/counters.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/buffer.h"
#include "api/base/error.h"

enum {
    DIGITS_MOST = 18,
    LAST_BILLS = 20 /* newest ones of a type, which tell the counter */
};

static const char BILL_COUNTER[] = "BillCounter";

/* How many digits a format asks for: of `:D5` and `:00000` five; 1 without. */
static int
digits_of(const char *format)
{
    int digits = 1;

    if (format[0] == ':' && format[1] == 'D')
        digits = atoi(format + 2);
    else if (format[0] == ':')
        digits = (int)strspn(format + 1, "0");
    if (digits < 1)
        return 1;
    return digits > DIGITS_MOST ? DIGITS_MOST : digits;
}

const char *
counter_text(struct arena *arena, const char *format, int64_t value)
{
    struct buffer text = {0};
    bool any = false;
    const char *result;

    while (*format) {
        const char *end = strncmp(format, "{0", 2) == 0 ? strchr(format, '}') : NULL;

        if (!end) {
            buffer_add_char(&text, *format++);
            continue;
        }
        buffer_print(&text, "%0*" PRId64, digits_of(format + 2), value);
        format = end + 1;
        any = true;
    }
    if (!any) // a format without a place for it would give all bills one number
        buffer_print(&text, "%" PRId64, value);
    result = arena_text(arena, buffer_text(&text));
    buffer_clear(&text);
    return result;
}

/* The default counter among those of a type, else the oldest one; none: there are none. */
static bool
find_of_type(struct transaction *tx, const char *type, struct uuid *id, struct error *err)
{
    struct query query = {.entity = ENTITY_counter};
    json_t *found = NULL;
    json_t *counters;
    bool ok;

    *id = (struct uuid){{0}};
    query_add(&query, COLUMN_counter_type, CONDITION_TEXTS)->texts = (struct text_list){&type, 1};
    counters = records_bodies(tx->storage, &query, err);
    if (!counters)
        return false;
    for (size_t i = 0; i < json_array_size(counters); i++)
        if (!json_is_true(json_object_get(found, "IsDefault")))
            found = json_array_get(counters, i);
    ok = !found || entity_key(ENTITY_counter, found, id, err);
    json_decref(counters);
    return ok;
}

static bool
is_default(struct transaction *tx, struct uuid id, bool *is, struct error *err)
{
    struct bill_counter counter;

    if (!transaction_find(tx, ENTITY_counter, id, &counter, is, err))
        return false;
    *is = *is && counter.is_default && strcmp(counter.type, BILL_COUNTER) == 0;
    return true;
}

static size_t
count_with(const struct bill_list *bills, struct uuid counter)
{
    size_t count = 0;

    for (size_t i = 0; i < bills->count; i++)
        count += uuid_equal(bills->rows[i].counter_id, counter);
    return count;
}

/*
 * Receipts and invoices may each have a default counter: the one that most such bills had lately. A
 * bill for which another one was named doesn't lead the next ones astray.
 */
static bool
find_usual(struct transaction *tx, enum bill_type type, struct uuid *id, struct error *err)
{
    const char *type_name = bill_type_name(type);
    const char *state = bill_state_name(BILL_CLOSED);
    struct query query = {.entity = ENTITY_bill, .limit = LAST_BILLS};
    struct bill_list bills;
    size_t most = 0;

    query_add(&query, COLUMN_bill_type, CONDITION_TEXTS)->texts = (struct text_list){&type_name, 1};
    query_add(&query, COLUMN_bill_state, CONDITION_TEXTS)->texts = (struct text_list){&state, 1};
    if (!transaction_select(tx, &query, &bills, err))
        return false;
    for (size_t i = 0; i < bills.count; i++) {
        struct uuid counter = bills.rows[i].counter_id;
        size_t count = count_with(&bills, counter);
        bool is;

        if (count <= most)
            continue;
        if (!is_default(tx, counter, &is, err))
            return false;
        if (is) {
            *id = counter;
            most = count;
        }
    }
    return true;
}

static bool
find_default(struct transaction *tx, enum bill_type type, struct uuid *id, struct error *err)
{
    *id = (struct uuid){{0}};
    if (!find_usual(tx, type, id, err))
        return false;
    return uuid_is_set(*id)
           || (find_of_type(tx, BILL_COUNTER, id, err)
               && (uuid_is_set(*id)
                   || error_set(err, ERROR_REFUSED,
                                "The property has no counter for bills: add one.")));
}

const char *
counters_next(struct transaction *tx, enum bill_type bill, struct uuid named, struct uuid *id,
              struct error *err)
{
    json_t *counter;
    const char *type;
    const char *format;
    const char *text = NULL;
    int64_t value;

    *id = named;
    if ((!uuid_is_set(named) && !find_default(tx, bill, id, err))
        || !transaction_check(tx, ENTITY_counter, *id, "BillCounterId", err))
        return NULL;
    counter = transaction_read(tx, ENTITY_counter, *id, err);
    if (!counter)
        return NULL;
    type = json_string_value(json_object_get(counter, "Type"));
    format = json_string_value(json_object_get(counter, "Format"));
    value = json_integer_value(json_object_get(counter, "Value")) + 1;
    if (!type || strcmp(type, BILL_COUNTER) != 0) {
        error_set(err, ERROR_INPUT, "Invalid BillCounterId: it is no counter for bills.");
        json_decref(counter);
        return NULL;
    }
    text = counter_text(tx->arena, format ? format : "{0}", value);
    json_object_set_new(counter, "Value", json_integer(value));
    return transaction_put(tx, ENTITY_counter, counter, err) ? text : NULL;
}

/* Other numbers */

static json_t *
new_counter(const struct transaction *tx, const char *type)
{
    json_t *now = codec_instant(tx->now);

    return json_pack("{s:o, s:o, s:s, s:b, s:i, s:s, s:s, s:o, s:o}", "Id",
                     codec_uuid(uuid_random()), "EnterpriseId", codec_uuid(tx->property->id),
                     "Name", type, "IsDefault", 1, "Value", 0, "Format", "{0}", "Type", type,
                     "CreatedUtc", now, "UpdatedUtc", json_incref(now));
}

static bool
is_taken(struct transaction *tx, enum column_id numbers, const char *number, bool *taken,
         struct error *err)
{
    struct query query = {.entity = column_of(numbers)->entity};
    const char *found;

    query_add(&query, numbers, CONDITION_TEXTS)->texts = (struct text_list){&number, 1};
    if (!storage_find_text(tx->storage, tx->arena, &query, numbers, &found, err))
        return false;
    *taken = found != NULL;
    return true;
}

/* Moves the counter on to a number that nothing has. */
static const char *
next_free(struct transaction *tx, json_t *counter, enum column_id numbers, struct error *err)
{
    const char *format = json_string_value(json_object_get(counter, "Format"));
    json_int_t value = json_integer_value(json_object_get(counter, "Value"));
    const char *number;
    bool taken;

    do {
        number = counter_text(tx->arena, format ? format : "{0}", ++value);
        if (!is_taken(tx, numbers, number, &taken, err))
            return NULL;
    } while (taken);
    json_object_set_new(counter, "Value", json_integer(value));
    return number;
}

const char *
counters_take(struct transaction *tx, const char *type, enum column_id numbers, struct error *err)
{
    struct uuid id;
    json_t *counter;
    const char *number;
    bool ok;

    if (!find_of_type(tx, type, &id, err))
        return NULL;
    counter =
        uuid_is_set(id) ? transaction_read(tx, ENTITY_counter, id, err) : new_counter(tx, type);
    if (!counter)
        return NULL;
    number = next_free(tx, counter, numbers, err);
    if (!number) {
        json_decref(counter);
        return NULL;
    }
    ok = uuid_is_set(id) ? transaction_put(tx, ENTITY_counter, counter, err)
                         : transaction_add(tx, ENTITY_counter, counter, err);
    return ok ? number : NULL;
}
