/*
 * A desk that is read-only writes by no path: no operation of the table through `call`, no command
 * of the table in `run` or on the screen, nothing that is held, taken back or looked for.
 */
#include <stdlib.h>

#include "api/base/buffer.h"
#include "api/schema/schema.h"
#include "tests/support/property.h"
#include "tests/support/stand.h"
#include "tests/support/test.h"
#include "views/commands.h"

#define CTRL_S "\x13"
#define ESCAPE "\x1b"
#define REFUSED "this desk is read-only"

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

static int
set_up(void **state)
{
    static struct stand stand;

    stand_open(&stand, "set refresh off\nset find-out 0\nset hold 1\n");
    *state = &stand;
    return 0;
}

static int
tear_down(void **state)
{
    stand_close(*state);
    return 0;
}

/* The proxy saw no request that writes. */
static void
check_nothing_written(const struct stand *stand, const char *after)
{
    for (int id = OP_NONE + 1; id < OP_COUNT; id++) {
        const struct operation *operation = operation_of((enum operation_id)id);

        check(operation->kind == OPERATION_READ
                  || fault_proxy_asked(stand->proxy, operation->path) == 0,
              "%s, after %s", operation->path, after);
    }
}

static size_t
count_text(const char *text, const char *wanted)
{
    size_t count = 0;

    for (const char *at = text; (at = strstr(at, wanted)); at += strlen(wanted))
        count++;
    return count;
}

/* `run` with a line for each command on its standard input. *Gives*: program_end_clear(). */
static struct program_end
run_lines(const struct stand *stand, const struct buffer *lines)
{
    static const char *const words[] = {"run", "--read-only", "--keep-going", "-", NULL};

    return stand_run_input(stand, words, lines->text);
}

static void
every_operation_that_writes_is_refused(void **state)
{
    struct stand *stand = *state;
    struct buffer lines = {0};
    struct program_end end;
    size_t writes = 0;

    for (int id = OP_NONE + 1; id < OP_COUNT; id++) {
        const struct operation *operation = operation_of((enum operation_id)id);

        if (operation->kind == OPERATION_READ)
            continue;
        buffer_print(&lines, "call %s {}\n", operation->path);
        writes++;
    }
    assert_true(writes > 40);
    end = run_lines(stand, &lines);
    assert_int_equal(end.status, 1);
    check(count_text(end.err, REFUSED) == writes, "%zu of %zu\n%s", count_text(end.err, REFUSED),
          writes, end.err);
    check_nothing_written(stand, "all operations");
    program_end_clear(&end);
    buffer_clear(&lines);
    end = stand_run(stand, "call", "--read-only", "payments/addExternal", "{}");
    check(end.status == 1 && strstr(end.err, REFUSED), "%d %s", end.status, end.err);
    program_end_clear(&end);
    check_nothing_written(stand, "call");
}

/* What an argument of a type may be; others are words. */
static const char *
example(const struct argument *argument)
{
    static const char *const examples[][2] = {
        {"res", "101"},         {"room", "102"},
        {"bill", "106/1"},      {"item", "106/1.1"},
        {"product", "minibar"}, {"date", "today"},
        {"amount", "10"},       {"number", "2"},
        {"yes", "yes"},         {"guest", "Host1"},
        {"company", "Acme"},    {"payer", "107"},
        {"share", "50%"},       {"operation", "bills/add"},
        {"outcome", "done"},    {"payment", "106/1.1"},
        {"thread", "Cot"},      {"file", "/dev/null"},
    };

    for (size_t i = 0; i < countof(examples); i++)
        if (strcmp(examples[i][0], argument->name) == 0)
            return examples[i][1];
    return argument->flags & ARGUMENT_KEY ? NULL : "text";
}

static void
add_command(struct buffer *line, const struct command *command)
{
    buffer_add_text(line, command->name);
    for (const struct argument *argument = command->arguments; argument->name; argument++)
        if (example(argument) && !(argument->flags & ARGUMENT_KEY))
            buffer_print(line, " %s", example(argument));
}

