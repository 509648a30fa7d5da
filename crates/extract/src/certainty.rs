//! How sure a claim sounds: the source's certainty, by its cue and its hedges.
//!
//! ```text
//! Police said the driver had probably fallen asleep.   →  probable, "probably"
//! ```
//!
//! A hedge in what is said weighs more than the cue, but a cue that casts doubt
//! ("claimed", "doubted") stays. Our own confidence has no part in this.

use std::ops::Range;

use claims::Degree;

use crate::attribution::Found;
use crate::clause::{MainVerb, Tense};
use crate::text::{Tag, Text};

/// A degree, the words that gave it and the rule that read them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sounded {
    /// The degree.
    pub degree: Degree,
    /// The words; `None` where plain reporting gave it.
    pub words: Option<Range<usize>>,
    /// The rule.
    pub rule: &'static str,
}

/// Hedges of one to three words, by the degree they give. The first match in a text wins within a degree's rank.
const HEDGES: &[(&str, Degree)] = &[
    ("preliminary", Degree::Preliminary),
    ("preliminarily", Degree::Preliminary),
    ("provisional", Degree::Preliminary),
    ("provisionally", Degree::Preliminary),
    ("initial reports", Degree::Preliminary),
    ("initial report", Degree::Preliminary),
    ("initial findings", Degree::Preliminary),
    ("initial information", Degree::Preliminary),
    ("initial data", Degree::Preliminary),
    ("initial assessment", Degree::Preliminary),
    ("initial estimates", Degree::Preliminary),
    ("early reports", Degree::Preliminary),
    ("early indications", Degree::Preliminary),
    ("first reports", Degree::Preliminary),
    ("tentative", Degree::Preliminary),
    ("tentatively", Degree::Preliminary),
    ("at first sight", Degree::Preliminary),
    ("for now", Degree::Preliminary),
    ("unclear", Degree::Unknown),
    ("not clear", Degree::Unknown),
    ("not yet clear", Degree::Unknown),
    ("not known", Degree::Unknown),
    ("not yet known", Degree::Unknown),
    ("unknown", Degree::Unknown),
    ("unconfirmed", Degree::Unknown),
    ("undetermined", Degree::Unknown),
    ("not been confirmed", Degree::Unknown),
    ("not yet confirmed", Degree::Unknown),
    ("not confirmed", Degree::Unknown),
    ("could not confirm", Degree::Unknown),
    ("cannot confirm", Degree::Unknown),
    ("not been established", Degree::Unknown),
    ("no information", Degree::Unknown),
    ("could not say", Degree::Unknown),
    ("under investigation", Degree::Unknown),
    ("rumoured", Degree::Rumoured),
    ("rumored", Degree::Rumoured),
    ("allegedly", Degree::Alleged),
    ("alleged", Degree::Alleged),
    ("reportedly", Degree::Alleged),
    ("purportedly", Degree::Alleged),
    ("purported", Degree::Alleged),
    ("supposedly", Degree::Alleged),
    ("ostensibly", Degree::Alleged),
    ("so-called", Degree::Stated),
    ("unlikely", Degree::Doubted),
    ("doubtful", Degree::Doubted),
    ("hardly", Degree::Doubted),
    ("implausible", Degree::Doubted),
    ("if true", Degree::Doubted),
    ("probably", Degree::Probable),
    ("likely", Degree::Probable),
    ("presumably", Degree::Probable),
    ("apparently", Degree::Probable),
    ("evidently", Degree::Probable),
    ("in all likelihood", Degree::Probable),
    ("believed to", Degree::Probable),
    ("thought to", Degree::Probable),
    ("appears to", Degree::Probable),
    ("appear to", Degree::Probable),
    ("appeared to", Degree::Probable),
    ("seems to", Degree::Probable),
    ("seemed to", Degree::Probable),
    ("suspected of", Degree::Probable),
    ("possibly", Degree::Possible),
    ("perhaps", Degree::Possible),
    ("maybe", Degree::Possible),
    ("potentially", Degree::Possible),
    ("conceivably", Degree::Possible),
    ("cannot be ruled out", Degree::Possible),
    ("not ruled out", Degree::Possible),
    ("expected to", Degree::Expected),
    ("is expected", Degree::Expected),
    ("are expected", Degree::Expected),
    ("anticipated", Degree::Expected),
    ("forecast to", Degree::Expected),
    ("due in", Degree::Expected),
    ("due on", Degree::Expected),
    ("due at", Degree::Expected),
    ("due back", Degree::Expected),
    ("due to begin", Degree::Expected),
    ("scheduled to", Degree::Expected),
    ("poised to", Degree::Expected),
    ("set to", Degree::Expected),
    ("projected to", Degree::Expected),
    ("predicted to", Degree::Expected),
    ("foreseen", Degree::Expected),
    ("supposed to", Degree::Expected),
    ("been confirmed", Degree::Confirmed),
    ("is confirmed", Degree::Confirmed),
    ("was confirmed", Degree::Confirmed),
    ("are confirmed", Degree::Confirmed),
    ("were confirmed", Degree::Confirmed),
    ("officially confirmed", Degree::Confirmed),
    ("been verified", Degree::Confirmed),
];

