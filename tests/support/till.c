#include "tests/support/till.h"

#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/base/error.h"
#include "api/base/file.h"
#include "api/base/memory.h"
#include "tests/support/property.h"
#include "tests/support/test.h"

enum {
    TEXT_SIZE = 200,
    ROWS = 16
};

static const char *
program(void)
{
    const char *path = getenv("FRONTDESK"); // set by tests/run

    return path ? path : "build/frontdesk";
}

const char *
till_path(const struct till *till, const char *name, char path[128])
{
    snprintf(path, 128, "%s/%s", till->folder.path, name);
    return path;
}

/* Programs */

struct surroundings {
    char texts[ROWS][TEXT_SIZE * 2];
    const char *rows[ROWS + 1];
    size_t count;
};

static void PRINTF_LIKE(2, 3) add(struct surroundings *around, const char *format, ...)
{
    va_list args;

    check(around->count < ROWS, "%s", format);
    va_start(args, format);
    vsnprintf(around->texts[around->count], sizeof(around->texts[0]), format, args);
    va_end(args);
    around->rows[around->count] = around->texts[around->count];
    around->rows[++around->count] = NULL;
}

static void
add_steps(struct surroundings *around, const struct steps *steps)
{
    struct preload preload;

    if (!steps)
        return;
    program_preload("steps", &preload);
    add(around, "%s", preload.library);
    add(around, "%s", preload.sanitizer);
    add(around, "STEPS_FROM=%s", steps->from);
    add(around, "STEPS_KILL=%d", steps->kill);
    if (steps->count)
        add(around, "STEPS_COUNT=%s", steps->count);
    if (steps->durable)
        add(around, "STEPS_DURABLE=%s", steps->durable);
}

static void
add_tokens(struct surroundings *around)
{
    add(around, "FRONTDESK_CLIENT_TOKEN=client");
    add(around, "FRONTDESK_ACCESS_TOKEN=access");
}

/* The server */

static void
make_data(struct till *till)
{
    struct server_config config = server_process_config();
    char path[128];

    config.data = till_path(till, "data.db", path);
    server_process_start(&till->server, &config);
    assert_int_equal(server_process_end(&till->server, SIGTERM), 0);
}

void
till_serve(struct till *till, const struct steps *steps)
{
    struct surroundings around = {0};
    char data[128];
    char address[160];
    char line[512];
    FILE *said;
    int out;

    till_path(till, "data.db", data);
    snprintf(address, sizeof(address), "unix:%s/server", till->folder.path);
    add_tokens(&around);
    add_steps(&around, steps);
    till->server.pid = program_start(
        (const char *[]){program(), "serve", "--data", data, "--now", PROPERTY_NOW, "--listen",
                         address, "--rate-limit", "off", "--lifeline", "0", NULL},
        around.rows, &till->server.lifeline, &out);
    said = fdopen(out, "r");
    check(fgets(line, sizeof(line), said), "the server does not start");
    fclose(said);
    snprintf(till->server.url, sizeof(till->server.url), "%s", address);
    strcpy(till->server.client_token, "client");
    strcpy(till->server.access_token, "access");
}

void
till_end_server(struct till *till)
{
    kill(till->server.pid, SIGTERM);
    (void)program_wait(till->server.pid);
    close(till->server.lifeline);
    till->server.pid = 0;
}

int
till_steps(const char *path)
{
    FILE *file = fopen(path, "r");
    int count = 0;

    check(file && fscanf(file, "%d", &count) == 1, "%s", path);
    fclose(file);
    return count;
}

static struct till_paid
count_paid(const struct till *till)
{
    json_t *answer = server_ask(&till->server, "payments/getAll", PAGE("AccountIds" : ["$guest5"]));
    const json_t *rows = json_object_get(answer, "Payments");
    struct till_paid paid = {json_array_size(rows), 0};
    size_t i;
    json_t *row;

    json_array_foreach((json_t *)(uintptr_t)rows, i, row)
    {
        double value =
            json_number_value(json_object_get(json_object_get(row, "Amount"), "GrossValue"));

        paid.wrong += value != -10.0;
    }
    json_decref(answer);
    return paid;
}

void
till_drain(const struct till *till)
{
    json_decref(server_ask(&till->server, "tasks/add",
                           BODY("Name"
                                : "drain", "DeadlineUtc"
                                : "2026-03-25T12:00:00Z")));
}

/* Desks */

static void
remove_desk(struct till *till)
{
    struct folder folder;

    snprintf(folder.path, sizeof(folder.path), "%.48s/%d", till->folder.path, till->desk);
    if (access(folder.path, F_OK) == 0)
        folder_close(&folder);
}

