#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/zone.h"
#include "api/desk/guests.h"
#include "api/desk/people.h"
#include "views/account_words.h"
#include "views/cards.h"
#include "views/device_work.h"
#include "views/facts.h"
#include "views/resolve.h"

/*
 * Cards of one kind: what it is about, the fields that the order is filled from, Enter. A row says
 * what differs.
 */

struct ask;

struct ask_row {
    enum action_kind kind;
    const char *title; /* N_() */
    const char *act;   /* N_() what Enter does */
    const char *done;  /* N_() */
    bool is_guarded;   /* it can't be taken back, or costs */
    void (*show)(struct card *card, const struct ask *ask);
    bool (*read)(struct card *card, struct ask *ask, struct error *err); /* fields to order */
    bool (*key)(struct card *card, struct ask *ask, struct key key);     /* NULL: none */
};

struct ask {
    struct app *app;
    const struct ask_row *row;
    struct action_order order;
    struct arena arena; /* texts of the order */
};

static const struct key enter = {KEYCODE_ENTER};
static const char *const no_or_yes[] = {"no", "yes"};

static const struct reservation *
stay_of(const struct ask *ask)
{
    return store_reservation_of(desk_store(ask->app->desk), ask->order.reservation);
}

static void
show_stay(struct card *card, const struct ask *ask)
{
    const struct reservation *stay = stay_of(ask);

    if (stay)
        facts_stay(card, ask->app, stay);
}

static void
choose(struct card *card, const char *name, const char *label)
{
    card_field(card, name, label, INPUT_CHOICE, "no");
    card_choices(card, name, no_or_yes, countof(no_or_yes));
}

static bool
says_yes(const struct card *card, const char *name)
{
    return strcmp(card_text(card, name), "yes") == 0;
}

/* Confirm */

static void
show_confirm(struct card *card, const struct ask *ask)
{
    show_stay(card, ask);
    choose(card, "email", _("E-mail"));
}

static bool
read_confirm(struct card *card, struct ask *ask, struct error *err)
{
    (void)err;
    ask->order.sends_email = says_yes(card, "email");
    return true;
}

/* Cancel */

static void
show_cancel(struct card *card, const struct ask *ask)
{
    const struct reservation *stay = stay_of(ask);

    show_stay(card, ask);
    if (stay && stay_channel_number(stay)[0])
        card_line(card, STYLE_WARNING, "",
                  _("It came through a channel: cancel it there (%s), or it may come again."),
                  stay_channel_number(stay));
    card_field(card, "reason", _("Why"), INPUT_LINE, "");
    choose(card, "fee", _("Fee"));
    choose(card, "email", _("E-mail"));
}

static bool
read_cancel(struct card *card, struct ask *ask, struct error *err)
{
    ask->order.text = card_text(card, "reason");
    ask->order.posts_fee = says_yes(card, "fee");
    ask->order.sends_email = says_yes(card, "email");
    return ask->order.text[0] || error_set(err, ERROR_USAGE, _("Say why it is canceled."));
}

/* Extend or shorten, a night a key */

/* By the rate; Enter does not wait for it. */
static void
show_price(struct card *card, struct desk *desk, const struct reservation *stay, struct instant end)
{
    const struct quote *quote;
    struct money more;
    char now[MONEY_TEXT_SIZE];
    char then[MONEY_TEXT_SIZE];
    char by[MONEY_TEXT_SIZE];

    if (end.ms == stay->end_utc.ms)
        return;
    desk_load_quote(desk, stay->id, end);
    quote = desk_quote(desk);
    if (!quote)
        return;
    more = quote->now;
    more.amount = decimal_negate(more.amount);
    if (!money_add(quote->then, more, &more))
        return;
    card_line(card, STYLE_NORMAL, _("By the rate"), _("%s now, %s then: %s%s"),
              money_text(quote->now, now), money_text(quote->then, then),
              decimal_sign(more.amount) > 0 ? "+" : "", money_text(more, by));
}

static void
show_extend(struct card *card, const struct ask *ask)
{
    const struct reservation *stay = stay_of(ask);
    struct instant end = ask->order.during.end_utc;
    struct wall_time day = zone_wall_time(end);
    struct error err;
    int nights;

    show_stay(card, ask);
    if (!stay)
        return;
    nights = day_of(end).number - stay_departure(stay).number;
    card_line(
        card, STYLE_STRONG, _("Leaves"),
        ngettext("%02d.%02d., %+d night", "%02d.%02d., %+d nights", (unsigned long)abs(nights)),
        day.day, day.month, nights);
    if (!stay_may_last(ask->app->desk, stay, end, &err))
        card_line(card, STYLE_ERROR, "", "%s", err.text);
    show_price(card, ask->app->desk, stay, end);
    card_action(card, (struct key){'>'}, _("a night more"));
    card_action(card, (struct key){'<'}, _("a night less"));
}

