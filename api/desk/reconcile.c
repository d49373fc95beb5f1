#include "api/desk/reconcile.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/hash.h"
#include "api/base/memory.h"
#include "api/desk/clue.h"
#include "api/desk/echo.h"
#include "api/desk/moves.h"

enum {
    LEAST_READS = 2,    /* that show nothing, before nothing more is expected of them */
    READS_A_PERIOD = 6, /* it is mostly found early */
    LATER_MS = 60000    /* behind that: it may still come late */
};

struct lookup {
    struct lookup *next;
    int64_t number; /* of the journal entry */
    int reads;      /* that were answered and showed nothing */
    int64_t first_ms;
    int64_t next_ms;
    bool is_asking;
    bool is_over;    /* nothing more is expected of reading */
    bool is_settled; /* and told to the journal, whose answer is on its way */
    struct attempt attempt;
};

/* How to look */

/* The mark of a `call` is its caller's, and may have been another payment's before. */
static bool
shows_payment(const struct journal_entry *entry, const void *record, struct instant since)
{
    const struct payment *payment = record;

    return clue_has_mark(entry, payment->external_identifier)
           && (strcmp(entry->key, "call") != 0 || clue_is_since(payment->created_utc, since));
}

/* The receipt's identifier. */
static bool
shows_card_payment(const struct journal_entry *entry, const void *record, struct instant since)
{
    (void)since;
    return clue_has_mark(entry, ((const struct payment *)record)->identifier);
}

/* These carry no mark: the amount, the type and the time tell them. */
static bool
is_of_amount(const struct journal_entry *entry, const struct payment *payment)
{
    struct decimal amount = payment->original_amount.gross;

    if (decimal_sign(amount) == 0)
        amount = payment->amount.gross;
    if (decimal_sign(amount) < 0)
        amount = decimal_negate(amount);
    return decimal_compare(amount, entry->amount.amount) == 0;
}

static bool
shows_other_payment(const struct journal_entry *entry, const void *record, struct instant since)
{
    const struct payment *payment = record;

    return strcmp(payment->type, "AlternativePayment") == 0
           && clue_is_since(payment->created_utc, since) && decimal_sign(payment->amount.gross) <= 0
           && is_of_amount(entry, payment);
}

static bool
shows_refund(const struct journal_entry *entry, const void *record, struct instant since)
{
    const struct payment *payment = record;

    return strcmp(payment->kind, "Refund") == 0 && clue_is_since(payment->created_utc, since)
           && is_of_amount(entry, payment);
}

static bool
shows_card(const struct journal_entry *entry, const void *record, struct instant since)
{
    (void)entry;
    return clue_is_since(((const struct credit_card *)record)->created_utc, since);
}

static bool
is_on_bill(const struct journal_entry *entry, struct uuid bill)
{
    char mark[UUID_TEXT_SIZE];

    return clue_has_mark(entry, uuid_text(bill, mark));
}

static bool
shows_move(const struct journal_entry *entry, const void *record, struct instant since)
{
    (void)since;
    return is_on_bill(entry, ((const struct order_item *)record)->bill_id);
}

/* A payment's mark says that it is one's. */
static bool
shows_moved_payment(const struct journal_entry *entry, const void *record, struct instant since)
{
    char mark[UUID_TEXT_SIZE];

    (void)since;
    return strcmp(entry->nonce + strlen(MOVED_PAYMENT_MARK),
                  uuid_text(((const struct payment *)record)->bill_id, mark))
           == 0;
}

static bool
shows_payer(const struct journal_entry *entry, const void *record, struct instant since)
{
    char mark[UUID_TEXT_SIZE];

    (void)since;
    return clue_has_mark(entry, uuid_text(((const struct bill *)record)->account_id, mark));
}

static bool
shows_nothing(const struct journal_entry *entry, const void *record, struct instant since)
{
    (void)entry;
    (void)record;
    (void)since;
    return false;
}

static bool
shows_item(const struct journal_entry *entry, const void *record, struct instant since)
{
    (void)since;
    return clue_has_mark(entry, ((const struct order_item *)record)->external_identifier);
}

