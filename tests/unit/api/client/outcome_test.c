/*
 * Writes: sent once, journalled before, settled after; what nobody knows is unknown, whatever
 * killed the desk or cut the answer.
 */
#include "api/client/client.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/cmocka.h"
#include "tests/support/desk.h"
#include "tests/support/scripted_property.h"

/* Steps of a write at which the desk is killed: in place of libc's calls, in the child alone. */
enum step {
    STEP_NONE,
    STEP_INTENT_SYNC,
    STEP_CONNECT,
    STEP_SEND,
    STEP_SENT,
    STEP_ANSWERED,
    STEP_OUTCOME_SYNC,
    STEP_TOLD,
};

static enum step killed_at;
static bool is_answered;

static void
die_at(enum step step)
{
    if (killed_at == step)
        kill(getpid(), SIGKILL);
}

int
fdatasync(int fd)
{
    die_at(is_answered ? STEP_OUTCOME_SYNC : STEP_INTENT_SYNC);
    return (int)syscall(SYS_fdatasync, fd);
}

int
connect(int fd, __CONST_SOCKADDR_ARG address, socklen_t size)
{
    die_at(STEP_CONNECT);
    return (int)syscall(SYS_connect, fd, address.__sockaddr__, size);
}

ssize_t
send(int fd, const void *bytes, size_t length, int flags)
{
    ssize_t sent;

    die_at(STEP_SEND);
    sent = syscall(SYS_sendto, fd, bytes, length, flags, NULL, 0);
    die_at(STEP_SENT);
    return sent;
}

ssize_t
recv(int fd, void *bytes, size_t length, int flags)
{
    ssize_t got = syscall(SYS_recvfrom, fd, bytes, length, flags, NULL, NULL);

    if (killed_at && got > 0) {
        is_answered = true;
        die_at(STEP_ANSWERED);
    }
    return got;
}

/* A folder with state.db, and a property. */
struct place {
    char *folder;
    char *path;
    char *socket;
    struct property *property;
};

static int
set_up_alone(void **state)
{
    static struct place place;

    place.folder = folder_fresh();
    place.path = folder_path(place.folder, "state.db");
    place.socket = folder_path(place.folder, "socket");
    place.property = NULL;
    *state = &place;
    return 0;
}

static int
set_up(void **state)
{
    struct place *place;

    set_up_alone(state);
    place = *state;
    place->property = property_new(place->socket);
    return 0;
}

static int
tear_down(void **state)
{
    struct place *place = *state;

    if (place->property)
        property_free(place->property);
    folder_drop(place->folder);
    free(place->path);
    free(place->socket);
    return 0;
}

static struct client *
open_desk(const struct place *place)
{
    char url[160];
    struct client_config config;
    struct error err;
    struct client *client;

    snprintf(url, sizeof(url), "unix:%s", place->socket);
    config = desk_config(url, place->path);
    client = client_open(&config, &err);
    assert_non_null(client);
    return client;
}

static const struct uuid account = {{7}};

/* A payment of 12.50 EUR in cash, as the desk makes it. */
static struct request *
payment(bool insist)
{
    struct request *request = request_new(OP_payments_add_external, REQUEST_FOR_KEY, &account);
    struct external_payment body = {
        .account_id = account,
        .amount = {.currency = "EUR", .gross = {PRESENCE_SET, {1250, 2}}},
        .type = "Cash",
        .external_identifier = "nonce-1",
    };

    request_set_record(request, RECORD_external_payment, &body);
    request->intent.subject = account;
    request->intent.account = account;
    request->intent.nonce = arena_text(&request->arena, "nonce-1");
    request->intent.text = arena_text(&request->arena, "pay 12.50 EUR cash");
    request->intent.amount = (struct money){{1250, 2}, "EUR"};
    request->intent.insist = insist;
    return request;
}

static enum journal_outcome
next_outcome(struct client *client)
{
    struct result *result = desk_next_of(client, RESULT_JOURNAL);
    enum journal_outcome outcome = result->journal.outcome;

    assert_int_equal(result->error.kind, ERROR_NONE);
    result_free(result);
    return outcome;
}

