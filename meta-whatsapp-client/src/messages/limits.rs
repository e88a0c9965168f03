//! Every limit of what is sent, in one table.

mod walk;

use ccaas_http::InvalidRequest;
use serde_json::Value;

use super::message::Message;

/// One limit: a row of [`LIMITS`].
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Limit {
    /// Path in the JSON. `[]` is every item of a list, `[type=body]` every item whose
    /// `type` is `body`; `{type=list}` and `{type!=list}` stand behind an object that
    /// must (not) have this value; `*` is every field of an object.
    pub field: &'static str,
    /// What is allowed there.
    pub bound: Bound,
    /// Where it is documented.
    pub source: &'static str,
}

/// What a [`Limit`] allows.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Bound {
    /// So many characters in a string.
    Characters {
        /// The least; 1 means "not empty".
        least: usize,
        /// The most.
        most: usize,
    },
    /// So many items in a list.
    Items {
        /// The least.
        least: usize,
        /// The most.
        most: usize,
    },
    /// So many places in the whole message.
    InAll {
        /// The most.
        most: usize,
    },
    /// A number from `least` to `most`.
    Number {
        /// The least.
        least: i64,
        /// The most.
        most: i64,
    },
    /// A coordinate from minus `most` to `most`.
    Degrees {
        /// The most.
        most: i64,
    },
}

const ANY: usize = usize::MAX;

const fn characters(field: &'static str, most: usize, source: &'static str) -> Limit {
    let bound = Bound::Characters { least: 1, most };
    Limit {
        field,
        bound,
        source,
    }
}

/// As [`characters`], and may be empty.
const fn maybe_empty(field: &'static str, most: usize, source: &'static str) -> Limit {
    let bound = Bound::Characters { least: 0, most };
    Limit {
        field,
        bound,
        source,
    }
}

const fn given(field: &'static str, source: &'static str) -> Limit {
    characters(field, ANY, source)
}

const fn items(field: &'static str, least: usize, most: usize, source: &'static str) -> Limit {
    let bound = Bound::Items { least, most };
    Limit {
        field,
        bound,
        source,
    }
}

const fn in_all(field: &'static str, most: usize, source: &'static str) -> Limit {
    let bound = Bound::InAll { most };
    Limit {
        field,
        bound,
        source,
    }
}

const fn number(field: &'static str, least: i64, most: i64, source: &'static str) -> Limit {
    let bound = Bound::Number { least, most };
    Limit {
        field,
        bound,
        source,
    }
}

const fn degrees(field: &'static str, most: i64, source: &'static str) -> Limit {
    let bound = Bound::Degrees { most };
    Limit {
        field,
        bound,
        source,
    }
}

macro_rules! docs {
    ($page:literal) => {
        concat!(
            "https://developers.facebook.com/documentation/business-messaging/whatsapp/",
            $page
        )
    };
}

const SEND: &str = docs!("messages/send-messages");
const TEXT: &str = docs!("messages/text-messages");
const REACTION: &str = docs!("messages/reaction-messages");
const BUTTONS: &str = docs!("messages/interactive-reply-buttons-messages");
const LIST: &str = docs!("messages/interactive-list-messages");
const CTA_URL: &str = docs!("messages/interactive-cta-url-messages");
const CAROUSEL: &str = docs!("messages/interactive-media-carousel-messages");
const ADDRESS: &str = docs!("messages/address-messages");
const CATALOG: &str = "https://developers.facebook.com/docs/whatsapp/guides/commerce-guides/share-products-with-customers";
const CALL: &str = docs!("calling/call-button-messages-deep-links");
const PAYMENTS: &str = docs!("payments/payments-in/pg");
const TEMPLATE: &str = docs!("templates/components");
const OPENAPI: &str = "https://github.com/facebook/openapi";
const WGS84: &str = "https://epsg.io/4326";
/// Third parties, where Meta says nothing.
const CALLBACK_DATA: &str = "https://github.com/Secreto31126/whatsapp-api-js";
const FILENAME: &str = "https://www.infobip.com/docs/api/channels/whatsapp";
const FLOW: &str = "https://github.com/david-lev/pywa";

