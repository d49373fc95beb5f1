/* run and call under faults: what they say on standard error, and their exit codes. */
#include "tests/support/stand.h"

#include "tests/support/property.h"
#include "tests/support/test.h"

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

static int
set_up(void **state)
{
    static struct stand stand;

    stand_open(&stand, "set find-out 600\nset timeout 3\n");
    *state = &stand;
    return 0;
}

static int
tear_down(void **state)
{
    stand_close(*state);
    return 0;
}

static void
check_end(struct program_end *end, int code, const char *out, const char *err, const char *what)
{
    check(end->status == code, "%s: %d\n%s%s", what, end->status, end->out, end->err);
    check(strstr(end->out, out), "%s: \"%s\"", what, end->out);
    check(strstr(end->err, err), "%s: \"%s\"", what, end->err);
    check(*err || !*end->err, "%s: \"%s\"", what, end->err);
    program_end_clear(end);
}

#define RUN(code, out, err, ...)                                                                   \
    do {                                                                                           \
        struct program_end end = stand_run(stand, __VA_ARGS__);                                    \
                                                                                                   \
        check_end(&end, code, out, err, #__VA_ARGS__);                                             \
    } while (0)

/* What comes back, what `call` makes of a read, and of a write. */
static const struct {
    const char *what;
    struct fault fault;
    int read_code;
    int write_code;
    const char *says; /* both, on standard error */
} answers[] = {
    {"400",
     {.status = 400, .body = "{\"Message\":\"Invalid Ids.\",\"RequestId\":\"r-1\"}"},
     1,
     1,
     "frontdesk: Invalid Ids. (request r-1)"},
    {"401", {.status = 401, .body = "{\"Message\":\"Not you.\"}"}, 1, 1, "Not you."},
    {"403",
     {.status = 403, .body = "{\"Message\":\"Closed at 22:00.\"}"},
     1,
     1,
     "frontdesk: Closed at 22:00."},
    {"404", {.status = 404, .body = "no"}, 1, 1, "the property answered 404"},
    {"409",
     {.status = 409, .body = "{\"Message\":\"Changed meanwhile.\"}"},
     1,
     1,
     "Changed meanwhile."},
    {"413", {.status = 413, .body = "{\"Message\":\"Less, please.\"}"}, 1, 1, "Less, please."},
    {"429",
     {.status = 429, .headers = "Retry-After: 90\r\n", .body = "{\"Message\":\"Too many.\"}"},
     3,
     3,
     "Too many."},
    {"408", {.status = 408, .body = "{\"Message\":\"Too slow.\"}"}, 3, 4, "Too slow."},
    {"500", {.status = 500, .body = "{\"Message\":\"Oh no.\"}"}, 3, 4, "Oh no."},
    {"503", {.status = 503, .body = "<html>"}, 3, 4, "the property answered 503"},
    {"a redirect",
     {.status = 307, .headers = "Location: /elsewhere\r\n"},
     3,
     4,
     "which is not followed"},
    {"no JSON", {.body = "<html>"}, 3, 4, "cannot be read"},
    {"a cut", {.kind = FAULT_CUT_ANSWER, .at = 90}, 3, 4, "the connection broke"},
    {"no answer", {.kind = FAULT_CUT_REQUEST, .at = 50}, 3, 4, "the connection broke"},
};

static void
calls_end_with_the_code_of_their_fault(void **state)
{
    struct stand *stand = *state;

    stand_configure(stand, "set timeout 1\n"); // reads repeat no longer than that
    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
        fault_proxy_add(stand->proxy, answers[i].fault);
        RUN(answers[i].read_code, "", answers[i].says, "call", "services/getAll",
            "{\"Limitation\":{\"Count\":1}}");
        RUN(answers[i].write_code, "", answers[i].says, "call", "bills/add", "{\"Bills\":[]}");
        fault_proxy_heal(stand->proxy);
    }
    RUN(0, "Stay", "", "call", "services/getAll", "{\"Limitation\":{\"Count\":10}}");
}

static void
calls_that_do_not_get_there_are_known_to_have_done_nothing(void **state)
{
    struct stand *stand = *state;

    stand_configure(stand, "set timeout 1\n");
    fault_proxy_leave(stand->proxy);
    RUN(3, "", "check that it runs", "call", "services/getAll", "{}");
    RUN(3, "", "Nothing was done.", "call", "bills/add", "{\"Bills\":[]}");
    fault_proxy_return(stand->proxy);
    stand->url = "https://localhost:1";
    RUN(3, "", "localhost", "call", "services/getAll", "{}");
    stand->url = "http://example.com";
    RUN(2, "", "http", "call", "services/getAll", "{}"); // the tokens would go in clear
    stand->url = NULL;
}

