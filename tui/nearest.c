#include "tui/nearest.h"

#include <ctype.h>
#include <string.h>

enum {
    NAME_MAX_BYTES = 64
};

static size_t
least(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;

    return ab < c ? ab : c;
}

/* Levenshtein's, without regard to case; a swap of neighbours counts once. */
static size_t
edit_distance(const char *a, const char *b)
{
    size_t rows[3][NAME_MAX_BYTES + 1];
    size_t length_a = strlen(a);
    size_t length_b = strlen(b);

    for (size_t j = 0; j <= length_b; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= length_a; i++) {
        size_t *row = rows[i % 3];
        const size_t *last = rows[(i + 2) % 3];

        row[0] = i;
        for (size_t j = 1; j <= length_b; j++) {
            int x = tolower((unsigned char)a[i - 1]);
            int y = tolower((unsigned char)b[j - 1]);

            row[j] = least(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == tolower((unsigned char)b[j - 2])
                && y == tolower((unsigned char)a[i - 2]))
                row[j] = least(row[j], rows[(i + 1) % 3][j - 2] + 1, row[j]);
        }
    }
    return rows[length_a % 3][length_b];
}

void
nearest_consider(struct nearest *nearest, const char *wanted, const char *name)
{
    size_t length = strlen(wanted);
    size_t distance;

    if (length > NAME_MAX_BYTES || strlen(name) > NAME_MAX_BYTES)
        return;
    distance = edit_distance(wanted, name);
    if (distance > 2 || distance * 2 > length || (nearest->name && distance >= nearest->distance))
        return;
    nearest->name = name;
    nearest->distance = distance;
}
