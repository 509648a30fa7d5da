//! Who is told something does not say it: "The court heard that it rained", "Officials were told that it rained".
//!
//! The corpora mark such a hearer as the source. On record it is nobody's word: who told it is not said.

use std::ops::Range;

use claims::Form;

use crate::attribution::{Found, head_noun, sentence_body};
use crate::text::Text;

/// Takes those who are told or hear something for addressees.
pub fn settle(text: &Text, found: &mut [Found]) {
    refused(text, found);
    for f in found.iter_mut() {
        let (Some(source), Some(cue), Some(head)) = (&f.source, &f.cue, f.head) else { continue };
        let low = text.low(head);
        let passive = matches!(low, "told" | "informed" | "notified" | "advised" | "assured")
            && is_passive(text, cue.start..head);
        let hearer = head_noun(text, source.clone());
        let listens = matches!(low, "heard" | "hears") && hearer.is_some_and(|i| sits(text.low(i)));
        let by = matches!(text.low(cue.end - 1), "by" | "from");
        let told = f.content.first().is_some_and(|c| text.low(c.start) != "to");
        if source.end <= cue.start && (passive || listens) && told && !by {
            f.addressee = f.source.take();
        }
    }
}

fn is_passive(text: &Text, before: Range<usize>) -> bool {
    before.clone().any(|i| matches!(text.low(i), "was" | "were" | "been" | "is" | "are" | "being"))
}

/// "She was refused the papers in May": who is refused something refuses nothing. Where somebody speaks in the sentence before, it is
/// theirs; else the outlet tells it.
fn refused(text: &Text, found: &mut [Found]) {
    let mut cues = vec![0usize; text.sentences.len()];
    for cue in found.iter().filter_map(|f| f.cue.as_ref()) {
        cues[text.sentence_at(cue.start)] += 1;
    }
    for f in found.iter_mut().filter(|f| f.readout.is_some() && f.parent.is_none()) {
        let (Some(source), Some(cue), Some(head)) = (&f.source, &f.cue, f.head) else { continue };
        let here = text.sentence_at(cue.start);
        let befalls = matches!(text.low(head), "refused" | "denied" | "granted") && is_passive(text, cue.start..head);
        if !befalls
            || cues[here] != 1
            || source.end > cue.start
            || text.low(cue.end - 1) == "by"
            || text.quoted(cue.start)
        {
            continue;
        }
        let before = here.checked_sub(1).filter(|b| text.sentences[*b].block == text.sentences[here].block);
        f.form = if before.is_some_and(|b| cues[b] > 0) { Form::Continued } else { Form::OwnVoice };
        f.content = std::iter::once(sentence_body(text, &text.sentence(cue.start))).collect();
        (f.source, f.cue, f.head) = (None, None, None);
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

    #[test]
    fn who_is_refused_something_refuses_nothing() {
        let refused = |words: &str| {
            let text = Text::plain(words);
            let mut found = read(&text, Reader::Trained).found;
            settle(&text, &mut found);
            let source = |f: &Found| f.source.clone().map(|s| text.words(s).to_owned());
            found.iter().filter_map(source).collect::<Vec<_>>()
        };
        let words = "The court, said a lawyer for the families, was late. She was refused the papers in May.";
        assert!(!refused(words).contains(&"She".to_owned()));
        assert!(refused("The minister refused to sign.").contains(&"The minister".to_owned()));
    }
}
