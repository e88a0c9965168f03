//! Files: attachments at a URL of the caller.

use genesys_client::open_messaging::MediaType;
use message_transform::inbound;
use serde_json::{Value, json};

use crate::support::{inbound_message, inbound_of, inbound_with, message, only_message, update_of};

#[test]
fn each_kind_of_file_is_an_attachment_with_its_caption_as_text() {
    let file = |mime: &str| json!({"id": "77", "mime_type": mime, "caption": "see here"});
    type Row = (
        &'static str,
        Value,
        MediaType,
        &'static str,
        &'static str,
        Option<&'static str>,
    );
    let rows: &[Row] = &[
        (
            "image",
            file("image/jpeg"),
            MediaType::Image,
            "image/jpeg",
            "image.jpg",
            Some("see here"),
        ),
        (
            "video",
            file("video/mp4"),
            MediaType::Video,
            "video/mp4",
            "video.mp4",
            Some("see here"),
        ),
        (
            "audio",
            file("audio/ogg; codecs=opus"),
            MediaType::Audio,
            "audio/ogg",
            "audio.ogg",
            None,
        ),
        (
            "sticker",
            file("image/webp"),
            MediaType::Image,
            "image/webp",
            "sticker.webp",
            None,
        ),
        (
            "document",
            json!({"id": "77", "mime_type": "application/pdf", "filename": "a/b.pdf",
                   "caption": "see here"}),
            MediaType::File,
            "application/pdf",
            "b.pdf",
            Some("see here"),
        ),
    ];
    for (kind, content, media_type, mime, filename, text) in rows {
        let call = inbound_message(message(kind, content.clone()));

        assert_eq!(call.text.as_deref(), *text, "{kind}");
        let [attachment] = &call.content[..] else {
            panic!("{kind}: not one attachment");
        };
        assert_eq!(attachment.media_type, *media_type, "{kind}");
        assert_eq!(attachment.url, "https://media.example.com/77");
        assert_eq!(attachment.mime, *mime);
        assert_eq!(attachment.filename.as_deref(), Some(*filename));
    }
}

#[test]
fn a_checksum_is_written_in_hex() {
    let base64 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    let call = inbound_message(message("image", json!({"id": "77", "sha256": base64})));

    let sha256 = call.content[0].sha256.as_deref();
    assert_eq!(
        sha256,
        Some("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    );
}

#[test]
fn a_voice_message_and_a_moving_sticker_are_told_apart() {
    let voice = inbound_message(message("audio", json!({"id": "77", "voice": true})));
    let music = inbound_message(message("audio", json!({"id": "77", "voice": false})));
    let sticker = inbound_message(message("sticker", json!({"id": "77", "animated": true})));

    assert_eq!(voice.metadata["waVoice"], "true");
    assert!(!music.metadata.contains_key("waVoice"));
    assert_eq!(sticker.metadata["waAnimated"], "true");
}

#[test]
fn a_file_that_is_not_to_be_had_is_told() {
    let update = update_of(
        "messages",
        message("image", json!({"id": "77", "caption": "look"})),
    );

    let call = only_message(inbound_with(&update, |_| {}));

    assert!(call.content.is_empty());
    assert_eq!(
        call.text.as_deref(),
        Some("[Image that could not be loaded]\nlook")
    );
}

#[test]
fn a_file_without_an_id_cannot_be_had() {
    let call = inbound_message(message("document", json!({"filename": "a.pdf"})));

    assert_eq!(
        call.text.as_deref(),
        Some("[Document that could not be loaded]")
    );
}

#[test]
fn the_caller_learns_of_the_file_before_also_of_an_edited_message() {
    let image = json!({"id": "77", "mime_type": "image/png"});
    let edit = json!({"message": {"type": "image", "image": image}});
    let updates = [
        update_of("messages", message("image", image)),
        update_of("messages", message("edit", edit)),
    ];

    for update in &updates {
        let file = inbound::file(update).unwrap();
        assert_eq!(file.id.unwrap().as_str(), "77");
        assert_eq!(only_message(inbound_of(update)).content.len(), 1);
    }
    let text = update_of("messages", message("text", json!({"body": "a"})));
    assert_eq!(inbound::file(&text), None);
}
