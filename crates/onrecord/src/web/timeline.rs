//! The timeline: when claims were said above the line, the days they speak of below it.
//!
//! What is known as a stretch of days, or open to one side, is a bar and not a point. The picture is drawn here, as SVG
//! with links in it; the same stands below it as a table.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::IntoResponse;
use claims::{Claim, edtf};
use desk::{Facet, FacetOrder, Filter, Ledger, Order};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::Desk;
use super::asked::{Asked, Offer, Part};
use super::pages::{Failure, Row, claims_of};
use super::reading;
use crate::out::day;

/// So many claims stand on one timeline; more could not be told apart.
const SHOWN: usize = 60;
/// Width of the picture, in its own units.
const WIDTH: f64 = 1_000.0;
/// Room at either side.
const EDGE: f64 = 20.0;
/// Height of a lane.
const LANE: f64 = 22.0;
/// Two digits fit into a mark, and a finger hits it.
const NARROWEST: f64 = 20.0;
/// Days beyond those on which something was said that are still drawn; what lies further is cut off with an open end.
const AROUND: i64 = 45;

/// A mark: a day or a stretch of days.
#[derive(Debug, PartialEq)]
pub(crate) struct Mark {
    /// The number of the claim on this page, from 1.
    pub number: usize,
    /// Where it begins, from the left.
    pub x: f64,
    pub y: f64,
    pub width: f64,
    /// Whether it reaches further than is drawn, or nobody knows how far, on that side.
    pub open_left: bool,
    pub open_right: bool,
    /// Whether it is one day.
    pub point: bool,
    /// Whether the expression says that it is rough or doubtful.
    pub rough: bool,
    pub shape: &'static str,
    /// Address of the claim.
    pub at: String,
    /// All of it in words.
    pub label: String,
}

impl Mark {
    fn middle(&self) -> f64 {
        self.y + LANE / 2.0
    }

    fn end(&self) -> f64 {
        self.x + self.width
    }
}

/// A line across the picture with its day.
#[derive(Debug)]
struct Tick {
    x: f64,
    label: String,
}

/// A claim as a line of the table.
struct Line {
    row: Row,
    said: String,
    about: String,
}

#[derive(Template)]
#[template(path = "timeline.html")]
struct Timeline {
    asked: Asked,
    problems: Vec<String>,
    parts: Vec<Part>,
    offers: Vec<Offer>,
    more: bool,
    lines: Vec<Line>,
    said: Vec<Mark>,
    about: Vec<Mark>,
    ticks: Vec<Tick>,
    axis: f64,
    height: f64,
    /// What was chosen where nothing was asked for.
    chosen: Option<String>,
    undated: usize,
    earlier: Option<String>,
    later: Option<String>,
    address: String,
    list: String,
}