static bool
read_nothing(struct card *card, struct ask *ask, struct error *err)
{
    (void)card;
    (void)ask;
    (void)err;
    return true;
}

static void build(struct card *card);

static bool
key_extend(struct card *card, struct ask *ask, struct key key)
{
    int step = key.code == '>' ? 1 : -1;

    if (key.code != '>' && key.code != '<')
        return false;
    ask->order.during.end_utc = zone_days_later(ask->order.during.end_utc, step);
    build(card);
    return true;
}

/* Companion */

static void
show_companion(struct card *card, const struct ask *ask)
{
    show_stay(card, ask);
    card_field(card, "guest", _("Guest"), INPUT_LINE, "");
}

static bool
read_companion(struct card *card, struct ask *ask, struct error *err)
{
    const struct customer *guest = resolve_guest(ask->app, card_text(card, "guest"), err);

    if (guest)
        ask->order.account = guest->id;
    return guest != NULL;
}

/* Keys */

static void
show_key(struct card *card, const struct ask *ask)
{
    struct error err;
    const struct device *cutter = resolve_device(ask->app, "KeyCutter", NULL, &err);

    show_stay(card, ask);
    if (cutter)
        card_line(card, STYLE_NORMAL, _("Cutter"), "%s", cutter->name);
    else if (desk_has_house(ask->app->desk))
        card_line(card, STYLE_ERROR, "", "%s", err.text);
    card_loading(card, desk_has_house(ask->app->desk) ? NULL : _("reading the devices"));
    card_field(card, "count", _("Keys"), INPUT_NUMBER, "1");
}

static bool
read_key(struct card *card, struct ask *ask, struct error *err)
{
    const struct device *cutter = resolve_device(ask->app, "KeyCutter", NULL, err);

    if (!cutter)
        return false;
    ask->order.device = cutter->id;
    ask->order.count = strtol(card_text(card, "count"), NULL, 10);
    return true;
}

/* Door code */

static void
show_pin(struct card *card, const struct ask *ask)
{
    show_stay(card, ask);
    card_field(card, "pin", _("Code"), INPUT_NUMBER, ask->order.text);
}

static bool
read_pin(struct card *card, struct ask *ask, struct error *err)
{
    (void)err;
    ask->order.text = card_text(card, "pin");
    return true;
}

/* Block */

static const char *const block_types[] = {"ooo", "internal"};

static void
show_block(struct card *card, const struct ask *ask)
{
    const struct resource *room = store_resource_of(desk_store(ask->app->desk), ask->order.room);

    card_line(card, STYLE_STRONG, _("Room"), "%s  %s", room ? room->name : "",
              room ? resource_state_name(room->state) : "");
    card_field(card, "reason", _("Why"), INPUT_LINE, ask->order.text);
    card_field(card, "from", _("From"), INPUT_LINE, "today");
    card_field(card, "to", _("To"), INPUT_LINE, "tomorrow");
    card_field(card, "type", _("Type"), INPUT_CHOICE, block_types[0]);
    card_choices(card, "type", block_types, countof(block_types));
}

static bool
read_block(struct card *card, struct ask *ask, struct error *err)
{
    ask->order.text = card_text(card, "reason");
    ask->order.block_type = strcmp(card_text(card, "type"), block_types[1]) == 0
                                ? RESOURCE_BLOCK_INTERNAL_USE
                                : RESOURCE_BLOCK_OUT_OF_ORDER;
    return resolve_block_dates(ask->app, card_text(card, "from"), card_text(card, "to"),
                               &ask->order.during, err);
}

static void
show_unblock(struct card *card, const struct ask *ask)
{
    const struct store *store = desk_store(ask->app->desk);
    const struct resource_block *block = store_resource_block_of(store, ask->order.block);
    const struct resource *room = block ? store_resource_of(store, block->resource_id) : NULL;
    char from[DAY_TEXT_SIZE];
    char to[DAY_TEXT_SIZE];

    if (!block)
        return;
    card_line(card, STYLE_STRONG, _("Room"), "%s  %s", room ? room->name : "",
              resource_block_type_name(block->type));
    card_line(card, STYLE_NORMAL, _("Block"), _("%s to %s  %s"),
              day_short_text(day_of(block->start_utc), from),
              day_short_text(day_of(block->end_utc), to), block->name);
}

/* Task */

enum {
    DEPARTMENTS_MOST = 32
};

