#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "views/output.h"
#include "views/session.h"
#include "views/subcommands.h"

/* `frontdesk run`: the screen's commands without a screen, one after the other. */

enum {
    LINE_LIMIT = 64 * 1024
};

static void
serve_desk(void *context)
{
    desk_serve(((struct app *)context)->desk);
}

/* Unknown beats every other failure; else the first counts. */
static int
worse(int code, int next)
{
    return next == 4 || code == 0 ? next : code;
}

static bool
run_command(struct app *app, const char *line, struct arena *arena, struct error *err)
{
    struct invocation invocation;

    if (!command_parse(&app->commands, line, arena, &invocation, err))
        return false;
    if (invocation.command->flags & COMMAND_SCREEN)
        return error_set(err, ERROR_USAGE, "%s needs the screen: it is no command of run.",
                         invocation.command->name);
    if (app->is_read_only && invocation.command->flags & COMMAND_WRITES)
        return error_set(err, ERROR_REFUSED, "%s was not done: this desk is read-only.",
                         invocation.command->name);
    return invocation.command->run(app, &invocation, err);
}

/* One command; its exit code. */
static int
run_line(struct app *app, const char *line)
{
    struct error err = {0};
    struct error trouble = {0};
    struct arena arena = {0};
    bool ok;
    int code;

    output_begin(app->output, line);
    ok = run_command(app, line, &arena, &err);
    arena_clear(&arena);
    code = ok ? 0 : app->ended_by ? 128 + app->ended_by : error_exit_code(err.kind);
    if (output_end(app->output, ok ? NULL : &err, &trouble))
        return code;
    if (trouble.kind == ERROR_CANCELED) { // nobody reads what is still to come
        app->ended_by = SIGPIPE;
        return worse(code, 128 + SIGPIPE);
    }
    fprintf(stderr, "frontdesk: %s\n", trouble.text);
    return worse(code, error_exit_code(trouble.kind));
}

/* Lines of standard input; blank ones and `#` comments are none. */
static int
run_input(struct app *app, bool keeps_going)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    int code = 0;

    while (!app->ended_by && (keeps_going || !code)
           && (length = getline(&line, &size, stdin)) >= 0) {
        const char *start = line + strspn(line, " \t");

        while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
            line[--length] = '\0';
        if (*start && *start != '#')
            code = worse(code, run_line(app, start));
    }
    free(line);
    return code;
}

static int
run_words(struct app *app, const struct options *options, bool keeps_going)
{
    int code = 0;

    for (size_t i = 0; i < options->word_count && !app->ended_by && (keeps_going || !code); i++)
        code = worse(code, run_line(app, options->words[i]));
    return code;
}

int
run_main(const struct options *options)
{
    struct session session;
    struct error err = {0};
    bool keeps_going = options->values[OPTION_keep_going] != NULL;
    int code;

    if (!options->word_count) {
        fprintf(stderr, "frontdesk: run wants commands, or - for standard input.\n");
        return 2;
    }
    if (!session_open_plain(&session, options, &err)) {
        fprintf(stderr, "frontdesk: %s\n", err.text);
        return error_exit_code(err.kind);
    }
    session.app.output = output_new(stdout, options->values[OPTION_json] != NULL);
    loop_watch(session.app.loop, desk_fd(session.app.desk), serve_desk, &session.app);
    desk_start(session.app.desk);
    if (options->word_count == 1 && strcmp(options->words[0], "-") == 0)
        code = run_input(&session.app, keeps_going);
    else
        code = run_words(&session.app, options, keeps_going);
    output_free(session.app.output);
    session_close(&session);
    return code;
}
