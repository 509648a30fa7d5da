//! What a cue reports: the quotation, clause, infinitive or noun phrase before or behind it.
//!
//! `said in a statement on Monday that it rained` — the medium joins the cue, the day is
//! stepped over, and the content starts at "that". Where it ends, `scope` knows.

use std::ops::Range;

use super::Room;
use crate::attribution::group::has_finite;
use crate::attribution::lexicon::{CueKind, Entry, Frames};
use crate::attribution::phrase::phrase_forward;
use crate::attribution::scope::{body, clause_end, is_cue_verb, object_end, voice_tag};
use crate::attribution::words::{is_medium, is_time_word};
use crate::text::{Tag, Text};

/// Takes "in a statement", "on Facebook" into the cue; also says where a content may begin behind days and listeners.
pub(super) fn medium_tail(text: &Text, after: usize, ceiling: usize, frames: Frames) -> (usize, usize) {
    let mut cue_end = after;
    let mut i = after;
    let mut medium_open = true;
    for _ in 0..4 {
        if i >= ceiling {
            break;
        }
        let low = text.low(i);
        if text.tag(i).is_adverb()
            && !matches!(
                low,
                "not"
                    | "so"
                    | "there"
                    | "then"
                    | "as"
                    | "when"
                    | "only"
                    | "just"
                    | "even"
                    | "more"
                    | "too"
                    | "about"
                    | "almost"
                    | "nearly"
                    | "n't"
            )
            && !text.tag(i + 1).is_adjective()
        {
            if !is_time_word(low) && medium_open {
                cue_end = i + 1;
            }
            i += 1;
            continue;
        }
        if is_time_word(low) && !text.tag(i).is_finite() {
            i += 1;
            medium_open = false;
            continue;
        }
        let preposition = matches!(
            low,
            "in" | "on"
                | "at"
                | "during"
                | "via"
                | "by"
                | "through"
                | "from"
                | "after"
                | "before"
                | "over"
                | "for"
                | "about"
                | "of"
                | "with"
                | "within"
                | "following"
        ) && text.tag(i) != Tag::Rp;
        let listener = low == "to" && text.tag(i) == Tag::To && !matches!(text.tag(i + 1), Tag::Vb);
        if !(preposition || listener) {
            break;
        }
        let Some(end) = phrase_forward(text, i + 1, ceiling) else { break };
        let medium = (i + 1..end).any(|j| is_medium(text.low(j)));
        let time = (i + 1..end).any(|j| {
            is_time_word(text.low(j))
                || matches!(
                    text.low(j),
                    "week"
                        | "month"
                        | "year"
                        | "morning"
                        | "evening"
                        | "afternoon"
                        | "night"
                        | "day"
                        | "time"
                        | "moment"
                        | "weeks"
                        | "days"
                )
                || text.tag(j) == Tag::Cd
        });
        let place_then_clause = matches!(text.low(end), "that" | ":")
            || text.word(end) == "," && opens_quote(text, end + 1)
            || opens_quote(text, end);
        if medium && matches!(low, "in" | "on" | "at" | "during" | "via" | "over" | "by" | "through") {
            if medium_open && !time {
                cue_end = end;
            }
        } else if !(time || listener || place_then_clause)
            || frames.any(Frames::OBJECT) && !frames.any(Frames::CLAUSE) && !time
        {
            break;
        }
        i = end;
        medium_open &= medium;
    }
    (cue_end, i)
}

pub(super) fn opens_quote(text: &Text, i: usize) -> bool {
    text.quotation_from(i).is_some_and(|q| q.tokens.start == i)
}

pub(super) fn clause_follows(text: &Text, i: usize, ceiling: usize) -> bool {
    i < ceiling
        && (text.low(i) == "that"
            || text.low(i) == ":"
            || opens_quote(text, i)
            || text.word(i) == "," && opens_quote(text, i + 1)
            || that_ahead(text, i, ceiling).is_some())
}

