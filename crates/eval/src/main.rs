//! Scores every step of Onrecord against gold, alone and together.
//!
//! ```text
//! onrecord-eval score attributions --baseline
//! onrecord-eval errors attributions --boundary --limit 20
//! onrecord-eval predict attributions articles.jsonl > found.jsonl
//! ```
//!
//! Each corpus comes through [`corpus`] into one shape; each kind has a scorer
//! whose figures are those of the published one, and a baseline to stand beside.
//! The corpora are not part of the repository: `../shared/data` holds them, or
//! `--data` says where they are. What is committed of them is ids and counts.

mod corpus;
mod words;
mod draws;
mod baseline;
mod predict;
mod attributions;
mod errors;

use std::fs;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::attributions::{Options, Report, Sheet, SpeechCues};
use crate::corpus::Article;
use crate::errors::{Finding, Kind};
use crate::predict::System;

/// Scores every step of Onrecord against gold
#[derive(Parser)]
#[command(name = "onrecord-eval", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write what one step finds, in the shape that the published scorers read
    Predict {
        /// Which step
        kind: Predicted,
        /// JSON lines, or `-` for standard input; for `body` a folder of .html and .html.gz
        input: PathBuf,
        /// Leave out attributions that stand inside another
        #[arg(long)]
        outermost: bool,
        /// Predict with the baseline instead
        #[arg(long)]
        baseline: bool,
    },
    /// Score one step, or a file of predictions, against gold
    Score {
        #[command(subcommand)]
        kind: Score,
    },
    /// List what is wrong, for tuning; shows gold text, so for the terminal only
    Errors {
        #[command(subcommand)]
        kind: Wrong,
    },
    /// Show one item, gold and ours side by side
    Show {
        /// The item's id or the beginning of it; `ARTICLE:ITEM` for one attribution
        id: String,
        #[command(flatten)]
        files: Files,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum Predicted {
    Attributions,
}

#[derive(Subcommand)]
enum Score {
    /// Who says what: spans of source, cue and content (PolNeAR dev unless --gold says otherwise)
    Attributions {
        #[command(flatten)]
        files: Files,
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        output: Output,
        /// Draw the articles anew N times for 95 % intervals of F1
        #[arg(long, value_name = "N", default_value_t = 0)]
        boot: usize,
    },
}

#[derive(Subcommand)]
enum Wrong {
    /// Attributions
    Attributions {
        #[command(flatten)]
        files: Files,
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        list: List,
    },
}

/// Where gold and predictions are.
#[derive(Args)]
struct Files {
    /// Folder of the corpora
    #[arg(long, value_name = "DIR", default_value_os_t = beside("data"))]
    data: PathBuf,
    /// The gold, where it is not the usual file
    #[arg(long, value_name = "FILE")]
    gold: Option<PathBuf>,
    /// Judge this file of predictions instead of running the product
    #[arg(long, value_name = "FILE")]
    system: Option<PathBuf>,
}

/// Which attributions count.
#[derive(Args, Default)]
struct Which {
    /// File of speech verbs, one a line, that splits recall by cue
    #[arg(long, value_name = "FILE")]
    cues: Option<PathBuf>,
    /// Score gold with a speech cue only
    #[arg(long)]
    speech_only: bool,
    /// Score contents wholly in quotation marks only
    #[arg(long)]
    direct_only: bool,
    /// Leave out what has no source
    #[arg(long)]
    drop_nosource: bool,
    /// Keep system attributions that stand inside another; gold has the outermost only
    #[arg(long)]
    nested: bool,
}

/// How figures are shown.
#[derive(Args)]
struct Output {
    /// Score the first N items only
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Show a simple baseline beside
    #[arg(long)]
    baseline: bool,
    /// Write one row an item to this file: ids and counts, no text
    #[arg(long, value_name = "CSV")]
    items: Option<PathBuf>,
    /// Print figures as one JSON object
    #[arg(long)]
    json: bool,
}

/// Which errors are listed; without a kind, all but the inexact.
#[derive(Args)]
struct List {
    /// Gold that nothing was found for
    #[arg(long)]
    missed: bool,
    /// What was found for nothing
    #[arg(long)]
    spurious: bool,
    /// Found, but with another part or other bounds
    #[arg(long)]
    boundary: bool,
    /// Found and right by half, but not to the word
    #[arg(long)]
    inexact: bool,
    /// Found, but read otherwise
    #[arg(long)]
    value: bool,
    /// List N errors at most, spread evenly over all of them
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// List only errors that hold these words
    #[arg(long, value_name = "WORDS")]
    grep: Option<String>,
    /// Code points of context on either side
    #[arg(long, value_name = "N", default_value_t = 30)]
    context: usize,
}

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("onrecord-eval: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<()> {
    match cli.command {
        Command::Predict { kind, input, outermost, baseline } => {
            let system = if baseline { System::Baseline } else { System::Product };
            let mut out = BufWriter::new(io::stdout().lock());
            match kind {
                Predicted::Attributions => predict::write_attributions(&input, system, outermost, &mut out)?,
            }
            out.flush().context("cannot write the predictions")
        }
        Command::Score { kind: Score::Attributions { files, which, output, boot } } => {
            score_attributions(&files, &which, &output, boot)
        }
        Command::Errors { kind: Wrong::Attributions { files, which, list } } => {
            let (gold, found, sheets) = attribution_sheets(&files, &which, None)?;
            let findings = gold.iter().zip(&found).zip(&sheets);
            let findings = findings.flat_map(|((g, f), s)| errors::attributions(g, f, s, list.context));
            print_findings(findings.collect(), &list);
            Ok(())
        }
        Command::Show { id, files } => show(&id, &files),
    }
}

/// The folder `name` of the measuring data, which lies beside the repository.
fn beside(name: &str) -> PathBuf {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap_or(Path::new("."));
    repository.join("../shared").join(name)
}

impl Which {
    fn options(&self, draws: usize) -> Result<Options> {
        Ok(Options {
            speech: self.cues.as_deref().map(SpeechCues::read).transpose()?,
            with_source_only: self.drop_nosource,
            speech_only: self.speech_only,
            direct_only: self.direct_only,
            draws,
        })
    }
}

/// Gold, what was found in it, and both as sheets, article by article.
fn attribution_sheets(
    files: &Files,
    which: &Which,
    limit: Option<usize>,
) -> Result<(Vec<Article>, Vec<Article>, Vec<Sheet>)> {
    let gold = polnear(files, limit)?;
    let found = match &files.system {
        Some(path) => predictions(path, &gold, !which.nested)?,
        None => gold.iter().map(|g| predicted(g, System::Product, !which.nested)).collect(),
    };
    let sheets = sheets(&gold, &found, &which.options(0)?)?;
    Ok((gold, found, sheets))
}

fn polnear(files: &Files, limit: Option<usize>) -> Result<Vec<Article>> {
    let path = files.gold.clone().unwrap_or_else(|| files.data.join("polnear_dev.jsonl"));
    let mut gold = corpus::articles(&path)?;
    gold.truncate(limit.unwrap_or(usize::MAX));
    Ok(gold)
}

/// The predictions in the file at `path`, in the order of `gold`; an article that is missing counts as empty.
fn predictions(path: &Path, gold: &[Article], outermost: bool) -> Result<Vec<Article>> {
    let mut found = corpus::articles(path)?;
    if outermost {
        found.iter_mut().for_each(|a| a.attributions.retain(|q| q.parent.is_none()));
    }
    let missing = gold.iter().filter(|g| !found.iter().any(|f| f.id == g.id)).count();
    if missing > 0 {
        eprintln!("onrecord-eval: {} has nothing for {missing} of {} articles", path.display(), gold.len());
    }
    let of = |g: &Article| found.iter().find(|f| f.id == g.id).cloned().unwrap_or_else(|| Article::empty(&g.id));
    Ok(gold.iter().map(of).collect())
}

fn predicted(gold: &Article, system: System, outermost: bool) -> Article {
    Article {
        attributions: predict::quotes(system, gold.text(), gold.date.as_deref(), outermost),
        ..Article::empty(&gold.id)
    }
}

fn sheets(gold: &[Article], found: &[Article], options: &Options) -> Result<Vec<Sheet>> {
    gold.iter().zip(found).map(|(gold, found)| attributions::sheet(gold, found, options)).collect()
}

fn score_attributions(files: &Files, which: &Which, output: &Output, boot: usize) -> Result<()> {
    let (gold, found, scored) = attribution_sheets(files, which, output.limit)?;
    let mut options = which.options(boot)?;
    if let Some(path) = &output.items {
        fs::write(path, attributions::items(&scored, &gold))
            .with_context(|| format!("cannot write the items to {}", path.display()))?;
    }
    if output.json {
        println!("{}", Report::of(&scored, &options).json());
        return Ok(());
    }
    let usual = beside("tools").join("speech_verbs_ggt.txt");
    if options.speech.is_none() && usual.exists() {
        options.speech = Some(SpeechCues::read(&usual)?);
    }
    let simple: Vec<Article> = gold.iter().map(|g| predicted(g, System::Baseline, true)).collect();
    let baseline = |options: &Options| -> Result<Option<Report>> {
        Ok(if output.baseline { Some(Report::of(&sheets(&gold, &simple, options)?, options)) } else { None })
    };
    println!("{} articles", gold.len());
    print!("{}", Report::of(&scored, &options).table(baseline(&options)?.as_ref()));
    if options.speech.is_some() && !options.speech_only {
        options.speech_only = true;
        let ours = Report::of(&sheets(&gold, &found, &options)?, &options);
        println!("speech cues only");
        print!("{}", ours.headline(baseline(&options)?.as_ref()));
    }
    Ok(())
}

fn print_findings(findings: Vec<Finding>, list: &List) {
    let asked = [
        (list.missed, Kind::Missed),
        (list.spurious, Kind::Spurious),
        (list.boundary, Kind::Boundary),
        (list.inexact, Kind::Inexact),
        (list.value, Kind::Value),
    ];
    let any = asked.iter().any(|(asked, _)| *asked);
    let wanted = |kind| if any { asked.contains(&(true, kind)) } else { kind != Kind::Inexact };
    let holds = |f: &Finding| list.grep.as_ref().is_none_or(|words| f.show().contains(words.as_str()));
    let shown: Vec<&Finding> = findings.iter().filter(|f| wanted(f.kind) && holds(f)).collect();
    let limit = list.limit.unwrap_or(shown.len()).min(shown.len());
    for k in 0..limit {
        print!("{}", shown[k * shown.len() / limit].show());
    }
    let count = |kind| findings.iter().filter(|f| f.kind == kind).count();
    let counts = asked.map(|(_, kind)| (count(kind), kind.label()));
    let counts: Vec<String> = counts.iter().filter(|c| c.0 > 0).map(|(n, label)| format!("{n} {label}")).collect();
    println!("{} shown of {} ({} in all)", limit, shown.len(), counts.join(", "));
}

fn show(id: &str, files: &Files) -> Result<()> {
    let (article, item) = id.split_once(':').map_or((id, None), |(article, item)| (article, Some(item)));
    let gold = polnear(files, None)?;
    let Some(gold) = gold.iter().find(|g| g.id.starts_with(article)) else {
        bail!("no item of the corpora begins with {article}");
    };
    let found = match &files.system {
        Some(path) => predictions(path, std::slice::from_ref(gold), true)?.remove(0),
        None => predicted(gold, System::Product, true),
    };
    let sheet = attributions::sheet(gold, &found, &Options::default())?;
    print!("{}", errors::side_by_side(gold, &found, &sheet, item));
    Ok(())
}
