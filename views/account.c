#include "views/account.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/log.h"
#include "views/missing.h"
#include "views/panes.h"
#include "views/pen.h"
#include "views/resolve.h"

/* One guest or company with all that is known of them, as lines. */

struct account_view {
    struct account_profile profile;
    struct account_lines lines;
    int top;
    bool wants_form; /* as soon as the record is there */
};

static void
refill(struct pane *pane)
{
    struct account_view *view = pane->state;

    account_lines_fill(&view->lines, &view->profile);
    pane_redraw(pane);
}

static void
open_form(struct account_view *view)
{
    bool is_guest = view->profile.list == ACCOUNTS_GUESTS;

    view->wants_form = false;
    screen_command(view->profile.app->screen,
                   is_guest ? "form customers/update" : "form companies/update");
}

static void
came(void *context)
{
    struct pane *pane = context;
    struct account_view *view = pane->state;

    refill(pane);
    if (view->wants_form && view->profile.record && screen_top(pane->screen) == pane)
        open_form(view);
}

void
account_edit(struct screen *screen)
{
    struct pane *pane = screen_top(screen);
    struct account_view *view = account_shown(screen) ? pane->state : NULL;

    if (view && view->profile.record)
        open_form(view);
    else if (view)
        view->wants_form = true;
}

static bool
open_account(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    struct account_view *view = pane->state;
    struct app *app = screen_app(pane->screen);
    const char *word = invocation ? invocation_word(invocation, 0) : NULL;
    struct uuid account;

    if (word && !resolve_person(app, word, &account, err))
        return false;
    if (!word && !view->profile.app)
        return error_set(err, ERROR_USAGE, _("Whose profile? Give a name."));
    if (word) {
        account_profile_open(&view->profile, app, account, came, pane);
        view->top = 0;
    }
    refill(pane);
    return true;
}

static void
close_account(struct pane *pane)
{
    struct account_view *view = pane->state;

    account_profile_clear(&view->profile);
    account_lines_clear(&view->lines);
}

static int
draw_lines(const struct account_view *view, const struct canvas *canvas)
{
    struct pen pen = {canvas, -view->top};

    draw_clear(canvas);
    for (size_t i = 0; i < view->lines.count; i++) {
        const struct account_line *line = &view->lines.rows[i];

        pen_line(&pen, line->style, line->label, "%s", line->text);
    }
    return pen.row + view->top;
}

static void
draw(struct pane *pane, const struct canvas *whole)
{
    struct account_view *view = pane->state;
    struct canvas canvas = missing_draw(view->profile.app, 0, view->profile.account, whole);
    int most = draw_lines(view, &canvas) - canvas.at.rows;

    if (view->top > 0 && view->top > most) { // further than its last line
        view->top = most > 0 ? most : 0;
        (void)draw_lines(view, &canvas);
    }
    draw_cursor(&canvas, 0, 0);
}

static void
status(struct pane *pane, char *text, size_t size)
{
    const struct account_view *view = pane->state;

    account_title(view->profile.app->desk, view->profile.account, text, size);
}

/* Why an action failed stays until a key. */
static bool
key(struct pane *pane, struct key key)
{
    struct account_view *view = pane->state;

    (void)key;
    action_dismiss_all(view->profile.app->desk);
    return false;
}

/* Whole numbers of documents are shown to who asks for them, and it is written down. */
static void
reveal(struct pane *pane)
{
    struct account_view *view = pane->state;
    char id[UUID_TEXT_SIZE];

    view->profile.shows_documents = !view->profile.shows_documents;
    if (view->profile.shows_documents)
        log_line(LOG_LEVEL_INFO, "documents shown customer=%s",
                 uuid_text(view->profile.account, id));
    refill(pane);
}

static bool
command(struct pane *pane, const struct invocation *invocation)
{
    struct account_view *view = pane->state;
    const char *name = invocation->command->name;

    if (strcmp(name, "reveal") == 0)
        reveal(pane);
    else if (!pen_scroll(&view->top, name))
        return false;
    pane_redraw(pane);
    return true;
}

static bool
selection(struct pane *pane, char *text, size_t size)
{
    const struct account_view *view = pane->state;

    if (size < UUID_TEXT_SIZE)
        return false;
    uuid_text(view->profile.account, text);
    return true;
}

/* The store has less of a profile than the view: when it changed there, all is read again. */
static void
changed(struct pane *pane, uint64_t what)
{
    struct account_view *view = pane->state;
    enum record_id kind = view->profile.list == ACCOUNTS_GUESTS ? RECORD_customer : RECORD_company;

    if (what & DESK_KIND(kind))
        account_profile_read(&view->profile);
    refill(pane);
}

const struct account_profile *
account_shown(struct screen *screen)
{
    struct pane *pane = screen_top(screen);
    bool is_shown = pane && (pane->class == &guest_pane || pane->class == &company_pane);

    return is_shown ? &((const struct account_view *)pane->state)->profile : NULL;
}

struct document *
account_form_record(const struct account_profile *profile)
{
    static const char *const types[] = {"IdentityCard", "Passport", "Visa", "DriversLicense"};
    struct document *record = document_copy(profile->record);

    for (size_t i = 0; i < countof(types) && !profile->shows_documents; i++) {
        const struct document *document = document_find(record, types[i]);
        struct document *masked = document_is_object(document) ? document_copy(document) : NULL;
        char number[MASKED_SIZE];
        char *text;

        if (!masked)
            continue;
        text = document_text(document_find(masked, "Number"));
        document_set_text(masked, "Number", text[0] ? masked_number(text, number) : "");
        document_set(record, types[i], masked);
        free(text);
    }
    return record;
}

#define ACCOUNT_PANE(id, heading, letters, ...)                                                    \
    {                                                                                              \
        .name = id, .title = heading,                                                              \
        .contexts = (const char *const[]){"profile", "people", "list", NULL},                      \
        .size = sizeof(struct account_view), .open = open_account, .close = close_account,         \
        .draw = draw, .status = status, .key = key, .command = command, .selection = selection,    \
        .changed = changed, .signs = letters, .hints = (const char *const[]){__VA_ARGS__, NULL},   \
    }

const struct pane_class guest_pane = ACCOUNT_PANE("guest", N_("Guest"), guest_signs, "editguest",
                                                  "folio", "reveal", "attach", "help-keys", "undo");
const struct pane_class company_pane =
    ACCOUNT_PANE("company", N_("Company"), company_signs, "editcompany", "folio", "closeall",
                 "help-keys", "undo");
