//! Days and months: "14/12/2024", "14 December", "Saturday, Dec. 14".

use super::{Fields, Found, Meaning, Part, Reader, What, full_year, is_time_preposition, longest};
use crate::when::calendar;
use crate::when::words::{Form, Lex, Unit};

impl Reader<'_> {
    /// "2024-12-14", with or without a time behind it.
    pub(super) fn iso(&self, i: usize) -> Option<Found> {
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
    pub(super) fn joined(&self, i: usize, mark: char) -> Option<(i32, usize)> {
        let t = self.tokens;
        (t.is_mark(i.checked_sub(1)?, mark) && t.glued(i - 1) && t.glued(i)).then(|| t.digits(i))?
    }

    /// "14/12/2024", "14.12.2024", "12/14/24".
    pub(super) fn numeric(&self, i: usize) -> Option<Found> {
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

    /// A day of the month in digits, perhaps with its ending, or as a word; where it ends, and whether it is an ordinal.
    pub(super) fn day_number(&self, i: usize) -> Option<(usize, u8, bool)> {
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
    pub(super) fn day_first(&self, from: usize, i: usize) -> Option<Found> {
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
    pub(super) fn month_name(&self, i: usize) -> Option<(usize, u8)> {
        let t = self.tokens;
        match t.lex(i) {
            Lex::Month(month, short) if t.capital(i) => {
                Some((i + 1 + usize::from(short && t.is_mark(i + 1, '.') && t.glued(i + 1)), month))
            }
            _ => None,
        }
    }

    /// A year behind a month or day: "2024", ", 2024", "of 2024", "'24", "480 BC".
    pub(super) fn year_after(&self, i: usize) -> Option<(usize, Option<i32>)> {
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
    pub(super) fn era(&self, i: usize) -> Option<(usize, bool)> {
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
    pub(super) fn month_first(&self, i: usize) -> Option<Found> {
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
    pub(super) fn with_year(&self, i: usize, fields: Fields) -> (usize, Fields) {
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
    pub(super) fn year_behind_second_day(&self, i: usize) -> Option<i32> {
        let t = self.tokens;
        if !matches!(t.lex(i), Lex::Mark('-' | '–') | Lex::Key("to" | "and" | "or" | "through" | "until")) {
            return None;
        }
        let at = self.month_name(i + 1).map_or(i + 1, |(after, _)| after);
        let (end, _, _) = self.day_number(at)?;
        self.year_after(end)?.1
    }

    /// Whether a month without day or year is a month at all: "in May", but not "May said" or "a march".
    pub(super) fn month_stands_alone(&self, i: usize, after: usize) -> bool {
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
    pub(super) fn weekday(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        let Lex::Weekday(weekday, form) = t.lex(i) else { return None };
        if !t.capital(i) && form != Form::Full {
            return None;
        }
        if form == Form::Plural {
            let future = t.key(i + 1) == "for" && t.capital(i + 2);
            return (!future).then(|| self.found(i, i + 1, "weekdays", Meaning::Set(format!("XXXX-WXX-{weekday}"))));
        }
        if t.capital(i + 1) && PAPERS.contains(&t.word(i + 1))
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
}

/// What makes a name of the weekday before it: "Sunday Times", "Saturday Night".
#[rustfmt::skip]
const PAPERS: &[&str] = &[
    "Times", "Telegraph", "Mirror", "Mail", "Express", "Post", "Herald", "Sun", "Night", "School", "Mercury", "World",
    "People",
];
