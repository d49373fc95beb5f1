#include "api/rules/taxes.h"

#include <string.h>

#include "api/base/error.h"

/*
 * Each tax is a line in the net value: tax = slope * net + fixed. Relative taxes have a slope, flat
 * ones are fixed, and a dependent one builds both from the lines of its bases. So gross is a line
 * too, and net comes out of gross by one division.
 */

enum {
    LINES_MOST = 16,
    NET_DIGITS = 12, /* of net out of gross before the taxes are rounded; fewer for huge values */
};

struct line {
    const struct tax_rate *rate;
    struct decimal slope;
    struct decimal fixed;
};

struct lines {
    struct line rows[LINES_MOST];
    size_t count;
};

bool
amount_fits(struct decimal value)
{
    const struct decimal most = {1000000000000, 0}; // 15 digits with a thousandth behind

    return decimal_compare(value, most) <= 0 && decimal_compare(value, decimal_negate(most)) >= 0;
}

static bool
is_valid(const struct tax_rate *rate, struct instant at)
{
    bool any = rate->validity.count == 0;

    for (size_t i = 0; !any && i < rate->validity.count; i++) {
        struct interval when = rate->validity.rows[i];

        any = !(instant_is_set(when.start_utc) && instant_before(at, when.start_utc))
              && !(instant_is_set(when.end_utc) && !instant_before(at, when.end_utc));
    }
    return any;
}

const struct tax_rate *
tax_rate_find(const struct tax_rate_list *rates, const char *code, struct instant at)
{
    for (size_t i = 0; i < rates->count; i++)
        if (strcmp(rates->rows[i].code, code) == 0 && is_valid(&rates->rows[i], at))
            return &rates->rows[i];
    return NULL;
}

static bool
is_base(const struct tax_rate *rate, const struct tax_rate *base)
{
    for (size_t i = 0; i < rate->base_taxations.count; i++)
        if (strcmp(rate->base_taxations.rows[i], base->taxation_code) == 0)
            return true;
    return false;
}

/* rate * (net and the taxes before it that are its bases) */
static bool
add_dependent(struct lines *lines, const struct tax_rate *rate, struct line *line)
{
    struct decimal slope = {1, 0};
    struct decimal fixed = {0, 0};

    for (size_t i = 0; i < lines->count; i++) {
        const struct line *base = &lines->rows[i];

        if (is_base(rate, base->rate)
            && (!decimal_add(slope, base->slope, &slope)
                || !decimal_add(fixed, base->fixed, &fixed)))
            return false;
    }
    return decimal_multiply(rate->value, slope, &line->slope)
           && decimal_multiply(rate->value, fixed, &line->fixed);
}

static bool
is_dependent(const struct tax_rate *rate)
{
    return strcmp(rate->strategy, "Dependent") == 0;
}

static bool
add_line(struct lines *lines, const struct taxation *taxation, const struct tax_rate *rate)
{
    struct line *line = &lines->rows[lines->count];
    bool ok = true;

    *line = (struct line){.rate = rate};
    if (is_dependent(rate))
        ok = add_dependent(lines, rate, line);
    else if (strcmp(rate->strategy, "Flat") == 0)
        ok = decimal_multiply(rate->value, (struct decimal){taxation->units, 0}, &line->fixed);
    else
        line->slope = rate->value;
    lines->count++;
    return ok;
}

static bool
refuse_code(const struct taxation *taxation, const char *code, const char *why, struct error *err)
{
    return error_set(err, ERROR_INPUT, "Invalid %s.TaxCodes: %.60s %s.", taxation->member, code,
                     why);
}

static bool
check_code(const struct taxation *taxation, const char *code, const char *currency,
           const struct tax_rate **rate, struct error *err)
{
    *rate = tax_rate_find(&taxation->rates, code, taxation->at);
    if (!*rate)
        return refuse_code(taxation, code, "is no tax code of this property at that time", err);
    if (strcmp((*rate)->strategy, "Flat") == 0 && *(*rate)->currency
        && strcmp((*rate)->currency, currency) != 0)
        return refuse_code(taxation, code, "is a tax in another currency", err);
    return true;
}

