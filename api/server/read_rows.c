#include "api/server/read_rows.h"

#include <string.h>

/* Rows of an operation stand together. */
// clang-format off

#define OF(operation) OP_##operation##_get_all
#define ID(member) FILTER_UUIDS, FILTER_ALONE, member
#define TEXT(member) FILTER_TEXTS, FILTER_ALONE, member
#define ASIDE(kind, member) FILTER_##kind, FILTER_ASIDE, member
#define TIME(member) FILTER_INTERVAL, FILTER_ALONE, member
#define ACTIVITY FILTER_ACTIVITY, FILTER_ASIDE, "ActivityStates"

static const struct filter_row filters[] = {
    {OF(services),  ID("ServiceIds"),            COLUMN_id, 0, 0, 0},
    {OF(services),  TIME("UpdatedUtc"),          COLUMN_updated, 0, 0, 0},
    {OF(services),  TEXT("ServiceType"),         COLUMN_service_type, 0, 0, 0},

    {OF(age_categories), ID("AgeCategoryIds"),   COLUMN_id, 0, 0, 0},
    {OF(age_categories), TIME("UpdatedUtc"),     COLUMN_updated, 0, 0, 0},
    {OF(age_categories), ID("ServiceIds"),       COLUMN_age_category_service_id, 0, 0, 0},
    {OF(age_categories), ACTIVITY,               COLUMN_age_category_is_active, 0, 0, 0},

    {OF(resources), ID("ResourceIds"),           COLUMN_id, 0, 0, 0},
    {OF(resources), TEXT("Names"),               COLUMN_resource_name, 0, 0, 0},
    {OF(resources), TIME("UpdatedUtc"),          COLUMN_updated, 0, 0, 0},
    {OF(resources), TIME("CreatedUtc"),          COLUMN_created, 0, 0, 0},
    {OF(resources), ASIDE(ACTIVITY, ""),         COLUMN_resource_is_active, 0, "Active", "Extent.Inactive"},

    {OF(resource_categories), ID("ResourceCategoryIds"), COLUMN_id, 0, 0, 0},
    {OF(resource_categories), TIME("UpdatedUtc"), COLUMN_updated, 0, 0, 0},
    {OF(resource_categories), ID("ServiceIds"),  COLUMN_resource_category_service_id, 0, 0, 0},
    {OF(resource_categories), ACTIVITY,          COLUMN_resource_category_is_active, 0, 0, 0},

    {OF(resource_category_assignments), ID("ResourceCategoryAssignmentIds"), COLUMN_id, 0, 0, 0},
    {OF(resource_category_assignments), ID("ResourceIds"), COLUMN_resource_category_assignment_resource_id, 0, 0, 0},
    {OF(resource_category_assignments), ID("ResourceCategoryIds"), COLUMN_resource_category_assignment_category_id, 0, 0, 0},
    {OF(resource_category_assignments), TIME("UpdatedUtc"), COLUMN_updated, 0, 0, 0},
    {OF(resource_category_assignments), ACTIVITY, COLUMN_resource_category_assignment_is_active, 0, 0, 0},

    {OF(resource_features), ID("ResourceFeatureIds"), COLUMN_id, 0, 0, 0},
    {OF(resource_features), TIME("UpdatedUtc"),  COLUMN_updated, 0, 0, 0},
    {OF(resource_features), ID("ServiceIds"),    COLUMN_resource_feature_service_id, 0, 0, 0},
    {OF(resource_features), ACTIVITY,            COLUMN_resource_feature_is_active, 0, 0, 0},

    {OF(resource_feature_assignments), ID("ResourceFeatureAssignmentIds"), COLUMN_id, 0, 0, 0},
    {OF(resource_feature_assignments), ID("ResourceFeatureIds"), COLUMN_resource_feature_assignment_feature_id, 0, 0, 0},
    {OF(resource_feature_assignments), TIME("UpdatedUtc"), COLUMN_updated, 0, 0, 0},
    {OF(resource_feature_assignments), ACTIVITY, COLUMN_resource_feature_assignment_is_active, 0, 0, 0},

    {OF(resource_blocks), ID("ResourceBlockIds"), COLUMN_id, 0, 0, 0},
    {OF(resource_blocks), ID("AssignedResourceIds"), COLUMN_resource_block_resource_id, 0, 0, 0},
    {OF(resource_blocks), TIME("UpdatedUtc"),    COLUMN_updated, 0, 0, 0},
    {OF(resource_blocks), TIME("CreatedUtc"),    COLUMN_created, 0, 0, 0},
    {OF(resource_blocks), FILTER_COLLIDING, FILTER_ALONE, "CollidingUtc", COLUMN_resource_block_start_utc, COLUMN_resource_block_end_utc, 0, 0},
    {OF(resource_blocks), ACTIVITY,              COLUMN_resource_block_is_active, 0, "Active", "Extent.Inactive"},

    {OP_reservations_get_all_2023, ID("ReservationIds"),       COLUMN_id, 0, 0, 0},
    {OP_reservations_get_all_2023, TEXT("Numbers"),            COLUMN_reservation_number, 0, 0, 0},
    {OP_reservations_get_all_2023, TEXT("ChannelNumbers"),     COLUMN_reservation_channel_number, 0, 0, 0},
    {OP_reservations_get_all_2023, ID("ReservationGroupIds"),  COLUMN_reservation_group_id, 0, 0, 0},
    {OP_reservations_get_all_2023, ID("AccountIds"),           COLUMN_reservation_account_id, 0, 0, 0},
    {OP_reservations_get_all_2023, ID("AvailabilityBlockIds"), COLUMN_reservation_availability_block_id, 0, 0, 0},
    {OP_reservations_get_all_2023, TIME("UpdatedUtc"),         COLUMN_updated, 0, 0, 0},
    {OP_reservations_get_all_2023, TIME("CreatedUtc"),         COLUMN_created, 0, 0, 0},
    {OP_reservations_get_all_2023, TIME("ScheduledStartUtc"),  COLUMN_reservation_start_utc, 0, 0, 0},
    {OP_reservations_get_all_2023, TIME("ScheduledEndUtc"),    COLUMN_reservation_end_utc, 0, 0, 0},
    {OP_reservations_get_all_2023, TIME("ActualStartUtc"),     COLUMN_reservation_actual_start_utc, 0, 0, 0},
    {OP_reservations_get_all_2023, TIME("ActualEndUtc"),       COLUMN_reservation_actual_end_utc, 0, 0, 0},
    {OP_reservations_get_all_2023, ID("AssignedResourceIds"),  COLUMN_reservation_resource_id, 0, 0, 0},
    {OP_reservations_get_all_2023, ID("PartnerCompanyIds"),    COLUMN_reservation_company_id, 0, 0, 0},
    {OP_reservations_get_all_2023, ID("TravelAgencyIds"),      COLUMN_reservation_travel_agency_id, 0, 0, 0},
    {OP_reservations_get_all_2023, FILTER_COLLIDING, FILTER_ALONE, "CollidingUtc", COLUMN_reservation_start_utc, COLUMN_reservation_end_utc, 0, 0},
    {OP_reservations_get_all_2023, ID("ServiceIds"),           COLUMN_reservation_service_id, 0, 0, 0},
    {OP_reservations_get_all_2023, ASIDE(STATES, "States"),    COLUMN_reservation_state, 0, 0, 0},

    {OF(reservations), ID("ReservationIds"),     COLUMN_id, 0, 0, 0},
    {OF(reservations), TEXT("Numbers"),          COLUMN_reservation_number, 0, 0, 0},
    {OF(reservations), TEXT("ChannelNumbers"),   COLUMN_reservation_channel_number, 0, 0, 0},
    {OF(reservations), ID("GroupIds"),           COLUMN_reservation_group_id, 0, 0, 0},
    {OF(reservations), ID("CustomerIds"),        COLUMN_reservation_account_id, 0, 0, 0},
    {OF(reservations), ID("AssignedResourceIds"), COLUMN_reservation_resource_id, 0, 0, 0},
    {OF(reservations), ID("RateIds"),            COLUMN_reservation_rate_id, 0, 0, 0},
    {OF(reservations), ID("BusinessSegmentIds"), COLUMN_reservation_business_segment_id, 0, 0, 0},
    {OF(reservations), ASIDE(UUIDS, "ServiceIds"), COLUMN_reservation_service_id, 0, 0, 0},
    {OF(reservations), ASIDE(UUIDS, "ServiceId"), COLUMN_reservation_service_id, 0, 0, 0},
    {OF(reservations), ASIDE(STATES, "States"),  COLUMN_reservation_state, 0, "Confirmed Started Processed", "ReservationIds"},

    {OF(reservation_groups), ID("ReservationGroupIds"), COLUMN_id, 0, 0, 0},
    {OF(reservation_groups), TIME("UpdatedUtc"), COLUMN_updated, 0, 0, 0},

    {OF(service_order_notes), ID("ServiceOrderNoteIds"), COLUMN_id, 0, 0, 0},
    {OF(service_order_notes), ID("ServiceOrderIds"), COLUMN_order_note_order_id, 0, 0, 0},
    {OF(service_order_notes), TIME("UpdatedUtc"), COLUMN_updated, 0, 0, 0},
    {OF(service_order_notes), TEXT("Types"),     COLUMN_order_note_type, 0, 0, 0},

    {OF(customers), ID("CustomerIds"),           COLUMN_id, 0, 0, 0},
    {OF(customers), TEXT("Emails"),              COLUMN_customer_email, 0, 0, 0},
    {OF(customers), TEXT("LoyaltyCodes"),        COLUMN_customer_loyalty_code, 0, 0, 0},
    {OF(customers), TEXT("LastNames"),           COLUMN_customer_last_name, 0, 0, 0},
    {OF(customers), TEXT("FirstNames"),          COLUMN_customer_first_name, 0, 0, 0},
    {OF(customers), ID("CompanyIds"),            COLUMN_customer_company_id, 0, 0, 0},
    {OF(customers), TIME("UpdatedUtc"),          COLUMN_updated, 0, 0, 0},
    {OF(customers), TIME("CreatedUtc"),          COLUMN_created, 0, 0, 0},
    {OF(customers), FILTER_DELETED, FILTER_ALONE, "DeletedUtc", COLUMN_updated, COLUMN_customer_is_active, 0, 0},
    {OF(customers), ASIDE(UUIDS, "ChainIds"),    COLUMN_customer_chain_id, 0, 0, 0},
    {OF(customers), ACTIVITY,                    COLUMN_customer_is_active, 0, 0, 0},

    {OF(companies), ID("Ids"),                   COLUMN_id, 0, 0, 0},
    {OF(companies), TEXT("ExternalIdentifiers"), COLUMN_company_external_identifier, 0, 0, 0},
    {OF(companies), TEXT("Names"),               COLUMN_company_name, 0, 0, 0},
    {OF(companies), ID("MotherCompanyIds"),      COLUMN_company_mother_company_id, 0, 0, 0},
    {OF(companies), TIME("UpdatedUtc"),          COLUMN_updated, 0, 0, 0},
    {OF(companies), TIME("CreatedUtc"),          COLUMN_created, 0, 0, 0},
    {OF(companies), ID("ChainIds"),              COLUMN_company_chain_id, 0, 0, 0},
    {OF(companies), ACTIVITY,                    COLUMN_company_is_active, 0, 0, 0},

    {OF(companionships), ID("CompanionshipIds"), COLUMN_id, 0, 0, 0},
    {OF(companionships), ID("ReservationIds"),   COLUMN_companionship_reservation_id, 0, 0, 0},
    {OF(companionships), ID("CustomerIds"),      COLUMN_companionship_customer_id, 0, 0, 0},
    {OF(companionships), ID("ReservationGroupIds"), COLUMN_companionship_group_id, 0, 0, 0},
    {OF(companionships), ASIDE(INTERVAL, "UpdatedUtc"), COLUMN_updated, 0, 0, 0},

    {OF(products), ID("ProductIds"),             COLUMN_id, 0, 0, 0},
    {OF(products), TIME("UpdatedUtc"),           COLUMN_updated, 0, 0, 0},
    {OF(products), ID("ServiceIds"),             COLUMN_product_service_id, 0, 0, 0},
    {OF(products), ASIDE(HIDDEN, "IncludeDefault"), COLUMN_product_is_default, 0, 0, "ProductIds"},

    {OF(rates), ID("RateIds"),                   COLUMN_id, 0, 0, 0},
    {OF(rates), TEXT("ExternalIdentifiers"),     COLUMN_rate_external_identifier, 0, 0, 0},
    {OF(rates), TIME("UpdatedUtc"),              COLUMN_updated, 0, 0, 0},
    {OF(rates), ID("ServiceIds"),                COLUMN_rate_service_id, 0, 0, 0},
    {OF(rates), ACTIVITY,                        COLUMN_rate_is_active, 0, 0, 0},

    {OF(bills), ID("BillIds"),                   COLUMN_id, 0, 0, 0},
    {OF(bills), ID("CustomerIds"),               COLUMN_bill_account_id, 0, 0, 0},
    {OF(bills), TIME("UpdatedUtc"),              COLUMN_updated, 0, 0, 0},
    {OF(bills), TIME("CreatedUtc"),              COLUMN_created, 0, 0, 0},
    {OF(bills), TIME("IssuedUtc"),               COLUMN_bill_issued_utc, 0, 0, 0},
    {OF(bills), TIME("ClosedUtc"),               COLUMN_bill_issued_utc, 0, 0, 0},
    {OF(bills), TIME("PaidUtc"),                 COLUMN_bill_paid_utc, 0, 0, 0},
    {OF(bills), TIME("DueUtc"),                  COLUMN_bill_due_utc, 0, 0, 0},
    {OF(bills), TEXT("State"),                   COLUMN_bill_state, 0, 0, 0},
    {OF(bills), ASIDE(TEXTS, "Type"),            COLUMN_bill_type, 0, 0, 0},
    {OF(bills), ASIDE(TEXTS, "CorrectionState"), COLUMN_bill_correction_state, 0, 0, 0},

    {OF(order_items), ID("OrderItemIds"),        COLUMN_id, 0, 0, 0},
    {OF(order_items), ID("BillIds"),             COLUMN_order_item_bill_id, 0, 0, 0},
    {OF(order_items), ID("ServiceOrderIds"),     COLUMN_order_item_service_order_id, 0, 0, 0},
    {OF(order_items), ID("AccountIds"),          COLUMN_order_item_account_id, 0, 0, 0},
    {OF(order_items), TIME("UpdatedUtc"),        COLUMN_updated, 0, 0, 0},
    {OF(order_items), TIME("CreatedUtc"),        COLUMN_created, 0, 0, 0},
    {OF(order_items), TIME("ConsumedUtc"),       COLUMN_order_item_consumed_utc, 0, 0, 0},
    {OF(order_items), TIME("CanceledUtc"),       COLUMN_order_item_canceled_utc, 0, 0, 0},
    {OF(order_items), TIME("ClosedUtc"),         COLUMN_order_item_closed_utc, 0, 0, 0},
    {OF(order_items), ID("ServiceIds"),          COLUMN_order_item_service_id, 0, 0, 0},
    {OF(order_items), ASIDE(TEXTS, "AccountingStates"), COLUMN_order_item_accounting_state, 0, 0, 0},
    {OF(order_items), ASIDE(TEXTS, "Types"),     COLUMN_order_item_type, 0, 0, 0},

    {OF(payments), ID("PaymentIds"),             COLUMN_id, 0, 0, 0},
    {OF(payments), ID("BillIds"),                COLUMN_payment_bill_id, 0, 0, 0},
    {OF(payments), ID("ReservationIds"),         COLUMN_payment_reservation_id, 0, 0, 0},
    {OF(payments), ID("AccountIds"),             COLUMN_payment_account_id, 0, 0, 0},
    {OF(payments), TIME("UpdatedUtc"),           COLUMN_updated, 0, 0, 0},
    {OF(payments), TIME("CreatedUtc"),           COLUMN_created, 0, 0, 0},
    {OF(payments), TIME("ChargedUtc"),           COLUMN_payment_charged_utc, 0, 0, 0},
    {OF(payments), TIME("ClosedUtc"),            COLUMN_payment_closed_utc, 0, 0, 0},
    {OF(payments), TIME("SettlementUtc"),        COLUMN_payment_settlement_utc, 0, 0, 0},
    {OF(payments), ASIDE(TEXTS, "AccountingStates"), COLUMN_payment_accounting_state, 0, 0, 0},
    {OF(payments), ASIDE(TEXTS, "States"),       COLUMN_payment_state, 0, 0, 0},
    {OF(payments), ASIDE(TEXTS, "Type"),         COLUMN_payment_type, 0, 0, 0},

    {OF(accounting_categories), ID("AccountingCategoryIds"), COLUMN_id, 0, 0, 0},
    {OF(accounting_categories), TIME("UpdatedUtc"), COLUMN_updated, 0, 0, 0},
    {OF(accounting_categories), ACTIVITY,        COLUMN_accounting_category_is_active, 0, 0, 0},

    {OF(accounting_items), ID("ItemIds"),        COLUMN_id, 0, 0, 0},
    {OF(accounting_items), ID("RebatedItemIds"), COLUMN_order_item_rebated_item_id, 0, 0, 0},
    {OF(accounting_items), TIME("UpdatedUtc"),   COLUMN_updated, 0, 0, 0},
    {OF(accounting_items), TIME("ConsumedUtc"),  COLUMN_order_item_consumed_utc, 0, 0, 0},
    {OF(accounting_items), TIME("ConsumedUtc"),  COLUMN_payment_consumed_utc, 0, 0, 0},
    {OF(accounting_items), TIME("ClosedUtc"),    COLUMN_order_item_closed_utc, 0, 0, 0},
    {OF(accounting_items), TIME("ClosedUtc"),    COLUMN_payment_closed_utc, 0, 0, 0},
    {OF(accounting_items), ASIDE(TEXTS, "States"), COLUMN_order_item_accounting_state, 0, "Open Closed", 0},
    {OF(accounting_items), ASIDE(TEXTS, "States"), COLUMN_payment_accounting_state, 0, "Open Closed", 0},

    {OF(message_threads), ID("MessageThreadIds"), COLUMN_id, 0, 0, 0},
    {OF(message_threads), TIME("UpdatedUtc"),    COLUMN_updated, 0, 0, 0},
    {OF(message_threads), TIME("CreatedUtc"),    COLUMN_created, 0, 0, 0},

    {OF(messages), ID("MessageThreadIds"),       COLUMN_message_thread_id, 0, 0, 0},
    {OF(messages), TIME("CreatedUtc"),           COLUMN_created, 0, 0, 0},
};

