/*
 * Message threads as rows: unread first, then the longest unanswered. Valid until the store
 * changes.
 */
#pragma once

#include "views/app.h"
#include "views/listing.h"

struct thread_row {
    const struct message_thread *thread;
    const struct message *last; /* NULL: none loaded */
    char guest[80];
    char room[16];
    bool is_unread;     /* the last message is newer than last seen here */
    bool is_unanswered; /* the last word is the guest's */
};

struct thread_rows {
    struct app *app;
    char filter[128]; /* folded */
    struct thread_row *rows;
    size_t count;
    size_t capacity;
    size_t unread;
};

void thread_rows_refresh(struct thread_rows *rows);
void thread_rows_clear(struct thread_rows *rows);

/* The messages of a thread, oldest first. *Gives*: free() of the array. */
MUST_USE const struct message **thread_messages(const struct app *app,
                                                const struct message_thread *thread, size_t *count);

/*
 * Written by the hotel: by staff, or by this program (which the property can't tell from guests'
 * apps).
 */
bool message_is_ours(const struct app *app, const struct message *message);

/* Remembers that the thread was read up to its last message. */
void thread_mark_seen(struct app *app, const struct message_thread *thread);

const struct list_class *thread_list_class(void);
const struct listing *thread_listing(void);
