//! What the trained reader finds, as [`Found`]s.
//!
//! The reader decides which attributions there are and how far their parts go; what a rule found
//! at the same cue keeps its id, its main verb and its addressee, so that everything after
//! goes on as before.

use std::collections::HashMap;
use std::ops::Range;

use claims::{BlockKind, Form};
use encoder::{Anchor, Input, Model, Reading, RuleMarks};

use super::lexicon::{CueKind, Lexicon};
use super::phrase::{head_noun, phrase_forward, subject_after, subject_before};
use super::rules::found_by;
use super::{Found, Read, Readout, place_of, sentence_body, weave};
use crate::text::{Tag, Text};

/// From which confidence on a rule's source and content stand where the reader finds the same cue: such rules are right to the
/// word more often than it is (chosen on PolNeAR dev, `docs/quality.md`).
const EXACT: f32 = 0.85;

/// From which confidence on a rule gives a quotation to its speaker where the reader found nobody.
const UNHEARD: f32 = 0.6;

/// What stands for a rule's id where the trained reader decided.
pub const READER: &str = "reader";

/// What `model` reads in `text`, whose rules found `rules`; in reading order, parents set.
pub fn read(text: &Text, rules: &[Found], model: &Model) -> Read {
    let encoder::Read { readings, links } = model.read(&input(text, rules));
    let mut found: Vec<Found> = readings.iter().map(|r| one(text, r, rules)).collect();
    headed(text, &mut found);
    elsewhere(text, &mut found);
    signed(text, rules, &mut found);
    super::quote::announced(text, &mut found);
    super::quote::carried(text, &mut found);
    in_order(&mut found);
    hold(text, &mut found);
    unheard(text, rules, &mut found);
    super::quote::whole(text, &mut found);
    super::quote::extend(text, &mut found);
    within(rules, &mut found);
    relied_on(text, &mut found);
    cited(text, &mut found);
    who_cites(text, &mut found);
    quoted_in(text, &mut found);
    quoting(text, &mut found);
    super::beside::beside(text, &mut found);
    super::conveyed::conveyed(text, &mut found);
    untangle(&mut found);
    for n in 1..found.len() {
        let (before, rest) = found.split_at_mut(n);
        let this = &mut rest[0];
        // "The mayor said X, adding that Y": the words stand beside the first of the two.
        this.shared = this.source.is_some() && before.iter().rev().take(6).any(|f| f.source == this.source);
    }
    Read { found, links: Some(links) }
}

/// Puts attributions in reading order, parents with them.
pub(crate) fn in_order(found: &mut Vec<Found>) {
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by_key(|n| super::first_token(&found[*n]));
    let mut place = vec![0; found.len()];
    order.iter().enumerate().for_each(|(new, old)| place[*old] = new);
    let mut old: Vec<Option<Found>> = found.drain(..).map(Some).collect();
    found.extend(order.iter().filter_map(|n| old[*n].take()));
    found.iter_mut().for_each(|f| f.parent = f.parent.map(|p| place[p]));
}

/// Puts into the smallest content around it what stands in none: a rule may have given that content more words than the reader did.
fn hold(text: &Text, found: &mut [Found]) {
    let size = |f: &Found| f.content.iter().map(ExactSizeIterator::len).sum::<usize>();
    let mut holder: Vec<Option<usize>> = vec![None; text.len()];
    let mut by_size: Vec<usize> = (0..found.len()).filter(|n| found[*n].form != Form::OwnVoice).collect();
    by_size.sort_by_key(|n| std::cmp::Reverse(size(&found[*n])));
    for n in by_size {
        found[n].content.iter().for_each(|c| holder[c.clone()].fill(Some(n)));
    }
    for n in 0..found.len() {
        let at = found[n].cue.as_ref().filter(|_| found[n].parent.is_none()).map(|c| c.start);
        if let Some(host) = at.and_then(|at| holder[at]).filter(|h| *h != n && !inside(found, *h, n)) {
            found[n].parent = Some(host);
        }
    }
}

/// Lets nobody speak within himself: of "Ruiz's reply that it was cheap she called cynical" the reader may put either into the other. The
/// one that says more holds the others.
fn untangle(found: &mut [Found]) {
    let size = |f: &Found| f.content.iter().map(ExactSizeIterator::len).sum::<usize>();
    // By attribution, from which one on the way up first came past.
    let mut seen: Vec<Option<usize>> = vec![None; found.len()];
    for n in 0..found.len() {
        let mut at = n;
        while seen[at].is_none() {
            seen[at] = Some(n);
            let Some(parent) = found[at].parent else { break };
            at = parent;
        }
        if seen[at] != Some(n) || found[at].parent.is_none() {
            continue;
        }
        let ring = std::iter::successors(found[at].parent, |p| found[*p].parent.filter(|_| *p != at));
        if let Some(outer) = ring.max_by_key(|m| size(&found[*m])) {
            found[outer].parent = None;
        }
    }
}

/// Takes out of what a heading says what stands below it: "Governor hits back" says nothing of the first paragraph.
fn headed(text: &Text, found: &mut Vec<Found>) {
    for f in found.iter_mut() {
        let Some(own) = f.cue.as_ref().map(|c| text.block_of(c.start)) else { continue };
        if matches!(text.blocks[own].kind, BlockKind::Headline | BlockKind::Subheading) {
            f.content.retain(|c| text.block_of(c.start) == own);
        }
    }
    super::quote::drop_empty(found);
}

/// Takes out of what somebody says what somebody else says in another paragraph: "Asked whether he would go, he said no" says nothing
/// of the quotation above it.
fn elsewhere(text: &Text, found: &mut Vec<Found>) {
    let block = |f: &Found| f.cue.as_ref().filter(|c| !text.quoted(c.start)).map(|c| text.block_of(c.start));
    // By token, who says it with a cue in the same paragraph.
    let mut here: Vec<Option<usize>> = vec![None; text.len()];
    for (n, f) in found.iter().enumerate() {
        let own = block(f);
        for c in f.content.iter().filter(|c| own == Some(text.block_of(c.start))) {
            here[c.clone()].iter_mut().for_each(|h| *h = h.or(Some(n)));
        }
    }
    // A voice within is nobody else's.
    let hosts: Vec<Option<usize>> = found.iter().map(|f| f.parent).collect();
    for (n, f) in found.iter_mut().enumerate() {
        let Some(own) = block(f) else { continue };
        let other = |h: usize| h != n && hosts[h] != Some(n);
        let others = |c: &Range<usize>| c.clone().filter(|i| here[*i].is_some_and(other)).count() * 2 > c.len();
        f.content.retain(|c| text.block_of(c.start) == own || !others(c));
    }
    super::quote::drop_empty(found);
}

/// Gives a quotation signed behind a dash to who signs it, which the reader was hardly ever shown.
fn signed(text: &Text, rules: &[Found], found: &mut Vec<Found>) {
    let signatures: Vec<&Found> = rules.iter().filter(|r| r.rule == "signature").collect();
    if signatures.is_empty() {
        return;
    }
    // The signature that each token of a quotation is signed by.
    let mut by = vec![None; text.len()];
    for (n, rule) in signatures.iter().enumerate() {
        rule.content.iter().for_each(|c| by[c.clone()].fill(Some(n)));
    }
    let meets = |f: &Found| f.content.iter().cloned().flatten().find_map(|i| by[i]);
    let mut taken = vec![false; signatures.len()];
    let outside = |f: &&Found| f.cue.as_ref().is_some_and(|c| !text.quoted(c.start) && by[c.start].is_none());
    found.iter().filter(outside).filter_map(meets).for_each(|n| taken[n] = true);
    // What the reader takes for the outlet's own, for a voice within or for a quotation of nobody's.
    for f in found.iter_mut().filter(|f| f.cue.is_none()) {
        if meets(f).is_some_and(|n| !taken[n]) {
            f.content.clear();
        }
    }
    super::quote::drop_empty(found);
    found.extend(signatures.into_iter().zip(taken).filter(|(_, taken)| !taken).map(|(rule, _)| rule.clone()));
}

/// Quotations whose speaker the rules know and the reader, which saw neither cue nor words, does not.
fn unheard(text: &Text, rules: &[Found], found: &mut Vec<Found>) {
    let mut held = vec![false; text.len()];
    // What the reader takes for the outlet's own words, or for more of what was told, by token.
    let mut uncued: Vec<Option<usize>> = vec![None; text.len()];
    for (n, f) in found.iter().enumerate() {
        let own = matches!(f.form, Form::Continued | Form::OwnVoice);
        for r in f.content.iter().chain(&f.cue) {
            if own { uncued[r.clone()].fill(Some(n)) } else { held[r.clone()].fill(true) }
        }
    }
    let mut more = Vec::new();
    for rule in rules {
        let quotes = matches!(rule.form, Form::Direct | Form::Mixed) && rule.confidence >= UNHEARD;
        if reports_nothing(text, rule) {
            continue;
        }
        if !quotes && !matches!(rule.rule, "put-figure" | "passive") {
            continue;
        }
        let parts = || rule.content.iter().chain(&rule.cue).cloned();
        let taken = parts().flatten().filter(|i| held[*i]).count();
        let Some(cue) = rule.cue.as_ref().filter(|c| taken == 0 && !text.quoted(c.start)) else { continue };
        if let Some(own) = uncued[cue.start] {
            found[own] = Found { parent: None, ..rule.clone() };
            continue;
        }
        more.push((place_of(found, rule), Found { parent: None, ..rule.clone() }));
    }
    weave(found, more);
}

/// Voices within voices that the rules see and the reader does not: "…, citing HUR", "he quoted a prisoner: “…”".
///
/// The reader sets a parent where one content holds another; these two have one content, and the inner may have no cue of its own.
fn within(rules: &[Found], found: &mut Vec<Found>) {
    // The first attribution whose cue holds a token.
    let mut by_cue: HashMap<usize, usize> = HashMap::new();
    for (n, f) in found.iter().enumerate().rev() {
        by_cue.extend(f.cue.iter().cloned().flatten().map(|i| (i, n)));
    }
    let at =
        |cue: Option<&Range<usize>>| cue.cloned().into_iter().flatten().filter_map(|i| by_cue.get(&i).copied()).min();
    // Voices that nobody else found, each with its host, behind which it goes so that all stay in reading order.
    let mut more: Vec<(usize, Found)> = Vec::new();
    for rule in rules.iter().filter(|r| matches!(r.rule, "citing" | "quoted")) {
        let Some(host) = rule.parent.and_then(|p| at(rules[p].cue.as_ref())) else { continue };
        match at(rule.cue.as_ref()) {
            // The reader may have put the host inside of the voice it cites: then it stays so.
            Some(n) if n != host && !inside(found, host, n) => {
                found[n].parent = found[n].parent.or(Some(host));
                // What is cited is all that the host says, not the "13" of "reported on March 13, citing".
                if rule.rule == "citing" && !found[host].content.is_empty() {
                    found[n].content = found[host].content.clone();
                }
            }
            Some(_) => {}
            None => more.push((host + 1, Found { parent: Some(host), ..rule.clone() })),
        }
    }
    weave(found, more);
}

