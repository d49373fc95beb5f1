#include <stdlib.h>
#include <string.h>

#include "api/base/arena.h"
#include "api/base/file.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "views/cards.h"
#include "views/command_functions.h"
#include "views/lines.h"
#include "views/output.h"
#include "views/payment_ways.h"
#include "views/reading.h"
#include "views/resolve.h"

/* Cards on file, what banks hold for the house, and money given back. */

enum {
    PARTS_FOR_GUESTS = 1u << DESK_ROOMS | 1u << DESK_STAYS,
    TOKEN_MOST = 4096
};

/* Rows of either kind of a guest's. */
struct wallet {
    struct app *app;
    struct store_rows rows;
};

static size_t
row_count(void *source)
{
    return ((const struct wallet *)source)->rows.count;
}

static struct uuid
card_id(void *source, size_t index)
{
    return ((const struct credit_card *)((const struct wallet *)source)->rows.rows[index])->id;
}

static struct uuid
hold_id(void *source, size_t index)
{
    return ((const struct preauthorization *)((const struct wallet *)source)->rows.rows[index])->id;
}

static const struct list_column card_columns[] = {
    {"type", N_("Card"), 12, false, ALIGN_LEFT, 0},
    {"number", N_("Number"), 18, true, ALIGN_LEFT, 0},
    {"expiration", N_("Expires"), 8, false, ALIGN_LEFT, 0},
    {"kind", N_("Kept by"), 10, false, ALIGN_LEFT, 0},
    {"state", N_("State"), 10, false, ALIGN_LEFT, 0},
};

static const char *
card_member(const struct credit_card *card, size_t column)
{
    const char *const members[] = {card->type, card->number, card->expiration, card->kind,
                                   card->state};

    return members[column];
}

static void
card_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    const struct wallet *wallet = source;

    text_copy(cell->text, sizeof(cell->text), card_member(wallet->rows.rows[index], column));
}

static void
card_members(void *source, size_t index, struct document *object)
{
    const struct wallet *wallet = source;

    for (size_t i = 0; i < countof(card_columns); i++)
        document_set_text(object, card_columns[i].id, card_member(wallet->rows.rows[index], i));
    document_set_uuid(object, "id", card_id(source, index));
}

static const struct list_column hold_columns[] = {
    {"amount", N_("Amount"), 16, false, ALIGN_RIGHT, 0},
    {"state", N_("State"), 12, false, ALIGN_LEFT, 0},
    {"card", N_("Card"), 24, true, ALIGN_LEFT, 0},
    {"code", N_("Code"), 12, false, ALIGN_LEFT, 0},
};

static void
hold_cell(void *source, size_t index, size_t column, struct cell *cell)
{
    const struct wallet *wallet = source;
    const struct preauthorization *hold = wallet->rows.rows[index];
    const struct credit_card *card =
        store_credit_card_of(desk_store(wallet->app->desk), hold->credit_card_id);
    char text[MONEY_TEXT_SIZE];

    if (column == 0)
        text_copy(cell->text, sizeof(cell->text), money_text(amount_gross(&hold->amount), text));
    else if (column == 1)
        text_copy(cell->text, sizeof(cell->text), hold->state);
    else if (column == 2 && card)
        payment_card_title(card, cell->text, sizeof(cell->text));
    else if (column == 3)
        text_copy(cell->text, sizeof(cell->text), hold->code);
}

static void
hold_members(void *source, size_t index, struct document *object)
{
    const struct wallet *wallet = source;
    const struct preauthorization *hold = wallet->rows.rows[index];

    for (size_t i = 1; i < countof(hold_columns); i++) {
        struct cell cell = {0};

        hold_cell(source, index, i, &cell);
        document_set_text(object, hold_columns[i].id, cell.text);
    }
    document_set_decimal(object, "amount", hold->amount.gross);
    document_set_text(object, "currency", hold->amount.currency);
    document_set_uuid(object, "id", hold->id);
}

#define ROW(columns, i) &columns[i]

static const struct list_column *const card_shown[] = {ROW(card_columns, 0), ROW(card_columns, 1),
                                                       ROW(card_columns, 2), ROW(card_columns, 3),
                                                       ROW(card_columns, 4)};
static const struct list_column *const hold_shown[] = {ROW(hold_columns, 0), ROW(hold_columns, 1),
                                                       ROW(hold_columns, 2), ROW(hold_columns, 3)};

