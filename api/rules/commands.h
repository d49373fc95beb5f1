/* The life of a command to a device. Pure. */
#pragma once

#include "api/schema/desk.h"

struct error;

/* Whether it has come to its end: Processed, Cancelled or Error. */
bool command_is_final(enum device_command_state state);

/*
 * Whether it can become `to`: it goes on, over states too, and never back; Processing may be told
 * again with more progress. What has come to its end stays.
 * Errors  ERROR_REFUSED, with both states. ERROR_INPUT: no such state; a progress that is none.
 * Source  Connector API, Device integrations, "Update command".
 */
MUST_USE bool command_may_become(enum device_command_state from, enum device_command_state to,
                                 struct optional_decimal progress, struct error *err);
