#include "tests/support/golden.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "api/base/buffer.h"
#include "api/base/error.h"
#include "api/base/file.h"
#include "tests/support/test.h"
#include "tests/support/vt.h"

static void
add_line(struct buffer *text, char sign, int number, const char *line, size_t length)
{
    buffer_print(text, "%c%3d |%.*s\n", sign, number, (int)length, line);
}

/* Moves behind the line. */
static const char *
next_line(const char *line, size_t length)
{
    return line + length + (line[length] == '\n');
}

char *
golden_difference(const char *expected, const char *actual)
{
    struct buffer text = {0};

    for (int number = 0; *expected || *actual; number++) {
        size_t wanted = strcspn(expected, "\n");
        size_t there = strcspn(actual, "\n");

        if (wanted != there || memcmp(expected, actual, there) != 0 || !*expected || !*actual) {
            if (*expected)
                add_line(&text, '-', number, expected, wanted);
            if (*actual)
                add_line(&text, '+', number, actual, there);
        }
        expected = next_line(expected, wanted);
        actual = next_line(actual, there);
    }
    return text.length ? buffer_take(&text) : NULL;
}

static void
update(struct vt *vt, const char *path, const char *screen)
{
    struct error err = {0};

    (void)mkdir("tests/golden", 0755); // there already, as a rule
    if (!file_replace(path, screen, strlen(screen), 0644, &err))
        vt_fail(vt, "%s", err.text);
}

void
golden_check(struct vt *vt, const char *name)
{
    const char *screen = vt_screen(vt);
    struct error err = {0};
    char path[200];
    char *expected;
    char *difference;

    snprintf(path, sizeof(path), "tests/golden/%s.txt", name);
    if (getenv("UPDATE_GOLDEN")) {
        update(vt, path, screen);
        return;
    }
    expected = file_read(path, 1 << 20, NULL, &err);
    if (!expected)
        vt_fail(vt, "%s UPDATE_GOLDEN=1 makes it of this screen:", err.text);
    difference = golden_difference(expected, screen);
    free(expected);
    if (difference)
        print_error("%s", difference);
    free(difference);
    if (difference)
        vt_fail(vt, "The screen is not that of %s:", path);
}
