/*
 * A card: what will happen, and one deliberate key. Lines of facts, fields to type into, options to
 * pick from, actions by key. A card that shows money or a warning is guarded: keys typed before its
 * frame was written don't reach it.
 */
#pragma once

#include "tui/draw.h"
#include "tui/key.h"

struct card;
struct screen;

enum input_kind {
    INPUT_LINE,   /* any text */
    INPUT_AMOUNT, /* digits, signs, point, currency letters */
    INPUT_NUMBER,
    INPUT_SECRET, /* any text, shown as stars */
    INPUT_CHOICE, /* Left, Right and Space go through `choices` */
};

struct card_class {
    const char *name; /* key context of its own actions; may be NULL */

    /* After a field or the picked option changed: recompute lines that depend on them. */
    void (*changed)(struct card *card);

    /* A key before the card's own meaning of it; true: taken. */
    bool (*key)(struct card *card, struct key key);

    /*
     * An action's key was pressed (Enter's is KEYCODE_ENTER). True closes the card. On false `err`
     * is shown in it.
     */
    bool (*act)(struct card *card, struct key key, struct error *err);

    /*
     * The data changed: the card is built anew where one of the bits is in `built_from`; or
     * `refresh`, of cards that judge it themselves.
     */
    void (*build)(struct card *card);
    uint64_t built_from;
    void (*refresh)(struct card *card, uint64_t what);

    /* Esc, or closed by act: frees the context. */
    void (*close)(struct card *card);
};

/* Opens a card on top of the screen, empty. `context` is the caller's; freed by class->close. */
struct card *card_open(struct screen *screen, const struct card_class *class, const char *title,
                       void *context);
void card_close(struct card *card);
void card_finish(struct card *card); /* the same, and what was typed is no draft any more */
bool card_is(const struct card *card, const struct card_class *class);
void *card_context(struct card *card);
void card_free_context(struct card *card); /* as `close`, where nothing else is in it */
struct screen *card_screen(struct card *card);

/*
 * Building. card_reset() drops lines, options and actions, but keeps what was typed into fields of
 * the same name.
 */
void card_reset(struct card *card);
void card_title(struct card *card, const char *text);
void card_line(struct card *card, enum style style, const char *label, const char *format, ...)
    PRINTF_LIKE(4, 5);
void card_field(struct card *card, const char *name, const char *label, enum input_kind input,
                const char *initial);
void card_choices(struct card *card, const char *field, const char *const *choices, size_t count);
void card_option(struct card *card, const char *name, enum style style, const char *format, ...)
    PRINTF_LIKE(4, 5);
void card_action(struct card *card, struct key key, const char *label);

/*
 * It shows money or a warning: typed-ahead keys are dropped with a bell. Facts not loaded yet: it
 * waits, takes no key.
 */
void card_guard(struct card *card);
void card_loading(struct card *card, const char *text); /* NULL: loaded */

/* Fields: the text typed so far; the field with the focus. */
const char *card_text(const struct card *card, const char *field);
void card_set_text(struct card *card, const char *field, const char *text);
void card_focus(struct card *card, const char *field);
const char *card_focused(const struct card *card);

/*
 * Options: the picked one's name, NULL when there are none. Digits pick by the digits of the name.
 */
const char *card_picked(const struct card *card);
void card_pick(struct card *card, const char *name);
