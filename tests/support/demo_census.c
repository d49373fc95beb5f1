#include "tests/support/demo_census.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/base/error.h"
#include "api/base/memory.h"
#include "api/base/zone.h"

static const struct {
    const char *type;
    enum record_id record;
    size_t list;
} decoded[] = {
    {"Reservation", RECORD_reservation, offsetof(struct census, reservations)},
    {"Resource", RECORD_resource, offsetof(struct census, resources)},
    {"ResourceCategory", RECORD_resource_category, offsetof(struct census, categories)},
    {"ResourceCategoryAssignment", RECORD_resource_category_assignment,
     offsetof(struct census, assignments)},
    {"ResourceBlock", RECORD_resource_block, offsetof(struct census, blocks)},
    {"OrderItem", RECORD_order_item, offsetof(struct census, items)},
    {"Payment", RECORD_payment, offsetof(struct census, payments)},
    {"Bill", RECORD_bill, offsetof(struct census, bills)},
    {"Customer", RECORD_customer, offsetof(struct census, customers)},
    {"MessageThread", RECORD_message_thread, offsetof(struct census, threads)},
    {"Message", RECORD_message, offsetof(struct census, messages)},
    {"OrderNote", RECORD_note, offsetof(struct census, notes)},
};

static bool
decode(struct census *census, size_t row, const json_t *entity, struct error *err)
{
    const struct record_type *type = record_type(decoded[row].record);
    struct any_list *list = (struct any_list *)(void *)((char *)census + decoded[row].list);
    struct codec codec = {&census->arena, "en-US"};

    list->rows = memory_grow(list->rows, list->count, &census->capacities[row], type->size);
    return codec_decode(codec, type, entity, (char *)list->rows + list->count++ * type->size, err);
}

static void
add_hash(struct census *census, const char *type, const json_t *entity)
{
    char *text = codec_print(entity);

    for (const char *c = type; *c; c++)
        census->hash = (census->hash ^ (unsigned char)*c) * 0x100000001b3u;
    for (const char *c = text; *c; c++)
        census->hash = (census->hash ^ (unsigned char)*c) * 0x100000001b3u;
    free(text);
}

static void
keep(struct census *census, const char *type, json_t *entity)
{
    for (const char *const *name = census->keep; name && *name; name++) {
        json_t *array = json_object_get(census->kept, *name);

        if (strcmp(*name, type) != 0)
            continue;
        if (!array) {
            array = json_array();
            json_object_set_new(census->kept, type, array);
        }
        json_array_append(array, entity);
    }
}

static bool
count(void *context, const char *type, json_t *entity, struct error *err)
{
    struct census *census = context;

    census->count++;
    if (census->has_hash)
        add_hash(census, type, entity);
    keep(census, type, entity);
    for (size_t i = 0; i < countof(decoded); i++)
        if (strcmp(decoded[i].type, type) == 0)
            return decode(census, i, entity, err);
    return true;
}

void
census_take(struct census *census, struct demo_config config, enum census_hash hash,
            const char *const *keep_types)
{
    struct error err = {0};

    *census = (struct census){
        .config = config,
        .hash = 0xcbf29ce484222325u,
        .kept = json_object(),
        .keep = keep_types,
        .has_hash = hash == CENSUS_HASHED,
    };
    if (!demo_generate(&config, count, census, &err))
        fail_msg("%s", err.text);
}

void
census_clear(struct census *census)
{
    for (size_t i = 0; i < countof(decoded); i++)
        free(((struct any_list *)(void *)((char *)census + decoded[i].list))->rows);
    json_decref(census->kept);
    arena_clear(&census->arena);
}

struct demo_config
census_config(uint64_t seed, int rooms, const char *day, int hour, int minute)
{
    struct day at = {0};
    struct error err = {0};

    if (!zone_set(DEMO_ZONE, &err) || !day_parse_iso(day, &at))
        fail_msg("%s: %s", day, err.text);
    return (struct demo_config){
        .seed = seed, .rooms = rooms, .now = day_at(at, hour * 60 + minute)};
}

const json_t *
census_kept(const struct census *census, const char *type)
{
    const json_t *array = json_object_get(census->kept, type);

    if (!array)
        fail_msg("No %s was kept.", type);
    return array;
}