/// Claims by the days on which they were said and of which they speak.
pub(crate) async fn timeline(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> impl IntoResponse {
    desk.ask(move |ledger| {
        let mut asked = Asked::read(query.as_deref());
        let mut chosen = None;
        if asked.is_empty()
            && let Some((from, to)) = latest(ledger)?
        {
            chosen = Some(format!("{} – {}", day::edtf(&from), day::edtf(&to)));
            (asked.from, asked.to) = (from, to);
        }
        let (filter, problems) = asked.filter();
        let skip = asked.page.saturating_mul(SHOWN);
        let filter = Filter { order: Order::Said, skip, limit: Some(SHOWN + 1), ..filter };
        let mut found = claims_of(ledger, &filter)?;
        let more = found.len() > SHOWN;
        found.truncate(SHOWN);
        let counts = ledger.facets(&filter, 8)?;
        let drawn = draw(&found);
        let lines = (1..).zip(&found).map(|(number, claim)| Line {
            row: Row::of(claim, reading::look(claim), number),
            said: claim.said.edtf.as_deref().map_or_else(|| "not known".to_owned(), day::edtf),
            about: claim.about.iter().map(|a| day::edtf(&a.edtf)).collect::<Vec<_>>().join(" · "),
        });
        Ok(Timeline {
            problems,
            parts: asked.parts("/timeline"),
            offers: asked.offers("/timeline", &counts),
            more: counts.more,
            undated: found.iter().filter(|claim| dated(claim).is_none()).count(),
            lines: lines.collect(),
            said: drawn.said,
            about: drawn.about,
            ticks: drawn.ticks,
            axis: drawn.axis,
            height: drawn.height,
            chosen,
            earlier: (asked.page > 0).then(|| asked.at("/timeline", asked.page - 1)),
            later: more.then(|| asked.at("/timeline", asked.page.saturating_add(1))),
            address: asked.address("/timeline"),
            list: asked.address("/"),
            asked,
        })
    })
    .await
}

/// The last days on which something was said, as many as one timeline holds.
fn latest(ledger: &Ledger) -> Result<Option<(String, String)>, Failure> {
    let days = ledger.facet(Facet::Day, FacetOrder::Backwards, 0, SHOWN)?;
    let mut claims = 0;
    let mut first = None;
    for day in &days {
        claims += day.claims;
        if claims > SHOWN && first.is_some() {
            break;
        }
        first = Some(day.value.clone());
    }
    Ok(first.zip(days.first().map(|day| day.value.clone())))
}

/// The days on which a claim can have been said; `None` where it is open on both sides or not known.
fn dated(claim: &Claim) -> Option<edtf::Bounds> {
    claim.said.edtf.as_deref().and_then(edtf::bounds).filter(|b| b.first.or(b.last).is_some())
}

/// What is drawn of claims.
#[derive(Debug)]
struct Drawn {
    said: Vec<Mark>,
    about: Vec<Mark>,
    ticks: Vec<Tick>,
    axis: f64,
    height: f64,
}

/// The stretch of days that is drawn.
#[derive(Clone, Copy)]
struct Scale {
    first: Date,
    days: f64,
}

impl Scale {
    fn at(self, day: Date) -> f64 {
        let since = f64::from((day - self.first).get_days());
        EDGE + (since / self.days).clamp(0.0, 1.0) * (WIDTH - 2.0 * EDGE)
    }

    fn last(self) -> Date {
        #[expect(clippy::cast_possible_truncation, reason = "counted as whole days")]
        self.first.saturating_add((self.days as i64).days())
    }
}

fn draw(claims: &[Claim]) -> Drawn {
    let said: Vec<Date> = claims.iter().filter_map(dated).flat_map(|b| [b.first, b.last]).flatten().collect();
    let Some((from, to)) = said.iter().min().zip(said.iter().max()) else {
        return Drawn { said: Vec::new(), about: Vec::new(), ticks: Vec::new(), axis: LANE, height: 2.0 * LANE };
    };
    let (low, high) = (from.saturating_sub(AROUND.days()), to.saturating_add(AROUND.days()));
    let near = |day: &Date| (low..=high).contains(day);
    let about: Vec<Date> = claims
        .iter()
        .flat_map(|claim| &claim.about)
        .filter_map(|about| edtf::bounds(&about.edtf))
        .flat_map(|b| [b.first, b.last])
        .flatten()
        .filter(near)
        .collect();
    let first = about.iter().chain([from]).min().unwrap_or(from).saturating_sub(1.days());
    let last = about.iter().chain([to]).max().unwrap_or(to).saturating_add(2.days());
    let scale = Scale { first, days: f64::from((last - first).get_days().max(1)) };

    let (mut above, mut below) = (Vec::new(), Vec::new());
    for (number, claim) in (1..).zip(claims) {
        if let Some(bounds) = dated(claim) {
            let expression = claim.said.edtf.as_deref().unwrap_or_default();
            above.push(mark(scale, number, claim, bounds, expression, "said"));
        }
        for about in &claim.about {
            if let Some(bounds) = edtf::bounds(&about.edtf).filter(|b| b.first.or(b.last).is_some()) {
                below.push(mark(scale, number, claim, bounds, &about.edtf, "about"));
            }
        }
    }
    let (up, down) = (lanes(&mut above), lanes(&mut below));
    let axis = LANE * (up + 1) as f64;
    for mark in &mut above {
        mark.y = axis - LANE - mark.y;
    }
    for mark in &mut below {
        mark.y += axis + LANE;
    }
    Drawn { said: above, about: below, ticks: ticks(scale), axis, height: axis + LANE * (down + 1) as f64 + 4.0 }
}

fn mark(scale: Scale, number: usize, claim: &Claim, bounds: edtf::Bounds, expression: &str, what: &str) -> Mark {
    let x = bounds.first.map_or(EDGE, |day| scale.at(day));
    // A day lasts until the next begins.
    let end = bounds.last.map_or(WIDTH - EDGE, |day| scale.at(day.saturating_add(1.days())));
    let point = bounds.first.is_some() && bounds.first == bounds.last;
    let name = claim.source.as_ref().map(|s| s.name.as_str()).or(claim.document.outlet.as_deref());
    let name = name.unwrap_or("the outlet");
    let words = crate::out::claim::words(&claim.content);
    let denied = if claim.polarity == claims::Polarity::Denied { " (denied)" } else { "" };
    Mark {
        number,
        x,
        y: 0.0,
        width: (end - x).max(NARROWEST),
        open_left: bounds.first.is_none_or(|day| day < scale.first),
        open_right: bounds.last.is_none_or(|day| day > scale.last()),
        point,
        rough: edtf::is_qualified(expression),
        shape: reading::look(claim).shape,
        at: format!("/claims/{}", claim.id.as_str()),
        label: format!("{number}, {what} {}: {name}: {words}{denied}", day::edtf(expression)),
    }
}

/// Gives each mark the first lane in which it touches no other, as its `y`; the number of lanes.
fn lanes(marks: &mut [Mark]) -> usize {
    marks.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.number.cmp(&b.number)));
    let mut ends: Vec<f64> = Vec::new();
    for mark in marks {
        let lane = ends.iter().position(|end| *end + 2.0 <= mark.x).unwrap_or(ends.len());
        if lane == ends.len() {
            ends.push(0.0);
        }
        ends[lane] = mark.end();
        mark.y = lane as f64 * LANE;
    }
    ends.len()
}

