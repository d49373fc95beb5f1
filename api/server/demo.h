/*
 * The demo hotel: a believable city hotel, computed from a seed, a number of rooms and the time.
 * Every entity is in the API's own form (today's), so that it is stored as it will be served. The
 * same seed, rooms and now give the same bytes.
 *
 * What the API's forms lack comes as types of their own, whose names begin with a dot; each has an
 * Id:
 *
 *     .Configuration       the rest of configuration/get: {Id (the enterprise's),
 *                          PaymentCardStorage: {PublicKey}, IsIdentityDocumentNumberRequired},
 *                          and AlternativePaymentMethods: [Ideal, ...], those that are enabled
 *     .Sequence            {Id, Name: Customer, Company or CashierTransaction, Value: the number
 *                          that was given last}; as with Counter.Value, the next one is Value + 1
 *     .Image               {Id (the ImageId), Subject: Logo, House or Room}
 *     .LanguageTexts       {Id, Scope, LanguageCode, Texts}
 *     .RatePrice           {Id, RateId, CategoryId (null: the base price), FirstTimeUnitStartUtc,
 *                          LastTimeUnitStartUtc (both included), Value}: of rates that have no
 *                          BaseRateId
 *     .RateAdjustment      {Id, RateId, RelativeAdjustment, AbsoluteAdjustment,
 *                          EmptyUnitAdjustment, ExtraUnitAdjustment}: one a rate
 *     .CategoryAdjustment  {Id, RateId, CategoryId, ParentCategoryId, AbsoluteValue,
 *                          RelativeValue}: of rates that have no BaseRateId
 *     .CancellationPolicy  {Id, RateGroupId, IsActive, Applicability: Creation, Start or StartDate,
 *                          ApplicabilityOffset, FeeExtent, FeeMaximumTimeUnits, RelativeFee,
 *                          AbsoluteFee}: as in cancellationPolicies/getAll
 *     .Order               {Id, ServiceId, AccountId, LinkedReservationId, Notes, ConsumptionUtc,
 *                          CreatedUtc, UpdatedUtc}: the ServiceOrderId of items that are no stay's
 *     .DeviceBehaviour     {Id (the device's), IsSilent: takes no command, ErrorEvery: every n-th
 *                          command fails, 0: none; Commands: how many it had}: of devices that act
 *                          by themselves, as device_behaviour.h says
 *     .Timer               {Id (the entity's), Kind: DeviceCommand or Payment, DueUtc}: what goes
 *                          on by the business clock
 *
 * Values of money are gross, in the house's currency. A night costs (base price x (1 +
 * RelativeValue) + AbsoluteValue of the category + persons beyond the category's Capacity x
 * ExtraUnitAdjustment) x (1 + RelativeAdjustment) + AbsoluteAdjustment; base price and category
 * adjustment of a derived rate are its base rate's.
 *
 * Companionships are of those who come along: the owner of a stay has none. Adjustments of an
 * availability block are negative: what it takes from the category.
 */
#pragma once

#include "api/schema/codec.h"

#define DEMO_ZONE "Europe/Prague" /* the hotel's time zone */

enum {
    DEMO_ROOMS_LEAST = 20,
    DEMO_ROOMS_MOST = 5000
};

struct demo_config {
    uint64_t seed;
    int rooms;          /* DEMO_ROOMS_LEAST to DEMO_ROOMS_MOST */
    struct instant now; /* the hotel is dated around it, its day by the hour */
};

/*
 * Takes one entity: `type` is its object type's name ("Reservation", "Customer", "Bill") or one of
 * the above; `entity` is lent, and its members may share values: copy before you change them. False
 * stops.
 */
typedef bool (*demo_emit_fn)(void *context, const char *type, json_t *entity, struct error *err);

/*
 * Emits everything: the enterprise first, and nothing before what it refers to. The process's time
 * zone is the hotel's: zone_set(DEMO_ZONE) comes before. At most about 150,000 entities.
 * Errors  ERROR_USAGE: a number of rooms that no demo hotel has; or what `emit` answered.
 */
MUST_USE bool demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context,
                            struct error *err);
