//! What stands beside an attribution, and the trained reader leaves alone:
//!
//! | id | finds | catches |
//! | --- | --- | --- |
//! | `gapped` | a second voice that shares the verb | The ministry spoke of nine dead, and the army, which counts, of “three”. |
//! | `worded` | a quotation brought by "with the words" | The senator shared the video with the words “Heads must roll”. |
//! | `opinion` | why somebody is of a mind, behind a colon | Ruiz is outraged: we are treated like spies. |
//! | `denied-behind` | who denies what the sentence says before the comma | She had been dismissed, the ministry said, which she denies. |
//! | `half-quoted` | more of the same speaker, known by a few quoted words | Ruiz denied it. Whoever said so was “playing with fire in a barn”. |
//!
//! What the reader ends too early or gives to the wrong half of its sentence is set right as well: a poll speaks for those it asked.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use claims::{BlockKind, Form};

use super::phrase::head_noun;
use super::rules::one;
use super::trained::{in_order, inside};
use super::{
    CueKind, Found, drop_empty, found_by, insert, is_time_word, phrase_forward, sentence_body, subject_after,
    subject_before,
};
use crate::text::{Tag, Text};

/// Whether `content` is the "it otherwise" of "Her neighbour remembers it otherwise", the "it more bluntly" of "She put it more bluntly", or
/// the "a different story" of "The log tells a different story": how, only what follows says.
pub fn tells_how(text: &Text, content: &Range<usize>) -> bool {
    let story = matches!(text.low(content.end - 1), "story" | "tale" | "picture");
    if story && content.len() < 6 && matches!(text.low(content.start), "a" | "another") {
        return true;
    }
    // "tells the story differently": that there is another, and not what.
    let named = |i: usize| matches!(text.low(i), "story" | "tale" | "matter" | "events");
    let otherwise = |i: usize| matches!(text.low(i), "differently" | "otherwise");
    if content.len() == 3 && text.low(content.start) == "the" && named(content.start + 1) && otherwise(content.end - 1)
    {
        return true;
    }
    // "gave a slightly different number", "has other figures", "a third account".
    let given = matches!(
        text.low(content.end - 1),
        "number"
            | "numbers"
            | "figure"
            | "figures"
            | "version"
            | "account"
            | "accounts"
            | "explanation"
            | "reading"
            | "tally"
            | "toll"
            | "view"
    );
    let differs = |i: usize| matches!(text.low(i), "another" | "other" | "different" | "differing" | "conflicting");
    let further = |i: usize| matches!(text.low(i), "second" | "third" | "fourth" | "rival" | "contrary");
    let one = matches!(text.low(content.start), "a" | "an" | "yet");
    if given && content.len() < 6 && content.clone().any(|i| differs(i) || one && further(i)) {
        return true;
    }
    let manner = content.clone().skip(1).all(|i| {
        let low = text.low(i);
        let degree =
            matches!(low, "more" | "less" | "even" | "rather" | "somewhat" | "quite" | "very" | "too" | "so" | "still");
        let way = matches!(
            low,
            "this" | "that" | "way" | "another" | "in" | "other" | "words" | "plain" | "blunt" | "bluntest"
        );
        degree || way || low.len() > 4 && low.ends_with("ly") || low == "otherwise"
    });
    manner && (2..6).contains(&content.len()) && text.low(content.start) == "it"
}

/// Adds to `found`, in reading order, what stands beside those that are there.
pub fn beside(text: &Text, found: &mut Vec<Found>) {
    polled(text, found);
    measured(text, found);
    fronted(text, found);
    due(text, found);
    said_twice(text, found);
    resumed(text, found);
    quoted_at_the_end(text, found);
    behind_marks(text, found);
    in_order(found);
    let worded = worded(text, found);
    insert(found, worded);
    let gapped = gapped(text, found);
    insert(found, gapped);
    let opinions = opinions(text, found);
    insert(found, opinions);
    let surveys = surveyed(text, found);
    insert(found, surveys);
    let going_on = goes_on(text, found);
    insert(found, going_on);
    let denied = denied_behind(text, found);
    insert(found, denied);
    let denied = called_and_denied(text, found);
    insert(found, denied);
}

/// "Ruiz said her party has backed the idea, and said it was late": the same verb again is said by the same voice, not by the party.
fn said_twice(text: &Text, found: &mut [Found]) {
    const BACK: usize = 4;
    for n in 1..found.len() {
        let (Some(cue), Some(source)) = (found[n].cue.clone(), found[n].source.clone()) else { continue };
        let joined = matches!(text.low(cue.start), "said" | "says")
            && cue.start > 1
            && matches!(text.low(cue.start - 1), "and" | "but")
            && !text.quoted(cue.start);
        let sentence = text.sentence(cue.start);
        let first = (n.saturating_sub(BACK)..n).rev().find(|m| {
            let own = &found[*m];
            let Some(before) = own.cue.as_ref().filter(|c| own.source.is_some() && sentence.contains(&c.start)) else {
                return false;
            };
            before.len() == 1
                && cue.len() == 1
                && text.low(before.start) == text.low(cue.start)
                && text.tag(cue.start).is_finite()
                && source.start >= before.end
                && source.end < cue.start - 1
                && !text.quoted(before.start)
        });
        let Some(first) = first.filter(|_| joined) else { continue };
        let mut end = cue.start - 1;
        end -= usize::from(text.word(end - 1) == ",");
        found[n].source = found[first].source.clone();
        found[n].shared = true;
        found[n].parent = found[first].parent;
        found[first].content.iter_mut().for_each(|c| c.end = c.end.min(end));
        found[first].content.retain(|c| c.start < c.end);
    }
}

/// `The president took the news “with calm”, her spokesman said`: a quotation that ends a clause is not all that is said.
fn quoted_at_the_end(text: &Text, found: &mut [Found]) {
    for n in 0..found.len() {
        let f = &found[n];
        let (Some(source), Some(cue), [quoted]) = (&f.source, &f.cue, f.content.as_slice()) else { continue };
        let sentence = text.sentence(quoted.start);
        let behind = quoted.end <= cue.start.min(source.start) && sentence.contains(&cue.start) && f.parent.is_none();
        let word = |i: usize| text.word(i).chars().all(char::is_alphanumeric);
        let goes_before = quoted.start > sentence.start + 2 && word(quoted.start - 1) && !text.quoted(quoted.start - 1);
        if !behind || !goes_before || !quoted.clone().all(|i| text.quoted(i)) {
            continue;
        }
        let end = quoted.end;
        let mark = (sentence.start..quoted.start).rev().find(|i| matches!(text.word(*i), ";" | ":" | "—" | "–"));
        let start = mark.map_or(sentence.start, |i| i + 1);
        let start = start + usize::from(matches!(text.low(start), "but" | "and"));
        // "Asked about “the list”, he said": what comes before has a verb of its own.
        let clause = (start..quoted.start).any(|i| text.tag(i).is_finite());
        let subordinate =
            matches!(text.tag(start), Tag::In | Tag::Wrb | Tag::Vbg | Tag::Vbn | Tag::Vbd | Tag::To | Tag::Wp);
        if !clause || subordinate || (start..quoted.start).any(|i| text.quoted(i)) {
            continue;
        }
        found[n].content = one(start..end);
        found[n].form = Form::Mixed;
        let within = |f: &Found| f.cue.as_ref().is_some_and(|c| (start..end).contains(&c.start));
        for m in (n.saturating_sub(6)..found.len().min(n + 6)).filter(|m| *m != n) {
            if found[m].parent.is_none() && within(&found[m]) && !inside(found, n, m) {
                found[m].parent = Some(n);
            }
        }
    }
}

