//! What a person writes of a claim, as a change of it: words are looked for in the report, days and figures are read.
//!
//! ```text
//! Written::Certainty { degree: expected, words: "are expected to" }  →  Change::Certainty(… 26..41)
//! ```
//!
//! Words of the report are never taken on trust. Whoever writes them gets them as they stand there, with their place,
//! or is told in [`Wrong`] what to write instead. Who may decide, and how it is logged, is left to the ledger.

use std::fmt;

use claims::{
    About, Anchoring, Certainty, Change, Claim, ClaimId, Content, Cue, Decider, Degree, Document, Form, Offsets, Place,
    Polarity, Quantity, Said, Source, SourceKind, Span, Status, edtf,
};

/// Words of the report, as a person copied or selected them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// The words.
    pub words: String,
    /// Where they were selected; a hint, for the words decide.
    pub at: Option<Span>,
}

impl From<&str> for Words {
    fn from(words: &str) -> Self {
        Self { words: words.to_owned(), at: None }
    }
}

/// A source as a person writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// The name; empty for the outlet's own voice.
    pub name: String,
    /// The kind; where it is not given, that of another claim of the name, or that it had.
    pub kind: Option<SourceKind>,
    /// The office or description; likewise.
    pub role: Option<String>,
    /// The words that stand for it here; empty where they stay as they are.
    pub mention: Words,
}

/// A day as a person writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// As EDTF.
    pub edtf: String,
    /// The words that give it.
    pub words: String,
}

/// A place as a person writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// The words that name it.
    pub words: String,
    /// Its name; empty to have it looked up by the words.
    pub name: String,
    /// ISO 3166-1 alpha-2 code; empty to have it looked up.
    pub country: String,
    /// Degrees north and east, with a comma between; empty to have them looked up.
    pub point: String,
}

/// A figure as a person writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// The words that give it.
    pub words: String,
    /// The least it can be; empty, with `high`, to have both read from the words.
    pub low: String,
    /// The most it can be.
    pub high: String,
    /// What is counted or measured.
    pub of: String,
}

/// What a person writes for one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// Whose claim it is.
    Source(Named),
    /// The voices through which it comes, the outermost first, without the source itself.
    Through(Vec<String>),
    /// The words that report it; none where empty.
    Cue(Words),
    /// The words that are claimed.
    Content(Vec<Words>),
    /// How it is put.
    Form(Form),
    /// The day it was said, as EDTF, and the channel; each empty where not known.
    Said {
        /// The day.
        day: String,
        /// The channel.
        channel: String,
    },
    /// The days it speaks of.
    About(Vec<Day>),
    /// The places it speaks of.
    Places(Vec<Spot>),
    /// The figures it gives.
    Quantities(Vec<Amount>),
    /// How sure its source puts it, and the words that say so.
    Certainty {
        /// The degree.
        degree: Degree,
        /// The words; empty where the plain form of reporting says so.
        words: String,
    },
    /// Whether it affirms or denies.
    Polarity(Polarity),
    /// What it says of the event's course.
    Status(Status),
}

/// Why what was written makes no sense, in words for the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The field it was written for.
    pub field: &'static str,
    /// What is wrong, and what to write instead.
    pub says: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.says)
    }
}

impl std::error::Error for Wrong {}

