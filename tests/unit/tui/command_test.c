#include "tui/command.h"

#include "api/base/buffer.h"
#include "tests/support/test.h"
#include "tui/offers.h"

static void
offer_colors(void *app, const char *prefix, offer_fn offer, void *context)
{
    static const char *const colors[] = {"red", "reddish", "green", "dark blue"};

    (void)app;
    for (size_t i = 0; i < countof(colors); i++)
        if (strncmp(colors[i], prefix, strlen(prefix)) == 0)
            offer(context, colors[i], i == 2 ? "as grass" : NULL);
}

/* Writes what it was given into the application, which is a text. */
static bool
run(void *app, const struct invocation *invocation, struct error *err)
{
    if (strcmp(invocation->command->name, "refuse") == 0)
        return error_set(err, ERROR_REFUSED, "No.");
    strcpy(app, invocation->command->name);
    return true;
}

static const struct argument_type thing = {.name = "THING"};
static const struct argument_type color = {.name = "COLOR", .complete = offer_colors};

// clang-format off
static const struct command rows[] = {
    {.name = "move", .alias = "mv", .help = "Moves.", .run = run,
     .arguments = {{"THING", &thing, 0}, {"PLACE", &thing, ARGUMENT_OPTIONAL},
                   {"count", &thing, ARGUMENT_KEY}, {"reason", &thing, ARGUMENT_KEY}}},
    {.name = "note", .help = "Notes.", .run = run,
     .arguments = {{"THING", &thing, 0}, {"TEXT", &thing, ARGUMENT_REST},
                   {"by", &thing, ARGUMENT_KEY}}},
    {.name = "clean", .help = "Cleans.", .run = run,
     .arguments = {{"THING", &thing, ARGUMENT_REPEATED}}},
    {.name = "close", .help = "Closes.", .run = run},
    {.name = "paint", .help = "Paints.", .run = run,
     .arguments = {{"COLOR", &color, 0}, {"with", &color, ARGUMENT_KEY}}},
    {.name = "refuse", .help = "Refuses.", .run = run},
    {.name = "up", .flags = COMMAND_HIDDEN, .help = "Goes up.", .run = run},
    {.name = "upset", .help = "Upsets.", .run = run},
};
// clang-format on

static const struct command_table table = {.rows = rows, .count = countof(rows)};

/* `move:a,b;count=2`: the command, its words, its keys. */
static void
describe(const struct invocation *invocation, struct buffer *text)
{
    buffer_print(text, "%s:", invocation->command->name);
    for (size_t i = 0; i < invocation->word_count; i++)
        buffer_print(text, "%s%s", i ? "," : "", invocation_word(invocation, i));
    for (size_t i = 0; i < COMMAND_ARGUMENTS; i++)
        if (invocation->values[i])
            buffer_print(text, ";%s=%s", invocation->command->arguments[i].name,
                         invocation->values[i]);
}

static void
lines_are_read_against_the_table(void **state)
{
    static const struct {
        const char *line;
        const char *read;
    } lines[] = {
        {"move 412", "move:412"},
        {"  mv 412 413 ", "move:412,413"},
        {"mo 412", "move:412"},
        {"move 412 count=2 413", "move:412,413;count=2"},
        {"move reason=\"a b\" 412", "move:412;reason=a b"},
        {"move a=b", "move:a=b"},
        {"move count=", "move:;count="},
        {"clean 1 2 3", "clean:1,2,3"},
        {"note 412 late  arrival", "note:412,late  arrival"},
        {"note 412 \"late arrival\"", "note:412,late arrival"},
        {"note 412 guess it's late", "note:412,guess it's late"},
        {"note 412 call by=Ann", "note:412,call;by=Ann"},
        {"note by=Ann 412 call by phone", "note:412,call by phone;by=Ann"},
        {"note 412 by=x is no key by='A B'", "note:412,is no key;by=A B"},
        {"close", "close:"},
        {"up", "up:"},
        {"ups", "upset:"},
    };

    (void)state;
    for (size_t i = 0; i < countof(lines); i++) {
        struct arena arena = {0};
        struct invocation invocation;
        struct error err = {0};
        struct buffer text = {0};

        if (strcmp(lines[i].read, "move:;count=") == 0) {
            assert_false(command_parse(&table, lines[i].line, &arena, &invocation, &err));
            arena_clear(&arena);
            continue;
        }
        check(command_parse(&table, lines[i].line, &arena, &invocation, &err), "%s: %s",
              lines[i].line, err.text);
        describe(&invocation, &text);
        check_text(buffer_text(&text), lines[i].read, "%s", lines[i].line);
        buffer_clear(&text);
        arena_clear(&arena);
    }
}

