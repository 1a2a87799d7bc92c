//! How long a run remembers how it started: the same people from an empty and from an over-full start.
//!
//! Every draw is keyed by person and date, so both starts see the same people on the same days. Once
//! their counts at midnight are equal and stay so, nothing that follows depends on the start: the two
//! have coupled. Looked at are people in acute beds, past ready and waiting for a bed, and the people and
//! the line of each service. No steady state is supposed, so a winter can be asked as well.
//!
//! `over_full` makes the start from above, `agreement` lays two runs side by side, `stationary` and `mser`
//! are the older rule for runs whose days are all alike. Knows nothing of how results are shown.

pub mod agreement;
pub mod mser;
pub mod over_full;
pub mod stationary;

use std::sync::atomic::AtomicBool;

use jiff::civil::Date;

use super::Estimate;
use super::kept::{Keep, or_try};
use super::replicate::{NotReplicated, Progress, Replications, shared_in_order};
use crate::measures::Simulator;
use crate::measures::midnights::{Count, Midnights, Peaks};
use crate::scenario::plan::{Initial, Plan};
use crate::scenario::{Faults, Scenario, Warning};
use agreement::{Agreement, Coupling, Kind, Pair};
use mser::Mser;
use over_full::OverFull;

/// By how many days the span is lengthened to see whether the starts agree for good, one after the
/// other.
const LONGER: [u32; 2] = [365, 1095];
/// How many days at least show what lines the scenario makes by itself.
const YEAR: u32 = 365;
/// The share of runs that a warm-up should serve.
pub const MOST_RUNS: f64 = 0.95;

/// What was found. Days count from the first simulated midnight, which is day 0.
#[derive(Clone, Debug)]
pub struct WarmUp {
    /// How many replications, of which seed.
    pub how: Replications,
    /// The first simulated date.
    pub from: Date,
    /// The scenario's own warm-up, in days.
    pub warm_up: u32,
    /// The scenario's measured days.
    pub measured: u32,
    /// How many days were looked at, those of the scenario included.
    pub days: u32,
    /// Why it could not be looked at for longer, where it would have been.
    pub no_longer: Option<Faults>,
    /// Whether the scenario says itself who is there at the start.
    pub starts_with_people: bool,
    /// The start from above.
    pub over_full: OverFull,
    /// In the order of [`Kind::ALL`].
    pub kinds: Vec<Agreement>,
    /// Each count that is compared.
    pub counts: Vec<Remembered>,
    /// What the start still moves in the measured days.
    pub left_over: LeftOver,
    /// People past ready by day, from the empty and from the over-full start: means over replications.
    pub ready: [Vec<f64>; 2],
    /// The older rule, or why it says nothing here.
    pub mser: Result<Mser, &'static str>,
    /// All who came, in all replications and from both starts.
    pub people: u64,
    /// Everything that happened, likewise.
    pub events: u64,
}

/// A count, and how long it remembers the start.
#[derive(Clone, Debug)]
pub struct Remembered {
    /// What is counted.
    pub count: Count,
    /// When it couples.
    pub coupling: Coupling,
    /// By how many people the two starts differ in it at midnight at the end of the days looked at:
    /// mean over replications and the last [`agreement::LASTS`] days, without sign.
    pub apart_at_end: f64,
}

/// People past ready in acute beds at midnight, on average over the scenario's own measured days.
#[derive(Clone, Debug)]
pub struct LeftOver {
    /// From the empty start.
    pub empty: Estimate,
    /// From the over-full start.
    pub over_full: Estimate,
    /// Over-full − empty, pair by pair.
    pub difference: Estimate,
    /// For each replication over-full − empty, on average over the measured midnights.
    pub by_run: Vec<f64>,
    /// The share of all these midnights at which they differ by one person or by none.
    pub within_one: Option<f64>,
}

impl LeftOver {
    /// In how many replications the two averages are equal to within one person, and to within a twentieth where
    /// few are past ready: in these the warm-up was long enough for what is measured, though single people may still
    /// come or go at another time.
    pub fn forgotten(&self) -> usize {
        let people = self.empty.mean.unwrap_or(0.0).max(self.over_full.mean.unwrap_or(0.0));
        let most = (0.05 * people).min(1.0);
        self.by_run.iter().filter(|apart| apart.abs() <= most).count()
    }

