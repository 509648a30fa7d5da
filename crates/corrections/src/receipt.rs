//! Receipts: what a reader holds to see what became of a report, and nobody can guess.

use std::fmt;

/// 128 bits of chance, as 26 letters and digits that no font confuses (Crockford's base 32).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Receipt(String);

const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 26;

impl Receipt {
    /// The receipt made of this chance, which must come from the system's source for secrets.
    #[must_use]
    pub fn of(chance: [u8; 16]) -> Self {
        let mut rest = u128::from_be_bytes(chance);
        let mut digits = Vec::with_capacity(LENGTH);
        for _ in 0..LENGTH {
            digits.push(char::from(DIGITS[(rest & 31) as usize]));
            rest >>= 5;
        }
        Self(digits.into_iter().rev().collect())
    }

    /// The receipt that `words` are, if they can be one.
    #[must_use]
    pub fn parse(words: &str) -> Option<Self> {
        let can_be = words.len() == LENGTH && words.bytes().all(|b| DIGITS.contains(&b));
        can_be.then(|| Self(words.to_owned()))
    }

    /// Its letters and digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_the_chance_is_in_it() {
        assert_eq!(Receipt::of([0; 16]).as_str(), "0".repeat(26));
        assert_eq!(Receipt::of([255; 16]).as_str(), format!("7{}", "z".repeat(25)));
        assert_ne!(Receipt::of([1; 16]), Receipt::of([2; 16]));
        let receipt = Receipt::of([0xab; 16]);
        assert_eq!(Receipt::parse(receipt.as_str()), Some(receipt));
    }

    #[test]
    fn nothing_else_is_one() {
        for wrong in ["", "../../etc/passwd", &"u".repeat(26), &"0".repeat(27), "' OR 1=1 --0000000000000000"] {
            assert_eq!(Receipt::parse(wrong), None);
        }
    }
}
