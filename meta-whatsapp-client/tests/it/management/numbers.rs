//! Phone numbers.

use meta_whatsapp_client::{
    Error,
    management::{
        AccountMode, AddPhoneNumber, Backup, Calling, CodeVerificationStatus, ListPhoneNumbers,
        NameStatus, PayloadEncryption, PhoneNumberFilter, PhoneNumberStatus, QualityRating,
        Register, RequestCode, SettingStatus, StorageConfiguration, Switch, UpdatePhoneNumber,
        UpdatePhoneNumberSettings, UserIdentityChange, WebhookOverride,
    },
};
use secrecy::SecretString;
use serde_json::{Value, json};

use super::canned::{exchange, phone, query, success, time, waba};

#[tokio::test]
async fn list_sends_the_vendors_parameters_and_reads_every_field() -> Result<(), Error> {
    let list = ListPhoneNumbers {
        fields: vec!["id".to_owned(), "verified_name".to_owned()],
        filtering: vec![PhoneNumberFilter::equal("account_mode", "SANDBOX")],
        sort: Some("creation_time.asc".to_owned()),
        limit: Some(2),
        after: Some("abc".to_owned()),
    };
    let answer = json!({"data": [{
        "id": 1_906_385_232_743_451_i64, "display_phone_number": "+1 202-555-0199",
        "verified_name": "Example", "status": "LINKED", "quality_rating": "GREEN",
        "code_verification_status": "NOT_VERIFIED", "name_status": "AVAILABLE_WITHOUT_REVIEW",
        "account_mode": "SANDBOX", "throughput": {"level": "STANDARD"},
        "is_official_business_account": false, "last_onboarded_time": "2023-05-21T11:18:09+0000",
        "webhook_configuration": {"application": "https://example.com"}, "username": null
    }, {"id": "2", "quality_rating": "PURPLE", "status": 7}]});

    let (sent, page) = exchange(answer, async |client| {
        client.phone_numbers(&waba()).list(&list).await
    })
    .await?;

    assert_eq!(sent.line(), "GET /v25.0/102/phone_numbers");
    assert_eq!(
        sent.query,
        query(&[
            ("fields", "id,verified_name"),
            (
                "filtering",
                r#"[{"field":"account_mode","operator":"EQUAL","value":"SANDBOX"}]"#
            ),
            ("sort", "creation_time.asc"),
            ("limit", "2"),
            ("after", "abc"),
        ])
    );
    let number = &page.items[0];
    assert_eq!(
        number.id.as_ref().map(|id| id.as_str()),
        Some("1906385232743451")
    );
    assert_eq!(number.status, Some(PhoneNumberStatus::Linked));
    assert_eq!(number.quality_rating, Some(QualityRating::Green));
    assert_eq!(
        number.code_verification_status,
        Some(CodeVerificationStatus::NotVerified)
    );
    assert_eq!(number.name_status, Some(NameStatus::AvailableWithoutReview));
    assert_eq!(number.account_mode, Some(AccountMode::Sandbox));
    assert_eq!(number.is_official_business_account, Some(false));
    assert_eq!(number.last_onboarded_time, Some(time(1_684_667_889)));
    let odd = &page.items[1];
    assert_eq!(
        odd.quality_rating,
        Some(QualityRating::Unknown("PURPLE".to_owned()))
    );
    assert_eq!(
        odd.status, None,
        "a field of another kind costs only itself"
    );
    Ok(())
}

#[tokio::test]
async fn add_sends_the_documented_body() -> Result<(), Error> {
    let number = AddPhoneNumber {
        cc: Some("1".to_owned()),
        migrate_phone_number: Some(true),
        preverified_id: Some("7".to_owned()),
        ..AddPhoneNumber::new("12025550199", "Example")
    };

    let (sent, added) = exchange(json!({"id": "9"}), async |client| {
        client.phone_numbers(&waba()).add(&number).await
    })
    .await?;

    assert_eq!(sent.line(), "POST /v25.0/102/phone_numbers");
    assert_eq!(
        sent.json(),
        json!({
            "phone_number": "12025550199", "verified_name": "Example", "cc": "1",
            "migrate_phone_number": true, "preverified_id": "7"
        })
    );
    assert_eq!(added.id.as_ref().map(|id| id.as_str()), Some("9"));
    Ok(())
}

