//! `claims`, `sources`, `timeline`, `show`, `export`, `check` and `log`: what begins with the ledger.

use std::collections::HashSet;
use std::fs;
use std::io::{self, BufWriter, IsTerminal, Write};

use anyhow::Context as _;
use claims::{Claim, Document};
use desk::{Entry, Ledger, LedgerError, Lookup, Operation, Order, Part, Standing};
use indicatif::{ProgressBar, ProgressDrawTarget};
use serde::Serialize;

use super::args::{CheckArgs, ClaimsArgs, ExportArgs, Format, LedgerArgs, ShowArgs, View};
use super::inputs::counted;
use super::{LEDGER, PROBLEM};
use crate::out::page::{Type, width};
use crate::out::{self, Out, act, claim, csv, day, plain, record};

const ALL: [Format; 3] = [Format::Text, Format::Jsonl, Format::Csv];

fn open(args: &LedgerArgs) -> Result<Ledger, LedgerError> {
    Ledger::open(&args.ledger)
}

pub(super) fn claims(args: &ClaimsArgs, view: &View) -> anyhow::Result<u8> {
    let format = out::format("claims", view, Format::Text, &ALL)?;
    let ledger = open(&args.ledger)?;
    let mut out = Out::new(view);
    let filter = args.filter(Order::Filed);
    if format != Format::Text {
        stream(&ledger, &filter, format, &mut out)?;
        out.flush()?;
        return Ok(0);
    }
    // Claims come document by document, so that one document's worth is held at a time.
    let mut group: Vec<Claim> = Vec::new();
    let mut shown = 0;
    let set = |out: &mut Out, group: &mut Vec<Claim>, shown: &mut usize| -> io::Result<()> {
        let Some(first) = group.first() else { return Ok(()) };
        let above = if *shown == 0 { "" } else { "\n\n" };
        let page = out.page;
        write!(out, "{above}{}{}", claim::header(page, &first.document, None, 0), claim::tree(page, group))?;
        *shown += group.len();
        group.clear();
        Ok(())
    };
    ledger.claims(&filter, |entry| -> anyhow::Result<()> {
        if group.first().is_some_and(|first| first.document.id != entry.claim.document.id) {
            set(&mut out, &mut group, &mut shown)?;
        }
        group.push(entry.claim);
        Ok(())
    })?;
    set(&mut out, &mut group, &mut shown)?;
    out.flush()?;
    if shown == 0 {
        nothing(&ledger, view)?;
    }
    Ok(0)
}

/// Says on standard error that nothing matched, and of how many.
fn nothing(ledger: &Ledger, view: &View) -> anyhow::Result<()> {
    if !view.quiet {
        let (documents, claims) = ledger.counts()?;
        let (claims, documents) = (counted(claims, "claim", "claims"), counted(documents, "report", "reports"));
        eprintln!("nothing matches; on record are {claims} of {documents}");
    }
    Ok(())
}

fn stream(ledger: &Ledger, filter: &desk::Filter, format: Format, to: &mut impl Write) -> anyhow::Result<usize> {
    let mut n = 0;
    if format == Format::Csv {
        csv::head(to)?;
    }
    ledger.claims(filter, |entry| -> anyhow::Result<()> {
        n += 1;
        if format == Format::Csv {
            csv::claim(to, &entry.claim)?
        } else {
            writeln!(to, "{}", entry.json)?
        }
        Ok(())
    })?;
    Ok(n)
}

