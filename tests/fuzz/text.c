/*
 * Texts from outside on their way to the terminal: whatever the bytes, nothing but what cells show
 * comes out, as wide as it says, within its buffers. The first byte chooses locale and width.
 */
#include <assert.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <utf8proc.h>

#include "api/base/error.h"
#include "api/base/fold.h"
#include "api/base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every code point of a glyph is one that a terminal shows, and the first is as wide as it says. */
static void
check_glyph(const struct glyph *glyph)
{
    size_t length = strlen(glyph->bytes);

    assert(length > 0 && length < sizeof(glyph->bytes));
    assert(glyph->width_cells == 1 || glyph->width_cells == 2);
    for (size_t at = 0; at < length;) {
        uint32_t code_point;
        size_t read = text_decode(glyph->bytes + at, length - at, &code_point);
        utf8proc_int32_t value = (utf8proc_int32_t)code_point;

        assert(code_point >= 0x20 && !(code_point >= 0x7f && code_point < 0xa0));
        assert(utf8proc_category(value) != UTF8PROC_CATEGORY_CF); // bidirectional and zero width
        assert(!utf8proc_get_property(value)->ignorable);
        if (text_locale_is_utf8())
            assert(wcwidth((wchar_t)code_point) == (at == 0 ? glyph->width_cells : 0));
        else
            assert(code_point < 0x7f && length == 1);
        at += read;
    }
}

static int
check_glyphs(const char *text)
{
    const char *end = text + strlen(text);
    int width = 0;

    for (const char *at = text, *before = text;; before = at) {
        struct glyph glyph;

        if (!text_glyph(&at, &glyph))
            break;
        assert(at > before && at <= end);
        check_glyph(&glyph);
        width += glyph.width_cells;
    }
    assert(text_width(text) == width);
    return width;
}

static void
check_fit(const char *text, int full, int width, size_t size)
{
    char *fitted = malloc(size);
    int used = text_fit(text, width, fitted, size);

    assert(strlen(fitted) < size);
    assert(used >= 0 && used <= (width > 0 ? width : 0));
    assert(text_width(fitted) == used);
    if (full <= width && size > 28 * (size_t)full)
        assert(used == full);
    free(fitted);
}

static void
check_text(const char *text, unsigned choice)
{
    int full = check_glyphs(text);
    char *key = malloc(strlen(text) * 20 + 1);
    char *again = malloc(strlen(text) * 20 + 1);
    char small[16];
    struct error err;

    check_fit(text, full, (int)(choice & 31) - 1, 1 + (choice >> 3 & 31));
    check_fit(text, full, (int)(choice & 31) - 1, 2000);
    check_fit(text, full, full, 28 * (size_t)full + 29);
    assert(fold_text(text, key, strlen(text) * 20 + 1) == strlen(key));
    assert(fold_text(key, again, strlen(text) * 20 + 1) == strlen(again));
    assert(strcmp(key, again) == 0); // a key is the key of itself
    assert(fold_text(text, small, sizeof(small)) < sizeof(small));
    assert(fold_compare_natural(text, text) == 0 && fold_match(key, key) > 0);
    error_set(&err, ERROR_INPUT, "\"%.60s\" is none: %s", text, text);
    assert(text_is_clean(err.text, strlen(err.text)));
    assert(text_copy(small, sizeof(small), text) == (strlen(text) < sizeof(small)));
    free(key);
    free(again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *raw;
    char *clean;
    size_t length;

    if (!size)
        return 0;
    setlocale(LC_ALL, data[0] & 1 ? "C" : "C.UTF-8");
    raw = strndup((const char *)data + 1, size - 1);
    clean = malloc(3 * strlen(raw) + 1);
    length = text_clean(raw, strlen(raw), clean);
    assert(length == strlen(clean) && text_is_clean(clean, length));
    assert(text_is_clean(raw, strlen(raw)) == (strcmp(raw, clean) == 0));
    check_text(raw, data[0]);
    check_text(clean, data[0]);
    text_trim_partial(raw);
    text_trim_partial(clean);
    assert(strlen(clean) == length); // clean texts end in a whole character
    free(raw);
    free(clean);
    return 0;
}
