#include "api/server/commands.h"

#include <string.h>

#include "api/base/base64.h"
#include "api/base/error.h"
#include "api/base/fold.h"
#include "api/rules/commands.h"
#include "api/server/command_reports.h"
#include "api/server/device_behaviour.h"
#include "api/server/reservations.h"
#include "api/server/timers.h"

enum {
    NAME_SIZE = 256,
    COPIES_MOST = 1000,
    KEYS_MOST = 100
};

/* A new command, Pending. *Takes* the data. */
static bool
add_command(struct transaction *tx, const struct device *device, json_t *data, struct error *err)
{
    struct uuid id = uuid_random();
    json_t *command =
        json_pack("{s:o, s:s, s:o, s:n, s:{s:o, s:s, s:s, s:o}, s:o}", "Id", codec_uuid(id),
                  "State", "Pending", "CreatedUtc", codec_instant(tx->now), "Creator", "Device",
                  "Id", codec_uuid(device->id), "Type", device->type, "Name", device->name,
                  "Identifier", codec_text(device->identifier), "Data", data);

    transaction_answer(tx, "CommandId", codec_uuid(id));
    return transaction_add(tx, ENTITY_device_command, command, err)
           && device_take(tx, device->id, id, err);
}

static bool
get_device(struct transaction *tx, struct uuid id, const char *type, const char *member,
           struct device *device, struct error *err)
{
    if (!transaction_get(tx, ENTITY_device, id, member, device, err))
        return false;
    return strcmp(device->type, type) == 0
           || error_set(err, ERROR_INPUT, "Invalid %s: %.80s is a %.40s, no %s.", member,
                        device->name, device->type, type);
}

/* Printers */

static bool
is_pdf(const char *data)
{
    static const char magic[] = "%PDF-";
    struct buffer bytes = {0};
    bool ok = base64_decode(data, &bytes) && bytes.length >= sizeof(magic)
              && memcmp(bytes.text, magic, sizeof(magic) - 1) == 0;

    buffer_clear(&bytes);
    return ok;
}

bool
commands_add_printer(struct transaction *tx, const struct printer_command *request,
                     struct error *err)
{
    struct device printer;
    const char *port;

    if (!get_device(tx, request->printer_id, "Printer", "PrinterId", &printer, err))
        return false;
    if (request->copy_count < 1 || request->copy_count > COPIES_MOST)
        return error_set(err, ERROR_INPUT, "Invalid CopyCount: must be 1 to %d.", COPIES_MOST);
    if (!is_pdf(request->data))
        return error_set(err, ERROR_INPUT, "Invalid Data: must be a PDF in base64.");
    port = *printer.identifier ? printer.identifier : printer.name;
    return add_command(tx, &printer,
                       json_pack("{s:I, s:s, s:s, s:s, s:s, s:s}", "CopyCount",
                                 (json_int_t)request->copy_count, "FileType", "application/pdf",
                                 "FileData", request->data, "PrinterName", printer.name,
                                 "PrinterDriverName", "Generic", "PrinterPortName", port),
                       err);
}

/* Key cutters */

/* Whose name the key bears. */
static bool
find_holder(struct transaction *tx, const struct reservation *stay, struct customer *holder,
            struct error *err)
{
    struct company company;

    if (stay->account_type != ACCOUNT_COMPANY)
        return transaction_get(tx, ENTITY_customer, stay->account_id, "ReservationId", holder, err);
    memset(holder, 0, sizeof(*holder));
    record_fill(record_type(RECORD_customer), holder);
    if (!transaction_get(tx, ENTITY_company, stay->account_id, "ReservationId", &company, err))
        return false;
    holder->last_name = company.name;
    holder->email = company.email;
    holder->phone = company.telephone;
    return true;
}

static json_t *
folded(const char *name)
{
    char key[NAME_SIZE];

    fold_text(name, key, sizeof(key));
    return codec_text(key);
}

