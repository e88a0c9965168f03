//! The mark that many bodies begin with.

use serde::Serialize;

/// A body with `"messaging_product": "whatsapp"` before its own fields.
#[derive(Serialize)]
pub(crate) struct ForWhatsApp<'a, T> {
    messaging_product: &'static str,
    #[serde(flatten)]
    body: &'a T,
}

impl<'a, T> ForWhatsApp<'a, T> {
    pub(crate) fn new(body: &'a T) -> Self {
        Self {
            messaging_product: "whatsapp",
            body,
        }
    }
}
