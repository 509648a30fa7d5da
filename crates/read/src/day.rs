//! Days: dates as pages and bylines write them, to one civil date.
//!
//! "2024-12-14T22:10:00+02:00", "Dec. 14, 2024" and "/2024/12/14/" are all
//! 14 December 2024. The day is the one written, in the page's own time zone.
//! A bare year, or a year and a month, is no day; "12/10/2024" could be two
//! days and is none.
//!
//! Days that sentences speak of are read in the crate `extract`.

use jiff::civil::Date;

/// The day in a field of metadata, which holds a date and little else.
pub(crate) fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.chars().count() > 80 {
        return None;
    }
    let digits = text.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    if digits.len() == 8 || (digits.len() == 14 && digits.len() == text.len()) {
        return date(digits.get(..4)?, digits.get(4..6)?, digits.get(6..8)?);
    }
    find(text)
}

/// The first full date in a short text.
pub(crate) fn find(text: &str) -> Option<Date> {
    let tokens = tokens(text);
    (0..tokens.len()).find_map(|at| at_tokens(&tokens[at..]))
}

/// The day in an address such as `/2024/12/14/flood` or `/2024/dec/14/`; never from year and month alone.
pub(crate) fn in_url(url: &str) -> Option<Date> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split_once('/')?.1;
    let path = path.split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    for at in 0..parts.len() {
        if let [year, month, day, ..] = parts[at..]
            && year.len() == 4
            && (1..=2).contains(&day.len())
        {
            let month = match month_named(&month.to_lowercase()) {
                Some(number) => number.to_string(),
                None if (1..=2).contains(&month.len()) => month.to_owned(),
                None => continue,
            };
            if let Some(found) = date(year, &month, day) {
                return Some(found);
            }
        }
        if parts[at].len() == 8
            && parts[at].bytes().all(|b| b.is_ascii_digit())
            && let Some(found) = date(&parts[at][..4], &parts[at][4..6], &parts[at][6..])
        {
            return Some(found);
        }
    }
    None
}

#[derive(Debug, PartialEq)]
enum Token<'t> {
    /// Digits and what stands right behind them.
    Number(&'t str, char),
    Word(String),
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let same = |d: char| if c.is_ascii_digit() { d.is_ascii_digit() } else { d.is_alphabetic() };
        if c.is_ascii_digit() || c.is_alphabetic() {
            let end = rest.find(|d| !same(d)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            rest = after;
            if c.is_ascii_digit() {
                out.push(Token::Number(word, after.chars().next().unwrap_or(' ')));
            } else {
                let word = word.to_lowercase();
                // Endings of numerals and small words that stand inside a date.
                if !matches!(word.as_str(), "st" | "nd" | "rd" | "th" | "er" | "of" | "de" | "del" | "t") {
                    out.push(Token::Word(word));
                }
            }
        } else {
            rest = &rest[c.len_utf8()..];
        }
        if out.len() > 60 {
            break;
        }
    }
    out
}

fn at_tokens(tokens: &[Token]) -> Option<Date> {
    use Token::{Number, Word};
    match tokens {
        [Number(y, a), Number(m, b), Number(d, _), ..] if y.len() == 4 && a == b && "-/.:".contains(*a) => {
            date(y, m, d)
        }
        [Number(y, '年'), Word(_), Number(m, '月'), Word(_), Number(d, '日'), ..] => date(y, m, d),
        [Number(d, a), Number(m, b), Number(y, _), ..] if y.len() == 4 && a == b && *a == '.' => date(y, m, d),
        [Number(one, a), Number(two, b), Number(y, _), ..] if y.len() == 4 && a == b && "/-".contains(*a) => {
            // Day and month, or month and day: certain only where one of them cannot be a month.
            let (first, second) = (one.parse::<u8>().ok()?, two.parse::<u8>().ok()?);
            match (first > 12, second > 12) {
                (true, false) => date(y, two, one),
                (false, true) => date(y, one, two),
                _ if first == second => date(y, one, two),
                _ => None,
            }
        }
        [Word(month), Number(d, _), Number(y, _), ..] if y.len() == 4 && d.len() <= 2 => {
            date(y, &month_named(month)?.to_string(), d)
        }
        [Number(d, _), Word(month), Number(y, _), ..] if y.len() == 4 && d.len() <= 2 => {
            date(y, &month_named(month)?.to_string(), d)
        }
        _ => None,
    }
}

/// A day that a report could be from.
fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    let year: i16 = year.parse().ok().filter(|year| (1800..=2100).contains(year))?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// The number of a month by its name, whole or shortened, in the languages whose furniture we know.
pub(crate) fn month_named(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "jan january січня січ января янв januar jänner janv janvier enero ene",
        "feb february лютого лют февраля фев februar fév févr février fevrier febrero",
        "mar march березня бер марта мар märz mär mars marzo",
        "apr april квітня квіт апреля апр avr avril abril abr",
        "may травня трав мая mai mayo",
        "jun june червня черв июня июн juni juin junio",
        "jul july липня лип июля июл juli juil juillet julio",
        "aug august серпня серп августа авг août aout agosto ago",
        "sep sept september вересня вер сентября сен сент septembre septiembre",
        "oct october жовтня жовт октября окт oktober okt octobre octubre",
        "nov november листопада лист ноября ноя novembre noviembre",
        "dec december грудня груд декабря дек dezember dez déc décembre decembre diciembre dic",
    ];
    let at = MONTHS.iter().position(|names| names.split(' ').any(|name| name == word))?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_pages_write_them() {
        let day = Some(jiff::civil::date(2024, 12, 14));
        for text in [
            "2024-12-14T22:10:00+02:00",
            "2024-12-14",
            "20241214",
            "20241214221000",
            "Sat, 14 Dec 2024 22:10:00 GMT",
            "December 14, 2024",
            "Dec. 14, 2024, 10:10 p.m.",
            "14th of December 2024",
            "14.12.2024, 22:10",
            "12/14/2024",
            "14 грудня 2024 року",
            "14 декабря 2024, 22:10",
            "14. Dezember 2024",
            "14 décembre 2024",
            "14 de diciembre de 2024",
            "2024年12月14日",
        ] {
            assert_eq!(parse(text), day, "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in ["2024", "December 2024", "2024-12", "12/10/2024", "2024-13-40", "", "14 December", "1734214200"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn days_in_addresses() {
        let day = Some(jiff::civil::date(2024, 12, 14));
        assert_eq!(in_url("https://a.example/2024/12/14/flood"), day);
        assert_eq!(in_url("https://a.example/world/2024/dec/14/flood"), day);
        assert_eq!(in_url("https://a.example/news/20241214-flood.html"), day);
        assert_eq!(in_url("https://a.example/news-2024-12-14-flood"), day);
        assert_eq!(in_url("https://a.example/2024/12/flood"), None);
        assert_eq!(in_url("https://a.example/flood-2024"), None);
        assert_eq!(in_url("https://a.example/2024/12/20241"), None);
    }
}
