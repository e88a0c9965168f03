//! Fetching an agent's file, from wherever Genesys Cloud says that it is.
//!
//! An address in a message is not to be trusted: it must be of the public Internet, and what
//! is connected to is the address that was checked. Only the hosts of the route's own
//! organisation are asked with its token, and only after they refused without.

use std::{net::IpAddr, sync::Arc};

use bytes::Bytes;
use ccaas_http::Timeouts;
use http::{StatusCode, header};
use reqwest::{
    Response,
    dns::{Addrs, Name, Resolve, Resolving},
};
use secrecy::ExposeSecret;
use url::{Host, Url};

use super::{
    address,
    room::{Room, Taken},
};
use crate::links::Link;

/// How often a redirect is followed.
const HOPS: usize = 5;

/// Fetches files; cheap to clone.
#[derive(Clone, Debug)]
pub struct Fetcher {
    /// For the whole Internet, but not for our own network.
    public: reqwest::Client,
    /// For the organisation's own address, which is a setting: it may be anywhere.
    own: reqwest::Client,
    room: Room,
}

/// Why a file was not fetched.
#[derive(Debug, thiserror::Error)]
pub(super) enum FetchError {
    /// There is nothing to be had there, now or later.
    #[error("the file cannot be fetched: {0}")]
    Unavailable(&'static str),
    /// It may work later.
    #[error("the file cannot be fetched now")]
    Later,
    /// It is longer than we take.
    #[error("the file is too long")]
    TooLong,
}

/// A file that is being fetched.
pub(super) struct Fetched {
    response: Response,
    limit: u64,
    read: u64,
}

impl Fetcher {
    /// Sets it up.
    ///
    /// # Errors
    /// If TLS cannot be set up.
    pub fn new(timeouts: &Timeouts) -> Result<Self, reqwest::Error> {
        let builder = || {
            reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .connect_timeout(timeouts.connect)
                .read_timeout(timeouts.attempt)
                .no_proxy()
        };
        Ok(Self {
            public: builder().dns_resolver(Arc::new(PublicOnly)).build()?,
            own: builder().build()?,
            room: Room::default(),
        })
    }

    /// Begins to fetch a file of at most `limit` bytes.
    pub(super) async fn fetch(
        &self,
        link: &Link,
        url: &Url,
        limit: u64,
    ) -> Result<Fetched, FetchError> {
        let mut url = url.clone();
        for _ in 0..=HOPS {
            let mut response = self.get(link, &url, false).await?;
            let refused = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN];
            if refused.contains(&response.status()) && is_own(&link.route.region.api_url(), &url) {
                response = self.get(link, &url, true).await?;
            }
            let status = response.status();
            if status.is_redirection() {
                url = next(&url, &response)?;
                continue;
            }
            if status == StatusCode::TOO_MANY_REQUESTS
                || status == StatusCode::REQUEST_TIMEOUT
                || status.is_server_error()
            {
                return Err(FetchError::Later);
            }
            if status != StatusCode::OK {
                return Err(FetchError::Unavailable("it was refused"));
            }
            if response
                .content_length()
                .is_some_and(|length| length > limit)
            {
                return Err(FetchError::TooLong);
            }
            return Ok(Fetched {
                response,
                limit,
                read: 0,
            });
        }
        Err(FetchError::Unavailable("too many redirects"))
    }

    /// The whole of a file, once there is room in memory for it, and the room itself.
    pub(super) async fn whole(&self, mut file: Fetched) -> Result<(Bytes, Taken), FetchError> {
        let length = file.length().unwrap_or(file.limit);
        let taken = self.room.take(length).await;
        let mut whole = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
        while let Some(chunk) = file.chunk().await? {
            whole.extend_from_slice(&chunk);
        }
        Ok((whole.into(), taken))
    }

    async fn get(&self, link: &Link, url: &Url, with_token: bool) -> Result<Response, FetchError> {
        let client = self.client(&link.route.region.api_url(), url)?;
        let mut request = client.get(url.clone()).header(header::ACCEPT, "*/*");
        if with_token {
            let cache = link.genesys.http().tokens();
            let cache = cache.ok_or(FetchError::Unavailable("there is no token"))?;
            let token = cache.get().await.map_err(|_| FetchError::Later)?;
            request = request.bearer_auth(token.secret().expose_secret());
        }
        request
            .send()
            .await
            .map_err(|error| match is_private(&error) {
                true => FetchError::Unavailable("its address is not public"),
                false => FetchError::Later,
            })
    }