static bool
is_left_out(const struct command *command)
{
    /* They leave the screen, or read other things. */
    static const char *const names[] = {"connect", "source", "profile", "theme",
                                        "set",     "bind",   "unbind"};

    for (size_t i = 0; i < countof(names); i++)
        if (strcmp(command->name, names[i]) == 0)
            return true;
    return false;
}

static void
every_command_in_run_is_refused_or_reads(void **state)
{
    struct command_table table = commands_table(NULL);
    struct stand *stand = *state;
    struct buffer lines = {0};
    struct program_end end;
    size_t writes = 0;

    for (size_t i = 0; i < table.count; i++) {
        const struct command *command = &table.rows[i];

        if (is_left_out(command) || command->flags & COMMAND_SCREEN)
            continue;
        add_command(&lines, command);
        buffer_add_char(&lines, '\n');
        writes += (command->flags & COMMAND_WRITES) != 0;
    }
    assert_true(writes > 10);
    end = run_lines(stand, &lines);
    check(count_text(end.err, REFUSED) >= writes, "%zu of %zu\n%s", count_text(end.err, REFUSED),
          writes, end.err);
    check_nothing_written(stand, "all commands");
    program_end_clear(&end);
    buffer_clear(&lines);
}

/* Whatever opens is answered with what would send it. */
static void
try_on_screen(struct vt *vt, const struct command *command)
{
    struct buffer line = {0};

    buffer_add_char(&line, ':');
    add_command(&line, command);
    buffer_add_char(&line, '\r');
    vt_type(vt, line.text);
    vt_wait_idle(vt);
    for (int i = 0; i < 3; i++) {
        vt_type(vt, i == 1 ? CTRL_S : "\r");
        vt_wait_idle(vt);
    }
    for (int i = 0; i < 4; i++) {
        vt_type(vt, ESCAPE);
        vt_wait_idle(vt);
    }
    buffer_clear(&line);
}

static void
every_command_on_the_screen_is_refused_or_reads(void **state)
{
    static const char *const words[] = {"--read-only", NULL};
    struct command_table table = commands_table(NULL);
    struct stand *stand = *state;
    struct vt *vt = stand_screen(stand, words);

    vt_wait_text(vt, "READ ONLY");
    vt_wait_text(vt, "100.00");
    vt_wait_idle(vt);
    vt_type(vt, "101i");
    vt_wait_text(vt, REFUSED);
    vt_wait_idle(vt);
    vt_type(vt, "u!");
    vt_wait_idle(vt);
    check_nothing_written(stand, "keys");
    for (size_t i = 0; i < table.count; i++) {
        if (is_left_out(&table.rows[i]))
            continue;
        try_on_screen(vt, &table.rows[i]);
        check_nothing_written(stand, table.rows[i].name);
    }
    vt_close(vt);
}

/* Finding out reads, and what it finds is noted here alone. */
static void
what_is_unknown_is_found_out_by_reading(void **state)
{
    struct stand *stand = *state;
    struct program_end end;

    fault_proxy_add(
        stand->proxy,
        (struct fault){.path = "payments/addExternal", .kind = FAULT_CUT_ANSWER, .times = 1});
    end = stand_run(stand, "run", "pay 106 10");
    assert_int_equal(end.status, 4);
    program_end_clear(&end);
    end = stand_run(stand, "run", "--read-only", "--json", "journal");
    check(end.status == 0 && strstr(end.out, "found done"), "%d %s%s", end.status, end.out,
          end.err);
    program_end_clear(&end);
    assert_int_equal(fault_proxy_asked(stand->proxy, "payments/addExternal"), 1);
}

#define STAND(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        STAND(every_operation_that_writes_is_refused),
        STAND(every_command_in_run_is_refused_or_reads),
        STAND(every_command_on_the_screen_is_refused_or_reads),
        STAND(what_is_unknown_is_found_out_by_reading),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
