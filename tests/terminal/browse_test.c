/*
 * Browsing: any entity is found, listed, filtered and opened; what is written goes through a form
 * that says first what it sends. On the smallest and on a large terminal.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/support/flow.h"
#include "tests/support/test.h"

#define CTRL_S "\x13"
#define CTRL_U "\x15"
#define DOWN "\x1b[B"
#define END "\x1b[F"

static struct flow flow;

static int
tear_down(void **state)
{
    (void)state;
    flow_close(&flow);
    return 0;
}

static void
open_screen(int rows, int columns)
{
    flow_open(&flow, &(struct flow_config){.rows = rows, .columns = columns});
    flow_wait_all(&flow);
}

static void
esc(const char *gone)
{
    vt_type(flow.vt, "\x1b");
    vt_wait_gone(flow.vt, gone);
    vt_wait_idle(flow.vt);
}

/* The list of entities narrows as one types, and Esc goes back a step at a time. */
static void
find_and_open(void)
{
    flow_type(&flow, ":browse\r", "configuration/get");
    vt_type(flow.vt, "/departm\r");
    vt_wait_gone(flow.vt, "configuration/get");
    flow_type(&flow, "\r", "Housekeeping");
    flow_type(&flow, "\r", "Record");
    esc("Record");
    esc("Housekeeping");
    vt_wait_text(flow.vt, "configuration/get");
}

/* Pages come as the cursor gets to the end of what is there. */
static void
page_and_choose_columns(void)
{
    flow_type(&flow, ":browse customers\r", "100+");
    flow_type(&flow, END, "200+");
    flow_type(&flow, END, "getAll  2");
    vt_wait_gone(flow.vt, "200+");
    flow_type(&flow, ":columns Email Nonesuch\r", "has no member Nonesuch");
    flow_type(&flow, ":columns Email Address.City\r", "Address.City");
    vt_wait_gone(flow.vt, "LastName");
}

/* Columns as wide as what stands in them, amounts among them, and none that is empty. */
static void
tell_in_columns(void)
{
    flow_type(&flow, ":browse configuration/get\r", " IsIdentityDocumentNumberRequired");
    vt_wait_text(flow.vt, "Z true");
    flow_type(&flow, "\r", "NowUtc: 20"); // below its members the selected one, whole
    esc("Record");
    flow_type(&flow, ":browse customers/search\r", " Customer.LastName");
    flow_type(&flow, ":browse payments\r", " Amount.GrossValue");
    flow_type(&flow, ":browse resourceBlocks\r", "OutOfOrder");
    vt_wait_idle(flow.vt);
    assert_null(strstr(vt_screen(flow.vt), "DeletedUtc"));
}

/* What the filters' form sends stands in it when it opens again. */
static void
filter_the_request(void)
{
    flow_type(&flow, ":browse tasks\r", "tasks/getAll");
    flow_type(&flow, "w", "+ TaskIds");
    vt_type(flow.vt, DOWN DOWN DOWN DOWN DOWN "+\r");
    vt_wait_text(flow.vt, "TaskIds:");
    flow_type(&flow, "00000000-0000-4000-8000-000000000000\r" CTRL_S, "Nothing.");
    flow_type(&flow, "w", "00000000-0000-4000");
    esc("Form");
}

/* Adds a task, closes it, and sees it closed. */
static void
add_and_close(void)
{
    flow_type(&flow, ":browse tasks\r", "tasks/getAll");
    flow_type(&flow, "e", "Mark a task done");
    flow_type(&flow, "\r", "Will be sent");
    flow_type(&flow, CTRL_S, "Name: is missing");
    vt_type(flow.vt, DOWN DOWN "\r");
    vt_wait_text(flow.vt, "Name:");
    vt_type(flow.vt, "Curtain\r" DOWN DOWN "\r");
    vt_wait_text(flow.vt, "DeadlineUtc:");
    flow_type(&flow, "soon\r", "must be an instant");
    vt_type(flow.vt, "\r");
    vt_wait_text(flow.vt, "DeadlineUtc:");
    vt_type(flow.vt, "2026-03-25T10:00:00Z\r");
    flow_type(&flow, CTRL_S, "sends it");
    vt_wait_text(flow.vt, "Name: Curtain");
    flow_type(&flow, "\r", "tasks/add is done");
    flow_wrote(&flow, "tasks/add");
    flow_type(&flow, "/curtain\r", "getAll  1  /curtain");
    flow_type(&flow, "\r", "Record");
    flow_type(&flow, "e", "Mark a task done");
    flow_type(&flow, DOWN "\r", "TaskIds *");
    flow_type(&flow, CTRL_S, "Curtain"); // the card says which task, not only its identifier
    vt_wait_text(flow.vt, "TaskIds[1]: ");
    flow_wrote(&flow, "");
    flow_type(&flow, "\r", "tasks/close is done");
    flow_wrote(&flow, "tasks/close");
    vt_wait_text(flow.vt, "Closed"); // the record as it is now
}

