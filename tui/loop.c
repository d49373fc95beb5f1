#include "tui/loop.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/base/instant.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/thread.h"
#include "tui/decoder.h"
#include "tui/timers.h"

/*
 * Keys go before everything else: what was typed before a result came in acts on what was on the
 * screen then. Signals are blocked but inside ppoll, and their handlers only set a flag. Quiet is
 * said once when nothing is left to do, and in between when work goes on for long; at once behind
 * the last key that waits, so that a key's frame never waits for results.
 */

enum {
    KEYS_MAX = 4096,   /* typed ahead; then the terminal waits */
    READ_BYTES = 4096, /* at a time */
    BUSY_MS = 100      /* of work until quiet is said all the same */
};

static const int caught_signals[] = {SIGTERM, SIGHUP, SIGINT, SIGWINCH, SIGTSTP, SIGCONT};

enum {
    ENDING_SIGNALS = 3 /* the first of these */
};

/* Set by the handler, which can't be given a loop. */
static volatile sig_atomic_t is_caught[NSIG];

struct waiting_key {
    struct key key;
    unsigned frame;
    char *paste;
};

struct watch {
    int fd;
    void (*ready)(void *context);
    void *context;
};

struct loop {
    struct terminal *terminal;
    struct decoder *decoder;
    struct waiting_key keys[KEYS_MAX]; /* a ring */
    size_t first_key;
    size_t key_count;
    bool is_holding;
    char *paste; /* of the last key given out */
    struct watch *watches;
    size_t watch_count;
    size_t watch_capacity;
    struct pollfd *polled;
    struct timers *timers;
    unsigned frame;
    bool has_unsent_frame;
    bool is_quiet;    /* said, and nothing happened since */
    bool owes_answer; /* a key was given out, and quiet has not been said since */
    int64_t busy_since_ms;
    bool has_hung_up;
    sigset_t old_mask;
    struct sigaction old_actions[countof(caught_signals)];
};

static void
catch_signal(int number)
{
    is_caught[number] = 1;
}

static bool
take_signal(int number)
{
    bool was_caught = is_caught[number];

    is_caught[number] = 0;
    return was_caught;
}

/* How many of the signals concern this loop: those of a terminal only where there is one. */
static size_t
signal_count(const struct loop *loop)
{
    return loop->terminal ? countof(caught_signals) : ENDING_SIGNALS;
}

static void
catch_signals(struct loop *loop)
{
    struct sigaction action = {.sa_handler = catch_signal};
    sigset_t blocked;

    sigemptyset(&blocked);
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < signal_count(loop); i++)
        sigaddset(&blocked, caught_signals[i]);
    pthread_sigmask(SIG_BLOCK, &blocked, &loop->old_mask);
    for (size_t i = 0; i < signal_count(loop); i++) {
        is_caught[caught_signals[i]] = 0;
        sigaction(caught_signals[i], &action, &loop->old_actions[i]);
    }
}

/* Those that still wait are taken first: a second SIGHUP must not end what is ending already. */
static void
release_signals(struct loop *loop)
{
    pthread_sigmask(SIG_SETMASK, &loop->old_mask, NULL);
    for (size_t i = 0; i < signal_count(loop); i++)
        sigaction(caught_signals[i], &loop->old_actions[i], NULL);
}

struct loop *
loop_new(struct terminal *terminal, struct error *err)
{
    struct loop *loop = memory_new(sizeof(*loop));

    (void)err; // nothing here can fail yet
    loop->terminal = terminal;
    loop->decoder = decoder_new(terminal ? terminal_type(terminal) : NULL);
    loop->timers = timers_new();
    loop->polled = memory_new(sizeof(*loop->polled));
    catch_signals(loop);
    return loop;
}

static void
drop_keys(struct loop *loop)
{
    for (; loop->key_count; loop->key_count--) {
        free(loop->keys[loop->first_key].paste);
        loop->first_key = (loop->first_key + 1) % KEYS_MAX;
    }
}

