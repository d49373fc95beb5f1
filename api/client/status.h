/* How it stands with the property, as the screen shows it: changes alone are told. */
#pragma once

#include "api/client/connection.h"

struct status {
    enum client_status now;
    enum error_kind reason;    /* of the error that was told */
    int64_t until_ms;          /* monotonic, of CLIENT_THROTTLED */
    int64_t reached_ms;        /* when an exchange that was answered had begun */
    enum operation_id reached; /* the last that was answered; OP_NONE */
    enum operation_id failing; /* one that was not, since; OP_NONE */
};

/*
 * What an exchange that ended with `err` (ERROR_NONE: well) says about it: true when that differs
 * from what was told before. A failure is no news while a later request was answered; nor is one
 * operation that alone fails, while another was answered last and there is a connection.
 */
bool status_note(struct status *status, const struct exchange *exchange, const struct error *err);

/* The property wants to be left alone until then; true when that is new. */
bool status_throttle(struct status *status, int64_t until_ms);