/// "In a survey for the bank, 58 per cent of those asked expected": it is the survey that says what they expect.
fn polled(text: &Text, found: &mut [Found]) {
    // "The survey found that 58 per cent of those asked want": there it speaks already.
    let speaking: HashSet<usize> = found.iter().filter_map(|f| f.source.clone()).flatten().collect();
    for f in found.iter_mut() {
        let (Some(mut source), Some(cue)) = (f.source.clone(), f.cue.clone()) else { continue };
        if matches!(text.low(source.start), "per" | "percent" | "%") && source.start > 0 {
            source.start -= 1;
        }
        let number = |i: usize| text.tag(i) == Tag::Cd;
        let of_hundred = (source.start + 1..source.end.min(source.start + 3))
            .any(|i| matches!(text.low(i), "per" | "percent" | "%"));
        let three_in_ten = text.low(source.start + 1) == "in" && number(source.start + 2);
        let share = number(source.start) && (of_hundred || three_in_ten);
        let asked = source.clone().any(|i| {
            matches!(
                text.low(i),
                "those" | "respondents" | "voters" | "polled" | "surveyed" | "asked" | "people" | "adults"
            )
        });
        let first = text.sentence(source.start).start;
        // "In a poll of 800 voters by Nova, 58 per cent backed the bill".
        let fronted = in_a_poll(text, first).is_some_and(|phrase| phrase.end <= source.start);
        if !share || !(asked || fronted) || source.start >= cue.start {
            continue;
        }
        let is_poll = |i: &usize| matches!(text.low(*i), "survey" | "poll" | "study");
        let Some(head) = (first..source.start).rev().find(is_poll).filter(|h| !speaking.contains(h)) else { continue };
        let describes = |i: usize| text.tag(i).is_noun() || text.tag(i).is_adjective() || text.tag(i) == Tag::Dt;
        let start = (first..head).rev().take_while(|i| describes(*i)).last().unwrap_or(head);
        let Some(end) = phrase_forward(text, start, source.start) else { continue };
        let last = f.content.last().map_or(cue.end, |c| c.end).max(cue.end);
        f.source = Some(start..end);
        f.cue =
            start.checked_sub(1).filter(|i| *i >= first && matches!(text.tag(*i), Tag::In | Tag::To)).map(|i| i..i + 1);
        f.content = one(source.start..last);
        f.head = None;
    }
}

/// "a crowd that police estimated at 2,000", "a crowd estimated by police at 2,000": what the figure is of stands before who gives it.
fn measured(text: &Text, found: &mut [Found]) {
    for f in found.iter_mut() {
        let (Some(source), Some(cue)) = (&f.source, &f.cue) else { continue };
        let gives = |i: usize| {
            matches!(
                text.low(i),
                "estimated" | "estimate" | "estimates" | "put" | "puts" | "valued" | "priced" | "reckoned"
            )
        };
        let Some(verb) = cue.clone().find(|i| gives(*i)).filter(|v| !text.quoted(*v)) else { continue };
        let sentence = text.sentence(verb);
        let behind = verb + 1..sentence.end.min(source.end.max(verb) + 2);
        let Some(at) = behind.clone().find(|i| text.low(*i) == "at").filter(|at| *at >= cue.end.min(source.end)) else {
            continue;
        };
        let of = f
            .content
            .iter()
            .all(|c| c.start == at || c.end == c.start + 1 && matches!(text.low(c.start), "that" | "which"));
        let number = (at + 1..sentence.end.min(at + 6)).find(|i| text.tag(*i) == Tag::Cd);
        let relative = source.end <= verb && source.start > sentence.start + 1;
        let thing_end = if relative { source.start } else { cue.start };
        let linked = matches!(text.low(thing_end.wrapping_sub(1)), "that" | "which");
        let by = !relative && text.low(source.start.wrapping_sub(1)) == "by" && text.tag(verb) != Tag::Vbz;
        if !of || number.is_none() || !(relative && linked || by) {
            continue;
        }
        let end = thing_end - usize::from(linked);
        let end = end - usize::from(end > sentence.start && text.word(end - 1) == ",");
        let Some(thing) = subject_before(text, sentence.start, end).filter(|t| t.end == end) else { continue };
        let Some(last) = phrase_forward(text, at + 1, sentence.end) else { continue };
        f.content = vec![thing.start..thing_end, at..last];
    }
}

/// "As a result of the shelling three people died, reported the mayor": what is told begins with its sentence, of which nobody else says
/// anything.
fn fronted(text: &Text, found: &mut [Found]) {
    let voiced = voiced(text, &*found);
    for f in found.iter_mut().filter(|f| f.parent.is_none()) {
        let (Some(source), Some(cue), Some(first)) = (&f.source, &f.cue, f.content.first().cloned()) else { continue };
        let start = sentence_body(text, &text.sentence(first.start)).start;
        let ahead = start..first.start;
        let behind = source.start.min(cue.start) >= first.end && text.sentence_at(cue.start) == text.sentence_at(start);
        let adverbial = (3..20).contains(&ahead.len()) && text.tag(start) == Tag::In && text.low(start) != "according";
        let plain = |i: usize| {
            !voiced[i]
                && !text.quoted(i)
                && !text.tag(i).is_finite()
                && text.tag(i) != Tag::Md
                && (text.word(i) == "," || text.word(i).chars().any(char::is_alphanumeric))
        };
        // "In Riga, “it is late”, she said": a quotation stands for itself.
        if behind && adverbial && !text.quoted(first.start) && ahead.clone().all(plain) {
            f.content[0].start = start;
        }
    }
}

/// "promised filters by the end of the week": by when somebody promises it is of what he promises.
fn due(text: &Text, found: &mut [Found]) {
    let voiced = voiced(text, found.iter().filter(|f| f.parent.is_none() && f.cue.is_some()));
    for f in found.iter_mut() {
        let (Some(cue), [only]) = (&f.cue, f.content.as_slice()) else { continue };
        let promises =
            cue.clone().any(|i| ["promis", "pledg", "vow", "demand"].iter().any(|stem| text.low(i).starts_with(stem)));
        let thing = only.start >= cue.end && !only.clone().any(|i| text.tag(i).is_finite() || text.tag(i) == Tag::To);
        let by = only.end;
        let end = text.sentence(cue.start).end;
        if !promises || !thing || by + 1 >= end || !matches!(text.low(by), "by" | "before" | "within") {
            continue;
        }
        let Some(last) = phrase_forward(text, by + 1, end) else { continue };
        let time = (by + 1..last).any(|i| {
            is_time_word(text.low(i))
                || matches!(
                    text.low(i),
                    "end"
                        | "week"
                        | "weeks"
                        | "month"
                        | "months"
                        | "year"
                        | "years"
                        | "days"
                        | "hours"
                        | "noon"
                        | "midnight"
                )
        });
        // Nobody else's words stand there.
        let free = (by..last).all(|i| !voiced[i] || f.parent.is_some());
        if time && free {
            f.content[0].end = last;
        }
    }
}

/// The "a survey of 60 managers" of a sentence that starts with "In" at token `first` and goes on behind a comma.
fn in_a_poll(text: &Text, first: usize) -> Option<Range<usize>> {
    const FAR: usize = 4;
    const LONG: usize = 24;
    let end = text.sentence(first).end;
    let opens = text.low(first) == "in" && matches!(text.tag(first + 1), Tag::Dt | Tag::PrpS);
    let head = (first + 2..end.min(first + 2 + FAR))
        .take_while(|i| text.tag(*i).is_noun() || text.tag(*i).is_adjective())
        .find(|i| matches!(text.low(*i), "survey" | "poll"))?;
    let comma = (head + 1..end.min(head + LONG)).find(|i| text.word(*i) == ",")?;
    let phrase = phrase_forward(text, first + 1, comma).filter(|end| opens && *end > head)?;
    Some(first + 1..phrase)
}

/// "In a survey that Nova published, 58 per cent had sold": it is the survey that says so, where nobody else is heard.
fn surveyed(text: &Text, found: &mut Vec<Found>) -> Vec<Found> {
    const FAR: usize = 3;
    let voiced = voiced(text, found.iter().filter(|f| f.form != Form::Continued));
    let mut theirs = vec![false; text.len()];
    let mut more = Vec::new();
    for sentence in text.sentences.iter().filter(|s| text.blocks[s.block].kind == BlockKind::Paragraph) {
        let body = sentence_body(text, &sentence.tokens);
        let Some(poll) = in_a_poll(text, body.start).filter(|_| body.clone().all(|i| !voiced[i])) else { continue };
        let Some(comma) = (poll.end..body.end).find(|i| text.word(*i) == ",") else { continue };
        let number = (comma + 1..body.end.min(comma + 1 + FAR)).any(|i| text.tag(i) == Tag::Cd);
        // "In a poll on Monday, nine members voted to strike" is a vote.
        let share = number
            && (comma + 1..body.end.min(comma + 8)).any(|i| {
                matches!(text.low(i), "percent" | "%" | "asked" | "polled" | "surveyed" | "respondents")
                    || text.low(i) == "per" && matches!(text.low(i + 1), "cent" | "cents")
            });
        let rest = comma + 1..body.end;
        if share && rest.clone().any(|i| text.tag(i).is_finite()) {
            theirs[body.clone()].fill(true);
            more.push(found_by("polled", body.start, Some(poll), body.start..body.start + 1, one(rest)));
        }
    }
    give(found, &theirs);
    more
}

