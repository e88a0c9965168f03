//! Whether another site's page makes this request in the name of whoever is signed in.

use http::{HeaderMap, Method, header};
use url::Url;

const FETCH_SITE: &str = "sec-fetch-site";

/// Whether a request comes from another site, and could change something.
///
/// `public` is the origin that this server is reached by, such as `https://meet.example.com`.
/// Programs that are no browsers send neither of the headers that tell, and pass.
#[must_use]
pub fn is_cross_site(method: &Method, headers: &HeaderMap, public: &str) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return false;
    }
    let told_so = headers
        .get_all(FETCH_SITE)
        .iter()
        .any(|site| site != "same-origin" && site != "none");
    let from_elsewhere = headers.get_all(header::ORIGIN).iter().any(|origin| {
        let origin = origin.to_str().unwrap_or_default();
        origin != public && !is_of_host(origin, headers)
    });
    told_so || from_elsewhere
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

/// The origin of an address, as browsers write it.
#[must_use]
pub fn origin_of(url: &str) -> String {
    let url = Url::parse(url).map(|url| url.origin().ascii_serialization());
    url.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    const PUBLIC: &str = "https://meet.example.com";

    fn crosses(method: Method, headers: &[(&'static str, &'static str)]) -> bool {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
        is_cross_site(&method, &map, PUBLIC)
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
    fn the_origin_of_an_address_is_as_browsers_write_it() {
        assert_eq!(origin_of("https://Meet.Example.com:443/sub"), PUBLIC);
        assert_eq!(origin_of("http://localhost:3007"), "http://localhost:3007");
    }
}
