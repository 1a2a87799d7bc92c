//! Three localities with beds of two kinds and visits at home: the stored output of a published
//! program (five replications for each node), which repeats what any program should find where places
//! are full all the time, and shows its own defects elsewhere.
//!
//! A node is one pathway of one locality, with its places or 2,000 (`S1Cap`), one of three stays and
//! one of two weeks of arrivals. `bristol-ipacs.json` is the base; the rest are settings of it.

use std::collections::BTreeMap;

use serde::Deserialize;
use wardflow::base::statistics::Moments;
use wardflow::measures::DailyMeasure;

use super::{mean, set, shipped, without};
use crate::table::record::{Row, at_most, row, shown, with_interval, within};
use crate::theory::study::Study;

const RUNS: u64 = 60;
/// Replications behind each published mean.
const PUBLISHED_RUNS: f64 = 5.0;

const STAYS: [&str; 3] = ["Blos", "S1los", "S2los"];
const WEEKS: [&str; 2] = ["BArr", "S1Arr"];
/// Nodes' names of pathways and localities, and those of the scenario.
const PATHWAYS: [(&str, &str); 3] = [("P1", "p1"), ("P2", "p2"), ("P3", "p3")];
const LOCALITIES: [(&str, &str); 3] =
    [("B", "bristol"), ("NS", "north_somerset"), ("SG", "south_gloucestershire")];

/// Every pathway of every locality that has beds.
fn with_beds() -> impl Iterator<Item = Place> {
    places().filter(|place| !place.node.starts_with("P1"))
}

fn places() -> impl Iterator<Item = Place> {
    PATHWAYS.into_iter().flat_map(|(node, name)| {
        LOCALITIES.into_iter().map(move |(short, locality)| Place {
            node: format!("{node}_{short}"),
            service: format!("{name}_{locality}"),
        })
    })
}

/// A pathway of a locality: group, pathway and service have one name.
struct Place {
    node: String,
    service: String,
}

/// A node on a day: what the published program stored, and what a second simulation without its
/// defects found, in 200 replications.
#[derive(Debug, Deserialize)]
struct OnDay {
    node: String,
    time: usize,
    niq_published_mean5: f64,
    niq_correct_sd: f64,
    occ_published_mean5: f64,
    class: String,
}

fn published() -> Vec<OnDay> {
    rows(include_str!("../../data/bristol-beds.csv"))
}

#[derive(Deserialize)]
struct Stay {
    node: String,
    los_scenario: String,
    los_mean: f64,
    los_median: f64,
    initial_queue: f64,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Week {
    #[serde(rename = "node_scenario")]
    node: String,
    mon: f64,
    tue: f64,
    wed: f64,
    thu: f64,
    fri: f64,
    sat: f64,
    sun: f64,
}

impl Week {
    fn rates(&self) -> [f64; 7] {
        [self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun]
    }
}

fn rows<T: serde::de::DeserializeOwned>(text: &str) -> Vec<T> {
    csv::Reader::from_reader(text.as_bytes()).into_deserialize().map(|row| row.expect("a row")).collect()
}

/// What nodes differ by.
pub struct Inputs {
    stays: Vec<Stay>,
    weeks: Vec<Week>,
}

impl Inputs {
    fn read() -> Self {
        Self {
            stays: rows(include_str!("../../data/bristol-nodes.csv")),
            weeks: rows(include_str!("../../data/bristol-arrivals.csv")),
        }
    }

    fn stay(&self, node: &str, stay: &str) -> &Stay {
        self.stays.iter().find(|s| s.node == node && s.los_scenario == stay).expect("a stay")
    }

    fn rates(&self, node: &str, week: &str) -> [f64; 7] {
        let name = format!("{node}_{week}");
        self.weeks.iter().find(|w| w.node == name).expect("a week").rates()
    }

