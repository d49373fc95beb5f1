#include "views/payer_options.h"

#include <stdio.h>
#include <string.h>

#include "api/base/error.h"
#include "api/base/intl.h"
#include "views/payers.h"

/* `ATU44955250, due in 14 days, not invoiced` */
static void
say_company(const struct company *company, char *text, size_t size)
{
    struct duration due;
    char days[40] = "";

    if (duration_parse(company->invoice_due, &due))
        snprintf(days, sizeof(days), _(", due in %d days"), due.days + due.months * 30);
    snprintf(text, size, "%s%s%s%s",
             company->tax_identifier[0] ? company->tax_identifier : _("no tax number"), days,
             company->is_invoiceable ? "" : _(", not invoiced"),
             company->credit_rating[0] && strcmp(company->credit_rating, "CreditOk") != 0
                 ? _(", credit to be decided")
                 : "");
}

void
payer_options(struct card *card, const struct app *app, struct uuid account, const char *letters)
{
    struct payer_row rows[PAYERS_MOST];
    size_t count = payers_find(app, account, letters, rows);

    for (size_t i = 0; i < count; i++) {
        const struct company *company = store_company_of(desk_store(app->desk), rows[i].account);
        char id[UUID_TEXT_SIZE];
        char data[160] = "";
        char name[200];

        account_title(app->desk, rows[i].account, name, sizeof(name));
        if (company)
            say_company(company, data, sizeof(data));
        card_option(card, uuid_text(rows[i].account, id), STYLE_NORMAL, "%s (%s)  %s", name,
                    _(rows[i].role), data);
    }
    if (!count)
        card_line(card, STYLE_DIM, "", "%s", _("Nobody has these letters."));
}

bool
payer_picked(const struct card *card, struct uuid *account, struct error *err)
{
    const char *name = card_picked(card);

    return (name && uuid_parse(name, account))
           || error_set(err, ERROR_USAGE, _("Nobody has these letters."));
}
