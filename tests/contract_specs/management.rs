//! Meta's own example bodies, against the management calls of `meta-whatsapp-client`.
//!
//! Each example is read into the types that a call takes, the call is made against a
//! server on loopback, and what arrives there is the example.

mod canned;
mod examples;
mod resent;

use canned::Canned;
use examples::{Example, collection, normal, openapi};
use resent::resend;

/// Examples that cannot be sent, by name, each with the reason.
const LEFT_OUT: [(&str, &str); 7] = [
    (
        "openapi POST /{Phone-Number-ID}: update_connection_status",
        "whether a number is connected is what registering changes; no page documents this field",
    ),
    (
        "openapi POST /{Phone-Number-ID}: configure_webhook",
        "`webhook_url` stands on no page; `webhook_configuration` alone is covered",
    ),
    (
        "openapi POST /{Phone-Number-ID}: update_security_settings",
        "`whatsapp_business_api_data` is the older API's name for an app",
    ),
    (
        "openapi POST /{Phone-Number-ID}: comprehensive_update",
        "the three fields above together",
    ),
    (
        "openapi POST /{Phone-Number-ID}/calls: Accept Call",
        "an answer to a call names the call; this one names a number",
    ),
    (
        "openapi POST /{Phone-Number-ID}/calls: Reject Call",
        "an answer to a call names the call; this one names a number",
    ),
    (
        "collection POST /{Phone-Number-ID}/request_code: Request Verification Code",
        "`locale` is the older name of `language`",
    ),
];

fn is_left_out(example: &Example) -> bool {
    LEFT_OUT.iter().any(|(name, _)| *name == example.name)
}

async fn expect_sent_the_same(examples: Vec<Example>) {
    let canned = Canned::start().await;
    let mut problems = Vec::new();
    for example in examples.iter().filter(|example| !is_left_out(example)) {
        match resend(&canned, example).await {
            Ok(sent) if sent == normal(&example.body) => {}
            Ok(sent) => problems.push(format!(
                "{}: {sent} is not {}",
                example.name,
                normal(&example.body)
            )),
            Err(problem) => problems.push(format!("{}: {problem}", example.name)),
        }
    }
    assert!(problems.is_empty(), "{problems:#?}");
}

#[tokio::test]
async fn every_management_example_of_the_description_is_sent_the_same() {
    let examples = openapi();

    assert_eq!(examples.len(), 48);
    expect_sent_the_same(examples).await;
}

#[tokio::test]
async fn every_management_example_of_the_collection_is_sent_the_same() {
    let examples = collection();

    assert_eq!(examples.len(), 24);
    expect_sent_the_same(examples).await;
}

#[tokio::test]
async fn what_is_left_out_is_there_and_cannot_be_sent() {
    let canned = Canned::start().await;
    let examples: Vec<_> = openapi().into_iter().chain(collection()).collect();

    for (name, _) in LEFT_OUT {
        let example = examples.iter().find(|example| example.name == name);
        let example = example.unwrap_or_else(|| panic!("there is no {name}"));
        let sent = resend(&canned, example).await;
        assert_ne!(sent, Ok(normal(&example.body)), "{name} can be sent");
    }
}
