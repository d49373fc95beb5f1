/*
 * What the server knows of its property without looking: the enterprise's settings, its taxes, its
 * age categories. Read when it starts; nothing changes them while it runs.
 */
#pragma once

#include "api/server/records.h"

struct property {
    struct arena arena;
    struct uuid id;
    struct uuid chain_id;
    struct uuid profile_id;               /* who writes: the integration itself */
    const char *enterprise_body;          /* as configuration/get shows them */
    const char *service_body;             /* of the first bookable service; NULL: none */
    const char *facts_body;               /* .Configuration of demo.h; NULL: none */
    struct text_list alternative_methods; /* of payment that are enabled: Ideal, … */
    struct configuration settings;
    struct tax_rate_list rates; /* of the property's tax environment */
    struct age_category_list age_categories;
};

/*
 * Reads it, and makes its time zone the process's.
 * Errors  false: ERROR_USAGE, the data is empty, or its time zone isn't on this machine.
 */
MUST_USE bool property_load(struct property *property, struct storage *storage, struct error *err);
void property_clear(struct property *property);