/// The change of `claim` that `written` asks for; `beside` are the claims of its document.
///
/// # Errors
/// Where words do not stand in the report or stand in several places, or a day, place or figure cannot be read.
pub fn change(document: &Document, claim: &Claim, beside: &[Claim], written: Written) -> Result<Change, Wrong> {
    let report = Report { document, offsets: Offsets::new(&document.text), near: hull(&claim.content.spans) };
    Ok(match written {
        Written::Source(named) => Change::Source(report.source(named, claim.source.as_ref(), beside)?),
        Written::Through(voices) => {
            let voices = voices.iter().map(|v| clean(v)).filter(|v| !v.is_empty());
            Change::Chain(voices.chain(claim.source.as_ref().map(|s| s.name.clone())).collect())
        }
        Written::Cue(words) if clean(&words.words).is_empty() => Change::Cue(None),
        Written::Cue(words) => {
            let (text, span) = report.find("cue", &words)?;
            Change::Cue(Some(Cue { text, span }))
        }
        Written::Content(parts) => Change::Content(report.content(&parts)?),
        Written::Form(form) => Change::Form(form),
        Written::Said { day, channel } => Change::Said(report.said(&day, &channel, &claim.said)?),
        Written::About(days) => {
            Change::About(days.iter().map(|day| report.day(day, &claim.about)).collect::<Result<_, _>>()?)
        }
        Written::Places(spots) => {
            Change::Places(spots.iter().map(|spot| report.place(spot, &claim.places)).collect::<Result<_, _>>()?)
        }
        Written::Quantities(amounts) => {
            let figure = |amount| report.figure(amount, &claim.quantities);
            Change::Quantities(amounts.iter().map(figure).collect::<Result<_, _>>()?)
        }
        Written::Certainty { degree, words } => {
            let found = if clean(&words).is_empty() { None } else { Some(report.find("certainty", &(*words).into())?) };
            let (words, span) = found.map_or((None, None), |(words, span)| (Some(words), Some(span)));
            Change::Certainty(Certainty { degree, words, span, decided_by: nobody() })
        }
        Written::Polarity(polarity) => Change::Polarity(polarity),
        Written::Status(status) => Change::Status(status),
    })
}

/// The claim that a person points at in `document`, which holds the claims `beside`: whose it is and its words are the
/// person's; days, places, figures, certainty and course are read as in any other claim.
///
/// # Errors
/// As for [`change`].
pub fn missed(
    document: &Document,
    beside: &[Claim],
    content: &[Words],
    named: Named,
    cue: &Words,
    by: &Decider,
) -> Result<Claim, Wrong> {
    let everywhere = Report { document, offsets: Offsets::new(&document.text), near: None };
    let content = everywhere.content(content)?;
    let report = Report { near: hull(&content.spans), ..everywhere };
    let cue = if clean(&cue.words).is_empty() { None } else { Some(report.find("cue", cue)?) };
    let source = report.source(named, None, beside)?.map(|s| Source { decided_by: by.clone(), ..s });
    let mut claim = extract::record::pointed_at(document, source, cue.map(|(_, span)| span), &content, by);
    // Within the narrowest claim whose words hold all of these, by way of its voices.
    let holds = |outer: &&Claim| {
        let inner = |span: &Span| outer.content.spans.iter().any(|held| held.contains(*span));
        outer.content.spans != content.spans && content.spans.iter().all(inner)
    };
    let length = |c: &&Claim| c.content.spans.iter().map(|s| s.len()).sum::<usize>();
    if let (Some(outer), Some(source)) = (beside.iter().filter(holds).min_by_key(length), &claim.source) {
        claim.inside = Some(outer.id.clone());
        claim.chain = outer.chain.iter().cloned().chain([source.name.clone()]).collect();
    }
    Ok(claim)
}

