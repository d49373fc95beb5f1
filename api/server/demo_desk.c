#include "api/server/demo_desk.h"

#include <stdio.h>

#include "api/server/demo_house.h"
#include "api/server/demo_people.h"
#include "api/server/device_behaviour.h"

enum {
    TASK_ROOMS = 10, /* one task for so many */
    OVERDUE_PER_MILLE = 200,
    CLOSED_PER_MILLE = 250,
    TOKEN_STAYS = 10, /* one door code for so many in the house */
    MINUTE_MS = 60000,
    COMMANDS = 8,
    COMMAND_MINUTES = 17, /* from one to the next */
    SILENT_MINUTES = 2,   /* the one that nobody takes is young: it times out */
};

static const struct {
    int department; /* row of demo_house.c */
    const char *name, *description;
} tasks[] = {
    {0, "Extra towels", "Four bath towels, the guest is in."},
    {0, "Clean first, early arrival", "The guest waits in the lobby."},
    {0, "Cot into the room", NULL},
    {0, "Twin beds instead of a double", NULL},
    {0, "Lost property: look for a grey scarf", "Perhaps behind the chair at the window."},
    {1, "Tap drips", "In the bathroom, left tap."},
    {1, "Air conditioning too loud", "Guest asks for a look before evening."},
    {1, "Light above the desk is out", NULL},
    {1, "Door lock reports low battery", "Change before 18:00."},
    {2, "Call about late check-out", "Guest asked for 14:00."},
    {2, "Copy of passport missing", NULL},
    {2, "Print visa letter", NULL},
    {2, "Ask for another card", "The card on file was declined."},
    {2, "Prepare two bills", "Company pays the room."},
    {3, "Birthday cake at 16:00", "Chocolate, one candle."},
    {3, "Fruit basket, VIP", NULL},
    {3, "Breakfast box for tomorrow 05:00", "Two boxes, one vegetarian."},
};

/* A stay that is here or comes today, by a number that goes round. */
static const struct demo_stay *
stay_of_task(const struct demo_hotel *hotel, uint64_t key)
{
    size_t first = demo_below(key, SALT_OWNER, (uint32_t)hotel->stay_count);

    for (size_t i = 0; i < hotel->stay_count; i++) {
        const struct demo_stay *stay = &hotel->stays[(first + i) % hotel->stay_count];

        if (stay->state == RESERVATION_STARTED
            || (stay->state == RESERVATION_CONFIRMED && stay->first_day == hotel->today))
            return stay;
    }
    return NULL;
}

static void
emit_task(struct demo_hotel *hotel, uint64_t number)
{
    uint64_t key = demo_hash(hotel->config.seed, DEMO_TASK, number);
    size_t row = demo_below(key, SALT_TOPIC, countof(tasks));
    const struct demo_stay *stay = stay_of_task(hotel, key);
    json_t *task = entity_new(demo_id(hotel, DEMO_TASK, number));
    bool is_overdue = demo_chance(key, SALT_DEADLINE, OVERDUE_PER_MILLE);
    bool is_closed = !is_overdue && demo_chance(key, SALT_RESOLVED, CLOSED_PER_MILLE);
    int due = is_overdue ? -demo_between(key, SALT_END, 10, 600)
                         : demo_between(key, SALT_END, 30, 36 * 60);
    struct instant created = instant_add_ms(
        hotel->config.now, -(int64_t)demo_between(key, SALT_START, 620, 1800) * MINUTE_MS);

    entity_uuid(task, "EnterpriseId", demo_id(hotel, DEMO_ENTERPRISE, 0));
    entity_text(task, "Name", tasks[row].name);
    entity_text(task, "State", is_closed ? "Closed" : "Open");
    entity_text(task, "Description", tasks[row].description);
    entity_uuid(task, "DepartmentId",
                demo_id(hotel, DEMO_DEPARTMENT, (uint64_t)tasks[row].department));
    if (stay)
        entity_uuid(task, "ServiceOrderId", demo_uuid(stay->key));
    entity_time(task, "CreatedUtc", created);
    entity_time(task, "DeadlineUtc", instant_add_ms(hotel->config.now, (int64_t)due * MINUTE_MS));
    // of an open one it is the last change
    entity_time(task, "ClosedUtc",
                is_closed ? instant_add_ms(created, 300 * (int64_t)MINUTE_MS) : created);
    entity_emit(&hotel->sink, "Task", task);
}