void
loop_free(struct loop *loop)
{
    if (!loop)
        return;
    release_signals(loop);
    drop_keys(loop);
    decoder_free(loop->decoder);
    timers_free(loop->timers);
    free(loop->paste);
    free(loop->watches);
    free(loop->polled);
    free(loop);
}

static struct watch *
find_watch(struct loop *loop, int fd)
{
    for (size_t i = 0; i < loop->watch_count; i++)
        if (loop->watches[i].fd == fd)
            return &loop->watches[i];
    return NULL;
}

void
loop_watch(struct loop *loop, int fd, void (*ready)(void *context), void *context)
{
    struct watch *watch = find_watch(loop, fd);

    assert(thread_is(THREAD_UI));
    if (!ready) {
        if (watch)
            *watch = loop->watches[--loop->watch_count];
        return;
    }
    if (!watch) {
        loop->watches = memory_grow(loop->watches, loop->watch_count, &loop->watch_capacity,
                                    sizeof(*loop->watches));
        watch = &loop->watches[loop->watch_count++];
        loop->polled = memory_resize(loop->polled, loop->watch_capacity + 1, sizeof(*loop->polled));
    }
    *watch = (struct watch){fd, ready, context};
}

unsigned
loop_timer(struct loop *loop, int64_t at_ms, void (*fire)(void *context), void *context)
{
    assert(thread_is(THREAD_UI));
    return timers_add(loop->timers, at_ms, fire, context);
}

void
loop_cancel(struct loop *loop, unsigned timer)
{
    timers_cancel(loop->timers, timer);
}

static void
decode(struct loop *loop, int64_t now_ms)
{
    struct key key;

    while (loop->key_count < KEYS_MAX && decoder_next(loop->decoder, now_ms, &key)) {
        struct waiting_key *waiting = &loop->keys[(loop->first_key + loop->key_count++) % KEYS_MAX];

        *waiting = (struct waiting_key){.key = key, .frame = loop->frame};
        if (key.code == KEYCODE_PASTE)
            waiting->paste = memory_text(decoder_paste(loop->decoder));
    }
}

/* Reads all that was typed until now. */
static void
read_keys(struct loop *loop)
{
    char bytes[READ_BYTES];
    int got = 0;

    while (loop->terminal && !loop->has_hung_up && loop->key_count < KEYS_MAX) {
        got = terminal_read(loop->terminal, bytes, sizeof(bytes));
        if (got <= 0)
            break;
        decoder_feed(loop->decoder, bytes, (size_t)got, monotonic_ms());
        decode(loop, monotonic_ms());
    }
    decode(loop, monotonic_ms()); // an ESC whose time is up
    if (got < 0)
        loop->has_hung_up = true;
}

/* The frame is out: keys from now on answer to it. */
static void
count_frame(struct loop *loop)
{
    read_keys(loop);
    loop->frame++;
    loop->has_unsent_frame = false;
}

void
loop_frame_written(struct loop *loop)
{
    if (terminal_is_writing(loop->terminal))
        loop->has_unsent_frame = true;
    else
        count_frame(loop);
}

unsigned
loop_frame(const struct loop *loop)
{
    return loop->frame;
}

const char *
loop_paste(const struct loop *loop)
{
    return loop->paste ? loop->paste : "";
}

bool
loop_drop_keys(struct loop *loop)
{
    bool had_keys;

    read_keys(loop);
    had_keys = loop->key_count > 0;
    drop_keys(loop);
    return had_keys;
}

bool
loop_has_keys(struct loop *loop)
{
    read_keys(loop);
    return loop->key_count > 0;
}

void
loop_hold_keys(struct loop *loop)
{
    loop->is_holding = true;
}

void
loop_release_keys(struct loop *loop)
{
    loop->is_holding = false;
}

static struct loop_news
take_key(struct loop *loop)
{
    struct waiting_key *waiting = &loop->keys[loop->first_key];
    struct loop_news news = {
        .event = LOOP_KEY,
        .key = waiting->key,
        .frame = waiting->frame,
        .is_typed_ahead = waiting->frame != loop->frame,
    };

    free(loop->paste);
    loop->paste = waiting->paste;
    loop->first_key = (loop->first_key + 1) % KEYS_MAX;
    loop->key_count--;
    return news;
}

