#include "tests/support/cold_sync.h"

#include <signal.h>

#include "api/base/error.h"
#include "api/desk/desk.h"
#include "tests/support/desk.h"
#include "tests/support/fault_proxy.h"
#include "tests/support/folder.h"
#include "tests/support/hotel.h"
#include "tests/support/server_process.h"
#include "tests/support/test.h"

enum {
    PATH_SIZE = 120,
    WAIT_MS = 60000
};

static struct instant
hotel_time(void)
{
    struct instant now;

    check(instant_parse(HOTEL_NOW, &now), HOTEL_NOW);
    return now;
}

static void
start_server(struct server_process *server, const char *path, int rooms)
{
    char listen[PATH_SIZE + 8];
    struct server_config config = {.listen = listen,
                                   .demo = true,
                                   .rooms = rooms,
                                   .seed = 1,
                                   .now = hotel_time(),
                                   .lifeline_fd = -1};

    snprintf(listen, sizeof(listen), "unix:%s", path);
    server_process_start(server, &config);
}

static struct desk *
open_desk(const struct server_process *server, const char *path)
{
    char url[PATH_SIZE + 8];
    struct desk_config config = {.now = hotel_time(), .refresh_seconds = 3600};
    struct error err = {0};
    struct desk *desk;

    snprintf(url, sizeof(url), "unix:%s", path);
    config.client = desk_config(url, NULL);
    config.client.client_token = server->client_token;
    config.client.access_token = server->access_token;
    desk = desk_open(&config, &err);
    check(desk, "%s", err.text);
    return desk;
}

/* How many calls were made of what brings arrivals, departures, in house, the rack and balances. */
static size_t
count_calls(struct fault_proxy *proxy)
{
    static const char *const needed[] = {
        "configuration/get",     "services/getAll",
        "resources/getAll",      "resourceCategories/getAll",
        "resourceBlocks/getAll", "resourceCategoryAssignments/getAll",
        "customers/getAll",      "reservations/getAll/2023-06-06",
        "orderItems/getAll",     "payments/getAll",
    };
    size_t count = 0;

    for (size_t i = 0; i < countof(needed); i++)
        count += fault_proxy_asked(proxy, needed[i]);
    return count;
}

static void
serve_until_all_is_there(struct desk *desk)
{
    int64_t until_ms = monotonic_ms() + WAIT_MS;

    for (int part = 0; part < DESK_PARTS; part++)
        for (desk_serve(desk); !desk_has(desk, (enum desk_part)part); desk_serve(desk))
            desk_wait(desk, until_ms, desk_part_name((enum desk_part)part));
}

struct cold_sync
cold_sync(int rooms)
{
    struct cold_sync sync;
    struct folder folder;
    char server_path[PATH_SIZE];
    char api_path[PATH_SIZE];
    struct server_process server;
    struct fault_proxy *proxy;
    struct desk *desk;

    folder_open(&folder);
    snprintf(server_path, sizeof(server_path), "%s/server", folder.path);
    snprintf(api_path, sizeof(api_path), "%s/api", folder.path);
    start_server(&server, server_path, rooms);
    proxy = fault_proxy_new(api_path, server_path);
    desk = open_desk(&server, api_path);
    desk_start(desk);
    serve_until_all_is_there(desk);
    sync.calls = count_calls(proxy);
    sync.all_calls = fault_proxy_asked(proxy, NULL);
    sync.stays = store_all(desk_store(desk), RECORD_reservation).count;
    desk_close(desk);
    fault_proxy_free(proxy);
    assert_int_equal(server_process_end(&server, SIGTERM), 0);
    folder_close(&folder);
    return sync;
}
