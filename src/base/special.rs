//! Special functions that quantiles and intervals rest on, from `libm` alone, so that they have the
//! same bits on every machine: incomplete gamma and beta functions, the normal and Student's t.
//! Knows no distribution's parameters in days; open `distribution/quantiles.rs` and `statistics.rs`
//! for what uses it.

#![allow(clippy::many_single_char_names, reason = "the letters of the handbooks")]

use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// The square, which needs no power.
#[inline]
pub fn squared(x: f64) -> f64 {
    x * x
}

/// Relative accuracy at which series and fractions end.
const ENOUGH: f64 = 1e-16;
/// Terms at most. A series of shape a takes a few times √a.
const TERMS: u32 = 1_000_000;
/// From so many degrees of freedom on Student's t is the normal with its first correction, within 10⁻¹¹
/// (Abramowitz and Stegun 26.7.5); the gamma functions of its own formula lose more digits.
const NEARLY_NORMAL: f64 = 1e6;
/// Keeps a continued fraction from dividing by nothing.
const TINY: f64 = f64::MIN_POSITIVE / f64::EPSILON;

/// The share of a gamma distribution of this shape and scale 1 that is at most `x`. Not a number
/// where the shape is none.
pub fn gamma_below(shape: f64, x: f64) -> f64 {
    if x <= 0.0 || x.is_infinite() {
        return if shape > 0.0 { f64::from(u8::from(x > 0.0)) } else { f64::NAN };
    }
    if x <= 1.0 || x <= shape { gamma_series(shape, x) } else { 1.0 - gamma_fraction(shape, x) }
}

/// The share that is longer than `x`: precise far out in the tail.
pub fn gamma_above(shape: f64, x: f64) -> f64 {
    if x <= 0.0 || x.is_infinite() {
        return if shape > 0.0 { f64::from(u8::from(x <= 0.0)) } else { f64::NAN };
    }
    if x < 1.0 || x <= shape { 1.0 - gamma_series(shape, x) } else { gamma_fraction(shape, x) }
}

/// x^a e^(−x) ÷ Γ(a).
fn gamma_front(shape: f64, x: f64) -> f64 {
    if shape > 0.0 { libm::exp(shape * libm::log(x) - x - libm::lgamma(shape)) } else { f64::NAN }
}

/// Abramowitz and Stegun, Handbook of Mathematical Functions, 6.5.29.
fn gamma_series(shape: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut below) = (1.0, 1.0, shape);
    for _ in 0..TERMS {
        below += 1.0;
        term *= x / below;
        sum += term;
        if term <= sum * ENOUGH {
            break;
        }
    }
    (gamma_front(shape, x) * sum / shape).clamp(0.0, 1.0)
}

/// The same, 6.5.31, by the method of W. J. Lentz (Applied Optics 15, 1976).
fn gamma_fraction(shape: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - shape;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut all = d;
    for n in 1..TERMS {
        let n = f64::from(n);
        let a = n * (shape - n);
        b += 2.0;
        d = 1.0 / away(a * d + b);
        c = away(b + a / c);
        let step = d * c;
        all *= step;
        if (step - 1.0).abs() <= ENOUGH {
            break;
        }
    }
    (gamma_front(shape, x) * all).clamp(0.0, 1.0)
}

fn away(x: f64) -> f64 {
    if x.abs() < TINY { TINY } else { x }
}

/// The regularised incomplete beta function: the share of a beta distribution of `a` and `b` that is
/// at most `x`; `y` is 1 − `x`, given apart because it is often known more precisely. Abramowitz and
/// Stegun, 26.5.8, by the method of Lentz.
pub fn beta_below(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= 0.0 || y <= 0.0 {
        return if y <= 0.0 { 1.0 } else { 0.0 };
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta_fraction(b, a, y, x);
    }
    beta_fraction(a, b, x, y)
}

fn beta_fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let front = libm::exp(
        libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * libm::log(x) + b * libm::log(y),
    );
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut all = d;
    for m in 1..TERMS {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away(1.0 + even * d);
        c = away(1.0 + even / c);
        all *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away(1.0 + odd * d);
        c = away(1.0 + odd / c);
        all *= d * c;
        if (d * c - 1.0).abs() <= ENOUGH {
            break;
        }
    }
    (front * all / a).clamp(0.0, 1.0)
}

/// The share of standard normal draws above `z`.
pub fn normal_above(z: f64) -> f64 {
    0.5 * libm::erfc(z * FRAC_1_SQRT_2)
}

