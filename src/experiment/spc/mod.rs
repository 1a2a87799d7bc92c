//! What happened, as statistical process control draws it: an `XmR` chart with its mean and natural process limits
//! from a fixed baseline, made anew where the process is known to have changed (Wheeler 1993; NHS England's Making
//! Data Count). Never of what is simulated. Next: `rules.rs`, which points are signals.

pub mod rules;

use crate::experiment::worlds::history::{WEEK, week_from};
use rules::{Signal, signals};

/// Weeks of the baseline, where none is fixed.
pub const BASELINE_WEEKS: usize = 26;
/// Three standard deviations, in mean moving ranges of two: 3 ÷ 1.128.
const LIMITS: f64 = 2.66;
/// Fewer points than this give no limits.
pub const LEAST_POINTS: usize = 12;

/// What limits are made from, beside the points themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The first and the last day of a fixed baseline; without one it is the last weeks before a step or the end.
    pub baseline: Option<[usize; 2]>,
    /// Days from which on the process is known to be another.
    pub steps: Vec<usize>,
}

/// What a point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// The mean of seven days.
    Week,
    /// A day.
    Day,
}

impl Grain {
    /// How many days a point stands for.
    pub fn days(self) -> usize {
        match self {
            Self::Week => WEEK,
            Self::Day => 1,
        }
    }
}

/// Mean and limits of the points between two steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// The first day on which they hold.
    pub from: usize,
    /// The day behind the last.
    pub to: usize,
    /// How many points they are made from.
    pub points: usize,
    /// Whether these are of the fixed baseline.
    pub fixed: bool,
    /// The mean of the baseline.
    pub mean: f64,
    /// The natural process limits; the lower one not below nothing.
    pub limits: [f64; 2],
}

/// A chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Spc {
    /// What a point is.
    pub grain: Grain,
    /// The first day and the value of each reported point, in order.
    pub points: Vec<(usize, f64)>,
    /// Mean and limits of each stretch that has enough points for them, in order.
    pub levels: Vec<Level>,
    /// Signs of change, in the order of their last points.
    pub signals: Vec<Signal>,
    /// The day after the last.
    origin: usize,
}

impl Spc {
    /// Of the days before one: weekly means, or single days where these are too few for limits.
    pub fn of(series: &[Option<f64>], origin: usize, asked: &Asked) -> Self {
        let weeks = Self::grained(series, origin, asked, Grain::Week);
        if weeks.points.len() >= LEAST_POINTS {
            return weeks;
        }
        Self::grained(series, origin, asked, Grain::Day)
    }

    /// Of the weeks before a day; `None` where too few were reported for limits.
    pub fn weekly(series: &[Option<f64>], origin: usize) -> Option<Self> {
        let weeks = Self::grained(series, origin, &Asked::default(), Grain::Week);
        weeks.now().is_some().then_some(weeks)
    }

    fn grained(series: &[Option<f64>], origin: usize, asked: &Asked, grain: Grain) -> Self {
        let mut bounds: Vec<usize> = asked.steps.iter().copied().filter(|step| *step < origin).collect();
        bounds.extend([0, origin]);
        bounds.sort_unstable();
        bounds.dedup();
        let mut all = Self { grain, points: Vec::new(), levels: Vec::new(), signals: Vec::new(), origin };
        for two in bounds.windows(2) {
            let (from, to) = (two[0], two[1]);
            // Weeks end where the stretch does, so that none lies on both sides of a step.
            let starts = (1..=(to - from) / grain.days()).rev().map(|k| to - grain.days() * k);
            let value = |start: usize| match grain {
                Grain::Week => week_from(series, start),
                Grain::Day => series.get(start).copied().flatten(),
            };
            let points: Vec<(usize, f64)> = starts.filter_map(|start| Some((start, value(start)?))).collect();
            if let Some((level, range)) = level(&points, (from, to), asked) {
                let values: Vec<f64> = points.iter().map(|point| point.1).collect();
                let before = all.points.len();
                all.signals.extend(
                    signals(&values, level.mean, range).into_iter().map(|signal| signal.moved(before)),
                );
                all.levels.push(level);
            }
            all.points.extend(points);
        }
        all.signals.sort_by_key(|signal| (signal.last(), signal.first()));
        all
    }

    /// Mean and limits that hold at the end; `None` where too little was reported since the last step.
    pub fn now(&self) -> Option<&Level> {
        self.levels.last().filter(|level| level.to == self.origin)
    }

    /// Mean and limits that hold on a day.
    pub fn on(&self, day: usize) -> Option<&Level> {
        self.levels.iter().find(|level| (level.from..level.to).contains(&day))
    }
}

