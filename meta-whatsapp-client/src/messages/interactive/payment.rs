//! How an order can be paid: `payment_settings`
//! ([India](https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-in/pg),
//! [Brazil](https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-br/overview)).

use ccaas_http::debug_allow_list;
use serde::{Deserialize, Serialize, Serializer, ser::SerializeStruct};
use serde_json::{Map, Value};

use crate::messages::{
    read::ReadError,
    wire::{part, read_from},
};

/// Defines the ways to pay: each has its object under the name of its type.
macro_rules! settings {
    ($($(#[$meta:meta])* $tag:ident => $variant:ident($ty:ty)),+ $(,)?) => {
        /// A way to pay.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum PaymentSetting {
            $($(#[$meta])* $variant($ty),)+
        }

        impl PaymentSetting {
            /// Its `type`.
            #[must_use]
            pub fn kind(&self) -> &'static str {
                match self { $(Self::$variant(_) => stringify!($tag),)+ }
            }
        }

        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Wire {
            #[serde(rename = "type")]
            kind: String,
            $($tag: Option<$ty>,)+
        }

        read_from!(PaymentSetting, Wire);

        impl TryFrom<Wire> for PaymentSetting {
            type Error = ReadError;

            fn try_from(mut wire: Wire) -> Result<Self, ReadError> {
                Ok(part!(wire, &wire.kind, { $($tag => Self::$variant),+ }))
            }
        }

        impl Serialize for PaymentSetting {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut object = serializer.serialize_struct("PaymentSetting", 2)?;
                object.serialize_field("type", self.kind())?;
                match self {
                    $(Self::$variant(setting) => object.serialize_field(stringify!($tag), setting)?,)+
                }
                object.end()
            }
        }
    };
}

settings! {
    /// A payment gateway; India.
    payment_gateway => PaymentGateway(Box<PaymentGateway>),
    /// A UPI link; India.
    upi_intent_link => UpiIntent(UpiIntent),
    /// A link to a page that takes the payment.
    payment_link => PaymentLink(PaymentLink),
    /// A dynamic Pix code; Brazil.
    pix_dynamic_code => PixDynamicCode(PixDynamicCode),
    /// A boleto; Brazil.
    boleto => Boleto(Boleto),
    /// A card that is stored elsewhere; Brazil.
    offsite_card_pay => OffsiteCardPay(OffsiteCardPay),
}

/// A payment gateway.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentGateway {
    /// Such as `razorpay`, `payu`, `billdesk` or `zaakpay`.
    #[serde(rename = "type")]
    pub type_: String,
    /// The configuration made for it at Meta.
    pub configuration_name: String,
    /// What Razorpay shall keep with the payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub razorpay: Option<Map<String, Value>>,
    /// What PayU shall keep with the payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payu: Option<Map<String, Value>>,
    /// What BillDesk shall keep with the payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub billdesk: Option<Map<String, Value>>,
    /// What Zaakpay shall keep with the payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zaakpay: Option<Map<String, Value>>,
}

impl PaymentGateway {
    /// A gateway and its configuration.
    #[must_use]
    pub fn new(type_: impl Into<String>, configuration_name: impl Into<String>) -> Self {
        Self {
            type_: type_.into(),
            configuration_name: configuration_name.into(),
            razorpay: None,
            payu: None,
            billdesk: None,
            zaakpay: None,
        }
    }
}

debug_allow_list!(PaymentGateway { type_ });

/// A UPI link.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UpiIntent {
    /// Begins with `upi://pay`.
    pub link: String,
}

debug_allow_list!(UpiIntent {});

/// A link to a page that takes the payment.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentLink {
    /// The page.
    pub uri: String,
}

debug_allow_list!(PaymentLink {});

/// A dynamic Pix code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PixDynamicCode {
    /// The code that the customer copies.
    pub code: String,
    /// Who is paid.
    pub merchant_name: String,
    /// The Pix key.
    pub key: String,
    /// `CPF`, `CNPJ`, `EMAIL`, `PHONE` or `EVP`.
    pub key_type: String,
}

debug_allow_list!(PixDynamicCode { key_type });

/// A boleto.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Boleto {
    /// The line that the customer types or copies.
    pub digitable_line: String,
}

debug_allow_list!(Boleto {});

/// A card that is stored elsewhere.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OffsiteCardPay {
    /// The end of the card's number.
    pub last_four_digits: String,
    /// What it is called at the provider.
    pub credential_id: String,
}

debug_allow_list!(OffsiteCardPay {});
