//! Scores the claims of whole reports against lists that people made by hand.
//!
//! A list is `NAME.claims.jsonl`, one claim a line; `tests/gold/README.md` tells what
//! an editor puts there:
//!
//! ```json
//! {"source": "Ante Barisin", "chain": ["Ante Barisin"], "content": "that nobody was hurt", "form": "indirect",
//!  "said": "2025-10-15", "channel": null, "certainty": "stated", "polarity": "denied", "status": "not-happened",
//!  "nested": false, "also": {"said": [null]}}
//! ```
//!
//! A claim is *found* where ours shares half of the content's words at their place in
//! the text, or holds nearly all of them, and has the right resolved source. Of the
//! claims found, each listed field is right or wrong; a field that the list leaves out
//! is not judged. What goes with no listed claim is extra. Claims listed as optional
//! count for nothing, whether found or not.
//!
//! A first line may say what the report itself does not:
//! `{"report": "NAME.txt", "published": "2024-12-15", "outlet": "…"}`.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use claims::{Claim, Document, Form, Given, Offsets, Span};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::words::{self, Word};

/// The fields by which a claim found is judged, in the order of the table.
const FIELDS: [&str; 12] = [
    "said",
    "channel",
    "certainty",
    "polarity",
    "nested",
    "direct",
    "status",
    "chain",
    "kind",
    "form",
    "about",
    "figures",
];

/// How many of `FIELDS` make the share of fields that are right; the others are only shown.
const JUDGED: usize = 6;

/// A line of a list: the head, or a claim.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Claim(Box<Listed>),
    Head(Head),
}

/// What a list says of its report.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    #[serde(default)]
    report: Option<PathBuf>,
    #[serde(default)]
    published: Option<String>,
    #[serde(default)]
    outlet: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    url: Option<String>,
}

/// One claim as a person listed it.
#[derive(Deserialize)]
struct Listed {
    /// The exact words; ` … ` stands between the pieces of a discontinuous content.
    content: String,
    /// A longer stretch that stands once in the text, for a content that does not.
    #[serde(default)]
    within: Option<String>,
    /// The resolved name; null where the outlet speaks.
    source: Value,
    /// Neither a miss where it is not found nor an extra where it is.
    #[serde(default)]
    optional: bool,
    /// Other values that are as right, by field.
    #[serde(default)]
    also: BTreeMap<String, Vec<Value>>,
    #[serde(flatten)]
    fields: BTreeMap<String, Value>,
}

impl Listed {
    /// All values that are right for `field`; none where the list does not judge it.
    fn right(&self, field: &str) -> Vec<Value> {
        let first = if field == "source" { Some(&self.source) } else { self.fields.get(field) };
        let also = self.also.get(field).into_iter().flatten();
        first.map_or(Vec::new(), |first| [first].into_iter().chain(also).cloned().collect())
    }

    fn has_source(&self, ours: Option<&str>) -> bool {
        self.right("source").iter().any(|right| right.as_str().map(name) == ours.map(name))
    }
}

/// A report, its list, and what the product makes of it.
pub struct Report {
    /// The list's name.
    pub name: String,
    document: Document,
    listed: Vec<Listed>,
    claims: Vec<Claim>,
    /// Listed and ours, where the contents fit.
    pairs: Vec<(usize, usize)>,
}

/// The reports that the lists in the folder `gold` speak of, looked for there and in `folders`.
pub fn read(gold: &Path, folders: &[PathBuf]) -> Result<Vec<Report>> {
    let entries = fs::read_dir(gold).with_context(|| format!("cannot list {}", gold.display()))?;
    let mut lists = Vec::new();
    for entry in entries {
        let path = entry.with_context(|| format!("cannot list {}", gold.display()))?.path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        if let Some(name) = name.strip_suffix(".claims.jsonl") {
            lists.push((name.to_owned(), path.clone()));
        }
    }
    lists.sort();
    lists.into_iter().map(|(name, path)| Report::read(name, &path, gold, folders)).collect()
}

impl Report {
    fn read(name: String, list: &Path, gold: &Path, folders: &[PathBuf]) -> Result<Self> {
        let text = fs::read_to_string(list).with_context(|| format!("cannot read {}", list.display()))?;
        let (mut head, mut listed) = (Head::default(), Vec::new());
        for (i, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let line = serde_json::from_str(line)
                .with_context(|| format!("line {} of {} lists no claim", i + 1, list.display()))?;
            match line {
                Line::Claim(claim) => listed.push(*claim),
                Line::Head(line) => head = line,
            }
        }
        let path = find(&name, head.report.as_deref(), gold, folders)?;
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let given = Given {
            published: head.published.as_deref().map(str::parse).transpose().context("`published` is no date")?,
            outlet: head.outlet,
            title: head.title,
            url: head.url,
        };
        let document = read::document(&bytes, path.to_str(), &given);
        let claims = extract::claims(&document, crate::predict::reader());
        let pairs = pairs(&document.text, &listed, &claims);
        Ok(Self { name, document, listed, claims, pairs })
    }

