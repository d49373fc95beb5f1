/* A hotel as a file: exported, edited, imported, and run at the desk. */
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/base/buffer.h"
#include "api/base/error.h"
#include "api/base/file.h"
#include "api/base/memory.h"
#include "tests/support/hotel.h"
#include "tests/support/server_process.h"
#include "tests/support/test.h"

enum {
    TEXT_MOST = 64 << 20,
    WORDS = 16
};

static struct hotel hotel; /* its folder, and its programs' environment; another server's data */

static int
set_up(void **state)
{
    (void)state;
    hotel_open(&hotel);
    hotel_stop(&hotel);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    hotel_close(&hotel);
    return 0;
}

/* `frontdesk serve` with more words, at the hotel's time. *Gives*: program_end_clear(). */
static struct program_end
serve(const char *const *words)
{
    const char *argv[WORDS] = {hotel_program(), "serve", "--now", HOTEL_NOW};
    size_t count = 4;

    while (*words)
        argv[count++] = *words++;
    return program_run(argv, hotel.environment, NULL);
}

static void
must_serve(const char *const *words)
{
    struct program_end end = serve(words);

    check(end.status == 0, "%s: %d %s", words[0], end.status, end.err);
    program_end_clear(&end);
}

static char *
read_all(const char *path)
{
    struct error err;
    char *text = file_read(path, TEXT_MOST, NULL, &err);

    check(text, "%s", err.text);
    return text;
}

static void
write_all(const char *path, const char *text)
{
    struct error err;

    check(file_replace(path, text, strlen(text), 0600, &err), "%s", err.text);
}

/* The text with `from` behind the first `behind` replaced. *Gives*: free(). */
static char *
edit(const char *text, const char *behind, const char *from, const char *to)
{
    const char *at = strstr(text, behind);
    struct buffer edited = {0};

    at = at ? strstr(at, from) : NULL;
    check(at, "no %s behind %s", from, behind);
    buffer_add(&edited, text, (size_t)(at - text));
    buffer_add_text(&edited, to);
    buffer_add_text(&edited, at + strlen(from));
    return buffer_take(&edited);
}

/* The house of the demo hotel. *Gives*: free(). */
static char *
export_setup(const char *path)
{
    must_serve((const char *[]){"--demo", "--rooms", "20", "--setup", "--export", path, NULL});
    return read_all(path);
}