#[tokio::test]
async fn get_reads_a_number_with_or_without_fields() -> Result<(), Error> {
    let answer = || json!({"id": "106", "name_status": "PENDING_REVIEW"});
    let (sent, number) = exchange(answer(), async |client| {
        client.phone_number(&phone()).get().await
    })
    .await?;
    assert_eq!(sent.line(), "GET /v25.0/106");
    assert!(sent.query.is_empty());
    assert_eq!(number.id, Some(phone()));

    let (sent, status) = exchange(answer(), async |client| {
        client.phone_number(&phone()).display_name_status().await
    })
    .await?;
    assert_eq!(sent.query, query(&[("fields", "name_status")]));
    assert_eq!(*status, Some(NameStatus::PendingReview));
    Ok(())
}

/// Each call of one number that only can succeed: its path, its body.
#[tokio::test]
async fn calls_of_one_number_send_the_documented_bodies() -> Result<(), Error> {
    macro_rules! sends {
        ($call:expr, $path:expr, $body:expr) => {
            let (sent, _) = exchange(success(), $call).await?;
            assert_eq!(sent.line(), format!("POST /v25.0/106{}", $path));
            assert_eq!(sent.json(), $body);
        };
    }
    let pin = || SecretString::from("123456");

    let register = Register::new(pin());
    sends!(
        async |client| client.phone_number(&phone()).register(&register).await,
        "/register",
        json!({"messaging_product": "whatsapp", "pin": "123456"})
    );
    let register = Register {
        tier: Some("PROD".to_owned()),
        data_localization_region: Some("AE".to_owned()),
        backup: Some(Backup {
            password: "secret".into(),
            data: "backup".into(),
        }),
        ..Register::new(pin())
    };
    sends!(
        async |client| client.phone_number(&phone()).register(&register).await,
        "/register",
        json!({
            "messaging_product": "whatsapp", "pin": "123456", "tier": "PROD",
            "data_localization_region": "AE",
            "backup": {"password": "secret", "data": "backup"}
        })
    );
    sends!(
        async |client| client.phone_number(&phone()).deregister().await,
        "/deregister",
        Value::Null
    );
    sends!(
        async |client| client.phone_number(&phone()).set_two_step_pin(&pin()).await,
        "",
        json!({"pin": "123456"})
    );
    let request = RequestCode::sms("en_US");
    sends!(
        async |client| client.phone_number(&phone()).request_code(&request).await,
        "/request_code",
        json!({"code_method": "SMS", "language": "en_US"})
    );
    let request = RequestCode::voice("es_ES");
    sends!(
        async |client| client.phone_number(&phone()).request_code(&request).await,
        "/request_code",
        json!({"code_method": "VOICE", "language": "es_ES"})
    );
    sends!(
        async |client| client.phone_number(&phone()).verify_code(&pin()).await,
        "/verify_code",
        json!({"code": "123456"})
    );
    let update = UpdatePhoneNumber {
        new_display_name: Some("New Name".to_owned()),
        username: Some("example".to_owned()),
        search_visibility: Some("VISIBLE".to_owned()),
        webhook_configuration: Some(WebhookOverride::new("https://example.com/hook", pin())),
        ..UpdatePhoneNumber::default()
    };
    sends!(
        async |client| client.phone_number(&phone()).update(&update).await,
        "",
        json!({
            "new_display_name": "New Name", "username": "example",
            "search_visibility": "VISIBLE",
            "webhook_configuration": {
                "override_callback_uri": "https://example.com/hook", "verify_token": "123456"
            }
        })
    );
    let update = UpdatePhoneNumber {
        webhook_configuration: Some(WebhookOverride::none()),
        ..UpdatePhoneNumber::default()
    };
    sends!(
        async |client| client.phone_number(&phone()).update(&update).await,
        "",
        json!({"webhook_configuration": {"override_callback_uri": ""}})
    );
    Ok(())
}

