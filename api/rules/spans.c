#include "api/rules/spans.h"

static bool
overlaps(const struct span *a, const struct span *b)
{
    return a->first <= b->last && b->first <= a->last;
}

static bool
is_next_to(const struct span *a, const struct span *b)
{
    return (a->last != SPAN_NEVER && a->last + 1 == b->first)
           || (b->last != SPAN_NEVER && b->last + 1 == a->first);
}

static bool
contains(const struct span *outer, const struct span *inner)
{
    return outer->first <= inner->first && inner->last <= outer->last;
}

static void
begin(struct arena *arena, const struct span_list *old, struct span_change *change)
{
    change->dropped = arena_new(arena, (old->count + 1) * sizeof(*change->dropped));
    change->added.rows = arena_new(arena, (2 * old->count + 1) * sizeof(*change->added.rows));
    change->added.count = 0;
}

static void
add(struct span_change *change, struct span span)
{
    change->added.rows[change->added.count++] = span;
}

/* What lies on either side of the interval goes on. */
static void
cut(const struct span *old, const struct span *wanted, struct span_change *change)
{
    if (old->first < wanted->first)
        add(change, (struct span){old->first, wanted->first - 1, old->value, old->row});
    if (old->last > wanted->last)
        add(change, (struct span){wanted->last + 1, old->last, old->value, old->row});
}

void
spans_clear(struct arena *arena, const struct span_list *old, struct span wanted,
            struct span_change *change)
{
    begin(arena, old, change);
    for (size_t i = 0; i < old->count; i++) {
        if (!overlaps(&old->rows[i], &wanted))
            continue;
        change->dropped[i] = true;
        cut(&old->rows[i], &wanted, change);
    }
}

void
spans_replace(struct arena *arena, const struct span_list *old, struct span wanted,
              struct span_change *change)
{
    spans_clear(arena, old, wanted, change);
    add(change, wanted);
}

static bool
is_there(const struct span_list *old, const struct span *wanted)
{
    for (size_t i = 0; i < old->count; i++)
        if (old->rows[i].value == wanted->value && contains(&old->rows[i], wanted))
            return true;
    return false;
}

/* Takes in what is of the same value and touches it; what it has grown by may touch more. */
static struct span
grow(const struct span_list *old, struct span span, struct span_change *change)
{
    for (size_t i = 0; i < old->count; i++) {
        const struct span *other = &old->rows[i];

        if (change->dropped[i] || other->value != span.value
            || (!overlaps(other, &span) && !is_next_to(other, &span)))
            continue;
        change->dropped[i] = true;
        span.first = other->first < span.first ? other->first : span.first;
        span.last = other->last > span.last ? other->last : span.last;
        return grow(old, span, change);
    }
    return span;
}

void
spans_merge(struct arena *arena, const struct span_list *old, struct span wanted,
            struct span_change *change)
{
    begin(arena, old, change);
    for (size_t i = 0; i < old->count; i++) {
        if (old->rows[i].value == wanted.value || !overlaps(&old->rows[i], &wanted))
            continue;
        change->dropped[i] = true;
        cut(&old->rows[i], &wanted, change);
    }
    if (!is_there(old, &wanted))
        add(change, grow(old, wanted, change));
}
