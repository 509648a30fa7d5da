//! Writes a report as it is read by [`super::parse`]: the text with its marks in place, then the tables.

use std::fmt::Write as _;

use claims::Span;

use super::stats::name;
use super::{Attribution, Figure, Label, Line, Report, Time, parse};

/// The report as a file of the corpus holds it.
pub fn report(report: &Report) -> String {
    let mut out = head(report);
    let marked = Marked::of(report);
    let line = |line: Line<'_>| match line {
        Line::Block(kind, span) => format!("{}{}", parse::prefix(kind), marked.line(span)),
        Line::Furniture(words) => format!("~ {words}"),
    };
    let lines: Vec<String> = report.lines().into_iter().map(line).collect();
    let _ = writeln!(out, "=== text\n{}", lines.join("\n\n"));
    out + &tables(report)
}

/// The head, up to the text.
pub fn head(report: &Report) -> String {
    let mut out = format!("id: {}\nstory: {}\n", report.id, report.story.as_deref().unwrap_or("-"));
    for (name, value) in [("outlet", &report.outlet), ("title", &report.title), ("published", &report.published)] {
        let _ = writeln!(out, "{name}: {value}");
    }
    if let Some(url) = &report.url {
        let _ = writeln!(out, "url: {url}");
    }
    out
}

/// The tables behind the text.
pub fn tables(report: &Report) -> String {
    let mut out = String::from("=== entities\n");
    for e in &report.entities {
        let _ = writeln!(out, "{} | {} | {} | {}", e.key, name(&e.kind), e.name, e.role.as_deref().unwrap_or("-"));
    }
    out += "=== places\n";
    for p in &report.places {
        let at = p.at.map_or("-".to_owned(), |(lat, lon)| format!("{lat} {lon}"));
        let _ = writeln!(out, "{} | {} | {} | {at}", p.key, p.name, p.country.as_deref().unwrap_or("-"));
    }
    out += "=== attributions\n";
    for a in &report.attributions {
        let _ = writeln!(out, "{}", row(a));
    }
    out
}

fn row(a: &Attribution) -> String {
    let entity = a.entity.as_deref().unwrap_or("-");
    let mut row = format!(
        "{} {entity} {} {} {} {}",
        a.number,
        name(&a.form),
        name(&a.certainty),
        name(&a.polarity),
        name(&a.status)
    );
    let number = |n: Option<u32>| n.map(|n| n.to_string());
    for (key, value) in [("in", number(a.inside)), ("after", number(a.after)), ("said", a.said.clone())] {
        if let Some(value) = value {
            let _ = write!(row, " {key}={value}");
        }
    }
    for (key, value) in [("hedge", &a.hedge), ("channel", &a.channel)] {
        if let Some(value) = value {
            let _ = write!(row, " {key}=\"{value}\"");
        }
    }
    if !a.about.is_empty() {
        let _ = write!(row, " about={}", a.about.join(","));
    }
    row
}

/// What stands behind the bar of a mark.
pub fn label(label: &Label) -> String {
    match label {
        Label::Source(n) => format!("s{n}"),
        Label::Cue(n) => format!("c{n}"),
        Label::Content(n) => format!("x{n}"),
        Label::Entity(key) => format!("e {key}"),
        Label::Place(key) => format!("p {key}"),
        Label::Time(time) => self::time(time),
        Label::Figure(figure) => self::figure(figure),
    }
}

fn time(time: &Time) -> String {
    let mut out = format!("t {}", time.value);
    if time.kind == "SET" {
        out += " type=SET";
    }
    for (key, value) in [("mod", &time.modifier), ("edtf", &time.edtf)] {
        if let Some(value) = value.as_ref().filter(|v| **v != time.value) {
            let _ = write!(out, " {key}={value}");
        }
    }
    out
}

fn figure(figure: &Figure) -> String {
    let side = |n: Option<f64>| n.map_or(String::new(), |n| n.to_string());
    let range = if figure.low == figure.high {
        side(figure.low)
    } else {
        format!("{}..{}", side(figure.low), side(figure.high))
    };
    let approx = figure.approx.as_ref().map_or(String::new(), |a| format!(" approx=\"{a}\""));
    format!("q {range}{approx} of {}", figure.of)
}

/// The marks of a report, those on the same words together, outer ones first.
struct Marked<'r> {
    letters: Vec<char>,
    marks: Vec<(Span, Vec<&'r Label>)>,
}

impl<'r> Marked<'r> {
    fn of(report: &'r Report) -> Self {
        let mut marks: Vec<(Span, Vec<&Label>)> = Vec::new();
        for mark in &report.marks {
            match marks.last_mut() {
                Some((span, labels)) if *span == mark.span => labels.push(&mark.label),
                _ => marks.push((mark.span, vec![&mark.label])),
            }
        }
        Self { letters: report.text.chars().collect(), marks }
    }

    /// The words of `block` with their marks.
    fn line(&self, block: Span) -> String {
        let mut out = String::new();
        let mut open: Vec<&(Span, Vec<&Label>)> = Vec::new();
        let mut next = self.marks.partition_point(|m| m.0.start < block.start);
        for at in block.start..=block.end {
            while let Some((_, labels)) = open.pop_if(|m| m.0.end == at) {
                let labels: Vec<String> = labels.iter().map(|l| label(l)).collect();
                let _ = write!(out, "|{}}}", labels.join("; "));
            }
            while let Some(mark) = self.marks.get(next).filter(|m| m.0.start == at && at < block.end) {
                out.push('{');
                open.push(mark);
                next += 1;
            }
            if at < block.end {
                let letter = self.letters[at];
                if matches!(letter, '{' | '}' | '|') {
                    out.push('\\');
                }
                out.push(letter);
            }
        }
        out
    }
}
