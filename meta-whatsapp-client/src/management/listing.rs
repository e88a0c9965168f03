//! Listings of the Graph API, and plain successes.
//!
//! A listing is `{data: […], paging: {cursors: {before, after}, next}}`. The presence of
//! `next` says whether there is a next page, `cursors.after` where it starts
//! ([docs](https://developers.facebook.com/docs/graph-api/results)).

use std::{borrow::Cow, pin::Pin};

use ccaas_http::{
    Call, DecodeError, Page, Pager, Response,
    read::{self, Items},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;
use url::Url;

use crate::error::{ApiError, Error};

/// A page on its way, as the pagers of this crate fetch it.
pub type PageFuture<T> = Pin<Box<dyn Future<Output = Result<Page<T, String>, Error>> + Send>>;

/// A listing that is fetched page by page, and read item by item.
pub type ListPager<T> = Pager<T, String, Box<dyn FnMut(String) -> PageFuture<T> + Send>>;

/// Walks a listing from `first` on: `page` fetches the page of a cursor with its own `of`.
pub(crate) fn pager<T, O, F>(
    first: Option<String>,
    of: O,
    page: impl Fn(O, String) -> F + Send + 'static,
) -> ListPager<T>
where
    O: Clone + Send + 'static,
    F: Future<Output = Result<Response<Page<T, String>>, Error>> + Send + 'static,
{
    let fetch = move |cursor| -> PageFuture<T> {
        let page = page(of.clone(), cursor);
        Box::pin(async { page.await.map(Response::into_inner) })
    };
    Pager::new(first.unwrap_or_default(), Box::new(fetch))
}

/// Where a page starts, for a call; the first page has no cursor.
pub(crate) fn after(cursor: Option<&String>) -> Option<&String> {
    cursor.filter(|cursor| !cursor.is_empty())
}

/// A query parameter that names fields; absent if there are none.
pub(crate) fn names(fields: &[impl AsRef<str>]) -> Option<String> {
    let names: Vec<&str> = fields.iter().map(AsRef::as_ref).collect();
    (!names.is_empty()).then(|| names.join(","))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Listing {
    /// Items with required fields, or that keep their text: each is read from its own.
    data: Option<Box<RawValue>>,
    #[serde(deserialize_with = "read::lenient")]
    paging: Option<Paging>,
}

/// Where the neighbours of a page are.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Paging {
    #[serde(deserialize_with = "read::lenient")]
    cursors: Option<Cursors>,
    /// The address of the next page.
    #[serde(deserialize_with = "read::filled")]
    next: Option<String>,
}

/// Where a page ends.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Cursors {
    #[serde(deserialize_with = "read::filled")]
    after: Option<String>,
}

impl Paging {
    /// Where the next page starts, if there is one.
    fn into_next(self) -> Option<String> {
        let next = self.next?;
        let cursor = self.cursors.and_then(|cursors| cursors.after);
        cursor.or_else(|| {
            let url = Url::parse(&next).ok()?;
            let after = url.query_pairs().find(|(name, _)| name == "after");
            after.map(|(_, value)| Cow::into_owned(value))
        })
    }
}

/// Sends a call whose answer is a page of a listing.
pub(crate) async fn page<T: DeserializeOwned>(
    call: Call<'_, ApiError>,
) -> Result<Response<Page<T, String>>, Error> {
    let listing = call.send::<Listing>().await?;
    Ok(listing.map(|listing| {
        let items = listing.data.as_deref().map(Items::of_raw);
        Page::of(
            items.unwrap_or_default(),
            listing.paging.and_then(Paging::into_next),
        )
    }))
}

/// Sends a call whose answer is one object, alone or as the only item of a listing.
pub(crate) async fn only<T: DeserializeOwned>(
    call: Call<'_, ApiError>,
) -> Result<Response<T>, Error> {
    let page = page::<T>(call).await?;
    let meta = page.meta().clone();
    let item = page.into_inner().items.into_iter().next();
    match item {
        Some(item) => Ok(Response::new(item, meta)),
        None => Err(Error::Decode(DecodeError::Field { field: "data" })),
    }
}

/// What a plain success answers.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Success {
    /// Whether it worked.
    #[serde(deserialize_with = "read::lenient")]
    success: Option<bool>,
}

/// Sends a call whose answer only says that it worked.
///
/// Status 200 with `success: false` is an error: nobody would look at it otherwise.
pub(crate) async fn done(call: Call<'_, ApiError>) -> Result<Response<()>, Error> {
    let answer = call.send::<Success>().await?;
    if answer.success == Some(false) {
        return Err(Error::Decode(DecodeError::Field { field: "success" }));
    }
    Ok(answer.map(|_| ()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(paging: &str) -> Option<String> {
        let text = format!(r#"{{"data":[],"paging":{paging}}}"#);
        let listing: Listing = serde_json::from_str(&text).unwrap();
        listing.paging.and_then(Paging::into_next)
    }

    #[test]
    fn the_next_page_starts_at_the_cursor_if_there_is_a_next_page() {
        let next_page = "https://graph.example.com/v25.0/1/flows?limit=2&after=QVFI%3D%3D";
        assert_eq!(
            next(&format!(
                r#"{{"cursors":{{"after":"abc"}},"next":"{next_page}"}}"#
            )),
            Some("abc".to_owned())
        );
        assert_eq!(
            next(&format!(r#"{{"next":"{next_page}"}}"#)),
            Some("QVFI==".to_owned()),
            "the cursor stands in the address, too"
        );
        for last in [
            r#"{"cursors":{"before":"a","after":"b"}}"#,
            r#"{"cursors":null,"next":null}"#,
            r#"{"next":"not an address"}"#,
            "{}",
            "null",
        ] {
            assert_eq!(next(last), None, "{last}");
        }
    }

    #[test]
    fn names_are_joined_and_an_empty_list_is_absent() {
        assert_eq!(names(&["id", "name"]).as_deref(), Some("id,name"));
        assert_eq!(names(&[] as &[&str]), None);
    }
}