static void
what_is_written_wrong_ends_with_2(void **state)
{
    struct stand *stand = *state;

    RUN(2, "", "No operation \"rooms/paint\"", "call", "rooms/paint");
    RUN(2, "", "Invalid JSON", "call", "services/getAll", "{");
    RUN(2, "", "The body must be a JSON object.", "call", "services/getAll", "[]");
    RUN(2, "", "No such file", "call", "services/getAll", "@/nonexistent");
    RUN(2, "", "call wants an operation", "call");
    RUN(2, "", "--paint", "call", "--paint", "services/getAll");
    RUN(2, "", "run wants commands", "run");
    RUN(2, "", "did you mean `arrivals`?", "run", "arivals");
    RUN(2, "", "may be one of", "run", "c");
    RUN(2, "", "room is missing. Usage: clean", "run", "clean");
    RUN(2, "", "is too much. Usage: inhouse", "run", "inhouse all");
    RUN(2, "", "no date", "run", "arrivals someday");
    RUN(2, "", "No option --paint: see frontdesk run --help.", "run", "--paint", "arrivals");
    assert_int_equal(fault_proxy_asked(stand->proxy, "resources/update"), 0);
}

static void
broken_lines_of_the_configuration_are_named(void **state)
{
    static const struct {
        const char *config;
        const char *says;
    } rows[] = {
        {"# all well\nset refresh off\nsett refresh on\n",
         "frontdeskrc:3: No command is called `sett`"},
        {"set refresh never\n", "frontdeskrc:1: refresh is a number 1..3600|off, not `never`."},
        {"set rate-limit much\n", "frontdeskrc:1: rate limit much: write N/SECONDS"},
        {"bind i checkn .\n", "frontdeskrc:1: No command is called `checkn`: did you mean"},
        {"unbind hello\n", "frontdeskrc:1: \"hello\" is no key: write"},
        {"set timeout soon\n", "frontdeskrc:1: timeout is a number 1..300, not `soon`."},
        {"set colour red\n", "frontdeskrc:1: No setting is called `colour`"},
        {"\n\nbind arrivals\n", "frontdeskrc:3: "},
        {"theme plaid\n", "frontdeskrc:1: "},
        {"checkin 101\n", "frontdeskrc:1: checkin can't stand in a configuration file."},
        {"profile prague url=https://example.com\n", "frontdeskrc:1: profile prague: give both"},
        {"set \"refresh\n", "frontdeskrc:1: "},
        {"source /nonexistent/rc\n", "frontdeskrc:1: "},
    };
    struct stand *stand = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct program_end end;

        stand_configure(stand, rows[i].config);
        end = stand_run(stand, "run", "arrivals");
        check_end(&end, 2, "", rows[i].says, rows[i].config);
    }
    assert_int_equal(fault_proxy_asked(stand->proxy, NULL), 0);
}

static void
a_refusal_is_told_with_its_command(void **state)
{
    struct stand *stand = *state;

    fault_proxy_add(stand->proxy, (struct fault){.path = "reservations/start",
                                                 .status = 403,
                                                 .body = "{\"Message\":\"Not today.\","
                                                         "\"RequestId\":\"r-9\"}"});
    RUN(1, "", "frontdesk: checkin 101: Not today. (request r-9)", "run", "checkin 101");
    RUN(1,
        "{\"Command\":\"checkin 101\",\"Ok\":false,\"Error\":{\"Status\":403,"
        "\"Message\":\"Not today.\",\"RequestId\":\"r-9\"}}",
        "", "run", "--json", "checkin 101");
    RUN(1, "", "Not today.", "run", "checkin 101", "clean 103"); // stops there
    assert_int_equal(fault_proxy_asked(stand->proxy, "resources/update"), 0);
    RUN(1, "103", "Not today.", "run", "--keep-going", "checkin 101", "clean 103");
    assert_int_equal(fault_proxy_asked(stand->proxy, "resources/update"), 1);
}

static void
an_unknown_outcome_comes_before_all_other_codes(void **state)
{
    struct stand *stand = *state;

    fault_proxy_add(
        stand->proxy,
        (struct fault){.path = "payments/addExternal", .kind = FAULT_CUT_REQUEST, .times = 1});
    RUN(4, "", "Nobody knows whether payments/addExternal was done (journal entry 1)", "run",
        "--keep-going", "checkin 102", "pay 106 10");
    RUN(1, "", "Nobody knows whether \"pay 10.00 EUR Cash\" was done", "run", "pay 106 10");
    RUN(1, "", "it must be found out before check-out", "run", "checkout 106 open=later");
    RUN(0, "pay 10.00 EUR Cash", "", "run", "journal");
    RUN(0, "\"progress\":\"it is being looked for, 1 reads so far\"", "", "run", "--json",
        "journal");
    assert_int_equal(fault_proxy_asked(stand->proxy, "payments/addExternal"), 1);
    RUN(1, "", "entry 7 is not of unknown outcome", "run", "found 7 done");
    RUN(2, "", "Say done or undone.", "run", "found 1");
    RUN(0, "", "", "run", "found 1 undone", "pay 106 10");
    assert_int_equal(stand_count(stand, "payments/getAll",
                                 PAGE("AccountIds"
                                      : ["$guest5"]),
                                 "Payments", NULL),
                     2);
}