/// Whether a verb has a clause for what is said, and no thing.
fn is_saying(low: &str) -> bool {
    matches!(
        low,
        "say"
            | "says"
            | "said"
            | "believe"
            | "believes"
            | "believed"
            | "think"
            | "thinks"
            | "thought"
            | "insist"
            | "insists"
            | "insisted"
    )
}

/// "asked for compensation at market price and not, as the law provides, at 60 per cent of it", "said that it was ready and had asked for
/// the findings": a content that the reader ends at a joint, and that goes on behind it.
fn resumed(text: &Text, found: &mut Vec<Found>) {
    const FAR: usize = 10;
    // What the outlet does not say itself.
    let mut taken: Vec<Range<usize>> = Vec::new();
    for n in 0..found.len() {
        let Some(last) = found[n].content.last().cloned().filter(|c| !text.quoted(c.end - 1)) else { continue };
        let end = sentence_body(text, &text.sentence(last.start)).end;
        // "doubts that: at night the gate is shut".
        let pointed = matches!(text.low(last.start), "it" | "this" | "that")
            && text.word(last.start + 1) == ":"
            && last.len() > 4
            && found[n].cue.as_ref().is_some_and(|c| c.end == last.start && is_dispute(text.low(c.start)));
        if pointed {
            found[n].content = one(last.start + 2..last.end);
            continue;
        }
        // "tells it differently: an inspector rang twice".
        if tells_how(text, &last) && text.word(last.end) == ":" && last.end + 3 < end {
            found[n].content = one(last.end + 1..end);
            continue;
        }
        // "WHO say Iodine deficiency | is the world's most prevalent cause": what is said is no thing.
        let subject = found[n].content.len() == 1
            && found[n].cue.as_ref().is_some_and(|c| c.end == last.start && is_saying(text.low(c.end - 1)))
            && text.tag(last.end).is_finite()
            && last.clone().all(|i| !text.tag(i).is_verb() && !text.quoted(i));
        if subject {
            let next = found.get(n + 1).and_then(|f| f.cue.as_ref().or(f.content.first())).map_or(end, |r| r.start);
            if next < last.end || next >= end {
                found[n].content = one(last.start..end);
            }
            continue;
        }
        // "By his reckoning nine died, and more may have run away": what is said first holds for all of the sentence.
        let rest = last.end + 1..end;
        let fronted = found[n].parent.is_none()
            && text.tag(text.sentence(last.start).start) == Tag::In
            && found[n]
                .cue
                .iter()
                .chain(&found[n].source)
                .all(|r| r.end <= last.start && r.start < text.sentence(last.start).start + 4)
            && text.word(last.end) == ","
            && matches!(text.low(rest.start), "and" | "but")
            && found[n].cue.as_ref().is_some_and(|c| !c.clone().any(|i| text.tag(i).is_finite()));
        if fronted
            && rest.len() > 4
            && rest.clone().any(|i| text.tag(i).is_finite())
            && rest.clone().all(|i| !text.quoted(i))
            && !is_known(text, &rest)
        {
            let near = found[n + 1..].iter().take(4);
            let next = near.filter(|f| f.form != Form::OwnVoice).find_map(|f| f.cue.as_ref().or(f.content.first()));
            if next.is_none_or(|r| r.start >= end) {
                found[n].content.last_mut().into_iter().for_each(|c| c.end = end);
                taken.push(rest);
                continue;
            }
        }
        let open = matches!(text.low(last.end - 1), "not" | "and" | "or" | "but" | "that" | "only");
        if open && text.word(last.end) == "," && text.low(last.end + 1) == "as" {
            let close = (last.end + 2..end.min(last.end + FAR)).find(|i| text.word(*i) == ",");
            let own = found[n].source.iter().chain(&found[n].cue).all(|r| r.end <= last.start);
            let next = found.get(n + 1).and_then(|f| f.cue.as_ref().or(f.content.first())).map_or(end, |r| r.start);
            let alone = next <= last.start || next >= end;
            let grown = close.filter(|c| c + 1 < end && own && alone);
            found[n].content.last_mut().into_iter().for_each(|c| c.end = grown.map_or(c.end, |_| end));
            continue;
        }
        let Some(next) = found.get(n + 1) else { continue };
        let (Some(cue), Some(own)) = (&next.cue, &found[n].cue) else { continue };
        let joins = matches!(text.low(last.end), "and" | "but") && cue.start == last.end + 1;
        let clause = last.clone().any(|i| text.tag(i).is_finite());
        // A verb one tense back goes with the clause, not with who says it.
        let back = text.low(cue.start) == "had" && text.low(own.start) != "had";
        let to = next.content.last().map_or(cue.end, |c| c.end).min(end);
        let same = next.source.is_some() && next.source == found[n].source;
        if joins && clause && back && same && to > last.end && !inside(found, n, n + 1) {
            found[n].content.last_mut().into_iter().for_each(|c| c.end = to);
            found[n + 1].parent = Some(n);
        }
    }
    if !taken.is_empty() {
        let mut theirs = vec![false; text.len()];
        taken.into_iter().for_each(|r| theirs[r].fill(true));
        give(found, &theirs);
    }
}

/// "He had been short of money, she admitted; he owed her 4,000 euros", "Ruiz disputes the figure: six went home": what nobody else says
/// behind a mark, in a sentence in which somebody speaks before it.
fn behind_marks(text: &Text, found: &mut Vec<Found>) {
    const FAR: usize = 10;
    let mut voiced = voiced(text, found.iter().filter(|f| !refused_before(text, f)));
    let mut theirs = vec![false; text.len()];
    for f in found.iter_mut().filter(|f| f.parent.is_none()) {
        if let Some(front) = before_colon(text, f).filter(|front| front.clone().all(|i| !voiced[i])) {
            theirs[front.clone()].fill(true);
            voiced[front.clone()].fill(true);
            f.content.insert(0, front);
            continue;
        }
        let (Some(cue), Some(source), Some(last)) = (&f.cue, &f.source, f.content.last()) else { continue };
        let from = cue.end.max(source.end);
        let body = sentence_body(text, &text.sentence(cue.start));
        let plain = |i: &usize| !text.tag(*i).is_finite() && !text.quoted(*i);
        let ahead = points_ahead(text, last);
        let mark = if last.end <= cue.start.min(source.start) {
            // "Not his men, says Ruiz, who were gone by May; the rain may have done it".
            let relative = text.word(from) == "," && matches!(text.tag(from + 1), Tag::Wdt | Tag::Wp);
            let closes = (from + 2..body.end.min(from + 2 * FAR)).find(|i| text.word(*i) == ";").filter(|_| relative);
            let from = closes.unwrap_or(from);
            let near = from..body.end.min(from + FAR);
            near.take_while(|i| plain(i) && text.word(*i) != ",").find(|i| text.word(*i) == ";")
        } else if cue.clone().any(|i| is_dispute(text.low(i))) || ahead {
            let near = last.end.max(from)..body.end.min(last.end.max(from) + FAR);
            near.take_while(plain).find(|i| text.word(*i) == ":")
        } else if cue.end <= last.start
            && text.word(last.end) == ":"
            && last.clone().any(|i| text.tag(i).is_finite())
            && source.end <= cue.start
            && f.kind == CueKind::Speech
            && !is_answered(text, cue, last.end..body.end)
        {
            Some(last.end)
        } else if cue.end <= last.start
            && text.word(last.end) == ";"
            && quotes_a_few(text, &(last.end + 1..body.end.max(last.end + 1)))
        {
            // "attributes eleven to the army; the origin of one “could not be established”".
            Some(last.end)
        } else {
            None
        };
        let Some(mark) = mark else { continue };
        let rest = mark + 1..body.end;
        let asked = matches!(text.tag(rest.start), Tag::Vbn | Tag::Vbg | Tag::In) && text.low(rest.start) != "that";
        let clause = rest.clone().any(|i| text.tag(i).is_finite());
        let few = text.word(mark) == ";" && quotes_a_few(text, &rest);
        let open = rest.len() > 3 && clause && !asked && (ahead || few || !is_known(text, &rest));
        if open && rest.clone().all(|i| !voiced[i] && (few || !text.quoted(i))) {
            theirs[rest.clone()].fill(true);
            voiced[rest.clone()].fill(true);
            f.content.push(rest);
        }
    }
    give(found, &theirs);
}

