/*
 * Every operation of the table against the demo hotel, over HTTP: the least and the fullest
 * request, and many that are wrong. What comes back is judged by the documents' facts
 * (tests/support/facts), not by the tables that made it; what a write did is looked for by reading.
 */
#include <stdlib.h>

#include "api/base/buffer.h"
#include "api/schema/codec.h"
#include "tests/support/data_state.h"
#include "tests/support/hotel.h"
#include "tests/support/requests.h"
#include "tests/support/test.h"
#include "views/browse_rows.h"

enum {
    HUGE = (4 << 20) + 1,
    WHY_SIZE = 512,
    TRIES = 3
};

static struct hotel hotel;
static struct server_process server;
static struct facts *facts;
static struct requests *requests;
static char *data; /* the path of the server's */
static size_t complaints;

/* What was seen of each operation. */
static struct {
    bool least, full, is_read_back;
    unsigned refused;
} proofs[OP_COUNT];

/* Says what is wrong and goes on, so that one run shows all. */
static void PRINTF_LIKE(2, 3) complain(const char *path, const char *format, ...)
{
    va_list arguments;

    complaints++;
    print_error("%s: ", path);
    va_start(arguments, format);
    vprint_error(format, arguments);
    va_end(arguments);
    print_error("\n");
}

static void
each_operation(void (*visit)(const struct operation *operation, const struct request_row *row))
{
    complaints = 0;
    for (int id = OP_NONE + 1; id < OP_COUNT; id++) {
        const struct operation *operation = operation_of((enum operation_id)id);
        const struct request_row *row = request_row_find(operation->path);

        if (row)
            visit(operation, row);
        else
            complain(operation->path, "tests/support/requests.def has no row for it");
    }
    assert_int_equal(complaints, 0);
}

/* Good requests */

/* How many records are in the lists of an answer. */
static size_t
count_records(const json_t *answer)
{
    size_t count = 0;
    const char *name;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)answer, name, value)
    {
        count += json_is_array(value) ? json_array_size(value) : 0;
    }
    return count;
}

/* An answer that must be a good one. */
static bool
judge(const struct operation *operation, const struct reply *reply)
{
    char why[WHY_SIZE];
    const char *request;
    const char *answer;

    if (reply->status != 200) {
        complain(operation->path, "%d %s", reply->status, reply->text);
        return false;
    }
    check(facts_operation(facts, operation->path, &request, &answer), "%s", operation->path);
    if (facts_check(facts, answer, reply->json, why, sizeof(why)))
        return true;
    complain(operation->path, "%s: %.300s", why, reply->text);
    return false;
}

static void
read_back(const struct operation *operation, const json_t *answer)
{
    const struct read_back *back = read_back_find(operation->path);
    json_t *body;
    json_t *value;
    struct reply reply;
    json_t *pick;
    char *found;

    if (!back)
        return;
    body = requests_fill(requests, back->body, answer);
    value = requests_value(requests, back->value, answer);
    pick = requests_value(requests, back->pick, answer);
    reply = requests_send(requests, back->read, body);
    found = json_pick(reply.json, json_string_value(pick));
    if (reply.status != 200 || strcmp(found, json_string_value(value)) != 0)
        complain(operation->path, "%s has \"%s\", not \"%s\": %.500s", back->read, found,
                 json_string_value(value), reply.text);
    else
        proofs[operation->id].is_read_back = true;
    free(found);
    reply_free(&reply);
    json_decref(pick);
    json_decref(value);
    json_decref(body);
}

static void
ask(const struct operation *operation, const json_t *body, enum specimen_kind kind)
{
    struct reply reply = requests_send(requests, operation->path, body);

    if (!judge(operation, &reply)) {
        char *text = json_dumps(body, JSON_COMPACT);

        print_error("    %.1500s\n", text);
        free(text);
    } else if (kind == SPECIMEN_FULL) {
        proofs[operation->id].full = true;
        read_back(operation, reply.json);
    } else if (operation->kind == OPERATION_READ && !count_records(reply.json)
               && !json_object_get(reply.json, "NowUtc")
               && !json_object_get(reply.json, "Result")) {
        complain(operation->path, "it finds nothing, so nothing is proved: %.300s", reply.text);
    } else {
        proofs[operation->id].least = true;
    }
    reply_free(&reply);
}

