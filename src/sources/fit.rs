//! Families of stays fitted by maximum likelihood, with those still in as at least so long: the lognormal, the
//! gamma and the Weibull that scenarios hold. How well each fits is told by Akaike's criterion and by the greatest
//! distance from the estimate of Kaplan and Meier (1958).

use crate::base::special::{gamma_above, normal_above};

/// The shortest stay: less is a slip of the clock, and no family holds 0.
pub const SHORTEST: f64 = 1.0 / 96.0;
/// Fewer ended stays than this are not fitted.
pub const ENOUGH: usize = 30;

/// A stay in days, and whether it has ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stay {
    /// So long, or so long so far.
    pub days: f64,
    /// Whether it has ended.
    pub ended: bool,
}

/// A family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// By its median and the sd of its logarithm.
    Lognormal,
    /// By shape and scale.
    Gamma,
    /// By shape and scale.
    Weibull,
}

impl Family {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Lognormal, Self::Gamma, Self::Weibull];

    /// Its word in scenarios.
    pub fn word(self) -> &'static str {
        match self {
            Self::Lognormal => "lognormal",
            Self::Gamma => "gamma",
            Self::Weibull => "weibull",
        }
    }

    /// The logarithm of its density.
    fn density(self, x: f64, [a, b]: [f64; 2]) -> f64 {
        let log = libm::log(x);
        match self {
            Self::Lognormal => {
                let z = (log - libm::log(a)) / b;
                -0.5 * z * z - log - libm::log(b) - 0.5 * libm::log(2.0 * std::f64::consts::PI)
            }
            Self::Gamma => (a - 1.0) * log - x / b - a * libm::log(b) - libm::lgamma(a),
            Self::Weibull => {
                let z = log - libm::log(b);
                libm::log(a / b) + (a - 1.0) * z - libm::exp(a * z)
            }
        }
    }

    /// The share that is longer.
    pub fn beyond(self, x: f64, [a, b]: [f64; 2]) -> f64 {
        match self {
            Self::Lognormal => normal_above((libm::log(x) - libm::log(a)) / b),
            Self::Gamma => gamma_above(a, x / b),
            Self::Weibull => libm::exp(-libm::exp(a * (libm::log(x) - libm::log(b)))),
        }
    }

    fn mean(self, [a, b]: [f64; 2]) -> f64 {
        match self {
            Self::Lognormal => a * libm::exp(0.5 * b * b),
            Self::Gamma => a * b,
            Self::Weibull => b * libm::tgamma(1.0 + 1.0 / a),
        }
    }
}

/// A fitted family.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fitted {
    /// Which.
    pub family: Family,
    /// The median and the sd of the logarithm, or shape and scale, in days.
    pub parameters: [f64; 2],
    /// Its mean in days.
    pub mean: f64,
    /// The logarithm of the likelihood.
    pub likelihood: f64,
    /// Akaike's criterion: less is better.
    pub aic: f64,
    /// The greatest distance from the estimate of Kaplan and Meier.
    pub distance: f64,
}

/// All families fitted, the best by Akaike's criterion first; nothing where too few have ended.
pub fn fit(stays: &[Stay]) -> Vec<Fitted> {
    let ended: Vec<f64> = stays.iter().filter(|stay| stay.ended).map(|stay| stay.days).collect();
    if ended.len() < ENOUGH {
        return Vec::new();
    }
    let logs: Vec<f64> = ended.iter().map(|x| libm::log(*x)).collect();
    let n = logs.len() as f64;
    let centre = logs.iter().sum::<f64>() / n;
    let spread = (logs.iter().map(|x| (x - centre) * (x - centre)).sum::<f64>() / n).sqrt().max(0.05);
    let mut all: Vec<Fitted> = Family::ALL
        .iter()
        .map(|&family| {
            let start = match family {
                Family::Lognormal => [libm::exp(centre), spread],
                Family::Gamma => [1.0 / (spread * spread), libm::exp(centre) * spread * spread],
                Family::Weibull => [1.2 / spread, libm::exp(centre + 0.5 * spread)],
            };
            let likelihood =
                |logs: [f64; 2]| likelihood(family, stays, [libm::exp(logs[0]), libm::exp(logs[1])]);
            let best = highest([libm::log(start[0]), libm::log(start[1])], likelihood);
            let parameters = [libm::exp(best[0]), libm::exp(best[1])];
            let likelihood = likelihood(best);
            Fitted {
                family,
                parameters,
                mean: family.mean(parameters),
                likelihood,
                aic: 4.0 - 2.0 * likelihood,
                distance: distance(stays, |x| family.beyond(x, parameters)),
            }
        })
        .collect();
    all.sort_by(|a, b| a.aic.total_cmp(&b.aic));
    all
}

fn likelihood(family: Family, stays: &[Stay], parameters: [f64; 2]) -> f64 {
    let sum: f64 = stays
        .iter()
        .map(|stay| {
            if stay.ended {
                family.density(stay.days, parameters)
            } else {
                libm::log(family.beyond(stay.days, parameters).max(1e-300))
            }
        })
        .sum();
    if sum.is_finite() { sum } else { -1e300 }
}

