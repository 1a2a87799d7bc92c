//! From the file as typed to the plan that the model runs on; every fault on the way is told.
//!
//! Order: the days, the names, dated effects, then the plan of all sections, each from its own `build`,
//! and at the end what several of them make together: what goes round in circles, and what is legal but
//! odd. Knows nothing of events in the model's sense.

mod at_start;
mod before;
mod chance;
mod circles;
mod idle;
pub mod load;
mod meet;
mod overridden;
mod sizes;
mod whole;

#[cfg(test)]
use super::build::index;
use super::build::index::Index;
use super::build::setup::Setup;
use super::names::Names;
use super::plan::Plan;
use super::sections::file::File;
#[cfg(test)]
use super::sections::groups;
use super::sections::initial::counts::{self, Counts};
use super::sections::initial::rows::{self, Rows};
use super::sections::{calendar, events};
use super::text::document::Document;
use super::text::fault::{Fault, Found};
use super::text::files::Files;
use super::text::path::Path;
use chance::SideFile;
pub use overridden::CODE as OVERRIDDEN;

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

/// Checks a file and builds its plan; `None` where something is wrong.
pub fn check(file: &File, document: &Document, files: &impl Files, found: &mut Found) -> Option<Checked> {
    let root = &document.root;
    let mut read: Vec<SideFile> = Vec::new();
    let census = file.initial.as_ref().and_then(|initial| initial.census.as_deref()).and_then(|named| {
        let path = Path::of(rows::PATH);
        let file = document.side_file(files, &path, named).map_err(|fault| found.fault(*fault)).ok()?;
        let rows = Rows::read(&file.shown, &file.bytes, found);
        read.push((path.to_string(), (file.path, file.bytes)));
        rows
    });
    let waiting = waiting(file, document, files, &mut read, found);
    let known = calendar::plan::Known {
        earliest: census.as_ref().and_then(Rows::earliest),
        days: waiting.as_ref().map_or(0, Counts::lead),
    };
    let calendar = calendar::plan::calendar(file, root, &known, found);
    let index = Index::of(file, root, found)?;
    sizes::days(file, root, &calendar, &index, found).then_some(())?;
    let effects = events::build::effects(file, root, &calendar, &index, None, found);
    let setup = Setup {
        file,
        root,
        calendar: &calendar,
        index: &index,
        effects: &effects,
        census: census.as_ref(),
        waiting: waiting.as_ref(),
    };

    let mut length = read.iter().map(|(_, (_, content))| content.len()).sum::<usize>();
    let mut plan = whole::plan(
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
    sizes::people(setup, &plan, found);
    circles::check(setup, &plan, found);
    if !found.is_sound() {
        return None;
    }
    overridden::warn(setup, &document.bases, found);
    at_start::warn(setup, &plan, found);
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
        plan.before = before::before(setup, &read, &plan);
    }
    plan.chance = chance::of(setup, read);
    Some(Checked { plan, names: index.names(file), side_files })
}

/// The counts of those who are ready at the start, from both files.
fn waiting(
    file: &File,
    document: &Document,
    files: &impl Files,
    read: &mut Vec<SideFile>,
    found: &mut Found,
) -> Option<Counts> {
    let typed = file.initial.as_ref()?.waiting.as_ref()?;
    let mut of = |at: &str, named: Option<&String>| {
        let path = Path::of(at);
        let Some(named) = named else {
            let section = Path::of("initial.waiting");
            if !found.is_faulty(&section) {
                let fault = Fault::new(document.root.origin_of(&section), &path, "this is left out");
                found.fault(fault.expected("a CSV file: counts by reason go with counts by band"));
            }
            return None;
        };
        let file = document.side_file(files, &path, named).map_err(|fault| found.fault(*fault)).ok()?;
        read.push((path.to_string(), (file.path, file.bytes.clone())));
        Some((file.shown, file.bytes))
    };
    let reasons = of(counts::REASONS, typed.by_reason.as_ref());
    let bands = of(counts::BANDS, typed.by_band.as_ref());
    let (reasons, bands) = (reasons?, bands?);
    Counts::read((&reasons.0, &reasons.1), (&bands.0, &bands.1), found)
}

/// Every bound of this module, by its row in the table of the reference.
#[cfg(test)]
pub fn bounds() -> Vec<(&'static str, Vec<u64>)> {
    vec![
        ("files of daily numbers", vec![MOST_BESIDE as u64 >> 20]),
        ("measured days, warm-up", vec![u64::from(calendar::plan::LONGEST)]),
        ("bank holidays", vec![calendar::plan::MOST_HOLIDAYS as u64]),
        ("groups and their traits, pathways, steps, of each", vec![index::MOST as u64]),
        ("services", vec![index::MOST_SERVICES as u64]),
        ("days × (groups + services + steps + events), warm-up included", vec![sizes::MOST_DAYS]),
        (
            "people who come: of one group on a day, in one run",
            vec![groups::arrivals::MOST_A_DAY as u64, (sizes::MOST_PEOPLE / 1e6) as u64],
        ),
        ("people there at the start, counted or in a census", vec![rows::MOST_AT_THE_START]),
    ]
}