static void
renew_proxy(struct till *till)
{
    char socket[128];
    char server[128];

    if (till->proxy)
        fault_proxy_free(till->proxy);
    till->proxy =
        fault_proxy_new(till_path(till, "proxy", socket), till_path(till, "server", server));
}

void
till_new_desk(struct till *till)
{
    remove_desk(till);
    till->desk++;
    renew_proxy(till);
    till->paid = count_paid(till);
}

void
till_open(struct till *till)
{
    char path[128];
    FILE *file;

    *till = (struct till){0};
    folder_open(&till->folder);
    make_data(till);
    till_serve(till, NULL);
    file = fopen(till_path(till, "frontdeskrc", path), "w");
    check(file && fputs("set refresh off\nset find-out 600\nset timeout 4\n", file) >= 0
              && fclose(file) == 0,
          "%s", path);
}

void
till_close(struct till *till)
{
    remove_desk(till);
    if (till->proxy)
        fault_proxy_free(till->proxy);
    if (till->server.pid)
        till_end_server(till);
    folder_close(&till->folder);
}

struct program_life
till_begin(const struct till *till, const struct steps *steps, const char *const *commands)
{
    const char *argv[ROWS] = {program(), "run", "--now", PROPERTY_NOW, "--json"};
    struct surroundings around = {0};
    size_t count = 5;

    add_tokens(&around);
    add(&around, "HOME=%s", till->folder.path);
    add(&around, "XDG_STATE_HOME=%s/%d", till->folder.path, till->desk);
    add(&around, "FRONTDESK_CONFIG=%s/frontdeskrc", till->folder.path);
    add(&around, "FRONTDESK_URL=unix:%s/proxy", till->folder.path);
    add(&around, "FRONTDESK_WS_URL=off");
    add(&around, "USER=anna");
    add_steps(&around, steps);
    for (; *commands; commands++)
        argv[count++] = *commands;
    argv[count] = NULL;
    return program_begin(argv, around.rows, NULL);
}

struct program_end
till_run(const struct till *till, const char *const *commands)
{
    struct program_life life = till_begin(till, NULL, commands);

    return program_finish(&life);
}

struct program_life
till_begin_pay(const struct till *till, const struct steps *steps)
{
    return till_begin(till, steps, (const char *const[]){"pay 106 10", NULL});
}

/* Power */

static void
copy_file(const char *from, const char *to)
{
    struct error err;
    size_t length;
    char *bytes = file_read(from, 64 * 1024 * 1024, &length, &err);

    check(bytes && file_replace(to, bytes, length, 0600, &err), "%s", err.text);
    free(bytes);
}

/* Puts the files of a folder into another, which has no more afterwards. */
static void
replace_files(const char *from, const char *to)
{
    DIR *list;
    char source[400];
    char target[400];

    list = opendir(to);
    for (const struct dirent *entry; list && (entry = readdir(list));) {
        snprintf(target, sizeof(target), "%.128s/%.255s", to, entry->d_name);
        (void)unlink(target); // fails for the folders
    }
    closedir(list);
    list = opendir(from);
    for (const struct dirent *entry; list && (entry = readdir(list));) {
        if (entry->d_type != DT_REG)
            continue;
        snprintf(source, sizeof(source), "%.128s/%.255s", from, entry->d_name);
        snprintf(target, sizeof(target), "%.128s/%.255s", to, entry->d_name);
        copy_file(source, target);
    }
    closedir(list);
}

static const char *
desk_folder(const struct till *till, char path[128])
{
    snprintf(path, 128, "%.48s/%d/frontdesk", till->folder.path, till->desk);
    return path;
}

void
till_keep_desk(const struct till *till, const char *durable)
{
    char path[128];
    struct error err;

    check(folder_make(durable, &err), "%s", err.text);
    replace_files(desk_folder(till, path), durable);
}

void
till_cut_power(const struct till *till, const char *durable)
{
    char path[128];

    replace_files(durable, desk_folder(till, path));
}

/* Judging */

/* What the program that paid said of it, by its exit code. */
enum told {
    TOLD_DONE,
    TOLD_UNDONE, /* refused, or not sent */
    TOLD_UNKNOWN,
    TOLD_NOTHING, /* it was killed */
};

struct judgement {
    struct till *till;
    const char *what;
    enum told told;
    struct till_paid new; /* what came of it */
    int64_t number;       /* of the journal's entry; 0: there is none */
    char outcome[32];
    char message[512];
};

static void
judge_end(struct judgement *judgement, struct program_end *end)
{
    static const int codes[] = {0, 1, 4, 128 + SIGKILL};
    size_t told = 0;

    while (told < countof(codes) && codes[told] != (end->status == 3 ? 1 : end->status))
        told++;
    check(told < countof(codes), "%s: %d\n%s%s", judgement->what, end->status, end->out, end->err);
    judgement->told = (enum told)told;
    program_end_clear(end);
}

