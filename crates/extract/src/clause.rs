//! The main verb of what is claimed: tense, modal, negation.
//!
//! ```text
//! that the US has not yet observed soldiers in combat   →  observe, perfect, negated by "not", "yet"
//! ```
//!
//! Read off tags: relative and subordinate clauses are stepped over, so that the verb
//! found is the one that carries the claim.

use std::ops::Range;

use crate::text::{Tag, Text};

/// The time a verb group speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// fell, was closed
    Past,
    /// has fallen
    Perfect,
    /// falls
    Present,
    /// is falling, was falling
    Progressive,
    /// will fall, would fall, is going to fall
    Future,
    /// may, might, could, can fall
    Possible,
    /// should, must fall
    Ought,
}

/// The verb group that carries a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MainVerb {
    /// The group, from its first auxiliary to its main verb.
    pub tokens: Range<usize>,
    /// The main verb.
    pub verb: usize,
    /// What time it speaks of.
    pub tense: Tense,
    /// Whether it is passive: a form of be with a past participle.
    pub passive: bool,
    /// The word that negates it, or its subject, or its object.
    pub negation: Option<usize>,
    /// First token of the clause.
    pub clause: usize,
}

/// The main verb of the clause that `tokens` hold; `None` for a noun phrase or an infinitive.
pub fn main_verb(text: &Text, tokens: Range<usize>) -> Option<MainVerb> {
    let start = clause_start(text, &tokens);
    let mut relatives = 0usize;
    let mut i = start;
    while i < tokens.end {
        let tag = text.tag(i);
        let low = text.low(i);
        let relative = matches!(tag, Tag::Wdt | Tag::Wrb)
            || tag == Tag::Wp && text.tag(i.wrapping_sub(1)) != Tag::In
            || low == "that" && i > 0 && text.tag(i - 1).is_noun();
        let subordinate =
            tag == Tag::In && matches!(low, "because" | "while" | "although" | "if" | "unless" | "whether");
        relatives += usize::from(i > start && (relative || subordinate));
        // "One hit the house": a base form with a subject and nothing that governs it is finite.
        let bare = tag == Tag::Vb
            && (i == start
                || matches!(text.tag(i - 1), Tag::Prp | Tag::Nns | Tag::Nnp | Tag::Cd | Tag::Nn)
                    && !(start..i).any(|j| matches!(text.tag(j), Tag::To | Tag::Md) || text.tag(j).is_verb()));
        if tag.is_finite() || low == "'s" && tag == Tag::Vbz || bare {
            if relatives > 0 {
                relatives -= 1;
                // The rest of the same group is no second verb.
                while i + 1 < tokens.end && (text.tag(i + 1).is_verb() || text.tag(i + 1).is_adverb()) {
                    i += 1;
                }
            } else {
                return Some(group(text, start, i, tokens.end));
            }
        }
        i += 1;
    }
    None
}

/// Steps over opening marks, "that", and a subordinate clause in front: "that while A, B" starts at B.
fn clause_start(text: &Text, tokens: &Range<usize>) -> usize {
    let mut i = tokens.start;
    while i < tokens.end
        && (text.tag(i) == Tag::Punct || matches!(text.low(i), "that" | "and" | "but") && text.tag(i + 1) != Tag::Vbz)
    {
        i += 1;
    }
    if matches!(
        text.low(i),
        "while"
            | "although"
            | "though"
            | "if"
            | "when"
            | "whenever"
            | "after"
            | "before"
            | "as"
            | "since"
            | "because"
            | "once"
            | "until"
            | "unless"
    ) && let Some(comma) = (i..tokens.end).find(|j| text.word(*j) == ",")
        && (i..comma).any(|j| text.tag(j).is_finite())
        && (comma..tokens.end).any(|j| text.tag(j).is_finite())
    {
        return comma + 1;
    }
    i
}

fn group(text: &Text, clause: usize, first: usize, end: usize) -> MainVerb {
    let mut verb = first;
    let mut modal = None;
    let (mut have, mut be) = (false, false);
    let mut negation = None;
    let mut going = false;
    let mut i = first;
    while i < end {
        let low = text.low(i);
        let tag = text.tag(i);
        match low {
            "not" | "n't" | "never" => {
                negation.get_or_insert(i);
            }
            _ if tag == Tag::Md => modal = Some(i),
            "have" | "has" | "had" | "'ve" | "having" if follows_verb(text, i, end) => have = true,
            "be" | "am" | "is" | "are" | "was" | "were" | "been" | "being" | "'re" | "'m" | "'s" => {
                be = true;
                verb = i;
            }
            "do" | "does" | "did" if follows_verb(text, i, end) => {}
            "going" if be && text.low(i + 1) == "to" && text.tag(i + 2) == Tag::Vb => {
                going = true;
                i += 1;
            }
            _ if tag.is_verb() => {
                verb = i;
                break;
            }
            _ if tag.is_adverb() || low == "to" && (going || i > first && be) && text.tag(i + 1) == Tag::Vb => {}
            // "were not and will not be ready": the second half decides no less than the first.
            _ if tag == Tag::Cc && negation.is_some() && text.tag(i + 1) == Tag::Md => {}
            _ => break,
        }
        i += 1;
    }
    let passive = be && text.tag(verb) == Tag::Vbn;
    let progressive = be && text.tag(verb) == Tag::Vbg;
    let past = matches!(text.low(first), "was" | "were" | "did" | "had") || text.tag(first) == Tag::Vbd;
    let tense = match modal.map(|m| text.low(m)) {
        Some("will" | "'ll" | "would" | "shall" | "'d" | "wo") => Tense::Future,
        Some("may" | "might" | "could" | "can" | "ca") => Tense::Possible,
        Some(_) => Tense::Ought,
        None if going => Tense::Future,
        None if progressive => Tense::Progressive,
        None if have => Tense::Perfect,
        None if past => Tense::Past,
        None => Tense::Present,
    };
    if negation.is_none() {
        let subject =
            (clause..first).find(|j| matches!(text.low(*j), "no" | "none" | "nobody" | "neither" | "nothing" | "nor"));
        // "There was no doubt that it burned": it did.
        let subject = subject.filter(|j| text.low(j + 1) != "doubt");
        let object = (verb + 1..(verb + 3).min(end)).find(|j| {
            text.low(*j) == "no" && !matches!(text.low(*j + 1), "longer" | "doubt")
                || matches!(text.low(*j), "nothing" | "nobody" | "none")
        });
        negation = subject.filter(|s| *s <= clause + 1).or(object);
    }
    if negation.is_none() {
        negation = (first..(verb + 2).min(end)).find(|j| text.low(*j) == "no" && text.low(*j + 1) == "longer");
    }
    MainVerb { tokens: first..verb + 1, verb, tense, passive, negation, clause }
}

fn follows_verb(text: &Text, i: usize, end: usize) -> bool {
    (i + 1..(i + 4).min(end))
        .find(|j| !text.tag(*j).is_adverb() && text.low(*j) != "n't")
        .is_some_and(|j| text.tag(j).is_verb())
}
