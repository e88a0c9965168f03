//! A template as a setting names it.

/// Reads `name`, `name:language` or `name:language:marketing`, and gives it without blanks.
///
/// # Errors
/// Says what it must be like.
pub(crate) fn parse(text: &str) -> Result<String, String> {
    let text = text.trim();
    let mut words = text.split(':');
    let is_name = words.next().is_some_and(is_name);
    let is_language = words.next().is_none_or(is_language);
    let is_category = words
        .next()
        .is_none_or(|word| ["marketing", "utility"].contains(&word));
    match is_name && is_language && is_category && words.next().is_none() {
        true => Ok(text.to_owned()),
        false => Err(
            "must be name, name:language or name:language:marketing, as WhatsApp writes them"
                .to_owned(),
        ),
    }
}

/// WhatsApp's rule for names of templates.
fn is_name(word: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=512).contains(&word.len()) && word.bytes().all(known)
}

/// A language such as `de`, or one of a country: `en_US`.
fn is_language(word: &str) -> bool {
    let (language, country) = word.split_once('_').unwrap_or((word, "XX"));
    let is_code = |code: &str, case: fn(&u8) -> bool| {
        (2..=3).contains(&code.len()) && code.bytes().all(|byte| case(&byte))
    };
    is_code(language, u8::is_ascii_lowercase) && is_code(country, u8::is_ascii_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_a_name_with_a_language_and_a_category() {
        for good in [
            "please_write_again",
            " hello_2 ",
            "hello:de",
            "hello:pt_BR:marketing",
            "hello:fil:utility",
        ] {
            assert_eq!(parse(good).as_deref(), Ok(good.trim()));
        }
        for bad in [
            "",
            "a b",
            "Hello",
            "hello:",
            "hello:deutsch",
            "hello:de_de",
            "hello:de:stop",
            "hello:de:marketing:",
            "a b:::",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