/// "As the Post wrote with reference to the police, it rained": the reader may take both for one cue, and the paper alone for who speaks.
fn relied_on(text: &Text, found: &mut Vec<Found>) {
    let mut more = Vec::new();
    for (n, f) in found.iter_mut().enumerate() {
        let (Some(source), Some(cue)) = (&f.source, &mut f.cue) else { continue };
        let lead = match text.low(cue.end - 1) {
            "citing" | "quoting" => 1,
            "to" if cue.len() > 3 && text.low(cue.end - 2) == "reference" && text.low(cue.end - 3) == "with" => 3,
            _ => continue,
        };
        let own = cue.end - lead;
        if own <= cue.start || source.start >= cue.start {
            continue;
        }
        let ceiling = f.content.iter().map(|c| c.start).filter(|c| *c >= cue.end).min();
        let ceiling = ceiling.unwrap_or(text.sentence(cue.start).end);
        let Some(inner) = subject_after(text, cue.end, ceiling) else { continue };
        let relies = found_by("citing", own, Some(inner), own..cue.end, f.content.clone());
        let relies = Found { parent: Some(n), form: f.form, ..relies };
        cue.end = if text.word(own - 1) == "," && own - 1 > cue.start { own - 1 } else { own };
        f.head = f.head.filter(|h| cue.contains(h)).or_else(|| cue.clone().rfind(|i| text.tag(*i).is_verb()));
        more.push((n + 1, relies));
    }
    weave(found, more);
}

/// "Slovo Dnia writes, with reference to two officials, that": two voices that have the same words, of which one relies on the other.
fn cited(text: &Text, found: &mut [Found]) {
    const NEAR: usize = 4;
    let relies = |f: &Found| {
        f.cue.as_ref().is_some_and(|c| {
            c.clone()
                .any(|i| matches!(text.low(i), "citing" | "quoting" | "referring" | "reference" | "cited" | "quoted"))
        })
    };
    // "The Post wrote on Thursday that, according to a memo, it was late": the Post relies on the memo.
    let within = |host: &Found, f: &Found| {
        let (Some(own), Some(cue), Some(first)) = (&host.cue, &f.cue, f.content.first()) else { return false };
        text.low(cue.start) == "according"
            && own.end <= cue.start
            && cue.end <= first.start
            && text.sentence_at(own.start) == text.sentence_at(cue.start)
            && text.low(own.start) != "according"
    };
    let according = |f: &Found| f.cue.as_ref().is_some_and(|c| text.low(c.start) == "according");
    // "Nine died; the Post, citing two officers, wrote of 60": who stands at the comma relies on them, not who spoke before.
    for n in 0..found.len() {
        let (Some(cue), Some(source)) = (found[n].cue.clone(), found[n].source.clone()) else { continue };
        if cue.len() > 1
            || !matches!(text.low(cue.start), "citing" | "quoting")
            || cue.start == 0
            || text.word(cue.start - 1) != ","
        {
            continue;
        }
        let host = |f: &Found| {
            f.source.as_ref().is_some_and(|s| s.end + 1 == cue.start)
                && f.cue
                    .as_ref()
                    .is_some_and(|c| c.start >= source.end && text.sentence_at(c.start) == text.sentence_at(cue.start))
        };
        let near = n.saturating_sub(NEAR)..found.len().min(n + NEAR);
        let Some(m) = near.clone().find(|m| *m != n && host(&found[*m])) else { continue };
        if found[n].parent != Some(m) && !inside(found, m, n) && !found[m].content.is_empty() {
            found[n].content = found[m].content.clone();
            found[n].form = found[m].form;
            found[n].parent = Some(m);
        }
    }
    let ends = |f: &Found| Some((f.content.first()?.start, f.content.last()?.end));
    // Where each pair of ends stands first among those who rely on nobody.
    let mut hosts: HashMap<usize, usize> = HashMap::new();
    for (n, f) in found.iter().enumerate().rev().filter(|(_, f)| f.source.is_some() && !relies(f) && !according(f)) {
        hosts.extend(ends(f).map(|(_, end)| (end, n)));
    }
    for n in 0..found.len() {
        let this = &found[n];
        if this.parent.is_some() || this.source.is_none() || !(relies(this) || according(this)) {
            continue;
        }
        let Some((start, end)) = ends(this) else { continue };
        let Some(host) = hosts.get(&end).copied() else { continue };
        let other = &found[host];
        let one_sentence = ends(other).is_some_and(|(s, _)| text.sentence_at(s) == text.sentence_at(start));
        if one_sentence
            && other.source != this.source
            && !inside(found, host, n)
            && (!according(this) || within(other, this))
        {
            found[n].content = found[host].content.clone();
            found[n].parent = Some(host);
        }
    }
}

/// "according to the letter, which cites a bank": what the letter says is the bank's within it.
fn who_cites(text: &Text, found: &mut Vec<Found>) {
    let cites = |i: usize| {
        let verb = matches!(text.low(i), "cites" | "cited" | "quotes" | "quoted") && text.tag(i) != Tag::Vbn;
        verb && i > 1 && matches!(text.low(i - 1), "who" | "which") && text.word(i - 2) == "," && !text.quoted(i)
    };
    let mut by_cue: HashMap<usize, usize> = HashMap::new();
    by_cue.extend(found.iter().enumerate().filter_map(|(n, f)| Some((f.cue.as_ref()?.start, n))));
    let mut more = Vec::new();
    for host in 0..found.len() {
        let f = &found[host];
        let (Some(source), Some(cue)) = (&f.source, &f.cue) else { continue };
        let sentence = text.sentence(source.start);
        // "according to the letter": the verb of who cites would come behind what is cited.
        let Some(i) = (source.start + 1..sentence.end.min(source.end + 3)).find(|i| cites(*i)) else { continue };
        if cue.end > source.start || i == cue.start || f.content.is_empty() {
            continue;
        }
        let Some(inner) = subject_after(text, i + 1, sentence.end) else { continue };
        if !super::rules::is_voice(text, inner.clone()) {
            continue;
        }
        let aside = i - 2..inner.end;
        let apart = |c: &Range<usize>| c.end <= aside.start || c.start >= aside.end;
        found[host].content.retain(apart);
        let source = found[host].source.as_mut().filter(|s| s.end > i - 2);
        source.into_iter().for_each(|s| s.end = i - 2);
        let f = &found[host];
        if f.content.is_empty() {
            continue;
        }
        let relies = found_by("citing", i, Some(inner), i..i + 1, f.content.clone());
        let relies = Found { parent: Some(host), form: f.form, ..relies };
        match by_cue.get(&i) {
            Some(n) if !inside(found, host, *n) => {
                found[*n] = Found { readout: found[*n].readout, confidence: found[*n].confidence, ..relies }
            }
            Some(_) => {}
            None => more.push((host + 1, relies)),
        }
    }
    weave(found, more);
}

/// Whether attribution `n` is `outer`, or stands inside of it over however many voices.
pub(super) fn inside(found: &[Found], n: usize, outer: usize) -> bool {
    std::iter::successors(Some(n), |n| found[*n].parent).take(found.len()).any(|n| n == outer)
}

/// The lists that the model reads.
pub fn input<'t>(text: &Text<'t>, rules: &[Found]) -> Input<'t> {
    let narrow = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let mut marks = RuleMarks::new(text.len());
    for f in rules {
        marks.add(f.source.as_ref(), f.cue.as_ref(), &f.content);
    }
    Input {
        words: (0..text.len()).map(|i| text.word(i)).collect(),
        tags: text.tokens.iter().map(|t| t.tag as u8).collect(),
        sentences: (0..text.len()).map(|i| narrow(text.sentence_at(i))).collect(),
        blocks: (0..text.len()).map(|i| narrow(text.sentences[text.sentence_at(i)].block)).collect(),
        quoted: (0..text.len()).map(|i| text.quoted(i)).collect(),
        rules: marks.numbers(),
    }
}

fn one(text: &Text, reading: &Reading, rules: &[Found]) -> Found {
    let mut reading = reading.clone();
    // "Severny Put reported": the reader, which sees no capitals, takes the name's end for a verb.
    if let Some(source) = reading.source.as_mut().filter(|s| s.end == reading.at.start) {
        let named = |i: usize| text.word(i).starts_with(char::is_uppercase);
        while reading.at.len() > 1
            && named(reading.at.start)
            && named(source.end - 1)
            && text.tag(reading.at.start + 1).is_finite()
        {
            source.end += 1;
            reading.at.start += 1;
        }
    }
    // "…,” Said Mansour told reporters": the first name is no word of what he says.
    if let Some(source) = reading.source.as_mut().filter(|s| s.start > 0)
        && text.word(source.start - 1) == "Said"
        && is_first_name(text, source.start - 1)
    {
        source.start -= 1;
        let name = source.start;
        reading.content.iter_mut().filter(|c| c.end == name + 1).for_each(|c| c.end = name);
        reading.content.retain(|c| c.start < c.end);
    }
    let reading = &reading;
    let cue = (reading.anchor == Anchor::Cue).then(|| reading.at.clone());
    let shares = |f: &&Found| {
        let cues = f.cue.as_ref().zip(cue.as_ref());
        cues.is_some_and(|(a, b)| a.start < b.end && b.start < a.end)
    };
    let near = |f: &&Found| f.cue.as_ref().map(|c| c.start.abs_diff(reading.at.start));
    let mut found = match rules.iter().filter(shares).min_by_key(near) {
        Some(rule) if rule.confidence >= EXACT => rule.clone(),
        Some(rule) => {
            // Whose words they are may stand in another clause, which the rules look for. Of "messages on WhatsApp" the reader may see the
            // end alone, which no preposition lets speak.
            let governed = |s: &Range<usize>| {
                let whole = rule.source.as_ref().is_some_and(|r| r.start < s.start && r.end >= s.end);
                whole && s.start > 0 && matches!(text.tag(s.start - 1), Tag::In)
            };
            // "His statement follows an update from HUR, reporting that": an update reports for those who sent it.
            let sent = |s: &Range<usize>| {
                let sender = rule.source.as_ref().filter(|r| rule.rule == "participle" && r.start >= s.end);
                sender.is_some_and(|r| matches!(text.low(r.start - 1), "from" | "by"))
            };
            // "that rumours of unrest" is no clause yet: the rule knows where its verb is.
            let verbless = |c: &[Range<usize>]| {
                c.len() == 1 && text.low(c[0].start) == "that" && !c[0].clone().any(|i| text.tag(i).is_finite())
            };
            // Nor is "that while it rained": what is said of it stands behind the comma.
            let subordinate = |c: &[Range<usize>]| {
                c.len() == 1
                    && text.low(c[0].start) == "that"
                    && matches!(
                        text.low(c[0].start + 1),
                        "while"
                            | "although"
                            | "though"
                            | "if"
                            | "when"
                            | "since"
                            | "because"
                            | "unless"
                            | "once"
                            | "whereas"
                    )
                    && !c[0].clone().any(|i| text.word(i) == ",")
            };
            let longer = rule.content.len() == 1
                && reading.content.len() == 1
                && rule.content[0].start == reading.content[0].start
                && rule.content[0].end > reading.content[0].end;
            let cut = verbless(&reading.content) || subordinate(&reading.content);
            let content = if longer && cut { &rule.content } else { &reading.content };
            Found {
                source: reading.source.clone().filter(|s| !governed(s) && !sent(s)).or_else(|| rule.source.clone()),
                cue: cue.clone(),
                content: content.clone(),
                ..rule.clone()
            }
        }
        None => {
            Found { source: reading.source.clone(), content: reading.content.clone(), ..unknown(text, cue.as_ref()) }
        }
    };
    let told = |s: &Option<Range<usize>>| {
        s.as_ref().is_some_and(|s| found.content.iter().any(|c| c.start < s.end && s.start < c.end))
    };
    if told(&found.source) {
        // "Nobody, she said, “breathed a word”": whom the words begin with does not say them.
        let before = found.cue.as_ref().and_then(|c| c.start.checked_sub(1));
        let speaks = before.filter(|i| matches!(text.low(*i), "he" | "she" | "they")).map(|i| i..i + 1);
        found.source =
            if told(&reading.source) { speaks.or_else(|| reading.source.clone()) } else { reading.source.clone() };
    }
    // "commented on the report, posting on Telegram: “…”": what is posted is what is said.
    let on = cue.as_ref().is_some_and(|c| matches!(text.low(c.end - 1), "on" | "about" | "upon"));
    let start = |s: &Option<Range<usize>>| s.as_ref().map(|s| s.start);
    let posted = |r: &&Found| {
        let own = r.form == Form::Direct && r.source.is_some() && start(&r.source) == start(&found.source);
        let holds = |p: &Range<usize>| found.content.iter().any(|c| c.start <= p.start && p.end <= c.end);
        on && own && r.cue.as_ref().is_some_and(&holds) && r.content.iter().all(holds)
    };
    if let Some(rule) = rules.iter().find(posted) {
        found.cue.clone_from(&rule.cue);
        found.head = rule.head;
        found.content.clone_from(&rule.content);
    }
    implied(text, &mut found);
    if reports_nothing(text, &found) {
        found.content.clear();
    }
    means(text, &mut found);
    addressed(text, &mut found);
    listened(text, &mut found);
    lodged(text, &mut found);
    questioned(text, &mut found);
    subject(text, &mut found);
    quoted_by(text, &mut found);
    described(text, &mut found);
    released(text, &mut found);
    found.parent = reading.parent;
    found.confidence = found.confidence.max(reading.sure);
    found.readout = Some(Readout::of(&reading.fields));
    found.form = match reading.anchor {
        Anchor::Continued => Form::Continued,
        Anchor::OwnVoice => Form::OwnVoice,
        Anchor::Cue | Anchor::Bare => super::form(text, &found),
    };
    found
}

