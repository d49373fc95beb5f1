#include "api/rules/profiles.h"

#include <string.h>
#include <strings.h>

#include "api/base/error.h"
#include "api/base/fold.h"

bool
email_is_valid(const char *text)
{
    const char *at = strchr(text, '@');

    return at && at > text && at[1] && !strchr(at + 1, '@') && !strpbrk(text, " \t\r\n");
}

bool
text_says_something(const char *text)
{
    return text[strspn(text, " \t\r\n")] != '\0';
}

bool
profile_may_be_used(bool is_active, const char *name, struct error *err)
{
    return is_active
           || error_set(err, ERROR_REFUSED,
                        "The profile of %.80s is not in use any more: it was merged or deleted.",
                        name);
}

static bool
have_one_email(const struct customer *a, const struct customer *b)
{
    return a->email[0] && !a->has_ota_email && !b->has_ota_email
           && strcasecmp(a->email, b->email) == 0;
}

bool
names_are_alike(const char *a, const char *b)
{
    char folded[2][128];

    fold_text(a, folded[0], sizeof(folded[0]));
    fold_text(b, folded[1], sizeof(folded[1]));
    return strcmp(folded[0], folded[1]) == 0;
}

bool
customers_seem_one(const struct customer *a, const struct customer *b)
{
    if (uuid_equal(a->id, b->id))
        return true;
    return have_one_email(a, b)
           || (a->birth_date[0] && strcmp(a->birth_date, b->birth_date) == 0 && a->last_name[0]
               && names_are_alike(a->last_name, b->last_name)
               && names_are_alike(a->first_name, b->first_name));
}

/* How files of the types begin; a type may have several rows. */
static const struct {
    const char *type;
    const char *magic;
    size_t length;
} files[] = {
    {"application/pdf", "%PDF-", 5},   {"image/bmp", "BM", 2},
    {"image/gif", "GIF87a", 6},        {"image/gif", "GIF89a", 6},
    {"image/jpeg", "\xff\xd8\xff", 3}, {"image/png", "\x89PNG\r\n\x1a\n", 8},
    {"image/tiff", "II*\0", 4},        {"image/tiff", "MM\0*", 4},
};

bool
file_may_be_attached(const char *type, const char *bytes, size_t length, struct error *err)
{
    bool is_known = false;

    for (size_t i = 0; i < countof(files); i++) {
        if (strcmp(files[i].type, type) != 0)
            continue;
        is_known = true;
        if (length > files[i].length && memcmp(bytes, files[i].magic, files[i].length) == 0)
            return true;
    }
    if (is_known)
        return error_set(err, ERROR_INPUT, "Invalid Data: it is no file of the type %.40s.", type);
    return error_set(err, ERROR_INPUT,
                     "Invalid Type: must be application/pdf, image/bmp, image/gif, image/jpeg, "
                     "image/png or image/tiff.");
}
