//! Where a content ends: the reach of a cue within and beyond its sentence.

use std::ops::Range;

use super::group::has_finite;
use super::lexicon::{Lexicon, VerbForm};
use super::phrase::phrase_forward;
use super::words::is_time_word;
use crate::text::{Tag, Text};

/// Whether token `i` is a form of a verb that reports, by the lexicon and its tag.
pub fn is_cue_verb(text: &Text, i: usize) -> bool {
    (text.tag(i).is_verb() || text.tag(i) == Tag::Nns && text.low(i) == "says")
        && Lexicon::shipped().readings(text.low(i)).any(|(e, _)| e.particles.is_empty())
}

/// Whether a participle that reports starts at token `i`: "saying", "citing", "also noting".
pub fn reporting_participle(text: &Text, i: usize) -> bool {
    let i = if text.tag(i).is_adverb() { i + 1 } else { i };
    text.low(i).ends_with("ing")
        && text.low(i) != "including"
        && Lexicon::shipped().readings(text.low(i)).any(|(entry, form)| {
            // "serving notice" reports, "serving alongside a brigade" does not.
            form == VerbForm::Ing && entry.particles.iter().enumerate().all(|(n, p)| text.low(i + 1 + n) == p)
        })
}

/// The end of the clause that starts with token `start`, before `ceiling`: the first token that is no part of it.
///
/// The final stop is left out. The clause ends early where another voice takes over:
/// before ", adding that", ", according to", "; ", ", but she said", "and added that".
pub fn clause_end(text: &Text, start: usize, ceiling: usize) -> usize {
    let mut i = start;
    let mut depth = 0usize;
    while i < ceiling {
        let word = text.word(i);
        match word {
            "(" | "[" => depth += 1,
            ")" | "]" => {
                if depth == 0 && word == ")" {
                    return i;
                }
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
        // Inside a quotation nobody else takes over.
        if let Some(q) =
            text.quotation_from(i).filter(|q| q.tokens.start == i && q.tokens.end <= ceiling && q.tokens.len() > 1)
        {
            i = q.tokens.end;
            // `…," she said` closes the clause for a cue before it only by its own rule.
            continue;
        }
        if depth == 0 && i > start + 1 && changes_voice(text, i, ceiling) {
            break;
        }
        i += 1;
    }
    trim_end(text, start, i)
}

fn changes_voice(text: &Text, i: usize, ceiling: usize) -> bool {
    let word = text.word(i);
    let next = i + 1;
    match word {
        ";" => true,
        "," | "—" | "–" | "--" => {
            if reporting_participle(text, next)
                || text.low(next) == "according"
                || text.low(next) == "per" && text.tag(next + 1) != Tag::Nn
            {
                return true;
            }
            let low = text.low(next);
            // "…, a claim that nobody checked": the reporter's aside on what was said.
            if matches!(low, "a" | "an") && (next + 1..next + 4).any(|j| is_verdict(text.low(j))) {
                return true;
            }
            // "…, as have her rivals": the reporter compares.
            if low == "as"
                && matches!(text.low(next + 1), "have" | "has" | "had" | "did" | "does" | "do" | "is" | "are")
            {
                return true;
            }
            if matches!(low, "but" | "while" | "whereas" | "though" | "although" | "and" | "as" | "yet" | "or" | "even")
            {
                let after = if low == "even" { next + 2 } else { next + 1 };
                return takes_over(text, after, ceiling, low != "and" && low != "or");
            }
            // "…, the mayor said." behind a content that has begun already.
            voice_tag(text, next, ceiling)
        }
        "and" | "but" if text.tag(i) == Tag::Cc => {
            // "said A and added that B": a finite cue with no subject of its own.
            let verb = if text.tag(next).is_adverb() { next + 1 } else { next };
            text.tag(verb).is_finite()
                && is_cue_verb(text, verb)
                && (matches!(text.low(verb), "declined" | "refused" | "declines" | "refuses")
                    || matches!(text.low(verb + 1), "that" | ":" | "he" | "she" | "it" | "they" | "the")
                    || text.word(verb + 1).starts_with(['“', '"', ',']))
        }
        "while" | "although" | "though" | "whereas" if text.tag(i) == Tag::In => takes_over(text, next, ceiling, true),
        _ => false,
    }
}

/// Nouns by which a reporter takes up the whole of what was said.
fn is_verdict(low: &str) -> bool {
    matches!(
        low,
        "claim"
            | "claims"
            | "move"
            | "recommendation"
            | "assertion"
            | "allegation"
            | "accusation"
            | "charge"
            | "statement"
            | "reference"
            | "figure"
            | "decision"
            | "step"
            | "departure"
            | "remark"
            | "comment"
            | "sentiment"
            | "view"
            | "position"
            | "stance"
            | "prediction"
            | "proposal"
            | "promise"
            | "suggestion"
            | "warning"
            | "contention"
            | "argument"
            | "notion"
            | "shift"
            | "reversal"
            | "apparent"
            | "nod"
    )
}

/// Whether a subject of its own with a reporting verb, or a reporting verb alone, starts at `i`.
fn takes_over(text: &Text, i: usize, ceiling: usize, verb_alone: bool) -> bool {
    let mut i = i;
    while text.tag(i).is_adverb() || text.word(i) == "," {
        i += 1;
    }
    if verb_alone || text.tag(i).is_finite() {
        if text.tag(i).is_finite() && is_cue_verb(text, i) {
            return true;
        }
        if text.low(i).ends_with("ing") && reporting_participle(text, i) {
            return true;
        }
        // "… but did not say when".
        let mut verb = i;
        while verb < ceiling
            && (matches!(
                text.low(verb),
                "did" | "does" | "do" | "has" | "have" | "had" | "not" | "n't" | "would" | "will"
            ) || text.tag(verb).is_adverb())
        {
            verb += 1;
        }
        if verb > i && text.tag(verb).is_verb() && is_cue_verb(text, verb) {
            return true;
        }
    }
    let Some(end) = phrase_forward(text, i, ceiling) else { return false };
    let mut verb = end;
    while verb < ceiling && (text.tag(verb).is_adverb() || matches!(text.low(verb), "has" | "have" | "had" | "also")) {
        verb += 1;
    }
    verb < ceiling && text.tag(verb).is_verb() && is_cue_verb(text, verb) && text.low(verb + 1) != "to"
}

/// Whether "the mayor said" or "said the mayor" and then the end, or a comma, starts at `i`.
pub fn voice_tag(text: &Text, i: usize, ceiling: usize) -> bool {
    let (verb, end) = if matches!(text.tag(i), Tag::Vbd | Tag::Vbz) && is_cue_verb(text, i) {
        let Some(end) = phrase_forward(text, i + 1, ceiling) else { return false };
        (i, end)
    } else {
        let Some(mut end) = phrase_forward(text, i, ceiling) else { return false };
        while end < ceiling && text.tag(end).is_adverb() {
            end += 1;
        }
        // "the mayor told the agency": who was told belongs to the tag.
        let told = matches!(text.low(end), "told" | "tells").then(|| phrase_forward(text, end + 1, ceiling)).flatten();
        (end, told.unwrap_or(end + 1))
    };
    if verb >= ceiling || !(matches!(text.tag(verb), Tag::Vbd | Tag::Vbz | Tag::Vbp) && is_cue_verb(text, verb)) {
        return false;
    }
    end >= ceiling
        || matches!(text.word(end), "," | "." | "!" | "?" | "”" | "\"")
        || is_time_word(text.low(end))
        || matches!(text.low(end), "in" | "on" | "at" | "during" | "of") && !has_finite(text, end..ceiling)
}

/// Drops a final stop and what white space or mark cannot end a content; a stop inside a quotation stays.
pub fn trim_end(text: &Text, start: usize, end: usize) -> usize {
    let mut end = end;
    while end > start {
        match text.word(end - 1) {
            "." | "," | ";" | ":" | "—" | "–" | "--" | "-" | "…" | "..." if !text.quoted(end - 1) => end -= 1,
            "and" | "but" | "while" | "as" if end - 1 > start => end -= 1,
            _ => break,
        }
    }
    end
}

/// Where a noun-phrase content that starts at `start` ends.
///
/// It goes on over its prepositional phrases, and ends before a comma that starts
/// something else, a new voice or a clause of its own.
pub fn object_end(text: &Text, start: usize, ceiling: usize) -> usize {
    let mut i = start;
    while i < ceiling {
        if let Some(q) =
            text.quotation_from(i).filter(|q| q.tokens.start == i && q.tokens.end <= ceiling && q.tokens.len() > 1)
        {
            i = q.tokens.end;
            continue;
        }
        let stop = match text.word(i) {
            ";" | "—" | "–" | "--" | ":" => true,
            "," => {
                let next = i + 1;
                if text.low(next) == "including" {
                    i += 1;
                    continue;
                }
                let in_list = text.tag(i.wrapping_sub(1)).is_noun()
                    && (text.tag(next).is_noun() || text.tag(next).is_adjective() || text.low(next) == "and")
                    && !voice_tag(text, next, ceiling)
                    && (next..(next + 12).min(ceiling)).any(|j| matches!(text.low(j), "and" | "or"))
                    && !has_finite(text, next..(next + 6).min(ceiling));
                !in_list
            }
            "while" | "because" | "although" | "though" | "whereas" | "unless" | "after" | "before" | "when" | "as"
            | "since" | "if"
                if i > start + 1 && has_finite(text, i..(i + 8).min(ceiling)) && text.word(i) != "as" =>
            {
                true
            }
            "and" | "but" if i > start => {
                let verb = if text.tag(i + 1).is_adverb() { i + 2 } else { i + 1 };
                matches!(text.tag(verb), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md)
            }
            _ => false,
        };
        if stop && i > start {
            break;
        }
        i += 1;
    }
    trim_end(text, start, i)
}

/// The tokens of a sentence before its final stop and closing marks.
pub fn body(text: &Text, sentence: &Range<usize>) -> Range<usize> {
    let mut end = sentence.end;
    while end > sentence.start && matches!(text.word(end - 1), "." | "!" | "?" | "…") {
        end -= 1;
    }
    sentence.start..end
}
