/*
 * The rows of reads.def: which lists an operation answers with, by what they are filtered, and what
 * else its extents bring.
 */
#pragma once

#include "api/server/forms.h"

enum filter_kind {
    FILTER_UUIDS,      /* a list of identifiers, or one */
    FILTER_TEXTS,      /* a list of texts, or one */
    FILTER_STATES,     /* the same; 2022's Enquired is Inquired */
    FILTER_ACTIVITY,   /* Active, Deleted */
    FILTER_DELETED,    /* an interval of updated, of what is not active (`second`) any more */
    FILTER_INTERVAL,   /* StartUtc <= column < EndUtc; equal ends: just that instant */
    FILTER_CLOSED,     /* the same, of what is Closed (`second`) */
    FILTER_JOINED,     /* the same of `second`, in another table whose keys are in the column */
    FILTER_COLLIDING,  /* from column to `second` has an instant in common with it */
    FILTER_CONTAINING, /* from column to `second` contains it */
    FILTER_REACHING,   /* some day from column to `second`, both included, has an instant of it */
    FILTER_HIDDEN,     /* what is marked (a bool) is left out, unless the member is true */
    FILTER_THROUGH,    /* texts: `second` of the rows of another table where `column` is one */
    FILTER_OF_RATES,   /* identifiers of rates: what is said of them, of their group, or of all */
};

/* What a filter does for the rule that an operation needs at least one. */
enum filter_weight {
    FILTER_ALONE, /* will do */
    FILTER_ASIDE, /* won't */
};

struct filter_row {
    enum operation_id operation;
    enum filter_kind kind;
    enum filter_weight weight;
    const char *member;    /* a path in the request; "": only the default */
    enum column_id column; /* of whose table's list it is a filter; of no table: of all lists */
    enum column_id second;
    const char *otherwise; /* texts with blanks in between that hold while it is absent; NULL */
    const char *unless;    /* ... and this member too; NULL */
};

/* Filters of an operation, the most selective first. */
const struct filter_row *filter_rows(enum operation_id operation, size_t *count);

/* StartUtc and EndUtc of 2022, meant as TimeFilter says; the first row without it. */
struct time_row {
    enum operation_id operation;
    const char *value;
    enum filter_kind kind;
    enum column_id column;
    enum column_id second;
};

const struct time_row *time_rows(enum operation_id operation, size_t *count);

/* Members that exclude each other. */
struct exclusion_row {
    enum operation_id operation;
    const char *one, *other;
};

const struct exclusion_row *exclusion_rows(enum operation_id operation, size_t *count);

/* A list of the answer that is found by the filters. The first of a paged operation is the page. */
struct list_row {
    enum operation_id operation;
    const char
        *extent; /* shown when this member of Extent is true, or there is none; NULL: always */
    const char *member; /* of the answer */
    enum entity_id entity;
    const char *form_extent; /* the form is for when this is true; NULL: for always */
    form_fn form;            /* NULL: as it is stored */
    const char *tail_extent; /* the tail is served when this is true */
};

const struct list_row *list_rows(enum operation_id operation, size_t *count);

/* From identifiers to others: the values of `pick` where `match` is among them. */
struct hop {
    enum column_id match, pick;
};

/*
 * A list that an extent adds: entities whose `match` is among the identifiers of the page, or where
 * the hops lead from there. Several rows of a member add up. COLUMN_NONE: all there are.
 */
struct extent_row {
    enum operation_id operation;
    const char *extent; /* NULL: always */
    const char *member;
    enum entity_id entity;
    enum column_id match;
    struct hop hops[2];
    enum column_id active; /* only what is active, unless Extent.Inactive; COLUMN_NONE */
    form_fn form;
};

const struct extent_row *extent_rows(enum operation_id operation, size_t *count);

/* What alone is in a list that an extent adds: rows with one of these texts. */
struct only_row {
    enum operation_id operation;
    const char *member;
    enum column_id column;
    const char *given;     /* a path in the request; NULL: none */
    const char *otherwise; /* words */
};
const struct only_row *only_row_find(enum operation_id operation, const char *member);

/* How a list that an extent adds looks when another extent is asked for besides. */
struct shape_row {
    enum operation_id operation;
    const char *member;
    const char *extent;
    form_fn form; /* NULL: with the tail */
};
const struct shape_row *shape_rows(enum operation_id operation, size_t *count);

/* An operation that needs at least one filter that is FILTER_ALONE. */
struct need_row {
    enum operation_id operation;
    const char *with; /* when this member is given; NULL: always */
};
const struct need_row *need_row_find(enum operation_id operation);

/* A member of the answer that is always the same; NULL where there is no such row. */
const char *read_fixed(enum operation_id operation, const char *member);
