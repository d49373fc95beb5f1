/*
 * The client against answers that no server of ours made: from the documents' facts, for every
 * operation, with all members, with none that may be absent, with nulls, with values and members
 * that nobody knows, with very long texts and numbers, and with members of a wrong type. What can
 * be read is read as it is, to the last record; what cannot is an error that names the operation.
 */
#include <stdlib.h>

#include "api/base/buffer.h"
#include "api/base/text.h"
#include "api/client/answer.h"
#include "api/schema/codec.h"
#include "api/schema/document.h"
#include "api/store/store.h"
#include "tests/support/desk.h"
#include "tests/support/scripted_property.h"
#include "tests/support/specimen.h"
#include "tests/support/test.h"
#include "views/table.h"

enum {
    RECORDS = 3
};

static struct facts *facts;
static char *folder;
static struct property *property;
static struct client *client;

/* An answer of the operation, each list with so many records. *Gives*: json_decref(). */
static json_t *
foreign(const struct operation *operation, enum specimen_kind kind, size_t records)
{
    struct specimen_config config = {.facts = facts, .kind = kind, .count = records};
    const char *request;
    const char *answer;
    json_t *json;

    check(facts_operation(facts, operation->path, &request, &answer), "%s", operation->path);
    json = specimen_make(&config, answer, NULL);
    if (json_object_get(json, "Cursor")) // the walk ends here
        json_object_set_new(json, "Cursor", json_null());
    return json;
}

static void
each_answer(void (*visit)(const struct operation *operation, enum specimen_kind kind,
                          const json_t *answer))
{
    for (int id = OP_NONE + 1; id < OP_COUNT; id++) {
        for (int kind = 0; kind < SPECIMEN_KINDS; kind++) {
            const struct operation *operation = operation_of((enum operation_id)id);
            json_t *answer = foreign(operation, (enum specimen_kind)kind, RECORDS);

            visit(operation, (enum specimen_kind)kind, answer);
            json_decref(answer);
        }
    }
}

static void
script(const struct operation *operation, const json_t *answer)
{
    char *text = json_dumps(answer, JSON_COMPACT | JSON_REAL_PRECISION(15));

    property_say(property, (struct script){.path = operation->path, .body = text});
    free(text);
}

static struct request *
ask(const struct operation *operation)
{
    struct request *request = request_new(operation->id, REQUEST_FOR_KEY, NULL);

    request->json = "{}";
    request->intent.subject = uuid_random();
    return request;
}

/* What a scripter gets is what came, whatever it holds. */
static void
pass_on(const struct operation *operation, enum specimen_kind kind, const json_t *answer)
{
    struct request *request = ask(operation);
    struct result *result;
    json_t *json;

    script(operation, answer);
    request->wants_json = true;
    client_send(client, request);
    result = desk_next_of(client, RESULT_ANSWER);
    check(!result->error.kind, "%s %d: %s", operation->path, kind, result->error.text);
    json = json_loads(result->json ? result->json : "", 0, NULL);
    check(json_equal(json, (json_t *)(uintptr_t)answer), "%s %d: %.300s", operation->path, kind,
          result->json);
    json_decref(json);
    result_free(result);
}

static void
answers_reach_a_scripter_as_they_came(void **state)
{
    (void)state;
    each_answer(pass_on);
}

/* The table that `call` prints has each list with all its rows. */
static void
print(const struct operation *operation, enum specimen_kind kind, const json_t *answer)
{
    char *text = json_dumps(answer, JSON_COMPACT | JSON_REAL_PRECISION(15));
    struct error err;
    struct document *document = document_parse(text, &err);
    struct buffer table = {0};
    const char *name;
    json_t *list;

    check(document, "%s: %s", operation->path, err.text);
    table_add(document, &table);
    json_object_foreach((json_t *)(uintptr_t)answer, name, list)
    {
        char heading[128];

        snprintf(heading, sizeof(heading), "%s (%zu)\n", name, json_array_size(list));
        check(!json_is_array(list) || strstr(buffer_text(&table), heading), "%s %d: no %s",
              operation->path, kind, heading);
    }
    buffer_clear(&table);
    document_free(document);
    free(text);
}

static void
tables_have_every_list(void **state)
{
    (void)state;
    each_answer(print);
}

/* Records against the JSON they were decoded from, member by member */

static void judge_record(const struct record_type *type, const void *record, const json_t *json);

