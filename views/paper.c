#include "views/paper.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <string.h>

/* Lengths are points. A line is as high as the font; one that is too long is broken. */

static const char font_name[] = "DejaVu Sans Mono, WenQuanYi Micro Hei Mono";

enum {
    PAGE_WIDTH = 595, /* A4 */
    PAGE_HEIGHT = 842,
    MARGIN = 48,
    LINE_HEIGHT = 13
};

struct sheet {
    cairo_t *cairo;
    PangoLayout *layout;
    double y;
    bool is_empty;
};

static void
end_page(struct sheet *sheet)
{
    cairo_show_page(sheet->cairo);
    sheet->y = MARGIN;
    sheet->is_empty = true;
}

static void
draw_line(struct sheet *sheet, const char *text, size_t length)
{
    int height;

    pango_layout_set_text(sheet->layout, text, (int)length);
    pango_layout_get_size(sheet->layout, NULL, &height);
    if (sheet->y + (double)height / PANGO_SCALE > PAGE_HEIGHT - MARGIN)
        end_page(sheet);
    cairo_move_to(sheet->cairo, MARGIN, sheet->y);
    pango_cairo_show_layout(sheet->cairo, sheet->layout);
    sheet->y +=
        (double)height / PANGO_SCALE < LINE_HEIGHT ? LINE_HEIGHT : (double)height / PANGO_SCALE;
    sheet->is_empty = false;
}

static void
draw_text(struct sheet *sheet, const char *text)
{
    while (*text) {
        size_t length = strcspn(text, "\n\f");

        if (length || text[length] != '\f')
            draw_line(sheet, text, length);
        text += length;
        if (*text == '\f' && !sheet->is_empty)
            end_page(sheet);
        text += *text != '\0';
    }
    if (!sheet->is_empty)
        end_page(sheet);
}

static PangoLayout *
new_layout(cairo_t *cairo)
{
    PangoLayout *layout = pango_cairo_create_layout(cairo);
    PangoFontDescription *font = pango_font_description_from_string(font_name);

    pango_font_description_set_absolute_size(font, 9 * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(layout, (PAGE_WIDTH - 2 * MARGIN) * PANGO_SCALE);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    return layout;
}

static cairo_status_t
take_bytes(void *context, const unsigned char *bytes, unsigned int length)
{
    buffer_add(context, (const char *)bytes, length);
    return CAIRO_STATUS_SUCCESS;
}

bool
paper_pdf(const char *text, const char *title, struct buffer *pdf, struct error *err)
{
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(take_bytes, pdf, PAGE_WIDTH, PAGE_HEIGHT);
    struct sheet sheet = {.cairo = cairo_create(surface), .y = MARGIN, .is_empty = true};
    cairo_status_t status;

    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
    sheet.layout = new_layout(sheet.cairo);
    draw_text(&sheet, text);
    g_object_unref(sheet.layout);
    cairo_destroy(sheet.cairo);
    cairo_surface_finish(surface);
    status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return status == CAIRO_STATUS_SUCCESS
           || error_set(err, ERROR_DISK, "Cannot draw the PDF: %s.",
                        cairo_status_to_string(status));
}
