/*
 * Guests and companies key by key: found, looked at, changed with a look at what changes, merged.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/flow.h"
#include "tests/support/test.h"

#define F6 "\x1b[17~"
#define F7 "\x1b[18~"
#define DOWN "\x1b[B"
#define CTRL_S "\x13"
#define CTRL_U "\x15"

/* A guest's profile by name, as the list finds it. */
static void
open_profile(struct flow *flow, const char *name, const char *title)
{
    char keys[80];

    snprintf(keys, sizeof(keys), F6 "/%s\r", name);
    flow_type(flow, keys, title);
    flow_type(flow, "\r", "Number");
    vt_wait_gone(flow->vt, "Reading");
    vt_wait_idle(flow->vt);
}

/* He has no stay that is near: only the property knows him. */
static void
who_is_typed_is_asked_of_the_property(void **state)
{
    struct flow *flow = *state;

    flow_type(flow, F6, "Guests  ");
    assert_null(strstr(vt_row(flow->vt, 0), "/"));
    flow_type(flow, "/novák adam", "Novák, Adam");
    flow_type(flow, "\r", "Guests  /");
    flow_type(flow, "\x1b", "Guests  ");
    vt_wait_gone(flow->vt, "/novák");
    flow_type(flow, "/Nobody, Atall\r", "Nobody here.");
    flow_type(flow, "N", "Last name    Nobody"); // who isn't there is added
    assert_true(vt_has_text(flow->vt, "First name   Atall"));
    vt_type(flow->vt, "\x1b");
    vt_wait_gone(flow->vt, "New guest");
    flow_wrote(flow, "");
}

/* e, the member, Ctrl-S: the card says what was and what will be; u puts it back. */
static void
a_profile_is_changed_after_a_look_at_what_changes(void **state)
{
    struct flow *flow = *state;

    open_profile(flow, "novak adam", "Novák, Adam");
    flow_type(flow, "e", "Will be sent");
    flow_type(flow, DOWN "\r", "FirstName:");
    flow_type(flow, CTRL_U "Adamek\r" CTRL_S, "sends it");
    assert_true(vt_has_text(flow->vt, "FirstName: Adam -> Adamek"));
    flow_wrote(flow, "");
    flow_type(flow, "\r", "customers/update is done");
    vt_wait_text(flow->vt, "Novák, Adamek");
    flow_wrote(flow, "customers/update");
    vt_type(flow->vt, "u");
    vt_wait_gone(flow->vt, "Novák, Adamek");
    flow_wrote(flow, "customers/update");
}

/* Who seems to be known is told once; the two are then made one by typing the name. */
static void
a_double_is_told_and_merged(void **state)
{
    struct flow *flow = *state;

    flow_type(flow, F6 "N", "Last name");
    flow_type(flow, "Novak\tAdam\t\t\t\t1961-08-25\r", "seems to be the same");
    flow_wrote(flow, "");
    flow_type(flow, "\r", "The guest is added.");
    vt_wait_text(flow->vt, "Duplicate?");
    flow_wrote(flow, "customers/add");
    flow_type(flow, F6 "/novak adam\r", "Novák, Adam");
    flow_type(flow, "*", "2 marked");
    flow_type(flow, "M", "stays 0, bills 0"); // the new one goes into the old
    flow_type(flow, "\r", "Type the last name of who stays");
    flow_wrote(flow, "");
    flow_type(flow, "\tNovák\r", "The profiles are one.");
    flow_wrote(flow, "accounts/merge");
    vt_wait_gone(flow->vt, "2 marked");
    flow_type(flow, "u", "a merge is for good");
}

/* What is for good can be held back, and is not sent then. */
static void
a_merge_that_is_held_is_taken_back(void **state)
{
    struct flow *flow = *state;

    flow_type(flow, ":set hold 60\r", "Arrivals");
    flow_type(flow, ":merge 1003 into 1004\r", "Type its name");
    vt_wait_text(flow->vt, "stays 1");
    flow_type(flow, "\tnovak\r", "merge of two profiles (Novák, Jan): sent in");
    flow_type(flow, "u", "Taken back, nothing was sent");
    flow_wrote(flow, "");
    flow_type(flow, ":set hold off\r", "Arrivals");
}