/* The lines of the codes, dependent ones last, as they stand on the others. */
static bool
find_lines(const struct taxation *taxation, const struct text_list *codes, const char *currency,
           struct lines *lines, struct error *err)
{
    lines->count = 0;
    if (codes->count > LINES_MOST)
        return error_set(err, ERROR_INPUT, "Invalid %s.TaxCodes: has too many items.",
                         taxation->member);
    for (int dependent = 0; dependent < 2; dependent++) {
        for (size_t i = 0; i < codes->count; i++) {
            const struct tax_rate *rate;

            if (!check_code(taxation, codes->rows[i], currency, &rate, err))
                return false;
            if (is_dependent(rate) == dependent && !add_line(lines, taxation, rate))
                return error_set(err, ERROR_INPUT, "Invalid %s: it is too large.",
                                 taxation->member);
        }
    }
    return true;
}

static uint8_t
tax_digits(const struct taxation *taxation, const char *currency)
{
    int64_t digits = taxation->precision.value;

    if (taxation->precision.presence != PRESENCE_SET || digits < 0 || digits > NET_DIGITS)
        return money_digits(currency);
    return (uint8_t)digits;
}

static bool
tax_of(const struct line *line, struct decimal net, uint8_t digits, struct decimal *tax)
{
    struct decimal exact;

    return decimal_multiply(line->slope, net, &exact) && decimal_add(exact, line->fixed, &exact)
           && decimal_round(exact, digits, tax);
}

/* The taxes of a net value; `total` is their sum. */
static bool
add_taxes(const struct lines *lines, struct decimal net, uint8_t digits, struct tax_value *taxes,
          struct decimal *total)
{
    *total = (struct decimal){0, 0};
    for (size_t i = 0; i < lines->count; i++) {
        taxes[i].code = lines->rows[i].rate->code;
        if (!tax_of(&lines->rows[i], net, digits, &taxes[i].value)
            || !decimal_add(*total, taxes[i].value, total))
            return false;
    }
    return true;
}

static void
fill_amount(struct arena *arena, const struct money *value, struct tax_value *taxes, size_t count,
            struct amount *amount)
{
    *amount = (struct amount){.currency = arena_text(arena, value->currency)};
    amount->taxes = (struct tax_value_list){taxes, count};
}

bool
amount_from_net(struct arena *arena, const struct taxation *taxation, struct money net,
                const struct text_list *codes, struct amount *amount, struct error *err)
{
    struct lines lines;
    struct tax_value *taxes;
    struct decimal total;

    if (!find_lines(taxation, codes, net.currency, &lines, err))
        return false;
    taxes = arena_new(arena, (lines.count + 1) * sizeof(*taxes));
    fill_amount(arena, &net, taxes, lines.count, amount);
    amount->net = net.amount;
    if (add_taxes(&lines, net.amount, tax_digits(taxation, net.currency), taxes, &total)
        && decimal_add(net.amount, total, &amount->gross))
        return true;
    return error_set(err, ERROR_INPUT, "Invalid %s: it is too large.", taxation->member);
}

/* Net before rounding, to `digits`. */
static bool
net_of_gross(const struct lines *lines, struct decimal gross, uint8_t digits, struct decimal *net)
{
    struct decimal slope = {1, 0};

    for (size_t i = 0; i < lines->count; i++)
        if (!decimal_add(slope, lines->rows[i].slope, &slope)
            || !decimal_subtract(gross, lines->rows[i].fixed, &gross))
            return false;
    return decimal_divide(gross, slope, digits, net);
}

