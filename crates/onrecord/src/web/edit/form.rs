//! The form of a claim: what stands in it, and what somebody changed there.
//!
//! All fields are in one form, each under a name of its own: `said.day`, `places.words`. A field that says what it said
//! when the form was shown is left alone, so that nobody decides by accident on what they did not look at.

use claims::{Anchor, Anchoring, Claim, Content, Decider, Document, Span};
use desk::Change;
use desk::edit::{self, Amount, Day, Named, Spot, Words, Written, Wrong};

use super::super::fields::Fields;
use crate::out::claim::word;

/// The fields, in the order in which they are set: the voices through which it comes end with its source.
pub(super) const FIELDS: [&str; 12] = [
    "words",
    "source",
    "through",
    "cue",
    "said",
    "certainty",
    "polarity",
    "status",
    "form",
    "about",
    "places",
    "figures",
];

/// What is wrong with a field, and what is.
pub(super) type Problem = (String, String);

/// Words of the report with those before and after them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Part {
    pub words: String,
    pub before: String,
    pub after: String,
}

impl Part {
    fn at(document: &Document, words: &str, span: Span) -> Self {
        let anchor = Anchor::of(&document.text, span);
        Self { words: words.to_owned(), before: anchor.prefix, after: anchor.suffix }
    }

    fn of(fields: &Fields, words: &str) -> Self {
        let [words, before, after] = [words, "before", "after"].map(|name| fields.one(name).to_owned());
        Self { words, before, after }
    }

    /// The words, with the place that those around them tell, if they do.
    pub(super) fn selected(&self, document: &Document) -> Words {
        let at = match claims::anchor::find(&document.text, &self.words, &self.before, &self.after) {
            Anchoring::Found(span) => Some(span),
            Anchoring::Ambiguous(_) | Anchoring::Orphaned => None,
        };
        Words { words: self.words.clone(), at }
    }
}

/// What stands in the form of a claim.
#[derive(Default)]
pub(super) struct Now {
    pub name: String,
    pub kind: String,
    pub role: String,
    pub mention: Part,
    pub through: Vec<String>,
    pub cue: Part,
    pub parts: Vec<Part>,
    pub form: String,
    pub day: String,
    pub channel: String,
    pub about: Vec<Day>,
    pub places: Vec<Spot>,
    pub figures: Vec<Amount>,
    pub degree: String,
    pub hedge: String,
    pub polarity: String,
    pub status: String,
}

impl Now {
    /// What `claim` says; `document` tells what stands around its words.
    pub(super) fn of(claim: &Claim, document: &Document) -> Self {
        let bound = |n: Option<f64>| n.map_or(String::new(), |n| n.to_string());
        let source = claim.source.as_ref();
        let outer = claim.chain.len() - usize::from(source.is_some()).min(claim.chain.len());
        let mut change = Change::Content(claim.content.clone());
        let mention = source.filter(|s| !s.mention.is_empty());
        Self {
            name: source.map_or(String::new(), |s| s.name.clone()),
            kind: source.map_or(String::new(), |s| word(&s.kind)),
            role: source.and_then(|s| s.role.clone()).unwrap_or_default(),
            mention: mention.map_or_else(Part::default, |s| Part::at(document, &s.mention, s.span)),
            through: claim.chain[..outer].to_vec(),
            cue: claim.cue.as_ref().map_or_else(Part::default, |c| Part::at(document, &c.text, c.span)),
            parts: change.stretches().into_iter().map(|(words, span)| Part::at(document, words, *span)).collect(),
            form: word(&claim.form),
            day: claim.said.edtf.clone().unwrap_or_default(),
            channel: claim.said.channel.clone().unwrap_or_default(),
            about: claim.about.iter().map(|a| Day { edtf: a.edtf.clone(), words: a.words.clone() }).collect(),
            places: claim
                .places
                .iter()
                .map(|p| Spot {
                    words: p.words.clone(),
                    name: p.name.clone().unwrap_or_default(),
                    country: p.country.clone().unwrap_or_default(),
                    point: p.lat.zip(p.lon).map_or(String::new(), |(lat, lon)| format!("{lat}, {lon}")),
                })
                .collect(),
            figures: claim
                .quantities
                .iter()
                .map(|q| Amount {
                    words: q.words.clone(),
                    low: bound(q.low),
                    high: bound(q.high),
                    of: q.of.clone().unwrap_or_default(),
                })
                .collect(),
            degree: word(&claim.certainty.degree),
            hedge: claim.certainty.words.clone().unwrap_or_default(),
            polarity: word(&claim.polarity),
            status: word(&claim.status),
        }
    }

