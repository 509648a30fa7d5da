//! Verb groups: "has repeatedly said", "declined to say", "could be heard shouting".

use std::ops::Range;

use crate::text::{Tag, Text};

/// Whether token `i` is a form of be, have, do or a modal that can stand in a verb group.
fn is_auxiliary(text: &Text, i: usize) -> bool {
    text.tag(i) == Tag::Md
        || matches!(
            text.low(i),
            "be" | "am"
                | "is"
                | "are"
                | "was"
                | "were"
                | "been"
                | "being"
                | "have"
                | "has"
                | "had"
                | "having"
                | "do"
                | "does"
                | "did"
                | "'ve"
                | "'re"
                | "'m"
                | "'ll"
                | "'d"
                | "got"
                | "get"
        )
        || text.low(i) == "'s" && matches!(text.tag(i), Tag::Vbz)
}

/// Verbs that carry another verb of saying: "declined to say", "went on to write".
fn carries_infinitive(low: &str) -> bool {
    matches!(
        low,
        "declined"
            | "declines"
            | "decline"
            | "refused"
            | "refuses"
            | "refuse"
            | "wanted"
            | "wants"
            | "want"
            | "tried"
            | "tries"
            | "try"
            | "trying"
            | "began"
            | "begins"
            | "begin"
            | "continued"
            | "continues"
            | "continue"
            | "continuing"
            | "seemed"
            | "seems"
            | "appeared"
            | "appears"
            | "used"
            | "failed"
            | "fails"
            | "fail"
            | "sought"
            | "seeks"
            | "went"
            | "goes"
            | "going"
            | "on"
            | "able"
            | "unable"
            | "likes"
            | "like"
            | "love"
            | "loves"
            | "needs"
            | "need"
            | "needed"
            | "managed"
            | "quick"
            | "likely"
            | "reluctant"
            | "ready"
            | "prepared"
            | "expected"
            | "supposed"
            | "hesitated"
            | "dared"
            | "happened"
            | "forced"
            | "started"
            | "starting"
            | "tends"
            | "tend"
            | "tended"
            | "willing"
            | "attempted"
            | "rushed"
            | "came"
            | "proceeded"
            | "careful"
            | "stopped"
            | "compelled"
            | "hastened"
            | "happy"
            | "plans"
            | "intends"
            | "chose"
            | "moved"
    )
}

/// The first token of the verb group whose main verb is token `verb`.
pub fn group_start(text: &Text, floor: usize, verb: usize) -> usize {
    // "could be heard shouting" is one group.
    if text.tag(verb) == Tag::Vbg
        && verb > floor + 1
        && matches!(text.low(verb - 1), "heard" | "seen" | "overheard" | "recorded" | "filmed" | "caught")
    {
        return group_start(text, floor, verb - 1);
    }
    let mut start = verb;
    while start > floor {
        let i = start - 1;
        let adverb = text.tag(i).is_adverb()
            && !matches!(
                text.low(i),
                "however" | "meanwhile" | "there" | "here" | "then" | "so" | "instead" | "moreover" | "ago"
            )
            || matches!(text.low(i), "also" | "n't" | "not" | "never" | "both" | "reportedly");
        if is_auxiliary(text, i) {
            start = i;
        } else if adverb {
            // An adverb belongs to the group unless it stands before the subject.
            start = i;
        } else if text.low(i) == "to" && text.tag(i) == Tag::To {
            start = i;
            if i > floor && carries_infinitive(text.low(i - 1)) {
                start = i - 1;
                if matches!(text.low(start), "on")
                    && start > floor
                    && matches!(text.low(start - 1), "went" | "goes" | "go" | "going")
                {
                    start -= 1;
                }
                // The carrier may have auxiliaries of its own.
                return group_start(text, floor, start);
            }
            break;
        } else {
            break;
        }
    }
    // "However said" is no group: drop adverbs that open the sentence.
    while start < verb && text.tag(start).is_adverb() && start == floor {
        start += 1;
    }
    start
}

/// Whether a form of be governs the participle `verb` within `start..verb`.
pub fn is_passive(text: &Text, start: usize, verb: usize) -> bool {
    (start..verb).rev().find(|i| is_auxiliary(text, *i)).is_some_and(|i| {
        matches!(
            text.low(i),
            "be" | "am" | "is" | "are" | "was" | "were" | "been" | "being" | "'re" | "'m" | "got" | "get"
        ) || text.low(i) == "'s" && text.tag(i) == Tag::Vbz
    })
}

/// Whether there is a finite verb in `tokens`.
pub fn has_finite(text: &Text, mut tokens: Range<usize>) -> bool {
    tokens.any(|i| text.tag(i).is_finite())
}
