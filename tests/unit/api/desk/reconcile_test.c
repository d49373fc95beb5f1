/* Writes of unknown outcome are found out by reading. */
#include "api/desk/reconcile.h"

#include <stdlib.h>

#include "api/desk/action.h"
#include "api/desk/profile_mark.h"
#include "api/schema/document.h"
#include "api/schema/record.h"
#include "tests/support/cmocka.h"
#include "tests/support/desk.h"
#include "tests/support/scripted_property.h"
#include "tests/support/test.h"

#define ID(digit)                                                                                  \
    {                                                                                              \
        {                                                                                          \
            digit, digit, digit, digit, digit, digit, digit, digit, digit, digit, digit, digit,    \
                digit, digit, digit, digit                                                         \
        }                                                                                          \
    }

static const struct uuid subject = ID(0x11);
static const struct uuid account = ID(0x22);
static const struct uuid other = ID(0x33);

/* What shows what */

static struct journal_entry
entry_of(enum operation_id operation, const char *nonce)
{
    return (struct journal_entry){
        .number = 1,
        .at = {1000000},
        .operation = operation,
        .subject = subject,
        .account = account,
        .outcome = JOURNAL_UNKNOWN,
        .nonce = nonce,
        .text = "it",
        .key = "p",
    };
}

static bool
shows(enum operation_id operation, const char *nonce, enum record_id id, const void *record)
{
    struct journal_entry entry = entry_of(operation, nonce);

    return reconcile_shows(&entry, record_type(id), record, entry.at);
}

static void
money_is_known_by_its_mark(void **state)
{
    struct payment payment = {.account_id = account, .external_identifier = "n1"};
    struct order_item item = {.account_id = account, .external_identifier = "n1"};

    (void)state;
    assert_true(shows(OP_payments_add_external, "n1", RECORD_payment, &payment));
    assert_false(shows(OP_payments_add_external, "n2", RECORD_payment, &payment));
    assert_false(shows(OP_orders_add, "n1", RECORD_payment, &payment)); // of another kind
    assert_true(shows(OP_orders_add, "n1", RECORD_order_item, &item));
    assert_false(shows(OP_orders_add, "n2", RECORD_order_item, &item));
    payment.external_identifier = "";
    assert_false(shows(OP_payments_add_external, "", RECORD_payment, &payment));
    item.account_id = other;
    assert_false(shows(OP_orders_add, "n1", RECORD_order_item, &item));
}

static void
stays_are_known_by_their_state_and_room(void **state)
{
    struct reservation stay = {.id = subject, .state = RESERVATION_CONFIRMED, .resource_id = other};
    char room[UUID_TEXT_SIZE];

    (void)state;
    assert_false(shows(OP_reservations_start, "", RECORD_reservation, &stay));
    assert_true(shows(OP_reservations_update, uuid_text(other, room), RECORD_reservation, &stay));
    assert_false(
        shows(OP_reservations_update, uuid_text(account, room), RECORD_reservation, &stay));
    stay.state = RESERVATION_STARTED;
    assert_true(shows(OP_reservations_start, "", RECORD_reservation, &stay));
    assert_false(shows(OP_reservations_process, "", RECORD_reservation, &stay));
    stay.state = RESERVATION_PROCESSED;
    assert_true(shows(OP_reservations_start, "", RECORD_reservation, &stay));
    assert_true(shows(OP_reservations_process, "", RECORD_reservation, &stay));
    stay.id = other;
    assert_false(shows(OP_reservations_process, "", RECORD_reservation, &stay));
}