    fn is_found(&self, (i, j): (usize, usize)) -> bool {
        self.listed[i].has_source(self.claims[j].source.as_ref().map(|s| s.name.as_str()))
    }

    fn extras(&self) -> impl Iterator<Item = &Claim> {
        let paired: HashSet<usize> = self.pairs.iter().map(|p| p.1).collect();
        self.claims.iter().enumerate().filter(move |(j, _)| !paired.contains(j)).map(|(_, claim)| claim)
    }

    fn counts(&self) -> Counts {
        let listed = self.listed.iter().filter(|l| !l.optional).count();
        let mut counts = Counts { listed, extra: self.extras().count(), ..Counts::default() };
        for pair in self.pairs.iter().filter(|p| !self.listed[p.0].optional && self.is_found(**p)) {
            counts.found += 1;
            for (sum, field) in counts.fields.iter_mut().zip(FIELDS) {
                if let Some(judged) = Judged::of(field, &self.listed[pair.0], &self.claims[pair.1]) {
                    sum.0 += usize::from(judged.is_right);
                    sum.1 += 1;
                }
            }
        }
        counts
    }

    /// What is wrong, a line each; shows the report's words.
    pub fn wrong(&self) -> String {
        let mut out = format!("{} ({})\n", self.name, self.document.path.as_deref().unwrap_or("-"));
        let speaker = |claim: &Claim| claim.source.as_ref().map_or("the outlet".to_owned(), |s| s.name.clone());
        for (i, listed) in self.listed.iter().enumerate().filter(|(_, l)| !l.optional) {
            let Some(pair) = self.pairs.iter().find(|p| p.0 == i) else {
                let _ = writeln!(out, "  missed    {}: {}", listed.source, listed.content);
                continue;
            };
            let claim = &self.claims[pair.1];
            if !self.is_found(*pair) {
                let _ =
                    writeln!(out, "  source    {} but ours is {}: {}", listed.source, speaker(claim), listed.content);
                continue;
            }
            for field in FIELDS {
                if let Some(judged) = Judged::of(field, listed, claim).filter(|j| !j.is_right) {
                    let _ =
                        writeln!(out, "  {field:9} {} but ours is {}: {}", judged.wanted, judged.ours, listed.content);
                }
            }
        }
        for claim in self.extras() {
            let form = json!(claim.form);
            let words: String = claim.content.text.chars().take(120).collect();
            let _ = writeln!(out, "  extra     {} ({}): {words}", speaker(claim), form.as_str().unwrap_or_default());
        }
        out
    }
}

fn find(name: &str, given: Option<&Path>, gold: &Path, folders: &[PathBuf]) -> Result<PathBuf> {
    let endings = ["txt", "md", "html", "txt.gz", "md.gz", "html.gz"];
    let names: Vec<PathBuf> = match given {
        Some(path) => vec![path.to_owned()],
        None => endings.iter().map(|ending| PathBuf::from(format!("{name}.{ending}"))).collect(),
    };
    let all = [gold].into_iter().chain(folders.iter().map(PathBuf::as_path));
    let mut candidates = all.flat_map(|folder| names.iter().map(move |name| folder.join(name)));
    match candidates.find(|path| path.is_file()) {
        Some(path) => Ok(path),
        None => bail!("no report for the list {name}: name its folder with --reports"),
    }
}

/// Pairs listed claims with ours by the words of their contents, each once, the closest first.
fn pairs(text: &str, listed: &[Listed], claims: &[Claim]) -> Vec<(usize, usize)> {
    let words = words::words(text);
    let offsets = Offsets::new(text);
    let spelled: Vec<&str> = words.iter().map(|w| offsets.words(Span::new(w.start, w.end))).collect();
    let ours: Vec<HashSet<usize>> = claims.iter().map(|claim| covered(claim, &words)).collect();
    let mut candidates = Vec::new();
    for (i, wanted) in listed.iter().enumerate() {
        let places = places(wanted, &words, &spelled);
        for (j, claim) in claims.iter().enumerate() {
            let fit = |place: &HashSet<usize>| {
                let both = place.intersection(&ours[j]).count() as f64;
                (both / place.union(&ours[j]).count().max(1) as f64, both / place.len().max(1) as f64)
            };
            let closest = places.iter().map(fit).filter(|(jaccard, held)| *jaccard >= 0.5 || *held >= 0.8);
            if let Some((jaccard, _)) = closest.max_by(|a, b| a.0.total_cmp(&b.0)) {
                let source = wanted.has_source(claim.source.as_ref().map(|s| s.name.as_str()));
                let weight = jaccard + if source { 0.25 } else { 0.0 };
                candidates.push((-weight, i, j));
            }
        }
    }
    candidates.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, i, j) in candidates {
        if pairs.iter().all(|p| p.0 != i && p.1 != j) {
            pairs.push((i, j));
        }
    }
    pairs
}

