/* Where the program is told to connect, and what it says of configurations that are wrong. */
#include <stdlib.h>
#include <sys/stat.h>

#include "api/base/attributes.h"
#include "api/base/error.h"
#include "api/base/file.h"
#include "tests/support/hotel.h"
#include "tests/support/test.h"

enum {
    VARIABLES = 12
};

static struct hotel hotel;

static int
set_up(void **state)
{
    (void)state;
    hotel_open(&hotel);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    hotel_close(&hotel);
    return 0;
}

/* Writes a file of the hotel's folder. */
static void
write_file(const char *name, const char *text, mode_t mode)
{
    char *path = hotel_path(&hotel, name);
    struct error err;

    (void)remove(path);
    check(file_replace(path, text, strlen(text), mode, &err), "%s", err.text);
    assert_int_equal(chmod(path, mode), 0);
    free(path);
}

/*
 * `frontdesk call configuration/get` with options, and an environment that names nothing but what
 * is given here (all NULL at their end). *Gives*: program_end_clear().
 */
static struct program_end
connect(const char *const *options, const char *const *variables)
{
    const char *argv[VARIABLES] = {hotel_program(), "call"};
    const char *environment[VARIABLES] = {
        "FRONTDESK_URL=",
        "FRONTDESK_CLIENT_TOKEN=",
        "FRONTDESK_ACCESS_TOKEN=",
        "FRONTDESK_CONFIG=",
        hotel.texts[1],
        hotel.texts[2],
    };
    size_t count = 2;
    size_t filled = 6;

    while (*options)
        argv[count++] = *options++;
    argv[count] = "configuration/get";
    while (*variables)
        environment[filled++] = *variables++;
    return program_run(argv, environment, NULL);
}

static void
refuses(const char *const *options, const char *const *variables, const char *text)
{
    struct program_end end = connect(options, variables);

    check(end.status == 2, "%s: %d %s", text, end.status, end.err);
    check(strstr(end.err, text), "%s: %s", text, end.err);
    program_end_clear(&end);
}

static void
connects(const char *const *options, const char *const *variables)
{
    struct program_end end = connect(options, variables);

    check(end.status == 0, "%d %s", end.status, end.err);
    program_end_clear(&end);
}

#define NONE ((const char *[]){NULL})

static void
nothing_says_where(void **state)
{
    (void)state;
    refuses(NONE, NONE, "try frontdesk --demo, or set FRONTDESK_URL");
}

/* Bad lines: the file, the line, and what to write. */
struct line {
    const char *text;
    const char *words;
};

static const struct line lines[] = {
    {"frob\n", "frontdeskrc:1: No command is called `frob`"},
    {"# fine\n\nset nonesuch 1\n", "frontdeskrc:3: "},
    {"set due sometimes\n", "unsecured|any|never"},
    {"bind nokey arrivals\n", "is no key: write i, Space, F5, Ctrl-S or Alt-Enter"},
    {"bind x\n", "Say what the key does"},
    {"theme nonesuch\n", "nonesuch"},
    {"profile prague url=https://x.example\n", "give both url= and tokens=FILE"},
    {"checkin 412\n", "checkin"},
    {"set due \"any\n", "frontdeskrc:1: "},
};

static void
bad_lines_are_named_with_the_remedy(void **state)
{
    char variable[200];

    (void)state;
    snprintf(variable, sizeof(variable), "FRONTDESK_CONFIG=%s/frontdeskrc", hotel.folder.path);
    for (size_t i = 0; i < countof(lines); i++) {
        write_file("frontdeskrc", lines[i].text, 0600);
        refuses(NONE, (const char *[]){variable, NULL}, lines[i].words);
    }
    refuses(NONE, (const char *[]){"FRONTDESK_CONFIG=/nonexistent/rc", NULL}, "/nonexistent/rc");
}

static void
profile_file(const char *name, char *variable, size_t size)
{
    char text[400];

    snprintf(text, sizeof(text), "profile %s url=unix:%s/api tokens=%s/tokens.json\n", name,
             hotel.folder.path, hotel.folder.path);
    write_file("frontdeskrc", text, 0600);
    snprintf(variable, size, "FRONTDESK_CONFIG=%s/frontdeskrc", hotel.folder.path);
}

