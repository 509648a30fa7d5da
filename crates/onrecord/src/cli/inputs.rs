//! `read`, `file` and `text`: what begins with reports.

use std::io::{self, IsTerminal, Write};
use std::num::NonZero;
use std::ops::ControlFlow;
use std::path::PathBuf;

use desk::{Filed, Input, Ledger, Trouble};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

use super::PROBLEM;
use super::args::{FileArgs, Format, ReadArgs, ReadingArgs, View};
use crate::out::page::Type;
use crate::out::{self, Out, claim, csv, is_closed_pipe, plain};

/// What a batch works on, and what went wrong on the way.
struct Batch {
    inputs: Vec<Input>,
    jobs: NonZero<usize>,
    bar: ProgressBar,
    code: u8,
}

impl Batch {
    /// The inputs that the arguments name; standard input where none is named and something is piped in.
    fn of(command: &str, args: &ReadArgs, view: &View, bar: bool) -> anyhow::Result<Self> {
        let mut paths = args.paths.clone();
        if paths.is_empty() {
            if io::stdin().is_terminal() {
                return Err(super::misused(command, "name a report, a folder, or - for standard input"));
            }
            paths.push(PathBuf::from("-"));
        }
        let (inputs, problems) = desk::inputs(&paths);
        let jobs = args.jobs.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZero::<usize>::MIN);
        let shown = bar && !view.quiet && inputs.len() > 1 && io::stderr().is_terminal();
        let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(inputs.len() as u64), target);
        if let Ok(style) = ProgressStyle::with_template("{pos} of {len} reports {wide_bar} {eta}") {
            bar.set_style(style);
        }
        let mut batch = Self { inputs, jobs, bar, code: 0 };
        for problem in problems {
            batch.problem(None, &problem.to_string());
        }
        Ok(batch)
    }

    /// Names a problem on standard error; the batch then ends with exit code 1.
    fn problem(&mut self, input: Option<&Input>, problem: &str) {
        let line = match input {
            Some(input) => format!("onrecord: {}: {}", desk::name(input), problem),
            None => format!("onrecord: {problem}"),
        };
        self.bar.suspend(|| eprintln!("{}", plain(&line).replace('\n', " ")));
        self.code = self.code.max(PROBLEM);
    }

    fn trouble(&mut self, trouble: &Trouble) {
        self.problem(None, &trouble.to_string());
        if matches!(trouble, Trouble::Bug(_)) {
            self.code = super::BUG;
        }
    }

    fn problems(&mut self, input: &Input, problems: &[claims::Problem]) {
        for problem in problems {
            self.problem(Some(input), &problem.0);
        }
    }
}

/// Runs `work` on a batch and stops it where it fails.
fn until_failed<T>(work: impl FnOnce(&mut dyn FnMut(anyhow::Result<()>) -> ControlFlow<()>) -> T) -> anyhow::Result<T> {
    let mut failed = None;
    let done = work(&mut |result| match result {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            failed = Some(error);
            ControlFlow::Break(())
        }
    });
    failed.map_or(Ok(done), Err)
}

pub(super) fn read(args: &ReadingArgs, view: &View) -> anyhow::Result<u8> {
    let format = out::format("read", view, Format::Text, &[Format::Text, Format::Jsonl, Format::Csv])?;
    let mut batch = Batch::of("read", &args.read, view, !io::stdout().is_terminal())?;
    let mut out = Out::new(view);
    if format == Format::Csv {
        csv::head(&mut out)?;
    }
    let manner = args.manner();
    let (inputs, jobs) = (std::mem::take(&mut batch.inputs), batch.jobs);
    let mut first = true;
    until_failed(|go_on| {
        desk::read_all(&inputs, &manner, jobs, |input, reading| {
            batch.bar.inc(1);
            let reading = match reading {
                Ok(reading) => reading,
                Err(trouble) => {
                    batch.trouble(&trouble);
                    return ControlFlow::Continue(());
                }
            };
            batch.problems(input, &reading.document.problems);
            go_on(show_reading(&mut out, format, &reading, &mut first).map_err(Into::into))
        });
    })?;
    batch.bar.finish_and_clear();
    out.flush()?;
    Ok(batch.code)
}

fn show_reading(out: &mut Out, format: Format, reading: &desk::Reading, first: &mut bool) -> io::Result<()> {
    match format {
        Format::Jsonl => reading.claims.iter().try_for_each(|claim| out.json(claim))?,
        Format::Csv => reading.claims.iter().try_for_each(|claim| csv::claim(out, claim))?,
        Format::Text => {
            let document = &reading.document;
            let above = if std::mem::take(first) { "" } else { "\n\n" };
            let header = claim::header(out.page, &document.into(), document.path.as_deref(), document.problems.len());
            let claims = if reading.claims.is_empty() {
                "\n".to_owned() + &out.page.paragraph(0, &[(Type::Dim, "no claims found".to_owned())])
            } else {
                claim::tree(out.page, &reading.claims)
            };
            write!(out, "{above}{header}{claims}")?;
        }
    }
    // Whoever reads along sees each report when it is done.
    out.flush()
}

