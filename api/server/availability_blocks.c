#include "api/server/availability_blocks.h"

#include <string.h>

#include "api/base/error.h"
#include "api/rules/availability.h"
#include "api/server/adjustments.h"
#include "api/server/counters.h"
#include "api/server/vouchers.h"

/* Members taken over as they come, and the entity that they must name. */
static const struct {
    const char *member;
    enum entity_id names; /* ENTITY_NONE: no identifier */
} plain[] = {
    {"Name", ENTITY_NONE},
    {"Notes", ENTITY_NONE},
    {"ReservationPurpose", ENTITY_NONE},
    {"ExternalIdentifier", ENTITY_NONE},
    {"Budget", ENTITY_NONE},
    {"QuoteId", ENTITY_NONE},
    {"PurchaseOrderNumber", ENTITY_NONE},
    {"CancellationReason", ENTITY_NONE},
    {"CancellationReasonDetail", ENTITY_NONE},
    {"BookerId", ENTITY_customer},
    {"CompanyId", ENTITY_company},
    {"TravelAgencyId", ENTITY_company},
    {"BusinessSegmentId", ENTITY_business_segment},
};

/* Sets what is given: as a value, or as an update value. */
static bool
set_plain(struct transaction *tx, const json_t *given, bool is_update, json_t *block,
          struct error *err)
{
    for (size_t i = 0; i < countof(plain); i++) {
        json_t *value = json_object_get(given, plain[i].member);
        const char *member = arena_print(tx->arena, "AvailabilityBlocks.%s", plain[i].member);
        struct uuid id = {{0}};

        if (is_update)
            value = json_object_get(value, "Value");
        if (!value)
            continue;
        if (plain[i].names && json_is_string(value)
            && (!uuid_parse(json_string_value(value), &id)
                || !transaction_check(tx, plain[i].names, id, member, err)))
            return false;
        json_object_set(block, plain[i].member, value);
    }
    return true;
}

/* Texts of an update may be anything: the block must still be one. */
static bool
check_whole(const json_t *block, struct error *err)
{
    return codec_validate(object_type_find("AvailabilityBlock"), block, CODEC_STRICT, err);
}

/* When a block is given back */

static bool
check_offset(const char *offset, struct error *err)
{
    struct duration unused;

    return duration_parse(offset, &unused)
           || error_set(err, ERROR_INPUT,
                        "Invalid AvailabilityBlocks.RollingReleaseOffset: must be a duration such "
                        "as -P0M7DT0H0M0S.");
}

static void
set_release(json_t *block, enum release_strategy strategy, json_t *at, json_t *offset)
{
    json_object_set_new(block, "ReleaseStrategy", json_string(release_strategy_name(strategy)));
    json_object_set_new(block, "ReleasedUtc", strategy == RELEASE_FIXED ? at : json_null());
    json_object_set_new(block, "RollingReleaseOffset",
                        strategy == RELEASE_ROLLING ? offset : json_null());
    if (strategy != RELEASE_FIXED)
        json_decref(at);
    if (strategy != RELEASE_ROLLING)
        json_decref(offset);
}

/* availabilityBlocks/add */

static json_t *
new_block(const struct transaction *tx, const struct availability_block_add *wanted,
          const char *number, struct uuid voucher)
{
    json_t *now = codec_instant(tx->now);
    bool is_canceled = wanted->state == AVAILABILITY_BLOCK_CANCELED;
    enum release_strategy strategy = RELEASE_NONE;
    json_t *block = json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:s, s:b, s:s, s:o}", "Id",
        codec_uuid(uuid_random()), "EnterpriseId", codec_uuid(tx->property->id), "ServiceId",
        codec_uuid(wanted->service_id), "RateId", codec_uuid(wanted->rate_id), "VoucherId",
        codec_uuid(voucher), "State", availability_block_state_name(wanted->state), "CreatedUtc",
        now, "UpdatedUtc", json_incref(now), "FirstTimeUnitStartUtc",
        codec_instant(wanted->first_utc), "LastTimeUnitStartUtc", codec_instant(wanted->last_utc),
        "PickupDistribution", *wanted->pickup ? wanted->pickup : "AllInOneGroup", "IsActive", 1,
        "AvailabilityBlockNumber", number, "CanceledUtc",
        is_canceled ? codec_instant(tx->now) : json_null());

    if (instant_is_set(wanted->released_utc))
        strategy = RELEASE_FIXED;
    else if (*wanted->release_offset)
        strategy = RELEASE_ROLLING;
    set_release(block, strategy, codec_instant(wanted->released_utc),
                json_string(wanted->release_offset));
    for (size_t i = 0; i < countof(plain); i++)
        json_object_set_new(block, plain[i].member, json_null());
    return block;
}

