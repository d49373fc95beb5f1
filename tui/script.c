#include "tui/script.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/file.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "tui/words.h"

enum {
    SCRIPT_DEPTH = 8 /* files that source files */
};

/* A file whose lines are run, as far as they are. */
struct level {
    char *name;
    char *text; /* NULL: it is wanted */
    size_t at;
    int line;
};

struct script {
    const struct command_table *table;
    struct level levels[SCRIPT_DEPTH];
    size_t depth;
    struct error error; /* of the first line that failed */
};

/* With the line of each file that led to it. */
static void
fail(struct script *script, const struct error *err)
{
    if (script->error.kind)
        return;
    script->error = *err;
    for (size_t i = script->depth; i > 0; i--)
        if (script->levels[i - 1].line)
            error_prefix(&script->error, "%s:%d: ", script->levels[i - 1].name,
                         script->levels[i - 1].line);
}

static bool
enter(struct script *script, const char *name, const char *text, struct error *err)
{
    if (script->depth == SCRIPT_DEPTH)
        return error_set(err, ERROR_USAGE,
                         _("%s is sourced by %d files inside one another: one of them sources "
                           "itself."),
                         name, SCRIPT_DEPTH);
    script->levels[script->depth++] =
        (struct level){.name = memory_text(name), .text = memory_text(text)};
    return true;
}

static void
leave(struct script *script)
{
    struct level *level = &script->levels[--script->depth];

    free(level->name);
    free(level->text);
}

struct script *
script_of_text(const struct command_table *table, const char *name, const char *text)
{
    struct script *script = memory_new(sizeof(*script));

    script->table = table;
    (void)enter(script, name, text, NULL); // it is the first
    return script;
}

struct script *
script_new(const struct command_table *table, const char *path)
{
    struct arena arena = {0};
    struct script *script = script_of_text(table, file_path(&arena, path), NULL);

    arena_clear(&arena);
    return script;
}

static bool
run_line(struct script *script, const char *line, struct arena *arena, struct error *err)
{
    struct invocation invocation;

    if (!command_parse(script->table, line, arena, &invocation, err))
        return false;
    if (!(invocation.command->flags & COMMAND_CONFIG))
        return error_set(err, ERROR_USAGE, _("%s can't stand in a configuration file."),
                         invocation.command->name);
    if (invocation.command->flags & COMMAND_SOURCES)
        return enter(script, file_path(arena, invocation_word(&invocation, 0)), NULL, err);
    return invocation.command->run(script->table->app, &invocation, err);
}

static void
run_next(struct script *script, struct level *level)
{
    const char *start = level->text + level->at;
    size_t length = strcspn(start, "\n");
    struct arena arena = {0};
    const char *line = word_skip_blanks(arena_bytes(&arena, start, length));
    struct error err = {0};

    level->at += length + (start[length] == '\n');
    level->line++;
    if (*line && *line != '#' && !run_line(script, line, &arena, &err))
        fail(script, &err);
    arena_clear(&arena);
}

const char *
script_run(struct script *script)
{
    while (script->depth) {
        struct level *level = &script->levels[script->depth - 1];

        if (!level->text)
            return level->name;
        if (level->text[level->at])
            run_next(script, level);
        else
            leave(script);
    }
    return NULL;
}

void
script_take(struct script *script, char *text, const struct error *err)
{
    if (text) {
        script->levels[script->depth - 1].text = text;
        return;
    }
    fail(script, err);
    leave(script);
}

bool
script_end(struct script *script, struct error *err)
{
    bool ok = !script->error.kind;

    if (!ok && err)
        *err = script->error;
    while (script->depth)
        leave(script);
    free(script);
    return ok;
}