    /// Who may ask for a URL.
    fn client(&self, api: &Url, url: &Url) -> Result<&reqwest::Client, FetchError> {
        if url.origin() == api.origin() {
            return Ok(&self.own);
        }
        if url.scheme() != "https" {
            return Err(FetchError::Unavailable("its address is not https"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(FetchError::Unavailable("its address has a password"));
        }
        // A name is checked when it is resolved.
        let literal = match url.host() {
            Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
            Some(Host::Domain(_)) => None,
            None => return Err(FetchError::Unavailable("its address has no host")),
        };
        match literal.is_none_or(address::is_public) {
            true => Ok(&self.public),
            false => Err(FetchError::Unavailable("its address is not public")),
        }
    }
}

impl Fetched {
    /// How many bytes it has, if that was told.
    pub(super) fn length(&self) -> Option<u64> {
        self.response.content_length()
    }

    /// Its MIME type, if that was told.
    pub(super) fn mime_type(&self) -> Option<&str> {
        let value = self.response.headers().get(header::CONTENT_TYPE)?;
        value.to_str().ok()
    }

    /// The next piece.
    pub(super) async fn chunk(&mut self) -> Result<Option<Bytes>, FetchError> {
        let chunk = self.response.chunk().await;
        let chunk = chunk.map_err(|_| FetchError::Later)?;
        if let Some(chunk) = &chunk {
            self.read += chunk.len() as u64;
            if self.read > self.limit {
                return Err(FetchError::TooLong);
            }
        }
        Ok(chunk)
    }
}

/// Whether a URL is of the organisation of `api`: the same host, or `api-downloads.` of it.
fn is_own(api: &Url, url: &Url) -> bool {
    if url.origin() == api.origin() {
        return true;
    }
    let domain = api.host_str().and_then(|host| host.strip_prefix("api."));
    let asked = url.host_str();
    let asked = asked.and_then(|host| host.strip_prefix("api-downloads."));
    url.scheme() == "https" && url.port().is_none() && asked.is_some() && asked == domain
}

/// Where a redirect leads.
fn next(url: &Url, response: &Response) -> Result<Url, FetchError> {
    let location = response.headers().get(header::LOCATION);
    let location = location.and_then(|location| location.to_str().ok());
    let next = location.and_then(|location| url.join(location).ok());
    next.ok_or(FetchError::Unavailable("it redirects to nowhere"))
}

/// Resolves names to public addresses only; what it gives is what is connected to.
struct PublicOnly;

/// A name led to addresses of our own network only.
#[derive(Debug, thiserror::Error)]
#[error("the name has no public address")]
struct NotPublic;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<_> = found.filter(|it| address::is_public(it.ip())).collect();
            if public.is_empty() {
                return Err(NotPublic.into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

fn is_private(error: &reqwest::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        if cause.is::<NotPublic>() {
            return true;
        }
        source = cause.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn the_token_goes_to_hosts_of_the_own_organisation_only() {
        let api = url("https://api.mypurecloud.de/");
        for (asked, expected) in [
            ("https://api.mypurecloud.de/api/v2/downloads/1", true),
            (
                "https://api-downloads.mypurecloud.de/api/v2/downloads/1",
                true,
            ),
            (
                "https://api-downloads.mypurecloud.ie/api/v2/downloads/1",
                false,
            ),
            ("http://api-downloads.mypurecloud.de/1", false),
            ("https://api-downloads.mypurecloud.de:8443/1", false),
            ("https://api-downloads.mypurecloud.de.example.com/1", false),
            ("https://example.com/?api-downloads.mypurecloud.de", false),
        ] {
            assert_eq!(is_own(&api, &url(asked)), expected, "{asked}");
        }
    }

    #[test]
    fn what_is_not_public_is_not_asked_unless_it_is_the_organisation() {
        let fetcher = Fetcher::new(&Timeouts::default()).unwrap();
        let api = url("http://127.0.0.1:4000/");
        for (asked, expected) in [
            ("http://127.0.0.1:4000/a", true),
            ("https://files.example.com/a", true),
            ("http://127.0.0.1:4001/a", false),
            ("https://127.0.0.1/a", false),
            ("https://[::1]/a", false),
            ("https://169.254.169.254/a", false),
            ("http://files.example.com/a", false),
            ("https://user:pass@files.example.com/a", false),
            ("file:///etc/passwd", false),
        ] {
            assert_eq!(
                fetcher.client(&api, &url(asked)).is_ok(),
                expected,
                "{asked}"
            );
        }
    }

    #[tokio::test]
    async fn a_name_of_our_own_network_leads_nowhere() {
        let fetcher = Fetcher::new(&Timeouts::default()).unwrap();

        let error = fetcher.public.get("https://localhost/a").send().await;

        assert!(is_private(&error.unwrap_err()));
    }
}
