//! What the WhatsApp Business app of an onboarded number knows: chats and contacts.

use chrono::{DateTime, Utc};

use super::{InboundMessage, Received};
use crate::{ParentUserId, UserId, WaId, error::ErrorDetail};

wire! {
    /// A part of the chat history: `history`.
    ///
    /// One delivery can hold thousands of messages: keep it first, read it later
    /// ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/history)).
    pub struct History {
        /// Chats.
        pub history: Vec<HistoryChunk>,
        /// Files of messages that came as placeholders.
        pub messages: Vec<Received<InboundMessage>>,
    }
    shows { history }
}

wire! {
    /// Some chats.
    pub struct HistoryChunk {
        /// The chats.
        pub threads: Vec<HistoryThread>,
        auxiliary {
            /// Which part this is.
            pub metadata: Option<HistoryPhase>,
            /// Why there is none: the business does not share it.
            pub errors: Vec<ErrorDetail>,
        }
    }
    shows { metadata, errors }
}

wire! {
    /// Which part of the chat history this is.
    pub struct HistoryPhase {
        auxiliary {
            /// 0: the first day; 1: to day 90; 2: to day 180.
            pub phase: Option<i64>,
            /// The chunk's place; chunks arrive in any order.
            pub chunk_order: Option<i64>,
            /// How much is done, in percent.
            pub progress: Option<i64>,
        }
    }
    shows { phase, chunk_order, progress }
}

wire! {
    /// The chat with one customer.
    pub struct HistoryThread {
        /// The messages, of both sides.
        pub messages: Vec<Received<InboundMessage>>,
        auxiliary {
            /// The customer's phone number.
            pub id: Option<WaId>,
            /// The customer.
            pub context: Option<ThreadContext>,
        }
    }
    shows {}
}

wire! {
    /// The customer of a chat.
    pub struct ThreadContext {
        auxiliary {
            /// The customer's `wa_id`.
            pub wa_id: Option<WaId>,
            /// The customer's business-scoped user id.
            pub user_id: Option<UserId>,
            /// The customer's id across a parent business.
            pub parent_user_id: Option<ParentUserId>,
            /// The customer's username.
            pub username: Option<String>,
        }
    }
    shows {}
}

wire! {
    /// How far a message of the chat history got.
    pub struct HistoryContext {
        auxiliary {
            /// `SENT`, `DELIVERED`, `READ`, `PLAYED`, `PENDING` or `ERROR`.
            pub status: Option<String>,
        }
    }
    shows { status }
}

wire! {
    /// Contacts of the app changed: `smb_app_state_sync`.
    ///
    /// [docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/smb_app_state_sync)
    pub struct AppStateSync {
        /// The changes.
        pub state_sync: Vec<Received<StateChange>>,
    }
    shows {}
}

wire! {
    /// One contact of the app changed.
    pub struct StateChange {
        /// What it is: `contact`.
        #[serde(rename = "type")]
        pub kind: Option<String>,
        /// `add`, also for an edit, or `remove`.
        pub action: Option<String>,
        /// The contact.
        pub contact: Option<AppContact>,
        auxiliary {
            /// When.
            pub metadata: Option<StateTime>,
        }
    }
    shows { kind, action, metadata }
}

wire! {
    /// A contact of the app.
    pub struct AppContact {
        /// The whole name; absent if it was removed.
        pub full_name: Option<String>,
        /// The given name; absent if it was removed.
        pub first_name: Option<String>,
        /// The phone number.
        pub phone_number: Option<String>,
        /// The business-scoped user id.
        pub user_id: Option<UserId>,
        /// The id across a parent business.
        pub parent_user_id: Option<ParentUserId>,
        /// The username.
        pub username: Option<String>,
    }
    shows {}
}

wire! {
    /// When a contact changed.
    pub struct StateTime {
        auxiliary {
            /// When.
            pub timestamp: Option<DateTime<Utc>>,
            /// The version of the contacts.
            pub version: Option<i64>,
        }
    }
    shows { timestamp, version }
}
