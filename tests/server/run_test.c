/* `frontdesk run` as a scripter has it: exit codes, JSON, standard input, and outputs that fail. */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/base/attributes.h"
#include "api/base/buffer.h"
#include "tests/support/guests.h"
#include "tests/support/scripted_property.h"
#include "tests/support/test.h"

static struct hotel hotel;

static int
set_up(void **state)
{
    (void)state;
    hotel_open(&hotel);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    hotel_close(&hotel);
    return 0;
}

/* A shell with $RUN, which is `frontdesk run` with the hotel's time. */
static struct program_end
shell(const char *script)
{
    char run[300];
    const char *environment[HOTEL_ENVIRONMENT + 2];
    size_t count = 0;

    while ((environment[count] = hotel.environment[count]))
        count++;
    snprintf(run, sizeof(run), "RUN=%s run --now %s", hotel_program(), hotel.now);
    environment[count++] = run;
    environment[count] = NULL;
    return program_run((const char *[]){"/bin/bash", "-c", script, NULL}, environment, NULL);
}

/* The lines of an output as JSON. *Gives*: json_decref(). */
static json_t *
lines_of(const char *text)
{
    json_t *lines = json_array();
    size_t at = 0;

    while (text[at]) {
        size_t length = strcspn(text + at, "\n");
        json_error_t err;
        json_t *line = json_loadb(text + at, length, 0, &err);

        check(line, "%s: %.*s", err.text, (int)length, text + at);
        json_array_append_new(lines, line);
        at += length + (text[at + length] == '\n');
    }
    return lines;
}

static const char *
text_of(const json_t *row, const char *name)
{
    const char *text = json_string_value(json_object_get(row, name));

    return text ? text : "";
}

/* Commands that are refused: with the status and the words of --json. */
struct refusal {
    const char *command;
    int status;
    const char *text;
};

static const struct refusal refusals[] = {
    {"frob", 400, "No command is called `frob`"},
    {"in 107", 400, "`in` may be one of inhouse, inspect"},
    {"checkin", 400, "checkin"},
    {"checkin 107 1 2", 400, "checkin"},
    {"checkin \"107", 400, "quote"},
    {"checkin nobody", 404, "No room, guest or reservation \"nobody\""},
    {"checkin #999999", 404, "#999999"},
    {"checkin 00000000-0000-4000-8000-000000000000", 404, "No reservation"},
    {"checkin #1 room=999", 404, "#1"},
    {"checkin 1x room=", 404, "1x"},
    {"inspect 999", 404, "No room \"999\""},
    {"inspect", 400, "inspect"},
    {"folio", 400, "Whose folio?"},
    {"arrivals 31.31.", 400, "is no date"},
    {"pay 1x 10", 404, "1x"},
    {"lock", 400, "needs the screen"},
    {"detail 107", 400, "needs the screen"},
    {"filter x", 400, "No list was printed yet"},
    {"found x done", 400, "no number of a journal entry"},
    {"found 1 perhaps", 400, "Say done or undone."},
    {"set nonesuch 1", 400, "nonesuch"},
    {"set due sometimes", 400, "due"},
    {"theme nonesuch", 400, "nonesuch"},
    {"bind nokey arrivals", 400, "is no key"},
    {"source /nonexistent/file", 500, "/nonexistent/file"},
    {"call nope/x", 400, "No operation"},
    {"call bills/getAll '{'", 400, "JSON"},
    {"call bills/getAll '[]'", 400, "must be a JSON object"},
    {"call customers/getAll '{\"Extent\":{\"Customers\":true},\"Limitation\":{\"Count\":10}}'", 400,
     "a filter is missing"},
    {"reply nobody text", 404, "nobody"},
};

