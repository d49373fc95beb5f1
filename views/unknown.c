#include "views/unknown.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/desk/parts.h"
#include "api/desk/reconcile.h"
#include "views/cards.h"
#include "views/journal_rows.h"

/* A card for an entry: what is known of it, and what somebody can say. */
struct question {
    struct app *app;
    int64_t number;
    bool was_unknown; /* when it was asked */
};

static const struct key enter = {KEYCODE_ENTER};
static const struct key done_key = {'d'};
static const struct key undone_key = {'u'};
static const struct key insist_key = {'!'};

/* NULL: it is unknown no more. */
static const struct journal_entry *
find(const struct app *app, int64_t number)
{
    const struct journal_entry *entry = journal_find(app, number);

    return entry && entry->outcome == JOURNAL_UNKNOWN ? entry : NULL;
}

const char *
unknown_subject(const struct app *app, const struct journal_entry *entry, char *text, size_t size)
{
    const struct store *store = desk_store(app->desk);
    const struct reservation *stay = store_reservation_of(store, entry->subject);
    const struct message_thread *thread = store_message_thread_of(store, entry->subject);
    struct uuid account = stay ? stay->account_id : entry->account;

    text[0] = '\0';
    if (thread && !uuid_parse(thread->sender, &account))
        account = (struct uuid){{0}};
    return uuid_is_set(account) ? account_title(app->desk, account, text, size) : text;
}

const char *
unknown_progress(const struct app *app, const struct journal_entry *entry, char *text, size_t size)
{
    struct lookup_state state = desk_lookup(app->desk, entry->number);

    if (state.error)
        snprintf(text, size, _("it cannot be looked for: %s"), state.error->text);
    else if (state.is_over && state.reads)
        snprintf(text, size, _("not found in %d reads: say whether it was done"), state.reads);
    else if (state.is_over)
        snprintf(text, size, "%s", _("reading cannot tell: say whether it was done"));
    else
        snprintf(text, size, _("it is being looked for, %d reads so far"), state.reads);
    return text;
}

static void
say_entry(struct card *card, const struct app *app, const struct journal_entry *entry)
{
    char when[WALL_TEXT_SIZE];
    char text[ERROR_TEXT_SIZE];

    unknown_subject(app, entry, text, sizeof(text));
    card_line(card, STYLE_UNKNOWN, _("What"), "%s%s%s", entry->text, text[0] ? "  " : "", text);
    card_line(card, STYLE_NORMAL, _("When"), _("%s  journal entry %lld  %s"),
              wall_short_text(entry->at, when), (long long)entry->number, entry->user);
    if (entry->message[0])
        card_line(card, STYLE_NORMAL, _("Why"), "%s", entry->message);
    card_line(card, STYLE_NORMAL, _("Now"), "%s",
              entry->outcome == JOURNAL_UNKNOWN ? unknown_progress(app, entry, text, sizeof(text))
                                                : _(journal_outcome_word(entry->outcome)));
}

/* What a support asks for. */
static void
say_details(struct card *card, const struct journal_entry *entry)
{
    card_line(card, STYLE_NORMAL, _("By"), "%s  %s", entry->key,
              entry->operation == OP_NONE ? "" : operation_of(entry->operation)->path);
    if (entry->request_id[0])
        card_line(card, STYLE_NORMAL, _("Request"), "%s", entry->request_id);
    if (entry->nonce[0])
        card_line(card, STYLE_NORMAL, _("Mark"), "%s", entry->nonce);
}

bool
unknown_warn(struct card *card, const struct app *app, struct uuid account)
{
    const struct journal_entry *entry = desk_unknown_of(app->desk, account);

    if (!entry)
        return false;
    card_guard(card);
    card_line(card, STYLE_UNKNOWN, "",
              _("Nobody knows whether \"%s\" was done: it must be found out first (:journal)."),
              entry->text);
    return true;
}

/* Asking */

static void
build(struct card *card)
{
    struct question *question = card_context(card);
    const struct journal_entry *entry = journal_find(question->app, question->number);

    card_reset(card);
    if (!entry || entry->outcome != JOURNAL_UNKNOWN) {
        if (question->was_unknown)
            card_line(card, STYLE_GOOD, "", "%s", _("It was found out."));
        if (entry) {
            say_entry(card, question->app, entry);
            say_details(card, entry);
        }
        card_action(card, enter, _("goes on"));
        return;
    }
    card_guard(card);
    question->was_unknown = true;
    say_entry(card, question->app, entry);
    card_line(
        card, STYLE_WARNING, "", "%s",
        _("The property may have done it, or may still. Look there before you say that it was "
          "not: repeated, it may then stand twice."));
    card_action(card, enter, _("leaves it open, and repeats nothing"));
    card_action(card, done_key, _("it was done"));
    card_action(card, undone_key, _("it was not done, and may be repeated"));
}

static void
settled(void *context, const struct error *err)
{
    if (err)
        app_error(context, err);
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct question *question = card_context(card);
    struct app *app = question->app;

    (void)err;
    if (key.code == enter.code || !find(app, question->number))
        return true;
    desk_settle(app->desk, question->number,
                key.code == done_key.code ? JOURNAL_FOUND_DONE : JOURNAL_FOUND_UNDONE, settled,
                app);
    return true;
}

