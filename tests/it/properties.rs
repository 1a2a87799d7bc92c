//! Whatever a scenario asks for, the laws hold: random scenarios, each checked from two sides and for
//! figures that make no sense.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proptest::prop_assert;
use proptest::test_runner::TestError;
use serde_json::Value;
use wardflow::base::{Span, Time};
use wardflow::measures::outcome::{DIVERSION, GROUP, PATHWAY, RULE, SERVICE, STEP, SYSTEM, index_of};
use wardflow::measures::{Replication, Simulator, checked};
use wardflow::model::{Change, Count, Left, Observer, Patient, Simulation, Whereabouts};
use wardflow::scenario::plan::ServiceIndex;
use wardflow::scenario::{Plan, Scenario};

use super::random::of_each;

/// Where everybody is, as far as people are told apart; and how many are in each service.
#[derive(Debug)]
struct Places<'p> {
    plan: &'p Plan,
    now: Time,
    wrong: Vec<String>,
    known: BTreeSet<(u8, u32, u32, u32)>,
    in_bed: BTreeSet<(u8, u32, u32, u32)>,
    left: BTreeMap<(u8, u32, u32, u32), u32>,
    inside: i64,
    still: i64,
    started: Vec<i64>,
    ended: Vec<i64>,
    in_service: Vec<i64>,
    still_in_service: Vec<i64>,
    held: Vec<i64>,
}

fn key(p: &Patient) -> (u8, u32, u32, u32) {
    (p.group.0, p.day, p.index, p.episode)
}

impl<'p> Places<'p> {
    fn new(plan: &'p Plan) -> Self {
        let services = plan.services.len();
        Self {
            plan,
            now: Time::START,
            wrong: Vec::new(),
            known: BTreeSet::new(),
            in_bed: BTreeSet::new(),
            left: BTreeMap::new(),
            inside: 0,
            still: 0,
            started: vec![0; services],
            ended: vec![0; services],
            in_service: vec![0; services],
            still_in_service: vec![0; services],
            held: vec![0; services],
        }
    }

    fn tick(&mut self, now: Time) {
        self.check(now >= self.now, || format!("the clock went back to {now}"));
        self.now = now;
    }

    fn check(&mut self, holds: bool, otherwise: impl FnOnce() -> String) {
        if !holds {
            self.wrong.push(format!("{}: {}", self.now, otherwise()));
        }
    }
}

