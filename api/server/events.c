#include "api/server/events.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/buffer.h"
#include "api/base/error.h"
#include "api/base/memory.h"
#include "api/base/queue.h"
#include "api/base/uuid_map.h"

/*
 * Source: Connector API, Websockets. An event has just these members; one that the entity lacks is
 * left out. An event of prices has an identifier of its own, as it is of no entity that is served.
 */

enum {
    MEMBERS = 5
};

struct event_member {
    const char *name;
    const char *path; /* in the entity */
};

struct event_row {
    const char *entity; /* its type in the API, or of demo.h */
    const char *type;
    struct event_member members[MEMBERS];
};

static const struct event_row rows[] = {
    {"Reservation",
     "Reservation",
     {{"Id", "Id"},
      {"State", "State"},
      {"StartUtc", "ScheduledStartUtc"},
      {"EndUtc", "ScheduledEndUtc"},
      {"AssignedResourceId", "AssignedResourceId"}}},
    {"Resource", "Resource", {{"Id", "Id"}, {"State", "State"}}},
    {"DeviceCommand", "DeviceCommand", {{"Id", "Id"}, {"State", "State"}}},
    {".RatePrice",
     "PriceUpdate",
     {{"StartUtc", "FirstTimeUnitStartUtc"},
      {"EndUtc", "LastTimeUnitStartUtc"},
      {"RateId", "RateId"},
      {"ResourceCategoryId", "CategoryId"}}},
    {".RateAdjustment", "PriceUpdate", {{"RateId", "RateId"}}},
    {".CategoryAdjustment",
     "PriceUpdate",
     {{"RateId", "RateId"}, {"ResourceCategoryId", "CategoryId"}}},
};

struct events {
    struct queue *messages[EVENTS_LISTENERS]; /* of char */
    size_t count;
};

struct events *
events_open(size_t listeners, struct error *err)
{
    struct events *events = memory_new(sizeof(*events));

    for (; events->count < listeners; events->count++) {
        events->messages[events->count] = queue_new();
        if (!events->messages[events->count]) {
            error_set(err, ERROR_DEFECT, "Events cannot be told: no descriptors are left.");
            events_close(events);
            return NULL;
        }
    }
    return events;
}

void
events_close(struct events *events)
{
    if (!events)
        return;
    for (size_t i = 0; i < events->count; i++)
        queue_free(events->messages[i], free);
    free(events);
}

/* From an entity to its event */

/* What shares the table of internal facts says itself what it is. */
static const char *
type_of(enum entity_id entity, const json_t *body)
{
    const char *type = NULL;

    if (entity == ENTITY_internal)
        type = json_string_value(json_object_get(body, "EntityType"));
    return type ? type : entity_of(entity)->type;
}

static const struct event_row *
find_row(const char *type)
{
    for (size_t i = 0; i < countof(rows); i++)
        if (strcmp(rows[i].entity, type) == 0)
            return &rows[i];
    return NULL;
}

static const char *
describe(struct arena *arena, enum entity_id entity, const json_t *body)
{
    const struct event_row *row = find_row(type_of(entity, body));
    json_t *event;
    char *text;
    const char *kept;

    if (!row)
        return NULL;
    event = json_pack("{s:s}", "Type", row->type);
    if (strcmp(row->members[0].name, "Id") != 0)
        json_object_set_new(event, "Id", codec_uuid(uuid_random()));
    for (size_t i = 0; i < MEMBERS && row->members[i].name; i++) {
        json_t *value = codec_find(body, row->members[i].path);

        if (value && !json_is_null(value))
            json_object_set(event, row->members[i].name, value);
    }
    text = codec_print(event);
    kept = arena_text(arena, text);
    free(text);
    json_decref(event);
    return kept;
}

/* From a commit to its messages */

/* Of an entity that was written several times, only the last state is told. */
static size_t
drop_earlier(const struct change *changes, size_t count, const char **texts)
{
    struct uuid_map told = {0};
    size_t first = count;

    for (size_t i = count; i-- > 0;) {
        if (uuid_map_find(&told, changes[i].id))
            continue;
        uuid_map_put(&told, changes[i].id, &told);
        texts[--first] = changes[i].text;
    }
    uuid_map_clear(&told);
    return first;
}

static void
put_message(struct events *events, const char *const *texts, size_t count)
{
    struct buffer message = {0};

    buffer_add_text(&message, "{\"Events\":[");
    for (size_t i = 0; i < count; i++) {
        buffer_add_text(&message, i ? "," : "");
        buffer_add_text(&message, texts[i]);
    }
    buffer_add_text(&message, "]}");
    for (size_t i = 0; i < events->count; i++)
        queue_put(events->messages[i], memory_text(buffer_text(&message)));
    buffer_clear(&message);
}

static void
tell(void *context, const struct change *changes, size_t count)
{
    const char **texts = memory_resize(NULL, count, sizeof(*texts));

    for (size_t at = drop_earlier(changes, count, texts); at < count; at += EVENTS_MOST)
        put_message(context, texts + at, count - at < EVENTS_MOST ? count - at : EVENTS_MOST);
    free(texts);
}

struct storage_watch
events_watch(struct events *events)
{
    return (struct storage_watch){describe, tell, events};
}

int
events_fd(const struct events *events, size_t listener)
{
    return queue_fd(events->messages[listener]);
}

char *
events_take(struct events *events, size_t listener)
{
    return queue_take(events->messages[listener]);
}
