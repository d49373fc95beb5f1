#include "api/base/thread.h"

#include <pthread.h>

#include "tests/support/test.h"

struct seen {
    bool ui;
    bool worker;
    char name[16];
};

static void *
be_worker(void *context)
{
    struct seen *seen = context;

    thread_name(THREAD_WORKER);
    seen->ui = thread_is(THREAD_UI);
    seen->worker = thread_is(THREAD_WORKER);
    pthread_getname_np(pthread_self(), seen->name, sizeof(seen->name));
    return NULL;
}

/* A thread that has not said what it is may do everything: tests call what is bound to one. */
static void
role_belongs_to_the_thread_that_said_it(void **state)
{
    struct seen seen = {0};
    pthread_t thread;

    (void)state;
    assert_true(thread_is(THREAD_UI));
    assert_true(thread_is(THREAD_STORAGE));
    assert_int_equal(pthread_create(&thread, NULL, be_worker, &seen), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_false(seen.ui);
    assert_true(seen.worker);
    assert_string_equal(seen.name, "fd-worker");
    assert_true(thread_is(THREAD_UI));
    thread_name(THREAD_UI);
    assert_true(thread_is(THREAD_UI));
    assert_false(thread_is(THREAD_WORKER));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(role_belongs_to_the_thread_that_said_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