/* Numbers of documents are seen by who asks for them, and the log says so. */
static void
documents_are_shown_to_who_asks(void **state)
{
    struct flow *flow = *state;
    char line[200];
    FILE *log;
    bool is_logged = false;

    flow_type(flow, ":guest 1003\r", "***810");
    assert_false(vt_has_text(flow->vt, "CC4969810"));
    flow_type(flow, "V", "CC4969810");
    flow_type(flow, "V", "***810");
    log = fopen(flow->log, "r");
    assert_non_null(log);
    while (fgets(line, sizeof(line), log))
        is_logged |= strstr(line, "documents shown customer=") != NULL;
    (void)fclose(log);
    assert_true(is_logged);
}

static void
a_file_is_attached_by_its_name(void **state)
{
    struct flow *flow = *state;
    char path[120];
    char keys[160];
    FILE *file;

    snprintf(path, sizeof(path), "%s/id.pdf", flow->hotel.folder.path);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs("%PDF-1.4\n", file) >= 0);
    assert_int_equal(fclose(file), 0);
    flow_type(flow, ":guest 1003\r", "***810");
    snprintf(keys, sizeof(keys), "A%s\r", path);
    flow_type(flow, keys, "id.pdf is attached.");
    flow_wrote(flow, "customers/addFile");
    flow_type(flow, "A/nonexistent.pdf\r", "No such file");
    flow_wrote(flow, "");
}

/* From a stay to its guest and back; of a name that fits several, the list. */
static void
g_opens_whose_stay_it_is(void **state)
{
    struct flow *flow = *state;

    flow_type(flow, "G", "Nationality");
    assert_non_null(strstr(vt_row(flow->vt, 0), "Guest  "));
    flow_type(flow, "q", "Arrivals");
    flow_type(flow, "f" DOWN "G", "Nationality"); // from a line of the folio
    flow_type(flow, "qq", "Arrivals");
    flow_type(flow, ":guest müller\r", "Guests  /müller");
    vt_wait_text(flow->vt, "Müller, Peter");
}

static void
a_company_is_added_and_changed(void **state)
{
    struct flow *flow = *state;

    flow_type(flow, F7 "N", "Tax id");
    flow_type(flow, "\r", "Say the company's name");
    flow_type(flow, "Zenit Glass\tCZ9\t\t\t14 \r", "The company is added.");
    vt_wait_text(flow->vt, "is not to be invoiced");
    flow_type(flow, "e", "MotherCompanyId");
    flow_type(flow, "\r", "Name:");
    flow_type(flow, CTRL_U "Zenit Optics\r" CTRL_S, "Name: Zenit Glass -> Zenit Optics");
    flow_type(flow, "\r", "companies/update is done");
    vt_wait_text(flow->vt, "Zenit Optics");
    flow_wrote(flow, "companies/add companies/update");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(who_is_typed_is_asked_of_the_property, flow_set_up),
        cmocka_unit_test_setup(a_profile_is_changed_after_a_look_at_what_changes, flow_set_up),
        cmocka_unit_test_setup(a_double_is_told_and_merged, flow_set_up),
        cmocka_unit_test_setup(a_merge_that_is_held_is_taken_back, flow_set_up),
        cmocka_unit_test_setup(documents_are_shown_to_who_asks, flow_set_up),
        cmocka_unit_test_setup(a_file_is_attached_by_its_name, flow_set_up),
        cmocka_unit_test_setup(g_opens_whose_stay_it_is, flow_set_up),
        cmocka_unit_test_setup(a_company_is_added_and_changed, flow_set_up),
    };

    return cmocka_run_group_tests(tests, NULL, flow_tear_down);
}
