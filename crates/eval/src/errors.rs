//! Lists what a system got wrong, in lines short enough to tune by.
//!
//! ```text
//! missed    article-7:E4  …told them. {Nobody was hurt,} [the mayor] <says>. Crews…
//! ```
//!
//! Source stands in `[ ]`, cue in `< >`, content in `{ }`. The lists show gold
//! text and are for the terminal; nothing of them may be committed.

use std::fmt::Write as _;

use anyhow::Result;
use claims::Offsets;

use crate::attributions::{self, Pairing, Sheet};
use crate::body;
use crate::corpus::{Article, Pair, Quote};
use crate::times::{Paired, Timed, Timex};

/// What kind of error a line shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Gold that the system has nothing for.
    Missed,
    /// What the system made up.
    Spurious,
    /// Found, but with another part or other bounds.
    Boundary,
    /// Right by half, but not to the word.
    Inexact,
    /// Found with the right bounds, but read otherwise.
    Value,
}

impl Kind {
    /// The word in front of a line.
    pub fn label(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::Spurious => "spurious",
            Self::Boundary => "boundary",
            Self::Inexact => "inexact",
            Self::Value => "value",
        }
    }
}

/// One error: where, and gold and system as they stand in the text.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What kind.
    pub kind: Kind,
    /// Article and item.
    pub id: String,
    /// Which parts differ, in a word.
    pub what: String,
    /// One line for what stands alone, gold and system where both have something.
    pub lines: Vec<String>,
}

impl Finding {
    /// The finding as it is printed: one line, or gold and ours below each other.
    pub fn show(&self) -> String {
        let label = self.kind.label();
        match self.lines.as_slice() {
            [gold, ours] => format!("{label:9} {} {}\n     gold {gold}\n     ours {ours}\n", self.id, self.what),
            lines => format!("{label:9} {} {}{}\n", self.id, self.what, lines.join(" ")),
        }
    }
}

/// The errors in one article's attributions, in reading order.
pub fn attributions(gold: &Article, system: &Article, sheet: &Sheet, context: usize) -> Vec<Finding> {
    let pairing = Pairing::of(sheet);
    let letters: Vec<char> = gold.text().chars().collect();
    let ours = |j: usize| &system.attributions[sheet.system_at[j]];
    let theirs = |i: usize| &gold.attributions[sheet.gold_at[i]];
    let name = |i: usize| format!("{}:{}", gold.id, gold.item_name(sheet.gold_at[i]));
    let mut findings = Vec::new();
    for i in &pairing.missed {
        let quote = theirs(*i);
        let lines = vec![marked(&letters, quote, context)];
        findings.push((begin(quote), Finding { kind: Kind::Missed, id: name(*i), what: String::new(), lines }));
    }
    for j in &pairing.spurious {
        let quote = ours(*j);
        let lines = vec![marked(&letters, quote, context)];
        findings
            .push((begin(quote), Finding { kind: Kind::Spurious, id: gold.id.clone(), what: String::new(), lines }));
    }
    let pairs =
        pairing.near.iter().map(|p| (Kind::Boundary, p)).chain(pairing.right.iter().map(|p| (Kind::Inexact, p)));
    for (kind, (i, j)) in pairs {
        let differs = attributions::marks(&sheet.gold[*i], &sheet.system[*j]);
        if differs == ['='; 3] {
            continue;
        }
        let what = ["source", "cue", "content"].iter().zip(differs).filter(|(_, mark)| *mark != '=');
        let what = what.map(|(part, mark)| format!("{part}{mark}")).collect::<Vec<_>>().join(" ");
        let (theirs, ours) = (theirs(*i), ours(*j));
        let lines = vec![marked(&letters, theirs, context), marked(&letters, ours, context)];
        findings.push((begin(theirs), Finding { kind, id: name(*i), what, lines }));
    }
    findings.sort_by_key(|(at, finding)| (*at, finding.kind));
    findings.into_iter().map(|(_, finding)| finding).collect()
}

