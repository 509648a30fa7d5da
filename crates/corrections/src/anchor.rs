//! Anchoring: finding a reader's words again in a document on record.

use claims::{Claim, Span};

pub use claims::anchor::{Anchoring, MOST, around};

use crate::report::Quote;

/// Where `quote` stands in `text`, as [`claims::anchor::find`] has it.
#[must_use]
pub fn find(text: &str, quote: &Quote) -> Anchoring {
    claims::anchor::find(text, quote.exact(), quote.prefix(), quote.suffix())
}

/// Whether words of `claim`, be they its source's, its cue's or its content's, are among those in `span`.
#[must_use]
pub fn touches(claim: &Claim, span: Span) -> bool {
    let cue = claim.cue.iter().map(|cue| cue.span);
    let source = claim.source.iter().map(|source| source.span);
    claim.content.spans.iter().copied().chain(cue).chain(source).any(|words| words.overlaps(span))
}

#[cfg(test)]
mod tests {
    use claims::anchor::bare;
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
