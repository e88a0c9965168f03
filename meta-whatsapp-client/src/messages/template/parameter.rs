//! What the placeholders of a template are filled with.

use ccaas_http::debug_allow_list;
use chrono::{DateTime, Utc, serde::ts_milliseconds};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

use crate::{
    id::CatalogId,
    messages::{
        file::{Document, Image, Video},
        interactive::{OrderDetailsParameters, ProductSection},
        read::ReadError,
        text::Location,
        wire::{debug_kind, part, read_from},
    },
};

/// A parameter of a template: what stands at one placeholder.
#[derive(Clone, PartialEq)]
pub struct Parameter {
    /// The placeholder's name, in a template with named parameters.
    pub parameter_name: Option<String>,
    /// What stands there.
    pub value: ParameterValue,
}

impl Parameter {
    /// A text at a placeholder with a number.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        ParameterValue::Text(text.into()).into()
    }

    /// A text at a placeholder with a name.
    #[must_use]
    pub fn named(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            parameter_name: Some(name.into()),
            value: ParameterValue::Text(text.into()),
        }
    }
}

debug_allow_list! { Parameter { parameter_name, value } }

impl From<&str> for Parameter {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Parameter {
    fn from(text: String) -> Self {
        Self::text(text)
    }
}

impl From<ParameterValue> for Parameter {
    fn from(value: ParameterValue) -> Self {
        Self {
            parameter_name: None,
            value,
        }
    }
}

/// Defines the values: each has its content under the name of its type.
macro_rules! values {
    ($($(#[$meta:meta])* $tag:ident => $variant:ident($ty:ty)),+ $(,)?) => {
        /// The value of a parameter.
        #[derive(Clone, PartialEq, Serialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum ParameterValue {
            $($(#[$meta])* $variant($ty),)+
        }

        impl ParameterValue {
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
            parameter_name: Option<String>,
            $($tag: Option<$ty>,)+
        }

        read_from!(Parameter, Wire);

        impl TryFrom<Wire> for Parameter {
            type Error = ReadError;

            fn try_from(mut wire: Wire) -> Result<Self, ReadError> {
                let value = part!(wire, &wire.kind, { $($tag => ParameterValue::$variant),+ });
                Ok(Self { parameter_name: wire.parameter_name, value })
            }
        }
    };
}

values! {
    /// A text; in a URL button, the end of the URL.
    text => Text(String),
    /// An amount of money.
    currency => Currency(Currency),
    /// A date or time.
    date_time => DateTime(DateTimeText),
    /// An image, in a header.
    image => Image(Image),
    /// A video, in a header.
    video => Video(Video),
    /// A document, in a header.
    document => Document(Document),
    /// A place, in a header.
    location => Location(Location),
    /// A product, in a header.
    product => Product(HeaderProduct),
    /// What a quick reply answers with.
    payload => Payload(String),
    /// The code that a button copies.
    coupon_code => CouponCode(String),
    /// What a flow, catalog or product button does.
    action => Action(Box<TemplateAction>),
    /// Until when an offer stands.
    limited_time_offer => LimitedTimeOffer(LimitedTimeOffer),
}

debug_kind!(ParameterValue);

impl Serialize for Parameter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Written<'a> {
            #[serde(rename = "type")]
            kind: &'static str,
            #[serde(skip_serializing_if = "Option::is_none")]
            parameter_name: Option<&'a str>,
            #[serde(flatten)]
            value: &'a ParameterValue,
        }

        let parameter_name = self.parameter_name.as_deref();
        let (kind, value) = (self.value.kind(), &self.value);
        Written {
            kind,
            parameter_name,
            value,
        }
        .serialize(serializer)
    }
}

/// An amount of money, written as the customer's phone has it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Currency {
    /// What is shown where it cannot be written otherwise.
    pub fallback_value: String,
    /// Such as `USD`.
    pub code: String,
    /// The amount times 1,000.
    pub amount_1000: i64,
}

debug_allow_list!(Currency { code });

/// A date or time; Meta shows the text, whatever else is given.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateTimeText {
    /// What is shown.
    pub fallback_value: String,
    /// Monday is 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_of_week: Option<i64>,
    /// The year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i64>,
    /// The month, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<i64>,
    /// The day, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day_of_month: Option<i64>,
    /// The hour, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hour: Option<i64>,
    /// The minute, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minute: Option<i64>,
    /// `GREGORIAN` or `SOLAR_HIJRI`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
}

impl DateTimeText {
    /// What is shown.
    #[must_use]
    pub fn new(fallback_value: impl Into<String>) -> Self {
        Self {
            fallback_value: fallback_value.into(),
            ..Self::default()
        }
    }
}

debug_allow_list!(DateTimeText { calendar });

/// A product that stands in a header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeaderProduct {
    /// The product's id in the catalog.
    pub product_retailer_id: String,
    /// The catalog.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalog_id: Option<CatalogId>,
}

/// Until when an offer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitedTimeOffer {
    /// Milliseconds of Unix time on the wire.
    #[serde(rename = "expiration_time_ms", with = "ts_milliseconds")]
    pub expiration_time: DateTime<Utc>,
}

/// What a flow, catalog, multi-product or order button does.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateAction {
    /// The caller's own mark of this use of a flow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow_token: Option<String>,
    /// What the first screen of a flow is filled with. Numbers are 64 bits wide, as in
    /// JavaScript: longer ones belong into strings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow_action_data: Option<Map<String, Value>>,
    /// The product whose image is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thumbnail_product_retailer_id: Option<String>,
    /// Products, in sections.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sections: Option<Vec<ProductSection>>,
    /// An order to be paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_details: Option<OrderDetailsParameters>,
}

debug_allow_list! { TemplateAction { thumbnail_product_retailer_id, sections } }
