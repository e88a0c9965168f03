//! The published fake keeps what management calls change.

use meta_whatsapp_client::{
    Error, ErrorCode, TemplateId,
    fake::FakeWhatsApp,
    management::{
        Button, Component, CreateFlow, CreateQrCode, CreateTemplate, EditTemplate, FlowCategory,
        FlowStatus, GetAnalytics, Granularity, ListBlockedUsers, ListFlows, ListPhoneNumbers,
        ListQrCodes, ListTemplates, QrImageFormat, Register, Subscribe, TemplateCategory,
        TemplateStatus, UpdateBusinessProfile, Vertical,
    },
};

use super::canned::time;

#[tokio::test]
async fn a_template_lives_from_its_creation_to_its_deletion() -> Result<(), Error> {
    let whatsapp = FakeWhatsApp::start().await;
    let (client, waba) = (whatsapp.client(), whatsapp.waba_id());
    let templates = client.templates(&waba);
    let new = |language: &str| {
        CreateTemplate::new(
            "seasonal_promotion",
            language,
            TemplateCategory::Marketing,
            [
                Component::body_with("Use code {{1}}.", ["25OFF"]),
                Component::buttons([Button::quick_reply("Unsubscribe")]),
            ],
        )
    };

    let created = templates.create(&new("en_US")).await?;
    templates.create(&new("de")).await?;
    let id = created.id.clone().expect("the fake tells the id");
    assert_eq!(templates.get_by_name("seasonal_promotion").await?.len(), 2);
    assert_eq!(
        templates.get(&id).await?.components,
        new("en_US").components
    );

    let edit = EditTemplate {
        components: Some(vec![Component::body("No code needed.")]),
        ..EditTemplate::default()
    };
    templates.edit(&id, &edit).await?;
    let edited = templates.get(&id).await?;
    assert_eq!(edited.components, [Component::body("No code needed.")]);

    templates.delete_by_id(&id, "seasonal_promotion").await?;
    assert_eq!(templates.get_by_name("seasonal_promotion").await?.len(), 1);
    templates.delete_by_name("seasonal_promotion").await?;
    assert!(
        templates
            .get_by_name("seasonal_promotion")
            .await?
            .is_empty()
    );
    Ok(())
}

#[tokio::test]
async fn templates_are_listed_page_by_page() -> Result<(), Error> {
    let whatsapp = FakeWhatsApp::start().await;
    let (client, waba) = (whatsapp.client(), whatsapp.waba_id());
    let templates = client.templates(&waba);
    for number in 0..6 {
        let name = format!("number_{number}");
        let body = [Component::body("Hello")];
        let new = CreateTemplate::new(name, "en_US", TemplateCategory::Utility, body);
        templates.create(&new).await?;
    }
    let list = ListTemplates {
        category: Some(TemplateCategory::Utility),
        limit: Some(2),
        ..ListTemplates::default()
    };

    let found = templates.pager(list).collect(100).await?;

    let names: Vec<_> = found
        .iter()
        .filter_map(|found| found.name.as_deref())
        .collect();
    for number in 0..6 {
        let name = format!("number_{number}");
        assert_eq!(names.iter().filter(|found| **found == name).count(), 1);
    }
    assert!(found.iter().all(|found| {
        matches!(
            found.status,
            Some(TemplateStatus::Approved | TemplateStatus::Pending)
        )
    }));
    Ok(())
}

#[tokio::test]
async fn an_unknown_template_is_refused() {
    let whatsapp = FakeWhatsApp::start().await;
    let (client, waba) = (whatsapp.client(), whatsapp.waba_id());

    let error = client
        .templates(&waba)
        .get(&TemplateId::new("999"))
        .await
        .unwrap_err();

    let answer = error.as_api().expect("the fake answered");
    assert_eq!(answer.code(), Some(ErrorCode::from(100)));
}

#[tokio::test]
async fn a_token_that_ended_is_told_by_its_code() {
    let whatsapp = FakeWhatsApp::start().await;
    whatsapp.expire_token();
    let (client, phone) = (whatsapp.client(), whatsapp.phone_number_id());

    let error = client.phone_number(&phone).get().await.unwrap_err();

    let answer = error.as_api().expect("the fake answered");
    assert_eq!(answer.code(), Some(ErrorCode::from(190)));
}

