//! `POST …/messages/media/uploads`: a file that is to be sent.

use std::collections::BTreeMap;

use ccaas_http::{
    debug_allow_list,
    read::{filled, lenient, map},
};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::ids::MediaId;

/// A file to upload.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UploadMedia {
    /// The file's name; it must not begin with a dot, nor end with a slash.
    pub file_name: String,
    /// How long it is, in bytes.
    pub content_length_bytes: u64,
    /// The MD5 of its bytes, in base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_md5: Option<String>,
}
debug_allow_list!(UploadMedia {
    content_length_bytes
});

impl UploadMedia {
    /// A file of this name and length.
    pub fn new(file_name: impl Into<String>, content_length_bytes: u64) -> Self {
        Self {
            file_name: file_name.into(),
            content_length_bytes,
            content_md5: None,
        }
    }
}

/// Where a file is to be uploaded.
///
/// Whoever has the address can upload, so it is not printed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct MediaUpload {
    /// The file's id, which a message names.
    #[serde(deserialize_with = "filled")]
    pub id: Option<MediaId>,
    /// The file's name.
    #[serde(deserialize_with = "lenient")]
    pub name: Option<String>,
    /// Where its bytes are put.
    #[serde(deserialize_with = "lenient")]
    pub upload_url: Option<Url>,
    /// Headers that the upload must have.
    #[serde(deserialize_with = "map")]
    pub upload_headers: BTreeMap<String, String>,
    /// The path under which it can be read.
    #[serde(deserialize_with = "lenient")]
    pub self_uri: Option<String>,
}
debug_allow_list!(MediaUpload { id });
