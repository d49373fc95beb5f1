#include "tests/support/certificate.h"

#include <arpa/inet.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "api/base/error.h"
#include "api/base/file.h"
#include "tests/support/test.h"

enum {
    DAY_SECONDS = 86400,
    AUTHORITY_DAYS = 1000
};

struct issued {
    gnutls_x509_crt_t certificate;
    gnutls_x509_privkey_t key;
};

static void
must(int result)
{
    if (result < 0)
        fail_msg("gnutls: %s", gnutls_strerror(result));
}

static struct issued
issued_new(const char *common_name, int from_days, int to_days)
{
    struct issued issued;
    time_t now = time(NULL);
    static unsigned char serial = 1;

    must(gnutls_x509_privkey_init(&issued.key));
    must(gnutls_x509_privkey_generate(issued.key, GNUTLS_PK_ECDSA,
                                      GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0));
    must(gnutls_x509_crt_init(&issued.certificate));
    must(gnutls_x509_crt_set_version(issued.certificate, 3));
    must(gnutls_x509_crt_set_serial(issued.certificate, &serial, sizeof(serial)));
    serial++;
    must(gnutls_x509_crt_set_activation_time(issued.certificate,
                                             now + (time_t)from_days * DAY_SECONDS));
    must(gnutls_x509_crt_set_expiration_time(issued.certificate,
                                             now + (time_t)to_days * DAY_SECONDS));
    must(gnutls_x509_crt_set_dn_by_oid(issued.certificate, GNUTLS_OID_X520_COMMON_NAME, 0,
                                       common_name, (unsigned)strlen(common_name)));
    must(gnutls_x509_crt_set_key(issued.certificate, issued.key));
    return issued;
}

static void
issued_free(struct issued *issued)
{
    gnutls_x509_crt_deinit(issued->certificate);
    gnutls_x509_privkey_deinit(issued->key);
}

static void
set_host(gnutls_x509_crt_t certificate, const char *host)
{
    struct in_addr address;

    if (inet_pton(AF_INET, host, &address) == 1)
        must(gnutls_x509_crt_set_subject_alt_name(certificate, GNUTLS_SAN_IPADDRESS, &address,
                                                  sizeof(address), GNUTLS_FSAN_SET));
    else
        must(gnutls_x509_crt_set_subject_alt_name(certificate, GNUTLS_SAN_DNSNAME, host,
                                                  (unsigned)strlen(host), GNUTLS_FSAN_SET));
}

static void
sign(const struct issued *issued, const struct issued *authority)
{
    must(gnutls_x509_crt_sign2(issued->certificate, authority->certificate, authority->key,
                               GNUTLS_DIG_SHA256, 0));
}

static void
write_pem(const char *folder, const char *name, const char *ending, gnutls_datum_t *pem)
{
    char path[CERTIFICATE_PATH_SIZE];
    struct error err;

    snprintf(path, sizeof(path), "%s/%s.%s", folder, name, ending);
    check(file_replace(path, (const char *)pem->data, pem->size, 0600, &err), "%s", err.text);
    gnutls_free(pem->data);
}

static void
write_certificate(const char *folder, const char *name, gnutls_x509_crt_t certificate)
{
    gnutls_datum_t pem;

    must(gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_PEM, &pem));
    write_pem(folder, name, "pem", &pem);
}

static struct issued
make_authority(const char *folder)
{
    struct issued authority = issued_new("Authority of a test", -AUTHORITY_DAYS, AUTHORITY_DAYS);

    must(gnutls_x509_crt_set_basic_constraints(authority.certificate, 1, -1));
    must(gnutls_x509_crt_set_key_usage(authority.certificate, GNUTLS_KEY_KEY_CERT_SIGN));
    sign(&authority, &authority);
    write_certificate(folder, "ca", authority.certificate);
    return authority;
}

void
certificates_write(const char *folder, const struct certificate *rows, size_t count)
{
    struct issued authority = make_authority(folder);

    for (size_t i = 0; i < count; i++) {
        struct issued server = issued_new(rows[i].host, rows[i].from_days, rows[i].to_days);
        gnutls_datum_t pem;

        set_host(server.certificate, rows[i].host);
        sign(&server, &authority);
        write_certificate(folder, rows[i].name, server.certificate);
        must(gnutls_x509_privkey_export2(server.key, GNUTLS_X509_FMT_PEM, &pem));
        write_pem(folder, rows[i].name, "key", &pem);
        issued_free(&server);
    }
    issued_free(&authority);
}
