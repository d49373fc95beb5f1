#include "api/client/live.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <wslay/wslay.h>

#include "api/base/log.h"
#include "api/base/memory.h"
#include "api/base/uuid.h"
#include "api/client/retry.h"

enum {
    MESSAGE_BYTES_MAX = 4 * 1024 * 1024,
    READ_MOST_BYTES = 256 * 1024, /* in a turn: requests go on meanwhile */
    PIECE_BYTES = 4096,
};

const struct live_times live_usual = {
    .dial_ms = 10000,
    .ping_ms = 30000,
    .pong_ms = 10000,
    .retry_ms = 500,
    .longest_ms = 60000,
    .refused_ms = 600000,
    .stable_ms = 10000,
};

/* Its life */

enum state {
    LIVE_OFF = 0,
    LIVE_WAITING,  /* to dial, until due_ms */
    LIVE_DIALLING, /* connecting */
    LIVE_SHAKING,  /* asking for the stream, until due_ms */
    LIVE_UP,       /* events come */
    LIVE_STATES
};

enum event {
    EVENT_NONE = 0,
    EVENT_STARTED,
    EVENT_DUE,
    EVENT_CONNECTED,
    EVENT_AGREED,
    EVENT_BROKEN,
    EVENT_REFUSED, /* no events are told there */
};

static const struct move {
    enum state from;
    enum event on;
    enum state to;
} moves[] = {
    {LIVE_OFF, EVENT_STARTED, LIVE_WAITING},        {LIVE_WAITING, EVENT_DUE, LIVE_DIALLING},
    {LIVE_DIALLING, EVENT_CONNECTED, LIVE_SHAKING}, {LIVE_SHAKING, EVENT_AGREED, LIVE_UP},
    {LIVE_DIALLING, EVENT_BROKEN, LIVE_WAITING},    {LIVE_SHAKING, EVENT_BROKEN, LIVE_WAITING},
    {LIVE_SHAKING, EVENT_REFUSED, LIVE_WAITING},    {LIVE_UP, EVENT_BROKEN, LIVE_WAITING},
};

struct live {
    struct connection *connection;
    const struct endpoint *endpoint;
    const struct identity *identity;
    struct live_sink sink;
    struct live_times times;

    enum state state;
    int64_t due_ms; /* monotonic, as are the others */
    int failures;   /* since the last good stream */

    struct wire *wire;
    struct handshake handshake;
    char *request; /* for the stream; NULL: sent */
    size_t request_sent;
    char early[PIECE_BYTES]; /* that came behind the answer's head */
    size_t early_length;
    size_t early_at;

    wslay_event_context_ptr frames; /* while it is up */
    size_t read_bytes;              /* in this turn */
    bool has_heard;                 /* something, in this turn */
    bool has_told;                  /* a message */
    bool has_ended;
    int64_t up_ms;     /* since when */
    int64_t heard_ms;  /* something */
    int64_t pinged_ms; /* since then; 0: not */
};

struct live *
live_new(struct connection *connection, const struct endpoint *endpoint,
         const struct identity *identity, struct live_sink sink, const struct live_times *times)
{
    struct live *live = memory_new(sizeof(*live));

    live->connection = connection;
    live->endpoint = endpoint;
    live->identity = identity;
    live->sink = sink;
    live->times = *times;
    return live;
}

bool
live_is_up(const struct live *live)
{
    return live->state == LIVE_UP;
}

/* wslay's callbacks */

static ssize_t
take_bytes(wslay_event_context_ptr frames, uint8_t *bytes, size_t most, int flags, void *context)
{
    struct live *live = context;
    size_t early = live->early_length - live->early_at;
    ssize_t length = 0;

    (void)flags;
    if (early) {
        length = (ssize_t)(early < most ? early : most);
        memcpy(bytes, live->early + live->early_at, (size_t)length);
        live->early_at += (size_t)length;
    } else if (live->read_bytes < READ_MOST_BYTES) {
        length = wire_receive(live->wire, bytes, most);
    }
    if (length <= 0) {
        live->has_ended = length < 0;
        wslay_event_set_error(frames, length ? WSLAY_ERR_CALLBACK_FAILURE : WSLAY_ERR_WOULDBLOCK);
        return -1;
    }
    live->read_bytes += (size_t)length;
    live->has_heard = true;
    return length;
}

static ssize_t
give_bytes(wslay_event_context_ptr frames, const uint8_t *bytes, size_t length, int flags,
           void *context)
{
    struct live *live = context;
    ssize_t sent = wire_send(live->wire, bytes, length);

    (void)flags;
    if (sent > 0)
        return sent;
    wslay_event_set_error(frames, sent ? WSLAY_ERR_CALLBACK_FAILURE : WSLAY_ERR_WOULDBLOCK);
    return -1;
}

static int
make_mask(wslay_event_context_ptr frames, uint8_t *bytes, size_t length, void *context)
{
    (void)frames;
    (void)context;
    return getrandom(bytes, length, 0) == (ssize_t)length ? 0 : -1;
}