static bool
check_rate(struct transaction *tx, const struct service *service, struct uuid id, struct rate *rate,
           struct error *err)
{
    if (!transaction_get(tx, ENTITY_rate, id, "AvailabilityBlocks.RateId", rate, err))
        return false;
    if (!uuid_equal(rate->service_id, service->id) || !rate->is_active)
        return error_set(err, ERROR_INPUT,
                         "Invalid AvailabilityBlocks.RateId: it is no rate of the service that is "
                         "in use.");
    return true;
}

static bool
find_voucher(struct transaction *tx, const struct availability_block_add *wanted,
             const struct service *service, struct uuid *voucher, struct error *err)
{
    struct voucher_use use = {
        .rate_id = wanted->rate_id,
        .company_id = wanted->company_id,
        .travel_agency_id = wanted->travel_agency_id,
        .when = {wanted->first_utc, time_unit_add(service->time_unit, wanted->last_utc, 1)},
    };

    *voucher = (struct uuid){{0}};
    return !*wanted->voucher_code
           || vouchers_find(tx, wanted->voucher_code, "AvailabilityBlocks.VoucherCode", &use,
                            voucher, err);
}

static bool
check_block(struct transaction *tx, const struct availability_block_add *wanted,
            struct uuid *voucher, struct error *err)
{
    struct service service;
    struct time_units units;
    struct rate rate;

    if (!services_get(tx, wanted->service_id, "AvailabilityBlocks.ServiceId", &service, err)
        || !check_rate(tx, &service, wanted->rate_id, &rate, err)
        || !time_units_of(service.time_unit, wanted->first_utc, wanted->last_utc,
                          "AvailabilityBlocks.", &units, err)
        || !find_voucher(tx, wanted, &service, voucher, err))
        return false;
    if (wanted->state == availability_block_state_unknown)
        return error_set(err, ERROR_INPUT,
                         "Invalid AvailabilityBlocks.State: must be Confirmed, Optional, Inquired "
                         "or Canceled.");
    return instant_is_set(wanted->released_utc) || !*wanted->release_offset
           || check_offset(wanted->release_offset, err);
}

static bool
add_one(struct transaction *tx, const struct availability_block_add *wanted, const json_t *given,
        json_t *added, struct error *err)
{
    struct uuid voucher;
    const char *number;
    json_t *block;

    if (!check_block(tx, wanted, &voucher, err))
        return false;
    number = counters_take(tx, "AvailabilityBlockCounter", COLUMN_availability_block_number, err);
    if (!number)
        return false;
    block = new_block(tx, wanted, number, voucher);
    json_array_append(added, block);
    if (set_plain(tx, given, false, block, err) && check_whole(block, err))
        return transaction_add(tx, ENTITY_availability_block, block, err);
    json_decref(block);
    return false;
}

bool
availability_blocks_add(struct transaction *tx, const struct availability_blocks_add *request,
                        struct error *err)
{
    const json_t *list = json_object_get(tx->body, "AvailabilityBlocks");
    json_t *added = json_array();

    transaction_answer(tx, "AvailabilityBlocks", added);
    for (size_t i = 0; i < request->blocks.count; i++)
        if (!add_one(tx, &request->blocks.rows[i], json_array_get(list, i), added, err))
            return false;
    return true;
}

/* availabilityBlocks/update */

/* Stays in it that are not canceled. */
static bool
check_empty(struct transaction *tx, const struct availability_block *block, const char *what,
            struct error *err)
{
    static const char *const states[] = {"Inquired",  "Requested", "Optional",
                                         "Confirmed", "Started",   "Processed"};
    struct query query = {.entity = ENTITY_reservation};
    const char *number;

    query_add(&query, COLUMN_reservation_availability_block_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&block->id, 1};
    query_add(&query, COLUMN_reservation_state, CONDITION_TEXTS)->texts =
        (struct text_list){states, countof(states)};
    if (!storage_find_text(tx->storage, tx->arena, &query, COLUMN_reservation_number, &number, err))
        return false;
    return !number
           || error_set(err, ERROR_REFUSED,
                        "Block %s has reservation %s: cancel it or take it out of the block before "
                        "it is %s.",
                        block->number, number, what);
}

