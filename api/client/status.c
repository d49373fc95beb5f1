#include "api/client/status.h"

static bool
change(struct status *status, enum client_status now, enum error_kind reason)
{
    bool differs = status->now != now || status->reason != reason;

    status->now = now;
    status->reason = reason;
    status->until_ms = 0;
    return differs;
}

/* It spoke as a property does, whatever it said. */
static bool
is_answered(const struct exchange *exchange, const struct error *err)
{
    return exchange->end == EXCHANGE_ANSWERED && exchange->status < 500
           && err->kind != ERROR_UNREACHABLE;
}

/* No connection, or nothing shows that it is only this operation. */
static bool
is_out_of_reach(struct status *status, const struct exchange *exchange)
{
    enum operation_id earlier = status->failing;

    if (status->reached_ms >= exchange->begun_ms)
        return false;
    status->failing = exchange->operation;
    return !exchange->is_sent || status->now == CLIENT_UNREACHABLE || !status->reached
           || status->reached == exchange->operation || (earlier && earlier != exchange->operation);
}

bool
status_note(struct status *status, const struct exchange *exchange, const struct error *err)
{
    if (!is_answered(exchange, err))
        return is_out_of_reach(status, exchange) && change(status, CLIENT_UNREACHABLE, err->kind);
    status->reached = exchange->operation;
    status->failing = OP_NONE;
    if (exchange->begun_ms > status->reached_ms)
        status->reached_ms = exchange->begun_ms;
    if (exchange->status == 429)
        return false; // status_throttle() tells until when
    if (exchange->status == 401 && exchange->operation == OP_configuration_get)
        return change(status, CLIENT_REFUSED, err->kind);
    if (status->now == CLIENT_THROTTLED && exchange->begun_ms < status->until_ms)
        return false; // it had begun before that was said
    /* That other operations are refused, or slow, says nothing of the connection. */
    if (exchange->status == 401 && status->now == CLIENT_REFUSED)
        return false;
    return change(status, CLIENT_CONNECTED, ERROR_NONE);
}

bool
status_throttle(struct status *status, int64_t until_ms)
{
    bool differs = status->now != CLIENT_THROTTLED || status->until_ms != until_ms;

    status->now = CLIENT_THROTTLED;
    status->reason = ERROR_BUSY;
    status->until_ms = until_ms;
    return differs;
}
