//! The rules: from a cue outwards to its source and its content.
//!
//! Each rule has a stable id that is kept with every claim it makes:
//!
//! | id | catches |
//! | --- | --- |
//! | `cue-clause` | The mayor said that it rained |
//! | `cue-quote` | The mayor said: “It rained” |
//! | `cue-object` | The mayor announced a plan |
//! | `cue-infinitive` | The mayor vowed to stay |
//! | `cue-order` | The mayor urged drivers to stay |
//! | `quote-cue` | “It rained,” the mayor said / said the mayor |
//! | `clause-cue` | It rained, the mayor said |
//! | `split-cue` | “It,” the mayor said, “rained” |
//! | `participle` | …, adding that it rained |
//! | `according-to` | According to the mayor, it rained |
//! | `as-said` | As the mayor put it, it rained |
//! | `colon` | Mayor Ruiz: “It rained” |
//! | `noun-cue` | the mayor's claim that it rained |
//! | `passive` | The rain is expected to stop / it is believed that |
//! | `passive-by` | The plan was praised by the mayor |
//! | `citing` | …, citing the mayor |

use std::ops::Range;

use claims::{Degree, Form};

use super::Found;
use super::lexicon::{CueKind, Entry, Frames, Lexicon, VerbForm};
use super::phrase::{
    group_start, has_finite, is_medium, is_passive, is_time_word, phrase_back, phrase_forward, subject_after,
    subject_before,
};
use super::scope::{body, clause_end, is_cue_verb, object_end, trim_end, voice_tag};
use crate::text::{Tag, Text};

/// Everything the rules find, in no order, without parents.
pub fn found(text: &Text) -> Vec<Found> {
    let mut out = Vec::new();
    for s in 0..text.sentences.len() {
        let first = out.len();
        let sentence = text.sentences[s].tokens.clone();
        let mut i = sentence.start;
        while i < sentence.end {
            if let Some(found) = at(text, i, &sentence, &out[first..]) {
                let next = found.cue.as_ref().map_or(i, |c| c.end.saturating_sub(1).max(i));
                out.push(found);
                i = next;
            }
            i += 1;
        }
    }
    out
}

/// The room a cue may look around in: its sentence, or the quotation it stands in.
#[derive(Clone)]
struct Room {
    floor: usize,
    ceiling: usize,
    /// Whether the cue stands inside quotation marks.
    quoted: bool,
}

fn room(text: &Text, sentence: &Range<usize>, i: usize) -> Room {
    let mut body = body(text, sentence);
    let quotation = text.quotation_from(i);
    if let Some(q) = quotation {
        body.start = body.start.max(q.tokens.start + 1);
        let close = if q.closed { q.tokens.end - 1 } else { q.tokens.end };
        body.end = body.end.min(close);
    }
    Room { floor: body.start, ceiling: body.end.max(i + 1), quoted: quotation.is_some() }
}

fn at(text: &Text, i: usize, sentence: &Range<usize>, earlier: &[Found]) -> Option<Found> {
    let low = text.low(i);
    if low == "according" && text.low(i + 1) == "to" {
        return according_to(text, i, i + 2, sentence);
    }
    if low == "per" && text.tag(i + 1).is_name() {
        return according_to(text, i, i + 1, sentence);
    }
    if low == ":" {
        return colon(text, i, sentence);
    }
    if matches!(low, "—" | "–" | "-" | "―" | "--") {
        return signature(text, i, sentence);
    }
    let tag = text.tag(i);
    if tag.is_noun()
        && let Some(found) = noun_cue(text, i, sentence)
    {
        return Some(found);
    }
    let verbal = tag.is_verb() || misread_verb(text, i);
    if !verbal {
        return None;
    }
    let room = room(text, sentence, i);
    let mut best = None;
    let mut seen = Frames::default();
    let mut entry: Option<&Entry> = None;
    for (reading, form) in Lexicon::shipped().readings(low) {
        let particles = reading.particles.iter().enumerate().all(|(n, p)| text.low(i + 1 + n) == p);
        if !particles || !form_fits(text, i, form) {
            continue;
        }
        // Readings come with the longest particles first; the first that fits, and equals of it, decide.
        if entry.is_some_and(|e| e.particles.len() > reading.particles.len()) {
            break;
        }
        seen = seen.with(reading.frames);
        entry.get_or_insert(reading);
    }
    if let Some(entry) = entry {
        best = verb_cue(text, i, entry, seen, &room, sentence, earlier);
    }
    best
}

