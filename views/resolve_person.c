#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "api/base/fold.h"
#include "api/desk/guests.h"
#include "api/desk/people.h"
#include "views/resolve.h"

/*
 * Guests and companies by what people call them. The best fit counts; of several that fit equally
 * well there is none, and the error names them.
 */

enum {
    NAMED_MOST = 6
};

struct candidates {
    const void *best; /* the first of those that fit best */
    int score;
    size_t count;
    char names[400]; /* of the first few */
};

/* *Keeps* nothing of the texts. */
static void
consider(struct candidates *candidates, const void *record, int score, const char *name,
         const char *mark)
{
    size_t length;

    if (!score || score < candidates->score)
        return;
    if (score > candidates->score)
        *candidates = (struct candidates){.best = record, .score = score};
    length = strlen(candidates->names);
    if (++candidates->count <= NAMED_MOST)
        snprintf(candidates->names + length, sizeof(candidates->names) - length, "%s%.40s (%.24s)",
                 length ? "; " : "", name, mark);
}

/* Nothing but the name is better than more. */
static int
score_name(const char *name, const char *query)
{
    char key[256];

    fold_text(name, key, sizeof(key));
    return strcmp(key, query) == 0 ? 1000 : fold_match(key, query);
}

static const void *
decide(const struct candidates *candidates, const char *text, const char *kind, struct error *err)
{
    if (candidates->count == 1)
        return candidates->best;
    if (!candidates->count)
        error_set(err, ERROR_NOT_FOUND, "No %s \"%.40s\" was found.", kind, text);
    else
        error_set(err, ERROR_USAGE,
                  "\"%.40s\" fits several: %s%s. Write more of the name, or the %s.", text,
                  candidates->names, candidates->count > NAMED_MOST ? "; ..." : "",
                  strcmp(kind, "guest") == 0 ? "number" : "tax id");
    return NULL;
}

static bool
has_guests(struct app *app, const void *context, struct error *err)
{
    const struct error *failed = desk_guests_missing(app->desk);

    if (failed)
        *err = *failed;
    return desk_has_guests(app->desk, context);
}

/* `run` asks the property for those that aren't loaded, and waits. */
static bool
find_guests(struct app *app, const char *text, struct error *err)
{
    if (app->screen)
        return true;
    desk_load_guests(app->desk, text);
    return app_wait(app, has_guests, text, err);
}

/* The screen asks too, and has whom it finds the next time. */
static const struct customer *
ask_property(struct app *app, const char *text, struct error *err)
{
    if (desk_has_guests(app->desk, text)) {
        error_set(err, ERROR_NOT_FOUND, "The property has no guest \"%.40s\".", text);
        return NULL;
    }
    desk_load_guests(app->desk, text);
    error_set(err, ERROR_NOT_FOUND,
              "No guest \"%.40s\" among those loaded: the property is asked, try again.", text);
    return NULL;
}

static const struct customer *
guest_by_number(const struct app *app, const char *number)
{
    struct store_rows rows = store_all(desk_store(app->desk), RECORD_customer);

    for (size_t i = 0; i < rows.count; i++)
        if (strcmp(((const struct customer *)rows.rows[i])->number, number) == 0)
            return rows.rows[i];
    return NULL;
}

/* Those who fit as well as the first. */
static struct candidates
candidates_of(const struct app *app, const char *text)
{
    struct candidates candidates = {0};
    struct guest_match matches[GUEST_MATCHES];
    size_t count = guests_find(app->desk, text, matches);

    for (size_t i = 0;
         i < count && matches[i].fit == matches[0].fit && matches[i].score == matches[0].score;
         i++) {
        const struct customer *guest = matches[i].guest;
        char name[256];

        consider(&candidates, guest, 1, account_title(app->desk, guest->id, name, sizeof(name)),
                 guest->number);
    }
    return candidates;
}

const struct customer *
resolve_guest(struct app *app, const char *text, struct error *err)
{
    struct candidates candidates;
    const struct customer *guest;
    struct uuid id;
    bool is_id = uuid_parse(text, &id);

    if (is_id && (guest = store_customer_of(desk_store(app->desk), id)))
        return guest;
    if (!find_guests(app, text, err))
        return NULL;
    if (is_id && (guest = store_customer_of(desk_store(app->desk), id)))
        return guest;
    if ((guest = guest_by_number(app, text)))
        return guest;
    candidates = candidates_of(app, text);
    if (!candidates.count && app->screen)
        return ask_property(app, text, err);
    return decide(&candidates, text, "guest", err);
}

static bool
has_companies(struct app *app, const void *context, struct error *err)
{
    const struct error *failed = desk_companies_missing(app->desk);

    (void)context;
    if (failed)
        *err = *failed;
    return desk_has_companies(app->desk);
}

const struct company *
resolve_company(struct app *app, const char *text, struct error *err)
{
    struct candidates candidates = {0};
    struct store_rows rows;
    const struct company *company;
    char query[128];
    struct uuid id;

    desk_load_companies(app->desk);
    if (!app->screen && !app_wait(app, has_companies, NULL, err))
        return NULL;
    if (uuid_parse(text, &id) && (company = store_company_of(desk_store(app->desk), id)))
        return company;
    fold_text(text, query, sizeof(query));
    rows = store_all(desk_store(app->desk), RECORD_company);
    for (size_t i = 0; i < rows.count && query[0]; i++) {
        company = rows.rows[i];
        if (company->is_active)
            consider(&candidates, company,
                     strcasecmp(company->tax_identifier, text) == 0
                         ? 2000
                         : score_name(company->name, query),
                     company->name, company->tax_identifier);
    }
    return decide(&candidates, text, "company", err);
}

/* An id, also with a bill behind it as the folio's `.` has; `#N`, or a room's number. */
static bool
is_account_word(const char *text)
{
    char id[UUID_TEXT_SIZE];
    struct uuid unused;

    snprintf(id, sizeof(id), "%s", text);
    return uuid_parse(id, &unused) || text[0] == '#'
           || (text[0] && !text[strspn(text, "0123456789")]);
}

bool
resolve_person(struct app *app, const char *text, struct uuid *account, struct error *err)
{
    const struct customer *guest;
    struct error none;

    if (resolve_is_several(text))
        return error_set(err, ERROR_USAGE, "Profiles are opened one by one: Esc unmarks.");
    if (is_account_word(text) && resolve_account(app, text, account, &none))
        return true;
    guest = resolve_guest(app, text, err);
    if (guest)
        *account = guest->id;
    return guest != NULL;
}
