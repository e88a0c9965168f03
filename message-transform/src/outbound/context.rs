//! What the caller knows besides the message.

use std::fmt;

use chrono::{DateTime, FixedOffset, Offset, Utc};
use meta_whatsapp_client::messages::Recipient;

/// What the caller knows besides the message.
#[derive(Clone)]
pub struct Context<'a> {
    /// The customer.
    pub to: Recipient,
    /// The templates that a marker in a text may ask for.
    pub templates_allowed: &'a [String],
    /// The language of templates that name none.
    pub language: &'a str,
    /// How far the customer's clock is from UTC at a time to choose: summer time ends.
    pub utc_offset: &'a (dyn Fn(DateTime<Utc>) -> FixedOffset + Sync),
    /// The few words that stand around what can be chosen.
    pub wording: Wording<'a>,
}

impl Context<'_> {
    /// A customer; no template is allowed, the language is English, the clock UTC.
    #[must_use]
    pub fn new(to: impl Into<Recipient>) -> Self {
        Self {
            to: to.into(),
            templates_allowed: &[],
            language: "en",
            utc_offset: &|_| Utc.fix(),
            wording: Wording::default(),
        }
    }
}

impl fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("templates_allowed", &self.templates_allowed)
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

/// The few words that stand around what can be chosen, in the customer's language.
///
/// They are cut where WhatsApp's limits ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wording<'a> {
    /// Above a choice that Genesys wrote nothing for.
    pub please_choose: &'a str,
    /// On the button that opens a list.
    pub choose: &'a str,
}

impl Default for Wording<'_> {
    fn default() -> Self {
        Self {
            please_choose: "Please choose:",
            choose: "Choose",
        }
    }
}
