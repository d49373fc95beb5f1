#include "tui/card.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/buffer.h"
#include "api/base/memory.h"
#include "api/base/text.h"
#include "tui/card_state.h"

/*
 * A guarded card takes a key only when its facts were on the screen as the key was read. What is
 * seen is known by a hash of the facts: a refresh that changes them asks for new eyes, the user's
 * own typing, which changes what depends on it, does not.
 */

struct card *
card_open(struct screen *screen, const struct card_class *class, const char *title, void *context)
{
    struct card *card = memory_new(sizeof(*card));

    card->screen = screen;
    card->class = class;
    card->title = memory_text(title);
    card->context = context;
    screen_add_card(screen, card);
    return card;
}

void
card_close(struct card *card)
{
    if (card->is_closed)
        return;
    card->is_closed = true;
    screen_remove_card(card->screen, card);
    if (card->class->close)
        card->class->close(card);
}

void
card_free(struct card *card)
{
    arena_clear(&card->arena);
    free(card->lines);
    free(card->options);
    free(card->about);
    free(card->title);
    free(card->loading);
    free(card->error);
    free(card);
}

void *
card_context(struct card *card)
{
    return card->context;
}

struct screen *
card_screen(struct card *card)
{
    return card->screen;
}

static void
replace(char **text, const char *with)
{
    char *copy = memory_text(with);

    free(*text);
    *text = copy;
}

void
card_reset(struct card *card)
{
    arena_clear(&card->arena);
    card->line_count = 0;
    card->option_count = 0;
    card->action_count = 0;
    card->field_count = 0;
    for (size_t i = 0; i < card->field_kept; i++) {
        card->fields[i].choices = NULL;
        card->fields[i].choice_count = 0;
    }
    card->is_guarded = false;
    screen_touch_card(card->screen);
}

void
card_title(struct card *card, const char *text)
{
    replace(&card->title, text);
    screen_touch_card(card->screen);
}

void
card_line(struct card *card, enum style style, const char *label, const char *format, ...)
{
    struct card_line *line;
    va_list args;

    card->lines =
        memory_grow(card->lines, card->line_count, &card->line_capacity, sizeof(*card->lines));
    line = &card->lines[card->line_count++];
    line->style = style;
    line->label = arena_text(&card->arena, label);
    va_start(args, format);
    line->text = arena_vprint(&card->arena, format, args);
    va_end(args);
    screen_touch_card(card->screen);
}

/* Among all that the card has had since it was opened. */
static struct card_field *
find_kept(struct card *card, const char *name)
{
    for (size_t i = 0; i < card->field_kept; i++)
        if (strcmp(card->fields[i].name, name) == 0)
            return &card->fields[i];
    return NULL;
}

static struct card_field *
find_field(const struct card *card, const char *name)
{
    struct card_field *field = find_kept((struct card *)card, name);

    return field && field < card->fields + card->field_count ? field : NULL;
}

/*
 * Texts are kept by card, field and what the card was opened for; amounts and choices are not: what
 * is proposed may be another by then.
 */
static char *
draft_name(const struct card *card, const struct card_field *field)
{
    struct buffer name = {0};

    buffer_print(&name, "%s\n%s\n%s", card->class->name ? card->class->name : "", field->name,
                 card->about ? card->about : "");
    return buffer_take(&name);
}

enum draft_end {
    DRAFT_KEEP,
    DRAFT_DROP
};

static void
end_drafts(struct card *card, enum draft_end end)
{
    for (size_t i = 0; i < card->field_kept; i++) {
        struct card_field *field = &card->fields[i];
        char *name;

        if (field->input != INPUT_LINE || (end == DRAFT_KEEP && !field->is_touched))
            continue;
        name = draft_name(card, field);
        drafts_keep(screen_drafts(card->screen), name,
                    end == DRAFT_KEEP ? field->field.text : NULL);
        free(name);
    }
}

/* What was typed here before, as a proposal; else the one that is given. */
static void
propose(struct card *card, struct card_field *field, const char *initial)
{
    char *name = draft_name(card, field);
    const char *draft =
        field->input == INPUT_LINE ? drafts_find(screen_drafts(card->screen), name) : NULL;

    field_preset(&field->field, draft ? draft : initial ? initial : "");
    free(name);
}