/// Every limit of what is sent; [`Message::check`] checks them all.
///
/// Characters are Unicode scalar values (`char`s): Meta's pages say no more than
/// "characters". An emoji may be several of them.
#[rustfmt::skip]
pub const LIMITS: &[Limit] = &[
    given("to", SEND),
    given("recipient", SEND),
    given("context.message_id", SEND),
    maybe_empty("biz_opaque_callback_data", 512, CALLBACK_DATA),

    characters("text.body", 4096, TEXT),

    given("image.id", OPENAPI),
    given("image.link", OPENAPI),
    maybe_empty("image.caption", 1024, OPENAPI),
    given("video.id", OPENAPI),
    given("video.link", OPENAPI),
    maybe_empty("video.caption", 1024, OPENAPI),
    given("document.id", OPENAPI),
    given("document.link", OPENAPI),
    maybe_empty("document.caption", 1024, OPENAPI),
    maybe_empty("document.filename", 240, FILENAME),
    given("audio.id", OPENAPI),
    given("audio.link", OPENAPI),
    given("sticker.id", OPENAPI),
    given("sticker.link", OPENAPI),

    degrees("location.latitude", 90, WGS84),
    degrees("location.longitude", 180, WGS84),

    items("contacts", 1, ANY, OPENAPI),
    given("contacts[].name.formatted_name", OPENAPI),

    given("reaction.message_id", REACTION),

    characters("interactive.header.text", 60, BUTTONS),
    maybe_empty("interactive.header.sub_text", 60, OPENAPI),
    given("interactive.header.*.id", OPENAPI),
    given("interactive.header.*.link", OPENAPI),
    maybe_empty("interactive.header.*.caption", 1024, OPENAPI),
    maybe_empty("interactive.header.*.filename", 240, FILENAME),
    characters("interactive{type=list}.body.text", 4096, LIST),
    characters("interactive{type!=list}.body.text", 1024, BUTTONS),
    characters("interactive.footer.text", 60, BUTTONS),
    maybe_empty("interactive.order_details.header.*.caption", 1024, OPENAPI),
    characters("interactive.order_details.body.text", 1024, BUTTONS),
    characters("interactive.order_details.footer.text", 60, BUTTONS),

    items("interactive{type=button}.action.buttons", 1, 3, BUTTONS),
    characters("interactive{type=button}.action.buttons[].reply.id", 256, BUTTONS),
    characters("interactive{type=button}.action.buttons[].reply.title", 20, BUTTONS),

    characters("interactive{type=list}.action.button", 20, LIST),
    items("interactive{type=list}.action.sections", 1, 10, LIST),
    items("interactive{type=list}.action.sections[].rows", 1, ANY, LIST),
    in_all("interactive{type=list}.action.sections[].rows[]", 10, LIST),
    characters("interactive{type=list}.action.sections[].title", 24, LIST),
    characters("interactive{type=list}.action.sections[].rows[].id", 200, LIST),
    characters("interactive{type=list}.action.sections[].rows[].title", 24, LIST),
    maybe_empty("interactive{type=list}.action.sections[].rows[].description", 72, LIST),

    characters("interactive{type=cta_url}.action.parameters.display_text", 20, CTA_URL),
    given("interactive{type=cta_url}.action.parameters.url", CTA_URL),

    // A draft does not show its button, and Meta's own examples have 23 characters there.
    characters("interactive{type=flow}.action.parameters{mode!=draft}.flow_cta", 20, FLOW),
    characters("interactive{type=flow}.action.parameters{mode=draft}.flow_cta", 30, OPENAPI),

    given("interactive{type=product}.action.catalog_id", CATALOG),
    given("interactive{type=product}.action.product_retailer_id", CATALOG),
    given("interactive{type=product_list}.action.catalog_id", CATALOG),
    items("interactive{type=product_list}.action.sections", 1, 10, CATALOG),
    items("interactive{type=product_list}.action.sections[].product_items", 1, ANY, CATALOG),
    in_all("interactive{type=product_list}.action.sections[].product_items[]", 30, CATALOG),
    characters("interactive{type=product_list}.action.sections[].title", 24, OPENAPI),

    items("interactive{type=carousel}.action.cards", 2, 10, CAROUSEL),
    number("interactive{type=carousel}.action.cards[].card_index", 0, 9, CAROUSEL),
    given("interactive{type=carousel}.action.cards[].header.*.id", OPENAPI),
    given("interactive{type=carousel}.action.cards[].header.*.link", OPENAPI),
    maybe_empty("interactive{type=carousel}.action.cards[].header.*.caption", 1024, OPENAPI),
    characters("interactive{type=carousel}.action.cards[].body.text", 160, CAROUSEL),
    characters("interactive{type=carousel}.action.cards[].action.parameters.display_text", 20, CAROUSEL),
    items("interactive{type=carousel}.action.cards[].action.buttons", 1, ANY, CAROUSEL),
    characters("interactive{type=carousel}.action.cards[].action.buttons[].quick_reply.id", 256, CAROUSEL),
    characters("interactive{type=carousel}.action.cards[].action.buttons[].quick_reply.title", 20, CAROUSEL),

    given("interactive{type=address_message}.action.parameters.country", ADDRESS),
    maybe_empty("interactive{type=address_message}.action.parameters.values.in_pin_code", 6, ADDRESS),

    given("interactive{type=order_details}.action.parameters.reference_id", PAYMENTS),
    given("interactive.order_details.action.reference_id", PAYMENTS),
    given("interactive{type=order_status}.action.parameters.reference_id", PAYMENTS),

    characters("interactive{type=voice_call}.action.parameters.display_text", 20, CALL),
    number("interactive{type=voice_call}.action.parameters.ttl_minutes", 1, 43_200, CALL),
    maybe_empty("interactive{type=voice_call}.action.parameters.payload", 512, CALL),

    given("template.name", TEMPLATE),
    given("template.language.code", TEMPLATE),
    characters("template.components[type=header].parameters[].text", 60, TEMPLATE),
    given("template.components[type=header].parameters[].*.id", TEMPLATE),
    given("template.components[type=header].parameters[].*.link", TEMPLATE),
    maybe_empty("template.components[type=header].parameters[].*.caption", 1024, OPENAPI),
    maybe_empty("template.components[type=header].parameters[].*.filename", 240, FILENAME),
    degrees("template.components[type=header].parameters[].location.latitude", 90, WGS84),
    degrees("template.components[type=header].parameters[].location.longitude", 180, WGS84),
    characters("template.components[type=body].parameters[].text", 1024, TEMPLATE),
    in_all("template.components[type=button]", 10, TEMPLATE),
    number("template.components[type=button].index", 0, 9, TEMPLATE),
    given("template.components[type=button].parameters[].payload", TEMPLATE),
    given("template.components[type=button].parameters[].coupon_code", TEMPLATE),
    items("template.components[type=carousel].cards", 1, 10, TEMPLATE),
    number("template.components[type=carousel].cards[].card_index", 0, 9, TEMPLATE),
    given("template.components[type=carousel].cards[].components[type=header].parameters[].*.id", TEMPLATE),
    given("template.components[type=carousel].cards[].components[type=header].parameters[].*.link", TEMPLATE),
    maybe_empty("template.components[type=carousel].cards[].components[type=header].parameters[].*.caption", 1024, OPENAPI),
    characters("template.components[type=carousel].cards[].components[type=body].parameters[].text", 1024, TEMPLATE),
    number("template.components[type=carousel].cards[].components[type=button].index", 0, 9, TEMPLATE),
    given("template.components[type=carousel].cards[].components[type=button].parameters[].payload", TEMPLATE),
    items("template.components[type=button].parameters[].action.sections", 1, 10, CATALOG),
    in_all("template.components[type=button].parameters[].action.sections[].product_items[]", 30, CATALOG),
];