static void
rooms_and_bills_are_known_by_their_state(void **state)
{
    struct resource room = {.id = subject, .state = RESOURCE_CLEAN};
    struct bill bill = {.id = subject, .account_id = account, .state = BILL_OPEN};

    (void)state;
    assert_true(shows(OP_resources_update, "Clean", RECORD_resource, &room));
    assert_false(shows(OP_resources_update, "Dirty", RECORD_resource, &room));
    assert_false(shows(OP_bills_close, "", RECORD_bill, &bill));
    bill.state = BILL_CLOSED;
    assert_true(shows(OP_bills_close, "", RECORD_bill, &bill));
    bill.created_utc.ms = 1000000 - 5001;
    assert_false(shows(OP_bills_add, "", RECORD_bill, &bill)); // it was there before
    bill.created_utc.ms = 1000000 - 4999;
    assert_true(shows(OP_bills_add, "", RECORD_bill, &bill));
}

static void
texts_are_known_by_what_they_say_and_when(void **state)
{
    struct message message = {
        .thread_id = subject, .text = "A cot is\nready.", .created_utc = {1000001}};
    struct note note = {.service_order_id = subject, .text = "late", .created_utc = {1000001}};
    char mark[TEXT_MARK_SIZE];

    (void)state;
    reconcile_text_mark("A cot is\r\nready. \n", mark);
    assert_true(shows(OP_messages_add, mark, RECORD_message, &message));
    assert_false(shows(OP_messages_add, "", RECORD_message, &message));
    message.created_utc.ms = 900000; // the same was said before
    assert_false(shows(OP_messages_add, mark, RECORD_message, &message));
    reconcile_text_mark("late", mark);
    assert_true(shows(OP_service_order_notes_add, mark, RECORD_note, &note));
    reconcile_text_mark("later", mark);
    assert_false(shows(OP_service_order_notes_add, mark, RECORD_note, &note));
    note.service_order_id = other;
    reconcile_text_mark("late", mark);
    assert_false(shows(OP_service_order_notes_add, mark, RECORD_note, &note));
}

static const char *
profile_of(enum operation_id operation, const char *json)
{
    static char mark[PROFILE_MARK_SIZE];
    struct document *body = document_parse(json, NULL);

    profile_mark(operation, body, mark);
    document_free(body);
    return mark;
}

/* By the values that were set; of what the desk decodes none of, by the time of the change. */
static void
profiles_are_known_by_what_was_set(void **state)
{
    struct customer guest = {.id = subject, .is_active = true};
    struct company company = {.id = other, .is_active = true};
    struct journal_entry merge = entry_of(OP_accounts_merge, "");

    (void)state;
    record_fill(record_type(RECORD_customer), &guest);
    record_fill(record_type(RECORD_company), &company);
    guest.phone = "7";
    assert_true(shows(OP_customers_update, profile_of(OP_customers_update, "{\"Phone\":\"7\"}"),
                      RECORD_customer, &guest));
    assert_false(shows(OP_customers_update, profile_of(OP_customers_update, "{\"Phone\":\"8\"}"),
                       RECORD_customer, &guest));
    guest.updated_utc.ms = 1000000 - 5001;
    assert_false(
        shows(OP_customers_update, profile_of(OP_customers_update, "{}"), RECORD_customer, &guest));
    guest.updated_utc.ms = 1000000;
    assert_true(
        shows(OP_customers_update, profile_of(OP_customers_update, "{}"), RECORD_customer, &guest));
    guest.id = other; // of a new one nobody knows the id
    assert_false(shows(OP_customers_add, profile_of(OP_customers_add, "{\"Phone\":\"7\"}"),
                       RECORD_customer, &guest)); // it was there before
    guest.created_utc.ms = 1000001;
    assert_true(shows(OP_customers_add, profile_of(OP_customers_add, "{\"Phone\":\"7\"}"),
                      RECORD_customer, &guest));
    company.name = "Nova";
    company.created_utc.ms = 1000001;
    assert_true(shows(OP_companies_add, profile_of(OP_companies_add, "{\"Name\":\"Nova\"}"),
                      RECORD_company, &company));
    merge.account = (struct uuid){{0}}; // a company's
    company.id = subject;
    assert_false(reconcile_shows(&merge, record_type(RECORD_company), &company, merge.at));
    company.is_active = false;
    assert_true(reconcile_shows(&merge, record_type(RECORD_company), &company, merge.at));
    merge.account = account; // a guest's
    assert_false(reconcile_shows(&merge, record_type(RECORD_company), &company, merge.at));
    guest.id = account;
    assert_false(reconcile_shows(&merge, record_type(RECORD_customer), &guest, merge.at));
    guest.is_active = false;
    assert_true(reconcile_shows(&merge, record_type(RECORD_customer), &guest, merge.at));
}