impl Places<'_> {
    fn arrived(&mut self, patient: &Patient) {
        let fresh = self.known.insert(key(patient));
        self.check(fresh, || format!("{:?} came twice", key(patient)));
    }

    fn admitted(&mut self, now: Time, patient: &Patient) {
        let fresh = self.in_bed.insert(key(patient));
        self.check(fresh && patient.arrived <= now, || {
            format!("{:?} was admitted in bed or before coming", key(patient))
        });
        let before = (patient.group.0, patient.day, patient.index, patient.episode.wrapping_sub(1));
        let back = !self.in_bed.contains(&before);
        self.check(back, || format!("{:?} came back before leaving", key(patient)));
    }

    fn ready(&mut self, now: Time, patient: &Patient) {
        self.in_bed.insert(key(patient));
        let left = self.left.contains_key(&key(patient));
        self.check(!left, || format!("{:?} is ready after leaving", key(patient)));
        self.check(patient.acute_end <= now, || "ready before the end of the stay".to_owned());
    }

    fn left_hospital(&mut self, now: Time, patient: &Patient, how: Left) {
        self.in_bed.remove(&key(patient));
        let times = self.left.entry(key(patient)).or_default();
        *times += 1;
        let once = *times == 1;
        self.check(once, || format!("{:?} left twice", key(patient)));
        let open = how == Left::Died || self.plan.hospital.discharge_hours.value_at(now);
        self.check(open, || "the ward was closed".to_owned());
        if let Left::Service(s) | Left::Bridge(s) = how {
            let open = self.plan.services[usize::from(s)].admits.value_at(now);
            self.check(open, || format!("service {s} was closed"));
        }
    }

    fn started(&mut self, now: Time, service: ServiceIndex, patient: &Patient) {
        let in_bed = self.in_bed.contains(&key(patient));
        self.check(!in_bed, || format!("{:?} started in {service} while in a bed", key(patient)));
        let plan = &self.plan.services[usize::from(service)];
        let open = plan.admits.value_at(now);
        self.check(open, || format!("service {service} was closed"));
        if !plan.permanent {
            self.started[usize::from(service)] += 1;
        }
    }

    fn moved(&mut self, count: Count, by: i64) {
        let (people, of) = match count {
            Count::Hospital => (&mut self.inside, "in hospital".to_owned()),
            Count::Service(s) => (&mut self.in_service[usize::from(s)], format!("in service {s}")),
            Count::Held(s) => (&mut self.held[usize::from(s)], format!("held in service {s}")),
            _ => return,
        };
        *people += by;
        let people = *people;
        self.check(people >= 0, || format!("{people} {of}"));
    }

    fn still_there(&mut self, patient: &Patient) {
        match patient.whereabouts {
            Whereabouts::Acute | Whereabouts::AwaitingRound | Whereabouts::Ward => {}
            _ => {
                let inside = patient.service().map(usize::from);
                if let Some(s) = inside {
                    self.still_in_service[s] += 1;
                }
                return;
            }
        }
        self.still += 1;
        let left = self.left.contains_key(&key(patient));
        self.check(!left, || format!("{:?} is still there after leaving", key(patient)));
        let known = self.in_bed.contains(&key(patient));
        let unseen =
            patient.day == 0 && patient.arrived == Time::START && patient.whereabouts != Whereabouts::Ward;
        self.check(known || unseen, || format!("{:?} is there and never came", key(patient)));
    }

    fn finished(&mut self) {
        let (inside, still) = (self.inside, self.still);
        self.check(inside == still, || format!("{inside} people in hospital by count, {still} by name"));
        for s in 0..self.started.len() {
            let there = self.plan.initial.services.get(s).map_or(0, |i| i64::from(i.people));
            let (started, ended, inside) = (self.started[s], self.ended[s], self.in_service[s]);
            self.check(there + started - ended == inside, || {
                format!("service {s}: {there} there and {started} started, {ended} ended, {inside} inside")
            });
            let by_name = self.still_in_service[s];
            self.check(inside == by_name, || format!("service {s}: {inside} by count, {by_name} by name"));
        }
    }
}

impl Observer for Places<'_> {
    fn changed(&mut self, now: Time, change: Change<'_>) {
        self.tick(now);
        match change {
            Change::Arrived { patient, .. } => self.arrived(patient),
            Change::Admitted { patient, .. } => self.admitted(now, patient),
            Change::Ready { patient, .. } => self.ready(now, patient),
            Change::LeftHospital { patient, how, .. } => self.left_hospital(now, patient, how),
            Change::Started { patient, service, .. }
            | Change::MovedIn { patient, service, .. }
            | Change::BridgeBegan { patient, service, .. } => self.started(now, service, patient),
            Change::Ended { service, .. } | Change::BridgeEnded { service, .. } => {
                self.ended[usize::from(service)] += 1;
            }
            Change::StillThere { patient, .. } => self.still_there(patient),
            Change::Finished { .. } => self.finished(),
            _ => {}
        }
        change.moves(|count, by| self.moved(count, by));
    }
}