void
demo_tasks_emit(struct demo_hotel *hotel)
{
    uint64_t count = (uint64_t)(hotel->room_count + TASK_ROOMS - 1) / TASK_ROOMS;

    for (uint64_t i = 0; i < count; i++)
        emit_task(hotel, i);
}

enum {
    DEVICE_KEYS,
    DEVICE_PRINTER = 2,
    DEVICE_SILENT = 6,
    DEVICE_FAULTY = 7,
};

static const struct {
    const char *type, *name;
    bool is_silent; /* never takes a command */
    int error_every;
    int commands; /* that it had so far */
} devices[] = {
    [DEVICE_KEYS] = {"KeyCutter", "Key encoder, desk left", false, 0, 3},
    {"KeyCutter", "Key encoder, desk right", false, 0, 1},
    [DEVICE_PRINTER] = {"Printer", "Laser printer, back office", false, 0, 2},
    {"Printer", "Receipt printer, desk", false, 0, 0},
    {"FiscalMachine", "Fiscal box", false, 0, 0},
    {"PassportScanner", "Passport scanner", false, 0, 0},
    [DEVICE_SILENT] = {"KeyCutter", "Key encoder, night desk", true, 0, 1},
    [DEVICE_FAULTY] = {"Printer", "Label printer, kitchen", false, 5, 5},
};

static json_t *
device_new(const struct demo_hotel *hotel, size_t i)
{
    json_t *device = entity_new(demo_id(hotel, DEMO_DEVICE, i));
    char identifier[16];

    snprintf(identifier, sizeof(identifier), "DEV-%02zu", i + 1);
    entity_text(device, "Type", devices[i].type);
    entity_text(device, "Name", devices[i].name);
    entity_text(device, "Identifier", identifier);
    return device;
}

static json_t *
key_data_new(const struct demo_hotel *hotel, const struct demo_stay *stay)
{
    json_t *data = json_object();
    json_t *locks = json_array();
    struct demo_person person;
    char number[16];

    demo_person_describe(hotel, stay->owner, &person);
    snprintf(number, sizeof(number), "%u", stay->number);
    entity_int(data, "KeyCount", 1 + stay->companions % 2);
    if (stay->room != DEMO_NONE)
        json_array_append_new(locks, json_string(hotel->rooms[stay->room].name));
    entity_put(data, "LockIds", locks);
    entity_time(data, "StartUtc", demo_stay_start_at(stay));
    entity_time(data, "EndUtc", demo_stay_end_at(stay));
    entity_text(data, "FirstName", person.first[0] ? person.first : NULL);
    entity_text(data, "LastName", person.last);
    entity_uuid(data, "ReservationId", demo_uuid(stay->key));
    entity_text(data, "ReservationNumber", number);
    return data;
}

static json_t *
print_data_new(void)
{
    json_t *data = json_object();

    entity_int(data, "CopyCount", 1);
    entity_text(data, "FileType", "text/plain");
    entity_text(data, "FileData", "SG90ZWwgVmx0YXbDrW4K");
    entity_text(data, "PrinterName", "FRONT");
    entity_text(data, "PrinterDriverName", "Generic");
    entity_text(data, "PrinterPortName", "USB001");
    return data;
}

/* Nobody takes it, until it is given up. */
static void
emit_timer(struct demo_hotel *hotel, uint64_t number, struct instant created)
{
    json_t *timer = entity_new(demo_id(hotel, DEMO_COMMAND, number));

    entity_text(timer, "Kind", "DeviceCommand");
    entity_time(timer, "DueUtc", instant_add_ms(created, DEVICE_TIMEOUT_MS));
    entity_emit(&hotel->sink, ".Timer", timer);
}

