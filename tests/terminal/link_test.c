/* A line that takes nothing for a while drops frames, and nothing else. */
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "tests/support/sample_vt.h"
#include "tests/support/test.h"

static const char *const ticking[] = {"SAMPLE_TICKS=1", NULL};

/* Fills what the kernel holds of a line with whole screens, until no frame gets out any more. */
static void
stall(struct sample_vt *sample)
{
    long frame = -1;
    long before;

    vt_stall(sample->vt);
    do {
        before = frame;
        vt_type(sample->vt, "\x0c"); // all anew
        vt_wait_idle(sample->vt);
        vt_type(sample->vt, "F");
        vt_wait_idle(sample->vt);
        frame = sample_vt_number(sample, "frame");
    } while (frame < 1 || frame != before);
}

static void
keys_and_timers_go_on_and_the_last_picture_is_whole(void **state)
{
    struct sample_vt sample;
    char words[64];

    (void)state;
    sample_vt_open(&sample, &(struct sample_config){.environment = ticking});
    stall(&sample);
    vt_type(sample.vt, "\x1b[H"); // Home
    for (int i = 0; i < 20; i++) {
        vt_type(sample.vt, "\x1b[Bi");
        snprintf(words, sizeof(words), "act 11000000-0000-0000-0000-0000%02x000000", 101 + i);
        sample_vt_wait_log(&sample, words);
    }
    snprintf(words, sizeof(words), "tick %d", 40);
    sample_vt_wait_log(&sample, words);
    vt_release(sample.vt);
    vt_wait_text(sample.vt, ">    120 Name");
    check(strstr(vt_row(sample.vt, 1), "No Name"), "%s", vt_screen(sample.vt));
    check(strstr(vt_row(sample.vt, 2), "101 Name"), "%s", vt_screen(sample.vt));
    check(strstr(vt_row(sample.vt, 21), ">    120 Name"), "%s", vt_screen(sample.vt));
    check(strstr(vt_row(sample.vt, 23), "q quit"), "%s", vt_screen(sample.vt));
    sample_vt_close(&sample);
}

static void
signals_end_a_program_whose_line_is_stalled(void **state)
{
    struct sample_vt sample;

    (void)state;
    sample_vt_open(&sample, &(struct sample_config){.environment = ticking});
    stall(&sample);
    kill(vt_pid(sample.vt), SIGTERM);
    sample_vt_wait_log(&sample, "end ");
    vt_release(sample.vt);
    assert_int_equal(vt_wait_exit(sample.vt), 128 + SIGTERM);
    sample_vt_close(&sample);
}

/* Keys typed while a frame with money is still in the line were not typed on seeing it. */
static void
a_guarded_card_is_seen_when_its_frame_is_out_and_not_before(void **state)
{
    struct sample_vt sample;

    (void)state;
    sample_vt_open(&sample, &(struct sample_config){0});
    stall(&sample);
    vt_type(sample.vt, "x");
    vt_wait_idle(sample.vt);
    vt_type(sample.vt, "\r");
    vt_wait_idle(sample.vt);
    vt_release(sample.vt);
    vt_wait_text(sample.vt, "Sure");
    vt_wait_idle(sample.vt);
    assert_int_equal(sample_vt_count(&sample, "card -  "), 0);
    assert_true(vt_bells(sample.vt) > 0);
    vt_type(sample.vt, "\r");
    sample_vt_wait_log(&sample, "card -  ");
    sample_vt_close(&sample);
}

/* CPU time of the program, in ticks of the kernel's clock. */
static long
cpu_ticks(const struct sample_vt *sample)
{
    char path[64];
    long user = -1;
    long system = -1;
    FILE *file;

    snprintf(path, sizeof(path), "/proc/%d/stat", (int)vt_pid(sample->vt));
    file = fopen(path, "r");
    assert_non_null(file);
    assert_int_equal(
        fscanf(file, "%*d %*s %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld", &user, &system),
        2);
    fclose(file);
    return user + system;
}

static bool
has_passed(struct vt *vt, const void *context)
{
    (void)vt;
    return time(NULL) >= *(const time_t *)context;
}

static void
a_stalled_line_and_idleness_take_no_time(void **state)
{
    struct sample_vt sample;
    time_t end;
    long before;

    (void)state;
    sample_vt_open(&sample, &(struct sample_config){0});
    stall(&sample);
    before = cpu_ticks(&sample);
    end = time(NULL) + 2;
    assert_true(vt_until(sample.vt, has_passed, &end, 10000));
    check(cpu_ticks(&sample) - before <= 1, "%ld ticks", cpu_ticks(&sample) - before);
    sample_vt_close(&sample);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_and_timers_go_on_and_the_last_picture_is_whole),
        cmocka_unit_test(signals_end_a_program_whose_line_is_stalled),
        cmocka_unit_test(a_guarded_card_is_seen_when_its_frame_is_out_and_not_before),
        cmocka_unit_test(a_stalled_line_and_idleness_take_no_time),
    };
    int code;

    return sample_vt_runs(argc, argv, &code) ? code : cmocka_run_group_tests(tests, NULL, NULL);
}
