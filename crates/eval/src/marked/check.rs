//! What a report or story says that cannot be so: the checker of the corpus.

use std::collections::HashSet;

use claims::{Degree, Form, Span, edtf};
use jiff::civil::Date;

use super::parse::needs_cue;
use super::story::{ClaimRef, Story};
use super::{Attribution, Corpus, Fault, Label, Report};

/// All faults of the corpus: of reading first, then report by report, then story by story.
pub fn corpus(corpus: &Corpus) -> Vec<Fault> {
    let mut faults = corpus.faults.clone();
    let mut seen = HashSet::new();
    for report in &corpus.reports {
        if !seen.insert(&report.id) {
            faults.push(Fault { path: report.path.clone(), line: 1, says: format!("{} is there twice", report.id) });
        }
        faults.extend(self::report(report));
    }
    for story in &corpus.stories {
        faults.extend(self::story(story, corpus));
    }
    faults
}

/// What cannot be so in `report`.
pub fn report(report: &Report) -> Vec<Fault> {
    let chars: Vec<char> = report.text.chars().collect();
    let mut check = Check { report, chars, faults: Vec::new() };
    check.head();
    check.crossings();
    check.entities();
    check.places();
    check.times();
    check.figures();
    let mut numbers = HashSet::new();
    for row in &report.attributions {
        if !numbers.insert(row.number) {
            check.fault(row.line, format!("attribution {} has two rows", row.number));
        }
        check.attribution(row);
    }
    check.faults
}

