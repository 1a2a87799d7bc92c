//! The table of capacities: everything whose amount can be short, each with its word in the file, its words,
//! what of it limits, what one more of it is, what lifts it and what pays for it. Whatever lists capacities
//! asks here: what lifts a wait, what could be added to, what has a price, the column of a page, the load of
//! a service and the diagram.
//!
//! `service`, `work` and `hospital` hold the lines; a kind that is forgotten in one of their columns does not
//! compile.

#[cfg(test)]
pub(crate) mod alone;
mod extent;
mod hospital;
mod kept;
mod row;
mod service;
mod words;
mod work;

pub use extent::Extent;
pub use hospital::OfHospital;
pub use row::{Given, Lifted, Paid, Row};
pub use service::{OfService, Shown, Takes, mean_number};
pub use work::OfWork;

use super::names::Names;
use super::plan::Plan;
use super::sections::file::File;
use super::sections::triggers::words::Adds;
use super::text::setting::Setting;
use kept::KEPT;

/// One capacity of a scenario; steps and services by their indices in the plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Capacity {
    /// Of the hospital.
    Hospital(OfHospital),
    /// Of the hub.
    Hub(OfWork),
    /// Of a step.
    Step(usize, OfWork),
    /// Of a service.
    Service(usize, OfService),
    /// A part that is kept of the beds or of the places of a service, by its number in the names.
    Kept(usize),
}

impl Capacity {
    /// Every capacity that a scenario with these names may have, in the order of the way out.
    pub fn all(names: &Names) -> Vec<Self> {
        let hospital = OfHospital::ALL.iter().map(|&kind| Self::Hospital(kind));
        let hub = OfWork::ALL.iter().map(|&kind| Self::Hub(kind));
        let steps =
            (0..names.steps.len()).flat_map(|i| OfWork::ALL.iter().map(move |&kind| Self::Step(i, kind)));
        let services = (0..names.services.len())
            .flat_map(|s| OfService::ALL.iter().map(move |&kind| Self::Service(s, kind)));
        let kept = (0..names.kept.len()).map(Self::Kept);
        hospital.chain(hub).chain(steps).chain(services).chain(kept).collect()
    }

    /// Its line of the table.
    pub const fn row(self) -> Row {
        match self {
            Self::Hospital(kind) => kind.row(),
            Self::Hub(kind) | Self::Step(_, kind) => kind.row(),
            Self::Service(_, kind) => kind.row(),
            Self::Kept(_) => KEPT,
        }
    }

    /// Its dotted key.
    pub fn path(self, names: &Names) -> String {
        let word = self.row().word;
        match self {
            Self::Hospital(_) => format!("hospital.{word}"),
            Self::Hub(_) => format!("hub.{word}"),
            Self::Step(i, _) => format!("steps.{}.{word}", names.steps[i].key),
            Self::Service(s, _) => format!("services.{}.{word}", names.services[s].key),
            Self::Kept(i) => format!("{}.{word}", names.kept[i].path(names)),
        }
    }

    /// What stands in the file for it.
    pub(crate) fn given<'f>(self, file: &'f File, names: &Names) -> Option<Given<'f>> {
        match self {
            Self::Hospital(kind) => kind.given(file.hospital.as_ref()?),
            Self::Hub(kind) => kind.given_of_hub(file.hub.as_ref()?),
            Self::Step(i, kind) => kind.given_of_step(file.steps.as_ref()?.get(&names.steps[i].key)?),
            Self::Service(s, kind) => kind.given(file.services.as_ref()?.get(&names.services[s].key)?),
            Self::Kept(i) => {
                let part = &names.kept[i];
                let parts = match part.service {
                    None => file.hospital.as_ref()?.kept.as_ref()?,
                    Some(s) => file.services.as_ref()?.get(&names.services[s].key)?.kept.as_ref()?,
                };
                parts.get(&part.key)?.places.as_ref().map(Given::of)
            }
        }
    }

    /// The least and the most of it in the measured days; of people on duty their hours a week. `None` for
    /// opening hours, which are in these.
    pub fn extent(self, plan: &Plan) -> Option<Extent> {
        match self {
            Self::Hospital(kind) => Some(kind.extent(plan)),
            Self::Hub(kind) => kind.extent(&plan.hub.work, plan),
            Self::Step(i, kind) => kind.extent(&plan.steps[i].work, plan),
            Self::Service(s, kind) => Some(kind.extent(&plan.services[s], plan)),
            Self::Kept(i) => kept::all(plan).nth(i).map(|part| extent::of_limits(&part.places, plan)),
        }
    }

    /// Whether something is there that has no limit of this kind: a service is there by its places.
    pub fn is_there_by_itself(self) -> bool {
        match self {
            Self::Hospital(_) | Self::Hub(_) | Self::Step(..) => true,
            Self::Kept(_) => false,
            Self::Service(_, kind) => kind == OfService::Places,
        }
    }

    /// What lifts it, where it ever limits anything.
    pub(crate) fn lift(self, file: &File, names: &Names) -> Option<Setting> {
        let limits = self.given(file, names)?.limits();
        limits.then(|| Setting::replace(&self.path(names), self.row().lifted.value()))
    }
}

