//! Where an organisation lives: the hosts of its sign-in and of its API.

use std::{fmt, str::FromStr};

use url::Url;

/// A Genesys Cloud region, or a host pair of one's own.
///
/// Reads an AWS name (`eu-central-1`), a domain (`mypurecloud.de`), or a base URL
/// (`https://gateway.example.com`), whatever the case. A domain that is not listed
/// stands for `https://login.{domain}` and `https://api.{domain}`. `Display` writes the
/// domain, or the host of a base URL.
///
/// ```
/// use genesys_client::Region;
///
/// let region: Region = "eu-central-1".parse()?;
/// assert_eq!(region, Region::EuCentral1);
/// assert_eq!(region.to_string(), "mypurecloud.de");
/// assert_eq!(region.login_url().as_str(), "https://login.mypurecloud.de/");
/// # Ok::<(), genesys_client::ParseRegionError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Region {
    /// US East (N. Virginia): `mypurecloud.com`.
    UsEast1,
    /// US East 2 (Ohio), for government: `use2.us-gov-pure.cloud`.
    UsEast2,
    /// US West (Oregon): `usw2.pure.cloud`.
    UsWest2,
    /// Canada: `cac1.pure.cloud`.
    CaCentral1,
    /// Mexico: `mxc1.pure.cloud`.
    MxCentral1,
    /// South America (São Paulo): `sae1.pure.cloud`.
    SaEast1,
    /// Europe (Ireland): `mypurecloud.ie`.
    EuWest1,
    /// Europe (London): `euw2.pure.cloud`.
    EuWest2,
    /// Europe (Frankfurt): `mypurecloud.de`.
    EuCentral1,
    /// Europe (Zurich): `euc2.pure.cloud`.
    EuCentral2,
    /// European sovereign cloud (Germany): `edee1.eusc-pure.cloud`.
    EuscDeEast1,
    /// Middle East (UAE): `mec1.pure.cloud`.
    MeCentral1,
    /// Asia Pacific (Mumbai): `aps1.pure.cloud`.
    ApSouth1,
    /// Asia Pacific (Singapore): `apse1.pure.cloud`.
    ApSoutheast1,
    /// Asia Pacific (Sydney): `mypurecloud.com.au`.
    ApSoutheast2,
    /// Asia Pacific (Tokyo): `mypurecloud.jp`.
    ApNortheast1,
    /// Asia Pacific (Seoul): `apne2.pure.cloud`.
    ApNortheast2,
    /// Asia Pacific (Osaka): `apne3.pure.cloud`.
    ApNortheast3,
    /// Hosts of one's own: a gateway, a fake, or a region too new for this crate.
    Custom {
        /// The base of the sign-in: `{login}/oauth/token`.
        login: Url,
        /// The base of the API: `{api}/api/v2/…`.
        api: Url,
    },
}

impl Region {
    /// Every region that has a name.
    pub const ALL: [Self; 18] = [
        Self::UsEast1,
        Self::UsEast2,
        Self::UsWest2,
        Self::CaCentral1,
        Self::MxCentral1,
        Self::SaEast1,
        Self::EuWest1,
        Self::EuWest2,
        Self::EuCentral1,
        Self::EuCentral2,
        Self::EuscDeEast1,
        Self::MeCentral1,
        Self::ApSouth1,
        Self::ApSoutheast1,
        Self::ApSoutheast2,
        Self::ApNortheast1,
        Self::ApNortheast2,
        Self::ApNortheast3,
    ];

    /// Hosts of one's own. A path in a base URL is kept.
    #[must_use]
    pub fn custom(login: Url, api: Url) -> Self {
        Self::Custom { login, api }
    }

