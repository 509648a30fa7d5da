//! Polarity and status: what a claim says of the course of its event.
//!
//! ```text
//! that the US has not yet observed soldiers in combat  →  denied, not-observed
//! that the bridge will reopen on Monday                →  affirmed, expected
//! ```

use std::ops::Range;

use claims::{Polarity, Status};

use crate::attribution::{CueKind, Found};
use crate::clause::{MainVerb, Tense};
use crate::text::{Tag, Text};

/// Polarity and status with the words and rules they rest on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// Whether it affirms or denies.
    pub polarity: Polarity,
    /// The words that deny.
    pub polarity_words: Option<Range<usize>>,
    /// The rule that read the polarity.
    pub polarity_rule: &'static str,
    /// What it says of the event's course.
    pub status: Status,
    /// The verb group that says so.
    pub status_words: Option<Range<usize>>,
    /// The rule.
    pub rule: &'static str,
}

/// Cues that say the content is not so.
fn denies(low: &str) -> bool {
    const DENYING: &[&str] = &["den", "refut", "rebut", "dismiss", "disput", "contradict", "disavow", "disown"];
    DENYING.iter().any(|stem| low.starts_with(stem)) && low != "dense" && !low.starts_with("denounc")
}

/// Cues that turn down a content which is a noun phrase: "rejected the claim".
fn rejects(low: &str) -> bool {
    ["reject", "rejects", "rejected", "rejecting"].contains(&low)
}

/// What the content of `found`, with its main verb, says of its event.
pub fn course(text: &Text, found: &Found, verb: Option<&MainVerb>) -> Course {
    let head = found.head.map_or("", |h| text.low(h));
    let denying = denies(head) || rejects(head) && found.rule == "cue-object";
    let mut course = of_content(text, &found.content, verb);
    if found.rule == "cue-infinitive" || found.rule == "cue-order" || verb.is_none() && found.kind == CueKind::Plan {
        let asked = found.rule == "cue-order";
        course.status = if asked || found.kind == CueKind::Plan { Status::Planned } else { Status::Expected };
        course.rule = "status-cue";
        let not_to = found.content.first().is_some_and(|c| text.low(c.start) == "not");
        if matches!(
            head,
            "refused" | "refuses" | "refuse" | "refusing" | "declined" | "declines" | "decline" | "declining"
        ) || not_to
        {
            course.polarity = Polarity::Denied;
            course.polarity_words = found.cue.clone();
            course.status = Status::General;
        }
        return course;
    }
    // "has not yet observed soldiers": the cue itself says that nobody has seen it.
    let unseen =
        found.cue.clone().and_then(|c| c.into_iter().find(|i| matches!(text.low(*i), "not" | "n't" | "never")));
    if unseen.is_some() && senses(head) && found.rule.starts_with("cue-") {
        course.polarity = Polarity::Denied;
        course.polarity_words = unseen.map(|i| i..i + 1);
        course.status = Status::NotObserved;
        course.rule = "status-not-observed";
        return course;
    }
    if denying {
        course.polarity = Polarity::Denied;
        course.polarity_words = found.cue.clone();
        course.rule = "status-denied";
        course.status = match verb.map(|v| v.tense) {
            Some(Tense::Past | Tense::Perfect) => Status::NotHappened,
            Some(_) => Status::General,
            None if is_deed(text, &found.content) => Status::NotHappened,
            None => Status::General,
        };
        return course;
    }
    if matches!(head, "accused" | "accuses" | "accusing" | "blamed" | "blames" | "blaming") && verb.is_none() {
        course.status = Status::Happened;
        course.rule = "status-cue";
    }
    course
}

/// "firing at a trawler", "the attack": a content that names a deed.
fn is_deed(text: &Text, content: &[Range<usize>]) -> bool {
    let Some(first) = content.first() else { return false };
    first.clone().take(4).any(|i| {
        text.tag(i) == Tag::Vbg
            || ["attack", "strike", "involvement", "role", "crossing", "missiles", "shooting", "killing", "theft"]
                .contains(&text.low(i))
    })
}

