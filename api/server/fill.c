#include "api/server/fill.h"

#include <poll.h>
#include <pthread.h>
#include <string.h>

#include "api/base/error.h"
#include "api/base/queue.h"
#include "api/base/thread.h"
#include "api/base/zone.h"

/*
 * Two threads share the work, for filling is what `--demo` waits for: this one makes the entities,
 * the other one stores them. They go over in batches and come back to be freed, as a thread frees
 * at little cost only what it allocated itself. Printing them takes longer than both: the storing
 * thread does it, unless it is behind, so that neither waits for the other.
 */

enum {
    BATCH_ROWS = 32,
    BATCHES = 4
};

struct batch {
    struct storage_new rows[BATCH_ROWS]; /* their bodies are ours; without texts: not printed yet */
    const char *types[BATCH_ROWS];
    size_t count;
};

struct filling {
    struct storage *storage; /* the storing thread's, while it runs */
    struct instant now;
    struct uuid enterprise;
    struct batch batches[BATCHES];
    struct batch *batch; /* being filled */
    struct queue *full;  /* an empty batch in it ends the thread */
    struct queue *done;
    pthread_t thread;
    enum entity_id storing; /* the storing thread's: what the last batch began with */
    struct error error;     /* its first */
};

/* The storing thread */

static void
print(struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++)
        if (!batch->rows[i].text.body)
            batch->rows[i].text = entity_print(batch->rows[i].entity, batch->rows[i].body);
}

static bool
store(struct filling *filling, const struct batch *batch, struct error *err)
{
    for (size_t i = 0; i < batch->count; i++)
        if (!storage_insert_printed(filling->storage, &batch->rows[i], filling->now, err))
            return error_prefix(err, "%s: ", batch->types[i]);
    return true;
}

/*
 * Entities come one kind after the other: when the next one begins, the last one is indexed, rather
 * than all at the end, when there is nothing to do for the other thread.
 */
static bool
index_last(struct filling *filling, enum entity_id next, struct error *err)
{
    enum entity_id last = filling->storing;

    filling->storing = next;
    return last == ENTITY_NONE || last == next || storage_index_entity(filling->storage, last, err);
}

static struct batch *
wait_for(struct queue *queue)
{
    struct pollfd wait = {queue_fd(queue), POLLIN, 0};
    struct batch *batch;

    while (!(batch = queue_take(queue)))
        (void)poll(&wait, 1, -1); // interrupted or not, the queue is looked at
    return batch;
}

/* After a failure it only takes what still comes. */
static void *
work(void *context)
{
    struct filling *filling = context;
    struct batch *batch;

    thread_name(THREAD_STORAGE);
    while ((batch = wait_for(filling->full))->count) {
        if (!filling->error.kind) {
            print(batch);
            (void)(index_last(filling, batch->rows[0].entity, &filling->error)
                   && store(filling, batch, &filling->error)); // the error tells
        }
        queue_put(filling->done, batch);
    }
    return NULL;
}

/* The making thread */

static void
empty(struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        json_decref((json_t *)(uintptr_t)batch->rows[i].body);
        entity_text_clear(&batch->rows[i].text);
    }
    batch->count = 0;
}

static void
hand_over(struct filling *filling)
{
    struct batch *next = queue_take(filling->done);

    if (!next)
        print(filling->batch); // the other one is behind
    queue_put(filling->full, filling->batch);
    filling->batch = next ? next : wait_for(filling->done);
    empty(filling->batch);
}

/* Its own facts share a table: their type becomes a member, and each has an identifier. */
static json_t *
internal_body(const char *type, json_t *entity)
{
    json_t *body = json_copy(entity);

    json_object_set_new(body, "EntityType", json_string(type));
    if (!json_object_get(body, "Id"))
        json_object_set_new(body, "Id", codec_uuid(uuid_random()));
    return body;
}

/* The storing thread has nothing yet when the enterprise comes: the storage is still ours. */
static bool
take(void *context, const char *type, json_t *entity, struct error *err)
{
    struct filling *filling = context;
    enum entity_id id = entity_find(type);
    struct batch *batch = filling->batch;

    if (id == ENTITY_NONE)
        return error_set(err, ERROR_DEFECT, "There is no place for entities of the type %s.", type);
    if (id == ENTITY_enterprise) {
        if (!entity_key(id, entity, &filling->enterprise, err))
            return false;
        storage_use(filling->storage, filling->enterprise);
    }
    if (!uuid_is_set(filling->enterprise))
        return error_set(err, ERROR_DEFECT, "The enterprise must come before the first %s.", type);
    batch->types[batch->count] = type;
    batch->rows[batch->count++] = (struct storage_new){
        .entity = id,
        .body = id == ENTITY_internal ? internal_body(type, entity) : json_incref(entity),
    };
    if (batch->count == BATCH_ROWS)
        hand_over(filling);
    return true;
}

static bool
start(struct filling *filling, struct error *err)
{
    filling->full = queue_new();
    filling->done = queue_new();
    filling->batch = &filling->batches[0];
    for (size_t i = 1; filling->done && i < BATCHES; i++)
        queue_put(filling->done, &filling->batches[i]);
    return (filling->full && filling->done
            && pthread_create(&filling->thread, NULL, work, filling) == 0)
           || error_set(err, ERROR_DEFECT,
                        "The data cannot be filled: no descriptors or threads are left.");
}

/* Gives the last batch over and waits until all are stored. */
static void
finish(struct filling *filling)
{
    if (filling->batch->count)
        hand_over(filling);
    queue_put(filling->full, filling->batch);
    pthread_join(filling->thread, NULL);
    for (size_t i = 0; i < BATCHES; i++)
        empty(&filling->batches[i]);
}

static bool
fill(struct filling *filling, const struct demo_config *config, struct error *err)
{
    bool ok;

    if (!start(filling, err))
        return false;
    ok = demo_generate(config, take, filling, err);
    finish(filling);
    if (ok && filling->error.kind)
        *err = filling->error;
    return ok && !filling->error.kind;
}

bool
fill_with_demo(struct storage *storage, const struct demo_config *config, struct error *err)
{
    struct filling filling = {.storage = storage, .now = config->now};
    bool ok;

    if (!zone_set(DEMO_ZONE, err) || !storage_begin(storage, err))
        return false;
    ok = fill(&filling, config, err) && storage_commit(storage, err);
    queue_free(filling.full, NULL);
    queue_free(filling.done, NULL);
    if (!ok)
        storage_rollback(storage);
    return ok;
}
