/* Where the server listens, and by which tokens it knows its clients. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "api/base/error.h"
#include "api/server/listener.h"
#include "api/server/tokens.h"

static char folder[] = "/tmp/listener_test.XXXXXX";

static const char *
file_in(const char *name)
{
    static char path[100];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return path;
}

static const char *
socket_in(const char *name)
{
    static char address[100];

    snprintf(address, sizeof(address), "unix:%s/%s", folder, name);
    return address;
}

static void
addresses_are_checked(void **state)
{
    static const struct {
        const char *address, *refusal;
    } rows[] = {
        {"127.0.0.1:0", NULL},
        {"localhost:0", NULL},
        {"127.9.9.9:0", NULL},
        {"0.0.0.0:0", "only loopback"},
        {"192.0.2.1:80", "only loopback"},
        {"[::]:0", "only loopback"},
        {"", "write unix:PATH, HOST:PORT"},
        {"127.0.0.1", "write unix:PATH, HOST:PORT"},
        {"127.0.0.1:", "write unix:PATH, HOST:PORT"},
        {"127.0.0.1:http", "write unix:PATH, HOST:PORT"},
        {":8080", "write unix:PATH, HOST:PORT"},
        {"127.0.0.1:65536", "write unix:PATH, HOST:PORT"},
        {"no such host:80", ""},
        {"unix:", "1 to 107 characters"},
        {"unix:/nonesuch/socket", "No such file"},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct listener listener;
        struct error err = {0};
        bool ok = listener_open(&listener, rows[i].address, LISTENER_PLAIN, &err);

        if (ok != !rows[i].refusal || (!ok && !strstr(err.text, rows[i].refusal)))
            fail_msg("%s: %s", rows[i].address, err.text);
        if (!ok)
            assert_int_equal(error_exit_code(err.kind), 2);
        listener_close(&listener);
    }
}

static void
a_free_port_is_told(void **state)
{
    struct listener listener;

    (void)state;
    assert_true(listener_open(&listener, "127.0.0.1:0", LISTENER_PLAIN, NULL));
    assert_int_equal(strncmp(listener.url, "http://127.0.0.1:", 17), 0);
    assert_true(atoi(listener.url + 17) > 0);
    listener_close(&listener);
}

static void
a_unix_socket_is_its_users_alone_and_goes_with_the_server(void **state)
{
    struct listener listener;
    struct listener second;
    struct error err = {0};
    struct stat info;

    (void)state;
    assert_true(listener_open(&listener, socket_in("s"), LISTENER_PLAIN, &err));
    assert_int_equal(stat(file_in("s"), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_string_equal(listener.url, socket_in("s"));
    assert_false(listener_open(&second, socket_in("s"), LISTENER_PLAIN, &err));
    assert_non_null(strstr(err.text, "another server is there"));
    listener_close(&second);
    assert_int_equal(access(file_in("s"), F_OK), 0);
    listener_close(&listener);
    assert_int_equal(access(file_in("s"), F_OK), -1);
}

static void
what_is_left_of_a_killed_server_is_replaced(void **state)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    struct listener listener;
    struct error err = {0};
    FILE *file;

    (void)state;
    strncpy(name.sun_path, file_in("stale"), sizeof(name.sun_path) - 1);
    assert_int_equal(bind(fd, (struct sockaddr *)&name, sizeof(name)), 0);
    close(fd);
    assert_true(listener_open(&listener, socket_in("stale"), LISTENER_PLAIN, &err));
    listener_close(&listener);
    file = fopen(file_in("file"), "w");
    fclose(file);
    assert_false(listener_open(&listener, socket_in("file"), LISTENER_PLAIN, &err));
    assert_non_null(strstr(err.text, "which is no socket"));
    listener_close(&listener);
    assert_int_equal(access(file_in("file"), F_OK), 0);
    assert_int_equal(symlink("file", file_in("planted")), 0);
    assert_false(listener_open(&listener, socket_in("planted"), LISTENER_PLAIN, &err));
    assert_non_null(strstr(err.text, "which is no socket"));
    listener_close(&listener);
    assert_int_equal(access(file_in("planted"), F_OK), 0);
}

static bool
has_form(const char *token)
{
    return strlen(token) == 64 && token[32] == '-' && strspn(token, "0123456789ABCDEF") == 32
           && strspn(token + 33, "0123456789ABCDEF") == 31;
}

static void
tokens_are_made_once(void **state)
{
    struct tokens first;
    struct tokens second;
    struct stat info;
    struct error err = {0};

    (void)state;
    assert_true(tokens_load(&first, NULL, NULL, NULL, &err));
    assert_true(has_form(first.client) && has_form(first.access));
    assert_string_not_equal(first.client, first.access);
    assert_true(tokens_load(&first, NULL, NULL, file_in("data"), &err));
    assert_true(tokens_load(&second, NULL, NULL, file_in("data"), &err));
    assert_string_equal(first.client, second.client);
    assert_string_equal(first.access, second.access);
    assert_int_equal(stat(file_in("data.tokens"), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_true(tokens_load(&second, "C", NULL, file_in("data"), &err));
    assert_string_equal(second.client, "C");
    assert_string_equal(second.access, first.access);
    assert_true(tokens_load(&second, "C", "A", file_in("given"), &err));
    assert_int_equal(access(file_in("given.tokens"), F_OK), -1); // what is given is not kept
    assert_false(tokens_load(&second, "", "A", NULL, &err));
    assert_non_null(strstr(err.text, "ClientToken"));
}

static void
damaged_tokens_are_named(void **state)
{
    FILE *file = fopen(file_in("broken.tokens"), "w");
    struct tokens tokens;
    struct error err = {0};

    (void)state;
    fputs("{\"ClientToken\":\"only\"}", file);
    fclose(file);
    assert_false(tokens_load(&tokens, NULL, NULL, file_in("broken"), &err));
    assert_non_null(strstr(err.text, "broken.tokens"));
    assert_non_null(strstr(err.text, "remove the file"));
}

static void
only_the_whole_token_is_it(void **state)
{
    (void)state;
    assert_true(token_is("ABC", "ABC"));
    assert_false(token_is("ABC", "ABD"));
    assert_false(token_is("ABC", "AB"));
    assert_false(token_is("ABC", "ABCD"));
    assert_false(token_is("ABC", "abc"));
}

static int
make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int
remove_folder(void **state)
{
    char command[160];

    (void)state;
    snprintf(command, sizeof(command), "rm -rf %s", folder);
    return system(command);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_checked),
        cmocka_unit_test(a_free_port_is_told),
        cmocka_unit_test(a_unix_socket_is_its_users_alone_and_goes_with_the_server),
        cmocka_unit_test(what_is_left_of_a_killed_server_is_replaced),
        cmocka_unit_test(tokens_are_made_once),
        cmocka_unit_test(damaged_tokens_are_named),
        cmocka_unit_test(only_the_whole_token_is_it),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
