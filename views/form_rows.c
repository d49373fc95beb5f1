#include "views/form_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/base/buffer.h"
#include "api/base/error.h"
#include "api/base/instant.h"
#include "api/base/memory.h"

/*
 * A tree: the root is the request, an object's children are its members, a list's are its elements.
 * Children are made when their parent first opens, so that types that hold themselves end.
 */

struct node {
    const struct member *member; /* NULL: the root */
    struct node *parent;
    struct node **children;
    size_t count;
    size_t capacity;
    char *text;
    char *was;
    bool is_element;
    bool is_open;
    bool is_given; /* set, but not typed: it names the record, or was sent before */
};

struct form {
    const struct object_type *type;
    struct document *record; /* NULL: none */
    struct node *root;
};

static bool
is_list(const struct node *node)
{
    return node->member && node->member->flags & MEMBER_LIST && !node->is_element;
}

static bool
is_object(const struct node *node)
{
    return !node->member
           || (node->member->kind == MEMBER_OBJECT && !is_list(node)
               && !(node->member->flags & MEMBER_MAP));
}

static const struct object_type *
object_of(const struct form *form, const struct node *node)
{
    return node->member ? node->member->of.object : form->type;
}

static struct node *
add_child(struct node *parent, const struct member *member, bool is_element)
{
    struct node *node = memory_new(sizeof(*node));

    node->member = member;
    node->parent = parent;
    node->is_element = is_element;
    parent->children =
        memory_grow(parent->children, parent->count, &parent->capacity, sizeof(*parent->children));
    parent->children[parent->count++] = node;
    return node;
}

static void
node_free(struct node *node)
{
    for (size_t i = 0; i < node->count; i++)
        node_free(node->children[i]);
    free(node->children);
    free(node->text);
    free(node->was);
    free(node);
}

/* What the record holds under the member's name, by the path of objects that lead there. */
static const struct document *
held(const struct form *form, const struct node *node)
{
    const struct node *parent = node->parent;
    const struct document *above = form->record;

    while (parent && (parent->is_element || is_list(parent)))
        parent = parent->parent;
    if (parent && parent->member)
        above = held(form, parent);
    return document_find(above, node->member->name);
}

static void
fill_was(const struct form *form, struct node *node)
{
    const struct document *value = form->record ? held(form, node) : NULL;

    if (!is_object(node) && !document_is_object(value) && !document_is_array(value))
        node->was = document_text(value);
}

static void
open_node(struct form *form, struct node *node)
{
    const struct object_type *type;

    node->is_open = true;
    if (node->count || !is_object(node))
        return;
    type = object_of(form, node);
    for (size_t i = 0; i < type->count; i++)
        fill_was(form, add_child(node, &type->members[i], false));
}

/* Naming the record: `BillId`, `Ids`, `ResourceUpdates[0].ResourceId` take its Id. */

static bool
names_record(const struct member *member)
{
    size_t length = strlen(member->name);

    return member->kind == MEMBER_UUID && member->flags & MEMBER_REQUIRED
           && ((length >= 2 && strcmp(member->name + length - 2, "Id") == 0)
               || (length >= 3 && strcmp(member->name + length - 3, "Ids") == 0));
}

static void
name_record(struct form *form, struct node *node)
{
    char *id = document_text(document_find(form->record, "Id"));

    if (is_list(node)) {
        node->is_open = true;
        node = add_child(node, node->member, true);
    }
    node->text = id;
    node->is_given = true;
}

/*
 * The first member that names a record gets its Id; where none does, the one list of objects gets
 * an element that does.
 */
static void
prefill(struct form *form, struct node *node)
{
    for (size_t i = 0; i < node->count; i++) {
        if (!names_record(node->children[i]->member))
            continue;
        name_record(form, node->children[i]);
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        struct node *child = node->children[i];
        struct node *element;

        if (!is_list(child) || child->member->kind != MEMBER_OBJECT
            || !(child->member->flags & MEMBER_REQUIRED))
            continue;
        child->is_open = true;
        element = add_child(child, child->member, true);
        open_node(form, element);
        prefill(form, element);
        return;
    }
}

