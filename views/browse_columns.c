#include "views/browse_columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/text.h"
#include "views/table.h"

enum {
    LAST_RANK = 1000, /* no column */
    PATH_SIZE = 96
};

static int
kind_width(enum member_kind kind)
{
    static const int widths[] = {
        [MEMBER_UUID] = 12, [MEMBER_INSTANT] = 20, [MEMBER_DATE] = 10, [MEMBER_BOOL] = 5,
        [MEMBER_INT] = 8,   [MEMBER_DECIMAL] = 10, [MEMBER_ENUM] = 12, [MEMBER_TEXT] = 16,
    };

    return (size_t)kind < countof(widths) && widths[kind] ? widths[kind] : 16;
}

/* Texts and the last one take what is left. */
static void
add_column(struct browse_rows *rows, const char *name, enum member_kind kind)
{
    size_t at = rows->list.column_count++;
    int heading = text_width(name);
    int width = kind_width(kind);

    rows->columns[at] = (struct list_column){
        .id = name,
        .heading = name,
        .width = heading > width && kind != MEMBER_TEXT ? heading : width,
        .grows = kind == MEMBER_TEXT,
        .align = kind == MEMBER_DECIMAL || kind == MEMBER_INT ? ALIGN_RIGHT : ALIGN_LEFT,
        .rank = (int)at,
    };
    rows->shown[at] = &rows->columns[at];
}

static void
end_columns(struct browse_rows *rows)
{
    rows->columns[rows->list.column_count - 1].grows = true;
}

/* The member of an amount that tells it; NULL: the member is no amount. */
static const struct member *
amount_value(const struct member *member)
{
    static const char *const values[] = {"GrossValue", "Value"};
    const struct member *value = NULL;

    if (member->kind != MEMBER_OBJECT || member->flags & MEMBER_LIST
        || !object_member(member->of.object, "Currency"))
        return NULL;
    for (size_t i = 0; i < countof(values) && !value; i++)
        value = object_member(member->of.object, values[i]);
    return value;
}

static bool
ends_in(const char *name, const char *end)
{
    size_t length = strlen(name);
    size_t behind = strlen(end);

    return length >= behind && strcmp(name + length - behind, end) == 0;
}

/* What a reader looks for first: names, numbers, states, amounts; identifiers last. */
static int
column_rank(const struct member *member)
{
    static const char *const first[] = {"Number", "Name", "LastName", "FirstName", "State",
                                        "Code",   "Type", "Subject",  "Text",      "BillingName"};

    for (size_t i = 0; i < countof(first); i++)
        if (strcmp(first[i], member->name) == 0)
            return (int)i;
    if (member->flags & MEMBER_DEPRECATED)
        return LAST_RANK;
    if (amount_value(member))
        return strcmp(member->name, "Amount") == 0 ? 49 : 50;
    if (member->kind == MEMBER_OBJECT || member->kind == MEMBER_UNION
        || member->flags & MEMBER_LIST)
        return LAST_RANK;
    if (member->kind == MEMBER_BOOL || ends_in(member->name, "Names")) // in other languages
        return 150;
    return member->kind == MEMBER_UUID ? 200 : 100;
}

/* Whether a record that was read has a value for it; true where none was. */
static bool
has_value(const struct browse_rows *rows, const char *path)
{
    bool has = rows->count == 0;

    for (size_t i = 0; i < rows->count && !has; i++) {
        char *text = table_cell(document_find(rows->records[i], path));

        has = text[0] != '\0';
        free(text);
    }
    return has;
}

/* `before` is the path of the object that it is in, "" or `Customer.`. */
static void
consider(struct browse_rows *rows, const char *before, const struct member *member)
{
    const struct member *value = amount_value(member);
    char path[PATH_SIZE];

    snprintf(path, sizeof(path), "%s%s%s%s", before, member->name, value ? "." : "",
             value ? value->name : "");
    if (rows->list.column_count < BROWSE_COLUMNS && has_value(rows, path))
        add_column(rows, arena_text(&rows->names, path), value ? value->kind : member->kind);
}

static void
choose(struct browse_rows *rows, const char *before, const struct object_type *type)
{
    for (int rank = 0; rank < LAST_RANK; rank++)
        for (size_t i = 0; i < type->count; i++)
            if (column_rank(&type->members[i]) == rank)
                consider(rows, before, &type->members[i]);
}

/* Records of nothing but objects show what is in those. */
static void
choose_inside(struct browse_rows *rows)
{
    for (size_t i = 0; i < rows->type->count; i++) {
        const struct member *member = &rows->type->members[i];
        char before[PATH_SIZE];

        snprintf(before, sizeof(before), "%s.", member->name);
        if (member->kind == MEMBER_OBJECT && !(member->flags & MEMBER_LIST))
            choose(rows, before, member->of.object);
    }
}

static void
show_entities(struct browse_rows *rows)
{
    add_column(rows, N_("Operation"), MEMBER_TEXT);
    add_column(rows, N_("Group"), MEMBER_TEXT);
    add_column(rows, N_("What"), MEMBER_TEXT);
    rows->columns[0].width = 36;
    rows->columns[1].grows = false;
}

void
browse_choose_columns(struct browse_rows *rows)
{
    rows->has_chosen = false;
    rows->list.column_count = 0;
    if (!rows->operation)
        show_entities(rows);
    else
        choose(rows, "", rows->type);
    if (!rows->list.column_count)
        choose_inside(rows);
    if (rows->list.column_count)
        end_columns(rows);
}

static const struct member *
member_at(const struct object_type *type, const char *path)
{
    char name[64];
    const char *dot = strchr(path, '.');
    const struct member *member;

    if (!dot)
        return object_member(type, path);
    snprintf(name, sizeof(name), "%.*s", (int)(dot - path), path);
    member = object_member(type, name);
    return member && member->kind == MEMBER_OBJECT ? member_at(member->of.object, dot + 1) : member;
}

bool
browse_show(struct browse_rows *rows, const char *const *names, size_t count, struct error *err)
{
    const struct member *members[BROWSE_COLUMNS];

    if (!rows->type || !count || count > BROWSE_COLUMNS)
        return error_set(err, ERROR_USAGE, "Name 1 to %d members of the record.", BROWSE_COLUMNS);
    for (size_t i = 0; i < count; i++) {
        members[i] = member_at(rows->type, names[i]);
        if (!members[i])
            return error_set(err, ERROR_USAGE, "%s has no member %s: see call --describe %s.",
                             rows->type->name, names[i], rows->operation->path);
    }
    rows->has_chosen = true;
    rows->list.column_count = 0;
    for (size_t i = 0; i < count; i++)
        add_column(rows, arena_text(&rows->names, names[i]), members[i]->kind);
    end_columns(rows);
    return true;
}
