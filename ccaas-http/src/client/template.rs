//! URL templates: `/api/v2/conversations/callbacks/{conversationId}`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use crate::error::InvalidRequest;

/// Everything but the unreserved characters of RFC 3986 is encoded, `/` and `+` too.
const PATH_PART: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Fills `{names}` of `template` with percent-encoded `parts` and joins it to `base`.
///
/// The base's own path is kept, so a base of `https://host/gateway` works.
///
/// # Errors
/// A part that is empty, `.` or `..`: a URL parser would drop or follow it, and the
/// request would reach another endpoint. A base such as `mailto:x`.
pub(crate) fn fill(
    base: &Url,
    template: &'static str,
    parts: &[(&'static str, &str)],
) -> Result<Url, InvalidRequest> {
    if base.cannot_be_a_base() {
        return Err(InvalidRequest::new("base URL", "has no place for a path"));
    }
    let prefix = base.path().trim_end_matches('/');
    let mut path = String::with_capacity(prefix.len() + template.len() + 48);
    path.push_str(prefix);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').expect("a template closes its braces");
        let value = parts.iter().find(|(part, _)| *part == name);
        let (field, value) = value.expect("a template's parts are all given");
        if matches!(*value, "" | "." | "..") {
            return Err(InvalidRequest::new(
                *field,
                "must not be empty, `.` or `..`",
            ));
        }
        path.push_str(before);
        path.extend(utf8_percent_encode(value, PATH_PART));
        rest = after;
    }
    path.push_str(rest);
    // Cheaper than parsing the whole URL: its host stays as it is.
    let mut url = base.clone();
    url.set_path(&path);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn base() -> Url {
        Url::parse("http://127.0.0.1:4012/").unwrap()
    }

    #[test]
    fn parts_are_percent_encoded_one_by_one() {
        let url = fill(
            &base(),
            "/api/partners/impersonate/{pak}/{externalId}/{email}",
            &[
                ("pak", "a/b?c"),
                ("externalId", "ext 1"),
                ("email", "o'hara+x@example.com"),
            ],
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
    fn a_base_without_a_path_is_refused() {
        let error = fill(&Url::parse("mailto:x@example.com").unwrap(), "/api", &[]).unwrap_err();
        assert_eq!(error.field(), "base URL");
    }

    #[test]
    fn a_base_with_a_path_and_a_trailing_slash_in_the_template_are_kept() {
        let gateway = Url::parse("https://gateway.example.com/genesys/").unwrap();
        let url = fill(&gateway, "/api/schedules/my/", &[]).unwrap();
        assert_eq!(
            url.as_str(),
            "https://gateway.example.com/genesys/api/schedules/my/"
        );
    }

    proptest! {
        #[test]
        fn any_part_stays_one_part(first in ".{1,40}", second in "[./%?#&+:@ \\\\a-c\\r\\n]{1,12}") {
            let parts = [("a", first.as_str()), ("b", second.as_str())];
            prop_assume!(!parts.iter().any(|(_, part)| matches!(*part, "." | "..")));

            let url = fill(&base(), "/api/{a}/x/{b}/", &parts).unwrap();

            prop_assert_eq!(url.query(), None);
            prop_assert_eq!(url.fragment(), None);
            prop_assert_eq!(url.host_str(), Some("127.0.0.1"));
            let read: Vec<_> = url
                .path_segments()
                .unwrap()
                .map(|part| percent_encoding::percent_decode_str(part).decode_utf8().unwrap())
                .collect();
            prop_assert_eq!(read, ["api", &first, "x", &second, ""]);
        }
    }
}
