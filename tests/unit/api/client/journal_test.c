/* The journal of writes: on the disk first, unknown when its desk has died, never sent twice. */
#include "api/client/journal.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "api/base/error.h"
#include "api/client/fact.h"
#include "tests/support/cmocka.h"
#include "tests/support/desk.h"

/* In place of libc's, so that what SQLite brings to the disk is counted. */
static int synced;

int
fdatasync(int fd)
{
    synced++;
    return (int)syscall(SYS_fdatasync, fd);
}

int
fsync(int fd)
{
    synced++;
    return (int)syscall(SYS_fsync, fd);
}

struct place {
    char *folder;
    char *path;
    struct state *state;
};

static int
set_up(void **state)
{
    static struct place place;
    struct error err;

    place.folder = folder_fresh();
    place.path = folder_path(place.folder, "state.db");
    place.state = state_open(place.path, STATE_BY_FILE_SYSTEM, &err);
    *state = &place;
    return place.state ? 0 : 1;
}

static int
tear_down(void **state)
{
    struct place *place = *state;

    state_close(place->state);
    folder_drop(place->folder);
    free(place->path);
    return 0;
}

static const struct uuid bill = {{1, 2, 3}};
static const struct uuid other_bill = {{3, 2, 1}};

static struct request
payment(struct uuid subject)
{
    return (struct request){
        .operation = OP_payments_add_external,
        .intent = {.subject = subject,
                   .account = {{9}},
                   .nonce = "n-1",
                   .text = "pay 12.50 EUR cash",
                   .key = "p",
                   .amount = {{1250, 2}, "EUR"}},
    };
}

static int64_t
open_entry(struct state *state, const struct request *request, uint64_t body)
{
    struct error err;
    int64_t number;

    assert_true(journal_open(state, request, body, "anna", &number, &err));
    return number;
}

static enum journal_outcome
outcome_of(struct state *state, int64_t number)
{
    struct journal_entry entry;
    struct arena arena = {0};
    struct error err;

    assert_true(journal_read(state, number, &arena, &entry, &err));
    arena_clear(&arena);
    return entry.outcome;
}

static void
an_intent_is_on_the_disk_before_anything_is_sent(void **state)
{
    struct place *place = *state;
    struct request request = payment(bill);
    struct journal_entry entry;
    struct arena arena = {0};
    struct error err;
    int64_t number;
    int before;

    /* The first transaction syncs the new file's beginning; a fact then syncs nothing. */
    assert_true(fact_set(place->state, "a", "1", &err));
    before = synced;
    assert_true(fact_set(place->state, "a", "2", &err));
    assert_int_equal(synced, before);
    number = open_entry(place->state, &request, 7);
    assert_true(synced > before);
    assert_true(journal_read(place->state, number, &arena, &entry, &err));
    assert_int_equal(entry.outcome, JOURNAL_OPEN);
    assert_int_equal(entry.operation, OP_payments_add_external);
    assert_true(uuid_equal(entry.subject, bill));
    assert_int_equal(entry.account.bytes[0], 9);
    assert_int_equal(entry.amount.amount.units, 1250);
    assert_string_equal(entry.amount.currency, "EUR");
    assert_string_equal(entry.nonce, "n-1");
    assert_string_equal(entry.text, "pay 12.50 EUR cash");
    assert_string_equal(entry.key, "p");
    assert_string_equal(entry.user, "anna");
    assert_string_equal(entry.message, "");
    arena_clear(&arena);
}

static void
an_outcome_has_its_reason(void **state)
{
    struct place *place = *state;
    struct request request = payment(bill);
    struct error why = {.text = "No such type.", .request_id = "r-7"};
    struct journal_entry entry;
    struct arena arena = {0};
    struct error err;
    int64_t number = open_entry(place->state, &request, 7);

    assert_true(journal_close(place->state, number, JOURNAL_REFUSED, &why, &err));
    assert_true(journal_read(place->state, number, &arena, &entry, &err));
    assert_int_equal(entry.outcome, JOURNAL_REFUSED);
    assert_string_equal(entry.message, "No such type.");
    assert_string_equal(entry.request_id, "r-7");
    arena_clear(&arena);
}

static bool
is_refused(struct state *state, const struct request *request, uint64_t body)
{
    struct error err = {0};
    int64_t number;
    bool ok = journal_open(state, request, body, NULL, &number, &err);

    assert_true(ok || (err.kind == ERROR_REFUSED && strstr(err.text, "journal entry 1")));
    return !ok;
}

