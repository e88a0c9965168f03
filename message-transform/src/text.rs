//! Text within a vendor's limits: split, cut, put on one line.
//!
//! Lengths are counted in Unicode scalar values (`char`s), as Meta's limits are. What a reader
//! sees as one character, such as a flag or a family of emoji, is never taken apart, unless it
//! alone is longer than the limit.

mod spans;
mod split;

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

pub use split::split;

/// What stands where a text was cut.
pub(crate) const ELLIPSIS: char = '…';

/// The text, cut to so many characters with an ellipsis at the end.
#[must_use]
pub fn cut(text: &str, limit: usize) -> Cow<'_, str> {
    if is_within(text, limit) {
        return Cow::Borrowed(text);
    }
    let Some(room) = limit.checked_sub(1) else {
        return Cow::Borrowed("");
    };
    let end = prefix(text, room);
    let mut short = text[..end].trim_end().to_owned();
    short.push(ELLIPSIS);
    Cow::Owned(short)
}

/// The text on one line, without white space around it, cut to so many characters.
#[must_use]
pub fn title(text: &str, limit: usize) -> String {
    cut(&one_line(text), limit).into_owned()
}

/// Whether the text has at most so many characters.
pub(crate) fn is_within(text: &str, limit: usize) -> bool {
    // No character is shorter than a byte.
    text.len() <= limit || text.chars().nth(limit).is_none()
}

/// The text with single spaces for all white space.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let visible = |c: &char| !c.is_control();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().filter(visible));
    }
    line
}

/// Where the longest beginning of at most `limit` characters ends that a reader sees as whole.
fn prefix(text: &str, limit: usize) -> usize {
    let mut count = 0;
    for (start, grapheme) in text.grapheme_indices(true) {
        count += grapheme.chars().count();
        if count > limit {
            return if start > 0 {
                start
            } else {
                nth_char(text, limit)
            };
        }
    }
    text.len()
}

/// Where the character with this number begins.
fn nth_char(text: &str, number: usize) -> usize {
    let mut starts = text.char_indices().map(|(start, _)| start);
    starts.nth(number).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAMILY: &str = "👨‍👩‍👧";

    #[test]
    fn a_text_is_cut_only_if_it_must_be() {
        for (text, limit, expected) in [
            ("", 0, ""),
            ("abc", 3, "abc"),
            ("abcd", 3, "ab…"),
            ("äöüß", 4, "äöüß"),
            ("ab cd", 4, "ab…"),
            ("abc", 1, "…"),
            ("abc", 0, ""),
        ] {
            assert_eq!(cut(text, limit), expected, "{text:?} to {limit}");
        }
    }

    #[test]
    fn a_cut_takes_no_emoji_apart() {
        let text = format!("ab{FAMILY}cd");

        assert_eq!(cut(&text, 7), "ab…");
        assert_eq!(cut("🇩🇪🇫🇷🇮🇹", 4), "🇩🇪…");
        assert_eq!(cut(&format!("{FAMILY}cdef"), 3), "👨\u{200d}…");
    }

    #[test]
    fn a_title_is_one_line() {
        assert_eq!(title("  Yes,\n\tplease\u{0} ", 20), "Yes, please");
        assert_eq!(title("A very long answer indeed", 10), "A very lo…");
    }
}
