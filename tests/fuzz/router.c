/*
 * Any path and any body, against a small property in memory: the input's first line is the
 * operation, or one character that stands for one, so that the fuzzer finds all of them; the rest
 * is the body, into which the tokens are put. Whatever it is, there is an answer that is JSON, and
 * never a 5xx.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"
#include "api/base/queue.h"
#include "api/server/router.h"
#include "tests/support/property.h"

static struct storage *storage;
static struct property property;
static struct clock fuzz_clock;
static struct router router;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
store(void *context, const char *type, json_t *entity, struct error *err)
{
    enum entity_id id = entity_find(type);
    struct uuid key;

    (void)context;
    if (id == ENTITY_internal)
        return true;
    if (id == ENTITY_enterprise && entity_key(id, entity, &key, err))
        storage_use(storage, key);
    return storage_insert(storage, id, entity, property_now(), err);
}

static void
open_property(void)
{
    struct error err = {0};
    static const struct tokens tokens = {"c", "a"};
    static struct throttle throttle; // none
    struct writer *writer;

    storage = storage_open(NULL, &err);
    if (!storage || !property_emit(store, NULL, &err) || !property_load(&property, storage, &err))
        abort();
    clock_init(&fuzz_clock, property_now(), (struct instant){0});
    writer = writer_start(storage, &property, &fuzz_clock, &err);
    router = (struct router){
        .property = &property,
        .reader = storage,
        .writer = writer,
        .clock = &fuzz_clock,
        .tokens = &tokens,
        .throttle = &throttle,
        .done = queue_new(),
        .writing_most = SIZE_MAX,
        .strict = true, // so that every answer is checked as well
    };
    if (!writer || !router.done)
        abort();
}

static void
fill_exchange(struct exchange *exchange, char *path, const char *body, size_t length)
{
    static const char tokens[] = "{\"ClientToken\":\"c\",\"AccessToken\":\"a\",\"Client\":\"f\"";

    exchange->is_post = true;
    exchange->path = path;
    if (length && body[0] == '{') {
        buffer_add_text(&exchange->body, tokens);
        buffer_add_text(&exchange->body, length > 2 ? "," : "");
        body++;
        length--;
    }
    buffer_add(&exchange->body, body, length);
}

static void
check_answer(const struct exchange *exchange)
{
    json_t *answer =
        json_loadb(buffer_text(&exchange->answer), exchange->answer.length, JSON_ALLOW_NUL, NULL);

    if (!answer || !exchange->status || exchange->status >= 500)
        abort();
    json_decref(answer);
}

static void
add_path(struct buffer *path, const char *line, size_t length)
{
    enum operation_id id =
        length == 1 ? (enum operation_id)((unsigned char)*line % OP_COUNT) : OP_NONE;

    buffer_add_text(path, "/api/connector/v1/");
    if (id != OP_NONE)
        buffer_add_text(path, operation_of(id)->path);
    else
        buffer_add(path, line, length);
    buffer_add_char(path, '\0');
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    const char *line = memchr(text, '\n', size);
    size_t length = line ? (size_t)(line - text) : size;
    struct exchange exchange = {0};
    struct buffer path = {0};

    if (!storage)
        open_property();
    add_path(&path, text, length);
    fill_exchange(&exchange, path.text, line ? line + 1 : "", line ? size - length - 1 : 0);
    if (!router_handle(&router, &exchange))
        (void)router_finish(&router, queue_take(router.done));
    check_answer(&exchange);
    buffer_clear(&exchange.body);
    buffer_clear(&exchange.answer);
    buffer_clear(&path);
    return 0;
}
