#include "api/server/demo_bills.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"
#include "api/server/accounts.h"
#include "api/server/demo_companies.h"
#include "api/server/demo_people.h"

enum {
    CREDIT_ROOMS = 100, /* one credit note for so many */
    PAID_INVOICES_PER_MILLE = 350,
};

const struct demo_counter_row demo_counters[COUNTER_BILLS] = {
    [COUNTER_RECEIPT] = {"Receipts", "BillCounter", "R-{0}", true, 20417},
    [COUNTER_INVOICE] = {"Invoices", "BillCounter", "F-{0}", true, 3105},
    [COUNTER_CREDIT_NOTE] = {"Credit notes", "CreditNoteBillCounter", "D-{0}", true, 118},
};

static void
add_bill(struct demo_hotel *hotel, struct demo_bill bill)
{
    hotel->bills =
        memory_grow(hotel->bills, hotel->bill_count, &hotel->bill_capacity, sizeof(*hotel->bills));
    hotel->bills[hotel->bill_count++] = bill;
}

static bool
uses_slot(const struct demo_folio *folio, enum demo_bill_slot slot)
{
    for (int i = 0; i < folio->line_count; i++)
        if (folio->lines[i].slot == slot)
            return true;
    return false;
}

static enum demo_counter
counter_of(enum demo_bill_slot slot)
{
    switch (slot) {
    case SLOT_GUEST:
        return COUNTER_RECEIPT;
    case SLOT_PAYER:
        return COUNTER_INVOICE;
    case SLOT_CREDIT:
    case SLOT_NONE:
        break;
    }
    return COUNTER_CREDIT_NOTE;
}

static void
add_stay_bills(struct demo_hotel *hotel, int32_t index, struct demo_folio *folio)
{
    const struct demo_stay *stay = &hotel->stays[index];
    bool is_closed = stay->state == RESERVATION_PROCESSED;
    bool has_items = demo_stay_has_items(hotel, stay);

    if (!demo_stay_has_bills(hotel, stay))
        return;
    demo_folio_make(hotel, stay, folio);
    for (int slot = 0; slot < SLOT_COUNT; slot++) {
        bool is_there = has_items ? uses_slot(folio, (enum demo_bill_slot)slot)
                                  : slot == SLOT_GUEST && stay->balance != BALANCE_HOUSE;

        if (!is_there || (slot == SLOT_PAYER && stay->party != DEMO_NONE))
            continue;
        add_bill(hotel,
                 (struct demo_bill){
                     .stay = index,
                     .party = DEMO_NONE,
                     .slot = (uint8_t)slot,
                     .counter = (uint8_t)counter_of((enum demo_bill_slot)slot),
                     .is_closed = is_closed,
                     .issued = slot == SLOT_CREDIT ? instant_add_ms(stay->actual_end, 30 * 60000)
                                                   : stay->actual_end,
                 });
    }
}

/* The first guests that left in the days before today get something back. */
static void
give_credit_notes(struct demo_hotel *hotel)
{
    int wanted = hotel->room_count / CREDIT_ROOMS + 1;
    int days = hotel->horizon.items_past < 5 ? hotel->horizon.items_past : 5;

    for (size_t i = 0; i < hotel->stay_count && wanted > 0; i++) {
        struct demo_stay *stay = &hotel->stays[i];

        if (stay->state != RESERVATION_PROCESSED || demo_stay_end(stay) >= hotel->today
            || demo_stay_end(stay) < hotel->today - days || stay->balance != BALANCE_AT_END)
            continue;
        stay->has_credit_note = true;
        wanted--;
    }
}

static int
compare_issued(const void *a, const void *b)
{
    const struct demo_bill *x = *(struct demo_bill *const *)a;
    const struct demo_bill *y = *(struct demo_bill *const *)b;

    if (x->issued.ms != y->issued.ms)
        return x->issued.ms < y->issued.ms ? -1 : 1;
    return x->stay != y->stay ? (x->stay < y->stay ? -1 : 1) : x->slot - y->slot;
}

