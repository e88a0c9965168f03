//! Which characters a text may have.

use std::borrow::Cow;

use super::error::Problem;

/// What a text is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One line that is shown beside other things: white space is single, and a character that hides
    /// or turns around what follows is refused.
    Line,
    /// Several lines: line feeds and tabs stay, such a character is left out.
    Lines,
    /// A secret or an id: nothing is changed.
    Exact,
}

/// The text as it is kept.
pub(super) fn clean(
    written: &str,
    field: &'static str,
    kind: Kind,
    limit: usize,
) -> Result<String, Problem> {
    // No character has more than four bytes: what is longer needs no counting.
    let too_long = || Problem::TooLong {
        field,
        limit,
        unit: "characters",
    };
    if written.len() > limit.saturating_mul(4) {
        return Err(too_long());
    }
    let text = match kind {
        Kind::Exact => Cow::Borrowed(written),
        Kind::Line if written.chars().any(is_refused) => {
            return Err(Problem::Characters { field });
        }
        Kind::Line => {
            let shown: String = written.chars().filter(|c| !is_mark(*c)).collect();
            Cow::Owned(shown.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        Kind::Lines => {
            let kept = |c: &char| matches!(c, '\n' | '\t') || !(is_refused(*c) || is_mark(*c));
            let shown: String = written.replace("\r\n", "\n").chars().filter(kept).collect();
            Cow::Owned(shown.trim().to_owned())
        }
    };
    if text.chars().count() > limit {
        return Err(too_long());
    }
    Ok(text.into_owned())
}

/// Control characters, and those that turn around, embed or isolate what follows.
fn is_refused(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Marks without width, which keyboards put between scripts.
fn is_mark(character: char) -> bool {
    matches!(
        character,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{2060}' | '\u{feff}'
    )
}