static void
token_files_are_for_nobody_else(void **state)
{
    static const char tokens[] = "{\"ClientToken\":\"client\",\"AccessToken\":\"access\"}";
    char variable[200];
    const char *const with[] = {variable, NULL};

    (void)state;
    profile_file("prague", variable, sizeof(variable));
    refuses(NONE, with, "tokens.json is missing");
    write_file("tokens.json", tokens, 0604);
    refuses(NONE, with, "is open to others");
    write_file("tokens.json", tokens, 0640);
    connects(NONE, with);
    write_file("tokens.json", tokens, 0600);
    connects(NONE, with);
    write_file("tokens.json", "{\"ClientToken\":\"client\"}", 0600);
    refuses(NONE, with, "lacks ClientToken or AccessToken");
    write_file("tokens.json", "not json", 0600);
    refuses(NONE, with, "tokens.json: ");
}

/* Option, environment, profile. */
static void
what_is_nearer_wins(void **state)
{
    char variable[200];
    char url[200];

    (void)state;
    profile_file("prague", variable, sizeof(variable));
    write_file("tokens.json", "{\"ClientToken\":\"client\",\"AccessToken\":\"access\"}", 0600);
    snprintf(url, sizeof(url), "unix:%s/api", hotel.folder.path);
    connects((const char *[]){"--profile", "prague", NULL}, (const char *[]){variable, NULL});
    refuses((const char *[]){"--profile", "brno", NULL}, (const char *[]){variable, NULL},
            "No profile brno: add a line");
    connects((const char *[]){"--url", url, NULL},
             (const char *[]){variable, "FRONTDESK_URL=unix:/nonexistent", NULL});
    {
        struct program_end end =
            connect(NONE, (const char *[]){variable, "FRONTDESK_URL=unix:/nonexistent",
                                           "FRONTDESK_CLIENT_TOKEN=client",
                                           "FRONTDESK_ACCESS_TOKEN=access", NULL});

        assert_int_equal(end.status, 3);
        assert_non_null(strstr(end.err, "unix:/nonexistent"));
        program_end_clear(&end);
    }
}

static void
addresses_are_checked(void **state)
{
    static const char *const addresses[][2] = {
        {"http://hotel.example", "http"},
        {"ftp://hotel.example", "ftp"},
        {"hotel.example", "hotel.example"},
        {"unix:", "unix:"},
    };

    (void)state;
    for (size_t i = 0; i < countof(addresses); i++)
        refuses((const char *[]){"--url", addresses[i][0], NULL},
                (const char *[]){"FRONTDESK_CLIENT_TOKEN=client", "FRONTDESK_ACCESS_TOKEN=access",
                                 NULL},
                addresses[i][1]);
}

/* Wrong tokens are the property's refusal. */
static void
wrong_tokens_are_refused_by_the_property(void **state)
{
    struct program_end end =
        connect(NONE, (const char *[]){hotel.texts[0], "FRONTDESK_CLIENT_TOKEN=client",
                                       "FRONTDESK_ACCESS_TOKEN=wrong", NULL});

    (void)state;
    check(end.status == 1, "%d %s", end.status, end.err);
    assert_null(strstr(end.err, "wrong"));
    program_end_clear(&end);
}

static void
options_are_checked(void **state)
{
    static const char *const words[][3] = {
        {"--frob", NULL, "No option --frob: see frontdesk call --help."},
        {"--now", "noon", "it must be UTC such as 2026-03-24T09:00:00Z"},
        {"--log", "/nonexistent/folder/log", "/nonexistent/folder/log"},
    };

    (void)state;
    for (size_t i = 0; i < countof(words); i++)
        refuses((const char *[]){words[i][0], words[i][1], NULL},
                (const char *[]){hotel.texts[0], "FRONTDESK_CLIENT_TOKEN=client",
                                 "FRONTDESK_ACCESS_TOKEN=access", NULL},
                words[i][2]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_says_where),
        cmocka_unit_test(bad_lines_are_named_with_the_remedy),
        cmocka_unit_test(token_files_are_for_nobody_else),
        cmocka_unit_test(what_is_nearer_wins),
        cmocka_unit_test(addresses_are_checked),
        cmocka_unit_test(wrong_tokens_are_refused_by_the_property),
        cmocka_unit_test(options_are_checked),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