/// Takes away a source that is nobody, and finds one that the reader left out.
fn implied(text: &Text, found: &mut Found) {
    // "It is said on both banks that": nobody.
    let said = |c: &Range<usize>| {
        c.len() > 1
            && (matches!(text.low(c.start), "is" | "was") || c.clone().take(3).any(|i| text.low(i) == "been"))
            && c.clone().take(4).any(|i| {
                matches!(
                    text.low(i),
                    "said" | "believed" | "understood" | "rumoured" | "rumored" | "whispered" | "thought"
                )
            })
    };
    let it = found.source.as_ref().is_some_and(|s| s.len() == 1 && text.low(s.start) == "it");
    if it && found.cue.as_ref().is_some_and(|c| said(c) && found.source.as_ref().is_some_and(|s| s.end == c.start)) {
        found.source = None;
    }
    if asked_of(text, found) {
        found.source = None;
    }
    if found.source.is_none() {
        called_by(text, found);
    }
    if found.source.is_none() {
        found.source = doer(text, found);
    }
    // "Ruiz, who tabled the motion on Monday, accuses": the reader may leave the name out.
    if let Some(source) = found.source.as_mut().filter(|s| s.len() > 1 && text.low(s.start) == "who")
        && let Some(comma) = source.start.checked_sub(1).filter(|i| text.word(*i) == ",")
        && let Some(who) = subject_before(text, text.sentence(comma).start, comma).filter(|who| who.end == comma)
    {
        source.start = who.start;
    }
    // "who was not authorised to speak and who believes that": whoever the "who" is of.
    let befalls = |c: &&Range<usize>| {
        matches!(text.low(c.start), "is" | "are" | "was" | "were" | "has" | "have" | "had") && c.len() > 1
    };
    if found.source.is_none()
        && let Some(cue) = found.cue.as_ref().filter(|c| !befalls(c))
        && let Some(who) = cue.start.checked_sub(1).filter(|i| text.low(*i) == "who")
    {
        found.source = Some(who..who + 1);
    }
}

/// Whether the source is who "had not been asked for" something, and asks for nothing.
fn asked_of(text: &Text, found: &Found) -> bool {
    let (Some(source), Some(cue)) = (&found.source, &found.cue) else { return false };
    let asked = cue.clone().find(|i| matches!(text.low(*i), "asked" | "ordered" | "urged" | "instructed"));
    let befell = asked.is_some_and(|v| {
        (cue.start..v).any(|i| matches!(text.low(i), "been" | "was" | "were" | "is" | "are" | "being"))
    });
    befell && source.end <= cue.start && !text.quoted(cue.start)
}

/// "was called “absurd” by the mayor": who calls it so is no part of what it is called.
fn called_by(text: &Text, found: &mut Found) {
    let Some(cue) = found.cue.as_ref().filter(|c| c.len() > 1 && !text.quoted(c.start)) else { return };
    let be = matches!(text.low(cue.start), "is" | "are" | "was" | "were" | "been" | "be" | "has" | "have" | "had");
    let called = matches!(
        text.low(cue.end - 1),
        "called"
            | "dismissed"
            | "described"
            | "branded"
            | "labelled"
            | "labeled"
            | "dubbed"
            | "denounced"
            | "hailed"
            | "termed"
    );
    let Some(last) = found.content.last_mut().filter(|c| be && called && c.start == cue.end) else { return };
    let sentence = text.sentence(cue.start).end;
    let by = (last.start + 1..last.end).rev().find(|i| text.low(*i) == "by" && !text.quoted(*i));
    let Some(by) = by.filter(|by| last.start + 8 > *by && last.end <= sentence) else { return };
    let plain = (last.start..by).all(|i| text.quoted(i) || !text.tag(i).is_finite() && text.word(i) != ",");
    let Some(who) = subject_after(text, by + 1, sentence).filter(|who| plain && who.end >= last.end) else { return };
    if text.tag(who.start) == Tag::Cd || text.tag(who.start) == Tag::Vbg {
        return;
    }
    // "called the worst crime committed by an officer": what is called so was done by him.
    let closes = text.quoted(by - 1) || by - last.start < 3 && text.tag(by - 1).is_adjective();
    if !closes {
        return;
    }
    last.end = by;
    found.source = Some(who);
}

/// Who does what a passive cue tells, named behind its content or its day: "were rejected as “pure fantasy” by the embassy",
/// "it was announced on Wednesday by the railway".
fn doer(text: &Text, found: &Found) -> Option<Range<usize>> {
    const FAR: usize = 4;
    let cue = found.cue.as_ref().filter(|c| c.len() > 1 && !text.quoted(c.start))?;
    let be = matches!(text.low(cue.start), "is" | "are" | "was" | "were" | "been" | "be");
    let passive = be && cue.clone().any(|i| text.tag(i) == Tag::Vbn);
    let sentence = text.sentence(cue.start);
    if found.content.iter().any(|c| c.start >= cue.end && c.end > sentence.end) {
        return None;
    }
    let behind = found.content.iter().map(|c| c.end).filter(|e| *e > cue.end && *e <= sentence.end).max();
    let from = behind.unwrap_or(cue.end);
    let by = (from..sentence.end.min(from + FAR)).find(|i| text.low(*i) == "by").filter(|_| passive)?;
    let plain = (from..by).all(|i| !text.tag(i).is_verb() && !matches!(text.word(i), "," | ";" | ":"));
    let who = subject_after(text, by + 1, sentence.end).filter(|_| plain)?;
    let no_one = |i: usize| {
        super::is_time_word(text.low(i))
            || matches!(
                text.low(i),
                "end" | "start" | "time" | "summer" | "winter" | "deadline" | "margin" | "means" | "way"
            )
    };
    (!who.clone().any(no_one) && text.tag(who.start) != Tag::Cd && text.tag(who.start) != Tag::Vbg).then_some(who)
}

