/*
 * `frontdesk call` as a scripter has it: bodies from everywhere, forms of the answer, exit codes.
 */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/base/attributes.h"
#include "tests/support/hotel.h"
#include "tests/support/scripted_property.h"
#include "tests/support/test.h"

enum {
    WORDS = 12
};

static struct hotel hotel;

static int
set_up(void **state)
{
    (void)state;
    hotel_open(&hotel);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    hotel_close(&hotel);
    return 0;
}

/* `frontdesk call` with these words, NULL at their end. *Gives*: program_end_clear(). */
static struct program_end
call(const char *const *words, const char *input)
{
    const char *argv[WORDS] = {hotel_program(), "call"};
    size_t count = 2;

    while (*words && count < WORDS - 1)
        argv[count++] = *words++;
    return program_run(argv, hotel.environment, input);
}

static void
bodies_come_from_the_line_a_file_and_standard_input(void **state)
{
    static const char body[] = "{\"Limitation\":{\"Count\":1}}";
    char *path = hotel_path(&hotel, "body.json");
    char word[160];
    const char *const forms[] = {body, word, "-"};
    FILE *file = fopen(path, "w");

    (void)state;
    assert_non_null(file);
    fputs(body, file);
    fclose(file);
    snprintf(word, sizeof(word), "@%s", path);
    for (size_t i = 0; i < countof(forms); i++) {
        struct program_end end = call((const char *[]){"--json", "services/getAll", forms[i], NULL},
                                      i == 2 ? body : NULL);
        json_t *answer = json_loads(end.out, 0, NULL);

        check(end.status == 0, "%s: %s", forms[i], end.err);
        check(json_array_size(json_object_get(answer, "Services")) == 1, "%s", forms[i]);
        json_decref(answer);
        program_end_clear(&end);
    }
    free(path);
}

/* The property's own form with --json; for people a table. */
static void
answers_are_tables_or_the_property_s_own_json(void **state)
{
    struct program_end end =
        call((const char *[]){"services/getAll", "{\"Limitation\":{\"Count\":1}}", NULL}, NULL);

    (void)state;
    assert_int_equal(end.status, 0);
    assert_non_null(strstr(end.out, "Services (1)\nId "));
    assert_non_null(strstr(end.out, "\nCursor: "));
    program_end_clear(&end);
    end =
        call((const char *[]){"--json", "services/getAll", "{\"Limitation\":{\"Count\":1}}", NULL},
             NULL);
    assert_memory_equal(end.out, "{\"", 2);
    assert_non_null(strstr(end.out, "\"Cursor\":"));
    program_end_clear(&end);
}

static void
all_walks_every_page(void **state)
{
    static const char body[] = "{\"Extent\":{\"Resources\":true},\"Limitation\":{\"Count\":10}}";
    struct program_end end =
        call((const char *[]){"--json", "--all", "resources/getAll", body, NULL}, NULL);
    json_t *answer = json_loads(end.out, 0, NULL);

    (void)state;
    check(end.status == 0, "%s", end.err);
    assert_true(json_array_size(json_object_get(answer, "Resources")) >= 120);
    json_decref(answer);
    program_end_clear(&end);
}

/* A column that is empty in all rows is left out, and of texts by language the first stands. */
static void
tables_show_what_is_there(void **state)
{
    struct program_end end = call((const char *[]){"services/getAll", NULL}, NULL);

    (void)state;
    assert_int_equal(end.status, 0);
    assert_non_null(strstr(end.out, " Names "));
    assert_null(strstr(end.out, "ExternalIdentifier"));
    assert_null(strstr(end.out, "{\"en-US\""));
    program_end_clear(&end);
}

/* An operation goes by the beginning of its path, and one that is read in pages gets its page. */
/* Objects in objects by their path, and lists of plain values with them. */
static void
an_answer_of_one_object_is_its_members(void **state)
{
    static const char *const lines[] = {
        "\nEnterprise.Name: Hotel Vlt", "\nEnterprise.Address.CountryCode: CZ\n",
        "\nEnterprise.Currencies (4)\nCurrency ", ".EnabledExternalPaymentTypes (12)\n  Cash\n",
        "\nService.Names: Stay\n"};
    struct program_end end = call((const char *[]){"configuration/get", NULL}, NULL);

    (void)state;
    for (size_t i = 0; i < countof(lines); i++)
        check(strstr(end.out, lines[i]), "%s: %s", lines[i], end.out);
    program_end_clear(&end);
}

