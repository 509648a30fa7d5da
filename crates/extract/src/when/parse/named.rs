//! Dates named from where the text stands, and parts of a period: "last week", "that same day", "early October".

use super::{Edge, Fields, Found, Meaning, Part, Reader, TENS, What, Which, fields_of, longest, names_a_day};
use crate::when::words::{Form, Lex, Unit};

impl Reader<'_> {
    /// What can follow "the": days, seasons, decades, "following week", "night of 8 May".
    pub(super) fn after_the(&self, from: usize) -> Option<Found> {
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
    pub(super) fn lone_day(&self, from: usize, i: usize) -> Option<Found> {
        let t = self.tokens;
        if t.lex(i) != Lex::Digits {
            return None;
        }
        let (end, day, true) = self.day_number(i)? else { return None };
        let closed = match t.lex(end) {
            Lex::Mark(mark) => !matches!(mark, '-' | '"' | '\'' | '/'),
            Lex::Break => true,
            Lex::Key(key) => FOLLOWS_A_DAY.contains(&key),
            _ => false,
        };
        let led = LEADS_A_DAY.contains(&t.key_before(from));
        (closed && led)
            .then(|| self.found(from, end, "lone-day", Meaning::Fields(Fields { day: Some(day), ..Fields::default() })))
    }

    /// "the weekend", and where an edge leads, "(the end of) the year".
    pub(super) fn bare(&self, from: usize, i: usize) -> Option<Found> {
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
    pub(super) fn near_the_day(&self, from: usize, i: usize) -> Option<Found> {
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

    pub(super) fn near_day(&self, i: usize) -> Option<Found> {
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

    /// Whether token `i` is a weekday with a possessive ending.
    fn owns(&self, i: usize) -> bool {
        let t = self.tokens;
        let mark = t.is_mark(i + 1, '\'') || t.is_mark(i + 1, '’');
        matches!(t.lex(i), Lex::Weekday(_, Form::Full)) && mark && t.glued(i + 1) && t.word(i + 2) == "s"
    }

    /// "last week", "next June", "this morning", "that same day", "the following spring".
    pub(super) fn named(&self, from: usize, i: usize) -> Option<Found> {
        let t = self.tokens;
        let articled = from < i;
        let (mut at, which) = match t.key(i) {
            "this" => (i + 1, Which::This),
            "current" if articled => (i + 1, Which::This),
            "last" | "past" if t.key(i) == "last" || articled => (i + 1, Which::Last),
            "next" | "coming" | "upcoming" | "forthcoming" => {
                (i + 1, if articled && t.key(i) == "next" { Which::Following } else { Which::Next })
            }
            // "fear that Friday’s vote will fail": no such Friday.
            "that" if i > 0 && t.lex(i - 1) == Lex::Word && self.owns(i + 1) => return None,
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
    pub(super) fn part_of(&self, from: usize, i: usize) -> Option<Found> {
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

    /// "early October", "late in the year", "mid-2016", "later this month".
    pub(super) fn edge_word(&self, i: usize) -> Option<Found> {
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

    pub(super) fn edge_before(&self, from: usize, i: usize, edge: Edge) -> Option<Found> {
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
    pub(super) fn edge_noun(&self, i: usize) -> Option<(usize, Option<Edge>)> {
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
    pub(super) fn edge_of(&self, from: usize) -> Option<Found> {
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
    pub(super) fn possessive_end(&self, i: usize) -> Option<Found> {
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
}

/// Words that may follow "the 14th" when it numbers nothing else.
#[rustfmt::skip]
const FOLLOWS_A_DAY: &[&str] = &[
    "and", "at", "the", "by", "when", "after", "he", "she", "they", "it", "to", "before", "who", "with",
];

/// Words after which "the 14th" is a day.
#[rustfmt::skip]
const LEADS_A_DAY: &[&str] = &[
    "on", "by", "of", "until", "from", "since", "between", "and", "to", "till",
];
