#include "api/server/export.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/buffer.h"
#include "api/base/error.h"
#include "api/base/file.h"
#include "api/server/records.h"

/* What makes the house; the other entities are what happens in it. */
static const enum entity_id setup[] = {
    ENTITY_enterprise,
    ENTITY_country,
    ENTITY_country_subdivision,
    ENTITY_country_rule,
    ENTITY_country_group,
    ENTITY_currency,
    ENTITY_language,
    ENTITY_language_texts,
    ENTITY_tax_environment,
    ENTITY_taxation,
    ENTITY_tax_rate,
    ENTITY_exchange_rate,
    ENTITY_service,
    ENTITY_age_category,
    ENTITY_resource,
    ENTITY_resource_category,
    ENTITY_resource_category_assignment,
    ENTITY_resource_category_image_assignment,
    ENTITY_resource_feature,
    ENTITY_resource_feature_assignment,
    ENTITY_department,
    ENTITY_counter,
    ENTITY_outlet,
    ENTITY_device,
    ENTITY_cashier,
    ENTITY_accounting_category,
    ENTITY_product,
    ENTITY_business_segment,
    ENTITY_rate,
    ENTITY_rate_group,
    ENTITY_rate_price,
    ENTITY_rate_adjustment,
    ENTITY_category_adjustment,
    ENTITY_cancellation_policy,
    ENTITY_restriction,
    ENTITY_rule,
    ENTITY_rule_action,
};

/* Of the facts that share a table, by their types. */
static const char *const setup_facts[] = {".Configuration", ".Sequence", ".Image",
                                          ".DeviceBehaviour"};

struct exporting {
    enum entity_id entity;
    enum export_scope scope;
    struct buffer text;
    struct error error;
};

static bool
is_setup(enum entity_id entity)
{
    for (size_t i = 0; i < countof(setup); i++)
        if (setup[i] == entity)
            return true;
    return entity == ENTITY_internal; // those that are, one by one
}

static bool
is_setup_fact(const char *type)
{
    for (size_t i = 0; i < countof(setup_facts); i++)
        if (strcmp(setup_facts[i], type) == 0)
            return true;
    return false;
}

static void
add_body(struct buffer *text, const struct storage_row *row)
{
    if (!row->tail_length) {
        buffer_add(text, row->body, row->length);
        return;
    }
    buffer_add(text, row->body, row->length - 1);
    buffer_add_char(text, ',');
    buffer_add(text, row->tail, row->tail_length);
    buffer_add_char(text, '}');
}

/* The type is a member of its body, where it is no part of the fact. */
static bool
add_fact(struct exporting *exporting, const struct storage_row *row)
{
    json_t *body = records_parse(row->body, row->length, &exporting->error);
    const char *type = json_string_value(json_object_get(body, "EntityType"));
    char *text;

    if (!body)
        return false;
    if (type && (exporting->scope == EXPORT_ALL || is_setup_fact(type))) {
        buffer_print(&exporting->text, "{\"%s\":", type);
        json_object_del(body, "EntityType");
        text = codec_print(body);
        buffer_add_text(&exporting->text, text);
        buffer_add_text(&exporting->text, "}\n");
        free(text);
    }
    json_decref(body);
    return true;
}

static bool
add_row(void *context, const struct storage_row *row)
{
    struct exporting *exporting = context;

    if (exporting->entity == ENTITY_internal)
        return add_fact(exporting, row);
    buffer_print(&exporting->text, "{\"%s\":", entity_of(exporting->entity)->type);
    add_body(&exporting->text, row);
    buffer_add_text(&exporting->text, "}\n");
    return true;
}

/* A select that `add_row` stopped has its error there. */
static bool
add_all(struct storage *storage, struct exporting *exporting, struct error *err)
{
    for (size_t id = ENTITY_NONE + 1; id < ENTITY_COUNT; id++) {
        struct query query = {.entity = (enum entity_id)id};

        exporting->entity = (enum entity_id)id;
        if (exporting->scope == EXPORT_SETUP && !is_setup(exporting->entity))
            continue;
        if (!storage_select(storage, &query, add_row, exporting, err)) {
            if (exporting->error.kind)
                *err = exporting->error;
            return false;
        }
    }
    return true;
}

bool
export_write(struct storage *storage, const char *path, enum export_scope scope, struct error *err)
{
    struct exporting exporting = {.scope = scope};
    bool ok = add_all(storage, &exporting, err)
              && file_replace(path, buffer_text(&exporting.text), exporting.text.length, 0600, err);

    buffer_clear(&exporting.text);
    return ok;
}