static const struct time_row times[] = {
    {OF(reservations), "Colliding",   FILTER_COLLIDING,  COLUMN_reservation_start_utc, COLUMN_reservation_end_utc},
    {OF(reservations), "Created",     FILTER_INTERVAL,   COLUMN_created, 0},
    {OF(reservations), "Updated",     FILTER_INTERVAL,   COLUMN_updated, 0},
    {OF(reservations), "Start",       FILTER_INTERVAL,   COLUMN_reservation_start_utc, 0},
    {OF(reservations), "End",         FILTER_INTERVAL,   COLUMN_reservation_end_utc, 0},
    {OF(reservations), "Overlapping", FILTER_CONTAINING, COLUMN_reservation_start_utc, COLUMN_reservation_end_utc},
    {OF(reservations), "Canceled",    FILTER_INTERVAL,   COLUMN_reservation_canceled_utc, 0},

    {OF(companies), "Created", FILTER_INTERVAL, COLUMN_created, 0},
    {OF(companies), "Updated", FILTER_INTERVAL, COLUMN_updated, 0},
};

static const struct exclusion_row exclusions[] = {
    {OP_reservations_get_all_2023, "ScheduledStartUtc", "ActualStartUtc"},
    {OP_reservations_get_all_2023, "ScheduledEndUtc",   "ActualEndUtc"},
};