static bool
shows_start(const struct journal_entry *entry, const void *record, struct instant since)
{
    enum reservation_state state = ((const struct reservation *)record)->state;

    (void)entry;
    (void)since;
    return state == RESERVATION_STARTED || state == RESERVATION_PROCESSED;
}

static bool
shows_process(const struct journal_entry *entry, const void *record, struct instant since)
{
    (void)entry;
    (void)since;
    return ((const struct reservation *)record)->state == RESERVATION_PROCESSED;
}

static bool
shows_room(const struct journal_entry *entry, const void *record, struct instant since)
{
    char room[UUID_TEXT_SIZE];

    (void)since;
    return clue_has_mark(entry, uuid_text(((const struct reservation *)record)->resource_id, room));
}

static bool
shows_room_state(const struct journal_entry *entry, const void *record, struct instant since)
{
    (void)since;
    return clue_has_mark(entry, resource_state_name(((const struct resource *)record)->state));
}

static bool
shows_close(const struct journal_entry *entry, const void *record, struct instant since)
{
    (void)entry;
    (void)since;
    return ((const struct bill *)record)->state == BILL_CLOSED;
}

static bool
shows_bill(const struct journal_entry *entry, const void *record, struct instant since)
{
    (void)entry;
    return clue_is_since(((const struct bill *)record)->created_utc, since);
}

static bool
shows_message(const struct journal_entry *entry, const void *record, struct instant since)
{
    const struct message *message = record;
    char mark[TEXT_MARK_SIZE];

    return clue_has_mark(entry, reconcile_text_mark(message->text, mark))
           && clue_is_since(message->created_utc, since);
}

static bool
shows_note(const struct journal_entry *entry, const void *record, struct instant since)
{
    const struct note *note = record;
    char mark[TEXT_MARK_SIZE];

    return clue_has_mark(entry, reconcile_text_mark(note->text, mark))
           && clue_is_since(note->created_utc, since);
}

static void
fill_rooms(const struct desk *desk, const struct journal_entry *entry, struct filter *filter)
{
    (void)desk;
    (void)entry;
    filter->with_resources = (struct optional_bool){PRESENCE_SET, true};
}

#define OF(record, field) CLUE_OF(record, field)
#define BY(field) CLUE_BY(field)

/* write, read, record, its id, of the account?, may be sent again?, what shows it, by which ids */
static const struct clue clues[] = {
    {OP_payments_add_external, OP_payments_get_all, OF(payment, account_id), true, false,
     shows_payment, BY(account_ids), NULL, false},
    {OP_credit_cards_charge, OP_payments_get_all, OF(payment, account_id), true, false,
     shows_card_payment, BY(account_ids), NULL, false},
    {OP_payments_add_credit_card, OP_payments_get_all, OF(payment, account_id), true, false,
     shows_card_payment, BY(account_ids), NULL, false},
    {OP_payments_add_alternative, OP_payments_get_all, OF(payment, account_id), true, false,
     shows_other_payment, BY(account_ids), NULL, false},
    {OP_payments_refund, OP_payments_get_all, OF(payment, account_id), true, false, shows_refund,
     BY(account_ids), NULL, false},
    {OP_credit_cards_add_tokenized, OP_credit_cards_get_all, OF(credit_card, customer_id), true,
     false, shows_card, BY(customer_ids), NULL, false},
    {OP_accounting_items_update, OP_payments_get_all, OF(payment, id), false, true,
     shows_moved_payment, BY(payment_ids), NULL, false},
    {OP_accounting_items_update, OP_order_items_get_all, OF(order_item, id), false, true,
     shows_move, BY(order_item_ids), NULL, false},
    {OP_bills_update, OP_bills_get_all, OF(bill, id), false, true, shows_payer, BY(bill_ids), NULL,
     false},
    {OP_bills_delete, OP_bills_get_all, OF(bill, id), false, true, shows_nothing, BY(bill_ids),
     NULL, true},
    {OP_orders_add, OP_order_items_get_all, OF(order_item, account_id), true, false, shows_item,
     BY(account_ids), NULL, false},
    {OP_bills_add, OP_bills_get_all, OF(bill, account_id), true, false, shows_bill, NO_LIST,
     clue_fill_new, false},
    {OP_bills_close, OP_bills_get_all, OF(bill, id), false, true, shows_close, BY(bill_ids), NULL,
     false},
    {OP_reservations_start, OP_reservations_get_all_2023, OF(reservation, id), false, true,
     shows_start, BY(reservation_ids), NULL, false},
    {OP_reservations_process, OP_reservations_get_all_2023, OF(reservation, id), false, true,
     shows_process, BY(reservation_ids), NULL, false},
    {OP_reservations_update, OP_reservations_get_all_2023, OF(reservation, id), false, true,
     shows_room, BY(reservation_ids), NULL, false},
    {OP_resources_update, OP_resources_get_all, OF(resource, id), false, true, shows_room_state,
     BY(resource_ids), fill_rooms, false},
    {OP_messages_add, OP_messages_get_all, OF(message, thread_id), false, false, shows_message,
     BY(thread_ids), NULL, false},
    {OP_service_order_notes_add, OP_service_order_notes_get_all, OF(note, service_order_id), false,
     false, shows_note, BY(service_order_ids), NULL, false},
};

