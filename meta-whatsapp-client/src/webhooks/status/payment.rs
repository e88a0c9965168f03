//! Payments inside a chat.

use chrono::{DateTime, Utc};

wire! {
    /// A payment for an order.
    pub struct Payment {
        auxiliary {
            /// The business's own id, from the order.
            pub reference_id: Option<String>,
            /// How much.
            pub amount: Option<PaymentAmount>,
            /// The currency's code.
            pub currency: Option<String>,
            /// The payment as the gateway knows it.
            pub transaction: Option<PaymentTransaction>,
            /// The receipt, as the business named it.
            pub receipt: Option<String>,
        }
    }
    shows { currency, transaction }
}

wire! {
    /// An amount: `value` divided by `offset`.
    pub struct PaymentAmount {
        auxiliary {
            /// The amount, multiplied.
            pub value: Option<i64>,
            /// What it is multiplied by.
            pub offset: Option<i64>,
        }
    }
    shows { value, offset }
}

wire! {
    /// A payment as the gateway knows it.
    pub struct PaymentTransaction {
        auxiliary {
            /// The gateway's id.
            pub id: Option<String>,
            /// The gateway.
            #[serde(rename = "type")]
            pub kind: Option<String>,
            /// `success`, `failed` or `pending`.
            pub status: Option<String>,
            /// Since when.
            pub created_timestamp: Option<DateTime<Utc>>,
            /// When it last changed.
            pub updated_timestamp: Option<DateTime<Utc>>,
            /// How much.
            pub amount: Option<PaymentAmount>,
            /// The currency's code.
            pub currency: Option<String>,
            /// How it was paid.
            pub method: Option<PaymentMethod>,
            /// Why it failed.
            pub error: Option<PaymentError>,
        }
    }
    shows { kind, status, created_timestamp, updated_timestamp, method, error }
}

wire! {
    /// How something was paid.
    pub struct PaymentMethod {
        auxiliary {
            /// Such as `upi` or `card`.
            #[serde(rename = "type")]
            pub kind: Option<String>,
        }
    }
    shows { kind }
}

wire! {
    /// Why a payment failed.
    pub struct PaymentError {
        auxiliary {
            /// The gateway's code.
            pub code: Option<String>,
            /// The gateway's reason.
            pub reason: Option<String>,
        }
    }
    shows { code }
}
