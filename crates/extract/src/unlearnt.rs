//! What the outlet could not learn: what nobody confirms, who would not answer.
//!
//! "Neither account could be verified", "The ministry did not answer": a reader of news wants them on record, and they are nobody's
//! words. What an attribution tells of them already is left alone.

use std::ops::Range;

use claims::BlockKind;

use crate::attribution::{Found, drop_empty, sentence_body};
use crate::text::{Tag, Text};

/// What a clause says that the outlet could not learn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlearnt {
    /// "The Herald could not verify the recording", "The source is not known".
    Unchecked,
    /// "The company would not comment", "The army has yet to respond".
    Silent,
}

const CHECKS: [&str; 7] = ["verif", "confirm", "establish", "reconcil", "authentic", "corrobor", "ascertain"];
const ANSWERS: [&str; 3] = ["comment", "answer", "respond"];

/// Leaves to who would not comment what stands in the same sentence: what was said before is nothing they kept silent on.
pub fn settle(text: &Text, found: &mut Vec<Found>) {
    let mut cut = vec![false; found.len()];
    for (f, cut) in found.iter_mut().zip(&mut cut) {
        let Some(cue) = f.cue.clone().filter(|c| !text.quoted(c.start)) else { continue };
        let sentence = text.sentence_at(cue.start);
        if cue.clone().any(|i| answers(text, i)) && cue.clone().any(|i| declines(text, i)) {
            let before = f.content.len();
            f.content.retain(|c| text.sentence_at(c.start) == sentence);
            *cut = f.content.len() < before;
        }
    }
    for n in 0..found.len() {
        let Some(host) = found[n].parent.filter(|host| cut[*host]) else { continue };
        let within = |cue: &Range<usize>| found[host].content.iter().any(|c| c.contains(&cue.start));
        if !found[n].cue.as_ref().is_some_and(within) {
            found[n].parent = None;
        }
    }
    drop_empty(found);
}

/// The clauses of the outlet's own that say so and of which `told` holds nothing, by token.
pub fn unlearnt(text: &Text, told: &[bool]) -> Vec<(Range<usize>, Unlearnt)> {
    let mut out = Vec::new();
    for sentence in &text.sentences {
        if !matches!(text.blocks[sentence.block].kind, BlockKind::Paragraph | BlockKind::List) {
            continue;
        }
        let body = sentence_body(text, &sentence.tokens);
        // Most sentences deny nothing.
        if body.len() < 4 || !body.clone().any(|i| refuses(text, i)) {
            continue;
        }
        for clause in clauses(text, &body) {
            let free = clause.len() > 3 && clause.clone().all(|i| !told[i] && !text.quoted(i));
            if let Some(what) = of_clause(text, &clause).filter(|_| free) {
                out.push((clause, what));
            }
        }
    }
    out
}

/// What `clause` says that the outlet could not learn, if it says so.
pub fn of_clause(text: &Text, clause: &Range<usize>) -> Option<Unlearnt> {
    let near = |i: usize| (i.saturating_sub(REACH).max(clause.start)..i).any(|j| refuses(text, j));
    // "Neither account could be verified", "None of them answered".
    let nobody = matches!(text.low(clause.start), "neither" | "nobody" | "none");
    let silent = |i: usize| {
        let noun = text.low(i) == "comment" || text.low(i) == "response";
        answers(text, i) && (text.tag(i).is_verb() || noun) && (near(i) || nobody && text.tag(i).is_verb())
    };
    if clause.clone().any(silent) {
        return Some(Unlearnt::Silent);
    }
    let unchecked = |i: usize| {
        let infinitive = i == clause.start + 1 && text.tag(clause.start) == Tag::To;
        let denied = near(i) || nobody || infinitive && (i..clause.end).any(|j| refuses(text, j));
        CHECKS.iter().any(|s| text.low(i).starts_with(s)) && text.tag(i).is_verb() && denied
    };
    let open = |i: usize| {
        let unknown = matches!(text.low(i), "unclear" | "unknown");
        let denied = matches!(text.low(i), "known" | "clear") && (i.saturating_sub(3)..i).any(|j| declines(text, j));
        // "is not known for its beaches"
        let famed = matches!(text.low(i + 1), "for" | "as" | "to");
        let is = (i.saturating_sub(4).max(clause.start)..i).any(|j| {
            matches!(text.low(j), "is" | "are" | "was" | "were" | "remains" | "remain" | "remained" | "stays")
        });
        is && !famed && (denied || unknown)
    };
    clause.clone().any(|i| unchecked(i) || open(i)).then_some(Unlearnt::Unchecked)
}

