#include "views/resolve.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/base/fold.h"
#include "api/desk/rooms.h"
#include "views/folio_lines.h"

/* How well a stay answers a room number: higher is meant rather. */
static int
room_rank(const struct app *app, const struct reservation *stay, enum resolve_for purpose)
{
    bool is_arrival = stay->state == RESERVATION_CONFIRMED
                      && stay_is_on(app->desk, stay, STAYS_ARRIVALS, desk_today(app->desk));

    if (purpose == RESOLVE_ARRIVAL && is_arrival)
        return 4;
    if (stay->state == RESERVATION_STARTED)
        return 3;
    if (is_arrival)
        return 2;
    return stay->state == RESERVATION_CONFIRMED && stay->end_utc.ms > desk_now(app->desk).ms;
}

static const struct reservation *
stay_in(const struct app *app, struct uuid room, enum resolve_for purpose)
{
    struct store_rows rows = store_by(desk_store(app->desk), STORE_RESERVATIONS_OF_RESOURCE, room);
    const struct reservation *best = NULL;
    int best_rank = 0;

    for (size_t i = 0; i < rows.count; i++) {
        const struct reservation *stay = rows.rows[i];
        int rank = room_rank(app, stay, purpose);

        if (rank > best_rank
            || (best && rank == best_rank && instant_before(stay->start_utc, best->start_utc))) {
            best = stay;
            best_rank = rank;
        }
    }
    return best;
}

static const struct reservation *
stay_by_number(const struct app *app, const char *number)
{
    struct store_rows rows = store_all(desk_store(app->desk), RECORD_reservation);

    for (size_t i = 0; i < rows.count; i++) {
        const struct reservation *stay = rows.rows[i];

        if (strcmp(stay->number, number) == 0)
            return stay;
    }
    return NULL;
}

static bool
has_number(struct app *app, const void *context, struct error *err)
{
    (void)err;
    return desk_has_number(app->desk, context);
}

/* `run` asks for one that isn't loaded and waits; the screen asks, and has it the next time. */
static const struct reservation *
find_number(struct app *app, const char *number, struct error *err)
{
    const struct reservation *stay = stay_by_number(app, number);

    if (stay)
        return stay;
    desk_load_number(app->desk, number);
    if (app->screen) {
        error_set(err, ERROR_NOT_FOUND,
                  "No reservation #%.40s among those loaded: it is asked for, try again.", number);
        return NULL;
    }
    if (!app_wait(app, has_number, number, err))
        return NULL;
    stay = stay_by_number(app, number);
    if (!stay)
        error_set(err, ERROR_NOT_FOUND, "No reservation #%.40s.", number);
    return stay;
}

static const char *
folded_name(const struct app *app, const struct reservation *stay, char *key, size_t size)
{
    char name[256];

    fold_text(account_title(app->desk, stay->account_id, name, sizeof(name)), key, size);
    return key;
}

/* Several fit equally: their rooms and numbers tell them apart. */
static void
say_ambiguous(const struct app *app, const char *text, const struct reservation *const *stays,
              size_t count, struct error *err)
{
    char list[400] = "";
    size_t length = 0;

    for (size_t i = 0; i < count && i < 6 && length < sizeof(list) - 80; i++) {
        const struct resource *room = stay_room(app->desk, stays[i]);
        char name[80];

        account_title(app->desk, stays[i]->account_id, name, sizeof(name));
        length +=
            (size_t)snprintf(list + length, sizeof(list) - length, "%s%.30s (%s, #%.12s)",
                             i ? "; " : "", name, room ? room->name : "no room", stays[i]->number);
    }
    error_set(err, ERROR_USAGE, "\"%.40s\" fits several: %s. Say the room or #number.", text, list);
}

