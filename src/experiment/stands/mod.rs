//! Whether an answer stands when the run warms up for longer: the one rule for all studies. Where a place
//! needs longer to settle than the warm-up (W10), a study is done again with [`TIMES`] times the warm-up on
//! fewer runs, with the same people, and each of its figures is judged here.
//!
//! `longer` makes the scenarios. Knows no study; each has a file `again` that says which of its figures count.

pub mod effects;
pub mod longer;

use crate::base::ratio::Ratio;
use crate::base::special::squared;
use crate::experiment::run::difference::Difference;
use crate::experiment::run::points::Points;

pub use longer::{Longer, why_not};

/// How many times the warm-up.
pub const TIMES: u32 = 4;
/// One in so many of the runs is done again …
const ONE_IN: u64 = 4;
/// … and this many at least, where there are so many.
const LEAST: u64 = 20;
/// A change up to this share of a figure does not matter.
pub const OF_ITSELF: f64 = 0.15;

/// How many runs are done again: a quarter, 20 at least, and never more than there are.
pub fn runs(own: u64) -> u64 {
    own.min((own / ONE_IN).max(LEAST))
}

/// A study that was, or was not, done again.
#[derive(Clone, Debug)]
pub enum Again<T> {
    /// No place needs longer to settle than the warm-up.
    NotNeeded,
    /// It was switched off.
    Off,
    /// There is no scenario with a longer warm-up, and why.
    NoWay(String),
    /// It was done.
    Done(Box<Done<T>>),
}

/// A study that was done again.
#[derive(Clone, Debug)]
pub struct Done<T> {
    /// The warm-up, and the longer one, in days.
    pub warm_up: [u32; 2],
    /// How many runs of each scenario.
    pub runs: u64,
    /// Every run with the longer warm-up.
    pub store: Points,
    /// What came of it.
    pub found: T,
}

impl<T> Again<T> {
    /// What came of it.
    pub fn found(&self) -> Option<&T> {
        self.done().map(|done| &done.found)
    }

    /// Where it was done.
    pub fn done(&self) -> Option<&Done<T>> {
        if let Self::Done(done) = self { Some(done) } else { None }
    }

    /// Whether there was a need for it.
    pub fn is_needed(&self) -> bool {
        !matches!(self, Self::NotNeeded)
    }

    /// Every run of it.
    pub fn replications(&self) -> impl Iterator<Item = &crate::measures::Replication> {
        self.done().into_iter().flat_map(|done| done.store.replications())
    }
}

/// A figure at both warm-ups.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Judged {
    /// With the scenario's own warm-up.
    pub own: Option<f64>,
    /// With the longer one; `None` where it has none.
    pub longer: Option<f64>,
    /// The second less the first.
    pub change: Option<f64>,
    /// How sure that is, 95%; an open end is infinite.
    pub change95: Option<[f64; 2]>,
    /// Whether it stands; `None` where that cannot be told.
    pub stands: Option<bool>,
}

impl Judged {
    /// Of a difference that both have in the same replications: it stands where the mean change has an
    /// interval (Student's t on the pairs, 95%) that holds 0, or is at most 15% of the difference itself.
    pub fn of_pairs(pairs: &[(Option<f64>, Option<f64>)]) -> Self {
        let known = pairs.iter().filter_map(|(own, longer)| Some(((*own)?, (*longer)?)));
        let (own, longer): (Vec<f64>, Vec<f64>) = known.unzip();
        let mean = |all: &[f64]| (!all.is_empty()).then(|| all.iter().sum::<f64>() / all.len() as f64);
        let (before, after) = (mean(&own), mean(&longer));
        let each = own.iter().zip(&longer).map(|(own, longer)| (Some(*own), Some(*longer)));
        let change = Difference::of("", each);
        Self {
            own: before,
            longer: after,
            change: change.map(|d| d.mean),
            change95: change.and_then(|d| d.precision95),
            stands: change.zip(before).and_then(|(d, own)| stands((d.mean, own), d.precision95)),
        }
    }

    /// Of a rate, which each has with an interval of its own: the interval of the change is put together
    /// from both as G. Y. Zou and A. Donner do (Construction of confidence limits about effect measures: a
    /// general approach, Statistics in Medicine 27, 2008), as if the two had nothing in common; then the
    /// same rule. `because` says what holds where the longer warm-up gives no rate at all.
    pub fn of_rates(own: Known, longer: Option<Known>, because: Option<bool>) -> Self {
        let Some(longer) = longer else {
            return Self { own: Some(own.value), stands: because, ..Self::default() };
        };
        let change = longer.value - own.value;
        let down = squared(longer.value - longer.low) + squared(own.high - own.value);
        let up = squared(longer.high - longer.value) + squared(own.value - own.low);
        let interval = [change - down.sqrt(), change + up.sqrt()];
        Self {
            own: Some(own.value),
            longer: Some(longer.value),
            change: Some(change),
            change95: Some(interval),
            stands: stands((change, own.value), Some(interval)),
        }
    }

