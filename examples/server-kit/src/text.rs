//! Rules for texts that people type.

/// What is wrong with a text: too long, or with characters that are no text.
#[must_use]
pub fn problems(text: &str, label: &str, max_chars: usize) -> Vec<String> {
    let mut problems = Vec::new();
    if text.chars().count() > max_chars {
        problems.push(format!("{label} must be {max_chars} characters or less"));
    }
    if text.chars().any(is_control) {
        problems.push(format!("{label} must not contain control characters"));
    }
    problems
}

/// Control characters, line separators, and those that reorder the text around them.
#[must_use]
pub fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character leaves a mark: a name of zero-width spaces is no name.
#[must_use]
pub fn is_visible(one: char) -> bool {
    let is_blank = matches!(one,
        '\u{ad}' | '\u{115f}' | '\u{1160}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}'
        | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}');
    !one.is_whitespace() && !one.is_control() && !is_blank
}

/// The text without spaces around it. Control characters stay, to be refused.
#[must_use]
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(|one: char| one.is_whitespace() && !one.is_control())
}

/// Writes a field of a CSV file: in quotes if it holds what separates fields.
pub fn csv_field(field: &str, text: &mut String) {
    if !field.contains(['"', ',', ';', '\t']) {
        text.push_str(field);
        return;
    }
    text.push('"');
    text.push_str(&field.replace('"', "\"\""));
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_short_and_without_control_characters() {
        assert!(problems("Zoë 中", "Name", 5).is_empty());
        assert_eq!(
            problems("two\nlines", "Name", 8),
            [
                "Name must be 8 characters or less",
                "Name must not contain control characters"
            ]
        );
        assert_eq!(problems("a\u{202e}b", "Name", 8).len(), 1);
    }

    #[test]
    fn what_cannot_be_seen_is_no_text_and_a_line_break_is_not_trimmed() {
        assert!("\u{200b} \u{feff}\t".chars().all(|one| !is_visible(one)));
        assert!("\u{200b}x".chars().any(is_visible));
        assert_eq!(trimmed("  a b \u{a0}"), "a b");
        assert_eq!(trimmed(" a\n"), "a\n");
    }

    #[test]
    fn a_field_that_holds_separators_is_quoted() {
        let quoted = |field| {
            let mut text = String::new();
            csv_field(field, &mut text);
            text
        };

        assert_eq!(quoted("Robin Vale"), "Robin Vale");
        assert_eq!(quoted("Vale, \"Robin\""), "\"Vale, \"\"Robin\"\"\"");
        assert_eq!(quoted("a;b"), "\"a;b\"");
    }
}
