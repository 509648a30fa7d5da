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
use claims::{Claim, Polarity, SourceKind, Span};
use desk::{Facet, FacetOrder, FacetRow, Filter, Ledger};

use super::Desk;
use super::differ::{self, Common, Counted, Ground};
use super::fields::Fields;
use super::origins::{self, Account, Drawing, Origin, SHAPES};
use super::pages::{Failure, Row, claims_of, encoded};
use super::reading;
use super::sources::Side;
use crate::out::claim::quantity;
use crate::out::day;

/// So many claims of a day are laid side by side.
const COMPARED: usize = 300;
/// So many claims of one matter are shown.
const SHOWN: usize = 24;
/// So many days are offered.
const DAYS: usize = 14;
/// So many days, the last on record, are looked through for one to open with,
const LOOKED: usize = 60;
/// until so many claims were compared.
const WEIGHED: usize = 600;

/// What one source says.
struct Column {
    row: Row,
    sides: Vec<Side>,
}

/// What the sources of a matter differ in, and who says what.
struct Differing {
    ground: Ground,
    /// Of what there are several figures.
    of: String,
    /// What is said, and by whom.
    values: Vec<(String, Vec<String>)>,
}

impl Differing {
    /// Adds that `name` says `value`.
    fn add(&mut self, value: &str, name: &str) {
        let at = self.values.iter().position(|(known, _)| known == value).unwrap_or_else(|| {
            self.values.push((value.to_owned(), Vec::new()));
            self.values.len() - 1
        });
        let names = &mut self.values[at].1;
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
}

/// What claims say where others contradict them: figures of the same thing, and whether it is denied.
#[derive(Debug)]
struct Version {
    is_denied: bool,
    /// The figures that others give otherwise, in words.
    figures: Vec<String>,
}

impl Version {
    fn words(&self) -> String {
        let mut few = self.figures.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
        if self.figures.len() > 3 {
            few += " …";
        }
        match (self.is_denied, few.is_empty()) {
            (true, true) => "denied".to_owned(),
            (true, false) => format!("denied: {few}"),
            (false, true) => "affirmed, without a figure".to_owned(),
            (false, false) => few,
        }
    }
}

struct Matter {
    title: String,
    columns: Vec<Column>,
    differences: Vec<Differing>,
    origins: Vec<Origin>,
    /// Origins that can be told apart.
    known: usize,
    /// Versions that contradict each other, in the order of their marks.
    versions: Vec<Version>,
    /// Whether some claims contradict none.
    calm: bool,
    /// The origins drawn, for a page and for a small screen.
    drawings: [(&'static str, Drawing); 2],
    left_out: usize,
}

impl Matter {
    /// What the picture is called.
    fn called(&self) -> String {
        format!("Where the accounts of “{}” come from", self.title)
    }

    /// What each mark in the picture stands for.
    fn legend(&self) -> Vec<(Option<usize>, String)> {
        let mut legend: Vec<(Option<usize>, String)> =
            self.versions.iter().take(SHAPES).enumerate().map(|(n, v)| (Some(n), v.words())).collect();
        if self.versions.len() > SHAPES
            && let Some((_, last)) = legend.last_mut()
        {
            "further versions".clone_into(last);
        }
        if self.calm {
            legend.push((None, "contradicts none of the others".to_owned()));
        }
        legend
    }

    /// How many accounts stand in no picture.
    fn folded(&self) -> Option<usize> {
        Some(self.drawings[0].1.folded).filter(|folded| *folded > 0)
    }

    /// What is to be seen in the picture.
    fn seen(&self) -> String {
        let one = |origin: &Origin| format!("{}: {}", origin.name, origin.ways().join("; "));
        self.origins.iter().take(12).map(one).collect::<Vec<_>>().join(". ")
    }
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
        let last = ledger.facet(Facet::Day, FacetOrder::Backwards, 0, LOOKED)?;
        let asked = fields.one("day").trim();
        let day = match asked {
            // Where one claim stands on a day there is nothing to lay side by side.
            "" => first_with_matters(ledger, &last)?.or(last.first()).map(|day| day.value.clone()).unwrap_or_default(),
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
            days: offered(last).into_iter().map(|d| (day::edtf(&d.value), encoded(&d.value), d.claims)).collect(),
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

/// The days to choose from: where one claim stands alone there is nothing to lay beside it.
fn offered(mut days: Vec<FacetRow>) -> Vec<FacetRow> {
    if days.iter().any(|day| day.claims > 1) {
        days.retain(|day| day.claims > 1);
    }
    days.truncate(DAYS);
    days
}

/// The first of `days` on which sources speak of the same thing, or on which there is more than one claim.
fn first_with_matters<'d>(ledger: &Ledger, days: &'d [FacetRow]) -> Result<Option<&'d FacetRow>, Failure> {
    let mut weighed = 0;
    for day in days.iter().filter(|day| day.claims > 1) {
        if weighed >= WEIGHED {
            break;
        }
        weighed += day.claims.min(COMPARED);
        let facets = vec![(Facet::Day, day.value.clone())];
        let claims = claims_of(ledger, &Filter { facets, limit: Some(COMPARED), ..Filter::default() })?;
        if !gathered(&claims).is_empty() {
            return Ok(Some(day));
        }
    }
    Ok(days.iter().find(|day| day.claims > 1))
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
        let title = titled(&claims[lead].content.text, shared.iter().take(4).map(|(_, word)| word.as_str()));
        let mut group: Vec<usize> = around.keys().copied().chain([lead]).collect();
        group.sort_unstable();
        for n in &group {
            near.remove(n);
        }
        for others in near.values_mut() {
            others.retain(|n, _| !group.contains(n));
        }
        near.retain(|_, others| !others.is_empty());
        // A claim and the one that it stands in are one account, of two voices.
        let within = |n: &&usize| {
            let inside = claims[**n].inside.as_ref();
            group.iter().any(|other| inside.is_some_and(|id| claims[*other].id == *id))
        };
        if group.iter().filter(|n| !within(n)).map(|n| speaker(&claims[*n])).collect::<BTreeSet<_>>().len() > 1 {
            groups.push((group, title));
        }
    }
    groups
}

/// `words`, as and in the order in which they stand in `text`; those that stand there otherwise come last.
fn titled<'w>(text: &str, words: impl Iterator<Item = &'w str>) -> String {
    let small = text.to_lowercase();
    let mut words: Vec<(usize, &str)> = words
        .map(|word| match small.find(&word.to_lowercase()) {
            // Where small letters take other bytes than capitals, the words are told as they came.
            Some(at) => {
                (at, text.get(at..at + word.len()).filter(|own| own.eq_ignore_ascii_case(word)).unwrap_or(word))
            }
            None => (usize::MAX, word),
        })
        .collect();
    words.sort_unstable();
    words.into_iter().map(|(_, word)| word).collect::<Vec<_>>().join(", ")
}

fn matter(claims: &[Claim], (group, title): &(Vec<usize>, String)) -> Matter {
    let left_out = group.len().saturating_sub(SHOWN);
    let mut group: Vec<&Claim> = group.iter().map(|n| &claims[*n]).collect();
    // Origins are those of all claims; only what is laid side by side has to fit a page.
    let (of_each, versions) = versions(&group);
    let accounts: Vec<Account> = group.iter().zip(&of_each).map(|(claim, version)| account(claim, *version)).collect();
    let origins = origins::origins(&accounts);
    group.truncate(SHOWN);
    let mut marks: Vec<Vec<(Span, Ground)>> = vec![Vec::new(); group.len()];
    let mut differences: Vec<Differing> = Vec::new();
    for (i, a) in group.iter().enumerate() {
        for (j, b) in group.iter().enumerate().skip(i + 1) {
            let (one, other) = (speaker(a), speaker(b));
            if one == other {
                continue;
            }
            for d in differ::differences(a, b) {
                marks[i].extend(d.a.iter().map(|span| (*span, d.ground)));
                marks[j].extend(d.b.iter().map(|span| (*span, d.ground)));
                // Each value once with all who say it: forty accounts have hundreds of pairs.
                let known = differences.iter().position(|known| known.ground == d.ground && known.of == d.of);
                let at = known.unwrap_or_else(|| {
                    differences.push(Differing { ground: d.ground, of: d.of.clone(), values: Vec::new() });
                    differences.len() - 1
                });
                differences[at].add(&d.values[0], &one);
                differences[at].add(&d.values[1], &other);
            }
        }
    }
    let mut columns: Vec<Column> = Vec::new();
    for (claim, marks) in group.iter().zip(&marks) {
        let name = speaker(claim);
        let side = Side::of(claim, marks);
        match columns.iter_mut().find(|column| column.row.name == name) {
            Some(column) => column.sides.push(side),
            None => columns.push(Column { row: Row::of(claim, reading::look(claim), 0), sides: vec![side] }),
        }
    }
    Matter {
        title: title.clone(),
        known: origins.iter().filter(|o| !o.withheld).count(),
        calm: of_each.contains(&None),
        drawings: [("wide", origins::wide(&origins)), ("narrow", origins::narrow(&origins))],
        columns,
        differences,
        origins,
        versions,
        left_out,
    }
}

/// The version of each claim that others contradict, and the versions in order of appearance.
fn versions(group: &[&Claim]) -> (Vec<Option<usize>>, Vec<Version>) {
    let mut contradicted = vec![false; group.len()];
    let mut disputed: Vec<BTreeMap<Counted, String>> = vec![BTreeMap::new(); group.len()];
    for (i, a) in group.iter().enumerate() {
        for (j, b) in group.iter().enumerate().skip(i + 1) {
            let figures = differ::figures(a, b);
            if !figures.is_empty() || denies(a) != denies(b) {
                contradicted[i] = true;
                contradicted[j] = true;
            }
            for (one, other) in figures {
                disputed[i].insert(differ::counted(one), quantity(one));
                disputed[j].insert(differ::counted(other), quantity(other));
            }
        }
    }
    let mut versions: Vec<(Vec<Counted>, Version)> = Vec::new();
    let of_each = contradicted.iter().zip(disputed).zip(group).map(|((contradicted, figures), claim)| {
        if !contradicted {
            return None;
        }
        let (key, figures): (Vec<Counted>, Vec<String>) = figures.into_iter().unzip();
        let known = versions.iter().position(|(other, v)| *other == key && v.is_denied == denies(claim));
        known.or_else(|| {
            versions.push((key, Version { is_denied: denies(claim), figures }));
            Some(versions.len() - 1)
        })
    });
    (of_each.collect(), versions.into_iter().map(|(_, version)| version).collect())
}

fn denies(claim: &Claim) -> bool {
    claim.polarity == Polarity::Denied
}

/// By whom `claim` came, and from whom.
fn account(claim: &Claim, version: Option<usize>) -> Account {
    let origin = speaker(claim);
    let report = &claim.document;
    let carrier = report.outlet.clone().or_else(|| report.title.clone()).unwrap_or_default();
    // The outlet stands at the beginning of some chains and not of others.
    let voices = claim.passed_on_by().iter().filter(|voice| **voice != carrier && **voice != origin).cloned();
    Account {
        by_way: voices.chain(claim.said.channel.clone()).collect(),
        carrier: if carrier == origin { String::new() } else { carrier },
        withheld: claim.source.as_ref().is_some_and(|source| source.kind == SourceKind::Unnamed),
        origin,
        version,
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
            matter.origins.iter().map(|o| format!("{} from {}", o.ways().join(" and "), o.name)).collect();
        assert_eq!(told, ["Courier and Post from Anna Berg", "Courier from Lee Ito"]);
        assert_eq!((matter.known, matter.columns.len()), (2, 2));
        let differ: Vec<_> = matter.differences.iter().flat_map(|d| &d.values).cloned().collect();
        let said = |value: &str, name: &str| (value.to_owned(), vec![name.to_owned()]);
        assert_eq!(differ, [said("40 houses", "Anna Berg"), said("70 houses", "Lee Ito")]);
        assert_eq!(matter.title, "houses, flooded, harbour", "as the words stand in a claim");
        let marked =
            matter.columns.iter().flat_map(|c| &c.sides).flat_map(|s| &s.pieces).filter(|p| p.differs.is_some());
        assert_eq!(marked.map(|p| p.words.as_str()).collect::<Vec<_>>(), ["40", "40", "70"]);
    }

    #[test]
    fn claims_that_contradict_each_other_are_never_one_version() {
        let claims = read(&[
            ("Post", "Anna Berg said that 40 houses were flooded at the harbour."),
            ("Courier", "Lee Ito said that 70 houses were flooded at the harbour."),
            ("Courier", "Bo Lund said that 40 houses were flooded at the harbour."),
            ("Courier", "Kim Day denied that 90 houses were flooded at the harbour."),
            ("Courier", "Eva Roy said that the harbour was flooded."),
        ]);
        let (of_each, versions) = versions(&claims.iter().collect::<Vec<_>>());
        assert_eq!(of_each, [Some(0), Some(1), Some(0), Some(2), Some(3)], "{versions:?}");
        let says: Vec<String> = versions.iter().map(Version::words).collect();
        assert_eq!(says, ["40 houses", "70 houses", "denied: 90 houses", "affirmed, without a figure"]);
    }

    #[test]
    fn an_account_goes_from_the_outlet_by_its_voices_and_channel_to_the_origin() {
        let claims = read(&[(
            "Post",
            "Anna Berg said on Telegram that 40 houses were flooded. Lee Ito said that police believed 70 houses were flooded.",
        )]);
        let told = claims.iter().map(|claim| account(claim, None));
        let told: Vec<String> =
            told.map(|a| format!("{} from {} by way of {}", a.carrier, a.origin, a.by_way.join(" › "))).collect();
        assert_eq!(told[0], "Post from Anna Berg by way of Telegram");
        assert!(told.contains(&"Post from police by way of Lee Ito".to_owned()), "{told:?}");
    }

    #[test]
    fn a_claim_and_the_one_it_stands_in_are_no_matter() {
        let claims = read(&[("Post", "Anna Berg said that police believed 70 houses were flooded at the harbour.")]);
        assert!(claims.len() > 1 && gathered(&claims).is_empty(), "{claims:?}");
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
