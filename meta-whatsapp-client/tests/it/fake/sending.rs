//! Sending to the fake with our client.

use std::time::Duration;

use ccaas_http::{RetryPolicy, Timeouts};
use meta_whatsapp_client::{
    Error, ErrorKind, UserId,
    fake::FakeWhatsApp,
    messages::{Message, Recipient},
};

fn hello() -> Message {
    Message::text("+12025550147", "Hello")
}

#[tokio::test]
async fn a_sent_message_is_kept_as_it_came() -> Result<(), Error> {
    let whatsapp = FakeWhatsApp::start().await;
    whatsapp.accept_messages("wamid.chosen");
    let from = whatsapp.phone_number_id();

    let sent = whatsapp.client().messages(&from).send(&hello()).await?;

    assert_eq!(sent.id().as_str(), "wamid.chosen");
    let kept = &whatsapp.messages()[0];
    assert_eq!(kept.id, "wamid.chosen");
    assert_eq!(kept.recipient, "12025550147");
    assert_eq!(kept.kind, "text");
    assert_eq!(kept.body["text"]["body"], "Hello");
    Ok(())
}

#[tokio::test]
async fn a_user_id_is_answered_without_a_wa_id() -> Result<(), Error> {
    let whatsapp = FakeWhatsApp::start().await;
    let from = whatsapp.phone_number_id();
    let user = Recipient::User(UserId::new("US.00000000000000000001"));

    whatsapp
        .client()
        .messages(&from)
        .send(&Message::text(user, "Hello"))
        .await?;

    let kept = &whatsapp.messages()[0];
    assert_eq!(kept.body["recipient"], "US.00000000000000000001");
    assert!(kept.body.get("to").is_none());
    Ok(())
}

#[tokio::test]
async fn an_expired_token_is_code_190_until_it_is_accepted_again() {
    let whatsapp = FakeWhatsApp::start().await;
    let (client, from) = (whatsapp.client(), whatsapp.phone_number_id());
    whatsapp.expire_token();

    let error = client.messages(&from).send(&hello()).await.unwrap_err();

    let api = error.as_api().expect("the vendor answered");
    assert_eq!(api.code().map(|code| code.as_i64()), Some(190));
    assert_eq!(api.kind(), ErrorKind::Auth);
    whatsapp.accept_token();
    assert!(client.messages(&from).send(&hello()).await.is_ok());
}

#[tokio::test]
async fn a_lost_answer_is_not_sent_twice() {
    let whatsapp = FakeWhatsApp::start().await;
    let from = whatsapp.phone_number_id();
    whatsapp.lose_message_answers(1);

    let error = whatsapp.client().messages(&from).send(&hello()).await;

    assert!(error.unwrap_err().may_have_been_applied());
    assert_eq!(whatsapp.messages().len(), 1);
}

#[tokio::test]
async fn a_hanging_message_ends_with_the_time_limit_and_was_not_accepted() {
    let whatsapp = FakeWhatsApp::start().await;
    let from = whatsapp.phone_number_id();
    whatsapp.hang_messages(1);
    let limit = Duration::from_millis(200);
    let client = whatsapp
        .builder()
        .retry(RetryPolicy::never())
        .timeouts(Timeouts {
            connect: limit,
            attempt: limit,
            total: limit,
        })
        .build()
        .expect("the settings make a client");

    let error = client.messages(&from).send(&hello()).await.unwrap_err();

    assert!(matches!(error, Error::Interrupted(_)), "{error:?}");
    assert!(whatsapp.messages().is_empty());
}

#[tokio::test]
async fn provoked_codes_come_in_the_order_in_which_they_were_asked_for() {
    let whatsapp = FakeWhatsApp::start().await;
    let from = whatsapp.phone_number_id();
    let client = whatsapp
        .builder()
        .retry(RetryPolicy::never())
        .build()
        .expect("the settings make a client");
    whatsapp.fail_messages(131_026, 1);
    whatsapp.fail_messages(131_000, 1);

    let mut codes = Vec::new();
    for _ in 0..3 {
        let result = client.messages(&from).send(&hello()).await;
        codes.push(
            result
                .err()
                .and_then(|error| Some(error.as_api()?.code()?.as_i64())),
        );
    }

    assert_eq!(codes, [Some(131_026), Some(131_000), None]);
}