/// The hedge that starts at token `i`, with its length in tokens.
fn hedge_at(text: &Text, i: usize) -> Option<(usize, Degree)> {
    let low = text.low(i);
    let mut best: Option<(usize, Degree)> = None;
    for (hedge, degree) in HEDGES {
        if !hedge.starts_with(low) {
            continue;
        }
        let mut words = hedge.split(' ');
        let length = words.clone().count();
        if words.by_ref().enumerate().all(|(n, w)| text.low(i + n) == w) && best.is_none_or(|b| b.0 < length) {
            best = Some((length, *degree));
        }
    }
    best
}

/// The certainty of what `found` reports, whose content has `verb` as its main verb.
pub fn certainty(text: &Text, found: &Found, verb: Option<&MainVerb>) -> Sounded {
    // "could not confirm which account is right" confirms nothing.
    let unconfirmed = found.certainty == Degree::Confirmed
        && found
            .cue
            .clone()
            .is_some_and(|c| c.into_iter().any(|i| matches!(text.low(i), "not" | "n't" | "never" | "yet")));
    if unconfirmed {
        return Sounded { degree: Degree::Unknown, words: found.cue.clone(), rule: "certainty-cue" };
    }
    let cue = Sounded {
        degree: found.certainty,
        words: found.cue.clone().filter(|_| found.certainty != Degree::Stated),
        rule: "certainty-cue",
    };
    // Doubt that the reporter casts is not lifted by what the source says.
    if matches!(found.certainty, Degree::Alleged | Degree::Doubted | Degree::Rumoured) {
        return cue;
    }
    if let Some(source) = &found.source
        && let Some((i, _)) = source
            .clone()
            .find_map(|i| matches!(text.low(i), "rumours" | "rumors" | "rumour" | "rumor").then_some((i, ())))
    {
        return Sounded { degree: Degree::Rumoured, words: Some(i..i + 1), rule: "certainty-source" };
    }
    // "revealed preliminary data indicating that": a hedge between the source and the content.
    if let (Some(cue_range), Some(first)) = (&found.cue, found.content.first()) {
        let lead = found.source.as_ref().map_or(cue_range.start, |s| s.end.min(cue_range.start))
            ..first.start.max(cue_range.end);
        if lead.len() < 20
            && let Some((i, n, degree)) = lead.clone().find_map(|i| hedge_at(text, i).map(|(n, d)| (i, n, d)))
            && matches!(degree, Degree::Preliminary | Degree::Unknown | Degree::Alleged)
        {
            return Sounded { degree, words: Some(i..i + n), rule: "certainty-lead" };
        }
    }
    let content = of_content(text, &found.content, verb);
    match content {
        Some(sounded) => sounded,
        None => cue,
    }
}

