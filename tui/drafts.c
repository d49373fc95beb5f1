#include "tui/drafts.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"

/* DRAFTS: there is none. */
static int
find_row(const struct drafts *drafts, const char *name)
{
    int i = 0;

    while (i < DRAFTS && (!drafts->rows[i].name || strcmp(drafts->rows[i].name, name) != 0))
        i++;
    return i;
}

const char *
drafts_find(const struct drafts *drafts, const char *name)
{
    int i = find_row(drafts, name);

    return i < DRAFTS ? drafts->rows[i].text : NULL;
}

static void
remove_row(struct drafts *drafts, int i)
{
    free(drafts->rows[i].name);
    free(drafts->rows[i].text);
    memmove(&drafts->rows[i], &drafts->rows[i + 1],
            (size_t)(DRAFTS - 1 - i) * sizeof(drafts->rows[0]));
    memset(&drafts->rows[DRAFTS - 1], 0, sizeof(drafts->rows[0]));
}

void
drafts_keep(struct drafts *drafts, const char *name, const char *text)
{
    int i = find_row(drafts, name);

    if (i < DRAFTS)
        remove_row(drafts, i);
    if (!text || !*text)
        return;
    remove_row(drafts, DRAFTS - 1);
    memmove(&drafts->rows[1], &drafts->rows[0], (DRAFTS - 1) * sizeof(drafts->rows[0]));
    drafts->rows[0].name = memory_text(name);
    drafts->rows[0].text = memory_text(text);
}

void
drafts_clear(struct drafts *drafts)
{
    for (int i = 0; i < DRAFTS; i++)
        if (drafts->rows[0].name)
            remove_row(drafts, 0);
}
