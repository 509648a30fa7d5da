//! How far two markings of one text agree, layer by layer: a second hand against the first, or the product
//! against gold.
//!
//! Layers of spans count F1 of both sides; layers of fields count how often the field is the same on
//! attributions that both have, paired as by `attr/iou50` (see [`crate::attributions`]).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Result, bail};
use claims::{Span, edtf};
use extract::place::kilometres;
use serde_json::{Value, json};

use super::export::article;
use super::stats::name;
use super::{Attribution, Fault, Label, Report, parse};
use crate::attributions::{Options, Pairing, sheet};

/// Counts by layer.
#[derive(Clone, Debug, Default)]
pub struct Agreement {
    /// Span layers: what both have, what the first has, what the second has.
    spans: BTreeMap<&'static str, [usize; 3]>,
    /// Field layers: how often both say the same, of how many.
    fields: BTreeMap<&'static str, [usize; 2]>,
    /// Values of closed fields by pair, for kappa.
    pairs: BTreeMap<&'static str, BTreeMap<(String, String), usize>>,
    /// Reports compared.
    reports: usize,
}

/// Layers in the order of the guidelines.
const ORDER: [&str; 25] = [
    "source",
    "cue",
    "content",
    "attribution (iou50)",
    "nested",
    "discontinuous",
    "continued",
    "own voice",
    "mentions",
    "times",
    "places",
    "figures",
    "furniture",
    "parent",
    "entity",
    "kind",
    "form",
    "certainty",
    "polarity",
    "status",
    "said",
    "channel",
    "time value",
    "place (161 km)",
    "figure range",
];

impl Agreement {
    /// Adds `other`, a second marking of the text of `gold`.
    pub fn add(&mut self, gold: &Report, other: &Report) -> Result<()> {
        if gold.text != other.text {
            bail!("the text of {} is not that of {}", other.path.display(), gold.path.display());
        }
        self.reports += 1;
        self.attributions(gold, other)?;
        self.uncued(gold, other);
        self.mentions(gold, other);
        self.days_places_figures(gold, other);
        Ok(())
    }

    fn span_layer<T: PartialEq>(&mut self, layer: &'static str, gold: &[T], other: &[T]) {
        let mut left: Vec<&T> = other.iter().collect();
        let both =
            gold.iter().filter(|g| left.iter().position(|o| o == g).map(|i| left.swap_remove(i)).is_some()).count();
        self.count(layer, both, gold.len(), other.len());
    }

    fn count(&mut self, layer: &'static str, both: usize, gold: usize, other: usize) {
        let sum = self.spans.entry(layer).or_default();
        for (sum, n) in sum.iter_mut().zip([both, gold, other]) {
            *sum += n;
        }
    }

    fn field(&mut self, layer: &'static str, same: bool) {
        let sum = self.fields.entry(layer).or_default();
        sum[0] += usize::from(same);
        sum[1] += 1;
    }

    fn closed(&mut self, layer: &'static str, a: String, b: String) {
        self.field(layer, a == b);
        *self.pairs.entry(layer).or_default().entry((a, b)).or_default() += 1;
    }

