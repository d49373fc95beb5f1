/* Forms made from the schema: what is typed, turned, added and filled becomes the request. */
#include "views/form_rows.h"

#include <stdlib.h>

#include "api/base/buffer.h"
#include "api/base/error.h"
#include "tests/support/test.h"

static struct document *
parse(const char *text)
{
    struct error err;
    struct document *document = document_parse(text, &err);

    check(document, "%s", err.text);
    return document;
}

static struct form *
form_of(const char *path, const char *record)
{
    struct document *document = record ? parse(record) : NULL;
    struct form *form = form_new(operation_find(path)->request, document);

    document_free(document);
    return form;
}

/* The row of a member, the first that shows. */
static size_t
row_of(const struct form *form, const char *name)
{
    size_t row = 0;

    while (row < form_count(form) && strcmp(form_row(form, row).member->name, name) != 0)
        row++;
    check(row < form_count(form), "no row %s", name);
    return row;
}

static void
type(struct form *form, const char *name, const char *text)
{
    struct error err;

    check(form_set(form, row_of(form, name), text, &err), "%s", err.text);
}

static void
expect_request(const struct form *form, const char *json)
{
    struct document *document = form_document(form);
    char *text = document_print(document);

    check_text(text, json, "the request");
    free(text);
    document_free(document);
}

static void
take_line(void *context, const char *line)
{
    buffer_print(context, "%s\n", line);
}

static void
expect_changes(const struct form *form, const char *lines)
{
    struct buffer changes = {0};

    form_changes(form, take_line, &changes);
    check_text(buffer_text(&changes), lines, "the changes");
    buffer_clear(&changes);
}

static const char task[] = "{\"Id\":\"490a9ec0-532a-44d8-b4ac-a71f38076a28\",\"Name\":\"Lamp\"}";

static void
the_record_is_named_and_said(void **state)
{
    struct form *form = form_of("tasks/close", task);

    (void)state;
    expect_request(form, "{\"TaskIds\":[\"490a9ec0-532a-44d8-b4ac-a71f38076a28\"]}");
    expect_changes(form, "Lamp\nTaskIds[1]: 490a9ec0-532a-44d8-b4ac-a71f38076a28\n");
    assert_false(form_is_changed(form));
    form_free(form);
}

static const char customer[] =
    "{\"Id\":\"490a9ec0-532a-44d8-b4ac-a71f38076a28\",\"Number\":\"7\",\"LastName\":\"Horák\","
    "\"Sex\":\"Male\"}";

static void
only_what_differs_is_sent(void **state)
{
    struct form *form = form_of("customers/update", customer);

    (void)state;
    type(form, "LastName", "Horák");
    assert_false(form_is_changed(form));
    type(form, "LastName", "Horáková");
    assert_true(form_is_changed(form));
    expect_changes(form, "7  Horák\nCustomerId: 490a9ec0-532a-44d8-b4ac-a71f38076a28\n"
                         "LastName: Horák -> Horáková\n");
    expect_request(form, "{\"CustomerId\":\"490a9ec0-532a-44d8-b4ac-a71f38076a28\","
                         "\"LastName\":\"Horáková\"}");
    form_free(form);
}

/* Turning goes on from what is now, and comes to nothing where it is that again. */
static void
values_turn_from_what_is_now(void **state)
{
    struct form *form = form_of("customers/update", customer);
    size_t sex = row_of(form, "Sex");
    size_t title = row_of(form, "Title");
    static const char *const titles[] = {"Mister", "Miss", "Misses", NULL, "Mister"};

    (void)state;
    form_turn(form, sex);
    assert_string_equal(form_row(form, sex).text, "Female");
    form_turn(form, sex);
    assert_null(form_row(form, sex).text);
    for (size_t i = 0; i < countof(titles); i++) {
        form_turn(form, title);
        check_text(form_row(form, title).text ? form_row(form, title).text : "none",
                   titles[i] ? titles[i] : "none", "turn %zu", i);
    }
    form_free(form);
}

static void
an_element_is_added_below_and_removed(void **state)
{
    struct form *form = form_of("tasks/getAll", NULL);
    size_t list = row_of(form, "TaskIds");
    size_t first = form_add(form, list);
    size_t second = form_add(form, first);
    struct error err;

    (void)state;
    assert_int_equal(first, list + 1);
    assert_int_equal(second, list + 2);
    assert_true(form_set(form, first, "490a9ec0-532a-44d8-b4ac-a71f38076a28", &err));
    assert_false(form_set(form, second, "no identifier", &err));
    assert_true(form_remove(form, second));
    expect_request(form, "{\"TaskIds\":[\"490a9ec0-532a-44d8-b4ac-a71f38076a28\"]}");
    assert_int_equal(form_add(form, 0), 0); // Limitation is no list
    form_free(form);
}

/* A request that was sent before, or given to `call`, comes out as it went in. */
static void
a_filled_form_sends_what_filled_it(void **state)
{
    static const struct {
        const char *path;
        const char *body;
    } rows[] = {
        {"tasks/getAll", "{\"TaskIds\":[\"490a9ec0-532a-44d8-b4ac-a71f38076a28\"]}"},
        {"customers/getAll", "{\"Extent\":{\"Customers\":true},\"ActivityStates\":[\"Deleted\"]}"},
        {"companies/update",
         "{\"CompanyId\":\"490a9ec0-532a-44d8-b4ac-a71f38076a28\",\"Name\":{\"Value\":\"Mill\"},"
         "\"Notes\":{\"Value\":null}}"},
        {"orders/add", "{\"ServiceId\":\"490a9ec0-532a-44d8-b4ac-a71f38076a28\",\"Items\":"
                       "[{\"Name\":\"Umbrella\",\"UnitCount\":2,\"UnitAmount\":"
                       "{\"Currency\":\"CZK\",\"GrossValue\":12.5}}]}"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct form *form = form_of(rows[i].path, NULL);
        struct document *body = parse(rows[i].body);

        form_fill(form, body);
        assert_false(form_is_changed(form));
        expect_request(form, rows[i].body);
        document_free(body);
        form_free(form);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_record_is_named_and_said),
        cmocka_unit_test(only_what_differs_is_sent),
        cmocka_unit_test(values_turn_from_what_is_now),
        cmocka_unit_test(an_element_is_added_below_and_removed),
        cmocka_unit_test(a_filled_form_sends_what_filled_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