/// The words, without marks, that the content of `claim` covers.
fn covered(claim: &Claim, words: &[Word]) -> HashSet<usize> {
    let inside = |w: &Word| claim.content.spans.iter().any(|s| s.start < w.end && w.start < s.end);
    words.iter().enumerate().filter(|(_, w)| w.lettered && inside(w)).map(|(i, _)| i).collect()
}

/// The words, without marks, of each place where `listed` stands; none where the text does not have it.
///
/// A heading may say the same words before, and "them" of "them … as port talk" may stand anywhere: each place of the first piece is one,
/// with the nearest places of the others behind it.
fn places(listed: &Listed, words: &[Word], spelled: &[&str]) -> Vec<HashSet<usize>> {
    let seek = |piece: &str, from: usize, to: usize| {
        let offsets = Offsets::new(piece);
        let found = words::words(piece).into_iter().filter(|w| w.lettered);
        let piece: Vec<&str> = found.map(|w| offsets.words(Span::new(w.start, w.end))).collect();
        let lettered: Vec<usize> = (from..to).filter(|i| words[*i].lettered).collect();
        let found =
            lettered.windows(piece.len().max(1)).find(|run| run.iter().map(|i| spelled[*i]).eq(piece.iter().copied()));
        found.map(<[usize]>::to_vec)
    };
    let (mut from, mut to) = (0, words.len());
    if let Some(around) = listed.within.as_deref().and_then(|within| seek(within, 0, words.len())) {
        from = around[0];
        to = around[around.len() - 1] + 1;
    }
    let pieces: Vec<&str> = listed.content.split(" … ").collect();
    let mut places = Vec::new();
    while from < to {
        let (mut place, mut next, mut first, mut held) = (HashSet::new(), from, None, 0);
        for piece in &pieces {
            if let Some(found) = seek(piece, next, to) {
                first = first.or(found.first().copied());
                next = found[found.len() - 1] + 1;
                held += 1;
                place.extend(found);
            }
        }
        let Some(first) = first.filter(|_| places.is_empty() || held == pieces.len()) else { break };
        places.push(place);
        // What may be left out is rather a heading that says the same.
        if listed.optional {
            break;
        }
        from = first + 1;
    }
    places
}

/// A name as it is compared: without case, article and marks.
fn name(name: &str) -> String {
    let name = name.replace(['’', '‘'], "'").to_lowercase();
    let bare = ["the ", "a ", "an "].iter().find_map(|article| name.strip_prefix(article)).unwrap_or(&name);
    words::runs(bare).collect::<Vec<_>>().join(" ")
}

/// One field of a claim found: what the list has first, what we have.
struct Judged {
    wanted: Value,
    ours: Value,
    is_right: bool,
}

impl Judged {
    /// `None` where the list does not judge `field`.
    fn of(field: &str, listed: &Listed, claim: &Claim) -> Option<Self> {
        let key = match field {
            "direct" => "form",
            "figures" => "quantities",
            other => other,
        };
        let mut right = listed.right(key);
        let ours = match field {
            "said" => json!(claim.said.edtf),
            "channel" => json!(claim.said.channel),
            "certainty" => json!(claim.certainty.degree),
            "polarity" => json!(claim.polarity),
            "status" => json!(claim.status),
            "kind" => json!(claim.source.as_ref().map(|s| s.kind)),
            "form" => json!(claim.form),
            "chain" => json!(claim.chain),
            "nested" => json!(claim.inside.is_some() || claim.chain.len() > 1),
            "about" => json!(claim.about.iter().map(|a| &a.edtf).collect::<Vec<_>>()),
            "direct" => {
                right.iter_mut().for_each(|form| *form = json!(form == "direct"));
                json!(claim.form == Form::Direct)
            }
            _ => {
                right.iter_mut().for_each(|all| *all = figures(all));
                json!(claim.quantities.iter().map(|q| json!([q.low, q.low_open, q.high])).collect::<Vec<_>>())
            }
        };
        let is_right = match field {
            "chain" => right.iter().any(|chain| same_chain(chain, &ours, listed)),
            "channel" => right.iter().any(|channel| same_channel(channel, &ours)),
            "about" | "figures" => right.iter().any(|all| sorted(all) == sorted(&ours)),
            _ => right.contains(&ours),
        };
        Some(Self { wanted: right.first()?.clone(), ours, is_right })
    }
}

