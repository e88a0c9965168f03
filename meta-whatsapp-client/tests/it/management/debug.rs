//! What is sent shows no numbers, addresses or texts when it is printed.

use meta_whatsapp_client::management::{
    Button, CreateQrCode, GetAnalytics, GetConversationAnalytics, GetPricingAnalytics, Granularity,
    Subscribe, UpdatePhoneNumber, WebhookOverride,
};

use super::canned::time;

#[test]
fn numbers_addresses_and_texts_are_not_printed() {
    let canary = || "canary".to_owned();
    let (start, end) = (time(1_656_661_480), time(1_674_859_480));
    let address = WebhookOverride::new(canary(), "secret-canary".into());
    let printed = [
        format!("{:?}", Subscribe::with_callback(canary(), canary().into())),
        format!("{address:?}"),
        format!(
            "{:?}",
            UpdatePhoneNumber {
                pin: Some(canary().into()),
                new_display_name: Some(canary()),
                username: Some(canary()),
                webhook_configuration: Some(address),
                ..UpdatePhoneNumber::default()
            }
        ),
        format!("{:?}", CreateQrCode::new(canary())),
        format!("{:?}", Button::phone_number("Call", canary())),
        format!(
            "{:?}",
            GetAnalytics {
                phone_numbers: vec![canary()],
                ..GetAnalytics::new(start, end, Granularity::Day)
            }
        ),
        format!(
            "{:?}",
            GetConversationAnalytics {
                phone_numbers: vec![canary()],
                ..GetConversationAnalytics::new(start, end, Granularity::Day)
            }
        ),
        format!(
            "{:?}",
            GetPricingAnalytics {
                phone_numbers: vec![canary()],
                ..GetPricingAnalytics::new(start, end, Granularity::Day)
            }
        ),
    ];

    for text in printed {
        assert!(!text.contains("canary"), "{text}");
        assert!(text.contains(".."), "{text}");
    }
}
