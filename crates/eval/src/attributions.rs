//! Scores attributions against gold, by the definitions of PolNeAR's scorer.
//!
//! A part's *mention* is the set of words that its spans cover. Spans are judged
//! as `strict` (the same words and marks), `exact` (the same but for marks at the
//! edges), `soft` (shares of words, after Johansson and Moschitti), `iou50` (one to
//! one, Jaccard at least a half) and `token` (single words). An attribution as a
//! whole, `attr`, is right in five ways from `exact` to `head`; the headline is
//! `attr/iou50`: content and source overlap by half and the cue shares a word.
//!
//! The figures equal those of `score_attribution.py`, digit for digit;
//! `tests/scorers.rs` holds both to the same samples.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Map, Value, json};

use crate::corpus::{Article, Pair, Quote};
use crate::draws::Draws;
use crate::words::{self, Word};

const ROLES: [&str; 3] = ["source", "cue", "content"];
const SOURCE: usize = 0;
const CUE: usize = 1;
const CONTENT: usize = 2;
const SPAN_FIGURES: [&str; 5] = ["strict", "exact", "soft", "iou50", "token"];
const WHOLE_FIGURES: [&str; 5] = ["exact", "sc-exact", "iou50", "sc-iou50", "head"];
const RECALLS: [&str; 7] = ["direct", "mixed", "indirect", "source", "no-source", "speech-cue", "other-cue"];
/// What the whole is also counted for by itself: see [`Item::is`].
const KINDS: [&str; 3] = ["nested", "discontinuous", "without a cue"];
const QUOTE_MARKS: &str = "\"“”«»„";

/// What is scored, and how.
#[derive(Debug, Default)]
pub struct Options {
    /// Verbs of speech, which split recall by cue; needed by `speech_only`.
    pub speech: Option<SpeechCues>,
    /// Leaves out what has no source, on both sides.
    pub with_source_only: bool,
    /// Scores gold with a speech cue only; predictions that match other gold are neither hit nor miss.
    pub speech_only: bool,
    /// Keeps contents that stand wholly in quotation marks, on both sides.
    pub direct_only: bool,
    /// How often the articles are drawn anew for the 95 % interval of F1; 0 for none.
    pub draws: usize,
}

/// The words that make a cue one of speech.
#[derive(Debug)]
pub struct SpeechCues(HashSet<String>);

impl SpeechCues {
    /// Reads a file of verb forms, one a line; "according" always counts.
    pub fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| format!("cannot read the cues in {}", path.display()))?;
        let listed = text.lines().map(|l| l.trim().to_lowercase()).filter(|l| !l.is_empty());
        Ok(Self(listed.chain(["according".to_owned()]).collect()))
    }

    fn holds(&self, cue: &str) -> bool {
        words::runs(cue).any(|word| self.0.contains(word))
    }
}

/// Gold and system attributions of one article, ready to compare.
pub struct Sheet {
    /// The article's id.
    pub id: String,
    /// What people found.
    pub gold: Vec<Item>,
    /// What the system found.
    pub system: Vec<Item>,
    /// Where the system's items stood in its list.
    pub system_at: Vec<usize>,
    /// Where the gold items stood in theirs.
    pub gold_at: Vec<usize>,
}

/// One attribution as sets of words.
#[derive(Clone, Debug)]
pub struct Item {
    parts: [Mention; 3],
    kind: Kind,
    cue_text: String,
    /// Whether it stands inside another.
    nested: bool,
    /// How many pieces its content has.
    pieces: usize,
}

/// How far a content stands in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    None,
    Direct,
    Mixed,
    Indirect,
}

/// The words of one part; each list is sorted and holds indices into the article's words.
#[derive(Clone, Debug, Default)]
struct Mention {
    /// With all marks.
    strict: Vec<usize>,
    /// Without marks at the edges.
    exact: Vec<usize>,
    /// Without any marks, unless there is nothing else.
    words: Vec<usize>,
}

