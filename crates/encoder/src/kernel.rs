//! Products of bytes, exact on every processor.
//!
//! Activations are unsigned bytes, weights signed ones, sums 32-bit integers: whatever instructions make them, the sums are the
//! same. Weights lie in groups of [`GROUP`] columns; in a group, [`STEP`] rows of each column stand together (the order that
//! `vpdpbusd` takes), as `training/export.py` writes them.
//!
//! Floating-point work is written once, in [`Work::run`], on sixteen numbers at a time ([`Lanes`]), and compiled for each kind of
//! processor. Sums have a fixed order, and a product that is rounded only with its sum is asked for by name, so there too every
//! processor gives the same bits.

use crate::lanes::{LANES, Lanes};

/// Columns that a tile of sums covers.
pub const COLUMNS: usize = 64;
/// Rows that a tile of sums covers at most.
pub const ROWS: usize = 6;
/// Columns that stand together in the weights.
pub const GROUP: usize = 16;
/// Rows of one column that stand together in the weights.
pub const STEP: usize = 4;

/// Sums of a tile: `[row][column]`.
pub type Tile = [[i32; COLUMNS]; ROWS];

/// How bytes are multiplied, and floats worked on.
pub trait Kernel {
    /// Sixteen floats, as this processor holds them.
    type Lanes: Lanes;

    /// Sums over `depth` of `M` rows of activations with [`COLUMNS`] columns of weights.
    ///
    /// `rows` begins with the first row, each `depth` long; `weights` holds the tile's columns only, as the
    /// bits of signed bytes. `depth` is a multiple of twice [`STEP`].
    fn tile<const M: usize>(rows: &[u8], depth: usize, weights: &[u8], sums: &mut Tile);
}

/// Something that needs products of bytes and is worth compiling for each processor.
///
/// `run` must be `#[inline(always)]`, and so must all that it calls in its loops, or it runs without the instructions.
pub trait Work {
    /// What comes of it.
    type Out;
    /// Does it.
    fn run<K: Kernel>(self) -> Self::Out;
}

/// A kind of processor, by the instructions that matter here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Processor {
    /// x86-64 with AVX-512 and its products of bytes.
    #[cfg(target_arch = "x86_64")]
    Vnni,
    /// x86-64 with AVX2 and fused products.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// Any other.
    Plain,
}

impl Processor {
    /// The one this runs on.
    pub fn here() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            let avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
            let avx512 = is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512vnni");
            if avx2 && avx512 {
                return Self::Vnni;
            }
            if avx2 {
                return Self::Avx2;
            }
        }
        Self::Plain
    }

    /// Does `work` with what this processor has. A value other than [`Self::here`] gives may name what is not there, so it is
    /// taken back to what is.
    pub fn run<W: Work>(self, work: W) -> W::Out {
        #[cfg(target_arch = "x86_64")]
        {
            let here = Self::here();
            if self == Self::Vnni && here == Self::Vnni {
                #[expect(unsafe_code, reason = "only the check in front knows that the instructions are there")]
                // SAFETY: `here` has just found every feature that `vnni` is compiled for.
                return unsafe { x86::vnni(work) };
            }
            if self != Self::Plain && here != Self::Plain {
                #[expect(unsafe_code, reason = "only the check in front knows that the instructions are there")]
                // SAFETY: both kinds that `here` can be besides `Plain` have the features that `avx2` is compiled for.
                return unsafe { x86::avx2(work) };
            }
        }
        work.run::<Plain>()
    }
}

/// Products of bytes in plain Rust.
pub struct Plain;

impl Kernel for Plain {
    type Lanes = [f32; LANES];

