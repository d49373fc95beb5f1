#include "api/server/read.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"
#include "api/base/memory.h"
#include "api/server/currencies.h"
#include "api/server/lookups.h"

/*
 * The answer is written in one go, member by member in the order of its type. The lists that the
 * filters find come first there, and the extents lead on from the identifiers that they found.
 */

enum {
    READ_MS = 2000, /* it may take */
    READ_MOST_BYTES = 64 << 20,
    PAGE_MOST = 1000
};

struct reading {
    const struct read_request *request;
    struct buffer *answer;
    struct uuid *ids; /* of all that the lists found */
    size_t id_count;
    size_t id_capacity;
    size_t count; /* elements written */
    size_t bytes; /* read for them */
    bool has_page;
    struct uuid last; /* of the page */
};

/* Elements */

/* Rows of a query on their way into a list of the answer. */
struct intake {
    struct reading *reading;
    bool is_shown; /* else only the identifiers are wanted */
    bool keeps_ids;
    bool with_tail;
    const char *currency; /* that amounts are converted to; NULL: none */
    size_t count;
    json_t *entities; /* where they go first when a form is to be applied; NULL */
    struct error *err;
};

static void
begin_element(struct intake *intake)
{
    if (intake->count++)
        buffer_add_char(intake->reading->answer, ',');
    intake->reading->count++;
}

/* The body, and its tail where that is wanted. */
static void
splice(struct intake *intake, const struct storage_row *row)
{
    struct buffer *answer = intake->reading->answer;

    begin_element(intake);
    if (!intake->with_tail || !row->tail_length) {
        buffer_add(answer, row->body, row->length);
        return;
    }
    buffer_add(answer, row->body, row->length - 1);
    buffer_add_char(answer, ',');
    buffer_add(answer, row->tail, row->tail_length);
    buffer_add_char(answer, '}');
}

static bool
add_tail(const struct intake *intake, const struct storage_row *row, json_t *entity)
{
    const char *text = arena_print(intake->reading->request->arena, "{%s}", row->tail);
    json_t *tail = records_parse(text, strlen(text), intake->err);

    json_object_update(entity, tail);
    json_decref(tail);
    return tail != NULL;
}

static bool
take_row(void *context, const struct storage_row *row)
{
    struct intake *intake = context;
    struct reading *reading = intake->reading;
    json_t *entity;

    if (intake->keeps_ids) {
        reading->ids = memory_grow(reading->ids, reading->id_count, &reading->id_capacity,
                                   sizeof(*reading->ids));
        reading->ids[reading->id_count++] = row->id;
    }
    if (!intake->is_shown)
        return true;
    reading->bytes += row->length;
    if (reading->bytes > READ_MOST_BYTES)
        return error_set(intake->err, ERROR_TIMEOUT,
                         "This is too much at once: ask for a shorter interval or a smaller page.");
    if (!intake->entities) {
        splice(intake, row);
        return true;
    }
    entity = records_parse(row->body, row->length, intake->err);
    if (entity)
        json_array_append_new(intake->entities, entity);
    return entity && (!intake->with_tail || !row->tail_length || add_tail(intake, row, entity));
}

/* What an item costs in the currency that is asked for; what was paid stays as it was. */
static json_t *
in_currency(const struct intake *intake, json_t *entity, struct error *err)
{
    static const char *const members[] = {"Amount", "UnitAmount"};
    const struct read_request *request = intake->reading->request;
    json_t *copy;

    if (!intake->currency)
        return json_incref(entity);
    copy = json_copy(entity);
    for (size_t i = 0; i < countof(members); i++) {
        json_t *amount = json_object_get(entity, members[i]);

        if (!json_is_object(amount))
            continue;
        amount = currencies_convert_amount(request->storage, request->property, amount,
                                           intake->currency, err);
        if (!amount) {
            json_decref(copy);
            return NULL;
        }
        json_object_set_new(copy, members[i], amount);
    }
    return copy;
}

