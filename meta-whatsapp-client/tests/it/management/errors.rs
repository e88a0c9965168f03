//! Meta's error, handed out by every endpoint.

use ccaas_http::test_util::Answer;
use meta_whatsapp_client::{
    Error, ErrorCode, FlowId, GroupId, QrCodeId, TemplateId, UserId, WaId,
    management::{
        AddPhoneNumber, CallId, CreateFlow, CreateGroup, CreateQrCode, CreateTemplate,
        EditTemplate, GetAnalytics, GetConversationAnalytics, GetPricingAnalytics,
        GetTemplateAnalytics, Granularity, JoinRequestId, ListBlockedUsers, ListFlows, ListGroups,
        ListPhoneNumbers, ListQrCodes, ListTemplates, QrImageFormat, Register, RequestCode,
        Session, StartCall, Subscribe, TemplateCategory, UpdateBusinessProfile, UpdateFlow,
        UpdateGroup, UpdatePhoneNumber, UpdatePhoneNumberSettings,
    },
};
use serde_json::json;

use super::canned::{answering, phone, time, waba};

fn refusal() -> Answer {
    let error = json!({"error": {
        "message": "(#10) Application does not have permission for this action",
        "type": "OAuthException", "code": 10, "fbtrace_id": "AbCdEf123"
    }});
    Answer::json(400, &error)
}

/// Each call meets Meta's refusal, and says so; none is repeated.
macro_rules! refuses {
    ($client:ident; $($call:expr),* $(,)?) => {$(
        let (host, $client) = answering([refusal()]).await;
        let error: Error = $call.await.err().expect("Meta refused");
        let answer = error.as_api().expect("Meta answered");
        assert_eq!(answer.code(), Some(ErrorCode::from(10)), "{}", stringify!($call));
        assert_eq!(answer.fbtrace_id(), Some("AbCdEf123"));
        assert_eq!(host.journal().len(), 1, "{}", stringify!($call));
    )*};
}

#[tokio::test]
async fn calls_of_the_phone_number() {
    let (phone, secret) = (phone(), "123456".into());
    let (code, user) = (QrCodeId::new("Q1"), UserId::new("US.1"));
    refuses!(client;
        client.business_profile(&phone).get(),
        client.business_profile(&phone).get_fields(&["about"]),
        client.business_profile(&phone).update(&UpdateBusinessProfile::default()),
        client.phone_number(&phone).get(),
        client.phone_number(&phone).get_fields(&["id"]),
        client.phone_number(&phone).display_name_status(),
        client.phone_number(&phone).register(&Register::new("123456".into())),
        client.phone_number(&phone).deregister(),
        client.phone_number(&phone).set_two_step_pin(&secret),
        client.phone_number(&phone).update(&UpdatePhoneNumber::default()),
        client.phone_number(&phone).request_code(&RequestCode::sms("en_US")),
        client.phone_number(&phone).verify_code(&secret),
        client.phone_number(&phone).settings(),
        client.phone_number(&phone).update_settings(&UpdatePhoneNumberSettings::default()),
        client.blocked_users(&phone).list(&ListBlockedUsers::default()),
        client.blocked_users(&phone).block(["+12025550147"]),
        client.blocked_users(&phone).unblock([user.clone()]),
        client.qr_codes(&phone).create(&CreateQrCode::new("Hi")),
        client.qr_codes(&phone).list(&ListQrCodes::default()),
        client.qr_codes(&phone).get(&code),
        client.qr_codes(&phone).get_with_image(&code, QrImageFormat::Svg),
        client.qr_codes(&phone).update(&code, "Hi"),
        client.qr_codes(&phone).delete(&code),
    );
}

#[tokio::test]
async fn calls_of_the_business_account() {
    let (waba, template) = (waba(), TemplateId::new("920"));
    let new = CreateTemplate::new("promo", "en_US", TemplateCategory::Utility, []);
    let (start, end) = (time(1), time(2));
    refuses!(client;
        client.waba(&waba).get(),
        client.waba(&waba).get_fields(&["id"]),
        client.phone_numbers(&waba).list(&ListPhoneNumbers::default()),
        client.phone_numbers(&waba).add(&AddPhoneNumber::new("12025550199", "Example")),
        client.templates(&waba).list(&ListTemplates::default()),
        client.templates(&waba).get(&template),
        client.templates(&waba).get_fields(&template, &["id"]),
        client.templates(&waba).get_by_name("promo"),
        client.templates(&waba).create(&new),
        client.templates(&waba).edit(&template, &EditTemplate::default()),
        client.templates(&waba).delete_by_name("promo"),
        client.templates(&waba).delete_by_id(&template, "promo"),
        client.subscribed_apps(&waba).subscribe(&Subscribe::default()),
        client.subscribed_apps(&waba).list(),
        client.subscribed_apps(&waba).unsubscribe(),
        client.analytics(&waba).messages(&GetAnalytics::new(start, end, Granularity::Day)),
        client
            .analytics(&waba)
            .conversations(&GetConversationAnalytics::new(start, end, Granularity::Day)),
        client.analytics(&waba).pricing(&GetPricingAnalytics::new(start, end, Granularity::Day)),
        client
            .analytics(&waba)
            .templates(&GetTemplateAnalytics::new(start, end, [template.clone()])),
        client.analytics(&waba).confirm_template_analytics(),
    );
}

#[tokio::test]
async fn calls_of_flows() {
    let (waba, flow) = (waba(), FlowId::new("55"));
    refuses!(client;
        client.flows(&waba).list(&ListFlows::default()),
        client.flows(&waba).create(&CreateFlow::new("first", [])),
        client.flows(&waba).get(&flow),
        client.flows(&waba).get_fields(&flow, &["id"]),
        client.flows(&waba).preview(&flow),
        client.flows(&waba).renew_preview(&flow),
        client.flows(&waba).update(&flow, &UpdateFlow::default()),
        client.flows(&waba).update_json(&flow, "{}"),
        client.flows(&waba).assets(&flow),
        client.flows(&waba).publish(&flow),
        client.flows(&waba).deprecate(&flow),
        client.flows(&waba).delete(&flow),
    );
}

#[tokio::test]
async fn calls_of_groups_and_calls() {
    let (phone, group, call) = (phone(), GroupId::new("g1"), CallId::new("wacid.1"));
    let (session, requests) = (Session::answer("v=0"), [JoinRequestId::new("j1")]);
    refuses!(client;
        client.groups(&phone).create(&CreateGroup::new("A")),
        client.groups(&phone).list(&ListGroups::default()),
        client.groups(&phone).get(&group),
        client.groups(&phone).update(&group, &UpdateGroup::default()),
        client.groups(&phone).delete(&group),
        client.groups(&phone).invite_link(&group),
        client.groups(&phone).reset_invite_link(&group),
        client.groups(&phone).remove_participants(&group, ["+12025550147"]),
        client.groups(&phone).join_requests(&group, &ListGroups::default()),
        client.groups(&phone).approve_join_requests(&group, &requests),
        client.groups(&phone).reject_join_requests(&group, &requests),
        client.calls(&phone).connect(&StartCall::to("+12025550147", "v=0")),
        client.calls(&phone).pre_accept(&call, &session),
        client.calls(&phone).accept(&call, &session),
        client.calls(&phone).reject(&call),
        client.calls(&phone).terminate(&call),
        client.calls(&phone).permissions(&WaId::new("12025550147")),
        client.calls(&phone).permissions_of_user(&UserId::new("US.1")),
    );
}
