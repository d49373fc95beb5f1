#include "tests/support/server_process.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <curl/curl.h>
#include <pthread.h>

#include "api/base/buffer.h"
#include "tests/support/property.h"

enum {
    CALL_SECONDS = 60,
    LINE_MOST = 1024
};

struct server_config
server_process_config(void)
{
    return (struct server_config){
        .listen = "127.0.0.1:0",
        .demo = true,
        .rooms = 20,
        .now = property_now(),
        .lifeline_fd = -1,
    };
}

/* The child's life: serve, or say on standard error why not. */
static void
serve(const struct server_config *config, int out, int lifeline)
{
    struct server_config own = *config;
    struct error err = {0};
    bool ok;

    dup2(out, STDOUT_FILENO);
    own.lifeline_fd = lifeline;
    ok = server_run(&own, &err);
    if (!ok) {
        printf("%s\n", err.text);
        fflush(stdout);
    }
    exit(ok ? 0 : error_exit_code(err.kind));
}

/* Starts the process and reads its first line. */
static void
launch(struct server_process *server, const struct server_config *config, char line[LINE_MOST])
{
    int out[2];
    int life[2];
    FILE *from;

    assert_int_equal(pipe(out), 0);
    assert_int_equal(pipe(life), 0);
    fflush(NULL);
    *server = (struct server_process){.pid = fork(), .lifeline = life[1]};
    if (server->pid == 0) {
        close(out[0]);
        close(life[1]);
        serve(config, out[1], life[0]);
    }
    close(out[1]);
    close(life[0]);
    from = fdopen(out[0], "r");
    if (!fgets(line, LINE_MOST, from))
        line[0] = '\0';
    line[strcspn(line, "\n")] = '\0';
    fclose(from);
}

void
server_process_start(struct server_process *server, const struct server_config *config)
{
    char line[LINE_MOST];
    json_t *said;

    server->ca_file = NULL; // the caller's, later
    launch(server, config, line);
    said = json_loads(line, 0, NULL);
    if (!said)
        fail_msg("the server does not start: %s", line);
    snprintf(server->url, sizeof(server->url), "%s",
             json_string_value(json_object_get(said, "Url")));
    snprintf(server->client_token, sizeof(server->client_token), "%s",
             json_string_value(json_object_get(said, "ClientToken")));
    snprintf(server->access_token, sizeof(server->access_token), "%s",
             json_string_value(json_object_get(said, "AccessToken")));
    json_decref(said);
}

static int
wait_for(pid_t pid)
{
    int status;

    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int
server_process_end(struct server_process *server, int signal_number)
{
    int status;

    if (signal_number)
        kill(server->pid, signal_number);
    else
        close(server->lifeline);
    status = wait_for(server->pid);
    if (signal_number)
        close(server->lifeline);
    return status;
}

int
server_process_set_up(void **server)
{
    struct server_config config = server_process_config();

    config.strict = true;
    server_process_start(*server, &config);
    return 0;
}

int
server_process_tear_down(void **server)
{
    return server_process_end(*server, SIGTERM);
}

int
server_process_refusal(const struct server_config *config, char *message, size_t size)
{
    struct server_process server;
    char line[LINE_MOST];

    launch(&server, config, line);
    snprintf(message, size, "%s", line);
    close(server.lifeline);
    return wait_for(server.pid);
}

/* HTTP */

static size_t
take_body(char *bytes, size_t size, size_t count, void *context)
{
    buffer_add(context, bytes, size * count);
    return size * count;
}

static void
take_value(const char *line, const char *name, char *value, size_t size)
{
    size_t length = strlen(name);

    if (strncasecmp(line, name, length) == 0)
        snprintf(value, size, "%.*s", (int)strcspn(line + length, "\r\n"), line + length);
}

static size_t
take_header(char *bytes, size_t size, size_t count, void *context)
{
    struct reply *reply = context;
    char line[LINE_MOST];
    char seconds[16] = "";
    char type[64] = "";

    snprintf(line, sizeof(line), "%.*s", (int)(size * count), bytes);
    take_value(line, "Request-Id: ", reply->request_id, sizeof(reply->request_id));
    take_value(line, "Date: ", reply->date, sizeof(reply->date));
    take_value(line, "Retry-After: ", seconds, sizeof(seconds));
    take_value(line, "Content-Type: ", type, sizeof(type));
    if (seconds[0])
        reply->retry_after = atoi(seconds);
    if (type[0])
        reply->has_content_type = true;
    return size * count;
}

static void
set_address(CURL *curl, const struct server_process *server, const char *path)
{
    char address[512];
    bool is_unix = strncmp(server->url, "unix:", 5) == 0;

    if (is_unix)
        curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, server->url + 5);
    if (server->ca_file)
        curl_easy_setopt(curl, CURLOPT_CAINFO, server->ca_file);
    snprintf(address, sizeof(address), "%s%s", is_unix ? "http://localhost" : server->url, path);
    curl_easy_setopt(curl, CURLOPT_URL, address);
}

