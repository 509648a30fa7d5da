//! EDTF: dates as vague as the words that gave them.
//!
//! `bounds("../2024-12-07")` has no first day and 7 December 2024 as its last.
//! Read are levels 0 to 2 of ISO 8601-2 as far as reports of news need them:
//! years, months, days, seasons, quarters, decades (`202X`), centuries (`20XX`),
//! unspecified digits (`2024-12-XX`), the qualifiers `~ ? %`, intervals with open
//! (`..`) or unknown (empty) ends, sets (`[2024-12-05,2024-12-06]`), and date-times,
//! of which only the day counts. Which words give which expression is up to
//! `extract::when` and written down in `docs/formats/dates.md`.

use jiff::civil::Date;

/// The first and the last day that an EDTF expression can mean; `None` on a side that is open or unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The first day.
    pub first: Option<Date>,
    /// The last day.
    pub last: Option<Date>,
}

impl Bounds {
    /// Whether some day can be meant by both; an open side reaches as far as it must.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        let ends_before = |a: Self, b: Self| matches!((a.last, b.first), (Some(last), Some(first)) if last < first);
        !ends_before(self, other) && !ends_before(other, self)
    }
}

/// The days that `expression` can mean, or `None` where it is no EDTF that we know.
///
/// Qualifiers don't widen the bounds; ask [`is_qualified`] for them. Seasons count from the earliest day that
/// either the calendar or the weather service gives them, to the latest; winter, which writers count by either
/// year, from December of the year before to March of the year after. They are northern ones.
#[must_use]
pub fn bounds(expression: &str) -> Option<Bounds> {
    let expression = expression.trim();
    if let Some(set) = inside(expression, '[', ']').or_else(|| inside(expression, '{', '}')) {
        return hull(set);
    }
    match expression.split_once('/') {
        None => date(expression),
        Some((from, to)) => interval(from, to),
    }
}

/// Whether `expression` is marked as approximate (`~`), uncertain (`?`) or both (`%`), as a whole or in part.
#[must_use]
pub fn is_qualified(expression: &str) -> bool {
    expression.contains(['~', '?', '%'])
}

fn inside(expression: &str, open: char, close: char) -> Option<&str> {
    expression.strip_prefix(open)?.strip_suffix(close)
}

/// Bounds of a set, "one of" or "all of": from its earliest member to its latest.
fn hull(set: &str) -> Option<Bounds> {
    let mut all: Option<Bounds> = None;
    for member in set.split(',') {
        let member = member.trim();
        let next = match member.split_once("..") {
            Some((from, to)) => {
                interval(if from.is_empty() { ".." } else { from }, if to.is_empty() { ".." } else { to })?
            }
            None => date(member)?,
        };
        all = Some(all.map_or(next, |seen| Bounds {
            first: seen.first.zip(next.first).map(|(a, b)| a.min(b)),
            last: seen.last.zip(next.last).map(|(a, b)| a.max(b)),
        }));
    }
    all
}

fn interval(from: &str, to: &str) -> Option<Bounds> {
    let end = |side: &str| match side.trim() {
        "" | ".." => Some(Bounds { first: None, last: None }),
        side => date(side),
    };
    let (from, to) = (end(from)?, end(to)?);
    if matches!((from.first, to.last), (Some(first), Some(last)) if last < first) {
        return None;
    }
    Some(Bounds { first: from.first, last: to.last })
}

/// One date or date-time, at whatever precision it has.
fn date(expression: &str) -> Option<Bounds> {
    let day = match expression.split_once('T') {
        None => expression,
        Some((day, time)) => {
            let looks_like_time = time.starts_with(|c: char| c.is_ascii_digit())
                && time.bytes().all(|b| b.is_ascii_digit() || b":.+-Z".contains(&b));
            if !looks_like_time || day.matches('-').count() < 2 {
                return None;
            }
            day
        }
    };
    let (before_christ, rest) = match day.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, day),
    };
    let mut parts = rest.split('-').map(|part| part.trim_matches(['~', '?', '%']));
    let year = Pattern::new(parts.next()?, 4)?;
    let month = parts.next();
    let day = parts.next();
    if parts.next().is_some() {
        return None;
    }
    if year.is_unknown() {
        // Any year: the rest can be checked, but bounds nothing.
        let known =
            month.is_none_or(|m| Pattern::new(m, 2).is_some()) && day.is_none_or(|d| Pattern::new(d, 2).is_some());
        return known.then_some(Bounds { first: None, last: None });
    }
    let sign = if before_christ { -1 } else { 1 };
    let (early, late) = if before_christ { (year.high(), year.low()) } else { (year.low(), year.high()) };

    if let (Some(code), None) = (month.and_then(|m| m.parse::<u8>().ok()), day)
        && let Some((first, last)) = part_of_year(code)
    {
        return Some(Bounds { first: first.in_year(sign * early), last: last.in_year(sign * late) });
    }
    let months = Pattern::new(month.unwrap_or("XX"), 2)?;
    let days = Pattern::new(day.unwrap_or("XX"), 2)?;
    if month.is_none() && day.is_some() {
        return None;
    }
    let first_in = |y: i16| {
        (1..=12).filter(|m| months.fits(*m)).find_map(|m| (1..=31).filter(|d| days.fits(*d)).find_map(|d| on(y, m, d)))
    };
    let last_in = |y: i16| {
        (1..=12)
            .rev()
            .filter(|m| months.fits(*m))
            .find_map(|m| (1..=31).rev().filter(|d| days.fits(*d)).find_map(|d| on(y, m, d)))
    };
    let mut years: Vec<i16> = (year.low()..=year.high()).filter(|y| year.fits(*y)).map(|y| sign * y).collect();
    years.sort_unstable();
    let first = years.iter().find_map(|y| first_in(*y))?;
    let last = years.iter().rev().find_map(|y| last_in(*y))?;
    Some(Bounds { first: Some(first), last: Some(last) })
}

