#include "tui/card.h"

#include "tests/support/test.h"
#include "tui/card_state.h"
#include "tui/screen_state.h"

/* A screen without a terminal, and a card on it that shows an amount. */
struct fixture {
    struct loop *loop;
    struct screen *screen;
    struct card *card;
    const char *amount;
    char acted[64];
    int closed;
};

static void
build(struct card *card)
{
    const struct fixture *fixture = card_context(card);

    card_reset(card);
    card_line(card, STYLE_NORMAL, "Due", "%s", fixture->amount);
    card_field(card, "given", "Given", INPUT_AMOUNT, "10");
    card_field(card, "reason", "Reason", INPUT_LINE, "");
    card_action(card, (struct key){KEYCODE_ENTER}, "pay");
    card_guard(card);
}

/* What is due follows what is given, as change does. */
static void
changed(struct card *card)
{
    struct fixture *fixture = card_context(card);

    fixture->amount = card_text(card, "given");
    build(card);
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct fixture *fixture = card_context(card);

    (void)key;
    if (strcmp(card_text(card, "given"), "13") == 0)
        return error_set(err, ERROR_REFUSED, "Not 13.");
    strcpy(fixture->acted, card_text(card, "given"));
    return true;
}

static void
closed(struct card *card)
{
    ((struct fixture *)card_context(card))->closed++;
}

static const struct card_class class = {.changed = changed, .act = act, .close = closed};

static void
start(struct fixture *fixture)
{
    struct screen_config config = {0};
    struct error err;

    *fixture = (struct fixture){.loop = loop_new(NULL, &err), .amount = "40"};
    config.loop = fixture->loop;
    fixture->screen = screen_new(&config);
    fixture->card = card_open(fixture->screen, &class, "Pay", fixture);
    build(fixture->card);
}

static void
stop(struct fixture *fixture)
{
    screen_free(fixture->screen);
    loop_free(fixture->loop);
    assert_int_equal(fixture->closed, 1);
}

static void
press(struct fixture *fixture, const char *name)
{
    struct key key;

    check(key_parse(name, &key), "%s", name);
    assert_true(card_key(fixture->card, key, ""));
}

static void
a_guarded_card_takes_what_was_typed_on_seeing_it(void **state)
{
    struct fixture fixture;

    (void)state;
    start(&fixture);
    assert_false(card_may_take(fixture.card, 7));
    card_drawn(fixture.card, 8);
    assert_false(card_may_take(fixture.card, 7)); // read when frame 7 was the last
    assert_true(card_may_take(fixture.card, 8));
    stop(&fixture);
}

static void
an_unguarded_card_takes_everything(void **state)
{
    struct fixture fixture;

    (void)state;
    start(&fixture);
    card_reset(fixture.card);
    assert_true(card_may_take(fixture.card, 0));
    stop(&fixture);
}

static void
facts_that_change_want_to_be_seen_again(void **state)
{
    struct fixture fixture;

    (void)state;
    start(&fixture);
    card_drawn(fixture.card, 8);
    assert_true(card_may_take(fixture.card, 8));
    build(fixture.card); // a refresh that brings nothing new
    assert_true(card_may_take(fixture.card, 8));
    fixture.amount = "50";
    build(fixture.card);
    assert_false(card_may_take(fixture.card, 8));
    card_drawn(fixture.card, 9);
    assert_false(card_may_take(fixture.card, 8));
    assert_true(card_may_take(fixture.card, 9));
    stop(&fixture);
}

static void
facts_that_follow_the_user_s_typing_do_not(void **state)
{
    struct fixture fixture;

    (void)state;
    start(&fixture);
    card_drawn(fixture.card, 8);
    assert_true(card_may_take(fixture.card, 8));
    press(&fixture, "5");
    assert_string_equal(fixture.amount, "5");
    assert_true(card_may_take(fixture.card, 8));
    press(&fixture, "0");
    assert_true(card_may_take(fixture.card, 8));
    press(&fixture, "Enter");
    assert_string_equal(fixture.acted, "50");
    stop(&fixture);
}

static void
a_card_that_loads_was_never_seen(void **state)
{
    struct fixture fixture;

    (void)state;
    start(&fixture);
    card_loading(fixture.card, "Loading");
    card_drawn(fixture.card, 8);
    card_loading(fixture.card, NULL);
    assert_false(card_may_take(fixture.card, 8));
    card_drawn(fixture.card, 9);
    assert_true(card_may_take(fixture.card, 9));
    stop(&fixture);
}

