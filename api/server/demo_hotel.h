/*
 * The demo hotel's plan: rooms, stays, guests and bills as compact rows. It is made whole before
 * anything is emitted, because what comes first (a guest) depends on what comes later (which stays
 * there are). demo_generate() makes it, emits from it and drops it.
 *
 * Which file makes what: demo_rooms (rooms, categories, blocks), demo_nights (who sleeps where: the
 * natural course), demo_shape and demo_today (the day as the desk meets it), demo_booking (what
 * each stay is like: rate, origin, times, states), demo_party (groups and availability blocks),
 * demo_guests (who they are), demo_folio (what they owe), demo_bills (numbers). The other demo_*
 * files emit.
 */
#pragma once

#include "api/base/instant.h"
#include "api/base/zone.h"
#include "api/schema/desk.h"
#include "api/server/demo_entity.h"
#include "api/server/demo_random.h"

enum {
    DEMO_NONE = -1,
    DEMO_START_MINUTE = 15 * 60, /* when rooms are ready; the service's StartOffset */
    DEMO_END_MINUTE = 11 * 60,
    DEMO_CLOSING_MINUTE = 4 * 60, /* the business day ends at 04:00 of the next day */
    DEMO_DAY_MINUTES = 24 * 60,
    DEMO_CHILD_AGE = 18, /* from which a guest is an adult, and pays the stay fee */
};

enum demo_category {
    CATEGORY_SINGLE,
    CATEGORY_DOUBLE,
    CATEGORY_TWIN,
    CATEGORY_SUPERIOR,
    CATEGORY_FAMILY,
    CATEGORY_ACCESSIBLE,
    CATEGORY_JUNIOR_SUITE,
    CATEGORY_SUITE,
    CATEGORY_COUNT,
};

enum demo_segment {
    SEGMENT_OTA,
    SEGMENT_DIRECT,
    SEGMENT_CORPORATE,
    SEGMENT_GROUP,
    SEGMENT_MICE,
    SEGMENT_LONG_STAY,
    SEGMENT_STAFF,
    SEGMENT_COMPLIMENTARY,
    SEGMENT_COUNT,
};

enum demo_rate {
    RATE_FLEXIBLE,
    RATE_NON_REFUNDABLE,
    RATE_BREAKFAST,
    RATE_CORPORATE,
    RATE_OTA,
    RATE_WEEKLY,
    RATE_GROUP,
    RATE_HOUSE,
    RATE_COUNT,
};

/* Who pays what, of the owner's account. */
enum demo_balance {
    BALANCE_PREPAID, /* nothing due, extras included */
    BALANCE_AT_END,  /* all due */
    BALANCE_DEPOSIT,
    BALANCE_COMPANY, /* the company's bill has the nights, the guest owes nothing */
    BALANCE_EXTRAS,  /* the nights are paid, extras are due */
    BALANCE_CREDIT,  /* the hotel owes the guest */
    BALANCE_OVER_LIMIT,
    BALANCE_PARTY, /* the group's paymaster has the nights */
    BALANCE_HOUSE, /* free of charge */
    BALANCE_COUNT,
};

/* An arrival of today as the desk meets it. */
enum demo_moment {
    MOMENT_NONE,      /* no arrival of today, or one that is in */
    MOMENT_READY,     /* its room is assigned and Inspected, nothing is due */
    MOMENT_NO_ROOM,   /* no room assigned, a free Inspected one of its category is there */
    MOMENT_NOT_READY, /* its room is Clean or Dirty */
    MOMENT_DUE,       /* its room is Inspected, money is due and nothing secures it */
    MOMENT_OTHER,     /* as it comes; it may still be to come */
};

struct demo_room {
    uint64_t key;
    char name[24];
    uint8_t category; /* enum demo_category */
    uint8_t floor;
    uint8_t state;       /* enum resource_state, of now */
    uint8_t is_occupied; /* now, by a Started stay */
    uint16_t features;   /* bits 1 << feature of demo_rooms.c */
    int32_t block_start; /* days [start, end) of the block or fault that keeps guests out */
    int32_t block_end;
    uint8_t block_kind; /* enum demo_block_kind */
};

enum demo_block_kind {
    BLOCK_NONE,
    BLOCK_OUT_OF_ORDER,
    BLOCK_INTERNAL_USE,
    BLOCK_OUT_OF_SERVICE, /* a state of the room, no block: it could be sold */
};

struct demo_stay {
    uint64_t key;
    int32_t room;      /* where it sleeps by plan, assigned or not; DEMO_NONE: nowhere */
    int32_t first_day; /* days since 1970, of the hotel */
    int32_t nights;
    int16_t start_minute; /* scheduled, of the first day; the end is of the day after the nights */
    int16_t end_minute;
    uint8_t category; /* asked for */
    uint8_t state;    /* enum reservation_state */
    uint8_t moment;
    uint8_t segment;
    uint8_t rate;
    uint8_t origin; /* row of demo_stays.c */
    uint8_t balance;
    uint8_t attempt; /* enum payment_state of a payment that does not count, 0: none */
    uint8_t adults;
    uint8_t children;
    uint8_t companions; /* profiles beside the owner */
    bool is_assigned;
    bool is_locked;
    bool is_euro; /* booked and billed in EUR */
    bool has_card;
    bool is_no_show;
    bool has_credit_note; /* something was paid back after its bill was closed */
    int32_t owner;        /* guest */
    int32_t first_companion;
    int32_t company;   /* DEMO_NONE */
    int32_t agency;    /* a company too */
    int32_t party;     /* a group of several rooms */
    int32_t allotment; /* availability block */
    struct instant created;
    struct instant actual_start;
    struct instant actual_end;
    struct instant canceled;
    struct instant released; /* of an Optional one */
    uint32_t number;
};

