//! Attributions: whose words are whose, found by rules over tags.
//!
//! ```text
//! “We left,” said the mayor, adding that two bridges were closed.
//! source  the mayor   cue said     content “We left,”
//! source  the mayor   cue adding   content that two bridges were closed
//! ```
//!
//! The span conventions are PolNeAR's. A trained reader takes its place beside
//! `rules`: both give [`Found`]s over the same [`Text`], and everything after
//! (nesting, resolution, claims) does not ask which of them it was. Who "the mayor"
//! is, `resolve` decides.

mod beside;
mod conveyed;
mod group;
mod lexicon;
mod phrase;
mod quote;
mod rules;
mod scope;
mod trained;
mod words;

use std::collections::HashMap;
use std::ops::Range;

use claims::{Attribution, Decider, Degree, Form, Polarity, Status};
use encoder::{Links, Model};

pub(crate) use beside::{is_being, is_mind, is_reaction};
pub use beside::{points_ahead, tells_how};
pub use lexicon::{CueKind, Entry, Frames, Lexicon, VerbForm};
pub use phrase::{head_noun, name_behind, phrase_forward, subject_after, subject_before};
pub use quote::{drop_empty, split as split_quotations};
pub(crate) use rules::{found_by, is_voice};
pub use scope::body as sentence_body;
pub use trained::{READER, input as trained_input};
pub(crate) use trained::{in_order, is_quoted_by};
pub use words::{is_medium, is_time_word};

use crate::text::Text;

/// An attribution as token ranges of one [`Text`].
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The words that name the source.
    pub source: Option<Range<usize>>,
    /// The words that report.
    pub cue: Option<Range<usize>>,
    /// The main verb or noun of the cue.
    pub head: Option<usize>,
    /// What is reported, in reading order.
    pub content: Vec<Range<usize>>,
    /// How it is put.
    pub form: Form,
    /// The person addressed, as in "told reporters".
    pub addressee: Option<Range<usize>>,
    /// Index of the attribution whose content holds this one.
    pub parent: Option<usize>,
    /// The stable id of the rule.
    pub rule: &'static str,
    /// The certainty that the cue alone gives.
    pub certainty: Degree,
    /// What sort of reporting it is.
    pub kind: CueKind,
    /// Whether the source stands with another cue and is shared with this one.
    pub shared: bool,
    /// Whether it is a quotation alone, behind words of the same source: one attribution with the one before of which its source is,
    /// and a claim by itself.
    pub more: bool,
    /// How often this rule is right on the measuring data, or how sure the trained reader is, from 0 to 1.
    pub confidence: f32,
    /// What the trained reader makes of it; none where rules alone found it.
    pub readout: Option<Readout>,
}

impl Found {
    /// The id of what decided that this is an attribution: [`READER`], else the rule.
    #[must_use]
    pub const fn decided_by(&self) -> &'static str {
        if self.readout.is_some() { READER } else { self.rule }
    }
}

/// The fields of a claim as the trained reader reads them, each with its likelihood from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Readout {
    /// How sure the source sounds.
    pub certainty: (Degree, f32),
    /// Whether it affirms or denies.
    pub polarity: (Polarity, f32),
    /// What it says of the event's course.
    pub status: (Status, f32),
}

impl Readout {
    const DEGREES: [Degree; 10] = [
        Degree::Confirmed,
        Degree::Stated,
        Degree::Probable,
        Degree::Possible,
        Degree::Preliminary,
        Degree::Expected,
        Degree::Alleged,
        Degree::Rumoured,
        Degree::Doubted,
        Degree::Unknown,
    ];
    const POLARITIES: [Polarity; 2] = [Polarity::Affirmed, Polarity::Denied];
    const STATUSES: [Status; 8] = [
        Status::Happened,
        Status::Ongoing,
        Status::Planned,
        Status::Expected,
        Status::Possible,
        Status::NotObserved,
        Status::NotHappened,
        Status::General,
    ];