static const json_t *
member_of(const json_t *object, const char *path)
{
    const char *dot = strchr(path, '.');
    char name[64];

    snprintf(name, sizeof(name), "%.*s", dot ? (int)(dot - path) : (int)strlen(path), path);
    object = json_object_get(object, name);
    return dot ? member_of(object, dot + 1) : object;
}

static void
judge_texts(const struct field *field, const void *value, const json_t *json)
{
    const char *text = json_is_string(json) ? json_string_value(json) : "";
    char printed[UUID_TEXT_SIZE + INSTANT_TEXT_SIZE];

    if (field->kind == FIELD_TEXT && !json_is_number(json))
        check_text(*(const char *const *)value, text, "%s", field->member);
    if (field->kind == FIELD_UUID)
        check_text(uuid_is_set(*(const struct uuid *)value)
                       ? uuid_text(*(const struct uuid *)value, printed)
                       : "",
                   text, "%s", field->member);
    if (field->kind == FIELD_INSTANT && strlen(text) > strlen("2026-03-24"))
        check_text(instant_text(*(const struct instant *)value, printed), text, "%s",
                   field->member);
    if (field->kind == FIELD_NAMES && json_is_object(json))
        check_text(*(const char *const *)value, json_string_value(json_object_get(json, "en-US")),
                   "%s", field->member);
}

/* A value that the desk doesn't know is unknown, never another one. */
static void
judge_enum(const struct field *field, const void *value, const json_t *json)
{
    int number = *(const int *)value;
    const char *name = field->values->values[number];

    if (number)
        check_text(name, json_string_value(json), "%s", field->member);
    for (size_t i = 1; !number && json_is_string(json) && i < field->values->count; i++)
        check(strcmp(field->values->values[i], json_string_value(json)) != 0, "%s is %s",
              field->member, json_string_value(json));
}

static void
judge_number(const struct field *field, const void *value, const json_t *json)
{
    char printed[DECIMAL_TEXT_SIZE];
    char wanted[64];

    if (field->kind == FIELD_BOOL)
        check(*(const bool *)value == json_is_true(json), "%s", field->member);
    if (field->kind == FIELD_INT)
        check(*(const int64_t *)value == json_integer_value(json), "%s", field->member);
    if (field->kind != FIELD_DECIMAL)
        return;
    snprintf(wanted, sizeof(wanted), "%.15g", json_number_value(json));
    check_text(decimal_text(*(const struct decimal *)value, printed), wanted, "%s", field->member);
}

static void
judge_list(const struct field *field, const void *value, const json_t *json)
{
    const struct any_list *list = value;

    check(list->count == json_array_size(json), "%s has %zu of %zu", field->member, list->count,
          json_array_size(json));
    for (size_t i = 0; field->kind == FIELD_LIST && i < list->count; i++)
        judge_record(field->record, (const char *)list->rows + i * field->record->size,
                     json_array_get(json, i));
}

static void
judge_record(const struct record_type *type, const void *record, const json_t *json)
{
    for (size_t i = 0; i < type->count; i++) {
        const struct field *field = &type->fields[i];
        const void *value = (const char *)record + field->offset;
        const json_t *member = member_of(json, field->member);

        judge_texts(field, value, member);
        judge_number(field, value, member);
        if (field->kind == FIELD_ENUM)
            judge_enum(field, value, member);
        if (field->kind == FIELD_LIST || field->kind == FIELD_UUIDS || field->kind == FIELD_TEXTS)
            judge_list(field, value, member);
        if (field->kind == FIELD_RECORD && json_is_object(member))
            judge_record(field->record, value, member);
    }
}

/* Each list whole, each record as it came, and all of them in the store. */
static void
judge_batches(const struct operation *operation, const struct result *result, const json_t *answer)
{
    size_t count;
    const struct answer_row *rows = answer_rows(operation->id, &count);
    struct store *store = store_new();

    check(result->batch_count <= count, "%s", operation->path);
    for (size_t i = 0; i < result->batch_count; i++) {
        const struct batch *batch = &result->batches[i];
        const struct answer_row *row = rows;
        const json_t *list;

        while (row->record != batch->type->id)
            row++;
        list = *row->member ? json_object_get(answer, row->member) : NULL;
        check(batch->count == (list ? json_array_size(list) : 1), "%s: %s", operation->path,
              row->member);
        for (size_t at = 0; at < batch->count; at++)
            judge_record(batch->type, (const char *)batch->rows + at * batch->type->size,
                         list ? json_array_get(list, at) : answer);
        (void)store_apply(store, batch->type, batch->rows, batch->count, false); // or kept none
        check(!store_all(store, batch->type->id).count
                  || store_all(store, batch->type->id).count == batch->count,
              "%s: %s", operation->path, row->member);
    }
    store_free(store);
}

