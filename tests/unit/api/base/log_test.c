#include "api/base/log.h"

#include <fcntl.h>
#include <pthread.h>
#include <regex.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/base/error.h"
#include "api/base/file.h"
#include "tests/support/test.h"

enum {
    THREADS = 4,
    LINES = 500,
};

static char path[] = "/tmp/frontdesk-log-XXXXXX";

static void
without_a_file_nothing_is_logged(void **state)
{
    struct error err;

    (void)state;
    log_line(LOG_LEVEL_ERROR, "nobody hears this");
    assert_true(log_open(NULL, LOG_LEVEL_INFO, &err));
    log_line(LOG_LEVEL_ERROR, "nor this");
}

static void
a_file_that_cannot_be_opened_is_named(void **state)
{
    struct error err;

    (void)state;
    assert_false(log_open("/nonexistent/frontdesk.log", LOG_LEVEL_INFO, &err));
    assert_int_equal(err.kind, ERROR_USAGE);
    assert_string_equal(
        err.text, "Cannot open the log /nonexistent/frontdesk.log: No such file or directory.");
}

static void *
log_some(void *context)
{
    for (int i = 0; i < LINES; i++)
        log_line(LOG_LEVEL_INFO, "request thread=%d line=%d pad=%0200d", *(int *)context, i, 0);
    return NULL;
}

static bool
matches(const char *line, const char *pattern)
{
    regex_t regex;
    bool found;

    assert_int_equal(regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB), 0);
    found = regexec(&regex, line, 0, NULL, 0) == 0;
    regfree(&regex);
    return found;
}

static char *
read_log(void)
{
    struct error err;
    char *text = file_read(path, 1 << 24, NULL, &err);

    assert_non_null(text);
    return text;
}

static void
each_event_is_one_whole_line_whoever_writes(void **state)
{
    pthread_t threads[THREADS];
    int numbers[THREADS];
    int lines = 0;
    char *text;

    (void)state;
    for (int i = 0; i < THREADS; i++) {
        numbers[i] = i;
        assert_int_equal(pthread_create(&threads[i], NULL, log_some, &numbers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    text = read_log();
    for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"), lines++)
        check(matches(line, "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\\.[0-9]{3})?Z info request "
                            "thread=[0-9] line=[0-9]+ pad=0{200}$"),
              "%s", line);
    assert_int_equal(lines, THREADS * LINES);
    free(text);
}

static void
only_what_matters_enough_is_logged_and_long_lines_are_cut(void **state)
{
    char *text;

    (void)state;
    assert_int_equal(truncate(path, 0), 0);
    log_line(LOG_LEVEL_DEBUG, "too much");
    log_line(LOG_LEVEL_WARN, "path=%s", "a\nb\x1b[2J\tc");
    log_line(LOG_LEVEL_ERROR, "long=%02000d", 0);
    text = read_log();
    assert_null(strstr(text, "too much"));
    assert_non_null(strstr(text, "Z warn path=a b [2J c\n"));
    assert_non_null(strstr(text, "Z error long=0"));
    assert_int_equal(text[strlen(text) - 1], '\n');
    assert_in_range(strlen(text), 1000, 1100);
    free(text);
}

static int
open_log(void **state)
{
    struct error err;
    struct stat info;
    int fd = mkstemp(path);

    (void)state;
    unlink(path); // the log makes it
    close(fd);
    return log_open(path, LOG_LEVEL_INFO, &err) && stat(path, &info) == 0
                   && (info.st_mode & 0777) == 0600
               ? 0
               : -1;
}

static int
remove_log(void **state)
{
    (void)state;
    return unlink(path);
}

int
main(void)
{
    const struct CMUnitTest before[] = {
        cmocka_unit_test(without_a_file_nothing_is_logged),
        cmocka_unit_test(a_file_that_cannot_be_opened_is_named),
    };
    const struct CMUnitTest opened[] = {
        cmocka_unit_test(each_event_is_one_whole_line_whoever_writes),
        cmocka_unit_test(only_what_matters_enough_is_logged_and_long_lines_are_cut),
    };

    return cmocka_run_group_tests(before, NULL, NULL)
           + cmocka_run_group_tests(opened, open_log, remove_log);
}
