//! `onrecord-eval corpus …`: checks, counts, exports and compares our own corpus.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use clap::{Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::agree::{self, Agreement};
use super::reliable::Reliability;
use super::stats::{self, Prose, Stats};
use super::{Corpus, Report, Split, check, choices, export, layers, parse, standoff, write};
use crate::out::{put, say};

/// What can be done with the corpus.
#[derive(Subcommand)]
pub enum Command {
    /// Name all that cannot be so: offsets, nesting, ids, dates, quotation marks
    Check {
        /// Reports and stories to look at, by id; all without any
        only: Vec<String>,
    },
    /// Count what it holds
    Stats {
        /// Count one part only
        #[arg(long)]
        split: Option<Split>,
        /// How figures are printed
        #[arg(long, default_value = "text")]
        format: Format,
        /// List the N most frequent cues instead
        #[arg(long, value_name = "N")]
        cues: Option<usize>,
        /// Measure the prose of this file of `{text}` lines instead, to stand beside
        #[arg(long, value_name = "JSONL")]
        beside: Option<PathBuf>,
    },
    /// Write one layer as JSON lines for scorers and trainers
    Export {
        /// The part; without it, all of them
        #[arg(long)]
        split: Option<Split>,
        /// The layer
        #[arg(long)]
        layer: Layer,
        /// Attributions with a cue only, as other corpora have them
        #[arg(long)]
        cued: bool,
    },
    /// Write reports without their marks, to be marked by a second hand
    Strip {
        /// The reports, by id
        #[arg(required = true)]
        only: Vec<String>,
        /// The folder to write to
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
        /// Leave furniture lines unmarked as well
        #[arg(long)]
        furniture: bool,
    },
    /// Compare a second marking of some reports with the first, layer by layer
    Agree {
        /// The folder of the second marking
        #[arg(value_name = "DIR")]
        second: PathBuf,
        /// How figures are printed
        #[arg(long, default_value = "text")]
        format: Format,
        /// List the N pairs of values that are most often confused as well
        #[arg(long, value_name = "N", default_value_t = 0)]
        confusions: usize,
    },
    /// Write the marks of reports from GUM without their text
    Standoff {
        /// The folder of marked reports, named w-NAME for `GUM_news_NAME`, g-GENRE-NAME for others
        #[arg(value_name = "DIR")]
        from: PathBuf,
    },
    /// Join marks without text with their text in GUM
    Join {
        /// Which: wikinews, for measuring, or gum, marked for attribution alone, for training
        #[arg(long, value_name = "FOLDER", default_value = "wikinews")]
        marks: String,
        /// The folder of GUM's CoNLL-U files
        #[arg(long, value_name = "DIR")]
        gum: PathBuf,
        /// The folder to write to: it gets `reports/`, and can be given as --corpus
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
    },
    /// Score the product on every layer
    Score {
        /// The part
        #[arg(long, default_value = "dev")]
        split: Split,
        /// Score all reports: for folders that are no part of the corpus, such as the joined Wikinews
        #[arg(long, conflicts_with = "split")]
        all: bool,
        /// How figures are printed
        #[arg(long, default_value = "text")]
        format: Format,
    },
    /// Write whom each pronoun can mean, whose words can go on, and who is right, as JSON lines for `training/choose.py`
    Choices {
        /// The part; without it, all of them
        #[arg(long)]
        split: Option<Split>,
    },
    /// Show whether the confidence of claims keeps its word: how many in each tenth are right
    Reliability {
        /// The part
        #[arg(long, default_value = "dev")]
        split: Split,
        /// All reports: for folders that are no part of the corpus, such as the joined Wikinews
        #[arg(long, conflicts_with = "split")]
        all: bool,
        /// Print the slope and intercept that would bring it nearest as well
        #[arg(long)]
        fit: bool,
    },
}

/// How figures are printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// A layer that can be exported.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Layer {
    /// `{id, text, attributions}` of the scorers
    Attributions,
    /// `{id, text, dct, timexes}`
    Times,
    /// `{id, text, mentions, places}`
    Places,
    /// `{id, text, quantities}`
    Quantities,
    /// `{id, lines}`, each with whether it is furniture
    Furniture,
    /// Everything, for trainers
    All,
    /// Matters, relations and origins of stories
    Stories,
}

