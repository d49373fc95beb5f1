#include "api/server/stay_products.h"

#include "api/rules/reservations.h"
#include "api/server/stay_folio.h"
#include "api/server/stay_lines.h"

static bool
add_lines(struct transaction *tx, const struct stay_terms *terms, const struct reservation *stay,
          const struct stay_lines *lines, struct error *err)
{
    json_t *ids = json_array();
    struct stay_folio folio;

    transaction_answer(tx, "ItemIds", ids);
    if (!stay_folio_open(terms, stay, &folio, err))
        return false;
    for (size_t i = 0; i < lines->count; i++) {
        struct uuid id;

        if (!stay_folio_add(&folio, &lines->rows[i], &id, err))
            return false;
        json_array_append_new(ids, codec_uuid(id));
    }
    return true;
}

bool
reservations_add_product(struct transaction *tx, const struct reservation_product *request,
                         struct error *err)
{
    struct product_order order = {
        .product_id = request->product_id,
        .count = {PRESENCE_SET, request->count},
        .unit_amount = request->unit_amount,
        .start_utc = request->start_utc,
        .end_utc = request->end_utc,
    };
    struct stay_lines lines = {0};
    struct reservation stay;
    struct stay_terms terms;

    return transaction_get(tx, ENTITY_reservation, request->reservation_id, "ReservationId", &stay,
                           err)
           && reservation_may_change(&stay, err) && stay_terms_find(tx, &stay, "", &terms, err)
           && stay_lines_add_product(&terms, &order, "", &lines, err)
           && add_lines(tx, &terms, &stay, &lines, err);
}
