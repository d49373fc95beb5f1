#include "tests/support/requests.h"

#include <stdlib.h>

#include "api/base/memory.h"
#include "tests/support/test.h"

enum {
    PATH_SIZE = 256
};

enum moment {
    ONCE,
    EACH
};

struct name {
    const char *name;
    enum moment moment;
    const char *path;
    const char *body;
    const char *pick;
};

#define NAME(name, when, path, body, pick)
#define VALUE(member, value)
#define REQUEST(path, least, full)
#define REFUSED(path, members, status, words)
#define READ_BACK(path, read, body, pick, value)

#undef NAME
static const struct name names[] = {
#define NAME(name, when, path, body, pick) {#name, when, path, body, pick},
#include "tests/support/requests.def"
};
#undef NAME
#define NAME(name, when, path, body, pick)

#undef VALUE
static const struct {
    const char *member;
    const char *value;
} values[] = {
#define VALUE(member, value) {member, value},
#include "tests/support/requests.def"
};
#undef VALUE
#define VALUE(member, value)

#undef REQUEST
static const struct request_row rows[] = {
#define REQUEST(path, least, full) {path, least, full},
#include "tests/support/requests.def"
};
#undef REQUEST
#define REQUEST(path, least, full)

#undef REFUSED
static const struct refused_row refused[] = {
#define REFUSED(path, members, status, words) {path, members, status, words},
#include "tests/support/requests.def"
};
#undef REFUSED
#define REFUSED(path, members, status, words)

#undef READ_BACK
static const struct read_back reads[] = {
#define READ_BACK(path, read, body, pick, value) {path, read, body, pick, value},
#include "tests/support/requests.def"
};

struct requests {
    const struct facts *facts;
    const struct server_process *server;
    char *known[countof(names)]; /* NULL: not asked yet */
};

struct requests *
requests_new(const struct facts *facts, const struct server_process *server)
{
    struct requests *requests = memory_new(sizeof(*requests));

    requests->facts = facts;
    requests->server = server;
    return requests;
}

static void
forget(struct requests *requests, bool all)
{
    for (size_t i = 0; i < countof(names); i++) {
        if (!all && names[i].moment == ONCE)
            continue;
        free(requests->known[i]);
        requests->known[i] = NULL;
    }
}

void
requests_free(struct requests *requests)
{
    forget(requests, true);
    free(requests);
}

const struct request_row *
request_row_find(const char *path)
{
    for (size_t i = 0; i < countof(rows); i++)
        if (strcmp(rows[i].path, path) == 0)
            return &rows[i];
    return NULL;
}

const struct read_back *
read_back_find(const char *path)
{
    for (size_t i = 0; i < countof(reads); i++)
        if (strcmp(reads[i].path, path) == 0)
            return &reads[i];
    return NULL;
}

const struct refused_row *
refused_row(size_t index)
{
    return index < countof(refused) ? &refused[index] : NULL;
}

struct reply
requests_send(const struct requests *requests, const char *path, const json_t *body)
{
    json_t *whole = json_pack("{s:s,s:s,s:s}", "ClientToken", requests->server->client_token,
                              "AccessToken", requests->server->access_token, "Client", "test");
    char address[PATH_SIZE];
    char *text;
    struct reply reply;

    json_object_update(whole, (json_t *)(uintptr_t)body);
    text = json_dumps(whole, JSON_COMPACT | JSON_REAL_PRECISION(15));
    snprintf(address, sizeof(address), "/api/connector/v1/%s", path);
    reply = server_post(requests->server, address, text, strlen(text), NULL);
    free(text);
    json_decref(whole);
    return reply;
}

/* Picking */

static char *
text_of(const json_t *value)
{
    if (!value || json_is_null(value))
        return memory_text(value ? "null" : "");
    if (json_is_string(value))
        return memory_text(json_string_value(value));
    return json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(15));
}

/* Whether an element is as `Member=value` or `Member!=value` says. */
static bool
fits(const json_t *element, const char *condition)
{
    const char *equals = strchr(condition, '=');
    bool differs = equals > condition && equals[-1] == '!';
    char member[PATH_SIZE];
    char *text;
    bool is_same;

    snprintf(member, sizeof(member), "%.*s", (int)(equals - condition) - (differs ? 1 : 0),
             condition);
    text = json_pick(element, member);
    is_same = strcmp(text, equals + 1) == 0;
    free(text);
    return is_same != differs;
}

static const json_t *
element_of(const json_t *list, const char *condition)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!condition[0] || fits(json_array_get(list, i), condition))
            return json_array_get(list, i);
    return NULL;
}

char *
json_pick(const json_t *value, const char *path)
{
    while (value && *path) {
        size_t length = strcspn(path, ".[");
        char name[PATH_SIZE];
        char condition[PATH_SIZE] = "";

        snprintf(name, sizeof(name), "%.*s", (int)length, path);
        path += length;
        if (*path == '[') {
            length = strcspn(path, "]");
            snprintf(condition, sizeof(condition), "%.*s", (int)length - 1, path + 1);
            path += length + 1;
        }
        path += *path == '.';
        value = json_object_get(value, name);
        if (json_is_array(value))
            value = element_of(value, condition);
    }
    return text_of(value);
}

/* Names */

static const char *value_of(struct requests *requests, const char *name);