static void
ask_least(const struct operation *operation, const struct request_row *row)
{
    json_t *body = requests_make(requests, row, SPECIMEN_LEAST);

    ask(operation, body, SPECIMEN_LEAST);
    json_decref(body);
}

static void
the_least_request_is_answered(void **state)
{
    (void)state;
    each_operation(ask_least);
}

/* Clients of 2022 knew no Limitation, and spelt one path another way. */
static void
ask_as_in_2022(const struct operation *operation, const struct request_row *row)
{
    json_t *body;

    if (operation->pages == OPERATION_WHOLE)
        return;
    body = requests_make(requests, row, SPECIMEN_LEAST);
    (void)json_object_del(body, "Limitation"); // it may have none
    ask(operation, body, SPECIMEN_LEAST);
    json_decref(body);
}

static void
clients_of_2022_are_answered(void **state)
{
    struct reply reply;

    (void)state;
    each_operation(ask_as_in_2022);
    reply = server_call(&server, "taxenvironments/getAll", "{}");
    assert_true(judge(operation_find("taxEnvironments/getAll"), &reply));
    reply_free(&reply);
}

static void
ask_both(const struct operation *operation, const struct request_row *row)
{
    ask_least(operation, row);
    if (row->full) {
        json_t *body = requests_make(requests, row, SPECIMEN_FULL);

        ask(operation, body, SPECIMEN_FULL);
        json_decref(body);
    }
}

/* It holds requests and its own answers against the tables, which so agree with the documents. */
static void
what_the_documents_allow_a_strict_server_answers(void **state)
{
    (void)state;
    each_operation(ask_both);
}

/* Wrong requests */

/* Refused in the API's form, and in words that give nothing away. */
static void
judge_refusal(const char *path, const struct reply *reply, int status, const char *word,
              const char *what)
{
    static const char *const internals[] = {"sqlite", "SELECT", ".c:", "api/server"};
    const char *message = json_string_value(json_object_get(reply->json, "Message"));
    const char *id = json_string_value(json_object_get(reply->json, "RequestId"));
    const struct operation *operation = operation_find(path);

    if (operation)
        proofs[operation->id].refused++;
    if (reply->status == 403 && message && strstr(message, "Unheard"))
        return; // a value that nobody knows is one that the house does not take
    if (reply->status != status || !message || !id || strcmp(id, reply->request_id) != 0
        || !strstr(message, word)) {
        complain(path, "%s: %d %.200s, not %d with \"%s\"", what, reply->status, reply->text,
                 status, word);
        return;
    }
    for (size_t i = 0; i < countof(internals); i++)
        if (strstr(message, internals[i]))
            complain(path, "%s: %s", what, message);
}

/* The body being spoilt: its operation, and whether it writes. */
struct spoiling {
    const struct operation *operation;
    json_t *body;
    const char *above; /* the member that holds the one being spoilt; "" at the top */
};

/* The message names the member; of an update value, `{"Value": …}`, the one that holds it. */
static void
refuse(const struct spoiling *spoiling, const char *name, const char *what)
{
    const char *path = spoiling->operation->path;
    struct reply reply = requests_send(requests, path, spoiling->body);
    char words[200];

    snprintf(words, sizeof(words), "%s (%s.%s)", what, spoiling->above, name);
    judge_refusal(path, &reply, 400, strcmp(name, "Value") == 0 ? spoiling->above : name, words);
    reply_free(&reply);
}

/* What the lenient server lets pass though the documents don't. */
static bool
is_tolerated(const struct spoiling *spoiling, const char *name)
{
    static const struct {
        const char *path;
        const char *member;
    } rows[] = {
        {"reservations/price", "CustomerId"},  // priced before anybody is known
        {"resources/update", "Discriminator"}, // enumerations may grow
        /* made where they are absent: a value, the stay's own times */
        {"resourceAccessTokens/add", "Value"},
        {"resourceAccessTokens/add", "ValidityStartUtc"},
        {"resourceAccessTokens/add", "ValidityEndUtc"},
    };

    for (size_t i = 0; i < countof(rows); i++)
        if (strcmp(rows[i].path, spoiling->operation->path) == 0
            && strcmp(rows[i].member, name) == 0)
            return true;
    return false;
}