/// Whether the cue reports nothing: that of "Port Said", of "conceded a penalty", of what a banner reads or a robot is named.
fn reports_nothing(text: &Text, found: &Found) -> bool {
    let Some(cue) = found.cue.as_ref().filter(|c| c.start > 0) else { return false };
    let object = found.content.first().map_or(0..0, Clone::clone);
    let quoted = !object.is_empty() && text.quoted(object.start);
    let low = text.low(cue.end - 1);
    // `A banner over the gate still reads “Safe as houses”`: nobody says so.
    let head = found.source.clone().and_then(|source| head_noun(text, source));
    let board = head.is_some_and(|head| is_board(text.low(head)));
    if board && quoted && matches!(low, "read" | "reads" | "reading") {
        return true;
    }
    // "was held on suspicion of arson": what becomes of him is told, and not who suspects it.
    if matches!(text.low(cue.start), "suspicion" | "charges")
        && text.low(cue.start - 1) == "on"
        && found.source.is_none()
    {
        return true;
    }
    // "The minister's promise has not satisfied the villagers": what they make of it is not told, and they say nothing.
    let sways = cue.clone().any(|i| {
        matches!(
            text.low(i),
            "satisfied" | "satisfy" | "satisfies" | "convinced" | "reassured" | "persuaded" | "placated" | "swayed"
        )
    });
    let moved = found.source.as_ref().is_some_and(|s| s.start >= cue.end && text.low(s.start - 1) != "by");
    let promise = |c: &Range<usize>| head_noun(text, c.clone()).is_some_and(|head| is_promise(text.low(head)));
    if sways
        && (moved || found.source.as_ref().is_some_and(promise) && !object.clone().any(|i| text.tag(i).is_finite()))
    {
        return true;
    }
    // "Two deputies were unsure: they said": who is so says it only behind the colon.
    let minds = matches!(text.low(cue.end - 1), "unsure" | "sure" | "sceptical" | "skeptical" | "cautious" | "wary");
    let himself = found.content.len() == 1 && object.end == cue.start && !object.clone().any(|i| text.tag(i).is_verb());
    if minds && himself && found.source.is_none() {
        return true;
    }
    // "equalising for the visitors".
    let with = cue.len() == 1 || matches!(text.low(cue.start + 1), "for" | "in" | "with");
    if text.low(cue.start).starts_with("equali") && !quoted && with {
        return true;
    }
    // "The weekly published an interview with a conscript": it is not the weekly that speaks there.
    let interview =
        matches!(text.low(cue.start), "published" | "ran" | "aired" | "broadcast" | "carried" | "publishes")
            && cue.clone().any(|i| text.low(i) == "interview");
    if interview && quoted {
        return true;
    }
    // "The armed forces have assumed power": what is taken over is not supposed.
    let taken_over = |i: usize| {
        matches!(
            text.low(i),
            "power"
                | "office"
                | "control"
                | "command"
                | "conduct"
                | "leadership"
                | "presidency"
                | "duties"
                | "post"
                | "helm"
        )
    };
    if low.starts_with("assum")
        && object.clone().take(5).any(taken_over)
        && !object.clone().any(|i| text.low(i) == "that" || text.tag(i).is_finite() || text.tag(i) == Tag::Md)
    {
        return true;
    }
    // "summoned the ambassador on Monday": what is done.
    let clause = object.clone().any(|i| text.tag(i).is_finite() || text.tag(i) == Tag::To);
    if text.low(cue.end - 1).starts_with("summon") && !clause && !quoted {
        return true;
    }
    // "which cited “hospital staff”": who is cited, and not what.
    let cites = matches!(low, "cited" | "cites" | "citing" | "quoting");
    if cites && quoted && object.len() < 7 && found.content.len() == 1 {
        let inner = object.start + 1..object.end - 1;
        let open = matches!(text.word(object.start), "“" | "\"" | "‘");
        if open && !clause && inner.start < inner.end && super::rules::is_voice(text, inner) {
            return true;
        }
    }
    if cue.len() > 1 {
        return false;
    }
    let heading = matches!(text.blocks[text.block_of(cue.start)].kind, BlockKind::Headline | BlockKind::Subheading);
    let name = text.word(cue.start) == "Said"
        && !heading
        && (text.word(cue.start - 1).starts_with(char::is_uppercase) || is_first_name(text, cue.start));
    let game = |i: usize| {
        matches!(
            text.low(i),
            "penalty" | "penalties" | "goal" | "goals" | "corner" | "free-kick" | "try" | "tries" | "wicket"
        )
    };
    let called = matches!(low, "named" | "nicknamed" | "titled" | "entitled" | "christened") && quoted;
    // "an elite group called the Sea Org", "he called Ruiz": nothing is said of it.
    let names = |i: usize| text.tag(i).is_name() || matches!(text.low(i), "the" | "of" | "“" | "”" | "\"");
    let called = called
        || matches!(low, "called" | "dubbed")
            && found.content.len() == 1
            && object.len() < 5
            && object.clone().all(names)
            && text.tag(cue.start - 1).is_noun();
    let relative = object.clone().skip(1).find(|i| matches!(text.low(*i), "which" | "that" | "who"));
    let thing =
        !(object.start..relative.unwrap_or(object.end)).any(|i| text.tag(i).is_finite() || text.low(i) == "that");
    let scores = low.starts_with("conced") && thing && object.clone().take(5).any(game);
    // "asked the right questions": which, is not told; "counts tankers for a living": how many, neither.
    let questions = low.starts_with("ask")
        && thing
        && object
            .clone()
            .find(|i| text.tag(*i).is_noun())
            .is_some_and(|i| matches!(text.low(i), "question" | "questions"))
        && object.len() < 5
        && !object.clone().any(|i| matches!(text.low(i), "what" | "how" | "who" | "why" | "whether" | "about"));
    let uncounted = matches!(low, "counts" | "count" | "counting")
        && thing
        && text.tag(object.start) != Tag::Dt
        && !object.clone().any(|i| text.tag(i) == Tag::Cd || matches!(text.low(i), "as" | "among"));
    // "putting Sweden 1–0 up".
    let score = |i: usize| {
        let figures = text.tag(i) == Tag::Cd && matches!(text.word(i + 1), "–" | "-") && text.tag(i + 2) == Tag::Cd;
        figures && matches!(text.low(i + 3), "up" | "ahead" | "down" | "behind")
    };
    name || called
        || scores
        || questions
        || uncounted
        || matches!(low, "put" | "puts" | "putting") && object.take(5).any(score)
}

/// Whether the "Said" at token `i` is what somebody is called: "Said Mansour told reporters", "the minister, Said al-Harthi, said".
fn is_first_name(text: &Text, i: usize) -> bool {
    let name = |i: usize| {
        let word = text.word(i);
        word.starts_with(char::is_uppercase)
            || ["al-", "el-", "ben", "bin", "ibn"].iter().any(|a| word.starts_with(a))
            || text.tag(i).is_name()
    };
    let sentence = text.sentence(i);
    let end = (i + 1..sentence.end).find(|i| !name(*i)).unwrap_or(sentence.end);
    let goes_on = text.tag(end).is_finite() || matches!(text.word(end), "," | ";" | ".") || end == sentence.end;
    // "Said Mansour, who was there:" opens a sentence by its verb.
    let before = i.checked_sub(1).map_or("", |b| text.word(b));
    let inside = i > sentence.start && before.chars().any(char::is_alphanumeric) || before == ",";
    end > i + 1 && goes_on && (inside || text.tag(end).is_finite())
}

/// What somebody says so that others may be calm or believe it.
fn is_promise(low: &str) -> bool {
    matches!(
        low,
        "assurance"
            | "assurances"
            | "promise"
            | "promises"
            | "pledge"
            | "pledges"
            | "claim"
            | "explanation"
            | "answer"
            | "apology"
    )
}

/// Things that bear writing and say nothing by themselves.
fn is_board(low: &str) -> bool {
    matches!(
        low,
        "banner"
            | "banners"
            | "sign"
            | "signs"
            | "placard"
            | "placards"
            | "signboard"
            | "poster"
            | "posters"
            | "sticker"
            | "plaque"
            | "billboard"
            | "t-shirt"
            | "t-shirts"
            | "graffiti"
    )
}

/// "were ordered by telephone": what it is said over does not say it.
fn means(text: &Text, found: &mut Found) {
    let alone = |s: &Range<usize>| {
        s.len() == 1
            && text.low(s.start.saturating_sub(1)) == "by"
            && matches!(
                text.low(s.start),
                "telephone"
                    | "phone"
                    | "radio"
                    | "e-mail"
                    | "email"
                    | "post"
                    | "mail"
                    | "letter"
                    | "text"
                    | "fax"
                    | "video"
                    | "videolink"
                    | "word"
                    | "hand"
            )
    };
    found.source = found.source.take().filter(|s| !alone(s));
    // "shouted in Russian that he should stop".
    let Some(cue) = &found.cue else { return };
    let language = |s: &Range<usize>| {
        s.len() == 1
            && s.start > cue.start
            && text.low(s.start - 1) == "in"
            && text.word(s.start).starts_with(char::is_uppercase)
            && found.content.iter().all(|c| c.start > s.start)
    };
    if found.source.as_ref().is_some_and(language) {
        found.source = subject_before(text, text.sentence(cue.start).start, cue.start);
    }
}

/// "49.6 percent for Ana Ruiz, the chairwoman, Edna Kamara, told reporters": what a preposition governs is no subject of the verb behind
/// the comma.
fn subject(text: &Text, found: &mut Found) {
    let (Some(source), Some(cue)) = (&mut found.source, &found.cue) else { return };
    let governed = source.start > 0
        && matches!(text.low(source.start - 1), "for" | "of" | "to" | "with" | "against" | "from" | "over");
    let before = (source.end..=source.end + 1).contains(&cue.start) && text.tag(cue.start).is_finite();
    let commas: Vec<usize> = source.clone().filter(|i| text.word(*i) == "," && i + 1 < source.end).collect();
    let &[first, second] = commas.as_slice() else { return };
    // Two names with what the latter's bearer is between them: the first is somebody else's.
    let closing = if text.word(source.end - 1) == "," { source.end - 1 } else { source.end };
    let name = (second + 1..closing).all(|i| text.tag(i).is_name()) && second + 1 < closing;
    let describes = matches!(text.tag(first + 1), Tag::Dt | Tag::PrpS);
    if governed && before && name && describes && text.word(source.start).starts_with(char::is_uppercase) {
        source.start = first + 1;
    }
}

/// Whether a cue is the "was quoted by" of an outlet.
pub(crate) fn is_quoted_by(text: &Text, cue: &Range<usize>) -> bool {
    text.low(cue.end - 1) == "by" && cue.clone().any(|i| text.low(i) == "quoted")
}

/// "was quoted by the Chronicle as saying that it rained": what the paper quotes are the words and not their saying.
fn quoted_by(text: &Text, found: &mut Found) {
    let quoted = found.cue.as_ref().is_some_and(|cue| is_quoted_by(text, cue));
    if let Some(first) = found.content.first_mut().filter(|c| quoted && c.len() > 2)
        && text.low(first.start) == "as"
        && matches!(text.low(first.start + 1), "saying" | "stating")
    {
        first.start += 2;
    }
}

/// "The minister was quoted by the Chronicle as saying that it rained": the paper quotes the minister, whose words they are.
fn quoted_in(text: &Text, found: &mut Vec<Found>) {
    let mut more = Vec::new();
    for n in 0..found.len() {
        let Some(cue) = found[n].cue.clone().filter(|c| c.len() > 1 && text.low(c.end - 1) == "by") else { continue };
        if !cue.clone().any(|i| matches!(text.low(i), "quoted" | "cited")) || found[n].content.is_empty() {
            continue;
        }
        let sentence = text.sentence(cue.start);
        let speaker = subject_before(text, sentence.start, cue.start);
        let Some(speaker) =
            speaker.filter(|s| found[n].source.as_ref().is_some_and(|by| by.start >= cue.end && s.end <= cue.start))
        else {
            continue;
        };
        if let Some(said) = cue.clone().skip(1).find(|i| is_said_as(text, *i)) {
            // "“It rains,” the minister was quoted as saying by the Chronicle": those words stand before who is quoted.
            let quoted = found[n].content.first().filter(|c| text.quoted(c.start)).cloned();
            let marks = quoted.and_then(|c| text.quotation_from(c.start)).map(|q| q.tokens.end);
            let start = marks.filter(|end| *end < speaker.end).map_or(speaker.start, |end| {
                (end..speaker.end).find(|i| text.word(*i).chars().any(char::is_alphanumeric)).unwrap_or(speaker.start)
            });
            let before = |c: &Range<usize>| {
                // "… by the Chronicle, “and hails”".
                if c.start >= cue.end {
                    return c.clone();
                }
                let end = c.end.min(start);
                c.start..end - usize::from(end == start && end > c.start && text.word(end - 1) == ",")
            };
            found[n].content = found[n].content.iter().map(before).filter(|c| c.start < c.end).collect();
            let content = found[n].content.clone();
            if !content.is_empty() {
                let inner = found_by("quoted", said, Some(start..speaker.end), said..said + 1, content);
                more.push((n + 1, Found { parent: Some(n), form: found[n].form, ..inner }));
            }
            continue;
        }
        let saying = |f: &Found| {
            f.cue.as_ref().is_some_and(|c| {
                matches!(text.low(c.end - 1), "saying" | "stating") && c.start > cue.end && c.end <= sentence.end
            })
        };
        match (n + 1..found.len().min(n + 3)).find(|m| saying(&found[*m])) {
            Some(inner) => {
                let held = !inside(found, n, inner);
                let inner = &mut found[inner];
                inner.source = inner.source.take().or(Some(speaker));
                if held {
                    inner.parent = Some(n);
                }
            }
            None => {
                let Some(said) = (cue.end..sentence.end).find(|i| is_said_as(text, *i)) else { continue };
                let content: Vec<Range<usize>> =
                    found[n].content.iter().map(|c| c.start.max(said + 1)..c.end).filter(|c| c.start < c.end).collect();
                if content.is_empty() {
                    continue;
                }
                let inner = found_by("quoted", said, Some(speaker), said..said + 1, content);
                more.push((n + 1, Found { parent: Some(n), form: found[n].form, ..inner }));
            }
        }
    }
    weave(found, more);
}