/* Guests with that name who are here, arriving or leaving, the one meant by purpose first. */
static const struct reservation *
stay_by_name(const struct app *app, const char *text, enum resolve_for purpose, struct error *err)
{
    struct store_rows rows = store_all(desk_store(app->desk), RECORD_reservation);
    const struct reservation *found[8];
    char query[128];
    size_t count = 0;
    int best = 0;

    fold_text(text, query, sizeof(query));
    for (size_t i = 0; i < rows.count && query[0]; i++) {
        const struct reservation *stay = rows.rows[i];
        char key[256];
        int score = stay_is_current(app->desk, stay)
                        ? fold_match(folded_name(app, stay, key, sizeof(key)), query)
                        : 0;

        if (score)
            score = score * 8 + room_rank(app, stay, purpose);
        if (!score || score < best)
            continue;
        if (score > best)
            count = 0;
        best = score;
        if (count < countof(found))
            found[count++] = stay;
    }
    if (count > 1)
        say_ambiguous(app, text, found, count, err);
    else if (!count)
        error_set(err, ERROR_NOT_FOUND,
                  "No room, guest or reservation \"%.40s\" here today: try #number.", text);
    return count == 1 ? found[0] : NULL;
}

/* `RES/1.3` names a bill and a line of the stay's: the stay alone is meant here. */
static const char *
without_bill(const char *text, char *stay, size_t size)
{
    const char *slash = strrchr(text, '/');

    if (!slash || !isdigit((unsigned char)slash[1]))
        return text;
    snprintf(stay, size, "%.*s", (int)(slash - text), text);
    return stay;
}

/*
 * The marked stays of a list, as it gives them: ids between commas; how many, 0 for anything else.
 */
static size_t
count_marked(const char *text)
{
    size_t count = 1;
    char first[UUID_TEXT_SIZE];
    struct uuid id;

    if (!strchr(text, ','))
        return 0;
    snprintf(first, sizeof(first), "%.*s", (int)strcspn(text, ","), text);
    for (; *text; text++)
        count += *text == ',';
    return uuid_parse(first, &id) ? count : 0;
}

/* Of whom a conversation is with: the one that is here, or comes today. */
static const struct reservation *
stay_of_thread(struct app *app, struct uuid id, struct error *err)
{
    const struct store *store = desk_store(app->desk);
    const struct message_thread *thread = store_message_thread_of(store, id);
    struct store_rows stays = {0};
    char text[UUID_TEXT_SIZE];
    struct uuid guest;

    if (thread && uuid_parse(thread->sender, &guest))
        stays = store_by(store, STORE_RESERVATIONS_OF_ACCOUNT, guest);
    for (size_t i = 0; i < stays.count; i++)
        if (stay_is_current(app->desk, stays.rows[i]))
            return stays.rows[i];
    if (thread)
        error_set(err, ERROR_NOT_FOUND, "Who wrote this is not here, and does not come today.");
    else
        error_set(err, ERROR_NOT_FOUND, "No reservation %s among those loaded.",
                  uuid_text(id, text));
    return NULL;
}

const struct reservation *
resolve_stay(struct app *app, const char *word, enum resolve_for purpose, struct error *err)
{
    const struct store *store = desk_store(app->desk);
    const struct reservation *stay = NULL;
    const struct resource *room;
    char buffer[160];
    const char *text = without_bill(word, buffer, sizeof(buffer));
    size_t marked = count_marked(word);
    struct uuid id;

    if (marked) {
        error_set(err, ERROR_USAGE, "This goes one by one, and %zu are marked: Esc unmarks.",
                  marked);
        return NULL;
    }
    if (*text == '#')
        return find_number(app, text + 1, err);
    if (uuid_parse(text, &id)) {
        const struct task *task = store_task_of(store, id);

        stay = store_reservation_of(store, task ? task->service_order_id : id);
        if (!stay && task)
            error_set(err, ERROR_NOT_FOUND, "\"%.60s\" is about no stay that is known here.",
                      task->name);
        return stay || task ? stay : stay_of_thread(app, id, err);
    }
    room = room_by_name(app->desk, text);
    if (room)
        stay = stay_in(app, room->id, purpose);
    if (stay)
        return stay;
    if (room) {
        error_set(err, ERROR_NOT_FOUND, "Nobody is in room %s, or expected in it.", room->name);
        return NULL;
    }
    return stay_by_name(app, text, purpose, err);
}

bool
resolve_is_several(const char *text)
{
    return strchr(text, ',') && (count_marked(text) || strchr("#0123456789", *text));
}

