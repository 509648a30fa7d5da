//! What happened to the record since a moment: filed, read again, decided, undone, corrected; the last first.

use std::sync::Arc;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::response::IntoResponse;
use corrections::Store;
use desk::{Act, Ledger, Operation, OperationNo};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use super::Desk;
use super::cases::moment;
use super::fields::Fields;
use super::pages::{Failure, PAGE, encoded};
use crate::out::act;

/// Accepted cases that are looked through for those of a stretch of time.
const CORRECTIONS: usize = 500;

/// One thing that happened.
struct Line {
    at: String,
    stamp: Timestamp,
    /// The number of the operation, where it is one of the ledger's.
    no: Option<i64>,
    by: String,
    what: &'static str,
    says: String,
    reason: String,
    /// The page that shows it, and what that page is.
    link: Option<(String, &'static str)>,
    undone: bool,
}

#[derive(Template)]
#[template(path = "changes.html")]
struct Changes {
    since: String,
    problem: Option<String>,
    from: String,
    rows: Vec<Line>,
    further: Option<String>,
}

/// What happened since a moment; since yesterday where none is given.
pub(crate) async fn changes(State(desk): State<Arc<Desk>>, RawQuery(query): RawQuery) -> impl IntoResponse {
    let beside = desk.corrections.clone();
    desk.ask(move |ledger| {
        let fields = Fields::read(query.unwrap_or_default().as_bytes());
        let now = Timestamp::now();
        let since = fields.one("since").trim().to_owned();
        let (from, problem) = match start(&since, now) {
            Some(from) => (from, None),
            None => {
                let problem =
                    format!("“{since}” is no moment: write 2024-12-14, 2024-12-14T06:40:00Z, today or yesterday.");
                (start("yesterday", now).unwrap_or(Timestamp::MIN), Some(problem))
            }
        };
        let before = fields.one("before").parse().ok().map(OperationNo);
        let mut found = ledger.since(from, before, PAGE + 1)?;
        let more = found.len() > PAGE;
        found.truncate(PAGE);
        // Corrections stand in a file of their own; those of this page's stretch of time are laid between.
        let until = match before {
            Some(no) => ledger.operation(no)?.map(|o| o.stamp.at),
            None => None,
        };
        let down_to = if more { found.last().map_or(from, |o| o.stamp.at) } else { from };
        let mut rows = Vec::new();
        for operation in &found {
            let mut line = Line::of(ledger, operation)?;
            if let Act::Filed(_) | Act::Reread(_) = operation.act {
                let claims = ledger.read_by(operation.no)?;
                line.says += &format!(" · {claims} {}", if claims == 1 { "claim" } else { "claims" });
            }
            rows.push(line);
        }
        rows.extend(corrected(&beside, down_to, until)?);
        rows.sort_by_key(|line| std::cmp::Reverse((line.stamp, line.no)));
        let last = found.last().map(|o| o.no.0);
        Ok(Changes {
            problem,
            from: moment(&from.to_string()),
            further: last.filter(|_| more).map(|no| format!("/changes?since={}&before={no}", encoded(&since))),
            rows,
            since,
        })
    })
    .await
}

/// The moment that a reader means; days are those of UTC, as all times of the record are.
fn start(since: &str, now: Timestamp) -> Option<Timestamp> {
    let begin = |day: Date| TimeZone::UTC.to_timestamp(day.to_datetime(Time::midnight())).ok();
    let day = |days: i64| begin(TimeZone::UTC.to_datetime(now).date().checked_sub(days.days()).ok()?);
    match since {
        "today" => day(0),
        "" | "yesterday" => day(1),
        "week" => day(7),
        "beginning" => Some(Timestamp::UNIX_EPOCH),
        moment => moment.parse().ok().or_else(|| begin(claims::edtf::bounds(moment)?.first?)),
    }
}

impl Line {
    fn of(ledger: &Ledger, operation: &Operation) -> Result<Self, Failure> {
        let (what, says) = act::told(ledger, operation)?;
        let report = operation.document.as_ref().map(|id| (format!("/reports/{}", encoded(id.as_str())), "report"));
        let claim = operation.claim.as_ref().map(|id| (format!("/claims/{}", encoded(id.as_str())), "claim"));
        let name = match &operation.act {
            Act::Merged { into, .. } | Act::Split { into, .. } => {
                Some((format!("/sources/{}", encoded(into)), "source"))
            }
            _ => None,
        };
        Ok(Self {
            at: moment(&operation.stamp.at.to_string()),
            stamp: operation.stamp.at,
            no: Some(operation.no.0),
            by: act::who(&operation.stamp.by).to_owned(),
            what,
            says,
            reason: operation.act.reason().unwrap_or_default().to_owned(),
            link: claim.or(report).or(name),
            undone: operation.undone,
        })
    }
}

/// Readers' cases that were accepted between two moments.
fn corrected(path: &std::path::Path, from: Timestamp, until: Option<Timestamp>) -> Result<Vec<Line>, Failure> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let within = Store::open_or_create(path)?.corrections_between(from, until, CORRECTIONS)?;
    Ok(within
        .into_iter()
        .map(|c| Line {
            at: moment(&c.at.to_string()),
            stamp: c.at,
            no: None,
            by: String::new(),
            what: "corrected",
            says: if c.after.is_empty() {
                format!("“{}”", c.before.exact())
            } else {
                format!("“{}” is now “{}”", c.before.exact(), c.after)
            },
            reason: c.note,
            link: Some((format!("/cases/{}", c.case.0), "case")),
            undone: false,
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_a_word_a_day_a_month_or_exact() {
        let now = "2024-12-14T18:30:00Z".parse().expect("a moment");
        let told = |since| start(since, now).map(|at| at.to_string());
        assert_eq!(told("today").as_deref(), Some("2024-12-14T00:00:00Z"));
        assert_eq!(told("").as_deref(), Some("2024-12-13T00:00:00Z"));
        assert_eq!(told("2024-12").as_deref(), Some("2024-12-01T00:00:00Z"));
        assert_eq!(told("2024-12-14T06:40:00Z").as_deref(), Some("2024-12-14T06:40:00Z"));
        assert_eq!(told("soon"), None);
        assert_eq!(told("../2024"), None, "an open past begins nowhere");
    }
}
