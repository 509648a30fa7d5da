//! Who is told something does not say it: "The court heard that it rained", "Officials were told that it rained".
//!
//! The corpora mark such a hearer as the source. On record it is nobody's word: who told it is not said.

use crate::attribution::{Found, head_noun};
use crate::text::Text;

/// Takes those who are told or hear something for addressees.
pub fn settle(text: &Text, found: &mut [Found]) {
    for f in found.iter_mut() {
        let (Some(source), Some(cue), Some(head)) = (&f.source, &f.cue, f.head) else { continue };
        let low = text.low(head);
        let passive = matches!(low, "told" | "informed" | "notified" | "advised" | "assured")
            && (cue.start..head).any(|i| matches!(text.low(i), "was" | "were" | "been" | "is" | "are" | "being"));
        let hearer = head_noun(text, source.clone());
        let listens = matches!(low, "heard" | "hears") && hearer.is_some_and(|i| sits(text.low(i)));
        let by = matches!(text.low(cue.end - 1), "by" | "from");
        let told = f.content.first().is_some_and(|c| text.low(c.start) != "to");
        if source.end <= cue.start && (passive || listens) && told && !by {
            f.addressee = f.source.take();
        }
    }
}

/// Whether `low` is a body that hears evidence.
fn sits(low: &str) -> bool {
    matches!(
        low,
        "court" | "jury" | "jurors" | "tribunal" | "inquest" | "hearing" | "trial" | "inquiry" | "panel" | "committee"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::{Reader, read};

    fn sources(words: &str) -> Vec<String> {
        let text = Text::plain(words);
        let mut found = read(&text, Reader::Rules).found;
        settle(&text, &mut found);
        found.iter().filter_map(|f| f.source.clone()).map(|s| text.words(s).to_owned()).collect()
    }

    #[test]
    fn who_hears_says_nothing() {
        assert_eq!(sources("The court heard that the bridge was closed."), Vec::<String>::new());
        assert_eq!(sources("A court reporter heard that the bridge was closed."), ["A court reporter"]);
        assert_eq!(sources("The mayor told the court that the bridge was closed."), ["The mayor"]);
    }
}