/* A mistyped filter selects all. */
static void
a_member_that_is_unknown_is_told(void **state)
{
    static const char body[] = "{\"Limitation\":{\"Count\":1,\"Cursr\":null}}";
    struct program_end end = call((const char *[]){"companies/getAll", body, NULL}, NULL);

    (void)state;
    check(end.status == 0 && strstr(end.out, "Companies (1)"), "%s", end.out);
    assert_string_equal(end.err, "frontdesk: Invalid Limitation.Cursr: is no member of this. It is "
                                 "sent all the same.\n");
    program_end_clear(&end);
}

static void
what_is_left_out_is_filled_in(void **state)
{
    static const struct {
        const char *operation;
        const char *body;
        const char *request;
    } rows[] = {
        {"services/getAll", "{}", "services/getAll\n{\"Limitation\":{\"Count\":1000}}\n"},
        {"SERVICES/getall", "{\"Limitation\":{\"Count\":2}}",
         "services/getAll\n{\"Limitation\":{\"Count\":2}}\n"},
        {"countries", "{}", "countries/getAll\n{}\n"},
        {"bills/cl", "{ }", "bills/close\n{ }\n"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct program_end end =
            call((const char *[]){"--dry-run", rows[i].operation, rows[i].body, NULL}, NULL);

        check(end.status == 0, "%s: %s", rows[i].operation, end.err);
        check(strncmp(end.out, "POST /api/connector/v1/", 23) == 0, "%s", end.out);
        check_text(end.out + 23, rows[i].request, "%s", rows[i].operation);
        program_end_clear(&end);
    }
}

/* A reader that goes away is no failure worth a word. */
static void
a_reader_that_goes_away_ends_it_quietly(void **state)
{
    static const char *const lines[] = {
        "\"$0\" call --list | head -1",
        "\"$0\" call --describe bills/getAll | true",
        "\"$0\" call countries/getAll | head -1",
    };

    (void)state;
    for (size_t i = 0; i < countof(lines); i++) {
        struct program_end end = program_run(
            (const char *[]){"sh", "-c", lines[i], hotel_program(), NULL}, hotel.environment, NULL);

        check(end.status == 0 && !end.err[0], "%s: %d %s", lines[i], end.status, end.err);
        program_end_clear(&end);
    }
}

static void
texts_that_cannot_be_written_are_errors(void **state)
{
    static const char *const words[] = {"--help",      "--version", "--man",
                                        "call --list", "doctor",    "call --dry-run bills/getAll"};

    (void)state;
    for (size_t i = 0; i < countof(words); i++) {
        char line[80];
        struct program_end end;

        snprintf(line, sizeof(line), "\"$0\" %s >/dev/full", words[i]);
        end = program_run((const char *[]){"sh", "-c", line, hotel_program(), NULL},
                          hotel.environment, NULL);
        check(end.status == 2 && strstr(end.err, "Cannot write the result"), "%s: %d %s", words[i],
              end.status, end.err);
        program_end_clear(&end);
    }
}

/* What cannot be written is said, and what was asked for is done all the same, once. */
static void
an_answer_that_cannot_be_written_is_an_error(void **state)
{
    static const char add[] =
        "\"$0\" call tasks/add '{\"Name\":\"Full\",\"DeadlineUtc\":\"2026-03-25T10:00:00Z\"}' "
        ">/dev/full";
    struct program_end end = program_run((const char *[]){"sh", "-c", add, hotel_program(), NULL},
                                         hotel.environment, NULL);
    json_t *answer;
    json_t *task;
    size_t found = 0;
    size_t i;

    (void)state;
    check(end.status == 2 && strstr(end.err, "Cannot write the result"), "%d %s", end.status,
          end.err);
    program_end_clear(&end);
    answer = hotel_ask(&hotel, "tasks/getAll",
                       "{\"CreatedUtc\":{\"StartUtc\":\"2026-03-24T07:00:00Z\",\"EndUtc\":"
                       "\"2026-03-24T09:00:00Z\"}}");
    json_array_foreach(json_object_get(answer, "Tasks"), i, task)
    {
        found += strcmp(json_string_value(json_object_get(task, "Name")), "Full") == 0;
    }
    assert_int_equal(found, 1);
    json_decref(answer);
    end = program_run((const char *[]){"sh", "-c", "\"$0\" call --list >&-", hotel_program(), NULL},
                      hotel.environment, NULL);
    check(end.status == 0 && !end.err[0], "%d %s", end.status, end.err);
    program_end_clear(&end);
}

/* In `run` and on the command line JSON needs no quotes around it. */
static void
json_keeps_its_quotes_in_a_command(void **state)
{
    json_t *answer = hotel_do(&hotel, "call services/getAll {\"Limitation\":{\"Count\":1}}");
    json_t *tasks =
        hotel_do(&hotel, "browse tasks {\"TaskIds\":[\"00000000-0000-4000-8000-000000000000\"]}");

    (void)state;
    assert_int_equal(json_array_size(json_object_get(answer, "Services")), 1);
    assert_int_equal(json_array_size(json_object_get(tasks, "Tasks")), 0);
    json_decref(answer);
    json_decref(tasks);
}

/* No tokens, and nothing is sent. */
static void
a_dry_run_prints_the_request(void **state)
{
    struct program_end end =
        call((const char *[]){"--dry-run", "bills/close", "{\"BillId\":\"x\"}", NULL}, NULL);

    (void)state;
    assert_int_equal(end.status, 0);
    assert_string_equal(end.out, "POST /api/connector/v1/bills/close\n{\"BillId\":\"x\"}\n");
    program_end_clear(&end);
}

static void
operations_are_listed_and_described(void **state)
{
    struct program_end end = call((const char *[]){"--list", "finance", NULL}, NULL);

    (void)state;
    assert_int_equal(end.status, 0);
    assert_non_null(strstr(end.out, "bills/close"));
    assert_null(strstr(end.out, "reservations/start"));
    program_end_clear(&end);
    end = call((const char *[]){"--list", "nonesuch", NULL}, NULL);
    assert_int_equal(end.status, 2);
    assert_non_null(strstr(end.err, "No group nonesuch"));
    program_end_clear(&end);
    end = call((const char *[]){"--describe", "reservations/start", NULL}, NULL);
    assert_int_equal(end.status, 0);
    assert_non_null(strstr(end.out, "ReservationId"));
    program_end_clear(&end);
}

struct failure {
    const char *words[4];
    int status;
    const char *text;
};

static const struct failure failures[] = {
    {{NULL}, 2, "call wants an operation"},
    {{"a/b", "{}", "more"}, 2, "call wants an operation"},
    {{"nope/x"}, 2, "No operation \"nope/x\""},
    {{"bills/getAll", "{"}, 2, "JSON"},
    {{"bills/getAll", "[]"}, 2, "must be a JSON object"},
    {{"bills/getAll", "@/nonexistent"}, 2, "/nonexistent"},
    {{"--all=yes", "bills/getAll"}, 2, "takes no value"},
    {{"--keep-going", "bills/getAll"}, 2, "no option of frontdesk call"},
    {{"--describe", "nope/x"}, 2, "No operation"},
    {{"bills/get"}, 2, "there are bills/getAll, bills/getPdf."},
    {{"bills/nope"}, 2, "there are bills/getAll, bills/add"},
    {{""}, 2, "No operation"},
    {{"customers/getAll", "{\"Extent\":{\"Customers\":true},\"Limitation\":{\"Count\":10}}"},
     1,
     "a filter is missing"},
    {{"bills/close", "{\"BillId\":\"00000000-0000-4000-8000-000000000000\",\"Type\":\"Receipt\"}"},
     1,
     "(request "},
};

static void
failures_have_their_exit_code_and_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(failures); i++) {
        struct program_end end = call(failures[i].words, NULL);

        check(end.status == failures[i].status, "%zu: %d %s", i, end.status, end.err);
        check(strstr(end.err, failures[i].text), "%zu: %s", i, end.err);
        check(strncmp(end.err, "frontdesk: ", 11) == 0, "%zu: %s", i, end.err);
        check(!end.out[0], "%zu: %s", i, end.out);
        program_end_clear(&end);
    }
}

