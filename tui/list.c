#include "tui/list.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"
#include "api/base/text.h"

/* The selection is a record's id; its index is looked up again whenever rows may have moved. */

void
list_init(struct list *list, const struct list_class *class, void *source)
{
    *list = (struct list){.class = class, .source = source};
}

void
list_clear(struct list *list)
{
    free(list->marks);
    free(list->shown);
    *list = (struct list){.class = list->class, .source = list->source};
}

static size_t
row_count(const struct list *list)
{
    return list->class->count(list->source);
}

static size_t
find_row(const struct list *list, struct uuid id, size_t near)
{
    size_t count = row_count(list);

    if (list->class->find)
        return list->class->find(list->source, id, near);
    if (near < count && uuid_equal(list->class->id(list->source, near), id))
        return near;
    for (size_t i = 0; i < count; i++)
        if (uuid_equal(list->class->id(list->source, i), id))
            return i;
    return SIZE_MAX;
}

static void
select_row(struct list *list, size_t index)
{
    size_t count = row_count(list);

    list->is_lost = false;
    list->selected = count && index >= count ? count - 1 : index;
    list->selected_id = count ? list->class->id(list->source, list->selected) : (struct uuid){{0}};
}

/* Keeps the record on the line of the screen where it was. */
static void
follow(struct list *list, size_t index)
{
    size_t line = list->selected - list->top;

    list->selected = index;
    list->top = index > line ? index - line : 0;
    list->is_lost = false;
}

static int
compare_ids(const void *a, const void *b)
{
    return memcmp(((const struct uuid *)a)->bytes, ((const struct uuid *)b)->bytes,
                  sizeof(struct uuid));
}

/* What is gone or filtered out is no longer marked: actions apply to what is seen. */
static void
keep_marks(struct list *list)
{
    size_t count = row_count(list);
    struct uuid *kept = memory_resize(NULL, list->mark_count + 1, sizeof(*kept));
    size_t kept_count = 0;

    for (size_t i = 0; i < count && kept_count < list->mark_count; i++) {
        struct uuid id = list->class->id(list->source, i);

        if (list_is_marked(list, id))
            kept[kept_count++] = id;
    }
    if (kept_count)
        qsort(kept, kept_count, sizeof(*kept), compare_ids);
    free(list->marks);
    list->marks = kept;
    list->mark_count = kept_count;
}

void
list_refresh(struct list *list)
{
    size_t count = row_count(list);
    size_t index;

    if (list->mark_count)
        keep_marks(list);
    if (!uuid_is_set(list->selected_id)) {
        select_row(list, 0);
        return;
    }
    index = find_row(list, list->selected_id, list->selected);
    if (index != SIZE_MAX) {
        follow(list, index);
        return;
    }
    list->is_lost = true;
    if (list->selected >= count)
        list->selected = count ? count - 1 : 0;
}

void
list_reset(struct list *list)
{
    list_refresh(list);
    if (!list->is_lost)
        return;
    list->top = 0;
    select_row(list, 0);
}

bool
list_is_marked(const struct list *list, struct uuid id)
{
    return list->mark_count && bsearch(&id, list->marks, list->mark_count, sizeof(id), compare_ids);
}

void
list_unmark_all(struct list *list)
{
    list->mark_count = 0;
}

static bool
may_mark(const struct list *list, size_t index)
{
    return !list->class->may_mark || list->class->may_mark(list->source, index);
}

/* Sets all marks anew: those rows of which `is_meant` says so. */
static void
set_marks(struct list *list, bool (*is_meant)(const void *context, size_t index),
          const void *context)
{
    size_t count = row_count(list);
    struct uuid *marks = memory_resize(NULL, count + 1, sizeof(*marks));
    size_t used = 0;

    for (size_t i = 0; i < count; i++)
        if (may_mark(list, i) && is_meant(context, i))
            marks[used++] = list->class->id(list->source, i);
    free(list->marks);
    list->marks = marks;
    list->mark_count = used;
    if (used)
        qsort(marks, used, sizeof(*marks), compare_ids);
}