static const struct list_row lists[] = {
    {OF(services),                      NULL, true, "Services",                    ENTITY_service, NULL, NULL, NULL},
    {OF(age_categories),                NULL, true, "AgeCategories",               ENTITY_age_category, NULL, NULL, NULL},
    {OF(resources),                     "Resources", true, "Resources",            ENTITY_resource, NULL, NULL, NULL},
    {OF(resource_categories),           NULL, true, "ResourceCategories",          ENTITY_resource_category, NULL, NULL, NULL},
    {OF(resource_category_assignments), NULL, true, "ResourceCategoryAssignments", ENTITY_resource_category_assignment, NULL, NULL, NULL},
    {OF(resource_features),             NULL, true, "ResourceFeatures",            ENTITY_resource_feature, NULL, NULL, NULL},
    {OF(resource_feature_assignments),  NULL, true, "ResourceFeatureAssignments",  ENTITY_resource_feature_assignment, NULL, NULL, NULL},
    {OF(resource_blocks),               NULL, true, "ResourceBlocks",              ENTITY_resource_block, NULL, NULL, NULL},
    {OP_reservations_get_all_2023,      NULL, true, "Reservations",                ENTITY_reservation, NULL, NULL, NULL},
    {OF(reservations),                  "Reservations", true, "Reservations",      ENTITY_reservation, NULL, form_old_reservation, NULL},
    {OF(reservation_groups),            NULL, true, "ReservationGroups",           ENTITY_reservation_group, NULL, NULL, NULL},
    {OF(service_order_notes),           NULL, true, "ServiceOrderNotes",           ENTITY_order_note, NULL, NULL, NULL},
    {OF(customers),                     "Customers", true, "Customers",            ENTITY_customer, NULL, NULL, "Addresses"},
    {OF(companies),                     NULL, true, "Companies",                   ENTITY_company, NULL, NULL, NULL},
    {OF(companionships),                NULL, true, "Companionships",              ENTITY_companionship, NULL, NULL, NULL},
    {OF(tax_environments),              NULL, true, "TaxEnvironments",             ENTITY_tax_environment, NULL, NULL, NULL},
    {OF(taxations),                     NULL, true, "Taxations",                   ENTITY_taxation, NULL, NULL, NULL},
    {OF(taxations),                     NULL, true, "TaxRates",                    ENTITY_tax_rate, NULL, NULL, NULL},
    {OF(products),                      NULL, true, "Products",                    ENTITY_product, NULL, NULL, NULL},
    {OF(rates),                         "Rates", true, "Rates",                    ENTITY_rate, NULL, NULL, NULL},
    {OF(bills),                         NULL, true, "Bills",                       ENTITY_bill, "Items", form_bill_with_items, NULL},
    {OF(order_items),                   NULL, true, "OrderItems",                  ENTITY_order_item, NULL, NULL, NULL},
    {OF(payments),                      NULL, true, "Payments",                    ENTITY_payment, NULL, NULL, NULL},
    {OF(accounting_categories),         NULL, true, "AccountingCategories",        ENTITY_accounting_category, NULL, NULL, NULL},
    {OF(accounting_items),              "OrderItems", true, "OrderItems",          ENTITY_order_item, NULL, form_old_order_item, NULL},
    {OF(accounting_items),              "PaymentItems", true, "PaymentItems",      ENTITY_payment, NULL, form_old_payment_item, NULL},
    {OF(message_threads),               NULL, true, "MessageThreads",              ENTITY_message_thread, NULL, NULL, NULL},
    {OF(messages),                      NULL, true, "Messages",                    ENTITY_message, NULL, NULL, NULL},
};

