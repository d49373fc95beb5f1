#include "tui/theme.h"

#include <stdio.h>
#include <sys/stat.h>

#include "tests/support/folder.h"
#include "tests/support/test.h"
#include "tui/color.h"

static void
colors_are_named_numbered_and_mixed(void **state)
{
    static const struct {
        const char *word;
        int color; /* -2: refused */
    } rows[] = {
        {"default", COLOR_UNSET},
        {"black", 0},
        {"white", 7},
        {"bright-red", 9},
        {"208", 208},
        {"0", 0},
        {"#ff8700", 208},
        {"#000000", 16},
        {"256", -2},
        {"-1", -2},
        {"+1", -2},
        {"", -2},
        {"bright-", -2},
        {"pink", -2},
        {"#ff870", -2},
        {"#gg0000", -2},
        {"12x", -2},
        {"bright-default", -2},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        int color = -2;

        check(color_parse(rows[i].word, &color) == (rows[i].color != -2), "%s", rows[i].word);
        check(rows[i].color == -2 || color == rows[i].color, "%s: %d", rows[i].word, color);
    }
}

static void
colors_become_the_nearest_that_there_is(void **state)
{
    static const struct {
        int color, count;
        enum color_plane plane;
        int reduced;
    } rows[] = {
        {208, 256, COLOR_FOREGROUND, 208}, {196, 16, COLOR_FOREGROUND, 9},
        {196, 8, COLOR_FOREGROUND, 1},     {9, 8, COLOR_FOREGROUND, 1},
        {231, 8, COLOR_FOREGROUND, 7},     {16, 8, COLOR_BACKGROUND, 0},
        {234, 8, COLOR_BACKGROUND, 0},     {COLOR_UNSET, 8, COLOR_FOREGROUND, COLOR_UNSET},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        check(color_reduce(rows[i].color, rows[i].count, rows[i].plane) == rows[i].reduced,
              "%d: %d", rows[i].color, color_reduce(rows[i].color, rows[i].count, rows[i].plane));
    for (int color = 1; color < 256; color++) // what isn't black stays readable on black
        for (int count = 8; count <= 16; count *= 2)
            check(color_reduce(color, count, COLOR_FOREGROUND) > 0, "%d of %d", color, count);
}

static void
every_embedded_theme_loads_and_hides_nothing(void **state)
{
    (void)state;
    for (const char *const *name = theme_names(); *name; name++) {
        struct error err = {0};
        struct theme *theme = theme_load(*name, NULL, &err);
        struct look normal;

        check(theme, "%s: %s", *name, err.text);
        normal = theme_look(theme, STYLE_NORMAL);
        for (int i = 0; i < STYLE_COUNT; i++) {
            struct look look = theme_look(theme, (enum style)i);
            int foreground = look.foreground == COLOR_UNSET ? normal.foreground : look.foreground;
            int background = look.background == COLOR_UNSET ? normal.background : look.background;

            check(foreground == COLOR_UNSET || foreground != background, "%s style %d", *name, i);
        }
        theme_free(theme);
    }
}

static void
the_embedded_default_is_what_the_styles_say(void **state)
{
    struct error err;
    struct theme *embedded = theme_load("default", NULL, &err);
    struct theme *built_in = theme_default();

    (void)state;
    for (int i = 0; i < STYLE_COUNT; i++) {
        struct look a = theme_look(embedded, (enum style)i);
        struct look b = theme_look(built_in, (enum style)i);

        check(a.attributes == b.attributes && a.foreground == b.foreground
                  && a.background == b.background,
              "style %d", i);
    }
    theme_free(embedded);
    theme_free(built_in);
}

static void
mono_has_no_color(void **state)
{
    struct error err;
    struct theme *theme = theme_load("mono", NULL, &err);

    (void)state;
    for (int i = 0; i < STYLE_COUNT; i++) {
        struct look look = theme_look(theme, (enum style)i);

        check(look.foreground == COLOR_UNSET && look.background == COLOR_UNSET, "style %d", i);
    }
    theme_free(theme);
}

static void
write_theme(const struct folder *folder, const char *text)
{
    char path[128];
    FILE *file;

    snprintf(path, sizeof(path), "%s/themes", folder->path);
    mkdir(path, 0700);
    snprintf(path, sizeof(path), "%s/themes/mine.theme", folder->path);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void
a_theme_of_the_user_s_is_read_or_its_bad_line_named(void **state)
{
    static const struct {
        const char *text;
        const char *refusal; /* NULL: it loads */
    } rows[] = {
        {"# mine\n\nstyle warning bold red on white\n", NULL},
        {"style warning bold red on white", NULL},
        {"", NULL},
        {"style warning bold\nstyle warnng bold\n", "mine.theme:2: No style is called `warnng`"},
        {"style warning blod\n", "mine.theme:1: `blod` is neither"},
        {"colour warning bold\n", "mine.theme:1: A line of a theme is"},
        {"style\n", "mine.theme:1: A line of a theme is"},
    };
    struct folder folder;
    struct error err = {0};

    (void)state;
    folder_open(&folder);
    assert_null(theme_load("mine", folder.path, &err));
    check(strstr(err.text, "No theme is called `mine`"), "%s", err.text);
    for (size_t i = 0; i < countof(rows); i++) {
        struct theme *theme;

        write_theme(&folder, rows[i].text);
        theme = theme_load("mine", folder.path, &err);
        check(!theme == !!rows[i].refusal, "row %zu: %s", i, err.text);
        check(theme || strstr(err.text, rows[i].refusal), "%s", err.text);
        if (i == 0)
            assert_int_equal(theme_look(theme, STYLE_WARNING).background, 7);
        theme_free(theme);
    }
    assert_null(theme_load("../themes/mine", folder.path, &err)); // a name is no path
    folder_close(&folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(colors_are_named_numbered_and_mixed),
        cmocka_unit_test(colors_become_the_nearest_that_there_is),
        cmocka_unit_test(every_embedded_theme_loads_and_hides_nothing),
        cmocka_unit_test(the_embedded_default_is_what_the_styles_say),
        cmocka_unit_test(mono_has_no_color),
        cmocka_unit_test(a_theme_of_the_user_s_is_read_or_its_bad_line_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
