//! Reads a marked report: head, text, tables. What cannot be read is named, and the rest is kept.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use claims::{BlockKind, Form, Span};
use jiff::civil::{ISOWeekDate, Weekday};
use serde::de::DeserializeOwned;

use super::{Attribution, Entity, Fault, Figure, Label, Mark, Place, Report, Time};

/// What stands before the words of a line of this kind.
pub fn prefix(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Headline => "# ",
        BlockKind::Subheading => "## ",
        BlockKind::List => "- ",
        BlockKind::Caption => "^ ",
        _ => "",
    }
}

/// `key=value` pairs of a row or label, in their order.
type Pairs<'t> = Vec<(&'t str, &'t str)>;

/// The report in `source`, which was read from `path`, and what is wrong with it.
pub fn report(path: &Path, source: &str) -> (Report, Vec<Fault>) {
    Reader::read(path, source).done()
}

/// The report whose head and tables stand in `source`, whose text is `blocks`, and whose marks are lines of
/// `start end label` in code points of the text.
pub fn with_marks(path: &Path, source: &str, blocks: &[(BlockKind, String)], marks: &str) -> (Report, Vec<Fault>) {
    let mut reader = Reader::read(path, source);
    for (kind, words) in blocks {
        let start = reader.paragraph();
        reader.push(words);
        reader.report.blocks.push((*kind, Span::new(start, reader.length)));
    }
    for line in marks.lines() {
        let cells: Vec<&str> = line.splitn(3, ' ').collect();
        let &[start, end, label] = cells.as_slice() else {
            reader.fault(format!("a mark is written `start end label`, not `{line}`"));
            continue;
        };
        match (start.parse(), end.parse(), labels(label)) {
            (Ok(start), Ok(end), Ok(labels)) if start < end && end <= reader.length => {
                let span = Span::new(start, end);
                reader.report.marks.extend(labels.into_iter().map(|label| Mark { span, label, line: 0 }));
            }
            _ => reader.fault(format!("`{line}` is no mark within the text")),
        }
    }
    reader.done()
}

impl Reader {
    /// Reads head, text and tables, line by line.
    fn read(path: &Path, source: &str) -> Self {
        let mut reader = Self {
            report: Report { path: path.to_owned(), ..Report::default() },
            faults: Vec::new(),
            line: 0,
            open: Vec::new(),
            length: 0,
        };
        let mut section = "head";
        let mut head: BTreeMap<&str, &str> = BTreeMap::new();
        for (index, line) in source.lines().enumerate() {
            reader.line = index + 1;
            if let Some(name) = line.strip_prefix("=== ") {
                section = name.trim();
                if !["text", "entities", "places", "attributions"].contains(&section) {
                    reader.fault(format!("no section is called {section}: text, entities, places, attributions"));
                }
                continue;
            }
            if line.trim().is_empty() {
                continue;
            }
            match section {
                "head" => match line.split_once(':') {
                    Some((key, value)) => drop(head.insert(key.trim(), value.trim())),
                    None => reader.fault("the head has lines like `outlet: The Brenner Courier`".to_owned()),
                },
                "text" => reader.text_line(line),
                "entities" => reader.entity(line),
                "places" => reader.place(line),
                "attributions" => reader.row(line),
                _ => {}
            }
        }
        reader.line = 1;
        let mut take = |key: &str| head.remove(key).filter(|v| !v.is_empty() && *v != "-").map(str::to_owned);
        let (id, story, outlet) = (take("id"), take("story"), take("outlet"));
        let (title, published, url) = (take("title"), take("published"), take("url"));
        for (key, value) in [("id", &id), ("outlet", &outlet), ("title", &title), ("published", &published)] {
            if value.is_none() {
                reader.fault(format!("the head lacks `{key}:`"));
            }
        }
        for key in head.keys() {
            reader.fault(format!("the head has `{key}:`, which means nothing here"));
        }
        let report = &mut reader.report;
        report.id = id.unwrap_or_default();
        report.story = story;
        report.outlet = outlet.unwrap_or_default();
        report.title = title.unwrap_or_default();
        report.published = published.unwrap_or_default();
        report.url = url;
        reader
    }

    fn done(mut self) -> (Report, Vec<Fault>) {
        self.join();
        (self.report, self.faults)
    }
}

struct Reader {
    report: Report,
    faults: Vec<Fault>,
    line: usize,
    /// Where the marks begin that are not yet closed, in code points.
    open: Vec<usize>,
    /// Code points of the text so far.
    length: usize,
}

impl Reader {
    fn fault(&mut self, says: String) {
        self.faults.push(Fault { path: self.report.path.clone(), line: self.line, says });
    }

