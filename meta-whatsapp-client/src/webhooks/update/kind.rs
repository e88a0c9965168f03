//! What an update is.

use std::fmt;

use serde::Serialize;

use crate::{
    error::ErrorDetail,
    webhooks::{
        AccountAlert, AccountReview, AccountSettings, AccountUpdate, AppStateSync, AutomaticEvents,
        BusinessCapability, BusinessUsername, Calls, Content, FlowUpdate, GroupUpdate, History,
        InboundMessage, PartnerSolution, PaymentConfiguration, PhoneNumberName, PhoneNumberQuality,
        Security, Standby, Status, StatusKind, TemplateCategoryUpdate, TemplateComponents,
        TemplateQuality, TemplateStatus, UserPreferences,
    },
};

macro_rules! update_kinds {
    ($( $(#[$meta:meta])* $variant:ident($type:ty), )*) => {
        /// What an update is.
        ///
        /// It serialises to the vendor's field names, without what this version of the crate
        /// does not know; [`super::Update::raw`] has everything.
        #[derive(Clone, PartialEq, Serialize)]
        #[serde(untagged)]
        #[non_exhaustive]
        pub enum UpdateKind {
            $( $(#[$meta])* $variant(Box<$type>), )*
            /// A field this version of the crate does not know; read it from
            /// [`super::Update::raw`].
            Other,
        }

        impl fmt::Debug for UpdateKind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $( Self::$variant(it) => it.fmt(f), )*
                    Self::Other => f.write_str("Other"),
                }
            }
        }
    };
}

update_kinds! {
    /// A customer wrote.
    Message(InboundMessage),
    /// What became of a sent message.
    Status(Status),
    /// The business wrote with the WhatsApp Business app.
    Echo(InboundMessage),
    /// Something went wrong that belongs to no message.
    Error(ErrorDetail),
    /// `message_template_status_update`
    TemplateStatus(TemplateStatus),
    /// `message_template_quality_update`
    TemplateQuality(TemplateQuality),
    /// `message_template_components_update`
    TemplateComponents(TemplateComponents),
    /// `template_category_update`
    TemplateCategory(TemplateCategoryUpdate),
    /// `account_update`
    Account(AccountUpdate),
    /// `account_alerts`
    AccountAlert(AccountAlert),
    /// `account_review_update`
    AccountReview(AccountReview),
    /// `account_settings_update`
    AccountSettings(AccountSettings),
    /// `business_capability_update`
    BusinessCapability(BusinessCapability),
    /// `business_username_updates`
    BusinessUsername(BusinessUsername),
    /// `phone_number_name_update`
    PhoneNumberName(PhoneNumberName),
    /// `phone_number_quality_update`
    PhoneNumberQuality(PhoneNumberQuality),
    /// `security`
    Security(Security),
    /// `user_preferences`
    UserPreferences(UserPreferences),
    /// `calls`
    Calls(Calls),
    /// `flows`
    Flow(FlowUpdate),
    /// `history`
    History(History),
    /// `smb_app_state_sync`
    AppStateSync(AppStateSync),
    /// `group_lifecycle_update`
    GroupLifecycle(GroupUpdate),
    /// `group_participants_update`
    GroupParticipants(GroupUpdate),
    /// `group_settings_update`
    GroupSettings(GroupUpdate),
    /// `group_status_update`
    GroupStatus(GroupUpdate),
    /// `automatic_events`
    AutomaticEvents(AutomaticEvents),
    /// `partner_solutions`
    PartnerSolution(PartnerSolution),
    /// `payment_configuration_update`
    PaymentConfiguration(PaymentConfiguration),
    /// `standby`
    Standby(Standby),
}

impl UpdateKind {
    /// Whether it is something that this version of the crate does not know.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        match self {
            Self::Message(message) | Self::Echo(message) => match &message.content {
                Content::Unknown => true,
                Content::Interactive(answer) => answer.reply().is_none(),
                _ => false,
            },
            Self::Status(status) => {
                matches!(status.status, None | Some(StatusKind::Unknown(_)))
            }
            Self::Other => true,
            _ => false,
        }
    }
}
