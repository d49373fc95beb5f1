/*
 * The test's property with what stays are sold by: rates with prices, rules, products of stays,
 * fees, vouchers. Its own stays have none of it.
 */
#pragma once

#include "tests/support/property.h"
#include "tests/support/server_process.h"

/*
 * Emits property_emit(), and:
 * - rates of $stays: $flex, 100 EUR a night and 20 more for a $double, 30 for a person beyond its
 *   capacity; $saver, a tenth less, of a group that costs everything once it is booked; $private;
 *   $allotted, of availability blocks; $free, which has no prices;
 * - products of $stays: $citytax, 2 EUR an adult and night, which comes along; $welcome, 5 EUR
 * once,
 *   which a rule adds from three nights on; $morning, 12 EUR a person and night; $dog, 15 EUR a
 *   night; $wine, 10 EUR once;
 *   $pass, 3 EUR a person and night, in one sum;
 * - a fee of the first night from two days before arrival on for $flex;
 * - the voucher codes PRIVATE and PAST, which open $private; $card1, of $guest1.
 */
MUST_USE bool sales_emit(demo_emit_fn emit, void *context, struct error *err);

/*
 * A body of reservations/add and price: a stay of $guest1 in a $double by $flex, for two adults,
 * three nights from 10 to 13 April 2026. Members of JSON objects, which may be NULL, take the place
 * of the stay's and the request's own; null takes one away. In static memory; one at a time.
 */
const char *sales_booking(const char *stay, const char *request);

/* Books it; the identifier of the reservation. *Gives*: free(). */
char *sales_book(const struct server_process *server, const char *stay, const char *request);

/* The reservation as it is. *Gives*: json_decref(). */
json_t *sales_stay(const struct server_process *server, const char *id);

/* Its charges that are not canceled, in the order of their consumption. *Gives*: json_decref(). */
json_t *sales_items(const struct server_process *server, const char *id);

/*
 * That the charges are these, in the order of their consumption, then by name: `name amount`, with
 * commas. A night is called `night`.
 */
void sales_expect_items(const struct server_process *server, const char *id, const char *expected);

/* What is left of a category for the nights of 10, 11 and 12 April. */
void sales_expect_left(const struct server_process *server, const char *category, int first,
                       int second, int third);