static json_t *
key_data(const struct stay *stay, const struct customer *holder, const struct device *cutter,
         int64_t count)
{
    const struct reservation *reservation = &stay->reservation;
    json_t *data = json_pack("{s:o, s:n, s:n, s:I, s:[s], s:o, s:o, s:o, s:s}", "KeyCutterId",
                             codec_text(cutter->identifier), "ApiUrl", "KeyCutterData", "KeyCount",
                             (json_int_t)count, "LockIds", stay->room.name, "StartUtc",
                             codec_instant(reservation->start_utc), "EndUtc",
                             codec_instant(reservation->end_utc), "FirstName",
                             codec_text(holder->first_name), "LastName", holder->last_name);

    json_object_set_new(data, "NormalizedFirstName", folded(holder->first_name));
    json_object_set_new(data, "NormalizedLastName", folded(holder->last_name));
    json_object_set_new(data, "Telephone", codec_text(holder->phone));
    json_object_set_new(data, "Email", codec_text(holder->email));
    json_object_set_new(data, "ReservationId", codec_uuid(reservation->id));
    json_object_set_new(data, "ReservationNumber", codec_text(reservation->number));
    return data;
}

static bool
may_have_key(const struct stay *stay, struct error *err)
{
    const struct reservation *reservation = &stay->reservation;

    if (reservation->state != RESERVATION_CONFIRMED && reservation->state != RESERVATION_STARTED)
        return error_set(err, ERROR_REFUSED,
                         "Reservation %s is %s: keys are for guests who come or are in the house.",
                         reservation->number, reservation_state_name(reservation->state));
    return stay->has_room
           || error_set(err, ERROR_REFUSED, "Reservation %s has no room: assign one first.",
                        reservation->number);
}

bool
commands_add_key_cutter(struct transaction *tx, const struct key_cutter_command *request,
                        struct error *err)
{
    struct device cutter;
    struct customer holder;
    struct stay stay;

    if (!get_device(tx, request->key_cutter_id, "KeyCutter", "KeyCutterId", &cutter, err))
        return false;
    if (request->key_count < 1 || request->key_count > KEYS_MOST)
        return error_set(err, ERROR_INPUT, "Invalid KeyCount: must be 1 to %d.", KEYS_MOST);
    if (!reservations_find_stay(tx, request->reservation_id, "ReservationId", &stay, err)
        || !may_have_key(&stay, err) || !find_holder(tx, &stay.reservation, &holder, err))
        return false;
    return add_command(tx, &cutter, key_data(&stay, &holder, &cutter, request->key_count), err);
}

/* How far it is */

static bool
set_state(struct transaction *tx, const struct device_command *before,
          enum device_command_state state, struct error *err)
{
    struct device_command after = *before;

    after.state = state;
    return state == before->state
           || transaction_save(tx, ENTITY_device_command, before, &after, err);
}

bool
commands_update(struct transaction *tx, const struct command_update *request, struct error *err)
{
    struct device_command command;
    bool is_final = command_is_final(request->state);

    if (!transaction_get(tx, ENTITY_device_command, request->command_id, "CommandId", &command, err)
        || !command_may_become(command.state, request->state, request->progress, err)
        || !set_state(tx, &command, request->state, err))
        return false;
    if (request->state == DEVICE_COMMAND_PROCESSING && request->progress.presence == PRESENCE_SET
        && !command_report_set(tx, command.id, "Progress", codec_number(request->progress.value),
                               err))
        return false;
    if (is_final && *request->notes
        && !command_report_set(tx, command.id, "Notes", json_string(request->notes), err))
        return false;
    return !is_final || timers_drop(tx, command.id, err);
}

bool
commands_go_on(struct transaction *tx, struct uuid id, struct instant due, struct error *err)
{
    struct device_command command;
    enum device_command_state becomes;
    const char *why;

    if (!transaction_get(tx, ENTITY_device_command, id, "CommandId", &command, err))
        return false;
    if (command_is_final(command.state))
        return true;
    return device_work(tx, &command, due, &becomes, &why, err)
           && set_state(tx, &command, becomes, err)
           && (!why || command_report_set(tx, id, "Notes", json_string(why), err));
}