/// The line of the table at a dotted key; `None` where it is no capacity. Names are not looked at.
pub fn row_at(path: &str) -> Option<Row> {
    match *path.split('.').collect::<Vec<_>>().as_slice() {
        ["hospital", word] => OfHospital::by(word).map(OfHospital::row),
        ["hub", word] | ["steps", _, word] => OfWork::by(word).map(OfWork::row),
        ["services", _, word] => OfService::by(word).map(OfService::row),
        ["hospital", "kept", _, word] | ["services", _, "kept", _, word] => {
            (word == KEPT.word).then_some(KEPT)
        }
        _ => None,
    }
}

/// Whether what stands at a dotted key is a number of a capacity: so many beds, places, people on duty.
pub fn is_counted(path: &str) -> bool {
    path == ESCALATION_BEDS || row_at(path).is_some_and(|row| row.one_more.is_some())
}

/// Whether what stands at a dotted key, or in it, is acute beds of whatever kind.
pub fn is_of_beds(path: &str) -> bool {
    let is_in = |kind: &OfHospital| {
        let rest = path.strip_prefix("hospital.").and_then(|path| path.strip_prefix(kind.row().word));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    OfHospital::ALL.iter().any(is_in)
        || path.starts_with("hospital.kept.") && path.ends_with(".places")
        || path.starts_with("triggers.") && path.ends_with(".adds.beds")
}

/// How many escalation beds there are stands beside when they open.
const ESCALATION_BEDS: &str = "hospital.escalation.beds";

/// What a trigger adds to: acute beds, the places of a service, or people on duty.
pub(crate) fn added_to(adds: &Adds) -> Option<AddedTo<'_>> {
    match (&adds.service, adds.beds, &adds.step, adds.hub_staff) {
        (Some(service), ..) => Some(AddedTo::Places(service)),
        (None, Some(_), ..) => Some(AddedTo::Beds),
        (None, None, Some(step), _) => Some(AddedTo::StepStaff(step)),
        (None, None, None, Some(_)) => Some(AddedTo::HubStaff),
        (None, None, None, None) => None,
    }
}

