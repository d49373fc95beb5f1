/*
 * What a share that was interrupted has yet to divide: a share takes all charges of a bill, in
 * orders one after the other.
 */
#pragma once

#include "api/base/arena.h"
#include "api/desk/desk.h"

/* What of an account's bill was to be shared too, by the parts of it that wait to be moved. */
struct share_rest {
    struct uuid share;      /* none: it is a split, or nothing waits */
    struct uuid bill;       /* that they are on */
    struct uuid_list bills; /* that its parts go to */
    struct uuid_list items; /* that are whole still: none of a split */
};
struct share_rest share_rest(const struct desk *desk, struct uuid account, struct arena *arena);
