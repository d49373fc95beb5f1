/* Who is meant by what somebody says of a guest. */
#include "api/desk/guests.h"

#include "tests/support/house.h"
#include "tests/support/test.h"

static struct house house;

static void
put_guest(const char *id, const char *last, const char *first, const char *email, const char *phone)
{
    HOUSE_PUT(&house, customer, .id = house_id(id), .last_name = last, .first_name = first,
              .email = email, .phone = phone, .is_active = true);
}

static int
set_up(void **state)
{
    (void)state;
    house_open(&house, "2026-03-24T14:00:00Z");
    put_guest("jan", "Nov\xc3\xa1k", "Jan", "Jan@Example.org", "+420 602 123 456");
    put_guest("eva", "Nov\xc3\xa1kov\xc3\xa1", "Eva", "", "00420 602-123-999");
    put_guest("mono", "Sukarno", "", "", "");
    put_guest("nguyen", "Nguy\xe1\xbb\x85n", "Th\xe1\xbb\x8b \xc3\x81nh", "", "");
    HOUSE_PUT(&house, customer, .id = house_id("gone"), .last_name = "Nov\xc3\xa1k",
              .first_name = "Gone");
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    house_close(&house);
    return 0;
}

/* what is said, the best match ("": none), how it fits, how many fit */
static const struct {
    const char *text, *best;
    enum guest_fit fit;
    size_t count;
} rows[] = {
    {"nov", "jan", GUEST_FITS_PART, 2},
    {"NOVAK", "jan", GUEST_FITS_LAST_NAME, 2},
    {"novak, jan", "jan", GUEST_FITS_WHOLE, 1},
    {"Jan Nov\xc3\xa1k", "jan", GUEST_FITS_WHOLE, 1},
    {"novak, petr", "", GUEST_FITS_NOT, 0},
    {"novakova", "eva", GUEST_FITS_LAST_NAME, 1},
    {"sukarno", "mono", GUEST_FITS_WHOLE, 1},
    {"nguyen, thi anh", "nguyen", GUEST_FITS_WHOLE, 1},
    {"jan@example.org", "jan", GUEST_FITS_WHOLE, 1},
    {"602 123 456", "jan", GUEST_FITS_WHOLE, 1},
    {"+420602123999", "eva", GUEST_FITS_WHOLE, 1},
    {"12345", "", GUEST_FITS_NOT, 0},
    {"n", "", GUEST_FITS_NOT, 0},
    {"", "", GUEST_FITS_NOT, 0},
};

static void
guests_are_known_by_name_mail_and_phone(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct guest_match matches[GUEST_MATCHES];
        size_t count = guests_find(&house.desk, rows[i].text, matches);

        check(count == rows[i].count, "%s: %zu", rows[i].text, count);
        if (!count)
            continue;
        check(uuid_equal(matches[0].guest->id, house_id(rows[i].best)), "%s: %s", rows[i].text,
              matches[0].guest->last_name);
        check(matches[0].fit == rows[i].fit, "%s: %d", rows[i].text, (int)matches[0].fit);
    }
}

static void
no_more_are_found_than_there_is_place_for(void **state)
{
    struct guest_match matches[GUEST_MATCHES];
    char name[32];

    (void)state;
    for (int i = 0; i < 2 * GUEST_MATCHES; i++) {
        snprintf(name, sizeof(name), "Crowd%02d", 2 * GUEST_MATCHES - i);
        put_guest(name, name, "", "", "");
    }
    assert_int_equal(guests_find(&house.desk, "crowd", matches), GUEST_MATCHES);
    assert_string_equal(matches[0].guest->last_name, "Crowd01");
}

static void
the_comma_parts_last_and_first_name(void **state)
{
    static const char *const names[][3] = {
        {"Novak, Jan", "Novak", "Jan"},
        {"  van der Berg ,  Els ", "van der Berg", "Els"},
        {"Sukarno", "Sukarno", ""},
        {"Jan Novak", "Jan Novak", ""},
        {",", "", ""},
        {"", "", ""},
    };

    (void)state;
    for (size_t i = 0; i < countof(names); i++) {
        struct guest_name name = guest_name_of(names[i][0]);

        assert_string_equal(name.last, names[i][1]);
        assert_string_equal(name.first, names[i][2]);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(guests_are_known_by_name_mail_and_phone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_more_are_found_than_there_is_place_for, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_comma_parts_last_and_first_name, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