/// How many tokens before a verb what denies it may stand: "could not be independently verified".
const REACH: usize = 5;

/// Whether token `i` is of answering: "responded", and not "responded with force", "replaced" or "answered for".
fn answers(text: &Text, i: usize) -> bool {
    let low = text.low(i);
    let reply = matches!(low, "reply" | "replies" | "replied" | "replying");
    (reply || ANSWERS.iter().any(|s| low.starts_with(s))) && !matches!(text.low(i + 1), "with" | "for")
}

/// The stretches of a sentence that each have a voice of their own: between a comma and a conjunction, or semicolons.
fn clauses(text: &Text, body: &Range<usize>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = body.start;
    for i in body.clone() {
        let joins = text.word(i) == ","
            && matches!(text.low(i + 1), "but" | "and" | "though" | "although" | "while" | "yet" | "so");
        if i > start && (joins || matches!(text.word(i), ";" | "—" | "–")) {
            out.push(start..i);
            start = (i + 1 + usize::from(joins)).min(body.end);
        }
    }
    out.push(start..body.end);
    out
}

/// Whether token `i` denies what follows it.
pub fn declines(text: &Text, i: usize) -> bool {
    let low = text.low(i);
    matches!(low, "not" | "n't" | "cannot" | "unable" | "never")
        || low == "yet" && text.low(i + 1) == "to"
        || ["declin", "refus", "impossib"].iter().any(|s| low.starts_with(s))
}

/// The same, or that there is nobody or nothing.
fn refuses(text: &Text, i: usize) -> bool {
    declines(text, i) || matches!(text.low(i), "neither" | "no" | "none" | "nobody" | "unclear" | "unknown")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &str) -> Vec<(&str, Unlearnt)> {
        let text = Text::plain(words);
        let clauses = unlearnt(&text, &vec![false; text.len()]);
        clauses.into_iter().map(|(c, what)| (&words[text.bytes(c)], what)).collect()
    }

    #[test]
    fn what_nobody_confirms_and_who_would_not_answer() {
        use Unlearnt::{Silent, Unchecked};
        assert_eq!(
            found("Neither account could be independently verified."),
            [("Neither account could be independently verified", Unchecked)]
        );
        assert_eq!(
            found("Three men ran off, but the Record could not confirm that."),
            [("the Record could not confirm that", Unchecked)]
        );
        assert_eq!(
            found("To verify the recording is not possible. The source is not known."),
            [("To verify the recording is not possible", Unchecked), ("The source is not known", Unchecked)]
        );
        assert_eq!(
            found("The ministry did not answer our questions. The army has yet to comment."),
            [("The ministry did not answer our questions", Silent), ("The army has yet to comment", Silent)]
        );
        assert_eq!(
            found("Asked for comment, the ministry did not respond."),
            [("Asked for comment, the ministry did not respond", Silent)]
        );
        assert_eq!(
            found(
                "The city did not replace it. The town is not known for its beaches. No injuries were reported after firefighters responded."
            ),
            []
        );
        // What was confirmed, answered or is known is no such thing, nor is what somebody does not do otherwise.
        assert_eq!(
            found(
                "The ministry confirmed it. The army answered at once. He did not leave. The way is known. No bridge was hit."
            ),
            []
        );
    }
}
