//! Places: the towns, regions, countries and seas that a text names, and where they lie.
//!
//! ```
//! let found = extract::place::places("Troops are stationed in the Kursk region of Russia.");
//! let names: Vec<_> = found.iter().filter_map(|p| Some(p.resolved.as_ref()?.name.as_str())).collect();
//! assert_eq!(names, ["Kursk Oblast", "Russia"]);
//! ```
//!
//! Three steps, each linear in the text: [`tokens`] cuts it up; [`mentions`] finds the names that the
//! [`gazetteer`] knows and leaves out those that are part of the name of a person or an organisation; [`resolution`]
//! picks one place for each name by its weight, by the words beside it ("Springfield, Illinois"; "Kursk region") and
//! by the other places and peoples in the text.
//!
//! Who a country's name stands for when it acts ("Moscow said") is left to the caller: [`PlaceMention::actor`] says
//! so. Peoples ("Ukrainian positions") are no places here, but they help to tell which Odessa is meant.

use std::ops::Range;

pub use gazetteer::Kind;

mod tokens;
mod gazetteer;
mod words;
mod mentions;
mod resolution;

/// A place that the text names.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceMention {
    /// The words that name it, in bytes of the text.
    pub range: Range<usize>,
    /// Which place it is; `None` where we know it only by its words.
    pub resolved: Option<Resolved>,
    /// Other places of that name, most likely first, each with how likely we hold it, from 0 to 1.
    pub alternatives: Vec<(Resolved, f32)>,
    /// Whether the name stands for a government or a people that acts, rather than for where something is:
    /// "Russia has begun", "Moscow's envoy", "US officials".
    pub actor: bool,
    /// The rule that took the words for a place.
    pub rule: &'static str,
}

/// One place of the gazetteer.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved {
    /// Its usual English name.
    pub name: String,
    /// ISO 3166-1 alpha-2 code of its country; `None` for seas, continents and land that several countries share.
    pub country: Option<&'static str>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// What sort of place it is.
    pub kind: Kind,
}

/// The places that `text` names, in order, without overlap.
#[must_use]
pub fn places(text: &str) -> Vec<PlaceMention> {
    let tokens = tokens::tokens(text);
    let seen = mentions::seen(text, &tokens);
    resolution::resolved(seen)
}

/// Where each of `mentions` (in bytes of `text`) lies, `None` where we do not know it.
///
/// The caller vouches that they are places: no mention is doubted, and the people of a country stand for the country.
#[must_use]
pub fn resolve(text: &str, mentions: &[Range<usize>]) -> Vec<Option<Resolved>> {
    let tokens = tokens::tokens(text);
    let seen = mentions::seen(text, &tokens);
    let given = mentions.iter().map(|range| mentions::given(text, &tokens, range)).collect();
    resolution::resolved_given(seen, given)
}

/// How far it is from one point to another over the round earth; points are latitude and longitude in degrees.
#[must_use]
pub fn kilometres((lat, lon): (f64, f64), (other_lat, other_lon): (f64, f64)) -> f64 {
    let (a, b) = (lat.to_radians(), other_lat.to_radians());
    let half = ((b - a) / 2.0).sin().powi(2) + a.cos() * b.cos() * ((other_lon - lon).to_radians() / 2.0).sin().powi(2);
    2.0 * 6371.0 * half.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests;