#define FROM_RESERVATION(pick) {{COLUMN_id, COLUMN_reservation_##pick}}
#define NOWHERE {{0, 0}}

static const struct extent_row extents[] = {
    {OF(resources), "ResourceCategories", "ResourceCategories", ENTITY_resource_category, COLUMN_NONE, NOWHERE, COLUMN_resource_category_is_active, NULL},
    {OF(resources), "ResourceCategoryAssignments", "ResourceCategoryAssignments", ENTITY_resource_category_assignment, COLUMN_resource_category_assignment_resource_id, NOWHERE, COLUMN_resource_category_assignment_is_active, NULL},
    {OF(resources), "ResourceCategoryImageAssignments", "ResourceCategoryImageAssignments", ENTITY_resource_category_image_assignment, COLUMN_NONE, NOWHERE, COLUMN_resource_category_image_assignment_is_active, NULL},
    {OF(resources), "ResourceFeatures", "ResourceFeatures", ENTITY_resource_feature, COLUMN_NONE, NOWHERE, COLUMN_resource_feature_is_active, NULL},
    {OF(resources), "ResourceFeatureAssignments", "ResourceFeatureAssignments", ENTITY_resource_feature_assignment, COLUMN_resource_feature_assignment_resource_id, NOWHERE, COLUMN_resource_feature_assignment_is_active, NULL},

    {OF(reservations), "ReservationGroups", "ReservationGroups", ENTITY_reservation_group, COLUMN_id, FROM_RESERVATION(group_id), 0, form_projected},
    {OF(reservations), "Customers", "Customers", ENTITY_customer, COLUMN_id, FROM_RESERVATION(account_id), 0, NULL},
    {OF(reservations), "Customers", "Customers", ENTITY_customer, COLUMN_id, {{COLUMN_companionship_reservation_id, COLUMN_companionship_customer_id}}, 0, NULL},
    {OF(reservations), "Services", "Services", ENTITY_service, COLUMN_id, FROM_RESERVATION(service_id), 0, NULL},
    {OF(reservations), "Products", "Products", ENTITY_product, COLUMN_product_service_id, FROM_RESERVATION(service_id), 0, NULL},
    {OF(reservations), "Resources", "Resources", ENTITY_resource, COLUMN_id, FROM_RESERVATION(resource_id), 0, NULL},
    {OF(reservations), "ResourceCategories", "ResourceCategories", ENTITY_resource_category, COLUMN_id, FROM_RESERVATION(category_id), 0, NULL},
    {OF(reservations), "ResourceCategoryAssignments", "ResourceCategoryAssignments", ENTITY_resource_category_assignment, COLUMN_resource_category_assignment_resource_id, FROM_RESERVATION(resource_id), 0, NULL},
    {OF(reservations), "BusinessSegments", "BusinessSegments", ENTITY_business_segment, COLUMN_id, FROM_RESERVATION(business_segment_id), 0, NULL},
    {OF(reservations), "Rates", "Rates", ENTITY_rate, COLUMN_id, FROM_RESERVATION(rate_id), 0, form_projected},
    {OF(reservations), "Rates", "RateGroups", ENTITY_rate_group, COLUMN_id, {{COLUMN_id, COLUMN_reservation_rate_id}, {COLUMN_id, COLUMN_rate_group_id}}, 0, form_old_rate_group},
    {OF(reservations), "Items", "Items", ENTITY_order_item, COLUMN_order_item_service_order_id, NOWHERE, 0, form_item_of_order},
    {OF(reservations), "OrderItems", "OrderItems", ENTITY_order_item, COLUMN_order_item_service_order_id, NOWHERE, 0, form_old_order_item},
    {OF(reservations), "Notes", "Notes", ENTITY_order_note, COLUMN_order_note_order_id, NOWHERE, 0, NULL},
    {OF(reservations), "Companies", "Companies", ENTITY_company, COLUMN_id, FROM_RESERVATION(company_id), 0, NULL},
    {OF(reservations), "Companies", "Companies", ENTITY_company, COLUMN_id, FROM_RESERVATION(travel_agency_id), 0, NULL},

    {OF(customers), "Documents", "Documents", ENTITY_identity_document, COLUMN_identity_document_customer_id, NOWHERE, 0, NULL},

    {OF(companionships), "Reservations", "Reservations", ENTITY_reservation, COLUMN_id, {{COLUMN_id, COLUMN_companionship_reservation_id}}, 0, form_old_reservation},
    {OF(companionships), "ReservationGroups", "ReservationGroups", ENTITY_reservation_group, COLUMN_id, {{COLUMN_id, COLUMN_companionship_group_id}}, 0, form_projected},
    {OF(companionships), "Customers", "Customers", ENTITY_customer, COLUMN_id, {{COLUMN_id, COLUMN_companionship_customer_id}}, 0, NULL},

    {OF(rates), "RateGroups", "RateGroups", ENTITY_rate_group, COLUMN_id, {{COLUMN_id, COLUMN_rate_group_id}}, 0, form_old_rate_group},

    {OF(accounting_items), "CreditCardTransactions", "CreditCardTransactions", ENTITY_credit_card_transaction, COLUMN_credit_card_transaction_payment_id, NOWHERE, 0, NULL},
};

