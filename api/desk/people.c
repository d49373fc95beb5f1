#include "api/desk/people.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"
#include "api/base/text.h"
#include "api/desk/state.h"
#include "api/rules/profiles.h"

/* Finding */

enum {
    WORDS_MOST = 8,
    WORD_SIZE = 64
};

/* The words of a text, and the whole of it, each as typed and with a capital. */
struct names {
    char texts[2 * (WORDS_MOST + 1)][2 * WORD_SIZE];
    const char *rows[2 * (WORDS_MOST + 1)];
    size_t count;
};

static void
add_name(struct names *names, const char *text, size_t length)
{
    char *copy = names->texts[names->count];

    if (length < 2 || length >= sizeof(names->texts[0]))
        return;
    memcpy(copy, text, length);
    copy[length] = '\0';
    names->rows[names->count++] = copy;
    if (!islower((unsigned char)*copy))
        return;
    memcpy(names->texts[names->count], copy, length + 1);
    copy = names->texts[names->count];
    *copy = (char)toupper((unsigned char)*copy);
    names->rows[names->count++] = copy;
}

/* The API finds whole last names; which word is one, nobody says. */
static void
split_names(const char *text, struct names *names)
{
    size_t words = 0;

    names->count = 0;
    add_name(names, text, strlen(text));
    for (size_t at = strspn(text, " ,"); text[at] && words < WORDS_MOST; words++) {
        size_t length = strcspn(text + at, " ,");

        if (at || text[length])
            add_name(names, text + at, length);
        at += length;
        at += strspn(text + at, " ,");
    }
}

static void ask_guests(struct desk *desk);

static void
guests_answered(struct desk *desk, const struct result *result, void *context)
{
    struct guest_search *search = context;

    reads_answered(desk, result, &search->reads);
    if (search->reads.under_way || !search->next[0])
        return;
    text_copy(search->text, sizeof(search->text), search->next);
    search->next[0] = '\0';
    ask_guests(desk);
}

static void
ask_guests(struct desk *desk)
{
    struct guest_search *search = &desk->guest_search;
    const char *text = search->text;
    struct filter filter = {.with_customers = {PRESENCE_SET, true}};
    struct names names;
    struct uuid id;

    split_names(text, &names);
    if (uuid_parse(text, &id))
        filter.customer_ids = (struct uuid_list){&id, 1};
    else if (strchr(text, '@'))
        filter.emails = (struct text_list){&text, 1};
    else
        filter.last_names = (struct text_list){names.rows, names.count};
    filter.with_addresses = (struct optional_bool){PRESENCE_SET, false};
    search->reads = (struct reads){.under_way = names.count != 0, .is_over = names.count == 0};
    if (names.count)
        desk_send(desk, desk_read(OP_customers_get_all, REQUEST_FOR_KEY, &filter), guests_answered,
                  search);
}

void
desk_load_guests(struct desk *desk, const char *text)
{
    struct guest_search *search = &desk->guest_search;

    if (strcmp(search->text, text) == 0) {
        search->next[0] = '\0';
        if (search->reads.under_way || (search->reads.is_over && !search->reads.failed.kind))
            return;
    }
    if (search->reads.under_way) {
        text_copy(search->next, sizeof(search->next), text);
        return;
    }
    text_copy(search->text, sizeof(search->text), text);
    ask_guests(desk);
}

bool
desk_has_guests(const struct desk *desk, const char *text)
{
    const struct guest_search *search = &desk->guest_search;
    size_t length = strlen(search->text);

    return search->reads.is_over && strncmp(search->text, text, length) == 0
           && (!text[length] || length + 1 >= sizeof(search->text));
}

const struct error *
desk_guests_missing(const struct desk *desk)
{
    const struct error *failed = &desk->guest_search.reads.failed;

    return failed->kind ? failed : NULL;
}

/* Stays */

enum {
    STAYS_A_READ = 1000
};

