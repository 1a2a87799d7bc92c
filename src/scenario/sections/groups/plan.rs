//! The groups of a plan: with what stay, needs and hazards people come; and how they are built and checked.
//! `arrivals` says how many come, and when.

use super::arrivals::{Arrivals, ReadFile, arrivals};
use super::words;
use super::words::{Enters, GivesUp};
use crate::base::{Distribution, NameHash, Position, Span, Timetable};
use crate::scenario::build::index::{HOME, NameOf};
use crate::scenario::build::profile::{check_sum, cumulative};
use crate::scenario::build::setup::Setup;
use crate::scenario::plan::index::{PathwayIndex, RuleIndex, TraitIndex};
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;
use crate::scenario::values::distribution::draw_of;
use crate::scenario::values::quantities::rounded;

/// A group of people who arrive alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its name as typed, hashed.
    pub name: NameHash,
    /// Whether planned, and how planned people queue and give up; emergencies queue for ever.
    pub booking: Booking,
    /// Where its people come in.
    pub enters: Enters,
    /// How many come, and when.
    pub arrivals: Arrivals,
    /// The acute stay in days.
    pub stay: Distribution,
    /// What events make of the stay of those admitted then.
    pub stay_factor: Timetable<f64>,
    /// True needs: cumulative share and pathway; the last share is 1.
    pub needs: Vec<(f64, PathwayIndex)>,
    /// The share that dies at the end of the acute stay.
    pub dies_in_hospital: f64,
    /// The traits its people may have: index in [`Plan::traits`](crate::scenario::Plan::traits) and share.
    pub traits: Vec<(TraitIndex, f64)>,
    /// What may happen to its people while they wait past ready.
    pub hazards: Hazards,
    /// The share that comes back within 30 days of leaving hospital alive.
    pub readmitted: f64,
    /// By which diversions its people are looked after instead of being admitted.
    pub instead: Vec<RuleIndex>,
    /// By which diversion its people leave the queue for a bed.
    pub leaves_bed_queue: Option<RuleIndex>,
}

/// How a group queues for acute beds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Booking {
    /// Emergencies: they queue until they have a bed.
    Emergency,
    /// Planned people.
    Elective {
        /// Whether they come before emergencies in the queue.
        before_emergencies: bool,
        /// When one without a bed is cancelled.
        gives_up: GivesUp,
        /// How long after it came a cancelled one comes again: none or one.
        rebooked_after: Option<Span>,
    },
}

impl Booking {
    /// Whether planned.
    pub const fn is_elective(self) -> bool {
        matches!(self, Self::Elective { .. })
    }
}

/// Chances a day of what may happen to a patient who waits past ready. All together are the chance that
/// anything happens within a day; each has its share of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Hazards {
    /// Recovers and goes home without support.
    pub recovers: f64,
    /// Falls ill again: a further acute stay.
    pub unwell: f64,
    /// Dies.
    pub dies: f64,
    /// The further acute stay in days.
    pub unwell_stay: Distribution,
}

impl Hazards {
    /// Nothing happens.
    pub fn none() -> Self {
        Self { recovers: 0.0, unwell: 0.0, dies: 0.0, unwell_stay: Distribution::fixed(0.0) }
    }

    /// The chance that any of it happens within a day of waiting; at most 1.
    pub fn total(&self) -> f64 {
        (self.recovers + self.unwell + self.dies).min(1.0)
    }

    /// The rate a day at which any of it happens, so that after a day 1 − `total` are left. A chance of 1
    /// leaves fewer than one in 10¹⁵: most go within the hour.
    pub fn rate(&self) -> f64 {
        -libm::log((1.0 - self.total()).max(f64::EPSILON))
    }
}

/// The groups of a plan.
pub fn groups(setup: Setup<'_>, read: &mut ReadFile<'_>, found: &mut Found) -> Vec<Group> {
    let typed = setup.file.groups.iter().flatten();
    typed.enumerate().map(|(i, (key, group))| self::group(setup, i, key, group, read, found)).collect()
}

fn group(
    setup: Setup<'_>,
    i: usize,
    key: &str,
    typed: &words::Group,
    read: &mut ReadFile<'_>,
    found: &mut Found,
) -> Group {
    let path = Path::of("groups").key(key);
    let enters = typed.enters();
    check_entrance(setup, &path, enters, found);
    let days = setup.calendar.days_to_end() as usize;
    let traits = typed.traits.iter().flatten().filter(|(_, share)| share.0 > 0.0);
    let traits = traits.filter_map(|(name, share)| {
        setup.index.traits.iter().position(|t| t == name).map(|t| (TraitIndex::at(t), share.0))
    });
    Group {
        name: NameHash::of(key),
        booking: booking(typed),
        enters,
        arrivals: arrivals(setup, i, &path, typed.arrivals.as_ref(), read, found),
        stay: typed.stay.as_ref().map_or_else(|| Distribution::fixed(0.0), |stay| stay.draw.clone()),
        stay_factor: setup.effects.stays(i, days),
        needs: needs(setup, &path, typed, found),
        dies_in_hospital: typed.dies_in_hospital().0,
        traits: traits.collect(),
        hazards: hazards(setup, &path, typed, found),
        readmitted: typed.readmitted_30d().0,
        instead: Vec::new(),
        leaves_bed_queue: None,
    }
}