/* What a scripted property does to one call. */
struct outcome {
    const char *operation;
    struct script script;
    int status;
};

static const struct outcome outcomes[] = {
    {"configuration/get", {.status = 401, .body = "{\"Message\":\"No.\"}"}, 1},
    {"bills/close", {.status = 403, .body = "{\"Message\":\"No.\"}"}, 1},
    {"bills/close", {.status = 409, .body = "{\"Message\":\"No.\"}"}, 1},
    {"payments/addExternal", {.cut = CUT_AT_ONCE}, 4},
    {"payments/addExternal", {.status = 500, .body = "{\"Message\":\"Oh.\"}"}, 4},
    {"payments/addExternal", {.status = 408, .body = "{\"Message\":\"Oh.\"}"}, 4},
};

static void
outcomes_of_the_property_have_their_exit_codes(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(outcomes); i++) {
        char *path = hotel_path(&hotel, "scripted");
        struct property *property = property_new(path);
        char url[160];
        char body[40]; // another one each time: money of unknown outcome is not sent again
        struct program_end end;

        property_say(property, outcomes[i].script);
        snprintf(url, sizeof(url), "unix:%s", path);
        snprintf(body, sizeof(body), "{\"Notes\":\"%zu\"}", i);
        end = call((const char *[]){"--url", url, outcomes[i].operation, body, NULL}, NULL);
        check(end.status == outcomes[i].status, "%zu: %d %s", i, end.status, end.err);
        check(property_count(property) == 1, "%zu", i); // a write is never sent twice
        program_end_clear(&end);
        property_free(property);
        free(path);
    }
}

