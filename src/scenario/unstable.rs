//! What is not steady: places that a scenario's own warnings say more is asked of than they can give,
//! or that have not settled when measuring begins, and which figures lean on them. Knows nothing of
//! words for it; `report::steadiness` has these.

use super::Scenario;
use super::names::{Named, Names};
use super::plan::Plan;
use crate::base::Position;
use crate::scenario::plan::index::PathwayIndex;
use crate::scenario::plan::shares::needed;
use crate::scenario::sections::groups::words::Enters;
use crate::scenario::text::fault::Warning;

/// Why a figure is not steady; the graver last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unsteady {
    /// The warm-up is too short: it depends on how the run started.
    Unsettled,
    /// More is asked than can be given: it grows, and depends on how long one looks.
    Growing,
}

impl Warning {
    /// What it says of the steadiness of its place; `None` where it is about something else.
    pub fn unsteady(&self) -> Option<Unsteady> {
        match self.code {
            "W01" => Some(Unsteady::Growing),
            "W10" => Some(Unsteady::Unsettled),
            _ => None,
        }
    }
}

/// A place that is not steady.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Acute beds.
    Beds,
    /// The hub.
    Hub,
    /// A step, by its index.
    Step(usize),
    /// A service, by its index.
    Service(usize),
    /// The services of a pathway together, by its index.
    Pathway(usize),
}

impl Place {
    /// The place that a dotted key names or stands in.
    fn of(path: &str, names: &Names) -> Option<Self> {
        let (section, rest) = path.split_once('.').unwrap_or((path, ""));
        let among = |all: &[Named]| {
            all.iter().position(|name| {
                rest.strip_prefix(&name.key).is_some_and(|after| after.is_empty() || after.starts_with('.'))
            })
        };
        match section {
            "hospital" => Some(Self::Beds),
            "hub" => Some(Self::Hub),
            "steps" => among(&names.steps).map(Self::Step),
            "services" => among(&names.services).map(Self::Service),
            "pathways" => among(&names.pathways).map(Self::Pathway),
            _ => None,
        }
    }
}

/// A place with the reason why it is not steady, and whose waits it moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weak {
    /// The place.
    pub place: Place,
    /// The graver reason, where there are several.
    pub why: Unsteady,
    /// Whether people in hospital wait for it.
    hospital: bool,
    /// Whether people at home wait for it.
    home: bool,
}

/// The places of a scenario that are not steady, and what leans on them.
#[derive(Clone, Debug)]
pub struct Unstable {
    /// In the order of the warnings, each once.
    places: Vec<Weak>,
    /// For each pathway.
    pathways: Vec<Option<Unsteady>>,
    /// For each service.
    services: Vec<Option<Unsteady>>,
    /// Whether acute beds have a limit.
    beds_are_limited: bool,
    /// The dotted keys of what has no equilibrium, each once.
    growing: Vec<String>,
    /// Whether any place needs longer to settle than the warm-up, also one that grows for another reason.
    unsettled: bool,
}

