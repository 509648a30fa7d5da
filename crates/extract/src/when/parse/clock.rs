//! Times of day, and the feasts of a fixed day: "6 p.m.", "06:40 local time", "New Year's Eve".

use super::{Fields, Found, Meaning, Part, Reader, names_a_day};
use crate::when::words::{Lex, Unit};

impl Reader<'_> {
    /// Hours and minutes in digits, as TIMEX3 writes them.
    pub(super) fn hour_and_minute(&self, i: usize) -> Option<(usize, String)> {
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
    pub(super) fn half_of_day(&self, i: usize) -> Option<(usize, bool)> {
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
    pub(super) fn clock(&self, i: usize) -> Option<Found> {
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

    pub(super) fn clock_digits(&self, i: usize) -> Option<(usize, String)> {
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
            let led = LEADS_A_CLOCK.contains(&t.key_before(i));
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
        // "at five in the evening", "at 3 in the morning".
        if LEADS_A_CLOCK.contains(&t.key_before(i))
            && t.key(after) == "in"
            && t.key(after + 1) == "the"
            && let Lex::Part(part @ ("MO" | "AF" | "EV"), false) = t.lex(after + 2)
        {
            let hour = hour % 12 + if part == "MO" { 0 } else { 12 };
            return Some((after + 3, format!("{hour:02}:00")));
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
    pub(super) fn with_time_of_day(&self, mut found: Found) -> Found {
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

    pub(super) fn holiday(&self, i: usize) -> Option<Found> {
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
}

/// Words after which "3:45" is a time of day and no score.
#[rustfmt::skip]
const LEADS_A_CLOCK: &[&str] = &[
    "at", "by", "until", "from", "around", "about", "before", "after", "since", "till", "to", "between",
];
