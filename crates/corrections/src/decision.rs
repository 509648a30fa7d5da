//! Decisions: what an editor can say of a case, and how the case stands after all that was said.
//!
//! The log only grows. A case stands as the last decision that was not undone says; an undoing is an entry too, and
//! can itself be undone, as in the ledger.

use std::fmt;

use claims::{DocumentId, Span, Stamp};
use serde::{Deserialize, Serialize};

/// Code points that an editor's words may have.
pub const WORDS: usize = 4_000;
/// Code points that an editor's name may have.
const NAME: usize = 60;

/// The number of a case: 1 for the first, growing, never given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseNo(pub i64);

/// The number of an entry in the log: 1 for the first, growing, never given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryNo(pub i64);

impl fmt::Display for CaseNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for EntryNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Words of a document on record that a correction is about, as found when it was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The document.
    pub document: DocumentId,
    /// The words' code points.
    #[serde(flatten)]
    pub span: Span,
}

/// What can be decided. Its JSON is the payload of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Act {
    /// The words are corrected, or clarified.
    Accepted {
        /// The words that stand there now; empty where they were taken out.
        words: String,
        /// What the public is told.
        note: String,
        /// The words on record, where there is one place for them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        anchor: Option<Anchor>,
    },
    /// The words stay.
    Rejected {
        /// Why; readers who reported them see it.
        reason: String,
    },
    /// The readers who reported them are asked something.
    Asked {
        /// What.
        question: String,
    },
    /// It was no report at all.
    Spam {
        /// Why, where there is something to say.
        reason: String,
    },
    /// Somebody is to look at it. How the case stands is not changed by that.
    Assigned {
        /// The editor's name; empty where nobody is.
        to: String,
    },
    /// It is the same matter as another case of its page, and is decided with that one.
    Joined {
        /// The other case.
        into: CaseNo,
    },
    /// An earlier entry no longer counts.
    Undone {
        /// Which.
        entry: EntryNo,
        /// Why.
        reason: String,
    },
}

impl Act {
    /// Its name, as stored and listed.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Accepted { .. } => "accepted",
            Self::Rejected { .. } => "rejected",
            Self::Asked { .. } => "asked",
            Self::Spam { .. } => "spam",
            Self::Assigned { .. } => "assigned",
            Self::Joined { .. } => "joined",
            Self::Undone { .. } => "undone",
        }
    }

    /// What the readers who reported are told by it: the words that stand there now, and what is said of them.
    #[must_use]
    pub fn told(self) -> (String, String) {
        match self {
            Self::Accepted { words, note, .. } => (words, note),
            Self::Rejected { reason: says } | Self::Asked { question: says } => (String::new(), says),
            // Why something was taken for spam only teaches those who send it.
            Self::Spam { .. } | Self::Assigned { .. } | Self::Joined { .. } | Self::Undone { .. } => Default::default(),
        }
    }

    /// How a case stands by it.
    #[must_use]
    pub const fn status(&self) -> Option<Status> {
        match self {
            Self::Accepted { .. } => Some(Status::Accepted),
            Self::Rejected { .. } => Some(Status::Rejected),
            Self::Asked { .. } => Some(Status::Asked),
            Self::Spam { .. } => Some(Status::Spam),
            Self::Joined { .. } => Some(Status::Joined),
            Self::Assigned { .. } | Self::Undone { .. } => None,
        }
    }

    /// What of it is missing or too long, in words for the editor.
    #[must_use]
    pub fn wants(&self) -> Option<&'static str> {
        let long = |words: &str| words.chars().count() > WORDS;
        match self {
            Self::Accepted { words, note, .. } if words.trim().is_empty() && note.trim().is_empty() => {
                Some("give the corrected words, the public note, or both")
            }
            Self::Rejected { reason } if reason.trim().is_empty() => Some("say why it is rejected: readers see it"),
            Self::Asked { question } if question.trim().is_empty() => Some("say what you ask"),
            Self::Assigned { to } if to.chars().count() > NAME => Some("shorten the editor's name to 60 letters"),
            Self::Accepted { words, note, .. } if long(words) || long(note) => Some("shorten it to 4,000 characters"),
            Self::Rejected { reason: words }
            | Self::Spam { reason: words }
            | Self::Undone { reason: words, .. }
            | Self::Asked { question: words }
                if long(words) =>
            {
                Some("shorten it to 4,000 characters")
            }
            _ => None,
        }
    }
}

/// How a case stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Status {
    /// Nothing was decided.
    #[default]
    Open,
    /// Its readers were asked something.
    Asked,
    /// The words were corrected.
    Accepted,
    /// The words stay.
    Rejected,
    /// It was no report.
    Spam,
    /// It is decided with another case.
    Joined,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Open, Self::Asked, Self::Accepted, Self::Rejected, Self::Spam, Self::Joined];

    /// Its name, as stored and listed.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Asked => "asked",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Spam => "spam",
            Self::Joined => "joined",
        }
    }

    /// The status of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

