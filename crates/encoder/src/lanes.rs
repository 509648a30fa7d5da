//! Floating-point work in lanes of sixteen, in an order that does not depend on the processor.

/// Numbers that are worked on side by side.
pub const LANES: usize = 16;

/// Added and taken away again, it leaves the nearest whole number (to even), for numbers below 2^22.
const WHOLE: f32 = 12_582_912.0;

/// Sixteen numbers. Every operation is that of IEEE 754 on each of them, so that it does not matter who carries it out.
pub trait Lanes: Copy {
    /// Sixteen times `x`.
    fn all(x: f32) -> Self;
    /// The first sixteen of `numbers`.
    fn of(numbers: &[f32]) -> Self;
    /// Writes them to the first sixteen of `to`.
    fn put(self, to: &mut [f32]);
    /// `self + a * b`, rounded once.
    fn plus(self, a: Self, b: Self) -> Self;
    /// The sum.
    fn add(self, other: Self) -> Self;
    /// The difference.
    fn less(self, other: Self) -> Self;
    /// The product.
    fn times(self, other: Self) -> Self;
    /// The quotient.
    fn over(self, other: Self) -> Self;
    /// The greater; of a number and no number the second.
    fn greater(self, other: Self) -> Self;
    /// The smaller; of a number and no number the second.
    fn smaller(self, other: Self) -> Self;
    /// 2 to the power of n, of n + [`WHOLE`].
    fn power(self) -> Self;
    /// The lowest byte of each number's bits, to the first sixteen of `to`.
    fn low_bytes(self, to: &mut [u8]);
    /// Sixteen whole numbers as floats.
    fn of_whole(numbers: &[i32]) -> Self;
}

/// All sixteen as one, in a fixed order.
#[inline(always)]
pub fn fold<L: Lanes>(lanes: L, f: impl Fn(f32, f32) -> f32) -> f32 {
    let mut own = [0.0; LANES];
    lanes.put(&mut own);
    let mut half = LANES / 2;
    while half > 0 {
        for i in 0..half {
            own[i] = f(own[i], own[i + half]);
        }
        half /= 2;
    }
    own[0]
}

