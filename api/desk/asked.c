#include "api/desk/state.h"

/* What is read only when somebody asks for it: the stays of a group, the house's own things. */

static void
group_answered(struct desk *desk, const struct result *result, void *context)
{
    (void)context;
    desk->has_group |= result->is_last;
    desk->what |= DESK_STATUS;
}

void
desk_load_group(struct desk *desk, struct uuid group)
{
    struct filter filter = {.group_ids = {&group, 1}};

    desk->has_group = false;
    desk->group = group;
    desk_send(desk, desk_read(OP_reservations_get_all_2023, REQUEST_FOR_KEY, &filter),
              group_answered, NULL);
}

bool
desk_has_group(const struct desk *desk, struct uuid group)
{
    return desk->has_group && uuid_equal(desk->group, group);
}

static void
house_answered(struct desk *desk, const struct result *result, void *context)
{
    struct house_read *read = context;

    if (!result->is_last)
        return;
    read->is_failed |= result->error.kind != ERROR_NONE;
    if (--read->under_way)
        return;
    read->is_read = !read->is_failed;
    desk->what |= DESK_STATUS;
}

void
desk_load_house(struct desk *desk)
{
    static const enum operation_id reads[] = {OP_devices_get_all, OP_departments_get_all};
    struct filter all = {0};

    if (desk->house.under_way || desk->house.is_read)
        return;
    desk->house = (struct house_read){.under_way = countof(reads)};
    for (size_t i = 0; i < countof(reads); i++)
        desk_send(desk, desk_read(reads[i], REQUEST_FOR_KEY, &all), house_answered, &desk->house);
}

bool
desk_has_house(const struct desk *desk)
{
    return desk->house.is_read || (desk->house.is_failed && !desk->house.under_way);
}
