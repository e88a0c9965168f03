//! Templates: asked for by an endpoint, or by a marker that an agent or flow writes.

mod marker;

use meta_whatsapp_client::messages::{Message, Recipient, Template, TemplateComponent};
use serde::{Deserialize, Deserializer};

use crate::text;

pub use marker::Marker;

/// A template and what fills it: the body of the documented `/send/template`.
///
/// `{"templateName": "welcome", "parameters": ["Robin", "2026"], "buttonParams": "abc"}`, and
/// `language`, if it is not the default. Numbers are taken for texts; `buttonParams` is one
/// text or a list.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TemplateRequest {
    /// The template's name.
    pub template_name: String,
    /// What fills the body, in order.
    #[serde(default, deserialize_with = "texts")]
    pub parameters: Vec<String>,
    /// The ends of the URLs of the URL buttons, in order.
    #[serde(default, deserialize_with = "texts")]
    pub button_params: Vec<String>,
    /// Such as `en` or `en_US`.
    #[serde(default)]
    pub language: Option<String>,
}

ccaas_http::debug_allow_list!(TemplateRequest {
    template_name,
    language
});

impl TemplateRequest {
    /// A template that nothing fills.
    #[must_use]
    pub fn new(template_name: impl Into<String>) -> Self {
        Self {
            template_name: template_name.into(),
            parameters: Vec::new(),
            button_params: Vec::new(),
            language: None,
        }
    }

    /// The message; white space in parameters becomes single spaces, since WhatsApp takes no
    /// line breaks there.
    #[must_use]
    pub fn message(&self, to: impl Into<Recipient>, default_language: &str) -> Message {
        let language = self.language.as_deref().filter(|it| !it.is_empty());
        let mut template = Template::new(&self.template_name, language.unwrap_or(default_language));
        if !self.parameters.is_empty() {
            let filled = self.parameters.iter().map(|it| text::one_line(it));
            template = template.with(TemplateComponent::body(filled));
        }
        // A template has ten buttons at most.
        for (index, suffix) in (0_u8..10).zip(&self.button_params) {
            template = template.with(TemplateComponent::url(index, suffix));
        }
        Message::new(to, template)
    }
}

fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    ccaas_http::read::one_or_many(deserializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(request: &str) -> serde_json::Value {
        let request: TemplateRequest = serde_json::from_str(request).unwrap();
        let message = request.message("+12025550147", "en");
        message.check().unwrap();
        serde_json::to_value(message).unwrap()["template"].clone()
    }

    #[test]
    fn the_documented_body_becomes_a_template_message() {
        let template = json(
            r#"{"conversationId":"conv_123","templateName":"welcome_message",
                "parameters":["John",2024],"buttonParams":"https://example.com"}"#,
        );

        assert_eq!(
            template,
            serde_json::json!({
                "name": "welcome_message",
                "language": {"code": "en"},
                "components": [
                    {"type": "body", "parameters": [
                        {"type": "text", "text": "John"}, {"type": "text", "text": "2024"}]},
                    {"type": "button", "sub_type": "url", "index": "0", "parameters": [
                        {"type": "text", "text": "https://example.com"}]},
                ],
            })
        );
    }

    #[test]
    fn all_but_the_name_may_be_left_out() {
        for request in [
            r#"{"templateName":"hello","language":"de"}"#,
            r#"{"templateName":"hello","language":"de","parameters":null,"buttonParams":[]}"#,
        ] {
            assert_eq!(
                json(request),
                serde_json::json!({"name": "hello", "language": {"code": "de"}})
            );
        }
    }

    #[test]
    fn parameters_are_one_line() {
        let template = json(r#"{"templateName":"a","parameters":["one\n\ttwo     three"]}"#);

        let text = &template["components"][0]["parameters"][0]["text"];
        assert_eq!(text, "one two three");
    }
}
