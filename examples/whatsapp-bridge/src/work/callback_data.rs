//! What a WhatsApp message carries for us, and every status of it brings back.

use std::fmt::Write as _;

/// The data that names one part of an agent's message.
///
/// It holds a keyed hash, so it says nothing to others, and a status can be placed even if it
/// overtakes the answer that names the message's id.
#[must_use]
pub fn write(genesys_hash: &[u8], part: usize) -> String {
    let mut data = String::with_capacity(genesys_hash.len() * 2 + 4);
    for byte in genesys_hash {
        let _ = write!(data, "{byte:02x}");
    }
    let _ = write!(data, ".{part}");
    data
}

/// The part that data names; `None` for what others wrote.
#[must_use]
pub fn read(data: &str) -> Option<(Vec<u8>, usize)> {
    let (hash, part) = data.split_once('.')?;
    if hash.len() != 64 || !hash.is_ascii() {
        return None;
    }
    let hash = (0..hash.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hash[at..at + 2], 16).ok())
        .collect::<Option<_>>()?;
    Some((hash, part.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_again_and_what_others_wrote_is_not() {
        let hash: Vec<u8> = (0..32).map(|byte| byte * 8).collect();
        assert_eq!(read(&write(&hash, 3)), Some((hash, 3)));

        for other in [
            "",
            "item-1",
            "1.2",
            &"z".repeat(64),
            &format!("{}.x", "0".repeat(64)),
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
