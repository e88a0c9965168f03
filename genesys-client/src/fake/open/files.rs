//! `GET /api/v2/downloads/{key}`: the files that agents send.

use bytes::Bytes;
use ccaas_http::test_util::{Answer, FakeRequest};
use chrono::{DateTime, Utc};
use http::Method;

use crate::fake::{Organisation, answers::Refusal};

/// How many files are kept; the oldest are dropped.
const KEPT_FILES: usize = 1_000;

struct File {
    key: String,
    mime: String,
    filename: String,
    bytes: Bytes,
}

/// Files of agents, oldest first.
#[derive(Default)]
pub(super) struct Files {
    list: std::collections::VecDeque<File>,
    /// Whether a download needs a token.
    pub(super) need_token: bool,
}

impl Files {
    pub(super) fn add(&mut self, key: String, mime: &str, filename: &str, bytes: Bytes) {
        if self.list.len() == KEPT_FILES {
            self.list.pop_front();
        }
        self.list.push_back(File {
            key,
            mime: mime.to_owned(),
            filename: filename.to_owned(),
            bytes,
        });
    }

    /// Every URL given out so far is dead.
    pub(super) fn clear(&mut self) {
        self.list.clear();
    }
}

impl Organisation {
    /// A file; the URL alone is enough, unless a token is asked for.
    pub(in crate::fake) fn download(
        &self,
        now: DateTime<Utc>,
        request: &FakeRequest,
        key: &str,
    ) -> Result<Answer, Refusal> {
        if request.method != Method::GET && request.method != Method::HEAD {
            return Err(Refusal::of_status(404));
        }
        if self.open.files.need_token {
            self.authenticate(now, request)?;
        }
        let mut files = self.open.files.list.iter();
        let file = files.find(|file| file.key == key);
        let file = file.ok_or_else(|| Refusal::not_found("download", key))?;
        let disposition = format!("attachment; filename=\"{}\"", file.filename);
        Ok(
            Answer::bytes(200, "application/octet-stream", file.bytes.clone())
                .with_header("content-type", &file.mime)
                .with_header("content-disposition", disposition),
        )
    }
}
