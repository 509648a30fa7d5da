//! Days as people read them: `../2024-12-07` is "until Sat 7 Dec 2024".

use jiff::civil::Date;

/// A day in full.
pub(crate) fn date(day: Date) -> String {
    day.strftime("%a %-d %b %Y").to_string()
}

/// An EDTF expression for people; one that has no plain reading stands as it is.
pub(crate) fn edtf(expression: &str) -> String {
    match expression.split_once('/') {
        Some((".." | "", "" | "..")) => "at some time".to_owned(),
        Some((".." | "", to)) => format!("until {}", point(to)),
        Some((from, ".." | "")) => format!("from {}", point(from)),
        Some((from, to)) => format!("{} – {}", point(from), point(to)),
        None => point(expression),
    }
}

fn point(expression: &str) -> String {
    let bare = expression.trim_end_matches(['~', '?', '%']);
    let before = match &expression[bare.len()..] {
        "~" => "about ",
        "?" => "perhaps ",
        "%" => "perhaps about ",
        _ => "",
    };
    let words = if let Ok(day) = bare.parse::<Date>() {
        date(day)
    } else if let Some(day) = month(bare) {
        day.strftime("%b %Y").to_string()
    } else if let Some(part) = part_or_decade(bare) {
        part
    } else {
        bare.to_owned()
    };
    format!("{before}{words}")
}

/// The first day of `2024-12`; not of a season, which is written with a month above 12.
fn month(expression: &str) -> Option<Date> {
    (expression.len() == 7).then(|| format!("{expression}-01").parse().ok())?
}

/// `2024-23` is "autumn 2024": numbers above 12 stand for seasons, quarters and halves of a year; and `202X` "the 2020s".
fn part_or_decade(expression: &str) -> Option<String> {
    let (year, part) = expression.split_at_checked(4)?;
    let part = match part {
        "-21" => "spring",
        "-22" => "summer",
        "-23" => "autumn",
        "-24" => "winter",
        "-33" => "first quarter of",
        "-34" => "second quarter of",
        "-35" => "third quarter of",
        "-36" => "last quarter of",
        "-40" => "first half of",
        "-41" => "second half of",
        "" => {
            let decade = year.strip_suffix('X').filter(|rest| rest.bytes().all(|b| b.is_ascii_digit()))?;
            return Some(format!("the {decade}0s"));
        }
        _ => return None,
    };
    year.bytes().all(|b| b.is_ascii_digit()).then(|| format!("{part} {year}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_read_as_a_person_would_say_them() {
        let read = [
            "2024-12-14",
            "../2024-12-07",
            "2024-12-01/..",
            "2024-10-04~",
            "2024-12",
            "2024",
            "2024-12-01/2024-12-07",
            "2024-21",
            "2024-34~",
            "202X",
            "2024-1X",
        ]
        .map(edtf);
        assert_eq!(
            read,
            [
                "Sat 14 Dec 2024",
                "until Sat 7 Dec 2024",
                "from Sun 1 Dec 2024",
                "about Fri 4 Oct 2024",
                "Dec 2024",
                "2024",
                "Sun 1 Dec 2024 – Sat 7 Dec 2024",
                "spring 2024",
                "about second quarter of 2024",
                "the 2020s",
                "2024-1X",
            ]
        );
    }
}
