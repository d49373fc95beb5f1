/*
 * A desk that is killed at any step of a payment or split, and a server that is killed at any step
 * of its commit: the payment is made once, and its outcome is told; the split can be finished.
 * Steps are counted, so each has its turn; with FRONTDESK_SOAK all are tried, else every so many.
 */
#include <signal.h>
#include <stdlib.h>

#include "tests/support/property.h"
#include "tests/support/test.h"
#include "tests/support/till.h"

enum {
    SAMPLES = 12
};

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

/* From the entry in the journal, or the request on the server, on. */
#define FROM_PAYMENT "payments/addExternal"

static int
stride(int steps)
{
    return getenv("FRONTDESK_SOAK") || steps < SAMPLES ? 1 : steps / SAMPLES;
}

/* How results fall together takes more steps or fewer: it may be over before one of the last. */
static void
check_killed(const struct program_end *end, const struct steps *steps, int most, const char *what)
{
    bool may_be_over = steps->kill > most - most / 5;

    check(end->status == 128 + SIGKILL || (may_be_over && end->status == 0), "%s: %d\n%s", what,
          end->status, end->out);
}

/* `most`: how many steps there are, as far as that is known. */
static void
pay(struct till *till, const struct steps *steps, int most, const char *what)
{
    struct program_life life = till_begin_pay(till, steps);
    struct program_end end = program_finish(&life);

    if (steps->kill)
        check_killed(&end, steps, most, what);
    till_judge(till, &end, what);
}

static void
a_desk_may_be_killed_at_any_step(void **state)
{
    struct steps steps = {.from = FROM_PAYMENT};
    char count[128];
    char what[64];
    struct till till;
    int most;

    (void)state;
    till_open(&till);
    till_new_desk(&till);
    steps.count = till_path(&till, "count", count);
    pay(&till, &steps, 0, "not killed");
    most = till_steps(count);
    check(most > 10, "%d steps", most);
    for (steps.kill = 1; steps.kill <= most; steps.kill += stride(most)) {
        snprintf(what, sizeof(what), "killed at step %d of %d", steps.kill, most);
        till_new_desk(&till);
        pay(&till, &steps, most, what);
    }
    print_message("a desk: %d steps\n", most);
    till_close(&till);
}

/* Its folder is there, with what the start left; from there on only what is synced stays. */
static void
pay_until_power_cut(struct till *till, struct steps *steps, const char *what)
{
    struct program_life life;
    struct program_end end;

    till_new_desk(till);
    end = till_run(till, (const char *const[]){"journal", NULL});
    assert_int_equal(end.status, 0);
    program_end_clear(&end);
    till_keep_desk(till, steps->durable);
    life = till_begin_pay(till, steps);
    end = program_finish(&life);
    till_cut_power(till, steps->durable);
    till_judge(till, &end, what);
}

static void
the_power_may_be_cut_at_any_step(void **state)
{
    struct steps steps = {.from = FROM_PAYMENT};
    char count[128];
    char durable[128];
    char what[64];
    struct till till;
    int most;

    (void)state;
    till_open(&till);
    steps.count = till_path(&till, "count", count);
    steps.durable = till_path(&till, "durable", durable);
    pay_until_power_cut(&till, &steps, "behind the end");
    most = till_steps(count);
    for (steps.kill = 1; steps.kill <= most; steps.kill += stride(most)) {
        snprintf(what, sizeof(what), "power cut at step %d of %d", steps.kill, most);
        pay_until_power_cut(&till, &steps, what);
    }
    print_message("power: %d steps\n", most);
    till_close(&till);
}

/* The server dies under a payment, and is started anew. */
static void
pay_at(struct till *till, const struct steps *steps, const char *what)
{
    struct program_life life;
    struct program_end end;

    till_end_server(till);
    till_serve(till, steps);
    till_new_desk(till);
    life = till_begin_pay(till, NULL);
    end = program_finish(&life);
    till_end_server(till);
    till_serve(till, NULL);
    till_judge(till, &end, what);
}

