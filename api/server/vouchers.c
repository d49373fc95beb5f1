#include "api/server/vouchers.h"

#include <string.h>

#include "api/base/error.h"

static bool
is_within(struct instant at, struct instant start, struct instant end)
{
    return !(instant_is_set(start) && instant_before(at, start))
           && !(instant_is_set(end) && instant_before(end, at));
}

static bool
find_code(struct transaction *tx, const char *code, const char *member, struct voucher_code *found,
          struct error *err)
{
    struct query query = {.entity = ENTITY_voucher_code};
    struct voucher_code_list codes;

    query_add(&query, COLUMN_voucher_code_value, CONDITION_TEXTS)->texts =
        (struct text_list){&code, 1};
    if (!transaction_select(tx, &query, &codes, err))
        return false;
    for (size_t i = 0; i < codes.count; i++) {
        if (!codes.rows[i].is_active)
            continue;
        *found = codes.rows[i];
        return true;
    }
    return error_set(err, ERROR_INPUT, "Invalid %s: there is no voucher of this code.", member);
}

static bool
opens_rate(struct transaction *tx, struct uuid voucher, struct uuid rate, bool *opens,
           struct error *err)
{
    struct query query = {.entity = ENTITY_voucher_assignment};
    struct uuid_list rates;

    query_add(&query, COLUMN_voucher_assignment_voucher_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&voucher, 1};
    *opens = false;
    if (!storage_select_uuids(tx->storage, tx->arena, &query, COLUMN_voucher_assignment_rate_id,
                              &rates, err))
        return false;
    for (size_t i = 0; i < rates.count; i++)
        if (uuid_equal(rates.rows[i], rate))
            *opens = true;
    return true;
}

static bool
is_for_partner(const struct voucher *voucher, const struct voucher_use *use)
{
    if (strcmp(voucher->type, "PartnerCompany") == 0)
        return uuid_equal(voucher->company_id, use->company_id);
    if (strcmp(voucher->type, "TravelAgency") == 0)
        return uuid_equal(voucher->travel_agency_id, use->travel_agency_id);
    return true;
}

static bool
check_use(const struct transaction *tx, const struct voucher_code *code,
          const struct voucher *voucher, const struct voucher_use *use, struct error *err)
{
    if (!voucher->is_active || !is_within(tx->now, code->start_utc, code->end_utc))
        return error_set(err, ERROR_REFUSED, "Voucher code %.60s is not valid now.", code->value);
    if (!is_within(use->when.start_utc, voucher->occupiable_start, voucher->occupiable_end)
        || !is_within(use->when.end_utc, voucher->occupiable_start, voucher->occupiable_end))
        return error_set(err, ERROR_REFUSED,
                         "Voucher code %.60s is not valid for these dates: choose others.",
                         code->value);
    if (!is_for_partner(voucher, use))
        return error_set(err, ERROR_REFUSED,
                         "Voucher code %.60s is for guests of a partner: name the company or the "
                         "travel agency.",
                         code->value);
    return true;
}

bool
vouchers_find(struct transaction *tx, const char *code, const char *member,
              const struct voucher_use *use, struct uuid *voucher_id, struct error *err)
{
    struct voucher_code found = {.value = code};
    struct voucher voucher;
    bool opens;

    if (!find_code(tx, code, member, &found, err)
        || !transaction_get(tx, ENTITY_voucher, found.voucher_id, member, &voucher, err)
        || !check_use(tx, &found, &voucher, use, err)
        || !opens_rate(tx, voucher.id, use->rate_id, &opens, err))
        return false;
    *voucher_id = voucher.id;
    return opens
           || error_set(err, ERROR_REFUSED,
                        "Voucher code %.60s does not open the rate: choose another rate.", code);
}
