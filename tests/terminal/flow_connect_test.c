/* From nothing to a property: the start screen, the card that tries and saves, and switching. */
#include <glob.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/base/file.h"
#include "tests/support/flow.h"
#include "tests/support/property.h"
#include "tests/support/server_process.h"
#include "tests/support/test.h"

static struct hotel hotel;            /* one property */
static struct server_process pension; /* and another */
static struct vt *vt;

bool
demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}

static int
start(void **state)
{
    struct server_config config = server_process_config();
    char listen[160];

    (void)state;
    hotel_open(&hotel);
    snprintf(listen, sizeof(listen), "unix:%s/pension", hotel.folder.path);
    config.listen = listen;
    config.client_token = "pension-client";
    config.access_token = "pension-access";
    server_process_start(&pension, &config);
    return 0;
}

static int
stop(void **state)
{
    (void)state;
    vt_close(vt);
    vt = NULL;
    assert_int_equal(server_process_end(&pension, SIGTERM), 0);
    hotel_close(&hotel);
    return 0;
}

/* The program as somebody starts it who has configured nothing, or what the test has. */
static void
open_screen_with(const char *const *words, const char *const *more)
{
    const char *argv[8] = {hotel_program(), "--now", HOTEL_NOW};
    const char *environment[2 * HOTEL_ENVIRONMENT];
    size_t count = 0;

    for (size_t i = 0; words && words[i]; i++)
        argv[3 + i] = words[i];
    for (size_t i = 0; hotel.environment[i]; i++)
        if (strncmp(hotel.environment[i], "FRONTDESK_", 10) != 0)
            environment[count++] = hotel.environment[i];
    while (more && *more)
        environment[count++] = *more++;
    environment[count] = NULL;
    vt = vt_open(&(struct vt_config){.argv = argv, .environment = environment});
}

static void
open_screen(const char *const *words)
{
    open_screen_with(words, NULL);
}

/* Fills the field that the cursor is in, in place of what is in it. */
static void
fill(const char *text)
{
    vt_type(vt, "\x15"); // ^U
    vt_type(vt, text);
}

static void
fill_card(const char *name, const char *url, const char *client, const char *access)
{
    const char *const texts[] = {name, url, client, access};

    for (size_t i = 0; i < 4; i++) {
        fill(texts[i]);
        vt_type(vt, i < 3 ? "\t" : "\r");
    }
}

static const char *
url_of(const char *socket)
{
    static char url[160];

    snprintf(url, sizeof(url), "unix:%s/%s", hotel.folder.path, socket);
    return url;
}

/* Of a file of the configuration's folder: for its user alone, with this text in it. */
static void
is_secret(const char *name, const char *text)
{
    char path[160];
    char bytes[1024] = "";
    struct stat info;
    FILE *file;

    snprintf(path, sizeof(path), "%s/config/frontdesk/%s", hotel.folder.path, name);
    check(stat(path, &info) == 0, "%s", path);
    assert_int_equal(info.st_mode & 0777, 0600);
    file = fopen(path, "r");
    assert_non_null(file);
    bytes[fread(bytes, 1, sizeof(bytes) - 1, file)] = '\0';
    fclose(file);
    check(strstr(bytes, text), "%s: %s", path, bytes);
}

static bool
is_saved(void)
{
    char path[160];

    snprintf(path, sizeof(path), "%s/config/frontdesk", hotel.folder.path);
    return access(path, F_OK) == 0;
}

static void
what_answers_is_saved_and_opened(void **state)
{
    (void)state;
    open_screen(NULL);
    vt_wait_text(vt, "Nothing says yet which property");
    vt_type(vt, "c");
    vt_wait_text(vt, "Connect to a property");
    fill_card("hotel", url_of("api"), "client", "wrong");
    vt_wait_words(vt, "Invalid AccessToken");
    assert_false(vt_has_text(vt, "wrong")); // a secret is not shown
    assert_false(is_saved());
    fill("  access "); // as it may be pasted
    vt_type(vt, "\r");
    vt_wait_text(vt, "Arrivals");
    vt_wait_text(vt, "Hotel Vltav");
    is_secret("hotel.json", "\"access\"");
    is_secret("frontdeskrc", "profile hotel url=unix:");
    vt_wait_idle(vt);
    vt_type(vt, "q");
    assert_int_equal(vt_wait_exit(vt), 0);
    vt_close(vt);
    open_screen(NULL); // and is what opens from now on
    vt_wait_text(vt, "Hotel Vltav");
}