static void
take_message(wslay_event_context_ptr frames, const struct wslay_event_on_msg_recv_arg *message,
             void *context)
{
    struct live *live = context;

    (void)frames;
    if (message->opcode != WSLAY_TEXT_FRAME)
        return;
    live->has_told = true;
    live->sink.tell(live->sink.context, (const char *)message->msg, message->msg_length);
}

/* Entering a state */

/* From half to all of what doubles with each failure. */
static int64_t
retry_after_ms(const struct live *live)
{
    return retry_jittered_ms(
        retry_doubled_ms(live->times.retry_ms, live->times.longest_ms, live->failures),
        uuid_random_bits());
}

static void
drop(struct live *live)
{
    if (live->frames)
        wslay_event_context_free(live->frames);
    live->frames = NULL;
    wire_hang_up(live->wire);
    live->wire = NULL;
    handshake_clear(&live->handshake);
    body_text_free(live->request);
    live->request = NULL;
    live->early_length = 0;
    live->early_at = 0;
}

/* Many desks that lose a stream together don't come back together. */
static void
enter_waiting(struct live *live, enum event event, int64_t now_ms)
{
    bool was_up = live->frames != NULL;
    bool was_good = was_up && (live->has_told || now_ms - live->up_ms >= live->times.stable_ms);

    drop(live);
    live->failures = was_good ? 1 : live->failures + 1;
    if (event == EVENT_REFUSED)
        live->due_ms = now_ms + retry_jittered_ms(live->times.refused_ms, uuid_random_bits());
    else
        live->due_ms = now_ms + (event == EVENT_STARTED ? 0 : retry_after_ms(live));
    if (was_up)
        live->sink.changed(live->sink.context, false);
}

static void
enter_dialling(struct live *live, enum event event, int64_t now_ms)
{
    (void)event;
    (void)now_ms;
    live->wire = wire_dial(live->connection, live->endpoint, live->times.dial_ms);
}

static void
enter_shaking(struct live *live, enum event event, int64_t now_ms)
{
    (void)event;
    live->request = handshake_begin(&live->handshake, live->endpoint->base, live->identity);
    live->request_sent = 0;
    live->due_ms = now_ms + live->times.dial_ms;
}

static void
enter_up(struct live *live, enum event event, int64_t now_ms)
{
    static const struct wslay_event_callbacks callbacks = {
        .recv_callback = take_bytes,
        .send_callback = give_bytes,
        .genmask_callback = make_mask,
        .on_msg_recv_callback = take_message,
    };

    (void)event;
    if (wslay_event_context_client_init(&live->frames, &callbacks, live) != 0)
        abort(); // it fails for want of memory alone
    wslay_event_config_set_max_recv_msg_length(live->frames, MESSAGE_BYTES_MAX);
    live->has_told = false;
    live->has_ended = false;
    live->up_ms = now_ms;
    live->heard_ms = now_ms;
    live->pinged_ms = 0;
    live->sink.changed(live->sink.context, true);
}

/* What happens in a state */

static enum event
step_off(struct live *live, int64_t now_ms)
{
    (void)live;
    (void)now_ms;
    return EVENT_NONE;
}

static enum event
step_waiting(struct live *live, int64_t now_ms)
{
    return now_ms >= live->due_ms ? EVENT_DUE : EVENT_NONE;
}

static enum event
step_dialling(struct live *live, int64_t now_ms)
{
    struct error err;

    (void)now_ms;
    switch (wire_state(live->wire, &err)) {
    case WIRE_DIALLING:
        return EVENT_NONE;
    case WIRE_OPEN:
        return EVENT_CONNECTED;
    case WIRE_BROKEN:
        break;
    }
    log_line(LOG_LEVEL_WARN, "live: %s", err.text);
    return EVENT_BROKEN;
}

/* False: the wire is broken. */
static bool
send_request(struct live *live)
{
    size_t length = live->request ? strlen(live->request) : 0;
    ssize_t sent = 1;

    while (live->request_sent < length && sent > 0) {
        sent =
            wire_send(live->wire, live->request + live->request_sent, length - live->request_sent);
        if (sent > 0)
            live->request_sent += (size_t)sent;
    }
    if (length && live->request_sent == length) {
        body_text_free(live->request);
        live->request = NULL;
    }
    return sent >= 0;
}

/* What came behind the answer's head are frames already. */
static enum handshake_state
take_head(struct live *live, struct error *err)
{
    enum handshake_state state = HANDSHAKE_OPEN;
    char piece[PIECE_BYTES];
    ssize_t length;
    size_t used;

    while (state == HANDSHAKE_OPEN) {
        length = wire_receive(live->wire, piece, sizeof(piece));
        if (length == 0)
            return HANDSHAKE_OPEN;
        if (length < 0) {
            error_set(err, ERROR_UNREACHABLE, "The connection broke.");
            return HANDSHAKE_BROKEN;
        }
        state = handshake_take(&live->handshake, piece, (size_t)length, &used, err);
    }
    live->early_length = (size_t)length - used;
    live->early_at = 0;
    memcpy(live->early, piece + used, live->early_length);
    return state;
}

