#include "tests/support/office.h"

#include <signal.h>

#include "tests/support/expect.h"
#include "tests/support/test.h"

void
office_open(struct office *office)
{
    folder_open(&office->folder);
    snprintf(office->data, sizeof(office->data), "%s/data", office->folder.path);
    office->config = server_process_config();
    office->config.strict = true;
    office->config.data = office->data;
    server_process_start(&office->server, &office->config);
}

int
office_close(struct office *office)
{
    int status = server_process_end(&office->server, SIGTERM);

    folder_close(&office->folder);
    return status;
}

int
office_set_up(void **office)
{
    office_open(*office);
    return 0;
}

int
office_tear_down(void **office)
{
    return office_close(*office);
}

void
office_wait(struct office *office, int64_t milliseconds)
{
    assert_int_equal(server_process_end(&office->server, SIGTERM), 0);
    office->config.now = instant_add_ms(office->config.now, milliseconds);
    server_process_start(&office->server, &office->config);
}

// clang-format off

json_t *
office_guest(const struct office *office, const char *id)
{
    return server_first(&office->server, "customers/getAll", body_of(PAGE("CustomerIds":["%s"],
        "Extent":{"Customers":true, "Addresses":true}), id), "Customers");
}

json_t *
office_company(const struct office *office, const char *id)
{
    return server_first(&office->server, "companies/getAll", body_of(PAGE("Ids":["%s"]), id),
                        "Companies");
}

json_t *
office_payment(const struct office *office, const char *id)
{
    return server_first(&office->server, "payments/getAll", body_of(PAGE("PaymentIds":["%s"]), id),
                        "Payments");
}

size_t
office_payments(const struct office *office, const char *account)
{
    json_t *list = server_list(&office->server, "payments/getAll",
                               body_of(PAGE("AccountIds":["%s"]), account), "Payments");
    size_t count = json_array_size(list);

    json_decref(list);
    return count;
}
