//! What is sent: every type of message, read marks, typing.
//!
//! `POST /{version}/{phone_number_id}/messages`
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages)).
//!
//! A [`Message`] is a [`Recipient`] and a [`Content`]; the types write exactly the JSON
//! that Meta documents and read it back. [`Message::check`] holds it against [`LIMITS`]
//! before it is sent.

mod contact;
mod content;
mod file;
mod header;
mod interactive;
mod limits;
mod message;
mod read;
mod receipt;
mod recipient;
mod rules;
mod template;
mod text;
mod wire;

mod answer;
#[cfg(feature = "client")]
mod endpoints;
#[cfg(feature = "client")]
mod port;
#[cfg(test)]
mod samples;

pub use answer::{MessageStatus, SendAnswer, SentContact, SentMessage};
pub use contact::{
    Contact, ContactAddress, ContactEmail, ContactName, ContactOrg, ContactPhone, ContactUrl,
};
pub use content::Content;
pub use file::{Audio, Document, Image, MediaLink, MediaSource, Sticker, Video};
pub use header::Header;
pub use interactive::{
    AddressMessage, AddressParameters, AddressValues, Amount, Beneficiary, Boleto, ButtonAction,
    CallPermissionRequest, Carousel, CarouselAction, CarouselCard, CarouselCardAction,
    CatalogMessage, CatalogParameters, Charge, CtaUrl, CtaUrlParameters, Flow, FlowAction,
    FlowActionPayload, FlowMode, FlowParameters, FlowRef, Importer, Interactive, List, ListAction,
    ListRow, ListSection, LocationRequest, OffsiteCardPay, Order, OrderDetails, OrderDetailsLayout,
    OrderDetailsParameters, OrderExpiration, OrderImage, OrderItem, OrderState, OrderStatus,
    OrderStatusOrder, OrderStatusParameters, OrderStatusPayment, PaymentGateway, PaymentLink,
    PaymentSetting, PixDynamicCode, Product, ProductAction, ProductItem, ProductList,
    ProductListAction, ProductSection, ReplyButton, ReplyButtons, RequestContactInfo, SavedAddress,
    UpiIntent, VoiceCall, VoiceCallParameters,
};
pub use limits::{Bound, LIMITS, Limit};
pub use message::{Message, Omit, ProductPolicy};
pub use read::{ReadError, SendRequest};
pub use receipt::ReadReceipt;
pub use recipient::Recipient;
pub use template::{
    ButtonSubType, Currency, DateTimeText, HeaderProduct, Language, LimitedTimeOffer, Parameter,
    ParameterValue, Template, TemplateAction, TemplateButton, TemplateCard, TemplateComponent,
};
pub use text::{Location, Reaction, Text};

#[cfg(feature = "client")]
pub use endpoints::Messages;
#[cfg(feature = "client")]
pub use port::{MessageSender, SendMessages};
