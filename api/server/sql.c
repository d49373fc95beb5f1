#include "api/server/sql.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/fold.h"
#include "api/base/memory.h"

enum {
    KEY_SIZE = 1024 /* what is longer is found by its beginning */
};

/*
 * Lists are padded to a power of two by repeating their last value, so that a handful of texts
 * serves all lengths and prepared statements are found again.
 */

void
sql_reset(struct sql *sql)
{
    buffer_reset(&sql->text);
    arena_clear(&sql->keys);
    sql->count = 0;
}

void
sql_clear(struct sql *sql)
{
    buffer_clear(&sql->text);
    arena_clear(&sql->keys);
    free(sql->values);
    sql->values = NULL;
    sql->count = sql->capacity = 0;
}

void
sql_add(struct sql *sql, const char *text)
{
    buffer_add_text(&sql->text, text);
}

/* `$12` */
static void
add_place(struct sql *sql, size_t number)
{
    char digits[8];
    size_t at = sizeof(digits);

    for (; number; number /= 10)
        digits[--at] = (char)('0' + number % 10);
    digits[--at] = '$';
    buffer_add(&sql->text, digits + at, sizeof(digits) - at);
}

static void
push(struct sql *sql, struct sql_value value)
{
    sql->values = memory_grow(sql->values, sql->count, &sql->capacity, sizeof(*sql->values));
    sql->values[sql->count++] = value;
}

static struct sql_value
number_value(int64_t number)
{
    return (struct sql_value){.kind = SQL_NUMBER, .number = number};
}

static struct sql_value
text_value(const char *text)
{
    return text ? (struct sql_value){.kind = SQL_TEXT, .text = text, .length = strlen(text)}
                : (struct sql_value){.kind = SQL_NULL};
}

static const char *
key_of(struct sql *sql, const char *text)
{
    char key[KEY_SIZE];

    fold_letters(text, key, sizeof(key));
    return arena_text(&sql->keys, key);
}

static struct sql_value
uuid_value(struct uuid uuid)
{
    return (struct sql_value){.kind = SQL_UUID, .uuid = uuid};
}

static void
add_value(struct sql *sql, struct sql_value value)
{
    push(sql, value);
    add_place(sql, sql->count);
}

void
sql_add_number(struct sql *sql, int64_t number)
{
    add_value(sql, number_value(number));
}

void
sql_add_text(struct sql *sql, const char *text)
{
    add_value(sql, text_value(text));
}

void
sql_add_uuid(struct sql *sql, struct uuid uuid)
{
    add_value(sql, uuid_value(uuid));
}

/* Tables */

void
sql_create_table(struct sql *sql, enum entity_id id, const char *name)
{
    const struct entity *entity = entity_of(id);
    const char *const *types = sql->dialect->types;

    buffer_print(&sql->text, "CREATE TABLE %s (enterprise %s NOT NULL, id %s NOT NULL", name,
                 types[COLUMN_KIND_UUID], types[COLUMN_KIND_UUID]);
    buffer_print(&sql->text, ", created %s NOT NULL, updated %s NOT NULL",
                 types[COLUMN_KIND_INSTANT], types[COLUMN_KIND_INSTANT]);
    for (size_t i = 0; i < entity->count; i++)
        buffer_print(&sql->text, ", %s %s", entity->columns[i].name,
                     types[entity->columns[i].kind]);
    buffer_print(&sql->text, ", body %s NOT NULL", types[COLUMN_KIND_TEXT]);
    if (entity->tail)
        buffer_print(&sql->text, ", tail %s", types[COLUMN_KIND_TEXT]);
    sql_add(sql, ", PRIMARY KEY (enterprise, id))");
}

/* What is absent is never looked for by its index, so it isn't in it either. */
void
sql_create_index(struct sql *sql, enum entity_id id, const struct column *column)
{
    const char *table = entity_of(id)->table;
    const char *too = column == column_of(COLUMN_created) ? "id" : column->index;

    buffer_print(&sql->text, "CREATE INDEX IF NOT EXISTS %s_%s ON %s (enterprise, %s%s%s)", table,
                 column->name, table, column->name, *too ? ", " : "", too);
    if (column->entity != ENTITY_NONE)
        buffer_print(&sql->text, " WHERE %s IS NOT NULL", column->name);
}

/* Rows */

