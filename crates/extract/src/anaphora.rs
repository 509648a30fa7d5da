//! Words that point back: "This was reported by the police", "The governor announced this on Telegram".
//!
//! ```text
//! Two bridges were closed. This was announced by the governor.
//! source the governor   cue was announced by   content Two bridges were closed
//! ```
//!
//! Translated news tells much of what it tells this way. What "this" stands for is the sentence before, or what somebody
//! says in it, and without it would be the outlet's own. The corpora mark "this" as the content, so that attributions keep
//! it and claims do not. What is denied, asked or still to be said is left alone.

use std::collections::HashMap;
use std::ops::Range;

use claims::{BlockKind, Form};

use crate::attribution::{
    Found, drop_empty, found_by, in_order, is_time_word, is_voice, name_behind, sentence_body, subject_after,
};
use crate::text::{Tag, Text};
use crate::unlearnt::declines;

/// Stems of verbs that say again what "this" points at; to dispute it says something else.
const TELLS: [&str; 24] = [
    "report",
    "announc",
    "stat",
    "said",
    "say",
    "admit",
    "confirm",
    "acknowledg",
    "disclos",
    "reveal",
    "noted",
    "notes",
    "declar",
    "claim",
    "told",
    "tells",
    "emphas",
    "stress",
    "underlin",
    "inform",
    "mention",
    "clarif",
    "specif",
    "wrote",
];

/// How far behind the verb who says it may stand: "was admitted for the first time by".
const REACH: usize = 9;

/// Gives those who are said to have said "this" the words that it stands for.
pub fn point_back(text: &Text, found: &mut Vec<Found>) {
    // What somebody says in each sentence, by the first attribution with a cue there.
    let mut says: HashMap<usize, Vec<Range<usize>>> = HashMap::new();
    let reports = |f: &&Found| f.parent.is_none() && f.source.is_some() && f.head.is_some_and(|h| tells(text, h));
    for f in found.iter().filter(reports) {
        if let Some(cue) = &f.cue {
            let here = text.sentence_at(cue.start);
            let within = |c: &&Range<usize>| text.sentence_at(c.start) == here;
            says.entry(here).or_insert_with(|| f.content.iter().filter(within).cloned().collect());
        }
    }
    let meant = |here: usize| {
        let before = before(text, here)?;
        let said = says.get(&before).filter(|said| said.iter().any(|c| c.len() > 2));
        Some((before, said.cloned().unwrap_or_else(|| vec![sentence_body(text, &text.sentences[before].tokens)])))
    };
    // Sentences that somebody turns out to have said, and those that say so.
    let mut said = vec![false; text.sentences.len()];
    let mut cued = vec![false; text.sentences.len()];
    for f in found.iter_mut() {
        let Some(cue) = f.cue.clone().filter(|c| !text.quoted(c.start)) else { continue };
        let here = text.sentence_at(cue.start);
        let this = f.content.first().is_some_and(|one| points(text, one) && text.sentence_at(one.start) == here);
        let by = if this { by_whom(text, here) } else { None };
        cued[here] = true;
        if !this || f.parent.is_some() || f.content.len() > 1 && by.is_none() {
            continue;
        }
        let Some((before, content)) = meant(here) else { continue };
        // "This was confirmed to the Post by two officials": it is they who say so.
        let by = by.filter(|by| by.cue.as_ref().is_some_and(|c| c.start < cue.end && cue.start < c.end));
        match by {
            Some(by) => {
                let other = |s: &Range<usize>| by.source.as_ref().is_none_or(|b| b.end <= s.start || s.end <= b.start);
                let addressee = f.source.take().filter(other);
                (f.source, f.cue, f.head) = (by.source.clone(), by.cue.clone(), by.head);
                f.addressee = f.addressee.take().or(addressee);
            }
            None if tells_so(text, f, &cue) => {}
            None => continue,
        }
        said[before] = true;
        f.content = content;
    }
    let mut more = Vec::new();
    for here in (0..text.sentences.len()).filter(|s| !cued[*s]) {
        if let Some(one) = by_whom(text, here)
            && let Some((before, content)) = meant(here)
        {
            (said[before], said[here]) = (true, true);
            more.push(Found { content, ..one });
        }
    }
    // Neither the sentence nor its "this was said by" is the outlet's any more.
    let own = |f: &Found| f.cue.is_none() && matches!(f.form, Form::OwnVoice | Form::Continued);
    for f in found.iter_mut().filter(|f| own(f)) {
        f.content.retain(|c| !said[text.sentence_at(c.start)]);
    }
    drop_empty(found);
    found.extend(more);
    in_order(found);
}

