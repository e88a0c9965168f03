//! Pictures, as requests carry them.

use base64::{Engine as _, engine::general_purpose::STANDARD};

/// A parcel, for whoever has no picture at hand.
const SAMPLE: &[u8] = include_bytes!("sample.png");
/// What WhatsApp takes.
const MOST_BYTES: usize = 5 * 1024 * 1024;

/// A picture with its type.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Picture {
    /// Its content.
    pub(super) bytes: Vec<u8>,
    /// Its type.
    pub(super) mime: &'static str,
}

/// Reads a picture from a data URL or Base64; `sample` is one of ours.
///
/// # Errors
/// A text that says what it must be.
pub(super) fn read(text: &str) -> Result<Picture, &'static str> {
    if text == "sample" {
        return Ok(Picture {
            bytes: SAMPLE.to_vec(),
            mime: "image/png",
        });
    }
    let data = match text.strip_prefix("data:") {
        Some(rest) => rest.split_once(";base64,").map_or("", |(_, data)| data),
        None => text,
    };
    let how = "image must be a PNG or JPEG as Base64 or as a data URL, up to 5 MB, or sample";
    let bytes = STANDARD.decode(data.trim()).map_err(|_| how)?;
    let mime = match bytes.as_slice() {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        _ => return Err(how),
    };
    if bytes.len() > MOST_BYTES {
        return Err(how);
    }
    Ok(Picture { bytes, mime })
}

#[cfg(test)]
mod tests {
    use super::{Picture, read};

    #[test]
    fn a_picture_is_known_by_its_first_bytes() {
        let png = Picture {
            bytes: b"\x89PNG\r\n".to_vec(),
            mime: "image/png",
        };

        assert_eq!(read("iVBORw0K"), Ok(png));
        assert!(read("data:image/gif;base64,iVBORw0K").is_ok());
        assert_eq!(read("sample").map(|sample| sample.mime), Ok("image/png"));
        for wrong in ["", "aGVsbG8=", "not Base64", "data:image/png,abc"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
