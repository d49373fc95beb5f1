#include "api/rules/totals.h"

#include <string.h>

#include "api/base/error.h"
#include "api/rules/taxes.h"

static struct tax_total *
need_code(struct arena *arena, struct amount_total *total, const char *code)
{
    for (size_t i = 0; i < total->count; i++)
        if (strcmp(total->taxes[i].code, code) == 0)
            return &total->taxes[i];
    total->taxes =
        arena_grow(arena, total->taxes, total->count, &total->capacity, sizeof(*total->taxes));
    total->taxes[total->count].code = code;
    return &total->taxes[total->count++];
}

static bool
add(struct decimal *sum, struct decimal value)
{
    return decimal_add(*sum, value, sum) && amount_fits(*sum);
}

bool
amount_total_add(struct arena *arena, struct amount_total *total, const struct amount *amount,
                 struct error *err)
{
    bool ok = add(&total->net, amount->net) && add(&total->gross, amount->gross);

    for (size_t i = 0; ok && i < amount->taxes.count; i++) {
        struct tax_total *tax = need_code(arena, total, amount->taxes.rows[i].code);

        ok = add(&tax->net, amount->net) && add(&tax->value, amount->taxes.rows[i].value);
    }
    return ok || error_set(err, ERROR_REFUSED, "The sum is too large: split it.");
}
