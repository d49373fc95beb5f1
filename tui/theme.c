#include "tui/theme.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/base/file.h"
#include "api/base/intl.h"
#include "api/base/memory.h"
#include "tui/color.h"

enum {
    THEME_BYTES_MAX = 64 * 1024,
    LINE_SIZE = 256,
    PATH_SIZE = 4096
};

/* Where the linker put themes/NAME.theme. */
#define EMBEDDED(symbol)                                                                           \
    extern const char _binary_themes_##symbol##_theme_start[];                                     \
    extern const char _binary_themes_##symbol##_theme_end[];
EMBEDDED(default)
EMBEDDED(dark)
EMBEDDED(high_contrast)
EMBEDDED(light)
EMBEDDED(mono)
#undef EMBEDDED

#define EMBEDDED(name, symbol)                                                                     \
    {                                                                                              \
        name, _binary_themes_##symbol##_theme_start, _binary_themes_##symbol##_theme_end           \
    }
static const struct {
    const char *name;
    const char *start;
    const char *end;
} embedded[] = {
    EMBEDDED("default", default), EMBEDDED("dark", dark), EMBEDDED("high-contrast", high_contrast),
    EMBEDDED("light", light),     EMBEDDED("mono", mono),
};
#undef EMBEDDED

static const char *const embedded_names[] = {"default", "dark", "high-contrast",
                                             "light",   "mono", NULL};

static const struct {
    const char *name;
    const char *words; /* in the default theme */
} styles[STYLE_COUNT] = {
    [STYLE_NORMAL] = {"normal", ""},
#define STYLE(id, name, fallback) [STYLE_##id] = {name, fallback},
#include "tui/styles.def"
#undef STYLE
};

static const struct {
    const char *word;
    unsigned attribute;
} attributes[] = {
    {"bold", LOOK_BOLD},           {"dim", LOOK_DIM},     {"reverse", LOOK_REVERSE},
    {"underline", LOOK_UNDERLINE}, {"blink", LOOK_BLINK}, {"plain", 0},
};

struct theme {
    struct look looks[STYLE_COUNT];
};

static const struct look plain = {.foreground = COLOR_UNSET, .background = COLOR_UNSET};

static bool
read_attribute(const char *word, struct look *look)
{
    for (size_t i = 0; i < countof(attributes); i++) {
        if (strcmp(attributes[i].word, word) != 0)
            continue;
        look->attributes |= attributes[i].attribute;
        return true;
    }
    return false;
}

/* `bold red on white`, whose blanks become NULs. */
static bool
read_look(char *words, struct look *look, struct error *err)
{
    char *rest = NULL;
    int *plane = &look->foreground;

    *look = plain;
    for (char *word = strtok_r(words, " \t", &rest); word; word = strtok_r(NULL, " \t", &rest)) {
        if (strcmp(word, "on") == 0)
            plane = &look->background;
        else if (!read_attribute(word, look) && !color_parse(word, plane))
            return error_set(err, ERROR_USAGE,
                             _("`%s` is neither a colour nor one of bold, dim, reverse, underline, "
                               "blink, plain, on."),
                             word);
    }
    return true;
}

static bool
read_line(struct theme *theme, char *line, struct error *err)
{
    char *rest = NULL;
    char *word = strtok_r(line, " \t\r", &rest);
    char *name;

    if (!word || word[0] == '#')
        return true;
    name = strtok_r(NULL, " \t\r", &rest);
    if (strcmp(word, "style") != 0 || !name)
        return error_set(err, ERROR_USAGE, _("A line of a theme is `style NAME WORDS`."));
    for (size_t i = 0; i < STYLE_COUNT; i++)
        if (strcmp(styles[i].name, name) == 0)
            return read_look(rest, &theme->looks[i], err);
    return error_set(err, ERROR_USAGE, _("No style is called `%s`: the default theme lists them."),
                     name);
}

static bool
copy_line(char line[LINE_SIZE], const char *text, size_t length)
{
    if (length >= LINE_SIZE)
        return false;
    memcpy(line, text, length);
    line[length] = '\0';
    return true;
}

static struct theme *
read_theme(const char *path, const char *text, const char *end, struct error *err)
{
    struct theme *theme = memory_new(sizeof(*theme));
    int number = 0;

    for (size_t i = 0; i < STYLE_COUNT; i++)
        theme->looks[i] = plain;
    while (text < end) {
        const char *next = memchr(text, '\n', (size_t)(end - text));
        size_t length = (size_t)((next ? next : end) - text);
        char line[LINE_SIZE];

        number++;
        if ((!copy_line(line, text, length)
             && !error_set(err, ERROR_USAGE, _("The line is too long.")))
            || !read_line(theme, line, err)) {
            error_prefix(err, "%s:%d: ", path, number);
            free(theme);
            return NULL;
        }
        text = next ? next + 1 : end;
    }
    return theme;
}

static struct theme *
load_file(const char *path, struct error *err)
{
    size_t length = 0;
    char *text = file_read(path, THEME_BYTES_MAX, &length, err);
    struct theme *theme;

    if (!text)
        return NULL;
    theme = read_theme(path, text, text + length, err);
    free(text);
    return theme;
}

/* The file of a theme in a folder; false where there is none. */
static bool
find_file(const char *folder, const char *name, char path[PATH_SIZE])
{
    snprintf(path, PATH_SIZE, "%s/themes/%s.theme", folder, name);
    return access(path, F_OK) == 0;
}

struct theme *
theme_load(const char *name, const char *user_folder, struct error *err)
{
    char path[PATH_SIZE];

    if (!strchr(name, '/')
        && ((user_folder && find_file(user_folder, name, path))
            || find_file("/etc/frontdesk", name, path)))
        return load_file(path, err);
    for (size_t i = 0; i < countof(embedded); i++)
        if (strcmp(embedded[i].name, name) == 0)
            return read_theme(name, embedded[i].start, embedded[i].end, err);
    error_set(err, ERROR_USAGE,
              _("No theme is called `%s`: there are default, dark, high-contrast, light, mono, and "
                "those in the folder `themes` beside frontdeskrc."),
              name);
    return NULL;
}

struct theme *
theme_default(void)
{
    struct theme *theme = memory_new(sizeof(*theme));

    for (size_t i = 0; i < STYLE_COUNT; i++) {
        char words[LINE_SIZE];

        snprintf(words, sizeof(words), "%s", styles[i].words);
        (void)read_look(words, &theme->looks[i], NULL);
    }
    return theme;
}

void
theme_free(struct theme *theme)
{
    free(theme);
}

struct look
theme_look(const struct theme *theme, enum style style)
{
    return theme->looks[style];
}

const char *const *
theme_names(void)
{
    return embedded_names;
}