    /// Settings that give a place the stay and the week of arrivals of a node.
    fn settings(&self, place: &Place, stay: &str, week: &str) -> Vec<(String, String)> {
        let Stay { los_mean, los_median, .. } = self.stay(&place.node, stay);
        let rates = self.rates(&place.node, week);
        let per_day = mean(&rates);
        let factors = rates.map(|rate| rate / per_day);
        let lengths = format!(r#"{{ "lognormal": {{ "mean": "{los_mean}d", "median": "{los_median}d" }} }}"#);
        let arrivals = format!(r#"{{ "per_day": {per_day}, "by_weekday": {factors:?} }}"#);
        vec![
            set(format!("services.{}.stay", place.service), lengths),
            set(format!("groups.{}.arrivals", place.service), arrivals),
        ]
    }

    /// All places with beds, with the stays and the weeks of their nodes.
    fn study(&self, stay: &str, week: &str, more: &[(String, String)], runs: u64) -> Study {
        let mut settings: Vec<(String, String)> = more.to_vec();
        for place in places() {
            if place.node.starts_with("P1") {
                settings.extend(without(&place.service, &place.service));
            } else {
                settings.extend(self.settings(&place, stay, week));
            }
        }
        Study::of_scenario(shipped("bristol-ipacs.json", &settings), runs)
    }
}

/// One day of a measure, in each replication.
fn on_day(seen: &Study, measure: DailyMeasure, day: usize) -> Vec<f64> {
    seen.each(|r| f64::from(seen.days(r, measure)[day]))
}

#[test]
pub fn full_nodes_queue_as_published() {
    let inputs = Inputs::read();
    let table = published();
    let (mut zs, mut relative, mut lasts, mut emptiest) = (Vec::new(), Vec::new(), Vec::new(), 1.0f64);
    for stay in STAYS {
        for week in WEEKS {
            let seen = inputs.study(stay, week, &[], RUNS);
            for place in with_beds() {
                let node = format!("{}_BCap_{stay}_{week}", place.node);
                let service = seen.service_index(&place.service);
                for on in table.iter().filter(|on| on.node == node && on.class == "matchable") {
                    // The last row repeats the day before it.
                    let waiting = Moments::of(&on_day(&seen, DailyMeasure::Queue(service), on.time));
                    let se = on.niq_correct_sd / PUBLISHED_RUNS.sqrt();
                    let z = (waiting.mean - on.niq_published_mean5) / se;
                    zs.push(z);
                    relative.push(100.0 * (waiting.mean / on.niq_published_mean5 - 1.0));
                    let inside = mean(&on_day(&seen, DailyMeasure::Service(service), on.time));
                    emptiest = emptiest.min(inside / on.occ_published_mean5);
                    if on.time == 180 {
                        lasts.push((node.clone(), waiting, on.niq_published_mean5, se, z));
                    }
                }
            }
        }
    }
    let points = zs.len();
    assert_eq!(points, 96, "16 nodes on six days");
    let mean_error = mean(&relative);
    within(&format!("people waiting at {points} points, mean relative error in %"), mean_error, [-4.0, 4.0]);
    let farthest = zs.iter().fold(0.0, |far: f64, z| far.max(z.abs()));
    at_most("farthest point, in standard errors of the published mean", farthest, 3.0);
    let beyond = zs.iter().filter(|z| z.abs() > 2.0).count();
    at_most("points more than 2 standard errors off", beyond as f64, (points / 20) as f64);
    within("people in beds over the published, at the emptiest point", emptiest, [0.98, 1.0]);
    for (node, waiting, published, se, z) in lasts {
        row(
            Row {
                what: format!("{node}: people waiting on day 180"),
                expected: with_interval(published, se),
                ours: with_interval(waiting.mean, waiting.standard_error()),
                holds: z.abs() <= 3.0,
            },
            &[waiting.mean],
        );
    }
}

#[test]
pub fn other_nodes_differ_and_theory_says_why() {
    let inputs = Inputs::read();
    named_node(&inputs);
    unlimited_nodes(&inputs);
    visits(&inputs);
}

const UNLIMITED: u32 = 2000;

fn unlimited() -> Vec<(String, String)> {
    with_beds().map(|place| set(format!("services.{}.places", place.service), UNLIMITED)).collect()
}

/// The node of the guard: 115 people in unlimited beds, where the published program has 157.
fn named_node(inputs: &Inputs) {
    let seen = inputs.study("Blos", "BArr", &unlimited(), 200);
    let service = seen.service_index("p3_bristol");
    let inside = Moments::of(&on_day(&seen, DailyMeasure::Service(service), 180));
    let node = "P3_B_S1Cap_Blos_BArr";
    let table = published();
    let stored = table.iter().find(|on| on.node == node && on.time == 180).expect("the node");
    row(
        Row {
            what: format!("{node}: people in unlimited beds on day 180"),
            expected: format!("112 to 118, and not the stored {}", shown(stored.occ_published_mean5)),
            ours: with_interval(inside.mean, inside.standard_error()),
            holds: (112.0..=118.0).contains(&inside.mean),
        },
        &[inside.mean],
    );
}

/// With beds for everybody the mean number in bed is rate × mean stay, whatever else; the published
/// program ends above it by about as many beds as people queued at the start.
fn unlimited_nodes(inputs: &Inputs) {
    let table = published();
    let (mut off, mut lost) = (Vec::new(), Vec::new());
    for stay in STAYS {
        for week in WEEKS {
            let seen = inputs.study(stay, week, &unlimited(), RUNS);
            for place in with_beds() {
                let service = seen.service_index(&place.service);
                let week_of =
                    |r| seen.days(r, DailyMeasure::Service(service))[174..181].iter().sum::<f32>() / 7.0;
                let inside = mean(&seen.each(|r| f64::from(week_of(r))));
                let Stay { los_mean, initial_queue, .. } = inputs.stay(&place.node, stay);
                let exact = mean(&inputs.rates(&place.node, week)) * los_mean;
                off.push(100.0 * (inside / exact - 1.0));
                let node = format!("{}_S1Cap_{stay}_{week}", place.node);
                let stored: Vec<f64> = table
                    .iter()
                    .filter(|on| on.node == node && on.time >= 120)
                    .map(|on| on.occ_published_mean5)
                    .collect();
                assert_eq!(stored.len(), 3, "{node}");
                lost.push((mean(&stored) - exact) / initial_queue);
            }
        }
    }
    let nodes = off.len();
    let farthest = off.iter().fold(0.0, |far: f64, off| far.max(off.abs()));
    let what = format!(
        "people in unlimited beds in the last week at {nodes} nodes, farthest from rate × mean stay in %"
    );
    at_most(&what, farthest, 4.0);
    within(&format!("the same, mean over {nodes} nodes in %"), mean(&off), [-1.0, 1.0]);
    let what =
        format!("stored less rate × mean stay, over the people queueing at the start, mean of {nodes} nodes");
    within(&what, mean(&lost), [0.7, 1.2]);
}

#[derive(Deserialize)]
struct Visits {
    node: String,
    stated_mean_los: f64,
    effective_mean_los: f64,
    published_mean_occ_day30plus: f64,
    published_mean_queue_day30plus: f64,
}

/// The published program draws stays again that are longer than 9 days beyond their mean, which
/// halves the mean. With the stays that it states, more visits are needed than there are.
fn visits(inputs: &Inputs) {
    let rows: Vec<Visits> = rows(include_str!("../../data/bristol-visits.csv"));
    let silent: Vec<_> = with_beds().flat_map(|place| without(&place.service, &place.service)).collect();
    let seen = Study::of_scenario(shipped("bristol-ipacs.json", &silent), RUNS);
    let by_node: BTreeMap<&str, &Visits> = rows.iter().map(|v| (v.node.as_str(), v)).collect();
    for place in places().filter(|place| place.node.starts_with("P1")) {
        let stored = by_node[place.node.as_str()];
        let service = seen.service_index(&place.service);
        let waiting = Moments::of(&on_day(&seen, DailyMeasure::Queue(service), 180));
        let rate = mean(&inputs.rates(&place.node, "BArr"));
        let [stated, cut] = [stored.stated_mean_los, stored.effective_mean_los].map(|stay| rate * stay);
        let most = 5.0 * stored.published_mean_queue_day30plus.max(1.0);
        row(
            Row {
                what: format!(
                    "{}: people waiting on day 180 (stays as stated need {} places, as cut {})",
                    place.node,
                    shown(stated),
                    shown(cut)
                ),
                expected: format!(
                    "above {}, since the line grows; stored: {}",
                    shown(most),
                    shown(stored.published_mean_queue_day30plus)
                ),
                ours: with_interval(waiting.mean, waiting.standard_error()),
                holds: waiting.mean - 3.0 * waiting.standard_error() > most
                    && (stored.published_mean_occ_day30plus / cut - 1.0).abs() < 0.15,
            },
            &[waiting.mean],
        );
    }
}