/* Of stays that he is only a companion on nobody has asked for yet. */
static void
companions_answered(struct desk *desk, const struct result *result, void *context)
{
    struct store_rows rows;
    struct uuid *ids;
    struct filter filter = {0};
    size_t count = 0;

    if (!result->is_last) {
        reads_answered(desk, result, context);
        return;
    }
    rows = store_by(desk->store, STORE_COMPANIONS_OF_CUSTOMER, desk->person);
    ids = memory_new((rows.count + 1) * sizeof(*ids));
    for (size_t i = 0; i < rows.count && count < STAYS_A_READ; i++) {
        struct uuid id = ((const struct companionship *)rows.rows[i])->reservation_id;

        if (!store_reservation_of(desk->store, id))
            ids[count++] = id;
    }
    if (count) {
        filter.reservation_ids = (struct uuid_list){ids, count};
        desk->person_reads.under_way++;
        desk_send(desk, desk_read(OP_reservations_get_all_2023, REQUEST_FOR_KEY, &filter),
                  reads_answered, &desk->person_reads);
    }
    free(ids);
    reads_answered(desk, result, context);
}

void
desk_load_person(struct desk *desk, struct uuid account)
{
    struct filter owner = {.account_ids = {&account, 1}};
    struct filter companion = {
        .customer_ids = {&account, 1},
        .with_customers = {PRESENCE_SET, false},
        .with_reservations = {PRESENCE_SET, false},
        .with_groups = {PRESENCE_SET, false},
    };

    if (desk->person_reads.under_way && uuid_equal(desk->person, account))
        return;
    desk->person = account;
    desk->person_reads = (struct reads){.under_way = desk->person_reads.under_way + 2};
    desk_send(desk, desk_read(OP_reservations_get_all_2023, REQUEST_FOR_KEY, &owner),
              reads_answered, &desk->person_reads);
    desk_send(desk, desk_read(OP_companionships_get_all, REQUEST_FOR_KEY, &companion),
              companions_answered, &desk->person_reads);
}

bool
desk_has_person(const struct desk *desk, struct uuid account)
{
    return desk->person_reads.is_over && uuid_equal(desk->person, account);
}

const struct error *
desk_person_missing(const struct desk *desk, struct uuid account)
{
    const struct error *failed = &desk->person_reads.failed;

    return desk_has_person(desk, account) && failed->kind ? failed : NULL;
}

static int
compare_stays(const void *left, const void *right)
{
    const struct reservation *a = *(const struct reservation *const *)left;
    const struct reservation *b = *(const struct reservation *const *)right;

    if (a->start_utc.ms != b->start_utc.ms)
        return a->start_utc.ms < b->start_utc.ms ? 1 : -1;
    return strcmp(a->number, b->number);
}

const struct reservation **
person_stays(const struct desk *desk, struct uuid account, size_t *count)
{
    struct store_rows own = store_by(desk->store, STORE_RESERVATIONS_OF_ACCOUNT, account);
    struct store_rows others = store_by(desk->store, STORE_COMPANIONS_OF_CUSTOMER, account);
    const struct reservation **stays = memory_new((own.count + others.count + 1) * sizeof(*stays));

    *count = 0;
    for (size_t i = 0; i < own.count; i++)
        stays[(*count)++] = own.rows[i];
    for (size_t i = 0; i < others.count; i++) {
        const struct companionship *companion = others.rows[i];
        const struct reservation *stay =
            store_reservation_of(desk->store, companion->reservation_id);

        if (stay && !uuid_equal(stay->account_id, account))
            stays[(*count)++] = stay;
    }
    qsort(stays, *count, sizeof(*stays), compare_stays);
    return stays;
}

static bool
is_to_come(const struct reservation *stay)
{
    return stay->state == RESERVATION_CONFIRMED || stay->state == RESERVATION_OPTIONAL;
}

const struct reservation *
person_stay(const struct desk *desk, struct uuid account)
{
    size_t count;
    const struct reservation **stays = person_stays(desk, account, &count);
    const struct reservation *found = NULL;

    for (size_t i = 0; i < count; i++) { // newest first, so that the last to come is the next
        if (stays[i]->state == RESERVATION_STARTED) {
            found = stays[i];
            break;
        }
        if (is_to_come(stays[i]))
            found = stays[i];
    }
    free(stays);
    return found;
}

/* Doubles */

const struct customer *
guest_twin(const struct desk *desk, const struct customer *guest)
{
    struct store_rows rows = store_all(desk->store, RECORD_customer);

    for (size_t i = 0; i < rows.count; i++) {
        const struct customer *other = rows.rows[i];

        if (other->is_active && !uuid_equal(other->id, guest->id)
            && customers_seem_one(guest, other))
            return other;
    }
    return NULL;
}
