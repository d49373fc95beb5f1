#include "views/browse_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/base/buffer.h"
#include "api/base/fold.h"
#include "api/base/instant.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "api/schema/record.h"
#include "views/browse_columns.h"
#include "views/table.h"

enum {
    PAGE = 100,
    DAYS_BACK = 80,
    INSTANT_SECONDS = 20 /* 2026-03-24T08:00:00Z */
};

/* Entities */

const struct operation *
browse_entity(size_t index)
{
    for (size_t i = OP_NONE + 1; i < OP_COUNT; i++) {
        const struct operation *operation = operation_of((enum operation_id)i);

        if (operation->kind == OPERATION_READ && index-- == 0)
            return operation;
    }
    return NULL;
}

/* The newest form of getAll, which is the last one; else the first that reads the entity. */
const struct operation *
browse_find(const char *entity)
{
    const struct operation *found = operation_find(entity);
    const struct operation *operation;
    size_t length = strlen(entity);
    static const char all[] = "/getAll";

    if (found)
        return found->kind == OPERATION_READ ? found : NULL;
    for (size_t i = 0; (operation = browse_entity(i)); i++) {
        const char *action = operation->path + length;

        if (strncasecmp(operation->path, entity, length) != 0 || *action != '/')
            continue;
        if (!found || strcmp(action, all) == 0 || strncmp(action, "/getAll/", sizeof(all)) == 0)
            found = operation;
    }
    return found;
}

/* Entities whose writes go by another name. */
static const struct {
    const char *entity;
    const char *writes;
} relations[] = {
    {"customers", "accounts"},         {"customers", "messageThreads"},
    {"devices", "commands"},           {"orderItems", "orders"},
    {"orderItems", "accountingItems"}, {"products", "orders"},
    {"outlets", "outletBills"},        {"outletItems", "outletBills"},
    {"payments", "accountingItems"},   {"messageThreads", "messages"},
    {"customers", "creditCards"},      {"creditCards", "payments"},
};

static bool
is_entity(const struct operation *operation, const char *entity)
{
    size_t length = strcspn(operation->path, "/");

    return strlen(entity) == length && strncmp(operation->path, entity, length) == 0;
}

bool
browse_is_written_by(const struct operation *listing, const struct operation *operation)
{
    size_t length = strcspn(listing->path, "/");

    if (operation->kind == OPERATION_READ)
        return false;
    if (strncmp(operation->path, listing->path, length + 1) == 0)
        return true;
    for (size_t i = 0; i < countof(relations); i++)
        if (is_entity(listing, relations[i].entity) && is_entity(operation, relations[i].writes))
            return true;
    return false;
}

/* The member of the answer that holds the records. */
static const struct member *
records_member(const struct operation *operation)
{
    for (size_t i = 0; i < operation->response->count; i++) {
        const struct member *member = &operation->response->members[i];

        if (member->flags & MEMBER_LIST && member->kind == MEMBER_OBJECT)
            return member;
    }
    return NULL;
}

/* The request */

static struct document *
all_ids(const struct app *app, enum record_id kind)
{
    struct store_rows rows = store_all(desk_store(app->desk), kind);
    struct document *array = document_array();
    char text[UUID_TEXT_SIZE];

    for (size_t i = 0; i < rows.count; i++)
        document_add(
            array, document_string(uuid_text(record_uuid(record_type(kind), rows.rows[i]), text)));
    return array;
}

static struct document *
whole_extent(const struct object_type *type)
{
    struct document *extent = document_object();

    for (size_t i = 0; i < type->count; i++)
        if (type->members[i].kind == MEMBER_BOOL)
            document_set_bool(extent, type->members[i].name,
                              strcmp(type->members[i].name, "Inactive") != 0);
    return extent;
}

static struct document *
recent(const struct app *app)
{
    struct document *interval = document_object();
    struct day today = desk_today(app->desk);

    document_set_instant(interval, "StartUtc", day_at(day_add(today, -DAYS_BACK), 0));
    document_set_instant(interval, "EndUtc", day_at(day_add(today, 2), 0));
    return interval;
}

/* Values that are known without asking anybody. */
static const struct {
    const char *member;
    enum record_id kind;
} known_ids[] = {
    {"ServiceIds", RECORD_service},
    {"ResourceCategoryIds", RECORD_resource_category},
    {"MessageThreadIds", RECORD_message_thread},
};

static struct document *
known_value(const struct app *app, const struct member *member)
{
    if (strcmp(member->name, "Extent") == 0 && member->kind == MEMBER_OBJECT)
        return whole_extent(member->of.object);
    for (size_t i = 0; i < countof(known_ids); i++)
        if (strcmp(known_ids[i].member, member->name) == 0 && member->flags & MEMBER_REQUIRED)
            return all_ids(app, known_ids[i].kind);
    return NULL;
}

/* Listings that want one filter at least: what changed in the last months is a fair one. */
static const enum operation_id want_filter[] = {
    OP_customers_get_all,
    OP_bills_get_all,
    OP_accounting_items_get_all,
    OP_cashier_transactions_get_all,
    OP_order_items_get_all,
    OP_payments_get_all,
    OP_reservations_get_all_2023,
    OP_outlet_items_get_all,
    OP_tasks_get_all,
};