/// The "The yard was not theirs" of "The yard was not theirs, she added: the hospital has none", where what is read is behind the colon.
fn before_colon(text: &Text, f: &Found) -> Option<Range<usize>> {
    let (cue, source, first) = (f.cue.as_ref()?, f.source.as_ref()?, f.content.first()?);
    let colon = first.start.checked_sub(1).filter(|i| text.word(*i) == ":" && !text.quoted(*i + 1))?;
    let told = cue.start.min(source.start);
    let body = sentence_body(text, &text.sentence(cue.start));
    // Nothing but who says it stands between the comma and the colon.
    let close = colon <= cue.end.max(source.end) + 1 && told > body.start + 1 && text.word(told - 1) == ",";
    if !close || !body.contains(&(colon + 1)) {
        return None;
    }
    let front = body.start..told - 1;
    // "Asked why, she added: …", "In his words, he said: …".
    let opens = text.tag(front.start);
    let aside = matches!(opens, Tag::In | Tag::To | Tag::Vbn | Tag::Vbg | Tag::Wrb | Tag::Wp | Tag::Cc)
        || opens.is_adverb()
        || matches!(text.low(front.start), "asked" | "if" | "when" | "as");
    let clause = front.clone().any(|i| text.tag(i).is_finite()) && front.clone().all(|i| !text.quoted(i));
    (front.len() > 3 && clause && !aside).then_some(front)
}

/// Whether what stands `behind` is past where somebody says so now: "says the economy is strong: prices rose by a tenth".
fn is_answered(text: &Text, cue: &Range<usize>, behind: Range<usize>) -> bool {
    let now = cue.clone().any(|i| text.tag(i) == Tag::Vbz);
    let verb = behind.into_iter().find(|i| text.tag(*i).is_finite());
    now && verb.is_some_and(|i| text.tag(i) == Tag::Vbd)
}

/// Whether somebody "had refused" or "had agreed to" something: an event that whoever speaks before it can tell, and no saying.
fn refused_before(text: &Text, found: &Found) -> bool {
    let before = found.cue.as_ref().is_some_and(|c| text.low(c.start) == "had" && text.tag(c.end - 1) == Tag::Vbn);
    let deed = ["refus", "declin", "agree", "ask"];
    let does = found.head.is_some_and(|h| deed.iter().any(|d| text.low(h).starts_with(d)));
    before && does && found.parent.is_none()
}

/// Whether a content says that something is so, and what that is only behind a colon: "says this is just what happened: a pump broke".
pub fn points_ahead(text: &Text, content: &Range<usize>) -> bool {
    let this =
        matches!(text.low(content.start + usize::from(text.low(content.start) == "that")), "this" | "what" | "why");
    let named =
        content.clone().any(|i| matches!(text.low(i), "reason" | "explanation" | "answer" | "simple" | "twofold"));
    (3..12).contains(&content.len()) && (this || named) && content.clone().any(|i| text.tag(i).is_finite())
}

/// Which tokens somebody's words are, or name who says them.
pub(super) fn voiced<'f>(text: &Text, found: impl IntoIterator<Item = &'f Found>) -> Vec<bool> {
    let mut voiced = vec![false; text.len()];
    for f in found.into_iter().filter(|f| f.form != Form::OwnVoice) {
        f.content.iter().chain(&f.cue).chain(&f.source).for_each(|r| voiced[r.clone()].fill(true));
    }
    voiced
}

/// Takes out of the outlet's own words, and of what goes on without a cue, what is `theirs` who speak.
pub(super) fn give(found: &mut Vec<Found>, theirs: &[bool]) {
    for f in found.iter_mut().filter(|f| matches!(f.form, Form::OwnVoice | Form::Continued)) {
        f.content.retain(|c| !c.clone().any(|i| theirs[i]));
    }
    drop_empty(found);
}

/// "The ministry said that she had been dismissed, which she denies": whoever denies what the sentence says before the comma.
fn denied_behind(text: &Text, found: &mut Vec<Found>) -> Vec<Found> {
    let only = |f: &Found| f.content.iter().cloned().flatten().all(|i| text.low(i) == "which");
    let mut cued = vec![false; text.len()];
    found.iter().filter(|f| !only(f)).filter_map(|f| f.cue.as_ref()).for_each(|c| cued[c.clone()].fill(true));
    // By its sentence, what is said there at the outermost.
    let mut said: HashMap<usize, usize> = HashMap::new();
    for (n, f) in found.iter().enumerate().filter(|(_, f)| f.parent.is_none() && f.form == Form::Indirect && !only(f)) {
        let at = f.content.first().or(f.cue.as_ref()).map_or(0, |c| c.start);
        said.entry(text.sentence_at(at)).or_insert(n);
    }
    let mut more = Vec::new();
    // The verbs by which the reader took "which" for what is denied.
    let mut anew: HashSet<usize> = HashSet::new();
    for which in 2..text.len() {
        if text.low(which) != "which" || text.word(which - 1) != "," || text.quoted(which) {
            continue;
        }
        let sentence = text.sentence(which);
        let Some(verb) = phrase_forward(text, which + 1, sentence.end) else { continue };
        let denies = matches!(
            text.low(verb),
            "denies"
                | "deny"
                | "denied"
                | "disputes"
                | "dispute"
                | "disputed"
                | "rejects"
                | "reject"
                | "rejected"
                | "contests"
                | "contested"
        );
        let closes = verb + 1 >= sentence.end || matches!(text.word(verb + 1), "." | "," | ";");
        if !denies || !closes || cued[verb] || !text.tag(verb).is_finite() {
            continue;
        }
        let content: Vec<Range<usize>> = match said.get(&text.sentence_at(which)).map(|n| &found[*n]) {
            Some(f) => f.content.iter().map(|c| c.start..c.end.min(which - 1)).filter(|c| c.start < c.end).collect(),
            // Where nobody is heard, the outlet's own words stay its own.
            None => continue,
        };
        if content.is_empty() {
            continue;
        }
        anew.insert(verb);
        more.push(found_by("denied-behind", verb, Some(which + 1..verb), verb..verb + 1, content));
    }
    let taken = |f: &Found| f.cue.as_ref().is_some_and(|c| c.len() == 1 && anew.contains(&c.start));
    found.iter_mut().filter(|f| taken(f)).for_each(|f| f.content.clear());
    drop_empty(found);
    more
}

