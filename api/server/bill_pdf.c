#include "api/server/bill_pdf.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <string.h>

#include "api/base/error.h"

/* Lengths are points; text is set in columns, and a row is as high as its highest cell. */

static const char family[] = "DejaVu Sans, WenQuanYi Micro Hei";

enum {
    PAGE_WIDTH = 595, /* A4 */
    PAGE_HEIGHT = 842,
    MARGIN = 48,
    FOOT = PAGE_HEIGHT - 56, /* nothing is set below it but the page's number */
    INNER_WIDTH = PAGE_WIDTH - 2 * MARGIN,
    COLUMNS_MOST = 6,
    GAP = 6 /* between rows' parts, and paragraphs */
};

struct sheet {
    cairo_t *cairo;
    PangoContext *context;
    PangoLayout *layout;
    const char *title;
    double y;
    int page;
};

struct cell {
    const char *text;
    double x, width;
    PangoAlignment align;
};

enum style {
    STYLE_PLAIN,
    STYLE_SMALL,
    STYLE_BOLD,
    STYLE_TITLE,
};

static const struct {
    double size;
    PangoWeight weight;
} styles[] = {
    [STYLE_PLAIN] = {9, PANGO_WEIGHT_NORMAL},
    [STYLE_SMALL] = {7.5, PANGO_WEIGHT_NORMAL},
    [STYLE_BOLD] = {9, PANGO_WEIGHT_BOLD},
    [STYLE_TITLE] = {16, PANGO_WEIGHT_BOLD},
};

/* Text */

static void
set_style(struct sheet *sheet, enum style style)
{
    PangoFontDescription *font = pango_font_description_from_string(family);

    pango_font_description_set_absolute_size(font, styles[style].size * PANGO_SCALE);
    pango_font_description_set_weight(font, styles[style].weight);
    pango_layout_set_font_description(sheet->layout, font);
    pango_font_description_free(font);
}

/* Lays a text out in the width; returns its height. */
static double
lay(struct sheet *sheet, const struct cell *cell)
{
    int height;

    pango_layout_set_width(sheet->layout, (int)(cell->width * PANGO_SCALE));
    pango_layout_set_alignment(sheet->layout, cell->align);
    pango_layout_set_text(sheet->layout, cell->text, -1);
    pango_layout_get_size(sheet->layout, NULL, &height);
    return (double)height / PANGO_SCALE;
}

static void
show(struct sheet *sheet, const struct cell *cell, double y)
{
    (void)lay(sheet, cell);
    cairo_move_to(sheet->cairo, cell->x, y);
    pango_cairo_show_layout(sheet->cairo, sheet->layout);
}

static void
draw_rule(struct sheet *sheet)
{
    cairo_set_line_width(sheet->cairo, 0.5);
    cairo_move_to(sheet->cairo, MARGIN, sheet->y);
    cairo_line_to(sheet->cairo, PAGE_WIDTH - MARGIN, sheet->y);
    cairo_stroke(sheet->cairo);
    sheet->y += GAP / 2.0;
}

/* Pages */

static void
end_page(struct sheet *sheet)
{
    char number[32];
    struct cell left = {sheet->title, MARGIN, INNER_WIDTH, PANGO_ALIGN_LEFT};
    struct cell right = {number, MARGIN, INNER_WIDTH, PANGO_ALIGN_RIGHT};

    snprintf(number, sizeof(number), "Page %d", ++sheet->page);
    set_style(sheet, STYLE_SMALL);
    show(sheet, &left, FOOT + 2 * GAP);
    show(sheet, &right, FOOT + 2 * GAP);
    cairo_show_page(sheet->cairo);
    sheet->y = MARGIN;
}