struct Check<'r> {
    report: &'r Report,
    chars: Vec<char>,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn fault(&mut self, line: usize, says: String) {
        self.faults.push(Fault { path: self.report.path.clone(), line, says });
    }

    fn words(&self, span: Span) -> String {
        self.chars[span.start..span.end].iter().collect()
    }

    fn head(&mut self) {
        let report = self.report;
        if report.path.file_stem().is_none_or(|stem| stem != report.id.as_str()) && !report.path.as_os_str().is_empty()
        {
            self.fault(1, format!("the id {} is not the file's name", report.id));
        }
        if report.published.parse::<Date>().is_err() {
            self.fault(1, format!("`published: {}` is no day like 2024-12-14", report.published));
        }
        if report.text.is_empty() {
            self.fault(1, "there is no text".to_owned());
        }
    }

    /// Marks stand inside each other or apart. They come sorted by start, the longer first.
    fn crossings(&mut self) {
        let mut open: Vec<Span> = Vec::new();
        let mut crossed = Vec::new();
        for mark in &self.report.marks {
            open.retain(|o| o.end > mark.span.start);
            if open.iter().any(|o| o.end < mark.span.end) {
                crossed.push(mark.line);
            }
            open.push(mark.span);
        }
        for line in crossed {
            self.fault(line, "two marks cross".to_owned());
        }
    }

    fn entities(&mut self) {
        let mut keys = HashSet::new();
        let used: HashSet<&str> = self.report.attributions.iter().filter_map(|a| a.entity.as_deref()).collect();
        for entity in &self.report.entities {
            if !keys.insert(entity.key.as_str()) {
                self.fault(1, format!("two entities have the key {}", entity.key));
            }
            if self.report.mentions(&entity.key).next().is_none() {
                self.fault(1, format!("the entity {} is mentioned nowhere", entity.key));
            }
            if !used.contains(entity.key.as_str()) {
                self.fault(1, format!("the entity {} is no source: take it out with its mentions", entity.key));
            }
        }
        for mark in &self.report.marks {
            match &mark.label {
                Label::Entity(key) if !keys.contains(key.as_str()) => {
                    self.fault(mark.line, format!("no entity has the key {key}"));
                }
                Label::Place(key) if !self.report.places.iter().any(|p| p.key == *key) => {
                    self.fault(mark.line, format!("no place has the key {key}"));
                }
                _ => {}
            }
        }
    }

    fn places(&mut self) {
        let mut keys = HashSet::new();
        for place in &self.report.places {
            if !keys.insert(place.key.as_str()) {
                self.fault(1, format!("two places have the key {}", place.key));
            }
            let iso = |c: &String| c.len() == 2 && c.bytes().all(|b| b.is_ascii_uppercase());
            if !place.country.as_ref().is_none_or(iso) {
                self.fault(1, format!("the country of {} is no ISO code of two letters", place.key));
            }
            if !self.report.marks.iter().any(|m| matches!(&m.label, Label::Place(k) if *k == place.key)) {
                self.fault(1, format!("the place {} is mentioned nowhere", place.key));
            }
        }
    }

    fn times(&mut self) {
        for mark in &self.report.marks {
            let Label::Time(time) = &mark.label else { continue };
            if !is_timex(&time.value) {
                self.fault(mark.line, format!("`{}` is no TIMEX3 value", time.value));
            }
            match &time.edtf {
                Some(days) if edtf::bounds(days).is_none() => {
                    self.fault(mark.line, format!("`edtf={days}` is no EDTF"));
                }
                None if matches!(time.kind, "DATE" | "TIME")
                    && !time.value.ends_with("_REF")
                    && !time.value.contains("XXXX") =>
                {
                    self.fault(
                        mark.line,
                        format!("`t {}` needs `edtf=`: its value is not EDTF as it stands", time.value),
                    );
                }
                _ => {}
            }
        }
    }

    fn figures(&mut self) {
        for mark in &self.report.marks {
            let Label::Figure(figure) = &mark.label else { continue };
            if matches!((figure.low, figure.high), (Some(low), Some(high)) if low > high) {
                self.fault(mark.line, "this figure's low is above its high".to_owned());
            }
            if figure.low.is_none() && figure.high.is_none() {
                self.fault(mark.line, "this figure has neither low nor high".to_owned());
            }
            if figure.of.is_empty() {
                self.fault(mark.line, format!("“{}” lacks what is counted: `q 12 of people`", self.words(mark.span)));
            }
            if let Some(approx) = &figure.approx
                && figure.low == figure.high
                && !self.words(mark.span).to_lowercase().contains(&approx.to_lowercase())
                && !self.report.text.to_lowercase().contains(&approx.to_lowercase())
            {
                self.fault(mark.line, format!("the words `approx=\"{approx}\"` are not in the text"));
            }
        }
    }

    fn attribution(&mut self, row: &Attribution) {
        let n = row.number;
        if row.content.is_empty() {
            return self.fault(row.line, format!("attribution {n} has no content"));
        }
        if let Some(key) = &row.entity {
            if self.report.entity(key).is_none() {
                self.fault(row.line, format!("attribution {n} names the source {key}, which is no entity"));
            } else if let Some(source) = row.source
                && !self.report.mentions(key).any(|m| m.overlaps(source))
            {
                self.fault(
                    row.line,
                    format!("the source of {n}, “{}”, is not marked as a mention of {key}", self.words(source)),
                );
            }
        } else if row.source.is_some() {
            self.fault(row.line, format!("attribution {n} has a source in the text, so its row needs an entity"));
        }
        match row.form {
            Form::OwnVoice | Form::Continued if row.source.is_some() || row.cue.is_some() => {
                self.fault(
                    row.line,
                    format!("attribution {n} has source or cue, so it is neither continued nor own voice"),
                );
            }
            Form::OwnVoice if row.entity.is_some() => {
                self.fault(row.line, format!("attribution {n} has a source, so it is not the outlet's own voice"));
            }
            Form::Continued if row.after.is_none() => {
                self.fault(row.line, format!("attribution {n} goes on reporting: say after which with `after=`"));
            }
            form if needs_cue(form) && form != Form::Direct && row.cue.or(row.source).is_none() => {
                self.fault(row.line, format!("attribution {n} has neither cue nor source"));
            }
            _ => {}
        }
        if let Some(after) = row.after {
            match self.report.attribution(after) {
                None => self.fault(row.line, format!("attribution {n} goes on after {after}, which is not there")),
                Some(before) if before.entity != row.entity => {
                    self.fault(row.line, format!("attribution {n} goes on after {after}, but has another source"));
                }
                Some(_) => {}
            }
        }
        self.nesting(row);
        for own in [row.source, row.cue].into_iter().flatten() {
            if row.content.iter().any(|c| c.overlaps(own)) {
                self.fault(
                    row.line,
                    format!("the content of {n} runs over its own source or cue, “{}”", self.words(own)),
                );
            }
        }
        if let (Some(source), Some(cue)) = (row.source, row.cue)
            && source.overlaps(cue)
        {
            self.fault(row.line, format!("source and cue of {n} overlap"));
        }
        self.hedge(row);
        if let Some(channel) = &row.channel
            && !self.report.text.to_lowercase().contains(&channel.to_lowercase())
        {
            self.fault(row.line, format!("the words `channel=\"{channel}\"` are not in the text"));
        }
        for days in row.said.iter().chain(&row.about) {
            if edtf::bounds(days).is_none() {
                self.fault(row.line, format!("`{days}` in the row of {n} is no EDTF"));
            }
        }
        self.edges(row);
        self.quotation(row);
    }

    /// What stands within another's words says in whose.
    fn nesting(&mut self, row: &Attribution) {
        let n = row.number;
        if let Some(outer) = row.inside {
            let mut seen = HashSet::from([n]);
            let mut above = Some(outer);
            while let Some(number) = above {
                if !seen.insert(number) {
                    return self.fault(row.line, format!("attribution {n} stands inside itself, by way of {number}"));
                }
                above = self.report.attribution(number).and_then(|a| a.inside);
            }
            match self.report.attribution(outer) {
                None => self.fault(row.line, format!("attribution {n} stands inside {outer}, which is not there")),
                Some(holder) => {
                    let (Some(hull), Some(inner)) = (holder.hull(), row.hull()) else { return };
                    if !hull.overlaps(inner) && !row.cue.is_some_and(|cue| hull.contains(cue)) {
                        self.fault(
                            row.line,
                            format!("attribution {n} says in={outer}, but nothing of it stands in that content"),
                        );
                    }
                }
            }
            return;
        }
        let Some(cue) = row.cue else { return };
        let holder = self
            .report
            .attributions
            .iter()
            .find(|a| a.number != n && a.is_attributed() && a.content.iter().any(|c| c.contains(cue)));
        if let Some(holder) = holder {
            self.fault(row.line, format!("the cue of {n} stands in the content of {0}: say `in={0}`", holder.number));
        }
    }

    fn hedge(&mut self, row: &Attribution) {
        let n = row.number;
        match &row.hedge {
            None if row.certainty != Degree::Stated => {
                self.fault(row.line, format!("attribution {n} is not simply stated: give the words with `hedge=`"));
            }
            Some(words) if !self.report.text.to_lowercase().contains(&words.to_lowercase()) => {
                self.fault(row.line, format!("the words `hedge=\"{words}\"` are not in the text"));
            }
            _ => {}
        }
    }

    /// Contents, sources and cues begin and end with what belongs to them.
    fn edges(&mut self, row: &Attribution) {
        let n = row.number;
        for span in &row.content {
            let words = self.words(*span);
            if words.starts_with([',', '.', ';', ':']) && !words.starts_with("...") {
                self.fault(row.line, format!("a content of {n} begins with a stop: “{words}”"));
            }
            if words.ends_with([',', ';', ':']) {
                self.fault(
                    row.line,
                    format!("a content of {n} ends with a stop outside quotation marks: “…{}”", tail(&words)),
                );
            }
            let quoted = words.contains(QUOTES) || row.form == Form::Direct;
            if words.ends_with('.') && !quoted && !ends_in_abbreviation(&words) {
                self.fault(
                    row.line,
                    format!("a content of {n} ends with the full stop of its sentence: “…{}”", tail(&words)),
                );
            }
        }
        if let Some(cue) = row.cue {
            let words = self.words(cue);
            if words.ends_with([',', '.', ';']) || words.starts_with([',', '.', ';']) {
                self.fault(row.line, format!("the cue of {n}, “{words}”, has a comma or stop at its edge"));
            }
        }
    }

    /// Quotation marks of a content come in pairs, and a direct one is quoted.
    fn quotation(&mut self, row: &Attribution) {
        let n = row.number;
        let all: String = row.content.iter().map(|s| self.words(*s)).collect::<Vec<_>>().join("\n");
        let count = |mark: char| all.matches(mark).count();
        // A quotation that runs on over paragraphs opens each, and closes the last only.
        let paragraphs = row
            .content
            .windows(2)
            .filter(|w| self.chars.get(w[0].end..w[1].start).is_some_and(|between| between.contains(&'\n')))
            .count();
        // „low-high“ marks close with “ in German and with ” in Polish or Romanian, so both close what „ opens.
        let low = count('„');
        let curly = if low == 0 { (count('“'), count('”')) } else { (low, count('“') + count('”')) };
        for (marks, (opened, closed)) in [("“”", curly), ("«»", (count('«'), count('»')))] {
            if closed > opened || opened > closed + paragraphs {
                self.fault(
                    row.line,
                    format!("{marks} in the content of {n} do not pair: {opened} open, {closed} close"),
                );
            }
        }
        if count('"') % 2 == 1 && paragraphs == 0 {
            self.fault(row.line, format!("the straight quotation marks in the content of {n} do not pair"));
        }
        let spoken = row.cue.is_none_or(|cue| self.words(cue).ends_with(':') || self.is_speaker_line(row));
        if row.form == Form::Direct && !spoken {
            let opens = all.starts_with(QUOTES);
            let closes = all.trim_end_matches([',', '.', '?', '!', ';', ':']).ends_with(QUOTES);
            if !opens || !closes {
                self.fault(row.line, format!("attribution {n} is direct, but its content is not in quotation marks"));
            }
        }
        if row.form == Form::Indirect
            && (count('“') > 0 && all.starts_with('“') && all.ends_with('”'))
            && row.content.len() == 1
            && count('“') == 1
        {
            self.fault(row.line, format!("attribution {n} is called indirect, but all of its content is quoted"));
        }
    }

    /// Whether the content begins right behind a speaker's name at the head of a line, as in interviews.
    fn is_speaker_line(&self, row: &Attribution) -> bool {
        let (Some(source), Some(first)) = (row.source, row.content.first()) else { return false };
        let at_line_start = source.start == 0 || self.chars[source.start - 1] == '\n';
        at_line_start && first.start >= source.end && first.start - source.end < 40
    }
}

