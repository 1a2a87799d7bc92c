//! The system as a picture with numbers: how many people a day go from where to where, how many are there and how many
//! wait. What is drawn stands in `results.json` as `flow`, beside the outcomes of services.

use serde_json::{Map, Value, json};

use super::Run;
use super::pictures::frame;
use crate::base::Position;
use crate::measures::outcome::{Key, Leavers, PerDiversion, PerService, System};
use crate::report::charts::{Chart, Flow, FlowPlace, FlowWay};
use crate::report::steadiness::mark;
use crate::report::words::{Grain, capital};
use crate::scenario::plan::{Diverts, Enters, PathwayIndex, ServiceIndex};
use crate::scenario::unstable::Unstable;

/// Fewer on average than this are nobody: a place at which no more ever are is left out.
const NOBODY: f64 = 0.005;

/// The numbers as `results.json` has them: means over all runs; null where there is none.
pub fn numbers(run: &Run<'_>) -> Value {
    let names = &run.scenario.names;
    let counts = Counts { run };
    let pathways = run.scenario.plan.pathways.numbers().zip(&names.pathways).map(|(p, name)| {
        let of = json!({ "leave_a_day": counts.leave(p), "ready_in_acute_beds": counts.ready(p) });
        (name.key.clone(), of)
    });
    let services = run.scenario.plan.services.numbers().zip(&names.services);
    let services = services.map(|(s, name)| (name.key.clone(), json!({ "start_a_day": counts.start(s) })));
    let diversions = names.diversions.iter().enumerate();
    let diversions =
        diversions.map(|(i, name)| (name.key.clone(), json!({ "people_a_day": counts.diverted(i) })));
    json!({
        "admitted_a_day": counts.a_day(System::Admissions),
        "in_acute_beds": counts.a_day(System::AcuteBedDays),
        "ready_in_acute_beds": counts.system(System::NctrPeople),
        "home_without_a_service_a_day": counts.home(),
        "pathways": pathways.collect::<Map<_, _>>(),
        "services": services.collect::<Map<_, _>>(),
        "diversions": diversions.collect::<Map<_, _>>(),
    })
}

/// People a day and people on average.
struct Counts<'a, 'b> {
    run: &'a Run<'b>,
}

impl Counts<'_, '_> {
    fn per_day(&self, all: Option<f64>) -> Option<f64> {
        all.map(|all| all / f64::from(self.run.findings.days.max(1)))
    }

    fn system(&self, outcome: System) -> Option<f64> {
        self.run.findings.system(outcome).mean
    }

    fn a_day(&self, outcome: System) -> Option<f64> {
        self.per_day(self.system(outcome))
    }

    /// People who leave hospital alive on a pathway, a day.
    fn leave(&self, p: PathwayIndex) -> Option<f64> {
        self.per_day(Leavers::Discharges.of(&self.run.findings.pathways[p.position()]).mean)
    }

    /// People who leave hospital for home without a service, a day.
    fn home(&self) -> f64 {
        let pathways = &self.run.scenario.plan.pathways;
        let without = pathways.numbers().filter(|&p| pathways[p].services.is_empty());
        without.filter_map(|p| self.leave(p)).sum()
    }

    /// People past ready in acute beds, on average.
    fn ready(&self, p: PathwayIndex) -> Option<f64> {
        self.per_day(Leavers::NctrBedDays.of(&self.run.findings.pathways[p.position()]).mean)
    }

    /// People who go a way round an acute bed, a day.
    fn diverted(&self, i: usize) -> Option<f64> {
        let found = self.run.findings.diversions.get(i)?;
        self.per_day(PerDiversion::People.of(found).mean)
    }

    fn start(&self, s: ServiceIndex) -> Option<f64> {
        self.per_day(self.service(PerService::Starts, s))
    }

    fn service(&self, outcome: PerService, s: ServiceIndex) -> Option<f64> {
        outcome.of(&self.run.findings.services[s.position()]).mean
    }

    /// Whether anybody is ever in a service or in its queue.
    fn used(&self, s: ServiceIndex) -> bool {
        let all = [PerService::Starts, PerService::PeopleMean, PerService::QueueMean];
        all.into_iter().any(|outcome| some(self.service(outcome, s)))
    }
}

fn some(amount: Option<f64>) -> bool {
    amount.is_some_and(|amount| amount >= NOBODY)
}

fn people(n: f64) -> String {
    Grain::of("people", n).show(n)
}