bool
resolve_stays(struct app *app, const char *text, enum resolve_for purpose, struct arena *arena,
              struct uuid_list *stays, struct error *err)
{
    char *words = arena_text(arena, text);
    char *rest = NULL;
    size_t count = 1;
    struct uuid *ids;

    for (const char *at = text; *at; at++)
        count += *at == ',';
    ids = arena_new(arena, count * sizeof(*ids));
    count = 0;

    for (char *word = strtok_r(words, ",", &rest); word; word = strtok_r(NULL, ",", &rest)) {
        const struct reservation *stay = resolve_stay(app, word + strspn(word, " "), purpose, err);

        if (!stay)
            return false;
        ids[count++] = stay->id;
    }
    *stays = (struct uuid_list){ids, count};
    return true;
}

const struct resource *
resolve_room(struct app *app, const char *text, struct error *err)
{
    const struct store *store = desk_store(app->desk);
    const struct resource *room = NULL;
    const struct reservation *stay;
    struct uuid id;

    if (uuid_parse(text, &id)) {
        room = store_resource_of(store, id);
        stay = store_reservation_of(store, id);
        if (stay && !room)
            room = store_resource_of(store, stay->resource_id);
        if (stay && !room) {
            error_set(err, ERROR_REFUSED, "Reservation %s has no room.", stay->number);
            return NULL;
        }
    } else {
        room = room_by_name(app->desk, text);
    }
    if (!room)
        error_set(err, ERROR_NOT_FOUND, "No room \"%.40s\".", text);
    return room;
}

bool
resolve_account(struct app *app, const char *word, struct uuid *account, struct error *err)
{
    const struct store *store = desk_store(app->desk);
    const struct reservation *stay;
    char buffer[160];
    const char *text = without_bill(word, buffer, sizeof(buffer));
    struct uuid id;

    if (uuid_parse(text, &id) && (store_customer_of(store, id) || store_company_of(store, id))) {
        *account = id;
        return true;
    }
    stay = resolve_stay(app, text, RESOLVE_GUEST, err);
    if (stay)
        *account = stay->account_id;
    return stay != NULL;
}

/* How well a name fits what was typed; NULL fits any. */
static int
score_name(const char *name, const char *text)
{
    char query[128];
    char key[256];

    if (!text)
        return 1;
    fold_text(text, query, sizeof(query));
    fold_text(name, key, sizeof(key));
    return query[0] ? fold_match(key, query) : 0;
}

const struct department *
resolve_department(struct app *app, const char *text, struct error *err)
{
    struct store_rows rows = store_all(desk_store(app->desk), RECORD_department);
    const struct department *best = NULL;
    int best_score = 0;

    for (size_t i = 0; i < rows.count; i++) {
        const struct department *department = rows.rows[i];
        int score = department->is_active ? score_name(department->name, text) : 0;

        if (score <= best_score)
            continue;
        best = department;
        best_score = score;
    }
    if (!best)
        error_set(err, ERROR_NOT_FOUND, "No department \"%.40s\".", text ? text : "");
    return best;
}

const struct device *
resolve_device(struct app *app, const char *type, const char *text, struct error *err)
{
    struct store_rows rows = store_all(desk_store(app->desk), RECORD_device);
    const struct device *best = NULL;
    int best_score = 0;

    for (size_t i = 0; i < rows.count; i++) {
        const struct device *device = rows.rows[i];
        int score = strcmp(device->type, type) == 0 ? score_name(device->name, text) : 0;

        if (score < best_score || !score
            || (score == best_score && best && strcmp(best->name, device->name) <= 0))
            continue;
        best = device;
        best_score = score;
    }
    if (!best)
        error_set(err, ERROR_NOT_FOUND, "The house has no %s \"%.40s\".", type, text ? text : "");
    return best;
}

const struct resource_block *
resolve_block(struct app *app, const struct resource *room, struct error *err)
{
    struct store_rows rows = store_by(desk_store(app->desk), STORE_BLOCKS_OF_RESOURCE, room->id);
    const struct resource_block *first = NULL;

    for (size_t i = 0; i < rows.count; i++) {
        const struct resource_block *block = rows.rows[i];

        if (block->is_active && instant_before(desk_now(app->desk), block->end_utc)
            && (!first || instant_before(block->start_utc, first->start_utc)))
            first = block;
    }
    if (!first)
        error_set(err, ERROR_NOT_FOUND, "Room %s has no block.", room->name);
    return first;
}

