#include "api/server/services.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"

bool
services_get(struct transaction *tx, struct uuid id, const char *member, struct service *service,
             struct error *err)
{
    if (!transaction_get(tx, ENTITY_service, id, member, service, err))
        return false;
    if (strcmp(service->type, "Bookable") != 0 || !service->is_active)
        return error_set(err, ERROR_INPUT, "Invalid %s: it is no service that can be booked.",
                         member);
    return true;
}

static int
compare(const void *a, const void *b)
{
    const struct resource_category *one = a;
    const struct resource_category *two = b;

    if (one->ordering != two->ordering)
        return one->ordering < two->ordering ? -1 : 1;
    return memcmp(one->id.bytes, two->id.bytes, sizeof(one->id.bytes));
}

bool
services_categories(struct transaction *tx, const struct service *service,
                    struct resource_category_list *categories, struct error *err)
{
    struct query query = {.entity = ENTITY_resource_category};
    struct resource_category *rows;

    query_add(&query, COLUMN_resource_category_service_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&service->id, 1};
    query_add(&query, COLUMN_resource_category_is_active, CONDITION_BOOL)->value = true;
    if (!transaction_select(tx, &query, categories, err))
        return false;
    if (!categories->count)
        return true;
    rows = arena_new(tx->arena, categories->count * sizeof(*rows));
    memcpy(rows, categories->rows, categories->count * sizeof(*rows));
    qsort(rows, categories->count, sizeof(*rows), compare);
    categories->rows = rows;
    return true;
}

bool
services_category(struct transaction *tx, const struct service *service, struct uuid id,
                  const char *member, struct resource_category *category, struct error *err)
{
    if (!transaction_get(tx, ENTITY_resource_category, id, member, category, err))
        return false;
    if (!uuid_equal(category->service_id, service->id) || !category->is_active)
        return error_set(err, ERROR_INPUT, "Invalid %s: it is no category of the service.", member);
    return true;
}

static bool
find_rules(struct transaction *tx, const struct service *service, struct stay_house *house,
           struct error *err)
{
    struct query rules = {.entity = ENTITY_rule};
    struct query actions = {.entity = ENTITY_rule_action};
    struct uuid *ids;

    query_add(&rules, COLUMN_rule_service_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&service->id, 1};
    if (!transaction_select(tx, &rules, &house->rules, err))
        return false;
    ids = arena_new(tx->arena, (house->rules.count + 1) * sizeof(*ids));
    for (size_t i = 0; i < house->rules.count; i++)
        ids[i] = house->rules.rows[i].id;
    query_add(&actions, COLUMN_rule_action_rule_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){ids, house->rules.count};
    return transaction_select(tx, &actions, &house->actions, err);
}

bool
services_house(struct transaction *tx, const struct service *service, struct stay_house *house,
               struct error *err)
{
    struct query products = {.entity = ENTITY_product};

    query_add(&products, COLUMN_product_service_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&service->id, 1};
    return transaction_select(tx, &products, &house->products, err)
           && find_rules(tx, service, house, err);
}

struct duration
services_start_offset(const struct service *service)
{
    struct duration offset = {0};

    if (!duration_parse(service->start_offset, &offset))
        return (struct duration){0};
    return offset;
}

json_t *
services_starts(const struct time_units *units)
{
    json_t *starts = json_array();

    for (int i = 0; i < units->count; i++)
        json_array_append_new(starts, codec_instant(time_units_start(units, i)));
    return starts;
}
