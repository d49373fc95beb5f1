#include "views/describe.h"

#include <string.h>

/*
 * Objects stand indented under the member that holds them, down to a depth at which a reader still
 * follows.
 */

enum {
    DEPTH_MOST = 4,
    NAME_CELLS = 34
};

static const char *
kind_word(const struct member *member)
{
    static const char *const words[] = {
        [MEMBER_ANY] = "any",
        [MEMBER_TEXT] = "text",
        [MEMBER_UUID] = "id",
        [MEMBER_INSTANT] = "instant",
        [MEMBER_DATE] = "date",
        [MEMBER_BOOL] = "boolean",
        [MEMBER_INT] = "integer",
        [MEMBER_DECIMAL] = "number",
        [MEMBER_ENUM] = "",
        [MEMBER_OBJECT] = "",
        [MEMBER_UNION] = "by Discriminator",
    };

    if (member->kind == MEMBER_ENUM)
        return member->of.enumeration->name;
    return member->kind == MEMBER_OBJECT ? member->of.object->name : words[member->kind];
}

static void
add_limits(struct buffer *text, const struct member *member)
{
    const char *unit = member->flags & MEMBER_LIST     ? " items"
                       : member->kind == MEMBER_OBJECT ? " months"
                                                       : " characters";

    if (member->least && member->most)
        buffer_print(text, ", %d to %d%s", member->least, member->most, unit);
    else if (member->most)
        buffer_print(text, ", at most %d%s", member->most, unit);
    else if (member->least == 1)
        buffer_add_text(text, ", not empty");
    else if (member->least)
        buffer_print(text, ", at least %d%s", member->least, unit);
}

static void
add_values(struct buffer *text, const struct enum_type *type)
{
    buffer_add_text(text, ": ");
    for (size_t i = 0; i < type->count; i++)
        buffer_print(text, "%s%s", i ? " | " : "", type->values[i]);
}

static void
add_flags(struct buffer *text, const struct member *member)
{
    static const struct {
        enum member_flag flag;
        const char *word;
    } words[] = {
        {MEMBER_REQUIRED, ", required"},
        {MEMBER_CLEARABLE, ", null clears"},
        {MEMBER_GONE, ", of 2022"},
        {MEMBER_DEPRECATED, ", deprecated"},
    };

    for (size_t i = 0; i < countof(words); i++)
        if (member->flags & words[i].flag)
            buffer_add_text(text, words[i].word);
}

static void
add_type(struct buffer *text, const struct member *member)
{
    if (member->flags & MEMBER_LIST)
        buffer_add_text(text, "list of ");
    if (member->flags & MEMBER_MAP)
        buffer_add_text(text, "map by key of ");
    buffer_add_text(text, kind_word(member));
    if (member->flags & MEMBER_UPDATE)
        buffer_add_text(text, " in {\"Value\": …}");
}

static void add_object(struct buffer *text, const struct object_type *type, int depth);

static void
add_member(struct buffer *text, const struct member *member, int depth)
{
    size_t indent = (size_t)depth * 2;
    size_t used = indent + strlen(member->name);

    buffer_add_spaces(text, indent);
    buffer_add_text(text, member->name);
    buffer_add_spaces(text, used < NAME_CELLS ? NAME_CELLS - used : 1);
    add_type(text, member);
    add_limits(text, member);
    add_flags(text, member);
    if (member->kind == MEMBER_ENUM)
        add_values(text, member->of.enumeration);
    buffer_add_char(text, '\n');
    if (member->kind == MEMBER_OBJECT && depth < DEPTH_MOST)
        add_object(text, member->of.object, depth + 1);
    if (member->kind != MEMBER_UNION || depth >= DEPTH_MOST)
        return;
    for (size_t i = 0; i < member->of.alternatives->count; i++) {
        buffer_add_spaces(text, indent + 2);
        buffer_print(text, "(%s)\n", member->of.alternatives->cases[i].discriminator);
        add_object(text, member->of.alternatives->cases[i].type, depth + 2);
    }
}

static void
add_object(struct buffer *text, const struct object_type *type, int depth)
{
    for (size_t i = 0; i < type->count; i++)
        add_member(text, &type->members[i], depth);
}

static const char *
operation_word(const struct operation *operation)
{
    static const char *const words[] = {
        [OPERATION_READ] = "read", [OPERATION_WRITE] = "write", [OPERATION_MONEY] = "money"};

    return words[operation->kind];
}

void
describe_operations(struct buffer *text, enum operation_group group)
{
    enum operation_group last = GROUP_COUNT;

    for (size_t i = OP_NONE + 1; i < OP_COUNT; i++) {
        const struct operation *operation = operation_of((enum operation_id)i);

        if (group != GROUP_COUNT && operation->group != group)
            continue;
        if (operation->group != last)
            buffer_print(text, "%s%s\n", last == GROUP_COUNT ? "" : "\n",
                         operation_group_name(operation->group));
        last = operation->group;
        buffer_print(text, "  %-40s %-6s %s\n", operation->path, operation_word(operation),
                     operation->purpose);
    }
}

void
describe_operation(struct buffer *text, const struct operation *operation)
{
    buffer_print(text, "%s: %s (%s%s)\n\nRequest, besides the tokens:\n", operation->path,
                 operation->purpose, operation_word(operation),
                 operation->pages == OPERATION_PAGES ? ", in pages" : "");
    add_object(text, operation->request, 1);
    buffer_add_text(text, "\nAnswer:\n");
    add_object(text, operation->response, 1);
}
