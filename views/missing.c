#include "views/missing.h"

#include <stdio.h>
#include <string.h>

#include "api/base/intl.h"

enum {
    MOST_ROWS = 3,  /* of the words */
    LEAST_ROWS = 5, /* that are left above them */
    NAMES_SIZE = 160
};

/* The parts' names, and why the first of them is missing; NULL: none is. */
static const struct error *
find(const struct app *app, unsigned parts, char names[NAMES_SIZE])
{
    const struct error *first = NULL;
    size_t length = 0;

    for (unsigned part = 0; part < DESK_PARTS; part++) {
        const struct error *err =
            parts & 1u << part ? desk_missing(app->desk, (enum desk_part)part) : NULL;

        if (!err || length >= NAMES_SIZE)
            continue;
        length += (size_t)snprintf(names + length, NAMES_SIZE - length, "%s%s", first ? ", " : "",
                                   _(desk_part_name((enum desk_part)part)));
        first = first ? first : err;
    }
    return first;
}

struct canvas
missing_draw(const struct app *app, unsigned parts, struct uuid account,
             const struct canvas *canvas)
{
    char names[NAMES_SIZE];
    char text[NAMES_SIZE + ERROR_TEXT_SIZE + ERROR_REQUEST_ID_SIZE + 64];
    const struct error *err = find(app, parts, names);
    int left = canvas->at.rows - LEAST_ROWS;
    int length;
    int rows;
    struct canvas words;

    if (!err && (err = desk_account_missing(app->desk, account)))
        snprintf(names, sizeof(names), "%s", _("the account"));
    if (!err || left < 1)
        return *canvas;
    length = snprintf(text, sizeof(text),
                      err->kind == ERROR_PERMISSION ? _("Not permitted: %s. %s")
                                                    : _("Missing: %s (Ctrl-R reads again). %s"),
                      names, err->text);
    if (err->request_id[0])
        snprintf(text + length, sizeof(text) - (size_t)length, _(" (request %s)"), err->request_id);
    rows = paragraph_rows(text, canvas->at.columns);
    rows = rows < MOST_ROWS ? rows : MOST_ROWS;
    rows = rows < left ? rows : left;
    words = canvas_part(canvas, (struct rect){canvas->at.rows - rows, 0, rows, canvas->at.columns});
    draw_clear(&words);
    draw_paragraph(&words, 0, STYLE_WARNING, text);
    return canvas_part(canvas, (struct rect){0, 0, canvas->at.rows - rows, canvas->at.columns});
}
