//! Why a patient waits in an acute bed: one dense number for each reason of a plan.

use super::names;
use super::names::{Names, in_words};
use super::plan::Plan;
use crate::base::Position;
use crate::scenario::plan::index::{ServiceIndex, StepIndex};
use crate::scenario::sections::steps::words::NationalGroup;

/// A reason, as an index: what a delayed instant in an acute bed is booked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reason(pub u16);

impl Position for Reason {
    #[inline]
    fn at(position: usize) -> Self {
        Self(position as u16)
    }

    #[inline]
    fn position(self) -> usize {
        usize::from(self.0)
    }
}

/// The reasons of a plan, in the order in which they come on the way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reasons {
    steps: u16,
    services: u16,
}

impl Reasons {
    /// No one works in the hub because of the hour.
    pub const HUB_CLOSED: Reason = Reason(0);
    /// The hub is open and the patient waits for it.
    pub const HUB_QUEUE: Reason = Reason(1);
    /// The hub is at work on it.
    pub const HUB_ASSESSMENT: Reason = Reason(2);
    const FIXED: u16 = 3;

    /// Of this plan.
    pub fn of(plan: &Plan) -> Self {
        Self { steps: plan.steps.len() as u16, services: plan.services.len() as u16 }
    }

    /// How many there are.
    pub fn count(self) -> usize {
        usize::from(Self::FIXED + self.steps + 2 * self.services + 2)
    }

    /// All, in order.
    pub fn all(self) -> impl Iterator<Item = Reason> + Clone {
        (0..self.count()).map(Reason::at)
    }

    /// A step that is not done.
    #[inline]
    pub fn step(self, step: StepIndex) -> Reason {
        Reason(Self::FIXED + u16::from(step.0))
    }

    /// No room in this service, the first that would take the patient.
    #[inline]
    pub fn capacity(self, service: ServiceIndex) -> Reason {
        Reason(Self::FIXED + self.steps + service.0)
    }

    /// A bridge has been asked for and has not come yet.
    #[inline]
    pub fn bridging_response(self) -> Reason {
        Reason(Self::FIXED + self.steps + self.services)
    }

    /// A place is offered in this service, which does not admit at this hour.
    #[inline]
    pub fn closed(self, service: ServiceIndex) -> Reason {
        Reason(Self::FIXED + self.steps + self.services + 1 + service.0)
    }

    /// No one leaves the ward at this hour.
    #[inline]
    pub fn ward_closed(self) -> Reason {
        Reason(Self::FIXED + self.steps + 2 * self.services + 1)
    }

    /// The key of a reason in results: `capacity:reablement`.
    pub fn key(self, reason: Reason, names: &Names) -> String {
        self.say(reason, |what, name| match name {
            Some((list, i)) => format!("{what}:{}", named(names, list, i).key),
            None => what.to_owned(),
        })
    }

    /// A reason in words: "No room in Reablement".
    pub fn label(self, reason: Reason, names: &Names) -> String {
        self.say(reason, |what, name| {
            let label = name.map(|(list, i)| named(names, list, i).label.as_str()).unwrap_or_default();
            match what {
                "step" => label.to_owned(),
                "capacity" => format!("No room in {label}"),
                "closed" => format!("{label} closed at that hour"),
                "hub_closed" => "Hub closed at that hour".to_owned(),
                "hub_queue" => "Waiting for the hub".to_owned(),
                "hub_assessment" => "Hub assessment".to_owned(),
                "bridging_response" => "Bridging care on its way".to_owned(),
                "ward_closed" => "Outside the ward's discharge hours".to_owned(),
                other => in_words(other),
            }
        })
    }

    /// The group of the national return to which a reason belongs; `None` for a step that names none.
    pub fn national_group(self, reason: Reason, names: &Names) -> Option<NationalGroup> {
        match reason.0.checked_sub(Self::FIXED) {
            None => Some(NationalGroup::Hub),
            Some(step) if step < self.steps => {
                names.national_groups.get(usize::from(step)).copied().flatten()
            }
            Some(_) if reason == self.ward_closed() => Some(NationalGroup::HospitalProcess),
            Some(_) => Some(NationalGroup::Capacity),
        }
    }

    fn say(self, reason: Reason, to: impl Fn(&str, Option<(List, usize)>) -> String) -> String {
        let i = reason.0;
        if let Some(fixed) = ["hub_closed", "hub_queue", "hub_assessment"].get(usize::from(i)) {
            return to(fixed, None);
        }
        let i = i - Self::FIXED;
        if i < self.steps {
            return to("step", Some((List::Steps, usize::from(i))));
        }
        let i = i - self.steps;
        if i < self.services {
            return to("capacity", Some((List::Services, usize::from(i))));
        }
        let i = i - self.services;
        if i == 0 {
            to("bridging_response", None)
        } else if i <= self.services {
            to("closed", Some((List::Services, usize::from(i - 1))))
        } else {
            to("ward_closed", None)
        }
    }
}

#[derive(Clone, Copy)]
enum List {
    Steps,
    Services,
}

fn named(names: &Names, list: List, i: usize) -> &names::Named {
    match list {
        List::Steps => &names.steps[i],
        List::Services => &names.services[i],
    }
}
