#include "views/connect.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "views/profile.h"
#include "views/session.h"

/*
 * The try is a client of its own, without state.db: one configuration/get. Its answer decides;
 * until then the card waits.
 */

enum {
    NAME_SIZE = 40, /* with its NUL */
    PROPOSALS = 100
};

struct attempt {
    struct app *app;
    struct client *client; /* NULL: none under way */
    struct card *card;
};

static void
end_attempt(struct attempt *attempt)
{
    if (!attempt->client)
        return;
    loop_watch(attempt->app->loop, client_fd(attempt->client), NULL, NULL);
    client_close(attempt->client);
    attempt->client = NULL;
}

/* What was pasted often has blanks around it. In the arena. */
static const char *
trimmed(const struct card *card, const char *field, struct arena *arena)
{
    const char *text = card_text(card, field);
    size_t length;

    text += strspn(text, " \t");
    length = strlen(text);
    while (length && strchr(" \t", text[length - 1]))
        length--;
    return arena_bytes(arena, text, length);
}

/* A name that no profile has yet. */
static const char *
propose_name(const struct app *app, char name[NAME_SIZE])
{
    snprintf(name, NAME_SIZE, "hotel");
    for (int i = 2; i < PROPOSALS && profile_is_known(app, name, NULL); i++)
        snprintf(name, NAME_SIZE, "hotel%d", i);
    return name;
}

static void
build(struct card *card, const struct error *err)
{
    struct attempt *attempt = card_context(card);
    char name[NAME_SIZE];

    card_reset(card);
    card_line(card, STYLE_NORMAL, "", "%s",
              _("The address and the tokens that the vendor gave for this property."));
    card_field(card, "name", _("Name"), INPUT_LINE, propose_name(attempt->app, name));
    card_field(card, "url", _("Address"), INPUT_LINE, "https://api.mews.com");
    card_field(card, "client", _("ClientToken"), INPUT_SECRET, "");
    card_field(card, "access", _("AccessToken"), INPUT_SECRET, "");
    if (profile_is_known(attempt->app, card_text(card, "name"), NULL))
        card_line(card, STYLE_WARNING, "", "%s",
                  _("It takes the place of the profile of that name."));
    if (err)
        card_line(card, STYLE_ERROR, "", "%s", err->text);
    card_loading(card, attempt->client ? _("trying it") : NULL);
    card_action(card, (struct key){KEYCODE_ENTER}, _("tries it, and saves it"));
}

void
connect_to(struct app *app, const char *profile)
{
    free(app->next.profile);
    app->next.profile = memory_text(profile);
    app->next.is_set = true;
    screen_quit(app->screen);
}

/* It answered: what was typed becomes a profile. */
static void
succeed(struct attempt *attempt)
{
    struct app *app = attempt->app;
    struct card *card = attempt->card;
    struct arena arena = {0};
    const char *name = trimmed(card, "name", &arena);
    struct error err;

    end_attempt(attempt);
    if (profile_save(name, trimmed(card, "url", &arena), trimmed(card, "client", &arena),
                     trimmed(card, "access", &arena), &err)) {
        card_close(card);
        connect_to(app, name);
    } else {
        build(card, &err);
    }
    arena_clear(&arena);
}

static void
take(void *context)
{
    struct attempt *attempt = context;
    struct result *result;

    while (attempt->client && (result = client_receive(attempt->client))) {
        bool is_answer = result->kind == RESULT_ANSWER && result->is_last;
        struct error err = result->error;

        result_free(result);
        if (is_answer && !err.kind) {
            succeed(attempt);
            return;
        }
        if (is_answer) {
            end_attempt(attempt);
            build(attempt->card, &err);
        }
    }
}

static bool
is_name(const char *name)
{
    size_t length = strlen(name);

    for (size_t i = 0; i < length; i++)
        if (!isalnum((unsigned char)name[i]) && !strchr("-_", name[i]))
            return false;
    return length > 0 && length < NAME_SIZE;
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct attempt *attempt = card_context(card);
    struct client_config config = session_client(attempt->app);
    struct arena arena = {0};
    struct request *request;

    (void)key;
    config.url = trimmed(card, "url", &arena);
    config.client_token = trimmed(card, "client", &arena);
    config.access_token = trimmed(card, "access", &arena);
    if (!is_name(trimmed(card, "name", &arena)))
        error_set(err, ERROR_USAGE, _("The name takes letters, digits, - and _."));
    else if (!config.client_token[0] || !config.access_token[0])
        error_set(err, ERROR_USAGE, _("Both tokens are needed."));
    else
        attempt->client = client_open(&config, err); // copies
    arena_clear(&arena);
    if (!attempt->client)
        return false;
    loop_watch(attempt->app->loop, client_fd(attempt->client), take, attempt);
    request = request_new(OP_configuration_get, REQUEST_FOR_KEY, attempt);
    request->json = "{}";
    (void)client_send(attempt->client, request);
    build(card, NULL);
    return false;
}

static void
release(struct card *card)
{
    struct attempt *attempt = card_context(card);

    end_attempt(attempt);
    free(attempt);
}

static void
changed(struct card *card)
{
    build(card, NULL);
}

static const struct card_class connect_class = {
    .name = "connect",
    .changed = changed,
    .act = act,
    .close = release,
};

void
connect_card(struct app *app)
{
    struct attempt *attempt = memory_new(sizeof(*attempt));

    attempt->app = app;
    attempt->card = card_open(app->screen, &connect_class, _("Connect to a property"), attempt);
    build(attempt->card, NULL);
}
