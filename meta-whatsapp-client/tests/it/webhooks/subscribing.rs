//! The handshake that subscribes a webhook.

use meta_whatsapp_client::webhooks::{SubscriptionError, verify_subscription};
use secrecy::SecretString;

fn token() -> SecretString {
    "let me in & more".into()
}

#[test]
fn the_challenge_is_given_back() {
    for query in [
        "hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=let+me+in+%26+more",
        "?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=let+me+in+%26+more",
        "hub.verify_token=let%20me%20in%20%26%20more&x=1&hub.challenge=1158201444&hub.mode=subscribe",
        "hub%2Emode=subscribe&hub%2Echallenge=1158201444&hub%2Everify_token=let+me+in+%26+more",
    ] {
        let challenge = verify_subscription(query, &token());
        assert_eq!(challenge.as_deref(), Ok("1158201444"), "{query}");
    }
}

#[test]
fn what_is_no_subscription_or_not_from_meta_is_refused() {
    use SubscriptionError::{Challenge, Mode, Token};
    for (query, expected) in [
        ("", Mode),
        (
            "hub.mode=unsubscribe&hub.challenge=1&hub.verify_token=let+me+in+%26+more",
            Mode,
        ),
        ("hub.mode=subscribe&hub.challenge=1", Token),
        (
            "hub.mode=subscribe&hub.challenge=1&hub.verify_token=",
            Token,
        ),
        (
            "hub.mode=subscribe&hub.challenge=1&hub.verify_token=let+me+in",
            Token,
        ),
        (
            "hub.mode=subscribe&hub.verify_token=let+me+in+%26+more",
            Challenge,
        ),
        (
            "hub.mode=subscribe&hub.challenge=&hub.verify_token=let+me+in+%26+more",
            Challenge,
        ),
    ] {
        assert_eq!(
            verify_subscription(query, &token()),
            Err(expected),
            "{query}"
        );
    }
}

#[test]
fn an_empty_token_lets_nobody_in() {
    for query in [
        "hub.mode=subscribe&hub.challenge=1&hub.verify_token=",
        "hub.mode=subscribe&hub.challenge=1",
    ] {
        let refused = verify_subscription(query, &SecretString::from(""));
        assert_eq!(refused, Err(SubscriptionError::Token), "{query}");
    }
}