/* Cards carry the mark as their receipt; what carries none is known by amount, kind and time. */
static void
other_payments_are_known_by_receipt_or_amount(void **state)
{
    struct journal_entry entry = entry_of(OP_payments_add_alternative, "");
    struct payment payment = {
        .account_id = account,
        .identifier = "n1",
        .type = "AlternativePayment",
        .kind = "Payment",
        .amount = {.currency = "EUR", .gross = {-5000, 2}},
        .created_utc = {1000001},
    };

    (void)state;
    assert_true(shows(OP_credit_cards_charge, "n1", RECORD_payment, &payment));
    assert_true(shows(OP_payments_add_credit_card, "n1", RECORD_payment, &payment));
    assert_false(shows(OP_credit_cards_charge, "n2", RECORD_payment, &payment));
    entry.amount = (struct money){{50, 0}, "EUR"};
    assert_true(reconcile_shows(&entry, record_type(RECORD_payment), &payment, entry.at));
    entry.amount = (struct money){{51, 0}, "EUR"};
    assert_false(reconcile_shows(&entry, record_type(RECORD_payment), &payment, entry.at));
    entry = entry_of(OP_payments_refund, "");
    entry.amount = (struct money){{50, 0}, "EUR"};
    assert_false(reconcile_shows(&entry, record_type(RECORD_payment), &payment, entry.at));
    payment.kind = "Refund";
    assert_true(reconcile_shows(&entry, record_type(RECORD_payment), &payment, entry.at));
    payment.created_utc.ms = 900000; // an earlier one
    assert_false(reconcile_shows(&entry, record_type(RECORD_payment), &payment, entry.at));
}

static void
moved_lines_and_bills_are_known_by_where_they_are(void **state)
{
    struct order_item item = {.id = subject, .bill_id = other};
    struct payment payment = {.id = subject, .bill_id = other};
    struct bill bill = {.id = subject, .account_id = other};
    char where[UUID_TEXT_SIZE];
    char mark[80];

    (void)state;
    assert_true(
        shows(OP_accounting_items_update, uuid_text(other, where), RECORD_order_item, &item));
    assert_false(
        shows(OP_accounting_items_update, uuid_text(account, where), RECORD_order_item, &item));
    snprintf(mark, sizeof(mark), "payment.%s", uuid_text(other, where));
    assert_true(shows(OP_accounting_items_update, mark, RECORD_payment, &payment));
    assert_false(shows(OP_accounting_items_update, mark, RECORD_order_item, &item));
    assert_true(shows(OP_bills_update, uuid_text(other, where), RECORD_bill, &bill));
    assert_false(shows(OP_bills_update, uuid_text(account, where), RECORD_bill, &bill));
    assert_false(shows(OP_bills_delete, "", RECORD_bill, &bill)); // it is still there
}

