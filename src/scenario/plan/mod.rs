//! The checked plan: what the model runs on. No options left open and no names, only indices,
//! numbers and name hashes; the words stand in [`Names`](super::names::Names).
//!
//! Everything that changes on a calendar is spread out over the run here, once: rates by day,
//! hours, rosters, board rounds, the weekly allowance of starts, and the factors of events.

mod chance;
pub mod diversion;
pub mod index;
pub mod kept;
pub mod parting;
pub mod shares;
pub mod who;
pub mod work;

use std::borrow::Cow;
use std::sync::Arc;

pub use super::sections::costs::plan::Costs;
pub use super::sections::funds::plan::{Fund, Payee};
pub use super::sections::groups::arrivals::{Arrivals, CountLaw};
pub use super::sections::groups::plan::{Booking, Group, Hazards};
pub use super::sections::groups::words::{Enters, GivesUp};
pub use super::sections::hospital::daily_return::DailyReturn;
pub use super::sections::hospital::plan::{BoardRound, Deconditioning, Escalation, Hospital, Pressure};
pub use super::sections::hub::plan::Hub;
pub use super::sections::initial::plan::{Band, HeldUp, Initial, InitialService, Known, KnownPlace, Lines};
pub use super::sections::initial::words::Residual;
pub use super::sections::onward::plan::{Follows, Onward};
pub use super::sections::pathways::gives_way::{GivesWay, Instead};
pub use super::sections::pathways::plan::Pathway;
pub use super::sections::pathways::words::CountsFrom;
pub use super::sections::services::plan::{Bridge, Care, Load, Priority, Service, ServiceCost, Starts};
pub use super::sections::services::words::{CareRule, Exit, Others};
pub use super::sections::steps::plan::Step;
pub use super::sections::steps::words::StepStarts;
pub use super::sections::triggers::plan::{Adds, Measure, Trigger};
use crate::base::{Calendar, Indexed, Luck, NameHash, Time};
pub use chance::{ByWorld, Chance, NoPlan};
pub use diversion::{Diversion, Diverts};
pub use index::{
    FundIndex, GroupIndex, PathwayIndex, RuleIndex, ServiceIndex, Set, StepIndex, TraitIndex, TriggerIndex,
};
pub use kept::Kept;
pub use parting::Parting;
pub use who::Who;
pub use work::Work;

/// Everything the model needs to know. Groups, pathways and services stand in the order of their
/// names, steps in the order of `order`, then name.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The days of the run.
    pub calendar: Calendar,
    /// Who arrives; at most 64.
    pub groups: Indexed<GroupIndex, Group>,
    /// Ways out of hospital; at most 64.
    pub pathways: Indexed<PathwayIndex, Pathway>,
    /// Rules by which people who wait too long give way, those of one pathway together, in the order of their names.
    pub gives_way: Indexed<RuleIndex, GivesWay>,
    /// Diversions round an acute bed; they are numbered after these rules.
    pub diversions: Vec<Diversion>,
    /// Those by which services take people early.
    pub takes_early: Vec<RuleIndex>,
    /// Places that people leave for.
    pub services: Indexed<ServiceIndex, Service>,
    /// Work on the way out; at most 64.
    pub steps: Indexed<StepIndex, Step>,
    /// Traits that people may have; at most 64.
    pub traits: Indexed<TraitIndex, NameHash>,
    /// The hospital.
    pub hospital: Hospital,
    /// The hub that decides pathways.
    pub hub: Hub,
    /// The pathway of people who go home without new support, if there is one.
    pub home: Option<PathwayIndex>,
    /// What waiting does to people.
    pub deconditioning: Deconditioning,
    /// What follows on the exits of services.
    pub onward: Onward,
    /// Capacity that opens on a condition.
    pub triggers: Indexed<TriggerIndex, Trigger>,
    /// Events that happen by chance, if there are any. What they change is not in this plan but in
    /// that of each replication, see [`Plan::of_replication`].
    pub chance: Option<Chance>,
    /// The world that this is the plan of, numbered from 1; 0 where there is only one.
    pub world: u32,
    /// Unit costs of the hospital, in pounds a day.
    pub costs: Costs,
    /// Money for a year, and what it pays for; changes nothing of what happens.
    pub funds: Indexed<FundIndex, Fund>,
    /// Who is there at the start of the run.
    pub initial: Initial,
    /// The time before the start, where the ready are known by number only.
    pub before: Option<Arc<Before>>,
}

impl Plan {
    /// The work of the hub and of every step.
    pub fn works(&self) -> impl Iterator<Item = &Work> {
        std::iter::once(&self.hub.work).chain(self.steps.iter().map(|step| &step.work))
    }

    /// Whether beds beyond the core may open: escalation beds, or those of a trigger.
    pub fn beds_may_open(&self) -> bool {
        self.hospital.escalation.beds > 0 || self.triggers.iter().any(|t| matches!(t.adds, Adds::Beds(_)))
    }

    /// Whether a trigger may open places of a service.
    pub fn places_may_open(&self, service: ServiceIndex) -> bool {
        let opens = |t: &Trigger| matches!(t.adds, Adds::Places(s, _) if s == service);
        self.triggers.iter().any(opens)
    }

    /// People on duty whom triggers may add to the hub (`None`) or to a step, all together.
    pub fn staff_may_come(&self, step: Option<StepIndex>) -> u32 {
        let comes = |t: &Trigger| match (t.adds, step) {
            (Adds::HubStaff(n), None) => n,
            (Adds::StepStaff(s, n), Some(step)) if s == step => n,
            _ => 0,
        };
        self.triggers.iter().map(comes).fold(0, u32::saturating_add)
    }

    /// The unit costs of a world by its number; those of this plan where there is no such world.
    pub fn costs_in(&self, world: u32) -> Costs {
        let Some(Chance::Worlds(plans)) = &self.chance else { return self.costs };
        world.checked_sub(1).and_then(|world| plans.costs(world as usize).ok()).unwrap_or(self.costs)
    }

    /// The plan of one replication: this one, or that of its world, with the events that happen by chance in it.
    ///
    /// # Errors
    /// Where the figures of its world make no scenario.
    pub fn of_replication(&self, seed: u64, replication: u64) -> Result<Cow<'_, Self>, NoPlan> {
        match &self.chance {
            None => Ok(Cow::Borrowed(self)),
            Some(Chance::Luck(rule)) => {
                let plan = rule(Luck::new(seed, replication));
                // Who is there at the start, and what was before it, does not depend on what will happen.
                let (initial, before) = (self.initial.clone(), self.before.clone());
                Ok(Cow::Owned(Self { initial, before, world: self.world, ..plan }))
            }
            Some(Chance::Worlds(plans)) => match plans.plan(seed, replication)? {
                Cow::Borrowed(plan) => plan.of_replication(seed, replication),
                Cow::Owned(plan) => match plan.of_replication(seed, replication)? {
                    Cow::Borrowed(_) => Ok(Cow::Owned(plan)),
                    Cow::Owned(drawn) => Ok(Cow::Owned(drawn)),
                },
            },
        }
    }
}

/// The same system before the run, from an empty start.
#[derive(Clone, Debug)]
pub struct Before {
    /// With nobody in it at its start.
    pub plan: Plan,
    /// When to look how people wait: on the weekday of the start of the run, the last at that start.
    pub looks: Vec<Time>,
}