/// The first limit that a message breaks.
pub(super) fn check(message: &Message) -> Result<(), InvalidRequest> {
    let value = serde_json::to_value(message)
        .map_err(|_| InvalidRequest::new("body", "cannot be written as JSON"))?;
    check_value(&value)
}

fn check_value(message: &Value) -> Result<(), InvalidRequest> {
    for limit in LIMITS {
        let mut count = 0;
        walk::visit(message, limit.field, &mut |path, value| {
            count += 1;
            match limit.bound.problem(value, count) {
                Some(problem) => Err(InvalidRequest::new(path.to_owned(), problem)),
                None => Ok(()),
            }
        })?;
    }
    Ok(())
}

impl Bound {
    /// What is wrong with a value that is the `count`th at its place.
    fn problem(&self, value: &Value, count: usize) -> Option<String> {
        match *self {
            Self::Characters { least, most } => {
                let length = value.as_str()?.chars().count();
                if length < least {
                    Some("is empty".to_owned())
                } else {
                    (length > most)
                        .then(|| format!("is {length} characters long, the limit is {most}"))
                }
            }
            Self::Items { least, most } => {
                let length = value.as_array()?.len();
                if length < least {
                    Some(format!("has {length} items, at least {least} are needed"))
                } else {
                    (length > most).then(|| format!("has {length} items, the limit is {most}"))
                }
            }
            Self::InAll { most } => (count > most)
                .then(|| format!("is number {count} in the message, the limit is {most}")),
            Self::Number { least, most } => {
                let given = match value {
                    Value::String(text) => text.parse().ok()?,
                    value => value.as_i64()?,
                };
                (given < least || given > most)
                    .then(|| format!("is {given}, the limits are {least} and {most}"))
            }
            // A place is personal, so it is not repeated.
            Self::Degrees { most } => {
                let inside = value.as_f64().is_some_and(|given| {
                    i32::try_from(most).is_ok_and(|most| given.abs() <= f64::from(most))
                });
                (!inside).then(|| format!("is outside -{most} to {most}"))
            }
        }
    }
}

#[cfg(test)]
mod tests;
