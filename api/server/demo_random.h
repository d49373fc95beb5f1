/*
 * Chance that repeats: every choice of the demo hotel is a hash of what it is about and what it is
 * for, so that any of them can be made again alone and in any order. Integers only. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/base/uuid.h"

/* What is numbered: the things of the hotel. Their order is part of every identifier. */
enum demo_kind {
    DEMO_ENTERPRISE = 1,
    DEMO_CHAIN,
    DEMO_USER,
    DEMO_SERVICE,
    DEMO_AGE_CATEGORY,
    DEMO_CATEGORY,
    DEMO_ROOM,
    DEMO_ROOM_CATEGORY,
    DEMO_FEATURE,
    DEMO_ROOM_FEATURE,
    DEMO_IMAGE,
    DEMO_CATEGORY_IMAGE,
    DEMO_BLOCK,
    DEMO_SEGMENT,
    DEMO_RATE_GROUP,
    DEMO_RATE,
    DEMO_RATE_PRICE,
    DEMO_RESTRICTION,
    DEMO_PRODUCT,
    DEMO_ACCOUNTING_CATEGORY,
    DEMO_COUNTER,
    DEMO_EXCHANGE_RATE,
    DEMO_CASHIER,
    DEMO_CASHIER_TRANSACTION,
    DEMO_OUTLET,
    DEMO_OUTLET_BILL,
    DEMO_OUTLET_ITEM,
    DEMO_GUEST,
    DEMO_ADDRESS,
    DEMO_PASSPORT,
    DEMO_IDENTITY_CARD,
    DEMO_COMPANY,
    DEMO_CONTRACT,
    DEMO_CARD,
    DEMO_PREAUTHORIZATION,
    DEMO_DEPARTMENT,
    DEMO_TASK,
    DEMO_DEVICE,
    DEMO_COMMAND,
    DEMO_STAY,
    DEMO_EXTRA_STAY,
    DEMO_STAY_GROUP,
    DEMO_PARTY,
    DEMO_COMPANIONSHIP,
    DEMO_NOTE,
    DEMO_ORDER,
    DEMO_ORDER_ITEM,
    DEMO_PAYMENT,
    DEMO_BILL,
    DEMO_THREAD,
    DEMO_MESSAGE,
    DEMO_AVAILABILITY_BLOCK,
    DEMO_ADJUSTMENT,
    DEMO_VOUCHER,
    DEMO_VOUCHER_CODE,
    DEMO_RULE,
    DEMO_RULE_ACTION,
    DEMO_ACCESS_TOKEN,
    DEMO_SEQUENCE,
    DEMO_RATE_ADJUSTMENT,
    DEMO_CATEGORY_ADJUSTMENT,
    DEMO_LANGUAGE_TEXTS,
    DEMO_CANCELLATION_POLICY,
};

/* What a choice is for, so that no two choices about one thing go hand in hand. */
enum demo_salt {
    SALT_GAP = 0x100, /* beyond any kind */
    SALT_GAP_LENGTH,
    SALT_GAP_PEAK,
    SALT_NIGHTS,
    SALT_SOLD,
    SALT_SEGMENT,
    SALT_RATE,
    SALT_ORIGIN,
    SALT_ADULTS,
    SALT_CHILDREN,
    SALT_START,
    SALT_END,
    SALT_ACTUAL_START,
    SALT_ACTUAL_END,
    SALT_LEAD,
    SALT_LEAD_SPREAD,
    SALT_CREATED,
    SALT_ETA,
    SALT_LATE,
    SALT_SUITE_ADULTS,
    SALT_STATE,
    SALT_RELEASE,
    SALT_CANCELED,
    SALT_CANCEL_REASON,
    SALT_ASSIGNED,
    SALT_LOCKED,
    SALT_UPGRADE,
    SALT_BALANCE,
    SALT_CARD,
    SALT_CARD_TYPE,
    SALT_PREAUTHORIZED,
    SALT_EXTRA,
    SALT_EXTRA_TIME,
    SALT_EXTRA_KIND,
    SALT_PIECE,
    SALT_BREAKFAST,
    SALT_FAILED,
    SALT_UNASSIGNED,
    SALT_REBATE,
    SALT_PAYMENT,
    SALT_PAYMENT_TIME,
    SALT_PAYMENT_STATE,
    SALT_DEPOSIT,
    SALT_COMPANY,
    SALT_AGENCY,
    SALT_OWNER,
    SALT_TWIN,
    SALT_READY,
    SALT_ORDER,
    SALT_STAY_OVER,
    SALT_NOTE,
    SALT_NOTE_LANGUAGE,
    SALT_NOTE_SLOT,
    SALT_NATION,
    SALT_SEX,
    SALT_FIRST_NAME,
    SALT_LAST_NAME,
    SALT_NATIVE,
    SALT_BIRTH,
    SALT_EMAIL,
    SALT_PHONE,
    SALT_PLACE,
    SALT_STREET,
    SALT_CLASS,
    SALT_DOCUMENT,
    SALT_CAR,
    SALT_DIET,
    SALT_LOYALTY,
    SALT_FLOOR,
    SALT_FEATURE,
    SALT_REASON,
    SALT_LENGTH,
    SALT_NAME,
    SALT_RATING,
    SALT_TOPIC,
    SALT_COUNT,
    SALT_REGISTERED,
    SALT_SPECIAL,
    SALT_RESOLVED,
    SALT_DEADLINE,
    SALT_TOKEN,
    SALT_ISSUED,
    SALT_PAID,
};

/* 64 well spread bits of (seed, kind, index): a thing's key; and of a key for one purpose. */
uint64_t demo_hash(uint64_t seed, enum demo_kind kind, uint64_t index);
uint64_t demo_mix(uint64_t key, uint64_t purpose);

/* 0 … n - 1, n > 0. */
uint32_t demo_below(uint64_t key, uint64_t purpose, uint32_t n);

/* least … most, both included. */
int demo_between(uint64_t key, uint64_t purpose, int least, int most);

/* True in `per_mille` of 1,000 cases. */
bool demo_chance(uint64_t key, uint64_t purpose, uint32_t per_mille);

/* An index, each as often as its weight says; the weights' sum is > 0. */
size_t demo_weighted(uint64_t key, uint64_t purpose, const uint16_t *weights, size_t count);

/* An identifier in the form of a version 4 UUID. */
struct uuid demo_uuid(uint64_t key);
