//! Files: upload, look-up, download, deletion.

use std::collections::BTreeMap;

use bytes::Bytes;
use ccaas_http::test_util::{Answer, FakeRequest};
use chrono::{DateTime, TimeDelta, Utc};
use http::Method;
use serde_json::json;
use sha2::{Digest, Sha256};
use url::Url;

use super::{
    FakeWhatsApp,
    answers::{Outcome, Refusal, ok, success},
    multipart,
};

/// How long a download URL lives.
const URL_LIFE: TimeDelta = TimeDelta::minutes(5);
/// What the vendor takes, and the most bytes of it.
const TYPES: [(&str, usize); 24] = [
    ("audio/aac", 16 << 20),
    ("audio/amr", 16 << 20),
    ("audio/mpeg", 16 << 20),
    ("audio/mp4", 16 << 20),
    ("audio/ogg", 16 << 20),
    ("audio/opus", 16 << 20),
    ("text/plain", 100 << 20),
    ("application/pdf", 100 << 20),
    ("application/msword", 100 << 20),
    ("application/vnd.ms-excel", 100 << 20),
    ("application/vnd.ms-powerpoint", 100 << 20),
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        100 << 20,
    ),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        100 << 20,
    ),
    (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        100 << 20,
    ),
    ("image/jpeg", 5 << 20),
    ("image/png", 5 << 20),
    ("image/webp", 500 << 10),
    ("video/mp4", 16 << 20),
    ("video/3gp", 16 << 20),
    ("video/3gpp", 16 << 20),
    ("text/csv", 100 << 20),
    ("application/json", 100 << 20),
    ("application/zip", 100 << 20),
    ("application/octet-stream", 0),
];

/// A file, uploaded or sent by a customer.
#[derive(Clone)]
#[non_exhaustive]
pub struct FakeMedia {
    /// Its id.
    pub id: String,
    /// Its type.
    pub mime_type: String,
    /// Its name, if it was uploaded with one.
    pub filename: Option<String>,
    /// Its content.
    pub bytes: Bytes,
    /// The hash of its content.
    pub sha256: [u8; 32],
    /// When it came.
    pub at: DateTime<Utc>,
}

ccaas_http::debug_allow_list!(FakeMedia { id, mime_type, at });

#[derive(Default)]
pub(super) struct Library {
    files: BTreeMap<String, FakeMedia>,
    /// Download keys: of which file, and until when.
    urls: BTreeMap<String, (String, DateTime<Utc>)>,
    keys: u64,
    pub(super) serves_ranges: bool,
    pub(super) lies_about_hash: bool,
}

impl Library {
    pub(super) fn files(&self) -> Vec<FakeMedia> {
        self.files.values().cloned().collect()
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.files.contains_key(id)
    }

    /// Every download URL is dead from now on.
    pub(super) fn expire_urls(&mut self) {
        self.urls.clear();
    }

    pub(super) fn add(
        &mut self,
        now: DateTime<Utc>,
        number: u64,
        mime_type: &str,
        bytes: Bytes,
    ) -> FakeMedia {
        let file = FakeMedia {
            id: format!("{}", 300_000_000_000_000 + number),
            mime_type: mime_type.to_owned(),
            filename: None,
            sha256: Sha256::digest(&bytes).into(),
            bytes,
            at: now,
        };
        self.files.insert(file.id.clone(), file.clone());
        file
    }

    pub(super) fn upload(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        number: u64,
    ) -> Outcome {
        let parts = multipart::parts(request)
            .ok_or_else(|| Refusal::parameter("The body is not multipart/form-data"))?;
        let field = |name: &str| parts.iter().find(|part| part.name == name);
        if field("messaging_product").is_none_or(|part| part.bytes != "whatsapp".as_bytes()) {
            return Err(Refusal::missing("messaging_product"));
        }
        let file = field("file").ok_or_else(|| Refusal::missing("file"))?;
        let told = field("type").and_then(|part| std::str::from_utf8(&part.bytes).ok());
        let told = told
            .map(str::to_owned)
            .or_else(|| file.content_type.clone());
        let mime_type = told.ok_or_else(|| Refusal::missing("type"))?;
        let essence = mime_type.split(';').next().unwrap_or_default().trim();
        let known = TYPES.iter().find(|(name, _)| *name == essence);
        match known {
            Some((_, limit)) if file.bytes.len() <= *limit => {}
            Some(_) => {
                return Err(Refusal::of_code(131_053).details("The file is too large for its type"));
            }
            None => {
                return Err(Refusal::parameter(format!(
                    "Param file must be a file with one of the following types, not '{essence}'"
                )));
            }
        }
        let (bytes, filename) = (file.bytes.clone(), file.filename.clone());
        let id = self.add(now, number, &mime_type, bytes).id;
        if let Some(file) = self.files.get_mut(&id) {
            file.filename = filename;
        }
        ok(&json!({ "id": id }))
    }

    pub(super) fn call(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        id: &str,
        base: &Url,
    ) -> Outcome {
        let owner = request.query("phone_number_id");
        if owner.is_some_and(|owner| owner != FakeWhatsApp::PHONE_NUMBER_ID) {
            return Err(Refusal::unknown(id));
        }
        match request.method {
            Method::DELETE => {
                self.files.remove(id);
                self.urls.retain(|_, (of, _)| of != id);
                success()
            }
            Method::GET => self.look_up(now, id, base),
            _ => Err(Refusal::unknown(id)),
        }
    }

    fn look_up(&mut self, now: DateTime<Utc>, id: &str, base: &Url) -> Outcome {
        let Some(file) = self.files.get(id) else {
            return Err(Refusal::unknown(id));
        };
        self.keys += 1;
        let key = format!("k{}", self.keys);
        self.urls.retain(|_, (_, until)| *until > now);
        self.urls
            .insert(key.clone(), (id.to_owned(), now + URL_LIFE));
        let mut hash = file.sha256;
        if self.lies_about_hash {
            hash[0] ^= 1;
        }
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        let base = base.as_str().trim_end_matches('/');
        ok(&json!({
            "messaging_product": "whatsapp",
            "url": format!("{base}/fake-media/{key}"),
            "mime_type": file.mime_type,
            "sha256": hash,
            "file_size": file.bytes.len(),
            "id": id,
        }))
    }

    pub(super) fn download(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        key: &str,
    ) -> Outcome {
        let file = self
            .urls
            .get(key)
            .filter(|(_, until)| *until > now && request.method == Method::GET)
            .and_then(|(id, _)| self.files.get(id));
        let Some(file) = file else {
            return Ok(Answer::bytes(404, "text/html", "<html>Not Found</html>"));
        };
        let (size, whole) = (file.bytes.len(), file.bytes.clone());
        let from = request.header("range").and_then(range_start);
        let answer = match from.filter(|_| self.serves_ranges) {
            Some(from) if from >= size => {
                Answer::empty(416).with_header("content-range", format!("bytes */{size}"))
            }
            Some(from) => Answer::bytes(206, "application/octet-stream", whole.slice(from..))
                .with_header("content-range", format!("bytes {from}-{}/{size}", size - 1)),
            None => Answer::bytes(200, "application/octet-stream", whole),
        };
        Ok(match answer.status.is_success() {
            true => answer.with_header("content-type", &file.mime_type),
            false => answer,
        })
    }
}

/// The start of `bytes=START-`.
fn range_start(range: &str) -> Option<usize> {
    range
        .strip_prefix("bytes=")?
        .strip_suffix('-')?
        .parse()
        .ok()
}