static bool
breaks_hold(struct key key)
{
    return key.code == KEYCODE_ESCAPE || key.code == ('c' | KEYCODE_CTRL);
}

/* While keys are held: drops those before the last that breaks the hold; false: none does. */
static bool
find_break(struct loop *loop)
{
    for (size_t i = loop->key_count; i-- > 0;) {
        if (!breaks_hold(loop->keys[(loop->first_key + i) % KEYS_MAX].key))
            continue;
        while (i--) {
            free(loop->keys[loop->first_key].paste);
            loop->first_key = (loop->first_key + 1) % KEYS_MAX;
            loop->key_count--;
        }
        return true;
    }
    if (loop->key_count == KEYS_MAX) // else an Escape could not be read any more
        drop_keys(loop);
    return false;
}

static bool
may_take_key(struct loop *loop)
{
    return loop->key_count && (!loop->is_holding || find_break(loop));
}

static void
stop(struct loop *loop, pid_t whom)
{
    struct sigaction stopping = {.sa_handler = SIG_DFL};
    struct sigaction caught;
    sigset_t tstp;

    terminal_suspend(loop->terminal);
    sigemptyset(&stopping.sa_mask);
    sigaction(SIGTSTP, &stopping, &caught);
    kill(whom, SIGTSTP);
    sigemptyset(&tstp);
    sigaddset(&tstp, SIGTSTP);
    pthread_sigmask(SIG_UNBLOCK, &tstp, NULL); // stops here until SIGCONT
    pthread_sigmask(SIG_BLOCK, &tstp, NULL);
    sigaction(SIGTSTP, &caught, NULL);
    is_caught[SIGTSTP] = 0;
    is_caught[SIGCONT] = 1;
}

void
loop_stop(struct loop *loop)
{
    if (loop->terminal)
        stop(loop, 0);
}

static struct loop_news
continued(struct loop *loop)
{
    terminal_resume(loop->terminal);
    (void)take_signal(SIGWINCH);
    if (terminal_resize(loop->terminal))
        terminal_redraw(loop->terminal);
    return (struct loop_news){.event = LOOP_CONTINUED};
}

/* What signals and the terminal's end have to say; false: nothing. */
static bool
next_signal(struct loop *loop, struct loop_news *news)
{
    for (size_t i = 0; i < ENDING_SIGNALS; i++) {
        if (!take_signal(caught_signals[i]))
            continue;
        *news = (struct loop_news){.event = LOOP_TERMINATE, .signal = caught_signals[i]};
        return true;
    }
    if (!loop->terminal)
        return false;
    if (take_signal(SIGTSTP))
        stop(loop, getpid());
    *news = (struct loop_news){.event = LOOP_HANGUP};
    if (loop->has_hung_up || terminal_fd(loop->terminal) < 0)
        return true;
    if (take_signal(SIGCONT)) {
        *news = continued(loop);
        return true;
    }
    *news = (struct loop_news){.event = LOOP_RESIZE};
    return take_signal(SIGWINCH) && terminal_resize(loop->terminal);
}

/* When to wake though nothing comes: ms from now, -1 never. */
static int64_t
time_left_ms(const struct loop *loop, int64_t now_ms)
{
    int64_t timer_ms = timers_next_ms(loop->timers);
    int64_t escape_ms = loop->key_count < KEYS_MAX ? decoder_deadline_ms(loop->decoder) : -1;
    int64_t at_ms = timer_ms < 0 || (escape_ms >= 0 && escape_ms < timer_ms) ? escape_ms : timer_ms;

    if (at_ms < 0)
        return -1;
    return at_ms > now_ms ? at_ms - now_ms : 0;
}

