//! A change of a claim: one field, and the value that a person gave it.

use serde::{Deserialize, Serialize};

use crate::{
    About, Certainty, Claim, Content, Cue, Decider, Decision, Form, Place, Polarity, Quantity, Said, Source, Span,
    Status,
};

/// A field of a claim and a value of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "field", content = "value", rename_all = "kebab-case")]
pub enum Change {
    /// Whose claim it is.
    Source(Option<Source>),
    /// The voices, from the outermost to the innermost.
    Chain(Vec<String>),
    /// The words that report it.
    Cue(Option<Cue>),
    /// The words that are claimed.
    Content(Content),
    /// How it is put.
    Form(Form),
    /// When and where it was said.
    Said(Said),
    /// The days it speaks of.
    About(Vec<About>),
    /// The places it speaks of.
    Places(Vec<Place>),
    /// The figures it gives.
    Quantities(Vec<Quantity>),
    /// How sure its source puts it.
    Certainty(Certainty),
    /// Whether it affirms or denies.
    Polarity(Polarity),
    /// What it says of the event's course.
    Status(Status),
}

/// What a field held before a person set it, and what had decided so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Was {
    /// The field and its value.
    #[serde(flatten)]
    pub change: Change,
    /// What had decided it; empty where nothing was found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<Decider>,
}

impl Change {
    /// The field's name in the record.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Source(_) => "source",
            Self::Chain(_) => "chain",
            Self::Cue(_) => "cue",
            Self::Content(_) => "content",
            Self::Form(_) => "form",
            Self::Said(_) => "said",
            Self::About(_) => "about",
            Self::Places(_) => "places",
            Self::Quantities(_) => "quantities",
            Self::Certainty(_) => "certainty",
            Self::Polarity(_) => "polarity",
            Self::Status(_) => "status",
        }
    }

    /// The stretches of the document's text that the value names, each with the words that stand there.
    pub fn stretches(&mut self) -> Vec<(&str, &mut Span)> {
        fn given<'a>(words: Option<&'a String>, span: Option<&'a mut Span>) -> Option<(&'a str, &'a mut Span)> {
            words.map(String::as_str).zip(span)
        }
        match self {
            Self::Source(source) => {
                let named = source.iter_mut().filter(|s| !s.mention.is_empty());
                named.map(|s| (s.mention.as_str(), &mut s.span)).collect()
            }
            Self::Cue(cue) => cue.iter_mut().map(|c| (c.text.as_str(), &mut c.span)).collect(),
            Self::Content(content) => {
                let mut rest = content.text.as_str();
                let mut found = Vec::new();
                for span in &mut content.spans {
                    let end = rest.char_indices().nth(span.len()).map_or(rest.len(), |(at, _)| at);
                    found.push((&rest[..end], span));
                    rest = rest[end..].strip_prefix(' ').unwrap_or(&rest[end..]);
                }
                found
            }
            Self::Said(said) => {
                let day = given(said.words.as_ref(), said.span.as_mut());
                let channel = given(said.channel.as_ref(), said.channel_span.as_mut());
                day.into_iter().chain(channel).collect()
            }
            Self::About(about) => about.iter_mut().map(|a| (a.words.as_str(), &mut a.span)).collect(),
            Self::Places(places) => places.iter_mut().map(|p| (p.words.as_str(), &mut p.span)).collect(),
            Self::Quantities(figures) => figures.iter_mut().map(|q| (q.words.as_str(), &mut q.span)).collect(),
            Self::Certainty(c) => given(c.words.as_ref(), c.span.as_mut()).into_iter().collect(),
            Self::Chain(_) | Self::Form(_) | Self::Polarity(_) | Self::Status(_) => Vec::new(),
        }
    }

    /// What `claim` holds in the field of this change, and what decided it.
    fn before(&self, claim: &Claim) -> Was {
        let noted = |field: &str| claim.decided.get(field).map(|d| d.by.clone()).into_iter().collect();
        let (change, by): (Self, Vec<Decider>) = match self {
            Self::Source(_) => {
                (Self::Source(claim.source.clone()), claim.source.iter().map(|s| s.decided_by.clone()).collect())
            }
            Self::Chain(_) => (Self::Chain(claim.chain.clone()), noted("attribution")),
            Self::Cue(_) => (Self::Cue(claim.cue.clone()), noted("attribution")),
            Self::Content(_) => (Self::Content(claim.content.clone()), noted("attribution")),
            Self::Form(_) => (Self::Form(claim.form), noted("attribution")),
            Self::Said(_) => (Self::Said(claim.said.clone()), claim.said.decided_by.clone()),
            Self::About(_) => {
                (Self::About(claim.about.clone()), claim.about.iter().map(|a| a.decided_by.clone()).collect())
            }
            Self::Places(_) => {
                (Self::Places(claim.places.clone()), claim.places.iter().map(|p| p.decided_by.clone()).collect())
            }
            Self::Quantities(_) => (
                Self::Quantities(claim.quantities.clone()),
                claim.quantities.iter().map(|q| q.decided_by.clone()).collect(),
            ),
            Self::Certainty(_) => (Self::Certainty(claim.certainty.clone()), vec![claim.certainty.decided_by.clone()]),
            Self::Polarity(_) => (Self::Polarity(claim.polarity), noted("polarity")),
            Self::Status(_) => (Self::Status(claim.status), noted("status")),
        };
        Was { change, by }
    }
}

