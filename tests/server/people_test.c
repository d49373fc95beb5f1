/*
 * Guests and companies without a screen: found, looked at, added, changed, merged, files attached.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/property.h"
#include "tests/support/stand.h"
#include "tests/support/test.h"

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

static struct stand stand;

static int
set_up(void **state)
{
    (void)state;
    stand_open(&stand, "set find-out 0\n");
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    stand_close(&stand);
    return 0;
}

/* A command of `run --json`: its code, and a text of its line. */
struct command_case {
    const char *command;
    int code;
    const char *says;
};

static void
run_one(const struct command_case *row)
{
    struct program_end end = stand_run(&stand, "run", "--json", row->command);

    check(end.status == row->code, "%s: %d\n%s%s", row->command, end.status, end.out, end.err);
    check(strstr(end.out, row->says), "%s: not \"%s\" in\n%s", row->command, row->says, end.out);
    program_end_clear(&end);
}

static void
run_all(const struct command_case *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        run_one(&rows[i]);
}

#define RUN_ALL(rows) run_all(rows, sizeof(rows) / sizeof((rows)[0]))
#define RUN(command, code, says) run_one(&(struct command_case){command, code, says})

static size_t
count_guests(const char *last_name, const char *text)
{
    char body[200];

    snprintf(body, sizeof(body),
             "{\"LastNames\":[\"%s\"],\"Extent\":{\"Customers\":true,\"Addresses\":false},"
             "\"Limitation\":{\"Count\":100}}",
             last_name);
    return stand_count(&stand, "customers/getAll", body, "Customers", text);
}

/* The id that another program's list gave, of whom this one hasn't read. */
static void
look_by_id(const char *name)
{
    char line[80];
    char id[UUID_TEXT_SIZE];

    snprintf(line, sizeof(line), "guest %s", uuid_text(property_id(name), id));
    RUN(line, 0, "\"last_name\":\"Host24\"");
}

static void
people_are_found_by_what_they_are_called(void **state)
{
    static const struct command_case rows[] = {
        {"guests host1", 0, "\"guest\":\"Host1, Jan\",\"stay\":\"00001\""},
        {"guests host25", 0, "\"number\":\"00025\""}, // whom only the property knows
        {"guests host21@example.com", 0, "\"number\":\"00021\""},
        {"guests nobody", 0, "\"Result\":[]"},
        {"companies", 0, "\"company\":\"Upfront\""},
        {"companies cz123", 0, "\"company\":\"Acme\",\"tax_identifier\":\"CZ123\""},
        {"companies gone", 0, "\"Result\":[]"},
        {"guest host22", 0, "\"number\":\"00022\""},
        {"guest 106", 0, "\"last_name\":\"Host5\""},
        {"guest #00005", 0, "\"last_name\":\"Host5\""},
        {"guest 00005", 0, "\"last_name\":\"Host5\""},
        {"company acme", 0, "\"invoice_due\":\"P0M14D\""},
        {"company nobody", 1, "No company \\\"nobody\\\" was found."},
        {"guest nobody", 1, "No guest \\\"nobody\\\" was found."},
    };

    (void)state;
    RUN_ALL(rows);
    look_by_id("guest24");
    RUN("guest jan", 2, "\\\"jan\\\" fits several: Host");
}

/* A profile without its stays would say that there are none. */
static void
what_of_a_profile_is_missing_is_told(void **state)
{
    (void)state;
    fault_proxy_add(stand.proxy, (struct fault){.path = "companionships/getAll",
                                                .status = 403,
                                                .body = "{\"Message\":\"No companions.\"}"});
    RUN("guest 101", 1, "No companions.");
    fault_proxy_heal(stand.proxy);
    fault_proxy_add(stand.proxy, (struct fault){.path = "companies/getAll",
                                                .status = 403,
                                                .body = "{\"Message\":\"No companies.\"}"});
    RUN("companies", 1, "No companies.");
    RUN("company acme", 1, "No companies.");
    RUN("guest 101", 0, "\"last_name\":\"Host1\""); // whose company alone is not known
}