static void
what_cannot_be_read_is_refused_with_the_remedy(void **state)
{
    static const struct {
        const char *line;
        const char *words; /* in the error */
    } lines[] = {
        {"", "is missing"},
        {"mvoe 412", "did you mean `move`"},
        {"Close", "did you mean `close`"},
        {"xyzzy", "Tab lists them, and --help"},
        {"cl", "clean, close"},
        {"move", "THING is missing. Usage: move THING [THING] [count=THING] [reason=THING]"},
        {"move 1 2 3", "`3` is too much"},
        {"clean", "THING is missing"},
        {"note 412", "TEXT is missing"},
        {"close now", "`now` is too much"},
        {"move \"412", "quote is open"},
        {"move 1 count='2", "quote is open"},
    };

    (void)state;
    for (size_t i = 0; i < countof(lines); i++) {
        struct arena arena = {0};
        struct invocation invocation;
        struct error err = {0};

        assert_false(command_parse(&table, lines[i].line, &arena, &invocation, &err));
        check(err.kind == ERROR_USAGE && strstr(err.text, lines[i].words), "%s: %s", lines[i].line,
              err.text);
        arena_clear(&arena);
    }
}

static void
more_words_than_fit_are_refused(void **state)
{
    char line[1024] = "clean";
    struct arena arena = {0};
    struct invocation invocation;
    struct error err = {0};

    (void)state;
    for (int i = 0; i < INVOCATION_WORDS; i++)
        strcat(line, " 1");
    assert_true(command_parse(&table, line, &arena, &invocation, &err));
    assert_int_equal(invocation.word_count, INVOCATION_WORDS);
    assert_false(command_parse(&table, strcat(line, " 2"), &arena, &invocation, &err));
    check(strstr(err.text, "`2` is too much"), "%s", err.text);
    arena_clear(&arena);
}

static void
a_line_runs_or_says_why_not(void **state)
{
    char done[32] = "";
    struct command_table running = {rows, countof(rows), done};
    struct error err = {0};

    (void)state;
    assert_true(command_run(&running, "close", &err));
    assert_string_equal(done, "close");
    assert_false(command_run(&running, "refuse", &err));
    assert_string_equal(err.text, "No.");
    assert_false(command_run(&running, "nothing", &err));
}

static void
completion_offers_what_can_stand_there(void **state)
{
    static const struct {
        const char *line;
        const char *offers;
        const char *common;
    } lines[] = {
        {"",
         "move\tMoves.\nnote\tNotes.\nclean\tCleans.\nclose\tCloses.\npaint\tPaints.\n"
         "refuse\tRefuses.\nupset\tUpsets.\n",
         ""},
        {"c", "clean\tCleans.\nclose\tCloses.\n", "cl"},
        {"u", "upset\tUpsets.\n", "upset"},
        {"x", "", ""},
        {"paint ", "red\t\nreddish\t\ngreen\tas grass\ndark blue\t\nwith=\tCOLOR\n", ""},
        {"paint re", "red\t\nreddish\t\n", "red"},
        {"paint w", "with=\tCOLOR\n", "with="},
        {"paint with=re", "with=red\t\nwith=reddish\t\n", "with=red"},
        {"paint with=red ", "red\t\nreddish\t\ngreen\tas grass\ndark blue\t\n", ""},
        {"paint red ", "with=\tCOLOR\n", "with="},
        {"move 1 c", "count=\tTHING\n", "count="},
        {"nothing ", "", ""},
        {"paint \"dark", "dark blue\t\n", "dark blue"},
    };

    (void)state;
    for (size_t i = 0; i < countof(lines); i++) {
        struct offers offers = {0};

        command_complete(&table, lines[i].line, offers_add, &offers);
        check_text(buffer_text(&offers.list), lines[i].offers, "%s", lines[i].line);
        check_text(offers.common, lines[i].common, "%s", lines[i].line);
        offers_clear(&offers);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_read_against_the_table),
        cmocka_unit_test(what_cannot_be_read_is_refused_with_the_remedy),
        cmocka_unit_test(more_words_than_fit_are_refused),
        cmocka_unit_test(a_line_runs_or_says_why_not),
        cmocka_unit_test(completion_offers_what_can_stand_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