/* Puts the kept field, or a new one, behind those that are shown. */
static struct card_field *
place_field(struct card *card, const char *name)
{
    struct card_field *kept = find_kept(card, name);
    struct card_field *place = &card->fields[card->field_count];
    struct card_field moved = {0};

    if (kept && kept < place) // named twice
        return kept;
    if (kept) {
        moved = *kept;
    } else { // where all places are taken, the last that isn't shown goes
        kept = &card->fields[card->field_kept < CARD_FIELDS ? card->field_kept++ : CARD_FIELDS - 1];
        text_copy(moved.name, sizeof(moved.name), name);
    }
    memmove(place + 1, place, (size_t)(kept - place) * sizeof(*place));
    *place = moved;
    card->field_count++;
    return place;
}

void
card_field(struct card *card, const char *name, const char *label, enum input_kind input,
           const char *initial)
{
    struct card_field *field;

    if (card->field_count == CARD_FIELDS)
        return;
    field = place_field(card, name);
    text_copy(field->label, sizeof(field->label), label);
    field->input = input;
    if (!field->is_touched)
        propose(card, field, initial);
    screen_touch_card(card->screen);
}

void
card_choices(struct card *card, const char *name, const char *const *choices, size_t count)
{
    struct card_field *field = find_field(card, name);
    const char **copy;

    if (!field)
        return;
    copy = arena_new(&card->arena, (count + 1) * sizeof(*copy));
    for (size_t i = 0; i < count; i++)
        copy[i] = arena_text(&card->arena, choices[i]);
    field->choices = copy;
    field->choice_count = count;
    if (count && !field->field.text[0])
        field_set(&field->field, choices[0]);
}

void
card_option(struct card *card, const char *name, enum style style, const char *format, ...)
{
    struct card_option *option;
    va_list args;

    card->options = memory_grow(card->options, card->option_count, &card->option_capacity,
                                sizeof(*card->options));
    option = &card->options[card->option_count++];
    option->name = arena_text(&card->arena, name);
    option->style = style;
    va_start(args, format);
    option->text = arena_vprint(&card->arena, format, args);
    va_end(args);
    screen_touch_card(card->screen);
}

void
card_action(struct card *card, struct key key, const char *label)
{
    struct card_action *action;

    if (card->action_count == CARD_ACTIONS)
        return;
    action = &card->actions[card->action_count++];
    action->key = key;
    text_copy(action->label, sizeof(action->label), label);
    screen_touch_card(card->screen);
}

void
card_guard(struct card *card)
{
    card->is_guarded = true;
    screen_touch_card(card->screen);
}

void
card_loading(struct card *card, const char *text)
{
    replace(&card->loading, text);
    screen_touch_card(card->screen);
}

bool
card_is_loading(const struct card *card)
{
    return card->loading != NULL;
}

const char *
card_text(const struct card *card, const char *name)
{
    const struct card_field *field = find_field(card, name);

    return field ? field->field.text : "";
}

void
card_set_text(struct card *card, const char *name, const char *text)
{
    struct card_field *field = find_field(card, name);

    if (!field)
        return;
    field_set(&field->field, text);
    screen_touch_card(card->screen);
}

void
card_focus(struct card *card, const char *name)
{
    struct card_field *field = find_field(card, name);

    if (!field)
        return;
    card->focus = (size_t)(field - card->fields);
    screen_touch_card(card->screen);
}

static struct card_field *
focused(const struct card *card)
{
    return card->focus < card->field_count ? (struct card_field *)&card->fields[card->focus] : NULL;
}

const char *
card_focused(const struct card *card)
{
    const struct card_field *field = focused(card);

    return field ? field->name : NULL;
}

/* The index of the picked option: the first where none was picked or it is gone. */
static size_t
picked_index(const struct card *card)
{
    for (size_t i = 0; i < card->option_count; i++)
        if (strcmp(card->options[i].name, card->picked) == 0)
            return i;
    return 0;
}

const char *
card_picked(const struct card *card)
{
    return card->option_count ? card->options[picked_index(card)].name : NULL;
}

