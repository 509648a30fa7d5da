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
    /// The greater; of a number and no number the second.
    fn greater(self, other: Self) -> Self;
    /// The smaller; of a number and no number the second.
    fn smaller(self, other: Self) -> Self;
    /// Times 2 to the power of n, of n + [`WHOLE`]; what comes of it must be a normal number.
    fn shifted(self, n: Self) -> Self;
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

/// e to the power of each, of numbers up to 88, within 3e-6 of it; below -87 it stays at what -87 gives.
///
/// The power of two next to it, times a polynomial of degree 5 that errs by 1e-7 on what is left (a linear programme).
#[inline(always)]
pub fn raised<L: Lanes>(x: L) -> L {
    let x = x.greater(L::all(-87.0));
    let turned = L::all(WHOLE).plus(x, L::all(std::f32::consts::LOG2_E));
    let n = turned.less(L::all(WHOLE));
    let r = x.plus(n, L::all(-std::f32::consts::LN_2));
    let p = L::all(4.189_039_8e-2).plus(r, L::all(8.312_697e-3));
    let p = L::all(0.166_671_14).plus(p, r);
    let p = L::all(0.499_992_3).plus(p, r);
    let y = r.plus(p, r.times(r)).add(L::all(1.0));
    y.shifted(turned)
}

/// Each times the chance that a normal number is below it: GELU (Hendrycks and Gimpel 2016), within 1.4e-4.
///
/// What goes into bytes behind it has steps a hundred times as wide, so the chance is a polynomial without a quotient: of the odd
/// ones of degree 15 that are a half at 4, the one whose product with x errs least (a linear programme over 0 to 4).
#[inline(always)]
pub fn gelu<L: Lanes>(x: L) -> L {
    const END: f32 = 4.0;
    let near = x.greater(L::all(-END)).smaller(L::all(END));
    let part = near.times(L::all(1.0 / END));
    let s = part.times(part);
    let p = L::all(1.025_551_8).plus(s, L::all(-0.169_611_05));
    let p = L::all(-2.661_033_4).plus(p, s);
    let p = L::all(3.921_368_6).plus(p, s);
    let p = L::all(-3.671_44).plus(p, s);
    let p = L::all(2.323_655_8).plus(p, s);
    let p = L::all(-1.041_689_6).plus(p, s);
    let p = L::all(0.398_197_86).plus(p, s);
    x.times(L::all(0.5).plus(near, p))
}

/// e to the power of one number.
pub fn exp(x: f32) -> f32 {
    raised([smaller(x, 88.0); LANES])[0]
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
    fn greater(self, other: Self) -> Self {
        std::array::from_fn(|i| greater(self[i], other[i]))
    }

    #[inline(always)]
    fn smaller(self, other: Self) -> Self {
        std::array::from_fn(|i| smaller(self[i], other[i]))
    }

    #[inline(always)]
    fn shifted(self, n: Self) -> Self {
        // The lowest bits of n + WHOLE are those of n; they are added to the exponent.
        std::array::from_fn(|i| f32::from_bits(self[i].to_bits().wrapping_add(n[i].to_bits() << 23)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_e() {
        for x in [-80.0f32, -20.5, -1.0, -0.3, 0.0, 0.25, 1.0, 10.0] {
            let (ours, exact) = (f64::from(exp(x)), f64::from(x).exp());
            assert!((ours - exact).abs() <= 3e-6 * exact, "e^{x}: {ours} and not {exact}");
        }
    }

    #[test]
    fn gelu_is_near_the_exact_form() {
        // By PyTorch 2.9's `F.gelu` in f64.
        for (x, exact) in [
            (-4.0, -0.000_126_684_968),
            (-1.0, -0.158_655_254),
            (-0.1, -0.046_017_216),
            (0.0, 0.0),
            (0.5, 0.345_731_231),
            (2.0, 1.954_499_736),
            (6.0, 5.999_999_994),
            (-30.0, 0.0),
        ] {
            let ours = gelu([x; LANES])[0];
            assert!((f64::from(ours) - exact).abs() < 1.4e-4, "gelu({x}) = {ours}");
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
