#include "views/call.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/base/file.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/schema/document.h"
#include "views/browse.h"
#include "views/describe.h"
#include "views/output.h"
#include "views/panes.h"
#include "views/session.h"
#include "views/subcommands.h"
#include "views/table.h"

enum {
    BODY_LIMIT = 64 * 1024 * 1024,
    PAGE = 1000 // the most that the API gives at once
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

/* Sets the error: those that begin so, or how to list them all. Returns NULL. */
static const struct operation *
name_candidates(const char *path, const char *beginning, struct error *err)
{
    struct buffer names = {0};

    for (int id = OP_NONE + 1; beginning && id < OP_COUNT; id++) {
        const char *name = operation_of((enum operation_id)id)->path;

        if (strncasecmp(name, beginning, strlen(beginning)) == 0)
            buffer_print(&names, "%s%s", names.length ? ", " : "", name);
    }
    if (names.length)
        error_set(err, ERROR_USAGE, "No operation \"%.60s\": there are %.400s.", path,
                  buffer_text(&names));
    else
        error_set(err, ERROR_USAGE,
                  "No operation \"%.60s\": it is written as resource/action, such as bills/getAll; "
                  "frontdesk call --list has them all.",
                  path);
    buffer_clear(&names);
    return NULL;
}

/* Operations whose path begins so: how many, and the first of them. */
static size_t
count_beginning(const char *text, const struct operation **first)
{
    size_t count = 0;

    for (int id = OP_NONE + 1; id < OP_COUNT; id++) {
        const struct operation *operation = operation_of((enum operation_id)id);

        if (strncasecmp(operation->path, text, strlen(text)) == 0 && count++ == 0)
            *first = operation;
    }
    return count;
}

const struct operation *
call_find(const char *path, struct error *err)
{
    const struct operation *operation = operation_find(path);
    char entity[64];
    size_t count;

    if (operation)
        return operation;
    count = *path ? count_beginning(path, &operation) : 0;
    if (count == 1)
        return operation;
    /* Those that begin so; where none does, what its entity has. */
    snprintf(entity, sizeof(entity), "%.*s", (int)(count ? strlen(path) : strcspn(path, "/") + 1),
             path);
    return name_candidates(path, *path ? entity : NULL, err);
}

/* *Gives*: document_free(). Errors: NULL, what is no object. */
static struct document *
parse_body(const char *body, struct error *err)
{
    struct document *document = document_parse(body, err);

    if (!document)
        err->kind = ERROR_USAGE;
    if (!document || document_is_object(document))
        return document;
    document_free(document);
    error_set(err, ERROR_USAGE, "The body must be a JSON object.");
    return NULL;
}

/* A member that is mistyped would be passed over: a filter then selects all. */
static void
warn_unknown(const struct operation *operation, const struct document *body)
{
    struct error err;

    if (document_has_unknown(body, operation->request, &err))
        fprintf(stderr, _("frontdesk: %s It is sent all the same.\n"), err.text);
}

/*
 * The body to send: today's API wants a Limitation of each that is read in pages, so it is put in
 * where there is none. *Gives*: free(). Errors: NULL, what is no object.
 */
static char *
complete_body(const struct operation *operation, const char *body, struct error *err)
{
    struct document *document = parse_body(body, err);
    struct document *limitation;
    char *text;

    if (!document)
        return NULL;
    warn_unknown(operation, document);
    if (operation->pages == OPERATION_WHOLE || document_find(document, "Limitation")) {
        document_free(document);
        return memory_text(body);
    }
    limitation = document_object();
    document_set_whole(limitation, "Count", PAGE);
    document_set(document, "Limitation", limitation);
    text = document_print(document);
    document_free(document);
    return text;
}

static struct uuid
find_id(const struct document *body, const char *path)
{
    char *text = document_text(document_find(body, path));
    struct uuid id;

    if (!uuid_parse(text, &id))
        id = (struct uuid){{0}};
    free(text);
    return id;
}

/*
 * What the journal keeps: by its mark a payment is found again. Of money the whole body tells a
 * repeat; nothing is known of what else is for.
 */
static void
set_intent(struct request *request, const struct operation *operation, const char *body)
{
    struct error err;
    struct document *document = document_parse(body, &err);
    char *mark = document_text(document_find(document, "ExternalIdentifier"));

    if (operation->kind != OPERATION_MONEY)
        request->intent.subject = uuid_random();
    request->intent.account = find_id(document, "AccountId");
    if (!uuid_is_set(request->intent.account))
        request->intent.account = find_id(document, "CustomerId");
    request->intent.nonce = arena_text(&request->arena, mark);
    request->intent.text = arena_print(&request->arena, "call %s", operation->path);
    request->intent.key = "call";
    free(mark);
    document_free(document);
}

static struct request *
make_request(const struct operation *operation, const char *body, bool walks)
{
    struct request *request = request_new(operation->id, REQUEST_FOR_KEY, NULL);

    request->json = arena_text(&request->arena, body);
    request->pages = walks ? REQUEST_ALL_PAGES : REQUEST_ONE_PAGE;
    request->wants_json = true;
    if (operation->kind != OPERATION_READ)
        set_intent(request, operation, body);
    return request;
}

/*
 * Sends and waits; the answer's JSON is `{}` where there is none. *Gives*: free(), NULL on failure.
 */
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
    const struct operation *operation = call_find(path, err);
    char *whole = operation ? complete_body(operation, body ? body : "{}", err) : NULL;
    char *json = whole ? call(app, make_request(operation, whole, false), err) : NULL;
    struct document *document = json ? document_parse(json, err) : NULL;

    free(whole);
    free(json);
    if (!document)
        return false;
    table_text(document, app->output);
    output_result(app->output, document);
    return true;
}

/* A read shows in the browse view; a write as its filled form, which says what it sends. */
bool
call_on_screen(struct app *app, const struct invocation *invocation, struct error *err)
{
    const char *body = invocation_word(invocation, 1);
    const struct operation *operation = call_find(invocation_word(invocation, 0), err);
    struct document *document = operation ? parse_body(body ? body : "{}", err) : NULL;

    if (!document || !document_check(document, operation->request, err)) {
        document_free(document);
        return false;
    }
    if (operation->kind == OPERATION_READ)
        browse_filter(app->screen, operation, document);
    document_free(document);
    return operation->kind == OPERATION_READ
           || screen_open(app->screen, &form_pane, invocation, err);
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
    const struct operation *operation = call_find(options->values[OPTION_describe], &err);

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
    struct buffer request = {0};
    char *given;
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
    operation = call_find(options->words[0], &err);
    given = operation ? read_body(options->words[1], &err) : NULL;
    body = given ? complete_body(operation, given, &err) : NULL;
    free(given);
    if (!body)
        return fail(&err);
    if (options->values[OPTION_dry_run]) {
        buffer_print(&request, "POST /api/connector/v1/%s\n%s\n", operation->path, body);
        code = print(&request);
    } else {
        code = send(options, operation, body);
    }
    free(body);
    return code;
}
