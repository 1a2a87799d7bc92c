//! Planned people and exits against queueing theory, at a fixed seed: losses are Erlang's, two
//! classes wait as Cobham says, and whoever cannot move on blocks as a small Markov chain does.

use wardflow::base::{Span, Time};
use wardflow::measures::DailyMeasure;
use wardflow::model::{Change, Observer, Simulation};
use wardflow::scenario::Scenario;

use crate::table::record::runs;
use crate::theory::chain::stationary;
use crate::theory::erlang::Mmc;
use crate::theory::study::{LEVEL, Study, WAIT, agrees};

/// Thirty a day for a tenth of a day in four beds: a load of three.
const LOST: Mmc = Mmc { arrivals_per_day: 30.0, service_days: 0.1, servers: 4 };

/// Electives who give up at the door and never come back.
fn losses(stay: &str) {
    let Mmc { arrivals_per_day, servers, .. } = LOST;
    let scenario = format!(
        r#"{{ "name": "losses", "calendar": {{ "start": "2024-01-01", "days": 1460, "warm_up": "30d" }},
              "groups": {{ "planned": {{ "kind": "elective", "arrivals": {{ "per_day": {arrivals_per_day} }},
                                         "elective": {{ "gives_up_at": "arrival" }}, "stay": {stay} }} }},
              "hospital": {{ "beds": {servers} }} }}"#
    );
    let seen = Study::of(&scenario, 60);
    let lost = seen.system("electives_cancelled");
    let came: Vec<f64> =
        lost.iter().zip(seen.system("admissions")).map(|(lost, admitted)| lost + admitted).collect();
    let share: Vec<f64> = lost.iter().zip(&came).map(|(lost, came)| lost / came).collect();
    agrees("share lost", &share, LOST.blocking(), LEVEL);
    let carried = LOST.offered() * (1.0 - LOST.blocking());
    agrees("acute_occupancy", &seen.system("acute_occupancy"), carried / f64::from(servers), LEVEL);
    assert_eq!(lost, seen.system("electives_cancelled_people"), "nobody comes twice");
    assert!(seen.system("hours_with_bed_queue").iter().all(|&hours| hours == 0.0), "nobody waits");
}

