/* The property's address: plain http stays on this machine. */
#include "api/base/error.h"
#include "api/client/endpoint.h"
#include "tests/support/cmocka.h"

#include <string.h>

struct address {
    const char *url;
    const char *base; /* NULL: refused */
    const char *says; /* of the refusal; or the socket */
};

#define LONG_100                                                                                   \
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" \
    "xxxxx"                                                                                        \
    "xxx"

static const struct address addresses[] = {
    {"https://api.example.com", "https://api.example.com/api/connector/v1/", NULL},
    {"https://api.example.com:8443/", "https://api.example.com:8443/api/connector/v1/", NULL},
    {"http://127.0.0.1:8080", "http://127.0.0.1:8080/api/connector/v1/", NULL},
    {"http://127.9.9.9:8080", "http://127.9.9.9:8080/api/connector/v1/", NULL},
    {"http://localhost:8080", "http://localhost:8080/api/connector/v1/", NULL},
    {"http://[::1]:8080", "http://[::1]:8080/api/connector/v1/", NULL},
    {"unix:/run/frontdesk/socket", "http://localhost/api/connector/v1/", "/run/frontdesk/socket"},
    {"http://api.example.com", NULL, "use https://"},
    {"http://127.0.0.1.example.com", NULL, "use https://"},
    {"http://0.0.0.0:80", NULL, "use https://"},
    {"http://10.0.0.1:80", NULL, "use https://"},
    {"http://[::2]:80", NULL, "use https://"},
    {"https://api.example.com/api", NULL, "a path or more"},
    {"https://name:word@api.example.com", NULL, "a path or more"},
    {"https://api.example.com?ClientToken=1", NULL, "a path or more"},
    {"ftp://api.example.com", NULL, "is no address"},
    {"api.example.com", NULL, "is no address"},
    {"", NULL, "is no address"},
    {"https://", NULL, "is no address"},
    {"unix:", NULL, "names no socket"},
    {"unix:/" LONG_100 "/socket", NULL, "names no socket"},
};

static void
tokens_are_not_shown_to_the_network(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(addresses); i++) {
        struct client_config config = {.url = addresses[i].url, .proxy = "http://proxy:3128"};
        struct endpoint endpoint;
        struct error err = {0};
        bool ok = endpoint_init(&endpoint, &config, &err);

        if (!addresses[i].base) {
            assert_false(ok);
            assert_int_equal(err.kind, ERROR_USAGE);
            assert_non_null(strstr(err.text, addresses[i].says));
            continue;
        }
        assert_true(ok);
        assert_string_equal(endpoint.base, addresses[i].base);
        assert_string_equal(endpoint.socket ? endpoint.socket : "",
                            addresses[i].says ? addresses[i].says : "");
        /* What is plain goes through no proxy. */
        assert_string_equal(endpoint.proxy, addresses[i].base[4] == 's' ? "http://proxy:3128" : "");
        endpoint_clear(&endpoint);
    }
}

struct stream {
    const char *url;
    const char *ws_url; /* NULL: by the URL */
    const char *base;   /* NULL: refused */
    const char *says;   /* of the refusal; or the socket */
};

static const struct stream streams[] = {
    {"https://api.example.com", NULL, "https://ws.example.com/ws/connector", NULL},
    {"https://api.example.com:8443", NULL, "https://ws.example.com:8443/ws/connector", NULL},
    {"https://hotel.example.com", NULL, "https://hotel.example.com/ws/connector", NULL},
    {"https://my.api.example.com", NULL, "https://my.api.example.com/ws/connector", NULL},
    {"http://127.0.0.1:8080", NULL, "http://127.0.0.1:8080/ws/connector", NULL},
    {"http://[::1]:8080/", NULL, "http://[::1]:8080/ws/connector", NULL},
    {"unix:/run/api.socket", NULL, "http://localhost/ws/connector", "/run/api.socket"},
    {"https://api.example.com", "wss://events.example.com",
     "https://events.example.com/ws/connector", NULL},
    {"https://api.example.com", "wss://ws.example.com:444/other/path",
     "https://ws.example.com:444/other/path", NULL},
    {"https://api.example.com", "https://ws.example.com/", "https://ws.example.com/ws/connector",
     NULL},
    {"https://api.example.com", "ws://127.0.0.1:9", "http://127.0.0.1:9/ws/connector", NULL},
    {"https://api.example.com", "unix:/run/ws", "http://localhost/ws/connector", "/run/ws"},
    {"https://api.example.com", "ws://ws.example.com", NULL, "use wss://"},
    {"https://api.example.com", "ws.example.com", NULL, "is no address of an event stream"},
    {"https://api.example.com", "wss://me:you@ws.example.com", NULL, "a path or more"},
    {"https://api.example.com", "wss://ws.example.com?a=b", NULL, "a path or more"},
    {"https://api.example.com", "", NULL, "is no address of an event stream"},
};

static void
events_have_an_address_of_their_own(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(streams); i++) {
        const struct stream *row = &streams[i];
        struct client_config config = {.url = row->url, .ws_url = row->ws_url};
        struct endpoint endpoint;
        struct error err = {0};
        bool ok = endpoint_init_events(&endpoint, &config, &err);

        assert_int_equal(ok, row->base != NULL);
        if (!ok) {
            assert_non_null(strstr(err.text, row->says));
            continue;
        }
        assert_string_equal(endpoint.base, row->base);
        assert_string_equal(endpoint.socket ? endpoint.socket : "", row->says ? row->says : "");
        endpoint_clear(&endpoint);
    }
}

static void
events_can_be_off(void **state)
{
    struct client_config config = {.url = "https://api.example.com", .ws_url = "off"};
    struct endpoint endpoint;
    struct error err;

    (void)state;
    assert_true(endpoint_init_events(&endpoint, &config, &err));
    assert_null(endpoint.base);
    endpoint_clear(&endpoint);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_are_not_shown_to_the_network),
        cmocka_unit_test(events_have_an_address_of_their_own),
        cmocka_unit_test(events_can_be_off),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
