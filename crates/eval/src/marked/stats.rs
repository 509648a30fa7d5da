//! What the corpus holds, counted: the figures of `onrecord-eval corpus stats`.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;

use claims::{Form, Polarity, SourceKind, Status};
use serde::Serialize;

use super::{Attribution, Corpus, Label, Report, Time};
use crate::words;

/// Counts over the corpus or a part of it. The names are those of the issue that asked for them.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Stats {
    /// Reports.
    pub reports: usize,
    /// Words between blanks, without furniture.
    pub words: usize,
    /// Attributions, continued ones among them, own-voice claims not.
    pub attributions: usize,
    /// Attributions within another's content.
    pub nested: usize,
    /// Sentences that go on reporting without a cue.
    pub continued: usize,
    /// Attributions whose content is in more than one piece.
    pub discontinuous: usize,
    /// Attributions whose source stands as a pronoun or a description without a name.
    pub described_sources: usize,
    /// Attributions to an unnamed source or a group.
    pub unnamed_sources: usize,
    /// Claims that deny, or say that something was not observed.
    pub denials: usize,
    /// Figures.
    pub quantities: usize,
    /// Figures with a word that makes them vague.
    pub approximate_quantities: usize,
    /// Expressions of time.
    pub dates: usize,
    /// Expressions of time that are relative to the day of publication, or vague.
    pub vague_dates: usize,
    /// Mentions of places.
    pub places: usize,
    /// Entities that speak.
    pub entities: usize,
    /// Mentions of them.
    pub mentions: usize,
    /// Claims in the outlet's own voice.
    pub own_voice: usize,
    /// Lines of furniture.
    pub furniture: usize,
    /// Attributions that a channel is given for.
    pub channels: usize,
    /// Attributions that a day of saying is given for.
    pub said_days: usize,
    /// Stories of several reports.
    pub stories: usize,
    /// Reports that belong to one.
    pub story_reports: usize,
    /// Matters of the stories.
    pub matters: usize,
    /// Pairs of claims in a relation, by kind.
    pub relations: BTreeMap<String, usize>,
    /// Cues that differ in their letters, upper and lower case alike.
    pub distinct_cues: usize,
    /// Per cent of the cues that are `said`.
    pub said_percent: f64,
    /// Per cent of runs of eight words that stand in more than one report, each report counted once.
    pub repeated_8grams_percent: f64,
    /// The same between reports of different stories, where no line is carried on purpose.
    pub repeated_8grams_elsewhere_percent: f64,
    /// Words of a sentence, in the middle.
    pub sentence_words_median: f64,
    /// Words of a sentence, longest tenth from here.
    pub sentence_words_90: f64,
    /// Different words among the first 100,000.
    pub vocabulary_100k: usize,
    /// Claims by the degree of certainty.
    pub certainty: BTreeMap<String, usize>,
    /// Claims by status.
    pub status: BTreeMap<String, usize>,
    /// Attributions by form.
    pub form: BTreeMap<String, usize>,
    /// Reports in each part.
    pub split: BTreeMap<String, usize>,
}

impl Stats {
    /// Counts `reports`, and the stories of `corpus` among them.
    pub fn of(reports: &[&Report], corpus: &Corpus) -> Self {
        let mut stats = Self { reports: reports.len(), ..Self::default() };
        reports.iter().for_each(|report| stats.report(report));
        let cues = cues(reports);
        let said = cues.iter().find(|(cue, _)| cue == "said").map_or(0, |(_, n)| *n);
        stats.distinct_cues = cues.len();
        stats.said_percent = percent(said, cues.iter().map(|(_, n)| n).sum());
        let ids: HashSet<&str> = reports.iter().filter_map(|r| r.story.as_deref()).collect();
        stats.story_reports = reports.iter().filter(|r| r.story.is_some()).count();
        for story in corpus.stories.iter().filter(|s| ids.contains(s.id.as_str())) {
            stats.stories += 1;
            stats.matters += story.matters.len();
            for relation in story.matters.iter().flat_map(|m| &m.relations) {
                *stats.relations.entry(name(&relation.kind)).or_default() += 1;
            }
        }
        (stats.repeated_8grams_percent, stats.repeated_8grams_elsewhere_percent) = repeated(reports);
        let texts: Vec<&str> = reports.iter().map(|r| r.text.as_str()).collect();
        let prose = Prose::of(&texts);
        stats.sentence_words_median = prose.sentence_words_median;
        stats.sentence_words_90 = prose.sentence_words_90;
        stats.vocabulary_100k = prose.vocabulary_100k;
        stats
    }

