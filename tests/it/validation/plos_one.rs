//! What `beds` and `visits` share: the four published scenarios of the study and its charts, read off
//! by eye to about half a patient and £1,400 a week.

use wardflow::base::statistics::Moments;

use super::{set, shipped, without};
use crate::table::record::{Row, row, shown, with_interval};
use crate::theory::study::Study;

/// As the study has it.
pub const RUNS: u64 = 200;
/// A day of delay in an acute bed costs so much, in pounds.
pub const DELAY: f64 = 346.0;

/// The study's scenarios 1 to 4.
pub const FILES: [&str; 4] = [
    "plos-one-intermediate-care.json",
    "plos-one-target-stays.json",
    "plos-one-demand-b.json",
    "plos-one-demand-b-target-stays.json",
];

/// One of the study's three pathways, which share nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pathway {
    Visits,
    Rehabilitation,
    CareHome,
}

impl Pathway {
    pub fn group(self) -> &'static str {
        match self {
            Self::Visits => "p1",
            Self::Rehabilitation => "p2",
            Self::CareHome => "p3",
        }
    }

    pub fn service(self) -> &'static str {
        match self {
            Self::Visits => "home_visits",
            Self::Rehabilitation => "rehabilitation_beds",
            Self::CareHome => "care_home_beds",
        }
    }

    fn capacity(self) -> String {
        let key = if self == Self::Visits { "visits_per_day" } else { "places" };
        format!("services.{}.{key}", self.service())
    }
}

/// A point of a published chart.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    pub pathway: Pathway,
    /// From 0.
    pub scenario: usize,
    pub capacity: u32,
    /// Thousand pounds a week.
    pub cost: Option<f64>,
    pub queue: Option<f64>,
    /// How far single runs lie apart, from a second simulation.
    pub run_sd: Option<f64>,
}

impl Point {
    /// Judges the mean numbers of people waiting in replications against the chart: within three
    /// standard errors of both simulations, and one patient for the reading. Gives the error;
    /// `None` where the chart shows no queue.
    #[track_caller]
    pub fn judge(&self, waiting: &[f64]) -> Option<f64> {
        let published = self.queue?;
        let here = Moments::of(waiting);
        let sd = self.run_sd.unwrap_or(here.sd);
        let allowed = 3.0 * (sd * sd / RUNS as f64 + sd * sd / waiting.len() as f64).sqrt() + 1.0;
        let error = here.mean - published;
        let of = if self.pathway == Pathway::Visits { "visits a day" } else { "beds" };
        let (pathway, scenario) = (self.pathway.group().to_uppercase(), self.scenario + 1);
        let what = format!("{pathway}, scenario {scenario}, {} {of}: people waiting", self.capacity);
        let mean = with_interval(here.mean, here.standard_error());
        let ours = format!("{mean}, {} off of at most {}", shown(error.abs()), shown(allowed));
        row(Row { what, expected: shown(published), ours, holds: error.abs() <= allowed }, &[here.mean]);
        Some(error)
    }
}

/// A row of the charts' table.
type Cells = (String, usize, u32, Option<f64>, Option<f64>, Option<f64>, Option<f64>, Option<f64>);

/// The points of these pathways.
pub fn points(of: &[Pathway]) -> Vec<Point> {
    let text = include_str!("../../data/plos-one-curves.csv");
    let all = csv::Reader::from_reader(text.as_bytes()).into_deserialize().map(|row| {
        let (pathway, scenario, capacity, cost, queue, _, run_sd, _): Cells =
            row.expect("a row of the chart");
        let pathway = named(&pathway);
        Point { pathway, scenario: scenario - 1, capacity, cost, queue, run_sd }
    });
    all.filter(|point| of.contains(&point.pathway)).collect()
}

pub fn named(pathway: &str) -> Pathway {
    match pathway {
        "P1" => Pathway::Visits,
        "P2" => Pathway::Rehabilitation,
        "P3" => Pathway::CareHome,
        other => panic!("no pathway {other}"),
    }
}

/// One of the study's scenarios with other capacities; pathways that are not asked for stay empty.
pub fn study(scenario: usize, capacities: &[(Pathway, u32)], more: &[(String, String)], runs: u64) -> Study {
    let mut settings = more.to_vec();
    for pathway in [Pathway::Visits, Pathway::Rehabilitation, Pathway::CareHome] {
        match capacities.iter().find(|(asked, _)| *asked == pathway) {
            Some((_, capacity)) => settings.push(set(pathway.capacity(), capacity)),
            None => settings.extend(without(pathway.group(), pathway.service())),
        }
    }
    Study::of_scenario(shipped(FILES[scenario], &settings), runs)
}
