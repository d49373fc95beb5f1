/*
 * Guests by what somebody says of themselves: a name, `Last, First`, a phone number or an e-mail
 * address, among those that are loaded (desk_load_guests() brings others).
 */
#pragma once

#include "api/desk/desk.h"

/* How much of a guest was said. */
enum guest_fit {
    GUEST_FITS_NOT = 0,
    GUEST_FITS_PART,      /* letters of the name */
    GUEST_FITS_LAST_NAME, /* all of it, and not the first one, which the guest has */
    GUEST_FITS_WHOLE,     /* the name, e-mail or phone number */
};

struct guest_match {
    const struct customer *guest;
    enum guest_fit fit;
    int score;
};

enum {
    GUEST_MATCHES = 12,
    GUEST_LETTERS = 2, /* so many are no search yet */
    GUEST_NAME_SIZE = 128
};

/* Who fits, best first; returns how many. */
size_t guests_find(const struct desk *desk, const char *text,
                   struct guest_match matches[GUEST_MATCHES]);

/* `Novák, Jan` in its two parts; without a comma all of it is the last name. */
struct guest_name {
    char last[GUEST_NAME_SIZE];
    char first[GUEST_NAME_SIZE];
};
struct guest_name guest_name_of(const char *text);