pub(super) fn text(args: &ReadArgs, view: &View) -> anyhow::Result<u8> {
    let format = out::format("text", view, Format::Text, &[Format::Text, Format::Jsonl])?;
    let mut batch = Batch::of("text", args, view, !io::stdout().is_terminal())?;
    let mut out = Out::new(view);
    let terminal = io::stdout().is_terminal();
    let given = args.given.given();
    let (inputs, jobs) = (std::mem::take(&mut batch.inputs), batch.jobs);
    let several = inputs.len() > 1;
    let mut first = true;
    until_failed(|go_on| {
        desk::documents(&inputs, &given, jobs, |input, document| {
            batch.bar.inc(1);
            let document = match document {
                Ok(document) => document,
                Err(trouble) => {
                    batch.trouble(&trouble);
                    return ControlFlow::Continue(());
                }
            };
            batch.problems(input, &document.problems);
            let mut show = || -> io::Result<()> {
                if format == Format::Jsonl {
                    return out.json(&document);
                }
                if several {
                    let above = if std::mem::take(&mut first) { "" } else { "\n" };
                    let name = out.page.set(Type::Dim, &format!("==> {} <==", plain(&desk::name(input))));
                    writeln!(out, "{above}{name}")?;
                }
                // Elsewhere the text is exactly the one that offsets count in.
                let text = if terminal { plain(&document.text) } else { document.text.clone() };
                writeln!(out, "{text}")
            };
            go_on(show().map_err(Into::into))
        });
    })?;
    batch.bar.finish_and_clear();
    out.flush()?;
    Ok(batch.code)
}

/// What became of a report, for programs.
#[derive(Serialize)]
struct FiledLine<'a> {
    record: &'static str,
    path: Option<String>,
    document: &'a str,
    title: Option<&'a str>,
    result: &'static str,
    claims: Option<usize>,
    orphaned: usize,
}

pub(super) fn file(args: &FileArgs, view: &View) -> anyhow::Result<u8> {
    let format = out::format("file", view, Format::Text, &[Format::Text, Format::Jsonl])?;
    let mut batch = Batch::of("file", &args.reading.read, view, true)?;
    let mut ledger = Ledger::open_or_create(&args.ledger.ledger)?;
    let mut out = Out::new(view);
    let stamp = || args.by.stamp();
    let manner = args.reading.manner();
    let (inputs, jobs) = (std::mem::take(&mut batch.inputs), batch.jobs);
    let mut tally = Tally::default();
    let mut listener = true;
    let mut failed = None;
    desk::file_all(&mut ledger, &inputs, &manner, jobs, stamp, |input, filing| {
        batch.bar.inc(1);
        let filing = match filing {
            Ok(filing) => filing,
            Err(trouble) => {
                tally.left_out += 1;
                batch.trouble(&trouble);
                return;
            }
        };
        batch.problems(input, &filing.problems);
        tally.count(filing.filed.as_ref());
        if !listener || (view.quiet && format == Format::Text) {
            return;
        }
        let line = || told(&mut out, format, input, &filing);
        match batch.bar.suspend(line) {
            Ok(()) => {}
            // Nobody listens any more; what was asked for is filed all the same.
            Err(error) if is_closed_pipe(&error) => listener = false,
            Err(error) => {
                listener = false;
                failed = Some(error);
            }
        }
    })?;
    batch.bar.finish_and_clear();
    if !view.quiet && (inputs.len() > 1 || tally.left_out > 0) {
        eprintln!("{tally} · {}", plain(&args.ledger.ledger.display().to_string()));
    }
    failed.map_or(Ok(batch.code), |error| Err(error.into()))
}

fn told(out: &mut Out, format: Format, input: &Input, filing: &desk::Filing) -> io::Result<()> {
    let (result, claims, orphaned) = match &filing.filed {
        Some(Filed::New { claims }) => ("filed", Some(*claims), 0),
        Some(Filed::Reread { claims, orphaned }) => ("reread", Some(*claims), *orphaned),
        Some(Filed::Already) => ("already", None, 0),
        None => ("left-out", None, 0),
    };
    if format == Format::Jsonl {
        let path = input.path();
        let title = filing.title.as_deref();
        out.json(&FiledLine {
            record: "filed/1",
            path,
            document: filing.document.as_str(),
            title,
            result,
            claims,
            orphaned,
        })?;
        return out.flush();
    }
    let mut parts = vec![match result {
        "filed" => "filed".to_owned(),
        "reread" => "read again".to_owned(),
        "already" => "already filed".to_owned(),
        _ => return Ok(()), // Its problem was named.
    }];
    parts.push(plain(&desk::name(input)));
    parts.extend(claims.map(|n| counted(n, "claim", "claims")));
    if orphaned > 0 {
        parts.push(format!(
            "{} about claims that are not found any more (onrecord claims --standing orphaned)",
            counted(orphaned, "decision", "decisions")
        ));
    }
    writeln!(out, "{}", parts.join(" · "))?;
    out.flush()
}

/// "1 claim", "2 claims".
pub(super) fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

#[derive(Default)]
struct Tally {
    new: usize,
    reread: usize,
    already: usize,
    left_out: usize,
    claims: usize,
}

impl Tally {
    fn count(&mut self, filed: Option<&Filed>) {
        match filed {
            Some(Filed::New { claims }) => {
                self.new += 1;
                self.claims += claims;
            }
            Some(Filed::Reread { claims, .. }) => {
                self.reread += 1;
                self.claims += claims;
            }
            Some(Filed::Already) => self.already += 1,
            None => self.left_out += 1,
        }
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} filed, {}", counted(self.new, "report", "reports"), counted(self.claims, "claim", "claims"))?;
        for (n, what) in [(self.reread, "read again"), (self.already, "already filed"), (self.left_out, "left out")] {
            if n > 0 {
                write!(f, " · {n} {what}")?;
            }
        }
        Ok(())
    }
}
