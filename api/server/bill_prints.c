#include "api/server/bill_prints.h"

#include <stdlib.h>
#include <string.h>

#include "api/base/base64.h"
#include "api/base/error.h"
#include "api/base/zone.h"
#include "api/server/bill_document.h"
#include "api/server/bill_pdf.h"

/* A document that is asked for. */
struct print {
    struct transaction *tx;
    struct bill bill;
    const struct bill_template *how;
    char *content;    /* what the document says, as text */
    json_t *document; /* the same */
};

/* What was drawn */

static struct uuid
kept_key(const struct print *print)
{
    char id[UUID_TEXT_SIZE];
    char text[128];

    snprintf(text, sizeof(text), "%s %s", uuid_text(print->bill.id, id), print->how->name);
    return entity_text_key(ENTITY_bill_pdf, text);
}

/*
 * *Gives* what is kept of the document, JSON null where nothing is that is still right. What a
 * closed bill said when it was first drawn is what it says.
 */
static json_t *
find_kept(const struct print *print, struct error *err)
{
    json_t *kept = records_seek(print->tx->storage, ENTITY_bill_pdf, kept_key(print), err);
    const char *content;
    bool is_right;

    if (!json_is_object(kept))
        return kept;
    content = json_string_value(json_object_get(kept, "Content"));
    is_right = json_is_true(json_object_get(kept, "IsClosed"))
               || (content && strcmp(content, print->content) == 0);
    if (is_right)
        return kept;
    json_decref(kept);
    return json_null();
}

/* Draws the document and keeps it in place of what was kept. *Gives* it. */
static json_t *
draw(const struct print *print, struct error *err)
{
    struct transaction *tx = print->tx;
    struct buffer pdf = {0};
    struct buffer text = {0};
    json_t *kept = NULL;

    if (bill_pdf_draw(print->document, tx->now, &pdf, err)) {
        base64_encode(buffer_text(&pdf), pdf.length, &text);
        kept = json_pack("{s:o, s:s, s:b, s:s, s:o, s:s}", "BillId", codec_uuid(print->bill.id),
                         "Template", print->how->name, "IsClosed", print->bill.state == BILL_CLOSED,
                         "Content", print->content, "CreatedUtc", codec_instant(tx->now), "Data",
                         buffer_text(&text));
    }
    buffer_clear(&pdf);
    buffer_clear(&text);
    if (kept
        && (!transaction_delete(tx, ENTITY_bill_pdf, kept_key(print), err)
            || !transaction_add(tx, ENTITY_bill_pdf, json_incref(kept), err))) {
        json_decref(kept);
        return NULL;
    }
    return kept;
}

/* Print events */

static bool
check_quota(const struct print *print, struct error *err)
{
    struct query query = {.entity = ENTITY_bill_print};
    struct uuid_list prints;

    query_add(&query, COLUMN_bill_print_bill_id, CONDITION_UUIDS)->uuids =
        (struct uuid_list){&print->bill.id, 1};
    query_add(&query, COLUMN_created, CONDITION_AFTER)->start =
        instant_add(print->tx->now, (struct duration){0, -PRINT_DAYS, 0});
    if (!storage_select_uuids(print->tx->storage, print->tx->arena, &query, COLUMN_id, &prints,
                              err))
        return false;
    return prints.count < PRINTS_MOST
           || error_set(err, ERROR_REFUSED,
                        "Bill %s was printed %d times in %d days: use one of the prints.",
                        bill_title(&print->bill), PRINTS_MOST, PRINT_DAYS);
}

static bool
add_event(const struct print *print, const char *reason, struct uuid *id, struct error *err)
{
    struct transaction *tx = print->tx;

    *id = uuid_random();
    return check_quota(print, err)
           && transaction_add(tx, ENTITY_bill_print,
                              json_pack("{s:o, s:o, s:s, s:o, s:o}", "Id", codec_uuid(*id),
                                        "BillId", codec_uuid(print->bill.id), "Template",
                                        print->how->name, "Reason", codec_text(reason),
                                        "CreatedUtc", codec_instant(tx->now)),
                              err);
}

/* The event that is named: it is the bill's, and says which template. */
static bool
find_event(struct print *print, struct uuid id, struct error *err)
{
    json_t *event = records_seek(print->tx->storage, ENTITY_bill_print, id, err);
    const char *text;
    struct uuid bill;
    bool ok;

    if (!event)
        return false;
    text = json_string_value(json_object_get(event, "BillId"));
    ok = text && uuid_parse(text, &bill) && uuid_equal(bill, print->bill.id);
    if (ok)
        print->how = bill_template_find(json_string_value(json_object_get(event, "Template")));
    json_decref(event);
    return ok
           || error_set(err, ERROR_INPUT,
                        "Invalid BillPrintEventId: there is no such print of this bill.");
}

/* The answer */

static void
answer(struct transaction *tx, struct uuid bill, const char *kind, const char *member,
       json_t *value)
{
    transaction_answer(tx, "BillId", codec_uuid(bill));
    transaction_answer(tx, "Result",
                       json_pack("{s:s, s:{s:o}}", "Discriminator", kind, "Value", member, value));
}

static bool
answer_file(const struct print *print, const json_t *kept)
{
    answer(print->tx, print->bill.id, "BillPdfFile", "Base64Data",
           json_incref(json_object_get(kept, "Data")));
    return true;
}

static bool
print_again(const struct print *print, struct error *err)
{
    json_t *kept = find_kept(print, err);

    if (json_is_null(kept))
        kept = draw(print, err);
    if (kept)
        answer_file(print, kept);
    json_decref(kept);
    return kept != NULL;
}

static bool
print_anew(const struct print *print, const char *reason, struct error *err)
{
    json_t *kept = find_kept(print, err);
    struct uuid event;
    bool ok = kept && add_event(print, reason, &event, err);

    if (ok && json_is_null(kept))
        answer(print->tx, print->bill.id, "BillPrintEvent", "BillPrintEventId", codec_uuid(event));
    else if (ok)
        answer_file(print, kept);
    json_decref(kept);
    return ok;
}

/* In France a copy in another form needs a reason. */
static bool
check_request(const struct transaction *tx, const struct bill_pdf *request, struct error *err)
{
    bool is_france = strncmp(tx->property->settings.legal_environment, "FR", 2) == 0;

    if (!bill_template_find(request->pdf_template))
        return error_set(err, ERROR_INPUT,
                         "Invalid PdfTemplate: must be Detailed, Consumption, Reservation, "
                         "OrderItem or Guest.");
    return !is_france || !*request->pdf_template || *request->print_reason
           || error_set(err, ERROR_REFUSED, "Printing in another form needs a PrintReason here.");
}

bool
bills_get_pdf(struct transaction *tx, const struct bill_pdf *request, struct error *err)
{
    bool is_again = uuid_is_set(request->print_event_id);
    struct print print = {.tx = tx};
    bool ok;

    if (!transaction_get(tx, ENTITY_bill, request->bill_id, "BillId", &print.bill, err)
        || !check_request(tx, request, err))
        return false;
    print.how = bill_template_find(request->pdf_template);
    if (is_again && !find_event(&print, request->print_event_id, err))
        return false;
    print.document = bill_document(tx, &print.bill, print.how, err);
    if (!print.document)
        return false;
    print.content = codec_print(print.document);
    ok = is_again ? print_again(&print, err) : print_anew(&print, request->print_reason, err);
    free(print.content);
    json_decref(print.document);
    return ok;
}
