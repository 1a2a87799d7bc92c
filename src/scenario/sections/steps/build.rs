//! Named work on the way out.

use super::plan::Step;
use super::words;
use crate::base::NameHash;
use crate::scenario::build::setup::Setup;
use crate::scenario::build::work::{Typed, work};
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;

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