static bool
wants_filter(const struct operation *operation)
{
    for (size_t i = 0; i < countof(want_filter); i++)
        if (want_filter[i] == operation->id)
            return true;
    return false;
}

/* Whether something narrows it: what an answer is to hold does not. */
static bool
has_filter(const struct document *request)
{
    const struct document *value;
    const char *name;
    void *at = NULL;

    while (document_next(request, &at, &name, &value))
        if (strcmp(name, "Extent") != 0 && strcmp(name, "Limitation") != 0)
            return true;
    return false;
}

static void
add_recent(const struct browse_rows *rows, struct document *request)
{
    static const char *const names[] = {"UpdatedUtc", "CreatedUtc", "StartUtc", "ConsumedUtc"};

    for (size_t i = 0; i < countof(names); i++) {
        const struct member *member = object_member(rows->operation->request, names[i]);

        if (!member || member->kind != MEMBER_OBJECT)
            continue;
        document_set(request, names[i], recent(rows->app));
        return;
    }
}

/* What the schema asks for, as far as it can be known. */
static struct document *
fill_request(const struct browse_rows *rows, struct error *err)
{
    const struct object_type *type = rows->operation->request;
    struct document *request = rows->filters ? document_copy(rows->filters) : document_object();
    struct buffer missing = {0};

    for (size_t i = 0; i < type->count; i++) {
        const struct member *member = &type->members[i];
        struct document *value =
            document_find(request, member->name) ? NULL : known_value(rows->app, member);

        if (value)
            document_set(request, member->name, value);
        else if (member->flags & MEMBER_REQUIRED && !document_find(request, member->name)
                 && strcmp(member->name, "Limitation") != 0)
            buffer_print(&missing, "%s%s", missing.length ? ", " : "", member->name);
    }
    if (!missing.length && wants_filter(rows->operation) && !has_filter(request))
        add_recent(rows, request);
    if (!missing.length)
        return request;
    error_set(err, ERROR_REFUSED, _("%s wants %s: give it with w."), rows->operation->path,
              buffer_text(&missing));
    buffer_clear(&missing);
    document_free(request);
    return NULL;
}

/* Rows */

static size_t
row_count(void *source)
{
    return ((const struct browse_rows *)source)->count;
}

/* Records without an Id, and entities, go by their place. */
static struct uuid
row_id(void *source, size_t index)
{
    const struct browse_rows *rows = source;
    struct uuid id = {{0xfe}};
    char *text;
    bool is_id;

    memcpy(id.bytes + 8, &index, sizeof(index));
    if (!rows->operation)
        return id;
    text = document_text(document_find(rows->records[index], "Id"));
    is_id = uuid_parse(text, &id);
    free(text);
    (void)is_id; // the place stands where it is none
    return id;
}

static void
entity_cell(const struct operation *operation, size_t column, struct cell *cell)
{
    const char *texts[] = {operation->path, operation_group_name(operation->group),
                           operation->purpose};

    text_copy(cell->text, sizeof(cell->text), texts[column]);
}

/* `2026-03-24T08:00:00.022Z`: to the second */
static void
drop_fraction(char *text)
{
    struct instant at;

    if (strlen(text) > INSTANT_SECONDS && text[INSTANT_SECONDS - 1] == '.'
        && instant_parse(text, &at))
        strcpy(text + INSTANT_SECONDS - 1, "Z");
}

static void
fill_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    const struct browse_rows *rows = source;
    char *text;

    cell->style = STYLE_NORMAL;
    if (!rows->operation) {
        entity_cell(rows->entities[index], column, cell);
        return;
    }
    text = table_cell(document_find(rows->records[index], rows->columns[column].id));
    text_copy(cell->text, sizeof(cell->text), text);
    free(text);
    drop_fraction(cell->text);
}

/* Pages */

static bool
passes_filter(const struct browse_rows *rows, const char *text)
{
    char key[4096];

    fold_text(text, key, sizeof(key));
    return fold_match(key, rows->filter) > 0;
}

static void
add_records(struct browse_rows *rows, const struct document *page)
{
    const struct member *member = records_member(rows->operation);
    const struct document *array = member ? document_find(page, member->name) : NULL;
    size_t count = member ? document_count(array) : 1;

    for (size_t i = 0; i < count; i++) {
        const struct document *record = member ? document_at(array, i) : page;
        char *text = rows->filter[0] ? document_print(record) : NULL;
        bool passes = !text || passes_filter(rows, text);

        free(text);
        if (!passes)
            continue;
        rows->records =
            memory_grow(rows->records, rows->count, &rows->capacity, sizeof(*rows->records));
        rows->records[rows->count++] = record;
    }
}

static void
add_entities(struct browse_rows *rows)
{
    const struct operation *operation;
    char text[256];

    for (size_t i = 0; (operation = browse_entity(i)); i++) {
        snprintf(text, sizeof(text), "%s %s", operation->path, operation->purpose);
        if (!rows->filter[0] || passes_filter(rows, text))
            rows->entities[rows->count++] = operation;
    }
}

