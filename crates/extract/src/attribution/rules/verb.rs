//! Attributions whose cue is a verb with a subject of its own.
//!
//! `The mayor said that it rained`, `“It,” the mayor said, “rained”`: source, cue group and
//! content are found apart and put together here. Passives have a module of their own.

use std::ops::Range;

use claims::Degree;

use super::content::{clause_follows, medium_tail, post_content, pre_content};
use super::passive::{passive, passive_by};
use super::source::source_of;
use super::{Room, found_by, make, one};
use crate::attribution::Found;
use crate::attribution::group::{group_start, has_finite, is_passive};
use crate::attribution::lexicon::{CueKind, Entry, Frames};
use crate::attribution::phrase::{phrase_forward, subject_before};
use crate::attribution::scope::{clause_end, object_end};
use crate::text::{Tag, Text};

pub(super) fn verb_cue(
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
        return passive(text, verb, start, after, entry, frames, room);
    }
    // "a skipper accused of neglect": with no object between, the verb is passive, though its auxiliary is left out.
    if participle
        && matches!(text.low(after), "of" | "with")
        && matches!(entry.lemma.as_str(), "accuse" | "charge" | "suspect" | "convict")
    {
        return None;
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
    if let Some(content) = gap_content(text, subject_start, cue.end, frames, room) {
        return Some(make("gap", entry, verb, source, cue, content));
    }
    let mut addressee = None;
    let within = subordinate_room(text, subject_start, resume.max(tail), room);
    let post = post_content(text, resume.max(tail), entry, frames, &within, sentence, &mut addressee, inverted);
    let relative = matches!(text.tag(subject_start), Tag::Wp | Tag::Wdt);
    let pre = if shared || relative { None } else { pre_content(text, subject_start, frames, room, sentence) };

    if let Some(content) = as_content(text, subject_start, cue.end, frames, room) {
        return Some(make("as-said", entry, verb, source, cue, one(content)));
    }
    let mut found = match (pre, post) {
        (Some(pre), Some((post, rule))) if split_fits(text, &pre, &post, rule, inverted) => {
            make("split-cue", entry, verb, source, cue, vec![pre, post])
        }
        // `“It rained,” she said in remarks made on Monday`: a quotation wins over a thing.
        (pre, Some((post, rule)))
            if rule != "split"
                && !(rule == "cue-object"
                    && (frames.any(Frames::TOLD) && !frames.any(Frames::WH)
                        || pre.as_ref().is_some_and(|p| text.quoted(p.end - 1)))) =>
        {
            let mut cue = cue;
            if text.word(cue.end) == ":" && post.start > cue.end {
                cue.end += 1;
            }
            make(rule, entry, verb, source, cue, one(post))
        }
        (Some(pre), _) if !is_called(text, &pre) && (text.quoted(pre.end - 1) || stands_alone(text, &pre)) => {
            let rule = if text.quoted(pre.end - 1) { "quote-cue" } else { "clause-cue" };
            make(rule, entry, verb, source, cue, one(pre))
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

/// Whether the quotation that ends `pre` is what somebody or something goes by: `Ana Ruiz, nicknamed “the Duchess”, said`.
fn is_called(text: &Text, pre: &Range<usize>) -> bool {
    let Some(quotation) = text.quotation_from(pre.end - 1).map(|q| q.tokens.clone()) else { return false };
    // `It was called “a disgrace,” she said`: what is said closes with its comma within the marks.
    let outer = text.word(quotation.end) == "," && quotation.len() > 2 && text.word(quotation.end - 2) != ",";
    let quotation = quotation.start;
    quotation > pre.start
        && outer
        && matches!(
            text.low(quotation - 1),
            "nicknamed"
                | "dubbed"
                | "called"
                | "named"
                | "titled"
                | "entitled"
                | "headlined"
                | "known"
                | "as"
                | "codenamed"
        )
}

/// "The army is confident that the town will hold".
pub(super) fn adjective(text: &Text, i: usize, room: &Room) -> Option<Found> {
    let (certainty, kind) = match text.low(i) {
        "confident" | "convinced" | "sure" | "certain" | "positive" | "satisfied" => {
            (Degree::Probable, CueKind::Thought)
        }
        "aware" | "conscious" | "mindful" => (Degree::Stated, CueKind::Thought),
        "afraid" | "fearful" | "worried" | "concerned" | "anxious" | "alarmed" | "wary" | "suspicious" => {
            (Degree::Possible, CueKind::Thought)
        }
        "hopeful" | "optimistic" | "doubtful" | "sceptical" | "skeptical" | "unsure" => {
            (Degree::Possible, CueKind::Thought)
        }
        "adamant" | "insistent" | "emphatic" | "unequivocal" | "clear" => (Degree::Stated, CueKind::Speech),
        "glad" | "happy" | "pleased" | "proud" | "delighted" | "relieved" | "grateful" | "sorry" | "sad"
        | "disappointed" | "angry" | "furious" | "frustrated" | "surprised" | "amazed" | "astonished" | "shocked"
        | "upset" | "outraged" | "dismayed" | "ashamed" | "thankful" => (Degree::Stated, CueKind::Stance),
        _ => return None,
    };
    let start = group_start(text, room.floor, i);
    let copula = (start..i).any(|j| {
        matches!(
            text.low(j),
            "am" | "is"
                | "are"
                | "was"
                | "were"
                | "be"
                | "been"
                | "being"
                | "'m"
                | "'re"
                | "'s"
                | "feel"
                | "feels"
                | "felt"
                | "remain"
                | "remains"
                | "remained"
                | "grew"
                | "became"
                | "seemed"
                | "sounded"
        )
    });
    let copula_before = start > room.floor
        && matches!(
            text.low(start - 1),
            "remain" | "remains" | "remained" | "feel" | "feels" | "felt" | "grew" | "became"
        );
    let cue = if copula_before { start - 1 } else { start };
    let source = subject_before(text, room.floor, cue).filter(|_| copula || copula_before)?;
    // "It is clear that" names nobody.
    if matches!(text.low(source.start), "it" | "there" | "this" | "that" | "what") && source.len() == 1 {
        return None;
    }
    let end = clause_end(text, i + 1, room.ceiling);
    (end > i + 2).then(|| Found {
        certainty,
        kind,
        ..found_by("adjective", i, Some(source), cue..i + 1, one(i + 1..end))
    })
}

/// "Officials put the death toll at 41": who puts a figure on something says it.
pub(super) fn put_figure(text: &Text, verb: usize, room: &Room) -> Option<Found> {
    // What is measured is a figure in any case; what is put or had somewhere must be one first.
    let measures = matches!(
        text.low(verb),
        "measured"
            | "measures"
            | "estimated"
            | "estimates"
            | "valued"
            | "values"
            | "pegged"
            | "pegs"
            | "gauged"
            | "rated"
    );
    if !measures && !matches!(text.low(verb), "put" | "puts" | "putting" | "placed" | "places" | "had" | "has" | "have")
    {
        return None;
    }
    let at = (verb + 2..room.ceiling.min(verb + 14)).find(|i| text.low(*i) == "at")?;
    let counted = measures
        || at == verb + 2 && matches!(text.low(verb + 1), "it" | "them")
        || (verb + 1..at).any(|i| {
            matches!(
                text.low(i),
                "toll"
                    | "tolls"
                    | "number"
                    | "numbers"
                    | "figure"
                    | "total"
                    | "losses"
                    | "casualties"
                    | "cost"
                    | "costs"
                    | "damage"
                    | "strength"
                    | "dead"
                    | "deaths"
                    | "share"
                    | "rate"
                    | "chances"
                    | "odds"
                    | "size"
                    | "count"
            )
        });
    if !counted || !has_figure(text, at + 1..room.ceiling.min(at + 8)) {
        return None;
    }
    let start = group_start(text, room.floor, verb);
    let source = subject_before(text, room.floor, start)?;
    let mut end = object_end(text, verb + 1, room.ceiling);
    // "…, up from 41 a day earlier, with 118 missing": the figure goes on.
    while text.word(end) == ","
        && (matches!(text.low(end + 1), "up" | "down") && text.low(end + 2) == "from"
            || matches!(text.low(end + 1), "with" | "from" | "including" | "against")
                && has_figure(text, end + 1..room.ceiling.min(end + 6)))
    {
        end = object_end(text, end + 1, room.ceiling);
    }
    let mut content = one(verb + 1..end);
    // "put it at 64 in a bulletin issued at 6 a.m., up from 41": behind how and when it was put.
    let tail = (end..room.ceiling.min(end + 16)).find(|i| text.word(*i) == "," || text.tag(*i).is_finite());
    if let Some(comma) = tail.filter(|c| matches!(text.low(c + 1), "up" | "down") && text.low(c + 2) == "from") {
        content.push(comma + 1..clause_end(text, comma + 1, room.ceiling));
    }
    (end > at).then(|| Found {
        certainty: Degree::Stated,
        kind: CueKind::Finding,
        ..found_by("put-figure", verb, Some(source), start..verb + 1, content)
    })
}

fn has_figure(text: &Text, mut range: Range<usize>) -> bool {
    range.any(|i| text.tag(i) == Tag::Cd)
}

/// Whether what stands before a comma and a cue is a clause of its own, rather than "In June," or "As it rained,".
fn stands_alone(text: &Text, pre: &Range<usize>) -> bool {
    let opens = matches!(
        text.low(pre.start),
        "asked"
            | "pressed"
            | "questioned"
            | "as"
            | "while"
            | "when"
            | "after"
            | "although"
            | "though"
            | "before"
            | "since"
            | "once"
            | "because"
            | "if"
            | "until"
    );
    let main = if opens { pre.clone().find(|i| text.word(*i) == ",") } else { Some(pre.start) };
    // Long enough, and opening with a subject, it has a verb though the tagger saw none.
    let subject =
        matches!(text.tag(pre.start), Tag::Dt | Tag::Prp | Tag::PrpS | Tag::Jj | Tag::Nns | Tag::Nnp | Tag::Nn);
    main.is_some_and(|main| has_finite(text, main..pre.end) || subject && !opens && pre.len() > 5)
}

/// "As the mayor put it, the war has changed": the clause behind, or before, the one with "as".
fn as_content(text: &Text, subject: usize, after: usize, frames: Frames, room: &Room) -> Option<Range<usize>> {
    let link = subject.checked_sub(1).filter(|l| *l >= room.floor && text.low(*l) == "as")?;
    if !frames.any(Frames::CLAUSE.with(Frames::QUOTE)) {
        return None;
    }
    let leads = link == room.floor || link < room.floor + 3 && matches!(text.tag(link - 1), Tag::Cc | Tag::Rb);
    if leads && text.word(after) == "," {
        let end = clause_end(text, after + 1, room.ceiling);
        return has_finite(text, after + 1..end).then_some(after + 1..end);
    }
    let closes = after >= room.ceiling || text.word(after) == ",";
    if let Some(q) = text.quotation_from(link.saturating_sub(1)).filter(|q| closes && q.tokens.end == link && !leads) {
        return Some(q.tokens.clone());
    }
    if !leads && closes && text.word(link - 1) == "," && has_finite(text, room.floor..link) {
        return Some(room.floor..link - 1);
    }
    None
}

/// "a step that the mayor said would help": the relative word and what follows the cue are one content.
fn gap_content(text: &Text, subject: usize, after: usize, frames: Frames, room: &Room) -> Option<Vec<Range<usize>>> {
    let relative = subject.checked_sub(1).filter(|r| *r >= room.floor && after < room.ceiling)?;
    let links = matches!(text.low(relative), "that" | "which" | "who" | "what")
        && matches!(text.tag(relative), Tag::Wdt | Tag::Wp | Tag::In | Tag::Dt);
    let verb = if text.tag(after).is_adverb() { after + 1 } else { after };
    if !links || !frames.any(Frames::CLAUSE) || !text.tag(verb).is_finite() {
        return None;
    }
    let end = clause_end(text, after, room.ceiling);
    (end > after).then(|| vec![relative..relative + 1, after..end])
}

/// Room for a content whose cue stands in a subordinate clause: "as he said that it rained, | the others left".
fn subordinate_room(text: &Text, subject: usize, after: usize, room: &Room) -> Room {
    let mut out = room.clone();
    let Some(before) = subject.checked_sub(1).filter(|b| *b >= room.floor) else { return out };
    let relative = matches!(text.tag(subject), Tag::Wp | Tag::Wdt) && text.word(before) == ",";
    let opens = matches!(
        text.low(before),
        "as" | "though"
            | "although"
            | "while"
            | "when"
            | "after"
            | "before"
            | "if"
            | "because"
            | "since"
            | "once"
            | "whereas"
    );
    let leads = before == room.floor
        || text.word(before - 1) == ","
        || matches!(text.low(before - 1), "even" | "and" | "but") && before < room.floor + 3;
    if !(relative || opens && leads && (before == room.floor || before < room.floor + 3)) {
        return out;
    }
    let mut i = after;
    while i < room.ceiling {
        if let Some(q) = text.quotation_from(i).filter(|q| !room.quoted && q.tokens.end <= room.ceiling) {
            // A comma that closes the quotation ends the clause as well.
            let next = q.tokens.end;
            if matches!(text.word(next.saturating_sub(2)), ",") && main_clause(text, next, room.ceiling, relative) {
                out.ceiling = next;
                return out;
            }
            i = next.max(i + 1);
            continue;
        }
        if i > after && text.word(i) == "," && main_clause(text, i + 1, room.ceiling, relative) {
            out.ceiling = i;
            return out;
        }
        i += 1;
    }
    out
}

/// Whether a subject and its finite verb, or the verb that a relative clause held up, starts at `i`.
pub(super) fn main_clause(text: &Text, i: usize, ceiling: usize, verb_alone: bool) -> bool {
    if verb_alone && (text.tag(i).is_finite() || text.tag(i).is_adverb() && text.tag(i + 1).is_finite()) {
        return true;
    }
    let Some(mut end) = phrase_forward(text, i, ceiling) else { return false };
    while end < ceiling && text.tag(end).is_adverb() {
        end += 1;
    }
    end < ceiling && text.tag(end).is_finite()
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
        // `The shadows fit, she told the paper, “but I would not bet on it.”`
        "cue-quote" if !pre_quoted => {
            has_finite(text, pre.clone()) && text.word(post.start + 1).starts_with(char::is_lowercase)
        }
        "cue-quote" => post_quoted,
        _ => false,
    }
}