/// "The prosecutor said she had taken bribes, a charge she denies", "a claim denied by Kyiv", "a step that the minister has ruled out": who
/// denies what the sentence says before the comma and sums up behind it.
fn called_and_denied(text: &Text, found: &mut Vec<Found>) -> Vec<Found> {
    const FAR: usize = 12;
    let mut more = Vec::new();
    let mut anew: HashSet<usize> = HashSet::new();
    for comma in 2..text.len().saturating_sub(4) {
        if text.word(comma) != "," || !matches!(text.low(comma + 1), "a" | "an") || text.quoted(comma) {
            continue;
        }
        let end = text.sentence(comma).end;
        let Some(noun) = (comma + 2..end.min(comma + 5)).find(|i| is_charge(text.low(*i))) else { continue };
        if (comma + 2..noun).any(|i| !text.tag(i).is_adjective() && text.tag(i) != Tag::Nn) {
            continue;
        }
        let from = noun + 1 + usize::from(matches!(text.low(noun + 1), "that" | "which"));
        let Some(verb) = (from..end.min(from + FAR)).find(|i| is_denial(text, *i)) else { continue };
        let group = (from..verb).rev().take_while(|i| {
            text.tag(*i).is_adverb()
                || matches!(text.low(*i), "has" | "have" | "had" | "was" | "were" | "is" | "been" | "already")
        });
        let start = group.last().unwrap_or(verb);
        let out = verb + usize::from(text.low(verb + 1) == "out");
        let passive = text.low(out + 1) == "by";
        let source = if passive {
            subject_after(text, out + 2, end).filter(|_| start == from)
        } else {
            phrase_end(text, from, start).map(|_| from..start).filter(|s| !s.is_empty())
        };
        let Some(source) = source else { continue };
        // "a charge she denies having heard of".
        let next = if passive { source.end } else { out + 1 };
        let day = text.tag(next) == Tag::In && is_time_word(text.low(next + 1));
        let next = next + if day { 2 } else { usize::from(is_time_word(text.low(next))) };
        if !(next >= end || matches!(text.word(next), "." | "," | ";")) {
            continue;
        }
        let summed = |f: &&Found| {
            let own = f.cue.as_ref().is_some_and(|c| c.start < out + 1 && start < c.end);
            f.parent.is_none()
                && f.form != Form::OwnVoice
                && !own
                && text.sentence_at(comma) == text.sentence_at(f.content[0].start)
        };
        let Some(host) = found.iter().filter(|f| !f.content.is_empty()).find(summed) else { continue };
        let content: Vec<Range<usize>> =
            host.content.iter().map(|c| c.start..c.end.min(comma)).filter(|c| c.start < c.end).collect();
        if content.is_empty() || content.iter().map(ExactSizeIterator::len).sum::<usize>() < 3 {
            continue;
        }
        anew.extend(start..out + 1);
        let cue = if passive { verb..out + 2 } else { start..out + 1 };
        more.push(found_by("denied-behind", verb, Some(source), cue, content));
    }
    let taken = |f: &Found| f.cue.as_ref().is_some_and(|c| c.clone().any(|i| anew.contains(&i)));
    found.iter_mut().filter(|f| taken(f)).for_each(|f| f.content.clear());
    drop_empty(found);
    more
}

/// Where the noun phrase that begins with token `from` ends, if that is `end`.
fn phrase_end(text: &Text, from: usize, end: usize) -> Option<usize> {
    let commas = (from..end).any(|i| text.word(i) == ",");
    phrase_forward(text, from, end).filter(|e| *e == end || commas && text.word(*e) == "," && text.word(end - 1) == ",")
}

/// What the words of somebody are called by who denies them.
fn is_charge(low: &str) -> bool {
    matches!(
        low,
        "charge"
            | "claim"
            | "accusation"
            | "allegation"
            | "assertion"
            | "suggestion"
            | "contention"
            | "version"
            | "account"
            | "figure"
            | "step"
            | "move"
            | "demand"
            | "idea"
            | "proposal"
            | "option"
            | "characterisation"
            | "characterization"
    )
}

/// Whether token `i` denies something: "denies", "rejected", the "ruled" of "ruled out".
fn is_denial(text: &Text, i: usize) -> bool {
    let low = text.low(i);
    text.tag(i).is_verb()
        && (["den", "reject", "disput", "dismiss", "contest", "refut"].iter().any(|stem| low.starts_with(stem))
            || matches!(low, "ruled" | "rules") && text.low(i + 1) == "out")
}

/// Whether a clause is what the outlet knows for itself: "the court sent her to prison on Monday", "no receipts have been found".
fn is_known(text: &Text, rest: &Range<usize>) -> bool {
    rest.clone().any(|i| {
        let low = text.low(i);
        // "may have run away" is what somebody supposes.
        let supposed = (i.saturating_sub(2).max(rest.start)..i).any(|i| text.tag(i) == Tag::Md);
        let perfect = matches!(low, "has" | "have")
            && !supposed
            && (i + 1..rest.end.min(i + 4)).any(|i| matches!(text.tag(i), Tag::Vbn | Tag::Vbd));
        perfect || is_time_word(low) || matches!(low, "later" | "since" | "court" | "trial" | "jailed" | "sentenced")
    }) || matches!(text.low(rest.start), "but" | "yet" | "still")
}

/// Whether a verb says that somebody sees something otherwise, so that behind a colon stands why.
fn is_dispute(low: &str) -> bool {
    [
        "disput",
        "deny",
        "deni",
        "doubt",
        "contradict",
        "reject",
        "disagree",
        "correct",
        "consider",
        "dismiss",
        "object",
        "see",
        "wav",
        "tell",
        "told",
    ]
    .iter()
    .any(|stem| low.starts_with(stem))
}

/// "Ruiz is outraged: we are treated like spies": whose opinion a sentence tells up to its colon, in which nobody is heard.
fn opinions(text: &Text, found: &mut Vec<Found>) -> Vec<Found> {
    let voiced = voiced(text, &*found);
    let mut theirs = vec![false; text.len()];
    let mut more = Vec::new();
    for sentence in &text.sentences {
        if text.blocks[sentence.block].kind != BlockKind::Paragraph {
            continue;
        }
        let body = sentence_body(text, &sentence.tokens);
        let Some(colon) = body.clone().find(|i| text.word(*i) == ":").filter(|i| !text.quoted(*i)) else { continue };
        let rest = colon + 1..body.end;
        let clause = rest.clone().any(|i| text.tag(i).is_finite());
        if rest.len() < 4
            || !clause
            || body.clone().any(|i| voiced[i])
            || text.quoted(rest.start)
            || is_known(text, &rest)
        {
            continue;
        }
        // "The farmer doubts it: at night the gate is shut": the tagger may take the verb for a noun.
        let doubts = colon > body.start + 2
            && matches!(text.low(colon - 1), "it" | "this" | "that")
            && ["doubt", "disput", "den"].iter().any(|stem| text.low(colon - 2).starts_with(stem));
        let finite = if doubts { Some(colon - 2) } else { (body.start..colon).find(|i| text.tag(*i).is_finite()) };
        let Some(verb) = finite else { continue };
        let opines =
            (verb + 1..colon).any(|i| is_mind(text.low(i))) && is_being(text.low(verb)) || is_reaction(text.low(verb));
        let subject = subject_before(text, body.start, verb).filter(|s| opines && is_one(text, s) || doubts);
        let Some(subject) = subject else { continue };
        theirs[rest.clone()].fill(true);
        let said = found_by("opinion", rest.start, Some(subject), verb..verb + 1, one(rest));
        more.push(Found { cue: None, form: Form::Indirect, ..said });
    }
    give(found, &theirs);
    more
}

/// Whether a phrase is a name, and of one: somebody who has a mind of his own.
fn is_one(text: &Text, phrase: &Range<usize>) -> bool {
    head_noun(text, phrase.clone()).is_some_and(|head| text.tag(head).is_name() && text.tag(head) != Tag::Nnps)
}

/// Whether a verb says what somebody is or seems.
pub fn is_being(low: &str) -> bool {
    matches!(low, "is" | "are" | "was" | "were" | "remains" | "remained" | "seemed" | "sounded")
}

/// Whether a word behind "is" says what somebody thinks of something.
pub fn is_mind(low: &str) -> bool {
    matches!(
        low,
        "outraged"
            | "convinced"
            | "unconvinced"
            | "sceptical"
            | "skeptical"
            | "unmoved"
            | "unimpressed"
            | "adamant"
            | "blunt"
            | "blunter"
            | "specific"
            | "defiant"
            | "dismissive"
            | "unequivocal"
            | "unrepentant"
            | "frank"
            | "franker"
            | "optimistic"
            | "pessimistic"
            | "indignant"
    )
}

/// Whether a verb says how somebody takes something, so that behind a colon stands why.
pub fn is_reaction(low: &str) -> bool {
    matches!(
        low,
        "disagreed"
            | "disagrees"
            | "disagree"
            | "apologised"
            | "apologized"
            | "demurred"
            | "demurs"
            | "shrugs"
            | "shrugged"
            | "objects"
            | "objected"
            | "protests"
            | "protested"
    )
}

