//! Sending what concerns QR codes.

use ccaas_http::{Page, Response};
use http::Method;
use serde_json::json;

use super::{CreateQrCode, ListQrCodes, QrCode, QrImageFormat, check_text};
use crate::{
    PhoneNumberId, QrCodeId,
    client::WhatsAppClient,
    error::Error,
    management::listing::{ListPager, after, done, only, page, pager},
};

const QR_CODES: &str = "/{version}/{phone_number_id}/message_qrdls";
const QR_CODE: &str = "/{version}/{phone_number_id}/message_qrdls/{qr_code_id}";

impl WhatsAppClient {
    /// The QR codes and short links of a phone number.
    #[must_use]
    pub fn qr_codes<'a>(&'a self, phone_number_id: &'a PhoneNumberId) -> QrCodes<'a> {
        QrCodes {
            client: self,
            phone_number_id,
        }
    }
}

/// The endpoints of QR codes and short links.
#[derive(Clone, Copy, Debug)]
pub struct QrCodes<'a> {
    client: &'a WhatsAppClient,
    phone_number_id: &'a PhoneNumberId,
}

/// The fields of an answer that has the address of an image.
fn with_image(format: QrImageFormat) -> String {
    format!("code,prefilled_message,deep_link_url,qr_image_url.format({format})")
}

impl QrCodes<'_> {
    /// Creates a QR code and its short link.
    ///
    /// # Errors
    /// `InvalidRequest` for what [`CreateQrCode::check`] finds; else all variants of
    /// [`Error`].
    pub async fn create(&self, qr_code: &CreateQrCode) -> Result<Response<QrCode>, Error> {
        qr_code.check()?;
        self.client
            .call(Method::POST, QR_CODES)
            .path("phone_number_id", self.phone_number_id.as_str())
            .json(qr_code)
            .send()
            .await
    }

    /// Reads one page of QR codes.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn list(&self, list: &ListQrCodes) -> Result<Response<Page<QrCode, String>>, Error> {
        let call = self
            .client
            .call(Method::GET, QR_CODES)
            .path("phone_number_id", self.phone_number_id.as_str())
            .query_opt("fields", list.image.map(with_image))
            .query_opt("code", list.code.as_ref())
            .query_opt("limit", list.limit)
            .query_opt("after", after(list.after.as_ref()));
        page(call).await
    }

    /// Reads QR codes one by one, over all pages from `list.after` on.
    #[must_use]
    pub fn pager(&self, list: ListQrCodes) -> ListPager<QrCode> {
        let first = list.after.clone();
        let of = (self.client.clone(), self.phone_number_id.clone(), list);
        pager(
            first,
            of,
            |(client, phone_number_id, list), cursor| async move {
                let after = Some(cursor);
                client
                    .qr_codes(&phone_number_id)
                    .list(&ListQrCodes { after, ..list })
                    .await
            },
        )
    }

    /// Reads one QR code.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get(&self, qr_code_id: &QrCodeId) -> Result<Response<QrCode>, Error> {
        only(
            self.client
                .call(Method::GET, QR_CODE)
                .path("phone_number_id", self.phone_number_id.as_str())
                .path("qr_code_id", qr_code_id.as_str()),
        )
        .await
    }

    /// Reads one QR code, with the address of its image.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn get_with_image(
        &self,
        qr_code_id: &QrCodeId,
        format: QrImageFormat,
    ) -> Result<Response<QrCode>, Error> {
        only(
            self.client
                .call(Method::GET, QR_CODES)
                .path("phone_number_id", self.phone_number_id.as_str())
                .query("fields", with_image(format))
                .query("code", qr_code_id),
        )
        .await
    }

    /// Changes the text of a QR code; the code and its link stay.
    ///
    /// # Errors
    /// `InvalidRequest` for a text that is empty or too long; else all variants of
    /// [`Error`].
    pub async fn update(
        &self,
        qr_code_id: &QrCodeId,
        prefilled_message: &str,
    ) -> Result<Response<QrCode>, Error> {
        check_text(prefilled_message)?;
        self.client
            .call(Method::POST, QR_CODES)
            .path("phone_number_id", self.phone_number_id.as_str())
            .json(&json!({
                "code": qr_code_id,
                "prefilled_message": prefilled_message,
            }))
            .idempotent(true)
            .send()
            .await
    }

    /// Deletes a QR code; its link ends.
    ///
    /// # Errors
    /// All variants of [`Error`].
    pub async fn delete(&self, qr_code_id: &QrCodeId) -> Result<Response<()>, Error> {
        done(
            self.client
                .call(Method::DELETE, QR_CODE)
                .path("phone_number_id", self.phone_number_id.as_str())
                .path("qr_code_id", qr_code_id.as_str()),
        )
        .await
    }
}
