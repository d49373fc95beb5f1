#include "tests/support/hotel.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/base/error.h"
#include "api/base/file.h"
#include "api/base/memory.h"
#include "tests/support/test.h"

enum {
    WORDS = 16,
    LINE_SIZE = 512
};

const char *
hotel_program(void)
{
    const char *path = getenv("FRONTDESK");

    return path ? path : "build/frontdesk";
}

char *
hotel_path(const struct hotel *hotel, const char *name)
{
    char path[160];

    snprintf(path, sizeof(path), "%s/%s", hotel->folder.path, name);
    return memory_text(path);
}

static void
copy_data(const struct hotel *hotel)
{
    const char *from = getenv("HOTEL");
    char *to = hotel_path(hotel, "hotel.db");
    int in = open(from ? from : "build/hotel.db", O_RDONLY | O_CLOEXEC);
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    struct stat info;

    check(in >= 0 && out >= 0 && fstat(in, &info) == 0, "no hotel: make build/hotel.db");
    for (off_t left = info.st_size; left > 0;) {
        ssize_t length = sendfile(out, in, NULL, (size_t)left);

        check(length > 0, "%s", to);
        left -= length;
    }
    close(in);
    close(out);
    free(to);
}

static void
set_environment(struct hotel *hotel)
{
    static const char *const variables[][2] = {
        {"FRONTDESK_URL=unix:", "/api"},
        {"XDG_STATE_HOME=", "/state"},
        {"XDG_CONFIG_HOME=", "/config"},
        {"XDG_RUNTIME_DIR=", ""},
    };
    struct folder folder = hotel->folder;

    for (size_t i = 0; i < countof(variables); i++) {
        snprintf(hotel->texts[i], sizeof(hotel->texts[i]), "%s%s%s", variables[i][0], folder.path,
                 variables[i][1]);
        hotel->environment[i] = hotel->texts[i];
    }
    hotel->environment[4] = "FRONTDESK_CLIENT_TOKEN=client";
    hotel->environment[5] = "FRONTDESK_ACCESS_TOKEN=access";
}

void
hotel_open(struct hotel *hotel)
{
    hotel_open_with(hotel, NULL);
}

void
hotel_open_with(struct hotel *hotel, const char *option)
{
    *hotel = (struct hotel){.now = HOTEL_NOW, .option = option};
    folder_open(&hotel->folder);
    set_environment(hotel);
    copy_data(hotel);
    hotel_start(hotel);
}

void
hotel_close(struct hotel *hotel)
{
    if (hotel->pid)
        hotel_stop(hotel);
    folder_close(&hotel->folder);
}

void
hotel_configure(const struct hotel *hotel, const char *text)
{
    char *folder = hotel_path(hotel, "config/frontdesk");
    char *path = hotel_path(hotel, "config/frontdesk/frontdeskrc");
    struct error err;

    check(folder_make(folder, &err), "%s", err.text);
    check(file_replace(path, text, strlen(text), 0600, &err), "%s", err.text);
    free(folder);
    free(path);
}

void
hotel_start(struct hotel *hotel)
{
    char *data = hotel_path(hotel, "hotel.db");
    char *socket = hotel_path(hotel, "api");
    char address[200];
    char line[LINE_SIZE];
    int out;
    FILE *said;

    snprintf(address, sizeof(address), "unix:%s", socket);
    hotel->pid = program_start((const char *[]){hotel_program(), "serve", "--data", data, "--now",
                                                hotel->now, "--listen", address, "--rate-limit",
                                                "off", "--lifeline", "0", hotel->option, NULL},
                               hotel->environment, &hotel->lifeline, &out);
    said = fdopen(out, "r");
    check(fgets(line, sizeof(line), said), "the hotel's server does not start");
    fclose(said);
    free(data);
    free(socket);
}

void
hotel_stop(struct hotel *hotel)
{
    kill(hotel->pid, SIGTERM);
    assert_int_equal(program_wait(hotel->pid), 0);
    close(hotel->lifeline);
    hotel->pid = 0;
}

struct program_end
hotel_run(const struct hotel *hotel, const char *const *words, const char *input)
{
    const char *argv[WORDS] = {hotel_program(), "run", "--now", hotel->now};
    size_t count = 4;

    while (*words && count < WORDS - 1)
        argv[count++] = *words++;
    return program_run(argv, hotel->environment, input);
}

static json_t *
parse(const char *text)
{
    json_error_t err;
    json_t *json = json_loads(text, JSON_DECODE_ANY, &err);

    check(json, "%s: %s", err.text, text);
    return json;
}

json_t *
hotel_do(const struct hotel *hotel, const char *command)
{
    struct program_end end = hotel_run(hotel, (const char *[]){"--json", command, NULL}, NULL);
    json_t *line = parse(end.out);
    json_t *result = json_incref(json_object_get(line, "Result"));

    check(end.status == 0 && json_is_true(json_object_get(line, "Ok")), "%s: %s%s", command,
          end.out, end.err);
    json_decref(line);
    program_end_clear(&end);
    return result;
}

void
hotel_refuses(const struct hotel *hotel, const char *command, int status, const char *text)
{
    struct program_end end = hotel_run(hotel, (const char *[]){command, NULL}, NULL);

    check(end.status == status && strstr(end.err, text), "%s: %d %s", command, end.status, end.err);
    program_end_clear(&end);
}

json_t *
hotel_ask(const struct hotel *hotel, const char *operation, const char *body)
{
    struct program_end end =
        program_run((const char *[]){hotel_program(), "call", "--json", operation, body, NULL},
                    hotel->environment, NULL);
    json_t *answer;

    check(end.status == 0, "%s %s: %s", operation, body, end.err);
    answer = parse(end.out);
    program_end_clear(&end);
    return answer;
}

char *
hotel_text(const struct hotel *hotel, const char *command, const char *name)
{
    json_t *rows = hotel_do(hotel, command);
    json_t *value = json_object_get(json_array_get(rows, 0), name);
    char *text = json_is_string(value) ? memory_text(json_string_value(value))
                 : json_is_null(value)
                     ? memory_text("")
                     : json_dumps(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));

    check(text, "%s has no row with %s", command, name);
    json_decref(rows);
    return text;
}