static bool
update_state(struct transaction *tx, const struct availability_block *before,
             const struct availability_block_update *wanted, json_t *block, struct error *err)
{
    static const enum availability_block_state states[] = {
        AVAILABILITY_BLOCK_CONFIRMED, AVAILABILITY_BLOCK_OPTIONAL, AVAILABILITY_BLOCK_INQUIRED,
        AVAILABILITY_BLOCK_CANCELED};
    enum availability_block_state to = availability_block_state_unknown;

    if (wanted->state.presence == PRESENCE_ABSENT)
        return true;
    for (size_t i = 0; wanted->state.presence == PRESENCE_SET && i < countof(states); i++)
        if (strcmp(availability_block_state_name(states[i]), wanted->state.value) == 0)
            to = states[i];
    if (!to)
        return error_set(err, ERROR_INPUT,
                         "Invalid AvailabilityBlocks.State: must be Confirmed, Optional, Inquired "
                         "or Canceled.");
    if (!availability_block_deducts(to) && !check_empty(tx, before, wanted->state.value, err))
        return false;
    json_object_set_new(block, "State", json_string(availability_block_state_name(to)));
    if (to != before->state)
        json_object_set_new(block, "CanceledUtc",
                            to == AVAILABILITY_BLOCK_CANCELED ? codec_instant(tx->now)
                                                              : json_null());
    return true;
}

/* The strategy that is meant: the one that is given, else a moment makes it fixed. */
static bool
find_strategy(const struct availability_block *before,
              const struct availability_block_update *wanted, enum release_strategy *strategy,
              struct error *err)
{
    static const enum release_strategy strategies[] = {RELEASE_FIXED, RELEASE_ROLLING,
                                                       RELEASE_NONE};

    *strategy = before->release ? before->release : RELEASE_NONE;
    if (wanted->release.presence == PRESENCE_ABSENT) {
        if (wanted->released_utc.presence == PRESENCE_SET)
            *strategy = RELEASE_FIXED;
        else if (wanted->released_utc.presence == PRESENCE_NULL && *strategy == RELEASE_FIXED)
            *strategy = RELEASE_NONE;
        return true;
    }
    for (size_t i = 0; i < countof(strategies); i++) {
        *strategy = strategies[i];
        if (strcmp(release_strategy_name(strategies[i]), wanted->release.value) == 0)
            return true;
    }
    return error_set(err, ERROR_INPUT,
                     "Invalid AvailabilityBlocks.ReleaseStrategy: must be FixedRelease, "
                     "RollingRelease or None.");
}

static bool
update_release(const struct availability_block *before,
               const struct availability_block_update *wanted, json_t *block, struct error *err)
{
    struct instant at = wanted->released_utc.presence == PRESENCE_SET ? wanted->released_utc.value
                                                                      : before->released_utc;
    const char *offset = wanted->release_offset.presence == PRESENCE_SET
                             ? wanted->release_offset.value
                             : before->release_offset;
    enum release_strategy strategy;

    if (!find_strategy(before, wanted, &strategy, err))
        return false;
    if (strategy == RELEASE_FIXED && !instant_is_set(at))
        return error_set(err, ERROR_INPUT,
                         "Invalid AvailabilityBlocks.ReleasedUtc: FixedRelease needs it.");
    if (strategy == RELEASE_ROLLING && !*offset)
        return error_set(err, ERROR_INPUT,
                         "Invalid AvailabilityBlocks.RollingReleaseOffset: RollingRelease needs "
                         "it.");
    if (strategy == RELEASE_ROLLING && !check_offset(offset, err))
        return false;
    set_release(block, strategy, codec_instant(at), json_string(offset));
    return true;
}

