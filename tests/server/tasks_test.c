/* Tasks and messages over HTTP: asked for, done, answered. */
#include "tests/support/test.h"

#include <stdlib.h>

#include "tests/support/back_office.h"
#include "tests/support/expect.h"
#include "tests/support/office.h"

static struct office office;
static struct server_process *const server = &office.server;

bool
demo_generate(const struct demo_config *wanted, demo_emit_fn emit, void *context, struct error *err)
{
    (void)wanted;
    return back_office_emit(emit, context, err);
}

// clang-format off

/* Tasks */

static json_t *
task_of(const char *id)
{
    return server_first(server, "tasks/getAll", body_of(PAGE("TaskIds":["%s"]), id), "Tasks");
}

static void
a_task_is_added_and_closed(void **state)
{
    char *id = server_text(server, "tasks/add", BODY("Name":"Baby cot", "Description":"to 104",
        "DepartmentId":"$cleaning", "ServiceOrderId":"$stay4",
        "DeadlineUtc":"2026-03-25T14:00:00Z"), "TaskId");
    json_t *task = task_of(id);

    (void)state;
    expect_text(task, "Name", "Baby cot");
    expect_text(task, "Description", "to 104");
    expect_text(task, "State", "Open");
    expect_id(task, "DepartmentId", "cleaning");
    expect_id(task, "ServiceOrderId", "stay4");
    expect_text(task, "DeadlineUtc", "2026-03-25T14:00:00Z");
    expect_text(task, "CreatedUtc", "2026-03-24T15:00:00.001Z");
    json_decref(task);
    server_does(server, "tasks/close", body_of(BODY("TaskIds":["%s"]), id));
    task = task_of(id);
    expect_text(task, "State", "Closed");
    expect_text(task, "ClosedUtc", "2026-03-24T15:00:00.002Z");
    json_decref(task);
    server_refuses(server, "tasks/close", body_of(BODY("TaskIds":["$towels", "%s"]), id), 403,
                   "\"Baby cot\" is done already");
    task = server_first(server, "tasks/getAll", PAGE("TaskIds":["$towels"]), "Tasks");
    expect_text(task, "State", "Open"); // all or none
    json_decref(task);
    free(id);
}

static void
a_task_needs_no_more_than_a_name_and_a_deadline(void **state)
{
    char *id = server_text(server, "tasks/add", BODY("Name":"Call taxi",
        "DeadlineUtc":"2026-03-24T16:00:00Z"), "TaskId");
    json_t *task = task_of(id);

    (void)state;
    expect_text(task, "DepartmentId", NULL);
    expect_text(task, "ServiceOrderId", NULL);
    expect_text(task, "Description", NULL);
    json_decref(task);
    free(id);
}

static void
tasks_are_refused_with_the_reason(void **state)
{
    static const struct refusal rows[] = {
        {BODY("Name":"x"), 400, "DeadlineUtc"},
        {BODY("DeadlineUtc":"2026-03-25T14:00:00Z"), 400, "Name"},
        {BODY("Name":" ", "DeadlineUtc":"2026-03-25T14:00:00Z"), 400, "Invalid Name"},
        {BODY("Name":"x", "DeadlineUtc":"tomorrow"), 400, "DeadlineUtc"},
        {BODY("Name":"x", "DeadlineUtc":"2026-03-25T14:00:00Z", "DepartmentId":"$nothing"), 400,
            "Invalid DepartmentId"},
        {BODY("Name":"x", "DeadlineUtc":"2026-03-25T14:00:00Z", "ServiceOrderId":"$guest1"), 400,
            "Invalid ServiceOrderId"},
    };

    (void)state;
    server_refuses_all(server, "tasks/add", rows, countof(rows));
    server_refuses(server, "tasks/close", BODY("TaskIds":["$nothing"]), 400, "Invalid TaskIds");
}

static void
tasks_are_found_by_department_time_and_stay(void **state)
{
    static const struct {
        const char *body;
        size_t count;
    } rows[] = {
        {EVERYTHING, 2},
        {PAGE("TaskIds":["$tap", "$nothing"]), 1},
        {PAGE("ServiceOrderIds":["$stay6"]), 1},
        {PAGE("DepartmentIds":["$repairs"], "CreatedUtc":{"StartUtc":"2026-03-01T00:00:00Z",
            "EndUtc":null}), 1},
        {PAGE("DeadlineUtc":{"StartUtc":"2026-03-24T00:00:00Z",
            "EndUtc":"2026-03-25T00:00:00Z"}), 1},
        {PAGE("ClosedUtc":{"StartUtc":"2026-03-24T00:00:00Z",
            "EndUtc":"2026-03-25T00:00:00Z"}), 1}, // an open one has none
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        json_t *list = server_list(server, "tasks/getAll", rows[i].body, "Tasks");

        check(json_array_size(list) == rows[i].count, "%s: %zu", rows[i].body,
              json_array_size(list));
        json_decref(list);
    }
    server_refuses(server, "tasks/getAll", PAGE("DepartmentIds":["$repairs"]), 400,
                   "a filter is missing");
}