    /// Adds a paragraph and its marks to the text.
    fn text_line(&mut self, line: &str) {
        if let Some(words) = line.strip_prefix("~ ") {
            self.report.furniture.push((self.report.blocks.len(), words.trim().to_owned()));
            return;
        }
        let kinds = [BlockKind::Subheading, BlockKind::Headline, BlockKind::List, BlockKind::Caption];
        let kind = kinds.into_iter().find(|kind| line.starts_with(prefix(*kind))).unwrap_or(BlockKind::Paragraph);
        let start = self.paragraph();
        let mut rest = line[prefix(kind).len()..].trim();
        while let Some(at) = rest.find(['{', '|', '}', '\\']) {
            let (words, mark) = rest.split_at(at);
            self.push(words);
            rest = &mark[1..];
            match &mark[..1] {
                "\\" => {
                    // A brace or bar of the text itself; any other backslash stands for itself.
                    let escaped = rest.starts_with(['{', '|', '}']);
                    let (letter, tail) = if escaped { rest.split_at(1) } else { ("\\", rest) };
                    self.push(letter);
                    rest = tail;
                }
                "{" => self.open.push(self.length),
                "|" => {
                    let Some(end) = rest.find('}') else {
                        self.fault(format!("`|{rest}` is not closed by a brace"));
                        break;
                    };
                    let labels = &rest[..end];
                    rest = &rest[end + 1..];
                    match self.open.pop() {
                        Some(start) => self.close(start, labels),
                        None => self.fault(format!(
                            "`|{labels}}}` closes a mark that was never opened (a bar of the text is written \\|)"
                        )),
                    }
                }
                _ => self.fault("a brace closes a mark that has no labels: write {words|label}".to_owned()),
            }
        }
        self.push(rest);
        if !self.open.is_empty() {
            self.fault("a mark is not closed at the end of its line".to_owned());
            self.open.clear();
        }
        self.report.blocks.push((kind, Span::new(start, self.length)));
    }

    /// Begins a paragraph behind those that are there; where it begins.
    fn paragraph(&mut self) -> usize {
        if !self.report.text.is_empty() {
            self.push("\n\n");
        }
        self.length
    }

    fn push(&mut self, words: &str) {
        self.report.text.push_str(words);
        self.length += words.chars().count();
    }

    /// Puts `labels` on the words from `start` to here.
    fn close(&mut self, start: usize, labels: &str) {
        let span = Span::new(start, self.length);
        let words: String = self.report.text.chars().skip(span.start).collect();
        if words.is_empty() {
            self.fault(format!("the mark `{labels}` has no words"));
            return;
        }
        if words.trim() != words {
            self.fault(format!("the mark `{labels}` begins or ends with a blank: “{words}”"));
        }
        for label in labels.split(';').map(str::trim).filter(|l| !l.is_empty()) {
            match self::labels(label) {
                Ok(labels) => {
                    let line = self.line;
                    self.report.marks.extend(labels.into_iter().map(|label| Mark { span, label, line }));
                }
                Err(says) => self.fault(says),
            }
        }
    }

