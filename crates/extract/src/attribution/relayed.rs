//! Voices that pass on another's words: citing, quoting, and reports that surface.
//!
//! ```text
//! Kyiv Post reported, citing HUR, that six officers were killed.
//!   Kyiv Post  reported  that six officers were killed
//!     HUR      citing    that six officers were killed      inside the first
//! ```
//!
//! | id | catches | leaves alone |
//! | --- | --- | --- |
//! | `citing` | The Post reported, citing officials, that it rained | She was fined for citing the wrong law |
//! | `quoted` | He quoted a prisoner: “It rained” / quoted her as saying that it rained | He quoted a price of $50 |
//! | `surfaced` | Reports emerged that it rained | Three ships emerged from the fog |

use std::ops::Range;

use claims::{Degree, Form};

use super::Found;
use super::lexicon::CueKind;
use super::phrase::{group_start, phrase_forward, subject_after, subject_before};
use super::scope::{body, clause_end};
use crate::text::{Tag, Text};

/// Adds the voices that are cited, quoted or merely said to have surfaced.
pub fn relay(text: &Text, found: &mut Vec<Found>) {
    found.sort_by_key(|f| f.cue.as_ref().map_or(0, |c| c.start));
    for s in 0..text.sentences.len() {
        let sentence = text.sentences[s].tokens.clone();
        for i in sentence.clone() {
            match text.low(i) {
                "citing" | "quoting" => cited(text, i, &sentence, found),
                "quoted" | "quotes" | "quote" => quoted(text, i, &sentence, found),
                _ if is_hearsay(text.low(i)).is_some() => surfaced(text, i, &sentence, found),
                _ => {}
            }
        }
    }
}

/// The attributions of one sentence, found by their cue: `found` is sorted by it but for what was just added.
fn last_before(text: &Text, found: &[Found], sentence: &Range<usize>, i: usize) -> Option<usize> {
    let holds = |f: &Found| {
        f.source.is_some()
            && f.cue.as_ref().is_some_and(|c| sentence.contains(&c.start) && c.end <= i)
            && matches!(f.kind, CueKind::Speech | CueKind::Writing | CueKind::Finding)
            && f.rule != "noun-cue"
            && !text.quoted(f.cue.as_ref().map_or(i, |c| c.start))
    };
    let upto = found.partition_point(|f| f.cue.as_ref().is_none_or(|c| c.start < i));
    let from = found[..upto].partition_point(|f| f.cue.as_ref().is_none_or(|c| c.start < sentence.start));
    (from..upto).rev().find(|n| holds(&found[*n]))
}

/// "…, citing officials, that it rained" and "It rained, the Post reported, citing officials".
fn cited(text: &Text, i: usize, sentence: &Range<usize>, found: &mut Vec<Found>) {
    let body = body(text, sentence);
    if i == body.start || !matches!(text.word(i - 1), "," | "—" | "–" | "while") || text.quoted(i) {
        return;
    }
    let Some(source) = subject_after(text, i + 1, body.end) else { return };
    let Some(outer) = last_before(text, found, &body, i) else { return };
    let mut next = source.end;
    if text.word(next) == "," {
        next += 1;
    }
    let resumes = text.low(next) == "that" && found[outer].cue.as_ref().is_some_and(|c| c.end + 1 >= i);
    if resumes {
        let end = clause_end(text, next, body.end);
        if end > next + 1 {
            found[outer].content = std::iter::once(next..end).collect();
            found[outer].rule = "cue-clause";
        }
    }
    // A source that is no speaker: "citing security concerns", "citing the wrong law".
    if found[outer].content.iter().any(|c| c.contains(&i)) || !speaks(text, &source) {
        return;
    }
    found.retain(|f| f.head != Some(i));
    let Some(outer) = last_before(text, found, &body, i) else { return };
    let inner = inner(&found[outer], source, i..i + 1, i, "citing");
    insert(found, inner);
}