/* A row of cells of one style, on the next page where it doesn't fit on this one. */
static void
draw_row(struct sheet *sheet, const struct cell *cells, size_t count, enum style style)
{
    double height = 0;

    set_style(sheet, style);
    for (size_t i = 0; i < count; i++) {
        double own = lay(sheet, &cells[i]);

        if (own > height)
            height = own;
    }
    if (sheet->y + height > FOOT) {
        end_page(sheet);
        set_style(sheet, style);
    }
    for (size_t i = 0; i < count; i++)
        show(sheet, &cells[i], sheet->y);
    sheet->y += height + 2;
}

static void
draw_text(struct sheet *sheet, const char *text, enum style style)
{
    struct cell cell = {text, MARGIN, INNER_WIDTH, PANGO_ALIGN_LEFT};

    draw_row(sheet, &cell, 1, style);
}

/* Tables */

struct column {
    double x, width;
    PangoAlignment align;
    const char *title;
};

static const struct column line_columns[] = {
    {MARGIN, 60, PANGO_ALIGN_LEFT, "Date"},
    {MARGIN + 64, 190, PANGO_ALIGN_LEFT, "Item"},
    {MARGIN + 258, 36, PANGO_ALIGN_RIGHT, "Count"},
    {MARGIN + 298, 70, PANGO_ALIGN_RIGHT, "Unit price"},
    {MARGIN + 372, 50, PANGO_ALIGN_RIGHT, "Tax"},
    {MARGIN + 426, INNER_WIDTH - 426, PANGO_ALIGN_RIGHT, "Amount"},
};

static const struct column tax_columns[] = {
    {MARGIN, 180, PANGO_ALIGN_LEFT, "Tax rate"},
    {MARGIN + 184, 100, PANGO_ALIGN_RIGHT, "Net"},
    {MARGIN + 288, 100, PANGO_ALIGN_RIGHT, "Tax"},
    {MARGIN + 392, INNER_WIDTH - 392, PANGO_ALIGN_RIGHT, "Gross"},
};

static const struct column payment_columns[] = {
    {MARGIN, 60, PANGO_ALIGN_LEFT, "Date"},
    {MARGIN + 64, 300, PANGO_ALIGN_LEFT, "Payment"},
    {MARGIN + 368, INNER_WIDTH - 368, PANGO_ALIGN_RIGHT, "Amount"},
};

static const struct column fact_columns[] = {
    {MARGIN, 110, PANGO_ALIGN_LEFT, NULL},
    {MARGIN + 114, INNER_WIDTH - 114, PANGO_ALIGN_LEFT, NULL},
};

static const struct column total_columns[] = {
    {MARGIN + 250, 120, PANGO_ALIGN_LEFT, NULL},
    {MARGIN + 374, INNER_WIDTH - 374, PANGO_ALIGN_RIGHT, NULL},
};

static const struct column party_columns[] = {
    {MARGIN, INNER_WIDTH / 2 - GAP, PANGO_ALIGN_LEFT, NULL},
    {MARGIN + INNER_WIDTH / 2, INNER_WIDTH / 2, PANGO_ALIGN_LEFT, NULL},
};

static const char *
text_at(const json_t *row, size_t i)
{
    const char *text = json_string_value(json_array_get(row, i));

    return text ? text : "";
}

static void
draw_cells(struct sheet *sheet, const struct column *columns, size_t count, const json_t *row,
           enum style style)
{
    struct cell cells[COLUMNS_MOST];

    for (size_t i = 0; i < count; i++)
        cells[i] = (struct cell){row ? text_at(row, i) : columns[i].title, columns[i].x,
                                 columns[i].width, columns[i].align};
    draw_row(sheet, cells, count, style);
}

/* Rows under the columns' titles; a row of one text among several columns is a heading. */
static void
draw_table(struct sheet *sheet, const struct column *columns, size_t count, const json_t *rows)
{
    size_t i;
    json_t *row;

    if (!json_array_size(rows))
        return;
    sheet->y += GAP;
    if (columns->title) {
        draw_cells(sheet, columns, count, NULL, STYLE_BOLD);
        draw_rule(sheet);
    }
    json_array_foreach(rows, i, row)
    {
        if (json_array_size(row) == 1)
            draw_text(sheet, text_at(row, 0), STYLE_BOLD);
        else
            draw_cells(sheet, columns, count, row, STYLE_PLAIN);
    }
}