void
browse_refresh(struct browse_rows *rows)
{
    rows->count = 0;
    if (!rows->operation)
        add_entities(rows);
    for (size_t i = 0; rows->operation && i < rows->page_count; i++)
        add_records(rows, rows->pages[i]);
}

const struct document *
browse_find_record(const struct browse_rows *rows, const char *id)
{
    for (size_t i = 0; i < rows->count; i++) {
        char *text = document_text(document_find(rows->records[i], "Id"));
        bool is_it = strcmp(text, id) == 0;

        free(text);
        if (is_it)
            return rows->records[i];
    }
    return NULL;
}

static void
take_page(struct browse_rows *rows, const char *json)
{
    struct document *page = document_parse(json, &rows->error);
    const struct member *member = records_member(rows->operation);

    if (!page)
        return;
    rows->has_all = rows->operation->pages == OPERATION_WHOLE || !document_is_object(page)
                    || document_count(document_find(page, member ? member->name : "")) < PAGE;
    rows->pages =
        memory_grow(rows->pages, rows->page_count, &rows->page_capacity, sizeof(*rows->pages));
    rows->pages[rows->page_count++] = page;
    add_records(rows, page);
    if (rows->page_count == 1 && !rows->has_chosen)
        browse_choose_columns(rows);
}

static void
answered(void *context, const struct result *result)
{
    struct browse_rows *rows = context;

    if (!result->is_last)
        return;
    rows->is_asking = false;
    rows->error = result->error;
    if (result->error.kind)
        rows->has_all = true;
    else
        take_page(rows, result->json ? result->json : "{}");
    if (rows->count < rows->wanted) // as many as there were, so that the cursor finds its record
        browse_ask(rows, rows->changed);
    rows->changed(rows);
}

struct document *
browse_page(const struct browse_rows *rows, struct error *err)
{
    struct document *body = fill_request(rows, err);
    struct document *limitation;
    char *cursor;

    if (!body || rows->operation->pages != OPERATION_PAGES)
        return body;
    limitation = document_object();
    document_set_whole(limitation, "Count", PAGE);
    if (rows->page_count) {
        cursor = document_text(document_find(rows->pages[rows->page_count - 1], "Cursor"));
        document_set_text(limitation, "Cursor", cursor);
        free(cursor);
    }
    document_set(body, "Limitation", limitation);
    return body;
}

void
browse_ask(struct browse_rows *rows, void (*changed)(struct browse_rows *rows))
{
    struct document *body;
    struct request *request;
    char *text;

    if (!rows->operation || rows->is_asking || rows->has_all)
        return;
    body = browse_page(rows, &rows->error);
    if (!body)
        return;
    text = document_print(body);
    request = request_new(rows->operation->id, REQUEST_FOR_VIEW, NULL);
    request->json = arena_text(&request->arena, text);
    request->wants_json = true;
    rows->is_asking = true;
    rows->changed = changed;
    desk_call(rows->app->desk, request, answered, rows);
    free(text);
    document_free(body);
}

static void
drop_pages(struct browse_rows *rows)
{
    desk_drop_calls(rows->app->desk, rows);
    for (size_t i = 0; i < rows->page_count; i++)
        document_free(rows->pages[i]);
    rows->page_count = 0;
    rows->count = 0;
    rows->is_asking = rows->has_all = false;
    rows->error = (struct error){0};
}

bool
browse_again(struct browse_rows *rows, struct error *err)
{
    struct document *request;

    rows->wanted = rows->count;
    drop_pages(rows);
    if (!rows->operation) {
        browse_refresh(rows);
        return true;
    }
    request = fill_request(rows, &rows->error);
    document_free(request);
    if (!request)
        *err = rows->error;
    return request != NULL;
}

bool
browse_open(struct browse_rows *rows, const struct operation *operation, struct document *filters,
            struct error *err)
{
    const struct member *member = operation ? records_member(operation) : NULL;
    const struct document *value;
    const char *name;
    void *at = NULL;

    document_free(rows->filters);
    rows->filters = filters;
    if (filters && !document_next(filters, &at, &name, &value)) {
        document_free(filters);
        rows->filters = NULL;
    }
    rows->filter[0] = '\0';
    rows->count = 0;
    rows->list = (struct list_class){
        .columns = rows->shown,
        .column_count = rows->list.column_count,
        .count = row_count,
        .id = row_id,
        .cell = fill_cell,
    };
    if (operation != rows->operation || !rows->list.column_count) {
        rows->operation = operation;
        rows->type = !operation ? NULL : member ? member->of.object : operation->response;
        browse_choose_columns(rows);
    }
    return browse_again(rows, err);
}

void
browse_clear(struct browse_rows *rows)
{
    if (rows->app)
        drop_pages(rows);
    free(rows->pages);
    free(rows->records);
    document_free(rows->filters);
    arena_clear(&rows->names);
    *rows = (struct browse_rows){0};
}
