//! The rules: which words are a time expression, and what they say before anybody looks at a calendar.
//!
//! Each rule starts at one token and answers how far it reaches; the longest reading wins. "Over a week ago" is
//! read as an amount (1), a unit (week), a sense (ago) and a modifier; which day that is, [`super::resolve`] says.

mod date;
mod year;
mod named;
mod clock;
mod amount;
mod other;

use std::cell::Cell;

use super::Modifier;
use super::words::{Lex, Tokens, Unit};

/// An expression as read: where it stands, in tokens, and what it says.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub from: usize,
    pub to: usize,
    pub meaning: Meaning,
    /// The time of day, beside the date or alone.
    pub part: Option<Part>,
    /// Which part of the period is meant.
    pub edge: Option<Edge>,
    pub modifier: Option<Modifier>,
    pub rule: &'static str,
}

#[derive(Clone, Debug)]
pub(super) enum Meaning {
    /// What the words give of a date.
    Fields(Fields),
    /// So many days from today.
    Days(i64),
    /// "last week", "next June", "that year".
    Named(Which, What),
    /// "two days ago", "three weeks later".
    Offset(Amount, Unit, Sense),
    /// "three weeks", "the past year".
    Duration(Amount, Unit, Option<Toward>),
    /// A set, by its TIMEX3 value.
    Set(String),
    Past,
    Present,
    Future,
    /// "at the time": whenever was last spoken of.
    Then,
    /// A time of day without a day.
    Clock,
}

/// The parts of a date that words give; BC years are negative or zero.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Fields {
    pub before_christ: bool,
    pub century: Option<i32>,
    pub decade: Option<i32>,
    pub year: Option<i32>,
    pub half: Option<u8>,
    pub quarter: Option<u8>,
    pub season: Option<u8>,
    pub month: Option<u8>,
    pub day: Option<u8>,
    pub weekday: Option<u8>,
    /// The year is "that year", "last year" and so on.
    pub of_year: Option<Which>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    Last,
    This,
    Next,
    /// Counted from what was last spoken of.
    That,
    Following,
    Previous,
    /// "the month", "the weekend".
    Bare,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Unit(Unit),
    Weekday(u8),
    Month(u8),
    Season(u8),
}

/// How many; `None` for "several", "a few" and the like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Amount(pub Option<f64>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    Ago,
    FromNow,
    Before,
    After,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Toward {
    Past,
    Future,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    /// "18:30", as TIMEX3 writes it after the T.
    Clock(String),
    /// "MO", "NI" and so on.
    Code(&'static str),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    Start,
    Mid,
    End,
    /// "earlier this month": before today.
    Earlier,
    /// "later this month": after today.
    Later,
}

/// What holds for the whole text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Habits {
    /// Whether months are put before days.
    pub month_first: bool,
    /// The first and last year that are surely meant as years, where there are enough to trust.
    pub years: Option<(i32, i32)>,
    /// Whether years before Christ are the rule.
    pub before_christ: bool,
}

pub(super) struct Reader<'t> {
    tokens: &'t Tokens<'t>,
    habits: Habits,
    /// How many rules stand inside each other just now; a bound keeps reading linear in the text.
    depth: Cell<u8>,
}

/// No expression that anybody writes nests deeper.
const DEEPEST: u8 = 6;

/// Words after which a date or a year is meant as one.
fn is_time_preposition(key: &str) -> bool {
    TIME_PREPOSITIONS.contains(&key)
}

impl<'t> Reader<'t> {
    pub fn new(tokens: &'t Tokens<'t>, habits: Habits) -> Self {
        Self { tokens, habits, depth: Cell::new(0) }
    }

    /// What `rule` finds, unless too many rules are at work already.
    fn deeper<T>(&self, rule: impl FnOnce() -> Option<T>) -> Option<T> {
        let depth = self.depth.get();
        if depth >= DEEPEST {
            return None;
        }
        self.depth.set(depth + 1);
        let found = rule();
        self.depth.set(depth);
        found
    }

