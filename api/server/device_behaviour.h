/*
 * How devices of the demo act: a command is taken after DEVICE_RECEIVE_MS, begun after
 * DEVICE_BEGIN_MS more and done after DEVICE_WORK_MS more, by clock_work(); with every n-th one
 * of a device that errs it ends as Error. A silent device takes none: they are given up as
 * Error after DEVICE_TIMEOUT_MS. Devices without a .DeviceBehaviour wait for commands/update.
 */
#pragma once

#include "api/server/transaction.h"

enum {
    DEVICE_RECEIVE_MS = 1000,
    DEVICE_BEGIN_MS = 1000,
    DEVICE_WORK_MS = 2000,
    DEVICE_TIMEOUT_MS = 10 * 60 * 1000,
};

/* Has the device look at its new command later, if it acts by itself. */
MUST_USE bool device_take(struct transaction *tx, struct uuid device, struct uuid command,
                          struct error *err);

/*
 * What becomes of a command whose time has come at `due`, and why when it is an error (NULL). The
 * next time is set.
 */
MUST_USE bool device_work(struct transaction *tx, const struct device_command *command,
                          struct instant due, enum device_command_state *becomes, const char **why,
                          struct error *err);
