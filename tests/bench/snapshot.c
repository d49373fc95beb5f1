/*
 * How fast the next start has what the last one knew: the records of a house of 120 rooms, kept in
 * state.db, loaded through the client until the last result is there. One line a figure: name,
 * value, unit.
 */
#include <stdio.h>
#include <stdlib.h>

#include "api/base/error.h"
#include "api/base/memory.h"
#include "api/client/client.h"
#include "api/client/snapshot.h"
#include "tests/support/desk.h"
#include "tests/support/figures.h"

enum {
    RESERVATIONS = 1000,
    CUSTOMERS = 1500,
    ITEMS = 3000,
    RECORDS = RESERVATIONS + CUSTOMERS + ITEMS,
    ROUNDS = 20,
};

static void
fail(const struct error *err)
{
    fprintf(stderr, "snapshot: %s\n", err->text);
    exit(1);
}

/* Stores records in pages, as answers bring them. */
static void
store(struct state *state, enum record_id kind, const void *rows, size_t count)
{
    const struct record_type *type = record_type(kind);
    struct error err;

    for (size_t at = 0; at < count; at += 100) {
        struct batch batch = {
            .type = type, .rows = (char *)(uintptr_t)rows + at * type->size, .count = 100};

        if (!snapshot_store(state, &batch, 1, instant_now(), &err))
            fail(&err);
    }
}

static void
fill(const char *path)
{
    static struct person_count persons[] = {{.count = 2}, {.count = 1}};
    static struct tax_value taxes[] = {{.code = "CZ-2024-21%", .value = {2100, 2}}};
    struct reservation *stays = memory_new(RESERVATIONS * sizeof(*stays));
    struct customer *guests = memory_new(CUSTOMERS * sizeof(*guests));
    struct order_item *items = memory_new(ITEMS * sizeof(*items));
    struct error err;
    struct state *state = state_open(path, STATE_BY_FILE_SYSTEM, &err);

    if (!state || !snapshot_prepare(state, &err))
        fail(&err);
    for (int i = 0; i < RESERVATIONS; i++)
        stays[i] = (struct reservation){.id = uuid_random(),
                                        .number = "52034",
                                        .origin = "ChannelManager",
                                        .channel_number = "TW48ZP-1",
                                        .person_counts = {persons, 2},
                                        .updated_utc = {1774342800000}};
    for (int i = 0; i < CUSTOMERS; i++)
        guests[i] = (struct customer){.id = uuid_random(),
                                      .number = "1034",
                                      .first_name = "Kateřina",
                                      .last_name = "Dvořáková",
                                      .email = "katerina.dvorakova@example.com",
                                      .phone = "+420 601 234 567",
                                      .updated_utc = {1774342800000}};
    for (int i = 0; i < ITEMS; i++)
        items[i] = (struct order_item){.id = uuid_random(),
                                       .name = "Ubytování",
                                       .unit_count = 1,
                                       .unit_amount = {"CZK", {2900, 0}, {3509, 0}, {taxes, 1}},
                                       .amount = {"CZK", {2900, 0}, {3509, 0}, {taxes, 1}},
                                       .updated_utc = {1774342800000}};
    store(state, RECORD_reservation, stays, RESERVATIONS);
    store(state, RECORD_customer, guests, CUSTOMERS);
    store(state, RECORD_order_item, items, ITEMS);
    state_close(state);
    free(stays);
    free(guests);
    free(items);
}

/* From opening to the last record. */
static double
load_ms(const char *path, double *open_ms)
{
    static const enum record_id kinds[] = {RECORD_reservation, RECORD_customer, RECORD_order_item};
    struct client_config config = desk_config("unix:/nowhere", path);
    struct error err;
    double start = now_us();
    struct client *client = client_open(&config, &err);
    bool is_last = false;
    double end;

    if (!client)
        fail(&err);
    *open_ms = (now_us() - start) / 1e3;
    client_load(client, kinds, countof(kinds));
    while (!is_last) {
        struct result *result = desk_next(client);

        is_last = result->kind == RESULT_SNAPSHOT && result->is_last;
        result_free(result);
    }
    end = now_us();
    client_close(client);
    return (end - start) / 1e3;
}

int
main(void)
{
    char *folder = folder_fresh();
    char *path = folder_path(folder, "state.db");
    struct samples loads = {0};
    struct samples opens = {0};
    double start = now_us();

    fill(path);
    figure((now_us() - start) / 1e3, "ms", "snapshot_store_%d", RECORDS);
    for (int i = 0; i < ROUNDS; i++) {
        double open_ms;

        samples_add(&loads, load_ms(path, &open_ms));
        samples_add(&opens, open_ms);
    }
    figure(samples_at(&opens, 50), "ms", "snapshot_open");
    figure(samples_at(&loads, 50), "ms", "snapshot_open_and_load_%d", RECORDS);
    samples_clear(&loads);
    samples_clear(&opens);
    free(path);
    folder_drop(folder);
    return 0;
}