struct form *
form_new(const struct object_type *type, const struct document *record)
{
    struct form *form = memory_new(sizeof(*form));

    form->type = type;
    form->record = record ? document_copy(record) : NULL;
    form->root = memory_new(sizeof(*form->root));
    open_node(form, form->root);
    if (form->record && document_find(form->record, "Id"))
        prefill(form, form->root);
    return form;
}

static void fill_node(struct form *form, struct node *node, const struct document *value);

static void
fill_members(struct form *form, struct node *node, const struct document *object)
{
    open_node(form, node);
    for (size_t i = 0; i < node->count; i++) {
        const struct document *value = document_find(object, node->children[i]->member->name);

        if (value)
            fill_node(form, node->children[i], value);
    }
}

static void
fill_node(struct form *form, struct node *node, const struct document *value)
{
    if (node->member->flags & MEMBER_UPDATE && !node->is_element)
        value = document_find(value, "Value");
    if (is_list(node)) {
        node->is_open = true;
        for (size_t i = 0; i < document_count(value); i++)
            fill_node(form, add_child(node, node->member, true), document_at(value, i));
    } else if (is_object(node)) {
        fill_members(form, node, value);
    } else {
        node->is_given = true;
        node->text = document_text(value);
        if (!node->text[0]) { // null, which clears
            free(node->text);
            node->text = memory_text("null");
        }
    }
}

void
form_fill(struct form *form, const struct document *request)
{
    if (request)
        fill_members(form, form->root, request);
}

void
form_free(struct form *form)
{
    if (!form)
        return;
    node_free(form->root);
    document_free(form->record);
    free(form);
}

/* Rows */

static size_t
count_visible(const struct node *node)
{
    size_t count = node->member ? 1 : 0;

    for (size_t i = 0; node->is_open && i < node->count; i++)
        count += count_visible(node->children[i]);
    return count;
}

/* The node of visible row `*index`, which is counted down on the way. */
static struct node *
find_visible(struct node *node, size_t *index, int depth, int *found_depth)
{
    if (node->member && (*index)-- == 0) {
        *found_depth = depth;
        return node;
    }
    for (size_t i = 0; node->is_open && i < node->count; i++) {
        struct node *found =
            find_visible(node->children[i], index, depth + (node->member != NULL), found_depth);

        if (found)
            return found;
    }
    return NULL;
}

size_t
form_count(const struct form *form)
{
    return count_visible(form->root);
}

static struct node *
node_at(const struct form *form, size_t index)
{
    int depth;

    return find_visible(form->root, &index, 0, &depth);
}

static size_t
place_in_list(const struct node *node)
{
    size_t place = 0;

    while (node->is_element && node->parent->children[place] != node)
        place++;
    return place + 1;
}

struct form_row
form_row(const struct form *form, size_t index)
{
    int depth = 0;
    const struct node *node = find_visible(form->root, &index, 0, &depth);

    return (struct form_row){
        .member = node->member,
        .depth = depth,
        .text = node->text,
        .was = node->was ? node->was : "",
        .holds_others = is_list(node) || is_object(node),
        .is_open = node->is_open,
        .is_element = node->is_element,
        .element = node->is_element ? place_in_list(node) : 0,
    };
}

/* Values */

static const char *const booleans[] = {"true", "false"};

/* The API's spelling of one of its values, without regard to case; NULL: none. */
static const char *
find_value(const char *const *values, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(values[i], text) == 0)
            return values[i];
    return NULL;
}

static const char *
canonical(const struct member *member, const char *text)
{
    struct instant at;
    struct uuid id;
    struct document *document;
    bool ok = true;

    switch (member->kind) {
    case MEMBER_ENUM:
        return find_value(member->of.enumeration->values, member->of.enumeration->count, text);
    case MEMBER_BOOL:
        return find_value(booleans, countof(booleans), text);
    case MEMBER_UUID:
        ok = uuid_parse(text, &id);
        break;
    case MEMBER_INSTANT:
    case MEMBER_DATE:
        ok = instant_parse(text, &at);
        break;
    case MEMBER_INT:
    case MEMBER_DECIMAL:
        document = document_number(text);
        ok = document && (member->kind == MEMBER_DECIMAL || !strchr(text, '.'));
        document_free(document);
        break;
    case MEMBER_ANY:
    case MEMBER_UNION:
        document = document_parse(text, NULL);
        ok = document != NULL;
        document_free(document);
        break;
    case MEMBER_TEXT:
    case MEMBER_OBJECT:
        break;
    }
    return ok ? text : NULL;
}

