//! Anchors: words with what stands around them, and finding them again in a text that was read otherwise.
//!
//! A position alone proves nothing once a text was read anew, and words alone may stand in several places. So an
//! anchor keeps both, as the two selectors of a W3C Web Annotation. The answer is found, ambiguous or orphaned; words
//! are never taken to have moved to a place that merely looks alike.

use serde::{Deserialize, Serialize};

use crate::{Offsets, Span};

/// Words of a text with those around them: what is stored for good of a place in a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "[Selector; 2]", try_from = "Vec<Selector>")]
pub struct Anchor {
    /// Where they stood, in code points.
    pub span: Span,
    /// The words.
    pub exact: String,
    /// What stood before them.
    pub prefix: String,
    /// What stood after them.
    pub suffix: String,
}

/// Where words stand in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchoring {
    /// Here.
    Found(Span),
    /// The words are there, but in several places, or nowhere in these surroundings; all places, at most [`MOST`].
    Ambiguous(Vec<Span>),
    /// They are not there.
    Orphaned,
}

/// More places than anybody would look through.
pub const MOST: usize = 50;
/// Code points of the words before and after that an anchor keeps.
pub const CONTEXT: usize = 64;

/// An anchor as W3C selectors.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "type")]
enum Selector {
    TextQuoteSelector { exact: String, prefix: String, suffix: String },
    TextPositionSelector { start: usize, end: usize },
}

impl From<Anchor> for [Selector; 2] {
    fn from(anchor: Anchor) -> Self {
        let Anchor { span: Span { start, end }, exact, prefix, suffix } = anchor;
        [Selector::TextQuoteSelector { exact, prefix, suffix }, Selector::TextPositionSelector { start, end }]
    }
}

impl TryFrom<Vec<Selector>> for Anchor {
    type Error = &'static str;

    fn try_from(selectors: Vec<Selector>) -> Result<Self, &'static str> {
        let (mut quote, mut position) = (None, None);
        for selector in selectors {
            match selector {
                Selector::TextQuoteSelector { exact, prefix, suffix } => quote = Some((exact, prefix, suffix)),
                Selector::TextPositionSelector { start, end } => position = Some(Span::new(start, end)),
            }
        }
        let ((exact, prefix, suffix), span) =
            quote.zip(position).ok_or("an anchor is a TextQuoteSelector and a TextPositionSelector")?;
        Ok(Self { span, exact, prefix, suffix })
    }
}

impl Anchor {
    /// The anchor of the words that stand at `span` of `text`.
    #[must_use]
    pub fn of(text: &str, span: Span) -> Self {
        let (prefix, exact, suffix) = around(text, span, CONTEXT);
        Self { span, exact, prefix, suffix }
    }

    /// Where its words stand in `text`: at the same place if they still do, else by their surroundings.
    #[must_use]
    pub fn find(&self, text: &str) -> Anchoring {
        if !self.exact.is_empty() && Offsets::new(text).words(self.span) == self.exact {
            return Anchoring::Found(self.span);
        }
        find(text, &self.exact, &self.prefix, &self.suffix)
    }
}

/// Where the words `exact` stand in `text` between `prefix` and `suffix`, either of which may be empty.
///
/// A page and the document made of it differ in spacing and in what stands around the story, so words are compared
/// without spacing and their surroundings may fail on one side. Found are words with their surroundings on both sides
/// in one place only; or else on one side in one place only, where no surroundings were given for the other or they
/// are not there.
#[must_use]
pub fn find(text: &str, exact: &str, prefix: &str, suffix: &str) -> Anchoring {
    let exact = bare(exact);
    if exact.is_empty() {
        return Anchoring::Orphaned;
    }
    let (prefix, suffix) = (bare(prefix), bare(suffix));
    let stripped = Stripped::of(text);
    let mut places: Vec<(usize, Span)> = Vec::new();
    let mut from = 0;
    while let Some(found) = stripped.text.get(from..).and_then(|rest| rest.find(&exact)) {
        let start = from + found;
        let end = start + exact.len();
        let before = !prefix.is_empty() && stripped.text[..start].ends_with(&prefix);
        let after = !suffix.is_empty() && stripped.text[end..].starts_with(&suffix);
        places.push((usize::from(before) + usize::from(after), stripped.span(start, end)));
        from = start + exact.chars().next().map_or(1, char::len_utf8);
    }
    let given = usize::from(!prefix.is_empty()) + usize::from(!suffix.is_empty());
    for sides in (given.min(1)..=given).rev() {
        match places.iter().filter(|(n, _)| *n == sides).collect::<Vec<_>>().as_slice() {
            [] => {}
            [(_, span)] => return Anchoring::Found(*span),
            _ => break,
        }
    }
    if places.is_empty() {
        return Anchoring::Orphaned;
    }
    Anchoring::Ambiguous(places.into_iter().map(|(_, span)| span).take(MOST).collect())
}

