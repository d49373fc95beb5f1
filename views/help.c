#include <stdio.h>
#include <string.h>

#include "api/base/intl.h"
#include "views/commands.h"
#include "views/subcommands.h"

/* `--help` and the man page, from the tables of subcommands, options and commands. */

static const struct {
    const char *code;
    const char *meaning;
} exits[] = {
    {"0", N_("done")},
    {"1", N_("refused: 400, 401, 403, 404, 409, 413; the message is on standard error")},
    {"2", N_("usage, configuration, or a terminal that cannot be used")},
    {"3", N_("out of reach: no connection, TLS, 408, 429 or 5xx after retries")},
    {"4", N_("a write whose outcome is unknown")},
    {"128+n", N_("ended by signal n")},
};

static const char *const environment[][2] = {
    {"FRONTDESK_URL", N_("the property's address")},
    {"FRONTDESK_WS_URL", N_("where it tells events, if elsewhere; or off")},
    {"FRONTDESK_CLIENT_TOKEN, FRONTDESK_ACCESS_TOKEN", N_("its tokens; serve answers to them")},
    {"FRONTDESK_CONFIG", N_("the configuration file in place of the user's")},
    {"NO_COLOR", N_("no colours")},
    {"XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_RUNTIME_DIR", N_("where files are kept")},
};

static void
print_options(unsigned where)
{
    const struct option_row *row;

    for (size_t i = 0; (row = option_row(i)); i++) {
        char name[64];

        if (!(row->where & where) || !row->help)
            continue;
        snprintf(name, sizeof(name), "%s%s%s%s", strlen(row->name) > 1 ? "--" : "-", row->name,
                 row->value ? " " : "", row->value ? row->value : "");
        printf("  %-24s %s\n", name, _(row->help));
    }
}

static void
print_commands(void)
{
    struct command_table table = commands_table(NULL);
    const char *group = "";

    for (size_t i = 0; i < table.count; i++) {
        char usage[COMMAND_USAGE_SIZE];

        if (strcmp(group, table.rows[i].group) != 0)
            printf("\n%s\n", table.rows[i].group);
        group = table.rows[i].group;
        printf("  %s\n      %s\n", command_usage(&table.rows[i], usage, sizeof(usage)),
               _(table.rows[i].help));
    }
}

static void
print_usage(const struct subcommand *subcommand)
{
    printf("frontdesk%s%s [OPTION]...%s%s\n", subcommand->name ? " " : "",
           subcommand->name ? subcommand->name : "", subcommand->usage[0] ? " " : "",
           subcommand->usage);
}

void
help_print(const struct options *options)
{
    const struct subcommand *subcommand = options->subcommand;
    size_t count;
    const struct subcommand *all = subcommands(&count);

    if (subcommand->name) {
        print_usage(subcommand);
        printf("%s\n\n", _(subcommand->help));
        print_options(subcommand->where);
    } else {
        printf("%s\n\n",
               _("The front desk of a hotel on a terminal, over the Mews Connector API."));
        for (size_t i = 0; i < count; i++) {
            print_usage(&all[i]);
            printf("    %s\n", _(all[i].help));
        }
        printf("\n%s\n", _("Options of the screen:"));
        print_options(ON_SCREEN);
    }
    if (!subcommand->name || subcommand->where & ON_RUN) {
        printf("\n%s", _("Commands of the : line, of -c and of run:"));
        print_commands();
    }
}

/* Text as roff reads it: no line begins with a control character. */
static void
roff(const char *text)
{
    if (*text == '.' || *text == '\'')
        fputs("\\&", stdout);
    for (; *text; text++) {
        if (*text == '\\')
            fputs("\\e", stdout);
        else if (*text == '-')
            fputs("\\-", stdout);
        else
            putchar(*text);
    }
}

static void
roff_item(const char *head, const char *text)
{
    printf(".TP\n.B ");
    roff(head);
    printf("\n");
    roff(text);
    printf("\n");
}

static void
man_subcommands(void)
{
    size_t count;
    const struct subcommand *all = subcommands(&count);

    printf(".SH SYNOPSIS\n");
    for (size_t i = 0; i < count; i++) {
        printf("%s.B frontdesk%s%s\n", i ? ".br\n" : "", all[i].name ? " " : "",
               all[i].name ? all[i].name : "");
        printf("[OPTION]... ");
        roff(all[i].usage);
        printf("\n");
    }
    printf(".SH DESCRIPTION\n");
    for (size_t i = 0; i < count; i++)
        roff_item(all[i].name ? all[i].name : "(none)", all[i].help);
}

static void
man_options(void)
{
    const struct option_row *row;

    printf(".SH OPTIONS\n");
    for (size_t i = 0; (row = option_row(i)); i++) {
        char head[64];

        if (!row->help)
            continue;
        snprintf(head, sizeof(head), "%s%s%s%s", strlen(row->name) > 1 ? "--" : "-", row->name,
                 row->value ? " " : "", row->value ? row->value : "");
        roff_item(head, row->help);
    }
}

static void
man_commands(void)
{
    struct command_table table = commands_table(NULL);
    size_t count;
    const struct setting *settings = commands_settings(&count);

    printf(".SH COMMANDS\n");
    for (size_t i = 0; i < table.count; i++) {
        char usage[COMMAND_USAGE_SIZE];

        roff_item(command_usage(&table.rows[i], usage, sizeof(usage)), table.rows[i].help);
    }
    printf(".SH SETTINGS\n");
    for (size_t i = 0; i < count; i++)
        roff_item(settings[i].name, settings[i].help);
}

void
man_print(void)
{
    printf(".TH FRONTDESK 1 \"\" \"frontdesk %s\"\n.SH NAME\n", FRONTDESK_VERSION);
    printf("frontdesk \\- the front desk of a hotel on a terminal\n");
    man_subcommands();
    man_options();
    man_commands();
    printf(".SH ENVIRONMENT\n");
    for (size_t i = 0; i < countof(environment); i++)
        roff_item(environment[i][0], environment[i][1]);
    printf(".SH EXIT STATUS\n");
    for (size_t i = 0; i < countof(exits); i++)
        roff_item(exits[i].code, exits[i].meaning);
}