    /// The same with what was written, so that nobody has to write it again.
    pub(super) fn with(mut self, written: &Fields) -> Self {
        for field in FIELDS {
            let fields = written.under(field);
            if !fields.is_empty() {
                self.take(field, &fields);
            }
        }
        self
    }

    fn take(&mut self, field: &str, fields: &Fields) {
        let one = |name: &str| fields.one(name).to_owned();
        match field {
            "source" => {
                (self.name, self.kind, self.role) = (one("name"), one("kind"), one("role"));
                self.mention = Part::of(fields, "mention");
            }
            "through" => self.through = listed(fields, "voice"),
            "cue" => self.cue = Part::of(fields, "words"),
            "words" => self.parts = parts(fields),
            "form" => self.form = one("form"),
            "said" => (self.day, self.channel) = (one("day"), one("channel")),
            "about" => self.about = days(fields),
            "places" => self.places = spots(fields),
            "figures" => self.figures = amounts(fields),
            "certainty" => (self.degree, self.hedge) = (one("degree"), one("words")),
            "polarity" => self.polarity = one("polarity"),
            "status" => self.status = one("status"),
            _ => {}
        }
    }

    /// All that the field says, without spacing, which forms change on the way.
    fn says(&self, field: &str) -> Vec<String> {
        let part = |p: &Part| [p.words.clone(), p.before.clone(), p.after.clone()];
        let all: Vec<String> = match field {
            "source" => {
                let own = [self.name.clone(), self.kind.clone(), self.role.clone()];
                own.into_iter().chain(part(&self.mention)).collect()
            }
            "through" => self.through.clone(),
            "cue" => part(&self.cue).to_vec(),
            "words" => self.parts.iter().flat_map(part).collect(),
            "form" => vec![self.form.clone()],
            "said" => vec![self.day.clone(), self.channel.clone()],
            "about" => self.about.iter().flat_map(|d| [d.words.clone(), d.edtf.clone()]).collect(),
            "places" => {
                let spot = |p: &Spot| [p.words.clone(), p.name.clone(), p.country.clone(), p.point.clone()];
                self.places.iter().flat_map(spot).collect()
            }
            "figures" => {
                let amount = |a: &Amount| [a.words.clone(), a.low.clone(), a.high.clone(), a.of.clone()];
                self.figures.iter().flat_map(amount).collect()
            }
            "certainty" => vec![self.degree.clone(), self.hedge.clone()],
            "polarity" => vec![self.polarity.clone()],
            "status" => vec![self.status.clone()],
            _ => Vec::new(),
        };
        all.iter().map(|words| claims::anchor::bare(words)).collect()
    }
}

/// What the form that was sent changes of `claim`, or all that is wrong with it; `beside` are the claims of its report.
pub(super) fn changes(
    sent: &Fields,
    claim: &Claim,
    document: &Document,
    beside: &[Claim],
) -> Result<Vec<Change>, Vec<Problem>> {
    let (mut changes, mut wrong) = (Vec::new(), Vec::new());
    let (now, mut after) = (Now::of(claim, document), claim.clone());
    for field in FIELDS {
        let fields = sent.under(field);
        let mut then = Now::default();
        then.take(field, &fields);
        if fields.is_empty() || then.says(field) == now.says(field) {
            continue;
        }
        match written(field, &fields, document).and_then(|w| edit::change(document, &after, beside, w)) {
            Ok(change) if is_so(&change, &after) => {}
            Ok(change) => {
                // What follows is read on top of it, as the ledger will set it.
                after.set(change.clone(), &Decider::person(""));
                changes.push(change);
            }
            Err(Wrong { says, .. }) => wrong.push((field.to_owned(), says)),
        }
    }
    if wrong.is_empty() { Ok(changes) } else { Err(wrong) }
}

