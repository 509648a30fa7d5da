//! Matters of one day: what several sources say of the same thing, side by side.
//!
//! Until accounts are compared in a crate of their own, claims are gathered here by day and by what they have in
//! common ([`Common`]); where two sources' claims differ, the words that make it are marked. Origins are told from
//! carriers: two outlets that quote one spokesman have one origin. The page says how this is done, and says of nobody
//! that they are right.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::IntoResponse;
use claims::{Claim, SourceKind, Span};
use desk::{Facet, FacetOrder, Filter};

use super::Desk;
use super::differ::{self, Common, Difference, Ground};
use super::fields::Fields;
use super::pages::{Row, claims_of, encoded};
use super::reading;
use super::sources::Side;
use crate::out::day;

/// So many claims of a day are laid side by side.
const COMPARED: usize = 300;
/// So many claims of one matter are shown.
const SHOWN: usize = 24;
/// So many days are offered.
const DAYS: usize = 14;

/// What one source says.
struct Column {
    row: Row,
    sides: Vec<Side>,
}

/// Where claims come from in the end, and who carries them.
struct Origin {
    name: String,
    /// Whether it is withheld who it is, so that nobody can tell it from another.
    withheld: bool,
    carriers: Vec<String>,
}

struct Matter {
    title: String,
    columns: Vec<Column>,
    differences: Vec<(Difference, String, String)>,
    origins: Vec<Origin>,
    /// Origins that can be told apart.
    known: usize,
    left_out: usize,
}

#[derive(Template)]
#[template(path = "matters.html")]
struct Matters {
    day: String,
    shown: String,
    /// Whether the day is one that claims speak of, not one on which they were said.
    about: bool,
    days: Vec<(String, String, usize)>,
    matters: Vec<Matter>,
    claims: usize,
    cut: bool,
    problem: Option<String>,
}

