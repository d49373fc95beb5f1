/*
 * Guests and companies: found at the property as somebody types, what is theirs, and what is to be
 * said of each.
 */
#pragma once

#include "api/desk/stays.h"

/*
 * Asks the property for guests by a whole last name, an e-mail or an id, which is all that it finds
 * them by; those it knows go into the store. While one answer is on its way the newest text waits.
 */
void desk_load_guests(struct desk *desk, const char *text);

/* Whether that is over for the text, and why it could not be read (NULL: it was). */
bool desk_has_guests(const struct desk *desk, const char *text);
const struct error *desk_guests_missing(const struct desk *desk);

/* All stays of a guest's or a company's, as owner or companion; and again after a change. */
void desk_load_person(struct desk *desk, struct uuid account);
bool desk_has_person(const struct desk *desk, struct uuid account);

/* Why they are not all there, NULL: they are, or are being read. */
const struct error *desk_person_missing(const struct desk *desk, struct uuid account);

/* Those in the store, newest first. *Gives*: free() of the array. */
MUST_USE const struct reservation **person_stays(const struct desk *desk, struct uuid account,
                                                 size_t *count);

/* The one that matters now: in house, else the next to come; NULL: none of them. */
const struct reservation *person_stay(const struct desk *desk, struct uuid account);

/* What a guest's own profile says, as bits 1 << badge; the birthday goes by his stay of now. */
uint32_t guest_badges(const struct desk *desk, const struct customer *guest);

/* Another profile in the store that seems to be the same guest's; NULL: none. */
const struct customer *guest_twin(const struct desk *desk, const struct customer *guest);