impl Unstable {
    /// As the warnings of a scenario say.
    pub fn of(scenario: &Scenario) -> Self {
        let plan = &scenario.plan;
        let mut found: Vec<(Place, Unsteady)> = Vec::new();
        for warning in &scenario.warnings {
            let place = Place::of(&warning.path, &scenario.names);
            let Some((place, why)) = place.zip(warning.unsteady()) else { continue };
            match found.iter_mut().find(|(known, _)| *known == place) {
                Some((_, known)) => *known = why.max(*known),
                None => found.push((place, why)),
            }
        }
        let leans = |pathway: usize, (place, why): (Place, Unsteady)| match place {
            Place::Beds => false,
            Place::Hub => plan.hub.sees.has(PathwayIndex::at(pathway)),
            Place::Step(step) => plan.steps[step].concerns.pathways.has(PathwayIndex::at(pathway)),
            Place::Service(service) => {
                plan.pathways[pathway].services.iter().any(|&s| s.position() == service)
            }
            // Who waits for one of services that are short together waits behind all who may go to the
            // others.
            Place::Pathway(other) => {
                let services = &plan.pathways[other].services;
                let shared = || plan.pathways[pathway].services.iter().any(|s| services.contains(s));
                other == pathway || why == Unsteady::Growing && shared()
            }
        };
        let from_hospital = from_hospital(plan);
        let touches = |of, hospital| {
            from_hospital.iter().enumerate().any(|(p, &from)| from == hospital && leans(p, of))
        };
        let weak = |&(place, why): &(Place, Unsteady)| Weak {
            place,
            why,
            hospital: touches((place, why), true),
            home: touches((place, why), false),
        };
        let places: Vec<Weak> = found.iter().map(weak).collect();
        let of = |pathway| found.iter().filter(|of| leans(pathway, **of)).map(|(_, why)| *why).max();
        let pathways = (0..plan.pathways.len()).map(of).collect();
        let services = (0..plan.services.len()).map(|service| {
            let of_it = |place| match place {
                Place::Service(s) => s == service,
                Place::Pathway(p) => plan.pathways[p].services.iter().any(|&s| s.position() == service),
                _ => false,
            };
            places.iter().filter(|w| of_it(w.place)).map(|w| w.why).max()
        });
        let services = services.collect();
        let beds_are_limited = plan.hospital.beds.is_ever_limited();
        let paths = |why| {
            let of = scenario.warnings.iter().filter(move |warning| warning.unsteady() == Some(why));
            of.map(|warning| warning.path.clone())
        };
        let mut growing: Vec<String> = Vec::new();
        for path in paths(Unsteady::Growing) {
            if !growing.contains(&path) {
                growing.push(path);
            }
        }
        let unsettled = paths(Unsteady::Unsettled).next().is_some();
        Self { places, pathways, services, beds_are_limited, growing, unsettled }
    }

    /// The dotted keys of what has no equilibrium: more is asked than can be given (W01).
    pub fn growing(&self) -> &[String] {
        &self.growing
    }

    /// Whether any place needs longer to settle than the warm-up (W10).
    pub fn is_unsettled(&self) -> bool {
        self.unsettled
    }

    /// All places that are not steady.
    pub fn places(&self) -> &[Weak] {
        &self.places
    }

    /// The places on which an outcome of the whole system leans, as named in `results.json`.
    pub fn behind(&self, name: &str) -> impl Iterator<Item = &Weak> {
        let starts = |all: &[&str]| all.iter().any(|start| name.starts_with(start));
        let door = starts(&["bed_wait", "hours_with_bed_queue", "still_waiting_bed"]);
        let delays = !door && starts(&["nctr", "delay", "still_waiting"]);
        let home = name == "waiting_in_community";
        self.places.iter().filter(move |weak| {
            // People who cannot leave keep others out.
            (door && (weak.place == Place::Beds || weak.hospital && self.beds_are_limited))
                || (delays && weak.hospital)
                || (home && weak.home)
        })
    }

    /// Whether an outcome of the whole system is not steady.
    pub fn outcome(&self, name: &str) -> Option<Unsteady> {
        self.behind(name).map(|weak| weak.why).max()
    }

    /// Whether a service is not steady, by itself or together with those that share its people.
    pub fn service(&self, service: usize) -> Option<Unsteady> {
        self.services[service]
    }

    /// Whether what happens to people of a pathway is not steady.
    pub fn pathway(&self, pathway: usize) -> Option<Unsteady> {
        self.pathways[pathway]
    }
}

