#include "tests/support/guests.h"

#include <stdlib.h>

#include "api/base/attributes.h"
#include "api/base/memory.h"
#include "tests/support/test.h"

/* What a row of `arrivals`, `departures` or `inhouse` must say. */
struct kind {
    const char *command;
    const char *room_state; /* NULL: any; "": no room */
    bool owes;
    const char *flags; /* all of them must be there */
    const char *never; /* none of these */
};

static const struct kind kinds[] = {
    [GUEST_READY] = {"arrivals", "Inspected", false, "", "X!OU$L"},
    [GUEST_NO_ROOM] = {"arrivals", "", false, "0", "X!OU$L"},
    [GUEST_CLEAN] = {"arrivals", "Clean", false, "_", "X!OU$L"},
    [GUEST_DIRTY] = {"arrivals", "Dirty", false, "_", "X!OU$L"},
    [GUEST_DUE] = {"arrivals", "Inspected", true, "$?", "X!OU~"},
    [GUEST_LEAVING] = {"departures", NULL, false, "", "U~"},
    [GUEST_OWING] = {"departures", NULL, true, "$", "U~"},
    [GUEST_STAYING] = {"inhouse", NULL, true, "$", "U~"},
    [GUEST_GROUP] = {"departures", NULL, false, "G", "U~"},
};

static const char *
text_of(const json_t *row, const char *name)
{
    const char *text = json_string_value(json_object_get(row, name));

    return text ? text : "";
}

static bool
has_all(const char *text, const char *letters)
{
    for (; *letters; letters++)
        if (!strchr(text, *letters))
            return false;
    return true;
}

/* Departures have dates as ISO texts, so they compare as texts. */
static bool
is_of(const struct hotel *hotel, const struct kind *kind, const json_t *row)
{
    const char *flags = text_of(row, "flags");
    const json_t *balance = json_object_get(row, "balance");
    bool is_arrival = strcmp(kind->command, "arrivals") == 0;
    bool is_staying = strcmp(kind->command, "inhouse") == 0;

    if (strcmp(text_of(row, "currency"), "CZK") != 0)
        return false;
    if (kind->room_state && strcmp(text_of(row, "room_state"), kind->room_state) != 0)
        return false;
    if (!json_is_number(balance) || (json_number_value(balance) > 0) != kind->owes
        || (!kind->owes && json_number_value(balance) < 0))
        return false;
    if (is_arrival
        && (strcmp(text_of(row, "start"), hotel->now) > 0
            || strcmp(text_of(row, "state"), "Confirmed") != 0))
        return false;
    if (is_staying && strncmp(text_of(row, "end"), hotel->now, 10) <= 0)
        return false;
    return has_all(flags, kind->flags) && !strpbrk(flags, kind->never);
}

static void
fill(struct guest *guest, const json_t *row)
{
    snprintf(guest->id, sizeof(guest->id), "%s", text_of(row, "id"));
    snprintf(guest->number, sizeof(guest->number), "%s", text_of(row, "number"));
    snprintf(guest->room, sizeof(guest->room), "%s", text_of(row, "room"));
    snprintf(guest->name, sizeof(guest->name), "%s", text_of(row, "guest"));
    snprintf(guest->balance, sizeof(guest->balance), "%.2f",
             json_number_value(json_object_get(row, "balance")));
}

struct guest
guest_find(const struct hotel *hotel, enum guest_kind kind, size_t n)
{
    json_t *rows = hotel_do(hotel, kinds[kind].command);
    struct guest guest = {0};
    size_t found = 0;
    size_t i;
    const json_t *row;

    json_array_foreach(rows, i, row)
    {
        if (is_of(hotel, &kinds[kind], row) && found++ == n)
            fill(&guest, row);
    }
    json_decref(rows);
    check(guest.id[0], "the demo hotel has only %zu guests of kind %d", found, (int)kind);
    return guest;
}

char *
guest_member(const struct hotel *hotel, const struct guest *guest, const char *name)
{
    char body[160];
    json_t *answer;
    char *text;

    snprintf(body, sizeof(body), "{\"ReservationIds\":[\"%s\"],\"Limitation\":{\"Count\":10}}",
             guest->id);
    answer = hotel_ask(hotel, "reservations/getAll/2023-06-06", body);
    text = memory_text(text_of(json_array_get(json_object_get(answer, "Reservations"), 0), name));
    json_decref(answer);
    return text;
}

void
guest_is(const struct hotel *hotel, const struct guest *guest, const char *state)
{
    char *is = guest_member(hotel, guest, "State");

    check_text(is, state, "%s", guest->name);
    free(is);
}

char *
guest_room(const struct hotel *hotel, const struct guest *guest)
{
    char *id = guest_member(hotel, guest, "AssignedResourceId");
    char body[200];
    json_t *answer;

    snprintf(body, sizeof(body),
             "{\"ResourceIds\":[\"%s\"],\"Extent\":{\"Resources\":true},"
             "\"Limitation\":{\"Count\":10}}",
             id);
    if (!id[0])
        return id;
    free(id);
    answer = hotel_ask(hotel, "resources/getAll", body);
    id = memory_text(text_of(json_array_get(json_object_get(answer, "Resources"), 0), "Name"));
    json_decref(answer);
    return id;
}