/// Figures that make sense: finite, not negative, shares that add up.
fn sense(plan: &Plan, found: &Replication) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut look = |table: &[wardflow::measures::Outcome], rows: &[Option<f64>], of: &str| {
        for (outcome, value) in table.iter().zip(rows) {
            if value.is_some_and(|v| !v.is_finite() || v < 0.0) {
                wrong.push(format!("{of} {} is {value:?}", outcome.name));
            }
        }
    };
    look(SYSTEM, &found.system, "system");
    found.pathways.iter().for_each(|row| look(PATHWAY, row, "pathway"));
    found.services.iter().for_each(|row| look(SERVICE, row, "service"));
    found.steps.iter().for_each(|row| look(STEP, row, "step"));
    found.gives_way.iter().for_each(|row| look(RULE, row, "rule"));
    found.diversions.iter().for_each(|row| look(DIVERSION, row, "diversion"));
    let of = |name: &str| found.system[index_of(SYSTEM, name)];
    let bands = ["0", "1", "2_3", "4_6", "7_13", "14_20", "21_more"].map(|b| of(&format!("delay_band_{b}")));
    if of("discharges").unwrap_or(0.0) > 0.0 {
        let sum: f64 = bands.into_iter().flatten().sum();
        if (sum - 1.0).abs() > 1e-9 {
            wrong.push(format!("bands sum to {sum}"));
        }
    }
    let days = f64::from(plan.calendar.measured_days());
    let nctr = of("nctr_bed_days").unwrap_or(-1.0);
    let by_reason: f64 = found.reasons.iter().sum();
    let by_pathway: f64 =
        found.pathways.iter().filter_map(|row| row[index_of(PATHWAY, "nctr_bed_days")]).sum();
    let by_group: f64 = found.groups.iter().filter_map(|row| row[index_of(GROUP, "nctr_bed_days")]).sum();
    for (name, sum) in [("reasons", by_reason), ("pathways", by_pathway), ("groups", by_group)] {
        if (nctr - sum).abs() > 1e-6 {
            wrong.push(format!("nctr_bed_days {nctr}, over {name} {sum}"));
        }
    }
    for (i, place) in found.occupancy.iter().enumerate() {
        let total = Span(place.iter().sum()).days();
        if (total - days).abs() > 1e-9 {
            wrong.push(format!("place {i}: {total} of {days} days"));
        }
    }
    if found.daily.iter().flatten().any(|v| !v.is_finite() || *v < 0.0)
        || found.daily.iter().any(|d| !d.is_empty() && d.len() != days as usize)
    {
        wrong.push("daily figures".to_owned());
    }
    if found.reasons.iter().any(|r| !r.is_finite() || *r < 0.0) {
        wrong.push("reasons".to_owned());
    }
    wrong
}

/// The sums of outcomes over everything that was run, so that nothing is tested by never happening.
type Seen = BTreeMap<&'static str, f64>;

fn see(found: &Replication, seen: &mut Seen) {
    let system = SYSTEM.iter().zip(&found.system);
    let services = found.services.iter().flat_map(|row| SERVICE.iter().zip(row));
    let rules = found.gives_way.iter().flat_map(|row| RULE.iter().zip(row));
    let diversions = found.diversions.iter().flat_map(|row| DIVERSION.iter().zip(row));
    for (outcome, value) in system.chain(services).chain(rules).chain(diversions) {
        *seen.entry(outcome.name).or_default() += value.unwrap_or(0.0);
    }
}

/// Runs a scenario twice and says everything that is wrong with it.
fn faults_of(text: &Value, seen: &mut Seen) -> Vec<String> {
    let scenario = match Scenario::from_json(&text.to_string()) {
        Ok(scenario) => scenario,
        Err(faults) => return vec![format!("does not load: {faults}")],
    };
    let plan = &scenario.plan;
    let mut wrong = Vec::new();
    let mut simulator = Simulator::new(plan);
    for index in 0..2 {
        let found = match checked(plan, 1, index) {
            Ok(found) => found,
            Err(broken) => {
                wrong.extend(broken);
                continue;
            }
        };
        wrong.extend(sense(plan, &found));
        see(&found, seen);
        if found != simulator.replicate(1, index).unwrap() {
            wrong.push(format!("replication {index} depends on what ran before it"));
        }
        let mut simulation = Simulation::new(plan, Places::new(plan));
        simulation.run(1, index).unwrap();
        wrong.append(&mut simulation.observer().wrong);
    }
    wrong
}

fn hold(cases: u32) {
    let all = RefCell::new(Seen::new());
    let outcome = of_each(cases, |text| {
        let (wrong, seen) = std::panic::catch_unwind(|| {
            let mut seen = Seen::new();
            (faults_of(text, &mut seen), seen)
        })
        .unwrap_or_else(|_| (vec!["it panics".to_owned()], Seen::new()));
        for (name, value) in seen {
            *all.borrow_mut().entry(name).or_default() += value;
        }
        prop_assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        Ok(())
    });
    match outcome {
        Ok(()) => {}
        Err(TestError::Fail(why, text)) => panic!("{why}\n{text}"),
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
    for (name, sum) in all.into_inner() {
        // Day 91 lies beyond the end of every run here.
        assert!(sum > 0.0 || name == "home_at_91_days", "{name} never happened");
    }
}

#[test]
fn the_laws_hold_in_random_scenarios() {
    hold(150);
}

#[test]
#[ignore = "long: some minutes"]
fn the_laws_hold_in_three_thousand_random_scenarios() {
    hold(3_000);
}
