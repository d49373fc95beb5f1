/* Files are read and written beside the screen: a disk that hangs holds nobody up. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/base/error.h"
#include "api/base/file.h"
#include "tests/support/property.h"
#include "tests/support/stand.h"
#include "tests/support/test.h"

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

struct scene {
    struct stand stand;
    struct preload preload;
    char texts[2][400];
    const char *environment[5];
    char slow[128]; /* the folder that hangs */
    char gate[128];
    struct vt *vt;
};

static void
surround(struct scene *scene)
{
    program_preload("disk", &scene->preload);
    snprintf(scene->texts[0], sizeof(scene->texts[0]), "DISK_FOLDER=%s/", scene->slow);
    snprintf(scene->texts[1], sizeof(scene->texts[1]), "DISK_GATE=%s", scene->gate);
    scene->environment[0] = scene->preload.library;
    scene->environment[1] = scene->preload.sanitizer;
    scene->environment[2] = scene->texts[0];
    scene->environment[3] = scene->texts[1];
    scene->stand.environment = scene->environment;
}

static int
set_up(void **state)
{
    static struct scene scene;
    const char *folder;

    scene = (struct scene){0};
    stand_open(&scene.stand, "set refresh off\n");
    folder = scene.stand.folder.path;
    snprintf(scene.slow, sizeof(scene.slow), "%s/slow", folder);
    snprintf(scene.gate, sizeof(scene.gate), "%s/gate", folder);
    assert_int_equal(mkdir(scene.slow, 0700), 0);
    assert_int_equal(mkfifo(scene.gate, 0600), 0);
    surround(&scene);
    scene.vt = stand_day(&scene.stand);
    *state = &scene;
    return 0;
}

static int
tear_down(void **state)
{
    struct scene *scene = *state;

    vt_close(scene->vt);
    stand_close(&scene->stand);
    return 0;
}

static void PRINTF_LIKE(2, 3) type(struct scene *scene, const char *format, ...)
{
    char keys[256];
    va_list args;

    va_start(args, format);
    vsnprintf(keys, sizeof(keys), format, args);
    va_end(args);
    vt_type(scene->vt, keys);
}

/* Waits until somebody waits at it, and lets him through. */
static void
open_gate(const struct scene *scene)
{
    int fd = open(scene->gate, O_WRONLY);

    assert_true(fd >= 0);
    close(fd);
}

static void
check_file(const char *folder, const char *name, const char *begins)
{
    char path[256];
    struct error err = {0};
    char *text;

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    text = file_read(path, 1 << 20, NULL, &err);
    check(text && strncmp(text, begins, strlen(begins)) == 0, "%s", text ? text : err.text);
    free(text);
}

/* It goes on taking keys and drawing. */
static void
check_alive(struct scene *scene)
{
    type(scene, "\x1b"
                "d");
    vt_wait_text(scene->vt, "Host5");
    type(scene, "\x1b"
                "2");
    vt_wait_text(scene->vt, "Host3");
}

static void
a_list_is_exported_while_the_desk_goes_on(void **state)
{
    struct scene *scene = *state;
    const char *folder = scene->stand.folder.path;
    char name[160];

    type(scene, ":export %s/list.csv\r", scene->slow);
    vt_wait_text(scene->vt, "Writing ");
    check_alive(scene);
    type(scene, ":export %s/other.pdf\r", folder); // on a disk that works
    vt_wait_text(scene->vt, "Written into ");
    check_file(folder, "other.pdf", "%PDF-");
    snprintf(name, sizeof(name), "%s/list.csv", scene->slow);
    assert_int_not_equal(access(name, F_OK), 0);
    open_gate(scene);
    vt_wait_text(scene->vt, "slow/list.csv");
    check_file(scene->slow, "list.csv", "flags,");
}

static void
a_bill_s_pdf_is_saved_while_the_desk_goes_on(void **state)
{
    struct scene *scene = *state;

    type(scene, ":pdf 106/1 %s/bill.pdf\r", scene->slow);
    vt_wait_text(scene->vt, "Saving the PDF");
    check_alive(scene);
    open_gate(scene);
    vt_wait_text(scene->vt, "Saved as ");
    check_file(scene->slow, "bill.pdf", "%PDF-");
}

static void
what_cannot_be_written_is_told(void **state)
{
    struct scene *scene = *state;

    type(scene, ":export %s\r", scene->gate); // a FIFO
    vt_wait_text(scene->vt, "it is no regular file");
    type(scene, "\x0c:export %s/nowhere/list.csv\r", scene->slow);
    open_gate(scene);
    vt_wait_words(scene->vt, "No such file or directory");
    type(scene, "\x0c:pdf 106/1 %s\r", scene->gate);
    vt_wait_text(scene->vt, "it is no regular file");
}

/* Waits until somebody reads the FIFO, and lets him read this. */
static void
feed(const char *fifo, const char *text)
{
    int fd = open(fifo, O_WRONLY);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
}

