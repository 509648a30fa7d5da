//! Any text as a report: spans lie in the text, claims come in reading order, nothing stands inside
//! what is not there, and reading twice gives the same.

#![no_main]

use std::collections::HashSet;

use claims::{Attribution, Given, Span};
use extract::Reader;
use jiff::civil::date;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let published = Some(date(2024, 12, 14));
    let attributions = extract::attributions(text, Reader::Rules);
    check_attributions(&attributions, text.chars().count());
    assert_eq!(extract::attributions(text, Reader::Rules), attributions, "read twice");

    let given = Given { published, ..Given::default() };
    let document = read::document(text.as_bytes(), Some("fuzz.txt"), &given);
    let length = document.text.chars().count();
    let claims = extract::claims(&document, Reader::Rules);
    let ids: HashSet<_> = claims.iter().map(|claim| &claim.id).collect();
    assert_eq!(ids.len(), claims.len(), "two claims have one id");
    for claim in &claims {
        assert!(!claim.content.spans.is_empty(), "a claim of nothing");
        claim.content.spans.iter().for_each(|span| check(*span, length));
        claim.cue.iter().for_each(|cue| check(cue.span, length));
        claim.about.iter().for_each(|about| check(about.span, length));
        claim.places.iter().for_each(|place| check(place.span, length));
        claim.quantities.iter().for_each(|quantity| check(quantity.span, length));
        if let Some(source) = &claim.source {
            assert!(source.span.start <= source.span.end && source.span.end <= length, "{:?}", source.span);
            assert_eq!(claim.chain.last(), Some(&source.name), "the chain ends with the source");
        }
        assert!(claim.inside.as_ref().is_none_or(|id| *id != claim.id && ids.contains(id)), "inside what is not there");
        assert!((0.0..=1.0).contains(&claim.confidence), "{}", claim.confidence);
    }
    // A shared source stands far in front of its later claims, so order shows only in what lies wholly apart.
    let mut latest = 0;
    for claim in &claims {
        let parts = || claim.content.spans.iter().copied().chain(claim.cue.as_ref().map(|cue| cue.span));
        let start = parts().chain(claim.source.as_ref().map(|s| s.span)).map(|s| s.start).min().unwrap_or(0);
        let end = parts().map(|s| s.end).max().unwrap_or(0);
        assert!(end > latest, "a claim that ends at {end} comes after one that begins at {latest}");
        latest = latest.max(start);
    }
    assert_eq!(extract::claims(&document, Reader::Rules), claims, "read twice");
});

fn check_attributions(attributions: &[Attribution], length: usize) {
    for (i, attribution) in attributions.iter().enumerate() {
        assert!(!attribution.content.is_empty(), "an attribution of nothing");
        attribution.source.iter().chain(&attribution.cue).chain(&attribution.content).for_each(|s| check(*s, length));
        let ordered = attribution.content.windows(2).all(|pair| pair[0].end <= pair[1].start);
        assert!(ordered, "{:?}", attribution.content);
        assert!(attribution.parent.is_none_or(|p| p < attributions.len() && p != i), "{:?}", attribution.parent);
    }
}

fn check(span: Span, length: usize) {
    assert!(span.start < span.end && span.end <= length, "{span:?} in a text of {length}");
}