/* Sends the body with another value of the member, and puts the old one back. */
static void
spoil(const struct spoiling *spoiling, json_t *object, const char *name, json_t *value,
      const char *what)
{
    json_t *old;

    if (is_tolerated(spoiling, name)) {
        json_decref(value);
        return;
    }
    old = json_incref(json_object_get(object, name));
    if (value)
        json_object_set_new(object, name, value);
    else
        json_object_del(object, name);
    refuse(spoiling, name, what);
    json_object_set_new(object, name, old);
}

static json_t *
too_many(const json_t *list, long most)
{
    json_t *longer = json_array();

    for (long i = 0; i <= most; i++)
        json_array_append(longer, json_array_get(list, 0));
    return longer;
}

static json_t *
wrong_type(const struct fact *fact)
{
    bool is_text = strcmp(fact->type, "text") == 0 || strcmp(fact->type, "uuid") == 0
                   || facts_values(facts, fact->type);

    return is_text && !fact->is_list && !fact->is_map ? json_true() : json_string("wrong");
}

/* Filters that select nothing of what nobody knows, and members that are not looked at. */
static bool
may_be_unknown(const struct spoiling *spoiling, const char *name, const struct fact *fact)
{
    static const char *const ignored[] = {"EnterpriseId", "EnterpriseIds", "ChainId", "ChainIds"};

    for (size_t i = 0; i < countof(ignored); i++)
        if (strcmp(ignored[i], name) == 0)
            return true;
    return spoiling->operation->kind == OPERATION_READ && (fact->is_list || !fact->is_required);
}

static void
spoil_scalar(const struct spoiling *spoiling, json_t *object, const char *name,
             const struct fact *fact)
{
    json_t *unknown = json_string("00000000-0000-4000-8000-000000000000");

    if (strcmp(fact->type, "uuid") == 0) {
        spoil(spoiling, object, name,
              fact->is_list ? json_pack("[s]", "no-id") : json_string("no-id"), "no identifier");
        if (!may_be_unknown(spoiling, name, fact))
            spoil(spoiling, object, name,
                  fact->is_list ? json_pack(
                      "[O,O]", json_array_get(json_object_get(object, name), 0), unknown)
                                : json_incref(unknown),
                  "an unknown identifier"); // behind a known one, which must stay as it is
    } else if (facts_values(facts, fact->type) && spoiling->operation->kind != OPERATION_READ) {
        spoil(spoiling, object, name,
              fact->is_list ? json_pack("[s]", "Unheard") : json_string("Unheard"),
              "an unknown value");
    } else if (strcmp(fact->type, "instant") == 0) {
        spoil(spoiling, object, name, json_string("2026-02-30T00:00:00Z"), "no such day");
    } else if (strcmp(fact->type, "text") == 0 && fact->has_most && !fact->is_list) {
        spoil(spoiling, object, name, json_sprintf("%0*d", (int)fact->most + 1, 0), "too long");
    }
    json_decref(unknown);
}

static void
spoil_object(const struct spoiling *spoiling, json_t *object, const char *type)
{
    struct spoiling below = *spoiling;
    const char *name;
    json_t *text;

    json_object_foreach(facts_members(facts, type), name, text)
    {
        struct fact fact = fact_parse(json_string_value(text));
        json_t *value = json_object_get(object, name);
        json_t *inner = fact.is_list ? json_array_get(value, 0) : value;

        if (!value || strcmp(fact.type, "any") == 0)
            continue;
        if (fact.is_required && !facts_is_optional(facts, name))
            spoil(spoiling, object, name, NULL, "missing");
        spoil(spoiling, object, name, wrong_type(&fact), "of a wrong type");
        if (fact.is_list && fact.has_most)
            spoil(spoiling, object, name, too_many(value, fact.most), "too many");
        if (fact.months)
            spoil(spoiling, object, name,
                  json_pack("{s:s,s:s}", "StartUtc", "2020-01-01T00:00:00Z", "EndUtc",
                            "2026-01-01T00:00:00Z"),
                  "too long an interval");
        below.above = name;
        if (json_is_object(inner) && !fact.is_map && facts_members(facts, fact.type))
            spoil_object(&below, inner, fact.type);
        else if (!fact.is_map)
            spoil_scalar(spoiling, object, name, &fact);
    }
}

