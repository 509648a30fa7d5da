//! CSV as in RFC 4180: one row a claim, flat columns; described in `docs/formats/csv.md`.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, and the words
//! of a report are anybody's. Such cells get an apostrophe in front, which spreadsheets show
//! as text. Whoever needs the words unchanged takes JSON.

use std::io::{self, Write};

use claims::{Claim, Span};

use super::claim::word;

/// The columns, in order.
pub(crate) const COLUMNS: [&str; 33] = [
    "id",
    "document_id",
    "document_title",
    "outlet",
    "published",
    "url",
    "language",
    "source",
    "source_kind",
    "source_role",
    "mention",
    "mention_span",
    "chain",
    "cue",
    "cue_span",
    "content",
    "content_spans",
    "form",
    "inside",
    "said",
    "said_words",
    "channel",
    "about",
    "about_words",
    "places",
    "places_words",
    "quantities",
    "quantities_of",
    "certainty",
    "certainty_words",
    "polarity",
    "status",
    "confidence",
];

/// Writes the names of the columns.
pub(crate) fn head(to: &mut impl Write) -> io::Result<()> {
    row(to, &COLUMNS.map(str::to_owned))
}

/// Writes one claim.
pub(crate) fn claim(to: &mut impl Write, claim: &Claim) -> io::Result<()> {
    let document = &claim.document;
    let source = claim.source.as_ref();
    let text = |words: &Option<String>| words.clone().unwrap_or_default();
    let list = |words: Vec<String>| words.join("; ");
    row(
        to,
        &[
            claim.id.to_string(),
            document.id.to_string(),
            text(&document.title),
            text(&document.outlet),
            document.published.map(|day| day.to_string()).unwrap_or_default(),
            text(&document.url),
            text(&document.language),
            source.map(|s| s.name.clone()).unwrap_or_default(),
            source.map(|s| word(&s.kind)).unwrap_or_default(),
            source.and_then(|s| s.role.clone()).unwrap_or_default(),
            source.map(|s| s.mention.clone()).unwrap_or_default(),
            source.map(|s| spans(&[s.span])).unwrap_or_default(),
            claim.chain.join(" > "),
            claim.cue.as_ref().map(|c| c.text.clone()).unwrap_or_default(),
            claim.cue.as_ref().map(|c| spans(&[c.span])).unwrap_or_default(),
            claim.content.text.clone(),
            spans(&claim.content.spans),
            word(&claim.form),
            claim.inside.as_ref().map(ToString::to_string).unwrap_or_default(),
            text(&claim.said.edtf),
            text(&claim.said.words),
            text(&claim.said.channel),
            list(claim.about.iter().map(|a| a.edtf.clone()).collect()),
            list(claim.about.iter().map(|a| a.words.clone()).collect()),
            list(claim.places.iter().map(|p| p.name.clone().unwrap_or_default()).collect()),
            list(claim.places.iter().map(|p| p.words.clone()).collect()),
            list(claim.quantities.iter().map(|q| q.words.clone()).collect()),
            list(claim.quantities.iter().map(|q| text(&q.of)).collect()),
            word(&claim.certainty.degree),
            text(&claim.certainty.words),
            word(&claim.polarity),
            word(&claim.status),
            format!("{:.3}", claim.confidence),
        ],
    )
}

/// Spans as `0-40;52-60`, in code points.
fn spans(spans: &[Span]) -> String {
    spans.iter().map(|span| format!("{}-{}", span.start, span.end)).collect::<Vec<_>>().join(";")
}

fn row(to: &mut impl Write, cells: &[String; COLUMNS.len()]) -> io::Result<()> {
    let line: Vec<String> = cells.iter().map(|words| cell(words)).collect();
    write!(to, "{}\r\n", line.join(","))
}

fn cell(words: &str) -> String {
    // Some spreadsheets skip white space before they look for a formula.
    let guard =
        words.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) || words.starts_with(['\t', '\r']);
    let guarded = format!("{}{words}", if guard { "'" } else { "" });
    if guarded.contains(['"', ',', '\n', '\r', ';', '\t']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_that_would_break_a_row_are_quoted() {
        assert_eq!(
            ["plain", "a,b", "he said \"no\"", "two\nlines"].map(cell),
            ["plain", "\"a,b\"", "\"he said \"\"no\"\"\"", "\"two\nlines\"",]
        );
    }

    #[test]
    fn cells_that_a_spreadsheet_would_run_are_made_text() {
        assert_eq!(
            ["=1+1", "+49 30", "-5", "@SUM(A1)", " =x", "\t=x", "5-6"].map(cell),
            ["'=1+1", "'+49 30", "'-5", "'@SUM(A1)", "' =x", "\"'\t=x\"", "5-6",]
        );
    }
}
