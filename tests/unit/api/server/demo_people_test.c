/* Guests: those whom the hotel must have, doubles, unique addresses, clean UTF-8. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/base/text.h"
#include "api/base/uuid_map.h"
#include "api/server/demo_guests.h"
#include "api/server/demo_people.h"
#include "tests/support/demo_census.h"

static struct demo_config
house(int rooms)
{
    return census_config(1, rooms, "2026-03-24", 10, 0);
}

static const struct customer *
find(const struct census *census, const char *first, const char *last)
{
    for (size_t i = 0; i < census->customers.count; i++)
        if (strcmp(census->customers.rows[i].first_name, first) == 0
            && strcmp(census->customers.rows[i].last_name, last) == 0)
            return &census->customers.rows[i];
    return NULL;
}

static void
everybody_of_the_list_is_there(void **state)
{
    static const int rooms[] = {20, 50, 120};

    (void)state;
    for (size_t i = 0; i < countof(rooms); i++) {
        struct census census;

        census_take(&census, house(rooms[i]), CENSUS_PLAIN, NULL);
        for (size_t k = 0; k < countof(demo_specials); k++) {
            const struct customer *customer =
                find(&census, demo_specials[k].first, demo_specials[k].last);

            if (!customer)
                fail_msg("%d rooms: no %s %s", rooms[i], demo_specials[k].first,
                         demo_specials[k].last);
            assert_string_equal(customer->second_last_name, demo_specials[k].second_last);
            assert_string_equal(customer->nationality, demo_specials[k].country);
        }
        census_clear(&census);
    }
}

static size_t
characters(const char *text)
{
    size_t count = 0;

    for (; *text; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

static void
twins_have_one_name_and_birth_date(void **state)
{
    struct census census;
    const struct customer *one;
    const struct customer *other;

    (void)state;
    census_take(&census, house(20), CENSUS_PLAIN, NULL);
    one = find(&census, "Lucie", "Horáková");
    other = find(&census, "Klára", "Horáková");
    assert_string_equal(one->birth_date, "1991-05-17");
    assert_string_equal(one->birth_date, other->birth_date);
    census_clear(&census);
}

static void
the_list_tries_what_names_can_be(void **state)
{
    bool has_mononym = false;
    bool has_long = false;
    bool has_decomposed = false;

    (void)state;
    for (size_t i = 0; i < countof(demo_specials); i++) {
        has_mononym |= !demo_specials[i].first[0];
        has_long |= characters(demo_specials[i].last) == 48;
        has_decomposed |= strstr(demo_specials[i].first, "e\xcc\x81") != NULL;
        assert_true(text_is_clean(demo_specials[i].first, strlen(demo_specials[i].first)));
        assert_true(text_is_clean(demo_specials[i].last, strlen(demo_specials[i].last)));
    }
    assert_true(has_mononym && has_long && has_decomposed);
}

/* The rooms of those in the house who are called so. */
static int
rooms_of(const struct census *census, const char *first, const char *last, const char *floors[4])
{
    int count = 0;

    for (size_t i = 0; i < census->reservations.count; i++) {
        const struct reservation *stay = &census->reservations.rows[i];

        if (stay->state != RESERVATION_STARTED)
            continue;
        for (size_t k = 0; k < census->customers.count; k++) {
            const struct customer *customer = &census->customers.rows[k];

            if (!uuid_equal(customer->id, stay->account_id)
                || strcmp(customer->first_name, first) != 0
                || strcmp(customer->last_name, last) != 0)
                continue;
            for (size_t r = 0; r < census->resources.count; r++)
                if (uuid_equal(census->resources.rows[r].id, stay->resource_id) && count < 4)
                    floors[count++] = census->resources.rows[r].floor;
        }
    }
    return count;
}

static void
namesakes_are_in_the_house_two_on_one_floor(void **state)
{
    const char *floors[4] = {0};
    struct census census;

    (void)state;
    census_take(&census, house(120), CENSUS_PLAIN, NULL);
    assert_true(rooms_of(&census, "Jana", "Dvořáková", floors) >= 2);
    assert_true(rooms_of(&census, "Jan", "Novák", floors) >= 2);
    assert_string_equal(floors[0], floors[1]);
    census_clear(&census);
}

static int
compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
emails_are_unique_and_some_are_a_channels(void **state)
{
    struct census census;
    const char **emails;
    size_t count = 0;
    size_t aliases = 0;

    (void)state;
    census_take(&census, house(120), CENSUS_PLAIN, NULL);
    emails = malloc(census.customers.count * sizeof(*emails));
    for (size_t i = 0; i < census.customers.count; i++) {
        const char *email = census.customers.rows[i].email;

        if (!email[0])
            continue;
        for (const char *c = email; *c; c++) // plain letters, so that a mailer takes them
            assert_true((unsigned char)*c > ' ' && (unsigned char)*c < 0x7f);
        aliases += strstr(email, "@guest.bedfinder.example") != NULL;
        emails[count++] = email;
    }
    qsort(emails, count, sizeof(*emails), compare_texts);
    for (size_t i = 1; i < count; i++)
        assert_string_not_equal(emails[i - 1], emails[i]);
    assert_true(count > 500 && aliases > 50);
    free(emails);
    census_clear(&census);
}