static void
changes_of_a_stay_are_known_by_what_it_is_then(void **state)
{
    struct reservation stay = {.id = subject, .state = RESERVATION_OPTIONAL};
    struct companionship companion = {.reservation_id = subject, .customer_id = other};
    char guest[UUID_TEXT_SIZE];

    (void)state;
    stay.end_utc.ms = 86400000;
    assert_false(shows(OP_reservations_confirm, "", RECORD_reservation, &stay));
    assert_false(shows(OP_reservations_cancel, "", RECORD_reservation, &stay));
    stay.state = RESERVATION_CONFIRMED;
    assert_true(shows(OP_reservations_confirm, "", RECORD_reservation, &stay));
    stay.state = RESERVATION_CANCELED;
    assert_false(shows(OP_reservations_confirm, "", RECORD_reservation, &stay));
    assert_true(shows(OP_reservations_cancel, "", RECORD_reservation, &stay));
    assert_true(
        shows(OP_reservations_update_interval, "1970-01-02T00:00:00Z", RECORD_reservation, &stay));
    assert_false(
        shows(OP_reservations_update_interval, "1970-01-03T00:00:00Z", RECORD_reservation, &stay));
    assert_true(shows(OP_reservations_add_companion, uuid_text(other, guest), RECORD_companionship,
                      &companion));
    assert_false(shows(OP_reservations_add_companion, uuid_text(account, guest),
                       RECORD_companionship, &companion));
}

static void
blocks_and_tasks_are_known_by_their_time_and_words(void **state)
{
    struct resource_block block = {.id = subject, .resource_id = subject, .is_active = true};
    struct task task = {.service_order_id = subject, .name = "lamp", .created_utc = {1000001}};
    char mark[TEXT_MARK_SIZE];

    (void)state;
    block.start_utc.ms = 86400000;
    assert_true(
        shows(OP_resource_blocks_add, "1970-01-02T00:00:00Z", RECORD_resource_block, &block));
    assert_false(
        shows(OP_resource_blocks_add, "1970-01-02T00:00:01Z", RECORD_resource_block, &block));
    assert_false(shows(OP_resource_blocks_delete, "", RECORD_resource_block, &block));
    block.is_active = false;
    assert_true(shows(OP_resource_blocks_delete, "", RECORD_resource_block, &block));
    assert_true(shows(OP_tasks_add, reconcile_text_mark("lamp", mark), RECORD_task, &task));
    task.created_utc.ms = 900000; // the same was asked for before
    assert_false(shows(OP_tasks_add, mark, RECORD_task, &task));
    task.id = subject;
    task.state = "Open";
    assert_false(shows(OP_tasks_close, "", RECORD_task, &task));
    task.state = "Closed";
    assert_true(shows(OP_tasks_close, "", RECORD_task, &task));
}

static void
what_call_sent_cannot_be_found_out(void **state)
{
    struct journal_entry entry = entry_of(OP_bills_close, "");
    struct bill bill = {.id = subject, .state = BILL_CLOSED};

    (void)state;
    entry.key = "call";
    assert_false(reconcile_shows(&entry, record_type(RECORD_bill), &bill, entry.at));
}

/* Looking */

static int64_t clock_now_ms;

static int64_t
clock_ms(void)
{
    return clock_now_ms;
}

struct stage {
    struct property *property;
    char *folder;
    char *path;
    struct desk *desk;
};

static struct desk *
open_desk(const struct stage *stage)
{
    struct desk_config config = {
        .client = desk_config(property_url(stage->property), stage->path),
        .lookup_seconds = 60,
        .clock_ms = clock_ms,
    };
    struct error err = {0};
    struct desk *desk;

    config.client.timeout_ms = 1000; // long enough where all is slow
    desk = desk_open(&config, &err);
    check(desk, "%s", err.text);
    desk_start(desk);
    return desk;
}

static int
set_up(void **state)
{
    struct stage *stage = calloc(1, sizeof(*stage));

    clock_now_ms = 1000000;
    stage->property = property_new(NULL);
    stage->folder = folder_fresh();
    stage->path = folder_path(stage->folder, "state.db");
    stage->desk = open_desk(stage);
    *state = stage;
    return 0;
}

static int
tear_down(void **state)
{
    struct stage *stage = *state;

    desk_close(stage->desk);
    property_free(stage->property);
    free(stage->path);
    folder_drop(stage->folder);
    free(stage);
    return 0;
}

