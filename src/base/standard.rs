//! Standard variates: normal, exponential and gamma of scale 1, with the same bits on every machine.
//! The algorithms are those of `rand_distr` 0.6, whose logarithms and powers come from the C library
//! as soon as any other package asks for it; here they are `libm`'s. Knows no parameters but a shape;
//! open `distribution.rs` for what is made of them.

#![allow(clippy::many_single_char_names, reason = "the letters of the papers")]

mod tables;

use rand::Rng as _;

use super::luck::{Generator, uniform};
use tables::{EXPONENTIAL_F, EXPONENTIAL_X, NORMAL_F, NORMAL_X, POWERS};

/// Where the tail of the normal distribution begins.
const NORMAL_TAIL: f64 = NORMAL_X[1];
/// Where the tail of the exponential distribution begins.
const EXPONENTIAL_TAIL: f64 = EXPONENTIAL_X[1];

/// e to the power of `x`, to within a unit in the last place: whole 128ths of a power of two from a table, and a
/// short series for what is left (P. T. P. Tang, ACM Transactions on Mathematical Software 15, 1989). `libm::exp`
/// divides and branches on `x`, for which a draw waits. The two differ by that unit in a tenth of cases.
#[inline]
pub fn exp(x: f64) -> f64 {
    // 128ths of ln 2 in two parts, the first so short that its products here are exact.
    const STEPS: f64 = 128.0 * std::f64::consts::LOG2_E;
    const STEP_FIRST: f64 = f64::from_bits(0x3f76_2e42_fec0_0000);
    const STEP_REST: f64 = 3.309_782_317_038_503e-12;
    // Beside so large a number only whole ones fit.
    const WHOLE: f64 = 6_755_399_441_055_744.0;
    // Near the ends of the numbers; what is no number stays none below.
    if x.abs() >= 700.0 {
        return libm::exp(x);
    }
    let rounded = x * STEPS + WHOLE;
    let bits = rounded.to_bits();
    let steps = rounded - WHOLE;
    let r = (x - steps * STEP_FIRST) - steps * STEP_REST;
    let [tail, power] = POWERS[bits as usize % 128];
    let power = f64::from_bits(power.wrapping_add(bits << 45));
    let r2 = r * r;
    let less_one =
        f64::from_bits(tail) + r + r2 * (0.5 + r * (1.0 / 6.0)) + r2 * r2 * (1.0 / 24.0 + r * (1.0 / 120.0));
    power + power * less_one
}

/// A standard normal variate: the ziggurat of G. Marsaglia and W. W. Tsang (Journal of Statistical
/// Software 5(8), 2000), in the form of J. A. Doornik (2005).
#[inline]
pub fn normal(generator: &mut Generator) -> f64 {
    loop {
        let (layer, bits) = layer(generator);
        // In [−1, 1).
        let u = f64::from_bits(bits | 0x4000_0000_0000_0000) - 3.0;
        let x = u * NORMAL_X[layer];
        if x.abs() < NORMAL_X[layer + 1] {
            return x;
        }
        if layer == 0 {
            return normal_tail(u < 0.0, generator);
        }
        if under(&NORMAL_F, layer, generator, || libm::exp(-x * x / 2.0)) {
            return x;
        }
    }
}

/// Beyond the last layer, once in some 4,000 draws: G. Marsaglia (Technometrics 6, 1964).
#[cold]
fn normal_tail(below: bool, generator: &mut Generator) -> f64 {
    let (mut x, mut y) = (1.0_f64, 0.0_f64);
    while -2.0 * y < x * x {
        let (first, second) = (open(generator), open(generator));
        x = libm::log(first) / NORMAL_TAIL;
        y = libm::log(second);
    }
    if below { x - NORMAL_TAIL } else { NORMAL_TAIL - x }
}

/// An exponential variate of mean 1, by the same ziggurat.
#[inline]
pub fn exponential(generator: &mut Generator) -> f64 {
    loop {
        let (layer, bits) = layer(generator);
        let x = opened(bits) * EXPONENTIAL_X[layer];
        if x < EXPONENTIAL_X[layer + 1] {
            return x;
        }
        if layer == 0 {
            return EXPONENTIAL_TAIL - libm::log(uniform(generator));
        }
        if under(&EXPONENTIAL_F, layer, generator, || libm::exp(-x)) {
            return x;
        }
    }
}

/// A gamma variate of scale 1: G. Marsaglia and W. W. Tsang (ACM Transactions on Mathematical
/// Software 26, 2000). A faulty shape gives itself.
pub fn gamma(shape: f64, generator: &mut Generator) -> f64 {
    if !(shape > 0.0 && shape.is_finite()) {
        return shape;
    }
    if (shape - 1.0).abs() < f64::EPSILON / 2.0 {
        return exponential(generator);
    }
    if shape < 1.0 {
        let u = open(generator);
        let d = shape + 1.0 - 1.0 / 3.0;
        let a = cube(d, generator);
        return a * libm::pow(u, 1.0 / shape) * d;
    }
    let d = shape - 1.0 / 3.0;
    cube(d, generator) * d
}

