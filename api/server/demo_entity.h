/*
 * JSON of the demo's entities, member by member, and their way out. A member of the type that was
 * not set is null, so entities are whole.
 */
#pragma once

#include "api/base/instant.h"
#include "api/schema/codec.h"
#include "api/server/demo.h"

/* A text in the hotel's languages; all are set. */
struct demo_texts {
    const char *en, *de, *fr, *cs, *es;
};

/* Where entities go. `error` is set once `emit` refused; from then on nothing is emitted. */
struct demo_sink {
    demo_emit_fn emit;
    void *context;
    struct error *err;
    bool has_failed;
    const struct object_type *type; /* of the entity before, which mostly is the next one's */
};

/* Gives the entity to the sink and drops it. *Takes* `entity`. */
void entity_emit(struct demo_sink *sink, const char *type, json_t *entity);

/* An object with the member Id. *Gives*: entity_emit() or entity_put(). */
MUST_USE json_t *entity_new(struct uuid id);

/* Sets a member. entity_put() takes `value`; a NULL text and an unset UUID or instant are null. */
void entity_put(json_t *entity, const char *name, json_t *value);
void entity_text(json_t *entity, const char *name, const char *value);
void entity_uuid(json_t *entity, const char *name, struct uuid value);
void entity_time(json_t *entity, const char *name, struct instant value);
void entity_int(json_t *entity, const char *name, int64_t value);
void entity_bool(json_t *entity, const char *name, bool value);
void entity_decimal(json_t *entity, const char *name, int64_t units, uint8_t scale);
void entity_texts(json_t *entity, const char *name, const struct demo_texts *texts);

/* The members CreatedUtc and UpdatedUtc. */
void entity_times(json_t *entity, struct instant created, struct instant updated);