static void
a_payment_is_sent_whole_and_without_secrets_in_sight(void **state)
{
    struct place *place = *state;
    struct client *client = open_desk(place);
    struct result *result;
    const struct asked *asked;
    char created[UUID_TEXT_SIZE];

    property_say(place->property,
                 (struct script){.headers = "Request-Id: r-1\r\n",
                                 .body = "{\"ExternalPaymentId\":\"0a000000-0000-4000-8000-"
                                         "00000000000a\"}"});
    client_send(client, payment(false));
    assert_int_equal(next_outcome(client), JOURNAL_OPEN);
    result = desk_next_of(client, RESULT_JOURNAL);
    assert_int_equal(result->journal.outcome, JOURNAL_DONE);
    assert_string_equal(result->journal.request_id, "r-1");
    assert_string_equal(result->journal.text, "pay 12.50 EUR cash");
    result_free(result);
    result = desk_next_of(client, RESULT_ANSWER);
    assert_int_equal(result->error.kind, ERROR_NONE);
    assert_true(result->is_last);
    assert_string_equal(uuid_text(result->created, created),
                        "0a000000-0000-4000-8000-00000000000a");
    result_free(result);
    asked = property_asked(place->property, 0);
    assert_string_equal(asked->path, "payments/addExternal");
    assert_true(property_was_told(place->property, 0, "\"ClientToken\":\"CLIENT-TOKEN-1\""));
    assert_true(property_was_told(place->property, 0, "\"AccessToken\":\"ACCESS-TOKEN-2\""));
    assert_true(
        property_was_told(place->property, 0, "\"Client\":\"frontdesk " FRONTDESK_VERSION "\""));
    assert_true(property_was_told(place->property, 0, "\"LanguageCode\":\"en-US\""));
    assert_true(property_was_told(place->property, 0, "\"CultureCode\":\"en-US\""));
    assert_true(property_was_told(place->property, 0, "\"GrossValue\":12.5"));
    assert_non_null(strstr(asked->head, "Content-Type: application/json\r\n"));
    assert_null(strstr(asked->head, "TOKEN"));
    assert_null(strcasestr(asked->head, "Expect:"));
    client_close(client);
    assert_int_equal(property_count(place->property), 1);
}

static void
no_token_is_in_the_folder(void **state)
{
    struct place *place = *state;
    struct client *client = open_desk(place);
    char command[512];

    property_say(place->property, (struct script){.status = 500});
    client_send(client, payment(false));
    (void)desk_end(client);
    client_remember(client, "last", "412");
    client_close(client);
    snprintf(command, sizeof(command), "! grep -rq TOKEN %s", place->folder);
    assert_int_equal(system(command), 0);
}

struct ending {
    struct script script;
    enum journal_outcome outcome;
    enum error_kind kind;
    const char *says;
};

static const struct ending endings[] = {
    {{.status = 403, .body = "{\"Message\":\"Bill 7 is closed.\",\"RequestId\":\"x\"}"},
     JOURNAL_REFUSED,
     ERROR_REFUSED,
     "Bill 7 is closed."},
    {{.status = 400, .body = "{\"Message\":\"Invalid BillId\"}"},
     JOURNAL_REFUSED,
     ERROR_INPUT,
     "Invalid BillId"},
    {{.status = 401}, JOURNAL_REFUSED, ERROR_PERMISSION, "payments/addExternal"},
    {{.status = 404}, JOURNAL_REFUSED, ERROR_NOT_FOUND, "payments/addExternal"},
    {{.status = 409, .body = "{\"Message\":\"Changed.\"}"},
     JOURNAL_REFUSED,
     ERROR_CONFLICT,
     "Changed."},
    {{.status = 413}, JOURNAL_REFUSED, ERROR_TOO_LARGE, "payments/addExternal"},
    {{.status = 429, .headers = "Retry-After: 0\r\n"},
     JOURNAL_NOT_SENT,
     ERROR_BUSY,
     "Nothing was done."},
    {{.status = 408}, JOURNAL_UNKNOWN, ERROR_UNKNOWN, "Nobody knows"},
    {{.status = 500, .body = "{\"Message\":\"Sorry.\"}"}, JOURNAL_UNKNOWN, ERROR_UNKNOWN, "Sorry."},
    {{.status = 503}, JOURNAL_UNKNOWN, ERROR_UNKNOWN, "journal entry"},
    {{.status = 302, .headers = "Location: http://127.0.0.1:1/\r\n"},
     JOURNAL_UNKNOWN,
     ERROR_UNKNOWN,
     "redirect"},
    {{.body = "<html>it works</html>"}, JOURNAL_UNKNOWN, ERROR_UNKNOWN, "cannot be read"},
    {{.body = "[]"}, JOURNAL_UNKNOWN, ERROR_UNKNOWN, "no object"},
    {{.cut = CUT_AT_ONCE}, JOURNAL_UNKNOWN, ERROR_UNKNOWN, "no answer"},
    {{.status = 204, .body = ""}, JOURNAL_DONE, ERROR_NONE, ""},
};