static const struct card_class question_class = {
    .name = "unknown",
    .act = act,
    .build = build,
    .built_from = DESK_JOURNAL,
    .close = card_free_context,
};

void
unknown_card(struct app *app, int64_t number)
{
    struct question *question = memory_new(sizeof(*question));

    *question = (struct question){app, number, false};
    build(card_open(app->screen, &question_class,
                    find(app, number) ? _("Was it done?") : _("Journal entry"), question));
}

/* Each entry is asked about once by itself; the journal asks again. */
static bool
was_asked(struct app *app, int64_t number)
{
    for (size_t i = 0; i < app->asked_count; i++)
        if (app->asked[i] == number)
            return true;
    app->asked =
        memory_grow(app->asked, app->asked_count, &app->asked_capacity, sizeof(*app->asked));
    app->asked[app->asked_count++] = number;
    return false;
}

static void
ask(struct app *app)
{
    struct journal_rows rows = desk_unknown(app->desk);

    for (size_t i = 0; i < rows.count && !screen_card(app->screen); i++)
        if (desk_lookup(app->desk, rows.rows[i].number).is_over
            && !was_asked(app, rows.rows[i].number))
            unknown_card(app, rows.rows[i].number);
}

/* It is there, but twice, or otherwise than it was sent. */
static bool
is_wrong(const struct journal_entry *entry)
{
    return entry->operation == OP_payments_add_external
           && strcmp(entry->message, reconcile_shown) != 0
           && strcmp(entry->message, desk_said_so) != 0;
}

static void
tell(struct app *app, const struct journal_entry *entry)
{
    char name[256];

    unknown_subject(app, entry, name, sizeof(name));
    if (entry->outcome == JOURNAL_DROPPED)
        app_say(app, STYLE_WARNING, _("Not sent: \"%s\" was still held when the desk ended. %s"),
                entry->text, name);
    else if (entry->outcome == JOURNAL_FOUND_UNDONE)
        app_say(app, STYLE_WARNING, _("Found out: \"%s\" was not done. %s"), entry->text, name);
    else if (is_wrong(entry))
        app_say(app, STYLE_ERROR, _("Found out: \"%s\" was done. %s  %s"), entry->text, name,
                entry->message);
    else
        app_say(app, STYLE_GOOD, _("Found out: \"%s\" was done. %s"), entry->text, name);
}

/* What is told names guests. */
static bool
has_names(const struct app *app)
{
    return desk_has(app->desk, DESK_STAYS) || desk_missing(app->desk, DESK_STAYS);
}

/* Splits that stopped under way; a card asks to finish those of which parts are left. */
static void
tell_interrupted(struct app *app)
{
    struct interrupted what;
    char name[256];

    while (!screen_card(app->screen) && uuid_is_set((what = parts_next(app->desk)).account)) {
        if (what.is_left) {
            finish_card(app, what.account);
            continue;
        }
        app_say(app, STYLE_WARNING,
                _("A split stopped under way: none of its parts wait. Look at the folio of %s."),
                account_title(app->desk, what.account, name, sizeof(name)));
        parts_told(app->desk, what.account);
    }
}

void
unknown_tell(struct app *app)
{
    const struct journal_entry *entry;

    while (has_names(app) && (entry = desk_found_out(app->desk))) {
        screen_say(app->screen, STYLE_ERROR, NULL); // which said that nobody knows
        tell(app, entry);
        if (entry->outcome == JOURNAL_DROPPED)
            desk_told_dropped(app->desk, entry->number);
    }
    if (has_names(app))
        tell_interrupted(app);
    ask(app);
}

/* Insisting */

struct insistence {
    struct app *app;
    int64_t number;
    struct arena arena;
    struct action_order order;
    action_done_fn done;
};

static void
build_insistence(struct card *card)
{
    struct insistence *insistence = card_context(card);
    const struct journal_entry *entry = find(insistence->app, insistence->number);

    card_reset(card);
    card_guard(card);
    if (entry)
        say_entry(card, insistence->app, entry);
    else
        card_line(card, STYLE_GOOD, "", "%s", _("It was found out: look before you repeat it."));
    card_line(card, STYLE_WARNING, "", "%s",
              _("The property may have done it already: done again, it stands twice."));
    card_action(card, enter, _("does not repeat it"));
    card_action(card, insist_key, _("does it again all the same"));
}

static bool
act_insistence(struct card *card, struct key key, struct error *err)
{
    struct insistence *insistence = card_context(card);

    if (key.code == enter.code)
        return true;
    insistence->order.insist = true;
    return action_begin(insistence->app->desk, &insistence->order, insistence->done,
                        insistence->app, err);
}

static void
release_insistence(struct card *card)
{
    struct insistence *insistence = card_context(card);

    arena_clear(&insistence->arena);
    free(insistence);
}

static const struct card_class insistence_class = {
    .name = "insist",
    .act = act_insistence,
    .build = build_insistence,
    .built_from = DESK_JOURNAL,
    .close = release_insistence,
};

void
insist_card(struct app *app, const struct action_order *order, action_done_fn done)
{
    struct insistence *insistence = memory_new(sizeof(*insistence));

    *insistence = (struct insistence){
        .app = app,
        .number = action_repeats(app->desk, order)->number,
        .done = done,
    };
    insistence->order = action_order_copy(&insistence->arena, order);
    build_insistence(
        card_open(app->screen, &insistence_class, _("It may be done already"), insistence));
}