/* A page has 1 to 1000 items, and begins where another one ended. */
static void
spoil_page(const struct spoiling *spoiling)
{
    json_t *page = json_object_get(spoiling->body, "Limitation");
    struct spoiling below = *spoiling;

    below.above = "Limitation";
    if (!page)
        return;
    spoil(&below, page, "Count", json_integer(0), "no items");
    spoil(&below, page, "Count", json_integer(1001), "too many items");
    json_object_set_new(page, "Cursor", json_null());
    spoil(&below, page, "Cursor", json_string("00000000-0000-4000-8000-000000000000"),
          "an unknown cursor");
    json_object_del(page, "Cursor");
}

static bool
leaves_data(struct spoiling *spoiling, const char *request)
{
    char *before = data_state(data);
    char *after;
    bool is_same;

    spoil_object(spoiling, spoiling->body, request);
    spoil_page(spoiling);
    after = data_state(data);
    is_same = strcmp(before, after) == 0;
    free(before);
    free(after);
    return is_same;
}

/*
 * That it is done in the end shows that each refusal was for what was wrong. A device or a bank may
 * go on just then, by its own clock, but not again and again.
 */
static void
spoil_then_ask(const struct operation *operation, const struct request_row *row)
{
    enum specimen_kind kind = row->full ? SPECIMEN_FULL : SPECIMEN_LEAST;
    struct spoiling spoiling = {operation, requests_make(requests, row, kind), ""};
    const char *request;
    const char *answer;
    unsigned refused = proofs[operation->id].refused;
    int tries = 0;

    check(facts_operation(facts, row->path, &request, &answer), "%s", row->path);
    while (!leaves_data(&spoiling, request) && ++tries < TRIES)
        proofs[operation->id].refused = refused; // each is counted once
    if (tries == TRIES)
        complain(operation->path, "what was refused has changed the data");
    ask(operation, spoiling.body, SPECIMEN_FULL);
    json_decref(spoiling.body);
    if (operation->kind != OPERATION_READ && !read_back_find(operation->path)
        && operation->id != OP_customers_add_file) // the API reads no files
        complain(operation->path, "tests/support/requests.def has no READ_BACK for it");
}

static void
wrong_members_are_refused_by_name_and_the_full_request_is_done(void **state)
{
    (void)state;
    each_operation(spoil_then_ask);
}

static void
refuse_row(const struct refused_row *row)
{
    json_t *body = requests_make(requests, request_row_find(row->path), SPECIMEN_LEAST);
    json_t *members = requests_fill(requests, row->members, NULL);
    struct reply reply;

    json_object_update(body, members);
    reply = requests_send(requests, row->path, body);
    judge_refusal(row->path, &reply, row->status, row->words, row->members);
    reply_free(&reply);
    json_decref(members);
    json_decref(body);
}

static void
what_a_rule_forbids_is_refused_in_words(void **state)
{
    (void)state;
    complaints = 0;
    for (size_t i = 0; refused_row(i); i++)
        refuse_row(refused_row(i));
    assert_int_equal(complaints, 0);
}

/* Tokens, and bodies that are none */

static void
send_raw(const char *path, const char *body, size_t length, int status, const char *word,
         const char *what)
{
    char address[256];
    struct reply reply;

    snprintf(address, sizeof(address), "/api/connector/v1/%s", path);
    reply = server_post(&server, address, body, length, NULL);
    judge_refusal(path, &reply, status, word, what);
    reply_free(&reply);
}

static void
spoil_tokens(const struct operation *operation, const struct request_row *row)
{
    static const struct {
        const char *body;
        int status;
        const char *word;
    } bodies[] = {
        {"{\"AccessToken\":\"access\",\"Client\":\"test\"}", 400, "ClientToken"},
        {"{\"ClientToken\":\"client\",\"Client\":\"test\"}", 400, "AccessToken"},
        {"{\"ClientToken\":\"client\",\"AccessToken\":\"access\"}", 400, "Client"},
        {"{\"ClientToken\":\"other\",\"AccessToken\":\"access\",\"Client\":\"test\"}", 401, ""},
        {"{\"ClientToken\":\"client\",\"AccessToken\":\"other\",\"Client\":\"test\"}", 401, ""},
        {"", 400, "Invalid JSON"},
        {"{\"ClientToken\":\"client\",}", 400, "Invalid JSON"},
        {"[]", 400, ""},
    };

    (void)row;
    for (size_t i = 0; i < countof(bodies); i++)
        send_raw(operation->path, bodies[i].body, strlen(bodies[i].body), bodies[i].status,
                 bodies[i].word, bodies[i].body);
}