static void
each_answer_has_its_outcome_and_none_is_sent_twice(void **state)
{
    struct place *place = *state;
    struct client *client = open_desk(place);

    for (size_t i = 0; i < countof(endings); i++) {
        struct error err;

        property_say(place->property, endings[i].script);
        client_send(client, payment(true));
        assert_int_equal(next_outcome(client), JOURNAL_OPEN);
        assert_int_equal(next_outcome(client), endings[i].outcome);
        err = desk_end(client);
        assert_int_equal(err.kind, endings[i].kind);
        assert_non_null(strstr(err.text, endings[i].says));
        assert_int_equal(property_count(place->property), i + 1);
    }
    client_close(client);
    assert_int_equal(property_count(place->property), countof(endings));
}

static void
an_answer_of_the_wrong_type_leaves_a_write_unknown(void **state)
{
    struct place *place = *state;
    struct client *client = open_desk(place);
    struct request *request = request_new(OP_bills_add, REQUEST_FOR_KEY, NULL);
    struct error err;

    property_say(place->property, (struct script){.body = "{\"Bills\":[{\"Id\":7}]}"});
    request->json = arena_text(&request->arena, "{\"Bills\":[]}");
    client_send(client, request);
    err = desk_end(client);
    assert_int_equal(err.kind, ERROR_UNKNOWN);
    assert_non_null(strstr(err.text, "bill.Id is no identifier"));
    client_close(client);
}

static void
a_cut_at_any_byte_leaves_it_unknown(void **state)
{
    struct place *place = *state;
    struct client *client = open_desk(place);
    /* "HTTP/1.1 200 Scripted\r\nContent-Length: 2\r\n\r\n{}" */
    long whole = 46;

    for (long cut = 0; cut < whole; cut++) {
        property_say(place->property, (struct script){.cut = cut ? cut : CUT_AT_ONCE});
        client_send(client, payment(true));
        assert_int_equal(desk_end(client).kind, ERROR_UNKNOWN);
        assert_int_equal(property_count(place->property), (size_t)cut + 1);
    }
    property_say(place->property, (struct script){.cut = whole});
    client_send(client, payment(true));
    assert_int_equal(desk_end(client).kind, ERROR_NONE);
    client_close(client);
    assert_int_equal(property_count(place->property), (size_t)whole + 1);
}

/* curl would send a POST again when a kept connection ends before the first byte of its answer. */
static void
a_dead_connection_sends_no_write_twice(void **state)
{
    struct place *place = *state;
    struct client *client = open_desk(place);

    client_send(client, request_new(OP_configuration_get, REQUEST_FOR_VIEW, NULL));
    assert_int_equal(desk_end(client).kind, ERROR_NONE);
    property_say(place->property,
                 (struct script){.path = "payments/addExternal", .cut = CUT_AT_ONCE});
    client_send(client, payment(false));
    assert_int_equal(desk_end(client).kind, ERROR_UNKNOWN);
    client_close(client);
    assert_int_equal(property_count(place->property), 2);
    assert_int_not_equal(property_asked(place->property, 0)->connection,
                         property_asked(place->property, 1)->connection);
}

static void
a_refused_connection_is_not_unknown(void **state)
{
    struct place *place = *state;
    struct client *client = open_desk(place);
    struct error err;

    client_send(client, payment(false)); // nobody listens
    assert_int_equal(next_outcome(client), JOURNAL_OPEN);
    assert_int_equal(next_outcome(client), JOURNAL_NOT_SENT);
    err = desk_end(client);
    assert_int_equal(err.kind, ERROR_UNREACHABLE);
    assert_non_null(strstr(err.text, "Nothing was done."));
    place->property = property_new(place->socket);
    client_send(client, payment(false));
    assert_int_equal(desk_end(client).kind, ERROR_NONE);
    client_close(client);
}

