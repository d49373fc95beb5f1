/* Filling empty data with the demo hotel. */
#pragma once

#include "api/server/demo.h"
#include "api/server/storage.h"

/*
 * Stores what demo_generate() emits, in one transaction.
 * Errors  false: what it or the storage answered; then nothing is stored.
 */
MUST_USE bool fill_with_demo(struct storage *storage, const struct demo_config *config,
                             struct error *err);
