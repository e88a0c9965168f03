//! Asking for callbacks, page by page.

use chrono::{DateTime, Utc};

use crate::schedules::AgentId;

/// How many callbacks a page holds if nothing else is asked for.
#[cfg(feature = "client")]
const PAGE_SIZE: usize = 100;

/// Which callbacks to list.
///
/// ```
/// use chrono::{TimeDelta, Utc};
/// use videoengager_client::ListGenesysCallbacks;
///
/// let week = ListGenesysCallbacks {
///     active: Some(true),
///     ..ListGenesysCallbacks::between(Utc::now(), Utc::now() + TimeDelta::weeks(1))
/// };
/// # assert_eq!(week.page, None);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ListGenesysCallbacks {
    /// The start of the period.
    pub from: DateTime<Utc>,
    /// The end of the period.
    pub to: DateTime<Utc>,
    /// Only callbacks that prefer this agent.
    pub prefered_agent: Option<AgentId>,
    /// What to sort by. The vendor's default is the date.
    pub order_by: Option<CallbackOrder>,
    /// The order.
    pub sort_order: Option<CallbackSortOrder>,
    /// How many callbacks a page holds. The vendor's default is 100.
    pub page_size: Option<u32>,
    /// The page, from 1. Default 1.
    pub page: Option<u32>,
    /// The field that is searched: `visitor.name`, `visitor.email`, `visitor.phone`,
    /// `conversationId` or `customAttributes.` and a name. All fields if it is `None`.
    pub search_by: Option<String>,
    /// What is searched for.
    pub search_string: Option<String>,
    /// Only callbacks that are, or are not, still to take place.
    pub active: Option<bool>,
    /// Only callbacks of this Genesys Cloud queue.
    pub queue_id: Option<String>,
}

ccaas_http::debug_allow_list!(ListGenesysCallbacks {
    from,
    to,
    order_by,
    sort_order,
    page_size,
    page,
    active,
    queue_id
});

impl ListGenesysCallbacks {
    /// All callbacks of a period.
    #[must_use]
    pub fn between(from: DateTime<Utc>, to: DateTime<Utc>) -> Self {
        Self {
            from,
            to,
            prefered_agent: None,
            order_by: None,
            sort_order: None,
            page_size: None,
            page: None,
            search_by: None,
            search_string: None,
            active: None,
            queue_id: None,
        }
    }
}

/// What callbacks are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallbackOrder {
    /// Their time.
    Date,
    /// The time of their creation.
    Created,
    /// Their length.
    Duration,
    /// Whether they were cancelled.
    Canceled,
    /// The visitor's name.
    Name,
}

impl CallbackOrder {
    /// The order as the vendor spells it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Created => "created",
            Self::Duration => "duration",
            Self::Canceled => "canceled",
            Self::Name => "name",
        }
    }
}

/// In which order callbacks come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallbackSortOrder {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

impl CallbackSortOrder {
    /// The vendor's number, `asc`: 1 or -1.
    #[must_use]
    pub fn asc(self) -> i32 {
        match self {
            Self::Ascending => 1,
            Self::Descending => -1,
        }
    }
}

#[cfg(feature = "client")]
pub(super) use listing::Listing;

#[cfg(feature = "client")]
mod listing {
    use ccaas_http::{Page, read::lenient};
    use serde::Deserialize;
    use serde_json::value::RawValue;

    use super::{ListGenesysCallbacks, PAGE_SIZE};
    use crate::genesys_callbacks::GenesysCallback;

    /// A listing, and what it says about itself.
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    pub(in super::super) struct Listing {
        data: Option<Vec<Box<RawValue>>>,
        #[serde(default, deserialize_with = "lenient")]
        page_size: Option<usize>,
        #[serde(default, deserialize_with = "lenient")]
        count: Option<u64>,
        #[serde(default, deserialize_with = "lenient")]
        page: Option<u32>,
    }

    impl ListGenesysCallbacks {
        /// The page that came when this one was asked for.
        ///
        /// Whether `count` counts the page or the whole listing is not documented, and a
        /// service that does not page answers the first page for ever. So there is a
        /// next page after a full one, unless `count` or `page` say otherwise.
        pub(in super::super) fn read(&self, listing: Listing) -> Page<GenesysCallback> {
            let items: Vec<_> = listing.data.unwrap_or_default();
            let items: Vec<_> = items.into_iter().map(GenesysCallback::read_item).collect();

            let asked = self.page.unwrap_or(1);
            let size = listing
                .page_size
                .or(self.page_size.map(|size| size as usize));
            let size = size.filter(|size| *size > 0).unwrap_or(PAGE_SIZE);
            let count = listing.count.filter(|count| *count > items.len() as u64);
            let is_full = items.len() >= size;
            let is_other = listing.page.is_some_and(|page| page != asked);
            let is_last = count.is_some_and(|count| u64::from(asked) * size as u64 >= count);
            let next = (is_full && !is_other && !is_last).then(|| asked.saturating_add(1));
            let total = match (count, asked, next) {
                (None, 1, None) => Some(items.len() as u64),
                (count, ..) => count,
            };
            Page::new(items, next).with_total(total)
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        fn read(page: u32, listing: &str) -> Page<GenesysCallback> {
            let period = ListGenesysCallbacks::between(Default::default(), Default::default());
            let list = ListGenesysCallbacks {
                page: Some(page),
                page_size: Some(2),
                ..period
            };
            list.read(serde_json::from_str(listing).unwrap())
        }

        #[test]
        fn a_full_page_has_a_next_one_unless_the_answer_says_otherwise() {
            let cases = [
                (1, r#"{"data":[{},{}]}"#, Some(2), None),
                (
                    1,
                    r#"{"data":[{},{}],"count":2,"page":1,"pageSize":2}"#,
                    Some(2),
                    None,
                ),
                (1, r#"{"data":[{},{}],"count":5}"#, Some(2), Some(5)),
                (2, r#"{"data":[{},{}],"count":4}"#, None, Some(4)),
                (2, r#"{"data":[{},{}],"page":1}"#, None, None),
                (1, r#"{"data":[{},{}],"pageSize":100}"#, None, Some(2)),
                (1, r#"{"data":[{}],"count":1}"#, None, Some(1)),
                (3, r#"{"data":[{}]}"#, None, None),
                (1, r#"{"data":null}"#, None, Some(0)),
                (1, "{}", None, Some(0)),
            ];
            for (page, listing, next, total) in cases {
                let page = read(page, listing);
                assert_eq!((page.next, page.total), (next, total), "{listing}");
            }
        }

        #[test]
        fn an_item_that_is_no_callback_does_not_cost_its_siblings() {
            let page = read(
                1,
                r#"{"data":["x",{"genesys":{"conversation":{"id":"c-1"}}}]}"#,
            );

            assert_eq!(page.items[0].raw(), r#""x""#);
            assert_eq!(page.items[0].conversation_id(), None);
            assert_eq!(page.items[1].conversation_id(), Some("c-1"));
        }
    }
}
