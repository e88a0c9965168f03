//! `order_status`, and the order that is paid or told about.

use ccaas_http::debug_allow_list;
use serde::{Deserialize, Serialize};

use crate::{
    id::CatalogId,
    messages::wire::{named_action, opt_text, text},
};

named_action!(review_order, "review_order");

/// An amount of money: `value` divided by `offset`, which is 100 for INR, SGD and BRL.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// The amount times the offset.
    pub value: i64,
    /// What `value` is divided by.
    pub offset: i64,
}

debug_allow_list!(Amount { offset });

/// Tax, shipping or discount.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Charge {
    /// The amount times the offset.
    pub value: i64,
    /// What `value` is divided by.
    pub offset: i64,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The program that gives a discount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount_program_name: Option<String>,
}

impl From<Amount> for Charge {
    fn from(amount: Amount) -> Self {
        Self {
            value: amount.value,
            offset: amount.offset,
            description: None,
            discount_program_name: None,
        }
    }
}

debug_allow_list!(Charge { offset });

ccaas_http::open_enum! {
    /// Where an order stands.
    pub enum OrderState {
        /// Not paid yet.
        Pending = "pending",
        /// Being prepared.
        Processing = "processing",
        /// A part was sent.
        PartiallyShipped = "partially_shipped",
        /// Sent.
        Shipped = "shipped",
        /// Done.
        Completed = "completed",
        /// Called off.
        Canceled = "canceled",
    }
}

/// What is ordered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// `pending` when it is to be paid.
    pub status: OrderState,
    /// `quick_pay` for an order without a review.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub type_: Option<String>,
    /// The things ordered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<OrderItem>>,
    /// The sum of the items.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtotal: Option<Amount>,
    /// Tax.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax: Option<Charge>,
    /// Shipping.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shipping: Option<Charge>,
    /// Discount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Charge>,
    /// The catalog that the items are from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalog_id: Option<CatalogId>,
    /// When it can no longer be paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiration: Option<OrderExpiration>,
}

impl Order {
    /// An order to be paid.
    #[must_use]
    pub fn pending(items: impl IntoIterator<Item = OrderItem>, subtotal: Amount) -> Self {
        Self {
            status: OrderState::Pending,
            type_: None,
            items: Some(items.into_iter().collect()),
            subtotal: Some(subtotal),
            tax: None,
            shipping: None,
            discount: None,
            catalog_id: None,
            expiration: None,
        }
    }
}

debug_allow_list!(Order { status, type_ });

/// A thing ordered.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderItem {
    /// Its id in the catalog.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retailer_id: Option<String>,
    /// Its name.
    pub name: String,
    /// How it looks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<OrderImage>,
    /// What one of them costs.
    pub amount: Amount,
    /// What one of them costs now; at most `amount`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale_amount: Option<Amount>,
    /// How many.
    pub quantity: u32,
    /// Where it comes from; India, for goods of no catalog.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country_of_origin: Option<String>,
    /// Who imports it; India.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub importer_name: Option<String>,
    /// Where they are; India.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub importer_address: Option<Importer>,
}

impl OrderItem {
    /// Some of one thing.
    #[must_use]
    pub fn new(name: impl Into<String>, amount: Amount, quantity: u32) -> Self {
        Self {
            retailer_id: None,
            name: name.into(),
            image: None,
            amount,
            sale_amount: None,
            quantity,
            country_of_origin: None,
            importer_name: None,
            importer_address: None,
        }
    }
}

debug_allow_list!(OrderItem { quantity });

/// How a thing looks.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderImage {
    /// A public address of the image.
    pub link: String,
}

debug_allow_list!(OrderImage {});

/// Where the importer of a thing is.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Importer {
    /// Street and number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_line1: Option<String>,
    /// What is left of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_line2: Option<String>,
    /// City.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// State or zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone_code: Option<String>,
    /// Postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// Country as two letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
}

debug_allow_list!(Importer {});

/// When an order can no longer be paid.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderExpiration {
    /// Seconds of Unix time, as a string; at least 300 s ahead.
    pub timestamp: String,
    /// What is said then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

debug_allow_list!(OrderExpiration { timestamp });

/// Tells what became of an order.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderStatus {
    /// What it says.
    #[serde(with = "text")]
    pub body: String,
    /// A small text below it.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "opt_text")]
    pub footer: Option<String>,
    /// The order and its state.
    #[serde(rename = "action", with = "review_order")]
    pub parameters: OrderStatusParameters,
}

impl OrderStatus {
    /// A text, the order's reference and its state.
    #[must_use]
    pub fn new(
        body: impl Into<String>,
        reference_id: impl Into<String>,
        status: OrderState,
    ) -> Self {
        Self {
            body: body.into(),
            footer: None,
            parameters: OrderStatusParameters {
                reference_id: reference_id.into(),
                order: OrderStatusOrder {
                    status,
                    description: None,
                },
                payment: None,
            },
        }
    }
}

debug_allow_list!(OrderStatus { parameters });

/// An order and its state.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderStatusParameters {
    /// The reference of the order details.
    pub reference_id: String,
    /// The state.
    pub order: OrderStatusOrder,
    /// The state of the payment; Brazil.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<OrderStatusPayment>,
}

debug_allow_list!(OrderStatusParameters { order });

/// The state of an order.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderStatusOrder {
    /// Where it stands.
    pub status: OrderState,
    /// What is said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

debug_allow_list!(OrderStatusOrder { status });

/// The state of a payment.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderStatusPayment {
    /// Such as `captured`.
    pub status: String,
    /// Seconds of Unix time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<i64>,
}

debug_allow_list!(OrderStatusPayment { status, timestamp });
