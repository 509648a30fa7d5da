//! Attributions without a verb: "according to", "in her view", `Mayor Ruiz: “…”`.

use std::ops::Range;

use claims::{BlockKind, Degree, Form};

use super::content::{inverted_stop, opens_quote, quoted_end};
use super::nested::is_voice;
use super::{Room, found_by, one, room};
use crate::attribution::Found;
use crate::attribution::group::{group_start, has_finite};
use crate::attribution::lexicon::CueKind;
use crate::attribution::phrase::{name_behind, phrase_back, subject_after, subject_before};
use crate::attribution::scope::{body, clause_end, is_cue_verb};
use crate::attribution::words::{is_dash, is_time_word};
use crate::text::{Quotation, Tag, Text};

pub(super) fn according_to(text: &Text, i: usize, from: usize, sentence: &Range<usize>) -> Option<Found> {
    let room = room(text, sentence, i);
    let source = subject_after(text, from, room.ceiling)?;
    let source = widen_described(text, source, room.ceiling);
    let cue = i..from;
    let leads_sentence = i == room.floor;
    let source = if leads_sentence { up_to_comma(text, source, room.ceiling) } else { source };
    let mut content = Vec::new();
    let leads = i == room.floor
        || (room.floor..i).all(|j| matches!(text.tag(j), Tag::Cc | Tag::Rb) || text.word(j) == ",")
        || matches!(text.low(i - 1), "and" | "but" | "that");
    if !leads {
        let mut end = i;
        if text.word(end - 1) == "," {
            end -= 1;
        }
        if let Some(pre) = pre_according(text, end, &room) {
            content.push(pre);
        }
    }
    let mut next = source.end;
    if next < room.ceiling && text.word(next) == "," {
        next += 1;
        let go_on = leads
            || text.word(i - 1) == "," && !inverted_stop(text, next, room.ceiling) && !text.quoted(i.saturating_sub(2));
        if go_on {
            let end = clause_end(text, next, room.ceiling);
            if end > next {
                content.push(next..end);
            }
        }
        if leads && let Some(last) = content.last_mut() {
            last.end = spliced_end(text, last.end, &room);
        }
    } else if leads && next < room.ceiling {
        let end = clause_end(text, next, room.ceiling);
        if end > next {
            content.push(next..end);
        }
    }
    (!content.is_empty()).then(|| Found {
        certainty: Degree::Stated,
        kind: CueKind::Speech,
        ..found_by("according-to", i, Some(source), cue, content)
    })
}

/// "In the ministry's view, the attack was a provocation", "in the words of its director", "by his own account".
pub(super) fn in_view(text: &Text, i: usize, sentence: &Range<usize>) -> Option<Found> {
    let room = room(text, sentence, i);
    let reach = i + 1..room.ceiling.min(i + 12);
    let (source, cue) =
        if text.low(i + 1) == "the" && is_way_of_seeing(text.low(i), text.low(i + 2)) && text.low(i + 3) == "of" {
            (with_name(text, subject_after(text, i + 4, room.ceiling)?, room.ceiling), i + 2..i + 4)
        } else {
            let owned = reach.clone().find(|j| matches!(text.tag(*j), Tag::Pos | Tag::PrpS))?;
            let noun =
                if text.tag(owned + 1).is_adjective() || text.low(owned + 1) == "own" { owned + 2 } else { owned + 1 };
            if !is_way_of_seeing(text.low(i), text.low(noun)) {
                return None;
            }
            if text.tag(owned) == Tag::PrpS {
                (owned..owned + 1, noun..noun + 1)
            } else if phrase_back(text, i + 1, owned - 1) == Some(i + 1) {
                (i + 1..owned, owned..noun + 1)
            } else {
                return None;
            }
        };
    if source.is_empty() {
        return None;
    }
    let after = source.end.max(cue.end);
    let behind = (text.word(after) == ",").then(|| after + 1..clause_end(text, after + 1, room.ceiling));
    let before = room.floor..if text.word(i - usize::from(i > room.floor)) == "," { i - 1 } else { i };
    let content = match behind {
        // "The reserve, in his estimation, is untouched": one content on both sides.
        Some(behind) if text.word(before.end) == "," && !before.is_empty() && !has_finite(text, before.clone()) => {
            vec![before, behind]
        }
        Some(behind) if i == room.floor || text.word(i - 1) == "," || text.tag(i - 1) == Tag::Cc => one(behind),
        Some(_) => one(before),
        None if after >= room.ceiling => one(before),
        None => return None,
    };
    content.iter().all(|c| c.start < c.end).then(|| Found {
        certainty: Degree::Stated,
        kind: CueKind::Thought,
        ..found_by("in-view", cue.end - 1, Some(source), cue, content)
    })
}

