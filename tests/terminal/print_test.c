/* A bill on paper: by a command, which may fail in any way, and on the terminal's own printer. */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/base/error.h"
#include "api/base/file.h"
#include "tests/support/property.h"
#include "tests/support/scene.h"
#include "tests/support/test.h"

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

static int
set_up(void **state)
{
    return scene_set_up(state, "set refresh off\n");
}

/* The folio of 106 with its card for printing; `printer`: the command, with its folder as %s. */
static void PRINTF_LIKE(2, 3) open_card(struct scene *scene, const char *printer, ...)
{
    char config[400] = "set refresh off\nset timeout 2\n";
    size_t length = strlen(config);
    va_list args;

    if (printer) {
        length += (size_t)snprintf(config + length, sizeof(config) - length, "set printer ");
        va_start(args, printer);
        vsnprintf(config + length, sizeof(config) - length, printer, args);
        va_end(args);
        strcat(config, "\n");
    }
    stand_configure(&scene->stand, config);
    scene->vt = stand_day(&scene->stand);
    vt_type(scene->vt, ":inhouse\r");
    vt_wait_text(scene->vt, "Host5, Jan");
    vt_type(scene->vt, ":folio 106\r");
    vt_wait_text(scene->vt, "Bill 1 Open");
    vt_type(scene->vt, ":arrivals\r");
    vt_wait_text(scene->vt, "Host3");
    vt_type(scene->vt, ":print 106/1\r");
    vt_wait_text(scene->vt, "PDF into the file");
    vt_wait_idle(scene->vt);
}

static void
check_alive(struct scene *scene)
{
    vt_type(scene->vt, "\x1b"
                       "d");
    vt_wait_text(scene->vt, "Departures");
}

/* By command */

static void
the_command_gets_the_text(void **state)
{
    struct scene *scene = *state;
    struct error err;
    char path[200];
    char *text;

    snprintf(path, sizeof(path), "%s/paper", scene->stand.folder.path);
    open_card(scene, "cat > %s", path);
    vt_wait_text(scene->vt, "> Printer, as text (cat > ");
    vt_type(scene->vt, "\r");
    vt_wait_text(scene->vt, "Printed.");
    text = file_read(path, 1 << 20, NULL, &err);
    check(text && strstr(text, "Host5, Jan") && strstr(text, "100.00"), "%s",
          text ? text : err.text);
    free(text);
}

static void
one_that_fails_says_why(void **state)
{
    struct scene *scene = *state;

    open_card(scene, "echo out of paper >&2; exit 3");
    vt_type(scene->vt, "\r");
    vt_wait_words(scene->vt, "The print command failed (exit 3): out of paper");
    check_alive(scene);
}

static void
one_that_is_missing_is_named(void **state)
{
    struct scene *scene = *state;

    open_card(scene, "/nowhere/lp -d desk");
    vt_type(scene->vt, "\r");
    vt_wait_words(scene->vt, "The print command failed (exit 127)");
    vt_wait_words(scene->vt, "/nowhere/lp");
}

static void
one_that_dies_is_told(void **state)
{
    struct scene *scene = *state;

    open_card(scene, "kill -9 $$");
    vt_type(scene->vt, "\r");
    vt_wait_words(scene->vt, "died of signal 9");
}

/* The desk goes on meanwhile; the child, and what it started, is ended. */
static void
one_that_hangs_is_ended(void **state)
{
    struct scene *scene = *state;
    struct error err;
    char path[200];
    char *text;

    snprintf(path, sizeof(path), "%s/pid", scene->stand.folder.path);
    open_card(scene, "echo $$ > %s; sleep 1000", path);
    vt_type(scene->vt, "\r");
    vt_wait_text(scene->vt, "Printing…");
    check_alive(scene);
    vt_wait_words(scene->vt, "The print command hung, and was ended");
    text = file_read(path, 100, NULL, &err);
    check(text, "%s", err.text);
    assert_int_equal(kill(atoi(text), 0), -1);
    free(text);
}

/* On the terminal's own */

static const char *
find(const char *bytes, size_t length, const char *text)
{
    return memmem(bytes, length, text, strlen(text));
}

static void
the_terminal_s_printer_gets_the_text_alone(void **state)
{
    struct scene *scene = *state;
    const char *output;
    const char *begin;
    const char *end;
    size_t length;

    open_card(scene, NULL);
    vt_mark(scene->vt);
    vt_type(scene->vt, "\r");
    vt_wait_text(scene->vt, "Sent to this terminal's printer.");
    vt_wait_idle(scene->vt);
    output = vt_output(scene->vt, &length);
    begin = find(output, length, "\x1b[5i");
    check(begin, "nothing turns the printer on");
    begin += 4;
    end = find(begin, length - (size_t)(begin - output), "\x1b[4i");
    check(end, "nothing turns the printer off");
    length = (size_t)(end - begin);
    check(!find(begin, length, "\x1b"), "%.*s", (int)length, begin);
    check(find(begin, length, "Host5, Jan"), "%.*s", (int)length, begin);
    check(find(begin, length, "\r\n"), "%.*s", (int)length, begin);
    assert_int_equal(end[-1], '\f');
    vt_wait_text(scene->vt, "Host3"); // this terminal printed it on its screen, which is drawn anew
    check(!vt_has_text(scene->vt, "Host5, Jan"), "%s", vt_screen(scene->vt));
}

static void
a_terminal_without_one_says_so(void **state)
{
    struct scene *scene = *state;

    scene->stand.term = "screen";
    open_card(scene, NULL);
    vt_mark(scene->vt);
    vt_type(scene->vt, "\r");
    vt_wait_words(scene->vt, "This terminal tells of no printer");
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, set_up, scene_tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(the_command_gets_the_text),      SCENE(one_that_fails_says_why),
        SCENE(one_that_is_missing_is_named),   SCENE(one_that_dies_is_told),
        SCENE(one_that_hangs_is_ended),        SCENE(the_terminal_s_printer_gets_the_text_alone),
        SCENE(a_terminal_without_one_says_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
