/* cmocka with the headers that it wants to be included before it, and what build it runs in. */
#pragma once

// clang-format off
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
// clang-format on

/* A sanitizer keeps what is freed, and takes five times the time. */
enum {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    IS_SANITIZED = 1
#else
    IS_SANITIZED = 0
#endif
};