    fn report(&mut self, report: &Report) {
        self.words += report.text.split_whitespace().count();
        self.furniture += report.furniture.len();
        self.entities += report.entities.len();
        *self.split.entry(name(&report.split())).or_default() += 1;
        for mark in &report.marks {
            match &mark.label {
                Label::Entity(_) => self.mentions += 1,
                Label::Place(_) => self.places += 1,
                Label::Figure(figure) => {
                    self.quantities += 1;
                    self.approximate_quantities += usize::from(figure.approx.is_some());
                }
                Label::Time(time) => {
                    self.dates += 1;
                    self.vague_dates += usize::from(is_vague(report.words(mark.span), time));
                }
                _ => {}
            }
        }
        for row in &report.attributions {
            *self.certainty.entry(name(&row.certainty)).or_default() += 1;
            *self.status.entry(name(&row.status)).or_default() += 1;
            *self.form.entry(name(&row.form)).or_default() += 1;
            self.denials += usize::from(row.polarity == Polarity::Denied || row.status == Status::NotObserved);
            if !row.is_attributed() {
                self.own_voice += 1;
                continue;
            }
            self.attributions += 1;
            self.nested += usize::from(row.inside.is_some());
            self.continued += usize::from(row.form == Form::Continued);
            self.discontinuous += usize::from(row.content.len() > 1);
            self.described_sources += usize::from(is_described(report, row));
            let kind = row.entity.as_deref().and_then(|key| report.entity(key)).map(|e| e.kind);
            self.unnamed_sources += usize::from(matches!(kind, Some(SourceKind::Unnamed | SourceKind::Group)));
            self.channels += usize::from(row.channel.is_some());
            self.said_days += usize::from(row.said.is_some());
        }
    }

    /// One line a figure.
    pub fn table(&self) -> String {
        let mut out = String::new();
        let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(self) else { return out };
        for (key, value) in fields {
            match value {
                serde_json::Value::Object(counts) => {
                    let counts: Vec<String> = counts.iter().map(|(k, v)| format!("{k} {v}")).collect();
                    let _ = writeln!(out, "{key:34} {}", counts.join(" · "));
                }
                value => {
                    let _ = writeln!(out, "{key:34} {value}");
                }
            }
        }
        out
    }
}

/// How prose of any origin measures: beside ours stand GUM's news and PolNeAR, as counts only.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Prose {
    /// Words between blanks.
    pub words: usize,
    /// Words of a sentence, in the middle.
    pub sentence_words_median: f64,
    /// Words of a sentence, longest tenth from here.
    pub sentence_words_90: f64,
    /// Different words among the first 100,000, case folded; fewer words, fewer different ones.
    pub vocabulary_100k: usize,
}

