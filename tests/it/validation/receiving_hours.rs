//! Waits for intermediate care in Amsterdam, from a published study: made by the hours in which
//! requests are handled and by the transfer, and hardly by the number of beds.
//!
//! `dutch-intermediate-care.json` has the study's inflow, stays, beds and transfer. Which hours people
//! ask in is not published, so waits are held to half a day. Where beds are scarce, people in hospital
//! wait longer here than in the study, and only the size is held: see `docs/validation.md`.

use wardflow::base::statistics::Moments;
use wardflow::scenario::Reasons;

use super::{mean, set, shipped};
use crate::table::holds;
use crate::table::record::{Row, at_most, row, shown, with_interval};
use crate::theory::study::Study;

const RUNS: u64 = 200;
const BASE: &str = "dutch-intermediate-care.json";
const MORE_BEDS: &str = "dutch-more-beds.json";
const TURNS: &str = "dutch-admission-turns.json";

const FROM_HOME: &str = "from_home";
const FROM_HOSPITAL: &str = "from_hospital";

/// A row of the study's table 3: mean waits in days.
struct Published {
    what: &'static str,
    file: &'static str,
    /// Beds, and the mean stay in days, where they are not those of the file.
    beds: Option<u32>,
    stay: Option<f64>,
    from_home: f64,
    from_hospital: f64,
    /// Whether the beds are hardly ever full, so that waits from hospital can be compared.
    ample: bool,
}

/// Stays of the file are 35.05 days; those of people who go to long-term care, 19.8% of all, are
/// 47.8 days, and shorter by 30% of that make it 32.21.
const TABLE: [Published; 8] = [
    published("current practice, 128 beds", BASE, (None, None), (1.8, 2.4), true),
    published("admission turns, 128 beds", TURNS, (None, None), (0.1, 0.2), true),
    published("stays 30% shorter, 128 beds", BASE, (None, Some(24.535)), (1.8, 1.8), true),
    published("stays 30% shorter, 100 beds", BASE, (Some(100), Some(24.535)), (1.8, 1.9), true),
    published("long-term care 30% sooner, 128 beds", BASE, (None, Some(32.21)), (1.8, 1.8), true),
    published("admission turns, 115 beds", TURNS, (Some(115), None), (0.3, 3.8), false),
    published("stays 20% shorter, 100 beds", BASE, (Some(100), Some(28.04)), (1.9, 3.3), false),
    published("long-term care 30% sooner, 110 beds", BASE, (Some(110), Some(32.21)), (2.0, 8.0), false),
];

const fn published(
    what: &'static str,
    file: &'static str,
    (beds, stay): (Option<u32>, Option<f64>),
    (from_home, from_hospital): (f64, f64),
    ample: bool,
) -> Published {
    Published { what, file, beds, stay, from_home, from_hospital, ample }
}

impl Published {
    fn seen(&self, runs: u64) -> Study {
        let beds = self.beds.map(|beds| set("services.intermediate_care.places", beds));
        let stay = self
            .stay
            .map(|days| set("services.intermediate_care.stay.exponential.mean", format!("\"{days}d\"")));
        let settings: Vec<(String, String)> = beds.into_iter().chain(stay).collect();
        Study::of_scenario(shipped(self.file, &settings), runs)
    }
}

/// Mean waits in days, from readiness to the start in a bed, of each replication.
fn waits(seen: &Study, pathway: &str) -> Vec<f64> {
    seen.pathway(pathway, "delay_days_mean")
}

/// A mean beside a published one that it must be near.
#[track_caller]
fn near(what: &str, values: &[f64], published: f64, most: f64) {
    let here = Moments::of(values);
    row(
        Row {
            what: what.to_owned(),
            expected: format!("{}, within {}", shown(published), shown(most)),
            ours: with_interval(here.mean, here.standard_error()),
            holds: (here.mean - published).abs() <= most,
        },
        &[here.mean],
    );
}

/// By how many per cent a mean is lower than another of the same people, with its standard error.
pub fn shorter(base: &[f64], option: &[f64]) -> (f64, f64) {
    let left = mean(option) / mean(base);
    let off: Vec<f64> = base.iter().zip(option).map(|(b, o)| (o - left * b) / mean(base)).collect();
    (100.0 * (1.0 - left), 100.0 * Moments::of(&off).standard_error())
}

#[test]
fn hours_and_transfer_save_more_than_beds_in_a_few_replications() {
    let study = |file| Study::of_scenario(shipped(file, &[]), 20);
    let (base, beds, turns) = (study(BASE), study(MORE_BEDS), study(TURNS));
    for pathway in [FROM_HOME, FROM_HOSPITAL] {
        let now = waits(&base, pathway);
        let (by_beds, se) = shorter(&now, &waits(&beds, pathway));
        let most = by_beds + 1.96 * se;
        let (by_turns, se) = shorter(&now, &waits(&turns, pathway));
        let least = by_turns - 1.96 * se;
        assert!(least > 70.0, "{pathway}: at least {least}% by hours and transfer");
        assert!(
            most < least / 2.0,
            "{pathway}: at most {most}% by seven beds, {least}% by hours and transfer"
        );
    }
}

