#include "tui/config.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/support/folder.h"
#include "tests/support/test.h"

static const struct setting settings_rows[] = {
    {"due", SETTING_CHOICE, "unsecured", "unsecured|any|never", "When money is asked for."},
    {"refresh", SETTING_NUMBER, "10", "0..600", "Seconds between looks."},
    {"depth", SETTING_NUMBER, "3", NULL, "Any number."},
    {"unicode", SETTING_SWITCH, "off", NULL, "Badges in Unicode."},
    {"printer", SETTING_TEXT, "", NULL, "Where it prints."},
};

struct program {
    struct settings *settings;
    struct command_table *table;
    char said[256];
};

static bool
run_set(void *app, const struct invocation *invocation, struct error *err)
{
    return settings_set(((struct program *)app)->settings, invocation->words[0],
                        invocation->words[1], err);
}

static bool
run_say(void *app, const struct invocation *invocation, struct error *err)
{
    (void)err;
    strcat(((struct program *)app)->said, invocation->words[0]);
    return true;
}

static const struct argument_type text = {.name = "TEXT"};

static const struct command rows[] = {
    {.name = "set",
     .arguments = {{"NAME", &text, 0}, {"VALUE", &text, 0}},
     .flags = COMMAND_CONFIG,
     .help = "Sets.",
     .run = run_set},
    {.name = "say",
     .arguments = {{"TEXT", &text, 0}},
     .flags = COMMAND_CONFIG,
     .help = "Says.",
     .run = run_say},
    {.name = "source",
     .arguments = {{"FILE", &text, 0}},
     .flags = COMMAND_CONFIG | COMMAND_SOURCES,
     .help = "Reads."},
    {.name = "pay", .help = "Pays.", .run = run_say},
};

static struct command_table table = {.rows = rows, .count = countof(rows)};

static void
start(struct program *program)
{
    *program = (struct program){.settings = settings_new(settings_rows, countof(settings_rows))};
    program->table = &table;
    table.app = program;
}

static void
settings_take_values_of_their_kind(void **state)
{
    static const struct {
        const char *name;
        const char *value;
        const char *refusal; /* NULL: taken */
    } tries[] = {
        {"due", "never", NULL},
        {"due", "nev", "due is one of unsecured|any|never, not `nev`"},
        {"due", "", "due is one of"},
        {"refresh", "600", NULL},
        {"refresh", "601", "refresh is a number 0..600, not `601`"},
        {"refresh", "-1", "0..600"},
        {"refresh", "1x", "0..600"},
        {"refresh", "", "0..600"},
        {"refresh", "99999999999999999999", "0..600"},
        {"depth", "-7", NULL},
        {"unicode", "yes", NULL},
        {"unicode", "maybe", "unicode is on or off, not `maybe`"},
        {"printer", "anything at all", NULL},
        {"refersh", "1", "did you mean `refresh`"},
        {"nothing-like-it", "1", "lists them"},
    };
    struct program program;

    (void)state;
    start(&program);
    for (size_t i = 0; i < countof(tries); i++) {
        struct error err = {0};
        bool is_set = settings_set(program.settings, tries[i].name, tries[i].value, &err);

        check(is_set == !tries[i].refusal, "%s %s: %s", tries[i].name, tries[i].value, err.text);
        check(is_set || strstr(err.text, tries[i].refusal), "%s", err.text);
        if (is_set)
            assert_string_equal(settings_text(program.settings, tries[i].name), tries[i].value);
    }
    assert_int_equal(settings_number(program.settings, "refresh"), 600);
    assert_int_equal(settings_number(program.settings, "depth"), -7);
    assert_true(settings_is_on(program.settings, "unicode"));
    settings_free(program.settings);
}

static void
what_was_never_set_is_as_the_table_says(void **state)
{
    struct program program;

    (void)state;
    start(&program);
    assert_string_equal(settings_text(program.settings, "due"), "unsecured");
    assert_int_equal(settings_number(program.settings, "refresh"), 10);
    assert_false(settings_is_on(program.settings, "unicode"));
    assert_string_equal(settings_row(program.settings, 4)->name, "printer");
    assert_null(settings_row(program.settings, 5));
    settings_free(program.settings);
}

