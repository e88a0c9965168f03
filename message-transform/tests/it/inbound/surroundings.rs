//! What stands around a message.

use message_transform::inbound;
use serde_json::{Value, json};

use crate::support::{inbound_message, inbound_with, message, only_message, update_of, with};

fn text(more: Value) -> Value {
    with(message("text", json!({"body": "Is it free?"})), more)
}

#[test]
fn a_line_above_the_text_and_metadata_tell_the_surroundings() {
    let ad = json!({"referral": {"source_type": "ad", "source_id": "9", "headline": "Spring",
                    "source_url": "https://example.com/ad", "ctwa_clid": "click"}});
    let product = json!({"context": {"referred_product": {"catalog_id": "7",
                         "product_retailer_id": "tea"}}});
    type Pairs = &'static [(&'static str, &'static str)];
    let rows: &[(Value, &str, Pairs)] = &[
        (
            json!({"context": {"id": "wamid.0", "from": "15550100"}}),
            "[In reply to an earlier message]",
            &[("waRefersTo", "wamid.0")],
        ),
        (
            json!({"context": {"forwarded": true}}),
            "[Forwarded]",
            &[("waForwarded", "true")],
        ),
        (
            json!({"context": {"forwarded": true, "frequently_forwarded": true}}),
            "[Forwarded many times]",
            &[("waForwarded", "many")],
        ),
        (
            product,
            "[About the product tea]",
            &[("waCatalogId", "7"), ("waProductId", "tea")],
        ),
        (
            ad,
            "[Came from an ad: “Spring” https://example.com/ad]",
            &[
                ("waReferralType", "ad"),
                ("waReferralId", "9"),
                ("waReferralUrl", "https://example.com/ad"),
                ("waReferralHeadline", "Spring"),
                ("waReferralClickId", "click"),
            ],
        ),
        (
            json!({"group_id": "group-1"}),
            "[Written in a group]",
            &[("waGroupId", "group-1")],
        ),
    ];
    for (more, line, metadata) in rows {
        let call = inbound_message(text(more.clone()));

        assert_eq!(call.text, Some(format!("{line}\nIs it free?")));
        for (name, value) in *metadata {
            assert_eq!(call.metadata[*name], *value, "{name}");
        }
    }
}

#[test]
fn a_file_without_a_caption_has_the_line_as_its_text() {
    let image = message("image", json!({"id": "77"}));

    let call = inbound_message(with(image, json!({"context": {"forwarded": true}})));

    assert_eq!(call.text.as_deref(), Some("[Forwarded]"));
    assert_eq!(call.content.len(), 1);
}

#[test]
fn the_earlier_message_is_quoted_if_the_caller_knows_it() {
    let rows = [
        (
            text(json!({"context": {"id": "wamid.0"}})),
            "[In reply to: “See you at ten”]\nIs it free?",
        ),
        (
            message("reaction", json!({"message_id": "wamid.0", "emoji": "👍"})),
            "[Reacted with 👍 to: “See you at ten”]",
        ),
        (
            message("revoke", json!({"original_message_id": "wamid.0"})),
            "[Deleted: “See you at ten”]",
        ),
        (
            message(
                "edit",
                json!({"original_message_id": "wamid.0", "message":
                    {"type": "text", "text": {"body": "at nine"}}}),
            ),
            "[Edited: “See you at ten”]\nat nine",
        ),
    ];
    for (message, expected) in rows {
        let update = update_of("messages", message);

        let call = inbound_with(&update, |context| context.quoted = Some("See you\nat ten"));

        assert_eq!(only_message(call).text.as_deref(), Some(expected));
        assert_eq!(inbound::refers_to(&update).unwrap().as_str(), "wamid.0");
    }
}

#[test]
fn a_gap_before_a_message_is_flagged() {
    for odd in [json!({}), json!({"text": 7})] {
        let update = update_of("messages", text(odd));
        for (after_gap, expected) in [(true, Some("true")), (false, None)] {
            let call = inbound_with(&update, |context| context.after_gap = after_gap);

            let flag = only_message(call).metadata.get("waAfterGap").cloned();
            assert_eq!(flag.as_deref(), expected);
        }
    }
}

#[test]
fn a_customer_without_a_name_has_none() {
    let update = update_of(
        "messages",
        with(text(json!({})), json!({"from": "12025550199"})),
    );

    let call = only_message(inbound_with(&update, |_| {}));

    assert_eq!(call.channel.from.nickname, None);
}

#[test]
fn a_message_without_a_time_has_that_of_its_arrival() {
    let update = update_of("messages", text(json!({"timestamp": null})));
    let arrived = chrono::DateTime::from_timestamp(1_795_000_000, 0).unwrap();

    let call = inbound_with(&update, |context| context.received_at = arrived);

    assert_eq!(only_message(call).channel.time, arrived);
}
