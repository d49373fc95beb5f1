/*
 * The body of a request: what was asked for, the tokens that go with it, and where in the pages it
 * stands.
 */
#pragma once

#include "api/client/client.h"

struct body;

/* What is put into every body; texts are lent for as long as bodies live. */
struct identity {
    const char *client_token;
    const char *access_token;
    const char *language; /* "" sends none */
};

/*
 * From a request's record or JSON. *Gives*: body_free().
 * Errors  NULL: ERROR_INPUT, no JSON object.
 */
MUST_USE struct body *body_new(const struct request *request, const struct identity *identity,
                               struct error *err);
void body_free(struct body *body);

/* Of a write, the same for what is the same without its tokens: tells a repeat. */
uint64_t body_hash(const struct body *body);

/* Limitation.Count; 0 where the body has none. */
int body_count(const struct body *body);

/*
 * A page of `count` records, behind `cursor` (NULL: where it stands).
 * Errors  false: ERROR_INPUT, the request has a Limitation that is no object.
 */
MUST_USE bool body_set_page(struct body *body, int count, const char *cursor, struct error *err);

/* The text to send, with the tokens in it. *Gives*: body_text_free(), which wipes them. */
MUST_USE char *body_text(const struct body *body);
void body_text_free(char *text);
