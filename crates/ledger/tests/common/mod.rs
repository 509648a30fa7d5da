//! Small hand-made reports and claims, and pictures of a ledger.
#![allow(dead_code, reason = "every test file uses its own part")]

use claims::{
    Block, BlockKind, Certainty, Claim, ClaimId, Content, Cue, Decider, Degree, Document, DocumentId, Form, Polarity,
    Said, Source, SourceKind, Span, Status,
};
use ledger::{Filter, Ledger, Reading, Stamp};
use rusqlite::Connection;
use rusqlite::types::Value;

/// A report whose paragraphs read `NAME said WORDS.` on a day.
pub fn report(title: &str, day: &str, lines: &[(&str, &str)]) -> Reading {
    read_by("rules@1", title, day, lines)
}

pub fn read_by(extractor: &str, title: &str, day: &str, lines: &[(&str, &str)]) -> Reading {
    let id = DocumentId::of(title.as_bytes());
    let text: Vec<String> = lines.iter().map(|(name, words)| format!("{name} said {words}.")).collect();
    let mut blocks = Vec::new();
    let mut at = 0;
    for paragraph in &text {
        let end = at + paragraph.chars().count();
        blocks.push(Block { kind: BlockKind::Paragraph, span: Span::new(at, end) });
        at = end + 2;
    }
    let document = Document {
        id,
        path: Some(format!("{title}.txt")),
        title: Some(title.to_owned()),
        authors: vec![],
        outlet: Some("The Harbour Post".to_owned()),
        published: day.parse().ok(),
        modified: None,
        url: None,
        language: Some("en".to_owned()),
        text: text.join("\n\n"),
        blocks: blocks.clone(),
        related: vec![],
        found: [("published".to_owned(), "meta".to_owned())].into(),
        problems: vec![],
    };
    let claims = lines
        .iter()
        .zip(&blocks)
        .map(|((name, words), block)| said(&document, block.span.start, name, words))
        .collect();
    Reading { extractor: extractor.to_owned(), document, claims }
}

/// The claim of the paragraph that starts at `at`.
pub fn said(document: &Document, at: usize, name: &str, words: &str) -> Claim {
    let rule = Decider::rule("by-hand");
    let source = Span::new(at, at + name.chars().count());
    let cue = Span::new(source.end + 1, source.end + 5);
    let content = Span::new(cue.end + 1, cue.end + 1 + words.chars().count());
    Claim {
        id: ClaimId::of(&document.id, Some(source), Some(cue), &[content]),
        document: document.into(),
        source: Some(Source {
            name: name.to_owned(),
            kind: SourceKind::Person,
            role: None,
            mention: name.to_owned(),
            span: source,
            decided_by: rule.clone(),
            alternatives: vec![],
        }),
        chain: vec![name.to_owned()],
        cue: Some(Cue { text: "said".to_owned(), span: cue }),
        content: Content { text: words.to_owned(), spans: vec![content] },
        form: Form::Indirect,
        inside: None,
        said: Said { edtf: document.published.map(|day| day.to_string()), ..Said::default() },
        about: vec![],
        places: vec![],
        quantities: vec![],
        certainty: Certainty { degree: Degree::Stated, words: None, span: None, decided_by: rule },
        polarity: Polarity::Affirmed,
        status: Status::Happened,
        confidence: 0.9,
        decided: [].into(),
    }
}

pub fn stamp(by: &str) -> Stamp {
    Stamp { at: "2026-01-02T03:04:05Z".parse().expect("a time"), by: Decider::person(by) }
}

/// Who said what, one line a claim.
pub fn picture(ledger: &Ledger, filter: &Filter) -> String {
    let mut lines = String::new();
    ledger
        .claims(filter, |entry| -> Result<(), ledger::Error> {
            let claim = entry.claim;
            let source = claim.source.map_or_else(|| "-".to_owned(), |s| s.name);
            let people: Vec<&str> = claim.decided.keys().map(String::as_str).collect();
            let people = if people.is_empty() { String::new() } else { format!(" [{}]", people.join(", ")) };
            let polarity = if claim.polarity == Polarity::Denied { " (denied)" } else { "" };
            lines += &format!("{source}: {}{polarity}{people}\n", claim.content.text);
            Ok(())
        })
        .expect("readable");
    lines
}

pub fn on_record(ledger: &Ledger) -> String {
    picture(ledger, &Filter::default())
}

pub fn standing(ledger: &Ledger, standing: ledger::Standing) -> String {
    picture(ledger, &Filter { standing: Some(standing), ..Filter::default() })
}

/// The id of the claim with these words.
pub fn id(ledger: &Ledger, words: &str) -> ClaimId {
    let mut found = None;
    for standing in [ledger::Standing::OnRecord, ledger::Standing::Rejected, ledger::Standing::Orphaned] {
        let filter = Filter { standing: Some(standing), ..Filter::default() };
        ledger
            .claims(&filter, |entry| -> Result<(), ledger::Error> {
                if entry.claim.content.text == words {
                    found = Some(entry.claim.id);
                }
                Ok(())
            })
            .expect("readable");
    }
    found.expect("a claim with these words")
}

/// Every row of the derived tables, as text.
pub fn derived(path: &std::path::Path) -> String {
    let db = Connection::open(path).expect("a ledger");
    let mut all = String::new();
    for table in ["documents", "claims", "about_days", "seats", "facets", "guises", "claims_fts_docsize"] {
        let key = if table == "about_days" { "claim, first" } else { "1" };
        // FTS5 keeps beside each size which of its writes it came from; that may differ.
        let columns = if table == "claims_fts_docsize" { "id, sz" } else { "*" };
        // What counts is which value or guise a claim has, not under which number it is kept.
        let (table, columns, key) = match table {
            "facets" => (
                "facets f JOIN facet_values v ON v.no = f.value",
                "claim, field, v.value, day, claims, documents",
                "1, 2, 3",
            ),
            "claims" => (
                "claims c LEFT JOIN guises g ON g.no = c.guise",
                "c.no, document, id, as_read, decided, standing, chain, certainty, status, said_first, said_last,
                 said_order, c.source, c.kind, c.role, c.mention, g.source, g.kind, g.role, g.mention",
                "1",
            ),
            "guises" => (table, "source, kind, role, mention, claims, worn", "1, 2, 3, 4"),
            _ => (table, columns, key),
        };
        let mut select = db.prepare(&format!("SELECT {columns} FROM {table} ORDER BY {key}")).expect("the table");
        let columns = select.column_count();
        let mut rows = select.query([]).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            let cells: Vec<String> = (0..columns)
                .map(|i| match row.get::<_, Value>(i).expect("a cell") {
                    Value::Null => "-".to_owned(),
                    Value::Integer(n) => n.to_string(),
                    Value::Real(n) => n.to_string(),
                    Value::Text(words) => words,
                    Value::Blob(bytes) => format!("{bytes:?}"),
                })
                .collect();
            all += &format!("{table}: {}\n", cells.join(" | "));
        }
    }
    // The words of the index: which term stands in which row, and where.
    db.execute_batch("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, claims_fts, instance)").expect("terms");
    let mut select = db.prepare("SELECT term, doc, col, offset FROM temp.terms ORDER BY 1, 2, 3, 4").expect("terms");
    let terms = select
        .query_map([], |row| {
            let (term, doc, col): (String, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(format!("{term} {doc} {col} {}\n", row.get::<_, i64>(3)?))
        })
        .expect("terms");
    all.extend(terms.map(|term| term.expect("a term")));
    all
}