static void
a_server_may_be_killed_at_any_step(void **state)
{
    struct steps steps = {.from = FROM_PAYMENT};
    char count[128];
    char what[64];
    struct till till;
    int most;

    (void)state;
    till_open(&till);
    steps.count = till_path(&till, "count", count);
    pay_at(&till, &steps, "not killed");
    most = till_steps(count);
    check(most > 3, "%d steps", most);
    for (steps.kill = 1; steps.kill <= most; steps.kill += stride(most)) {
        snprintf(what, sizeof(what), "server killed at step %d of %d", steps.kill, most);
        pay_at(&till, &steps, what);
    }
    print_message("a server: %d steps\n", most);
    till_close(&till);
}

/* Splits */

static size_t
count_lines(const struct till *till, const char *bill)
{
    json_t *answer = server_ask(&till->server, "orderItems/getAll",
                                PAGE("AccountIds"
                                     : ["$guest5"]));
    struct uuid wanted = property_id(bill ? bill : "none");
    char id[UUID_TEXT_SIZE];
    size_t count = 0;
    size_t i;
    json_t *row;

    uuid_text(wanted, id);
    json_array_foreach(json_object_get(answer, "OrderItems"), i, row)
    {
        const char *on = json_string_value(json_object_get(row, "BillId"));

        count += !bill || (on && strcmp(on, id) == 0);
    }
    json_decref(answer);
    return count;
}

/* What reading didn't find was not done: the server has been idle since. */
static void
deny_unknowns(const struct till *till)
{
    struct program_end end = till_run(till, (const char *const[]){"journal unknown", NULL});
    json_t *line = json_loads(end.out, 0, NULL);
    char command[64];
    size_t i;
    json_t *row;

    json_array_foreach(json_object_get(line, "Result"), i, row)
    {
        struct program_end denied;

        snprintf(command, sizeof(command), "found %lld undone",
                 (long long)json_integer_value(json_object_get(row, "number")));
        denied = till_run(till, (const char *const[]){command, NULL});
        check(denied.status == 0, "%s: %s", command, denied.out);
        program_end_clear(&denied);
    }
    json_decref(line);
    program_end_clear(&end);
}

/*
 * Each split leaves two lines on the bill and one on another: all of it, or nothing. Returns
 * whether it had to be finished.
 */
static bool
judge_split(const struct till *till, const char *what)
{
    struct program_end end;
    bool was_half;
    size_t all;

    fault_proxy_heal(till->proxy);
    till_drain(till);
    deny_unknowns(till);
    end = till_run(till, (const char *const[]){"finish 106", NULL});
    check(end.status == 0 || strstr(end.out, "No split was interrupted"), "%s: %s", what, end.out);
    was_half = end.status == 0;
    program_end_clear(&end);
    all = count_lines(till, NULL);
    check(all - 2 == 2 * (all - count_lines(till, "bill5")), "%s: %zu lines, %zu on the bill", what,
          all, count_lines(till, "bill5"));
    return was_half;
}

static bool
split(struct till *till, const struct steps *steps, int most, const char *what)
{
    struct program_life life =
        till_begin(till, steps, (const char *const[]){"split 106/1.1 1 new", NULL});
    struct program_end end = program_finish(&life);

    if (steps->kill)
        check_killed(&end, steps, most, what);
    else
        check(end.status == 0, "%s: %d\n%s", what, end.status, end.out);
    program_end_clear(&end);
    return judge_split(till, what);
}

static void
a_split_that_was_killed_at_any_step_can_be_finished(void **state)
{
    struct steps steps = {.from = "orders/add"};
    char count[128];
    char what[64];
    struct till till;
    size_t halves = 0;
    int most;

    (void)state;
    till_open(&till);
    till_new_desk(&till);
    steps.count = till_path(&till, "count", count);
    check(!split(&till, &steps, 0, "not killed"), "a whole one is finished");
    most = till_steps(count);
    check(most > 10, "%d steps", most);
    for (steps.kill = 1; steps.kill <= most; steps.kill += stride(most)) {
        snprintf(what, sizeof(what), "killed at step %d of %d", steps.kill, most);
        till_new_desk(&till);
        halves += split(&till, &steps, most, what);
    }
    check(halves > 0, "none of %d steps leaves a half", most);
    print_message("a split: %d steps, finished %zu times\n", most, halves);
    till_close(&till);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_desk_may_be_killed_at_any_step),
        cmocka_unit_test(a_split_that_was_killed_at_any_step_can_be_finished),
        cmocka_unit_test(the_power_may_be_cut_at_any_step),
        cmocka_unit_test(a_server_may_be_killed_at_any_step),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
