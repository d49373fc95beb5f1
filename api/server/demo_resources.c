#include "api/server/demo_resources.h"

#include <stdio.h>

#include "api/server/demo_products.h"
#include "api/server/demo_rooms.h"

enum {
    PARKING_CATEGORY = CATEGORY_COUNT,
    PARKING_ROOMS = 100000, /* spots are numbered beyond any room */
    IMAGES_A_CATEGORY = 2,
    FIRST_CATEGORY_IMAGE = 2, /* after logo and cover */
    BLOCK_MINUTE = 12 * 60,   /* blocks begin and end at noon, between guests */
};

static const struct demo_texts no_texts = {"", "", "", "", ""};
static const struct demo_texts parking_name = {"Garage spot", "Garagenplatz", "Place de parking",
                                               "Garážové stání", "Plaza de garaje"};
static const struct demo_texts parking_short = {"P", "P", "P", "P", "P"};

static const char *const block_reasons[] = {"Leak in the bathroom", "Air conditioning",
                                            "Repainting", "Mould behind the wardrobe", "Door lock"};

static void
emit_category(struct demo_hotel *hotel, int i)
{
    const struct demo_category_row *row = i < CATEGORY_COUNT ? &demo_categories[i] : NULL;
    json_t *category = entity_new(demo_id(hotel, DEMO_CATEGORY, (uint64_t)i));

    entity_uuid(category, "EnterpriseId", demo_id(hotel, DEMO_ENTERPRISE, 0));
    entity_uuid(category, "ServiceId",
                demo_id(hotel, DEMO_SERVICE, row ? SERVICE_STAY : SERVICE_PARKING));
    entity_bool(category, "IsActive", true);
    entity_text(category, "Type", row ? row->type : "ParkingSpot");
    entity_text(category, "Classification", row ? row->classification : "Other");
    entity_texts(category, "Names", row ? &row->name : &parking_name);
    entity_texts(category, "ShortNames", row ? &row->short_name : &parking_short);
    entity_texts(category, "Descriptions", row ? &row->description : &parking_name);
    entity_int(category, "Ordering", i);
    entity_int(category, "Capacity", row ? row->capacity : 1);
    entity_int(category, "ExtraCapacity", row ? row->extra_capacity : 0);
    entity_uuid(category, "AccountingCategoryId",
                demo_id(hotel, DEMO_ACCOUNTING_CATEGORY, row ? ACCOUNT_LODGING : ACCOUNT_PARKING));
    entity_emit(&hotel->sink, "ResourceCategory", category);
}

static json_t *
space_new(int floor, const char *notes)
{
    json_t *data = json_object();
    json_t *space = json_object();
    char text[16];

    snprintf(text, sizeof(text), "%d", floor);
    entity_text(space, "FloorNumber", text);
    entity_text(space, "LocationNotes", notes);
    entity_text(data, "Discriminator", "Space");
    entity_put(data, "Value", space);
    return data;
}

/* A resource with its category; `number` is the room's or the spot's. */
static void
emit_resource(struct demo_hotel *hotel, uint64_t number, int category, json_t *resource)
{
    json_t *assignment = entity_new(demo_id(hotel, DEMO_ROOM_CATEGORY, number));

    entity_uuid(resource, "EnterpriseId", demo_id(hotel, DEMO_ENTERPRISE, 0));
    entity_bool(resource, "IsActive", true);
    entity_put(resource, "Descriptions", json_object());
    entity_put(resource, "ExternalNames", json_object());
    entity_put(resource, "Directions", json_object());
    entity_emit(&hotel->sink, "Resource", resource);
    entity_bool(assignment, "IsActive", true);
    entity_uuid(assignment, "ResourceId", demo_id(hotel, DEMO_ROOM, number));
    entity_uuid(assignment, "CategoryId", demo_id(hotel, DEMO_CATEGORY, (uint64_t)category));
    entity_times(assignment, hotel->opened, hotel->opened);
    entity_emit(&hotel->sink, "ResourceCategoryAssignment", assignment);
}

static void
emit_room(struct demo_hotel *hotel, int32_t i)
{
    const struct demo_room *room = &hotel->rooms[i];
    json_t *resource = entity_new(demo_id(hotel, DEMO_ROOM, (uint64_t)i));

    entity_text(resource, "Name", room->name);
    entity_text(resource, "State", resource_state_name((enum resource_state)room->state));
    entity_times(resource, hotel->opened,
                 demo_until_now(
                     hotel, demo_at(hotel->today, demo_between(room->key, SALT_READY, 240, 600))));
    entity_put(resource, "Data", space_new(room->floor, NULL));
    emit_resource(hotel, (uint64_t)i, room->category, resource);
}

static void
emit_parking(struct demo_hotel *hotel)
{
    for (int i = 0; i < demo_parking_count(hotel); i++) {
        uint64_t number = PARKING_ROOMS + (uint64_t)i;
        json_t *resource = entity_new(demo_id(hotel, DEMO_ROOM, number));
        char name[16];

        snprintf(name, sizeof(name), "P%02d", i + 1);
        entity_text(resource, "Name", name);
        entity_text(resource, "State", "Inspected");
        entity_times(resource, hotel->opened, hotel->opened);
        entity_put(resource, "Data", space_new(-1 - i / 100, "Entrance from the embankment"));
        emit_resource(hotel, number, PARKING_CATEGORY, resource);
    }
}

