#include "views/account_cells.h"

#include <stdio.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/text.h"
#include "api/desk/people.h"

/* Columns with what fills them: the same for the screen, `run` and sorting. */

struct account_column {
    struct list_column column; /* first, so that it is found by it */
    void (*say)(const struct account_rows *rows, const struct account_row *row, struct cell *cell);
};

static void
say(struct cell *cell, const char *text)
{
    text_copy(cell->text, sizeof(cell->text), text);
}

/* Flags */

/* Those of a guest that are none of a stay. */
#define TWIN_SIGN 'D'
#define OTA_SIGN '@'
#define PREPAY_SIGN '$'
#define DECISION_SIGN '?'
#define NO_INVOICE_SIGN 'N'
#define NO_TAX_SIGN 't'

const struct sign guest_signs[] = {
    {'X', N_("on the blocklist")},
    {'!', N_("problem or complaint before")},
    {'V', N_("very important")},
    {'v', N_("important")},
    {'T', N_("top management or staff")},
    {'N', N_("no post: cash only")},
    {'P', N_("paymaster")},
    {'R', N_("returning")},
    {'B', N_("birthday during the stay")},
    {'d', N_("disabled access")},
    {'W', N_("waiting for the room")},
    {'U', N_("a write of unknown outcome")},
    {TWIN_SIGN, N_("possible duplicate: another profile seems to be the same guest's")},
    {OTA_SIGN, N_("the e-mail is an agency's alias")},
    {0},
};

const struct sign company_signs[] = {
    {PREPAY_SIGN, N_("pays in advance")},
    {DECISION_SIGN, N_("the house decides whether it is invoiced")},
    {NO_INVOICE_SIGN, N_("is not to be invoiced")},
    {NO_TAX_SIGN, N_("has no tax number")},
    {'U', N_("a write of unknown outcome")},
    {0},
};

static void
add_sign(char *text, size_t size, char sign)
{
    size_t length = strlen(text);

    if (length + 1 >= size)
        return;
    text[length] = sign;
    text[length + 1] = '\0';
}

static void
guest_flags(const struct account_rows *rows, const struct account_row *row, char *text, size_t size)
{
    const struct customer *guest = row->record;
    uint32_t badges = guest_badges(rows->app->desk, guest);

    for (unsigned badge = 0; badge < BADGE_COUNT; badge++)
        if (badges & 1u << badge)
            add_sign(text, size, badge_row((enum badge)badge)->letter);
    if (row->has_twin)
        add_sign(text, size, TWIN_SIGN);
    if (guest->has_ota_email)
        add_sign(text, size, OTA_SIGN);
}

static void
company_flags(const struct account_row *row, char *text, size_t size)
{
    const struct company *company = row->record;

    if (strcmp(company->credit_rating, "PaymentRequiredUpfront") == 0)
        add_sign(text, size, PREPAY_SIGN);
    if (strcmp(company->credit_rating, "LocalDecisionRequired") == 0)
        add_sign(text, size, DECISION_SIGN);
    if (!company->is_invoiceable)
        add_sign(text, size, NO_INVOICE_SIGN);
    if (!company->tax_identifier[0])
        add_sign(text, size, NO_TAX_SIGN);
}

void
account_flags(const struct account_rows *rows, const struct account_row *row, char *text,
              size_t size)
{
    text[0] = '\0';
    if (desk_unknown_of(rows->app->desk, row->id))
        add_sign(text, size, 'U');
    if (rows->list == ACCOUNTS_GUESTS)
        guest_flags(rows, row, text, size);
    else
        company_flags(row, text, size);
}

static void
say_flags(const struct account_rows *rows, const struct account_row *row, struct cell *cell)
{
    account_flags(rows, row, cell->text, sizeof(cell->text));
    if (cell->text[0] == 'U')
        cell->style = STYLE_UNKNOWN;
}

/* Guests */

static void
say_guest(const struct account_rows *rows, const struct account_row *row, struct cell *cell)
{
    account_title(rows->app->desk, row->id, cell->text, sizeof(cell->text));
}

void
account_stay_text(const struct app *app, const struct reservation *stay, char *text, size_t size)
{
    const struct resource *room = stay ? stay_room(app->desk, stay) : NULL;
    struct wall_time at;

    text[0] = '\0';
    if (!stay)
        return;
    at = zone_wall_time(stay->state == RESERVATION_STARTED ? stay->end_utc : stay->start_utc);
    if (stay->state == RESERVATION_STARTED)
        snprintf(text, size, _("%s to %02d.%02d."), room ? room->name : "", at.day % 100,
                 at.month % 100);
    else
        snprintf(text, size, _("from %02d.%02d."), at.day % 100, at.month % 100);
}

static void
say_stay(const struct account_rows *rows, const struct account_row *row, struct cell *cell)
{
    account_stay_text(rows->app, row->stay, cell->text, sizeof(cell->text));
}

static void
say_phone(const struct account_rows *rows, const struct account_row *row, struct cell *cell)
{
    (void)rows;
    say(cell, ((const struct customer *)row->record)->phone);
}

