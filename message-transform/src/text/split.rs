//! A text in parts that each fit.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::{
    is_within, nth_char,
    spans::{self, Span},
};

/// The text in parts of at most `limit` characters.
///
/// It is split behind a sentence or line if a part is at least half full then, else between
/// words, else between what a reader sees as characters. Formatting (`*bold*`, `_italic_`,
/// `~strike~`, code) is left whole if possible, else it is closed at the end of one part and
/// opened again in the next. White space at a split is dropped; a part is never empty.
#[must_use]
pub fn split(text: &str, limit: usize) -> Vec<String> {
    let text = text.trim_end();
    if is_within(text, limit) {
        return match text.trim() {
            "" => Vec::new(),
            _ => vec![text.to_owned()],
        };
    }
    let spans = spans::find(text);
    let mut parts = Vec::new();
    let mut start = skip_space(text, &spans, 0);
    while start < text.len() {
        let part = Part::new(text, &spans, start, limit);
        let end = part.end();
        parts.push(part.write(end));
        start = skip_space(text, &spans, end);
    }
    parts
}

/// Where the next part begins: white space before it is dropped, but not inside of a block.
fn skip_space(text: &str, spans: &[Span], from: usize) -> usize {
    let rest = &text[from..];
    let in_block = |span: &Span| span.is_block() && span.is_open(from);
    let rest = match spans.iter().any(in_block) {
        true => rest.strip_prefix('\n').unwrap_or(rest),
        false => rest.trim_start(),
    };
    text.len() - rest.len()
}

fn is_inside(range: &Range<usize>, at: usize) -> bool {
    range.start < at && at < range.end
}

/// A part that begins at `start`, with what is open there opened again.
struct Part<'a> {
    text: &'a str,
    /// Those that can reach into it.
    spans: Vec<&'a Span>,
    start: usize,
    limit: usize,
}

impl<'a> Part<'a> {
    fn new(text: &'a str, spans: &'a [Span], start: usize, limit: usize) -> Self {
        let last = start + nth_char(&text[start..], limit);
        let reaches = |span: &&Span| start < span.close.end && span.open.start <= last;
        Self {
            text,
            spans: spans.iter().filter(reaches).collect(),
            start,
            limit,
        }
    }

    /// The spans that are cut by a split at this place.
    fn open_at(&self, at: usize) -> impl DoubleEndedIterator<Item = &'a Span> {
        self.spans
            .iter()
            .copied()
            .filter(move |span| span.is_open(at))
    }

    fn opened(&self) -> impl DoubleEndedIterator<Item = &'a Span> {
        // What is opened right here is not opened again.
        let start = self.start;
        self.open_at(start)
            .filter(move |span| span.open.start < start)
    }

    fn write(&self, end: usize) -> String {
        let content = self.text[self.start..end].trim_end();
        let mut part: String = self.opened().map(|span| span.marker).collect();
        part.push_str(content);
        part.extend(self.open_at(end).rev().map(|span| span.marker));
        part
    }

    /// Where to split so that the part fits.
    fn end(&self) -> usize {
        let limit = self.limit;
        let rest = &self.text[self.start..];
        let opened: usize = self.opened().map(|span| span.marker.len()).sum();
        if is_within(rest, limit.saturating_sub(opened)) {
            return self.text.len();
        }
        let mut found = Found::default();
        let mut count = opened;
        for (offset, grapheme) in rest.grapheme_indices(true) {
            let at = self.start + offset;
            if offset > 0 && self.may_split(at) {
                let closed: usize = self.open_at(at).map(|span| span.marker.len()).sum();
                if count + closed <= limit {
                    found.add(at, rest, offset, closed == 0, count * 2 >= limit);
                }
            }
            count += grapheme.chars().count();
            if count > limit {
                break;
            }
        }
        let least = self.start + nth_char(rest, limit.saturating_sub(opened).max(1));
        found.best().unwrap_or(least)
    }

    /// Whether no marker and no empty span would come of a split here.
    fn may_split(&self, at: usize) -> bool {
        let content = self.text[self.start..at].trim_end();
        let content_end = self.start + content.len();
        !content.is_empty()
            && self.spans.iter().all(|span| {
                !is_inside(&span.open, at)
                    && !is_inside(&span.close, at)
                    && span.open.end != content_end
                    && span.close.start != at
            })
    }
}

/// The last place of each kind, the better kinds first.
#[derive(Default)]
struct Found {
    sentence: Option<usize>,
    word: Option<usize>,
    sentence_in_span: Option<usize>,
    word_in_span: Option<usize>,
    any: Option<usize>,
}

