#include "api/server/demo_nights.h"

#include "api/server/demo_rooms.h"

enum {
    PAGE_DAYS = 32,
    BACK_TO_BACK_PER_MILLE = 620,
    PEAK_PER_MILLE = 250, /* who would come on Sunday or Thursday comes a day later */
    SUNDAY = 0,
    THURSDAY = 4,
    LONGEST_NIGHTS = 14,
};

static const uint16_t segment_weights[SEGMENT_COUNT] = {
    [SEGMENT_OTA] = 34,   [SEGMENT_DIRECT] = 16,       [SEGMENT_CORPORATE] = 26,
    [SEGMENT_GROUP] = 14, [SEGMENT_MICE] = 5,          [SEGMENT_LONG_STAY] = 2,
    [SEGMENT_STAFF] = 1,  [SEGMENT_COMPLIMENTARY] = 2,
};

/* Of 1, 2, … nights; the last row is 8 to 14. Corporate guests stay shorter, groups 2 or 3. */
static const uint16_t usual_nights[] = {34, 30, 18, 8, 4, 2, 3, 1};
static const uint16_t corporate_nights[] = {46, 32, 14, 6, 2, 0, 0, 0};
static const uint16_t group_nights[] = {0, 55, 45, 0, 0, 0, 0, 0};
static const uint16_t long_nights[] = {0, 0, 0, 0, 0, 0, 30, 70};

/* Of 1 to 4 nights empty, where stays are not back to back. */
static const uint16_t gap_nights[] = {58, 26, 11, 5};

/* How much of a day is sold, by how far away it is; straight between the rows. */
static const struct {
    int days;
    int per_mille;
} pick_up[] = {{0, 800}, {14, 550}, {45, 300}, {120, 100}, {180, 40}};

enum demo_segment
demo_segment_draw(uint64_t key)
{
    return (enum demo_segment)demo_weighted(key, SALT_SEGMENT, segment_weights, SEGMENT_COUNT);
}

int
demo_nights_draw(uint64_t key, enum demo_segment segment, enum demo_category category)
{
    const uint16_t *weights = usual_nights;
    int nights;

    if (segment == SEGMENT_CORPORATE)
        weights = corporate_nights;
    if (segment == SEGMENT_GROUP || segment == SEGMENT_MICE)
        weights = group_nights;
    if (segment == SEGMENT_LONG_STAY)
        weights = long_nights;
    nights = 1 + (int)demo_weighted(key, SALT_NIGHTS, weights, countof(usual_nights));
    if (nights == countof(usual_nights))
        nights = demo_between(key, SALT_LENGTH, 8, LONGEST_NIGHTS);
    if (category >= CATEGORY_JUNIOR_SUITE && nights < LONGEST_NIGHTS
        && demo_chance(key, SALT_STAY_OVER, 450)) // a fifth longer on the whole
        nights++;
    return nights;
}

static int
gap_before(uint64_t key, int32_t day)
{
    int gap = 0;
    int weekday;

    if (!demo_chance(key, SALT_GAP, BACK_TO_BACK_PER_MILLE))
        gap = 1 + (int)demo_weighted(key, SALT_GAP_LENGTH, gap_nights, countof(gap_nights));
    weekday = day_weekday((struct day){day + gap});
    if ((weekday == SUNDAY || weekday == THURSDAY)
        && demo_chance(key, SALT_GAP_PEAK, PEAK_PER_MILLE))
        gap++;
    return gap;
}

static uint32_t
sold_per_mille(int days)
{
    size_t i = 1;

    if (days <= 0)
        return pick_up[0].per_mille;
    while (i + 1 < countof(pick_up) && days > pick_up[i].days)
        i++;
    if (days >= pick_up[i].days)
        return (uint32_t)pick_up[i].per_mille;
    return (uint32_t)(pick_up[i - 1].per_mille
                      + (pick_up[i].per_mille - pick_up[i - 1].per_mille)
                            * (days - pick_up[i - 1].days)
                            / (pick_up[i].days - pick_up[i - 1].days));
}

static bool
is_sold(const struct demo_hotel *hotel, uint64_t key, int32_t first_day)
{
    uint32_t sold = sold_per_mille(first_day - hotel->today);

    return demo_below(key, SALT_SOLD, (uint32_t)pick_up[0].per_mille) < sold;
}

static void
plan_page(struct demo_hotel *hotel, int32_t room, int32_t page, int32_t start)
{
    const struct demo_horizon *horizon = &hotel->horizon;
    int32_t day = start;

    for (int k = 0; day < start + PAGE_DAYS; k++) {
        uint64_t index = (uint64_t)room << 32 | (uint64_t)(page & 0xffff) << 8 | (uint64_t)k;
        uint64_t key = demo_hash(hotel->config.seed, DEMO_STAY, index);
        enum demo_segment segment = demo_segment_draw(key);
        int nights = demo_nights_draw(key, segment, hotel->rooms[room].category);
        struct demo_stay *stay;

        day += gap_before(key, day);
        if (day >= start + PAGE_DAYS)
            return;
        if (day + nights > start + PAGE_DAYS)
            nights = start + PAGE_DAYS - day;
        if (day + nights >= hotel->today - horizon->past && day <= hotel->today + horizon->future
            && is_sold(hotel, key, day) && !demo_room_is_shut(&hotel->rooms[room], day, nights)) {
            stay = demo_hotel_add_stay(hotel, key);
            stay->room = room;
            stay->first_day = day;
            stay->nights = nights;
            stay->segment = (uint8_t)segment;
        }
        day += nights;
    }
}

void
demo_nights_plan(struct demo_hotel *hotel)
{
    for (int32_t room = 0; room < hotel->room_count; room++) {
        int32_t offset = (int32_t)demo_below(hotel->rooms[room].key, SALT_GAP, PAGE_DAYS);
        int32_t page = (hotel->today - hotel->horizon.past - offset) / PAGE_DAYS - 1;
        int32_t start = page * PAGE_DAYS + offset;

        for (; start <= hotel->today + hotel->horizon.future; start += PAGE_DAYS)
            plan_page(hotel, room, page++, start);
    }
}
