//! Voices inside voices: "…, citing HUR", "quoted him as saying", "in remarks carried by TASS".
//!
//! ```text
//! Kyiv Post reported, citing HUR, that six officers were killed.
//! source Kyiv Post   cue reported   content that six officers were killed
//! source HUR         cue citing     content that six officers were killed   inside the first
//! ```
//!
//! | id | catches | leaves alone |
//! | --- | --- | --- |
//! | `citing` | The Post reported, citing officials, that it rained | She was fined for citing the wrong law |
//! | `quoted` | He quoted a prisoner: “It rained” / quoted her as saying that it rained | He quoted a price of $50 |
//! | `carried-by` | In remarks carried by Tass, she said that it rained | A bag carried by her son tore |
//!
//! Nesting that the text builds by itself ("said she had told him that …") needs no rule:
//! the inner cue stands in the outer content.

use std::ops::Range;

use super::content::{opens_quote, quoted_end};
use super::source::main_subject;
use super::{Room, found_by, one, room};
use crate::attribution::Found;
use crate::attribution::group::{group_start, is_passive};
use crate::attribution::lexicon::CueKind;
use crate::attribution::phrase::{phrase_forward, subject_after, subject_before};
use crate::attribution::scope::{clause_end, is_cue_verb};
use crate::attribution::words::{is_medium, is_office};
use crate::text::{Tag, Text};

/// Adds to `found`, of which those from `first` on stand in `sentence`, the voices inside and around them.
pub(super) fn voices(text: &Text, sentence: &Range<usize>, found: &mut Vec<Found>, first: usize) {
    for i in sentence.clone() {
        match text.low(i) {
            "citing" | "quoting" | "quoted" | "quotes" | "cited" | "cites" => {
                if let Some((outer, inner)) = quoted_as(text, i, sentence) {
                    // The verb's own rule took it for a plain object; without content it is dropped.
                    found[first..].iter_mut().filter(|f| f.head == Some(i)).for_each(|f| f.content.clear());
                    let at = found.len();
                    let nested = outer.is_some();
                    found.extend(outer);
                    found.push(Found { parent: nested.then_some(at), ..inner });
                } else if let Some(inner) = citing(text, i, sentence, &found[first..]) {
                    let host = inner.parent.map(|p| p + first);
                    found.push(Found { parent: host, ..inner });
                } else if let Some(outer) = carried_by(text, i, sentence, &found[first..]) {
                    found.push(outer);
                }
            }
            "reference" if i > sentence.start && text.low(i - 1) == "with" && text.low(i + 1) == "to" => {
                if let Some(inner) = cited(text, i - 1..i + 2, sentence, &found[first..]) {
                    let host = inner.parent.map(|p| p + first);
                    found.push(Found { parent: host, ..inner });
                }
            }
            // "The office, referring to hospitals in Batken, speaks of 24 dead"; “He is a liar,” she said, referring to him, has no such voice.
            "referring" if text.low(i + 1) == "to" => {
                let room = room(text, sentence, i);
                let relied =
                    phrase_forward(text, i + 2, room.ceiling).is_some_and(|end| is_relied_on(text, i + 2..end));
                let inner = cited(text, i..i + 2, sentence, &found[first..]).filter(|_| relied);
                let between = |f: &Found| {
                    let cue = f.cue.as_ref().is_some_and(|c| c.start > i);
                    cue && f.source.as_ref().is_some_and(|s| s.end <= i)
                        && !f.content.iter().any(|c| text.quoted(c.start))
                };
                let host = inner.as_ref().and_then(|inner| inner.parent).map(|p| p + first);
                if let Some(inner) = inner.filter(|_| host.is_some_and(|h| between(&found[h]))) {
                    found.push(Found { parent: host, ..inner });
                }
            }
            "carried" | "published" | "broadcast" | "broadcasted" | "aired" | "released" | "televised" | "relayed" => {
                found.extend(carried_by(text, i, sentence, &found[first..]));
            }
            _ => {}
        }
    }
}

/// Whether "citing" or "quoting" at token `i` brings in a voice rather than a reason.
pub(super) fn brings_voice(text: &Text, i: usize, ceiling: usize) -> bool {
    matches!(text.low(i), "citing" | "quoting")
        && phrase_forward(text, i + 1, ceiling).is_some_and(|end| is_voice(text, i + 1..end))
}

/// "…, citing HUR": who is cited says what the citing one reports.
fn citing(text: &Text, i: usize, sentence: &Range<usize>, found: &[Found]) -> Option<Found> {
    let room = room(text, sentence, i);
    if !brings_voice(text, i, room.ceiling) {
        return None;
    }
    cited(text, i..i + 1, sentence, found)
}

