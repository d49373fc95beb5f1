#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include "tests/support/property.h"
#include "tests/support/server_process.h"
#include "api/base/error.h"
bool demo_generate(const struct demo_config *config, demo_emit_fn emit, void *context, struct error *err)
{
    (void)config;
    return property_emit(emit, context, err);
}
static struct server_process server;
static void configuration(void **state)
{
 (void)state;
 json_t *a = server_ask(&server, "configuration/get", "{}");
 char *t = json_dumps(a, 0); puts(t); free(t); json_decref(a);
 a = server_ask(&server, "customers/getAll", "{\"Extent\":{\"Customers\":true},\"CustomerIds\":[\"$guest1\"]}");
 t = json_dumps(a, 0); puts(t); free(t); json_decref(a);
 a = server_ask(&server, "reservations/start", "{\"ReservationId\":\"$stay1\"}");
 t = json_dumps(a, 0); puts(t); free(t); json_decref(a);
}
int main(void)
{
    struct server_config config = server_process_config();
    config.strict = true;
    const struct CMUnitTest tests[] = { cmocka_unit_test(configuration)};
    server_process_start(&server, &config);
    int r = cmocka_run_group_tests(tests, NULL, NULL);
    printf("%d\n", server_process_end(&server, SIGTERM));
    return r;
}
