//! The product's reading of a report of the corpus, in the corpus's own shape, so that [`super::agree`] can score it.

use claims::{BlockKind, Claim, Document, DocumentId, Span};

use super::{Attribution, Entity, Figure, Label, Mark, Place, Report, Time};

/// What the product makes of the text of `gold`: its claims, and the days, places and figures within them.
pub fn read(gold: &Report) -> Report {
    let claims = claims(gold);
    let mut report = Report {
        path: gold.path.clone(),
        id: gold.id.clone(),
        text: gold.text.clone(),
        blocks: gold.blocks.clone(),
        published: gold.published.clone(),
        ..Report::default()
    };
    for (index, claim) in claims.iter().enumerate() {
        let number = u32::try_from(index).unwrap_or(u32::MAX);
        let inside = claim.inside.as_ref().and_then(|id| claims.iter().position(|c| c.id == *id));
        report.attributions.push(row(claim, number, inside.and_then(|i| u32::try_from(i).ok())));
        if let Some(source) = &claim.source {
            let entity = Entity {
                key: source.name.clone(),
                kind: source.kind,
                name: source.name.clone(),
                role: source.role.clone(),
            };
            if report.entity(&entity.key).is_none() {
                report.entities.push(entity);
            }
        }
        marks(claim, &mut report);
    }
    let times = extract::when::times(&gold.text, gold.published.parse().ok());
    let offsets = claims::Offsets::new(&gold.text);
    for time in times {
        let kind = match time.kind.as_str() {
            "DATE" => "DATE",
            "TIME" => "TIME",
            "SET" => "SET",
            _ => "DURATION",
        };
        let label = Label::Time(Time { value: time.value, kind, modifier: None, edtf: None });
        report.marks.push(Mark { span: offsets.span(time.range), label, line: 0 });
    }
    report.marks.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
    report.marks.dedup_by(|a, b| a.span == b.span && a.label == b.label);
    report
}

/// The claims that the product reads in the text of `gold`.
pub fn claims(gold: &Report) -> Vec<Claim> {
    extract::claims(&document(gold), crate::predict::reader())
}

/// The document that reading a clean page of this report would give.
pub fn document(gold: &Report) -> Document {
    let block = |(kind, span): &(BlockKind, Span)| claims::Block { kind: *kind, span: *span };
    Document {
        id: DocumentId::of(gold.text.as_bytes()),
        path: None,
        title: Some(gold.title.clone()),
        authors: Vec::new(),
        outlet: Some(gold.outlet.clone()),
        published: gold.published.parse().ok(),
        modified: None,
        url: None,
        language: Some("en".to_owned()),
        text: gold.text.clone(),
        blocks: gold.blocks.iter().map(block).collect(),
        related: Vec::new(),
        found: std::collections::BTreeMap::new(),
        problems: Vec::new(),
    }
}

fn row(claim: &Claim, number: u32, inside: Option<u32>) -> Attribution {
    let named_here = |span: &Span| !span.is_empty() && claim.cue.is_some();
    Attribution {
        number,
        entity: claim.source.as_ref().map(|s| s.name.clone()),
        source: claim.source.as_ref().filter(|s| !s.mention.is_empty()).map(|s| s.span).filter(named_here),
        cue: claim.cue.as_ref().map(|c| c.span),
        content: claim.content.spans.clone(),
        form: claim.form,
        certainty: claim.certainty.degree,
        hedge: claim.certainty.words.clone(),
        polarity: claim.polarity,
        status: claim.status,
        inside,
        after: None,
        said: claim.said.edtf.clone(),
        channel: claim.said.channel.clone(),
        about: claim.about.iter().map(|a| a.edtf.clone()).collect(),
        line: 0,
    }
}

/// Days, places and figures are on record as part of claims only; one that two claims share is one mark.
fn marks(claim: &Claim, report: &mut Report) {
    for place in &claim.places {
        let key =
            format!("{}, {}", place.name.as_deref().unwrap_or(&place.words), place.country.as_deref().unwrap_or("-"));
        if !report.places.iter().any(|p| p.key == key) {
            let at = place.lat.zip(place.lon);
            let name = place.name.clone().unwrap_or_default();
            report.places.push(Place { key: key.clone(), name, country: place.country.clone(), at });
        }
        report.marks.push(Mark { span: place.span, label: Label::Place(key), line: 0 });
    }
    for figure in &claim.quantities {
        let label = Label::Figure(Figure {
            low: figure.low,
            high: figure.high,
            approx: None,
            of: figure.of.clone().unwrap_or_default(),
        });
        report.marks.push(Mark { span: figure.span, label, line: 0 });
    }
}
