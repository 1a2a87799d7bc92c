//! Two runs with the same people from different starts, side by side: when their counts agree, and from
//! when on they agree for good.

use crate::experiment::kept::fields;
use crate::measures::midnights::{Count, Midnights};
use crate::scenario::plan::{Plan, ServiceIndex};

/// Two runs have coupled only where they agree for so many days up to the end: that they happen to
/// agree on the last days proves nothing.
pub const LASTS: u32 = 28;

/// What agrees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Everything below.
    Everything,
    /// People in acute beds, past ready, and waiting for a bed.
    Hospital,
    /// The line of each service.
    Lines,
    /// The people in each service.
    Services,
}

impl Kind {
    /// All of them, the whole first.
    pub const ALL: [Self; 4] = [Self::Everything, Self::Hospital, Self::Lines, Self::Services];

    /// As in files.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Everything => "all",
            Self::Hospital => "hospital",
            Self::Lines => "lines",
            Self::Services => "services",
        }
    }

    const fn position(self) -> usize {
        self as usize
    }

    const fn of(count: Count) -> Self {
        match count {
            Count::InBeds | Count::PastReady | Count::BedQueue => Self::Hospital,
            Count::Line(_) => Self::Lines,
            Count::People(_) => Self::Services,
        }
    }
}

/// What is compared. People in a service for good are left out: a person who started there is there for
/// ever.
pub fn compared(plan: &Plan) -> Vec<Count> {
    let for_good = |s: ServiceIndex| plan.services[s].permanent;
    Count::all(plan).into_iter().filter(|count| !matches!(count, Count::People(s) if for_good(*s))).collect()
}

/// One replication from two starts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pair {
    /// For each count, in the order of [`compared`]: the day from which it agrees for good.
    pub counts: Vec<Option<u32>>,
    /// For each count: by how many people it differs on average on the last [`LASTS`] days.
    pub apart_at_end: Vec<f64>,
    /// For each kind: the day from which all of it agrees for good.
    pub exactly: [Option<u32>; 4],
    /// For each kind: the day from which no count of it differs by more than one person any more.
    pub within_one: [Option<u32>; 4],
    /// For each midnight, whether each kind agrees just then.
    pub agree: Vec<[bool; 4]>,
    /// People past ready at each midnight, from either start.
    pub ready: [Vec<u32>; 2],
    /// All who came, in both.
    pub people: u64,
    /// Everything that happened, in both.
    pub events: u64,
}

fields!(Pair { counts, apart_at_end, exactly, within_one, agree, ready, people, events });

impl Pair {
    /// Whether it is one of this plan.
    pub fn fits(&self, plan: &Plan) -> bool {
        let compared = compared(plan).len();
        let midnights = (plan.calendar.days_to_end() - plan.calendar.first_day()) as usize + 1;
        self.counts.len() == compared
            && self.apart_at_end.len() == compared
            && self.agree.len() == midnights
            && self.ready.iter().all(|ready| ready.len() == midnights)
    }

    /// From the counts of two runs over the same days.
    pub fn of(plan: &Plan, one: &Midnights, other: &Midnights) -> Self {
        let midnights = one.len().min(other.len());
        let mut agree = vec![[true; 4]; midnights];
        // The last midnight at which something differs, by one person or by more.
        let (mut differ, mut far) = ([None; 4], [None; 4]);
        let (mut counts, mut apart_at_end) = (Vec::new(), Vec::new());
        let end = midnights.saturating_sub(LASTS as usize);
        for count in compared(plan) {
            let (mut last, mut at_end) = (None, 0);
            for (day, (a, b)) in one.counts(count).zip(other.counts(count)).enumerate() {
                let apart = a.abs_diff(b);
                if apart == 0 {
                    continue;
                }
                last = Some(day);
                at_end += if day >= end { apart } else { 0 };
                for kind in [Kind::Everything.position(), Kind::of(count).position()] {
                    agree[day][kind] = false;
                    differ[kind] = differ[kind].max(Some(day));
                    if apart > 1 {
                        far[kind] = far[kind].max(Some(day));
                    }
                }
            }
            counts.push(for_good(last, midnights));
            apart_at_end.push(f64::from(at_end) / (midnights - end).max(1) as f64);
        }
        let ready = [one, other].map(|run| run.counts(Count::PastReady).map(|n| n.max(0) as u32).collect());
        Self {
            counts,
            apart_at_end,
            exactly: differ.map(|last| for_good(last, midnights)),
            within_one: far.map(|last| for_good(last, midnights)),
            agree,
            ready,
            people: 0,
            events: 0,
        }
    }
}