const QUOTES: [char; 10] = ['“', '”', '"', '‘', '’', '\'', '«', '»', '„', '‟'];

fn tail(words: &str) -> String {
    let letters: Vec<char> = words.chars().collect();
    letters[letters.len().saturating_sub(30)..].iter().collect()
}

/// `p.m.`, `U.S.`, `Inc.`: the stop belongs to the word.
fn ends_in_abbreviation(words: &str) -> bool {
    let last = words.rsplit([' ', '\u{a0}']).next().unwrap_or_default();
    let stem = last.trim_end_matches('.');
    stem.contains('.')
        || last.ends_with("...")
        || stem.chars().count() == 1
        || [
            "Jr", "Sr", "Inc", "Ltd", "Co", "Corp", "No", "St", "Bros", "etc", "al", "Dec", "Nov", "Oct", "Sept",
            "Jan", "Feb", "Aug", "Rs", "approx", "dept", "Dept", "sq", "Ave",
        ]
        .contains(&stem)
}

/// Whether `value` is one that TIMEX3 knows.
pub fn is_timex(value: &str) -> bool {
    if matches!(value, "PRESENT_REF" | "PAST_REF" | "FUTURE_REF") {
        return true;
    }
    if let Some(length) = value.strip_prefix('P') {
        return !length.is_empty()
            && length.bytes().all(|b| b.is_ascii_digit() || b"XTYMWDHSEC.N".contains(&b) || b.is_ascii_uppercase())
            && length.bytes().any(|b| b.is_ascii_alphabetic());
    }
    let (day, time) = value.split_once('T').map_or((value, None), |(day, time)| (day, Some(time)));
    let time_holds = time.is_none_or(|t| {
        matches!(t, "MO" | "MI" | "AF" | "EV" | "NI" | "DT")
            || (t.len() >= 2 && t.bytes().all(|b| b.is_ascii_digit() || b":XZ+-.".contains(&b)))
    });
    let parts: Vec<&str> = day.split('-').collect();
    let digits = |s: &str, len: std::ops::RangeInclusive<usize>| {
        len.contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit() || b == b'X')
    };
    let year = |y: &str| digits(y, 2..=4);
    let part = |p: &str| {
        matches!(p, "SP" | "SU" | "FA" | "WI" | "Q1" | "Q2" | "Q3" | "Q4" | "QX" | "H1" | "H2")
            || digits(p, 2..=2)
            || p.strip_prefix('W').is_some_and(|w| digits(w, 2..=2))
    };
    time_holds
        && match parts.as_slice() {
            [y] => year(y),
            [y, p] => year(y) && part(p),
            [y, p, d] => year(y) && part(p) && (digits(d, 1..=2) || *d == "WE"),
            _ => false,
        }
}

