#include <stdlib.h>
#include <string.h>

#include "api/base/hash.h"
#include "api/base/intl.h"
#include "api/desk/profile_mark.h"
#include "api/desk/reconcile.h"
#include "api/desk/step.h"
#include "api/rules/cards.h"
#include "api/rules/profiles.h"
#include "api/schema/document.h"

/*
 * Profiles: customers/ and companies/ add and update, accounts/merge, customers/addFile. What is
 * written comes as the request's own JSON, so that each member of the API can be; whoever made it
 * knows which.
 */

/*
 * Whose row shows it: the profile; of a new one, what was written of it, so that the same one isn't
 * added twice while nobody knows of the first.
 */
static struct uuid
of_profile(const struct action_order *order)
{
    struct uuid id = order->account;
    uint64_t hash = HASH_START;

    if (uuid_is_set(id) || !order->text)
        return id;
    hash = hash_bytes(hash, order->text, strlen(order->text));
    memcpy(id.bytes, &hash, sizeof(hash));
    hash = hash_bytes(hash, order->text, strlen(order->text));
    memcpy(id.bytes + sizeof(hash), &hash, sizeof(hash));
    return id;
}

/* Free texts are read by many: nobody's card number belongs there. */
static bool
has_no_card(const struct document *body, struct error *err)
{
    static const char *const members[] = {"Notes",      "Notes.Value",   "DietaryRequirements",
                                          "Occupation", "Contact.Value", "Contact"};
    bool ok = true;

    for (size_t i = 0; i < countof(members) && ok; i++) {
        const struct document *value = document_find(body, members[i]);
        char *text = value && !document_is_object(value) ? document_text(value) : NULL;

        ok = !text || text_is_without_card(text, err);
        free(text);
    }
    return ok;
}

static bool
judge_profile(struct action *action, struct error *err)
{
    struct document *body = document_parse(action->order.text, err);
    const struct operation *operation = operation_of(action->row->operation);
    bool ok = body && document_check(body, operation->request, err) && has_no_card(body, err);

    document_free(body);
    return ok;
}

/* Like action_write(), with the order's text as the body. */
static bool
send_profile(struct action *action, struct request **request, struct error *err)
{
    char mark[PROFILE_MARK_SIZE];
    struct document *body = document_parse(action->order.text, err);

    if (!body)
        return false;
    *request = action_write_text(action, action->row->operation, action->order.text);
    profile_mark(action->row->operation, body, mark);
    write_says(*request, mark, "%s", action->row->noun);
    document_free(body);
    return true;
}

/* The one that was written; a new one is known from now on. */
static void
settle_profile(struct action *action)
{
    if (!uuid_is_set(action->order.account))
        action->order.account = action->created;
}

static bool
reread_customer(struct action *action, struct request **request, struct error *err)
{
    struct filter filter = {
        .customer_ids = {&action->order.account, 1},
        .with_customers = {PRESENCE_SET, true},
        .with_addresses = {PRESENCE_SET, false},
    };

    (void)err;
    settle_profile(action);
    if (uuid_is_set(action->order.account))
        *request = desk_read(OP_customers_get_all, REQUEST_FOR_KEY, &filter);
    return true;
}

static bool
reread_company(struct action *action, struct request **request, struct error *err)
{
    struct filter filter = {.company_ids = {&action->order.account, 1}};

    (void)err;
    settle_profile(action);
    if (uuid_is_set(action->order.account))
        *request = desk_read(OP_companies_get_all, REQUEST_FOR_KEY, &filter);
    return true;
}

#define PROFILE_STEPS(reread)                                                                      \
    (const struct step[])                                                                          \
    {                                                                                              \
        {send_profile, false}, {reread, true},                                                     \
        {                                                                                          \
            NULL, false                                                                            \
        }                                                                                          \
    }

const struct action_row add_guest_row = {
    .word = N_("adding the guest"),
    .noun = "new guest",
    .operation = OP_customers_add,
    .subject = of_profile,
    .judge = judge_profile,
    .steps = PROFILE_STEPS(reread_customer),
};

const struct action_row edit_guest_row = {
    .word = N_("changing the profile"),
    .noun = "change of a guest's profile",
    .operation = OP_customers_update,
    .subject = of_profile,
    .judge = judge_profile,
    .steps = PROFILE_STEPS(reread_customer),
};

const struct action_row add_company_row = {
    .word = N_("adding the company"),
    .noun = "new company",
    .operation = OP_companies_add,
    .subject = of_profile,
    .judge = judge_profile,
    .steps = PROFILE_STEPS(reread_company),
};

const struct action_row edit_company_row = {
    .word = N_("changing the profile"),
    .noun = "change of a company's profile",
    .operation = OP_companies_update,
    .subject = of_profile,
    .judge = judge_profile,
    .steps = PROFILE_STEPS(reread_company),
};

/* Merging */