/// The greater of two; of a number and no number the second.
#[inline(always)]
pub fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// The smaller of two; of a number and no number the second.
#[inline(always)]
pub fn smaller(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

/// The nearest whole numbers from 0 to 255.
#[inline(always)]
pub fn bytes<L: Lanes>(x: L, to: &mut [u8]) {
    x.greater(L::all(0.0)).smaller(L::all(255.0)).add(L::all(WHOLE)).low_bytes(to);
}

/// e to the power of each, within 2 units in the last place; below -87 it stays at what -87 gives (coefficients: Cephes' `expf`).
#[inline(always)]
pub fn raised<L: Lanes>(x: L) -> L {
    let x = x.greater(L::all(-87.0)).smaller(L::all(88.0));
    let turned = L::all(WHOLE).plus(x, L::all(std::f32::consts::LOG2_E));
    let n = turned.less(L::all(WHOLE));
    let r = x.plus(n, L::all(-0.693_359_4));
    let r = r.plus(n, L::all(2.121_944_4e-4));
    let p = L::all(1.398_2e-3).plus(r, L::all(1.987_569_1e-4));
    let p = L::all(8.333_452e-3).plus(p, r);
    let p = L::all(4.166_579_6e-2).plus(p, r);
    let p = L::all(1.666_666_5e-1).plus(p, r);
    let p = L::all(0.5).plus(p, r);
    let y = r.plus(p, r.times(r)).add(L::all(1.0));
    y.times(turned.power())
}

/// Each times the chance that a normal number is below it: the exact form of GELU (Hendrycks and Gimpel 2016).
///
/// The error function is Eigen's rational approximation, within 4e-7.
#[inline(always)]
pub fn gelu<L: Lanes>(x: L) -> L {
    let z = x.times(L::all(std::f32::consts::FRAC_1_SQRT_2)).greater(L::all(-4.0)).smaller(L::all(4.0));
    let s = z.times(z);
    let p = L::all(2.770_681_4e-8).plus(s, L::all(-2.726_142_3e-10));
    let p = L::all(-2.101_024e-6).plus(p, s);
    let p = L::all(-5.692_506_5e-5).plus(p, s);
    let p = L::all(-7.349_906_5e-4).plus(p, s);
    let p = L::all(-2.954_6e-3).plus(p, s);
    let p = L::all(-1.609_603_4e-2).plus(p, s).times(z);
    let q = L::all(-2.133_740_5e-4).plus(s, L::all(-1.456_607_2e-5));
    let q = L::all(-1.682_827e-3).plus(q, s);
    let q = L::all(-7.373_329_3e-3).plus(q, s);
    let q = L::all(-1.426_473_9e-2).plus(q, s);
    x.times(L::all(0.5)).times(L::all(1.0).add(p.over(q)))
}

/// e to the power of one number.
pub fn exp(x: f32) -> f32 {
    raised([x; LANES])[0]
}

impl Lanes for [f32; LANES] {
    #[inline(always)]
    fn all(x: f32) -> Self {
        [x; LANES]
    }

    #[inline(always)]
    fn of(numbers: &[f32]) -> Self {
        std::array::from_fn(|i| numbers[i])
    }

    #[inline(always)]
    fn put(self, to: &mut [f32]) {
        to[..LANES].copy_from_slice(&self);
    }

    #[inline(always)]
    fn plus(self, a: Self, b: Self) -> Self {
        std::array::from_fn(|i| a[i].mul_add(b[i], self[i]))
    }

    #[inline(always)]
    fn add(self, other: Self) -> Self {
        std::array::from_fn(|i| self[i] + other[i])
    }

    #[inline(always)]
    fn less(self, other: Self) -> Self {
        std::array::from_fn(|i| self[i] - other[i])
    }

    #[inline(always)]
    fn times(self, other: Self) -> Self {
        std::array::from_fn(|i| self[i] * other[i])
    }

    #[inline(always)]
    fn over(self, other: Self) -> Self {
        std::array::from_fn(|i| self[i] / other[i])
    }

    #[inline(always)]
    fn greater(self, other: Self) -> Self {
        std::array::from_fn(|i| greater(self[i], other[i]))
    }

    #[inline(always)]
    fn smaller(self, other: Self) -> Self {
        std::array::from_fn(|i| smaller(self[i], other[i]))
    }

    #[inline(always)]
    fn power(self) -> Self {
        self.map(|x| f32::from_bits(x.to_bits().wrapping_sub(WHOLE.to_bits()).wrapping_add(127) << 23))
    }

    #[inline(always)]
    fn low_bytes(self, to: &mut [u8]) {
        for (to, x) in to[..LANES].iter_mut().zip(self) {
            *to = x.to_bits() as u8;
        }
    }

    #[inline(always)]
    fn of_whole(numbers: &[i32]) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "a sum of bytes; its last bits are below the steps")]
        std::array::from_fn(|i| numbers[i] as f32)
    }
}

/// The bits of [`WHOLE`], less the 127 that a float's exponent is written with.
pub const WHOLE_BITS: i32 = WHOLE.to_bits().cast_signed() - 127;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_e() {
        for x in [-80.0f32, -20.5, -1.0, -0.3, 0.0, 0.25, 1.0, 10.0] {
            let (ours, exact) = (f64::from(exp(x)), f64::from(x).exp());
            assert!((ours - exact).abs() <= 3e-7 * exact, "e^{x}: {ours} and not {exact}");
        }
    }

    #[test]
    fn gelu_is_the_exact_form() {
        // By PyTorch 2.9's `F.gelu` in f64.
        for (x, exact) in [
            (-4.0, -0.000_126_684_968),
            (-1.0, -0.158_655_254),
            (-0.1, -0.046_017_216),
            (0.0, 0.0),
            (0.5, 0.345_731_231),
            (2.0, 1.954_499_736),
            (6.0, 5.999_999_994),
        ] {
            let ours = gelu([x; LANES])[0];
            assert!((f64::from(ours) - exact).abs() < 2e-6, "gelu({x}) = {ours}");
        }
    }

    #[test]
    fn bytes_are_rounded_and_kept_in_range() {
        let mut numbers = [0.0; LANES];
        numbers[..6].copy_from_slice(&[-3.0, 0.49, 0.5, 1.5, 254.6, 300.0]);
        let mut ours = [9; LANES];
        bytes(numbers, &mut ours);
        assert_eq!(ours[..7], [0, 0, 0, 2, 255, 255, 0]);
    }
}