/// "“It is late,” the Chronicle quoted the mayor, Ana Ruiz, as saying", "It was late, the paper cited her as saying": the paper has no words
/// but hers, though they stand in front of both.
fn quoting(text: &Text, found: &mut Vec<Found>) {
    const FAR: usize = 20;
    let quotes = |i: usize| matches!(text.low(i), "quoted" | "quotes" | "cited" | "cites");
    let mut more = Vec::new();
    for n in 0..found.len() {
        let (Some(source), Some(cue)) = (found[n].source.clone(), found[n].cue.clone()) else { continue };
        if source.end > cue.start || !quotes(cue.end - 1) || text.quoted(cue.start) {
            continue;
        }
        let sentence = text.sentence(cue.start);
        let plain = |i: &usize| !text.tag(*i).is_finite() && !matches!(text.word(*i), ";" | ":" | "“" | "\"");
        let as_saying = |i: usize| text.low(i) == "as" && matches!(text.low(i + 1), "saying" | "stating" | "telling");
        let reach = cue.end..sentence.end.min(cue.end + FAR);
        let Some(at) = reach.take_while(plain).find(|i| *i > cue.end && as_saying(*i)) else { continue };
        let speaker = cue.end..at - usize::from(text.word(at - 1) == ",");
        let said = at..at + 2;
        // Who is heard by "saying", or is taken for what is quoted.
        let own = |f: &Found| f.cue.as_ref().is_some_and(|c| c.start < said.end && said.start < c.end);
        let near = n.saturating_sub(3)..found.len().min(n + 4);
        let inner = near.clone().find(|m| *m != n && own(&found[*m]));
        let ahead = |f: &Found| f.content.iter().all(|c| c.end <= cue.start || c.start >= said.end);
        let content = if !found[n].content.is_empty() && ahead(&found[n]) {
            found[n].content.clone()
        } else if let Some(inner) = inner.filter(|m| ahead(&found[*m])) {
            found[inner].content.clone()
        } else {
            continue;
        };
        found[n].content.clone_from(&content);
        found[n].form = super::form(text, &found[n]);
        let form = found[n].form;
        match inner {
            Some(inner) if !inside(found, n, inner) => {
                found[inner].source = Some(speaker);
                found[inner].parent = Some(n);
                found[inner].content = content;
                found[inner].form = form;
            }
            Some(_) => {}
            None => {
                let theirs = found_by("quoted", at + 1, Some(speaker), said, content);
                more.push((n + 1, Found { parent: Some(n), form, ..theirs }));
            }
        }
    }
    weave(found, more);
}

/// Whether token `i` is the "saying" of "as saying".
fn is_said_as(text: &Text, i: usize) -> bool {
    matches!(text.low(i), "saying" | "stating") && text.low(i - 1) == "as"
}

/// "a person briefed on the review said": what is said of who speaks goes on up to the verb.
fn described(text: &Text, found: &mut Found) {
    let (Some(source), Some(cue)) = (&mut found.source, &found.cue) else { return };
    // "said a person close to the inquiry".
    if source.start >= cue.end && matches!(text.low(source.end), "close" | "familiar" | "privy") {
        let object = matches!(text.low(source.end + 1), "to" | "with");
        let end = phrase_forward(text, source.end + 2, text.sentence(cue.start).end).filter(|_| object);
        source.end = end.unwrap_or(source.end);
        return;
    }
    let between = source.end..cue.start;
    if between.len() < 2 || text.sentence_at(source.start) != text.sentence_at(cue.start) {
        return;
    }
    let first = between.start;
    let indefinite =
        matches!(text.low(source.start), "a" | "an" | "another" | "one" | "two" | "three" | "some" | "several");
    let reduced =
        text.tag(first) == Tag::Vbn || text.tag(first) == Tag::Vbd && indefinite && text.tag(first + 1) == Tag::In;
    let plain = |i: usize| {
        let joins = matches!(text.tag(i), Tag::Cc | Tag::Wp | Tag::Wdt) || i > first && text.tag(i).is_finite();
        !joins && text.word(i).chars().any(char::is_alphanumeric)
    };
    let apart = found.content.iter().all(|c| c.end <= source.start || c.start >= cue.end);
    if reduced && apart && text.tag(cue.start).is_finite() && between.clone().all(plain) {
        source.end = cue.start;
    }
}

/// "Minutes released an hour after the decision show": what became of a paper, and when, is not who speaks.
fn released(text: &Text, found: &mut Found) {
    let (Some(source), Some(cue)) = (&mut found.source, &found.cue) else { return };
    let start = sentence_body(text, &text.sentence(cue.start)).start;
    let before = source.start.saturating_sub(1).max(start);
    if source.end != cue.start || text.tag(before) != Tag::In {
        return;
    }
    let became = |i: &usize| {
        matches!(
            text.low(*i),
            "released"
                | "published"
                | "issued"
                | "obtained"
                | "posted"
                | "leaked"
                | "filed"
                | "taken"
                | "recorded"
                | "sent"
        )
    };
    let Some(verb) = (start + 1..before).find(became) else { return };
    // "The court published it after the mayor said": there the verb has its object, and the cue a clause of its own.
    // The tagger may know "show" for a noun.
    let now = text.tag(cue.start) != Tag::Vbd;
    let plain = (start..before).all(|i| i == verb || !text.tag(i).is_finite() && text.word(i) != ",");
    let timed = verb + 1 == before
        || matches!(text.tag(verb + 1), Tag::In | Tag::To)
        || (verb + 1..before).any(|i| {
            let unit = matches!(
                text.low(i),
                "hour" | "hours" | "minutes" | "day" | "days" | "week" | "weeks" | "shortly" | "soon"
            );
            unit || super::is_time_word(text.low(i))
        });
    if !(plain && timed && (now || text.tag(verb) == Tag::Vbn) && text.tag(verb - 1).is_noun()) {
        return;
    }
    if let Some(paper) = subject_before(text, start, verb).filter(|s| s.end == verb) {
        *source = paper;
    }
}

/// "“It is late,” said the Norwegian to Radio Nord": who listens is no part of who speaks behind the verb.
fn listened(text: &Text, found: &mut Found) {
    let (Some(source), Some(cue)) = (&found.source, &found.cue) else { return };
    let spoke = cue.len() == 1
        && matches!(
            text.low(cue.start),
            "said" | "says" | "declared" | "explained" | "confided" | "complained" | "admitted" | "sighed" | "lamented"
        );
    let Some(to) = (source.start + 1..source.end.saturating_sub(1)).find(|i| text.low(*i) == "to") else { return };
    let speaker = source.start..to;
    let noun = text.tag(to - 1).is_noun() || text.tag(to - 1) == Tag::Prp;
    let listener = to + 1 + usize::from(matches!(text.tag(to + 1), Tag::Dt | Tag::PrpS));
    let press = (listener..source.end).any(|i| is_press(text.low(i)));
    if spoke && source.start == cue.end && noun && press {
        found.addressee = Some(to + 1..source.end);
        found.source = Some(speaker);
    }
}

/// Whether a noun is the press or those who work for it.
fn is_press(low: &str) -> bool {
    matches!(
        low,
        "journalists"
            | "reporters"
            | "correspondent"
            | "correspondents"
            | "reporter"
            | "newspaper"
            | "daily"
            | "weekly"
            | "magazine"
            | "radio"
            | "television"
            | "broadcaster"
            | "press"
    )
}

/// "until the court has heard a complaint that the bids were copied": who is told says nothing of it, and the complaint does.
fn lodged(text: &Text, found: &mut Found) {
    const FAR: usize = 5;
    let Some(first) = found.content.first().map(|c| c.start).filter(|f| *f > 1 && text.low(*f) == "that") else {
        return;
    };
    let paper = first - 1;
    let files = matches!(text.low(paper), "complaint" | "complaints" | "petition" | "petitions" | "appeal" | "appeals");
    if !files {
        return;
    }
    let verb = (paper.saturating_sub(FAR)..paper).rev().find(|i| !in_phrase(text, *i));
    let gets = |i: &usize| text.tag(*i).is_verb() && is_given(text.low(*i));
    let Some(verb) = verb.filter(gets).filter(|v| v + 1 < paper && !text.quoted(*v)) else { return };
    let before = found.source.as_ref().is_none_or(|s| s.end <= verb);
    // "the mayor's complaint": that is whose it is.
    let owned = (verb + 1..paper).any(|i| matches!(text.tag(i), Tag::Pos | Tag::PrpS));
    let at_paper = found.cue.as_ref().is_some_and(|c| c.contains(&paper));
    if before && !owned && at_paper {
        found.source = Some(verb + 1..paper + 1);
        found.cue = Some(verb..verb + 1);
        found.head = Some(verb);
    }
}

/// Whether token `i` can stand in front of a noun, in its phrase.
fn in_phrase(text: &Text, i: usize) -> bool {
    let tag = text.tag(i);
    tag.is_noun() || tag.is_adjective() || matches!(tag, Tag::Dt | Tag::Cd | Tag::PrpS | Tag::Pos)
}

/// Whether a verb says that somebody is given a complaint or a report to deal with.
fn is_given(low: &str) -> bool {
    matches!(
        low,
        "hear"
            | "hears"
            | "heard"
            | "hearing"
            | "receive"
            | "receives"
            | "received"
            | "receiving"
            | "examine"
            | "examines"
            | "examined"
            | "examining"
            | "investigate"
            | "investigates"
            | "investigated"
            | "investigating"
            | "consider"
            | "considers"
            | "considered"
            | "considering"
            | "weigh"
            | "weighs"
            | "weighed"
            | "weighing"
            | "dismiss"
            | "dismisses"
            | "dismissed"
            | "dismissing"
            | "reject"
            | "rejects"
            | "rejected"
            | "rejecting"
            | "uphold"
            | "upholds"
            | "upheld"
            | "upholding"
            | "study"
            | "studies"
            | "studied"
            | "studying"
            | "review"
            | "reviews"
            | "reviewed"
            | "reviewing"
            | "faces"
            | "faced"
            | "facing"
            | "gets"
            | "got"
    )
}