static void
choose_department(struct card *card, const struct ask *ask)
{
    struct store_rows rows = store_all(desk_store(ask->app->desk), RECORD_department);
    const char *names[DEPARTMENTS_MOST];
    size_t count = 0;

    for (size_t i = 0; i < rows.count && count < DEPARTMENTS_MOST; i++)
        if (((const struct department *)rows.rows[i])->is_active)
            names[count++] = ((const struct department *)rows.rows[i])->name;
    if (!count)
        return;
    card_field(card, "for", _("For"), INPUT_CHOICE, names[0]);
    card_choices(card, "for", names, count);
}

static void
show_task(struct card *card, const struct ask *ask)
{
    show_stay(card, ask);
    card_loading(card, desk_has_house(ask->app->desk) ? NULL : _("reading the departments"));
    card_field(card, "text", _("Task"), INPUT_LINE, ask->order.text);
    choose_department(card, ask);
    card_field(card, "by", _("By"), INPUT_LINE, "tomorrow");
}

static bool
read_task(struct card *card, struct ask *ask, struct error *err)
{
    const char *name = card_text(card, "for");
    const struct department *department = name[0] ? resolve_department(ask->app, name, err) : NULL;

    if (name[0] && !department)
        return false;
    ask->order.text = card_text(card, "text");
    ask->order.department = department ? department->id : (struct uuid){{0}};
    return resolve_deadline(ask->app, card_text(card, "by"), &ask->order.during.end_utc, err);
}

/* Thread */

static void
show_thread(struct card *card, const struct ask *ask)
{
    char name[256];

    card_line(card, STYLE_STRONG, _("Guest"), "%s",
              account_title(ask->app->desk, ask->order.account, name, sizeof(name)));
    card_field(card, "subject", _("Subject"), INPUT_LINE, ask->order.text);
}

static bool
read_thread(struct card *card, struct ask *ask, struct error *err)
{
    (void)err;
    ask->order.text = card_text(card, "subject");
    return true;
}

/* New profiles: the fields are words of the command, empty ones are not said. */

static const char *
said_in(void *context, const char *word)
{
    const char *text = card_text(context, word);

    return text && text[0] ? text : NULL;
}

static bool
read_profile(struct card *card, struct ask *ask, struct error *err)
{
    bool is_guest = ask->order.kind == ACTION_ADD_GUEST;
    enum operation_id operation = is_guest ? OP_customers_add : OP_companies_add;
    struct document *body;
    char *text;

    if (!card_text(card, is_guest ? "last" : "name")[0])
        return error_set(err, ERROR_USAGE, "%s",
                         is_guest ? _("Say the last name at least.")
                                  : _("Say the company's name at least."));
    body = account_body(ask->app, operation, (struct uuid){{0}}, said_in, card, err);
    if (!body)
        return false;
    text = document_print(body);
    ask->order.text = arena_text(&ask->arena, text);
    free(text);
    document_free(body);
    return true;
}

static void
show_new_guest(struct card *card, const struct ask *ask)
{
    struct guest_name name = guest_name_of(ask->order.name);

    card_field(card, "last", _("Last name"), INPUT_LINE, name.last);
    card_field(card, "first", _("First name"), INPUT_LINE, name.first);
    card_field(card, "email", _("E-mail"), INPUT_LINE, "");
    card_field(card, "phone", _("Phone"), INPUT_LINE, "");
    card_field(card, "nationality", _("Nationality"), INPUT_LINE, "");
    card_field(card, "birth", _("Born"), INPUT_LINE, "");
}

/*
 * One of the house who seems to be the same is told once; Enter again adds the guest all the same.
 */
static bool
read_guest(struct card *card, struct ask *ask, struct error *err)
{
    const struct customer wanted = {
        .last_name = card_text(card, "last"),
        .first_name = card_text(card, "first"),
        .second_last_name = "",
        .email = card_text(card, "email"),
        .birth_date = card_text(card, "birth"),
    };
    const struct customer *twin;

    if (!read_profile(card, ask, err))
        return false;
    twin = guest_twin(ask->app->desk, &wanted);
    if (!twin || uuid_equal(twin->id, ask->order.payee))
        return true;
    ask->order.payee = twin->id; // who was told
    return error_set(err, ERROR_REFUSED,
                     _("%s %s, number %s, seems to be the same. Enter adds another profile."),
                     twin->first_name, twin->last_name, twin->number);
}

