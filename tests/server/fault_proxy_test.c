/* The fault proxy of the tests does what it is told, and counts it. */
#include "tests/support/stand.h"

#include <pthread.h>

#include "tests/support/property.h"
#include "tests/support/test.h"

#define SERVICES "services/getAll"

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

static struct stand stand;
static struct server_process through; /* the server, by the proxy */

static int
set_up(void **state)
{
    (void)state;
    stand_open(&stand, "");
    through = stand.server;
    snprintf(through.url, sizeof(through.url), "unix:%s/proxy", stand.folder.path);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    stand_close(&stand);
    return 0;
}

struct seen {
    int status;
    size_t length;
    bool is_json;
    size_t passed; /* how often the server saw it whole */
};

static struct seen
ask(const char *body)
{
    size_t before = fault_proxy_passed(stand.proxy, SERVICES);
    struct reply reply = server_call(&through, SERVICES, body);
    struct seen seen = {reply.status, strlen(reply.text), reply.json != NULL,
                        fault_proxy_passed(stand.proxy, SERVICES) - before};

    reply_free(&reply);
    return seen;
}

static void
each_fault_is_what_it_says(void **state)
{
    const struct seen whole = ask(EVERYTHING);
    const struct {
        const char *what;
        struct fault fault;
        struct seen seen;
    } rows[] = {
        {"an answer", {.status = 418, .body = "tea"}, {418, 3, false, 0}},
        {"another instead", {.kind = FAULT_INSTEAD, .status = 500}, {500, 2, true, 1}},
        {"half a request", {.kind = FAULT_CUT_REQUEST, .at = 100}, {0, 0, false, 0}},
        {"no answer", {.kind = FAULT_CUT_ANSWER}, {0, 0, false, 1}},
        {"noise", {.kind = FAULT_GARBLE}, {200, whole.length, false, 1}},
        {"a short body", {.kind = FAULT_SHORTEN, .at = 10}, {200, 10, false, 1}},
        {"another operation's", {.path = "bills/getAll", .status = 418}, whole},
        {"another request's", {.told = "nobody says this", .status = 418}, whole},
    };

    (void)state;
    assert_int_equal(whole.status, 200);
    assert_int_equal(whole.passed, 1);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct seen seen;

        fault_proxy_add(stand.proxy, rows[i].fault);
        seen = ask(EVERYTHING);
        check(seen.status == rows[i].seen.status, "%s: %d", rows[i].what, seen.status);
        check(seen.length == rows[i].seen.length, "%s: %zu", rows[i].what, seen.length);
        check(seen.is_json == rows[i].seen.is_json, "%s", rows[i].what);
        check(seen.passed == rows[i].seen.passed, "%s: %zu", rows[i].what, seen.passed);
        fault_proxy_heal(stand.proxy);
    }
}

static void
rules_count(void **state)
{
    (void)state;
    fault_proxy_add(stand.proxy, (struct fault){.status = 418, .skip = 1, .times = 2});
    assert_int_equal(ask(EVERYTHING).status, 200);
    assert_int_equal(ask(EVERYTHING).status, 418);
    assert_int_equal(ask(EVERYTHING).status, 418);
    assert_int_equal(ask(EVERYTHING).status, 200);
    assert_true(fault_proxy_was_told(stand.proxy, SERVICES, "\"Count\":1000"));
    assert_false(fault_proxy_was_told(stand.proxy, SERVICES, "\"Count\":7"));
    fault_proxy_heal(stand.proxy);
}

/* Beside the call, which waits meanwhile: sees that the server was asked, or not yet. */
struct witness {
    size_t asked;
    size_t passed; /* before the release */
};

static void *
release_request(void *context)
{
    struct witness *witness = context;

    fault_proxy_wait(stand.proxy, NULL, witness->asked + 1);
    witness->passed = fault_proxy_passed(stand.proxy, NULL);
    fault_proxy_release(stand.proxy);
    return NULL;
}

static void *
release_answer(void *context)
{
    struct witness *witness = context;

    fault_proxy_wait_passed(stand.proxy, NULL, witness->passed + 1);
    fault_proxy_heal(stand.proxy);
    return NULL;
}

static void
what_is_held_waits_for_its_release(void **state)
{
    struct witness witness = {.asked = fault_proxy_asked(stand.proxy, NULL)};
    size_t passed = fault_proxy_passed(stand.proxy, NULL);
    pthread_t thread;

    (void)state;
    fault_proxy_add(stand.proxy, (struct fault){.kind = FAULT_HOLD_REQUEST, .times = 1});
    assert_int_equal(pthread_create(&thread, NULL, release_request, &witness), 0);
    assert_int_equal(ask(EVERYTHING).status, 200);
    pthread_join(thread, NULL);
    assert_int_equal(witness.passed, passed);
    witness.passed = fault_proxy_passed(stand.proxy, NULL);
    fault_proxy_add(stand.proxy, (struct fault){.kind = FAULT_HOLD_ANSWER, .times = 1});
    assert_int_equal(pthread_create(&thread, NULL, release_answer, &witness), 0);
    assert_int_equal(ask(EVERYTHING).status, 200);
    pthread_join(thread, NULL);
}

static void
it_can_be_gone_for_a_while(void **state)
{
    (void)state;
    fault_proxy_leave(stand.proxy);
    assert_int_equal(ask(EVERYTHING).status, 0);
    fault_proxy_return(stand.proxy);
    assert_int_equal(ask(EVERYTHING).status, 200);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_fault_is_what_it_says),
        cmocka_unit_test(rules_count),
        cmocka_unit_test(what_is_held_waits_for_its_release),
        cmocka_unit_test(it_can_be_gone_for_a_while),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