static void
a_bad_line_is_named_and_the_rest_is_run(void **state)
{
    struct program program;
    struct error err = {0};

    (void)state;
    start(&program);
    assert_false(config_run("# a comment\n"
                            "\n"
                            "  say one\n"
                            "set refersh 5\n"
                            "say 'two\n"
                            "  # another\n"
                            "pay\n"
                            "say four",
                            "frontdeskrc", &table, &err));
    assert_string_equal(program.said, "onefour");
    check(strncmp(err.text, "frontdeskrc:4: No setting", 25) == 0, "%s", err.text);
    assert_false(config_run("pay", "rc", &table, &err));
    assert_string_equal(err.text, "rc:1: pay can't stand in a configuration file.");
    assert_true(config_run("", "rc", &table, &err));
    settings_free(program.settings);
}

static void PRINTF_LIKE(2, 3) write_file(const char *path, const char *format, ...)
{
    FILE *file = fopen(path, "w");
    va_list args;

    assert_non_null(file);
    va_start(args, format);
    vfprintf(file, format, args);
    va_end(args);
    fclose(file);
}

/* Also where a file is not to be had, or a line of it fails. */
static void
a_file_s_lines_are_run_where_it_is_sourced(void **state)
{
    struct program program;
    struct error err = {0};
    struct folder folder;
    char outer[128];
    char inner[128];
    char line[512];

    (void)state;
    start(&program);
    folder_open(&folder);
    snprintf(outer, sizeof(outer), "%s/outer", folder.path);
    snprintf(inner, sizeof(inner), "%s/inner", folder.path);
    write_file(inner, "say b\nnonsense\nsay c");
    write_file(outer, "say a\nsource %s\nsource /nowhere\nsay d\n", inner);
    assert_false(config_source(outer, true, &table, &err));
    assert_string_equal(program.said, "abcd");
    snprintf(line, sizeof(line), "%s:2: %s:2: No command is called", outer, inner);
    check(strncmp(err.text, line, strlen(line)) == 0, "%s", err.text);
    write_file(outer, "source /nowhere\nsay e\n");
    assert_false(config_source(outer, true, &table, &err));
    assert_string_equal(program.said, "abcde");
    snprintf(line, sizeof(line), "%s:1: Cannot read /nowhere", outer);
    check(strncmp(err.text, line, strlen(line)) == 0, "%s", err.text);
    assert_int_equal(setenv("HOME", folder.path, 1), 0);
    write_file(outer, "source ~/inner2\n");
    snprintf(inner, sizeof(inner), "%s/inner2", folder.path);
    write_file(inner, "say f\n");
    assert_true(config_source("~/outer", true, &table, &err));
    assert_string_equal(program.said, "abcdef");
    folder_close(&folder);
    settings_free(program.settings);
}

static void
files_source_others_but_not_themselves_without_end(void **state)
{
    struct program program;
    struct error err = {0};
    struct folder folder;
    char path[128];
    char line[512];

    (void)state;
    start(&program);
    folder_open(&folder);
    snprintf(path, sizeof(path), "%s/rc", folder.path);
    assert_true(config_source(path, false, &table, &err));
    assert_false(config_source(path, true, &table, &err));
    check(strstr(err.text, path), "%s", err.text);
    write_file(path, "say x\nsource %s\n", path);
    assert_false(config_source(path, true, &table, &err));
    snprintf(line, sizeof(line), "%s:2: %s:2: ", path, path);
    check(strncmp(err.text, line, strlen(line)) == 0 && strstr(err.text, "sources itself"), "%s",
          err.text);
    assert_string_equal(program.said, "xxxxxxxx");
    assert_true(config_run("say y", "rc", &table, &err));
    folder_close(&folder);
    settings_free(program.settings);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings_take_values_of_their_kind),
        cmocka_unit_test(what_was_never_set_is_as_the_table_says),
        cmocka_unit_test(a_bad_line_is_named_and_the_rest_is_run),
        cmocka_unit_test(a_file_s_lines_are_run_where_it_is_sourced),
        cmocka_unit_test(files_source_others_but_not_themselves_without_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
