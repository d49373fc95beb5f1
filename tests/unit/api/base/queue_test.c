#include "api/base/queue.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>

#include "tests/support/test.h"

enum {
    GIVERS = 4,
    ITEMS = 20000,
    DEADLINE_MS = 60000,
};

struct item {
    int giver;
    int number;
};

struct giver {
    struct queue *queue;
    int number;
};

static bool
is_readable(const struct queue *queue, int timeout_ms)
{
    struct pollfd fd = {.fd = queue_fd(queue), .events = POLLIN};

    return poll(&fd, 1, timeout_ms) == 1;
}

static void *
give(void *context)
{
    struct giver *giver = context;

    for (int i = 0; i < ITEMS; i++) {
        struct item *item = malloc(sizeof(*item));

        *item = (struct item){giver->number, i};
        queue_put(giver->queue, item);
    }
    return NULL;
}

/* The taker sleeps on the descriptor alone: a lost wake-up would run into the deadline. */
static void
every_item_arrives_once_and_in_its_giver_s_order(void **state)
{
    struct queue *queue = queue_new();
    struct giver givers[GIVERS];
    pthread_t threads[GIVERS];
    int next[GIVERS] = {0};

    (void)state;
    for (int i = 0; i < GIVERS; i++) {
        givers[i] = (struct giver){queue, i};
        assert_int_equal(pthread_create(&threads[i], NULL, give, &givers[i]), 0);
    }
    for (int taken = 0; taken < GIVERS * ITEMS;) {
        struct item *item;

        assert_true(is_readable(queue, DEADLINE_MS));
        while ((item = queue_take(queue))) {
            assert_int_equal(item->number, next[item->giver]++);
            free(item);
            taken++;
        }
    }
    for (int i = 0; i < GIVERS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(next[i], ITEMS);
    }
    assert_null(queue_take(queue));
    queue_free(queue, NULL);
}

static void
descriptor_is_readable_while_something_waits(void **state)
{
    struct queue *queue = queue_new();
    int items[3];

    (void)state;
    assert_false(is_readable(queue, 0));
    for (int i = 0; i < 3; i++)
        queue_put(queue, &items[i]);
    for (int i = 0; i < 3; i++) {
        assert_true(is_readable(queue, 0));
        assert_ptr_equal(queue_take(queue), &items[i]);
    }
    assert_false(is_readable(queue, 0));
    assert_null(queue_take(queue));
    queue_put(queue, &items[0]);
    assert_true(is_readable(queue, 0));
    queue_free(queue, NULL);
}

static int disposed;

static void
count_and_free(void *item)
{
    disposed++;
    free(item);
}

static void
what_still_waits_is_disposed_of(void **state)
{
    struct queue *queue = queue_new();

    (void)state;
    disposed = 0;
    for (int i = 0; i < 5; i++)
        queue_put(queue, malloc(8));
    queue_free(queue, count_and_free);
    assert_int_equal(disposed, 5);
    queue_free(NULL, count_and_free);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_item_arrives_once_and_in_its_giver_s_order),
        cmocka_unit_test(descriptor_is_readable_while_something_waits),
        cmocka_unit_test(what_still_waits_is_disposed_of),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
