//! What people find when they come. Those who come by a Poisson process find what there is on average
//! over time (R. W. Wolff, Poisson arrivals see time averages, Operations Research 30, 1982); those
//! who come by day find more.

use wardflow::base::Time;
use wardflow::model::{Change, Count, Observer, Simulation};
use wardflow::scenario::Scenario;

use super::erlang::Mmc;
use super::study::{LEVEL, agrees, agrees_throughout};

const Q: Mmc = Mmc { arrivals_per_day: 30.0, service_days: 0.1, servers: 4 };

/// How many were in bed or in the queue: over time, and in the eyes of those who came.
#[derive(Default)]
struct Door {
    measuring: bool,
    there: usize,
    since: Time,
    time: Vec<u64>,
    found: Vec<u64>,
}

impl Door {
    fn moves(&mut self, now: Time, by: isize) {
        if self.measuring {
            add(&mut self.time, self.there, now.since(self.since).0);
        }
        self.since = now;
        self.there = self.there.checked_add_signed(by).expect("nobody leaves who was not there");
    }
}

fn add(all: &mut Vec<u64>, at: usize, what: u64) {
    all.resize(all.len().max(at + 1), 0);
    all[at] += what;
}

impl Observer for Door {
    fn changed(&mut self, now: Time, change: Change<'_>) {
        match change {
            Change::MeasuringStarts => (self.measuring, self.since) = (true, now),
            Change::Arrived { .. } if self.measuring => add(&mut self.found, self.there, 1),
            Change::Finished { .. } => self.moves(now, 0),
            _ => {}
        }
        change.moves(|count, by| {
            if let Count::BedQueue | Count::Hospital = count {
                self.moves(now, by as isize);
            }
        });
    }
}

/// For each replication, the shares of time and of people who come with 0, 1, 2, … there.
fn shares(by_hour: &str, replications: u64) -> Vec<[Vec<f64>; 2]> {
    let Mmc { arrivals_per_day, service_days, servers } = Q;
    let scenario = format!(
        r#"{{ "name": "the door", "calendar": {{ "start": "2024-01-01", "days": 1460, "warm_up": "30d" }},
              "groups": {{ "everyone": {{ "arrivals": {{ "per_day": {arrivals_per_day}, "by_hour": {by_hour} }},
                                          "stay": {{ "exponential": {{ "mean": "{service_days}d" }} }} }} }},
              "hospital": {{ "beds": {servers} }} }}"#
    );
    let scenario = Scenario::from_json(&scenario).unwrap_or_else(|faults| panic!("{faults}"));
    let mut simulation = Simulation::new(&scenario.plan, Door::default());
    (0..replications)
        .map(|index| {
            simulation.run(1, index).unwrap();
            let Door { time, found, .. } = std::mem::take(simulation.observer());
            [time, found].map(|all| {
                let total: u64 = all.iter().sum();
                all.iter().map(|&n| n as f64 / total as f64).collect()
            })
        })
        .collect()
}

fn at(shares: &[f64], n: usize) -> f64 {
    shares.get(n).copied().unwrap_or(0.0)
}

#[test]
fn people_who_come_by_chance_find_the_average_over_time() {
    let all = shares("[]", 40);
    // The chance of n in M/M/c; those of 2% and more.
    let mut chances = vec![1.0];
    for n in 1..200u32 {
        chances.push(chances[n as usize - 1] * Q.offered() / f64::from(n.min(Q.servers)));
    }
    let total: f64 = chances.iter().sum();
    for p in &mut chances {
        *p /= total;
    }
    let cells: Vec<usize> = (0..200).filter(|&n| chances[n] >= 0.02).collect();
    let exact: Vec<f64> = cells.iter().map(|&n| chances[n]).collect();
    for (i, who) in ["over time", "found by those who come"].into_iter().enumerate() {
        let of = |&n: &usize| all.iter().map(|shares| at(&shares[i], n)).collect::<Vec<f64>>();
        agrees_throughout(who, &cells.iter().map(of).collect::<Vec<_>>(), &exact, 0.02);
    }
    // In one replication the two lie nearer together than either to the exact value.
    let apart =
        |&n: &usize| all.iter().map(|[time, found]| 1.0 + at(found, n) - at(time, n)).collect::<Vec<f64>>();
    agrees_throughout(
        "1 + difference",
        &cells.iter().map(apart).collect::<Vec<_>>(),
        &vec![1.0; cells.len()],
        0.001,
    );
    let full = |found: &[f64]| found.iter().skip(Q.servers as usize).sum::<f64>();
    let waits: Vec<f64> = all.iter().map(|[_, found]| full(found)).collect();
    agrees("find all beds in use", &waits, Q.waits(), LEVEL);
}

#[test]
fn people_who_come_by_day_find_more_than_the_average_over_time() {
    let by_day: Vec<u32> = (0..24).map(|hour| u32::from((8..20).contains(&hour))).collect();
    let mean = |shares: &[f64]| shares.iter().enumerate().map(|(n, p)| n as f64 * p).sum::<f64>();
    for [time, found] in shares(&format!("{by_day:?}"), 3) {
        assert!(mean(&found) > 1.1 * mean(&time), "{} found, {} on average", mean(&found), mean(&time));
    }
}
