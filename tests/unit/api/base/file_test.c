#include "api/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "api/base/error.h"
#include "tests/support/folder.h"
#include "tests/support/test.h"

static struct folder folder;
static char calls[100]; /* what went to the disk, a word each */

static void
note(const char *call)
{
    size_t length = strlen(calls);

    snprintf(calls + length, sizeof(calls) - length, "%s ", call);
}

/* In place of libc's. */
int
fsync(int fd)
{
    struct stat info;

    assert_int_equal(fstat(fd, &info), 0);
    note(S_ISDIR(info.st_mode) ? "folder" : "file");
    return (int)syscall(SYS_fsync, fd);
}

int
rename(const char *from, const char *to)
{
    check(strncmp(from, to, strlen(to)) == 0, "%s is not beside %s", from, to);
    note("rename");
    return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

/* The path of a name in the test's folder; four at a time. */
static const char *
in(const char *name)
{
    static char paths[4][PATH_MAX];
    static int next;

    next = (next + 1) % 4;
    snprintf(paths[next], sizeof(paths[next]), "%s/%s", folder.path, name);
    return paths[next];
}

static void
write_file(const char *name, const char *text, mode_t mode)
{
    int fd = open(in(name), O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    assert_int_equal(fchmod(fd, mode), 0);
    close(fd);
}

static void
check_file(const char *name, const char *text, mode_t mode)
{
    struct error err = {0};
    struct stat info;
    char *read = file_read(in(name), 1000, NULL, &err);

    check(read, "%s: %s", name, err.text);
    check_text(read, text, "%s", name);
    free(read);
    assert_int_equal(stat(in(name), &info), 0);
    check((info.st_mode & 07777) == mode, "%s: mode %o", name, info.st_mode & 07777);
}

static void
files_are_read_whole_up_to_a_limit(void **state)
{
    static const size_t sizes[] = {0, 1, 4095, 4096, 4097, 100000};

    (void)state;
    for (size_t i = 0; i < countof(sizes); i++) {
        char *text = calloc(1, sizes[i] + 1);
        struct error err = {0};
        size_t length = 0;
        char *read;

        memset(text, 'x', sizes[i]);
        write_file("some", text, 0600);
        read = file_read(in("some"), sizes[i], &length, &err);
        check(read, "%zu: %s", sizes[i], err.text);
        assert_int_equal(length, sizes[i]);
        assert_string_equal(read, text);
        free(read);
        free(text);
        if (!sizes[i])
            continue;
        assert_null(file_read(in("some"), sizes[i] - 1, NULL, &err));
        assert_int_equal(err.kind, ERROR_DISK);
        assert_non_null(strstr(err.text, "it has more than"));
    }
    assert_null(file_read("/dev/zero", 1 << 20, NULL, NULL));
}

static void
what_cannot_be_read_is_named(void **state)
{
    struct error err = {0};

    (void)state;
    assert_null(file_read(in("missing"), 100, NULL, &err));
    assert_int_equal(err.kind, ERROR_DISK);
    assert_non_null(strstr(err.text, in("missing")));
    assert_non_null(strstr(err.text, "No such file"));
    assert_null(file_read(folder.path, 100, NULL, &err));
    assert_non_null(strstr(err.text, "Is a directory"));
}

static void
files_are_made_with_the_mode_asked_for(void **state)
{
    struct error err = {0};
    mode_t mask = umask(077);

    (void)state;
    check(file_replace(in("new"), "one", 3, 0640, &err), "%s", err.text);
    check_file("new", "one", 0640);
    umask(mask);
}

static void
a_replaced_file_keeps_its_mode(void **state)
{
    struct error err = {0};

    (void)state;
    write_file("old", "old text", 0600);
    check(file_replace(in("old"), "new", 3, 0644, &err), "%s", err.text);
    check_file("old", "new", 0600);
    assert_int_equal(folder_count(&folder), 1); // no temporary file stays
}

/* The new text is on the disk before it has the name, and the name before it is said. */
static void
a_file_is_replaced_in_an_order_that_power_may_cut(void **state)
{
    struct error err = {0};

    (void)state;
    calls[0] = '\0';
    check(file_replace(in("new"), "one", 3, 0600, &err), "%s", err.text);
    assert_string_equal(calls, "file rename folder ");
}

static void
a_link_into_another_folder_stays_a_link(void **state)
{
    struct error err = {0};
    struct stat info;

    (void)state;
    assert_int_equal(mkdir(in("elsewhere"), 0700), 0);
    write_file("elsewhere/frontdeskrc", "set a 1\n", 0600);
    assert_int_equal(symlink("elsewhere/frontdeskrc", in("frontdeskrc")), 0);
    assert_int_equal(symlink("frontdeskrc", in("second")), 0);
    check(file_replace(in("second"), "set a 2\n", 8, 0644, &err), "%s", err.text);
    check_file("elsewhere/frontdeskrc", "set a 2\n", 0600);
    assert_int_equal(lstat(in("frontdeskrc"), &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_int_equal(lstat(in("second"), &info), 0);
    assert_true(S_ISLNK(info.st_mode));
}

static void
what_cannot_be_replaced_is_left_as_it_was(void **state)
{
    char longest[PATH_MAX + 100];
    struct error err = {0};
    struct stat info;

    (void)state;
    assert_false(file_replace(in("missing/file"), "x", 1, 0600, &err));
    assert_int_equal(err.kind, ERROR_DISK);
    assert_non_null(strstr(err.text, in("missing/file")));

    assert_int_equal(symlink("nothing", in("dangling")), 0);
    assert_false(file_replace(in("dangling"), "x", 1, 0600, &err));
    assert_non_null(strstr(err.text, "dangling"));
    assert_int_equal(lstat(in("dangling"), &info), 0);
    assert_true(S_ISLNK(info.st_mode));

    assert_int_equal(mkfifo(in("fifo"), 0600), 0);
    assert_false(file_replace(in("fifo"), "x", 1, 0600, &err));
    assert_non_null(strstr(err.text, "no regular file"));
    assert_int_equal(lstat(in("fifo"), &info), 0);
    assert_true(S_ISFIFO(info.st_mode));
    assert_false(file_replace(folder.path, "x", 1, 0600, &err));
    assert_non_null(strstr(err.text, "no regular file"));

    memset(longest, 'a', sizeof(longest));
    longest[sizeof(longest) - 1] = '\0';
    assert_false(file_replace(longest, "x", 1, 0600, &err));
    assert_int_equal(folder_count(&folder), 2);
}

static void
a_name_without_a_folder_is_in_the_current_one(void **state)
{
    struct error err = {0};
    char *old = getcwd(NULL, 0);

    (void)state;
    assert_int_equal(chdir(folder.path), 0);
    check(file_replace("plain", "x", 1, 0600, &err), "%s", err.text);
    assert_int_equal(chdir(old), 0);
    free(old);
    check_file("plain", "x", 0600);
}

static void
folders_are_made_with_their_parents_for_the_user_alone(void **state)
{
    struct error err = {0};
    struct stat info;

    (void)state;
    check(folder_make(in("a/b/c"), &err), "%s", err.text);
    for (const char *name = "a/b/c"; name; name = strcmp(name, "a") == 0 ? NULL : "a") {
        assert_int_equal(stat(in(name), &info), 0);
        assert_true(S_ISDIR(info.st_mode));
        assert_int_equal(info.st_mode & 0777, 0700);
    }
    check(folder_make(in("a/b/c"), &err), "again: %s", err.text);
    check(folder_make(in("a/b/c/"), &err), "with a slash: %s", err.text);
    assert_int_equal(chmod(in("a"), 0755), 0);
    check(folder_make(in("a"), &err), "readable: %s", err.text);
}

/* A link planted at the name that we would use. */
static void
folders_that_others_hold_are_refused_and_untouched(void **state)
{
    struct error err = {0};

    (void)state;
    assert_int_equal(mkdir(in("theirs"), 0700), 0);
    assert_int_equal(symlink("theirs", in("planted")), 0);
    assert_false(folder_make(in("planted"), &err));
    assert_int_equal(err.kind, ERROR_DISK);
    assert_non_null(strstr(err.text, in("planted")));
    assert_false(folder_make(in("planted/"), &err));

    assert_int_equal(symlink("nothing", in("dangling")), 0);
    assert_false(folder_make(in("dangling"), &err));
    assert_int_equal(access(in("nothing"), F_OK), -1);

    assert_int_equal(mkdir(in("open"), 0700), 0);
    assert_int_equal(chmod(in("open"), 0777), 0);
    assert_false(folder_make(in("open"), &err));

    write_file("file", "text", 0600);
    assert_false(folder_make(in("file"), &err));
    assert_false(folder_make(in("file/below"), &err));
    check_file("file", "text", 0600);
    if (geteuid() == 0) { // only root can make somebody else's
        assert_int_equal(mkdir(in("other"), 0700), 0);
        assert_int_equal(chown(in("other"), 1234, 1234), 0);
        assert_false(folder_make(in("other"), &err));
        assert_non_null(strstr(err.text, in("other")));
    }
}

static void
paths_that_are_none_are_refused(void **state)
{
    char *longest = malloc(PATH_MAX + 100);
    struct error err = {0};

    (void)state;
    memset(longest, 'a', PATH_MAX + 99);
    longest[PATH_MAX + 99] = '\0';
    for (size_t i = 0; i < PATH_MAX + 99; i += 100)
        longest[i] = '/';
    memcpy(longest, folder.path, strlen(folder.path));
    assert_false(folder_make(longest, &err));
    assert_int_equal(err.kind, ERROR_DISK);
    free(longest);
    longest = strdup(""); // on the heap, so that a read beyond its end is seen
    assert_false(folder_make(longest, &err));
    free(longest);
    assert_int_equal(folder_count(&folder), 0);
}

static void
the_program_s_folder_follows_the_environment(void **state)
{
    static const struct {
        const char *variable, *home, *path;
    } rows[] = {
        {"/run/user/7", "/home/eva", "/run/user/7/frontdesk"},
        {NULL, "/home/eva", "/home/eva/.config/frontdesk"},
        {"", "/home/eva", "/home/eva/.config/frontdesk"},
        {"relative", "/home/eva", "/home/eva/.config/frontdesk"},
        {NULL, NULL, NULL},
        {NULL, "", NULL},
        {NULL, "relative", NULL},
    };
    char path[PATH_MAX];
    struct error err;

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        rows[i].variable ? setenv("FRONTDESK_TEST", rows[i].variable, 1)
                         : unsetenv("FRONTDESK_TEST");
        rows[i].home ? setenv("HOME", rows[i].home, 1) : unsetenv("HOME");
        check(folder_find("FRONTDESK_TEST", "/.config", path, sizeof(path), &err)
                  == (rows[i].path != NULL),
              "row %zu", i);
        if (rows[i].path)
            check_text(path, rows[i].path, "row %zu", i);
        else
            check(err.kind == ERROR_USAGE && strstr(err.text, "FRONTDESK_TEST"), "row %zu", i);
    }
    setenv("FRONTDESK_TEST", "/a/long/path", 1);
    assert_false(folder_find("FRONTDESK_TEST", "/.config", path, 12, &err));
    assert_int_equal(err.kind, ERROR_USAGE);
}

static int
make_folder(void **state)
{
    (void)state;
    folder_open(&folder);
    return 0;
}

static int
remove_folder(void **state)
{
    (void)state;
    folder_close(&folder);
    return 0;
}

#define in_folder(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(files_are_read_whole_up_to_a_limit),
        in_folder(what_cannot_be_read_is_named),
        in_folder(files_are_made_with_the_mode_asked_for),
        in_folder(a_replaced_file_keeps_its_mode),
        in_folder(a_file_is_replaced_in_an_order_that_power_may_cut),
        in_folder(a_link_into_another_folder_stays_a_link),
        in_folder(what_cannot_be_replaced_is_left_as_it_was),
        in_folder(a_name_without_a_folder_is_in_the_current_one),
        in_folder(folders_are_made_with_their_parents_for_the_user_alone),
        in_folder(folders_that_others_hold_are_refused_and_untouched),
        in_folder(paths_that_are_none_are_refused),
        in_folder(the_program_s_folder_follows_the_environment),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