/// Who is spoken to is not who speaks: "explained to the Post that", "told the Post that".
fn addressed(text: &Text, found: &mut Found) {
    let (Some(source), Some(cue), Some(head)) = (&found.source, &found.cue, found.head) else { return };
    // "remains unknown to the investigators": it is they who do not know.
    let known = text.low(cue.end - 1) == "to" && cue.clone().any(|i| matches!(text.low(i), "known" | "unknown"));
    if known {
        if source.end <= cue.start {
            found.source = subject_after(text, cue.end, text.sentence(cue.start).end);
        }
        return;
    }
    // "Her husband used to warn her that": whom it governs is no subject.
    let object = source.len() == 1
        && source.start == cue.end
        && matches!(text.low(source.start), "her" | "him" | "them" | "us" | "me")
        && text.tag(cue.end - 1).is_verb()
        && found.content.first().is_some_and(|c| c.start == source.end);
    if object && let Some(speaker) = subject_before(text, text.sentence(cue.start).start, cue.start) {
        found.addressee = found.source.replace(speaker);
        return;
    }
    let low = text.low(head);
    if let Some(to) = told_behind(text, source, cue) {
        found.addressee = Some(to + 1..source.end);
        found.source = Some(source.start..to);
        return;
    }
    let told = matches!(low, "told" | "tells" | "tell" | "telling" | "informed");
    let follows = source.start == cue.end || source.start == cue.end + 1 && text.tag(cue.end) == Tag::Dt;
    // "…," assured journalists the deputy chairman: who speaks stands behind those who listen.
    let listens = |i: usize| {
        matches!(
            text.low(i),
            "journalists" | "reporters" | "correspondents" | "newsmen" | "us" | "me" | "media" | "press"
        )
    };
    // "assured this agency an internist of the hospital".
    let own = matches!(text.low(source.start), "this" | "our")
        && source.len() == 2
        && matches!(
            text.low(source.start + 1),
            "agency" | "newspaper" | "paper" | "outlet" | "correspondent" | "reporter" | "newsroom"
        );
    // "…," reported this newspaper last week: there it speaks itself.
    let own = own
        && !matches!(low, "reported" | "reports" | "wrote" | "writes" | "revealed" | "reveals" | "learned" | "learnt");
    if (source.len() == 1 && listens(source.start) || own)
        && follows
        && found.content.iter().all(|c| c.end <= cue.start)
        && let Some(speaker) = subject_after(text, source.end, text.sentence(source.start).end)
    {
        found.addressee = found.source.replace(speaker);
        return;
    }
    // "commented on HUR's report": what a comment is on does not comment.
    let on = source.start == cue.end
        && cue.len() > 1
        && matches!(text.low(cue.end - 1), "on" | "about" | "upon")
        && text.low(head) != text.low(cue.end - 1)
        && text.tag(head).is_verb();
    // "according to her", "attributed to her", "was told by her": there she speaks.
    let says_to = text.low(source.start.saturating_sub(1)) == "to"
        && (text.tag(head).is_finite() || low == "put")
        && !matches!(
            low,
            "attributed" | "ascribed" | "credited" | "traced" | "appears" | "appeared" | "seems" | "seemed"
        );
    let behind = source.start >= cue.end
        && text.low(cue.end - 1) != "by"
        && found.content.iter().all(|c| c.start >= source.end || c.end <= cue.start);
    if behind && (says_to || on || follows && told) {
        // What is commented on is told nothing either.
        found.addressee = found.source.take().filter(|_| !on);
        found.source = subject_before(text, text.sentence(cue.start).start, cue.start);
    }
}

/// Where the "to" of "complains a soldier to his wife" stands: whom somebody behind the cue talks to is no part of who talks. An
/// "ambassador to his country" is.
fn told_behind(text: &Text, source: &Range<usize>, cue: &Range<usize>) -> Option<usize> {
    let to = (source.start + 1..source.end.saturating_sub(1)).find(|i| text.low(*i) == "to")?;
    let someone = text.tag(to + 1) == Tag::PrpS
        || matches!(text.low(to + 1), "him" | "her" | "them" | "us" | "reporters" | "journalists");
    let bound = matches!(
        text.low(to - 1),
        "ambassador"
            | "envoy"
            | "adviser"
            | "advisor"
            | "aide"
            | "assistant"
            | "secretary"
            | "deputy"
            | "heir"
            | "successor"
            | "delegate"
            | "representative"
            | "emissary"
            | "witness"
            | "counsel"
            | "doctor"
            | "close"
            | "according"
            | "thanks"
    );
    let human = text.tag(to - 1).is_noun() && !text.quoted(to);
    (source.start >= cue.end && text.tag(cue.end - 1).is_finite() && someone && human && !bound).then_some(to)
}

/// "Questioned by the counsel, the driver conceded that": who asks is told and does not answer.
fn questioned(text: &Text, found: &mut Found) {
    let (Some(source), Some(cue)) = (&mut found.source, &found.cue) else { return };
    let start = text.sentence(cue.start).start;
    let asks = ["ask", "question", "press", "cross-examin", "quizz", "challeng", "grill", "interview"];
    let asked = asks.iter().any(|a| text.low(start).starts_with(a));
    let Some(by) = (start + 1..start + 3).find(|i| asked && text.low(*i) == "by") else { return };
    let Some(comma) = (by + 2..cue.start).find(|i| text.word(*i) == ",") else { return };
    let asker = by + 1..comma;
    if source.start < comma {
        let Some(speaker) = subject_before(text, comma + 1, cue.start) else { return };
        *source = speaker;
    }
    found.addressee.get_or_insert(asker);
}