/* Of a list: its first element for `[0]`, true for `[text]` when the text is in it. */
static const json_t *
find_in_list(const json_t *body, const char *path, const char *bracket)
{
    char name[64];
    const json_t *list;
    size_t i;
    json_t *element;

    snprintf(name, sizeof(name), "%.*s", (int)(bracket - path), path);
    list = codec_find(body, name);
    if (bracket[1] == '0')
        return json_array_get(list, 0);
    json_array_foreach(list, i, element)
    {
        const char *text = json_string_value(element);

        if (text && strlen(text) == strlen(bracket) - 2
            && strncmp(text, bracket + 1, strlen(text)) == 0)
            return json_true();
    }
    return NULL;
}

static const json_t *
find_member(const json_t *body, const char *path)
{
    const char *bracket = strchr(path, '[');

    return bracket ? find_in_list(body, path, bracket) : codec_find(body, path);
}

/* What a body has at the column's path; NULL for nothing, or something of another kind. */
static struct sql_value
column_value(struct sql *sql, const struct column *column, const json_t *body)
{
    const json_t *member = find_member(body, column->path);
    const char *text = json_string_value(member);
    struct instant at;
    struct uuid uuid;

    switch (column->kind) {
    case COLUMN_KIND_UUID:
        if (text && uuid_parse(text, &uuid))
            return uuid_value(uuid);
        break;
    case COLUMN_KIND_TEXT:
        return text_value(text);
    case COLUMN_KIND_KEY:
        return text_value(text ? key_of(sql, text) : NULL);
    case COLUMN_KIND_INSTANT:
        if (text && instant_parse(text, &at))
            return number_value(at.ms);
        break;
    case COLUMN_KIND_SINCE:
    case COLUMN_KIND_UNTIL:
        if (!text || !instant_parse(text, &at))
            at.ms = column->kind == COLUMN_KIND_SINCE ? INT64_MIN : INT64_MAX;
        return number_value(at.ms);
    case COLUMN_KIND_BOOL:
        if (json_is_boolean(member))
            return number_value(json_is_true(member));
        break;
    case COLUMN_KINDS:
        break;
    }
    return (struct sql_value){.kind = SQL_NULL};
}

static struct sql_value
instant_value(const json_t *body, const char *member, struct instant otherwise)
{
    const char *text = json_string_value(json_object_get(body, member));
    struct instant at;

    return number_value(text && instant_parse(text, &at) ? at.ms : otherwise.ms);
}

static void
insert_text(struct sql *sql, const struct entity *entity)
{
    size_t count = entity->count + (entity->tail ? 6 : 5);

    buffer_print(&sql->text, "INSERT INTO %s (enterprise, id, created, updated", entity->table);
    for (size_t i = 0; i < entity->count; i++)
        buffer_print(&sql->text, ", %s", entity->columns[i].name);
    buffer_print(&sql->text, ", body%s) VALUES (", entity->tail ? ", tail" : "");
    for (size_t i = 1; i <= count; i++) {
        sql_add(sql, i > 1 ? ", " : "");
        add_place(sql, i);
    }
    sql_add(sql, ")");
}

static void
update_text(struct sql *sql, const struct entity *entity)
{
    size_t place = 0;

    buffer_print(&sql->text, "UPDATE %s SET updated = ", entity->table);
    add_place(sql, ++place);
    for (size_t i = 0; i < entity->count; i++) {
        buffer_print(&sql->text, ", %s = ", entity->columns[i].name);
        add_place(sql, ++place);
    }
    sql_add(sql, ", body = ");
    add_place(sql, ++place);
    if (entity->tail) {
        sql_add(sql, ", tail = ");
        add_place(sql, ++place);
    }
    sql_add(sql, " WHERE enterprise = ");
    add_place(sql, ++place);
    sql_add(sql, " AND id = ");
    add_place(sql, ++place);
}

void
sql_write_text(struct sql *sql, enum sql_write write, enum entity_id id)
{
    if (write == SQL_INSERT)
        insert_text(sql, entity_of(id));
    else
        update_text(sql, entity_of(id));
}

static void
push_key(struct sql *sql, const struct sql_row *row)
{
    push(sql, uuid_value(row->enterprise));
    push(sql, uuid_value(row->id));
}

/* In the order in which both statements name them: the key first or last. */
void
sql_write_values(struct sql *sql, enum sql_write write, enum entity_id id,
                 const struct sql_row *row)
{
    const struct entity *entity = entity_of(id);

    if (write == SQL_INSERT) {
        push_key(sql, row);
        push(sql, instant_value(row->body, "CreatedUtc", row->created));
    }
    push(sql, instant_value(row->body, "UpdatedUtc", row->updated));
    for (size_t i = 0; i < entity->count; i++)
        push(sql, column_value(sql, &entity->columns[i], row->body));
    push(sql, text_value(row->text.body));
    if (entity->tail)
        push(sql, text_value(row->text.tail));
    if (write == SQL_UPDATE)
        push_key(sql, row);
}