    /// The longest expression that starts at token `i`.
    pub fn at(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        let found = match t.lex(i) {
            Lex::Word | Lex::Break => None,
            Lex::Key("early" | "late" | "earlier" | "later" | "mid" | "latest" | "earliest") => {
                self.edge_word(i).or_else(|| self.misc(i))
            }
            Lex::Key("the") => {
                longest([self.edge_of(i), self.calendar(i), self.stretch(i), self.misc(i), self.approximate(i)])
            }
            Lex::Mark('\'') => self.short_year(i),
            _ => longest([
                self.calendar(i),
                self.stretch(i),
                self.quantity(i, None),
                self.approximate(i),
                self.misc(i),
                self.edge_of(i),
                self.set(i),
            ]),
        }?;
        Some(self.with_time_of_day(found))
    }

    /// The second of two days or years that share what the first said: the 5 of "June 3-5", the 96 of "1995-96".
    pub fn shared(&self, first: &Found) -> Option<Found> {
        let t = self.tokens;
        let (Meaning::Fields(fields), i) = (&first.meaning, first.to) else { return None };
        let dash = matches!(t.lex(i), Lex::Mark('-' | '–' | '/'));
        let word = matches!(t.key(i), "to" | "and" | "or" | "through" | "until");
        if first.edge.is_some() || first.part.is_some() || !dash && !word {
            return None;
        }
        match *fields {
            Fields { year: Some(year), month: None, day: None, season: None, half: None, quarter: None, .. }
                if dash && t.glued(i) && t.glued(i + 1) =>
            {
                let (n, 2) = t.digits(i + 1)? else { return None };
                let goes_on =
                    t.glued(i + 2) && !matches!(t.lex(i + 2), Lex::Mark(',' | '.' | ')' | ';' | ':' | '"' | '\''));
                let fields = Fields { year: Some(year - year.rem_euclid(100) + n), ..Fields::default() };
                (n > year % 100 && year > 0 && !goes_on)
                    .then(|| self.found(i + 1, i + 2, "shared-century", Meaning::Fields(fields)))
            }
            Fields { month: Some(month), day: Some(day), year, .. } if first.rule == "month-day" => {
                let the = usize::from(t.key(i + 1) == "the");
                let (end, second, ordinal) = self.day_number(i + 1 + the)?;
                let apart = dash || ordinal || matches!(t.lex(end), Lex::Mark(_) | Lex::Break | Lex::Key(_));
                if second <= day
                    || !apart
                    || matches!(t.lex(end), Lex::Unit(..) | Lex::Month(..) | Lex::Word) && !dash && !ordinal
                {
                    return None;
                }
                let fields = Fields { month: Some(month), day: Some(second), year, ..Fields::default() };
                let (to, fields) = if year.is_some() && self.year_after(end).is_none() {
                    (end, fields)
                } else {
                    self.with_year(end, fields)
                };
                Some(self.found(i + 1, to, "shared-month", Meaning::Fields(fields)))
            }
            _ => None,
        }
    }

    /// A date, as words or digits give it, with no word on which part of it.
    pub fn calendar(&self, i: usize) -> Option<Found> {
        self.deeper(|| self.calendar_here(i))
    }

    fn calendar_here(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        match t.lex(i) {
            Lex::Digits if t.starts_number(i) => longest([
                self.iso(i),
                self.numeric(i),
                self.day_first(i, i),
                self.clock(i),
                self.decade(i, i),
                self.century(i, i),
                self.year(i),
                self.quarter(i),
            ]),
            Lex::Month(..) => self.month_first(i),
            Lex::Weekday(..) => self.weekday(i),
            Lex::Season(_) => self.season(i, i),
            Lex::Card(_) => self.clock(i),
            Lex::Ord(_) => longest([self.day_first(i, i), self.century(i, i), self.quarter(i)]),
            Lex::Part(..) => self.part_of(i, i),
            Lex::Key("third" | "second" | "fourth") => self.quarter(i),
            Lex::Key("the") => self.after_the(i),
            Lex::Key(
                "this" | "last" | "next" | "that" | "past" | "coming" | "previous" | "following" | "same" | "current"
                | "upcoming",
            ) => self.named(i, i),
            Lex::Key("fiscal" | "fy" | "q") => self.quarter(i),
            Lex::Key("noon" | "midday" | "midnight") => self.clock(i),
            Lex::Key(
                "christmas" | "easter" | "new" | "thanksgiving" | "halloween" | "good" | "boxing" | "valentine",
            ) => self.holiday(i),
            Lex::Key("today" | "tomorrow" | "yesterday" | "tonight") => self.near_day(i),
            Lex::Unit(Unit::Year | Unit::Month, false) => self.possessive_end(i),
            _ => None,
        }
    }

