//! Security headers on every answer.

use std::{sync::Arc, time::Duration};

use axum::extract::Request;
use futures_util::FutureExt;
use http::{HeaderName, HeaderValue, header};

use crate::client_ip::{TrustedProxies, peer, says_https};
use crate::layer::{Answer, Inner};

const POLICY: &str =
    "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";
static FIXED: [(HeaderName, HeaderValue); 4] = [
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static(POLICY),
    ),
];

/// How many headers the layers of a server add: a map that grows once costs less.
pub(crate) const MOST_ADDED: usize = 10;

/// When browsers are told to come by HTTPS only (`Strict-Transport-Security`).
///
/// They are told over HTTPS alone: this server's own, or that of a trusted proxy which says so
/// in `X-Forwarded-Proto`. Anywhere else the header means nothing. It binds this host alone: the
/// hosts below it may be somebody else's, and may not speak HTTPS.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hsts {
    /// How long browsers remember it; without, they are never told.
    pub max_age: Option<Duration>,
    /// Whether this server speaks TLS itself.
    pub tls: bool,
}

/// What [`secure`] adds to answers. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Security(Arc<Added>);

#[derive(Debug)]
struct Added {
    csp: HeaderValue,
    hsts: Option<HeaderValue>,
    tls: bool,
    proxies: TrustedProxies,
}

impl Security {
    /// With this `Content-Security-Policy`.
    pub fn new(csp: HeaderValue, hsts: Hsts, proxies: TrustedProxies) -> Self {
        let told = |age: Duration| HeaderValue::try_from(format!("max-age={}", age.as_secs())).ok();
        Self(Arc::new(Added {
            csp,
            hsts: hsts.max_age.and_then(told),
            tls: hsts.tls,
            proxies,
        }))
    }
}

impl Added {
    fn hsts_for(&self, request: &Request) -> Option<HeaderValue> {
        let hsts = self.hsts.as_ref()?;
        let https = self.tls || says_https(peer(request), request.headers(), &self.proxies);
        https.then(|| hsts.clone())
    }
}

/// For [`around`](crate::layer::around): adds the security headers; what a handler has set stays.
///
/// Put it outside all other layers, so that no answer goes without.
pub fn secure<S: Inner>(
    Security(added): &Security,
    request: Request,
    inner: &mut S,
) -> impl Future<Output = Answer> + use<S> {
    let hsts = added.hsts_for(&request);
    let csp = added.csp.clone();
    inner.call(request).map(|Ok(mut response)| {
        let headers = response.headers_mut();
        headers.reserve(FIXED.len() + 2);
        let own = headers.get(header::CONTENT_SECURITY_POLICY);
        let is_embedded = own.is_some_and(lets_embed);
        headers
            .entry(header::CONTENT_SECURITY_POLICY)
            .or_insert(csp);
        if let Some(hsts) = hsts {
            headers
                .entry(header::STRICT_TRANSPORT_SECURITY)
                .or_insert(hsts);
        }
        for (name, value) in &FIXED {
            headers.entry(name).or_insert_with(|| value.clone());
        }
        if is_embedded {
            // The older header knows no list of sites, only nobody.
            headers.remove(header::X_FRAME_OPTIONS);
        }
        Ok(response)
    })
}

/// Whether a page's own policy names sites that may show it in a frame.
fn lets_embed(policy: &HeaderValue) -> bool {
    let mut directives = policy.as_bytes().split(|byte| *byte == b';');
    let framing = directives.find_map(|it| it.trim_ascii().strip_prefix(b"frame-ancestors "));
    framing.is_some_and(|sites| sites.trim_ascii() != b"'none'")
}
