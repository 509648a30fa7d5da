//! The draws of a bootstrap, the same that Python's `random.Random(seed)` makes.
//!
//! The published scorers resample articles with Python's generator. Drawing the
//! same articles makes our intervals theirs, digit for digit, so that a figure can
//! be checked with either. The generator is MT19937 as its authors publish it.

const SIZE: usize = 624;
const SHIFT: usize = 397;

/// A Mersenne Twister seeded as Python seeds it from a small integer.
pub struct Draws {
    state: [u32; SIZE],
    next: usize,
}

impl Draws {
    /// The draws of `random.Random(seed)`.
    pub fn new(seed: u32) -> Self {
        let mut state = [0_u32; SIZE];
        state[0] = 19_650_218;
        for i in 1..SIZE {
            state[i] = step(state[i - 1], 1_812_433_253).wrapping_add(index(i));
        }
        let mut i = 1;
        for _ in 0..SIZE {
            // The key has one word, so the key's own index, which is added too, stays 0.
            state[i] = (state[i] ^ step(state[i - 1], 1_664_525)).wrapping_add(seed);
            i = forward(&mut state, i);
        }
        for _ in 0..SIZE - 1 {
            state[i] = (state[i] ^ step(state[i - 1], 1_566_083_941)).wrapping_sub(index(i));
            i = forward(&mut state, i);
        }
        state[0] = 0x8000_0000;
        Self { state, next: SIZE }
    }

    /// A number from 0 to `n - 1`, as `random.choice` picks an index; `n` must not be 0.
    pub fn below(&mut self, n: usize) -> usize {
        let bits = usize::BITS - n.leading_zeros();
        loop {
            let drawn = (self.word() >> (32 - bits)) as usize;
            if drawn < n {
                return drawn;
            }
        }
    }

    fn word(&mut self) -> u32 {
        if self.next == SIZE {
            self.refill();
        }
        let mut y = self.state[self.next];
        self.next += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }

    fn refill(&mut self) {
        for i in 0..SIZE {
            let y = (self.state[i] & 0x8000_0000) | (self.state[(i + 1) % SIZE] & 0x7fff_ffff);
            let twist = if y & 1 == 0 { 0 } else { 0x9908_b0df };
            self.state[i] = self.state[(i + SHIFT) % SIZE] ^ (y >> 1) ^ twist;
        }
        self.next = 0;
    }
}

fn step(previous: u32, factor: u32) -> u32 {
    (previous ^ (previous >> 30)).wrapping_mul(factor)
}

fn forward(state: &mut [u32; SIZE], i: usize) -> usize {
    if i + 1 == SIZE {
        state[0] = state[SIZE - 1];
        1
    } else {
        i + 1
    }
}

fn index(i: usize) -> u32 {
    u32::try_from(i).expect("below 624")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_those_of_python() {
        // python3 -c "import random; r = random.Random(7); print([r.choice(range(84)) for _ in range(8)])"
        let mut draws = Draws::new(7);
        let drawn: Vec<usize> = (0..8).map(|_| draws.below(84)).collect();
        assert_eq!(drawn, [41, 19, 50, 83, 6, 9, 68, 12]);
    }
}
