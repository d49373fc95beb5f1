/*
 * Every write of the desk meets every fault: the screen says what happened where it happened, goes
 * on, and in the end the property has done it once.
 */
#include "tests/support/stand.h"

#include "tests/support/property.h"
#include "tests/support/test.h"

#define CTRL_S "\x13"
#define CTRL_L "\x0c"
#define CTRL_R "\x12"
#define ESCAPE "\x1b"

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

/* A write as a user does it, and how often the property has done it. */
struct flow {
    const char *name;
    const char *view;  /* keys that open it from the arrivals */
    const char *ready; /* a text of it */
    const char *keys;  /* up to the card or prompt */
    const char *card;  /* a text of that; NULL: there is none */
    const char *go;    /* keys that send */
    const char *operation;
    const char *journal; /* its words in the journal */
    bool is_state;       /* found undone without asking */

    const char *read, *filter, *list, *text; /* of stand_count() */
    size_t before;                           /* how many there are */

    struct fault undone; /* it did not happen, and the program can't know */
    struct fault done;   /* it did */
};

/* What nobody knows the outcome of: before the property did it, and behind. */
#define ANSWERS(...)                                                                               \
    {                                                                                              \
        .kind = FAULT_ANSWER, __VA_ARGS__                                                          \
    }
#define INSTEAD(...)                                                                               \
    {                                                                                              \
        .kind = FAULT_INSTEAD, __VA_ARGS__                                                         \
    }
#define REDIRECT .status = 302, .headers = "Location: https://elsewhere.example/\r\n"

// clang-format off
static const struct flow flows[] = {
    {"check-in", "", "Host1", "101i", "checks in", "\r",
     "reservations/start", "check-in", true,
     "reservations/getAll/2023-06-06", PAGE("ReservationIds":["$stay1"]),
     "Reservations", "Started", 0,
     ANSWERS(.status = 500), {.kind = FAULT_CUT_ANSWER}},
    {"room state", "", "Host2", "102I", NULL, "",
     "resources/update", "room 102 Inspected", true,
     "resources/getAll", PAGE("ResourceIds":["$room102"], "Extent":{"Resources":true}),
     "Resources", "Inspected", 0,
     {.kind = FAULT_CUT_REQUEST, .at = 40}, {.kind = FAULT_CUT_ANSWER, .at = 20}},
    {"assignment", "", "Host3", ":assign #00003 104", NULL, "\r",
     "reservations/update", "assign room 104", true,
     "reservations/getAll/2023-06-06", PAGE("ReservationIds":["$stay3"]),
     "Reservations", "$room104", 0,
     ANSWERS(.status = 502), {.kind = FAULT_CUT_ANSWER, .at = 200}},
    {"note", "", "Host1", "101n", "Note for ", "no onions" CTRL_S,
     "serviceOrderNotes/add", "note", false,
     "serviceOrderNotes/getAll", PAGE("ServiceOrderIds":["$stay1"]),
     "ServiceOrderNotes", "no onions", 0,
     {.kind = FAULT_CUT_REQUEST}, {.kind = FAULT_GARBLE}},
    {"charge", ESCAPE "d", "Host11", "108c", "minibar", "mini\r",
     "orders/add", "charge 1 x minibar", false,
     "orderItems/getAll", PAGE("AccountIds":["$guest11"]),
     "OrderItems", NULL, 0,
     ANSWERS(REDIRECT), {.kind = FAULT_SHORTEN, .at = 7}},
    {"payment", ESCAPE "d", "Host5", "106p", "posts the payment", "\r",
     "payments/addExternal", "pay 50.00 EUR Cash", false,
     "payments/getAll", PAGE("AccountIds":["$guest5"]),
     "Payments", NULL, 1,
     ANSWERS(.status = 408), INSTEAD(.status = 500)},
    {"new bill", ESCAPE "d106f", "Bill 1", "N", NULL, "",
     "bills/add", "new bill", false,
     "bills/getAll", PAGE("CustomerIds":["$guest5"]),
     "Bills", NULL, 1,
     ANSWERS(.body = ""), INSTEAD(.body = "{\"Bills\":7}")},
    {"check-out", ESCAPE "d", "Host11", "108o", "checks out", "\r",
     "reservations/process", "check-out", true,
     "reservations/getAll/2023-06-06", PAGE("ReservationIds":["$stay12"]),
     "Reservations", "Processed", 0,
     ANSWERS(.status = 504), INSTEAD(.status = 408)},
    {"closing", ESCAPE "h107f", "Bill 2", "2k", "as a receipt", "\r",
     "bills/close", "close the bill", true,
     "bills/getAll", PAGE("CustomerIds":["$guest6"]),
     "Bills", "\"Closed\"", 0,
     ANSWERS(.body = "<html>"), INSTEAD(REDIRECT)},
    {"reply", "`5", "Cot", "\r", "Reply to ", "Yes, there is." CTRL_S,
     "messages/add", "message", false,
     "messages/getAll", PAGE("MessageThreadIds":["$thread2"]),
     "Messages", "Yes, there is.", 0,
     ANSWERS(.body = "[]"), {.kind = FAULT_HOLD_ANSWER}},
};
// clang-format on