    /// `key | kind | canonical name | role`.
    fn entity(&mut self, line: &str) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let &[key, kind, name, ref role @ ..] = cells.as_slice() else {
            return self.fault("an entity is written `key | kind | canonical name | role`".to_owned());
        };
        match word(kind) {
            Some(kind) => {
                let role = role.first().filter(|r| !r.is_empty() && **r != "-").map(|r| (*r).to_owned());
                self.report.entities.push(Entity { key: key.to_owned(), kind, name: name.to_owned(), role });
            }
            None => self.fault(format!(
                "`{kind}` is no kind of entity: person, organisation, group, state, outlet, document, unnamed"
            )),
        }
    }

    /// `key | name | country | lat lon`.
    fn place(&mut self, line: &str) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let &[key, name, country, at] = cells.as_slice() else {
            return self.fault("a place is written `key | name | ISO country or - | lat lon or -`".to_owned());
        };
        let country = (country != "-").then(|| country.to_owned());
        let at = match at {
            "-" => None,
            at => {
                let degrees: Vec<f64> = at.split([' ', ',']).filter_map(|d| d.parse().ok()).collect();
                match degrees.as_slice() {
                    [lat, lon] if lat.abs() <= 90.0 && lon.abs() <= 180.0 => Some((*lat, *lon)),
                    _ => return self.fault(format!("`{at}` is no latitude and longitude in degrees")),
                }
            }
        };
        self.report.places.push(Place { key: key.to_owned(), name: name.to_owned(), country, at });
    }

    /// `n source form certainty polarity status [key=value …]`.
    fn row(&mut self, line: &str) {
        let Some((words, fields)) = fields(line) else {
            return self.fault("a quotation mark of this row is not closed".to_owned());
        };
        let &[number, source, form, certainty, polarity, status] = words.as_slice() else {
            return self.fault(format!(
                "a row begins `n source form certainty polarity status`, this one has {} words before its fields",
                words.len()
            ));
        };
        let parsed = (number.parse(), word(form), word(certainty), word(polarity), word(status));
        let (Ok(number), Some(form), Some(certainty), Some(polarity), Some(status)) = parsed else {
            return self.fault(format!(
                "one of `{number} … {form} {certainty} {polarity} {status}` is none of the words for it"
            ));
        };
        let mut row = Attribution {
            number,
            entity: (source != "-").then(|| source.to_owned()),
            source: None,
            cue: None,
            content: Vec::new(),
            form,
            certainty,
            hedge: None,
            polarity,
            status,
            inside: None,
            after: None,
            said: None,
            channel: None,
            about: Vec::new(),
            line: self.line,
        };
        for (key, value) in fields {
            let owned = Some(value.to_owned());
            match key {
                "in" | "after" => match value.parse() {
                    Ok(n) if key == "in" => row.inside = Some(n),
                    Ok(n) => row.after = Some(n),
                    Err(_) => self.fault(format!("`{key}={value}` wants the number of an attribution")),
                },
                "hedge" => row.hedge = owned,
                "said" => row.said = owned,
                "channel" => row.channel = owned,
                "about" => row.about = value.split(',').map(str::to_owned).collect(),
                _ => self.fault(format!("a row has no field `{key}`: in, after, hedge, said, channel, about")),
            }
        }
        self.report.attributions.push(row);
    }

    /// Gives each row the spans that carry its number; what has marks and no row gets one, and a fault.
    fn join(&mut self) {
        let report = &mut self.report;
        report.marks.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
        let chars: Vec<char> = report.text.chars().collect();
        let mut faults = Vec::new();
        let mut fault = |line: usize, says: String| faults.push((line, says));
        for mark in &report.marks {
            let (Label::Source(n) | Label::Cue(n) | Label::Content(n)) = mark.label else { continue };
            let Some(row) = report.attributions.iter_mut().find(|a| a.number == n) else {
                fault(mark.line, format!("attribution {n} has marks and no row"));
                continue;
            };
            match mark.label {
                Label::Content(_) => match row.content.last_mut() {
                    Some(last) if joins(&chars, *last, mark.span) => last.end = mark.span.end,
                    _ => row.content.push(mark.span),
                },
                Label::Source(_) if row.source.is_none() => row.source = Some(mark.span),
                Label::Cue(_) if row.cue.is_none() => row.cue = Some(mark.span),
                _ => fault(
                    mark.line,
                    format!("attribution {n} has two spans for its source or cue; each is one stretch"),
                ),
            }
        }
        let line = self.line;
        for (line, says) in faults {
            self.line = line;
            self.fault(says);
        }
        self.line = line;
        self.report.attributions.sort_by_key(|a| a.number);
    }
}

/// Whether nothing but blanks within a line stands between two pieces of a content.
fn joins(chars: &[char], before: Span, after: Span) -> bool {
    after.start >= before.end && chars[before.end..after.start].iter().all(|c| *c == ' ')
}

/// The one of several words that `T` is written as.
pub fn word<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

/// The words of `line` and its `key=value` pairs, where a value may stand in straight quotation marks; `None` where
/// those are not closed.
fn fields(line: &str) -> Option<(Vec<&str>, Pairs<'_>)> {
    let (mut words, mut pairs) = (Vec::new(), Vec::new());
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let end = rest.find([' ', '=']).unwrap_or(rest.len());
        let head = &rest[..end];
        let tail = &rest[end..];
        rest = match tail.strip_prefix('=') {
            None => {
                words.push(head);
                tail
            }
            Some(tail) => {
                let (value, tail) = match tail.strip_prefix('"') {
                    Some(quoted) => quoted.split_once('"')?,
                    None => tail.split_at(tail.find(' ').unwrap_or(tail.len())),
                };
                pairs.push((head, value));
                tail
            }
        }
        .trim_start();
    }
    Some((words, pairs))
}

/// What `label` says: `s3 s5`, `e key`, `t VALUE …`, `p key`, `q RANGE …`.
fn labels(label: &str) -> Result<Vec<Label>, String> {
    let (kind, rest) = label.split_once(' ').unwrap_or((label, ""));
    let rest = rest.trim();
    match kind {
        "e" if !rest.is_empty() => Ok(rest.split_whitespace().map(|key| Label::Entity(key.to_owned())).collect()),
        "p" if !rest.is_empty() && !rest.contains(' ') => Ok(vec![Label::Place(rest.to_owned())]),
        "t" => time(rest).map(|time| vec![Label::Time(time)]),
        "q" => figure(rest).map(|figure| vec![Label::Figure(figure)]),
        _ => label.split_whitespace().map(role).collect(),
    }
}