static pthread_key_t handle_key;

static void
make_handle_key(void)
{
    assert_int_equal(pthread_key_create(&handle_key, curl_easy_cleanup), 0);
}

/* A handle of this thread's, which dies with it, so that connections are kept alive. */
static CURL *
own_handle(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    CURL *curl;

    pthread_once(&once, make_handle_key);
    curl = pthread_getspecific(handle_key);
    if (!curl) {
        curl = curl_easy_init();
        pthread_setspecific(handle_key, curl);
    }
    return curl;
}

static CURL *
prepare(const struct server_process *server, const char *path, struct buffer *text,
        struct reply *reply)
{
    CURL *curl = own_handle();

    curl_easy_reset(curl);
    set_address(curl, server, path);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)CALL_SECONDS);
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, text);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, reply);
    return curl;
}

static void
perform(CURL *curl, struct buffer *text, struct reply *reply)
{
    long status = 0;

    if (curl_easy_perform(curl) == CURLE_OK)
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    reply->status = (int)status;
    reply->text = buffer_take(text);
    reply->json = json_loads(reply->text, 0, NULL);
}

struct reply
server_post(const struct server_process *server, const char *path, const char *body, size_t length,
            const char *header)
{
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    struct buffer text = {0};
    struct reply reply = {0};
    CURL *curl = prepare(server, path, &text, &reply);

    headers = curl_slist_append(headers, "Expect:");
    if (header)
        headers = curl_slist_append(headers, header);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    // on an old connection that breaks off, curl would send it a second time
    curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    perform(curl, &text, &reply);
    curl_slist_free_all(headers);
    return reply;
}

struct reply
server_request(const struct server_process *server, const char *method, const char *path)
{
    struct buffer text = {0};
    struct reply reply = {0};
    CURL *curl = prepare(server, path, &text, &reply);

    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
    perform(curl, &text, &reply);
    return reply;
}

void
reply_free(struct reply *reply)
{
    free(reply->text);
    json_decref(reply->json);
}

char *
server_tokens(const struct server_process *server)
{
    struct buffer text = {0};

    buffer_print(&text, "{\"ClientToken\":\"%s\",\"AccessToken\":\"%s\",\"Client\":\"test\",",
                 server->client_token, server->access_token);
    return buffer_take(&text);
}

char *
server_body(const struct server_process *server, const char *body)
{
    struct buffer whole = {0};
    char *tokens = server_tokens(server);
    char *resolved = property_text(body);

    assert_int_equal(resolved[0], '{');
    buffer_add_text(&whole, tokens);
    buffer_add_text(&whole, resolved + 1);
    if (strcmp(resolved, "{}") == 0) { // no comma before the end
        whole.length -= 2;
        buffer_add_char(&whole, '}');
    }
    free(tokens);
    free(resolved);
    return buffer_take(&whole);
}

struct reply
server_call(const struct server_process *server, const char *operation, const char *body)
{
    char *whole = server_body(server, body);
    char path[256];
    struct reply reply;

    snprintf(path, sizeof(path), "/api/connector/v1/%s", operation);
    reply = server_post(server, path, whole, strlen(whole), NULL);
    free(whole);
    return reply;
}

json_t *
server_ask(const struct server_process *server, const char *operation, const char *body)
{
    struct reply reply = server_call(server, operation, body);
    json_t *answer = json_incref(reply.json);

    if (reply.status != 200)
        fail_msg("%s %s: %d %s", operation, body, reply.status, reply.text);
    reply_free(&reply);
    return answer;
}

void
server_refuses(const struct server_process *server, const char *operation, const char *body,
               int status, const char *text)
{
    struct reply reply = server_call(server, operation, body);
    const char *message = json_string_value(json_object_get(reply.json, "Message"));
    const char *id = json_string_value(json_object_get(reply.json, "RequestId"));

    if (reply.status != status || !message || !strstr(message, text))
        fail_msg("%s %s: %d %s, not %d \"%s\"", operation, body, reply.status, reply.text, status,
                 text);
    assert_non_null(id);
    assert_string_equal(id, reply.request_id);
    reply_free(&reply);
}
