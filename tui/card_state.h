/* A card from inside: what it holds, and what the screen asks of it. */
#pragma once

#include "api/base/arena.h"
#include "tui/card.h"
#include "tui/drafts.h"
#include "tui/field.h"
#include "tui/pick.h"

enum {
    CARD_FIELDS = 40,
    CARD_ACTIONS = 16,
    CARD_NAME_SIZE = 64
};

struct card_line {
    bool is_hidden; /* there is no space for it */
    enum style style;
    const char *label; /* NULL: the text takes the whole width */
    const char *text;
};

struct card_field {
    char name[CARD_NAME_SIZE];
    char label[CARD_NAME_SIZE];
    enum input_kind input;
    const char *const *choices; /* in the arena */
    size_t choice_count;
    struct field field;
    bool is_touched; /* typed into: a new initial text doesn't replace it */
};

struct card_option {
    const char *name;
    enum style style;
    const char *text;
};

struct card_action {
    struct key key;
    char label[CARD_NAME_SIZE];
};

struct card {
    struct card *below;
    struct screen *screen;
    const struct card_class *class;
    void *context;
    char *about; /* the command line that opened it; NULL: none */
    char *title;
    struct arena arena; /* of lines and options, until the next reset */
    struct card_line *lines;
    size_t line_count, line_capacity;
    struct card_option *options;
    size_t option_count, option_capacity;
    struct card_field fields[CARD_FIELDS]; /* the first `field_count` are shown */
    size_t field_count, field_kept;        /* those behind wait for card_field() after a reset */
    size_t focus;
    struct card_action actions[CARD_ACTIONS];
    size_t action_count;
    char picked[CARD_NAME_SIZE]; /* the option's name */
    char pick[PICK_SIZE];        /* digits typed */
    size_t first_option;         /* that shows */
    char *loading;
    char *error;
    bool is_guarded;
    uint64_t shown_content; /* of the guarded frame that the user has seen; 0: none */
    uint64_t drawn_content; /* of the one that is drawn */
    unsigned frame;         /* the number it has */
    bool is_closed;
};

/* Whether keys wait until its facts are there. */
bool card_is_loading(const struct card *card);

/* Whether a key read at frame `frame` may act: always, unless it is guarded and was not seen. */
bool card_may_take(struct card *card, unsigned frame);

/* True: taken. `paste` is the text of KEYCODE_PASTE. */
bool card_key(struct card *card, struct key key, const char *paste);

/* The facts are what the user's own key made of them: they need no new look. */
void card_accept_content(struct card *card);

/* NULL: none. */
void card_show_error(struct card *card, const char *text);

struct card_field *card_focused_field(const struct card *card); /* NULL: none */

/* The first where no option was picked or it is gone. */
size_t card_picked_index(const struct card *card);

enum draft_end {
    DRAFT_KEEP, /* left by Esc */
    DRAFT_DROP  /* done */
};

void card_end_drafts(struct card *card, enum draft_end end);

/* It was drawn, and frame `frame` will show it. */
void card_drawn(struct card *card, unsigned frame);

/* Draws it over the lower middle of a pane; `frame` is the number that this frame will have. */
void card_draw(struct card *card, const struct canvas *pane, unsigned frame);

void card_refresh(struct card *card, uint64_t what);
void card_free(struct card *card);

/* The screen's side of opening and closing. */
void screen_add_card(struct screen *screen, struct card *card);
void screen_remove_card(struct screen *screen, struct card *card);

/* It must be drawn. */
void screen_touch_card(struct screen *screen);
struct drafts *screen_drafts(struct screen *screen);
void screen_ring(struct screen *screen);