impl Mention {
    fn of(spans: &[Pair], text: &[Word]) -> Self {
        let mut strict = Vec::new();
        for [start, end] in spans {
            let mut i = text.partition_point(|w| w.start < *start);
            if i > 0 && text[i - 1].end > *start {
                i -= 1;
            }
            strict.extend((i..text.len()).take_while(|i| text[*i].start < *end));
        }
        strict.sort_unstable();
        strict.dedup();
        let lettered: Vec<usize> = strict.iter().copied().filter(|i| text[*i].lettered).collect();
        if lettered.is_empty() {
            return Self { exact: strict.clone(), words: strict.clone(), strict };
        }
        let exact = strict
            .chunk_by(|a, b| a + 1 == *b)
            .flat_map(|run| {
                let first = run.iter().position(|i| text[*i].lettered);
                let last = run.iter().rposition(|i| text[*i].lettered);
                first.zip(last).map_or(&run[..0], |(first, last)| &run[first..=last])
            })
            .copied()
            .collect();
        Self { strict, exact, words: lettered }
    }

    fn is_missing(&self) -> bool {
        self.strict.is_empty()
    }
}

impl Item {
    fn of(quote: &Quote, text: &[Word], letters: &[char]) -> Self {
        let cue: Vec<String> = quote.cue.iter().map(|p| letters[p[0]..p[1]].iter().collect()).collect();
        Self {
            parts: [&quote.source, &quote.cue, &quote.content].map(|spans| Mention::of(spans, text)),
            kind: Kind::of(&quote.content, letters),
            cue_text: cue.join(" ").to_lowercase(),
            nested: quote.parent.is_some(),
            pieces: quote.content.len(),
        }
    }

    /// Whether the item is of `KINDS[kind]`.
    fn is(&self, kind: usize) -> bool {
        match kind {
            0 => self.nested,
            1 => self.pieces > 1,
            _ => self.parts[CUE].is_missing(),
        }
    }
}

impl Kind {
    fn of(content: &[Pair], letters: &[char]) -> Self {
        if content.is_empty() {
            return Self::None;
        }
        let spans: Vec<String> = content.iter().map(|p| letters[p[0]..p[1]].iter().collect()).collect();
        if !spans.iter().any(|s| s.contains(|c| QUOTE_MARKS.contains(c))) {
            Self::Indirect
        } else if spans.iter().all(|s| quoted(s)) {
            Self::Direct
        } else {
            Self::Mixed
        }
    }
}

/// Whether `span` opens with a quotation mark and closes with one, or is never closed.
fn quoted(span: &str) -> bool {
    let mark = |c| QUOTE_MARKS.contains(c);
    let span = span.trim_matches(words::is_space);
    let count = |wanted| span.chars().filter(|c| *c == wanted).count();
    span.starts_with(mark)
        && (span.ends_with(mark)
            || span.trim_end_matches(['.', ',', ';', ':', '!', '?']).ends_with(mark)
            || count('"') % 2 == 1
            || count('“') > count('”'))
}

/// Reads one article of gold and what the system found in it.
pub fn sheet(gold: &Article, system: &Article, options: &Options) -> Result<Sheet> {
    let text = gold.text();
    let letters: Vec<char> = text.chars().collect();
    let words = words::words(text);
    if let Some(theirs) = system.text.as_deref() {
        ensure!(theirs == text, "{}: gold and prediction have different texts", gold.id);
    }
    let read = |article: &Article| -> Result<Vec<Item>> {
        article
            .attributions
            .iter()
            .map(|quote| {
                for [start, end] in quote.source.iter().chain(&quote.cue).chain(&quote.content) {
                    ensure!(start < end && *end <= letters.len(), "{}: {start}..{end} is no span of it", gold.id);
                }
                Ok(Item::of(quote, &words, &letters))
            })
            .collect()
    };
    let mut ours: Vec<(usize, Item)> = read(gold)?.into_iter().enumerate().collect();
    let mut theirs: Vec<(usize, Item)> = read(system)?.into_iter().enumerate().collect();
    if options.with_source_only {
        ours.retain(|(_, item)| !item.parts[SOURCE].is_missing());
        theirs.retain(|(_, item)| !item.parts[SOURCE].is_missing());
    }
    if options.speech_only {
        let speech = options.speech.as_ref().context("speech cues are scored alone only with a list of them")?;
        keep_speech(&mut ours, &mut theirs, speech);
    }
    if options.direct_only {
        ours.retain(|(_, item)| item.kind == Kind::Direct);
        theirs.retain(|(_, item)| item.kind == Kind::Direct);
    }
    let (gold_at, ours) = ours.into_iter().unzip();
    let (system_at, theirs) = theirs.into_iter().unzip();
    Ok(Sheet { id: gold.id.clone(), gold: ours, system: theirs, system_at, gold_at })
}

