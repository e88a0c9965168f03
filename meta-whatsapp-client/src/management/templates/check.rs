//! Checking a template before it is sent to Meta.

use ccaas_http::InvalidRequest;

use super::{
    Body, Button, Component, CreateTemplate, EditTemplate, Footer, Header, OtpButton, OtpLabels,
};
use crate::management::limits::{self, count, length};

impl CreateTemplate {
    /// Checks the limits.
    ///
    /// # Errors
    /// The first field that breaks one.
    pub fn check(&self) -> Result<(), InvalidRequest> {
        limits::not_empty("name", self.name.is_empty())?;
        length(|| "name".to_owned(), &self.name, limits::TEMPLATE_NAME)?;
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if !self.name.chars().all(allowed) {
            let problem = "may only have lower-case letters, digits and underscores";
            return Err(InvalidRequest::new("name", problem));
        }
        limits::not_empty("language", self.language.is_empty())?;
        components("components", &self.components, limits::TEMPLATE_BODY)
    }
}

impl EditTemplate {
    /// Checks the limits.
    ///
    /// # Errors
    /// The first field that breaks one.
    pub fn check(&self) -> Result<(), InvalidRequest> {
        let parts = self.components.as_deref().unwrap_or_default();
        components("components", parts, limits::TEMPLATE_BODY)
    }
}

fn components(path: &str, parts: &[Component], body: usize) -> Result<(), InvalidRequest> {
    for (index, part) in parts.iter().enumerate() {
        component(&format!("{path}[{index}]"), part, body)?;
    }
    Ok(())
}

