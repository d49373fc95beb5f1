#include "api/server/read.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"
#include "api/base/memory.h"

/*
 * The lists are found first, as pieces of text, and their identifiers with them; the extents lead
 * from there. Then the answer's members are written in the order of its type, so that each is there
 * whether something fills it or not.
 */

enum {
    READ_MS = 5000, /* one read may take */
    PAGE_MOST = 1000,
    PIECES_MOST = 24
};

/* A list of the answer, its elements with commas in between. */
struct piece {
    const char *member;
    struct buffer text;
    size_t count;
};

struct reading {
    const struct read_request *request;
    struct piece pieces[PIECES_MOST];
    size_t piece_count;
    struct uuid *ids; /* of all that the lists found */
    size_t id_count;
    size_t id_capacity;
    bool has_page;
    struct uuid last; /* of the page */
};

/* Pieces */

static struct piece *
piece_of(struct reading *reading, const char *member)
{
    for (size_t i = 0; i < reading->piece_count; i++)
        if (strcmp(reading->pieces[i].member, member) == 0)
            return &reading->pieces[i];
    if (reading->piece_count == PIECES_MOST)
        abort(); // no row of read_rows.c has as many lists
    reading->pieces[reading->piece_count] = (struct piece){.member = member};
    return &reading->pieces[reading->piece_count++];
}

static void
begin_element(struct piece *piece)
{
    if (piece->count++)
        buffer_add_char(&piece->text, ',');
}

/* The body, and its tail where that is wanted. */
static void
splice(struct piece *piece, const struct storage_row *row, bool with_tail)
{
    begin_element(piece);
    if (!with_tail || !row->tail_length) {
        buffer_add(&piece->text, row->body, row->length);
        return;
    }
    buffer_add(&piece->text, row->body, row->length - 1);
    buffer_add_char(&piece->text, ',');
    buffer_add(&piece->text, row->tail, row->tail_length);
    buffer_add_char(&piece->text, '}');
}

/* Rows of a query on their way into a piece. */
struct intake {
    struct reading *reading;
    struct piece *piece; /* NULL: only the identifiers are wanted */
    bool keeps_ids;
    bool with_tail;
    json_t *entities; /* where they go first when a form is to be applied; NULL */
    struct error *err;
};

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
    if (!intake->piece)
        return true;
    if (!intake->entities) {
        splice(intake->piece, row, intake->with_tail);
        return true;
    }
    entity = records_parse(row->body, row->length, intake->err);
    if (entity)
        json_array_append_new(intake->entities, entity);
    return entity != NULL;
}

/* A form may look into the storage, so it is applied when the query is over. */
static bool
apply_form(struct reading *reading, struct piece *piece, form_fn convert, const json_t *entities,
           struct error *err)
{
    const struct operation *operation = reading->request->operation;
    const struct member *member = object_member(operation->response, piece->member);
    struct form form = {
        .storage = reading->request->storage,
        .property = reading->request->property,
        .arena = reading->request->arena,
        .type = member && member->kind == MEMBER_OBJECT ? member->of.object : NULL,
    };
    size_t i;
    json_t *entity;

    json_array_foreach(entities, i, entity)
    {
        json_t *converted = convert(&form, entity, err);
        char *text;

        if (!converted)
            return false;
        text = codec_print(converted);
        begin_element(piece);
        buffer_add_text(&piece->text, text);
        free(text);
        json_decref(converted);
    }
    return true;
}

static bool
run_query(struct reading *reading, const struct query *query, struct intake *intake,
          form_fn convert, struct error *err)
{
    bool ok;

    intake->reading = reading;
    intake->err = err;
    intake->entities = convert && intake->piece ? json_array() : NULL;
    ok = storage_select(reading->request->storage, query, take_row, intake, err)
         && (!intake->entities
             || apply_form(reading, intake->piece, convert, intake->entities, err));
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
    return json_is_object(extent) ? read_has_extent(request, list->extent) : list->is_default;
}

static bool
find_list(struct reading *reading, const struct list_row *list, bool is_page, struct error *err)
{
    const struct read_request *request = reading->request;
    struct query query = {.entity = list->entity};
    struct intake intake = {
        .piece = is_shown(request, list) ? piece_of(reading, list->member) : NULL,
        .keeps_ids = true,
        .with_tail = list->tail_extent && read_has_extent(request, list->tail_extent),
    };
    bool is_formed = !list->form_extent || read_has_extent(request, list->form_extent);
    bool any;

    if ((is_page && !set_page(request, &query, err))
        || !read_add_filters(request, list, &query, &any, err))
        return false;
    return !any || run_query(reading, &query, &intake, is_formed ? list->form : NULL, err);
}