/* Queries */

static size_t
padded(size_t count)
{
    size_t size = 1;

    while (size < count)
        size *= 2;
    return size;
}

/* `(a, b, b)`; nothing is in an empty list. */
static void
add_list(struct sql *sql, const struct condition *condition)
{
    bool is_uuids = condition->kind != CONDITION_TEXTS;
    bool is_keys = column_of(condition->column)->kind == COLUMN_KIND_KEY;
    size_t count = is_uuids ? condition->uuids.count : condition->texts.count;
    size_t size = count ? padded(count) : 0;

    sql_add(sql, " IN (");
    for (size_t i = 0; i < size; i++) {
        size_t at = i < count ? i : count - 1;

        if (i)
            sql_add(sql, ",");
        if (is_uuids)
            sql_add_uuid(sql, condition->uuids.rows[at]);
        else if (is_keys)
            sql_add_text(sql, key_of(sql, condition->texts.rows[at]));
        else
            sql_add_text(sql, condition->texts.rows[at]);
    }
    sql_add(sql, size ? ")" : "NULL)");
}

static void
add_comparison(struct sql *sql, const char *operator, struct instant at)
{
    sql_add(sql, operator);
    sql_add_number(sql, at.ms);
}

static void
add_condition(struct sql *sql, const struct condition *condition)
{
    switch (condition->kind) {
    case CONDITION_UUIDS:
    case CONDITION_TEXTS:
        add_list(sql, condition);
        return;
    case CONDITION_OR_ABSENT:
        buffer_print(&sql->text, " IS NULL OR %s", column_of(condition->column)->name);
        add_list(sql, condition);
        return;
    case CONDITION_BOOL:
        sql_add(sql, " = ");
        sql_add_number(sql, condition->value);
        return;
    case CONDITION_AT:
        add_comparison(sql, " = ", condition->start);
        return;
    case CONDITION_FROM:
        add_comparison(sql, " >= ", condition->start);
        return;
    case CONDITION_BEFORE:
        add_comparison(sql, " < ", condition->end);
        return;
    case CONDITION_AFTER:
        add_comparison(sql, " > ", condition->start);
        return;
    case CONDITION_NOT_TRUE:
        sql_add(sql, " IS DISTINCT FROM ");
        sql_add_number(sql, 1);
        return;
    case CONDITION_ABSENT:
        sql_add(sql, " IS NULL");
        return;
    }
}

/* Where a column's name is among `names`, which commas part; 0: it isn't, 1: it is the first. */
static int
place_in(const char *names, const char *name)
{
    size_t length = strlen(name);

    for (int place = 1; *names; place++) {
        size_t word = strcspn(names, ",");

        if (word == length && strncmp(names, name, length) == 0)
            return place;
        names += word;
        names += strspn(names, ", ");
    }
    return 0;
}

/* Whether there is a condition on the column that comes next in the index. */
static bool
has_companion(const struct query *query, const struct column *column)
{
    for (size_t i = 0; i < query->count; i++)
        if (place_in(column->index, column_of(query->conditions[i].column)->name) == 1)
            return true;
    return false;
}

static bool
may_lead(const struct query *query, const struct condition *condition)
{
    const struct column *column = column_of(condition->column);

    return column->index && condition->kind != CONDITION_ABSENT
           && condition->kind != CONDITION_OR_ABSENT
           && (column->leads || has_companion(query, column));
}

/* The column whose index finds the rows. */
static enum column_id
leading_column(const struct query *query)
{
    for (size_t i = 0; i < query->count; i++)
        if (may_lead(query, &query->conditions[i]))
            return query->conditions[i].column;
    return COLUMN_NONE;
}

/* Conditions that don't lead are kept from leading the planner elsewhere. */
static const char *
condition_mark(const struct sql *sql, const struct condition *condition, enum column_id leading)
{
    const char *too = leading == COLUMN_NONE ? "" : column_of(leading)->index;

    if (condition->column == leading || place_in(too, column_of(condition->column)->name))
        return "";
    return sql->dialect->no_index;
}