static void
tokens_and_json_are_wanted(void **state)
{
    (void)state;
    each_operation(spoil_tokens);
}

static char *huge;

static void
spoil_size_and_method(const struct operation *operation, const struct request_row *row)
{
    char address[256];
    struct reply reply;

    (void)row;
    send_raw(operation->path, huge, HUGE, 413, "", "a huge body");
    snprintf(address, sizeof(address), "/api/connector/v1/%s", operation->path);
    reply = server_request(&server, "GET", address);
    judge_refusal(operation->path, &reply, 404, "POST", "GET");
    reply_free(&reply);
    snprintf(address, sizeof(address), "%s/x", operation->path);
    send_raw(address, "{}", 2, 404, "", "no operation");
}

static void
huge_bodies_other_methods_and_other_paths_are_refused(void **state)
{
    (void)state;
    huge = calloc(1, HUGE + 1);
    memset(huge, ' ', HUGE);
    each_operation(spoil_size_and_method);
    free(huge);
}

/* What was proved */

static const char *
client_does(const struct operation *operation)
{
    size_t lists;

    (void)answer_rows(operation->id, &lists);
    if (operation->kind != OPERATION_READ)
        return "journalled, sent once";
    if (operation->pages == OPERATION_PAGES)
        return lists ? "records, all pages" : "JSON, all pages";
    return lists ? "records" : "JSON";
}

static void
write_proof(FILE *file, const struct operation *operation)
{
    size_t forms = 0;
    const struct operation *listing;

    for (size_t i = 0; (listing = browse_entity(i)); i++)
        forms += browse_is_written_by(listing, operation);
    fprintf(file, "%s\t%s\t%s\t%s\t", operation->path, operation_group_name(operation->group),
            client_does(operation),
            forms                               ? "form"
            : operation->kind == OPERATION_READ ? "browse"
                                                : "-");
    if (!proofs[operation->id].least)
        fputs("not served\n", file);
    else
        fprintf(file, "least%s, %u refused%s\n", proofs[operation->id].full ? ", full" : "",
                proofs[operation->id].refused,
                proofs[operation->id].is_read_back ? ", read back" : "");
}

static void
write_proofs(void)
{
    const char *path = getenv("COVERAGE");
    FILE *file = path ? fopen(path, "w") : NULL;

    if (!file)
        return;
    for (int id = OP_NONE + 1; id < OP_COUNT; id++)
        write_proof(file, operation_of((enum operation_id)id));
    fclose(file);
}

/* Tests go on in the hotel where the last one ended. */
static int
open_hotel(const char *option)
{
    hotel_open_with(&hotel, option);
    server = (struct server_process){.client_token = "client", .access_token = "access"};
    snprintf(server.url, sizeof(server.url), "unix:%s/api", hotel.folder.path);
    data = hotel_path(&hotel, "hotel.db");
    facts = facts_new();
    requests = requests_new(facts, &server);
    return 0;
}

static int
set_up(void **state)
{
    (void)state;
    return open_hotel(NULL);
}

static int
set_up_strict(void **state)
{
    (void)state;
    return open_hotel("--strict");
}

static int
tear_down(void **state)
{
    (void)state;
    requests_free(requests);
    facts_free(facts);
    free(data);
    hotel_close(&hotel);
    return 0;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_least_request_is_answered),
        cmocka_unit_test(clients_of_2022_are_answered),
        cmocka_unit_test(wrong_members_are_refused_by_name_and_the_full_request_is_done),
        cmocka_unit_test(what_a_rule_forbids_is_refused_in_words),
        cmocka_unit_test(tokens_and_json_are_wanted),
        cmocka_unit_test(huge_bodies_other_methods_and_other_paths_are_refused),
    };
    const struct CMUnitTest strict_tests[] = {
        cmocka_unit_test(what_the_documents_allow_a_strict_server_answers),
    };
    int failed = cmocka_run_group_tests(tests, set_up, tear_down);

    write_proofs();
    return failed + cmocka_run_group_tests(strict_tests, set_up_strict, tear_down);
}
