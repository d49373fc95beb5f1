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
configuration_get(struct transaction *tx, struct error *err)
{
    const struct property *property = tx->property;
    json_t *enterprise = parse(property->enterprise_body, err);
    json_t *service = parse(property->service_body, err);
    json_t *facts = parse(property->facts_body, err);
    bool ok = enterprise && service && facts;

    transaction_answer(tx, "NowUtc", codec_instant(tx->now));
    transaction_answer(tx, "Enterprise", enterprise ? enterprise : json_null());
    transaction_answer(tx, "Service", service ? service : json_null());
    transaction_answer(tx, "PaymentCardStorage", fact(facts, "PaymentCardStorage", json_null()));
    transaction_answer(tx, "IsIdentityDocumentNumberRequired",
                       fact(facts, "IsIdentityDocumentNumberRequired", json_false()));
    json_decref(facts);
    return ok;
}
