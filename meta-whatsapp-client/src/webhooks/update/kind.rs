//! What an update is.

use std::fmt;

use serde::Serialize;

use crate::{
    error::ErrorDetail,
    webhooks::{
        AccountAlert, AccountEvent, AccountReview, AccountSettings, AccountUpdate, AppStateSync,
        AutomaticEvents, BusinessCapability, BusinessUsername, CallEvent, Calls, Content,
        FlowEvent, FlowUpdate, GroupEvent, GroupUpdate, History, InboundMessage, PartnerSolution,
        PaymentConfiguration, PhoneNumberName, PhoneNumberQuality, Received, Security,
        SecurityEvent, Standby, Status, StatusKind, SystemKind, TemplateCategoryUpdate,
        TemplateComponents, TemplateEvent, TemplateQuality, TemplateStatus, UserPreferences,
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
            /// A change of messages without a list of messages, statuses, echoes or errors.
            NoItems,
            /// A field this version of the crate does not know; read it from
            /// [`super::Update::raw`].
            Other,
        }

        impl fmt::Debug for UpdateKind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $( Self::$variant(it) => it.fmt(f), )*
                    Self::NoItems => f.write_str("NoItems"),
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
