//! Interactive messages: one type for each kind.

mod address;
mod buttons;
mod call;
mod carousel;
mod catalog;
mod cta_url;
mod flow;
mod list;
mod order;
mod order_details;
mod payment;
mod request;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::read::{ReadError, read};

pub use address::{AddressMessage, AddressParameters, AddressValues, SavedAddress};
pub use buttons::{ButtonAction, ReplyButton, ReplyButtons};
pub use call::{VoiceCall, VoiceCallParameters};
pub use carousel::{Carousel, CarouselAction, CarouselCard, CarouselCardAction};
pub use catalog::{
    CatalogMessage, CatalogParameters, Product, ProductAction, ProductItem, ProductList,
    ProductListAction, ProductSection,
};
pub use cta_url::{CtaUrl, CtaUrlParameters};
pub use flow::{Flow, FlowAction, FlowActionPayload, FlowMode, FlowParameters, FlowRef};
pub use list::{List, ListAction, ListRow, ListSection};
pub use order::{
    Amount, Charge, Importer, Order, OrderExpiration, OrderImage, OrderItem, OrderState,
    OrderStatus, OrderStatusOrder, OrderStatusParameters, OrderStatusPayment,
};
pub use order_details::{Beneficiary, OrderDetails, OrderDetailsLayout, OrderDetailsParameters};
pub use payment::{
    Boleto, OffsiteCardPay, PaymentGateway, PaymentLink, PaymentSetting, PixDynamicCode, UpiIntent,
};
pub use request::{CallPermissionRequest, LocationRequest, RequestContactInfo};

/// Defines the kinds: the `type` on the wire, the variant and its struct.
macro_rules! kinds {
    ($($(#[$meta:meta])* $tag:literal => $variant:ident($ty:ident)),+ $(,)?) => {
        /// An interactive message.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(tag = "type")]
        #[non_exhaustive]
        pub enum Interactive {
            $(
                $(#[$meta])*
                #[serde(rename = $tag)]
                $variant(Box<$ty>),
            )+
        }

        impl Interactive {
            /// Its `type`.
            #[must_use]
            pub fn kind(&self) -> &'static str {
                match self { $(Self::$variant(_) => $tag,)+ }
            }

            fn read_as(kind: &str, value: &Value) -> Result<Self, ReadError> {
                match kind {
                    $($tag => read(value).map(Box::new).map(Self::$variant),)+
                    _ => Err(ReadError::at("type", "is not a known type of interactive message")),
                }
            }
        }

        $(
            impl From<$ty> for Interactive {
                fn from(message: $ty) -> Self {
                    Self::$variant(Box::new(message))
                }
            }
        )+
    };
}

kinds! {
    /// Up to three buttons to reply with.
    "button" => Button(ReplyButtons),
    /// A list to choose from.
    "list" => List(List),
    /// A button that opens a URL.
    "cta_url" => CtaUrl(CtaUrl),
    /// A button that asks for the location.
    "location_request_message" => LocationRequest(LocationRequest),
    /// A button that opens a flow.
    "flow" => Flow(Flow),
    /// One product of a catalog.
    "product" => Product(Product),
    /// Products of a catalog, in sections.
    "product_list" => ProductList(ProductList),
    /// A catalog as a whole.
    "catalog_message" => CatalogMessage(CatalogMessage),
    /// Cards side by side.
    "carousel" => Carousel(Carousel),
    /// A form for a postal address; India only.
    "address_message" => AddressMessage(AddressMessage),
    /// A button that shares the customer's phone number.
    "request_contact_info" => RequestContactInfo(RequestContactInfo),
    /// An order to be paid; India, Singapore and Brazil only.
    "order_details" => OrderDetails(OrderDetails),
    /// What became of an order.
    "order_status" => OrderStatus(OrderStatus),
    /// Asks whether the business may call.
    "call_permission_request" => CallPermissionRequest(CallPermissionRequest),
    /// A button that calls the business.
    "voice_call" => VoiceCall(VoiceCall),
}

impl Interactive {
    /// Reads one, and says where it cannot be read.
    pub(super) fn read(mut value: Value) -> Result<Self, ReadError> {
        let Some(object) = value.as_object_mut() else {
            return Err(ReadError::new("is not an object"));
        };
        match object.remove("type") {
            Some(Value::String(kind)) => Self::read_as(&kind, &value),
            Some(_) => Err(ReadError::at("type", "is not a string")),
            None => Err(ReadError::at("type", "is missing")),
        }
    }
}

// By hand: the derive for tagged enums loses the place of an error.
impl<'de> Deserialize<'de> for Interactive {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::read(Value::deserialize(deserializer)?).map_err(ReadError::into_any)
    }
}