#[tokio::test]
async fn settings_are_read_and_changed() -> Result<(), Error> {
    let answer = json!({
        "calling": {"status": "enabled", "call_icon_visibility": "visible",
            "ip_addresses": {"default": ["192.0.2.1"]}, "callback_permission_status": "enabled",
            "video": {"status": "enabled"}},
        "payload_encryption": {"status": "disabled"},
        "storage_configuration": {"status": "in_country_storage_enabled",
            "data_localization_region": "us"},
        "later": 1
    });
    let (sent, settings) = exchange(answer, async |client| {
        client.phone_number(&phone()).settings().await
    })
    .await?;
    assert_eq!(sent.line(), "GET /v25.0/106/settings");
    let calling = settings.calling.as_ref().expect("calling is there");
    assert_eq!(calling.status, Some(SettingStatus::Enabled));
    let storage = settings.storage_configuration.as_ref();
    assert_eq!(
        storage.and_then(|storage| storage.data_localization_region.as_deref()),
        Some("us")
    );

    let on = || {
        Some(Switch {
            status: SettingStatus::Enabled,
        })
    };
    let calling = |calling| UpdatePhoneNumberSettings {
        calling: Some(calling),
        ..UpdatePhoneNumberSettings::default()
    };
    for (update, body) in [
        (
            calling(Calling {
                status: Some(SettingStatus::Enabled),
                call_icon_visibility: Some("visible".to_owned()),
                video: on(),
                ..Calling::default()
            }),
            json!({"calling": {"status": "enabled", "call_icon_visibility": "visible",
                "video": {"status": "enabled"}}}),
        ),
        (
            calling(Calling {
                status: Some(SettingStatus::Enabled),
                sip: Some(json!({"status": "enabled"})),
                srtp_key_exchange_protocol: Some("DTLS-SRTP".to_owned()),
                ..Calling::default()
            }),
            json!({"calling": {"status": "enabled", "sip": {"status": "enabled"},
                "srtp_key_exchange_protocol": "DTLS-SRTP"}}),
        ),
        (
            UpdatePhoneNumberSettings {
                payload_encryption: Some(PayloadEncryption::enabled("LS0t")),
                ..UpdatePhoneNumberSettings::default()
            },
            json!({"payload_encryption": {"status": "enabled", "client_encryption_key": "LS0t"}}),
        ),
        (
            UpdatePhoneNumberSettings {
                payload_encryption: Some(PayloadEncryption::disabled()),
                ..UpdatePhoneNumberSettings::default()
            },
            json!({"payload_encryption": {"status": "disabled"}}),
        ),
        (
            UpdatePhoneNumberSettings {
                user_identity_change: Some(UserIdentityChange { enabled: true }),
                ..UpdatePhoneNumberSettings::default()
            },
            json!({"user_identity_change": {"enabled": true}}),
        ),
        (
            UpdatePhoneNumberSettings {
                storage_configuration: Some(StorageConfiguration {
                    enabled: Some(true),
                    region: Some("us".to_owned()),
                    ..StorageConfiguration::default()
                }),
                ..UpdatePhoneNumberSettings::default()
            },
            json!({"storage_configuration": {"enabled": true, "region": "us"}}),
        ),
    ] {
        let (sent, _) = exchange(success(), async |client| {
            client.phone_number(&phone()).update_settings(&update).await
        })
        .await?;
        assert_eq!(sent.line(), "POST /v25.0/106/settings");
        assert_eq!(sent.json(), body);
    }
    Ok(())
}

#[tokio::test]
async fn a_pin_that_cannot_be_right_is_not_sent() {
    for pin in ["12345", "letters"] {
        let error = exchange(success(), async |client| {
            let number = phone();
            client
                .phone_number(&number)
                .set_two_step_pin(&pin.into())
                .await
        })
        .await
        .unwrap_err();
        assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    }
}