/// The sentence before sentence `here`, where both are running text and it tells something.
fn before(text: &Text, here: usize) -> Option<usize> {
    let before = here.checked_sub(1)?;
    let runs = |s: usize| matches!(text.blocks[text.sentences[s].block].kind, BlockKind::Paragraph | BlockKind::List);
    let tokens = &text.sentences[before].tokens;
    let body = sentence_body(text, tokens);
    let tells = body.len() > 2 && body.clone().any(|i| text.tag(i).is_verb());
    let asks = tokens.end > tokens.start && text.word(tokens.end - 1) == "?";
    (runs(here) && runs(before) && tells && !asks).then_some(before)
}

/// Whether `words` are a "this" that stands alone, "this information", or the "so" of "said so".
fn points(text: &Text, words: &Range<usize>) -> bool {
    let first = words.start;
    // "announced this on Friday".
    let adjunct = words.len() > 1 && text.tag(first + 1) == Tag::In && !words.clone().any(|i| text.tag(i).is_verb());
    match if adjunct { 1 } else { words.len() } {
        1 if text.low(first) == "so" => first > 0 && tells(text, first - 1),
        1 => {
            matches!(text.low(first), "this" | "that")
                && !text.tag(first + 1).is_noun()
                && !text.tag(first + 1).is_adjective()
        }
        // "About this stated the mayor", in translated English.
        2 if text.low(first) == "about" => {
            matches!(text.low(first + 1), "this" | "it") && !text.tag(first + 2).is_noun()
        }
        2 => {
            matches!(text.low(first), "this" | "that" | "the" | "such")
                && matches!(text.low(first + 1), "information" | "news" | "fact")
        }
        _ => false,
    }
}

fn tells(text: &Text, i: usize) -> bool {
    (text.tag(i).is_verb() || text.tag(i) == Tag::Nns) && TELLS.iter().any(|stem| text.low(i).starts_with(stem))
}

/// Whether somebody did say it: not "Neither side has confirmed this", "will announce this", "if the court confirms this".
fn tells_so(text: &Text, f: &Found, cue: &Range<usize>) -> bool {
    let Some(source) = &f.source else { return false };
    let nobody =
        matches!(text.low(source.start), "neither" | "nobody" | "none" | "no" | "nothing" | "anyone" | "anybody");
    // "was confirmed by telephone"
    let means = source.start >= cue.end && !is_voice(text, source.clone());
    let clause = text.sentence(cue.start).start..cue.end;
    let open = |i: usize| {
        declines(text, i)
            || matches!(text.low(i), "if" | "whether" | "unless" | "until" | "yet" | "nor")
            || text.tag(i) == Tag::Md
    };
    cue.clone().any(|i| tells(text, i)) && !nobody && !means && !clause.rev().take(REACH).any(open)
}

