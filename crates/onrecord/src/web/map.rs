//! The map: the places that claims speak of, over borders that are in the binary.
//!
//! A town is a point, sized by its claims. Where the record has a country, its outline is shaded, for no point in it is
//! meant; where it has a region, or a name that could be another place too, an area is drawn. Borders are Natural
//! Earth's; `data/borders` tells how they came here, and which of them are contested. Those are dashed, and contested land
//! is shaded for nobody: the map takes no side.

use std::sync::{Arc, LazyLock};

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::IntoResponse;
use claims::Place;
use desk::{Facet, FacetRow, Filter};

use super::Desk;
use super::asked::{Asked, Offer, Part};
use super::pages::claims_of;

/// So many places are drawn and listed.
const SHOWN: usize = 150;
/// So many values are offered of a facet.
const OFFERED: usize = 8;
/// The height of a map of the whole world: from 84 degrees north to 58 south, in tenths.
const WORLD: Frame = Frame { left: 0.0, top: 60.0, width: 3_600.0, height: 1_420.0 };
/// Tenths of a degree of latitude in a kilometre.
const KILOMETRE: f64 = 10.0 / 111.0;

/// The outline of a country.
struct Border {
    code: &'static str,
    name: &'static str,
    frame: Frame,
    path: &'static str,
}

static BORDERS: LazyLock<Vec<Border>> =
    LazyLock::new(|| include_str!("../../data/borders/borders.tsv").lines().filter_map(border).collect());

/// What is drawn of one kind.
struct Lines {
    /// `coast`, `settled`, `contested`, or `zone` for land that is shaded for nobody.
    kind: &'static str,
    path: &'static str,
}

static LINES: LazyLock<Vec<Lines>> = LazyLock::new(|| {
    let line = |line: &'static str| line.split_once('\t').map(|(kind, path)| Lines { kind, path });
    include_str!("../../data/borders/lines.tsv").lines().filter_map(line).collect()
});

/// The path of the lines of a kind.
fn lines(kind: &str) -> &'static str {
    LINES.iter().find(|lines| lines.kind == kind).map_or("", |lines| lines.path)
}

fn border(line: &'static str) -> Option<Border> {
    let mut fields = line.split('\t');
    let (code, name) = (fields.next()?, fields.next()?);
    let mut number = || fields.next()?.parse::<f64>().ok();
    let (left, top, right, bottom) = (number()?, number()?, number()?, number()?);
    let path = line.rsplit('\t').next()?;
    Some(Border { code, name, frame: Frame { left, top, width: right - left, height: bottom - top }, path })
}

/// A part of the map, in tenths of a degree from 180 west and 90 north.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Frame {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Frame {
    fn around(self, other: Self) -> Self {
        let (left, top) = (self.left.min(other.left), self.top.min(other.top));
        let right = (self.left + self.width).max(other.left + other.width);
        let bottom = (self.top + self.height).max(other.top + other.height);
        Self { left, top, width: right - left, height: bottom - top }
    }

    /// With room on every side, no smaller than can be recognised and of a shape that fits a page.
    fn roomy(self) -> Self {
        let width = (self.width * 1.25).max(200.0).max(self.height * 1.25 * 1.4).min(WORLD.width);
        let height = (self.height * 1.25).max(width / 2.6).min(WORLD.height);
        let (x, y) = (self.left + self.width / 2.0, self.top + self.height / 2.0);
        let left = (x - width / 2.0).clamp(0.0, WORLD.width - width);
        let top = (y - height / 2.0).clamp(WORLD.top, WORLD.top + WORLD.height - height);
        Self { left, top, width, height }
    }
}

/// How a place is drawn.
#[derive(Debug, PartialEq)]
enum Drawn {
    /// The outline of this country, by its number among the borders.
    Country(usize),
    /// An area around a point, whose radius says how far the record leaves it open.
    Area { x: f64, y: f64, radius: f64 },
    /// A point.
    Point { x: f64, y: f64 },
    /// The record knows neither country nor point.
    Nowhere,
}