/* Sends a write whose connection is cut, and waits until it is unknown. */
static int64_t
lose(struct stage *stage, enum operation_id operation, const char *nonce)
{
    struct request *request = request_new(operation, REQUEST_FOR_KEY, NULL);

    property_say(stage->property,
                 (struct script){.path = operation_of(operation)->path, .cut = CUT_AT_ONCE});
    request->intent.subject = subject;
    request->intent.account = account;
    request->intent.nonce = nonce;
    request->intent.text = "it";
    request->intent.key = "p";
    (void)client_send(desk_client(stage->desk), request);
    SERVE_UNTIL(stage->desk, desk_unknown(stage->desk).count == 1);
    return desk_unknown(stage->desk).rows[0].number;
}

static size_t
asked(const struct stage *stage, const char *path)
{
    size_t count = 0;

    for (size_t i = 0; i < property_count(stage->property); i++)
        count += strcmp(property_asked(stage->property, i)->path, path) == 0;
    return count;
}

static const char PAYMENTS[] = "{\"Payments\":[{\"Id\":\"44444444-4444-4444-4444-444444444444\","
                               "\"AccountId\":\"22222222-2222-2222-2222-222222222222\","
                               "\"Data\":{\"External\":{\"ExternalIdentifier\":\"n1\"}}}]}";

static void
a_payment_that_is_there_is_settled_as_done(void **state)
{
    struct stage *stage = *state;
    const struct journal_entry *entry;

    property_say(stage->property,
                 (struct script){.path = "payments/getAll", .body = PAYMENTS, .times = true});
    (void)lose(stage, OP_payments_add_external, "n1");
    SERVE_UNTIL(stage->desk, !desk_unknown(stage->desk).count);
    entry = desk_found_out(stage->desk);
    assert_non_null(entry);
    assert_int_equal(entry->outcome, JOURNAL_FOUND_DONE);
    assert_string_equal(entry->text, "it");
    assert_null(desk_found_out(stage->desk)); // once
    assert_int_equal(asked(stage, "payments/addExternal"), 1);
}

static void
one_that_is_not_there_is_asked_about_after_two_reads_over_a_minute(void **state)
{
    struct stage *stage = *state;
    int64_t number = lose(stage, OP_payments_add_external, "n1");
    const int64_t first_ms = clock_now_ms;

    SERVE_UNTIL(stage->desk, desk_lookup(stage->desk, number).reads == 1);
    assert_true(desk_has_looked(stage->desk));
    assert_int_equal(desk_due_ms(stage->desk), first_ms + 10000);
    for (int reads = 2; reads <= 6; reads++) {
        clock_now_ms += 10000;
        SERVE_UNTIL(stage->desk, desk_lookup(stage->desk, number).reads == reads);
        assert_false(desk_lookup(stage->desk, number).is_over);
    }
    clock_now_ms += 10000;
    SERVE_UNTIL(stage->desk, desk_lookup(stage->desk, number).is_over);
    assert_int_equal(desk_unknown(stage->desk).count, 1); // it stays, until somebody says
    assert_int_equal(desk_due_ms(stage->desk), clock_now_ms + 60000);
    property_say(stage->property,
                 (struct script){.path = "payments/getAll", .body = PAYMENTS, .times = true});
    clock_now_ms += 60000;
    SERVE_UNTIL(stage->desk, !desk_unknown(stage->desk).count); // it came late
}

static void
a_state_that_is_still_the_old_one_is_settled_as_undone(void **state)
{
    struct stage *stage = *state;
    int64_t number = lose(stage, OP_reservations_start, NULL);

    SERVE_UNTIL(stage->desk, desk_lookup(stage->desk, number).reads == 1);
    clock_now_ms += 60000;
    SERVE_UNTIL(stage->desk, !desk_unknown(stage->desk).count);
    assert_int_equal(desk_found_out(stage->desk)->outcome, JOURNAL_FOUND_UNDONE);
}