/// `[low, low_open, high]` of each listed quantity, as numbers of one kind.
fn figures(listed: &Value) -> Value {
    let number = |n: Option<&Value>| json!(n.and_then(Value::as_f64));
    let row = |q: &Value| json!([number(q.get(0)), q.get(1), number(q.get(2))]);
    json!(listed.as_array().map(|all| all.iter().map(row).collect::<Vec<_>>()))
}

fn sorted(values: &Value) -> Vec<String> {
    let mut all: Vec<String> = values.as_array().into_iter().flatten().map(Value::to_string).collect();
    all.sort();
    all
}

/// Whether the voices are the same; the last may be any that is right for the source.
fn same_chain(wanted: &Value, ours: &Value, listed: &Listed) -> bool {
    let (Some(wanted), Some(ours)) = (wanted.as_array(), ours.as_array()) else { return false };
    let same = |a: &Value, b: &Value| a.as_str().map(name) == b.as_str().map(name);
    match (wanted.split_last(), ours.split_last()) {
        (Some((_, outer)), Some((last, ours))) => {
            listed.has_source(last.as_str())
                && outer.len() == ours.len()
                && outer.iter().zip(ours).all(|(a, b)| same(a, b))
        }
        (None, Some((last, ours))) => ours.is_empty() && listed.has_source(last.as_str()),
        (_, None) => listed.has_source(None),
    }
}

/// Whether the channels are the same; the words may be cut longer or shorter: "his Telegram", "Telegram".
fn same_channel(wanted: &Value, ours: &Value) -> bool {
    let (Some(wanted), Some(ours)) = (wanted.as_str(), ours.as_str()) else { return wanted == ours };
    let (wanted, ours) = (format!(" {} ", name(wanted)), format!(" {} ", name(ours)));
    wanted.contains(&ours) || ours.contains(&wanted)
}

#[derive(Clone, Copy, Default)]
struct Counts {
    listed: usize,
    found: usize,
    extra: usize,
    fields: [(usize, usize); FIELDS.len()],
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.listed += other.listed;
        self.found += other.found;
        self.extra += other.extra;
        for (sum, more) in self.fields.iter_mut().zip(other.fields) {
            sum.0 += more.0;
            sum.1 += more.1;
        }
    }

    /// Right and judged over the fields that count.
    fn right(&self) -> (usize, usize) {
        self.fields[..JUDGED].iter().fold((0, 0), |sum, field| (sum.0 + field.0, sum.1 + field.1))
    }

    fn json(&self) -> Value {
        let share = |(right, of): (usize, usize)| if of == 0 { Value::Null } else { json!(right as f64 / of as f64) };
        let fields: BTreeMap<&str, Value> = FIELDS.into_iter().zip(self.fields.map(share)).collect();
        json!({"listed": self.listed, "found": self.found, "extra": self.extra,
               "found_share": share((self.found, self.listed)), "fields_right": share(self.right()), "fields": fields})
    }

    fn row(&self, name: &str) -> String {
        let percent = |(right, of): (usize, usize)| match of {
            0 => format!("{:>10}", "–"),
            _ => format!("{:9.0}%", 100.0 * right as f64 / of as f64),
        };
        let mut out = format!("{name:22}{:>7}{:>6}{:>6}", self.listed, self.found, self.extra);
        out += &percent((self.found, self.listed));
        out += &percent(self.right());
        self.fields.iter().for_each(|field| out += &percent(*field));
        out + "\n"
    }
}

/// One row for each listed claim, and one for the extras of each report; numbers only.
pub fn items(reports: &[Report]) -> String {
    let mut out = format!("report,claim,found,{}\n", FIELDS.join(","));
    for report in reports {
        for (i, listed) in report.listed.iter().enumerate().filter(|(_, l)| !l.optional) {
            let pair = report.pairs.iter().find(|p| p.0 == i && report.is_found(**p));
            let _ = write!(out, "{},{},{}", report.name, i + 1, u8::from(pair.is_some()));
            for field in FIELDS {
                let judged = pair.and_then(|p| Judged::of(field, listed, &report.claims[p.1]));
                out += &judged.map_or(",".to_owned(), |j| format!(",{}", u8::from(j.is_right)));
            }
            out.push('\n');
        }
        let _ = writeln!(out, "{},extra,{}{}", report.name, report.extras().count(), ",".repeat(FIELDS.len()));
    }
    out
}