fn keep_speech(gold: &mut Vec<(usize, Item)>, system: &mut Vec<(usize, Item)>, speech: &SpeechCues) {
    let g: Vec<&Item> = gold.iter().map(|(_, item)| item).collect();
    let s: Vec<&Item> = system.iter().map(|(_, item)| item).collect();
    let pairs = matched(
        &g,
        &s,
        |a, b| half(a, b, CONTENT) || (!a.parts[CUE].words.is_empty() && a.parts[CUE].words == b.parts[CUE].words),
        |a, b| overlap(a, b, CONTENT) + 0.5 * overlap(a, b, CUE),
    );
    let mut keep: Vec<bool> = s.iter().map(|item| item.cue_text.is_empty() || speech.holds(&item.cue_text)).collect();
    for (i, j) in pairs {
        keep[j] = speech.holds(&g[i].cue_text);
    }
    let mut kept = keep.into_iter();
    system.retain(|_| kept.next().unwrap_or(true));
    gold.retain(|(_, item)| speech.holds(&item.cue_text));
}

/// Words in both of two sorted lists.
fn common(a: &[usize], b: &[usize]) -> usize {
    let (mut i, mut j, mut both) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                both += 1;
                i += 1;
                j += 1;
            }
        }
    }
    both
}

fn jaccard(a: &[usize], b: &[usize]) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    let both = common(a, b);
    ratio(both, a.len() + b.len() - both)
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn overlap(a: &Item, b: &Item, role: usize) -> f64 {
    jaccard(&a.parts[role].words, &b.parts[role].words)
}

fn half(a: &Item, b: &Item, role: usize) -> bool {
    overlap(a, b, role) >= 0.5
}

fn same(a: &Item, b: &Item, role: usize) -> bool {
    a.parts[role].exact == b.parts[role].exact
}

/// Whether both lack the part, or the two share a word of it.
fn touches(a: &Item, b: &Item, role: usize) -> bool {
    let (a, b) = (&a.parts[role], &b.parts[role]);
    (a.is_missing() && b.is_missing()) || common(&a.words, &b.words) > 0
}

fn closeness(a: &Item, b: &Item) -> f64 {
    overlap(a, b, CONTENT) + 0.5 * overlap(a, b, SOURCE) + 0.5 * overlap(a, b, CUE)
}

/// Pairs each gold item with at most one system item, the closest pairs first.
fn matched<T>(
    gold: &[T],
    system: &[T],
    fits: impl Fn(&T, &T) -> bool,
    weight: impl Fn(&T, &T) -> f64,
) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, s) in system.iter().enumerate() {
            if fits(g, s) {
                candidates.push((-weight(g, s), i, j));
            }
        }
    }
    candidates.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut gold_taken, mut system_taken) = (vec![false; gold.len()], vec![false; system.len()]);
    let mut pairs = Vec::new();
    for (_, i, j) in candidates {
        if !gold_taken[i] && !system_taken[j] {
            gold_taken[i] = true;
            system_taken[j] = true;
            pairs.push((i, j));
        }
    }
    pairs
}

/// Whether a pair is right in the way that `WHOLE_FIGURES[figure]` names.
fn whole(a: &Item, b: &Item, figure: usize) -> bool {
    match WHOLE_FIGURES[figure] {
        "exact" => (0..3).all(|role| same(a, b, role)),
        "sc-exact" => same(a, b, SOURCE) && same(a, b, CONTENT),
        "iou50" => half(a, b, CONTENT) && half(a, b, SOURCE) && touches(a, b, CUE),
        "sc-iou50" => half(a, b, CONTENT) && half(a, b, SOURCE),
        _ => half(a, b, CONTENT) && touches(a, b, SOURCE),
    }
}

/// Hits of one figure: what precision counts, what recall counts, and out of how many.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    precise: f64,
    recalled: f64,
    gold: f64,
    system: f64,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.precise += other.precise;
        self.recalled += other.recalled;
        self.gold += other.gold;
        self.system += other.system;
    }

    fn both(hits: usize, gold: usize, system: usize) -> Self {
        Self { precise: hits as f64, recalled: hits as f64, gold: gold as f64, system: system as f64 }
    }

    /// Precision, recall and F1, from 0 to 1.
    fn figures(self) -> [f64; 3] {
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        let (p, r) = (share(self.precise, self.system), share(self.recalled, self.gold));
        [p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }]
    }
}

