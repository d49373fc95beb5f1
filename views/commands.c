#include "views/commands.h"

#include "api/base/intl.h"
#include "views/arguments.h"
#include "views/command_functions.h"

#define NONE
#define ARG(type) {#type, &argument_##type, 0},
#define OPT(type) {#type, &argument_##type, ARGUMENT_OPTIONAL},
#define MANY(type) {#type, &argument_##type, ARGUMENT_REPEATED},
#define REST(type) {#type, &argument_##type, ARGUMENT_REST | ARGUMENT_OPTIONAL},
#define KEY(name, type) {name, &argument_##type, ARGUMENT_KEY | ARGUMENT_OPTIONAL},

static const struct command rows[] = {
#define COMMAND(id, name, alias, group, flags, arguments, hint, help)                              \
    {name, alias, group, {arguments{NULL, NULL, 0}}, flags, help, hint, command_##id},
#include "views/commands.def"
#undef COMMAND
};

struct command_table
commands_table(struct app *app)
{
    return (struct command_table){rows, countof(rows), app};
}

static const struct setting settings[] = {
    {"due", SETTING_CHOICE, "unsecured", "unsecured|any|never",
     N_("Which money due stops a check-in: unsecured, any, never")},
    {"refresh", SETTING_NUMBER, "10", "1..3600|off",
     N_("Seconds between polls of what is shown, or off")},
    {"hold", SETTING_NUMBER, "off", "1..60|off",
     N_("Seconds for which check-in, check-out, cancelling and merging are held before they are "
        "sent")},
    {"ws-url", SETTING_TEXT, "", NULL,
     N_("Where the profile's property tells events: wss://HOST, or off")},
    {"start", SETTING_TEXT, "arrivals", NULL, N_("The command that the screen opens with")},
    {"language", SETTING_TEXT, "en-US", NULL, N_("Language of the property's texts")},
    {"ca-file", SETTING_TEXT, "", NULL, N_("Certificates to trust besides the system's")},
    {"proxy", SETTING_TEXT, "", NULL, N_("Proxy of the connection")},
    {"timeout", SETTING_NUMBER, "30", "1..300",
     N_("Seconds that a read may take; a write has twice as long")},
    {"find-out", SETTING_NUMBER, "60", "0..600",
     N_("Seconds for which a write of unknown outcome is looked for before you are asked")},
    {"rate-limit", SETTING_TEXT, "200/30", NULL, N_("Requests/seconds this program allows itself")},
    {"printer", SETTING_TEXT, "", NULL,
     N_("A command that prints the text it reads, as lp -d desk: bills are offered to it first")},
    {"flow-control", SETTING_SWITCH, "off", NULL, N_("Leave Ctrl-S and Ctrl-Q to the terminal")},
    {"ascii", SETTING_SWITCH, "off", NULL, N_("Draw borders with ASCII only")},
    {"profile", SETTING_TEXT, "", NULL, N_("The profile to connect to")},
};

const struct setting *
commands_settings(size_t *count)
{
    *count = countof(settings);
    return settings;
}