pub(super) fn timeline(args: &ClaimsArgs, view: &View) -> anyhow::Result<u8> {
    let format = out::format("timeline", view, Format::Text, &ALL)?;
    let ledger = open(&args.ledger)?;
    let mut out = Out::new(view);
    let filter = args.filter(Order::Said);
    if format != Format::Text {
        stream(&ledger, &filter, format, &mut out)?;
        out.flush()?;
        return Ok(0);
    }
    let mut last: Option<Option<String>> = None;
    ledger.claims(&filter, |entry| -> anyhow::Result<()> {
        let claim = &entry.claim;
        let page = out.page;
        let on = claim.said.edtf.clone();
        if last.as_ref() != Some(&on) {
            let above = if last.is_none() { "" } else { "\n" };
            let heading = on.as_deref().map_or_else(|| "No day known".to_owned(), day::edtf);
            write!(out, "{above}{}", page.paragraph(0, &[(Type::Underlined, heading)]))?;
            last = Some(on);
        }
        let mut pieces = claim::voice(claim);
        let how = claim::manner(claim);
        if !how.is_empty() {
            pieces.push((Type::Plain, format!(" · {}", how.join(" · "))));
        }
        write!(out, "\n{}", page.paragraph(2, &pieces))?;
        write!(out, "{}", page.paragraph(4, &[(Type::Plain, claim::words(&claim.content))]))?;
        if let Some(hedge) = claim::hedge(claim) {
            write!(out, "{}", page.paragraph(4, &[(Type::Warning, hedge)]))?;
        }
        let mut under = claim::speaks_of(claim);
        under.extend(claim.document.outlet.clone());
        under.push(claim::short(claim.id.as_str()).to_owned());
        write!(out, "{}", page.paragraph(4, &[(Type::Dim, under.join(" · "))]))?;
        Ok(())
    })?;
    out.flush()?;
    if last.is_none() {
        nothing(&ledger, view)?;
    }
    Ok(0)
}

pub(super) fn sources(args: &ClaimsArgs, view: &View) -> anyhow::Result<u8> {
    let format = out::format("sources", view, Format::Text, &[Format::Text, Format::Jsonl])?;
    let ledger = open(&args.ledger)?;
    let mut out = Out::new(view);
    let sources = ledger.sources(&args.filter(Order::Filed), 0, args.filter.limit.unwrap_or(usize::MAX))?;
    if format == Format::Jsonl {
        for source in &sources {
            out.json(&record::source(source))?;
        }
        out.flush()?;
        return Ok(0);
    }
    let page = out.page;
    for (i, source) in sources.iter().enumerate() {
        let above = if i == 0 { "" } else { "\n" };
        let mut name = vec![(Type::Bold, source.name.clone())];
        if let Some(role) = &source.role {
            name.push((Type::Plain, format!(", {role}")));
        }
        write!(out, "{above}{}", page.paragraph(0, &name))?;
        let mut under = vec![source.kind.clone(), counted(source.claims, "claim", "claims")];
        if source.documents > 1 {
            under.push(format!("in {} reports", source.documents));
        }
        match (&source.first, &source.last) {
            (Some(first), Some(last)) if first == last => under.push(day::edtf(first)),
            (Some(first), Some(last)) => under.push(day::edtf(&format!("{first}/{last}"))),
            _ => {}
        }
        write!(out, "{}", page.paragraph(2, &[(Type::Plain, under.join(" · "))]))?;
        let mut told = HashSet::new();
        let aliases = source.aliases.iter().map(String::as_str).filter(|alias| !stands_in(alias));
        // "The union" at the head of a sentence and "the union" within one are the same words.
        let aliases: Vec<&str> = aliases.filter(|alias| told.insert(alias.to_lowercase())).collect();
        if !aliases.is_empty() {
            write!(out, "{}", page.paragraph(2, &[(Type::Dim, format!("also {}", aliases.join(", ")))]))?;
        }
    }
    out.flush()?;
    if sources.is_empty() {
        nothing(&ledger, view)?;
    }
    Ok(0)
}

/// Whether a mention only stands in for a name, so that it says nothing in a list of names.
fn stands_in(mention: &str) -> bool {
    const PRONOUNS: [&str; 15] =
        ["he", "she", "it", "they", "who", "which", "that", "i", "we", "you", "him", "her", "his", "their", "its"];
    PRONOUNS.contains(&mention.to_lowercase().as_str())
}

/// The claim whose id begins with `id`; where there is none, or more than one, that is said.
pub(super) fn claim_named(ledger: &Ledger, id: &str) -> Result<Option<Entry>, LedgerError> {
    match ledger.claim(id.trim())? {
        Lookup::One(entry) => return Ok(Some(*entry)),
        Lookup::None => {
            let id = plain(id);
            eprintln!("onrecord: no claim {id} in the ledger: ids stand at the end of each claim in `onrecord claims`");
        }
        Lookup::Many(ids) => {
            let id = plain(id);
            eprintln!("onrecord: {id} begins several ids; give more of one: {}", ids.join(", "));
        }
    }
    Ok(None)
}