/// What becomes of `claim` where some of its words are a claim of their own: what changes of it, and the other claim,
/// of the same source and by way of the same voices.
///
/// Days, places and figures go with their words.
///
/// # Errors
/// Where the words are not among those of the claim, or nothing would be left of it.
pub fn parted(document: &Document, claim: &Claim, words: &Words, by: &Decider) -> Result<(Vec<Change>, Claim), Wrong> {
    let report = Report { document, offsets: Offsets::new(&document.text), near: hull(&claim.content.spans) };
    let wrong = |says: &str| Err(Wrong { field: "split", says: says.to_owned() });
    let (text, at) = report.find("split", words)?;
    if !claim.content.spans.iter().any(|span| span.contains(at)) {
        return wrong("these words are not among those that are claimed, or not in one piece");
    }
    let cut = |span: &Span| {
        if span.overlaps(at) {
            [Span::new(span.start, at.start), Span::new(at.end, span.end)]
        } else {
            [*span, Span::new(span.end, span.end)]
        }
    };
    let left: Vec<Span> = claim.content.spans.iter().flat_map(cut).filter_map(|span| report.trimmed(span)).collect();
    if left.is_empty() {
        return wrong("nothing would be left of the claim: select a part of its words");
    }
    let kept = left.iter().map(|span| report.offsets.words(*span)).collect::<Vec<_>>().join(" ");
    let mut changes = vec![Change::Content(Content { text: kept, spans: left })];
    let stays = |span: Span| !at.contains(span);
    if claim.about.iter().any(|a| !stays(a.span)) {
        changes.push(Change::About(claim.about.iter().filter(|a| stays(a.span)).cloned().collect()));
    }
    if claim.places.iter().any(|p| !stays(p.span)) {
        changes.push(Change::Places(claim.places.iter().filter(|p| stays(p.span)).cloned().collect()));
    }
    if claim.quantities.iter().any(|q| !stays(q.span)) {
        changes.push(Change::Quantities(claim.quantities.iter().filter(|q| stays(q.span)).cloned().collect()));
    }
    let source = claim.source.clone().map(|source| Source { decided_by: by.clone(), ..source });
    let content = Content { text, spans: vec![at] };
    let mut other = extract::record::pointed_at(document, source, claim.cue.as_ref().map(|cue| cue.span), &content, by);
    (other.chain, other.inside) = (claim.chain.clone(), claim.inside.clone());
    other.said = Said { decided_by: vec![by.clone()], ..claim.said.clone() };
    Ok((changes, other))
}

/// A claim with these spans; ids of claims that people add are made as all others.
#[must_use]
pub fn id(claim: &Claim) -> ClaimId {
    let source = claim.source.as_ref().filter(|s| !s.mention.is_empty()).map(|s| s.span);
    ClaimId::of(&claim.document.id, source, claim.cue.as_ref().map(|c| c.span), &claim.content.spans)
}

struct Report<'d> {
    document: &'d Document,
    offsets: Offsets<'d>,
    /// Where to look first.
    near: Option<Span>,
}

