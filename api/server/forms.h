/*
 * Entities in other forms than they are stored in: those of 2022, and those that need to look
 * elsewhere. Most reads need none of these.
 */
#pragma once

#include "api/server/property.h"

struct form {
    struct storage *storage;
    const struct property *property;
    struct arena *arena;
    const struct object_type *type; /* of what is wanted, for form_projected() */
};

/* *Gives*: json_decref(). Errors: NULL, those of the storage. */
typedef json_t *(*form_fn)(const struct form *form, const json_t *entity, struct error *err);

/* Only the members that the wanted type has. */
json_t *form_projected(const struct form *form, const json_t *entity, struct error *err);

/* Reservation as ReservationOld, RateGroup as RateGroupOld. */
json_t *form_old_reservation(const struct form *form, const json_t *entity, struct error *err);
json_t *form_old_rate_group(const struct form *form, const json_t *entity, struct error *err);

/* Customer with the documents that 2022 had as members of it. */
json_t *form_customer_with_documents(const struct form *form, const json_t *entity,
                                     struct error *err);

/* OrderItem and Payment as OrderItemOld, PaymentItemOld and AccountingItem. */
json_t *form_old_order_item(const struct form *form, const json_t *entity, struct error *err);
json_t *form_old_payment_item(const struct form *form, const json_t *entity, struct error *err);
json_t *form_item_of_order(const struct form *form, const json_t *entity, struct error *err);
json_t *form_item_of_payment(const struct form *form, const json_t *entity, struct error *err);

/* Bill with what stands on it. */
json_t *form_bill_with_items(const struct form *form, const json_t *entity, struct error *err);

/* A member under another name. */
struct renamed {
    const char *to;
    const char *from; /* a path */
};

/* An object of these members; one that is absent is null. */
json_t *form_renamed(const json_t *entity, const struct renamed *rows, size_t count);

/* A text by language in the property's own, else in any. NULL: none. */
const char *form_name(const struct property *property, const json_t *names);
