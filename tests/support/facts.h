/*
 * What the API's documents say of each type and operation, read from tests/schema: the judge of
 * answers that knows nothing of the tables under test. Paths are from the root of the sources.
 */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct facts;

enum {
    FACT_NAME_SIZE = 256
};

/* A member: `type` is text, uuid, instant, date, bool, int, number, any, an enum or a type. */
struct fact {
    char type[FACT_NAME_SIZE]; /* `A|B` is one of both */
    bool is_required;
    bool is_nullable;
    bool is_list;
    bool is_map;
    bool is_deprecated;
    bool has_most;
    long least; /* characters, items of a list, a number's range */
    long most;
    int months; /* of an interval at most; 0: no limit */
};

/* *Gives*: facts_free(). Fails the test when the files are missing or wrong. */
struct facts *facts_new(void);
void facts_free(struct facts *facts);

/* The names of an operation's types; false when the documents have none of this path. */
bool facts_operation(const struct facts *facts, const char *path, const char **request,
                     const char **answer);

/* The members of a type, name: text of a fact; the values of an enum. NULL: it is none. */
json_t *facts_members(const struct facts *facts, const char *type);
json_t *facts_values(const struct facts *facts, const char *type);

struct fact fact_parse(const char *text);

/* The fact of a member, which there must be. */
struct fact facts_member(const struct facts *facts, const char *type, const char *member);

/* Whether clients of 2022 may leave a required member of requests out. */
bool facts_is_optional(const struct facts *facts, const char *member);

/* Whether the value is a `type`; if not, `why` names the member by its path. */
bool facts_check(const struct facts *facts, const char *type, const json_t *value, char *why,
                 size_t size);
