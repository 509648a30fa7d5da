//! Folding: which reports are about the same words, and so make one case.
//!
//! Two readers seldom select exactly alike. Their words are the same place where their positions overlap *and* what
//! they quote of the overlap is the same; or where they quote the same words in surroundings that agree. A position
//! alone proves nothing, for a page changes and a sender may write any number.
//!
//! A case keeps the words of the report that opened it. Were it to grow with each report, a few long quotations
//! would chain a whole article into one case. Spacing, and characters that cannot be seen, never tell words apart.

use claims::Span;
use claims::anchor::bare;
use sha2::{Digest as _, Sha256};

use crate::report::Quote;

/// Words of a page, where they stand as far as that is known.
#[derive(Clone, Debug)]
pub struct Place {
    /// The words.
    pub quote: Quote,
    /// Where, in code points of the page's text; as long as the words.
    pub position: Option<Span>,
}

/// How two places are one, the better the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Same {
    /// The same words in surroundings that do not disagree.
    Words,
    /// So many code points are shared, and hold the same words.
    Overlap(usize),
    /// The same words in the same surroundings.
    Quote,
}

/// Whether `a` and `b` are the same place, and how we know.
#[must_use]
pub fn same(a: &Place, b: &Place) -> Option<Same> {
    if a.quote == b.quote && !elsewhere(a, b) {
        return Some(Same::Quote);
    }
    if let Some(shared) = shared(a, b) {
        return Some(Same::Overlap(shared));
    }
    let alike = bare(a.quote.exact()) == bare(b.quote.exact()) && surroundings_agree(&a.quote, &b.quote);
    (alike && !elsewhere(a, b)).then_some(Same::Words)
}

/// The number of the place among `cases` that `report` belongs to; one case may have several places.
///
/// A tie between two cases that only share the words is no answer: guessing would file a report under words it is
/// not about.
#[must_use]
pub fn case<'p>(report: &Place, cases: impl IntoIterator<Item = (i64, &'p Place)>) -> Option<i64> {
    let mut matches: Vec<(Same, i64)> =
        cases.into_iter().filter_map(|(no, place)| Some((same(report, place)?, no))).collect();
    // The best first, and of equals the one opened first.
    matches.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    match matches.as_slice() {
        [] => None,
        [(Same::Words, no), others @ ..] if others.iter().any(|(_, other)| other != no) => None,
        [(_, no), ..] => Some(*no),
    }
}

/// A number that equal words have in common, for looking them up.
#[must_use]
pub fn key(quote: &Quote) -> i64 {
    let hash = Sha256::digest(bare(quote.exact()));
    hash.iter().take(8).fold(0, |key, byte| key << 8 | i64::from(*byte))
}

/// The code points that both cover, where both quote them alike.
fn shared(a: &Place, b: &Place) -> Option<usize> {
    let (at, bt) = (a.position?, b.position?);
    let overlap = Span::new(at.start.max(bt.start), at.end.min(bt.end));
    let part = |place: &Place, span: Span| -> String {
        place.quote.exact().chars().skip(overlap.start - span.start).take(overlap.len()).collect()
    };
    (!overlap.is_empty() && part(a, at) == part(b, bt)).then_some(overlap.len())
}

/// Whether positions say that equal words stand in two places. Only words without surroundings need them to: where
/// these agree, a position has moved because the page did.
fn elsewhere(a: &Place, b: &Place) -> bool {
    let lonely = |quote: &Quote| bare(quote.prefix()).is_empty() && bare(quote.suffix()).is_empty();
    match (a.position, b.position) {
        (Some(at), Some(bt)) => !at.overlaps(bt) && (lonely(&a.quote) || lonely(&b.quote)),
        _ => false,
    }
}