    /// The AWS name, such as `eu-central-1`; `None` for custom hosts.
    #[must_use]
    pub fn aws_name(&self) -> Option<&'static str> {
        self.names().map(|(aws, _)| aws)
    }

    /// The base of the sign-in.
    ///
    /// # Panics
    /// Never: a listed domain always forms a URL.
    #[must_use]
    pub fn login_url(&self) -> Url {
        match self {
            Self::Custom { login, .. } => login.clone(),
            listed => listed.listed_url("login"),
        }
    }

    /// The base of the API.
    ///
    /// # Panics
    /// Never: a listed domain always forms a URL.
    #[must_use]
    pub fn api_url(&self) -> Url {
        match self {
            Self::Custom { api, .. } => api.clone(),
            listed => listed.listed_url("api"),
        }
    }

    fn listed_url(&self, service: &str) -> Url {
        self.names()
            .and_then(|(_, domain)| host_url(service, domain))
            .expect("a listed region has a domain that forms a URL")
    }

    /// AWS name and domain.
    fn names(&self) -> Option<(&'static str, &'static str)> {
        Some(match self {
            Self::UsEast1 => ("us-east-1", "mypurecloud.com"),
            Self::UsEast2 => ("us-east-2", "use2.us-gov-pure.cloud"),
            Self::UsWest2 => ("us-west-2", "usw2.pure.cloud"),
            Self::CaCentral1 => ("ca-central-1", "cac1.pure.cloud"),
            Self::MxCentral1 => ("mx-central-1", "mxc1.pure.cloud"),
            Self::SaEast1 => ("sa-east-1", "sae1.pure.cloud"),
            Self::EuWest1 => ("eu-west-1", "mypurecloud.ie"),
            Self::EuWest2 => ("eu-west-2", "euw2.pure.cloud"),
            Self::EuCentral1 => ("eu-central-1", "mypurecloud.de"),
            Self::EuCentral2 => ("eu-central-2", "euc2.pure.cloud"),
            Self::EuscDeEast1 => ("eusc-de-east-1", "edee1.eusc-pure.cloud"),
            Self::MeCentral1 => ("me-central-1", "mec1.pure.cloud"),
            Self::ApSouth1 => ("ap-south-1", "aps1.pure.cloud"),
            Self::ApSoutheast1 => ("ap-southeast-1", "apse1.pure.cloud"),
            Self::ApSoutheast2 => ("ap-southeast-2", "mypurecloud.com.au"),
            Self::ApNortheast1 => ("ap-northeast-1", "mypurecloud.jp"),
            Self::ApNortheast2 => ("ap-northeast-2", "apne2.pure.cloud"),
            Self::ApNortheast3 => ("ap-northeast-3", "apne3.pure.cloud"),
            Self::Custom { .. } => return None,
        })
    }
}

fn host_url(service: &str, domain: &str) -> Option<Url> {
    Url::parse(&format!("https://{service}.{domain}")).ok()
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Custom { login, api } => {
                let host = api.host_str().unwrap_or_default();
                let domain = host.strip_prefix("api.").filter(|domain| {
                    login
                        .host_str()
                        .and_then(|host| host.strip_prefix("login."))
                        == Some(domain)
                });
                f.write_str(domain.unwrap_or(host))?;
                match api.port() {
                    Some(port) => write!(f, ":{port}"),
                    None => Ok(()),
                }
            }
            _ => f.write_str(self.names().map_or("", |(_, domain)| domain)),
        }
    }
}

// A custom base URL may hold a user name or a path that nobody should see.
impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Region({self})")
    }
}

/// The text names no region.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a Genesys Cloud region: give an AWS region such as `eu-central-1`, a domain such as \
     `mypurecloud.de`, or a base URL that starts with `https://` or `http://`"
)]
pub struct ParseRegionError;

impl FromStr for Region {
    type Err = ParseRegionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let lower = text.to_ascii_lowercase();
        if let Some(region) = listed(&lower) {
            Ok(region)
        } else if lower.starts_with("https://") || lower.starts_with("http://") {
            from_url(text).ok_or(ParseRegionError)
        } else {
            from_domain(&lower).ok_or(ParseRegionError)
        }
    }
}

/// A listed region by AWS name, domain, or one of the domain's hosts.
fn listed(text: &str) -> Option<Region> {
    let host = ["api.", "login.", "apps."]
        .iter()
        .find_map(|service| text.strip_prefix(service));
    Region::ALL.into_iter().find(|region| {
        region.names().is_some_and(|(aws, domain)| {
            text == aws || text == domain || host.is_some_and(|host| host == domain)
        })
    })
}

fn from_url(text: &str) -> Option<Region> {
    let url = Url::parse(text).ok()?;
    let host = url.host_str()?;
    let plain = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    if !plain {
        return None;
    }
    // A vendor's host serves either the sign-in or the API, never both.
    if url.port().is_none()
        && url.path() == "/"
        && let Some(region) = listed(host)
    {
        return Some(region);
    }
    Some(Region::custom(url.clone(), url))
}