static void
some_profiles_double_others_by_a_slip(void **state)
{
    struct demo_config config = house(120);
    struct demo_hotel hotel;
    int used = 0;
    int twins = 0;

    (void)state;
    demo_hotel_init(&hotel, &config);
    for (size_t i = 0; i < hotel.guest_count; i++) {
        const struct demo_guest *guest = &hotel.guests[i];
        struct demo_person twin;
        struct demo_person person;

        used += guest->is_used;
        if (guest->twin_of == DEMO_NONE || !guest->is_used)
            continue;
        twins++;
        demo_person_describe(&hotel, (int32_t)i, &twin);
        demo_person_describe(&hotel, guest->twin_of, &person);
        assert_string_equal(twin.first, person.first);
        assert_int_equal(twin.birth_day, person.birth_day);
        assert_string_not_equal(twin.email, person.email);
    }
    assert_in_range(twins * 1000 / used, 8, 35);
    demo_hotel_clear(&hotel);
}

static void
a_family_shares_its_name_in_the_form_of_each(void **state)
{
    struct demo_config config = house(300);
    struct demo_hotel hotel;
    int families = 0;

    (void)state;
    demo_hotel_init(&hotel, &config);
    for (size_t i = 0; i < hotel.guest_count; i++) {
        struct demo_person head;
        struct demo_person person;

        if (hotel.guests[i].family_of == DEMO_NONE)
            continue;
        demo_person_describe(&hotel, hotel.guests[i].family_of, &head);
        demo_person_describe(&hotel, (int32_t)i, &person);
        assert_string_equal(head.country, person.country);
        if (head.is_female == person.is_female)
            assert_string_equal(head.last, person.last);
        families++;
    }
    assert_true(families > 50);
    demo_hotel_clear(&hotel);
}

static void
notes_hold_an_emoji_and_a_control_character(void **state)
{
    static const char *const keep[] = {"OrderNote", NULL};
    static const int rooms[] = {20, 120};

    (void)state;
    for (size_t k = 0; k < countof(rooms); k++) {
        struct census census;
        const json_t *note;
        size_t i;
        int emojis = 0;
        int bells = 0;

        census_take(&census, house(rooms[k]), CENSUS_PLAIN, keep);
        json_array_foreach(census_kept(&census, "OrderNote"), i, note)
        {
            const char *text = json_string_value(json_object_get(note, "Text"));

            emojis += strstr(text, "\xf0\x9f\xa5\x82") != NULL;
            bells += strchr(text, '\a') != NULL;
            assert_null(strpbrk(text, "{}")); // every slot was filled
        }
        assert_int_equal(emojis, 1);
        assert_int_equal(bells, 1);
        census_clear(&census);
    }
}

static void
classifications_are_as_often_as_in_a_city_hotel(void **state)
{
    struct census census;
    int returning = 0;
    int important = 0;
    int paymasters = 0;

    (void)state;
    census_take(&census, house(300), CENSUS_PLAIN, NULL);
    for (size_t i = 0; i < census.customers.count; i++) {
        uint32_t classes = census.customers.rows[i].classes;

        returning += classes >> CUSTOMER_RETURNING & 1;
        important += (classes >> CUSTOMER_IMPORTANT & 1) || (classes >> CUSTOMER_VERY_IMPORTANT & 1)
                     || (classes >> CUSTOMER_TOP_MANAGEMENT & 1);
        paymasters += classes >> CUSTOMER_PAYMASTER & 1;
    }
    assert_in_range(returning * 1000 / (int)census.customers.count, 140, 200);
    assert_in_range(important * 1000 / (int)census.customers.count, 10, 30);
    assert_int_equal(paymasters, 5); // one group for 60 rooms
    census_clear(&census);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everybody_of_the_list_is_there),
        cmocka_unit_test(twins_have_one_name_and_birth_date),
        cmocka_unit_test(the_list_tries_what_names_can_be),
        cmocka_unit_test(namesakes_are_in_the_house_two_on_one_floor),
        cmocka_unit_test(emails_are_unique_and_some_are_a_channels),
        cmocka_unit_test(some_profiles_double_others_by_a_slip),
        cmocka_unit_test(a_family_shares_its_name_in_the_form_of_each),
        cmocka_unit_test(notes_hold_an_emoji_and_a_control_character),
        cmocka_unit_test(classifications_are_as_often_as_in_a_city_hotel),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
