//! The CSV files of a run: `daily.csv`, `runs.csv` and `occupancy.csv`. UTF-8, ISO dates, an empty
//! cell where a value is undefined; `report::csv` has the rule for texts that a spreadsheet would run. The columns are relied on from outside.

use std::io;

use jiff::ToSpan;

use super::Run;
use crate::experiment::Band;
use crate::measures::outcome::{DIVERSION, FUND, PATHWAY, RULE, SERVICE, SYSTEM};
use crate::measures::{DailyMeasure, Place, Replication};
use crate::report::csv::Table;
use crate::scenario::Reasons;
use crate::scenario::names::Names;

/// `daily.csv`: one row for each measured day and measure.
pub fn daily(run: &Run<'_>) -> io::Result<Vec<u8>> {
    let mut out = Table::new();
    out.row(["date", "measure", "mean", "p5", "p25", "p50", "p75", "p95"])?;
    let measures = DailyMeasure::all(run.scenario.plan.services.len());
    for (measure, bands) in measures.into_iter().zip(&run.findings.daily) {
        let name = measure_name(measure, &run.scenario.names);
        for (day, band) in (0_i64..).zip(bands) {
            let Ok(date) = run.findings.start.checked_add(day.days()) else { break };
            let Band { mean, p5, p25, p50, p75, p95 } = *band;
            // Days are kept in single precision; more digits would be noise.
            let cell = |x: Option<f64>| x.map_or_else(String::new, |x| (x as f32).to_string());
            let numbers = [Some(mean), p5, p25, p50, p75, p95].map(cell);
            out.row([date.to_string(), name.clone()].iter().chain(&numbers))?;
        }
    }
    out.finish()
}

/// `runs.csv`: one row a replication, one column an outcome.
pub fn runs(run: &Run<'_>) -> io::Result<Vec<u8>> {
    let names = &run.scenario.names;
    let reasons = Reasons::of(&run.scenario.plan);
    let mut out = Table::new();
    let mut header = vec!["replication".to_owned()];
    header.extend(SYSTEM.iter().map(|o| o.name.to_owned()));
    let places_of_plan = [
        (names.pathways.as_slice(), PATHWAY),
        (names.services.as_slice(), SERVICE),
        (names.gives_way.as_slice(), RULE),
        (names.diversions.as_slice(), DIVERSION),
        (names.funds.as_slice(), FUND),
    ];
    for (places, outcomes) in places_of_plan {
        header.extend(
            places.iter().flat_map(|p| outcomes.iter().map(move |o| format!("{}.{}", p.key, o.name))),
        );
    }
    header.extend(reasons.all().map(|reason| format!("reason.{}", reasons.key(reason, names))));
    let in_worlds = run.scenario.worlds.is_some();
    header.extend(in_worlds.then(|| "world".to_owned()));
    out.row(&header)?;
    for (i, replication) in run.replications.iter().enumerate() {
        let world = in_worlds.then(|| replication.world.to_string());
        out.row(std::iter::once(i.to_string()).chain(values(replication).map(cell)).chain(world))?;
    }
    out.finish()
}

/// `occupancy.csv`: the share of time with each number of people at each place, from the least
/// number seen to the greatest.
pub fn occupancy(run: &Run<'_>) -> io::Result<Vec<u8>> {
    let mut out = Table::new();
    out.row(["place", "people", "share_of_time"])?;
    for (place, shares) in
        Place::all(run.scenario.plan.services.len()).into_iter().zip(&run.findings.occupancy)
    {
        let name = place_name(place, &run.scenario.names);
        let least = shares.iter().take_while(|share| **share <= 0.0).count();
        let seen = shares.iter().rposition(|share| *share > 0.0).map_or(0, |last| last + 1);
        for (people, share) in shares.iter().enumerate().take(seen).skip(least) {
            out.row([name, &people.to_string(), &share.to_string()])?;
        }
    }
    out.finish()
}

