//! Walking through a listing, page by page.

use std::{collections::HashSet, collections::VecDeque, future::Future, hash::Hash};

use crate::read::Items;

/// How many empty pages in a row a [`Pager`] follows before it takes the listing for ended.
///
/// Some endpoints hand out a next page for ever.
pub const EMPTY_PAGES_ALLOWED: u32 = 3;

/// One page of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<T, C = u32> {
    /// The items of this page.
    pub items: Vec<T>,
    /// Where the next page starts; `None` on the last one.
    pub next: Option<C>,
    /// How many items the whole listing has, if the vendor tells.
    pub total: Option<u64>,
    /// How many items of this page could not be read; they are not among `items`.
    pub unreadable: usize,
}

impl<T, C> Page<T, C> {
    /// A page and where the next one starts.
    pub fn new(items: Vec<T>, next: Option<C>) -> Self {
        Self {
            items,
            next,
            total: None,
            unreadable: 0,
        }
    }

    /// A page of which some items may be unreadable, and where the next one starts.
    pub fn of(items: Items<T>, next: Option<C>) -> Self {
        let Items { items, unreadable } = items;
        Self {
            unreadable,
            ..Self::new(items, next)
        }
    }

    /// Adds the size of the whole listing.
    #[must_use]
    pub fn with_total(mut self, total: Option<u64>) -> Self {
        self.total = total;
        self
    }
}

/// Decides whether a next page may be fetched; stops endless listings.
#[derive(Debug)]
pub struct PageGuard<C> {
    seen: HashSet<C>,
    empty: u32,
}

impl<C: Clone + Eq + Hash> PageGuard<C> {
    /// A guard for a listing that starts at `first`.
    pub fn new(first: C) -> Self {
        Self {
            seen: HashSet::from([first]),
            empty: 0,
        }
    }

    /// The page to fetch after one with `items` items: none if it was fetched
    /// before, or after [`EMPTY_PAGES_ALLOWED`] empty pages in a row.
    pub fn next(&mut self, items: usize, next: Option<C>) -> Option<C> {
        self.empty = if items == 0 { self.empty + 1 } else { 0 };
        let next = next?;
        (self.empty < EMPTY_PAGES_ALLOWED && self.seen.insert(next.clone())).then_some(next)
    }
}

/// Fetches a listing page by page, and hands out its items one by one.
///
/// `fetch` is called with the place of the page that is wanted. An error ends
/// nothing: the next call asks for the same page again.
#[derive(Debug)]
pub struct Pager<T, C, F> {
    fetch: F,
    guard: PageGuard<C>,
    place: Option<C>,
    ready: VecDeque<T>,
    total: Option<u64>,
    unreadable: usize,
}

impl<T, C, F, Fut, E> Pager<T, C, F>
where
    C: Clone + Eq + Hash,
    F: FnMut(C) -> Fut,
    Fut: Future<Output = Result<Page<T, C>, E>>,
{
    /// A pager that starts at `first`.
    pub fn new(first: C, fetch: F) -> Self {
        Self {
            fetch,
            guard: PageGuard::new(first.clone()),
            place: Some(first),
            ready: VecDeque::new(),
            total: None,
            unreadable: 0,
        }
    }

    /// The next item; `None` after the last.
    ///
    /// # Errors
    /// What `fetch` returned.
    pub async fn next(&mut self) -> Result<Option<T>, E> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Ok(Some(item));
            }
            let Some(place) = self.place.clone() else {
                return Ok(None);
            };
            let page = (self.fetch)(place).await?;
            let items = page.items.len() + page.unreadable;
            self.place = self.guard.next(items, page.next);
            self.unreadable += page.unreadable;
            self.total = page.total.or(self.total);
            self.ready.extend(page.items);
        }
    }

    /// The rest of the listing, at most `limit` items.
    ///
    /// # Errors
    /// What `fetch` returned; the items read so far are dropped.
    pub async fn collect(mut self, limit: usize) -> Result<Vec<T>, E> {
        let mut items = Vec::new();
        while items.len() < limit {
            match self.next().await? {
                Some(item) => items.push(item),
                None => break,
            }
        }
        Ok(items)
    }

    /// How many items the whole listing has, once a page told.
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// How many items of the pages so far could not be read.
    pub fn unreadable(&self) -> usize {
        self.unreadable
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{convert::Infallible, future::ready};

    #[test]
    fn the_guard_stops_at_a_page_seen_before() {
        let mut guard = PageGuard::new(1);
        assert_eq!(guard.next(5, Some(2)), Some(2));
        assert_eq!(guard.next(5, Some(1)), None);
    }

    #[test]
    fn the_guard_stops_after_three_empty_pages_in_a_row() {
        let mut guard = PageGuard::new(1);
        assert_eq!(guard.next(0, Some(2)), Some(2));
        assert_eq!(guard.next(0, Some(3)), Some(3));
        assert_eq!(
            guard.next(1, Some(4)),
            Some(4),
            "an item starts the count again"
        );
        assert_eq!(guard.next(0, Some(5)), Some(5));
        assert_eq!(guard.next(0, Some(6)), Some(6));
        assert_eq!(guard.next(0, Some(7)), None);
    }

    #[tokio::test]
    async fn a_pager_reads_all_pages_and_then_ends() -> Result<(), Infallible> {
        let pages = |page: u32| {
            ready(Ok::<_, Infallible>(match page {
                1 => Page::new(vec!["a", "b"], Some(2)).with_total(Some(3)),
                _ => Page::new(vec!["c"], None),
            }))
        };
        let mut pager = Pager::new(1, pages);
        assert_eq!(pager.next().await?, Some("a"));
        assert_eq!(pager.total(), Some(3));
        assert_eq!(pager.collect(10).await?, ["b", "c"]);

        assert_eq!(Pager::new(1, pages).collect(2).await?, ["a", "b"]);
        Ok(())
    }

    #[tokio::test]
    async fn items_that_cannot_be_read_are_counted_and_make_no_page_empty() -> Result<(), Infallible>
    {
        let mut pager = Pager::new(1, |page: u32| {
            let items = match page {
                1..=4 => r#"[[]]"#,
                _ => r#"["a", {}]"#,
            };
            let items: Items<String> = serde_json::from_str(items).expect("a list");
            ready(Ok::<_, Infallible>(Page::of(
                items,
                (page < 5).then_some(page + 1),
            )))
        });

        assert_eq!(pager.next().await?.as_deref(), Some("a"));
        assert_eq!(pager.unreadable(), 5);
        Ok(())
    }

    #[tokio::test]
    async fn an_endless_listing_ends() -> Result<(), Infallible> {
        let mut calls = 0;
        let items = Pager::new(1, |page: u32| {
            calls += 1;
            ready(Ok::<_, Infallible>(Page::new(
                Vec::<()>::new(),
                Some(page + 1),
            )))
        })
        .collect(100)
        .await?;
        assert_eq!((items.len(), calls), (0, EMPTY_PAGES_ALLOWED));
        Ok(())
    }
}