static void
number_bills(struct demo_hotel *hotel)
{
    struct demo_bill **order = memory_new((hotel->bill_count + 1) * sizeof(*order));
    uint32_t next[COUNTER_BILLS];
    size_t count = 0;

    for (int i = 0; i < COUNTER_BILLS; i++)
        next[i] = demo_counters[i].first;
    for (size_t i = 0; i < hotel->bill_count; i++)
        if (hotel->bills[i].is_closed)
            order[count++] = &hotel->bills[i];
    qsort(order, count, sizeof(*order), compare_issued);
    for (size_t i = 0; i < count; i++)
        order[i]->number = next[order[i]->counter]++;
    free(order);
}

void
demo_bills_plan(struct demo_hotel *hotel)
{
    struct demo_folio *folio = memory_new(sizeof(*folio));

    give_credit_notes(hotel);
    for (size_t i = 0; i < hotel->stay_count; i++)
        add_stay_bills(hotel, (int32_t)i, folio);
    free(folio);
    for (size_t i = 0; i < hotel->party_count; i++)
        if (hotel->parties[i].first_day <= hotel->today)
            add_bill(hotel, (struct demo_bill){
                                .stay = DEMO_NONE, .party = (int32_t)i, .slot = SLOT_PAYER});
    number_bills(hotel);
}

uint32_t
demo_bills_last(const struct demo_hotel *hotel, enum demo_counter counter)
{
    uint32_t last = demo_counters[counter].first - 1;

    for (size_t i = 0; i < hotel->bill_count; i++)
        last += hotel->bills[i].is_closed && hotel->bills[i].counter == counter;
    return last;
}

struct uuid
demo_bill_id(const struct demo_hotel *hotel, const struct demo_stay *stay, enum demo_bill_slot slot)
{
    if (slot == SLOT_NONE)
        return (struct uuid){0};
    if (slot == SLOT_PAYER && stay->party != DEMO_NONE)
        return demo_id(hotel, DEMO_BILL, (uint64_t)stay->party);
    return demo_id_of(stay->key, DEMO_BILL, slot);
}

void
demo_account_put(const struct demo_hotel *hotel, const struct demo_stay *stay,
                 enum demo_bill_slot slot, json_t *entity)
{
    bool is_company = slot == SLOT_PAYER && stay->party == DEMO_NONE;
    struct uuid id = demo_id(hotel, DEMO_GUEST, (uint64_t)stay->owner);

    if (is_company)
        id = demo_id(hotel, DEMO_COMPANY, (uint64_t)stay->company);
    else if (slot == SLOT_PAYER)
        id = demo_id(hotel, DEMO_GUEST, (uint64_t)hotel->parties[stay->party].paymaster);
    entity_uuid(entity, "AccountId", id);
    entity_text(entity, "AccountType", is_company ? "Company" : "Customer");
}

/* The owner as he was when the bill was closed. */
static json_t *
owner_data_new(const struct demo_hotel *hotel, const struct demo_stay *stay,
               enum demo_bill_slot slot)
{
    bool is_company = slot == SLOT_PAYER;
    struct demo_person person;
    json_t *profile;
    json_t *data;

    if (is_company) {
        profile = demo_company_new(hotel, stay->company);
    } else {
        demo_person_describe(hotel, stay->owner, &person);
        profile = demo_person_new(hotel, stay->owner, &person);
    }
    data = accounts_bill_profile(profile, is_company ? ACCOUNT_COMPANY : ACCOUNT_CUSTOMER);
    json_decref(profile);
    return data;
}

static void
put_number(json_t *bill, const struct demo_bill *row)
{
    const char *format = demo_counters[row->counter].format;
    char number[32];

    snprintf(number, sizeof(number), "%.*s%u", (int)strcspn(format, "{"), format, row->number);
    entity_text(bill, "Number", number);
}

static void
put_closed(struct demo_hotel *hotel, json_t *bill, const struct demo_bill *row)
{
    const struct demo_stay *stay = &hotel->stays[row->stay];
    bool is_invoice = row->slot == SLOT_PAYER;

    entity_uuid(bill, "CounterId", demo_id(hotel, DEMO_COUNTER, row->counter));
    put_number(bill, row);
    entity_time(bill, "IssuedUtc", row->issued);
    entity_time(bill, "TaxedUtc", row->issued);
    if (!is_invoice)
        entity_time(bill, "PaidUtc", row->issued);
    if (is_invoice) {
        char symbol[16];

        snprintf(symbol, sizeof(symbol), "%u", row->number);
        entity_text(bill, "VariableSymbol", symbol);
        entity_time(
            bill, "DueUtc",
            demo_at(day_of(row->issued).number + demo_company_due_days(hotel, stay->company), 0));
    }
    entity_put(bill, "OwnerData", owner_data_new(hotel, stay, (enum demo_bill_slot)row->slot));
    if (row->slot == SLOT_CREDIT)
        entity_uuid(bill, "CorrectedBillId", demo_bill_id(hotel, stay, SLOT_GUEST));
}