/// A daily measure as the files name it: `nctr`, `reablement`, `queue:reablement`, `opened:hospital`.
pub fn measure_name(measure: DailyMeasure, names: &Names) -> String {
    use DailyMeasure as M;
    let fixed = match measure {
        M::Hospital => "hospital",
        M::Nctr => "nctr",
        M::NctrRemaining => "nctr_remaining",
        M::BedQueue => "bed_queue",
        M::RoundWait => "round_wait",
        M::WaitingInCommunity => "waiting_in_community",
        M::Admissions => "admissions",
        M::Discharges => "discharges",
        M::EmergencyArrivals => "emergency_arrivals",
        M::Service(i) => return names.services[i].key.clone(),
        M::Queue(i) => return format!("queue:{}", names.services[i].key),
        M::OpenedBeds => "opened:hospital",
        M::OpenedPlaces(i) => return format!("opened:{}", names.services[i].key),
    };
    fixed.to_owned()
}

/// A place as the files name it.
pub fn place_name(place: Place, names: &Names) -> &str {
    match place {
        Place::Hospital => "hospital",
        Place::Nctr => "nctr",
        Place::Service(i) => &names.services[i].key,
    }
}

/// All values of a replication in the order of the columns of `runs.csv`.
fn values(r: &Replication) -> impl Iterator<Item = Option<f64>> {
    let by_place = r
        .pathways
        .iter()
        .chain(&r.services)
        .chain(&r.gives_way)
        .chain(&r.diversions)
        .chain(&r.funds)
        .flatten();
    r.system.iter().chain(by_place).copied().chain(r.reasons.iter().copied().map(Some))
}

fn cell(value: Option<f64>) -> String {
    value.filter(|x| x.is_finite()).map_or_else(String::new, |x| x.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::made_up;
    use crate::measures::outcome::{Key, System};
    use std::collections::BTreeMap;

    fn rows(what: fn(&Run<'_>) -> io::Result<Vec<u8>>, runs: u64) -> Vec<BTreeMap<String, String>> {
        let (scenario, replications, findings) = made_up(runs);
        let run =
            Run { scenario: &scenario, replications: &replications, findings: &findings, observed: &[] };
        let bytes = what(&run).unwrap();
        ::csv::Reader::from_reader(bytes.as_slice()).deserialize().map(|row| row.unwrap()).collect()
    }

    #[test]
    fn every_measured_day_has_a_row_for_each_measure() {
        let rows = rows(daily, 20);
        assert_eq!(rows.len(), 28 * 13);
        let nctr: Vec<_> = rows.iter().filter(|r| r["measure"] == "nctr").collect();
        assert_eq!((nctr[0]["date"].as_str(), nctr[27]["date"].as_str()), ("2024-10-01", "2024-10-28"));
        assert!(rows.iter().any(|r| r["measure"] == "queue:home_care"));
        for row in &rows {
            let p = |c: &str| row[c].parse::<f64>().unwrap();
            assert!(
                p("p5") <= p("p25") && p("p25") <= p("p50") && p("p50") <= p("p75") && p("p75") <= p("p95")
            );
        }
    }

    #[test]
    fn bands_of_too_few_runs_are_empty_cells() {
        let row = rows(daily, 4).remove(0);
        assert_eq!((row["p5"].as_str(), row["p95"].as_str()), ("", ""));
        assert!(!row["p50"].is_empty() && !row["mean"].is_empty());
    }

    #[test]
    fn one_row_a_replication_with_undefined_cells_empty() {
        let (_, replications, _) = made_up(3);
        let rows = rows(runs, 3);
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[2]["replication"], "2");
        assert_eq!(rows[1]["acute_occupancy"], "");
        assert_eq!(
            rows[1]["nctr_bed_days"].parse::<f64>().ok(),
            replications[1].system[System::NctrBedDays.index()]
        );
        assert_eq!(rows[1]["p1.delay_days_mean"].parse::<f64>().ok(), replications[1].pathways[1][2]);
        assert_eq!(rows[1]["home_care.utilisation"].parse::<f64>().ok(), replications[1].services[1][2]);
        let last = rows[1]["reason.ward_closed"].parse::<f64>().ok();
        assert_eq!(last, replications[1].reasons.last().copied());
    }

    #[test]
    fn shares_of_time_start_at_the_least_number_seen_and_sum_to_1() {
        let rows = rows(occupancy, 5);
        let nctr: Vec<_> = rows.iter().filter(|r| r["place"] == "nctr").collect();
        assert_eq!(nctr.iter().map(|r| r["people"].as_str()).collect::<Vec<_>>(), ["1", "2", "3"]);
        let sum: f64 = nctr.iter().map(|r| r["share_of_time"].parse::<f64>().unwrap()).sum();
        assert!((sum - 1.0).abs() < 1e-12);
    }
}
