/*
 * What a page costs the worker: 100 reservations parsed, decoded and freed, against what bare
 * jansson takes to parse and free the same text. One line a figure: name, value, unit.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "api/base/buffer.h"
#include "api/base/error.h"
#include "api/schema/codec.h"

enum {
    ROWS = 100,
    ROUNDS = 400,
};

static double
now_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

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
    double start = now_us();
    json_t *value = json_loadb(page->text, page->length, 0, NULL);

    json_decref(value);
    return now_us() - start;
}

static double
decoded_us(const struct buffer *page)
{
    struct error err = {0};
    struct arena arena = {0};
    struct codec codec = {&arena, "en-US"};
    double start = now_us();
    json_t *value = codec_parse(page->text, page->length, CODEC_ANSWER, &err);
    const void *rows = codec_decode_rows(codec, record_type(RECORD_reservation),
                                         json_object_get(value, "Reservations"), 0, ROWS, &err);

    if (!rows) {
        fprintf(stderr, "decode: %s\n", err.text);
        exit(1);
    }
    json_decref(value);
    arena_clear(&arena);
    return now_us() - start;
}

static int
compare(const void *a, const void *b)
{
    double left = *(const double *)a;
    double right = *(const double *)b;

    return (left > right) - (left < right);
}

int
main(void)
{
    struct buffer page = {0};
    static double bare[ROUNDS];
    static double decoded[ROUNDS];

    build_page(&page);
    for (int i = 0; i < ROUNDS; i++) {
        bare[i] = bare_us(&page);
        decoded[i] = decoded_us(&page);
    }
    qsort(bare, ROUNDS, sizeof(*bare), compare);
    qsort(decoded, ROUNDS, sizeof(*decoded), compare);
    printf("decode_page_bytes %zu B\n", page.length);
    printf("decode_page_bare_jansson %.0f us\n", bare[ROUNDS / 2]);
    printf("decode_page %.0f us\n", decoded[ROUNDS / 2]);
    printf("decode_page_ratio %.2f times\n", decoded[ROUNDS / 2] / bare[ROUNDS / 2]);
    buffer_clear(&page);
    return 0;
}
