#include "tests/support/facts.h"

#include <stdlib.h>

#include "tests/support/test.h"

enum {
    PATH_SIZE = 256
};

struct facts {
    json_t *all; /* operations, enums, types, optional */
};

/* Where a check stands, and what it has to say. */
struct place {
    const struct facts *facts;
    char path[PATH_SIZE];
    char *why;
    size_t size;
};

static json_t *
load(const char *path)
{
    json_error_t err;
    json_t *json = json_load_file(path, JSON_REJECT_DUPLICATES, &err);

    check(json, "%s:%d: %s", path, err.line, err.text);
    return json;
}

/* Adds what `more` has: tables to tables, members to types. */
static void
lay_over(json_t *below, json_t *more)
{
    const char *name;
    json_t *value;

    json_object_foreach(more, name, value)
    {
        json_t *old = json_object_get(below, name);

        if (json_is_object(old) && json_is_object(value))
            lay_over(old, value);
        else
            json_object_set(below, name, value);
    }
}

struct facts *
facts_new(void)
{
    struct facts *facts = calloc(1, sizeof(*facts));
    json_t *old = load("tests/schema/forms2022.json");

    assert_non_null(facts);
    facts->all = load("tests/schema/today.json");
    lay_over(facts->all, old);
    json_decref(old);
    return facts;
}

void
facts_free(struct facts *facts)
{
    json_decref(facts->all);
    free(facts);
}

static json_t *
row(const struct facts *facts, const char *table, const char *name)
{
    return json_object_get(json_object_get(facts->all, table), name);
}

bool
facts_operation(const struct facts *facts, const char *path, const char **request,
                const char **answer)
{
    const json_t *types = row(facts, "operations", path);

    *request = json_string_value(json_array_get(types, 0));
    *answer = json_string_value(json_array_get(types, 1));
    return *request && *answer;
}

json_t *
facts_members(const struct facts *facts, const char *type)
{
    return row(facts, "types", type);
}

json_t *
facts_values(const struct facts *facts, const char *type)
{
    return row(facts, "enums", type);
}

bool
facts_is_optional(const struct facts *facts, const char *member)
{
    const json_t *names = json_object_get(facts->all, "optional");

    for (size_t i = 0; i < json_array_size(names); i++)
        if (strcmp(json_string_value(json_array_get(names, i)), member) == 0)
            return true;
    return false;
}

static void
parse_limits(struct fact *fact, const char *word)
{
    const char *dots = strstr(word, "..");

    if (!dots) {
        fact->months = atoi(word);
        return;
    }
    fact->least = atol(word);
    fact->has_most = dots[2] != '\0';
    fact->most = atol(dots + 2);
}

struct fact
fact_parse(const char *text)
{
    struct fact fact = {0};
    char words[FACT_NAME_SIZE];
    char *at = words;
    const char *word;

    snprintf(words, sizeof(words), "%s", text);
    word = strsep(&at, " ");
    snprintf(fact.type, sizeof(fact.type), "%s", word);
    while ((word = strsep(&at, " "))) {
        if (strspn(word, "0123456789.-") > 0) {
            parse_limits(&fact, word);
            continue;
        }
        fact.is_required |= strchr(word, 'R') != NULL;
        fact.is_nullable |= strchr(word, 'N') != NULL;
        fact.is_list |= strchr(word, 'L') != NULL;
        fact.is_map |= strchr(word, 'M') != NULL;
        fact.is_deprecated |= strchr(word, 'D') != NULL;
    }
    return fact;
}

struct fact
facts_member(const struct facts *facts, const char *type, const char *member)
{
    const char *text = json_string_value(json_object_get(facts_members(facts, type), member));

    check(text, "%s has no member %s", type, member);
    return fact_parse(text);
}

/* Checking */

static bool
say(struct place *place, const char *what)
{
    snprintf(place->why, place->size, "%s %s", place->path[0] ? place->path : "the whole", what);
    return false;
}

/* Whether the text is of this form: 0 stands for a digit, h for a hexadecimal one. */
static bool
has_form(const char *text, const char *form)
{
    for (; *form; text++, form++) {
        const char *allowed = *form == '0' ? "0123456789" : "0123456789abcdefABCDEF";

        if (*form == '0' || *form == 'h' ? !*text || !strchr(allowed, *text) : *text != *form)
            return false;
    }
    return *text == '\0';
}

/* Seconds may have a fraction. */
static bool
is_instant(const char *text)
{
    char whole[64];
    const char *dot = strchr(text, '.');
    size_t digits = dot ? strspn(dot + 1, "0123456789") : 0;

    snprintf(whole, sizeof(whole), "%.*s%s", dot ? (int)(dot - text) : (int)strlen(text), text,
             dot ? dot + 1 + digits : "");
    return has_form(whole, "0000-00-00T00:00:00Z") && (!dot || digits > 0);
}

static size_t
count_characters(const char *text)
{
    size_t count = 0;

    for (; *text; text++)
        count += (*text & 0xC0) != 0x80;
    return count;
}

