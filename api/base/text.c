#include "api/base/text.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>
#include <wchar.h>

#include <utf8proc.h>

enum {
    MARKS_MAX = 5 /* combining marks kept on one character */
};

size_t
text_decode(const char *bytes, size_t length, uint32_t *code_point)
{
    utf8proc_int32_t value;
    utf8proc_ssize_t read =
        utf8proc_iterate((const utf8proc_uint8_t *)bytes, (utf8proc_ssize_t)length, &value);

    if (read <= 0) {
        *code_point = TEXT_REPLACEMENT;
        return 1;
    }
    *code_point = (uint32_t)value;
    return (size_t)read;
}

size_t
text_encode(uint32_t code_point, char bytes[4])
{
    if (code_point > 0x10ffff || (code_point >= 0xd800 && code_point < 0xe000))
        code_point = TEXT_REPLACEMENT;
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)code_point, (utf8proc_uint8_t *)bytes);
}

static bool
is_control(uint32_t code_point)
{
    return (code_point < 0x20 && code_point != '\n' && code_point != '\t')
           || (code_point >= 0x7f && code_point < 0xa0);
}

size_t
text_clean(const char *bytes, size_t length, char *clean)
{
    size_t written = 0;

    for (size_t at = 0; at < length;) {
        uint32_t code_point;

        at += text_decode(bytes + at, length - at, &code_point);
        if (!is_control(code_point))
            written += text_encode(code_point, clean + written);
    }
    clean[written] = '\0';
    return written;
}

bool
text_is_clean(const char *bytes, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t code_point;
        size_t read;

        if ((unsigned char)bytes[at] >= 0x20 && (unsigned char)bytes[at] < 0x7f) {
            at++;
            continue;
        }
        read = text_decode(bytes + at, length - at, &code_point);
        if (is_control(code_point) || (read == 1 && (unsigned char)bytes[at] >= 0x80))
            return false;
        at += read;
    }
    return true;
}

void
text_trim_partial(char *text)
{
    size_t length = strlen(text);
    size_t start = length;
    size_t read;
    uint32_t code_point;

    while (start && length - start < 4 && ((unsigned char)text[start - 1] & 0xc0) == 0x80)
        start--;
    if (start && (unsigned char)text[start - 1] >= 0xc0)
        start--;
    if (start == length)
        return;
    read = text_decode(text + start, length - start, &code_point);
    if (read == 1 || read != length - start) // a byte alone is none here: it is not ASCII
        text[start] = '\0';
}

bool
text_copy(char *copy, size_t size, const char *text)
{
    size_t length = strlen(text);
    bool fits = length < size;

    if (!fits)
        length = size - 1;
    memcpy(copy, text, length);
    copy[length] = '\0';
    if (!fits)
        text_trim_partial(copy);
    return fits;
}

bool
text_same(const char *a, const char *b)
{
    while (*a && text_lower(*a) == text_lower(*b))
        a++, b++;
    return *a == *b;
}

void
text_locale_start(void)
{
    setlocale(LC_ALL, "");
    if (strlen(localeconv()->decimal_point) != 1)
        setlocale(LC_NUMERIC, "C");
}

bool
text_locale_is_utf8(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* What a terminal would obey, or shows in no cell: variation selectors, joiners, fillers, ... */
static bool
is_invisible(uint32_t code_point)
{
    if (code_point == '\n' || code_point == '\t' || code_point == '\r')
        return false; // shown as blanks
    return is_control(code_point) || utf8proc_get_property((utf8proc_int32_t)code_point)->ignorable
           || utf8proc_category((utf8proc_int32_t)code_point) == UTF8PROC_CATEGORY_CF;
}

/* The code point that stands for one in a cell. */
static uint32_t
shown(uint32_t code_point)
{
    if (code_point == '\n' || code_point == '\t' || code_point == '\r')
        return ' ';
    if (code_point >= 0x1f1e6 && code_point <= 0x1f1ff)
        return 'A' + (code_point - 0x1f1e6);
    switch (utf8proc_category((utf8proc_int32_t)code_point)) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return ' ';
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_CS:
        return TEXT_REPLACEMENT;
    default:
        return code_point;
    }
}