#[test]
pub fn electives_who_give_up_at_the_door_are_lost_by_erlang_b() {
    losses(r#"{ "exponential": { "mean": "0.1d" } }"#);
}

#[test]
fn losses_do_not_depend_on_the_shape_of_the_stay() {
    losses(r#"{ "lognormal": { "mean": "0.1d", "sigma": 1.0 } }"#);
    losses(r#"{ "fixed": "0.1d" }"#);
}

/// Two classes in one queue for acute beds, neither sent away by the other once in bed.
struct Classes {
    electives_per_day: f64,
    emergencies_per_day: f64,
    stay_days: f64,
    beds: u32,
}

impl Classes {
    /// Mean waits in days of the first and the second class (A. Cobham, Priority assignment in
    /// waiting line problems, Operations Research 2, 1954: c servers, one exponential service).
    fn waits(&self, first_per_day: f64) -> [f64; 2] {
        let all = self.electives_per_day + self.emergencies_per_day;
        let q = Mmc { arrivals_per_day: all, service_days: self.stay_days, servers: self.beds };
        let beds = f64::from(self.beds);
        let soon = q.waits() * self.stay_days / beds;
        let first = first_per_day * self.stay_days / beds;
        [soon / (1.0 - first), soon / ((1.0 - first) * (1.0 - q.utilisation()))]
    }

    fn scenario(&self, before_emergencies: bool) -> String {
        let Self { electives_per_day, emergencies_per_day, stay_days, beds } = self;
        format!(
            r#"{{ "name": "two classes", "calendar": {{ "start": "2024-01-01", "days": 1460, "warm_up": "30d" }},
                  "groups": {{
                      "emergency": {{ "arrivals": {{ "per_day": {emergencies_per_day} }},
                                      "stay": {{ "exponential": {{ "mean": "{stay_days}d" }} }} }},
                      "planned": {{ "kind": "elective", "arrivals": {{ "per_day": {electives_per_day} }},
                                    "elective": {{ "before_emergencies": {before_emergencies} }},
                                    "stay": {{ "exponential": {{ "mean": "{stay_days}d" }} }} }} }},
                  "hospital": {{ "beds": {beds} }} }}"#
        )
    }
}

/// The mean wait of planned people, which no outcome tells.
#[derive(Default)]
struct PlannedWaits {
    measuring: bool,
    people: u64,
    waited: Span,
}

impl Observer for PlannedWaits {
    fn changed(&mut self, now: Time, change: Change<'_>) {
        match change {
            Change::MeasuringStarts => self.measuring = true,
            Change::Admitted { patient, emergency: false } if self.measuring => {
                self.people += 1;
                self.waited = self.waited + now.since(patient.arrived);
            }
            _ => {}
        }
    }
}

fn planned_waits(scenario: &Scenario, replications: u64) -> Vec<f64> {
    let mut simulation = Simulation::new(&scenario.plan, PlannedWaits::default());
    (0..runs(replications))
        .map(|index| {
            simulation.run(1, index).unwrap();
            let PlannedWaits { people, waited, .. } = std::mem::take(simulation.observer());
            waited.days() / people as f64
        })
        .collect()
}

fn two_classes(before_emergencies: bool) {
    let classes = Classes { electives_per_day: 10.0, emergencies_per_day: 24.0, stay_days: 0.1, beds: 4 };
    let Classes { electives_per_day, emergencies_per_day, .. } = classes;
    let first_per_day = if before_emergencies { electives_per_day } else { emergencies_per_day };
    let [first, second] = classes.waits(first_per_day);
    let (planned, emergency) = if before_emergencies { (first, second) } else { (second, first) };
    assert!(second > 3.0 * first, "the classes differ: {first} and {second}");
    let seen = Study::of(&classes.scenario(before_emergencies), 120);
    agrees("bed_wait_hours_mean", &seen.system("bed_wait_hours_mean"), 24.0 * emergency, WAIT);
    agrees("wait of planned people", &planned_waits(&seen.scenario, 120), planned, WAIT);
    let queue = electives_per_day * planned + emergencies_per_day * emergency;
    agrees("people queueing", &seen.daily_mean(DailyMeasure::BedQueue), queue, LEVEL);
}

#[test]
fn electives_before_emergencies_wait_as_cobham_says() {
    two_classes(true);
}

#[test]
pub fn electives_after_emergencies_wait_as_cobham_says() {
    two_classes(false);
}

/// People at home queue for a first service; a share goes on to a second one and keeps its place in
/// the first until there is room (blocking after service).
#[derive(Clone, Copy)]
struct ExitBlock {
    arrivals_per_day: f64,
    first: (usize, f64),
    onward: f64,
    second: (usize, f64),
}

/// People at or before the first service whose stay is not over, and people past it who go on.
type State = (usize, usize);

impl ExitBlock {
    /// More than so many before the first service are left out: their chance is below 10⁻¹².
    const MOST: usize = 250;

    fn blocked(self, (_, past): State) -> usize {
        past.saturating_sub(self.second.0)
    }

    fn looked_after(self, state: State) -> usize {
        state.0.min(self.first.0 - self.blocked(state))
    }

    fn index(self, (here, past): State) -> usize {
        here * (self.first.0 + self.second.0 + 1) + past
    }

    fn moves(self, state: State) -> Vec<(State, f64)> {
        let (here, past) = state;
        let mut all = Vec::new();
        if here < Self::MOST {
            all.push(((here + 1, past), self.arrivals_per_day));
        }
        let ends = self.looked_after(state) as f64 / self.first.1;
        if ends > 0.0 {
            all.push(((here - 1, past + 1), ends * self.onward));
            all.push(((here - 1, past), ends * (1.0 - self.onward)));
        }
        let leaves = past.min(self.second.0) as f64 / self.second.1;
        if leaves > 0.0 {
            all.push(((here, past - 1), leaves));
        }
        all
    }

    /// The chance of each state in the long run.
    fn stationary(self) -> Vec<(State, f64)> {
        let most = self.first.0 + self.second.0;
        let states: Vec<State> =
            (0..=Self::MOST).flat_map(|here| (0..=most).map(move |past| (here, past))).collect();
        let chance = stationary(states.len(), |from| {
            self.moves(states[from]).into_iter().map(|(to, rate)| (self.index(to), rate)).collect()
        });
        states.into_iter().zip(chance).collect()
    }

    fn scenario(self, days: u32) -> String {
        let Self { arrivals_per_day, first: (places, stay), onward, second: (next_places, next_stay) } = self;
        format!(
            r#"{{ "name": "exit block", "calendar": {{ "start": "2024-01-01", "days": {days}, "warm_up": "30d" }},
                  "groups": {{ "people": {{ "enters": "community", "arrivals": {{ "per_day": {arrivals_per_day} }},
                                            "needs": {{ "p2": 1.0 }} }} }},
                  "pathways": {{ "p2": {{ "services": ["beds"] }} }},
                  "services": {{
                      "beds": {{ "places": {places}, "stay": {{ "exponential": {{ "mean": "{stay}d" }} }},
                                 "exits": {{ "independent": {}, "care_home": {onward} }} }},
                      "homes": {{ "places": {next_places}, "stay": {{ "exponential": {{ "mean": "{next_stay}d" }} }} }} }},
                  "onward": {{ "care_home": {{ "service": "homes" }} }} }}"#,
            1.0 - onward
        )
    }
}