/* The last three of a document's number, unless the whole of it is asked for. */
static void
documents_are_masked_until_they_are_asked_for(void **state)
{
    struct program_end end;

    (void)state;
    RUN("guest 101", 0, "\"Number\":\"***567\"");
    RUN("guest 101 reveal=yes", 0, "\"Number\":\"P1234567\"");
    end = stand_run(&stand, "run", "guest 101");
    check(strstr(end.out, "***567  ") && strstr(end.out, "until 2030-01-01"), "%s", end.out);
    check(!strstr(end.out, "P1234567"), "%s", end.out);
    program_end_clear(&end);
}

static void
profiles_are_added_and_changed_by_what_is_said(void **state)
{
    static const struct command_case rows[] = {
        {"newguest", 2, "Say what: last="},
        {"newguest first=Eva", 2, "LastName"},
        {"newguest last=Nov\u00e1 first=Eva email=eva@example.com phone=\"+420 7\"", 0,
         "\"guest\":\"Nov\u00e1, Eva\""},
        {"newguest last=Other email=EVA@example.com", 1, "is known already"},
        {"editguest nova phone=\"+420 1\" classes=Returning,VeryImportant", 0, "\"flags\":\"VR\""},
        {"editguest nova", 2, "Say what"},
        {"editguest nova nationality=cz", 1, "there is no Country \\\"CZ\\\""}, // as it has them
        {"editguest nova phone=", 2, "the API can't empty Phone"},
        {"editguest nova notes=\"4111 1111 1111 1111\"", 1, "whole card number"},
        {"editguest nova birth=yesterday", 2, "BirthDate"},
        {"editguest nova company=acme", 0, "\"company\":\"Acme\""},
        {"editguest nobody phone=1", 1, "No guest"},
        {"newcompany name=Nova due=14 invoiceable=yes", 0, "\"invoice_due\":\"P0M14DT0H0M0S\""},
        {"newcompany name=Nova due=soon", 2, "due=soon"},
        {"editcompany nova tax=CZ9 person=Eva", 0, "\"tax_identifier\":\"CZ9\""},
        {"editcompany nova tax=", 0, "\"tax_identifier\":null"},
        {"note 101 \"card 4111-1111-1111-1111\"", 1, "whole card number"},
    };

    (void)state;
    RUN_ALL(rows);
    assert_int_equal(count_guests("Nova", "\"Phone\":\"+420 1\""), 1);
    assert_int_equal(count_guests("Other", NULL), 0);
}

/* What was there is put back, where the API can empty a member again. */
static void
a_change_is_taken_back_with_what_was_there(void **state)
{
    struct program_end end;

    (void)state;
    end = stand_run(&stand, "run", "editguest host5 email=new@example.com", "undo");
    check(end.status == 0, "%s%s", end.out, end.err);
    program_end_clear(&end);
    assert_int_equal(count_guests("Host5", "host5@example.com"), 1);
    end = stand_run(&stand, "run", "editguest host5 phone=7", "undo");
    check(end.status == 1 && strstr(end.err, "Phone was empty before"), "%s", end.err);
    program_end_clear(&end);
    end = stand_run(&stand, "run", "editcompany acme iata=7 tax=CZ7", "undo", "companies cz123");
    check(end.status == 0 && strstr(end.out, "Acme"), "%s%s", end.out, end.err);
    program_end_clear(&end);
    end = stand_run(&stand, "run", "newguest last=Nova", "undo");
    check(end.status == 1 && strstr(end.err, "removes no profiles"), "%s", end.err);
    program_end_clear(&end);
}

static void
two_profiles_become_one_for_good(void **state)
{
    struct program_end end;

    (void)state;
    RUN("merge host5", 2, "Say which two");
    RUN("merge host5 into host5", 2, "the same profile");
    RUN("merge host5 into acme", 2, "a company into a company");
    RUN("merge host5 into jan", 2, "fits");
    end = stand_run(&stand, "run", "merge Host5, Jan into Host6", "undo");
    check(end.status == 1 && strstr(end.err, "a merge is for good"), "%s", end.err);
    program_end_clear(&end);
    RUN("guest host6", 0, "\"number\":\"00005\",\"room\":\"106\"");
    RUN("guests host5", 0, "\"Result\":[]");
    RUN("merge upfront into acme", 0, "\"company\":\"Acme\"");
    RUN("companies upfront", 0, "\"Result\":[]");
}

