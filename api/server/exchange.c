#include "api/server/exchange.h"

#include <stdlib.h>

#include "api/base/error.h"
#include "api/base/log.h"
#include "api/schema/codec.h"

void
exchange_accept(struct exchange *exchange, bool is_empty)
{
    exchange->status = 200;
    if (!is_empty || !exchange->wants_minimal)
        return;
    exchange->status = 204;
    buffer_reset(&exchange->answer);
}

/* What goes wrong inside stays inside. */
static const char *
public_text(const struct error *err)
{
    return error_http_status(err->kind) < 500
               ? err->text
               : "The property server failed; its log tells more under this RequestId.";
}

void
exchange_refuse(struct exchange *exchange, const struct error *err)
{
    json_t *message = json_string(public_text(err));
    char *text = codec_print(message);

    if (error_http_status(err->kind) >= 500)
        log_line(LOG_LEVEL_ERROR, "request id=%s failed: %s", exchange->request_id, err->text);
    exchange->status = error_http_status(err->kind);
    buffer_reset(&exchange->answer);
    buffer_print(&exchange->answer, "{\"Message\":%s,\"RequestId\":\"%s\"}", text,
                 exchange->request_id);
    free(text);
    json_decref(message);
}
