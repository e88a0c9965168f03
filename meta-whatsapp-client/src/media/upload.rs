//! A file on its way to WhatsApp.

use ccaas_http::{InvalidRequest, Multipart, SendBody};

use super::mime_limit;

/// A file to upload.
///
/// ```no_run
/// # use meta_whatsapp_client::{PhoneNumberId, WhatsAppClient, ccaas_http::SendBody, media::Upload};
/// # async fn example(client: WhatsAppClient, from: PhoneNumberId) -> Result<(), Box<dyn std::error::Error>> {
/// let upload = Upload::new("image/png", "cat.png", SendBody::file("cat.png").await?)
///     .on_progress(|sent, of| println!("{sent} of {of} bytes"));
/// let media_id = client.media(&from).upload(upload).await?.into_inner();
/// # Ok(())
/// # }
/// ```
#[must_use = "a file is not sent until it is uploaded"]
pub struct Upload {
    mime_type: String,
    filename: String,
    body: SendBody,
    any_type: bool,
}

ccaas_http::debug_allow_list!(Upload { mime_type, body });

impl Upload {
    /// A file: bytes in memory, or a [`SendBody`] that is made while it is sent.
    pub fn new(
        mime_type: impl Into<String>,
        filename: impl Into<String>,
        body: impl Into<SendBody>,
    ) -> Self {
        Self {
            mime_type: mime_type.into(),
            filename: filename.into(),
            body: body.into(),
            any_type: false,
        }
    }

    /// Calls `report` with the bytes sent so far and the length, after each piece.
    pub fn on_progress(mut self, report: impl Fn(u64, u64) + Send + Sync + 'static) -> Self {
        self.body = self.body.on_progress(report);
        self
    }

    /// Leaves it to WhatsApp to refuse a type or size that is not in
    /// [`MIME_LIMITS`](super::MIME_LIMITS).
    pub fn of_any_type(mut self) -> Self {
        self.any_type = true;
        self
    }

    /// Checks type, size and name, as uploading does before it sends.
    ///
    /// # Errors
    /// [`InvalidRequest`] names the field and the limit.
    pub fn check(&self) -> Result<(), InvalidRequest> {
        if self.filename.is_empty() {
            return Err(InvalidRequest::new("file", "must have a name"));
        }
        let length = self.body.length();
        if length == 0 {
            return Err(InvalidRequest::new("file", "must not be empty"));
        }
        if self.any_type {
            return Ok(());
        }
        match mime_limit(&self.mime_type) {
            None => Err(InvalidRequest::new(
                "type",
                "is not a MIME type that WhatsApp takes",
            )),
            Some(limit) if length > limit.max_bytes => {
                let most = limit.max_bytes;
                let problem = format!("is {length} bytes long, the limit is {most}");
                Err(InvalidRequest::new("file", problem))
            }
            Some(_) => Ok(()),
        }
    }

    pub(super) fn into_form(self) -> Multipart {
        let Self {
            mime_type,
            filename,
            body,
            ..
        } = self;
        Multipart::new()
            .text("messaging_product", "whatsapp")
            .text("type", mime_type.clone())
            .file("file", &filename, &mime_type, body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_type_a_large_file_and_a_missing_name_are_refused() {
        let cases = [
            (Upload::new("image/gif", "a.gif", vec![1]), "type"),
            (Upload::new("image/png", "", vec![1]), "file"),
            (Upload::new("image/png", "a.png", Vec::new()), "file"),
            (
                Upload::new("image/webp", "a.webp", vec![0; 512_001]),
                "file",
            ),
        ];
        for (upload, field) in cases {
            assert_eq!(upload.check().unwrap_err().field(), field, "{upload:?}");
        }
        let large = Upload::new("image/webp", "a.webp", vec![0; 512_001]).check();
        assert_eq!(
            large.unwrap_err().to_string(),
            "`file` is 512001 bytes long, the limit is 512000"
        );
    }

    #[test]
    fn a_caller_may_know_better_than_the_table() {
        let upload = Upload::new("image/gif", "a.gif", vec![1]).of_any_type();

        assert_eq!(upload.check(), Ok(()));
    }
}
