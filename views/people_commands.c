#include <string.h>

#include "api/base/intl.h"
#include "api/base/log.h"
#include "api/base/text.h"
#include "api/desk/people.h"
#include "views/account_profile.h"
#include "views/command_functions.h"
#include "views/output.h"
#include "views/panes.h"
#include "views/resolve.h"

/* The lists of guests and companies, and one of them: a pane on the screen, a list in `run`. */

enum {
    PARTS_OF_GUESTS = 1u << DESK_ROOMS | 1u << DESK_STAYS,
    PARTS_BEHIND = 1u << DESK_WINDOW | 1u << DESK_DETAILS,
    PARTS_OF_MONEY = 1u << DESK_BALANCES,
};

static bool
is_over(struct app *app, const void *context, struct error *err)
{
    const char *text = context;

    (void)err;
    return (desk_has_companies(app->desk) || desk_companies_missing(app->desk))
           && (!text || desk_has_guests(app->desk, text));
}

static bool
print_guests(struct app *app, const char *text, struct error *err)
{
    struct account_rows rows;

    if (!app_wait_parts(app, PARTS_OF_GUESTS, PARTS_BEHIND, err))
        return false;
    desk_load_companies(app->desk);
    if (text)
        desk_load_guests(app->desk, text);
    if (!app_wait(app, is_over, text, err))
        return false;
    if (text && desk_guests_missing(app->desk)) {
        *err = *desk_guests_missing(app->desk);
        return false;
    }
    account_rows_init(&rows, app, ACCOUNTS_GUESTS);
    account_rows_refresh(&rows);
    account_rows_filter(&rows, text ? text : "");
    output_list(app->output, account_listing(ACCOUNTS_GUESTS), &rows);
    account_rows_clear(&rows);
    return true;
}

bool
command_guests(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;

    return app->screen ? screen_open(app->screen, &guests_pane, invocation, err)
                       : print_guests(app, invocation_word(invocation, 0), err);
}

static bool
has_all_companies(struct app *app, const void *context, struct error *err)
{
    const struct error *failed = desk_companies_missing(app->desk);

    (void)context;
    if (failed)
        *err = *failed;
    return desk_has_companies(app->desk) && desk_has_open_bills(app->desk);
}

static bool
print_companies(struct app *app, const char *text, struct error *err)
{
    struct account_rows rows;

    if (!app_wait_parts(app, 1u << DESK_CONFIGURATION, 0, err))
        return false;
    desk_load_companies(app->desk);
    desk_load_open_bills(app->desk);
    if (!app_wait(app, has_all_companies, NULL, err))
        return false;
    account_rows_init(&rows, app, ACCOUNTS_COMPANIES);
    account_rows_refresh(&rows);
    account_rows_filter(&rows, text ? text : "");
    output_list(app->output, account_listing(ACCOUNTS_COMPANIES), &rows);
    account_rows_clear(&rows);
    return true;
}

bool
command_companies(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;

    return app->screen ? screen_open(app->screen, &companies_pane, invocation, err)
                       : print_companies(app, invocation_word(invocation, 0), err);
}

/* One of them */

static const struct list_column columns[] = {
    {"field", N_("Field"), 14, false, ALIGN_LEFT, 0},
    {"value", N_("Value"), 40, true, ALIGN_LEFT, 0},
};
static const struct list_column *const shown[] = {&columns[0], &columns[1]};

static size_t
line_count(void *source)
{
    return ((const struct account_lines *)source)->count;
}

static struct uuid
line_id(void *source, size_t index)
{
    (void)source;
    return (struct uuid){{(uint8_t)(index >> 8), (uint8_t)index}};
}

static void
line_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    const struct account_line *line = &((const struct account_lines *)source)->rows[index];

    cell->style = STYLE_NORMAL;
    text_copy(cell->text, sizeof(cell->text), column ? line->text : line->label);
}

static void
line_members(void *source, size_t index, struct document *object)
{
    const struct account_line *line = &((const struct account_lines *)source)->rows[index];

    document_set_text(object, "field", line->label);
    document_set_text(object, "value", line->text);
}

static const struct list_class class = {
    .columns = shown,
    .column_count = countof(shown),
    .count = line_count,
    .id = line_id,
    .cell = line_cell,
};
static const struct listing listing = {&class, line_members};

static bool
print_profile(struct app *app, struct uuid account, bool shows_documents, struct error *err)
{
    struct account_profile profile = {0};
    struct account_lines lines = {0};
    char id[UUID_TEXT_SIZE];
    bool ok;

    account_profile_open(&profile, app, account, NULL, NULL);
    profile.shows_documents = shows_documents;
    if (shows_documents)
        log_line(LOG_LEVEL_INFO, "documents shown customer=%s", uuid_text(account, id));
    ok = account_profile_wait(&profile, err);
    if (ok) {
        account_lines_fill(&lines, &profile);
        output_list(app->output, &listing, &lines);
        output_result(app->output, account_profile_document(&profile));
    }
    account_lines_clear(&lines);
    account_profile_clear(&profile);
    return ok;
}

static bool
open_profile(struct app *app, const struct invocation *given, struct uuid account,
             struct error *err)
{
    bool is_company = store_company_of(desk_store(app->desk), account) != NULL;
    struct invocation invocation = *given;
    char id[UUID_TEXT_SIZE];

    invocation.words[0] = uuid_text(account, id);
    invocation.word_count = 1;
    return screen_open(app->screen, is_company ? &company_pane : &guest_pane, &invocation, err);
}

static bool
is_for_list(const struct error *err)
{
    return err->kind == ERROR_NOT_FOUND || err->kind == ERROR_USAGE;
}

/* On the screen who is not known, or not alone, is looked for in the list. */
static bool
show_profile(struct app *app, const struct invocation *invocation, struct error *err)
{
    const char *word = invocation_word(invocation, 0);
    struct uuid account;

    if (!resolve_person(app, word, &account, err))
        return is_for_list(err) && !resolve_is_several(word)
               && screen_open(app->screen, &guests_pane, invocation, err);
    return open_profile(app, invocation, account, err);
}

bool
command_guest(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *reveal = invocation_value(invocation, "reveal");
    struct uuid account;

    if (app->screen)
        return show_profile(app, invocation, err);
    return app_wait_parts(app, PARTS_OF_GUESTS, PARTS_BEHIND | PARTS_OF_MONEY, err)
           && resolve_person(app, invocation_word(invocation, 0), &account, err)
           && print_profile(app, account, reveal && strcmp(reveal, "yes") == 0, err);
}

bool
command_company(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const struct company *company;

    if (!app->screen && !app_wait_parts(app, PARTS_OF_GUESTS, PARTS_BEHIND, err))
        return false;
    company = resolve_company(app, invocation_word(invocation, 0), err);
    if (!company)
        return app->screen && is_for_list(err)
               && screen_open(app->screen, &companies_pane, invocation, err);
    return app->screen ? open_profile(app, invocation, company->id, err)
                       : print_profile(app, company->id, false, err);
}
