//! `order_details`: India, Singapore and Brazil only
//! ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-in/pg)).

use ccaas_http::debug_allow_list;
use serde::{Deserialize, Serialize};

use super::{
    order::{Amount, Order},
    payment::PaymentSetting,
};
use crate::messages::{
    header::Header,
    read::ReadError,
    wire::{Action, TextObject, read_from},
};

const ACTION: &str = "review_and_pay";

/// An order to be paid.
#[derive(Clone, PartialEq, Serialize)]
#[serde(into = "Wire")]
pub struct OrderDetails {
    /// Text or file above the body.
    pub header: Option<Header>,
    /// What it says.
    pub body: String,
    /// A small text below it.
    pub footer: Option<String>,
    /// The order and how to pay it.
    pub parameters: OrderDetailsParameters,
    /// How all that is written.
    pub layout: OrderDetailsLayout,
}

impl OrderDetails {
    /// A text, and the order with how to pay it.
    #[must_use]
    pub fn new(body: impl Into<String>, parameters: OrderDetailsParameters) -> Self {
        Self {
            header: None,
            body: body.into(),
            footer: None,
            parameters,
            layout: OrderDetailsLayout::default(),
        }
    }
}

debug_allow_list!(OrderDetails { parameters, layout });

/// How order details are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OrderDetailsLayout {
    /// Parameters of the action `review_and_pay`, as everywhere.
    #[default]
    ReviewAndPay,
    /// One more object around all of it, as in Meta's collection for Singapore.
    Nested,
}

/// An order and how to pay it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderDetailsParameters {
    /// The caller's own reference; unique.
    pub reference_id: String,
    /// `digital-goods` or `physical-goods`.
    #[serde(rename = "type")]
    pub type_: String,
    /// Such as `upi`, `br` or `p2m-lite:stripe`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_type: Option<String>,
    /// The configuration made at Meta.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_configuration: Option<String>,
    /// The ways to pay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_settings: Option<Vec<PaymentSetting>>,
    /// Such as `INR`.
    pub currency: String,
    /// What is to be paid.
    pub total_amount: Amount,
    /// What it is paid for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Order>,
    /// Who physical goods go to; India.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beneficiaries: Option<Vec<Beneficiary>>,
}

impl OrderDetailsParameters {
    /// An order of physical goods, without a way to pay it.
    #[must_use]
    pub fn new(
        reference_id: impl Into<String>,
        currency: impl Into<String>,
        total_amount: Amount,
        order: Order,
    ) -> Self {
        Self {
            reference_id: reference_id.into(),
            type_: "physical-goods".to_owned(),
            payment_type: None,
            payment_configuration: None,
            payment_settings: None,
            currency: currency.into(),
            total_amount,
            order: Some(order),
            beneficiaries: None,
        }
    }
}

debug_allow_list! { OrderDetailsParameters { type_, payment_type, currency } }

/// Who goods go to.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beneficiary {
    /// Their name.
    pub name: String,
    /// Street and number.
    pub address_line1: String,
    /// What is left of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_line2: Option<String>,
    /// City.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// State.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// `India`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
}

debug_allow_list!(Beneficiary {});

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    #[serde(skip_serializing_if = "Option::is_none")]
    header: Option<Header>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<TextObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    footer: Option<TextObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<Action<String, OrderDetailsParameters>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    order_details: Option<Box<Nested>>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Nested {
    #[serde(skip_serializing_if = "Option::is_none")]
    header: Option<Header>,
    body: TextObject,
    #[serde(skip_serializing_if = "Option::is_none")]
    footer: Option<TextObject>,
    action: OrderDetailsParameters,
}

read_from!(OrderDetails, Wire);

impl TryFrom<Wire> for OrderDetails {
    type Error = ReadError;

    fn try_from(wire: Wire) -> Result<Self, ReadError> {
        match wire {
            Wire {
                header,
                body: Some(body),
                footer,
                action: Some(action),
                order_details: None,
            } => Ok(Self {
                header,
                body: body.text,
                footer: footer.map(|footer| footer.text),
                parameters: action.into_parameters(ACTION)?,
                layout: OrderDetailsLayout::ReviewAndPay,
            }),
            Wire {
                header: None,
                body: None,
                footer: None,
                action: None,
                order_details: Some(nested),
            } => Ok(Self {
                header: nested.header,
                body: nested.body.text,
                footer: nested.footer.map(|footer| footer.text),
                parameters: nested.action,
                layout: OrderDetailsLayout::Nested,
            }),
            Wire {
                order_details: Some(_),
                ..
            } => Err(ReadError::at(
                "order_details",
                "`order_details` holds all there is, nothing stands beside it",
            )),
            Wire { body: None, .. } => Err(ReadError::missing("body")),
            Wire { action: None, .. } => Err(ReadError::missing("action")),
        }
    }
}

impl From<OrderDetails> for Wire {
    fn from(details: OrderDetails) -> Self {
        let body = TextObject { text: details.body };
        let footer = details.footer.map(|text| TextObject { text });
        match details.layout {
            OrderDetailsLayout::ReviewAndPay => Self {
                header: details.header,
                body: Some(body),
                footer,
                action: Some(Action::new(ACTION.to_owned(), details.parameters)),
                order_details: None,
            },
            OrderDetailsLayout::Nested => Self {
                header: None,
                body: None,
                footer: None,
                action: None,
                order_details: Some(Box::new(Nested {
                    header: details.header,
                    body,
                    footer,
                    action: details.parameters,
                })),
            },
        }
    }
}