struct scene {
    struct stand stand;
    struct vt *vt;
    const struct flow *flow;
};

static void
open_scene(struct scene *scene, const struct flow *flow)
{
    scene->flow = flow;
    stand_open(&scene->stand, flow->done.kind == FAULT_HOLD_ANSWER
                                  ? "set find-out 0\nset refresh off\nset timeout 2\n"
                                  : "set find-out 0\nset refresh off\n");
    scene->vt = stand_screen(&scene->stand, NULL);
    vt_wait_text(scene->vt, "Host3");
    vt_wait_text(scene->vt, "100.00"); // balances too
    vt_type(scene->vt, flow->view);
    vt_wait_text(scene->vt, flow->ready);
    vt_wait_idle(scene->vt);
}

static void
close_scene(struct scene *scene)
{
    vt_close(scene->vt);
    stand_close(&scene->stand);
}

/* How often the property has done it so far. */
static size_t
done(const struct scene *scene)
{
    const struct flow *flow = scene->flow;

    return stand_count(&scene->stand, flow->read, flow->filter, flow->list, flow->text)
           - flow->before;
}

static void
try(struct scene *scene)
{
    vt_type(scene->vt, scene->flow->keys);
    if (scene->flow->card)
        vt_wait_text(scene->vt, scene->flow->card);
    vt_wait_idle(scene->vt); // a card with money takes no key before it was seen
    vt_type(scene->vt, scene->flow->go);
}

/* A key that does nothing else takes the message away, once it was seen. */
static void
dismiss(struct scene *scene, const char *text)
{
    vt_wait_idle(scene->vt);
    vt_type(scene->vt, CTRL_L);
    vt_wait_gone(scene->vt, text);
    vt_wait_idle(scene->vt);
}

static void
check_done(const struct scene *scene, size_t expected, const char *after)
{
    size_t count = done(scene);

    check(count == expected, "%s, after %s: %zu", scene->flow->name, after, count);
}

/* The house refuses: its words stand there, with the number that its support asks for. */
static void
meet_refusal(struct scene *scene)
{
    fault_proxy_add(scene->stand.proxy,
                    (struct fault){.path = scene->flow->operation,
                                   .status = 403,
                                   .body = "{\"Message\":\"The house says no.\","
                                           "\"RequestId\":\"req-403\"}"});
    try(scene);
    vt_wait_text(scene->vt, "The house says no. (request req-403)");
    fault_proxy_heal(scene->stand.proxy);
    check_done(scene, 0, "403");
    dismiss(scene, "The house says no.");
}

