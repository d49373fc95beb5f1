/* The views, for the commands that open them. */
#pragma once

#include "tui/pane.h"

extern const struct pane_class arrivals_pane;
extern const struct pane_class departures_pane;
extern const struct pane_class in_house_pane;
extern const struct pane_class group_pane;
extern const struct pane_class cashier_pane;
extern const struct pane_class rack_pane;
extern const struct pane_class folio_pane;
extern const struct pane_class billtext_pane;
extern const struct pane_class messages_pane;
extern const struct pane_class detail_pane;
extern const struct pane_class tasks_pane;
extern const struct pane_class rates_pane;
extern const struct pane_class journal_pane;
extern const struct pane_class manual_pane;
extern const struct pane_class browse_pane;
extern const struct pane_class record_pane;
extern const struct pane_class form_pane;
extern const struct pane_class guests_pane;
extern const struct pane_class companies_pane;
extern const struct pane_class guest_pane;
extern const struct pane_class company_pane;
