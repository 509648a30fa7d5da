//! Attributions whose cue is a noun: "the mayor's claim that it rained".

use claims::Degree;

use std::ops::Range;

use super::{Room, found_by, one, room};
use crate::attribution::Found;
use crate::attribution::group::group_start;
use crate::attribution::lexicon::CueKind;
use crate::attribution::phrase::{phrase_back, phrase_forward, subject_before};
use crate::attribution::scope::{clause_end, trim_end};
use crate::text::{Tag, Text};

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

/// Whether a noun reports: "claim", "warning".
pub(crate) fn is_noun_cue(low: &str) -> bool {
    NOUN_CUES.iter().any(|n| n.0 == low)
}

/// "the mayor's claim that it rained".
pub(super) fn noun_cue(text: &Text, i: usize, sentence: &Range<usize>) -> Option<Found> {
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
        certainty,
        kind: if certainty == Degree::Stated { CueKind::Speech } else { CueKind::Thought },
        ..found_by("noun-cue", i, source, cue, one(that..end))
    })
}

/// Verbs that lend a noun cue its subject: "issued a warning that", "expressed concern that".
pub(super) fn is_light(text: &Text, verb: usize, room: &Room) -> bool {
    let low = text.low(verb);
    let light = [
        "issu", "express", "voic", "mak", "made", "giv", "gave", "rais", "repeat", "reiterat", "offer", "deliver",
        "sound", "convey", "air", "shar", "held", "hold", "ha", "send", "sent", "releas", "reach", "lodg",
    ];
    if !light.iter().any(|l| low.starts_with(l)) || !text.tag(verb).is_verb() {
        return false;
    }
    let noun =
        (verb + 1..room.ceiling.min(verb + 6)).find(|i| !(text.tag(*i) == Tag::Dt || text.tag(*i).is_adjective()));
    noun.is_some_and(|n| {
        text.low(n + 1) == "that" && text.tag(n).is_noun() && NOUN_CUES.iter().any(|c| c.0 == text.low(n))
    })
}

/// Things said by nobody in particular, with the certainty they give.
fn hearsay(low: &str) -> Option<Degree> {
    Some(match low {
        "reports" | "allegations" | "accusations" | "claims" | "report" => Degree::Alleged,
        "rumours" | "rumors" | "rumour" | "rumor" | "speculation" => Degree::Rumoured,
        "suspicions" | "fears" | "concerns" => Degree::Possible,
        "word" | "news" | "information" | "details" | "evidence" | "footage" => Degree::Stated,
        _ => return None,
    })
}

/// Whether a verb says that hearsay is about: "emerged", "circulating", "broke".
pub(super) fn surfaces(low: &str) -> bool {
    let stems = [
        "emerg", "surfac", "circulat", "spread", "came", "come", "broke", "appear", "leaked", "swirl", "grew", "mount",
        "persist", "arose", "reached",
    ];
    stems.iter().any(|s| low.starts_with(s))
}

/// "Reports emerged on Monday that 2,000 soldiers had joined": the reports themselves are the source.
pub(super) fn surfaced(text: &Text, verb: usize, room: &Room) -> Option<Found> {
    let after = if text.low(verb + 1) == "out" { verb + 2 } else { verb + 1 };
    let that = (after..room.ceiling.min(after + 8)).find(|i| text.low(*i) == "that")?;
    // Only days and places stand between.
    if (after..that).any(|i| text.tag(i).is_finite() || text.word(i) == ",") || text.tag(that + 1).is_finite() {
        return None;
    }
    let start = group_start(text, room.floor, verb);
    let source = subject_before(text, room.floor, start)?;
    let certainty = hearsay(text.low(start.checked_sub(1)?))?;
    let end = clause_end(text, that, room.ceiling);
    (end > that + 1)
        .then(|| Found { certainty, ..found_by("surfaced", verb, Some(source), start..after, one(that..end)) })
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
