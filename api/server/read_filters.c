#include "api/server/read_filters.h"

#include <string.h>

#include "api/base/buffer.h"
#include "api/base/error.h"
#include "api/base/zone.h"

enum {
    NAME_SIZE = 64,
    HOUR_MS = 60 * 60 * 1000
};

/* Absent, null and, where that may be, an empty list are the same in a request. */
static const json_t *
member_of(const struct read_request *request, const char *path)
{
    const json_t *value = *path ? codec_find(request->body, path) : NULL;
    bool is_empty = json_is_array(value) && json_array_size(value) == 0;

    return json_is_null(value) || is_empty ? NULL : value;
}

bool
read_has_extent(const struct read_request *request, const char *name)
{
    return json_is_true(json_object_get(json_object_get(request->body, "Extent"), name));
}

/* Values */

static struct uuid_list
uuids_of(struct arena *arena, const json_t *value)
{
    size_t count = json_is_array(value) ? json_array_size(value) : 1;
    struct uuid *rows = arena_new(arena, (count + 1) * sizeof(*rows));
    size_t good = 0;

    for (size_t i = 0; i < count; i++) {
        const json_t *one = json_is_array(value) ? json_array_get(value, i) : value;

        if (json_is_string(one) && uuid_parse(json_string_value(one), &rows[good]))
            good++; // a null among them selects nothing
    }
    return (struct uuid_list){rows, good};
}

static struct text_list
texts_of(struct arena *arena, const json_t *value)
{
    size_t count = json_is_array(value) ? json_array_size(value) : 1;
    const char **rows = arena_new(arena, (count + 1) * sizeof(*rows));
    size_t good = 0;

    for (size_t i = 0; i < count; i++) {
        const char *text =
            json_string_value(json_is_array(value) ? json_array_get(value, i) : value);

        if (text)
            rows[good++] = text;
    }
    return (struct text_list){rows, good};
}

