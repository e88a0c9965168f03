//! `/api/interactions/{interactionId}/feedback`

use http::Method;
use serde_json::{Map, json};
use videoengager_client::{
    CreateFeedback, CreateInteraction, InteractionId, fake::FakeVideoEngager,
};

use crate::{answer, calls, quick};

const FEEDBACK: &str = "/api/interactions/{id}/feedback";

#[tokio::test]
async fn feedback_is_given_and_read_without_a_token() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let interactions = client.interactions();
    let created = interactions
        .create(&CreateInteraction::outbound())
        .await
        .unwrap();
    let feedback = CreateFeedback {
        comment: Some("Very clear".to_owned()),
        metadata: Map::from_iter([("page".to_owned(), json!("end"))]),
        ..CreateFeedback::new(5)
    };

    interactions
        .create_feedback(&created.id, &feedback)
        .await
        .unwrap();
    let read = interactions.feedback(&created.id).await.unwrap();

    let received = calls(&video);
    assert_eq!(
        received[1].line(),
        "POST /api/interactions/interaction-1/feedback"
    );
    assert_eq!(
        received[1].json(),
        json!({ "rating": 5, "comment": "Very clear", "metadata": { "page": "end" } })
    );
    assert_eq!(
        received[2].line(),
        "GET /api/interactions/interaction-1/feedback"
    );
    assert_eq!(received[1].authorization, None);
    assert_eq!(received[2].authorization, None);
    assert_eq!(
        (read.rating, read.comment.as_deref()),
        (Some(5.0), Some("Very clear"))
    );
    assert_eq!(read.metadata["page"], "end");
}

#[tokio::test]
async fn feedback_that_lacks_everything_is_read() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    answer(
        &video,
        Method::GET,
        FEEDBACK,
        r#"{"rating":null,"stars":4}"#,
    );

    let id = InteractionId::new("i-1");
    let read = client.interactions().feedback(&id).await.unwrap();

    assert_eq!((read.rating, &read.comment), (None, &None));
    assert_eq!(serde_json::to_value(&*read).unwrap()["stars"], 4);
}

#[tokio::test]
async fn a_feedback_without_a_rating_is_refused() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let interactions = client.interactions();
    let created = interactions
        .create(&CreateInteraction::outbound())
        .await
        .unwrap();
    let url = format!("{}api/interactions/{}/feedback", video.url(), created.id);

    let response = reqwest::Client::new()
        .post(url)
        .body("{}")
        .send()
        .await
        .unwrap();

    assert_eq!(response.status(), 400);
    let none = interactions.feedback(&created.id).await.unwrap_err();
    assert!(none.as_api().is_some_and(|api| api.is_not_found()));
}

#[tokio::test]
async fn an_answer_that_is_no_feedback_is_an_error() {
    let video = FakeVideoEngager::start().await;
    let client = quick(&video);
    let id = InteractionId::new("i-1");
    video.fail_calls(Method::GET, FEEDBACK, 503, 1);
    answer(&video, Method::GET, FEEDBACK, "[]");

    let error = client.interactions().feedback(&id).await.unwrap_err();

    assert!(
        matches!(error, videoengager_client::Error::Decode(_)),
        "{error:?}"
    );
    assert_eq!(calls(&video).len(), 2);
}
