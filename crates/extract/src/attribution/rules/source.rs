//! Who a cue's source is: the subject before it, behind it, or shared with an earlier cue.
//!
//! `“We left,” said the mayor, adding that …` — "the mayor" stands behind "said" and is
//! shared by "adding". Where the phrase itself starts and ends, `phrase` knows.

use std::ops::Range;

use super::Room;
use super::content::opens_quote;
use crate::attribution::Found;
use crate::attribution::group::group_start;
use crate::attribution::lexicon::Frames;
use crate::attribution::phrase::{phrase_back, phrase_forward, subject_after, subject_before};
use crate::attribution::words::{is_medium, is_time_word};
use crate::text::{Tag, Text};

/// The source of a cue and whether it is shared with an earlier one; outer `None` where the cue reports nothing.
pub(super) fn source_of(
    text: &Text,
    verb: usize,
    start: usize,
    after: usize,
    frames: Frames,
    room: &Room,
    earlier: &[Found],
) -> Option<(Option<Range<usize>>, bool)> {
    let before = start.checked_sub(1).filter(|b| *b >= room.floor);
    let form = text.tag(start);
    let quotable = frames.any(Frames::QUOTE.with(Frames::CLAUSE));
    // Participles and infinitives take their subject from elsewhere.
    if text.tag(verb) == Tag::Vbg && start == verb || text.tag(verb) == Tag::Vbg && text.tag(start).is_adverb() {
        if !frames.any(
            Frames::QUOTE
                .with(Frames::CLAUSE)
                .with(Frames::OBJECT)
                .with(Frames::TOLD)
                .with(Frames::ORDER)
                .with(Frames::WH),
        ) {
            return None;
        }
        let before = before?;
        if ends_phrase_for_participle(text, before) {
            let phrase = phrase_back(text, room.floor, before)?;
            return Some((Some(phrase..before + 1), false));
        }
        let linked = matches!(text.word(before), "," | "—" | "–" | "--")
            || matches!(
                text.low(before),
                "and" | "by" | "after" | "before" | "while" | "when" | "in" | "without" | "but" | "than"
            );
        if linked {
            let shared =
                document_author(text, room.floor, before).or_else(|| shared_subject(text, start, room, earlier))?;
            return Some((Some(shared), true));
        }
        return None;
    }
    if form == Tag::To {
        // "the mayor to announce": only where the infinitive plainly reports.
        let before = before?;
        // "took to Telegram to say": the one who took to it speaks.
        let carried = (room.floor..before).rev().take(8).find(|i| text.tag(*i).is_finite());
        if carried.is_some_and(|c| {
            matches!(text.low(c), "took" | "takes" | "used" | "uses" | "turned" | "went" | "spoke" | "appeared")
        }) {
            return shared_subject(text, start, room, earlier).map(|s| (Some(s), true));
        }
        if text.tag(before).is_noun() && frames.any(Frames::CLAUSE.with(Frames::QUOTE)) && text.low(after) == "that" {
            let phrase = phrase_back(text, room.floor, before)?;
            return Some((Some(phrase..before + 1), false));
        }
        if text.low(after) == "that" || matches!(text.tag(before), Tag::Vbd | Tag::Vbz | Tag::Vbp) {
            return shared_subject(text, start, room, earlier).map(|s| (Some(s), true));
        }
        return None;
    }
    let base_without_subject = text.tag(verb) == Tag::Vb
        && start == verb
        && before.is_none_or(|b| !text.tag(b).is_noun() && text.tag(b) != Tag::Prp);
    if base_without_subject {
        return None;
    }
    if let Some(before) = before {
        let conjunct = text.tag(before) == Tag::Cc
            || text.word(before) == "," && before > room.floor && text.tag(before - 1) == Tag::Cc;
        if conjunct {
            return shared_subject(text, start, room, earlier).map(|s| (Some(s), true));
        }
        if quotable && is_inverted(text, before, verb, start, after, room) {
            let subject = subject_after(text, after, room.ceiling)?;
            return Some((Some(subject), false));
        }
        if let Some(subject) = subject_before(text, room.floor, start) {
            let timely = is_time_word(text.low(subject.start))
                && (subject.len() == 1
                    || subject
                        .clone()
                        .skip(1)
                        .all(|i| matches!(text.low(i), "night" | "morning" | "evening" | "afternoon" | "noon")));
            if timely {
                return None;
            }
            if matches!(text.low(subject.start), "it" | "there")
                && subject.len() == 1
                && text.tag(verb) != Tag::Vbz
                && text.low(verb) != "said"
            {
                // "it" may be a company; keep it as it stands.
            }
            return Some((Some(subject), false));
        }
        // A quotation as its own subject, or an adverb between: "“No,” also said the mayor".
        if quotable && start == verb && text.tag(after).is_noun() {
            let subject = subject_after(text, after, room.ceiling)?;
            return Some((Some(subject), false));
        }
        return None;
    }
    // The verb opens the sentence: "Said the mayor: …", "Asked about …" is no finite cue.
    if quotable
        && start == verb
        && matches!(text.tag(verb), Tag::Vbd | Tag::Vbz)
        && subject_after(text, after, room.ceiling).is_some()
        && text.tag(after) != Tag::In
    {
        let subject = subject_after(text, after, room.ceiling)?;
        return Some((Some(subject), false));
    }
    if room.quoted {
        None
    } else {
        earlier.last().and_then(|f| f.source.clone()).filter(|_| start > room.floor).map(|s| (Some(s), true))
    }
}