/// What the words of a content say by themselves.
pub fn of_content(text: &Text, content: &[Range<usize>], verb: Option<&MainVerb>) -> Course {
    let Some(v) = verb else {
        let infinitive = content.first().is_some_and(|c| text.tag(c.start) == Tag::To);
        let status = if infinitive { Status::Planned } else { Status::General };
        return Course {
            polarity: Polarity::Affirmed,
            polarity_words: None,
            polarity_rule: "polarity",
            status,
            status_words: None,
            rule: "status-no-verb",
        };
    };
    let low = text.low(v.verb);
    let negated = v.negation.is_some();
    let polarity = if negated { Polarity::Denied } else { Polarity::Affirmed };
    let ceiling = content.iter().find(|c| c.contains(&v.verb)).map_or(v.verb + 1, |c| c.end);
    let around = v.clause..(v.verb + 6).min(ceiling);
    let has = |words: &[&str]| around.clone().any(|i| words.contains(&text.low(i)));
    let (status, rule) = if negated
        && senses(low)
        && matches!(v.tense, Tense::Perfect | Tense::Past | Tense::Present | Tense::Possible | Tense::Progressive)
    {
        (Status::NotObserved, "status-not-observed")
    } else if negated {
        match v.tense {
            Tense::Past | Tense::Perfect
                if !is_state(low) || v.passive || object_of_being_is_event(text, v, ceiling) =>
            {
                (Status::NotHappened, "status-negated")
            }
            _ => (Status::General, "status-negated"),
        }
    } else {
        affirmed(text, v, low, ceiling, &has)
    };
    Course {
        polarity,
        polarity_words: v.negation.map(|n| n..n + 1),
        polarity_rule: "polarity",
        status,
        status_words: Some(v.tokens.clone()),
        rule,
    }
}

fn affirmed(
    text: &Text,
    v: &MainVerb,
    low: &str,
    ceiling: usize,
    has: &dyn Fn(&[&str]) -> bool,
) -> (Status, &'static str) {
    let expected = v.passive && matches!(low, "expected" | "anticipated" | "forecast" | "projected" | "predicted")
        || has(&["due", "poised"]) && matches!(v.tense, Tense::Present | Tense::Past) && text.low(v.verb + 1) == "due";
    if expected || matches!(text.low(v.verb + 1), "likely" | "set" | "due") && text.low(v.verb + 2) == "to" {
        return (Status::Expected, "status-expected");
    }
    if matches!(
        low,
        "plan"
            | "plans"
            | "planned"
            | "planning"
            | "intend"
            | "intends"
            | "intended"
            | "decided"
            | "vowed"
            | "pledged"
            | "scheduled"
            | "aims"
    ) && !(low == "decided" && text.low(v.verb + 1) != "to")
    {
        return (Status::Planned, "status-planned");
    }
    if matches!(text.low(v.verb + 1), "to") && text.low(v.verb + 2) == "be" && is_being(low) {
        return (Status::Planned, "status-planned");
    }
    match v.tense {
        Tense::Possible => (Status::Possible, "status-modal"),
        Tense::Future => {
            // What the speaker or an institution will do is a plan; what will befall is expected.
            let own =
                (v.clause..v.tokens.start).any(|i| matches!(text.low(i), "we" | "i" | "he" | "she" | "they" | "it"));
            let conditional = v.tokens.clone().any(|i| matches!(text.low(i), "would" | "'d")) && is_being(low);
            match () {
                () if conditional => (Status::General, "status-conditional"),
                () if v.passive || own && !is_state(low) => (Status::Planned, "status-planned"),
                () => (Status::Expected, "status-future"),
            }
        }
        Tense::Ought => (Status::General, "status-ought"),
        Tense::Progressive => (Status::Ongoing, "status-progressive"),
        Tense::Perfect => {
            let lasts = matches!(low, "begun" | "started" | "been" | "remained" | "continued" | "become")
                && low != "been"
                || text.low(v.verb) == "been" && text.tag(v.verb + 1) == Tag::Vbg;
            if lasts { (Status::Ongoing, "status-begun") } else { (Status::Happened, "status-perfect") }
        }
        Tense::Past => {
            if v.passive || !is_state(low) {
                (Status::Happened, "status-past")
            } else {
                (Status::General, "status-state")
            }
        }
        Tense::Present => {
            let located = is_being(low)
                && (matches!(text.low(v.verb + 1), "in" | "on" | "at" | "under" | "without" | "near" | "inside")
                    || matches!(text.tag(v.verb + 1), Tag::Vbn)
                    || text.tag(v.verb + 1).is_adverb() && matches!(text.tag(v.verb + 2), Tag::Vbn | Tag::In));
            let now = (v.clause..ceiling.min(v.verb + 12)).any(|i| {
                matches!(
                    text.low(i),
                    "now"
                        | "currently"
                        | "still"
                        | "already"
                        | "today"
                        | "continue"
                        | "continues"
                        | "remain"
                        | "remains"
                        | "keep"
                        | "keeps"
                )
            });
            if v.passive || located || now {
                (Status::Ongoing, "status-present")
            } else {
                (Status::General, "status-present")
            }
        }
    }
}

fn is_being(low: &str) -> bool {
    matches!(low, "be" | "is" | "are" | "was" | "were" | "been" | "'s" | "'re" | "'m" | "am")
}

