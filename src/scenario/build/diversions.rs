//! How diversions are built and checked: instead of admission and out of the queue for a bed by group, early by
//! service. They are numbered after the rules by which people give way, in this order.

use super::index::NameOf;
use super::setup::Setup;
use crate::base::{Indexed, NameHash, Position, Span};
use crate::scenario::plan::diversion::{Diversion, Diverts};
use crate::scenario::plan::index::{GroupIndex, RuleIndex, ServiceIndex};
use crate::scenario::plan::{Booking, Enters, Group};
use crate::scenario::sections::groups::words as groups;
use crate::scenario::sections::services::words as services;
use crate::scenario::text::fault::Found;
use crate::scenario::text::path::Path;

/// All of a plan.
#[derive(Debug, Default)]
pub struct Diversions {
    /// In the order of their numbers.
    pub all: Vec<Diversion>,
    /// Those by which services take people early.
    pub early: Vec<RuleIndex>,
}

/// Builds them all, numbered from `first` on; each group learns of its own.
pub fn diversions(
    setup: Setup<'_>,
    first: usize,
    plan: &mut Indexed<GroupIndex, Group>,
    found: &mut Found,
) -> Diversions {
    let mut made = Diversions::default();
    for (g, (key, typed)) in setup.file.groups.iter().flatten().enumerate() {
        let path = Path::of("groups").key(key);
        let enters = typed.enters() == Enters::Admission;
        for one in instead(setup, g, &path, typed, found) {
            if enters {
                plan[g].instead.push(RuleIndex::at(first + made.all.len()));
            }
            made.all.push(one);
        }
    }
    for (g, (key, typed)) in setup.file.groups.iter().flatten().enumerate() {
        let Some(leaves) = &typed.leaves_bed_queue else { continue };
        if typed.enters() == Enters::Admission && plan[g].booking == Booking::Emergency {
            plan[g].leaves_bed_queue = Some(RuleIndex::at(first + made.all.len()));
        }
        made.all.push(Diversion {
            name: NameHash::of(key),
            share: leaves.share().0,
            typed_share: leaves.share().0,
            what: Diverts::LeavesBedQueue {
                group: GroupIndex::at(g),
                after: Span::from_days(leaves.after().days),
                per_day: leaves.per_day.map(|rate| rate.0),
            },
        });
    }
    for (s, (key, typed)) in setup.file.services.iter().flatten().enumerate() {
        let Some(early) = &typed.takes_early else { continue };
        let path = Path::of("services").key(key).key("takes_early");
        check_service(setup, s, &path, found);
        if early.by.is_none() && !found.is_faulty(&path.key("by")) {
            let fault = setup.fault(&path, "\"by\" is missing");
            found.fault(fault.expected("a length of time, as in \"4d\""));
        }
        made.early.push(RuleIndex::at(first + made.all.len()));
        made.all.push(Diversion {
            name: NameHash::of(key),
            share: early.share().0,
            typed_share: early.share().0,
            what: Diverts::TakesEarly {
                service: ServiceIndex::at(s),
                by: early.by.map_or(Span::ZERO, |by| Span::from_days(by.days)),
                who: setup.accepted(Some(&taken_early(early)), &path, found),
            },
        });
    }
    made
}

/// Whom a service takes early, as a service accepts people.
pub fn taken_early(early: &services::TakesEarly) -> services::Accepts {
    services::Accepts {
        pathways: early.pathways.clone(),
        groups: early.groups.clone(),
        not_groups: early.not_groups.clone(),
        traits: early.traits.clone(),
        not_traits: early.not_traits.clone(),
    }
}

/// Who is looked after instead of being admitted. Each is turned to one service at most: whether to the first is
/// one draw, whether to the next one is another of those who are left, and so on, so that the share of one service
/// moves nobody else's draws and more of it takes the same people and some beside them.
fn instead(
    setup: Setup<'_>,
    g: usize,
    path: &Path,
    typed: &groups::Group,
    found: &mut Found,
) -> Vec<Diversion> {
    /// Against shares that sum to just beside 1.
    const LEAST: f64 = 1e-9;
    let at = path.key("instead_of_admission");
    let (mut all, mut left) = (Vec::new(), 1.0_f64);
    for (name, one) in typed.instead_of_admission.iter().flatten() {
        let path = at.key(name);
        let Some(service) = setup.find(NameOf::Service, name, &path, found) else { continue };
        check_service(setup, service, &path, found);
        let share = one.share().0;
        let of_the_left = if share <= 0.0 { 0.0 } else { (share / left.max(LEAST)).min(1.0) };
        all.push(Diversion {
            name: NameHash::of(name),
            share: if of_the_left > 1.0 - LEAST { 1.0 } else { of_the_left },
            typed_share: share,
            what: Diverts::InsteadOfAdmission {
                group: GroupIndex::at(g),
                service: ServiceIndex::at(service),
                waits: Span::from_days(one.waits().days),
            },
        });
        left -= share;
    }
    if left < -LEAST && !found.is_faulty(&at) {
        let sum = ((1.0 - left) * 1e6).round() / 1e6;
        let fault = setup.fault(&at, format!("the shares sum to {sum}"));
        found.fault(fault.expected("at most 1: each person is turned to one service"));
    }
    all
}

/// A service that looks after people for some time.
fn check_service(setup: Setup<'_>, s: usize, path: &Path, found: &mut Found) {
    let name = &setup.index.services[s];
    let Some(typed) = setup.file.services.as_ref().and_then(|all| all.get(name)) else { return };
    let what = if typed.bridge() {
        "is a bridge, where people wait for another service"
    } else if typed.permanent() {
        "is where people stay for good"
    } else {
        return;
    };
    let fault = setup.fault(path, format!("{name} {what}"));
    found.fault(fault.expected("a service whose stays end"));
}
