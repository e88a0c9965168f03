//! The ids of meetings in addresses.

use videoengager_client::ScheduleId;

const LONGEST: usize = 128;

/// The id in an address, if it can be one: it goes into a vendor's path and into logs.
#[must_use]
pub fn schedule_id(text: &str) -> Option<ScheduleId> {
    let is_ok =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':');
    let begins_well = text
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_alphanumeric());
    let is_id = begins_well && text.len() <= LONGEST && text.bytes().all(is_ok);
    is_id.then(|| ScheduleId::new(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_words_of_visible_ascii() {
        for good in [
            "schedule-id-123",
            "682b1bfd954579dc99506e56",
            "a",
            &"a".repeat(128),
        ] {
            assert!(schedule_id(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "..",
            ".",
            "a/b",
            "a?b",
            "a b",
            "é",
            "a\n",
            &"a".repeat(129),
            "%2e",
        ] {
            assert!(schedule_id(bad).is_none(), "{bad}");
        }
    }
}