    /// Whether that is so in 19 replications of 20. Where nobody is past ready it says nothing.
    fn is_forgotten(&self) -> bool {
        let somebody = |from: &Estimate| from.mean.is_some_and(|people| people > 0.0);
        (somebody(&self.empty) || somebody(&self.over_full))
            && self.forgotten() as f64 >= MOST_RUNS * self.by_run.len() as f64 - 1e-9
    }
}

impl WarmUp {
    /// When runs couple in everything.
    pub fn coupling(&self) -> &Coupling {
        &self.kinds[0].exactly
    }

    /// The day by which 19 runs in 20 have coupled; `None` where they do not within the days looked at.
    pub fn settled(&self) -> Option<u32> {
        self.coupling().day_by(MOST_RUNS)
    }

    /// That day in whole weeks, as a warm-up to type.
    pub fn suggested(&self) -> Option<u32> {
        self.settled().map(|day| day.div_ceil(7) * 7)
    }

    /// Whether the scenario's own warm-up serves 19 runs in 20: all counts are equal by its end, or people past
    /// ready are to within one person, on average over the measured days. Where a place is always full and people give way,
    /// who has which place is never the same again, and matters to nobody.
    pub fn is_enough(&self) -> bool {
        self.settled().is_some_and(|day| day <= self.warm_up) || self.left_over.is_forgotten()
    }

    /// The counts, those that remember the start longest first.
    pub fn longest(&self) -> Vec<&Remembered> {
        let never = |count: &Remembered| count.coupling.never();
        let sum =
            |count: &Remembered| count.coupling.days.iter().flatten().copied().map(u64::from).sum::<u64>();
        let mut all: Vec<&Remembered> = self.counts.iter().collect();
        all.sort_by(|a, b| {
            let by_end = b.apart_at_end.total_cmp(&a.apart_at_end);
            never(b).cmp(&never(a)).then(by_end).then(sum(b).cmp(&sum(a)))
        });
        all
    }

    /// The first day from which on average no more than this share of the people past ready whom the
    /// over-full start adds are left; `None` where it adds no one, or they stay.
    pub fn faded_to(&self, share: f64) -> Option<u32> {
        let apart: Vec<f64> = self.ready[0].iter().zip(&self.ready[1]).map(|(a, b)| (b - a).abs()).collect();
        let most = *apart.first().filter(|&&most| most > 0.0)?;
        let from = apart.iter().rposition(|&x| x > share * most)? + 1;
        (from < apart.len()).then_some(from as u32)
    }

    /// W60, where the warm-up is too short. A scenario that says who is there at the start is meant to
    /// remember it.
    pub fn warning(&self) -> Option<Warning> {
        if self.starts_with_people || self.is_enough() {
            return None;
        }
        let own = self.warm_up;
        let text = match (self.settled(), self.suggested()) {
            (Some(day), Some(weeks)) => format!(
                "the warm-up of {own} days is shorter than the {day} days after which 19 runs in 20 no longer depend on how they started; \"{weeks}d\" would do"
            ),
            _ => format!(
                "the warm-up of {own} days is too short for all runs to forget how they started: {} of {} still remember after {} days{}",
                self.coupling().never(),
                self.how.runs,
                self.days,
                self.left_over.in_words()
            ),
        };
        Some(Warning { code: "W60", path: "calendar.warm_up".to_owned(), text })
    }
}

