//! EDTF: dates as vague as the words that gave them.

use jiff::civil::Date;

/// The first and the last day that an EDTF expression can mean; `None` on a side that is open or unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The first day.
    pub first: Option<Date>,
    /// The last day.
    pub last: Option<Date>,
}

/// The days that `expression` can mean, or `None` where it is no EDTF that we know.
#[must_use]
pub fn bounds(expression: &str) -> Option<Bounds> {
    let date = expression.parse::<Date>().ok()?;
    Some(Bounds { first: Some(date), last: Some(date) })
}
