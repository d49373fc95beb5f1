/*
 * What a page costs the worker: 100 reservations parsed, decoded and freed, against what bare
 * jansson takes to parse and free the same text. One line a figure: name, value, unit.
 */
#include <stdio.h>
#include <stdlib.h>

#include "api/base/buffer.h"
#include "api/base/error.h"
#include "api/schema/codec.h"
#include "tests/support/figures.h"

enum {
    ROWS = 100,
    ROUNDS = 400,
};

static void
add_id(struct buffer *page, const char *member)
{
    char text[UUID_TEXT_SIZE];

    buffer_print(page, "\"%s\":\"%s\",", member, uuid_text(uuid_random(), text));
}

/* All members of today's form, as a property sends them: those without a value are null. */
static void
add_reservation(struct buffer *page, int number)
{
    static const char *const ids[] = {"Id",
                                      "ServiceId",
                                      "AccountId",
                                      "RateId",
                                      "CreatorProfileId",
                                      "UpdaterProfileId",
                                      "GroupId",
                                      "BusinessSegmentId",
                                      "RequestedResourceCategoryId",
                                      "AssignedResourceId"};
    static const char *const nulls[] = {
        "BookerId",       "CancelledUtc",         "VoucherId",
        "CreditCardId",   "AvailabilityBlockId",  "PartnerCompanyId",
        "TravelAgencyId", "ChannelManagerNumber", "CancellationReason",
        "ReleasedUtc",    "ActualEndUtc",         "QrCodeData"};
    static const char *const instants[] = {"CreatedUtc",     "UpdatedUtc",        "StartUtc",
                                           "EndUtc",         "ScheduledStartUtc", "ActualStartUtc",
                                           "ScheduledEndUtc"};

    buffer_add_char(page, '{');
    for (size_t i = 0; i < countof(ids); i++)
        add_id(page, ids[i]);
    for (size_t i = 0; i < countof(nulls); i++)
        buffer_print(page, "\"%s\":null,", nulls[i]);
    for (size_t i = 0; i < countof(instants); i++)
        buffer_print(page, "\"%s\":\"2026-03-%02dT14:%02d:00Z\",", instants[i], 1 + number % 28,
                     number % 60);
    buffer_print(page,
                 "\"AccountType\":\"Customer\",\"Number\":\"%d\",\"State\":\"Confirmed\","
                 "\"Origin\":\"ChannelManager\",\"CommanderOrigin\":null,"
                 "\"OriginDetails\":\"Booking.com\",\"ChannelNumber\":\"TW48ZP-%d\","
                 "\"Purpose\":\"Leisure\",\"AssignedResourceLocked\":false,"
                 "\"Options\":{\"OwnerCheckedIn\":false,\"AllCompanionsCheckedIn\":false,"
                 "\"AnyCompanionCheckedIn\":false,\"ConnectorCheckIn\":false},\"PersonCounts\":[{",
                 52000 + number, number);
    add_id(page, "AgeCategoryId");
    buffer_add_text(page, "\"Count\":2},{");
    add_id(page, "AgeCategoryId");
    buffer_add_text(page, "\"Count\":1}]}");
}

static void
build_page(struct buffer *page)
{
    buffer_add_text(page, "{\"Reservations\":[");
    for (int i = 0; i < ROWS; i++) {
        if (i)
            buffer_add_char(page, ',');
        add_reservation(page, i);
    }
    buffer_add_text(page, "],\"Cursor\":null}");
}

static double
bare_us(const struct buffer *page)
{
    double start = thread_cpu_us();
    json_t *value = json_loadb(page->text, page->length, 0, NULL);

    json_decref(value);
    return thread_cpu_us() - start;
}

static double
decoded_us(const struct buffer *page)
{
    struct error err = {0};
    struct arena arena = {0};
    struct codec codec = {&arena, "en-US"};
    double start = thread_cpu_us();
    json_t *value = codec_parse(page->text, page->length, CODEC_ANSWER, &err);
    const void *rows = codec_decode_rows(codec, record_type(RECORD_reservation),
                                         json_object_get(value, "Reservations"), 0, ROWS, &err);

    if (!rows) {
        fprintf(stderr, "decode: %s\n", err.text);
        exit(1);
    }
    json_decref(value);
    arena_clear(&arena);
    return thread_cpu_us() - start;
}

int
main(void)
{
    struct buffer page = {0};
    struct samples bare = {0};
    struct samples decoded = {0};

    build_page(&page);
    for (int i = 0; i < ROUNDS; i++) {
        samples_add(&bare, bare_us(&page));
        samples_add(&decoded, decoded_us(&page));
    }
    figure((double)page.length, "B", "decode_page_bytes");
    figure(samples_at(&bare, 50), "us", "decode_page_bare_jansson");
    figure(samples_at(&decoded, 50), "us", "decode_page");
    figure(samples_at(&decoded, 50) / samples_at(&bare, 50), "times", "decode_page_ratio");
    samples_clear(&bare);
    samples_clear(&decoded);
    buffer_clear(&page);
    return 0;
}