/// Another place of the name as likely as this leaves open which is meant.
const DOUBT: f32 = 0.25;

/// As fine as the map can show.
fn tenth(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

/// How `place` is drawn, and in words how well it is known.
fn drawn(place: &Place) -> (Drawn, &'static str) {
    let name = place.name.as_deref().unwrap_or(&place.words);
    let of = |border: &Border| place.country.as_deref() == Some(border.code);
    let country = BORDERS.iter().position(of);
    if let Some(at) = country.filter(|at| BORDERS[*at].name == name) {
        return (Drawn::Country(at), "a country");
    }
    let (Some(lat), Some(lon)) = (place.lat, place.lon) else {
        return country
            .map_or((Drawn::Nowhere, "not on the map"), |at| (Drawn::Country(at), "somewhere in the country"));
    };
    let (x, y) = (tenth((lon + 180.0) * 10.0), tenth((90.0 - lat) * 10.0));
    // What the gazetteer gives for a region is its middle; most reach about this far.
    const REGION: [&str; 9] =
        ["Oblast", "Region", "Province", "State", "District", "County", "Governorate", "Department", "Prefecture"];
    if name.split_whitespace().any(|word| REGION.contains(&word)) {
        return (Drawn::Area { x, y, radius: 100.0 * KILOMETRE }, "a region, drawn 100 km around its middle");
    }
    if place.alternatives.iter().any(|other| other.confidence >= DOUBT) {
        return (Drawn::Area { x, y, radius: 50.0 * KILOMETRE }, "other places have this name too");
    }
    (Drawn::Point { x, y }, "")
}

/// A place on the map and in the list.
struct Spot {
    name: String,
    claims: usize,
    at: String,
    drawn: Drawn,
    known: &'static str,
    label: String,
}

impl Spot {
    /// Its area or point, with a radius in the map's units.
    fn circle(&self, unit: f64) -> Option<(f64, f64, f64)> {
        match self.drawn {
            // Twice the claims, twice the area.
            Drawn::Point { x, y } => Some((x, y, tenth(unit * (4.0 + 2.2 * (self.claims as f64).sqrt()).min(26.0)))),
            Drawn::Area { x, y, radius } => Some((x, y, tenth(radius.max(unit * 9.0)))),
            Drawn::Country(_) | Drawn::Nowhere => None,
        }
    }

    fn is_area(&self) -> bool {
        matches!(self.drawn, Drawn::Area { .. })
    }

    /// The path of the country, where one is shaded.
    fn outline(&self) -> Option<&'static str> {
        match self.drawn {
            Drawn::Country(at) => Some(BORDERS[at].path),
            _ => None,
        }
    }
}

/// The frame that holds all of `spots`.
fn frame(spots: &[Spot]) -> Frame {
    let one = |spot: &Spot| match spot.drawn {
        Drawn::Country(at) => Some(BORDERS[at].frame),
        Drawn::Area { x, y, radius } => {
            Some(Frame { left: x - radius, top: y - radius, width: 2.0 * radius, height: 2.0 * radius })
        }
        Drawn::Point { x, y } => Some(Frame { left: x, top: y, width: 0.0, height: 0.0 }),
        Drawn::Nowhere => None,
    };
    spots.iter().filter_map(one).reduce(Frame::around).map_or(WORLD, Frame::roomy)
}