/// Who stands behind `cue` is cited by who reports in the sentence: "citing HUR", "with reference to two officials".
fn cited(text: &Text, cue: Range<usize>, sentence: &Range<usize>, found: &[Found]) -> Option<Found> {
    let i = cue.start;
    let room = room(text, sentence, i);
    let source = subject_after(text, cue.end, room.ceiling)?;
    let speaks = |f: &Found| {
        f.cue.as_ref().is_some_and(|c| c.start >= room.floor && c.end <= room.ceiling)
            && f.source.is_some()
            && matches!(f.kind, CueKind::Speech | CueKind::Writing | CueKind::Finding)
            && !matches!(f.rule, "noun-cue" | "citing")
    };
    let before = |f: &Found| f.cue.as_ref().is_some_and(|c| c.start < i);
    // "The office spoke of 40; the Post, citing two officers, reported that": whoever stands at the comma, with a verb behind.
    let beside = |f: &Found| {
        i > 0 && text.word(i - 1) == "," && f.source.as_ref().is_some_and(|s| s.end + 1 == i) && !before(f) && speaks(f)
    };
    let host = found
        .iter()
        .position(beside)
        .or_else(|| found.iter().rposition(|f| speaks(f) && before(f) && !f.content.iter().any(|c| c.contains(&i))))
        .or_else(|| found.iter().position(|f| speaks(f) && !before(f)))
        .or_else(|| found.iter().rposition(|f| speaks(f) && before(f)))?;
    // Where the host's content holds the citing words themselves, they are no part of what is cited.
    let aside = i.saturating_sub(1)..source.end;
    let content: Vec<_> = found[host].content.iter().flat_map(|c| without(c.clone(), &aside)).collect();
    (!content.is_empty()).then(|| Found { parent: Some(host), ..found_by("citing", i, Some(source), cue, content) })
}

/// "Tass quoted him as saying that …", "he was quoted by Tass as saying that …", "he quoted a prisoner: “…”".
fn quoted_as(text: &Text, i: usize, sentence: &Range<usize>) -> Option<(Option<Found>, Found)> {
    let room = room(text, sentence, i);
    let start = group_start(text, room.floor, i);
    let passive = text.tag(i) != Tag::Vbg && is_passive(text, start, i);
    if passive {
        let subject = subject_before(text, room.floor, start)?;
        let by = (text.low(i + 1) == "by").then(|| phrase_forward(text, i + 2, room.ceiling)).flatten();
        let said = as_saying(text, by.unwrap_or(i + 1), room.ceiling, 10)?;
        let content = said_content(text, said.end, sentence, &room)?;
        let Some(by) = by else {
            return Some((None, found_by("quoted", i, Some(subject), start..said.end, one(content))));
        };
        let outer = found_by("quoted", i, Some(i + 2..by), start..i + 1, one(content.clone()));
        return Some((Some(outer), found_by("quoted", said.end - 1, Some(subject), said.clone(), one(content))));
    }
    let end = match text.quotation_from(i + 1).filter(|q| q.tokens.start == i + 1 && q.closed && q.tokens.len() < 8) {
        // "quoted “two security sources” as saying".
        Some(q) => q.tokens.end,
        None => phrase_forward(text, i + 1, room.ceiling)?,
    };
    let quoter = if text.tag(i) == Tag::Vbg {
        main_subject(text, room.floor, i)
    } else {
        Some(subject_before(text, room.floor, start)?)
    };
    let outer = |content: &Range<usize>| found_by("quoted", i, quoter.clone(), start..i + 1, one(content.clone()));
    if let Some(said) = as_saying(text, end, room.ceiling, 6) {
        let content = said_content(text, said.end, sentence, &room)?;
        let inner = found_by("quoted", said.end - 1, Some(i + 1..end), said.clone(), one(content.clone()));
        return Some((Some(outer(&content)), inner));
    }
    if text.word(end) == ":" && opens_quote(text, end + 1) && end + 1 < sentence.end {
        let content = quoted_end(text, end + 1, sentence);
        let inner = found_by("quoted", end, Some(i + 1..end), end..end + 1, one(content.clone()));
        return Some((Some(outer(&content)), inner));
    }
    None
}

/// "as saying" within `reach` tokens of `from`.
fn as_saying(text: &Text, from: usize, ceiling: usize, reach: usize) -> Option<Range<usize>> {
    let at = (from..ceiling.min(from + reach)).find(|j| text.low(*j) == "as")?;
    let verb = at + 1;
    (text.low(verb).ends_with("ing") && is_cue_verb(text, verb)).then_some(at..verb + 1)
}

