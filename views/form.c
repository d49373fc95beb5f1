#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "views/account.h"
#include "views/browse.h"
#include "views/call.h"
#include "views/cards.h"
#include "views/form_rows.h"
#include "views/panes.h"

/*
 * Any request as a form: Enter types into a member, Space turns a value or opens an object, + and -
 * add and remove elements, Ctrl-S shows what changes and sends it. A form of a listing gives its
 * filters to the browse view instead.
 */

enum {
    LINES_MOST = 6 // of a card on the smallest terminal
};

struct form_view {
    const struct operation *operation;
    struct form *form;
    char *before; /* the record as the property sent it; NULL: there is none */
    struct list list;
    bool is_sending;
};

/* Rows */

static const struct list_column columns[] = {
    {"member", N_("Member"), 20, true, ALIGN_LEFT, 0},
    {"value", N_("Will be sent"), 12, true, ALIGN_LEFT, 0},
    {"was", N_("Is now"), 12, true, ALIGN_LEFT, 1},
    {"type", N_("Type"), 8, false, ALIGN_LEFT, 2},
};

static const struct list_column *const shown[] = {&columns[0], &columns[1], &columns[2],
                                                  &columns[3]};

static size_t
row_count(void *source)
{
    return form_count(((const struct form_view *)source)->form);
}

static struct uuid
row_id(void *source, size_t index)
{
    struct uuid id = {{0xfc}};

    (void)source;
    memcpy(id.bytes + 8, &index, sizeof(index));
    return id;
}

static const char *
type_word(const struct member *member)
{
    static const char *const words[] = {
        [MEMBER_ANY] = "JSON",        [MEMBER_TEXT] = "text",      [MEMBER_UUID] = "id",
        [MEMBER_INSTANT] = "instant", [MEMBER_DATE] = "date",      [MEMBER_BOOL] = "boolean",
        [MEMBER_INT] = "integer",     [MEMBER_DECIMAL] = "number", [MEMBER_ENUM] = "value",
        [MEMBER_OBJECT] = "object",   [MEMBER_UNION] = "JSON",
    };

    return words[member->kind];
}

static void
say_name(const struct form_row *row, struct cell *cell)
{
    const char *mark = !row->holds_others ? "" : row->is_open ? "- " : "+ ";

    if (row->is_element)
        snprintf(cell->text, sizeof(cell->text), "%*s%s%zu.", row->depth * 2, "", mark,
                 row->element);
    else
        snprintf(cell->text, sizeof(cell->text), "%*s%s%s%s", row->depth * 2, "", mark,
                 row->member->name, row->member->flags & MEMBER_REQUIRED ? " *" : "");
}

static void
fill_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    struct form_row row = form_row(((const struct form_view *)source)->form, index);
    const char *texts[] = {"", row.text ? row.text : "", row.was, type_word(row.member)};

    cell->style = STYLE_NORMAL;
    text_copy(cell->text, sizeof(cell->text), texts[column]);
    if (column == 0)
        say_name(&row, cell);
    if (column == 1 && row.text)
        cell->style = STYLE_STRONG;
    if (column == 2 || column == 3)
        cell->style = STYLE_DIM;
}

static const struct list_class class = {
    .columns = shown,
    .column_count = countof(shown),
    .marker_column = 1,
    .count = row_count,
    .id = row_id,
    .cell = fill_cell,
};

/* The pane */

/* Of a profile the cursor begins at what people write: identifiers are filled in. */
static void
go_to_first(struct form_view *view)
{
    size_t count = form_count(view->form);
    size_t row = 0;

    while (row + 1 < count && form_row(view->form, row).member->kind == MEMBER_UUID)
        row++;
    list_select(&view->list, row_id(view, row));
}

/*
 * What the form changes, of the view on top: a guest's or company's, or one that is browsed.
 * *Gives*: document_free().
 */
