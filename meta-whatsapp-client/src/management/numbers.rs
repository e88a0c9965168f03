//! Business phone numbers: listing, reading, registering, verifying, settings.
//!
//! - `GET`, `POST /{waba_id}/phone_numbers`
//! - `GET`, `POST /{phone_number_id}`
//! - `POST /{phone_number_id}/register`, `/deregister`, `/request_code`, `/verify_code`
//! - `GET`, `POST /{phone_number_id}/settings`
//!
//! [Docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/phone-numbers)

#[cfg(feature = "client")]
mod endpoints;
#[cfg(feature = "client")]
mod one;
mod phone_number;
mod registration;
mod settings;

#[cfg(feature = "client")]
pub use endpoints::PhoneNumbers;
#[cfg(feature = "client")]
pub use one::OnePhoneNumber;
pub use phone_number::{
    AccountMode, CodeVerificationStatus, NameStatus, PhoneNumber, PhoneNumberStatus, QualityRating,
    Throughput, WebhookConfiguration,
};
pub(crate) use registration::exposed_opt;
pub use registration::{
    AddPhoneNumber, AddedPhoneNumber, Backup, CodeMethod, ListPhoneNumbers, PhoneNumberFilter,
    Register, RequestCode, UpdatePhoneNumber, WebhookOverride,
};
pub use settings::{
    Calling, PayloadEncryption, PhoneNumberSettings, SettingStatus, StorageConfiguration, Switch,
    UpdatePhoneNumberSettings, UserIdentityChange,
};
