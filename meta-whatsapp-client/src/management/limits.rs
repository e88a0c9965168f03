//! What Meta allows in management requests: all limits in one place.
//!
//! Lengths count characters.

use ccaas_http::InvalidRequest;

/// `name` of a template
/// ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/overview)).
pub const TEMPLATE_NAME: usize = 512;
/// Text header of a template
/// ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components)).
pub const TEMPLATE_HEADER: usize = 60;
/// Body of a template.
pub const TEMPLATE_BODY: usize = 1024;
/// Footer of a template.
pub const TEMPLATE_FOOTER: usize = 60;
/// Buttons of a template.
pub const TEMPLATE_BUTTONS: usize = 10;
/// Label of a template's button.
pub const TEMPLATE_BUTTON_TEXT: usize = 25;
/// Web address of a template's button, with its example.
pub const TEMPLATE_BUTTON_URL: usize = 2000;
/// Phone number of a template's button.
pub const TEMPLATE_BUTTON_PHONE_NUMBER: usize = 20;
/// Example of a copy-code button.
pub const TEMPLATE_COUPON_CODE: usize = 15;
/// Apps that an autofill button names.
pub const TEMPLATE_SUPPORTED_APPS: usize = 5;
/// Text of a limited-time offer.
pub const TEMPLATE_OFFER: usize = 16;
/// Cards of a template's carousel.
pub const TEMPLATE_CARDS: usize = 10;
/// Body of a carousel's card.
pub const TEMPLATE_CARD_BODY: usize = 160;
/// `code_expiration_minutes` of an authentication template.
pub const TEMPLATE_CODE_EXPIRATION_MINUTES: u32 = 90;
/// `about` of the business profile
/// ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/business-profiles)).
pub const PROFILE_ABOUT: usize = 139;
/// `address` of the business profile.
pub const PROFILE_ADDRESS: usize = 256;
/// `description` of the business profile.
pub const PROFILE_DESCRIPTION: usize = 512;
/// `email` of the business profile.
pub const PROFILE_EMAIL: usize = 128;
/// How many `websites` the business profile has.
pub const PROFILE_WEBSITES: usize = 2;
/// One of the `websites` of the business profile.
pub const PROFILE_WEBSITE: usize = 256;
/// Digits of the two-step verification PIN.
pub const PIN: usize = 6;
/// Users that one request blocks or unblocks
/// ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/block-users)).
pub const BLOCK_USERS: usize = 1000;
/// `prefilled_message` of a QR code
/// ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/qr-codes)).
pub const QR_PREFILLED_MESSAGE: usize = 140;
/// Templates that one request for analytics names
/// ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/analytics)).
pub const ANALYTICS_TEMPLATES: usize = 10;
/// `subject` of a group
/// ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/groups)).
pub const GROUP_SUBJECT: usize = 128;
/// `description` of a group.
pub const GROUP_DESCRIPTION: usize = 2048;
/// Participants that one request removes from a group.
pub const GROUP_PARTICIPANTS: usize = 8;
/// `biz_opaque_callback_data` of a call
/// ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/calling)).
pub const CALL_CALLBACK_DATA: usize = 512;

/// Whether `text` has at most `limit` characters.
pub(crate) fn length(
    field: impl FnOnce() -> String,
    text: &str,
    limit: usize,
) -> Result<(), InvalidRequest> {
    let length = text.chars().count();
    if length <= limit {
        return Ok(());
    }
    let problem = format!("is {length} characters long, the limit is {limit}");
    Err(InvalidRequest::new(field(), problem))
}

/// Whether there are at most `limit` items.
pub(crate) fn count(
    field: impl FnOnce() -> String,
    count: usize,
    limit: usize,
) -> Result<(), InvalidRequest> {
    if count <= limit {
        return Ok(());
    }
    let problem = format!("has {count} items, the limit is {limit}");
    Err(InvalidRequest::new(field(), problem))
}

/// Whether there is at least one item.
pub(crate) fn not_empty(field: &'static str, is_empty: bool) -> Result<(), InvalidRequest> {
    if is_empty {
        return Err(InvalidRequest::new(field, "must not be empty"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_counts_characters_and_the_error_names_field_limit_and_length() {
        let field = || "footer".to_owned();
        assert!(length(field, &"ä".repeat(60), TEMPLATE_FOOTER).is_ok());
        let error = length(field, &"ä".repeat(61), TEMPLATE_FOOTER).unwrap_err();
        assert_eq!(error.field(), "footer");
        assert_eq!(
            error.to_string(),
            "`footer` is 61 characters long, the limit is 60"
        );
    }
}