/* Whose records are looked at. */
static struct uuid
id_of(const struct clue *clue, const struct journal_entry *entry)
{
    return clue->is_account ? entry->account : entry->subject;
}

/* Lines of two kinds are moved by one operation: those that are payments are marked. */
static bool
is_for(const struct clue *clue, const struct journal_entry *entry)
{
    return clue->write == entry->operation
           && (clue->shows != shows_moved_payment
               || strncmp(entry->nonce, MOVED_PAYMENT_MARK, strlen(MOVED_PAYMENT_MARK)) == 0);
}

static bool
may_look(const struct clue *clue, const struct journal_entry *entry)
{
    return is_for(clue, entry) && uuid_is_set(id_of(clue, entry))
           && (strcmp(entry->key, "call") != 0 || entry->nonce[0]);
}

/* NULL: there is no way to look, as for what `call` sent without a mark. */
static const struct clue *
clue_of(const struct journal_entry *entry)
{
    static const struct {
        const struct clue *rows;
        size_t count;
    } all[] = {{clues, countof(clues)}, {stay_clues, STAY_CLUES}, {profile_clues, PROFILE_CLUES}};

    for (size_t i = 0; i < countof(all); i++)
        for (size_t row = 0; row < all[i].count; row++)
            if (may_look(&all[i].rows[row], entry))
                return &all[i].rows[row];
    return NULL;
}

static bool
is_of(const struct clue *clue, const struct journal_entry *entry, const void *record)
{
    return clue->key == NO_KEY
           || uuid_equal(*(const struct uuid *)((const char *)record + clue->key),
                         id_of(clue, entry));
}

bool
reconcile_shows(const struct journal_entry *entry, const struct record_type *type,
                const void *record, struct instant since)
{
    const struct clue *clue = clue_of(entry);

    return clue && type->id == clue->record && is_of(clue, entry, record)
           && clue->shows(entry, record, since);
}

/* The property may end lines in another way, or cut blanks at the end. */
const char *
reconcile_text_mark(const char *text, char mark[TEXT_MARK_SIZE])
{
    size_t length = strlen(text);
    uint64_t hash = HASH_START;

    while (length && strchr(" \r\n\t", text[length - 1]))
        length--;
    for (size_t i = 0; i < length; i++)
        if (text[i] != '\r')
            hash = hash_bytes(hash, &text[i], 1);
    snprintf(mark, TEXT_MARK_SIZE, "%016" PRIx64, hash);
    return mark;
}

/* Lookups */

static struct lookup *
find(const struct desk *desk, int64_t number)
{
    struct lookup *lookup = desk->lookups;

    while (lookup && lookup->number != number)
        lookup = lookup->next;
    return lookup;
}

static const struct journal_entry *
entry_of(const struct desk *desk, int64_t number)
{
    for (size_t i = 0; i < desk->unknown_count; i++)
        if (desk->unknown[i].number == number)
            return &desk->unknown[i];
    return NULL;
}

