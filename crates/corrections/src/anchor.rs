//! Anchoring: finding a reader's words again in a document on record.
//!
//! A page and the document made of it differ in spacing and in what stands around the story, so words are compared
//! without spacing and their surroundings may fail on one side. The answer is found, ambiguous or orphaned; words are
//! never taken to have moved to a place that merely looks alike.

use claims::{Claim, Offsets, Span};

use crate::fold::{bare, is_filler};
use crate::report::Quote;

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

/// Where `quote` stands in `text`.
///
/// Found are words with their surroundings on both sides in one place only; or else on one side in one place only,
/// where no surroundings were given for the other or they are not there.
#[must_use]
pub fn find(text: &str, quote: &Quote) -> Anchoring {
    let exact = bare(quote.exact());
    if exact.is_empty() {
        return Anchoring::Orphaned;
    }
    let (prefix, suffix) = (bare(quote.prefix()), bare(quote.suffix()));
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

/// Whether words of `claim`, be they its source's, its cue's or its content's, are among those in `span`.
#[must_use]
pub fn touches(claim: &Claim, span: Span) -> bool {
    let cue = claim.cue.iter().map(|cue| cue.span);
    let source = claim.source.iter().map(|source| source.span);
    claim.content.spans.iter().copied().chain(cue).chain(source).any(|words| words.overlaps(span))
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "Über the river.\n\nThe mayor said two bridges were closed. Later two bridges were opened.";

    fn picture(prefix: &str, exact: &str, suffix: &str) -> String {
        match find(TEXT, &Quote::new(exact, prefix, suffix).expect("words")) {
            Anchoring::Found(span) => {
                let (before, words, after) = around(TEXT, span, 5);
                format!("FOUND {before:?} {words:?} {after:?}")
            }
            Anchoring::Ambiguous(spans) => format!("AMBIGUOUS {}", spans.len()),
            Anchoring::Orphaned => "ORPHANED".to_owned(),
        }
    }

    #[test]
    fn surroundings_decide_between_equal_words() {
        assert_eq!(picture("Later ", "two bridges", " were opened"), r#"FOUND "ater " "two bridges" " were""#);
        assert_eq!(picture("said ", "two bridges", " were closed"), r#"FOUND "said " "two bridges" " were""#);
        assert_eq!(picture("", "two bridges", " were"), "AMBIGUOUS 2");
        assert_eq!(picture("", "two bridges", ""), "AMBIGUOUS 2");
    }

    #[test]
    fn spacing_of_a_page_does_not_matter() {
        let found = r#"FOUND "iver." "\n\nThe mayor" " said""#;
        assert_eq!(
            picture("river.", "The  mayor\n", "\u{ad}said"),
            found.replace("\\n\\n", "").replace("iver.", "er.\\n\\n")
        );
        assert_eq!(picture("river", ".The mayor", "said"), r#"FOUND "river" ".\n\nThe mayor" " said""#);
    }

    #[test]
    fn one_side_may_be_something_else_on_the_page() {
        assert_eq!(picture("Advertisement", "The mayor", " said two"), r#"FOUND "er.\n\n" "The mayor" " said""#);
        assert_eq!(picture("", "mayor", ""), r#"FOUND "\nThe " "mayor" " said""#);
    }

    #[test]
    fn words_never_move_silently() {
        assert_eq!(picture("The queen and the ", "mayor", " of Rome"), "AMBIGUOUS 1", "the words are elsewhere");
        assert_eq!(picture("said ", "six bridges", " were"), "ORPHANED");
        assert_eq!(picture("", "Mayor", ""), "ORPHANED", "case tells words apart");
    }

    proptest! {
        #[test]
        fn what_is_cut_from_a_text_is_found_or_ambiguous(text in "[ab é\n]{1,60}", at in 0usize..60, len in 1usize..9) {
            let points: Vec<char> = text.chars().collect();
            let (start, end) = (at.min(points.len()), (at + len).min(points.len()));
            let words = |a: usize, b: usize| points[a..b].iter().collect::<String>();
            let quote = Quote::new(&words(start, end), &words(start.saturating_sub(8), start), &words(end, (end + 8).min(points.len())));
            if let Ok(quote) = quote {
                match find(&text, &quote) {
                    Anchoring::Orphaned => prop_assert!(false, "orphaned"),
                    Anchoring::Found(span) => prop_assert_eq!(bare(&words(span.start, span.end)), bare(quote.exact())),
                    Anchoring::Ambiguous(all) => prop_assert!(all.iter().all(|s| s.end <= points.len())),
                }
            }
        }
    }
}