/// All counts of one article, or of many added up.
#[derive(Clone, Debug, Default)]
struct Counts {
    /// Role by role, then the whole, each with its five figures.
    tallies: [[Tally; 5]; 4],
    /// Contents matched, and of these: source exact, by half, by a word.
    sources: [usize; 4],
    /// For each of `RECALLS`: found, and out of how many.
    recalls: [(usize, usize); 7],
    /// For direct, mixed and indirect: right, and out of how many.
    precisions: [(usize, usize); 3],
    /// For each of `KINDS`, `attr/iou50`: gold of that kind that is found, whatever it was taken for, and what was taken for
    /// that kind and is right, whatever it is.
    kinds: [Tally; 3],
}

impl Counts {
    fn of(sheet: &Sheet, speech: Option<&SpeechCues>) -> Self {
        let (gold, system) = (&sheet.gold, &sheet.system);
        let mut counts = Self::default();
        for role in 0..3 {
            let g: Vec<&Mention> = gold.iter().map(|i| &i.parts[role]).filter(|m| !m.is_missing()).collect();
            let s: Vec<&Mention> = system.iter().map(|i| &i.parts[role]).filter(|m| !m.is_missing()).collect();
            counts.tallies[role] = span_tallies(&g, &s);
        }
        for (figure, name) in WHOLE_FIGURES.iter().enumerate() {
            let pairs = matched(gold, system, |a, b| whole(a, b, figure), closeness);
            counts.tallies[3][figure] = Tally::both(pairs.len(), gold.len(), system.len());
            if *name == "iou50" {
                for (kind, tally) in counts.kinds.iter_mut().enumerate() {
                    let of = |items: &[Item]| items.iter().filter(|i| i.is(kind)).count() as f64;
                    tally.recalled = pairs.iter().filter(|(i, _)| gold[*i].is(kind)).count() as f64;
                    tally.precise = pairs.iter().filter(|(_, j)| system[*j].is(kind)).count() as f64;
                    (tally.gold, tally.system) = (of(gold), of(system));
                }
            }
        }
        let pairs = contents(gold, system);
        for (i, j) in &pairs {
            let (a, b) = (&gold[*i], &system[*j]);
            let right = [true, same(a, b, SOURCE), half(a, b, SOURCE), touches(a, b, SOURCE)];
            counts.sources.iter_mut().zip(right).for_each(|(sum, right)| *sum += usize::from(right));
        }
        let found: HashSet<usize> = pairs.iter().map(|p| p.0).collect();
        for (i, item) in gold.iter().enumerate() {
            let spoken = speech.map(|s| s.holds(&item.cue_text));
            let sourced = !item.parts[SOURCE].is_missing();
            let holds = [
                item.kind == Kind::Direct,
                item.kind == Kind::Mixed,
                item.kind == Kind::Indirect,
                sourced,
                !sourced,
                spoken == Some(true),
                spoken == Some(false),
            ];
            for (sum, _) in counts.recalls.iter_mut().zip(holds).filter(|(_, holds)| *holds) {
                sum.0 += usize::from(found.contains(&i));
                sum.1 += 1;
            }
        }
        let right: HashSet<usize> = pairs.iter().map(|p| p.1).collect();
        for (j, item) in system.iter().enumerate() {
            let row = match item.kind {
                Kind::Direct => 0,
                Kind::Mixed => 1,
                Kind::Indirect => 2,
                Kind::None => continue,
            };
            counts.precisions[row].0 += usize::from(right.contains(&j));
            counts.precisions[row].1 += 1;
        }
        counts
    }

    fn add(&mut self, other: &Self) {
        for (sums, more) in self.tallies.iter_mut().zip(&other.tallies) {
            sums.iter_mut().zip(more).for_each(|(sum, more)| sum.add(*more));
        }
        self.sources.iter_mut().zip(other.sources).for_each(|(sum, more)| *sum += more);
        self.kinds.iter_mut().zip(other.kinds).for_each(|(sum, more)| sum.add(more));
        let rows = self.recalls.iter_mut().chain(&mut self.precisions);
        for (sum, more) in rows.zip(other.recalls.iter().chain(&other.precisions)) {
            sum.0 += more.0;
            sum.1 += more.1;
        }
    }
}