static void
what_is_unknown_is_not_sent_again(void **state)
{
    struct place *place = *state;
    struct request request = payment(bill);
    struct request elsewhere = payment(other_bill);
    struct request close = payment(bill);
    struct error err;
    int64_t number = open_entry(place->state, &request, 7);

    assert_false(is_refused(place->state, &request, 7)); // open is not unknown
    assert_true(journal_close(place->state, number, JOURNAL_UNKNOWN, NULL, &err));
    assert_true(is_refused(place->state, &request, 7));
    assert_true(is_refused(place->state, &request, 8)); // whatever the amount
    assert_false(is_refused(place->state, &elsewhere, 7));
    close.operation = OP_bills_close;
    assert_false(is_refused(place->state, &close, 7));
    request.intent.insist = true;
    assert_false(is_refused(place->state, &request, 7));
}

/* Not by the screen alone: the desk that asks may not know yet what another one sent. */
static void
an_account_is_not_settled_while_something_of_it_is_unknown(void **state)
{
    struct place *place = *state;
    struct request request = payment(bill);
    struct request close = payment(other_bill);
    struct error err;
    int64_t number = open_entry(place->state, &request, 7);

    close.operation = OP_bills_close;
    close.intent.settles = true;
    assert_false(is_refused(place->state, &close, 8));
    assert_true(journal_close(place->state, number, JOURNAL_UNKNOWN, NULL, &err));
    assert_true(is_refused(place->state, &close, 8));
    close.intent.insist = true;
    assert_true(is_refused(place->state, &close, 8)); // that is about closing twice
    close.intent.account.bytes[0]++;
    assert_false(is_refused(place->state, &close, 8));
}

static void
without_a_subject_the_body_tells_a_repeat(void **state)
{
    struct place *place = *state;
    struct request request = payment((struct uuid){{0}});
    struct request on_bill = payment(bill);
    struct error err;
    int64_t number = open_entry(place->state, &request, 7);

    assert_true(journal_close(place->state, number, JOURNAL_UNKNOWN, NULL, &err));
    assert_true(is_refused(place->state, &request, 7));
    assert_false(is_refused(place->state, &request, 8));
    assert_false(is_refused(place->state, &on_bill, 7));
}

static void
an_unknown_one_is_settled_once(void **state)
{
    struct place *place = *state;
    struct request request = payment(bill);
    struct error err;
    int64_t number = open_entry(place->state, &request, 7);

    assert_false(journal_resolve(place->state, number, JOURNAL_FOUND_DONE, "", &err));
    assert_int_equal(err.kind, ERROR_NOT_FOUND); // it is under way
    assert_true(journal_close(place->state, number, JOURNAL_UNKNOWN, NULL, &err));
    assert_true(journal_resolve(place->state, number, JOURNAL_FOUND_UNDONE, "not there", &err));
    assert_int_equal(outcome_of(place->state, number), JOURNAL_FOUND_UNDONE);
    assert_false(is_refused(place->state, &request, 7));
    assert_true(journal_close(place->state, number, JOURNAL_DONE, NULL, &err));
    assert_int_equal(outcome_of(place->state, number), JOURNAL_FOUND_UNDONE);
    assert_true(journal_resolve(place->state, number, JOURNAL_FOUND_DONE, "late", &err));
    assert_false(journal_resolve(place->state, number, JOURNAL_FOUND_UNDONE, "", &err));
    assert_int_equal(outcome_of(place->state, number), JOURNAL_FOUND_DONE);
}

/*
 * Another desk of the same user: opens an entry, says so, and then lives until it is told to go.
 * Returns its process; `*tell` is how it is told.
 */
static pid_t
other_desk(const char *path, int *tell)
{
    int up[2];
    int down[2];
    char byte;
    pid_t pid;

    assert_int_equal(pipe(up), 0);
    assert_int_equal(pipe(down), 0);
    pid = fork();
    if (pid == 0) {
        struct request request = payment(bill);
        struct error err;
        int64_t number;
        struct state *own = state_open(path, STATE_BY_FILE_SYSTEM, &err);
        bool ok = own && journal_open(own, &request, 7, "anna", &number, &err);

        close(down[1]);
        if (ok && write(up[1], "x", 1) == 1 && read(down[0], &byte, 1) >= 0)
            kill(getpid(), SIGKILL);
        _exit(1);
    }
    close(up[1]);
    close(down[0]);
    assert_int_equal(read(up[0], &byte, 1), 1);
    close(up[0]);
    *tell = down[1];
    return pid;
}

/* As kill -9 and a power cut leave it. */
static void
entries_of_dead_desks_are_unknown(void **state)
{
    struct place *place = *state;
    struct request request = payment(bill);
    struct error err;
    int tell;
    pid_t pid = other_desk(place->path, &tell);

    assert_true(journal_sweep(place->state, &err));
    assert_int_equal(outcome_of(place->state, 1), JOURNAL_OPEN); // it lives
    assert_false(is_refused(place->state, &request, 7));
    close(tell);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    assert_true(is_refused(place->state, &request, 7)); // seen without a restart
    assert_true(journal_sweep(place->state, &err));
    assert_int_equal(outcome_of(place->state, 1), JOURNAL_UNKNOWN);
    assert_int_equal(outcome_of(place->state, 2), JOURNAL_OPEN); // our own
}

