#include "views/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"

static const struct option_row rows[] = {
#define OPTION(id, name, value, where, help) {name, value, where, help},
#include "views/options.def"
#undef OPTION
};

const struct option_row *
option_row(size_t id)
{
    return id < OPTION_COUNT ? &rows[id] : NULL;
}

static const struct subcommand *
find_subcommand(const char *word, const struct subcommand *subcommands, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (strcmp(subcommands[i].name, word) == 0)
            return &subcommands[i];
    return NULL;
}

/* The option that an argument begins: `--name`, `--name=value`, `-c`. */
static size_t
find_option(const char *argument, size_t *name_length)
{
    const char *name = argument + (argument[1] == '-' ? 2 : 1);

    *name_length = strcspn(name, "=");
    for (size_t i = 0; i < OPTION_COUNT; i++)
        if (strlen(rows[i].name) == *name_length && strncmp(rows[i].name, name, *name_length) == 0
            && (argument[1] == '-') == (*name_length > 1))
            return i;
    return OPTION_COUNT;
}

static bool
store(struct options *options, size_t id, const char *value, struct error *err)
{
    if (id == OPTION_command && options->command_count == OPTION_COMMANDS)
        return error_set(err, ERROR_USAGE, "At most %d times -c.", OPTION_COMMANDS);
    if (id == OPTION_command)
        options->commands[options->command_count++] = value;
    options->values[id] = value;
    return true;
}

/* Takes one option at argv[*at], and its value; moves *at behind them. */
static bool
take_option(char **argv, int *at, struct options *options, struct error *err)
{
    const char *argument = argv[(*at)++];
    size_t length;
    size_t id = find_option(argument, &length);
    const char *equals = strchr(argument, '=');
    const char *subcommand = options->subcommand->name;

    if (id == OPTION_COUNT)
        return error_set(err, ERROR_USAGE, "No option %s: see frontdesk %s%s--help.", argument,
                         subcommand ? subcommand : "", subcommand ? " " : "");
    if (!(rows[id].where & options->subcommand->where))
        return error_set(err, ERROR_USAGE, "%s is no option of frontdesk %s: see its --help.",
                         argument, subcommand ? subcommand : "");
    if (!rows[id].value)
        return equals ? error_set(err, ERROR_USAGE, "--%s takes no value.", rows[id].name)
                      : store(options, id, "", err);
    if (equals)
        return store(options, id, equals + 1, err);
    if (!argv[*at])
        return error_set(err, ERROR_USAGE, "%s wants a value: %s.", argument, rows[id].value);
    return store(options, id, argv[(*at)++], err);
}

bool
options_parse(int argc, char **argv, const struct subcommand *subcommands, size_t count,
              struct options *options, struct error *err)
{
    int at = 1;
    int words = 0;
    bool is_ended = false;

    *options = (struct options){.subcommand = &subcommands[0], .words = argv};
    /* Global options may stand before the subcommand: it is the first word that isn't a value. */
    for (int i = 1; i < argc; i++) {
        size_t length;
        const struct subcommand *found = find_subcommand(argv[i], subcommands, count);

        if (argv[i][0] == '-' && argv[i][1]) {
            size_t id = find_option(argv[i], &length);

            i += id < OPTION_COUNT && rows[id].value && !strchr(argv[i], '=');
            continue;
        }
        if (found) {
            options->subcommand = found;
            memmove(&argv[i], &argv[i + 1], (size_t)(argc - i) * sizeof(*argv));
            argc--;
        }
        break;
    }
    while (at < argc) {
        bool is_option = !is_ended && argv[at][0] == '-' && argv[at][1];

        if (is_option && strcmp(argv[at], "--") == 0) {
            is_ended = true;
            at++;
        } else if (!is_option) {
            argv[words++] = argv[at++];
        } else if (!take_option(argv, &at, options, err)) {
            return false;
        }
    }
    argv[words] = NULL;
    options->word_count = (size_t)words;
    return !words || !options->subcommand->name || *options->subcommand->usage
           || error_set(err, ERROR_USAGE, "%s takes no words: what is %s?",
                        options->subcommand->name, argv[0]);
}

bool
options_number(const struct options *options, enum option_id id, long least, long most, long *value,
               struct error *err)
{
    const char *text = options->values[id];
    char *end;

    if (!text)
        return true;
    *value = strtol(text, &end, 10);
    return (*text && !*end && *value >= least && *value <= most)
           || error_set(err, ERROR_USAGE, "--%s %s: it must be a number from %ld to %ld.",
                        rows[id].name, text, least, most);
}

bool
options_instant(const struct options *options, enum option_id id, struct instant *value,
                struct error *err)
{
    const char *text = options->values[id];

    return !text || instant_parse(text, value)
           || error_set(err, ERROR_USAGE, "--%s %s: it must be UTC such as 2026-03-24T09:00:00Z.",
                        rows[id].name, text);
}

bool
rate_limit_parse(const char *text, int *requests, int *seconds, struct error *err)
{
    char rest;

    *requests = *seconds = 0;
    if (strcmp(text, "off") == 0)
        return true;
    return (sscanf(text, "%d/%d%c", requests, seconds, &rest) == 2 && *requests > 0 && *seconds > 0)
           || error_set(err, ERROR_USAGE, "rate limit %s: write N/SECONDS such as 200/30, or off.",
                        text);
}
