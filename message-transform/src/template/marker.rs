//! `{{TEMPLATE:name}}{{BODY:a|b}}{{BUTTON:x}}` as the whole message.

use super::TemplateRequest;

/// Whether a text asks for a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Marker {
    /// It is an ordinary text, also one that has markers among other words.
    None,
    /// It asks for a template that is allowed.
    Allowed(TemplateRequest),
    /// It asks for a template that is not allowed: a customer must not see the marker, so
    /// nothing is sent and the agent is told.
    Refused(String),
}

impl Marker {
    /// Reads a text: `{{TEMPLATE:name}}`, then at most one `{{BODY:a|b}}`, one
    /// `{{BUTTON:x|y}}` and one `{{LANGUAGE:de}}` in any order, white space between.
    ///
    /// A text that merely has a marker in it, or one that is not well formed, is
    /// [`Marker::None`]: it goes to the customer as it is.
    #[must_use]
    pub fn of(text: &str, allowed: &[String]) -> Self {
        match request(text.trim()) {
            None => Self::None,
            Some(request) if allowed.contains(&request.template_name) => Self::Allowed(request),
            Some(request) => Self::Refused(request.template_name),
        }
    }
}

fn request(text: &str) -> Option<TemplateRequest> {
    let (name, mut rest) = first(text, "TEMPLATE")?;
    let name = name.trim();
    if !is_name(name) {
        return None;
    }
    let mut request = TemplateRequest::new(name);
    let (mut body, mut button) = (None, None);
    while !rest.is_empty() {
        if let Some((values, behind)) = first(rest, "BODY").filter(|_| body.is_none()) {
            (body, rest) = (Some(values), behind);
        } else if let Some((values, behind)) = first(rest, "BUTTON").filter(|_| button.is_none()) {
            (button, rest) = (Some(values), behind);
        } else {
            let (language, behind) =
                first(rest, "LANGUAGE").filter(|_| request.language.is_none())?;
            request.language = Some(language.trim().to_owned());
            rest = behind;
        }
    }
    request.parameters = body.map(list).unwrap_or_default();
    request.button_params = button.map(list).unwrap_or_default();
    Some(request)
}

/// The value of the marker that the text begins with, and what stands behind it.
fn first<'a>(text: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    let inside = text.strip_prefix("{{")?.strip_prefix(name)?;
    let (value, rest) = inside.strip_prefix(':')?.split_once("}}")?;
    Some((value, rest.trim_start()))
}

/// WhatsApp's rule for names of templates.
fn is_name(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    !name.is_empty() && name.chars().all(allowed)
}

fn list(values: &str) -> Vec<String> {
    let values = values.split('|').map(str::trim);
    values.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Marker {
        Marker::of(text, &["visit_reminder".to_owned()])
    }

    #[test]
    fn markers_that_are_the_whole_message_ask_for_a_template() {
        for (text, parameters, buttons, language) in [
            ("{{TEMPLATE:visit_reminder}}", &[][..], &[][..], None),
            (
                " {{TEMPLATE:visit_reminder}}{{BODY:Robin|10:00}}{{BUTTON:v/1}}\n",
                &["Robin", "10:00"],
                &["v/1"],
                None,
            ),
            (
                "{{TEMPLATE: visit_reminder }}\n{{LANGUAGE:de}}\n{{BODY:Robin}}",
                &["Robin"],
                &[],
                Some("de"),
            ),
        ] {
            let Marker::Allowed(request) = of(text) else {
                panic!("{text} is no template");
            };
            assert_eq!(request.template_name, "visit_reminder");
            assert_eq!(request.parameters, parameters);
            assert_eq!(request.button_params, buttons);
            assert_eq!(request.language.as_deref(), language);
        }
    }

    #[test]
    fn other_texts_are_ordinary() {
        for text in [
            "",
            "Hello",
            "Use {{TEMPLATE:visit_reminder}}",
            "{{TEMPLATE:visit_reminder}} please",
            "{{TEMPLATE:}}",
            "{{TEMPLATE:Visit reminder}}",
            "{{TEMPLATE:visit_reminder",
            "{{BODY:a}}{{TEMPLATE:visit_reminder}}",
            "{{TEMPLATE:visit_reminder}}{{BODY:a}}{{BODY:b}}",
            "{{TEMPLATE:visit_reminder}}{{OTHER:a}}",
        ] {
            assert_eq!(of(text), Marker::None, "{text}");
        }
    }

    #[test]
    fn a_template_that_is_not_allowed_is_refused_by_name() {
        assert_eq!(
            of("{{TEMPLATE:newsletter}}{{BODY:a}}"),
            Marker::Refused("newsletter".to_owned())
        );
    }
}
