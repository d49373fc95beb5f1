#include "api/base/memory.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/test.h"

static int restored_fd;

static void
say_restored(void)
{
    assert_int_equal(write(restored_fd, "restored ", 9), 9);
}

static void
texts_are_copied_and_nothing_stays_nothing(void **state)
{
    char *copy = memory_text("Novák");

    (void)state;
    assert_string_equal(copy, "Novák");
    free(copy);
    assert_null(memory_text(NULL));
}

static void
arrays_double_and_keep_their_rows(void **state)
{
    int *rows = NULL;
    size_t capacity = 0;
    size_t moves = 0;

    (void)state;
    for (size_t count = 0; count < 10000; count++) {
        size_t before = capacity;

        rows = memory_grow(rows, count, &capacity, sizeof(*rows));
        rows[count] = (int)count;
        moves += capacity != before;
    }
    for (int i = 0; i < 10000; i++)
        assert_int_equal(rows[i], i);
    assert_in_range(moves, 1, 12);
    free(rows);
}

static void
no_size_is_a_block_all_the_same(void **state)
{
    char *block = memory_new(0);

    (void)state;
    assert_non_null(block);
    assert_int_equal(block[0], 0);
    block = memory_resize(block, 0, 8);
    assert_non_null(block);
    free(block);
}

/* Out of memory in a child: what it wrote on stderr, and how it ended. */
static int
run_out_of_memory(char *said, size_t size)
{
    int ends[2];
    int status;
    ssize_t length;
    pid_t child;

    assert_int_equal(pipe(ends), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        restored_fd = ends[1];
        memory_on_exhausted(say_restored);
        free(memory_resize(NULL, SIZE_MAX / 2, 3));
        _exit(0);
    }
    close(ends[1]);
    assert_int_equal(waitpid(child, &status, 0), child);
    length = read(ends[0], said, size - 1);
    assert_true(length >= 0);
    said[length] = '\0';
    close(ends[0]);
    return status;
}

static void
exhausted_memory_restores_the_terminal_and_ends_the_program(void **state)
{
    char said[200];
    int status = run_out_of_memory(said, sizeof(said));

    (void)state;
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 2);
    assert_string_equal(said, "restored frontdesk: out of memory\n");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_copied_and_nothing_stays_nothing),
        cmocka_unit_test(arrays_double_and_keep_their_rows),
        cmocka_unit_test(no_size_is_a_block_all_the_same),
        cmocka_unit_test(exhausted_memory_restores_the_terminal_and_ends_the_program),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