static bool
judge_text(struct place *place, const struct fact *fact, const json_t *value)
{
    const char *text = json_string_value(value);
    long length;

    if (!text)
        return say(place, "is no text");
    if (strcmp(fact->type, "uuid") == 0)
        return has_form(text, "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh") || say(place, "is no id");
    if (strcmp(fact->type, "instant") == 0)
        return is_instant(text) || say(place, "is no instant");
    if (strcmp(fact->type, "date") == 0)
        return has_form(text, "0000-00-00") || say(place, "is no date");
    length = (long)count_characters(text);
    if (!fact->is_list && !fact->is_map
        && (length < fact->least || (fact->has_most && length > fact->most)))
        return say(place, "is too short or too long");
    return true;
}

static bool
judge_enum(struct place *place, const json_t *values, const json_t *value)
{
    for (size_t i = 0; i < json_array_size(values); i++)
        if (json_equal(json_array_get(values, i), value))
            return true;
    return say(place, "is none of the enumeration's values");
}

static bool judge_member(struct place *place, const struct fact *fact, const json_t *value);

static bool
judge_object(struct place *place, const char *type, const json_t *value)
{
    json_t *members = facts_members(place->facts, type);
    size_t length = strlen(place->path);
    bool ok = true;
    const char *name;
    json_t *each;

    if (!json_is_object(value))
        return say(place, "is no object");
    json_object_foreach(members, name, each)
    {
        struct fact fact = fact_parse(json_string_value(each));
        const json_t *member = json_object_get(value, name);

        if (ok && (member || fact.is_required)) {
            snprintf(place->path + length, sizeof(place->path) - length, "%s%s", length ? "." : "",
                     name);
            ok = member ? judge_member(place, &fact, member) : say(place, "is missing");
        }
    }
    json_object_foreach((json_t *)(uintptr_t)value, name, each)
    {
        if (ok && !json_object_get(members, name)) {
            snprintf(place->path + length, sizeof(place->path) - length, "%s%s", length ? "." : "",
                     name);
            ok = say(place, "is no member");
        }
    }
    place->path[length] = ok ? '\0' : place->path[length];
    return ok;
}

/* One element of a list, one value of a map, or the value itself. */
static bool
judge_one(struct place *place, const struct fact *fact, const char *type, const json_t *value)
{
    const json_t *values = facts_values(place->facts, type);

    if (facts_members(place->facts, type))
        return judge_object(place, type, value);
    if (values)
        return judge_enum(place, values, value);
    if (strcmp(type, "any") == 0)
        return true;
    if (strcmp(type, "bool") == 0)
        return json_is_boolean(value) || say(place, "is neither true nor false");
    if (strcmp(type, "number") == 0)
        return json_is_number(value) || say(place, "is no number");
    if (strcmp(type, "int") == 0)
        return json_is_integer(value)
               || (json_is_real(value)
                   && json_real_value(value) == (double)(long)json_real_value(value))
               || say(place, "is no whole number");
    return judge_text(place, fact, value);
}

static bool
judge_alternatives(struct place *place, const struct fact *fact, const json_t *value)
{
    char names[FACT_NAME_SIZE];
    char *at = names;
    char path[PATH_SIZE];
    const char *name;

    snprintf(names, sizeof(names), "%s", fact->type);
    snprintf(path, sizeof(path), "%s", place->path);
    while ((name = strsep(&at, "|"))) {
        snprintf(place->path, sizeof(place->path), "%s", path);
        if (judge_one(place, fact, name, value))
            return true;
    }
    return false;
}

static bool
judge_items(struct place *place, const struct fact *fact, const json_t *list)
{
    size_t count = json_array_size(list);
    size_t length = strlen(place->path);

    if (!json_is_array(list))
        return say(place, "is no list");
    if ((long)count < fact->least || (fact->has_most && (long)count > fact->most))
        return say(place, "has too few or too many items");
    for (size_t i = 0; i < count; i++) {
        snprintf(place->path + length, sizeof(place->path) - length, "[%zu]", i);
        if (!judge_alternatives(place, fact, json_array_get(list, i)))
            return false;
    }
    place->path[length] = '\0';
    return true;
}

static bool
judge_map(struct place *place, const struct fact *fact, const json_t *map)
{
    bool ok = json_is_object(map) || say(place, "is no map");
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)(uintptr_t)map, key, value)
    {
        ok = ok && judge_alternatives(place, fact, value);
    }
    return ok;
}

static bool
judge_member(struct place *place, const struct fact *fact, const json_t *value)
{
    if (json_is_null(value))
        return fact->is_nullable || strcmp(fact->type, "any") == 0 || say(place, "is null");
    if (fact->is_list)
        return judge_items(place, fact, value);
    if (fact->is_map)
        return judge_map(place, fact, value);
    return judge_alternatives(place, fact, value);
}

bool
facts_check(const struct facts *facts, const char *type, const json_t *value, char *why,
            size_t size)
{
    struct place place = {.facts = facts, .why = why, .size = size};
    struct fact fact = fact_parse(type);

    return judge_member(&place, &fact, value);
}
