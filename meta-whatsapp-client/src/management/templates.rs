//! Message templates.
//!
//! - `GET`, `POST`, `DELETE /{waba_id}/message_templates`
//! - `GET`, `POST /{template_id}`
//!
//! [Docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/overview)

mod button;
mod check;
mod component;
mod create;
#[cfg(feature = "client")]
mod endpoints;
mod template;

pub use button::{
    AppDeepLink, Button, CallButton, CopyCodeButton, FlowButton, LabelButton, OtpButton, OtpLabels,
    PhoneNumberButton, SupportedApp, UrlButton,
};
pub use component::{
    Body, BodyExample, Buttons, Card, Carousel, Component, Footer, Header, HeaderExample,
    HeaderText, LimitedTimeOffer, MediaExample, MediaHeader, NamedExample, OfferText,
};
pub use create::{CreateTemplate, CreatedTemplate, EditTemplate, EditedTemplate};
#[cfg(feature = "client")]
pub use endpoints::Templates;
pub use template::{
    ListTemplates, ParameterFormat, QualityScore, RejectedReason, Template, TemplateCategory,
    TemplateQuality, TemplateStatus,
};