static enum event
step_shaking(struct live *live, int64_t now_ms)
{
    struct error err;

    if (!send_request(live) || now_ms >= live->due_ms)
        return EVENT_BROKEN;
    switch (take_head(live, &err)) {
    case HANDSHAKE_OPEN:
        return EVENT_NONE;
    case HANDSHAKE_AGREED:
        return EVENT_AGREED;
    case HANDSHAKE_REFUSED:
        log_line(LOG_LEVEL_WARN, "live: refused status=%d", err.status);
        return EVENT_REFUSED;
    case HANDSHAKE_BROKEN:
        break;
    }
    log_line(LOG_LEVEL_WARN, "live: %s", err.text);
    return EVENT_BROKEN;
}

static bool
exchange_bytes(struct live *live)
{
    live->read_bytes = 0;
    live->has_heard = false;
    if (wslay_event_recv(live->frames) != 0)
        return false;
    if (wslay_event_want_write(live->frames) && wslay_event_send(live->frames) != 0)
        return false;
    return !live->has_ended && wslay_event_want_read(live->frames);
}

/* A property that says nothing is asked; one that does not answer is gone. */
static bool
is_there(struct live *live, int64_t now_ms)
{
    struct wslay_event_msg ping = {WSLAY_PING, NULL, 0};

    if (live->has_heard) {
        live->heard_ms = now_ms;
        live->pinged_ms = 0;
    }
    if (live->pinged_ms)
        return now_ms - live->pinged_ms < live->times.pong_ms;
    if (now_ms - live->heard_ms < live->times.ping_ms)
        return true;
    live->pinged_ms = now_ms;
    return wslay_event_queue_msg(live->frames, &ping) == 0 && wslay_event_send(live->frames) == 0;
}

static enum event
step_up(struct live *live, int64_t now_ms)
{
    return exchange_bytes(live) && is_there(live, now_ms) ? EVENT_NONE : EVENT_BROKEN;
}

static const struct stage {
    const char *name;
    void (*enter)(struct live *live, enum event event, int64_t now_ms);
    enum event (*step)(struct live *live, int64_t now_ms);
} stages[LIVE_STATES] = {
    [LIVE_OFF] = {"off", NULL, step_off},
    [LIVE_WAITING] = {"waiting", enter_waiting, step_waiting},
    [LIVE_DIALLING] = {"dialling", enter_dialling, step_dialling},
    [LIVE_SHAKING] = {"shaking hands", enter_shaking, step_shaking},
    [LIVE_UP] = {"up", enter_up, step_up},
};

static void
move(struct live *live, enum event event, int64_t now_ms)
{
    size_t i = 0;

    while (i < countof(moves) && (moves[i].from != live->state || moves[i].on != event))
        i++;
    assert(i < countof(moves)); // no step gives an event that nothing follows
    log_line(LOG_LEVEL_INFO, "live: %s, then %s", stages[live->state].name,
             stages[moves[i].to].name);
    live->state = moves[i].to;
    stages[live->state].enter(live, event, now_ms);
}

void
live_start(struct live *live, int64_t now_ms)
{
    if (live->state == LIVE_OFF && live->endpoint->base && handshake_may_begin(live->identity))
        move(live, EVENT_STARTED, now_ms);
}

void
live_free(struct live *live)
{
    if (!live)
        return;
    drop(live);
    free(live);
}

/* The loop */

static int64_t
next_ms(const struct live *live, int64_t now_ms)
{
    switch (live->state) {
    case LIVE_OFF:
    case LIVE_DIALLING: // curl sees to its time
    case LIVE_STATES:
        return INT64_MAX;
    case LIVE_WAITING:
    case LIVE_SHAKING:
        return live->due_ms;
    case LIVE_UP:
        break;
    }
    if (live->read_bytes >= READ_MOST_BYTES) // there may be more, which the socket need not show
        return now_ms;
    return live->pinged_ms ? live->pinged_ms + live->times.pong_ms
                           : live->heard_ms + live->times.ping_ms;
}

int64_t
live_run(struct live *live, int64_t now_ms)
{
    enum event event;

    while ((event = stages[live->state].step(live, now_ms)) != EVENT_NONE)
        move(live, event, now_ms);
    return next_ms(live, now_ms);
}

struct pollfd
live_wait(const struct live *live)
{
    bool wants_write = live->request || (live->frames && wslay_event_want_write(live->frames));

    return (struct pollfd){
        .fd = live->wire ? wire_fd(live->wire) : -1,
        .events = (short)(POLLIN | (wants_write ? POLLOUT : 0)),
    };
}