static void
emit_features(struct demo_hotel *hotel)
{
    for (int i = 0; i < DEMO_FEATURE_COUNT; i++) {
        const struct demo_feature_row *row = &demo_features[i];
        json_t *feature = entity_new(demo_id(hotel, DEMO_FEATURE, (uint64_t)i));

        entity_uuid(feature, "ServiceId", demo_id(hotel, DEMO_SERVICE, SERVICE_STAY));
        entity_bool(feature, "IsActive", true);
        entity_text(feature, "Classification", row->classification);
        entity_texts(feature, "Names", &row->name);
        entity_texts(feature, "ShortNames", &row->short_name);
        entity_texts(feature, "Descriptions", &no_texts);
        entity_times(feature, hotel->opened, hotel->opened);
        entity_emit(&hotel->sink, "ResourceFeature", feature);
    }
}

static void
emit_room_features(struct demo_hotel *hotel, int32_t room)
{
    for (int i = 0; i < DEMO_FEATURE_COUNT; i++) {
        uint64_t number = (uint64_t)room * DEMO_FEATURE_COUNT + (uint64_t)i;
        json_t *assignment;

        if (!(hotel->rooms[room].features >> i & 1))
            continue;
        assignment = entity_new(demo_id(hotel, DEMO_ROOM_FEATURE, number));
        entity_bool(assignment, "IsActive", true);
        entity_uuid(assignment, "ResourceId", demo_id(hotel, DEMO_ROOM, (uint64_t)room));
        entity_uuid(assignment, "FeatureId", demo_id(hotel, DEMO_FEATURE, (uint64_t)i));
        entity_times(assignment, hotel->opened, hotel->opened);
        entity_emit(&hotel->sink, "ResourceFeatureAssignment", assignment);
    }
}

static void
emit_image(struct demo_hotel *hotel, uint64_t number, const char *subject)
{
    json_t *image = entity_new(demo_id(hotel, DEMO_IMAGE, number));

    entity_text(image, "Subject", subject);
    entity_emit(&hotel->sink, ".Image", image);
}

static void
emit_images(struct demo_hotel *hotel)
{
    emit_image(hotel, 0, "Logo");
    emit_image(hotel, 1, "House");
    for (uint64_t i = 0; i < CATEGORY_COUNT * IMAGES_A_CATEGORY; i++) {
        json_t *assignment = entity_new(demo_id(hotel, DEMO_CATEGORY_IMAGE, i));

        emit_image(hotel, FIRST_CATEGORY_IMAGE + i, "Room");
        entity_bool(assignment, "IsActive", true);
        entity_uuid(assignment, "CategoryId", demo_id(hotel, DEMO_CATEGORY, i / IMAGES_A_CATEGORY));
        entity_uuid(assignment, "ImageId", demo_id(hotel, DEMO_IMAGE, FIRST_CATEGORY_IMAGE + i));
        entity_times(assignment, hotel->opened, hotel->opened);
        entity_int(assignment, "Ordering", (int64_t)(i % IMAGES_A_CATEGORY));
        entity_emit(&hotel->sink, "ResourceCategoryImageAssignment", assignment);
    }
}

static void
emit_block(struct demo_hotel *hotel, int32_t i)
{
    const struct demo_room *room = &hotel->rooms[i];
    bool is_internal = room->block_kind == BLOCK_INTERNAL_USE;
    int32_t planned = room->block_start < hotel->today ? room->block_start : hotel->today - 2;
    struct instant made = demo_at(planned - 1, 16 * 60);
    json_t *block;

    if (room->block_kind != BLOCK_OUT_OF_ORDER && !is_internal)
        return;
    block = entity_new(demo_id(hotel, DEMO_BLOCK, (uint64_t)i));
    entity_uuid(block, "EnterpriseId", demo_id(hotel, DEMO_ENTERPRISE, 0));
    entity_uuid(block, "AssignedResourceId", demo_id(hotel, DEMO_ROOM, (uint64_t)i));
    entity_bool(block, "IsActive", true);
    entity_text(block, "Type", is_internal ? "InternalUse" : "OutOfOrder");
    entity_time(block, "StartUtc", demo_at(room->block_start, BLOCK_MINUTE));
    entity_time(block, "EndUtc", demo_at(room->block_end, BLOCK_MINUTE));
    entity_times(block, made, made);
    entity_text(block, "Name",
                is_internal
                    ? "Manager on duty"
                    : block_reasons[demo_below(room->key, SALT_REASON, countof(block_reasons))]);
    entity_text(block, "Notes", is_internal ? NULL : "Maintenance informed.");
    entity_emit(&hotel->sink, "ResourceBlock", block);
}

void
demo_resources_emit(struct demo_hotel *hotel)
{
    for (int i = 0; i <= PARKING_CATEGORY; i++)
        emit_category(hotel, i);
    for (int32_t i = 0; i < hotel->room_count; i++)
        emit_room(hotel, i);
    emit_parking(hotel);
    emit_features(hotel);
    for (int32_t i = 0; i < hotel->room_count; i++)
        emit_room_features(hotel, i);
    emit_images(hotel);
    for (int32_t i = 0; i < hotel->room_count; i++)
        emit_block(hotel, i);
}
