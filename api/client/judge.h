/* What becomes of a call when its exchange has ended. */
#pragma once

#include "api/client/worker.h"

/* *Takes* the exchange, and the call that it is of. */
void judge_exchange(struct worker *worker, struct exchange *exchange);