fn ends_phrase_for_participle(text: &Text, before: usize) -> bool {
    text.tag(before).is_noun() && !is_time_word(text.low(before)) || text.word(before) == ")"
}

/// Whether the subject stands behind the verb: `…,” said the mayor`.
fn is_inverted(text: &Text, before: usize, verb: usize, start: usize, after: usize, room: &Room) -> bool {
    let opens = matches!(text.word(before), "," | "”" | "\"" | "»" | "''" | "’" | "'" | "—" | "?" | "!" | "–");
    if !opens || start != verb || !matches!(text.tag(verb), Tag::Vbd | Tag::Vbz | Tag::Vbn) {
        return false;
    }
    if matches!(text.low(verb), "told" | "tells") {
        return false;
    }
    let Some(end) = phrase_forward(text, after, room.ceiling) else { return false };
    // `…, called the files “stolen”`: that is what was called so.
    if opens_quote(text, end) {
        return false;
    }
    let goes_on = text.tag(end).is_finite() || text.tag(end).is_adverb() && text.tag(end + 1).is_finite();
    // "…, the mayor, said he would": then the verb's own subject stands before it.
    if subject_before(text, room.floor, start).is_some() && text.word(before) == "," && !text.quoted(before - 1) {
        return !goes_on
            && (end >= room.ceiling || matches!(text.word(end), "," | "." | "”" | "\""))
            && text.tag(after) != Tag::Prp;
    }
    // `“…” adds another` and `…, adds another number to the mix` differ by their marks.
    let by_quote = text.quoted(before) || text.quotation_from(before.saturating_sub(1)).is_some();
    by_quote
        || !goes_on
            && (end >= room.ceiling
                || matches!(text.word(end), "," | "." | "(" | "—" | "–")
                || text.tag(end) == Tag::In
                || is_time_word(text.low(end)))
}

/// The subject that an earlier cue of the sentence has, or the sentence's own.
fn shared_subject(text: &Text, start: usize, room: &Room, earlier: &[Found]) -> Option<Range<usize>> {
    let near = earlier.iter().rev().find(|f| {
        f.source.is_some()
            && f.cue.as_ref().is_some_and(|c| c.end <= start && c.start >= room.floor)
            && f.rule != "noun-cue"
            && f.parent.is_none()
            // "“Stolen, we believe,” and warned that": who is heard inside the marks does not go on outside of them.
            && (room.quoted || f.cue.as_ref().is_some_and(|c| !text.quoted(c.start)))
            && !f.content.iter().any(|c| c.start <= start && start < c.end && c.len() > 60)
    });
    // Of cues one inside the other the outer one goes on.
    if let Some(near) = near {
        let outer = earlier.iter().find(|f| {
            f.source.is_some()
                && f.rule != "noun-cue"
                && near.cue.as_ref().is_some_and(|c| f.content.iter().any(|r| r.contains(&c.start)))
        });
        let ended = |f: &Found| f.content.iter().all(|c| c.end <= start);
        return outer.filter(|f| ended(f) && !ended(near)).unwrap_or(near).source.clone();
    }
    main_subject(text, room.floor, start)
}

/// The subject of the first finite verb of the clause that starts at `floor`.
pub(super) fn main_subject(text: &Text, floor: usize, before: usize) -> Option<Range<usize>> {
    let mut i = floor;
    while i < before {
        if text.tag(i).is_finite() && i > floor && !text.quoted(i) {
            let start = group_start(text, floor, i);
            if let Some(subject) = subject_before(text, floor, start)
                && !matches!(text.tag(subject.start), Tag::Wp | Tag::Wdt)
            {
                return Some(subject);
            }
        }
        i += 1;
    }
    None
}

/// "an update from the agency on Telegram, reporting that": the author of the document right before the comma.
fn document_author(text: &Text, floor: usize, before: usize) -> Option<Range<usize>> {
    if text.word(before) != "," {
        return None;
    }
    let mut i = before;
    while i > floor && before - i < 24 {
        i -= 1;
        if text.word(i) == "," || text.tag(i).is_finite() && i + 12 < before {
            return None;
        }
        if matches!(text.low(i), "from" | "by") && i > floor && text.tag(i - 1).is_noun() && is_medium(text.low(i - 1))
        {
            let end = phrase_forward(text, i + 1, before)?;
            return Some(i + 1..end);
        }
    }
    None
}
