//! Listings, in pages.

use ccaas_http::test_util::{Answer, FakeRequest};
use serde_json::{Value, json};

use super::answers::Refusal;

/// The longest page that can be asked for.
const LARGEST_PAGE: usize = 500;

/// The page of `found` that the request asks for.
pub(super) fn page<T>(
    request: &FakeRequest,
    uri: &str,
    found: &[T],
    show: impl Fn(&T) -> Value,
) -> Result<Answer, Refusal> {
    let number = positive(request, "pageNumber", 1)?;
    let size = positive(request, "pageSize", 25)?.min(LARGEST_PAGE);
    let page_count = found.len().div_ceil(size);
    let page: Vec<Value> = found
        .iter()
        .skip((number - 1).saturating_mul(size))
        .take(size)
        .map(show)
        .collect();
    let uri = |page: usize| format!("{uri}?pageSize={size}&pageNumber={page}");
    let mut listing = json!({
        "entities": page,
        "pageSize": size,
        "pageNumber": number,
        "total": found.len(),
        "pageCount": page_count,
        "firstUri": uri(1),
        "lastUri": uri(page_count.max(1)),
        "selfUri": uri(number),
    });
    if number < page_count {
        listing["nextUri"] = uri(number + 1).into();
    }
    if number > 1 {
        listing["previousUri"] = uri(number - 1).into();
    }
    Ok(Answer::json(200, &listing))
}

fn positive(request: &FakeRequest, name: &'static str, default: usize) -> Result<usize, Refusal> {
    match request.query(name) {
        None => Ok(default),
        Some(text) => text
            .parse()
            .ok()
            .filter(|number| *number > 0)
            .ok_or_else(|| Refusal::field("invalid.value", name, "must be a positive number")),
    }
}
