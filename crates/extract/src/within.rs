//! What stands within somebody's words and is no claim of its own: "she said he had learned of the plan", "the poll found that a third
//! wanted him to go".
//!
//! A voice within a voice is on record where it tells something: what a witness is said to have seen, what a letter is said to warn of.
//! A thing that somebody knows of, wants or has, and of which no more is told, is a part of what the outer voice says.

use claims::Form;

use crate::attribution::{Found, Frames, Lexicon, is_noun_cue};
use crate::resolve::Voice;
use crate::text::{Tag, Text};

/// Whether attribution `n` stands within another's words and tells nothing that those do not.
pub fn tells_nothing(text: &Text, found: &[Found], voices: &[Option<Voice>], n: usize) -> bool {
    let f = &found[n];
    let Some(outer) = f.parent.filter(|_| !passes_on(text, f) && !is_unknown(text, f)) else { return false };
    let name = |n: usize| voices[n].as_ref().map(|v| &v.name);
    let same = name(n).is_some() && name(n) == name(outer);
    let thing = is_thing(text, f, &found[outer]) && (same && f.form == Form::Indirect || !takes_a_thing(text, f));
    thing
        || same && is_witness(text, f)
        || is_not_so(text, f)
        || is_plan(text, f)
        || is_share(text, f)
        || is_nobody(text, f)
}

/// Whether an attribution passes on words that have another voice already: "according to the log", "citing the log".
fn passes_on(text: &Text, f: &Found) -> bool {
    matches!(f.rule, "citing" | "quoted")
        || f.cue.as_ref().is_none_or(|c| {
            c.clone()
                .any(|i| matches!(text.low(i), "according" | "citing" | "quoting" | "cited" | "quoted" | "reference"))
        })
}

/// Whether the content is a thing, of which nothing is said: no verb, no words in marks of their own.
fn is_thing(text: &Text, f: &Found, outer: &Found) -> bool {
    let marked = f.form != Form::Indirect && outer.form == Form::Indirect;
    let plain = |i: usize| {
        let tag = text.tag(i);
        let links = matches!(tag, Tag::Md | Tag::To | Tag::Wp | Tag::Wdt | Tag::Wrb);
        !(links || tag.is_verb() && tag != Tag::Vbg || matches!(text.low(i), "that" | "not"))
    };
    !marked && f.content.iter().cloned().flatten().all(plain)
}

/// Whether the cue can have a thing for all that it tells: "warned of a flood", "found a crack", not "knew of a crack" or "wants peace".
fn takes_a_thing(text: &Text, f: &Found) -> bool {
    let Some(head) = f.head else { return true };
    let told = Frames::OBJECT.with(Frames::TOLD).with(Frames::ORDER);
    let wants = |lemma: &str| {
        matches!(
            lemma.split(' ').next().unwrap_or(lemma),
            "offer" | "demand" | "request" | "seek" | "press" | "want" | "plan" | "weigh" | "accept" | "contemplate"
        )
    };
    is_noun_cue(text.low(head))
        || Lexicon::shipped().readings(text.low(head)).any(|(entry, _)| entry.frames.any(told) && !wants(&entry.lemma))
}

/// Whether the cue says what somebody would say, does not say or did not know: "he would not rule it out", "they never asked".
fn is_not_so(text: &Text, f: &Found) -> bool {
    let Some(cue) = &f.cue else { return false };
    let open = |i: usize| {
        let low = text.low(i);
        text.tag(i) == Tag::Md
            || matches!(low, "not" | "n't" | "n’t" | "never" | "no" | "nor" | "neither" | "without" | "cannot")
    };
    cue.clone().any(open)
}

/// Whether somebody does not know something of which there is a question: "the police did not know how many there were".
fn is_unknown(text: &Text, f: &Found) -> bool {
    let asks = f.content.first().is_some_and(|c| matches!(text.tag(c.start), Tag::Wp | Tag::Wrb | Tag::Wdt));
    let not = f.cue.as_ref().is_some_and(|c| c.clone().any(|i| matches!(text.low(i), "not" | "n't" | "n’t")));
    f.form == Form::Indirect && asks && not && f.head.is_some_and(|h| text.low(h) == "know")
}

/// Whether the cue says what somebody means to do or knows, which whoever speaks tells of him: "they want to leave", "he knew where".
fn is_plan(text: &Text, f: &Found) -> bool {
    // "She allegedly plans to go": somebody says so.
    let alleged = |i: usize| matches!(text.low(i), "allegedly" | "reportedly" | "apparently");
    f.cue.as_ref().is_some_and(|c| !c.clone().any(alleged))
        && f.head.is_some_and(|h| {
            let low = text.low(h);
            text.tag(h) != Tag::Nn
                && ["want", "mean", "intend", "wish", "agree", "decid", "prepar", "plan", "refus", "offer"]
                    .iter()
                    .any(|s| low.starts_with(s))
                || matches!(
                    low,
                    "know" | "knows" | "knew" | "known" | "welcome" | "willing" | "unwilling" | "happy" | "ready"
                )
        })
}