static void
refusals_name_the_thing(void **state)
{
    struct buffer input = {0};
    struct program_end end;
    json_t *lines;

    (void)state;
    for (size_t i = 0; i < countof(refusals); i++)
        buffer_print(&input, "%s\n", refusals[i].command);
    end = hotel_run(&hotel, (const char *[]){"--json", "--keep-going", "-", NULL},
                    buffer_text(&input));
    buffer_clear(&input);
    check(end.status == 2, "%d %s", end.status, end.err);
    lines = lines_of(end.out);
    assert_int_equal(json_array_size(lines), countof(refusals));
    for (size_t i = 0; i < countof(refusals); i++) {
        const json_t *line = json_array_get(lines, i);
        const json_t *err = json_object_get(line, "Error");

        check_text(text_of(line, "Command"), refusals[i].command, "%zu", i);
        check(json_is_false(json_object_get(line, "Ok")), "%s", refusals[i].command);
        check(json_integer_value(json_object_get(err, "Status")) == refusals[i].status,
              "%s: status %d", refusals[i].command,
              (int)json_integer_value(json_object_get(err, "Status")));
        check(strstr(text_of(err, "Message"), refusals[i].text), "%s: %s", refusals[i].command,
              text_of(err, "Message"));
    }
    json_decref(lines);
    program_end_clear(&end);
}

/* Members of a row, as the surface names them. */
struct shape {
    const char *command;
    const char *members;
};

#define STAY_MEMBERS                                                                               \
    "number room room_state guest nights persons category asked_category start end balance "       \
    "currency company state flags id"

static const struct shape shapes[] = {
    {"arrivals", STAY_MEMBERS},
    {"departures", STAY_MEMBERS},
    {"inhouse", STAY_MEMBERS},
    {"arrivals tomorrow", STAY_MEMBERS},
    {"rack", "room category room_state stays blocks"},
    {"rack +3", "room category room_state stays blocks"},
    {"messages", "id guest room subject last sender unread updated"},
    {"clean $room", "room category floor state occupancy"},
    {"folio $stay", "bill number owner state item date text count amount tax balance"},
    {"why $stay", "text mend"},
    {"note $stay Late", STAY_MEMBERS},
    {"charge $stay breakfast", "bill number owner state item date text count amount tax balance"},
};

static char *
fill_in(const char *command, const struct guest *guest)
{
    struct buffer text = {0};

    for (; *command; command++) {
        if (strncmp(command, "$room", 5) == 0) {
            buffer_add_text(&text, guest->room);
            command += 4;
        } else if (strncmp(command, "$stay", 5) == 0) {
            buffer_add_text(&text, guest->id);
            command += 4;
        } else {
            buffer_add_char(&text, *command);
        }
    }
    return buffer_take(&text);
}

static void
check_members(const char *command, json_t *row, const char *members)
{
    char names[300];
    char *rest = NULL;
    size_t count = 0;
    const char *member;
    json_t *value;

    snprintf(names, sizeof(names), "%s", members);
    for (char *name = strtok_r(names, " ", &rest); name; name = strtok_r(NULL, " ", &rest)) {
        check(json_object_get(row, name), "%s has no %s", command, name);
        count++;
    }
    json_object_foreach(row, member, value)
    {
        snprintf(names, sizeof(names), " %s ", members);
        check(strstr(members, member) || strcmp(member, "id") == 0, "%s has %s", command, member);
    }
    check(json_object_size(row) <= count + 1, "%s", command);
}

static void
json_has_the_surface_s_members(void **state)
{
    struct guest guest = guest_find(&hotel, GUEST_OWING, 0);
    struct buffer input = {0};
    struct program_end end;
    json_t *lines;

    (void)state;
    for (size_t i = 0; i < countof(shapes); i++) {
        char *line = fill_in(shapes[i].command, &guest);

        buffer_print(&input, "%s\n", line);
        free(line);
    }
    end = hotel_run(&hotel, (const char *[]){"--json", "-", NULL}, buffer_text(&input));
    buffer_clear(&input);
    check(end.status == 0, "%s%s", end.err, end.out);
    lines = lines_of(end.out);
    assert_int_equal(json_array_size(lines), countof(shapes));
    for (size_t i = 0; i < countof(shapes); i++) {
        json_t *result = json_object_get(json_array_get(lines, i), "Result");

        check(json_array_size(result) > 0, "%s", shapes[i].command);
        check_members(shapes[i].command, json_array_get(result, json_array_size(result) - 1),
                      shapes[i].members);
    }
    json_decref(lines);
    program_end_clear(&end);
}

