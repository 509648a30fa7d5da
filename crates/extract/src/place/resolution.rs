//! Which of the places that bear a name is meant.
//!
//! Each candidate is scored by its weight, by the words beside the name and by what else the text names; the best
//! wins, and a name means one place throughout a text. The score is a sum of tenths of a decimal logarithm: a place
//! must be ten times as large as another to outweigh one point of context.

use std::collections::HashMap;

use super::gazetteer::{Kind, Row};
use super::mentions::{Found, Seen, Wanted};
use super::{PlaceMention, Resolved, kilometres};

/// At most so many settled places are asked how near a candidate lies, so that the work stays linear.
const NEIGHBOURS: usize = 24;
const ALTERNATIVES: usize = 3;

/// What the whole text says of countries and regions.
#[derive(Debug, Default)]
struct Context {
    countries: HashMap<&'static str, f64>,
    regions: HashMap<&'static str, f64>,
    /// The countries' sum.
    total: f64,
    /// Places that are plain without context.
    settled: Vec<(f64, f64)>,
}

/// The places of [`super::places`].
pub(super) fn resolved(seen: Seen) -> Vec<PlaceMention> {
    let context = context(&seen);
    let senses = senses(&seen.found, &context);
    let mentions = seen.found.into_iter().zip(senses);
    mentions
        .map(|(found, ranking)| {
            let mut places = ranking.into_iter().map(|(row, share)| (place(&row), share));
            PlaceMention {
                range: found.range,
                resolved: places.next().map(|(place, _)| place),
                alternatives: places.take(ALTERNATIVES).collect(),
                actor: found.actor,
                rule: found.rule,
            }
        })
        .collect()
}

/// The places of [`super::resolve`].
pub(super) fn resolved_given(seen: Seen, given: Vec<Found>) -> Vec<Option<Resolved>> {
    let context = context(&seen);
    senses(&given, &context).into_iter().map(|ranking| ranking.first().map(|(row, _)| place(row))).collect()
}

fn place(row: &Row) -> Resolved {
    Resolved {
        name: row.name(),
        country: row.country(),
        lat: row.lat,
        lon: row.lon,
        kind: row.kind().unwrap_or(Kind::Country),
    }
}

