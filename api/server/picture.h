/* Pictures of the house, drawn by the server itself: its sign, its front, its rooms. Pure. */
#pragma once

#include <stdint.h>

#include "api/base/buffer.h"

enum picture_subject {
    PICTURE_NONE = 0,
    PICTURE_LOGO,
    PICTURE_HOUSE,
    PICTURE_ROOM,
};

enum {
    PICTURE_MOST = 1200 /* pixels of a side */
};

struct picture_size {
    int width, height; /* pixels */
};

/* Logo, House or Room; PICTURE_NONE for anything else. */
enum picture_subject picture_subject_of(const char *name);

/* The size in which a picture was made. */
struct picture_size picture_natural_size(enum picture_subject subject);

/*
 * As a PNG: in the middle of `size`, as large as fits, white around it. The same `seed` gives the
 * same picture.
 */
void picture_draw(enum picture_subject subject, uint64_t seed, struct picture_size size,
                  struct buffer *png);