    /// Spans of what has a cue, and the fields of what both have.
    fn attributions(&mut self, gold: &Report, other: &Report) -> Result<()> {
        let (ours, theirs) = (article(gold, true), article(other, true));
        let sheet = sheet(&ours, &theirs, &Options::default())?;
        let pairing = Pairing::of(&sheet);
        let rows = |report: &Report| -> Vec<Attribution> {
            report.attributions.iter().filter(|a| parse::needs_cue(a.form)).cloned().collect()
        };
        let (ours, theirs) = (rows(gold), rows(other));
        let edge = |report: &Report, span: Span| trimmed(report, span);
        for (layer, part) in [("source", 0), ("cue", 1), ("content", 2)] {
            let spans = |report: &Report, rows: &[Attribution]| -> Vec<Vec<Span>> {
                let of = |a: &Attribution| match part {
                    0 => a.source.into_iter().collect(),
                    1 => a.cue.into_iter().collect(),
                    _ => a.content.clone(),
                };
                let spans = rows.iter().map(of).filter(|s: &Vec<Span>| !s.is_empty());
                spans.map(|s| s.into_iter().map(|span| edge(report, span)).collect()).collect()
            };
            self.span_layer(layer, &spans(gold, &ours), &spans(other, &theirs));
        }
        self.count("attribution (iou50)", pairing.right.len(), ours.len(), theirs.len());
        let pairs: Vec<(&Attribution, &Attribution)> =
            pairing.right.iter().map(|(i, j)| (&ours[sheet.gold_at[*i]], &theirs[sheet.system_at[*j]])).collect();
        for (layer, is) in [
            ("nested", (|a: &Attribution| a.inside.is_some()) as fn(&Attribution) -> bool),
            ("discontinuous", |a| a.content.len() > 1),
        ] {
            let both = pairs.iter().filter(|(a, b)| is(a) && is(b)).count();
            self.count(layer, both, ours.iter().filter(|a| is(a)).count(), theirs.iter().filter(|a| is(a)).count());
        }
        let paired: BTreeMap<u32, u32> = pairs.iter().map(|(a, b)| (a.number, b.number)).collect();
        for (a, b) in &pairs {
            if a.inside.is_some() || b.inside.is_some() {
                self.field("parent", a.inside.and_then(|n| paired.get(&n)).copied() == b.inside && b.inside.is_some());
            }
            self.fields_of(gold, a, other, b);
        }
        Ok(())
    }

    fn fields_of(&mut self, gold: &Report, a: &Attribution, other: &Report, b: &Attribution) {
        let entity = |report: &Report, row: &Attribution| {
            row.entity.as_deref().and_then(|key| report.entity(key)).map(|e| (e.name.clone(), e.kind))
        };
        let (ours, theirs) = (entity(gold, a), entity(other, b));
        if let Some((name, kind)) = &ours {
            self.field("entity", theirs.as_ref().is_some_and(|(other, _)| same_name(name, other)));
            if let Some((_, other)) = &theirs {
                self.closed("kind", self::name(kind), self::name(other));
            }
        }
        self.closed("form", name(&a.form), name(&b.form));
        self.closed("certainty", name(&a.certainty), name(&b.certainty));
        self.closed("polarity", name(&a.polarity), name(&b.polarity));
        self.closed("status", name(&a.status), name(&b.status));
        let day = |said: &Option<String>| said.as_deref().and_then(edtf::bounds).map(|d| (d.first, d.last));
        if a.said.is_some() || b.said.is_some() {
            self.field("said", day(&a.said) == day(&b.said));
        }
        if a.channel.is_some() || b.channel.is_some() {
            let words = |channel: &Option<String>| channel.as_deref().unwrap_or_default().to_lowercase();
            let (ours, theirs) = (words(&a.channel), words(&b.channel));
            let holds = !ours.is_empty() && !theirs.is_empty() && (ours.contains(&theirs) || theirs.contains(&ours));
            self.field("channel", holds);
        }
    }

    /// Sentences without a cue: found where half of the words are shared.
    fn uncued(&mut self, gold: &Report, other: &Report) {
        for (layer, form) in [("continued", claims::Form::Continued), ("own voice", claims::Form::OwnVoice)] {
            let contents = |report: &Report| -> Vec<Vec<Span>> {
                report.attributions.iter().filter(|a| a.form == form).map(|a| a.content.clone()).collect()
            };
            let (ours, theirs) = (contents(gold), contents(other));
            let mut left: Vec<&Vec<Span>> = theirs.iter().collect();
            let half = |a: &[Span], b: &[Span]| {
                let shared: usize = a.iter().flat_map(|x| b.iter().map(|y| shared(*x, *y))).sum();
                let all: usize = a.iter().chain(b).map(|s| s.len()).sum::<usize>() - shared;
                2 * shared >= all
            };
            let both =
                ours.iter().filter(|a| left.iter().position(|b| half(a, b)).map(|i| left.swap_remove(i)).is_some());
            let both = both.count();
            self.count(layer, both, ours.len(), theirs.len());
        }
    }