/// Pairs by content alone, which must overlap by half.
fn contents(gold: &[Item], system: &[Item]) -> Vec<(usize, usize)> {
    matched(gold, system, |a, b| half(a, b, CONTENT) && !a.parts[CONTENT].words.is_empty(), closeness)
}

fn span_tallies(gold: &[&Mention], system: &[&Mention]) -> [Tally; 5] {
    let (g, s) = (gold.len(), system.len());
    let identical = |set: for<'m> fn(&'m Mention) -> &'m [usize]| {
        let mut left: HashMap<&[usize], usize> = HashMap::new();
        gold.iter().for_each(|m| *left.entry(set(m)).or_default() += 1);
        let taken = system.iter().filter(|m| match left.get_mut(set(m)) {
            Some(n) if *n > 0 => {
                *n -= 1;
                true
            }
            _ => false,
        });
        Tally::both(taken.count(), g, s)
    };
    let covered = |these: &[&Mention], those: &[&Mention]| -> f64 {
        let share = |m: &&Mention| {
            let best = those.iter().map(|other| common(&m.words, &other.words)).max().unwrap_or(0);
            ratio(best, m.words.len())
        };
        these.iter().map(share).sum()
    };
    let all = |mentions: &[&Mention]| -> Vec<usize> {
        let mut words: Vec<usize> = mentions.iter().flat_map(|m| &m.words).copied().collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let halves =
        matched(gold, system, |a, b| jaccard(&a.words, &b.words) >= 0.5, |a, b| jaccard(&a.words, &b.words)).len();
    let (gold_words, system_words) = (all(gold), all(system));
    [
        identical(|m| &m.strict),
        identical(|m| &m.exact),
        Tally { precise: covered(system, gold), recalled: covered(gold, system), gold: g as f64, system: s as f64 },
        Tally::both(halves, g, s),
        Tally::both(common(&gold_words, &system_words), gold_words.len(), system_words.len()),
    ]
}

/// Which gold item of a sheet goes with which of the system's; all are indices into the sheet.
pub struct Pairing {
    /// Right by `attr/iou50`.
    pub right: Vec<(usize, usize)>,
    /// Of the rest, those that share words of content or cue.
    pub near: Vec<(usize, usize)>,
    /// Gold that nothing goes with.
    pub missed: Vec<usize>,
    /// The system's items that go with nothing.
    pub spurious: Vec<usize>,
}

impl Pairing {
    /// Pairs the items of `sheet`, right ones first.
    pub fn of(sheet: &Sheet) -> Self {
        let headline = WHOLE_FIGURES.iter().position(|f| *f == "iou50").unwrap_or_default();
        let right = matched(&sheet.gold, &sheet.system, |a, b| whole(a, b, headline), closeness);
        let rest = |taken: Vec<usize>, n: usize| (0..n).filter(|i| !taken.contains(i)).collect::<Vec<_>>();
        let missed = rest(right.iter().map(|p| p.0).collect(), sheet.gold.len());
        let spurious = rest(right.iter().map(|p| p.1).collect(), sheet.system.len());
        let left: Vec<&Item> = missed.iter().map(|i| &sheet.gold[*i]).collect();
        let over: Vec<&Item> = spurious.iter().map(|j| &sheet.system[*j]).collect();
        let shares = |a: &&Item, b: &&Item, role: usize| common(&a.parts[role].words, &b.parts[role].words) > 0;
        let near = matched(
            &left,
            &over,
            |a, b| shares(a, b, CONTENT) || shares(a, b, CUE),
            |a, b| overlap(a, b, CONTENT) + 0.5 * overlap(a, b, SOURCE) + 0.5 * overlap(a, b, CUE),
        );
        let near: Vec<_> = near.into_iter().map(|(i, j)| (missed[i], spurious[j])).collect();
        Self {
            missed: missed.into_iter().filter(|i| near.iter().all(|p| p.0 != *i)).collect(),
            spurious: spurious.into_iter().filter(|j| near.iter().all(|p| p.1 != *j)).collect(),
            right,
            near,
        }
    }
}