static void
decode(const struct operation *operation, enum specimen_kind kind, const json_t *answer)
{
    size_t lists;
    struct result *result;

    (void)answer_rows(operation->id, &lists);
    if (!lists)
        return;
    script(operation, answer);
    client_send(client, ask(operation));
    result = desk_next_of(client, RESULT_ANSWER);
    check(!result->error.kind, "%s %d: %s", operation->path, kind, result->error.text);
    check(result->is_last, "%s", operation->path);
    judge_batches(operation, result, answer);
    result_free(result);
}

static void
records_are_what_came_and_none_is_dropped(void **state)
{
    (void)state;
    each_answer(decode);
}

/* Wrong types */

struct wrong {
    const struct operation *operation;
    json_t *answer;
    size_t read;
    size_t refused;
};

/* Either each list is whole, or the error names the operation. */
static void
judge_wrong(struct wrong *wrong, const char *name)
{
    const char *path = wrong->operation->path;
    char *text = json_dumps(wrong->answer, JSON_COMPACT | JSON_REAL_PRECISION(15));
    struct batch batches[RESULT_BATCHES] = {0};
    struct arena arena = {0};
    struct error err = {0};
    struct answer *answer = answer_parse(wrong->operation->id, text, strlen(text), &err);
    bool ok = answer
              && answer_decode(answer, (struct answer_part){0, ANSWER_PART_ROWS}, "en-US", &arena,
                               batches, &err);
    size_t lists;
    const struct answer_row *rows = answer_rows(wrong->operation->id, &lists);

    for (size_t i = 0; ok && i < lists; i++)
        check(!*rows[i].member
                  || batches[i].count
                         == json_array_size(json_object_get(wrong->answer, rows[i].member)),
              "%s: %s: %zu", path, name, batches[i].count);
    check(ok || strstr(err.text, path), "%s: %s: %s", path, name, err.text);
    wrong->read += ok;
    wrong->refused += !ok;
    answer_free(answer);
    arena_clear(&arena);
    free(text);
}

static void
spoil(struct wrong *wrong, json_t *object)
{
    static const char *const texts[] = {"7",    "-1.5", "true", "\"x\"",
                                        "\"\"", "{}",   "[]",   "[[{\"a\":null}]]"};
    const char *name;
    json_t *value;
    void *next;

    json_object_foreach_safe(object, next, name, value)
    {
        json_t *inner = json_is_array(value) ? json_array_get(value, 0) : value;
        json_t *kept = json_incref(value);

        if (json_is_object(inner))
            spoil(wrong, inner);
        for (size_t i = 0; i < countof(texts); i++) {
            json_object_set_new(object, name, json_loads(texts[i], JSON_DECODE_ANY, NULL));
            judge_wrong(wrong, name);
        }
        json_object_set_new(object, name, kept);
    }
}

static void
wrong_types_are_errors_or_read_as_nothing(void **state)
{
    (void)state;
    for (int id = OP_NONE + 1; id < OP_COUNT; id++) {
        struct wrong wrong = {.operation = operation_of((enum operation_id)id)};
        size_t lists;

        (void)answer_rows(wrong.operation->id, &lists);
        if (!lists)
            continue;
        wrong.answer = foreign(wrong.operation, SPECIMEN_ALL, 1);
        spoil(&wrong, wrong.answer);
        check(wrong.read && wrong.refused, "%s: %zu read, %zu refused", wrong.operation->path,
              wrong.read, wrong.refused);
        json_decref(wrong.answer);
    }
}

static int
set_up(void **state)
{
    char *path;
    char *socket;
    struct client_config config;
    struct error err;

    (void)state;
    facts = facts_new();
    folder = folder_fresh();
    path = folder_path(folder, "state.db");
    socket = folder_path(folder, "api"); // over TCP each small answer waits 40 ms for an ACK
    property = property_new(socket);
    config = desk_config(property_url(property), path);
    client = client_open(&config, &err);
    check(client, "%s", err.text);
    free(socket);
    free(path);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    client_close(client);
    property_free(property);
    folder_drop(folder);
    facts_free(facts);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_reach_a_scripter_as_they_came),
        cmocka_unit_test(tables_have_every_list),
        cmocka_unit_test(records_are_what_came_and_none_is_dropped),
        cmocka_unit_test(wrong_types_are_errors_or_read_as_nothing),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