/* No connection at all: it was not sent, and that is known. */
static void
meet_absence(struct scene *scene)
{
    fault_proxy_leave(scene->stand.proxy);
    try(scene);
    vt_wait_text(scene->vt, "Nothing was done.");
    vt_wait_text(scene->vt, "OUT OF REACH");
    fault_proxy_return(scene->stand.proxy);
    check_done(scene, 0, "no connection");
    dismiss(scene, "Nothing was done.");
    vt_type(scene->vt, CTRL_R); // the desk sees that it is back
    vt_wait_gone(scene->vt, "OUT OF REACH");
    vt_wait_idle(scene->vt);
}

static void
add_fault(struct scene *scene, struct fault fault)
{
    fault.path = scene->flow->operation;
    fault.times = 1;
    fault_proxy_add(scene->stand.proxy, fault);
}

/* Found out by reading, or said by the user: it may be tried again. */
static void
meet_undone(struct scene *scene)
{
    add_fault(scene, scene->flow->undone);
    try(scene);
    if (!scene->flow->is_state) {
        vt_wait_text(scene->vt, "Was it done?");
        vt_wait_text(scene->vt, scene->flow->journal);
        vt_wait_text(scene->vt, "not found in 2 reads");
        vt_wait_idle(scene->vt);
        vt_type(scene->vt, "u");
    }
    vt_wait_text(scene->vt, "Found out: ");
    vt_wait_text(scene->vt, scene->flow->journal);
    vt_wait_text(scene->vt, "was not done.");
    check_done(scene, 0, "what was not done");
    vt_wait_idle(scene->vt);
}

/* It was done, and the answer says nothing of it: found out, and not done again. */
static void
meet_done(struct scene *scene)
{
    add_fault(scene, scene->flow->done);
    try(scene);
    vt_wait_text(scene->vt, "was done.");
    vt_wait_text(scene->vt, "Found out: ");
    vt_wait_text(scene->vt, scene->flow->journal);
    check_done(scene, 1, "what was done");
}

static void
meet_faults(const struct flow *flow)
{
    struct scene scene;

    open_scene(&scene, flow);
    meet_refusal(&scene);
    meet_absence(&scene);
    meet_undone(&scene);
    meet_done(&scene);
    check(fault_proxy_passed(scene.stand.proxy, flow->operation) == 1, "%s", flow->name);
    close_scene(&scene);
}

#define FLOW_TEST(name, row)                                                                       \
    static void name(void **state)                                                                 \
    {                                                                                              \
        (void)state;                                                                               \
        meet_faults(&flows[row]);                                                                  \
    }

FLOW_TEST(check_in_meets_all_faults, 0)
FLOW_TEST(a_room_s_state_meets_all_faults, 1)
FLOW_TEST(assigning_a_room_meets_all_faults, 2)
FLOW_TEST(a_note_meets_all_faults, 3)
FLOW_TEST(a_charge_meets_all_faults, 4)
FLOW_TEST(a_payment_meets_all_faults, 5)
FLOW_TEST(a_new_bill_meets_all_faults, 6)
FLOW_TEST(check_out_meets_all_faults, 7)
FLOW_TEST(closing_a_bill_meets_all_faults, 8)
FLOW_TEST(a_reply_meets_all_faults, 9)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_in_meets_all_faults),
        cmocka_unit_test(a_room_s_state_meets_all_faults),
        cmocka_unit_test(assigning_a_room_meets_all_faults),
        cmocka_unit_test(a_note_meets_all_faults),
        cmocka_unit_test(a_charge_meets_all_faults),
        cmocka_unit_test(a_payment_meets_all_faults),
        cmocka_unit_test(a_new_bill_meets_all_faults),
        cmocka_unit_test(check_out_meets_all_faults),
        cmocka_unit_test(closing_a_bill_meets_all_faults),
        cmocka_unit_test(a_reply_meets_all_faults),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
