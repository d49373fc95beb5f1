/* The handshake's texts are those of RFC 6455. */
#include "api/base/websocket.h"
#include "tests/support/test.h"

static void
a_key_is_answered_as_the_rfc_says(void **state)
{
    char accept[WEBSOCKET_ACCEPT_SIZE];

    (void)state;
    websocket_accept("dGhlIHNhbXBsZSBub25jZQ==", accept);
    assert_string_equal(accept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

static void
new_keys_are_keys_and_differ(void **state)
{
    char first[WEBSOCKET_KEY_SIZE];
    char second[WEBSOCKET_KEY_SIZE];

    (void)state;
    websocket_key(first);
    websocket_key(second);
    assert_true(websocket_is_key(first));
    assert_true(websocket_is_key(second));
    assert_string_not_equal(first, second);
}

static void
other_texts_are_no_keys(void **state)
{
    static const char *const texts[] = {
        "",
        "dGhlIHNhbXBsZSBub25jZQ",
        "dGhlIHNhbXBsZSBub25jZQ=",
        "dGhlIHNhbXBsZSBub25jZQ===",
        "dGhlIHNhbXBsZSBub25j\nQ==",
        "dGhlIHNhbXBsZSBub25jZSEh",
        "========================",
    };

    (void)state;
    for (size_t i = 0; i < countof(texts); i++)
        check(!websocket_is_key(texts[i]), "%s", texts[i]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_is_answered_as_the_rfc_says),
        cmocka_unit_test(new_keys_are_keys_and_differ),
        cmocka_unit_test(other_texts_are_no_keys),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