static void
say_email(const struct account_rows *rows, const struct account_row *row, struct cell *cell)
{
    (void)rows;
    say(cell, ((const struct customer *)row->record)->email);
}

static void
say_nationality(const struct account_rows *rows, const struct account_row *row, struct cell *cell)
{
    (void)rows;
    say(cell, ((const struct customer *)row->record)->nationality);
}

static void
say_birth(const struct account_rows *rows, const struct account_row *row, struct cell *cell)
{
    (void)rows;
    say(cell, ((const struct customer *)row->record)->birth_date);
}

static void
say_employer(const struct account_rows *rows, const struct account_row *row, struct cell *cell)
{
    const struct customer *guest = row->record;
    const struct company *company =
        store_company_of(desk_store(rows->app->desk), guest->company_id);

    say(cell, company ? company->name : "");
}

static void
say_number(const struct account_rows *rows, const struct account_row *row, struct cell *cell)
{
    (void)rows;
    say(cell, ((const struct customer *)row->record)->number);
}

static void
say_id(const struct account_rows *rows, const struct account_row *row, struct cell *cell)
{
    (void)rows;
    uuid_text(row->id, cell->text);
}

/* Companies */

static void
say_company(const struct account_rows *rows, const struct account_row *row, struct cell *cell)
{
    (void)rows;
    say(cell, ((const struct company *)row->record)->name);
}

static void
say_tax(const struct account_rows *rows, const struct account_row *row, struct cell *cell)
{
    (void)rows;
    say(cell, ((const struct company *)row->record)->tax_identifier);
}

void
company_contracts(const struct app *app, struct uuid company, char *text, size_t size)
{
    struct store_rows contracts =
        store_by(desk_store(app->desk), STORE_CONTRACTS_OF_COMPANY, company);

    text[0] = '\0';
    for (size_t i = 0; i < contracts.count; i++) {
        const struct company_contract *contract = contracts.rows[i];
        size_t length = strlen(text);
        struct decimal percent;
        char number[DECIMAL_TEXT_SIZE];

        if (contract->is_active
            && decimal_multiply(contract->commission, (struct decimal){100, 0}, &percent))
            snprintf(text + length, size - length, "%s%s %%", length ? ", " : "",
                     decimal_text(percent, number));
    }
}

static void
say_contracts(const struct account_rows *rows, const struct account_row *row, struct cell *cell)
{
    company_contracts(rows->app, row->id, cell->text, sizeof(cell->text));
}

static const char *
rating_word(const char *rating)
{
    static const char *const words[][2] = {
        {"PaymentRequiredUpfront", N_("prepay")},
        {"LocalDecisionRequired", N_("ask")},
        {"CreditOk", N_("ok")},
    };

    for (size_t i = 0; i < countof(words); i++)
        if (strcmp(words[i][0], rating) == 0)
            return _(words[i][1]);
    return rating;
}

static void
say_rating(const struct account_rows *rows, const struct account_row *row, struct cell *cell)
{
    (void)rows;
    say(cell, rating_word(((const struct company *)row->record)->credit_rating));
}

/* Within how many days it pays its invoices. */
static void
say_due(const struct account_rows *rows, const struct account_row *row, struct cell *cell)
{
    const char *text = ((const struct company *)row->record)->invoice_due;
    struct duration due;

    (void)rows;
    if (duration_parse(text, &due) && due.days && !due.months && !due.ms)
        snprintf(cell->text, sizeof(cell->text), ngettext("%d day", "%d days", (unsigned)due.days),
                 due.days);
    else
        say(cell, text);
}

static void
say_contact(const struct account_rows *rows, const struct account_row *row, struct cell *cell)
{
    const struct company *company = row->record;

    (void)rows;
    snprintf(cell->text, sizeof(cell->text), "%s%s%s", company->telephone,
             company->telephone[0] && company->email[0] ? "  " : "", company->email);
}

/* Open bills, as far as bills were read. */
static int
count_open(const struct account_rows *rows, const struct account_row *row)
{
    struct store_rows bills =
        store_by(desk_store(rows->app->desk), STORE_BILLS_OF_ACCOUNT, row->id);
    int count = 0;

    for (size_t i = 0; i < bills.count; i++)
        count += ((const struct bill *)bills.rows[i])->state == BILL_OPEN;
    return count;
}

static void
say_open(const struct account_rows *rows, const struct account_row *row, struct cell *cell)
{
    int count = count_open(rows, row);

    if (count)
        snprintf(cell->text, sizeof(cell->text), "%d", count);
    else if (!desk_has_open_bills(rows->app->desk))
        say(cell, "·");
}

// clang-format off
static const struct account_column guest_columns[] = {
    {{"flags",       N_(""),         4, false, ALIGN_LEFT, 1}, say_flags},
    {{"guest",       N_("Guest"),   17, true,  ALIGN_LEFT, 0}, say_guest},
    {{"stay",        N_("Stay"),    14, false, ALIGN_LEFT, 2}, say_stay},
    {{"phone",       N_("Phone"),   16, false, ALIGN_LEFT, 3}, say_phone},
    {{"email",       N_("E-mail"),  20, true,  ALIGN_LEFT, 5}, say_email},
    {{"nationality", N_("Nat"),      3, false, ALIGN_LEFT, 4}, say_nationality},
    {{"birth_date",  N_("Born"),    10, false, ALIGN_LEFT, 6}, say_birth},
    {{"company",     N_("Company"), 14, true,  ALIGN_LEFT, 7}, say_employer},
    {{"number",      N_("Number"),   8, false, ALIGN_LEFT, 8}, say_number},
    {{"id",          N_("Id"),      36, false, ALIGN_LEFT, 9}, say_id},
};

