//! TLS with one provider of cryptography, aws-lc-rs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, crypto::aws_lc_rs};
use tokio_rustls::TlsAcceptor;

/// Makes aws-lc-rs the provider of everything in this process that speaks TLS.
///
/// Call it once in `main`; later calls change nothing.
pub fn install_default() {
    // An error only says that there is a provider already.
    let _ = aws_lc_rs::default_provider().install_default();
}

/// The files of a certificate chain and its private key, both in PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate of this server first, then those of its issuers.
    pub cert: PathBuf,
    /// The private key: PKCS #8, PKCS #1 or SEC1.
    pub key: PathBuf,
}

impl TlsFiles {
    /// The files that `TLS_CERT` and `TLS_KEY` name, if any.
    ///
    /// # Errors
    ///
    /// When only one of the two is given.
    pub fn from_settings(
        cert: Option<PathBuf>,
        key: Option<PathBuf>,
    ) -> anyhow::Result<Option<Self>> {
        let given = |path: &PathBuf| !path.as_os_str().is_empty();
        match (cert.filter(given), key.filter(given)) {
            (Some(cert), Some(key)) => Ok(Some(Self { cert, key })),
            (None, None) => Ok(None),
            _ => bail!("TLS_CERT and TLS_KEY belong together; set both or none"),
        }
    }

    /// Reads the files.
    pub(crate) fn load(&self) -> anyhow::Result<TlsAcceptor> {
        let unreadable_cert = unreadable("TLS_CERT", &self.cert);
        let chain = CertificateDer::pem_file_iter(&self.cert)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .context(unreadable_cert.clone())?;
        if chain.is_empty() {
            bail!("{unreadable_cert}: no certificate in it");
        }
        let key = PrivateKeyDer::from_pem_file(&self.key)
            .with_context(|| unreadable("TLS_KEY", &self.key))?;
        let config = ServerConfig::builder_with_provider(aws_lc_rs::default_provider().into())
            .with_safe_default_protocol_versions()
            .context("could not set up TLS")?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .context("TLS_CERT and TLS_KEY cannot be used together")?;
        Ok(Arc::new(config).into())
    }
}

fn unreadable(setting: &str, path: &Path) -> String {
    format!("could not read {} that {setting} names", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn certificate_and_key_belong_together() {
        let path = |text: &str| Some(PathBuf::from(text));

        let both = TlsFiles::from_settings(path("cert.pem"), path("key.pem")).unwrap();
        assert_eq!(
            both,
            Some(TlsFiles {
                cert: "cert.pem".into(),
                key: "key.pem".into()
            })
        );
        assert_eq!(TlsFiles::from_settings(None, path("")).unwrap(), None);
        let error = TlsFiles::from_settings(path("cert.pem"), path("")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "TLS_CERT and TLS_KEY belong together; set both or none"
        );
    }

    #[test]
    fn files_that_are_absent_or_hold_nothing_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let empty = folder.path().join("empty.pem");
        std::fs::write(&empty, "not a certificate\n").unwrap();

        for (cert, reason) in [
            (folder.path().join("absent.pem"), ""),
            (empty, "no certificate"),
        ] {
            let files = TlsFiles {
                cert: cert.clone(),
                key: "key.pem".into(),
            };
            let error = format!("{:#}", files.load().err().unwrap());
            let place = format!("could not read {} that TLS_CERT names: ", cert.display());
            assert!(
                error.starts_with(&place) && error.contains(reason),
                "{error}"
            );
        }
    }
}