/* A form may look into the storage, so it is applied when the query is over. */
static bool
apply_form(struct intake *intake, form_fn convert, const struct member *member, struct error *err)
{
    struct form form = {
        .storage = intake->reading->request->storage,
        .property = intake->reading->request->property,
        .arena = intake->reading->request->arena,
        .type = member->kind == MEMBER_OBJECT ? member->of.object : NULL,
    };
    size_t i;
    json_t *entity;

    json_array_foreach(intake->entities, i, entity)
    {
        json_t *priced = in_currency(intake, entity, err);
        json_t *converted = priced && convert ? convert(&form, priced, err) : json_incref(priced);
        char *text;

        json_decref(priced);
        if (!converted)
            return false;
        text = codec_print(converted);
        begin_element(intake);
        buffer_add_text(intake->reading->answer, text);
        free(text);
        json_decref(converted);
    }
    return true;
}

static bool
run_query(struct intake *intake, const struct query *query, form_fn convert,
          const struct member *member, struct error *err)
{
    bool ok;

    intake->err = err;
    intake->entities = (convert || intake->currency) && intake->is_shown ? json_array() : NULL;
    ok = storage_select(intake->reading->request->storage, query, take_row, intake, err)
         && (!intake->entities || apply_form(intake, convert, member, err));
    json_decref(intake->entities);
    return ok;
}

/* Lists */

static bool
set_page(const struct read_request *request, struct query *query, struct error *err)
{
    const json_t *limitation = json_object_get(request->body, "Limitation");
    const json_t *count = json_object_get(limitation, "Count");
    const char *cursor = json_string_value(json_object_get(limitation, "Cursor"));

    query->limit = PAGE_MOST;
    if (json_is_number(count)) {
        double wanted = json_number_value(count); // 1e300 is a whole number too

        if (wanted < 1 || wanted > PAGE_MOST)
            return error_set(err, ERROR_INPUT, "Invalid Limitation.Count: must be 1 to %d.",
                             PAGE_MOST);
        query->limit = (int64_t)wanted;
    }
    return !cursor || uuid_parse(cursor, &query->cursor)
           || error_set(err, ERROR_INPUT, "Invalid Limitation.Cursor: must be an identifier.");
}

static bool
is_shown(const struct read_request *request, const struct list_row *list)
{
    const json_t *extent = json_object_get(request->body, "Extent");

    if (!list->extent)
        return true;
    return !json_is_object(extent) || read_has_extent(request, list->extent);
}

static void
write_default(struct reading *reading, const struct member *member)
{
    buffer_add_text(reading->answer, member->flags & MEMBER_NULLABLE ? "null" : "[]");
}

/* Found even when it isn't shown: the cursor and the extents hang on it. */
static bool
write_list(struct reading *reading, const struct list_row *list, const struct member *member,
           struct error *err)
{
    const struct read_request *request = reading->request;
    size_t count;
    bool is_page = request->operation->pages == OPERATION_PAGES
                   && list == list_rows(request->operation->id, &count);
    bool is_formed = !list->form_extent || read_has_extent(request, list->form_extent);
    struct query query = {.entity = list->entity};
    struct intake intake = {
        .reading = reading,
        .is_shown = is_shown(request, list),
        .keeps_ids = true,
        .with_tail = list->tail_extent && read_has_extent(request, list->tail_extent),
        .currency = json_string_value(json_object_get(request->body, "Currency")),
    };
    bool any;

    if ((is_page && !set_page(request, &query, err))
        || !read_add_filters(request, list, &query, &any, err))
        return false;
    if (intake.is_shown)
        buffer_add_char(reading->answer, '[');
    else
        write_default(reading, member);
    if (any && !run_query(&intake, &query, is_formed ? list->form : NULL, member, err))
        return false;
    if (intake.is_shown)
        buffer_add_char(reading->answer, ']');
    if (is_page && reading->id_count) {
        reading->has_page = true;
        reading->last = reading->ids[reading->id_count - 1];
    }
    return true;
}

