/* Numbers, dates and amounts as people and properties write them: read or refused, never wrong. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"
#include "api/base/money.h"
#include "api/base/uuid.h"
#include "api/base/zone.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    struct error err;

    (void)argc;
    (void)argv;
    return zone_set("Europe/Prague", &err) ? 0 : 1;
}

static void
check_decimal(const char *text)
{
    char digits[DECIMAL_TEXT_SIZE];
    struct decimal value;
    struct decimal back;

    if (!decimal_parse(text, '.', &value))
        return;
    assert(decimal_parse(decimal_text(value, digits), '.', &back));
    assert(back.units == value.units && back.scale == value.scale);
    if (decimal_from_double(decimal_to_double(value), &back)
        && decimal_subtract(value, back, &back))
        assert(labs((long)back.units) <= labs((long)value.units) / 100000000000 + 1);
}

static void
check_money(const char *text)
{
    char written[MONEY_TEXT_SIZE];
    struct money value;
    struct money back;
    struct money parts[3];
    struct money sum;
    struct error err;

    if (!money_parse(text, "EUR", &value, &err)) {
        assert(err.kind == ERROR_USAGE);
        return;
    }
    assert(money_parse(money_text(value, written), "", &back, &err));
    assert(decimal_compare(value.amount, back.amount) == 0);
    assert(strcmp(value.currency, back.currency) == 0);
    if (!money_split(value, 3, parts))
        return;
    assert(money_add(parts[0], parts[1], &sum) && money_add(sum, parts[2], &sum));
    assert(decimal_compare(sum.amount, value.amount) == 0);
}

static void
check_time(const char *text)
{
    char written[INSTANT_TEXT_SIZE * 2];
    struct instant at;
    struct instant again;
    struct duration period;
    struct duration same;

    if (instant_parse(text, &at) && at.ms && *instant_text(at, written)) {
        assert(instant_parse(written, &again));
        assert(at.ms == again.ms);
        (void)day_at(day_of(at), 0);
    }
    if (duration_parse(text, &period)) {
        assert(duration_parse(duration_text(period, written), &same));
        assert(memcmp(&period, &same, sizeof(period)) == 0);
        again = instant_add((struct instant){1774342800000}, period);
        (void)instant_text(again, written);
        (void)business_day_of((struct instant){1774342800000}, period);
    }
}

static void
check_day(const char *text)
{
    char written[DAY_TEXT_SIZE];
    const struct day today = {20536};
    struct day day;
    struct day again;
    struct error err;

    if (!day_parse(text, today, &day, &err)) {
        assert(err.kind == ERROR_USAGE);
        return;
    }
    if (day.number) {
        assert(day_parse_iso(day_text(day, written), &again));
        assert(day.number == again.number);
    }
}

static void
check_uuid(const char *text)
{
    char written[UUID_TEXT_SIZE];
    struct uuid value;
    struct uuid same;

    if (uuid_parse(text, &value) && uuid_is_set(value)) {
        assert(uuid_parse(uuid_text(value, written), &same));
        assert(uuid_equal(value, same));
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = strndup((const char *)data, size);

    check_decimal(text);
    check_money(text);
    check_time(text);
    check_day(text);
    check_uuid(text);
    free(text);
    return 0;
}