/// The words of `text` in `span`, with up to `context` code points before and after.
#[must_use]
pub fn around(text: &str, span: Span, context: usize) -> (String, String, String) {
    let offsets = Offsets::new(text);
    let words = |start: usize, end: usize| offsets.words(Span::new(start, end)).to_owned();
    (
        words(span.start.saturating_sub(context), span.start),
        words(span.start, span.end),
        words(span.end, span.end.saturating_add(context)),
    )
}

/// Text without spacing and what cannot be seen.
#[must_use]
pub fn bare(text: &str) -> String {
    text.chars().filter(|c| !is_filler(*c)).collect()
}

/// Spacing, soft hyphens, and marks of no width that pages put between letters.
#[must_use]
pub fn is_filler(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// A text without spacing, and the way back.
struct Stripped {
    text: String,
    /// For each kept character its byte here and its code point in the full text.
    kept: Vec<(usize, usize)>,
}

impl Stripped {
    fn of(full: &str) -> Self {
        let mut text = String::with_capacity(full.len());
        let mut kept = Vec::with_capacity(full.len());
        for (point, c) in full.chars().enumerate().filter(|(_, c)| !is_filler(*c)) {
            kept.push((text.len(), point));
            text.push(c);
        }
        Self { text, kept }
    }

    /// The code points of the full text that the bytes from `start` to `end` stand for.
    fn span(&self, start: usize, end: usize) -> Span {
        let point = |byte: usize| {
            let at = self.kept.partition_point(|(b, _)| *b < byte);
            self.kept.get(at).map(|(_, point)| *point)
        };
        let last = self.kept.partition_point(|(b, _)| *b < end).checked_sub(1);
        let last = last.and_then(|at| self.kept.get(at)).map_or(0, |(_, point)| *point);
        Span::new(point(start).unwrap_or(last), last + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Über the river.\n\nThe mayor said two bridges were closed. Later two bridges were opened.";

    #[test]
    fn an_anchor_is_two_selectors_and_comes_back_from_them() {
        let anchor = Anchor::of("The mayor said so.", Span::new(4, 9));
        let json = serde_json::to_string(&anchor).expect("JSON");
        assert_eq!(
            json,
            r#"[{"type":"TextQuoteSelector","exact":"mayor","prefix":"The ","suffix":" said so."},{"type":"TextPositionSelector","start":4,"end":9}]"#
        );
        assert_eq!(serde_json::from_str::<Anchor>(&json).expect("an anchor"), anchor);
        assert!(serde_json::from_str::<Anchor>(r#"[{"type":"TextPositionSelector","start":4,"end":9}]"#).is_err());
    }

    #[test]
    fn words_are_found_where_they_were_else_by_what_stands_around_them() {
        let later = Anchor::of(TEXT, Span::new(63, 74));
        assert_eq!(later.exact, "two bridges");
        assert_eq!(later.find(TEXT), Anchoring::Found(Span::new(63, 74)));
        // Another reading of the same bytes kept a line that this one left out.
        let shifted = format!("ADVERT\n\n{TEXT}");
        assert_eq!(later.find(&shifted), Anchoring::Found(Span::new(71, 82)));
        assert!(
            matches!(later.find("There two bridges stood, and there two bridges."), Anchoring::Ambiguous(all) if all.len() == 2)
        );
        assert_eq!(later.find("Three bridges."), Anchoring::Orphaned);
    }
}