/// Runs a scenario from both starts. `longer` gives its plan with so many measured days, the first
/// day as it is. Each replication is kept when it is done.
///
/// # Errors
/// As [`replicate`](super::replicate::replicate).
pub fn warm_up(
    scenario: &Scenario,
    longer: &dyn Fn(u32) -> Result<Plan, Faults>,
    (how, keep): (Replications, &dyn Keep),
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<WarmUp, NotReplicated> {
    let own = &scenario.plan;
    let days = own.calendar.warm_up_days() + own.calendar.measured_days();
    let mut steps = Steps { progress, runs: how.runs, taken: 0, known: 2 };
    let seen = {
        let longer = (days < YEAR).then(|| longer(own.calendar.measured_days() + YEAR - days).ok()).flatten();
        peaks(&over_full::empty(longer.as_ref().unwrap_or(own)), (how, keep), &steps, stop)?
    };
    steps.taken += 1;
    let (mut found, mut no_longer) = (None, None);
    for more in LONGER {
        match longer(own.calendar.measured_days() + more) {
            Ok(plan) => {
                let looked_at = both_starts(own, &plan, &seen, (how, keep), &steps, stop)?;
                let settled = looked_at.coupling().share_by(looked_at.days) >= 1.0;
                found = Some(looked_at);
                if settled {
                    break;
                }
            }
            Err(faults) => {
                no_longer = Some(faults);
                break;
            }
        }
        steps.taken += 1;
        steps.known = steps.taken + 1;
    }
    let found = match found {
        Some(found) => found,
        None => both_starts(own, own, &seen, (how, keep), &steps, stop)?,
    };
    Ok(WarmUp { no_longer, ..found })
}

/// The most that the replications of a plan see, all of them together.
fn peaks<'p>(
    plan: &'p Plan,
    (how, keep): (Replications, &dyn Keep),
    progress: &dyn Progress,
    stop: &'p AtomicBool,
) -> Result<(Peaks, f64), NotReplicated> {
    let run = |made: &mut Option<Simulator<'p, Midnights>>, (index, ours)| {
        or_try(
            keep,
            (("peaks", index), ours),
            |peaks: &Peaks| peaks.fits(plan),
            || {
                let make = || Simulator::beside(plan, Midnights::default()).until(stop);
                let simulator = made.get_or_insert_with(make);
                simulator.other().begin(plan);
                simulator.replicate(how.seed, index)?;
                Ok(simulator.other().peaks().clone())
            },
        )
    };
    let all = shared_in_order((how, keep.share()), progress, stop, || None, run)?;
    let days = plan.calendar.end().since(plan.calendar.simulated_from()).days() * how.runs as f64;
    Ok((all.iter().fold(Peaks::default(), Peaks::with), days))
}

/// Both starts over the days of `plan`.
fn both_starts(
    own: &Plan,
    plan: &Plan,
    seen: &(Peaks, f64),
    (how, keep): (Replications, &dyn Keep),
    progress: &dyn Progress,
    stop: &AtomicBool,
) -> Result<WarmUp, NotReplicated> {
    let over_full = OverFull::beyond(plan, seen);
    let full = Plan { initial: over_full.initial(plan, &seen.0), ..plan.clone() };
    let part = format!("starts of {} days", plan.calendar.measured_days());
    let pairs = pairs(&over_full::empty(plan), &full, how, (keep, &part), progress, stop)?;

    let calendar = &own.calendar;
    let compared = agreement::compared(plan).into_iter().enumerate().map(|(i, count)| Remembered {
        count,
        coupling: Coupling { days: pairs.iter().map(|pair| pair.counts[i]).collect() },
        apart_at_end: pairs.iter().map(|pair| pair.apart_at_end[i]).sum::<f64>() / pairs.len() as f64,
    });
    let ready = [0, 1].map(|start| mean_by_day(&pairs, start));
    let mser = match stationary::why_not(plan) {
        Some(why) => Err(why),
        None => mser::mser5(&ready[0]).ok_or("the run is too short"),
    };
    Ok(WarmUp {
        how,
        from: calendar.day(calendar.first_day()).date,
        warm_up: calendar.warm_up_days(),
        measured: calendar.measured_days(),
        days: plan.calendar.days_to_end() - plan.calendar.first_day(),
        no_longer: None,
        starts_with_people: !nobody_in(&own.initial),
        over_full,
        kinds: Kind::ALL.into_iter().map(|kind| Agreement::of(kind, &pairs)).collect(),
        counts: compared.collect(),
        left_over: LeftOver::of(own, &pairs),
        ready,
        mser,
        people: pairs.iter().map(|pair| pair.people).sum(),
        events: pairs.iter().map(|pair| pair.events).sum(),
    })
}

impl LeftOver {
    /// `; in the measured days …`, or nothing where nothing is measured.
    fn in_words(&self) -> String {
        let apart = self.empty.mean.zip(self.over_full.mean);
        apart.map_or_else(String::new, |(empty, full)| {
            format!(
                "; in the measured days {empty:.1} people are past ready from an empty and {full:.1} from an over-full start"
            )
        })
    }

