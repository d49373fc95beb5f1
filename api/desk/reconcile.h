/*
 * Writes of unknown outcome, found out by reading: each is looked for at once and again, until the
 * property shows that it was done. What is still not there after two reads over some time is
 * settled as undone where only a state was changed, which may be asked for again; about the rest
 * somebody must say.
 * Source  domain rule: payments, orders, bills and messages never go twice without a human.
 */
#pragma once

#include "api/desk/state.h"

/* What a write is found again by, in its intent's nonce: the hash of a text. Returns `mark`. */
enum {
    TEXT_MARK_SIZE = 17
};
const char *reconcile_text_mark(const char *text, char mark[TEXT_MARK_SIZE]);

/*
 * Whether a record, read after the write, shows that it was done. `since` is the write's time by
 * the property's clock. False too where the operation can't be found out. Pure.
 */
MUST_USE bool reconcile_shows(const struct journal_entry *entry, const struct record_type *type,
                              const void *record, struct instant since);

/* The message of an entry that was found done, and nothing is wrong with it. */
extern const char reconcile_shown[];

/* Whatever is read may show it: called with every result that brought records. */
void reconcile_take(struct desk *desk, const struct result *result);

/* Reads what may be read now; called after every change, and when it is due. */
void reconcile_step(struct desk *desk);
void reconcile_retry(struct desk *desk);
int64_t reconcile_due_ms(const struct desk *desk);
void reconcile_clear(struct desk *desk);