/// "The senator shared the video with the words “Heads must roll”": a quotation that no cue but these words brings.
fn worded(text: &Text, found: &mut [Found]) -> Vec<Found> {
    let mut taken = vec![false; text.len()];
    for f in found.iter().filter(|f| f.source.is_some() || f.cue.is_some()) {
        f.content.iter().for_each(|c| taken[c.clone()].fill(true));
    }
    let opens = |i: usize| matches!(text.word(i), "“" | "\"" | "‘" | "«" | ":" | "'");
    let mut more = Vec::new();
    for words in 2..text.len() {
        let with = matches!(text.low(words), "words" | "caption" | "comment" | "remark")
            && text.low(words - 1) == "the"
            && matches!(text.low(words - 2), "with" | "under" | "in")
            && opens(words + 1);
        let Some(first) = (words + 1..text.len().min(words + 4)).find(|i| !opens(*i)).filter(|_| with) else {
            continue;
        };
        let Some(quotation) = text.quotation_from(first).map(|q| q.tokens.clone()) else { continue };
        let sentence = text.sentence(words);
        let verb = (sentence.start..words).find(|i| text.tag(*i).is_finite());
        // "found a note with the words" and "was daubed with the words" say nothing of who wrote them.
        let shares = ["shar", "post", "tweet", "publish", "repl", "react", "end", "clos", "comment", "sign"];
        let verb = verb.filter(|v| shares.iter().any(|stem| text.low(*v).starts_with(stem)));
        let subject = verb.and_then(|verb| subject_before(text, sentence.start, verb));
        if taken[first] || subject.is_none() {
            continue;
        }
        let said = found_by("worded", words, subject, words - 2..words + 1, one(quotation));
        more.push(Found { form: Form::Direct, ..said });
    }
    more
}

/// What a second voice says with the verb of the first: "The firm says he resigned; his daughter, that he never came home".
fn gapped(text: &Text, found: &mut [Found]) -> Vec<Found> {
    let mut more = Vec::new();
    let speaking: HashSet<usize> = found.iter().filter_map(|f| f.source.as_ref()).map(|s| s.start).collect();
    let mut heard: HashSet<usize> = HashSet::new();
    for f in found.iter_mut() {
        let Some(cue) = f.cue.clone().filter(|c| f.source.is_some() && !text.quoted(c.start)) else { continue };
        let sentence = sentence_body(text, &text.sentence(cue.start));
        let of = matches!(text.low(cue.end - 1), "of");
        let link = |i: usize| if of { text.low(i) == "of" } else { text.low(i) == "that" };
        let Some((second, from)) = second_voice(text, cue.end..sentence.end, link) else { continue };
        // A voice of its own has a verb of its own.
        if second.clone().any(|i| text.tag(i).is_finite() && !within_relative(text, &second, i)) {
            continue;
        }
        let content = from + usize::from(of)..sentence.end;
        let finite = content.clone().any(|i| text.tag(i).is_finite());
        // "and the opposition, of course, objected": a figure, a quotation or a thing stands behind the "of", and no verb.
        let told = if of {
            let thing =
                text.tag(content.start) == Tag::Cd || text.tag(content.start) == Tag::Dt || text.quoted(content.start);
            !finite && thing && text.low(content.start) != "all"
        } else {
            let comma = content.clone().find(|i| text.word(*i) == ",").unwrap_or(content.end);
            (content.start..comma).any(|i| text.tag(i).is_finite())
        };
        let ends = joint(text, second.start);
        let kept: Vec<Range<usize>> =
            f.content.iter().map(|c| c.start..c.end.min(ends)).filter(|c| c.start < c.end).collect();
        if content.len() < 2 || !told || kept.is_empty() || speaking.contains(&second.start) || !heard.insert(from) {
            continue;
        }
        f.content = kept;
        let cue = of.then(|| from..from + 1);
        more.push(Found {
            cue,
            kind: f.kind,
            form: f.form,
            parent: f.parent,
            ..found_by("gapped", from, Some(second), from..from, one(content))
        });
    }
    more
}

/// Where what comes before a second voice ends, whose first token is `second`.
fn joint(text: &Text, second: usize) -> usize {
    let mut end = second;
    while end > 1 && matches!(text.low(end - 1), "and" | "but" | "while" | "," | ";") {
        end -= 1;
    }
    end
}

/// The noun phrase behind a semicolon or ", and" within `range` that a comma and a `link` follow, and where the link stands.
fn second_voice(text: &Text, range: Range<usize>, link: impl Fn(usize) -> bool) -> Option<(Range<usize>, usize)> {
    const FAR: usize = 12;
    range.clone().find_map(|i| {
        let joins = matches!(text.low(i + 1), "and" | "but" | "while");
        let first = match text.word(i) {
            ";" => i + 1 + usize::from(joins),
            "," if joins => i + 2,
            _ => return None,
        };
        if text.quoted(i) {
            return None;
        }
        let end = phrase_forward(text, first, range.end)?;
        // "and the army, which flies a drone, of “nearer nine”".
        let mut comma = end;
        if matches!(text.low(end + 1), "which" | "who" | "whose") {
            comma = (end + 1..range.end.min(end + FAR)).find(|j| text.word(*j) == ",")?;
        }
        (text.word(comma) == "," && comma + 1 < range.end && link(comma + 1)).then_some((first..comma, comma + 1))
    })
}

/// Whether token `i` stands behind a relative pronoun of `phrase`.
fn within_relative(text: &Text, phrase: &Range<usize>, i: usize) -> bool {
    (phrase.start..i).any(|j| matches!(text.low(j), "which" | "who" | "whose" | "that"))
}

/// Sentences that quote a few words and in which nobody is heard, right behind one in which somebody speaks: words of the same speaker.
fn goes_on(text: &Text, found: &mut Vec<Found>) -> Vec<Found> {
    let mut taken = vec![false; text.len()];
    let mut spoken = vec![false; text.sentences.len()];
    // "he would bet on neither" tells nothing that is a claim.
    let tells = |f: &&Found| {
        let ruled = f.cue.as_ref().is_some_and(|c| text.low(c.end - 1) == "out");
        ruled || f.content.iter().map(ExactSizeIterator::len).sum::<usize>() > 1
    };
    for f in found.iter().filter(|f| f.form != Form::OwnVoice).filter(tells) {
        f.content.iter().chain(&f.cue).chain(&f.source).for_each(|r| taken[r.clone()].fill(true));
        if let Some(cue) = f
            .cue
            .as_ref()
            .filter(|c| f.source.is_some() && f.parent.is_none() && (f.kind == CueKind::Speech || calls(text, c)))
        {
            spoken[text.sentence_at(cue.start)] = true;
        }
    }
    let mut theirs = vec![false; text.len()];
    let mut more = Vec::new();
    for (s, sentence) in text.sentences.iter().enumerate().skip(1) {
        let behind = spoken[s - 1] && text.sentences[s - 1].block == sentence.block;
        if !behind || text.blocks[sentence.block].kind != BlockKind::Paragraph {
            continue;
        }
        let body = sentence_body(text, &sentence.tokens);
        if quotes_a_few(text, &body) && body.clone().all(|i| !taken[i]) && body.clone().any(|i| text.tag(i).is_finite())
        {
            let more_of = found_by("half-quoted", body.start, None, body.start..body.start, one(body.clone()));
            theirs[body].fill(true);
            more.push(Found { form: Form::Continued, cue: None, ..more_of });
        }
    }
    // What the reader took for the outlet's own words.
    give(found, &theirs);
    more
}

/// Whether a cue calls for something, which is said as well: "called for", "demanded".
fn calls(text: &Text, cue: &Range<usize>) -> bool {
    cue.clone().any(|i| ["call", "demand", "urg", "appeal"].iter().any(|stem| text.low(i).starts_with(stem)))
}

