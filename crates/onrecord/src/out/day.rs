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
    } else if let Some(part) = without_its_year(bare) {
        part
    } else if let Some(known) = bare.strip_suffix("-XX") {
        // A month or day that is not known adds nothing to what stands before it.
        point(known.trim_end_matches("-XX"))
    } else {
        bare.to_owned()
    };
    format!("{before}{words}")
}

/// The first day of `2024-12`; not of a season, which is written with a month above 12.
fn month(expression: &str) -> Option<Date> {
    (expression.len() == 7).then(|| format!("{expression}-01").parse().ok())?
}

/// `XXXX-12-14` is "14 Dec of an unknown year": a report that does not carry its day has "Dec. 14" and no more.
fn without_its_year(expression: &str) -> Option<String> {
    let rest = expression.strip_prefix("XXXX-")?;
    // A leap year has every day.
    let words = match (month(&format!("2000-{rest}")), format!("2000-{rest}").parse::<Date>()) {
        (Some(day), _) => day.strftime("%b").to_string(),
        (None, Ok(day)) => day.strftime("%-d %b").to_string(),
        (None, Err(_)) => return None,
    };
    Some(format!("{words} of an unknown year"))
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
            "XXXX-12-14",
            "XXXX-12/..",
            "XXXX-02-29",
            "XXXX-13",
            "2025-XX",
            "2023-XX-XX",
            "2023-05-XX",
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
                "14 Dec of an unknown year",
                "from Dec of an unknown year",
                "29 Feb of an unknown year",
                "XXXX-13",
                "2025",
                "2023",
                "May 2023",
            ]
        );
    }
}
