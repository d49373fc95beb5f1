#include "views/tender.h"

#include <stdio.h>
#include <string.h>

#include "api/base/error.h"
#include "api/base/intl.h"
#include "views/folio_sums.h"
#include "views/resolve.h"

bool
tender_read(struct app *app, const char *text, struct money amount, struct tender *tender,
            struct error *err)
{
    *tender = (struct tender){0};
    if (!money_parse(text, amount.currency, &tender->received, err))
        return false;
    tender->worth = tender->received;
    if (strcmp(tender->received.currency, amount.currency) != 0
        && (strcmp(amount.currency, house_currency(app)) != 0
            || !folio_exchange(app, tender->received, &tender->worth)))
        return error_set(err, ERROR_REFUSED, _("The house has no exchange rate for %s in %s."),
                         tender->received.currency, amount.currency);
    tender->change = tender->worth;
    return decimal_subtract(tender->worth.amount, amount.amount, &tender->change.amount)
           || error_set(err, ERROR_USAGE, _("The amount is too large."));
}

bool
tender_covers(const struct tender *tender, struct error *err)
{
    return decimal_sign(tender->change.amount) >= 0
           || error_set(err, ERROR_REFUSED,
                        _("Less was received than the amount: lower the amount (Tab)."));
}

const char *
tender_note(const struct tender *tender, char note[TENDER_NOTE_SIZE])
{
    char received[MONEY_TEXT_SIZE];
    char worth[MONEY_TEXT_SIZE];
    char change[MONEY_TEXT_SIZE];

    note[0] = '\0';
    if (strcmp(tender->received.currency, tender->worth.currency) != 0)
        snprintf(note, TENDER_NOTE_SIZE, "received %s = %s, change %s",
                 money_text(tender->received, received), money_text(tender->worth, worth),
                 money_text(tender->change, change));
    return note;
}