static void
the_next_run_finds_out_what_was_done(void **state)
{
    struct stand *stand = *state;

    fault_proxy_add(
        stand->proxy,
        (struct fault){.path = "payments/addExternal", .kind = FAULT_CUT_ANSWER, .times = 1});
    RUN(4, "", "Nobody knows", "run", "pay 106 all");
    RUN(0, "Host5", "", "run", "checkout 106"); // the balance is zero, and nothing is unknown
    assert_int_equal(stand_count(stand, "payments/getAll",
                                 PAGE("AccountIds"
                                      : ["$guest5"]),
                                 "Payments", NULL),
                     2);
}

#define PAYMENT(mark)                                                                              \
    "{\"AccountId\":\"%s\",\"Amount\":{\"Currency\":\"EUR\",\"GrossValue\":10},"                   \
    "\"Type\":\"Cash\"" mark "}"

/* A script that repeats what it does not know pays twice. */
static void
a_call_that_takes_money_is_not_repeated_blindly(void **state)
{
    struct stand *stand = *state;
    char guest[UUID_TEXT_SIZE];
    char plain[300];
    char marked[300];

    uuid_text(property_id("guest5"), guest);
    snprintf(plain, sizeof(plain), PAYMENT(""), guest);
    snprintf(marked, sizeof(marked), PAYMENT(",\"ExternalIdentifier\":\"slip 7\""), guest);
    fault_proxy_add(
        stand->proxy,
        (struct fault){.path = "payments/addExternal", .kind = FAULT_CUT_ANSWER, .times = 2});
    RUN(4, "", "Nobody knows", "call", "payments/addExternal", plain);
    RUN(1, "", "journal entry 1", "call", "payments/addExternal", plain);
    RUN(4, "", "Nobody knows", "call", "payments/addExternal", marked); // another one
    RUN(0, "found done", "", "run", "journal 2");                       // by its mark
    RUN(0, "say whether it was done", "", "run", "journal 1");
    assert_int_equal(fault_proxy_asked(stand->proxy, "payments/addExternal"), 2);
    RUN(0, "", "", "run", "found 1 undone");
    RUN(0, "ExternalPaymentId", "", "call", "payments/addExternal", plain);
}

/* A proxy that sends a request again after all. */
static void
a_payment_that_came_twice_is_told_and_nothing_is_closed_on_it(void **state)
{
    struct stand *stand = *state;

    fault_proxy_add(stand->proxy, (struct fault){.path = "payments/addExternal",
                                                 .kind = FAULT_REPEAT_REQUEST,
                                                 .at = SIZE_MAX,
                                                 .times = 1});
    RUN(4, "minibar", "but the property shows it 2 times: correct it there", "run",
        "charge 101 minibar", "share 101/1 2 pay=Cash close=yes");
    assert_int_equal(fault_proxy_asked(stand->proxy, "bills/close"), 0);
}

static void
what_is_not_needed_may_be_missing(void **state)
{
    struct stand *stand = *state;

    fault_proxy_add(stand->proxy, (struct fault){.path = "orderItems/getAll",
                                                 .status = 403,
                                                 .body = "{\"Message\":\"No money.\"}"});
    RUN(0, "Host1", "frontdesk: Missing: the balances. No money.", "run", "arrivals");
    RUN(0, "\"balance\":null", "Missing: the balances", "run", "--json", "arrivals");
    RUN(1, "", "No money.", "run", "pay 106 10"); // of which nobody can know what is owed
    fault_proxy_heal(stand->proxy);
    fault_proxy_add(stand->proxy,
                    (struct fault){.path = "reservations/getAll/2023-06-06", .status = 500});
    RUN(3, "", "Missing: the day's stays.", "run", "arrivals");
    RUN(0, "Parking", "Missing: the day's stays.", "run", "messages");
}

static void
no_property_and_no_tokens_are_named(void **state)
{
    static const char *const wrong[] = {"FRONTDESK_CLIENT_TOKEN=WRONG", NULL};
    static const char *const none[] = {"FRONTDESK_CLIENT_TOKEN=", "FRONTDESK_URL=", NULL};
    struct stand *stand = *state;

    stand->environment = wrong;
    RUN(1, "", "The property refuses the tokens", "run", "arrivals");
    RUN(1, "", "ClientToken", "call", "configuration/get");
    stand->environment = none;
    RUN(2, "", "Nothing says which property", "run", "arrivals");
    stand->environment = NULL;
    fault_proxy_leave(stand->proxy);
    RUN(3, "", "check that it runs", "run", "arrivals");
    fault_proxy_return(stand->proxy);
}

#define STAND(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        STAND(calls_end_with_the_code_of_their_fault),
        STAND(calls_that_do_not_get_there_are_known_to_have_done_nothing),
        STAND(what_is_written_wrong_ends_with_2),
        STAND(broken_lines_of_the_configuration_are_named),
        STAND(a_refusal_is_told_with_its_command),
        STAND(an_unknown_outcome_comes_before_all_other_codes),
        STAND(the_next_run_finds_out_what_was_done),
        STAND(a_call_that_takes_money_is_not_repeated_blindly),
        STAND(a_payment_that_came_twice_is_told_and_nothing_is_closed_on_it),
        STAND(what_is_not_needed_may_be_missing),
        STAND(no_property_and_no_tokens_are_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