/* Operations that need at least one filter. */
static const enum operation_id filtered[] = {
    OF(customers), OF(bills), OF(accounting_items), OF(companionships), OF(order_items),
    OF(payments), OF(reservations),
};

static const struct {
    enum operation_id operation;
    const char *member;
    const char *text;
} fixed[] = {
    {OF(rates), "RateRestrictions", "{\"DateRestrictions\":[],\"EarlinessRestrictions\":[],\"LengthRestrictions\":[]}"},
};
// clang-format on

/* The run of rows whose first member, the operation, is this one. */
static const void *
rows_of(const void *rows, size_t all, size_t size, enum operation_id operation, size_t *count)
{
    const char *first = rows;
    const char *end = first + all * size;
    const char *last;

    while (first < end && *(const enum operation_id *)(const void *)first != operation)
        first += size;
    last = first;
    while (last < end && *(const enum operation_id *)(const void *)last == operation)
        last += size;
    *count = (size_t)(last - first) / size;
    return first;
}

#define ROWS_OF(rows) rows_of(rows, countof(rows), sizeof((rows)[0]), operation, count)

const struct filter_row *
filter_rows(enum operation_id operation, size_t *count)
{
    return ROWS_OF(filters);
}

const struct time_row *
time_rows(enum operation_id operation, size_t *count)
{
    return ROWS_OF(times);
}

const struct exclusion_row *
exclusion_rows(enum operation_id operation, size_t *count)
{
    return ROWS_OF(exclusions);
}

const struct list_row *
list_rows(enum operation_id operation, size_t *count)
{
    return ROWS_OF(lists);
}

const struct extent_row *
extent_rows(enum operation_id operation, size_t *count)
{
    return ROWS_OF(extents);
}

bool
read_needs_filter(enum operation_id operation)
{
    for (size_t i = 0; i < countof(filtered); i++)
        if (filtered[i] == operation)
            return true;
    return false;
}

const char *
read_fixed(enum operation_id operation, const char *member)
{
    for (size_t i = 0; i < countof(fixed); i++)
        if (fixed[i].operation == operation && strcmp(fixed[i].member, member) == 0)
            return fixed[i].text;
    return NULL;
}
