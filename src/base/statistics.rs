//! Moments, quantiles and intervals.

use super::special::{student_above, student_exceeded_by};

/// Mean, spread and skew of a sample.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    /// How many values.
    pub n: usize,
    /// The mean; 0 for no values.
    pub mean: f64,
    /// The standard deviation with divisor n − 1; 0 below two values.
    pub sd: f64,
    /// The skewness, adjusted for the sample's size (G1 of Joanes and Gill 1998); 0 below three
    /// values or without spread.
    pub skew: f64,
}

impl Moments {
    /// Of these values, summed in their order.
    pub fn of(values: &[f64]) -> Self {
        let n = values.len();
        if n == 0 {
            return Self::default();
        }
        let count = n as f64;
        let mean = values.iter().sum::<f64>() / count;
        let central = |power: fn(f64) -> f64| values.iter().map(|x| power(x - mean)).sum::<f64>() / count;
        let m2 = central(|x| x * x);
        let sd = if n < 2 { 0.0 } else { (m2 * count / (count - 1.0)).sqrt() };
        let skew = if n < 3 || sd <= mean.abs() * 1e-12 {
            0.0
        } else {
            central(|x| x * (x * x)) / (m2 * m2.sqrt()) * (count * (count - 1.0)).sqrt() / (count - 2.0)
        };
        Self { n, mean, sd, skew }
    }

    /// The standard error of the mean.
    pub fn standard_error(&self) -> f64 {
        if self.n == 0 { 0.0 } else { self.sd / (self.n as f64).sqrt() }
    }

    /// The 95% interval of the mean, Student's t; `None` below two values.
    pub fn interval95(&self) -> Option<[f64; 2]> {
        let half = student_t(self.n.checked_sub(1)?, 0.975)? * self.standard_error();
        Some([self.mean - half, self.mean + half])
    }

    /// How likely a sample mean so far from 0 is where the mean is 0: Student's t, both sides. `None`
    /// below two values.
    pub fn p_of_zero(&self) -> Option<f64> {
        let freedom = self.n.checked_sub(1).filter(|&freedom| freedom > 0)?;
        if self.sd <= 0.0 {
            return Some(if self.mean == 0.0 { 1.0 } else { 0.0 });
        }
        Some(2.0 * student_above(freedom as f64, (self.mean / self.standard_error()).abs()))
    }
}

/// Which of several claims hold at this level together: Holm's step-down rule, which keeps the chance
/// of one false claim among all at the level (S. Holm, Scandinavian Journal of Statistics 6, 1979).
/// A claim without a p never holds.
pub fn holm(claims: &[Option<f64>], level: f64) -> Vec<bool> {
    let mut order: Vec<usize> = (0..claims.len()).filter(|&i| claims[i].is_some()).collect();
    order.sort_by(|&a, &b| claims[a].unwrap_or(1.0).total_cmp(&claims[b].unwrap_or(1.0)));
    let mut holds = vec![false; claims.len()];
    for (rank, &i) in order.iter().enumerate() {
        if claims[i].unwrap_or(1.0) > level / (order.len() - rank) as f64 {
            break;
        }
        holds[i] = true;
    }
    holds
}

/// The middle 95% of a normal distribution reach so many standard deviations to either side.
pub const NORMAL95: f64 = 1.959_963_984_540_054;