/// The picture.
pub fn flow(run: &Run<'_>) -> Chart {
    let counts = Counts { run };
    let mut made = Made { counts, places: Vec::new(), ways: Vec::new(), services: Vec::new() };
    made.hospital();
    made.pathways();
    made.services();
    let nctr = run.findings.system(System::NctrPeople).mean.unwrap_or(0.0);
    let unsteady = mark(Unstable::of(run.scenario).outcome("nctr_people"));
    let most = run.scenario.plan.pathways.numbers().zip(&run.scenario.names.pathways);
    let most = most.filter_map(|(p, name)| Some((Counts { run }.ready(p)?, name)));
    let most = most.max_by(|one, other| one.0.total_cmp(&other.0)).filter(|most| most.0 >= NOBODY);
    let title = match most {
        Some((n, name)) => format!(
            "About {} people are in an acute bed that they no longer need, {} of them on “{}”{unsteady}",
            people(nctr),
            people(n),
            name.label
        ),
        None => "No patient stays in a hospital bed they no longer need".to_owned(),
    };
    let told = made.places.iter().map(|place| {
        let waiting = Some(place.waiting_told.as_str()).filter(|told| !told.is_empty());
        let all: Vec<&str> = place.told.iter().map(String::as_str).chain(waiting).collect();
        format!("{}: {}", place.label, all.join(", "))
    });
    let description = format!("{}.", told.collect::<Vec<_>>().join("; "));
    Chart::Flow(Flow {
        frame: frame(run, title, "People a day between places, and people there on average of whole days", &description),
        columns: ["Come", "Stay", "Leave hospital", "Are cared for"].map(str::to_owned).into(),
        places: made.places,
        ways: made.ways,
        measure: "People a day".to_owned(),
        waiting: "People waiting, on average".to_owned(),
        note: "Means of all runs; people who start in a service may come from home or from another one. Queues must \
               not be added up: most people are in the queues of several services."
            .to_owned(),
    })
}

/// The places and ways so far.
struct Made<'a, 'b> {
    counts: Counts<'a, 'b>,
    places: Vec<FlowPlace>,
    ways: Vec<FlowWay>,
    /// Where services stand among the places, and from where ways lead to them.
    services: Vec<(usize, ServiceIndex)>,
}

const COME: usize = 0;
const STAY: usize = 1;
const LEAVE: usize = 2;
const CARED_FOR: usize = 3;

impl Made<'_, '_> {
    fn place(&mut self, place: FlowPlace) -> usize {
        self.places.push(place);
        self.places.len() - 1
    }

    /// A way, or more people on one that is there.
    fn way(&mut self, from: usize, to: usize, amount: Option<f64>) {
        match self.ways.iter_mut().find(|way| way.from == from && way.to == to) {
            Some(way) => way.amount = way.amount.zip(amount).map(|(one, other)| one + other),
            None => self.ways.push(FlowWay { from, to, amount }),
        }
    }

    /// The door, the beds, and who is looked after instead.
    fn hospital(&mut self) {
        let run = self.counts.run;
        let plan = &run.scenario.plan;
        let admitted = self.counts.a_day(System::Admissions);
        let beds = self.counts.a_day(System::AcuteBedDays);
        if !some(admitted) && !some(beds) {
            return;
        }
        let told = admitted.map(|n| format!("{} a day admitted", people(n)));
        let door = FlowPlace {
            column: COME,
            label: "People who come".to_owned(),
            told: told.into_iter().collect(),
            ..FlowPlace::default()
        };
        let door = self.place(door);
        let ready = self.counts.system(System::NctrPeople);
        let told = [
            beds.map(|n| format!("{} people in them", people(n))),
            ready.map(|n| format!("{} of them ready to leave", people(n))),
        ];
        let beds = FlowPlace {
            column: STAY,
            label: "Acute beds".to_owned(),
            told: told.into_iter().flatten().collect(),
            ..FlowPlace::default()
        };
        let beds = self.place(beds);
        self.way(door, beds, admitted);
        for (i, diversion) in plan.diversions.iter().enumerate() {
            let Diverts::InsteadOfAdmission { service, .. } = diversion.what else { continue };
            let diverted = self.counts.diverted(i);
            if !some(diverted) {
                continue;
            }
            // In the column of the beds where nobody comes to it from a ward.
            let leads =
                plan.pathways.iter().any(|p| p.lines.contains(&service) || p.bridges.contains(&service));
            let at = self.service(service, if leads { CARED_FOR } else { STAY });
            self.way(door, at, diverted);
        }
    }

    /// The pathways out of hospital, and those of people who are at home.
    fn pathways(&mut self) {
        let run = self.counts.run;
        let (plan, names) = (&run.scenario.plan, &run.scenario.names);
        let beds = self.places.iter().position(|place| place.label == "Acute beds" && place.column == STAY);
        let mut home: Option<usize> = None;
        for (p, name) in plan.pathways.numbers().zip(&names.pathways) {
            let (leave, ready) = (self.counts.leave(p), self.counts.ready(p));
            if !some(leave) && !some(ready) {
                continue;
            }
            let pathway = FlowPlace {
                column: LEAVE,
                label: name.label.clone(),
                told: leave.map(|n| format!("{} leave a day", people(n))).into_iter().collect(),
                waiting: ready,
                waiting_told: ready.map_or_else(String::new, |n| format!("{} wait in a bed", people(n))),
            };
            let at = self.place(pathway);
            if let Some(beds) = beds {
                self.way(beds, at, leave);
            }
            if plan.pathways[p].services.is_empty() {
                let to = match home {
                    Some(to) => to,
                    None => self.place(FlowPlace {
                        column: CARED_FOR,
                        label: "Home, without a service".to_owned(),
                        ..FlowPlace::default()
                    }),
                };
                home = Some(to);
                self.way(at, to, leave);
            }
            self.lead_on(at, p);
        }
        if let Some(home) = home {
            self.places[home].told = vec![format!("{} a day", people(self.counts.home()))];
        }
        self.referred();
    }

