#include "api/base/memory.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void (*restore_terminal)(void);

NORETURN static void
exhausted(void)
{
    static const char words[] = "frontdesk: out of memory\n";
    ssize_t written;

    if (restore_terminal)
        restore_terminal();
    written = write(STDERR_FILENO, words, sizeof(words) - 1);
    (void)written; // nobody is left to tell
    _exit(2);
}

void *
memory_new(size_t size)
{
    void *block = calloc(1, size ? size : 1);

    if (!block)
        exhausted();
    return block;
}

void *
memory_resize(void *old, size_t count, size_t size)
{
    size_t total;
    void *block;

    if (__builtin_mul_overflow(count, size, &total))
        exhausted();
    block = realloc(old, total ? total : 1);
    if (!block)
        exhausted();
    return block;
}

char *
memory_text(const char *text)
{
    size_t size;

    if (!text)
        return NULL;
    size = strlen(text) + 1;
    return memcpy(memory_new(size), text, size);
}

void
memory_on_exhausted(void (*restore)(void))
{
    restore_terminal = restore;
}

void *
memory_grow(void *rows, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return rows;
    *capacity = *capacity ? *capacity * 2 : 16;
    return memory_resize(rows, *capacity, size);
}

void
memory_share(void)
{
    (void)mallopt(M_ARENA_MAX, 1); // where it is refused, it only takes more
}

void
memory_trim(void)
{
    (void)malloc_trim(0); // says only whether there was anything
}