/// The "that" to which only circumstances lead: "said in a report dated March 4 that", "told it by telephone that".
fn that_ahead(text: &Text, i: usize, ceiling: usize) -> Option<usize> {
    let circumstance = matches!(text.tag(i), Tag::In | Tag::Rb | Tag::Vbn | Tag::Vbd | Tag::Prp)
        || is_time_word(text.low(i))
        || matches!(text.low(i), "late" | "early");
    let that = (i..ceiling.min(i + 16)).find(|j| {
        matches!(text.word(*j), "," | ";" | ":" | "—" | "“" | "\"") || text.low(*j) == "that" || text.tag(*j) == Tag::To
    })?;
    // A relative clause has its verb right behind, and its noun says what was said: "said in a book that sold well".
    let relative = text.tag(that + 1).is_finite() || text.tag(that + 1).is_adverb() && text.tag(that + 2).is_finite();
    let verbs = (i + 1..that).filter(|j| matches!(text.tag(*j), Tag::Vbz | Tag::Vbp | Tag::Md)).count();
    (circumstance && text.low(that) == "that" && !relative && verbs == 0 && that > i).then_some(that)
}

/// What stands behind the cue, and the rule that took it.
#[expect(clippy::too_many_arguments, reason = "one cue's whole neighbourhood")]
pub(super) fn post_content(
    text: &Text,
    from: usize,
    entry: &Entry,
    frames: Frames,
    room: &Room,
    sentence: &Range<usize>,
    addressee: &mut Option<Range<usize>>,
    inverted: bool,
) -> Option<(Range<usize>, &'static str)> {
    let ceiling = room.ceiling;
    let i = from;
    if i >= ceiling {
        return None;
    }
    let quote = frames.any(Frames::QUOTE);
    let clause = frames.any(Frames::CLAUSE.with(Frames::TOLD));
    if quote || clause || frames.any(Frames::OBJECT) {
        // “…” right behind, with a colon or a comma or nothing between.
        let mut at = i;
        if matches!(text.word(at), ":" | "," | "—" | "–") {
            at += 1;
        }
        if at < sentence.end && opens_quote(text, at) && (quote || clause) && speechlike(text, at) {
            return Some((quoted_end(text, at, sentence), "cue-quote"));
        }
        if text.word(i) == ":" && i + 1 == sentence.end && (quote || clause) && !room.quoted {
            return next_block(text, i).map(|content| (content, "cue-quote"));
        }
        if text.word(i) == ":" && i + 1 < sentence.end && (quote || clause) {
            let end = clause_end(text, i + 1, ceiling);
            return (end > i + 1).then_some((i + 1..end, "cue-clause"));
        }
    }
    let i = aside_end(text, i, ceiling).unwrap_or(i);
    let i = if clause && !inverted { that_ahead(text, i, ceiling).unwrap_or(i) } else { i };
    if text.word(i) == "," {
        // "The bridge, he said, was closed": the content goes on.
        let next = i + 1;
        if next < ceiling && !inverted_stop(text, next, ceiling) {
            let end = clause_end(text, next, ceiling);
            return (end > next).then_some((next..end, "split"));
        }
        if matches!(text.low(next), "that") && (clause || frames.any(Frames::THAT)) {
            let end = clause_end(text, next, ceiling);
            return Some((next..end, "cue-clause"));
        }
        return None;
    }
    if inverted {
        return clause_follows(text, i, ceiling)
            .then(|| (i..clause_end(text, i, ceiling), "cue-clause"))
            .filter(|c| !c.0.is_empty());
    }
    // The person told: "told reporters that", "urged drivers to".
    if frames.any(Frames::TOLD.with(Frames::ORDER))
        && let Some(end) = phrase_forward(text, i, ceiling)
    {
        let mut told = end;
        // "told the newspaper Bild am Sonntag: …": a name in another language runs to the mark.
        if frames.any(Frames::TOLD)
            && let Some(mark) = (end..ceiling.min(end + 6)).find(|j| text.word(*j) == ":")
        {
            told = mark;
        }
        while told < ceiling
            && (is_time_word(text.low(told))
                || matches!(text.low(told), "on" | "in" | "at" | "last" | "during")
                    && text.tag(told) != Tag::Rp
                    && phrase_forward(text, told + 1, ceiling).is_some())
        {
            told = if is_time_word(text.low(told)) {
                told + 1
            } else {
                phrase_forward(text, told + 1, ceiling).unwrap_or(told + 1)
            };
        }
        if frames.any(Frames::TOLD) {
            let mut at = told;
            if matches!(text.word(at), ":" | ",") {
                at += 1;
            }
            if at < sentence.end && opens_quote(text, at) && speechlike(text, at) {
                *addressee = Some(i..told.max(end));
                return Some((quoted_end(text, at, sentence), "cue-quote"));
            }
            let starts_clause = text.low(told) == "that"
                || matches!(text.low(told), "what" | "how" | "why" | "where" | "whether" | "if")
                || starts_bare_clause(text, told, ceiling);
            if told < ceiling && starts_clause {
                *addressee = Some(i..end);
                let stop = clause_end(text, told, ceiling);
                return (stop > told).then_some((told..stop, "cue-clause"));
            }
        }
        // "…, an official told the agency on Thursday." and "Witnesses, he told the court, had been heard": what was
        // said stands in front.
        if frames.any(Frames::TOLD) && !frames.any(Frames::WH) && (told >= ceiling || text.word(told) == ",") {
            *addressee = Some(i..end);
            let next = told + 1;
            if next < ceiling && !inverted_stop(text, next, ceiling) {
                let stop = clause_end(text, next, ceiling);
                return (stop > next).then_some((next..stop, "split"));
            }
            return None;
        }
        let infinitive = text.tag(end) == Tag::To && matches!(text.tag(end + 1), Tag::Vb)
            || text.low(end) == "not" && text.tag(end + 1) == Tag::To;
        if frames.any(Frames::ORDER) && end < ceiling && infinitive {
            *addressee = Some(i..end);
            let stop = clause_end(text, i, ceiling);
            return Some((i..stop, "cue-order"));
        }
    }
    let low = text.low(i);
    // "said nothing about it", "says little": that nothing is said is no content.
    if matches!(low, "nothing" | "little" | "much" | "so" | "anything" | "yes" | "no" | "goodbye" | "hello") {
        return None;
    }
    if low == "that" && (clause || frames.any(Frames::THAT)) && text.tag(i) != Tag::Rb {
        let end = clause_end(text, i, ceiling);
        return (end > i + 1).then_some((i..end, "cue-clause"));
    }
    if matches!(low, "whether" | "if" | "how" | "why" | "what" | "who" | "where" | "when" | "which")
        && (frames.any(Frames::WH)
            || clause && (entry.kind == CueKind::Speech || matches!(low, "what" | "how" | "why")))
    {
        if matches!(low, "when" | "where" | "if") && !frames.any(Frames::WH) {
            return None;
        }
        let end = clause_end(text, i, ceiling);
        return (end > i + 1).then_some((i..end, "cue-clause"));
    }
    if low == "to" && frames.any(Frames::TO) && matches!(text.tag(i + 1), Tag::Vb | Tag::Rb | Tag::Nn) {
        let end = clause_end(text, i, ceiling);
        return (end > i + 1).then_some((i..end, "cue-infinitive"));
    }
    if frames.any(Frames::CLAUSE) && starts_bare_clause(text, i, ceiling) {
        let end = clause_end(text, i, ceiling);
        return (end > i + 1).then_some((i..end, "cue-clause"));
    }
    if frames.any(Frames::OBJECT) {
        let figure = matches!(text.low(i), "about" | "around" | "over" | "under" | "up" | "at" | "nearly" | "almost")
            && (i + 1..i + 3).any(|j| text.tag(j) == Tag::Cd);
        let object = match text.tag(i) {
            Tag::Nn
            | Tag::Nns
            | Tag::Nnp
            | Tag::Nnps
            | Tag::Dt
            | Tag::Jj
            | Tag::Jjr
            | Tag::Jjs
            | Tag::PrpS
            | Tag::Cd
            | Tag::Vbg
            | Tag::Pdt
            | Tag::Vbn
            | Tag::Other => true,
            Tag::Prp => !matches!(low, "himself" | "herself" | "itself" | "themselves"),
            Tag::Wp => true,
            _ => opens_quote(text, i),
        };
        if (object || figure) && !(is_time_word(low) && text.tag(i) != Tag::Dt) {
            let end = object_end(text, i, ceiling);
            return (end > i).then_some((i..end, "cue-object"));
        }
    }
    None
}

