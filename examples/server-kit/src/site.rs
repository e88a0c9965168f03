//! The pages that every server has: for an unknown address, and for too many requests.

use axum::response::Html;

const NOT_FOUND: &str = include_str!("../assets/not-found.html");
const TOO_MANY: &str = include_str!("../assets/too-many.html");

/// What the pages say about the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Site {
    /// The server's name for people: "Video callback".
    pub name: &'static str,
    /// What the way home is called: "Book a callback".
    pub home: &'static str,
    /// What a person who has to wait need not worry about: "Your bookings are safe."
    pub safe: &'static str,
}

impl Site {
    pub(crate) fn not_found(&self, path: &str) -> Html<String> {
        self.fill(NOT_FOUND, path, "")
    }

    pub(crate) fn too_many(&self, path: &str, wait: &str) -> Html<String> {
        self.fill(TOO_MANY, path, wait)
    }

    fn fill(&self, page: &str, path: &str, wait: &str) -> Html<String> {
        let filled = page
            .replace("__ROOT__", &way_to_root(path))
            .replace("__NAME__", self.name)
            .replace("__HOME__", self.home)
            .replace("__SAFE__", self.safe)
            .replace("__WAIT__", wait);
        Html(filled)
    }
}

/// The relative way from an address to the root of the server: `./`, `../`, `../../`.
///
/// Links written with it hold behind a proxy that serves the root at a path of its own.
#[must_use]
pub fn way_to_root(path: &str) -> String {
    match path.bytes().filter(|byte| *byte == b'/').count() {
        0 | 1 => "./".to_owned(),
        slashes => "../".repeat(slashes - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_to_the_root_is_as_long_as_the_address_is_deep() {
        for (path, way) in [
            ("/", "./"),
            ("/nonsense", "./"),
            ("/a/b", "../"),
            ("/a/", "../"),
            ("/a/b/c", "../../"),
            ("//evil.example.com", "../"),
            ("*", "./"),
        ] {
            assert_eq!(way_to_root(path), way, "{path}");
        }
    }

    #[test]
    fn a_page_is_filled_with_the_servers_own_words() {
        let site = Site {
            name: "Video callback",
            home: "Book a callback",
            safe: "Your bookings are safe.",
        };

        let Html(not_found) = site.not_found("/a/b/c");
        let Html(too_many) = site.too_many("/", "9 seconds");

        let home = "href=\"../../\">Book a callback</a>";
        assert!(not_found.contains(home), "{not_found}");
        let wait = "Your bookings are safe. Please try again in 9 seconds.";
        assert!(too_many.contains(wait), "{too_many}");
        for page in [not_found, too_many] {
            assert!(
                page.contains("Video callback") && !page.contains("__"),
                "{page}"
            );
        }
    }
}
