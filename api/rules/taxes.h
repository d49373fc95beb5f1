/*
 * Amounts with their taxes: from net or gross and tax codes, in decimals, rounded half away from
 * zero. Pure.
 */
#pragma once

#include "api/base/arena.h"
#include "api/schema/desk.h"

struct error;

/* What taxes depend on besides the value. */
struct taxation {
    struct tax_rate_list rates; /* of the property's tax environment */
    enum pricing_mode pricing;
    struct optional_int precision; /* digits of taxes; absent: those of the currency */
    struct instant at;             /* of consumption */
    int64_t units;                 /* how many flat taxes are due for */
    const char *member;            /* of the request, which errors name: UnitAmount */
};

/* Whether a value is small enough for JSON's numbers to carry it to the last digit. */
bool amount_fits(struct decimal value);

/* The rate of a code that is valid at the time; NULL: there is none. */
const struct tax_rate *tax_rate_find(const struct tax_rate_list *rates, const char *code,
                                     struct instant at);

/*
 * The amount of a net or a gross value. Taxes are relative to the net value, flat (an amount a
 * unit), or relative to the net value with other taxes on top. Net and taxes add up to gross
 * exactly. Without codes it is free of tax, which is not the same as a rate of 0 %.
 * Errors  ERROR_INPUT: a code that is unknown or not valid then, or in another currency; a value
 *         that is too large.
 */
MUST_USE bool amount_from_net(struct arena *arena, const struct taxation *taxation,
                              struct money net, const struct text_list *codes,
                              struct amount *amount, struct error *err);
MUST_USE bool amount_from_gross(struct arena *arena, const struct taxation *taxation,
                                struct money gross, const struct text_list *codes,
                                struct amount *amount, struct error *err);

/*
 * `count` times what a request asks for, as the property prices: gross with at most one code, or
 * net with any.
 * Errors  ERROR_INPUT, naming the member at fault.
 */
MUST_USE bool amount_of_request(struct arena *arena, const struct taxation *taxation,
                                const struct amount_parameters *wanted, int64_t count,
                                struct amount *amount, struct error *err);

/* `count` times a price, its taxes reckoned on the whole line. */
MUST_USE bool amount_of_price(struct arena *arena, const struct taxation *taxation,
                              const struct amount *price, int64_t count, struct amount *amount,
                              struct error *err);
