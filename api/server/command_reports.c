#include "api/server/command_reports.h"

bool
command_report_set(struct transaction *tx, struct uuid command, const char *member, json_t *value,
                   struct error *err)
{
    json_t *report = records_seek(tx->storage, ENTITY_internal, command, err);
    bool is_new = json_is_null(report);

    if (!report) {
        json_decref(value);
        return false;
    }
    if (is_new)
        report = json_pack("{s:o, s:s}", "Id", codec_uuid(command), "EntityType", ".CommandReport");
    json_object_set_new(report, member, value);
    return is_new ? transaction_add(tx, ENTITY_internal, report, err)
                  : transaction_put(tx, ENTITY_internal, report, err);
}

bool
command_report_has(struct transaction *tx, struct uuid command, const char *member, bool *is_true,
                   struct error *err)
{
    json_t *report = records_seek(tx->storage, ENTITY_internal, command, err);

    *is_true = json_is_true(json_object_get(report, member));
    json_decref(report);
    return report != NULL;
}