static bool
update_interval(const struct service *service, const struct availability_block *before,
                const struct availability_block_update *wanted, json_t *block, struct error *err)
{
    struct instant first =
        wanted->first_utc.presence == PRESENCE_SET ? wanted->first_utc.value : before->first_utc;
    struct instant last =
        wanted->last_utc.presence == PRESENCE_SET ? wanted->last_utc.value : before->last_utc;
    struct time_units units;

    if (wanted->first_utc.presence == PRESENCE_NULL || wanted->last_utc.presence == PRESENCE_NULL)
        return error_set(err, ERROR_INPUT,
                         "Invalid AvailabilityBlocks.FirstTimeUnitStartUtc: a block's interval "
                         "can't be cleared.");
    if (!time_units_of(service->time_unit, first, last, "AvailabilityBlocks.", &units, err))
        return false;
    json_object_set_new(block, "FirstTimeUnitStartUtc", codec_instant(first));
    json_object_set_new(block, "LastTimeUnitStartUtc", codec_instant(last));
    return true;
}

static bool
update_body(struct transaction *tx, const struct service *service,
            const struct availability_block *before, const struct availability_block_update *wanted,
            json_t *block, struct error *err)
{
    return update_interval(service, before, wanted, block, err)
           && update_state(tx, before, wanted, block, err)
           && update_release(before, wanted, block, err);
}

/* What it holds follows, once it is written. */
static bool
write_block(struct transaction *tx, const struct service *service, json_t *block, struct uuid id,
            struct error *err)
{
    struct availability_block after;

    return transaction_put(tx, ENTITY_availability_block, block, err)
           && transaction_get(tx, ENTITY_availability_block, id, "AvailabilityBlockId", &after, err)
           && adjustments_follow(tx, service, &after, err);
}

/* `member` is the request's, for refusals. */
static bool
find_block(struct transaction *tx, struct uuid id, const char *member,
           struct availability_block *block, struct service *service, struct error *err)
{
    if (!transaction_get(tx, ENTITY_availability_block, id, member, block, err)
        || !transaction_get(tx, ENTITY_service, block->service_id, "ServiceId", service, err))
        return false;
    return block->is_active
           || error_set(err, ERROR_REFUSED, "Block %s is deleted already.", block->number);
}

static bool
update_one(struct transaction *tx, const struct availability_block_update *wanted,
           const json_t *given, json_t *updated, struct error *err)
{
    struct availability_block before;
    struct service service;
    json_t *block;

    if (!find_block(tx, wanted->id, "AvailabilityBlocks.AvailabilityBlockId", &before, &service,
                    err))
        return false;
    block = transaction_read(tx, ENTITY_availability_block, wanted->id, err);
    if (!block)
        return false;
    json_array_append(updated, block);
    if (update_body(tx, &service, &before, wanted, block, err)
        && set_plain(tx, given, true, block, err) && check_whole(block, err))
        return write_block(tx, &service, block, wanted->id, err);
    json_decref(block);
    return false;
}

bool
availability_blocks_update(struct transaction *tx, const struct availability_blocks_update *request,
                           struct error *err)
{
    const json_t *list = json_object_get(tx->body, "AvailabilityBlocks");
    json_t *updated = json_array();

    transaction_answer(tx, "AvailabilityBlocks", updated);
    for (size_t i = 0; i < request->updates.count; i++)
        if (!update_one(tx, &request->updates.rows[i], json_array_get(list, i), updated, err))
            return false;
    return true;
}

bool
availability_blocks_delete(struct transaction *tx, const struct availability_blocks_delete *request,
                           struct error *err)
{
    for (size_t i = 0; i < request->ids.count; i++) {
        struct availability_block before;
        struct service service;
        json_t *block;

        if (!find_block(tx, request->ids.rows[i], "AvailabilityBlockIds", &before, &service, err)
            || !check_empty(tx, &before, "deleted", err))
            return false;
        block = transaction_read(tx, ENTITY_availability_block, before.id, err);
        if (!block)
            return false;
        json_object_set_new(block, "IsActive", json_false());
        if (!write_block(tx, &service, block, before.id, err))
            return false;
    }
    return true;
}

bool
availability_blocks_taking(struct transaction *tx, struct uuid id, struct uuid service,
                           const char *member, struct availability_block *block, struct error *err)
{
    if (!transaction_get(tx, ENTITY_availability_block, id, member, block, err))
        return false;
    if (!uuid_equal(block->service_id, service))
        return error_set(err, ERROR_INPUT, "Invalid %s: it is no block of the service.", member);
    return (block->is_active && block->state == AVAILABILITY_BLOCK_CONFIRMED)
           || error_set(err, ERROR_REFUSED,
                        "Block %.80s takes no stays: only a Confirmed one does, confirm it first.",
                        block->name);
}