void
card_pick(struct card *card, const char *name)
{
    text_copy(card->picked, sizeof(card->picked), name);
    screen_touch_card(card->screen);
}

void
card_refresh(struct card *card, uint64_t what)
{
    if (card->class->refresh)
        card->class->refresh(card, what);
}

/* The facts: what a hasty key must not act on unseen. Never 0. */
static uint64_t
mix(uint64_t hash, const char *text)
{
    for (; text && *text; text++)
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
    return (hash ^ '\n') * 0x100000001b3u;
}

static uint64_t
content_of(const struct card *card)
{
    uint64_t hash = mix(0xcbf29ce484222325u, card->title);

    for (size_t i = 0; i < card->line_count; i++)
        hash = mix(mix(hash, card->lines[i].label), card->lines[i].text);
    for (size_t i = 0; i < card->option_count; i++)
        hash = mix(hash, card->options[i].text);
    for (size_t i = 0; i < card->action_count; i++)
        hash = mix(hash, card->actions[i].label);
    return hash ? hash : 1;
}

void
card_drawn(struct card *card, unsigned frame)
{
    uint64_t content = content_of(card);

    if (card->loading || content == card->drawn_content)
        return;
    card->drawn_content = content;
    card->frame = frame;
}

bool
card_may_take(struct card *card, unsigned frame)
{
    if (!card->is_guarded)
        return true;
    if (card->drawn_content && card->frame <= frame)
        card->shown_content = card->drawn_content;
    return card->shown_content == content_of(card);
}

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

    if (!card->class->act || card->class->act(card, key, &err)) {
        end_drafts(card, DRAFT_DROP);
        card_close(card);
        return;
    }
    replace(&card->error, err.text);
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
    for (size_t i = 0; key.code < 0x80 && i < field->choice_count; i++) {
        if (tolower((unsigned char)field->choices[i][0]) != tolower((int)key.code))
            continue;
        field_set(&field->field, field->choices[i]);
        return true;
    }
    return false;
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
    struct card_field *field = focused(card);

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
    size_t at = picked_index(card);
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

/* Whether the digits of a name begin as the pick; `whole`: and are no more. */
static bool
is_picked_by(const char *name, const char *pick, bool *is_whole)
{
    for (; *name; name++) {
        if (!isdigit((unsigned char)*name))
            continue;
        if (!*pick) {
            *is_whole = false;
            return true;
        }
        if (*name != *pick++)
            return false;
    }
    *is_whole = true;
    return !*pick;
}

static void
jump(struct card *card)
{
    size_t beginning = card->option_count;

    for (size_t i = 0; i < card->option_count; i++) {
        bool is_whole;

        if (!is_picked_by(card->options[i].name, card->pick, &is_whole))
            continue;
        if (is_whole) {
            pick_index(card, i);
            return;
        }
        if (beginning == card->option_count)
            beginning = i;
    }
    if (beginning < card->option_count)
        pick_index(card, beginning);
    else
        screen_ring(card->screen);
}

static bool
digit_key(struct card *card, struct key key)
{
    size_t length = strlen(card->pick);

    if (!card->option_count)
        return false;
    if (key.code == KEYCODE_BACKSPACE && length)
        card->pick[length - 1] = '\0';
    else if (key.code < '0' || key.code > '9' || length + 1 >= sizeof(card->pick))
        return false;
    else
        memcpy(card->pick + length, (char[]){(char)key.code, '\0'}, 2);
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
    const struct card_field *field = focused(card);

    return field && key_is_text(key) && takes_character(field->input, key.code);
}

static bool
take_key(struct card *card, struct key key, const char *paste)
{
    if (card->class->key && card->class->key(card, key))
        return true;
    if (key.code == KEYCODE_ESCAPE || key.code == ('c' | KEYCODE_CTRL)) {
        end_drafts(card, DRAFT_KEEP);
        card_close(card);
        return true;
    }
    if (!is_typing(card, key) && find_action(card, key)) {
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

    replace(&card->error, NULL);
    is_taken = take_key(card, key, paste);
    if (!card->is_closed && is_taken && card->shown_content) { // the user's own doing
        card->shown_content = content_of(card);
        card->drawn_content = 0;
    }
    screen_touch_card(card->screen);
    return is_taken;
}
