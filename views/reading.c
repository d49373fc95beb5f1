#include "views/reading.h"

#include "api/base/file.h"
#include "api/base/intl.h"

void
reading_now(struct reading *reading)
{
    reading->text = file_read(reading->path, reading->most, &reading->length, &reading->error);
}

static void
work(void *context)
{
    reading_now(context);
}

static void
over(void *context)
{
    struct reading *reading = context;

    reading->over(reading);
}

bool
reading_begin(struct reading *reading, struct error *err)
{
    reading->text = NULL;
    if (!app_errand(reading->app, work, over, reading, err))
        return false;
    app_say(reading->app, STYLE_PENDING, _("Reading %s…"), reading->path);
    return true;
}