fn on(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A day given by how many years from the named one it lies.
struct Edge {
    years: i16,
    month: i16,
    day: i16,
}

impl Edge {
    fn in_year(&self, year: i16) -> Option<Date> {
        let year = year.checked_add(self.years)?;
        // The last of February is asked for as the 29th.
        on(year, self.month, self.day).or_else(|| on(year, self.month, self.day - 1))
    }
}

/// First and last day of what the codes above 12 stand for in the place of a month.
fn part_of_year(code: u8) -> Option<(Edge, Edge)> {
    let edges = |from: (i16, i16, i16), to: (i16, i16, i16)| {
        Some((Edge { years: from.0, month: from.1, day: from.2 }, Edge { years: to.0, month: to.1, day: to.2 }))
    };
    match code {
        21 | 25 => edges((0, 3, 1), (0, 6, 21)),
        22 | 26 => edges((0, 6, 1), (0, 9, 23)),
        23 | 27 => edges((0, 9, 1), (0, 12, 21)),
        24 | 28 => edges((-1, 12, 1), (1, 3, 20)),
        29 => edges((0, 9, 1), (0, 12, 21)),
        30 => edges((-1, 12, 1), (1, 3, 20)),
        31 => edges((0, 3, 1), (0, 6, 21)),
        32 => edges((0, 6, 1), (0, 9, 23)),
        33 => edges((0, 1, 1), (0, 3, 31)),
        34 => edges((0, 4, 1), (0, 6, 30)),
        35 => edges((0, 7, 1), (0, 9, 30)),
        36 => edges((0, 10, 1), (0, 12, 31)),
        37 => edges((0, 1, 1), (0, 4, 30)),
        38 => edges((0, 5, 1), (0, 8, 31)),
        39 => edges((0, 9, 1), (0, 12, 31)),
        40 => edges((0, 1, 1), (0, 6, 30)),
        41 => edges((0, 7, 1), (0, 12, 31)),
        _ => None,
    }
}

/// Digits of a fixed number of places, some of which may be unspecified.
struct Pattern<'e>(&'e [u8]);

impl<'e> Pattern<'e> {
    fn new(digits: &'e str, places: usize) -> Option<Self> {
        let fits = digits.len() == places && digits.bytes().all(|b| b.is_ascii_digit() || b == b'X');
        fits.then_some(Self(digits.as_bytes()))
    }

    fn is_unknown(&self) -> bool {
        self.0.iter().all(|b| *b == b'X')
    }

    fn with(&self, unspecified: i16) -> i16 {
        self.0.iter().fold(0, |n, b| n * 10 + if *b == b'X' { unspecified } else { i16::from(b - b'0') })
    }

    fn low(&self) -> i16 {
        self.with(0)
    }

    fn high(&self) -> i16 {
        self.with(9)
    }

