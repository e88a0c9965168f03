//! `location_request_message`, `request_contact_info`, `call_permission_request`: a text
//! with a button of fixed text.

use ccaas_http::debug_allow_list;
use serde::{Deserialize, Serialize};

use crate::messages::{
    read::ReadError,
    wire::{read_from, text},
};

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    #[serde(with = "text")]
    body: String,
    action: Name,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Name {
    name: String,
}

/// Defines a request: a text and an action with this name.
macro_rules! request {
    ($(#[$meta:meta])* $name:ident, $action:literal) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, Serialize)]
        #[serde(into = "Wire")]
        pub struct $name {
            /// What it says.
            pub body: String,
        }

        impl $name {
            /// A request with this text.
            #[must_use]
            pub fn new(body: impl Into<String>) -> Self {
                Self { body: body.into() }
            }
        }

        debug_allow_list!($name {});

        read_from!($name, Wire);

        impl TryFrom<Wire> for $name {
            type Error = ReadError;

            fn try_from(wire: Wire) -> Result<Self, ReadError> {
                match wire.action.name.as_str() {
                    $action => Ok(Self { body: wire.body }),
                    _ => Err(ReadError::odd("action.name", concat!("`", $action, "`"))),
                }
            }
        }

        impl From<$name> for Wire {
            fn from(request: $name) -> Self {
                let name = $action.to_owned();
                Self { body: request.body, action: Name { name } }
            }
        }
    };
}

request! {
    /// Asks for the customer's location
    /// ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/location-request-messages)).
    LocationRequest, "send_location"
}

request! {
    /// Asks for the customer's phone number
    /// ([docs](https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids)).
    ///
    /// The answer is a contacts message whose `origin` is `contact_request`.
    RequestContactInfo, "request_contact_info"
}

request! {
    /// Asks whether the business may call the customer; for the calling API.
    CallPermissionRequest, "call_permission_request"
}
