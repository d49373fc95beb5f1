/*
 * The parts into which a share divides charges: of each what takes them off it and the parts beside
 * it, which say where they go. What takes a part off says of which charge, so that any desk sees
 * what an interrupted share has yet to divide.
 */
#pragma once

#include "api/desk/postings.h"

/*
 * Adds the parts of each charge that go: the first of `ways` shares stays. They are of
 * `postings->share`.
 * Errors  those of posting_item() and split_evenly().
 */
MUST_USE bool share_parts_add(struct action *action, struct uuid_list items, size_t ways,
                              struct postings *postings, struct error *err);

/*
 * The parts get the bills that they go to, by their ways; and the journal has it that they are to
 * be moved there: should the desk end in between, the next one can finish it.
 */
void share_parts_announce(struct action *action, struct postings *postings,
                          const struct uuid *bills);
