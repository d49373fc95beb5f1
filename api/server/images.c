#include "api/server/images.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/error.h"
#include "api/server/picture.h"

/* An address is /images/{id}/{width}x{height}.png, the size being what was reckoned already. */
static const char prefix[] = "/images/";

enum {
    PATH_SIZE = 96
};

/* What the image shows; PICTURE_NONE when there is none of the identifier. */
static bool
find_subject(struct storage *storage, struct uuid id, enum picture_subject *subject,
             struct error *err)
{
    json_t *image = records_seek(storage, ENTITY_internal, id, err);
    const char *type = json_string_value(json_object_get(image, "EntityType"));
    const char *name = json_string_value(json_object_get(image, "Subject"));

    *subject = PICTURE_NONE;
    if (type && name && strcmp(type, ".Image") == 0)
        *subject = picture_subject_of(name);
    json_decref(image);
    return image != NULL;
}

/* images/getUrls */

static bool
take_side(const json_t *wanted, const char *name, int *pixels, struct error *err)
{
    const json_t *value = json_object_get(wanted, name);
    int64_t whole;

    *pixels = 0;
    if (!value || json_is_null(value))
        return true;
    if (!codec_whole(value, &whole) || whole < 1 || whole > PICTURE_MOST)
        return error_set(err, ERROR_INPUT, "Invalid Images.%s: must be 1 to %d pixels.", name,
                         PICTURE_MOST);
    *pixels = (int)whole;
    return true;
}

static int
scaled(int side, int of, int to)
{
    int64_t pixels = ((int64_t)side * to + of / 2) / of;

    if (pixels < 1)
        return 1;
    return pixels > PICTURE_MOST ? PICTURE_MOST : (int)pixels;
}

/* One side leads to the other; of both the shape stays, unless the mode says exactly these. */
static struct picture_size
fit(struct picture_size natural, struct picture_size wanted, bool is_exact)
{
    bool is_wide;

    if (!wanted.width && !wanted.height)
        return natural;
    if (!wanted.width)
        wanted.width = scaled(natural.width, natural.height, wanted.height);
    else if (!wanted.height)
        wanted.height = scaled(natural.height, natural.width, wanted.width);
    if (is_exact)
        return wanted;
    is_wide = (int64_t)wanted.width * natural.height > (int64_t)wanted.height * natural.width;
    if (is_wide)
        wanted.width = scaled(natural.width, natural.height, wanted.height);
    else
        wanted.height = scaled(natural.height, natural.width, wanted.width);
    return wanted;
}

static bool
add_url(struct transaction *tx, const json_t *wanted, json_t *urls, struct error *err)
{
    const char *text = json_string_value(json_object_get(wanted, "ImageId"));
    const char *mode = json_string_value(json_object_get(wanted, "ResizeMode"));
    enum picture_subject subject = PICTURE_NONE;
    struct picture_size size;
    struct uuid id;

    if (!text || !uuid_parse(text, &id) || !find_subject(tx->storage, id, &subject, err))
        return false;
    if (subject == PICTURE_NONE)
        return error_set(err, ERROR_INPUT, "Invalid Images.ImageId: there is no image \"%.40s\".",
                         text);
    if (!take_side(wanted, "Width", &size.width, err)
        || !take_side(wanted, "Height", &size.height, err))
        return false;
    size = fit(picture_natural_size(subject), size, mode && strstr(mode, "Exact"));
    json_array_append_new(urls, json_pack("{s:o, s:o}", "ImageId", codec_uuid(id), "Url",
                                          json_sprintf("%s%s%s/%dx%d.png", tx->base_url, prefix,
                                                       text, size.width, size.height)));
    return true;
}

bool
images_get_urls(struct transaction *tx, struct error *err)
{
    json_t *urls = json_array();
    size_t i;
    json_t *wanted;

    transaction_answer(tx, "ImageUrls", urls);
    json_array_foreach(json_object_get(tx->body, "Images"), i,
                       wanted) if (!add_url(tx, wanted, urls, err)) return false;
    return true;
}

/* The images themselves */

bool
images_has_path(const char *path)
{
    return strncmp(path, prefix, sizeof(prefix) - 1) == 0;
}

static bool
parse_path(const char *path, struct uuid *id, struct picture_size *size)
{
    char text[PATH_SIZE];
    char *slash;
    int end = 0;

    snprintf(text, sizeof(text), "%s", path + sizeof(prefix) - 1);
    slash = strchr(text, '/');
    if (!slash)
        return false;
    *slash++ = '\0';
    return uuid_parse(text, id)
           && sscanf(slash, "%4dx%4d.png%n", &size->width, &size->height, &end) == 2 && end
           && !slash[end] && size->width >= 1 && size->width <= PICTURE_MOST && size->height >= 1
           && size->height <= PICTURE_MOST;
}

bool
images_serve(struct storage *storage, struct exchange *exchange, struct error *err)
{
    enum picture_subject subject = PICTURE_NONE;
    struct picture_size size;
    struct uuid id;

    if (parse_path(exchange->path, &id, &size) && !find_subject(storage, id, &subject, err))
        return false;
    if (subject == PICTURE_NONE)
        return error_set(err, ERROR_NOT_FOUND, "There is no image of this address.");
    picture_draw(subject, uuid_hash(id), size, &exchange->answer);
    exchange->content_type = "image/png";
    exchange_accept(exchange, false);
    return true;
}