static void
an_unknown_one_is_refused_until_it_is_settled(void **state)
{
    struct place *place = *state;
    struct client *client = open_desk(place);
    struct result *result;
    struct error err;

    property_say(place->property, (struct script){.status = 500});
    client_send(client, payment(false));
    assert_int_equal(desk_end(client).kind, ERROR_UNKNOWN);
    client_send(client, payment(false));
    err = desk_end(client);
    assert_int_equal(err.kind, ERROR_REFUSED);
    assert_non_null(strstr(err.text, "journal entry 1"));
    client_close(client);
    client = open_desk(place); // nor does the next start
    client_send(client, payment(false));
    assert_int_equal(desk_end(client).kind, ERROR_REFUSED);
    assert_int_equal(property_count(place->property), 1);
    client_resolve(client, 1, JOURNAL_FOUND_UNDONE, "not among the payments");
    result = desk_next_of(client, RESULT_JOURNAL);
    assert_int_equal(result->journal.outcome, JOURNAL_FOUND_UNDONE);
    result_free(result);
    client_resolve(client, 1, JOURNAL_FOUND_UNDONE, "");
    result = desk_next_of(client, RESULT_JOURNAL);
    assert_int_equal(result->error.kind, ERROR_NOT_FOUND);
    result_free(result);
    client_send(client, payment(false));
    assert_int_equal(desk_end(client).kind, ERROR_NONE);
    client_close(client);
    assert_int_equal(property_count(place->property), 2);
}

/* Typed ahead: the second must know what became of the first. */
static void
writes_for_one_bill_go_one_after_the_other(void **state)
{
    struct place *place = *state;
    struct client *client = open_desk(place);

    property_say(
        place->property,
        (struct script){.path = "payments/addExternal", .is_held = true, .cut = CUT_AT_ONCE});
    client_send(client, payment(false));
    client_send(client, payment(false));
    client_send(client, request_new(OP_configuration_get, REQUEST_BEHIND, NULL));
    assert_int_equal(desk_end(client).kind, ERROR_NONE); // of the read, which may pass
    property_release(place->property);
    assert_int_equal(desk_end(client).kind, ERROR_UNKNOWN);
    assert_int_equal(desk_end(client).kind, ERROR_REFUSED);
    client_close(client);
    assert_int_equal(property_count(place->property), 2);
}

/* A view that closes cancels its reads; what it has written is still told. */
static void
cancelling_lets_writes_go_on(void **state)
{
    struct place *place = *state;
    struct client *client = open_desk(place);
    struct result *result;

    property_say(place->property, (struct script){.is_held = true});
    client_send(client, payment(false));
    client_send(client, payment(false)); // in line behind it
    property_wait(place->property, 1);
    client_cancel(client, &account);
    client_load(client, NULL, 0);
    result_free(desk_next_of(client, RESULT_SNAPSHOT)); // the worker has cancelled by then
    property_release(place->property);
    for (int i = 0; i < 2; i++) {
        result = desk_next_of(client, RESULT_ANSWER);
        assert_int_equal(result->error.kind, ERROR_NONE);
        assert_null(result->owner);
        result_free(result);
    }
    client_close(client);
    assert_int_equal(property_count(place->property), 2);
}

static void
closing_leaves_a_write_under_way_unknown(void **state)
{
    struct place *place = *state;
    struct client *client = open_desk(place);
    struct result *result;
    int64_t before_ms;

    property_say(place->property, (struct script){.is_never = true});
    client_send(client, payment(false));
    property_wait(place->property, 1);
    before_ms = monotonic_ms();
    client_close(client);
    assert_true(monotonic_ms() - before_ms < 1000);
    client = open_desk(place);
    client_load(client, NULL, 0);
    result = desk_next_of(client, RESULT_JOURNAL);
    assert_int_equal(result->journal.outcome, JOURNAL_UNKNOWN);
    assert_non_null(strstr(result->journal.message, "closed"));
    result_free(result);
    client_close(client);
}

static void
nothing_is_written_read_only_or_without_a_journal(void **state)
{
    struct place *place = *state;
    struct client_config config = desk_config(property_url(place->property), place->path);
    struct error err;
    struct client *client;

    config.read_only = true;
    client = client_open(&config, &err);
    client_send(client, payment(true));
    err = desk_end(client);
    assert_int_equal(err.kind, ERROR_REFUSED);
    assert_non_null(strstr(err.text, "read-only"));
    client_send(client, request_new(OP_configuration_get, REQUEST_FOR_KEY, NULL));
    assert_int_equal(desk_end(client).kind, ERROR_NONE);
    client_close(client);
    config.read_only = false;
    config.state_path = NULL;
    client = client_open(&config, &err);
    client_send(client, payment(false));
    assert_int_equal(desk_end(client).kind, ERROR_USAGE);
    client_close(client);
    assert_int_equal(property_count(place->property), 1);
}

/* Killing */

/* Waits for a byte, then pays, and dies at its step. */
static void
run_child(const struct place *place, int go, enum step step)
{
    struct client *client;
    char byte;

    if (read(go, &byte, 1) != 1)
        _exit(1);
    client = open_desk(place);
    killed_at = step;
    client_send(client, payment(false));
    (void)desk_end(client);
    die_at(STEP_TOLD);
    _exit(1);
}