pub(super) fn show(args: &ShowArgs, view: &View) -> anyhow::Result<u8> {
    let format = out::format("show", view, Format::Text, &[Format::Text, Format::Jsonl])?;
    let ledger = open(&args.ledger)?;
    let Some(entry) = claim_named(&ledger, &args.id)? else { return Ok(PROBLEM) };
    let document = ledger.document(&entry.claim.document.id)?;
    let context = document.as_ref().and_then(|document| desk::context(document, &entry.claim));
    let mut out = Out::new(view);
    if format == Format::Jsonl {
        out.json(&record::shown(&entry, context.as_ref()))?;
        out.flush()?;
        return Ok(0);
    }
    let page = out.page;
    let path = document.as_ref().and_then(|d: &Document| d.path.as_deref());
    let problems = document.as_ref().map_or(0, |d| d.problems.len());
    write!(out, "{}", claim::header(page, &entry.claim.document, path, problems))?;
    let standing = match entry.standing {
        Standing::OnRecord => None,
        Standing::Rejected => Some("rejected by a person; not on record"),
        Standing::Orphaned => Some("not found any more by the latest reading; kept for what people decided on it"),
    };
    if let Some(standing) = standing {
        write!(out, "\n{}", page.paragraph(0, &[(Type::Warning, standing.to_owned())]))?;
    }
    let paragraphs = match context {
        Some(context) if entry.standing != Standing::Orphaned => context.paragraphs,
        _ => vec![vec![(Part::Content, claim::words(&entry.claim.content))]],
    };
    for paragraph in paragraphs {
        let pieces: Vec<(Type, String)> =
            paragraph.into_iter().map(|(part, words)| highlighted(page, part, words)).collect();
        write!(out, "\n{}", page.paragraph(2, &pieces))?;
    }
    write!(out, "\n{}", claim::fields(page, &entry.claim))?;
    out.flush()?;
    Ok(0)
}

/// A part of the paragraph so set that it stands out, by brackets where there is no colour.
fn highlighted(page: out::Page, part: Part, words: String) -> (Type, String) {
    let kind = match part {
        Part::Around => Type::Plain,
        Part::Source => Type::Bold,
        Part::Cue => Type::Underlined,
        Part::Content => Type::Marked,
    };
    let words = if part == Part::Content && !page.colour { format!("[{words}]") } else { words };
    (kind, words)
}

pub(super) fn export(args: &ExportArgs, view: &View) -> anyhow::Result<u8> {
    let known: &[Format] = if args.documents { &[Format::Jsonl] } else { &[Format::Jsonl, Format::Csv] };
    let format = out::format("export", view, Format::Jsonl, known)?;
    let ledger = open(&args.claims.ledger)?;
    let filter = args.claims.filter(Order::Filed);
    match &args.output {
        None => {
            let mut out = Out::new(view);
            write_export(&ledger, &filter, args.documents, format, &mut out)?;
            out.flush()?;
        }
        Some(path) => {
            let attempt = || format!("cannot write {}", path.display());
            // Written beside and put in place when whole, so that nobody ever reads half an export.
            let mut name = path.as_os_str().to_owned();
            name.push(".part");
            let part = std::path::PathBuf::from(name);
            let mut to = BufWriter::new(fs::File::create(&part).with_context(attempt)?);
            let written = write_export(&ledger, &filter, args.documents, format, &mut to)
                .and_then(|n| to.flush().map(|()| n).with_context(attempt));
            let n = match written {
                Ok(n) => n,
                Err(error) => {
                    let _ = fs::remove_file(&part);
                    return Err(error);
                }
            };
            fs::rename(&part, path).with_context(attempt)?;
            if !view.quiet {
                let what = if args.documents { counted(n, "report", "reports") } else { counted(n, "claim", "claims") };
                eprintln!("{what} written to {}", plain(&path.display().to_string()));
            }
        }
    }
    Ok(0)
}

fn write_export(
    ledger: &Ledger,
    filter: &desk::Filter,
    documents: bool,
    format: Format,
    to: &mut impl Write,
) -> anyhow::Result<usize> {
    if !documents {
        return stream(ledger, filter, format, to);
    }
    // A report is written where one of its claims passes, or, with no filter at all, in any case.
    let all = *filter == desk::Filter::default();
    let mut passing = HashSet::new();
    if !all {
        ledger.claims(filter, |entry| -> anyhow::Result<()> {
            passing.insert(entry.claim.document.id);
            Ok(())
        })?;
    }
    let mut n = 0;
    for row in ledger.documents()? {
        if (all || passing.contains(&row.id))
            && let Some(document) = ledger.document(&row.id)?
        {
            serde_json::to_writer(&mut *to, &document).map_err(io::Error::from)?;
            to.write_all(b"\n")?;
            n += 1;
        }
    }
    Ok(n)
}