/// "its director, Rasa Vaitkute": the name behind the comma belongs to the source.
fn with_name(text: &Text, source: Range<usize>, ceiling: usize) -> Range<usize> {
    let closed = |end: &usize| {
        *end < source.end + 6 && (*end >= ceiling || matches!(text.word(*end), "," | ":" | ";" | "—" | "–"))
    };
    let end = name_behind(text, &source, ceiling).filter(closed);
    source.start..end.unwrap_or(source.end)
}

/// Whether `noun`, behind `preposition` and its owner, is somebody's way of seeing or telling: "in her view", "by his account".
pub(in crate::attribution) fn is_way_of_seeing(preposition: &str, noun: &str) -> bool {
    match preposition {
        "in" => matches!(
            noun,
            "view"
                | "views"
                | "opinion"
                | "words"
                | "estimation"
                | "judgment"
                | "judgement"
                | "telling"
                | "account"
                | "eyes"
                | "assessment"
                | "reading"
                | "version"
        ),
        "by" => matches!(
            noun,
            "account"
                | "reckoning"
                | "estimate"
                | "estimates"
                | "estimation"
                | "count"
                | "tally"
                | "calculation"
                | "calculations"
                | "telling"
                | "admission"
                | "figures"
        ),
        "on" => matches!(noun, "account" | "figures" | "reckoning" | "telling" | "numbers"),
        _ => noun == "mind",
    }
}

/// "According to results of polls conducted for the agency, …": what leads a sentence ends at its comma.
fn up_to_comma(text: &Text, source: Range<usize>, ceiling: usize) -> Range<usize> {
    let Some(comma) = (source.end..ceiling.min(source.end + 20)).find(|j| text.word(*j) == ",") else { return source };
    let participle = |j: usize| text.tag(j) == Tag::Vbd && matches!(text.tag(j + 1), Tag::In | Tag::Dt | Tag::Nnp);
    let plain = (source.end..comma).all(|j| !text.tag(j).is_finite() || j == source.end && participle(j));
    if plain && !text.quoted(source.end) { source.start..comma } else { source }
}

/// "According to the staff, 11 assaults were repelled, two battles continue": clauses without a voice of their own are still told.
fn spliced_end(text: &Text, end: usize, room: &Room) -> usize {
    let own_voice = (end..room.ceiling).any(|i| {
        is_cue_verb(text, i) && text.tag(i).is_finite() && text.low(i) != "continue" || text.low(i) == "according"
    });
    if end < room.ceiling && text.word(end) == "," && !own_voice { room.ceiling } else { end }
}

/// "a survey released Monday by the college": what describes the source goes with it.
fn widen_described(text: &Text, source: Range<usize>, ceiling: usize) -> Range<usize> {
    let mut end = source.end;
    while end < ceiling && !matches!(text.word(end), "," | ";" | "—" | "–" | "(" | ":" | "”" | "\"") {
        let goes_on = match text.tag(end) {
            Tag::Vbn | Tag::Vbg | Tag::In | Tag::To | Tag::Wp | Tag::Wdt => true,
            Tag::Jj if matches!(text.low(end), "close" | "familiar" | "aware") => true,
            _ => end > source.end,
        };
        if !goes_on || end > source.end + 25 {
            break;
        }
        end += 1;
    }
    if end > source.end && matches!(text.tag(end - 1), Tag::In | Tag::To | Tag::Cc) {
        end = source.end;
    }
    source.start..end
}

fn pre_according(text: &Text, end: usize, room: &Room) -> Option<Range<usize>> {
    let mut start = room.floor;
    for i in (room.floor..end).rev() {
        if text.word(i) == ";" && !text.quoted(i) {
            start = i + 1;
            break;
        }
    }
    (end > start).then_some(start..end)
}

/// What a colon brings in: `Mayor Ruiz: “It rained.”` at the start of a block, or a quotation behind a whole sentence.
pub(super) fn colon(text: &Text, i: usize, sentence: &Range<usize>, earlier: &[Found]) -> Option<Found> {
    name_colon(text, i, sentence).or_else(|| sentence_colon(text, i, sentence, earlier))
}

