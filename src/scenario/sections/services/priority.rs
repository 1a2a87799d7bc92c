//! Who comes first in the line of a service.

use super::plan::Priority;
use super::words;
use super::words::{PriorityBy, PriorityWord};
use crate::base::{Position, Span};
use crate::scenario::build::index::NameOf;
use crate::scenario::build::setup::Setup;
use crate::scenario::plan::index::TraitIndex;
use crate::scenario::sections::groups::words::Enters;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;

/// The trait of people at the end of life.
const END_OF_LIFE: &str = "end_of_life";

/// The priority typed at `path`.
pub fn priority(setup: Setup<'_>, path: &Path, typed: &words::Priority, found: &mut Found) -> Priority {
    match typed {
        words::Priority::Word(PriorityWord::LongestWait) => Priority::LongestWait,
        words::Priority::Word(PriorityWord::HospitalFirst) => Priority::HospitalFirst,
        words::Priority::Word(PriorityWord::EndOfLifeFirst) => trait_first(setup, path, END_OF_LIFE, found),
        words::Priority::By(by) => self::by(setup, path, by, found),
    }
}

fn by(setup: Setup<'_>, path: &Path, by: &PriorityBy, found: &mut Found) -> Priority {
    const KEYS: [&str; 4] = ["group_order", "ageing", "trait_first", "due_within"];
    let given = KEYS.iter().filter(|key| setup.has(&path.key(key))).count();
    if given != 1 {
        let what = if given == 0 { "it is not said who comes first" } else { "only one order can hold" };
        found.fault(setup.fault(path, what).expected(format!("one of {}", KEYS.join(", "))));
        return Priority::LongestWait;
    }
    if let Some(names) = &by.group_order {
        let groups = setup.find_all(NameOf::Group, names, &path.key("group_order"), found);
        let mut places = vec![groups.len() as u8; setup.index.groups.len()];
        for (place, group) in (0..).zip(groups) {
            places[group] = place;
        }
        return Priority::GroupOrder(places.into());
    }
    if let Some(name) = &by.trait_first {
        return trait_first(setup, &path.key("trait_first"), name, found);
    }
    if let Some(targets) = &by.due_within {
        let mut all = vec![None; setup.index.groups.len()];
        for (name, within) in targets {
            if let Some(g) = setup.find(NameOf::Group, name, &path.key("due_within").key(name), found) {
                all[g] = Some(Span::from_days(within.days));
            }
        }
        return Priority::Due(all.into());
    }
    let factor = by.ageing().0;
    let mut groups = setup.file.groups.iter().flatten();
    if !groups.any(|(_, group)| group.enters() == Enters::Community) {
        found.warn("W12", &path.key("ageing"), "no one is referred from home, so this does nothing");
    }
    Priority::Ageing(factor)
}

fn trait_first(setup: Setup<'_>, path: &Path, name: &str, found: &mut Found) -> Priority {
    setup
        .find(NameOf::Trait, name, path, found)
        .map_or(Priority::LongestWait, |t| Priority::TraitFirst(TraitIndex::at(t)))
}