/// What stands before the source or the inverted cue: `It rained,` / `“It rained,”`.
pub(super) fn pre_content(
    text: &Text,
    subject: usize,
    frames: Frames,
    room: &Room,
    sentence: &Range<usize>,
) -> Option<Range<usize>> {
    if !frames.any(Frames::QUOTE.with(Frames::CLAUSE).with(Frames::TOLD))
        || subject <= sentence.start
        || subject <= room.floor
    {
        return None;
    }
    let last = subject - 1;
    let after_quote =
        text.quotation_from(last).filter(|q| q.closed && q.tokens.end == subject && !room.quoted).or_else(|| {
            if text.word(last) == "," {
                text.quotation_from(last.wrapping_sub(1)).filter(|q| q.closed && q.tokens.end == last && !room.quoted)
            } else {
                None
            }
        });
    if let Some(q) = after_quote {
        let opening = text.sentence(q.tokens.start);
        // From the start of the sentence that the quotation stands in, where nothing else reports there.
        let mut start = opening.start;
        if q.tokens.start > start {
            let lead = start..q.tokens.start;
            if lead.clone().any(|i| is_cue_verb(text, i) && text.tag(i).is_finite() && (i + 3 >= q.tokens.start))
                || matches!(text.word(q.tokens.start - 1), ":")
            {
                start = q.tokens.start;
            }
        }
        if text.words(start..q.tokens.end).len() > 20_000 {
            start = q.tokens.start;
        }
        return Some(start..q.tokens.end);
    }
    let comma = matches!(text.word(last), "," | "—" | "–" | "--" | "?" | "!");
    if !comma || !frames.any(Frames::TOLD.with(Frames::CLAUSE)) {
        return None;
    }
    // A dash that opens the line is a quotation mark of its own kind.
    let mut start = if matches!(text.word(room.floor), "—" | "–" | "-") { room.floor + 1 } else { room.floor };
    // Behind a semicolon or a closed earlier voice, only the last clause is meant.
    for i in (room.floor..last).rev() {
        if text.word(i) == ";" && !text.quoted(i) {
            start = i + 1;
            break;
        }
    }
    (last > start).then_some(start..last)
}

