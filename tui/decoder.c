#include "tui/decoder.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"
#include "api/base/text.h"
#include "tui/sequence.h"
#include "tui/terminfo.h"

/*
 * A parser that looks at the bytes that wait and takes a whole key off their front, or says that
 * more must come: how the bytes were split between reads can't matter. Time matters for ESC alone,
 * and where a link tore a sequence: what follows ESC [ and ESC O is waited for without limit, and a
 * tail that comes after its ESC was given out as Escape is swallowed.
 */

enum {
    ESCAPE = 0x1b,
    SEQUENCE_MAX = 64,        /* bytes of a sequence that is worth reading */
    LATE_SURE_MS = 120,       /* `[` or `O` so soon after a lone ESC is no typing */
    LATE_MS = 1000,           /* and a whole tail in one read isn't either */
    PASTE_ESCAPE_MS = 500,    /* ESC, then silence, ends a paste whose end was lost */
    STRING_SILENCE_MS = 2000, /* and silence a string (OSC, DCS) */
    PASTE_MAX = 64 * 1024,
};

enum mode {
    MODE_KEYS = 0,
    MODE_PASTE,
    MODE_STRING,
    MODE_OVERLONG /* inside a sequence that is longer than any key's */
};

struct decoder {
    enum mode mode;
    struct buffer waiting;
    size_t fed_at;   /* where the last feed begins in `waiting` */
    int64_t fed_ms;  /* when it came */
    int64_t late_ms; /* when an ESC came that was given out as Escape; 0: none, or long ago */
    struct buffer paste;
    char *pasted; /* cleaned */
    struct terminfo_key terminfo[TERMINFO_KEYS];
    size_t terminfo_count;
};

struct decoder *
decoder_new(const char *term)
{
    struct decoder *decoder = memory_new(sizeof(*decoder));

    if (term)
        decoder->terminfo_count = terminfo_keys(term, decoder->terminfo);
    return decoder;
}

void
decoder_free(struct decoder *decoder)
{
    if (!decoder)
        return;
    buffer_clear(&decoder->waiting);
    buffer_clear(&decoder->paste);
    free(decoder->pasted);
    free(decoder);
}

void
decoder_feed(struct decoder *decoder, const char *bytes, size_t length, int64_t now_ms)
{
    decoder->fed_at = decoder->waiting.length;
    decoder->fed_ms = now_ms;
    buffer_add(&decoder->waiting, bytes, length);
}

static void
drop_front(struct decoder *decoder, size_t count)
{
    struct buffer *waiting = &decoder->waiting;

    memmove(waiting->text, waiting->text + count, waiting->length - count + 1);
    waiting->length -= count;
    decoder->fed_at -= decoder->fed_at < count ? decoder->fed_at : count;
}

/* A key of the terminal's own, else one of the common ones. */
static enum sequence_outcome
read_sequence(const struct decoder *decoder, const char *bytes, size_t length,
              struct sequence *found)
{
    for (size_t i = 0; i < decoder->terminfo_count; i++) {
        const struct terminfo_key *key = &decoder->terminfo[i];

        if (length < key->length || memcmp(bytes, key->bytes, key->length) != 0)
            continue;
        *found = (struct sequence){key->length, key->code};
        return SEQUENCE_KEY;
    }
    return sequence_read(bytes, length, found);
}

static enum sequence_outcome
skip(struct sequence *found, size_t length)
{
    *found = (struct sequence){.length = length};
    return SEQUENCE_SKIP;
}

static enum sequence_outcome
give(struct sequence *found, size_t length, uint32_t code)
{
    *found = (struct sequence){length, code};
    return SEQUENCE_KEY;
}

/*
 * `[` or `O` after an ESC that was given out as Escape: the tail of a torn sequence, or typing.
 * True: it is a tail, and `outcome` says whether it is whole.
 */
