//! Cuts a text into windows of whole sentences that the encoder sees at once.

use std::ops::Range;

/// Pieces of a window without its two ends; the model is trained on windows of this length.
pub const MOST: usize = 254;
/// Pieces that a window repeats of the one before, so that every anchor has its surroundings in one of them.
const OVERLAP: usize = 40;

/// Token ranges of windows; `pieces` are those of each token, `sentences` the index of its sentence.
pub fn windows(pieces: &[usize], sentences: &[u32]) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> = (0..pieces.len()).filter(|i| *i == 0 || sentences[*i] != sentences[i - 1]).collect();
    starts.push(pieces.len());
    let size: Vec<usize> = starts.windows(2).map(|s| pieces[s[0]..s[1]].iter().sum()).collect();
    let mut windows = Vec::new();
    let mut first = 0;
    while first < size.len() {
        let (mut end, mut total) = (first, 0);
        while end < size.len() && (end == first || total + size[end] <= MOST) {
            total += size[end];
            end += 1;
        }
        windows.push(starts[first]..starts[end]);
        if end == size.len() {
            break;
        }
        let mut repeated = 0;
        let mut next = end;
        let room = OVERLAP.min(MOST.saturating_sub(size[end]));
        while next > first + 1 && repeated + size[next - 1] <= room {
            repeated += size[next - 1];
            next -= 1;
        }
        first = next;
    }
    windows
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn windows_hold_every_token_and_get_on(lengths in prop::collection::vec((1usize..9, 0u32..2), 1..900)) {
            let pieces: Vec<usize> = lengths.iter().map(|l| l.0).collect();
            let sentences: Vec<u32> = lengths.iter().scan(0, |s, l| { *s += u32::from(l.1 == 0); Some(*s) }).collect();
            let cut = windows(&pieces, &sentences);
            prop_assert_eq!(cut[0].start, 0);
            prop_assert_eq!(cut[cut.len() - 1].end, pieces.len());
            for pair in cut.windows(2) {
                prop_assert!(pair[0].start < pair[1].start && pair[1].start <= pair[0].end && pair[0].end < pair[1].end);
            }
        }
    }
}