impl Claim {
    /// Sets a field on the word of `by`, who then stands beside it; what a rule or model had found is kept as
    /// [`Decision::was`].
    pub fn set(&mut self, change: Change, by: &Decider) {
        let field = change.field();
        let was = match self.decided.get(field) {
            Some(earlier) if earlier.by.is_person() => earlier.was.clone(),
            _ => Some(Box::new(change.before(self))),
        };
        self.decided.insert(field.to_owned(), Decision { by: by.clone(), mention: None, was });
        match change {
            Change::Source(source) => self.set_source(source, by),
            Change::Chain(chain) => self.chain = chain,
            Change::Cue(cue) => self.cue = cue,
            Change::Content(content) => self.content = content,
            Change::Form(form) => self.form = form,
            Change::Said(said) => self.said = Said { decided_by: vec![by.clone()], ..said },
            Change::About(about) => {
                self.about = about.into_iter().map(|a| About { decided_by: by.clone(), ..a }).collect();
            }
            Change::Places(places) => {
                self.places = places.into_iter().map(|p| Place { decided_by: by.clone(), ..p }).collect();
            }
            Change::Quantities(quantities) => {
                self.quantities = quantities.into_iter().map(|q| Quantity { decided_by: by.clone(), ..q }).collect();
            }
            Change::Certainty(certainty) => self.certainty = Certainty { decided_by: by.clone(), ..certainty },
            Change::Polarity(polarity) => self.polarity = polarity,
            Change::Status(status) => self.status = status,
        }
    }

    /// The innermost voice of the chain is the source, whatever else changes.
    fn set_source(&mut self, source: Option<Source>, by: &Decider) {
        if let Some(old) = &self.source
            && self.chain.last() == Some(&old.name)
        {
            self.chain.pop();
        }
        if let Some(new) = &source {
            self.chain.push(new.name.clone());
        } else {
            self.chain.clear();
        }
        let found = self.source.take().filter(|old| !old.decided_by.is_person());
        self.source = source.map(|mut source| {
            if let Some(old) = found {
                source.keep_as_alternative(old.name, self.confidence);
            }
            Source { decided_by: by.clone(), ..source }
        });
    }
}

impl Source {
    /// Keeps `name`, which had been found with so much `confidence`, as another that it could be, before the rest.
    pub fn keep_as_alternative(&mut self, name: String, confidence: f32) {
        self.alternatives.retain(|a| a.name != name && a.name != self.name);
        if name != self.name {
            self.alternatives.insert(0, crate::Alternative { name, confidence });
        }
    }
}
