#include "api/server/router.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/base/error.h"
#include "api/base/log.h"
#include "api/server/images.h"
#include "api/server/read.h"
#include "api/server/writes.h"

static const char prefix[] = "/api/connector/v1/";

/* Which operation */

static bool
find_operation(struct exchange *exchange, struct error *err)
{
    size_t length = sizeof(prefix) - 1;

    if (strncasecmp(exchange->path, prefix, length) == 0)
        exchange->operation = operation_find(exchange->path + length);
    if (exchange->operation && !read_serves(exchange->operation->id)
        && !write_row_find(exchange->operation->id))
        exchange->operation = NULL;
    if (!exchange->operation)
        return error_set(err, ERROR_NOT_FOUND, "There is no operation of this path.");
    if (!exchange->is_post)
        return error_set(err, ERROR_NOT_FOUND, "There are only POST requests.");
    return true;
}

static bool
check_body(const struct exchange *exchange, struct error *err)
{
    switch (exchange->body_state) {
    case BODY_TOO_LARGE:
        return error_set(err, ERROR_TOO_LARGE, "The body is too large: split the request.");
    case BODY_NO_ROOM:
        return error_set(err, ERROR_BUSY, "Too many large requests are under way: ask again.");
    case BODY_KEPT:
        break;
    }
    return true;
}

/*
 * Parsed, a body takes up to twenty times its text: those that wait for the writer are few, where
 * they are large. One is always taken.
 */
static bool
check_room(const struct router *router, const struct exchange *exchange, struct error *err)
{
    return !router->writing_bytes
           || router->writing_bytes + exchange->body.length <= router->writing_most
           || error_set(err, ERROR_BUSY, "Too many large writes are under way: ask again.");
}

/* Whose request */

static bool
take_credential(const json_t *body, const char *name, const char **value, struct error *err)
{
    const json_t *member = json_object_get(body, name);

    *value = json_string_value(member);
    if (*value && **value)
        return true;
    return error_set(err, ERROR_INPUT, "Invalid %s: %s.", name,
                     member && !json_is_null(member) ? "must be a text that is not empty"
                                                     : "is missing");
}

static bool
is_set(const json_t *body, const char *name)
{
    const json_t *member = json_object_get(body, name);

    return member && !json_is_null(member);
}

static bool
check_credentials(const struct router *router, const json_t *body, struct error *err)
{
    const char *client_token;
    const char *access_token;
    const char *client;

    if (!json_is_object(body))
        return error_set(err, ERROR_INPUT, "Invalid request: must be an object.");
    if (!take_credential(body, "ClientToken", &client_token, err)
        || !take_credential(body, "AccessToken", &access_token, err)
        || !take_credential(body, "Client", &client, err))
        return false;
    if (!token_is(router->tokens->client, client_token))
        return error_set(err, ERROR_PERMISSION, "Invalid ClientToken: it is not known here.");
    if (!token_is(router->tokens->access, access_token))
        return error_set(err, ERROR_PERMISSION, "Invalid AccessToken: it is not known here.");
    if (is_set(body, "LanguageCode") != is_set(body, "CultureCode"))
        return error_set(err, ERROR_INPUT, "Invalid %s: LanguageCode and CultureCode go together.",
                         is_set(body, "LanguageCode") ? "LanguageCode" : "CultureCode");
    return true;
}

static bool
check_rate(const struct router *router, struct exchange *exchange, struct error *err)
{
    exchange->retry_after_s = throttle_take(router->throttle, monotonic_ms());
    if (!exchange->retry_after_s)
        return true;
    return error_set(err, ERROR_BUSY, "Too many requests: ask again in %d s.",
                     exchange->retry_after_s);
}

/* Answers */