/// Gathers what plain names, peoples and names behind a comma tell.
fn context(seen: &Seen) -> Context {
    let mut context = Context::default();
    for (country, times) in &seen.peoples {
        *context.countries.entry(country).or_default() += f64::from(*times).sqrt();
    }
    let mut counted: HashMap<(&'static str, u64), f64> = HashMap::new();
    for found in &seen.found {
        let mut told = Vec::new();
        if let Some(row) = plain(&found.rows) {
            told.push(row);
        }
        // "Portland, Maine" tells of Maine, even where Maine were also something else.
        told.extend(found.holders.first());
        for row in told {
            let Some(country) = row.country() else { continue };
            // The tenth mention of a place tells less than the first.
            let times = counted.entry((row.within, row.lat.to_bits() ^ row.lon.to_bits())).or_insert(0.0);
            let more = (*times + 1.0).sqrt() - times.sqrt();
            *times += 1.0;
            *context.countries.entry(country).or_default() += more;
            if row.within.len() > 2 {
                *context.regions.entry(row.within).or_default() += more;
            }
            if *times < 1.5 && context.settled.len() < NEIGHBOURS && row.kind() != Some(Kind::Country) {
                context.settled.push((row.lat, row.lon));
            }
        }
    }
    context.total = context.countries.values().sum();
    context
}

/// The candidate that needs no context: the only one, or by far the heaviest.
fn plain(rows: &[Row]) -> Option<&Row> {
    let (first, rest) = rows.split_first()?;
    let rival = rest.iter().filter(|row| row.country() != first.country()).map(|row| row.weight).max();
    let clear = rival.is_none_or(|rival| first.weight >= rival + 12);
    (clear && first.weight >= 42 && !(first.is_word() && first.weight < 55)).then_some(first)
}

/// For each name its candidates, best first, with their shares.
fn senses(found: &[Found], context: &Context) -> Vec<Vec<(Row, f32)>> {
    let mut rankings: Vec<Vec<(Row, f64)>> = found.iter().map(|f| ranked(f, context)).collect();
    // One sense per text: the clearest mention of a name speaks for the others.
    let mut clearest: HashMap<&'static str, (f64, Row)> = HashMap::new();
    for (found, ranking) in found.iter().zip(&rankings) {
        if found.holders.is_empty() {
            continue;
        }
        if let [(best, score), rest @ ..] = ranking.as_slice() {
            let lead = score - rest.first().map_or(0.0, |(_, second)| *second);
            let known = clearest.entry(best.key()).or_insert((lead, *best));
            if lead > known.0 {
                *known = (lead, *best);
            }
        }
    }
    for (found, ranking) in found.iter().zip(&mut rankings) {
        let Some((_, sense)) = ranking.first().and_then(|(row, _)| clearest.get(row.key())) else { continue };
        if found.holders.is_empty() && found.wanted.is_none() {
            for (row, score) in ranking.iter_mut() {
                if row.within == sense.within && row.kind() == sense.kind() {
                    *score += 3.0;
                }
            }
            ranking.sort_by(|a, b| b.1.total_cmp(&a.1));
        }
    }
    rankings.into_iter().map(shares).collect()
}

fn shares(ranking: Vec<(Row, f64)>) -> Vec<(Row, f32)> {
    let best = ranking.first().map_or(0.0, |(_, score)| *score);
    let sum: f64 = ranking.iter().map(|(_, score)| (2.0 * (score - best)).exp()).sum();
    #[expect(clippy::cast_possible_truncation, reason = "a share needs no more than three digits")]
    let share = |score: f64| ((2.0 * (score - best)).exp() / sum) as f32;
    ranking.into_iter().map(|(row, score)| (row, share(score))).collect()
}

fn ranked(found: &Found, context: &Context) -> Vec<(Row, f64)> {
    let mut ranking: Vec<(Row, f64)> = found.rows.iter().map(|row| (*row, score(row, found, context))).collect();
    ranking.sort_by(|a, b| b.1.total_cmp(&a.1));
    ranking
}

fn score(row: &Row, found: &Found, context: &Context) -> f64 {
    let kind = row.kind();
    let mut score = f64::from(row.weight) / 10.0;
    score += match kind {
        Some(Kind::Country) => 1.5,
        Some(Kind::Capital) => 1.0,
        Some(Kind::Area) => 0.8,
        // A bare "Kursk" or "New York" is the town, unless the town is much smaller than what bears its name.
        Some(Kind::Region) => {
            let namesake = found.rows.iter().any(|town| match town.kind() {
                Some(Kind::City) => town.within == row.within && town.weight >= 45,
                Some(Kind::Capital) => town.country() == row.country(),
                _ => false,
            });
            if namesake && found.wanted.is_none() { -2.0 } else { 0.2 }
        }
        Some(Kind::District) => -0.6,
        _ => 0.0,
    };
    score += match (found.wanted, kind) {
        (Some(Wanted::Region), Some(Kind::Region)) => 3.0,
        (Some(Wanted::Region), Some(Kind::Area | Kind::District)) => 2.0,
        (Some(Wanted::District), Some(Kind::District)) => 3.5,
        (Some(Wanted::District), Some(Kind::Region)) => 1.5,
        (Some(Wanted::Town), Some(Kind::City | Kind::Capital)) => 2.0,
        _ => 0.0,
    };
    let held = found.holders.iter().any(|holder| match holder.kind() {
        Some(Kind::Country | Kind::Area) => row.country().is_some() && row.country() == holder.country(),
        _ => {
            row.within == holder.within && row.kind() != Some(Kind::Region)
                || row.within.strip_prefix(holder.within).is_some_and(|rest| rest.starts_with('.'))
        }
    });
    if held {
        score += 6.0;
    }
    if let Some(country) = row.country() {
        let share = context.countries.get(country).map_or(0.0, |n| n / context.total.max(1.0));
        score += if share > 0.0 { 0.3 + 1.0 * share.sqrt() } else { 0.0 };
    }
    if row.within.len() > 2 && context.regions.get(row.within).is_some_and(|n| *n > 0.0) {
        score += 0.8;
    }
    if matches!(kind, Some(Kind::City | Kind::Capital | Kind::District)) && found.rows.len() > 1 {
        let nearest = context.settled.iter().map(|at| kilometres((row.lat, row.lon), *at)).filter(|km| *km > 0.5);
        let nearest = nearest.fold(f64::INFINITY, f64::min);
        score += 0.5 * (-nearest / 300.0).exp();
    }
    score
}
