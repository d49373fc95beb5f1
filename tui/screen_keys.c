#include <string.h>

#include "api/base/intl.h"
#include "api/base/text.h"
#include "tui/screen_state.h"

/*
 * A key goes to the lock, else to the card, else to the pane, else to what is bound to it in the
 * pane's contexts. Over a card and in the prompt only what is bound in their own contexts works.
 * Where no binding says otherwise, a few keys work all the same, so that a bad configuration leaves
 * a keyboard.
 */

static const struct {
    uint32_t code;
    const char *line;
} last_resorts[] = {
    {':', "command-line"},
    {'p' | KEYCODE_CTRL, "command-line"},
    {KEYCODE_ESCAPE, "back"},
    {'c' | KEYCODE_CTRL, "back"},
    {'l' | KEYCODE_CTRL, "redraw"},
    {'z' | KEYCODE_CTRL, "suspend"},
    {KEYCODE_UP, "up"},
    {KEYCODE_DOWN, "down"},
};

void
screen_pane_contexts(const struct pane *pane, const char *contexts[SCREEN_CONTEXTS])
{
    size_t count = 0;

    if (pane)
        contexts[count++] = pane->class->name;
    for (size_t i = 0; pane && pane->class->contexts && pane->class->contexts[i]; i++)
        if (count < SCREEN_CONTEXTS - 2)
            contexts[count++] = pane->class->contexts[i];
    contexts[count++] = "global";
    contexts[count] = NULL;
}

static void
unlock_key(struct screen *screen, struct key key)
{
    struct field *field = &screen->lock_field;

    screen_redraw(screen);
    if (screen->lock_word && key.code != KEYCODE_ENTER) {
        field_key(field, key);
        return;
    }
    if (screen->lock_word && strcmp(field->text, screen->lock_word) != 0) {
        *field = (struct field){0};
        screen_ring(screen);
        return;
    }
    *field = (struct field){0};
    screen->is_locked = false;
    screen_update_hold(screen);
}

bool
screen_run_bound(struct screen *screen, struct key key, const char *const *contexts)
{
    const struct binding *binding = keymap_find(screen->config.keymap, contexts, key);

    if (binding)
        screen_command(screen, binding->line);
    return binding != NULL;
}

static void
run_key(struct screen *screen, struct key key, const char *const *contexts)
{
    char name[KEY_NAME_SIZE];

    if (screen_run_bound(screen, key, contexts))
        return;
    for (size_t i = 0; i < countof(last_resorts); i++) {
        if (last_resorts[i].code != key.code)
            continue;
        screen_command(screen, last_resorts[i].line);
        return;
    }
    if (key.code == KEYCODE_PASTE)
        screen_say(screen, STYLE_HINT, _("Nothing here takes a text that is pasted."));
    else
        screen_say(screen, STYLE_HINT, _("%s does nothing here."), key_label(key, name));
}

/* A key that a card doesn't know. */
static void
pass_card(struct screen *screen, const struct card *card, struct key key)
{
    const char *contexts[] = {"card", card->class->name, NULL};

    if (!screen_run_bound(screen, key, contexts))
        screen_ring(screen);
}

static void
give_card(struct screen *screen, const struct loop_news *news)
{
    struct card *card = screen->card;

    if (news->key.code != KEYCODE_ESCAPE && !card_may_take(card, news->frame)) {
        loop_drop_keys(screen->config.loop);
        screen_ring(screen);
        return;
    }
    if (!card_key(card, news->key, loop_paste(screen->config.loop)))
        pass_card(screen, card, news->key);
}

/* The digit behind a backtick as an F-key; KEYCODE_NONE: it is none. */
static uint32_t
backtick_code(struct key key)
{
    static const char digits[] = "1234567890-=";
    const char *found = key.code && key.code < 0x80 ? strchr(digits, (int)key.code) : NULL;

    return found ? KEYCODE_F1 + (uint32_t)(found - digits) : KEYCODE_NONE;
}

/* True: the key was a backtick, whose digit is still to come; else `key` is what is meant. */
static bool
take_backtick(struct screen *screen, struct key *key)
{
    uint32_t code = backtick_code(*key);

    if (!screen->has_backtick) {
        screen->has_backtick = key->code == '`';
        if (screen->has_backtick)
            screen_say(screen, STYLE_HINT, _("` and a digit is an F-key."));
        return screen->has_backtick;
    }
    screen->has_backtick = false;
    if (code != KEYCODE_NONE)
        key->code = code;
    return false;
}

/* Digits are for the key behind them, whether it did something with them or not. */
static void
drop_digits(struct screen *screen, struct pane *pane)
{
    for (size_t i = 0; i < screen->pane_count; i++) // else the key closed it
        if (screen->panes[i] == pane && pane->class->pick)
            pane->class->pick(pane)[0] = '\0';
}

static void
give_pane(struct screen *screen, struct key key)
{
    struct pane *pane = screen_top(screen);
    const char *contexts[SCREEN_CONTEXTS];

    if (pane)
        pane_redraw(pane);
    if (!screen->has_backtick && pane && pane->class->key && pane->class->key(pane, key))
        return;
    if (take_backtick(screen, &key))
        return;
    screen_pane_contexts(pane, contexts);
    run_key(screen, key, contexts);
    drop_digits(screen, pane);
}

/* A message stays until a key that is pressed by who has seen it: this one? Hints go with any. */
static void
clear_message(struct screen *screen, unsigned frame)
{
    bool is_seen = screen->message_frame && frame >= screen->message_frame;

    if (!screen->message[0] || screen->message_style == STYLE_PENDING
        || (!is_seen && screen->message_style != STYLE_HINT))
        return;
    screen->is_error = false;
    screen_say(screen, STYLE_NORMAL, NULL);
}

void
screen_dispatch(struct screen *screen, const struct loop_news *news)
{
    if (screen_is_too_small(screen)) {
        screen_ring(screen);
        return;
    }
    if (screen->is_locked) {
        unlock_key(screen, news->key);
        return;
    }
    clear_message(screen, news->frame);
    screen->was_warned = screen->warned;
    screen->warned = NULL;
    if (screen->card)
        give_card(screen, news);
    else
        give_pane(screen, news->key);
}