static void
settle(struct desk *desk, struct lookup *lookup, enum journal_outcome outcome, const char *why)
{
    lookup->is_settled = true;
    client_resolve(desk->client, lookup->number, outcome, why);
}

static void
not_found(struct desk *desk, struct lookup *lookup, const struct clue *clue)
{
    int64_t now_ms = desk->clock_ms();

    if (!lookup->reads++)
        lookup->first_ms = now_ms;
    lookup->next_ms = now_ms + desk->lookup_ms / READS_A_PERIOD;
    if (lookup->reads < LEAST_READS || now_ms < lookup->first_ms + desk->lookup_ms)
        return;
    lookup->next_ms = now_ms + LATER_MS;
    if (clue->may_repeat)
        settle(desk, lookup, JOURNAL_FOUND_UNDONE, "The property shows the state before it.");
    else
        lookup->is_over = true;
}

/* The write's time by the property's clock, which the answer tells. */
static struct instant
property_time(const struct journal_entry *entry, const struct result *result)
{
    int64_t ahead_ms =
        instant_is_set(result->server_date) ? result->server_date.ms - instant_now().ms : 0;

    return instant_add_ms(entry->at, ahead_ms);
}

/* Messages of ours have to be remembered as such, also when their answer never came. */
static void
note_found(struct desk *desk, const struct journal_entry *entry, const void *record)
{
    char name[UUID_TEXT_SIZE + 8] = "ours.";

    if (entry->operation != OP_messages_add)
        return;
    uuid_text(((const struct message *)record)->id, name + 5);
    desk_remember(desk, name, "1");
}

/* The record of a result that shows that an entry's write was done; NULL: none does. */
static const void *
search(const struct journal_entry *entry, const struct result *result)
{
    struct instant since = property_time(entry, result);

    for (size_t i = 0; i < result->batch_count; i++) {
        const struct batch *batch = &result->batches[i];

        for (size_t row = 0; row < batch->count; row++) {
            const void *record = (const char *)batch->rows + row * batch->type->size;

            if (reconcile_shows(entry, batch->type, record, since))
                return record;
        }
    }
    return NULL;
}

const char reconcile_shown[] = "The property shows it.";

/* A payment may have been done, but not as it was sent. */
static bool
is_true(const struct desk *desk, const struct journal_entry *entry, struct error *err)
{
    return entry->operation != OP_payments_add_external || !entry->amount.currency[0]
           || echo_is_true(desk->store, entry->account, entry->nonce, entry->amount, err);
}

/* It was on its way for longer than anybody waited. */
static void
take_late(struct desk *desk, const struct result *result)
{
    for (size_t i = 0; i < desk->denied_count; i++) {
        struct journal_entry *entry = &desk->denied[i];

        if (entry->outcome != JOURNAL_FOUND_UNDONE || !search(entry, result))
            continue;
        entry->outcome = JOURNAL_FOUND_DONE;
        client_resolve(desk->client, entry->number, JOURNAL_FOUND_DONE,
                       "It came late: look whether it was done again meanwhile.");
    }
}

void
reconcile_take(struct desk *desk, const struct result *result)
{
    take_late(desk, result);
    for (size_t i = 0; i < desk->unknown_count; i++) {
        const struct journal_entry *entry = &desk->unknown[i];
        struct lookup *lookup = find(desk, entry->number);
        struct error err;
        const void *record = lookup && !lookup->is_settled ? search(entry, result) : NULL;

        if (!record)
            continue;
        note_found(desk, entry, record);
        settle(desk, lookup, JOURNAL_FOUND_DONE,
               is_true(desk, entry, &err) ? reconcile_shown : err.text);
        client_refresh(desk->client); // what else it changed
    }
}

static bool
has_rows(const struct result *result)
{
    for (size_t i = 0; i < result->batch_count; i++)
        if (result->batches[i].count)
            return true;
    return false;
}