static const struct account_column company_columns[] = {
    {{"flags",          N_(""),         4, false, ALIGN_LEFT,  1}, say_flags},
    {{"company",        N_("Company"), 20, true,  ALIGN_LEFT,  0}, say_company},
    {{"tax_identifier", N_("Tax id"),  14, false, ALIGN_LEFT,  2}, say_tax},
    {{"contract",       N_("Contract"), 8, false, ALIGN_RIGHT, 6}, say_contracts},
    {{"credit_rating",  N_("Credit"),   6, false, ALIGN_LEFT,  4}, say_rating},
    {{"invoice_due",    N_("Pays in"),  8, false, ALIGN_LEFT,  5}, say_due},
    {{"contact",        N_("Contact"), 18, true,  ALIGN_LEFT,  7}, say_contact},
    {{"open",           N_("Open"),     4, false, ALIGN_RIGHT, 3}, say_open},
    {{"id",             N_("Id"),      36, false, ALIGN_LEFT,  9}, say_id},
};
// clang-format on

void
account_cell(const struct account_rows *rows, const struct account_row *row,
             const struct list_column *column, struct cell *cell)
{
    cell->style = STYLE_NORMAL;
    cell->text[0] = '\0';
    ((const struct account_column *)column)->say(rows, row, cell);
}

/* Lists: the screen leaves out the ids, which are the last columns. */

#define GUEST(i) &guest_columns[i].column
#define COMPANY(i) &company_columns[i].column

static const struct list_column *const guests_shown[] = {
    GUEST(0), GUEST(1), GUEST(2), GUEST(3), GUEST(4),
    GUEST(5), GUEST(6), GUEST(7), GUEST(8), GUEST(9),
};
static const struct list_column *const companies_shown[] = {
    COMPANY(0), COMPANY(1), COMPANY(2), COMPANY(3), COMPANY(4),
    COMPANY(5), COMPANY(6), COMPANY(7), COMPANY(8),
};

_Static_assert(countof(guests_shown) == countof(guest_columns), "each column is listed");
_Static_assert(countof(companies_shown) == countof(company_columns), "each column is listed");

static size_t
row_count(void *source)
{
    return ((const struct account_rows *)source)->count;
}

static struct uuid
row_id(void *source, size_t index)
{
    return ((const struct account_rows *)source)->rows[index]->id;
}

static void
guest_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    const struct account_rows *rows = source;

    account_cell(rows, rows->rows[index], guests_shown[column], cell);
}

static void
company_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    const struct account_rows *rows = source;

    account_cell(rows, rows->rows[index], companies_shown[column], cell);
}

#define ACCOUNT_LIST(shown, less, fill)                                                            \
    {                                                                                              \
        .columns = shown, .column_count = countof(shown) - (less), .marker_column = 1,             \
        .count = row_count, .id = row_id, .cell = fill,                                            \
    }

const struct list_class *
account_list_class(enum account_list list)
{
    static const struct list_class classes[] = {
        [ACCOUNTS_GUESTS] = ACCOUNT_LIST(guests_shown, 1, guest_cell),
        [ACCOUNTS_COMPANIES] = ACCOUNT_LIST(companies_shown, 1, company_cell),
    };

    return &classes[list];
}

static void
row_members(void *source, size_t index, struct document *object)
{
    const struct account_rows *rows = source;
    const struct account_row *row = rows->rows[index];
    const struct list_class *class = account_listing(rows->list)->list;

    for (size_t i = 0; i < class->column_count; i++) {
        struct cell cell;

        account_cell(rows, row, class->columns[i], &cell);
        document_set_text(object, class->columns[i]->id, cell.text);
    }
    if (rows->list == ACCOUNTS_COMPANIES) {
        const struct company *company = row->record;

        document_set_text(object, "credit_rating", company->credit_rating);
        document_set_text(object, "invoice_due", company->invoice_due);
        document_set_whole(object, "open", count_open(rows, row));
    } else {
        document_set_text(object, "stay", row->stay ? row->stay->number : "");
    }
}

const struct listing *
account_listing(enum account_list list)
{
    static const struct list_class classes[] = {
        [ACCOUNTS_GUESTS] = ACCOUNT_LIST(guests_shown, 0, guest_cell),
        [ACCOUNTS_COMPANIES] = ACCOUNT_LIST(companies_shown, 0, company_cell),
    };
    static const struct listing listings[] = {
        [ACCOUNTS_GUESTS] = {&classes[ACCOUNTS_GUESTS], row_members},
        [ACCOUNTS_COMPANIES] = {&classes[ACCOUNTS_COMPANIES], row_members},
    };

    return &listings[list];
}