/// The greatest distance between a family and the estimate of Kaplan and Meier, on both sides of each step.
pub fn distance(stays: &[Stay], beyond: impl Fn(f64) -> f64) -> f64 {
    let mut greatest: f64 = 0.0;
    let mut before = 1.0;
    for (x, after) in surviving(stays) {
        let fitted = beyond(x);
        greatest = greatest.max((before - fitted).abs()).max((after - fitted).abs());
        before = after;
    }
    greatest
}

/// The share that stays longer than each length at which somebody left.
pub fn surviving(stays: &[Stay]) -> Vec<(f64, f64)> {
    let mut sorted = stays.to_vec();
    // Those who leave at a moment leave before those who are last seen then.
    sorted.sort_by(|a, b| a.days.total_cmp(&b.days).then(b.ended.cmp(&a.ended)));
    let (mut share, mut at) = (1.0, 0);
    let mut steps = Vec::new();
    while at < sorted.len() {
        let here = sorted[at].days;
        let same = sorted[at..].iter().take_while(|stay| stay.days.total_cmp(&here).is_eq());
        let (mut left, mut count) = (0, 0);
        for stay in same {
            count += 1;
            left += usize::from(stay.ended);
        }
        if left > 0 {
            share *= 1.0 - left as f64 / (sorted.len() - at) as f64;
            steps.push((here, share));
        }
        at += count;
    }
    steps
}

/// Where a function of two is highest: the simplex of Nelder and Mead (1965).
fn highest(start: [f64; 2], value: impl Fn([f64; 2]) -> f64) -> [f64; 2] {
    const STEPS: usize = 400;
    let mut corners =
        [start, [start[0] + 0.3, start[1]], [start[0], start[1] + 0.3]].map(|at| (value(at), at));
    for _ in 0..STEPS {
        corners.sort_by(|a, b| b.0.total_cmp(&a.0));
        let [best, middle, worst] = corners;
        if (best.0 - worst.0).abs() < 1e-9 * best.0.abs().max(1.0) {
            break;
        }
        let between = [f64::midpoint(best.1[0], middle.1[0]), f64::midpoint(best.1[1], middle.1[1])];
        let along = |by: f64| {
            let at =
                [between[0] + by * (worst.1[0] - between[0]), between[1] + by * (worst.1[1] - between[1])];
            (value(at), at)
        };
        let mirrored = along(-1.0);
        if mirrored.0 > best.0 {
            let further = along(-2.0);
            corners[2] = if further.0 > mirrored.0 { further } else { mirrored };
        } else if mirrored.0 > middle.0 {
            corners[2] = mirrored;
        } else {
            let nearer = if mirrored.0 > worst.0 { along(-0.5) } else { along(0.5) };
            if nearer.0 > worst.0.max(mirrored.0) {
                corners[2] = nearer;
            } else {
                for corner in &mut corners[1..] {
                    let at = [f64::midpoint(best.1[0], corner.1[0]), f64::midpoint(best.1[1], corner.1[1])];
                    *corner = (value(at), at);
                }
            }
        }
    }
    corners.sort_by(|a, b| b.0.total_cmp(&a.0));
    corners[0].1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Luck;
    use crate::base::special::normal_exceeded_by;

    /// Stays of a lognormal, those above a length last seen at it.
    fn stays(seen: f64) -> Vec<Stay> {
        let luck = Luck::new(9, 0);
        let draw = |i: u64| 4.0 * libm::exp(0.8 * normal_exceeded_by(luck.part(i).uniform()));
        (0..4000).map(|i| Stay { days: draw(i).min(seen), ended: draw(i) <= seen }).collect()
    }

    #[test]
    fn the_family_that_made_the_stays_is_found_with_its_parameters() {
        let found = fit(&stays(1e9));
        let best = found[0];
        assert_eq!(best.family, Family::Lognormal);
        assert!(
            (best.parameters[0] - 4.0).abs() < 0.15 && (best.parameters[1] - 0.8).abs() < 0.03,
            "{best:?}"
        );
        assert!(best.distance < 0.03 && found[2].distance > best.distance, "{found:?}");
    }

    #[test]
    fn those_still_in_count_as_at_least_so_long() {
        let all = stays(6.0);
        let best = fit(&all)[0];
        assert!(
            (best.parameters[0] - 4.0).abs() < 0.2 && (best.parameters[1] - 0.8).abs() < 0.06,
            "{best:?}"
        );
        let ended: Vec<Stay> = all.into_iter().filter(|stay| stay.ended).collect();
        assert!(fit(&ended)[0].mean < 0.75 * best.mean, "without them stays would look short");
    }

    #[test]
    fn the_estimate_of_kaplan_and_meier_is_that_of_a_hand() {
        let of = |days: f64, ended| Stay { days, ended };
        let all = [of(1.0, true), of(2.0, false), of(3.0, true), of(3.0, true), of(5.0, false)];
        // 4/5 after 1; of the three still seen at 3 two leave.
        let steps = surviving(&all);
        assert!((steps[0].1 - 0.8).abs() < 1e-12 && (steps[1].1 - 0.8 / 3.0).abs() < 1e-12, "{steps:?}");
    }

    #[test]
    fn few_stays_are_not_fitted() {
        assert!(fit(&stays(1e9)[..20]).is_empty());
    }
}
