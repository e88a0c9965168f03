//! Files: upload, look-up, download, deletion.

mod download;
mod resume;
mod save;
mod upload;

use bytes::Bytes;
use meta_whatsapp_client::{
    MediaId, PhoneNumberId, WhatsAppClient,
    fake::FakeWhatsApp,
    media::{DownloadLimits, Upload},
};

/// A fake with one uploaded picture.
struct Scene {
    whatsapp: FakeWhatsApp,
    client: WhatsAppClient,
    from: PhoneNumberId,
    id: MediaId,
}

async fn scene() -> Scene {
    let whatsapp = FakeWhatsApp::start().await;
    let (client, from) = (whatsapp.client(), whatsapp.phone_number_id());
    let upload = Upload::new("image/png", "cat.png", picture());
    let id = client
        .media(&from)
        .upload(upload)
        .await
        .unwrap()
        .into_inner();
    Scene {
        whatsapp,
        client,
        from,
        id,
    }
}

impl Scene {
    async fn downloaded(&self) -> Result<Bytes, meta_whatsapp_client::Error> {
        let media = self.client.media(&self.from);
        media
            .download(&self.id, DownloadLimits::default())
            .await?
            .bytes()
            .await
    }

    /// Paths of the requests after the upload, without the version.
    fn requests(&self) -> Vec<String> {
        let journal = self.whatsapp.host().journal();
        let short = |line: String| line.replace("/v25.0/", "/").replace(self.id.as_str(), "ID");
        journal[1..]
            .iter()
            .map(|entry| short(entry.line()))
            .collect()
    }
}

/// 300,000 bytes.
fn picture() -> Bytes {
    (0..300_000_u32)
        .map(|number| (number % 251) as u8)
        .collect()
}