#[test]
fn people_who_cannot_move_on_block_as_the_chain_of_two_services_does() {
    let chain = ExitBlock { arrivals_per_day: 18.0, first: (3, 0.08), onward: 0.6, second: (1, 0.06) };
    let chances = chain.stationary();
    let mean =
        |number: &dyn Fn(State) -> usize| chances.iter().map(|&(s, p)| p * number(s) as f64).sum::<f64>();
    let blocked = mean(&|s| chain.blocked(s));
    let in_beds = mean(&|s| chain.looked_after(s) + chain.blocked(s));
    let queue = mean(&|s| s.0 - chain.looked_after(s));
    let in_homes = mean(&|s| s.1.min(1));
    let onward_per_day = 18.0 * 0.6;
    assert!(
        (in_homes / 0.06 - onward_per_day).abs() < 1e-6 && blocked > 0.3,
        "the chain is solved: {blocked}"
    );

    let days = 1460;
    let seen = Study::of(&chain.scenario(days), 120);
    let a_day: Vec<f64> =
        seen.service("beds", "exit_block_days").iter().map(|d| d / f64::from(days)).collect();
    agrees("exit_block_days a day", &a_day, blocked, LEVEL);
    agrees("people_mean of the first", &seen.service("beds", "people_mean"), in_beds, LEVEL);
    agrees("utilisation of the first", &seen.service("beds", "utilisation"), in_beds / 3.0, LEVEL);
    agrees("realised stay in the first", &seen.service("beds", "stay_days_mean"), in_beds / 18.0, LEVEL);
    agrees("queue of the first", &seen.service("beds", "queue_mean"), queue, LEVEL);
    agrees("wait for the first", &seen.service("beds", "wait_days_mean"), queue / 18.0, WAIT);
    agrees("wait for the second", &seen.service("homes", "wait_days_mean"), blocked / onward_per_day, WAIT);
    agrees("utilisation of the second", &seen.service("homes", "utilisation"), in_homes, LEVEL);
    agrees("stay in the second", &seen.service("homes", "stay_days_mean"), 0.06, LEVEL);
}
