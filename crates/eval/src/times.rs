//! Scores time expressions against gold, by the definitions of TempEval-3.
//!
//! `relaxed` is right where spans overlap, one to one; `strict` where they are the
//! same but for white space and a trailing mark. Type and value are judged on the
//! relaxed pairs, and their F1 is that share of the relaxed F1; `value` is the
//! headline. `value_norm` counts values that mean the same as equal (P12M is P1Y).
//!
//! The figures equal those of `score_timex.py`, digit for digit.

use std::path::Path;
use std::sync::LazyLock;

use anyhow::{Result, ensure};
use regex::Regex;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::corpus::{self, Pair};
use crate::words;

/// A text with the time expressions in it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Timed {
    /// Unique in its file.
    pub id: String,
    /// The text that spans point into; predictions may leave it out.
    #[serde(default)]
    pub text: Option<String>,
    /// The day the text was written.
    #[serde(default)]
    pub dct: Option<String>,
    /// In reading order.
    #[serde(default)]
    pub timexes: Vec<Timex>,
}

/// One time expression, as TIMEX3.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Timex {
    /// Its first code point.
    pub start: usize,
    /// The code point after it.
    pub end: usize,
    /// DATE, TIME, DURATION or SET.
    #[serde(rename = "type", default)]
    pub kind: Option<String>,
    /// What it denotes.
    #[serde(default)]
    pub value: Option<String>,
}

impl Timed {
    /// The text, which gold must have.
    pub fn text(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }

    /// The same text with other expressions.
    pub fn with(&self, timexes: Vec<Timex>) -> Self {
        Self { id: self.id.clone(), text: None, dct: self.dct.clone(), timexes }
    }
}

/// The texts in the file at `path`; ids must differ and spans must lie in the text.
pub fn read(path: &Path) -> Result<Vec<Timed>> {
    let texts: Vec<Timed> = corpus::lines(path)?;
    corpus::distinct(path, texts.iter().map(|t| t.id.as_str()))?;
    for timed in texts.iter().filter(|t| t.text.is_some()) {
        let length = timed.text().chars().count();
        for Timex { start, end, .. } in &timed.timexes {
            ensure!(
                start <= end && *end <= length,
                "{}: {}: {start}..{end} is no span of it",
                path.display(),
                timed.id
            );
        }
    }
    Ok(texts)
}

/// The pairs of one text, as indices into gold and system, and the spans that were compared.
pub struct Paired {
    /// What goes with what.
    pub pairs: Vec<(usize, usize)>,
    gold: Vec<Pair>,
    system: Vec<Pair>,
}

impl Paired {
    /// Pairs by overlap: equal spans first, then the largest overlap, then the leftmost.
    pub fn of(gold: &Timed, system: &Timed) -> Result<Self> {
        let letters: Vec<char> = gold.text().chars().collect();
        for Timex { start, end, .. } in gold.timexes.iter().chain(&system.timexes) {
            ensure!(start <= end && *end <= letters.len(), "{}: {start}..{end} is no span of it", gold.id);
        }
        let spans = |timed: &Timed| timed.timexes.iter().map(|t| trimmed(&letters, t)).collect::<Vec<_>>();
        let (ours, theirs) = (spans(gold), spans(system));
        let mut candidates = Vec::new();
        for (i, a) in ours.iter().enumerate() {
            for (j, b) in theirs.iter().enumerate() {
                let shared = a[1].min(b[1]).saturating_sub(a[0].max(b[0]));
                if shared > 0 {
                    candidates.push((a != b, std::cmp::Reverse(shared), i, j));
                }
            }
        }
        candidates.sort_unstable();
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for (.., i, j) in candidates {
            if pairs.iter().all(|p| p.0 != i && p.1 != j) {
                pairs.push((i, j));
            }
        }
        Ok(Self { pairs, gold: ours, system: theirs })
    }

    /// Whether the spans of a pair are the same.
    pub fn is_strict(&self, pair: (usize, usize)) -> bool {
        self.gold[pair.0] == self.system[pair.1]
    }
}

fn trimmed(letters: &[char], timex: &Timex) -> Pair {
    let Timex { mut start, mut end, .. } = *timex;
    while start < end && words::is_space(letters[start]) {
        start += 1;
    }
    while end > start && words::is_space(letters[end - 1]) {
        end -= 1;
    }
    if end > start && [',', ';', ':'].contains(&letters[end - 1]) {
        end -= 1;
    }
    if end > start && letters[end - 1] == '.' {
        end -= 1;
    }
    [start, end]
}

/// What was right, of how many.
#[derive(Clone, Copy, Debug, Default)]
pub struct Report {
    gold: usize,
    system: usize,
    relaxed: usize,
    strict: usize,
    kind: usize,
    value: usize,
    same: usize,
}

impl Report {
    /// Adds up what was found in each text of `gold`.
    pub fn of(gold: &[Timed], system: &[Timed]) -> Result<Self> {
        let mut report = Self::default();
        for (g, s) in gold.iter().zip(system) {
            report.add(g, s, &Paired::of(g, s)?);
        }
        Ok(report)
    }

    fn add(&mut self, gold: &Timed, system: &Timed, paired: &Paired) {
        self.gold += gold.timexes.len();
        self.system += system.timexes.len();
        self.relaxed += paired.pairs.len();
        for (i, j) in &paired.pairs {
            let (a, b) = (&gold.timexes[*i], &system.timexes[*j]);
            self.strict += usize::from(paired.is_strict((*i, *j)));
            self.kind += usize::from(a.kind == b.kind);
            self.value += usize::from(a.value == b.value);
            self.same += usize::from(a.means_the_same(b));
        }
    }