/* A row's default as a list. */
static struct text_list
words_of(struct arena *arena, const char *words)
{
    const char **rows = arena_new(arena, (strlen(words) / 2 + 1) * sizeof(*rows));
    char *rest = arena_text(arena, words);
    size_t count = 0;

    for (char *word = strtok_r(rest, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        rows[count++] = word;
    return (struct text_list){rows, count};
}

struct text_list
read_texts(const struct read_request *request, const char *path, const char *otherwise)
{
    const json_t *given = path ? member_of(request, path) : NULL;

    return given ? texts_of(request->arena, given) : words_of(request->arena, otherwise);
}

static bool
has_text(const struct text_list *texts, const char *text)
{
    for (size_t i = 0; i < texts->count; i++)
        if (strcmp(texts->rows[i], text) == 0)
            return true;
    return false;
}

/* Intervals */

static bool
refuse(const char *member, const char *why, struct error *err)
{
    return error_set(err, ERROR_INPUT, "Invalid %s: %s.", member, why);
}

static struct instant
instant_at(const json_t *value)
{
    struct instant at = {0};

    if (!json_is_string(value) || !instant_parse(json_string_value(value), &at))
        at.ms = 0;
    return at;
}

static int
months_most(const struct read_request *request, const char *name)
{
    const struct member *member = object_member(request->operation->request, name);

    return member ? member->most : 0;
}

static bool
check_interval(const struct read_request *request, const char *member, struct interval when,
               struct error *err)
{
    int months = months_most(request, member);
    char text[NAME_SIZE];

    if (!instant_is_set(when.start_utc) || !instant_is_set(when.end_utc))
        return true;
    if (instant_before(when.end_utc, when.start_utc))
        return refuse(member, "StartUtc is after EndUtc", err);
    // months are UTC's or the hotel's, whose clock may have changed meanwhile
    if (!months
        || !instant_before(instant_add(when.start_utc, (struct duration){months, 0, HOUR_MS}),
                           when.end_utc))
        return true;
    snprintf(text, sizeof(text), "the interval is longer than %d month%s", months,
             months == 1 ? "" : "s");
    return refuse(member, text, err);
}

static void
add_interval(struct query *query, enum column_id column, struct interval when)
{
    bool has_start = instant_is_set(when.start_utc);

    if (has_start && when.start_utc.ms == when.end_utc.ms) {
        query_add(query, column, CONDITION_AT)->start = when.start_utc;
        return;
    }
    if (has_start)
        query_add(query, column, CONDITION_FROM)->start = when.start_utc;
    if (instant_is_set(when.end_utc))
        query_add(query, column, CONDITION_BEFORE)->end = when.end_utc;
}

/* An interval without length is the instant itself, as if it were a millisecond. */
static void
add_colliding(struct query *query, enum column_id from, enum column_id to, struct interval when)
{
    if (instant_is_set(when.start_utc) && when.start_utc.ms == when.end_utc.ms)
        when.end_utc.ms++;
    if (instant_is_set(when.start_utc))
        query_add(query, to, CONDITION_AFTER)->start = when.start_utc;
    if (instant_is_set(when.end_utc))
        query_add(query, from, CONDITION_BEFORE)->end = when.end_utc;
}

static void
add_containing(struct query *query, enum column_id from, enum column_id to, struct interval when)
{
    if (instant_is_set(when.end_utc))
        query_add(query, to, CONDITION_FROM)->start = when.end_utc;
    if (instant_is_set(when.start_utc))
        query_add(query, from, CONDITION_BEFORE)->end = instant_add_ms(when.start_utc, 1);
}

/* For what is said of days: it begins with the first and is over with the last. */
static void
add_reaching(struct query *query, enum column_id from, enum column_id to, struct interval when)
{
    if (instant_is_set(when.start_utc))
        query_add(query, to, CONDITION_AFTER)->start =
            instant_add(when.start_utc, (struct duration){0, -1, 0});
    if (instant_is_set(when.end_utc))
        query_add(query, from, CONDITION_BEFORE)->end = instant_add_ms(when.end_utc, 1);
}

static void
add_time(struct query *query, enum filter_kind kind, enum column_id column, enum column_id second,
         struct interval when)
{
    if (kind == FILTER_COLLIDING)
        add_colliding(query, column, second, when);
    else if (kind == FILTER_REACHING)
        add_reaching(query, column, second, when);
    else if (kind == FILTER_CONTAINING)
        add_containing(query, column, second, when);
    else
        add_interval(query, column, when);
}

/* Filters */

static void
add_activity(struct query *query, enum column_id column, const struct text_list *states)
{
    bool active = has_text(states, "Active");
    bool deleted = has_text(states, "Deleted");

    if (active != deleted)
        query_add(query, column, CONDITION_BOOL)->value = active;
}

static void
add_texts(const struct read_request *request, const struct filter_row *row, struct text_list texts,
          struct query *query)
{
    if (row->kind == FILTER_STATES && has_text(&texts, "Enquired")) {
        const char **rows = arena_new(request->arena, (texts.count + 1) * sizeof(*rows));

        memcpy(rows, texts.rows, texts.count * sizeof(*rows));
        rows[texts.count++] = "Inquired";
        texts.rows = rows;
    }
    if (row->kind == FILTER_ACTIVITY)
        add_activity(query, row->column, &texts);
    else
        query_add(query, row->column, CONDITION_TEXTS)->texts = texts;
}

/* What holds while the member is absent. */
static void
add_default(const struct read_request *request, const struct filter_row *row, struct query *query)
{
    const json_t *unless = row->unless ? member_of(request, row->unless) : NULL;

    if (unless && !json_is_false(unless))
        return;
    if (row->kind == FILTER_HIDDEN)
        query_add(query, row->column, CONDITION_NOT_TRUE);
    else if (row->otherwise)
        add_texts(request, row, words_of(request->arena, row->otherwise), query);
}

/* Rows of another table lead to the ones that are meant. */
static bool
add_through(const struct read_request *request, const struct filter_row *row, const json_t *value,
            struct query *query, struct error *err)
{
    struct query other = {.entity = column_of(row->column)->entity};
    struct uuid_list ids;

    query_add(&other, row->column, CONDITION_TEXTS)->texts = texts_of(request->arena, value);
    if (!storage_select_uuids(request->storage, request->arena, &other, row->second, &ids, err))
        return false;
    query_add(query, COLUMN_id, CONDITION_UUIDS)->uuids = ids;
    return true;
}

enum {
    RATES_DEEP = 8 /* rates that stand on one another */
};

/* A column of the rates among `ids`. */
static bool
pick_of_rates(const struct read_request *request, struct uuid_list ids, enum column_id column,
              struct uuid_list *picked, struct error *err)
{
    struct query query = {.entity = ENTITY_rate};

    query_add(&query, COLUMN_id, CONDITION_UUIDS)->uuids = ids;
    return storage_select_uuids(request->storage, request->arena, &query, column, picked, err);
}

/* The rates, those that they stand on, and so on. */
static bool
find_lines(const struct read_request *request, struct uuid_list rates, struct uuid_list *lines,
           struct error *err)
{
    struct uuid_list bases = rates;

    *lines = rates;
    for (int depth = 0; bases.count && depth < RATES_DEEP; depth++) {
        struct uuid *joined;

        if (!pick_of_rates(request, bases, COLUMN_rate_base_rate_id, &bases, err))
            return false;
        joined = arena_new(request->arena, (lines->count + bases.count + 1) * sizeof(*joined));
        memcpy(joined, lines->rows, lines->count * sizeof(*joined));
        if (bases.count)
            memcpy(joined + lines->count, bases.rows, bases.count * sizeof(*joined));
        *lines = (struct uuid_list){joined, lines->count + bases.count};
    }
    return true;
}

static bool
add_rates(const struct read_request *request, const json_t *value, struct query *query,
          struct error *err)
{
    struct uuid_list rates = uuids_of(request->arena, value);
    struct uuid_list lines;
    struct uuid_list groups;

    if (!find_lines(request, rates, &lines, err)
        || !pick_of_rates(request, rates, COLUMN_rate_group_id, &groups, err))
        return false;
    query_add(query, COLUMN_restriction_rate_id, CONDITION_OR_ABSENT)->uuids = rates;
    query_add(query, COLUMN_restriction_base_id, CONDITION_OR_ABSENT)->uuids = lines;
    query_add(query, COLUMN_restriction_rate_group_id, CONDITION_OR_ABSENT)->uuids = groups;
    return true;
}

/* The keys of the rows of the other table that the interval is about. */
static bool
add_joined(const struct read_request *request, const struct filter_row *row, struct interval when,
           struct query *query, struct error *err)
{
    struct query other = {.entity = column_of(row->second)->entity};
    struct uuid_list keys;

    add_interval(&other, row->second, when);
    if (!storage_select_uuids(request->storage, request->arena, &other, COLUMN_id, &keys, err))
        return false;
    query_add(query, row->column, CONDITION_UUIDS)->uuids = keys;
    return true;
}

static bool
add_filter(const struct read_request *request, const struct filter_row *row, struct query *query,
           struct error *err)
{
    const json_t *value = member_of(request, row->member);
    struct interval when;

    if (!value) {
        add_default(request, row, query);
        return true;
    }
    switch (row->kind) {
    case FILTER_UUIDS:
        query_add(query, row->column, CONDITION_UUIDS)->uuids = uuids_of(request->arena, value);
        return true;
    case FILTER_TEXTS:
    case FILTER_STATES:
    case FILTER_ACTIVITY:
        add_texts(request, row, texts_of(request->arena, value), query);
        return true;
    case FILTER_HIDDEN:
        if (!json_is_true(value))
            query_add(query, row->column, CONDITION_NOT_TRUE);
        return true;
    case FILTER_THROUGH:
        return add_through(request, row, value, query, err);
    case FILTER_OF_RATES:
        return add_rates(request, value, query, err);
    case FILTER_DELETED:
        query_add(query, row->second, CONDITION_BOOL)->value = false;
        break;
    case FILTER_CLOSED:
        query_add(query, row->second, CONDITION_TEXTS)->texts = words_of(request->arena, "Closed");
        break;
    case FILTER_INTERVAL:
    case FILTER_COLLIDING:
    case FILTER_CONTAINING:
    case FILTER_REACHING:
    case FILTER_JOINED:
        break;
    }
    when = (struct interval){instant_at(json_object_get(value, "StartUtc")),
                             instant_at(json_object_get(value, "EndUtc"))};
    if (!check_interval(request, row->member, when, err))
        return false;
    if (row->kind == FILTER_JOINED)
        return add_joined(request, row, when, query, err);
    add_time(query, row->kind, row->column, row->second, when);
    return true;
}

/* StartUtc, EndUtc and TimeFilter of 2022. */
static bool
add_time_filter(const struct read_request *request, struct query *query, struct error *err)
{
    size_t count;
    const struct time_row *rows = time_rows(request->operation->id, &count);
    const char *chosen = json_string_value(member_of(request, "TimeFilter"));
    struct interval when = {instant_at(member_of(request, "StartUtc")),
                            instant_at(member_of(request, "EndUtc"))};
    size_t at = 0;

    if (!count || (!instant_is_set(when.start_utc) && !instant_is_set(when.end_utc)))
        return !count || !chosen
               || refuse("TimeFilter", "it needs StartUtc and EndUtc beside it", err);
    while (chosen && at < count && strcmp(rows[at].value, chosen) != 0)
        at++;
    if (at == count)
        return refuse("TimeFilter", "it is none of the values", err);
    if (!check_interval(request, "StartUtc", when, err))
        return false;
    add_time(query, rows[at].kind, rows[at].column, rows[at].second, when);
    return true;
}

static bool
is_for(const struct filter_row *row, const struct list_row *list)
{
    enum entity_id entity = column_of(row->column)->entity;

    return row->kind == FILTER_THROUGH || entity == ENTITY_NONE || entity == list->entity;
}

/* Whether some row of the member is for the list. */
static bool
reaches(const struct filter_row *rows, size_t count, const char *member,
        const struct list_row *list)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].member, member) == 0 && is_for(&rows[i], list))
            return true;
    return false;
}

