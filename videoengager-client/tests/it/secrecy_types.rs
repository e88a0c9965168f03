//! What is printed of the rest of the API shows no credentials and no person either.

use std::fmt::{Debug, Write as _};

use chrono::TimeDelta;
use http::Method;
use serde_json::json;
use videoengager_client::{
    AgentId, CallbackUpdateError, CreateFeedback, CreateGenesysCallback, CreateInteraction,
    CreateInteractionByVisitor, CreateSchedule, ImpersonateCreate, JoinError, ListGenesysCallbacks,
    LocalLogin, Login, Partner, VideoEngagerClient, Visitor,
    fake::{FakeAgent, FakeVideoEngager},
};

use crate::{answer, callbacks, date};

/// None of these may be printed.
const CANARIES: [&str; 14] = [
    "CANARYPAK",
    "canary-password",
    "canary-external",
    "canary@example.com",
    "Robin",
    "Canary",
    "2025550147",
    "canary subject",
    "/ve/",
    "/visitor?",
    "eyJ",
    "eotip-",
    "VEVENT",
    "canary comment",
];

fn assert_silent(output: &str) {
    for canary in CANARIES {
        assert!(!output.contains(canary), "`{canary}` in {output}");
    }
}

fn print(output: &mut String, value: &dyn Debug) {
    writeln!(output, "{value:?} {value:#?}").expect("a string takes any text");
}

fn schedule() -> CreateSchedule {
    CreateSchedule {
        visitor: Visitor {
            name: Some("Robin Canary".to_owned()),
            email: Some("canary@example.com".to_owned()),
            phone: Some("+12025550147".to_owned()),
            subject: Some("canary subject".to_owned()),
            ..Visitor::default()
        },
        ..CreateSchedule::new(date(), 30)
    }
}

fn callback() -> CreateGenesysCallback {
    CreateGenesysCallback {
        lastname: Some("Canary".to_owned()),
        ve_subject: Some("canary subject".to_owned()),
        creator: Some("Canary".to_owned()),
        ..CreateGenesysCallback::new("Robin", "canary@example.com", "+12025550147", date())
    }
}

#[test]
fn credentials_and_requests_print_nothing_personal() {
    let partner = Partner::new("CANARYPAK", "canary-external", "canary@example.com");
    let local = LocalLogin::new("canary@example.com", "canary-password");
    let create = ImpersonateCreate::new("CANARYPAK", "canary@example.com", "Canary");
    let environment = videoengager_client::Environment::Dev;
    let builder = VideoEngagerClient::builder_with(environment, local.clone());
    let list = ListGenesysCallbacks {
        search_string: Some("Robin Canary".to_owned()),
        ..ListGenesysCallbacks::between(date(), date())
    };
    let mut interaction = CreateInteraction::outbound();
    interaction
        .custom_data
        .insert("a".to_owned(), json!("Canary"));
    interaction
        .visitor_data
        .insert("a".to_owned(), json!("Canary"));
    interaction.options.insert("a".to_owned(), json!("Canary"));
    let mut by_visitor = CreateInteractionByVisitor::default();
    by_visitor
        .visitor_data
        .insert("a".to_owned(), "Canary".to_owned());
    let feedback = CreateFeedback {
        comment: Some("canary comment".to_owned()),
        ..CreateFeedback::new(5)
    };
    let agent = FakeAgent::new("a-1", "Robin", "Canary", "canary@example.com");

    let mut output = String::new();
    print(&mut output, &local);
    print(&mut output, &create);
    print(&mut output, &Login::from(partner));
    print(&mut output, &Login::from(local));
    print(&mut output, &Login::from(create));
    print(&mut output, &builder);
    print(&mut output, &callback());
    print(&mut output, &list);
    print(&mut output, &interaction);
    print(&mut output, &by_visitor);
    print(&mut output, &feedback);
    print(&mut output, &agent);
    print(
        &mut output,
        &CallbackUpdateError::from("Robin Canary is busy"),
    );

    assert!(output.contains("CreateGenesysCallback"));
    assert_silent(&output);
}

