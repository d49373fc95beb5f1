#include "api/server/subscriber.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <wslay/wslay.h>

#include "api/base/instant.h"
#include "api/base/memory.h"

enum {
    READ_MOST_BYTES = 16 << 10, /* of one in a turn, so that who talks a lot holds up nobody */
    QUEUE_MOST = 4096,          /* pongs and pings too */
    CLOSING_MS = 1000,          /* for the other's goodbye */
};

struct subscriber {
    wslay_event_context_ptr frames;
    const struct subscriber_limits *limits;
    int fd;
    char *early; /* read before `fd`; NULL: nothing is left of it */
    size_t early_length;
    size_t early_at;
    size_t read_bytes;  /* in this turn */
    bool has_heard;     /* something, in this turn */
    bool has_sent;      /* something, in this turn */
    int64_t heard_ms;   /* monotonic, as are the others */
    int64_t pinged_ms;  /* since it was last heard; 0: not */
    int64_t stalled_ms; /* since when nothing of what waits was taken; 0: nothing waits */
    int64_t closed_ms;  /* when our goodbye was sent; 0: not yet */
};

/* wslay's callbacks */

/* What came behind the request; false when that is used up. */
static bool
read_early(struct subscriber *subscriber, uint8_t *bytes, size_t most, size_t *length)
{
    size_t left = subscriber->early_length - subscriber->early_at;

    if (!left)
        return false;
    *length = left < most ? left : most;
    memcpy(bytes, subscriber->early + subscriber->early_at, *length);
    subscriber->early_at += *length;
    return true;
}

/* What a system call gave, in wslay's terms. */
static ssize_t
judge(wslay_event_context_ptr frames, ssize_t length)
{
    bool would_block = length < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);

    if (length > 0)
        return length;
    wslay_event_set_error(frames, would_block ? WSLAY_ERR_WOULDBLOCK : WSLAY_ERR_CALLBACK_FAILURE);
    return -1;
}

static ssize_t
take_bytes(wslay_event_context_ptr frames, uint8_t *bytes, size_t most, int flags, void *context)
{
    struct subscriber *subscriber = context;
    ssize_t length;
    size_t early;

    (void)flags;
    if (subscriber->read_bytes >= READ_MOST_BYTES) {
        wslay_event_set_error(frames, WSLAY_ERR_WOULDBLOCK); // in the next turn
        return -1;
    }
    if (read_early(subscriber, bytes, most, &early))
        length = (ssize_t)early;
    else
        length = judge(frames, recv(subscriber->fd, bytes, most, 0));
    if (length > 0) {
        subscriber->read_bytes += (size_t)length;
        subscriber->has_heard = true;
    }
    return length;
}

static ssize_t
give_bytes(wslay_event_context_ptr frames, const uint8_t *bytes, size_t length, int flags,
           void *context)
{
    struct subscriber *subscriber = context;
    int more = flags & WSLAY_MSG_MORE ? MSG_MORE : 0;
    ssize_t sent = judge(frames, send(subscriber->fd, bytes, length, MSG_NOSIGNAL | more));

    if (sent > 0)
        subscriber->has_sent = true;
    return sent;
}

/* Life */

struct subscriber *
subscriber_new(int fd, const char *early, size_t length, const struct subscriber_limits *limits)
{
    static const struct wslay_event_callbacks callbacks = {.recv_callback = take_bytes,
                                                           .send_callback = give_bytes};
    struct subscriber *subscriber = memory_new(sizeof(*subscriber));

    subscriber->fd = fd;
    subscriber->limits = limits;
    subscriber->heard_ms = monotonic_ms();
    if (length)
        subscriber->early = memcpy(memory_new(length), early, length);
    subscriber->early_length = length;
    if (wslay_event_context_server_init(&subscriber->frames, &callbacks, subscriber) != 0)
        abort();                                                // it fails for want of memory alone
    wslay_event_config_set_no_buffering(subscriber->frames, 1); // nothing that is said is kept
    return subscriber;
}

