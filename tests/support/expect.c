#include "tests/support/expect.h"

#include <stdarg.h>
#include <stdlib.h>

#include "api/schema/codec.h"
#include "tests/support/property.h"
#include "tests/support/test.h"

void
expect_text(const json_t *entity, const char *path, const char *value)
{
    const char *text = json_string_value(codec_find(entity, path));

    if (value ? !text || strcmp(text, value) != 0 : text != NULL)
        fail_msg("%s is %s, not %s", path, text ? text : "null", value ? value : "null");
}

void
expect_id(const json_t *entity, const char *path, const char *name)
{
    char id[UUID_TEXT_SIZE];

    expect_text(entity, path, uuid_text(property_id(name), id));
}

void
expect_number(const json_t *entity, const char *path, const char *value)
{
    struct decimal found = {0, 0};
    struct decimal wanted;
    char text[DECIMAL_TEXT_SIZE];

    assert_true(decimal_parse(value, '.', &wanted));
    if (!codec_decimal(codec_find(entity, path), &found) || decimal_compare(found, wanted) != 0)
        fail_msg("%s is %s, not %s", path, decimal_text(found, text), value);
}

void
expect_bool(const json_t *entity, const char *path, bool value)
{
    const json_t *member = codec_find(entity, path);

    if (!json_is_boolean(member) || json_is_true(member) != value)
        fail_msg("%s is not %s", path, value ? "true" : "false");
}

void
expect_count(const json_t *entity, const char *path, size_t count)
{
    const json_t *list = codec_find(entity, path);

    if (!json_is_array(list) || json_array_size(list) != count)
        fail_msg("%s has %zu, not %zu", path, json_array_size(list), count);
}

json_t *
server_list(const struct server_process *server, const char *operation, const char *body,
            const char *list)
{
    json_t *answer = server_ask(server, operation, body);
    json_t *found = json_incref(json_object_get(answer, list));

    json_decref(answer);
    assert_non_null(found);
    return found;
}

json_t *
server_first(const struct server_process *server, const char *operation, const char *body,
             const char *list)
{
    json_t *all = server_list(server, operation, body, list);
    json_t *first = json_incref(json_array_get(all, 0));

    json_decref(all);
    if (!first)
        fail_msg("%s %s: nothing in %s", operation, body, list);
    return first;
}

void
server_does(const struct server_process *server, const char *operation, const char *body)
{
    json_decref(server_ask(server, operation, body));
}

char *
server_text(const struct server_process *server, const char *operation, const char *body,
            const char *path)
{
    json_t *answer = server_ask(server, operation, body);
    const char *text = json_string_value(codec_find(answer, path));
    char *copy;

    if (!text)
        fail_msg("%s %s: no %s", operation, body, path);
    copy = strdup(text);
    json_decref(answer);
    return copy;
}

const char *
body_of(const char *format, ...)
{
    static char *body;
    va_list args;

    free(body);
    va_start(args, format);
    if (vasprintf(&body, format, args) < 0)
        abort(); // out of memory
    va_end(args);
    return body;
}

void
server_refuses_all(const struct server_process *server, const char *operation,
                   const struct refusal *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        server_refuses(server, operation, rows[i].body, rows[i].status, rows[i].message);
}