fn from_domain(domain: &str) -> Option<Region> {
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if !domain.contains('.') || !domain.split('.').all(is_label) {
        return None;
    }
    Some(Region::custom(
        host_url("login", domain)?,
        host_url("api", domain)?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vendor's list, AWS name by domain.
    const LIST: [(&str, &str); 18] = [
        ("us-east-1", "mypurecloud.com"),
        ("eu-west-1", "mypurecloud.ie"),
        ("ap-southeast-2", "mypurecloud.com.au"),
        ("ap-northeast-1", "mypurecloud.jp"),
        ("eu-central-1", "mypurecloud.de"),
        ("us-west-2", "usw2.pure.cloud"),
        ("ca-central-1", "cac1.pure.cloud"),
        ("ap-northeast-2", "apne2.pure.cloud"),
        ("eu-west-2", "euw2.pure.cloud"),
        ("ap-south-1", "aps1.pure.cloud"),
        ("us-east-2", "use2.us-gov-pure.cloud"),
        ("sa-east-1", "sae1.pure.cloud"),
        ("me-central-1", "mec1.pure.cloud"),
        ("ap-northeast-3", "apne3.pure.cloud"),
        ("eu-central-2", "euc2.pure.cloud"),
        ("mx-central-1", "mxc1.pure.cloud"),
        ("ap-southeast-1", "apse1.pure.cloud"),
        ("eusc-de-east-1", "edee1.eusc-pure.cloud"),
    ];

    fn parse(text: &str) -> Region {
        text.parse()
            .unwrap_or_else(|_| panic!("{text} is a region"))
    }

    #[test]
    fn every_region_is_read_by_name_and_by_domain_and_knows_its_hosts() {
        for (aws, domain) in LIST {
            let region = parse(aws);

            assert_eq!(region, parse(domain));
            assert_eq!(region, parse(&format!(" {} ", domain.to_uppercase())));
            assert_eq!(region, parse(&format!("https://api.{domain}")));
            assert_eq!(region.aws_name(), Some(aws));
            assert_eq!(region.to_string(), domain);
            assert_eq!(
                region.login_url().as_str(),
                format!("https://login.{domain}/")
            );
            assert_eq!(region.api_url().as_str(), format!("https://api.{domain}/"));
        }
    }

    #[test]
    fn the_list_of_all_regions_has_each_once() {
        for (aws, _) in LIST {
            let count = Region::ALL
                .iter()
                .filter(|region| region.aws_name() == Some(aws))
                .count();
            assert_eq!(count, 1, "{aws}");
        }
    }

    #[test]
    fn a_base_url_serves_both_the_sign_in_and_the_api() {
        for (text, url, shown) in [
            (
                "http://127.0.0.1:4012",
                "http://127.0.0.1:4012/",
                "127.0.0.1:4012",
            ),
            (
                "HTTPS://Gateway.Example.com/Genesys",
                "https://gateway.example.com/Genesys",
                "gateway.example.com",
            ),
            ("http://[::1]:80", "http://[::1]/", "[::1]"),
        ] {
            let region = parse(text);

            assert_eq!(region.login_url().as_str(), url);
            assert_eq!(region.api_url().as_str(), url);
            assert_eq!(region.to_string(), shown);
            assert_eq!(region.aws_name(), None);
        }
    }

    #[test]
    fn a_domain_that_is_not_listed_has_two_hosts_of_the_usual_names() {
        let region = parse("New1.pure.example.com");

        assert_eq!(
            region.login_url().as_str(),
            "https://login.new1.pure.example.com/"
        );
        assert_eq!(
            region.api_url().as_str(),
            "https://api.new1.pure.example.com/"
        );
        assert_eq!(region.to_string(), "new1.pure.example.com");
    }

    #[test]
    fn a_text_that_names_no_region_is_refused_with_what_would_do() {
        for text in [
            "",
            " ",
            "eu-central-9",
            "frankfurt",
            "localhost:4012",
            "127.0.0.1",
            "a..b",
            ".de",
            "mypurecloud.de/api",
            "http://",
            "https://",
            "ftp://example.com",
            "example.com:443",
            "https://user:pass@example.com",
            "https://example.com/?a=b",
            "ex ample.com",
        ] {
            let error = text.parse::<Region>().expect_err(text);
            assert!(error.to_string().contains("eu-central-1"), "{error}");
        }
    }

    #[test]
    fn debug_shows_the_host_of_a_custom_region_only() {
        let url = Url::parse("https://user:canary@example.com/canary").unwrap();
        let region = Region::custom(url.clone(), url);
        assert_eq!(format!("{region:?}"), "Region(example.com)");
    }
}
