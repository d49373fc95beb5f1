#include "views/arguments.h"

#include <string.h>
#include <strings.h>

#include "api/base/fold.h"
#include "api/base/text.h"
#include "views/browse_rows.h"
#include "views/profile.h"
#include "views/resolve.h"
#include "views/stay_rows.h"

/* Completion offers what begins with the prefix, folded: `nov` offers Nováková. */

static bool
begins(const char *text, const char *prefix)
{
    char key[256];
    char wanted[128];

    fold_text(text, key, sizeof(key));
    fold_text(prefix, wanted, sizeof(wanted));
    return strncmp(key, wanted, strlen(wanted)) == 0;
}

static void
offer_if(const char *text, const char *help, const char *prefix, offer_fn offer, void *context)
{
    if (begins(text, prefix))
        offer(context, text, help);
}

static void
complete_rooms(void *app_pointer, const char *prefix, offer_fn offer, void *context)
{
    const struct app *app = app_pointer;
    struct store_rows rows = store_all(desk_store(app->desk), RECORD_resource);

    for (size_t i = 0; i < rows.count; i++) {
        const struct resource *room = rows.rows[i];

        if (room->is_active)
            offer_if(room->name, resource_state_name(room->state), prefix, offer, context);
    }
}

static void
complete_categories(void *app_pointer, const char *prefix, offer_fn offer, void *context)
{
    const struct app *app = app_pointer;
    struct store_rows rows = store_all(desk_store(app->desk), RECORD_resource_category);

    for (size_t i = 0; i < rows.count; i++) {
        const struct resource_category *category = rows.rows[i];

        if (category->is_active && category->short_name[0])
            offer_if(category->short_name, category->name, prefix, offer, context);
    }
}

static void
complete_rates(void *app_pointer, const char *prefix, offer_fn offer, void *context)
{
    const struct app *app = app_pointer;
    struct store_rows rows = store_all(desk_store(app->desk), RECORD_rate);

    for (size_t i = 0; i < rows.count; i++) {
        const struct rate *rate = rows.rows[i];

        if (rate->is_active)
            offer_if(rate->short_name[0] ? rate->short_name : rate->name, rate->name, prefix, offer,
                     context);
    }
}

static void
complete_stays(void *app_pointer, const char *prefix, offer_fn offer, void *context)
{
    const struct app *app = app_pointer;
    struct store_rows rows = store_all(desk_store(app->desk), RECORD_reservation);

    for (size_t i = 0; i < rows.count; i++) {
        const struct reservation *stay = rows.rows[i];
        const struct customer *guest = stay_guest(app->desk, stay);
        const struct resource *room = stay_room(app->desk, stay);

        if (!stay_is_current(app->desk, stay))
            continue;
        if (guest)
            offer_if(guest->last_name, room ? room->name : "", prefix, offer, context);
        if (room)
            offer_if(room->name, guest ? guest->last_name : "", prefix, offer, context);
    }
}

static void
complete_companies(void *app_pointer, const char *prefix, offer_fn offer, void *context)
{
    const struct app *app = app_pointer;
    struct store_rows rows = store_all(desk_store(app->desk), RECORD_company);

    for (size_t i = 0; i < rows.count; i++)
        offer_if(((const struct company *)rows.rows[i])->name, NULL, prefix, offer, context);
}

/* Guests, and the companies that are known. */
static void
complete_payers(void *app_pointer, const char *prefix, offer_fn offer, void *context)
{
    complete_stays(app_pointer, prefix, offer, context);
    complete_companies(app_pointer, prefix, offer, context);
}

static void
complete_products(void *app_pointer, const char *prefix, offer_fn offer, void *context)
{
    const struct app *app = app_pointer;
    struct store_rows rows = store_all(desk_store(app->desk), RECORD_product);

    for (size_t i = 0; i < rows.count; i++) {
        const struct product *product = rows.rows[i];

        if (product->is_active)
            offer_if(product->name, NULL, prefix, offer, context);
    }
}

static void
complete_payment_types(void *app_pointer, const char *prefix, offer_fn offer, void *context)
{
    const struct app *app = app_pointer;
    const struct configuration *house = store_configuration(desk_store(app->desk));

    for (size_t i = 0; house && i < house->external_payment_types.count; i++)
        offer_if(house->external_payment_types.rows[i], NULL, prefix, offer, context);
}

static void
complete_settings(void *app_pointer, const char *prefix, offer_fn offer, void *context)
{
    const struct app *app = app_pointer;
    const struct setting *setting;

    for (size_t i = 0; (setting = settings_row(app->settings, i)); i++)
        offer_if(setting->name, setting->help, prefix, offer, context);
}

static void
complete_commands(void *app_pointer, const char *prefix, offer_fn offer, void *context)
{
    const struct app *app = app_pointer;

    for (size_t i = 0; i < app->commands.count; i++)
        offer_if(app->commands.rows[i].name, app->commands.rows[i].help, prefix, offer, context);
}

static void
complete_themes(void *app_pointer, const char *prefix, offer_fn offer, void *context)
{
    const char *const *names = theme_names();

    (void)app_pointer;
    for (size_t i = 0; names[i]; i++)
        offer_if(names[i], NULL, prefix, offer, context);
}

static void
complete_profiles(void *app_pointer, const char *prefix, offer_fn offer, void *context)
{
    const char *name;

    for (size_t i = 0; (name = profile_name(app_pointer, i)); i++)
        offer_if(name, NULL, prefix, offer, context);
}