/// The errors in one text's times, in reading order.
pub fn times(gold: &Timed, system: &Timed, context: usize) -> Result<Vec<Finding>> {
    let paired = Paired::of(gold, system)?;
    let letters: Vec<char> = gold.text().chars().collect();
    let line = |t: &Timex| {
        let words = in_context(&letters, &[([t.start, t.end], '[', ']')], context);
        format!("{} {}  {words}", t.kind.as_deref().unwrap_or("-"), t.value.as_deref().unwrap_or("-"))
    };
    let finding = |kind, t: &Timex, lines| (t.start, Finding { kind, id: gold.id.clone(), what: String::new(), lines });
    let mut findings = Vec::new();
    for (_, t) in gold.timexes.iter().enumerate().filter(|(i, _)| paired.pairs.iter().all(|p| p.0 != *i)) {
        findings.push(finding(Kind::Missed, t, vec![line(t)]));
    }
    for (_, t) in system.timexes.iter().enumerate().filter(|(j, _)| paired.pairs.iter().all(|p| p.1 != *j)) {
        findings.push(finding(Kind::Spurious, t, vec![line(t)]));
    }
    for (i, j) in &paired.pairs {
        let (a, b) = (&gold.timexes[*i], &system.timexes[*j]);
        let kind = match (a.value == b.value && a.kind == b.kind, paired.is_strict((*i, *j))) {
            (false, _) => Kind::Value,
            (true, false) => Kind::Boundary,
            (true, true) => continue,
        };
        findings.push(finding(kind, a, vec![line(a), line(b)]));
    }
    findings.sort_by_key(|(at, finding)| (*at, finding.kind));
    Ok(findings.into_iter().map(|(_, finding)| finding).collect())
}

/// All times of one text: gold, ours, and whether they agree.
pub fn times_side_by_side(gold: &Timed, system: &Timed) -> Result<String> {
    let paired = Paired::of(gold, system)?;
    let mut out = format!("{}, written {}\n", gold.id, gold.dct.as_deref().unwrap_or("on no known day"));
    let findings = times(gold, system, 40)?;
    let right = paired.pairs.iter().filter(|(i, j)| {
        let (a, b) = (&gold.timexes[*i], &system.timexes[*j]);
        a.value == b.value && a.kind == b.kind && paired.is_strict((*i, *j))
    });
    let _ = writeln!(out, "{} right to the letter, value and kind; the others:", right.count());
    findings.iter().for_each(|finding| out += &finding.show());
    Ok(out)
}

/// What of one page's body is missing, and what was added, in the order of each text.
pub fn body(name: &str, gold: &str, found: &str, context: usize) -> Vec<Finding> {
    let sides = [(Kind::Missed, gold, found), (Kind::Spurious, found, gold)];
    let findings = sides.into_iter().flat_map(|(kind, text, other)| {
        let letters: Vec<char> = text.chars().collect();
        let offsets = Offsets::new(text);
        body::apart(text, other).into_iter().map(move |range| {
            let span = offsets.span(range);
            let lines = vec![in_context(&letters, &[([span.start, span.end], '[', ']')], context)];
            Finding { kind, id: name.to_owned(), what: String::new(), lines }
        })
    });
    findings.collect()
}

