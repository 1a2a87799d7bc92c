//! From the file as typed to the plan that the model runs on; every fault on the way is told.
//!
//! Order: the days, the names, dated effects, then people, places and work, each from its own file
//! here, and at the end what is legal but odd. Knows nothing of events in the model's sense.

mod after;
mod amounts;
mod before;
mod calendar;
mod care;
mod census;
mod census_odd;
mod circles;
mod costs;
mod day_file;
mod effects;
mod groups;
mod hospital;
mod hours;
mod idle;
mod index;
mod initial;
mod load;
mod meet;
mod not_yet;
mod overridden;
mod pathways;
mod priority;
mod profile;
mod random;
mod services;
mod sizes;
mod starts;
mod steps;
mod triggers;
mod work;

use super::document::Document;
use super::fault::{Fault, Found};
use super::files::Files;
use super::names::Names;
use super::node::Node;
use super::path::Path;
use super::plan::Plan;
use super::typed::File;
use crate::base::Calendar;
use effects::Effects;
use groups::ReadFile;
use index::Index;
pub use load::{Offered, Place, mean_of, offered};
pub use overridden::CODE as OVERRIDDEN;
pub use random::Chance;
use random::SideFile;

/// The most bytes of files that a scenario names, each counted as often as it is named.
const MOST_BESIDE: usize = 128 << 20;

/// What a file comes to.
#[derive(Debug)]
pub struct Checked {
    /// For the model.
    pub plan: Plan,
    /// For reports.
    pub names: Names,
    /// Files read beside the scenario, by path.
    pub side_files: Vec<(String, Vec<u8>)>,
}

/// What every check can see: the file, where things were typed, the days and the names.
#[derive(Clone, Copy)]
struct Setup<'a> {
    file: &'a File,
    root: &'a Node,
    calendar: &'a Calendar,
    index: &'a Index,
    effects: &'a Effects<'a>,
    census: Option<&'a census::Rows>,
}

impl Setup<'_> {
    /// A fault where the value at `path` was typed.
    fn fault(&self, path: &Path, what: impl Into<String>) -> Fault {
        Fault::new(self.root.origin_of(path), path, what)
    }

    /// Whether a value was typed at `path`, faulty or not.
    fn has(&self, path: &Path) -> bool {
        self.root.find(path).is_some()
    }
}

/// Checks a file and builds its plan; `None` where something is wrong.
pub fn check(file: &File, document: &Document, files: &impl Files, found: &mut Found) -> Option<Checked> {
    let root = &document.root;
    let mut read: Vec<SideFile> = Vec::new();
    let census = file.initial.as_ref().and_then(|initial| initial.census.as_deref()).and_then(|named| {
        let path = Path::of(census::PATH);
        let file = document.side_file(files, &path, named).map_err(|fault| found.fault(*fault)).ok()?;
        let rows = census::Rows::read(&file.shown, &file.bytes, found);
        read.push((path.to_string(), (file.path, file.bytes)));
        rows
    });
    let earliest = census.as_ref().and_then(census::Rows::earliest);
    let calendar = calendar::calendar(file, root, earliest, found);
    let index = Index::of(file, root, found)?;
    sizes::days(file, root, &calendar, &index, found).then_some(())?;
    let effects = effects::effects(file, root, &calendar, &index, None, found);
    let setup =
        Setup { file, root, calendar: &calendar, index: &index, effects: &effects, census: census.as_ref() };

    let mut length = read.iter().map(|(_, (_, content))| content.len()).sum::<usize>();
    let mut plan = build(
        setup,
        &mut |path, named, found| {
            let file = document.side_file(files, path, named).map_err(|fault| found.fault(*fault)).ok()?;
            length += file.bytes.len();
            if length > MOST_BESIDE {
                let what = format!("the files beside the scenario have more than {} MB", MOST_BESIDE >> 20);
                found.fault(Fault::new(root.origin_of(path), path, what));
                return None;
            }
            read.push((path.to_string(), (file.path, file.bytes.clone())));
            Some((file.shown, file.bytes))
        },
        found,
    );
    not_yet::warn(setup, found);
    sizes::people(setup, &plan, found);
    circles::check(setup, &plan, found);
    if !found.is_sound() {
        return None;
    }
    overridden::warn(setup, &document.bases, found);
    initial::warn(setup, &plan, found);
    idle::warn(setup, &plan, found);
    meet::warn(setup, &plan, found);
    circles::warn(setup, &plan, found);
    load::warn(setup, &plan, found);
    let mut side_files: Vec<(String, Vec<u8>)> = Vec::new();
    for (_, content) in &read {
        if !side_files.contains(content) {
            side_files.push(content.clone());
        }
    }
    if plan.initial.ready > 0 {
        plan.initial.before = before::before(setup, &read, &plan);
    }
    plan.chance = Chance::of(setup, read);
    Some(Checked { plan, names: index.names(file), side_files })
}

/// Every bound of this module, by its row in the table of the reference.
#[cfg(test)]
pub fn bounds() -> Vec<(&'static str, Vec<u64>)> {
    vec![
        ("files of daily numbers", vec![MOST_BESIDE as u64 >> 20]),
        ("measured days, warm-up", vec![u64::from(calendar::LONGEST)]),
        ("bank holidays", vec![calendar::MOST_HOLIDAYS as u64]),
        ("groups and their traits, pathways, steps, of each", vec![index::MOST as u64]),
        ("services", vec![index::MOST_SERVICES as u64]),
        ("days × (groups + services + steps + events), warm-up included", vec![sizes::MOST_DAYS]),
        (
            "people who come: of one group on a day, in one run",
            vec![groups::MOST_A_DAY as u64, (sizes::MOST_PEOPLE / 1e6) as u64],
        ),
        ("people there at the start, counted or in a census", vec![sizes::MOST_AT_THE_START]),
    ]
}

/// Builds the plan, told or not of what is wrong.
fn build(setup: Setup<'_>, read: &mut ReadFile<'_>, found: &mut Found) -> Plan {
    let groups = groups::groups(setup, read, found);
    let pathways = pathways::pathways(setup, found);
    let services = services::services(setup, found);
    let steps = steps::steps(setup, found);
    let hub = steps::hub(setup, found);
    let hospital = hospital::hospital(setup, found);
    let costs = costs::hospital(setup, found);
    let mut plan = Plan {
        groups,
        pathways,
        services,
        steps,
        traits: setup.index.trait_hashes(),
        hospital,
        hub,
        home: after::home(setup),
        deconditioning: after::deconditioning(setup),
        onward: after::onward(setup, found),
        triggers: triggers::triggers(setup, found),
        chance: None,
        costs,
        initial: super::plan::Initial::default(),
        calendar: setup.calendar.clone(),
    };
    pathways::check_acceptance(setup, &plan, found);
    plan.initial = initial::initial(setup, &plan, found);
    plan
}