pub(super) fn check(args: &CheckArgs, view: &View) -> anyhow::Result<u8> {
    let format = out::format("check", view, Format::Text, &[Format::Text, Format::Jsonl])?;
    let mut ledger = open(&args.ledger)?;
    let shown = !view.quiet && io::stderr().is_terminal();
    let bar = ProgressBar::with_draw_target(
        Some(0),
        if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() },
    );
    let each = |done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    };
    if args.rebuild {
        drop(ledger);
        ledger = Ledger::open_or_create(&args.ledger.ledger)?;
        ledger.rebuild(each)?;
    }
    let findings = ledger.check(each)?;
    bar.finish_and_clear();
    let (documents, claims) = ledger.counts()?;
    let orphans = ledger.orphans()?;
    let mut out = Out::new(view);
    if format == Format::Jsonl {
        #[derive(Serialize)]
        struct Line {
            record: &'static str,
            sound: bool,
            documents: usize,
            claims: usize,
            orphaned: Vec<desk::OperationNo>,
            findings: Vec<String>,
        }
        let lines = findings.iter().map(ToString::to_string).collect();
        let sound = findings.is_empty();
        out.json(&Line { record: "check/1", sound, documents, claims, orphaned: orphans, findings: lines })?;
    } else {
        for finding in &findings {
            eprintln!("onrecord: {}", plain(&finding.to_string()));
        }
        if !view.quiet {
            let (n, m) = (counted(documents, "report", "reports"), counted(claims, "claim", "claims"));
            let verdict = if findings.is_empty() { "sound" } else { "not sound" };
            writeln!(out, "{}: {verdict} · {n}, {m}", plain(&args.ledger.ledger.display().to_string()))?;
            if !orphans.is_empty() {
                let n = counted(orphans.len(), "decision is", "decisions are");
                writeln!(out, "{n} about claims that are not found any more: onrecord claims --standing orphaned")?;
            }
        }
    }
    out.flush()?;
    if findings.is_empty() {
        return Ok(0);
    }
    if !view.quiet {
        let next = if findings.iter().all(desk::Finding::mends) {
            "work the look-up tables out again: onrecord check --rebuild"
        } else {
            "keep this file and go back to a copy of it; what can still be read: onrecord export"
        };
        eprintln!("{next}");
    }
    Ok(LEDGER)
}

pub(super) fn log(args: &LedgerArgs, view: &View) -> anyhow::Result<u8> {
    let format = out::format("log", view, Format::Text, &[Format::Text, Format::Jsonl])?;
    let ledger = open(args)?;
    let mut out = Out::new(view);
    ledger.operations(|operation| -> anyhow::Result<()> {
        if format == Format::Jsonl {
            log_line(&mut out, &operation)?
        } else {
            log_text(&mut out, &operation)?
        }
        Ok(())
    })?;
    out.flush()?;
    Ok(0)
}

pub(super) fn log_line(out: &mut Out, operation: &Operation) -> io::Result<()> {
    out.json(&record::operation(operation))
}

pub(super) fn log_text(out: &mut Out, operation: &Operation) -> io::Result<()> {
    let mut parts = vec![operation.act.kind().as_str().to_owned()];
    parts.extend(act::says(&operation.act));
    parts.extend(operation.claim.as_ref().map(|id| claim::short(id.as_str()).to_owned()));
    parts.extend(operation.act.reason().map(|reason| format!("“{reason}”")));
    if operation.undone {
        parts.push("undone since".to_owned());
    }
    let at = operation.stamp.at.strftime("%Y-%m-%d %H:%M:%SZ");
    let head = format!("{:>5}  {at}  {}  ", operation.no, plain(act::who(&operation.stamp.by)));
    let kind = if operation.undone { Type::Dim } else { Type::Plain };
    let text = plain(&parts.join(" · ")).replace('\n', " ");
    let room = out.page.width.saturating_sub(width(&head)).max(20);
    // One operation, one line; what does not fit is in the JSON.
    let mut kept = String::new();
    for c in text.chars() {
        if width(&kept) + 2 > room {
            kept.push('…');
            break;
        }
        kept.push(c);
    }
    let page = out.page;
    writeln!(out, "{}{}", page.set(Type::Dim, &head), page.set(kind, &kept))
}