void
subscriber_free(struct subscriber *subscriber)
{
    if (!subscriber)
        return;
    wslay_event_context_free(subscriber->frames);
    free(subscriber->early);
    free(subscriber);
}

void
subscriber_tell(struct subscriber *subscriber, const char *text, size_t length)
{
    struct wslay_event_msg message = {WSLAY_TEXT_FRAME, (const uint8_t *)text, length};

    (void)wslay_event_queue_msg(subscriber->frames, &message); // one that is leaving takes none
}

void
subscriber_leave(struct subscriber *subscriber)
{
    (void)wslay_event_queue_close(subscriber->frames, WSLAY_CODE_GOING_AWAY, NULL, 0);
}

/* A turn */

static bool
exchange_bytes(struct subscriber *subscriber)
{
    subscriber->read_bytes = 0;
    subscriber->has_heard = false;
    subscriber->has_sent = false;
    if (wslay_event_want_read(subscriber->frames) && wslay_event_recv(subscriber->frames) != 0)
        return false;
    return !wslay_event_want_write(subscriber->frames) || wslay_event_send(subscriber->frames) == 0;
}

/* A reader that takes nothing for a while, or far less than there is to tell, is let go. */
static bool
keeps_up(struct subscriber *subscriber, int64_t now_ms)
{
    const struct subscriber_limits *limits = subscriber->limits;
    size_t count = wslay_event_get_queued_msg_count(subscriber->frames);

    if (!subscriber_is_waiting(subscriber)) {
        subscriber->stalled_ms = 0;
        return true;
    }
    if (!subscriber->stalled_ms || subscriber->has_sent)
        subscriber->stalled_ms = now_ms;
    if (now_ms - subscriber->stalled_ms >= limits->stall_ms || count > QUEUE_MOST)
        return false;
    return count <= 1
           || wslay_event_get_queued_msg_length(subscriber->frames) <= limits->queue_bytes;
}

static bool
is_there(struct subscriber *subscriber, int64_t now_ms)
{
    struct wslay_event_msg ping = {WSLAY_PING, NULL, 0};
    int64_t silence_ms;

    if (subscriber->has_heard) {
        subscriber->heard_ms = now_ms;
        subscriber->pinged_ms = 0;
    }
    silence_ms = now_ms - subscriber->heard_ms;
    if (silence_ms >= subscriber->limits->silence_ms)
        return false;
    if (silence_ms >= subscriber->limits->ping_ms && !subscriber->pinged_ms) {
        subscriber->pinged_ms = now_ms;
        return wslay_event_queue_msg(subscriber->frames, &ping) == 0
               && wslay_event_send(subscriber->frames) == 0;
    }
    return true;
}

/*
 * After our goodbye the other's is waited for: closed with something unread, the connection would
 * be reset, and take what we said last along.
 */
static bool
awaits_goodbye(struct subscriber *subscriber, int64_t now_ms)
{
    char bytes[1024];

    if (!subscriber->closed_ms)
        subscriber->closed_ms = now_ms;
    if (wslay_event_get_close_received(subscriber->frames)
        || now_ms - subscriber->closed_ms >= CLOSING_MS)
        return false;
    return wslay_event_want_read(subscriber->frames)
           || recv(subscriber->fd, bytes, sizeof(bytes), 0) > 0 || errno == EAGAIN;
}

bool
subscriber_run(struct subscriber *subscriber, int64_t now_ms)
{
    if (!exchange_bytes(subscriber))
        return false;
    if (wslay_event_get_close_sent(subscriber->frames))
        return awaits_goodbye(subscriber, now_ms);
    return keeps_up(subscriber, now_ms) && is_there(subscriber, now_ms);
}

bool
subscriber_is_waiting(const struct subscriber *subscriber)
{
    return wslay_event_want_write(subscriber->frames);
}