#[tokio::test]
async fn answers_about_meetings_print_nothing_personal() {
    let video = FakeVideoEngager::start().await;
    let agent = FakeAgent::new("a-1", "Robin", "Canary", "canary@example.com");
    video.set_agents(vec![agent]);
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let schedules = client.visitor_schedules(&tenant_id);

    let requested = schedules.create(&schedule()).await.unwrap();
    let verified = schedules.verify(&video.mailed_codes()[0].1).await.unwrap();
    answer(
        &video,
        Method::POST,
        "/api/schedules/create/{tenantId}",
        r#"{"name":"Robin Canary"}"#,
    );
    let accepted = schedules.create(&schedule()).await.unwrap();
    let agents = client.agents().list().await.unwrap();
    let tenant_schedules = client.tenant_schedules();
    let booked = tenant_schedules
        .create(&schedule(), "canary@example.com")
        .await
        .unwrap();
    let join_url = client.agents().join(&booked).await.unwrap();
    let token = client.agents().sign_in(&AgentId::new("a-1")).await.unwrap();

    let mut output = String::new();
    print(&mut output, &requested);
    print(&mut output, &accepted);
    print(&mut output, &verified);
    print(&mut output, &agents);
    print(&mut output, &booked);
    print(&mut output, &join_url);
    print(&mut output, &token);
    print(&mut output, &client.agents());
    print(&mut output, &schedules);
    print(&mut output, &tenant_schedules);
    print(&mut output, &video.schedules());

    assert!(join_url.expose().contains("token=eyJ"));
    assert!(output.contains("JoinUrl([redacted])"), "{output}");
    assert_silent(&output);
}

#[tokio::test]
async fn answers_about_callbacks_and_calls_print_nothing_personal() {
    let video = callbacks::start().await;
    let (client, tenant_id) = (video.client(), video.tenant_id());
    let group = client.genesys_callbacks(&tenant_id);
    let created = group.create(&callback()).await.unwrap();
    let id = created.conversation_id().unwrap();
    let public = group.public().get(id).await.unwrap();
    let period = ListGenesysCallbacks::between(date(), date() + TimeDelta::days(1));
    let page = group.list(&period).await.unwrap();
    let interactions = client.interactions();
    let outbound = CreateInteraction::outbound();
    let interaction = interactions.create(&outbound).await.unwrap();
    let feedback = CreateFeedback {
        comment: Some("canary comment".to_owned()),
        ..CreateFeedback::new(5)
    };
    interactions
        .create_feedback(&interaction.id, &feedback)
        .await
        .unwrap();
    let feedback = interactions.feedback(&interaction.id).await.unwrap();
    let by_visitor = CreateInteractionByVisitor::default();
    let by_visitor = interactions
        .create_by_visitor(&tenant_id, &by_visitor)
        .await
        .unwrap();

    let mut output = String::new();
    print(&mut output, &created);
    print(&mut output, &created.videoengager);
    print(&mut output, &public);
    print(&mut output, &page);
    print(&mut output, &group);
    print(&mut output, &group.public());
    print(&mut output, &interaction);
    print(&mut output, &interaction.visitor);
    print(&mut output, &feedback);
    print(&mut output, &by_visitor);
    print(&mut output, &interactions);
    print(&mut output, &video.genesys_callbacks());
    video.host().with(|tenant| print(&mut output, tenant));

    assert!(
        output.contains("schedule-callback-1"),
        "the values were printed"
    );
    assert_silent(&output);
}

#[tokio::test]
async fn a_failed_join_prints_nothing_personal() {
    let video = FakeVideoEngager::start().await;
    let client = video.client();
    let booked = crate::book(&client).await;
    video.refuse_sign_in();

    let error = client.agents().join(&booked).await.unwrap_err();

    let mut output = String::new();
    let mut cause: Option<&dyn std::error::Error> = Some(&error);
    while let Some(error) = cause {
        writeln!(output, "{error} {error:?}").expect("a string takes any text");
        cause = error.source();
    }
    assert!(matches!(error, JoinError::SignIn(_)));
    assert!(
        output.starts_with("could not sign in as the agent"),
        "{output}"
    );
    assert!(
        output.contains("VideoEngager answered 401 Unauthorized"),
        "{output}"
    );
    assert!(!output.contains(FakeVideoEngager::PAK));
    assert_silent(&output);
}