fn surroundings_agree(a: &Quote, b: &Quote) -> bool {
    let (ap, bp) = (bare(a.prefix()), bare(b.prefix()));
    let (asu, bsu) = (bare(a.suffix()), bare(b.suffix()));
    (ap.ends_with(&bp) || bp.ends_with(&ap)) && (asu.starts_with(&bsu) || bsu.starts_with(&asu))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "The mayor said two bridges were closed. Later two bridges were opened.";

    /// The first words of `TEXT` that are `words`, from code point `from` on, with `context` around.
    fn place(words: &str, from: usize, context: usize) -> Place {
        let start = TEXT[from..].find(words).expect("in the text") + from;
        let end = start + words.len();
        let before = &TEXT[start.saturating_sub(context)..start];
        let after = &TEXT[end..(end + context).min(TEXT.len())];
        Place { quote: Quote::new(words, before, after).expect("words"), position: Some(Span::new(start, end)) }
    }

    fn unplaced(place: Place) -> Place {
        Place { position: None, ..place }
    }

    #[test]
    fn overlapping_selections_are_one_place() {
        let (a, b) = (place("two bridges were", 0, 9), place("bridges were closed", 0, 9));
        assert_eq!(same(&a, &b), Some(Same::Overlap(12)));
        assert_eq!(same(&place("mayor", 0, 9), &place("closed", 0, 9)), None);
    }

    #[test]
    fn overlapping_positions_with_other_words_are_not() {
        let a = place("two bridges", 0, 9);
        let forged = Place { quote: Quote::new("six tunnels", "", "").expect("words"), position: a.position };
        assert_eq!(same(&a, &forged), None);
    }

    #[test]
    fn the_same_words_twice_on_a_page_are_two_places() {
        let (first, second) = (place("two bridges", 0, 12), place("two bridges", 30, 12));
        assert_eq!(same(&first, &second), None);
        assert_eq!(same(&unplaced(first), &unplaced(second)), None);
        assert_eq!(
            same(&place("two bridges", 0, 0), &place("two bridges", 30, 0)),
            None,
            "told apart by position alone"
        );
    }

    #[test]
    fn words_whose_page_moved_are_one_place() {
        let a = place("two bridges", 0, 12);
        let moved = Place { position: Some(Span::new(500, 511)), ..a.clone() };
        assert_eq!(same(&a, &moved), Some(Same::Quote));
        let shorter = unplaced(place("two bridges", 0, 5));
        assert_eq!(same(&unplaced(a), &shorter), Some(Same::Words));
    }

    #[test]
    fn words_without_surroundings_are_no_guess() {
        let (first, second) = (unplaced(place("two bridges", 0, 12)), unplaced(place("two bridges", 30, 12)));
        let bare = unplaced(place("two bridges", 0, 0));
        assert_eq!(case(&bare, [(1, &first), (2, &second)]), None);
        assert_eq!(case(&bare, [(1, &first)]), Some(1));
        assert_eq!(case(&bare, [(1, &first), (1, &second)]), Some(1), "both are of one case");
        assert_eq!(case(&bare, [(1, &first), (2, &second), (3, &bare)]), Some(3));
    }

    #[test]
    fn the_case_with_most_in_common_is_taken() {
        let (a, b) = (place("mayor said two", 0, 9), place("bridges were closed", 0, 9));
        assert_eq!(case(&place("two bridges were", 0, 9), [(1, &a), (2, &b)]), Some(2));
    }

    proptest! {
        #[test]
        fn sameness_is_symmetric(a in 0usize..60, b in 0usize..60, m in 1usize..10, n in 1usize..10, c in 0usize..20) {
            let cut = |at: usize, len: usize| {
                let end = (at + len).min(TEXT.len());
                let quote = Quote::new(&TEXT[at..end], &TEXT[at.saturating_sub(c)..at], &TEXT[end..(end + c).min(TEXT.len())]).ok()?;
                Some(Place { quote, position: Some(Span::new(at, end)) })
            };
            if let (Some(a), Some(b)) = (cut(a, m), cut(b, n)) {
                prop_assert_eq!(same(&a, &b), same(&b, &a));
                prop_assert_eq!(same(&a, &a), Some(Same::Quote));
            }
        }
    }
}