#[tokio::test]
async fn profile_and_number_are_changed() -> Result<(), Error> {
    let whatsapp = FakeWhatsApp::start().await;
    let (client, phone, waba) = (
        whatsapp.client(),
        whatsapp.phone_number_id(),
        whatsapp.waba_id(),
    );

    let update = UpdateBusinessProfile {
        about: Some("Open every day".to_owned()),
        vertical: Some(Vertical::Retail),
        ..UpdateBusinessProfile::default()
    };
    client.business_profile(&phone).update(&update).await?;
    let profile = client.business_profile(&phone).get().await?;
    assert_eq!(profile.about.as_deref(), Some("Open every day"));
    assert_eq!(profile.vertical, Some(Vertical::Retail));

    let number = client.phone_number(&phone);
    number.set_two_step_pin(&"123456".into()).await?;
    let wrong = number.register(&Register::new("654321".into())).await;
    let code = wrong.unwrap_err().as_api().and_then(|answer| answer.code());
    assert_eq!(code, Some(ErrorCode::from(133_005)));
    number.register(&Register::new("123456".into())).await?;
    number.deregister().await?;
    assert_eq!(
        number.get().await?.platform_type.as_deref(),
        Some("NOT_APPLICABLE")
    );
    let numbers = client
        .phone_numbers(&waba)
        .pager(ListPhoneNumbers::default())
        .collect(10)
        .await?;
    assert_eq!(numbers[0].id.as_ref(), Some(&phone));
    Ok(())
}

#[tokio::test]
async fn lists_of_the_account_are_kept() -> Result<(), Error> {
    let whatsapp = FakeWhatsApp::start().await;
    let (client, phone, waba) = (
        whatsapp.client(),
        whatsapp.phone_number_id(),
        whatsapp.waba_id(),
    );

    let blocked = client.blocked_users(&phone);
    let result = blocked.block(["+12025550147", "1"]).await?;
    assert_eq!(
        (result.added_users.len(), result.failed_users.len()),
        (1, 1)
    );
    assert_eq!(
        blocked
            .list(&ListBlockedUsers::default())
            .await?
            .items
            .len(),
        1
    );
    blocked.unblock(["+12025550147"]).await?;
    assert!(
        blocked
            .list(&ListBlockedUsers::default())
            .await?
            .items
            .is_empty()
    );

    let qr_codes = client.qr_codes(&phone);
    let new = CreateQrCode::new("Show me the deals!").with_image(QrImageFormat::Png);
    let made = qr_codes.create(&new).await?;
    assert!(made.qr_image_url.is_some());
    let code = made.code.clone().expect("the fake tells the code");
    qr_codes.update(&code, "Changed").await?;
    assert_eq!(
        qr_codes.get(&code).await?.prefilled_message.as_deref(),
        Some("Changed")
    );
    qr_codes.delete(&code).await?;
    assert!(
        qr_codes
            .list(&ListQrCodes::default())
            .await?
            .items
            .is_empty()
    );

    let apps = client.subscribed_apps(&waba);
    let subscribe = Subscribe::with_callback("https://example.com/hook", "verify".into());
    apps.subscribe(&subscribe).await?;
    assert_eq!(
        apps.list().await?.items[0].override_callback_uri.as_deref(),
        Some("https://example.com/hook")
    );
    apps.unsubscribe().await?;
    assert!(apps.list().await?.items.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_flow_lives_from_draft_to_deprecation() -> Result<(), Error> {
    let whatsapp = FakeWhatsApp::start().await;
    let (client, waba) = (whatsapp.client(), whatsapp.waba_id());
    let flows = client.flows(&waba);

    let new = CreateFlow::new("first", [FlowCategory::Survey]);
    let id = flows.create(&new).await?.id.clone().expect("an id");
    flows.update_json(&id, r#"{"version":"5.0"}"#).await?;
    assert_eq!(flows.assets(&id).await?.items.len(), 1);
    flows.publish(&id).await?;
    assert_eq!(flows.get(&id).await?.status, Some(FlowStatus::Published));
    assert!(flows.delete(&id).await.is_err());
    flows.deprecate(&id).await?;
    let listed = flows.list(&ListFlows::default()).await?;
    assert_eq!(listed.items[0].status, Some(FlowStatus::Deprecated));
    Ok(())
}

#[tokio::test]
async fn the_account_tells_its_numbers() -> Result<(), Error> {
    let whatsapp = FakeWhatsApp::start().await;
    let (client, waba) = (whatsapp.client(), whatsapp.waba_id());

    assert_eq!(client.waba(&waba).get().await?.id.as_ref(), Some(&waba));
    let get = GetAnalytics::new(time(1), time(2), Granularity::Day);
    let numbers = client.analytics(&waba).messages(&get).await?;
    let numbers = numbers.as_ref().expect("the fake has numbers");
    assert_eq!(numbers.data_points[0].sent, Some(0));
    Ok(())
}
