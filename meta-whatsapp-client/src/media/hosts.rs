//! Which hosts a token may be sent to.

use url::{Host, Url};

/// Where Meta keeps files.
const DEFAULT: &[&str] = &[
    "lookaside.fbsbx.com",
    "*.fbsbx.com",
    "*.whatsapp.net",
    "*.fbcdn.net",
];

/// Hosts of files that may be asked with a token: names, or `*.` and the end of a name.
#[derive(Clone, Debug)]
pub(crate) struct MediaHosts(Vec<String>);

impl Default for MediaHosts {
    fn default() -> Self {
        Self::new(DEFAULT.iter().copied())
    }
}

impl MediaHosts {
    pub(crate) fn new(hosts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let lower = |host: String| host.trim().to_ascii_lowercase();
        Self(hosts.into_iter().map(|host| lower(host.into())).collect())
    }

    /// Whether a token may go to `url`: one of the hosts, or the origin of `base`.
    ///
    /// The hosts only over TLS at its usual port; the base as it is.
    pub(crate) fn allow(&self, url: &Url, base: &Url) -> bool {
        let plain = url.username().is_empty() && url.password().is_none();
        let is_base = matches!(url.scheme(), "http" | "https") && url.origin() == base.origin();
        let is_tls = url.scheme() == "https" && url.port().is_none();
        plain && (is_base || is_tls && self.name(url))
    }

    fn name(&self, url: &Url) -> bool {
        let Some(host) = url.host() else {
            return false;
        };
        let text = host.to_string();
        self.0
            .iter()
            .any(|allowed| match allowed.strip_prefix('*') {
                Some(end) if end.starts_with('.') && end.len() > 1 => {
                    matches!(host, Host::Domain(_)) && text.len() > end.len() && text.ends_with(end)
                }
                Some(_) => false,
                None => text == *allowed,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(url: &str, base: &str) -> bool {
        let parse = |text| Url::parse(text).unwrap();
        MediaHosts::default().allow(&parse(url), &parse(base))
    }

    #[test]
    fn only_metas_hosts_over_tls_get_the_token() {
        let meta = "https://graph.facebook.com";
        for url in [
            "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1",
            "https://LOOKASIDE.fbsbx.com/",
            "https://media.fmuc1-1.fna.whatsapp.net/v/t62",
            "https://scontent.xx.fbcdn.net/m1",
            "https://graph.facebook.com/x",
        ] {
            assert!(allowed(url, meta), "{url}");
        }
        for url in [
            "http://lookaside.fbsbx.com/",
            "https://lookaside.fbsbx.com:8443/",
            "https://lookaside.fbsbx.com.example.com/",
            "https://evilfbsbx.com/",
            "https://.fbsbx.com/",
            "https://whatsapp.net/",
            "https://example.com/lookaside.fbsbx.com",
            "https://lookaside.fbsbx.com@example.com/",
            "https://x@lookaside.fbsbx.com/",
            "https://graph.facebook.com:8443/",
            "https://127.0.0.1/",
            "ftp://lookaside.fbsbx.com/",
            "data:text/plain,x",
        ] {
            assert!(Url::parse(url).is_err() || !allowed(url, meta), "{url}");
        }
    }

    #[test]
    fn a_base_without_tls_needs_none_and_counts_with_its_port() {
        let base = "http://127.0.0.1:4013/gateway";

        assert!(allowed("http://127.0.0.1:4013/media/1", base));
        assert!(allowed("https://lookaside.fbsbx.com/", base));
        assert!(!allowed("http://127.0.0.1:4014/media/1", base));
        assert!(!allowed("https://127.0.0.1:4013/media/1", base));
        assert!(!allowed("http://lookaside.fbsbx.com/", base));
        assert!(!allowed("http://example.com/", base));
    }

    #[test]
    fn hosts_of_ones_own_replace_metas() {
        let hosts = MediaHosts::new(["Files.example.com", "*", "*.", "*x"]);
        let allow = |url| {
            let base = Url::parse("https://graph.facebook.com").unwrap();
            hosts.allow(&Url::parse(url).unwrap(), &base)
        };

        assert!(allow("https://files.example.com/1"));
        assert!(allow("https://files.example.com:443/1"));
        assert!(!allow("https://files.example.com:444/1"));
        assert!(!allow("https://lookaside.fbsbx.com/"));
        assert!(!allow("https://example.com/"));
    }
}
