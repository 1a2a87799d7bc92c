//! The steps of a plan: named work on the way out; and how they are built and checked.

use super::words;
use super::words::StepStarts;
use crate::base::{Distribution, NameHash, Timetable};
use crate::scenario::build::setup::Setup;
use crate::scenario::build::work::{Typed, work};
use crate::scenario::plan::who::Who;
use crate::scenario::plan::work::Work;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;

/// Named work on the way out.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its name as typed, hashed.
    pub name: NameHash,
    /// Whom it concerns.
    pub concerns: Who,
    /// When it starts.
    pub starts: StepStarts,
    /// The share that needs none of it.
    pub skipped: f64,
    /// How long it takes, in days of its hours.
    pub takes: Distribution,
    /// What events make of a step that begins then.
    pub factor: Timetable<f64>,
    /// Who does it.
    pub work: Work,
}

/// The steps of a plan.
pub fn steps(setup: Setup<'_>, found: &mut Found) -> Vec<Step> {
    let Some(typed) = &setup.file.steps else { return Vec::new() };
    let keys = setup.index.steps.iter().enumerate();
    keys.filter_map(|(i, key)| Some(step(setup, i, key, typed.get(key)?, found))).collect()
}

fn step(setup: Setup<'_>, i: usize, key: &str, typed: &words::Step, found: &mut Found) -> Step {
    let path = Path::of("steps").key(key);
    if !setup.has(&path.key("takes")) && !setup.has(&path.key("per_day")) {
        found.warn("W06", &path, "the step takes no time and is not limited, so no one waits for it");
    }
    let takes = typed.takes.clone().unwrap_or_default();
    Step {
        name: NameHash::of(key),
        concerns: setup.concerned(typed.concerns.as_ref(), &path.key("concerns"), found),
        starts: typed.starts(),
        skipped: typed.skipped().0,
        factor: setup.effects.steps(i, setup.calendar.days_to_end() as usize),
        work: work(
            setup,
            &Typed {
                path: &path,
                hours: typed.hours.as_ref(),
                staff: typed.staff.as_ref(),
                per_day: typed.per_day.as_ref(),
                cost_per_hour: typed.cost_per_hour,
                takes: ("takes", takes.unit),
                step: Some(i),
            },
            found,
        ),
        takes: takes.draw,
    }
}
