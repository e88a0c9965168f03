//! Whether another site's page makes this request in the name of whoever is signed in.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, Method, StatusCode, header};
use url::Url;

use crate::{cors, origins::Origins, problem::Problem};

const FETCH_SITE: &str = "sec-fetch-site";

/// The origin that a server is reached by, such as `https://meet.example.com`.
#[derive(Clone, Debug)]
pub struct PublicOrigin {
    own: Arc<str>,
    others: Origins,
}

impl PublicOrigin {
    /// The origin of `PUBLIC_URL`, as browsers write it.
    #[must_use]
    pub fn of(public_url: &str) -> Self {
        let url = Url::parse(public_url).map(|url| url.origin().ascii_serialization());
        Self {
            own: url.unwrap_or_default().into(),
            others: Origins::default(),
        }
    }

    /// Lets pages of these origins do what the server's own may.
    #[must_use]
    pub fn and(self, others: Origins) -> Self {
        Self { others, ..self }
    }

    /// Whether a request comes from a page of another site: neither the server's own nor one
    /// of those that are let in. Programs that are no browsers say nothing, and do not.
    #[must_use]
    pub fn is_elsewhere(&self, headers: &HeaderMap) -> bool {
        !self.lets_in(headers) && self.is_foreign(headers)
    }

    /// Whether a request comes from a page of one of the other origins that are let in.
    #[must_use]
    pub fn lets_in(&self, headers: &HeaderMap) -> bool {
        cors::origin(headers).is_some_and(|origin| self.others.contains(origin))
    }

    /// Whether a request comes from a page that is not the server's own.
    #[must_use]
    pub fn is_foreign(&self, headers: &HeaderMap) -> bool {
        let told_so = headers
            .get_all(FETCH_SITE)
            .iter()
            .any(|site| site != "same-origin" && site != "none");
        let from_elsewhere = headers.get_all(header::ORIGIN).iter().any(|origin| {
            let origin = origin.to_str().unwrap_or_default();
            origin != &*self.own && !is_of_host(origin, headers)
        });
        told_so || from_elsewhere
    }
}

/// Middleware: refuses what comes from another site and could change something.
///
/// Programs that are no browsers send neither of the headers that tell, and pass.
///
/// # Errors
/// Status 403.
pub async fn refuse(
    State(public): State<PublicOrigin>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    if is_cross_site(request.method(), request.headers(), &public) {
        let refused = "Cross-site request refused";
        return Err(Problem::new(StatusCode::FORBIDDEN, refused));
    }
    Ok(next.run(request).await)
}

fn is_cross_site(method: &Method, headers: &HeaderMap, public: &PublicOrigin) -> bool {
    let only_reads = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    !only_reads && public.is_elsewhere(headers)
}

/// Whether an origin is the host that the request was sent to.
fn is_of_host(origin: &str, headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok()).unwrap_or_default();
    let authority = origin
        .strip_prefix("http://")
        .or_else(|| origin.strip_prefix("https://"));
    !host.is_empty() && authority.is_some_and(|authority| authority.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    const PUBLIC: &str = "https://meet.example.com";

    fn map(headers: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
        map
    }

    fn crosses(method: Method, headers: &[(&'static str, &'static str)]) -> bool {
        let map = map(headers);
        let public = PublicOrigin::of(PUBLIC);
        is_cross_site(&method, &map, &public)
    }

    #[test]
    fn the_own_page_and_programs_pass() {
        let inside = ("host", "10.0.0.7:3007");
        for headers in [
            &[][..],
            &[inside],
            &[inside, ("sec-fetch-site", "same-origin")],
            &[inside, ("sec-fetch-site", "none")],
            &[inside, ("origin", "http://10.0.0.7:3007")],
            &[inside, ("origin", "https://10.0.0.7:3007")],
            &[inside, ("origin", "https://meet.example.com")],
            &[
                ("host", "LOCALHOST:3007"),
                ("origin", "http://localhost:3007"),
            ],
        ] {
            assert!(!crosses(Method::POST, headers), "{headers:?}");
        }
    }

    #[test]
    fn other_sites_are_refused() {
        let host = ("host", "meet.example.com");
        for headers in [
            &[host, ("sec-fetch-site", "cross-site")][..],
            &[host, ("sec-fetch-site", "same-site")],
            &[host, ("sec-fetch-site", "")],
            &[
                host,
                ("sec-fetch-site", "same-origin"),
                ("sec-fetch-site", "cross-site"),
            ],
            &[host, ("origin", "https://evil.example.net")],
            &[host, ("origin", "null")],
            &[host, ("origin", "")],
            &[
                host,
                ("origin", "https://meet.example.com.evil.example.net"),
            ],
            &[host, ("origin", "https://meet.example.com:8443")],
            &[host, ("origin", "ftp://meet.example.com")],
            &[("origin", "https://")],
            &[
                host,
                ("sec-fetch-site", "same-origin"),
                ("origin", "https://evil.example.net"),
            ],
        ] {
            for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
                assert!(crosses(method, headers), "{headers:?}");
            }
        }
    }

    #[test]
    fn reading_is_not_refused() {
        let headers = &[("sec-fetch-site", "cross-site"), ("origin", "null")];

        assert!(!crosses(Method::GET, headers) && !crosses(Method::HEAD, headers));
    }

    #[test]
    fn pages_of_a_listed_origin_are_let_in_and_no_other() {
        let others = "https://desk.example.net".parse().unwrap();
        let public = PublicOrigin::of(PUBLIC).and(others);
        let from = |origin| {
            let headers = map(&[("host", "meet.example.com"), ("origin", origin)]);
            (public.is_elsewhere(&headers), public.lets_in(&headers))
        };

        assert_eq!(from("https://desk.example.net"), (false, true));
        assert_eq!(from(PUBLIC), (false, false));
        assert_eq!(from("https://evil.example.net"), (true, false));
        let twice = map(&[
            ("origin", "https://desk.example.net"),
            ("origin", "https://evil.example.net"),
        ]);
        assert!(public.is_elsewhere(&twice));
    }

    #[test]
    fn the_origin_of_an_address_is_as_browsers_write_it() {
        let origin = |url| PublicOrigin::of(url).own.to_string();

        assert_eq!(origin("https://Meet.Example.com:443/sub"), PUBLIC);
        assert_eq!(origin("http://localhost:3007"), "http://localhost:3007");
    }
}
