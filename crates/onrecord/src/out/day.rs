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
    } else {
        bare.to_owned()
    };
    format!("{before}{words}")
}

/// The first day of `2024-12`; not of a season, which is written with a month above 12.
fn month(expression: &str) -> Option<Date> {
    (expression.len() == 7).then(|| format!("{expression}-01").parse().ok())?
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
                "2024-21",
                "2024-1X",
            ]
        );
    }
}