/* The house beside who the bill is for. */
static void
draw_parties(struct sheet *sheet, const json_t *house, const json_t *owner)
{
    size_t count = json_array_size(house) > json_array_size(owner) ? json_array_size(house)
                                                                   : json_array_size(owner);

    for (size_t i = 0; i < count; i++) {
        json_t *row = json_pack("[s, s]", text_at(house, i), text_at(owner, i));

        draw_cells(sheet, party_columns, countof(party_columns), row, i ? STYLE_PLAIN : STYLE_BOLD);
        json_decref(row);
    }
    sheet->y += GAP;
}

/* What is due stands out. */
static void
draw_totals(struct sheet *sheet, const json_t *totals)
{
    size_t i;
    json_t *row;

    sheet->y += GAP;
    draw_rule(sheet);
    json_array_foreach(totals, i, row)
        draw_cells(sheet, total_columns, countof(total_columns), row,
                   i + 1 == json_array_size(totals) ? STYLE_BOLD : STYLE_PLAIN);
}

#define DRAW_TABLE(sheet, columns, rows) draw_table(sheet, columns, countof(columns), rows)

static void
draw_document(struct sheet *sheet, const json_t *document)
{
    const char *notes = json_string_value(json_object_get(document, "Notes"));

    draw_text(sheet, sheet->title, STYLE_TITLE);
    sheet->y += GAP;
    draw_parties(sheet, json_object_get(document, "House"), json_object_get(document, "Owner"));
    DRAW_TABLE(sheet, fact_columns, json_object_get(document, "Facts"));
    DRAW_TABLE(sheet, line_columns, json_object_get(document, "Lines"));
    DRAW_TABLE(sheet, tax_columns, json_object_get(document, "Taxes"));
    DRAW_TABLE(sheet, payment_columns, json_object_get(document, "Payments"));
    draw_totals(sheet, json_object_get(document, "Totals"));
    if (notes && *notes) {
        sheet->y += GAP;
        draw_text(sheet, notes, STYLE_PLAIN);
    }
    end_page(sheet);
}

/* The file */

static cairo_status_t
take_bytes(void *context, const unsigned char *bytes, unsigned length)
{
    buffer_add(context, (const char *)bytes, length);
    return CAIRO_STATUS_SUCCESS;
}

static void
draw_pages(cairo_surface_t *surface, const json_t *document, const char *title)
{
    PangoFontMap *fonts = pango_cairo_font_map_new();
    struct sheet sheet = {.cairo = cairo_create(surface), .title = title, .y = MARGIN};

    sheet.context = pango_font_map_create_context(fonts);
    pango_cairo_context_set_resolution(sheet.context, 72);
    pango_cairo_update_context(sheet.cairo, sheet.context);
    sheet.layout = pango_layout_new(sheet.context);
    pango_layout_set_wrap(sheet.layout, PANGO_WRAP_WORD_CHAR);
    draw_document(&sheet, document);
    g_object_unref(sheet.layout);
    g_object_unref(sheet.context);
    cairo_destroy(sheet.cairo);
    g_object_unref(fonts);
}

bool
bill_pdf_draw(const json_t *document, struct instant made, struct buffer *pdf, struct error *err)
{
    const char *title = json_string_value(json_object_get(document, "Title"));
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(take_bytes, pdf, PAGE_WIDTH, PAGE_HEIGHT);
    char date[INSTANT_TEXT_SIZE];
    cairo_status_t status;

    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                   instant_text((struct instant){made.ms / 1000 * 1000}, date));
    draw_pages(surface, document, title);
    cairo_surface_finish(surface);
    status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return status == CAIRO_STATUS_SUCCESS
           || error_set(err, ERROR_DEFECT, "A bill can't be drawn: %s.",
                        cairo_status_to_string(status));
}