/// The first day after the last difference, where that leaves days enough.
fn for_good(last_difference: Option<usize>, midnights: usize) -> Option<u32> {
    let from = last_difference.map_or(0, |day| day as u32 + 1);
    let days = midnights.saturating_sub(1) as u32;
    // Starts that never differ need no time to prove it.
    (from == 0 || from + LASTS <= days).then_some(from)
}

/// From which day on each replication agrees for good; `None` where it does not within the days looked
/// at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coupling {
    /// By replication.
    pub days: Vec<Option<u32>>,
}

impl Coupling {
    /// The share of runs that agree for good from this day or an earlier one.
    pub fn share_by(&self, day: u32) -> f64 {
        let there = self.days.iter().flatten().filter(|&&from| from <= day).count();
        there as f64 / self.days.len().max(1) as f64
    }

    /// How many runs do not agree for good within the days looked at.
    pub fn never(&self) -> usize {
        self.days.iter().filter(|day| day.is_none()).count()
    }

    /// The first day by which at least this share of runs agrees for good; `None` where it is not
    /// reached.
    pub fn day_by(&self, share: f64) -> Option<u32> {
        let mut days: Vec<u32> = self.days.iter().flatten().copied().collect();
        days.sort_unstable();
        // A hair of slack: 0.95 × 20 is not exactly 19.
        let runs = (share * self.days.len() as f64 - 1e-9).ceil().max(1.0) as usize;
        days.get(runs - 1).copied()
    }
}

/// One kind, over all replications.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// Which.
    pub kind: Kind,
    /// When its counts are equal for good.
    pub exactly: Coupling,
    /// When none of them differs by more than one person any more.
    pub within_one: Coupling,
    /// For each midnight, the share of runs in which they are equal just then.
    pub agree: Vec<f64>,
}

impl Agreement {
    /// Of these replications.
    pub fn of(kind: Kind, pairs: &[Pair]) -> Self {
        let k = kind.position();
        let midnights = pairs.first().map_or(0, |pair| pair.agree.len());
        let share = |day: usize| {
            pairs.iter().filter(|pair| pair.agree[day][k]).count() as f64 / pairs.len().max(1) as f64
        };
        Self {
            kind,
            exactly: Coupling { days: pairs.iter().map(|pair| pair.exactly[k]).collect() },
            within_one: Coupling { days: pairs.iter().map(|pair| pair.within_one[k]).collect() },
            agree: (0..midnights).map(share).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_and_days_count_runs_that_never_agree() {
        let coupling = Coupling { days: vec![Some(4), None, Some(9), Some(4)] };
        let quarters = |day| (4.0 * coupling.share_by(day)) as u32;
        assert_eq!([3, 4, 9, 900].map(quarters), [0, 2, 3, 3]);
        assert_eq!([0.5, 0.75, 0.76].map(|share| coupling.day_by(share)), [Some(4), Some(9), None]);
        let twenty = Coupling { days: (1..=20).map(Some).collect() };
        assert_eq!(
            (twenty.day_by(0.5), twenty.day_by(0.95), twenty.day_by(1.0)),
            (Some(10), Some(19), Some(20))
        );
    }

    #[test]
    fn agreement_at_the_very_end_proves_nothing() {
        assert_eq!(for_good(None, 11), Some(0));
        assert_eq!(for_good(Some(9), 100), Some(10));
        assert_eq!(for_good(Some(70), 100), Some(71), "28 days are left");
        assert_eq!(for_good(Some(71), 100), None);
    }
}