/* What the data holds, exported, imported and exported again, is the same; how long it is. */
static size_t
check_round_trip(const char *data)
{
    char *first = hotel_path(&hotel, "first");
    char *second = hotel_path(&hotel, "second");
    char *texts[2];
    struct stat info;
    size_t length;

    must_serve((const char *[]){"--data", data, "--export", first, NULL});
    must_serve((const char *[]){"--import", first, "--export", second, NULL});
    assert_int_equal(stat(first, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600); // guests are in it
    texts[0] = read_all(first);
    texts[1] = read_all(second);
    length = strlen(texts[0]);
    check(strcmp(texts[0], texts[1]) == 0, "another hotel came back");
    free(texts[0]);
    free(texts[1]);
    free(first);
    free(second);
    return length;
}

static void
what_is_exported_comes_back_the_same(void **state)
{
    char *data = hotel_path(&hotel, "hotel.db");

    (void)state;
    assert_true(check_round_trip(data) > 1000000);
    free(data);
}

/* What is edited, and the first mistake that is told. */
static const struct mistake {
    const char *behind, *from, *to;
    const char *says;
} mistakes[] = {
    {"{\"Resource\"", "\"Name\"", "\"Nmae\"", "Resource: Invalid Name: is missing"},
    {"{\"Resource\"", "\"State\":\"", "\"State\":\"Very", "State: is none of its values"},
    {"{\"Resource\"", "\"IsActive\":true", "\"IsActive\":\"yes\"", "IsActive: must be true or"},
    {"{\"Resource\"", "\"IsActive\":true", "\"IsActive\":true,\"Stars\":5", "Stars: is no member"},
    {"{\"Resource\"", "{\"Resource\"", "{\"Ressource\"", "no type Ressource"},
    {"{\".Image\"", "{\".Image\"", "{\".Imago\"", "no type .Imago"},
    {"{\".RatePrice\"", "\"RateId\"", "\"RatId\"", ".RatePrice: Invalid RateId: is missing"},
    {"{\".RatePrice\"", "\"CategoryId\"", "\"CatgoryId\"", "CatgoryId: is no member"},
    {"{\".LanguageTexts\"", "\"Texts\"", "\"Text\"", "Texts: is missing"},
    {"{\"Product\"", "\"ServiceId\":\"", "\"ServiceId\":\"x", "ServiceId: must be an identifier"},
    {"{\"Product\"", "\"Code\":\"", "\"Code\":\"X", "Price.TaxValues.Code names no TaxRate"},
    {"{\"TaxRate\"", "\"TaxationCode\":\"", "\"TaxationCode\":\"X", "names no Taxation"},
    {"{\"Enterprise\"", "\"TaxEnvironmentCode\":\"", "\"TaxEnvironmentCode\":\"X",
     "names no TaxEnvironment"},
    {"{\"Enterprise\"", "Europe/Prague", "Europe/Vltava", "Europe/Vltava"},
    {"{\"Enterprise\"", "\"IsDefault\":true", "\"IsDefault\":false", "no currency with IsDefault"},
    {"{\"Enterprise\"", "{\"Enterprise\":{", "{\"Enterprise\":[{", "Invalid JSON"},
    {"{\"Enterprise\"", "{\"Enterprise\"",
     "{\"Currency\":{\"Code\":\"AAA\",\"Precision\":2}}\n"
     "{\"Enterprise\"",
     "one Enterprise, before all other"},
    {"{\"Resource\"", "{\"Resource\":", "{\"Resource\":{}}\n{\"Resource\":", "is missing"},
    {"{\"Resource\"", "{\"Resource\":", "[]\n{\"Resource\":", "one entity stands there"},
    {"{\"Resource\"", "{\"Resource\":", "{\"Resource\":7}\n{\"Resource\":", "is an object"},
};

/* The line of the first text, from 1 on. */
static int
line_of(const char *text, const char *what)
{
    const char *end = strstr(text, what);
    int line = 1;

    for (; text < end; text++)
        line += *text == '\n';
    return line;
}

static void
a_mistake_is_told_with_its_line_and_nothing_is_kept(void **state)
{
    char *path = hotel_path(&hotel, "wrong");
    char *data = hotel_path(&hotel, "wrong.db");
    char *text = export_setup(path);

    (void)state;
    for (size_t i = 0; i < sizeof(mistakes) / sizeof(*mistakes); i++) {
        const struct mistake *row = &mistakes[i];
        char *edited = edit(text, row->behind, row->from, row->to);
        struct program_end end;
        char line[32];

        write_all(path, edited);
        end = serve(
            (const char *[]){"--data", data, "--import", path, "--listen", "127.0.0.1:0", NULL});
        snprintf(line, sizeof(line), "line %d", line_of(text, row->behind));
        check(end.status == 2 && strstr(end.err, row->says), "%zu: %d %s", i, end.status, end.err);
        check(strstr(end.err, path), "%zu: %s", i, end.err);
        if (!strstr(row->says, "Europe") && !strstr(row->says, "IsDefault")) // of the whole
            check(strstr(end.err, line), "%zu: %s, not %s", i, end.err, line);
        program_end_clear(&end);
        free(edited);
    }
    write_all(path, text); // what was refused has left the data empty
    must_serve((const char *[]){"--data", data, "--import", path, "--export", path, NULL});
    free(path);
    free(data);
    free(text);
}

static void
what_holds_a_hotel_is_not_imported_into(void **state)
{
    char *path = hotel_path(&hotel, "again");
    char *data = hotel_path(&hotel, "hotel.db");
    char *text = export_setup(path);
    struct program_end end = serve((const char *[]){"--data", data, "--import", path, NULL});

    (void)state;
    check(end.status == 2 && strstr(end.err, "holds a hotel already"), "%s", end.err);
    program_end_clear(&end);
    end = serve((const char *[]){"--demo", "--import", path, NULL});
    check(end.status == 2 && strstr(end.err, "not by both"), "%s", end.err);
    program_end_clear(&end);
    end = serve((const char *[]){"--import", "/nonexistent/hotel", NULL});
    check(end.status == 2 && strstr(end.err, "/nonexistent/hotel"), "%s", end.err);
    program_end_clear(&end);
    free(path);
    free(data);
    free(text);
}

/* What a stay takes, by the identifiers that its house has. */
struct wanted {
    char *service, *rate, *age, *category, *customer;
    char *room; /* its name */
};

/* A member of the first row of an answer. *Gives*: free(). */
static char *
member_of(const char *operation, const char *body, const char *list, const char *member)
{
    json_t *answer = hotel_ask(&hotel, operation, body);
    const json_t *row = json_array_get(json_object_get(answer, list), 0);
    const char *text = json_string_value(json_object_get(row, member));
    char *copy;

    check(text, "%s: no %s", operation, member);
    copy = memory_text(text);
    json_decref(answer);
    return copy;
}

/* The same, asked by the identifiers of one. */
static char *
member_by(const char *operation, const char *name, const char *id, const char *list,
          const char *member)
{
    char body[200];

    snprintf(body, sizeof(body),
             "{\"%s\":[\"%s\"],\"Extent\":{\"Resources\":true,\"Rates\":true},\"Limitation\":{"
             "\"Count\":9}}",
             name, id);
    return member_of(operation, body, list, member);
}

static struct wanted
find_wanted(void)
{
    struct wanted want = {0};
    json_t *made =
        hotel_ask(&hotel, "customers/add", "{\"LastName\":\"Nová\",\"OverwriteExisting\":false}");
    char *resource;

    want.customer = memory_text(json_string_value(json_object_get(made, "Id")));
    json_decref(made);
    want.service =
        member_of("rates/getAll", "{\"Limitation\":{\"Count\":1}}", "Rates", "ServiceId");
    want.rate = member_by("rates/getAll", "ServiceIds", want.service, "Rates", "Id");
    want.age = member_by("ageCategories/getAll", "ServiceIds", want.service, "AgeCategories", "Id");
    want.category = member_by("resourceCategories/getAll", "ServiceIds", want.service,
                              "ResourceCategories", "Id");
    resource = member_by("resourceCategoryAssignments/getAll", "ResourceCategoryIds", want.category,
                         "ResourceCategoryAssignments", "ResourceId");
    want.room = member_by("resources/getAll", "ResourceIds", resource, "Resources", "Name");
    free(resource);
    return want;
}

/* A stay of one night from now on; its number. *Gives*: free(). */
static char *
book(const struct wanted *want)
{
    char body[800];
    json_t *answer;
    const json_t *first;
    char *number;

    snprintf(body, sizeof(body),
             "{\"ServiceId\":\"%s\",\"CheckRateApplicability\":false,\"Reservations\":[{"
             "\"Identifier\":\"1\",\"State\":\"Confirmed\",\"StartUtc\":\"%s\",\"EndUtc\":"
             "\"2026-03-25T10:00:00Z\",\"CustomerId\":\"%s\",\"RequestedCategoryId\":\"%s\","
             "\"RateId\":\"%s\",\"PersonCounts\":[{\"AgeCategoryId\":\"%s\",\"Count\":1}]}]}",
             want->service, HOTEL_NOW, want->customer, want->category, want->rate, want->age);
    answer = hotel_ask(&hotel, "reservations/add", body);
    first = json_array_get(json_object_get(answer, "Reservations"), 0);
    number = memory_text(
        json_string_value(json_object_get(json_object_get(first, "Reservation"), "Number")));
    json_decref(answer);
    free(want->service);
    free(want->rate);
    free(want->age);
    free(want->category);
    free(want->customer);
    return number;
}

static void
must_do(const char *format, const char *number, const char *room)
{
    char command[120];

    snprintf(command, sizeof(command), format, number, room);
    json_decref(hotel_do(&hotel, command));
}

static void
a_house_set_up_by_import_runs_at_the_desk(void **state)
{
    char *path = hotel_path(&hotel, "house");
    char *data = hotel_path(&hotel, "hotel.db");
    char *text = export_setup(path);
    char *named =
        edit(text, "{\"Enterprise\"", "\"Name\":\"Hotel Vltavín\"", "\"Name\":\"Pension Růže\"");
    struct wanted want;
    char *number;
    json_t *answer;

    (void)state;
    write_all(path, named);
    assert_int_equal(unlink(data), 0);
    must_serve((const char *[]){"--data", data, "--import", path, "--export", path, NULL});
    hotel_start(&hotel);
    answer = hotel_ask(&hotel, "configuration/get", "{}");
    check_text(json_string_value(json_object_get(json_object_get(answer, "Enterprise"), "Name")),
               "Pension Růže", "configuration/get");
    json_decref(answer);
    want = find_wanted();
    number = book(&want);
    must_do("assign #%s '%s'", number, want.room);
    must_do("checkin #%s inspect=yes", number, "");
    must_do("pay #%s all type=cash", number, "");
    hotel_stop(&hotel);
    snprintf(hotel.now, sizeof(hotel.now), "2026-03-25T09:00:00Z");
    hotel_start(&hotel);
    must_do("checkout #%s open='the bill follows'", number, "");
    must_do("folio #%s", number, "");
    free(want.room);
    hotel_stop(&hotel);
    (void)check_round_trip(data);
    free(number);
    free(path);
    free(data);
    free(text);
    free(named);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_exported_comes_back_the_same),
        cmocka_unit_test(a_mistake_is_told_with_its_line_and_nothing_is_kept),
        cmocka_unit_test(what_holds_a_hotel_is_not_imported_into),
        cmocka_unit_test(a_house_set_up_by_import_runs_at_the_desk),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