/* What the next start finds after a desk was killed at a step. */
static void
die_and_look(struct place *place, enum step step, size_t asked, enum journal_outcome *outcome)
{
    int go[2];
    int status = 0;
    pid_t pid;
    struct client *client;
    struct result *result;

    assert_int_equal(pipe(go), 0);
    pid = fork(); // before the property's threads run
    if (pid == 0)
        run_child(place, go[0], step);
    place->property = property_new(place->socket);
    assert_int_equal(write(go[1], "x", 1), 1);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    close(go[0]);
    close(go[1]);
    if (asked)
        property_wait(place->property, asked);
    client = open_desk(place);
    client_load_journal(client, 10);
    result = desk_next_of(client, RESULT_JOURNAL);
    *outcome = result->is_last ? JOURNAL_NOT_SENT : result->journal.outcome;
    result_free(result);
    if (*outcome == JOURNAL_UNKNOWN) {
        client_send(client, payment(false));
        assert_int_equal(desk_end(client).kind, ERROR_REFUSED);
    }
    client_close(client);
    assert_int_equal(property_count(place->property), asked);
}

static void
killed_before_the_intent_is_on_the_disk_nothing_is_sent(void **state)
{
    enum journal_outcome outcome;

    die_and_look(*state, STEP_INTENT_SYNC, 0, &outcome);
    assert_true(outcome == JOURNAL_NOT_SENT || outcome == JOURNAL_UNKNOWN);
}

static void
killed_before_it_is_sent_it_is_unknown(void **state)
{
    enum journal_outcome outcome;

    die_and_look(*state, STEP_CONNECT, 0, &outcome);
    assert_int_equal(outcome, JOURNAL_UNKNOWN);
}

static void
killed_at_the_first_byte_it_is_unknown(void **state)
{
    enum journal_outcome outcome;

    die_and_look(*state, STEP_SEND, 0, &outcome);
    assert_int_equal(outcome, JOURNAL_UNKNOWN);
}

static void
killed_when_it_is_sent_it_is_unknown(void **state)
{
    enum journal_outcome outcome;

    die_and_look(*state, STEP_SENT, 1, &outcome);
    assert_int_equal(outcome, JOURNAL_UNKNOWN);
}

static void
killed_when_it_is_answered_it_is_unknown(void **state)
{
    enum journal_outcome outcome;

    die_and_look(*state, STEP_ANSWERED, 1, &outcome);
    assert_int_equal(outcome, JOURNAL_UNKNOWN);
}

static void
killed_while_the_outcome_is_written_it_is_unknown_or_done(void **state)
{
    enum journal_outcome outcome;

    die_and_look(*state, STEP_OUTCOME_SYNC, 1, &outcome);
    assert_true(outcome == JOURNAL_UNKNOWN || outcome == JOURNAL_DONE);
}

static void
killed_when_it_is_told_it_is_done(void **state)
{
    enum journal_outcome outcome;

    die_and_look(*state, STEP_TOLD, 1, &outcome);
    assert_int_equal(outcome, JOURNAL_DONE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
#define TEST_ALONE(name) cmocka_unit_test_setup_teardown(name, set_up_alone, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_payment_is_sent_whole_and_without_secrets_in_sight),
        TEST(no_token_is_in_the_folder),
        TEST(each_answer_has_its_outcome_and_none_is_sent_twice),
        TEST(an_answer_of_the_wrong_type_leaves_a_write_unknown),
        TEST(a_cut_at_any_byte_leaves_it_unknown),
        TEST(a_dead_connection_sends_no_write_twice),
        TEST_ALONE(a_refused_connection_is_not_unknown),
        TEST(an_unknown_one_is_refused_until_it_is_settled),
        TEST(writes_for_one_bill_go_one_after_the_other),
        TEST(cancelling_lets_writes_go_on),
        TEST(closing_leaves_a_write_under_way_unknown),
        TEST(nothing_is_written_read_only_or_without_a_journal),
        TEST_ALONE(killed_before_the_intent_is_on_the_disk_nothing_is_sent),
        TEST_ALONE(killed_before_it_is_sent_it_is_unknown),
        TEST_ALONE(killed_at_the_first_byte_it_is_unknown),
        TEST_ALONE(killed_when_it_is_sent_it_is_unknown),
        TEST_ALONE(killed_when_it_is_answered_it_is_unknown),
        TEST_ALONE(killed_while_the_outcome_is_written_it_is_unknown_or_done),
        TEST_ALONE(killed_when_it_is_told_it_is_done),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
