#include "tui/command.h"

#include <stdio.h>
#include <string.h>

#include "api/base/buffer.h"
#include "api/base/intl.h"
#include "tui/nearest.h"
#include "tui/words.h"

enum {
    USAGE_SIZE = 512
};

static bool
is_called(const struct command *command, const char *name)
{
    return strcmp(command->name, name) == 0
           || (command->alias && strcmp(command->alias, name) == 0);
}

static void
refuse_unknown(const struct command_table *table, const char *name, struct error *err)
{
    struct nearest nearest = {0};

    for (size_t i = 0; i < table->count; i++)
        if (!(table->rows[i].flags & COMMAND_HIDDEN))
            nearest_consider(&nearest, name, table->rows[i].name);
    if (nearest.name)
        error_set(err, ERROR_USAGE, _("No command is called `%s`: did you mean `%s`?"), name,
                  nearest.name);
    else
        error_set(err, ERROR_USAGE, _("No command is called `%s`: Tab lists them, and --help."),
                  name);
}

static void
refuse_ambiguous(const struct command_table *table, const char *name, struct error *err)
{
    struct buffer names = {0};

    for (size_t i = 0; i < table->count; i++) {
        if ((table->rows[i].flags & COMMAND_HIDDEN)
            || strncmp(table->rows[i].name, name, strlen(name)) != 0)
            continue;
        buffer_print(&names, "%s%s", names.length ? ", " : "", table->rows[i].name);
    }
    error_set(err, ERROR_USAGE, _("`%s` may be one of %s: type more of it."), name,
              buffer_text(&names));
    buffer_clear(&names);
}

const struct command *
command_find(const struct command_table *table, const char *name, struct error *err)
{
    const struct command *found = NULL;
    size_t count = 0;

    for (size_t i = 0; i < table->count; i++)
        if (is_called(&table->rows[i], name))
            return &table->rows[i];
    for (size_t i = 0; i < table->count && *name; i++) {
        if ((table->rows[i].flags & COMMAND_HIDDEN)
            || strncmp(table->rows[i].name, name, strlen(name)) != 0)
            continue;
        found = &table->rows[i];
        count++;
    }
    if (count == 1)
        return found;
    if (count)
        refuse_ambiguous(table, name, err);
    else
        refuse_unknown(table, name, err);
    return NULL;
}

static size_t
argument_count(const struct command *command)
{
    size_t count = 0;

    while (count < COMMAND_ARGUMENTS && command->arguments[count].name)
        count++;
    return count;
}

const struct argument *
command_argument(const struct command *command, size_t position)
{
    const struct argument *last = NULL;

    for (size_t i = 0; i < argument_count(command); i++) {
        const struct argument *argument = &command->arguments[i];

        if (argument->flags & ARGUMENT_KEY)
            continue;
        if (!position--)
            return argument;
        last = argument;
    }
    return last && (last->flags & ARGUMENT_REPEATED) ? last : NULL;
}

const struct argument *
command_key(const struct command *command, const char *text)
{
    const char *equals = strchr(text, '=');
    size_t length = equals ? (size_t)(equals - text) : 0;

    for (size_t i = 0; length && i < argument_count(command); i++) {
        const struct argument *argument = &command->arguments[i];

        if ((argument->flags & ARGUMENT_KEY) && strlen(argument->name) == length
            && strncmp(argument->name, text, length) == 0)
            return argument;
    }
    return NULL;
}

/* Whether nothing but `key=value` of this command is left. */
static bool
is_only_keys(const struct command *command, const char *text, struct arena *arena)
{
    struct error ignored = {0};

    for (text = word_skip_blanks(text); *text; text = word_skip_blanks(text))
        if (!command_key(command, text) || !word_next(&text, arena, &ignored))
            return false;
    return true;
}

/*
 * The rest of the line, up to the `key=value` words at its end: as it stands, or without its quotes
 * where it is one word. JSON keeps those that it has.
 */