impl Prose {
    /// Measures `texts` together. Sentences end where a stop is followed by a blank and a capital: the same rough
    /// rule for every corpus, so that they compare.
    pub fn of(texts: &[&str]) -> Self {
        let mut lengths = Vec::new();
        let mut seen = HashSet::new();
        let mut count = 0;
        for text in texts {
            for line in text.lines() {
                let mut length = 0;
                let words: Vec<&str> = line.split_whitespace().collect();
                for (i, word) in words.iter().enumerate() {
                    length += 1;
                    count += 1;
                    if count <= 100_000 {
                        seen.insert(word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
                    }
                    let stop = word.trim_end_matches(['”', '"', '’', '\'', ')', '»']).ends_with(['.', '?', '!']);
                    let capital = words.get(i + 1).is_none_or(|next| {
                        next.trim_start_matches(['“', '"', '‘', '\'', '(', '«']).starts_with(char::is_uppercase)
                    });
                    if stop && capital {
                        lengths.push(length);
                        length = 0;
                    }
                }
                if length > 0 {
                    lengths.push(length);
                }
            }
        }
        lengths.sort_unstable();
        let at = |share: usize| lengths.get(lengths.len() * share / 100).copied().unwrap_or(0) as f64;
        Self { words: count, sentence_words_median: at(50), sentence_words_90: at(90), vocabulary_100k: seen.len() }
    }
}

/// How often each cue occurs in `reports`, most frequent first.
pub fn cues(reports: &[&Report]) -> Vec<(String, usize)> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for report in reports {
        for cue in report.attributions.iter().filter_map(|a| a.cue) {
            *counts.entry(report.words(cue).to_lowercase()).or_default() += 1;
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    counts
}

fn percent(part: usize, all: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let share = if all == 0 { 0.0 } else { 100.0 * part as f64 / all as f64 };
    (share * 100.0).round() / 100.0
}

/// A field's word as it stands in JSON.
pub fn name<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Whether the source stands as a pronoun, or as a description in which its name has no part.
pub fn is_described(report: &Report, row: &Attribution) -> bool {
    let Some(source) = row.source else { return false };
    let words = report.words(source);
    let Some(entity) = row.entity.as_deref().and_then(|key| report.entity(key)) else { return false };
    if matches!(entity.kind, SourceKind::Unnamed | SourceKind::Group) {
        return is_pronoun(words);
    }
    let capitalised = |w: &&str| w.starts_with(char::is_uppercase) && w.chars().count() > 1;
    !words
        .split(|c: char| !c.is_alphanumeric())
        .filter(capitalised)
        .any(|w| entity.name.contains(w) && !is_pronoun(w) && w != "The")
}

fn is_pronoun(words: &str) -> bool {
    let lower = words.to_lowercase();
    [
        "he", "she", "it", "they", "who", "which", "that", "i", "we", "his", "her", "hers", "its", "their", "my",
        "our", "him", "them", "this",
    ]
    .contains(&lower.as_str())
}

/// Whether an expression of time needs the day of publication to be read ("on Tuesday", "two weeks ago"), or leaves its
/// days open; a day with its month, a month or a year by number does neither, nor do lengths and sets alone.
fn is_vague(words: &str, time: &Time) -> bool {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let Some(days) = &time.edtf else { return time.value.ends_with("_REF") };
    let digits: Vec<&str> = words.split(|c: char| !c.is_ascii_digit()).filter(|d| !d.is_empty()).collect();
    let year = digits.iter().any(|d| d.len() == 4 && time.value.contains(d));
    let month =
        words.to_lowercase().split(|c: char| !c.is_alphabetic()).any(|w| MONTHS.iter().any(|m| w.starts_with(m)));
    let clock = time.value.contains('T') && words.contains(':');
    days.contains(['/', '~', '?']) || !(year || (month && !digits.is_empty()) || clock)
}

/// Per cent of runs of eight words that stand in another report too, each run counted once in each report that has
/// it: against all other reports, and against those of other stories.
fn repeated(reports: &[&Report]) -> (f64, f64) {
    let runs: Vec<HashSet<Vec<String>>> = reports
        .iter()
        .map(|report| {
            let words: Vec<String> = words::runs(&report.text).map(str::to_lowercase).collect();
            words.windows(8).map(<[String]>::to_vec).collect()
        })
        .collect();
    // For each run: how many reports have it, one of their stories, and whether another has it as well.
    let mut holders: HashMap<&[String], (usize, &str, bool)> = HashMap::new();
    for (report, runs) in reports.iter().zip(&runs) {
        let story = report.story.as_deref().unwrap_or(&report.id);
        for run in runs {
            let holder = holders.entry(run).or_insert((0, story, false));
            holder.0 += 1;
            holder.2 |= holder.1 != story;
        }
    }
    let all: usize = holders.values().map(|h| h.0).sum();
    let count = |is: fn(&(usize, &str, bool)) -> bool| holders.values().filter(|h| is(h)).map(|h| h.0).sum();
    (percent(count(|h| h.0 > 1), all), percent(count(|h| h.2), all))
}