/* The property has it no more: so it was deleted. */
static void
a_bill_that_is_gone_was_deleted(void **state)
{
    struct stage *stage = *state;

    property_say(stage->property,
                 (struct script){.path = "bills/getAll", .body = "{\"Bills\":[]}", .times = true});
    (void)lose(stage, OP_bills_delete, NULL);
    SERVE_UNTIL(stage->desk, !desk_unknown(stage->desk).count);
    assert_int_equal(desk_found_out(stage->desk)->outcome, JOURNAL_FOUND_DONE);
}

static void
a_read_that_fails_is_none(void **state)
{
    struct stage *stage = *state;
    int64_t number;

    property_say(stage->property, (struct script){.path = "payments/getAll", .is_never = true});
    number = lose(stage, OP_payments_add_external, "n1");
    SERVE_UNTIL(stage->desk, desk_lookup(stage->desk, number).error);
    assert_int_equal(desk_lookup(stage->desk, number).reads, 0);
    assert_false(desk_lookup(stage->desk, number).is_over);
    assert_int_equal(desk_due_ms(stage->desk), clock_now_ms + 5000);
    clock_now_ms += 5000;
    SERVE_UNTIL(stage->desk, desk_lookup(stage->desk, number).reads == 1);
    assert_null(desk_lookup(stage->desk, number).error);
}

static void
what_may_not_be_read_is_asked_about_at_once(void **state)
{
    struct stage *stage = *state;
    int64_t number;

    property_say(
        stage->property,
        (struct script){.path = "payments/getAll", .status = 401, .body = "{\"Message\":\"No.\"}"});
    number = lose(stage, OP_payments_add_external, "n1");
    SERVE_UNTIL(stage->desk, desk_lookup(stage->desk, number).is_over);
    assert_string_equal(desk_lookup(stage->desk, number).error->text, "No.");
}

static void
any_read_may_show_it(void **state)
{
    struct stage *stage = *state;
    int64_t number = lose(stage, OP_payments_add_external, "n1");

    SERVE_UNTIL(stage->desk, desk_lookup(stage->desk, number).reads == 1);
    property_say(stage->property,
                 (struct script){.path = "payments/getAll", .body = PAYMENTS, .times = true});
    desk_load_account(stage->desk, account);
    SERVE_UNTIL(stage->desk, !desk_unknown(stage->desk).count);
}

static void
it_is_looked_for_again_after_a_restart(void **state)
{
    struct stage *stage = *state;
    int64_t number = lose(stage, OP_payments_add_external, "n1");

    SERVE_UNTIL(stage->desk, desk_lookup(stage->desk, number).reads == 1);
    desk_close(stage->desk);
    property_say(stage->property,
                 (struct script){.path = "payments/getAll", .body = PAYMENTS, .times = true});
    stage->desk = open_desk(stage);
    assert_false(desk_has_looked(stage->desk)); // the journal isn't loaded yet
    SERVE_UNTIL(stage->desk, desk_found_out(stage->desk));
    assert_true(desk_has_looked(stage->desk));
}

struct told {
    bool is_over;
    struct error error;
};

static void
tell(void *context, const struct error *err)
{
    struct told *told = context;

    told->is_over = true;
    told->error = err ? *err : (struct error){0};
}

static void
the_user_s_word_settles_it_once(void **state)
{
    struct stage *stage = *state;
    int64_t number = lose(stage, OP_payments_add_external, "n1");
    struct told told = {0};

    desk_settle(stage->desk, number, JOURNAL_FOUND_UNDONE, tell, &told);
    SERVE_UNTIL(stage->desk, told.is_over);
    assert_int_equal(told.error.kind, ERROR_NONE);
    assert_int_equal(desk_unknown(stage->desk).count, 0);
    told.is_over = false;
    desk_settle(stage->desk, number, JOURNAL_FOUND_UNDONE, tell, &told);
    SERVE_UNTIL(stage->desk, told.is_over);
    assert_int_equal(told.error.kind, ERROR_NOT_FOUND);
}

