//! The rules: which words are a time expression, and what they say before anybody looks at a calendar.
//!
//! Each rule starts at one token and answers how far it reaches; the longest reading wins. "Over a week ago" is
//! read as an amount (1), a unit (week), a sense (ago) and a modifier; which day that is, [`super::resolve`] says.

use std::cell::Cell;

use super::words::{Form, Lex, Tokens, Unit};
use super::{Modifier, calendar};

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
pub(super) fn is_time_preposition(key: &str) -> bool {
    matches!(
        key,
        "in" | "since"
            | "until"
            | "till"
            | "by"
            | "from"
            | "to"
            | "before"
            | "after"
            | "during"
            | "between"
            | "through"
            | "throughout"
            | "on"
            | "of"
            | "around"
            | "about"
            | "early"
            | "late"
            | "mid"
            | "next"
            | "last"
            | "this"
            | "that"
            | "following"
            | "previous"
            | "circa"
            | "ca"
            | "every"
            | "each"
            | "past"
            | "coming"
            | "begin"
            | "end"
            | "as"
            | "for"
    )
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

    // --- Dates in digits ---------------------------------------------------------------------------------------

    /// "2024-12-14", with or without a time behind it.
    fn iso(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        let (year, 4) = t.digits(i)? else { return None };
        let mark = if t.is_mark(i + 1, '/') { '/' } else { '-' };
        let (month, 2) = self.joined(i + 2, mark)? else { return None };
        let (day, 2) = self.joined(i + 4, mark)? else { return None };
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        calendar::date(year, month, day)?;
        let fields = Fields { year: Some(year), month: Some(month), day: Some(day), ..Fields::default() };
        let mut found = self.found(i, i + 5, "iso-date", Meaning::Fields(fields));
        let time = i + 6;
        if t.word(i + 5) == "T"
            && t.glued(i + 5)
            && t.glued(time)
            && let Some((end, clock)) = self.hour_and_minute(time)
        {
            found.part = Some(Part::Clock(clock));
            found.to = end + usize::from(t.word(end) == "Z" && t.glued(end));
        }
        Some(found)
    }

    /// The digits at `i`, joined by `mark` to what stands before.
    fn joined(&self, i: usize, mark: char) -> Option<(i32, usize)> {
        let t = self.tokens;
        (t.is_mark(i.checked_sub(1)?, mark) && t.glued(i - 1) && t.glued(i)).then(|| t.digits(i))?
    }

    /// "14/12/2024", "14.12.2024", "12/14/24".
    fn numeric(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        let (a, 1 | 2) = t.digits(i)? else { return None };
        let mark = match t.lex(i + 1) {
            Lex::Mark(mark @ ('/' | '.' | '-')) => mark,
            _ => return None,
        };
        let (b, 1 | 2) = self.joined(i + 2, mark)? else { return None };
        let (year, digits) = self.joined(i + 4, mark)?;
        let year = match digits {
            4 => year,
            2 if mark != '-' => full_year(year),
            _ => return None,
        };
        // A fourth part makes it a version or an address.
        if matches!(t.lex(i + 5), Lex::Mark('.' | '/' | '-')) && t.glued(i + 5) && t.glued(i + 6) {
            return None;
        }
        let (day, month) = if b > 12 || (a <= 12 && mark == '/' && self.habits.month_first) { (b, a) } else { (a, b) };
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        calendar::date(year, month, day)?;
        let fields = Fields { year: Some(year), month: Some(month), day: Some(day), ..Fields::default() };
        Some(self.found(i, i + 5, "numeric-date", Meaning::Fields(fields)))
    }

    // --- Days and months in words ------------------------------------------------------------------------------

    /// A day of the month in digits, perhaps with its ending, or as a word; where it ends, and whether it is an ordinal.
    fn day_number(&self, i: usize) -> Option<(usize, u8, bool)> {
        let t = self.tokens;
        let (end, day, ordinal) = match t.lex(i) {
            Lex::Digits => {
                let (n, 1 | 2) = t.digits(i)? else { return None };
                let ending = t.glued(i + 1) && matches!(t.key(i + 1), "st" | "nd" | "rd" | "th");
                (i + 1 + usize::from(ending), u8::try_from(n).ok()?, ending)
            }
            Lex::Ord(n) => (i + 1, n, true),
            Lex::Card(tens @ (20 | 30)) if t.is_mark(i + 1, '-') => match t.lex(i + 2) {
                Lex::Ord(n @ 1..10) => (i + 3, u8::try_from(tens).ok()? + n, true),
                _ => return None,
            },
            _ => return None,
        };
        // "6.5", "12,000" and "4x" are no days.
        let goes_on = t.glued(end)
            && match t.lex(end) {
                Lex::Mark(',' | '.' | ':') => t.glued(end + 1) && t.lex(end + 1) == Lex::Digits,
                Lex::Mark('%' | '$') => true,
                Lex::Mark(_) => false,
                _ => true,
            };
        ((1..=31).contains(&day) && !goes_on).then_some((end, day, ordinal))
    }

    /// "14 December 2024", "the 14th of December", "3 to 7 May" up to the 3.
    fn day_first(&self, from: usize, i: usize) -> Option<Found> {
        let t = self.tokens;
        let (after_day, day, ordinal) = self.day_number(i)?;
        let month_at = if t.key(after_day) == "of" { after_day + 1 } else { after_day };
        if let Some((after, month)) = self.month_name(month_at) {
            if !ordinal && month_at > after_day {
                return None;
            }
            // "9 May" reads well, "9 may" does not.
            let fields = Fields { month: Some(month), day: Some(day), ..Fields::default() };
            let (to, fields) = self.with_year(after, fields);
            return Some(self.found(from, to, "day-month", Meaning::Fields(fields)));
        }
        if matches!(t.key(month_at), "that" | "this" | "the")
            && t.lex(month_at + 1) == Lex::Unit(Unit::Month, false)
            && month_at > after_day
            && ordinal
        {
            let fields = Fields { day: Some(day), ..Fields::default() };
            return Some(self.found(from, month_at + 2, "day-of-that-month", Meaning::Fields(fields)));
        }
        // The first of two days that share a month: "3 to 7 May", "3-7 May", "3 and 5 May", "the 3rd and 5th of May".
        let second = match t.lex(after_day) {
            Lex::Mark('-' | '–' | '/' | '&') | Lex::Key("to" | "and" | "or" | "until" | "till" | "through") => {
                after_day + 1
            }
            Lex::Mark(',') if !t.glued(after_day + 1) => after_day + 1,
            _ => return None,
        };
        let second = if t.key(second) == "the" { second + 1 } else { second };
        let next = self.deeper(|| self.day_first(second, second))?;
        match next.meaning {
            Meaning::Fields(fields)
                if fields.month.is_some()
                    && fields.day.is_some_and(|d| d > day || t.lex(after_day) != Lex::Mark('-')) =>
            {
                let fields = Fields { day: Some(day), ..fields };
                Some(self.found(from, after_day, "day-of-shared-month", Meaning::Fields(fields)))
            }
            _ => None,
        }
    }

    /// A month's name with a capital, and its full stop where it is cut short.
    fn month_name(&self, i: usize) -> Option<(usize, u8)> {
        let t = self.tokens;
        match t.lex(i) {
            Lex::Month(month, short) if t.capital(i) => {
                Some((i + 1 + usize::from(short && t.is_mark(i + 1, '.') && t.glued(i + 1)), month))
            }
            _ => None,
        }
    }

    /// A year behind a month or day: "2024", ", 2024", "of 2024", "'24", "480 BC".
    fn year_after(&self, i: usize) -> Option<(usize, Option<i32>)> {
        let t = self.tokens;
        let at = match t.lex(i) {
            Lex::Mark(',') => i + 1,
            Lex::Key("of" | "in") => i + 1,
            Lex::Mark('\'') => {
                let (n, 2) = t.digits(i + 1)? else { return None };
                return (t.glued(i + 1) && !t.is_mark(i + 2, '\'')).then(|| (i + 2, Some(full_year(n))));
            }
            _ => i,
        };
        if t.key(i) == "in" && t.digits(at)?.1 != 4 {
            return None;
        }
        let (n, digits) = t.digits(at)?;
        if let Some(end) = self.era(at + 1) {
            return Some((end.0, Some(if end.1 { 1 - n } else { n })));
        }
        if at > i && t.is_mark(i, ',') && digits != 4 {
            return None;
        }
        // "14 December, 2024-12-14" are two dates.
        if self.joined(at + 2, '-').is_some() && self.joined(at + 4, '-').is_some() {
            return None;
        }
        let plausible = (digits == 4 && (1000..=2200).contains(&n)) || (digits == 3 && self.habits.before_christ);
        let goes_on = t.glued(at + 1) && (!matches!(t.lex(at + 1), Lex::Mark(_)) || t.is_mark(at + 1, '%'));
        let decimal = matches!(t.lex(at + 1), Lex::Mark(',' | '.'))
            && t.glued(at + 1)
            && t.glued(at + 2)
            && t.lex(at + 2) == Lex::Digits;
        (plausible && !goes_on && !decimal && !self.counts_something(at + 1, n))
            .then_some((at + 1, Some(if digits == 3 { 1 - n } else { n })))
    }

    /// "BC", "B.C.", "AD"; where it ends, and whether it is before Christ.
    fn era(&self, i: usize) -> Option<(usize, bool)> {
        let t = self.tokens;
        match (t.key(i), t.word(i)) {
            ("bc" | "bce", _) => Some((i + 1, true)),
            ("ad" | "ce", word) if word == "AD" || word == "CE" => Some((i + 1, false)),
            (_, "B") if t.is_mark(i + 1, '.') && t.word(i + 2) == "C" && t.glued(i + 2) => {
                Some((i + 3 + usize::from(t.is_mark(i + 3, '.') && t.glued(i + 3)), true))
            }
            _ => None,
        }
    }

    /// "December 14, 2024", "Dec. 14", "May 2016", "June 3-5" up to the 3.
    fn month_first(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        let (after, month) = self.month_name(i)?;
        let the = usize::from(t.key(after) == "the" && t.lex(after + 1) == Lex::Digits);
        if let Some((end, day, _)) = self.day_number(after + the)
            && !matches!(t.lex(end), Lex::Unit(_, true))
        {
            let fields = Fields { month: Some(month), day: Some(day), ..Fields::default() };
            let (to, fields) = self.with_year(end, fields);
            let year = fields.year.or_else(|| self.year_behind_second_day(end));
            return Some(self.found(i, to, "month-day", Meaning::Fields(Fields { year, ..fields })));
        }
        let (to, fields) = self.with_year(after, Fields { month: Some(month), ..Fields::default() });
        if to == after && !self.month_stands_alone(i, after) {
            return None;
        }
        Some(self.found(i, to, "month", Meaning::Fields(fields)))
    }

    /// `fields` with the year that stands at `i`, if one does: "2024", "of that year", "last year".
    fn with_year(&self, i: usize, fields: Fields) -> (usize, Fields) {
        let t = self.tokens;
        if let Some((to, year)) = self.year_after(i) {
            return (to, Fields { year, ..fields });
        }
        let at = i + usize::from(t.key(i) == "of");
        let named = match t.key(at) {
            "the" if at > i => self.named(at, at + 1),
            "this" | "last" | "next" | "that" => self.named(at, at),
            _ => None,
        };
        match named.map(|named| (named.to, named.meaning)) {
            Some((to, Meaning::Named(which, What::Unit(Unit::Year)))) => {
                (to, Fields { of_year: Some(which), ..fields })
            }
            _ => (i, fields),
        }
    }

    /// In "June 3-5, 2014" the year that the 3 shares with the 5.
    fn year_behind_second_day(&self, i: usize) -> Option<i32> {
        let t = self.tokens;
        if !matches!(t.lex(i), Lex::Mark('-' | '–') | Lex::Key("to" | "and" | "or" | "through" | "until")) {
            return None;
        }
        let at = self.month_name(i + 1).map_or(i + 1, |(after, _)| after);
        let (end, _, _) = self.day_number(at)?;
        self.year_after(end)?.1
    }

    /// Whether a month without day or year is a month at all: "in May", but not "May said" or "a march".
    fn month_stands_alone(&self, i: usize, after: usize) -> bool {
        let t = self.tokens;
        let (Lex::Month(month, short), before) = (t.lex(i), t.key_before(i)) else { return false };
        if t.word(i).len() > 3 && t.word(i).chars().all(char::is_uppercase) {
            return false;
        }
        if is_time_preposition(before) || matches!(before, "early" | "late" | "mid") {
            // "of June Carter", "for April Jones".
            let name_behind = t.capital(after)
                && t.lex(after) == Lex::Word
                && !short
                && matches!(before, "of" | "for" | "by" | "to" | "after" | "as");
            let may_the_name = month == 5 && matches!(before, "for" | "as" | "of") && !t.is_mark(after, ',');
            return !(name_behind || may_the_name && before != "of");
        }
        if t.is_mark(i.wrapping_sub(1), '-') && t.key_before(i.wrapping_sub(1)) == "mid" {
            return true;
        }
        // "between May and June", "March to May".
        let paired = |key: &str| matches!(key, "and" | "or" | "to" | "through" | "until");
        if paired(before) && i >= 2 && matches!(t.lex(i - 2), Lex::Month(..) | Lex::Digits | Lex::Mark('.')) {
            return true;
        }
        let dash = matches!(t.lex(after), Lex::Mark('-' | '–'));
        if (paired(t.key(after)) || dash) && self.month_name(after + 1).is_some() {
            return true;
        }
        if month == 5 || month == 3 && !matches!(t.lex(after), Lex::Mark(_)) || short {
            return false;
        }
        let name = t.capital(after) && !matches!(t.lex(after), Lex::Weekday(..))
            || i > 0 && t.capital(i - 1) && matches!(t.lex(i - 1), Lex::Word | Lex::Key("long"));
        let possessed = t.is_mark(after, '-') && t.glued(after);
        !name && !possessed
    }

    /// "Saturday", "Saturday, Dec. 14", "Saturday morning", "Saturday the 14th"; "Saturdays" is a set.
    fn weekday(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        let Lex::Weekday(weekday, form) = t.lex(i) else { return None };
        if !t.capital(i) && form != Form::Full {
            return None;
        }
        if form == Form::Plural {
            let future = t.key(i + 1) == "for" && t.capital(i + 2);
            return (!future).then(|| self.found(i, i + 1, "weekdays", Meaning::Set(format!("XXXX-WXX-{weekday}"))));
        }
        let name = [
            "Times",
            "Telegraph",
            "Mirror",
            "Mail",
            "Express",
            "Post",
            "Herald",
            "Sun",
            "Night",
            "School",
            "Mercury",
            "World",
            "People",
        ];
        if t.capital(i + 1) && name.contains(&t.word(i + 1))
            || matches!(t.word(i.wrapping_sub(1)), "Black" | "Bloody" | "Cyber" | "Ash" | "Super" | "Palm")
        {
            return None;
        }
        let mut at = i + 1;
        if form == Form::Short && t.is_mark(at, '.') && t.glued(at) {
            at += 1;
        }
        let mut part = None;
        if let Lex::Part(code, false) = t.lex(at) {
            part = Some(Part::Code(code));
            at += 1;
        }
        let date_at = if t.is_mark(at, ',') || t.is_mark(at, '(') { at + 1 } else { at };
        let date_at = if matches!(t.key(date_at), "the" | "on") { date_at + 1 } else { date_at };
        let date = longest([
            self.month_first(date_at),
            self.day_first(date_at, date_at),
            self.numeric(date_at),
            self.iso(date_at),
        ]);
        if let Some(date) = date
            && let Meaning::Fields(mut fields) = date.meaning
            && fields.day.is_some()
        {
            fields.weekday = Some(weekday);
            let to = date.to + usize::from(t.is_mark(at, '(') && t.is_mark(date.to, ')'));
            let mut found = self.found(i, to, "weekday-date", Meaning::Fields(fields));
            found.part = part;
            return Some(found);
        }
        if t.key(at) == "the"
            && let Some((end, day, true)) = self.day_number(at + 1)
        {
            let fields = Fields { weekday: Some(weekday), day: Some(day), ..Fields::default() };
            return Some(self.found(i, end, "weekday-day", Meaning::Fields(fields)));
        }
        // "Sun" and "Sat" are words of their own.
        if form == Form::Short && !(t.is_mark(i + 1, '.') && is_time_preposition(t.key_before(i)) && weekday != 7) {
            return None;
        }
        let fields = Fields { weekday: Some(weekday), ..Fields::default() };
        let mut found = self.found(i, at, "weekday", Meaning::Fields(fields));
        found.part = part;
        // "Tuesday last week", "Monday of this week".
        let week = if t.key(at) == "of" { at + 1 } else { at };
        if matches!(t.key(week), "last" | "next" | "this")
            && let Some(named) = self.named(week, week)
            && let Meaning::Named(which, What::Unit(Unit::Week)) = named.meaning
        {
            found.meaning = Meaning::Named(which, What::Weekday(weekday));
            found.to = named.to;
            found.rule = "weekday-of-week";
        }
        Some(found)
    }

    // --- Years and longer --------------------------------------------------------------------------------------

    /// "2014", "480 BC", "1914" of "1914-18".
    fn year(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        let (n, digits) = t.digits(i)?;
        let before = t.key_before(i);
        if let Some((end, before_christ)) = self.era(i + 1) {
            let year = if before_christ { 1 - n } else { n };
            return (digits <= 4 && n > 0).then(|| {
                self.found(i, end, "year-era", Meaning::Fields(Fields { year: Some(year), ..Fields::default() }))
            });
        }
        // "From 480 to 479 BC": the first shares the era of the second.
        if digits <= 4
            && matches!(t.lex(i + 1), Lex::Mark('-' | '–') | Lex::Key("to" | "and" | "or"))
            && let Some((second, _)) = t.digits(i + 2)
            && let Some((_, true)) = self.era(i + 3)
            && second <= n
        {
            return Some(self.found(
                i,
                i + 1,
                "year-era",
                Meaning::Fields(Fields { year: Some(1 - n), ..Fields::default() }),
            ));
        }
        if matches!(t.lex(i + 1), Lex::Mark('%' | '$' | '°'))
            || (t.glued(i + 1) && !matches!(t.lex(i + 1), Lex::Mark(_)))
        {
            return None;
        }
        if t.glued(i + 1)
            && t.glued(i + 2)
            && matches!(t.lex(i + 1), Lex::Mark(',' | '.' | ':' | '/'))
            && t.lex(i + 2) == Lex::Digits
            && !(t.is_mark(i + 1, '/') && t.digits(i + 2)?.1 <= 4)
        {
            return None;
        }
        let introduced = matches!(
            before,
            "in" | "since"
                | "until"
                | "till"
                | "by"
                | "from"
                | "before"
                | "after"
                | "during"
                | "between"
                | "circa"
                | "ca"
                | "year"
                | "mid"
                | "early"
                | "late"
                | "through"
                | "throughout"
                | "fiscal"
                | "ad"
        ) || t.is_mark(i.wrapping_sub(1), '-')
            && matches!(t.key_before(i.wrapping_sub(1)), "mid" | "pre" | "post");
        let fields = |year| Meaning::Fields(Fields { year: Some(year), ..Fields::default() });
        if digits == 3 {
            let firm = self.habits.before_christ
                && introduced
                && !matches!(before, "from" | "by" | "until" | "between")
                && !self.counts_anything(i + 1);
            return firm.then(|| self.found(i, i + 1, "year-era", fields(1 - n)));
        }
        if digits != 4
            || !(1000..=2200).contains(&n)
            || matches!(t.lex(i.wrapping_sub(1)), Lex::Mark('$' | '#' | '+' | '№'))
        {
            return None;
        }
        if self.counts_something(i + 1, n) {
            return None;
        }
        let in_brackets =
            t.is_mark(i.wrapping_sub(1), '(') && matches!(t.lex(i + 1), Lex::Mark(')' | '-' | '–' | ',' | ';'));
        let in_range = match t.lex(i + 1) {
            Lex::Mark('-' | '–' | '/') => self.is_later_year(i + 2, n),
            Lex::Key("to" | "and" | "or" | "until") => self.is_later_year(i + 2, n) && !self.counts_anything(i + 3),
            _ => false,
        } || matches!(t.before(i), Lex::Mark('-' | '–' | '/'))
            && i >= 2
            && t.digits(i - 2).is_some_and(|(m, d)| d == 4 && m < n && (1000..2200).contains(&m))
            || matches!(before, "to" | "and" | "or")
                && i >= 2
                && t.digits(i - 2).is_some_and(|(m, d)| d == 4 && m < n && (1000..2200).contains(&m));
        let modern = (1900..=2039).contains(&n);
        let counted = matches!(
            before,
            "than"
                | "about"
                | "some"
                | "nearly"
                | "over"
                | "almost"
                | "approximately"
                | "roughly"
                | "least"
                | "most"
                | "no"
                | "only"
                | "just"
                | "another"
        ) || matches!(
            t.word(i.wrapping_sub(1)).to_ascii_lowercase().as_str(),
            "room"
                | "flight"
                | "no"
                | "number"
                | "route"
                | "article"
                | "section"
                | "resolution"
                | "page"
                | "chapter"
                | "model"
                | "boeing"
                | "act"
                | "total"
                | "with"
                | "lot"
                | "box"
                | "channel"
                | "building"
                | "unit"
                | "nr"
                | "extension"
                | "ext"
                | "highway"
                | "law"
        );
        let plain = modern && !counted && !self.counts_anything_plural(i, n);
        (introduced
            || in_brackets
            || in_range
            || plain
            || (t.key_before(i) == "of" && i >= 2 && !counted && !self.counts_anything(i + 1)))
        .then(|| self.found(i, i + 1, "year", fields(n)))
    }

    fn is_later_year(&self, i: usize, year: i32) -> bool {
        match self.tokens.digits(i) {
            Some((n, 4)) => n > year && n - year < 300,
            Some((n, 2)) => n > year % 100,
            _ => false,
        }
    }

    /// Whether what follows a number in the range of years is surely what it counts: "2016 people", "2000 km".
    fn counts_something(&self, i: usize, n: i32) -> bool {
        let t = self.tokens;
        match t.lex(i) {
            Lex::Unit(unit, plural) => plural && unit != Unit::Quarter,
            Lex::Scale(_) => true,
            Lex::Word if !t.capital(i) => {
                let word = t.word(i);
                const COUNTED: &[&str] = &[
                    "people",
                    "soldiers",
                    "troops",
                    "men",
                    "women",
                    "children",
                    "dollars",
                    "euros",
                    "pounds",
                    "deaths",
                    "cases",
                    "km",
                    "kilometres",
                    "kilometers",
                    "miles",
                    "metres",
                    "meters",
                    "feet",
                    "kg",
                    "tonnes",
                    "tons",
                    "percent",
                    "prisoners",
                    "refugees",
                    "victims",
                    "civilians",
                    "migrants",
                    "workers",
                    "jobs",
                    "students",
                    "homes",
                    "houses",
                    "votes",
                    "seats",
                    "police",
                    "officers",
                    "fighters",
                    "militants",
                    "protesters",
                    "residents",
                    "employees",
                    "passengers",
                    "ships",
                    "aircraft",
                    "tanks",
                    "vehicles",
                    "guns",
                    "shells",
                    "rockets",
                    "drones",
                    "missiles",
                    "casualties",
                    "dead",
                    "wounded",
                    "others",
                    "acres",
                    "hectares",
                    "barrels",
                    "shares",
                    "points",
                    "square",
                    "cubic",
                    "mph",
                    "kph",
                    "mm",
                    "cm",
                    "ft",
                    "lb",
                    "lbs",
                    "litres",
                    "liters",
                    "calories",
                    "mg",
                    "copies",
                    "words",
                    "pages",
                    "strong",
                    "names",
                    "families",
                    "households",
                    "patients",
                    "doctors",
                    "nurses",
                    "teachers",
                    "infantry",
                    "cavalry",
                ];
                COUNTED.contains(&word)
                    || n % 1000 == 0
                        && word.ends_with('s')
                        && word.len() > 3
                        && !matches!(t.key_before(i - 1), "in" | "since")
            }
            _ => false,
        }
    }

    /// Whether a plain noun or unit follows.
    fn counts_anything(&self, i: usize) -> bool {
        let t = self.tokens;
        match t.lex(i) {
            Lex::Unit(..) | Lex::Scale(_) | Lex::Mark('%') => true,
            Lex::Word => !t.capital(i) && ["s", "men", "people", "children"].iter().any(|end| t.word(i).ends_with(end)),
            _ => false,
        }
    }

    /// Whether a round number is followed by a plural: "2000 refugees", but not "the 2012 elections".
    fn counts_anything_plural(&self, i: usize, n: i32) -> bool {
        let t = self.tokens;
        let determined = matches!(t.key_before(i), "the" | "a" | "his" | "her" | "its" | "their" | "our" | "this")
            || t.key_before(i) == "s";
        let plural = t.lex(i + 1) == Lex::Word && !t.capital(i + 1) && {
            let word = t.word(i + 1);
            word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end)) && word.len() > 3
        };
        plural && !determined && n % 50 == 0
    }

    /// "'99", "'90s".
    fn short_year(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        let (n, 2) = t.digits(i + 1)? else { return None };
        if !t.glued(i + 1) || t.glued(i) && !matches!(t.before(i), Lex::Mark('-' | '(')) {
            return None;
        }
        if t.word(i + 2) == "s" && t.glued(i + 2) {
            let fields = Fields { decade: Some(full_year(n) / 10), ..Fields::default() };
            return (n % 10 == 0).then(|| self.found(i, i + 3, "decade", Meaning::Fields(fields)));
        }
        if t.is_mark(i + 2, '\'')
            || t.glued(i + 2) && !matches!(t.lex(i + 2), Lex::Mark(',' | '.' | ')' | '-' | ';' | '?' | '!'))
            || !is_time_preposition(t.key_before(i)) && !matches!(t.before(i), Lex::Season(_) | Lex::Month(..))
        {
            return None;
        }
        Some(self.found(
            i,
            i + 2,
            "short-year",
            Meaning::Fields(Fields { year: Some(full_year(n)), ..Fields::default() }),
        ))
    }

    /// "1990s", "the 470s BC".
    fn decade(&self, from: usize, i: usize) -> Option<Found> {
        let t = self.tokens;
        let (n, digits) = t.digits(i)?;
        let apostrophe = usize::from(t.is_mark(i + 1, '\'') && t.glued(i + 1));
        let s = i + 1 + apostrophe;
        if t.word(s) != "s" || !t.glued(s) || n % 10 != 0 {
            return None;
        }
        let era = self.era(s + 1);
        let before_christ = era.is_some_and(|(_, bc)| bc) || digits == 3 && self.habits.before_christ;
        let decade = match digits {
            4 if n < 2200 => n / 10,
            3 if before_christ => n / 10,
            2 if from < i || is_time_preposition(t.key_before(i)) => full_year(n) / 10,
            _ => return None,
        };
        if digits == 4 && n % 100 == 0 && n < 1900 {
            let fields = Fields { century: Some(n / 100), ..Fields::default() };
            return Some(self.found(from, s + 1, "century", Meaning::Fields(fields)));
        }
        let fields = Fields { decade: Some(decade), before_christ, ..Fields::default() };
        Some(self.found(from, era.map_or(s + 1, |(end, _)| end), "decade", Meaning::Fields(fields)))
    }

    /// "19th century", "eighteenth-century".
    fn century(&self, from: usize, i: usize) -> Option<Found> {
        let t = self.tokens;
        let (end, n, true) = self.day_number(i)? else { return None };
        let at = if t.is_mark(end, '-') { end + 1 } else { end };
        if t.lex(at) != Lex::Unit(Unit::Century, false) {
            return None;
        }
        let era = self.era(at + 1);
        let fields = Fields {
            century: Some(i32::from(n) - 1),
            before_christ: era.is_some_and(|(_, bc)| bc),
            ..Fields::default()
        };
        Some(self.found(from, era.map_or(at + 1, |(end, _)| end), "century", Meaning::Fields(fields)))
    }

    /// "the first quarter of 2014", "third-quarter", "Q3 2014", "FY2016", "the second half of the year".
    fn quarter(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        if matches!(t.key(i), "fiscal" | "fy") {
            let at = i + 1 + usize::from(t.lex(i + 1) == Lex::Unit(Unit::Year, false));
            let (n, digits) = t.digits(at)?;
            let year = if digits == 2 && t.key(i) == "fy" { full_year(n) } else { n };
            return (digits == 4 || digits == 2 && t.key(i) == "fy").then(|| {
                self.found(i, at + 1, "fiscal-year", Meaning::Fields(Fields { year: Some(year), ..Fields::default() }))
            });
        }
        let (after, n, named) = if t.word(i) == "Q" && t.glued(i + 1) {
            (i + 2, t.digits(i + 1)?.0, true)
        } else if t.lex(i) == Lex::Digits && t.digits(i)?.1 == 4 {
            if t.word(i + 1) != "Q" || !t.glued(i + 2) {
                return None;
            }
            let (year, q) = (t.digits(i)?.0, t.digits(i + 2)?.0);
            let fields = Fields { year: Some(year), quarter: u8::try_from(q).ok(), ..Fields::default() };
            return (1..=4).contains(&q).then(|| self.found(i, i + 3, "quarter", Meaning::Fields(fields)));
        } else {
            let (end, n) = self.ordinal(i)?;
            let end = if t.is_mark(end, '-') || t.key(end) == "fiscal" { end + 1 } else { end };
            match t.lex(end) {
                Lex::Unit(Unit::Quarter, false) => (end + 1, i32::from(n), true),
                Lex::Key("half") if n <= 2 => (end + 1, i32::from(n), false),
                _ => return None,
            }
        };
        if !(1..=4).contains(&n) {
            return None;
        }
        let n = u8::try_from(n).ok()?;
        let mut fields = Fields::default();
        if named {
            fields.quarter = Some(n);
        } else {
            fields.half = Some(n);
        }
        if let Some((to, year)) = self.year_after(after) {
            fields.year = year;
            return Some(self.found(i, to, "quarter", Meaning::Fields(fields)));
        }
        if matches!(t.key(after), "of") {
            let (to, fields) = self.with_year(after, fields);
            if to > after {
                return Some(self.found(i, to, "quarter", Meaning::Fields(fields)));
            }
            if t.key(after + 1) == "the" && t.lex(after + 2) == Lex::Unit(Unit::Year, false) {
                return Some(self.found(i, after + 3, "quarter", Meaning::Fields(fields)));
            }
            // "The second half of the match" and "of June" are no halves of a year.
            if !named {
                return None;
            }
        }
        named.then(|| self.found(i, after, "quarter", Meaning::Fields(fields)))
    }

    fn ordinal(&self, i: usize) -> Option<(usize, u8)> {
        match self.tokens.key(i) {
            "second" => Some((i + 1, 2)),
            "third" => Some((i + 1, 3)),
            "fourth" => Some((i + 1, 4)),
            _ => self.day_number(i).filter(|(_, _, ordinal)| *ordinal).map(|(end, n, _)| (end, n)),
        }
    }

    /// "summer 2014", "the summer of 2014", "spring" where it can only be the season.
    fn season(&self, from: usize, i: usize) -> Option<Found> {
        let t = self.tokens;
        let Lex::Season(season) = t.lex(i) else { return None };
        let at = i + 1;
        if let Some((to, year)) =
            self.year_after(at).or_else(|| self.short_year(at).map(|f| (f.to, fields_of(&f).and_then(|f| f.year))))
        {
            let fields = Fields { season: Some(season), year, ..Fields::default() };
            return Some(self.found(from, to, "season", Meaning::Fields(fields)));
        }
        let (to, fields) = self.with_year(at, Fields { season: Some(season), ..Fields::default() });
        if to > at {
            return Some(self.found(from, to, "season", Meaning::Fields(fields)));
        }
        let before = t.key_before(from);
        let word = t.word(i);
        let fall = word.eq_ignore_ascii_case("fall");
        let spring = word.eq_ignore_ascii_case("spring");
        let firm = matches!(
            before,
            "in" | "during"
                | "since"
                | "until"
                | "by"
                | "throughout"
                | "early"
                | "late"
                | "mid"
                | "of"
                | "for"
                | "from"
                | "and"
                | "before"
                | "after"
                | "through"
                | "over"
                | "between"
                | "a"
                | "each"
        );
        let strict =
            matches!(before, "in" | "during" | "since" | "by" | "early" | "late" | "mid" | "until" | "throughout");
        let articled = from < i;
        let ok = if fall {
            articled && strict
                || strict && t.key(at) != "to" && before == "in" && !t.is_mark(at, '-') && t.lex(at) != Lex::Key("of")
                || t.key(at) == "and" && matches!(t.lex(at + 1), Lex::Season(_)) && articled
        } else if spring {
            strict
                || articled && matches!(before, "over")
                || matches!(t.lex(at), Lex::Mark(',')) && before.is_empty() && t.capital(i)
        } else {
            firm || articled || matches!(t.lex(at), Lex::Mark('.' | ',' | ';')) || !t.capital(i)
        };
        let name = t.capital(at) && t.capital(i) || fall && matches!(t.key(at), "of" | "in" | "from");
        (ok && !name).then(|| {
            self.found(from, at, "season", Meaning::Fields(Fields { season: Some(season), ..Fields::default() }))
        })
    }

    // --- Named from here ---------------------------------------------------------------------------------------

    /// What can follow "the": days, seasons, decades, "following week", "night of 8 May".
    fn after_the(&self, from: usize) -> Option<Found> {
        let t = self.tokens;
        let i = from + 1;
        let year_word = t.lex(i) == Lex::Unit(Unit::Year, false);
        if year_word && t.lex(i + 1) == Lex::Digits {
            let mut year = self.year(i + 1)?;
            year.from = from;
            return Some(year);
        }
        if let Some(tens) = TENS.iter().position(|tens| *tens == t.key(i)) {
            let fields = Fields { decade: i32::try_from(tens).ok().map(|n| 192 + n), ..Fields::default() };
            return Some(self.found(from, i + 1, "decade", Meaning::Fields(fields)));
        }
        longest([
            self.named(from, i),
            self.day_first(from, i),
            self.lone_day(from, i),
            self.season(from, i),
            self.decade(from, i),
            self.century(from, i),
            self.part_of(from, i),
            self.quarter(i).map(|f| Found { from, ..f }),
            self.holiday(i).map(|f| Found { from, ..f }),
            self.bare(from, i),
            self.near_the_day(from, i),
        ])
    }

    /// "the 14th", where nothing else follows that it could number.
    fn lone_day(&self, from: usize, i: usize) -> Option<Found> {
        let t = self.tokens;
        if t.lex(i) != Lex::Digits {
            return None;
        }
        let (end, day, true) = self.day_number(i)? else { return None };
        let closed = match t.lex(end) {
            Lex::Mark(mark) => !matches!(mark, '-' | '"' | '\'' | '/'),
            Lex::Break => true,
            Lex::Key(key) => matches!(
                key,
                "and"
                    | "at"
                    | "the"
                    | "by"
                    | "when"
                    | "after"
                    | "he"
                    | "she"
                    | "they"
                    | "it"
                    | "to"
                    | "before"
                    | "who"
                    | "with"
            ),
            _ => false,
        };
        let led = matches!(
            t.key_before(from),
            "on" | "by" | "of" | "until" | "from" | "since" | "between" | "and" | "to" | "till"
        );
        (closed && led)
            .then(|| self.found(from, end, "lone-day", Meaning::Fields(Fields { day: Some(day), ..Fields::default() })))
    }

    /// "the weekend", and where an edge leads, "(the end of) the year".
    fn bare(&self, from: usize, i: usize) -> Option<Found> {
        let t = self.tokens;
        match t.lex(i) {
            Lex::Unit(Unit::Weekend, false) => {
                Some(self.found(from, i + 1, "weekend", Meaning::Named(Which::Bare, What::Unit(Unit::Weekend))))
            }
            Lex::Unit(
                unit @ (Unit::Day
                | Unit::Week
                | Unit::Month
                | Unit::Year
                | Unit::Decade
                | Unit::Century
                | Unit::Quarter),
                false,
            ) if t.key_before(from) == "of" && from >= 2 && self.edge_noun(from - 2).is_some()
                || t.key_before(from) == "in"
                    && from >= 2
                    && matches!(t.key(from - 2), "earlier" | "later" | "early" | "late" | "on") =>
            {
                Some(self.found(from, i + 1, "that-unit", Meaning::Named(Which::Bare, What::Unit(unit))))
            }
            _ => None,
        }
    }

    /// "the day before yesterday", "the day after tomorrow", "the day before".
    fn near_the_day(&self, from: usize, i: usize) -> Option<Found> {
        let t = self.tokens;
        let Lex::Unit(unit @ (Unit::Day | Unit::Week | Unit::Month | Unit::Year), false) = t.lex(i) else {
            return None;
        };
        let days = match (t.key(i + 1), t.key(i + 2)) {
            ("before", "yesterday") if unit == Unit::Day => {
                return Some(self.found(from, i + 3, "near-day", Meaning::Days(-2)));
            }
            ("after", "tomorrow") if unit == Unit::Day => {
                return Some(self.found(from, i + 3, "near-day", Meaning::Days(2)));
            }
            ("before" | "earlier" | "previously" | "prior", _) => Which::Previous,
            ("after" | "following" | "later", _) => Which::Following,
            _ => return None,
        };
        matches!(
            t.lex(i + 2),
            Lex::Mark('.' | ',' | ';' | '!' | '?' | ')' | '"' | '\'') | Lex::Break | Lex::Key("and" | "when" | "but")
        )
        .then(|| self.found(from, i + 2, "near-day", Meaning::Named(days, What::Unit(unit))))
    }

    fn near_day(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        let (days, part) = match t.key(i) {
            "yesterday" => (-1, None),
            "tomorrow" => (1, None),
            "tonight" => (0, Some(Part::Code("NI"))),
            _ => (0, None),
        };
        // "USA Today", "Russia Today".
        if t.capital(i) && i > 0 && t.capital(i - 1) && t.lex(i - 1) == Lex::Word && !t.is_mark(i - 1, '.') {
            return None;
        }
        let mut found = self.found(i, i + 1, "near-day", Meaning::Days(days));
        found.part = part;
        if let Lex::Part(code, false) = t.lex(i + 1) {
            found.part = Some(Part::Code(code));
            found.to = i + 2;
        }
        // "a week from today", "today" of "today's".
        Some(found)
    }

    /// "last week", "next June", "this morning", "that same day", "the following spring".
    fn named(&self, from: usize, i: usize) -> Option<Found> {
        let t = self.tokens;
        let articled = from < i;
        let (mut at, which) = match t.key(i) {
            "this" => (i + 1, Which::This),
            "current" if articled => (i + 1, Which::This),
            "last" | "past" if t.key(i) == "last" || articled => (i + 1, Which::Last),
            "next" | "coming" | "upcoming" | "forthcoming" => {
                (i + 1, if articled && t.key(i) == "next" { Which::Following } else { Which::Next })
            }
            "that" => (i + 1, Which::That),
            "same" if articled => (i + 1, Which::That),
            "following" | "subsequent" if articled => (i + 1, Which::Following),
            "previous" | "preceding" if articled => (i + 1, Which::Previous),
            _ => return None,
        };
        if matches!(
            (which, t.key(at)),
            (Which::That | Which::This, "same" | "very" | "past" | "coming" | "current" | "last" | "next")
        ) {
            at += 1;
        }
        let which = match (which, t.key(at - 1)) {
            (Which::This, "past" | "last") => Which::Last,
            (Which::This, "coming" | "next") => Which::Next,
            (which, _) => which,
        };
        let past_article = articled && t.key(i) == "past";
        let (to, what, part) = match t.lex(at) {
            Lex::Unit(Unit::Second | Unit::Minute | Unit::Hour | Unit::Millennium, _) | Lex::Unit(_, true) => {
                return None;
            }
            // "The past year" is a stretch, and so is "the last decade" said of how long.
            Lex::Unit(unit, false) if past_article || articled && which == Which::Last && unit > Unit::Day => {
                return None;
            }
            Lex::Unit(Unit::Fortnight, false) => return None,
            Lex::Unit(unit, false) => {
                // "this day" and "the next day" pass; "last day" is the end of something.
                if unit == Unit::Day && which == Which::Last || t.is_mark(at + 1, '-') && t.glued(at + 1) {
                    return None;
                }
                let morning = if let Lex::Part(code, false) = t.lex(at + 1) { Some(Part::Code(code)) } else { None };
                (at + 1 + usize::from(morning.is_some()), What::Unit(unit), morning)
            }
            Lex::Weekday(n, Form::Full) => {
                let part = if let Lex::Part(code, false) = t.lex(at + 1) { Some(Part::Code(code)) } else { None };
                (at + 1 + usize::from(part.is_some()), What::Weekday(n), part)
            }
            Lex::Month(month, short) if t.capital(at) => {
                let end = at + 1 + usize::from(short && t.is_mark(at + 1, '.'));
                if let Some((end, day, _)) = self.day_number(end)
                    && which != Which::That
                {
                    let fields = Fields { month: Some(month), day: Some(day), ..Fields::default() };
                    return Some(self.found(from, end, "named-date", Meaning::Fields(fields)));
                }
                if month == 5 && t.capital(end) && which == Which::That {
                    return None;
                }
                (end, What::Month(month), None)
            }
            Lex::Season(season) => (at + 1, What::Season(season), None),
            Lex::Part(code, false) => {
                let unit = What::Unit(Unit::Day);
                let which = match (which, code) {
                    (Which::Last, _) => Which::Previous,
                    (Which::Next, _) => Which::Following,
                    (which, _) => which,
                };
                let meaning = match (which, t.key(i)) {
                    (Which::Previous, "last") => Meaning::Days(-1),
                    (Which::This, _) => Meaning::Days(0),
                    _ => Meaning::Named(which, unit),
                };
                let mut found = self.found(from, at + 1, "named-part-of-day", meaning);
                found.part = Some(Part::Code(code));
                return Some(found);
            }
            Lex::Key("christmas" | "easter" | "thanksgiving" | "halloween") => {
                let holiday = self.holiday(at)?;
                return Some(Found { from, ..holiday });
            }
            _ => return None,
        };
        // "Next year's", fine; "last year-end", no.
        let mut found = self.found(from, to, "named", Meaning::Named(which, what));
        found.part = part;
        Some(found)
    }

    /// "the night of 8 February", "the early morning hours of 1 May", "in the morning".
    fn part_of(&self, from: usize, i: usize) -> Option<Found> {
        let t = self.tokens;
        let early = usize::from(matches!(t.key(i), "early" | "late"));
        let Lex::Part(code, plural) = t.lex(i + early) else { return None };
        let mut at = i + early + 1;
        if t.key(at) == "hours" {
            at += 1;
        }
        if t.key(at) == "of"
            && let Some(date) = self.calendar(at + 1)
            && date.part.is_none()
            && names_a_day(&date.meaning)
        {
            let mut found = Found { from, rule: "part-of-day-of", ..date };
            found.part = Some(Part::Code(code));
            return Some(found);
        }
        if plural {
            return None;
        }
        let articled = from < i;
        let before = t.key_before(from);
        let alone = articled && matches!(before, "in" | "during" | "throughout" | "by" | "on" | "through")
            || !articled && (code == "DT" || code == "NI" && matches!(before, "at" | "by" | "per" | "all"));
        alone.then(|| {
            let mut found = self.found(from, at, "part-of-day", Meaning::Clock);
            found.part = Some(Part::Code(code));
            found
        })
    }

    // --- Which part --------------------------------------------------------------------------------------------

    /// "early October", "late in the year", "mid-2016", "later this month".
    fn edge_word(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        let edge = match t.key(i) {
            "early" => Edge::Start,
            "late" => Edge::End,
            "mid" => Edge::Mid,
            "earlier" => Edge::Earlier,
            "later" => Edge::Later,
            _ => return None,
        };
        self.edge_before(i, i, edge)
    }

    fn edge_before(&self, from: usize, i: usize, edge: Edge) -> Option<Found> {
        let t = self.tokens;
        let mut at = i + 1;
        if edge == Edge::Mid && t.is_mark(at, '-') {
            at += 1;
        }
        // "mid-to-late 2016", "early to mid June".
        if t.is_mark(at, '-')
            && t.key(at + 1) == "to"
            && t.is_mark(at + 2, '-')
            && matches!(t.key(at + 3), "late" | "mid")
        {
            at += 4;
        }
        let linked = matches!(t.key(at), "in" | "on");
        if linked {
            at += 1;
        }
        let date = match (edge, t.lex(at)) {
            (
                Edge::Earlier | Edge::Later,
                Lex::Key("this" | "that" | "the" | "last" | "in") | Lex::Digits | Lex::Month(..),
            ) if t.lex(at) != Lex::Digits || linked => self.calendar(at)?,
            (Edge::Earlier | Edge::Later, Lex::Key("today" | "tonight" | "yesterday")) => self.calendar(at)?,
            (Edge::Earlier | Edge::Later, _) => return None,
            (_, Lex::Part(..)) if from < i || !linked => match self.part_of(at, at) {
                Some(found) => found,
                None => {
                    // "in the early evening", "in the late afternoon".
                    let Lex::Part(code, false) = t.lex(at) else { return None };
                    let mut found = self.found(from, at + 1, "part-of-day", Meaning::Clock);
                    found.part = Some(Part::Code(code));
                    let led = from < i && matches!(t.key_before(from), "in" | "during" | "by")
                        || t.lex(at + 1) == Lex::Key("on");
                    return led.then_some(found);
                }
            },
            (_, Lex::Season(_)) => self.season(i, at)?,
            // The hyphen of "mid-1916" would make its digits part of a name.
            (Edge::Mid, Lex::Digits) => longest([self.year(at), self.decade(at, at), self.century(at, at)])?,
            _ => self.calendar(at)?,
        };
        let dated = matches!(date.meaning, Meaning::Fields(_) | Meaning::Days(_) | Meaning::Named(..));
        // "late 8 May" is said, "late 18:00" is not.
        if !dated || edge == Edge::Mid && fields_of(&date).is_some_and(|f| f.day.is_some() || f.weekday.is_some()) {
            return None;
        }
        Some(Found { from, edge: Some(edge), rule: "edge", ..date })
    }

    /// Whether the words from `i` up to "of" name an edge: "the end", "the early part", "the rest".
    fn edge_noun(&self, i: usize) -> Option<(usize, Option<Edge>)> {
        let t = self.tokens;
        Some(match t.key(i) {
            "start" | "beginning" | "opening" | "dawn" | "onset" | "turn" => (i + 1, Some(Edge::Start)),
            "middle" => (i + 1, Some(Edge::Mid)),
            "end" | "close" | "closing" => (i + 1, Some(Edge::End)),
            "rest" | "remainder" => (i + 1, Some(Edge::Later)),
            "early" if t.key(i + 1) == "part" => (i + 2, Some(Edge::Start)),
            "latter" if matches!(t.key(i + 1), "part" | "half") => (i + 2, Some(Edge::End)),
            "part" if matches!(t.key_before(i), "latter" | "early") => (i + 1, None),
            "half" if matches!(t.key_before(i), "latter") => (i + 1, None),
            _ => return None,
        })
    }

    /// "the end of May", "the start of the year", "the early 1990s", "the late summer".
    fn edge_of(&self, from: usize) -> Option<Found> {
        let t = self.tokens;
        let i = if t.key(from) == "the" { from + 1 } else { from };
        let i = if t.key(i) == "very" { i + 1 } else { i };
        if let Some((of, edge)) = self.edge_noun(i)
            && t.key(of) == "of"
        {
            if i == from && !matches!(t.key_before(i), "by" | "at" | "until" | "since" | "from" | "about" | "around") {
                return None;
            }
            let mut date = self.calendar(of + 1)?;
            if t.key(i + 1) == "half"
                && let Meaning::Fields(fields) = &mut date.meaning
                && fields.year.is_some()
                && fields.month.is_none()
                && fields.season.is_none()
            {
                fields.half = Some(2);
                return Some(Found { from, rule: "half", ..date });
            }
            return match date.meaning {
                Meaning::Fields(_) | Meaning::Named(_, _) if date.part.is_none() => {
                    Some(Found { from, edge, rule: "edge-of", ..date })
                }
                _ => None,
            };
        }
        if i > from {
            let edge = match t.key(i) {
                "early" => Edge::Start,
                "late" => Edge::End,
                "mid" => Edge::Mid,
                _ => return None,
            };
            let at = i + 1 + usize::from(edge == Edge::Mid && t.is_mark(i + 1, '-'));
            let inner = longest([
                self.decade(i, at),
                self.century(i, at),
                self.season(i, at),
                self.part_of(from, i),
                self.month_first(at),
            ])?;
            return Some(Found { from, edge: Some(edge), rule: "edge", ..inner });
        }
        None
    }

    /// "year-end", "month's end".
    fn possessive_end(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        let Lex::Unit(unit, false) = t.lex(i) else { return None };
        let at = if t.is_mark(i + 1, '-') {
            i + 2
        } else if t.is_mark(i + 1, '\'') && t.word(i + 2) == "s" {
            i + 3
        } else if matches!(t.key_before(i), "by" | "at" | "before" | "until") {
            i + 1
        } else {
            return None;
        };
        if t.key(at) != "end" || matches!(t.key(at + 1), "of") {
            return None;
        }
        let mut found = self.found(i, at + 1, "year-end", Meaning::Named(Which::Bare, What::Unit(unit)));
        found.edge = Some(Edge::End);
        Some(found)
    }

    // --- Clock -------------------------------------------------------------------------------------------------

    /// Hours and minutes in digits, as TIMEX3 writes them.
    fn hour_and_minute(&self, i: usize) -> Option<(usize, String)> {
        let t = self.tokens;
        let (hour, 1 | 2) = t.digits(i)? else { return None };
        let mark = if t.is_mark(i + 1, '.') { '.' } else { ':' };
        let (minute, 2) = self.joined(i + 2, mark)? else { return None };
        if hour > 24 || minute > 59 {
            return None;
        }
        let mut end = i + 3;
        let mut clock = format!("{hour:02}:{minute:02}");
        if mark == ':'
            && let Some((second, 2)) = self.joined(i + 4, ':')
            && second < 60
        {
            end = i + 5;
            clock = format!("{clock}:{second:02}");
        }
        Some((end, clock))
    }

    /// "a.m.", "PM": where it ends, and whether it is after noon.
    fn half_of_day(&self, i: usize) -> Option<(usize, bool)> {
        let t = self.tokens;
        match t.key(i) {
            "am" if t.glued(i) || matches!(t.word(i), "am" | "AM") => Some((i + 1, false)),
            "pm" => Some((i + 1, true)),
            key @ ("a" | "p") if t.is_mark(i + 1, '.') && t.key(i + 2) == "m" && t.glued(i + 2) => {
                Some((i + 3 + usize::from(t.is_mark(i + 3, '.') && t.glued(i + 3)), key == "p"))
            }
            _ => None,
        }
    }

    /// "6 p.m.", "06:40 local time", "six o'clock", "noon".
    fn clock(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        let (mut end, clock) = match t.lex(i) {
            Lex::Key("noon" | "midday") => (i + 1, "12:00".to_owned()),
            Lex::Key("midnight") => (i + 1, "00:00".to_owned()),
            _ => self.clock_digits(i)?,
        };
        let zone = match t.key(end) {
            "gmt" | "utc" | "est" | "edt" | "pst" | "pdt" | "cet" | "cest" | "bst" | "eet" | "msk" | "ist" | "et"
                if t.word(end).chars().all(char::is_uppercase) =>
            {
                1
            }
            "local" if t.key(end + 1) == "time" => 2,
            "eastern" if t.key(end + 1) == "time" => 2,
            _ => 0,
        };
        end += zone;
        let mut found = self.found(i, end, "clock", Meaning::Clock);
        found.part = Some(Part::Clock(clock));
        // "6 p.m. on Saturday" is two expressions, "6 p.m. Saturday" is one.
        let date_at = if t.is_mark(end, ',') { end + 1 } else { end };
        let dated = match t.lex(date_at) {
            Lex::Month(..)
            | Lex::Weekday(..)
            | Lex::Key("today" | "tomorrow" | "yesterday" | "this" | "last" | "next" | "the" | "that") => self
                .calendar(date_at)
                .filter(|date| t.key(date_at) != "the" && t.key(date_at) != "that" || names_a_day(&date.meaning)),
            Lex::Digits => self.day_first(date_at, date_at).or_else(|| self.iso(date_at)),
            _ => None,
        };
        if let Some(date) = dated
            && !matches!(date.meaning, Meaning::Clock | Meaning::Set(_))
            && date.part.as_ref().is_none_or(|p| matches!(p, Part::Code(_)))
        {
            found.to = date.to;
            found.meaning = date.meaning;
        }
        Some(found)
    }

    fn clock_digits(&self, i: usize) -> Option<(usize, String)> {
        let t = self.tokens;
        if let Some((end, clock)) = self.hour_and_minute(i) {
            let hour = t.digits(i)?.0;
            if let Some((end, afternoon)) = self.half_of_day(end) {
                let hour = if (1..=12).contains(&hour) { hour % 12 + if afternoon { 12 } else { 0 } } else { hour };
                return Some((end, format!("{hour:02}{}", &clock[2..])));
            }
            let hours = usize::from(matches!(t.key(end), "hrs" | "h" | "hours"));
            // "12.30" and "3:45" want more than their looks.
            let dotted = t.is_mark(i + 1, '.');
            let led = matches!(
                t.key_before(i),
                "at" | "by"
                    | "until"
                    | "from"
                    | "around"
                    | "about"
                    | "before"
                    | "after"
                    | "since"
                    | "till"
                    | "to"
                    | "between"
            );
            let zoned = hours > 0
                || t.key(end) == "local"
                || matches!(t.key(end), "gmt" | "utc" | "est" | "et" | "cet" | "edt" | "bst");
            let full = t.digits(i)?.1 == 2 && !dotted;
            let ratio = matches!(t.lex(end), Lex::Mark('%' | ':' | '$'))
                || t.capital(i.wrapping_sub(1)) && t.lex(i.wrapping_sub(1)) == Lex::Word && t.digits(i)?.1 == 1;
            return (!ratio && (zoned || led && !dotted || full)).then_some((end + hours, clock));
        }
        // "0640 GMT", "1800 hours".
        if let Some((n, 4)) = t.digits(i) {
            let zoned = matches!(t.key(i + 1), "gmt" | "utc" | "hrs" | "h" | "hours")
                || t.key(i + 1) == "local" && t.key(i + 2) == "time";
            let fits = n / 100 < 24 && n % 100 < 60;
            // "2000 hours of work" is no time of day.
            let hours = matches!(t.key(i + 1), "hrs" | "hours" | "h");
            if !zoned || !fits || hours && (t.key(i + 2) == "of" || t.key_before(i) != "at") {
                return None;
            }
            return Some((i + 1 + usize::from(hours), format!("{:02}:{:02}", n / 100, n % 100)));
        }
        let (after, hour) = match t.lex(i) {
            Lex::Digits => (i + 1, t.digits(i)?.0),
            Lex::Card(n) => (i + 1, i32::try_from(n).ok()?),
            _ => return None,
        };
        if !(1..=12).contains(&hour) {
            return None;
        }
        if let Some((end, afternoon)) = self.half_of_day(after)
            && (t.glued(after) || t.key(after) != "am" || t.lex(i) == Lex::Digits)
        {
            let hour = hour % 12 + if afternoon { 12 } else { 0 };
            return Some((end, format!("{hour:02}:00")));
        }
        if t.key(after) == "o" && t.is_mark(after + 1, '\'') && t.key(after + 2) == "clock" {
            let end = after + 3;
            let afternoon =
                t.key(end) == "in" && t.key(end + 1) == "the" && matches!(t.lex(end + 2), Lex::Part("AF" | "EV", _));
            let hour = if afternoon { hour % 12 + 12 } else { hour };
            return Some((end, format!("{hour:02}:00")));
        }
        None
    }

    /// A date with a time of day behind it: "Saturday night", "14 December at dawn" stays as it is.
    fn with_time_of_day(&self, mut found: Found) -> Found {
        let t = self.tokens;
        if found.part.is_some() {
            return found;
        }
        if names_a_day(&found.meaning)
            && let Lex::Part(code, false) = t.lex(found.to)
        {
            found.part = Some(Part::Code(code));
            found.to += 1;
        }
        found
    }

    // --- Holidays ----------------------------------------------------------------------------------------------

    fn holiday(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        let name = i > 0 && t.capital(i - 1) && t.lex(i - 1) == Lex::Word;
        if !t.capital(i) || name {
            return None;
        }
        let s = |at: usize| if t.is_mark(at, '\'') && t.word(at + 1) == "s" { at + 2 } else { at };
        let (mut to, month, day) = match t.key(i) {
            "christmas" => match t.word(i + 1).to_ascii_lowercase().as_str() {
                "eve" => (i + 2, 12, 24),
                "day" => (i + 2, 12, 25),
                _ if t.capital(i + 1) && t.lex(i + 1) == Lex::Word => return None,
                _ => (i + 1, 12, 25),
            },
            "boxing" if t.word(i + 1).eq_ignore_ascii_case("day") => (i + 2, 12, 26),
            "halloween" => (i + 1, 10, 31),
            "valentine" => {
                let at = s(i + 1);
                (at > i + 1 && t.word(at).eq_ignore_ascii_case("day")).then_some((at + 1, 2, 14))?
            }
            "new" => {
                let at = s(i + 2);
                if t.lex(i + 1) != Lex::Unit(Unit::Year, false) && t.lex(i + 1) != Lex::Unit(Unit::Year, true)
                    || !t.capital(i + 1)
                {
                    return None;
                }
                let at = if t.is_mark(at, '\'') { at + 1 } else { at };
                match t.word(at).to_ascii_lowercase().as_str() {
                    "eve" => (at + 1, 12, 31),
                    "day" => (at + 1, 1, 1),
                    _ => return None,
                }
            }
            _ => return None,
        };
        let mut fields = Fields { month: Some(month), day: Some(day), ..Fields::default() };
        if let Some((end, year)) = self.year_after(to) {
            fields.year = year;
            to = end;
        }
        Some(self.found(i, to, "holiday", Meaning::Fields(fields)))
    }

    // --- Amounts -----------------------------------------------------------------------------------------------

    /// A number of units in words or digits; `None` inside for a vague one.
    fn amount(&self, i: usize) -> Option<(usize, Amount)> {
        let t = self.tokens;
        let vague = |end| Some((end, Amount(None)));
        match (t.key(i), t.lex(i)) {
            (_, Lex::Digits) if t.starts_number(i) => {
                let (mut end, mut n) = self.decimal(i)?;
                if let Lex::Scale(scale) = t.lex(end) {
                    n *= scale;
                    end += 1;
                }
                self.ranged(end, n)
            }
            ("a" | "an", _) => match (t.key(i + 1), t.lex(i + 1)) {
                ("few", _) => vague(i + 2),
                ("couple", _) => {
                    vague(i + 2 + usize::from(t.key(i + 2) == "of")).map(|(end, _)| (end, Amount(Some(2.0))))
                }
                ("number", _) if t.key(i + 2) == "of" => vague(i + 3),
                ("good" | "full" | "whole" | "further", _) => Some((i + 2, Amount(Some(1.0)))),
                ("mere", _) => self.deeper(|| self.amount(i + 2)),
                ("half", _) => Some((i + 2, Amount(Some(0.5)))),
                (_, Lex::Scale(n)) => self.ranged(i + 2, n),
                _ => Some((i + 1, Amount(Some(1.0)))),
            },
            ("half", _) => matches!(t.key(i + 1), "a" | "an").then_some((i + 2, Amount(Some(0.5)))),
            ("several" | "few" | "many" | "some", _) => vague(i + 1),
            ("another", _) => match self.deeper(|| self.amount(i + 1)) {
                Some((end, amount)) if !matches!(t.key(i + 1), "a" | "an") => Some((end, amount)),
                _ => Some((i + 1, Amount(Some(1.0)))),
            },
            ("twice" | "no", _) => None,
            (_, Lex::Card(_) | Lex::Scale(_)) => {
                let (end, n) = self.number_words(i)?;
                self.ranged(end, n)
            }
            _ => None,
        }
    }

    /// "12", "1,200", "2.5".
    fn decimal(&self, i: usize) -> Option<(usize, f64)> {
        let t = self.tokens;
        let (n, _) = t.digits(i)?;
        let mut n = f64::from(n);
        let mut end = i + 1;
        while let Some((more, 3)) = self.joined(end + 1, ',') {
            n = n * 1000.0 + f64::from(more);
            end += 2;
        }
        if let Some((part, digits)) = self.joined(end + 1, '.') {
            n += f64::from(part) / 10_f64.powi(i32::try_from(digits).ok()?);
            end += 2;
        }
        // "6th", "5G", "4%" count no units.
        let stuck = t.glued(end)
            && !matches!(t.lex(end), Lex::Mark('-' | '–' | '/'))
            && !matches!(t.lex(end), Lex::Unit(..) | Lex::Key("h" | "hrs"));
        (!stuck || matches!(t.lex(end), Lex::Mark('½'))).then_some((end, n))
    }

    /// "twenty-five", "two hundred", "seven".
    fn number_words(&self, i: usize) -> Option<(usize, f64)> {
        let t = self.tokens;
        let mut at = i;
        let mut n = 0.0;
        match t.lex(at) {
            Lex::Card(c) => {
                n = f64::from(c);
                at += 1;
                if c >= 20
                    && let (skip, Lex::Card(one @ 1..10)) =
                        if t.is_mark(at, '-') { (2, t.lex(at + 1)) } else { (1, t.lex(at)) }
                {
                    n += f64::from(one);
                    at += skip;
                }
            }
            Lex::Scale(_) => n += 1.0,
            _ => return None,
        }
        if let Lex::Scale(scale) = t.lex(at) {
            n *= scale;
            at += 1;
        }
        Some((at, n))
    }

    /// The end of a range of amounts: "two to three", "5-10-15", "one or two", "two and a half".
    fn ranged(&self, end: usize, n: f64) -> Option<(usize, Amount)> {
        let t = self.tokens;
        if t.key(end) == "and" && t.key(end + 1) == "a" && t.key(end + 2) == "half" {
            return Some((end + 3, Amount(Some(n + 0.5))));
        }
        let mut at = end;
        let mut high = n;
        while matches!(t.lex(at), Lex::Mark('-' | '–') | Lex::Key("to" | "or")) {
            let next = match t.lex(at + 1) {
                Lex::Digits => self.decimal(at + 1),
                Lex::Card(_) => self.number_words(at + 1),
                _ => None,
            };
            match next {
                Some((to, m)) if m > high => (at, high) = (to, m),
                _ => break,
            }
        }
        Some((at, Amount(Some(high))))
    }

    /// The unit at `i`, with its words of colour before it: "consecutive", "long", "bloody".
    fn unit(&self, i: usize) -> Option<(usize, Unit, bool)> {
        let t = self.tokens;
        let colour = COLOURS.contains(&t.key(i))
            || t.lex(i) == Lex::Word
                && !t.capital(i)
                && matches!(t.lex(i + 1), Lex::Unit(_, true))
                && adjective(t.word(i));
        let at = i + usize::from(colour);
        match t.lex(at) {
            Lex::Unit(Unit::Quarter | Unit::Weekend, _) => None,
            Lex::Unit(unit, plural) => Some((at + 1, unit, plural)),
            Lex::Part("NI", plural) if at == i => Some((at + 1, Unit::Day, plural)),
            Lex::Key("h") if t.glued(at) => Some((at + 1, Unit::Hour, true)),
            _ => None,
        }
    }

    /// "three weeks", "a week ago", "two days later", "18-month", "22 years old", "weeks".
    fn quantity(&self, i: usize, modifier: Option<Modifier>) -> Option<Found> {
        let t = self.tokens;
        if let Lex::Unit(unit, plural) = t.lex(i) {
            return self.bare_units(i, unit, plural);
        }
        let (mut at, amount) = self.amount(i)?;
        // "a five-day", "a 10-year".
        let hyphen = t.is_mark(at, '-') && t.glued(at);
        if hyphen {
            at += 1;
        }
        if hyphen && !t.glued(at) {
            return None;
        }
        let night = matches!(t.lex(at), Lex::Part("NI", _));
        let (mut end, unit, plural) = self.unit(at)?;
        let article = matches!(t.key(i), "a" | "an") && amount.0 == Some(1.0);
        if article && plural && t.key(at) != "good" {
            return None;
        }
        let one = article || t.key(i) == "one" || t.key(i) == "another";
        // "20 minute", "two year" pass only where a hyphen or a noun stands behind.
        let singular_of_many = !plural && !hyphen && amount.0.is_none_or(|n| n > 1.0);
        if singular_of_many && (matches!(t.key(i), "some" | "many" | "few") || t.capital(at) && unit == Unit::Century) {
            return None;
        }
        if singular_of_many && amount.0.is_some_and(|n| n > 120.0) && !old_follows(t, end) {
            return None;
        }
        if t.key(i) == "some" && amount.0.is_none() && !plural {
            return None;
        }
        let mut amount = amount;
        if t.key(end) == "and" && t.key(end + 1) == "a" && t.key(end + 2) == "half" {
            amount = Amount(amount.0.map(|n| n + 0.5));
            end += 3;
        }
        let and_a_half = amount.0.is_some_and(|n| n.fract() != 0.0);
        let (old, sense) = self.after_unit(end);
        if let Some((to, sense)) = sense
            && !hyphen
        {
            let mut found = self.found(i, to, "offset", Meaning::Offset(amount, unit, sense));
            found.modifier = modifier;
            return Some(found);
        }
        if let Some(to) = old {
            let mut found = self.found(i, to, "age", Meaning::Duration(amount, unit, None));
            found.modifier = modifier;
            return Some(found);
        }
        if t.is_mark(end, '-') && t.glued(end) && t.key(end + 1) == "long" {
            end += 2;
        } else if t.key(end) == "long" {
            end += 1;
        }
        let before = t.key_before(i);
        let strong = modifier.is_some()
            || and_a_half
            || matches!(
                before,
                "for"
                    | "in"
                    | "within"
                    | "after"
                    | "about"
                    | "nearly"
                    | "almost"
                    | "than"
                    | "lasting"
                    | "least"
                    | "over"
                    | "past"
                    | "under"
                    | "every"
                    | "before"
                    | "during"
                    | "until"
            )
            || t.key(end) == "of" && unit > Unit::Day && before != "once";
        // "$5 a month", "20 times a day".
        if article && !hyphen {
            let rate = matches!(t.before(i), Lex::Digits | Lex::Unit(..) | Lex::Scale(_) | Lex::Card(_))
                || matches!(before, "times" | "once" | "twice")
                || t.before(i) == Lex::Word
                    && (2..=4)
                        .any(|back| i >= back && matches!(t.lex(i - back), Lex::Digits | Lex::Card(_) | Lex::Scale(_)))
                || matches!(
                    t.word(i.wrapping_sub(1)),
                    "percent" | "dollars" | "euros" | "pounds" | "cents" | "barrels"
                );
            if rate && !plural && !strong {
                let from = if matches!(before, "once" | "twice") { i - 1 } else { i };
                return Some(self.found(from, end, "rate", Meaning::Set(duration_value(Amount(Some(1.0)), unit))));
            }
        }
        let idle = matches!(unit, Unit::Day | Unit::Minute | Unit::Second | Unit::Hour) || night;
        if one && !hyphen && !strong && (article || idle) && !(unit > Unit::Day && t.key(i) == "one") {
            return None;
        }
        if night && !hyphen && article {
            return None;
        }
        if article && t.key(i + 1) == "further" && !strong {
            return None;
        }
        // "in a day" and the like promise, "a year in" does not.
        let mut found = self.found(i, end, "duration", Meaning::Duration(amount, unit, None));
        found.modifier = modifier;
        Some(found)
    }

    /// What turns an amount into an age or a day: "old", "ago", "later".
    fn after_unit(&self, end: usize) -> (Option<usize>, Option<(usize, Sense)>) {
        let t = self.tokens;
        let hyphen_old = t.is_mark(end, '-') && t.glued(end) && t.key(end + 1) == "old";
        if hyphen_old {
            return (Some(end + 2), None);
        }
        let closed = |at: usize| {
            matches!(t.lex(at), Lex::Mark('.' | ',' | ';' | '!' | '?' | ')' | '"' | '\'' | ':' | '–') | Lex::Break)
        };
        let sense = match t.key(end) {
            "old" => return (Some(end + 1), None),
            "of" if t.key(end + 1) == "age" => return (Some(end + 2), None),
            "ago" => Some((end + 1, Sense::Ago)),
            "later" | "afterwards" => Some((end + 1, Sense::After)),
            "earlier" | "previously" | "beforehand" => Some((end + 1, Sense::Before)),
            "on" if closed(end + 1) => Some((end + 1, Sense::After)),
            "before" if closed(end + 1) => Some((end + 1, Sense::Before)),
            "prior" if t.key(end + 1) != "to" => Some((end + 1, Sense::Before)),
            "after" if closed(end + 1) => Some((end + 1, Sense::After)),
            "hence" => Some((end + 1, Sense::FromNow)),
            "from" if matches!(t.key(end + 1), "now" | "today") => Some((end + 2, Sense::FromNow)),
            _ => None,
        };
        (None, sense)
    }

    /// "weeks", "years later", "months-long", where nothing counts them.
    fn bare_units(&self, i: usize, unit: Unit, plural: bool) -> Option<Found> {
        let t = self.tokens;
        if unit == Unit::Quarter || unit == Unit::Weekend {
            return None;
        }
        let long = t.is_mark(i + 1, '-') && t.glued(i + 1) && t.key(i + 2) == "long";
        if long && t.glued(i + 2) {
            let amount = if plural { Amount(None) } else { Amount(Some(1.0)) };
            return Some(self.found(i, i + 3, "duration", Meaning::Duration(amount, unit, None)));
        }
        if !plural || t.glued(i) {
            return None;
        }
        let (_, sense) = self.after_unit(i + 1);
        if let Some((to, sense)) = sense {
            return Some(self.found(i, to, "offset", Meaning::Offset(Amount(None), unit, sense)));
        }
        let before = t.key_before(i);
        let led = matches!(before, "for" | "in" | "within" | "after" | "over" | "lasting") && unit != Unit::Second;
        let of = t.key(i + 1) == "of"
            && !matches!(before, "the" | "these" | "those" | "first" | "last")
            && !matches!(t.before(i), Lex::Word | Lex::Key(_) | Lex::Ord(_));
        let of = of
            || t.key(i + 1) == "of" && matches!(before, "after" | "for" | "by" | "with" | "through" | "and" | "during");
        let only_plain = !matches!(t.lex(i + 1), Lex::Digits);
        ((led || of) && only_plain)
            .then(|| self.found(i, i + 1, "duration", Meaning::Duration(Amount(None), unit, None)))
    }

    /// "the past two weeks", "the next few days", "recent weeks", "the first ten months of 1915".
    fn stretch(&self, from: usize) -> Option<Found> {
        let t = self.tokens;
        let i = if matches!(t.key(from), "the" | "these" | "those" | "this") { from + 1 } else { from };
        let toward = match t.key(i) {
            "last" | "past" | "previous" | "preceding" | "recent" => Some(Toward::Past),
            "next" | "coming" | "following" | "subsequent" | "upcoming" => Some(Toward::Future),
            "final" | "remaining" | "early" | "late" | "opening" | "closing" if i > from => None,
            _ => match t.lex(i) {
                Lex::Ord(1) if i > from => None,
                _ => return None,
            },
        };
        let many = self.amount(i + 1);
        if let Some((at, amount)) = many {
            let (end, unit, _) = self.unit(at)?;
            if matches!(t.key(i + 1), "a" | "an") {
                return None;
            }
            let mut end = end;
            let at_unit_end = end;
            if t.key(end) == "of"
                && let Some(date) = self.calendar(end + 1)
                && matches!(date.meaning, Meaning::Fields(_) | Meaning::Named(..))
            {
                end = date.to;
            }
            let toward = if end == at_unit_end { toward } else { None };
            return Some(self.found(from, end, "stretch", Meaning::Duration(amount, unit, toward)));
        }
        match t.lex(i + 1) {
            Lex::Unit(unit, false)
                if i > from
                    && matches!(t.key(i), "past" | "last")
                    && (unit > Unit::Day || unit == Unit::Hour)
                    && unit != Unit::Quarter
                    && unit != Unit::Weekend =>
            {
                let of = (t.key(i + 2) == "of").then(|| self.calendar(i + 3)).flatten();
                let of = of
                    .filter(|date| matches!(date.meaning, Meaning::Fields(f) if f.month.is_some() || f.year.is_some()));
                let toward = if of.is_some() { None } else { toward };
                let end = of.map_or(i + 2, |date| date.to);
                Some(self.found(from, end, "stretch", Meaning::Duration(Amount(Some(1.0)), unit, toward)))
            }
            Lex::Unit(unit, true) if unit != Unit::Second && unit != Unit::Weekend => {
                let edge_only = toward.is_none() && unit < Unit::Day;
                (!edge_only).then(|| self.found(from, i + 2, "stretch", Meaning::Duration(Amount(None), unit, toward)))
            }
            _ => None,
        }
    }

    /// "about", "more than", "nearly" and what they modify.
    fn approximate(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        let (at, modifier, dates_too) = match (t.key(i), t.key(i + 1), t.key(i + 2)) {
            ("about" | "around", "the", _) => return None,
            ("about" | "around" | "circa", _, _) => (i + 1, Modifier::Approx, true),
            ("ca", _, _) => (i + 1 + usize::from(t.is_mark(i + 1, '.')), Modifier::Approx, true),
            ("approximately" | "roughly" | "some" | "approx", _, _) => (i + 1, Modifier::Approx, t.key(i) != "some"),
            ("nearly" | "almost", _, _) => (i + 1, Modifier::LessThan, false),
            ("close", "to", _) => (i + 2, Modifier::Approx, false),
            ("well", "over", _) => (i + 2, Modifier::MoreThan, false),
            ("over", _, _) => (i + 1, Modifier::MoreThan, false),
            ("under" | "barely", _, _) => (i + 1, Modifier::LessThan, false),
            ("more", "than", _) => (i + 2, Modifier::MoreThan, false),
            ("less" | "fewer", "than", _) => (i + 2, Modifier::LessThan, false),
            ("no", "more" | "longer", "than") => (i + 3, Modifier::EqualOrLess, false),
            ("no", "less" | "fewer", "than") => (i + 3, Modifier::EqualOrMore, false),
            ("at", "least", _) => (i + 2, Modifier::EqualOrMore, false),
            ("at", "most", _) => (i + 2, Modifier::EqualOrLess, false),
            ("up", "to", _) => (i + 2, Modifier::EqualOrLess, false),
            ("a", "little" | "mere", _) => {
                let inner =
                    self.deeper(|| self.approximate(i + 2)).or_else(|| self.quantity(i + 2, Some(Modifier::Approx)))?;
                return Some(Found { from: i, ..inner });
            }
            ("just" | "only" | "exactly" | "quite", _, _) => {
                let inner = self.deeper(|| self.approximate(i + 1)).or_else(|| self.quantity(i + 1, None))?;
                let hidden = matches!(t.key(i + 1), "a" | "an") && t.key(i) == "quite";
                return (!hidden).then_some(Found { from: i, ..inner });
            }
            _ => return None,
        };
        if let Some(found) = self.quantity(at, Some(modifier)) {
            return (!matches!(found.meaning, Meaning::Set(_))).then_some(Found { from: i, ..found });
        }
        if dates_too {
            let mut found = self.calendar(at)?;
            let fits = match &found.meaning {
                Meaning::Fields(f) => f.weekday.is_none() || found.part.is_some(),
                Meaning::Clock => true,
                _ => false,
            };
            found.from = i;
            found.modifier = Some(modifier);
            return fits.then_some(found);
        }
        None
    }

    // --- Sets --------------------------------------------------------------------------------------------------

    /// "every Monday", "each day", "every two weeks", "per year", "daily".
    fn set(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        // "Daily Mail", "LA Weekly" and other names.
        if t.capital(i)
            && (t.capital(i + 1) || i > 0 && t.capital(i - 1))
            && t.lex(i) != Lex::Key("every")
            && t.lex(i) != Lex::Key("each")
        {
            return None;
        }
        let set = |to: usize, value: String| Some(self.found(i, to, "set", Meaning::Set(value)));
        match t.key(i) {
            "daily" | "nightly" | "everyday" => {
                set(i + 1, if t.key(i) == "nightly" { "XXXX-XX-XXTNI" } else { "XXXX-XX-XX" }.to_owned())
            }
            "weekly" => set(i + 1, "XXXX-WXX".to_owned()),
            "monthly" => set(i + 1, "XXXX-XX".to_owned()),
            "quarterly" => set(i + 1, "XXXX-QX".to_owned()),
            "hourly" => set(i + 1, "PT1H".to_owned()),
            "annually" | "yearly" | "annual" => set(i + 1, "XXXX".to_owned()),
            "biweekly" => set(i + 1, "P2W".to_owned()),
            "per" => {
                let Lex::Unit(unit, false) = t.lex(i + 1) else { return None };
                (unit >= Unit::Day && unit != Unit::Quarter)
                    .then(|| self.found(i, i + 2, "rate", Meaning::Set(duration_value(Amount(Some(1.0)), unit))))
            }
            "every" | "each" => {
                let at = i + 1 + usize::from(matches!(t.key(i + 1), "single" | "other" | "second"));
                let other = t.key(i + 1) == "other";
                let value = match t.lex(at) {
                    Lex::Weekday(n, Form::Full) => format!("XXXX-WXX-{n}"),
                    Lex::Month(n, false) if t.capital(at) => format!("XXXX-{n:02}"),
                    Lex::Season(n) => format!("XXXX-{}", ["SP", "SU", "FA", "WI"][usize::from(n % 4)]),
                    Lex::Part(code, false) => format!("XXXX-XX-XXT{code}"),
                    Lex::Unit(unit, false) if other => duration_value(Amount(Some(2.0)), unit),
                    Lex::Unit(Unit::Day, false) => "XXXX-XX-XX".to_owned(),
                    Lex::Unit(Unit::Week, false) => "XXXX-WXX".to_owned(),
                    Lex::Unit(Unit::Weekend, false) => "XXXX-WXX-WE".to_owned(),
                    Lex::Unit(Unit::Month, false) => "XXXX-XX".to_owned(),
                    Lex::Unit(Unit::Year, false) => "XXXX".to_owned(),
                    Lex::Unit(unit, false) => duration_value(Amount(Some(1.0)), unit),
                    _ => {
                        let (end, amount) = self.amount(at)?;
                        let (end, unit, _) = self.unit(end)?;
                        return set(end, duration_value(amount, unit));
                    }
                };
                let part = if let Lex::Part(code, false) = t.lex(at + 1) { Some(code) } else { None };
                match part {
                    Some(code) if !value.contains('T') => set(at + 2, format!("{value}T{code}")),
                    _ => set(at + 1, value),
                }
            }
            _ => None,
        }
    }

    // --- Words that name no day --------------------------------------------------------------------------------

    /// "now", "recently", "the future", "at the time", "overnight".
    fn misc(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        let say = |to: usize, meaning: Meaning| Some(self.found(i, to, "reference", meaning));
        let after_the = t.key(i) == "the";
        let at = if after_the { i + 1 } else { i };
        match t.key(at) {
            "now" | "currently" | "nowadays" | "presently"
                if !after_the && !matches!(t.key_before(i), "every" | "by") =>
            {
                say(i + 1, Meaning::Present)
            }
            "current" if !after_the => say(i + 1, Meaning::Present),
            "right" if t.key(at + 1) == "now" => say(at + 2, Meaning::Present),
            "present" if after_the && matches!(t.lex(at + 1), Lex::Mark('.' | ',' | ';') | Lex::Break) => {
                say(at + 1, Meaning::Present)
            }
            "present" if t.key(at + 1) == "day" || t.is_mark(at + 1, '-') && t.key(at + 2) == "day" => {
                say(at + 2 + usize::from(t.is_mark(at + 1, '-')), Meaning::Present)
            }
            "present" if t.key_before(i) == "at" => say(i + 1, Meaning::Present),
            "moment" if after_the && t.key_before(i) == "at" => say(at + 1, Meaning::Present),
            "time" if after_the && t.key_before(i) == "at" && t.key(at + 1) != "of" => say(at + 1, Meaning::Then),
            "time" if after_the && t.key_before(i) == "for" && t.word(at + 1) == "being" => {
                say(at + 2, Meaning::Present)
            }
            "that"
                if t.key(at + 1) == "time"
                    && matches!(t.key_before(i), "at" | "by" | "since" | "until" | "during" | "from") =>
            {
                say(at + 2, Meaning::Then)
            }
            "this" if t.key(at + 1) == "time" && t.key_before(i) == "at" => say(at + 2, Meaning::Present),
            "these" if t.lex(at + 1) == Lex::Unit(Unit::Day, true) => say(at + 2, Meaning::Present),
            "date" if t.key_before(i) == "to" && !after_the && t.lex(at + 1) != Lex::Digits => {
                say(i + 1, Meaning::Present)
            }
            "recently" | "lately" | "formerly" if !after_the => say(i + 1, Meaning::Past),
            "recent" if !after_the => say(i + 1, Meaning::Past),
            "past" if after_the && matches!(t.lex(at + 1), Lex::Mark('.' | ',' | ';' | '"') | Lex::Break) => {
                say(at + 1, Meaning::Past)
            }
            "past"
                if after_the
                    && t.key_before(i) == "in"
                    && !matches!(t.lex(at + 1), Lex::Unit(..) | Lex::Card(_) | Lex::Digits | Lex::Key("few")) =>
            {
                say(at + 1, Meaning::Past)
            }
            "future" => {
                let noun = after_the && matches!(t.lex(at + 1), Lex::Mark(_) | Lex::Break | Lex::Key(_))
                    || t.key_before(i) == "in";
                (noun || !after_the).then(|| self.found(i, at + 1, "reference", Meaning::Future))
            }
            "near" if after_the && t.key(at + 1) == "future" => say(at + 2, Meaning::Future),
            "soon" | "shortly"
                if !matches!(t.key(at + 1), "after" | "before" | "as")
                    && t.key_before(i) != "as"
                    && t.key_before(i) != "so"
                    && t.key_before(i) != "too" =>
            {
                say(i + 1, Meaning::Future)
            }
            "overnight" => {
                let mut found = self.found(i, i + 1, "overnight", Meaning::Days(-1));
                found.part = Some(Part::Code("NI"));
                (t.key(i + 1) != "success").then_some(found)
            }
            _ => None,
        }
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
