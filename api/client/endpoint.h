/* Where the property is and how it is reached: what the URL of the configuration says. */
#pragma once

#include "api/client/client.h"

struct endpoint {
    char *base;    /* operations' paths are put behind it: `https://host/api/connector/v1/`; of the
                    * event stream all of it: `https://ws.host/ws/connector`, NULL: there is none */
    char *socket;  /* the Unix socket it is reached by; NULL: by name and port */
    char *name;    /* as errors call it: the URL of the configuration */
    char *ca_file; /* NULL: the system's */
    char *proxy;   /* NULL: the environment's; "": none, as on this machine */
};

/*
 * Copies what it needs. *Gives*: endpoint_clear().
 * Errors  ERROR_USAGE: no such URL, or one that would show the tokens to the network.
 */
MUST_USE bool endpoint_init(struct endpoint *endpoint, const struct client_config *config,
                            struct error *err);

/*
 * The same for the event stream: at `ws_url`, else at `ws.` in place of `api.` of the URL's host,
 * else at the same address.
 */
MUST_USE bool endpoint_init_events(struct endpoint *endpoint, const struct client_config *config,
                                   struct error *err);
void endpoint_clear(struct endpoint *endpoint);

/*
 * A handle of curl's that leads to `path` behind the base, with so much time in all, of which
 * connecting may take ten seconds. *Keeps* the endpoint. *Gives*: curl_easy_cleanup().
 */
MUST_USE void *endpoint_handle(const struct endpoint *endpoint, const char *path, int timeout_ms);