/// Verbs that tell a state rather than an event.
fn is_state(low: &str) -> bool {
    is_being(low)
        || matches!(
            low,
            "have"
                | "has"
                | "had"
                | "know"
                | "knew"
                | "known"
                | "think"
                | "thought"
                | "believe"
                | "believed"
                | "want"
                | "wanted"
                | "need"
                | "needed"
                | "seem"
                | "seemed"
                | "appear"
                | "appeared"
                | "belong"
                | "belonged"
                | "contain"
                | "contained"
                | "depend"
                | "depended"
                | "mean"
                | "meant"
                | "own"
                | "owned"
                | "matter"
                | "mattered"
                | "exist"
                | "existed"
                | "lay"
                | "lie"
                | "lies"
                | "stood"
                | "cost"
                | "remained"
                | "held"
                | "hold"
                | "liked"
                | "like"
                | "feel"
                | "felt"
        )
}

fn senses(low: &str) -> bool {
    matches!(
        low,
        "observed"
            | "observe"
            | "seen"
            | "see"
            | "saw"
            | "detected"
            | "detect"
            | "recorded"
            | "record"
            | "registered"
            | "found"
            | "find"
            | "heard"
            | "hear"
            | "spotted"
            | "noticed"
            | "reported"
            | "identified"
            | "received"
            | "located"
            | "established"
            | "documented"
            | "witnessed"
    )
}

/// "There were no injuries", "there has been no attack": being, of an event.
fn object_of_being_is_event(text: &Text, v: &MainVerb, ceiling: usize) -> bool {
    is_being(text.low(v.verb))
        && (v.clause..v.tokens.start).any(|i| text.tag(i) == Tag::Ex || text.low(i) == "there")
        && v.verb + 1 < ceiling
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::clause::main_verb;
    use crate::text::Text;

    fn course(words: &str) -> String {
        let text = Text::plain(words);
        let content = crate::attribution::sentence_body(&text, &(0..text.len()));
        let verb = main_verb(&text, content.clone());
        let course = super::of_content(&text, &[content], verb.as_ref());
        let words = |r: Option<std::ops::Range<usize>>| r.map_or("-", |r| text.words(r));
        format!(
            "{:?} {:?} by {:?}, negated by {:?}",
            course.polarity,
            course.status,
            words(course.status_words),
            words(course.polarity_words)
        )
    }

    #[test]
    fn what_happened_and_what_did_not() {
        assert_snapshot!(course("Two bridges were closed."), @r#"Affirmed Happened by "were closed", negated by "-""#);
        assert_snapshot!(course("that the ship has not sunk"), @r#"Denied NotHappened by "has not sunk", negated by "not""#);
        assert_snapshot!(course("There were no injuries."), @r#"Denied NotHappened by "were", negated by "no""#);
        assert_snapshot!(course("No round was fired at that vessel."), @r#"Denied NotHappened by "was fired", negated by "No""#);
    }

    #[test]
    fn what_nobody_has_seen_yet() {
        assert_snapshot!(course("that the US has not yet observed soldiers in combat"), @r#"Denied NotObserved by "has not yet observed", negated by "not""#);
        assert_snapshot!(course("No crossing has been observed on this section."), @r#"Denied NotObserved by "has been observed", negated by "No""#);
    }

    #[test]
    fn what_is_going_on() {
        assert_snapshot!(course("Commanders are sending them into battle."), @r#"Affirmed Ongoing by "are sending", negated by "-""#);
        assert_snapshot!(course("that the troops are currently stationed in the region"), @r#"Affirmed Ongoing by "are currently stationed", negated by "-""#);
        assert_snapshot!(course("Russia has begun deploying soldiers."), @r#"Affirmed Ongoing by "has begun", negated by "-""#);
    }

    #[test]
    fn what_is_to_come() {
        assert_snapshot!(course("that troops are expected to begin an assault"), @r#"Affirmed Expected by "are expected", negated by "-""#);
        assert_snapshot!(course("More information will be shared in the future."), @r#"Affirmed Planned by "will be shared", negated by "-""#);
        assert_snapshot!(course("They could be used on other fronts."), @r#"Affirmed Possible by "could be used", negated by "-""#);
        assert_snapshot!(course("The rain will stop on Monday."), @r#"Affirmed Expected by "will stop", negated by "-""#);
    }

    #[test]
    fn a_relative_clause_does_not_decide() {
        assert_snapshot!(course("People who live near the river have left."), @r#"Affirmed Happened by "have left", negated by "-""#);
        assert_snapshot!(course("While the bridge was closed, cars may use the ferry."), @r#"Affirmed Possible by "may use", negated by "-""#);
    }

    #[test]
    fn a_state_of_affairs_is_general() {
        assert_snapshot!(course("The soldiers are well-trained and motivated."), @r#"Affirmed General by "are", negated by "-""#);
        assert_snapshot!(course("that the club depended on one sponsor"), @r#"Affirmed General by "depended", negated by "-""#);
    }
}