/// Does what `command` says with the corpus in `folder`.
pub fn run(folder: &Path, command: Command) -> Result<()> {
    if let Command::Stats { beside: Some(path), .. } = &command {
        return prose(path);
    }
    let corpus = Corpus::read(folder)?;
    match command {
        Command::Check { only } => checked(&corpus, &only),
        Command::Stats { split, format, cues, .. } => {
            let reports: Vec<&Report> = corpus.part(split).collect();
            if let Some(most) = cues {
                stats::cues(&reports).iter().take(most).for_each(|(cue, n)| say!("{n:6}  {cue}"));
                return Ok(());
            }
            let stats = Stats::of(&reports, &corpus);
            match format {
                Format::Text => put!("{}", stats.table()),
                Format::Json => say!("{}", serde_json::to_string(&stats).context("cannot print the counts")?),
            }
            Ok(())
        }
        Command::Export { split, layer, cued } => {
            if layer == Layer::Stories {
                stories(&corpus, split).iter().for_each(|line| say!("{line}"));
                return Ok(());
            }
            for report in corpus.part(split) {
                let line = match layer {
                    Layer::Attributions => export::attributions(report, cued),
                    Layer::Times => export::times(report),
                    Layer::Places => export::places(report),
                    Layer::Quantities => export::quantities(report),
                    Layer::Furniture => export::furniture(report),
                    Layer::All | Layer::Stories => export::whole(report),
                };
                say!("{line}");
            }
            Ok(())
        }
        Command::Strip { only, to, furniture } => {
            for id in &only {
                let report = corpus.report(id).with_context(|| format!("there is no report {id}"))?;
                let mut text = report.unmarked();
                if furniture {
                    text = text.lines().map(|l| format!("{}\n", l.strip_prefix("~ ").unwrap_or(l))).collect();
                }
                write_file(&to.join(format!("{id}.txt")), &text)?;
            }
            Ok(())
        }
        Command::Standoff { from } => {
            let paths = super::files(&from)?;
            ensure!(!paths.is_empty(), "{} holds no marked report; give the folder they lie in", from.display());
            for path in paths {
                let (report, faults) = parse::report(&path, &super::text_of(&path)?);
                ensure!(faults.is_empty(), "{}", faults[0]);
                let (part, name, gum) = match report.id.strip_prefix("g-").and_then(|rest| rest.split_once('-')) {
                    Some((genre, name)) => ("gum", format!("{genre}-{name}"), format!("GUM_{genre}_{name}")),
                    None => {
                        let name = report.id.strip_prefix("w-").unwrap_or(&report.id);
                        ("wikinews", name.to_owned(), format!("GUM_news_{name}"))
                    }
                };
                write_file(&folder.join(part).join(format!("{name}.marks")), &standoff::marks(&report, &gum))?;
            }
            Ok(())
        }
        Command::Join { marks, gum, to } => join(&folder.join(marks), &gum, &to),
        Command::Agree { second, format, confusions } => {
            let agreement = second_hand(&corpus, &second)?;
            print_agreement(&agreement, format, confusions);
            Ok(())
        }
        Command::Score { split, all, format } => {
            let mut agreement = Agreement::default();
            for report in corpus.part((!all).then_some(split)) {
                agreement.add(report, &layers::read(report))?;
            }
            print_agreement(&agreement, format, 0);
            Ok(())
        }
        Command::Choices { split } => {
            let names: serde_json::Map<String, Value> =
                extract::choosing_by().into_iter().map(|(class, names)| (class.to_owned(), json!(names))).collect();
            say!("{}", json!({"names": names}));
            corpus.part(split).flat_map(choices::of).for_each(|line| say!("{line}"));
            Ok(())
        }
        Command::Reliability { split, all, fit } => {
            let mut reliability = Reliability::default();
            corpus.part((!all).then_some(split)).for_each(|report| reliability.add(report));
            put!("{}", reliability.table());
            if fit {
                let (slope, shift) = reliability.fit();
                say!("logit' = {slope:.3} logit + {shift:.3}");
            }
            Ok(())
        }
    }
}

