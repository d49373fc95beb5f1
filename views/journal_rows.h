/* Writes of unknown outcome, as a list of the app's. */
#pragma once

#include "views/app.h"
#include "views/listing.h"

const struct listing *journal_listing(void); /* source: struct app */