/* Messages */

static void
a_thread_begins_and_is_answered(void **state)
{
    json_t *thread = server_first(server, "messageThreads/add", BODY("OriginalSender":"$guest3",
        "Subject":"Late arrival"), "MessageThreads");
    char *id = strdup(json_string_value(json_object_get(thread, "Id")));
    json_t *found;

    (void)state;
    expect_id(thread, "OriginalSender", "guest3");
    expect_text(thread, "Subject", "Late arrival");
    expect_bool(thread, "IsResolved", false);
    json_decref(thread);
    found = server_first(server, "messages/add", body_of(BODY("Messages":[
        {"MessageThreadId":"%s", "Text":"We keep the room.", "Identifier":"one"}]), id),
        "Messages");
    expect_text(found, "Identifier", "one");
    expect_text(found, "Message.Text", "We keep the room.");
    expect_text(found, "Message.Sender.Discriminator", "Application");
    json_decref(found);
    thread = server_first(server, "messageThreads/getAll", PAGE("UpdatedUtc":{
        "StartUtc":"2026-03-24T15:00:00.002Z", "EndUtc":null}), "MessageThreads");
    expect_text(thread, "Id", id); // it shows by itself that something was said
    expect_text(thread, "CreatedUtc", "2026-03-24T15:00:00.001Z");
    json_decref(thread);
    found = server_first(server, "messages/getAll", body_of(PAGE("MessageThreadIds":["%s"]), id),
                         "Messages");
    expect_text(found, "Text", "We keep the room.");
    json_decref(found);
    free(id);
}

static void
several_are_answered_or_none(void **state)
{
    json_t *list;

    (void)state;
    server_refuses(server, "messages/add", BODY("Messages":[
        {"MessageThreadId":"$thread1", "Text":"Yes."}, {"MessageThreadId":"$nothing",
         "Text":"Yes."}]), 400, "Invalid Messages.MessageThreadId");
    server_refuses(server, "messages/add", BODY("Messages":[
        {"MessageThreadId":"$thread1", "Text":"Yes."}, {"MessageThreadId":"$thread2",
         "Text":" "}]), 400, "Invalid Messages.Text");
    list = server_list(server, "messages/getAll",
        PAGE("MessageThreadIds":["$thread1"], "CreatedUtc":{"StartUtc":"2026-03-24T15:00:00Z",
             "EndUtc":null}), "Messages");
    assert_int_equal(json_array_size(list), 0);
    json_decref(list);
}

static void
messages_are_refused_with_the_reason(void **state)
{
    static const struct {
        const char *operation;
        struct refusal refusal;
    } rows[] = {
        {"messageThreads/add", {BODY("OriginalSender":"$nothing", "Subject":"x"), 400,
            "Invalid OriginalSender"}},
        {"messageThreads/add", {BODY("OriginalSender":"$acme", "Subject":"x"), 400,
            "Invalid OriginalSender"}},
        {"messageThreads/add", {BODY("OriginalSender":"Jan", "Subject":"x"), 400,
            "OriginalSender"}},
        {"messageThreads/add", {BODY("OriginalSender":"$guest3", "Subject":" "), 400,
            "Invalid Subject"}},
        {"messageThreads/add", {BODY("OriginalSender":"$guest3"), 400, "Subject"}},
        {"messages/getAll", {EVERYTHING, 400, "MessageThreadIds"}},
        {"messages/getAll", {PAGE("MessageThreadIds":["$thread1"], "CreatedUtc":{
            "StartUtc":"2026-02-01T00:00:00Z", "EndUtc":"2026-03-15T00:00:00Z"}), 400,
            "longer than 1 month"}},
        {"messages/add", {BODY("Messages":[{"MessageThreadId":"$thread1"}]), 400, "Text"}},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        server_refuses_all(server, rows[i].operation, &rows[i].refusal, 1);
}

// clang-format on

#define WITH_SERVER(test) OFFICE_TEST(test, &office)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_SERVER(a_task_is_added_and_closed),
        WITH_SERVER(a_task_needs_no_more_than_a_name_and_a_deadline),
        WITH_SERVER(tasks_are_refused_with_the_reason),
        WITH_SERVER(tasks_are_found_by_department_time_and_stay),
        WITH_SERVER(a_thread_begins_and_is_answered),
        WITH_SERVER(several_are_answered_or_none),
        WITH_SERVER(messages_are_refused_with_the_reason),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
