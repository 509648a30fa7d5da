//! Identifiers: derived from what they name, so that the same input always gets the same id.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::Span;

/// SHA-256 of a document's bytes, in lower-case hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DocumentId(String);

impl DocumentId {
    /// The id of the document that `bytes` hold.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(hex(&Sha256::digest(bytes)))
    }

    /// The 64 hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Identifies a claim by its document and the words it stands on.
///
/// It is made from the spans of source, cue and content, so a better extractor that
/// finds the same claim again gives it the same id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClaimId(String);

impl ClaimId {
    /// The id of the claim that `document` makes with these spans.
    #[must_use]
    pub fn of(document: &DocumentId, source: Option<Span>, cue: Option<Span>, content: &[Span]) -> Self {
        let mut hash = Sha256::new();
        hash.update(document.as_str());
        for span in [source, cue].into_iter().chain(content.iter().copied().map(Some)) {
            let words = span.map_or_else(|| "-".to_owned(), |s| format!("{}..{}", s.start, s.end));
            hash.update(b"|");
            hash.update(words);
        }
        Self(hex(&hash.finalize()[..8]))
    }

    /// The 16 hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for ClaimId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<String> for ClaimId {
    fn from(digits: String) -> Self {
        Self(digits)
    }
}

impl From<String> for DocumentId {
    fn from(digits: String) -> Self {
        Self(digits)
    }
}

fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