/* frontdeskrc may be kept elsewhere, under version control: the link to it stays one. */
static void
what_is_saved_goes_where_a_link_leads(void **state)
{
    char link[160];
    char target[160];
    char bytes[1024] = "";
    struct stat info;
    FILE *file;

    (void)state;
    snprintf(target, sizeof(target), "%s/kept", hotel.folder.path);
    file = fopen(target, "w");
    assert_non_null(file);
    assert_true(fputs("set refresh 5", file) >= 0);
    assert_int_equal(fclose(file) | chmod(target, 0640), 0);
    snprintf(link, sizeof(link), "%s/config/frontdesk", hotel.folder.path);
    assert_int_equal(folder_make(link, NULL), true);
    strcat(link, "/frontdeskrc");
    assert_int_equal(symlink("../../kept", link), 0);
    open_screen(NULL);
    vt_wait_text(vt, "Nothing says yet which property");
    vt_type(vt, "c");
    vt_wait_text(vt, "Connect to a property");
    fill_card("hotel", url_of("api"), "client", "access");
    vt_wait_text(vt, "Hotel Vltav");
    assert_int_equal(lstat(link, &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_int_equal(stat(target, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0640);
    file = fopen(target, "r");
    bytes[fread(bytes, 1, sizeof(bytes) - 1, file)] = '\0';
    fclose(file);
    check(strstr(bytes, "set refresh 5\nprofile hotel url=unix:"), "%s", bytes);
}

static void
an_address_that_is_none_or_silent_is_told_and_not_saved(void **state)
{
    (void)state;
    open_screen(NULL);
    vt_wait_text(vt, "Nothing says yet which property");
    vt_type(vt, "c");
    vt_wait_text(vt, "Connect to a property");
    fill_card("hotel", "http://192.0.2.1", "client", "access");
    vt_wait_words(vt, "would show the tokens to the network");
    vt_type(vt, "\x1b[Z\x1b[Z"); // two fields back
    fill(url_of("nonesuch"));
    vt_type(vt, "\r");
    vt_wait_words(vt, "trying it");
    vt_type(vt, "\x1b"); // no need to wait for the end of it
    vt_wait_text(vt, "Nothing says yet which property");
    vt_wait_gone(vt, "Connect to a property");
    assert_false(is_saved());
    vt_type(vt, "q");
    assert_int_equal(vt_wait_exit(vt), 0);
}

/* Which is not to be taken for a desk that nobody has configured. */
static void
a_profile_that_is_set_and_missing_is_told(void **state)
{
    char folder[160];
    char path[200];
    struct error err;

    (void)state;
    snprintf(folder, sizeof(folder), "%s/config/frontdesk", hotel.folder.path);
    snprintf(path, sizeof(path), "%s/frontdeskrc", folder);
    assert_true(folder_make(folder, &err));
    assert_true(file_replace(path, "set profile prague\n", 19, 0600, &err));
    open_screen(NULL);
    assert_int_equal(vt_wait_exit(vt), 2);
    vt_wait_words(vt, "No profile prague");
}

static void
connect_switches_between_profiles(void **state)
{
    (void)state;
    open_screen(NULL);
    vt_wait_text(vt, "Nothing says yet which property");
    vt_type(vt, "c");
    vt_wait_text(vt, "Connect to a property");
    fill_card("hotel", url_of("api"), "client", "access");
    vt_wait_text(vt, "Hotel Vltav");
    vt_wait_idle(vt);
    vt_type(vt, ":connect\r");
    vt_wait_text(vt, "hotel2"); // as there is a hotel
    vt_wait_idle(vt);
    vt_type(vt, "\x7f");
    vt_wait_words(vt, "takes the place of the profile of that name");
    vt_wait_idle(vt);
    vt_type(vt, "\x15");
    fill_card("pension", url_of("pension"), "pension-client", "pension-access");
    vt_wait_text(vt, "Hotel Test");
    is_secret("pension.json", "pension-access");
    vt_wait_idle(vt);
    vt_type(vt, ":connect ho\t\r"); // completed
    vt_wait_text(vt, "Hotel Vltav");
    vt_wait_idle(vt);
    vt_type(vt, ":connect nonesuch\r");
    vt_wait_words(vt, "No profile nonesuch");
    assert_true(vt_has_text(vt, "Hotel Vltav"));
    vt_close(vt);
    open_screen((const char *const[]){"--profile", "pension", NULL});
    vt_wait_text(vt, "Hotel Test");
}

/* An option before the environment before what frontdeskrc says. */
static void
a_profile_that_is_named_goes_before_the_environment(void **state)
{
    char environment[200];
    const char *const around[] = {environment, "FRONTDESK_CLIENT_TOKEN=client",
                                  "FRONTDESK_ACCESS_TOKEN=access", NULL};

    (void)state;
    open_screen(NULL);
    vt_wait_text(vt, "Nothing says yet which property");
    vt_type(vt, "c");
    vt_wait_text(vt, "Connect to a property");
    fill_card("pension", url_of("pension"), "pension-client", "pension-access");
    vt_wait_text(vt, "Hotel Test");
    vt_wait_idle(vt);
    vt_close(vt);
    snprintf(environment, sizeof(environment), "FRONTDESK_URL=%s", url_of("api"));
    open_screen_with(NULL, around);
    vt_wait_text(vt, "Hotel Vltav");
    vt_wait_idle(vt);
    vt_type(vt, ":connect pension\r");
    vt_wait_text(vt, "Hotel Test");
    vt_close(vt);
    open_screen_with((const char *const[]){"--profile", "pension", NULL}, around);
    vt_wait_text(vt, "Hotel Test");
}

/* Where the demo's server is, while it runs: in a folder that nobody can have made before. */
static void
check_demo_folder(size_t count)
{
    char pattern[160];
    struct stat info;
    glob_t found;

    snprintf(pattern, sizeof(pattern), "%s/frontdesk-*/api.sock", hotel.folder.path);
    assert_int_equal(glob(pattern, 0, NULL, &found), count ? 0 : GLOB_NOMATCH);
    assert_int_equal(found.gl_pathc, count);
    if (count) {
        *strrchr(found.gl_pathv[0], '/') = '\0';
        assert_int_equal(lstat(found.gl_pathv[0], &info), 0);
        assert_true(S_ISDIR(info.st_mode) && info.st_uid == geteuid());
        assert_int_equal(info.st_mode & 0777, 0700);
    }
    globfree(&found);
}

static void
the_start_screen_s_help_is_of_what_it_can(void **state)
{
    (void)state;
    open_screen(NULL);
    vt_wait_text(vt, "frontdesk doctor");
    vt_resize(vt, 12, 40);
    vt_wait_words(vt, "a full house, nothing to break");
    vt_resize(vt, 24, 80);
    vt_wait_text(vt, "frontdesk doctor");
    vt_type(vt, "\x1bOP");
    vt_wait_text(vt, "Lists the keys that work here");
    vt_wait_idle(vt);
    assert_false(vt_has_text(vt, "arrivals"));
}

static void
the_start_screen_opens_the_demo(void **state)
{
    char runtime[160];

    (void)state;
    snprintf(runtime, sizeof(runtime), "XDG_RUNTIME_DIR=%s", hotel.folder.path);
    open_screen_with(NULL, (const char *const[]){runtime, NULL});
    vt_wait_text(vt, "Nothing says yet which property");
    vt_press(vt, VTERM_KEY_FUNCTION(1), VTERM_MOD_NONE);
    vt_wait_text(vt, "Keys");
    vt_type(vt, "q");
    vt_wait_text(vt, "Nothing says yet which property");
    vt_type(vt, "d");
    vt_wait_text(vt, "Arrivals");
    assert_false(is_saved());
    check_demo_folder(1);
    vt_wait_idle(vt);
    vt_type(vt, "q");
    assert_int_equal(vt_wait_exit(vt), 0);
    check_demo_folder(0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_answers_is_saved_and_opened, start, stop),
        cmocka_unit_test_setup_teardown(what_is_saved_goes_where_a_link_leads, start, stop),
        cmocka_unit_test_setup_teardown(an_address_that_is_none_or_silent_is_told_and_not_saved,
                                        start, stop),
        cmocka_unit_test_setup_teardown(a_profile_that_is_set_and_missing_is_told, start, stop),
        cmocka_unit_test_setup_teardown(connect_switches_between_profiles, start, stop),
        cmocka_unit_test_setup_teardown(a_profile_that_is_named_goes_before_the_environment, start,
                                        stop),
        cmocka_unit_test_setup_teardown(the_start_screen_s_help_is_of_what_it_can, start, stop),
        cmocka_unit_test_setup_teardown(the_start_screen_opens_the_demo, start, stop),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
