/*
 * The log: one line an event, `2026-03-24T09:00:00.123Z info request op=bills/close ms=84
 * status=200`. Values are ids, numbers and fixed words, so that no secret and no guest slips in.
 */
#pragma once

#include <stdbool.h>

#include "api/base/attributes.h"

struct error;

enum log_level {
    LOG_LEVEL_ERROR, /* somebody must act */
    LOG_LEVEL_WARN,  /* it healed */
    LOG_LEVEL_INFO,  /* what the desk did */
    LOG_LEVEL_DEBUG,
};

/*
 * Opens `path` for appending (0600); NULL logs nothing. Called once, before other threads start.
 * Errors  ERROR_USAGE, with the path.
 */
MUST_USE bool log_open(const char *path, enum log_level level, struct error *err);

/* One line, in one write; control characters are blanks. Thread: any. */
void log_line(enum log_level level, const char *format, ...) PRINTF_LIKE(2, 3);
