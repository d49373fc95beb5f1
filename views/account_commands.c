#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/buffer.h"
#include "api/base/intl.h"
#include "views/account.h"
#include "views/account_words.h"
#include "views/cards.h"
#include "views/command_functions.h"
#include "views/panes.h"
#include "views/resolve.h"

/*
 * Profiles are added, changed and merged. In `run` the words say everything; on the screen a form
 * shows what changes, and a card asks for what is new. The words are people's data: the journal has
 * the command's name alone.
 */

enum {
    PARTS_OF_GUESTS = 1u << DESK_ROOMS | 1u << DESK_STAYS,
    PARTS_BEHIND = 1u << DESK_WINDOW | 1u << DESK_DETAILS,
};

static bool
wait_guests(struct app *app, struct error *err)
{
    return app->screen || app_wait_parts(app, PARTS_OF_GUESTS, PARTS_BEHIND, err);
}

/* What the command says: its own keys alone. */
static const char *
said_by(void *context, const char *word)
{
    return invocation_value(context, word);
}

static bool
says_something(const struct invocation *invocation)
{
    for (size_t i = 0; i < COMMAND_ARGUMENTS; i++)
        if (invocation->values[i])
            return true;
    return false;
}

/* Changing */

/* What was there before is kept with it, so that it can be put back; `run` reads it for that. */
static bool
change(struct app *app, const struct invocation *invocation, enum action_kind kind,
       struct uuid account, struct error *err)
{
    enum operation_id operation =
        kind == ACTION_EDIT_GUEST ? OP_customers_update : OP_companies_update;
    struct document *body =
        account_body(app, operation, account, said_by, (void *)(uintptr_t)invocation, err);
    const struct account_profile *shown = app->screen ? account_shown(app->screen) : NULL;
    struct account_profile profile = {0};
    struct action_order order = {
        .kind = kind, .account = account, .key = invocation->command->name};
    char *text = body ? document_print(body) : NULL;
    char *before = NULL;
    bool ok = body != NULL;

    if (ok && !app->screen) {
        account_profile_open(&profile, app, account, NULL, NULL);
        ok = account_profile_wait(&profile, err);
        shown = &profile;
    }
    if (ok && shown && shown->record && uuid_equal(shown->account, account))
        before = document_print(shown->record);
    order.text = text;
    order.before = before;
    ok = ok && app_do(app, &order, err);
    free(before);
    free(text);
    document_free(body);
    account_profile_clear(&profile);
    return ok;
}

/* On the screen its profile, and on it the form. */
static bool
edit(struct app *app, const struct invocation *invocation, struct uuid account, struct error *err)
{
    bool is_company = store_company_of(desk_store(app->desk), account) != NULL;
    enum action_kind kind = is_company ? ACTION_EDIT_COMPANY : ACTION_EDIT_GUEST;
    char line[UUID_TEXT_SIZE + 16];
    char id[UUID_TEXT_SIZE];

    if (!app->screen || says_something(invocation))
        return change(app, invocation, kind, account, err);
    snprintf(line, sizeof(line), "%s %s", is_company ? "company" : "guest", uuid_text(account, id));
    screen_command(app->screen, line);
    account_edit(app->screen);
    return true;
}

bool
command_editguest(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    struct uuid account;

    return wait_guests(app, err)
           && resolve_person(app, invocation_word(invocation, 0), &account, err)
           && edit(app, invocation, account, err);
}

bool
command_editcompany(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const struct company *company =
        wait_guests(app, err) ? resolve_company(app, invocation_word(invocation, 0), err) : NULL;

    return company && edit(app, invocation, company->id, err);
}

/* Adding */

static bool
add(struct app *app, const struct invocation *invocation, enum action_kind kind, struct error *err)
{
    enum operation_id operation = kind == ACTION_ADD_GUEST ? OP_customers_add : OP_companies_add;
    struct action_order order = {.kind = kind, .key = invocation->command->name};
    struct document *body;
    char *text;
    bool ok;

    if (app->screen && !says_something(invocation)) {
        ask_card(app, &order);
        return true;
    }
    body = wait_guests(app, err) ? account_body(app, operation, (struct uuid){{0}}, said_by,
                                                (void *)(uintptr_t)invocation, err)
                                 : NULL;
    if (!body)
        return false;
    text = document_print(body);
    order.text = text;
    ok = app_do(app, &order, err);
    free(text);
    document_free(body);
    return ok;
}

bool
command_newguest(void *context, const struct invocation *invocation, struct error *err)
{
    return add(context, invocation, ACTION_ADD_GUEST, err);
}

bool
command_newcompany(void *context, const struct invocation *invocation, struct error *err)
{
    return add(context, invocation, ACTION_ADD_COMPANY, err);
}

/* Merging */

/* Words `from` to `to`, as one. */
static const char *
join(const struct invocation *invocation, size_t from, size_t to, struct buffer *text)
{
    buffer_reset(text);
    for (size_t i = from; i < to; i++)
        buffer_print(text, "%s%s", i > from ? " " : "", invocation->words[i]);
    return buffer_text(text);
}

static bool
resolve_profile(struct app *app, const char *word, struct uuid *account, struct error *err)
{
    const struct company *company;
    struct error none;

    if (resolve_person(app, word, account, err))
        return true;
    company = err->kind == ERROR_NOT_FOUND ? resolve_company(app, word, &none) : NULL;
    if (company)
        *account = company->id;
    return company != NULL;
}

/* `A into B`, `A B`, or two marked ones as one word: the second goes into the first. */
static bool
read_pair(struct app *app, const struct invocation *invocation, struct action_order *order,
          struct error *err)
{
    struct buffer text = {0};
    size_t count = invocation->word_count;
    size_t into = 0;
    const char *first = invocation_word(invocation, 0);
    const char *comma = strchr(first, ',');
    char one[UUID_TEXT_SIZE];
    bool ok;

    while (into < count && strcmp(invocation->words[into], "into") != 0)
        into++;
    if (count == 1 && comma && resolve_is_several(first)) {
        snprintf(one, sizeof(one), "%.*s", (int)(comma - first), first);
        return resolve_profile(app, one, &order->payee, err)
               && resolve_profile(app, comma + 1, &order->account, err);
    }
    if (into == count && count != 2)
        return error_set(err, ERROR_USAGE,
                         "Say which two: merge A into B, or mark two (Space) in the list.");
    ok = resolve_profile(app, join(invocation, 0, into == count ? 1 : into, &text), &order->account,
                         err)
         && resolve_profile(app, join(invocation, into == count ? 1 : into + 1, count, &text),
                            &order->payee, err);
    buffer_clear(&text);
    return ok;
}

bool
command_merge(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    struct action_order order = {.kind = ACTION_MERGE, .key = invocation->command->name};

    if (!wait_guests(app, err) || !read_pair(app, invocation, &order, err))
        return false;
    if (!app->screen)
        return app_act(app, &order, err);
    return merge_card(app, order.account, order.payee, err);
}
