/* Companies that pay for their people, and travel agencies that bring guests. */
#pragma once

#include "api/server/demo_hotel.h"

/* How many there are; agencies come first. */
void demo_companies_plan(struct demo_hotel *hotel);

/* Returns `text`. */
const char *demo_company_name(const struct demo_hotel *hotel, int32_t company, char *text,
                              size_t size);

/* Days until an invoice is due. */
int demo_company_due_days(const struct demo_hotel *hotel, int32_t company);

/* Czech and other companies, with the address of their invoices. */
int demo_company_nation(const struct demo_hotel *hotel, int32_t company);

/* Its profile, as it is emitted. *Gives*: json_decref(). */
MUST_USE json_t *demo_company_new(const struct demo_hotel *hotel, int32_t company);

/* Companies, and contracts of travel agencies. */
void demo_companies_emit(struct demo_hotel *hotel);