/* From the property's answer to a script, as JSON and as a table. */
static void
numbers_keep_their_last_digit(void **state)
{
    static const char rates[] =
        "{\"ExchangeRates\":[{\"Id\":\"3fa85f64-5717-4562-b3fc-2c963f66afa6\","
        "\"EnterpriseId\":\"3fa85f64-5717-4562-b3fc-2c963f66afa7\",\"SourceCurrency\":\"CZK\","
        "\"TargetCurrency\":\"EUR\",\"Value\":0.03987512}],\"Other\":[5.7425,1234567890.12],"
        "\"Cursor\":null}";
    static const char *const numbers[] = {"0.03987512", "5.7425", "1234567890.12"};
    char *path = hotel_path(&hotel, "scripted");
    struct property *property = property_new(path);
    char url[160];

    (void)state;
    snprintf(url, sizeof(url), "unix:%s", path);
    property_say(property, (struct script){.body = rates, .times = true});
    for (int is_json = 0; is_json < 2; is_json++) {
        struct program_end end = call((const char *[]){"--url", url, "exchangeRates/getAll", "{}",
                                                       is_json ? "--json" : NULL, NULL},
                                      NULL);

        assert_int_equal(end.status, 0);
        for (size_t i = 0; i < (is_json ? 3 : 1); i++)
            check(strstr(end.out, numbers[i]), "%s", end.out);
        program_end_clear(&end);
    }
    property_free(property);
    free(path);
}

/* Nobody answers: it ends by the signal, with its code. */
static void
a_signal_ends_it(void **state)
{
    char *path = hotel_path(&hotel, "silent");
    struct property *property = property_new(path);
    char url[160];
    pid_t pid;
    int in;
    int out;

    (void)state;
    property_say(property, (struct script){.is_never = true, .times = true});
    snprintf(url, sizeof(url), "unix:%s", path);
    pid = program_start(
        (const char *[]){hotel_program(), "call", "--url", url, "configuration/get", NULL},
        hotel.environment, &in, &out);
    property_wait(property, 1);
    assert_int_equal(kill(pid, SIGINT), 0);
    assert_int_equal(program_wait(pid), 128 + SIGINT);
    close(in);
    close(out);
    property_free(property);
    free(path);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bodies_come_from_the_line_a_file_and_standard_input),
        cmocka_unit_test(answers_are_tables_or_the_property_s_own_json),
        cmocka_unit_test(all_walks_every_page),
        cmocka_unit_test(tables_show_what_is_there),
        cmocka_unit_test(an_answer_of_one_object_is_its_members),
        cmocka_unit_test(a_member_that_is_unknown_is_told),
        cmocka_unit_test(what_is_left_out_is_filled_in),
        cmocka_unit_test(a_reader_that_goes_away_ends_it_quietly),
        cmocka_unit_test(texts_that_cannot_be_written_are_errors),
        cmocka_unit_test(an_answer_that_cannot_be_written_is_an_error),
        cmocka_unit_test(json_keeps_its_quotes_in_a_command),
        cmocka_unit_test(a_dry_run_prints_the_request),
        cmocka_unit_test(operations_are_listed_and_described),
        cmocka_unit_test(failures_have_their_exit_code_and_words),
        cmocka_unit_test(outcomes_of_the_property_have_their_exit_codes),
        cmocka_unit_test(numbers_keep_their_last_digit),
        cmocka_unit_test(a_signal_ends_it),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