static json_t *
enterprise_data_new(void)
{
    json_t *data = json_object();

    entity_text(data, "CompanyName", "Hotel Vltavín s.r.o.");
    entity_text(data, "AdditionalTaxIdentifier", "CZ09417423");
    entity_text(data, "BankAccount", "2800417423/2010");
    entity_text(data, "BankName", "Fio banka");
    entity_text(data, "Iban", "CZ5720100000002800417423");
    entity_text(data, "Bic", "FIOBCZPPXXX");
    return data;
}

static json_t *
options_new(bool is_rebated)
{
    json_t *options = json_object();

    entity_bool(options, "DisplayCustomer", true);
    entity_bool(options, "DisplayTaxation", true);
    entity_bool(options, "TrackReceivable", false);
    entity_bool(options, "DisplayCid", false);
    entity_bool(options, "Rebated", is_rebated);
    return options;
}

/* Whom the bill is for, and who else has to do with it. */
static void
put_owner(struct demo_hotel *hotel, json_t *bill, const struct demo_bill *row)
{
    json_t *associated = json_array();
    bool is_company = row->stay != DEMO_NONE && row->slot == SLOT_PAYER;

    if (row->stay == DEMO_NONE) {
        const struct demo_party *party = &hotel->parties[row->party];
        char uuid[UUID_TEXT_SIZE];

        entity_uuid(bill, "AccountId", demo_id(hotel, DEMO_GUEST, (uint64_t)party->paymaster));
        entity_text(bill, "AccountType", "Customer");
        json_array_append_new(
            associated,
            json_string(uuid_text(demo_id(hotel, DEMO_COMPANY, (uint64_t)party->company), uuid)));
    } else
        demo_account_put(hotel, &hotel->stays[row->stay], (enum demo_bill_slot)row->slot, bill);
    entity_put(bill, is_company ? "CompanyId" : "CustomerId",
               json_incref(json_object_get(bill, "AccountId")));
    entity_put(bill, "AssociatedAccountIds", associated);
}

static void
emit_bill(struct demo_hotel *hotel, const struct demo_bill *row)
{
    const struct demo_stay *stay = row->stay == DEMO_NONE ? NULL : &hotel->stays[row->stay];
    struct instant created = stay ? stay->created : demo_at(hotel->today - 30, 11 * 60);
    json_t *bill = entity_new(stay ? demo_bill_id(hotel, stay, (enum demo_bill_slot)row->slot)
                                   : demo_id(hotel, DEMO_BILL, (uint64_t)row->party));
    bool is_credit = row->slot == SLOT_CREDIT;

    if (is_credit)
        created = stay->actual_end;
    entity_text(bill, "Name", row->slot == SLOT_PAYER ? "Accommodation" : NULL);
    entity_uuid(bill, "EnterpriseId", demo_id(hotel, DEMO_ENTERPRISE, 0));
    put_owner(hotel, bill, row);
    entity_text(bill, "State", row->is_closed ? "Closed" : "Open");
    entity_text(bill, "Type", row->is_closed && row->slot == SLOT_PAYER ? "Invoice" : "Receipt");
    if (row->is_closed)
        put_closed(hotel, bill, row);
    entity_times(bill, created, row->is_closed ? row->issued : created);
    entity_put(bill, "Options", options_new(stay && stay->has_credit_note && !is_credit));
    entity_put(bill, "EnterpriseData", enterprise_data_new());
    entity_text(bill, "CorrectionState", is_credit ? "CorrectiveBill" : "Bill");
    entity_text(bill, "CorrectionType", is_credit ? "CreditNote" : NULL);
    entity_emit(&hotel->sink, "Bill", bill);
}

void
demo_bills_emit(struct demo_hotel *hotel)
{
    for (size_t i = 0; i < hotel->bill_count; i++)
        emit_bill(hotel, &hotel->bills[i]);
}
