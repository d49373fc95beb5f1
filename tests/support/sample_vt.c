#include "tests/support/sample_vt.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "api/base/file.h"
#include "tests/support/sample.h"
#include "tests/support/test.h"

enum {
    ENTRIES = 24,
    DEADLINE_MS = 30000
};

/*
 * A shell with one job: says when it stopped, and `fg` and Enter continue it. Ends as the job does.
 */
static int
run_job(void)
{
    char line[16];
    int status = 0;
    int stops = 0;
    pid_t job;

    signal(SIGTTOU, SIG_IGN); // the job, too, until it has the terminal
    job = fork();
    setpgid(job, job); // in both: whoever comes first
    if (job == 0) {
        tcsetpgrp(STDIN_FILENO, getpid());
        signal(SIGTTOU, SIG_DFL);
        _exit(sample_run());
    }
    tcsetpgrp(STDIN_FILENO, job);
    while (waitpid(job, &status, WUNTRACED) == job && WIFSTOPPED(status)) {
        tcsetpgrp(STDIN_FILENO, getpid());
        dprintf(STDOUT_FILENO, "Stopped %d\n", ++stops);
        if (read(STDIN_FILENO, line, sizeof(line)) <= 0)
            return 1;
        tcsetpgrp(STDIN_FILENO, job);
        kill(-job, SIGCONT);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool
sample_vt_runs(int argc, char **argv, int *code)
{
    if (argc < 2)
        return false;
    if (strcmp(argv[1], "sample") == 0)
        *code = sample_run();
    else if (strcmp(argv[1], "job") == 0)
        *code = run_job();
    else
        return false;
    return true;
}

void
sample_vt_start(struct sample_vt *sample, const struct sample_config *config)
{
    char log[128];
    const char *environment[ENTRIES] = {
        log,
        "ASAN_OPTIONS=handle_segv=0:handle_abort=0:handle_sigbus=0:handle_sigfpe=0",
        "TSAN_OPTIONS=handle_segv=0:handle_abort=0:handle_sigbus=0:handle_sigfpe=0",
    };
    struct vt_config vt = {
        .argv = (const char *const[]){"/proc/self/exe", config->is_job ? "job" : "sample", NULL},
        .environment = environment,
        .term = config->term,
        .rows = config->rows,
        .columns = config->columns,
    };
    size_t count = 3;

    folder_open(&sample->folder);
    snprintf(sample->log, sizeof(sample->log), "%s/log", sample->folder.path);
    snprintf(log, sizeof(log), "SAMPLE_LOG=%s", sample->log);
    for (const char *const *entry = config->environment; entry && *entry; entry++) {
        assert_true(count < ENTRIES - 1);
        environment[count++] = *entry;
    }
    sample->vt = vt_open(&vt);
}

void
sample_vt_open(struct sample_vt *sample, const struct sample_config *config)
{
    sample_vt_start(sample, config);
    vt_wait_text(sample->vt, "Sample");
    vt_wait_text(sample->vt, "quit");
}

void
sample_vt_close(struct sample_vt *sample)
{
    vt_close(sample->vt);
    folder_close(&sample->folder);
}

size_t
sample_vt_count(const struct sample_vt *sample, const char *line)
{
    char *text = file_read(sample->log, 1024 * 1024, NULL, NULL);
    size_t length = strlen(line);
    size_t count = 0;

    for (const char *at = text; at && *at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL)
        count += strncmp(at, line, length) == 0 && at[length] == '\n';
    free(text);
    return count;
}

long
sample_vt_number(const struct sample_vt *sample, const char *word)
{
    char *text = file_read(sample->log, 1024 * 1024, NULL, NULL);
    size_t length = strlen(word);
    long number = -1;

    for (const char *at = text; at && *at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL)
        if (strncmp(at, word, length) == 0 && at[length] == ' ')
            number = atol(at + length + 1);
    free(text);
    return number;
}

struct wanted {
    const struct sample_vt *sample;
    const char *line;
};

static bool
is_logged(struct vt *vt, const void *context)
{
    const struct wanted *wanted = context;

    (void)vt;
    return sample_vt_count(wanted->sample, wanted->line) > 0;
}

void
sample_vt_wait_log(struct sample_vt *sample, const char *line)
{
    struct wanted wanted = {sample, line};

    if (!vt_until(sample->vt, is_logged, &wanted, DEADLINE_MS))
        vt_fail(sample->vt, "\"%s\" never came into the log.", line);
}
