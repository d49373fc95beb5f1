#include "api/server/tasks.h"

#include <string.h>

#include "api/base/error.h"
#include "api/rules/profiles.h"
#include "api/server/orders.h"

bool
tasks_add(struct transaction *tx, const struct task_add *request, struct error *err)
{
    struct uuid id = uuid_random();
    json_t *task;

    if (!text_says_something(request->name))
        return error_set(err, ERROR_INPUT, "Invalid Name: say what is to be done.");
    if (!instant_is_set(request->deadline_utc))
        return error_set(err, ERROR_INPUT, "Invalid DeadlineUtc: say until when.");
    if (!transaction_check(tx, ENTITY_department, request->department_id, "DepartmentId", err)
        || !orders_check(tx, request->service_order_id, "ServiceOrderId", err))
        return false;
    task = json_pack("{s:o, s:o, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "Id", codec_uuid(id),
                     "EnterpriseId", codec_uuid(tx->property->id), "Name", request->name, "State",
                     "Open", "Description", codec_text(request->description), "DepartmentId",
                     codec_uuid(request->department_id), "ServiceOrderId",
                     codec_uuid(request->service_order_id), "CreatedUtc", codec_instant(tx->now),
                     "DeadlineUtc", codec_instant(request->deadline_utc), "ClosedUtc",
                     codec_instant(tx->now));
    transaction_answer(tx, "TaskId", codec_uuid(id));
    return transaction_add(tx, ENTITY_task, task, err);
}

static bool
close_one(struct transaction *tx, struct uuid id, struct error *err)
{
    const char *state;
    json_t *task;

    if (!transaction_check(tx, ENTITY_task, id, "TaskIds", err))
        return false;
    task = transaction_read(tx, ENTITY_task, id, err);
    if (!task)
        return false;
    state = json_string_value(json_object_get(task, "State"));
    if (state && strcmp(state, "Closed") == 0) {
        error_set(err, ERROR_REFUSED, "The task \"%.80s\" is done already.",
                  json_string_value(json_object_get(task, "Name")));
        json_decref(task);
        return false;
    }
    json_object_set_new(task, "State", json_string("Closed"));
    json_object_set_new(task, "ClosedUtc", codec_instant(tx->now));
    return transaction_put(tx, ENTITY_task, task, err);
}

bool
tasks_close(struct transaction *tx, const struct tasks_close *request, struct error *err)
{
    for (size_t i = 0; i < request->task_ids.count; i++)
        if (!close_one(tx, request->task_ids.rows[i], err))
            return false;
    return true;
}