/// Whether some words of a sentence, and not all, are quoted for what they say and not as a name.
fn quotes_a_few(text: &Text, body: &Range<usize>) -> bool {
    const FEW: usize = 3;
    const MOST: usize = 24;
    let is_word = |i: &usize| text.word(*i).chars().any(char::is_alphanumeric);
    let quoted: Vec<usize> = body.clone().filter(|i| text.quoted(*i) && is_word(i)).collect();
    let plain = body.clone().filter(|i| !text.quoted(*i) && is_word(i)).count();
    let small = quoted.iter().filter(|i| text.word(**i).starts_with(char::is_lowercase)).count();
    // A sign begins with a capital, words taken out of somebody's sentence do not.
    let taken_out = quoted.first().is_some_and(|i| *i > body.start && text.word(*i).starts_with(char::is_lowercase));
    quoted.len() >= FEW && plain > 2 && small * 2 > quoted.len() && taken_out && body.len() <= MOST
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who says what by `rule` in `words`, in which `source` says `content` with `cue`.
    fn said(words: &str, told: [&str; 3], rule: &str) -> Option<(String, String)> {
        let text = Text::plain(words);
        let place = |part: &str| words.find(part).map(|at| text.tokens_in(at..at + part.len())).expect("it is there");
        let [source, cue, content] = told.map(place);
        let head = cue.end - 1;
        let mut found = vec![found_by("reader", head, Some(source), cue, vec![content])];
        beside(&text, &mut found);
        let one = found.iter().find(|f| f.rule == rule)?;
        let source = one.source.clone().map_or("-", |s| text.words(s));
        let content: Vec<&str> = one.content.iter().map(|c| text.words(c.clone())).collect();
        Some((source.to_owned(), content.join(" … ")))
    }

    fn pair(source: &str, content: &str) -> Option<(String, String)> {
        Some((source.to_owned(), content.to_owned()))
    }

    #[test]
    fn a_second_voice_shares_the_verb() {
        let firm = "The firm says he resigned in January; his daughter, that he never came home.";
        let told = ["The firm", "says", "he resigned in January; his daughter, that he never came home"];
        assert_eq!(said(firm, told, "gapped"), pair("his daughter", "that he never came home"));
        assert_eq!(said(firm, told, "reader"), pair("The firm", "he resigned in January"));
        let count = "The office spoke of more than nine, and the army, which flies over the valley, of “three”.";
        let told = ["The office", "spoke of", "more than nine"];
        assert_eq!(said(count, told, "gapped"), pair("the army, which flies over the valley", "“three”"));
        // A clause with a verb of its own is no second voice.
        let other = "The firm says he resigned in January, and the mayor, a lawyer, left.";
        assert_eq!(said(other, ["The firm", "says", "he resigned in January"], "gapped"), None);
    }

    #[test]
    fn a_poll_speaks_for_those_it_asked() {
        let poll = "In a survey for the central bank, 58 per cent of those asked expected prices to rise.";
        let told = ["58 per cent of those asked", "expected", "prices to rise"];
        assert_eq!(
            said(poll, told, "reader"),
            pair("a survey for the central bank", "58 per cent of those asked expected prices to rise")
        );
        let voters = "Two voters of those asked expected prices to rise.";
        assert_eq!(
            said(voters, ["Two voters of those asked", "expected", "prices to rise"], "reader"),
            pair("Two voters of those asked", "prices to rise")
        );
    }

    #[test]
    fn a_poll_speaks_where_nobody_else_is_heard() {
        let words =
            "Ana Ruiz said it was late. In a survey of 60 managers that Nova published, 58 per cent had sold already.";
        let told = ["Ana Ruiz", "said", "it was late"];
        assert_eq!(said(words, told, "polled"), pair("a survey of 60 managers", "58 per cent had sold already"));
        let words = "Ana Ruiz said it was late. In a survey of 60 managers that Nova published, the bank came last.";
        assert_eq!(said(words, told, "polled"), None);
    }

    #[test]
    fn a_story_is_told_behind_its_colon() {
        let words = "The log tells a different story: the men left the route at noon.";
        let told = ["The log", "tells", "a different story"];
        assert_eq!(said(words, told, "reader"), pair("The log", "the men left the route at noon"));
        for other in ["the story differently", "a third account", "another version"] {
            let words = format!("The log tells {other}: the men left the route at noon.");
            assert_eq!(
                said(&words, ["The log", "tells", other], "reader"),
                pair("The log", "the men left the route at noon")
            );
        }
        let words = "The log tells the story of a march. The men left the route at noon.";
        let told = ["The log", "tells", "the story of a march"];
        assert_eq!(said(words, told, "reader"), pair("The log", "the story of a march"));
    }

    #[test]
    fn a_quotation_at_the_end_of_a_clause_is_not_all_that_is_said() {
        let words = "The president took the news “with calm”, her spokesman said.";
        let told = ["her spokesman", "said", "“with calm”"];
        assert_eq!(said(words, told, "reader"), pair("her spokesman", "The president took the news “with calm”"));
        let words = "It rained; the president took the news “with calm”, her spokesman said.";
        assert_eq!(said(words, told, "reader"), pair("her spokesman", "the president took the news “with calm”"));
        // What leads to a quotation is no part of it.
        let words = "Asked how it was “with calm”, her spokesman said.";
        assert_eq!(said(words, told, "reader"), pair("her spokesman", "“with calm”"));
        let words = "Of the news, “with calm”, her spokesman said.";
        assert_eq!(said(words, told, "reader"), pair("her spokesman", "“with calm”"));
    }

    #[test]
    fn words_bring_a_quotation() {
        let shared = "The police said it was old. Senator Lito Ruiz shared the video with the words “Heads must roll”.";
        let told = ["The police", "said", "it was old"];
        assert_eq!(said(shared, told, "worded"), pair("Senator Lito Ruiz", "“Heads must roll”"));
    }

    #[test]
    fn a_few_quoted_words_go_on() {
        let told = ["the chief vet", "said", "Nothing was hidden"];
        let going = "Nothing was hidden, the chief vet said. Farmers who moved cows were “playing with the whole country’s meat”.";
        let whole = "Farmers who moved cows were “playing with the whole country’s meat”";
        assert_eq!(said(going, told, "half-quoted"), pair("-", whole));
        // A sign says what it says, and a paragraph begins anew.
        let sign =
            "Nothing was hidden, the chief vet said. At the roadhouse somebody put up a board, “Honk if you saw it”.";
        assert_eq!(said(sign, told, "half-quoted"), None);
        assert_eq!(said(&going.replace(". Farmers", ".\nFarmers"), told, "half-quoted"), None);
    }

    #[test]
    fn how_somebody_tells_it_stands_behind_the_colon() {
        let told = ["The council", "tells", "it differently"];
        let text = "The council tells it differently: an inspector rang twice in January.";
        assert_eq!(said(text, told, "reader"), pair("The council", "an inspector rang twice in January"));
        let text = "The council tells it differently. An inspector rang twice in January.";
        assert_eq!(said(text, told, "reader"), pair("The council", "it differently"));
    }

    #[test]
    fn the_same_verb_again_is_said_by_the_same_voice() {
        let words = "Yvette Ruiz said her party has backed the idea, and said it was late.";
        let text = Text::plain(words);
        let place = |part: &str| words.find(part).map(|at| text.tokens_in(at..at + part.len())).expect("it is there");
        let found = |cue: Range<usize>, source: &str, content: &str| {
            found_by("reader", cue.start, Some(place(source)), cue, one(place(content)))
        };
        let second = place(", and said").end - 1;
        let mut found = [
            found(place("said"), "Yvette Ruiz", "her party has backed the idea"),
            found(second..second + 1, "her party", "it was late"),
        ];
        said_twice(&text, &mut found);
        assert_eq!(found[1].source.clone().map(|s| text.words(s)), Some("Yvette Ruiz"));
    }

    #[test]
    fn what_is_said_is_a_clause() {
        let told = ["Doctors", "say", "iodine deficiency"];
        let text = "Doctors say iodine deficiency is the most common cause of it.";
        assert_eq!(said(text, told, "reader"), pair("Doctors", "iodine deficiency is the most common cause of it"));
    }

    #[test]
    fn what_ends_at_a_joint_goes_on() {
        let union =
            "The union asked for compensation at market price and not, as the law provides, at 60 per cent of it.";
        let told = ["The union", "asked for", "compensation at market price and not"];
        let whole = "compensation at market price and not, as the law provides, at 60 per cent of it";
        assert_eq!(said(union, told, "reader"), pair("The union", whole));
    }

    #[test]
    fn what_nobody_else_says_stands_behind_the_mark() {
        let money = "He had been short of money, his sister admitted; he owed her 4,000 euros.";
        let told = ["his sister", "admitted", "He had been short of money"];
        assert_eq!(
            said(money, told, "reader"),
            pair("his sister", "He had been short of money … he owed her 4,000 euros")
        );
        let asked = "He had been short of money, his sister admitted; asked why, his father left.";
        assert_eq!(said(asked, told, "reader"), pair("his sister", "He had been short of money"));
        let reason = "Kopriva denies carelessness: the trays are covered at night.";
        let told = ["Kopriva", "denies", "carelessness"];
        assert_eq!(said(reason, told, "reader"), pair("Kopriva", "carelessness … the trays are covered at night"));
    }

    #[test]
    fn what_stands_before_the_one_who_adds_to_it_is_said_as_well() {
        let told = ["she", "added", "the school has none"];
        let text = "The yard in the picture was not theirs, she added: the school has none.";
        let whole = "The yard in the picture was not theirs … the school has none";
        assert_eq!(said(text, told, "reader"), pair("she", whole));
        // What was asked is not told.
        let text = "Asked whether the yard was theirs, she added: the school has none.";
        assert_eq!(said(text, told, "reader"), pair("she", "the school has none"));
        // What is said and why.
        let told = ["The firm", "insists", "that nothing was hidden"];
        let text = "The firm insists that nothing was hidden: the trays are covered at night.";
        let whole = "that nothing was hidden … the trays are covered at night";
        assert_eq!(said(text, told, "reader"), pair("The firm", whole));
    }

    #[test]
    fn another_number_tells_none() {
        let tells = |words: &str, content: &str| {
            let text = Text::plain(words);
            let at = words.find(content).expect("it is there");
            tells_how(&text, &text.tokens_in(at..at + content.len()))
        };
        assert!(tells("The office gave a slightly different number.", "a slightly different number"));
        assert!(tells("The rebels have other figures.", "other figures"));
        assert!(!tells("The office doubted the number.", "the number"));
        assert!(!tells("The office gave a number of 40.", "a number of 40"));
    }

    #[test]
    fn an_opinion_stands_behind_the_colon() {
        let told = ["The police", "said", "it was old"];
        let outraged =
            "The police said it was old. Retired colonel Zurab Kvin is outraged: we are treated like spies for that.";
        assert_eq!(
            said(outraged, told, "opinion"),
            pair("Retired colonel Zurab Kvin", "we are treated like spies for that")
        );
        let list = "The police said it was old. The box is green: there are three keys in it.";
        assert_eq!(said(list, told, "opinion"), None);
    }

    #[test]
    fn how_it_is_put_is_nothing_that_is_said() {
        let tells = |words: &str| {
            let text = Text::plain(words);
            let it = (0..text.len()).find(|i| text.low(*i) == "it").expect("it is there");
            tells_how(&text, &(it..text.len() - 1))
        };
        assert!(tells("The rescuers put it more cautiously."));
        assert!(tells("Her neighbour remembers it otherwise."));
        assert!(tells("She put it another way."));
        assert!(!tells("The rescuers put it at five."));
        assert!(!tells("She finds it ugly and cold."));
    }

    #[test]
    fn who_denies_what_stands_before_the_comma() {
        let told = ["The ministry", "responded", "that Karim Sator had been dismissed for theft"];
        let text = "The ministry responded that Karim Sator had been dismissed for theft, which he denies.";
        assert_eq!(said(text, told, "denied-behind"), pair("he", "that Karim Sator had been dismissed for theft"));
        // What is denied there is something else, and what is done is no denial.
        let text = "The ministry responded that Karim Sator had been dismissed for theft, which he denies having seen.";
        assert_eq!(said(text, told, "denied-behind"), None);
        let text = "The ministry responded that Karim Sator had been dismissed for theft, which he regrets.";
        assert_eq!(said(text, told, "denied-behind"), None);
    }

    #[test]
    fn what_a_content_points_ahead_to_belongs_to_it() {
        let told = ["Ana Ruiz", "says", "this is just what happened"];
        let text = "Ana Ruiz says this is just what happened: two pumps were brought in last March.";
        let whole = "this is just what happened … two pumps were brought in last March";
        assert_eq!(said(text, told, "reader"), pair("Ana Ruiz", whole));
        let told = ["Ana Ruiz", "says", "it was late"];
        let text = "Ana Ruiz says it was late: two pumps were brought in last March.";
        assert_eq!(said(text, told, "reader"), pair("Ana Ruiz", "it was late"));
    }

    #[test]
    fn whose_reckoning_opens_a_sentence_reckons_all_of_it() {
        let told = ["his", "reckoning", "between nine and twelve men died"];
        let text = "By his reckoning between nine and twelve men died, and some of the missing may have run away.";
        let whole = "between nine and twelve men died, and some of the missing may have run away";
        assert_eq!(said(text, told, "reader"), pair("his", whole));
        // What the outlet knows stays its own.
        let text = "By his reckoning between nine and twelve men died, and the court has opened a case.";
        assert_eq!(said(text, told, "reader"), pair("his", "between nine and twelve men died"));
    }

    #[test]
    fn a_few_quoted_words_behind_a_semicolon_are_of_the_same_source() {
        let told = ["The report", "attributes", "four leaks to the army"];
        let text = "The report attributes four leaks to the army; the origin of a fifth “could not be established”.";
        let whole = "four leaks to the army … the origin of a fifth “could not be established”";
        assert_eq!(said(text, told, "reader"), pair("The report", whole));
        let text = "The report attributes four leaks to the army; the origin of a fifth is open.";
        assert_eq!(said(text, told, "reader"), pair("The report", "four leaks to the army"));
    }

    #[test]
    fn what_a_figure_is_of_stands_before_who_gives_it() {
        let told = ["police", "estimated", "at 2,000"];
        let text = "She told a crowd in Lindau that police estimated at 2,000.";
        assert_eq!(said(text, told, "reader"), pair("police", "a crowd in Lindau that … at 2,000"));
        let text = "A crowd estimated by police at 2,000 marched on.";
        assert_eq!(said(text, told, "reader"), pair("police", "A crowd … at 2,000"));
        // What is told there is no figure of something before.
        let told = ["police", "estimated", "that 2,000 came"];
        let text = "She told a crowd in Lindau that police estimated that 2,000 came.";
        assert_eq!(said(text, told, "reader"), pair("police", "that 2,000 came"));
    }

    #[test]
    fn what_is_told_begins_with_its_sentence() {
        let told = ["the mayor", "reported", "three people died"];
        let text = "As a result of the shelling three people died, reported the mayor.";
        assert_eq!(said(text, told, "reader"), pair("the mayor", "As a result of the shelling three people died"));
        // What happened before is the outlet's.
        let text = "As the shelling went on three people died, reported the mayor.";
        assert_eq!(said(text, told, "reader"), pair("the mayor", "three people died"));
    }

    #[test]
    fn what_is_called_a_charge_is_denied() {
        let told = ["The prosecutor", "said", "she had taken bribes"];
        let denied = |text: &str| said(text, told, "denied-behind");
        let who = |source: &str| pair(source, "she had taken bribes");
        assert_eq!(denied("The prosecutor said she had taken bribes, a charge she denies."), who("she"));
        assert_eq!(
            denied("The prosecutor said she had taken bribes, a claim that her lawyer has rejected."),
            who("her lawyer")
        );
        assert_eq!(
            denied("The prosecutor said she had taken bribes, an allegation denied by the ministry."),
            who("the ministry")
        );
        assert_eq!(
            denied("The prosecutor said she had taken bribes, a step the minister had ruled out on Monday."),
            who("the minister")
        );
        // What is denied there is something else, or is told of more than that.
        assert_eq!(denied("The prosecutor said she had taken bribes, a charge she denies having read."), None);
        assert_eq!(denied("The prosecutor said she had taken bribes, a charge that shocked the ministry."), None);
    }

    #[test]
    fn why_it_is_doubted_stands_behind_the_colon() {
        let told = ["The police", "said", "it was old"];
        let text = "The police said it was old. The farmer doubts it: at night the gate is shut.";
        assert_eq!(said(text, told, "opinion"), pair("The farmer", "at night the gate is shut"));
        let told = ["The farmer", "doubts", "that: at night the gate is shut"];
        let text = "The farmer doubts that: at night the gate is shut.";
        assert_eq!(said(text, told, "reader"), pair("The farmer", "at night the gate is shut"));
    }

    #[test]
    fn by_when_it_is_promised_is_of_the_promise() {
        let told = ["The army", "promised", "filters"];
        let whole = "filters by the end of the week";
        assert_eq!(said("The army promised filters by the end of the week.", told, "reader"), pair("The army", whole));
        assert_eq!(said("The army promised filters by letter.", told, "reader"), pair("The army", "filters"));
    }
}