static void
add_conditions(struct sql *sql, struct uuid enterprise, const struct query *query)
{
    enum column_id leading = leading_column(query);

    sql_add(sql, " FROM ");
    sql_add(sql, entity_of(query->entity)->table);
    sql_add(sql, " WHERE enterprise = ");
    sql_add_uuid(sql, enterprise);
    for (size_t i = 0; i < query->count; i++) {
        const struct condition *condition = &query->conditions[i];
        bool is_either = condition->kind == CONDITION_OR_ABSENT;

        sql_add(sql, is_either ? " AND (" : " AND ");
        sql_add(sql, condition_mark(sql, condition, leading));
        sql_add(sql, column_of(condition->column)->name);
        add_condition(sql, condition);
        if (is_either)
            sql_add(sql, ")");
    }
}

/* Read in the order of the index on created, unless another one leads: then they are sorted. */
static bool
is_sorted(const struct query *query)
{
    enum column_id leading = leading_column(query);

    return leading != COLUMN_NONE && leading != COLUMN_created;
}

/* How many rows there can be, by their identifiers; SIZE_MAX where it is not known. */
static size_t
count_most(const struct query *query)
{
    const struct condition *first = &query->conditions[0];

    if (!query->count || first->column != COLUMN_id || first->kind != CONDITION_UUIDS)
        return SIZE_MAX;
    return first->uuids.count;
}

/* `{mark}created {between}{mark}id` */
static void
add_order(struct sql *sql, const char *mark, const char *between)
{
    sql_add(sql, mark);
    sql_add(sql, "created");
    sql_add(sql, between);
    sql_add(sql, mark);
    sql_add(sql, "id");
}

static void
add_found(struct sql *sql, struct uuid enterprise, const struct query *query, struct instant after)
{
    const char *mark = is_sorted(query) ? sql->dialect->no_index : "";
    size_t most = count_most(query);

    add_conditions(sql, enterprise, query);
    if (uuid_is_set(query->cursor)) {
        sql_add(sql, " AND (");
        add_order(sql, mark, ", ");
        sql_add(sql, ") < (");
        sql_add_number(sql, after.ms);
        sql_add(sql, ", ");
        sql_add_uuid(sql, query->cursor);
        sql_add(sql, ")");
    }
    if (most < 2)
        return;
    sql_add(sql, " ORDER BY ");
    add_order(sql, mark, " DESC, ");
    sql_add(sql, " DESC");
    if (query->limit && most > (size_t)query->limit) {
        sql_add(sql, " LIMIT ");
        sql_add_number(sql, query->limit);
    }
}

/*
 * Where many rows may have to be sorted for a page, they are sorted without their bodies, which are
 * then fetched for those of the page alone: half the time for a hundred, a third for thousands.
 */
void
sql_select(struct sql *sql, struct uuid enterprise, const struct query *query, struct instant after)
{
    const struct entity *entity = entity_of(query->entity);

    if (!is_sorted(query) || !query->limit || count_most(query) <= (size_t)query->limit) {
        sql_add(sql, entity->tail ? "SELECT id, body, tail" : "SELECT id, body");
        add_found(sql, enterprise, query, after);
        return;
    }
    buffer_print(&sql->text, "SELECT whole.id, whole.body%s FROM (SELECT %s AS place, created, id",
                 entity->tail ? ", whole.tail" : "", sql->dialect->place);
    add_found(sql, enterprise, query, after);
    buffer_print(&sql->text,
                 ") AS found JOIN %s AS whole ON whole.%s = found.place "
                 "ORDER BY found.created DESC, found.id DESC",
                 entity->table, sql->dialect->place);
}

void
sql_select_columns(struct sql *sql, struct uuid enterprise, const struct query *query,
                   const enum column_id *columns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_print(&sql->text, i ? ", %s" : "SELECT %s", column_of(columns[i])->name);
    add_conditions(sql, enterprise, query);
}

void
sql_select_distinct(struct sql *sql, struct uuid enterprise, const struct query *query,
                    const struct column *column)
{
    buffer_print(&sql->text, "SELECT DISTINCT %s", column->name);
    add_conditions(sql, enterprise, query);
    buffer_print(&sql->text, " AND %s IS NOT NULL", column->name);
}

void
sql_select_any(struct sql *sql, struct uuid enterprise, const struct query *query,
               const struct column *column)
{
    buffer_print(&sql->text, "SELECT %s", column->name);
    add_conditions(sql, enterprise, query);
    buffer_print(&sql->text, " AND %s IS NOT NULL LIMIT 1", column->name);
}
