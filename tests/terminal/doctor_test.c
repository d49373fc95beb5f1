/* `frontdesk doctor`: what is wrong is said with what mends it, and its exit code. */
#include <stdlib.h>
#include <sys/stat.h>

#include "tests/support/property.h"
#include "tests/support/stand.h"
#include "tests/support/test.h"

enum {
    SCRIPT_SIZE = 512
};

static struct stand stand;

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

static int
start(void **state)
{
    (void)state;
    stand_open(&stand, "set refresh 10\n");
    stand.columns = 200;
    return 0;
}

static int
stop(void **state)
{
    (void)state;
    stand_close(&stand);
    return 0;
}

/* What is wrong: the words before the program, and what it says of it. */
static const struct ailment {
    const char *with;   /* NAME=VALUE of the shell, or `env -u NAME` */
    const char *config; /* NULL: as it was */
    const char *says;
    int status;
} ailments[] = {
    {"", NULL, "ok terminal xterm-256color, 24 rows of 200", 0},
    {"", NULL, "ok connection Hotel Test answers in", 0},
    {"", NULL, "TLS none, and none needed", 0},
    {"", NULL, "?? clock is ", 0}, // it is 2026 there
    {"", NULL, "ok time zone Europe/Prague", 0},
    {"", NULL, "events off, as ws-url says", 0},
    {"FRONTDESK_WS_URL=unix:$HOME/server", NULL, "ok events come", 0},
    {"FRONTDESK_WS_URL=unix:$HOME/nonesuch", NULL, "?? events do not come", 0},
    /* The locale and the terminal, which shows UTF-8 */
    {"LC_ALL=C.UTF-8", NULL, "ok locale C.UTF-8, UTF-8, as the terminal shows it", 0},
    {"LC_ALL=C", NULL, "?? locale C is not UTF-8, but the terminal shows it", 0},
    {"LC_ALL=xx_XX.UTF-8", NULL, "LC_ALL is xx_XX.UTF-8, which is not installed here", 0},
    {"TERM=nonesuch", NULL, "BAD terminal TERM is nonesuch", 2},
    {"TERM=dumb", NULL, "BAD terminal TERM is dumb", 2},
    {"env -u TERM", NULL, "BAD terminal TERM is not set", 2},
    {"env -u FRONTDESK_URL", NULL, "BAD configuration nothing names a property", 2},
    {"", "frob\n", "BAD configuration", 2},
    {"", "set refresh sometimes\n", "frontdeskrc:1:", 2},
    {"FRONTDESK_URL=http://192.0.2.1", NULL, "http://192.0.2.1 would show the tokens", 2},
    {"FRONTDESK_URL=http://127.0.0.1:1", NULL, "BAD connection configuration/get", 3},
    {"FRONTDESK_ACCESS_TOKEN=x", NULL, "Invalid AccessToken: it is not known here. Check both", 1},
    {"", "set ca-file /nonexistent/ca.pem\n", "BAD certificates /nonexistent/ca.pem", 2},
    {"env -u FRONTDESK_URL -u FRONTDESK_CLIENT_TOKEN -u FRONTDESK_ACCESS_TOKEN",
     "profile p url=unix:/x tokens=$TOKENS\nset profile p\n", "open to others: chown it", 2},
};

/* A file of tokens that others may read. */
static char *
configuration(const char *text)
{
    const char *at = strstr(text, "$TOKENS");
    char path[160];
    char *whole = malloc(SCRIPT_SIZE);
    FILE *file;

    assert_non_null(whole);
    if (!at) {
        snprintf(whole, SCRIPT_SIZE, "%s", text);
        return whole;
    }
    snprintf(path, sizeof(path), "%s/tokens.json", stand.folder.path);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs("{\"ClientToken\":\"c\",\"AccessToken\":\"a\"}", file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, 0644), 0);
    snprintf(whole, SCRIPT_SIZE, "%.*s%s%s", (int)(at - text), text, path, at + 7);
    return whole;
}

static void
what_is_wrong_is_said_with_its_remedy(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(ailments) / sizeof(*ailments); i++) {
        const struct ailment *row = &ailments[i];
        char *config = configuration(row->config ? row->config : "set refresh 10\n");
        char script[SCRIPT_SIZE];
        char ended[32];
        struct vt *vt;

        stand_configure(&stand, config);
        free(config);
        snprintf(script, sizeof(script), "%s \"$FRONTDESK\" doctor; echo ended with $?.",
                 row->with);
        snprintf(ended, sizeof(ended), "ended with %d.", row->status);
        vt = stand_shell(&stand, script);
        vt_wait_words(vt, row->says);
        vt_wait_text(vt, ended);
        assert_int_equal(vt_wait_exit(vt), 0);
        vt_close(vt);
    }
}

/* For a script: no question to a terminal, no sequence. */
static void
without_a_terminal_it_says_so_and_goes_on(void **state)
{
    struct program_end end;

    (void)state;
    stand_configure(&stand, "set refresh 10\n");
    end = stand_run(&stand, "doctor");
    assert_int_equal(end.status, 0);
    check(strstr(end.out, "this is no terminal"), "%s", end.out);
    check(strstr(end.out, "ok   connection     Hotel Test"), "%s", end.out);
    assert_null(strchr(end.out, '\x1b'));
    program_end_clear(&end);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_wrong_is_said_with_its_remedy),
        cmocka_unit_test(without_a_terminal_it_says_so_and_goes_on),
    };

    return cmocka_run_group_tests(tests, start, stop);
}
