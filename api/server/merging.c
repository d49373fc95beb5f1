#include "api/server/merging.h"

#include <string.h>

#include "api/base/error.h"
#include "api/server/accounts.h"
#include "api/server/profiles.h"

/* Two profiles of a kind. */
struct merge {
    struct transaction *tx;
    enum entity_id entity;
    const char *type; /* in the API */
    struct uuid source, target;
};

/* Where profiles are named: in each row found by the column, wherever the source stands. */
static const enum column_id places[] = {
    COLUMN_reservation_account_id,
    COLUMN_reservation_booker_id,
    COLUMN_reservation_company_id,
    COLUMN_reservation_travel_agency_id,
    COLUMN_service_order_account_id,
    COLUMN_bill_account_id,
    COLUMN_bill_associated_account_id,
    COLUMN_order_item_account_id,
    COLUMN_payment_account_id,
    COLUMN_credit_card_customer_id,
    COLUMN_preauthorization_customer_id,
    COLUMN_identity_document_customer_id,
    COLUMN_customer_file_customer_id,
    COLUMN_message_thread_sender,
    COLUMN_customer_company_id,
    COLUMN_company_mother_company_id,
    COLUMN_travel_agency_contract_company_id,
    COLUMN_voucher_company_id,
    COLUMN_voucher_travel_agency_id,
    COLUMN_availability_block_booker_id,
    COLUMN_availability_block_company_id,
    COLUMN_availability_block_travel_agency_id,
};

/* What is a profile's own, whatever it takes over. */
static const char *const own_members[] = {
    "Id",       "ChainId",       "Number",        "CreatedUtc",       "UpdatedUtc",
    "IsActive", "ActivityState", "MergeTargetId", "CreatorProfileId", "UpdaterProfileId",
};

/* Rows */

static bool
is_source(const struct merge *merge, const json_t *value)
{
    const char *text = json_string_value(value);
    struct uuid id;

    return text && uuid_parse(text, &id) && uuid_equal(id, merge->source);
}

/* What a row says of the profile itself, not of how it was when a bill was closed. */
static void
rename_in(const struct merge *merge, json_t *body)
{
    const char *name;
    json_t *value;
    void *next;

    json_object_foreach_safe(body, next, name, value)
    {
        if (is_source(merge, value))
            json_object_set_new(body, name, codec_uuid(merge->target));
        for (size_t i = 0; i < json_array_size(value); i++)
            if (is_source(merge, json_array_get(value, i)))
                json_array_set_new(value, i, codec_uuid(merge->target));
    }
}

static bool
move_row(const struct merge *merge, enum entity_id entity, struct uuid id, struct error *err)
{
    json_t *body = transaction_read(merge->tx, entity, id, err);

    if (!body)
        return false;
    rename_in(merge, body);
    return transaction_put(merge->tx, entity, body, err);
}

static bool
find_rows(const struct merge *merge, enum column_id column, struct uuid id, struct uuid_list *rows,
          struct error *err)
{
    struct transaction *tx = merge->tx;
    struct query query = {.entity = column_of(column)->entity};
    char text[UUID_TEXT_SIZE];
    const char *const texts[] = {uuid_text(id, text)};

    if (column_of(column)->kind == COLUMN_KIND_TEXT)
        query_add(&query, column, CONDITION_TEXTS)->texts = (struct text_list){texts, 1};
    else
        query_add(&query, column, CONDITION_UUIDS)->uuids = (struct uuid_list){&id, 1};
    return storage_select_uuids(tx->storage, tx->arena, &query, COLUMN_id, rows, err);
}

