#include "api/base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "api/base/text.h"

struct error_row {
    const char *name;
    int http_status;
    int exit_code;
};

static const struct error_row rows[] = {
    [ERROR_NONE] = {"none", 200, 0},
#define ERROR_KIND(name, http, exit_code, word) [ERROR_##name] = {word, http, exit_code},
#include "api/base/error.def"
#undef ERROR_KIND
};

/* Texts quote what came from outside, perhaps cut inside a character: what is kept is clean. */
static void
keep_text(struct error *err, char *text)
{
    char clean[3 * ERROR_TEXT_SIZE];

    text_trim_partial(text);
    (void)text_clean(text, strlen(text), clean);
    (void)text_copy(err->text, sizeof(err->text), clean);
}

bool
error_set(struct error *err, enum error_kind kind, const char *format, ...)
{
    char text[ERROR_TEXT_SIZE]; // the arguments may be in `err`
    va_list args;

    if (!err)
        return false;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    *err = (struct error){.kind = kind};
    keep_text(err, text);
    return false;
}

bool
error_prefix(struct error *err, const char *format, ...)
{
    char text[ERROR_TEXT_SIZE];
    size_t length;
    va_list args;

    if (!err)
        return false;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    length = strlen(text);
    snprintf(text + length, sizeof(text) - length, "%s", err->text);
    keep_text(err, text);
    return false;
}

int
error_exit_code(enum error_kind kind)
{
    return rows[kind].exit_code;
}

int
error_http_status(enum error_kind kind)
{
    return rows[kind].http_status;
}

bool
error_may_heal(const struct error *err)
{
    return err->kind == ERROR_UNREACHABLE || err->kind == ERROR_TIMEOUT || err->kind == ERROR_BUSY
           || err->status >= 500;
}

enum error_kind
error_from_http_status(int status)
{
    static const enum error_kind kinds[] = {
        ERROR_INPUT,   ERROR_PERMISSION, ERROR_REFUSED,   ERROR_NOT_FOUND,
        ERROR_TIMEOUT, ERROR_CONFLICT,   ERROR_TOO_LARGE, ERROR_BUSY,
    };

    if (status >= 200 && status < 300)
        return ERROR_NONE;
    for (size_t i = 0; i < countof(kinds); i++)
        if (rows[kinds[i]].http_status == status)
            return kinds[i];
    return status >= 500 ? ERROR_DEFECT : ERROR_UNREACHABLE;
}

const char *
error_kind_name(enum error_kind kind)
{
    return rows[kind].name;
}