#[test]
#[ignore = "long: run by .ci/slow"]
pub fn waits_are_made_by_hours_and_transfer() {
    holds("V9");
}

/// The figures of V9.
pub fn figures() {
    let all: Vec<Study> = TABLE.iter().map(|published| published.seen(RUNS)).collect();
    let (base, turns) = (&all[0], &all[1]);
    let alone = |file| Study::of_scenario(shipped(file, &[]), RUNS);
    let (beds, hours, transfer) =
        (alone(MORE_BEDS), alone("dutch-receiving-hours.json"), alone("dutch-faster-triage.json"));
    for (pathway, whose, published, by_turns, by_beds) in [
        (FROM_HOME, "sent by the general practitioner", 94.0, 80.0, 10.0),
        (FROM_HOSPITAL, "from hospital", 92.0, 75.0, 30.0),
    ] {
        let now = waits(base, pathway);
        let saved = |option: &str, seen: &Study, expected: String, [least, most]: [f64; 2]| {
            let (by, se) = shorter(&now, &waits(seen, pathway));
            let what = format!("{option}: waits of people {whose}, shorter by %");
            let holds = (least..=most).contains(&by);
            row(Row { what, expected, ours: with_interval(by, se), holds }, &[by]);
            by
        };
        let expected = format!("at least {} (published: {})", shown(by_turns), shown(published));
        saved("admission turns", turns, expected, [by_turns, 100.0]);
        let expected = format!("at most {} (published: about as long)", shown(by_beds));
        let found = saved("seven more beds", &beds, expected, [-by_beds, by_beds]);
        let expected = "more than by seven more beds, twice over".to_owned();
        saved("transfer in four hours", &transfer, expected, [2.0 * found, 100.0]);
        if pathway == FROM_HOME {
            let expected = "more than by seven more beds, twice over".to_owned();
            saved("requests at all hours", &hours, expected, [2.0 * found, 100.0]);
        }
    }
    for (published, seen) in TABLE.iter().zip(&all) {
        let what = format!("{}: days until a bed, sent by the general practitioner", published.what);
        near(&what, &waits(seen, FROM_HOME), published.from_home, 0.5);
    }
    for (published, seen) in TABLE.iter().zip(&all).filter(|(published, _)| published.ample) {
        let what = format!("{}: days until a bed, from hospital", published.what);
        near(&what, &waits(seen, FROM_HOSPITAL), published.from_hospital, 0.5);
    }
    for (published, seen) in TABLE.iter().zip(&all).filter(|(published, _)| !published.ample) {
        size(published, &waits(seen, FROM_HOSPITAL));
    }
    let in_beds: Vec<f64> = base
        .service("intermediate_care", "people_mean")
        .iter()
        .map(|people| 100.0 * people / 128.0)
        .collect();
    near("people in beds over beds in % (simulated there: 84)", &in_beds, 85.0, 3.0);
    let days = 730.0;
    for (what, seen, published) in [("current practice", base, 3.3), ("admission turns", turns, 0.2)] {
        let people: Vec<f64> =
            seen.pathway(FROM_HOSPITAL, "nctr_bed_days").iter().map(|bed_days| bed_days / days).collect();
        near(&format!("{what}: people waiting in hospital at a time"), &people, published, 1.0);
    }
    no_room(base);
}

/// Where beds are scarce: as long as published, and up to three times as long.
#[track_caller]
fn size(published: &Published, waits: &[f64]) {
    let here = Moments::of(waits);
    let over = here.mean / published.from_hospital;
    row(
        Row {
            what: format!("{}: days until a bed, from hospital", published.what),
            expected: format!("{}, or up to three times that", shown(published.from_hospital)),
            ours: with_interval(here.mean, here.standard_error()),
            holds: (0.9..=3.0).contains(&over),
        },
        &[here.mean],
    );
}

/// How much of the delay is for want of a bed.
fn no_room(base: &Study) {
    let plan = &base.scenario.plan;
    let capacity = Reasons::of(plan).capacity(base.service_index("intermediate_care"));
    let at = Reasons::of(plan).all().position(|reason| reason == capacity).expect("a reason");
    let share = base.each(|r| 100.0 * r.reasons[at] / r.reasons.iter().sum::<f64>());
    at_most("current practice: waiting that is for want of a bed, in %", mean(&share), 25.0);
}