static bool
move_rows(const struct merge *merge, enum column_id column, struct error *err)
{
    struct uuid_list rows;

    if (!find_rows(merge, column, merge->source, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        if (!move_row(merge, column_of(column)->entity, rows.rows[i], err))
            return false;
    return true;
}

/* Companions */

/* Whether the target is a member of the stay already: its owner, or along. */
static bool
find_member(const struct merge *merge, struct uuid stay, bool *found, struct error *err)
{
    struct query query = {.entity = ENTITY_companionship};
    struct reservation reservation;
    struct uuid_list ids;

    if (!transaction_find(merge->tx, ENTITY_reservation, stay, &reservation, found, err))
        return false;
    *found = *found && uuid_equal(reservation.account_id, merge->target);
    query_add(&query, COLUMN_companionship_reservation_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&stay, 1};
    query_add(&query, COLUMN_companionship_customer_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&merge->target, 1};
    if (!storage_select_uuids(merge->tx->storage, merge->tx->arena, &query, COLUMN_id, &ids, err))
        return false;
    *found = *found || ids.count;
    return true;
}

/* Nobody is along twice, nor with themselves. */
static bool
move_companion(const struct merge *merge, struct uuid id, struct error *err)
{
    struct companionship companionship;
    bool is_member;

    if (!transaction_get(merge->tx, ENTITY_companionship, id, "Id", &companionship, err)
        || !find_member(merge, companionship.reservation_id, &is_member, err))
        return false;
    return is_member ? transaction_delete(merge->tx, ENTITY_companionship, id, err)
                     : move_row(merge, ENTITY_companionship, id, err);
}

/* The target goes along with nobody whose stay is its own by now. */
static bool
drop_own_companion(const struct merge *merge, struct uuid id, struct error *err)
{
    struct companionship companionship;
    struct reservation stay;
    bool found;

    if (!transaction_get(merge->tx, ENTITY_companionship, id, "Id", &companionship, err)
        || !transaction_find(merge->tx, ENTITY_reservation, companionship.reservation_id, &stay,
                             &found, err))
        return false;
    return !found || !uuid_equal(stay.account_id, merge->target)
           || transaction_delete(merge->tx, ENTITY_companionship, id, err);
}

static bool
move_companions(const struct merge *merge, struct error *err)
{
    const enum column_id column = COLUMN_companionship_customer_id;
    struct uuid_list rows;

    if (!find_rows(merge, column, merge->source, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        if (!move_companion(merge, rows.rows[i], err))
            return false;
    if (!find_rows(merge, column, merge->target, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        if (!drop_own_companion(merge, rows.rows[i], err))
            return false;
    return true;
}

/* Profiles */

static bool
is_own(const char *name)
{
    for (size_t i = 0; i < countof(own_members); i++)
        if (strcmp(own_members[i], name) == 0)
            return true;
    return false;
}

static bool
has_value(const json_t *list, const json_t *value)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (json_equal(json_array_get(list, i), value))
            return true;
    return false;
}

static void
extend_list(json_t *list, const json_t *more)
{
    for (size_t i = 0; i < json_array_size(more); i++)
        if (!has_value(list, json_array_get(more, i)))
            json_array_append(list, json_array_get(more, i));
}

/* Both notes, unless they are the same. */
static void
join_notes(json_t *target, const json_t *source)
{
    const char *first = json_string_value(json_object_get(target, "Notes"));
    const char *second = json_string_value(json_object_get(source, "Notes"));

    if (first && second && *first && *second && !strstr(first, second))
        json_object_set_new(target, "Notes", json_sprintf("%s\n%s", first, second));
}

/* The target keeps what it has; of lists it gets what it lacks. */
static void
extend(const struct merge *merge, json_t *target, json_t *source)
{
    const struct object_type *type = object_type_find(merge->type);

    join_notes(target, source);
    for (size_t i = 0; i < type->count; i++) {
        const char *name = type->members[i].name;
        json_t *own = json_object_get(target, name);
        json_t *other = json_object_get(source, name);

        if (is_own(name) || profile_is_blank(other))
            continue;
        if (profile_is_blank(own)) {
            json_t *copy = json_deep_copy(other);

            rename_in(merge, copy); // a document says whose it is
            json_object_set_new(target, name, copy);
        } else if (json_is_array(own))
            extend_list(own, other);
    }
    rename_in(merge, target);
}

static void
retire(const struct merge *merge, json_t *source)
{
    json_object_set_new(source, "IsActive", json_false());
    json_object_set_new(source, "MergeTargetId", codec_uuid(merge->target));
    if (json_object_get(source, "ActivityState"))
        json_object_set_new(source, "ActivityState", json_string("Deleted"));
}

static bool
join_profiles(const struct merge *merge, struct error *err)
{
    json_t *source = transaction_read(merge->tx, merge->entity, merge->source, err);
    json_t *target = source ? transaction_read(merge->tx, merge->entity, merge->target, err) : NULL;

    if (!target) {
        json_decref(source);
        return false;
    }
    extend(merge, target, source);
    retire(merge, source);
    if (transaction_put(merge->tx, merge->entity, target, err))
        return transaction_put(merge->tx, merge->entity, source, err);
    json_decref(source);
    return false;
}

/* Rules */

static bool
check_profile(const struct merge *merge, struct uuid id, const char *member, struct error *err)
{
    struct account account;

    return transaction_check(merge->tx, merge->entity, id, member, err)
           && accounts_take(merge->tx, id, member, &account, err);
}

static bool
merge_one(const struct merge *merge, const char *source_member, const char *target_member,
          struct error *err)
{
    if (uuid_equal(merge->source, merge->target))
        return error_set(err, ERROR_INPUT, "Invalid %s: it is the target itself.", source_member);
    if (!check_profile(merge, merge->source, source_member, err)
        || !check_profile(merge, merge->target, target_member, err))
        return false;
    for (size_t i = 0; i < countof(places); i++)
        if (!move_rows(merge, places[i], err))
            return false;
    return (merge->entity != ENTITY_customer || move_companions(merge, err))
           && join_profiles(merge, err);
}

bool
customers_merge(struct transaction *tx, const struct customer_merge *request, struct error *err)
{
    const struct merge merge = {tx, ENTITY_customer, "Customer", request->source_id,
                                request->target_id};

    return merge_one(&merge, "SourceCustomerId", "TargetCustomerId", err);
}

static bool
merge_accounts(struct transaction *tx, const struct account_merge *wanted, struct error *err)
{
    bool is_company = wanted->type == ACCOUNT_COMPANY;
    struct merge merge = {
        .tx = tx,
        .entity = is_company ? ENTITY_company : ENTITY_customer,
        .type = is_company ? "Company" : "Customer",
        .target = wanted->target_id,
    };

    if (wanted->type == account_type_unknown)
        return error_set(err, ERROR_INPUT,
                         "Invalid AccountMergeParameters.AccountType: must be Customer or "
                         "Company.");
    for (size_t i = 0; i < wanted->source_ids.count; i++) {
        merge.source = wanted->source_ids.rows[i];
        if (!merge_one(&merge, "AccountMergeParameters.SourceAccountIds",
                       "AccountMergeParameters.TargetAccountId", err))
            return false;
    }
    return true;
}

bool
accounts_merge(struct transaction *tx, const struct account_merges *request, struct error *err)
{
    for (size_t i = 0; i < request->merges.count; i++)
        if (!merge_accounts(tx, &request->merges.rows[i], err))
            return false;
    return true;
}
