/* Calls on their way: they wait in line, and are begun when they may. */
#pragma once

#include "api/client/worker.h"

/* *Takes* the call: into the line, or to its end at once where it may not be sent at all. */
void dispatch_add(struct worker *worker, struct call *call, int64_t now_ms);

/* Back into the line: repeated, or with its next page. *Takes* the call. */
void dispatch_again(struct worker *worker, struct call *call, int64_t not_before_ms);

/* Begins what may begin, ends what is too late. Returns when to look again. */
int64_t dispatch_begin(struct worker *worker, int64_t now_ms);

/* A call is no more under way. *Gives* it to the caller. */
void dispatch_leave(struct worker *worker, struct call *call);

/*
 * Drops the reads of an owner up to a request's number; its writes go on without one. Drops a
 * poll's call.
 */
void dispatch_cancel(struct worker *worker, const void *owner, uint64_t number);
void dispatch_cancel_poll(struct worker *worker, int slot);

/* Drops all; writes under way are noted in the journal as what they are. */
void dispatch_close(struct worker *worker);