static void
complete_columns(void *app_pointer, const char *prefix, offer_fn offer, void *context)
{
    (void)app_pointer;
    for (size_t i = 0; i < STAY_COLUMNS; i++)
        offer_if(stay_column((enum stay_column)i)->id, NULL, prefix, offer, context);
}

static void
complete_operations(void *app_pointer, const char *prefix, offer_fn offer, void *context)
{
    (void)app_pointer;
    for (size_t i = OP_NONE + 1; i < OP_COUNT; i++) {
        const struct operation *operation = operation_of((enum operation_id)i);

        if (strncasecmp(operation->path, prefix, strlen(prefix)) == 0)
            offer(context, operation->path, operation->purpose);
    }
}

static void
complete_entities(void *app_pointer, const char *prefix, offer_fn offer, void *context)
{
    const struct operation *operation;
    char last[64] = "";

    (void)app_pointer;
    for (size_t i = 0; (operation = browse_entity(i)); i++) {
        char name[64];

        text_copy(name, sizeof(name), operation->path);
        name[strcspn(name, "/")] = '\0';
        if (strcmp(name, last) != 0 && strncasecmp(name, prefix, strlen(prefix)) == 0)
            offer(context, name, operation->purpose);
        text_copy(last, sizeof(last), name);
    }
}

/* Fixed words, ended by NULL. */
static void
offer_words(const char *const *words, const char *prefix, offer_fn offer, void *context)
{
    for (; *words; words++)
        offer_if(*words, NULL, prefix, offer, context);
}

static void
complete_dates(void *app_pointer, const char *prefix, offer_fn offer, void *context)
{
    static const char *const words[] = {"today",    "tomorrow",  "yesterday", "monday",
                                        "tuesday",  "wednesday", "thursday",  "friday",
                                        "saturday", "sunday",    NULL};

    (void)app_pointer;
    offer_words(words, prefix, offer, context);
}

static void
complete_amounts(void *app_pointer, const char *prefix, offer_fn offer, void *context)
{
    static const char *const words[] = {"all", NULL};

    (void)app_pointer;
    offer_words(words, prefix, offer, context);
}

static void
complete_bill_types(void *app_pointer, const char *prefix, offer_fn offer, void *context)
{
    static const char *const words[] = {"receipt", "invoice", NULL};

    (void)app_pointer;
    offer_words(words, prefix, offer, context);
}

static void
complete_booking_states(void *app_pointer, const char *prefix, offer_fn offer, void *context)
{
    static const char *const words[] = {"Confirmed", "Optional", NULL};

    (void)app_pointer;
    offer_words(words, prefix, offer, context);
}

static void
complete_yes(void *app_pointer, const char *prefix, offer_fn offer, void *context)
{
    static const char *const words[] = {"yes", "no", NULL};

    (void)app_pointer;
    offer_words(words, prefix, offer, context);
}

static void
complete_outcomes(void *app_pointer, const char *prefix, offer_fn offer, void *context)
{
    static const char *const words[] = {"done", "undone", NULL};

    (void)app_pointer;
    offer_words(words, prefix, offer, context);
}

const struct argument_type argument_res = {"RES", complete_stays};
const struct argument_type argument_room = {"ROOM", complete_rooms};
const struct argument_type argument_category = {"CATEGORY", complete_categories};
const struct argument_type argument_rate = {"RATE", complete_rates};
const struct argument_type argument_persons = {"N[+N]", NULL};
const struct argument_type argument_booking_state = {"Confirmed|Optional", complete_booking_states};
const struct argument_type argument_bill = {"BILL", complete_stays};
const struct argument_type argument_item = {"ITEM", complete_stays};
const struct argument_type argument_share = {"SHARE", NULL};
const struct argument_type argument_payer = {"WHO", complete_payers};
const struct argument_type argument_guest = {"GUEST", complete_stays};
const struct argument_type argument_company = {"COMPANY", complete_companies};
const struct argument_type argument_block_type = {"ooo|internal", NULL};
const struct argument_type argument_product = {"PRODUCT", complete_products};
const struct argument_type argument_thread = {"THREAD", complete_stays};
const struct argument_type argument_date = {"DATE", complete_dates};
const struct argument_type argument_amount = {"AMOUNT", complete_amounts};
const struct argument_type argument_payment_type = {"TYPE", complete_payment_types};
const struct argument_type argument_bill_type = {"receipt|invoice", complete_bill_types};
const struct argument_type argument_yes = {"yes", complete_yes};
const struct argument_type argument_number = {"N", NULL};
const struct argument_type argument_text = {"TEXT", NULL};
const struct argument_type argument_json = {"JSON", NULL};
const struct argument_type argument_setting = {"K", complete_settings};
const struct argument_type argument_value = {"V", NULL};
const struct argument_type argument_key = {"KEY", NULL};
const struct argument_type argument_command = {"COMMAND", complete_commands};
const struct argument_type argument_theme = {"NAME", complete_themes};
const struct argument_type argument_file = {"FILE", NULL};
const struct argument_type argument_profile = {"PROFILE", complete_profiles};
const struct argument_type argument_column = {"COLUMN", complete_columns};
const struct argument_type argument_operation = {"OP", complete_operations};
const struct argument_type argument_outcome = {"done|undone", complete_outcomes};
const struct argument_type argument_entity = {"ENTITY", complete_entities};
