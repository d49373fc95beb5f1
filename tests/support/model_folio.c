#include "tests/support/model_folio.h"

#include <stdarg.h>
#include <stdlib.h>

#include "api/base/instant.h"
#include "tests/support/expect.h"
#include "tests/support/test.h"

// clang-format off

static void
keep_id(char id[UUID_TEXT_SIZE], json_t *entity)
{
    snprintf(id, UUID_TEXT_SIZE, "%s", json_string_value(json_object_get(entity, "Id")));
    json_decref(entity);
}

void
model_folio_open(struct model_folio *folio, struct office *office, uint64_t seed)
{
    *folio = (struct model_folio){.office = office, .seed = seed, .random = seed};
    keep_id(folio->guest, server_ask(&office->server, "customers/add",
        BODY("LastName":"Random", "OverwriteExisting":false)));
    keep_id(folio->company, server_first(&office->server, "companies/add",
        BODY("Name":"Random", "Options":{"Invoiceable":true, "AddFeesToInvoices":false,
             "AddTaxDeductedPaymentToInvoices":false}), "Companies"));
    folio->accounts = json_pack("[s, s]", folio->guest, folio->company);
    folio->bills = json_array();
    folio->wanted = json_pack("{s:{}, s:{}}", "Lines", "Bills");
    folio->awaited = json_array();
    folio->facts = json_object();
    folio->kept = json_object();
    books_read(&folio->books, &office->server, folio->accounts, folio->bills);
}

// clang-format on

void
model_folio_close(struct model_folio *folio)
{
    json_decref(folio->accounts);
    json_decref(folio->bills);
    json_decref(folio->wanted);
    json_decref(folio->awaited);
    json_decref(folio->facts);
    json_decref(folio->kept);
    json_decref(folio->answer);
    books_clear(&folio->books);
    free(folio->did);
}

/* SplitMix64 */
int
model_random(struct model_folio *folio, int below)
{
    uint64_t value = folio->random += 0x9e3779b97f4a7c15u;

    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
    return (int)((value ^ (value >> 31)) % (uint64_t)below);
}

static void
blame(const struct model_folio *folio, const char *what)
{
    fail_msg("folio %llu, step %d: %s: %s", (unsigned long long)folio->seed, folio->step, what,
             folio->did ? folio->did : "");
}

/* Calls */

static bool
is_as_expected(enum model_call expected, int status)
{
    switch (expected) {
    case MODEL_DONE:
        return status == 200;
    case MODEL_REFUSED:
        return status == 400 || status == 403;
    case MODEL_CUT:
        return status == 0;
    }
    return false;
}

void
model_call(struct model_folio *folio, enum model_call expected, const char *operation,
           const char *format, ...)
{
    struct reply reply;
    char *body = NULL;
    va_list args;

    va_start(args, format);
    assert_true(vasprintf(&body, format, args) >= 0);
    va_end(args);
    free(folio->did);
    assert_true(asprintf(&folio->did, "%s %s", operation, body) >= 0);
    reply = server_call(&folio->office->server, operation, body);
    if (!is_as_expected(expected, reply.status)) {
        print_error("%d %s\n", reply.status, reply.text ? reply.text : "");
        blame(folio, expected == MODEL_REFUSED ? "should be refused" : "should be done");
    }
    json_decref(folio->answer);
    folio->answer = expected == MODEL_DONE ? json_incref(reply.json) : NULL;
    reply_free(&reply);
    free(body);
}

void
model_await(struct model_folio *folio, json_t *line, json_t *facts)
{
    json_array_append_new(folio->awaited, json_pack("{s:o, s:o}", "Line", line, "Facts",
                                                    facts ? facts : json_object()));
}

/* Rows */

json_t *
model_line(const struct model_folio *folio, const char *id)
{
    return json_object_get(json_object_get(folio->wanted, "Lines"), id);
}

json_t *
model_bill(const struct model_folio *folio, const char *id)
{
    return json_object_get(json_object_get(folio->wanted, "Bills"), id);
}

bool
model_is(const json_t *row, const char *name, const char *text)
{
    const char *value = json_string_value(json_object_get(row, name));

    return value && strcmp(value, text) == 0;
}

