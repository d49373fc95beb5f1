#include "api/desk/clue.h"
#include "api/desk/profile_mark.h"
#include "api/desk/reconcile.h"

/* What shows that a profile was added, changed or merged. Files of guests are read by nothing. */

static bool
shows_customer(const struct journal_entry *entry, const void *record, struct instant since)
{
    const struct customer *guest = record;

    return customer_has_mark(guest, entry->nonce)
           && (profile_mark_tells(entry->nonce) || clue_is_since(guest->updated_utc, since));
}

/* Who got a profile with a booking is known by the last name alone. */
static bool
shows_new_customer(const struct journal_entry *entry, const void *record, struct instant since)
{
    const struct customer *guest = record;
    char mark[TEXT_MARK_SIZE];

    return (customer_has_mark(guest, entry->nonce)
            || clue_has_mark(entry, reconcile_text_mark(guest->last_name, mark)))
           && clue_is_since(guest->created_utc, since);
}

static bool
shows_company(const struct journal_entry *entry, const void *record, struct instant since)
{
    const struct company *company = record;

    return company_has_mark(company, entry->nonce)
           && (profile_mark_tells(entry->nonce) || clue_is_since(company->updated_utc, since));
}

static bool
shows_new_company(const struct journal_entry *entry, const void *record, struct instant since)
{
    const struct company *company = record;

    return company_has_mark(company, entry->nonce) && clue_is_since(company->created_utc, since);
}

static bool
shows_guest_merge(const struct journal_entry *entry, const void *record, struct instant since)
{
    (void)entry;
    (void)since;
    return !((const struct customer *)record)->is_active;
}

static bool
shows_company_merge(const struct journal_entry *entry, const void *record, struct instant since)
{
    (void)entry;
    (void)since;
    return !((const struct company *)record)->is_active;
}

/* What was merged is no longer active. */
static void
fill_inactive(const struct desk *desk, const struct journal_entry *entry, struct filter *filter)
{
    static const char *const states[] = {"Active", "Deleted"};

    (void)desk;
    (void)entry;
    filter->activity_states = (struct text_list){states, countof(states)};
}

static void
fill_customers(const struct desk *desk, const struct journal_entry *entry, struct filter *filter)
{
    fill_inactive(desk, entry, filter);
    filter->with_customers = (struct optional_bool){PRESENCE_SET, true};
    filter->with_addresses = (struct optional_bool){PRESENCE_SET, false};
}

static void
fill_new_customers(const struct desk *desk, const struct journal_entry *entry,
                   struct filter *filter)
{
    clue_fill_new(desk, entry, filter);
    fill_customers(desk, entry, filter);
}

/* A guest's merge has the account, a company's none: so each finds its own row. */
const struct clue profile_clues[PROFILE_CLUES] = {
    {OP_customers_add, OP_customers_get_all, RECORD_customer, NO_KEY, false, false,
     shows_new_customer, NO_LIST, fill_new_customers, false},
    {OP_customers_update, OP_customers_get_all, CLUE_OF(customer, id), false, true, shows_customer,
     CLUE_BY(customer_ids), fill_customers, false},
    {OP_companies_add, OP_companies_get_all, RECORD_company, NO_KEY, false, false,
     shows_new_company, NO_LIST, clue_fill_new, false},
    {OP_companies_update, OP_companies_get_all, CLUE_OF(company, id), false, true, shows_company,
     CLUE_BY(company_ids), NULL, false},
    {OP_accounts_merge, OP_customers_get_all, CLUE_OF(customer, id), true, true, shows_guest_merge,
     CLUE_BY(customer_ids), fill_customers, false},
    {OP_accounts_merge, OP_companies_get_all, CLUE_OF(company, id), false, true,
     shows_company_merge, CLUE_BY(company_ids), fill_inactive, false},
};
