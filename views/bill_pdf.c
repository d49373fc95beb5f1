#include "views/bill_pdf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/base64.h"
#include "api/base/file.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/schema/document.h"

enum {
    FILE_MODE = 0600, /* names and money: nobody else's */
    PATH_SIZE = 4096,
    PDF_MOST = 32 << 20,
    ASKS_MOST = 8,
    FIRST_PAUSE_MS = 1000
};

/* While an errand is under way, the job is its thread's. */
struct pdf_job {
    struct app *app;
    struct uuid bill;
    struct uuid print_event; /* of the print that is under way; none: not asked yet */
    char *path;
    char *kept; /* where that of a closed bill is kept, which never changes; NULL */
    char *reason;
    char *data; /* the property's PDF in base64 */
    bool is_found;
    struct error error;
    int asks;
    bill_pdf_fn done;
    void *context;
};

static void
end(struct pdf_job *job, const struct error *err)
{
    if (job->done)
        job->done(job->context, err ? NULL : job->path, err);
    free(job->path);
    free(job->kept);
    free(job->reason);
    free(job->data);
    free(job);
}

/* *Gives*: free(). */
static char *
kept_path(const struct app *app, struct uuid id)
{
    const struct bill *bill = store_bill_of(desk_store(app->desk), id);
    char folder[PATH_SIZE - 64];
    char path[PATH_SIZE];
    char text[UUID_TEXT_SIZE];

    if (!bill || bill->state != BILL_CLOSED
        || !folder_find("XDG_STATE_HOME", "/.local/state", folder, sizeof(folder), NULL))
        return NULL;
    snprintf(path, sizeof(path), "%.4000s/bills/%s.pdf", folder, uuid_text(id, text));
    return memory_text(path);
}

/* Errands: on their own thread. */

static void
fetch_kept(void *context)
{
    struct pdf_job *job = context;
    struct error ignored;
    size_t length;
    char *bytes = file_read(job->kept, PDF_MOST, &length, &ignored);

    job->is_found = bytes != NULL;
    if (bytes)
        (void)!file_replace(job->path, bytes, length, FILE_MODE, &job->error); // ends the job
    free(bytes);
}

static void
keep(const struct pdf_job *job, const struct buffer *pdf)
{
    char *slash = strrchr(job->kept, '/');
    bool has_folder;
    struct error err;

    *slash = '\0';
    has_folder = folder_make(job->kept, &err);
    *slash = '/';
    if (has_folder) // else it is printed again the next time
        (void)!file_replace(job->kept, buffer_text(pdf), pdf->length, FILE_MODE, &err);
}

static void
save(void *context)
{
    struct pdf_job *job = context;
    struct buffer pdf = {0};

    if (!base64_decode(job->data, &pdf))
        error_set(&job->error, ERROR_DEFECT, _("The property's PDF can't be read."));
    else if (file_replace(job->path, buffer_text(&pdf), pdf.length, FILE_MODE, &job->error)
             && job->kept)
        keep(job, &pdf);
    buffer_clear(&pdf);
}

/* Back on the UI's */

static void
saved(void *context)
{
    struct pdf_job *job = context;

    end(job, job->error.kind ? &job->error : NULL);
}

static void ask(struct pdf_job *job);

static void
ask_again(void *context)
{
    ask(context);
}

/* The property makes it later, as when the authorities have to be told first. */
static bool
wait_for_print(struct pdf_job *job, const struct document *value, struct error *err)
{
    const struct document *id = document_find(value, "BillPrintEventId");
    char *text = id ? document_text(id) : NULL;
    bool has_id = text && uuid_parse(text, &job->print_event);

    free(text);
    if (!has_id || job->asks >= ASKS_MOST)
        return error_set(err, ERROR_BUSY,
                         _("The property has not made the PDF yet: try again in a minute."));
    loop_timer(job->app->loop, monotonic_ms() + (FIRST_PAUSE_MS << job->asks), ask_again, job);
    return true;
}

/* True: the job goes on. */
static bool
take_answer(struct pdf_job *job, const char *json, struct error *err)
{
    struct document *answer = document_parse(json, err);
    const struct document *value = answer ? document_find(answer, "Result.Value") : NULL;
    const struct document *data = value ? document_find(value, "Base64Data") : NULL;
    bool goes_on = false;

    job->data = data ? document_text(data) : NULL;
    if (job->data)
        goes_on = app_errand(job->app, save, saved, job, err);
    else if (value)
        goes_on = wait_for_print(job, value, err);
    else if (answer)
        error_set(err, ERROR_DEFECT, _("The property's PDF can't be read."));
    document_free(answer);
    return goes_on;
}

static void
answered(void *context, const struct result *result)
{
    struct pdf_job *job = context;
    struct error err = result->error;

    if (!result->is_last)
        return;
    if (err.kind || !take_answer(job, result->json, &err))
        end(job, &err);
}

static void
ask(struct pdf_job *job)
{
    struct document *body = document_object();
    struct request *request = request_new(OP_bills_get_pdf, REQUEST_FOR_KEY, NULL);
    char *text;

    job->asks++;
    document_set_uuid(body, "BillId", job->bill);
    if (uuid_is_set(job->print_event))
        document_set_uuid(body, "BillPrintEventId", job->print_event);
    if (job->reason[0])
        document_set_text(body, "PrintReason", job->reason);
    text = document_print(body);
    request->json = arena_text(&request->arena, text);
    request->wants_json = true;
    free(text);
    document_free(body);
    desk_call(job->app->desk, request, answered, job);
}

/* None was kept: the property has it. */
static void
fetched(void *context)
{
    struct pdf_job *job = context;

    if (job->is_found)
        saved(job);
    else
        ask(job);
}

void
bill_pdf_save(struct app *app, struct uuid bill, const char *path, const char *reason,
              bill_pdf_fn done, void *context)
{
    struct pdf_job *job = memory_new(sizeof(*job));

    *job = (struct pdf_job){
        .app = app,
        .bill = bill,
        .path = memory_text(path),
        .kept = kept_path(app, bill),
        .reason = memory_text(reason),
        .done = done,
        .context = context,
    };
    app_say(app, STYLE_PENDING, _("Saving the PDF as %s…"), path);
    if (!job->kept)
        ask(job);
    else if (!app_errand(app, fetch_kept, fetched, job, &job->error))
        saved(job);
}