    fn fits(&self, mut number: i16) -> bool {
        self.0.iter().rev().all(|b| {
            let digit = number % 10;
            number /= 10;
            *b == b'X' || i16::from(b - b'0') == digit
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn picture(expression: &str) -> String {
        let day = |d: Option<Date>| d.map_or("..".to_owned(), |d| d.to_string());
        bounds(expression).map_or("no EDTF".to_owned(), |b| format!("{} to {}", day(b.first), day(b.last)))
    }

    #[test]
    fn precision_sets_the_bounds() {
        for (expression, days) in [
            ("2024-12-14", "2024-12-14 to 2024-12-14"),
            ("2024-02", "2024-02-01 to 2024-02-29"),
            ("2023-02", "2023-02-01 to 2023-02-28"),
            ("2024", "2024-01-01 to 2024-12-31"),
            ("202X", "2020-01-01 to 2029-12-31"),
            ("19XX", "1900-01-01 to 1999-12-31"),
            ("2024-XX-XX", "2024-01-01 to 2024-12-31"),
            ("2024-12-XX", "2024-12-01 to 2024-12-31"),
            ("2024-12-1X", "2024-12-10 to 2024-12-19"),
            ("2024-XX-30", "2024-01-30 to 2024-12-30"),
            ("202X-02-29", "2020-02-29 to 2028-02-29"),
            ("XXXX-12-14", ".. to .."),
            ("2024-12-14T06:40:00Z", "2024-12-14 to 2024-12-14"),
        ] {
            assert_eq!(picture(expression), days, "{expression}");
        }
    }

    #[test]
    fn intervals_may_be_open_or_unknown_at_either_end() {
        for (expression, days) in [
            ("../2024-12-07", ".. to 2024-12-07"),
            ("/2024-12-07", ".. to 2024-12-07"),
            ("2014/..", "2014-01-01 to .."),
            ("2024-06/", "2024-06-01 to .."),
            ("2024-12-01/2024-12-10~", "2024-12-01 to 2024-12-10"),
            ("2014/2016-03", "2014-01-01 to 2016-03-31"),
            ("2016/2014", "no EDTF"),
            ("../..", ".. to .."),
        ] {
            assert_eq!(picture(expression), days, "{expression}");
        }
    }

    #[test]
    fn seasons_and_quarters_stand_in_the_place_of_a_month() {
        for (expression, days) in [
            ("2024-21", "2024-03-01 to 2024-06-21"),
            ("2024-24", "2023-12-01 to 2025-03-20"),
            ("2024-33", "2024-01-01 to 2024-03-31"),
            ("2024-36", "2024-10-01 to 2024-12-31"),
            ("2024-41", "2024-07-01 to 2024-12-31"),
            ("2024-13", "no EDTF"),
            ("2024-50", "no EDTF"),
        ] {
            assert_eq!(picture(expression), days, "{expression}");
        }
    }

    #[test]
    fn years_before_christ_count_backwards() {
        assert_eq!(picture("-0479"), "-000479-01-01 to -000479-12-31");
        assert_eq!(picture("-04XX"), "-000499-01-01 to -000400-12-31");
        assert_eq!(picture("-0490/-0479"), "-000490-01-01 to -000479-12-31");
    }

    #[test]
    fn qualifiers_are_read_and_do_not_widen() {
        for expression in ["2024-11-30~", "2024-11-30?", "2024-11-30%", "?2024-11-~30", "2024~-11-30"] {
            assert_eq!(picture(expression), "2024-11-30 to 2024-11-30", "{expression}");
            assert!(is_qualified(expression));
        }
        assert!(!is_qualified("2024-11-30"));
    }

    #[test]
    fn sets_reach_from_their_earliest_member_to_their_latest() {
        assert_eq!(picture("[2024-12-05,2024-12-06]"), "2024-12-05 to 2024-12-06");
        assert_eq!(picture("{1667,1660..1664}"), "1660-01-01 to 1667-12-31");
        assert_eq!(picture("[..2024-12-05]"), ".. to 2024-12-05");
    }

    #[test]
    fn what_is_no_edtf_gives_nothing() {
        for expression in [
            "",
            "-",
            "yesterday",
            "24-12-14",
            "2024-12-32",
            "2024-02-30",
            "2024-12-14-01",
            "2024T06",
            "[",
            "[]",
            "2024--14",
            "٢٠٢٤",
        ] {
            assert_eq!(picture(expression), "no EDTF", "{expression}");
        }
    }

    #[test]
    fn open_sides_overlap_whatever_lies_beyond() {
        let overlap = |a, b| bounds(a).zip(bounds(b)).is_some_and(|(a, b)| a.overlaps(b));
        assert!(overlap("../2024-12-07", "2023"));
        assert!(overlap("../2024-12-07", "2024-12"));
        assert!(!overlap("../2024-12-07", "2024-12-08/.."));
        assert!(!overlap("2024-12-08", "2024-12-09"));
    }

    proptest! {
        #[test]
        fn no_input_panics_and_bounds_are_in_order(expression in "[-0-9X~?%/.T:\\[\\]{},Z]{0,24}|\\PC{0,16}") {
            if let Some(Bounds { first: Some(first), last: Some(last) }) = bounds(&expression) {
                prop_assert!(first <= last, "{} {} {}", expression, first, last);
            }
        }

        #[test]
        fn overlap_is_symmetric(a in "(20[0-2][0-9](-0[1-9])?|\\.\\.)/(20[3-9][0-9](-1[0-2])?|\\.\\.)", b in "20[0-9][0-9]") {
            let (a, b) = (bounds(&a).unwrap(), bounds(&b).unwrap());
            prop_assert_eq!(a.overlaps(b), b.overlaps(a));
        }
    }
}
