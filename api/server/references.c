#include "api/server/references.h"

#define TO(from, path, to)                                                                         \
    {                                                                                              \
        ENTITY_##from, path, ENTITY_##to, ENTITY_NONE                                              \
    }
#define TO_EITHER(from, path, to, or_to)                                                           \
    {                                                                                              \
        ENTITY_##from, path, ENTITY_##to, ENTITY_##or_to                                           \
    }

static const struct reference references[] = {
    TO(enterprise, "TaxEnvironmentCode", tax_environment),
    TO(tax_environment, "TaxationCodes", taxation),
    TO(tax_rate, "TaxationCode", taxation),
    TO(age_category, "ServiceId", service),
    TO(resource_category, "ServiceId", service),
    TO(resource_category, "AccountingCategoryId", accounting_category),
    TO(resource_category_assignment, "ResourceId", resource),
    TO(resource_category_assignment, "CategoryId", resource_category),
    TO(resource_category_image_assignment, "CategoryId", resource_category),
    TO(resource_feature, "ServiceId", service),
    TO(resource_feature_assignment, "ResourceId", resource),
    TO(resource_feature_assignment, "FeatureId", resource_feature),
    TO(resource_block, "AssignedResourceId", resource),
    TO(task, "DepartmentId", department),
    TO(identity_document, "CustomerId", customer),
    TO(customer_file, "CustomerId", customer),
    TO(company, "MotherCompanyId", company),
    TO(travel_agency_contract, "CompanyId", company),
    TO(travel_agency_contract, "ServiceId", service),
    TO(device_command, "Device.Id", device),
    TO(cashier_transaction, "CashierId", cashier),
    TO_EITHER(bill, "AccountId", customer, company),
    TO(order_item, "ServiceId", service),
    TO(order_item, "BillId", bill),
    TO_EITHER(order_item, "AccountId", customer, company),
    TO_EITHER(order_item, "ServiceOrderId", reservation, service_order),
    TO(payment, "BillId", bill),
    TO(payment, "ReservationId", reservation),
    TO_EITHER(payment, "AccountId", customer, company),
    TO(refund, "PaymentId", payment),
    TO(credit_card_transaction, "PaymentId", payment),
    TO(credit_card, "CustomerId", customer),
    TO(preauthorization, "CustomerId", customer),
    TO(outlet_item, "BillId", outlet_bill),
    TO(message, "MessageThreadId", message_thread),
    TO(reservation, "ServiceId", service),
    TO(reservation, "GroupId", reservation_group),
    TO(reservation, "AssignedResourceId", resource),
    TO(reservation, "RequestedResourceCategoryId", resource_category),
    TO(reservation, "RateId", rate),
    TO(reservation, "BusinessSegmentId", business_segment),
    TO(reservation, "AvailabilityBlockId", availability_block),
    TO(reservation, "PartnerCompanyId", company),
    TO(reservation, "TravelAgencyId", company),
    TO_EITHER(reservation, "AccountId", customer, company),
    TO_EITHER(service_order, "AccountId", customer, company),
    TO_EITHER(order_note, "OrderId", reservation, service_order),
    TO(companionship, "CustomerId", customer),
    TO(companionship, "ReservationId", reservation),
    TO(companionship, "ReservationGroupId", reservation_group),
    TO_EITHER(resource_access_token, "ServiceOrderId", reservation, service_order),
    TO(product, "ServiceId", service),
    TO(product, "AccountingCategoryId", accounting_category),
    TO(product, "Price.TaxValues.Code", tax_rate),
    TO(business_segment, "ServiceId", service),
    TO(rate, "ServiceId", service),
    TO(rate, "GroupId", rate_group),
    TO(rate, "BaseRateId", rate),
    TO(rate_group, "ServiceId", service),
    TO(rate_price, "RateId", rate),
    TO(rate_price, "CategoryId", resource_category),
    TO(rate_adjustment, "RateId", rate),
    TO(category_adjustment, "RateId", rate),
    TO(category_adjustment, "CategoryId", resource_category),
    TO(cancellation_policy, "RateGroupId", rate_group),
    TO(restriction, "ServiceId", service),
    TO(restriction, "Conditions.ExactRateId", rate),
    TO(restriction, "Conditions.BaseRateId", rate),
    TO(restriction, "Conditions.RateGroupId", rate_group),
    TO(restriction, "Conditions.ResourceCategoryId", resource_category),
    TO(rule, "ServiceId", service),
    TO(rule_action, "RuleId", rule),
    TO(availability_block, "ServiceId", service),
    TO(availability_block, "RateId", rate),
    TO(availability_adjustment, "AvailabilityBlockId", availability_block),
    TO(availability_adjustment, "ResourceCategoryId", resource_category),
    TO(voucher, "ServiceId", service),
    TO(voucher, "CompanyId", company),
    TO(voucher_code, "VoucherId", voucher),
    TO(voucher_assignment, "VoucherId", voucher),
    TO(voucher_assignment, "RateId", rate),
};

const struct reference *
references_all(size_t *count)
{
    *count = countof(references);
    return references;
}

bool
reference_key(const struct reference *reference, const json_t *value, struct uuid *key)
{
    const char *text = json_string_value(value);

    if (!text)
        return false;
    if (!uuid_parse(text, key))
        *key = entity_text_key(reference->to, text);
    return true;
}
