/* What every hotel shares: countries, currencies with their rates, languages and their texts. */
#pragma once

#include "api/server/demo_hotel.h"

/*
 * Country, CountrySubdivision, CountryRule, CountryGroup; Currency, ExchangeRate; Language, texts.
 */
void demo_world_emit(struct demo_hotel *hotel);