/* Extents */

/* Where the hops lead from the identifiers that the lists found. */
static bool
follow_hops(struct reading *reading, const struct extent_row *row, struct uuid_list *ids,
            struct error *err)
{
    *ids = (struct uuid_list){reading->ids, reading->id_count};
    for (size_t i = 0; i < countof(row->hops) && row->hops[i].pick; i++) {
        struct query query = {.entity = column_of(row->hops[i].pick)->entity};

        query_add(&query, row->hops[i].match, CONDITION_UUIDS)->uuids = *ids;
        if (!storage_select_uuids(reading->request->storage, reading->request->arena, &query,
                                  row->hops[i].pick, ids, err))
            return false;
    }
    return true;
}

/* The identifiers of this row, and of those behind it that fill the same member. */
static bool
gather_ids(struct reading *reading, const struct extent_row *rows, size_t count,
           struct uuid_list *all, struct error *err)
{
    struct uuid_list more;
    struct uuid *joined;

    if (!follow_hops(reading, rows, all, err))
        return false;
    if (count < 2 || strcmp(rows[0].member, rows[1].member) != 0)
        return true;
    if (!gather_ids(reading, rows + 1, count - 1, &more, err))
        return false;
    joined = arena_new(reading->request->arena, (all->count + more.count + 1) * sizeof(*joined));
    for (size_t i = 0; i < all->count; i++)
        joined[i] = all->rows[i];
    for (size_t i = 0; i < more.count; i++)
        joined[all->count + i] = more.rows[i];
    *all = (struct uuid_list){joined, all->count + more.count};
    return true;
}

/* The form of a list's elements, and whether their tail is wanted. */
static form_fn
shape_of(const struct reading *reading, const struct extent_row *row, bool *with_tail)
{
    form_fn form = row->form;
    size_t count;
    const struct shape_row *shapes = shape_rows(row->operation, &count);

    for (size_t i = 0; i < count; i++) {
        if (strcmp(shapes[i].member, row->member) != 0
            || !read_has_extent(reading->request, shapes[i].extent))
            continue;
        if (shapes[i].form)
            form = shapes[i].form;
        else
            *with_tail = true;
    }
    return form;
}

static bool
write_extent(struct reading *reading, const struct extent_row *rows, size_t count,
             const struct member *member, struct error *err)
{
    const struct only_row *only = only_row_find(rows->operation, rows->member);
    struct query query = {.entity = rows->entity};
    struct intake intake = {
        .reading = reading,
        .is_shown = true,
        .currency = json_string_value(json_object_get(reading->request->body, "Currency")),
    };
    form_fn form = shape_of(reading, rows, &intake.with_tail);
    struct uuid_list ids;

    if (rows->match != COLUMN_NONE) {
        if (!gather_ids(reading, rows, count, &ids, err))
            return false;
        query_add(&query, rows->match, CONDITION_UUIDS)->uuids = ids;
    }
    if (rows->active != COLUMN_NONE && !read_has_extent(reading->request, "Inactive"))
        query_add(&query, rows->active, CONDITION_BOOL)->value = true;
    if (only)
        query_add(&query, only->column, CONDITION_TEXTS)->texts =
            read_texts(reading->request, only->given, only->otherwise);
    buffer_add_char(reading->answer, '[');
    if (!run_query(&intake, &query, form, member, err))
        return false;
    buffer_add_char(reading->answer, ']');
    return true;
}

/* The answer */

static const struct list_row *
find_list(enum operation_id operation, const char *member)
{
    size_t count;
    const struct list_row *rows = list_rows(operation, &count);

    for (size_t i = 0; i < count; i++)
        if (strcmp(rows[i].member, member) == 0)
            return &rows[i];
    return NULL;
}