/// The standard normal deviate that a share `share` of draws exceeds; infinite at 0 and 1.
///
/// Abramowitz and Stegun 26.2.23, which is right to 0.00045, and three steps of Halley's method.
pub fn normal_exceeded_by(share: f64) -> f64 {
    if share > 0.5 {
        return -normal_exceeded_by(1.0 - share);
    }
    if share <= 0.0 {
        return f64::INFINITY;
    }
    if share >= 0.5 {
        return 0.0;
    }
    let t = (-2.0 * libm::log(share)).sqrt();
    let mut z = t
        - (2.515_517 + t * (0.802_853 + t * 0.010_328))
            / (1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308)));
    for _ in 0..3 {
        let off = (normal_above(z) - share) / (libm::exp(-0.5 * z * z) / (2.0 * PI).sqrt());
        let next = z + off / (1.0 + 0.5 * z * off);
        if !next.is_finite() {
            break;
        }
        z = next;
    }
    z
}

/// The share of the ratio of two mean squares, with these degrees of freedom above and below the line, that is at
/// most `x` (Fisher's F; Abramowitz and Stegun, 26.6.2).
pub fn fisher_below(above: f64, below: f64, x: f64) -> f64 {
    let all = above * x + below;
    beta_below(0.5 * above, 0.5 * below, above * x / all, below / all)
}

/// The share of Student's t with `freedom` degrees of freedom above `t`, for `t` of at least 0.
pub fn student_above(freedom: f64, t: f64) -> f64 {
    let square = t * t;
    if square.is_infinite() {
        return 0.0;
    }
    if freedom > NEARLY_NORMAL {
        return normal_above(t - t * (square + 1.0) / (4.0 * freedom));
    }
    0.5 * beta_below(0.5 * freedom, 0.5, freedom / (freedom + square), square / (freedom + square))
}

/// The value that a share `share` of Student's t exceeds: Newton's steps, and halving where they
/// would leave what is known to hold it. Infinite at 0 and 1.
pub fn student_exceeded_by(freedom: f64, share: f64) -> f64 {
    if share.is_nan() {
        return f64::NAN;
    }
    if share > 0.5 {
        return -student_exceeded_by(freedom, 1.0 - share);
    }
    if share <= 0.0 {
        return f64::INFINITY;
    }
    let mut t = normal_exceeded_by(share);
    t += t * (t * t + 1.0) / (4.0 * freedom);
    if freedom > NEARLY_NORMAL {
        return t;
    }
    let (mut low, mut high) = (0.0, t.max(1.0));
    while student_above(freedom, high) > share && high.is_finite() {
        (low, high) = (high, high * 4.0);
    }
    // Far out Newton's steps from the middle only double.
    if t < low {
        t = f64::midpoint(low, high);
    }
    let scale =
        libm::exp(libm::lgamma(0.5 * (freedom + 1.0)) - libm::lgamma(0.5 * freedom)) / (freedom * PI).sqrt();
    for _ in 0..200 {
        let above = student_above(freedom, t);
        if above > share {
            low = t;
        } else {
            high = t;
        }
        let density = scale * libm::pow(1.0 + t * t / freedom, -0.5 * (freedom + 1.0));
        let mut next = t + (above - share) / density;
        if !(next >= low && next <= high) {
            next = f64::midpoint(low, high);
        }
        let step = (next - t).abs();
        t = next;
        if step <= 4.0 * f64::EPSILON * t.abs() {
            break;
        }
    }
    t
}

#[cfg(test)]
mod tests {
    use statrs::distribution::{ContinuousCDF as _, Normal, StudentsT};
    use statrs::function::{beta, erf, gamma};

    use super::*;

    fn near(ours: f64, theirs: f64, within: f64, what: &str) {
        assert!((ours - theirs).abs() <= within * theirs.abs(), "{what}: {ours:e} against {theirs:e}");
    }

    #[test]
    fn incomplete_gammas_are_those_of_the_library_in_the_middle_and_far_out() {
        for shape in [0.05, 0.3, 1.0, 2.5, 40.0, 900.0, 1e5] {
            for times in [1e-3, 0.3, 0.9, 1.0, 1.1, 2.0, 5.0, 40.0] {
                let x = shape * times;
                let what = format!("shape {shape}, x {x}");
                for (ours, theirs) in [
                    (gamma_below(shape, x), gamma::checked_gamma_lr(shape, x)),
                    (gamma_above(shape, x), gamma::checked_gamma_ur(shape, x)),
                ] {
                    let theirs = theirs.expect("both above 0");
                    // A share that the library gives as 1 − another has lost its last digits.
                    assert!((ours - theirs).abs() <= 1e-9 * theirs + 1e-14, "{what}: {ours:e}, {theirs:e}");
                }
            }
        }
        near(gamma_above(1.0, 600.0), libm::exp(-600.0), 1e-12, "an exponential tail");
        near(gamma_below(1.0, 1e-200), 1e-200, 1e-12, "a near end");
    }