fn write_file(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// Writes reports from GUM, marks in place, to a folder that can be read as a corpus.
fn join(marks: &Path, gum: &Path, to: &Path) -> Result<()> {
    let mut count = 0;
    for path in super::listed(marks, "marks")? {
        let (report, faults) = standoff::join(&path, &super::text_of(&path)?, gum)?;
        faults.iter().for_each(|fault| eprintln!("{fault}"));
        write_file(&to.join("reports").join(format!("{}.txt", report.id)), &write::report(&report))?;
        count += 1;
    }
    say!("{count} reports in {}", to.join("reports").display());
    Ok(())
}

fn checked(corpus: &Corpus, only: &[String]) -> Result<()> {
    let mut faults = check::corpus(corpus);
    if !only.is_empty() {
        faults.retain(|f| f.path.file_stem().is_some_and(|stem| only.iter().any(|id| stem == id.as_str())));
    }
    faults.iter().for_each(|fault| say!("{fault}"));
    ensure!(faults.is_empty(), "{} faults", faults.len());
    say!("{} reports and {} stories, no fault", corpus.reports.len(), corpus.stories.len());
    Ok(())
}

fn second_hand(corpus: &Corpus, folder: &Path) -> Result<Agreement> {
    let mut agreement = Agreement::default();
    for path in super::files(folder)? {
        let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
        let Some(gold) = corpus.report(stem) else { bail!("{} is a marking of no report", path.display()) };
        let (report, faults, furniture) = agree::second(gold, &path, &super::text_of(&path)?);
        faults.iter().for_each(|fault| eprintln!("{fault}"));
        agreement.add(gold, &report)?;
        agreement.add_furniture(furniture);
    }
    Ok(agreement)
}

fn print_agreement(agreement: &Agreement, format: Format, confusions: usize) {
    match format {
        Format::Text => put!("{}", agreement.table()),
        Format::Json => say!("{}", agreement.json()),
    }
    for (layer, a, b, n) in agreement.confusions().into_iter().take(confusions) {
        say!("{n:6}  {layer}: {a} / {b}");
    }
}

fn stories(corpus: &Corpus, split: Option<Split>) -> Vec<Value> {
    let chosen = corpus.stories.iter().filter(|s| split.is_none_or(|split| Split::of(&s.id) == split));
    let line = |story: &super::story::Story| {
        let matters = story.matters.iter().map(|m| {
            let ids = |claims: &[super::story::ClaimRef]| claims.iter().map(ToString::to_string).collect::<Vec<_>>();
            let relations = m.relations.iter().map(|r| {
                json!({"a": r.a.to_string(), "b": r.b.to_string(), "relation": r.kind,
                    "grounds": [{"kind": r.ground, "a": r.a_words, "b": r.b_words, "says": r.says}]})
            });
            json!({"id": m.id, "title": m.title, "claims": ids(&m.claims), "relations": relations.collect::<Vec<_>>(),
                "origins": m.origins.iter().map(|o| ids(o)).collect::<Vec<_>>()})
        });
        json!({"id": story.id, "title": story.title, "matters": matters.collect::<Vec<_>>()})
    };
    chosen.map(line).collect()
}

/// Counts of the prose in a file of `{text}` lines; nothing of the text is shown.
fn prose(path: &Path) -> Result<()> {
    #[derive(serde::Deserialize)]
    struct Line {
        text: String,
    }
    let lines: Vec<Line> = crate::corpus::lines(path)?;
    let texts: Vec<&str> = lines.iter().map(|l| l.text.as_str()).collect();
    let mut out = String::new();
    if let Ok(Value::Object(fields)) = serde_json::to_value(Prose::of(&texts)) {
        for (key, value) in fields {
            let _ = writeln!(out, "{key:34} {value}");
        }
    }
    put!("{out}");
    Ok(())
}
