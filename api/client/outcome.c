#include "api/client/outcome.h"

#include <string.h>

#include "api/client/delivery.h"
#include "api/client/journal.h"
#include "api/client/polls.h"

void
outcome_fail(struct worker *worker, struct call *call, const struct error *err)
{
    if (call->slot >= HINT_SLOT)
        hints_failed(worker, call);
    else if (call->slot != NO_SLOT)
        polls_fail(worker, call, err);
    else
        delivery_fail(worker, call, err);
    call_free(call);
}

void
outcome_settle(struct worker *worker, const struct call *call, enum journal_outcome outcome,
               const struct error *why)
{
    struct error err;

    if (call_is_read(call))
        return;
    worker_note_state(worker, journal_close(worker->state, call->entry, outcome, why, &err), &err);
    worker_post_entry(worker, call->entry);
}

void
outcome_unknown(struct worker *worker, struct call *call, const struct error *why)
{
    struct error err = *why;

    error_set(
        &err, ERROR_UNKNOWN,
        "Nobody knows whether %s was done (journal entry %lld): look before you repeat it. %s",
        call_operation(call)->path, (long long)call->entry, why->text);
    err.status = why->status;
    memcpy(err.request_id, why->request_id, sizeof(err.request_id));
    outcome_settle(worker, call, JOURNAL_UNKNOWN, why);
    outcome_fail(worker, call, &err);
}