static int
compare_bills(const void *left, const void *right)
{
    const struct bill *a = *(const struct bill *const *)left;
    const struct bill *b = *(const struct bill *const *)right;

    if (a->state != b->state)
        return a->state == BILL_OPEN ? -1 : 1;
    if (a->created_utc.ms != b->created_utc.ms)
        return a->created_utc.ms < b->created_utc.ms ? -1 : 1;
    return memcmp(&a->id, &b->id, sizeof(a->id));
}

/* The bill is among those found already. */
static bool
has_bill(const struct bill *const *bills, size_t count, const struct bill *bill)
{
    while (count-- > 0)
        if (bills[count] == bill)
            return true;
    return false;
}

size_t
account_bills(const struct app *app, struct uuid account, const struct bill *bills[ACCOUNT_BILLS])
{
    const struct store *store = desk_store(app->desk);
    struct store_rows own = store_by(store, STORE_BILLS_OF_ACCOUNT, account);
    struct store_rows items = store_by(store, STORE_ITEMS_OF_ACCOUNT, account);
    size_t count = 0;

    for (size_t i = 0; i < own.count && count < ACCOUNT_BILLS; i++)
        bills[count++] = own.rows[i];
    /* Items of the guest's can be on a company's bill. */
    for (size_t i = 0; i < items.count && count < ACCOUNT_BILLS; i++) {
        const struct order_item *item = items.rows[i];
        const struct bill *bill = store_bill_of(store, item->bill_id);

        if (bill && !has_bill(bills, count, bill))
            bills[count++] = bill;
    }
    qsort(bills, count, sizeof(*bills), compare_bills);
    return count;
}

size_t
account_owing_bills(const struct app *app, struct uuid account)
{
    const struct bill *bills[ACCOUNT_BILLS];
    size_t count = account_bills(app, account, bills);
    size_t owing = 0;

    for (size_t i = 0; i < count; i++) {
        struct balance balance = bill_balance(app->desk, bills[i]->id);

        owing += bills[i]->state == BILL_OPEN && decimal_sign(balance.amount.amount) != 0;
    }
    return owing;
}

static const struct bill *
bill_of_stay(struct app *app, const char *text, const char *slash, struct error *err)
{
    const struct bill *bills[ACCOUNT_BILLS];
    struct uuid account;
    size_t count;
    long number = strtol(slash + 1, NULL, 10);

    if (!resolve_account(app, text, &account, err))
        return NULL;
    count = account_bills(app, account, bills);
    if (number >= 1 && (size_t)number <= count)
        return bills[number - 1];
    error_set(err, ERROR_NOT_FOUND, "No bill %.60s: the account has %zu.", text, count);
    return NULL;
}

const struct bill *
resolve_bill(struct app *app, const char *text, struct error *err)
{
    const struct store *store = desk_store(app->desk);
    struct store_rows rows = store_all(store, RECORD_bill);
    const char *slash = strrchr(text, '/');
    const struct bill *bill = NULL;
    struct uuid id;

    if (slash && isdigit((unsigned char)slash[1]))
        return bill_of_stay(app, text, slash, err);
    if (uuid_parse(text, &id))
        bill = store_bill_of(store, id);
    for (size_t i = 0; i < rows.count && !bill; i++)
        if (strcasecmp(((const struct bill *)rows.rows[i])->number, text) == 0)
            bill = rows.rows[i];
    if (!bill)
        error_set(err, ERROR_NOT_FOUND,
                  "No bill \"%.40s\" here: write RES/1, its number or its id.", text);
    return bill;
}