static bool
is_late_tail(struct decoder *decoder, struct sequence *found, enum sequence_outcome *outcome)
{
    const struct buffer *waiting = &decoder->waiting;
    size_t length = waiting->length < SEQUENCE_MAX ? waiting->length : SEQUENCE_MAX - 1;
    int64_t gap_ms = decoder->fed_ms - decoder->late_ms;
    char bytes[SEQUENCE_MAX] = {ESCAPE};

    if (!decoder->late_ms || (waiting->text[0] != '[' && waiting->text[0] != 'O'))
        return false;
    memcpy(bytes + 1, waiting->text, length);
    *outcome = read_sequence(decoder, bytes, length + 1, found);
    if (*outcome == SEQUENCE_MORE)
        return decoder->fed_at > 0 || gap_ms <= LATE_SURE_MS || (length > 1 && gap_ms <= LATE_MS);
    found->length--;
    return decoder->fed_at > 0 || gap_ms <= LATE_MS;
}

static enum sequence_outcome
read_key(struct decoder *decoder, int64_t now_ms, struct sequence *found)
{
    const char *bytes = decoder->waiting.text;
    size_t length = decoder->waiting.length;
    bool is_silent = now_ms - decoder->fed_ms >= DECODER_ESCAPE_MS;
    enum sequence_outcome outcome;

    if (is_late_tail(decoder, found, &outcome)) {
        if (outcome == SEQUENCE_KEY)
            outcome = SEQUENCE_SKIP;
        if (outcome != SEQUENCE_MORE)
            decoder->late_ms = 0;
        return outcome;
    }
    decoder->late_ms = 0;
    if (bytes[0] == ESCAPE && length == 1 && is_silent) {
        decoder->late_ms = decoder->fed_ms;
        return give(found, 1, KEYCODE_ESCAPE);
    }
    if (bytes[0] == ESCAPE && length == 2 && is_silent && sequence_begins_string(bytes[1]))
        return give(found, 2, (unsigned char)bytes[1] | KEYCODE_ALT);
    outcome = read_sequence(decoder, bytes, length, found);
    if (outcome == SEQUENCE_MORE && length >= SEQUENCE_MAX) {
        decoder->mode = MODE_OVERLONG;
        return skip(found, length);
    }
    return outcome == SEQUENCE_KEY && found->length > SEQUENCE_MAX ? SEQUENCE_SKIP : outcome;
}

/* Up to the letter that ends the sequence. */
static enum sequence_outcome
read_overlong(struct decoder *decoder, struct sequence *found)
{
    const char *bytes = decoder->waiting.text;

    for (size_t i = 0; i < decoder->waiting.length; i++) {
        unsigned char c = (unsigned char)bytes[i];

        if (c >= 0x20 && c < 0x40)
            continue;
        decoder->mode = MODE_KEYS;
        return skip(found, c >= 0x40 && c < 0x7f ? i + 1 : i);
    }
    return skip(found, decoder->waiting.length);
}

/*
 * Up to BEL or ESC \. Other controls never stand in a string: they end it too, so that an Alt-] hit
 * by mistake doesn't make the keyboard deaf.
 */
static enum sequence_outcome
read_string(struct decoder *decoder, int64_t now_ms, struct sequence *found)
{
    const char *bytes = decoder->waiting.text;
    size_t length = decoder->waiting.length;
    bool is_silent = now_ms - decoder->fed_ms >= DECODER_ESCAPE_MS;

    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)bytes[i] >= 0x20)
            continue;
        if (bytes[i] == ESCAPE && i + 1 == length && !is_silent)
            return i ? skip(found, i) : SEQUENCE_MORE;
        decoder->mode = MODE_KEYS;
        if (bytes[i] == ESCAPE)
            return skip(found, i + 1 < length && bytes[i + 1] == '\\' ? i + 2 : i);
        return skip(found, i + 1);
    }
    return skip(found, length);
}

/* Carriage returns become line feeds, controls go. */
static void
clean_paste(struct decoder *decoder)
{
    struct buffer *paste = &decoder->paste;
    size_t length = 0;

    for (size_t i = 0; i < paste->length; i++) {
        if (paste->text[i] == '\n' && i && paste->text[i - 1] == '\r')
            continue;
        paste->text[length++] = paste->text[i];
    }
    for (size_t i = 0; i < length; i++)
        if (paste->text[i] == '\r')
            paste->text[i] = '\n';
    free(decoder->pasted);
    decoder->pasted = memory_new(3 * length + 1);
    text_clean(buffer_text(paste), length, decoder->pasted);
    buffer_reset(paste);
}

