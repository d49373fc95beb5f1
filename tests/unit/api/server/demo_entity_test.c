/* Entities as JSON: whole, and found by the names of their types. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/base/error.h"
#include "api/server/demo_entity.h"

static void
types_are_found_by_name(void **state)
{
    (void)state;
    assert_string_equal(object_type_find("Reservation")->name, "Reservation");
    assert_string_equal(object_type_find("VoucherAssignment")->name, "VoucherAssignment");
    assert_null(object_type_find("reservation"));
    assert_null(object_type_find(".RatePrice"));
    assert_null(object_type_find(""));
}

static bool
look(void *context, const char *type, json_t *entity, struct error *err)
{
    json_t *expected = context;

    assert_string_equal(type, "Companionship");
    if (json_equal(entity, expected))
        return true;
    return error_set(err, ERROR_DEFECT, "Not as expected.");
}

static void
members_that_were_not_set_are_null(void **state)
{
    struct uuid id = {.bytes = {1}};
    json_t *expected =
        json_pack("{s:s, s:n}", "Id", "01000000-0000-0000-0000-000000000000", "ReservationId");
    struct error err = {0};
    struct demo_sink sink = {.emit = look, .context = expected, .err = &err};

    (void)state;
    entity_emit(&sink, "Companionship", entity_new(id));
    assert_false(sink.has_failed);
    json_decref(expected);
}

static void
nothing_is_emitted_after_a_refusal(void **state)
{
    struct error err = {0};
    json_t *expected = json_object();
    struct demo_sink sink = {.emit = look, .context = expected, .err = &err};

    (void)state;
    entity_emit(&sink, "Companionship", entity_new((struct uuid){.bytes = {1}}));
    assert_true(sink.has_failed);
    entity_emit(&sink, "Reservation", json_object()); // look() would fail the test
    assert_string_equal(err.text, "Not as expected.");
    json_decref(expected);
}

static void
values_have_the_form_of_the_api(void **state)
{
    static const struct demo_texts texts = {"a", "b", "c", "d", "e"};
    json_t *entity = json_object();
    char *text;

    (void)state;
    entity_text(entity, "T", NULL);
    entity_uuid(entity, "U", (struct uuid){0});
    entity_time(entity, "I", (struct instant){0});
    entity_time(entity, "J", (struct instant){1774339200000});
    entity_decimal(entity, "D", -298050, 2);
    entity_decimal(entity, "E", 300, 2);
    entity_texts(entity, "N", &texts);
    text = codec_print(entity);
    assert_string_equal(text, "{\"T\":null,\"U\":null,\"I\":null,\"J\":\"2026-03-24T08:00:00Z\","
                              "\"D\":-2980.5,\"E\":3,\"N\":{\"en-US\":\"a\",\"de-DE\":\"b\","
                              "\"fr-FR\":\"c\",\"cs-CZ\":\"d\",\"es-ES\":\"e\"}}");
    free(text);
    json_decref(entity);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_are_found_by_name),
        cmocka_unit_test(members_that_were_not_set_are_null),
        cmocka_unit_test(nothing_is_emitted_after_a_refusal),
        cmocka_unit_test(values_have_the_form_of_the_api),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
