#include "api/server/tls.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "api/base/error.h"
#include "api/base/file.h"

/*
 * libmicrohttpd takes a bad certificate without a word, and then fails at every handshake: so both
 * are tried here, where the file can be named.
 */

enum {
    FILE_BYTES_MAX = 1 << 20
};

static gnutls_datum_t
datum_of(char *text)
{
    return (gnutls_datum_t){(unsigned char *)text, (unsigned)strlen(text)};
}

static bool
read_pem(char **text, const char *path, struct error *err)
{
    *text = file_read(path, FILE_BYTES_MAX, NULL, err);
    if (*text)
        return true;
    err->kind = ERROR_USAGE; // of an option's file
    return false;
}

/* Whoever has the key can pass for the property. */
static bool
check_mode(const char *path, struct error *err)
{
    struct stat info;

    if (stat(path, &info) == 0 && info.st_mode & S_IRWXO)
        return error_set(err, ERROR_USAGE, "Others may read the key %s: chmod 600 %s.", path, path);
    return true;
}

static bool
check_certificate(char *text, const char *path, struct error *err)
{
    gnutls_x509_crt_t *list = NULL;
    gnutls_datum_t datum = datum_of(text);
    unsigned count = 0;
    int failure = gnutls_x509_crt_list_import2(&list, &count, &datum, GNUTLS_X509_FMT_PEM, 0);

    for (unsigned i = 0; failure >= 0 && i < count; i++)
        gnutls_x509_crt_deinit(list[i]);
    gnutls_free(list);
    return failure >= 0
           || error_set(err, ERROR_USAGE, "%s is no certificate (%s): a PEM file is needed.", path,
                        gnutls_strerror(failure));
}

static bool
check_key(char *text, const char *path, struct error *err)
{
    gnutls_x509_privkey_t key = NULL;
    gnutls_datum_t datum = datum_of(text);
    int failure = gnutls_x509_privkey_init(&key);

    if (failure >= 0)
        failure = gnutls_x509_privkey_import2(key, &datum, GNUTLS_X509_FMT_PEM, NULL, 0);
    gnutls_x509_privkey_deinit(key);
    return failure >= 0
           || error_set(err, ERROR_USAGE,
                        "%s is no key (%s): a PEM file without a password is needed.", path,
                        gnutls_strerror(failure));
}

static bool
check_pair(struct tls *tls, const char *certificate_path, const char *key_path, struct error *err)
{
    gnutls_certificate_credentials_t credentials = NULL;
    gnutls_datum_t certificate = datum_of(tls->certificate);
    gnutls_datum_t key = datum_of(tls->key);
    int failure = gnutls_certificate_allocate_credentials(&credentials);

    if (failure >= 0)
        failure = gnutls_certificate_set_x509_key_mem(credentials, &certificate, &key,
                                                      GNUTLS_X509_FMT_PEM);
    gnutls_certificate_free_credentials(credentials);
    return failure >= 0
           || error_set(err, ERROR_USAGE, "%s is not the key of %s (%s): give the two together.",
                        key_path, certificate_path, gnutls_strerror(failure));
}

bool
tls_load(struct tls *tls, const char *certificate_path, const char *key_path, struct error *err)
{
    *tls = (struct tls){0};
    if (!certificate_path && !key_path)
        return true;
    if (!certificate_path || !key_path)
        return error_set(err, ERROR_USAGE,
                         "TLS takes both --tls-cert and --tls-key: %s is missing.",
                         certificate_path ? "--tls-key" : "--tls-cert");
    if (read_pem(&tls->certificate, certificate_path, err) && read_pem(&tls->key, key_path, err)
        && check_mode(key_path, err) && check_certificate(tls->certificate, certificate_path, err)
        && check_key(tls->key, key_path, err) && check_pair(tls, certificate_path, key_path, err))
        return true;
    tls_clear(tls);
    return false;
}

void
tls_clear(struct tls *tls)
{
    if (tls->key)
        explicit_bzero(tls->key, strlen(tls->key));
    free(tls->certificate);
    free(tls->key);
    *tls = (struct tls){0};
}