/// Whether a noun phrase can speak: a name, people, or a thing that carries words.
fn speaks(text: &Text, phrase: &Range<usize>) -> bool {
    let head = phrase
        .clone()
        .take_while(|i| {
            !matches!(text.low(*i), "of" | "in" | "with" | "for" | "from" | "," | "familiar" | "close")
                || *i == phrase.start
        })
        .last()
        .unwrap_or(phrase.start);
    let low = text.low(head);
    let carries = super::phrase::is_medium(low)
        || matches!(
            low,
            "data"
                | "figures"
                | "records"
                | "documents"
                | "document"
                | "intelligence"
                | "study"
                | "survey"
                | "poll"
                | "reports"
                | "statistics"
                | "sources"
                | "source"
        );
    let people = [
        "ials", "ers", "ors", "ists", "ents", "people", "ources", "nesses", "ants", "cials", "ian", "ians", "police",
        "ats", "ees", "man", "men", "woman", "women",
    ]
    .iter()
    .any(|e| low.ends_with(e))
        && text.tag(head).is_noun();
    text.tag(head).is_name()
        || text.tag(head) == Tag::Prp
        || carries
        || people
        || [
            "official",
            "officer",
            "minister",
            "spokesperson",
            "spokesman",
            "spokeswoman",
            "ministry",
            "agency",
            "government",
            "member",
            "aide",
            "diplomat",
            "analyst",
            "expert",
            "lawyer",
            "commander",
            "soldier",
            "resident",
            "doctor",
            "directorate",
            "staff",
        ]
        .contains(&low)
}

/// "He quoted a prisoner: “It rained”", "quoted her as saying that it rained", "was quoted as saying".
fn quoted(text: &Text, i: usize, sentence: &Range<usize>, found: &mut Vec<Found>) {
    if !text.tag(i).is_verb() || text.quoted(i) {
        return;
    }
    let body = body(text, sentence);
    let start = group_start(text, body.start, i);
    let passive = super::phrase::is_passive(text, start, i);
    let voice = if passive {
        subject_before(text, body.start, start)
    } else {
        phrase_forward(text, i + 1, body.end).map(|end| i + 1..end)
    };
    let Some(voice) = voice else { return };
    let after = if passive { i + 1 } else { voice.end };
    // "was quoted by the agency as saying".
    let (conveyor, after) = match (passive, text.low(after)) {
        (true, "by" | "in" | "on") => match subject_after(text, after + 1, body.end) {
            Some(by) => (Some(by.clone()), by.end),
            None => return,
        },
        _ => (None, after),
    };
    let content = match text.low(after) {
        ":" | "," if text.quotation_from(after + 1).is_some_and(|q| q.tokens.start == after + 1) => {
            let q = text.quotation_from(after + 1);
            q.map(|q| q.tokens.clone())
        }
        "as" if text.tag(after + 1) == Tag::Vbg => {
            let mut from = after + 2;
            if matches!(text.word(from), ":" | ",") {
                from += 1;
            }
            match text.quotation_from(from).filter(|q| q.tokens.start == from && q.tokens.len() > 4) {
                Some(q) if q.tokens.end >= body.end => Some(q.tokens.clone()),
                _ => Some(from..clause_end(text, from, body.end)).filter(|r| !r.is_empty()),
            }
        }
        _ => None,
    };
    let Some(content) = content else { return };
    let cue_end = if text.low(after) == "as" { after + 2 } else { i + 1 };
    let cue = if cue_end > i + 1 && conveyor.is_none() && passive { start..cue_end } else { start..i + 1 };
    let same = |f: &Found| f.head == Some(i) || f.cue.as_ref().is_some_and(|c| c.start < cue_end && c.start >= i);
    found.retain(|f| !same(f));
    let outer_source = if passive { conveyor } else { subject_before(text, body.start, start) };
    let base = Found {
        source: Some(voice.clone()),
        cue: Some(cue.clone()),
        head: Some(i),
        content: std::iter::once(content).collect(),
        form: Form::Direct,
        addressee: None,
        parent: None,
        rule: "quoted",
        certainty: Degree::Stated,
        kind: CueKind::Speech,
        shared: false,
        confidence: 0.8,
    };
    match outer_source {
        Some(source) => {
            // The one who quotes speaks first; the words are the other's, whose cue is the joint between them.
            let outer = Found { source: Some(source), rule: "cue-quote", ..base.clone() };
            let joint = after..after + 1;
            let inner = Found { cue: Some(joint.clone()), head: Some(joint.start), ..base };
            insert(found, outer);
            insert(found, inner);
        }
        None => insert(found, base),
    }
}