struct marking {
    const struct list *list;
    bool (*is_meant)(const void *context, size_t index);
    const void *context;
};

static bool
is_marked_or_meant(const void *context, size_t index)
{
    const struct marking *marking = context;
    const struct list *list = marking->list;

    return list_is_marked(list, list->class->id(list->source, index))
           || marking->is_meant(marking->context, index);
}

void
list_mark_where(struct list *list, bool (*is_meant)(const void *context, size_t index),
                const void *context)
{
    struct marking marking = {list, is_meant, context};

    set_marks(list, is_marked_or_meant, &marking);
}

static bool
is_any(const void *context, size_t index)
{
    (void)context;
    (void)index;
    return true;
}

static void
mark_all(struct list *list)
{
    set_marks(list, is_any, NULL);
}

static bool
is_unmarked(const void *context, size_t index)
{
    const struct list *list = context;

    return !list_is_marked(list, list->class->id(list->source, index));
}

static void
mark_invert(struct list *list)
{
    set_marks(list, is_unmarked, list);
}

struct range {
    size_t from, to;
};

static bool
is_in_range(const void *context, size_t index)
{
    const struct range *range = context;

    return index >= range->from && index <= range->to;
}

/* From the row that was marked last to the selected one; without one, that one alone. */
static void
mark_range(struct list *list)
{
    size_t anchor =
        uuid_is_set(list->anchor) ? find_row(list, list->anchor, list->selected) : SIZE_MAX;
    struct range range = {list->selected, list->selected};

    if (anchor != SIZE_MAX && anchor < range.from)
        range.from = anchor;
    if (anchor != SIZE_MAX && anchor > range.to)
        range.to = anchor;
    if (list_has_selection(list))
        list_mark_where(list, is_in_range, &range);
}

static void
toggle_mark(struct list *list)
{
    struct uuid id = list->selected_id;
    struct uuid *found;
    size_t i = 0;

    if (!list_has_selection(list) || !may_mark(list, list->selected))
        return;
    list->anchor = id;
    found = list->mark_count ? bsearch(&id, list->marks, list->mark_count, sizeof(id), compare_ids)
                             : NULL;
    if (found) {
        i = (size_t)(found - list->marks);
        list->mark_count--;
        memmove(found, found + 1, (list->mark_count - i) * sizeof(id));
        return;
    }
    list->marks = memory_resize(list->marks, list->mark_count + 1, sizeof(*list->marks));
    while (i < list->mark_count && compare_ids(&list->marks[i], &id) < 0)
        i++;
    memmove(&list->marks[i + 1], &list->marks[i], (list->mark_count - i) * sizeof(id));
    list->marks[i] = id;
    list->mark_count++;
}

/* From a record that is gone, one step leads to what took its place. */
static void
move_by(struct list *list, long step)
{
    size_t from = list->selected;

    if (list->is_lost)
        step = 0;
    if (step < 0)
        select_row(list, from > (size_t)-step ? from - (size_t)-step : 0);
    else
        select_row(list, from + (size_t)step);
}

static long
page(const struct list *list)
{
    return list->rows > 1 ? list->rows : 1;
}

static void
move_page(struct list *list, long step)
{
    move_by(list, step);
    if (step < 0)
        list->top = list->top > (size_t)-step ? list->top - (size_t)-step : 0;
    else
        list->top += (size_t)step;
}

static void
up(struct list *list)
{
    move_by(list, -1);
}

static void
down(struct list *list)
{
    move_by(list, 1);
}

static void
page_up(struct list *list)
{
    move_page(list, -page(list));
}

static void
page_down(struct list *list)
{
    move_page(list, page(list));
}

static void
home(struct list *list)
{
    select_row(list, 0);
}