/* The first row of the member whose extent is asked for; `rest` is how many there are from it. */
static const struct extent_row *
find_extent(const struct reading *reading, const char *member, size_t *rest)
{
    size_t count;
    const struct extent_row *rows = extent_rows(reading->request->operation->id, &count);

    for (size_t i = 0; i < count; i++) {
        *rest = count - i;
        if (strcmp(rows[i].member, member) == 0
            && (!rows[i].extent || read_has_extent(reading->request, rows[i].extent)))
            return &rows[i];
    }
    return NULL;
}

static void
write_cursor(struct reading *reading)
{
    char id[UUID_TEXT_SIZE];

    buffer_add_char(reading->answer, '"');
    buffer_add_text(reading->answer, uuid_text(reading->last, id));
    buffer_add_char(reading->answer, '"');
}

static bool
write_member(struct reading *reading, const struct member *member, struct error *err)
{
    enum operation_id operation = reading->request->operation->id;
    const struct list_row *list = find_list(operation, member->name);
    const char *always = read_fixed(operation, member->name);
    size_t rest;
    const struct extent_row *extent = find_extent(reading, member->name, &rest);

    if (list)
        return write_list(reading, list, member, err);
    if (extent)
        return write_extent(reading, extent, rest, member, err);
    if (always)
        buffer_add_text(reading->answer, always);
    else if (strcmp(member->name, "Cursor") == 0 && reading->has_page)
        write_cursor(reading);
    else
        write_default(reading, member);
    return true;
}

static bool
write_answer(struct reading *reading, struct error *err)
{
    const struct object_type *type = reading->request->operation->response;

    buffer_add_char(reading->answer, '{');
    for (size_t i = 0; i < type->count; i++) {
        if (type->members[i].flags & MEMBER_GONE)
            continue; // clients of 2022 can do without, and the schema of today forbids it
        buffer_add_text(reading->answer, i ? ",\"" : "\"");
        buffer_add_text(reading->answer, type->members[i].name);
        buffer_add_text(reading->answer, "\":");
        if (!write_member(reading, &type->members[i], err))
            return false;
    }
    buffer_add_char(reading->answer, '}');
    return true;
}

static bool
read_lists(const struct read_request *request, struct buffer *answer, bool *is_empty,
           struct error *err)
{
    struct reading reading = {.request = request, .answer = answer};
    bool ok = read_check_filters(request, err) && write_answer(&reading, err);

    *is_empty = reading.count == 0;
    free(reading.ids);
    return ok;
}

static bool
run_lookup(const struct lookup_row *row, struct transaction *tx, struct error *err)
{
    const struct record_type *type = row->request ? record_type(row->request) : NULL;
    struct codec codec = {tx->arena, ""};
    void *record = type ? arena_new(tx->arena, type->size) : NULL;

    return (!type || codec_decode(codec, type, tx->body, record, err)) && row->run(tx, record, err);
}

/* An answer that is worked out: as a write's, but that nothing changes. */
static bool
write_lookup(const struct read_request *request, const struct lookup_row *row,
             struct buffer *answer, struct error *err)
{
    struct transaction tx = {
        .storage = request->storage,
        .arena = request->arena,
        .property = request->property,
        .now = request->now,
        .body = request->body,
        .base_url = request->base_url,
        .answer = json_object(),
    };
    bool ok = run_lookup(row, &tx, err);

    if (ok) {
        char *text = codec_print(tx.answer);

        buffer_add_text(answer, text);
        free(text);
    }
    json_decref(tx.answer);
    return ok;
}

bool
read_serves(enum operation_id operation)
{
    size_t count;

    (void)list_rows(operation, &count);
    return count || lookup_find(operation);
}

bool
read_answer(const struct read_request *request, struct buffer *answer, bool *is_empty,
            struct error *err)
{
    const struct lookup_row *lookup = lookup_find(request->operation->id);

    storage_limit(request->storage, READ_MS);
    if (!lookup)
        return read_lists(request, answer, is_empty, err);
    *is_empty = false;
    return write_lookup(request, lookup, answer, err);
}
