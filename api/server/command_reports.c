#include "api/server/command_reports.h"

#include <string.h>

/* *Gives* the report, a new one where there is none. */
static json_t *
find_report(struct transaction *tx, struct uuid command, bool *is_new, struct error *err)
{
    const char *body;

    if (!storage_get(tx->storage, tx->arena, ENTITY_internal, command, &body, err))
        return NULL;
    *is_new = !body;
    if (body)
        return records_parse(body, strlen(body), err);
    return json_pack("{s:o, s:s}", "Id", codec_uuid(command), "EntityType", ".CommandReport");
}

bool
command_report_set(struct transaction *tx, struct uuid command, const char *member, json_t *value,
                   struct error *err)
{
    bool is_new;
    json_t *report = find_report(tx, command, &is_new, err);

    if (!report) {
        json_decref(value);
        return false;
    }
    json_object_set_new(report, member, value);
    return is_new ? transaction_add(tx, ENTITY_internal, report, err)
                  : transaction_put(tx, ENTITY_internal, report, err);
}

bool
command_report_has(struct transaction *tx, struct uuid command, const char *member, bool *is_true,
                   struct error *err)
{
    bool is_new;
    json_t *report = find_report(tx, command, &is_new, err);

    *is_true = json_is_true(json_object_get(report, member));
    json_decref(report);
    return report != NULL;
}