static void
end(struct list *list)
{
    select_row(list, SIZE_MAX);
}

static void
mark(struct list *list)
{
    toggle_mark(list);
    move_by(list, 1);
}

static const struct {
    const char *name;
    void (*run)(struct list *list);
} commands[] = {
    {"up", up},
    {"down", down},
    {"page-up", page_up},
    {"page-down", page_down},
    {"home", home},
    {"end", end},
    {"mark", mark},
    {"mark-all", mark_all},
    {"mark-range", mark_range},
    {"mark-invert", mark_invert},
    {"unmark", list_unmark_all},
};

bool
list_command(struct list *list, const char *name)
{
    for (size_t i = 0; i < countof(commands); i++) {
        if (strcmp(commands[i].name, name) != 0)
            continue;
        list->pick[0] = '\0';
        if (row_count(list))
            commands[i].run(list);
        return true;
    }
    return false;
}

static enum pick_match
match_row(const struct list *list, size_t index)
{
    return pick_match(list->pick, list->class->name(list->source, index));
}

/* Goes to the row that is picked, or to the first that may become it. */
static void
jump(struct list *list)
{
    size_t count = row_count(list);
    size_t beginning = SIZE_MAX;

    for (size_t i = 0; i < count; i++) {
        enum pick_match match = match_row(list, i);

        if (match == PICK_WHOLE) {
            select_row(list, i);
            return;
        }
        if (match == PICK_BEGINNING && beginning == SIZE_MAX)
            beginning = i;
    }
    if (beginning != SIZE_MAX)
        select_row(list, beginning);
}

bool
list_key(struct list *list, struct key key)
{
    if (!list->class->name || !pick_key(list->pick, key))
        return false;
    if (list->pick[0])
        jump(list);
    return true;
}

bool
list_is_hidden(const struct list *list, size_t column)
{
    for (size_t i = 0; i < list->hidden_count; i++)
        if (strcmp(list->hidden[i], list->class->columns[column]->id) == 0)
            return true;
    return false;
}

static bool
has_id(const char *const *ids, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(ids[i], id) == 0)
            return true;
    return false;
}

bool
list_check_columns(const struct list *list, const char *const *ids, size_t count, struct error *err)
{
    const char *known[LIST_COLUMNS];
    char names[256] = "";

    for (size_t i = 0; i < list->class->column_count; i++) {
        size_t length = strlen(names);

        known[i] = list->class->columns[i]->id;
        snprintf(names + length, sizeof(names) - length, "%s%s", i ? ", " : "", known[i]);
    }
    for (size_t i = 0; i < count; i++)
        if (!has_id(known, list->class->column_count, ids[i]))
            return error_set(err, ERROR_USAGE, "No column \"%.30s\": there are %s.", ids[i], names);
    return true;
}

bool
list_set_columns(struct list *list, const char *const *ids, size_t count, struct error *err)
{
    if (!list_check_columns(list, ids, count, err))
        return false;
    list->hidden_count = 0;
    for (size_t i = 0; count && i < list->class->column_count; i++)
        if (!has_id(ids, count, list->class->columns[i]->id))
            list->hidden[list->hidden_count++] = list->class->columns[i]->id;
    return true;
}

void
list_select(struct list *list, struct uuid id)
{
    size_t index = find_row(list, id, list->selected);

    if (index != SIZE_MAX)
        select_row(list, index);
}

bool
list_has_selection(const struct list *list)
{
    return !list->is_lost && uuid_is_set(list->selected_id) && row_count(list) > 0;
}

bool
list_selection(const struct list *list, char *text, size_t size)
{
    char id[UUID_TEXT_SIZE];
    bool has_selection = list_has_selection(list);

    if (list->pick[0] && (!has_selection || match_row(list, list->selected) != PICK_WHOLE))
        return text_copy(text, size, list->pick);
    return has_selection && text_copy(text, size, uuid_text(list->selected_id, id));
}