    #[inline(always)]
    fn tile<const M: usize>(rows: &[u8], depth: usize, weights: &[u8], sums: &mut Tile) {
        for (m, row) in rows.chunks_exact(depth).take(M).enumerate() {
            for (group, weights) in weights.chunks_exact(GROUP * depth).enumerate() {
                let mut own = [0i32; GROUP];
                for (step, weights) in row.chunks_exact(STEP).zip(weights.chunks_exact(GROUP * STEP)) {
                    for (sum, weights) in own.iter_mut().zip(weights.chunks_exact(STEP)) {
                        for (a, w) in step.iter().zip(weights) {
                            *sum += i32::from(*a) * i32::from(w.cast_signed());
                        }
                    }
                }
                sums[m][group * GROUP..(group + 1) * GROUP].copy_from_slice(&own);
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[expect(
    unsafe_code,
    reason = "instructions for products of bytes have no safe name; this module is all there is of it"
)]
mod x86 {
    // Every name in it begins with _mm or __m, and some forty are used.
    use std::arch::x86_64::*;

    use super::{COLUMNS, GROUP, Kernel, ROWS, STEP, Tile, Work};
    use crate::lanes::{LANES, Lanes};

    /// # Safety
    ///
    /// The processor must have the features named here.
    #[target_feature(enable = "avx2,fma,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni")]
    pub unsafe fn vnni<W: Work>(work: W) -> W::Out {
        work.run::<Vnni>()
    }

    /// # Safety
    ///
    /// The processor must have the features named here.
    #[target_feature(enable = "avx2,fma")]
    pub unsafe fn avx2<W: Work>(work: W) -> W::Out {
        work.run::<Avx2>()
    }

    struct Vnni;

    /// How far ahead weights are asked for, in bytes.
    const AHEAD: usize = 8 * GROUP * STEP;
    /// Steps taken in one turn, so that addresses are counted once for them.
    const TURN: usize = 2;

    impl Kernel for Vnni {
        type Lanes = Full;

        #[inline(always)]
        fn tile<const M: usize>(rows: &[u8], depth: usize, weights: &[u8], sums: &mut Tile) {
            assert!(
                M <= ROWS && depth.is_multiple_of(TURN * STEP),
                "a tile of at most {ROWS} rows, in pairs of steps of {STEP}"
            );
            assert!(rows.len() >= M * depth && weights.len() >= COLUMNS * depth, "a tile lies within its matrices");
            // SAFETY: reached through `vnni` alone, which has the instructions; every address lies within `rows` and `weights` by
            // the assertions: rows m < M at m * depth + 4 k + 0..4, groups g < 4 at g * 16 * depth + 64 k + 0..64, with 4 k < depth.
            unsafe {
                let mut own: [[__m512i; COLUMNS / GROUP]; M] = [[_mm512_setzero_si512(); COLUMNS / GROUP]; M];
                for k in (0..depth / STEP).step_by(TURN) {
                    for k in k..k + TURN {
                        let at = weights.as_ptr().add(k * GROUP * STEP);
                        let mut columns = [_mm512_setzero_si512(); COLUMNS / GROUP];
                        let mut g = 0;
                        while g < COLUMNS / GROUP {
                            let column = at.add(g * GROUP * depth);
                            columns[g] = _mm512_loadu_si512(column.cast());
                            // A deep tile is larger than the nearest cache. An address past the end is let be.
                            _mm_prefetch::<_MM_HINT_T0>(column.wrapping_add(AHEAD).cast());
                            g += 1;
                        }
                        let mut m = 0;
                        while m < M {
                            let step = rows.as_ptr().add(m * depth + k * STEP).cast::<i32>().read_unaligned();
                            let step = _mm512_set1_epi32(step);
                            let mut g = 0;
                            while g < COLUMNS / GROUP {
                                own[m][g] = _mm512_dpbusd_epi32(own[m][g], step, columns[g]);
                                g += 1;
                            }
                            m += 1;
                        }
                    }
                }
                for (sums, own) in sums.iter_mut().zip(&own) {
                    for (g, sum) in own.iter().enumerate() {
                        _mm512_storeu_si512(sums.as_mut_ptr().add(g * GROUP).cast(), *sum);
                    }
                }
            }
        }
    }

    /// Sixteen floats in one register.
    #[derive(Clone, Copy)]
    pub struct Full(__m512);

    // SAFETY of all that follows: a value of this type is made and used by what runs under `vnni` alone, which has the
    // instructions; slices are cut to sixteen before their address is taken.
    impl Lanes for Full {
        #[inline(always)]
        fn all(x: f32) -> Self {
            Self(unsafe { _mm512_set1_ps(x) })
        }
        #[inline(always)]
        fn of(numbers: &[f32]) -> Self {
            Self(unsafe { _mm512_loadu_ps(numbers[..LANES].as_ptr()) })
        }
        #[inline(always)]
        fn put(self, to: &mut [f32]) {
            unsafe { _mm512_storeu_ps(to[..LANES].as_mut_ptr(), self.0) }
        }
        #[inline(always)]
        fn plus(self, a: Self, b: Self) -> Self {
            Self(unsafe { _mm512_fmadd_ps(a.0, b.0, self.0) })
        }
        #[inline(always)]
        fn add(self, other: Self) -> Self {
            Self(unsafe { _mm512_add_ps(self.0, other.0) })
        }
        #[inline(always)]
        fn less(self, other: Self) -> Self {
            Self(unsafe { _mm512_sub_ps(self.0, other.0) })
        }
        #[inline(always)]
        fn times(self, other: Self) -> Self {
            Self(unsafe { _mm512_mul_ps(self.0, other.0) })
        }
        #[inline(always)]
        fn greater(self, other: Self) -> Self {
            Self(unsafe { _mm512_max_ps(self.0, other.0) })
        }
        #[inline(always)]
        fn smaller(self, other: Self) -> Self {
            Self(unsafe { _mm512_min_ps(self.0, other.0) })
        }
        #[inline(always)]
        fn shifted(self, n: Self) -> Self {
            Self(unsafe {
                let n = _mm512_slli_epi32::<23>(_mm512_castps_si512(n.0));
                _mm512_castsi512_ps(_mm512_add_epi32(_mm512_castps_si512(self.0), n))
            })
        }
        #[inline(always)]
        fn low_bytes(self, to: &mut [u8]) {
            unsafe {
                let low = _mm512_cvtepi32_epi8(_mm512_castps_si512(self.0));
                _mm_storeu_si128(to[..LANES].as_mut_ptr().cast(), low);
            }
        }
        #[inline(always)]
        fn of_whole(numbers: &[i32]) -> Self {
            Self(unsafe { _mm512_cvtepi32_ps(_mm512_loadu_si512(numbers[..LANES].as_ptr().cast())) })
        }
    }

    /// Sixteen floats in two registers.
    #[derive(Clone, Copy)]
    pub struct Halves(__m256, __m256);

    // SAFETY of all that follows: as for `Full`, under `avx2`.
    impl Lanes for Halves {
        #[inline(always)]
        fn all(x: f32) -> Self {
            unsafe { Self(_mm256_set1_ps(x), _mm256_set1_ps(x)) }
        }
        #[inline(always)]
        fn of(numbers: &[f32]) -> Self {
            let at = numbers[..LANES].as_ptr();
            unsafe { Self(_mm256_loadu_ps(at), _mm256_loadu_ps(at.add(LANES / 2))) }
        }
        #[inline(always)]
        fn put(self, to: &mut [f32]) {
            let at = to[..LANES].as_mut_ptr();
            unsafe {
                _mm256_storeu_ps(at, self.0);
                _mm256_storeu_ps(at.add(LANES / 2), self.1);
            }
        }
        #[inline(always)]
        fn plus(self, a: Self, b: Self) -> Self {
            unsafe { Self(_mm256_fmadd_ps(a.0, b.0, self.0), _mm256_fmadd_ps(a.1, b.1, self.1)) }
        }
        #[inline(always)]
        fn add(self, other: Self) -> Self {
            unsafe { Self(_mm256_add_ps(self.0, other.0), _mm256_add_ps(self.1, other.1)) }
        }
        #[inline(always)]
        fn less(self, other: Self) -> Self {
            unsafe { Self(_mm256_sub_ps(self.0, other.0), _mm256_sub_ps(self.1, other.1)) }
        }
        #[inline(always)]
        fn times(self, other: Self) -> Self {
            unsafe { Self(_mm256_mul_ps(self.0, other.0), _mm256_mul_ps(self.1, other.1)) }
        }
        #[inline(always)]
        fn greater(self, other: Self) -> Self {
            unsafe { Self(_mm256_max_ps(self.0, other.0), _mm256_max_ps(self.1, other.1)) }
        }
        #[inline(always)]
        fn smaller(self, other: Self) -> Self {
            unsafe { Self(_mm256_min_ps(self.0, other.0), _mm256_min_ps(self.1, other.1)) }
        }
        #[inline(always)]
        fn shifted(self, n: Self) -> Self {
            unsafe { Self(shifted(self.0, n.0), shifted(self.1, n.1)) }
        }
        #[inline(always)]
        fn low_bytes(self, to: &mut [u8]) {
            let mut bits = [0.0; LANES];
            self.put(&mut bits);
            for (to, x) in to[..LANES].iter_mut().zip(bits) {
                *to = x.to_bits() as u8;
            }
        }
        #[inline(always)]
        fn of_whole(numbers: &[i32]) -> Self {
            let at: *const __m256i = numbers[..LANES].as_ptr().cast();
            unsafe {
                let (left, right) = (_mm256_loadu_si256(at), _mm256_loadu_si256(at.add(1)));
                Self(_mm256_cvtepi32_ps(left), _mm256_cvtepi32_ps(right))
            }
        }
    }

    /// # Safety
    ///
    /// Under `avx2` alone.
    #[inline(always)]
    unsafe fn shifted(x: __m256, n: __m256) -> __m256 {
        unsafe {
            let n = _mm256_slli_epi32::<23>(_mm256_castps_si256(n));
            _mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(x), n))
        }
    }

    struct Avx2;

    /// Columns of which the products of one step fill a register.
    const FOUR: usize = 4;

    impl Kernel for Avx2 {
        type Lanes = Halves;

        #[inline(always)]
        fn tile<const M: usize>(rows: &[u8], depth: usize, weights: &[u8], sums: &mut Tile) {
            assert!(M <= ROWS && depth.is_multiple_of(STEP), "a tile of at most {ROWS} rows, in steps of {STEP}");
            assert!(rows.len() >= M * depth && weights.len() >= COLUMNS * depth, "a tile lies within its matrices");
            // SAFETY: reached through `avx2` alone, which has the instructions; every address lies within `rows` and `weights` by
            // the assertions, as above, sixteen bytes of weights at a time. Bytes are widened before they are multiplied, so that
            // no sum of two products saturates.
            unsafe {
                for four in 0..COLUMNS / FOUR {
                    let group = weights.as_ptr().add(four * FOUR / GROUP * GROUP * depth + four * FOUR % GROUP * STEP);
                    let mut own: [__m256i; M] = [_mm256_setzero_si256(); M];
                    for k in 0..depth / STEP {
                        let bytes: __m128i = _mm_loadu_si128(group.add(k * GROUP * STEP).cast());
                        let columns = _mm256_cvtepi8_epi16(bytes);
                        let mut m = 0;
                        while m < M {
                            let at = rows.as_ptr().add(m * depth + k * STEP);
                            let [a, b, c, d] = at.cast::<[u8; STEP]>().read();
                            let step = i64::from(a) | i64::from(b) << 16 | i64::from(c) << 32 | i64::from(d) << 48;
                            let both = _mm256_madd_epi16(_mm256_set1_epi64x(step), columns);
                            own[m] = _mm256_add_epi32(own[m], both);
                            m += 1;
                        }
                    }
                    for (sums, own) in sums.iter_mut().zip(&own) {
                        // Two sums a column stand side by side: add them, and bring the four to the front.
                        let added = _mm256_permute4x64_epi64::<0b_1101_1000>(_mm256_hadd_epi32(*own, *own));
                        let mut four_sums = [0i32; 8];
                        _mm256_storeu_si256(four_sums.as_mut_ptr().cast(), added);
                        sums[four * FOUR..(four + 1) * FOUR].copy_from_slice(&four_sums[..FOUR]);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    struct Sums<'a>(&'a [u8], usize, &'a [u8], usize);

    impl Work for Sums<'_> {
        type Out = Tile;
        #[inline(always)]
        fn run<K: Kernel>(self) -> Tile {
            let mut sums = [[0; COLUMNS]; ROWS];
            match self.3 {
                1 => K::tile::<1>(self.0, self.1, self.2, &mut sums),
                2 => K::tile::<2>(self.0, self.1, self.2, &mut sums),
                3 => K::tile::<3>(self.0, self.1, self.2, &mut sums),
                4 => K::tile::<4>(self.0, self.1, self.2, &mut sums),
                5 => K::tile::<5>(self.0, self.1, self.2, &mut sums),
                _ => K::tile::<6>(self.0, self.1, self.2, &mut sums),
            }
            sums
        }
    }

    proptest! {
        #[test]
        fn every_processor_gives_the_same_sums(depth in 1usize..20, rows in 1usize..=ROWS, seed in any::<u64>()) {
            let depth = depth * 2 * STEP;
            let mut state = seed;
            let mut byte = || { state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1); (state >> 56) as u8 };
            let a: Vec<u8> = (0..rows * depth).map(|i| if i % 7 == 0 { 255 } else { byte() }).collect();
            let w: Vec<u8> = (0..COLUMNS * depth).map(|i| if i % 5 == 0 { 129 } else { byte() }).collect();
            let plain = Processor::Plain.run(Sums(&a, depth, &w, rows));
            let column = |c: usize| c / GROUP * GROUP * depth + c % GROUP * STEP;
            let by_hand = |r: usize, c: usize| -> i32 {
                (0..depth).map(|k| i32::from(a[r * depth + k]) * i32::from(w[column(c) + k / STEP * GROUP * STEP + k % STEP].cast_signed())).sum()
            };
            prop_assert_eq!(plain[0][17], by_hand(0, 17));
            prop_assert_eq!(plain[rows - 1][63], by_hand(rows - 1, 63));
            #[cfg(target_arch = "x86_64")]
            for other in [Processor::Avx2, Processor::Vnni] {
                prop_assert_eq!(other.run(Sums(&a, depth, &w, rows)), plain);
            }
        }
    }
}