/// The 95% interval of a share of so many (E. B. Wilson, Probable inference, the law of succession, and statistical
/// inference, Journal of the American Statistical Association 22, 1927).
pub fn wilson95(share: f64, n: f64) -> [f64; 2] {
    const Z: f64 = NORMAL95;
    let centre = (share + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
    let half = Z / (1.0 + Z * Z / n) * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    [(centre - half).max(0.0), (centre + half).min(1.0)]
}

/// The quantile of Student's t with `freedom` degrees of freedom; `None` for none.
pub fn student_t(freedom: usize, p: f64) -> Option<f64> {
    (freedom > 0).then(|| -student_exceeded_by(freedom as f64, p))
}

/// A number to a thousandth of a width or somewhat better: more digits say nothing.
pub fn in_thousandths(x: f64, width: f64) -> f64 {
    const MOST_DIGITS: f64 = 15.0;
    let digits = 3.0 - libm::floor(libm::log10(width));
    if (0.0..=MOST_DIGITS).contains(&digits) {
        format!("{x:.*}", digits as usize).parse().unwrap_or(x)
    } else {
        format!("{x:.6e}").parse().unwrap_or(x)
    }
}

/// The quantile of sorted values, Hyndman and Fan (1996) type 7: linear between order statistics,
/// the least at 0 and the greatest at 1. `None` for no values.
pub fn quantile7(sorted: &[f64], p: f64) -> Option<f64> {
    between(sorted, (sorted.len() as f64 - 1.0) * p)
}

/// The same of so many zeros and of values in any order, for quantiles in rising order; only what is needed of
/// the values is made a number. By selection (Hoare 1961), which takes a few steps for each value where sorting
/// takes a dozen.
pub fn quantiles7<const N: usize>(
    zeros: usize,
    values: &mut [u64],
    of: [f64; N],
    number: impl Fn(u64) -> f64,
) -> [Option<f64>; N] {
    let mut found = [None; N];
    let Some(last) = (zeros + values.len()).checked_sub(1) else { return found };
    // Those before this one are in their half; what is greater is looked for among the others.
    let mut from = 0;
    for (p, found) in of.into_iter().zip(&mut found) {
        let position = last as f64 * p;
        let (at, above) = (position as usize, position.ceil() as usize);
        let low = at.checked_sub(zeros).map_or(0, |at| {
            if at >= from {
                values[from..].select_nth_unstable(at - from);
                from = at + 1;
            }
            values[at]
        });
        let high = match above.checked_sub(zeros) {
            Some(_) if above == at => low,
            Some(above) => values[above..].iter().copied().min().unwrap_or(low),
            None => 0,
        };
        let (low, high) = (number(low), number(high));
        *found = Some(low + (high - low) * position.fract());
    }
    found
}

/// The quantile of sorted values, Hyndman and Fan (1996) type 6, as for single years: position
/// p(n + 1). `None` where that lies outside the sample, so below 19 values for 5% and 95%.
pub fn quantile6(sorted: &[f64], p: f64) -> Option<f64> {
    let position = (sorted.len() as f64 + 1.0) * p - 1.0;
    let last = sorted.len() as f64 - 1.0;
    // A hair of slack: 0.95 × 20 − 1 is not exactly 18.
    if position < -1e-9 || position > last + 1e-9 { None } else { between(sorted, position.clamp(0.0, last)) }
}

fn between(sorted: &[f64], position: f64) -> Option<f64> {
    let below = *sorted.get(position as usize)?;
    let above = *sorted.get(position.ceil() as usize)?;
    Some(below + (above - below) * position.fract())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_students() {
        let m = Moments::of(&[1.0, 2.0, 3.0, 4.0]);
        assert!((m.sd - 1.290_994_448_735_805_6).abs() < 1e-12 && m.skew.abs() < 1e-12);
        // t(3, 0.975) = 3.182446305284263 (any table of Student's t).
        let [low, high] = m.interval95().unwrap();
        assert!((high - 2.5 - 3.182_446_305 * 1.290_994_449 / 2.0).abs() < 1e-6);
        assert!((low + high - 5.0).abs() < 1e-9);
        assert_eq!(Moments::of(&[1.0]).interval95(), None);
    }

    #[test]
    fn skew_is_a_product_of_exact_operations() {
        // By hand: deviations −2, −1, 3; m2 = 14 ÷ 3, m3 = 6; G1 = 6 ÷ (14 ÷ 3)^1.5 × √6.
        let skew = Moments::of(&[1.0, 2.0, 6.0]).skew;
        assert!((skew - 1.457_862_967_321_304_6).abs() < 1e-12, "{skew:?}");
    }

    #[test]
    fn a_mean_of_nothing_but_zeros_is_no_claim_and_a_far_one_is() {
        assert_eq!(Moments::of(&[0.0; 5]).p_of_zero(), Some(1.0));
        assert_eq!(Moments::of(&[2.0; 5]).p_of_zero(), Some(0.0));
        assert_eq!(Moments::of(&[2.0]).p_of_zero(), None);
        // t(3, 0.975) = 3.182446305284263: a mean so many standard errors from 0.
        let m = Moments { n: 4, mean: 3.182_446_305, sd: 2.0, skew: 0.0 };
        assert!((m.p_of_zero().unwrap() - 0.05).abs() < 1e-6);
    }

    #[test]
    fn holm_asks_more_of_the_surest_claim_and_stops_at_the_first_that_fails() {
        let claims = [Some(0.03), Some(0.001), None, Some(0.02), Some(0.9)];
        // 0.001 ≤ 0.05/4; 0.02 > 0.05/3, so that neither it nor anything less sure holds.
        assert_eq!(holm(&claims, 0.05), [false, true, false, false, false]);
        assert_eq!(holm(&[Some(0.03), Some(0.02)], 0.05), [true, true]);
        assert_eq!(holm(&[Some(0.05)], 0.05), [true], "a p of just the level is enough");
        assert_eq!(holm(&[], 0.05), Vec::<bool>::new());
    }

    #[test]
    fn quantiles_follow_hyndman_and_fan() {
        let v: Vec<f64> = (1..=19).map(f64::from).collect();
        assert!((quantile6(&v, 0.05).unwrap() - 1.0).abs() < 1e-9);
        assert!((quantile6(&v, 0.95).unwrap() - 19.0).abs() < 1e-9);
        assert_eq!(quantile6(&v[..18], 0.05), None);
        assert_eq!(quantile7(&[1.0, 2.0, 4.0], 0.75), Some(3.0));
        assert_eq!(quantile7(&[], 0.5), None);
    }

    #[test]
    fn quantiles_by_selection_are_those_of_the_sorted_values() {
        let luck = crate::base::Luck::new(1, 0);
        for n in (0..60_u64).chain([1000]) {
            for spread in [1.0, 5.0, 1e6] {
                let draw = |i| (luck.part(n).part(i).uniform() * spread) as u64;
                let mut values: Vec<u64> = (0..n).map(draw).collect();
                for zeros in [0, 1, 7, 2000] {
                    let ps = [0.0, 0.5, 0.9, 0.95, 1.0];
                    let found = quantiles7(zeros, &mut values, ps, |x| x as f64 / 7.0);
                    let mut sorted: Vec<f64> = values.iter().map(|&x| x as f64 / 7.0).collect();
                    sorted.extend(vec![0.0; zeros]);
                    sorted.sort_unstable_by(f64::total_cmp);
                    assert_eq!(found, ps.map(|p| quantile7(&sorted, p)), "{n}, {spread}, {zeros}");
                }
            }
        }
    }

    #[test]
    fn skew_of_an_exponential_like_sample_is_positive() {
        assert!(Moments::of(&[0.0, 0.0, 0.0, 1.0, 5.0]).skew > 1.0);
    }
}