/* Of all elements of a list, as a JSON array. */
static char *
pick_all(const json_t *answer, const char *pick)
{
    const char *star = strchr(pick, '*');
    json_t *all = json_array();
    char list[PATH_SIZE];
    size_t i;
    json_t *element;
    char *text;

    snprintf(list, sizeof(list), "%.*s", (int)(star - pick), pick);
    json_array_foreach(json_object_get(answer, list), i, element)
    {
        json_array_append(all, json_object_get(element, star + 1));
    }
    text = text_of(all);
    json_decref(all);
    return text;
}

static char *
pick_name(struct requests *requests, const char *pick, const json_t *answer)
{
    if (pick[0] == '=')
        return memory_text(value_of(requests, pick + 1));
    return strchr(pick, '*') ? pick_all(answer, pick) : json_pick(answer, pick);
}

static const char *
value_of(struct requests *requests, const char *name)
{
    size_t i = 0;
    struct reply reply;
    json_t *body;

    while (i < countof(names) && strcmp(names[i].name, name) != 0)
        i++;
    check(i < countof(names), "requests.def has no NAME %s", name);
    if (requests->known[i])
        return requests->known[i];
    body = requests_fill(requests, names[i].body, NULL);
    reply = requests_send(requests, names[i].path, body);
    check(reply.status == 200, "$%s: %s: %d %s", name, names[i].path, reply.status, reply.text);
    requests->known[i] = pick_name(requests, names[i].pick, reply.json);
    check(requests->known[i][0], "$%s: %s finds no %s", name, names[i].path, names[i].pick);
    reply_free(&reply);
    json_decref(body);
    return requests->known[i];
}

/* Copies a text with its names replaced, those in conditions too. */
json_t *
requests_value(struct requests *requests, const char *text, const json_t *answer)
{
    const char *dollar = strchr(text, '$');
    size_t length = dollar ? strspn(dollar + 1, "abcdefghijklmnopqrstuvwxyz_") : 0;
    char name[PATH_SIZE];
    const char *found;
    char *picked;
    json_t *value;

    if (!dollar)
        return json_string(text);
    snprintf(name, sizeof(name), "%.*s", (int)length, dollar + 1);
    if (strcmp(name, "answer") == 0) {
        picked = json_pick(answer, dollar + 1 + length + 1);
        value = json_string(picked);
        free(picked);
        return value;
    }
    found = value_of(requests, name);
    if (found[0] == '[')
        return json_loads(found, 0, NULL);
    return json_sprintf("%.*s%s%s", (int)(dollar - text), text, found, dollar + 1 + length);
}

static json_t *
replace(struct requests *requests, const json_t *value, const json_t *answer)
{
    json_t *copy = json_is_object(value) ? json_object() : json_array();
    const char *name;
    json_t *member;

    if (!json_is_object(value) && !json_is_array(value)) {
        json_decref(copy);
        return json_is_string(value) ? requests_value(requests, json_string_value(value), answer)
                                     : json_copy((json_t *)(uintptr_t)value);
    }
    json_object_foreach((json_t *)(uintptr_t)value, name, member)
    {
        json_object_set_new(copy, name, replace(requests, member, answer));
    }
    for (size_t i = 0; i < json_array_size(value); i++)
        json_array_append_new(copy, replace(requests, json_array_get(value, i), answer));
    return copy;
}

json_t *
requests_fill(struct requests *requests, const char *body, const json_t *answer)
{
    json_error_t err;
    json_t *json = json_loads(body, JSON_REJECT_DUPLICATES, &err);
    json_t *filled;

    check(json, "requests.def: %s: %s", err.text, body);
    filled = replace(requests, json, answer);
    json_decref(json);
    return filled;
}

/* Making */

/* Of a member that is an update value, `{"Value": value}`. */
static json_t *
default_value(void *context, const char *member, const struct fact *fact)
{
    struct requests *requests = context;
    const json_t *members = facts_members(requests->facts, fact->type);
    const char *value = NULL;
    bool is_update = json_object_get(members, "Value") != NULL;

    for (size_t i = 0; i < countof(values); i++)
        if (strcmp(values[i].member, member) == 0)
            value = values[i].value;
    if (!value || (members && !is_update && strcmp(value, "-") != 0))
        return NULL;
    return members && strcmp(value, "-") != 0
               ? json_pack("{s:o}", "Value", requests_value(requests, value, NULL))
               : requests_value(requests, value, NULL);
}

/* The rows of requests.def are held against the documents as answers are. */
static void
judge_request(const struct requests *requests, const char *path, const char *type,
              const json_t *body)
{
    json_t *whole =
        json_pack("{s:s,s:s,s:s}", "ClientToken", "c", "AccessToken", "a", "Client", "t");
    char why[PATH_SIZE];

    json_object_update(whole, (json_t *)(uintptr_t)body);
    check(facts_check(requests->facts, type, whole, why, sizeof(why)), "requests.def: %s: %s", path,
          why);
    json_decref(whole);
}

json_t *
requests_make(struct requests *requests, const struct request_row *row, enum specimen_kind kind)
{
    struct specimen_config config = {.facts = requests->facts,
                                     .kind = kind,
                                     .count = 1,
                                     .value = default_value,
                                     .context = requests};
    const char *request;
    const char *answer;
    json_t *overlay;
    json_t *body;

    check(facts_operation(requests->facts, row->path, &request, &answer), "%s", row->path);
    forget(requests, false);
    overlay = requests_fill(requests, kind == SPECIMEN_LEAST ? row->least : row->full, NULL);
    body = specimen_make(&config, request, overlay);
    judge_request(requests, row->path, request, body);
    json_decref(overlay);
    return body;
}
