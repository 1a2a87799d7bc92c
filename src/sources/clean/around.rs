//! What is usual for a day: the figures of the same weekday in the weeks before and after it, and how far days
//! stray from them. Medians, so that one wrong figure does not excuse another.

use jiff::ToSpan;
use jiff::civil::Date;

use super::median;
use crate::sources::holidays::is_near_one;

/// So many weeks before and as many after.
const WEEKS: usize = 6;
/// So many of them must have a figure on a side.
const ENOUGH: usize = 3;
/// So many days on each side say how far days stray.
const STRAY_DAYS: usize = 56;
/// A standard deviation of a normal sample is so many of its median absolute deviations.
const NORMAL: f64 = 1.4826;

/// The usual figures of a series.
pub struct Around<'s> {
    first: Date,
    series: &'s [Option<f64>],
    /// How far each day lies from the middle of both sides.
    off: Vec<Option<f64>>,
}

/// Between what a day's figure usually lies, and how far days stray.
pub struct Band {
    pub low: f64,
    pub high: f64,
    pub stray: f64,
}

impl<'s> Around<'s> {
    pub fn of(first: Date, series: &'s [Option<f64>]) -> Self {
        let mut around = Self { first, series, off: Vec::new() };
        around.off = (0..series.len())
            .map(|i| {
                let [before, after] = around.sides(i, 0);
                Some(series[i]? - median(&mut [before, after].concat())?)
            })
            .collect();
        around
    }

    /// The figures of the weekday `by` days after this one's, in the weeks before and after.
    fn sides(&self, i: usize, by: usize) -> [Vec<f64>; 2] {
        let at = |weeks: isize| {
            let day = i as isize + by as isize + 7 * weeks;
            usize::try_from(day).ok().filter(|day| *day != i).and_then(|day| *self.series.get(day)?)
        };
        let last = WEEKS as isize;
        let before = (1..=last).filter_map(|w| at(-w)).collect();
        let after =
            (isize::from(by > 0) - 1 + 1..=last).filter(|w| by > 0 || *w > 0).filter_map(at).collect();
        [before, after]
    }

    /// The lower and the higher middle of the two sides: a day at a step of level is like one of them. Days near
    /// bank holidays may be like any weekday. `None` where too little is round it.
    pub fn band(&self, i: usize) -> Option<Band> {
        let date = self.first.checked_add((i as i64).days()).ok()?;
        let weekdays = if is_near_one(date) { 7 } else { 1 };
        let mut middles = Vec::new();
        for by in 0..weekdays {
            for mut side in self.sides(i, by) {
                if side.len() >= ENOUGH {
                    middles.extend(median(&mut side));
                }
            }
        }
        let low = middles.iter().copied().fold(f64::INFINITY, f64::min);
        let high = middles.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if !low.is_finite() {
            return None;
        }
        let from = i.saturating_sub(STRAY_DAYS);
        let to = (i + STRAY_DAYS + 1).min(self.off.len());
        let mut stray: Vec<f64> =
            (from..to).filter(|day| *day != i).filter_map(|day| self.off[day]).map(f64::abs).collect();
        // No less than that of a count.
        let stray = (NORMAL * median(&mut stray)?).max(high.max(1.0).sqrt());
        Some(Band { low, high, stray })
    }
}
