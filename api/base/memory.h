/* The heap. Out of memory ends the program in one place, after the terminal has been restored. */
#pragma once

#include <stddef.h>

#include "api/base/attributes.h"

/* `size` zeroed bytes; never NULL. *Gives*: free(). */
MUST_USE void *memory_new(size_t size);

/* An array of `count` elements of `size` bytes in place of `old`; the grown part is not zeroed. */
MUST_USE void *memory_resize(void *old, size_t count, size_t size);

/* A copy of `text`; NULL gives NULL. *Gives*: free(). */
MUST_USE char *memory_text(const char *text);

/* Called once before the program ends for want of memory; it must not allocate. */
void memory_on_exhausted(void (*restore)(void));

/* Makes room for one more element in an array that doubles: returns `rows`, perhaps moved. */
MUST_USE void *memory_grow(void *rows, size_t count, size_t *capacity, size_t size);

/*
 * One heap for all threads, from before the second one starts. What one thread allocates and
 * another frees is lost to both where each has a heap of its own: with one, a screen takes half the
 * memory.
 */
void memory_share(void);

/* Gives freed pages back to the system: after work that needed much more than what it left. */
void memory_trim(void);