fn component(path: &str, part: &Component, body: usize) -> Result<(), InvalidRequest> {
    match part {
        Component::Header(Header::Text(header)) => length(
            || format!("{path}.text"),
            &header.text,
            limits::TEMPLATE_HEADER,
        ),
        Component::Body(Body {
            text: Some(text), ..
        }) => length(|| format!("{path}.text"), text, body),
        Component::Footer(part) => footer(path, part),
        Component::Buttons(part) => {
            let field = format!("{path}.buttons");
            let buttons = &part.buttons;
            count(|| field.clone(), buttons.len(), limits::TEMPLATE_BUTTONS)?;
            for (index, part) in buttons.iter().enumerate() {
                button(&format!("{field}[{index}]"), part)?;
            }
            Ok(())
        }
        Component::LimitedTimeOffer(part) => length(
            || format!("{path}.limited_time_offer.text"),
            &part.limited_time_offer.text,
            limits::TEMPLATE_OFFER,
        ),
        Component::Carousel(part) => {
            let field = format!("{path}.cards");
            count(|| field.clone(), part.cards.len(), limits::TEMPLATE_CARDS)?;
            for (index, card) in part.cards.iter().enumerate() {
                let path = format!("{field}[{index}].components");
                components(&path, &card.components, limits::TEMPLATE_CARD_BODY)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn footer(path: &str, footer: &Footer) -> Result<(), InvalidRequest> {
    let text = footer.text.as_deref().unwrap_or_default();
    length(|| format!("{path}.text"), text, limits::TEMPLATE_FOOTER)?;
    let limit = limits::TEMPLATE_CODE_EXPIRATION_MINUTES;
    match footer.code_expiration_minutes {
        Some(minutes) if !(1..=limit).contains(&minutes) => {
            let problem = format!("is {minutes}, the limits are 1 and {limit}");
            let field = format!("{path}.code_expiration_minutes");
            Err(InvalidRequest::new(field, problem))
        }
        _ => Ok(()),
    }
}

fn button(path: &str, button: &Button) -> Result<(), InvalidRequest> {
    let label = |text: &str| {
        length(
            || format!("{path}.text"),
            text,
            limits::TEMPLATE_BUTTON_TEXT,
        )
    };
    match button {
        Button::QuickReply(button)
        | Button::Catalog(button)
        | Button::Mpm(button)
        | Button::Spm(button) => label(&button.text),
        Button::Flow(button) => label(&button.text),
        Button::VoiceCall(button) => label(&button.text),
        Button::Url(button) => {
            label(&button.text)?;
            let limit = limits::TEMPLATE_BUTTON_URL;
            length(|| format!("{path}.url"), &button.url, limit)?;
            for (index, example) in button.example.iter().enumerate() {
                length(|| format!("{path}.example[{index}]"), example, limit)?;
            }
            Ok(())
        }
        Button::PhoneNumber(button) => {
            label(&button.text)?;
            length(
                || format!("{path}.phone_number"),
                &button.phone_number,
                limits::TEMPLATE_BUTTON_PHONE_NUMBER,
            )
        }
        Button::CopyCode(button) => length(
            || format!("{path}.example"),
            button.example.as_deref().unwrap_or_default(),
            limits::TEMPLATE_COUPON_CODE,
        ),
        Button::Otp(
            OtpButton::CopyCode(labels) | OtpButton::OneTap(labels) | OtpButton::ZeroTap(labels),
        ) => otp(path, labels),
        Button::RequestContactInfo | Button::Other(_) => Ok(()),
    }
}

fn otp(path: &str, labels: &OtpLabels) -> Result<(), InvalidRequest> {
    for (field, text) in [
        ("text", &labels.text),
        ("autofill_text", &labels.autofill_text),
    ] {
        let text = text.as_deref().unwrap_or_default();
        let limit = limits::TEMPLATE_BUTTON_TEXT;
        length(|| format!("{path}.{field}"), text, limit)?;
    }
    count(
        || format!("{path}.supported_apps"),
        labels.supported_apps.len(),
        limits::TEMPLATE_SUPPORTED_APPS,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::management::{SupportedApp, TemplateCategory};

    fn template(name: &str, components: Vec<Component>) -> CreateTemplate {
        CreateTemplate::new(name, "en_US", TemplateCategory::Utility, components)
    }

    fn problem(component: Component) -> String {
        let template = template("a", vec![Component::body("x"), component]);
        template.check().unwrap_err().to_string()
    }

    fn long(length: usize) -> String {
        "ä".repeat(length)
    }

    #[test]
    fn each_limit_is_checked_and_named() {
        let buttons = |button| Component::buttons([Button::quick_reply("ok"), button]);
        let apps = OtpLabels {
            supported_apps: vec![
                SupportedApp {
                    package_name: "com.example".to_owned(),
                    signature_hash: "12345678901".to_owned(),
                };
                6
            ],
            ..OtpLabels::default()
        };
        let autofill = OtpLabels {
            autofill_text: Some(long(26)),
            ..OtpLabels::default()
        };
        let card = |body| vec![Component::body(body)];
        for (component, expected) in [
            (
                Component::header_text(long(61)),
                "`components[1].text` is 61 characters long, the limit is 60",
            ),
            (
                Component::body(long(1025)),
                "`components[1].text` is 1025 characters long, the limit is 1024",
            ),
            (
                Component::footer(long(61)),
                "`components[1].text` is 61 characters long, the limit is 60",
            ),
            (
                Component::code_expiration(91),
                "`components[1].code_expiration_minutes` is 91, the limits are 1 and 90",
            ),
            (
                Component::buttons(vec![Button::quick_reply("ok"); 11]),
                "`components[1].buttons` has 11 items, the limit is 10",
            ),
            (
                buttons(Button::catalog(long(26))),
                "`components[1].buttons[1].text` is 26 characters long, the limit is 25",
            ),
            (
                buttons(Button::url("ok", long(2001))),
                "`components[1].buttons[1].url` is 2001 characters long, the limit is 2000",
            ),
            (
                buttons(Button::url_with(
                    "ok",
                    "https://example.com/{{1}}",
                    long(2001),
                )),
                "`components[1].buttons[1].example[0]` is 2001 characters long, the limit is 2000",
            ),
            (
                buttons(Button::phone_number("ok", long(21))),
                "`components[1].buttons[1].phone_number` is 21 characters long, the limit is 20",
            ),
            (
                buttons(Button::copy_code(long(16))),
                "`components[1].buttons[1].example` is 16 characters long, the limit is 15",
            ),
            (
                buttons(Button::Otp(OtpButton::ZeroTap(apps))),
                "`components[1].buttons[1].supported_apps` has 6 items, the limit is 5",
            ),
            (
                buttons(Button::Otp(OtpButton::OneTap(autofill))),
                "`components[1].buttons[1].autofill_text` is 26 characters long, the limit is 25",
            ),
            (
                Component::limited_time_offer(long(17), true),
                "`components[1].limited_time_offer.text` is 17 characters long, the limit is 16",
            ),
            (
                Component::carousel(vec![card(long(1)); 11]),
                "`components[1].cards` has 11 items, the limit is 10",
            ),
            (
                Component::carousel([card(long(160)), card(long(161))]),
                "`components[1].cards[1].components[0].text` is 161 characters long, \
                 the limit is 160",
            ),
        ] {
            assert_eq!(problem(component), expected);
        }
    }

    #[test]
    fn what_meets_the_limits_exactly_is_good() {
        let components = vec![
            Component::header_text(long(60)),
            Component::body(long(1024)),
            Component::footer(long(60)),
            Component::code_expiration(90),
            Component::limited_time_offer(long(16), false),
            Component::buttons(vec![Button::quick_reply(long(25)); 10]),
        ];
        assert_eq!(template(&"a".repeat(512), components).check(), Ok(()));
    }

    #[test]
    fn a_name_has_lower_case_letters_digits_and_underscores() {
        for name in ["", "Sale", "my sale", "my-sale", "söle"] {
            assert_eq!(template(name, vec![]).check().unwrap_err().field(), "name");
        }
        assert!(template("sale_2026", vec![]).check().is_ok());
    }
}
