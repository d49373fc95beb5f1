/*
 * Any entity of the API as a list: its getAll operation, filters, pages as they are scrolled to,
 * and chosen columns. The records are documents as the property sent them. No drawing.
 */
#pragma once

#include "api/schema/document.h"
#include "tui/list.h"
#include "views/app.h"

enum {
    BROWSE_COLUMNS = 10
};

struct browse_rows {
    struct app *app;
    const struct operation *operation; /* NULL: the list of entities */
    const struct object_type *type;    /* of a record */
    struct document *filters;          /* of the request; NULL: none were set */
    struct document **pages;
    size_t page_count;
    size_t page_capacity;
    const struct document **records; /* those that pass the filter; *Valid until* the next page */
    const struct operation *entities[OP_COUNT]; /* in their list, those that pass */
    size_t count;                               /* of either */
    size_t capacity;
    size_t wanted;    /* so many are asked for without waiting for the cursor */
    char filter[128]; /* folded */
    bool is_asking;
    bool has_all;
    struct error error;                        /* why nothing is asked, or the property's refusal */
    void (*changed)(struct browse_rows *rows); /* called when a page came */
    void *context;                             /* of whoever shows them */
    struct arena names;                        /* of columns that are paths */
    bool has_chosen;                           /* the user has, the columns */
    struct list_column columns[BROWSE_COLUMNS];
    const struct list_column *shown[BROWSE_COLUMNS];
    struct list_class list;
};

/*
 * Begins with an operation (NULL: the list of entities) and filters of its request (NULL: none).
 * *Takes* the filters.
 * Errors  ERROR_REFUSED: it wants filters that only the user knows, with their names.
 */
MUST_USE bool browse_open(struct browse_rows *rows, const struct operation *operation,
                          struct document *filters, struct error *err);

/* The same once more, from the first page on. */
MUST_USE bool browse_again(struct browse_rows *rows, struct error *err);
void browse_clear(struct browse_rows *rows);

/*
 * Asks for the next page, unless all are there or one is on its way. `changed` is called when it
 * came.
 */
void browse_ask(struct browse_rows *rows, void (*changed)(struct browse_rows *rows));

/* The records again, after the filter changed. */
void browse_refresh(struct browse_rows *rows);

/* The record with this Id; NULL: it is not among those that were read. */
const struct document *browse_find_record(const struct browse_rows *rows, const char *id);

/* The getAll operation of an entity's name (`bills`), or the reading one of a path; NULL. */
const struct operation *browse_find(const char *entity);

/* Whether an operation writes the records of a listing, or what belongs to them. */
bool browse_is_written_by(const struct operation *listing, const struct operation *operation);

/* Entities by number, for the list of them; NULL behind the last. */
const struct operation *browse_entity(size_t index);

/*
 * The body that asks for the next page: what the schema wants, as far as it can be known. *Gives*:
 * document_free().
 * Errors  NULL, as browse_open().
 */
struct document *browse_page(const struct browse_rows *rows, struct error *err);
