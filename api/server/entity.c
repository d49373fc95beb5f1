#include "api/server/entity.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/buffer.h"
#include "api/base/error.h"

enum {
    KEY_SIZE = 64
};

static const struct column columns[] = {
#define INDEX "", true
#define INDEX_AND(...) #__VA_ARGS__, false
#define INDEX_WITH(...) #__VA_ARGS__, true
#define PLAIN NULL, false
    [COLUMN_id] = {ENTITY_NONE, "id", COLUMN_KIND_UUID, "Id", INDEX},
    [COLUMN_created] = {ENTITY_NONE, "created", COLUMN_KIND_INSTANT, "CreatedUtc", INDEX},
    [COLUMN_updated] = {ENTITY_NONE, "updated", COLUMN_KIND_INSTANT, "UpdatedUtc", INDEX},
#define ENTITY(name, type, key, tail, record)
#define COLUMN(entity, kind, name, path, index)                                                    \
    [COLUMN_##entity##_##name] = {ENTITY_##entity, #name, COLUMN_KIND_##kind, path, index},
#define ENTITY_END(name)
#include "api/server/entities.def"
#undef ENTITY_END
#undef COLUMN
#undef ENTITY
#undef PLAIN
#undef INDEX_WITH
#undef INDEX_AND
#undef INDEX
};

#define NONE NULL
#define ENTITY(name, type, key, tail, record)                                                      \
    [ENTITY_##name] = {#name,                                                                      \
                       type,                                                                       \
                       key,                                                                        \
                       tail,                                                                       \
                       RECORD_##record,                                                            \
                       &columns[COLUMNS_BEFORE_##name + 1],                                        \
                       COLUMNS_END_##name - COLUMNS_BEFORE_##name - 1},
#define COLUMN(entity, kind, name, path, index)
#define ENTITY_END(name)
static const struct entity entities[] = {
#include "api/server/entities.def"
};
#undef ENTITY_END
#undef COLUMN
#undef ENTITY
#undef NONE

const struct entity *
entity_of(enum entity_id id)
{
    return &entities[id];
}

const struct column *
column_of(enum column_id id)
{
    return &columns[id];
}

enum entity_id
entity_find(const char *type)
{
    for (size_t id = ENTITY_NONE + 1; id < ENTITY_COUNT; id++)
        if (strcmp(entities[id].type, type) == 0)
            return (enum entity_id)id;
    return *type == '.' ? ENTITY_internal : ENTITY_NONE;
}

/* FNV-1a twice, from two starts: 128 bits of a few hundred codes. In the form of a UUID. */
struct uuid
entity_text_key(enum entity_id id, const char *text)
{
    uint64_t halves[2] = {0xcbf29ce484222325u ^ (uint64_t)id, 0x84222325cbf29ce4u + (uint64_t)id};
    struct uuid key;

    for (; *text; text++)
        for (int i = 0; i < 2; i++)
            halves[i] = (halves[i] ^ (unsigned char)*text) * 0x100000001b3u;
    memcpy(key.bytes, halves, sizeof(key.bytes));
    key.bytes[6] = (uint8_t)((key.bytes[6] & 0x0f) | 0x80);
    key.bytes[8] = (uint8_t)((key.bytes[8] & 0x3f) | 0x80);
    return key;
}

/* The texts of all its members as one key. */
static bool
joined_key(enum entity_id id, const json_t *body, struct uuid *key)
{
    char text[2 * KEY_SIZE] = "";
    char members[KEY_SIZE];
    char *rest;

    snprintf(members, sizeof(members), "%s", entities[id].key);
    for (char *name = strtok_r(members, ",", &rest); name; name = strtok_r(NULL, ",", &rest)) {
        const char *part = json_string_value(json_object_get(body, name));
        size_t length = strlen(text);

        if (!part || length + strlen(part) + 2 > sizeof(text))
            return false;
        snprintf(text + length, sizeof(text) - length, "%s ", part);
    }
    text[strlen(text) - 1] = '\0';
    *key = entity_text_key(id, text);
    return true;
}

bool
entity_key(enum entity_id id, const json_t *body, struct uuid *key, struct error *err)
{
    const char *text = json_string_value(json_object_get(body, entities[id].key));

    if ((text && uuid_parse(text, key)) || joined_key(id, body, key))
        return true;
    return error_set(err, ERROR_INPUT, "A %s has no %s.", entities[id].type, entities[id].key);
}

struct entity_text
entity_print(enum entity_id id, const json_t *body)
{
    const char *name = entities[id].tail;
    json_t *apart = name ? json_object_get(body, name) : NULL;
    struct buffer tail = {0};
    json_t *rest;
    char *text;

    if (!apart)
        return (struct entity_text){codec_print(body), NULL};
    rest = json_copy((json_t *)(uintptr_t)body);
    json_object_del(rest, name);
    text = codec_print(apart);
    buffer_print(&tail, "\"%s\":", name);
    buffer_add_text(&tail, text);
    free(text);
    text = codec_print(rest);
    json_decref(rest);
    return (struct entity_text){text, buffer_take(&tail)};
}

void
entity_text_clear(struct entity_text *text)
{
    free(text->body);
    free(text->tail);
    *text = (struct entity_text){0};
}
