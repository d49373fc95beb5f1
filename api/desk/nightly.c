#include "api/desk/nightly.h"

#include <stdlib.h>

static struct instant
last_of(struct day first, int days)
{
    return day_at(day_add(first, days - 1), 0);
}

static struct request *
request_of(enum operation_id operation, enum record_id record, const void *body)
{
    struct request *request = request_new(operation, REQUEST_FOR_KEY, NULL);

    request_set_record(request, record, body);
    request->wants_json = true;
    return request;
}

struct request *
nightly_left(struct uuid service, struct day first, int days)
{
    struct availability_filter body = {
        .service_id = service,
        .first_utc = day_at(first, 0),
        .last_utc = last_of(first, days),
    };

    return request_of(OP_services_get_availability, RECORD_availability_filter, &body);
}

struct request *
nightly_prices(struct uuid rate, struct day first, int days)
{
    struct pricing_filter body = {
        .rate_id = rate,
        .first_utc = day_at(first, 0),
        .last_utc = last_of(first, days),
    };

    return request_of(OP_rates_get_pricing, RECORD_pricing_filter, &body);
}

void
nightly_each(const struct result *result, const char *list, nightly_fn take, void *context)
{
    struct document *answer = result->json ? document_parse(result->json, NULL) : NULL;
    const struct document *entries = document_find(answer, list);

    for (size_t i = 0; i < document_count(entries); i++) {
        const struct document *entry = document_at(entries, i);
        char *text = document_text(document_find(entry, "CategoryId"));
        struct uuid category;

        if (uuid_parse(text, &category))
            take(context, category, entry);
        free(text);
    }
    document_free(answer);
}

int64_t
nightly_number(const struct document *numbers, size_t night)
{
    char *text = document_text(document_at(numbers, night));
    int64_t number = strtoll(text, NULL, 10);

    free(text);
    return number;
}