/// Behind ", however," or ", among other things,": where the cue's content starts.
fn aside_end(text: &Text, i: usize, ceiling: usize) -> Option<usize> {
    if text.word(i) != "," {
        return None;
    }
    let close = (i + 1..ceiling.min(i + 9)).find(|j| text.word(*j) == ",")?;
    let aside = i + 1..close;
    let short = !aside.is_empty()
        && !aside.clone().any(|j| text.tag(j).is_finite() || text.quoted(j))
        && (aside.len() < 3 && text.tag(i + 1).is_adverb() || matches!(text.tag(i + 1), Tag::In | Tag::Vbg));
    (short && (text.low(close + 1) == "that" || text.tag(i + 1).is_adverb())).then_some(close + 1)
}

/// "The mayor said:" at the end of a paragraph: the quotation, or the paragraph, that follows.
fn next_block(text: &Text, colon: usize) -> Option<Range<usize>> {
    let here = text.sentences.get(text.sentence_at(colon))?.block;
    let block = text.blocks.get(here).filter(|b| b.tokens.end == colon + 1).and_then(|_| text.blocks.get(here + 1))?;
    let tokens = block.tokens.clone();
    let quotation = text.quotation_from(tokens.start).filter(|q| q.tokens.start == tokens.start);
    Some(quotation.map_or(tokens, |q| q.tokens.clone()))
}

/// Whether a comma behind the cue ends the attribution: ", adding", ", who", ", according to", ", but she said".
pub(super) fn inverted_stop(text: &Text, next: usize, ceiling: usize) -> bool {
    let low = text.low(next);
    matches!(
        low,
        "who"
            | "which"
            | "whose"
            | "where"
            | "when"
            | "according"
            | "citing"
            | "while"
            | "although"
            | "though"
            | "whereas"
            | "but"
            | "and"
            | "as"
            | "after"
            | "before"
            | "because"
            | "with"
            | "a"
            | "an"
            | "referring"
            | "speaking"
            | "using"
            | "calling"
            | "then"
            | "that"
            | "so"
    ) && !(low == "and" && has_finite(text, next..(next + 8).min(ceiling)) && !takes_voice(text, next + 1, ceiling))
        && !((low == "that"
            || low == "a"
            || low == "an"
            || low == "with"
            || low == "because"
            || low == "after"
            || low == "when")
            && has_finite(text, next..(next + 10).min(ceiling))
            && low != "that"
            && low != "after")
        || text.tag(next) == Tag::Vbg
        || text.tag(next) == Tag::Vbn
        || voice_tag(text, next, ceiling)
        || ceiling.saturating_sub(next) < 3 && !opens_quote(text, next) && !text.tag(next).is_finite()
}