/// Whether the tag of token `i` allows the lexicon's verb form.
fn form_fits(text: &Text, i: usize, form: VerbForm) -> bool {
    match text.tag(i) {
        Tag::Vbd => form == VerbForm::Past,
        Tag::Vbn => matches!(form, VerbForm::Participle | VerbForm::Past),
        Tag::Vbg => form == VerbForm::Ing,
        Tag::Vbz | Tag::Nns => form == VerbForm::Third,
        Tag::Vb | Tag::Vbp => form == VerbForm::Base,
        _ => matches!(form, VerbForm::Past | VerbForm::Ing | VerbForm::Third | VerbForm::Base),
    }
}

/// A reporting verb that the tagger took for a noun or adjective: "HUR claims that", "sources say".
fn misread_verb(text: &Text, i: usize) -> bool {
    let before = text.tag(i.wrapping_sub(1));
    let subject = before.is_noun() || matches!(before, Tag::Prp | Tag::Wp);
    match text.tag(i) {
        Tag::Nns | Tag::Nn | Tag::Jj => {
            let after = text.low(i + 1);
            subject
                && i > 0
                && (matches!(after, "that" | "he" | "she" | "they" | "it")
                    || text.low(i) == "says"
                    || text.low(i) == "say")
                && text.word(i).chars().all(char::is_lowercase)
        }
        _ => false,
    }
}

fn make(
    rule: &'static str,
    entry: &Entry,
    head: usize,
    source: Option<Range<usize>>,
    cue: Range<usize>,
    content: Vec<Range<usize>>,
) -> Found {
    Found {
        source,
        cue: Some(cue),
        head: Some(head),
        content,
        form: Form::Indirect,
        addressee: None,
        parent: None,
        rule,
        certainty: entry.certainty,
        kind: entry.kind,
        shared: false,
        confidence: 0.7,
    }
}

fn verb_cue(
    text: &Text,
    verb: usize,
    entry: &Entry,
    frames: Frames,
    room: &Room,
    sentence: &Range<usize>,
    earlier: &[Found],
) -> Option<Found> {
    let start = group_start(text, room.floor, verb);
    let after = verb + 1 + entry.particles.len();
    let participle = text.tag(verb) == Tag::Vbn || text.tag(verb) == Tag::Vbd;
    if participle && is_passive(text, start, verb) {
        return passive(text, verb, start, after, entry, frames, room, sentence);
    }
    // A bare past participle behind a noun is a reduced passive: "a report published by".
    if text.tag(verb) == Tag::Vbn && start == verb && verb > room.floor && text.tag(verb - 1) != Tag::Prp {
        let inverted = matches!(text.word(verb - 1), "," | "”" | "\"" | "»" | "''") && text.tag(verb + 1).is_noun();
        if text.low(after) == "by" {
            return passive_by(text, verb, start..after, entry, room);
        }
        if !inverted && !clause_follows(text, after, room.ceiling) {
            return None;
        }
    }
    let (source, shared) = source_of(text, verb, start, after, frames, room, earlier)?;
    // The cue takes in how and on what it was said.
    let inverted = source.as_ref().is_some_and(|s| s.start >= after);
    let tail = if inverted { source.as_ref().map_or(after, |s| s.end) } else { after };
    let (cue_end, resume) = medium_tail(text, tail, room.ceiling, frames);
    let cue = if inverted { start..after } else { start..cue_end };

    let subject_start = source.as_ref().filter(|s| !shared && s.start < start).map_or(start, |s| s.start);
    let mut addressee = None;
    let post = post_content(text, resume.max(tail), entry, frames, room, sentence, &mut addressee, inverted);
    let pre = if shared { None } else { pre_content(text, subject_start, frames, room, sentence) };

    let mut found = match (pre, post) {
        (Some(pre), Some((post, rule))) if split_fits(text, &pre, &post, rule, inverted) => {
            make("split-cue", entry, verb, source, cue, vec![pre, post])
        }
        (_, Some((post, rule))) if rule != "split" => {
            let mut cue = cue;
            if text.word(cue.end) == ":" && post.start > cue.end {
                cue.end += 1;
            }
            make(rule, entry, verb, source, cue, vec![post])
        }
        (Some(pre), _) => {
            let rule = if text.quoted(pre.end - 1) { "quote-cue" } else { "clause-cue" };
            make(rule, entry, verb, source, cue, vec![pre])
        }
        _ => return None,
    };
    found.shared = shared;
    found.addressee = addressee;
    if text.tag(verb) == Tag::Vbg && found.rule == "cue-clause" {
        found.rule = "participle";
    }
    Some(found)
}