/// The cube of that method for a shape of `d` + ⅓.
fn cube(d: f64, generator: &mut Generator) -> f64 {
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = normal(generator);
        let root = 1.0 + c * x;
        if root <= 0.0 {
            continue;
        }
        let v = root * root * root;
        let u = open(generator);
        let square = x * x;
        if u < 1.0 - 0.0331 * square * square || libm::log(u) < 0.5 * square + d * (1.0 - v + libm::log(v)) {
            return v;
        }
    }
}

/// A layer, and 52 random bits.
#[inline]
fn layer(generator: &mut Generator) -> (usize, u64) {
    let bits = generator.next_u64();
    ((bits & 0xff) as usize, bits >> 12)
}

/// Whether a point of this layer lies under the density.
#[inline]
fn under(heights: &[f64; 257], layer: usize, generator: &mut Generator, density: impl Fn() -> f64) -> bool {
    heights[layer + 1] + (heights[layer] - heights[layer + 1]) * uniform(generator) < density()
}

/// A uniform number in (0, 1), both ends left out.
#[inline]
fn open(generator: &mut Generator) -> f64 {
    opened(generator.next_u64() >> 12)
}

/// The same of 52 bits.
#[inline]
fn opened(bits: u64) -> f64 {
    f64::from_bits(bits | 0x3ff0_0000_0000_0000) - (1.0 - f64::EPSILON / 2.0)
}

#[cfg(test)]
mod tests {
    use rand_distr::{Distribution as _, Exp1, Gamma, StandardNormal};

    use super::*;
    use crate::base::Luck;

    #[test]
    fn the_exponential_is_within_a_unit_in_the_last_place_and_nearly_always_the_nearest_number() {
        let (mut others, n) = (0, 200_000);
        for i in 0..n {
            let u = Luck::new(17, i).uniform();
            let x = (u - 0.5) * if i % 4 == 0 { 1390.0 } else { 12.0 };
            let (ours, theirs) = (exp(x), libm::exp(x));
            assert!(ours.to_bits().abs_diff(theirs.to_bits()) <= 1, "{x}: {ours:e} is not {theirs:e}");
            // The system's library is within 0.51 units on all systems that we know of.
            let nearest = x.exp();
            assert!(ours.to_bits().abs_diff(nearest.to_bits()) <= 1, "{x}: {ours:e} is not {nearest:e}");
            others += u64::from(ours.to_bits() != nearest.to_bits());
        }
        assert!(others < n / 50, "{others} of {n}");
        assert_eq!((exp(0.0), exp(f64::NEG_INFINITY), exp(f64::INFINITY)), (1.0, 0.0, f64::INFINITY));
        assert_eq!((exp(-720.0), exp(-0.0)), (libm::exp(-720.0), 1.0));
        assert!(exp(f64::NAN).is_nan());
    }

    /// Both, from the same key; equal but for the last bits of a logarithm.
    fn same(key: u64, ours: impl Fn(&mut Generator) -> f64, theirs: impl Fn(&mut Generator) -> f64) -> f64 {
        let (mut one, mut other) = (Luck::new(11, key).generator(), Luck::new(11, key).generator());
        let (x, y) = (ours(&mut one), theirs(&mut other));
        assert!((x - y).abs() <= 1e-14 * y.abs(), "key {key}: {x:?} is not {y:?}");
        assert_eq!(one.next_u64(), other.next_u64(), "key {key}: as much luck is used");
        x
    }

    #[test]
    fn variates_are_those_of_the_library_and_reach_every_tail() {
        let (mut least, mut greatest, mut longest) = (0.0_f64, 0.0_f64, 0.0_f64);
        for key in 0..60_000 {
            let z = same(key, normal, |g| StandardNormal.sample(g));
            (least, greatest) = (least.min(z), greatest.max(z));
            longest = longest.max(same(key, exponential, |g| Exp1.sample(g)));
        }
        assert!(least < -NORMAL_TAIL && greatest > NORMAL_TAIL && longest > EXPONENTIAL_TAIL);
    }

    #[test]
    fn gamma_variates_are_those_of_the_library() {
        for shape in [1e-3, 0.2, 0.999, 1.0, 1.000_1, 2.5, 40.0, 1e6, 1e12] {
            let theirs = Gamma::new(shape, 1.0).expect("a sound shape");
            for key in 0..4_000 {
                same(key, |g| gamma(shape, g), |g| theirs.sample(g));
            }
        }
    }

    #[test]
    fn a_faulty_shape_gives_itself() {
        let draw = |shape: f64| gamma(shape, &mut Luck::new(1, 1).generator());
        assert!(draw(f64::NAN).is_nan() && draw(0.0).abs() < 1e-300 && draw(-1.0) < -0.5);
    }
}
