/* Errands are done elsewhere, and told here. */
#include "api/base/errand.h"

#include <poll.h>
#include <pthread.h>
#include <semaphore.h>

#include "api/base/error.h"
#include "tests/support/test.h"

struct job {
    sem_t may_end;
    pthread_t worked_in;
    bool is_worked;
    bool is_told;
};

static void
work(void *context)
{
    struct job *job = context;

    while (sem_wait(&job->may_end) != 0)
        continue;
    job->worked_in = pthread_self();
    job->is_worked = true;
}

static void
over(void *context)
{
    struct job *job = context;

    job->is_told = job->is_worked;
}

static void
begin(struct errands *errands, struct job *job)
{
    struct error err = {0};

    *job = (struct job){0};
    sem_init(&job->may_end, 0, 0);
    check(errand_begin(errands, work, over, job, &err), "%s", err.text);
}

static void
wait_one(struct errands *errands)
{
    struct pollfd waiting = {.fd = errands_fd(errands), .events = POLLIN};

    assert_int_equal(poll(&waiting, 1, 60000), 1);
    errands_serve(errands);
}

static void
one_that_hangs_holds_up_no_other(void **state)
{
    struct errands *errands = errands_new();
    struct job slow;
    struct job fast;

    (void)state;
    begin(errands, &slow);
    begin(errands, &fast);
    assert_int_equal(errands_count(errands), 2);
    sem_post(&fast.may_end);
    wait_one(errands);
    assert_true(fast.is_told);
    assert_false(pthread_equal(fast.worked_in, pthread_self()));
    assert_false(slow.is_told);
    assert_int_equal(errands_count(errands), 1);
    errands_serve(errands); // nothing is over
    sem_post(&slow.may_end);
    wait_one(errands);
    assert_true(slow.is_told);
    assert_int_equal(errands_count(errands), 0);
    errands_free(errands);
    sem_destroy(&slow.may_end);
    sem_destroy(&fast.may_end);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_that_hangs_holds_up_no_other),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