/// The figures of `reports` and of all together.
pub fn json(reports: &[Report]) -> Value {
    let mut all = Counts::default();
    let mut rows = serde_json::Map::new();
    for report in reports {
        let counts = report.counts();
        all.add(counts);
        rows.insert(report.name.clone(), counts.json());
    }
    rows.insert("all".to_owned(), all.json());
    Value::Object(rows)
}

/// A table for people: a row a report, and one for all.
pub fn table(reports: &[Report]) -> String {
    let mut out = format!("{:22}{:>7}{:>6}{:>6}{:>10}{:>10}", "report", "listed", "found", "extra", "found", "fields");
    FIELDS.iter().for_each(|field| {
        let _ = write!(out, "{field:>10}");
    });
    out.push('\n');
    let mut all = Counts::default();
    for report in reports {
        let counts = report.counts();
        all.add(counts);
        out += &counts.row(&report.name);
    }
    out + &all.row("all")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_case_article_and_kind_of_apostrophe() {
        assert_eq!(name("The Mayor’s Office"), name("mayor's office"));
        assert_ne!(name("Ana Kovač"), name("Ana Kovac"));
    }

    #[test]
    fn a_channel_may_be_cut_longer_or_shorter() {
        assert!(same_channel(&json!("Telegram"), &json!("his Telegram")));
        assert!(!same_channel(&json!("Telegram"), &json!("evening address")));
        assert!(!same_channel(&json!("Telegram"), &Value::Null));
    }

    #[test]
    fn a_listed_content_is_found_at_its_place_across_line_breaks() {
        let text = "It rained. “We left\nearly,” she said. “It rained.”";
        let words = words::words(text);
        let offsets = Offsets::new(text);
        let spelled: Vec<&str> = words.iter().map(|w| offsets.words(Span::new(w.start, w.end))).collect();
        let listed = |line: &str| serde_json::from_str::<Listed>(line).expect("a claim");
        let at = |listed: Listed| {
            let places = places(&listed, &words, &spelled);
            let mut at: Vec<usize> = places[places.len() - 1].iter().copied().collect();
            at.sort_unstable();
            at.iter().map(|i| spelled[*i]).collect::<Vec<_>>().join(" ") + &format!(" from {}", at[0])
        };
        assert_eq!(
            at(listed(r#"{"source": "she", "content": "“We left early,” … “It rained.”"}"#)),
            "We left early It rained from 4"
        );
        assert_eq!(
            at(listed(r#"{"source": "she", "content": "It rained", "within": "she said. “It rained"}"#)),
            "It rained from 13"
        );
        // Wherever it stands; what may be left out, where it stands first.
        assert_eq!(at(listed(r#"{"source": "she", "content": "It rained"}"#)), "It rained from 13");
        let heading = r#"{"source": "she", "content": "It rained", "optional": true}"#;
        assert_eq!(at(listed(heading)), "It rained from 0");
    }

    #[test]
    fn every_listed_content_stands_in_its_report() {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("a workspace");
        let gold = repository.join("crates/eval/tests/gold");
        let reports = read(&gold, &[repository.join("examples")]).expect("the lists can be read");
        assert!(!reports.is_empty());
        for report in reports {
            let words = words::words(&report.document.text);
            let offsets = Offsets::new(&report.document.text);
            let spelled: Vec<&str> = words.iter().map(|w| offsets.words(Span::new(w.start, w.end))).collect();
            // An optional claim may stand in a headline that only the metadata has.
            let nowhere = |listed: &&Listed| !listed.optional && places(listed, &words, &spelled).is_empty();
            let lost: Vec<&str> = report.listed.iter().filter(nowhere).map(|l| l.content.as_str()).collect();
            assert!(lost.is_empty(), "{}: {lost:#?}", report.name);
        }
    }

    #[test]
    fn another_right_source_ends_the_chain_as_well() {
        let listed: Listed = serde_json::from_str(
            r#"{"source": "HUR", "chain": ["Post", "HUR"], "content": "", "also": {"source": ["Directorate"]}}"#,
        )
        .expect("a claim");
        let wanted = json!(["Post", "HUR"]);
        assert!(same_chain(&wanted, &json!(["The Post", "Directorate"]), &listed));
        assert!(!same_chain(&wanted, &json!(["HUR"]), &listed));
        assert!(!same_chain(&wanted, &json!([]), &listed));
    }
}