    /// People who are referred from home.
    fn referred(&mut self) {
        let run = self.counts.run;
        let plan = &run.scenario.plan;
        let groups = plan.groups.iter().filter(|group| group.enters == Enters::Community);
        let needs: Vec<PathwayIndex> =
            groups.flat_map(|group| group.needs.iter().map(|&(_, pathway)| pathway)).collect();
        if needs.is_empty() {
            return;
        }
        let waiting = self.counts.system(System::WaitingInCommunity);
        let at = self.place(FlowPlace {
            column: LEAVE,
            label: "People at home, referred".to_owned(),
            told: Vec::new(),
            waiting,
            waiting_told: waiting.map_or_else(String::new, |n| format!("{} wait there", people(n))),
        });
        for pathway in needs {
            self.lead_on(at, pathway);
        }
    }

    /// Ways to the services and bridges of a pathway.
    fn lead_on(&mut self, from: usize, p: PathwayIndex) {
        let pathway = &self.counts.run.scenario.plan.pathways[p];
        for &service in pathway.lines.iter().chain(&pathway.bridges) {
            if !self.counts.used(service) {
                continue;
            }
            let to = self.service(service, CARED_FOR);
            self.way(from, to, None);
        }
    }

    /// The services to which no way was found: people come to them from other services.
    fn services(&mut self) {
        let all: Vec<ServiceIndex> = self.counts.run.scenario.plan.services.numbers().collect();
        for service in all {
            if self.counts.used(service) {
                self.service(service, CARED_FOR);
            }
        }
    }

    /// The box of a service.
    fn service(&mut self, s: ServiceIndex, column: usize) -> usize {
        if let Some(&(at, _)) = self.services.iter().find(|(_, known)| *known == s) {
            return at;
        }
        let run = self.counts.run;
        let inside = self.counts.service(PerService::PeopleMean, s).filter(|&n| n >= NOBODY);
        let inside = inside.filter(|_| !run.scenario.plan.services[s].permanent);
        let used = self.counts.service(PerService::Utilisation, s);
        let there = inside.map(|n| match used {
            Some(share) => format!("{} there, {} in use", people(n), Grain::of("share", share).show(share)),
            None => format!("{} there", people(n)),
        });
        let start = self.counts.start(s).map(|n| format!("{} start a day", people(n)));
        let queue = self.counts.service(PerService::QueueMean, s);
        let at = self.place(FlowPlace {
            column,
            label: capital(&run.scenario.names.services[s].label),
            told: start.into_iter().chain(there).collect(),
            waiting: queue,
            waiting_told: queue.map_or_else(String::new, |n| format!("{} in its queue", people(n))),
        });
        self.services.push((at, s));
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::made_up;
    use crate::report::charts::{Format, render};

    #[test]
    fn every_number_of_the_flow_is_one_of_the_results() {
        let (scenario, replications, findings) = made_up(20);
        let run =
            Run { scenario: &scenario, replications: &replications, findings: &findings, observed: &[] };
        let Chart::Flow(flow) = flow(&run) else { panic!("a flow") };
        let numbers = numbers(&run);
        let all = numbers.to_string();
        assert!(flow.ways.iter().any(|way| way.amount.is_some()));
        for amount in flow.ways.iter().filter_map(|way| way.amount) {
            assert!(all.contains(&json!(amount).to_string()), "{amount} is not in {all}");
        }
        let days = f64::from(findings.days);
        let admitted = findings.system(System::Admissions).mean.unwrap() / days;
        assert_eq!(numbers["admitted_a_day"].as_f64(), Some(admitted));
        assert_eq!(flow.ways[0].amount, Some(admitted));
        assert!(numbers["pathways"]["p1"]["leave_a_day"].is_f64());
        assert!(numbers["services"]["home_care"]["start_a_day"].is_f64());
        let svg = String::from_utf8(render(&Chart::Flow(flow), Format::Svg).unwrap()).unwrap();
        assert!(svg.contains("Acute beds") && svg.contains("wait in a bed"));
    }

    #[test]
    fn ways_lead_from_left_to_right_and_no_place_stands_twice() {
        let (scenario, replications, findings) = made_up(5);
        let run =
            Run { scenario: &scenario, replications: &replications, findings: &findings, observed: &[] };
        let Chart::Flow(flow) = flow(&run) else { panic!("a flow") };
        for way in &flow.ways {
            assert!(flow.places[way.from].column < flow.places[way.to].column, "{way:?}");
        }
        let mut labels: Vec<&str> = flow.places.iter().map(|place| place.label.as_str()).collect();
        labels.sort_unstable();
        let all = labels.len();
        labels.dedup();
        assert_eq!(labels.len(), all);
    }
}
