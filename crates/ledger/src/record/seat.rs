//! Where a decision rests after another reading: on its claim, on the claim with its very words, or nowhere.

use claims::{Anchoring, Change, Claim, ClaimId, Document, Offsets, Span};

use super::Line;
use crate::Footing;

/// Where a decision rests that does not rest on the claim it was made on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seat {
    /// Its words were found again in this claim, to which it applies now.
    Moved(ClaimId),
    /// Its words are there, but in several places, in other surroundings, or shared out otherwise; it applies nowhere.
    Ambiguous,
    /// Nothing is claimed with its words any more; it applies nowhere.
    Orphaned,
}

impl Seat {
    /// The word that stands for it in the ledger.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Moved(_) => "moved",
            Self::Ambiguous => "ambiguous",
            Self::Orphaned => "orphaned",
        }
    }
}

/// Why a decision applies nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lost {
    Ambiguous,
    Orphaned,
}

impl From<Lost> for Seat {
    fn from(lost: Lost) -> Self {
        match lost {
            Lost::Ambiguous => Self::Ambiguous,
            Lost::Orphaned => Self::Orphaned,
        }
    }
}

/// The claims of the latest reading as it found them, whatever is decided on them meanwhile.
pub(super) struct Floor(Vec<Found>);

struct Found {
    content: claims::Content,
    cue: Option<String>,
    mention: Option<String>,
    name: Option<String>,
}

impl Floor {
    /// That of `entries`, which are numbered as they are here.
    pub(super) fn of(entries: &[Line]) -> Self {
        let found = |line: &Line| Found {
            content: line.found.clone(),
            cue: line.claim.cue.as_ref().map(|cue| cue.text.clone()),
            mention: line.claim.source.as_ref().map(|s| s.mention.clone()),
            name: line.claim.source.as_ref().map(|s| s.name.clone()),
        };
        Self(entries.iter().map(found).collect())
    }

    /// The one claim that stands on the words of `footing`, once those are found again.
    pub(super) fn find(&self, words: &str, footing: &Footing, document: &Document) -> Result<usize, Lost> {
        let spans = spans(footing, document)?;
        let bare = claims::anchor::bare(words);
        let on = |found: &Found| found.content.spans == spans && claims::anchor::bare(&found.content.text) == bare;
        let mut all: Vec<usize> = (0..self.0.len()).filter(|i| on(&self.0[*i])).collect();
        if all.is_empty() {
            // Other claims may share those words out among them; which of them is meant, only a person can say.
            let touched = self.0.iter().flat_map(|f| &f.content.spans).any(|s| spans.iter().any(|t| t.overlaps(*s)));
            return Err(if touched { Lost::Ambiguous } else { Lost::Orphaned });
        }
        if all.len() > 1 {
            all.retain(|i| self.0[*i].mention == footing.mention && self.0[*i].cue == footing.cue);
        }
        if let [one] = all.as_slice() { Ok(*one) } else { Err(Lost::Ambiguous) }
    }

    /// The claim that was found with the words and the source of `claim`, which a person had added.
    pub(super) fn twin(&self, claim: &Claim, entries: &[Line]) -> Option<usize> {
        let name = claim.source.as_ref().map(|s| &s.name);
        let alike = |f: &Found| f.content == claim.content && f.name.as_ref() == name;
        // One that somebody decided on is a claim of its own.
        (0..self.0.len()).find(|i| alike(&self.0[*i]) && !entries[*i].decided)
    }
}

/// Where the words of `footing` stand now.
fn spans(footing: &Footing, document: &Document) -> Result<Vec<Span>, Lost> {
    let mut spans = Vec::new();
    for anchor in &footing.content {
        match anchor.find(&document.text) {
            Anchoring::Found(span) => spans.push(span),
            Anchoring::Ambiguous(_) => return Err(Lost::Ambiguous),
            Anchoring::Orphaned => return Err(Lost::Orphaned),
        }
    }
    if spans.is_empty() { Err(Lost::Orphaned) } else { Ok(spans) }
}

/// Puts the words that `change` names where they stand in `document`, by their anchors `at`.
pub(super) fn settle(change: &mut Change, at: &[claims::Anchor], document: &Document) -> Result<(), Lost> {
    let offsets = Offsets::new(&document.text);
    for (i, (words, span)) in change.stretches().into_iter().enumerate() {
        if offsets.words(*span) == words {
            continue;
        }
        match at.get(i).map_or(Anchoring::Orphaned, |anchor| anchor.find(&document.text)) {
            Anchoring::Found(found) if found.len() == span.len() => *span = found,
            Anchoring::Found(_) | Anchoring::Ambiguous(_) => return Err(Lost::Ambiguous),
            Anchoring::Orphaned => return Err(Lost::Orphaned),
        }
    }
    Ok(())
}

/// The added `claim` with its words where they stand in `document`, and whether they moved.
pub(super) fn stand(
    mut claim: Claim,
    footing: Option<&Footing>,
    document: &Document,
) -> Result<(Claim, bool), (Box<Claim>, Lost)> {
    if stands(&mut claim, document) {
        return Ok((claim, false));
    }
    let found = footing.ok_or(Lost::Orphaned).and_then(|footing| spans(footing, document));
    let found = match found {
        Ok(found) => found,
        Err(lost) => return Err((Box::new(claim), lost)),
    };
    let (Some(from), Some(to)) = (claim.content.spans.first().map(|s| s.start), found.first().map(|s| s.start)) else {
        return Err((Box::new(claim), Lost::Orphaned));
    };
    let mut moved = claim.clone();
    for part in parts(&moved) {
        let mut part = part;
        for (_, span) in part.stretches() {
            *span = Span::new((span.start + to).saturating_sub(from), (span.end + to).saturating_sub(from));
        }
        put(&mut moved, part);
    }
    // The words moved as one, or not all of them are where they should be.
    if stands(&mut moved, document) { Ok((moved, true)) } else { Err((Box::new(claim), Lost::Ambiguous)) }
}

/// Whether all words of `claim` stand where it says.
fn stands(claim: &mut Claim, document: &Document) -> bool {
    let offsets = Offsets::new(&document.text);
    let stand = |part: Change| {
        let mut part = part;
        part.stretches().into_iter().all(|(words, span)| offsets.words(*span) == words)
    };
    !claim.content.spans.is_empty() && parts(claim).into_iter().all(stand)
}

/// The fields of `claim` that name words.
fn parts(claim: &Claim) -> Vec<Change> {
    vec![
        Change::Content(claim.content.clone()),
        Change::Source(claim.source.clone()),
        Change::Cue(claim.cue.clone()),
        Change::Said(claim.said.clone()),
        Change::About(claim.about.clone()),
        Change::Places(claim.places.clone()),
        Change::Quantities(claim.quantities.clone()),
        Change::Certainty(claim.certainty.clone()),
    ]
}

fn put(claim: &mut Claim, part: Change) {
    match part {
        Change::Content(content) => claim.content = content,
        Change::Source(source) => claim.source = source,
        Change::Cue(cue) => claim.cue = cue,
        Change::Said(said) => claim.said = said,
        Change::About(about) => claim.about = about,
        Change::Places(places) => claim.places = places,
        Change::Quantities(quantities) => claim.quantities = quantities,
        Change::Certainty(certainty) => claim.certainty = certainty,
        Change::Chain(_) | Change::Form(_) | Change::Polarity(_) | Change::Status(_) => {}
    }
}
