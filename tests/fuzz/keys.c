/*
 * The decoder on any bytes: however they are split between reads, the keys are the same; each is
 * one that the program knows, and its name reads back as it.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tui/decoder.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void
take_keys(struct decoder *decoder, int64_t now_ms, struct buffer *keys)
{
    struct key key;

    while (decoder_next(decoder, now_ms, &key)) {
        char name[KEY_NAME_SIZE];
        struct key parsed;

        if (!key_parse(key_label(key, name), &parsed) || parsed.code != key.code)
            abort();
        buffer_print(keys, "%s ", name);
        if (key.code == KEYCODE_PASTE)
            buffer_print(keys, "<%s> ", decoder_paste(decoder));
    }
}

/* The keys of the bytes, read in pieces whose lengths come from `seed`; 0: in one. */
static char *
read_keys(const char *bytes, size_t size, unsigned seed)
{
    struct decoder *decoder = decoder_new(NULL);
    struct buffer keys = {0};
    int64_t now_ms = 1000;

    for (size_t at = 0; at < size;) {
        size_t piece = seed ? 1 + seed / 65536 % 7 : size;

        piece = piece < size - at ? piece : size - at;
        decoder_feed(decoder, bytes + at, piece, now_ms);
        take_keys(decoder, now_ms, &keys);
        at += piece;
        seed = seed ? seed * 1103515245 + 12345 : 0;
    }
    for (int i = 0; i < 200; i++) // silence
        take_keys(decoder, now_ms += 25, &keys);
    if (decoder_deadline_ms(decoder) >= 0)
        abort(); // something is waited for that never comes
    decoder_free(decoder);
    return buffer_take(&keys);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char *whole = read_keys((const char *)bytes, size, 0);

    for (unsigned seed = 1; seed < 4; seed++) {
        char *split = read_keys((const char *)bytes, size, seed * 2654435761u);

        if (strcmp(whole, split) != 0)
            abort();
        free(split);
    }
    free(whole);
    return 0;
}