/// What cannot be so in `story`.
pub fn story(story: &Story, corpus: &Corpus) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut fault = |line: usize, says: String| faults.push(Fault { path: story.path.clone(), line, says });
    let find = |claim: &ClaimRef| {
        let report = corpus.report(&claim.report).filter(|r| r.story.as_deref() == Some(&story.id))?;
        report.attribution(claim.number).map(|row| (report, row))
    };
    for matter in &story.matters {
        for claim in &matter.claims {
            if find(claim).is_none() {
                fault(matter.line, format!("{claim} is no claim of this story's reports"));
            }
        }
        let listed: HashSet<&ClaimRef> = matter.claims.iter().collect();
        let mut grouped: Vec<&ClaimRef> = matter.origins.iter().flatten().collect();
        grouped.sort();
        if grouped.windows(2).any(|w| w[0] == w[1]) || grouped.iter().copied().collect::<HashSet<_>>() != listed {
            fault(matter.line, format!("the origins of {} do not hold each of its claims once", matter.id));
        }
        let origin = |claim: &ClaimRef| matter.origins.iter().position(|group| group.contains(claim));
        for relation in &matter.relations {
            for (claim, words) in [(&relation.a, &relation.a_words), (&relation.b, &relation.b_words)] {
                if !listed.contains(claim) {
                    fault(relation.line, format!("{claim} is not among the claims of {}", matter.id));
                }
                let Some((report, _)) = find(claim) else { continue };
                if !words.is_empty() && !report.text.contains(words.as_str()) {
                    fault(relation.line, format!("“{words}” does not stand in {}", claim.report));
                }
            }
            use super::story::Kind::{Agrees, Repeats};
            let same = origin(&relation.a) == origin(&relation.b);
            if (relation.kind == Repeats && !same) || (relation.kind == Agrees && same) {
                fault(
                    relation.line,
                    format!(
                        "{} and {} {} one origin, so they cannot be said to {}",
                        relation.a,
                        relation.b,
                        if same { "have" } else { "do not have" },
                        if same { "agree" } else { "repeat" }
                    ),
                );
            }
        }
    }
    for report in corpus.reports.iter().filter(|r| r.story.as_deref() == Some(&story.id)) {
        if !story.matters.iter().flat_map(|m| &m.claims).any(|c| c.report == report.id) {
            fault(1, format!("no matter holds a claim of {}", report.id));
        }
    }
    faults
}
