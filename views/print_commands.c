#include "api/base/buffer.h"
#include "api/base/intl.h"
#include "api/desk/bill_lint.h"
#include "views/bill_commands.h"
#include "views/bill_pdf.h"
#include "views/bill_text.h"
#include "views/cards.h"
#include "views/command_functions.h"
#include "views/output.h"

/* Commands on a bill as it is shown, checked and printed. */

bool
command_lint(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const struct bill *bill = bill_of_command(app, invocation, err);
    struct lint_closing closing = {.type = BILL_RECEIPT};
    struct lint_finding findings[LINT_MOST];
    size_t count;

    if (!bill)
        return false;
    if (app->screen) { // the card that closes it says all of it
        close_card(app, bill->id, BILL_RECEIPT);
        return true;
    }
    count = bill_lint(app->desk, bill->id, &closing, findings);
    for (size_t i = 0; i < count; i++)
        output_text(app->output, findings[i].text);
    return true;
}

/* How saving for `run` ended. */
struct saving {
    bool is_over;
    struct error error;
};

static void
saved(void *context, const char *path, const struct error *err)
{
    struct saving *saving = context;

    (void)path;
    saving->is_over = true;
    if (err)
        saving->error = *err;
}

static bool
is_saved(struct app *app, const void *context, struct error *err)
{
    const struct saving *saving = context;

    (void)app;
    if (saving->error.kind)
        *err = saving->error;
    return saving->is_over;
}

static void
told(void *context, const char *path, const struct error *err)
{
    struct app *app = context;

    if (err)
        app_error(app, err);
    else
        app_say(app, STYLE_GOOD, _("Saved as %s."), path);
}

bool
command_pdf(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const struct bill *bill = bill_of_command(app, invocation, err);
    const char *said = invocation_word(invocation, 1);
    const char *reason = invocation_value(invocation, "reason");
    struct saving saving = {0};
    char path[BILL_PATH_SIZE];

    if (!bill)
        return false;
    said = said ? said : bill_pdf_path(app, bill, path);
    if (app->screen) {
        bill_pdf_save(app, bill->id, said, reason ? reason : "", told, app);
        return true;
    }
    bill_pdf_save(app, bill->id, said, reason ? reason : "", saved, &saving);
    if (!app_wait(app, is_saved, &saving, err) || saving.error.kind)
        return false;
    output_text(app->output, said);
    return true;
}

bool
command_print(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const struct bill *bill = bill_of_command(app, invocation, err);
    struct buffer text = {0};

    if (!bill)
        return false;
    if (app->screen) {
        print_card(app, bill->id);
        return true;
    }
    bill_text(app, bill, &text);
    output_text(app->output, buffer_text(&text));
    buffer_clear(&text);
    return true;
}
