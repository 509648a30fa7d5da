//! Passive cues: "rain is expected to fall", "it is believed that", "praised by the mayor".

use std::ops::Range;

use super::{Room, make, one};
use crate::attribution::Found;
use crate::attribution::lexicon::{Entry, Frames};
use crate::attribution::phrase::{phrase_back, phrase_forward, subject_after, subject_before};
use crate::attribution::scope::{clause_end, object_end};
use crate::attribution::words::is_medium;
use crate::text::{Tag, Text};

/// "Rain is expected to fall", "it is believed that", "the plan was praised by the mayor".
pub(super) fn passive(
    text: &Text,
    verb: usize,
    start: usize,
    after: usize,
    entry: &Entry,
    frames: Frames,
    room: &Room,
) -> Option<Found> {
    let subject = subject_before(text, room.floor, start);
    if text.low(after) == "by" {
        return passive_by(text, verb, start..after, entry, room);
    }
    if frames.any(Frames::TOLD) && !frames.any(Frames::CLAUSE) {
        return None;
    }
    let opinion = matches!(
        entry.lemma.as_str(),
        "expect"
            | "believe"
            | "think"
            | "say"
            | "report"
            | "allege"
            | "claim"
            | "rumour"
            | "rumor"
            | "suspect"
            | "predict"
            | "project"
            | "estimate"
            | "know"
            | "understand"
            | "assume"
            | "presume"
            | "anticipate"
            | "fear"
            | "feel"
            | "announce"
            | "confirm"
            | "hope"
            | "find"
            | "reveal"
            | "show"
            | "suggest"
            | "state"
            | "note"
            | "forecast"
            | "argue"
            | "consider"
            | "deem"
            | "disclose"
    );
    if let Some(said_in) = said_in(text, verb, start..after, entry, room) {
        return Some(said_in);
    }
    if !opinion {
        return None;
    }
    let that = text.low(after) == "that";
    let cue = start..after;
    if that && subject.as_ref().is_some_and(|s| text.low(s.start) == "it") {
        let end = clause_end(text, after, room.ceiling);
        return (end > after + 1).then(|| make("passive", entry, verb, None, cue, one(after..end)));
    }
    let subject = subject?;
    if text.low(after) == "to" && text.tag(after) == Tag::To {
        let end = clause_end(text, after, room.ceiling);
        return (end > after + 1).then(|| make("passive", entry, verb, None, cue, vec![subject, after..end]));
    }
    // "their direct involvement is anticipated shortly".
    if matches!(entry.lemma.as_str(), "expect" | "anticipate" | "fear" | "confirm" | "report" | "predict" | "forecast")
    {
        let mut content = vec![subject];
        let end = object_end(text, after, room.ceiling);
        if end > after && end < after + 12 {
            content.push(after..end);
        }
        return Some(make("passive", entry, verb, None, cue, content));
    }
    None
}

/// "“We left,” it is said in the post", "“…” was written under the video": the medium says it.
fn said_in(text: &Text, verb: usize, cue: Range<usize>, entry: &Entry, room: &Room) -> Option<Found> {
    let empty = cue.start > room.floor && text.low(cue.start - 1) == "it" && text.tag(cue.start - 1) == Tag::Prp;
    let start = cue.start - usize::from(empty);
    let mut before = start.checked_sub(1).filter(|b| *b > room.floor)?;
    if matches!(text.word(before), "," | "—" | "–" | "-" | "--") && !text.quoted(before) {
        before -= 1;
    }
    let q =
        text.quotation_from(before).filter(|q| q.closed && q.tokens.end == before + 1 && q.tokens.start >= room.floor);
    // "One person is detained, it is said in the post."
    let told = (empty && text.word(before + 1) == ",").then_some(room.floor..before + 1);
    let content = q.map(|q| q.tokens.clone()).or(told)?;
    let preposition = matches!(text.low(cue.end), "in" | "on" | "under" | "at" | "by");
    let end = phrase_forward(text, cue.end + 1, room.ceiling)?;
    let medium = (cue.end + 1..end).any(|i| is_medium(text.low(i)));
    (preposition && medium)
        .then(|| make("said-in", entry, verb, Some(cue.end + 1..end), start..cue.end + 1, one(content)))
}

pub(super) fn passive_by(text: &Text, verb: usize, cue: Range<usize>, entry: &Entry, room: &Room) -> Option<Found> {
    let by = cue.end;
    let source = subject_after(text, by + 1, room.ceiling)?;
    if text.tag(by + 1) == Tag::Vbg {
        return None;
    }
    let last = cue.start.checked_sub(1)?;
    let start = subject_before(text, room.floor, cue.start)
        .map_or_else(|| phrase_back(text, room.floor, last), |s| Some(s.start))?;
    Some(make("passive-by", entry, verb, Some(source), cue.clone(), one(start..cue.start)))
}
