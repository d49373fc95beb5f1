#include <string.h>

#include "api/desk/state.h"

/* Prices of a stay that may last longer or shorter, before it does; only the last one counts. */

static const char NOW[] = "now";
static const char THEN[] = "then";

static void
take_price(struct quote *quote, const struct reservation_price *price)
{
    bool is_now = strcmp(price->identifier, NOW) == 0;

    *(is_now ? &quote->now : &quote->then) = amount_gross(&price->total);
}

static void
answered(struct desk *desk, const struct result *result, void *ticket)
{
    struct quote_read *quoted = &desk->quoted;

    if (!turn_counts(desk, result, ticket))
        return;
    for (size_t i = 0; i < result->batch_count; i++)
        for (size_t row = 0; row < result->batches[i].count; row++)
            take_price(&quoted->quote,
                       (const struct reservation_price *)result->batches[i].rows + row);
    quoted->is_read = result->is_last && !result->error.kind;
}

static struct reservation_data
data_of(const struct reservation *stay, const char *identifier, struct instant end_utc)
{
    return (struct reservation_data){
        .identifier = identifier,
        .start_utc = stay->start_utc,
        .end_utc = end_utc,
        .person_counts = stay->person_counts,
        .category_id = stay->requested_category_id,
        .rate_id = stay->rate_id,
        .travel_agency_id = stay->travel_agency_id,
        .business_segment_id = stay->business_segment_id,
        .availability_block_id = stay->availability_block_id,
    };
}

static void
ask(struct desk *desk, const struct reservation *stay)
{
    struct quote_read *quoted = &desk->quoted;
    struct reservation_data rows[] = {data_of(stay, NOW, stay->end_utc),
                                      data_of(stay, THEN, quoted->end_utc)};
    struct reservations_price body = {.service_id = stay->service_id,
                                      .reservations = {rows, countof(rows)}};
    struct request *request = request_new(OP_reservations_price, REQUEST_FOR_KEY, NULL);

    request_set_record(request, RECORD_reservations_price, &body);
    request->pages = REQUEST_ONE_PAGE;
    turn_begin(&quoted->turn);
    turn_send(desk, &quoted->turn, request, answered);
}

void
desk_load_quote(struct desk *desk, struct uuid reservation, struct instant end_utc)
{
    const struct reservation *stay = store_reservation_of(desk->store, reservation);
    struct quote_read *quoted = &desk->quoted;
    bool is_known = uuid_equal(quoted->reservation, reservation) && quoted->end_utc.ms == end_utc.ms
                    && stay && quoted->updated_utc.ms == stay->updated_utc.ms;

    if (is_known && !quoted->is_stale)
        return;
    quoted->reservation = reservation;
    quoted->end_utc = end_utc;
    quoted->is_read &= is_known; // what is shown stays until the new prices come
    quoted->is_stale = false;
    quoted->updated_utc = stay ? stay->updated_utc : (struct instant){0};
    if (stay && instant_before(stay->start_utc, end_utc))
        ask(desk, stay);
}

const struct quote *
desk_quote(const struct desk *desk)
{
    return desk->quoted.is_read ? &desk->quoted.quote : NULL;
}

void
quote_refresh(struct desk *desk)
{
    desk->quoted.is_stale = true;
    desk->what |= DESK_STATUS; // who shows it asks again
}
