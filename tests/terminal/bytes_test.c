/*
 * What keys cost on the line: a list of 20,000 rows is worked over slow links, and each session of
 * two hundred counts.
 */
#include <stdlib.h>

#include "tests/support/sample_vt.h"
#include "tests/support/test.h"

enum {
    MOVE_BYTES = 40
};

static const struct {
    int rows, columns;
    size_t scroll_bytes; /* of most rows: those with more colours take some more */
    size_t burst_bytes;  /* for each of a hundred keys at once */
} sizes[] = {{24, 80, 135, 20}, {50, 200, 255, 30}};

static size_t
press(struct sample_vt *sample, const char *keys)
{
    size_t length;

    vt_mark(sample->vt);
    vt_type(sample->vt, keys);
    vt_wait_idle(sample->vt);
    (void)vt_output(sample->vt, &length);
    return length;
}

static int
compare(const void *a, const void *b)
{
    size_t x = *(const size_t *)a;
    size_t y = *(const size_t *)b;

    return (x > y) - (x < y);
}

static size_t
median(size_t *bytes, size_t count)
{
    qsort(bytes, count, sizeof(*bytes), compare);
    return bytes[count / 2];
}

/* Bytes of the characters that the screen shows. */
static size_t
shown_bytes(struct sample_vt *sample)
{
    return strlen(vt_screen(sample->vt));
}

static void
keys_stay_within_their_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(sizes); i++) {
        struct sample_vt sample;
        size_t scrolls[21];
        char burst[301] = "";

        sample_vt_open(&sample,
                       &(struct sample_config){.rows = sizes[i].rows, .columns = sizes[i].columns});
        vt_wait_idle(sample.vt);
        for (int row = 0; row < sizes[i].rows - 5; row++)
            check(press(&sample, "\x1b[B") <= MOVE_BYTES, "row %d", row);
        for (size_t n = 0; n < countof(scrolls); n++)
            scrolls[n] = press(&sample, "\x1b[B");
        check(median(scrolls, countof(scrolls)) <= sizes[i].scroll_bytes, "%zu", scrolls[10]);
        for (int page = 0; page < 5; page++) {
            size_t bytes = press(&sample, "\x1b[6~");

            check(bytes <= shown_bytes(&sample), "%zu of %zu", bytes, shown_bytes(&sample));
        }
        for (int n = 0; n < 100; n++)
            strcat(burst, "\x1b[B");
        check(press(&sample, burst) <= 100 * sizes[i].burst_bytes, "size %zu", i);
        sample_vt_close(&sample);
    }
}

static void
a_frame_is_one_write(void **state)
{
    struct sample_vt sample;

    (void)state;
    sample_vt_open(&sample, &(struct sample_config){0});
    vt_wait_idle(sample.vt);
    for (int i = 0; i < 30; i++) {
        (void)press(&sample, "\x1b[6~");
        assert_int_equal(vt_bursts(sample.vt), 1);
    }
    sample_vt_close(&sample);
}

static void
nothing_is_written_when_nothing_changes(void **state)
{
    struct sample_vt sample;

    (void)state;
    sample_vt_open(&sample, &(struct sample_config){0});
    vt_wait_idle(sample.vt);
    assert_int_equal(press(&sample, "\x1b[A"), 0); // at the top already
    sample_vt_close(&sample);
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_stay_within_their_bytes),
        cmocka_unit_test(a_frame_is_one_write),
        cmocka_unit_test(nothing_is_written_when_nothing_changes),
    };
    int code;

    return sample_vt_runs(argc, argv, &code) ? code : cmocka_run_group_tests(tests, NULL, NULL);
}
