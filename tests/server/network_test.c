/* Data and state on file systems that are elsewhere. */
#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/guests.h"
#include "tests/support/test.h"

enum {
    ROWS = HOTEL_ENVIRONMENT + 5,
};

static struct hotel hotel;

static int
set_up(void **state)
{
    (void)state;
    hotel_open(&hotel);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    hotel_close(&hotel);
    return 0;
}

/* The hotel's environment, in which its folder is on a network. *Valid until* the next. */
static const char *const *
elsewhere(const char *type)
{
    static const char *rows[ROWS];
    static struct preload preload;
    static char texts[2][400];
    size_t count = 0;

    while ((rows[count] = hotel.environment[count]))
        count++;
    program_preload("network", &preload);
    snprintf(texts[0], sizeof(texts[0]), "NETWORK_FOLDER=%s", hotel.folder.path);
    snprintf(texts[1], sizeof(texts[1]), "NETWORK_TYPE=%s", type);
    rows[count++] = preload.library;
    rows[count++] = preload.sanitizer;
    rows[count++] = texts[0];
    rows[count++] = texts[1];
    rows[count] = NULL;
    return rows;
}

static void
a_server_refuses_data_there_with_the_remedy(void **state)
{
    static const char *const types[][2] = {
        {"0x6969", "nfs"}, {"0xff534d42", "cifs"}, {"0x01021997", "9p"}};
    char *data = hotel_path(&hotel, "elsewhere.db");

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct program_end end =
            program_run((const char *[]){hotel_program(), "serve", "--demo", "--data", data, NULL},
                        elsewhere(types[i][0]), NULL);

        check(end.status == 2 && strstr(end.err, types[i][1])
                  && strstr(end.err, "put it on a disk of this machine"),
              "%d %s", end.status, end.err);
        program_end_clear(&end);
        assert_int_equal(access(data, F_OK), -1); // nothing was begun
    }
    free(data);
}

/* Whether a file with this ending is in the desk's folder of state. */
static bool
has_file(const char *ending)
{
    char *path = hotel_path(&hotel, "state/frontdesk");
    DIR *folder = opendir(path);
    struct dirent *entry;
    bool has = false;

    check(folder, "%s", path);
    while ((entry = readdir(folder)))
        has |= strlen(entry->d_name) > strlen(ending)
               && strcmp(entry->d_name + strlen(entry->d_name) - strlen(ending), ending) == 0;
    closedir(folder);
    free(path);
    return has;
}

/* The state that programs of here have made, with its log. */
static void
drop_state(void)
{
    char *path = hotel_path(&hotel, "state/frontdesk");
    DIR *folder = opendir(path);
    struct dirent *entry;

    check(folder, "%s", path);
    while ((entry = readdir(folder)))
        (void)unlinkat(dirfd(folder), entry->d_name, 0); // but for . and ..
    closedir(folder);
    free(path);
}

/* Home folders of terminal hosts are there: two desks of the same user, from two hosts. */
static void
desks_keep_their_state_there_without_a_log(void **state)
{
    struct guest guest = guest_find(&hotel, GUEST_READY, 0);
    char command[80];
    pid_t desks[2];
    int in[2];
    int out[2];
    struct program_end end;

    (void)state;
    drop_state();
    snprintf(command, sizeof(command), "note %s 'from elsewhere'", guest.id);
    for (size_t i = 0; i < 2; i++)
        desks[i] = program_start(
            (const char *[]){hotel_program(), "run", "--now", HOTEL_NOW, command, NULL},
            elsewhere("0x6969"), &in[i], &out[i]);
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(program_wait(desks[i]), 0);
        close(in[i]);
        close(out[i]);
    }
    end = program_run((const char *[]){hotel_program(), "run", "--now", HOTEL_NOW, "journal", NULL},
                      elsewhere("0x6969"), NULL);
    check(end.status == 0, "%s", end.err);
    program_end_clear(&end);
    assert_true(has_file(".db"));
    assert_false(has_file("-wal")); // shared memory does not reach another host
    assert_false(has_file("-shm"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_server_refuses_data_there_with_the_remedy),
        cmocka_unit_test(desks_keep_their_state_there_without_a_log),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
