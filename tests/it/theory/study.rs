//! Replications of one scenario, and the comparison of what they say with an exact value.

use std::sync::atomic::AtomicBool;
use wardflow::base::Position;
use wardflow::scenario::plan::ServiceIndex;

use statrs::distribution::{ContinuousCDF, Normal};
use wardflow::base::statistics::Moments;
use wardflow::experiment::replicate::{Replications, Silent, replicate};
use wardflow::measures::outcome::{self, Outcome};
use wardflow::measures::{DailyMeasure, Place, Replication};
use wardflow::scenario::Scenario;
use wardflow::scenario::names::Named;

use crate::table::record::{self, Row};

/// Any fixed number will do; it was not chosen.
const SEED: u64 = 1;

/// The highest relative standard error of a wait, and of everything else.
pub const WAIT: f64 = 0.02;
pub const LEVEL: f64 = 0.01;

/// All replications of one scenario, in their order.
pub struct Study {
    pub scenario: Scenario,
    replications: Vec<Replication>,
}

impl Study {
    /// Runs a scenario that is written in a test.
    pub fn of(scenario: &str, replications: u64) -> Self {
        let scenario = Scenario::from_json(scenario).unwrap_or_else(|faults| panic!("{faults}"));
        Self::of_scenario(scenario, replications)
    }

    /// Runs a scenario, its replications side by side.
    pub fn of_scenario(scenario: Scenario, replications: u64) -> Self {
        let replications = record::runs(replications);
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let how = Replications { runs: replications, seed: SEED, threads };
        let replications =
            replicate(&scenario.plan, how, &Silent, &AtomicBool::new(false)).expect("all of them");
        Self { scenario, replications }
    }

    /// All of them, in their order.
    pub fn replications(&self) -> &[Replication] {
        &self.replications
    }

    /// The index of a service in results by service.
    pub fn service_index(&self, name: &str) -> ServiceIndex {
        ServiceIndex::at(position(&self.scenario.names.services, name))
    }

    /// One number, or more, of each replication.
    pub fn each<'s, T>(&'s self, part: impl FnMut(&'s Replication) -> T) -> Vec<T> {
        self.replications.iter().map(part).collect()
    }

    /// An outcome of the whole system.
    pub fn system(&self, name: &str) -> Vec<f64> {
        self.each(|r| value(outcome::SYSTEM, &r.system, name))
    }

    /// An outcome of a pathway.
    pub fn pathway(&self, pathway: &str, name: &str) -> Vec<f64> {
        let pathway = position(&self.scenario.names.pathways, pathway);
        self.each(|r| value(outcome::PATHWAY, &r.pathways[pathway], name))
    }

    /// An outcome of a service.
    pub fn service(&self, service: &str, name: &str) -> Vec<f64> {
        let service = self.service_index(service).position();
        self.each(|r| value(outcome::SERVICE, &r.services[service], name))
    }

    /// A daily measure of one replication.
    pub fn days<'r>(&self, replication: &'r Replication, measure: DailyMeasure) -> &'r [f32] {
        let all = DailyMeasure::all(self.scenario.plan.services.len());
        &replication.daily[all.iter().position(|&m| m == measure).expect("a daily measure")]
    }

    /// A daily measure, averaged over the measured days.
    pub fn daily_mean(&self, measure: DailyMeasure) -> Vec<f64> {
        self.each(|r| {
            let days = self.days(r, measure);
            days.iter().map(|&x| f64::from(x)).sum::<f64>() / days.len() as f64
        })
    }

    /// The share of time with 0, 1, 2, … people in a place, for each replication.
    pub fn shares(&self, place: Place) -> Vec<Vec<f64>> {
        let all = Place::all(self.scenario.plan.services.len());
        let i = all.iter().position(|&p| p == place).expect("a place");
        let share = |r: &Replication| {
            let total: u64 = r.occupancy[i].iter().sum();
            r.occupancy[i].iter().map(|&ms| ms as f64 / total as f64).collect()
        };
        self.replications.iter().map(share).collect()
    }
}

fn position(names: &[Named], name: &str) -> usize {
    names.iter().position(|n| n.key == name).unwrap_or_else(|| panic!("no {name}"))
}

fn value(table: &[Outcome], row: &[Option<f64>], name: &str) -> f64 {
    row[outcome::index_of(table, name)].unwrap_or_else(|| panic!("{name} is undefined"))
}

/// The estimate from `values` agrees with `exact`: within three standard errors, which are at most
/// `precision` of it.
#[track_caller]
pub fn agrees(what: &str, values: &[f64], exact: f64, precision: f64) {
    let (mean, se) = show(what, values, exact);
    assert!(
        record::only_few() || se > 0.0 && se <= precision * exact.abs(),
        "{what}: standard error {se} of {exact} is too large"
    );
    judge(what, (mean, se), record::shown(exact), (mean - exact).abs() <= 3.0 * se);
}

/// The estimate from `values` agrees with another estimate: within three standard errors of both
/// together.
#[track_caller]
pub fn agrees_with(what: &str, values: &[f64], other: f64, others_se: f64) {
    let (mean, se) = show(what, values, other);
    let both = se.hypot(others_se);
    println!("{:<44} both together: se {both:.6}  z {:.2}", "", (mean - other) / both);
    let holds = se > 0.0 && (mean - other).abs() <= 3.0 * both;
    judge(what, (mean, se), record::with_interval(other, others_se), holds);
}

#[track_caller]
fn judge(what: &str, (mean, se): (f64, f64), expected: String, holds: bool) {
    let ours = record::with_interval(mean, se);
    record::row(Row { what: what.to_owned(), expected, ours, holds }, &[mean]);
}

/// Prints an estimate beside its exact value; gives its mean and standard error.
fn show(what: &str, values: &[f64], exact: f64) -> (f64, f64) {
    let moments = Moments::of(values);
    let (mean, se) = (moments.mean, moments.standard_error());
    println!(
        "{what:<44} estimate {mean:>12.6}  exact {exact:>12.6}  se {se:>10.6} ({:>5.2}%)  z {:>5.2}",
        100.0 * se / exact.abs(),
        (mean - exact) / se
    );
    (mean, se)
}

/// Many estimates at once, each with a standard error of at most `precision`, agree with their exact
/// values: the worst of them within what is as rare as three standard errors are for one.
#[track_caller]
pub fn agrees_throughout(what: &str, all: &[Vec<f64>], exact: &[f64], precision: f64) {
    assert_eq!(all.len(), exact.len(), "{what}: as many estimates as exact values");
    let normal = Normal::standard();
    let most = -normal.inverse_cdf(normal.cdf(-3.0) / exact.len() as f64);
    let (mut worst, mut widest, mut means) = (0.0f64, 0.0f64, Vec::new());
    for (i, (values, &exact)) in all.iter().zip(exact).enumerate() {
        let moments = Moments::of(values);
        let (mean, se) = (moments.mean, moments.standard_error());
        let z = (mean - exact) / se;
        assert!(
            record::only_few() || se > 0.0 && se <= precision * exact,
            "{what} {i}: standard error {se} of {exact} is too large"
        );
        if z.abs() > most {
            println!("{what} {i}: {mean} ± {se} is not {exact}");
        }
        (worst, widest) = (worst.max(z.abs()), widest.max(se / exact));
        means.push(mean);
    }
    let row = Row {
        what: format!("{what}, {} values: the farthest off, in standard errors", exact.len()),
        expected: format!("at most {most:.2}"),
        ours: format!("{worst:.2} (standard errors at most {:.2}%)", 100.0 * widest),
        holds: worst <= most,
    };
    record::row(row, &means);
}