static void
what_was_typed_outlives_a_rebuild_and_proposals_do_not(void **state)
{
    struct fixture fixture;

    (void)state;
    start(&fixture);
    press(&fixture, "Tab");
    press(&fixture, "x");
    card_reset(fixture.card);
    card_field(fixture.card, "reason", "Reason", INPUT_LINE, "");
    card_field(fixture.card, "given", "Given", INPUT_AMOUNT, "20");
    assert_string_equal(card_text(fixture.card, "reason"), "x");
    assert_string_equal(card_text(fixture.card, "given"), "20");
    card_reset(fixture.card);
    assert_string_equal(card_text(fixture.card, "reason"), ""); // it isn't shown
    card_field(fixture.card, "reason", "Reason", INPUT_LINE, "");
    assert_string_equal(card_text(fixture.card, "reason"), "x");
    stop(&fixture);
}

static void
many_fields_never_overflow(void **state)
{
    struct fixture fixture;

    (void)state;
    start(&fixture);
    for (int round = 0; round < 3; round++) {
        card_reset(fixture.card);
        for (int i = 0; i < CARD_FIELDS + 4; i++) {
            char name[16];

            snprintf(name, sizeof(name), "%d-%d", round, i);
            card_field(fixture.card, name, name, INPUT_LINE, name);
            card_field(fixture.card, name, name, INPUT_LINE, name); // twice is once
        }
        assert_int_equal(fixture.card->field_count, CARD_FIELDS);
    }
    assert_string_equal(card_text(fixture.card, "2-15"), "2-15");
    assert_string_equal(card_text(fixture.card, "1-15"), "");
    stop(&fixture);
}

static void
a_refusal_stays_in_the_card_until_a_key(void **state)
{
    struct fixture fixture;

    (void)state;
    start(&fixture);
    press(&fixture, "1");
    press(&fixture, "3");
    press(&fixture, "Enter");
    assert_string_equal(fixture.card->error, "Not 13.");
    assert_string_equal(fixture.acted, "");
    press(&fixture, "Backspace");
    assert_null(fixture.card->error);
    stop(&fixture);
}

static void
options_are_picked_by_digits_and_arrows(void **state)
{
    static const struct {
        const char *keys; /* by name, a blank between */
        const char *picked;
    } rows[] = {
        {"", "101"},       {"Down", "102"},     {"Down Down Down Down", "B3"},
        {"End Up", "210"}, {"2", "210"},        {"2 1 0", "210"},
        {"1 0 2", "102"},  {"3", "B3"},         {"Up", "101"},
        {"PgDn", "B3"},    {"End Home", "101"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct fixture fixture;
        char keys[64];
        char *rest = NULL;

        start(&fixture);
        fixture.card->class = &(const struct card_class){.close = closed};
        card_reset(fixture.card);
        card_option(fixture.card, "101", STYLE_NORMAL, "one");
        card_option(fixture.card, "102", STYLE_NORMAL, "two");
        card_option(fixture.card, "210", STYLE_NORMAL, "three");
        card_option(fixture.card, "B3", STYLE_NORMAL, "four");
        strcpy(keys, rows[i].keys);
        for (char *key = strtok_r(keys, " ", &rest); key; key = strtok_r(NULL, " ", &rest))
            press(&fixture, key);
        check_text(card_picked(fixture.card), rows[i].picked, "%s", rows[i].keys);
        stop(&fixture);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_guarded_card_takes_what_was_typed_on_seeing_it),
        cmocka_unit_test(an_unguarded_card_takes_everything),
        cmocka_unit_test(facts_that_change_want_to_be_seen_again),
        cmocka_unit_test(facts_that_follow_the_user_s_typing_do_not),
        cmocka_unit_test(a_card_that_loads_was_never_seen),
        cmocka_unit_test(what_was_typed_outlives_a_rebuild_and_proposals_do_not),
        cmocka_unit_test(many_fields_never_overflow),
        cmocka_unit_test(a_refusal_stays_in_the_card_until_a_key),
        cmocka_unit_test(options_are_picked_by_digits_and_arrows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
