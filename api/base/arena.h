/*
 * Memory of what dies together: a response, a frame, a command. Nothing in an arena is freed
 * singly, and no pointer into it outlives it.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>

#include "api/base/attributes.h"

struct arena_chunk;

/* `{0}` is an empty arena. Belongs to one thread at a time. */
struct arena {
    struct arena_chunk *chunks; /* newest first */
    size_t used_bytes;          /* of the newest chunk */
};

/* Zeroed memory, aligned for any type; never NULL. *Valid until* arena_clear(). */
MUST_USE void *arena_new(struct arena *arena, size_t size);

/*
 * Room for one more row of `size` bytes behind `count` of them: `rows`, or where they fill their
 * capacity, a copy with twice the room. Rows begin as NULL with a capacity of 0.
 */
MUST_USE void *arena_grow(struct arena *arena, void *rows, size_t count, size_t *capacity,
                          size_t size);

/* A copy of the text, or of the first `length` bytes with a NUL. NULL gives NULL. */
MUST_USE char *arena_text(struct arena *arena, const char *text);
MUST_USE char *arena_bytes(struct arena *arena, const char *bytes, size_t length);
MUST_USE char *arena_print(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
MUST_USE char *arena_vprint(struct arena *arena, const char *format, va_list args)
    PRINTF_LIKE(2, 0);

/* Frees all of it; the arena is empty and may be used again. */
void arena_clear(struct arena *arena);

/* Bytes taken from the heap, for measuring. */
size_t arena_size(const struct arena *arena);
