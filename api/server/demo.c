#include "api/server/demo.h"

#include "api/base/error.h"
#include "api/base/memory.h"
#include "api/server/demo_bills.h"
#include "api/server/demo_cards.h"
#include "api/server/demo_cash.h"
#include "api/server/demo_companies.h"
#include "api/server/demo_desk.h"
#include "api/server/demo_house.h"
#include "api/server/demo_items.h"
#include "api/server/demo_notes.h"
#include "api/server/demo_outlets.h"
#include "api/server/demo_party.h"
#include "api/server/demo_people.h"
#include "api/server/demo_rates.h"
#include "api/server/demo_resources.h"
#include "api/server/demo_stays.h"
#include "api/server/demo_talk.h"
#include "api/server/demo_taxes.h"
#include "api/server/demo_world.h"

/* In this order nothing refers to what comes later. */
static void (*const emitters[])(struct demo_hotel *hotel) = {
    demo_house_emit,      demo_world_emit,     demo_taxes_emit,
    demo_accounts_emit,   demo_services_emit,  demo_ages_emit,
    demo_products_emit,   demo_resources_emit, demo_rates_emit,
    demo_companies_emit,  demo_vouchers_emit,  demo_people_emit,
    demo_cards_emit,      demo_party_emit,     demo_stays_emit,
    demo_companions_emit, demo_notes_emit,     demo_bills_emit,
    demo_items_emit,      demo_payments_emit,  demo_preauthorizations_emit,
    demo_cash_emit,       demo_outlets_emit,   demo_talk_emit,
    demo_tasks_emit,      demo_devices_emit,   demo_tokens_emit,
};

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    struct demo_hotel hotel;
    bool ok;

    if (config->rooms < DEMO_ROOMS_LEAST || config->rooms > DEMO_ROOMS_MOST)
        return error_set(err, ERROR_USAGE, "A demo hotel has %d to %d rooms, not %d.",
                         DEMO_ROOMS_LEAST, DEMO_ROOMS_MOST, config->rooms);
    demo_hotel_init(&hotel, config);
    hotel.sink = (struct demo_sink){.emit = emit, .context = context, .err = err};
    for (size_t i = 0; i < countof(emitters) && !hotel.sink.has_failed; i++)
        emitters[i](&hotel);
    ok = !hotel.sink.has_failed;
    demo_hotel_clear(&hotel);
    return ok;
}
