//! How much a scenario may ask for: what grows with the numbers in a file, rather than with the file,
//! is counted before memory is taken for it.

use crate::base::Calendar;
use crate::scenario::build::index::Index;
use crate::scenario::build::setup::Setup;
use crate::scenario::plan::Plan;
use crate::scenario::sections::file::File;
use crate::scenario::sections::initial::rows::MOST_AT_THE_START;
use crate::scenario::text::fault::{Fault, Found};
use crate::scenario::text::node::Node;
use crate::scenario::text::path::Path;
use crate::scenario::values::quantities::rounded;

/// The most groups, services, steps and events, each times its days: what each is on each day is kept,
/// in the plan and in the results of each replication.
pub const MOST_DAYS: u64 = 2_000_000;
/// The most people who come in one replication, on average: a whole country for a year.
pub const MOST_PEOPLE: f64 = 20_000_000.0;

/// Whether the days are few enough for all that is named; else the fault is told.
pub fn days(file: &File, root: &Node, calendar: &Calendar, index: &Index, found: &mut Found) -> bool {
    let events = file.events.as_ref().map_or(0, std::collections::BTreeMap::len);
    let named = index.groups.len() + index.services.len() + index.steps.len() + events;
    let days = u64::from(calendar.days_to_end());
    if named as u64 * days <= MOST_DAYS {
        return true;
    }
    let path = Path::of("calendar");
    let what =
        format!("{days} days, warm-up included, are too many for {named} groups, services, steps and events");
    let expected = format!("at most {} days for so many", MOST_DAYS / named as u64);
    found.fault(Fault::new(root.origin_of(&path), &path, what).expected(expected));
    false
}

/// Tells where more people come or are there than a replication can hold.
pub fn people(setup: Setup<'_>, plan: &Plan, found: &mut Found) {
    let coming: f64 = plan.groups.iter().flat_map(|group| &group.arrivals.per_day).sum();
    let groups = Path::of("groups");
    if coming > MOST_PEOPLE && !found.is_faulty(&groups) {
        let days = plan.calendar.days_to_end();
        let what = format!("{} million people come in {days} days", rounded(coming / 1e6));
        let expected = format!("at most {} million in one run, warm-up included", MOST_PEOPLE / 1e6);
        found.fault(setup.fault(&groups, what).expected(expected));
    }
    let initial = &plan.initial;
    let of_services: u64 =
        initial.services.iter().map(|service| u64::from(service.people) + u64::from(service.queue)).sum();
    let there =
        of_services + u64::from(initial.acute) + u64::from(initial.ready) + initial.census.len() as u64;
    if there > MOST_AT_THE_START {
        let path = Path::of("initial");
        let what = format!("{there} people are there at the start");
        found.fault(setup.fault(&path, what).expected(format!("at most {MOST_AT_THE_START} in all")));
    }
}
