#include "tui/keymap.h"

#include "tests/support/test.h"

static const char *const contexts[] = {"arrivals", "list", "global", NULL};

static struct key
key(const char *name)
{
    struct key parsed = {0};

    check(key_parse(name, &parsed), "%s", name);
    return parsed;
}

static struct keymap *
sample(void)
{
    struct keymap *keymap = keymap_new();

    keymap_bind(keymap, "list", key("Down"), "down");
    keymap_bind(keymap, "global", key("F1"), "help");
    keymap_bind(keymap, "arrivals", key("i"), "in .");
    keymap_bind(keymap, "list", key("i"), "inside");
    keymap_bind(keymap, "other", key("x"), "cross");
    return keymap;
}

static void
the_nearest_context_wins(void **state)
{
    static const struct {
        const char *key;
        const char *line; /* NULL: nothing */
    } rows[] = {{"i", "in ."}, {"Down", "down"}, {"F1", "help"}, {"x", NULL}, {"I", NULL}};
    struct keymap *keymap = sample();

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        const struct binding *binding = keymap_find(keymap, contexts, key(rows[i].key));

        if (rows[i].line)
            check_text(binding ? binding->line : "(none)", rows[i].line, "%s", rows[i].key);
        else
            check(!binding, "%s", rows[i].key);
    }
    keymap_free(keymap);
}

static void
binding_again_replaces_and_unbinding_uncovers(void **state)
{
    struct keymap *keymap = sample();

    (void)state;
    keymap_bind(keymap, "arrivals", key("i"), "other .");
    assert_string_equal(keymap_find(keymap, contexts, key("i"))->line, "other .");
    keymap_bind(keymap, "arrivals", key("i"), NULL);
    assert_string_equal(keymap_find(keymap, contexts, key("i"))->line, "inside");
    keymap_bind(keymap, "arrivals", key("i"), NULL);
    assert_string_equal(keymap_at(keymap, 0)->line, "down");
    assert_string_equal(keymap_at(keymap, 3)->line, "cross");
    assert_null(keymap_at(keymap, 4));
    keymap_free(keymap);
}

static void
the_key_of_a_command_is_one_that_runs_it(void **state)
{
    struct keymap *keymap = sample();
    struct key found = {0};

    (void)state;
    assert_true(keymap_key_of(keymap, contexts, "in", &found));
    assert_int_equal(found.code, 'i');
    assert_false(keymap_key_of(keymap, contexts, "inside", &found)); // covered by the nearer one
    assert_false(keymap_key_of(keymap, contexts, "cross", &found));
    assert_false(keymap_key_of(keymap, contexts, "hel", &found));
    assert_true(keymap_key_of(keymap, contexts, "help", &found));
    assert_int_equal(found.code, KEYCODE_F1);
    keymap_free(keymap);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_context_wins),
        cmocka_unit_test(binding_again_replaces_and_unbinding_uncovers),
        cmocka_unit_test(the_key_of_a_command_is_one_that_runs_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