/* Numbers are numbers, times are UTC, and what isn't there is null. */
static void
json_has_types_for_programs(void **state)
{
    struct guest guest = guest_find(&hotel, GUEST_OWING, 0);
    json_t *rows = hotel_do(&hotel, "departures");
    const json_t *row = NULL;
    json_t *stay;
    size_t i;
    json_t *lines;
    char command[64];

    (void)state;
    json_array_foreach(rows, i, stay)
    {
        if (strcmp(text_of(stay, "id"), guest.id) == 0)
            row = stay;
    }
    assert_true(json_is_integer(json_object_get(row, "nights")));
    assert_true(json_is_number(json_object_get(row, "balance")));
    assert_string_equal(text_of(row, "state"), "Started");
    assert_string_equal(text_of(row, "currency"), "CZK");
    assert_int_equal(strlen(text_of(row, "start")), 20);
    json_decref(rows);
    snprintf(command, sizeof(command), "folio %s", guest.id);
    lines = hotel_do(&hotel, command);
    assert_true(json_is_null(json_object_get(json_array_get(lines, 0), "item")));
    assert_true(json_is_integer(json_object_get(json_array_get(lines, 1), "item")));
    assert_true(json_is_number(json_object_get(json_array_get(lines, 1), "amount")));
    assert_true(json_is_integer(json_object_get(json_array_get(lines, 1), "count")));
    json_decref(lines);
}

/* What RES can be: a room's number, `#number`, the id, the name. All mean the same stay. */
static void
a_stay_goes_by_room_number_id_and_name(void **state)
{
    struct guest guest = guest_find(&hotel, GUEST_OWING, 0);
    char number[20];
    const char *const forms[] = {guest.room, number, guest.id, guest.name};

    (void)state;
    snprintf(number, sizeof(number), "#%s", guest.number);
    for (size_t i = 0; i < countof(forms); i++) {
        char command[128];
        char *is;

        snprintf(command, sizeof(command), "note \"%s\" \"form %zu\"", forms[i], i);
        is = hotel_text(&hotel, command, "id");
        check_text(is, guest.id, "%s", forms[i]);
        free(is);
    }
}

/* One that is none of the day's: it is asked for. */
static void
a_stay_of_another_day_goes_by_its_number(void **state)
{
    json_t *answer = hotel_ask(&hotel, "reservations/getAll/2023-06-06",
                               "{\"States\":[\"Confirmed\"],\"ScheduledStartUtc\":"
                               "{\"StartUtc\":\"2026-05-10T00:00:00Z\",\"EndUtc\":"
                               "\"2026-06-10T00:00:00Z\"},\"Limitation\":{\"Count\":1}}");
    const json_t *stay = json_array_get(json_object_get(answer, "Reservations"), 0);
    char command[64];
    char *id;

    (void)state;
    snprintf(command, sizeof(command), "note #%s Late", text_of(stay, "Number"));
    id = hotel_text(&hotel, command, "id");
    assert_string_equal(id, text_of(stay, "Id"));
    free(id);
    snprintf(command, sizeof(command), "note #0%s Late", text_of(stay, "Number"));
    hotel_refuses(&hotel, command, 1, "No reservation #0"); // a text, and no number
    json_decref(answer);
}

static void
input_has_comments_and_stops_at_the_first_failure(void **state)
{
    static const char input[] =
        "# a comment\n\n   \nset refresh 5\r\n  # another\nfrob\ncheckin nobody\n";
    struct program_end end = hotel_run(&hotel, (const char *[]){"--json", "-", NULL}, input);
    json_t *lines = lines_of(end.out);

    (void)state;
    assert_int_equal(end.status, 2);
    assert_int_equal(json_array_size(lines), 2);
    assert_string_equal(text_of(json_array_get(lines, 0), "Command"), "set refresh 5");
    json_decref(lines);
    program_end_clear(&end);
    end = hotel_run(&hotel, (const char *[]){"--json", "--keep-going", "-", NULL}, input);
    lines = lines_of(end.out);
    assert_int_equal(end.status, 2); // the first failure's
    assert_int_equal(json_array_size(lines), 3);
    json_decref(lines);
    program_end_clear(&end);
    end = hotel_run(
        &hotel, (const char *[]){"--keep-going", "checkin nobody", "frob", "set refresh 5", NULL},
        NULL);
    assert_int_equal(end.status, 1);
    assert_non_null(strstr(end.err, "frontdesk: checkin nobody: "));
    assert_non_null(strstr(end.err, "frontdesk: frob: "));
    program_end_clear(&end);
}

