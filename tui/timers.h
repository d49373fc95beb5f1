/* Times at which something is to be done, the next one first. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "api/base/attributes.h"

struct timers;

MUST_USE struct timers *timers_new(void);
void timers_free(struct timers *timers);

/* Returns a number for timers_cancel(), never 0. Times are of CLOCK_MONOTONIC. */
unsigned timers_add(struct timers *timers, int64_t at_ms, void (*fire)(void *context),
                    void *context);

/* One that has fired or is 0 is left alone. */
void timers_cancel(struct timers *timers, unsigned number);

/* When the next one is due; -1: none. */
int64_t timers_next_ms(const struct timers *timers);

/* Fires those that are due, each once; they may add and cancel. True: there were some. */
bool timers_fire(struct timers *timers, int64_t now_ms);
