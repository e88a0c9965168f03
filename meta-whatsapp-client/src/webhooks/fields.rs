//! The fields whose item is the change's value.

use serde::de::DeserializeOwned;

use super::{ItemError, UpdateKind, envelope::has_messages, item_error::decode};

/// Reads the value of a field.
pub(super) fn read(field: &str, raw: &str) -> Result<UpdateKind, ItemError> {
    use UpdateKind as Kind;
    match field {
        "message_template_status_update" => value(raw).map(Kind::TemplateStatus),
        "message_template_quality_update" => value(raw).map(Kind::TemplateQuality),
        "message_template_components_update" => value(raw).map(Kind::TemplateComponents),
        "template_category_update" => value(raw).map(Kind::TemplateCategory),
        "account_update" => value(raw).map(Kind::Account),
        "account_alerts" => value(raw).map(Kind::AccountAlert),
        "account_review_update" => value(raw).map(Kind::AccountReview),
        "account_settings_update" => value(raw).map(Kind::AccountSettings),
        "business_capability_update" => value(raw).map(Kind::BusinessCapability),
        // The singular stands in an example of the documentation.
        "business_username_updates" | "business_username_update" => {
            value(raw).map(Kind::BusinessUsername)
        }
        "phone_number_name_update" => value(raw).map(Kind::PhoneNumberName),
        "phone_number_quality_update" => value(raw).map(Kind::PhoneNumberQuality),
        "security" => value(raw).map(Kind::Security),
        "user_preferences" => value(raw).map(Kind::UserPreferences),
        "calls" => value(raw).map(Kind::Calls),
        "flows" => value(raw).map(Kind::Flow),
        "history" => value(raw).map(Kind::History),
        "smb_app_state_sync" => value(raw).map(Kind::AppStateSync),
        "group_lifecycle_update" => value(raw).map(Kind::GroupLifecycle),
        // The singular stands in the vendor's OpenAPI file.
        "group_participants_update" | "group_participant_update" => {
            value(raw).map(Kind::GroupParticipants)
        }
        "group_settings_update" => value(raw).map(Kind::GroupSettings),
        "group_status_update" => value(raw).map(Kind::GroupStatus),
        "automatic_events" => value(raw).map(Kind::AutomaticEvents),
        "partner_solutions" => value(raw).map(Kind::PartnerSolution),
        "payment_configuration_update" => value(raw).map(Kind::PaymentConfiguration),
        "standby" => value(raw).map(Kind::Standby),
        field if has_messages(field) && raw.starts_with('{') => Ok(Kind::NoItems),
        field if has_messages(field) => Err(ItemError::new("the change's value is not an object")),
        _ => Ok(Kind::Other),
    }
}

fn value<T: DeserializeOwned>(raw: &str) -> Result<T, ItemError> {
    decode("the change's value", raw)
}
