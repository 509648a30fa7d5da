//! What a page of the record is asked for, as it stands in the address.
//!
//! ```text
//! /?q=harbour&from=2024-12&place=Kursk%20Oblast,%20RU
//! ```
//!
//! The list of claims, the timeline and the map understand the same questions, so that one leads to the other and each
//! can be kept as an address. What a field means is told by [`Filter`].

use desk::{Counts, Facet, Filter, Order};

use super::fields::Fields;
use super::pages::{PAGE, encoded};

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    /// Words of the claim, its source or its report.
    pub q: String,
    /// Words of the source's name.
    pub source: String,
    /// Words of the outlet's name.
    pub outlet: String,
    /// How sure it is put.
    pub certainty: String,
    /// The course of the event.
    pub status: String,
    /// Said on this day or later.
    pub from: String,
    /// Said on this day or earlier.
    pub to: String,
    /// Values that the claim has, each exactly.
    pub facets: Vec<(Facet, String)>,
    /// The page of the list, from 0.
    pub page: usize,
}

/// The name of a facet in an address. `source`, `outlet`, `certainty` and `status` were taken, by fields that are typed.
pub(crate) fn name(facet: Facet) -> &'static str {
    match facet {
        Facet::Source => "who",
        Facet::Voice => "via",
        Facet::Outlet => "paper",
        Facet::Certainty => "put",
        Facet::Status => "course",
        facet => facet.as_str(),
    }
}

/// The facet's name on a page.
pub(crate) fn heading(facet: Facet) -> &'static str {
    match facet {
        Facet::Source => "Source",
        Facet::Voice => "By way of",
        Facet::Kind => "Kind of source",
        Facet::Day => "Day said",
        Facet::Channel => "Channel",
        Facet::Certainty => "Certainty",
        Facet::Status => "Course of the event",
        Facet::Polarity => "Polarity",
        Facet::Place => "Place",
        Facet::Outlet => "Outlet",
    }
}

/// A value as people read it.
pub(crate) fn label(facet: Facet, value: &str) -> String {
    match facet {
        Facet::Day => crate::out::day::edtf(value),
        Facet::Status => value.replace('-', " "),
        _ => value.to_owned(),
    }
}

impl Asked {
    /// The question that the part of an address behind `?` holds; what it does not know it leaves out.
    pub(crate) fn read(query: Option<&str>) -> Self {
        let fields = Fields::read(query.unwrap_or_default().as_bytes());
        let one = |name| fields.one(name).trim().to_owned();
        let mut facets: Vec<(Facet, String)> = Vec::new();
        for facet in Facet::ALL {
            let values = fields.all(name(facet)).map(str::trim).filter(|value| !value.is_empty());
            // Nobody ticks more by hand, and each costs a look-up.
            facets.extend(values.take(8).map(|value| (facet, value.to_owned())));
        }
        facets.dedup();
        Self {
            q: one("q"),
            source: one("source"),
            outlet: one("outlet"),
            certainty: one("certainty"),
            status: one("status"),
            from: one("from"),
            to: one("to"),
            facets,
            page: fields.one("page").parse().unwrap_or(0),
        }
    }

    /// The filter, and what of the question could not be understood.
    pub(crate) fn filter(&self) -> (Filter, Vec<String>) {
        let mut problems = Vec::new();
        let words = |w: &String| (!w.is_empty()).then(|| w.clone());
        let mut day = |name: &str, value: &String, last: bool| {
            let value = words(value)?;
            let bounds = claims::edtf::bounds(&value);
            let day = bounds.and_then(|b| if last { b.last } else { b.first });
            if day.is_none() {
                problems.push(format!("“{value}” is no day for “{name}”: write 2024-12-14, 2024-12 or 2024."));
            }
            day
        };
        let (said_from, said_to) = (day("from", &self.from, false), day("to", &self.to, true));
        let filter = Filter {
            words: words(&self.q),
            source: words(&self.source),
            outlet: words(&self.outlet),
            certainty: one_of(&self.certainty),
            status: one_of(&self.status),
            said_from,
            said_to,
            facets: self.facets.clone(),
            limit: Some(PAGE + 1),
            skip: self.page.saturating_mul(PAGE),
            order: Order::Filed,
            ..Filter::default()
        };
        (filter, problems)
    }

