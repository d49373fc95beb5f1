/* A file that a command of the screen reads, on a thread of its own: its disk may hang. */
#pragma once

#include "views/app.h"

/* What `over` needs stands behind it, in the struct that it begins. */
struct reading {
    struct app *app;
    const char *path; /* kept until it is over */
    size_t most;      /* bytes */
    void (*over)(struct reading *reading);
    char *text; /* what was read; NULL: `error` says why not */
    size_t length;
    struct error error;
};

/* Says that it reads. Errors: those of app_errand(); `over` is not called then. */
MUST_USE bool reading_begin(struct reading *reading, struct error *err);

/* The same at once, for `run`; `over` is not called. */
void reading_now(struct reading *reading);
