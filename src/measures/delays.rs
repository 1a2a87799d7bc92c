//! Discharge delays: from the (last) ready date to leaving hospital alive.

use crate::base::statistics::quantiles7;
use crate::base::{Position, Span, Time};
use crate::scenario::plan::{GroupIndex, PathwayIndex};

/// The number of bands of whole days.
pub(super) const BANDS: usize = 7;

/// The delays of all who left hospital alive in the measured days.
#[derive(Clone, Debug)]
pub(super) struct Delays {
    /// For each pathway, each group: the delays of those who had one, and how many had none at all.
    lengths: Vec<Vec<u64>>,
    at_once: Vec<u64>,
    bed_days: Vec<u64>,
    groups: usize,
    pub bands: [u64; BANDS],
    pub delayed: u64,
    pub delayed_days: u64,
    pub before_noon: u64,
    pub by_17: u64,
}

/// Mean and quantiles in days; `None` where there is no one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Summary {
    pub people: u64,
    pub mean: Option<f64>,
    pub p50: Option<f64>,
    pub p90: Option<f64>,
    pub p95: Option<f64>,
}

/// People, their delays together, and time past ready in acute beds, in people × milliseconds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    pub people: u64,
    pub delays: u64,
    pub bed_days: u64,
}

impl Delays {
    pub fn new(pathways: usize, groups: usize) -> Self {
        Self {
            lengths: vec![Vec::new(); pathways * groups],
            at_once: vec![0; pathways * groups],
            bed_days: vec![0; pathways * groups],
            groups,
            bands: [0; BANDS],
            delayed: 0,
            delayed_days: 0,
            before_noon: 0,
            by_17: 0,
        }
    }

    pub fn clear(&mut self) {
        self.lengths.iter_mut().for_each(Vec::clear);
        self.at_once.fill(0);
        self.bed_days.fill(0);
        self.bands = [0; BANDS];
        (self.delayed, self.delayed_days, self.before_noon, self.by_17) = (0, 0, 0, 0);
    }

    /// A patient who was ready at `ready` left alive at `now`.
    #[inline]
    pub fn add(&mut self, who: (PathwayIndex, GroupIndex), ready: Time, now: Time) {
        let kind = self.kind(who);
        match now.since(ready) {
            Span::ZERO => self.at_once[kind] += 1,
            delay => self.lengths[kind].push(delay.0),
        }
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
    pub fn add_bed_days(&mut self, who: (PathwayIndex, GroupIndex), span: Span) {
        let kind = self.kind(who);
        self.bed_days[kind] += span.0;
    }

    /// The delays of one pathway.
    pub fn of_pathway(&self, pathway: PathwayIndex) -> Summary {
        self.of(self.pathway(pathway))
    }

    /// The same of one group.
    pub fn of_group(&self, group: GroupIndex) -> Summary {
        self.of(self.group(group))
    }

    /// Of all.
    pub fn of_all(&self) -> Summary {
        self.of(0..self.lengths.len())
    }

    /// How many of one pathway left, their delays together and the time past ready, in milliseconds.
    pub fn sums_of_pathway(&self, pathway: PathwayIndex) -> Sums {
        self.sums(self.pathway(pathway))
    }

    /// The same of one group.
    pub fn sums_of_group(&self, group: GroupIndex) -> Sums {
        self.sums(self.group(group))
    }

    fn pathway(&self, pathway: PathwayIndex) -> impl Iterator<Item = usize> + Clone + use<> {
        let first = pathway.position() * self.groups;
        first..first + self.groups
    }

    fn group(&self, group: GroupIndex) -> impl Iterator<Item = usize> + Clone + use<> {
        (group.position()..self.lengths.len()).step_by(self.groups)
    }

    fn sums(&self, kinds: impl Iterator<Item = usize>) -> Sums {
        kinds.fold(Sums::default(), |sums, kind| Sums {
            people: sums.people + self.at_once[kind] + self.lengths[kind].len() as u64,
            delays: sums.delays + self.lengths[kind].iter().sum::<u64>(),
            bed_days: sums.bed_days + self.bed_days[kind],
        })
    }

    fn kind(&self, (pathway, group): (PathwayIndex, GroupIndex)) -> usize {
        pathway.position() * self.groups + group.position()
    }

    fn of(&self, kinds: impl Iterator<Item = usize> + Clone) -> Summary {
        let mut delays = Vec::with_capacity(kinds.clone().map(|kind| self.lengths[kind].len()).sum());
        kinds.clone().for_each(|kind| delays.extend_from_slice(&self.lengths[kind]));
        summarise(kinds.map(|kind| self.at_once[kind]).sum(), delays)
    }
}

/// Mean, and exact quantiles of Hyndman and Fan's type 7, of so many times of 0 and these, in milliseconds.
pub(super) fn summarise(zeros: u64, mut times: Vec<u64>) -> Summary {
    let people = zeros + times.len() as u64;
    let total: u64 = times.iter().sum();
    let [p50, p90, p95] = quantiles7(zeros as usize, &mut times, [0.5, 0.9, 0.95], |ms| Span(ms).days());
    Summary { people, mean: (people > 0).then(|| Span(total).days() / people as f64), p50, p90, p95 }
}