    /// The largest change that these runs do not exclude, as a share of the figure itself; `None` where that is
    /// anything.
    pub fn not_excluded(&self) -> Option<f64> {
        let ([low, high], own) = (self.change95?, self.own?);
        let share = low.abs().max(high.abs()) / own.abs();
        (own.abs() > 0.0 && share.is_finite()).then_some(share)
    }

    /// Whether it is known not to stand.
    pub fn falls(&self) -> bool {
        self.stands == Some(false)
    }
}

/// Whether a change leaves a figure as good as it was; one run alone has no interval and tells only that
/// nothing much changed.
fn stands((change, own): (f64, f64), interval: Option<[f64; 2]>) -> Option<bool> {
    if change.abs() <= OF_ITSELF * own.abs() {
        return Some(true);
    }
    interval.map(|[low, high]| low <= 0.0 && high >= 0.0)
}

/// Whether several figures stand together: all of them must; one that falls brings all down.
pub fn all_stand(each: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let each: Vec<Option<bool>> = each.into_iter().collect();
    if each.contains(&Some(false)) {
        return Some(false);
    }
    (!each.contains(&None)).then_some(true)
}

/// A rate with what the data do not exclude; an end that is open is infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known {
    /// The rate.
    pub value: f64,
    /// The least.
    pub low: f64,
    /// The most.
    pub high: f64,
}

impl Known {
    /// Of a ratio. Where the interval is no range, nothing is excluded.
    pub fn of(ratio: &Ratio) -> Self {
        let [low, high] = ratio.interval.ends().unwrap_or([f64::NEG_INFINITY, f64::INFINITY]);
        Self { value: ratio.value, low, high }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(own: &[f64], longer: &[f64]) -> Vec<(Option<f64>, Option<f64>)> {
        own.iter().zip(longer).map(|(a, b)| (Some(*a), Some(*b))).collect()
    }

    #[test]
    fn a_quarter_of_the_runs_is_done_again_and_20_at_least_where_there_are_so_many() {
        assert_eq!([1, 5, 20, 21, 80, 100, 200].map(runs), [1, 5, 20, 20, 20, 25, 50]);
    }

    #[test]
    fn a_difference_that_clearly_moves_by_more_than_a_seventh_of_itself_does_not_stand() {
        let judged = Judged::of_pairs(&pairs(&[-500.0, -600.0, -580.0], &[-1600.0, -1700.0, -1760.0]));
        assert_eq!(judged.stands, Some(false));
        assert!((judged.change.unwrap() + 1126.67).abs() < 0.01, "{judged:?}");
        // The same move within what luck does.
        let wide = Judged::of_pairs(&pairs(&[-500.0, -600.0, -580.0], &[2600.0, -9700.0, -1760.0]));
        assert_eq!(wide.stands, Some(true));
        // Clear, and small beside the difference.
        let small = Judged::of_pairs(&pairs(&[-500.0, -600.0, -580.0], &[-550.0, -651.0, -629.0]));
        assert!(small.change95.unwrap()[1] < 0.0);
        assert_eq!(small.stands, Some(true));
    }

    #[test]
    fn one_run_tells_only_that_nothing_much_changed() {
        assert_eq!(Judged::of_pairs(&pairs(&[100.0], &[110.0])).stands, Some(true));
        assert_eq!(Judged::of_pairs(&pairs(&[100.0], &[150.0])).stands, None);
        assert_eq!(Judged::of_pairs(&[]), Judged::default());
        assert_eq!(Judged::of_pairs(&[(Some(1.0), None)]).stands, None);
    }

    #[test]
    fn a_rate_beyond_both_intervals_does_not_stand_and_one_that_knows_no_end_may() {
        let known = |value: f64, half: f64| Known { value, low: value - half, high: value + half };
        // Half-widths of 3 and 4 make 5.
        let judged = Judged::of_rates(known(10.0, 3.0), Some(known(16.0, 4.0)), None);
        assert_eq!((judged.change95, judged.stands), (Some([1.0, 11.0]), Some(false)));
        assert_eq!(Judged::of_rates(known(10.0, 3.0), Some(known(14.5, 4.0)), None).stands, Some(true));
        let open = Known { value: 16.0, low: f64::NEG_INFINITY, high: f64::INFINITY };
        assert_eq!(Judged::of_rates(known(10.0, 0.1), Some(open), None).stands, Some(true));
        assert_eq!(Judged::of_rates(known(10.0, 0.1), Some(known(11.4, 0.1)), None).stands, Some(true));
        for because in [None, Some(false)] {
            assert_eq!(Judged::of_rates(known(1.0, 1.0), None, because).stands, because);
        }
    }

    #[test]
    fn several_stand_where_all_do_and_fall_where_one_does() {
        let (yes, no) = (Some(true), Some(false));
        assert_eq!(all_stand([yes, yes]), yes);
        assert_eq!(all_stand([yes, None]), None);
        assert_eq!(all_stand([None, no, yes]), no);
        assert_eq!(all_stand([]), yes);
    }
}