/// What a trigger adds to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddedTo<'f> {
    /// Acute beds.
    Beds,
    /// Places of the service with this key.
    Places(&'f str),
    /// People on duty in the hub.
    HubStaff,
    /// People on duty for the step with this key.
    StepStaff(&'f str),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Scenario, schema};

    /// The words of a section that are amounts or people on duty.
    fn amounts_of(section: &str) -> Vec<String> {
        let schema = schema::schema();
        let words = schema["$defs"][section]["properties"].as_object().expect("a section");
        let is_amount = |text: &str| text.contains("amount_of_") || text.contains("#/$defs/staff");
        words.iter().filter(|(_, says)| is_amount(&says.to_string())).map(|(word, _)| word.clone()).collect()
    }

    #[test]
    fn every_amount_of_the_file_is_in_the_table() {
        for (section, path) in
            [("hospital", "hospital."), ("hub", "hub."), ("step", "steps.x."), ("service", "services.x.")]
        {
            let words = amounts_of(section);
            assert!(!words.is_empty(), "{section}");
            for word in words {
                let row = row_at(&format!("{path}{word}"));
                assert!(
                    row.is_some_and(|row| row.one_more.is_some()),
                    "{path}{word} is an amount and no capacity"
                );
            }
        }
    }

    #[test]
    fn every_capacity_has_words_and_can_be_lifted() {
        let scenario = Scenario::from_json(
            r#"{ "name": "Town", "calendar": { "start": "2025-01-06", "days": 7 },
                 "groups": { "all": { "arrivals": { "per_day": 3 }, "needs": { "p1": 1 } } },
                 "hospital": { "beds": 20, "escalation": { "beds": 2 },
                               "kept": { "some": { "places": 2, "accepts": { "groups": ["all"] } } } },
                 "hub": { "staff": 1, "hours": "09:00-17:00", "per_day": 9 },
                 "steps": { "letter": { "staff": { "mon-fri": 1 }, "hours": "09:00-17:00", "per_day": 4, "takes": { "fixed": "1h" } } },
                 "pathways": { "p1": { "services": ["team", "visits"] } },
                 "services": { "team": { "places": 3, "starts_per_week": 2, "hours_per_week": 9, "care": { "first": 1 },
                                         "kept": { "some": { "places": 1, "accepts": { "groups": ["all"] } } } },
                               "visits": { "places": 3, "starts_per_week": 2, "visits_per_day": 9, "care": { "first": 1 } } } }"#,
        )
        .unwrap_or_else(|faults| panic!("{faults}"));
        let (file, names) = (&scenario.file, &scenario.names);
        let mut lifted = 0;
        for capacity in Capacity::all(names) {
            let path = capacity.path(names);
            assert!(names.words_of(&path).is_some(), "{path}");
            if let Some(lift) = capacity.lift(file, names) {
                assert_eq!(lift.path, path);
                lifted += 1;
            }
        }
        let left_out = ["services.team.visits_per_day", "services.visits.hours_per_week"];
        assert_eq!(lifted, Capacity::all(names).len() - left_out.len());
    }

    #[test]
    fn a_service_is_closed_by_any_capacity_that_people_take_while_they_stay() {
        let start = jiff::civil::date(2025, 1, 6);
        for kind in OfService::of_stays() {
            let word = kind.row().word;
            let care = if word == "places" { "" } else { r#", "care": { "first": 1 }"# };
            let text = format!(
                r#"{{ "name": "Town", "calendar": {{ "start": "2025-01-06", "days": 7 }},
                     "groups": {{ "all": {{ "arrivals": {{ "per_day": 3 }}, "needs": {{ "p1": 1 }} }} }},
                     "pathways": {{ "p1": {{ "services": ["team"] }} }},
                     "services": {{ "team": {{ "{word}": {{ "base": 9, "closures": [{{ "from": "2025-01-07", "to": "2025-01-08", "closed": true }}] }},
                                               "stay": {{ "fixed": "2d" }}{care} }} }} }}"#
            );
            let scenario = Scenario::from_json(&text).unwrap_or_else(|faults| panic!("{faults}"));
            let team = &scenario.file.services.as_ref().expect("services")["team"];
            let closed: Vec<bool> = (0..4)
                .map(|day| {
                    team.is_closed(start, start.checked_add(jiff::Span::new().days(day)).expect("a date"))
                })
                .collect();
            assert_eq!(closed, [false, true, true, false], "{word}");
        }
    }

    #[test]
    fn a_path_is_a_capacity_where_something_can_be_counted() {
        for path in [
            "hospital.beds",
            "hospital.escalation.beds",
            "hub.staff",
            "steps.x.per_day",
            "services.x.visits_per_day",
            "hospital.kept.x.places",
            "services.x.kept.y.places",
        ] {
            assert!(is_counted(path), "{path}");
        }
        for path in ["hospital.escalation", "hub.hours", "services.x.stay", "services.x.places.base", "hub"] {
            assert!(!is_counted(path), "{path}");
        }
        assert!(is_of_beds("hospital.beds.base") && is_of_beds("triggers.surge.adds.beds"));
        assert!(!is_of_beds("hospital.bedside") && !is_of_beds("triggers.more.adds.places"));
    }
}
