//! The listing shape that queues, scripts and most entities share.

use std::pin::Pin;

use ccaas_http::{
    Page,
    read::{Items, filled, lenient},
};
use serde::{Deserialize, de::DeserializeOwned};

use crate::error::Error;

/// How many entities a page holds while a name is searched.
pub(crate) const FIND_PAGE_SIZE: u32 = 100;

/// A page on its way, as the pagers of this crate fetch it.
pub type PageFuture<T> = Pin<Box<dyn Future<Output = Result<Page<T>, Error>> + Send>>;

/// An entity that cannot be read does not cost its siblings.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", bound = "T: DeserializeOwned")]
pub(crate) struct EntityListing<T> {
    #[serde(default)]
    entities: Items<T>,
    #[serde(default, deserialize_with = "lenient")]
    page_count: Option<u32>,
    #[serde(default, deserialize_with = "lenient")]
    total: Option<u64>,
    #[serde(default, deserialize_with = "filled")]
    next_uri: Option<String>,
}

impl<T> EntityListing<T> {
    /// The page, when `page_number` was asked for.
    ///
    /// The number of pages decides whether there is a next one; without it, the
    /// next page's address does. Some listings hand out such an address for ever.
    pub(crate) fn into_page(self, page_number: u32) -> Page<T> {
        let more = match self.page_count {
            Some(count) => page_number < count,
            None => self.next_uri.is_some(),
        };
        let next = more.then(|| page_number.saturating_add(1));
        Page::of(self.entities, next).with_total(self.total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(listing: &str, page_number: u32) -> Option<u32> {
        let listing: EntityListing<u32> = serde_json::from_str(listing).unwrap();
        listing.into_page(page_number).next
    }

    #[test]
    fn the_page_count_decides_and_the_next_address_fills_in() {
        assert_eq!(next(r#"{"entities":[1],"pageCount":3}"#, 2), Some(3));
        assert_eq!(
            next(r#"{"entities":[1],"pageCount":3,"nextUri":"/x"}"#, 3),
            None
        );
        assert_eq!(next(r#"{"entities":[1],"pageCount":"2"}"#, 1), Some(2));
        assert_eq!(next(r#"{"entities":[1],"nextUri":"/x"}"#, 1), Some(2));
        assert_eq!(next(r#"{"entities":[1]}"#, 1), None);
        assert_eq!(
            next(r#"{"entities":null,"pageCount":0,"nextUri":null}"#, 1),
            None
        );
    }

    #[test]
    fn the_total_is_kept() {
        let listing: EntityListing<u32> =
            serde_json::from_str(r#"{"entities":[1],"total":41}"#).unwrap();
        assert_eq!(listing.into_page(1).total, Some(41));
    }
}