    /// Mentions count where both hands have the words and give them to the same one, by name.
    fn mentions(&mut self, gold: &Report, other: &Report) {
        let of = |report: &Report| -> Vec<(Span, String)> {
            let mut mentions = Vec::new();
            for mark in &report.marks {
                if let Label::Entity(key) = &mark.label
                    && let Some(entity) = report.entity(key)
                {
                    mentions.push((trimmed(report, mark.span), entity.name.clone()));
                }
            }
            mentions
        };
        let (ours, theirs) = (of(gold), of(other));
        let mut left: Vec<&(Span, String)> = theirs.iter().collect();
        let mut both = 0;
        for (span, name) in &ours {
            if let Some(i) = left.iter().position(|(s, n)| s == span && same_name(name, n)) {
                left.swap_remove(i);
                both += 1;
            }
        }
        self.count("mentions", both, ours.len(), theirs.len());
    }

    fn days_places_figures(&mut self, gold: &Report, other: &Report) {
        let (ours, theirs): (Vec<_>, Vec<_>) = (gold.times().collect(), other.times().collect());
        let both = overlapping(&ours, &theirs);
        self.count("times", both.len(), ours.len(), theirs.len());
        for (a, b) in both {
            self.field("time value", a.value == b.value);
        }
        let (ours, theirs): (Vec<_>, Vec<_>) = (gold.sites().collect(), other.sites().collect());
        let both = overlapping(&ours, &theirs);
        self.count("places", both.len(), ours.len(), theirs.len());
        for (a, b) in both {
            if let Some(at) = a.at {
                self.field("place (161 km)", b.at.is_some_and(|other| kilometres(at, other) <= 161.0));
            }
        }
        let (ours, theirs): (Vec<_>, Vec<_>) = (gold.figures().collect(), other.figures().collect());
        let both = overlapping(&ours, &theirs);
        self.count("figures", both.len(), ours.len(), theirs.len());
        for (a, b) in both {
            self.field("figure range", a.low == b.low && a.high == b.high);
        }
    }

    /// One line a layer: F1 or share, counts, and kappa for closed fields.
    pub fn table(&self) -> String {
        let mut out =
            format!("{} reports\n{:22}{:>8}{:>9}{:>9}{:>8}\n", self.reports, "layer", "F1", "first", "second", "kappa");
        for layer in ORDER {
            if let Some([both, gold, other]) = self.spans.get(layer) {
                let _ = writeln!(out, "{layer:22}{:>8.1}{gold:>9}{other:>9}", f1(*both, *gold, *other));
            } else if let Some([same, of]) = self.fields.get(layer) {
                let kappa = self.kappa(layer).map_or(String::new(), |k| format!("{k:.2}"));
                let _ = writeln!(out, "{layer:22}{:>8.1}{same:>9}{of:>9}{kappa:>8}", share(*same, *of));
            }
        }
        out
    }

    /// The same as JSON.
    pub fn json(&self) -> Value {
        let spans = self
            .spans
            .iter()
            .map(|(l, [b, g, o])| ((*l).to_owned(), json!({"f1": rounded(f1(*b, *g, *o)), "first": g, "second": o})));
        let fields =
            self.fields.iter().map(|(l, [s, o])| ((*l).to_owned(), json!({"same": rounded(share(*s, *o)), "of": o})));
        json!({"reports": self.reports, "layers": spans.chain(fields).collect::<serde_json::Map<_, _>>()})
    }

    /// The pairs of values that the two hands most often differ in, most frequent first.
    pub fn confusions(&self) -> Vec<(&'static str, String, String, usize)> {
        let mut all = Vec::new();
        for (layer, pairs) in &self.pairs {
            all.extend(pairs.iter().filter(|((a, b), _)| a != b).map(|((a, b), n)| (*layer, a.clone(), b.clone(), *n)));
        }
        all.sort_by(|a, b| b.3.cmp(&a.3).then_with(|| (a.0, &a.1).cmp(&(b.0, &b.1))));
        all
    }