/// Mean and limits of a stretch with its points, and how far limits lie from the mean.
fn level(points: &[(usize, f64)], (from, to): (usize, usize), asked: &Asked) -> Option<(Level, f64)> {
    let of = |first: usize, last: usize| -> Vec<f64> {
        points.iter().filter(|point| (first..=last).contains(&point.0)).map(|point| point.1).collect()
    };
    let fixed = asked.baseline.map(|[first, last]| of(first, last)).filter(|all| all.len() >= LEAST_POINTS);
    let (is_fixed, values) = match fixed {
        Some(values) => (true, values),
        None => (false, of(to.saturating_sub(WEEK * BASELINE_WEEKS), to)),
    };
    if values.len() < LEAST_POINTS {
        return None;
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let moved = values.windows(2).map(|two| (two[1] - two[0]).abs()).sum::<f64>();
    let range = LIMITS * moved / (values.len() - 1) as f64;
    let limits = [(mean - range).max(0.0), mean + range];
    Some((Level { from, to, points: values.len(), fixed: is_fixed, mean, limits }, range))
}

#[cfg(test)]
mod tests {
    use super::rules::{Rule, Side};
    use super::*;

    /// Weeks of these values.
    fn weeks(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().flat_map(|value| [Some(*value); WEEK]).collect()
    }

    fn by_turns(weeks_of: usize, low: f64, high: f64) -> Vec<f64> {
        (0..weeks_of).map(|week| if week % 2 == 0 { low } else { high }).collect()
    }

    #[test]
    fn limits_by_hand() {
        // Weeks of 100 and 110 by turns: mean 105, mean moving range 10.
        let series = weeks(&by_turns(40, 100.0, 110.0));
        let found = Spc::weekly(&series, 280).expect("forty weeks");
        let level = found.now().expect("limits");
        assert_eq!((found.points.len(), level.points, level.fixed), (40, 26, false));
        assert!((level.mean - 105.0).abs() < 1e-12);
        assert!((level.limits[0] - 78.4).abs() < 1e-9 && (level.limits[1] - 131.6).abs() < 1e-9);
        assert_eq!(found.signals, []);
        assert_eq!(Spc::weekly(&series, 60), None);
    }

    #[test]
    fn a_fixed_baseline_judges_what_comes_after_it() {
        let mut values = by_turns(20, 100.0, 110.0);
        values.extend(by_turns(20, 140.0, 150.0));
        let series = weeks(&values);
        let asked = Asked { baseline: Some([0, 139]), steps: Vec::new() };
        let found = Spc::of(&series, 280, &asked);
        let level = found.now().expect("limits");
        assert_eq!((level.points, level.fixed, level.mean), (20, true, 105.0));
        let outside = found.signals.iter().find(|signal| signal.rule == Rule::Outside).expect("a signal");
        assert_eq!((outside.side, outside.first(), outside.last()), (Side::High, 20, 39));
        // A baseline of too few points is none.
        let asked = Asked { baseline: Some([0, 69]), steps: Vec::new() };
        assert!(!Spc::of(&series, 280, &asked).now().expect("limits").fixed);
    }

    #[test]
    fn a_known_step_makes_limits_anew_and_no_week_lies_on_both_sides() {
        let mut values = by_turns(20, 100.0, 110.0);
        values.extend(by_turns(20, 140.0, 150.0));
        let mut series = weeks(&values);
        series.splice(0..0, [Some(100.0); 3]);
        let asked = Asked { baseline: None, steps: vec![143] };
        let found = Spc::of(&series, 283, &asked);
        let means: Vec<f64> = found.levels.iter().map(|level| level.mean).collect();
        assert_eq!((means, found.points.len()), (vec![105.0, 145.0], 40));
        assert_eq!(found.signals, [], "each stretch is quiet by its own limits");
        assert_eq!(found.on(150).map(|level| level.mean), Some(145.0));
        // Too little since the last step for limits.
        let asked = Asked { baseline: None, steps: vec![273] };
        assert_eq!(Spc::of(&series, 283, &asked).now(), None);
    }

    #[test]
    fn fewer_than_twelve_weeks_are_drawn_as_days() {
        let series = weeks(&by_turns(11, 100.0, 110.0));
        let found = Spc::of(&series, 77, &Asked::default());
        assert_eq!((found.grain, found.points.len()), (Grain::Day, 77));
        let series = weeks(&by_turns(12, 100.0, 110.0));
        assert_eq!(Spc::of(&series, 84, &Asked::default()).grain, Grain::Week);
    }
}
