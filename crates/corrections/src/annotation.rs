//! Reports as W3C Web Annotations, the shape in which they come in and go out.
//!
//! ```json
//! {"type": "Annotation", "motivation": "editing",
//!  "target": {"source": "https://paper.example/a", "selector": [
//!    {"type": "TextQuoteSelector", "exact": "two bridges", "prefix": "said that ", "suffix": " were"},
//!    {"type": "TextPositionSelector", "start": 120, "end": 131}]},
//!  "body": [
//!    {"type": "TextualBody", "purpose": "classifying", "value": "figure"},
//!    {"type": "TextualBody", "purpose": "editing", "value": "three bridges"},
//!    {"type": "TextualBody", "purpose": "commenting", "value": "one more was closed on Monday"}],
//!  "contact": "reader@mail.example", "website": ""}
//! ```
//!
//! `contact` and `website`, the trap, are ours; what else a sender adds is passed over. Going out, an annotation has
//! neither.

use claims::Span;
use serde::Deserialize;

use crate::Page;
use crate::report::{Kind, Quote, Refused, Report};

#[derive(Deserialize)]
struct Annotation {
    target: Target,
    #[serde(default)]
    body: Vec<Body>,
    #[serde(default)]
    contact: String,
    #[serde(default)]
    website: String,
}

#[derive(Deserialize)]
struct Target {
    source: String,
    #[serde(default)]
    selector: Vec<Selector>,
}

#[derive(Deserialize)]
#[serde(tag = "type")]
enum Selector {
    #[serde(rename = "TextQuoteSelector")]
    Quote {
        exact: String,
        #[serde(default)]
        prefix: String,
        #[serde(default)]
        suffix: String,
    },
    #[serde(rename = "TextPositionSelector")]
    Position { start: usize, end: usize },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Body {
    #[serde(default)]
    purpose: String,
    #[serde(default)]
    value: String,
}

/// The report that the JSON in `bytes` holds.
///
/// # Errors
/// Where it is no annotation of words, or breaks a limit of [`Report`].
pub fn read(bytes: &[u8]) -> Result<Report, Refused> {
    let annotation: Annotation = serde_json::from_slice(bytes).map_err(|_| Refused::Shape)?;
    let page = Page::new(&annotation.target.source)?;
    let mut quote = None;
    let mut position = None;
    for selector in &annotation.target.selector {
        match selector {
            Selector::Quote { exact, prefix, suffix } => quote = Some(Quote::new(exact, prefix, suffix)?),
            Selector::Position { start, end } => position = Some(Span::new(*start, *end)),
            Selector::Other => {}
        }
    }
    let body = |purpose: &str| {
        annotation.body.iter().find(|b| b.purpose == purpose).map(|b| b.value.as_str()).unwrap_or_default()
    };
    Report::new(page, quote.ok_or(Refused::Shape)?, Kind::named(body("classifying"))?, body("editing"))?
        .at(position)
        .with_comment(body("commenting"))?
        .with_contact(&annotation.contact)?
        .trapped(!annotation.website.trim().is_empty())
        .complete()
}

/// `report` as an annotation, without what only concerns its reader.
#[must_use]
pub fn write(report: &Report) -> serde_json::Value {
    let quote = report.quote();
    let mut selector = vec![serde_json::json!({
        "type": "TextQuoteSelector", "exact": quote.exact(), "prefix": quote.prefix(), "suffix": quote.suffix(),
    })];
    if let Some(span) = report.position() {
        selector.push(serde_json::json!({"type": "TextPositionSelector", "start": span.start, "end": span.end}));
    }
    let mut body = vec![
        serde_json::json!({"type": "TextualBody", "purpose": "classifying", "value": report.kind().as_str()}),
        serde_json::json!({"type": "TextualBody", "purpose": "editing", "value": report.suggestion()}),
    ];
    if let Some(comment) = report.comment() {
        body.push(serde_json::json!({"type": "TextualBody", "purpose": "commenting", "value": comment}));
    }
    serde_json::json!({
        "@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "motivation": "editing",
        "target": {"source": report.page().as_str(), "selector": selector}, "body": body,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENT: &str = r#"{"type": "Annotation", "motivation": "editing",
        "target": {"source": "https://paper.example/a", "selector": [
            {"type": "TextQuoteSelector", "exact": "two bridges", "prefix": "said that "},
            {"type": "TextPositionSelector", "start": 120, "end": 131}, {"type": "XPathSelector", "value": "/p"}]},
        "body": [{"type": "TextualBody", "purpose": "classifying", "value": "figure"},
            {"type": "TextualBody", "purpose": "editing", "value": "three bridges"}],
        "contact": "reader@mail.example", "website": ""}"#;

    #[test]
    fn an_annotation_is_read_and_written_without_the_contact() {
        let report = read(SENT.as_bytes()).expect("a report");
        assert_eq!(report.contact(), Some("reader@mail.example"));
        assert_eq!(report.position(), Some(Span::new(120, 131)));
        assert!(!report.is_trapped());
        let written = write(&report).to_string();
        assert!(!written.contains("mail.example"));
        let again = read(written.as_bytes()).expect("a report");
        assert_eq!((again.quote(), again.kind(), again.suggestion()), (report.quote(), report.kind(), "three bridges"));
    }

    #[test]
    fn the_field_that_nobody_sees_tells_programs() {
        let report = read(SENT.replace(r#""website": """#, r#""website": "http://x""#).as_bytes()).expect("a report");
        assert!(report.is_trapped());
    }

    #[test]
    fn what_is_no_annotation_of_words_is_refused() {
        for (wrong, why) in [
            ("[]".to_owned(), Refused::Shape),
            ("{\"target\":".repeat(5_000), Refused::Shape),
            (SENT.replace("TextQuoteSelector", "CssSelector"), Refused::Shape),
            (SENT.replace("\"figure\"", "\"<b>\""), Refused::Kind),
            (SENT.replace("https:", "javascript:"), Refused::Page),
            (SENT.replace("120", "-1"), Refused::Shape),
            (SENT.replace("three bridges", ""), Refused::NoSuggestion),
        ] {
            assert_eq!(read(wrong.as_bytes()), Err(why), "{}", wrong.chars().take(80).collect::<String>());
        }
    }
}
