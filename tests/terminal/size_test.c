/* The screen at any size, and while the size changes. */
#include <stdlib.h>

#include "tests/support/sample_vt.h"
#include "tests/support/test.h"

enum {
    DEADLINE_MS = 30000,
    KEYS = 300
};

/* Whether the frame of a screen of these rows is whole: its last line is where it belongs. */
static bool
is_whole(struct vt *vt, const void *rows)
{
    return strstr(vt_row(vt, *(const int *)rows - 1), "q quit") && strstr(vt_row(vt, 0), "12:00");
}

static void
check_drawn(struct sample_vt *sample, int rows, int columns)
{
    char size[32];

    check(vt_until(sample->vt, is_whole, &rows, DEADLINE_MS), "%dx%d: %s", rows, columns,
          vt_screen(sample->vt));
    vt_type(sample->vt, "v");
    snprintf(size, sizeof(size), "size %dx%d", rows, columns);
    sample_vt_wait_log(sample, size);
}

static void
it_starts_at_any_size_and_lives(void **state)
{
    static const int sizes[][2] = {{1, 1}, {5, 10}, {9, 80}, {24, 39}, {1, 200}, {2, 2}};

    (void)state;
    for (size_t i = 0; i < countof(sizes); i++) {
        struct sample_vt sample;

        sample_vt_start(&sample,
                        &(struct sample_config){.rows = sizes[i][0], .columns = sizes[i][1]});
        vt_wait_text(sample.vt, "T");
        vt_wait_idle(sample.vt);
        vt_type(sample.vt, "i\x1b[B"); // what nobody sees does nothing
        vt_wait_idle(sample.vt);
        vt_resize(sample.vt, 24, 80);
        check_drawn(&sample, 24, 80);
        assert_int_equal(sample_vt_count(&sample, "act 11000000-0000-0000-0000-000064000000"), 0);
        vt_type(sample.vt, "q");
        assert_int_equal(vt_wait_exit(sample.vt), 0);
        sample_vt_close(&sample);
    }
}

static void
it_follows_the_size_there_and_back(void **state)
{
    static const struct {
        int rows, columns;
        bool is_usable;
    } sizes[] = {
        {24, 80, true},  {2, 200, false}, {200, 2, false},  {24, 80, true},
        {12, 40, true},  {10, 40, true},  {300, 500, true}, {9, 40, false},
        {10, 39, false}, {50, 200, true}, {24, 80, true},
    };
    struct sample_vt sample;

    (void)state;
    sample_vt_open(&sample, &(struct sample_config){0});
    for (size_t i = 0; i < countof(sizes); i++) {
        vt_resize(sample.vt, sizes[i].rows, sizes[i].columns);
        if (sizes[i].is_usable)
            check_drawn(&sample, sizes[i].rows, sizes[i].columns);
        else
            vt_wait_gone(sample.vt, "quit");
        vt_wait_idle(sample.vt);
    }
    sample_vt_close(&sample);
}

static void
a_storm_of_sizes_loses_no_key(void **state)
{
    struct sample_vt sample;
    unsigned seed = 1;
    int rows = 24;

    (void)state;
    sample_vt_open(&sample, &(struct sample_config){
                                .environment = (const char *const[]){"SAMPLE_TICKS=1", NULL}});
    for (int i = 0; i < 300; i++) {
        seed = seed * 1103515245 + 12345;
        vt_resize(sample.vt, 1 + (int)(seed >> 16) % 60, 1 + (int)(seed >> 20) % 220);
        if (i % 10 == 0)
            vt_resize(sample.vt, 24, 80);
    }
    vt_resize(sample.vt, 30, 100);
    vt_wait_text(sample.vt, "quit");
    for (int i = 0; i < KEYS; i++) {
        vt_resize(sample.vt, 20 + i % 7, 60 + i % 30);
        vt_type(sample.vt, "i");
    }
    vt_resize(sample.vt, 24, 80);
    vt_type(sample.vt, "C");
    sample_vt_wait_log(&sample, "say C");
    assert_int_equal(sample_vt_count(&sample, "act 11000000-0000-0000-0000-000064000000"), KEYS);
    check(vt_until(sample.vt, is_whole, &rows, DEADLINE_MS), "%s", vt_screen(sample.vt));
    check(strstr(vt_row(sample.vt, 2), "100 Name"), "%s", vt_screen(sample.vt));
    sample_vt_close(&sample);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_starts_at_any_size_and_lives),
        cmocka_unit_test(it_follows_the_size_there_and_back),
        cmocka_unit_test(a_storm_of_sizes_loses_no_key),
    };
    int code;

    return sample_vt_runs(argc, argv, &code) ? code : cmocka_run_group_tests(tests, NULL, NULL);
}