/* An answer of ours that is not what the API promises is our fault, not the client's. */
static bool
check_answer(const struct router *router, const struct exchange *exchange, struct error *err)
{
    json_t *answer;
    bool ok;

    if (!router->strict)
        return true;
    answer = codec_parse(exchange->answer.text, exchange->answer.length, CODEC_ANSWER, err);
    ok = answer && codec_validate(exchange->operation->response, answer, CODEC_STRICT, err);
    json_decref(answer);
    if (ok)
        return true;
    log_line(LOG_LEVEL_ERROR, "answer op=%s id=%s is wrong: %s", exchange->operation->path,
             exchange->request_id, err->text);
    err->kind = ERROR_DEFECT;
    return false;
}

/*
 * Taking and giving up a lock of the file for each small read would cost more than the read. But
 * whoever has heard of a commit sees it.
 */
static bool
begin_reading(struct router *router, struct error *err)
{
    if (router->is_reading && !storage_is_current(router->reader))
        router_rest(router);
    if (!router->is_reading)
        router->is_reading = storage_begin(router->reader, err);
    return router->is_reading;
}

void
router_rest(struct router *router)
{
    if (router->is_reading)
        storage_rollback(router->reader); // nothing was written
    router->is_reading = false;
}

static bool
answer_read(struct router *router, struct exchange *exchange, const json_t *body, struct error *err)
{
    struct arena arena = {0};
    struct read_request request = {
        .property = router->property,
        .storage = router->reader,
        .arena = &arena,
        .now = clock_now(router->clock),
        .base_url = router->base_url,
        .operation = exchange->operation,
        .body = body,
    };
    bool is_empty;
    bool ok = begin_reading(router, err) && read_answer(&request, &exchange->answer, &is_empty, err)
              && check_answer(router, exchange, err);

    arena_clear(&arena);
    if (ok)
        exchange_accept(exchange, is_empty);
    return ok;
}

struct exchange *
router_finish(struct router *router, struct job *job)
{
    struct exchange *exchange = job->owner;
    struct error err = job->error;

    router->writing_bytes -= exchange->body.length;
    exchange->is_cut = job->ok && job->is_cut;
    if (job->ok)
        buffer_add_text(&exchange->answer, job->answer);
    if (job->ok && check_answer(router, exchange, &err))
        exchange_accept(exchange, job->is_empty);
    else
        exchange_refuse(exchange, &err);
    job_free(job);
    return exchange;
}

/* Requests */

/* The body, when it is one that the operation takes. *Gives*: json_decref(). */
static json_t *
take_body(struct router *router, struct exchange *exchange, struct error *err)
{
    enum codec_check check = router->strict ? CODEC_STRICT : CODEC_LENIENT;
    json_t *body;

    if (!find_operation(exchange, err) || !check_body(exchange, err))
        return NULL;
    body = codec_parse(buffer_text(&exchange->body), exchange->body.length, CODEC_REQUEST, err);
    if (!body)
        return NULL;
    if (check_credentials(router, body, err) && check_rate(router, exchange, err)
        && codec_validate(exchange->operation->request, body, check, err)
        && (!write_row_find(exchange->operation->id) || check_room(router, exchange, err)))
        return body;
    json_decref(body);
    return NULL;
}

/* The one thing that is no operation. */
static bool
answer_image(struct router *router, struct exchange *exchange)
{
    struct error err = {0};

    if (!begin_reading(router, &err) || !images_serve(router->reader, exchange, &err))
        exchange_refuse(exchange, &err);
    return true;
}

bool
router_handle(struct router *router, struct exchange *exchange)
{
    struct error err = {0};
    const struct write_row *write;
    json_t *body;

    if (exchange->is_get && images_has_path(exchange->path))
        return answer_image(router, exchange);
    body = take_body(router, exchange, &err);
    if (!body) {
        if (err.kind == ERROR_BUSY && !exchange->retry_after_s)
            exchange->retry_after_s = 1;
        exchange_refuse(exchange, &err);
        return true;
    }
    write = write_row_find(exchange->operation->id);
    if (write) {
        router_rest(router); // in memory the writer has the same connection
        router->writing_bytes += exchange->body.length;
        writer_put(router->writer, job_new(write, body, exchange, router->done));
        return false;
    }
    if (!answer_read(router, exchange, body, &err))
        exchange_refuse(exchange, &err);
    json_decref(body);
    return true;
}