bool
read_add_filters(const struct read_request *request, const struct list_row *list,
                 struct query *query, bool *any, struct error *err)
{
    size_t count;
    const struct filter_row *rows = filter_rows(request->operation->id, &count);
    bool is_timed = false;

    *any = true;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].weight == FILTER_ASIDE && !is_timed) {
            if (!add_time_filter(request, query, err))
                return false;
            is_timed = true; // more selective than what stands aside
        }
        if (is_for(&rows[i], list)) {
            if (!add_filter(request, &rows[i], query, err))
                return false;
        } else if (member_of(request, rows[i].member)
                   && !reaches(rows, count, rows[i].member, list)) {
            *any = false;
        }
    }
    return is_timed || add_time_filter(request, query, err);
}

/* Rules */

static bool
is_given(const struct read_request *request, const struct filter_row *row)
{
    const json_t *value = member_of(request, row->member);

    if (!value || row->weight == FILTER_ASIDE)
        return false;
    return !json_is_object(value) || instant_is_set(instant_at(json_object_get(value, "StartUtc")))
           || instant_is_set(instant_at(json_object_get(value, "EndUtc")));
}

static bool
has_filter(const struct read_request *request, const struct filter_row *rows, size_t count)
{
    size_t times;

    (void)time_rows(request->operation->id, &times);
    if (times && (member_of(request, "StartUtc") || member_of(request, "EndUtc")))
        return true;
    for (size_t i = 0; i < count; i++)
        if (is_given(request, &rows[i]))
            return true;
    return false;
}

