/* What functions can't say themselves: compiler attributes and the size of an array. */
#pragma once

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))
#define NORETURN __attribute__((noreturn))
#define UNUSED __attribute__((unused))
#define countof(array) (sizeof(array) / sizeof((array)[0]))
