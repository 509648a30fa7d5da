//! What was learnt from marked reports: weights of features of those who can be chosen.
//!
//! Each choice is a softmax over all candidates' sums (a conditional logit, McFadden 1974). The weights lie in `data/`,
//! `training/choose.py` learns them from what [`crate::choices`] gives (commands in `training/README.md`).

use std::ops::Range;

/// Makes a struct of features: numbers from 0 to 1 unless said.
macro_rules! features {
    ($(#[$about:meta])* $of:ident { $($(#[$doc:meta])* $name:ident,)+ }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq)]
        pub struct $of {
            $($(#[$doc])* pub $name: f32,)+
        }

        impl $of {
            /// The features' names, in order.
            pub const NAMES: &[&str] = &[$(stringify!($name)),+];

            /// The features' values, in the order of their names.
            pub fn values(&self) -> Vec<f32> {
                vec![$(self.$name),+]
            }
        }
    };
}
pub(crate) use features;

/// Weights of features, one column for each class of choices.
pub struct Weights(Vec<Vec<f32>>);

impl Weights {
    /// Reads lines of a feature's name and its weight in each class, in any order; a feature that no line names weighs nothing.
    pub fn read(data: &str, names: &[&str], classes: usize) -> Self {
        let mut columns = vec![vec![0.0; names.len()]; classes];
        for line in data.lines().filter(|l| !l.starts_with('#')) {
            let mut words = line.split_whitespace();
            let feature = words.next().and_then(|name| names.iter().position(|n| *n == name));
            debug_assert!(feature.is_some(), "no feature is called so: {line}");
            let Some(feature) = feature else { continue };
            for (column, weight) in columns.iter_mut().zip(words) {
                column[feature] = weight.parse().unwrap_or_default();
            }
        }
        Self(columns)
    }

    /// How much speaks for a candidate; only differences between candidates mean something.
    pub fn score(&self, class: usize, values: &[f32]) -> f32 {
        self.0[class].iter().zip(values).map(|(w, v)| w * v).sum()
    }
}

/// The class of choices of whose words go on.
pub const CONTINUED: &str = "continued";

/// A choice that learning can learn from.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What asks for somebody: a pronoun, or the first word of a sentence that goes on reporting; in bytes of the document's text.
    pub at: Range<usize>,
    /// What kind of choice it is.
    pub class: &'static str,
    /// All who can be chosen.
    pub candidates: Vec<Choosable>,
}

/// One of a [`Choice`].
#[derive(Clone, Debug, PartialEq)]
pub struct Choosable {
    /// The name it would be given; empty where that is not known yet.
    pub name: String,
    /// Where it is mentioned before, each the first byte.
    pub mentions: Vec<usize>,
    /// The values of its features, in the order of [`crate::choosing_by`].
    pub features: Vec<f32>,
}

/// 1 for what holds, 0 for what does not.
pub fn flag(holds: bool) -> f32 {
    if holds { 1.0 } else { 0.0 }
}