/* Whether a code point adds to the character before it: a mark, or a Korean vowel or final. */
static bool
is_joining(uint32_t code_point)
{
    utf8proc_category_t category;

    if (code_point < 0x300)
        return false;
    if (text_locale_is_utf8())
        return wcwidth((wchar_t)code_point) == 0;
    category = utf8proc_category((utf8proc_int32_t)code_point);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME
           || (code_point >= 0x1160 && code_point <= 0x11ff);
}

static int
ascii_glyph(uint32_t code_point, struct glyph *glyph)
{
    utf8proc_int32_t parts[32];
    int boundary = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char(
        (utf8proc_int32_t)code_point, parts, 32,
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK, &boundary);

    glyph->bytes[0] =
        count > 0 && count <= 32 && parts[0] >= 0x20 && parts[0] < 0x7f ? (char)parts[0] : '?';
    glyph->bytes[1] = '\0';
    return 1;
}

/* Reads the base character and its marks, composed; returns how many code points. */
static size_t
read_cluster(const char **text, utf8proc_int32_t cluster[1 + MARKS_MAX])
{
    size_t count = 0;

    while (**text) {
        uint32_t code_point;
        size_t read = text_decode(*text, strnlen(*text, 4), &code_point);

        if (count && !is_joining(code_point) && !is_invisible(code_point))
            break;
        *text += read;
        if (is_invisible(code_point) || count > MARKS_MAX)
            continue;
        cluster[count++] = (utf8proc_int32_t)shown(code_point);
    }
    if (count > 1) {
        utf8proc_ssize_t composed = utf8proc_normalize_utf32(cluster, (utf8proc_ssize_t)count,
                                                             UTF8PROC_COMPOSE | UTF8PROC_STABLE);

        count = composed > 0 ? (size_t)composed : count;
    }
    return count;
}

bool
text_glyph(const char **text, struct glyph *glyph)
{
    utf8proc_int32_t cluster[1 + MARKS_MAX];
    unsigned char first = (unsigned char)**text;
    size_t count;
    size_t length = 0;

    if (first >= 0x20 && first < 0x7f && (unsigned char)(*text)[1] < 0x7f) {
        glyph->bytes[0] = *(*text)++;
        glyph->bytes[1] = '\0';
        glyph->width_cells = 1;
        return true;
    }
    count = read_cluster(text, cluster);
    if (!count)
        return false;
    if (!text_locale_is_utf8()) {
        glyph->width_cells = ascii_glyph((uint32_t)cluster[0], glyph);
        return true;
    }
    glyph->width_cells = wcwidth((wchar_t)cluster[0]);
    if (glyph->width_cells <= 0) { // a mark without a letter, or unknown to this libc
        cluster[0] = TEXT_REPLACEMENT;
        glyph->width_cells = 1;
    }
    for (size_t i = 0; i < count; i++)
        length += text_encode((uint32_t)cluster[i], glyph->bytes + length);
    glyph->bytes[length] = '\0';
    return true;
}

int
text_width(const char *text)
{
    struct glyph glyph;
    int width = 0;

    while (text_glyph(&text, &glyph))
        width += glyph.width_cells;
    return width;
}

/* The glyphs that fit in the cells and in the buffer; false when some were left out. */
static bool
fit(const char *text, int width_cells, char *out, size_t size, int *used)
{
    struct glyph glyph;
    size_t length = 0;
    bool whole = true;

    *used = 0;
    while (text_glyph(&text, &glyph)) {
        size_t more = strlen(glyph.bytes);

        whole = *used + glyph.width_cells <= width_cells && length + more < size;
        if (!whole)
            break;
        memcpy(out + length, glyph.bytes, more);
        length += more;
        *used += glyph.width_cells;
    }
    out[length] = '\0';
    return whole;
}

int
text_fit(const char *text, int width_cells, char *out, size_t size)
{
    const char *mark = text_locale_is_utf8() ? "\xe2\x80\xa6" : "~";
    int used;

    if (fit(text, width_cells, out, size, &used) || width_cells <= 0 || size <= strlen(mark))
        return used;
    (void)fit(text, width_cells - 1, out, size - strlen(mark), &used);
    strcat(out, mark);
    return used + 1;
}
