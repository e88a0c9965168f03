//! What a human agent reads where Genesys has no content of its own.
//!
//! Everything that is not the customer's own words stands in square brackets.

mod answer;
mod contacts;
mod notes;
mod order;
mod place;

pub(super) use answer::{call_permission, flow};
pub(super) use contacts::contacts;
pub(super) use notes::notes;
pub(super) use order::order;
pub(super) use place::place;

/// Lines of a text; those without content are left out.
#[derive(Default)]
struct Lines(Vec<String>);

impl Lines {
    fn titled(title: impl Into<String>) -> Self {
        Self(vec![title.into()])
    }

    fn push(&mut self, line: impl AsRef<str>) {
        let line = line.as_ref().trim();
        if !line.is_empty() {
            self.0.push(line.to_owned());
        }
    }

    /// A line with its name, if there is something to say.
    fn named(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) {
            self.push(format!("{name}: {value}"));
        }
    }

    fn text(self) -> String {
        self.0.join("\n")
    }
}

/// The parts that are there, put together.
fn joined<'a>(parts: impl IntoIterator<Item = Option<&'a str>>, separator: &str) -> String {
    let parts = parts.into_iter().flatten().map(str::trim);
    let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(separator)
}