/* What it shows was taken before. */
static void
answered(struct desk *desk, const struct result *result, void *context)
{
    int64_t number = *(const int64_t *)context;
    struct lookup *lookup = find(desk, number);
    const struct journal_entry *entry = entry_of(desk, number);

    if (!lookup || !entry || !result->is_last)
        return;
    lookup->is_asking = false;
    attempt_end(&lookup->attempt, &result->error, desk->clock_ms());
    if (!lookup->is_settled && !attempt_has_failed(&lookup->attempt)) {
        if (clue_of(entry)->shows_by_absence && !has_rows(result))
            settle(desk, lookup, JOURNAL_FOUND_DONE, "The property has it no more.");
        else
            not_found(desk, lookup, clue_of(entry));
    }
    desk->what |= DESK_JOURNAL;
}

static void
ask(struct desk *desk, struct lookup *lookup, const struct journal_entry *entry)
{
    const struct clue *clue = clue_of(entry);
    struct uuid id = id_of(clue, entry);
    struct filter filter = {0};
    int64_t *number = memory_new(sizeof(*number));

    *number = lookup->number;
    if (clue->filter != NO_LIST)
        *(struct uuid_list *)((char *)&filter + clue->filter) = (struct uuid_list){&id, 1};
    if (clue->fill)
        clue->fill(desk, entry, &filter);
    lookup->is_asking = true;
    desk_send_own(desk, desk_read(clue->read, REQUEST_FOR_VIEW, &filter), answered, number);
}

static void
add(struct desk *desk, const struct journal_entry *entry)
{
    struct lookup *lookup = memory_new(sizeof(*lookup));

    *lookup = (struct lookup){.next = desk->lookups, .number = entry->number};
    lookup->is_over = !clue_of(entry);
    desk->lookups = lookup;
}

/* Those whose entry is settled go. */
static void
prune(struct desk *desk)
{
    struct lookup **link = &desk->lookups;

    while (*link) {
        struct lookup *lookup = *link;

        if (entry_of(desk, lookup->number)) {
            link = &lookup->next;
            continue;
        }
        *link = lookup->next;
        free(lookup);
    }
}

/* When it may be read next; INT64_MAX: not by itself. */
static int64_t
next_ms(const struct desk *desk, const struct lookup *lookup)
{
    const struct journal_entry *entry = entry_of(desk, lookup->number);

    if (lookup->is_asking || lookup->is_settled || !entry || !clue_of(entry))
        return INT64_MAX;
    return attempt_has_failed(&lookup->attempt) ? lookup->attempt.again_ms : lookup->next_ms;
}

void
reconcile_step(struct desk *desk)
{
    prune(desk);
    for (size_t i = 0; i < desk->unknown_count; i++)
        if (!find(desk, desk->unknown[i].number))
            add(desk, &desk->unknown[i]);
    for (struct lookup *lookup = desk->lookups; lookup; lookup = lookup->next)
        if (next_ms(desk, lookup) <= desk->clock_ms())
            ask(desk, lookup, entry_of(desk, lookup->number));
}

void
reconcile_retry(struct desk *desk)
{
    for (struct lookup *lookup = desk->lookups; lookup; lookup = lookup->next) {
        attempt_hurry(&lookup->attempt);
        lookup->next_ms = 0;
    }
}

int64_t
reconcile_due_ms(const struct desk *desk)
{
    int64_t due_ms = INT64_MAX;

    for (const struct lookup *lookup = desk->lookups; lookup; lookup = lookup->next)
        if (next_ms(desk, lookup) < due_ms)
            due_ms = next_ms(desk, lookup);
    return due_ms;
}

void
reconcile_clear(struct desk *desk)
{
    desk->unknown_count = 0;
    prune(desk);
}

struct lookup_state
desk_lookup(const struct desk *desk, int64_t number)
{
    const struct lookup *lookup = find(desk, number);

    if (!lookup)
        return (struct lookup_state){0};
    return (struct lookup_state){
        .reads = lookup->reads,
        .is_over = lookup->is_over || lookup->attempt.again_ms == INT64_MAX,
        .error = attempt_has_failed(&lookup->attempt) ? &lookup->attempt.error : NULL,
    };
}