/* The table of exit codes. */
static void
exit_codes_say_what_kind_of_failure_it_was(void **state)
{
    struct guest dirty = guest_find(&hotel, GUEST_DIRTY, 0);
    struct program_end end;
    char command[64];

    (void)state;
    snprintf(command, sizeof(command), "checkin %s", dirty.id);
    hotel_refuses(&hotel, command, 1, "is Dirty: it must be inspected before check-in.");
    hotel_refuses(&hotel, "frob", 2, "No command");
    end = hotel_run(&hotel, (const char *[]){NULL}, NULL);
    assert_int_equal(end.status, 2);
    program_end_clear(&end);
    end = hotel_run(&hotel, (const char *[]){"--frob", "arrivals", NULL}, NULL);
    assert_int_equal(end.status, 2);
    assert_non_null(strstr(end.err, "--frob"));
    program_end_clear(&end);
    hotel_stop(&hotel);
    hotel_refuses(&hotel, "call configuration/get", 3, "no answer from");
    hotel_start(&hotel);
}

static void
outputs_that_take_no_more_end_it(void **state)
{
    struct guest clean = guest_find(&hotel, GUEST_CLEAN, 0);
    char script[200];
    struct program_end end = shell("exec 3> >(:); wait $!; $RUN arrivals clean >&3");
    json_t *answer;
    json_t *journal;

    (void)state;
    assert_int_equal(end.status, 128 + SIGPIPE);
    assert_string_equal(end.err, "");
    program_end_clear(&end);
    end = shell("$RUN arrivals | head -1");
    assert_memory_equal(end.out, "Number", 6);
    assert_string_equal(end.err, "");
    program_end_clear(&end);
    end = shell("$RUN arrivals >&-");
    assert_int_equal(end.status, 0);
    assert_string_equal(end.err, "");
    program_end_clear(&end);
    end = shell("${RUN/ run / report } downtime >/dev/full");
    assert_int_equal(end.status, 2);
    assert_non_null(strstr(end.err, "Cannot write the result"));
    program_end_clear(&end);
    end = shell("${RUN/ run / report } downtime | head -1");
    assert_string_equal(end.err, "");
    program_end_clear(&end);
    snprintf(script, sizeof(script), "$RUN 'inspect %s' >/dev/full", clean.room);
    end = shell(script);
    assert_int_equal(end.status, 2);
    assert_non_null(strstr(end.err, "Cannot write the result"));
    program_end_clear(&end);
    snprintf(script, sizeof(script),
             "{\"Names\":[\"%s\"],\"Extent\":{\"Resources\":true},\"Limitation\":{\"Count\":2}}",
             clean.room);
    answer = hotel_ask(&hotel, "resources/getAll", script); // done all the same, and once
    assert_string_equal(text_of(json_array_get(json_object_get(answer, "Resources"), 0), "State"),
                        "Inspected");
    json_decref(answer);
    snprintf(script, sizeof(script), "journal inspect %s", clean.room);
    journal = hotel_do(&hotel, script);
    assert_int_equal(json_array_size(journal), 1);
    assert_string_equal(text_of(json_array_get(journal, 0), "outcome"), "done");
    json_decref(journal);
}