/// Whether the cue says how somebody came to know what he tells: "she said she heard a shot".
fn is_witness(text: &Text, f: &Found) -> bool {
    f.head.is_some_and(|h| {
        matches!(text.low(h), "hear" | "heard" | "hears" | "learned" | "learnt" | "verified" | "counted")
    })
}

/// Whether the source is a share of those asked, within what a poll says: "found that 71 per cent wanted".
fn is_share(text: &Text, f: &Found) -> bool {
    f.source.as_ref().is_some_and(|s| {
        text.tag(s.start) == Tag::Cd
            && (s.start + 1..s.end.min(s.start + 3)).any(|i| matches!(text.low(i), "per" | "percent" | "%"))
    })
}

/// Whether nobody says it: "the view is shared by nobody in the council".
fn is_nobody(text: &Text, f: &Found) -> bool {
    f.source.as_ref().is_some_and(|s| {
        matches!(text.low(s.start), "nobody" | "no-one") || text.low(s.start) == "no" && text.low(s.start + 1) == "one"
    })
}

#[cfg(test)]
mod tests {
    use claims::SourceKind;

    use super::*;
    use crate::attribution::found_by;

    /// Whether what `inner` says within what `outer` says tells nothing; both are a source, a cue and a content as they stand in `words`.
    fn nothing(words: &str, outer: [&str; 3], inner: [&str; 3]) -> bool {
        let text = Text::plain(words);
        let place = |part: &str| words.find(part).map(|at| text.tokens_in(at..at + part.len())).expect("it is there");
        let told = |[source, cue, content]: [&str; 3]| {
            let cue = place(cue);
            let verb = |i: &usize| text.tag(*i).is_verb() && !matches!(text.low(*i), "had" | "did" | "was");
            let head = cue.clone().find(verb).unwrap_or(cue.end - 1);
            found_by("reader", head, Some(place(source)), cue, vec![place(content)])
        };
        let found = [told(outer), Found { parent: Some(0), ..told(inner) }];
        let voice = |f: &Found| {
            let mention = f.source.clone();
            let name = mention.clone().map_or_else(String::new, |s| text.words(s).to_owned());
            let kind = SourceKind::Person;
            Some(Voice { name, kind, role: None, mention, rule: "name", alternatives: Vec::new(), confidence: 1.0 })
        };
        let voices: Vec<Option<Voice>> = found.iter().map(voice).collect();
        tells_nothing(&text, &found, &voices, 1)
    }

    #[test]
    fn a_thing_somebody_has_in_mind_is_no_claim_within_anothers() {
        let plot = "The mayor said that two clerks had learned of the plot.";
        let outer = ["The mayor", "said", "that two clerks had learned of the plot"];
        assert!(nothing(plot, outer, ["two clerks", "had learned of", "the plot"]));
        // A warning is told by who warns.
        let flood = "The mayor said that two clerks had warned of a flood.";
        let outer = ["The mayor", "said", "that two clerks had warned of a flood"];
        assert!(!nothing(flood, outer, ["two clerks", "had warned of", "a flood"]));
        // So is what they have learned, where it is said.
        let late = "The mayor said that two clerks had learned that it was late.";
        let outer = ["The mayor", "said", "that two clerks had learned that it was late"];
        assert!(!nothing(late, outer, ["two clerks", "had learned", "that it was late"]));
    }

    #[test]
    fn what_somebody_wants_or_does_not_say_is_told_by_who_speaks() {
        let leave = "The mayor said that the miners wanted to leave at once.";
        let outer = ["The mayor", "said", "that the miners wanted to leave at once"];
        assert!(nothing(leave, outer, ["the miners", "wanted", "to leave at once"]));
        let silent = "The mayor said that the miners would not say where they were.";
        let outer = ["The mayor", "said", "that the miners would not say where they were"];
        assert!(nothing(silent, outer, ["the miners", "would not say", "where they were"]));
        // What is not known to those who should is news.
        let many = "The mayor said that the police did not know how many there were.";
        let outer = ["The mayor", "said", "that the police did not know how many there were"];
        assert!(!nothing(many, outer, ["the police", "did not know", "how many there were"]));
        let told = "The mayor said that the miners told her that it was late.";
        let outer = ["The mayor", "said", "that the miners told her that it was late"];
        assert!(!nothing(told, outer, ["the miners", "told", "that it was late"]));
    }

    #[test]
    fn shares_and_nobody_are_no_voices_within_a_poll() {
        let poll = "The survey found that 58 per cent said it was late.";
        let outer = ["The survey", "found", "that 58 per cent said it was late"];
        assert!(nothing(poll, outer, ["58 per cent", "said", "it was late"]));
        let clerks = "The survey found that 58 clerks said it was late.";
        let outer = ["The survey", "found", "that 58 clerks said it was late"];
        assert!(!nothing(clerks, outer, ["58 clerks", "said", "it was late"]));
        let fear = "The fear of a flood is shared by nobody in the council, the mayor said.";
        let outer = ["the mayor", "said", "The fear of a flood is shared by nobody in the council"];
        assert!(nothing(fear, outer, ["nobody in the council", "is shared by", "The fear of a flood"]));
    }
}
