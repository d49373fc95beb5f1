/*
 * The property server of `--demo`: a child on a private Unix socket, in a folder that lives and
 * dies with it.
 */
#pragma once

#include "views/profile.h"

struct demo_property;

/*
 * Starts it and waits until it accepts; fills `connection`. Called before other threads start.
 * Errors  NULL: ERROR_DISK, no folder; ERROR_UNREACHABLE, it ended.
 */
MUST_USE struct demo_property *demo_property_start(const struct options *options,
                                                   struct connection *connection,
                                                   struct error *err);

/* Readable when the child has ended. */
int demo_property_fd(const struct demo_property *property);

/* After it ended: the same hotel anew, at the same address. */
MUST_USE bool demo_property_restart(struct demo_property *property, struct error *err);

/* Ends it and removes its folder. NULL may be stopped. */
void demo_property_stop(struct demo_property *property);