static enum sequence_outcome
end_paste(struct decoder *decoder, struct sequence *found, size_t length)
{
    clean_paste(decoder);
    decoder->mode = MODE_KEYS;
    return give(found, length, KEYCODE_PASTE);
}

/* The end was torn or lost: what may still come of it is swallowed. */
static enum sequence_outcome
end_lost_paste(struct decoder *decoder, struct sequence *found, size_t length)
{
    enum sequence_outcome outcome = end_paste(decoder, found, length);

    if (length > 1)
        decoder->mode = MODE_OVERLONG;
    decoder->late_ms = decoder->fed_ms;
    return outcome;
}

static enum sequence_outcome
read_paste(struct decoder *decoder, int64_t now_ms, struct sequence *found)
{
    static const char end[] = "\033[201~";
    const char *bytes = decoder->waiting.text;
    size_t length = decoder->waiting.length;
    const char *escape = memchr(bytes, ESCAPE, length);
    size_t before = escape ? (size_t)(escape - bytes) : length;
    size_t rest = length - before;
    size_t space = PASTE_MAX - decoder->paste.length;

    if (before || (rest >= sizeof(end) - 1 && memcmp(escape, end, sizeof(end) - 1) != 0)
        || (rest && rest < sizeof(end) - 1 && memcmp(escape, end, rest) != 0)) {
        before = before ? before : 1;
        buffer_add(&decoder->paste, bytes, before < space ? before : space);
        return skip(found, before);
    }
    if (rest >= sizeof(end) - 1)
        return end_paste(decoder, found, sizeof(end) - 1);
    if (now_ms - decoder->fed_ms < PASTE_ESCAPE_MS)
        return SEQUENCE_MORE;
    return end_lost_paste(decoder, found, rest);
}

static enum sequence_outcome
read_next(struct decoder *decoder, int64_t now_ms, struct sequence *found)
{
    switch (decoder->mode) {
    case MODE_KEYS:
        return read_key(decoder, now_ms, found);
    case MODE_PASTE:
        return read_paste(decoder, now_ms, found);
    case MODE_STRING:
        return read_string(decoder, now_ms, found);
    case MODE_OVERLONG:
        return read_overlong(decoder, found);
    }
    return SEQUENCE_MORE;
}

bool
decoder_next(struct decoder *decoder, int64_t now_ms, struct key *key)
{
    if (decoder->mode == MODE_STRING && now_ms - decoder->fed_ms >= STRING_SILENCE_MS)
        decoder->mode = MODE_KEYS;
    while (decoder->waiting.length) {
        struct sequence found = {0};
        enum sequence_outcome outcome = read_next(decoder, now_ms, &found);

        if (outcome == SEQUENCE_MORE)
            return false;
        drop_front(decoder, found.length);
        if (outcome == SEQUENCE_PASTE)
            decoder->mode = MODE_PASTE;
        if (outcome == SEQUENCE_STRING)
            decoder->mode = MODE_STRING;
        if (outcome == SEQUENCE_KEY) {
            key->code = found.code;
            return true;
        }
    }
    return false;
}

int64_t
decoder_deadline_ms(const struct decoder *decoder)
{
    const struct buffer *waiting = &decoder->waiting;

    if (decoder->mode == MODE_PASTE)
        return waiting->length ? decoder->fed_ms + PASTE_ESCAPE_MS : -1;
    if (decoder->mode == MODE_STRING)
        return decoder->fed_ms + (waiting->length ? DECODER_ESCAPE_MS : STRING_SILENCE_MS);
    if (waiting->length && waiting->text[0] == ESCAPE
        && (waiting->length == 1
            || (waiting->length == 2 && sequence_begins_string(waiting->text[1]))))
        return decoder->fed_ms + DECODER_ESCAPE_MS;
    return -1;
}

const char *
decoder_paste(const struct decoder *decoder)
{
    return decoder->pasted ? decoder->pasted : "";
}
