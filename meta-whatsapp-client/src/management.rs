//! Phone numbers, templates, profile and the rest of a business account.
//!
//! Each group is reached from the client with the id that it belongs to:
//! `client.templates(&waba_id).create(&template)`. Received objects have optional fields
//! only, and keep what came as `raw()`.

mod account;
mod analytics;
mod apps;
mod blocked;
mod calls;
mod flows;
mod groups;
pub mod limits;
#[cfg(feature = "client")]
mod listing;
mod numbers;
#[cfg(feature = "client")]
mod product;
mod profile;
mod qr;
mod templates;
mod tokens;

pub use account::BusinessAccount;
pub use analytics::{
    AnalyticsPoint, ButtonClicks, ConversationPoint, CostMetric, GetAnalytics,
    GetConversationAnalytics, GetPricingAnalytics, GetTemplateAnalytics, Granularity,
    MessageAnalytics, PricingPoint, TemplateAnalytics, TemplatePoint,
};
pub use apps::{App, Subscribe, SubscribedApp};
pub use blocked::{BlockOutcome, BlockResult, BlockedUser, ListBlockedUsers, UserToBlock};
pub use calls::{
    CallActionLimit, CallId, CallPermission, CallPermissionAction, CallPermissionStatus,
    CallPermissions, SdpType, Session, StartCall, StartedCall,
};
pub use flows::{
    CreateFlow, CreatedFlow, Flow, FlowAsset, FlowCategory, FlowPreview, FlowStatus,
    FlowValidationError, ListFlows, UpdateFlow, UpdatedFlowJson,
};
pub use groups::{
    CreateGroup, FailedJoinRequest, Group, GroupInviteLink, GroupParticipant, GroupRequest,
    JoinApprovalMode, JoinRequest, JoinRequestId, JoinRequestsResult, ListGroups, UpdateGroup,
};
pub use numbers::{
    AccountMode, AddPhoneNumber, AddedPhoneNumber, Backup, Calling, CodeMethod,
    CodeVerificationStatus, ListPhoneNumbers, NameStatus, PayloadEncryption, PhoneNumber,
    PhoneNumberFilter, PhoneNumberSettings, PhoneNumberStatus, QualityRating, Register,
    RequestCode, SettingStatus, StorageConfiguration, Switch, Throughput, UpdatePhoneNumber,
    UpdatePhoneNumberSettings, UserIdentityChange, WebhookConfiguration, WebhookOverride,
};
pub use profile::{BusinessProfile, UpdateBusinessProfile, Vertical};
pub use qr::{CreateQrCode, ListQrCodes, QrCode, QrImageFormat};
pub use templates::{
    AppDeepLink, Body, BodyExample, Button, Buttons, CallButton, Card, Carousel, Component,
    CopyCodeButton, CreateTemplate, CreatedTemplate, EditTemplate, EditedTemplate, FlowButton,
    Footer, Header, HeaderExample, HeaderText, LabelButton, LimitedTimeOffer, ListTemplates,
    MediaExample, MediaHeader, NamedExample, OfferText, OtpButton, OtpLabels, ParameterFormat,
    PhoneNumberButton, QualityScore, RejectedReason, SupportedApp, Template, TemplateCategory,
    TemplateQuality, TemplateStatus, UrlButton,
};
pub use tokens::{GranularScope, TokenEnd, TokenInfo};

#[cfg(feature = "client")]
pub use account::Waba;
#[cfg(feature = "client")]
pub use analytics::Analytics;
#[cfg(feature = "client")]
pub use apps::SubscribedApps;
#[cfg(feature = "client")]
pub use blocked::BlockedUsers;
#[cfg(feature = "client")]
pub use calls::Calls;
#[cfg(feature = "client")]
pub use flows::Flows;
#[cfg(feature = "client")]
pub use groups::Groups;
#[cfg(feature = "client")]
pub use listing::{ListPager, PageFuture};
#[cfg(feature = "client")]
pub use numbers::{OnePhoneNumber, PhoneNumbers};
#[cfg(feature = "client")]
pub use profile::BusinessProfiles;
#[cfg(feature = "client")]
pub use qr::QrCodes;
#[cfg(feature = "client")]
pub use templates::Templates;
#[cfg(feature = "client")]
pub use tokens::AccessTokens;