static const char *
wanted(const struct member *member)
{
    static const char *const words[] = {
        [MEMBER_ANY] = "JSON",
        [MEMBER_TEXT] = "a text",
        [MEMBER_UUID] = "an id",
        [MEMBER_INSTANT] = "an instant such as 2026-03-24T09:00:00Z",
        [MEMBER_DATE] = "a date such as 2026-03-24",
        [MEMBER_BOOL] = "true or false",
        [MEMBER_INT] = "a whole number",
        [MEMBER_DECIMAL] = "a number",
        [MEMBER_ENUM] = "one of its values",
        [MEMBER_OBJECT] = "an object",
        [MEMBER_UNION] = "JSON",
    };

    return words[member->kind];
}

/* A value that the record holds already is not sent, unless the request needs it. */
static void
drop_unchanged(struct node *node)
{
    if (!node->text || !node->was || strcmp(node->text, node->was) != 0
        || node->member->flags & MEMBER_REQUIRED || node->is_element)
        return;
    free(node->text);
    node->text = NULL;
}

bool
form_set(struct form *form, size_t index, const char *text, struct error *err)
{
    struct node *node = node_at(form, index);
    const char *value = NULL;

    if (is_list(node) || is_object(node))
        return error_set(err, ERROR_USAGE, "%s holds others: open it with Space.",
                         node->member->name);
    if (text && text[0]) {
        bool clears =
            strcmp(text, "null") == 0 && node->member->flags & (MEMBER_CLEARABLE | MEMBER_NULLABLE);

        value = clears ? text : canonical(node->member, text);
        if (!value)
            return error_set(err, ERROR_USAGE, "%s must be %s.", node->member->name,
                             wanted(node->member));
    }
    value = memory_text(value);
    free(node->text);
    node->text = (char *)(uintptr_t)value;
    node->is_given = false;
    drop_unchanged(node);
    return true;
}

/*
 * From what will be sent, or is now, to the next value; where nothing is now, nothing is one too.
 */
static void
turn_value(struct node *node, const char *const *values, size_t count)
{
    bool is_something = node->was && node->was[0];
    const char *current = node->text ? node->text : is_something ? node->was : "";
    size_t next = 0;

    while (next < count && strcmp(values[next], current) != 0)
        next++;
    next = next == count ? 0 : next + 1;
    if (next == count && is_something)
        next = 0;
    free(node->text);
    node->text = next < count ? memory_text(values[next]) : NULL;
    drop_unchanged(node);
}

void
form_turn(struct form *form, size_t index)
{
    struct node *node = node_at(form, index);
    const struct enum_type *type = node->member->of.enumeration;

    if (is_list(node) || is_object(node)) {
        if (node->is_open)
            node->is_open = false;
        else if (is_list(node) && !node->count)
            (void)form_add(form, index);
        else
            open_node(form, node);
    } else if (node->member->kind == MEMBER_ENUM) {
        turn_value(node, type->values, type->count);
    } else if (node->member->kind == MEMBER_BOOL) {
        turn_value(node, booleans, countof(booleans));
    }
}

size_t
form_add(struct form *form, size_t index)
{
    struct node *node = node_at(form, index);
    struct node *element;

    while (node && !is_list(node))
        node = node->parent;
    if (!node)
        return index;
    node->is_open = true;
    element = add_child(node, node->member, true);
    if (is_object(element))
        open_node(form, element);
    while (node_at(form, index) != element)
        index++; // it stands below the row that asked for it
    return index;
}

bool
form_remove(struct form *form, size_t index)
{
    struct node *node = node_at(form, index);
    struct node *list;
    size_t place;

    while (node && !node->is_element)
        node = node->parent;
    if (!node)
        return false;
    list = node->parent;
    place = place_in_list(node);
    memmove(&list->children[place - 1], &list->children[place],
            (list->count - place) * sizeof(*list->children));
    list->count--;
    node_free(node);
    return true;
}