/// What several sources said of the same thing on one day.
pub(crate) async fn matters(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> impl IntoResponse {
    desk.ask(move |ledger| {
        let fields = Fields::read(query.unwrap_or_default().as_bytes());
        let about = fields.one("by") == "about";
        let last = ledger.facet(Facet::Day, FacetOrder::Backwards, 0, DAYS)?;
        let asked = fields.one("day").trim();
        let day = match asked {
            "" => last.first().map(|day| day.value.clone()).unwrap_or_default(),
            day => day.to_owned(),
        };
        let date = day.parse::<jiff::civil::Date>().ok();
        let problem = (date.is_none() && !asked.is_empty()).then(|| format!("“{day}” is no day: write 2024-12-14."));
        let filter = if about {
            Filter { about_from: date, about_to: date, ..Filter::default() }
        } else {
            Filter { facets: vec![(Facet::Day, day.clone())], ..Filter::default() }
        };
        let mut found = match date {
            Some(_) => claims_of(ledger, &Filter { limit: Some(COMPARED + 1), ..filter })?,
            None => Vec::new(),
        };
        let cut = found.len() > COMPARED;
        found.truncate(COMPARED);
        Ok(Matters {
            shown: day::edtf(&day),
            days: last.into_iter().map(|d| (day::edtf(&d.value), encoded(&d.value), d.claims)).collect(),
            claims: found.len(),
            matters: gathered(&found).into_iter().map(|group| matter(&found, &group)).collect(),
            day,
            about,
            cut,
            problem,
        })
    })
    .await
}

/// The name of who speaks in the end; the outlet's where it speaks for itself.
fn speaker(claim: &Claim) -> String {
    let outlet = || claim.document.outlet.clone().unwrap_or_else(|| "The outlet".to_owned());
    claim.source.as_ref().map_or_else(outlet, |source| source.name.clone())
}

/// Groups of claims by more than one speaker: each a claim that has something in common with most others, and those.
fn gathered(claims: &[Claim]) -> Vec<(Vec<usize>, String)> {
    let mut near: BTreeMap<usize, BTreeMap<usize, Vec<String>>> = BTreeMap::new();
    for (a, b, words) in Common::of(claims).pairs() {
        near.entry(a).or_default().insert(b, words.clone());
        near.entry(b).or_default().insert(a, words);
    }
    let mut groups = Vec::new();
    // The claim with most neighbours leads; who neighbours only a neighbour stays out, or one matter would run into the next.
    while let Some(lead) = near.iter().max_by_key(|(n, around)| (around.len(), std::cmp::Reverse(**n))).map(|(n, _)| *n)
    {
        let around = near.remove(&lead).unwrap_or_default();
        let mut shared: BTreeMap<&String, usize> = BTreeMap::new();
        for word in around.values().flatten() {
            *shared.entry(word).or_default() += 1;
        }
        let mut shared: Vec<_> = shared.into_iter().map(|(word, n)| (std::cmp::Reverse(n), word)).collect();
        shared.sort();
        let title = shared.iter().take(4).map(|(_, word)| word.as_str()).collect::<Vec<_>>().join(", ");
        let mut group: Vec<usize> = around.keys().copied().chain([lead]).collect();
        group.sort_unstable();
        for n in &group {
            near.remove(n);
        }
        for others in near.values_mut() {
            others.retain(|n, _| !group.contains(n));
        }
        near.retain(|_, others| !others.is_empty());
        if group.iter().map(|n| speaker(&claims[*n])).collect::<BTreeSet<_>>().len() > 1 {
            groups.push((group, title));
        }
    }
    groups
}

fn matter(claims: &[Claim], (group, title): &(Vec<usize>, String)) -> Matter {
    let left_out = group.len().saturating_sub(SHOWN);
    let group: Vec<&Claim> = group.iter().take(SHOWN).map(|n| &claims[*n]).collect();
    let mut marks: Vec<Vec<(Span, Ground)>> = vec![Vec::new(); group.len()];
    let mut differences: Vec<(Difference, String, String)> = Vec::new();
    for (i, a) in group.iter().enumerate() {
        for (j, b) in group.iter().enumerate().skip(i + 1) {
            let (one, other) = (speaker(a), speaker(b));
            if one == other {
                continue;
            }
            for d in differ::differences(a, b) {
                marks[i].extend(d.a.iter().map(|span| (*span, d.ground)));
                marks[j].extend(d.b.iter().map(|span| (*span, d.ground)));
                let told = differences
                    .iter()
                    .any(|(known, x, y)| known.ground == d.ground && known.says == d.says && *x == one && *y == other);
                if !told {
                    differences.push((d, one.clone(), other.clone()));
                }
            }
        }
    }
    let mut columns: Vec<Column> = Vec::new();
    let mut origins: BTreeMap<String, (bool, BTreeSet<String>)> = BTreeMap::new();
    for (claim, marks) in group.iter().zip(&marks) {
        let name = speaker(claim);
        let side = Side::of(claim, marks);
        match columns.iter_mut().find(|column| column.row.name == name) {
            Some(column) => column.sides.push(side),
            None => columns.push(Column { row: Row::of(claim, reading::look(claim), 0), sides: vec![side] }),
        }
        let withheld = claim.source.as_ref().is_some_and(|source| source.kind == SourceKind::Unnamed);
        let mut way: Vec<&str> =
            claim.chain.split_last().map(|(_, outer)| outer).into_iter().flatten().map(String::as_str).collect();
        let outlet = claim.document.outlet.as_deref().filter(|outlet| *outlet != name && way.first() != Some(outlet));
        way.splice(0..0, outlet);
        let (_, carriers) = origins.entry(name).or_insert((withheld, BTreeSet::new()));
        if !way.is_empty() {
            way.reverse();
            carriers.insert(way.join(" ← "));
        }
    }
    let origins: Vec<Origin> = origins
        .into_iter()
        .map(|(name, (withheld, carriers))| Origin { name, withheld, carriers: carriers.into_iter().collect() })
        .collect();
    Matter {
        title: title.clone(),
        known: origins.iter().filter(|o| !o.withheld).count(),
        columns,
        differences,
        origins,
        left_out,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(reports: &[(&str, &str)]) -> Vec<Claim> {
        let folder = tempfile::tempdir().expect("a folder");
        let mut all = Vec::new();
        for (outlet, text) in reports {
            let path = folder.path().join("report.txt");
            std::fs::write(&path, text).expect("a file");
            let (inputs, _) = desk::inputs(&[path]);
            let given = claims::Given { outlet: Some((*outlet).to_owned()), ..claims::Given::default() };
            let document = desk::document(&inputs[0], &given).expect("read");
            all.extend(desk::reading(document, desk::Reader::Rules).claims);
        }
        all
    }

    #[test]
    fn outlets_that_carry_one_speaker_are_one_origin() {
        let claims = read(&[
            ("Post", "Anna Berg said that 40 houses were flooded at the harbour."),
            ("Courier", "Anna Berg said that 40 houses at the harbour were flooded."),
            ("Courier", "Lee Ito said that 70 houses at the harbour were flooded."),
            ("Courier", "Bo Lund said that taxes would rise."),
        ]);
        let groups = gathered(&claims);
        assert_eq!(groups.len(), 1, "{groups:?}");
        let matter = matter(&claims, &groups[0]);
        let told: Vec<String> =
            matter.origins.iter().map(|o| format!("{} from {}", o.carriers.join(" and "), o.name)).collect();
        assert_eq!(told, ["Courier and Post from Anna Berg", "Courier from Lee Ito"]);
        assert_eq!((matter.known, matter.columns.len()), (2, 2));
        let differ: Vec<&str> = matter.differences.iter().map(|(d, ..)| d.says.as_str()).collect();
        assert_eq!(differ, ["40 houses, 70 houses"]);
        let marked =
            matter.columns.iter().flat_map(|c| &c.sides).flat_map(|s| &s.pieces).filter(|p| p.differs.is_some());
        assert_eq!(marked.map(|p| p.words.as_str()).collect::<Vec<_>>(), ["40", "40", "70"]);
    }

    #[test]
    fn what_only_one_says_is_no_matter() {
        let claims = read(&[(
            "Post",
            "Anna Berg said that 40 houses were flooded at the harbour. “70 houses were flooded at the harbour,” she added.",
        )]);
        assert!(gathered(&claims).is_empty());
    }
}