/// For each pathway, whether people who are in hospital may take it.
fn from_hospital(plan: &Plan) -> Vec<bool> {
    let mut all = vec![false; plan.pathways.len()];
    for (g, _) in plan.groups.iter().enumerate().filter(|(_, group)| group.enters != Enters::Community) {
        for (need, _) in needed(plan, g) {
            for &(_, decided) in &plan.hub.decides[need] {
                all[decided.position()] = true;
            }
            all[need.position()] = true;
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten people a day for hospital and two from home; `visits` has room for nine of the ten.
    fn scenario(change: &str) -> Scenario {
        let text = r#"{ "name": "x", "calendar": { "start": "2024-01-01", "days": 28, "warm_up": "400d" },
            "groups": { "in": { "enters": "ready", "arrivals": { "per_day": 10 }, "needs": { "p1": 0.5, "p0": 0.5 } },
                        "home": { "enters": "community", "arrivals": { "per_day": 2 }, "needs": { "other": 1.0 } } },
            "pathways": { "p0": {}, "p1": { "services": ["visits"] }, "other": { "services": ["day_care"] } },
            "services": { "visits": { "places": 60, "stay": { "fixed": "10d" } },
                          "day_care": { "places": 50, "stay": { "fixed": "10d" } } } }"#;
        let mut all: serde_json::Value = serde_json::from_str(text).unwrap();
        let (path, places) = change.split_once('=').unwrap();
        all["services"][path]["places"] = places.parse::<u32>().unwrap().into();
        Scenario::from_json(&all.to_string()).unwrap()
    }

    #[test]
    fn a_service_that_gets_too_many_from_hospital_makes_delays_grow_and_no_others() {
        let scenario = scenario("visits=45");
        let unstable = Unstable::of(&scenario);
        let at = |all: &[Named], key: &str| all.iter().position(|name| name.key == key).unwrap();
        let (visits, day_care) =
            (at(&scenario.names.services, "visits"), at(&scenario.names.services, "day_care"));
        assert_eq!(unstable.service(visits), Some(Unsteady::Growing));
        assert_eq!(unstable.service(day_care), None);
        assert_eq!(unstable.pathway(at(&scenario.names.pathways, "p1")), Some(Unsteady::Growing));
        assert_eq!(unstable.pathway(at(&scenario.names.pathways, "p0")), None);
        for name in ["nctr_bed_days", "nctr_remaining", "delay_days_p90", "still_waiting"] {
            assert_eq!(unstable.outcome(name), Some(Unsteady::Growing), "{name}");
        }
        // Beds without a limit keep nobody out.
        for name in ["waiting_in_community", "bed_wait_hours_mean", "discharges", "cost_total"] {
            assert_eq!(unstable.outcome(name), None, "{name}");
        }
    }

    #[test]
    fn a_line_of_people_at_home_that_grows_says_nothing_of_hospital() {
        let unstable = Unstable::of(&scenario("day_care=15"));
        assert_eq!(unstable.outcome("waiting_in_community"), Some(Unsteady::Growing));
        assert_eq!(unstable.outcome("nctr_bed_days"), None);
    }

    #[test]
    fn who_shares_a_service_with_too_many_waits_with_them() {
        let scenario = Scenario::from_json(
            r#"{ "name": "x", "calendar": { "start": "2024-01-01", "days": 28, "warm_up": "400d" },
                 "groups": { "in": { "enters": "ready", "arrivals": { "per_day": 10 }, "needs": { "p1": 1 } },
                             "home": { "enters": "community", "arrivals": { "per_day": 1 }, "needs": { "other": 1 } } },
                 "pathways": { "p1": { "services": ["a", "b"] }, "other": { "services": ["a"] } },
                 "services": { "a": { "places": 40, "stay": { "fixed": "10d" } }, "b": { "places": 40, "stay": { "fixed": "10d" } } } }"#,
        )
        .unwrap();
        let unstable = Unstable::of(&scenario);
        assert_eq!(unstable.places().len(), 1, "each alone has enough: {:?}", scenario.warnings);
        assert_eq!([0, 1].map(|s| unstable.service(s)), [Some(Unsteady::Growing); 2]);
        assert_eq!([0, 1].map(|p| unstable.pathway(p)), [Some(Unsteady::Growing); 2]);
        assert_eq!(unstable.outcome("waiting_in_community"), Some(Unsteady::Growing));
    }

    #[test]
    fn nothing_is_unsteady_where_all_have_enough() {
        let unstable = Unstable::of(&scenario("visits=100"));
        assert!(unstable.places().is_empty() && unstable.outcome("nctr_people").is_none());
    }

    #[test]
    fn a_place_is_known_by_its_key_and_by_what_stands_in_it() {
        let names = Names {
            services: vec![Named::new("a", None), Named::new("a_b", None)].into(),
            steps: vec![Named::new("review", None)].into(),
            ..Names::default()
        };
        assert_eq!(Place::of("services.a_b", &names), Some(Place::Service(1)));
        assert_eq!(Place::of("services.a.places", &names), Some(Place::Service(0)));
        assert_eq!(Place::of("steps.review.staff", &names), Some(Place::Step(0)));
        assert_eq!(Place::of("hub", &names), Some(Place::Hub));
        assert_eq!(Place::of("hub.staff", &names), Some(Place::Hub));
        assert_eq!(Place::of("hospital.beds", &names), Some(Place::Beds));
        assert_eq!(Place::of("services.c", &names), None);
        assert_eq!(Place::of("calendar.warm_up", &names), None);
    }
}