/// Things said by nobody in particular, with the certainty they give.
fn is_hearsay(low: &str) -> Option<Degree> {
    Some(match low {
        "reports" | "allegations" | "accusations" | "claims" | "report" => Degree::Alleged,
        "rumours" | "rumors" | "rumour" | "rumor" | "speculation" => Degree::Rumoured,
        "suspicions" | "fears" | "concerns" => Degree::Possible,
        "word" | "news" | "information" | "details" | "evidence" | "footage" => Degree::Stated,
        _ => return None,
    })
}

/// "Reports emerged that it rained", "rumours are circulating that it rained".
fn surfaced(text: &Text, i: usize, sentence: &Range<usize>, found: &mut Vec<Found>) {
    let Some(certainty) = is_hearsay(text.low(i)) else { return };
    if !text.tag(i).is_noun() || text.quoted(i) {
        return;
    }
    let body = body(text, sentence);
    let mut verb = i + 1;
    while verb < body.end
        && verb < i + 5
        && (text.tag(verb).is_adverb()
            || matches!(text.low(verb), "have" | "has" | "had" | "are" | "were" | "is" | "was" | "been" | "also"))
    {
        verb += 1;
    }
    let surfaces = [
        "emerg", "surfac", "circulat", "spread", "came", "come", "broke", "appear", "leaked", "swirl", "grew", "mount",
        "persist", "arose", "reached",
    ]
    .iter()
    .any(|s| text.low(verb).starts_with(s));
    if !text.tag(verb).is_verb() || !surfaces {
        return;
    }
    // "surfaced on Monday that", "emerged from the capital that".
    let mut that = verb + 1;
    while that < body.end && that < verb + 9 && text.low(that) != "that" && !matches!(text.word(that), ";" | ":") {
        that += 1;
    }
    if text.low(that) != "that" || text.tag(that + 1).is_finite() {
        return;
    }
    let end = clause_end(text, that, body.end);
    let Some(source) = super::phrase::phrase_back(text, body.start, i) else { return };
    if end <= that + 2 || found.iter().any(|f| f.content.iter().any(|c| c.start == that)) {
        return;
    }
    insert(
        found,
        Found {
            source: Some(source..i + 1),
            cue: Some(i + 1..verb + 1),
            head: Some(verb),
            content: std::iter::once(that..end).collect(),
            form: Form::Indirect,
            addressee: None,
            parent: None,
            rule: "surfaced",
            certainty,
            kind: CueKind::Speech,
            shared: false,
            confidence: 0.8,
        },
    );
}

/// The voice inside `outer` that is the source of all of its content.
fn inner(outer: &Found, source: Range<usize>, cue: Range<usize>, head: usize, rule: &'static str) -> Found {
    Found {
        source: Some(source),
        cue: Some(cue),
        head: Some(head),
        rule,
        shared: false,
        addressee: None,
        parent: None,
        ..outer.clone()
    }
}

/// Puts `new` at its place by cue.
fn insert(found: &mut Vec<Found>, new: Found) {
    let key = new.cue.as_ref().map_or(0, |c| c.start);
    let at = found.partition_point(|f| f.cue.as_ref().map_or(0, |c| c.start) <= key);
    found.insert(at, new);
}