/// All items of one article, or the gold item `only`: gold, ours, and what differs.
pub fn side_by_side(gold: &Article, system: &Article, sheet: &Sheet, only: Option<&str>) -> String {
    let pairing = Pairing::of(sheet);
    let letters: Vec<char> = gold.text().chars().collect();
    let mut out = format!("{}\n", gold.id);
    let line = |quote: &Quote| marked(&letters, quote, 40);
    for i in 0..sheet.gold.len() {
        let name = gold.item_name(sheet.gold_at[i]);
        if only.is_some_and(|only| only != name) {
            continue;
        }
        let verdict = |label: &str, j: usize| {
            let differs = attributions::marks(&sheet.gold[i], &sheet.system[j]);
            let parts = ["source", "cue", "content"].iter().zip(differs);
            let parts: Vec<String> = parts.map(|(part, mark)| format!("{part} {mark}")).collect();
            format!("{label}: {}", parts.join(", "))
        };
        let pair = |pairs: &[(usize, usize)]| pairs.iter().find(|p| p.0 == i).map(|p| p.1);
        let (verdict, ours) = match (pair(&pairing.right), pair(&pairing.near)) {
            (Some(j), _) => (verdict("right", j), Some(j)),
            (None, Some(j)) => (verdict("near", j), Some(j)),
            (None, None) => ("missed".to_owned(), None),
        };
        let _ = writeln!(out, "{name} {verdict}\n  gold {}", line(&gold.attributions[sheet.gold_at[i]]));
        if let Some(j) = ours {
            let _ = writeln!(out, "  ours {}", line(&system.attributions[sheet.system_at[j]]));
        }
    }
    if only.is_none() {
        for j in &pairing.spurious {
            let _ = writeln!(out, "spurious\n  ours {}", line(&system.attributions[sheet.system_at[*j]]));
        }
        out += "(= same words, ~ overlap by half, ! neither)\n";
    }
    out
}

fn begin(quote: &Quote) -> usize {
    quote.source.iter().chain(&quote.cue).chain(&quote.content).map(|p| p[0]).min().unwrap_or(0)
}

/// `quote` in the text, its parts in brackets, with `context` code points on either side.
pub fn marked(letters: &[char], quote: &Quote, context: usize) -> String {
    let mut parts: Vec<(Pair, char, char)> = Vec::new();
    parts.extend(quote.content.iter().map(|p| (*p, '{', '}')));
    parts.extend(quote.source.iter().map(|p| (*p, '[', ']')));
    parts.extend(quote.cue.iter().map(|p| (*p, '<', '>')));
    in_context(letters, &parts, context)
}

/// `letters` on one line: each stretch of white space becomes a space, or a sign where it broke a line.
fn flat(letters: &[char]) -> String {
    let runs = letters.chunk_by(|a, b| a.is_whitespace() && b.is_whitespace());
    runs.map(|run| match run[0] {
        first if !first.is_whitespace() => first.to_string(),
        _ => if run.contains(&'\n') { "⏎" } else { " " }.to_owned(),
    })
    .collect()
}

/// The text around `parts` on one line, each between its brackets; long stretches are cut in the middle.
pub fn in_context(letters: &[char], parts: &[(Pair, char, char)], context: usize) -> String {
    let first = parts.iter().map(|p| p.0[0]).min().unwrap_or(0);
    let last = parts.iter().map(|p| p.0[1]).max().unwrap_or(0).min(letters.len());
    let (from, to) = (first.saturating_sub(context), (last + context).min(letters.len()));
    let mut edges: Vec<usize> = parts.iter().flat_map(|p| p.0).chain([from, to]).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut out = String::from(if from > 0 { "…" } else { "" });
    for (k, edge) in edges.iter().enumerate() {
        // What closes here was opened last, so brackets of equal bounds close inside out.
        for part in parts.iter().rev().filter(|p| p.0[1] == *edge) {
            out.push(part.2);
        }
        for part in parts.iter().filter(|p| p.0[0] == *edge) {
            out.push(part.1);
        }
        if let Some(next) = edges.get(k + 1) {
            let piece = &letters[*edge..*next];
            if piece.len() > 140 {
                let _ = write!(out, "{} […] {}", flat(&piece[..70]), flat(&piece[piece.len() - 60..]));
            } else {
                out += &flat(piece);
            }
        }
    }
    out + if to < letters.len() { "…" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_in_brackets_with_words_around() {
        let letters: Vec<char> = "It rained.\nNobody was hurt, the mayor says. Crews came.".chars().collect();
        let quote = Quote { source: vec![[28, 37]], cue: vec![[38, 42]], content: vec![[11, 26]], ..Quote::default() };
        insta::assert_snapshot!(marked(&letters, &quote, 8), @"…rained.⏎{Nobody was hurt}, [the mayor] <says>. Crews …");
    }
}