/// Whether what stands before and behind the cue is one content: `“It,” he said, “rained”`.
fn split_fits(text: &Text, pre: &Range<usize>, post: &Range<usize>, rule: &str, inverted: bool) -> bool {
    let pre_quoted = text.quoted(pre.end - 1);
    let post_quoted = text.quoted(post.start);
    match rule {
        // `“It rained,” said the mayor, a former judge`: words outside marks don't go on with a quotation lightly.
        "split" if inverted => post_quoted,
        "split" if pre_quoted => post_quoted || text.tag(post.start) != Tag::Vbg && has_finite(text, post.clone()),
        "split" => true,
        "cue-quote" => pre_quoted && post_quoted,
        _ => false,
    }
}

/// The source of a cue and whether it is shared with an earlier one; outer `None` where the cue reports nothing.
#[expect(clippy::option_option, reason = "no source and no attribution are different answers")]
fn source_of(
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
            let subject = subject_after(text, after, room_after(text, after, room))?;
            return Some((Some(subject), false));
        }
        if let Some(subject) = subject_before(text, room.floor, start) {
            if is_time_word(text.low(subject.start)) && subject.len() == 1 {
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
            let subject = subject_after(text, after, room_after(text, after, room))?;
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

fn room_after(text: &Text, after: usize, room: &Room) -> usize {
    let _ = (text, after);
    room.ceiling
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
    let Some(end) = phrase_forward(text, after, room.ceiling) else { return false };
    // "…, the mayor, said he would": then the verb's own subject stands before it.
    if subject_before(text, room.floor, start).is_some() && text.word(before) == "," && !text.quoted(before - 1) {
        let pronoun_or_clause = text.tag(end).is_finite() || text.tag(end).is_adverb() && text.tag(end + 1).is_finite();
        return !pronoun_or_clause
            && (end >= room.ceiling || matches!(text.word(end), "," | "." | "”" | "\""))
            && !matches!(text.tag(after), Tag::Prp);
    }
    !(text.tag(end).is_finite() && !text.quoted(before))
}

/// The subject that an earlier cue of the sentence has, or the sentence's own.
fn shared_subject(text: &Text, start: usize, room: &Room, earlier: &[Found]) -> Option<Range<usize>> {
    let near = earlier.iter().rev().find(|f| {
        f.source.is_some()
            && f.cue.as_ref().is_some_and(|c| c.end <= start && c.start >= room.floor)
            && f.rule != "noun-cue"
            && (f.parent.is_none())
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
fn main_subject(text: &Text, floor: usize, before: usize) -> Option<Range<usize>> {
    let mut i = floor;
    while i < before {
        if text.tag(i).is_finite() && i > floor && !text.quoted(i) {
            let start = group_start(text, floor, i);
            if let Some(subject) = subject_before(text, floor, start) {
                if !matches!(text.tag(subject.start), Tag::Wp | Tag::Wdt) {
                    return Some(subject);
                }
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

/// Takes "in a statement", "on Facebook" into the cue; also says where a content may begin behind days and listeners.
fn medium_tail(text: &Text, after: usize, ceiling: usize, frames: Frames) -> (usize, usize) {
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
        } else if !(time || listener || place_then_clause) {
            break;
        } else if frames.any(Frames::OBJECT) && !frames.any(Frames::CLAUSE) && !time {
            break;
        }
        i = end;
        medium_open &= medium;
    }
    (cue_end, i)
}

fn opens_quote(text: &Text, i: usize) -> bool {
    text.quotation_from(i).is_some_and(|q| q.tokens.start == i)
}

fn clause_follows(text: &Text, i: usize, ceiling: usize) -> bool {
    i < ceiling
        && (text.low(i) == "that"
            || text.low(i) == ":"
            || opens_quote(text, i)
            || text.word(i) == "," && opens_quote(text, i + 1))
}

/// What stands behind the cue, and the rule that took it.
#[expect(clippy::too_many_arguments, reason = "one cue's whole neighbourhood")]
fn post_content(
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
        if text.word(i) == ":" && i + 1 < sentence.end && (quote || clause) {
            let end = clause_end(text, i + 1, ceiling);
            return (end > i + 1).then_some((i + 1..end, "cue-clause"));
        }
    }
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
                *addressee = Some(i..end);
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
        let infinitive = text.tag(end) == Tag::To && matches!(text.tag(end + 1), Tag::Vb)
            || text.low(end) == "not" && text.tag(end + 1) == Tag::To;
        if frames.any(Frames::ORDER) && end < ceiling && infinitive {
            *addressee = Some(i..end);
            let stop = clause_end(text, i, ceiling);
            return Some((i..stop, "cue-order"));
        }
    }
    let low = text.low(i);
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
        if object && !(is_time_word(low) && text.tag(i) != Tag::Dt) {
            let end = object_end(text, i, ceiling);
            return (end > i).then_some((i..end, "cue-object"));
        }
    }
    None
}

/// Whether a comma behind the cue ends the attribution: ", adding", ", who", ", according to", ", but she said".
fn inverted_stop(text: &Text, next: usize, ceiling: usize) -> bool {
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
        || ceiling.saturating_sub(next) < 3 && !opens_quote(text, next)
}

fn takes_voice(text: &Text, i: usize, ceiling: usize) -> bool {
    text.tag(i).is_finite() && is_cue_verb(text, i)
        || phrase_forward(text, i, ceiling).is_some_and(|end| is_cue_verb(text, end) && text.tag(end).is_finite())
}

/// Whether a clause with its own subject and finite verb starts at `i`.
fn starts_bare_clause(text: &Text, i: usize, ceiling: usize) -> bool {
    let starts = match text.tag(i) {
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
fn speechlike(text: &Text, i: usize) -> bool {
    text.quotation_from(i).is_some_and(|q| {
        q.tokens.len() > 5
            || !q.closed
            || q.tokens.clone().any(|j| text.tag(j).is_finite())
            || matches!(text.word(q.tokens.end - 2), "." | "!" | "?" | ",")
            || q.tokens.end >= text.sentence(i).end.saturating_sub(1)
    })
}

/// The whole of the quotation that opens at `i` and what goes on with it to the end of the sentence.
fn quoted_end(text: &Text, i: usize, sentence: &Range<usize>) -> Range<usize> {
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

/// What stands before the source or the inverted cue: `It rained,` / `“It rained,”`.
fn pre_content(
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
    if !comma || !frames.any(Frames::QUOTE.with(Frames::CLAUSE)) {
        return None;
    }
    let mut start = room.floor;
    // Behind a semicolon or a closed earlier voice, only the last clause is meant.
    for i in (room.floor..last).rev() {
        if text.word(i) == ";" && !text.quoted(i) {
            start = i + 1;
            break;
        }
    }
    (last > start).then_some(start..last)
}

fn according_to(text: &Text, i: usize, from: usize, sentence: &Range<usize>) -> Option<Found> {
    let room = room(text, sentence, i);
    let source = subject_after(text, from, room.ceiling)?;
    let source = widen_described(text, source, room.ceiling);
    let cue = i..from;
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
        source: Some(source),
        cue: Some(cue),
        head: Some(i),
        content,
        form: Form::Indirect,
        addressee: None,
        parent: None,
        rule: "according-to",
        certainty: Degree::Stated,
        kind: CueKind::Speech,
        shared: false,
        confidence: 0.85,
    })
}

/// "a survey released Monday by the college": what describes the source goes with it.
fn widen_described(text: &Text, source: Range<usize>, ceiling: usize) -> Range<usize> {
    let mut end = source.end;
    while end < ceiling && !matches!(text.word(end), "," | ";" | "—" | "–" | "(" | ":" | "”" | "\"") {
        let goes_on = match text.tag(end) {
            Tag::Vbn | Tag::Vbg | Tag::In | Tag::To | Tag::Wp | Tag::Wdt => true,
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
fn colon(text: &Text, i: usize, sentence: &Range<usize>) -> Option<Found> {
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
        source: Some(source),
        cue: Some(i..i + 1),
        head: Some(i),
        content: vec![content],
        form: Form::Direct,
        addressee: None,
        parent: None,
        rule: "colon",
        certainty: Degree::Stated,
        kind: CueKind::Speech,
        shared: false,
        confidence: 0.8,
    })
}

/// `“It rained.” — Mayor Ruiz` at the end of a block.
fn signature(text: &Text, i: usize, sentence: &Range<usize>) -> Option<Found> {
    let q = text.quotation_from(i.checked_sub(1)?).filter(|q| q.closed && q.tokens.end == i && q.tokens.len() > 5)?;
    let body = body(text, sentence);
    let end = phrase_forward(text, i + 1, sentence.end)?;
    let short =
        body.end <= i + 10 && text.tag(i + 1).is_name() && (end >= body.end || matches!(text.word(end), "," | "("));
    short.then(|| Found {
        source: Some(i + 1..body.end.max(end)),
        cue: Some(i..i + 1),
        head: Some(i),
        content: vec![q.tokens.clone()],
        form: Form::Direct,
        addressee: None,
        parent: None,
        rule: "signature",
        certainty: Degree::Stated,
        kind: CueKind::Speech,
        shared: false,
        confidence: 0.8,
    })
}

const NOUN_CUES: &[(&str, Degree)] = &[
    ("claim", Degree::Alleged),
    ("claims", Degree::Alleged),
    ("allegation", Degree::Alleged),
    ("allegations", Degree::Alleged),
    ("accusation", Degree::Alleged),
    ("accusations", Degree::Alleged),
    ("assertion", Degree::Alleged),
    ("assertions", Degree::Alleged),
    ("statement", Degree::Stated),
    ("announcement", Degree::Stated),
    ("declaration", Degree::Stated),
    ("warning", Degree::Stated),
    ("warnings", Degree::Stated),
    ("belief", Degree::Probable),
    ("view", Degree::Probable),
    ("opinion", Degree::Probable),
    ("conclusion", Degree::Stated),
    ("finding", Degree::Stated),
    ("findings", Degree::Stated),
    ("suggestion", Degree::Possible),
    ("suggestions", Degree::Possible),
    ("speculation", Degree::Possible),
    ("hope", Degree::Possible),
    ("hopes", Degree::Possible),
    ("fear", Degree::Possible),
    ("fears", Degree::Possible),
    ("concern", Degree::Possible),
    ("concerns", Degree::Possible),
    ("worry", Degree::Possible),
    ("worries", Degree::Possible),
    ("report", Degree::Stated),
    ("reports", Degree::Stated),
    ("rumor", Degree::Rumoured),
    ("rumour", Degree::Rumoured),
    ("rumors", Degree::Rumoured),
    ("rumours", Degree::Rumoured),
    ("promise", Degree::Expected),
    ("promises", Degree::Expected),
    ("pledge", Degree::Expected),
    ("vow", Degree::Expected),
    ("argument", Degree::Stated),
    ("insistence", Degree::Stated),
    ("contention", Degree::Stated),
    ("denial", Degree::Stated),
    ("denials", Degree::Stated),
    ("admission", Degree::Confirmed),
    ("acknowledgment", Degree::Confirmed),
    ("acknowledgement", Degree::Confirmed),
    ("confirmation", Degree::Confirmed),
    ("suspicion", Degree::Possible),
    ("suspicions", Degree::Possible),
    ("prediction", Degree::Expected),
    ("predictions", Degree::Expected),
    ("expectation", Degree::Expected),
    ("expectations", Degree::Expected),
    ("assurance", Degree::Stated),
    ("assurances", Degree::Stated),
    ("complaint", Degree::Stated),
    ("complaints", Degree::Stated),
    ("demand", Degree::Stated),
    ("demands", Degree::Stated),
    ("remark", Degree::Stated),
    ("comment", Degree::Stated),
    ("notion", Degree::Possible),
    ("theory", Degree::Possible),
    ("idea", Degree::Possible),
    ("word", Degree::Stated),
    ("news", Degree::Stated),
    ("message", Degree::Stated),
    ("estimate", Degree::Probable),
    ("assessment", Degree::Stated),
    ("testimony", Degree::Stated),
    ("explanation", Degree::Stated),
    ("doubts", Degree::Doubted),
    ("doubt", Degree::Doubted),
    ("charge", Degree::Alleged),
    ("charges", Degree::Alleged),
    ("consensus", Degree::Stated),
    ("revelation", Degree::Stated),
    ("revelations", Degree::Stated),
    ("reminder", Degree::Stated),
];

/// "the mayor's claim that it rained".
fn noun_cue(text: &Text, i: usize, sentence: &Range<usize>) -> Option<Found> {
    let certainty = NOUN_CUES.iter().find(|n| n.0 == text.low(i))?.1;
    let room = room(text, sentence, i);
    let mut that = i + 1;
    let mut by = None;
    if matches!(text.low(that), "by" | "from") {
        let end = phrase_forward(text, that + 1, room.ceiling)?;
        by = Some(that + 1..end);
        that = end;
    }
    if text.low(that) != "that" || that + 2 >= room.ceiling {
        return None;
    }
    // "the report that was published" is a relative clause.
    if text.tag(that + 1).is_finite() || text.tag(that + 1).is_adverb() && text.tag(that + 2).is_finite() {
        return None;
    }
    let mut start = i;
    while start > room.floor
        && (text.tag(start - 1).is_adjective()
            || matches!(text.tag(start - 1), Tag::Vbn | Tag::Vbg | Tag::Nn)
            || text.tag(start - 1) == Tag::Dt)
        && text.tag(start) != Tag::Dt
    {
        start -= 1;
    }
    let mut cue = start..i + 1;
    let mut source = by;
    if source.is_none() && start > room.floor {
        match text.tag(start - 1) {
            Tag::Pos => {
                let owner = phrase_back(text, room.floor, start.checked_sub(2)?)?;
                source = Some(owner..start - 1);
                cue.start = start - 1;
            }
            Tag::PrpS => source = Some(start - 1..start),
            _ => {}
        }
    }
    // "The mayor voiced fears that", "made the claim that": the subject of the light verb.
    if source.is_none() && start > room.floor {
        let verb = start - 1;
        if text.tag(verb).is_verb() {
            let group = group_start(text, room.floor, verb);
            source = subject_before(text, room.floor, group);
            if source.is_some() {
                cue.start = group;
            }
        }
    }
    let end = noun_clause_end(text, that, &room);
    (end > that + 2).then(|| Found {
        source,
        cue: Some(cue),
        head: Some(i),
        content: vec![that..end],
        form: Form::Indirect,
        addressee: None,
        parent: None,
        rule: "noun-cue",
        certainty,
        kind: if certainty == Degree::Stated { CueKind::Speech } else { CueKind::Thought },
        shared: false,
        confidence: 0.6,
    })
}

/// The end of a clause behind a noun: before the main verb where the noun is the subject, else as for any cue.
fn noun_clause_end(text: &Text, that: usize, room: &Room) -> usize {
    let end = clause_end(text, that, room.ceiling);
    let mut finite = 0;
    for i in that + 1..end {
        if text.quoted(i) {
            continue;
        }
        if matches!(text.tag(i), Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md)
            && !matches!(text.tag(i - 1), Tag::Md | Tag::Cc)
        {
            let relative = (that + 1..i).rev().take(6).any(|j| {
                matches!(text.tag(j), Tag::Wp | Tag::Wdt | Tag::Wrb)
                    || text.word(j) == ","
                    || text.tag(j) == Tag::In
                        && matches!(
                            text.low(j),
                            "that" | "if" | "because" | "while" | "as" | "after" | "before" | "since" | "than"
                        )
            });
            finite += 1;
            if finite == 2 && !relative && !matches!(text.tag(i - 1), Tag::Prp) {
                return trim_end(text, that, i);
            }
        }
    }
    end
}

/// "Rain is expected to fall", "it is believed that", "the plan was praised by the mayor".
#[expect(clippy::too_many_arguments, reason = "one cue's whole neighbourhood")]
fn passive(
    text: &Text,
    verb: usize,
    start: usize,
    after: usize,
    entry: &Entry,
    frames: Frames,
    room: &Room,
    sentence: &Range<usize>,
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
    if !opinion {
        return None;
    }
    let that = text.low(after) == "that";
    let cue = start..after;
    if that && subject.as_ref().is_some_and(|s| text.low(s.start) == "it") {
        let end = clause_end(text, after, room.ceiling);
        return (end > after + 1).then(|| make("passive", entry, verb, None, cue, vec![after..end]));
    }
    let subject = subject?;
    if text.low(after) == "to" && text.tag(after) == Tag::To {
        let end = clause_end(text, after, room.ceiling);
        return (end > after + 1).then(|| make("passive", entry, verb, None, cue, vec![subject, after..end]));
    }
    let _ = sentence;
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

fn passive_by(text: &Text, verb: usize, cue: Range<usize>, entry: &Entry, room: &Room) -> Option<Found> {
    let by = cue.end;
    let source = subject_after(text, by + 1, room.ceiling)?;
    if text.tag(by + 1) == Tag::Vbg {
        return None;
    }
    let last = cue.start.checked_sub(1)?;
    let start = subject_before(text, room.floor, cue.start)
        .map_or_else(|| phrase_back(text, room.floor, last), |s| Some(s.start))?;
    Some(make("passive-by", entry, verb, Some(source), cue.clone(), vec![start..cue.start]))
}