#[derive(Template)]
#[template(path = "map.html")]
struct Map {
    asked: Asked,
    problems: Vec<String>,
    parts: Vec<Part>,
    offers: Vec<Offer>,
    more: bool,
    spots: Vec<Spot>,
    frame: Frame,
    /// A pixel of a wide page in the map's units.
    unit: f64,
    borders: &'static [Border],
    /// Coasts and settled borders, contested borders, and land that is shaded for nobody.
    settled: [&'static str; 2],
    contested: &'static str,
    zones: &'static str,
    cut: bool,
    address: String,
    list: String,
}

/// The places that claims speak of.
pub(crate) async fn map(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> impl IntoResponse {
    desk.ask(move |ledger| {
        let asked = Asked::read(query.as_deref());
        let (filter, problems) = asked.filter();
        let mut counts = ledger.facets(&filter, SHOWN + 1)?;
        let mut places = counts.facets.get(&Facet::Place).cloned().unwrap_or_default();
        let cut = places.len() > SHOWN;
        places.truncate(SHOWN);
        let mut spots = Vec::new();
        for FacetRow { value, claims } in places {
            let one = Filter { facets: vec![(Facet::Place, value.clone())], limit: Some(1), ..Filter::default() };
            let claim = claims_of(ledger, &one)?.pop();
            let place = claim.into_iter().flat_map(|claim| claim.places).find(|place| place.with_country() == value);
            let Some(place) = place else { continue };
            let (drawn, known) = drawn(&place);
            let mut with = asked.clone();
            if !with.facets.contains(&(Facet::Place, value.clone())) {
                with.facets.push((Facet::Place, value.clone()));
            }
            let many = if claims == 1 { "claim" } else { "claims" };
            let note = if known.is_empty() { String::new() } else { format!(", {known}") };
            let label = format!("{value}: {claims} {many}{note}");
            spots.push(Spot { name: value, claims, at: with.address("/"), drawn, known, label });
        }
        let frame = frame(&spots);
        counts.facets.values_mut().for_each(|values| values.truncate(OFFERED));
        let offers = asked.offers("/map", &counts);
        Ok(Map {
            problems,
            parts: asked.parts("/map"),
            offers,
            more: counts.more,
            unit: frame.width / 1_200.0,
            frame,
            spots,
            borders: &BORDERS,
            settled: [lines("coast"), lines("settled")],
            contested: lines("contested"),
            zones: lines("zone"),
            cut,
            address: asked.address("/map"),
            list: asked.address("/"),
            asked,
        })
    })
    .await
}

#[cfg(test)]
mod tests {
    use claims::{Alternative, Decider, Span};

    use super::*;

    fn place(name: &str, country: &str, point: Option<(f64, f64)>) -> Place {
        Place {
            words: name.to_owned(),
            name: Some(name.to_owned()),
            country: Some(country.to_owned()),
            lat: point.map(|p| p.0),
            lon: point.map(|p| p.1),
            span: Span::new(0, 1),
            decided_by: Decider::rule("by-hand"),
            alternatives: vec![],
        }
    }

    #[test]
    fn every_line_of_the_borders_is_a_country_within_the_world() {
        let lines = include_str!("../../data/borders/borders.tsv").lines().count();
        assert_eq!((BORDERS.len(), lines), (176, 176));
        for border in BORDERS.iter() {
            let f = border.frame;
            assert!(f.left >= 0.0 && f.left + f.width <= 3600.0 && f.top >= 0.0, "{}", border.name);
            assert!(border.path.starts_with('M') && border.path.ends_with('z'), "{}", border.name);
        }
    }

    /// The points of a path, one after the other.
    fn points(path: &str) -> Vec<(i32, i32)> {
        let mut points = Vec::new();
        let mut at = (0, 0);
        for part in path.split('M').filter(|part| !part.is_empty()) {
            let (start, steps) = part.split_once('l').unwrap_or((part, ""));
            let read = |words: &str| -> Vec<i32> {
                words
                    .trim_end_matches('z')
                    .replace('-', " -")
                    .split_whitespace()
                    .filter_map(|n| n.parse().ok())
                    .collect()
            };
            for (n, pair) in [read(start), read(steps)].concat().chunks(2).enumerate() {
                at = if n == 0 { (pair[0], pair[1]) } else { (at.0 + pair[0], at.1 + pair[1]) };
                points.push(at);
            }
        }
        points
    }

    #[test]
    fn what_is_contested_is_dashed_and_belongs_to_no_outline() {
        let kinds: Vec<&str> = LINES.iter().map(|lines| lines.kind).collect();
        assert_eq!(kinds, ["coast", "settled", "contested", "zone"]);
        let through = |kind: &str, west: f64, south: f64, east: f64, north: f64| {
            let inside = |(x, y): &(i32, i32)| {
                let (lon, lat) = (f64::from(*x) / 10.0 - 180.0, 90.0 - f64::from(*y) / 10.0);
                (west..=east).contains(&lon) && (south..=north).contains(&lat)
            };
            points(lines(kind)).iter().filter(|point| inside(point)).count()
        };
        for (place, west, south, east, north) in [
            ("Crimea", 33.0, 45.5, 35.2, 46.2),
            ("Kashmir", 74.0, 33.0, 78.0, 36.0),
            ("Golan", 35.6, 32.6, 35.9, 33.4),
            ("Western Sahara", -17.0, 21.3, -8.6, 27.7),
            ("Kosovo", 20.2, 42.1, 21.7, 43.3),
            ("Northern Cyprus", 32.9, 34.9, 33.9, 35.3),
            ("Somaliland", 47.7, 8.0, 49.0, 11.4),
        ] {
            assert!(through("contested", west, south, east, north) > 1, "{place} is not dashed");
        }
        assert_eq!(through("contested", -10.0, 44.0, 20.0, 60.0), 0, "nothing is contested in western Europe");
        assert_eq!(through("settled", 33.0, 45.4, 35.2, 46.2), 0, "no solid line parts Crimea from anything");
        let crimea = |code: &str| {
            let border = BORDERS.iter().find(|border| border.code == code).expect("a country");
            points(border.path).iter().filter(|(x, y)| (2138..=2160).contains(x) && (446..=457).contains(y)).count()
        };
        assert_eq!((crimea("RU"), crimea("UA")), (0, 0), "shading neither country shades it");
        for (place, west, south, east, north) in [
            ("Crimea", 33.0, 44.0, 36.6, 46.2),
            ("Kashmir", 72.5, 32.2, 80.3, 37.1),
            ("Golan", 35.5, 32.6, 36.0, 33.4),
            ("Arunachal Pradesh", 91.5, 26.6, 97.5, 29.6),
            ("Halaib", 33.4, 21.9, 37.0, 23.2),
            ("Abyei", 27.7, 9.3, 29.1, 10.3),
            ("Essequibo", -61.5, 1.2, -58.2, 8.5),
        ] {
            assert!(through("zone", west, south, east, north) > 3, "{place} is shaded with a country");
        }
    }

    #[test]
    fn what_is_not_a_point_is_no_point() {
        let country = drawn(&place("Ukraine", "UA", Some((49.0, 32.0)))).0;
        assert!(matches!(country, Drawn::Country(at) if BORDERS[at].code == "UA"));
        assert!(matches!(drawn(&place("Someville", "UA", None)).0, Drawn::Country(_)), "somewhere in the country");
        assert!(matches!(drawn(&place("Kursk Oblast", "RU", Some((51.7, 36.2)))).0, Drawn::Area { .. }));
        assert_eq!(drawn(&place("Kyiv", "UA", Some((50.0, 30.0)))).0, Drawn::Point { x: 2100.0, y: 400.0 });
        let mut unsure = place("Springfield", "US", Some((39.8, -89.6)));
        unsure.alternatives.push(Alternative { name: "Springfield, MO".to_owned(), confidence: 0.3 });
        assert!(matches!(drawn(&unsure).0, Drawn::Area { .. }));
        assert_eq!(drawn(&place("Atlantis", "ZZ", None)).0, Drawn::Nowhere);
    }

    #[test]
    fn the_frame_stays_within_the_world() {
        for (left, top, width, height) in [
            (0.0, 0.0, 0.0, 0.0),
            (3600.0, 1500.0, 0.0, 0.0),
            (0.0, 0.0, 3600.0, 1800.0),
            (1000.0, 100.0, 10.0, 1300.0),
        ] {
            let f = Frame { left, top, width, height }.roomy();
            assert!(f.left >= 0.0 && f.left + f.width <= 3600.0 && f.top >= WORLD.top, "{f:?}");
            assert!(f.top + f.height <= WORLD.top + WORLD.height + 0.01 && f.width > 0.0 && f.height > 0.0, "{f:?}");
        }
    }
}