static bool
judge_merge(struct action *action, struct error *err)
{
    const struct store *store = action->desk->store;
    struct uuid from = action->order.account;
    struct uuid into = action->order.payee;
    const struct customer *guests[] = {store_customer_of(store, from),
                                       store_customer_of(store, into)};
    const struct company *companies[] = {store_company_of(store, from),
                                         store_company_of(store, into)};

    if (uuid_equal(from, into))
        return error_set(err, ERROR_USAGE, "It is the same profile: name two.");
    if (guests[0] && guests[1])
        return profile_may_be_used(guests[0]->is_active, guests[0]->last_name, err)
               && profile_may_be_used(guests[1]->is_active, guests[1]->last_name, err);
    if (companies[0] && companies[1])
        return profile_may_be_used(companies[0]->is_active, companies[0]->name, err)
               && profile_may_be_used(companies[1]->is_active, companies[1]->name, err);
    return error_set(err, ERROR_USAGE, "A guest is merged into a guest, a company into a company.");
}

static bool
merge(struct action *action, struct request **request, struct error *err)
{
    bool is_guest = store_customer_of(action->desk->store, action->order.account) != NULL;
    struct account_merge one = {
        .source_ids = {&action->order.account, 1},
        .target_id = action->order.payee,
        .type = is_guest ? ACCOUNT_CUSTOMER : ACCOUNT_COMPANY,
    };
    struct account_merges body = {.merges = {&one, 1}};
    char mark[UUID_TEXT_SIZE];

    (void)err;
    *request = action_write(action, OP_accounts_merge, RECORD_account_merges, &body);
    if (!is_guest)
        (*request)->intent.account = (struct uuid){{0}}; // by which it is looked for, see the clues
    write_says(*request, uuid_text(action->order.payee, mark), "%s", action->row->noun);
    return true;
}

static bool
reread_merged_guests(struct action *action, struct request **request, struct error *err)
{
    struct uuid both[] = {action->order.account, action->order.payee};
    struct filter filter = {
        .customer_ids = {both, countof(both)},
        .with_customers = {PRESENCE_SET, true},
        .with_addresses = {PRESENCE_SET, false},
    };

    (void)err;
    if (store_customer_of(action->desk->store, both[0]))
        *request = desk_read(OP_customers_get_all, REQUEST_FOR_KEY, &filter);
    return true;
}

static bool
reread_merged_companies(struct action *action, struct request **request, struct error *err)
{
    struct uuid both[] = {action->order.account, action->order.payee};
    struct filter filter = {.company_ids = {both, countof(both)}};

    (void)err;
    if (store_company_of(action->desk->store, both[0]))
        *request = desk_read(OP_companies_get_all, REQUEST_FOR_KEY, &filter);
    return true;
}

/* The stays that moved are the target's. */
static bool
reread_merged_stays(struct action *action, struct request **request, struct error *err)
{
    struct filter filter = {.account_ids = {&action->order.payee, 1}};

    (void)err;
    *request = desk_read(OP_reservations_get_all_2023, REQUEST_FOR_KEY, &filter);
    return true;
}

/* Its folio, cards and messages too: the desk reads what shows of them. */
static bool
reread_merged_folio(struct action *action, struct request **request, struct error *err)
{
    (void)request;
    (void)err;
    desk_load_account(action->desk, action->order.payee);
    client_refresh(action->desk->client);
    return true;
}

const struct action_row merge_row = {
    .word = N_("merging"),
    .noun = "merge of two profiles",
    .operation = OP_accounts_merge,
    .subject = of_account,
    .judge = judge_merge,
    .may_hold = true,
    .steps = (const struct step[]){{merge, false},
                                   {reread_merged_guests, true},
                                   {reread_merged_companies, true},
                                   {reread_merged_stays, true},
                                   {reread_merged_folio, true},
                                   {NULL, false}},
};

/* Files */

static bool
judge_attach(struct action *action, struct error *err)
{
    const struct customer *guest = store_customer_of(action->desk->store, action->order.account);

    if (!guest)
        return error_set(err, ERROR_NOT_FOUND,
                         "Files are attached to guests alone: it is no guest that is loaded.");
    return profile_may_be_used(guest->is_active, guest->last_name, err);
}

static bool
attach(struct action *action, struct request **request, struct error *err)
{
    struct customer_file body = {
        .customer_id = action->order.account,
        .name = action->order.name,
        .type = action->order.type,
        .data = action->order.text,
    };

    (void)err;
    *request = action_write(action, OP_customers_add_file, RECORD_customer_file, &body);
    return true;
}

const struct action_row attach_row = {
    .word = N_("attaching the file"),
    .noun = "file of a guest's",
    .operation = OP_customers_add_file,
    .subject = of_account,
    .judge = judge_attach,
    .steps = (const struct step[]){{attach, false}, {NULL, false}},
};
