//! Many sets of figures, each run once over the days of a history: what `calibrate` learns from and what
//! forecasts are made of. Every run has its own people, and so its own luck.

use std::sync::atomic::AtomicBool;

use jiff::civil::Date;

use super::history::History;
use crate::base::Luck;
use crate::experiment::kept::{Bytes, Keep, Piece, or_try};
use crate::experiment::observed::Measure;
use crate::experiment::replicate::{NotReplicated, Progress, Replications, shared_in_order};
use crate::measures::{DailyMeasure, Replication, Simulator};
use crate::model::Ended;
use crate::scenario::{Faults, Scenario, Setting, Variants};

/// The days that are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Over {
    /// The first measured day.
    pub first: Date,
    /// How many days.
    pub days: usize,
}

impl Over {
    /// The days of a history and so many after it.
    pub fn of(history: &History, after: usize) -> Self {
        Self { first: history.first, days: history.days() + after }
    }

    /// What is set for them in a scenario.
    pub fn settings(self) -> [Setting; 2] {
        [
            Setting::replace("calendar.start", &self.first.to_string()),
            Setting::replace("calendar.days", &self.days.to_string()),
        ]
    }
}

/// Strengths of events that drift are told this often, in days: their memory is longer.
pub const KNOT: usize = 14;

/// One run.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// People past ready as a daily return counts them, at the end of each day.
    pub remaining: Vec<f32>,
    /// Discharges of each day.
    pub discharged: Vec<f32>,
    /// The measures that were asked for.
    pub values: Vec<Option<f64>>,
    /// For each event that drifts, in the order of [`Scenario::drifting`], the logarithm of what one standard
    /// deviation does, and its strength on the first day and on each [`KNOT`]th after it.
    pub drifted: Vec<Drifted>,
    /// People who arrived, warm-up included.
    pub people: u64,
    /// Events handled, warm-up included.
    pub events: u64,
}

impl Member {
    fn of(scenario: &Scenario, found: &Replication, measures: &[Measure], luck: Luck) -> Self {
        let all = DailyMeasure::all(scenario.plan.services.len());
        let row = |wanted: DailyMeasure| {
            let i = all.iter().position(|measure| *measure == wanted);
            i.and_then(|i| found.daily.get(i)).cloned().unwrap_or_default()
        };
        Self {
            remaining: row(DailyMeasure::NctrRemaining),
            discharged: row(DailyMeasure::Discharges),
            values: measures.iter().map(|measure| measure.value(&scenario.plan, found)).collect(),
            drifted: scenario.drifted(luck).into_iter().map(Drifted::of).collect(),
            people: found.people,
            events: found.events,
        }
    }
}

/// How strong an event that drifts was.
#[derive(Clone, Debug, PartialEq)]
pub struct Drifted {
    /// The logarithm of what one standard deviation does.
    pub size: f64,
    /// Strengths, in standard deviations.
    pub strengths: Vec<f64>,
}

impl Drifted {
    fn of((size, days): (f64, Vec<f64>)) -> Self {
        Self { size, strengths: days.into_iter().step_by(KNOT).collect() }
    }
}

impl Piece for Drifted {
    fn write(&self, into: &mut Vec<u8>) {
        self.size.write(into);
        self.strengths.write(into);
    }

    fn read(from: &mut Bytes<'_>) -> Option<Self> {
        Some(Self { size: Piece::read(from)?, strengths: Piece::read(from)? })
    }
}

/// How much was simulated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Runs.
    pub runs: u64,
    /// People who arrived in them, warm-up included.
    pub people: u64,
    /// Events handled, warm-up included.
    pub events: u64,
}

impl Counted {
    /// With these runs too.
    pub fn add(&mut self, members: &[Member]) {
        self.runs += members.len() as u64;
        self.people += members.iter().map(|member| member.people).sum::<u64>();
        self.events += members.iter().map(|member| member.events).sum::<u64>();
    }
}

impl Piece for Member {
    fn write(&self, into: &mut Vec<u8>) {
        self.remaining.write(into);
        self.discharged.write(into);
        self.values.write(into);
        self.drifted.write(into);
        self.people.write(into);
        self.events.write(into);
    }

    fn read(from: &mut Bytes<'_>) -> Option<Self> {
        Some(Self {
            remaining: Piece::read(from)?,
            discharged: Piece::read(from)?,
            values: Piece::read(from)?,
            drifted: Piece::read(from)?,
            people: Piece::read(from)?,
            events: Piece::read(from)?,
        })
    }
}

/// Why there is no ensemble.
#[derive(Debug, thiserror::Error)]
pub enum NotRun {
    /// A set of figures makes no sound scenario.
    #[error("{0}")]
    Faulty(Faults),
    /// A run did not come to its end.
    #[error("{0}")]
    NotReplicated(#[from] NotReplicated),
}

impl NotRun {
    /// Faults of a scenario apart from what stopped a run.
    ///
    /// # Errors
    /// What stopped a run.
    pub fn apart<T>(result: Result<T, Self>) -> Result<Result<T, Faults>, NotReplicated> {
        match result {
            Ok(found) => Ok(Ok(found)),
            Err(Self::Faulty(faults)) => Ok(Err(faults)),
            Err(Self::NotReplicated(why)) => Err(why),
        }
    }
}

/// What is run, and how.
#[derive(Clone, Copy)]
pub struct Runs<'a> {
    /// The scenario, whose figures are set.
    pub variants: &'a Variants,
    /// The days.
    pub over: Over,
    /// What is taken of each run beside its days.
    pub measures: &'a [Measure],
    /// The seed of all luck.
    pub seed: u64,
    /// How many at the same time.
    pub threads: usize,
    /// Where finished runs are kept.
    pub keep: &'a dyn Keep,
    /// Where progress is told.
    pub progress: &'a dyn Progress,
    /// Ends it.
    pub stop: &'a AtomicBool,
}

impl Runs<'_> {
    /// Runs each set of figures once; set i has the people of replication `first` + i.
    ///
    /// # Errors
    /// As [`NotRun`].
    pub fn each(&self, sets: &[Vec<Setting>], first: u64) -> Result<Vec<Member>, NotRun> {
        let how = Replications { runs: sets.len() as u64, seed: self.seed, threads: self.threads };
        let run = |(): &mut (), (i, ours): (u64, bool)| -> Result<Option<Result<Member, Faults>>, Ended> {
            let settings: Vec<Setting> =
                self.over.settings().into_iter().chain(sets[i as usize].iter().cloned()).collect();
            let scenario = match self.variants.with(&settings) {
                Ok(scenario) => scenario,
                Err(faults) => return Ok(Some(Err(faults))),
            };
            let days = self.over.days;
            let fits = |found: &Member| {
                found.remaining.len() == days
                    && found.discharged.len() == days
                    && found.values.len() == self.measures.len()
            };
            let number = first + i;
            let member = or_try(self.keep, ((scenario.fingerprint.as_str(), number), ours), fits, || {
                let found = Simulator::new(&scenario.plan).until(self.stop).replicate(self.seed, number)?;
                Ok::<_, Ended>(Member::of(&scenario, &found, self.measures, Luck::new(self.seed, number)))
            })?;
            Ok(member.map(Ok))
        };
        let found = shared_in_order((how, self.keep.share()), self.progress, self.stop, || (), run)?;
        found.into_iter().collect::<Result<_, _>>().map_err(NotRun::Faulty)
    }
}