/// "This was admitted for the first time by the president": who is said to have said it, without what, if sentence `here` is such a line.
fn by_whom(text: &Text, here: usize) -> Option<Found> {
    let body = sentence_body(text, &text.sentences[here].tokens);
    let auxiliary = |i: usize| matches!(text.low(i), "was" | "is" | "has" | "had" | "been" | "were" | "being");
    let first = (1..3).map(|n| body.start + n).find(|i| auxiliary(*i))?;
    if body.len() < 4 || text.quoted(body.start) || !points(text, &(body.start..first)) {
        return None;
    }
    let verb = (first + 1..body.end.min(first + 5)).find(|i| !auxiliary(*i) && !text.tag(*i).is_adverb())?;
    if !tells(text, verb) || (first..verb).any(|i| declines(text, i)) {
        return None;
    }
    let goes_on = |i: &usize| {
        let tag = text.tag(*i);
        let other = tag.is_verb() || tag == Tag::To && text.tag(i + 1).is_verb();
        !other && !matches!(text.word(*i), "," | ";" | ":" | "“" | "\"")
    };
    let by = (verb + 1..body.end.min(verb + REACH)).take_while(goes_on).find(|i| text.low(*i) == "by")?;
    let mut source = subject_after(text, by + 1, body.end)?;
    // "by Monday", "by telephone", "by the fact".
    if is_time_word(text.low(source.start)) || !is_voice(text, source.clone()) {
        return None;
    }
    // "the governor, Ana Ruiz": the name behind the comma belongs to the office.
    let closes = |end: &usize| *end == body.end || matches!(text.word(*end), "," | "(" | "." | "—" | "–");
    if let Some(end) = name_behind(text, &source, body.end).filter(closes) {
        source.end = end;
    }
    Some(found_by("this-was", verb, Some(source), first..by + 1, Vec::new()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::{Reader, read};

    /// Source, cue and content of all that the rules find in `words`, pointed back.
    fn told(words: &str) -> Vec<(String, String, String)> {
        let text = Text::plain(words);
        let mut found = read(&text, Reader::Rules).found;
        point_back(&text, &mut found);
        let words = |r: &Option<Range<usize>>| r.clone().map_or(String::new(), |r| text.words(r).to_owned());
        let of = |f: &Found| {
            let content: Vec<&str> = f.content.iter().map(|c| text.words(c.clone())).collect();
            (words(&f.source), words(&f.cue), content.join(" … "))
        };
        found.iter().map(of).collect()
    }

    #[test]
    fn this_is_the_sentence_before() {
        let told = told(
            "It rained. Two bridges were closed. This was announced for the first time by the governor, Ana Ruiz.",
        );
        let [(source, cue, content)] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!(source, "the governor, Ana Ruiz");
        assert_eq!(cue, "was announced for the first time by");
        assert_eq!(content, "Two bridges were closed");
    }

    #[test]
    fn who_announces_this_announces_what_was_told_before() {
        let said = told("Two bridges were closed. The governor announced this on Friday.");
        assert!(said.iter().any(|(s, _, c)| s == "The governor" && c == "Two bridges were closed"), "{said:?}");
        let said = told("The mayor said that two bridges were closed. This was confirmed to the Post by the governor.");
        let confirmed = said.iter().find(|(s, ..)| s == "the governor").unwrap_or_else(|| panic!("{said:?}"));
        assert_eq!(confirmed.2, "that two bridges were closed");
    }

    #[test]
    fn about_this_is_the_sentence_before() {
        let points = |words: &str| {
            let text = Text::plain(words);
            points(&text, &(0..2))
        };
        assert!(points("About this stated the governor."));
        assert!(!points("About this bridge the governor spoke."));
    }

    #[test]
    fn what_nobody_said_stays_unsaid() {
        for words in [
            "Two bridges were closed. This has not been confirmed by the ministry.",
            "Two bridges were closed. Neither side has confirmed this.",
            "Two bridges were closed. The mayor will announce this on Friday.",
            "Is the bridge safe? The mayor confirmed this.",
            "Two bridges were closed. This was confirmed by telephone.",
            "Two bridges were closed. This is said to be backed by Russia.",
            "Two bridges were closed. This report was written by the staff.",
            "…\nThis was confirmed by the mayor.",
        ] {
            let said = told(words);
            assert!(
                said.iter().all(|(_, _, c)| c != "Two bridges were closed" && c != "Is the bridge safe"),
                "{said:?}"
            );
        }
    }
}
