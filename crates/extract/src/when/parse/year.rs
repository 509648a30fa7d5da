//! Years and longer: "2014", "the 1990s", "the third quarter", "the summer of 2014".

use super::{Fields, Found, Meaning, Reader, fields_of, full_year, is_time_preposition};
use crate::when::words::{Lex, Unit};

impl Reader<'_> {
    /// "2014", "480 BC", "1914" of "1914-18".
    pub(super) fn year(&self, i: usize) -> Option<Found> {
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
        let introduced = LEADS_A_YEAR.contains(&before)
            || t.is_mark(i.wrapping_sub(1), '-') && matches!(t.key_before(i.wrapping_sub(1)), "mid" | "pre" | "post");
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
        let modern = (1900..=2039).contains(&n)
            || self.habits.years.is_some_and(|(first, last)| (first - 30..=last + 30).contains(&n));
        let counted = LEADS_A_COUNT.contains(&before)
            || LABELS.contains(&t.word(i.wrapping_sub(1)).to_ascii_lowercase().as_str());
        let plain = modern && !counted && !self.counts_anything_plural(i, n);
        (introduced
            || in_brackets
            || in_range
            || plain
            || (t.key_before(i) == "of" && i >= 2 && !counted && !self.counts_anything(i + 1)))
        .then(|| self.found(i, i + 1, "year", fields(n)))
    }

    pub(super) fn is_later_year(&self, i: usize, year: i32) -> bool {
        match self.tokens.digits(i) {
            Some((n, 4)) => n > year && n - year < 300,
            Some((n, 2)) => n > year % 100,
            _ => false,
        }
    }

    /// Whether what follows a number in the range of years is surely what it counts: "2016 people", "2000 km".
    pub(super) fn counts_something(&self, i: usize, n: i32) -> bool {
        let t = self.tokens;
        match t.lex(i) {
            Lex::Unit(unit, plural) => plural && unit != Unit::Quarter,
            Lex::Scale(_) => true,
            Lex::Word if !t.capital(i) => {
                let word = t.word(i);

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
    pub(super) fn counts_anything(&self, i: usize) -> bool {
        let t = self.tokens;
        match t.lex(i) {
            Lex::Unit(..) | Lex::Scale(_) | Lex::Mark('%') => true,
            Lex::Word => !t.capital(i) && ["s", "men", "people", "children"].iter().any(|end| t.word(i).ends_with(end)),
            _ => false,
        }
    }

    /// Whether a round number is followed by a plural: "2000 refugees", but not "the 2012 elections".
    pub(super) fn counts_anything_plural(&self, i: usize, n: i32) -> bool {
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
    pub(super) fn short_year(&self, i: usize) -> Option<Found> {
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
    pub(super) fn decade(&self, from: usize, i: usize) -> Option<Found> {
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
    pub(super) fn century(&self, from: usize, i: usize) -> Option<Found> {
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
    pub(super) fn quarter(&self, i: usize) -> Option<Found> {
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

    pub(super) fn ordinal(&self, i: usize) -> Option<(usize, u8)> {
        match self.tokens.key(i) {
            "second" => Some((i + 1, 2)),
            "third" => Some((i + 1, 3)),
            "fourth" => Some((i + 1, 4)),
            _ => self.day_number(i).filter(|(_, _, ordinal)| *ordinal).map(|(end, n, _)| (end, n)),
        }
    }

    /// "summer 2014", "the summer of 2014", "spring" where it can only be the season.
    pub(super) fn season(&self, from: usize, i: usize) -> Option<Found> {
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
        let firm = LEADS_A_SEASON.contains(&before);
        let strict = LEADS_A_SPRING.contains(&before);
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
}

/// Words after which four digits are a year.
#[rustfmt::skip]
const LEADS_A_YEAR: &[&str] = &[
    "in", "since", "until", "till", "by", "from", "before", "after", "during", "between", "circa", "ca", "year",
    "mid", "early", "late", "through", "throughout", "fiscal", "ad",
];

/// Words after which four digits are a count.
#[rustfmt::skip]
const LEADS_A_COUNT: &[&str] = &[
    "than", "about", "some", "nearly", "over", "almost", "approximately", "roughly", "least", "most", "no", "only",
    "just", "another",
];

/// Words whose number is a name.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "room", "flight", "no", "number", "route", "article", "section", "resolution", "page", "chapter", "model",
    "boeing", "act", "total", "with", "lot", "box", "channel", "building", "unit", "nr", "extension", "ext",
    "highway", "law",
];

/// Words after which "summer" is the season.
#[rustfmt::skip]
const LEADS_A_SEASON: &[&str] = &[
    "in", "during", "since", "until", "by", "throughout", "early", "late", "mid", "of", "for", "from", "and",
    "before", "after", "through", "over", "between", "a", "each",
];

/// Words after which even "spring" and "fall" are seasons.
#[rustfmt::skip]
const LEADS_A_SPRING: &[&str] = &[
    "in", "during", "since", "by", "early", "late", "mid", "until", "throughout",
];

/// What is counted more often than dated: "2016 people".
#[rustfmt::skip]
const COUNTED: &[&str] = &[
    "people", "soldiers", "troops", "men", "women", "children", "dollars", "euros", "pounds", "deaths", "cases", "km",
    "kilometres", "kilometers", "miles", "metres", "meters", "feet", "kg", "tonnes", "tons", "percent", "prisoners",
    "refugees", "victims", "civilians", "migrants", "workers", "jobs", "students", "homes", "houses", "votes",
    "seats", "police", "officers", "fighters", "militants", "protesters", "residents", "employees", "passengers",
    "ships", "aircraft", "tanks", "vehicles", "guns", "shells", "rockets", "drones", "missiles", "casualties", "dead",
    "wounded", "others", "acres", "hectares", "barrels", "shares", "points", "square", "cubic", "mph", "kph", "mm",
    "cm", "ft", "lb", "lbs", "litres", "liters", "calories", "mg", "copies", "words", "pages", "strong", "names",
    "families", "households", "patients", "doctors", "nurses", "teachers", "infantry", "cavalry",
];
