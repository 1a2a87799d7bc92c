//! What happens to people beside the main line: planned people who give up, what waiting does, and
//! what follows on the exits of services.

use super::Setup;
use super::index::{HOME, NameOf};
use crate::base::{Distribution, Span};
use crate::scenario::fault::Found;
use crate::scenario::path::Path;
use crate::scenario::plan::{Booking, Deconditioning, Follows, GivesUp, Hazards, Onward, PathwayIndex};
use crate::scenario::typed;

/// How a group queues for acute beds.
pub fn booking(typed: &typed::Group) -> Booking {
    if typed.kind != Some(typed::Kind::Elective) {
        return Booking::Emergency;
    }
    let none = typed::Elective::default();
    let elective = typed.elective.as_ref().unwrap_or(&none);
    Booking::Elective {
        before_emergencies: elective.before_emergencies.unwrap_or(false),
        gives_up: match elective.gives_up_at {
            None => GivesUp::Never,
            Some(typed::GivesUp::OnArrival) => GivesUp::AtArrival,
            Some(typed::GivesUp::At(time)) => GivesUp::At(time.0),
        },
        rebooked_after: elective.rebooked_after.map(|after| Span::from_days(after.days)),
    }
}

/// What may happen to a group's people while they wait.
pub fn hazards(setup: Setup<'_>, group: &Path, typed: &typed::Group, found: &mut Found) -> Hazards {
    /// Against shares that add up to just beside 1.
    const LEAST: f64 = 1e-9;
    let Some(waiting) = &typed.while_waiting else { return Hazards::none() };
    let chance = |chance: Option<typed::Chance>| chance.map_or(0.0, |c| c.0);
    let hazards = Hazards {
        recovers: chance(waiting.recovers_per_day),
        unwell: chance(waiting.unwell_per_day),
        dies: chance(waiting.dies_per_day),
        unwell_stay: lengths(waiting.unwell_stay.as_ref()),
    };
    let sum = hazards.recovers + hazards.unwell + hazards.dies;
    let path = group.key("while_waiting");
    if sum > 1.0 + LEAST && !found.is_faulty(&path) {
        let sum =
            if sum < 1.0001 { "a little more than 1".to_owned() } else { typed::rounded(sum).to_string() };
        let what = format!("the chances a day sum to {sum}");
        found.fault(setup.fault(&path, what).expected("at most 1: one of them at a time can happen"));
    }
    hazards
}

fn lengths(typed: Option<&typed::Lengths>) -> Distribution {
    typed.map_or_else(|| Distribution::fixed(0.0), |lengths| lengths.draw.clone())
}

/// The pathway of people who go home without new support.
pub fn home(setup: Setup<'_>) -> Option<PathwayIndex> {
    pathway(setup, HOME)
}

fn pathway(setup: Setup<'_>, key: &str) -> Option<PathwayIndex> {
    setup.index.pathways.iter().position(|p| p == key).map(|p| p as PathwayIndex)
}

/// What waiting does to people, on the ladder of the national pathways.
pub fn deconditioning(setup: Setup<'_>) -> Deconditioning {
    let typed = setup.file.hospital.as_ref().and_then(|hospital| hospital.deconditioning.as_ref());
    let ladder = [HOME, "p1", "p2", "p3"].map(|key| pathway(setup, key));
    let mut one_step_up: Vec<PathwayIndex> = (0..setup.index.pathways.len() as PathwayIndex).collect();
    for step in ladder.windows(2) {
        if let [Some(from), Some(to)] = *step {
            one_step_up[usize::from(from)] = to;
        }
    }
    Deconditioning {
        step_up_per_day: typed.and_then(|d| d.step_up_per_day).map_or(0.0, |chance| chance.0),
        stay_factor_per_day: typed.and_then(|d| d.stay_factor_per_day).map_or(0.0, |factor| factor.0),
        one_step_up,
    }
}

/// What follows on exits; only those to long-term care and to a care home can have something.
pub fn onward(setup: Setup<'_>, found: &mut Found) -> Onward {
    let mut onward = Onward { long_term_care: Follows::nothing(), care_home: Follows::nothing() };
    for (exit, typed) in setup.file.onward.iter().flatten() {
        let path = Path::of("onward").key(exit);
        let follows = match exit.as_str() {
            "long_term_care" => &mut onward.long_term_care,
            "care_home" => &mut onward.care_home,
            _ => {
                let fault = setup.fault(&path, format!("nothing can follow on an exit \"{exit}\""));
                found.fault(fault.expected("long_term_care or care_home"));
                continue;
            }
        };
        follows.wait = lengths(typed.wait.as_ref());
        if let Some(name) = &typed.service {
            let at = path.key("service");
            let found_at = setup.find(NameOf::Service, name, &at, found);
            follows.service = found_at.map(|s| s as u16).into_iter().collect();
        }
    }
    onward
}