/// "The blogger brought the words of one of them: “…”", "She is heard on the tape as saying: “…”", "Orlov's verdict: “…”".
fn sentence_colon(text: &Text, i: usize, sentence: &Range<usize>, earlier: &[Found]) -> Option<Found> {
    let taken = earlier.iter().any(|f| f.content.iter().any(|c| c.contains(&(i + 1)) || c.contains(&i)));
    if text.quoted(i) || !opens_quote(text, i + 1) || i + 1 >= sentence.end || taken {
        return None;
    }
    let content = quoted_end(text, i + 1, sentence);
    let floor = sentence.start;
    // Whose words they are may be said by the noun.
    let of = (floor + 1..i).rev().take(24).find(|j| text.low(*j) == "of" && is_told(text.low(j - 1)));
    if let Some(of) = of {
        let source = subject_after(text, of + 1, i)?;
        return (source.end <= i)
            .then(|| found_by("sentence-colon", of - 1, Some(source), of - 1..of + 1, one(content)));
    }
    let owned = (floor..i).rev().take(5).find(|j| matches!(text.tag(*j), Tag::Pos | Tag::PrpS));
    if let Some(owned) = owned.filter(|o| is_told(text.low(i - 1)) && *o + 1 < i) {
        let source = if text.tag(owned) == Tag::PrpS {
            owned..owned + 1
        } else {
            phrase_back(text, floor, owned.checked_sub(1)?)?..owned
        };
        return Some(found_by(
            "sentence-colon",
            i - 1,
            Some(source),
            owned + usize::from(text.tag(owned) == Tag::PrpS)..i,
            one(content),
        ));
    }
    let (source, verb) = main_clause_voice(text, floor, i)?;
    let end = (verb + 1..i).find(|j| !(text.tag(*j).is_verb() || text.tag(*j).is_adverb())).unwrap_or(i);
    Some(found_by("sentence-colon", verb, Some(source), verb..end, one(content)))
}

/// The subject of the last finite verb outside relative clauses before a colon, where it can speak, and that verb.
fn main_clause_voice(text: &Text, floor: usize, colon: usize) -> Option<(Range<usize>, usize)> {
    (floor..colon).rev().filter(|v| text.tag(*v).is_finite() && !text.quoted(*v)).find_map(|v| {
        let subject = subject_before(text, floor, group_start(text, floor, v))?;
        // "Lapsa's verdict on the plan was short": whose verdict it is.
        let owner = subject.clone().find(|j| text.tag(*j) == Tag::Pos && is_told(text.low(j + 1)));
        if let Some(owner) = owner.filter(|o| *o > subject.start) {
            return Some((subject.start..owner, v));
        }
        let speaks = matches!(text.low(subject.start), "he" | "she" | "they")
            || is_voice(text, subject.clone())
            || text.tag(subject.end - 1).is_name() && subject.clone().any(|j| text.word(j) == ",");
        (speaks && !matches!(text.tag(subject.start), Tag::Wp | Tag::Wdt)).then_some((subject, v))
    })
}

/// Nouns for what somebody utters: "the words of", "her verdict".
fn is_told(low: &str) -> bool {
    matches!(
        low,
        "words"
            | "word"
            | "answer"
            | "reply"
            | "response"
            | "verdict"
            | "comment"
            | "comments"
            | "remark"
            | "remarks"
            | "message"
            | "explanation"
            | "reaction"
            | "statement"
            | "account"
            | "testimony"
            | "assessment"
            | "conclusion"
            | "question"
            | "warning"
            | "advice"
            | "plea"
            | "quote"
            | "version"
            | "text"
            | "caption"
            | "post"
    )
}

fn name_colon(text: &Text, i: usize, sentence: &Range<usize>) -> Option<Found> {
    let block = &text.blocks[text.sentences[text.sentence_at(i)].block];
    let source = sentence.start..i;
    let name = !source.is_empty()
        && source.len() <= 14
        && sentence.start == block.tokens.start
        && text.tag(i - 1).is_noun() | matches!(text.word(i - 1), ")")
        && source.clone().any(|j| text.tag(j).is_noun())
        && !source.clone().any(|j| text.tag(j).is_finite() && text.tag(j) != Tag::Vbz)
        && !text.quoted(i);
    if !name
        || !opens_quote(text, i + 1)
        || phrase_back(text, source.start, i - 1) != Some(source.start) && source.len() > 6
    {
        return None;
    }
    let content = quoted_end(text, i + 1, sentence);
    Some(Found {
        certainty: Degree::Stated,
        kind: CueKind::Speech,
        ..found_by("colon", i, Some(source), i..i + 1, one(content))
    })
}

