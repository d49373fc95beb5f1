#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/base64.h"
#include "api/base/buffer.h"
#include "api/base/file.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "views/bill_pdf.h"
#include "views/bill_text.h"
#include "views/cards.h"
#include "views/device_work.h"
#include "views/printer.h"

/*
 * A bill on paper: by the print command or on the terminal's own printer as text, as the property's
 * PDF in a file, on a printer that the property drives, or just to read.
 */

enum {
    PDF_MOST = 32 << 20
};

static const char to_command[] = "command";
static const char to_terminal[] = "terminal";
static const char to_file[] = "file";
static const char to_screen[] = "screen";

struct print_card {
    struct app *app;
    struct uuid bill;
};

static const struct bill *
bill_of(const struct print_card *print)
{
    return store_bill_of(desk_store(print->app->desk), print->bill);
}

const char *
bill_pdf_path(const struct app *app, const struct bill *bill, char path[BILL_PATH_SIZE])
{
    const char *home = getenv("HOME");
    char id[UUID_TEXT_SIZE];

    (void)app;
    snprintf(path, BILL_PATH_SIZE, "%.400s/bill-%.40s.pdf", home ? home : ".",
             bill->number[0] ? bill->number : uuid_text(bill->id, id));
    return path;
}

/* On a printer that the property drives */

struct device_job {
    struct app *app;
    struct uuid bill;
    struct uuid device;
    char *path;         /* of the PDF */
    struct buffer text; /* it in base64 */
    struct error error;
};

static void
free_job(struct device_job *job)
{
    buffer_clear(&job->text);
    free(job->path);
    free(job);
}

static void
printed(void *context, struct action *action)
{
    struct app *app = context;
    const struct device *device =
        store_device_of(desk_store(app->desk), action_order(action)->device);

    if (action_error(action))
        app_error(app, action_error(action));
    else
        app_say(app, STYLE_GOOD, _("Given to %s."), device ? device->name : _("the printer"));
    if (!action_error(action))
        device_work_follow(app, action_created(action), action_order(action)->device);
}

/* On a thread of its own. */
static void
read_pdf(void *context)
{
    struct device_job *job = context;
    size_t length = 0;
    char *bytes = file_read(job->path, PDF_MOST, &length, &job->error);

    if (bytes)
        base64_encode(bytes, length, &job->text);
    free(bytes);
}

static void
begin_print(void *context)
{
    struct device_job *job = context;
    struct action_order order = {
        .kind = ACTION_PRINT,
        .bill = job->bill,
        .device = job->device,
        .text = buffer_text(&job->text),
        .key = "R",
    };

    if (job->error.kind || !app_begin(job->app, &order, printed, &job->error))
        app_error(job->app, &job->error);
    free_job(job);
}

static void
print_pdf(void *context, const char *path, const struct error *failed)
{
    struct device_job *job = context;

    if (failed)
        job->error = *failed;
    else
        job->path = memory_text(path);
    if (failed || !app_errand(job->app, read_pdf, begin_print, job, &job->error))
        begin_print(job);
}

static void
print_on(struct app *app, const struct bill *bill, struct uuid device)
{
    struct device_job *job = memory_new(sizeof(*job));
    char path[BILL_PATH_SIZE];

    *job = (struct device_job){.app = app, .bill = bill->id, .device = device};
    bill_pdf_save(app, bill->id, bill_pdf_path(app, bill, path), "", print_pdf, job);
}

/* The ways */

static void
saved(void *context, const char *path, const struct error *err)
{
    struct app *app = context;

    if (err)
        app_error(app, err);
    else
        app_say(app, STYLE_GOOD, _("Saved as %s."), path);
}

static bool
print_text(struct app *app, const struct bill *bill, struct error *err)
{
    struct buffer text = {0};
    bool ok;

    bill_text(app, bill, &text);
    ok = screen_print(app->screen, buffer_text(&text), err);
    buffer_clear(&text);
    if (ok)
        app_say(app, STYLE_GOOD, "%s", _("Sent to this terminal's printer."));
    return ok;
}

static bool
print_by_command(struct app *app, const struct bill *bill, struct error *err)
{
    struct buffer text = {0};

    bill_text(app, bill, &text);
    return printer_begin(app, &text, err);
}

static void
offer_printers(struct card *card, const struct app *app)
{
    struct store_rows devices = store_all(desk_store(app->desk), RECORD_device);
    char id[UUID_TEXT_SIZE];

    for (size_t i = 0; i < devices.count; i++) {
        const struct device *device = devices.rows[i];

        if (strcmp(device->type, "Printer") == 0)
            card_option(card, uuid_text(device->id, id), STYLE_NORMAL, "%s", device->name);
    }
}

static void
build(struct card *card)
{
    struct print_card *print = card_context(card);
    const struct bill *bill = bill_of(print);
    char path[BILL_PATH_SIZE];

    card_reset(card);
    if (!bill) {
        card_line(card, STYLE_ERROR, "", "%s", _("The bill is gone."));
        return;
    }
    card_field(card, "file", _("File"), INPUT_LINE, bill_pdf_path(print->app, bill, path));
    card_field(card, "reason", _("Why again"), INPUT_LINE, "");
    if (printer_is_set(print->app))
        card_option(card, to_command, STYLE_NORMAL, _("Printer, as text (%.50s)"),
                    settings_text(print->app->settings, "printer"));
    card_option(card, to_terminal, STYLE_NORMAL, "%s", _("This terminal's printer, as text"));
    card_option(card, to_file, STYLE_NORMAL, "%s", _("PDF into the file"));
    card_option(card, to_screen, STYLE_NORMAL, "%s", _("Read it here"));
    offer_printers(card, print->app);
    card_action(card, (struct key){KEYCODE_ENTER}, _("prints"));
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct print_card *print = card_context(card);
    struct app *app = print->app;
    const struct bill *bill = bill_of(print);
    const char *way = card_picked(card);
    char line[UUID_TEXT_SIZE + 16];
    char id[UUID_TEXT_SIZE];
    struct uuid device;

    (void)key;
    if (!bill || !way)
        return error_set(err, ERROR_NOT_FOUND, _("The bill is gone."));
    if (strcmp(way, to_command) == 0) {
        return print_by_command(app, bill, err);
    } else if (strcmp(way, to_terminal) == 0) {
        return print_text(app, bill, err);
    } else if (strcmp(way, to_file) == 0) {
        bill_pdf_save(app, bill->id, card_text(card, "file"), card_text(card, "reason"), saved,
                      app);
    } else if (strcmp(way, to_screen) == 0) {
        snprintf(line, sizeof(line), "billtext %s", uuid_text(bill->id, id));
        screen_command(app->screen, line);
    } else if (uuid_parse(way, &device)) {
        print_on(app, bill, device);
    }
    return true;
}

static const struct card_class print_class = {
    .name = "print",
    .changed = build,
    .act = act,
    .build = build,
    .built_from = DESK_KIND(RECORD_device),
    .close = card_free_context,
};

void
print_card(struct app *app, struct uuid bill)
{
    struct print_card *print = memory_new(sizeof(*print));

    *print = (struct print_card){app, bill};
    desk_load_devices(app->desk);
    build(card_open(app->screen, &print_class, _("Print"), print));
}
