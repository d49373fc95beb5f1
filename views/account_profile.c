#include "views/account_profile.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/desk/people.h"

/* Reading: the record by a call of its own, what is theirs by the desk. */

static struct document *
whole_extent(void)
{
    static const char *const parts[] = {"Customers", "Addresses", "Documents"};
    struct document *extent = document_object();

    for (size_t i = 0; i < countof(parts); i++)
        document_set_bool(extent, parts[i], true);
    return extent;
}

static struct document *
request_body(const struct account_profile *profile)
{
    bool is_guest = profile->list == ACCOUNTS_GUESTS;
    struct document *body = document_object();
    struct document *ids = document_array();
    struct document *limitation = document_object();
    char id[UUID_TEXT_SIZE];

    document_add(ids, document_string(uuid_text(profile->account, id)));
    document_set(body, is_guest ? "CustomerIds" : "Ids", ids);
    document_set_whole(limitation, "Count", 1);
    document_set(body, "Limitation", limitation);
    if (is_guest)
        document_set(body, "Extent", whole_extent());
    return body;
}

/* Documents came with the guests once, and beside them today: here they are the guest's. */
static void
take_documents(struct document *record, const struct document *answer)
{
    const struct document *documents = document_find(answer, "Documents");

    for (size_t i = 0; i < document_count(documents); i++) {
        const struct document *document = document_at(documents, i);
        char *type = document_text(document_find(document, "Type"));

        if (type[0] && !document_is_object(document_find(record, type)))
            document_set(record, type, document_copy(document));
        free(type);
    }
}

static void
take(struct account_profile *profile, const char *json)
{
    struct document *answer = document_parse(json, &profile->error);
    const char *list = profile->list == ACCOUNTS_GUESTS ? "Customers" : "Companies";
    const struct document *record = document_at(document_find(answer, list), 0);

    if (record) {
        document_free(profile->record);
        profile->record = document_copy(record);
        take_documents(profile->record, answer);
    } else if (answer) {
        error_set(&profile->error, ERROR_NOT_FOUND, _("The property no longer has the profile."));
    }
    document_free(answer);
}

static void
answered(void *context, const struct result *result)
{
    struct account_profile *profile = context;

    if (!result->is_last)
        return;
    profile->is_asking = false;
    profile->error = result->error;
    if (!result->error.kind)
        take(profile, result->json ? result->json : "{}");
    if (profile->is_stale)
        account_profile_read(profile);
    if (profile->changed)
        profile->changed(profile->context);
}

void
account_profile_read(struct account_profile *profile)
{
    bool is_guest = profile->list == ACCOUNTS_GUESTS;
    struct document *body;
    struct request *request;
    char *text;

    profile->is_stale = profile->is_asking;
    if (profile->is_asking)
        return;
    body = request_body(profile);
    text = document_print(body);
    request =
        request_new(is_guest ? OP_customers_get_all : OP_companies_get_all, REQUEST_FOR_KEY, NULL);
    request->json = arena_text(&request->arena, text);
    request->wants_json = true;
    profile->is_asking = true;
    desk_call(profile->app->desk, request, answered, profile);
    free(text);
    document_free(body);
}

void
account_profile_open(struct account_profile *profile, struct app *app, struct uuid account,
                     void (*changed)(void *context), void *context)
{
    struct desk *desk = app->desk;

    account_profile_clear(profile);
    *profile = (struct account_profile){
        .app = app,
        .account = account,
        .list = store_company_of(desk_store(desk), account) ? ACCOUNTS_COMPANIES : ACCOUNTS_GUESTS,
        .changed = changed,
        .context = context,
    };
    desk_load_companies(desk);
    desk_load_person(desk, account);
    desk_load_account(desk, account);
    if (profile->list == ACCOUNTS_COMPANIES)
        desk_load_bills(desk, account);
    account_profile_read(profile);
}

void
account_profile_clear(struct account_profile *profile)
{
    if (profile->app)
        desk_drop_calls(profile->app->desk, profile);
    document_free(profile->record);
    *profile = (struct account_profile){0};
}

static bool
is_whole(struct app *app, const void *context, struct error *err)
{
    const struct account_profile *profile = context;
    const struct error *missing = desk_person_missing(app->desk, profile->account);

    if (profile->error.kind || missing)
        *err = profile->error.kind ? profile->error : *missing;
    return profile->record && desk_has_person(app->desk, profile->account)
           && (desk_has_companies(app->desk) || desk_companies_missing(app->desk));
}

bool
account_profile_wait(struct account_profile *profile, struct error *err)
{
    return app_wait(profile->app, is_whole, profile, err)
           && app_wait_account(profile->app, profile->account, err);
}