/// One thing that was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the order of things.
    pub no: EntryNo,
    /// The case.
    pub case: CaseNo,
    /// Who, and when.
    pub stamp: Stamp,
    /// What.
    pub act: Act,
    /// Whether a later entry undid it. Worked out, not stored.
    pub undone: bool,
}

/// Marks the entries of one case, in order, that later ones undo.
pub fn mark_undone(entries: &mut [Entry]) {
    let undoing = |e: &Entry| match e.act {
        Act::Undone { entry, .. } => Some((e.no, entry)),
        _ => None,
    };
    let undone = claims::undone(entries.iter().rev().filter_map(undoing));
    for entry in entries {
        entry.undone = undone.contains(&entry.no);
    }
}

/// The entry by which the case of `entries`, in order and marked, stands; `None` where it is open.
#[must_use]
pub fn in_force(entries: &[Entry]) -> Option<&Entry> {
    entries.iter().rev().find(|entry| !entry.undone && entry.act.status().is_some())
}

/// The case that the one of `entries`, in order and marked, is joined with.
#[must_use]
pub fn joined(entries: &[Entry]) -> Option<CaseNo> {
    match in_force(entries)?.act {
        Act::Joined { into } => Some(into),
        _ => None,
    }
}

/// Whom the case of `entries`, in order and marked, is assigned to; empty where nobody.
#[must_use]
pub fn assignee(entries: &[Entry]) -> &str {
    let assigned = |entry: &Entry| !entry.undone && matches!(entry.act, Act::Assigned { .. });
    match entries.iter().rev().find(|entry| assigned(entry)).map(|entry| &entry.act) {
        Some(Act::Assigned { to }) => to,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use claims::Decider;
    use jiff::Timestamp;

    use super::*;

    fn marked(acts: Vec<Act>) -> Vec<Entry> {
        let stamp = Stamp { at: Timestamp::UNIX_EPOCH, by: Decider::person("tester") };
        let entry = |(no, act)| Entry { no: EntryNo(no), case: CaseNo(1), stamp: stamp.clone(), act, undone: false };
        let mut entries: Vec<Entry> = (1..).zip(acts).map(entry).collect();
        mark_undone(&mut entries);
        entries
    }

    fn status(acts: Vec<Act>) -> Status {
        in_force(&marked(acts)).and_then(|entry| entry.act.status()).unwrap_or_default()
    }

    fn accepted() -> Act {
        Act::Accepted { words: "x".to_owned(), note: String::new(), anchor: None }
    }

    fn rejected() -> Act {
        Act::Rejected { reason: "no".to_owned() }
    }

    fn undone(no: i64) -> Act {
        Act::Undone { entry: EntryNo(no), reason: String::new() }
    }

    #[test]
    fn the_last_decision_in_force_counts() {
        assert_eq!(status(vec![]), Status::Open);
        assert_eq!(status(vec![accepted(), rejected()]), Status::Rejected);
        assert_eq!(status(vec![accepted(), rejected(), undone(2)]), Status::Accepted);
        assert_eq!(status(vec![accepted(), undone(1)]), Status::Open);
        assert_eq!(status(vec![accepted(), undone(1), undone(2)]), Status::Accepted);
    }

    #[test]
    fn whom_a_case_is_assigned_to_is_apart_from_how_it_stands() {
        let to = |name: &str| Act::Assigned { to: name.to_owned() };
        assert_eq!(status(vec![accepted(), to("anna")]), Status::Accepted);
        let held = |acts: Vec<Act>| assignee(&marked(acts)).to_owned();
        assert_eq!(held(vec![to("anna"), rejected()]), "anna");
        assert_eq!(held(vec![to("anna"), to("berta"), undone(2)]), "anna");
        assert_eq!(held(vec![to("anna"), to("")]), "");
        assert!(to(&"x".repeat(61)).wants().is_some() && to("").wants().is_none());
    }

    #[test]
    fn a_case_is_joined_until_that_is_undone() {
        let into = |no| Act::Joined { into: CaseNo(no) };
        let with = |acts: Vec<Act>| joined(&marked(acts)).map(|case| case.0);
        assert_eq!((with(vec![into(7)]), status(vec![into(7)])), (Some(7), Status::Joined));
        assert_eq!(with(vec![into(7), Act::Assigned { to: "anna".to_owned() }]), Some(7));
        assert_eq!(with(vec![into(7), undone(1)]), None);
        assert_eq!(with(vec![into(7), undone(1), into(8), undone(3), undone(2)]), Some(7));
    }

    #[test]
    fn what_is_missing_is_said() {
        assert!(Act::Rejected { reason: " ".to_owned() }.wants().is_some());
        assert!(Act::Asked { question: String::new() }.wants().is_some());
        assert!(Act::Accepted { words: String::new(), note: String::new(), anchor: None }.wants().is_some());
        assert!(Act::Accepted { words: String::new(), note: "Taken out.".to_owned(), anchor: None }.wants().is_none());
        assert!(Act::Rejected { reason: "x".repeat(WORDS + 1) }.wants().is_some());
        assert!(Act::Spam { reason: String::new() }.wants().is_none());
    }
}
