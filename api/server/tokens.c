#include "api/server/tokens.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "api/base/error.h"
#include "api/base/file.h"
#include "api/schema/codec.h"

enum {
    FILE_MOST = 4096,
    FIRST_DIGITS = 32, /* of a made token, in hexadecimal capitals, and behind its hyphen */
    SECOND_DIGITS = 31
};

static void
make_token(char token[TOKEN_SIZE])
{
    static const char digits[] = "0123456789ABCDEF";
    unsigned char random[FIRST_DIGITS + SECOND_DIGITS];
    char *to = token;

    if (getrandom(random, sizeof(random), 0) != sizeof(random))
        abort(); // 63 bytes never come short once the kernel is up
    for (size_t i = 0; i < sizeof(random); i++) {
        if (i == FIRST_DIGITS)
            *to++ = '-';
        *to++ = digits[random[i] & 15];
    }
    *to = '\0';
}

static bool
set_token(char token[TOKEN_SIZE], const char *value, const char *name, struct error *err)
{
    if (!*value || strlen(value) >= TOKEN_SIZE)
        return error_set(err, ERROR_USAGE, "The %s must have 1 to %d characters.", name,
                         TOKEN_SIZE - 1);
    strcpy(token, value);
    return true;
}

static bool
read_tokens(struct tokens *tokens, const char *path, struct error *err)
{
    size_t length;
    char *text = file_read(path, FILE_MOST, &length, err);
    json_t *kept = text ? codec_parse(text, length, CODEC_REQUEST, err) : NULL;
    const char *client = json_string_value(json_object_get(kept, "ClientToken"));
    const char *access = json_string_value(json_object_get(kept, "AccessToken"));
    bool ok = false;

    if (client && access)
        ok = set_token(tokens->client, client, "ClientToken", err)
             && set_token(tokens->access, access, "AccessToken", err);
    if (text && !ok)
        error_set(err, ERROR_USAGE, "The tokens in %s can't be read: remove the file for new ones.",
                  path);
    json_decref(kept);
    free(text);
    return ok;
}

static bool
keep_tokens(const struct tokens *tokens, const char *path, struct error *err)
{
    json_t *both =
        json_pack("{s:s, s:s}", "ClientToken", tokens->client, "AccessToken", tokens->access);
    char *text = codec_print(both);
    bool ok = file_replace(path, text, strlen(text), 0600, err);

    free(text);
    json_decref(both);
    return ok;
}

bool
tokens_load(struct tokens *tokens, const char *client, const char *property, const char *data,
            struct error *err)
{
    char path[PATH_MAX];
    bool are_given = client && property;

    snprintf(path, sizeof(path), "%s.tokens", data ? data : "");
    if (!are_given && data && access(path, F_OK) == 0) {
        if (!read_tokens(tokens, path, err))
            return false;
    } else {
        make_token(tokens->client);
        make_token(tokens->access);
        if (!are_given && data && !keep_tokens(tokens, path, err))
            return false;
    }
    return (!client || set_token(tokens->client, client, "ClientToken", err))
           && (!property || set_token(tokens->access, property, "AccessToken", err));
}

bool
token_is(const char *token, const char *given)
{
    size_t length = strlen(token);
    unsigned char difference = 0;

    if (strlen(given) != length)
        return false;
    for (size_t i = 0; i < length; i++)
        difference |= (unsigned char)(token[i] ^ given[i]);
    return !difference;
}
