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

void
card_finish(struct card *card)
{
    card_end_drafts(card, DRAFT_DROP);
    card_close(card);
}

bool
card_is(const struct card *card, const struct card_class *class)
{
    return card->class == class;
}

void *
card_context(struct card *card)
{
    return card->context;
}

void
card_free_context(struct card *card)
{
    free(card->context);
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

void
card_end_drafts(struct card *card, enum draft_end end)
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

struct card_field *
card_focused_field(const struct card *card)
{
    return card->focus < card->field_count ? (struct card_field *)&card->fields[card->focus] : NULL;
}

const char *
card_focused(const struct card *card)
{
    const struct card_field *field = card_focused_field(card);

    return field ? field->name : NULL;
}

/* The index of the picked option: the first where none was picked or it is gone. */
size_t
card_picked_index(const struct card *card)
{
    for (size_t i = 0; i < card->option_count; i++)
        if (strcmp(card->options[i].name, card->picked) == 0)
            return i;
    return 0;
}

const char *
card_picked(const struct card *card)
{
    return card->option_count ? card->options[card_picked_index(card)].name : NULL;
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
    else if (what & card->class->built_from)
        card->class->build(card);
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

void
card_accept_content(struct card *card)
{
    if (!card->shown_content)
        return;
    card->shown_content = content_of(card);
    card->drawn_content = 0;
}

void
card_show_error(struct card *card, const char *text)
{
    replace(&card->error, text);
}
