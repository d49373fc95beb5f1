#include "api/server/device_behaviour.h"

#include <string.h>

#include "api/server/command_reports.h"
#include "api/server/timers.h"

static bool
is_silent(const json_t *behaviour)
{
    return json_is_true(json_object_get(behaviour, "IsSilent"));
}

bool
device_take(struct transaction *tx, struct uuid device, struct uuid command, struct error *err)
{
    json_t *behaviour = records_seek(tx->storage, ENTITY_internal, device, err);
    json_int_t every = json_integer_value(json_object_get(behaviour, "ErrorEvery"));
    json_int_t number = json_integer_value(json_object_get(behaviour, "Commands")) + 1;
    int wait_ms = is_silent(behaviour) ? DEVICE_TIMEOUT_MS : DEVICE_RECEIVE_MS;

    if (!json_is_object(behaviour)) {
        json_decref(behaviour);
        return behaviour != NULL;
    }
    json_object_set_new(behaviour, "Commands", json_integer(number));
    return transaction_put(tx, ENTITY_internal, behaviour, err)
           && (!every || number % every
               || command_report_set(tx, command, "Fails", json_true(), err))
           && timers_set(tx, "DeviceCommand", command, instant_add_ms(tx->work, wait_ms), err);
}

/* One step of a device that works; `wait_ms` to the next, 0 when it is the last. */
static enum device_command_state
next_state(enum device_command_state state, bool fails, int *wait_ms)
{
    *wait_ms = 0;
    if (state == DEVICE_COMMAND_PENDING) {
        *wait_ms = DEVICE_BEGIN_MS;
        return DEVICE_COMMAND_RECEIVED;
    }
    if (state == DEVICE_COMMAND_RECEIVED) {
        *wait_ms = DEVICE_WORK_MS;
        return DEVICE_COMMAND_PROCESSING;
    }
    return fails ? DEVICE_COMMAND_ERROR : DEVICE_COMMAND_PROCESSED;
}

bool
device_work(struct transaction *tx, const struct device_command *command, struct instant due,
            enum device_command_state *becomes, const char **why, struct error *err)
{
    json_t *behaviour = records_seek(tx->storage, ENTITY_internal, command->device.id, err);
    bool gives_up = is_silent(behaviour);
    bool fails = false;
    bool ok = behaviour && command_report_has(tx, command->id, "Fails", &fails, err);
    int wait_ms = 0;

    json_decref(behaviour);
    if (!ok)
        return false;
    *becomes = gives_up ? DEVICE_COMMAND_ERROR : next_state(command->state, fails, &wait_ms);
    *why = NULL;
    if (*becomes == DEVICE_COMMAND_ERROR)
        *why = gives_up ? "The device does not answer." : "The device reports a fault.";
    return !wait_ms
           || timers_set(tx, "DeviceCommand", command->id, instant_add_ms(due, wait_ms), err);
}
