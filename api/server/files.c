#include "api/server/files.h"

#include "api/base/base64.h"
#include "api/base/error.h"
#include "api/rules/profiles.h"
#include "api/server/accounts.h"

static bool
check_data(const struct customer_file *request, size_t *size, struct error *err)
{
    struct buffer bytes = {0};
    bool ok = base64_decode(request->data, &bytes)
              || error_set(err, ERROR_INPUT, "Invalid Data: it is no base64.");

    ok = ok && file_may_be_attached(request->type, buffer_text(&bytes), bytes.length, err);
    *size = bytes.length;
    buffer_clear(&bytes);
    return ok;
}

bool
customers_add_file(struct transaction *tx, const struct customer_file *request, struct error *err)
{
    struct uuid id = uuid_random();
    struct customer customer;
    size_t size;

    if (!accounts_guest(tx, request->customer_id, "CustomerId", &customer, err)
        || !check_data(request, &size, err))
        return false;
    if (!text_says_something(request->name))
        return error_set(err, ERROR_INPUT, "Invalid Name: must be the name of a file.");
    transaction_answer(tx, "FileId", codec_uuid(id));
    return transaction_add(tx, ENTITY_customer_file,
                           json_pack("{s:o, s:o, s:s, s:s, s:I, s:o, s:s}", "Id", codec_uuid(id),
                                     "CustomerId", codec_uuid(customer.id), "Name", request->name,
                                     "Type", request->type, "Size", (json_int_t)size, "CreatedUtc",
                                     codec_instant(tx->now), "Data", request->data),
                           err);
}
