/* The lines of the stays' folios: .Order and OrderItem; Payment and CreditCardTransaction. */
#pragma once

#include "api/server/demo_folio.h"

void demo_items_emit(struct demo_hotel *hotel);
void demo_payments_emit(struct demo_hotel *hotel);

/* The identifier of a stay's payment. */
struct uuid demo_payment_id(const struct demo_stay *stay, int payment);