/// An attribution of which only the cue is known: the lexicon says what sort of reporting it is.
fn unknown(text: &Text, cue: Option<&Range<usize>>) -> Found {
    let words = cue.cloned().unwrap_or(0..0);
    let known = |i: &usize| Lexicon::shipped().readings(text.low(*i)).next().map(|(entry, _)| (*i, entry));
    let verb = words.clone().rev().filter(|i| text.tag(*i).is_verb()).find_map(|i| known(&i));
    let entry = verb.or_else(|| words.clone().find_map(|i| known(&i)));
    let head =
        entry.map(|e| e.0).or_else(|| words.clone().rev().find(|i| text.tag(*i).is_verb() || text.tag(*i) == Tag::Nn));
    Found {
        source: None,
        cue: cue.cloned(),
        head: head.or(cue.map(|c| c.start)),
        content: Vec::new(),
        form: Form::Indirect,
        addressee: None,
        parent: None,
        rule: READER,
        certainty: entry.map_or(claims::Degree::Stated, |e| e.1.certainty),
        kind: entry.map_or(CueKind::Speech, |e| e.1.kind),
        shared: false,
        more: false,
        confidence: 0.0,
        readout: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_spoken_to_does_not_speak() {
        let text = Text::plain("The mayor explained to the Post that it was late.");
        let mut found = Found {
            source: Some(4..6),
            content: std::iter::once(6..10).collect(),
            head: Some(2),
            ..unknown(&text, Some(&(2..4)))
        };
        addressed(&text, &mut found);
        assert_eq!(found.source.map(|s| text.words(s)), Some("The mayor"));
        assert_eq!(found.addressee.map(|a| text.words(a)), Some("the Post"));
        // "…," said the mayor: behind its cue, and it does speak.
        let text = Text::plain("“It is late,” said the mayor.");
        let mut found = told(&text, "the mayor", "said", "“It is late,”");
        addressed(&text, &mut found);
        assert_eq!(found.source.map(|s| text.words(s)), Some("the mayor"));
    }

    #[test]
    fn who_calls_it_so_is_no_part_of_what_it_is_called() {
        let by = |words: &str, content: &str| {
            let text = Text::plain(words);
            let place =
                |part: &str| words.find(part).map(|at| text.tokens_in(at..at + part.len())).expect("it is there");
            let cue = place("was called");
            let mut found = Found { content: vec![place("The plan"), place(content)], ..unknown(&text, Some(&cue)) };
            called_by(&text, &mut found);
            let content = found.content.last().map(|c| text.words(c.clone()).to_owned());
            (found.source.map(|s| text.words(s).to_owned()), content.expect("it has some"))
        };
        let words = "The plan was called “absurd” by the mayor.";
        assert_eq!(by(words, "“absurd” by the mayor"), (Some("the mayor".to_owned()), "“absurd”".to_owned()));
        let words = "The plan was called “a theft by the mayor”.";
        assert_eq!(by(words, "“a theft by the mayor”"), (None, "“a theft by the mayor”".to_owned()));
    }

    #[test]
    fn a_quotation_that_only_the_rules_place_is_kept() {
        let text =
            Text::plain("It rained. The volunteer brought the words of one of them: “They had left the village.”");
        let rules = crate::attribution::attributions(&text);
        // The reader takes the sentence for the outlet's own.
        let start = text.sentence(3).start;
        let own = Found {
            form: Form::OwnVoice,
            content: std::iter::once(start..text.len()).collect(),
            ..unknown(&text, None)
        };
        let mut found = vec![own];
        unheard(&text, &rules, &mut found);
        let voices: Vec<&str> = found.iter().map(|f| f.source.clone().map_or("", |s| text.words(s))).collect();
        assert_eq!(voices, ["one of them"]);
    }

    #[test]
    fn who_is_quoted_stays_within_who_quotes() {
        let words = "He quoted a prisoner: “They died in front of each other.” The Post reported, citing HUR, that six were killed.";
        let text = Text::plain(words);
        let rules = crate::attribution::attributions(&text);
        // What a reader gives that sees every cue and no voice within a voice.
        let cued = rules.iter().filter(|r| r.cue.is_some());
        let mut found: Vec<Found> = cued.map(|r| Found { parent: None, ..r.clone() }).collect();
        within(&rules, &mut found);
        let voices: Vec<(&str, Option<usize>)> =
            found.iter().map(|f| (f.source.clone().map_or("", |s| text.words(s)), f.parent)).collect();
        assert_eq!(voices, [("He", None), ("a prisoner", Some(0)), ("The Post", None), ("HUR", Some(2))]);
    }

    #[test]
    fn who_is_cited_is_never_inside_of_itself() {
        let text = Text::plain("The Post reported on March 13, citing HUR, that six were killed.");
        let rules = crate::attribution::attributions(&text);
        let citing = rules.iter().find(|r| r.rule == "citing").expect("it is there");
        let host = rules.iter().find(|r| r.rule != "citing").expect("it is there");
        // What a reader gives that puts the host inside of the voice it cites, and takes the day for what is cited.
        let inner = Found { parent: Some(1), ..host.clone() };
        let outer = Found { parent: None, ..citing.clone() };
        let mut found = vec![inner, outer];
        within(&rules, &mut found);
        assert_eq!(found.iter().map(|f| f.parent).collect::<Vec<_>>(), [Some(1), None]);
        let alone = Found { parent: None, content: std::iter::once(6..7).collect(), ..citing.clone() };
        let mut found = vec![Found { parent: None, ..host.clone() }, alone];
        within(&rules, &mut found);
        assert_eq!(found[1].parent, Some(0));
        assert_eq!(found[1].content, found[0].content);
    }

    #[test]
    fn the_end_of_a_name_is_no_cue() {
        let text = Text::plain("The outlet Severny Put reported that six were killed.");
        let reading = cued(3..5, 0..3, std::iter::once(5..9).collect());
        let found = one(&text, &reading, &[]);
        assert_eq!(found.source.map(|s| text.words(s)), Some("The outlet Severny Put"));
        assert_eq!(found.cue.map(|c| text.words(c)), Some("reported"));
    }

    /// What the reader reads at the cue `at`.
    fn cued(at: Range<usize>, source: Range<usize>, content: Vec<Range<usize>>) -> Reading {
        let source = Some(source);
        Reading { anchor: Anchor::Cue, at, source, content, parent: None, sure: 0.9, fields: Vec::new() }
    }

    /// An attribution whose parts are the words given, each of which stands once in `text`.
    fn told(text: &Text, source: &str, cue: &str, content: &str) -> Found {
        let range = |words: &str| {
            let start = text.all().find(words).expect("it is there");
            text.tokens_in(start..start + words.len())
        };
        let cue = range(cue);
        Found { source: Some(range(source)), content: vec![range(content)], ..unknown(text, Some(&cue)) }
    }

    #[test]
    fn of_two_voices_with_one_content_the_one_relied_on_is_within() {
        let text =
            Text::plain("Slovo Dnia writes, with reference to two officials, that the next exchange may take place.");
        let content = "that the next exchange may take place";
        let mut found = vec![
            told(&text, "Slovo Dnia", "writes", content),
            told(&text, "two officials", "with reference to", content),
        ];
        cited(&text, &mut found);
        assert_eq!(found.iter().map(|f| f.parent).collect::<Vec<_>>(), [None, Some(0)]);
        // Two that say the same are not within each other.
        let text = Text::plain("The mayor said, and the police confirmed, that it rained.");
        let mut found = vec![
            told(&text, "The mayor", "said", "that it rained"),
            told(&text, "the police", "confirmed", "that it rained"),
        ];
        cited(&text, &mut found);
        assert_eq!(found.iter().map(|f| f.parent).collect::<Vec<_>>(), [None, None]);
    }

    #[test]
    fn whom_a_paper_quotes_at_the_end_speaks_within_it() {
        // What the reader takes for quoted, with and without its finding who is heard by "saying".
        let voices = |words: &str, told: [&str; 3], inner: Option<[&str; 3]>| {
            let text = Text::plain(words);
            let mut found = vec![self::told(&text, told[0], told[1], told[2])];
            found.extend(inner.map(|i| self::told(&text, i[0], i[1], i[2])));
            quoting(&text, &mut found);
            let voice = |f: &Found| {
                let content: Vec<&str> = f.content.iter().map(|c| text.words(c.clone())).collect();
                (f.source.clone().map_or("-", |s| text.words(s)).to_owned(), content.join(" … "), f.parent)
            };
            found.iter().map(voice).collect::<Vec<_>>()
        };
        let all = |who: &str, content: &str, parent| (who.to_owned(), content.to_owned(), parent);
        let words = "“It is late,” the Chronicle quoted the mayor, Ana Ruiz, as saying.";
        assert_eq!(
            voices(words, ["the Chronicle", "quoted", "“It is late,”"], None),
            [all("the Chronicle", "“It is late,”", None), all("the mayor, Ana Ruiz", "“It is late,”", Some(0))]
        );
        let words = "Two bridges are closed, the Chronicle quoted an engineer as saying.";
        let inner = ["an engineer", "as saying", "Two bridges are closed"];
        assert_eq!(
            voices(words, ["the Chronicle", "quoted", "an engineer as saying"], Some(inner)),
            [
                all("the Chronicle", "Two bridges are closed", None),
                all("an engineer", "Two bridges are closed", Some(0))
            ]
        );
        // Who quotes a figure has nobody behind it.
        let words = "Two bridges are closed, the Chronicle said, as it quoted a price and said as saying.";
        assert_eq!(voices(words, ["the Chronicle", "said", "Two bridges are closed"], None).len(), 1);
    }

    #[test]
    fn whoever_stands_at_the_comma_relies_on_whom_is_cited() {
        let words = "The army counts 40; the Post, citing two officers, reported that nine had drowned.";
        let text = Text::plain(words);
        let rules = crate::attribution::attributions(&text);
        let citing = rules.iter().find(|r| r.rule == "citing").expect("it is there");
        assert_eq!(citing.content.first().map(|c| text.words(c.clone())), Some("that nine had drowned"));
        let mut found = vec![
            told(&text, "The army", "counts", "40"),
            told(&text, "two officers", "citing", "40"),
            told(&text, "the Post", "reported", "that nine had drowned"),
        ];
        cited(&text, &mut found);
        assert_eq!(found.iter().map(|f| f.parent).collect::<Vec<_>>(), [None, Some(2), None]);
        assert_eq!(found[1].content, found[2].content);
        // Behind the content it is who spoke before.
        let text = Text::plain("The army counts 40 dead, citing two officers, and the Post has none.");
        let mut found =
            vec![told(&text, "The army", "counts", "40 dead"), told(&text, "two officers", "citing", "40 dead")];
        cited(&text, &mut found);
        assert_eq!(found.iter().map(|f| f.parent).collect::<Vec<_>>(), [None, Some(0)]);
    }

    #[test]
    fn what_became_of_a_paper_does_not_speak() {
        let source = |words: &str, told: [&str; 3]| {
            let text = Text::plain(words);
            let mut found = self::told(&text, told[0], told[1], told[2]);
            released(&text, &mut found);
            found.source.map_or("-", |s| text.words(s)).to_owned()
        };
        let words = "Records released an hour after the vote show that two members left.";
        assert_eq!(source(words, ["the vote", "show", "that two members left"]), "Records");
        let words = "The board published the letter after the mayor said that it was false.";
        assert_eq!(source(words, ["the mayor", "said", "that it was false"]), "the mayor");
    }

    #[test]
    fn whom_a_warning_goes_to_does_not_warn() {
        let text = Text::plain("Her late husband used to warn her that it was late.");
        let her = (1..text.len()).find(|i| text.low(*i) == "her").expect("it is there");
        let mut found = told(&text, "Her late husband", "used to warn", "that it was late");
        found.source = Some(her..her + 1);
        addressed(&text, &mut found);
        assert_eq!(found.source.map(|s| text.words(s)), Some("Her late husband"));
    }

    #[test]
    fn who_had_not_been_asked_asks_for_nothing() {
        let text = Text::plain("He had not been asked for permission.");
        assert!(asked_of(&text, &told(&text, "He", "had not been asked for", "permission")));
        let text = Text::plain("He had not asked for permission.");
        assert!(!asked_of(&text, &told(&text, "He", "had not asked for", "permission")));
    }

    #[test]
    fn whom_somebody_summons_or_cites_is_nothing_that_is_told() {
        let nothing = |words: &str, told: [&str; 3]| {
            let text = Text::plain(words);
            reports_nothing(&text, &self::told(&text, told[0], told[1], told[2]))
        };
        assert!(nothing("Peru summoned the envoy on Monday.", ["Peru", "summoned", "the envoy"]));
        assert!(!nothing("Peru summoned the envoy to explain it.", ["Peru", "summoned", "the envoy to explain it"]));
        assert!(nothing("The portal cited “hospital staff”.", ["The portal", "cited", "“hospital staff”"]));
        assert!(!nothing("The portal cited “a lack of rain”.", ["The portal", "cited", "“a lack of rain”"]));
    }

    #[test]
    fn who_asks_does_not_answer() {
        let text = Text::plain("Questioned by Tobias Fenn, the driver conceded that it was late.");
        let mut found = told(&text, "Tobias Fenn", "conceded", "that it was late");
        questioned(&text, &mut found);
        assert_eq!(found.source.map(|s| text.words(s)), Some("the driver"));
    }

    #[test]
    fn who_listens_does_not_speak() {
        let text = Text::plain("“It is calm,” assured journalists the first deputy of the chairman.");
        let mut found = told(&text, "journalists", "assured", "“It is calm,”");
        addressed(&text, &mut found);
        assert_eq!(found.source.map(|s| text.words(s)), Some("the first deputy of the chairman"));
        assert_eq!(found.addressee.map(|s| text.words(s)), Some("journalists"));
    }

    #[test]
    fn whom_the_words_begin_with_does_not_say_them() {
        let text = Text::plain("Nobody, she said, breathed a word.");
        let reading = cued(3..4, 0..1, vec![0..1, 5..8]);
        assert_eq!(one(&text, &reading, &[]).source.map(|s| text.words(s)), Some("she"));
    }

    #[test]
    fn what_a_preposition_governs_does_not_speak() {
        let text =
            Text::plain("Costa had 49 percent to 51 for Sahr Lansana, the chairwoman, Edna Kamara, told reporters.");
        let mut found = told(&text, "Sahr Lansana, the chairwoman, Edna Kamara", "told", "Costa had 49 percent to 51");
        subject(&text, &mut found);
        assert_eq!(found.source.map(|s| text.words(s)), Some("the chairwoman, Edna Kamara"));
        // With one comma the rest is what the one name's bearer is.
        let text = Text::plain("It fell, according to Sahr Lansana, the chairman, who told reporters.");
        let mut found = told(&text, "Sahr Lansana, the chairman", "told", "It fell");
        subject(&text, &mut found);
        assert_eq!(found.source.map(|s| text.words(s)), Some("Sahr Lansana, the chairman"));
    }

    #[test]
    fn words_are_quoted_and_not_their_saying() {
        let text = Text::plain("His wife was quoted by the Chronicle as saying he had paid it back.");
        let mut found = told(&text, "the Chronicle", "was quoted by", "as saying he had paid it back");
        quoted_by(&text, &mut found);
        assert_eq!(found.content.first().map(|c| text.words(c.clone())), Some("he had paid it back"));
    }

    #[test]
    fn whom_an_agency_is_told_by_speaks() {
        let text = Text::plain("“It is calm,” assured this agency an internist of the hospital.");
        let mut found = told(&text, "this agency", "assured", "“It is calm,”");
        addressed(&text, &mut found);
        assert_eq!(found.source.map(|s| text.words(s)), Some("an internist of the hospital"));
    }

    #[test]
    fn update_reports_for_those_who_sent_it() {
        let text =
            Text::plain("Ruiz’s statement follows an update from HUR on Telegram, reporting that six were killed.");
        let rules = crate::attribution::attributions(&text);
        let cue = (0..text.len()).find(|i| text.low(*i) == "reporting").expect("it is there");
        let reading = cued(cue..cue + 1, 0..3, std::iter::once(cue + 1..cue + 5).collect());
        assert_eq!(one(&text, &reading, &rules).source.map(|s| text.words(s)), Some("HUR"));
    }

    #[test]
    fn what_is_posted_is_what_is_said() {
        let text =
            Text::plain("Ana Ruiz commented on the report, posting on Telegram: “It is not worth exaggerating.”");
        let rules = crate::attribution::attributions(&text);
        let reading = cued(2..4, 0..2, std::iter::once(4..text.len()).collect());
        let found = one(&text, &reading, &rules);
        assert_eq!(found.content.first().map(|c| text.words(c.clone())), Some("“It is not worth exaggerating.”"));
    }

    #[test]
    fn whom_a_paper_quotes_speaks_within_it() {
        let text = Text::plain("The oil minister was quoted by the Chronicle as saying that it is too early.");
        let said = told(&text, "the Chronicle", "was quoted by", "that it is too early");
        let mut found = vec![said];
        quoted_in(&text, &mut found);
        let inner = &found[1];
        assert_eq!((inner.parent, inner.source.clone().map(|s| text.words(s))), (Some(0), Some("The oil minister")));
        assert_eq!(inner.content, found[0].content);
    }

    #[test]
    fn who_does_it_may_stand_behind_the_words() {
        let text = Text::plain(
            "The claims were rejected as “pure fantasy” by the embassy. It was announced on Friday by the railway.",
        );
        let by = |cue: &str, content: &str| {
            let passive = Found { source: None, ..told(&text, "The claims", cue, content) };
            doer(&text, &passive).map(|who| text.words(who))
        };
        assert_eq!(by("were rejected", "as “pure fantasy”"), Some("the embassy"));
        assert_eq!(by("was announced", "The claims"), Some("the railway"));
        let text = Text::plain("The bridge was ordered closed by Friday.");
        assert_eq!(doer(&text, &Found { source: None, ..told(&text, "The bridge", "was ordered", "closed") }), None);
    }

    #[test]
    fn who_cites_somebody_says_it_by_them() {
        let text = Text::plain("The offer is too low, according to the letter, which cites a study by the bank Falk.");
        let mut found = vec![told(&text, "the letter", "according to", "The offer is too low")];
        who_cites(&text, &mut found);
        assert_eq!(found[1].source.clone().map(|s| text.words(s)), Some("a study"));
        assert_eq!((found[1].parent, found[1].content.clone()), (Some(0), found[0].content.clone()));
        // "who cites bad weather": nobody.
        let text = Text::plain("The trip is off, according to the mayor, who cites the weather.");
        let mut found = vec![told(&text, "the mayor", "according to", "The trip is off")];
        who_cites(&text, &mut found);
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn no_language_speaks() {
        let text = Text::plain("Somebody shouted in Russian that he should stop.");
        let mut found = told(&text, "Russian", "shouted in", "that he should stop");
        means(&text, &mut found);
        assert_eq!(found.source.map(|s| text.words(s)), Some("Somebody"));
        let text = Text::plain("It was said by Russia that he should stop.");
        let mut found = told(&text, "Russia", "was said by", "that he should stop");
        means(&text, &mut found);
        assert_eq!(found.source.map(|s| text.words(s)), Some("Russia"));
    }

    #[test]
    fn what_is_asked_counted_or_suspected_may_not_be_told() {
        let nothing = |words: &str, told: [&str; 3]| {
            let text = Text::plain(words);
            reports_nothing(&text, &self::told(&text, told[0], told[1], told[2]))
        };
        assert!(nothing("Ana asked the right questions.", ["Ana", "asked", "the right questions"]));
        assert!(!nothing("Ana asked how many questions he had.", ["Ana", "asked", "how many questions he had"]));
        assert!(nothing("Ana counts tankers for a living.", ["Ana", "counts", "tankers for a living"]));
        assert!(!nothing("Ana counts 40 tankers off Lindau.", ["Ana", "counts", "40 tankers off Lindau"]));
        let text = Text::plain("Ana was held on suspicion of starting the fire.");
        let held = Found { source: None, ..told(&text, "Ana", "suspicion of", "starting the fire") };
        assert!(reports_nothing(&text, &held));
    }

    #[test]
    fn goals_are_no_words() {
        let text = Text::plain("The captain scored, putting Sweden 1 – 0 up before the break.");
        assert!(reports_nothing(&text, &told(&text, "The captain", "putting", "Sweden 1 – 0 up")));
        let text = Text::plain("The office counted again, putting the toll at 41 on Friday.");
        assert!(!reports_nothing(&text, &told(&text, "The office", "putting", "the toll at 41")));
    }

    #[test]
    fn said_is_a_first_name_too() {
        let first = |words: &str| {
            let text = Text::plain(words);
            let said = (0..text.len()).find(|i| text.word(*i) == "Said").expect("it is there");
            is_first_name(&text, said)
        };
        assert!(first("“It is late,” Said Mansour told reporters."));
        assert!(first("Said al-Harthi denied it."));
        assert!(first("The minister, Said Mansour, left."));
        assert!(!first("“It is late.” Said the mayor on Monday."));
        assert!(!first("Said Ana Ruiz, who was there: “It is late.”"));
        // What the reader took for the end of the quotation is who speaks.
        let text = Text::plain("“It is late,” Said Mansour told reporters.");
        let said = (0..text.len()).find(|i| text.word(*i) == "Said").expect("it is there");
        let reading = cued(said + 2..said + 3, said + 1..said + 2, std::iter::once(0..said + 1).collect());
        let found = one(&text, &reading, &[]);
        assert_eq!(found.source.map(|s| text.words(s)), Some("Said Mansour"));
        assert_eq!(found.content.first().map(|c| text.words(c.clone())), Some("“It is late,”"));
    }

    #[test]
    fn what_a_paper_wrote_according_to_a_memo_is_the_memos_within_it() {
        let parents = |words: &str, content: &str, second: [&str; 2]| {
            let text = Text::plain(words);
            let [source, cue] = second;
            let mut found = vec![told(&text, "The Herald", "wrote", content), told(&text, source, cue, content)];
            cited(&text, &mut found);
            found.iter().map(|f| f.parent).collect::<Vec<_>>()
        };
        let within = "The Herald wrote that, according to a memo, the dam would break.";
        assert_eq!(parents(within, "the dam would break", ["a memo", "according to"]), [None, Some(0)]);
        // Behind the content it may be the outlet that tells of both.
        let behind = "The Herald wrote that the dam would break, according to a memo.";
        assert_eq!(parents(behind, "that the dam would break", ["a memo", "according to"]), [None, None]);
    }

    #[test]
    fn who_is_told_behind_the_cue_is_no_part_of_who_tells() {
        let source = |words: &str, source: &str| {
            let text = Text::plain(words);
            let mut found = told(&text, source, "said", "“It is late,”");
            addressed(&text, &mut found);
            found.source.map(|s| text.words(s).to_owned())
        };
        let soldier = source("“It is late,” said a soldier to his wife on Monday.", "a soldier to his wife");
        assert_eq!(soldier.as_deref(), Some("a soldier"));
        let envoy = source("“It is late,” said an adviser to his cabinet on Monday.", "an adviser to his cabinet");
        assert_eq!(envoy.as_deref(), Some("an adviser to his cabinet"));
    }

    #[test]
    fn what_is_taken_over_or_published_is_not_told() {
        let nothing = |words: &str, told: [&str; 3]| {
            let text = Text::plain(words);
            reports_nothing(&text, &self::told(&text, told[0], told[1], told[2]))
        };
        assert!(nothing("The army assumed command of the port.", ["The army", "assumed", "command of the port"]));
        assert!(!nothing("The army assumed that it was late.", ["The army", "assumed", "that it was late"]));
        let run = "The weekly published an interview with Ana: “It was late.”";
        assert!(nothing(run, ["The weekly", "published an interview", "“It was late.”"]));
        let run = "The weekly said in an interview: “It was late.”";
        assert!(!nothing(run, ["The weekly", "said in an interview", "“It was late.”"]));
    }

    #[test]
    fn whom_a_promise_sways_says_nothing() {
        let nothing = |words: &str, told: [&str; 3]| {
            let text = Text::plain(words);
            reports_nothing(&text, &self::told(&text, told[0], told[1], told[2]))
        };
        let words = "The promise that it is safe has not convinced customers.";
        assert!(nothing(words, ["customers", "convinced", "The promise that it is safe"]));
        assert!(nothing(words, ["The promise that it is safe", "has not convinced", "customers"]));
        let words = "Ana Ruiz has convinced the court that he is ill.";
        assert!(!nothing(words, ["Ana Ruiz", "has convinced", "that he is ill"]));
        // "Two deputies were unsure:" is no more than that.
        let words = "Two deputies were unsure: it was late.";
        let text = Text::plain(words);
        let mut found = told(&text, "it", "were unsure", "Two deputies");
        found.source = None;
        assert!(reports_nothing(&text, &found));
    }

    #[test]
    fn nobody_speaks_within_himself() {
        let text = Text::plain("Ruiz's reply that it was cheap Lund called cynical.");
        let whole = told(&text, "Lund", "called", "Ruiz's reply that it was cheap");
        let part = told(&text, "Ruiz", "reply", "that it was cheap");
        let parents = |own: [Option<usize>; 2]| {
            let [first, second] = own;
            let mut found = vec![Found { parent: first, ..whole.clone() }, Found { parent: second, ..part.clone() }];
            untangle(&mut found);
            [found[0].parent, found[1].parent]
        };
        assert_eq!(parents([Some(1), Some(0)]), [None, Some(0)]);
        assert_eq!(parents([None, Some(0)]), [None, Some(0)]);
        assert_eq!(parents([Some(0), Some(0)]), [None, Some(0)]);
    }

    #[test]
    fn who_listens_behind_the_verb_does_not_speak() {
        let speaks = |words: &str, source: &str| {
            let text = Text::plain(words);
            let mut found = told(&text, source, "said", "“It is late,”");
            listened(&text, &mut found);
            found.source.map(|s| text.words(s).to_owned()).unwrap_or_default()
        };
        assert_eq!(
            speaks("“It is late,” said the Norwegian to Radio Nord.", "the Norwegian to Radio Nord"),
            "the Norwegian"
        );
        assert_eq!(speaks("“It is late,” said a farmer to the reporters.", "a farmer to the reporters"), "a farmer");
        for own in ["the ambassador to Peru", "a visitor to Rome", "an heir to the throne", "a woman close to Ruiz"] {
            assert_eq!(speaks(&format!("“It is late,” said {own}."), own), own);
        }
    }

    #[test]
    fn a_complaint_that_is_heard_is_not_the_courts() {
        let speaks = |words: &str, paper: &str| {
            let text = Text::plain(words);
            let mut found = told(&text, "the court", paper, "that it was late");
            lodged(&text, &mut found);
            found.source.map(|s| text.words(s).to_owned())
        };
        assert_eq!(
            speaks("Then the court heard a complaint that it was late.", "complaint").as_deref(),
            Some("a complaint")
        );
        for own in ["made a complaint", "repeated the claim"] {
            let paper = own.rsplit(' ').next().unwrap_or_default();
            assert_eq!(speaks(&format!("Then the court {own} that it was late."), paper).as_deref(), Some("the court"));
        }
    }
}