bool
amount_from_gross(struct arena *arena, const struct taxation *taxation, struct money gross,
                  const struct text_list *codes, struct amount *amount, struct error *err)
{
    uint8_t digits = tax_digits(taxation, gross.currency);
    struct lines lines;
    struct tax_value *taxes;
    struct decimal net;
    struct decimal total;

    if (!find_lines(taxation, codes, gross.currency, &lines, err))
        return false;
    taxes = arena_new(arena, (lines.count + 1) * sizeof(*taxes));
    fill_amount(arena, &gross, taxes, lines.count, amount);
    amount->gross = gross.amount;
    for (uint8_t exact = NET_DIGITS; exact > digits; exact--)
        if (net_of_gross(&lines, gross.amount, exact, &net)
            && add_taxes(&lines, net, digits, taxes, &total)
            && decimal_subtract(gross.amount, total, &amount->net))
            return true;
    return error_set(err, ERROR_INPUT, "Invalid %s: it is too large.", taxation->member);
}

/* `count` times the value, at the currency's digits. */
static bool
times(const struct taxation *taxation, struct money unit, int64_t count, struct money *line,
      struct error *err)
{
    *line = unit;
    if (decimal_multiply(unit.amount, (struct decimal){count, 0}, &line->amount)
        && money_round(*line, line) && amount_fits(line->amount))
        return true;
    return error_set(err, ERROR_INPUT, "Invalid %s: it is too large.", taxation->member);
}

static struct money
money_of(struct decimal value, const char *currency)
{
    struct money money = {.amount = value};

    memcpy(money.currency, currency, sizeof(money.currency));
    return money;
}

static bool
check_pricing(const struct taxation *taxation, const struct amount_parameters *wanted,
              struct error *err)
{
    bool has_gross = wanted->gross.presence == PRESENCE_SET;
    bool has_net = wanted->net.presence == PRESENCE_SET;

    if (has_gross == has_net)
        return error_set(err, ERROR_INPUT,
                         "Invalid %s: give either GrossValue or NetValue, just one of them.",
                         taxation->member);
    if (taxation->pricing == PRICING_GROSS && !has_gross)
        return error_set(err, ERROR_INPUT,
                         "Invalid %s.NetValue: this property prices gross, give GrossValue.",
                         taxation->member);
    if (taxation->pricing == PRICING_NET && !has_net)
        return error_set(err, ERROR_INPUT,
                         "Invalid %s.GrossValue: this property prices net, give NetValue.",
                         taxation->member);
    if (has_gross && wanted->tax_codes.count > 1)
        return error_set(err, ERROR_INPUT,
                         "Invalid %s.TaxCodes: GrossValue goes with one code at most.",
                         taxation->member);
    if (strlen(wanted->currency) != 3)
        return error_set(err, ERROR_INPUT, "Invalid %s.Currency: must be a code such as EUR.",
                         taxation->member);
    return true;
}

bool
amount_of_request(struct arena *arena, const struct taxation *taxation,
                  const struct amount_parameters *wanted, int64_t count, struct amount *amount,
                  struct error *err)
{
    bool has_gross = wanted->gross.presence == PRESENCE_SET;
    struct decimal unit = has_gross ? wanted->gross.value : wanted->net.value;
    struct money line;

    if (!check_pricing(taxation, wanted, err)
        || !times(taxation, money_of(unit, wanted->currency), count, &line, err))
        return false;
    return has_gross ? amount_from_gross(arena, taxation, line, &wanted->tax_codes, amount, err)
                     : amount_from_net(arena, taxation, line, &wanted->tax_codes, amount, err);
}

bool
amount_of_price(struct arena *arena, const struct taxation *taxation, const struct amount *price,
                int64_t count, struct amount *amount, struct error *err)
{
    const char **codes = arena_new(arena, (price->taxes.count + 1) * sizeof(*codes));
    struct text_list list = {codes, 0};
    struct money line;
    bool is_net = taxation->pricing == PRICING_NET;

    for (size_t i = 0; i < price->taxes.count; i++)
        if (*price->taxes.rows[i].code)
            codes[list.count++] = price->taxes.rows[i].code;
    if (!times(taxation, is_net ? amount_net(price) : amount_gross(price), count, &line, err))
        return false;
    return is_net ? amount_from_net(arena, taxation, line, &list, amount, err)
                  : amount_from_gross(arena, taxation, line, &list, amount, err);
}
