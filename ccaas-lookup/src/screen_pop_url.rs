//! The address that opens a case.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use thiserror::Error;
use url::Url;

/// All but what RFC 3986 calls unreserved.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Makes `{base}/{locale}/cases/{case_id}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScreenPopUrl {
    prefix: String,
}

impl ScreenPopUrl {
    /// Takes the address of the pages and their language, such as `it`.
    ///
    /// # Errors
    ///
    /// [`InvalidScreenPopUrl`] says which of the two is wrong.
    pub fn new(base: &str, locale: &str) -> Result<Self, InvalidScreenPopUrl> {
        let base = Url::parse(base.trim()).map_err(|_| InvalidScreenPopUrl::Base)?;
        let web = matches!(base.scheme(), "http" | "https");
        if !web || base.query().is_some() || base.fragment().is_some() || has_credentials(&base) {
            return Err(InvalidScreenPopUrl::Base);
        }
        let locale = locale.trim();
        let in_locale = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if locale.is_empty() || !locale.bytes().all(in_locale) {
            return Err(InvalidScreenPopUrl::Locale);
        }
        let base = base.as_str().trim_end_matches('/');
        Ok(Self {
            prefix: format!("{base}/{locale}/cases/"),
        })
    }

    /// The address of one case.
    #[must_use]
    pub fn of(&self, case_id: &str) -> String {
        let mut url = String::with_capacity(self.prefix.len() + case_id.len());
        url.push_str(&self.prefix);
        url.extend(utf8_percent_encode(case_id, SEGMENT));
        url
    }
}

/// Why a screen-pop URL cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InvalidScreenPopUrl {
    /// The base is not the address of a site.
    #[error(
        "the base of screen-pop URLs must be an http or https URL without query, fragment and \
         credentials, such as https://crm.example.com"
    )]
    Base,
    /// The locale is empty or has characters that no locale has.
    #[error("the locale of screen-pop URLs must be letters, digits and hyphens, such as it")]
    Locale,
}

fn has_credentials(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_is_made_of_base_locale_and_case() {
        for (base, locale, id, url) in [
            (
                "https://crm.example.com",
                "it",
                "9",
                "https://crm.example.com/it/cases/9",
            ),
            (
                "https://crm.example.com/",
                "en-GB",
                "9",
                "https://crm.example.com/en-GB/cases/9",
            ),
            (
                "http://localhost:3010/crm/",
                "it",
                "a/../b c",
                "http://localhost:3010/crm/it/cases/a%2F..%2Fb%20c",
            ),
        ] {
            assert_eq!(ScreenPopUrl::new(base, locale).unwrap().of(id), url);
        }
    }

    #[test]
    fn what_makes_no_url_is_refused() {
        for base in [
            "crm.example.com",
            "ftp://crm.example.com",
            "https://a:b@crm.example.com",
            "https://crm.example.com/?a",
        ] {
            let refused = ScreenPopUrl::new(base, "it");
            assert_eq!(refused, Err(InvalidScreenPopUrl::Base), "{base}");
        }
        for locale in ["", "it/..", "i t"] {
            let refused = ScreenPopUrl::new("https://crm.example.com", locale);
            assert_eq!(refused, Err(InvalidScreenPopUrl::Locale), "{locale}");
        }
    }
}