impl Found {
    fn add(&mut self, at: usize, rest: &str, offset: usize, is_free: bool, is_half_full: bool) {
        let (before, after) = rest.split_at(offset);
        let word = after.starts_with(char::is_whitespace);
        let sentence = is_half_full && ends_sentence(before, word);
        let place = match (sentence, word, is_free) {
            (true, _, true) => &mut self.sentence,
            (true, _, false) => &mut self.sentence_in_span,
            (false, true, true) => &mut self.word,
            (false, true, false) => &mut self.word_in_span,
            (false, false, _) => &mut self.any,
        };
        *place = Some(at);
    }

    fn best(&self) -> Option<usize> {
        let in_order = [
            self.sentence,
            self.word,
            self.sentence_in_span,
            self.word_in_span,
            self.any,
        ];
        in_order.into_iter().flatten().next()
    }
}

/// Whether a sentence or line ends here.
fn ends_sentence(before: &str, space_follows: bool) -> bool {
    let closing = |c: char| {
        matches!(
            c,
            '"' | '\'' | ')' | ']' | '”' | '’' | '»' | '*' | '_' | '~'
        )
    };
    let last = before.chars().next_back();
    let ended = before.trim_end_matches(closing).chars().next_back();
    match ended {
        Some('。' | '！' | '？') => true,
        Some('.' | '!' | '?' | '…') => space_follows,
        _ => last == Some('\n'),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_short_text_stays_as_it_is_and_an_empty_one_is_nothing() {
        assert_eq!(split(" a\nb ", 4), [" a\nb"]);
        assert!(split("", 10).is_empty());
        assert!(split(" \n ", 10).is_empty());
    }

    #[test]
    fn the_place_is_behind_a_sentence_else_between_words_else_anywhere() {
        for (text, limit, expected) in [
            ("One two. Three four.", 14, &["One two.", "Three four."][..]),
            (
                "First line\nsecond line",
                15,
                &["First line", "second line"],
            ),
            ("A. bcd efg hij klm", 12, &["A. bcd efg", "hij klm"]),
            ("abcdefghij", 4, &["abcd", "efgh", "ij"]),
            ("これは文です。つぎの文", 8, &["これは文です。", "つぎの文"]),
            (
                "3.5 is a number and so is 4.5",
                20,
                &["3.5 is a number and", "so is 4.5"],
            ),
        ] {
            assert_eq!(split(text, limit), expected, "{text}");
        }
    }

    #[test]
    fn an_emoji_of_several_characters_stays_whole() {
        assert_eq!(split("👨‍👩‍👧👨‍👩‍👧", 8), ["👨‍👩‍👧", "👨‍👩‍👧"]);
        assert_eq!(split("🇩🇪🇫🇷🇮🇹", 3), ["🇩🇪", "🇫🇷", "🇮🇹"]);
        assert_eq!(split("👍🏽👍🏽", 3), ["👍🏽", "👍🏽"]);
    }

    #[test]
    fn formatting_moves_to_the_next_part_or_is_closed_and_opened_again() {
        for (text, limit, expected) in [
            ("one two *three four*", 14, &["one two", "*three four*"][..]),
            (
                "*one two three four*",
                11,
                &["*one two*", "*three*", "*four*"],
            ),
            ("_*one two three*_", 12, &["_*one two*_", "_*three*_"]),
            (
                "```let a = 1;\n  let b;```",
                20,
                &["```let a = 1;```", "```  let b;```"],
            ),
        ] {
            assert_eq!(split(text, limit), expected, "{text}");
        }
    }

    fn letters(text: &str) -> String {
        let kept = |c: &char| !c.is_whitespace() && !"*_~`".contains(*c);
        text.chars().filter(kept).collect()
    }

    proptest! {
        #[test]
        fn parts_fit_and_lose_nothing(
            text in r"([a-zäß]{1,12}|[*_~`]{1,3}|👨‍👩‍👧|🇩🇪|é|[.!?] |\n| ){0,60}",
            limit in 16_usize..60,
        ) {
            let parts = split(&text, limit);

            for part in &parts {
                prop_assert!(part.chars().count() <= limit, "{part:?}");
                prop_assert!(!part.trim().is_empty());
            }
            prop_assert_eq!(letters(&parts.concat()), letters(&text));
        }

        #[test]
        fn any_text_is_split_within_the_limit(text in any::<String>(), limit in 16_usize..40) {
            let parts = split(&text, limit);

            prop_assert!(parts.iter().all(|part| part.chars().count() <= limit));
            prop_assert_eq!(letters(&parts.concat()), letters(&text));
        }
    }
}