/* The user looked, said that it was not taken, and then it came. */
static void
what_comes_late_is_told_all_the_same(void **state)
{
    struct stage *stage = *state;
    int64_t number = lose(stage, OP_payments_add_external, "n1");
    struct told told = {0};
    const struct journal_entry *entry;

    desk_settle(stage->desk, number, JOURNAL_FOUND_UNDONE, tell, &told);
    SERVE_UNTIL(stage->desk, told.is_over);
    entry = desk_found_out(stage->desk);
    assert_int_equal(entry->outcome, JOURNAL_FOUND_UNDONE);
    property_say(stage->property,
                 (struct script){.path = "payments/getAll", .body = PAYMENTS, .times = true});
    desk_load_account(stage->desk, account);
    SERVE_UNTIL(stage->desk, (entry = desk_found_out(stage->desk)));
    assert_int_equal(entry->number, number);
    assert_int_equal(entry->outcome, JOURNAL_FOUND_DONE);
    assert_non_null(strstr(entry->message, "It came late"));
    assert_null(desk_found_out(stage->desk));
}

static void
a_repeat_is_refused_until_it_is_found_out(void **state)
{
    struct stage *stage = *state;
    int64_t number = lose(stage, OP_payments_add_external, "n1");
    struct action_order order = {
        .kind = ACTION_PAY,
        .account = subject, // which the journal's entry is for
        .amount = {.amount = {1000, 2}, .currency = "EUR"},
    };
    struct error err;

    assert_int_equal(action_repeats(stage->desk, &order)->number, number);
    assert_false(action_begin(stage->desk, &order, NULL, NULL, &err));
    assert_int_equal(err.kind, ERROR_REFUSED);
    assert_non_null(strstr(err.text, "found 1 done"));
    order.kind = ACTION_CHARGE; // another operation is no repeat
    assert_null(action_repeats(stage->desk, &order));
    order.kind = ACTION_PAY;
    order.insist = true;
    assert_null(action_repeats(stage->desk, &order));
    assert_true(action_begin(stage->desk, &order, NULL, NULL, &err));
    SERVE_UNTIL(stage->desk, asked(stage, "payments/addExternal") == 2);
}

#define LOOKING(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(money_is_known_by_its_mark),
        cmocka_unit_test(stays_are_known_by_their_state_and_room),
        cmocka_unit_test(rooms_and_bills_are_known_by_their_state),
        cmocka_unit_test(texts_are_known_by_what_they_say_and_when),
        cmocka_unit_test(profiles_are_known_by_what_was_set),
        cmocka_unit_test(other_payments_are_known_by_receipt_or_amount),
        cmocka_unit_test(moved_lines_and_bills_are_known_by_where_they_are),
        cmocka_unit_test(changes_of_a_stay_are_known_by_what_it_is_then),
        cmocka_unit_test(blocks_and_tasks_are_known_by_their_time_and_words),
        cmocka_unit_test(what_call_sent_cannot_be_found_out),
        LOOKING(a_payment_that_is_there_is_settled_as_done),
        LOOKING(one_that_is_not_there_is_asked_about_after_two_reads_over_a_minute),
        LOOKING(a_state_that_is_still_the_old_one_is_settled_as_undone),
        LOOKING(a_bill_that_is_gone_was_deleted),
        LOOKING(a_read_that_fails_is_none),
        LOOKING(what_may_not_be_read_is_asked_about_at_once),
        LOOKING(any_read_may_show_it),
        LOOKING(it_is_looked_for_again_after_a_restart),
        LOOKING(the_user_s_word_settles_it_once),
        LOOKING(what_comes_late_is_told_all_the_same),
        LOOKING(a_repeat_is_refused_until_it_is_found_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
