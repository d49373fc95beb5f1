#include "tui/command.h"

#include <stdio.h>
#include <string.h>

#include "api/base/intl.h"
#include "tui/words.h"

enum {
    WORD_SIZE = 512
};

/* Passes on what begins as the typed word does; a value gets its `key=` in front. */
struct sieve {
    const char *prefix; /* of the words that may pass, "" all */
    const char *key;    /* "count=", or "" */
    offer_fn offer;
    void *context;
};

static void
pass(void *context, const char *text, const char *help)
{
    const struct sieve *sieve = context;
    char word[WORD_SIZE];

    if (strncmp(text, sieve->prefix, strlen(sieve->prefix)) != 0)
        return;
    snprintf(word, sizeof(word), "%s%s", sieve->key, text);
    sieve->offer(sieve->context, word, help);
}

static void
offer_names(const struct command_table *table, struct sieve *sieve)
{
    for (size_t i = 0; i < table->count; i++)
        if (!(table->rows[i].flags & COMMAND_HIDDEN))
            pass(sieve, table->rows[i].name, _(table->rows[i].help));
}

static bool
is_given(const char *line, const char *end, const char *name)
{
    size_t length = strlen(name);

    for (const char *at = strstr(line, name); at && at < end; at = strstr(at + 1, name))
        if (at > line && at[-1] == ' ' && at[length] == '=')
            return true;
    return false;
}

static void
offer_keys(const struct command *command, const char *line, const char *end, struct sieve *sieve)
{
    for (size_t i = 0; i < COMMAND_ARGUMENTS && command->arguments[i].name; i++) {
        const struct argument *argument = &command->arguments[i];
        char word[WORD_SIZE];

        if (!(argument->flags & ARGUMENT_KEY) || is_given(line, end, argument->name))
            continue;
        snprintf(word, sizeof(word), "%s=", argument->name);
        pass(sieve, word, argument->type ? argument->type->name : NULL);
    }
}

static void
offer_values(const struct argument *argument, void *app, const char *prefix, struct sieve *sieve)
{
    if (argument && argument->type && argument->type->complete)
        argument->type->complete(app, prefix, pass, sieve);
}

/* How many words stand before `end` that are no `key=value`. */
static size_t
count_words(const struct command *command, const char *text, const char *end, struct arena *arena)
{
    size_t count = 0;

    while ((text = word_skip_blanks(text)) < end) {
        if (!command_key(command, text))
            count++;
        if (!word_next(&text, arena, NULL))
            break;
    }
    return count;
}

static void
offer_arguments(const struct command_table *table, const char *line, const char *last,
                const char *word, struct sieve *sieve)
{
    struct arena arena = {0};
    const char *text = line;
    const char *name = word_next(&text, &arena, NULL);
    const struct command *command = name ? command_find(table, name, NULL) : NULL;
    const struct argument *key = command ? command_key(command, word) : NULL;
    char key_text[WORD_SIZE];

    if (key) {
        snprintf(key_text, sizeof(key_text), "%s=", key->name);
        sieve->key = key_text;
        offer_values(key, table->app, word + strlen(key_text), sieve);
    } else if (command) {
        offer_values(command_argument(command, count_words(command, text, last, &arena)),
                     table->app, word, sieve);
        sieve->prefix = word;
        offer_keys(command, line, last, sieve);
    }
    arena_clear(&arena);
}

void
command_complete(const struct command_table *table, const char *line, offer_fn offer, void *context)
{
    char word[WORD_SIZE];
    const char *last = word_last(line, word, sizeof(word));
    struct sieve sieve = {.prefix = "", .key = "", .offer = offer, .context = context};

    if (last == word_skip_blanks(line)) {
        sieve.prefix = word;
        offer_names(table, &sieve);
    } else {
        offer_arguments(table, line, last, word, &sieve);
    }
}