/* Commands of the last hours: done, one refused by the faulty device, one that nobody took. */
static void
emit_command(struct demo_hotel *hotel, uint64_t number)
{
    static const uint8_t targets[COMMANDS] = {DEVICE_KEYS,     DEVICE_KEYS,   DEVICE_PRINTER,
                                              DEVICE_KEYS + 1, DEVICE_FAULTY, DEVICE_KEYS,
                                              DEVICE_PRINTER,  DEVICE_SILENT};
    uint64_t key = demo_hash(hotel->config.seed, DEMO_COMMAND, number);
    const struct demo_stay *stay = stay_of_task(hotel, key);
    json_t *command = entity_new(demo_id(hotel, DEMO_COMMAND, number));
    json_t *creator = json_object();
    size_t device = targets[number];
    bool is_silent = devices[device].is_silent;
    bool is_key = devices[device].type[0] == 'K';
    int64_t minutes = is_silent ? SILENT_MINUTES : (int64_t)(COMMANDS - number) * COMMAND_MINUTES;
    struct instant created = instant_add_ms(hotel->config.now, -minutes * MINUTE_MS);
    const char *state = "Processed";

    if (is_silent)
        state = "Pending";
    if (devices[device].error_every)
        state = "Error";
    entity_text(command, "State", state);
    entity_time(command, "CreatedUtc", created);
    entity_text(creator, "FirstName", "Hana");
    entity_text(creator, "LastName", "Sedláčková");
    entity_put(creator, "ImageUrl", json_null());
    entity_put(command, "Creator", creator);
    entity_put(command, "Device", device_new(hotel, device));
    entity_put(command, "Data", is_key && stay ? key_data_new(hotel, stay) : print_data_new());
    entity_emit(&hotel->sink, "DeviceCommand", command);
    if (is_silent)
        emit_timer(hotel, number, created);
}

void
demo_devices_emit(struct demo_hotel *hotel)
{
    for (size_t i = 0; i < countof(devices); i++) {
        json_t *behaviour = entity_new(demo_id(hotel, DEMO_DEVICE, i));

        entity_emit(&hotel->sink, "Device", device_new(hotel, i));
        entity_bool(behaviour, "IsSilent", devices[i].is_silent);
        entity_int(behaviour, "ErrorEvery", devices[i].error_every);
        entity_int(behaviour, "Commands", devices[i].commands);
        entity_emit(&hotel->sink, ".DeviceBehaviour", behaviour);
    }
    for (uint64_t i = 0; i < COMMANDS; i++)
        emit_command(hotel, i);
}

static void
emit_token(struct demo_hotel *hotel, const struct demo_stay *stay)
{
    json_t *token = entity_new(demo_id_of(stay->key, DEMO_ACCESS_TOKEN, 0));
    json_t *permissions = json_object();
    bool is_pin = demo_chance(stay->key, SALT_TOKEN, 600);
    char value[24];

    if (is_pin)
        snprintf(value, sizeof(value), "%06d", (int)demo_below(stay->key, SALT_PAID, 1000000));
    else
        snprintf(value, sizeof(value), "04%08X", demo_below(stay->key, SALT_PAID, 0xffffffff));
    entity_uuid(token, "EnterpriseId", demo_id(hotel, DEMO_ENTERPRISE, 0));
    entity_uuid(token, "ServiceOrderId", demo_uuid(stay->key));
    entity_uuid(token, "ResourceId", demo_id(hotel, DEMO_ROOM, (uint64_t)stay->room));
    entity_text(token, "Type", is_pin ? "PinCode" : "RfidTag");
    entity_text(token, "Value", value);
    entity_time(token, "ValidityStartUtc", stay->actual_start);
    entity_time(token, "ValidityEndUtc", demo_stay_end_at(stay));
    entity_bool(permissions, "Bed", false);
    entity_bool(permissions, "Room", true);
    entity_bool(permissions, "Floor", true);
    entity_bool(permissions, "Building", true);
    entity_put(token, "Permissions", permissions);
    entity_times(token, stay->actual_start, stay->actual_start);
    entity_bool(token, "IsActive", true);
    entity_emit(&hotel->sink, "ResourceAccessToken", token);
}

void
demo_tokens_emit(struct demo_hotel *hotel)
{
    int in_house = 0;

    for (size_t i = 0; i < hotel->stay_count; i++) {
        const struct demo_stay *stay = &hotel->stays[i];

        if (stay->state == RESERVATION_STARTED && in_house++ % TOKEN_STAYS == 0)
            emit_token(hotel, stay);
    }
}
