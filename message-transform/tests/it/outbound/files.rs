//! Attachments.

use message_transform::outbound::{File, Fit, Outbound, Part};
use meta_whatsapp_client::{MediaId, media::MediaKind, messages::Message};
use serde_json::{Value, json};

use crate::support::{outbound, sent};

const URL: &str = "https://api-downloads.example.com/d/1";

fn attachment(more: Value) -> Value {
    let base = json!({"mediaType": "Image", "url": URL, "mime": "image/png",
                      "filename": "map.png", "contentSizeBytes": 20_480});
    let attachment = crate::support::with(base, more);
    json!({"contentType": "Attachment", "attachment": attachment})
}

fn parts(message: Value) -> Vec<Part> {
    match outbound(message) {
        Outbound::Parts { parts, .. } => parts,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_mime_type_decides_what_a_file_is_sent_as() {
    for (media_type, mime, expected) in [
        (
            "Image",
            "image/png",
            json!({"image": {"link": URL, "caption": "Here"}}),
        ),
        (
            "Video",
            "video/mp4",
            json!({"video": {"link": URL, "caption": "Here"}}),
        ),
        (
            "File",
            "application/pdf",
            json!({"document": {"link": URL, "caption": "Here", "filename": "map.png"}}),
        ),
        (
            "Image",
            "image/gif",
            json!({"document": {"link": URL, "caption": "Here", "filename": "map.png"}}),
        ),
        (
            "File",
            "application/x-later",
            json!({"document": {"link": URL, "caption": "Here", "filename": "map.png"}}),
        ),
        (
            "File",
            "image/jpeg",
            json!({"image": {"link": URL, "caption": "Here"}}),
        ),
    ] {
        let content = attachment(json!({"mediaType": media_type, "mime": mime}));

        let sent = sent(outbound(json!({"text": "Here", "content": [content]})));

        assert_eq!(sent, [expected], "{mime}");
    }
}

#[test]
fn a_sound_file_has_no_caption_so_its_text_goes_before() {
    let content = attachment(json!({"mediaType": "Audio", "mime": "audio/mpeg"}));

    let sent = sent(outbound(json!({"text": "Listen", "content": [content]})));

    assert_eq!(
        sent,
        [
            json!({"text": {"body": "Listen"}}),
            json!({"audio": {"link": URL}})
        ]
    );
}

#[test]
fn a_text_over_the_limit_of_a_caption_goes_before() {
    let text = "x".repeat(1_025);

    let sent = sent(outbound(
        json!({"text": text, "content": [attachment(json!({}))]}),
    ));

    assert_eq!(
        sent,
        [
            json!({"text": {"body": text}}),
            json!({"image": {"link": URL}})
        ]
    );
}

#[test]
fn several_files_keep_their_order_and_the_first_has_the_text() {
    let content = json!([
        attachment(json!({"url": "https://example.com/1"})),
        attachment(json!({"url": "https://example.com/2", "text": "the second"})),
    ]);

    let sent = sent(outbound(json!({"text": "Both", "content": content})));

    assert_eq!(
        sent,
        [
            json!({"image": {"link": "https://example.com/1", "caption": "Both"}}),
            json!({"image": {"link": "https://example.com/2", "caption": "the second"}}),
        ]
    );
}

#[test]
fn a_link_is_a_text() {
    let content = attachment(json!({"mediaType": "Link", "text": "Our page"}));

    let sent = sent(outbound(json!({"text": "See:", "content": [content]})));

    assert_eq!(
        sent,
        [
            json!({"text": {"body": "See:"}}),
            json!({"text": {"body": format!("Our page\n{URL}")}}),
        ]
    );
}

#[test]
fn the_caller_learns_which_file_to_fetch_and_puts_its_id_in() {
    let [part] = &parts(json!({"content": [attachment(json!({}))]}))[..] else {
        panic!("not one part");
    };

    let file = part.file.as_ref().unwrap();
    assert_eq!(
        (&*file.url, &*file.mime, &*file.filename),
        (URL, "image/png", "map.png")
    );
    assert_eq!((file.size, file.kind), (Some(20_480), MediaKind::Image));
    assert!(!file.is_too_large());
    let message = part.clone().uploaded(MediaId::new("99"));
    message.check().unwrap();
    let json = serde_json::to_value(message).unwrap();
    assert_eq!(json["image"], json!({"id": "99"}));
}

#[test]
fn a_file_over_the_limit_becomes_a_link_with_its_caption() {
    let size = 5 * 1024 * 1024 + 1;
    let content = attachment(json!({"contentSizeBytes": size}));
    let [part] = &parts(json!({"text": "Here", "content": [content]}))[..] else {
        panic!("not one part");
    };

    assert!(part.file.as_ref().unwrap().is_too_large());
    let linked = part.linked("https://bridge.example.com/f/1");
    assert_eq!(
        linked,
        [Message::text(
            crate::support::CUSTOMER,
            "Here\n\nmap.png: https://bridge.example.com/f/1"
        )]
    );
}

#[test]
fn the_limits_are_those_of_the_kind() {
    const MB: u64 = 1024 * 1024;
    for (mime, size, expected) in [
        ("image/jpeg", 5 * MB, Fit::Send(MediaKind::Image)),
        ("image/jpeg", 5 * MB + 1, Fit::TooLarge),
        ("video/mp4", 16 * MB, Fit::Send(MediaKind::Video)),
        ("video/mp4", 16 * MB + 1, Fit::TooLarge),
        ("audio/ogg", 16 * MB + 1, Fit::TooLarge),
        ("application/pdf", 100 * MB, Fit::Send(MediaKind::Document)),
        ("application/pdf", 100 * MB + 1, Fit::TooLarge),
        ("image/webp", MB, Fit::Send(MediaKind::Document)),
        ("application/x-later", MB, Fit::Send(MediaKind::Document)),
    ] {
        assert_eq!(File::fit(mime, Some(size)), expected, "{mime} {size}");
    }
}

#[test]
fn a_file_without_a_name_has_that_of_its_url() {
    for (url, filename, expected) in [
        (
            "https://example.com/a/plan.pdf?x=1",
            Value::Null,
            "plan.pdf",
        ),
        (URL, Value::Null, "file"),
        (URL, json!("my\nplan.pdf"), "my plan.pdf"),
    ] {
        let content = attachment(json!({"url": url, "filename": filename}));

        let parts = parts(json!({"content": [content]}));

        assert_eq!(parts[0].file.as_ref().unwrap().filename, expected);
    }
}