fn role(label: &str) -> Result<Label, String> {
    let unknown = || format!("`{label}` is no label: s1, c1, x1, `e key`, `t VALUE`, `p key`, `q RANGE of WHAT`");
    let (kind, number) = label.split_at_checked(1).ok_or_else(unknown)?;
    let number = number.parse().map_err(|_| unknown())?;
    match kind {
        "s" => Ok(Label::Source(number)),
        "c" => Ok(Label::Cue(number)),
        "x" => Ok(Label::Content(number)),
        _ => Err(unknown()),
    }
}

/// `2024-12-07 mod=BEFORE edtf=../2024-12-07`.
fn time(words: &str) -> Result<Time, String> {
    let (values, pairs) = fields(words).ok_or("a quotation mark of this time is not closed")?;
    let &[value] = values.as_slice() else { return Err(format!("a time has one value, not `{words}`")) };
    let pairs: HashMap<&str, &str> = pairs.into_iter().collect();
    if let Some(key) = pairs.keys().find(|key| !["mod", "edtf", "type"].contains(*key)) {
        return Err(format!("a time has no field `{key}`: mod, edtf, type=SET"));
    }
    let kind = match pairs.get("type") {
        Some(&"SET") => "SET",
        Some(other) => {
            return Err(format!("the type of a time follows from its value, but for SET; `{other}` is not wanted"));
        }
        None if value.starts_with('P') && !value.ends_with("_REF") => "DURATION",
        None if value.contains('T') && !value.ends_with("_REF") => "TIME",
        None => "DATE",
    };
    let own = || (matches!(kind, "DATE" | "TIME")).then(|| days_of(value)).flatten();
    let edtf = pairs.get("edtf").map(|e| (*e).to_owned()).or_else(own);
    Ok(Time { value: value.to_owned(), kind, modifier: pairs.get("mod").map(|m| (*m).to_owned()), edtf })
}

/// The days of a TIMEX3 value as EDTF, where the value alone says them; weeks are those of ISO 8601.
fn days_of(value: &str) -> Option<String> {
    let day = match value.split_once('T') {
        Some((day, "MO" | "MI" | "AF" | "EV" | "NI" | "DT")) => day,
        _ => value,
    };
    if claims::edtf::bounds(day).is_some() {
        return Some(day.to_owned());
    }
    if day.len() == 3 && day.bytes().all(|b| b.is_ascii_digit()) {
        return Some(format!("{day}X"));
    }
    let (year, part) = day.split_once('-')?;
    if let Some(week) = part.strip_prefix('W') {
        let (week, rest) = week.split_once('-').map_or((week, None), |(week, rest)| (week, Some(rest)));
        let monday = ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, Weekday::Monday).ok()?.date();
        let day = |n: i32| monday.checked_add(jiff::Span::new().days(n)).ok();
        return match rest {
            None => Some(format!("{monday}/{}", day(6)?)),
            Some("WE") => Some(format!("{}/{}", day(5)?, day(6)?)),
            Some(rest) => day(rest.parse::<i32>().ok()? - 1).map(|d| d.to_string()),
        };
    }
    // Seasons and quarters have codes of their own in EDTF, halves the last two of them.
    let codes = ["SP", "SU", "FA", "WI", "Q1", "Q2", "Q3", "Q4", "H1", "H2"]
        .iter()
        .zip([21, 22, 23, 24, 33, 34, 35, 36, 40, 41]);
    let code = codes.into_iter().find(|(name, _)| **name == part)?.1;
    let written = format!("{year}-{code}");
    claims::edtf::bounds(&written).map(|_| written)
}

/// `11000.. approx="over" of North Korean soldiers`.
fn figure(words: &str) -> Result<Figure, String> {
    let wanted = || format!("a figure is written `q 40..50 approx=\"between\" of people`, not `q {words}`");
    let (head, of) = match words.strip_suffix(" of") {
        Some(head) => (head, ""),
        None => words.split_once(" of ").ok_or_else(wanted)?,
    };
    let (ranges, pairs) = fields(head).ok_or_else(wanted)?;
    let &[range] = ranges.as_slice() else { return Err(wanted()) };
    let number = |side: &str| -> Result<Option<f64>, String> {
        if side.is_empty() { Ok(None) } else { side.parse().map(Some).map_err(|_| wanted()) }
    };
    let (low, high) = match range.split_once("..") {
        Some((low, high)) => (number(low)?, number(high)?),
        None => (number(range)?, number(range)?),
    };
    let approx = match pairs.as_slice() {
        [] => None,
        [("approx", words)] => Some((*words).to_owned()),
        _ => return Err(wanted()),
    };
    Ok(Figure { low, high, approx, of: of.trim().to_owned() })
}

/// What `form` needs, for messages.
pub fn needs_cue(form: Form) -> bool {
    !matches!(form, Form::Continued | Form::OwnVoice)
}
