//! The one place that says which points of a chart are signs of change: outside the limits, seven on one side of the
//! mean, seven rising or falling, two of three near a limit. Knows no days and no measure.

/// Points in a row on one side, or each beyond the one before.
const SEVEN: usize = 7;
/// Of so many points in a row …
const WINDOW: usize = 3;
/// … so many are near a limit.
const NEAR: usize = 2;
/// Near: beyond this share of the way from the mean to a limit.
const NEAR_FROM: f64 = 2.0 / 3.0;

/// Why points are a sign of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Outside the natural process limits.
    Outside,
    /// Seven or more in a row on one side of the mean.
    OneSide,
    /// Seven or more in a row, each beyond the one before.
    Trend,
    /// Two of three in a row in the outer third towards one limit.
    NearLimit,
}

impl Rule {
    /// In files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Outside => "outside_limits",
            Self::OneSide => "one_side_of_mean",
            Self::Trend => "trend",
            Self::NearLimit => "near_limit",
        }
    }
}

/// Where to points go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Above, or rising.
    High,
    /// Below, or falling.
    Low,
}

impl Side {
    const BOTH: [Self; 2] = [Self::High, Self::Low];

    /// In files.
    pub fn key(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Low => "low",
        }
    }

    /// So that what goes this way is above 0.
    fn sign(self) -> f64 {
        match self {
            Self::High => 1.0,
            Self::Low => -1.0,
        }
    }
}

/// Points that are a sign of change together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signal {
    /// Why.
    pub rule: Rule,
    /// Where to.
    pub side: Side,
    /// Which points, in order; never none.
    pub points: Vec<usize>,
}

impl Signal {
    /// The first point.
    pub fn first(&self) -> usize {
        self.points.first().copied().unwrap_or(0)
    }

    /// The last point.
    pub fn last(&self) -> usize {
        self.points.last().copied().unwrap_or(0)
    }

    /// The same where so many points come before.
    pub(super) fn moved(mut self, by: usize) -> Self {
        for point in &mut self.points {
            *point += by;
        }
        self
    }
}

/// The signs of change among points beside a mean, with limits so far from it on both sides.
pub fn signals(values: &[f64], mean: f64, range: f64) -> Vec<Signal> {
    let mut found = Vec::new();
    for side in Side::BOTH {
        let above = |i: usize| side.sign() * (values[i] - mean);
        let mut add = |rule, points: Vec<usize>| found.push(Signal { rule, side, points });
        for run in runs(values.len(), |i| above(i) > range) {
            add(Rule::Outside, run);
        }
        for run in runs(values.len(), |i| above(i) > 0.0).into_iter().filter(|run| run.len() >= SEVEN) {
            add(Rule::OneSide, run);
        }
        // Steps this way; so many in a row have one point more.
        let steps = runs(values.len().saturating_sub(1), |i| side.sign() * (values[i + 1] - values[i]) > 0.0);
        for run in steps.into_iter().filter(|run| run.len() + 1 >= SEVEN) {
            add(Rule::Trend, (run[0]..=run[0] + run.len()).collect());
        }
        for run in near(values.len(), |i| above(i) > NEAR_FROM * range) {
            add(Rule::NearLimit, run);
        }
    }
    found
}

/// The longest stretches of points that are so.
fn runs(count: usize, is: impl Fn(usize) -> bool) -> Vec<Vec<usize>> {
    let all: Vec<usize> = (0..count).collect();
    all.chunk_by(|a, b| is(*a) == is(*b)).filter(|run| is(run[0])).map(<[usize]>::to_vec).collect()
}

/// Points that are so, each with another within a window, in stretches.
fn near(count: usize, is: impl Fn(usize) -> bool) -> Vec<Vec<usize>> {
    let those: Vec<usize> = (0..count).filter(|&i| is(i)).collect();
    let stretches = those.chunk_by(|a, b| b - a < WINDOW);
    stretches.filter(|all| all.len() >= NEAR).map(<[usize]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The signals of points about 0 with limits at ±3.
    fn of(values: &[f64]) -> Vec<(Rule, Side, usize, usize)> {
        let found = signals(values, 0.0, 3.0);
        found.iter().map(|signal| (signal.rule, signal.side, signal.first(), signal.last())).collect()
    }

    #[test]
    fn a_quiet_series_has_no_sign_of_change() {
        let quiet = [1.0, -1.0, 0.5, -0.5, 1.9, -1.2, 0.3, -1.9, 1.0, -0.1, 0.6, -0.6];
        assert_eq!(of(&quiet), []);
        assert_eq!(signals(&[5.0; 20], 5.0, 0.0), [], "nothing ever moves");
        assert_eq!(signals(&[], 0.0, 1.0), []);
    }

    #[test]
    fn a_point_on_the_limit_is_within_and_one_beyond_is_not() {
        assert_eq!(of(&[0.5, 3.0, -0.5]), []);
        assert_eq!(
            of(&[0.5, 3.1, -0.5, -3.1]),
            [(Rule::Outside, Side::High, 1, 1), (Rule::Outside, Side::Low, 3, 3)]
        );
    }

    #[test]
    fn seven_on_one_side_are_a_sign_and_six_are_none() {
        let six = [-0.5, 1.0, 0.5, 1.0, 0.5, 1.0, 0.5, -0.5];
        assert_eq!(of(&six), []);
        let seven = [-0.5, 1.0, 0.5, 1.0, 0.5, 1.0, 0.5, 1.0, -0.5];
        assert_eq!(of(&seven), [(Rule::OneSide, Side::High, 1, 7)]);
        let on_the_mean = [-0.5, 1.0, 0.5, 1.0, 0.0, 1.0, 0.5, 1.0, -0.5];
        assert_eq!(of(&on_the_mean), [], "a point on the mean is on no side");
    }

    #[test]
    fn seven_falling_are_a_sign_and_six_are_none() {
        assert_eq!(of(&[0.0, 1.2, 0.8, 0.4, -0.1, -0.4, -0.8, 0.2]), []);
        assert_eq!(of(&[0.0, 1.2, 0.8, 0.4, -0.1, -0.4, -0.8, -1.2, 0.2]), [(Rule::Trend, Side::Low, 1, 7)]);
    }

    #[test]
    fn two_of_three_near_a_limit_are_a_sign_and_two_of_four_are_none() {
        assert_eq!(of(&[0.1, 2.5, -0.1, 2.5, -0.1]), [(Rule::NearLimit, Side::High, 1, 3)]);
        assert_eq!(signals(&[0.1, 2.5, -0.1, 2.5], 0.0, 3.0)[0].points, [1, 3], "not the one between");
        assert_eq!(of(&[0.1, 2.5, -0.1, 0.1, 2.5, -0.1]), []);
        assert_eq!(of(&[0.1, 2.5, -2.5, 0.1]), [], "near the same limit");
    }
}