fn takes_voice(text: &Text, i: usize, ceiling: usize) -> bool {
    text.tag(i).is_finite() && is_cue_verb(text, i)
        || phrase_forward(text, i, ceiling).is_some_and(|end| is_cue_verb(text, end) && text.tag(end).is_finite())
}

/// Whether a clause with its own subject and finite verb starts at `i`.
fn starts_bare_clause(text: &Text, i: usize, ceiling: usize) -> bool {
    // "says about 4,000 people are without heating".
    let i = if matches!(text.low(i), "about" | "around" | "over" | "under" | "up" | "at" | "more" | "less" | "fewer") {
        let figure = (i + 1..i + 3).find(|j| text.tag(*j) == Tag::Cd);
        figure.unwrap_or(i)
    } else {
        i
    };
    let starts = match text.tag(i) {
        Tag::Cc => matches!(text.low(i), "both" | "neither" | "either"),
        Tag::Prp
        | Tag::Dt
        | Tag::Nn
        | Tag::Nns
        | Tag::Nnp
        | Tag::Nnps
        | Tag::PrpS
        | Tag::Ex
        | Tag::Cd
        | Tag::Jj
        | Tag::Jjs
        | Tag::Jjr
        | Tag::Pdt
        | Tag::Vbg
        | Tag::Other => true,
        Tag::In => {
            !matches!(
                text.low(i),
                "for" | "of" | "on" | "by" | "with" | "about" | "as" | "than" | "from" | "into" | "against"
            ) && text.low(i) != "to"
        }
        Tag::Wrb | Tag::Rb => !matches!(text.low(i), "there" | "here") || text.tag(i + 1).is_finite(),
        Tag::Uh | Tag::Md => false,
        _ => matches!(text.word(i), "“" | "\"" | "$" | "''" | "‘"),
    };
    if !starts {
        return false;
    }
    let mut j = i;
    let mut seen_noun = false;
    while j < ceiling && j < i + 40 {
        // "reported smoke on Tuesday, the mayor told the agency": the verb is another voice's.
        if text.word(j) == "," && voice_tag(text, j + 1, ceiling) {
            return false;
        }
        let tag = text.tag(j);
        if tag.is_finite() || text.low(j) == "'s" && tag == Tag::Vbz {
            // "announced plans (that) will": a verb right behind one noun is the clause's own.
            return seen_noun;
        }
        if matches!(text.word(j), ";" | ":")
            || text.word(j) == "," && seen_noun && !has_finite(text, j..(j + 10).min(ceiling))
        {
            return false;
        }
        if matches!(tag, Tag::Wp | Tag::Wdt) && seen_noun {
            // The finite verb of a relative clause does not make the whole a clause.
            let mut finite = 0;
            for k in j..ceiling.min(j + 30) {
                finite += usize::from(text.tag(k).is_finite());
            }
            return finite > 1;
        }
        if tag == Tag::To && seen_noun && text.tag(j + 1) == Tag::Vb {
            return false;
        }
        seen_noun |= tag.is_noun()
            || matches!(tag, Tag::Prp | Tag::Ex | Tag::Cd)
            || matches!(text.low(j), "this" | "that" | "these" | "those" | "some" | "many" | "all" | "both");
        j += 1;
    }
    false
}

/// Whether the quotation that opens at `i` is somebody's speech rather than a word in scare quotes.
pub(super) fn speechlike(text: &Text, i: usize) -> bool {
    text.quotation_from(i).is_some_and(|q| {
        q.tokens.len() > 5
            || !q.closed
            || q.tokens.clone().any(|j| text.tag(j).is_finite())
            || matches!(text.word(q.tokens.end - 2), "." | "!" | "?" | ",")
            || q.tokens.end >= text.sentence(i).end.saturating_sub(1)
    })
}

/// The whole of the quotation that opens at `i` and what goes on with it to the end of the sentence.
pub(super) fn quoted_end(text: &Text, i: usize, sentence: &Range<usize>) -> Range<usize> {
    let end = text.quotation_from(i).map_or(sentence.end, |q| q.tokens.end);
    let last = text.sentence(end - 1);
    let body = body(text, &last);
    if end < body.end && end > i {
        // `said “A” and that B`: mixed, to the end of the clause.
        let stop = clause_end(text, i, body.end);
        return i..stop.max(end);
    }
    i..end
}
