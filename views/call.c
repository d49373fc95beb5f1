#include "views/call.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/file.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/schema/document.h"
#include "views/describe.h"
#include "views/output.h"
#include "views/session.h"
#include "views/subcommands.h"
#include "views/table.h"

enum {
    BODY_LIMIT = 64 * 1024 * 1024
};

/* What came back. */
struct answer {
    bool is_over;
    struct error error;
    char *json;
};

static void
take(void *context, const struct result *result)
{
    struct answer *answer = context;

    answer->is_over = result->is_last;
    answer->error = result->error;
    if (!result->json)
        return;
    free(answer->json);
    answer->json = memory_text(result->json);
}

static bool
is_over(struct app *app, const void *context, struct error *err)
{
    const struct answer *answer = context;

    (void)app;
    if (answer->is_over && answer->error.kind)
        *err = answer->error;
    return answer->is_over;
}

static const struct operation *
find_operation(const char *path, struct error *err)
{
    const struct operation *operation = operation_find(path);

    if (!operation)
        error_set(err, ERROR_USAGE,
                  "No operation \"%.60s\": it is written as resource/action, such as bills/getAll.",
                  path);
    return operation;
}

static bool
check_body(const char *body, struct error *err)
{
    struct document *document = document_parse(body, err);
    bool is_object = document && document_is_object(document);

    document_free(document);
    if (document && !is_object)
        return error_set(err, ERROR_USAGE, "The body must be a JSON object.");
    if (!document)
        err->kind = ERROR_USAGE;
    return is_object;
}

static struct request *
make_request(const struct operation *operation, const char *body, bool walks)
{
    struct request *request = request_new(operation->id, REQUEST_FOR_KEY, NULL);

    request->json = arena_text(&request->arena, body);
    request->pages = walks ? REQUEST_ALL_PAGES : REQUEST_ONE_PAGE;
    request->wants_json = true;
    if (operation->kind != OPERATION_READ) {
        request->intent.subject = uuid_random(); // nothing is known of what it is for
        request->intent.text = arena_print(&request->arena, "call %s", operation->path);
        request->intent.key = "call";
    }
    return request;
}

/* Sends and waits; the answer's JSON is `{}` where there is none. *Gives*: free(), NULL on failure. */
static char *
call(struct app *app, struct request *request, struct error *err)
{
    struct answer answer = {0};

    desk_call(app->desk, request, take, &answer);
    if (!app_wait(app, is_over, &answer, err)) {
        desk_drop_calls(app->desk, &answer);
        free(answer.json);
        return NULL;
    }
    return answer.json ? answer.json : memory_text("{}");
}

bool
call_command(struct app *app, const char *path, const char *body, struct error *err)
{
    const struct operation *operation = find_operation(path, err);
    struct document *document;
    char *json;

    if (!operation || !check_body(body ? body : "{}", err))
        return false;
    if (app->screen)
        return error_set(err, ERROR_USAGE, "call answers in run and in frontdesk call.");
    json = call(app, make_request(operation, body ? body : "{}", false), err);
    if (!json)
        return false;
    document = document_parse(json, err);
    free(json);
    if (!document)
        return false;
    table_text(document, app->output);
    output_result(app->output, document);
    return true;
}

/* frontdesk call */

/* The body of the second word: JSON, @FILE, or - for standard input. *Gives*: free(). */
static char *
read_body(const char *word, struct error *err)
{
    if (!word)
        return memory_text("{}");
    if (strcmp(word, "-") == 0)
        return file_read("/dev/stdin", BODY_LIMIT, NULL, err);
    return word[0] == '@' ? file_read(word + 1, BODY_LIMIT, NULL, err) : memory_text(word);
}

static int
fail(const struct error *err)
{
    fprintf(stderr, "frontdesk: %s%s%s%s\n", err->text, err->request_id[0] ? " (request " : "",
            err->request_id, err->request_id[0] ? ")" : "");
    return error_exit_code(err->kind);
}

/* On standard output. */
static int
print(struct buffer *text)
{
    struct error err;
    bool ok = output_write(stdout, buffer_text(text), text->length, &err);

    buffer_clear(text);
    if (ok)
        return 0;
    return err.kind == ERROR_CANCELED ? 128 + SIGPIPE : fail(&err);
}

static int
print_answer(const struct options *options, const char *json)
{
    struct error err = {0};
    struct buffer text = {0};
    struct document *document = options->values[OPTION_json] ? NULL : document_parse(json, &err);

    if (document)
        table_add(document, &text);
    else
        buffer_print(&text, "%s\n", json);
    document_free(document);
    return print(&text);
}

static void
serve_desk(void *context)
{
    desk_serve(((struct app *)context)->desk);
}

/* No day is loaded for one call. */
static int
send(const struct options *options, const struct operation *operation, const char *body)
{
    struct session session;
    struct error err = {0};
    char *json;
    int code;

    if (!session_open_plain(&session, options, &err))
        return fail(&err);
    loop_watch(session.app.loop, desk_fd(session.app.desk), serve_desk, &session.app);
    json = call(&session.app, make_request(operation, body, options->values[OPTION_all] != NULL),
                &err);
    session_close(&session);
    code = json                   ? print_answer(options, json)
           : session.app.ended_by ? 128 + session.app.ended_by
                                  : fail(&err);
    free(json);
    return code;
}

/* --list [GROUP] */
static int
list(const struct options *options)
{
    struct error err;
    struct buffer text = {0};
    enum operation_group group = GROUP_COUNT;

    if (options->word_count)
        group = operation_group_find(options->words[0]);
    if (options->word_count && group == GROUP_COUNT) {
        error_set(&err, ERROR_USAGE,
                  "No group %s: there are configuration, customers, devices, enterprises, finance, "
                  "messages, reservations, services.",
                  options->words[0]);
        return fail(&err);
    }
    describe_operations(&text, group);
    return print(&text);
}

/* --describe OPERATION */
static int
describe(const struct options *options)
{
    struct error err;
    struct buffer text = {0};
    const struct operation *operation = find_operation(options->values[OPTION_describe], &err);

    if (!operation)
        return fail(&err);
    describe_operation(&text, operation);
    return print(&text);
}

int
call_main(const struct options *options)
{
    struct error err = {0};
    const struct operation *operation;
    char *body;
    int code;

    if (options->values[OPTION_list])
        return list(options);
    if (options->values[OPTION_describe])
        return describe(options);
    if (options->word_count < 1 || options->word_count > 2) {
        error_set(&err, ERROR_USAGE, "call wants an operation, and a body: JSON, @FILE or -.");
        return fail(&err);
    }
    operation = find_operation(options->words[0], &err);
    body = operation ? read_body(options->words[1], &err) : NULL;
    if (!body || !check_body(body, &err)) {
        free(body);
        return fail(&err);
    }
    if (options->values[OPTION_dry_run]) {
        printf("POST /api/connector/v1/%s\n%s\n", operation->path, body);
        code = 0;
    } else {
        code = send(options, operation, body);
    }
    free(body);
    return code;
}
