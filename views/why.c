#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/memory.h"
#include "api/desk/why.h"
#include "views/cards.h"
#include "views/facts.h"
#include "views/output.h"

/* What is missing, and which key mends it: a key pressed in the card runs its command. */

struct explanation {
    struct app *app;
    struct uuid reservation;
    struct why rows[WHY_ROWS];
    struct key keys[WHY_ROWS];
    size_t count;
};

static const char *const contexts[] = {"arrivals", "stays", "desk", "global", NULL};

/* The first word of a command line. */
static void
command_word(const char *line, char *word, size_t size)
{
    size_t length = strcspn(line, " ");

    if (length >= size)
        length = size - 1;
    memcpy(word, line, length);
    word[length] = '\0';
}

static void
say(struct card *card, struct explanation *explanation, size_t row, enum style style)
{
    const struct why *why = &explanation->rows[row];
    char word[32] = "";

    if (why->mend)
        command_word(why->mend, word, sizeof(word));
    card_line(card, style, "", "%s", why->text);
    if (word[0] && keymap_key_of(explanation->app->keymap, contexts, word, &explanation->keys[row]))
        card_action(card, explanation->keys[row], _(word));
    else if (word[0])
        card_line(card, STYLE_DIM, "", "    :%s", why->mend);
}

/* Nothing is in the way: the step itself is offered. */
static void
say_nothing(struct card *card, struct explanation *explanation, const struct reservation *stay)
{
    explanation->rows[0].mend = stay->state == RESERVATION_STARTED ? "checkout ." : "checkin .";
    snprintf(explanation->rows[0].text, sizeof(explanation->rows[0].text), "%s",
             _("Nothing speaks against it."));
    explanation->count = 1;
    say(card, explanation, 0, STYLE_GOOD);
}

static bool
act(struct card *card, struct key key, struct error *err)
{
    struct explanation *explanation = card_context(card);
    struct app *app = explanation->app;

    (void)err;
    for (size_t i = 0; i < explanation->count; i++) {
        char line[128];
        char word[32];
        char id[UUID_TEXT_SIZE];

        if (!explanation->rows[i].mend || explanation->keys[i].code != key.code)
            continue;
        command_word(explanation->rows[i].mend, word, sizeof(word));
        snprintf(line, sizeof(line), "%s %s%s", word, uuid_text(explanation->reservation, id),
                 strstr(explanation->rows[i].mend, " all") ? " all" : "");
        card_close(card);
        screen_command(app->screen, line);
        return false;
    }
    return true;
}

static const struct card_class why_class = {.name = "why", .act = act, .close = card_free_context};

void
why_card(struct app *app, const struct reservation *stay)
{
    struct explanation *explanation = memory_new(sizeof(*explanation));
    struct card *card = card_open(app->screen, &why_class, _("Why not?"), explanation);

    explanation->app = app;
    explanation->reservation = stay->id;
    explanation->count = why_not(app->desk, stay, explanation->rows);
    facts_stay(card, app, stay);
    for (size_t i = 0; i < explanation->count; i++)
        say(card, explanation, i, STYLE_WARNING);
    if (!explanation->count)
        say_nothing(card, explanation, stay);
}

void
why_print(struct app *app, const struct reservation *stay)
{
    struct why rows[WHY_ROWS];
    size_t count = why_not(app->desk, stay, rows);
    struct document *result = document_array();

    for (size_t i = 0; i < count; i++) {
        struct document *object = document_object();

        output_text(app->output, rows[i].text);
        document_set_text(object, "text", rows[i].text);
        document_set_text(object, "mend", rows[i].mend);
        document_add(result, object);
    }
    if (!count)
        output_text(app->output, _("Nothing speaks against it."));
    output_result(app->output, result);
}
