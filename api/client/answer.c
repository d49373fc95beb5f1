#include "api/client/answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"
#include "api/base/text.h"
#include "api/schema/codec.h"

struct answer {
    enum operation_id operation;
    json_t *object;
};

/* `what` is a whole sentence but for its operation. */
static bool
unreadable(enum operation_id operation, enum error_kind kind, const char *what, struct error *err)
{
    return error_set(err, kind, "%s: the property's answer cannot be read: %s",
                     operation_of(operation)->path, what);
}

/* A Cursor that can't be sent back would end a walk too early. */
static bool
check_object(const json_t *object, enum operation_id operation, struct error *err)
{
    const json_t *cursor = json_object_get(object, "Cursor");

    if (!json_is_object(object))
        return unreadable(operation, ERROR_UNREACHABLE, "it is no object.", err);
    if (cursor && !json_is_null(cursor) && !json_is_string(cursor))
        return unreadable(operation, ERROR_DEFECT, "Cursor is no text.", err);
    return true;
}

struct answer *
answer_parse(enum operation_id operation, const char *text, size_t length, struct error *err)
{
    struct error cause;
    json_t *object = codec_parse(text, length, CODEC_ANSWER, &cause);
    struct answer *answer;

    if (!object) {
        unreadable(operation, ERROR_UNREACHABLE, cause.text, err);
        return NULL;
    }
    if (!check_object(object, operation, err)) {
        json_decref(object);
        return NULL;
    }
    answer = memory_new(sizeof(*answer));
    *answer = (struct answer){operation, object};
    return answer;
}

void
answer_free(struct answer *answer)
{
    if (!answer)
        return;
    json_decref(answer->object);
    free(answer);
}

enum operation_id
answer_operation(const struct answer *answer)
{
    return answer->operation;
}

const char *
answer_cursor(const struct answer *answer)
{
    const char *cursor = json_string_value(json_object_get(answer->object, "Cursor"));

    return cursor && *cursor ? cursor : NULL;
}

static size_t
list_size(const struct answer *answer, const struct answer_row *row)
{
    return *row->member ? json_array_size(json_object_get(answer->object, row->member)) : 1;
}

size_t
answer_size(const struct answer *answer)
{
    size_t count;
    const struct answer_row *rows = answer_rows(answer->operation, &count);

    return count ? list_size(answer, &rows[0]) : 0;
}

size_t
answer_longest(const struct answer *answer)
{
    size_t longest = 0;
    size_t count;
    const struct answer_row *rows = answer_rows(answer->operation, &count);

    for (size_t i = 0; i < count; i++)
        if (list_size(answer, &rows[i]) > longest)
            longest = list_size(answer, &rows[i]);
    return longest;
}

/* Rows `from` on of a list; null and absent are empty. */
static bool
decode_list(struct codec codec, const struct record_type *type, const json_t *list, size_t from,
            struct batch *batch, struct error *err)
{
    size_t size = json_array_size(list);

    if (!list || json_is_null(list) || (json_is_array(list) && size <= from)) {
        batch->count = 0;
        return true;
    }
    if (batch->count > size - from)
        batch->count = size - from;
    batch->rows = codec_decode_rows(codec, type, list, from, batch->count, err);
    return batch->rows != NULL;
}

static bool
decode_row(struct codec codec, const struct answer *answer, const struct answer_row *row,
           size_t from, struct batch *batch, struct error *err)
{
    if (*row->member)
        return decode_list(codec, batch->type, json_object_get(answer->object, row->member), from,
                           batch, err);
    batch->count = from == 0;
    batch->rows = arena_new(codec.arena, batch->type->size);
    return codec_decode(codec, batch->type, answer->object, batch->rows, err);
}

bool
answer_decode(const struct answer *answer, struct answer_part part, const char *language,
              struct arena *arena, struct batch *batches, struct error *err)
{
    struct codec codec = {arena, language};
    size_t lists;
    const struct answer_row *rows = answer_rows(answer->operation, &lists);
    struct error cause;

    for (size_t i = 0; i < lists; i++) {
        batches[i] = (struct batch){.type = record_type(rows[i].record), .count = part.count};
        if (!decode_row(codec, answer, &rows[i], part.from, &batches[i], &cause))
            return error_set(err, ERROR_DEFECT, "%s: the property's answer cannot be read: %s.",
                             operation_of(answer->operation)->path, cause.text);
    }
    return true;
}

static bool
names_identifier(const char *member)
{
    size_t length = strlen(member);

    return (length >= 2 && strcmp(member + length - 2, "Id") == 0)
           || (length >= 3 && strcmp(member + length - 3, "Ids") == 0);
}

/*
 * `Id` first, then members that end so in their order, then the same in lists and objects. A
 * message's or reservation's `Identifier` is ours, not the property's.
 */
static struct uuid
find_identifier(const json_t *value, int depth)
{
    struct uuid found = {{0}};
    const char *member;
    json_t *inner;

    if (json_is_array(value))
        return find_identifier(json_array_get(value, 0), depth);
    if (!json_is_object(value) || depth == 0)
        return found;
    inner = json_object_get(value, "Id");
    if (json_is_string(inner) && uuid_parse(json_string_value(inner), &found))
        return found;
    json_object_foreach((json_t *)(uintptr_t)value, member, inner)
    {
        const json_t *one = json_is_array(inner) ? json_array_get(inner, 0) : inner;

        if (names_identifier(member) && json_is_string(one)
            && uuid_parse(json_string_value(one), &found))
            return found;
    }
    json_object_foreach((json_t *)(uintptr_t)value, member, inner)
    {
        found = find_identifier(inner, depth - 1);
        if (uuid_is_set(found))
            return found;
    }
    return found;
}

struct uuid
answer_created(const struct answer *answer)
{
    enum {
        DEEPEST = 3 // {"Reservations": [{"Reservation": {"Id"}}]}
    };

    return find_identifier(answer->object, DEEPEST);
}

void
answer_join(struct answer *answer, const struct answer *page)
{
    const char *member;
    json_t *list;

    json_object_foreach(page->object, member, list)
    {
        json_t *joined = json_object_get(answer->object, member);

        if (!json_is_array(list))
            continue;
        if (json_is_array(joined))
            json_array_extend(joined, list);
        else
            json_object_set(answer->object, member, list);
    }
    if (json_object_get(answer->object, "Cursor"))
        json_object_set_new(answer->object, "Cursor", json_null());
}

char *
answer_print(const struct answer *answer)
{
    return codec_print(answer->object);
}

/* The texts that stand in errors are cleaned, and cut to their place. */
static void
copy_clean(char *copy, size_t size, const json_t *text)
{
    size_t length = json_string_length(text) < size ? json_string_length(text) : size;
    char *clean = memory_new(length * 3 + 1);

    (void)text_clean(json_string_value(text), length, clean);
    (void)text_copy(copy, size, clean); // cut: the beginning says it
    free(clean);
}

void
answer_refusal(enum operation_id operation, int status, const char *text, size_t length,
               struct error *err)
{
    json_t *object = codec_parse(text, length, CODEC_ANSWER, NULL);
    const json_t *message = json_object_get(object, "Message");
    const json_t *request_id = json_object_get(object, "RequestId");

    error_set(err, error_from_http_status(status), "%s: the property answered %d without a reason.",
              operation_of(operation)->path, status);
    err->status = status;
    if (json_string_length(message))
        copy_clean(err->text, sizeof(err->text), message);
    if (json_is_string(request_id))
        copy_clean(err->request_id, sizeof(err->request_id), request_id);
    json_decref(object);
}
