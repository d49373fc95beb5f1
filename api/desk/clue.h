/* How a write of unknown outcome is looked for: a row an operation. Inside of reconcile.c. */
#pragma once

#include <stdint.h>
#include <string.h>

#include "api/desk/state.h"

enum {
    CLOCK_SLACK_MS = 5000 /* the property's clock is known to a second, and what lies on the way */
};

struct clue {
    enum operation_id write;
    enum operation_id read;
    enum record_id record;
    size_t key;      /* offset of the id in it that is (NO_KEY: none is) ... */
    bool is_account; /* ... the entry's account, else its subject */
    bool may_repeat; /* the write only sets a state: sent again it does no harm */
    bool (*shows)(const struct journal_entry *entry, const void *record, struct instant since);
    size_t filter; /* offset of the list of ids in struct filter; NO_LIST */
    void (*fill)(const struct desk *desk, const struct journal_entry *entry, struct filter *filter);
    bool shows_by_absence; /* it takes the record away: that it is read no more shows it */
};

#define NO_LIST SIZE_MAX
#define NO_KEY SIZE_MAX /* it made the record, whose id nobody was told */
#define CLUE_OF(record, field) RECORD_##record, offsetof(struct record, field)
#define CLUE_BY(field) offsetof(struct filter, field)

static inline bool
clue_has_mark(const struct journal_entry *entry, const char *text)
{
    return entry->nonce[0] && strcmp(entry->nonce, text) == 0;
}

static inline bool
clue_is_since(struct instant created, struct instant since)
{
    return !instant_before(created, instant_add_ms(since, -CLOCK_SLACK_MS));
}

/* What was made since the write is found by its time. The property's clock may be another one. */
static inline void
clue_fill_new(const struct desk *desk, const struct journal_entry *entry, struct filter *filter)
{
    enum {
        BEFORE_MS = 600000
    };
    struct instant now = desk_now(desk);

    filter->created_utc.start_utc =
        instant_add_ms(instant_before(now, entry->at) ? now : entry->at, -BEFORE_MS);
}

/* Those of stays, rooms and tasks, which change_, house_ and book_actions.c write. */
enum {
    STAY_CLUES = 9
};
extern const struct clue stay_clues[STAY_CLUES];

/* Those of guests and companies, which profile_actions.c writes. */
enum {
    PROFILE_CLUES = 6
};
extern const struct clue profile_clues[PROFILE_CLUES];
