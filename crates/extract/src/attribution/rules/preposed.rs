//! Attributions without a verb: "according to", "in her view", `Mayor Ruiz: “…”`.

use std::ops::Range;

use claims::Degree;

use super::content::{inverted_stop, opens_quote, quoted_end};
use super::{Room, found_by, one, room};
use crate::attribution::Found;
use crate::attribution::lexicon::CueKind;
use crate::attribution::phrase::{phrase_back, phrase_forward, subject_after};
use crate::attribution::scope::{body, clause_end};
use crate::text::{Tag, Text};

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

/// "In the ministry's view, the attack was a provocation", "in his words, “nothing is left”".
pub(super) fn in_view(text: &Text, i: usize, sentence: &Range<usize>) -> Option<Found> {
    let room = room(text, sentence, i);
    let owned = (i + 1..room.ceiling.min(i + 12)).find(|j| matches!(text.tag(*j), Tag::Pos | Tag::PrpS))?;
    let noun = if text.tag(owned + 1).is_adjective() || text.low(owned + 1) == "own" { owned + 2 } else { owned + 1 };
    if !matches!(
        text.low(noun),
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
    ) {
        return None;
    }
    let source = if text.tag(owned) == Tag::PrpS { owned..owned + 1 } else { i + 1..owned };
    if source.is_empty() || (text.tag(owned) == Tag::Pos && phrase_back(text, i + 1, owned - 1) != Some(i + 1)) {
        return None;
    }
    let comma = text.word(noun + 1) == ",";
    let content = if comma {
        noun + 2..clause_end(text, noun + 2, room.ceiling)
    } else if noun + 1 >= room.ceiling {
        room.floor..if text.word(i - 1) == "," { i - 1 } else { i }
    } else {
        return None;
    };
    (content.start < content.end).then(|| Found {
        certainty: Degree::Stated,
        kind: CueKind::Thought,
        ..found_by(
            "in-view",
            noun,
            Some(source),
            if text.tag(owned) == Tag::Pos { owned..noun + 1 } else { noun..noun + 1 },
            one(content),
        )
    })
}

/// "According to results of polls conducted for the agency, …": what leads a sentence ends at its comma.
fn up_to_comma(text: &Text, source: Range<usize>, ceiling: usize) -> Range<usize> {
    let Some(comma) = (source.end..ceiling.min(source.end + 20)).find(|j| text.word(*j) == ",") else { return source };
    let participle = |j: usize| text.tag(j) == Tag::Vbd && matches!(text.tag(j + 1), Tag::In | Tag::Dt | Tag::Nnp);
    let plain = (source.end..comma).all(|j| !text.tag(j).is_finite() || j == source.end && participle(j));
    if plain && !text.quoted(source.end) { source.start..comma } else { source }
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

/// `Mayor Ruiz: “It rained.”` at the start of a block.
pub(super) fn colon(text: &Text, i: usize, sentence: &Range<usize>) -> Option<Found> {
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

/// `“It rained.” — Mayor Ruiz` at the end of a block.
pub(super) fn signature(text: &Text, i: usize, sentence: &Range<usize>) -> Option<Found> {
    let q = text.quotation_from(i.checked_sub(1)?).filter(|q| q.closed && q.tokens.end == i && q.tokens.len() > 5)?;
    let body = body(text, sentence);
    let end = phrase_forward(text, i + 1, sentence.end)?;
    let short =
        body.end <= i + 10 && text.tag(i + 1).is_name() && (end >= body.end || matches!(text.word(end), "," | "("));
    short.then(|| Found {
        certainty: Degree::Stated,
        kind: CueKind::Speech,
        ..found_by("signature", i, Some(i + 1..body.end.max(end)), i..i + 1, one(q.tokens.clone()))
    })
}
