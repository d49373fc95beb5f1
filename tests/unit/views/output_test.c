#include "views/output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/support/house.h"
#include "tests/support/test.h"
#include "views/room_rows.h"

static struct house house;

static int
set_up(void **state)
{
    (void)state;
    house_open(&house, "2026-03-24T08:00:00Z");
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    house_close(&house);
    return 0;
}

/* What `run` prints of two rooms. *Gives*: free(). */
static char *
print_rooms(bool is_json, const struct error *failure)
{
    const struct uuid ids[] = {house_id("101"), house_id("9")};
    struct room_rows rows = {&house.app, {ids, 2}};
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    struct output *output = output_new(stream, is_json);
    struct error err;

    output_begin(output, "inspect 101 9");
    output_list(output, room_listing(), &rows);
    assert_true(output_end(output, failure, &err));
    output_free(output);
    fclose(stream);
    return text;
}

/* Columns are as wide as their widest cell; nothing behind the last. */
static void
tables_have_a_heading_and_columns(void **state)
{
    char *text = print_rooms(false, NULL);

    (void)state;
    assert_string_equal(text, "Room  Category  Floor  State      Occupancy\n"
                              "101   double    1      Inspected  vacant\n"
                              "9     superior  1      Inspected  vacant\n");
    free(text);
}

static void
json_is_a_line_a_command(void **state)
{
    struct error refusal = {.kind = ERROR_REFUSED, .text = "No \"way\".", .request_id = "r1"};
    char *text = print_rooms(true, NULL);

    (void)state;
    assert_string_equal(
        text, "{\"Command\":\"inspect 101 9\",\"Ok\":true,\"Result\":["
              "{\"room\":\"101\",\"category\":\"double\",\"floor\":\"1\",\"state\":\"Inspected\","
              "\"occupancy\":\"vacant\"},"
              "{\"room\":\"9\",\"category\":\"superior\",\"floor\":\"1\",\"state\":\"Inspected\","
              "\"occupancy\":\"vacant\"}]}\n");
    free(text);
    text = print_rooms(true, &refusal);
    assert_string_equal(
        text, "{\"Command\":\"inspect 101 9\",\"Ok\":false,\"Error\":"
              "{\"Status\":403,\"Message\":\"No \\\"way\\\".\",\"RequestId\":"
              "\"r1\"},\"Result\":["
              "{\"room\":\"101\",\"category\":\"double\",\"floor\":\"1\",\"state\":\"Inspected\","
              "\"occupancy\":\"vacant\"},"
              "{\"room\":\"9\",\"category\":\"superior\",\"floor\":\"1\",\"state\":\"Inspected\","
              "\"occupancy\":\"vacant\"}]}\n");
    free(text);
    refusal.status = 409; // of an answer
    text = print_rooms(true, &refusal);
    assert_non_null(strstr(text, "\"Status\":409"));
    free(text);
}

static void
texts_are_the_result_where_there_is_no_other(void **state)
{
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    struct output *output = output_new(stream, true);
    struct error err;

    (void)state;
    output_begin(output, "lint 1/1");
    output_text(output, "one");
    output_text(output, "two");
    assert_true(output_end(output, NULL, &err));
    output_begin(output, "zero");
    assert_true(output_end(output, NULL, &err));
    output_begin(output, "call x");
    output_text(output, "for people");
    output_result(output, document_object());
    assert_true(output_end(output, NULL, &err));
    fclose(stream);
    assert_string_equal(text, "{\"Command\":\"lint 1/1\",\"Ok\":true,\"Result\":\"one\\ntwo\"}\n"
                              "{\"Command\":\"zero\",\"Ok\":true,\"Result\":null}\n"
                              "{\"Command\":\"call x\",\"Ok\":true,\"Result\":{}}\n");
    output_free(output);
    free(text);
}

/* A stream that takes no more is an error; one whose reader went away is none to talk about. */
static void
streams_that_fail_say_how(void **state)
{
    struct error err;
    FILE *full = fopen("/dev/full", "w");
    int ends[2];
    FILE *closed;

    (void)state;
    assert_false(output_write(full, "text", 4, &err));
    assert_int_equal(err.kind, ERROR_DISK);
    fclose(full);
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(pipe(ends), 0);
    close(ends[0]);
    closed = fdopen(ends[1], "w");
    assert_false(output_write(closed, "text", 4, &err));
    assert_int_equal(err.kind, ERROR_CANCELED);
    fclose(closed);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(tables_have_a_heading_and_columns, set_up, tear_down),
        cmocka_unit_test_setup_teardown(json_is_a_line_a_command, set_up, tear_down),
        cmocka_unit_test(texts_are_the_result_where_there_is_no_other),
        cmocka_unit_test_setup_teardown(streams_that_fail_say_how, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
