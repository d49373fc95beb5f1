#include "api/base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"

/*
 * Chunks double from FIRST to LARGEST, so that a small answer stays small and a page takes few
 * calls.
 */
enum {
    ALIGNMENT = 16,
    FIRST_ROWS = 16,
    FIRST_CHUNK_BYTES = 1024,
    LARGEST_CHUNK_BYTES = 256 * 1024,
};

struct arena_chunk {
    struct arena_chunk *next;
    size_t size_bytes;
    _Alignas(ALIGNMENT) char bytes[];
};

static void
add_chunk(struct arena *arena, size_t size)
{
    size_t wanted = FIRST_CHUNK_BYTES;
    struct arena_chunk *chunk;

    if (arena->chunks && arena->chunks->size_bytes * 2 <= LARGEST_CHUNK_BYTES)
        wanted = arena->chunks->size_bytes * 2;
    else if (arena->chunks)
        wanted = LARGEST_CHUNK_BYTES;
    if (wanted < size)
        wanted = size;
    chunk = memory_resize(NULL, 1, sizeof(*chunk) + wanted);
    chunk->next = arena->chunks;
    chunk->size_bytes = wanted;
    arena->chunks = chunk;
    arena->used_bytes = 0;
}

static void *
take(struct arena *arena, size_t size)
{
    void *start;

    size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (!arena->chunks || arena->chunks->size_bytes - arena->used_bytes < size)
        add_chunk(arena, size);
    start = arena->chunks->bytes + arena->used_bytes;
    arena->used_bytes += size;
    return start;
}

void *
arena_new(struct arena *arena, size_t size)
{
    return memset(take(arena, size), 0, size);
}

char *
arena_bytes(struct arena *arena, const char *bytes, size_t length)
{
    char *copy;

    if (!bytes)
        return NULL;
    copy = take(arena, length + 1);
    memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

void *
arena_grow(struct arena *arena, void *rows, size_t count, size_t *capacity, size_t size)
{
    void *larger;

    if (count < *capacity)
        return rows;
    *capacity = *capacity ? 2 * *capacity : FIRST_ROWS;
    larger = arena_new(arena, *capacity * size);
    if (count)
        memcpy(larger, rows, count * size);
    return larger;
}

char *
arena_text(struct arena *arena, const char *text)
{
    return text ? arena_bytes(arena, text, strlen(text)) : NULL;
}

char *
arena_vprint(struct arena *arena, const char *format, va_list args)
{
    va_list again;
    int length;
    char *text;

    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    text = take(arena, (size_t)(length < 0 ? 0 : length) + 1);
    text[0] = '\0';
    if (length > 0)
        vsnprintf(text, (size_t)length + 1, format, args);
    return text;
}

char *
arena_print(struct arena *arena, const char *format, ...)
{
    va_list args;
    char *text;

    va_start(args, format);
    text = arena_vprint(arena, format, args);
    va_end(args);
    return text;
}

void
arena_clear(struct arena *arena)
{
    struct arena_chunk *chunk = arena->chunks;

    while (chunk) {
        struct arena_chunk *next = chunk->next;

        free(chunk);
        chunk = next;
    }
    *arena = (struct arena){0};
}

size_t
arena_size(const struct arena *arena)
{
    size_t total = 0;

    for (const struct arena_chunk *chunk = arena->chunks; chunk; chunk = chunk->next)
        total += sizeof(*chunk) + chunk->size_bytes;
    return total;
}