static const char *
take_rest(const struct command *command, const char **text, struct arena *arena)
{
    const char *start = *text;
    const char *end = start + 1;
    const char *word_end;
    struct error ignored = {0};
    char *rest;
    char *word;

    while (*end && !((end[-1] == ' ' || end[-1] == '\t') && is_only_keys(command, end, arena)))
        end++;
    *text = end;
    while (end > start && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    rest = arena_bytes(arena, start, (size_t)(end - start));
    word_end = rest;
    word = word_next(&word_end, arena, &ignored);
    return word && !*word_end && !strchr("{[", *rest) ? word : rest;
}

static bool
take_key(const struct argument *argument, const char **text, struct arena *arena,
         struct invocation *invocation, struct error *err)
{
    char *word = word_next(text, arena, err);

    if (!word)
        return false;
    invocation->values[argument - invocation->command->arguments] = strchr(word, '=') + 1;
    return true;
}

static bool
take_word(const char **text, struct arena *arena, struct invocation *invocation, struct error *err)
{
    const struct command *command = invocation->command;
    const struct argument *argument = command_argument(command, invocation->word_count);
    char usage[USAGE_SIZE];
    const char *word;

    if (!argument || invocation->word_count == INVOCATION_WORDS)
        return error_set(err, ERROR_USAGE, _("%s: `%s` is too much. Usage: %s"), command->name,
                         *text, command_usage(command, usage, sizeof(usage)));
    word = argument->flags & ARGUMENT_REST ? take_rest(command, text, arena)
                                           : word_next(text, arena, err);
    if (!word)
        return false;
    invocation->words[invocation->word_count++] = word;
    return true;
}

static bool
check_complete(const struct invocation *invocation, struct error *err)
{
    const struct command *command = invocation->command;
    const struct argument *next = command_argument(command, invocation->word_count);
    char usage[USAGE_SIZE];

    if (!next || (next->flags & ARGUMENT_OPTIONAL)
        || (invocation->word_count && (next->flags & ARGUMENT_REPEATED)
            && command_argument(command, invocation->word_count - 1) == next))
        return true;
    return error_set(err, ERROR_USAGE, _("%s is missing. Usage: %s"), next->name,
                     command_usage(command, usage, sizeof(usage)));
}

bool
command_parse(const struct command_table *table, const char *line, struct arena *arena,
              struct invocation *invocation, struct error *err)
{
    const char *text = line;
    const char *name;

    *invocation = (struct invocation){.line = line};
    if (!*word_skip_blanks(line))
        return error_set(err, ERROR_USAGE, _("A command is missing: Tab lists them, and --help."));
    name = word_next(&text, arena, err);
    if (!name)
        return false;
    invocation->command = command_find(table, name, err);
    if (!invocation->command)
        return false;
    for (text = word_skip_blanks(text); *text; text = word_skip_blanks(text)) {
        const struct argument *key = command_key(invocation->command, text);

        if (key ? !take_key(key, &text, arena, invocation, err)
                : !take_word(&text, arena, invocation, err))
            return false;
    }
    return check_complete(invocation, err);
}

bool
command_run(const struct command_table *table, const char *line, struct error *err)
{
    struct arena arena = {0};
    struct invocation invocation;
    bool ok = command_parse(table, line, &arena, &invocation, err)
              && invocation.command->run(table->app, &invocation, err);

    arena_clear(&arena);
    return ok;
}

const char *
invocation_word(const struct invocation *invocation, size_t i)
{
    return i < invocation->word_count ? invocation->words[i] : NULL;
}

const char *
invocation_value(const struct invocation *invocation, const char *key)
{
    for (size_t i = 0; i < argument_count(invocation->command); i++) {
        const struct argument *argument = &invocation->command->arguments[i];

        if ((argument->flags & ARGUMENT_KEY) && strcmp(argument->name, key) == 0)
            return invocation->values[i];
    }
    return NULL;
}

const char *
command_usage(const struct command *command, char *text, size_t size)
{
    struct buffer usage = {0};

    buffer_add_text(&usage, command->name);
    for (size_t i = 0; i < argument_count(command); i++) {
        const struct argument *argument = &command->arguments[i];

        if (argument->flags & ARGUMENT_KEY)
            buffer_print(&usage, " [%s=%s]", argument->name,
                         argument->type ? argument->type->name : "");
        else
            buffer_print(&usage, argument->flags & ARGUMENT_OPTIONAL ? " [%s]%s" : " %s%s",
                         argument->type ? argument->type->name : argument->name,
                         argument->flags & ARGUMENT_REPEATED ? "..." : "");
    }
    snprintf(text, size, "%s", buffer_text(&usage));
    buffer_clear(&usage);
    return text;
}

const char *
command_quote(struct arena *arena, const char *word)
{
    return word_quote(word, arena);
}
