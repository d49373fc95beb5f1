#include "api/base/buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/base/memory.h"
#include "api/base/text.h"

static void
reserve(struct buffer *buffer, size_t more)
{
    size_t needed = buffer->length + more + 1;

    if (needed <= buffer->capacity)
        return;
    buffer->capacity = needed < 128 ? 128 : needed + needed / 2;
    buffer->text = memory_resize(buffer->text, buffer->capacity, 1);
}

void
buffer_add(struct buffer *buffer, const char *bytes, size_t length)
{
    reserve(buffer, length);
    if (length)
        memcpy(buffer->text + buffer->length, bytes, length);
    buffer->length += length;
    buffer->text[buffer->length] = '\0';
}

void
buffer_add_text(struct buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}

void
buffer_add_char(struct buffer *buffer, char c)
{
    buffer_add(buffer, &c, 1);
}

void
buffer_add_spaces(struct buffer *buffer, size_t count)
{
    reserve(buffer, count);
    memset(buffer->text + buffer->length, ' ', count);
    buffer->length += count;
    buffer->text[buffer->length] = '\0';
}

void
buffer_add_cells(struct buffer *buffer, const char *text, int width)
{
    char fitted[400];
    int used = text_fit(text, width, fitted, sizeof(fitted));

    buffer_add_text(buffer, fitted);
    buffer_add_spaces(buffer, (size_t)(width - used));
}

void
buffer_print(struct buffer *buffer, const char *format, ...)
{
    va_list args;
    int length;

    va_start(args, format);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        return;
    reserve(buffer, (size_t)length);
    va_start(args, format);
    vsnprintf(buffer->text + buffer->length, (size_t)length + 1, format, args);
    va_end(args);
    buffer->length += (size_t)length;
}

const char *
buffer_text(const struct buffer *buffer)
{
    return buffer->text ? buffer->text : "";
}

char *
buffer_take(struct buffer *buffer)
{
    char *text = buffer->text ? buffer->text : memory_text("");

    *buffer = (struct buffer){0};
    return text;
}

void
buffer_reset(struct buffer *buffer)
{
    buffer->length = 0;
    if (buffer->text)
        buffer->text[0] = '\0';
}

void
buffer_clear(struct buffer *buffer)
{
    free(buffer->text);
    *buffer = (struct buffer){0};
}