    /// Cohen's kappa: agreement beyond what chance would give with the same shares of values.
    fn kappa(&self, layer: &str) -> Option<f64> {
        let pairs = self.pairs.get(layer)?;
        let all: usize = pairs.values().sum();
        let same: usize = pairs.iter().filter(|((a, b), _)| a == b).map(|(_, n)| n).sum();
        let values: BTreeSet<&String> = pairs.keys().flat_map(|(a, b)| [a, b]).collect();
        let sum = |of: &dyn Fn(&(String, String)) -> bool| {
            pairs.iter().filter(|(p, _)| of(p)).map(|(_, n)| *n).sum::<usize>()
        };
        let chance: f64 = values.iter().map(|v| real(sum(&|p| p.0 == **v)) * real(sum(&|p| p.1 == **v))).sum::<f64>()
            / (real(all) * real(all));
        (chance < 1.0).then(|| (real(same) / real(all) - chance) / (1.0 - chance))
    }
}

/// A second marking of `gold`, read from `path`. Lines that either hand takes for furniture are compared; then the
/// first hand's choice holds, so that the rest stays comparable.
pub fn second(gold: &Report, path: &Path, source: &str) -> (Report, Vec<Fault>, [usize; 3]) {
    let (report, faults) = parse::report(path, source);
    let set = |report: &Report| report.furniture.iter().map(|(_, words)| words.clone()).collect::<BTreeSet<_>>();
    let (ours, theirs) = (set(gold), set(&report));
    let counts = [ours.intersection(&theirs).count(), ours.len(), theirs.len()];
    if ours == theirs {
        return (report, faults, counts);
    }
    let aligned: Vec<String> = source
        .lines()
        .map(|line| {
            let plain = line.strip_prefix("~ ").unwrap_or(line);
            if ours.contains(plain) { format!("~ {plain}") } else { plain.to_owned() }
        })
        .collect();
    let (report, faults) = parse::report(path, &aligned.join("\n"));
    (report, faults, counts)
}

impl Agreement {
    /// Adds what [`second`] counted.
    pub fn add_furniture(&mut self, [both, gold, other]: [usize; 3]) {
        self.count("furniture", both, gold, other);
    }
}

/// `span` without marks and blanks at its edges, on which hands need not agree.
fn trimmed(report: &Report, span: Span) -> Span {
    let letters: Vec<char> = report.words(span).chars().collect();
    let is_edge = |c: &&char| !c.is_alphanumeric();
    let front = letters.iter().take_while(is_edge).count();
    if front == letters.len() {
        return span;
    }
    let back = letters.iter().rev().take_while(is_edge).count();
    Span::new(span.start + front, span.end - back)
}

/// Whether two canonical names are of one source: the same but for case, article and what one leaves out.
pub fn same_name(a: &str, b: &str) -> bool {
    let plain = |name: &str| {
        let name = name.to_lowercase().replace(['’', '‘'], "'");
        let words: Vec<String> = name
            .split(|c: char| !c.is_alphanumeric() && c != '\'')
            .filter(|w| !w.is_empty() && !["the", "a", "an", "his", "her", "its", "their"].contains(w))
            .map(str::to_owned)
            .collect();
        words
    };
    let (a, b) = (plain(a), plain(b));
    !a.is_empty() && !b.is_empty() && (a.iter().all(|w| b.contains(w)) || b.iter().all(|w| a.contains(w)))
}

fn shared(a: Span, b: Span) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// Pairs of marks whose words overlap, each taken once, in reading order.
fn overlapping<'t, T>(ours: &[(Span, &'t T)], theirs: &[(Span, &'t T)]) -> Vec<(&'t T, &'t T)> {
    let mut taken = vec![false; theirs.len()];
    let mut pairs = Vec::new();
    for (span, a) in ours {
        let best = (0..theirs.len())
            .filter(|j| !taken[*j] && theirs[*j].0.overlaps(*span))
            .max_by_key(|j| shared(theirs[*j].0, *span));
        if let Some(j) = best {
            taken[j] = true;
            pairs.push((*a, theirs[j].1));
        }
    }
    pairs
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn real(count: usize) -> f64 {
    count as f64
}

fn f1(both: usize, gold: usize, other: usize) -> f64 {
    if gold + other == 0 { 100.0 } else { 200.0 * real(both) / real(gold + other) }
}

fn share(same: usize, of: usize) -> f64 {
    if of == 0 { 100.0 } else { 100.0 * real(same) / real(of) }
}

fn rounded(percent: f64) -> f64 {
    (percent * 10.0).round() / 10.0
}