static void
note_number(void *context, int64_t number)
{
    int64_t **next = context;

    *(*next)++ = number;
}

static void
entries_are_listed(void **state)
{
    struct place *place = *state;
    struct request request = payment(bill);
    int64_t numbers[8] = {0};
    int64_t *next = numbers;
    struct error err;

    for (int i = 0; i < 4; i++)
        open_entry(place->state, &request, 7);
    assert_true(journal_close(place->state, 2, JOURNAL_DONE, NULL, &err));
    assert_true(journal_close(place->state, 3, JOURNAL_UNKNOWN, NULL, &err));
    assert_true(journal_walk(place->state, JOURNAL_UNSETTLED, 100, note_number, &next, &err));
    assert_int_equal(next - numbers, 3);
    assert_int_equal(numbers[0], 1);
    assert_int_equal(numbers[1], 3);
    next = numbers;
    assert_true(journal_walk(place->state, JOURNAL_NEWEST, 2, note_number, &next, &err));
    assert_int_equal(next - numbers, 2);
    assert_int_equal(numbers[0], 3);
    assert_int_equal(numbers[1], 4);
}

static void
what_is_held_is_sent_or_taken_back(void **state)
{
    struct place *place = *state;
    struct request request = payment(bill);
    struct error err;
    int64_t first;
    int64_t second;
    int64_t number;

    request.intent.held = "h-1";
    assert_true(journal_hold(place->state, &request, "anna", &first, &err));
    request.intent.held = "h-2";
    assert_true(journal_hold(place->state, &request, "anna", &second, &err));
    assert_int_equal(outcome_of(place->state, first), JOURNAL_HELD);
    assert_true(journal_sweep(place->state, &err));
    assert_int_equal(outcome_of(place->state, first), JOURNAL_HELD); // this desk lives

    request.intent.held = "h-1";
    assert_int_equal(open_entry(place->state, &request, 7), first); // in its place
    assert_int_equal(outcome_of(place->state, first), JOURNAL_OPEN);
    assert_true(journal_take_back(place->state, "h-1", &number, &err));
    assert_int_equal(number, 0); // too late
    assert_true(journal_take_back(place->state, "h-2", &number, &err));
    assert_int_equal(number, second);
    assert_int_equal(outcome_of(place->state, second), JOURNAL_NOT_SENT);
    request.intent.held = NULL;
    assert_int_equal(open_entry(place->state, &request, 7), second + 1);
}

static void
settled_entries_go_when_they_are_old(void **state)
{
    struct place *place = *state;
    struct request request = payment(bill);
    int64_t numbers[8] = {0};
    int64_t *next = numbers;
    int64_t day_ms = 24 * 3600 * 1000;
    struct instant now = instant_now();
    struct instant late = instant_add_ms(now, (JOURNAL_KEPT_DAYS + 1) * day_ms);
    struct error err;

    for (int i = 0; i < 4; i++)
        open_entry(place->state, &request, 7);
    assert_true(journal_close(place->state, 1, JOURNAL_DONE, NULL, &err));
    assert_true(journal_close(place->state, 2, JOURNAL_UNKNOWN, NULL, &err));
    assert_true(journal_close(place->state, 4, JOURNAL_REFUSED, NULL, &err));
    assert_true(journal_purge(place->state, instant_add_ms(late, -2 * day_ms), &err));
    assert_true(journal_walk(place->state, JOURNAL_NEWEST, 100, note_number, &next, &err));
    assert_int_equal(next - numbers, 4);
    assert_true(journal_purge(place->state, late, &err));
    next = numbers;
    assert_true(journal_walk(place->state, JOURNAL_NEWEST, 100, note_number, &next, &err));
    assert_int_equal(next - numbers, 2);
    assert_int_equal(numbers[0], 2); // unknown
    assert_int_equal(numbers[1], 3); // under way
    state_close(place->state);
    place->state = state_open(place->path, STATE_BY_FILE_SYSTEM, &err);
    assert_non_null(place->state); // what was purged is no damage
    request.intent.insist = true;
    assert_int_equal(open_entry(place->state, &request, 7), 5);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_intent_is_on_the_disk_before_anything_is_sent, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_outcome_has_its_reason, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_unknown_is_not_sent_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_account_is_not_settled_while_something_of_it_is_unknown,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_a_subject_the_body_tells_a_repeat, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_unknown_one_is_settled_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(entries_of_dead_desks_are_unknown, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_held_is_sent_or_taken_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(settled_entries_go_when_they_are_old, set_up, tear_down),
        cmocka_unit_test_setup_teardown(entries_are_listed, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
