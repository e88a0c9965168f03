//! Files that are uploaded for messages.

use bytes::Bytes;
use ccaas_http::{
    debug_allow_list,
    test_util::{Answer, FakeRequest},
};
use chrono::{DateTime, Utc};
use serde_json::json;

use crate::fake::{Organisation, answers::Refusal, callbacks::json_object};

/// How many uploads are kept; the oldest are dropped.
const KEPT: usize = 100;
/// The longest file that the vendor takes.
const LONGEST_FILE: u64 = 25 * 1024 * 1024;
/// What an upload must have beside its bytes.
const TAG: (&str, &str) = ("x-amz-tagging", "organizationId=fake");

/// A file that was announced, and uploaded perhaps.
#[derive(Clone)]
#[non_exhaustive]
pub struct FakeUpload {
    /// The file's id.
    pub id: String,
    /// The file's name.
    pub file_name: String,
    /// The bytes, once they are there.
    pub bytes: Option<Bytes>,
    length: u64,
}

// A file's name can be a person's.
debug_allow_list!(FakeUpload { id, length });

impl Organisation {
    pub(super) fn create_upload(
        &mut self,
        now: DateTime<Utc>,
        request: &FakeRequest,
    ) -> Result<Answer, Refusal> {
        let body = json_object(request)?;
        let required = |field| Refusal::field("bad.request", field, "is required");
        let file_name = body["fileName"]
            .as_str()
            .ok_or_else(|| required("fileName"))?;
        let length = body["contentLengthBytes"].as_u64();
        let length = length.ok_or_else(|| required("contentLengthBytes"))?;
        if file_name.starts_with('.') || length > LONGEST_FILE {
            let message = "The file's name or length is not allowed.";
            return Err(Refusal::new(400, "bad.request", message));
        }
        let id = self.next_id(now);
        let host = request.header("host").unwrap_or("localhost");
        let answer = json!({
            "id": id,
            "name": file_name,
            "uploadUrl": format!("http://{host}/uploads/{id}"),
            "uploadHeaders": { TAG.0: TAG.1 },
        });
        if self.desk.uploads.len() == KEPT {
            self.desk.uploads.pop_front();
        }
        self.desk.uploads.push_back(FakeUpload {
            id,
            file_name: file_name.to_owned(),
            bytes: None,
            length,
        });
        Ok(Answer::json(200, &answer))
    }

    /// `PUT /uploads/{id}`: its address is enough, a token is not wanted.
    pub(in crate::fake) fn upload(&mut self, request: &FakeRequest, id: &str) -> Answer {
        let mut uploads = self.desk.uploads.iter_mut();
        let Some(upload) = uploads.find(|upload| upload.id == id) else {
            return Answer::empty(404);
        };
        let is_whole = request.body.len() as u64 == upload.length;
        let is_tagged = request.header(TAG.0) == Some(TAG.1);
        if !is_whole || !is_tagged || request.bearer().is_some() {
            return Answer::empty(403);
        }
        upload.bytes = Some(request.body.clone());
        Answer::empty(200)
    }

    pub(super) fn uploaded(&self, id: &str) -> Result<(), Refusal> {
        let mut uploads = self.desk.uploads.iter();
        match uploads.any(|upload| upload.id == id && upload.bytes.is_some()) {
            true => Ok(()),
            false => Err(Refusal::not_found("media", id)),
        }
    }
}
