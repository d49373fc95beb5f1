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

struct pdf_job {
    struct app *app;
    struct uuid bill;
    struct uuid print_event; /* of the print that is under way; none: not asked yet */
    char *path;
    char *reason;
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
    free(job->reason);
    free(job);
}

/* Where that of a closed bill is kept: it never changes. */
static bool
kept_path(const struct pdf_job *job, char path[PATH_SIZE])
{
    const struct bill *bill = store_bill_of(desk_store(job->app->desk), job->bill);
    char folder[PATH_SIZE - 64];
    char id[UUID_TEXT_SIZE];

    if (!bill || bill->state != BILL_CLOSED
        || !folder_find("XDG_STATE_HOME", "/.local/state", folder, sizeof(folder), NULL))
        return false;
    snprintf(path, PATH_SIZE, "%.4000s/bills/%s.pdf", folder, uuid_text(job->bill, id));
    return true;
}

static void
keep(const struct pdf_job *job, const struct buffer *pdf)
{
    char path[PATH_SIZE];
    char *slash;
    struct error err;

    if (!kept_path(job, path))
        return;
    slash = strrchr(path, '/');
    *slash = '\0';
    if (!folder_make(path, &err))
        return; // it is printed again the next time
    *slash = '/';
    (void)!file_replace(path, buffer_text(pdf), pdf->length, FILE_MODE, &err); // as above
}

/* From what was kept; false: there is none. */
static bool
take_kept(const struct pdf_job *job, struct error *err)
{
    char path[PATH_SIZE];
    size_t length;
    struct error ignored;
    char *bytes = kept_path(job, path) ? file_read(path, PDF_MOST, &length, &ignored) : NULL;

    err->kind = ERROR_NONE;
    if (bytes && !file_replace(job->path, bytes, length, FILE_MODE, err))
        err->kind = err->kind ? err->kind : ERROR_DISK;
    free(bytes);
    return bytes != NULL;
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

static bool
save(const struct pdf_job *job, const struct document *value, struct error *err)
{
    const struct document *data = document_find(value, "Base64Data");
    char *text = data ? document_text(data) : NULL;
    struct buffer pdf = {0};
    bool ok = text && base64_decode(text, &pdf);

    free(text);
    if (!ok)
        error_set(err, ERROR_DEFECT, _("The property's PDF can't be read."));
    ok = ok && file_replace(job->path, buffer_text(&pdf), pdf.length, FILE_MODE, err);
    if (ok)
        keep(job, &pdf);
    buffer_clear(&pdf);
    return ok;
}

/* True: the job goes on. */
static bool
take_answer(struct pdf_job *job, const char *json, struct error *err)
{
    struct document *answer = document_parse(json, err);
    const struct document *value = answer ? document_find(answer, "Result.Value") : NULL;
    bool goes_on = false;

    if (value && document_find(value, "Base64Data"))
        (void)!save(job, value, err); // the error ends the job
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
        end(job, err.kind ? &err : NULL);
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

void
bill_pdf_save(struct app *app, struct uuid bill, const char *path, const char *reason,
              bill_pdf_fn done, void *context)
{
    struct pdf_job *job = memory_new(sizeof(*job));
    struct error err;

    *job = (struct pdf_job){
        .app = app,
        .bill = bill,
        .path = memory_text(path),
        .reason = memory_text(reason),
        .done = done,
        .context = context,
    };
    if (take_kept(job, &err))
        end(job, err.kind ? &err : NULL);
    else
        ask(job);
}
