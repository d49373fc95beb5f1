#include "api/server/picture.h"

#include <cairo.h>
#include <math.h>
#include <string.h>

/*
 * Each subject is drawn on a canvas of its own units: 3 x 2, the sign 1 x 1. What differs from one
 * room to the next comes from the bits of the seed.
 */

static const double turn = 6.283185307179586;

struct colour {
    double red, green, blue;
};

static const struct colour white = {1, 1, 1};
static const struct colour walls[] = {
    {0.93, 0.88, 0.80}, {0.86, 0.90, 0.93}, {0.90, 0.92, 0.85},
    {0.95, 0.91, 0.90}, {0.88, 0.87, 0.93}, {0.96, 0.94, 0.87},
};
static const struct colour covers[] = {
    {0.55, 0.16, 0.20}, {0.16, 0.35, 0.52}, {0.20, 0.42, 0.30},
    {0.60, 0.47, 0.20}, {0.38, 0.24, 0.48}, {0.25, 0.27, 0.33},
};

static size_t
pick(uint64_t seed, unsigned shift, size_t count)
{
    return (size_t)((seed >> shift) % count);
}

static void
fill(cairo_t *cairo, struct colour colour)
{
    cairo_set_source_rgb(cairo, colour.red, colour.green, colour.blue);
    cairo_fill(cairo);
}

static void
box(cairo_t *cairo, double x, double y, double width, double height, struct colour colour)
{
    cairo_rectangle(cairo, x, y, width, height);
    fill(cairo, colour);
}

static void
sky(cairo_t *cairo, double x, double y, double width, double height)
{
    cairo_pattern_t *blue = cairo_pattern_create_linear(x, y, x, y + height);

    cairo_pattern_add_color_stop_rgb(blue, 0, 0.45, 0.66, 0.87);
    cairo_pattern_add_color_stop_rgb(blue, 1, 0.88, 0.93, 0.96);
    cairo_rectangle(cairo, x, y, width, height);
    cairo_set_source(cairo, blue);
    cairo_fill(cairo);
    cairo_pattern_destroy(blue);
}

static void
draw_window(cairo_t *cairo, double x, double y, double width, double height)
{
    box(cairo, x - 0.03, y - 0.03, width + 0.06, height + 0.06, white);
    sky(cairo, x, y, width, height);
    box(cairo, x + width / 2 - 0.012, y, 0.024, height, white);
    box(cairo, x, y + height / 2 - 0.012, width, 0.024, white);
}

static void
draw_bed(cairo_t *cairo, double x, double width, struct colour cover)
{
    box(cairo, x - 0.04, 0.92, width + 0.08, 0.75, (struct colour){0.36, 0.25, 0.17});
    box(cairo, x, 1.16, width, 0.48, white);
    box(cairo, x, 1.34, width, 0.32, cover);
    box(cairo, x + 0.05, 1.12, width - 0.1, 0.14, (struct colour){0.97, 0.96, 0.93});
}

static void
draw_lamp(cairo_t *cairo, double x)
{
    box(cairo, x - 0.015, 1.02, 0.03, 0.55, (struct colour){0.3, 0.27, 0.24});
    cairo_move_to(cairo, x - 0.13, 1.04);
    cairo_line_to(cairo, x + 0.13, 1.04);
    cairo_line_to(cairo, x + 0.07, 0.82);
    cairo_line_to(cairo, x - 0.07, 0.82);
    cairo_close_path(cairo);
    fill(cairo, (struct colour){0.98, 0.88, 0.62});
}

/* One wide bed or two. */
static void
draw_room(cairo_t *cairo, uint64_t seed)
{
    struct colour cover = covers[pick(seed, 8, sizeof(covers) / sizeof(covers[0]))];
    double shift = 0.1 * (double)pick(seed, 16, 4);

    box(cairo, 0, 0, 3, 1.5, walls[pick(seed, 0, sizeof(walls) / sizeof(walls[0]))]);
    box(cairo, 0, 1.5, 3, 0.5, (struct colour){0.58, 0.44, 0.31});
    draw_window(cairo, 0.25 + shift, 0.3, 0.7, 0.8);
    if (pick(seed, 24, 2)) {
        draw_bed(cairo, 1.35, 0.5, cover);
        draw_bed(cairo, 2.1, 0.5, cover);
    } else {
        draw_bed(cairo, 1.45, 1.1, cover);
    }
    draw_lamp(cairo, 1.2);
}