/// Whether the words that a change gives are those that the claim has, selected once more.
fn is_so(change: &Change, claim: &Claim) -> bool {
    match change {
        Change::Content(Content { spans, .. }) => *spans == claim.content.spans,
        Change::Cue(cue) => *cue == claim.cue,
        _ => false,
    }
}

fn listed(fields: &Fields, name: &str) -> Vec<String> {
    fields.all(name).filter(|v| !v.trim().is_empty()).map(str::to_owned).collect()
}

/// Rows of a list of things; one without words is one that was taken out.
fn rows<const N: usize>(fields: &Fields, names: [&'static str; N]) -> Vec<[String; N]> {
    let columns = names.map(|name| fields.all(name).map(str::to_owned).collect::<Vec<_>>());
    let row = |i: usize| std::array::from_fn(|n| columns[n].get(i).cloned().unwrap_or_default());
    let long = columns[0].len();
    (0..long).map(row).filter(|row: &[String; N]| !row[0].trim().is_empty()).collect()
}

/// Words of the report, in one piece or several.
pub(super) fn parts(fields: &Fields) -> Vec<Part> {
    let part = |[words, before, after]: [String; 3]| Part { words, before, after };
    rows(fields, ["words", "before", "after"]).into_iter().map(part).collect()
}

fn days(fields: &Fields) -> Vec<Day> {
    rows(fields, ["words", "day"]).into_iter().map(|[words, edtf]| Day { edtf, words }).collect()
}

fn spots(fields: &Fields) -> Vec<Spot> {
    let spot = |[words, name, country, point]: [String; 4]| Spot { words, name, country, point };
    rows(fields, ["words", "name", "country", "point"]).into_iter().map(spot).collect()
}

fn amounts(fields: &Fields) -> Vec<Amount> {
    let amount = |[words, low, high, of]: [String; 4]| Amount { words, low, high, of };
    rows(fields, ["words", "low", "high", "of"]).into_iter().map(amount).collect()
}

/// What the fields say.
fn written(field: &'static str, fields: &Fields, document: &Document) -> Result<Written, Wrong> {
    fn chosen<T: serde::de::DeserializeOwned>(field: &'static str, word: &str) -> Result<T, Wrong> {
        let says = || format!("“{word}” is not among the choices");
        serde_json::from_value(word.into()).map_err(|_| Wrong { field, says: says() })
    }
    let one = |name: &str| fields.one(name).to_owned();
    Ok(match field {
        "source" => Written::Source(Named {
            name: one("name"),
            kind: if fields.one("kind").is_empty() { None } else { Some(chosen("source", fields.one("kind"))?) },
            role: Some(one("role")),
            mention: Part::of(fields, "mention").selected(document),
        }),
        "through" => Written::Through(listed(fields, "voice")),
        "cue" => Written::Cue(Part::of(fields, "words").selected(document)),
        "words" => Written::Content(parts(fields).iter().map(|part| part.selected(document)).collect()),
        "form" => Written::Form(chosen(field, fields.one("form"))?),
        "said" => Written::Said { day: one("day"), channel: one("channel") },
        "about" => Written::About(days(fields)),
        "places" => Written::Places(spots(fields)),
        "figures" => Written::Quantities(amounts(fields)),
        "certainty" => Written::Certainty { degree: chosen(field, fields.one("degree"))?, words: one("words") },
        "polarity" => Written::Polarity(chosen(field, fields.one("polarity"))?),
        "status" => Written::Status(chosen(field, fields.one("status"))?),
        _ => return Err(Wrong { field, says: "a claim has no such field".to_owned() }),
    })
}