static void
name_filters(enum operation_id operation, struct buffer *names)
{
    size_t count;
    size_t times;
    const struct filter_row *rows = filter_rows(operation, &count);
    const char *last = "";

    for (size_t i = 0; i < count; i++) {
        if (rows[i].weight == FILTER_ASIDE || strcmp(rows[i].member, last) == 0)
            continue;
        last = rows[i].member;
        buffer_print(names, "%s%s", names->length ? ", " : "", last);
    }
    (void)time_rows(operation, &times);
    if (times)
        buffer_add_text(names, ", StartUtc with EndUtc");
}

bool
read_check_filters(const struct read_request *request, struct error *err)
{
    size_t count;
    size_t pairs;
    const struct filter_row *rows = filter_rows(request->operation->id, &count);
    const struct exclusion_row *excluded = exclusion_rows(request->operation->id, &pairs);
    const struct need_row *need = need_row_find(request->operation->id);
    bool is_needed = need && (!need->with || member_of(request, need->with));
    struct buffer names = {0};

    for (size_t i = 0; i < pairs; i++)
        if (member_of(request, excluded[i].one) && member_of(request, excluded[i].other))
            return error_set(err, ERROR_INPUT, "Invalid %s: it excludes %s.", excluded[i].one,
                             excluded[i].other);
    if (!is_needed || has_filter(request, rows, count))
        return true;
    name_filters(request->operation->id, &names);
    error_set(err, ERROR_INPUT, "Invalid request: a filter is missing; give at least one of %s.",
              buffer_text(&names));
    buffer_clear(&names);
    return false;
}
