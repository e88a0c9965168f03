//! Numbers inside of addresses: RFC 3966, SIP, and what platforms put in front.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// Schemes in front of a number; the ones of SIP go on behind it with a host.
const SCHEMES: &[&str] = &["tel:", "callto:", "whatsapp:"];
const SIP: &[&str] = &["sip:", "sips:"];

/// Whether a text begins with a scheme that is followed by a number.
pub(super) fn has_scheme(text: &str) -> bool {
    SCHEMES
        .iter()
        .chain(SIP)
        .any(|scheme| without_prefix(text, scheme).is_some())
}

/// The number of an address; any other text as it is.
pub(super) fn number(text: &str) -> Cow<'_, str> {
    let (rest, is_address) = without_scheme(text);
    if !is_address && !rest.contains(";ext=") && !rest.contains(";phone-context=") {
        return Cow::Borrowed(rest);
    }
    let decoded = match percent_decode_str(rest).decode_utf8() {
        Ok(decoded) => decoded,
        Err(_) => Cow::Borrowed(rest),
    };
    match decoded {
        Cow::Borrowed(text) => with_parameters(text),
        Cow::Owned(text) => Cow::Owned(with_parameters(&text).into_owned()),
    }
}

fn without_scheme(text: &str) -> (&str, bool) {
    let behind = |schemes: &[&str]| {
        schemes
            .iter()
            .find_map(|scheme| without_prefix(text, scheme))
            .map(|rest| rest.trim_start_matches('/').trim())
    };
    if let Some(rest) = behind(SIP) {
        let user = rest.split('@').next().unwrap_or(rest);
        return (user, true);
    }
    match behind(SCHEMES) {
        Some(rest) => (rest, true),
        None => (text, false),
    }
}

/// Keeps the extension behind `#`, puts the context in front, drops all other parameters.
fn with_parameters(text: &str) -> Cow<'_, str> {
    let mut parts = text.split(';');
    let number = parts.next().unwrap_or_default().trim();
    let (mut context, mut extension) = ("", String::new());
    for part in parts {
        if let Some(value) = without_prefix(part, "ext=") {
            extension = value.chars().filter(char::is_ascii_digit).collect();
        } else if let Some(value) = without_prefix(part, "phone-context=") {
            context = value.trim();
        }
    }
    let in_front = if context.starts_with('+') && !number.starts_with('+') {
        context
    } else {
        ""
    };
    if in_front.is_empty() && extension.is_empty() {
        return Cow::Borrowed(number);
    }
    let mut whole = format!("{in_front}{number}");
    if !extension.is_empty() {
        // Without a number there is nothing to stand apart from.
        whole.push_str(if whole.is_empty() { "#" } else { " #" });
        whole.push_str(&extension);
    }
    Cow::Owned(whole)
}

fn without_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix)
        .then(|| &text[prefix.len()..])
}