    fn typed(&self) -> [(&'static str, &String); 7] {
        [
            ("q", &self.q),
            ("source", &self.source),
            ("outlet", &self.outlet),
            ("certainty", &self.certainty),
            ("status", &self.status),
            ("from", &self.from),
            ("to", &self.to),
        ]
    }

    /// The address of this question on the page `path`, at its first page.
    pub(crate) fn address(&self, path: &str) -> String {
        let typed = self.typed().into_iter().filter(|(_, value)| !value.is_empty());
        let typed = typed.map(|(name, value)| format!("{name}={}", encoded(value)));
        let facets = self.facets.iter().map(|(facet, value)| format!("{}={}", name(*facet), encoded(value)));
        let parts: Vec<String> = typed.chain(facets).collect();
        if parts.is_empty() { path.to_owned() } else { format!("{path}?{}", parts.join("&")) }
    }

    /// The address of the same question at another page.
    pub(crate) fn at(&self, path: &str, page: usize) -> String {
        let address = self.address(path);
        let joint = if address.contains('?') { '&' } else { '?' };
        format!("{address}{joint}page={page}")
    }

    /// Whether everything on record is asked for.
    pub(crate) fn is_empty(&self) -> bool {
        self.facets.is_empty() && self.typed().iter().all(|(_, value)| value.is_empty())
    }

    /// What is asked for, a part a line, with the address that leaves it out.
    pub(crate) fn parts(&self, path: &str) -> Vec<Part> {
        let mut parts = Vec::new();
        let typed = |asked: &Self| asked.typed().map(|(name, value)| (name, value.clone()));
        for (name, value) in typed(self).into_iter().filter(|(_, value)| !value.is_empty()) {
            let mut rest = self.clone();
            let field = match name {
                "q" => &mut rest.q,
                "source" => &mut rest.source,
                "outlet" => &mut rest.outlet,
                "certainty" => &mut rest.certainty,
                "status" => &mut rest.status,
                "from" => &mut rest.from,
                _ => &mut rest.to,
            };
            field.clear();
            let heading = match name {
                "q" => "words",
                "from" => "said from",
                "to" => "said until",
                name => name,
            };
            parts.push(Part { heading: heading.to_owned(), value, without: rest.address(path) });
        }
        for (i, (facet, value)) in self.facets.iter().enumerate() {
            let mut rest = self.clone();
            rest.facets.remove(i);
            let heading = heading(*facet).to_lowercase();
            parts.push(Part { heading, value: label(*facet, value), without: rest.address(path) });
        }
        parts
    }

    /// The facets as a page offers them: what can still be added, each with its address.
    pub(crate) fn offers(&self, path: &str, counts: &Counts) -> Vec<Offer> {
        let mut offers = Vec::new();
        for facet in Facet::ALL {
            let values = counts.facets.get(&facet).into_iter().flatten();
            let values = values.filter(|row| !self.facets.iter().any(|(f, v)| *f == facet && *v == row.value));
            let values: Vec<Value> = values
                .map(|row| {
                    let mut more = self.clone();
                    more.facets.push((facet, row.value.clone()));
                    Value { label: label(facet, &row.value), claims: row.claims, with: more.address(path) }
                })
                .collect();
            if !values.is_empty() {
                offers.push(Offer { heading: heading(facet), values });
            }
        }
        offers
    }

    /// Facets as a form carries them on.
    pub(crate) fn carried(&self) -> Vec<(&'static str, &String)> {
        self.facets.iter().map(|(facet, value)| (name(*facet), value)).collect()
    }
}

/// A part of a question.
pub(crate) struct Part {
    pub heading: String,
    pub value: String,
    /// The address of the question without it.
    pub without: String,
}

/// A facet and its values.
pub(crate) struct Offer {
    pub heading: &'static str,
    pub values: Vec<Value>,
}

/// A value that can be asked for.
pub(crate) struct Value {
    pub label: String,
    pub claims: usize,
    /// The address of the question with it.
    pub with: String,
}

/// The address of the claims with one value.
pub(crate) fn claims_with(facet: Facet, value: &str) -> String {
    Asked { facets: vec![(facet, value.to_owned())], ..Asked::default() }.address("/")
}

fn one_of<T: serde::de::DeserializeOwned>(word: &str) -> Vec<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_the_question_and_nothing_of_it_is_lost() {
        let address = "/?q=two%20bridges&from=2024-12&who=A%20%26%20B&day=2024-12-14&place=Kursk%2C%20RU";
        let asked = Asked::read(address.split_once('?').map(|(_, query)| query));
        assert_eq!(Asked::read(asked.address("/").split_once('?').map(|(_, query)| query)), asked);
        assert_eq!(asked.at("/", 3), format!("{}&page=3", asked.address("/")));
        let parts = asked.parts("/");
        let heard: Vec<String> = parts.iter().map(|p| format!("{}: {}", p.heading, p.value)).collect();
        let told = [
            "words: two bridges",
            "said from: 2024-12",
            "source: A & B",
            "day said: Sat 14 Dec 2024",
            "place: Kursk, RU",
        ];
        assert_eq!(heard, told);
        assert!(!parts[2].without.contains("who=") && parts[2].without.contains("day="), "{}", parts[2].without);
        assert!(Asked::read(Some("facet=x&page=-1")).is_empty());
    }
}