/* A record of the second page stays the one that is shown and edited while all is read anew. */
static void
edit_far_down(void)
{
    flow_type(&flow, ":browse customers\r", "100+");
    flow_type(&flow, END, "200+");
    flow_type(&flow, "\r", "Record");
    for (int i = 0; i < 2; i++) {
        const char *name = i ? "Zzyzxova" : "Zzyzx";

        flow_type(&flow, "e", "Update customer");
        flow_type(&flow, DOWN "\r", "customers/update ");
        if (i)
            vt_wait_text(flow.vt, "Zzyzx");
        vt_type(flow.vt, DOWN DOWN DOWN DOWN "\r");
        vt_wait_text(flow.vt, "LastName:");
        vt_type(flow.vt, CTRL_U);
        vt_type(flow.vt, name);
        flow_type(&flow, "\r" CTRL_S, "sends it");
        flow_type(&flow, "\r", "customers/update is done");
        vt_wait_text(flow.vt, name);
    }
    flow_wrote(&flow, "customers/update customers/update");
    esc("Record");
    vt_wait_text(flow.vt, "Zzyzxova"); // under the cursor
}

/* `call` on the screen shows what it reads, and what it will write. */
static void
call_on_screen(void)
{
    flow_type(&flow, ":call cashiers/getAll {\"Limitation\":{\"Count\":2}}\r", "Front desk");
    flow_type(&flow, ":call tasks/a {\"Name\":\"Lamp\",\"DeadlineUtc\":\"2026-03-25T10:00:00Z\"}\r",
              "Will be sent");
    flow_type(&flow, CTRL_S, "Name: Lamp");
    esc("sends it");
    flow_type(
        &flow,
        ":call companies/add {\"Name\":\"A\",\"Options\":{\"Invoiceable\":true},\"Contact\":\"c\","
        "\"Department\":\"d\",\"Iata\":\"i\",\"Identifier\":\"j\",\"Notes\":\"n\","
        "\"Address\":{\"Line1\":\"1\",\"Line2\":\"2\",\"City\":\"c\",\"PostalCode\":\"p\"},"
        "\"Telephone\":\"t\",\"BillingCode\":\"b\",\"AccountingCode\":\"a\",\"TaxIdentifier\":"
        "\"t\","
        "\"ContactPerson\":\"q\",\"DunsNumber\":\"d\",\"ReferenceIdentifier\":\"r\","
        "\"AdditionalTaxIdentifier\":\"v\",\"ExternalIdentifier\":\"last\"}\r",
        "Will be sent");
    flow_type(&flow, CTRL_S, "Name: A");
    flow_type(&flow,
              "\x1b[A" DOWN DOWN DOWN DOWN DOWN DOWN DOWN DOWN DOWN DOWN DOWN DOWN DOWN DOWN DOWN
                  DOWN DOWN DOWN DOWN DOWN,
              "ExternalIdentifier: last"); // what doesn't fit is scrolled to
    esc("sends it");
    flow_type(&flow, ":call tasks/add {\"Name\":7}\r", "Invalid Name");
    flow_wrote(&flow, "");
}

static void
walk(int rows, int columns)
{
    open_screen(rows, columns);
    find_and_open();
    page_and_choose_columns();
    tell_in_columns();
    filter_the_request();
    add_and_close();
    edit_far_down();
    call_on_screen();
}

static void
any_entity_is_browsed_and_written_at_24x80(void **state)
{
    (void)state;
    walk(24, 80);
}

static void
any_entity_is_browsed_and_written_at_50x200(void **state)
{
    (void)state;
    walk(50, 200);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(any_entity_is_browsed_and_written_at_24x80, tear_down),
        cmocka_unit_test_teardown(any_entity_is_browsed_and_written_at_50x200, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