static struct document *
record_on_top(struct form_view *view, struct screen *screen)
{
    const struct account_profile *profile = account_shown(screen);
    const struct document *record = profile ? profile->record : browse_record(screen);

    view->before = record ? document_print(record) : NULL;
    if (profile && record)
        return account_form_record(profile);
    return record ? document_copy(record) : NULL;
}

static bool
open_form(struct pane *pane, const struct invocation *invocation, struct error *err)
{
    struct form_view *view = pane->state;
    const char *word = invocation ? invocation_word(invocation, 0) : NULL;
    const struct operation *operation = word ? call_find(word, err) : view->operation;
    bool is_new = strcmp(operation ? strrchr(operation->path, '/') : "", "/add") == 0;
    bool is_read = operation && operation->kind == OPERATION_READ;
    struct document *record;
    struct document *body;

    if (!operation || !word)
        return operation != NULL;
    if (record_shown(pane->screen) && !browse_record(pane->screen))
        return error_set(err, ERROR_USAGE,
                         _("The record is not among those that were read: open it again."));
    body =
        invocation_word(invocation, 1) ? document_parse(invocation_word(invocation, 1), err) : NULL;
    if (invocation_word(invocation, 1) && !body)
        return false;
    form_free(view->form);
    free(view->before);
    view->before = NULL;
    record = is_new || is_read || body ? NULL : record_on_top(view, pane->screen);
    view->form = form_new(operation->request, record);
    form_fill(view->form, body ? body : browse_filters(pane->screen, operation));
    document_free(record);
    document_free(body);
    view->operation = operation;
    list_clear(&view->list);
    list_init(&view->list, &class, view);
    list_refresh(&view->list);
    if (account_shown(pane->screen))
        go_to_first(view);
    return true;
}

static void
close_form(struct pane *pane)
{
    struct form_view *view = pane->state;

    desk_drop_calls(((struct app *)screen_app(pane->screen))->desk, pane);
    form_free(view->form);
    free(view->before);
    list_clear(&view->list);
}

static void
draw(struct pane *pane, const struct canvas *canvas)
{
    list_draw(&((struct form_view *)pane->state)->list, canvas);
}

static void
status(struct pane *pane, char *text, size_t size)
{
    const struct form_view *view = pane->state;

    snprintf(text, size, "%s  %s", view->operation->path, view->is_sending ? _("sending") : "");
}

/* The values of an enumeration or a boolean, for Tab. */
struct completion {
    const struct member *member;
};

static void
complete(void *context, const char *line, offer_fn offer, void *offer_context)
{
    const struct member *member = ((const struct completion *)context)->member;

    if (member->kind != MEMBER_ENUM)
        return;
    for (size_t i = 0; i < member->of.enumeration->count; i++)
        if (strncasecmp(member->of.enumeration->values[i], line, strlen(line)) == 0)
            offer(offer_context, member->of.enumeration->values[i], NULL);
}

static void
edit_row(struct pane *pane)
{
    struct form_view *view = pane->state;
    struct form_row row = form_row(view->form, view->list.selected);
    struct completion completion = {row.member};
    char prefix[80];
    struct prompt_config prompt = {
        .prefix = prefix,
        .initial = row.text ? row.text : row.was,
        .complete = complete,
        .context = &completion,
    };
    struct error err;
    char *typed;

    if (row.holds_others) {
        form_turn(view->form, view->list.selected);
        return;
    }
    snprintf(prefix, sizeof(prefix), "%s: ", row.member->name);
    typed = screen_prompt(pane->screen, &prompt);
    if (typed && !form_set(view->form, view->list.selected, typed, &err))
        screen_error(pane->screen, &err);
    free(typed);
}

/* Sending */