static void
commands_are_read_while_the_desk_goes_on(void **state)
{
    struct scene *scene = *state;

    type(scene, ":source %s\r", scene->gate);
    vt_wait_text(scene->vt, "Reading ");
    check_alive(scene);
    feed(scene->gate, "bind w departures\nset nonsense 1\n");
    vt_wait_words(scene->vt, "gate:2: No setting is called `nonsense`");
    type(scene, "w");
    vt_wait_text(scene->vt, "Host5");
}

/* A theme of the user's on a disk that hangs. */
static void
make_theme(const struct scene *scene, const char *name, char path[256])
{
    struct error err;
    size_t length;

    snprintf(path, 256, "%s/config/frontdesk/themes", scene->stand.folder.path);
    assert_true(folder_make(path, &err));
    length = strlen(path);
    snprintf(path + length, 256 - length, "/%s.theme", name);
    assert_int_equal(mkfifo(path, 0600), 0);
}

static bool
has_underlined_title(struct vt *vt, const void *context)
{
    (void)context;
    return vt_cell(vt, 0, 1).underline;
}

static void
a_theme_is_read_while_the_desk_goes_on(void **state)
{
    struct scene *scene = *state;
    char first[256];
    char second[256];

    make_theme(scene, "first", first);
    make_theme(scene, "second", second);
    type(scene, ":theme first\r");
    check_alive(scene);
    type(scene, ":theme second\r");
    feed(second, "style title underline\n");
    assert_true(vt_until(scene->vt, has_underlined_title, NULL, 10000));
    feed(first, "style title reverse\n"); // it comes too late
    vt_wait_idle(scene->vt);
    assert_true(vt_cell(scene->vt, 0, 1).underline);
}

static void
a_card_s_token_is_read_while_the_desk_goes_on(void **state)
{
    struct scene *scene = *state;

    type(scene, ":card 106 %s expires=2028-07\r", scene->gate);
    vt_wait_text(scene->vt, "Reading ");
    check_alive(scene);
    feed(scene->gate, "visa-test\n");
    vt_wait_text(scene->vt, "Done.");
    type(scene, ":card 106 %s/nowhere expires=2028-07\r", scene->gate);
    vt_wait_words(scene->vt, "Not a directory");
}

static void
a_file_is_attached_while_the_desk_goes_on(void **state)
{
    struct scene *scene = *state;
    char path[200];

    snprintf(path, sizeof(path), "%s.pdf", scene->gate);
    assert_int_equal(mkfifo(path, 0600), 0);
    type(scene, ":attach 106 %s\r", path);
    vt_wait_text(scene->vt, "Reading ");
    check_alive(scene);
    feed(path, "%PDF-1.4\n");
    vt_wait_text(scene->vt, "is attached.");
}

/* What hangs is given up: it leaves no half a file. */
static void
the_desk_ends_while_a_file_hangs(void **state)
{
    struct scene *scene = *state;
    char name[160];

    type(scene, ":export %s/list.csv\r", scene->slow);
    vt_wait_text(scene->vt, "Writing ");
    type(scene, "q");
    check(vt_wait_exit(scene->vt) == 0, "%s", vt_screen(scene->vt));
    snprintf(name, sizeof(name), "%s/list.csv", scene->slow);
    assert_int_not_equal(access(name, F_OK), 0);
}

static void
a_shift_is_handed_over_once_its_report_is_written(void **state)
{
    struct scene *scene = *state;

    type(scene, ":cashier\r");
    vt_wait_text(scene->vt, "Cashier");
    vt_wait_idle(scene->vt);
    type(scene, "h");
    vt_wait_text(scene->vt, "Count");
    vt_wait_idle(scene->vt);
    type(scene, "\r");
    vt_wait_text(scene->vt, "Report");
    vt_wait_idle(scene->vt); // a card takes what is read after its frame is out
    type(scene, "\x15%s/nowhere/shift.pdf\r", scene->slow);
    vt_wait_text(scene->vt, "Writing the report");
    open_gate(scene);
    vt_wait_words(scene->vt, "No such file or directory");
    vt_wait_text(scene->vt, "Report");
    vt_wait_idle(scene->vt); // a card takes what is read after its frame is out
    type(scene, "\x15%s/shift.pdf\r", scene->slow);
    vt_wait_text(scene->vt, "Writing the report");
    open_gate(scene);
    vt_wait_text(scene->vt, "Handed over; the report is");
    check_file(scene->slow, "shift.pdf", "%PDF-");
}

#define SCENE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_list_is_exported_while_the_desk_goes_on),
        SCENE(commands_are_read_while_the_desk_goes_on),
        SCENE(a_theme_is_read_while_the_desk_goes_on),
        SCENE(a_card_s_token_is_read_while_the_desk_goes_on),
        SCENE(a_file_is_attached_while_the_desk_goes_on),
        SCENE(a_bill_s_pdf_is_saved_while_the_desk_goes_on),
        SCENE(what_cannot_be_written_is_told),
        SCENE(the_desk_ends_while_a_file_hangs),
        SCENE(a_shift_is_handed_over_once_its_report_is_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
