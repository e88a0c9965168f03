//! What an update is.

use std::fmt;

use serde::Serialize;

use crate::{
    error::ErrorDetail,
    webhooks::{
        AccountAlert, AccountEvent, AccountReview, AccountSettings, AccountUpdate, AppStateSync,
        AutomaticEvents, BusinessCapability, BusinessUsername, CallEvent, Calls, Content,
        FlowEvent, FlowUpdate, GroupEvent, GroupUpdate, History, InboundMessage, ItemError,
        PartnerSolution, PaymentConfiguration, PhoneNumberName, PhoneNumberQuality, Received,
        Security, SecurityEvent, Standby, Status, StatusKind, SystemKind, TemplateCategoryUpdate,
        TemplateComponents, TemplateEvent, TemplateQuality, TemplateStatus, UserPreferences,
        envelope::has_messages, item_error::decode,
    },
};

/// Defines the kinds: items of messages, and those whose item is the value of a field.
macro_rules! update_kinds {
    (
        items { $( $(#[$item_meta:meta])* $item:ident($item_type:ty), )* }
        fields { $( $(#[$meta:meta])* $variant:ident($type:ty) = $($name:literal)|+, )* }
    ) => {
        /// What an update is.
        ///
        /// It serialises to the vendor's field names, without what this version of the crate
        /// does not know; [`super::Update::raw`] has everything.
        #[derive(Clone, PartialEq, Serialize)]
        #[serde(untagged)]
        #[non_exhaustive]
        pub enum UpdateKind {
            $( $(#[$item_meta])* $item(Box<$item_type>), )*
            $( $(#[$meta])* $variant(Box<$type>), )*
            /// A change of messages without a list of messages, statuses, echoes or errors.
            NoItems,
            /// A field this version of the crate does not know; read it from
            /// [`super::Update::raw`].
            Other,
        }

        impl fmt::Debug for UpdateKind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $( Self::$item(it) => it.fmt(f), )*
                    $( Self::$variant(it) => it.fmt(f), )*
                    Self::NoItems => f.write_str("NoItems"),
                    Self::Other => f.write_str("Other"),
                }
            }
        }

        impl UpdateKind {
            /// Reads the value of a field.
            pub(in crate::webhooks) fn read(field: &str, raw: &str) -> Result<Self, ItemError> {
                const WHAT: &str = "the change's value";
                match field {
                    $( $($name)|+ => decode(WHAT, raw).map(Self::$variant), )*
                    _ if !has_messages(field) => Ok(Self::Other),
                    _ if raw.starts_with('{') => Ok(Self::NoItems),
                    _ => Err(ItemError::new("the change's value is not an object")),
                }
            }
        }
    };
}

update_kinds! {
    items {
        /// A customer wrote.
        Message(InboundMessage),
        /// What became of a sent message.
        Status(Status),
        /// The business wrote with the WhatsApp Business app.
        Echo(InboundMessage),
        /// Something went wrong that belongs to no message.
        Error(ErrorDetail),
    }
    fields {
        /// `message_template_status_update`
        TemplateStatus(TemplateStatus) = "message_template_status_update",
        /// `message_template_quality_update`
        TemplateQuality(TemplateQuality) = "message_template_quality_update",
        /// `message_template_components_update`
        TemplateComponents(TemplateComponents) = "message_template_components_update",
        /// `template_category_update`
        TemplateCategory(TemplateCategoryUpdate) = "template_category_update",
        /// `account_update`
        Account(AccountUpdate) = "account_update",
        /// `account_alerts`
        AccountAlert(AccountAlert) = "account_alerts",
        /// `account_review_update`
        AccountReview(AccountReview) = "account_review_update",
        /// `account_settings_update`
        AccountSettings(AccountSettings) = "account_settings_update",
        /// `business_capability_update`
        BusinessCapability(BusinessCapability) = "business_capability_update",
        /// `business_username_updates`
        // The singular stands in an example of the documentation.
        BusinessUsername(BusinessUsername) = "business_username_updates" | "business_username_update",
        /// `phone_number_name_update`
        PhoneNumberName(PhoneNumberName) = "phone_number_name_update",
        /// `phone_number_quality_update`
        PhoneNumberQuality(PhoneNumberQuality) = "phone_number_quality_update",
        /// `security`
        Security(Security) = "security",
        /// `user_preferences`
        UserPreferences(UserPreferences) = "user_preferences",
        /// `calls`
        Calls(Calls) = "calls",
        /// `flows`
        Flow(FlowUpdate) = "flows",
        /// `history`
        History(History) = "history",
        /// `smb_app_state_sync`
        AppStateSync(AppStateSync) = "smb_app_state_sync",
        /// `group_lifecycle_update`
        GroupLifecycle(GroupUpdate) = "group_lifecycle_update",
        /// `group_participants_update`
        // The singular stands in the vendor's OpenAPI file.
        GroupParticipants(GroupUpdate) = "group_participants_update" | "group_participant_update",
        /// `group_settings_update`
        GroupSettings(GroupUpdate) = "group_settings_update",
        /// `group_status_update`
        GroupStatus(GroupUpdate) = "group_status_update",
        /// `automatic_events`
        AutomaticEvents(AutomaticEvents) = "automatic_events",
        /// `partner_solutions`
        PartnerSolution(PartnerSolution) = "partner_solutions",
        /// `payment_configuration_update`
        PaymentConfiguration(PaymentConfiguration) = "payment_configuration_update",
        /// `standby`
        Standby(Standby) = "standby",
    }
}

impl UpdateKind {
    /// Whether it is something that this version of the crate does not know.
    ///
    /// What something is, is told by the name of its field; the type of a message, of an
    /// interactive answer, of news about the customer; the status; the event of a template,
    /// account, phone number, flow, call or group. It is unknown if one of these, its own or
    /// that of an item in it, is none of the known values, and if a message or status does
    /// not tell at all. Other parts that are not known, or left out, do not count.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        match self {
            Self::Message(message) | Self::Echo(message) => unknown_message(message),
            Self::Status(status) => unknown_status(status),
            Self::TemplateStatus(it) => matches!(it.event, Some(TemplateEvent::Unknown(_))),
            Self::Account(it) => matches!(it.event, Some(AccountEvent::Unknown(_))),
            Self::Security(it) => matches!(it.event, Some(SecurityEvent::Unknown(_))),
            Self::Flow(it) => matches!(it.event, Some(FlowEvent::Unknown(_))),
            Self::Calls(it) => {
                any(&it.calls, |it| {
                    matches!(it.event, Some(CallEvent::Unknown(_)))
                }) || any(&it.statuses, unknown_status)
            }
            Self::GroupLifecycle(it)
            | Self::GroupParticipants(it)
            | Self::GroupSettings(it)
            | Self::GroupStatus(it) => any(&it.groups, |it| {
                matches!(it.kind, Some(GroupEvent::Unknown(_)))
            }),
            Self::History(it) => {
                let threads = it.history.iter().flat_map(|it| &it.threads);
                threads
                    .map(|it| &it.messages)
                    .chain([&it.messages])
                    .any(|messages| any(messages, unknown_message))
            }
            Self::Standby(it) => it.standby.as_ref().is_some_and(|it| {
                any(&it.messages, unknown_message) || any(&it.statuses, unknown_status)
            }),
            Self::Other => true,
            _ => false,
        }
    }
}

fn any<T>(items: &[Received<T>], is: impl Fn(&T) -> bool) -> bool {
    items.iter().any(|item| item.kind().is_ok_and(&is))
}

fn unknown_message(message: &InboundMessage) -> bool {
    match &message.content {
        Content::Unknown => true,
        Content::Interactive(answer) => answer.is_unknown(),
        Content::System(news) => matches!(news.kind, Some(SystemKind::Unknown(_))),
        _ => false,
    }
}

fn unknown_status(status: &Status) -> bool {
    matches!(status.status, None | Some(StatusKind::Unknown(_)))
}
