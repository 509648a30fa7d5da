//! Addresses of the exact words of a claim.
//!
//! Two of each: an anchor of our own, which leads to the claim in its report here, and a text fragment
//! (`#:~:text=two%20bridges`), by which a browser finds the words on any page that has them and marks them itself. With the
//! first words and the last, a fragment stays short where a claim is long; with some words before and after them
//! (`#:~:text=that-,two%20bridges`) it leads to these words and not to the same ones further up.

use claims::{Claim, Document, Offsets};

use super::pages::encoded;

/// So many words at either end of a long claim tell it from others.
const ENDS: usize = 4;
/// Claims of so many words are in the address as a whole.
const WHOLE: usize = 10;

/// At most so many words before and after them tell equal words apart.
const BESIDE: usize = 8;

/// The anchor of the claim with this `id` on the page of its report.
pub(crate) fn anchor(id: &str) -> String {
    format!("at-{id}")
}

/// The part of an address that leads a browser to the words of `claim`; none where its spans do not fit the text.
pub(crate) fn fragment(document: &Document, claim: &Claim) -> Option<String> {
    let offsets = Offsets::new(&document.text);
    let (first, last) = (claim.content.spans.first()?, claim.content.spans.last()?);
    let words = |span| document.text.get(offsets.bytes(span));
    // A browser looks for the words of one paragraph at a time.
    let start = words(*first)?.split('\n').next()?;
    let end = words(*last)?.rsplit('\n').next()?;
    let one = claim.content.spans.len() == 1 && start == end;
    let (head, tail): (Vec<&str>, Vec<&str>) = (start.split_whitespace().collect(), end.split_whitespace().collect());
    if head.is_empty() || tail.is_empty() {
        return None;
    }
    let whole = one && head.len() <= WHOLE;
    let from = if whole { &head[..] } else { &head[..head.len().min(ENDS)] };
    let to = &tail[tail.len().saturating_sub(ENDS)..];
    let before = document.text.get(..offsets.bytes(*first).start)?;
    let after = document.text.get(offsets.bytes(*last).end..)?;
    // What stands before is of one paragraph, too, be it the one above.
    let before = before.trim_end().rsplit('\n').next().unwrap_or_default();
    let after = after.trim_start().split('\n').next().unwrap_or_default();
    let (before, after) = (before.split_whitespace().collect::<Vec<_>>(), after.split_whitespace().collect::<Vec<_>>());
    let (before, after) = beside(document, from, &before, if whole { &after } else { &[] });
    let words = if whole { part(from) } else { format!("{},{}", part(from), part(to)) };
    let front = if before.is_empty() { String::new() } else { format!("{}-,", part(before)) };
    let back = if after.is_empty() { String::new() } else { format!(",-{}", part(after)) };
    Some(format!(":~:text={front}{words}{back}"))
}

/// As many of the words `before` and `after` the `words` as it takes to tell them from equal ones in `document`.
fn beside<'a, 'w>(
    document: &Document,
    words: &[&str],
    before: &'a [&'w str],
    after: &'a [&'w str],
) -> (&'a [&'w str], &'a [&'w str]) {
    // Spaces are left out, for what stands before and after may touch the words: “(”, “.”.
    let bare = |words: &str| words.split_whitespace().collect::<String>().to_lowercase();
    // A headline that is not in the text stands above it on every page; one that is stands there once.
    let (mut text, headline) = (bare(&document.text), bare(document.title.as_deref().unwrap_or_default()));
    if !text.contains(&headline) {
        text = format!("{headline}\n{text}");
    }
    let is_one = |before: &[&str], after: &[&str]| {
        let sought = bare(&[before, words, after].concat().join(" "));
        let mut found = text.match_indices(&sought);
        found.next().is_some() && found.next().is_none()
    };
    let front = |n: usize| &before[before.len() - n.min(before.len())..];
    let back = |n: usize| &after[..n.min(after.len())];
    let sides = (0..=BESIDE).map(|n| (front(n), back(0))).chain((1..=BESIDE).map(|n| (front(BESIDE), back(n))));
    let mut sides = sides.filter(|(before, after)| is_one(before, after));
    sides.next().unwrap_or_else(|| (front(BESIDE), back(BESIDE)))
}

/// Words as a part of a fragment, where a hyphen and a comma would mean something.
fn part(words: &[&str]) -> String {
    encoded(&words.join(" ")).replace('-', "%2D")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fragments(text: &str) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.txt");
        std::fs::write(&path, text).expect("a file");
        let (inputs, _) = desk::inputs(&[path]);
        let document = desk::document(&inputs[0], &claims::Given::default()).expect("read");
        let reading = desk::reading(document, desk::Reader::Rules);
        reading.claims.iter().filter_map(|claim| fragment(&reading.document, claim)).collect()
    }

    #[test]
    fn a_short_claim_is_whole_and_a_long_one_has_its_ends() {
        assert_eq!(
            fragments("Anna Berg said that two bridges, half-open, were closed."),
            [":~:text=that%20two%20bridges%2C%20half%2Dopen%2C%20were%20closed"]
        );
        let long = fragments(
            "Anna Berg said that two bridges were closed to all who had to cross the river on foot at night.",
        );
        assert_eq!(long, [":~:text=that%20two%20bridges%20were,on%20foot%20at%20night"]);
    }

    #[test]
    fn equal_words_are_told_apart_by_those_around_them() {
        assert_eq!(
            fragments(
                "The ferry was late, it says. Anna Berg said that a ferry was late. Lee Ito said that a ferry was late, too."
            ),
            [
                ":~:text=The%20ferry%20was%20late",
                ":~:text=Berg%20said-,that%20a%20ferry%20was%20late",
                ":~:text=that%20a%20ferry%20was%20late%2C%20too"
            ]
        );
    }

    #[test]
    fn words_cannot_leave_their_part_of_the_address() {
        let hostile = fragments("Anna Berg said that \"><script>alert(1)</script>&text=x#y,-z were closed.");
        assert!(!hostile.is_empty());
        for fragment in hostile {
            let rest = fragment.strip_prefix(":~:text=").expect("a fragment");
            assert!(rest.bytes().all(|b| b.is_ascii_alphanumeric() || b"%._~,".contains(&b)), "{rest}");
        }
    }
}
