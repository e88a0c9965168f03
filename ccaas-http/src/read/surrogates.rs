//! Half surrogate pairs: what is left of an emoji in a text that was cut.

/// The same JSON with `\ufffd` in place of each half of a surrogate pair; `None` if there
/// is none. For what [`json`](super::json) does not read: types that borrow.
#[must_use]
pub fn mended(json: &str) -> Option<String> {
    mend(json.as_bytes()).and_then(|json| String::from_utf8(json).ok())
}

/// The same JSON with `\ufffd` in place of each half of a surrogate pair; `None` if there
/// is none.
pub(super) fn mend(json: &[u8]) -> Option<Vec<u8>> {
    let mut mended: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(found) = json.get(at..)?.iter().position(|byte| *byte == b'\\') {
        let escape = at + found;
        at = match unit(json, escape) {
            // Any other escape is two bytes as far as this matters.
            None => escape + 2,
            Some(0xd800..=0xdbff) if matches!(unit(json, escape + 6), Some(0xdc00..=0xdfff)) => {
                escape + 12
            }
            Some(0xd800..=0xdfff) => {
                let mended = mended.get_or_insert_with(|| json.to_vec());
                mended[escape + 2..escape + 6].copy_from_slice(b"fffd");
                escape + 6
            }
            Some(_) => escape + 6,
        };
    }
    mended
}

/// The UTF-16 unit that is written at this place as `\uXXXX`.
fn unit(json: &[u8], at: usize) -> Option<u16> {
    let digits = json.get(at..at + 6)?.strip_prefix(b"\\u")?;
    let digits = std::str::from_utf8(digits).ok()?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_replaced_and_pairs_stay() {
        for (json, expected) in [
            (r#""cut \ud83d""#, r#""cut \ufffd""#),
            (r#""\ude2e cut""#, r#""\ufffd cut""#),
            (r#""\ud83d\ud83d\ude2e""#, r#""\ufffd\ud83d\ude2e""#),
            (r#"{"\uD83D":"\uD83Dx"}"#, r#"{"\ufffd":"\ufffdx"}"#),
        ] {
            assert_eq!(mended(json).as_deref(), Some(expected), "{json}");
        }
    }

    #[test]
    fn what_has_no_half_is_left_alone() {
        for json in [
            r#""a\/b \u00e4 \ud83d\ude2e""#,
            r#""\\ud83d""#,
            r#""\ud8"#,
            r#""\"#,
            r#""\u+d83""#,
            "",
        ] {
            assert_eq!(mended(json), None, "{json}");
        }
    }
}
