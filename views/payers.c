#include "views/payers.h"

#include <string.h>

#include "api/base/fold.h"
#include "api/base/intl.h"
#include "api/rules/profiles.h"
#include "views/resolve.h"

static const char companion[] = N_("companion");

static void
add(struct payer_row *rows, size_t *count, struct uuid account, const char *role)
{
    for (size_t i = 0; i < *count; i++)
        if (uuid_equal(rows[i].account, account))
            return;
    if (*count < PAYERS_MOST && uuid_is_set(account))
        rows[(*count)++] = (struct payer_row){account, role, false};
}

static void
add_companions(const struct store *store, const struct reservation *stay, struct payer_row *rows,
               size_t *count)
{
    struct store_rows companions = store_by(store, STORE_COMPANIONS_OF_RESERVATION, stay->id);

    for (size_t i = 0; i < companions.count; i++)
        add(rows, count, ((const struct companionship *)companions.rows[i])->customer_id,
            companion);
    add(rows, count, stay->company_id, N_("company"));
    add(rows, count, stay->travel_agency_id, N_("agency"));
}

/* One who booked twice has two: what is owed under the other is easily forgotten. */
static void
add_same_guest(const struct store *store, const struct customer *guest, struct payer_row *rows,
               size_t *count)
{
    struct store_rows customers = store_all(store, RECORD_customer);

    for (size_t i = 0; i < customers.count; i++) {
        const struct customer *other = customers.rows[i];
        size_t before = *count;

        if (other == guest || !customers_seem_one(guest, other))
            continue;
        add(rows, count, other->id, N_("other profile"));
        if (*count > before)
            rows[before].is_same_guest = true;
    }
}

static void
add_group(const struct store *store, const struct reservation *stay, struct payer_row *rows,
          size_t *count)
{
    struct store_rows group = store_by(store, STORE_RESERVATIONS_OF_GROUP, stay->group_id);

    for (size_t i = 0; uuid_is_set(stay->group_id) && i < group.count; i++)
        add(rows, count, ((const struct reservation *)group.rows[i])->account_id, N_("group"));
}

size_t
payers_near(const struct app *app, struct uuid account, struct payer_row rows[PAYERS_MOST])
{
    const struct store *store = desk_store(app->desk);
    struct store_rows stays = store_by(store, STORE_RESERVATIONS_OF_ACCOUNT, account);
    const struct customer *guest = store_customer_of(store, account);
    size_t count = 0;

    add(rows, &count, account, guest ? N_("guest") : N_("company"));
    for (size_t i = 0; i < stays.count; i++)
        if (stay_is_current(app->desk, stays.rows[i]))
            add_companions(store, stays.rows[i], rows, &count);
    if (guest) {
        add(rows, &count, guest->company_id, N_("company"));
        add_same_guest(store, guest, rows, &count);
    }
    for (size_t i = 0; i < stays.count; i++)
        if (stay_is_current(app->desk, stays.rows[i]))
            add_group(store, stays.rows[i], rows, &count);
    return count;
}

size_t
payers_of_share(const struct payer_row *near, size_t count, size_t way)
{
    for (size_t i = 1; i < count && way; i++)
        if (near[i].role == companion && --way == 0)
            return i;
    return 0;
}

static bool
has_letters(const struct app *app, struct uuid account, const char *folded)
{
    char name[256];
    char key[256];

    fold_text(account_title(app->desk, account, name, sizeof(name)), key, sizeof(key));
    return fold_match(key, folded) > 0;
}

static void
find_companies(const struct app *app, const char *folded, struct payer_row *rows, size_t *count)
{
    struct store_rows companies = store_all(desk_store(app->desk), RECORD_company);

    for (size_t i = 0; i < companies.count; i++) {
        const struct company *company = companies.rows[i];

        if (company->is_active && has_letters(app, company->id, folded))
            add(rows, count, company->id, N_("company"));
    }
}

static void
find_guests(const struct app *app, const char *folded, struct payer_row *rows, size_t *count)
{
    struct store_rows stays = store_all(desk_store(app->desk), RECORD_reservation);

    for (size_t i = 0; i < stays.count; i++) {
        const struct reservation *stay = stays.rows[i];

        if (stay_is_current(app->desk, stay) && has_letters(app, stay->account_id, folded))
            add(rows, count, stay->account_id, N_("guest"));
    }
}

size_t
payers_find(const struct app *app, struct uuid account, const char *letters,
            struct payer_row rows[PAYERS_MOST])
{
    struct payer_row near[PAYERS_MOST];
    size_t near_count = payers_near(app, account, near);
    char folded[128];
    size_t count = 0;

    fold_text(letters, folded, sizeof(folded));
    for (size_t i = 0; i < near_count; i++)
        if (!folded[0] || has_letters(app, near[i].account, folded))
            add(rows, &count, near[i].account, near[i].role);
    if (!folded[0])
        return count;
    find_companies(app, folded, rows, &count);
    find_guests(app, folded, rows, &count);
    return count;
}

static bool
has_companies(struct app *app, const void *context, struct error *err)
{
    const struct error *missing = desk_companies_missing(app->desk);

    (void)context;
    if (missing)
        *err = *missing;
    return desk_has_companies(app->desk);
}

bool
resolve_payer(struct app *app, const char *text, struct uuid *account, struct error *err)
{
    struct payer_row rows[PAYERS_MOST];
    size_t count = 0;
    char folded[128];

    if (resolve_account(app, text, account, err))
        return true;
    desk_load_companies(app->desk);
    if (!app->screen && !app_wait(app, has_companies, NULL, err))
        return false;
    fold_text(text, folded, sizeof(folded));
    if (folded[0])
        find_companies(app, folded, rows, &count);
    if (count > 1)
        return error_set(err, ERROR_USAGE, "\"%.40s\" fits %zu companies: say more of the name.",
                         text, count);
    if (count == 1)
        *account = rows[0].account;
    return count == 1; // else the error of the guest's name
}