impl Report<'_> {
    /// The words as they stand in the report, and where.
    fn find(&self, field: &'static str, wanted: &Words) -> Result<(String, Span), Wrong> {
        let words = clean(&wanted.words);
        let here = |span: Span| (self.offsets.words(span).to_owned(), span);
        let bare = claims::anchor::bare(&words);
        if let Some(at) = wanted.at.filter(|at| !at.is_empty())
            && claims::anchor::bare(self.offsets.words(at)) == bare
        {
            return Ok(here(at));
        }
        let wrong = |says: String| Err(Wrong { field, says });
        match claims::anchor::find(&self.document.text, &words, "", "") {
            Anchoring::Found(span) => Ok(here(span)),
            Anchoring::Orphaned if words.is_empty() => wrong("give the words as they stand in the report".to_owned()),
            Anchoring::Orphaned => wrong(format!("the words “{words}” do not stand in the report: copy them from it")),
            Anchoring::Ambiguous(places) => {
                let within = |wide: Span| {
                    let mut found = places.iter().filter(|place| wide.contains(**place));
                    found.next().filter(|_| found.next().is_none()).copied()
                };
                let blocks = self.near.and_then(|near| {
                    hull(&self.document.blocks.iter().map(|b| b.span).filter(|b| b.overlaps(near)).collect::<Vec<_>>())
                });
                match self.near.and_then(within).or_else(|| blocks.and_then(within)) {
                    Some(span) => Ok(here(span)),
                    None => wrong(format!(
                        "the words “{words}” stand in {} places: give more of them, or select them in the report",
                        places.len()
                    )),
                }
            }
        }
    }

    /// The span without the spaces and marks around its words; `None` where it holds no word.
    fn trimmed(&self, span: Span) -> Option<Span> {
        let words: Vec<char> = self.offsets.words(span).chars().collect();
        let is_loose = |c: &char| c.is_whitespace() || ",;:–—-".contains(*c);
        let before = words.iter().take_while(|c| is_loose(c)).count();
        let after = words.iter().rev().take_while(|c| is_loose(c)).count();
        words.iter().any(|c| c.is_alphanumeric()).then(|| Span::new(span.start + before, span.end - after))
    }

    fn content(&self, parts: &[Words]) -> Result<Content, Wrong> {
        let parts: Vec<&Words> = parts.iter().filter(|part| !clean(&part.words).is_empty()).collect();
        if parts.is_empty() {
            return Err(Wrong { field: "words", says: "give the words that are claimed".to_owned() });
        }
        let mut found = parts.iter().map(|part| self.find("words", part)).collect::<Result<Vec<_>, _>>()?;
        found.sort_by_key(|(_, span)| span.start);
        if found.windows(2).any(|two| two[0].1.overlaps(two[1].1)) {
            return Err(Wrong { field: "words", says: "the parts share words: give each word once".to_owned() });
        }
        let text = found.iter().map(|(words, _)| words.as_str()).collect::<Vec<_>>().join(" ");
        Ok(Content { text, spans: found.into_iter().map(|(_, span)| span).collect() })
    }

    fn source(&self, named: Named, had: Option<&Source>, beside: &[Claim]) -> Result<Option<Source>, Wrong> {
        let name = clean(&named.name);
        if name.is_empty() {
            return Ok(None);
        }
        let mut others = beside.iter().filter_map(|c| c.source.as_ref());
        let known = others.find(|s| s.name == name).or(had);
        let (mention, span) = if clean(&named.mention.words).is_empty() {
            had.map_or((String::new(), Span::default()), |s| (s.mention.clone(), s.span))
        } else {
            self.find("source", &named.mention)?
        };
        Ok(Some(Source {
            kind: named.kind.or(known.map(|s| s.kind)).unwrap_or(SourceKind::Person),
            role: named.role.map(|role| clean(&role)).filter(|r| !r.is_empty()).or(known.and_then(|s| s.role.clone())),
            alternatives: had.map(|s| s.alternatives.clone()).unwrap_or_default(),
            name,
            mention,
            span,
            decided_by: nobody(),
        }))
    }

    fn said(&self, day: &str, channel: &str, had: &Said) -> Result<Said, Wrong> {
        let (day, channel) = (clean(day), clean(channel));
        let mut said = Said::default();
        if had.edtf.as_deref() == Some(&day) {
            (said.words, said.span) = (had.words.clone(), had.span);
        }
        if !day.is_empty() {
            said.edtf = Some(known_day("said", &day)?);
        }
        if !channel.is_empty() {
            // A channel is mostly in the report's words, but a person may know it from elsewhere.
            let found = self.find("channel", &(*channel).into()).ok();
            said.channel_span = found.as_ref().map(|(_, span)| *span);
            said.channel = Some(found.map_or(channel, |(words, _)| words));
        }
        Ok(said)
    }

    fn day(&self, day: &Day, had: &[About]) -> Result<About, Wrong> {
        let edtf = known_day("about", &clean(&day.edtf))?;
        let (words, span) = self.kept("about", &day.words, had.iter().map(|a| (&a.words, a.span)))?;
        Ok(About { edtf, words, span, decided_by: nobody() })
    }

    fn place(&self, spot: &Spot, had: &[Place]) -> Result<Place, Wrong> {
        let (words, span) = self.kept("place", &spot.words, had.iter().map(|p| (&p.words, p.span)))?;
        let (name, country, point) = (clean(&spot.name), clean(&spot.country), clean(&spot.point));
        let looked_for = if name.is_empty() { words.as_str() } else { name.as_str() };
        let whole = 0..looked_for.len();
        let found = extract::place::resolve(looked_for, std::slice::from_ref(&whole)).into_iter().next().flatten();
        let wrong = |says: &str| Wrong { field: "place", says: says.to_owned() };
        let letters = country.bytes().filter(u8::is_ascii_alphabetic).count();
        if !country.is_empty() && (country.len(), letters) != (2, 2) {
            return Err(wrong("write the country as two letters, such as UA, or leave it out"));
        }
        let country = if country.is_empty() { None } else { Some(country.to_ascii_uppercase()) };
        let found = found.filter(|f| country.is_none() || f.country == country.as_deref());
        let point = if point.is_empty() {
            found.as_ref().map(|f| (f.lat, f.lon))
        } else {
            let numbers = point.split_once([',', ' ']).and_then(|(lat, lon)| {
                Some((lat.trim().parse::<f64>().ok()?, lon.trim().trim_start_matches(',').trim().parse::<f64>().ok()?))
            });
            let on_earth = numbers.filter(|(lat, lon)| lat.abs() <= 90.0 && lon.abs() <= 180.0);
            Some(on_earth.ok_or_else(|| wrong("write degrees north and east, such as 51.7, 36.2, or leave them out"))?)
        };
        let known = found.as_ref().map(|f| f.name.clone());
        Ok(Place {
            words,
            span,
            name: if name.is_empty() { known } else { Some(name) },
            country: country.or_else(|| found.as_ref().and_then(|f| f.country).map(str::to_owned)),
            lat: point.map(|p| p.0),
            lon: point.map(|p| p.1),
            decided_by: nobody(),
            alternatives: Vec::new(),
        })
    }

    fn figure(&self, amount: &Amount, had: &[Quantity]) -> Result<Quantity, Wrong> {
        let (words, span) = self.kept("figure", &amount.words, had.iter().map(|q| (&q.words, q.span)))?;
        let read = extract::quantity::figures(&words, &[]).into_iter().next();
        let bound = |written: &str| -> Result<Option<f64>, Wrong> {
            let digits: String = written.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
            if digits.is_empty() {
                return Ok(None);
            }
            let number = digits.parse::<f64>().ok().filter(|n| n.is_finite());
            let says = || format!("“{}” is no number: write 11000 or 2.5", clean(written));
            number.map(Some).ok_or_else(|| Wrong { field: "figure", says: says() })
        };
        let (low, high) = (bound(&amount.low)?, bound(&amount.high)?);
        if low.zip(high).is_some_and(|(low, high)| low > high) {
            return Err(Wrong { field: "figure", says: "the least is more than the most".to_owned() });
        }
        let of = Some(clean(&amount.of)).filter(|of| !of.is_empty());
        let unit = read.as_ref().and_then(|f| f.unit.clone());
        let (low, low_open, high, high_open, approximate) = match (&read, low.or(high)) {
            (Some(f), None) => (f.low, f.low_open, f.high, f.high_open, f.approximate),
            (None, None) => {
                let says = format!("no figure can be read from “{words}”: write the least and the most it can be");
                return Err(Wrong { field: "figure", says });
            }
            // The person says how much; how the words set the bounds still holds where those stay.
            (read, Some(_)) => (
                low,
                read.as_ref().is_some_and(|f| f.low == low && f.low_open),
                high,
                read.as_ref().is_some_and(|f| f.high == high && f.high_open),
                read.as_ref().is_some_and(|f| f.approximate),
            ),
        };
        Ok(Quantity { words, low, low_open, high, high_open, approximate, of, unit, span, decided_by: nobody() })
    }

    /// Words that the field had already stay where they were; others are looked for.
    fn kept<'w>(
        &self,
        field: &'static str,
        words: &str,
        mut had: impl Iterator<Item = (&'w String, Span)>,
    ) -> Result<(String, Span), Wrong> {
        let words = clean(words);
        match had.find(|(had, _)| **had == words) {
            Some((words, span)) => Ok((words.clone(), span)),
            None => self.find(field, &(*words).into()),
        }
    }
}