static void
finish(struct pane *pane, const struct error *failure)
{
    struct form_view *view = pane->state;
    const struct operation *listing;

    view->is_sending = false;
    if (failure) {
        screen_error(pane->screen, failure);
        pane_redraw(pane);
        return;
    }
    listing = browse_operation(pane->screen);
    if (listing && browse_is_written_by(listing, view->operation))
        browse_reload(pane->screen);
    screen_say(pane->screen, STYLE_GOOD, _("%s is done."), view->operation->path);
    if (screen_top(pane->screen) == pane)
        (void)screen_close_top(pane->screen);
}

static void
answered(void *context, const struct result *result)
{
    if (result->is_last)
        finish(context, result->error.kind ? &result->error : NULL);
}

/* Writes that the desk knows more of: how they are found out, and taken back. */
static const struct {
    enum operation_id operation;
    enum action_kind kind;
    const char *id; /* the member that names the record; NULL: it is new */
} actions[] = {
    {OP_customers_add, ACTION_ADD_GUEST, NULL},
    {OP_customers_update, ACTION_EDIT_GUEST, "CustomerId"},
    {OP_companies_add, ACTION_ADD_COMPANY, NULL},
    {OP_companies_update, ACTION_EDIT_COMPANY, "CompanyId"},
};

/* The form may have been left meanwhile. */
static void
ended(void *context, struct action *action)
{
    struct app *app = context;
    struct pane *pane = screen_find(app->screen, &form_pane);

    if (pane && ((struct form_view *)pane->state)->is_sending)
        finish(pane, action_error(action));
    else if (action_error(action))
        app_error(app, action_error(action));
    else
        app_say(app, STYLE_GOOD, "%s", _("Done."));
}

/* Whether the write is an action of the desk's, which began or was refused. */
static bool
begin_action(struct pane *pane, const struct document *body)
{
    struct form_view *view = pane->state;
    struct app *app = screen_app(pane->screen);
    struct action_order order = {.before = view->before, .key = "form"};
    struct error err;
    size_t row = 0;
    char *text;
    char *id;

    while (row < countof(actions) && actions[row].operation != view->operation->id)
        row++;
    if (row == countof(actions))
        return false;
    text = document_print(body);
    id = document_text(actions[row].id ? document_find(body, actions[row].id) : NULL);
    order.kind = actions[row].kind;
    order.text = text;
    if (!uuid_parse(id, &order.account))
        order.account = (struct uuid){{0}}; // a new one; else the check of the body said it
    view->is_sending = true;
    if (!app_begin(app, &order, ended, &err)) {
        view->is_sending = false;
        screen_error(pane->screen, &err);
    }
    free(id);
    free(text);
    return true;
}

static void
send(struct pane *pane, const struct document *body)
{
    struct form_view *view = pane->state;
    struct app *app = screen_app(pane->screen);
    struct request *request = request_new(view->operation->id, REQUEST_FOR_KEY, NULL);
    char *text = document_print(body);

    request->json = arena_text(&request->arena, text);
    request->wants_json = true;
    request->intent.subject = uuid_random(); // what it is for, only the form knows
    request->intent.text = arena_print(&request->arena, "form %s", view->operation->path);
    request->intent.key = "form";
    view->is_sending = true;
    desk_call(app->desk, request, answered, pane);
    free(text);
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct pane *pane = card_context(card);
    struct document *body = form_document(((struct form_view *)pane->state)->form);

    (void)key;
    (void)err;
    if (!begin_action(pane, body))
        send(pane, body);
    document_free(body);
    return true;
}

static const struct card_class diff_class = {.name = "form", .act = act};

/* Few changes are lines; many are options, which scroll, so that none goes unseen. */
static void
add_change_line(void *context, const char *text)
{
    card_line(context, STYLE_NORMAL, "", "%s", text);
}

static void
add_change_option(void *context, const char *text)
{
    card_option(context, text, STYLE_NORMAL, "%s", text);
}

static void
count_change(void *context, const char *text)
{
    (void)text;
    ++*(size_t *)context;
}