/// `“It rained.” — Mayor Ruiz` at the end of a block, or the same below a block quotation, as embedded posts have it: the dash is no word
/// that reports, so there is no cue.
pub(super) fn signature(text: &Text, i: usize, sentence: &Range<usize>) -> Option<Found> {
    let opens = |q: &&Quotation| text.sentence(q.tokens.start).start == q.tokens.start;
    let whole = |q: &&Quotation| q.closed && q.tokens.end == i && q.tokens.len() > 5;
    let q = text.quotation_from(i.checked_sub(1)?).filter(whole).filter(opens);
    // Behind the name the block ends.
    if text.blocks[text.block_of(i)].tokens.end > sentence.end {
        return None;
    }
    let content = q.map_or_else(|| block_quotation(text, i), |q| one(q.tokens.clone()));
    signed(text, i, i + 1, sentence, content)
}

/// `Ana Ruiz, mayor` alone in the last paragraph of a block quotation.
pub(super) fn credit(text: &Text, i: usize, sentence: &Range<usize>) -> Option<Found> {
    let block = &text.blocks[text.block_of(i)];
    let alone = block.kind == BlockKind::Quote && block.tokens == *sentence && i == sentence.start;
    let open = alone && text.tag(i).is_name() && !is_time_word(text.low(i)) && body(text, sentence).end == sentence.end;
    i.checked_sub(1).filter(|before| open && stops(text, *before))?;
    signed(text, i, i, sentence, block_quotation(text, i))
}

/// What a name from token `first` to the end of its sentence signs.
fn signed(text: &Text, i: usize, first: usize, sentence: &Range<usize>, content: Vec<Range<usize>>) -> Option<Found> {
    let body = body(text, sentence);
    // "— zadie (@zadie)": a post is signed however its author writes.
    let posted = text.word(first + 1).starts_with('(');
    let named = text.word(first).starts_with(char::is_uppercase)
        || posted
        || text.tag(first) == Tag::Dt && (first..body.end).any(|j| text.tag(j).is_name());
    // "— Ana Ruiz, the mayor, on Thursday", "— Ana Ruiz (@ruiz) May 3, 2025": when and where it was said is no part of who said it.
    let apart = |j: &usize| {
        text.word(*j).starts_with('(') || text.word(*j) == "," && matches!(text.tag(j + 1), Tag::In | Tag::Cd)
    };
    let source = first..(first + 1..body.end).find(apart).unwrap_or(body.end);
    let plain = source.clone().all(|j| !text.tag(j).is_finite() || text.word(j).starts_with(char::is_uppercase));
    let short = (1..=12).contains(&source.len()) && body.end <= i + 20;
    if !named || !plain || !short || content.is_empty() {
        return None;
    }
    let found = found_by("signature", i, Some(source), 0..0, content);
    Some(Found { cue: None, head: None, form: Form::Direct, ..found })
}

/// Whether a sentence, or a quotation, may end with token `i`.
fn stops(text: &Text, i: usize) -> bool {
    matches!(text.word(i), "." | "!" | "?" | "…") || text.quotation_from(i).is_some()
}

/// The paragraphs of the block quotation that ends before the dash `i`; none where there is no such.
fn block_quotation(text: &Text, i: usize) -> Vec<Range<usize>> {
    let quoted = |b: &usize| text.blocks[*b].kind == BlockKind::Quote;
    let signed = |b: usize| text.blocks[b].tokens.clone().next().is_some_and(|first| is_dash(text.word(first)));
    let Some(own) = Some(text.block_of(i)).filter(quoted) else { return Vec::new() };
    let before = text.blocks[own].tokens.start..i;
    // "We have one enemy — Russia." is a sentence.
    if !before.is_empty()
        && (!stops(text, i - 1) || matches!(text.word(text.blocks[own].tokens.end - 1), "." | "!" | "?"))
    {
        return Vec::new();
    }
    let above = (0..own).rev().take_while(|b| quoted(b) && !signed(*b)).take(PARAGRAPHS);
    let mut content: Vec<Range<usize>> =
        if before.is_empty() { above.map(|b| text.blocks[b].tokens.clone()).collect() } else { vec![before] };
    content.retain(|c| !c.is_empty());
    content.reverse();
    content
}

/// How many paragraphs of one block quotation a name below it signs.
const PARAGRAPHS: usize = 12;
