#include "tui/config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/base/file.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "tui/nearest.h"
#include "tui/script.h"

struct settings {
    const struct setting *rows;
    size_t count;
    char *values[]; /* NULL: the fallback */
};

struct settings *
settings_new(const struct setting *rows, size_t count)
{
    struct settings *settings = memory_new(sizeof(*settings) + count * sizeof(char *));

    settings->rows = rows;
    settings->count = count;
    return settings;
}

void
settings_free(struct settings *settings)
{
    if (!settings)
        return;
    for (size_t i = 0; i < settings->count; i++)
        free(settings->values[i]);
    free(settings);
}

/* SIZE_MAX: there is none. */
static size_t
find_setting(const struct settings *settings, const char *name)
{
    for (size_t i = 0; i < settings->count; i++)
        if (strcmp(settings->rows[i].name, name) == 0)
            return i;
    return SIZE_MAX;
}

static bool
refuse_setting(const struct settings *settings, const char *name, struct error *err)
{
    struct nearest nearest = {0};

    for (size_t i = 0; i < settings->count; i++)
        nearest_consider(&nearest, name, settings->rows[i].name);
    if (nearest.name)
        return error_set(err, ERROR_USAGE, _("No setting is called `%s`: did you mean `%s`?"), name,
                         nearest.name);
    return error_set(err, ERROR_USAGE, _("No setting is called `%s`: `help settings` lists them."),
                     name);
}

static bool
is_choice(const char *choices, const char *value)
{
    size_t length = strlen(value);

    for (const char *at = choices; at; at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL)
        if (length && strncmp(at, value, length) == 0 && (at[length] == '|' || !at[length]))
            return true;
    return false;
}

static bool
is_switch(const char *value)
{
    return is_choice("on|off|yes|no|true|false|1|0", value);
}

/* `range` is "0..600", "1..600|off" where a word may stand for one, or NULL. */
static bool
is_number(const char *range, const char *value)
{
    char *end;
    long number = strtol(value, &end, 10);
    const char *dots = range ? strstr(range, "..") : NULL;
    const char *word = range ? strchr(range, '|') : NULL;

    if (word && is_choice(word + 1, value))
        return true;
    if (!*value || *end || value[0] == ' ' || value[0] == '+')
        return false;
    return !dots || (number >= atol(range) && number <= atol(dots + 2));
}

static bool
check_value(const struct setting *setting, const char *value, struct error *err)
{
    switch (setting->kind) {
    case SETTING_TEXT:
        return true;
    case SETTING_NUMBER:
        return is_number(setting->choices, value)
               || error_set(err, ERROR_USAGE, _("%s is a number%s%s, not `%s`."), setting->name,
                            setting->choices ? " " : "", setting->choices ? setting->choices : "",
                            value);
    case SETTING_SWITCH:
        return is_switch(value)
               || error_set(err, ERROR_USAGE, _("%s is on or off, not `%s`."), setting->name,
                            value);
    case SETTING_CHOICE:
        return is_choice(setting->choices, value)
               || error_set(err, ERROR_USAGE, _("%s is one of %s, not `%s`."), setting->name,
                            setting->choices, value);
    }
    return false;
}

bool
settings_set(struct settings *settings, const char *name, const char *value, struct error *err)
{
    size_t i = find_setting(settings, name);

    if (i == SIZE_MAX)
        return refuse_setting(settings, name, err);
    if (!check_value(&settings->rows[i], value, err))
        return false;
    free(settings->values[i]);
    settings->values[i] = memory_text(value);
    return true;
}

const char *
settings_text(const struct settings *settings, const char *name)
{
    size_t i = find_setting(settings, name);

    if (i == SIZE_MAX)
        return "";
    return settings->values[i] ? settings->values[i] : settings->rows[i].fallback;
}

long
settings_number(const struct settings *settings, const char *name)
{
    return atol(settings_text(settings, name));
}

bool
settings_is_on(const struct settings *settings, const char *name)
{
    return is_choice("on|yes|true|1", settings_text(settings, name));
}

const struct setting *
settings_row(const struct settings *settings, size_t index)
{
    return index < settings->count ? &settings->rows[index] : NULL;
}

/* Reads here and now what the script wants. */
static bool
run_whole(struct script *script, struct error *err)
{
    const char *path;

    while ((path = script_run(script))) {
        struct error problem;
        char *text = file_read(path, SCRIPT_BYTES_MAX, NULL, &problem);

        script_take(script, text, &problem);
    }
    return script_end(script, err);
}

bool
config_run(const char *text, const char *name, const struct command_table *table, struct error *err)
{
    return run_whole(script_of_text(table, name, text), err);
}

bool
config_source(const char *path, bool must_exist, const struct command_table *table,
              struct error *err)
{
    if (!must_exist && access(path, F_OK) < 0)
        return true;
    return run_whole(script_new(table, path), err);
}