static void
draw_house(cairo_t *cairo, uint64_t seed)
{
    (void)seed;
    sky(cairo, 0, 0, 3, 2);
    box(cairo, 0, 1.8, 3, 0.2, (struct colour){0.45, 0.45, 0.43});
    box(cairo, 0.4, 0.35, 2.2, 1.45, (struct colour){0.91, 0.83, 0.66});
    box(cairo, 0.3, 0.27, 2.4, 0.1, (struct colour){0.52, 0.22, 0.17});
    for (int row = 0; row < 4; row++)
        for (int column = 0; column < 7; column++)
            if (row < 3 || column != 3)
                draw_window(cairo, 0.52 + 0.3 * column, 0.47 + 0.33 * row, 0.16, 0.2);
    box(cairo, 1.38, 1.4, 0.24, 0.4, (struct colour){0.30, 0.18, 0.12});
}

static void
draw_logo(cairo_t *cairo, uint64_t seed)
{
    (void)seed;
    box(cairo, 0, 0, 1, 1, white);
    cairo_arc(cairo, 0.5, 0.5, 0.46, 0, turn);
    fill(cairo, (struct colour){0.13, 0.36, 0.25});
    cairo_set_line_width(cairo, 0.09);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
    cairo_set_source_rgb(cairo, 0.96, 0.94, 0.87);
    cairo_move_to(cairo, 0.28, 0.28);
    cairo_line_to(cairo, 0.5, 0.74);
    cairo_line_to(cairo, 0.72, 0.28);
    cairo_stroke(cairo);
}

static const struct {
    const char *name;
    struct picture_size natural;
    double width, height; /* of its canvas */
    void (*draw)(cairo_t *cairo, uint64_t seed);
} subjects[] = {
    [PICTURE_NONE] = {"", {1, 1}, 1, 1, NULL},
    [PICTURE_LOGO] = {"Logo", {256, 256}, 1, 1, draw_logo},
    [PICTURE_HOUSE] = {"House", {600, 400}, 3, 2, draw_house},
    [PICTURE_ROOM] = {"Room", {600, 400}, 3, 2, draw_room},
};

enum picture_subject
picture_subject_of(const char *name)
{
    for (size_t i = PICTURE_LOGO; i < sizeof(subjects) / sizeof(subjects[0]); i++)
        if (strcmp(subjects[i].name, name) == 0)
            return (enum picture_subject)i;
    return PICTURE_NONE;
}

struct picture_size
picture_natural_size(enum picture_subject subject)
{
    return subjects[subject].natural;
}

static cairo_status_t
take_bytes(void *context, const unsigned char *bytes, unsigned length)
{
    buffer_add(context, (const char *)bytes, length);
    return CAIRO_STATUS_SUCCESS;
}

void
picture_draw(enum picture_subject subject, uint64_t seed, struct picture_size size,
             struct buffer *png)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, size.width, size.height);
    cairo_t *cairo = cairo_create(surface);
    double width = subjects[subject].width;
    double height = subjects[subject].height;
    double scale = fmin(size.width / width, size.height / height);

    box(cairo, 0, 0, size.width, size.height, white);
    cairo_translate(cairo, (size.width - width * scale) / 2, (size.height - height * scale) / 2);
    cairo_scale(cairo, scale, scale);
    cairo_rectangle(cairo, 0, 0, width, height);
    cairo_clip(cairo);
    if (subjects[subject].draw)
        subjects[subject].draw(cairo, seed);
    cairo_destroy(cairo);
    (void)cairo_surface_write_to_png_stream(surface, take_bytes, png); // it takes all
    cairo_surface_destroy(surface);
}