    /// The likeliest values; `fields` are form, certainty, polarity and status, as `training/data.py` orders them.
    fn of(fields: &[Vec<f32>]) -> Self {
        fn likeliest<T: Copy, const N: usize>(values: [T; N], likely: Option<&Vec<f32>>) -> (T, f32) {
            let pairs = values.into_iter().zip(likely.into_iter().flatten().copied());
            pairs.fold((values[0], 0.0), |best, own| if own.1 > best.1 { own } else { best })
        }
        Self {
            certainty: likeliest(Self::DEGREES, fields.get(1)),
            polarity: likeliest(Self::POLARITIES, fields.get(2)),
            status: likeliest(Self::STATUSES, fields.get(3)),
        }
    }
}

/// Who reads a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reader {
    /// The trained reader with the rules beside it; the rules alone in a build without weights.
    #[default]
    Trained,
    /// The rules alone.
    Rules,
}

/// What a reader finds in a text.
pub struct Read {
    /// The attributions, in reading order, with parents set.
    pub found: Vec<Found>,
    /// Which mentions the trained reader takes for one source; none where rules alone read.
    pub links: Option<Links>,
}

/// The attributions of `text` as `reader` finds them.
#[must_use]
pub fn read(text: &Text, reader: Reader) -> Read {
    let rules = attributions(text);
    // Asked for only where it reads: its weights take as long to load as a hundred reports take the rules.
    let model = if reader == Reader::Trained { Model::shipped() } else { None };
    match model {
        Some(model) => trained::read(text, &rules, model),
        None => Read { found: rules, links: None },
    }
}

/// The attributions that the rules find in `text`, in reading order, with parents set.
#[must_use]
pub fn attributions(text: &Text) -> Vec<Found> {
    let mut found = rules::found(text);
    quote::carried(text, &mut found);
    quote::extend(text, &mut found);
    // A block quotation needs no marks.
    for f in found.iter_mut().filter(|f| f.rule != "signature") {
        f.form = form(text, f);
    }
    quote::announced(text, &mut found);
    found.retain_mut(apart);
    nest(&mut found);
    found
}

/// The same attributions as spans of code points, as they leave the crate; what is more of one is in it.
#[must_use]
pub fn spans(text: &Text, found: &[Found]) -> Vec<Attribution> {
    let span = |r: &Range<usize>| text.span(r.clone());
    let mut out: Vec<Attribution> = Vec::with_capacity(found.len());
    let mut place = Vec::with_capacity(found.len());
    // Who spoke last with a cue, by the first token of the source.
    let mut speakers: HashMap<usize, usize> = HashMap::new();
    for f in found {
        let source = f.source.as_ref().map(|s| s.start);
        if let Some(host) = source.filter(|_| f.more).and_then(|s| speakers.get(&s).copied()) {
            out[host].content.extend(f.content.iter().map(span));
            out[host].form = if out[host].form == Form::Direct { Form::Direct } else { Form::Mixed };
            place.push(host);
            continue;
        }
        place.push(out.len());
        if f.cue.is_some() {
            speakers.extend(source.map(|s| (s, out.len())));
        }
        out.push(Attribution {
            source: f.source.as_ref().map(span),
            cue: f.cue.as_ref().map(span),
            content: f.content.iter().map(span).collect(),
            form: f.form,
            parent: f.parent,
            decided_by: decider(f.decided_by()),
            confidence: f.confidence,
        });
    }
    out.iter_mut().for_each(|a| a.parent = a.parent.map(|p| place[p]));
    out
}

/// The decider whose id in this crate is `rule`.
#[must_use]
pub fn decider(rule: &str) -> Decider {
    match Model::shipped_card() {
        Some(card) if rule == READER => Decider::model(&card.name, &card.version),
        _ => Decider::rule(rule),
    }
}

/// How a content is put, by how much of it stands in quotation marks.
fn form(text: &Text, found: &Found) -> Form {
    let is_word = |i: &usize| text.word(*i).chars().next().is_some_and(char::is_alphanumeric);
    let (mut inside, mut outside) = (0, 0);
    for range in &found.content {
        for i in range.clone().filter(is_word) {
            if text.quoted(i) { inside += 1 } else { outside += 1 }
        }
    }
    match (inside, outside) {
        (0, _) => Form::Indirect,
        (_, 0) => Form::Direct,
        _ => Form::Mixed,
    }
}