static void
count_new(struct judgement *judgement)
{
    struct till_paid before = judgement->till->paid;
    struct till_paid now = count_paid(judgement->till);

    judgement->new.count = now.count - before.count;
    judgement->new.wrong = now.wrong - before.wrong;
}

/* The Result of a command that must succeed. *Gives*: json_decref(). */
static json_t *
result_of(const struct judgement *judgement, const char *command)
{
    struct program_end end = till_run(judgement->till, (const char *const[]){command, NULL});
    json_t *line = json_loads(end.out, 0, NULL);
    json_t *result = json_incref(json_object_get(line, "Result"));

    check(end.status == 0 && result, "%s: %s: %d\n%s%s", judgement->what, command, end.status,
          end.out, end.err);
    json_decref(line);
    program_end_clear(&end);
    return result;
}

/* As the user looks: a program that starts anew looks for what is unknown. */
static void
look(struct judgement *judgement)
{
    json_t *rows = result_of(judgement, "journal payments");
    const json_t *row = json_array_get(rows, 0);

    check(json_array_size(rows) <= 1, "%s", judgement->what);
    judgement->number = json_integer_value(json_object_get(row, "number"));
    snprintf(judgement->outcome, sizeof(judgement->outcome), "%s",
             row ? json_string_value(json_object_get(row, "outcome")) : "");
    snprintf(judgement->message, sizeof(judgement->message), "%s",
             row ? json_string_value(json_object_get(row, "message")) : "");
    json_decref(rows);
}

/* What each outcome of the journal may mean. */
struct meaning {
    const char *outcome;
    unsigned told;    /* bits 1 << TOLD_... of what may have been said before */
    bool may_be_done; /* the property has it */
    bool may_be_undone;
};

static const struct meaning meanings[] = {
    {"", 1 << TOLD_UNDONE | 1 << TOLD_NOTHING, false, true},
    {"done", 1 << TOLD_DONE | 1 << TOLD_UNKNOWN | 1 << TOLD_NOTHING, true, false},
    {"refused", 1 << TOLD_UNDONE | 1 << TOLD_NOTHING, false, true},
    {"not sent", 1 << TOLD_UNDONE | 1 << TOLD_NOTHING, false, true},
    {"unknown", 1 << TOLD_UNKNOWN | 1 << TOLD_NOTHING, false, true},
    {"found done", 1 << TOLD_UNKNOWN | 1 << TOLD_NOTHING, true, false},
};

static void
judge_outcome(const struct judgement *judgement)
{
    const struct meaning *meaning = meanings;
    size_t done = judgement->new.count;

    while (meaning < meanings + countof(meanings)
           && strcmp(meaning->outcome, judgement->outcome) != 0)
        meaning++;
    check(meaning < meanings + countof(meanings), "%s: %s", judgement->what, judgement->outcome);
    check(meaning->told & 1u << judgement->told, "%s: told %d, then \"%s\" (%s)", judgement->what,
          judgement->told, judgement->outcome, judgement->message);
    check(done ? meaning->may_be_done : meaning->may_be_undone, "%s: \"%s\", but %zu were made",
          judgement->what, judgement->outcome, done);
}

/* Nobody pays again by mistake; once the user has said that it was not done, he may. */
static void
settle(const struct judgement *judgement)
{
    char command[64];
    struct program_end end = till_run(judgement->till, (const char *const[]){"pay 106 10", NULL});

    check(end.status == 1 && strstr(end.out, "Nobody knows"), "%s: %d\n%s%s", judgement->what,
          end.status, end.out, end.err);
    program_end_clear(&end);
    snprintf(command, sizeof(command), "found %lld undone", (long long)judgement->number);
    json_decref(result_of(judgement, command));
}

void
till_judge(struct till *till, struct program_end *end, const char *what)
{
    struct judgement judgement = {.till = till, .what = what};

    judge_end(&judgement, end);
    fault_proxy_heal(till->proxy);
    till_drain(till);
    count_new(&judgement);
    look(&judgement);
    judge_outcome(&judgement);
    if (judgement.new.count > 1 || judgement.new.wrong) { // which no desk can prevent
        check(judgement.told == TOLD_UNKNOWN || strstr(judgement.message, "correct it there"),
              "%s: told %d, then \"%s\"", what, judgement.told, judgement.message);
        return;
    }
    if (judgement.new.count == 0) {
        if (strcmp(judgement.outcome, "unknown") == 0)
            settle(&judgement);
        json_decref(result_of(&judgement, "pay 106 10"));
        count_new(&judgement);
    }
    check(judgement.new.count == 1 && !judgement.new.wrong, "%s: %zu payments in the end", what,
          judgement.new.count);
}
