//! What one item of the inbox holds.

use chrono::{DateTime, Utc};
use genesys_client::{
    MessageId,
    open_messaging::{IdType, OpenTo, Reason, Receipt, RecipientId},
    webhooks,
};
use message_transform::{
    outbound::{self, Outbound},
    receipts,
};
use meta_whatsapp_client::WaId;
use serde::{Deserialize, Serialize};
use server_kit::seal::Sealer;

use crate::store::Identity;

const OWNER: &str = "item";
const FIELD: &str = "payload";

/// One thing to hand on.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Item {
    /// A customer's message, for Genesys Cloud.
    Inbound(InboundItem),
    /// An agent's message, for WhatsApp.
    Outbound(OutboundItem),
    /// What became of an agent's message, for Genesys Cloud.
    Receipt(ReceiptItem),
    /// What could not be read; it is parked for a person to look at.
    Unreadable(Unreadable),
}

/// A customer's message.
#[derive(Clone, Serialize, Deserialize)]
pub struct InboundItem {
    /// Who wrote it.
    pub from: Identity,
    /// A webhook of Meta's with this one update.
    pub body: String,
    /// When it was received.
    pub received_at: DateTime<Utc>,
}

/// An agent's message.
#[derive(Clone, Serialize, Deserialize)]
pub struct OutboundItem {
    /// The id that Genesys Cloud gave it: receipts name it.
    pub id: String,
    /// The customer's id at Genesys Cloud.
    pub to: String,
    /// Its kind.
    pub id_type: IdType,
    /// When the agent wrote it.
    pub at: DateTime<Utc>,
    /// The webhook.
    pub body: String,
}

impl OutboundItem {
    /// What it becomes for the customer: the same parts each time, but for templates.
    #[must_use]
    pub fn transformed(&self) -> Option<Outbound> {
        let written = webhooks::parse(self.body.as_bytes()).ok()?;
        let context = outbound::Context::new(&WaId::new(self.to.as_str()));
        Some(outbound::transform(&written, &context))
    }

    /// The receipt of a message that arrived, as far as WhatsApp has something for it.
    #[must_use]
    pub fn delivered(&self, at: DateTime<Utc>) -> Receipt {
        let mut receipt = Receipt::delivered(self.message_id(), self.open_to(), at);
        if let Some(Outbound::Parts { left_out, .. }) = self.transformed() {
            receipt.reasons.extend(receipts::left_out(&left_out));
        }
        receipt
    }

    /// What a receipt names of it: the text is kept for less long.
    #[must_use]
    pub fn without_body(self) -> Self {
        let body = String::new();
        Self { body, ..self }
    }

    /// The receipt of a message that did not.
    #[must_use]
    pub fn failed(&self, at: DateTime<Utc>, reasons: Vec<Reason>) -> Receipt {
        Receipt::failed(self.message_id(), self.open_to(), at, reasons)
    }

    fn message_id(&self) -> MessageId {
        MessageId::new(self.id.as_str())
    }

    fn open_to(&self) -> OpenTo {
        OpenTo::new(RecipientId::new(self.to.as_str()), self.id_type.clone())
    }
}

/// What became of an agent's message.
#[derive(Clone, Serialize, Deserialize)]
pub struct ReceiptItem {
    /// The route.
    pub route: String,
    /// What Genesys Cloud is told.
    pub receipt: Receipt,
}

/// What could not be read.
#[derive(Clone, Serialize, Deserialize)]
pub struct Unreadable {
    /// Why.
    pub reason: String,
    /// As it came.
    pub body: String,
}

ccaas_http::debug_allow_list!(InboundItem { received_at });
ccaas_http::debug_allow_list!(OutboundItem { at });
ccaas_http::debug_allow_list!(ReceiptItem { route, receipt });
ccaas_http::debug_allow_list!(Unreadable { reason });

impl std::fmt::Debug for Item {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Item").field(&self.kind()).finish()
    }
}

impl Item {
    /// What it is, in one word.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Inbound(_) => "inbound",
            Self::Outbound(_) => "outbound",
            Self::Receipt(_) => "receipt",
            Self::Unreadable(_) => "unreadable",
        }
    }

    /// The payload of the inbox.
    #[must_use]
    pub fn seal(&self, sealer: &Sealer) -> Vec<u8> {
        sealer.seal(OWNER, FIELD, self)
    }

    /// Reads a payload; `None` if it was sealed with keys that are gone.
    #[must_use]
    pub fn open(sealer: &Sealer, payload: &[u8]) -> Option<Self> {
        sealer.open(OWNER, FIELD, payload)
    }
}