/// Days, months or years across the picture, not more than a reader can tell apart.
fn ticks(scale: Scale) -> Vec<Tick> {
    let days = scale.days;
    let mut ticks = Vec::new();
    let mut put = |day: Date, label: String| ticks.push(Tick { x: scale.at(day), label });
    if days <= 80.0 {
        let step = if days <= 9.0 {
            1
        } else if days <= 18.0 {
            2
        } else if days <= 40.0 {
            7
        } else {
            14
        };
        let mut day = scale.first.saturating_add(1.days());
        while day <= scale.last() && day < Date::MAX {
            put(day, day.strftime("%-d %b").to_string());
            day = day.saturating_add(step.days());
        }
    } else {
        let months = if days <= 400.0 {
            1
        } else if days <= 1_500.0 {
            6
        } else {
            12 * (1 + (days / 5_000.0) as i64)
        };
        let mut day = scale.first.first_of_month().saturating_add(1.months());
        if months >= 12 {
            day = Date::new(day.year(), 1, 1).unwrap_or(day).saturating_add(1.years());
        }
        while day <= scale.last() && day < Date::MAX {
            let format = if months >= 12 { "%Y" } else { "%b %Y" };
            put(day, day.strftime(format).to_string());
            day = day.saturating_add(months.months());
        }
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Claim> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.txt");
        std::fs::write(&path, text).expect("a file");
        let (inputs, _) = desk::inputs(&[path]);
        let given = claims::Given { published: "2024-12-14".parse().ok(), ..claims::Given::default() };
        let document = desk::document(&inputs[0], &given).expect("read");
        desk::reading(document, desk::Reader::Rules).claims
    }

    #[test]
    fn uncertain_days_are_bars_and_open_ones_reach_the_edge() {
        let drawn = draw(&read(
            "On Saturday, Anna Berg said that the bridge had been closed over a week ago.\n\nLee Ito said on Friday that it opened on 12 December.",
        ));
        assert!(drawn.said.iter().all(|m| m.point && !m.open_left && !m.open_right), "{drawn:?}");
        let open = drawn.about.iter().find(|m| m.open_left).expect("a bar open to the past");
        assert!(!open.point && open.x == EDGE && open.label.contains("until"), "{open:?}");
        assert!(drawn.about.iter().any(|m| m.point && m.label.contains("12 Dec 2024")), "{drawn:?}");
    }

    #[test]
    fn no_two_marks_lie_over_each_other_and_none_outside() {
        let text: String = (0..30)
            .map(|n| format!("Anna Berg said on Friday that bridge {n} was closed on 3 December.\n\n"))
            .collect();
        let drawn = draw(&read(&text));
        for marks in [&drawn.said, &drawn.about] {
            for (i, a) in marks.iter().enumerate() {
                assert!(a.y >= 0.0 && a.y + LANE <= drawn.height && a.x >= EDGE && a.end() <= WIDTH, "{a:?}");
                assert!(marks[i + 1..].iter().all(|b| a.y != b.y || a.end() <= b.x || b.end() <= a.x));
            }
        }
        assert!(drawn.said.iter().all(|m| m.y + LANE <= drawn.axis) && drawn.about.iter().all(|m| m.y >= drawn.axis));
    }

    #[test]
    fn nothing_with_a_day_draws_nothing() {
        assert!(draw(&[]).said.is_empty());
    }
}
