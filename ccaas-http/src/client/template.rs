//! URL templates: `/api/v2/conversations/callbacks/{conversationId}`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use crate::error::InvalidRequest;

/// Everything but the unreserved characters of RFC 3986 is encoded, `/` and `+` too.
const PATH_PART: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Fills `{names}` of `template` with percent-encoded `parts` and joins it to `base`.
///
/// The base's own path is kept, so a base of `https://host/gateway` works.
///
/// # Errors
/// A part that is empty, `.` or `..`: a URL parser would drop or follow it, and the
/// request would reach another endpoint.
pub(crate) fn fill(
    base: &Url,
    template: &'static str,
    parts: &[(&'static str, &str)],
) -> Result<Url, InvalidRequest> {
    let base = base.as_str().trim_end_matches('/');
    let mut text = String::with_capacity(base.len() + template.len() + 48);
    text.push_str(base);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').expect("a template closes its braces");
        let value = parts.iter().find(|(part, _)| *part == name);
        let (field, value) = value.expect("a template's parts are all given");
        if matches!(*value, "" | "." | "..") {
            return Err(InvalidRequest::new(field, "must not be empty, `.` or `..`"));
        }
        text.push_str(before);
        text.extend(utf8_percent_encode(value, PATH_PART));
        rest = after;
    }
    text.push_str(rest);
    Url::parse(&text).map_err(|_| InvalidRequest::new("base URL", "does not form a valid URL"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn base() -> Url {
        Url::parse("http://127.0.0.1:4012/").unwrap()
    }

    #[test]
    fn parts_are_percent_encoded_one_by_one() {
        let url = fill(
            &base(),
            "/api/partners/impersonate/{pak}/{externalId}/{email}",
            &[("pak", "a/b?c"), ("externalId", "ext 1"), ("email", "o'hara+x@example.com")],
        )
        .unwrap();
        assert_eq!(
            url.as_str(),
            "http://127.0.0.1:4012/api/partners/impersonate/a%2Fb%3Fc/ext%201/o%27hara%2Bx%40example.com"
        );
    }

    #[test]
    fn parts_that_would_change_the_path_are_refused() {
        for part in ["", ".", ".."] {
            let error = fill(&base(), "/api/{id}/x", &[("id", part)]).unwrap_err();
            assert_eq!(error.field(), "id");
        }
        let url = fill(&base(), "/api/{id}", &[("id", "../../oauth/token")]).unwrap();
        assert_eq!(url.path(), "/api/..%2F..%2Foauth%2Ftoken");
    }

    #[test]
    fn a_base_with_a_path_and_a_trailing_slash_in_the_template_are_kept() {
        let gateway = Url::parse("https://gateway.example.com/genesys/").unwrap();
        let url = fill(&gateway, "/api/schedules/my/", &[]).unwrap();
        assert_eq!(url.as_str(), "https://gateway.example.com/genesys/api/schedules/my/");
    }
}
