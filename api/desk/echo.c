#include "api/desk/echo.h"

#include <string.h>

/* Read back, payments are negative; as given, before any bill's currency. */
static bool
is_amount(const struct payment *payment, struct money sent)
{
    const struct amount *shown = &payment->original_amount;

    return !shown->currency[0] // the property does not tell
           || (strcmp(shown->currency, sent.currency) == 0
               && decimal_compare(shown->gross, decimal_negate(sent.amount)) == 0);
}

bool
echo_is_true(const struct store *store, struct uuid account, const char *mark, struct money sent,
             struct error *err)
{
    struct store_rows rows = store_by(store, STORE_PAYMENTS_OF_ACCOUNT, account);
    char amount[MONEY_TEXT_SIZE];
    size_t found = 0;
    bool is_same = true;

    for (size_t i = 0; i < rows.count; i++) {
        const struct payment *payment = rows.rows[i];

        if (strcmp(payment->external_identifier, mark) != 0)
            continue;
        found++;
        is_same = is_same && is_amount(payment, sent);
    }
    money_text(sent, amount);
    if (!found)
        return error_set(err, ERROR_UNKNOWN,
                         "The property took %s, but does not show it: look at the folio before it "
                         "is taken again.",
                         amount);
    if (found > 1)
        return error_set(err, ERROR_UNKNOWN,
                         "%s was sent once, but the property shows it %zu times: correct it there.",
                         amount, found);
    return is_same
           || error_set(err, ERROR_UNKNOWN,
                        "%s was sent, but the property shows another amount: correct it there.",
                        amount);
}
