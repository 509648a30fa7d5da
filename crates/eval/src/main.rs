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
mod times;
mod body;
mod reports;
mod floors;
mod errors;
mod features;
mod marked;
mod out;

use std::fs;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::attributions::{Options, Report, Sheet, SpeechCues};
use crate::body::Bodies;
use crate::corpus::Article;
use crate::errors::{Finding, Kind};
use crate::floors::{Floors, Measured};
use crate::out::{put, say};
use crate::predict::System;
use crate::times::Timed;

/// Scores every step of Onrecord against gold
#[derive(Parser)]
#[command(name = "onrecord-eval", version, max_term_width = 100)]
struct Cli {
    /// Have the product read by rules alone, without the trained reader
    #[arg(long, global = true)]
    rules_only: bool,
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
    /// Write what a trained reader is given: tokens, tags and what the rules found; `{id, text}` lines in
    Features {
        /// JSON lines, or `-` for standard input
        input: PathBuf,
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
    /// Score all steps and fail where a figure is below its committed floor
    Check {
        /// Folder of the corpora; what is not there is skipped and named
        #[arg(long, value_name = "DIR", default_value_os_t = beside("data"))]
        data: PathBuf,
        /// The floors
        #[arg(long, value_name = "FILE", default_value_os_t = repository().join("crates/eval/floors.json"))]
        floors: PathBuf,
        /// Write the results by item to this folder
        #[arg(long, value_name = "DIR")]
        items: Option<PathBuf>,
    },
    /// Our own corpus: check it, count it, export it, compare with it
    Corpus {
        /// Its folder
        #[arg(long, value_name = "DIR", default_value_os_t = repository().join("corpus"))]
        corpus: PathBuf,
        #[command(subcommand)]
        command: marked::command::Command,
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
    /// Who says what: `{id, text}` in
    Attributions,
    /// Days and hours: `{id, text, dct}` in
    Times,
    /// The article's text: a folder of pages in
    Body,
    /// Where mentions lie: `{id, text, mentions}` in
    Places,
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
    /// Days and hours as TIMEX3 (WikiWars unless --gold says otherwise)
    Times {
        #[command(flatten)]
        files: Files,
        #[command(flatten)]
        output: Output,
    },
    /// The article's text on a page (scrapinghub's pages unless --gold says otherwise)
    Body {
        #[command(flatten)]
        files: Files,
        #[command(flatten)]
        output: Output,
        /// Folder of the pages, where it is not the usual one
        #[arg(long, value_name = "DIR")]
        pages: Option<PathBuf>,
    },
    /// The claims of whole reports, against lists made by hand
    Claims {
        #[command(flatten)]
        lists: Lists,
        /// Print figures as one JSON object
        #[arg(long)]
        json: bool,
        /// Print the table only, not what is wrong
        #[arg(long)]
        brief: bool,
    },
}

/// Lists of claims and the reports they speak of.
#[derive(Args)]
struct Lists {
    /// Folder of the lists, NAME.claims.jsonl
    #[arg(long, value_name = "DIR", default_value_os_t = repository().join("crates/eval/tests/gold"))]
    gold: PathBuf,
    /// Folder of reports, besides that of the lists and `examples`; may be given again
    #[arg(long, value_name = "DIR")]
    reports: Vec<PathBuf>,
    /// Only lists whose name holds these letters
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
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
    /// Times
    Times {
        #[command(flatten)]
        files: Files,
        #[command(flatten)]
        list: List,
    },
    /// Bodies
    Body {
        #[command(flatten)]
        files: Files,
        #[command(flatten)]
        list: List,
        /// Folder of the pages, where it is not the usual one
        #[arg(long, value_name = "DIR")]
        pages: Option<PathBuf>,
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
        Err(error) => out::end(&error),
    }
}

fn run(cli: Cli) -> Result<()> {
    predict::rules_only(cli.rules_only);
    match cli.command {
        Command::Predict { kind, input, outermost, baseline } => {
            let system = if baseline { System::Baseline } else { System::Product };
            let mut out = BufWriter::new(io::stdout().lock());
            match kind {
                Predicted::Attributions => predict::write_attributions(&input, system, outermost, &mut out)?,
                Predicted::Body => predict::write_bodies(&input, system, &mut out)?,
                Predicted::Places => predict::write_places(&input, &mut out)?,
                Predicted::Times => predict::write_times(&input, system, &mut out)?,
            }
            out.flush().context("cannot write the predictions")
        }
        Command::Features { input } => {
            let mut out = BufWriter::new(io::stdout().lock());
            features::write(&input, &mut out)?;
            out.flush().context("cannot write the features")
        }
        Command::Score { kind: Score::Attributions { files, which, output, boot } } => {
            score_attributions(&files, &which, &output, boot)
        }
        Command::Score { kind: Score::Times { files, output } } => score_times(&files, &output),
        Command::Score { kind: Score::Body { files, output, pages } } => score_body(&files, &output, pages),
        Command::Score { kind: Score::Claims { lists, json, brief } } => score_claims(lists, json, brief),
        Command::Errors { kind: Wrong::Attributions { files, which, list } } => {
            let (gold, found, sheets) = attribution_sheets(&files, &which, None)?;
            let findings = gold.iter().zip(&found).zip(&sheets);
            let findings = findings.flat_map(|((g, f), s)| errors::attributions(g, f, s, list.context));
            print_findings(findings.collect(), &list);
            Ok(())
        }
        Command::Errors { kind: Wrong::Times { files, list } } => {
            let (gold, found) = timed(&files, None)?;
            let findings = gold.iter().zip(&found).map(|(g, f)| errors::times(g, f, list.context));
            print_findings(findings.collect::<Result<Vec<_>>>()?.concat(), &list);
            Ok(())
        }
        Command::Errors { kind: Wrong::Body { files, list, pages } } => {
            let pages = pages.unwrap_or_else(|| files.data.join("pages_sh"));
            let (gold, found) = bodies(&files, &pages, None)?;
            let text = |bodies: &Bodies, name: &str| bodies.get(name).map(|b| b.text.clone()).unwrap_or_default();
            let names = gold.keys();
            let findings =
                names.flat_map(|name| errors::body(name, &text(&gold, name), &text(&found, name), list.context));
            print_findings(findings.collect(), &list);
            Ok(())
        }
        Command::Check { data, floors, items } => check(data, &floors, items.as_deref()),
        Command::Corpus { corpus, command } => marked::command::run(&corpus, command),
        Command::Show { id, files } => show(&id, &files),
    }
}

/// The folder that holds the workspace.
fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap_or(Path::new("."))
}

/// The folder `name` of the measuring data, which lies beside the repository.
fn beside(name: &str) -> PathBuf {
    repository().join("../shared").join(name)
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
    Article { attributions: predict::quotes(system, gold.text(), outermost), ..Article::empty(&gold.id) }
}

fn sheets(gold: &[Article], found: &[Article], options: &Options) -> Result<Vec<Sheet>> {
    gold.iter().zip(found).map(|(gold, found)| attributions::sheet(gold, found, options)).collect()
}

fn score_attributions(files: &Files, which: &Which, output: &Output, boot: usize) -> Result<()> {
    let (gold, found, scored) = attribution_sheets(files, which, output.limit)?;
    let mut options = which.options(boot)?;
    output.write_items(|| Ok(attributions::items(&scored, &gold)))?;
    if output.json {
        say!("{}", Report::of(&scored, &options).json());
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
    say!("{} articles", gold.len());
    let report = Report::of(&scored, &options);
    put!("{}", report.table(baseline(&options)?.as_ref()));
    if which.nested {
        put!("{}", report.by_kind());
    }
    if options.speech.is_some() && !options.speech_only {
        options.speech_only = true;
        let ours = Report::of(&sheets(&gold, &found, &options)?, &options);
        say!("speech cues only");
        put!("{}", ours.headline(baseline(&options)?.as_ref()));
    }
    Ok(())
}

impl Output {
    fn write_items(&self, rows: impl FnOnce() -> Result<String>) -> Result<()> {
        let Some(path) = &self.items else { return Ok(()) };
        fs::write(path, rows()?).with_context(|| format!("cannot write the items to {}", path.display()))
    }
}

/// Gold and what was found in it, text by text.
fn timed(files: &Files, limit: Option<usize>) -> Result<(Vec<Timed>, Vec<Timed>)> {
    let path = files.gold.clone().unwrap_or_else(|| files.data.join("wikiwars.jsonl"));
    let mut gold = times::read(&path)?;
    gold.truncate(limit.unwrap_or(usize::MAX));
    let found = match &files.system {
        Some(path) => {
            let found = times::read(path)?;
            let of = |g: &Timed| found.iter().find(|f| f.id == g.id).cloned().unwrap_or_else(|| g.with(Vec::new()));
            gold.iter().map(of).collect()
        }
        None => predicted_times(&gold, System::Product),
    };
    Ok((gold, found))
}

fn predicted_times(gold: &[Timed], system: System) -> Vec<Timed> {
    gold.iter().map(|g| g.with(predict::times(system, g.text(), g.dct.as_deref()))).collect()
}

fn score_times(files: &Files, output: &Output) -> Result<()> {
    let (gold, found) = timed(files, output.limit)?;
    output.write_items(|| times::items(&gold, &found))?;
    let report = times::Report::of(&gold, &found)?;
    if output.json {
        say!("{}", report.json());
        return Ok(());
    }
    let baseline = match output.baseline {
        true => Some(times::Report::of(&gold, &predicted_times(&gold, System::Baseline))?),
        false => None,
    };
    say!("{} texts", gold.len());
    put!("{}", report.table(baseline.as_ref()));
    Ok(())
}

/// How often pages are drawn anew for an interval, as in the published benchmark.
const PAGE_DRAWS: usize = 1000;

/// Gold and what was found, both by page name.
fn bodies(files: &Files, pages: &Path, limit: Option<usize>) -> Result<(Bodies, Bodies)> {
    let gold = files.gold.clone().unwrap_or_else(|| files.data.join("pages_sh.gt.json"));
    let gold = body::read(&gold)?;
    let found = match &files.system {
        Some(path) => body::read(path)?,
        None => predict::bodies(pages, System::Product, limit)?,
    };
    let mut gold = body::by_page_name(gold, &found);
    if limit.is_some() {
        gold.retain(|name, _| found.contains_key(name));
    }
    Ok((gold, found))
}

fn score_body(files: &Files, output: &Output, pages: Option<PathBuf>) -> Result<()> {
    let pages = pages.unwrap_or_else(|| files.data.join("pages_sh"));
    let (gold, found) = bodies(files, &pages, output.limit)?;
    output.write_items(|| Ok(body::items(&gold, &found)))?;
    let report = |found: &Bodies| {
        let pages: Vec<_> = body::pages(&gold, found).into_iter().map(|(_, page)| page).collect();
        body::Report::of(&pages, PAGE_DRAWS)
    };
    if output.json {
        say!("{}", report(&found).json());
        return Ok(());
    }
    let baseline = match output.baseline {
        true => Some(report(&predict::bodies(&pages, System::Baseline, output.limit)?)),
        false => None,
    };
    put!("{}", report(&found).table(baseline.as_ref()));
    Ok(())
}

fn score_claims(lists: Lists, json: bool, brief: bool) -> Result<()> {
    let mut folders = lists.reports;
    folders.push(repository().join("examples"));
    let mut reports = reports::read(&lists.gold, &folders)?;
    reports.retain(|report| lists.only.as_ref().is_none_or(|only| report.name.contains(only.as_str())));
    if json {
        say!("{}", reports::json(&reports));
        return Ok(());
    }
    if !brief {
        reports.iter().for_each(|report| put!("{}", report.wrong()));
    }
    put!("{}", reports::table(&reports));
    Ok(())
}

/// Scores every step whose corpus is at hand, and compares with the floors.
fn check(data: PathBuf, floors: &Path, items: Option<&Path>) -> Result<()> {
    let floors = Floors::read(floors)?;
    let files = Files { data, gold: None, system: None };
    let write = |name: &str, rows: String| match items {
        Some(folder) => {
            fs::write(folder.join(name), rows).with_context(|| format!("cannot write {name} to {}", folder.display()))
        }
        None => Ok(()),
    };
    let mut measured = Measured::default();
    if measured.has(&files.data.join("polnear_dev.jsonl")) {
        let (gold, found, scored) = attribution_sheets(&files, &Which::default(), None)?;
        measured.add("attributions", &Report::of(&scored, &Options::default()).json());
        write("attributions-polnear-dev.csv", attributions::items(&scored, &gold))?;
        let cues = files.data.join("../tools/speech_verbs_ggt.txt");
        if measured.has(&cues) {
            let options = Options { speech: Some(SpeechCues::read(&cues)?), speech_only: true, ..Options::default() };
            measured.add("speech", &Report::of(&sheets(&gold, &found, &options)?, &options).json());
        }
    }
    if measured.has(&files.data.join("wikiwars.jsonl")) {
        let (gold, found) = timed(&files, None)?;
        measured.add("times", &times::Report::of(&gold, &found)?.json());
        write("times-wikiwars.csv", times::items(&gold, &found)?)?;
    }
    let pages = files.data.join("pages_sh");
    if measured.has(&pages) {
        let (gold, found) = bodies(&files, &pages, None)?;
        let scored: Vec<_> = body::pages(&gold, &found).into_iter().map(|(_, page)| page).collect();
        measured.add("body", &body::Report::of(&scored, 0).json());
        write("body-scrapinghub.csv", body::items(&gold, &found))?;
    }
    let lists = repository().join("crates/eval/tests/gold");
    let reports = reports::read(&lists, &[repository().join("examples")])?;
    measured.add("claims", &reports::json(&reports)["all"]);
    write("claims-reports.csv", reports::items(&reports))?;
    let verdict = floors.judge(&measured);
    put!("{verdict}");
    anyhow::ensure!(verdict.holds(), "a figure is below its floor; `onrecord-eval errors` lists what went wrong");
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
        put!("{}", shown[k * shown.len() / limit].show());
    }
    let count = |kind| findings.iter().filter(|f| f.kind == kind).count();
    let counts = asked.map(|(_, kind)| (count(kind), kind.label()));
    let counts: Vec<String> = counts.iter().filter(|c| c.0 > 0).map(|(n, label)| format!("{n} {label}")).collect();
    say!("{} shown of {} ({} in all)", limit, shown.len(), counts.join(", "));
}

/// Looks for `id` in each corpus that is at hand: articles first, then texts with times, then pages.
fn show(id: &str, files: &Files) -> Result<()> {
    let (name, item) = id.split_once(':').map_or((id, None), |(name, item)| (name, Some(item)));
    let at_hand = |usual: &str| files.gold.is_some() || files.data.join(usual).exists();
    if at_hand("polnear_dev.jsonl")
        && let Ok(articles) = polnear(files, None)
        && let Some(gold) = articles.iter().find(|a| a.id.starts_with(name) && !a.attributions.is_empty())
    {
        let found = match &files.system {
            Some(path) => predictions(path, std::slice::from_ref(gold), true)?.remove(0),
            None => predicted(gold, System::Product, true),
        };
        let sheet = attributions::sheet(gold, &found, &Options::default())?;
        put!("{}", errors::side_by_side(gold, &found, &sheet, item));
        return Ok(());
    }
    if at_hand("wikiwars.jsonl")
        && let Ok((gold, found)) = timed(files, None)
        && let Some((gold, found)) = gold.iter().zip(&found).find(|(g, _)| g.id.starts_with(name))
    {
        put!("{}", errors::times_side_by_side(gold, found)?);
        return Ok(());
    }
    let pages = files.data.join("pages_sh");
    if pages.exists()
        && let Ok((gold, found)) = bodies(files, &pages, None)
        && let Some((name, body)) = gold.iter().find(|(page, _)| page.starts_with(name))
    {
        let ours = found.get(name).map(|b| b.text.as_str()).unwrap_or_default();
        say!("{name}: {} letters in gold, {} found", body.text.chars().count(), ours.chars().count());
        errors::body(name, &body.text, ours, 120).iter().for_each(|finding| put!("{}", finding.show()));
        return Ok(());
    }
    bail!("no item of the corpora begins with {name}");
}