bool
resolve_line(struct app *app, const char *text, struct uuid *id, struct error *err)
{
    const struct store *store = desk_store(app->desk);
    const char *slash = strrchr(text, '/');
    const char *point = slash ? strchr(slash, '.') : NULL;
    const struct bill *bill;

    if (uuid_parse(text, id) && (store_order_item_of(store, *id) || store_payment_of(store, *id)))
        return true;
    if (!point)
        return error_set(err, ERROR_USAGE, "\"%.40s\" is no line: write RES/1.3.", text);
    bill = resolve_bill(app, text, err);
    if (!bill)
        return false;
    return folio_line_id(app, bill->id, (size_t)strtoul(point + 1, NULL, 10), id)
           || error_set(err, ERROR_NOT_FOUND, "No line %.60s.", text);
}

const struct product *
resolve_product(struct app *app, const char *text, struct error *err)
{
    const struct store *store = desk_store(app->desk);
    struct store_rows rows = store_all(store, RECORD_product);
    const struct product *best = NULL;
    char query[128];
    struct uuid id;
    int best_score = 0;

    if (uuid_parse(text, &id) && (best = store_product_of(store, id)))
        return best;
    fold_text(text, query, sizeof(query));
    for (size_t i = 0; i < rows.count && query[0]; i++) {
        const struct product *product = rows.rows[i];
        char key[256];
        int score;

        fold_text(product->name, key, sizeof(key));
        score = product->is_active ? fold_match(key, query) * 16 : 0;
        if (score && strcmp(key, query) == 0)
            score += 8;
        if (score > best_score
            || (score && score == best_score && product->ordering < best->ordering)) {
            best = product;
            best_score = score;
        }
    }
    if (!best)
        error_set(err, ERROR_NOT_FOUND, "No product \"%.40s\".", text);
    return best;
}

static const struct message_thread *
newest_thread_of(const struct app *app, struct uuid guest)
{
    struct store_rows rows = store_all(desk_store(app->desk), RECORD_message_thread);
    const struct message_thread *newest = NULL;

    for (size_t i = 0; i < rows.count; i++) {
        const struct message_thread *thread = rows.rows[i];
        struct uuid sender;

        if (uuid_parse(thread->sender, &sender) && uuid_equal(sender, guest)
            && (!newest || instant_before(newest->updated_utc, thread->updated_utc)))
            newest = thread;
    }
    return newest;
}

const struct message_thread *
resolve_thread(struct app *app, const char *text, struct error *err)
{
    const struct message_thread *thread = NULL;
    struct uuid id;

    if (uuid_parse(text, &id))
        thread = store_message_thread_of(desk_store(app->desk), id);
    if (thread)
        return thread;
    if (!resolve_account(app, text, &id, err))
        return NULL;
    thread = newest_thread_of(app, id);
    if (!thread)
        error_set(err, ERROR_NOT_FOUND, "\"%.40s\" has written no messages.", text);
    return thread;
}

bool
resolve_date(struct app *app, const char *text, struct day *day, struct error *err)
{
    return day_parse(text, desk_today(app->desk), day, err);
}

enum {
    NOON = 12 * 60,
    DAY_END = 18 * 60 /* of who does tasks */
};

bool
resolve_block_dates(struct app *app, const char *from, const char *to, struct interval *during,
                    struct error *err)
{
    struct day first;
    struct day last;

    if (!resolve_date(app, from, &first, err) || !resolve_date(app, to, &last, err))
        return false;
    if (last.number <= first.number)
        return error_set(err, ERROR_USAGE, "A block from %.20s to %.20s has no night.", from, to);
    if (first.number < desk_today(app->desk).number)
        return error_set(err, ERROR_USAGE, "A block cannot begin on a day that is over.");
    during->start_utc =
        first.number == desk_today(app->desk).number ? desk_now(app->desk) : day_at(first, NOON);
    during->end_utc = day_at(last, NOON);
    return true;
}

bool
resolve_deadline(struct app *app, const char *text, struct instant *at, struct error *err)
{
    struct day day;

    if (!resolve_date(app, text, &day, err))
        return false;
    *at = day_at(day, DAY_END);
    return true;
}

const char *
house_currency(const struct app *app)
{
    return desk_currency(app->desk);
}

bool
resolve_amount(struct app *app, const char *text, struct money *amount, struct error *err)
{
    return money_parse(text, house_currency(app), amount, err);
}
