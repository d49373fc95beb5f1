/*
 * The small property of property.h with what profiles, money and devices need besides: countries
 * and languages, cards, cashiers, outlets, tasks, devices that act and one that doesn't, images.
 */
#pragma once

#include "api/server/demo.h"

MUST_USE bool back_office_emit(demo_emit_fn emit, void *context, struct error *err);