/// How two items differ: for source, cue and content `=` same words, `~` overlap by half, `!` neither.
pub fn marks(gold: &Item, system: &Item) -> [char; 3] {
    [SOURCE, CUE, CONTENT].map(|role| match () {
        () if same(gold, system, role) => '=',
        () if half(gold, system, role) => '~',
        () => '!',
    })
}

/// One row for each gold item of `sheets`, and one for what was spurious in each article; ids and counts only.
pub fn items(sheets: &[Sheet], gold: &[Article]) -> String {
    use std::fmt::Write as _;
    let mut out = String::from("article,item,gold,system,right,exact,source,cue,content\n");
    for (sheet, article) in sheets.iter().zip(gold) {
        let pairing = Pairing::of(sheet);
        for (i, item) in sheet.gold.iter().enumerate() {
            let right = pairing.right.iter().find(|p| p.0 == i);
            let pair = right.or_else(|| pairing.near.iter().find(|p| p.0 == i));
            let parts = pair.map_or([false; 3], |(_, j)| {
                let system = &sheet.system[*j];
                [half(item, system, SOURCE), touches(item, system, CUE), half(item, system, CONTENT)]
            });
            let exact = pair.is_some_and(|(_, j)| (0..3).all(|role| same(item, &sheet.system[*j], role)));
            let [source, cue, content] = parts.map(u8::from);
            let _ = writeln!(
                out,
                "{},{},1,{},{},{},{source},{cue},{content}",
                sheet.id,
                article.item_name(sheet.gold_at[i]),
                u8::from(pair.is_some()),
                u8::from(right.is_some()),
                u8::from(exact),
            );
        }
        let _ = writeln!(out, "{},spurious,0,{},0,0,0,0,0", sheet.id, pairing.spurious.len());
    }
    out
}

/// The figures of a whole corpus.
#[derive(Debug)]
pub struct Report {
    articles: usize,
    totals: Counts,
    /// In the order of `figures`.
    intervals: Option<Vec<[f64; 2]>>,
}

impl Report {
    /// Adds up `sheets`, and draws them anew where `options` asks for intervals.
    pub fn of(sheets: &[Sheet], options: &Options) -> Self {
        let counts: Vec<Counts> = sheets.iter().map(|s| Counts::of(s, options.speech.as_ref())).collect();
        let mut totals = Counts::default();
        counts.iter().for_each(|c| totals.add(c));
        let intervals = (options.draws > 0 && !counts.is_empty()).then(|| intervals(&counts, options.draws));
        Self { articles: sheets.len(), totals, intervals }
    }

    /// Each figure's name and its precision, recall and F1 from 0 to 1, with gold and system counts.
    pub fn figures(&self) -> impl Iterator<Item = (String, [f64; 3], [f64; 2])> {
        self.totals.tallies.iter().enumerate().flat_map(|(row, tallies)| {
            tallies
                .iter()
                .enumerate()
                .map(move |(k, tally)| (name(row, k), tally.figures(), [tally.gold, tally.system]))
        })
    }

    /// The object that `score_attribution.py --json` prints.
    pub fn json(&self) -> Value {
        let mut object = Map::new();
        object.insert("articles".to_owned(), json!(self.articles));
        for (i, (name, prf, [gold, system])) in self.figures().enumerate() {
            let mut row: Vec<Value> = prf.iter().map(|x| json!(rounded(*x))).collect();
            row.push(json!(gold as u64));
            row.push(json!(system as u64));
            if let Some(intervals) = &self.intervals {
                row.extend(intervals[i].iter().map(|x| json!(rounded(*x))));
            }
            object.insert(name, Value::Array(row));
        }
        let [n, exact, half, any] = self.totals.sources;
        let share = |part: usize| json!(per_cent(part, n));
        object.insert(
            "source_given_content".to_owned(),
            json!({"exact": share(exact), "iou50": share(half), "any": share(any), "n": n}),
        );
        let rows = |names: &[&str], counts: &[(usize, usize)]| -> Value {
            let rows = names.iter().zip(counts).filter(|(_, (_, out_of))| *out_of > 0);
            rows.map(|(name, (hits, out_of))| ((*name).to_owned(), json!([per_cent(*hits, *out_of), out_of])))
                .collect::<Map<_, _>>()
                .into()
        };
        object.insert("content_recall_iou50".to_owned(), rows(&RECALLS, &self.totals.recalls));
        object.insert("content_precision_iou50".to_owned(), rows(&RECALLS[..3], &self.totals.precisions));
        Value::Object(object)
    }

