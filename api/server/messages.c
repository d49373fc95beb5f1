#include "api/server/messages.h"

#include "api/base/error.h"
#include "api/rules/profiles.h"
#include "api/server/accounts.h"

static json_t *
new_message(const struct transaction *tx, const struct message_add *wanted)
{
    return json_pack("{s:o, s:o, s:s, s:{s:s, s:n}, s:o}", "Id", codec_uuid(uuid_random()),
                     "MessageThreadId", codec_uuid(wanted->thread_id), "Text", wanted->text,
                     "Sender", "Discriminator", "Application", "Value", "CreatedUtc",
                     codec_instant(tx->now));
}

static bool
add_one(struct transaction *tx, const struct message_add *wanted, json_t *added, struct error *err)
{
    json_t *thread;
    json_t *message;

    if (!transaction_check(tx, ENTITY_message_thread, wanted->thread_id, "Messages.MessageThreadId",
                           err))
        return false;
    if (!text_says_something(wanted->text))
        return error_set(err, ERROR_INPUT, "Invalid Messages.Text: can't be empty.");
    thread = transaction_read(tx, ENTITY_message_thread, wanted->thread_id, err);
    if (!thread || !transaction_put(tx, ENTITY_message_thread, thread, err))
        return false;
    message = new_message(tx, wanted);
    json_array_append_new(
        added, json_pack("{s:o, s:O}", "Identifier",
                         *wanted->identifier ? json_string(wanted->identifier) : json_null(),
                         "Message", message));
    return transaction_add(tx, ENTITY_message, message, err);
}

bool
messages_add(struct transaction *tx, const struct messages_add *request, struct error *err)
{
    json_t *added = json_array();

    transaction_answer(tx, "Messages", added);
    for (size_t i = 0; i < request->messages.count; i++)
        if (!add_one(tx, &request->messages.rows[i], added, err))
            return false;
    return true;
}

bool
message_threads_add(struct transaction *tx, const struct thread_add *request, struct error *err)
{
    struct customer guest;
    struct uuid sender;
    json_t *thread;

    if (!uuid_parse(request->sender, &sender))
        return error_set(err, ERROR_INPUT,
                         "Invalid OriginalSender: must be the identifier of a guest.");
    if (!accounts_guest(tx, sender, "OriginalSender", &guest, err))
        return false;
    if (!text_says_something(request->subject))
        return error_set(err, ERROR_INPUT, "Invalid Subject: say what it is about.");
    thread =
        json_pack("{s:o, s:o, s:s, s:o, s:o, s:b}", "Id", codec_uuid(uuid_random()),
                  "OriginalSender", codec_uuid(sender), "Subject", request->subject, "CreatedUtc",
                  codec_instant(tx->now), "UpdatedUtc", codec_instant(tx->now), "IsResolved", 0);
    transaction_answer(tx, "MessageThreads", json_pack("[O]", thread));
    return transaction_add(tx, ENTITY_message_thread, thread, err);
}
