//! The Embeddable Framework: Genesys Cloud inside another system's page.

use std::collections::BTreeMap;

use crate::{Lookup, clean};

/// The attributes that make the Embeddable Framework open a page or search for the caller.
///
/// With a case, `pef_urlpop` is the page to open, URL-encoded: the framework prefers it. Always
/// there is `pef_searchvalue`, what to search for: the number, cleaned, without `tel:`; an
/// empty one if the caller withholds it.
///
/// Set them as participant data in the flow. The page's own script calls
/// `Framework.screenPop(searchString, interaction)`
/// ([example](https://github.com/GenesysCloudBlueprints/embeddable-framework-blueprint)).
#[must_use]
pub fn framework_attributes(found: &Lookup, phone: &str) -> BTreeMap<&'static str, String> {
    let mut attributes = BTreeMap::from([("pef_searchvalue", read_search_value(phone))]);
    if let Some(hit) = found.hit() {
        attributes.insert("pef_urlpop", encoded(hit.screen_pop_url()));
    }
    attributes
}

/// The number in a search value that the framework hands over: it may begin with `tel:`.
#[must_use]
pub fn read_search_value(search_value: &str) -> String {
    clean(search_value).trim().to_owned()
}

/// As `encodeURIComponent` would: all but the characters that no URL reserves.
fn encoded(url: &str) -> String {
    let mut text = String::with_capacity(url.len() * 3 / 2);
    for byte in url.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(byte));
            }
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}
