#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "api/base/intl.h"
#include "api/base/text.h"
#include "tui/card_state.h"

/*
 * A key goes to the card's own function, else to an action, else to the field with the focus, else
 * to the options. A character that the field takes is typing, never an action.
 */

static void
changed(struct card *card)
{
    if (card->class->changed)
        card->class->changed(card);
}

static void
act(struct card *card, struct key key)
{
    struct error err = {0};

    card->pick[0] = '\0';
    if (!card->class->act || card->class->act(card, key, &err)) {
        card_finish(card);
        return;
    }
    if (!err.text[0]) // it shows something else now
        return;
    card_show_error(card, err.text);
    screen_ring(card->screen);
}

static const struct card_action *
find_action(const struct card *card, struct key key)
{
    for (size_t i = 0; i < card->action_count; i++)
        if (card->actions[i].key.code == key.code)
            return &card->actions[i];
    return NULL;
}

static bool
takes_character(enum input_kind input, uint32_t code)
{
    switch (input) {
    case INPUT_LINE:
    case INPUT_SECRET:
        return true;
    case INPUT_AMOUNT:
        return code < 0x80 ? isalnum((int)code) || strchr(" +-.,'", (int)code) : code > 0xa0;
    case INPUT_NUMBER:
        return (code >= '0' && code <= '9') || code == '-';
    case INPUT_CHOICE:
        return false;
    }
    return false;
}

/* Moves through the choices by `step`, around at the ends. */
static void
step_choice(struct card_field *field, size_t step)
{
    size_t at = 0;

    while (at < field->choice_count && strcmp(field->choices[at], field->field.text) != 0)
        at++;
    at = at == field->choice_count ? 0 : (at + step) % field->choice_count;
    field_set(&field->field, field->choices[at]);
}

/* The next one that begins with the letter. */
static bool
choose_letter(struct card_field *field, int letter)
{
    size_t at = 0;

    while (at < field->choice_count && strcmp(field->choices[at], field->field.text) != 0)
        at++;
    for (size_t i = 1; i <= field->choice_count; i++) {
        const char *choice = field->choices[(at + i) % field->choice_count];

        if (tolower((unsigned char)choice[0]) != tolower(letter))
            continue;
        field_set(&field->field, choice);
        return true;
    }
    return false;
}

static bool
choice_key(struct card_field *field, struct key key)
{
    if (!field->choice_count)
        return false;
    if (key.code == KEYCODE_LEFT) {
        step_choice(field, field->choice_count - 1);
        return true;
    }
    if (key.code == KEYCODE_RIGHT || key.code == ' ') {
        step_choice(field, 1);
        return true;
    }
    return key.code < 0x80 && choose_letter(field, (int)key.code);
}

static bool
type_key(struct card_field *field, struct key key, const char *paste)
{
    if (field->input == INPUT_CHOICE)
        return choice_key(field, key);
    if (key.code == KEYCODE_PASTE) {
        field_insert(&field->field, paste);
        return true;
    }
    return (!key_is_text(key) || takes_character(field->input, key.code))
           && field_key(&field->field, key);
}

static bool
focus_key(struct card *card, struct key key, const char *paste)
{
    struct card_field *field = card_focused_field(card);

    if (!field || !type_key(field, key, paste))
        return false;
    field->is_touched = true;
    changed(card);
    return true;
}

static void
pick_index(struct card *card, size_t index)
{
    text_copy(card->picked, sizeof(card->picked), card->options[index].name);
    changed(card);
}

static bool
move_pick(struct card *card, struct key key)
{
    size_t at = card_picked_index(card);
    size_t last = card->option_count - 1;

    if (!card->option_count)
        return false;
    switch (key.code) {
    case KEYCODE_UP:
        pick_index(card, at ? at - 1 : 0);
        return true;
    case KEYCODE_DOWN:
        pick_index(card, at < last ? at + 1 : last);
        return true;
    case KEYCODE_PAGE_UP:
        pick_index(card, at > 10 ? at - 10 : 0);
        return true;
    case KEYCODE_PAGE_DOWN:
        pick_index(card, at + 10 < last ? at + 10 : last);
        return true;
    case KEYCODE_HOME:
        pick_index(card, 0);
        return true;
    case KEYCODE_END:
        pick_index(card, last);
        return true;
    default:
        return false;
    }
}

/* Digits were typed that name none of the options: none of them is what was meant. */
static bool
is_pick_lost(const struct card *card)
{
    return card->option_count && card->pick[0]
           && pick_match(card->pick, card->options[card_picked_index(card)].name) == PICK_NONE;
}

static void
refuse_pick(struct card *card)
{
    char text[80];

    snprintf(text, sizeof(text), _("No %s among these."), card->pick);
    card_show_error(card, text);
    screen_ring(card->screen);
}

static void
jump(struct card *card)
{
    size_t beginning = card->option_count;

    for (size_t i = 0; i < card->option_count; i++) {
        enum pick_match match = pick_match(card->pick, card->options[i].name);

        if (match == PICK_WHOLE) {
            pick_index(card, i);
            return;
        }
        if (match == PICK_BEGINNING && beginning == card->option_count)
            beginning = i;
    }
    if (beginning < card->option_count)
        pick_index(card, beginning);
    else
        refuse_pick(card);
}

static bool
digit_key(struct card *card, struct key key)
{
    if (!card->option_count || !pick_key(card->pick, key))
        return false;
    if (card->pick[0])
        jump(card);
    return true;
}

static bool
move_focus(struct card *card, struct key key)
{
    size_t count = card->field_count;

    if (!count)
        return false;
    if (key.code == KEYCODE_TAB || key.code == KEYCODE_DOWN || key.code == KEYCODE_ENTER)
        card->focus = (card->focus + 1) % count;
    else if (key.code == KEYCODE_BACKTAB || key.code == KEYCODE_UP)
        card->focus = (card->focus + count - 1) % count;
    else
        return false;
    return true;
}

/* A character that goes into a field is no action. */
static bool
is_typing(const struct card *card, struct key key)
{
    const struct card_field *field = card_focused_field(card);

    return field && key_is_text(key) && takes_character(field->input, key.code);
}

static bool
take_key(struct card *card, struct key key, const char *paste)
{
    if (card->class->key && card->class->key(card, key))
        return true;
    if (key.code == KEYCODE_ESCAPE || key.code == ('c' | KEYCODE_CTRL)) {
        card_end_drafts(card, DRAFT_KEEP);
        card_close(card);
        return true;
    }
    if (!is_typing(card, key) && find_action(card, key)) {
        if (is_pick_lost(card))
            refuse_pick(card);
        else
            act(card, key);
        return true;
    }
    if (focus_key(card, key, paste) || digit_key(card, key))
        return true;
    card->pick[0] = '\0';
    return move_pick(card, key) || move_focus(card, key);
}

bool
card_key(struct card *card, struct key key, const char *paste)
{
    bool is_taken;

    card_show_error(card, NULL);
    is_taken = take_key(card, key, paste);
    if (!card->is_closed && is_taken)
        card_accept_content(card);
    screen_touch_card(card->screen);
    return is_taken;
}