/* A group: several rooms, one paymaster. */
struct demo_party {
    int32_t first_day;
    int32_t nights;
    int32_t paymaster; /* guest */
    int32_t company;
    int32_t rooms;
};

struct demo_allotment {
    int32_t first_day;
    int32_t nights;
    int32_t company;
    uint8_t state; /* 0 Confirmed, 1 Optional */
    struct instant released;
};

struct demo_guest {
    uint64_t key;
    int16_t special;     /* row of the must-contain list, DEMO_NONE */
    int32_t twin_of;     /* the profile that this one doubles by mistake, DEMO_NONE */
    int32_t family_of;   /* the owner whose last name it shares, DEMO_NONE */
    bool is_used;        /* somebody refers to it, so it is emitted */
    bool is_child;       /* a companion under age */
    bool is_paymaster;   /* of `party` */
    bool has_documents;  /* was or is to be here about now */
    bool is_channel;     /* came through a channel: its e-mail is an alias */
    bool may_be_refused; /* not due about now, so it may be on the blocklist */
    int32_t party;
};

/* A guest's, a company's or a party's bill. */
enum demo_bill_slot {
    SLOT_GUEST,
    SLOT_PAYER,  /* the company's or the paymaster's */
    SLOT_CREDIT, /* a corrective bill after the guest's was closed */
    SLOT_NONE,   /* items on no bill */
    SLOT_COUNT = SLOT_NONE,
};

enum demo_counter {
    COUNTER_RECEIPT,
    COUNTER_INVOICE,
    COUNTER_CREDIT_NOTE,
    COUNTER_BILLS,
};

struct demo_bill {
    int32_t stay; /* DEMO_NONE: the bill of `party` */
    int32_t party;
    uint8_t slot;
    uint8_t counter; /* of closed ones */
    bool is_closed;
    uint32_t number;       /* of closed ones */
    struct instant issued; /* of closed ones */
};

/* How far the plan reaches, in days from today; large houses have less of both ends. */
struct demo_horizon {
    int rooms_most;
    int past, future;
    int bills_past;               /* days whose closed bills are there */
    int items_past, items_future; /* days whose stays have items */
    int near_future;              /* days whose stays have owners, cards and notes of their own */
    bool is_brief;                /* what would only repeat itself is left out */
};

struct demo_hotel {
    struct demo_config config;
    struct demo_sink sink;
    struct demo_horizon horizon;
    int32_t today; /* the business day */
    int minute;    /* of now, since midnight of `today`: 240 … 1679 */
    struct instant opened;

    struct demo_room *rooms;
    int32_t room_count;
    struct demo_stay *stays;
    size_t stay_count, stay_capacity;
    struct demo_guest *guests;
    size_t guest_count, guest_capacity;
    struct demo_party *parties;
    size_t party_count, party_capacity;
    struct demo_allotment *allotments;
    size_t allotment_count, allotment_capacity;
    struct demo_bill *bills;
    size_t bill_count, bill_capacity;
    int32_t company_count, agency_count; /* agencies are the first companies */
    int32_t far_guests;                  /* index of the first guest of the far pool */
    uint32_t first_number;               /* of reservations */
};

/* Makes the plan. *Gives*: demo_hotel_clear(). */
void demo_hotel_init(struct demo_hotel *hotel, const struct demo_config *config);
void demo_hotel_clear(struct demo_hotel *hotel);

/* A new stay at the end of the list, zeroed but for its references. *Valid until* the next one. */
struct demo_stay *demo_hotel_add_stay(struct demo_hotel *hotel, uint64_t key);

/* Identifiers: of numbered things, and of what belongs to a thing with a key. */
struct uuid demo_id(const struct demo_hotel *hotel, enum demo_kind kind, uint64_t index);
struct uuid demo_id_of(uint64_t key, enum demo_kind kind, uint64_t index);

/* The instant of a minute of a day of the hotel; the minute may be beyond the day. */
struct instant demo_at(int32_t day, int minute);

/* Never later than the hotel's now. */
struct instant demo_until_now(const struct demo_hotel *hotel, struct instant at);

static inline int32_t
demo_stay_end(const struct demo_stay *stay)
{
    return stay->first_day + stay->nights;
}

static inline struct instant
demo_stay_start_at(const struct demo_stay *stay)
{
    return demo_at(stay->first_day, stay->start_minute);
}

static inline struct instant
demo_stay_end_at(const struct demo_stay *stay)
{
    return demo_at(demo_stay_end(stay), stay->end_minute);
}