/// What goes with the place where people come in.
fn check_entrance(setup: Setup<'_>, path: &Path, enters: Enters, found: &mut Found) {
    let stay = path.key("stay");
    if enters == Enters::Admission {
        if !setup.has(&stay) {
            found.warn("W06", &stay, "no acute stay is given: people are ready to leave when they come");
        }
        return;
    }
    let word = if enters == Enters::Ready { "ready" } else { "community" };
    for key in ["stay", "dies_in_hospital", "elective", "instead_of_admission", "leaves_bed_queue"] {
        if setup.has(&path.key(key)) {
            let what = format!("people who enter by \"{word}\" have no acute stay, so no \"{key}\"");
            found.fault(setup.fault(&path.key(key), what).expected("it to be left out"));
        }
    }
    let beds = setup.file.hospital.as_ref().and_then(|h| h.beds.as_ref());
    if enters == Enters::Ready && beds.is_some_and(|beds| !beds.is_unlimited()) {
        let what = "people who enter by \"ready\" are in a bed at once, but hospital.beds is limited";
        let fault = setup.fault(&path.key("enters"), what);
        found.fault(fault.expected("\"unlimited\" hospital.beds, or to enter by \"admission\""));
    }
}

fn needs(setup: Setup<'_>, path: &Path, typed: &words::Group, found: &mut Found) -> Vec<(f64, PathwayIndex)> {
    let at = path.key("needs");
    let shares: Vec<(f64, PathwayIndex)> = match &typed.needs {
        Some(needs) => {
            check_sum(setup, &at, needs.values().map(|share| share.0), found);
            let mut all = Vec::new();
            for (name, share) in needs {
                if let Some(p) = setup.find(NameOf::Pathway, name, &at.key(name), found) {
                    all.push((share.0, PathwayIndex::at(p)));
                }
            }
            all
        }
        // A faulty one has been told already.
        None if setup.has(&at) => Vec::new(),
        None => setup
            .index
            .pathways
            .iter()
            .position(|p| p == HOME)
            .map(|p| (1.0, PathwayIndex::at(p)))
            .into_iter()
            .collect(),
    };
    if typed.enters() == Enters::Community {
        for &(share, p) in &shares {
            let name = &setup.index.pathways[p.position()];
            let pathway = setup.file.pathways.as_ref().and_then(|all| all.get(name));
            let is_home = pathway.and_then(|p| p.services.as_ref()).is_none_or(Vec::is_empty);
            if share > 0.0 && is_home && !found.is_faulty(&Path::of("pathways").key(name)) {
                let what = format!("people at home need a service, but pathway {name} has none");
                found.fault(setup.fault(&at.key(name), what).expected("a pathway with services"));
            }
        }
    }
    cumulative(shares)
}

/// How a group queues for acute beds.
pub fn booking(typed: &words::Group) -> Booking {
    if typed.kind() != words::Kind::Elective {
        return Booking::Emergency;
    }
    let none = words::Elective::default();
    let elective = typed.elective.as_ref().unwrap_or(&none);
    Booking::Elective {
        before_emergencies: elective.before_emergencies(),
        gives_up: elective.gives_up_at(),
        rebooked_after: elective.rebooked_after.map(|after| Span::from_days(after.days)),
    }
}

/// What may happen to a group's people while they wait.
pub fn hazards(setup: Setup<'_>, group: &Path, typed: &words::Group, found: &mut Found) -> Hazards {
    /// Against shares that add up to just beside 1.
    const LEAST: f64 = 1e-9;
    let Some(waiting) = &typed.while_waiting else { return Hazards::none() };
    let hazards = Hazards {
        recovers: waiting.recovers_per_day().0,
        unwell: waiting.unwell_per_day().0,
        dies: waiting.dies_per_day().0,
        unwell_stay: draw_of(waiting.unwell_stay.as_ref()),
    };
    let sum = hazards.recovers + hazards.unwell + hazards.dies;
    let path = group.key("while_waiting");
    if sum > 1.0 + LEAST && !found.is_faulty(&path) {
        let sum = if sum < 1.0001 { "a little more than 1".to_owned() } else { rounded(sum).to_string() };
        let what = format!("the chances a day sum to {sum}");
        found.fault(setup.fault(&path, what).expected("at most 1: one of them at a time can happen"));
    }
    hazards
}
