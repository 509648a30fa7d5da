//! Who is told something does not say it: "The court heard that it rained", "Officials were told that it rained".
//!
//! The corpora mark such a hearer as the source. On record it is nobody's word: who told it is not said.

use std::ops::Range;

use claims::Form;

use crate::attribution::{CueKind, Found, drop_empty, head_noun, sentence_body};
use crate::text::{Tag, Text};

/// Takes those who are told or hear something for addressees.
pub fn settle(text: &Text, found: &mut Vec<Found>) {
    refused(text, found);
    never_did(text, found);
    for f in found.iter_mut() {
        let (Some(source), Some(cue), Some(head)) = (&f.source, &f.cue, f.head) else { continue };
        let low = text.low(head);
        let passive =
            matches!(low, "told" | "informed" | "notified" | "advised" | "assured" | "warned" | "alerted" | "reminded")
                && is_passive(text, cue.start..head);
        let hearer = head_noun(text, source.clone());
        let listens = matches!(low, "heard" | "hears") && hearer.is_some_and(|i| sits(text.low(i)));
        let by = matches!(text.low(cue.end - 1), "by" | "from");
        let told = f.content.first().is_some_and(|c| text.low(c.start) != "to");
        // "In a memo, staff are told that": there the paper tells them.
        let paper = f.rule == "told-in";
        if source.end <= cue.start && (passive || listens) && told && !by && !paper {
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

/// "The report had called it safe, a spokeswoman said. The firm had never asked for a meeting": what somebody had not done before is told
/// by who has just spoken.
fn never_did(text: &Text, found: &mut Vec<Found>) {
    let mut cues: Vec<Vec<usize>> = vec![Vec::new(); text.sentences.len()];
    for (n, f) in found.iter().enumerate() {
        if let Some(cue) = &f.cue {
            cues[text.sentence_at(cue.start)].push(n);
        }
    }
    for here in 1..text.sentences.len() {
        let &[n] = cues[here].as_slice() else { continue };
        let (sentence, above) = (&text.sentences[here], &text.sentences[here - 1]);
        let f = &found[n];
        let (Some(source), Some(cue)) = (&f.source, &f.cue) else { continue };
        let body = sentence_body(text, &sentence.tokens);
        let never = text.low(cue.start) == "had" && matches!(text.low(cue.start + 1), "never" | "not");
        let subject = source.start == body.start && source.end == cue.start && text.tag(source.start) != Tag::Prp;
        // What somebody had not thought or promised is his own, and until when he had not asked the outlet's.
        let asked = cue.clone().any(|i| ["ask", "request", "sought"].iter().any(|stem| text.low(i).starts_with(stem)));
        let until = body.clone().any(|i| matches!(text.low(i), "until" | "by" | "before"));
        let never = never && asked && !until;
        let speaks = cues[here - 1].iter().copied().find(|p| found[*p].parent.is_none()).filter(|p| {
            let p = &found[*p];
            let past = p.cue.as_ref().is_some_and(|c| text.tag(c.start) != Tag::Vbz && !text.quoted(c.start));
            let clause = p.content.iter().cloned().flatten().any(|i| text.tag(i).is_finite());
            p.kind == CueKind::Speech && p.form == Form::Indirect && p.source.is_some() && past && clause
        });
        // Where the reader knows whose words go on there, they are all of it.
        let goes_on = f.parent.is_some_and(|p| found[p].form == Form::Continued);
        let plain = !body.clone().any(|i| text.quoted(i)) && f.parent.is_none() && f.readout.is_some();
        if goes_on && never && subject {
            found[n].content.clear();
        } else if speaks.is_some() && sentence.block == above.block && never && subject && plain {
            let f = &mut found[n];
            f.form = Form::Continued;
            f.content = std::iter::once(body).collect();
            (f.source, f.cue, f.head) = (None, None, None);
        }
    }
    drop_empty(found);
}

/// "Ruiz is said to have warned that it rained": one claim, of whoever is said to have said it, and no surer than that.
pub fn said_to_have_said(text: &Text, found: &mut Vec<Found>) {
    for n in 0..found.len() {
        let (Some(cue), Some(outer)) = (found[n].cue.clone(), found[n].parent) else { continue };
        let Some(over) = found[outer].cue.clone().filter(|_| found[outer].source.is_none()) else { continue };
        let said = matches!(
            text.low(over.end - 1),
            "said" | "reported" | "understood" | "believed" | "thought" | "rumoured" | "alleged"
        ) && is_passive(text, over.clone());
        let to_have = (over.end..cue.end).take(2).map(|i| text.low(i)).eq(["to", "have"]);
        let by = found[n].source.as_ref().is_some_and(|s| s.end <= over.start);
        let clause = found[n].content.iter().cloned().flatten().any(|i| text.tag(i).is_finite());
        if said && to_have && by && clause && cue.start < over.end + 3 && found[n].kind == CueKind::Speech {
            found[n].parent = found[outer].parent;
            found[n].certainty = found[outer].certainty;
            found[outer].content.clear();
            for f in found.iter_mut().filter(|f| f.parent == Some(outer)) {
                f.parent = Some(n);
            }
        }
    }
    drop_empty(found);
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

    /// The sources and contents of what the reader finds in `words`, once it is settled who listens.
    fn settled(words: &str) -> Vec<(String, String)> {
        let text = Text::plain(words);
        let mut found = read(&text, Reader::Trained).found;
        settle(&text, &mut found);
        said_to_have_said(&text, &mut found);
        let source = |f: &Found| f.source.clone().map_or("-", |s| text.words(s)).to_owned();
        let content = |f: &Found| f.content.iter().map(|c| text.words(c.clone())).collect::<Vec<_>>().join(" … ");
        found.iter().map(|f| (source(f), content(f))).collect()
    }

    #[test]
    fn what_somebody_never_did_is_told_by_who_speaks() {
        let told =
            settled("The report was old, a spokeswoman said on Thursday. Baltic Guard had never asked for a meeting.");
        assert!(told.contains(&("-".to_owned(), "Baltic Guard had never asked for a meeting".to_owned())), "{told:?}");
        let told =
            settled("The report was old, a spokeswoman said on Thursday. Baltic Guard never asked for a meeting.");
        assert!(!told.contains(&("-".to_owned(), "Baltic Guard had never asked for a meeting".to_owned())), "{told:?}");
    }

    #[test]
    fn who_is_said_to_have_said_it_says_it_once() {
        let told = settled("Ruiz is said to have explained that the town would have run dry.");
        assert_eq!(told, [("Ruiz".to_owned(), "that the town would have run dry".to_owned())]);
        // To order is to do something.
        let told = settled("The minister is said to have ordered the men to leave.");
        assert_eq!(told.len(), 2, "{told:?}");
    }
}