fn known_day(field: &'static str, day: &str) -> Result<String, Wrong> {
    let says = || format!("“{day}” is no day: write 2024-12-14, 2024-12, 2024-12-10/2024-12-14 or ../2024-12-07");
    if edtf::bounds(day).is_some() { Ok(day.to_owned()) } else { Err(Wrong { field, says: says() }) }
}

/// What is written into a field until the ledger puts the person there.
fn nobody() -> Decider {
    Decider::person("")
}

/// Words without control characters, and without space around.
fn clean(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

/// From the first to the last of `spans`.
fn hull(spans: &[Span]) -> Option<Span> {
    spans.iter().copied().reduce(|a, b| Span::new(a.start.min(b.start), a.end.max(b.end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Bridge closed\n\nMayor Anna Pichler said on Tuesday that two bridges in Graz were closed. She \
        said some 300 people had left. Two bridges were open on 3 March.\n";

    fn reading() -> crate::Reading {
        let given = claims::Given { published: "2025-03-05".parse().ok(), ..claims::Given::default() };
        crate::reading(read::document(TEXT.as_bytes(), Some("bridges.txt"), &given), extract::Reader::Rules)
    }

    fn changed(written: Written) -> Result<Claim, Wrong> {
        let crate::Reading { document, claims, .. } = reading();
        let mut claim = claims[0].clone();
        let by = Decider::person("anna");
        let change = change(&document, &claim, &claims, written)?;
        claim.set(change, &by);
        Ok(claim)
    }

    fn wrong(written: Written) -> String {
        changed(written).expect_err("something is wrong").to_string()
    }

    #[test]
    fn words_are_looked_for_in_the_report_and_near_the_claim_first() {
        let claim = changed(Written::Content(vec!["two  bridges".into()])).expect("changed");
        let text = reading().document.text;
        assert_eq!(claim.content.text, "two bridges");
        assert_eq!(Offsets::new(&text).words(claim.content.spans[0]), "two bridges");
        assert_eq!(
            wrong(Written::Content(vec!["three bridges".into()])),
            "words: the words “three bridges” do not stand in the report: copy them from it"
        );
        assert_eq!(wrong(Written::Cue("e".into())).split(':').next(), Some("cue"), "a letter stands in many places");
        assert_eq!(wrong(Written::Content(vec![])), "words: give the words that are claimed");
        assert!(wrong(Written::Content(vec!["two bridges".into(), "bridges in Graz".into()])).contains("share words"));
    }

    #[test]
    fn a_selection_is_believed_only_where_the_words_are() {
        let text = reading().document.text;
        let second = text.find("said some").expect("there");
        let at = |start| Words { words: "said".into(), at: Some(Span::new(start, start + 4)) };
        let cue = |words| changed(Written::Cue(words)).expect("changed").cue.expect("a cue").span.start;
        assert_eq!(cue(at(second)), second);
        assert_eq!(
            cue(Words { words: "had left".into(), at: Some(Span::new(0, 8)) }),
            text.find("had left").expect("there")
        );
    }

    #[test]
    fn days_places_and_figures_are_read_or_refused_with_a_hint() {
        let about = |edtf: &str, words: &str| Written::About(vec![Day { edtf: edtf.into(), words: words.into() }]);
        assert_eq!(changed(about("2025-03-03", "3 March")).expect("changed").about[0].edtf, "2025-03-03");
        assert!(wrong(about("March", "3 March")).starts_with("about: “March” is no day: write 2024-12-14"));
        let spot = |words: &str, point: &str| {
            Written::Places(vec![Spot { words: words.into(), point: point.into(), ..Spot::default() }])
        };
        let graz = changed(spot("Graz", "")).expect("changed").places.remove(0);
        assert_eq!((graz.country.as_deref(), graz.decided_by.as_str()), (Some("AT"), "person:anna"));
        assert!(graz.lat.is_some_and(|lat| (46.0..48.0).contains(&lat)));
        assert_eq!(changed(spot("Graz", "47.1, 15.4")).expect("changed").places[0].lon, Some(15.4));
        assert!(wrong(spot("Graz", "north")).contains("degrees north and east"));
        let amount = |words: &str, low: &str, high: &str| {
            Written::Quantities(vec![Amount {
                words: words.into(),
                low: low.into(),
                high: high.into(),
                of: String::new(),
            }])
        };
        let figure = changed(amount("some 300 people", "", "")).expect("changed").quantities.remove(0);
        assert!(figure.approximate);
        assert_eq!(changed(amount("two bridges", "2", "1,000")).expect("changed").quantities[0].high, Some(1000.0));
        assert!(wrong(amount("two bridges", "3", "2")).contains("the least is more than the most"));
        assert!(wrong(amount("two bridges", "few", "")).contains("“few” is no number"));
        assert!(wrong(amount("closed", "", "")).contains("no figure can be read"));
    }

    #[test]
    fn a_source_keeps_its_mention_and_the_chain_ends_with_it() {
        let named = Named { name: "Anna Maria Pichler".into(), ..Named::default() };
        let claim = changed(Written::Source(named)).expect("changed");
        let source = claim.source.expect("a source");
        assert_eq!(
            (source.mention.as_str(), claim.chain.as_slice()),
            ("Mayor Anna Pichler", ["Anna Maria Pichler".to_owned()].as_slice())
        );
        assert_eq!(source.alternatives[0].name, "Anna Pichler");
        let own = changed(Written::Source(Named::default())).expect("changed");
        assert_eq!((own.source, own.chain.len()), (None, 0));
        let through = changed(Written::Through(vec!["The Courier".into(), " ".into()])).expect("changed");
        assert_eq!(through.chain, ["The Courier", "Anna Pichler"]);
        let said = changed(Written::Said { day: "2025-03-04".into(), channel: "town hall".into() }).expect("changed");
        assert_eq!((said.said.channel.as_deref(), said.said.channel_span), (Some("town hall"), None));
    }

    #[test]
    fn words_of_a_claim_become_a_claim_of_their_own() {
        let text = "Anna Pichler said on Tuesday that two bridges were closed, and some 300 people had left Graz.\n";
        let document = read::document(text.as_bytes(), Some("bridges.txt"), &claims::Given::default());
        let claim = crate::reading(document.clone(), extract::Reader::Rules).claims.remove(0);
        assert_eq!(claim.content.text, "that two bridges were closed, and some 300 people had left Graz");
        let by = Decider::person("anna");
        let part = |words: &str| parted(&document, &claim, &words.into(), &by);
        let (changes, other) = part("some 300 people had left Graz").expect("parted");
        let mut kept = claim.clone();
        changes.into_iter().for_each(|change| kept.set(change, &by));
        assert_eq!(
            (kept.content.text.as_str(), other.content.text.as_str()),
            ("that two bridges were closed, and", "some 300 people had left Graz")
        );
        assert_eq!((kept.places.len(), other.places.len(), other.places[0].words.as_str()), (0, 1, "Graz"));
        assert!(kept.quantities.iter().all(|q| q.words.starts_with("two")) && other.quantities[0].approximate);
        assert_eq!(
            (other.source.as_ref().map(|s| &s.name), &other.chain),
            (claim.source.as_ref().map(|s| &s.name), &claim.chain)
        );
        assert_ne!(other.id, claim.id);
        assert!(part("Anna Pichler").expect_err("wrong").says.contains("not among those that are claimed"));
        let all = "that two bridges were closed, and some 300 people had left Graz";
        assert!(part(all).expect_err("wrong").says.contains("nothing would be left"));
    }

    #[test]
    fn a_missed_claim_is_read_like_any_other() {
        let crate::Reading { document, claims, .. } = reading();
        let named = Named { name: "Anna Pichler".into(), mention: "She".into(), ..Named::default() };
        let by = Decider::person("anna");
        let claim =
            missed(&document, &claims, &["Two bridges were open on 3 March".into()], named, &Words::default(), &by)
                .expect("a claim");
        assert_eq!(claim.about[0].edtf, "2025-03-03");
        assert_eq!(claim.chain, ["Anna Pichler"]);
        assert_eq!(claim.decided["attribution"].by, by);
        assert_eq!(claim.id, id(&claim));
        let none = missed(&document, &claims, &["Ten bridges".into()], Named::default(), &Words::default(), &by);
        assert_eq!(none.expect_err("wrong").field, "words");
    }
}
