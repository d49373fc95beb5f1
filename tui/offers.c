#include "tui/offers.h"

#include <string.h>

#include "api/base/text.h"

/* Cuts `common` where `text` differs. */
static void
shorten(char *common, const char *text)
{
    size_t length = 0;

    while (common[length] && common[length] == text[length])
        length++;
    common[length] = '\0';
    text_trim_partial(common);
}

void
offers_add(void *context, const char *text, const char *help)
{
    struct offers *offers = context;

    if (offers->count == 1 && strcmp(offers->common, text) == 0)
        return;
    if (!offers->count++)
        text_copy(offers->common, sizeof(offers->common), text);
    else
        shorten(offers->common, text);
    buffer_print(&offers->list, "%s\t%s\n", text, help ? help : "");
}

bool
offers_is_open(const struct offers *offers)
{
    size_t length = strlen(offers->common);

    return length && offers->common[length - 1] == '=';
}

void
offers_clear(struct offers *offers)
{
    buffer_clear(&offers->list);
    *offers = (struct offers){0};
}
