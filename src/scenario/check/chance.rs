//! Events that happen by chance or drift: the plan that results in one replication.
//!
//! An event drawn for a replication is a dated event like any other, so that what it does to rates,
//! rosters and starts needs no rules of its own: the plan of the replication is built anew from the
//! file. A scenario without such events has nothing of this.

use super::whole;
use crate::base::Luck;
use crate::scenario::build::setup::Setup;
use crate::scenario::plan::Chance;
use crate::scenario::sections::events;
use crate::scenario::sections::groups::arrivals::MOST_A_DAY;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;

/// A file read beside the scenario: where it is named, its path from there, and its content.
pub type SideFile = (String, (String, Vec<u8>));

/// What is needed to build the plan of a replication, of a file with events that happen by chance; else
/// `None`.
pub fn of(setup: Setup<'_>, side_files: Vec<SideFile>) -> Option<Chance> {
    let mut events = setup.file.events.iter().flatten();
    if !events.any(|(_, event)| event.is_by_luck()) {
        return None;
    }
    let (file, root) = (setup.file.clone(), setup.root.clone());
    let (calendar, index) = (setup.calendar.clone(), setup.index.clone());
    Some(Chance::by_luck(move |luck: Luck| {
        // What is wrong with the file has been told when it was checked.
        let mut aside = Found::default();
        let effects = events::build::effects(&file, &root, &calendar, &index, Some(luck), &mut aside);
        let setup = Setup {
            file: &file,
            root: &root,
            calendar: &calendar,
            index: &index,
            effects: &effects,
            census: None,
            waiting: None,
        };
        let read = |path: &Path| {
            let path = path.to_string();
            side_files.iter().find(|(named, _)| *named == path).map(|(_, read)| read.clone())
        };
        let mut plan = whole::plan(setup, &mut |path, _, _| read(path), &mut aside);
        for rate in plan.groups.iter_mut().flat_map(|group| &mut group.arrivals.per_day) {
            *rate = rate.min(MOST_A_DAY);
        }
        plan
    }))
}