    fn of(own: &Plan, pairs: &[Pair]) -> Self {
        let from = own.calendar.warm_up_days() as usize;
        let days = from..from + own.calendar.measured_days() as usize;
        let mean = |counts: &[u32]| {
            let measured = counts.get(days.clone()).filter(|days| !days.is_empty())?;
            Some(measured.iter().map(|&n| f64::from(n)).sum::<f64>() / measured.len() as f64)
        };
        let [empty, over_full] = [0, 1].map(|start| pairs.iter().map(move |pair| mean(&pair.ready[start])));
        let difference = empty.clone().zip(over_full.clone()).map(|(a, b)| Some(b? - a?));
        let both = |pair: &Pair| {
            let [empty, full] = &pair.ready;
            let measured = empty.iter().zip(full).skip(days.start).take(days.len());
            measured.map(|(a, b)| f64::from(*b) - f64::from(*a)).collect::<Vec<f64>>()
        };
        let by_run: Vec<Vec<f64>> = pairs.iter().map(both).collect();
        let all = || by_run.iter().flatten();
        let (near, midnights) = (all().filter(|apart| apart.abs() <= 1.0).count(), all().count());
        let mean = |apart: &Vec<f64>| apart.iter().sum::<f64>() / apart.len().max(1) as f64;
        Self {
            by_run: if midnights > 0 { by_run.iter().map(mean).collect() } else { Vec::new() },
            within_one: (midnights > 0).then(|| near as f64 / midnights as f64),
            difference: Estimate::of("people", difference),
            empty: Estimate::of("people", empty),
            over_full: Estimate::of("people", over_full),
        }
    }
}

/// Each replication from two starts of one plan, laid side by side; each is kept as one of this part.
///
/// # Errors
/// As [`replicate`](super::replicate::replicate).
pub fn pairs<'p>(
    one: &'p Plan,
    other: &'p Plan,
    how: Replications,
    (keep, part): (&dyn Keep, &str),
    progress: &dyn Progress,
    stop: &'p AtomicBool,
) -> Result<Vec<Pair>, NotReplicated> {
    type Both<'p> = [(&'p Plan, Simulator<'p, Midnights>); 2];
    let make = || [one, other].map(|plan| (plan, Simulator::beside(plan, Midnights::default()).until(stop)));
    let run = |both: &mut Both<'p>, index: u64| {
        let mut found = [(0, 0); 2];
        for ((plan, simulator), found) in both.iter_mut().zip(&mut found) {
            simulator.other().begin(plan);
            let replication = simulator.replicate(how.seed, index)?;
            *found = (replication.people, replication.events);
        }
        let [(plan, a), (_, b)] = both;
        let pair = Pair::of(plan, a.other(), b.other());
        let [one, other] = found;
        Ok(Pair { people: one.0 + other.0, events: one.1 + other.1, ..pair })
    };
    let or_kept = |made: &mut Option<Both<'p>>, (index, ours): (u64, bool)| {
        let fits = |pair: &Pair| pair.fits(one);
        or_try(keep, ((part, index), ours), fits, || run(made.get_or_insert_with(make), index))
    };
    shared_in_order((how, keep.share()), progress, stop, || None, or_kept)
}

/// People past ready by day from one of the starts, over the replications.
fn mean_by_day(pairs: &[Pair], start: usize) -> Vec<f64> {
    let days = pairs.first().map_or(0, |pair| pair.ready[start].len());
    let sum = |day: usize| pairs.iter().map(|pair| f64::from(pair.ready[start][day])).sum::<f64>();
    (0..days).map(|day| sum(day) / pairs.len() as f64).collect()
}

fn nobody_in(initial: &Initial) -> bool {
    let services = initial.services.iter().all(|there| there.people + there.queue == 0);
    initial.acute + initial.ready == 0 && initial.census.is_empty() && services
}

/// Progress over one set of runs after another, as one count.
struct Steps<'a> {
    progress: &'a dyn Progress,
    runs: u64,
    taken: u64,
    known: u64,
}

impl Progress for Steps<'_> {
    fn started(&self, _: u64) {
        self.progress.started(self.known * self.runs);
    }

    fn done(&self, count: u64) {
        self.progress.done(self.taken * self.runs + count);
    }
}