    /// The object that `score_timex.py --json` prints; shares from 0 to 1.
    pub fn json(&self) -> Value {
        let f1 =
            |hits: usize| if self.gold + self.system == 0 { 1.0 } else { share(2 * hits, self.gold + self.system) };
        let relaxed = f1(self.relaxed);
        json!({
            "gold": self.gold,
            "sys": self.system,
            "relaxed_f1": relaxed,
            "relaxed_p": share(self.relaxed, self.system),
            "relaxed_r": share(self.relaxed, self.gold),
            "strict_f1": f1(self.strict),
            "strict_p": share(self.strict, self.system),
            "strict_r": share(self.strict, self.gold),
            "type_acc": share(self.kind, self.relaxed),
            "type_f1": share(self.kind, self.relaxed) * relaxed,
            "value_acc": share(self.value, self.relaxed),
            "value_f1": share(self.value, self.relaxed) * relaxed,
            "value_norm_f1": share(self.same, self.relaxed) * relaxed,
        })
    }

    /// A table for people, with the F1 of `baseline` beside.
    pub fn table(&self, baseline: Option<&Self>) -> String {
        let (ours, theirs) = (self.json(), baseline.map(Self::json));
        let percent = |report: &Value, key: &str| 100.0 * report[key].as_f64().unwrap_or_default();
        let mut out = format!("{} expressions in gold, {} found\n", self.gold, self.system);
        out += &format!("{:12}{:>7}{:>7}{:>7}", "figure", "P", "R", "F1");
        out += if theirs.is_some() { "   baseline F1\n" } else { "\n" };
        for figure in ["relaxed", "strict", "type", "value", "value_norm"] {
            out += &format!("{figure:12}");
            for part in ["p", "r", "f1"] {
                let key = format!("{figure}_{part}");
                out += &match ours.get(&key) {
                    Some(_) => format!("{:7.1}", percent(&ours, &key)),
                    None => format!("{:7}", ""),
                };
            }
            if let Some(theirs) = &theirs {
                out += &format!("   {:11.1}", percent(theirs, &format!("{figure}_f1")));
            }
            out.push('\n');
        }
        out
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// One row a text: ids and counts only.
pub fn items(gold: &[Timed], system: &[Timed]) -> Result<String> {
    use std::fmt::Write as _;
    let mut out = String::from("text,gold,system,relaxed,strict,type,value,value_norm\n");
    for (g, s) in gold.iter().zip(system) {
        let mut one = Report::default();
        one.add(g, s, &Paired::of(g, s)?);
        let Report { gold, system, relaxed, strict, kind, value, same } = one;
        let _ = writeln!(out, "{},{gold},{system},{relaxed},{strict},{kind},{value},{same}", g.id);
    }
    Ok(out)
}

impl Timex {
    /// Whether both values denote the same, however they are written.
    fn means_the_same(&self, other: &Self) -> bool {
        plain(self.value.as_deref()) == plain(other.value.as_deref())
    }
}

/// `value` in the one way of writing that all its ways share.
fn plain(value: Option<&str>) -> String {
    static SECONDS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(T\d\d:\d\d):00(\.0+)?$").expect("a fixed pattern"));
    static DURATION: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^P(T?)(\d+(?:\.\d+)?)([YMWDHS]|DE|CE)$").expect("a fixed pattern"));
    let value = value.unwrap_or_default().trim_matches(words::is_space).to_uppercase();
    let value = SECONDS.replace(&value, "$1").into_owned();
    let Some((of_clock, number, unit)) =
        DURATION.captures(&value).map(|c| (!c[1].is_empty(), c[2].to_owned(), c[3].to_owned()))
    else {
        return value;
    };
    let Ok(n) = number.parse::<f64>() else { return value };
    let whole = |n: f64| n.trunc();
    let holds = |parts: f64| n != 0.0 && n % parts == 0.0;
    match (of_clock, unit.as_str()) {
        (false, "M") if holds(12.0) => format!("P{}Y", whole(n / 12.0)),
        (false, "D") if holds(7.0) => format!("P{}W", whole(n / 7.0)),
        (false, "DE") => format!("P{}Y", whole(n * 10.0)),
        (false, "CE") => format!("P{}Y", whole(n * 100.0)),
        (true, "H") if holds(24.0) && (n / 24.0) % 7.0 == 0.0 => format!("P{}W", whole(n / 24.0 / 7.0)),
        (true, "H") if holds(24.0) => format!("P{}D", whole(n / 24.0)),
        (true, "M") if holds(60.0) => format!("PT{}H", whole(n / 60.0)),
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_mean_the_same_are_written_the_same() {
        let written = |value| plain(Some(value));
        for (value, same) in [
            ("P12M", "P1Y"),
            ("P7D", "P1W"),
            ("PT24H", "P1D"),
            ("PT336H", "P2W"),
            ("P2DE", "P20Y"),
            ("PT90M", "PT90M"),
            ("PT120M", "PT2H"),
            ("2024-12-14t09:30:00", "2024-12-14T09:30"),
            ("P0D", "P0D"),
        ] {
            assert_eq!(written(value), same, "{value}");
        }
    }
}
