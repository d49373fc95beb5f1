#include "tui/words.h"

#include <ctype.h>
#include <string.h>

#include "api/base/buffer.h"
#include "api/base/intl.h"

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

const char *
word_skip_blanks(const char *text)
{
    while (is_blank(*text))
        text++;
    return text;
}

/* Reads one word into `word`; false when a quote is open at the end. Moves `*text` behind it. */
static bool
read_word(const char **text, struct buffer *word)
{
    const char *at = *text;
    char quote = '\0';

    for (; *at && (quote || !is_blank(*at)); at++) {
        if (!quote && (*at == '\'' || *at == '"'))
            quote = *at;
        else if (quote && *at == quote)
            quote = '\0';
        else if (*at == '\\' && at[1] && (!quote || (quote == '"' && strchr("\"\\", at[1]))))
            buffer_add_char(word, *++at);
        else
            buffer_add_char(word, *at);
    }
    *text = at;
    return !quote;
}

char *
word_next(const char **text, struct arena *arena, struct error *err)
{
    struct buffer buffer = {0};
    const char *start = word_skip_blanks(*text);
    char *word = NULL;

    *text = start;
    if (!*start)
        return NULL;
    if (read_word(text, &buffer))
        word = arena_text(arena, buffer_text(&buffer));
    else
        error_set(err, ERROR_USAGE, _("A quote is open: close it, or put \\ before it: %s"), start);
    buffer_clear(&buffer);
    return word;
}

const char *
word_last(const char *line, char *word, size_t size)
{
    const char *start = word_skip_blanks(line);
    const char *at = start;
    struct buffer buffer = {0};

    while (*at) {
        buffer_reset(&buffer);
        start = at;
        if (!read_word(&at, &buffer) || !*at)
            break;
        at = word_skip_blanks(at);
        buffer_reset(&buffer);
        start = at;
    }
    strncpy(word, buffer_text(&buffer), size - 1);
    word[size - 1] = '\0';
    buffer_clear(&buffer);
    return start;
}

static bool
is_plain(const char *word)
{
    if (!*word)
        return false;
    for (; *word; word++)
        if (is_blank(*word) || strchr("'\"\\#", *word))
            return false;
    return true;
}

char *
word_quote(const char *word, struct arena *arena)
{
    struct buffer quoted = {0};
    char *copy;

    if (is_plain(word))
        return arena_text(arena, word);
    buffer_add_char(&quoted, '"');
    for (; *word; word++) {
        if (*word == '"' || *word == '\\')
            buffer_add_char(&quoted, '\\');
        buffer_add_char(&quoted, *word);
    }
    buffer_add_char(&quoted, '"');
    copy = arena_text(arena, buffer_text(&quoted));
    buffer_clear(&quoted);
    return copy;
}
