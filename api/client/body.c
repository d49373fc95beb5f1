#include "api/client/body.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/hash.h"
#include "api/base/memory.h"
#include "api/schema/codec.h"

struct body {
    json_t *object; /* with the tokens */
    uint64_t hash;
};

static json_t *
parse_object(const char *text, struct error *err)
{
    json_t *object = codec_parse(text, strlen(text), CODEC_REQUEST, err);

    if (!object || json_is_object(object))
        return object;
    json_decref(object);
    error_set(err, ERROR_INPUT, "Invalid JSON: a request is an object, {…}.");
    return NULL;
}

static uint64_t
hash_of(const json_t *object)
{
    char *text = codec_print(object);
    uint64_t hash = hash_text(HASH_START, text);

    free(text);
    return hash;
}

static void
put(json_t *object, const char *member, const char *text)
{
    json_object_set_new(object, member, json_string(text));
}

struct body *
body_new(const struct request *request, const struct identity *identity, struct error *err)
{
    struct body *body;
    json_t *object = request->type ? codec_encode(request->type, request->record)
                                   : parse_object(request->json ? request->json : "{}", err);

    if (!object)
        return NULL;
    body = memory_new(sizeof(*body));
    body->object = object;
    if (operation_of(request->operation)->kind != OPERATION_READ)
        body->hash = hash_of(object);
    put(object, "ClientToken", identity->client_token);
    put(object, "AccessToken", identity->access_token);
    put(object, "Client", "frontdesk " FRONTDESK_VERSION);
    if (*identity->language) { // the API takes them together only
        put(object, "LanguageCode", identity->language);
        put(object, "CultureCode", identity->language);
    }
    return body;
}

void
body_free(struct body *body)
{
    if (!body)
        return;
    json_decref(body->object);
    free(body);
}

uint64_t
body_hash(const struct body *body)
{
    return body->hash;
}

int
body_count(const struct body *body)
{
    const json_t *count = codec_find(body->object, "Limitation.Count");
    json_int_t value = json_integer_value(count);

    return value > 0 && value <= 1000 ? (int)value : 0;
}

bool
body_set_page(struct body *body, int count, const char *cursor, struct error *err)
{
    json_t *limitation = json_object_get(body->object, "Limitation");

    if (!limitation || json_is_null(limitation)) {
        limitation = json_object();
        json_object_set_new(body->object, "Limitation", limitation);
    }
    if (!json_is_object(limitation))
        return error_set(err, ERROR_INPUT,
                         "Invalid Limitation: it is an object, {\"Count\": 100}.");
    json_object_set_new(limitation, "Count", json_integer(count));
    if (cursor)
        put(limitation, "Cursor", cursor);
    return true;
}

char *
body_text(const struct body *body)
{
    return codec_print(body->object);
}

void
body_text_free(char *text)
{
    if (text)
        explicit_bzero(text, strlen(text));
    free(text);
}
