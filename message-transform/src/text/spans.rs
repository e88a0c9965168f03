//! WhatsApp's own formatting: `*bold*`, `_italic_`, `~strike~`, `` `code` `` and
//! three backticks around a block.

use std::ops::Range;

/// A formatted part of a text, by the places of its markers.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) marker: &'static str,
    pub(super) open: Range<usize>,
    pub(super) close: Range<usize>,
}

const BLOCK: &str = "```";

impl Span {
    fn new(marker: &'static str, open: usize, close: usize) -> Self {
        Self {
            marker,
            open: open..open + marker.len(),
            close: close..close + marker.len(),
        }
    }

    /// Whether a split at this place takes it apart.
    pub(super) fn is_open(&self, at: usize) -> bool {
        self.open.end <= at && at <= self.close.start
    }

    /// Whether white space in it is part of the content.
    pub(super) fn is_block(&self) -> bool {
        self.marker == BLOCK
    }
}

/// All formatted parts, outer before inner.
///
/// A block takes everything up to its end as it is; the others end with their line, begin
/// before something visible and end behind it, and stand free of letters outside.
pub(super) fn find(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut from = 0;
    while let Some((open, close)) = next_block(text, from) {
        inline(text, from..open, &mut spans);
        spans.push(Span::new(BLOCK, open, close));
        from = close + BLOCK.len();
    }
    inline(text, from..text.len(), &mut spans);
    spans.sort_by_key(|span| span.open.start);
    spans
}

fn next_block(text: &str, from: usize) -> Option<(usize, usize)> {
    let open = from + text[from..].find(BLOCK)?;
    let content = open + BLOCK.len();
    let close = content + text[content..].find(BLOCK)?;
    (!text[content..close].trim().is_empty()).then_some((open, close))
}

fn inline(text: &str, range: Range<usize>, spans: &mut Vec<Span>) {
    let mut line_start = range.start;
    for line in text[range].split_inclusive('\n') {
        inline_of_line(text, line_start..line_start + line.len(), spans);
        line_start += line.len();
    }
}

fn inline_of_line(text: &str, line: Range<usize>, spans: &mut Vec<Span>) {
    let mut open: Vec<(&'static str, usize)> = Vec::new();
    for (offset, char) in text[line.clone()].char_indices() {
        let Some(marker) = marker(char) else { continue };
        let at = line.start + offset;
        let before = text[line.start..at].chars().next_back();
        let after = text[at + 1..line.end].chars().next();
        let in_code = open.last().is_some_and(|(marker, _)| *marker == "`");
        if in_code && marker != "`" {
            continue;
        }
        let opened = open.iter().rposition(|(opened, _)| *opened == marker);
        match opened {
            Some(index)
                if before.is_some_and(is_visible)
                    && !after.is_some_and(char::is_alphanumeric)
                    && open[index].1 + 1 < at =>
            {
                spans.push(Span::new(marker, open[index].1, at));
                open.truncate(index);
            }
            Some(_) => {}
            None if after.is_some_and(|after| is_visible(after) && after != char)
                && !before.is_some_and(char::is_alphanumeric) =>
            {
                open.push((marker, at));
            }
            None => {}
        }
    }
}

fn is_visible(char: char) -> bool {
    !char.is_whitespace()
}

fn marker(char: char) -> Option<&'static str> {
    Some(match char {
        '*' => "*",
        '_' => "_",
        '~' => "~",
        '`' => "`",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands between the markers of each part.
    fn found(text: &str) -> Vec<(&'static str, &str)> {
        find(text)
            .iter()
            .map(|span| (span.marker, &text[span.open.end..span.close.start]))
            .collect()
    }

    #[test]
    fn formatting_is_found_as_whatsapp_shows_it() {
        for (text, expected) in [
            ("a *b c* d", &[("*", "b c")][..]),
            ("*_x_*", &[("*", "_x_"), ("_", "x")]),
            ("~no~, `a*b*`", &[("~", "no"), ("`", "a*b*")]),
            ("```a\n*b*``` *c*", &[("```", "a\n*b*"), ("*", "c")]),
            ("2*3*4", &[]),
            ("snake_case_name", &[]),
            ("* a *", &[]),
            ("*a\nb*", &[]),
            ("**", &[]),
            ("```   ```", &[]),
            ("*a _b* c_", &[("*", "a _b")]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
