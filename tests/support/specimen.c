#include "tests/support/specimen.h"

#include "tests/support/test.h"

/* Types hold themselves: below this depth only what is required is made. */
enum {
    DEPTH_MOST = 4,
    LONG_LENGTH = 1500
};

struct maker {
    const struct specimen_config *config;
    unsigned count; /* of identifiers, so that no two are the same */
};

static json_t *make_object(struct maker *maker, const char *type, const json_t *overlay, int depth);

static json_t *
make_id(struct maker *maker)
{
    char text[40];

    snprintf(text, sizeof(text), "5bec1a00-0000-4000-8000-%012x", ++maker->count);
    return json_string(text);
}

static json_t *
make_text(const struct maker *maker, const struct fact *fact)
{
    static const char word[] = "\xc5\xa0koda \xe5\xae\xbf ";
    char text[LONG_LENGTH + 1];
    size_t length = fact->has_most && !fact->is_list ? (size_t)fact->most : LONG_LENGTH;

    if (maker->config->kind != SPECIMEN_LONG)
        return json_string("Some text");
    if (length < LONG_LENGTH) // counted in characters, so of one byte each
        return json_sprintf("%0*d", (int)length, 0);
    for (size_t i = 0; i < LONG_LENGTH; i++)
        text[i] = word[i % (sizeof(word) - 1)];
    text[LONG_LENGTH / (sizeof(word) - 1) * (sizeof(word) - 1)] = '\0';
    return json_string(text);
}

static json_t *
make_enum(const struct maker *maker, const json_t *values)
{
    if (maker->config->kind == SPECIMEN_STRANGE)
        return json_string("Unheard");
    return json_incref(json_array_get(values, 0));
}

/* One element of a list, one value of a map, or the value itself. */
static json_t *
make_one(struct maker *maker, const struct fact *fact, const json_t *overlay, int depth)
{
    bool is_long = maker->config->kind == SPECIMEN_LONG;
    char type[FACT_NAME_SIZE];
    const json_t *values;

    snprintf(type, sizeof(type), "%.*s", (int)strcspn(fact->type, "|"), fact->type);
    values = facts_values(maker->config->facts, type);
    if (facts_members(maker->config->facts, type))
        return make_object(maker, type, overlay, depth + 1);
    if (values)
        return make_enum(maker, values);
    if (strcmp(type, "uuid") == 0)
        return make_id(maker);
    if (strcmp(type, "instant") == 0)
        return json_string("2026-03-24T09:30:00Z");
    if (strcmp(type, "date") == 0)
        return json_string("1984-02-29");
    if (strcmp(type, "bool") == 0)
        return json_true();
    if (strcmp(type, "int") == 0)
        return json_integer(is_long ? 2147483647 : 1);
    if (strcmp(type, "number") == 0)
        return json_real(is_long && !fact->has_most ? 1234567890.12 : 1.25);
    return strcmp(type, "any") == 0 ? json_object() : make_text(maker, fact);
}

static json_t *
make_member(struct maker *maker, const struct fact *fact, const json_t *overlay, int depth)
{
    json_t *list;

    if (maker->config->kind == SPECIMEN_NULLS && fact->is_nullable)
        return json_null();
    if (fact->is_map)
        return json_pack("{s:o}", "en-US", make_one(maker, fact, NULL, depth));
    if (!fact->is_list)
        return make_one(maker, fact, overlay, depth);
    list = json_array();
    for (size_t i = 0; i < (depth ? 1 : maker->config->count); i++)
        json_array_append_new(list, make_one(maker, fact, overlay, depth));
    return list;
}

static bool
is_token(const char *name)
{
    return strcmp(name, "ClientToken") == 0 || strcmp(name, "AccessToken") == 0
           || strcmp(name, "Client") == 0;
}

static bool
is_left_out(const json_t *value)
{
    return json_is_string(value) && strcmp(json_string_value(value), "-") == 0;
}

static bool
is_wanted(const struct maker *maker, const struct fact *fact, int depth)
{
    if (fact->is_required)
        return true;
    return maker->config->kind != SPECIMEN_LEAST && depth < DEPTH_MOST
           && (maker->config->kind != SPECIMEN_FULL || !fact->is_deprecated);
}

/* What the member is said to be, "-" for nothing; NULL: nothing is said. */
static json_t *
given_value(struct maker *maker, const char *name, const struct fact *fact, const json_t *overlay,
            int depth)
{
    json_t *given = json_object_get(overlay, name);
    json_t *value = NULL;

    if (given)
        return json_is_object(given) ? make_member(maker, fact, given, depth) : json_incref(given);
    if (maker->config->value)
        value = maker->config->value(maker->config->context, name, fact);
    if (value && fact->is_list && !is_left_out(value))
        return json_pack("[o]", value);
    return value;
}

static void
add_member(struct maker *maker, json_t *object, const char *name, const struct fact *fact,
           const json_t *overlay, int depth)
{
    json_t *value;

    if (!json_object_get(overlay, name) && !is_wanted(maker, fact, depth))
        return;
    value = given_value(maker, name, fact, overlay, depth);
    if (!value)
        value = make_member(maker, fact, NULL, depth);
    if (!is_left_out(value))
        json_object_set(object, name, value);
    json_decref(value);
}

static json_t *
make_object(struct maker *maker, const char *type, const json_t *overlay, int depth)
{
    json_t *object = json_object();
    const char *name;
    json_t *text;

    json_object_foreach(facts_members(maker->config->facts, type), name, text)
    {
        struct fact fact = fact_parse(json_string_value(text));

        if (!is_token(name))
            add_member(maker, object, name, &fact, overlay, depth);
    }
    if (maker->config->kind == SPECIMEN_STRANGE)
        json_object_set_new(object, "Unheard", json_pack("{s:[i,n]}", "Of", 1));
    return object;
}

json_t *
specimen_make(const struct specimen_config *config, const char *type, const json_t *overlay)
{
    struct maker maker = {.config = config};

    return make_object(&maker, type, overlay, 0);
}
