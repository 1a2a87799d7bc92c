//! Every price that a scenario may name, and what of a scenario it pays for.

use crate::scenario::Scenario;
use crate::scenario::sections::file::File;

/// A price of the file; steps and services by their keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Price<'k> {
    /// Of an acute bed-day.
    AcuteBedDay,
    /// Of a core acute bed that is open for a day.
    OpenBedDay,
    /// Of a bed-day in an escalation bed.
    EscalationBedDay,
    /// Of an hour on duty in the hub.
    HubHour,
    /// Of an hour on duty for a step.
    StepHour(&'k str),
    /// Of a day of a person in a service.
    Person(&'k str),
    /// Of a day of a place of a service.
    Place(&'k str),
    /// Of setting a service up.
    SetUp(&'k str),
}

impl<'k> Price<'k> {
    /// The prices of acute beds.
    pub const OF_BEDS: [Self; 3] = [Self::AcuteBedDay, Self::OpenBedDay, Self::EscalationBedDay];

    /// The prices of a service.
    pub fn of_service(key: &'k str) -> [Self; 3] {
        [Self::Person(key), Self::Place(key), Self::SetUp(key)]
    }

    /// The pounds, where they are given.
    pub fn pounds(self, scenario: &Scenario) -> Option<f64> {
        let file: &File = &scenario.file;
        let costs = file.costs.as_ref();
        let service = |key: &str| file.services.as_ref()?.get(key);
        let price = match self {
            Self::AcuteBedDay => costs?.acute_bed_day,
            Self::OpenBedDay => costs?.open_acute_bed_day,
            Self::EscalationBedDay => costs?.escalation_bed_day,
            Self::HubHour => file.hub.as_ref()?.cost_per_hour,
            Self::StepHour(key) => file.steps.as_ref()?.get(key)?.cost_per_hour,
            Self::Person(key) => service(key)?.cost_per_day,
            Self::Place(key) => service(key)?.cost_per_place,
            Self::SetUp(key) => service(key)?.set_up_cost,
        };
        price.map(|pounds| pounds.0)
    }

    /// Whether it is given, be it as 0.
    pub fn is_given(self, scenario: &Scenario) -> bool {
        self.pounds(scenario).is_some()
    }
}

/// Who works: the hub, or a step by its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Works<'k> {
    /// The hub.
    Hub,
    /// A step.
    Step(&'k str),
}

impl<'k> Works<'k> {
    /// The hub and each step of a scenario, in the order of the plan.
    pub fn all(scenario: &'k Scenario) -> impl Iterator<Item = Self> {
        std::iter::once(Self::Hub).chain(scenario.names.steps.iter().map(|name| Self::Step(&name.key)))
    }

    /// Its dotted key.
    pub fn path(self) -> String {
        match self {
            Self::Hub => "hub".to_owned(),
            Self::Step(key) => format!("steps.{key}"),
        }
    }

    /// The price of an hour on duty.
    pub fn hour(self) -> Price<'k> {
        match self {
            Self::Hub => Price::HubHour,
            Self::Step(key) => Price::StepHour(key),
        }
    }
}