static void
help_tells_of_commands_and_settings(void **state)
{
    json_t *rows = hotel_do(&hotel, "config hold");
    const json_t *row = json_array_get(rows, 0);

    (void)state;
    assert_int_equal(json_array_size(rows), 1);
    assert_string_equal(text_of(row, "name"), "set hold");
    assert_string_equal(text_of(row, "value"), "off");
    json_decref(rows);
    rows = hotel_do(&hotel, "help unblock");
    row = json_array_get(rows, 0);
    assert_string_equal(text_of(row, "name"), "unblock ROOM");
    assert_string_equal(text_of(row, "group"), "rooms");
    json_decref(rows);
    rows = hotel_do(&hotel, "help");
    assert_true(json_array_size(rows) > 100);
    json_decref(rows);
}

/* Lists are of the day that this machine has: where it has another one, that is said. */
static void
a_clock_that_is_off_is_told(void **state)
{
    struct program_end end = shell("${RUN% --now*} arrivals");

    (void)state;
    assert_int_equal(end.status, 0);
    check(strstr(end.err, "This machine's clock is ") && strstr(end.err, "or say --now"), "%s",
          end.err);
    program_end_clear(&end);
    end = shell("$RUN arrivals");
    assert_string_equal(end.err, "");
    program_end_clear(&end);
}

/* A property that never answers: the signal ends the wait. */
static void
signals_end_it_with_their_code(void **state)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};

    (void)state;
    for (size_t i = 0; i < countof(signals); i++) {
        char *path = hotel_path(&hotel, "silent");
        char *url = NULL;
        struct property *property = property_new(path);
        int in;
        int out;
        pid_t pid;

        property_say(property, (struct script){.is_never = true, .times = true});
        assert_true(asprintf(&url, "unix:%s", path) > 0);
        pid =
            program_start((const char *[]){hotel_program(), "run", "--url", url, "arrivals", NULL},
                          hotel.environment, &in, &out);
        property_wait(property, 1);
        assert_int_equal(kill(pid, signals[i]), 0);
        assert_int_equal(program_wait(pid), 128 + signals[i]);
        close(in);
        close(out);
        property_free(property);
        free(path);
        free(url);
    }
}

/* The room of several: whom `checkin` and `checkout` mean. */
static void
a_room_means_its_arrival_to_checkin_and_its_guest_to_checkout(void **state)
{
    struct guest leaving = guest_find(&hotel, GUEST_LEAVING, 0);
    json_t *arrivals = hotel_do(&hotel, "arrivals");
    char command[100] = "";
    char *end = guest_member(&hotel, &leaving, "ScheduledEndUtc");
    char *id;

    (void)state;
    for (size_t i = json_array_size(arrivals); i-- > 0 && !command[0];) {
        const json_t *row = json_array_get(arrivals, i);

        if (!text_of(row, "room")[0] && strcmp(text_of(row, "start"), end) >= 0)
            snprintf(command, sizeof(command), "assign %s %s", text_of(row, "id"), leaving.room);
    }
    free(end);
    json_decref(arrivals);
    json_decref(hotel_do(&hotel, command));
    snprintf(command, sizeof(command), "checkin %s", leaving.room);
    hotel_refuses(&hotel, command, 1, "is still in room");
    snprintf(command, sizeof(command), "checkout %s", leaving.room);
    id = hotel_text(&hotel, command, "id");
    assert_string_equal(id, leaving.id);
    free(id);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refusals_name_the_thing),
        cmocka_unit_test(json_has_the_surface_s_members),
        cmocka_unit_test(json_has_types_for_programs),
        cmocka_unit_test(a_stay_goes_by_room_number_id_and_name),
        cmocka_unit_test(a_stay_of_another_day_goes_by_its_number),
        cmocka_unit_test(input_has_comments_and_stops_at_the_first_failure),
        cmocka_unit_test(exit_codes_say_what_kind_of_failure_it_was),
        cmocka_unit_test(help_tells_of_commands_and_settings),
        cmocka_unit_test(a_clock_that_is_off_is_told),
        cmocka_unit_test(outputs_that_take_no_more_end_it),
        cmocka_unit_test(signals_end_it_with_their_code),
        cmocka_unit_test(a_room_means_its_arrival_to_checkin_and_its_guest_to_checkout),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