/// Cuts a source that runs into its cue or content back to where they start; false where nothing of it is left.
///
/// A shared source is read where another cue found it, and may there have taken in what this cue reports with.
fn apart(found: &mut Found) -> bool {
    let Some(source) = &mut found.source else { return true };
    for part in found.cue.iter().chain(&found.content) {
        if part.start < source.end && source.start < part.end {
            source.end = part.start;
        }
    }
    source.start < source.end
}

/// Sorts by place and sets each parent to the smallest attribution whose content holds the cue.
///
/// A voice that is only cited keeps the parent that its rule gave it.
fn nest(found: &mut Vec<Found>) {
    let mut order: Vec<usize> = (0..found.len()).filter(|n| !found[*n].content.is_empty()).collect();
    // Who carries a report stands outside of it, though the words start together.
    order.sort_by_key(|n| {
        let f = &found[*n];
        let host = f.parent.filter(|_| is_relayed(f)).map_or(0, |p| first_token(&found[p]));
        let level = match f.rule {
            "carried-by" => 0,
            _ if is_relayed(f) => 2,
            _ => 1,
        };
        (first_token(f).max(host), level, f.cue.as_ref().map_or(0, |c| c.start), *n)
    });
    order.dedup_by(|b, a| found[*a].cue == found[*b].cue && found[*a].content == found[*b].content);
    let mut place = vec![None; found.len()];
    order.iter().enumerate().for_each(|(new, old)| place[*old] = Some(new));
    let given: Vec<Option<usize>> =
        order.iter().map(|n| found[*n].parent.filter(|_| is_relayed(&found[*n])).and_then(|p| place[p])).collect();
    let mut taken: Vec<Option<Found>> = found.drain(..).map(Some).collect();
    found.extend(order.iter().filter_map(|n| taken[*n].take()));
    let size = |f: &Found| f.content.iter().map(ExactSizeIterator::len).sum::<usize>();
    // Those whose content may still hold what comes, with where it ends and how much it is.
    let mut open: Vec<(usize, usize, usize)> = Vec::new();
    for (i, given) in given.into_iter().enumerate() {
        let this = &found[i];
        let start = first_token(this);
        open.retain(|(_, end, _)| *end > start);
        let own = size(this);
        let anchor = this.head.or(this.cue.as_ref().map(|c| c.start)).unwrap_or(start);
        let holds = |outer: &Found| {
            let at = outer.content.partition_point(|c| c.end <= anchor);
            outer.content.get(at).is_some_and(|c| {
                c.contains(&anchor)
                    && this
                        .content
                        .iter()
                        .all(|own| c.start <= own.start && own.end <= c.end || !c.contains(&own.start))
            })
        };
        let smallest = open.iter().filter(|(j, _, size)| *size > own && holds(&found[*j])).min_by_key(|o| o.2);
        let parent = given.or(smallest.map(|o| o.0));
        if given.is_none() {
            open.push((i, this.content.iter().map(|c| c.end).max().unwrap_or(0), own));
        }
        found[i].parent = parent;
    }
}

/// Puts each of `more` in front of the attribution whose place in `found` it comes with; parents of all go by the old places.
fn weave(found: &mut Vec<Found>, mut more: Vec<(usize, Found)>) {
    if more.is_empty() {
        return;
    }
    more.sort_by_key(|m| m.0);
    let fronts: Vec<usize> = more.iter().map(|m| m.0).collect();
    let place = |old: usize| old + fronts.partition_point(|front| *front <= old);
    let mut out = Vec::with_capacity(found.len() + more.len());
    let mut more = more.into_iter().peekable();
    for (n, f) in found.drain(..).enumerate() {
        while let Some((_, new)) = more.next_if(|m| m.0 <= n) {
            out.push(new);
        }
        out.push(f);
    }
    out.extend(more.map(|m| m.1));
    for f in &mut out {
        f.parent = f.parent.map(place);
    }
    *found = out;
}

/// Puts each of `more` where it stands in reading order.
fn insert(found: &mut Vec<Found>, more: Vec<Found>) {
    let more = more.into_iter().map(|f| (place_of(found, &f), f)).collect();
    weave(found, more);
}

