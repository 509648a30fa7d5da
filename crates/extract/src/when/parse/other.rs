//! Sets, and words that name no day: "every Monday", "now", "recently".

use super::{Amount, Found, Meaning, Part, Reader, duration_value};
use crate::when::words::{Form, Lex, Unit};

impl Reader<'_> {
    /// "every Monday", "each day", "every two weeks", "per year", "daily".
    pub(super) fn set(&self, i: usize) -> Option<Found> {
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

    /// "now", "recently", "the future", "at the time", "overnight".
    pub(super) fn misc(&self, i: usize) -> Option<Found> {
        let t = self.tokens;
        let say = |to: usize, meaning: Meaning| Some(self.found(i, to, "reference", meaning));
        let after_the = t.key(i) == "the";
        let at = if after_the { i + 1 } else { i };
        match t.key(at) {
            "now" | "currently" | "nowadays" | "presently" if !after_the && t.key_before(i) != "every" => {
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
