//! What stands around a message: a reply, a forward, an ad, a product, a group.

use meta_whatsapp_client::webhooks::{AdReferral, MessageContext};

use super::{Lines, joined};
use crate::text;

/// So much of a quoted message is repeated.
const QUOTE: usize = 200;

/// The lines above the customer's own words; `None` for an ordinary message.
///
/// `quoted` is the text of the message that is answered, if it is known.
pub(in crate::inbound) fn notes(
    in_group: bool,
    context: Option<&MessageContext>,
    referral: Option<&AdReferral>,
    quoted: Option<&str>,
) -> Option<String> {
    let mut lines = Lines::default();
    if in_group {
        lines.push("[Written in a group]");
    }
    if let Some(context) = context {
        of_context(context, quoted, &mut lines);
    }
    if let Some(referral) = referral {
        lines.push(of_referral(referral));
    }
    (!lines.0.is_empty()).then(|| lines.text())
}

fn of_context(context: &MessageContext, quoted: Option<&str>, lines: &mut Lines) {
    if context.frequently_forwarded == Some(true) {
        lines.push("[Forwarded many times]");
    } else if context.forwarded == Some(true) {
        lines.push("[Forwarded]");
    } else if let Some(product) = &context.referred_product {
        let product = product.product_retailer_id.as_deref();
        lines.push(format!(
            "[About the product {}]",
            product.unwrap_or("of a catalog")
        ));
    } else if context.id.is_some() {
        lines.push(
            match quoted.map(str::trim).filter(|text| !text.is_empty()) {
                Some(quoted) => format!("[In reply to: “{}”]", text::title(quoted, QUOTE)),
                None => "[In reply to an earlier message]".to_owned(),
            },
        );
    }
}

fn of_referral(referral: &AdReferral) -> String {
    let source = match referral.source_type.as_deref() {
        Some("post") => "a post",
        Some("ad") => "an ad",
        _ => "an ad or post",
    };
    let (headline, body) = (referral.headline.as_deref(), referral.body.as_deref());
    let headline = headline
        .or(body)
        .map(|it| format!("“{}”", text::title(it, QUOTE)));
    let parts = [headline.as_deref(), referral.source_url.as_deref()];
    match joined(parts, " ") {
        told if told.is_empty() => format!("[Came from {source}]"),
        told => format!("[Came from {source}: {told}]"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(context: &str, quoted: Option<&str>) -> Option<String> {
        let context: MessageContext = serde_json::from_str(context).unwrap();
        notes(false, Some(&context), None, quoted)
    }

    #[test]
    fn the_context_is_one_line_at_most() {
        let long = "a ".repeat(300);
        for (context, quoted, expected) in [
            ("{}", None, None),
            (
                r#"{"id":"wamid.1"}"#,
                None,
                Some("[In reply to an earlier message]"),
            ),
            (
                r#"{"id":"wamid.1"}"#,
                Some("Shall\nwe?"),
                Some("[In reply to: “Shall we?”]"),
            ),
            (r#"{"forwarded":true}"#, None, Some("[Forwarded]")),
            (
                r#"{"forwarded":true,"frequently_forwarded":true}"#,
                None,
                Some("[Forwarded many times]"),
            ),
            (
                r#"{"id":"wamid.1","referred_product":{"catalog_id":"1","product_retailer_id":"tea"}}"#,
                None,
                Some("[About the product tea]"),
            ),
        ] {
            assert_eq!(of(context, quoted).as_deref(), expected, "{context}");
        }
        let quote = of(r#"{"id":"wamid.1"}"#, Some(&long)).unwrap();
        assert!(quote.chars().count() < QUOTE + 25 && quote.ends_with("…”]"));
    }

    #[test]
    fn a_referral_tells_where_the_customer_came_from() {
        for (referral, expected) in [
            (
                r#"{"source_type":"ad","headline":"Spring check-up","source_url":"https://example.com/a"}"#,
                "[Came from an ad: “Spring check-up” https://example.com/a]",
            ),
            (
                r#"{"source_type":"post","body":"News"}"#,
                "[Came from a post: “News”]",
            ),
            ("{}", "[Came from an ad or post]"),
        ] {
            let referral: AdReferral = serde_json::from_str(referral).unwrap();

            assert_eq!(notes(false, None, Some(&referral), None).unwrap(), expected);
        }
    }

    #[test]
    fn a_group_is_told() {
        assert_eq!(
            notes(true, None, None, None).unwrap(),
            "[Written in a group]"
        );
        assert_eq!(notes(false, None, None, None), None);
    }
}