    fn found(&self, from: usize, to: usize, rule: &'static str, meaning: Meaning) -> Found {
        Found { from, to, meaning, part: None, edge: None, modifier: None, rule }
    }
}

/// The TIMEX3 value of a duration.
pub(super) fn duration_value(amount: Amount, unit: Unit) -> String {
    if amount.0 == Some(0.5) {
        let half = match unit {
            Unit::Minute => Some("PT30S"),
            Unit::Hour => Some("PT30M"),
            Unit::Year => Some("P6M"),
            Unit::Decade => Some("P5Y"),
            Unit::Century => Some("P50Y"),
            _ => None,
        };
        if let Some(half) = half {
            return half.to_owned();
        }
    }
    let n = match amount.0 {
        None => "X".to_owned(),
        Some(n) => format!("{n}"),
    };
    match unit {
        Unit::Second => format!("PT{n}S"),
        Unit::Minute => format!("PT{n}M"),
        Unit::Hour => format!("PT{n}H"),
        Unit::Day | Unit::Weekend => format!("P{n}D"),
        Unit::Week => format!("P{n}W"),
        Unit::Fortnight => amount.0.map_or("PXW".to_owned(), |n| format!("P{}W", n * 2.0)),
        Unit::Month => format!("P{n}M"),
        Unit::Quarter => format!("P{n}Q"),
        Unit::Year => format!("P{n}Y"),
        Unit::Decade => format!("P{n}DE"),
        Unit::Century => format!("P{n}CE"),
        Unit::Millennium => amount.0.map_or("PXY".to_owned(), |n| format!("P{}Y", n * 1000.0)),
    }
}

fn longest<const N: usize>(candidates: [Option<Found>; N]) -> Option<Found> {
    candidates.into_iter().flatten().fold(None, |best: Option<Found>, next| match best {
        Some(best) if best.to >= next.to => Some(best),
        _ => Some(next),
    })
}

fn fields_of(found: &Found) -> Option<Fields> {
    match found.meaning {
        Meaning::Fields(fields) => Some(fields),
        _ => None,
    }
}

fn old_follows(t: &Tokens, i: usize) -> bool {
    t.key(i) == "old" || t.is_mark(i, '-') && t.key(i + 1) == "old"
}

fn names_a_day(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Fields(f) => f.day.is_some() || f.weekday.is_some(),
        Meaning::Days(_) => true,
        Meaning::Named(_, what) => matches!(what, What::Unit(Unit::Day) | What::Weekday(_)),
        _ => false,
    }
}

/// A two-digit year as people mean it: up to 39 in this century.
fn full_year(n: i32) -> i32 {
    if n < 40 { 2000 + n } else { 1900 + n }
}

/// Whether a word can stand between a number and a unit: "bloody", "brutal", "consecutive".
fn adjective(word: &str) -> bool {
    ["y", "al", "ous", "ive", "ful", "ic", "ing", "ible", "able", "ent", "ant", "less", "ern", "ary"]
        .iter()
        .any(|end| word.len() > 4 && word.ends_with(end))
}

/// Decades of the last century by their names, from the 1920s.
const TENS: &[&str] = &["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];

/// Words that may stand between a number and its unit.
#[rustfmt::skip]
const COLOURS: &[&str] = &[
    "consecutive", "full", "straight", "more", "additional", "further", "whole", "long", "short", "successive", "calendar", "working", "other", "extra",
    "remaining", "entire", "previous", "fiscal",
];

/// See [`is_time_preposition`].
#[rustfmt::skip]
const TIME_PREPOSITIONS: &[&str] = &[
    "in", "since", "until", "till", "by", "from", "to", "before", "after", "during", "between", "through",
    "throughout", "on", "of", "around", "about", "early", "late", "mid", "next", "last", "this", "that", "following",
    "previous", "circa", "ca", "every", "each", "past", "coming", "begin", "end", "as", "for",
];