static void
show_new_company(struct card *card, const struct ask *ask)
{
    card_field(card, "name", _("Name"), INPUT_LINE, ask->order.name);
    card_field(card, "tax", _("Tax id"), INPUT_LINE, "");
    card_field(card, "email", _("E-mail"), INPUT_LINE, "");
    card_field(card, "phone", _("Phone"), INPUT_LINE, "");
    card_field(card, "due", _("Pays in days"), INPUT_NUMBER, "");
    choose(card, "invoiceable", _("Invoices"));
}

static const struct ask_row rows[] = {
    {ACTION_CONFIRM, N_("Confirm"), N_("confirms the reservation"), N_("Confirmed."), false,
     show_confirm, read_confirm, NULL},
    {ACTION_CANCEL, N_("Cancel the reservation"), N_("cancels it, for good"), N_("Canceled."), true,
     show_cancel, read_cancel, NULL},
    {ACTION_EXTEND, N_("Change the departure"), N_("changes it, without a fee"),
     N_("The departure is changed."), false, show_extend, read_nothing, key_extend},
    {ACTION_COMPANION, N_("Companion"), N_("adds the guest"), N_("The companion is added."), false,
     show_companion, read_companion, NULL},
    {ACTION_CUT_KEY, N_("Keys"), N_("cuts them"), N_("Given to the key cutter."), false, show_key,
     read_key, NULL},
    {ACTION_ADD_PIN, N_("Door code"), N_("sets it for the stay"), N_("The door code is set."),
     false, show_pin, read_pin, NULL},
    {ACTION_BLOCK, N_("Block the room"), N_("blocks it"), N_("The room is blocked."), false,
     show_block, read_block, NULL},
    {ACTION_UNBLOCK, N_("Take the block away"), N_("takes it away"), N_("The block is gone."),
     false, show_unblock, read_nothing, NULL},
    {ACTION_ADD_TASK, N_("Task"), N_("adds it"), N_("The task is added."), false, show_task,
     read_task, NULL},
    {ACTION_ADD_THREAD, N_("New message thread"), N_("opens it"),
     N_("The thread is open: write with reply."), false, show_thread, read_thread, NULL},
    {ACTION_ADD_GUEST, N_("New guest"), N_("adds the guest"), N_("The guest is added."), false,
     show_new_guest, read_guest, NULL},
    {ACTION_ADD_COMPANY, N_("New company"), N_("adds the company"), N_("The company is added."),
     false, show_new_company, read_profile, NULL},
};

static const struct ask_row *
find_row(enum action_kind kind)
{
    const struct ask_row *row = rows;

    while (row->kind != kind)
        row++;
    return row;
}

static void
build(struct card *card)
{
    struct ask *ask = card_context(card);

    card_reset(card);
    if (ask->row->is_guarded)
        card_guard(card);
    ask->row->show(card, ask);
    card_action(card, enter, _(ask->row->act));
}

/* What was added is looked at next. */
static void
open_new(struct app *app, const char *command, struct uuid account)
{
    char line[UUID_TEXT_SIZE + 16];
    char id[UUID_TEXT_SIZE];

    snprintf(line, sizeof(line), "%s %s", command, uuid_text(account, id));
    screen_command(app->screen, line);
}

static void
ended(void *context, struct action *action)
{
    struct app *app = context;

    if (action_error(action))
        app_error(app, action_error(action));
    else
        app_say(app, STYLE_GOOD, "%s", _(find_row(action_order(action)->kind)->done));
    if (!action_error(action) && action_order(action)->kind == ACTION_CUT_KEY)
        device_work_follow(app, action_created(action), action_order(action)->device);
    if (!action_error(action) && action_order(action)->kind == ACTION_ADD_GUEST)
        open_new(app, "guest", action_order(action)->account);
    if (!action_error(action) && action_order(action)->kind == ACTION_ADD_COMPANY)
        open_new(app, "company", action_order(action)->account);
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct ask *ask = card_context(card);

    (void)key;
    return ask->row->read(card, ask, err) && app_begin(ask->app, &ask->order, ended, err);
}

static bool
take_key(struct card *card, struct key key)
{
    struct ask *ask = card_context(card);

    return ask->row->key && ask->row->key(card, ask, key);
}

static void
release(struct card *card)
{
    struct ask *ask = card_context(card);

    arena_clear(&ask->arena);
    free(ask);
}

static const struct card_class ask_class = {
    .name = "ask",
    .key = take_key,
    .act = act,
    .build = build,
    .built_from = UINT64_MAX,
    .close = release,
};

void
ask_card(struct app *app, const struct action_order *order)
{
    struct ask *ask = memory_new(sizeof(*ask));

    *ask = (struct ask){.app = app, .row = find_row(order->kind)};
    ask->order = action_order_copy(&ask->arena, order);
    build(card_open(app->screen, &ask_class, _(ask->row->title), ask));
}
