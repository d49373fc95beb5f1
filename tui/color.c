#include "tui/color.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
    NAMED_COLORS = 8,
    CUBE_FIRST = 16,
    GREY_FIRST = 232,
    PALETTE = 256
};

struct rgb {
    int red, green, blue;
};

static const char *const names[NAMED_COLORS] = {"black", "red",     "green", "yellow",
                                                "blue",  "magenta", "cyan",  "white"};

/* xterm's. Terminals differ in these; for finding a near one that is good enough. */
static const struct rgb named[2 * NAMED_COLORS] = {
    {0, 0, 0},     {205, 0, 0},     {0, 205, 0},     {205, 205, 0},   {0, 0, 238}, {205, 0, 205},
    {0, 205, 205}, {229, 229, 229}, {127, 127, 127}, {255, 0, 0},     {0, 255, 0}, {255, 255, 0},
    {92, 92, 255}, {255, 0, 255},   {0, 255, 255},   {255, 255, 255},
};

static int
cube_level(int step)
{
    return step ? 55 + 40 * step : 0;
}

static struct rgb
color_rgb(int color)
{
    int grey = 8 + 10 * (color - GREY_FIRST);
    int cube = color - CUBE_FIRST;

    if (color < CUBE_FIRST)
        return named[color];
    if (color >= GREY_FIRST)
        return (struct rgb){grey, grey, grey};
    return (struct rgb){cube_level(cube / 36), cube_level(cube / 6 % 6), cube_level(cube % 6)};
}

static int
nearest(struct rgb wanted, int first, int end)
{
    int best = first;
    int best_distance = INT_MAX;

    for (int i = first; i < end; i++) {
        struct rgb rgb = color_rgb(i);
        int red = rgb.red - wanted.red;
        int green = rgb.green - wanted.green;
        int blue = rgb.blue - wanted.blue;
        int distance = 2 * red * red + 4 * green * green + 3 * blue * blue; // as eyes weigh them

        if (distance >= best_distance)
            continue;
        best = i;
        best_distance = distance;
    }
    return best;
}

static bool
parse_number(const char *word, int base, long limit, long *number)
{
    char *end;

    *number = strtol(word, &end, base);
    return *word && !*end && *number >= 0 && *number < limit && *word != '-' && *word != '+';
}

bool
color_parse(const char *word, int *color)
{
    bool is_bright = strncmp(word, "bright-", 7) == 0;
    long number;

    *color = COLOR_UNSET;
    if (strcmp(word, "default") == 0)
        return true;
    for (int i = 0; i < NAMED_COLORS; i++) {
        if (strcmp(word + (is_bright ? 7 : 0), names[i]) != 0)
            continue;
        *color = i + (is_bright ? NAMED_COLORS : 0);
        return true;
    }
    if (word[0] == '#' && strlen(word) == 7 && parse_number(word + 1, 16, 1L << 24, &number)) {
        struct rgb rgb = {(int)(number >> 16), (int)(number >> 8 & 255), (int)(number & 255)};

        *color = nearest(rgb, CUBE_FIRST, PALETTE);
        return true;
    }
    if (!parse_number(word, 10, PALETTE, &number))
        return false;
    *color = (int)number;
    return true;
}

int
color_reduce(int color, int count, enum color_plane plane)
{
    if (color < count)
        return color;
    if (color > NAMED_COLORS && color < 2 * NAMED_COLORS)
        return color - NAMED_COLORS;
    return nearest(color_rgb(color), plane == COLOR_FOREGROUND ? 1 : 0, count);
}