    /// The line of `attr/iou50`, with the F1 of `baseline` beside.
    pub fn headline(&self, baseline: Option<&Self>) -> String {
        self.row(17, baseline)
    }

    /// One line for each kind of attribution, `attr/iou50` by itself: precision, recall, F1, how many gold has and the system.
    pub fn by_kind(&self) -> String {
        let rows = KINDS.iter().zip(self.totals.kinds).map(|(name, tally)| {
            let [p, r, f1] = tally.figures().map(rounded);
            format!("{name:18}{p:7.1}{r:7.1}{f1:7.1}{:7}{:7}\n", tally.gold, tally.system)
        });
        rows.collect()
    }

    fn row(&self, i: usize, baseline: Option<&Self>) -> String {
        let of = |report: &Self| report.figures().nth(i);
        let Some((name, prf, [gold, system])) = of(self) else { return String::new() };
        let [p, r, f1] = prf.map(rounded);
        let mut out = format!("{name:18}{p:7.1}{r:7.1}{f1:7.1}{gold:7}{system:7}");
        if let Some(intervals) = &self.intervals {
            let [low, high] = intervals[i].map(rounded);
            out += &format!("   {low:5.1}–{high:5.1}");
        }
        if let Some((_, [_, _, f1], _)) = baseline.and_then(of) {
            out += &format!("   {:11.1}", rounded(f1));
        }
        out + "\n"
    }

    /// A table for people, with the F1 of `baseline` beside.
    pub fn table(&self, baseline: Option<&Self>) -> String {
        use std::fmt::Write as _;
        let mut out = format!("{:18}{:>7}{:>7}{:>7}{:>7}{:>7}", "figure", "P", "R", "F1", "gold", "system");
        out += if self.intervals.is_some() { "   F1, 95 %    " } else { "" };
        out += if baseline.is_some() { "   baseline F1\n" } else { "\n" };
        for i in 0..20 {
            out += &self.row(i, baseline);
        }
        let [n, exact, half, any] = self.totals.sources;
        let _ = writeln!(
            out,
            "source where the content is found ({n}): exact {:.1}, by half {:.1}, by a word {:.1}",
            per_cent(exact, n),
            per_cent(half, n),
            per_cent(any, n)
        );
        for (label, names, counts) in [
            ("content found", &RECALLS[..], &self.totals.recalls[..]),
            ("content right", &RECALLS[..3], &self.totals.precisions[..]),
        ] {
            let rows = names.iter().zip(counts).filter(|(_, (_, out_of))| *out_of > 0);
            let rows = rows.map(|(name, (hits, of))| format!("{name} {:.1} of {of}", per_cent(*hits, *of)));
            let _ = writeln!(out, "{label}: {}", rows.collect::<Vec<_>>().join(", "));
        }
        out
    }
}

fn name(row: usize, figure: usize) -> String {
    match ROLES.get(row) {
        Some(role) => format!("{role}/{}", SPAN_FIGURES[figure]),
        None => format!("attr/{}", WHOLE_FIGURES[figure]),
    }
}

fn intervals(counts: &[Counts], times: usize) -> Vec<[f64; 2]> {
    let mut draws = Draws::new(7);
    let mut seen = vec![Vec::new(); 20];
    for _ in 0..times {
        let mut sum = Counts::default();
        for _ in counts {
            sum.add(&counts[draws.below(counts.len())]);
        }
        let all = sum.tallies.iter().flatten();
        seen.iter_mut().zip(all).for_each(|(values, tally)| values.push(tally.figures()[2]));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a count, cut as Python cuts"
    )]
    let at = |share: f64| (share * times as f64) as usize;
    seen.into_iter()
        .map(|mut values| {
            values.sort_by(f64::total_cmp);
            [values[at(0.025)], values[at(0.975).saturating_sub(1)]]
        })
        .collect()
}

/// `share` in per cent with one digit, rounded as Python rounds.
pub fn rounded(share: f64) -> f64 {
    let digits = format!("{:.1}", 100.0 * share);
    digits.parse().unwrap_or(share)
}

fn per_cent(part: usize, whole: usize) -> f64 {
    // Divides last, as the published scorer does: the last digit can hang on it.
    let share = if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 };
    format!("{share:.1}").parse().unwrap_or(share)
}