/// The certainty that the words of a content give by themselves, if any.
pub fn of_content(text: &Text, content: &[Range<usize>], verb: Option<&MainVerb>) -> Option<Sounded> {
    // Hedges count near the main verb: from the start of its clause to a few words behind it.
    let ranges: Vec<Range<usize>> = match verb {
        Some(v) => {
            let first = content.iter().find(|c| c.contains(&v.verb)).cloned().unwrap_or(v.clause..v.verb + 1);
            std::iter::once(first.start..(v.verb + 7).min(first.end)).collect()
        }
        None => content.iter().map(|c| c.start..c.end.min(c.start + 14)).collect(),
    };
    let mut hedges =
        ranges.into_iter().flatten().filter_map(|i| hedge_at(text, i).map(|(n, d)| (i, n, d))).filter(|(i, _, d)| {
            // "the unlikely winner", "alleged robber": an adjective before a noun inside a phrase hedges the noun, not the claim,
            // except where the claim is that noun.
            *d != Degree::Stated
                && !(matches!(text.tag(*i), Tag::Jj)
                    && text.tag(i + 1).is_noun()
                    && matches!(d, Degree::Doubted | Degree::Unknown | Degree::Alleged))
        });
    if let Some((i, n, degree)) = hedges.next() {
        // "has not been confirmed" is no confirmation.
        let negated = degree == Degree::Confirmed && verb.is_some_and(|v| v.negation.is_some());
        let degree = if negated { Degree::Unknown } else { degree };
        return Some(Sounded { degree, words: Some(i..i + n), rule: "certainty-hedge" });
    }
    let verb = verb?;
    let modal = verb.tokens.clone().find(|i| text.tag(*i) == Tag::Md);
    match verb.tense {
        Tense::Possible if modal.is_some_and(|m| matches!(text.low(m), "may" | "might" | "could")) => {
            // "could not see" is past ability, "could hear" too where the verb is one of sensing.
            let ability = modal.is_some_and(|m| text.low(m) == "could")
                && (verb.negation.is_some()
                    || matches!(text.low(verb.verb), "hear" | "see" | "feel" | "smell" | "remember"));
            (!ability).then(|| Sounded {
                degree: Degree::Possible,
                words: modal.map(|m| m..m + 1),
                rule: "certainty-modal",
            })
        }
        Tense::Future => {
            // A conditional is no forecast: "it would be wrong".
            let conditional =
                modal.is_some_and(|m| matches!(text.low(m), "would" | "'d")) && text.low(verb.verb) == "be";
            (!conditional).then(|| Sounded {
                degree: Degree::Expected,
                words: modal.map(|m| m..m + 1),
                rule: "certainty-future",
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use crate::attribution::attributions;
    use crate::clause::main_verb;
    use crate::text::Text;

    fn sounds(words: &str) -> String {
        let text = Text::plain(words);
        let found = attributions(&text);
        let Some(first) = found.first() else { return "no attribution".to_owned() };
        let verb = first.content.iter().find_map(|c| main_verb(&text, c.clone()));
        let sounded = super::certainty(&text, first, verb.as_ref());
        format!("{:?} {:?}", sounded.degree, sounded.words.map_or("-", |w| text.words(w)))
    }

    #[test]
    fn hedges_in_what_is_said_weigh_more_than_the_cue() {
        assert_snapshot!(sounds("Police said the driver had probably fallen asleep."), @r#"Probable "probably""#);
        assert_snapshot!(sounds("The ministry said the bridge may reopen."), @r#"Possible "may""#);
        assert_snapshot!(sounds("The ministry confirmed that the bridge may reopen."), @r#"Possible "may""#);
        assert_snapshot!(sounds("The mayor said the cause was not yet known."), @r#"Unknown "not yet known""#);
        assert_snapshot!(sounds("The mayor could not confirm that the bridge was closed."), @r#"Unknown "could not confirm""#);
        assert_snapshot!(sounds("The mayor said that soldiers allegedly deserted."), @r#"Alleged "allegedly""#);
    }

    #[test]
    fn the_cue_decides_where_nothing_hedges() {
        assert_snapshot!(sounds("The mayor said that the bridge was closed."), @r#"Stated "-""#);
        assert_snapshot!(sounds("The mayor confirmed that the bridge was closed."), @r#"Confirmed "confirmed""#);
        assert_snapshot!(sounds("The mayor believes that the bridge was closed."), @r#"Probable "believes""#);
    }

    #[test]
    fn doubt_cast_by_the_reporter_stays() {
        assert_snapshot!(sounds("The mayor claimed that the bridge would probably open."), @r#"Alleged "claimed""#);
        assert_snapshot!(sounds("The mayor accused the company of neglect."), @r#"Alleged "accused""#);
    }

    #[test]
    fn a_hedge_between_source_and_content() {
        assert_snapshot!(sounds("According to preliminary data, two people died."), @r#"Preliminary "preliminary""#);
        assert_snapshot!(sounds("The mayor cited preliminary figures showing that two people died."), @r#"Preliminary "preliminary""#);
    }

    #[test]
    fn past_ability_is_no_doubt() {
        assert_snapshot!(sounds("She said she could not see the bridge."), @r#"Stated "-""#);
        assert_snapshot!(sounds("She said that the unlikely winner had left."), @r#"Stated "-""#);
    }
}
