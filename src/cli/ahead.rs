//! What `backcast` and `forecast` share: what was observed, worlds, and the runs over all its days.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use super::Exit;
use super::flags::Common;
use super::messages::{complain, faulty, refused};
use super::study::Study;
use crate::experiment::backcast::Hospital;
use crate::experiment::calibrate::past;
use crate::experiment::forecast::Method;
use crate::experiment::forecast::clean::clean as believed;
use crate::experiment::forecast::ensemble::Ensemble;
use crate::experiment::worlds::ensemble::{Counted, NotRun, Over, Runs};
use crate::experiment::worlds::history::{History, WEEK};
use crate::report::manifest::fingerprint_of;
use crate::report::words::count;
use crate::scenario::{Scenario, Variants, Worlds};
use crate::sources::clean::clean;
use crate::sources::{Daily, daily};

/// Fewer weeks than these are not enough to forecast from.
const LEAST_WEEKS: usize = 8;
/// The most weeks ahead.
pub const MOST_WEEKS: usize = 26;

/// What was observed, and with which sets of figures it is run.
#[derive(Debug, Args)]
pub struct Known {
    /// The hospital's daily return
    ///
    /// A file with date, people with no criteria to reside and those discharged, in any layout that `wardflow
    /// import` reads.
    #[arg(long, value_name = "FILE")]
    pub observed: PathBuf,

    /// Which trust, where the file holds several
    ///
    /// By code or name.
    #[arg(long, value_name = "CODE")]
    pub trust: Option<String>,

    /// Run in these worlds, as `calibrate` writes them
    ///
    /// Sets of figures that all fit (worlds.csv); without them the scenario as it is.
    #[arg(long, value_name = "FILE")]
    pub worlds: Option<PathBuf>,
}

/// The same, read.
pub struct Read {
    /// As it was returned.
    returned: Daily,
    /// What is believed of it with what is known today.
    pub history: History,
    /// Sets of figures.
    pub worlds: Worlds,
    /// Of all that was read.
    pub fingerprint: String,
}

impl Known {
    /// Reads the files; says what was left out.
    pub fn read(&self, quiet: bool) -> Result<Read, Exit> {
        let returned = daily::read_as_returned(&self.observed, self.trust.as_deref())
            .map_err(|fault| refused(&fault.to_string()))?;
        let mut cleaned = returned.clone();
        clean(&mut cleaned);
        if !quiet {
            for note in &cleaned.notes {
                complain(&format!("note: {}: {note}", self.observed.display()));
            }
        }
        let history = known(&cleaned, cleaned.days());
        let before = cleaned.remaining.iter().flatten().count();
        let reported = history.remaining.iter().flatten().count();
        if reported < LEAST_WEEKS * WEEK {
            return Err(refused(&format!(
                "{}: {reported} days of people remaining are not enough; expected at least {LEAST_WEEKS} weeks",
                self.observed.display()
            )));
        }
        if before > reported && !quiet {
            complain(&format!(
                "note: {}: {} with people remaining below half or above one and a half times the median of the four weeks round it, left out",
                self.observed.display(),
                count((before - reported) as u64, "day")
            ));
        }
        let worlds = self.worlds.as_deref().map_or_else(|| Ok(Worlds::as_it_is()), super::worlds::read)?;
        let told = format!("{returned:?}{worlds:?}");
        Ok(Read { returned, history, worlds, fingerprint: fingerprint_of([told.as_str()]) })
    }
}

/// A return up to its last reported day.
fn known(daily: &Daily, days: usize) -> History {
    let history = believed(&History::from(daily).before(days));
    let reported = history.remaining.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
    history.before(reported)
}

impl Read {
    /// What was known on the morning of a day: the days before it, cleaned with nothing but them.
    pub fn known(&self, day: usize) -> History {
        let mut then = self.returned.before(day);
        clean(&mut then);
        believed(&History::from(&then))
    }

    /// The last day that the figures of the runs were fitted to, in the scenario or in its worlds.
    pub fn fitted_to(&self, scenario: &Scenario) -> Option<Date> {
        self.worlds.fitted_to.max(scenario.fitted_to())
    }

    /// Runs each world over all days and so many weeks after them; also how much that was.
    pub fn ensemble(
        &self,
        study: &Study<'_>,
        (variants, common): (&Variants, &Common),
        (weeks, method): (usize, &Method),
    ) -> Result<(Ensemble, Counted), Exit> {
        let members = common.replications().runs as usize;
        let free = past::forgotten(variants.base());
        let sets: Vec<_> = self
            .worlds
            .shared_out(members)
            .into_iter()
            .map(|world| [self.worlds.settings(world), free.clone()].concat())
            .collect();
        let ahead = WEEK * weeks;
        let runs = study.run(|(threads, progress, stop)| {
            let over = Over::of(&self.history, ahead);
            let keep = study.keep();
            let seed = common.seed;
            let runs = Runs { variants, over, measures: &[], seed, threads, keep, progress, stop };
            NotRun::apart(runs.each(&sets, 0))
        })?;
        let runs = runs.map_err(|faults| faulty(&faults, Some(variants.file())))?;
        let mut counted = Counted::default();
        counted.add(&runs);
        let runs: Vec<Vec<f32>> = runs.into_iter().map(|member| member.remaining).collect();
        Ok((Ensemble::of(&runs, method.memory, method.back + ahead, common.seed), counted))
    }

    /// The hospital whose forecasts are tried.
    pub fn hospital<'a>(
        &'a self,
        ensemble: &'a Ensemble,
        known: &'a dyn Fn(usize) -> History,
        (method, weeks): (&'a Method, usize),
    ) -> Hospital<'a> {
        Hospital { ensemble, history: &self.history, known, method, weeks }
    }
}

/// A week ahead, from 1.
pub fn week(text: &str) -> Result<usize, String> {
    let number = text.trim().parse().ok().filter(|number| (1..=MOST_WEEKS).contains(number));
    number.ok_or_else(|| format!("expected a number of weeks from 1 to {MOST_WEEKS}"))
}
