//! The template that asks for an answer, as an operator sets it.

use reqwest::Method;
use serde_json::json;

use super::{
    dashboard::Person,
    harness::{Answer, Bridge},
};

#[tokio::test]
async fn a_template_that_whatsapp_could_not_have_is_refused_and_an_empty_one_is_none() {
    let bridge = Bridge::start().await;
    let operator = Person::of_role(&bridge, "operator").await;

    let mut answers = Vec::new();
    for value in ["come_back:de:marketing", "come back", "a:b:c", ""] {
        let set = operator.request(Method::PUT, "/settings/REENGAGE_TEMPLATE");
        let status = Answer::to(set.json(&json!({ "value": value })))
            .await
            .status;
        answers.push((status, bridge.state().changeable.now().reengage_template));
    }

    let kept = || Some("come_back:de:marketing".to_owned());
    let expected = [(200, kept()), (400, kept()), (400, kept()), (200, None)];
    assert_eq!(answers, expected);
}
