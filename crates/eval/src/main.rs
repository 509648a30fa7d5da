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

use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::attributions::{Options, Report, SpeechCues};
use crate::corpus::Article;
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
}

#[derive(Clone, Copy, ValueEnum)]
enum Predicted {
    Attributions,
}

#[derive(Subcommand)]
enum Score {
    /// Who says what: spans of source, cue and content (PolNeAR dev unless --gold says otherwise)
    Attributions(AttributionArgs),
}

#[derive(Args)]
struct Shared {
    /// Folder of the corpora
    #[arg(long, default_value_os_t = beside("data"))]
    data: PathBuf,
    /// The gold file, where it is not the usual one
    #[arg(long)]
    gold: Option<PathBuf>,
    /// Score this file of predictions instead of running the product
    #[arg(long, conflicts_with = "baseline")]
    system: Option<PathBuf>,
    /// Score the first N items only
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Show a simple baseline beside
    #[arg(long)]
    baseline: bool,
    /// Print figures as one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
struct AttributionArgs {
    #[command(flatten)]
    shared: Shared,
    /// File of speech verbs, one a line, that splits recall by cue
    #[arg(long)]
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
    /// Draw the articles anew N times for 95 % intervals of F1
    #[arg(long, value_name = "N", default_value_t = 0)]
    boot: usize,
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
        Command::Score { kind: Score::Attributions(args) } => score_attributions(args),
    }
}

/// The folder `name` of the measuring data, which lies beside the repository.
fn beside(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(name)
}

fn score_attributions(args: AttributionArgs) -> Result<()> {
    let shared = &args.shared;
    let gold = shared.gold.clone().unwrap_or_else(|| shared.data.join("polnear_dev.jsonl"));
    let gold = limited(corpus::articles(&gold)?, shared.limit);
    let usual = beside("tools").join("speech_verbs_ggt.txt");
    let cues = args.cues.clone().or_else(|| (!shared.json && usual.exists()).then_some(usual));
    let options = Options {
        speech: cues.as_deref().map(SpeechCues::read).transpose()?,
        with_source_only: args.drop_nosource,
        speech_only: args.speech_only,
        direct_only: args.direct_only,
        draws: args.boot,
    };
    let outermost = !args.nested;
    let found = match &shared.system {
        Some(path) => {
            let mut found = corpus::articles(path)?;
            if outermost {
                found.iter_mut().for_each(|a| a.attributions.retain(|q| q.parent.is_none()));
            }
            found
        }
        None => found(&gold, System::Product, outermost),
    };
    let report = reported(&gold, &found, &options)?;
    if shared.json {
        println!("{}", report.json());
        return Ok(());
    }
    let baseline = match shared.baseline {
        true => Some(reported(&gold, &self::found(&gold, System::Baseline, true), &options)?),
        false => None,
    };
    let missing = gold.iter().filter(|g| !found.iter().any(|f| f.id == g.id)).count();
    println!("{} articles, {missing} of them missing from the predictions", gold.len());
    print!("{}", report.table(baseline.as_ref()));
    if !options.speech_only && options.speech.is_some() {
        let options = Options { speech_only: true, ..options };
        let report = reported(&gold, &found, &options)?;
        let f1 = |figure| report.f1(figure).unwrap_or_default();
        println!("speech cues only: attr/iou50 {:.1}, attr/exact {:.1}", f1("attr/iou50"), f1("attr/exact"));
    }
    Ok(())
}

fn limited<T>(mut items: Vec<T>, limit: Option<usize>) -> Vec<T> {
    items.truncate(limit.unwrap_or(usize::MAX));
    items
}

fn found(gold: &[Article], system: System, outermost: bool) -> Vec<Article> {
    let predict = |article: &Article| Article {
        id: article.id.clone(),
        date: None,
        text: None,
        attributions: predict::quotes(system, article.text(), article.date.as_deref(), outermost),
    };
    gold.iter().map(predict).collect()
}

fn reported(gold: &[Article], found: &[Article], options: &Options) -> Result<Report> {
    let sheets = gold
        .iter()
        .map(|article| attributions::sheet(article, found.iter().find(|f| f.id == article.id), options))
        .collect::<Result<Vec<_>>>()?;
    Ok(Report::of(&sheets, options))
}
