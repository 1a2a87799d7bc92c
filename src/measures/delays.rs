//! Discharge delays: from the (last) ready date to leaving hospital alive.

use crate::base::statistics::quantile7;
use crate::base::{Span, Time};
use crate::scenario::plan::PathwayIndex;

/// The number of bands of whole days.
pub(super) const BANDS: usize = 7;

/// The delays of everybody who left hospital alive in the measured days.
#[derive(Clone, Debug)]
pub(super) struct Delays {
    by_pathway: Vec<Vec<u64>>,
    bed_days: Vec<u64>,
    pub bands: [u64; BANDS],
    pub delayed: u64,
    pub delayed_days: u64,
    pub before_noon: u64,
    pub by_17: u64,
}

/// Mean and quantiles in days; `None` for nobody.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Summary {
    pub people: u64,
    pub mean: Option<f64>,
    pub p50: Option<f64>,
    pub p90: Option<f64>,
    pub p95: Option<f64>,
}

impl Delays {
    pub fn new(pathways: usize) -> Self {
        Self {
            by_pathway: vec![Vec::new(); pathways],
            bed_days: vec![0; pathways],
            bands: [0; BANDS],
            delayed: 0,
            delayed_days: 0,
            before_noon: 0,
            by_17: 0,
        }
    }

    pub fn clear(&mut self) {
        self.by_pathway.iter_mut().for_each(Vec::clear);
        self.bed_days.fill(0);
        self.bands = [0; BANDS];
        (self.delayed, self.delayed_days, self.before_noon, self.by_17) = (0, 0, 0, 0);
    }

    /// Somebody who was ready at `ready` left alive at `now`.
    pub fn add(&mut self, pathway: PathwayIndex, ready: Time, now: Time) {
        self.by_pathway[usize::from(pathway)].push(now.since(ready).0);
        // Whole days from date to date, as the national discharge-ready-date return counts.
        let days = now.day().saturating_sub(ready.day());
        let band = match days {
            0 => 0,
            1 => 1,
            2..=3 => 2,
            4..=6 => 3,
            7..=13 => 4,
            14..=20 => 5,
            _ => 6,
        };
        self.bands[band] += 1;
        self.delayed += u64::from(days > 0);
        self.delayed_days += u64::from(days);
        self.before_noon += u64::from(now.time_of_day() < Span(12 * Span::HOUR.0));
        self.by_17 += u64::from(now.time_of_day() < Span(17 * Span::HOUR.0));
    }

    /// Time past ready in an acute bed, within the measured days.
    pub fn add_bed_days(&mut self, pathway: PathwayIndex, span: Span) {
        self.bed_days[usize::from(pathway)] += span.0;
    }

    /// In people × milliseconds.
    pub fn bed_days(&self, pathway: usize) -> u64 {
        self.bed_days[pathway]
    }

    /// Of one pathway.
    pub fn of_pathway(&self, pathway: usize) -> Summary {
        summarise(self.by_pathway[pathway].clone())
    }

    /// Of everybody.
    pub fn of_all(&self) -> Summary {
        summarise(self.by_pathway.concat())
    }
}

/// Mean, and exact quantiles of Hyndman and Fan's type 7, of times in milliseconds.
pub(super) fn summarise(mut times: Vec<u64>) -> Summary {
    times.sort_unstable();
    let total: u64 = times.iter().sum();
    let days: Vec<f64> = times.iter().map(|&ms| Span(ms).days()).collect();
    Summary {
        people: days.len() as u64,
        mean: (!days.is_empty()).then(|| Span(total).days() / days.len() as f64),
        p50: quantile7(&days, 0.5),
        p90: quantile7(&days, 0.9),
        p95: quantile7(&days, 0.95),
    }
}
