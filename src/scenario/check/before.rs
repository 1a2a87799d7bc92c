//! The same system before the run, from an empty start: a plan in which people are found as they wait
//! in the long run, for those of whom only the number is known at the start.

use std::sync::Arc;

use super::chance::{self, SideFile};
use super::whole;
use crate::base::{Calendar, Time};
use crate::scenario::build::setup::Setup;
use crate::scenario::plan::shares::mean_rate;
use crate::scenario::plan::{Before, Plan};
use crate::scenario::sections::events;
use crate::scenario::sections::groups::arrivals::CountLaw;
use crate::scenario::sections::groups::arrivals::MOST_A_DAY;
use crate::scenario::sections::groups::words::Arrivals;
use crate::scenario::sections::initial::plan::{Initial, InitialService};
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;

/// From empty to the long run, where the scenario's own warm-up is not longer, in days.
const SETTLES: u32 = 365;
/// How many weeks then come before the start; people are looked for in each.
const WEEKS: u32 = 52;

/// The time before a run of this plan. Dated changes and events have their dates.
pub fn before(setup: Setup<'_>, files: &[SideFile], plan: &Plan) -> Option<Arc<Before>> {
    let own = setup.calendar;
    let settles = SETTLES.max(own.warm_up_days());
    let typed = setup.file.calendar.as_ref();
    let holidays: &[_] = typed.and_then(|calendar| calendar.bank_holidays.as_deref()).unwrap_or_default();
    let warm_up = settles + 7 * WEEKS + own.warm_up_days();
    let calendar = Calendar::new(own.start(), warm_up, own.measured_days(), holidays).ok()?;
    // What is wrong with the file has been told.
    let mut aside = Found::default();
    let effects = events::build::effects(setup.file, setup.root, &calendar, setup.index, None, &mut aside);
    let setup = Setup { calendar: &calendar, effects: &effects, census: None, waiting: None, ..setup };
    let read = |path: &Path| {
        let path = path.to_string();
        files.iter().find(|(named, _)| *named == path).map(|(_, read)| read.clone())
    };
    let mut before = whole::plan(setup, &mut |path, _, _| read(path), &mut aside);
    let services = before.services.iter().map(|_| InitialService::default()).collect();
    before.initial = Initial { services, ..Initial::default() };
    let mut by_file = false;
    for (group, typed) in before.groups.iter_mut().zip(setup.file.groups.iter().flatten().map(|(_, g)| g)) {
        let arrivals = typed.arrivals.as_ref();
        let of_run_alone = |a: &Arrivals| {
            a.daily_rates.is_some()
                || a.daily_counts.is_some()
                || a.monthly_counts.is_some() && a.per_day.is_none()
        };
        if arrivals.is_some_and(of_run_alone) {
            // A file may have the days of the run alone; before them as many come as in its mean.
            let own = plan.groups.iter().find(|own| own.name == group.name)?;
            group.arrivals.per_day = vec![mean_rate(own); calendar.days_to_end() as usize];
            if group.arrivals.law == CountLaw::Observed {
                group.arrivals.law = CountLaw::Poisson;
            }
            by_file = true;
        }
        for rate in &mut group.arrivals.per_day {
            *rate = rate.min(MOST_A_DAY);
        }
    }
    before.chance = if by_file { None } else { chance::of(setup, files.to_vec()) };
    let looks = (1..=WEEKS).map(|week| Time::midnight(settles + 7 * week)).collect();
    Some(Arc::new(Before { plan: before, looks }))
}
