/* Which operation lists an entity, and which write it. */
#include "views/browse_rows.h"

#include "tests/support/test.h"

static void
an_entity_is_listed_by_the_newest_getall(void **state)
{
    static const struct {
        const char *entity;
        const char *path;
    } rows[] = {
        {"bills", "bills/getAll"},
        {"BILLS", "bills/getAll"},
        {"customers", "customers/getAll"},
        {"reservations", "reservations/getAll/2023-06-06"},
        {"services", "services/getAll"},
        {"images", "images/getUrls"},
        {"bills/getPdf", "bills/getPdf"},
        {"reservations/price", "reservations/price"},
        {"bill", NULL},
        {"bills/close", NULL},
        {"orders", NULL},
        {"", NULL},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        const struct operation *operation = browse_find(rows[i].entity);

        check_text(operation ? operation->path : "none", rows[i].path ? rows[i].path : "none", "%s",
                   rows[i].entity);
    }
}

/* No write is out of reach: some listing offers its form. */
static void
every_write_is_offered_by_a_listing(void **state)
{
    (void)state;
    for (int id = OP_NONE + 1; id < OP_COUNT; id++) {
        const struct operation *operation = operation_of((enum operation_id)id);
        const struct operation *listing;
        size_t offers = 0;

        for (size_t i = 0; (listing = browse_entity(i)); i++) {
            check(listing->kind == OPERATION_READ, "%s", listing->path);
            offers += browse_is_written_by(listing, operation);
        }
        check((offers > 0) == (operation->kind != OPERATION_READ), "%s: %zu", operation->path,
              offers);
    }
}

static void
what_belongs_to_an_entity_is_offered_with_it(void **state)
{
    static const struct {
        const char *listing;
        const char *operation;
        bool is_offered;
    } rows[] = {
        {"bills/getAll", "bills/close", true},
        {"bills/getAll", "payments/addExternal", false},
        {"customers/getAll", "accounts/merge", true},
        {"resources/getAll", "resourceBlocks/add", false},
        {"devices/getAll", "commands/addPrinter", true},
        {"orderItems/getAll", "orders/add", true},
        {"bills/getAll", "bills/getPdf", false},
    };

    (void)state;
    for (size_t i = 0; i < countof(rows); i++)
        check(
            browse_is_written_by(operation_find(rows[i].listing), operation_find(rows[i].operation))
                == rows[i].is_offered,
            "%s, %s", rows[i].listing, rows[i].operation);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entity_is_listed_by_the_newest_getall),
        cmocka_unit_test(every_write_is_offered_by_a_listing),
        cmocka_unit_test(what_belongs_to_an_entity_is_offered_with_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
