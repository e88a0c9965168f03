//! Makes the call that an example belongs to, with the example's own values.

use meta_whatsapp_client::{
    Error, PhoneNumberId, QrCodeId, TemplateId, WabaId,
    management::{
        AddPhoneNumber, Backup, CallId, CreateQrCode, Register, RequestCode, StartCall, Subscribe,
        UpdatePhoneNumber, UserToBlock, WebhookOverride,
    },
};
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{canned::Canned, examples::Example};

/// The body that arrives when the example is sent.
pub(super) async fn resend(canned: &Canned, example: &Example) -> Result<Value, String> {
    let (waba, body) = (WabaId::new("102"), &example.body);
    let client = &canned.client;
    let sent = match (example.method.as_str(), example.call) {
        ("POST", "/{WABA-ID}/message_templates") => {
            let template = read(body)?;
            client.templates(&waba).create(&template).await.map(drop)
        }
        ("POST", "/{TEMPLATE_ID}") => {
            let (id, edit) = (TemplateId::new("920"), read(body)?);
            client.templates(&waba).edit(&id, &edit).await.map(drop)
        }
        ("POST", "/{WABA-ID}/phone_numbers") => {
            let number = phone_number(body);
            client.phone_numbers(&waba).add(&number).await.map(drop)
        }
        ("POST", "/{WABA-ID}/subscribed_apps") => {
            let subscribe = Subscribe {
                override_callback_uri: text(body, "override_callback_uri"),
                verify_token: secret(body, "verify_token"),
            };
            let apps = client.subscribed_apps(&waba);
            apps.subscribe(&subscribe).await.map(drop)
        }
        (method, call) => of_phone_number(canned, method, call, body).await?,
    };
    sent.map_err(|error| format!("{error:?}"))?;
    canned.last().ok_or_else(|| "nothing arrived".to_owned())
}

async fn of_phone_number(
    canned: &Canned,
    method: &str,
    call: &str,
    body: &Value,
) -> Result<Result<(), Error>, String> {
    let (phone, client) = (PhoneNumberId::new("106"), &canned.client);
    let number = client.phone_number(&phone);
    Ok(match (method, call) {
        ("POST", "/{Phone-Number-ID}") => number.update(&update(body)).await.map(drop),
        ("POST", "/{Phone-Number-ID}/register") => number.register(&register(body)).await.map(drop),
        ("POST", "/{Phone-Number-ID}/request_code") => {
            let language = text(body, "language").unwrap_or_default();
            let request = match body["code_method"].as_str() {
                Some("VOICE") => RequestCode::voice(language),
                _ => RequestCode::sms(language),
            };
            number.request_code(&request).await.map(drop)
        }
        ("POST", "/{Phone-Number-ID}/verify_code") => {
            let code = secret(body, "code").ok_or("no code")?;
            number.verify_code(&code).await.map(drop)
        }
        ("POST", "/{Phone-Number-ID}/settings") => {
            number.update_settings(&read(body)?).await.map(drop)
        }
        ("POST", "/{Phone-Number-ID}/whatsapp_business_profile") => {
            let profile = read(body)?;
            client
                .business_profile(&phone)
                .update(&profile)
                .await
                .map(drop)
        }
        ("POST", "/{Phone-Number-ID}/message_qrdls") => {
            let qr_codes = client.qr_codes(&phone);
            match text(body, "code") {
                Some(code) => {
                    let message = text(body, "prefilled_message").unwrap_or_default();
                    let updated = qr_codes.update(&QrCodeId::new(code), &message).await;
                    updated.map(drop)
                }
                None => qr_codes
                    .create(&read::<CreateQrCode>(body)?)
                    .await
                    .map(drop),
            }
        }
        ("POST", "/{Phone-Number-ID}/block_users") => {
            let users: Vec<UserToBlock> = read(&body["block_users"])?;
            client.blocked_users(&phone).block(users).await.map(drop)
        }
        ("DELETE", "/{Phone-Number-ID}/block_users") => {
            let users: Vec<UserToBlock> = read(&body["block_users"])?;
            client.blocked_users(&phone).unblock(users).await.map(drop)
        }
        ("POST", "/{Phone-Number-ID}/calls") => match body["action"].as_str() {
            Some("connect") => {
                let call: StartCall = read(body)?;
                client.calls(&phone).connect(&call).await.map(drop)
            }
            Some("terminate") => {
                let call = CallId::new(text(body, "call_id").unwrap_or_default());
                client.calls(&phone).terminate(&call).await.map(drop)
            }
            action => return Err(format!("{action:?} without a call")),
        },
        (method, call) => return Err(format!("no call for {method} {call}")),
    })
}

fn phone_number(body: &Value) -> AddPhoneNumber {
    AddPhoneNumber {
        phone_number: text(body, "phone_number").unwrap_or_default(),
        verified_name: text(body, "verified_name").unwrap_or_default(),
        cc: text(body, "cc"),
        migrate_phone_number: body["migrate_phone_number"].as_bool(),
        preverified_id: text(body, "preverified_id"),
    }
}

fn register(body: &Value) -> Register {
    let backup = Some(&body["backup"]).filter(|backup| backup.is_object());
    Register {
        backup: backup.map(|backup| Backup {
            password: secret(backup, "password").unwrap_or_default(),
            data: secret(backup, "data").unwrap_or_default(),
        }),
        tier: text(body, "tier"),
        data_localization_region: text(body, "data_localization_region"),
        ..Register::new(secret(body, "pin").unwrap_or_default())
    }
}

fn update(body: &Value) -> UpdatePhoneNumber {
    let webhook = Some(&body["webhook_configuration"]).filter(|webhook| webhook.is_object());
    UpdatePhoneNumber {
        pin: secret(body, "pin"),
        new_display_name: text(body, "new_display_name"),
        username: text(body, "username"),
        search_visibility: text(body, "search_visibility"),
        webhook_configuration: webhook.map(|webhook| WebhookOverride {
            override_callback_uri: text(webhook, "override_callback_uri").unwrap_or_default(),
            verify_token: secret(webhook, "verify_token"),
        }),
    }
}

fn read<T: DeserializeOwned>(body: &Value) -> Result<T, String> {
    serde_json::from_value(body.clone()).map_err(|error| error.to_string())
}

fn text(body: &Value, name: &str) -> Option<String> {
    body[name].as_str().map(str::to_owned)
}

fn secret(body: &Value, name: &str) -> Option<SecretString> {
    text(body, name).map(SecretString::from)
}