    #[test]
    fn at_the_ends_shares_are_nothing_and_all() {
        for (x, below) in [(0.0, 0.0), (-1.0, 0.0), (f64::INFINITY, 1.0)] {
            assert!((gamma_below(2.0, x) - below).abs() < 1e-300);
            assert!((gamma_above(2.0, x) - 1.0 + below).abs() < 1e-300);
        }
        assert!(gamma_below(0.0, 1.0).is_nan() && gamma_above(-1.0, 3.0).is_nan());
        assert!(beta_below(2.0, 3.0, 0.0, 1.0) == 0.0 && beta_below(2.0, 3.0, 1.0, 0.0) >= 1.0);
        assert!(normal_exceeded_by(0.0).is_infinite() && normal_exceeded_by(1.0) < -1e300);
        assert!(student_exceeded_by(5.0, 0.0).is_infinite() && student_exceeded_by(5.0, 1.0) < -1e300);
        assert!(normal_exceeded_by(f64::NAN).is_nan() && student_exceeded_by(3.0, f64::NAN).is_nan());
        assert!(normal_exceeded_by(0.5) == 0.0 && student_exceeded_by(7.0, 0.5) == 0.0);
    }

    #[test]
    fn incomplete_betas_are_those_of_the_library_and_keep_the_binomial() {
        for (a, b) in [(0.5, 0.5), (2.0, 0.5), (50.0, 0.5), (3.0, 7.0), (40.0, 60.0)] {
            for x in [1e-6, 0.01, 0.2, 0.5, 0.8, 0.99] {
                near(beta_below(a, b, x, 1.0 - x), beta::beta_reg(a, b, x), 1e-11, &format!("{a}, {b}, {x}"));
            }
        }
        // P(X ≥ 1) of 8 trials at 0.3.
        near(beta_below(1.0, 8.0, 0.3, 0.7), 1.0 - 0.057_648_01, 1e-13, "a binomial");
        // At the mean of a great one nearly half, however many terms it takes.
        let half = beta_below(2e6, 1e6, 2.0 / 3.0, 1.0 / 3.0);
        assert!((half - 0.5).abs() < 1e-3, "{half}");
    }

    #[test]
    fn normal_deviates_are_those_of_the_library_down_to_the_least_share() {
        for share in [1e-300, 1e-100, 1e-20, 1e-5, 0.01, 0.05, 0.1, 0.25, 0.4, 0.49, 0.499_999] {
            let z = normal_exceeded_by(share);
            // Near the middle a share has no more digits than the deviate's distance from 0.
            let theirs = std::f64::consts::SQRT_2 * erf::erfc_inv(2.0 * share);
            assert!((z - theirs).abs() <= 3e-12 * theirs + 1e-15, "{share}: {z:e} against {theirs:e}");
            near(normal_above(z), share, 1e-12, &format!("there and back, {share}"));
            if share > 1e-6 {
                let other = Normal::standard().inverse_cdf(1.0 - share);
                assert!((normal_exceeded_by(1.0 - share) + other).abs() < 1e-9, "{share}: {other}");
            }
        }
    }

    #[test]
    fn students_t_is_that_of_tables_at_one_two_and_many() {
        // In closed form: tan(π(p − ½)) at 1, (2p − 1)√(2 ÷ (4p(1 − p))) at 2.
        near(student_exceeded_by(1.0, 0.025), libm::tan(PI * 0.475), 1e-14, "1");
        near(student_exceeded_by(2.0, 0.025), 0.95 * (2.0 / (4.0 * 0.975 * 0.025_f64)).sqrt(), 1e-14, "2");
        // ½ + (s ÷ (1 + s²) + arctan s) ÷ π with s = t ÷ √3 at 3.
        let s = student_exceeded_by(3.0, 0.025) / 3.0_f64.sqrt();
        near(0.5 + (s / (1.0 + s * s) + libm::atan(s)) / PI, 0.975, 3e-16, "3");
        near(student_exceeded_by(1e9, 0.025), normal_exceeded_by(0.025), 1e-8, "many");
        for freedom in [0.999e6, 1.001e6] {
            near(student_exceeded_by(freedom, 0.025), normal_exceeded_by(0.025), 2e-6, "where they meet");
            near(student_above(freedom, 1.96), 0.024_997_895, 1e-5, "where they meet");
        }
        for freedom in [1.0, 2.0, 3.0, 9.0, 19.0, 99.0, 999.0, 10_000.0] {
            let theirs = StudentsT::new(0.0, 1.0, freedom).expect("some freedom");
            for share in [1e-9, 1e-4, 0.005, 0.025, 0.05, 0.2, 0.4] {
                let (t, what) = (student_exceeded_by(freedom, share), format!("{freedom}, {share}"));
                near(student_above(freedom, t), share, 1e-11, &what);
                near(student_above(freedom, t), theirs.cdf(-t), 1e-9, &what);
            }
        }
        let far = student_exceeded_by(1.0, 1e-100);
        near(far, 1e100 / PI, 1e-9, "nearly never");
    }
}