/// Where `new` stands in reading order among `found`, which is in it.
fn place_of(found: &[Found], new: &Found) -> usize {
    found.partition_point(|f| first_token(f) < first_token(new))
}

/// Whether the words of another attribution are this voice's, so that only the rule knows which of them is inside.
fn is_relayed(f: &Found) -> bool {
    matches!(f.rule, "citing" | "quoted") && f.parent.is_some()
}

fn first_token(found: &Found) -> usize {
    let ends = [found.source.as_ref().filter(|_| !found.shared), found.cue.as_ref(), found.content.first()];
    ends.into_iter().flatten().map(|r| r.start).min().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Pieces that a report is made of, the awkward ones in front.
    const PIECES: &[&str] = &[
        "“",
        "”",
        "\"",
        "''",
        "‘",
        "’",
        "«",
        "»",
        "(",
        ")",
        ",",
        ".",
        ":",
        ";",
        "—",
        "?",
        "…",
        "\n",
        "said",
        "says",
        "saying",
        "told",
        "according to",
        "citing",
        "quoted",
        "as saying",
        "by",
        "was",
        "that",
        "which",
        "who",
        "and",
        "but",
        "as",
        "in",
        "carried by",
        "reports",
        "emerged",
        "put",
        "the toll at 9",
        "claim",
        "'s",
        "is confident",
        "the mayor",
        "HUR",
        "Ana Ruiz",
        "he",
        "they",
        "a spokesman for the army",
        "two bridges",
        "were closed",
        "it rained",
        "to leave",
        "on Monday",
        "in a statement",
        "not",
        "has",
        "would",
        "view",
        "adding",
        "urged",
        "reporters",
        "Д",
        "é",
        "11,000",
    ];

    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|p| p.join(" ")).boxed()
    }

    proptest! {
        #[test]
        fn parts_lie_in_the_text_and_apart(words in prop_oneof![text(), "\\PC{0,120}"]) {
            let text = Text::plain(&words);
            let found = attributions(&text);
            prop_assert_eq!(&found, &attributions(&text));
            for (i, f) in found.iter().enumerate() {
                let parts: Vec<_> = f.source.iter().chain(&f.cue).chain(&f.content).collect();
                prop_assert!(parts.iter().all(|r| r.start < r.end && r.end <= text.len()), "{f:?}");
                prop_assert!(!f.content.is_empty());
                prop_assert!(f.content.windows(2).all(|w| w[0].end <= w[1].start), "{f:?}");
                let apart = |a: &Range<usize>, b: &Range<usize>| a.end <= b.start || b.end <= a.start;
                for c in &f.content {
                    prop_assert!(f.cue.iter().all(|cue| apart(cue, c)), "{f:?}");
                    prop_assert!(f.source.iter().all(|s| apart(s, c)), "{f:?}");
                }
                prop_assert!(f.source.iter().all(|s| f.cue.iter().all(|c| apart(s, c))), "{f:?}");
                let mut at = f.parent;
                let mut steps = 0;
                while let Some(parent) = at {
                    prop_assert!(parent < found.len() && parent != i && steps <= found.len());
                    at = found[parent].parent;
                    steps += 1;
                }
            }
        }
    }

    #[expect(clippy::disallowed_methods, reason = "a bound on time needs a clock")]
    #[test]
    fn a_text_without_sentences_is_read_in_linear_time() {
        let seconds = |words: &str| {
            let text = Text::plain(words);
            let start = std::time::Instant::now();
            let found = attributions(&text);
            (start.elapsed().as_secs_f64(), found.len())
        };
        for unit in [
            "the mayor said that he told her ",
            "“",
            "“no” he said, ",
            "“A.” ",
            "as he said, citing them, ",
            "“he said no\n",
        ] {
            // A busy machine may stretch any one run; a quadratic reader, a hundredfold each time, fails them all.
            let fits = || {
                let (short, _) = seconds(&unit.repeat(2_000));
                let (long, _) = seconds(&unit.repeat(20_000));
                long < 0.3 + short * 40.0
            };
            assert!((0..4).any(|_| fits()), "{unit}");
        }
    }
}
