#include "views/call.h"

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
take(struct answer *answer, struct result *result)
{
    if (result->kind == RESULT_ANSWER && result->owner == answer) {
        answer->is_over = result->is_last;
        answer->error = result->error;
        if (result->json) {
            free(answer->json);
            answer->json = memory_text(result->json);
        }
    }
    result_free(result);
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
make_request(const struct operation *operation, const char *body, bool walks, const void *owner)
{
    struct request *request = request_new(operation->id, REQUEST_FOR_KEY, owner);

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

/* Waits for it on the client's descriptor alone: no day is loaded for one call. */
static bool
wait_for(struct app *app, struct answer *answer, struct error *err)
{
    while (!answer->is_over) {
        struct result *result = client_receive(desk_client(app->desk));
        struct loop_news news;

        if (result) {
            take(answer, result);
            continue;
        }
        news = loop_next(app->loop);
        if (news.event == LOOP_TERMINATE) {
            app->ended_by = news.signal;
            return error_set(err, ERROR_CANCELED, "Ended by signal %d.", news.signal);
        }
    }
    if (answer->error.kind)
        *err = answer->error;
    return !answer->error.kind;
}

bool
call_command(struct app *app, const char *path, const char *body, struct error *err)
{
    const struct operation *operation = find_operation(path, err);
    struct answer answer = {0};
    struct document *document;

    if (!operation || !check_body(body ? body : "{}", err))
        return false;
    if (app->screen)
        return error_set(err, ERROR_USAGE, "call answers in run and in frontdesk call.");
    (void)client_send(desk_client(app->desk),
                      make_request(operation, body ? body : "{}", false, &answer));
    if (!wait_for(app, &answer, err)) {
        free(answer.json);
        return false;
    }
    document = document_parse(answer.json ? answer.json : "{}", err);
    free(answer.json);
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

static int
print_answer(const struct options *options, const char *json)
{
    struct error err = {0};
    struct document *document = options->values[OPTION_json] ? NULL : document_parse(json, &err);

    if (document)
        table_print(document, stdout);
    else
        printf("%s\n", json);
    document_free(document);
    if (fflush(stdout) == 0 && !ferror(stdout))
        return 0;
    error_set(&err, ERROR_DISK, "Cannot write the answer.");
    return fail(&err);
}

/* The wait ends by itself: what came is taken by who waits. */
static void
wake(void *context)
{
    (void)context;
}

static int
send(const struct options *options, const struct operation *operation, const char *body)
{
    struct session session;
    struct error err = {0};
    struct answer answer = {0};
    bool ok;
    int code;

    if (!session_open_plain(&session, options, &err))
        return fail(&err);
    loop_watch(session.app.loop, desk_fd(session.app.desk), wake, NULL);
    (void)client_send(desk_client(session.app.desk),
                      make_request(operation, body, options->values[OPTION_all] != NULL, &answer));
    ok = wait_for(&session.app, &answer, &err);
    session_close(&session);
    code = ok                     ? print_answer(options, answer.json ? answer.json : "{}")
           : session.app.ended_by ? 128 + session.app.ended_by
                                  : fail(&err);
    free(answer.json);
    return code;
}

static int
print(struct buffer *text)
{
    struct error err;
    bool ok =
        fwrite(buffer_text(text), 1, text->length, stdout) == text->length && fflush(stdout) == 0;

    buffer_clear(text);
    if (ok)
        return 0;
    error_set(&err, ERROR_DISK, "Cannot write the answer.");
    return fail(&err);
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
