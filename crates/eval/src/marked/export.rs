//! The corpus in the shapes of scorers and trainers, one JSON object a line.

use serde_json::{Value, json};

use super::parse::needs_cue;
use super::stats::name;
use super::{Attribution, Label, Line, Report};
use crate::corpus::{Article, Quote, pair};

/// The attributions of `report` as scorers read them: with a cue only, or continued ones too, whose source and cue are
/// empty. The outlet's own voice is left out; `parent` is an index into the list.
pub fn article(report: &Report, cued_only: bool) -> Article {
    let kept: Vec<&Attribution> =
        report.attributions.iter().filter(|a| a.is_attributed() && (!cued_only || needs_cue(a.form))).collect();
    let at = |number: u32| kept.iter().position(|a| a.number == number);
    let attributions = kept.iter().map(|a| Quote {
        id: Some(a.number.to_string()),
        source: a.source.map(pair).into_iter().collect(),
        cue: a.cue.map(pair).into_iter().collect(),
        content: a.content.iter().copied().map(pair).collect(),
        parent: a.inside.and_then(at),
    });
    Article { attributions: attributions.collect(), text: Some(report.text.clone()), ..Article::empty(&report.id) }
}

/// `{id, text, attributions}` of CONTRACT, each with its form and number besides.
pub fn attributions(report: &Report, cued_only: bool) -> Value {
    let article = article(report, cued_only);
    let quotes = article.attributions.iter().map(|quote| {
        let row = quote.id.as_deref().and_then(|n| n.parse().ok()).and_then(|n| report.attribution(n));
        json!({"number": row.map(|r| r.number), "source": quote.source, "cue": quote.cue, "content": quote.content,
               "parent": quote.parent, "form": row.map(|r| name(&r.form))})
    });
    json!({"id": report.id, "date": report.published, "text": report.text, "attributions": quotes.collect::<Vec<_>>()})
}

/// `{id, text, dct, timexes}`.
pub fn times(report: &Report) -> Value {
    let timexes = report.times().map(|(span, time)| {
        json!({"start": span.start, "end": span.end, "type": time.kind, "value": time.value, "mod": time.modifier, "edtf": time.edtf})
    });
    json!({"id": report.id, "text": report.text, "dct": report.published, "timexes": timexes.collect::<Vec<_>>()})
}

/// `{id, text, mentions, places}`.
pub fn places(report: &Report) -> Value {
    let (mut mentions, mut places) = (Vec::new(), Vec::new());
    for (span, place) in report.sites() {
        mentions.push(pair(span));
        places.push(
            place.at.map(|(lat, lon)| json!({"lat": lat, "lon": lon, "name": place.name, "country": place.country})),
        );
    }
    json!({"id": report.id, "text": report.text, "mentions": mentions, "places": places})
}

/// `{id, text, quantities}`.
pub fn quantities(report: &Report) -> Value {
    let figures = report.figures().map(|(span, f)| {
        json!({"start": span.start, "end": span.end, "words": report.words(span), "low": f.low, "high": f.high, "approx": f.approx, "of": f.of})
    });
    json!({"id": report.id, "text": report.text, "quantities": figures.collect::<Vec<_>>()})
}

/// `{id, lines: [{text, furniture}]}`, in reading order.
pub fn furniture(report: &Report) -> Value {
    let line = |line: Line<'_>| match line {
        Line::Block(_, span) => json!({"text": report.words(span), "furniture": false}),
        Line::Furniture(words) => json!({"text": words, "furniture": true}),
    };
    let lines: Vec<Value> = report.lines().into_iter().map(line).collect();
    json!({"id": report.id, "lines": lines})
}

/// Every layer of the report, for trainers.
pub fn whole(report: &Report) -> Value {
    let mentions: Vec<Value> = report
        .marks
        .iter()
        .filter_map(|m| match &m.label {
            Label::Entity(key) => Some(json!({"start": m.span.start, "end": m.span.end, "entity": key})),
            _ => None,
        })
        .collect();
    let rows = report.attributions.iter().map(|a| {
        json!({"number": a.number, "entity": a.entity, "source": a.source.map(pair), "cue": a.cue.map(pair),
            "content": a.content.iter().copied().map(pair).collect::<Vec<_>>(), "form": a.form, "certainty": a.certainty,
            "hedge": a.hedge, "polarity": a.polarity, "status": a.status, "inside": a.inside, "after": a.after,
            "said": a.said, "channel": a.channel, "about": a.about})
    });
    let blocks = report.blocks.iter().map(|(kind, span)| json!({"kind": kind, "start": span.start, "end": span.end}));
    json!({"id": report.id, "story": report.story, "outlet": report.outlet, "title": report.title, "published": report.published,
        "url": report.url, "split": report.split(), "text": report.text, "blocks": blocks.collect::<Vec<_>>(),
        "entities": report.entities, "mentions": mentions, "attributions": rows.collect::<Vec<_>>(),
        "times": times(report)["timexes"], "places": places(report)["places"], "place_mentions": places(report)["mentions"],
        "quantities": quantities(report)["quantities"], "furniture": furniture(report)["lines"]})
}
