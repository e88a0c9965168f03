//! Nothing secret or personal is printed.

use std::{collections::BTreeMap, error::Error as _};

use ccaas_http::test_util::{Answer, Provoke};
use genesys_client::{
    ConversationId, CreateCallback, Error, GenesysClient, QueueId, Region, RescheduleCallback,
    UserId, fake::FakeGenesys,
};
use http::Method;

use crate::support::{CALLBACKS, with_clock};

const CANARY: &str = "canary-7f3a";

/// `Debug` and `Display` of an error and of all its causes.
fn printed(error: &Error) -> String {
    let mut text = format!("{error:?} {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(" {error:?} {error}"));
        cause = error.source();
    }
    text
}

fn canary_callback() -> CreateCallback {
    CreateCallback {
        callback_user_name: Some(CANARY.to_owned()),
        data: BTreeMap::from([(CANARY.to_owned(), CANARY.to_owned())]),
        caller_id: Some(CANARY.to_owned()),
        caller_id_name: Some(CANARY.to_owned()),
        ..CreateCallback::to_queue(QueueId::new(FakeGenesys::QUEUE_ID), CANARY)
    }
}

#[test]
fn requests_print_no_number_name_or_data() {
    let change = RescheduleCallback {
        callback_numbers: vec![CANARY.to_owned()],
        ..RescheduleCallback::new(ConversationId::new("c-1"), UserId::new("agent-1"))
    };

    let printed = format!("{:?} {change:?}", canary_callback());

    assert!(
        printed.contains(FakeGenesys::QUEUE_ID) && printed.contains("c-1"),
        "{printed}"
    );
    assert!(!printed.contains(CANARY), "{printed}");
}

#[tokio::test]
async fn clients_and_builders_print_no_secret() {
    let url = format!("https://user:{CANARY}@example.com/{CANARY}")
        .parse::<url::Url>()
        .unwrap();
    let region = Region::custom(url.clone(), url);
    let builder = GenesysClient::builder(region, CANARY, CANARY.into());

    let builder_text = format!("{builder:?}");
    let client = builder.build().unwrap();
    let client_text = format!("{client:?} {:?} {:?}", client.callbacks(), client.http());

    assert!(builder_text.contains("example.com") && client_text.contains("example.com"));
    assert!(!builder_text.contains(CANARY), "{builder_text}");
    assert!(!client_text.contains(CANARY), "{client_text}");
}

#[tokio::test]
async fn tokens_are_not_printed() {
    let genesys = FakeGenesys::start().await;
    let client = genesys.client();
    client.sign_in().await.unwrap();

    let tokens = client.http().tokens().expect("the client signs in");

    assert!(tokens.cached().is_some());
    let printed = format!("{tokens:?} {:?} {client:?}", tokens.cached());
    assert!(!printed.contains("fake-genesys-token"), "{printed}");
}

#[tokio::test]
async fn errors_print_no_text_of_the_vendor_no_body_and_no_url() {
    let body = format!(
        r#"{{"code":"bad.request","message":"{CANARY}","details":[{{"fieldName":"a {CANARY}"}}]}}"#
    );
    let answers = [
        Answer::bytes(400, "application/json", body),
        Answer::bytes(
            400,
            "application/json",
            format!(r#"{{"code":"number {CANARY}"}}"#),
        ),
        Answer::bytes(
            200,
            "application/json",
            format!(r#"{{"conversation":"{CANARY}"}}"#),
        ),
        Answer::bytes(200, "text/html", format!("<html>{CANARY}</html>")),
        Answer::bytes(502, "text/html", format!("<html>{CANARY}</html>")),
    ];
    for answer in answers {
        let (genesys, builder, _) = with_clock().await;
        genesys
            .host()
            .provoke(Method::POST, CALLBACKS, Provoke::Instead(answer.into()));

        let error = builder
            .build()
            .unwrap()
            .callbacks()
            .create(&canary_callback())
            .await
            .unwrap_err();

        let printed = printed(&error);
        assert!(
            !printed.contains(CANARY) && !printed.contains("127.0.0.1"),
            "{printed}"
        );
    }
}

#[tokio::test]
async fn errors_of_lost_and_cut_connections_print_no_url_and_no_argument() {
    let (genesys, builder, _) = with_clock().await;
    let client = builder.build().unwrap();
    let id = ConversationId::new(CANARY);
    let path = format!("{CALLBACKS}/{CANARY}");
    genesys
        .host()
        .provoke_times(9, Method::GET, &path, Provoke::ThenCut);
    genesys.lose_callback_answers(1);

    let read = client.callbacks().get(&id).await.unwrap_err();
    let created = client
        .callbacks()
        .create(&canary_callback())
        .await
        .unwrap_err();

    for error in [read, created] {
        let printed = printed(&error);
        assert!(
            !printed.contains(CANARY) && !printed.contains("127.0.0.1"),
            "{printed}"
        );
    }
}

#[tokio::test]
async fn sign_in_errors_print_no_credential_and_no_text_of_the_vendor() {
    let genesys = FakeGenesys::start().await;
    let client = GenesysClient::new(genesys.region(), CANARY, CANARY.into()).unwrap();
    let body = format!(r#"{{"error":"invalid_client","error_description":"{CANARY}"}}"#);
    let answer = Answer::bytes(401, "application/json", body);
    genesys.host().provoke(
        Method::POST,
        "/oauth/token",
        Provoke::Instead(answer.into()),
    );

    let error = client.sign_in().await.unwrap_err();

    let printed = printed(&error);
    assert!(printed.contains("invalid_client"), "{printed}");
    assert!(
        !printed.contains(CANARY) && !printed.contains("127.0.0.1"),
        "{printed}"
    );
}