/* Fills `polled`: the terminal first, then the watches. */
static void
fill_polled(struct loop *loop)
{
    struct pollfd *terminal = &loop->polled[0];

    *terminal = (struct pollfd){.fd = -1};
    if (loop->terminal && !loop->has_hung_up) {
        terminal->fd = terminal_fd(loop->terminal);
        terminal->events = (short)((loop->key_count < KEYS_MAX ? POLLIN : 0)
                                   | (terminal_is_writing(loop->terminal) ? POLLOUT : 0));
    }
    for (size_t i = 0; i < loop->watch_count; i++)
        loop->polled[i + 1] = (struct pollfd){.fd = loop->watches[i].fd, .events = POLLIN};
}

static void
serve_terminal(struct loop *loop, short events)
{
    if (events & (POLLHUP | POLLERR | POLLNVAL))
        loop->has_hung_up = true;
    if (events & POLLIN)
        read_keys(loop);
    if (!(events & POLLOUT))
        return;
    if (!terminal_flush(loop->terminal))
        loop->has_hung_up = true;
    if (loop->has_unsent_frame && !terminal_is_writing(loop->terminal))
        count_frame(loop);
}

/* A watch may end itself or others: each is looked up anew. */
static void
serve_watches(struct loop *loop, size_t count)
{
    for (size_t i = 1; i <= count; i++) {
        struct watch *watch = loop->polled[i].revents ? find_watch(loop, loop->polled[i].fd) : NULL;

        if (watch)
            watch->ready(watch->context);
        if (loop->polled[i].revents && loop->watch_count != count)
            break; // `polled` is another now; the rest is ready in the next round
    }
}

enum patience {
    PATIENCE_NONE = 0,
    PATIENCE_SLEEP
};

/* One ppoll and what it brings. False: nothing was to be done. */
static bool
serve(struct loop *loop, enum patience patience)
{
    int64_t now_ms = monotonic_ms();
    int64_t left_ms = patience == PATIENCE_NONE ? 0 : time_left_ms(loop, now_ms);
    struct timespec timeout = {.tv_sec = left_ms / 1000, .tv_nsec = left_ms % 1000 * 1000000};
    size_t count = loop->watch_count;
    int ready;

    fill_polled(loop);
    ready = ppoll(loop->polled, count + 1, left_ms < 0 ? NULL : &timeout, &loop->old_mask);
    if (ready > 0 && loop->polled[0].revents)
        serve_terminal(loop, loop->polled[0].revents);
    else
        decode(loop, monotonic_ms());
    if (loop->key_count && !loop->is_holding)
        return true; // before what may change the screen under them
    if (ready > 0)
        serve_watches(loop, count);
    return timers_fire(loop->timers, monotonic_ms()) || ready != 0;
}

/* Whether it is time to draw although work goes on. */
static bool
is_overdue(struct loop *loop)
{
    int64_t now_ms = monotonic_ms();

    if (!loop->busy_since_ms)
        loop->busy_since_ms = now_ms;
    return now_ms - loop->busy_since_ms >= BUSY_MS;
}

static struct loop_news
say_quiet(struct loop *loop)
{
    loop->busy_since_ms = 0;
    loop->owes_answer = false;
    return (struct loop_news){.event = LOOP_QUIET};
}

struct loop_news
loop_next(struct loop *loop)
{
    struct loop_news news;

    assert(thread_is(THREAD_UI));
    for (;;) {
        if (next_signal(loop, &news))
            break;
        if (!loop->is_quiet && is_overdue(loop))
            return say_quiet(loop);
        if (loop->owes_answer)
            read_keys(loop);
        if (may_take_key(loop)) {
            news = take_key(loop);
            loop->owes_answer = true;
            break;
        }
        if (loop->owes_answer)
            return say_quiet(loop);
        if (serve(loop, loop->is_quiet ? PATIENCE_SLEEP : PATIENCE_NONE)) {
            loop->is_quiet = false;
            continue;
        }
        if (loop->is_quiet)
            continue;
        loop->is_quiet = true;
        return say_quiet(loop);
    }
    loop->is_quiet = false;
    return news;
}
