//! What stands in the journal: a delivery as it came, and whose it is.

use server_kit::seal::Sealer;

const OWNER: &str = "journal";
const FIELD: &str = "delivery";

/// A delivery, before anybody has read it.
#[derive(Clone, PartialEq, Eq)]
pub enum Journal {
    /// A signed webhook of Meta's; its updates name their numbers.
    Meta {
        /// The app whose secret signed it: the name of the first route that has it.
        app: String,
        /// The body, as it was signed.
        body: Vec<u8>,
    },
    /// A signed webhook of Genesys Cloud's.
    Genesys {
        /// The route whose secret signed it.
        route: String,
        /// The body, as it was signed.
        body: Vec<u8>,
    },
    /// A receipt that the bridge itself gives: JSON of its own.
    Receipt {
        /// The route.
        route: String,
        /// The receipt.
        body: Vec<u8>,
    },
}

impl std::fmt::Debug for Journal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Journal").field(&self.source()).finish()
    }
}

impl Journal {
    /// A webhook that an app of Meta's signed.
    #[must_use]
    pub fn meta(app: &str, body: &[u8]) -> Self {
        Self::Meta {
            app: app.to_owned(),
            body: body.to_vec(),
        }
    }

    /// A webhook of Genesys Cloud's for a route.
    #[must_use]
    pub fn genesys(route: &str, body: &[u8]) -> Self {
        Self::Genesys {
            route: route.to_owned(),
            body: body.to_vec(),
        }
    }

    /// Who it is from: `meta`, `genesys` or `own`.
    #[must_use]
    pub fn source(&self) -> &'static str {
        match self {
            Self::Meta { .. } => "meta",
            Self::Genesys { .. } => "genesys",
            Self::Receipt { .. } => "own",
        }
    }

    /// The payload to append.
    #[must_use]
    pub fn seal(&self, sealer: &Sealer) -> Vec<u8> {
        let (Self::Meta { app: name, body }
        | Self::Genesys { route: name, body }
        | Self::Receipt { route: name, body }) = self;
        let bytes = [self.source(), "\n", name, "\n"].map(str::as_bytes);
        let bytes = [&bytes.concat(), &body[..]].concat();
        sealer.seal_bytes(OWNER, FIELD, &bytes)
    }

    /// Reads a payload; `None` if it was sealed with keys that are gone.
    #[must_use]
    pub fn open(sealer: &Sealer, payload: &[u8]) -> Option<Self> {
        let bytes = sealer.open_bytes(OWNER, FIELD, payload)?;
        let mut parts = bytes.splitn(3, |byte| *byte == b'\n');
        let mut text = || String::from_utf8(parts.next()?.to_vec()).ok();
        let (source, name) = (text()?, text()?);
        let body = parts.next()?.to_vec();
        match source.as_str() {
            "meta" => Some(Self::Meta { app: name, body }),
            "genesys" => Some(Self::Genesys { route: name, body }),
            "own" => Some(Self::Receipt { route: name, body }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::*;

    fn sealer() -> Sealer {
        let key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
        Sealer::new(&SecretString::from(key)).unwrap()
    }

    #[test]
    fn a_delivery_comes_back_byte_for_byte() {
        let body = b"{\"a\":\"\n\xff\"}";
        for journal in [
            Journal::meta("default", body),
            Journal::genesys("second", body),
            Journal::Receipt {
                route: "default".to_owned(),
                body: body.to_vec(),
            },
        ] {
            let payload = journal.seal(&sealer());

            assert!(!payload.windows(7).any(|part| part == b"default"));
            assert!(Journal::open(&sealer(), &payload).as_ref() == Some(&journal));
        }
        assert!(Journal::open(&sealer(), b"other").is_none());
    }
}
