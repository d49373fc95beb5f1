#include "views/options.h"

#include "api/base/attributes.h"
#include "tests/support/test.h"

enum {
    WORDS = 10
};

static const struct subcommand table[] = {
    {NULL, "", "", ON_SCREEN, NULL},
    {"run", "COMMAND...", "", ON_RUN, NULL},
    {"call", "OPERATION", "", ON_CALL, NULL},
    {"serve", "", "", ON_SERVE, NULL},
};

/* Parses a copy of the words behind the program's name. */
static bool
parse(const char *const *words, char *argv[WORDS], struct options *options, struct error *err)
{
    int argc = 1;

    argv[0] = (char *)(uintptr_t) "frontdesk";
    while (argc < WORDS - 1 && words[argc - 1]) {
        argv[argc] = (char *)(uintptr_t)words[argc - 1];
        argc++;
    }
    argv[argc] = NULL;
    return options_parse(argc, argv, table, countof(table), options, err);
}

static void
options_stand_before_and_behind_the_subcommand(void **state)
{
    static const char *const forms[][WORDS] = {
        {"--profile", "prague", "run", "--json", "arrivals"},
        {"run", "--json", "--profile", "prague", "arrivals"},
        {"run", "arrivals", "--json", "--profile=prague"},
        {"--profile=prague", "run", "arrivals", "--json"},
    };

    (void)state;
    for (size_t i = 0; i < countof(forms); i++) {
        char *argv[WORDS];
        struct options options;
        struct error err;

        check(parse(forms[i], argv, &options, &err), "%zu: %s", i, err.text);
        check_text(options.subcommand->name, "run", "%zu", i);
        check_text(options.values[OPTION_profile], "prague", "%zu", i);
        check(options.values[OPTION_json], "%zu", i);
        assert_int_equal(options.word_count, 1);
        assert_string_equal(options.words[0], "arrivals");
    }
}

/* What looks like an option behind `--` is a word; a lone `-` always is. */
static void
words_are_what_is_no_option(void **state)
{
    char *argv[WORDS];
    struct options options;
    struct error err;

    (void)state;
    assert_true(parse((const char *[]){"run", "--", "--json", NULL}, argv, &options, &err));
    assert_int_equal(options.word_count, 1);
    assert_string_equal(options.words[0], "--json");
    assert_null(options.values[OPTION_json]);
    assert_true(parse((const char *[]){"run", "-", NULL}, argv, &options, &err));
    assert_string_equal(options.words[0], "-");
    assert_true(
        parse((const char *[]){"-c", "rack", "-c", "folio 412", NULL}, argv, &options, &err));
    assert_null(options.subcommand->name);
    assert_int_equal(options.command_count, 2);
    assert_string_equal(options.commands[1], "folio 412");
    /* A value that is a subcommand's name is none. */
    assert_true(parse((const char *[]){"--profile", "run", NULL}, argv, &options, &err));
    assert_null(options.subcommand->name);
}

struct fault {
    const char *words[WORDS];
    const char *text;
};

static const struct fault faults[] = {
    {{"--frob"}, "No option --frob: see frontdesk --help."},
    {{"run", "--frob"}, "No option --frob: see frontdesk run --help."},
    {{"run", "--profile"}, "--profile wants a value: NAME."},
    {{"run", "--json=yes"}, "--json takes no value."},
    {{"run", "--listen", "x"}, "--listen is no option of frontdesk run"},
    {{"serve", "--profile", "x"}, "--profile is no option of frontdesk serve"},
    {{"--json"}, "--json is no option of frontdesk"},
    {{"run", "-json"}, "No option -json"},
    {{"run", "--c", "x"}, "No option --c"},
    {{"serve", "--demo", "x"}, "serve takes no words: what is x?"},
};

static void
faults_name_the_option(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(faults); i++) {
        char *argv[WORDS];
        struct options options;
        struct error err = {0};

        check(!parse(faults[i].words, argv, &options, &err), "%zu", i);
        check(err.kind == ERROR_USAGE && strstr(err.text, faults[i].text), "%zu: %s", i, err.text);
    }
}

static void
too_many_commands_are_refused(void **state)
{
    char *argv[2 * OPTION_COMMANDS + 4];
    struct options options;
    struct error err;
    int argc = 0;

    (void)state;
    argv[argc++] = (char *)(uintptr_t) "frontdesk";
    for (int i = 0; i <= OPTION_COMMANDS; i++) {
        argv[argc++] = (char *)(uintptr_t) "-c";
        argv[argc++] = (char *)(uintptr_t) "rack";
    }
    argv[argc] = NULL;
    assert_false(options_parse(argc, argv, table, countof(table), &options, &err));
    assert_string_equal(err.text, "At most 32 times -c.");
}

static void
values_are_of_their_kinds(void **state)
{
    char *argv[WORDS];
    struct options options;
    struct error err;
    struct instant at = {0};
    long rooms = 120;
    int requests;
    int seconds;

    (void)state;
    assert_true(
        parse((const char *[]){"serve", "--rooms", "20", "--now", "2026-03-24T09:00:00Z", NULL},
              argv, &options, &err));
    assert_true(options_number(&options, OPTION_rooms, 20, 5000, &rooms, &err));
    assert_int_equal(rooms, 20);
    assert_true(options_instant(&options, OPTION_now, &at, &err));
    assert_true(options_number(&options, OPTION_seed, 0, 10, &rooms, &err)); // not given
    assert_int_equal(rooms, 20);
    assert_false(options_number(&options, OPTION_rooms, 50, 5000, &rooms, &err));
    assert_string_equal(err.text, "--rooms 20: it must be a number from 50 to 5000.");
    assert_true(parse((const char *[]){"serve", "--rooms", "2x", "--now", "noon", NULL}, argv,
                      &options, &err));
    assert_false(options_number(&options, OPTION_rooms, 0, 5000, &rooms, &err));
    assert_false(options_instant(&options, OPTION_now, &at, &err));
    assert_true(rate_limit_parse("200/30", &requests, &seconds, &err));
    assert_int_equal(requests, 200);
    assert_int_equal(seconds, 30);
    assert_true(rate_limit_parse("off", &requests, &seconds, &err));
    assert_int_equal(requests, 0);
    assert_false(rate_limit_parse("200", &requests, &seconds, &err));
    assert_false(rate_limit_parse("200/0", &requests, &seconds, &err));
    assert_false(rate_limit_parse("200/30s", &requests, &seconds, &err));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_stand_before_and_behind_the_subcommand),
        cmocka_unit_test(words_are_what_is_no_option),
        cmocka_unit_test(faults_name_the_option),
        cmocka_unit_test(too_many_commands_are_refused),
        cmocka_unit_test(values_are_of_their_kinds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