fn said_content(text: &Text, from: usize, sentence: &Range<usize>, room: &Room) -> Option<Range<usize>> {
    let from = if matches!(text.word(from), ":" | ",") { from + 1 } else { from };
    if opens_quote(text, from) && from < sentence.end {
        return Some(quoted_end(text, from, sentence));
    }
    let end = clause_end(text, from, room.ceiling);
    (end > from).then_some(from..end)
}

/// "in remarks carried by Tass": the outlet conveys all of what the sentence reports.
fn carried_by(text: &Text, i: usize, sentence: &Range<usize>, found: &[Found]) -> Option<Found> {
    let room = room(text, sentence, i);
    if text.low(i + 1) != "by" || !text.tag(i).is_verb() || is_passive(text, group_start(text, room.floor, i), i) {
        return None;
    }
    let before = i.checked_sub(1).filter(|b| *b >= room.floor)?;
    if !(is_medium(text.low(before)) || text.word(before) == "," || text.tag(before).is_noun()) {
        return None;
    }
    let source = i + 2..phrase_forward(text, i + 2, room.ceiling)?;
    if !is_voice(text, source.clone()) {
        return None;
    }
    let host = found.iter().find(|f| {
        f.source.as_ref().is_some_and(|s| s.end <= i || s.start >= source.end)
            && f.cue.as_ref().is_some_and(|c| c.start >= room.floor && c.end <= room.ceiling)
            && f.kind == CueKind::Speech
            && !f.content.iter().any(|c| c.contains(&i))
    })?;
    let parts = [host.source.as_ref(), host.cue.as_ref()].into_iter().flatten().chain(&host.content);
    let whole = parts.clone().map(|r| r.start).min()?..parts.map(|r| r.end).max()?;
    let content: Vec<_> = without(whole, &(i..source.end)).collect();
    Some(found_by("carried-by", i, Some(source), i..i + 2, content))
}

/// `range` without `hole`: nothing, one range or two.
fn without(range: Range<usize>, hole: &Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let left = range.start..range.end.min(hole.start);
    let right = range.start.max(hole.end)..range.end;
    [left, right].into_iter().filter(|r| r.start < r.end)
}

/// Whether a phrase names what a report is taken from: "hospitals in Batken", "data of the ministry".
fn is_relied_on(text: &Text, phrase: Range<usize>) -> bool {
    let head = phrase.clone().find(|i| matches!(text.tag(*i), Tag::In | Tag::To)).unwrap_or(phrase.end);
    head > phrase.start
        && matches!(
            text.low(head - 1),
            "hospital"
                | "hospitals"
                | "source"
                | "sources"
                | "data"
                | "figures"
                | "report"
                | "reports"
                | "records"
                | "statistics"
                | "documents"
                | "doctors"
                | "officials"
                | "witnesses"
                | "residents"
                | "media"
        )
}

/// Whether a noun phrase names somebody, or something written, that can be cited.
pub(crate) fn is_voice(text: &Text, phrase: Range<usize>) -> bool {
    let head = phrase
        .clone()
        .find(|i| matches!(text.tag(*i), Tag::In | Tag::To | Tag::Wp | Tag::Wdt | Tag::Punct))
        .unwrap_or(phrase.end);
    let Some(head) = head.checked_sub(1).filter(|h| *h >= phrase.start) else { return false };
    let low = text.low(head);
    let one = low.strip_suffix('s').unwrap_or(low);
    matches!(text.tag(head), Tag::Prp)
        || text.tag(head).is_name()
        || is_office(one)
        || is_medium(one)
        || matches!(
            one,
            "source"
                | "report"
                | "media"
                | "medium"
                | "ministry"
                | "ministrie"
                | "agency"
                | "agencie"
                | "intelligence"
                | "witnesse"
                | "witness"
                | "document"
                | "data"
                | "people"
                | "police"
                | "authoritie"
                | "authority"
                | "military"
                | "army"
                | "government"
                | "expert"
                | "figure"
                | "survey"
                | "study"
                | "studie"
                | "poll"
                | "prosecutor"
                | "record"
                | "statistic"
                | "analyst"
                | "service"
                | "newspaper"
                | "outlet"
                | "channel"
                | "broadcaster"
                | "network"
                | "station"
                | "television"
                | "tv"
                | "radio"
                | "aide"
                | "diplomat"
                | "commander"
                | "staff"
                | "command"
                | "office"
                | "institute"
                | "group"
                | "bureau"
                | "company"
                | "paper"
                | "opinion"
        )
}
