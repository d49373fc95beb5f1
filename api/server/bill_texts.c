#include "api/server/bill_texts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/buffer.h"
#include "api/base/text.h"

enum {
    GROUP = 3, /* digits */
    LAST_DIGITS = 4
};

const char *
bill_amount_text(struct money value, char text[BILL_AMOUNT_SIZE])
{
    static const char blank[] = "\u00a0"; // one at which no line breaks
    char plain[DECIMAL_TEXT_SIZE];
    const char *digits = plain;
    struct decimal rounded;
    size_t whole;
    size_t at = 0;

    if (!decimal_round(value.amount, money_digits(value.currency), &rounded))
        rounded = value.amount; // more digits than fit are shown as they are
    decimal_text(rounded, plain);
    if (*digits == '-')
        text[at++] = *digits++;
    whole = strcspn(digits, ".");
    for (size_t i = 0; digits[i]; i++) {
        if (i && i < whole && (whole - i) % GROUP == 0)
            at += (size_t)snprintf(text + at, BILL_AMOUNT_SIZE - at, "%s", blank);
        text[at++] = digits[i];
    }
    text[at] = '\0';
    return text;
}

const char *
bill_tax_text(const struct transaction *tx, const char *code)
{
    const struct tax_rate_list *rates = &tx->property->rates;
    char text[DECIMAL_TEXT_SIZE];
    struct decimal percent;

    for (size_t i = 0; i < rates->count; i++) {
        if (strcmp(rates->rows[i].code, code) != 0)
            continue;
        if (strcmp(rates->rows[i].strategy, "Flat") == 0)
            return arena_print(tx->arena, "%s %s", decimal_text(rates->rows[i].value, text),
                               rates->rows[i].currency);
        if (decimal_multiply(rates->rows[i].value, (struct decimal){100, 0}, &percent))
            return arena_print(tx->arena, "%s %%", decimal_text(decimal_reduce(percent), text));
    }
    return arena_text(tx->arena, code);
}

/* Whether a text begins with a letter of East Asia. */
static bool
is_east_asian(const char *text)
{
    uint32_t letter;

    if (!*text)
        return false;
    text_decode(text, strlen(text), &letter);
    return (letter >= 0x2e80 && letter <= 0x9fff) || (letter >= 0xac00 && letter <= 0xd7a3);
}

const char *
bill_person_text(struct arena *arena, const char *first, const char *last, const char *second_last)
{
    if (is_east_asian(last))
        return arena_print(arena, "%s%s", last, first);
    return arena_print(arena, "%s%s%s%s%s", first, *first ? " " : "", last, *second_last ? " " : "",
                       second_last);
}

/* WireTransfer as Wire transfer. */
static const char *
words(struct arena *arena, const char *name)
{
    struct buffer text = {0};
    const char *result;

    for (const char *c = name; *c; c++) {
        bool begins = c > name && *c >= 'A' && *c <= 'Z' && c[-1] >= 'a' && c[-1] <= 'z';

        if (begins)
            buffer_add_char(&text, ' ');
        buffer_add_char(&text, begins ? (char)(*c - 'A' + 'a') : *c);
    }
    result = arena_text(arena, buffer_text(&text));
    buffer_clear(&text);
    return result;
}

static bool
card_text(struct transaction *tx, struct uuid id, const char **text, struct error *err)
{
    json_t *card = records_seek(tx->storage, ENTITY_credit_card, id, err);
    const char *type;
    const char *number;
    size_t length;

    *text = "Card";
    if (!json_is_object(card))
        return card != NULL;
    type = json_string_value(json_object_get(card, "Type"));
    number = json_string_value(json_object_get(card, "ObfuscatedNumber"));
    length = number ? strlen(number) : 0;
    *text =
        arena_print(tx->arena, "%s%s%s", type ? type : "Card", length >= LAST_DIGITS ? " ****" : "",
                    length >= LAST_DIGITS ? number + length - LAST_DIGITS : "");
    json_decref(card);
    return true;
}

bool
bill_payment_text(struct transaction *tx, const struct payment *payment, const char **text,
                  struct error *err)
{
    if (uuid_is_set(payment->credit_card_id))
        return card_text(tx, payment->credit_card_id, text, err);
    *text = words(tx->arena, *payment->external_type ? payment->external_type : payment->type);
    return true;
}