static bool
is_changed(const struct node *node)
{
    if (node->text && !node->is_given)
        return true;
    for (size_t i = 0; i < node->count; i++)
        if (is_changed(node->children[i]))
            return true;
    return false;
}

bool
form_is_changed(const struct form *form)
{
    return is_changed(form->root);
}

/* The request */

static struct document *
scalar(const struct node *node)
{
    bool is_text = node->member->kind == MEMBER_TEXT || node->member->kind == MEMBER_UUID
                   || node->member->kind == MEMBER_INSTANT || node->member->kind == MEMBER_DATE
                   || node->member->kind == MEMBER_ENUM;

    if (!node->text)
        return NULL;
    if (strcmp(node->text, "null") == 0
        && node->member->flags & (MEMBER_CLEARABLE | MEMBER_NULLABLE))
        return document_null();
    if (is_text)
        return document_string(node->text);
    if (node->member->kind == MEMBER_BOOL)
        return document_boolean(strcmp(node->text, "true") == 0);
    if (node->member->kind == MEMBER_INT || node->member->kind == MEMBER_DECIMAL)
        return document_number(node->text);
    return document_parse(node->text, NULL);
}

static struct document *build(const struct node *node);

static struct document *
build_list(const struct node *node)
{
    struct document *array = node->count ? document_array() : NULL;

    for (size_t i = 0; i < node->count; i++) {
        struct document *value = build(node->children[i]);

        if (value)
            document_add(array, value);
    }
    return array;
}

/* An element is sent even when it is empty; an object that holds nothing is not. */
static struct document *
build_object(const struct node *node)
{
    struct document *object = document_object();
    bool is_empty = true;

    for (size_t i = 0; i < node->count; i++) {
        struct document *value = build(node->children[i]);

        if (value)
            document_set(object, node->children[i]->member->name, value);
        is_empty &= !value;
    }
    if (!is_empty || node->is_element || !node->member)
        return object;
    document_free(object);
    return NULL;
}

static struct document *
build(const struct node *node)
{
    struct document *value = is_list(node)     ? build_list(node)
                             : is_object(node) ? build_object(node)
                                               : scalar(node);
    struct document *update;

    if (!value || !node->member || node->is_element || !(node->member->flags & MEMBER_UPDATE))
        return value;
    update = document_object();
    document_set(update, "Value", value);
    return update;
}

struct document *
form_document(const struct form *form)
{
    return build(form->root);
}

static void
add_change(const struct node *node, const char *above, void (*add)(void *context, const char *line),
           void *context)
{
    struct buffer path = {0};

    if (node->is_element)
        buffer_print(&path, "%s[%zu]", above, place_in_list(node));
    else if (node->member)
        buffer_print(&path, "%s%s%s", above, above[0] ? "." : "", node->member->name);
    if (node->text) {
        struct buffer line = {0};

        buffer_print(&line, "%s: %s%s%s", buffer_text(&path), node->was ? node->was : "",
                     node->was && node->was[0] ? " -> " : "", node->text);
        add(context, buffer_text(&line));
        buffer_clear(&line);
    }
    for (size_t i = 0; i < node->count; i++)
        add_change(node->children[i], buffer_text(&path), add, context);
    buffer_clear(&path);
}

/* What people know the record by. */
static void
add_record_line(const struct form *form, void (*add)(void *context, const char *line),
                void *context)
{
    static const char *const names[] = {"Number",  "Name", "LastName", "FirstName",
                                        "Subject", "Text", "Code"};
    struct buffer line = {0};

    for (size_t i = 0; i < countof(names); i++) {
        char *text = document_text(document_find(form->record, names[i]));

        buffer_print(&line, "%s%s", line.length && text[0] ? "  " : "", text);
        free(text);
    }
    if (line.length)
        add(context, buffer_text(&line));
    buffer_clear(&line);
}

void
form_changes(const struct form *form, void (*add)(void *context, const char *line), void *context)
{
    if (form->record)
        add_record_line(form, add, context);
    add_change(form->root, "", add, context);
}