static void
say_changes(const struct form *form, struct card *card)
{
    size_t count = 0;

    form_changes(form, count_change, &count);
    form_changes(form, count <= LINES_MOST ? add_change_line : add_change_option, card);
}

/* What changes, before it is sent; a listing's form is its filters. */
static void
submit(struct pane *pane)
{
    struct form_view *view = pane->state;
    struct screen *screen = pane->screen;
    const struct operation *operation = view->operation;
    struct document *body = form_document(view->form);
    struct error err;
    struct card *card;

    if (operation->kind == OPERATION_READ) {
        (void)screen_close_top(screen); // the form and its view are gone
        browse_filter(screen, operation, body);
        document_free(body);
        return;
    }
    if (!document_check(body, operation->request, &err)) {
        screen_error(screen, &err);
    } else {
        card = card_open(screen, &diff_class, operation->path, pane);
        card_guard(card);
        say_changes(view->form, card);
        card_action(card, (struct key){KEYCODE_ENTER}, _("sends it"));
    }
    document_free(body);
}

/* The cursor goes to the new element, which is filled next. */
static void
add_element(struct form_view *view)
{
    size_t row = form_add(view->form, view->list.selected);

    list_refresh(&view->list);
    list_select(&view->list, row_id(view, row));
}

static bool
command(struct pane *pane, const struct invocation *invocation)
{
    struct form_view *view = pane->state;
    const char *name = invocation->command->name;

    if (strcmp(name, "submit") == 0) {
        submit(pane); // which may end the pane
        return true;
    }
    if (strcmp(name, "open") == 0)
        edit_row(pane);
    else if (strcmp(name, "turn") == 0)
        form_turn(view->form, view->list.selected);
    else if (strcmp(name, "add-element") == 0)
        add_element(view);
    else if (strcmp(name, "remove-element") == 0)
        (void)form_remove(view->form, view->list.selected);
    else
        return list_command(&view->list, name);
    list_refresh(&view->list);
    pane_redraw(pane);
    return true;
}

static bool
is_dirty(struct pane *pane)
{
    const struct form_view *view = pane->state;

    return view->form && form_is_changed(view->form);
}

const struct pane_class form_pane = {
    .name = "form",
    .title = N_("Form"),
    .contexts = (const char *const[]){"list", NULL},
    .size = sizeof(struct form_view),
    .open = open_form,
    .close = close_form,
    .draw = draw,
    .status = status,
    .command = command,
    .is_dirty = is_dirty,
    .hints = (const char *const[]){"open", "turn", "submit", "add-element", NULL},
};

/* `edit`: which operation of the entity */

static bool
choose(struct card *card, struct key key, struct error *err)
{
    struct screen *screen = card_screen(card);
    const char *picked = card_picked(card);
    char line[128];

    (void)key;
    (void)err;
    if (!picked)
        return true;
    snprintf(line, sizeof(line), "form %s", picked);
    card_close(card);
    screen_command(screen, line);
    return false;
}

static const struct card_class choice_class = {.name = "edit", .act = choose};

void
edit_card(struct app *app)
{
    const struct operation *listing = browse_operation(app->screen);
    struct card *card;
    size_t count = 0;

    if (!listing) {
        screen_say(app->screen, STYLE_HINT, "%s", _("Open an entity first."));
        return;
    }
    card = card_open(app->screen, &choice_class, _("Which operation?"), NULL);
    for (size_t i = OP_NONE + 1; i < OP_COUNT; i++) {
        const struct operation *operation = operation_of((enum operation_id)i);

        if (!browse_is_written_by(listing, operation))
            continue;
        card_option(card, operation->path, STYLE_NORMAL, "%-32s %s", operation->path,
                    operation->purpose);
        count++;
    }
    if (count)
        card_action(card, (struct key){KEYCODE_ENTER}, _("opens its form"));
    else
        card_line(card, STYLE_DIM, "", "%s", _("The API has none that writes this entity."));
}