const char *
model_any_line(struct model_folio *folio)
{
    json_t *lines = json_object_get(folio->wanted, "Lines");
    size_t count = json_object_size(lines);
    int left = count ? model_random(folio, (int)count) : 0;
    const char *id;
    json_t *line;

    json_object_foreach(lines, id, line)
    {
        if (left-- == 0)
            return id;
    }
    return NULL;
}

const char *
model_any_bill(struct model_folio *folio)
{
    size_t count = json_array_size(folio->bills);

    if (!count)
        return NULL;
    return json_string_value(json_array_get(folio->bills, (size_t)model_random(folio, (int)count)));
}

/* Comparing */

/* Where a line went that no bill was named for: to none, or to an open one of its account. */
static bool
is_open_bill(const struct model_folio *folio, const json_t *row)
{
    const char *id = json_string_value(json_object_get(row, "Bill"));
    const char *account = json_string_value(json_object_get(row, "Account"));
    const json_t *bill = model_bill(folio, id);

    return !*id || (model_is(bill, "State", "Open") && model_is(bill, "Account", account));
}

static bool
is_awaited(const struct model_folio *folio, const json_t *row, json_t *line)
{
    json_t *bill = json_object_get(line, "Bill");
    json_t *copy;
    bool is_same;

    if (!model_is(line, "Bill", "?"))
        return json_equal(row, line);
    if (!is_open_bill(folio, row))
        return false;
    copy = json_copy(line);
    bill = json_object_get(row, "Bill");
    json_object_set(copy, "Bill", bill);
    is_same = json_equal(row, copy);
    json_decref(copy);
    return is_same;
}

/* Takes a new line of the books into the model, if the step awaits it. */
static void
adopt(struct model_folio *folio, const char *id, json_t *row)
{
    for (size_t i = 0; i < json_array_size(folio->awaited); i++) {
        json_t *awaited = json_array_get(folio->awaited, i);

        if (!is_awaited(folio, row, json_object_get(awaited, "Line")))
            continue;
        json_object_set_new(json_object_get(folio->wanted, "Lines"), id, json_copy(row));
        json_object_set(folio->facts, id, json_object_get(awaited, "Facts"));
        json_array_remove(folio->awaited, i);
        return;
    }
}

static struct instant
updated_at(const struct books *books, const char *id)
{
    struct instant at = {0};

    if (!instant_parse(json_string_value(json_object_get(books->updated, id)), &at))
        fail_msg("%s has no UpdatedUtc", id);
    return at;
}

static struct instant
last_update(const struct books *books)
{
    struct instant last = {0};
    const char *id;
    json_t *text;

    json_object_foreach(books->updated, id, text)
    {
        struct instant at = updated_at(books, id);

        if (instant_before(last, at))
            last = at;
    }
    return last;
}

/* What another desk reads by UpdatedUtc must be all that changed. */
static void
check_updates(const struct model_folio *folio, const struct books *now, const char *part)
{
    struct instant last = last_update(&folio->books);
    const json_t *before = json_object_get(folio->books.shown, part);
    const char *id;
    json_t *row;

    json_object_foreach(json_object_get(now->shown, part), id, row)
    {
        bool is_told = instant_before(last, updated_at(now, id));

        if (!is_told && !json_equal(row, json_object_get(before, id)))
            blame(folio, "a change can't be seen by UpdatedUtc");
    }
}

static void
check_closed(struct model_folio *folio, const struct books *now)
{
    const char *id;
    json_t *bill;

    json_object_foreach(now->closed, id, bill)
    {
        const json_t *kept = json_object_get(folio->kept, id);

        if (kept && !json_equal(kept, bill))
            blame(folio, "a closed bill changed");
        json_object_set(folio->kept, id, bill);
    }
}

void
model_check(struct model_folio *folio)
{
    struct books now;
    const char *id;
    json_t *row;

    books_read(&now, &folio->office->server, folio->accounts, folio->bills);
    json_object_foreach(json_object_get(now.shown, "Lines"), id, row)
    {
        if (!model_line(folio, id))
            adopt(folio, id, row);
    }
    if (!books_are(now.shown, folio->wanted) || json_array_size(folio->awaited))
        blame(folio, "the books are not as they should be");
    check_updates(folio, &now, "Lines");
    check_updates(folio, &now, "Bills");
    check_closed(folio, &now);
    books_clear(&folio->books);
    folio->books = now;
}