static void
write_file(const char *name, const char *bytes, char path[400])
{
    FILE *file;

    snprintf(path, 400, "%s/%s", stand.folder.path, name);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(bytes, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void
attach(const char *name, const char *bytes, int code, const char *says)
{
    char path[400];
    char line[500];

    write_file(name, bytes, path);
    snprintf(line, sizeof(line), "attach 101 %s", path);
    RUN(line, code, says);
}

static void
files_are_what_their_names_say(void **state)
{
    char path[400];
    char line[500];

    (void)state;
    attach("id.pdf", "%PDF-1.4\n", 0, "\"guest\":\"Host1, Jan\"");
    assert_true(fault_proxy_was_told(stand.proxy, "customers/addFile",
                                     "\"Name\":\"id.pdf\",\"Type\":\"application/pdf\","
                                     "\"Data\":\"JVBERi0xLjQK\""));
    attach("id.PNG", "%PDF-1.4\n", 2, "is no image/png inside");
    attach("id.doc", "x", 2, "only .pdf, .png");
    attach("none", "x", 2, "only .pdf, .png");
    write_file("big.pdf", "%PDF", path);
    assert_int_equal(truncate(path, 3000001), 0);
    snprintf(line, sizeof(line), "attach 101 %s", path);
    RUN(line, 2, "more than 3000000 bytes");
    RUN("attach 101", 2, "Say which file");
    RUN("attach 101 /nonexistent.pdf", 2, "No such file");
    assert_int_equal(fault_proxy_asked(stand.proxy, "customers/addFile"), 1);
}

/* Done, though nobody heard of it; not done; and what nothing can be read of. */
static void
what_nobody_answered_is_found_out(void **state)
{
    static const struct fault cuts[] = {
        {.path = "customers/add", .kind = FAULT_CUT_ANSWER, .at = 40, .times = 1},
        {.path = "customers/update", .kind = FAULT_CUT_ANSWER, .at = 40, .times = 1},
        {.path = "companies/add", .kind = FAULT_CUT_ANSWER, .at = 40, .times = 1},
        {.path = "companies/update", .kind = FAULT_CUT_REQUEST, .at = 40, .times = 1},
        {.path = "accounts/merge", .kind = FAULT_CUT_ANSWER, .at = 40, .times = 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++)
        fault_proxy_add(stand.proxy, cuts[i]);
    RUN("newguest last=Nova first=Eva", 4, "Nobody knows");
    RUN("journal", 0, "\"outcome\":\"found done\"");
    RUN("editguest host5 phone=7", 4, "Nobody knows");
    RUN("journal change", 0, "\"outcome\":\"found done\"");
    RUN("newcompany name=Nova", 4, "Nobody knows");
    RUN("journal company", 0, "\"outcome\":\"found done\"");
    RUN("editcompany acme phone=7", 4, "Nobody knows");
    RUN("merge host6 into host7", 4, "Nobody knows");
    RUN("journal merge", 0, "\"outcome\":\"found done\"");
    RUN("journal \"change of a company\"", 0, "\"outcome\":\"found undone\"");
    RUN("editcompany acme phone=8", 0, "\"contact\":\"8\"");
    assert_int_equal(count_guests("Nova", NULL), 1);
    assert_int_equal(fault_proxy_asked(stand.proxy, "customers/add"), 1);
}

#define STAND(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        STAND(people_are_found_by_what_they_are_called),
        STAND(what_of_a_profile_is_missing_is_told),
        STAND(documents_are_masked_until_they_are_asked_for),
        STAND(profiles_are_added_and_changed_by_what_is_said),
        STAND(a_change_is_taken_back_with_what_was_there),
        STAND(two_profiles_become_one_for_good),
        STAND(files_are_what_their_names_say),
        STAND(what_nobody_answered_is_found_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
