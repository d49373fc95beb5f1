#include "api/server/configuration.h"

#include <string.h>

/* A stored body; null where there is none. NULL: it can't be read. */
static json_t *
parse(const char *body, struct error *err)
{
    return body ? records_parse(body, strlen(body), err) : json_null();
}

static json_t *
fact(const json_t *facts, const char *name, json_t *otherwise)
{
    json_t *value = json_object_get(facts, name);

    return value ? json_incref(value) : otherwise;
}

bool
read_configuration(const struct read_request *request, json_t *answer, struct error *err)
{
    const struct property *property = request->property;
    json_t *enterprise = parse(property->enterprise_body, err);
    json_t *service = parse(property->service_body, err);
    json_t *facts = parse(property->facts_body, err);
    bool ok = enterprise && service && facts;

    json_object_set_new(answer, "NowUtc", codec_instant(request->now));
    json_object_set_new(answer, "Enterprise", enterprise ? enterprise : json_null());
    json_object_set_new(answer, "Service", service ? service : json_null());
    json_object_set_new(answer, "PaymentCardStorage",
                        fact(facts, "PaymentCardStorage", json_null()));
    json_object_set_new(answer, "IsIdentityDocumentNumberRequired",
                        fact(facts, "IsIdentityDocumentNumberRequired", json_false()));
    json_decref(facts);
    return ok;
}