static bool
find_lists(struct reading *reading, struct error *err)
{
    const struct operation *operation = reading->request->operation;
    size_t count;
    const struct list_row *lists = list_rows(operation->id, &count);

    for (size_t i = 0; i < count; i++) {
        bool is_page = i == 0 && operation->pages == OPERATION_PAGES;

        if (!find_list(reading, &lists[i], is_page, err))
            return false;
        if (is_page && reading->id_count) {
            reading->has_page = true;
            reading->last = reading->ids[reading->id_count - 1];
        }
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
    memcpy(joined, all->rows, all->count * sizeof(*joined));
    memcpy(joined + all->count, more.rows, more.count * sizeof(*joined));
    *all = (struct uuid_list){joined, all->count + more.count};
    return true;
}

static bool
find_extent(struct reading *reading, const struct extent_row *rows, size_t count, struct error *err)
{
    struct query query = {.entity = rows->entity};
    struct intake intake = {.piece = piece_of(reading, rows->member)};
    struct uuid_list ids;

    if (rows->match != COLUMN_NONE) {
        if (!gather_ids(reading, rows, count, &ids, err))
            return false;
        query_add(&query, rows->match, CONDITION_UUIDS)->uuids = ids;
    }
    if (rows->active != COLUMN_NONE && !read_has_extent(reading->request, "Inactive"))
        query_add(&query, rows->active, CONDITION_BOOL)->value = true;
    return run_query(reading, &query, &intake, rows->form, err);
}

static bool
find_extents(struct reading *reading, struct error *err)
{
    size_t count;
    const struct extent_row *rows = extent_rows(reading->request->operation->id, &count);

    for (size_t i = 0; i < count; i++) {
        bool is_more = i > 0 && strcmp(rows[i].member, rows[i - 1].member) == 0;

        if (!is_more && read_has_extent(reading->request, rows[i].extent)
            && !find_extent(reading, &rows[i], count - i, err))
            return false;
    }
    return true;
}

/* The answer */

static const struct piece *
find_piece(const struct reading *reading, const char *member)
{
    for (size_t i = 0; i < reading->piece_count; i++)
        if (strcmp(reading->pieces[i].member, member) == 0)
            return &reading->pieces[i];
    return NULL;
}

static void
write_value(const struct reading *reading, const struct member *member, struct buffer *answer)
{
    const char *always = read_fixed(reading->request->operation->id, member->name);
    const struct piece *piece = find_piece(reading, member->name);
    char id[UUID_TEXT_SIZE];

    if (piece) {
        buffer_add_char(answer, '[');
        buffer_add(answer, buffer_text(&piece->text), piece->text.length);
        buffer_add_char(answer, ']');
    } else if (always) {
        buffer_add_text(answer, always);
    } else if (strcmp(member->name, "Cursor") == 0 && reading->has_page) {
        buffer_print(answer, "\"%s\"", uuid_text(reading->last, id));
    } else {
        buffer_add_text(answer, member->flags & MEMBER_NULLABLE ? "null" : "[]");
    }
}

static void
write_answer(const struct reading *reading, struct buffer *answer)
{
    const struct object_type *type = reading->request->operation->response;

    buffer_add_char(answer, '{');
    for (size_t i = 0; i < type->count; i++) {
        buffer_print(answer, "%s\"%s\":", i ? "," : "", type->members[i].name);
        write_value(reading, &type->members[i], answer);
    }
    buffer_add_char(answer, '}');
}

static void
clear(struct reading *reading)
{
    for (size_t i = 0; i < reading->piece_count; i++)
        buffer_clear(&reading->pieces[i].text);
    free(reading->ids);
}

static bool
read_lists(const struct read_request *request, struct buffer *answer, bool *is_empty,
           struct error *err)
{
    struct reading reading = {.request = request};
    bool ok = read_check_filters(request, err) && find_lists(&reading, err)
              && find_extents(&reading, err);

    *is_empty = true;
    for (size_t i = 0; i < reading.piece_count; i++)
        if (reading.pieces[i].count)
            *is_empty = false;
    if (ok)
        write_answer(&reading, answer);
    clear(&reading);
    return ok;
}

/* The one read that is no list. */
static void
write_configuration(const struct read_request *request, struct buffer *answer)
{
    const struct property *property = request->property;
    char now[INSTANT_TEXT_SIZE];

    buffer_print(answer, "{\"NowUtc\":\"%s\",\"Enterprise\":", instant_text(request->now, now));
    buffer_add_text(answer, property->enterprise_body);
    buffer_add_text(answer, ",\"Service\":");
    buffer_add_text(answer, property->service_body ? property->service_body : "null");
    buffer_add_text(answer, ",\"PaymentCardStorage\":null,"
                            "\"IsIdentityDocumentNumberRequired\":false}");
}

bool
read_serves(enum operation_id operation)
{
    size_t count;

    (void)list_rows(operation, &count);
    return count || operation == OP_configuration_get;
}

bool
read_answer(const struct read_request *request, struct buffer *answer, bool *is_empty,
            struct error *err)
{
    bool ok;

    if (request->operation->id == OP_configuration_get) {
        *is_empty = false;
        write_configuration(request, answer);
        return true;
    }
    if (!storage_begin(request->storage, err))
        return false;
    storage_limit(request->storage, READ_MS);
    ok = read_lists(request, answer, is_empty, err);
    storage_rollback(request->storage); // nothing was written
    return ok;
}
