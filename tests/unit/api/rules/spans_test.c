/* Spans as interval algebra: against a row of days, each of which knows what holds. */
#include "api/rules/spans.h"

#include "tests/support/test.h"

enum {
    DAYS = 24,
    SPANS_MOST = 64,
    ROUNDS = 3000
};

/* A small generator of our own, so that a failure comes again. */
static uint32_t seed = 1;

static int
below(int limit)
{
    seed = seed * 1664525u + 1013904223u;
    return (int)((seed >> 16) % (uint32_t)limit);
}

struct state {
    struct span rows[SPANS_MOST];
    size_t count;
    int days[DAYS]; /* the model: 0 nothing, else 1 + value */
};

static void
apply(struct state *state, const struct span_change *change)
{
    size_t kept = 0;

    for (size_t i = 0; i < state->count; i++)
        if (!change->dropped[i])
            state->rows[kept++] = state->rows[i];
    assert_true(kept + change->added.count <= SPANS_MOST);
    for (size_t i = 0; i < change->added.count; i++)
        state->rows[kept++] = change->added.rows[i];
    state->count = kept;
}

/* Each day is in the one span that the model says, or in none. */
static void
check_days(const struct state *state, int round)
{
    for (int day = 0; day < DAYS; day++) {
        int found = 0;

        for (size_t i = 0; i < state->count; i++) {
            const struct span *span = &state->rows[i];

            if (span->first > day || span->last < day)
                continue;
            check(!found, "round %d: day %d is in two spans", round, day);
            found = 1 + span->value;
        }
        check(found == state->days[day], "round %d: day %d has %d, not %d", round, day, found,
              state->days[day]);
    }
}

/* No two of one value touch each other. */
static void
check_merged(const struct state *state, int round)
{
    for (size_t i = 0; i < state->count; i++)
        for (size_t k = 0; k < state->count; k++)
            check(state->rows[i].value != state->rows[k].value || state->rows[i].last == SPAN_NEVER
                      || state->rows[i].last + 1 != state->rows[k].first,
                  "round %d: spans that touch are two", round);
}

/* Some have no beginning or no end: the model's days are then those that it has. */
static struct span
random_span(void)
{
    int first = below(DAYS);
    int last = first + below(DAYS - first);
    struct span span = {first, last, below(3), SPAN_NEW};

    if (below(10) == 0)
        span.first = SPAN_EVER;
    if (below(10) == 0)
        span.last = SPAN_NEVER;
    return span;
}

static void
set_days(struct state *state, const struct span *span, int what)
{
    for (int day = 0; day < DAYS; day++)
        if (span->first <= day && day <= span->last)
            state->days[day] = what;
}

static void
run(bool merges)
{
    struct state state = {.count = 0};

    for (int round = 0; round < ROUNDS; round++) {
        struct arena arena = {0};
        struct span_list old = {state.rows, state.count};
        struct span wanted = random_span();
        struct span_change change;
        bool clears = below(3) == 0;

        if (clears)
            spans_clear(&arena, &old, wanted, &change);
        else if (merges)
            spans_merge(&arena, &old, wanted, &change);
        else
            spans_replace(&arena, &old, wanted, &change);
        apply(&state, &change);
        set_days(&state, &wanted, clears ? 0 : 1 + wanted.value);
        check_days(&state, round);
        if (merges)
            check_merged(&state, round);
        arena_clear(&arena);
    }
}

static void
what_is_set_holds_and_what_is_left_goes_on(void **state)
{
    (void)state;
    run(false);
}

static void
equal_neighbours_become_one(void **state)
{
    (void)state;
    run(true);
}

/* The vendor's examples: joined where it is longer, left alone where it is shorter, spliced. */
static void
spans_merge_as_documented(void **state)
{
    static const struct {
        struct span old, wanted;
        bool drops;
        size_t count;
        struct span added[3];
    } rows[] = {
        {{5, 25, 1, 0}, {10, 20, 1, SPAN_NEW}, false, 0, {{0}}},
        {{5, 25, 1, 0}, {5, 25, 1, SPAN_NEW}, false, 0, {{0}}},
        {{5, 25, 1, 0}, {20, 30, 1, SPAN_NEW}, true, 1, {{5, 30, 1, SPAN_NEW}}},
        {{5, 25, 1, 0}, {26, 30, 1, SPAN_NEW}, true, 1, {{5, 30, 1, SPAN_NEW}}},
        {{5, 25, 1, 0}, {1, 4, 1, SPAN_NEW}, true, 1, {{1, 25, 1, SPAN_NEW}}},
        {{5, 25, 1, 0}, {27, 30, 1, SPAN_NEW}, false, 1, {{27, 30, 1, SPAN_NEW}}},
        {{5, 25, 1, 0},
         {10, 20, 2, SPAN_NEW},
         true,
         3,
         {{5, 9, 1, 0}, {21, 25, 1, 0}, {10, 20, 2, SPAN_NEW}}},
        {{5, 25, 1, 0}, {26, 30, 2, SPAN_NEW}, false, 1, {{26, 30, 2, SPAN_NEW}}},
        {{5, 25, 1, 0},
         {SPAN_EVER, 9, 2, SPAN_NEW},
         true,
         2,
         {{10, 25, 1, 0}, {SPAN_EVER, 9, 2, SPAN_NEW}}},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena arena = {0};
        struct span before = rows[i].old;
        struct span_list old = {&before, 1};
        struct span_change change;

        spans_merge(&arena, &old, rows[i].wanted, &change);
        check(change.dropped[0] == rows[i].drops, "row %zu", i);
        check(change.added.count == rows[i].count, "row %zu: %zu", i, change.added.count);
        for (size_t k = 0; k < change.added.count; k++)
            check(memcmp(&change.added.rows[k], &rows[i].added[k], sizeof(struct span)) == 0,
                  "row %zu, %zu: %lld to %lld", i, k, (long long)change.added.rows[k].first,
                  (long long)change.added.rows[k].last);
        arena_clear(&arena);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_set_holds_and_what_is_left_goes_on),
        cmocka_unit_test(equal_neighbours_become_one),
        cmocka_unit_test(spans_merge_as_documented),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