static const struct list_class card_class = {
    .columns = card_shown,
    .column_count = countof(card_shown),
    .count = row_count,
    .id = card_id,
    .cell = card_cell,
};
static const struct list_class hold_class = {
    .columns = hold_shown,
    .column_count = countof(hold_shown),
    .count = row_count,
    .id = hold_id,
    .cell = hold_cell,
};
static const struct listing card_listing = {&card_class, card_members};
static const struct listing hold_listing = {&hold_class, hold_members};

/* The guest of the first word, with what is theirs; on the screen as far as it is read. */
static bool
find_guest(struct app *app, const struct invocation *invocation, struct uuid *account,
           struct error *err)
{
    if (!app->screen && !app_wait_parts(app, PARTS_FOR_GUESTS, 0, err))
        return false;
    if (!resolve_account(app, invocation_word(invocation, 0), account, err))
        return false;
    desk_load_wallet(app->desk, *account);
    return app->screen || app_wait_wallet(app, *account, err);
}

/* A token is no word of a command, which others can see: it stands in a file. */
struct token_file {
    struct reading reading;
    struct arena arena; /* of the order and the path */
    struct action_order order;
};

static struct token_file *
new_token_file(struct app *app, const struct invocation *invocation, struct uuid account)
{
    struct token_file *file = memory_new(sizeof(*file));
    const char *path = file_path(&file->arena, invocation_word(invocation, 1));

    file->reading = (struct reading){
        .app = app,
        .path = arena_text(&file->arena, path),
        .most = TOKEN_MOST,
    };
    file->order = (struct action_order){
        .kind = ACTION_ADD_CARD,
        .account = account,
        .type = arena_text(&file->arena, invocation_value(invocation, "expires")),
        .key = arena_text(&file->arena, invocation->line),
    };
    return file;
}

/* *Takes* the file that was read, or not. */
static bool
keep_card(struct token_file *file, struct error *err)
{
    char *token = file->reading.text;
    bool ok = token != NULL;

    if (ok) {
        token[strcspn(token, "\r\n")] = '\0';
        file->order.text = token;
        ok = app_do(file->reading.app, &file->order, err);
        explicit_bzero(token, strlen(token));
    } else {
        *err = file->reading.error;
    }
    free(token);
    arena_clear(&file->arena);
    free(file);
    return ok;
}

static void
take_token(struct reading *reading)
{
    struct app *app = reading->app;
    struct error err;

    if (!keep_card((struct token_file *)reading, &err))
        app_error(app, &err);
}

static bool
read_token(struct token_file *file, struct error *err)
{
    struct reading *reading = &file->reading;

    reading->over = take_token;
    if (!reading->app->screen)
        reading_now(reading);
    else if (reading_begin(reading, &reading->error))
        return true;
    return keep_card(file, err);
}

bool
command_card(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    struct wallet wallet = {.app = app};
    struct uuid account;

    if (!find_guest(app, invocation, &account, err))
        return false;
    if (invocation_word(invocation, 1))
        return read_token(new_token_file(app, invocation, account), err);
    if (app->screen) {
        wallet_card(app, account);
        return true;
    }
    wallet.rows = store_by(desk_store(app->desk), STORE_CARDS_OF_CUSTOMER, account);
    output_list(app->output, &card_listing, &wallet);
    return true;
}

bool
command_preauths(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    struct wallet wallet = {.app = app};
    struct uuid account;

    if (!find_guest(app, invocation, &account, err))
        return false;
    if (app->screen) {
        wallet_card(app, account);
        return true;
    }
    wallet.rows = store_by(desk_store(app->desk), STORE_PREAUTHORIZATIONS_OF_CUSTOMER, account);
    output_list(app->output, &hold_listing, &wallet);
    return true;
}

bool
command_refund(void *context, const struct invocation *invocation, struct error *err)
{
    struct app *app = context;
    const char *amount = invocation_word(invocation, 1);
    struct marked_lines lines;
    struct action_order order = {
        .kind = ACTION_REFUND,
        .text = invocation_value(invocation, "reason"),
        .key = invocation->line,
    };
    bool ok = true;

    if (!lines_read(app, invocation, 0, 1, &lines, err))
        return false;
    if (app->screen && !order.text) {
        refund_card(app, lines.ids[0]);
        lines_free(&lines);
        return true;
    }
    order.items = (struct uuid_list){lines.ids, 1};
    if (amount)
        ok = resolve_amount(app, amount, &order.amount, err);
    ok = ok && refund_order(app, lines.ids[0], &order, err) && app_do(app, &order, err);
    lines_free(&lines);
    return ok;
}
